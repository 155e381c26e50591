"""How the person wants dates, times of day and figures written: one place that screens, sentences and commands ask.

What is stored, exchanged or printed as JSON never asks here. Standard library only: the quick log comes by, too.
"""

from outsource_tui.domain.dates import MONTHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

_SWAPPED = str.maketrans(",.", ".,")


class Formats:
    """The person's choices: order of a date, 24 or 12 hours, decimal mark, first day of the week (Monday is 0)."""

    __slots__ = ("date", "mark", "time", "week_start")

    def __init__(self, date: str = "iso", time: str = "24h", mark: str = ".", week_start: int = 0) -> None:
        """Keep the choices; the defaults are what an absent settings file means."""
        self.date = date
        self.time = time
        self.mark = mark
        self.week_start = week_start


class _InForce:
    """The formats of this process."""

    formats = Formats()


def use(formats: Formats) -> None:
    """Write everything from now on in these formats."""
    _InForce.formats = formats


def in_force() -> Formats:
    """Return the formats everything is written in."""
    return _InForce.formats


def figure(text: str) -> str:
    """Return a figure written like 1,234.50 with the person's decimal mark; a comma leaves the points to thousands."""
    return text.translate(_SWAPPED) if _InForce.formats.mark == "," else text


def thousands() -> str:
    """Return what stands between thousands."""
    return "." if _InForce.formats.mark == "," else ","


def full_date(day: "date | str") -> str:
    """Return a date, or a stored one (2026-11-23), in full: 2026-11-23, 23.11.2026 or 11/23/2026."""
    text = day if isinstance(day, str) else f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    order = _InForce.formats.date
    if order == "iso" or len(text) < 10:
        return text[:10]
    year, month, of_month = text[:4], text[5:7], text[8:10]
    return f"{of_month}.{month}.{year}" if order == "dmy" else f"{month}/{of_month}/{year}"


def short_date(day: "date") -> str:
    """Return a date without its year: 23 Nov, or Nov 23 where the month stands first."""
    month = MONTHS[day.month - 1][:3]
    return f"{month} {day.day}" if _InForce.formats.date == "mdy" else f"{day.day} {month}"


def long_date(day: "date") -> str:
    """Return a date without its year in words: 23 November, or November 23."""
    month = MONTHS[day.month - 1]
    return f"{month} {day.day}" if _InForce.formats.date == "mdy" else f"{day.day} {month}"


def shown_day(day: "date", today: "date | None" = None) -> str:
    """Return a date as people say it: 16 Nov, with its year when that is not the one of `today`."""
    said = short_date(day)
    return said if today is None or day.year == today.year else with_year(said, day.year)


def with_year(shown: str, year: int) -> str:
    """Return a date of this module without a year with one: 23 Nov 2026, or Nov 23, 2026."""
    return f"{shown}, {year}" if _InForce.formats.date == "mdy" else f"{shown} {year}"


def clock(hour: int, minute: int, *, padded: bool = False) -> str:
    """Return a time of day: 9:05 (padded 09:05), or 9:05am."""
    if _InForce.formats.time == "12h":
        return f"{hour % 12 or 12}:{minute:02d}{'am' if hour % 24 < 12 else 'pm'}"
    return f"{hour:02d}:{minute:02d}" if padded else f"{hour}:{minute:02d}"


def clock_of(stored: str, *, padded: bool = False) -> str:
    """Return the time of day of a stored time (2026-11-23T09:05:00+01:00) without parsing it."""
    return clock(int(stored[11:13]), int(stored[14:16]), padded=padded)


def clock_cells() -> int:
    """Return how many cells a time of day takes at most."""
    return 7 if _InForce.formats.time == "12h" else 5
