"""The workspace: everything the user has, read once, kept up to date by change, saved so that nothing is ever lost."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime

from outsource_tui.domain.errors import DamagedError, StoreError
from outsource_tui.domain.text import shortened
from outsource_tui.store import backups, captures, compacting, files, inbox, journal, lines, meta_document, splicing
from outsource_tui.store.applying import add_batch, apply
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
)
from outsource_tui.store.folding import fold
from outsource_tui.store.lock import PATIENCE, FolderLock, Patience
from outsource_tui.store.reading import Progress, Reader
from outsource_tui.store.turning import become, line_to_drop, run_on, started_line, turn
from outsource_tui.store.work import ENTRIES, Work, copy_meta, fresh_id, revision_of

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

_MANY = 1_000


class Workspace(Reader):
    """One folder's records; safe to use from several threads and beside any number of other processes."""

    def __init__(self, folder: str | os.PathLike[str], patience: Patience = PATIENCE) -> None:
        """Stand before `folder`; nothing is read or made yet. A change waits for others as long as `patience` says."""
        super().__init__(folder)
        self._patience = patience

    # writing

    def write(self, change: Change) -> Written:
        """Save a change whole or not at all; when this returns it survives a power cut.

        Raises Conflict when a record it touches was changed elsewhere since it was seen, LockedError when another
        process does not finish, DamagedError, NewerError and StoreError; then nothing was changed.
        """
        with self._lock():
            work = self._work(change.at)
            self._fold(work)
            records, count = apply(work, change)
            if not records and not count:
                self._save(work, change.backup)
                return self._written(work, change.label)
            item = journal.new_item(work.id, work.now, change.origin, change.label, records)
            if change.batch is not None:
                add_batch(work.meta, item, change.batch, count)
            else:
                journal.add(work.meta, item)
            self._save(work, change.backup or ("import" if change.batch is not None else ""))
            return self._written(work, change.label, len(records) + count)

    def fold(self, at: datetime) -> int:
        """Take what was captured into the file and return how many entries that were."""
        with self._lock():
            work = self._work(at)
            count = self._fold(work)
            self._save(work)
            return count

    def _lock(self) -> FolderLock:
        """Return the lock to take first: whoever waits for it keeps no thread of this process from reading."""
        if not os.path.isdir(self.folder):
            if self._stamp is not None:
                raise StoreError(f"The folder {self.folder} is gone; nothing was saved, bring it back and try again.")
            try:
                files.make_folder(self.folder)
            except OSError as error:
                raise files.explain(error, "make the folder", self.folder) from error
        return FolderLock(self.folder, self._patience)

    def _work(self, at: datetime) -> Work:
        """Begin a change on what the file holds right now.

        From here until it is in place other threads may read; only the lock keeps them from changing anything.
        """
        if at.tzinfo is None:
            raise ValueError("a change needs an aware time")
        with self._threads:
            if self._log is not None and self._log.loading:
                self._whole_log()
            # Taking in a file puts new mappings in place of these, so they stay what the writer saw.
            known = dict(self._tables)
            self._held = None
            found = self._read_file() if self._opened else None
            layout = None if found is None else self._as_held(*found)
            if layout is None:
                layout, meta, stamp = self._load()
                if stamp is None and self._stamp is not None:
                    raise StoreError(
                        f"{self.path} is gone; nothing was saved, bring it back or run `outsource restore`."
                    )
                if not self._opened or not self._is_held(layout, stamp):
                    self._adopt(layout, meta, stamp)
                    self._take_inbox(captures.read_state(self.folder))
            # A change that fails half-way must leave no trace, so it works on a meta document of its own.
            work = Work(layout, copy_meta(self._meta), dict(self._tables), at, known, self._stamp)
            if self._log is not None:
                work.rows = []
            return work

    def _fold(self, work: Work) -> int:
        """Add what was captured since the last fold to this change; return how many entries that are."""
        return fold(work, captures.read_state(self.folder))

    def _save(self, work: Work, backup: str = "") -> None:
        """Put the changed file in place durably, then take the change in here and tidy up."""
        if not work.dirty:
            self._look()
            return
        if work.folded is not None and work.folded.bad:
            try:
                compacting.set_aside(self.folder, [line for line, _ in work.folded.bad])
            except OSError as error:
                raise files.explain(error, "set a line aside in", self.folder) from error
        self._keep_copy(work, backup)
        work.finish_meta()
        chunks, spans = splicing.splice(work.layout, work.edits)
        with ExitStack() as readers:

            def begin() -> None:
                # Nobody reads between the new file and what is held of it here.
                readers.enter_context(self._threads)
                self._unmoved(work)

            try:
                stamp = files.replace_file(self.path, chunks, begin)
            except files.UnconfirmedError as error:
                # It is there for all to read, so it is taken in; the inbox keeps what was folded until it is safe.
                there = files.stamp_of(self.path)
                if there is not None:
                    self._take_in(work, spans, there)
                raise files.explain(error, "save", self.path) from error
            except OSError as error:
                raise files.explain(error, "save", self.path) from error
            self._take_in(work, spans, stamp)
        if work.folded is not None:
            self._compact(work.folded)
        self._look()

    def _unmoved(self, work: Work) -> None:
        """Raise StoreError when another program, which knows nothing of the lock, has replaced the file meanwhile."""
        if files.stamp_of(self.path) != work.stamp:
            raise StoreError(
                f"{self.path} was replaced by another program at this moment; nothing was saved, try again."
            )

    def _keep_copy(self, work: Work, reason: str) -> None:
        if self._stamp is None:
            return
        if reason or self._afresh:
            backups.keep(self.folder, work.at, reason or "upgrade")
        elif backups.is_due(self.folder, work.at):
            try:
                backups.keep(self.folder, work.at, "hourly")
            except StoreError as error:
                self._say([str(error)])
        else:
            return
        self._thin(work.at, work.meta)

    def _thin(self, at: datetime, meta: Document, *more: str | None) -> None:
        """Remove copies that are too many; those by which the history takes changes back stay."""
        copies = {item.get(name) for item in meta["history"] for name in ("copy", "restore")}
        backups.thin(self.folder, at, {name for name in (*copies, *more) if isinstance(name, str)})

    def _take_in(self, work: Work, spans: dict[str, lines.Span], stamp: files.Stamp) -> None:
        """Make what was saved what is held here."""
        if work.rows is None:
            # A log that was begun meanwhile knows nothing of this change; it is read when somebody asks for it.
            self._log = None
        log = self._log
        for (kind, key), document in work.after.items():
            if key not in work.edits.get(kind, {}):
                continue
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
        if log is not None:
            if work.rows:
                log.put_many(work.rows)
            if work.bulk:
                log.remove_many(work.bulk)
        for kind, edits in work.edits.items():
            if kind != lines.META:
                self._changed.update((kind, key) for key in edits)
        self._meta = work.meta
        self._held = None
        self._stamp = stamp
        self._mark = hash(work.edits[lines.META][lines.META_ID])
        self._spans = spans
        self._afresh = False
        if work.folded is not None:
            self._overlay = {}
            self._inbox = work.folded
            self._take_inbox(work.folded)

    def _compact(self, state: captures.InboxState) -> None:
        """Shorten the inbox; should that fail, the next fold does it, and nothing is taken twice."""
        try:
            compacting.compact(self.folder, state)
        except OSError as error:
            self._say([str(files.explain(error, "shorten", os.path.join(self.folder, files.INBOX)))])

    def _written(self, work: Work, label: str, count: int = 0) -> Written:
        return Written(work.id, label, dict(work.after), tuple(work.merged), count or len(work.after), work.note)

    # undo and redo

    def undo(self, session: str, at: datetime) -> Written:
        """Take back the last change of `session` ("cli" or an app's id); raises UndoRefused with the reason."""
        with self._lock():
            work = self._work(at)
            self._look()
            line = line_to_drop(self._inbox, work.meta, session)
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
        with self._lock():
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

    def _drop(self, work: Work, session: str, line: captures.Line) -> Written:
        """Take back a captured line by a line that drops it."""
        verb = {inbox.LOG: "Log", inbox.START: "Start", inbox.STOP: "Stop", inbox.CANCEL: "Cancel"}[line.do]
        label = journal.label_of(verb, line.text)
        running = self._inbox.running
        if line.do in (inbox.STOP, inbox.CANCEL) and running is not None:
            what = shortened(running.entry["text"], 60) or "A timer"
            raise UndoRefused(f"{what} is running now; stop it first, then undo runs the other again.")
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
        with self._lock():
            name = backups.keep(self.folder, at, reason, copy=True)
            if self._opened:
                self._thin(at, self._meta, name)
            return name

    def restore(self, copy: str, at: datetime, origin: str = "cli") -> Written:
        """Go back to a copy (a path or a name), record by record, so that undo and other copies understand it.

        What is there now is kept as a copy first; a damaged file is moved aside, named in `notices`. Raises InputError
        when the copy cannot be read.
        """
        with self._lock():
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
            self._thin(at, work.meta, os.path.basename(path), name)
            become(work, then)
            journal.add(work.meta, journal.new_item(work.id, work.now, origin, label, [], restore=name))
            self._save(work)
            return self._written(work, label)

    def take_over(
        self,
        label: str,
        at: datetime,
        states: Mapping[Key, tuple[int | None, Document | None]],
        *,
        known: Mapping[str, str],
        timer: captures.Captured | None = None,
        origin: str = "cli",
    ) -> Written:
        """Give records exactly these states (revision and all), after a copy of the file: what a merge decides on.

        Each state comes with the revision it was decided on (None: not there), and raises Conflict when that has moved;
        `known` are the changes the other copy has seen, by id. A `timer` goes on running here.
        """
        with self._lock():
            work = self._work(at)
            self._fold(work)
            # Very many documents do not belong in the history; the copy that is made holds them.
            few, records = len(states) <= _MANY, []
            work.foresee(key for (kind, key), (seen, _) in states.items() if kind == ENTRIES and seen is not None)
            for (kind, key), (seen, document) in states.items():
                current = work.current(kind, key)
                if (None if current is None else revision_of(current)) != seen:
                    raise Conflict(kind, key, document, current, None)
                if few:
                    records.append(work.touched(kind, key, current, document))
                    if current is None and key in work.stones(kind):
                        records[-1]["stone"] = work.stones(kind)[key]
                if document is not None:
                    work.put(kind, key, document)
                elif current is not None:
                    work.delete(kind, key, current)
            name = backups.keep(self.folder, at, "merge")
            taken = {"known": {one: when for one, when in known.items() if one not in work.meta["changes"]}}
            work.meta["changes"].update(known)
            work.dirty = True
            more = {} if few else {"restore": name, "count": len(states)}
            item = journal.new_item(work.id, work.now, origin, label, records, merge=taken, **more)
            journal.add(work.meta, item)
            if timer is not None:
                # A line that was dropped stays so; what came and was taken back comes again as another.
                dropped = {target for target, _, _ in captures.read_state(self.folder).drops}
                line = {**started_line(timer), "by": inbox.MERGE}
                run_on(self.folder, item, {**line, "id": work.id} if timer.id in dropped else line)
            self._save(work)
            return self._written(work, label, len(states))

    def _replace_damaged(self, then: lines.Layout, at: datetime, label: str) -> Written:
        """Put a good copy in the place of a damaged file, which is moved aside."""
        aside = backups.move_aside(self.folder, at)
        meta = meta_document.meta_of(then)
        # What was captured and folded after the copy was made is not in it, nor in the inbox: the file aside has it.
        meta["inbox"] = {"generation": "", "offset": 0}
        chunks, _ = splicing.splice(then, {lines.META: {lines.META_ID: lines.line(lines.META_ID, meta)}})
        try:
            files.replace_file(self.path, chunks)
        except OSError as error:
            raise files.explain(error, "save", self.path) from error
        self._say([f"The damaged file was moved aside to {aside}."])
        with self._threads:
            self._stamp = None
            self._opened = False
            self._log = None
            self._look()
        return Written(fresh_id(at), label, {}, (), sum(then.count(kind) for kind in lines.RECORD_TABLES))
