"""One change under the lock: what is there, what becomes of it, and what the history will say."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.ids import new_id
from outsource_tui.domain.log_row import LogRow, row_from_document
from outsource_tui.store import captures, files, journal, lines, meta_document
from outsource_tui.store.change import WORDS, Document, Key, print_of, savable

Tables = Mapping[str, Mapping[str, Document]]
ENTRIES = "entries"
TOMBSTONE_DAYS = 90
FEW = 6
"""So many entries are looked up one by one; more in one pass over the log."""


def stored_time(at: datetime) -> str:
    """Return a moment as the store writes it: ISO 8601 with offset, in seconds, or milliseconds where it has them."""
    return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")


def fresh_id(at: datetime) -> str:
    """Return a new id for something that happens at `at`."""
    return new_id(int(at.timestamp() * 1000))


def revision_of(document: Mapping[str, Any]) -> int:
    """Return a document's revision; one that a person wrote without counts as the first."""
    revision = document.get("revision")
    return revision if type(revision) is int and revision > 0 else 1


class Work:
    """One change under the lock: what is there, what becomes of it, and what the history will say."""

    def __init__(  # noqa: PLR0917
        self,
        layout: lines.Layout,
        meta: Document,
        tables: Tables,
        at: datetime,
        known: Tables,
        stamp: files.Stamp | None,
    ) -> None:
        """Stand on a file as it is now; `tables` holds its decoded documents, `known` those its writer last saw.

        Entries are in neither. `stamp` is the file's.
        """
        self.layout = layout
        self.meta = meta
        self.tables = tables
        self._known = known
        self.stamp = stamp
        self.at = at
        self.now = stored_time(at)
        self.id = fresh_id(at)
        self.edits: dict[str, dict[str, bytes | None]] = {}
        self.after: dict[Key, Document | None] = {}
        self.bulk: dict[str, Document | None] = {}
        self.rows: list[LogRow] | None = None
        """Rows of what a batch adds, where the log that is loaded wants them."""
        self.merged: list[Key] = []
        self.note = ""
        self.renamed: dict[tuple[str, str, int], int] = {}
        self.folded: captures.InboxState | None = None
        self.dirty = False
        self._asked = 0
        self._keys: set[str] | None = None
        self._entries: dict[str, Document] | None = None
        self._foreseen: dict[str, Document | None] = {}

    def foresee(self, keys: Iterable[str]) -> None:
        """Read the entries that will be asked for in one pass, where they are many."""
        wanted = dict.fromkeys(keys)
        if len(wanted) > FEW:
            self._foreseen |= {**wanted, **self.layout.some(ENTRIES, wanted.keys())}

    def current(self, kind: str, key: str) -> Document | None:
        """Return a document as it is now, this change included; its revision is always a number."""
        if (kind, key) in self.after:
            return self.after[kind, key]
        found = self._entry(key) if kind == ENTRIES else self.tables.get(kind, {}).get(key)
        if found is not None and found.get("revision") != revision_of(found):
            found = {**found, "revision": revision_of(found)}
        return found

    def _entry(self, key: str) -> Document | None:
        if key in self._foreseen:
            return self._foreseen[key]
        self._asked += 1
        if self._asked <= FEW:
            return self.layout.document(ENTRIES, key)
        if self._keys is None:
            self._keys = self.layout.keys(ENTRIES)
        if key not in self._keys:
            return None
        if self._entries is None:
            self._entries = self.layout.decode(ENTRIES)
        return self._entries.get(key)

    def known(self, kind: str, key: str) -> Document | None:
        """Return a document as the writer last saw it; never an entry's."""
        return self._known.get(kind, {}).get(key)

    def stones(self, kind: str) -> dict[str, Document]:
        """Return the tombstones of a kind."""
        found: dict[str, Document] = self.meta["tombstones"].setdefault(kind, {})
        return found

    def next_revision(self, kind: str, key: str) -> int:
        """Return the revision of a record that is made, or made again."""
        stone = self.meta["tombstones"].get(kind, {}).get(key)
        return 1 if stone is None else stone["revision"] + 1

    def put(self, kind: str, key: str, document: Document, *, keep: bool = True) -> None:
        """Set a record's next state; `keep` False does not hold on to the document (imports)."""
        try:
            line = lines.line(key, document)
        except ValueError as error:
            raise InputError(
                f"This {WORDS.get(kind, kind)} holds a number that is none; nothing was saved, please correct it."
            ) from error
        self.edits.setdefault(kind, {})[key] = line
        self.stones(kind).pop(key, None)
        self.dirty = True
        if keep:
            self.after[kind, key] = document
        elif self.rows is not None:
            self.rows.append(row_from_document(key, document))

    def delete(self, kind: str, key: str, document: Document, *, stone: bool = True) -> None:
        """Take a record out; the tombstone tells other copies, until 90 days have passed."""
        self.edits.setdefault(kind, {})[key] = None
        self.after[kind, key] = None
        self.dirty = True
        if stone:
            self.stones(kind)[key] = {
                "revision": revision_of(document),
                "updated_at": str(document.get("updated_at") or ""),
                "at": self.now,
            }

    def touched(self, kind: str, key: str, before: Document | None, after: Document | None) -> Document:
        """Return the history's form of one record's change; of an imported entry it keeps how the import made it."""
        batch = None if before is None else before.get("batch")
        if before is not None and kind == ENTRIES and batch is not None and revision_of(before) == 1:
            for item in self.meta["history"]:
                if item.get("batch") == batch:
                    item.setdefault("made", {})[key] = print_of(before)
        return journal.touched(kind, key, before, after)

    def finish_meta(self) -> None:
        """Bring the meta document to what is saved with this change."""
        meta = self.meta
        meta["schema"] = meta_document.SCHEMA
        if self.folded is not None:
            meta["inbox"] = {"generation": self.folded.generation, "offset": self.folded.size}
        meta["changes"][self.id] = self.now
        for old in sorted(meta["changes"])[: -journal.LINEAGE]:
            del meta["changes"][old]
        journal.relabel(meta, self.renamed)
        limit = stored_time(self.at - timedelta(days=TOMBSTONE_DAYS))[:10]
        for kind, stones in list(meta["tombstones"].items()):
            for key in [key for key, stone in stones.items() if stone["at"][:10] < limit]:
                del stones[key]
            if not stones:
                del meta["tombstones"][kind]
        for key in [key for key, at in meta["batches"].items() if at[:10] < limit]:
            del meta["batches"][key]
        try:
            line = lines.line(lines.META_ID, meta)
        except ValueError:
            # Somebody wrote a number into the file that is none; it must not keep the user from saving.
            meta = savable(meta)[0]
            self.meta = meta
            line = lines.line(lines.META_ID, meta)
        while len(line) > journal.MOST_BYTES and len(meta["history"]) > 1:
            del meta["history"][: max(1, len(meta["history"]) // 4)]
            line = lines.line(lines.META_ID, meta)
        self.edits[lines.META] = {lines.META_ID: line}


def copy_meta(meta: Document) -> Document:
    """Return a meta document whose lists and mappings are its own; documents inside the history are never changed."""
    copy = dict(meta)
    copy["tombstones"] = {kind: dict(stones) for kind, stones in meta["tombstones"].items()}
    copy["batches"] = dict(meta["batches"])
    copy["changes"] = dict(meta["changes"])
    copy["history"] = [
        {
            **item,
            "records": [dict(record) for record in item["records"]],
            **{name: dict(item[name]) for name in ("timer", "made", "merge") if isinstance(item.get(name), dict)},
        }
        for item in meta["history"]
    ]
    return copy
