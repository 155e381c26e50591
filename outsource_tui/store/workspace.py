"""The workspace: everything the user has, read once, kept up to date by change, saved so that nothing is ever lost."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from outsource_tui.domain.errors import DamagedError, StoreError
from outsource_tui.domain.log_row import LogRow, row_from_document, row_order
from outsource_tui.store import backups, files, inbox, journal, lines, snapshot
from outsource_tui.store.change import (
    Change,
    Conflict,
    Delete,
    Document,
    HistoryItem,
    Key,
    Notice,
    Put,
    UndoRefused,
    Written,
    content,
    merged,
    same_content,
)
from outsource_tui.store.lock import FolderLock
from outsource_tui.store.log_index import LogIndex, Step, between
from outsource_tui.store.turning import become, started_line, turn
from outsource_tui.store.work import ENTRIES, FEW, Work, copy_meta, fresh_id, revision_of

__all__ = [
    "Change",
    "Conflict",
    "Delete",
    "HistoryItem",
    "Notice",
    "Progress",
    "Put",
    "UndoRefused",
    "Workspace",
    "Written",
]

_KINDS = tuple(kind for kind in lines.RECORD_TABLES if kind != ENTRIES)

_MANY = 1_000

Arriving = Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the log is loaded, in entries, and what came with this slice."""

    loaded: int
    total: int
    rows: Sequence[LogRow]


class _Entries(Mapping[str, Document]):
    """The entries' documents, read from the file when they are asked for: the log itself is held as rows."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def __getitem__(self, key: str) -> Document:
        document = self._workspace.document(ENTRIES, key)
        if document is None:
            raise KeyError(key)
        return document

    def __contains__(self, key: object) -> bool:
        return key in self._workspace.row_ids()

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._workspace.row_ids()))

    def __len__(self) -> int:
        return len(self._workspace.row_ids())

    def items(self) -> Any:
        """Return all entries with their ids, decoded in one go."""
        return self._workspace.all_entries().items()

    def values(self) -> Any:
        """Return all entries, decoded in one go."""
        return self._workspace.all_entries().values()


class Workspace:
    """One folder's records; safe to use from several threads and beside any number of other processes."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Stand before `folder`; nothing is read or made yet."""
        self.folder = os.path.abspath(os.fspath(folder))
        self.path = os.path.join(self.folder, files.WORKSPACE)
        self.notices: list[Notice] = []
        self.arriving: Arriving | None = None
        """What to do to a captured entry's document as it arrives, such as linking it to its task."""
        self._threads = threading.RLock()
        self._opened = False
        self._stamp: files.Stamp | None = None
        self._meta = snapshot.empty_meta()
        self._tables: dict[str, dict[str, Document]] = {kind: {} for kind in _KINDS}
        self._digests: dict[str, int] = {}
        self._spans: dict[str, lines.Span] = {}
        self._afresh = False
        self._held: tuple[lines.Layout, files.Stamp] | None = None
        """The file as it was read, until the log is loaded from it."""
        self._log: LogIndex | None = None
        self._inbox = inbox.InboxState()
        self._overlay: dict[str, Document] = {}
        self._changed: set[Key] = set()
        self._backed_up = False

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
            return None if started is None else row_from_document(started.id, self._arrived(started))

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
        inbox_path = os.path.join(self.folder, files.INBOX)
        # The inbox comes first: what is folded in between is then seen twice and dropped by its id, never missed.
        moved = not self._opened or files.stamp_of(inbox_path) != self._inbox.stamp
        state = inbox.read_state(self.folder) if moved else self._inbox
        stamp = files.stamp_of(self.path)
        if not self._opened or stamp != self._stamp:
            if stamp is None and self._stamp is not None:
                raise StoreError(
                    f"{self.path} is gone; bring the folder back, or go back to a copy with `outsource restore`."
                )
            self._adopt(*self._load())
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
        self._spans = layout.spans
        self._afresh = layout.laid_out_afresh
        self._held = (layout, stamp) if self._log is None and stamp is not None else None
        self._opened = True

    def _take_inbox(self, state: inbox.InboxState) -> None:
        """Lay the captured entries that are not in the file yet over it."""
        before = None if self._inbox.running is None else self._inbox.running.id
        after = None if state.running is None else state.running.id
        self._changed.update((ENTRIES, key) for key in (before, after) if key is not None and before != after)
        self._inbox = state
        folded = self._meta["inbox"]
        since = state.since(folded["generation"], folded["offset"])
        gone = self._meta["tombstones"].get(ENTRIES, {})
        fresh = {}
        waiting = [captured for captured in state.entries if captured.end > since and captured.id not in gone]
        left = [key for key in self._overlay if all(captured.id != key for captured in waiting)]
        if waiting or left:
            layout = self._read()
            stored = layout.keys(ENTRIES) if len(waiting) + len(left) > FEW else None
            for captured in waiting:
                if not _holds(layout, stored, captured.id):
                    fresh[captured.id] = self._overlay.get(captured.id) or self._arrived(captured)
            log = self._log if self._log is not None and not self._log.loading else None
            for key in left:
                if log is not None and not _holds(layout, stored, key):
                    log.remove(key)
                    self._changed.add((ENTRIES, key))
        self._changed.update((ENTRIES, key) for key in fresh if key not in self._overlay)
        self._overlay = fresh
        if self._log is not None and not self._log.loading:
            self._overlay_rows()
        self._say(snapshot.notices_of(self.folder, state))

    def _arrived(self, captured: inbox.Captured) -> Document:
        document = inbox.entry_document(captured)
        return document if self.arriving is None else self.arriving(document)

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
        raw, stamp = found
        if stamp == self._stamp and not self._afresh:
            return lines.Layout(raw, self._spans)
        layout, meta, stamp_now = self._load()
        if stamp_now != self._stamp:
            self._adopt(layout, meta, stamp_now)
        return layout

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

    # writing

    def write(self, change: Change) -> Written:
        """Save a change whole or not at all; when this returns it survives a power cut.

        Raises Conflict when a record it touches was changed elsewhere since it was seen, LockedError when another
        process does not finish, DamagedError, NewerError and StoreError; then nothing was changed.
        """
        with self._threads, self._lock():
            work = self._work(change.at)
            self._fold(work)
            records, count = self._apply(work, change)
            if not records and not count:
                self._save(work, change.backup)
                return self._written(work, change.label)
            item = journal.new_item(work.id, work.now, change.origin, change.label, records)
            if change.batch is not None:
                self._add_batch(work, item, change.batch, count)
            else:
                journal.add(work.meta, item)
            self._save(work, change.backup or ("import" if change.batch is not None else ""))
            return self._written(work, change.label, len(records) + count)

    def fold(self, at: datetime) -> int:
        """Take what was captured into the file and return how many entries that were."""
        with self._threads, self._lock():
            work = self._work(at)
            count = self._fold(work)
            self._save(work)
            return count

    def _lock(self) -> FolderLock:
        if not os.path.isdir(self.folder):
            if self._stamp is not None:
                raise StoreError(f"The folder {self.folder} is gone; nothing was saved, bring it back and try again.")
            try:
                files.make_folder(self.folder)
            except OSError as error:
                raise files.explain(error, "make the folder", self.folder) from error
        return FolderLock(self.folder)

    def _work(self, at: datetime) -> Work:
        """Begin a change on what the file holds right now."""
        if at.tzinfo is None:
            raise ValueError("a change needs an aware time")
        if self._log is not None and self._log.loading:
            self._whole_log()
        # Taking in a file puts new mappings in place of these, so they stay what the writer saw.
        was = dict(self._tables)
        self._held = None
        found = self._read_file() if self._opened else None
        if found is not None and found[1] == self._stamp and not self._afresh:
            layout = lines.Layout(found[0], self._spans)
        else:
            layout, meta, stamp = self._load()
            if stamp is None and self._stamp is not None:
                raise StoreError(f"{self.path} is gone; nothing was saved, bring it back or run `outsource restore`.")
            if not self._opened or stamp != self._stamp:
                self._adopt(layout, meta, stamp)
                self._take_inbox(inbox.read_state(self.folder))
        self._before = was
        # A change that fails half-way must leave no trace, so it works on a meta document of its own.
        return Work(layout, copy_meta(self._meta), self._tables, at)

    def _fold(self, work: Work) -> int:
        """Add what was captured since the last fold to this change; each is a change of its own in the history."""
        state = inbox.read_state(self.folder)
        folded = work.meta["inbox"]
        since = state.since(folded["generation"], folded["offset"])
        if state.stamp is None:
            return 0
        gone = work.stones(ENTRIES)
        count = 0
        items = []
        for captured in state.entries:
            if captured.end <= since or captured.id in gone or work.current(ENTRIES, captured.id) is not None:
                continue
            document = self._overlay.get(captured.id)
            if document is None or document.get("seconds") != captured.entry.get("seconds"):
                document = self._arrived(captured)
            work.put(ENTRIES, captured.id, document)
            more = {"timer": {"do": captured.do, "line": started_line(captured)}} if captured.do == inbox.STOP else {}
            items.append((captured, [journal.touched(ENTRIES, captured.id, None, document)], more))
            count += 1
        items += [
            (captured, [], {"timer": {"do": inbox.CANCEL, "line": started_line(captured)}})
            for captured in state.cancelled
            if captured.end > since
        ]
        for captured, records, more in sorted(items, key=lambda item: item[0].end):
            verb = {inbox.LOG: "Log", inbox.STOP: "Stop", inbox.CANCEL: "Cancel"}[captured.do]
            label = f"{verb} {captured.entry['text']}".rstrip()
            journal.add(work.meta, journal.new_item(captured.line_id, captured.at, captured.by, label, records, **more))
        for target, end in state.drops:
            document = work.current(ENTRIES, target) if end > since else None
            if document is not None and revision_of(document) == 1:
                work.delete(ENTRIES, target, document)
        lines_left = any(line.end > since for line in state.lines) or bool(state.drops) or bool(state.bad)
        if lines_left:
            open_line = state.running.id if state.running is not None else ""
            worth_it = count or state.bad or state.drops or any(line.id != open_line for line in state.lines)
            if worth_it:
                work.folded = state
                work.dirty = True
        return count

    def _apply(self, work: Work, change: Change) -> tuple[list[Document], int]:
        """Check and make each part of a change; return the history's records and how many a batch added."""
        if change.batch is None:
            work.foresee(put.id for put in change.puts if put.kind == ENTRIES and put.seen is not None)
            work.foresee(delete.id for delete in change.deletes if delete.kind == ENTRIES)
        records = []
        count = 0
        for put in change.puts:
            current = work.current(put.kind, put.id)
            if change.batch is not None and put.kind == ENTRIES and put.seen is None and current is None:
                document = {**put.document, "batch": change.batch}
                work.put(ENTRIES, put.id, self._stamped(document, None, 1, work), keep=False)
                count += 1
                continue
            document = put.document
            if put.seen is None:
                if current is not None:
                    raise Conflict(put.kind, put.id, document, current, None)
                revision = work.next_revision(put.kind, put.id)
            else:
                if current is None or revision_of(current) != put.seen:
                    document = self._reconciled(work, put, current)
                    current = work.current(put.kind, put.id)
                    work.merged.append((put.kind, put.id))
                if current is not None and same_content(current, document):
                    work.after.setdefault((put.kind, put.id), current)
                    continue
                revision = put.seen + 1 if current is None else revision_of(current) + 1
            new = self._stamped(document, current, revision, work)
            records.append(journal.touched(put.kind, put.id, current, new))
            work.put(put.kind, put.id, new)
        for delete in change.deletes:
            current = work.current(delete.kind, delete.id)
            if current is None:
                continue
            if revision_of(current) != delete.seen:
                raise Conflict(delete.kind, delete.id, None, current, self._base(work, delete, current))
            records.append(journal.touched(delete.kind, delete.id, current, None))
            work.delete(delete.kind, delete.id, current)
        return records, count

    def _stamped(self, document: Document, current: Document | None, revision: int, work: Work) -> Document:
        created = document.get("created_at") or (current or {}).get("created_at") or work.now
        return {"revision": revision, "created_at": created, "updated_at": work.now, **content(document)}

    def _reconciled(self, work: Work, put: Put, current: Document | None) -> Document:
        """Return both changes in one where they do not meet; raises Conflict where they do."""
        base = put.base
        if base is None and current is not None:
            base = self._base(work, put, current)
        if current is None or base is None:
            raise Conflict(put.kind, put.id, put.document, current, base)
        both = merged(base, put.document, current)
        if both is None:
            raise Conflict(put.kind, put.id, put.document, current, base)
        return both

    def _base(self, work: Work, put: Put | Delete, current: Document) -> Document | None:
        """Return what a record looked like at the revision its writer saw, if that is still known."""
        seen = put.seen or 0
        before = self._before.get(put.kind, {}).get(put.id)
        if before is not None and revision_of(before) == seen:
            return before
        return journal.known_state(work.meta, put.kind, put.id, current, seen)

    def _add_batch(self, work: Work, item: Document, batch: str, count: int) -> None:
        history = work.meta["history"]
        if history and history[-1].get("batch") == batch and history[-1]["origin"] == item["origin"]:
            history[-1]["count"] += count
            history[-1]["records"].extend(item["records"])
            return
        item.update(batch=batch, count=count)
        journal.add(work.meta, item)

    def _save(self, work: Work, backup: str = "") -> None:
        """Put the changed file in place durably, then take the change in here and tidy up."""
        if not work.dirty:
            self._look()
            return
        if work.folded is not None and work.folded.bad:
            try:
                inbox.set_aside(self.folder, [line for line, _ in work.folded.bad])
            except OSError as error:
                raise files.explain(error, "set a line aside in", self.folder) from error
        self._keep_copy(work, backup)
        work.finish_meta()
        chunks, spans = lines.splice(work.layout, work.edits)
        try:
            stamp = files.replace_file(self.path, chunks)
        except OSError as error:
            raise files.explain(error, "save", self.path) from error
        self._take_in(work, spans, stamp)
        if work.folded is not None:
            self._compact(work.folded)
        self._look()

    def _keep_copy(self, work: Work, reason: str) -> None:
        if self._stamp is None:
            return
        if reason or self._afresh:
            backups.keep(self.folder, work.at, reason or "upgrade")
        elif not self._backed_up and backups.is_due(self.folder, work.at):
            try:
                backups.keep(self.folder, work.at, "hourly")
            except StoreError as error:
                self._say([str(error)])
        else:
            return
        backups.thin(self.folder, {item["copy"] for item in work.meta["history"] if isinstance(item.get("copy"), str)})

    def _take_in(self, work: Work, spans: dict[str, lines.Span], stamp: files.Stamp) -> None:
        """Make what was saved what is held here."""
        log = self._log
        for (kind, key), document in work.after.items():
            if key not in work.edits.get(kind, {}):
                continue
            self._changed.add((kind, key))
            if kind != ENTRIES:
                if document is None:
                    self._tables.setdefault(kind, {}).pop(key, None)
                else:
                    self._tables.setdefault(kind, {})[key] = document
                self._digests.pop(kind, None)
            elif log is not None:
                rows = [] if document is None else log.rows_of([(key, document)])[0]
                for row in rows:
                    log.put(row)
                if not rows:
                    log.remove(key)
        if work.rows:
            self._changed.update((ENTRIES, row.id) for row in work.rows)
            if log is not None:
                log.put_many(work.rows)
        if work.bulk:
            self._changed.update((ENTRIES, key) for key in work.bulk)
            if log is not None:
                log.remove_many(work.bulk)
        self._meta = work.meta
        self._held = None
        self._stamp = stamp
        self._spans = spans
        self._afresh = False
        if work.folded is not None:
            self._overlay = {}
            self._inbox = work.folded
            self._take_inbox(work.folded)

    def _compact(self, state: inbox.InboxState) -> None:
        """Shorten the inbox; should that fail, the next fold does it, and nothing is taken twice."""
        try:
            inbox.compact(self.folder, state)
        except OSError as error:
            self._say([str(files.explain(error, "shorten", os.path.join(self.folder, files.INBOX)))])
            return
        self._take_inbox(inbox.read_state(self.folder))

    def _written(self, work: Work, label: str, count: int = 0) -> Written:
        return Written(work.id, label, dict(work.after), tuple(work.merged), count or len(work.after))

    # undo and redo

    def undo(self, session: str, at: datetime) -> Written:
        """Take back the last change of `session` ("cli" or an app's id); raises UndoRefused with the reason."""
        with self._threads, self._lock():
            work = self._work(at)
            self._look()
            line = self._last_line(work, session)
            if line is not None:
                return self._drop(work, session, line)
            self._fold(work)
            item = journal.last_done(work.meta, session)
            if item is None:
                raise UndoRefused("There is nothing left to undo here.")
            label = turn(work, self.folder, item, back=True)
            item["undone"] = True
            work.dirty = True
            self._save(work, "undo" if item.get("restore") else "")
            return self._written(work, label)

    def redo(self, session: str, at: datetime) -> Written:
        """Bring back what `session` took back last; raises UndoRefused with the reason."""
        with self._threads, self._lock():
            work = self._work(at)
            self._fold(work)
            item = journal.last_undone(work.meta, session)
            if item is None:
                raise UndoRefused("There is nothing to redo here.")
            label = turn(work, self.folder, item, back=False)
            item["undone"] = False
            work.dirty = True
            self._save(work)
            return self._written(work, label)

    def _last_line(self, work: Work, session: str) -> inbox.Line | None:
        """Return the captured line that is the last change of `session`, where it is to be dropped from the inbox.

        The command line drops what is not folded yet; an app folds first, so that redo can bring it back, and drops
        only a start that is still open.
        """
        state = self._inbox
        folded = work.meta["inbox"]
        since = state.since(folded["generation"], folded["offset"])
        running = state.running.id if state.running is not None else ""
        found = None
        for line in state.lines:
            if line.by == session and (line.id == running or (session == "cli" and line.end > since)):
                found = line
        if found is None:
            return None
        if found.id == running:
            # Something newer may have come after the start, folded or not.
            last = journal.last_done(work.meta, session)
            if (last is not None and last["id"] > found.id) or any(
                line.by == session and line.end > found.end for line in state.lines
            ):
                return None
        return found

    def _drop(self, work: Work, session: str, line: inbox.Line) -> Written:
        """Take back a captured line by a line that drops it."""
        verb = {inbox.LOG: "Log", inbox.START: "Start", inbox.STOP: "Stop", inbox.CANCEL: "Cancel"}[line.do]
        label = f"{verb} {line.text}".rstrip()
        running = self._inbox.running
        if line.do in (inbox.STOP, inbox.CANCEL) and running is not None:
            raise UndoRefused(
                f"{running.entry['text'] or 'A timer'} is running now; stop it first, then undo runs the other again."
            )
        started = started_line(running) if running is not None and line.id == running.id else None
        inbox.append_line(
            self.folder, {"id": work.id, "at": work.now, "do": inbox.DROP, "target": line.id, "by": session}
        )
        if started is not None and session != "cli":
            item = journal.new_item(line.id, line.at, session, label, [], timer={"do": inbox.START, "line": started})
            journal.add(work.meta, item)
            item["undone"] = True
            work.dirty = True
            self._save(work)
        self._look()
        return Written(work.id, label, {}, (), 1)

    # going back

    def backup(self, at: datetime, reason: str = "manual") -> str | None:
        """Keep a dated copy now and return its name, or None when there is nothing to copy yet."""
        with self._threads, self._lock():
            name = backups.keep(self.folder, at, reason, copy=True)
            backups.thin(self.folder, {name} if name else ())
            return name

    def restore(self, copy: str, at: datetime, origin: str = "cli") -> Written:
        """Go back to a copy (a path or a name), record by record, so that undo and other copies understand it.

        What is there now is kept as a copy first; a damaged file is moved aside, named in `notices`. Raises InputError
        when the copy cannot be read.
        """
        with self._threads, self._lock():
            path = backups.find(self.folder, copy)
            then = backups.opened(path)
            label = f"Restore {os.path.basename(path)}"
            try:
                work = self._work(at)
            except DamagedError:
                return self._replace_damaged(then, at, label)
            self._fold(work)
            if work.dirty:
                self._save(work)
                work = self._work(at)
            name = backups.keep(self.folder, at, "restore")
            backups.thin(self.folder, {os.path.basename(path), name or ""})
            become(work, then)
            journal.add(work.meta, journal.new_item(work.id, work.now, origin, label, [], restore=name, copy=name))
            self._save(work)
            return self._written(work, label)

    def take_over(
        self,
        label: str,
        at: datetime,
        states: Mapping[Key, tuple[int | None, Document | None]],
        *,
        known: Mapping[str, str],
        origin: str = "cli",
    ) -> Written:
        """Give records exactly these states (revision and all), after a copy of the file: what a merge decides on.

        Each state comes with the revision it was decided on (None: not there), and raises Conflict when that has moved;
        `known` are the changes the other copy has seen, by id.
        """
        with self._threads, self._lock():
            work = self._work(at)
            self._fold(work)
            records = []
            work.foresee(key for (kind, key), (seen, _) in states.items() if kind == ENTRIES and seen is not None)
            for (kind, key), (seen, document) in states.items():
                current = work.current(kind, key)
                if (None if current is None else revision_of(current)) != seen:
                    raise Conflict(kind, key, document, current, None)
                records.append(journal.touched(kind, key, current, document))
                if document is not None:
                    work.put(kind, key, document)
                elif current is not None:
                    work.delete(kind, key, current)
            name = backups.keep(self.folder, at, "merge")
            work.meta["changes"].update(known)
            work.dirty = True
            more = {}
            if len(records) > _MANY:
                # So many documents do not belong in the history; the copy just made holds them.
                records, more = [], {"restore": name, "count": len(records)}
            journal.add(work.meta, journal.new_item(work.id, work.now, origin, label, records, **more))
            self._save(work)
            return self._written(work, label, len(states))

    def _replace_damaged(self, then: lines.Layout, at: datetime, label: str) -> Written:
        """Put a good copy in the place of a damaged file, which is moved aside."""
        aside = move_aside(self.folder, at)
        meta = snapshot.meta_of(then)
        # What was captured and folded after the copy was made is not in it, nor in the inbox: the file aside has it.
        meta["inbox"] = {"generation": "", "offset": 0}
        chunks, _ = lines.splice(then, {lines.META: {lines.META_ID: lines.line(lines.META_ID, meta)}})
        try:
            files.replace_file(self.path, chunks)
        except OSError as error:
            raise files.explain(error, "save", self.path) from error
        self._say([f"The damaged file was moved aside to {aside}."])
        self._stamp = None
        self._opened = False
        self._log = None
        self._look()
        return Written(fresh_id(at), label, {}, (), sum(then.count(kind) for kind in lines.RECORD_TABLES))


def _holds(layout: lines.Layout, stored: set[str] | None, key: str) -> bool:
    return layout.find(ENTRIES, key) is not None if stored is None else key in stored


def move_aside(folder: str, at: datetime) -> str:
    """Keep the workspace file as it is under another name, for rescue by hand, and return that path."""
    stem = os.path.join(folder, f"workspace.damaged-{at.strftime('%Y%m%d-%H%M%S')}")
    target = next(
        path for path in (f"{stem}{f'.{n}' if n else ''}.json" for n in range(10_000)) if not os.path.lexists(path)
    )
    try:
        found = files.read_file(os.path.join(folder, files.WORKSPACE))
        if found is not None:
            # A copy, not a rename: at no instant is there no workspace.
            files.replace_file(target, [found[0]])
    except OSError as error:
        raise files.explain(error, "move the damaged file aside to", target) from error
    return target
