"""Lengths, clock times and days as people write them; one small grammar for the quick line, fields and commands."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from outsource_tui.domain.errors import InputError

HOUR = 3600
LONGEST = 1000 * HOUR
_LONGEST_WORD = 64
_DIGITS = frozenset("0123456789")
_HOURS = frozenset(("h", "hr", "hrs", "hour", "hours"))
_MINUTES = frozenset(("m", "min", "mins", "minute", "minutes"))
UNITS = _HOURS | _MINUTES
WEEKDAY_NAMES = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thu": 3,
    "thur": 3, "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DASHES = "-–—"


def local_zone(now: datetime) -> tzinfo | None:
    """Return the zone for local times: that of `now`, or None for the machine's when `now` only carries its offset."""
    zone = now.tzinfo
    if isinstance(zone, timezone) and now.astimezone().utcoffset() == now.utcoffset():
        return None
    return zone


def at_local(day: date, hour: int, minute: int, zone: tzinfo | None, *, fold: int = 0) -> datetime:
    """Return the aware moment of a wall-clock time (24:00 is the next midnight) in `zone`, None being the machine's."""
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold)
    return wall.astimezone(UTC).astimezone(zone)


def wall_moment(day: date, clock: "ClockTime", zone: tzinfo | None) -> datetime:
    """Return the aware moment of a time of day; InputError for one that summer time skips on that day."""
    return _real(at_local(day, clock.hour, clock.minute, zone), clock, day)


def _real(at: datetime, clock: "ClockTime", day: date) -> datetime:
    if (at.hour, at.minute) != (clock.hour % 24, clock.minute):
        raise InputError(f'"{clock}" does not exist on {day}: summer time skips that hour.', field="start")
    return at


def wall_end(start: datetime, seconds: float) -> datetime:
    """Return when something ended, by the clock on the wall where it started: here, or wherever its offset belongs."""
    zone = None if start.astimezone().utcoffset() == start.utcoffset() else start.tzinfo
    return (start.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(zone)


def back_from(moment: datetime, seconds: int, zone: tzinfo | None) -> datetime:
    """Return the moment `seconds` earlier by the sun, not by the clock on the wall, in `zone`."""
    return (moment.astimezone(UTC) - timedelta(seconds=seconds)).astimezone(zone)


def _parts(word: str) -> list[str]:
    """Split "1h30m" into ["1", "h", "30", "m"]; empty when it is longer or other than a length could be."""
    if len(word) > _LONGEST_WORD:
        return []
    parts: list[str] = []
    kind = ""
    for sign in word:
        here = "n" if sign in _DIGITS or sign in ".," else "u" if sign.isascii() and sign.isalpha() else ""
        if not here:
            return []
        if here == kind:
            parts[-1] += sign
        else:
            parts.append(sign)
            kind = here
    return parts if parts and parts[0][0] not in "abcdefghijklmnopqrstuvwxyz" else []


def _number(text: str) -> float | None:
    """Read "1", "1.5", "1,5" or ".5"; None for anything else."""
    whole, point, rest = text.replace(",", ".").partition(".")
    if (point and not rest) or not (whole or rest) or len(text) > 12:
        return None
    if any(sign not in _DIGITS for sign in whole + rest):
        return None
    return float(f"{whole or 0}.{rest or 0}")


def _checked(seconds: float, word: str) -> int:
    """Return the length as whole seconds, refusing none at all and more than anybody works."""
    whole = round(seconds)
    if whole <= 0:
        raise InputError(f'"{word}" is no time at all; give a length like 45m.', field="length", hint="45m")
    if whole > LONGEST:
        raise InputError(f'"{word}" is longer than 1000 hours; give a length like 1h30.', field="length", hint="1h30")
    return whole


def read_length(word: str) -> int | None:
    """Return the seconds of a length word (45m, 1h30, 1,5h), None for other words; InputError for one gone wrong."""
    low = word.casefold()
    negative = low[:1] in ("-", "−") and len(low) > 2
    parts = _parts(low[1:] if negative else low)
    if len(parts) not in (2, 3, 4):
        return None
    unit = parts[1]
    number = _number(parts[0])
    if number is None or not (unit in _HOURS or (unit in _MINUTES and len(parts) == 2)):
        return None
    if len(parts) == 4 and parts[3] not in _MINUTES:
        return None
    if negative:
        raise InputError(f'"{word}" is less than nothing; write it as {word[1:]}.', field="length", hint=word[1:])
    if len(parts) == 2:
        return _checked(number * (HOUR if unit in _HOURS else 60), word)
    if not parts[0].isdigit() or not parts[2].isdigit():
        raise InputError(
            f'"{word}" mixes a fraction with minutes; write it as 1h30 or 1.5h.', field="length", hint="1h30"
        )
    minutes = int(parts[2]) if len(parts[2]) < 9 else LONGEST
    if minutes >= 60:
        total = int(number) * 60 + minutes
        hint = f"{total // 60}h{total % 60:02d}" if minutes < 1000 else "1h30"
        raise InputError(
            f'"{word}" has more than 59 minutes after the hour; write it as {hint}.', field="length", hint=hint
        )
    return _checked(int(number) * HOUR + minutes * 60, word)


def read_spaced_length(first: str, second: str, *more: str) -> int | None:
    """Return the seconds of a length in two to four words ("1h 30m", "45 min", "1 h 30 min"), or None."""
    if more:
        words = [word.casefold() for word in (first, second, *more)]
        parts = _parts("".join(words))
        apart = len(parts) == 4 and parts[0].isdigit() and parts[1] in _HOURS and parts[3] in _MINUTES
        return read_length("".join(parts)) if apart and all(word in UNITS or _parts(word) for word in words) else None
    unit = second.casefold()
    number = _number(first)
    if number is not None and (unit in _HOURS or unit in _MINUTES):
        return _checked(number * (HOUR if unit in _HOURS else 60), f"{first} {second}")
    head, tail = _parts(first.casefold()), _parts(unit)
    if len(head) == 2 and len(tail) == 2 and head[1] in _HOURS and tail[1] in _MINUTES:
        return read_length(head[0] + "h" + tail[0]) if head[0].isdigit() and tail[0].isdigit() else None
    return None


def parse_length(text: str) -> int:
    """Return the seconds of a length typed into a field: as in the quick line, or 1:30; InputError otherwise."""
    words = text.split()
    found: int | None = None
    if len(words) == 1:
        found = read_length(words[0])
        hours, colon, minutes = words[0].partition(":")
        if found is None and colon and len(minutes) == 2 and len(hours) <= 4:
            if not (set(hours) <= _DIGITS and set(minutes) <= _DIGITS and hours):
                found = None
            elif int(minutes) >= 60:
                total = int(hours) * 60 + int(minutes)
                hint = f"{total // 60}:{total % 60:02d}"
                raise InputError(f'"{text}" has more than 59 minutes; write it as {hint}.', field="length", hint=hint)
            else:
                found = _checked(int(hours) * HOUR + int(minutes) * 60, text)
    elif 2 <= len(words) <= 4:
        found = read_spaced_length(*words)
    if found is None:
        shown = " ".join(words)[:40]
        raise InputError(f'"{shown}" is not a length; write it like 45m, 1h30 or 1.5h.', field="length", hint="45m")
    return found


class ClockTime:
    """A time of day as written: hour 0 to 24, minute, and whether minutes or am/pm were spelt out."""

    __slots__ = ("explicit", "hour", "minute")

    def __init__(self, hour: int, minute: int, explicit: bool) -> None:
        """Keep the parts."""
        self.hour = hour
        self.minute = minute
        self.explicit = explicit

    def __str__(self) -> str:
        """Return it as 9:05."""
        return f"{self.hour}:{self.minute:02d}"


def read_clock(word: str) -> ClockTime | None:
    """Return the time of day of 9, 9:00, 9h30 or 2:30pm, None for other words; InputError for 25:00 or 9:75."""
    low = word.casefold()
    half = ""
    if low.endswith(("am", "pm")):
        half, low = low[-2:], low[:-2]
    hours, colon, minutes = low.partition(":")
    if not colon and not half:
        hours, colon, minutes = low.partition("h")
        if colon and not minutes:
            minutes = "00"
    if not 1 <= len(hours) <= 2 or (colon and len(minutes) != 2) or not set(hours + minutes) <= _DIGITS:
        return None
    hour, minute = int(hours), int(minutes or 0)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        raise InputError(f'"{word}" is not a time of day; write it like 2:30pm or 14:30.', field="start", hint="14:30")
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        if not colon:
            return None
        raise InputError(f'"{word}" is not a time of day; it goes from 0:00 to 24:00.', field="start", hint="9:00")
    return ClockTime(hour, minute, bool(colon or half))


def parse_clock(text: str) -> ClockTime:
    """Return the time of day typed into a field or after --start; InputError for anything else."""
    found = read_clock(text.strip())
    if found is None:
        raise InputError(f'"{text[:40]}" is not a time of day; write it like 9:00.', field="start", hint="9:00")
    return found


def read_range(word: str) -> tuple[ClockTime, ClockTime] | None:
    """Return both times of 9-10:30 or 9:00-10:30, None for other words; InputError for 9:00-25:00."""
    for dash in _DASHES:
        first, found, second = word.partition(dash)
        if found:
            break
    if not found or not first or not second or first[0] not in _DIGITS or second[0] not in _DIGITS:
        return None
    start, end = read_clock(first), read_clock(second)
    if start is None or end is None:
        return None
    if start.hour == 24:
        raise InputError(f'"{word}" starts at 24:00; write it as 0:00.', field="start", hint=f"0:00-{end}")
    if not start.explicit and end.explicit and second.casefold().endswith("pm") and start.hour <= 12:
        # "2-3:30pm" means the afternoon for both.
        later = start.hour % 12 + 12
        if later * 60 + start.minute < end.hour * 60 + end.minute:
            start = ClockTime(later, start.minute, True)
    return start, end


def resolve_range(start: ClockTime, end: ClockTime, day: date | None, now: datetime, word: str) -> tuple[datetime, int]:
    """Return the aware start and the seconds (DST counted) of a range on `day` or today; InputError for a wrong end.

    A range that starts in the afternoon and ends by noon, within twelve hours, runs across midnight; without a
    day it is the one that lies behind us, if there is one.
    """
    zone = local_zone(now)
    on = day or now.astimezone(zone).date()

    def moment(clock: ClockTime, days: int = 0, fold: int = 0) -> datetime:
        # In UTC: two times of one zone are compared by the clock on the wall.
        return at_local(on + timedelta(days=days), clock.hour, clock.minute, zone, fold=fold).astimezone(UTC)

    begin, finish = moment(start), moment(end)
    wall = (end.hour - start.hour) * 60 + end.minute - start.minute
    if wall == 0:
        raise InputError(f'"{word}" ends when it starts; give an end after {start}.', field="length")
    if wall < 0 and moment(end, fold=1) > begin:
        # In the hour that comes twice when summer time ends, the end lies in its second turn.
        finish = moment(end, fold=1)
    elif wall < 0:
        if start.hour < 12 or end.hour * 60 + end.minute > 720 or wall + 1440 > 720:
            hint = ""
            if end.hour < 12 and (end.hour + 12) * 60 + end.minute > start.hour * 60 + start.minute:
                hint = f"{start}-{end.hour + 12}:{end.minute:02d}"
            advice = f"write {hint} if you meant the afternoon" if hint else f"give an end after {start}"
            raise InputError(f'"{word}" ends before it starts; {advice}.', field="length", hint=hint)
        if day is None and finish <= now:
            begin = moment(start, days=-1)
        else:
            finish = moment(end, days=1)
    for clock, at in ((start, begin), (end, finish)):
        _real(at.astimezone(zone), clock, on)
    seconds = round((finish - begin).total_seconds())
    return begin.astimezone(zone), seconds


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return (following - timedelta(days=1)).day if following else 31


def read_day(word: str, today: date) -> date | None:
    """Return the day of today, yesterday, a weekday (the last one before today) or 2026-11-20; None for other words.

    InputError for a date that does not exist.
    """
    low = word.casefold()
    if low == "today":
        return today
    if low == "yesterday":
        return today - timedelta(days=1)
    weekday = WEEKDAY_NAMES.get(low)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if len(word) == 10 and word[4] == word[7] == "-" and set(word[:4] + word[5:7] + word[8:]) <= _DIGITS:
        year, month, day = int(word[:4]), int(word[5:7]), int(word[8:])
        if not 1 <= month <= 12:
            raise InputError(f'"{word}" does not exist: a year has twelve months.', field="day")
        if not 1970 <= year <= 9000:
            raise InputError(f'"{word}" is not a year to log in; use one from 1970 on.', field="day")
        last = month_length(year, month)
        if not 1 <= day <= last:
            hint = f"{year:04d}-{month:02d}-{last:02d}"
            raise InputError(
                f'"{word}" does not exist: {MONTHS[month - 1]} {year} has {last} days.', field="day", hint=hint
            )
        return date(year, month, day)
    return None


def parse_day(text: str, now: datetime) -> date:
    """Return the day typed into a field or after --date, --since, --until; InputError for anything else."""
    found = read_day(text.strip(), now.astimezone(local_zone(now)).date())
    if found is None:
        raise InputError(
            f'"{text[:40]}" is not a day; write it like 2026-11-20, yesterday or monday.', field="day", hint="yesterday"
        )
    return found


def clock_length(seconds: float | None) -> str:
    """Return a length for a column: 0:45, 12:05; ? when nobody said how long."""
    if seconds is None:
        return "?"
    minutes = int(abs(seconds) / 60 + 0.5)
    return f"{'−' if seconds < 0 and minutes else ''}{minutes // 60}:{minutes % 60:02d}"


def spoken_length(seconds: float | None) -> str:
    """Return a length for prose: 45 min, 9 h, 9 h 10; ? when nobody said how long."""
    if seconds is None:
        return "?"
    minutes = int(abs(seconds) / 60 + 0.5)
    sign = "−" if seconds < 0 and minutes else ""
    if minutes < 60:
        return f"{sign}{minutes} min"
    return f"{sign}{minutes // 60} h {minutes % 60:02d}" if minutes % 60 else f"{sign}{minutes // 60} h"


def written_length(seconds: int) -> str:
    """Return a length as the quick line reads it back: 45m, 1h30."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"{minutes}m"
    return f"{minutes // 60}h{minutes % 60:02d}" if minutes % 60 else f"{minutes // 60}h"
