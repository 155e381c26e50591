"""Timewarrior: `.data` lines, `timew export` JSON, and what its report extensions are given."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.json_rows import elements
from outsource_tui.exchange.moments import Zone, parse_stamp
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading
from outsource_tui.exchange.source import Source

NAME = "timewarrior"
LABEL = "Timewarrior data or export"
_LINE = re.compile(r"^\s*inc(?:\s+(\d{8}T\d{6}Z)(?:\s*-\s*(\d{8}T\d{6}Z))?)?\s*(?:#(.*))?$")
_INC = re.compile(r"^\s*(?:inc|exc)\b", re.MULTILINE)
_FULL = re.compile(r"^\s*inc\s+\d{8}T\d{6}Z", re.MULTILINE)
_ARRAY = re.compile(r"^\s*\[", re.MULTILINE)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ESCAPE = re.compile(r"\\(.)")
_COMPACT = re.compile(r"\d{8}T\d{6}Z")


def _array_at(text: str) -> int | None:
    """Return where the JSON array starts: at once, or behind a config header and an empty line."""
    match = _ARRAY.search(text)
    if match is None:
        return None
    header = text[: match.start()].lstrip("\ufeff")
    if any(line.strip() and ":" not in line for line in header.splitlines()):
        return None
    return match.end() - 1


def sniff(source: Source) -> float:
    """Return how surely this comes from Timewarrior, from 0 to 1."""
    text = source.head_text
    if _FULL.search(text):
        return 0.9
    at = _array_at(text)
    if at is None:
        return 0.0
    body = text[at + 1 :].lstrip()
    if body.startswith("]"):
        return 0.4
    return (
        0.9
        if body.startswith("{") and re.search(r'"start"\s*:\s*"\d{4}', body) and '"project"' not in body[:2000]
        else 0.0
    )


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the closed intervals; the text is the annotation, else the tags in order of the alphabet."""
    reading = Reading(NAME)
    zone = Zone(options.tz)
    if _FULL.search(source.head_text):
        reading.entries = _from_lines(source, zone, reading, progress)
    else:
        reading.entries = _from_json(source, zone, reading, progress)
    return reading


def _from_lines(source: Source, zone: Zone, reading: Reading, progress: Progress | None) -> Iterator[ParsedEntry]:
    for number, line in source.lines(progress):
        line = line.strip().lstrip("\ufeff")
        if not line or line.startswith(("exc", "#")):
            continue
        match = _LINE.match(line)
        if match is None:
            reading.reject(number, "it is not an interval like “inc 20200101T090000Z - 20200101T100000Z # tag”")
            continue
        if match[1] is None or match[2] is None:
            reading.running += 1
            continue
        tags, annotation = _tail(match[3] or "")
        yield from _entry((match[1], match[2]), tags, annotation, number, (zone, reading))


def _tail(text: str) -> tuple[list[str], str]:
    """Return the tags and the annotation behind an interval's first `#`."""
    tags: list[str] = []
    for match in _TOKEN.finditer(text):
        if match[2] == "#":
            rest = text[match.end() :].strip()
            quoted = _TOKEN.fullmatch(rest)
            return tags, _ESCAPE.sub(r"\1", quoted[1]) if quoted and quoted[1] is not None else rest.strip('"')
        tags.append(match[2] if match[1] is None else _ESCAPE.sub(r"\1", match[1]))
    return tags, ""


def _from_json(source: Source, zone: Zone, reading: Reading, progress: Progress | None) -> Iterator[ParsedEntry]:
    text = source.text()
    at = _array_at(text)
    assert at is not None
    for count, (line, value, problem) in enumerate(elements(text, at, "{")):
        if progress is not None and count % 2048 == 0:
            progress(min(source.size, count * 100), source.size)
        if problem:
            reading.reject(line, problem)
        elif not isinstance(value, dict) or not isinstance(value.get("start"), str):
            reading.reject(line, "it is not an interval with a start")
        elif value.get("end") in (None, ""):
            reading.running += 1
        else:
            tags = value.get("tags") or []
            listed = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [str(tags)]
            note: Any = value.get("annotation")
            words = note if isinstance(note, str) else ""
            # Only our own exports have it; `id` is a position in the list, not an id.
            own = value.get("entry")
            for entry in _entry((value["start"], str(value["end"])), listed, words, line, (zone, reading)):
                yield entry._replace(source_id=clean_line(own)) if isinstance(own, str) else entry
    if progress is not None:
        progress(source.size, source.size)


def _when(text: str, zone: Zone) -> datetime:
    if _COMPACT.fullmatch(text):
        return zone.here(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
    stamp = parse_stamp(text)
    if stamp.day is None or stamp.clock is None:
        raise BadRow(f"“{text[:40]}” is not a time")
    joined = datetime.combine(stamp.day, stamp.clock, stamp.zone)
    return zone.here(joined) if joined.tzinfo else zone.place(joined)


def _entry(
    span: tuple[str, str], tags: list[str], annotation: str, line: int, seams: tuple[Zone, Reading]
) -> Iterator[ParsedEntry]:
    zone, reading = seams
    began, ended = span
    try:
        start, end = _when(began, zone), _when(ended, zone)
    except BadRow as error:
        reading.reject(line, str(error))
        return
    except (ValueError, OverflowError, OSError):
        reading.reject(line, "it holds a time that does not exist")
        return
    cleaned = tuple(dict.fromkeys(tag for raw in tags if (tag := clean_line(raw))))
    text = clean_line(annotation) or " ".join(sorted(cleaned))
    yield ParsedEntry(
        start,
        start.date().isoformat(),
        zone.between(start, end),
        text,
        tags=cleaned,
        where=line,
        moment=start.astimezone(UTC).isoformat(),
    )
