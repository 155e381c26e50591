"""klog records: a date, maybe a summary, and indented lengths and ranges."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.moments import Zone, in_range, whole
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading
from outsource_tui.exchange.source import Source

NAME = "klog"
LABEL = "klog records"
_DAY = re.compile(r"^(\d{4})([-/])(\d{2})\2(\d{2})(?:[ \t]+\(([^()]{0,60})\))?[ \t]*$")
_CLOCK = r"(<?)[ \t]*(\d{1,2}):(\d{2})[ \t]*(am|pm)?[ \t]*(>?)"
_RANGE = re.compile(rf"^{_CLOCK}[ \t]*-[ \t]*(?:{_CLOCK}|(\?{{1,100}}))(?:[ \t]+(.*))?$", re.IGNORECASE)
_LENGTH = re.compile(r"^([+-])?(?:(\d{1,7})h)?(?:(\d{1,9})m)?(?:[ \t]+(.*))?$")
_TAG = re.compile(r"#([\w\-]{1,80})(?:=(?:\"([^\"]{0,200})\"|'([^']{0,200})'|([\w\-]{1,200})))?")
_HEAD = re.compile(r"^\d{4}[-/]\d{2}[-/]\d{2}(?:[ \t]+\([^()]*\))?[ \t]*$", re.MULTILINE)
_HEAD_ENTRY = re.compile(
    r"^(?: {2,4}|\t)(?:[+-]?\d+h(?:\d+m)?|[+-]?\d+m|<?\d{1,2}:\d{2}\s*(?:am|pm)?>?\s*-\s*(?:\?|<?\d))",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST = 100 * 366 * 86400


class _Pending(NamedTuple):
    """An entry whose summary may go on in the next lines."""

    line: int
    start: datetime | None
    moment: str
    seconds: int | float | None


def sniff(source: Source) -> float:
    """Return how surely these are klog records, from 0 to 1."""
    if not _HEAD.search(source.head_text):
        return 0.0
    if _HEAD_ENTRY.search(source.head_text):
        return 0.85
    return 0.5 if source.name.lower().endswith((".klg", ".klog")) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return lengths and closed ranges; negative lengths are breaks, open ranges running, should-totals ignored."""
    reading = Reading(NAME)
    reading.entries = _Reader(source, Zone(options.tz), reading, progress).entries()
    return reading


class _Reader:
    """Walks the lines once, keeping the record and the entry being read."""

    def __init__(self, source: Source, zone: Zone, reading: Reading, progress: Progress | None) -> None:
        self._source = source
        self._zone = zone
        self._reading = reading
        self._progress = progress
        self._day: date | None = None
        self._about: list[str] = []
        self._pending: _Pending | None = None
        self._words: list[str] = []
        self._indent = ""
        self._lost = False

    def entries(self) -> Iterator[ParsedEntry]:
        for number, line in self._source.lines(self._progress):
            line = line.lstrip("\ufeff").rstrip()
            if not line.strip():
                yield from self._close()
                continue
            if not line[0].isspace():
                yield from self._close()
                self._begin(line, number)
                continue
            indent = line[: len(line) - len(line.lstrip())]
            if self._indent and len(indent) >= 2 * len(self._indent) and (self._pending or self._lost):
                self._words.append(line)
                continue
            yield from self._close()
            self._indent = self._indent or indent
            self._entry(line.strip(), number)
        yield from self._close()

    def _begin(self, line: str, number: int) -> None:
        match = _DAY.match(line)
        if match is None:
            if self._day is not None and not self._indent:
                self._about.append(line)
            else:
                self._reading.reject(number, "it is neither a date nor an entry of a record")
            return
        self._about, self._indent = [], ""
        try:
            self._day = date(int(match[1]), int(match[3]), int(match[4]))
            in_range(self._day)
        except ValueError as error:
            self._day = None
            self._reading.reject(
                number, str(error) if isinstance(error, BadRow) else f"the date {line[:10]} does not exist"
            )

    def _entry(self, line: str, number: int) -> None:
        self._lost = True
        try:
            if self._day is None:
                raise BadRow("it stands under no date")
            self._pending = self._range(line, number, self._day) or self._length(line, number, self._day)
        except BadRow as error:
            self._reading.reject(number, str(error))
        except (ValueError, OverflowError, OSError):
            self._reading.reject(number, "it holds a time that does not exist")
        else:
            self._lost = False

    def _range(self, line: str, number: int, day: date) -> _Pending | None:
        match = _RANGE.match(line)
        if match is None:
            return None
        self._words = [match[12] or ""]
        naive = _at(day, match.groups()[0:5])
        start = self._zone.place(naive)
        if match[11]:
            return _Pending(number, start, naive.isoformat(), None)
        ending = _at(day, match.groups()[5:10])
        if ending < naive:
            raise BadRow("its end lies before its start")
        end = self._zone.place(ending)
        return _Pending(number, start, naive.isoformat(), whole((end - start).total_seconds()))

    def _length(self, line: str, number: int, day: date) -> _Pending:
        match = _LENGTH.match(line)
        if match is None or (match[2] is None and match[3] is None):
            raise BadRow("it is neither a length like 1h20m nor a range like 8:30 - 9:30")
        if match[2] and match[3] and int(match[3]) > 59:
            raise BadRow("it has 60 minutes or more beside its hours")
        seconds = int(match[2] or 0) * 3600 + int(match[3] or 0) * 60
        if seconds > _LONGEST:
            raise BadRow("its length is out of range")
        self._words = [match[4] or ""]
        return _Pending(number, None, day.isoformat(), -seconds if match[1] == "-" else seconds)

    def _close(self) -> Iterator[ParsedEntry]:
        """Yield the entry being read, with its summary and its own and its record's tags."""
        pending, self._pending = self._pending, None
        words, self._words = self._words, []
        self._lost = False
        if pending is None or self._day is None:
            return
        if pending.seconds is None:
            self._reading.running += 1
            return
        about, own = " ".join(self._about), " ".join(words)
        tags = [_tag(match) for text in (about, own) for match in _TAG.finditer(text[:20_000])]
        if pending.seconds < 0:
            tags.append("break")
        yield ParsedEntry(
            pending.start,
            (pending.start.date() if pending.start else self._day).isoformat(),
            pending.seconds,
            clean_line(own) or clean_line(about),
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            where=pending.line,
            moment=pending.moment,
        )


def _tag(match: re.Match[str]) -> str:
    value = match[2] or match[3] or match[4] or ""
    return clean_line(f"{match[1]}={value}" if value else match[1])


def _at(day: date, parts: Sequence[str | None]) -> datetime:
    """Return a clock time (`<`, hour, minute, am or pm, `>`): `<` puts it on the day before, `>` on the day after."""
    before, hour, minute, half, after = parts
    assert hour is not None
    assert minute is not None
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise BadRow(f"“{hour}:{minute}{half}” is not a time of day")
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    shift = (1 if after else 0) - (1 if before else 0)
    if hours == 24 and minute == "00":
        hours, shift = 0, shift + 1
    return datetime.combine(day, time(hours, int(minute))) + timedelta(days=shift)
