"""Changing a few lines of the workspace file: everything between them is passed on as it is, undecoded, uncopied."""

from __future__ import annotations

import json

from outsource_tui.store.lines import SAME_LINE, Span, line, order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from outsource_tui.store.lines import Buffer, Layout

_SEVERAL = 4_000
"""So many changed lines are put between the unchanged ones; with more the table is put together anew,
unless all are new and stand behind the others."""


def splice(layout: Layout, edits: Mapping[str, Mapping[str, bytes | None]]) -> tuple[list[Buffer], dict[str, Span]]:
    """Return the file with some lines put (`line(...)`) or taken out (None), as pieces, and where its tables are then.

    Unchanged lines are passed on as they are, without being decoded or copied.
    """
    raw = layout.raw
    view = memoryview(raw)
    chunks: list[Buffer] = []
    spans: dict[str, Span] = {}
    copied = 0
    shift = 0
    for table, span in layout.spans.items():
        changes = edits.get(table)
        if not changes:
            spans[table] = span.moved(shift) if shift else span
            continue
        several = len(changes) > _SEVERAL
        parts = _after(layout, span, table, changes) if several else _some(layout, span, table, changes)
        if parts is None:
            parts = _many(layout, table, changes)
        chunks.append(view[copied : span.head])
        copied = span.close
        head = span.head + shift
        if parts:
            chunks.append(b"\n")
            length = 0
            for index, part in enumerate(parts):
                if index:
                    chunks.append(b",\n")
                    length += 2
                chunks.append(part)
                length += len(part)
            chunks.append(b"\n}")
            spans[table] = Span(head, head + 1, head + 1 + length, head + length + 3)
        else:
            chunks.append(b"}")
            spans[table] = Span(head, head, head, head + 1)
        shift = spans[table].close - span.close
    chunks.append(view[copied:])
    return chunks, spans


def _after(layout: Layout, span: Span, table: str, changes: Mapping[str, bytes | None]) -> list[Buffer] | None:
    """Return the parts of a table with new lines behind its last one, or None when there is more to do."""
    keys = sorted(changes, key=order)
    new = [line for line in map(changes.get, keys) if line is not None]
    if len(new) < len(keys):
        return None
    if span.end <= span.start:
        return list(new)
    if position(layout, span, keys[0]) < span.end or not layout.keys(table).isdisjoint(keys):
        return None
    return [memoryview(layout.raw)[span.start : span.end], *new]


def _some(layout: Layout, span: Span, table: str, changes: Mapping[str, bytes | None]) -> list[Buffer] | None:
    """Return the parts of a table after some changes, or None when its lines do not stand as they should."""
    raw = layout.raw
    view = memoryview(raw)
    places = layout.places(table, changes.keys())
    if places is None:
        return None
    cuts: list[tuple[int, int, tuple[int, str], bytes | None]] = []
    for key, new in changes.items():
        place = places.get(key)
        if place is None:
            if new is not None:
                at = position(layout, span, key)
                cuts.append((at, at, order(key), new))
            continue
        if not _stands_alone(raw, span, *place):
            return None
        cuts.append((*place, order(key), new))
    cuts.sort(key=lambda cut: cut[:3])
    parts: list[Buffer] = []
    at = span.start
    for start, end, _, new in cuts:
        if start > at:
            if raw[start - 2 : start] != b",\n" and start - 2 != span.end:
                return None
            parts.append(view[at : start - 2])
        if new is not None:
            parts.append(new)
        at = end + 2 if end > start else start
    if at < span.end:
        parts.append(view[at : span.end])
    return parts


def _stands_alone(raw: bytes, span: Span, start: int, end: int) -> bool:
    """Tell whether exactly one record stands at `start:end`, with our separators around it."""
    if end != span.end and raw[end : end + 2] != b",\n":
        return False
    if start != span.start and raw[start - 2 : start] != b",\n":
        return False
    try:
        return len(json.loads(b"{" + raw[start:end] + b"}")) == 1
    except (ValueError, RecursionError):
        return False


def position(layout: Layout, span: Span, key: str) -> int:
    """Return where an id's line belongs: the start of the line it comes before, or two bytes past the last one."""
    raw = layout.raw
    if span.end <= span.start:
        return span.start
    low, high = span.start, span.end
    wanted = order(key)
    last = raw.rfind(b"\n", span.start, span.end) + 1 or span.start
    if _key_at(raw, last) < wanted:
        return span.end + 2
    while low < high:
        middle = raw.rfind(b"\n", span.start, (low + high) // 2) + 1 or span.start
        if _key_at(raw, middle) < wanted:
            after = raw.find(b"\n", max(middle, (low + high) // 2), span.end)
            low = span.end if after < 0 else after + 1
        else:
            high = middle
    return high if high < span.end else span.end + 2


def _key_at(raw: bytes, start: int) -> tuple[int, str]:
    return order(raw[start + 1 : raw.find(b'"', start + 1)].decode("ascii", "replace"))


def _many(layout: Layout, table: str, changes: Mapping[str, bytes | None]) -> list[Buffer]:
    """Return the parts of a table after many changes, or of one whose lines were laid out by another hand."""
    by_key: dict[str, bytes] | None = {}
    body = layout.body(table)
    if SAME_LINE.search(body) is not None:
        by_key = None
    elif body:
        for text in body.split(b",\n"):
            key = text[1 : text.find(b'"', 1)].decode("ascii", "replace")
            if b"\n" in text or key in by_key or not key.isdigit():  # type: ignore[operator]
                by_key = None
                break
            by_key[key] = text  # type: ignore[index]
    if by_key is None:
        by_key = {key: line(key, document) for key, document in layout.decode(table).items()}
    for key, new in changes.items():
        if new is None:
            by_key.pop(key, None)
        else:
            by_key[key] = new
    if not by_key:
        return []
    return [b",\n".join(by_key[key] for key in sorted(by_key, key=order))]
