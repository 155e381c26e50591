"""The two lists of Briefs: the briefs with their state, and the postings of one with their clocks."""

from typing import NamedTuple

from outsource_tui.ui import show
from outsource_tui.ui.show import Piece, Status
from outsource_tui.ui.widgets.columns import Cell, Column


class BriefRow(NamedTuple):
    """A brief as the list shows it."""

    id: str
    title: str
    task: str
    percent: int
    stage: Status
    clock: Status | None
    """Of its open postings the one that asks for something; None without one."""
    applied: int | None

    @property
    def state(self) -> Status:
        """Return what a posted brief waits for, else its stage."""
        return self.clock or self.stage


class PostingRow(NamedTuple):
    """A posting as the list under the briefs shows it."""

    id: str
    platform: str
    out: str
    applied: int
    by_now: str
    advice: Status


def brief_columns() -> list[Column[BriefRow]]:
    """Return the columns of the briefs."""

    def complete(row: BriefRow) -> Cell:
        role = "bar" if row.percent == 100 else "amber"
        return Cell(pieces=(*show.bar(row.percent / 100, 4, role), Piece(f" {row.percent:>3} %")))

    return [
        Column("brief", "brief", lambda row: Cell(row.title), flex=3, least=24, sort=lambda row: row.title),
        Column("task", "task", lambda row: Cell(row.task, "muted"), flex=2, least=18, drop=3),
        Column("complete", "complete", complete, width=10, drop=2, sort=lambda row: row.percent, falling=True),
        Column("state", "state", lambda row: Cell(row.state.text, row.state.role), width=12),
        Column(
            "applied",
            "applied",
            lambda row: Cell("" if row.applied is None else str(row.applied)),
            width=7,
            align="right",
            drop=1,
            sort=lambda row: row.applied,
            falling=True,
        ),
    ]


def posting_columns() -> list[Column[PostingRow]]:
    """Return the columns of the postings."""
    return [
        Column("platform", "platform", lambda row: Cell(row.platform), least=10),
        Column("out", "out since", lambda row: Cell(row.out, "muted"), width=12, drop=2),
        Column("applied", "applied", lambda row: Cell(str(row.applied)), width=7, align="right"),
        Column("by_now", "in by now", lambda row: Cell(row.by_now), width=9, align="right", drop=1),
        Column("advice", "clock", lambda row: Cell(row.advice.text, row.advice.role), width=15),
    ]
