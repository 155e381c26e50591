"""Calendars (iCalendar): events with a start and an end or duration.

All-day events are days, not work, and only named in the notes. Recurring events are expanded inside the range asked
for; without one only their first time is taken.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.ics_lines import Property, parse_line, split_list, unescaped, unfolded
from outsource_tui.exchange.moments import Zone, in_range, whole
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading
from outsource_tui.exchange.source import Source

NAME = "ics"
LABEL = "calendar (iCalendar)"
MOST_TIMES = 5000
"""Occurrences of one event that are taken."""
_MOST_STEPS = 200_000
_MOST_NOTES = 50
_MOST_PROPERTIES = 20_000
_BEGIN = re.compile(r"^\s*BEGIN\s*:\s*V(?:CALENDAR|EVENT)", re.IGNORECASE | re.MULTILINE)
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?")
_DURATION = re.compile(r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,10})S)?)?")
_STEP = {"HOURLY": 3600, "DAILY": 86400, "WEEKLY": 604800, "MONTHLY": 28 * 86400, "YEARLY": 365 * 86400}
_ONCE = frozenset(("DTSTART", "DTEND", "DURATION", "SUMMARY", "UID", "RECURRENCE-ID", "STATUS", "RRULE"))

_LISTED = frozenset(("RDATE", "EXDATE", "CATEGORIES"))


def sniff(source: Source) -> float:
    """Return how surely this is a calendar, from 0 to 1."""
    return 0.95 if _BEGIN.search(source.head_text) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the timed events under their own UID (and RECURRENCE-ID); an event without an end counts as running."""
    reading = Reading(NAME)
    reading.entries = _Calendar(source, options, reading, progress).entries()
    return reading


class _Event:
    """The properties of one event, and its number of lines."""

    __slots__ = ("count", "line", "many", "one", "project")

    def __init__(self, line: int) -> None:
        self.line = line
        self.one: dict[str, Property] = {}
        self.many: dict[str, list[Property]] = {}
        self.project = ""
        self.count = 0

    def add(self, held: Property) -> None:
        """Keep what an import needs; the first of a kind wins."""
        self.count += 1
        if self.count > _MOST_PROPERTIES:
            return
        if held.name in _ONCE:
            self.one.setdefault(held.name, held)
        elif held.name in _LISTED:
            self.many.setdefault(held.name, []).append(held)

    def text(self, name: str) -> str:
        """Return a TEXT property cleaned, empty when absent."""
        held = self.one.get(name)
        return clean_line(unescaped(held.value)) if held else ""


class _Calendar:
    """Reads the file's components once; changed occurrences are known before series are expanded."""

    def __init__(self, source: Source, options: Options, reading: Reading, progress: Progress | None) -> None:
        self._source = source
        self._options = options
        self._zone = Zone(options.tz)
        self._reading = reading
        self._progress = progress
        self._zones: dict[str, tzinfo | None] = {}
        self._custom: dict[str, list[str]] = {}
        self._unknown: set[str] = set()
        self._all_day = 0
        self._once_only = 0
        self._cancelled = 0
        self._changed: dict[str, set[datetime]] = {}

    def entries(self) -> Iterator[ParsedEntry]:
        events = self._events()
        for event in events:
            if "RECURRENCE-ID" in event.one:
                moment = self._recurrence(event)
                if moment is not None:
                    self._changed.setdefault(event.text("UID"), set()).add(moment)
        for event in events:
            try:
                found = self._of(event)
            except BadRow as error:
                self._reading.reject(event.line, str(error))
            except (ValueError, OverflowError, OSError):
                self._reading.reject(event.line, "it holds a time that does not exist")
            else:
                yield from found
        self._say()

    def _say(self) -> None:
        notes = self._reading.notes
        if self._all_day > _MOST_NOTES:
            notes.append(f"{self._all_day - _MOST_NOTES} more all-day events left out")
        if self._once_only:
            notes.append(
                f"{self._once_only} recurring: only the first time was taken, give --since and --until to expand them"
            )
        if self._cancelled:
            notes.append(f"{self._cancelled} cancelled left out")
        notes.extend(f"the zone {name[:60]} is unknown, its times were read as local" for name in sorted(self._unknown))

    def _events(self) -> list[_Event]:
        """Return the events of all calendars in the file, and keep the zones it defines."""
        found: list[_Event] = []
        stack: list[str] = []
        event: _Event | None = None
        zone_lines: list[str] = []
        project = ""
        for number, text in unfolded(self._source.lines(self._progress)):
            held = parse_line(text.lstrip("\ufeff"), number)
            if held is None:
                if event is not None and stack and stack[-1] == "VEVENT" and event.count == 0:
                    event.count += 1
                continue
            if held.name == "BEGIN":
                kind = held.value.strip().upper()
                stack.append(kind)
                if kind == "VCALENDAR":
                    stack, project = [kind], ""
                elif kind == "VEVENT":
                    if event is not None:
                        self._reading.reject(event.line, "the event is not ended")
                    stack, event = ["VEVENT"], _Event(number)
                    event.project = project
                elif kind == "VTIMEZONE":
                    zone_lines = []
            elif held.name == "END":
                kind = held.value.strip().upper()
                if kind == "VEVENT" and event is not None:
                    found.append(event)
                    event, stack = None, []
                elif kind == "VTIMEZONE" and zone_lines:
                    self._keep_zone([*zone_lines, "END:VTIMEZONE"])
                    zone_lines = []
                if stack and kind in stack:
                    del stack[len(stack) - 1 - stack[::-1].index(kind) :]
            elif event is not None and stack and stack[-1] == "VEVENT":
                event.add(held)
            elif held.name == "X-WR-CALNAME" and event is None:
                name = clean_line(unescaped(held.value))
                project = "" if "@" in name else name
            if "VTIMEZONE" in stack and len(zone_lines) < 2000:
                zone_lines.append(text)
        if event is not None:
            self._reading.reject(event.line, "the event is not ended")
        return found

    def _keep_zone(self, lines: list[str]) -> None:
        for text in lines:
            held = parse_line(text, 0)
            if held is not None and held.name == "TZID":
                self._custom.setdefault(held.value.strip(), lines)
                return

    def _tz(self, name: str) -> tzinfo | None:
        """Return the zone of a TZID: a known name, a Windows name, or the file's own definition; null is local."""
        if name in self._zones:
            return self._zones[name]
        zone = _named_zone(name) or _named_zone(
            name.rsplit("/", 2)[-2] + "/" + name.rsplit("/", 1)[-1] if name.count("/") > 1 else ""
        )
        if zone is None and name in self._custom:
            zone = _own_zone(self._custom[name])
        if zone is None:
            zone = _windows_zone(name)
        if zone is None and name:
            self._unknown.add(clean_line(name))
        self._zones[name] = zone
        return zone

    def _moment(self, held: Property, value: str | None = None) -> tuple[datetime, tzinfo | None] | date:
        """Return the wall-clock time and zone of a property, or the date of an all-day one."""
        text = (held.value if value is None else value).strip()
        match = _MOMENT.fullmatch(text)
        if match is None:
            raise BadRow(f"“{clean_line(text)[:40]}” is not a time")
        day = date(int(match[1]), int(match[2]), int(match[3]))
        in_range(day)
        if match[4] is None:
            return day
        naive = datetime.combine(day, time(int(match[4]), int(match[5]), min(int(match[6] or 0), 59)))
        if match[7]:
            return naive, UTC
        return naive, self._tz(held.parameters["TZID"]) if "TZID" in held.parameters else None

    def _aware(self, naive: datetime, tz: tzinfo | None) -> datetime:
        return self._zone.here(self._zone.place(naive, tz))

    def _recurrence(self, event: _Event) -> datetime | None:
        try:
            found = self._moment(event.one["RECURRENCE-ID"])
            return None if isinstance(found, date) and not isinstance(found, tuple) else self._aware(*found)
        except (ValueError, OverflowError, OSError):
            return None

    def _of(self, event: _Event) -> list[ParsedEntry]:
        held = event.one.get("DTSTART")
        if held is None:
            raise BadRow("the event has no start")
        if event.text("STATUS").upper() == "CANCELLED":
            self._cancelled += 1
            return []
        found = self._moment(held)
        title = event.text("SUMMARY")
        if not isinstance(found, tuple):
            self._all_day += 1
            if self._all_day <= _MOST_NOTES:
                name = f"“{title[:60]}”" if title else "an event without a title"
                self._reading.notes.append(f"all-day event left out: {name} on {found.isoformat()}")
            return []
        naive, tz = found
        start = self._aware(naive, tz)
        seconds = self._seconds(event, start)
        if seconds is None:
            self._reading.running += 1
            return []
        tags = tuple(
            dict.fromkeys(
                tag
                for held in event.many.get("CATEGORIES", ())
                for raw in split_list(held.value)
                if (tag := clean_line(raw))
            )
        )
        uid = event.text("UID")
        base = ParsedEntry(
            start, start.date().isoformat(), seconds, title, event.project, tags=tags, source_id=uid, where=event.line,
            moment=start.astimezone(UTC).isoformat() if tz else naive.isoformat(),
        )  # fmt: skip
        repeats = "RRULE" in event.one or bool(event.many.get("RDATE", ()))
        if "RECURRENCE-ID" in event.one:
            moment = self._recurrence(event)
            base = base._replace(source_id=_own_id(uid, moment or start))
            if not repeats:
                return [base]
        if not repeats:
            return [base]
        base = base._replace(source_id=_own_id(uid, start))
        if self._options.since is None and self._options.until is None:
            self._once_only += 1
            return [base]
        return list(self._expanded(event, base, naive, tz))

    def _seconds(self, event: _Event, start: datetime) -> int | float | None:
        if "DTEND" in event.one:
            found = self._moment(event.one["DTEND"])
            if not isinstance(found, tuple):
                raise BadRow("its start has a time of day and its end has none")
            return whole((self._aware(*found) - start).total_seconds())
        if "DURATION" in event.one:
            return _duration(event.one["DURATION"].value)
        return None

    def _expanded(self, event: _Event, base: ParsedEntry, naive: datetime, tz: tzinfo | None) -> Iterator[ParsedEntry]:
        """Yield the occurrences inside the range asked for, without excluded and separately changed ones."""
        since = datetime.combine(self._options.since or naive.date(), time.min) - timedelta(days=2)
        until = (
            datetime.combine(self._options.until, time.max)
            if self._options.until
            else max(since, naive) + timedelta(days=366)
        )
        until += timedelta(days=2)
        excluded = {
            moment
            for held in event.many.get("EXDATE", ())
            for moment in self._listed(held)
            if isinstance(moment, datetime | date)
        }
        own = self._changed.get(event.text("UID"), set()) if "RECURRENCE-ID" not in event.one else set()
        times: dict[datetime, int | float | None] = {naive: base.seconds}
        rule = event.one.get("RRULE")
        if rule is not None:
            for moment in _occurrences(rule.value, naive, tz, since, until):
                times.setdefault(moment, base.seconds)
        for moment, seconds in self._extra_times(event, tz):
            times[moment] = base.seconds if seconds is None else seconds
        for moment in sorted(times):
            if not since <= moment <= until:
                continue
            start = self._aware(moment, tz)
            if start in own or start in excluded or moment.date() in excluded:
                continue
            if self._options.holds(start.date().isoformat()):
                yield base._replace(
                    start=start, day=start.date().isoformat(), seconds=times[moment],
                    source_id=_own_id(event.text("UID"), start),
                    moment=start.astimezone(UTC).isoformat() if tz else moment.isoformat(),
                )  # fmt: skip

    def _listed(self, held: Property) -> Iterable[datetime | date]:
        for value in held.value.split(",")[:MOST_TIMES]:
            found = self._moment(held, value.partition("/")[0])
            yield self._aware(*found) if isinstance(found, tuple) else found

    def _extra_times(self, event: _Event, tz: tzinfo | None) -> Iterator[tuple[datetime, int | float | None]]:
        """Yield (wall clock in the event's zone, seconds or null) of each RDATE, which may be a period."""
        for held in event.many.get("RDATE", ()):
            for value in held.value.split(",")[:MOST_TIMES]:
                first, _, second = value.strip().partition("/")
                found = self._moment(held, first)
                if not isinstance(found, tuple):
                    continue
                start = self._aware(*found)
                seconds: int | float | None = None
                if second.startswith(("P", "+P")):
                    seconds = _duration(second)
                elif second:
                    end = self._moment(held, second)
                    seconds = whole((self._aware(*end) - start).total_seconds()) if isinstance(end, tuple) else None
                local = start.astimezone(tz) if tz else start
                yield local.replace(tzinfo=None, fold=0), seconds


def _own_id(uid: str, start: datetime) -> str:
    return f"{uid} {start.astimezone(UTC):%Y%m%dT%H%M%SZ}" if uid else ""


def _duration(text: str) -> int:
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None or not any(match.groups()[1:]):
        raise BadRow(f"“{clean_line(text)[:40]}” is not a duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    if total > 100 * 366 * 86400:
        raise BadRow(f"the duration {clean_line(text)[:40]} is out of range")
    return -total if match[1] == "-" else total


def _occurrences(rule: str, naive: datetime, tz: tzinfo | None, since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield a rule's wall-clock times up to `until`; a rule that would take for ever to work out is refused."""
    from dateutil.rrule import rrulestr

    parts: dict[str, str] = {}
    for part in rule.strip().upper().split(";"):
        key, _, value = part.partition("=")
        if key.strip():
            parts[key.strip()] = value.strip()
    frequency = parts.get("FREQ", "")
    if frequency not in _STEP:
        raise BadRow(f"it repeats “{clean_line(frequency)[:20] or 'without a frequency'}”, which is not taken as work")
    interval = parts.get("INTERVAL", "1")
    if not interval.isdigit() or not 1 <= int(interval) <= 10_000 or len(rule) > 2000:
        raise BadRow("its repeat rule cannot be read")
    if (until - naive).total_seconds() / _STEP[frequency] > _MOST_STEPS:
        raise BadRow("it repeats over too long a time")
    parts.pop("BYSECOND", None)
    ends = until
    if limit := parts.pop("UNTIL", ""):
        match = _MOMENT.fullmatch(limit)
        if match is None:
            raise BadRow("its repeat rule cannot be read")
        last = datetime(
            int(match[1]), int(match[2]), int(match[3]), int(match[4] or 23), int(match[5] or 59), int(match[6] or 59)
        )
        if match[7]:
            last = (last.replace(tzinfo=UTC).astimezone(tz)).replace(tzinfo=None)
        ends = min(ends, last)
    count = parts.pop("COUNT", "")
    if count and not count.isdigit():
        raise BadRow("its repeat rule cannot be read")
    left = int(count[:9]) if count else _MOST_STEPS
    stamp = ends.strftime("%Y%m%dT%H%M%S").rjust(15, "0")
    text = ";".join(f"{key}={value}" for key, value in parts.items() if not key.startswith("X-"))
    try:
        times: Any = rrulestr(f"{text};UNTIL={stamp}", dtstart=naive)
        taken = 0
        for moment in times:
            left -= 1
            if left < 0 or taken >= MOST_TIMES:
                return
            if moment >= since:
                taken += 1
                yield moment
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, ZeroDivisionError):
        raise BadRow("its repeat rule cannot be read") from None


def _named_zone(name: str) -> tzinfo | None:
    """Return the zone with an IANA name, null when there is none."""
    if not name or len(name) > 60 or not re.fullmatch(r"[A-Za-z0-9_+\-/]+", name):
        return None
    if name.upper() in ("UTC", "Z", "GMT"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _windows_zone(name: str) -> tzinfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return _named_zone(WINDOWS_TO_OLSON.get(name, ""))


def _own_zone(lines: list[str]) -> tzinfo | None:
    """Return the zone a calendar defines itself, null when the definition cannot be read."""
    from icalendar import Timezone

    try:
        zone: Any = Timezone.from_ical("\r\n".join(lines) + "\r\n")
        made = zone.to_tz()
        datetime(2020, 1, 1, tzinfo=made).utcoffset()
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
        return None
    return made if isinstance(made, tzinfo) else None
