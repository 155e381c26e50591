"""What Candidates shows: the columns of the comparison, and what stands under it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain.candidate import CRITERIA, Criterion
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    BETWEEN,
    DONE,
    OPEN,
    UNKNOWN,
    Piece,
    Status,
    bar,
    money,
    number,
    status,
)
from outsource_tui.ui.widgets.blocks import Block, gap, heading, note, plain, prose, side_by_side, stack
from outsource_tui.ui.widgets.record_table import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.services.comparison import ComparisonTable, Row, SideBySide
    from outsource_tui.services.postings import PostingView

LABELS: dict[Criterion, str] = {
    "speed": "speed",
    "effort": "effort",
    "skills": "skills",
    "credibility": "cred.",
    "answers": "answers",
    "test": "test",
}
TYPED = frozenset("012345")
IN_THE_TABLE = frozenset(
    {"Stage", "Total", "Could be", "Scored", "Speed", "Effort", "Skills", "Credibility", "Answers", "Trial"}
)
_STAGES: dict[str, Status] = {
    "applied": status(OPEN, "applied"),
    "shortlist": status(OPEN, "short list", "blue"),
    "asked": status(BETWEEN, "asked", "blue"),
    "answered": status(ACTIVE, "answered", "blue"),
    "testing": status(BETWEEN, "testing", "amber"),
    "returned": status(ACTIVE, "test back", "amber"),
    "tested": status(DONE, "tested"),
    "chosen": status(DONE, "chosen"),
    "declined": status(AGAINST, "declined", "muted"),
    "archived": status(AGAINST, "archived", "muted"),
}


class CandidateRow(NamedTuple):
    """One candidate in the table, with what the row says about their stage."""

    key: str
    row: "Row"
    stage: Status
    leads: bool
    out: bool


def candidate_rows(table: "ComparisonTable", stages: Mapping[str, str]) -> list[CandidateRow]:
    """Return the rows of the comparison, ranked."""
    return [
        CandidateRow(
            row.candidate.id,
            row,
            _STAGES[stages[row.candidate.id]],
            row.candidate.id in table.leaders,
            row.candidate.declined_at is not None or row.candidate.archived_at is not None,
        )
        for row in table.rows
    ]


def score_text(score: Decimal | None) -> str:
    """Return a score as a whole number, or with one digit where it is a mean."""
    if score is None:
        return UNKNOWN
    return number(score) if score == score.to_integral_value() else number(score, 1)


def range_text(row: "Row") -> str:
    """Return the totals the unknown cells still allow."""
    if row.lowest is None or row.highest is None:
        return UNKNOWN
    if row.lowest == row.highest:
        return number(row.lowest, 1)
    return f"{number(row.lowest, 1)} – {number(row.highest, 1)}"


def columns(weights: "dict[Criterion, Decimal]", one_off: bool) -> list[Column[CandidateRow]]:
    """Return the columns; each criterion with its weight in the head."""
    found: list[Column[CandidateRow]] = [
        Column(
            "name",
            "candidate",
            lambda r: Cell(r.row.name, "accent bold" if r.leads else ""),
            flex=2,
            least=9,
            sort=lambda r: r.row.name.casefold(),
        ),
        Column("stage", "status", lambda r: Cell(r.stage.text, r.stage.role), width=12, drop=4),
    ]
    for place, criterion in enumerate(CRITERIA):
        found.append(_criterion_column(criterion, weights[criterion], place))
    found += [
        Column(
            "total",
            "total",
            lambda r: Cell(number(r.row.total, 2), "accent bold" if r.leads else "bold"),
            width=6,
            align="right",
            sort=lambda r: r.row.total if r.row.total is not None else Decimal(-1),
            falling=True,
        ),
        Column("range", "could be", lambda r: Cell(range_text(r.row), "muted"), width=9, align="right", drop=5),
        Column(
            "price",
            "once" if one_off else "a month",
            _price_cell,
            width=10,
            align="right",
            drop=3,
            sort=lambda r: r.row.price.amount if r.row.price is not None else Decimal(10) ** 12,
        ),
    ]
    return found


def _price_cell(row: CandidateRow) -> Cell:
    if row.row.price is None:
        return Cell(UNKNOWN, "blue")
    return Cell(money(row.row.price), "amber" if row.row.over_budget else "")


def _criterion_column(criterion: Criterion, weight: Decimal, place: int) -> Column[CandidateRow]:
    def cell(row: CandidateRow) -> Cell:
        found = row.row.cells[criterion]
        if found.score is None:
            return Cell(UNKNOWN, "blue")
        return Cell(score_text(found.score), "" if found.source == "typed" else "muted")

    shown = f"{LABELS[criterion]}·{weight.normalize():f}"
    return Column(
        criterion,
        shown,
        cell,
        width=max(7, len(shown)),
        align="right",
        typed=TYPED,
        drop=1 if place < 4 else 0,
        sort=lambda row: row.row.cells[criterion].score or Decimal(0),
        falling=True,
    )


def verdict_block(table: "ComparisonTable") -> Block:
    """Return who leads, how firm that is, and what to find out next."""
    cells: list[Block | None] = []
    if table.leader_line:
        cells.append(prose(("▲ ", "amber"), (table.leader_line, ""), (f"  {table.sensitivity_line}", "muted")))
    if table.questions:
        asked = "; ".join(one.sentence.rstrip(".") for one in table.questions[:3])
        cells.append(prose(("? ", "blue"), ("Next to find out: ", ""), (asked, "muted")))
    if table.test_costs.amount:
        cells.append(note(f"The tests cost {money(table.test_costs)} {table.test_costs.currency} together."))
    return stack(*cells)


def side_block(found: "SideBySide") -> Block:
    """Return the marked candidates beside each other: what the table above does not tell."""
    rows = [(label, values) for label, values in found.rows if label not in IN_THE_TABLE]
    names = [(name, [_beside(values[place]) for _label, values in rows]) for place, name in enumerate(found.names)]
    return stack(heading("Side by side"), side_by_side([label for label, _values in rows], names))


def _beside(text: str) -> Piece:
    return Piece(UNKNOWN, "blue") if text == "unknown" else Piece(text)


def posting_block(views: "Sequence[PostingView]", today: date) -> Block:
    """Return the clock of each open posting: how much should be in by now, and what to do."""
    cells: list[Block | None] = []
    for view in views:
        clock = view.clock
        if clock is None:
            continue
        cells += [
            heading(f"Posting on {view.platform}"),
            plain(
                (
                    *bar(clock.expected_share, 32, "bar"),
                    (f"  {clock.age_hours:.0f} h old, {view.applied} applied", "muted"),
                )
            ),
            note(clock.text, ""),
            gap(),
        ]
    return stack(*cells)
