"""ActivityWatch exports: the time of window buckets, without what an afk bucket of the same computer says was absence.

Successive events of one app and title on one day become one entry (gaps of up to a minute are not counted); events
of no length add nothing and are folded in.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.json_rows import load
from outsource_tui.exchange.moments import Zone, parse_stamp, whole
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading, Reject
from outsource_tui.exchange.source import Source

NAME = "activitywatch"
LABEL = "ActivityWatch export (JSON)"
GAP = 60.0
"""Seconds between two events of one app and title that still make one entry."""
_LONGEST_EVENT = 31 * 86400.0


class _Event(NamedTuple):
    """One event: seconds since 1970 and seconds long, app and title, its place in the bucket."""

    start: float
    length: float
    app: str
    title: str
    number: int


def sniff(source: Source) -> float:
    """Return how surely this is an ActivityWatch export, from 0 to 1."""
    text = source.head_text.lstrip("\ufeff").lstrip()
    if not text.startswith(("{", "[")):
        return 0.0
    if text.startswith("{") and '"buckets"' in text:
        return 0.95
    return 0.8 if '"timestamp"' in text and '"duration"' in text and '"data"' in text else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return one entry for each stretch of an app and title; other buckets overlap them and are named in the notes."""
    data = load(source.text(), source.name)
    if progress is not None:
        progress(source.size, source.size)
    reading = Reading(NAME)
    buckets = _buckets(data, source.name)
    reading.entries = _entries(buckets, Zone(options.tz), reading)
    return reading


def _buckets(data: Any, name: str) -> list[tuple[str, dict[str, Any], list[Any]]]:
    """Return (id, bucket, events) of each bucket, wherever the file keeps the events."""
    if isinstance(data, list):
        return [("events", {"type": "currentwindow"}, data)]
    raw = data.get("buckets") if isinstance(data, dict) else None
    if isinstance(raw, list):
        raw = {str(b.get("id", at)): b for at, b in enumerate(raw) if isinstance(b, dict)}
    if not isinstance(raw, dict) and isinstance(data, dict) and isinstance(data.get("events"), list):
        raw = {str(data.get("id", "bucket")): data}
    if not isinstance(raw, dict):
        raise InputError(f"{name} holds no buckets; export all buckets from ActivityWatch's Raw data page.")
    apart = [value for name, value in data.items() if name != "buckets" and isinstance(value, dict)]
    found = []
    for key, bucket in raw.items():
        if not isinstance(bucket, dict):
            continue
        events = bucket.get("events")
        if not isinstance(events, list):
            events = next((held[key] for held in apart if isinstance(held.get(key), list)), None)
        found.append((key, bucket, events if isinstance(events, list) else []))
    return found


def _kind(key: str, bucket: dict[str, Any]) -> str:
    kind = str(bucket.get("type") or "")
    if kind == "currentwindow" or (not kind and "watcher-window" in key):
        return "window"
    if kind == "afkstatus" or (not kind and "watcher-afk" in key):
        return "afk"
    return "other"


def _host(key: str, bucket: dict[str, Any]) -> str:
    host = bucket.get("hostname")
    return host if isinstance(host, str) and host else key.partition("_")[2]


def _entries(
    buckets: list[tuple[str, dict[str, Any], list[Any]]], zone: Zone, reading: Reading
) -> Iterator[ParsedEntry]:
    away: dict[str, list[tuple[float, float]]] = {}
    for key, bucket, events in buckets:
        if _kind(key, bucket) == "afk":
            away.setdefault(_host(key, bucket), []).extend(_absences(events))
    merged = {host: _merged(spans) for host, spans in away.items()}
    others = [f"{len(events)} of {key}" for key, bucket, events in buckets if _kind(key, bucket) == "other" and events]
    windows = 0
    for key, bucket, events in buckets:
        if _kind(key, bucket) == "window":
            windows += 1
            yield from _of_bucket(key, events, merged.get(_host(key, bucket), []), zone, reading)
    if not windows:
        reading.notes.append("the file holds no window bucket, and only window time is counted")
    if others:
        reading.notes.append(f"events that overlap window time left out: {', '.join(others)}"[:500])


def _moment(value: Any) -> float:
    if not isinstance(value, str):
        raise BadRow("its timestamp is not a time")
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        # Nanoseconds are finer than a datetime: fall back to the tolerant grammar.
        stamp = parse_stamp(value)
        if stamp.day is None or stamp.clock is None:
            raise BadRow(f"“{value[:40]}” is not a time") from None
        when = datetime.combine(stamp.day, stamp.clock, stamp.zone)
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return when.timestamp()


def _length(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadRow("its duration is not a number of seconds")
    return float(value)


def _absences(events: list[Any]) -> Iterator[tuple[float, float]]:
    for event in events:
        data = event.get("data") if isinstance(event, dict) else None
        if isinstance(data, dict) and data.get("status") == "afk":
            try:
                start, length = _moment(event.get("timestamp")), _length(event.get("duration"))
            except (ValueError, OverflowError, OSError):
                continue
            if length > 0:
                yield start, start + length


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _present(start: float, length: float, away: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield (start, seconds) of the parts of an event outside the absences."""
    if not away or length <= 0:
        yield start, length
        return
    end = start + length
    at = max(bisect_right(away, (start, math.inf)) - 1, 0)
    while at < len(away) and start < end:
        gone, back = away[at]
        if gone >= end:
            break
        if back > start:
            if gone > start:
                yield start, gone - start
            start = back
        at += 1
    if start < end:
        yield start, end - start


def _parsed(key: str, events: list[Any], reading: Reading) -> list[_Event]:
    found = []
    names: dict[str, str] = {}
    for number, event in enumerate(events, 1):
        try:
            if not isinstance(event, dict):
                raise BadRow("it is not an event")
            data = event.get("data")
            data = data if isinstance(data, dict) else {}
            app, title = (value if isinstance(value := data.get(what), str) else "" for what in ("app", "title"))
            length = _length(event.get("duration", 0))
            if length > _LONGEST_EVENT:
                raise BadRow("its duration is out of range")
            found.append(
                _Event(
                    _moment(event.get("timestamp")),
                    length,
                    names.setdefault(app, clean_line(app)),
                    names.setdefault(title, clean_line(title)),
                    number,
                )
            )
        except BadRow as error:
            reading.rejected.append(_reject(key, number, str(error)))
        except (ValueError, OverflowError, OSError):
            reading.rejected.append(_reject(key, number, "it holds a time out of range"))
    found.sort(key=lambda event: (event.start, -event.length))
    return found


def _reject(key: str, number: int, reason: str) -> Reject:
    return Reject(f"event {number} of {clean_line(key)[:60]}", reason)


def _of_bucket(
    key: str, events: list[Any], away: list[tuple[float, float]], zone: Zone, reading: Reading
) -> Iterator[ParsedEntry]:
    """Yield the bucket's stretches; known by their first event, so a later export adds only what is new."""
    stretch: tuple[_Event, datetime, float, float] | None = None
    parsed = _parsed(key, events, reading)
    made = idle = 0
    seen: dict[str, int] = {}
    for event in parsed:
        counted = False
        for start, length in _present(event.start, event.length, away):
            if length == 0:
                continue
            counted = True
            if stretch is not None:
                first, began, last, total = stretch
                same = (first.app, first.title) == (event.app, event.title)
                near = 0 <= start - last <= GAP and length > 0
                if same and near and began.date() == zone.from_epoch(start).date():
                    stretch = (first, began, start + length, total + length)
                    continue
                made += 1
                yield _entry(key, stretch, seen)
            stretch = (event, zone.from_epoch(start), start + length, length)
        idle += not counted
    if stretch is not None:
        made += 1
        yield _entry(key, stretch, seen)
    reading.folded += max(len(parsed) - made, 0)
    if parsed:
        reading.notes.append(
            f"{len(parsed)} window events of {clean_line(key)[:60]} make {made} entries; "
            f"{idle} of no counted length add no time"
        )


def _entry(key: str, stretch: tuple[_Event, datetime, float, float], seen: dict[str, int]) -> ParsedEntry:
    event, began, _, total = stretch
    start = began.astimezone(UTC).isoformat(timespec="milliseconds")
    own = f"{start} {clean_line(key)[:60]} {event.app[:40]}"
    # Some exports hold an event twice: both count, as they do in the sums ActivityWatch shows.
    seen[own] = count = seen.get(own, 0) + 1
    return ParsedEntry(
        began.replace(microsecond=began.microsecond // 1000 * 1000),
        began.date().isoformat(),
        whole(total),
        event.title or event.app,
        event.app,
        source_id=own if count == 1 else f"{own} #{count}",
        where=event.number,
        moment=start,
    )
