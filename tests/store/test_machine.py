"""The store against a plain model: put, delete, capture, fold, import, undo, redo, restore, merge, crash and reopen."""

import copy
import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from outsource_tui.domain.errors import StoreError
from outsource_tui.store import files, merge
from outsource_tui.store.change import Conflict, content
from outsource_tui.store.snapshot import read_snapshot, row_order
from outsource_tui.store.workspace import Change, Delete, Put, UndoRefused, Workspace
from tests.faults.layer import FaultyFiles, Killed
from tests.store.support import capture, entry, key, later, plain, task

Name = tuple[str, str]
SESSIONS = ("cli", "one", "two")


@dataclass
class Item:
    """One change in the model: its touched records with the states before and after."""

    origin: str
    touched: dict[Name, tuple[Any, Any]]
    undone: bool = False
    kind: str = ""
    """"batch" for an import, of which only what is as it made it goes, "restore" for one that nothing may follow."""
    overtaken: bool = False
    """Whether something older was taken back or brought again since."""
    gone: set[Name] = field(default_factory=set)
    """What an import took with it when it was taken back."""


@dataclass
class Model:
    """Records as (token, words); a token stands for one state of one record, whatever its revision."""

    records: dict[Name, tuple[int, str]] = field(default_factory=dict)
    history: list[Item] = field(default_factory=list)
    pending: list[Name] = field(default_factory=list)
    touched: set[Name] = field(default_factory=set)

    def change(self, origin: str, states: dict[Name, tuple[int, str] | None], kind: str = "") -> None:
        self.fold()
        self._do(origin, states, kind)

    def _do(self, origin: str, states: dict[Name, tuple[int, str] | None], kind: str = "") -> None:
        self.history = [item for item in self.history if not (item.undone and item.origin == origin)]
        touched = {name: (self.records.get(name), after) for name, after in states.items()}
        self.history.append(Item(origin, touched, kind=kind))
        self.set(states)

    def copy(self) -> "Model":
        """Return a model of its own; records and states inside are never changed."""
        other = copy.copy(self)
        other.records, other.pending = dict(self.records), list(self.pending)
        other.touched = set(self.touched)
        other.history = [copy.copy(item) for item in self.history]
        return other

    def set(self, states: dict[Name, tuple[int, str] | None]) -> None:
        for name, state in states.items():
            self.touched.add(name)
            if state is None:
                self.records.pop(name, None)
            else:
                self.records[name] = state

    def fold(self) -> None:
        for name in self.pending:
            state = self.records.pop(name)
            self._do("cli", {name: state})
        self.pending = []

    def turn(self, session: str, back: bool) -> bool:
        """Undo or redo in the model; tell whether the store is to do it."""
        if back and session == "cli" and self.pending:
            self.records.pop(self.pending.pop())
            return True
        folded = self.copy()
        folded.fold()
        own = [item for item in folded.history if item.origin == session]
        if back:
            found = next((item for item in reversed(own) if not item.undone), None)
        else:
            found = None
            for item in reversed(own):
                if not item.undone:
                    break
                found = item
        if found is None:
            return False
        there = 1 if back else 0
        later = folded.history[next(at for at, item in enumerate(folded.history) if item is found) + 1 :]
        if found.kind == "restore" and (not back or found.overtaken or any(not item.undone for item in later)):
            return False
        for item in later:
            item.overtaken = item.overtaken or not item.undone
        if found.kind == "batch":
            return self._turn_batch(folded, found, back)
        if any(folded.records.get(name) != states[there] for name, states in found.touched.items()):
            return False
        self.__dict__.update(folded.__dict__)
        self.set({name: states[1 - there] for name, states in found.touched.items()})
        found.undone = back
        return True

    def _turn_batch(self, folded: "Model", found: Item, back: bool) -> bool:
        """Take out what is as it was made, or bring that back."""
        if back:
            found.gone = {name for name, (_, made) in found.touched.items() if folded.records.get(name) == made}
            if not found.gone:
                return False
        self.__dict__.update(folded.__dict__)
        if back:
            self.set(dict.fromkeys(found.gone))
        else:
            self.set({name: found.touched[name][1] for name in found.gone if name not in folded.records})
        found.undone = back
        return True


class StoreMachine(RuleBasedStateMachine):
    """Two open workspaces on one folder, now and then a copy of it elsewhere, and the model of what must be there."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="machine-"))
        self.folder = self.home / "here"
        self.open = [Workspace(self.folder), Workspace(self.folder)]
        self.model = Model()
        self.clock = 0
        self.number = 0
        self.other: tuple[Path, Model, dict[Name, tuple[int, str]]] | None = None
        self.copies: list[tuple[str, dict[Name, tuple[int, str]]]] = []

    def teardown(self) -> None:
        files.layer = files.Files()
        shutil.rmtree(self.home)

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def words(self) -> tuple[int, str]:
        self.number += 1
        return self.number, f"State {self.number}"

    def fresh(self, kind: str) -> Name:
        self.number += 1
        return kind, key(self.number)

    @staticmethod
    def document(kind: str, words: str) -> dict[str, Any]:
        return entry(words) if kind == "entries" else task(words)

    def chosen(self, data: st.DataObject, records: dict[Name, Any]) -> Name:
        return data.draw(st.sampled_from(sorted(records)))

    def revision(self, workspace: Workspace, name: Name) -> int:
        document = workspace.document(*name)
        assert document is not None
        return int(document["revision"])

    @rule(who=st.integers(0, 1), kind=st.sampled_from(["entries", "tasks"]), origin=st.sampled_from(SESSIONS))
    def add(self, who: int, kind: str, origin: str) -> None:
        name, state = self.fresh(kind), self.words()
        change = Change("Add", origin, later(self.tick()), [Put(*name, self.document(kind, state[1]), None)])
        self.open[who].write(change)
        self.model.change(origin, {name: state})

    @precondition(lambda self: self.model.records)
    @rule(who=st.integers(0, 1), origin=st.sampled_from(SESSIONS), data=st.data())
    def edit(self, who: int, origin: str, data: st.DataObject) -> None:
        workspace = self.open[who]
        workspace.refresh()
        name, state = self.chosen(data, self.model.records), self.words()
        batch = (workspace.document(*name) or {}).get("batch")
        document = self.document(name[0], state[1]) | ({"batch": batch} if batch else {})
        put = Put(*name, document, self.revision(workspace, name))
        workspace.write(Change("Edit", origin, later(self.tick()), [put]))
        self.model.change(origin, {name: state})

    @precondition(lambda self: self.model.records)
    @rule(who=st.integers(0, 1), origin=st.sampled_from(SESSIONS), data=st.data())
    def delete_and_add(self, who: int, origin: str, data: st.DataObject) -> None:
        workspace = self.open[who]
        workspace.refresh()
        gone, name, state = self.chosen(data, self.model.records), self.fresh("tasks"), self.words()
        puts, deletes = [Put(*name, task(state[1]), None)], [Delete(*gone, self.revision(workspace, gone))]
        workspace.write(Change("Swap", origin, later(self.tick()), puts, deletes))
        self.model.change(origin, {name: state, gone: None})

    @precondition(lambda self: self.model.records)
    @rule(who=st.integers(0, 1), data=st.data())
    def write_over_a_change_not_seen(self, who: int, data: st.DataObject) -> None:
        self.open[1 - who].refresh()
        name, state = self.chosen(data, self.model.records), self.words()
        seen = self.revision(self.open[1 - who], name)
        put = Put(*name, self.document(name[0], state[1]), seen)
        self.open[1 - who].write(Change("First", "one", later(self.tick()), [put]))
        self.model.change("one", {name: state})
        mine = Put(*name, self.document(name[0], self.words()[1]), seen)
        with pytest.raises(Conflict) as caught:
            self.open[who].write(Change("Second", "two", later(self.tick()), [mine]))
        theirs = caught.value.theirs or {}
        assert state[1] in (theirs.get("text"), theirs.get("title"))

    @rule()
    def capture_a_line(self) -> None:
        state = self.words()
        line_id = capture(self.folder, text=state[1], at=later(self.tick()))
        self.model.records["entries", line_id] = state
        self.model.pending.append(("entries", line_id))

    @rule(who=st.integers(0, 1))
    def fold(self, who: int) -> None:
        assert self.open[who].fold(later(self.tick())) == len(self.model.pending)
        self.model.fold()

    @precondition(lambda self: self.model.pending)
    @rule(who=st.integers(0, 1), step=st.integers(0, 25), mode=st.sampled_from(["error", "kill", "kill after", "full"]))
    def crash_while_folding(self, who: int, step: int, mode: str) -> None:
        """Fail or die in the middle; then all captured lines are in the file, or none is, and nobody sees a change."""
        with self.failing(who, step, mode):
            self.open[who].fold(later(self.tick()))
        path = self.folder / "workspace.json"
        saved = plain(self.folder)["entries"] if path.exists() else {}
        there = [key in saved for _, key in self.model.pending]
        assert all(there) or not any(there)
        if all(there):
            self.model.fold()

    @rule(who=st.integers(0, 1), size=st.integers(1, 9))
    def import_a_log(self, who: int, size: int) -> None:
        states: dict[Name, tuple[int, str] | None] = {self.fresh("entries"): self.words() for _ in range(size)}
        puts = [Put(*name, entry(state[1]), None) for name, state in states.items() if state is not None]
        self.open[who].write(Change("Import", "cli", later(self.tick()), puts, batch=self.fresh("")[1]))
        self.model.change("cli", states, "batch")

    @rule(who=st.integers(0, 1))
    def keep_a_copy(self, who: int) -> None:
        self.open[who].fold(later(self.tick()))
        self.model.fold()
        name = self.open[who].backup(later(self.tick()))
        if name is not None:
            self.copies.append((name, dict(self.model.records)))

    @precondition(lambda self: self.copies)
    @rule(who=st.integers(0, 1), data=st.data())
    def go_back(self, who: int, data: st.DataObject) -> None:
        self.copies = [copy for copy in self.copies if (self.folder / "backups" / copy[0]).exists()]
        if not self.copies:
            return
        name, then = data.draw(st.sampled_from(self.copies))
        self.open[who].restore(name, later(self.tick()))
        self.model.fold()
        now = self.model.records
        # What a restore brings is a state of its own: older changes are not taken back over it, only after it.
        states: dict[Name, tuple[int, str] | None] = {
            one: (self.words()[0], then[one][1]) if one in then else None
            for one in sorted({*now, *then})
            if now.get(one, (0, ""))[1] != then.get(one, (0, ""))[1]
        }
        self.model.change("cli", states, "restore")

    @contextmanager
    def failing(self, who: int, step: int, mode: str) -> Iterator[None]:
        """Let the file layer fail or die at a step; a workspace whose process has died is opened anew."""
        files.layer = FaultyFiles(step, mode, errno.EIO)
        try:
            yield
        except StoreError:
            pass
        except Killed:
            self.open[who] = Workspace(self.folder)
        finally:
            files.layer = files.Files()

    @rule(
        who=st.integers(0, 1),
        session=st.sampled_from(SESSIONS),
        back=st.booleans(),
        step=st.integers(0, 25),
        mode=st.sampled_from(["error", "kill", "kill after", "full"]),
    )
    def crash_while_turning(self, who: int, session: str, back: bool, step: int, mode: str) -> None:
        """Fail or die while something is taken back or brought again; then it was, or it was not."""
        turned = self.model.copy()
        expected = turned.turn(session, back)
        with self.failing(who, step, mode), suppress(UndoRefused):
            workspace = self.open[who]
            (workspace.undo if back else workspace.redo)(session, later(self.tick()))
        snapshot = read_snapshot(self.folder)
        found = seen(snapshot.documents("entries"), snapshot.documents("tasks"))
        if expected and found == words_of(turned):
            self.model = turned

    @rule(who=st.integers(0, 1), session=st.sampled_from(SESSIONS), back=st.booleans())
    def turn(self, who: int, session: str, back: bool) -> None:
        expected = self.model.turn(session, back)
        workspace = self.open[who]
        try:
            (workspace.undo if back else workspace.redo)(session, later(self.tick()))
        except UndoRefused:
            assert not expected
        else:
            assert expected

    @rule(who=st.integers(0, 1))
    def reopen(self, who: int) -> None:
        self.open[who] = Workspace(self.folder)

    @precondition(lambda self: self.model.records)
    @rule(
        who=st.integers(0, 1),
        data=st.data(),
        step=st.integers(0, 25),
        mode=st.sampled_from(["error", "short", "kill", "kill after", "full"]),
    )
    def crash(self, who: int, data: st.DataObject, step: int, mode: str) -> None:
        """Fail or die at some operation of a save; then the old or the new state is there whole."""
        workspace = self.open[who]
        workspace.refresh()
        name, state = self.chosen(data, self.model.records), self.words()
        put = Put(*name, self.document(name[0], state[1]), self.revision(workspace, name))
        files.layer = FaultyFiles(step, mode, errno.EIO)
        done = failed = False
        try:
            workspace.write(Change("Edit", "one", later(self.tick()), [put]))
            done = True
        except StoreError:
            failed = True
        except Killed:
            self.open[who] = Workspace(self.folder)
        finally:
            files.layer = files.Files()
        saved = read_snapshot(self.folder).document(*name)
        assert saved is not None
        new = state[1] in (saved.get("text"), saved.get("title"))
        assert new or not done
        if new:
            self.model.change("one", {name: state})
        elif not failed:
            # The lines may have been set aside or folded by a write that came before; nothing else may differ.
            assert name in self.model.records

    @precondition(lambda self: self.other is None and self.model.records)
    @rule()
    def take_a_copy_away(self) -> None:
        self.open[0].fold(later(self.tick()))
        self.model.fold()
        shutil.copytree(self.folder, self.home / "there")
        there = copy.deepcopy(self.model)
        there.touched, self.model.touched = set(), set()
        self.other = (self.home / "there", there, dict(self.model.records))

    @precondition(lambda self: self.other is not None and self.other[1].records)
    @rule(data=st.data(), remove=st.booleans())
    def work_on_the_copy(self, data: st.DataObject, remove: bool) -> None:
        assert self.other is not None
        folder, model, _ = self.other
        workspace = Workspace(folder)
        name, state = self.chosen(data, model.records), self.words()
        seen = self.revision(workspace, name)
        if remove:
            workspace.write(Change("Away", "there", later(self.tick()), (), [Delete(*name, seen)]))
            model.change("there", {name: None})
        else:
            put = Put(*name, self.document(name[0], state[1]), seen)
            workspace.write(Change("Away", "there", later(self.tick()), [put]))
            model.change("there", {name: state})

    @precondition(lambda self: self.other is not None)
    @rule(who=st.integers(0, 1), side=st.sampled_from(["mine", "theirs"]))
    def bring_the_copy_back(self, who: int, side: merge.Choice) -> None:
        assert self.other is not None
        folder, there, _ = self.other
        found = merge.preview(self.open[who], folder / "workspace.json")
        choices: dict[Name, merge.Choice] = {(step.kind, step.id): side for step in found.open}
        states: dict[Name, tuple[int, str] | None] = {}
        for name in sorted(self.model.records.keys() | there.records.keys()):
            mine, theirs = self.model.records.get(name), there.records.get(name)
            if name not in there.touched or mine == theirs:
                continue
            if name not in self.model.touched or side == "theirs":
                states[name] = theirs
        for name in choices:
            assert name in there.touched
            assert name in self.model.touched
        merge.apply(self.open[who], found, later(self.tick()), choices)
        kept = {name: self.model.records.get(name) for name in choices if name not in states}
        self.model.change("cli", {**states, **{n: (self.words()[0], s[1]) for n, s in kept.items() if s is not None}})
        shutil.rmtree(folder)
        self.other = None

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        expected = words_of(self.model)
        snapshot = read_snapshot(self.folder)
        assert seen(snapshot.documents("entries"), snapshot.documents("tasks")) == expected
        for workspace in self.open:
            workspace.refresh()
            rows = list(workspace.rows())
            assert {("entries", row.id): row.text for row in rows} == {
                name: words for name, words in expected.items() if name[0] == "entries"
            }
            assert [row_order(row) for row in rows] == sorted(row_order(row) for row in rows)
            assert seen(workspace.all_entries(), workspace.documents("tasks")) == expected


def words_of(model: Model) -> dict[Name, str]:
    return {name: state[1] for name, state in model.records.items()}


def seen(entries: Any, tasks: Any) -> dict[Name, str]:
    return {
        **{("entries", k): content(d)["text"] for k, d in entries.items()},
        **{("tasks", k): content(d)["title"] for k, d in tasks.items()},
    }


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
