"""Taking in a copy of the workspace that was changed elsewhere: record by record, with a preview, nothing silently."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from outsource_tui.domain.errors import DamagedError, InputError
from outsource_tui.domain.text import shortened
from outsource_tui.store import backups, captures, files, inbox, journal, lines, meta_document, snapshot
from outsource_tui.store.change import Difference, Document, Key, Written, content, differences, merged, same_content
from outsource_tui.store.work import revision_of, stored_time
from outsource_tui.store.workspace import Workspace

What = Literal["new", "newer", "both", "gone", "conflict", "gone_here", "gone_there"]
Choice = Literal["mine", "theirs"]

WHAT: Mapping[What, str] = {
    "new": "new there",
    "newer": "changed there",
    "both": "changed in both, and they fit together",
    "gone": "deleted there",
    "conflict": "changed in both",
    "gone_here": "deleted here, changed there",
    "gone_there": "changed here, deleted there",
}
"""Each kind of step in words."""
OPEN: frozenset[What] = frozenset({"conflict", "gone_here", "gone_there"})
"""What the user decides; undecided, mine stays."""


@dataclass(frozen=True, slots=True)
class Step:
    """One record that differs: both versions (None: not there), what they make together, and the fields apart."""

    kind: str
    id: str
    what: What
    mine: Document | None
    theirs: Document | None
    result: Document | None
    fields: tuple[Difference, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the user has to choose."""
        return self.what in OPEN


@dataclass(frozen=True, slots=True)
class Merge:
    """A preview: what taking in a file would do."""

    path: str
    steps: tuple[Step, ...]
    known: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What stays behind there, in sentences."""
    timer: captures.Captured | None = None
    """What is being timed there and will be here."""

    @property
    def offers(self) -> bool:
        """Whether there is anything in it that is not here."""
        return bool(self.steps or self.notes or self.timer)

    @property
    def open(self) -> tuple[Step, ...]:
        """The steps the user has to choose on."""
        return tuple(step for step in self.steps if step.open)


class _Side:
    """One of the two workspaces: its records, its tombstones, and which changes it has seen."""

    def __init__(self, tables: Mapping[str, Mapping[str, Document]], meta: Document) -> None:
        self.tables = tables
        self.meta = meta
        self.seen_times = set(meta["changes"].values())

    def stone(self, kind: str, key: str) -> Document | None:
        found: Document | None = self.meta["tombstones"].get(kind, {}).get(key)
        return None if found is None or found.get("open") else found

    def undone(self, entry: Document) -> str:
        """Return when the import was taken back here that made an entry which nobody changed since, or nothing."""
        batch = entry.get("batch")
        found: str = self.meta["batches"].get(batch, "") if isinstance(batch, str) and revision_of(entry) == 1 else ""
        return found

    def saw(self, version: Document, later: bool, shared_from: str) -> bool:
        """Tell whether this side has seen a version of a record: it made it later, or saved it itself.

        Each change bears the time it stamps on its records; what is older than the first change both sides know was
        there before their ways parted; and a record is made once, so whoever knows a `later` state or its end knew the
        first.
        """
        if later and revision_of(version) == 1:
            return True
        return self.saw_time(str(version.get("updated_at") or ""), shared_from)

    def saw_time(self, at: str, shared_from: str) -> bool:
        """Tell whether this side has seen the change of that time."""
        return at in self.seen_times or bool(shared_from and at and _before(at, shared_from))


def _before(one: str, other: str) -> bool:
    try:
        return datetime.fromisoformat(one) < datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return False


class _Pair:
    """Both sides, and the time of the first change that both know."""

    def __init__(self, mine: _Side, theirs: _Side) -> None:
        self.mine = mine
        self.theirs = theirs
        shared = sorted(set(mine.meta["changes"]) & set(theirs.meta["changes"]))
        self.shared_from = mine.meta["changes"][shared[0]] if shared else ""

    def step(self, kind: str, key: str) -> Step | None:
        """Return what is to be done about one record, or None when nothing is."""
        mine, theirs, shared_from = self.mine, self.theirs, self.shared_from
        here, other = mine.tables.get(kind, {}).get(key), theirs.tables.get(kind, {}).get(key)
        if here is None and other is not None:
            stone = mine.stone(kind, key)
            if stone is None:
                undone = mine.undone(other)
                if undone and not theirs.saw_time(undone, shared_from):
                    return None
                return Step(kind, key, "new", None, other, other)
            if stone["updated_at"] == other.get("updated_at") or mine.saw(other, True, shared_from):
                return None
            if theirs.saw_time(stone["at"], shared_from):
                # They knew that it was deleted and brought it back.
                return Step(kind, key, "new", None, other, other)
            return Step(kind, key, "gone_here", None, other, None, differences(None, other, None))
        if here is not None and other is None:
            stone = theirs.stone(kind, key)
            undone = theirs.undone(here)
            if stone is None and (not undone or mine.saw_time(undone, shared_from)):
                return None
            if stone is None or stone["updated_at"] == here.get("updated_at"):
                return Step(kind, key, "gone", here, None, None)
            if theirs.saw(here, True, shared_from):
                return Step(kind, key, "gone", here, None, None)
            if mine.saw_time(stone["at"], shared_from):
                return None
            return Step(kind, key, "gone_there", here, None, here, differences(here, None, None))
        if here is None or other is None or same_content(here, other):
            return None
        they_saw = theirs.saw(here, revision_of(other) > 1, shared_from)
        i_saw = mine.saw(other, revision_of(here) > 1, shared_from)
        if they_saw and not i_saw:
            return Step(kind, key, "newer", here, other, other, differences(here, other, None))
        if i_saw and not they_saw:
            return None
        base = self._base(kind, key, here, other)
        both = None if base is None else merged(base, here, other)
        if both is not None:
            return Step(kind, key, "both", here, other, both, differences(here, other, base))
        return Step(kind, key, "conflict", here, other, here, differences(here, other, base))

    def _base(self, kind: str, key: str, here: Document, other: Document) -> Document | None:
        """Return the newest version that both sides still know from their histories."""
        for revision in range(min(revision_of(here), revision_of(other)), 0, -1):
            one = journal.known_state(self.mine.meta, kind, key, here, revision)
            two = journal.known_state(self.theirs.meta, kind, key, other, revision)
            if one is not None and two is not None and same_content(one, two):
                return one
        return None


def preview(workspace: Workspace, path: str | os.PathLike[str]) -> Merge:
    """Return what taking in `path` would do, a workspace file, its folder or an inbox; nothing is written.

    With a file called as ours in a folder of its own come the captured lines beside it. Raises InputError when it is no
    readable workspace, NewerError when it is a newer version's.
    """
    there, state = _found(os.fspath(path))
    if os.path.abspath(there) in (workspace.path, os.path.join(workspace.folder, files.INBOX)):
        raise InputError("That is this workspace itself; name the other copy.")
    only_lines = os.path.basename(there) != files.WORKSPACE and state is not None
    layout = lines.scan(lines.EMPTY) if only_lines else backups.opened(there, whole=False)
    try:
        here, other, meta = workspace.apart(layout)
    except DamagedError:
        # Mine or theirs: `opened` says so when it is theirs.
        backups.opened(there)
        raise
    mine, theirs = _Side(here, meta), _Side(other, meta_document.meta_of(layout))
    notes: list[str] = []
    timer = None
    if state is not None:
        other["entries"].update(snapshot.fresh_entries(layout, theirs.meta, state))
        notes.extend(_left_behind(state))
        timer = _timer(workspace, mine, state)
        running = workspace.running()
        if timer is not None and running is not None:
            notes.append(f"A timer runs there too ({_words(timer.entry)}); stop yours and merge again to take it over.")
            timer = None
    pair = _Pair(mine, theirs)
    steps = []
    for kind in lines.RECORD_TABLES:
        for key in sorted({*here[kind], *other[kind]}, key=lines.order):
            step = pair.step(kind, key)
            if step is not None:
                steps.append(step)
    return Merge(there, tuple(steps), theirs.meta["changes"], tuple(notes), timer)


def _left_behind(state: captures.InboxState) -> Iterator[str]:
    """Yield what of an inbox is not taken in."""
    bad = len(state.bad) + bool(state.torn)
    if bad:
        what = "1 captured line there cannot" if bad == 1 else f"{bad:,} captured lines there cannot"
        yield f"{what} be read and stayed behind; look at that file before you delete it."


def _words(entry: Document) -> str:
    return shortened(entry["text"], 60) or "it has no text"


def _timer(workspace: Workspace, mine: _Side, state: captures.InboxState) -> captures.Captured | None:
    """Return the timer that runs there, unless it is known here: it runs here too, was stopped, or thrown away."""
    running = state.running
    if running is None or mine.stone("entries", running.id) is not None:
        return None
    here = captures.read_state(workspace.folder)
    known = {*(line.id for line in here.lines), *(target for target, _, by in here.drops if by != inbox.MERGE)}
    if here.running is not None and here.running.entry == running.entry:
        return None
    if running.id in known or workspace.document("entries", running.id) is not None:
        return None
    return running


def _found(path: str) -> tuple[str, captures.InboxState | None]:
    """Return which file is meant, and the captured lines that belong to it."""
    if os.path.isdir(path):
        inside = os.path.join(path, files.WORKSPACE)
        path = inside if os.path.lexists(inside) else os.path.join(path, files.INBOX)
    folder, name = os.path.split(path)
    if name == files.WORKSPACE:
        return path, captures.read_state(folder)
    found = files.read_whole(path)
    if found is not None and found[0].startswith(inbox.HEAD):
        return path, captures.replay(found[0])
    return path, None


def apply(workspace: Workspace, merge: Merge, at: datetime, choices: Mapping[Key, Choice] | None = None) -> Written:
    """Take in what a preview showed, as one undoable change after a copy; open steps keep mine unless chosen otherwise.

    Raises Conflict when a record was changed since the preview.
    """
    choices = choices or {}
    now = stored_time(at)
    states: dict[Key, tuple[int | None, Document | None]] = {}
    for step in merge.steps:
        seen = None if step.mine is None else revision_of(step.mine)
        result = step.result
        if step.open:
            chosen = choices.get((step.kind, step.id), "mine")
            if step.what == "gone_here" and chosen == "mine":
                continue
            result = step.theirs if chosen == "theirs" else step.mine
        highest = max(revision_of(version) for version in (step.mine, step.theirs) if version is not None)
        if step.what in ("new", "newer") or result is None:
            state = result
        else:
            # A decision is a version of its own: it follows both, and the other copy will know it as newer.
            state = {
                "revision": highest + 1,
                "created_at": result.get("created_at") or now,
                "updated_at": now,
                **content(result),
            }
        states[step.kind, step.id] = (seen, state)
    return workspace.take_over(
        f"Merge {os.path.basename(merge.path)}", at, states, known=merge.known, timer=merge.timer
    )
