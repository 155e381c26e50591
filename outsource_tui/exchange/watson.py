"""Watson's frames: a JSON list of `[start, stop, project, id, [tags], updated]`, times in seconds since 1970."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.json_rows import elements, load
from outsource_tui.exchange.moments import Zone, parse_stamp
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading
from outsource_tui.exchange.source import Source

NAME = "watson"
LABEL = "Watson frames (JSON)"
_FRAME = re.compile(r"\s*\[\s*\[\s*(?:-?\d|null|\")")
_EMPTY = re.compile(r"\s*\[\s*\]\s*$")
_LOGGED = re.compile(r'\s*\[\s*\{[^{}]*"stop"')
_STATE = re.compile(r'\s*\{[^{}\[\]]*"project"\s*:')
_STEP = 2048


def sniff(source: Source) -> float:
    """Return how surely these are Watson frames (or `watson log --json`, or its state file), from 0 to 1."""
    text = source.head_text.lstrip("\ufeff")
    if _FRAME.match(text):
        return 0.9
    if _LOGGED.match(text) and '"project"' in text:
        return 0.7
    if _STATE.match(text) and '"start"' in text:
        return 0.5
    return 0.3 if _EMPTY.match(text) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the frames under their own ids; a frame without a stop is running."""
    reading = Reading(NAME)
    reading.entries = _entries(source, Zone(options.tz), reading, progress)
    return reading


def _entries(source: Source, zone: Zone, reading: Reading, progress: Progress | None) -> Iterator[ParsedEntry]:
    text = source.text()
    if text.lstrip("\ufeff").lstrip().startswith("{"):
        if load(text, source.name):
            reading.running += 1
        return
    opener = "{" if _LOGGED.match(text.lstrip("\ufeff")) else "["
    for count, (line, value, problem) in enumerate(elements(text, text.index("["), opener)):
        if progress is not None and count % _STEP == 0:
            progress(min(source.size, count * 120), source.size)
        if problem:
            reading.reject(line, problem)
            continue
        try:
            entry = _entry(value, line, zone)
        except BadRow as error:
            reading.reject(line, str(error))
        except (ValueError, OverflowError, OSError):
            reading.reject(line, "it holds a time out of range")
        else:
            if entry is None:
                reading.running += 1
            else:
                yield entry
    if progress is not None:
        progress(source.size, source.size)


def _when(value: Any, zone: Zone) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadRow("its start or stop is not a time")
    if isinstance(value, str):
        stamp = parse_stamp(value)
        if stamp.day is None or stamp.clock is None:
            raise BadRow("its start or stop is not a time")
        joined = datetime.combine(stamp.day, stamp.clock, stamp.zone)
        return zone.here(joined) if joined.tzinfo else zone.place(joined)
    return zone.from_epoch(value)


def _entry(value: Any, line: int, zone: Zone) -> ParsedEntry | None:
    if isinstance(value, dict):
        value = [value.get(key) for key in ("start", "stop", "project", "id", "tags")]
    if not isinstance(value, list) or len(value) < 3:
        raise BadRow("it is not a frame of start, stop and project")
    began, ended, project, *rest = value
    if ended is None:
        return None
    if not isinstance(project, str):
        raise BadRow("its project is not a text")
    own = rest[0] if rest else ""
    tags = rest[1] if len(rest) > 1 else []
    listed = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    start, end = _when(began, zone), _when(ended, zone)
    return ParsedEntry(
        start,
        start.date().isoformat(),
        zone.between(start, end),
        project=clean_line(project),
        tags=tuple(dict.fromkeys(tag for raw in listed if (tag := clean_line(raw)))),
        source_id=clean_line(own) if isinstance(own, str) else "",
        where=line,
        moment=start.astimezone(UTC).isoformat(),
    )
