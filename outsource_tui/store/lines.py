"""The workspace file as bytes: find a table, decode its lines in bulk, change a few lines and reuse all others.

```
{
"entries": {
"1763900000000123456": {"revision": 1, ...},
"1763900000000123457": {...}
},
"tasks": {},
...
}
```
A file that says the same in another layout (mended by hand, written by another program) is read too and laid out
afresh, so every other function here may rely on the layout.
"""

from __future__ import annotations

import json
import re

from outsource_tui.domain.errors import DamagedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Any

    Document = dict[str, Any]
    Tables = dict[str, dict[str, Document]]
    Buffer = bytes | memoryview

TABLES = (
    "entries",
    "tasks",
    "briefs",
    "postings",
    "candidates",
    "negotiations",
    "engagements",
    "outcomes",
    "contacts",
    "platforms",
    "templates",
    "settings",
    "meta",
)
RECORD_TABLES = TABLES[:-1]
META = "meta"
META_ID = "1"
_FEW = 6
"""So many records are looked up one by one; more in one pass over their table."""
_SLICE_BYTES = 384 * 1024
_LINE_START = re.compile(rb'\n"(\d+)": ?\{')
SAME_LINE = re.compile(rb'\}, *"\d+" *:')
"""A record that begins on the line of another; inside of texts every quote has a backslash before it."""
_HEADS = {name: b'\n"%s": {' % name.encode() for name in TABLES}


class Span:
    """Where a table stands: `head` after its opening brace, `start:end` its lines, `close` after its closing brace."""

    __slots__ = ("close", "end", "head", "start")

    def __init__(self, head: int, start: int, end: int, close: int) -> None:
        """Keep four offsets into the file, in bytes."""
        self.head = head
        self.start = start
        self.end = end
        self.close = close

    def moved(self, by: int) -> Span:
        """Return the span after `by` bytes were put in before it."""
        return Span(self.head + by, self.start + by, self.end + by, self.close + by)


class Layout:
    """A workspace file in memory with its tables located."""

    __slots__ = ("laid_out_afresh", "raw", "spans")

    def __init__(self, raw: bytes, spans: dict[str, Span], laid_out_afresh: bool = False) -> None:
        """Keep the bytes and the tables' places; `laid_out_afresh` says that the file itself looks different."""
        self.raw = raw
        self.spans = spans
        self.laid_out_afresh = laid_out_afresh

    def body(self, table: str) -> bytes:
        """Return a table's lines."""
        span = self.spans[table]
        return self.raw[span.start : span.end]

    def count(self, table: str) -> int:
        """Return how many lines a table has."""
        span = self.spans[table]
        return self.raw.count(b"\n", span.start, span.end) + 1 if span.end > span.start else 0

    def keys(self, table: str) -> set[str]:
        """Return a table's ids without decoding its documents."""
        span = self.spans[table]
        found = _LINE_START.findall(self.raw, max(span.start - 1, 0), span.end)
        return {key.decode() for key in found}

    def decode(self, table: str) -> dict[str, Document]:
        """Return a table's documents by id; raises DamagedError."""
        span = self.spans[table]
        return decode_lines(self.raw, span.start, span.end, table)

    def slices(self, table: str, size: int = _SLICE_BYTES) -> Iterator[tuple[int, int]]:
        """Yield the offsets of runs of whole lines of about `size` bytes, in file order."""
        span = self.spans[table]
        start = span.start
        while start < span.end:
            end = span.end
            if start + size < end:
                match = _LINE_START.search(self.raw, start + size, end)
                if match is not None and self.raw[match.start() - 1 : match.start()] == b",":
                    end = match.start() - 1
            yield start, end
            start = end + 2

    def find(self, table: str, key: str) -> tuple[int, int] | None:
        """Return the offsets of the last line of a record, without its comma, or None."""
        span = self.spans[table]
        # The line break before the first line belongs to the search.
        at = self.raw.rfind(b'\n"' + key.encode() + b'":', max(span.start - 1, 0), span.end)
        if at < 0:
            return None
        return at + 1, self.line_end(table, at + 1)

    def stands_oddly(self, table: str, key: str) -> bool:
        """Tell whether a record that `find` does not see may be there all the same, written by another hand."""
        span = self.spans[table]
        return self.raw.rfind(b'"' + key.encode() + b'"', span.start, span.end) >= 0

    def document(self, table: str, key: str) -> Document | None:
        """Return one document, or None; raises DamagedError."""
        place = self.find(table, key)
        if place is None:
            return self.decode(table).get(key) if self.stands_oddly(table, key) else None
        line = self.raw[slice(*place)]
        try:
            document = json.loads(line[line.index(b":") + 1 :])
        except (ValueError, RecursionError):
            return self.decode(table).get(key)
        if not isinstance(document, dict):
            raise _damaged(table, f"record {key} is not a record")
        return document

    def line_end(self, table: str, start: int) -> int:
        """Return where the line that begins at `start` ends, without its comma."""
        end = self.raw.find(b"\n", start, self.spans[table].end)
        if end < 0:
            return self.spans[table].end
        return end - 1 if self.raw[end - 1 : end] == b"," else end

    def places(self, table: str, keys: Collection[str]) -> dict[str, tuple[int, int]] | None:
        """Return the offsets of the lines of those records that are there.

        None when one of them stands twice, or when one may stand where no line starts, written by another hand.
        """
        raw, span = self.raw, self.spans[table]
        found: dict[str, tuple[int, int]] = {}
        if len(keys) <= _FEW:
            for key in keys:
                place = self.find(table, key)
                if place is None:
                    if self.stands_oddly(table, key):
                        return None
                elif raw.find(b'\n"' + key.encode() + b'":', max(span.start - 1, 0), place[0] - 1) >= 0:
                    return None
                else:
                    found[key] = place
            return found
        wanted = {key.encode(): key for key in keys}
        lines = 0
        for match in _LINE_START.finditer(raw, max(span.start - 1, 0), span.end):
            lines += 1
            known = wanted.get(match[1])
            if known is not None:
                if known in found:
                    return None
                start = match.start() + 1
                found[known] = start, self.line_end(table, start)
        if lines != self.count(table) or SAME_LINE.search(raw, span.start, span.end) is not None:
            return None
        return found

    def is_plain(self, table: str) -> bool:
        """Tell whether each line of a table is one record, and no record stands twice."""
        span = self.spans[table]
        keys = _LINE_START.findall(self.raw, max(span.start - 1, 0), span.end)
        alone = SAME_LINE.search(self.raw, span.start, span.end) is None
        return alone and len(keys) == len(set(keys)) == self.count(table)

    def some(self, table: str, keys: Collection[str]) -> dict[str, Document]:
        """Return the documents of some records by id, decoding only their lines; raises DamagedError."""
        places = self.places(table, keys)
        if places is not None:
            try:
                parts = [self.raw[slice(*place)] for place in places.values()]
                found: dict[str, Document] = json.loads(b"{" + b",".join(parts) + b"}")
            except (ValueError, RecursionError):
                found = {}
            if found.keys() == places.keys() and all(type(document) is dict for document in found.values()):
                return found
        everything = self.decode(table)
        return {key: everything[key] for key in keys if key in everything}

    def of_day(self, day: str) -> dict[str, Document]:
        """Return the entries of one day ("YYYY-MM-DD") by id, decoding only the lines that name it."""
        wanted = b'"day": "' + day.encode("utf-8", "replace") + b'"'
        raw = self.raw
        span = self.spans["entries"]
        lines = []
        at = span.end
        # From the end: today's entries are the newest, and searching backwards is the faster direction.
        while (at := raw.rfind(wanted, span.start, at)) >= 0:
            start = raw.rfind(b"\n", span.start, at) + 1 or span.start
            end = raw.find(b"\n", at, span.end)
            lines.append(raw[start : span.end if end < 0 else end].rstrip(b","))
            at = start
        if not lines:
            return {}
        lines.reverse()
        try:
            found = json.loads(b"{" + b",".join(lines) + b"}")
        except (ValueError, RecursionError):
            found = self.decode("entries")
        return {key: document for key, document in found.items() if _is_of_day(document, day)}

    def extra_tables(self) -> list[str]:
        """Return the names of tables this version does not know; they are kept."""
        return [name for name in self.spans if name not in TABLES]


def _is_of_day(document: object, day: str) -> bool:
    return isinstance(document, dict) and document.get("day") == day


def decode_lines(raw: bytes, start: int, end: int, table: str) -> dict[str, Document]:
    """Return the documents of the lines at `start:end` by id; raises DamagedError naming the table."""
    if end <= start:
        return {}
    try:
        documents: dict[str, Document] = json.loads(b"{" + raw[start:end] + b"}")
    except UnicodeDecodeError as error:
        raise _damaged(table, "some bytes are not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(table, "a line cannot be read") from error
    for key, document in documents.items():
        if type(document) is not dict or not (key.isascii() and key.isdigit()):
            raise _damaged(table, f"record {key[:24]} is not a record")
    return documents


def apart(one: Layout, other: Layout, table: str) -> tuple[dict[str, Document], dict[str, Document]]:
    """Return the documents of a table that are not the same in both files; what stands alike is not decoded."""
    if not (one.is_plain(table) and other.is_plain(table)):
        return one.decode(table), other.decode(table)
    here, there = set(one.body(table).split(b",\n")), set(other.body(table).split(b",\n"))

    def decoded(apart: set[bytes]) -> dict[str, Document]:
        body = b",".join(line for line in apart if line)
        return decode_lines(body, 0, len(body), table)

    return decoded(here - there), decoded(there - here)


def _damaged(table: str, what: str) -> DamagedError:
    return DamagedError(
        f"The workspace file is damaged in its table {table} ({what}); "
        "run `outsource check --repair` to save what can be read, or `outsource restore` to go back to a copy."
    )


def encode(document: Mapping[str, Any]) -> bytes:
    """Return a document as the file holds it; raises ValueError for what JSON cannot say (NaN, infinity)."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, check_circular=False)
    return text.encode("utf-8", "replace")


def line(key: str, document: Mapping[str, Any]) -> bytes:
    """Return a record's line without comma or line break."""
    return b'"' + key.encode() + b'": ' + encode(document)


def order(key: str) -> tuple[int, str]:
    """Return the sorting key of ids: by number."""
    return len(key), key


def render(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> bytes:
    """Return a whole file; every table is there, unknown ones last, ids ascending."""
    parts = []
    for name in (*TABLES, *(name for name in tables if name not in TABLES)):
        documents = tables.get(name) or {}
        head = json.dumps(name, ensure_ascii=False).encode("utf-8", "replace") + b": {"
        if documents:
            body = b",\n".join(line(key, documents[key]) for key in sorted(documents, key=order))
            parts.append(head + b"\n" + body + b"\n}")
        else:
            parts.append(head + b"}")
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


EMPTY = render({})


def scan(raw: bytes) -> Layout:
    """Locate the tables of a file; raises DamagedError when it is not a workspace."""
    spans = _spans(raw)
    if spans is not None:
        return Layout(raw, spans)
    fresh = render(parse(raw))
    spans = _spans(fresh) or _all_spans(fresh)
    return Layout(fresh, spans, laid_out_afresh=True)


def _spans(raw: bytes) -> dict[str, Span] | None:
    """Return the tables' places when the file has exactly our layout, else None."""
    if not raw.startswith(b'{\n"entries": {'):
        return None
    end = len(raw) - 1 if raw.endswith(b"\n") else len(raw)
    if raw[end - 2 : end] != b"\n}":
        return None
    end -= 2
    found = []
    last = True
    for name in reversed(TABLES):
        head = _HEADS[name]
        at = raw.rfind(head, 0, end)
        if at < 0:
            return None
        start = at + len(head)
        close = end if last else end - 1
        if (not last and raw[close:end] != b",") or raw[close - 1 : close] != b"}":
            return None
        if close - 1 == start:
            span = Span(start, start, start, close)
        elif raw[start : start + 1] == b"\n" and raw[close - 2 : close] == b"\n}" and close - 2 > start:
            span = Span(start, start + 1, close - 2, close)
            # A closing brace at the start of a line inside would be a table we do not know.
            if name != "entries" and raw.find(b"\n}", start, close - 2) >= 0:
                return None
        else:
            return None
        found.append((name, span))
        end = at
        last = False
    return dict(reversed(found)) if end == 1 else None


def _all_spans(raw: bytes) -> dict[str, Span]:
    """Return the places of all tables of a file that `render` wrote, unknown ones too."""
    spans = {}
    at = 1
    while raw[at : at + 2] == b'\n"':
        line_end = raw.find(b"\n", at + 1)
        header = raw[at + 1 : line_end]
        empty = header.rstrip(b",").endswith(b"{}")
        name = json.loads(header[: header.rindex(b": {")])
        if empty:
            head = at + 1 + header.rindex(b"{") + 1
            spans[name] = Span(head, head, head, head + 1)
        else:
            end = raw.find(b"\n}", line_end)
            spans[name] = Span(line_end, line_end + 1, end, end + 2)
        at = spans[name].close
        if raw[at : at + 1] == b",":
            at += 1
    return spans


def parse(raw: bytes) -> Tables:
    """Return the tables of a file in any layout; raises DamagedError when it is not a workspace."""
    if not raw.strip():
        raise DamagedError(
            "The workspace file is empty, which it never is when all is well; run `outsource restore` to go back to a "
            "copy, or `outsource check --repair` to begin anew."
        )
    try:
        tables = json.loads(raw)
    except UnicodeDecodeError as error:
        raise DamagedError(_UNREADABLE.format("some bytes are not UTF-8")) from error
    except json.JSONDecodeError as error:
        raise DamagedError(_UNREADABLE.format(f"line {error.lineno} cannot be read")) from error
    except (ValueError, RecursionError) as error:
        raise DamagedError(_UNREADABLE.format("it holds something impossible")) from error
    if not isinstance(tables, dict):
        raise DamagedError(_UNREADABLE.format("it holds no tables"))
    for name, documents in tables.items():
        if not isinstance(documents, dict):
            raise DamagedError(_UNREADABLE.format(f"{name[:24]} is not a table"))
        for key, document in documents.items():
            if not isinstance(document, dict) or not (key.isascii() and key.isdigit()):
                raise DamagedError(_UNREADABLE.format(f"record {key[:24]} in {name[:24]} is not a record"))
    try:
        render(tables)
    except ValueError as error:
        raise DamagedError(_UNREADABLE.format("it holds a number that is none")) from error
    return tables


_UNREADABLE = (
    "The workspace file is damaged ({}); run `outsource check --repair` to save what can be read, "
    "or `outsource restore` to go back to a copy."
)
