"""A quick look at the workspace for commands that only read: stored lines and plain tuples, nothing heavier."""

from __future__ import annotations

import os
from operator import itemgetter

from outsource_tui.domain.errors import DamagedError, NewerError
from outsource_tui.domain.log_row import LogRow, row_from_document, row_order
from outsource_tui.store import files, inbox, lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from outsource_tui.store.lines import Document

SCHEMA = 1
# The folder's other copies that a synchronising program may leave beside the file.
_CONFLICT_WORDS = ("conflict", "konflikt", "conflit", "conflicto")


class Snapshot:
    """What the workspace and the inbox held at one moment; read-only."""

    def __init__(self, layout: lines.Layout, meta: Document, state: inbox.InboxState, notices: list[str]) -> None:
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
        return None if started is None else row_from_document(started.id, inbox.entry_document(started))

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


def fresh_entries(layout: lines.Layout, meta: Document, state: inbox.InboxState) -> dict[str, Document]:
    """Return the captured entries that are not in the file yet, by id."""
    folded = meta["inbox"]
    since = state.since(folded["generation"], folded["offset"])
    gone = meta["tombstones"].get("entries", {})
    return {
        captured.id: inbox.entry_document(captured)
        for captured in state.entries
        if captured.end > since and captured.id not in gone and layout.find("entries", captured.id) is None
    }


def empty_meta() -> Document:
    """Return the document about a file in which nothing has happened yet."""
    return {
        "schema": SCHEMA,
        "inbox": {"generation": "", "offset": 0},
        "tombstones": {},
        "batches": {},
        "changes": {},
        "history": [],
    }


def sound_meta(found: object) -> Document:
    """Return the stored meta document with every part in its proper shape; unknown keys stay.

    Raises NewerError for a file of a newer version and DamagedError for a schema that is no number.
    """
    meta = empty_meta()
    if isinstance(found, dict):
        schema = found.get("schema", SCHEMA)
        if type(schema) is not int or schema < 0:
            raise DamagedError(
                "The workspace file is damaged (its schema number is not one); run `outsource check --repair`."
            )
        if schema > SCHEMA:
            raise NewerError(
                f"This workspace was written by a newer version (schema {schema}, this version knows {SCHEMA}); "
                "it was left untouched, please update outsource."
            )
        for key, value in found.items():
            wanted = meta.get(key)
            if wanted is None or isinstance(value, type(wanted)):
                meta[key] = value
    folded = meta["inbox"]
    if not isinstance(folded.get("generation"), str) or type(folded.get("offset")) is not int:
        meta["inbox"] = {"generation": "", "offset": 0}
    meta["tombstones"] = {
        kind: {key: stone for key, stone in stones.items() if _is_stone(stone)}
        for kind, stones in meta["tombstones"].items()
        if isinstance(stones, dict)
    }
    meta["batches"] = {key: at for key, at in meta["batches"].items() if isinstance(at, str)}
    meta["changes"] = {key: at for key, at in meta["changes"].items() if isinstance(at, str)}
    meta["history"] = [item for item in meta["history"] if _is_change(item)]
    return meta


def _is_stone(stone: Any) -> bool:
    return (
        isinstance(stone, dict)
        and type(stone.get("revision")) is int
        and isinstance(stone.get("at"), str)
        and isinstance(stone.get("updated_at"), str)
    )


def _is_change(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and all(isinstance(item.get(name), str) for name in ("id", "at", "origin", "label"))
        and isinstance(item.get("records"), list)
        and all(_is_touched(record) for record in item["records"])
    )


def _is_touched(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and isinstance(record.get("kind"), str)
        and isinstance(record.get("id"), str)
        and all(record.get(name) is None or type(record[name]) is int for name in ("was", "now"))
        and all(record.get(name) is None or isinstance(record[name], dict) for name in ("before", "after"))
    )


def meta_of(layout: lines.Layout) -> Document:
    """Return the checked meta document of a file; raises NewerError and DamagedError."""
    return sound_meta(layout.document(lines.META, lines.META_ID))


def load(folder: str) -> tuple[lines.Layout, Document, files.Stamp | None]:
    """Return the file of `folder` with its tables located, its meta document and its stamp; none is an empty one.

    Raises DamagedError, NewerError and StoreError.
    """
    path = os.path.join(folder, files.WORKSPACE)
    found = files.read_whole(path)
    if found is None:
        return lines.scan(lines.EMPTY), empty_meta(), None
    layout = lines.scan(found[0])
    meta = meta_of(layout)
    if meta["schema"] < SCHEMA:
        from outsource_tui.store.migrations import migrated

        layout = migrated(layout)
        meta = meta_of(layout)
    return layout, meta, found[1]


def read_snapshot(folder: str | os.PathLike[str]) -> Snapshot:
    """Return what `folder` holds now; raises DamagedError, NewerError and StoreError. Nothing is written."""
    folder = os.fspath(folder)
    # The inbox comes first: a line folded in between is then seen twice, and dropped by its id, never missed.
    state = inbox.read_state(folder)
    layout, meta, _ = load(folder)
    return Snapshot(layout, meta, state, notices_of(folder, state))


def notices_of(folder: str, state: inbox.InboxState) -> list[str]:
    """Return what the user should hear about the folder: bad lines and copies left by a synchronising program."""
    notices = list(state.notices)
    if state.bad:
        count = len(state.bad)
        what = "1 captured line" if count == 1 else f"{count:,} captured lines"
        notices.append(f"{what} in {files.INBOX} cannot be read; it is kept, run `outsource check` to see it.")
    notices.extend(
        f"{name} lies beside your workspace, a copy changed elsewhere; take it in with `outsource merge`."
        for name in conflicted_copies(folder)
    )
    return notices


def conflicted_copies(folder: str) -> list[str]:
    """Return the names of copies that a synchronising program left beside the workspace."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = []
    for name in names:
        small = name.lower()
        if name == files.WORKSPACE or not small.startswith("workspace") or ".json" not in small:
            continue
        if not small.startswith("workspace.damaged") and any(word in small for word in _CONFLICT_WORDS):
            found.append(name)
    return sorted(found)
