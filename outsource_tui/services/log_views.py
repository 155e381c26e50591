"""What the log looks like when it is read: days, weeks, coverage, and what was used before."""

from dataclasses import dataclass
from datetime import date

from outsource_tui.domain.log_row import LogRow
from outsource_tui.services.timeline import Gap, Overlap


@dataclass(frozen=True, slots=True)
class DayLine:
    """One entry of a day as the screen lists it."""

    row: LogRow
    overlaps: bool
    odd: str
    """What looks odd about it ("longer than a day"), or empty."""


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the log."""

    day: date
    lines: tuple[DayLine, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    open: int
    """Entries without a length."""
    message: str
    """A kind word about an idle day, or empty."""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of a week in figures; seconds are plain sums, overlaps count twice."""

    day: date
    seconds: int
    workday: bool


@dataclass(frozen=True, slots=True)
class WeekView:
    """Seven days, and where the time went: (name, seconds) by falling seconds, breaks left out."""

    days: tuple[WeekDay, ...]
    seconds: int
    activities: tuple[tuple[str, int], ...]


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
