"""Reading a workspace: what its folder holds, taken in once and kept up to date by looking what changed."""

import os
import threading
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from outsource_tui.domain.errors import DamagedError, StoreError
from outsource_tui.domain.log_row import LogRow, row_from_document, row_order
from outsource_tui.store import backups, captures, files, lines, meta_document, snapshot
from outsource_tui.store.change import Document, HistoryItem, Key, Notice
from outsource_tui.store.log_index import LogIndex, Step, between
from outsource_tui.store.work import ENTRIES, FEW, copy_meta

_KINDS = tuple(kind for kind in lines.RECORD_TABLES if kind != ENTRIES)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the log is loaded, in entries, and what came with this slice."""

    loaded: int
    total: int
    rows: Sequence[LogRow]


class _Entries(Mapping[str, Document]):
    """The entries' documents, read from the file when they are asked for: the log itself is held as rows."""

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader

    def __getitem__(self, key: str) -> Document:
        document = self._reader.document(ENTRIES, key)
        if document is None:
            raise KeyError(key)
        return document

    def __contains__(self, key: object) -> bool:
        return key in self._reader.row_ids()

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._reader.row_ids()))

    def __len__(self) -> int:
        return len(self._reader.row_ids())

    def items(self) -> Any:
        """Return all entries with their ids, decoded in one go."""
        return self._reader.all_entries().items()

    def values(self) -> Any:
        """Return all entries, decoded in one go."""
        return self._reader.all_entries().values()


class Reader:
    """What one folder holds, in memory; safe to use from several threads and beside any number of other processes."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Stand before `folder`; nothing is read or made yet."""
        self.folder = os.path.abspath(os.fspath(folder))
        self.path = os.path.join(self.folder, files.WORKSPACE)
        self.notices: list[Notice] = []
        self._threads = threading.RLock()
        self._opened = False
        self._stamp: files.Stamp | None = None
        self._mark = 0
        """A fingerprint of what the file says about itself, which is another one after every save."""
        self._meta = meta_document.empty_meta()
        self._tables: dict[str, dict[str, Document]] = {kind: {} for kind in _KINDS}
        self._digests: dict[str, int] = {}
        self._spans: dict[str, lines.Span] = {}
        self._afresh = False
        self._held: tuple[lines.Layout, files.Stamp] | None = None
        """The file as it was read, until the log is loaded from it."""
        self._log: LogIndex | None = None
        self._inbox = captures.InboxState()
        self._overlay: dict[str, Document] = {}
        self._changed: set[Key] = set()

    # reading

    @property
    def version(self) -> object:
        """What is loaded now, as a value that compares equal until a record or a captured line changes."""
        with self._threads:
            self._open()
            return self._stamp, self._inbox.stamp

    def refresh(self) -> frozenset[Key] | None:
        """Look whether anything changed, here or elsewhere, and return which records; None after the first look.

        Raises DamagedError, NewerError and StoreError; what was loaded stays.
        """
        with self._threads:
            first = not self._opened
            self._look()
            changed, self._changed = frozenset(self._changed), set()
            return None if first else changed

    def documents(self, kind: str) -> Mapping[str, Document]:
        """Return the documents of a kind by id, captured entries among them; not to be changed."""
        with self._threads:
            self._open()
            if kind == ENTRIES:
                return _Entries(self)
            return MappingProxyType(self._tables.setdefault(kind, {}))

    def document(self, kind: str, key: str) -> Document | None:
        """Return one document or None."""
        with self._threads:
            self._open()
            if kind != ENTRIES:
                return self._tables.get(kind, {}).get(key)
            if key in self._overlay:
                return self._overlay[key]
            return self._read().document(ENTRIES, key)

    def some_entries(self, keys: Iterable[str]) -> dict[str, Document]:
        """Return the documents of several entries, reading the file once; those that are not there are left out."""
        with self._threads:
            self._open()
            wanted = list(keys)
            layout = self._read()
            return {
                **layout.some(ENTRIES, [key for key in wanted if key not in self._overlay]),
                **{key: self._overlay[key] for key in wanted if key in self._overlay},
            }

    def all_entries(self) -> dict[str, Document]:
        """Return every entry's document, decoded for this call."""
        with self._threads:
            self._open()
            found = self._read().decode(ENTRIES)
            found.update(self._overlay)
            return found

    def apart(self, other: lines.Layout) -> "tuple[lines.Tables, lines.Tables, Document]":
        """Return the records by kind that are not the same here and in another file, and what this file is.

        Raises DamagedError when a record that differs cannot be read.
        """
        with self._threads:
            self._look()
            layout = self._read()
            mine, theirs = {}, {}
            for kind in lines.RECORD_TABLES:
                mine[kind], theirs[kind] = lines.apart(layout, other, kind)
            mine[ENTRIES].update(self._overlay)
            return mine, theirs, copy_meta(self._meta)

    def rows(self) -> Sequence[LogRow]:
        """Return the log, ordered by day, start and id; held once and kept up to date, so not to be changed."""
        with self._threads:
            return self._whole_log().rows

    @property
    def log_version(self) -> int:
        """Return a number that stays as long as no row of the log changes, whatever else does."""
        with self._threads:
            return self._whole_log().turn

    def log_changes(self, turn: int) -> Sequence[Step] | None:
        """Return how rows of the log changed since `log_version` was `turn`, or None when that is not remembered."""
        with self._threads:
            return self._whole_log().changes_since(turn)

    def rows_between(self, since: str | None, until: str | None) -> Sequence[LogRow]:
        """Return the rows of the days from `since` to `until` ("YYYY-MM-DD", both included; None is open), ordered."""
        with self._threads:
            return between(self._whole_log().rows, since, until)

    def row(self, key: str) -> LogRow | None:
        """Return one entry in its compact form."""
        with self._threads:
            return self._whole_log().by_id.get(key)

    def row_ids(self) -> Mapping[str, LogRow]:
        """Return the log by id; not to be changed."""
        with self._threads:
            return self._whole_log().by_id

    def rows_of_day(self, day: str) -> list[LogRow]:
        """Return the entries of one day ("YYYY-MM-DD"), ordered; quick even before the log is loaded."""
        with self._threads:
            self._open()
            log = self._log
            if log is not None and not log.loading:
                return list(between(log.rows, day, day))
            rows, _ = snapshot.rows_of(self._read().of_day(day).items())
            rows.extend(snapshot.rows_of((k, d) for k, d in self._overlay.items() if d["day"] == day)[0])
            rows.sort(key=row_order)
            return rows

    def load_slices(self) -> Iterator[Progress]:
        """Load the log bit by bit, newest entries first, saying how far it is after each; then `rows()` is at hand.

        Asking for `rows()`, or writing, in between loads the rest at once.
        """
        with self._threads:
            self._open()
            if self._log is None:
                self._begin_log()
            log = self._log
            total = 0 if log is None else log.total()
        if log is None or not log.loading:
            yield Progress(total, total, ())
            return
        seen = 0
        while True:
            with self._threads:
                if self._log is not log or not log.loading:
                    yield Progress(total, total, ())
                    return
                more = log.step()
                part = log.newest_part()
                if not more:
                    self._overlay_rows()
            seen += len(part)
            yield Progress(seen if more else total, total, part)
            if not more:
                return

    def running(self) -> LogRow | None:
        """Return the running timer: an entry with a start and no length yet."""
        with self._threads:
            self._open()
            started = self._inbox.running
            return None if started is None else row_from_document(started.id, captures.entry_document(started))

    def history(self) -> list[HistoryItem]:
        """Return the changes that can still be looked back on, oldest first."""
        with self._threads:
            self._open()
            return [
                HistoryItem(
                    item["id"],
                    item["at"],
                    item["origin"],
                    item["label"],
                    bool(item.get("undone")),
                    len(item["records"]) + int(item.get("count") or 0),
                )
                for item in self._meta["history"]
            ]

    # what stands behind reading

    def _open(self) -> None:
        if not self._opened:
            self._look()
            self._changed.clear()

    def _look(self) -> None:
        """Take in whatever changed on disk since the last look."""
        with self._threads:
            inbox_path = os.path.join(self.folder, files.INBOX)
            # The inbox comes first: what is folded in between is then seen twice and dropped by its id, never missed.
            moved = not self._opened or files.stamp_of(inbox_path) != self._inbox.stamp
            state = captures.read_state(self.folder) if moved else self._inbox
            stamp = files.stamp_of(self.path)
            if not self._opened or stamp != self._stamp:
                if stamp is None and self._stamp is not None:
                    raise StoreError(
                        f"{self.path} is gone; bring the folder back, or go back to a copy with `outsource restore`."
                    )
                try:
                    loaded = self._load()
                except StoreError:
                    log = self._log
                    if moved and log is not None and not log.loading:
                        # What is captured goes on beside a file that cannot be read.
                        self._take_inbox(state, log.by_id.keys() - self._overlay.keys())
                    raise
                self._adopt(*loaded)
                moved = True
            if moved:
                self._take_inbox(state)

    def _load(self) -> tuple[lines.Layout, Document, files.Stamp | None]:
        try:
            return snapshot.load(self.folder)
        except DamagedError as error:
            copy = backups.newest_good(self.folder)
            if copy is None:
                raise
            raise DamagedError(f"{str(error).rstrip('.')}; the newest good copy is {copy.name}.") from error

    def _adopt(self, layout: lines.Layout, meta: Document, stamp: files.Stamp | None) -> None:
        """Take in a file as it is now. Raises DamagedError, with nothing changed here."""
        fresh: dict[str, dict[str, Document]] = {}
        digests = {}
        for kind in layout.spans:
            if kind in (ENTRIES, lines.META):
                continue
            body = layout.body(kind)
            digests[kind] = hash(body)
            if self._opened and self._digests.get(kind) == digests[kind]:
                continue
            fresh[kind] = layout.decode(kind)
        log = self._log
        if log is not None:
            log.finish()
            self._changed.update((ENTRIES, key) for key in log.reload(layout, self._overlay.keys() | set()))
        for kind, documents in fresh.items():
            old = self._tables.get(kind, {})
            self._changed.update((kind, key) for key in old if key not in documents)
            self._changed.update((kind, key) for key, document in documents.items() if old.get(key) != document)
            self._tables[kind] = documents
        self._digests = digests
        self._meta = meta
        self._stamp = stamp
        self._mark = hash(layout.body(lines.META))
        self._spans = layout.spans
        self._afresh = layout.laid_out_afresh
        self._held = (layout, stamp) if self._log is None and stamp is not None else None
        self._opened = True

    def _take_inbox(self, state: captures.InboxState, known: Container[str] | None = None) -> None:
        """Lay the captured entries that are not in the file yet over it; `known` ids are told without reading it."""
        before = None if self._inbox.running is None else self._inbox.running.id
        after = None if state.running is None else state.running.id
        self._changed.update((ENTRIES, key) for key in (before, after) if key is not None and before != after)
        self._inbox = state
        fresh = {}
        waiting = {captured.id: captured for captured in state.waiting(self._meta)}
        left = [key for key in self._overlay if key not in waiting]
        if waiting or left:
            stored = self._stored(waiting.keys() | set(left)) if known is None else known
            for key, captured in waiting.items():
                if key not in stored:
                    fresh[key] = captures.entry_document(captured)
            log = self._log if self._log is not None and not self._log.loading else None
            for key in left:
                if log is not None and key not in stored:
                    log.remove(key)
                    self._changed.add((ENTRIES, key))
        self._changed.update((ENTRIES, key) for key, document in fresh.items() if self._overlay.get(key) != document)
        self._overlay = fresh
        if self._log is not None and not self._log.loading:
            self._overlay_rows()
        self._say(snapshot.notices_of(state))

    def _stored(self, keys: Collection[str]) -> Container[str]:
        """Return which of some entries are in the file, or all that are there."""
        layout = self._read()
        if len(keys) > FEW:
            return layout.keys(ENTRIES)
        return {key for key in keys if layout.find(ENTRIES, key) is not None}

    def _overlay_rows(self) -> None:
        log = self._log
        if log is None:
            return
        for key, document in self._overlay.items():
            rows, _ = log.rows_of([(key, document)])
            for row in rows:
                if log.by_id.get(key) != row:
                    log.put(row)

    def _say(self, sentences: Iterable[str]) -> None:
        known = {notice.text for notice in self.notices}
        self.notices.extend(Notice(text) for text in dict.fromkeys(sentences) if text not in known)

    def _read(self) -> lines.Layout:
        """Return the file as it is loaded; when it moved on meanwhile, what changed is taken in first."""
        if self._held is not None:
            layout, stamp = self._held
            if stamp == self._stamp == files.stamp_of(self.path):
                return layout
            self._held = None
        found = self._read_file()
        if found is None:
            return lines.scan(lines.EMPTY)
        held = self._as_held(*found)
        if held is not None:
            return held
        layout, meta, new_stamp = self._load()
        if not self._is_held(layout, new_stamp):
            self._adopt(layout, meta, new_stamp)
        return layout

    def _as_held(self, raw: bytes, stamp: files.Stamp) -> lines.Layout | None:
        """Return the file with its tables where they were, when it is the one that is held here."""
        layout = lines.Layout(raw, self._spans)
        return layout if not self._afresh and self._is_held(layout, stamp) else None

    def _is_held(self, layout: lines.Layout, stamp: files.Stamp | None) -> bool:
        """Tell whether a file is the one that is held here.

        The stamp alone would not do: a number of a file comes again, and clocks of file systems are coarse.
        """
        return stamp == self._stamp and lines.META in layout.spans and hash(layout.body(lines.META)) == self._mark

    def _read_file(self) -> tuple[bytes, files.Stamp] | None:
        return files.read_whole(self.path)

    def _begin_log(self) -> None:
        log = LogIndex()
        log.begin(self._read())
        self._log = log
        self._held = None

    def _whole_log(self) -> LogIndex:
        self._open()
        if self._log is None:
            self._begin_log()
        log = self._log
        if log is None:
            raise AssertionError("the log was just begun")
        if log.loading:
            log.finish()
            self._overlay_rows()
            if log.unreadable:
                self._say([snapshot.skipped_notice(len(log.unreadable))])
        return log
