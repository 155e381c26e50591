"""The common way through every time log that is a table with a header: found once, then row by row."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TextIO

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.cells import unguarded
from outsource_tui.exchange.headers import checked_mapping, guess_mapping, simple_name, tells_time
from outsource_tui.exchange.moments import (
    Stamp,
    Zone,
    date_evidence,
    is_bare,
    parse_length,
    parse_number,
    parse_stamp,
)
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading
from outsource_tui.exchange.source import Source

FIELD_LIMIT = 1 << 28
"""Bytes of the largest cell."""
_DELIMITERS = (",", ";", "\t", "|")
_HEADER_ROWS = 25
_STEP = 2048
_CACHED = 20_000
_DATED = ("start", "start_date", "date", "end", "end_date", "start_time", "end_time")
_ALSO_DATED = frozenset(("start_time", "end_time"))

Row = list[str]


@dataclass(frozen=True)
class Table:
    """How a file is laid out: its delimiter, the line its header starts on, the header and what its columns hold."""

    delimiter: str
    header_line: int
    header: tuple[str, ...]
    mapping: dict[str, str] = field(default_factory=dict)

    def names(self) -> set[str]:
        """Return the header's names without case, accents and signs."""
        return {simple_name(column) for column in self.header}


def find_table(text: str, wanted: Mapping[str, str] | None = None) -> Table | None:
    """Return the layout of a table whose first characters are `text`, or null when no row looks like a header."""
    wanted_names = {simple_name(column) for column in (wanted or {}).values()}
    best: tuple[int, int, Table] | None = None
    _allow_wide_cells()
    lines = text[: 1 << 16].split("\n")[: 2 * _HEADER_ROWS]
    for delimiter in _DELIMITERS:
        reader = csv.reader(iter([f"{line}\n" for line in lines]), delimiter=delimiter, skipinitialspace=True)
        first = 1
        for number in range(_HEADER_ROWS):
            try:
                row = next(reader)
            except (StopIteration, csv.Error):
                break
            header = tuple(clean_line(cell[:500]) for cell in row)
            mapping = guess_mapping(header) if 1 < len(header) <= 500 or wanted_names else {}
            score = len(mapping) + 10 * len(wanted_names & {simple_name(column) for column in header})
            if score and (best is None or (score, -number) > best[:2]):
                best = (score, -number, Table(delimiter, first, header, mapping))
            first = reader.line_num + 1
    return best[2] if best else None


def _allow_wide_cells() -> None:
    if csv.field_size_limit() < FIELD_LIMIT:
        csv.field_size_limit(FIELD_LIMIT)


class _Lines(Iterator[str]):
    """Lines of a text, remembering those of the row being read so that a stray quote cannot swallow what follows."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.count = 0
        self.kept: list[str] = []

    def __next__(self) -> str:
        line = next(self._stream)
        self.count += 1
        if "\0" in line:
            line = line.replace("\0", "")
        self.kept.append(line)
        return line


def rows(source: Source, table: Table, progress: Progress | None = None) -> Iterator[tuple[int, Row | str, list[str]]]:
    """Yield (first line, cells or why there are none, physical lines) of each row under the header."""
    _allow_wide_cells()
    with source.open_text(newline="") as stream:
        lines = _Lines(stream)
        for _ in range(table.header_line - 1):
            next(lines, "")
        reader = csv.reader(lines, delimiter=table.delimiter, skipinitialspace=True)
        number = 0
        while True:
            lines.kept = []
            first = lines.count + 1
            try:
                row: Row | str = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                row = f"the row cannot be taken apart ({error})"
            number += 1
            if number > 1:
                yield first, row, lines.kept
            if progress is not None and number % _STEP == 0:
                progress(source.position(stream), source.size)
    if progress is not None:
        progress(source.size, source.size)


class RowReader:
    """Turns the cells of one row into an entry, by columns found once for the file."""

    def __init__(self, table: Table, mapping: Mapping[str, str], order: str | None, zone: Zone, unit: int) -> None:
        """Use `mapping` (what -> column); `order` for dates with the year last, `unit` seconds for a bare length."""
        self._at = {what: table.header.index(column) for what, column in mapping.items()}
        self._order = order
        self._zone = zone
        self._start_at = self._columns("start", "start_date", "date", "start_time")
        self._end_at = self._columns("end", "end_date", "end_time")
        self._has_end = bool(self._end_at)
        self._length_at = [
            (self._at[what], of)
            for what, of in (("duration", unit), ("seconds", 1), ("minutes", 60), ("hours", 3600))
            if what in self._at
        ]
        self._stamps: dict[str, Stamp] = {}
        self._lengths: dict[tuple[str, int], int | float] = {}
        self._texts: dict[str, str] = {}
        self._tags: dict[str, tuple[str, ...]] = {}
        self._extras = [what for what in ("stress", "liking", "skill", "postponed") if what in mapping]
        self._days: dict[date, str] = {}

    def read(self, row: Row, where: int) -> ParsedEntry | None:
        """Return the row's entry, null when it is still running; a row that cannot be read raises BadRow."""
        day, start, moment = self._begin(row)
        end = self._end(row, day)
        seconds = self._length(row)
        if seconds is None:
            if end is None:
                return None
            if start is None:
                raise BadRow("it has an end but no start and no length")
            seconds = self._elapsed(start, *end)
        elif seconds == 0 and end is None and self._has_end and start is not None:
            return None
        text, task = self._text(row, "text"), self._text(row, "task")
        tags = self._tags_of(self._cell(row, "tags"))
        if not text:
            text = task
        elif task and task != text and task not in tags:
            tags = (*tags, task)
        if start is not None:
            if start.tzinfo is None:
                start = self._zone.place(start)
            else:
                start = self._zone.here(start)
                day = start.date()
        iso = self._days.get(day)
        if iso is None:
            iso = self._days[day] = day.isoformat()
        return ParsedEntry(
            start,
            iso,
            seconds,
            text,
            self._text(row, "project"),
            self._text(row, "client"),
            tags,
            clean_line(self._cell(row, "id")),
            where,
            moment,
            self._extra(row) if self._extras else None,
        )

    def _columns(self, *whats: str) -> tuple[int, ...]:
        return tuple(self._at[what] for what in whats if what in self._at)

    def _cell(self, row: Row, what: str) -> str:
        at = self._at.get(what)
        return row[at].strip() if at is not None and at < len(row) else ""

    def _stamp(self, text: str) -> Stamp:
        stamp = self._stamps.get(text)
        if stamp is None:
            stamp = parse_stamp(text, self._order)
            if len(self._stamps) < _CACHED:
                self._stamps[text] = stamp
        return stamp

    def _join(self, row: Row, names: tuple[int, ...]) -> tuple[date | None, Stamp | None]:
        """Return the day and the clock time that several cells say together; the first one of a kind wins."""
        day: date | None = None
        clocked: Stamp | None = None
        for at in names:
            text = row[at].strip() if at < len(row) else ""
            if not text:
                continue
            stamp = self._stamp(text)
            if day is None:
                day = stamp.day
            if clocked is None and stamp.clock is not None:
                clocked = stamp
        return day, clocked

    def _begin(self, row: Row) -> tuple[date, datetime | None, str]:
        day, clocked = self._join(row, self._start_at)
        if day is None:
            raise BadRow("it has no date")
        if clocked is None:
            return day, None, day.isoformat()
        start = _combined(day, clocked)
        return day, start, start.isoformat()

    def _end(self, row: Row, day: date) -> tuple[datetime, bool] | None:
        """Return the end and whether its day had to be taken from the start."""
        end_day, clocked = self._join(row, self._end_at)
        if clocked is None:
            return None
        return _combined(end_day or day, clocked), end_day is None

    def _elapsed(self, start: datetime, end: datetime, assumed: bool) -> int | float:
        if start.tzinfo is None and end.tzinfo is None:
            if assumed and end < start:
                end += timedelta(days=1)
            began, ended = self._zone.place(start), self._zone.place(end)
            if ended < began and end >= start:
                # The clock went back in between: the end is the second of the two equal times.
                ended = self._zone.place(end.replace(fold=1))
            return self._zone.between(began, ended)
        began = start if start.tzinfo else self._zone.place(start)
        ended = end if end.tzinfo else self._zone.place(end)
        if assumed and ended < began:
            ended += timedelta(days=1)
        return self._zone.between(began, ended)

    def _length(self, row: Row) -> int | float | None:
        problem: BadRow | None = None
        for at, unit in self._length_at:
            text = row[at].strip() if at < len(row) else ""
            if not text or text in ("-", "—"):
                continue
            key = (text, unit)
            seconds = self._lengths.get(key)
            if seconds is None:
                try:
                    seconds = parse_length(text, unit)
                except BadRow as error:
                    problem = error
                    continue
                if len(self._lengths) < _CACHED:
                    self._lengths[key] = seconds
            return seconds
        if problem is not None:
            raise problem
        return None

    def _text(self, row: Row, what: str) -> str:
        text = self._cell(row, what)
        if not text:
            return ""
        known = self._texts.get(text)
        if known is None:
            known = unguarded(clean_line(text))
            if len(self._texts) < _CACHED and len(text) < 500:
                self._texts[text] = known
        return known

    def _tags_of(self, text: str) -> tuple[str, ...]:
        if not text:
            return ()
        known = self._tags.get(text)
        if known is None:
            known = split_tags(text)
            if len(self._tags) < _CACHED:
                self._tags[text] = known
        return known

    def _extra(self, row: Row) -> dict[str, int] | None:
        found: dict[str, int] = {}
        for what in self._extras:
            text = self._cell(row, what)
            if not text:
                continue
            number = parse_number(text)
            low, high = {"stress": (0, 5), "postponed": (0, 10**6)}.get(what, (1, 5))
            if number != int(number) or not low <= number <= high:
                raise BadRow(f"{what} is {text[:20]}, not a whole number from {low} to {high}")
            found[what] = int(number)
        return found or None


def _combined(day: date, stamp: Stamp) -> datetime:
    assert stamp.clock is not None
    joined = datetime.combine(day, stamp.clock, stamp.zone)
    return joined + timedelta(days=stamp.over) if stamp.over else joined


def split_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a cell, split at commas, else at semicolons or bars; each once, in order."""
    text = unguarded(text)
    mark = next((mark for mark in (",", ";", "|") if mark in text), ",")
    return tuple(dict.fromkeys(tag for part in text.split(mark) if (tag := clean_line(part))))


def date_order(source: Source, table: Table, mapping: Mapping[str, str], options: Options) -> tuple[str | None, int]:
    """Return the order of the file's dates (dmy, mdy or null when it does not matter) and the unit of its bare lengths.

    The whole file is looked at; when it stays open the user is asked (InputError naming `--dates`).
    """
    columns = [table.header.index(mapping[what]) for what in _DATED if what in mapping]
    bare_at = table.header.index(mapping["duration"]) if "duration" in mapping else None
    seen: set[str] = set()
    dates: list[str] = []
    largest, fractions = 0.0, False
    for _, row, _ in rows(source, table):
        if isinstance(row, str):
            continue
        for at in columns:
            if at < len(row):
                text = row[at].strip()[:24]
                if text not in seen and len(seen) < 10 * _CACHED:
                    seen.add(text)
                    dates.append(text)
        if bare_at is not None and bare_at < len(row) and row[bare_at] and is_bare(row[bare_at]):
            number = float(parse_number(row[bare_at]))
            largest = max(largest, number)
            fractions = fractions or number != int(number)
    # Whole numbers beyond a day of hours can only be minutes, beyond a day of minutes only seconds.
    unit = 3600 if fractions or largest <= 24 else 60 if largest <= 1440 else 1
    if options.dates:
        return options.dates, unit
    day_first, month_first, either = date_evidence(dates)
    if day_first >= 2 * month_first and day_first:
        return "dmy", unit
    if month_first >= 2 * day_first and month_first:
        return "mdy", unit
    if either or (day_first and month_first):
        raise InputError(
            f"The dates in {source.name} can be read day first or month first; say which with --dates dmy or mdy.",
            field="dates",
            hint="--dates dmy",
        )
    return None, unit


def read_table(
    name: str, source: Source, table: Table, options: Options, progress: Progress | None, *, clocks: bool = True
) -> Reading:
    """Return the reading of a table in format `name`; `clocks=False` for logs that only know days (Harvest)."""
    mapping = dict(table.mapping)
    given = checked_mapping(options.mapping, table.header, source.name)
    mapping = {what: column for what, column in mapping.items() if column not in given.values()} | given
    if not clocks:
        mapping = {what: column for what, column in mapping.items() if what not in ("start_time", "end_time", "end")}
    if not tells_time(mapping):
        seen = ", ".join(column for column in table.header if column)[:300]
        raise InputError(
            f"{source.name} has no columns for a day and a length; name them with --map, such as --map date=Column, "
            f"out of {seen}.",
            field="map",
        )
    order, unit = date_order(source, table, mapping, options)
    reader = RowReader(table, mapping, order, Zone(options.tz), unit)
    reading = Reading(name, mapping=mapping)
    if unit != 3600:
        reading.notes.append(f"lengths without a unit were read as {'minutes' if unit == 60 else 'seconds'}")
    reading.entries = _entries(source, table, reader, reading, progress)
    return reading


def _entries(
    source: Source, table: Table, reader: RowReader, reading: Reading, progress: Progress | None
) -> Iterator[ParsedEntry]:
    for first, row, physical in rows(source, table, progress):
        if not isinstance(row, str) and not any(map(str.strip, row)):
            continue
        if len(physical) > 1 and (rescued := list(_rescue(physical, first, table, reader))):
            reading.reject(first, "a quote is opened here and not closed")
            yield from rescued
            continue
        if isinstance(row, str):
            reading.reject(first, row)
            continue
        try:
            entry = reader.read(row, first)
        except BadRow as error:
            reading.reject(first, str(error))
        except (ValueError, OverflowError, OSError):
            reading.reject(first, "it holds a time out of range")
        else:
            if entry is None:
                reading.running += 1
            else:
                yield entry


def _rescue(physical: Sequence[str], first: int, table: Table, reader: RowReader) -> Iterator[ParsedEntry]:
    """Yield the complete rows among the later lines of one row: there only when a stray quote swallowed them."""
    for number, line in enumerate(physical[1:], first + 1):
        if line.count(table.delimiter) < min(2, len(table.header) - 1):
            continue
        try:
            row = next(csv.reader([line], delimiter=table.delimiter, skipinitialspace=True))
            entry = reader.read(row, number)
        except (StopIteration, csv.Error, ValueError, OverflowError, OSError):
            continue
        if entry is not None:
            yield entry
