"""The whole log as one list, the newest entry first: found, sorted and corrected where it stands."""

import asyncio
from collections.abc import Sequence
from datetime import date

from textual import work

from outsource_tui.domain import formats
from outsource_tui.domain.log_row import LogRow, is_break, shown_text
from outsource_tui.domain.text import normal
from outsource_tui.ui.screens.today.parts import felt
from outsource_tui.ui.show import DASH, clock_length, clock_time_of, count, day, duration, number, weekday
from outsource_tui.ui.widgets.blocks import empty_state
from outsource_tui.ui.widgets.columns import Cell, Column
from outsource_tui.ui.widgets.record_table import RecordTable

AT_ONCE = 4000
PAUSE = 0.005
"""Seconds left to the keys between two slices of prepared texts."""


def log_text(row: LogRow) -> str:
    """Return what an entry is found by: its words, project, client, tags, feeling and day."""
    return normal(f"{row.text} {row.project} {row.client} {' '.join(row.tags)} {felt(row).text} {row.day}")


def log_columns(today: date, years: bool) -> list[Column[LogRow]]:
    """Return the columns of the list, the day's with room for a year when asked; most have what it is sorted by."""

    def when(row: LogRow) -> Cell:
        return Cell(day(date.fromisoformat(row.day), today))

    def start(row: LogRow) -> Cell:
        return Cell(clock_time_of(row.start) if row.start else DASH, "muted")

    def tags(row: LogRow) -> Cell:
        return Cell(" ".join(f"+{tag}" for tag in row.tags), "muted")

    def feeling(row: LogRow) -> Cell:
        said = felt(row)
        return Cell(said.text, said.role)

    def length(row: LogRow) -> Cell:
        return Cell("? length", "blue") if row.seconds is None else Cell(clock_length(row.seconds))

    return [
        Column("weekday", "", lambda r: Cell(weekday(date.fromisoformat(r.day)), "muted"), width=3, drop=4),
        Column("day", "day", when, width=11 if years else 6, sort=lambda r: (r.day, r.start or "")),
        Column(
            "start",
            "start",
            lambda r: Cell(clock_time_of(r.start) if r.start else DASH, "muted"),
            width=formats.clock_cells(),
            drop=2,
        ),
        Column("what", "what", shown_text, flex=4, least=14, sort=lambda r: shown_text(r).casefold()),
        Column(
            "project",
            "project",
            lambda r: Cell(r.project or DASH, "muted"),
            flex=1,
            least=8,
            drop=3,
            sort=lambda r: r.project.casefold() or None,
        ),
        Column("tags", "tags", tags, flex=1, least=10, drop=5),
        Column("felt", "felt", feeling, width=13, drop=1, sort=lambda r: r.stress, falling=True),
        Column("length", "length", length, width=8, align="right", sort=lambda r: r.seconds, falling=True),
    ]


class WholeLog(RecordTable[LogRow]):
    """Every entry there is; what they are found by is prepared before somebody filters."""

    def __init__(self, today: date) -> None:
        """Make the list; dates of this year leave the year out."""
        self._today = today
        self._years = False
        self._prepared: dict[str, tuple[LogRow, str]] = {}
        self._summed: tuple[Sequence[LogRow], float] | None = None
        super().__init__(
            log_columns(today, False),
            key=lambda row: row.id,
            row_role=lambda row: "muted" if is_break(row) else "",
            can_mark=True,
            empty=empty_state("Nothing logged yet", "", ("+", "log what you just did"), ("L", "back to the day")),
            id="whole",
        )

    def take(self, rows: Sequence[LogRow]) -> None:
        """Show the log, given oldest first."""
        years = bool(rows) and not all(row.day.startswith(f"{self._today.year}-") for row in (rows[0], rows[-1]))
        if years != self._years:
            self._years = years
            self.set_columns(log_columns(self._today, years))
        self.set_rows(rows[::-1])
        self._prepare()

    def found_by(self, row: LogRow) -> str:
        """Return what a row is filtered by, prepared and in its normal form already."""
        kept = self._prepared.get(row.id)
        if kept is None or kept[0] is not row:
            kept = self._prepared[row.id] = (row, log_text(row))
        return kept[1]

    @work(exclusive=True)
    async def _prepare(self) -> None:
        """Prepare the texts a slice at a time, the keys answered in between."""
        rows = self.all_rows
        for first in range(0, len(rows), AT_ONCE):
            for row in rows[first : first + AT_ONCE]:
                self.found_by(row)
            await asyncio.sleep(PAUSE)

    def move_by_day(self, earlier: bool) -> None:
        """Put the cursor on the nearest entry of another day; older ones lie below."""
        here, at = self.current, self.cursor
        while here is not None and 0 <= at < len(self.rows) and self.rows[at].day == here.day:
            at += 1 if earlier else -1
        self.move_to(at)

    def where(self) -> list[tuple[str, str]]:
        """Return how much of the log is in sight, how long it took, and from when to when."""
        shown, of = self.rows, len(self.all_rows)
        pieces = [("The whole log", "bold"), ("   ", "")]
        if len(shown) < of:
            pieces += [(f"{number(len(shown))} of ", "bold")]
        pieces += [(count(of, "entry", "entries"), ""), (", ", "muted")]
        if self._summed is None or self._summed[0] is not shown:
            # Asked for with every key, and a long log is long to add up.
            self._summed = (shown, sum(row.seconds or 0 for row in shown))
        pieces += [(duration(self._summed[1]), "bold")]
        if shown and self.sorted_by is None:
            last, first = (day(date.fromisoformat(shown[at].day), self._today) for at in (0, -1))
            pieces += [(f"   {first}" if first == last else f"   {first} to {last}", "muted")]
        return pieces
