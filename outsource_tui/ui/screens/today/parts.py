"""What Today shows, made from plain rows: the lines of the day, its strip, the week, coverage."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain import formats
from outsource_tui.domain.log_row import LogRow, is_break, shown_text
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    DASH,
    LOVED,
    MIND,
    Line,
    Piece,
    clock_length,
    clock_time_of,
    duration,
    line,
    literal,
    relative_day,
    status,
    weekday,
)
from outsource_tui.ui.widgets.blocks import BarRow, Block, Stretch, bars, gap, heading, note, stack, within
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.domain.due_reader import Due
    from outsource_tui.services.log_views import WeekDay

STRESS_FROM = 3
LOW = 2
HIGH = 4
WEEK_GOAL_HOURS = 8
AS_ONE = 80
"""So many cells the bars of both blocks under the list take, so that their figures stand below each other."""


class DayRow(NamedTuple):
    """One line of the day: an entry, or the running timer."""

    id: str
    day: str
    start: str
    what: str
    project: str
    felt: Piece
    length: Piece
    muted: bool
    running: bool
    row: LogRow


def felt(row: LogRow) -> Piece:
    """Return how an entry felt: the strongest thing that was said about it."""
    if row.stress is not None and row.stress >= STRESS_FROM:
        return status(MIND, f"stress {row.stress}").piece
    if row.liking is not None and row.liking <= LOW:
        return status(AGAINST, "dislike").piece
    if row.postponed:
        return status(MIND, "putting off").piece
    if row.liking is not None and row.liking >= HIGH:
        return status(LOVED, "love").piece
    if row.skill is not None and row.skill <= LOW:
        return status(MIND, "weak").piece
    return Piece("")


def day_row(row: LogRow, *, overlaps: bool = False, odd: str = "") -> DayRow:
    """Return the line of an entry."""
    if row.seconds is None:
        length = Piece("? length", "blue")
    else:
        length = Piece(clock_length(row.seconds), "amber" if overlaps or odd else "")
    feeling = status(MIND, odd).piece if odd else status(MIND, "overlaps").piece if overlaps else felt(row)
    start = clock_time_of(row.start) if row.start else DASH
    return DayRow(
        row.id, row.day, start, shown_text(row), row.project or DASH, feeling, length, is_break(row), False, row
    )


def running_row(row: LogRow, now: datetime) -> DayRow:
    """Return the line of the running timer."""
    seconds = max(0.0, (now - datetime.fromisoformat(row.start)).total_seconds()) if row.start else 0.0
    length = Piece(clock_length(int(seconds) // 60 * 60), "accent bold")
    start = clock_time_of(row.start) if row.start else DASH
    return DayRow(
        row.id,
        row.day,
        start,
        shown_text(row),
        row.project or DASH,
        status(ACTIVE, "running").piece,
        length,
        False,
        True,
        row,
    )


def day_columns(with_day: bool = False) -> list[Column[DayRow]]:
    """Return the columns of the list; the day stands first in the week's list."""
    columns: list[Column[DayRow]] = [
        Column(
            "start",
            "start",
            lambda r: Cell(r.start, "accent" if r.running else "muted"),
            width=formats.clock_cells(),
            drop=2,
        ),
        Column("what", "what", lambda r: Cell(r.what, "bold" if r.running else ""), flex=3, least=12),
        Column("project", "project", lambda r: Cell(r.project, "muted"), width=10, drop=3),
        Column("felt", "felt", lambda r: Cell(r.felt.text, r.felt.role), width=13, drop=1),
        Column(
            "length",
            "length",
            lambda r: Cell(r.length.text, r.length.role),
            width=8,
            align="right",
            sort=lambda r: -1 if r.row.seconds is None else r.row.seconds,
            falling=True,
        ),
    ]
    if with_day:
        columns.insert(0, Column("day", "day", lambda r: Cell(weekday(date.fromisoformat(r.day)), "muted"), width=3))
    return columns


def strip_role(row: LogRow) -> str:
    """Return the colour an entry has in the strip of the day."""
    if is_break(row):
        return "rule"
    if row.stress is not None and row.stress >= STRESS_FROM:
        return "amber"
    if row.liking is not None and row.liking <= LOW:
        return "red"
    if row.liking is not None and row.liking >= HIGH:
        return "accent"
    return "blue" if row.postponed else "muted"


def stretches(rows: Iterable[LogRow], running: LogRow | None, now: datetime) -> list[Stretch]:
    """Return the entries of a day in minutes since midnight, the running timer up to now."""
    found: list[Stretch] = []
    for row in rows:
        if row.start and row.seconds and row.seconds > 0:
            begin = datetime.fromisoformat(row.start)
            first = begin.hour * 60 + begin.minute
            found.append(Stretch(first, min(24 * 60, first + max(1, int(row.seconds) // 60)), strip_role(row)))
    if running is not None and running.start:
        begin = datetime.fromisoformat(running.start)
        if begin.date() == now.date() and begin < now:
            found.append(Stretch(begin.hour * 60 + begin.minute, now.hour * 60 + now.minute + 1, "accent"))
    return found


def week_block(days: "Sequence[WeekDay]", today: date, goal_hours: float = WEEK_GOAL_HOURS) -> Block:
    """Return the bars of a week, a workday without an entry said as such."""
    goal = max([goal_hours * 3600, *(float(day.seconds) for day in days)])
    rows: list[BarRow] = []
    for day in days:
        if not day.seconds and not day.workday:
            continue
        if day.seconds:
            rows.append(BarRow(weekday(day.day), day.seconds / goal, duration(day.seconds)))
        else:
            today_open = day.day == today
            rows.append(
                BarRow(
                    weekday(day.day),
                    0.0,
                    "nothing yet" if today_open else "not logged",
                    "bar",
                    "muted" if today_open else "amber",
                )
            )
    if not any(day.seconds for day in days):
        return stack()
    return within(AS_ONE, heading("Last seven days"), bars(rows, most=AS_ONE))


def activities_block(activities: "Sequence[tuple[str, int]]", total: float, most: int = 6) -> Block:
    """Return where the time of a week went: its largest activities as shares of the whole."""
    if not activities or total <= 0:
        return stack()
    rows = [BarRow(name, seconds / total, duration(seconds)) for name, seconds in activities[:most]]
    return within(AS_ONE, heading("Where they went"), bars(rows, most=AS_ONE))


class DueRow(NamedTuple):
    """One thing that is due."""

    key: str
    glyph: Piece
    text: str
    when: str
    role: str
    item: "Due"


def due_rows(items: "Iterable[Due]", today: date, days_ahead: int = 7) -> list[DueRow]:
    """Return what is due or will be within some days, the latest first; dates as people say them."""
    rows: list[DueRow] = []
    for number, item in enumerate(items):
        on = _date_of(item.when)
        ahead = (on - today).days
        if ahead > days_ahead:
            continue
        role, glyph = ("red", "!") if ahead < 0 else ("amber", "!") if ahead == 0 else ("blue", "○")
        said = f"{-ahead} d late" if ahead < 0 else relative_day(on, today)
        rows.append(DueRow(f"{item.kind}:{item.id}:{number}", Piece(glyph, role), item.text, said, role, item))
    return rows


def _date_of(when: object) -> date:
    if isinstance(when, datetime):
        return when.date()
    if isinstance(when, date):
        return when
    text = str(when)
    return datetime.fromisoformat(text).date() if len(text) > 10 else date.fromisoformat(text)


def due_columns() -> list[Column[DueRow]]:
    """Return the columns of the due list."""
    return [
        Column("glyph", "", lambda r: Cell(r.glyph.text, r.glyph.role), width=1),
        Column("text", "due", lambda r: Cell(r.text), flex=1, least=10),
        Column("when", "when", lambda r: Cell(r.when, r.role), width=9, align="right"),
    ]


def nothing_due() -> tuple[Line, ...]:
    """Return what the due list says when nothing is."""
    return (line(("Nothing is due. Enjoy it.", "muted")),)


def sentence(text: str, role: str = "muted") -> Block:
    """Return a wrapped sentence with an empty line below."""
    return stack(note(literal(text), role), gap())


def felt_badly(row: LogRow) -> bool:
    """Tell whether an entry was disliked or stressful."""
    return (row.liking is not None and row.liking <= LOW) or (row.stress is not None and row.stress >= STRESS_FROM)
