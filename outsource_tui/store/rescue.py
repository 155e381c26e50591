"""Reading a damaged workspace file: every record that can be read comes out, whatever stands around it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from outsource_tui.domain.errors import DamagedError, NewerError
from outsource_tui.store import lines, meta_document
from outsource_tui.store.change import Document, Tables, savable
from outsource_tui.store.work import revision_of

_KEY = re.compile(r'"([0-9A-Za-z_]{1,40})"\s*:\s*\{')
_ID = re.compile(r'"[0-9]{19}"\s*:\s*\{')
_SCHEMA = re.compile(rb'\n"1": \{"schema": ([0-9]{1,9})\b')
_BETWEEN = " \t\r\n,{}\ufeff"
_MOST_NOTED = 10_000

_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A piece that could not be read: its line (from 1), and the id of the record it was, where that can be told."""

    line: int
    id: str
    size: int


@dataclass(slots=True)
class Rescued:
    """What came out of a damaged file."""

    tables: Tables = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    mended: list[tuple[str, str]] = field(default_factory=list)
    """Records with a character or a number that had to be replaced."""
    moved: list[tuple[str, str]] = field(default_factory=list)
    """Records whose table was told by what they hold."""

    @property
    def count(self) -> int:
        """How many records came out."""
        return sum(len(self.tables.get(kind, {})) for kind in lines.RECORD_TABLES)


def rescue(raw: bytes, fields: Mapping[str, frozenset[str]]) -> Rescued:
    """Return every readable record of a file; `fields` names what the records of each table hold.

    Raises NewerError when the file belongs to a newer version.
    """
    schema = _SCHEMA.search(raw)
    if schema is not None and int(schema[1]) > meta_document.SCHEMA:
        meta_document.sound_meta({"schema": int(schema[1])})
    text = raw.decode("utf-8", "surrogateescape")
    result = Rescued({name: {} for name in lines.TABLES})
    reader = _Reader(text, result, fields)
    reader.run()
    meta = result.tables[lines.META].get(lines.META_ID)
    try:
        result.tables[lines.META] = {lines.META_ID: meta_document.sound_meta(meta)}
    except NewerError:
        raise
    except DamagedError:
        known = {**(meta or {}), "schema": meta_document.SCHEMA}
        result.tables[lines.META] = {lines.META_ID: meta_document.sound_meta(known)}
        result.mended.append((lines.META, lines.META_ID))
    return result


class _Reader:
    def __init__(self, text: str, result: Rescued, fields: Mapping[str, frozenset[str]]) -> None:
        self.text = text
        self.result = result
        self.fields = fields
        self.table = ""
        self._line = 1
        self._counted = 0

    def run(self) -> None:
        text = self.text
        at = 0
        while True:
            match = _KEY.search(text, at)
            if match is None:
                self.note(at, len(text))
                return
            self.note(at, match.start())
            key = match[1]
            if not key.isdigit():
                if self._begins_line(match.start()) or key in lines.TABLES:
                    self.table = key
                else:
                    self.note(match.start(), match.end(), key)
                at = match.end()
                continue
            try:
                document, end = _DECODER.raw_decode(text, match.end() - 1)
                whole = key == lines.META_ID or _ID.search(text, match.end(), end) is None
            except (ValueError, RecursionError):
                whole = False
            if not whole:
                # Unreadable, or torn in such a way that it would swallow the records behind it.
                at = self._past(match)
                self.note(match.start(), at, key)
                continue
            self.take(key, document, match.start(), end)
            at = end

    def _begins_line(self, at: int) -> bool:
        before = self.text[max(0, at - 64) : at]
        return not before.rpartition("\n")[2].strip(" \t{")

    def _past(self, match: re.Match[str]) -> int:
        """Return where reading goes on after an unreadable record: the next line, or a record on the same one."""
        end = self.text.find("\n", match.end())
        end = len(self.text) if end < 0 else end
        other = _ID.search(self.text, match.end(), end)
        return end if other is None else other.start()

    def note(self, start: int, end: int, key: str = "") -> None:
        """Count a piece among the unreadable unless it holds nothing but marks between records."""
        if end <= start:
            return
        if not key and not self.text[start:end].strip(_BETWEEN):
            return
        self._line += self.text.count("\n", self._counted, start)
        self._counted = start
        if len(self.result.unreadable) < _MOST_NOTED:
            self.result.unreadable.append(Unreadable(self._line, key if len(key) == 19 else "", end - start))

    def take(self, key: str, document: Document, start: int, end: int) -> None:
        table = self._table_of(key, document)
        clean, mended = savable(document)
        if mended:
            self.result.mended.append((table, key))
        if table != self.table:
            self.result.moved.append((table, key))
        there = self.result.tables.setdefault(table, {})
        if key in there:
            # The same record twice: the later revision counts, at equal ones the later line.
            self.note(start, end, key)
            if revision_of(there[key]) > revision_of(clean):
                return
        there[key] = clean

    def _table_of(self, key: str, document: Document) -> str:
        """Return the table a record belongs to: the one it stands in unless what it holds says otherwise."""
        names = set(document)
        if key == lines.META_ID and names & {"schema", "tombstones", "history"}:
            return lines.META
        here = self.fields.get(self.table)
        if here is not None and names <= here:
            return self.table
        if here is None and self.table and self.table not in lines.TABLES:
            # A table we do not know is kept, unless its records are plainly ours under a name that was spoilt.
            own = [table for table, known in self.fields.items() if len(names) >= 4 and names <= known]
            return own[0] if len(own) == 1 else self.table
        best, most = self.table, -1 if here is None else len(names & here) - len(names - here)
        for table, known in self.fields.items():
            score = len(names & known) - len(names - known)
            if score > most:
                best, most = table, score
        return best or "entries"
