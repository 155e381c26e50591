"""A quick look at the workspace for commands that only read: stored lines and plain tuples, nothing heavier."""

from __future__ import annotations

import os
from operator import itemgetter

from outsource_tui.domain.log_row import LogRow, row_from_document, row_order
from outsource_tui.store import captures, files, lines, meta_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from outsource_tui.store.lines import Document


class Snapshot:
    """What the workspace and the inbox held at one moment; read-only."""

    def __init__(self, layout: lines.Layout, meta: Document, state: captures.InboxState, notices: list[str]) -> None:
        """Overlay the inbox over the file; entries that were folded already are not taken twice."""
        self._layout = layout
        self._meta = meta
        self._state = state
        self._decoded: dict[str, dict[str, Document]] = {}
        self._rows: list[LogRow] | None = None
        self.notices = notices
        self._fresh = fresh_entries(layout, meta, state)

    @property
    def running(self) -> LogRow | None:
        """The running timer: an entry with a start and no length yet."""
        started = self._state.running
        return None if started is None else row_from_document(started.id, captures.entry_document(started))

    @property
    def meta(self) -> Document:
        """The one document about the file itself."""
        return self._meta

    def count(self, kind: str) -> int:
        """Return how many records of a kind there are."""
        return self._layout.count(kind) + (len(self._fresh) if kind == "entries" else 0)

    def documents(self, kind: str) -> dict[str, Document]:
        """Return the documents of a kind by id, captured entries among them; raises DamagedError."""
        found = self._decoded.get(kind)
        if found is None:
            found = self._layout.decode(kind)
            if kind == "entries":
                found.update(self._fresh)
            self._decoded[kind] = found
        return found

    def document(self, kind: str, key: str) -> Document | None:
        """Return one document or None."""
        if kind == "entries" and key in self._fresh:
            return self._fresh[key]
        return self._layout.document(kind, key)

    def rows(self) -> list[LogRow]:
        """Return the whole log, ordered by day, start and id."""
        if self._rows is None:
            rows: list[LogRow] = []
            skipped = 0
            shared: dict[Any, Any] = {}
            for start, end in self._layout.slices("entries"):
                # Slice by slice, so that the documents of a long log are never there all at once.
                part, odd = rows_of(lines.decode_lines(self._layout.raw, start, end, "entries").items(), shared)
                rows.extend(part)
                skipped += odd
            rows.extend(rows_of(self._fresh.items(), shared)[0])
            rows.sort(key=row_order)
            if skipped:
                self.notices.append(skipped_notice(skipped))
            self._rows = rows
        return self._rows

    def logged_days(self) -> set[str]:
        """Return the days ("YYYY-MM-DD") that have entries, without decoding them."""
        import re

        # Inside of texts every quote has a backslash before it, so this only meets the field.
        found = re.findall(rb'"day": "(\d{4}-\d\d-\d\d)"', self._layout.body("entries"))
        return {day.decode() for day in set(found)} | {document["day"] for document in self._fresh.values()}

    def rows_of_day(self, day: str) -> list[LogRow]:
        """Return the entries of one day ("YYYY-MM-DD"), ordered, without decoding the others."""
        rows, _ = rows_of(self._layout.of_day(day).items())
        rows.extend(rows_of((key, found) for key, found in self._fresh.items() if found["day"] == day)[0])
        rows.sort(key=row_order)
        return rows


_FIELDS = itemgetter(*LogRow._fields[1:])


def rows_of(
    documents: Iterable[tuple[str, Mapping[str, Any]]], shared: dict[Any, Any] | None = None
) -> tuple[list[LogRow], int]:
    """Return the compact forms and how many documents could not be taken for an entry (they stay in the file).

    Texts that come again and again are held once, in `shared` where it is given.
    """
    rows = []
    skipped = 0
    share = ({} if shared is None else shared).setdefault
    for key, document in documents:
        try:
            try:
                # All fields in one step: this runs a hundred thousand times before a long log is there.
                fields = _FIELDS(document)
            except KeyError:
                fields = row_from_document(key, document)[1:]
            if not _are_sound(fields):
                fields = row_from_document(key, document)[1:]
                if not _are_sound(fields):
                    skipped += 1
                    continue
            day, start, seconds, text, project, client, tags = fields[:7]
            stress, liking, skill, postponed = fields[7:11]
            task, engagement, purpose, source = fields[11:]
            tags = tuple(tags)
            rows.append(
                LogRow(
                    key,
                    share(day, day),
                    start,
                    seconds,
                    share(text, text),
                    share(project, project),
                    share(client, client),
                    share(tags, tags),
                    stress,
                    liking,
                    skill,
                    postponed,
                    share(task, task),
                    share(engagement, engagement),
                    purpose,
                    share(source, source),
                )
            )
        except TypeError:
            skipped += 1
    return rows, skipped


def _are_sound(fields: tuple[Any, ...]) -> bool:
    """Tell whether the fields of an entry are of the kinds that figures can be made of."""
    day, start, seconds, text, project, client, tags, stress, liking, skill, postponed, _, _, _, source = fields
    return (
        day.__class__ is str
        and (start is None or start.__class__ is str)
        and (seconds is None or seconds.__class__ is int or (seconds.__class__ is float and seconds - seconds == 0))
        and text.__class__ is str
        and project.__class__ is str
        and client.__class__ is str
        and (tags.__class__ is list or tags.__class__ is tuple)
        and (stress is None or stress.__class__ is int)
        and (liking is None or liking.__class__ is int)
        and (skill is None or skill.__class__ is int)
        and postponed.__class__ is int
        and source.__class__ is str
        and (not tags or all(tag.__class__ is str for tag in tags))
    )


def skipped_notice(count: int) -> str:
    """Return the sentence about entries that are left out of the log."""
    what = "1 entry" if count == 1 else f"{count:,} entries"
    return f"{what} could not be read and is left out here; run `outsource check` to see why."


def fresh_entries(layout: lines.Layout, meta: Document, state: captures.InboxState) -> dict[str, Document]:
    """Return the captured entries that are not in the file yet, by id."""
    return {
        captured.id: captures.entry_document(captured)
        for captured in state.waiting(meta)
        if layout.find("entries", captured.id) is None
    }


def load(folder: str) -> tuple[lines.Layout, Document, files.Stamp | None]:
    """Return the file of `folder` with its tables located, its meta document and its stamp; none is an empty one.

    Raises DamagedError, NewerError and StoreError.
    """
    found = files.read_whole(os.path.join(folder, files.WORKSPACE))
    if found is None:
        return lines.scan(lines.EMPTY), meta_document.empty_meta(), None
    layout, meta = opened(found[0])
    return layout, meta, found[1]


def opened(raw: bytes) -> tuple[lines.Layout, Document]:
    """Return a file's content with its tables located, brought to this version's schema, and its meta document.

    Raises DamagedError and NewerError.
    """
    layout = lines.scan(raw)
    meta = meta_document.meta_of(layout)
    if meta["schema"] < meta_document.SCHEMA:
        # Only an older file pays for the steps.
        from outsource_tui.store.migrations import migrated

        layout = migrated(layout)
        meta = meta_document.meta_of(layout)
    return layout, meta


def read_snapshot(folder: str | os.PathLike[str]) -> Snapshot:
    """Return what `folder` holds now; raises DamagedError, NewerError and StoreError. Nothing is written."""
    folder = os.fspath(folder)
    # The inbox comes first: a line folded in between is then seen twice, and dropped by its id, never missed.
    state = captures.read_state(folder)
    layout, meta, _ = load(folder)
    return Snapshot(layout, meta, state, notices_of(state))


def notices_of(state: captures.InboxState) -> list[str]:
    """Return what the user should hear about the inbox."""
    notices = list(state.notices)
    if state.bad:
        count = len(state.bad)
        what = "1 captured line" if count == 1 else f"{count:,} captured lines"
        notices.append(f"{what} in {files.INBOX} cannot be read; it is kept, run `outsource check` to see it.")
    return notices
