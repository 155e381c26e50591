"""Org files: CLOCK lines under headings, in drawers and archives; tags, category and outline are inherited."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.moments import Zone, in_range, whole
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading
from outsource_tui.exchange.source import Source

NAME = "org"
LABEL = "Org clock lines"
_CLOCK = re.compile(r"^[ \t]*CLOCK:[ \t]*(.*)$", re.IGNORECASE)
_CLOCK_HEAD = re.compile(r"^[ \t]*CLOCK:[ \t]*(?:[\[<]\d{4}-\d|=>)", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(r"^(\*+)[ \t]+(.*)$")
_HEADING_HEAD = re.compile(r"^\*+ \S", re.MULTILINE)
_FIRST = re.compile(
    r"[\[<](\d{4})-(\d{1,2})-(\d{1,2})(?:[ \t]+[^\d\]>\s]{1,20})?[ \t]+(\d{1,2}):(\d{2})(?::(\d{2}))?"
    r"(?:-(\d{1,2}):(\d{2}))?[^\]>]{0,40}[\]>]"
)
_LENGTH = re.compile(r"=>[ \t]*(-?)[ \t]*(?:(\d{1,6})d[ \t]*)?(\d{1,7}):(\d{2})")
_TAGS = re.compile(r"[ \t]+:([^\s:]+(?::[^\s:]+)*):[ \t]*$")
_PRIORITY = re.compile(r"^\[#[A-Za-z0-9]{1,2}\][ \t]*")
_COOKIE = re.compile(r"[ \t]*\[\d*(?:%|/\d*)\]")
_LINK = re.compile(r"\[\[([^\[\]]{1,2000})\](?:\[([^\[\]]{1,2000})\])?\]")
_SETTING = re.compile(r"^#\+(\w+):[ \t]*(.*)$")
_PROPERTY = re.compile(r"^[ \t]*:([\w-]+):[ \t]+(.*)$")
_BLOCK = re.compile(r"^[ \t]*#\+(begin|end)_(\w+)", re.IGNORECASE)
_WORDS = frozenset(
    "TODO DONE NEXT WAITING WAIT HOLD CANCELLED CANCELED STARTED SOMEDAY INPROGRESS IN-PROGRESS PHONE MEETING "
    "PROJ STRT KILL IDEA DELEGATED DEFERRED".split()
)


class _Heading:
    """A heading with what it passes on to those below it."""

    __slots__ = ("category", "level", "tags", "title")

    def __init__(self, level: int, title: str, tags: tuple[str, ...]) -> None:
        self.level = level
        self.title = title
        self.tags = tags
        self.category = ""


def sniff(source: Source) -> float:
    """Return how surely this is an Org file, from 0 to 1; one without clock lines only by its name."""
    if _CLOCK_HEAD.search(source.head_text):
        return 0.9
    named = source.name.lower().endswith((".org", ".org_archive"))
    if named:
        return 0.6
    return 0.2 if _HEADING_HEAD.search(source.head_text) and source.size > len(source.head) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the closed clock lines; the sum after `=>` wins over clock arithmetic when it is there."""
    reading = Reading(NAME)
    reading.entries = _Reader(source, Zone(options.tz), reading, progress).entries()
    return reading


class _Reader:
    """Walks the lines once, keeping the open headings and the clock lines of the section being read."""

    def __init__(self, source: Source, zone: Zone, reading: Reading, progress: Progress | None) -> None:
        self._source = source
        self._zone = zone
        self._reading = reading
        self._progress = progress
        self._open: list[_Heading] = []
        self._words = set(_WORDS)
        self._file_tags: tuple[str, ...] = ()
        self._category = ""
        self._olpath = ""
        self._clocks: list[tuple[int, str]] = []

    def entries(self) -> Iterator[ParsedEntry]:
        block = ""
        for number, line in self._source.lines(self._progress):
            marker = _BLOCK.match(line)
            if marker:
                name = marker[2].lower()
                if marker[1].lower() == "end":
                    block = "" if name == block else block
                elif not block and name in ("src", "example", "comment", "export"):
                    block = name
                continue
            heading = _HEADING.match(line)
            if heading:
                # A block that is never closed ends with its section.
                block = ""
                yield from self._flush()
                self._enter(len(heading[1]), heading[2])
            elif block:
                continue
            elif clock := _CLOCK.match(line):
                self._clocks.append((number, clock[1]))
            elif line.startswith("#+"):
                self._set(line)
            elif ":" in line and (held := _PROPERTY.match(line)):
                self._hold(held[1].upper(), held[2].strip())
        yield from self._flush()

    def _enter(self, level: int, text: str) -> None:
        self._olpath = ""
        tags: tuple[str, ...] = ()
        if found := _TAGS.search(text):
            tags = tuple(found[1].split(":"))
            text = text[: found.start()]
        first, _, rest = text.partition(" ")
        if first in self._words or first == "COMMENT":
            text = rest.strip()
        text = _PRIORITY.sub("", text)
        text = _COOKIE.sub("", text)
        text = _LINK.sub(lambda link: link[2] or link[1], text)
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        self._open.append(_Heading(level, clean_line(text), tags))

    def _set(self, line: str) -> None:
        setting = _SETTING.match(line)
        if setting is None:
            return
        name, value = setting[1].upper(), setting[2]
        if name == "FILETAGS":
            self._file_tags += tuple(tag for tag in re.split(r"[:\s]+", value) if tag)
        elif name == "CATEGORY":
            self._category = clean_line(value)
        elif name in ("TODO", "SEQ_TODO", "TYP_TODO"):
            self._words.update(re.sub(r"\(.*?\)", "", word) for word in value.split() if word != "|")

    def _hold(self, name: str, value: str) -> None:
        if name in ("CATEGORY", "ARCHIVE_CATEGORY") and self._open:
            self._open[-1].category = self._open[-1].category or clean_line(value)
        elif name == "CATEGORY":
            self._category = clean_line(value)
        elif name == "ARCHIVE_OLPATH":
            self._olpath = clean_line(value.split("/", maxsplit=1)[0])

    def _flush(self) -> Iterator[ParsedEntry]:
        """Yield the section's entries once all its properties are known."""
        clocks, self._clocks = self._clocks, []
        if not clocks:
            return
        text = self._open[-1].title if self._open else ""
        category = next((heading.category for heading in reversed(self._open) if heading.category), self._category)
        project = category or self._olpath or (self._open[0].title if len(self._open) > 1 else "")
        inherited = (tag for heading in self._open for tag in heading.tags)
        tags = tuple(dict.fromkeys(tag for raw in (*self._file_tags, *inherited) if (tag := clean_line(raw))))
        tags = tuple(tag for tag in tags if tag != "ARCHIVE")
        for number, body in clocks:
            try:
                entry = self._clock(body, number)
            except BadRow as error:
                self._reading.reject(number, str(error))
            except (ValueError, OverflowError, OSError):
                self._reading.reject(number, "it holds a time that does not exist")
            else:
                if entry is None:
                    self._reading.running += 1
                else:
                    yield entry._replace(text=text, project=project, tags=tags)

    def _clock(self, body: str, number: int) -> ParsedEntry | None:
        first = _FIRST.search(body)
        if first is None:
            raise BadRow("its start cannot be read")
        naive = _naive(first)
        start = self._zone.place(naive)
        length = _LENGTH.search(body, first.end())
        rest = body[first.end() :]
        second = _FIRST.search(body, first.end())
        if second is None and first[7] is None:
            if "--" in rest:
                raise BadRow("its end cannot be read")
            if length is None:
                return None
        if length is not None:
            seconds: int | float = (int(length[2] or 0) * 24 + int(length[3])) * 3600 + int(length[4]) * 60
            seconds = -seconds if length[1] else seconds
        elif "=>" in rest:
            raise BadRow("the sum behind => cannot be read")
        else:
            seconds = self._elapsed(start, naive, _naive(second) if second else _range_end(first, naive))
        in_range(naive.date())
        return ParsedEntry(start, naive.date().isoformat(), seconds, where=number, moment=naive.isoformat())

    def _elapsed(self, start: datetime, naive: datetime, ending: datetime) -> int | float:
        end = self._zone.place(ending)
        if end < start and ending >= naive:
            end = self._zone.place(ending.replace(fold=1))
        return whole((end - start).total_seconds())


def _naive(match: re.Match[str]) -> datetime:
    hour, over = int(match[4]), 0
    if hour == 24:
        hour, over = 0, 1
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return datetime.combine(day, time(hour, int(match[5]), int(match[6] or 0))) + timedelta(days=over)


def _range_end(match: re.Match[str], naive: datetime) -> datetime:
    end = datetime.combine(naive.date(), time(int(match[7]) % 24, int(match[8])))
    return end + timedelta(days=1) if end < naive else end
