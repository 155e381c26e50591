"""What the log looks like when it is read: days, weeks, coverage, and what was used before."""

from dataclasses import dataclass
from datetime import date, datetime

from outsource_tui.domain.log_row import LogRow, shown_text
from outsource_tui.services.timeline import Gap, Overlap, Segment


@dataclass(frozen=True, slots=True)
class DayLine:
    """One entry of a day as the screen lists it."""

    row: LogRow
    start: datetime | None
    end: datetime | None
    task: str | None
    """Id of the task it counts for, named or through its activity."""
    task_title: str
    overlaps: bool
    open: bool
    """Nobody said how long it took."""
    odd: str
    """What looks odd about it ("longer than a day"), or empty."""

    @property
    def text(self) -> str:
        """What stands for it on screen."""
        return shown_text(self.row)


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the log; seconds are plain sums, overlaps count twice, breaks are in `seconds`."""

    day: date
    lines: tuple[DayLine, ...]
    running: LogRow | None
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    segments: tuple[Segment, ...]
    seconds: int
    break_seconds: int
    disliked_seconds: int
    """Liking at or below the settings' limit."""
    stressful_seconds: int
    """Stress of 3 and more."""
    gap_seconds: int
    open: int
    """Entries without a length."""
    message: str
    """A kind word about an idle day, or empty."""

    @property
    def entries(self) -> int:
        """How many entries the day has."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of a week in figures."""

    day: date
    seconds: int
    entries: int
    disliked_seconds: int
    workday: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """Seven days, and where the time went: (name, seconds) by falling seconds."""

    days: tuple[WeekDay, ...]
    seconds: int
    entries: int
    activities: tuple[tuple[str, int], ...]
    projects: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CoveredDay:
    """A day of the last fortnight and what was logged on it."""

    day: date
    entries: int
    seconds: int
    workday: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many days were logged of those that make Identify worth reading (S1-11)."""

    target: int
    logged: int
    days: tuple[CoveredDay, ...]
    sentence: str

    @property
    def enough(self) -> bool:
        """Tell whether the log is ready to be read."""
        return self.logged >= self.target


@dataclass(frozen=True, slots=True)
class Known:
    """Texts, projects and tags used before, the likeliest first."""

    texts: tuple[str, ...]
    projects: tuple[str, ...]
    tags: tuple[str, ...]
