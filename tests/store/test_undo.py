"""Taking back and bringing again: by session, many levels deep, never over somebody else's change."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from outsource_tui.store import captures
from outsource_tui.store.change import content
from outsource_tui.store.work import revision_of
from outsource_tui.store.workspace import Change, Delete, Put, UndoRefused, Workspace
from tests.store.support import AT, capture, delete, entry, key, later, plain, put, task, texts


def titles(folder: Path) -> dict[str, str]:
    return {k: d["title"] for k, d in plain(folder)["tasks"].items()}


def test_several_levels_go_back_and_forth(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    states = [{}]
    put(workspace, "tasks", key(1), task("A"))
    states.append(titles(tmp_path))
    put(workspace, "tasks", key(1), task("B"), 1)
    states.append(titles(tmp_path))
    put(workspace, "tasks", key(2), task("C"))
    states.append(titles(tmp_path))
    delete(workspace, "tasks", key(1), 2)
    states.append(titles(tmp_path))
    for _ in range(2):
        for expected in reversed(states[:-1]):
            workspace.undo("app", later(1))
            assert titles(tmp_path) == expected
        with pytest.raises(UndoRefused, match="nothing left"):
            workspace.undo("app", later(1))
        for expected in states[1:]:
            workspace.redo("app", later(2))
            assert titles(tmp_path) == expected
        with pytest.raises(UndoRefused, match="nothing to redo"):
            workspace.redo("app", later(2))


def test_revisions_only_ever_rise(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("A"))
    put(workspace, "tasks", key(1), task("B"), 1)
    seen = [2]
    for turn in (workspace.undo, workspace.redo, workspace.undo, workspace.redo):
        turn("app", later(1))
        seen.append(plain(tmp_path)["tasks"][key(1)]["revision"])
    assert seen == [2, 3, 4, 5, 6]


def test_undo_is_by_session(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("Mine"), origin="one")
    put(workspace, "tasks", key(2), task("Other"), origin="two")
    put(workspace, "tasks", key(3), task("Command"), origin="cli")
    workspace.undo("one", later(1))
    assert set(titles(tmp_path)) == {key(2), key(3)}
    workspace.undo("cli", later(1))
    assert set(titles(tmp_path)) == {key(2)}
    with pytest.raises(UndoRefused):
        workspace.undo("one", later(1))


def test_undo_refuses_a_record_changed_since(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("A"), origin="one")
    put(workspace, "tasks", key(1), task("B"), 1, origin="two")
    with pytest.raises(UndoRefused, match="“B” was changed since"):
        workspace.undo("one", later(1))
    delete(workspace, "tasks", key(1), 2, origin="two")
    with pytest.raises(UndoRefused, match="deleted since"):
        workspace.undo("one", later(1))


def test_redo_refuses_a_record_changed_since(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("A"), origin="one")
    put(workspace, "tasks", key(1), task("B"), 1, origin="one")
    workspace.undo("one", later(1))
    put(workspace, "tasks", key(1), task("C"), 3, origin="two")
    with pytest.raises(UndoRefused, match="changed since"):
        workspace.redo("one", later(2))
    assert titles(tmp_path) == {key(1): "C"}


def test_a_new_change_ends_what_could_be_redone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("A"))
    workspace.undo("app", later(1))
    put(workspace, "tasks", key(2), task("B"))
    with pytest.raises(UndoRefused, match="nothing to redo"):
        workspace.redo("app", later(2))


def test_a_change_of_several_records_goes_back_whole(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("A", kept={"unknown": [1]}))
    before = {k: content(d) for k, d in plain(tmp_path)["tasks"].items()}
    change = Change(
        "Several",
        "app",
        AT,
        [Put("tasks", key(2), task("B"), None), Put("entries", key(3), entry(), None)],
        [Delete("tasks", key(1), 1)],
    )
    workspace.write(change)
    assert workspace.undo("app", later(1)).label == "Several"
    assert {k: content(d) for k, d in plain(tmp_path)["tasks"].items()} == before
    assert plain(tmp_path)["entries"] == {}
    workspace.redo("app", later(2))
    assert set(plain(tmp_path)["tasks"]) == {key(2)}
    assert set(plain(tmp_path)["entries"]) == {key(3)}


def test_an_import_goes_back_without_what_was_edited_since(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1000), entry("Own"))
    workspace.rows()
    puts = [Put("entries", key(n), entry(f"Number {n}"), None) for n in range(100)]
    workspace.write(Change("Import", "cli", AT, puts, batch=key(9)))
    put(workspace, "entries", key(7), entry("Edited", batch=key(9)), 1)
    undone = workspace.undo("cli", later(1))
    assert (undone.label, undone.note) == ("Import", "“Edited” stays, you changed it since.")
    assert sorted(texts(workspace)) == ["Edited", "Own"]
    assert set(plain(tmp_path)["entries"]) == {key(7), key(1000)}
    assert len(plain(tmp_path)["meta"]["1"]["tombstones"].get("entries", {})) == 0
    workspace.redo("cli", later(2))
    assert len(workspace.rows()) == 101
    assert len(plain(tmp_path)["entries"]) == 101
    workspace.undo("cli", later(3))
    assert sorted(texts(Workspace(tmp_path))) == ["Edited", "Own"]


def imported(workspace: Workspace, number: int = 4) -> None:
    puts = [Put("entries", key(n), entry(f"Number {n}"), None) for n in range(number)]
    workspace.write(Change("Import", "cli", AT, puts, batch=key(9)))


def reword(workspace: Workspace, number: int, text: str, origin: str = "app") -> None:
    """Give an entry other words, as the app does: everything else stays."""
    document = workspace.document("entries", key(number))
    assert document is not None
    put(workspace, "entries", key(number), {**document, "text": text}, document["revision"], origin=origin)


def test_an_import_takes_with_it_what_is_again_as_it_was_made(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    imported(workspace)
    reword(workspace, 0, "Undone")
    workspace.undo("app", later(1))
    reword(workspace, 1, "By hand")
    reword(workspace, 1, "Number 1")
    document = workspace.document("entries", key(2))
    assert document is not None
    delete(workspace, "entries", key(2), document["revision"])
    workspace.undo("app", later(2))
    reword(workspace, 3, "Mine")
    # Another change of the app makes it forget what it took back; the import must not.
    put(workspace, "tasks", key(50), task())
    undone = workspace.undo("cli", later(3))
    assert undone.note == "“Mine” stays, you changed it since."
    assert texts(workspace) == texts(Workspace(tmp_path)) == ["Mine"]
    assert workspace.redo("cli", later(4)).note == ""
    assert sorted(texts(workspace)) == ["Mine", "Number 0", "Number 1", "Number 2"]
    workspace.undo("app", later(5))
    workspace.undo("app", later(5))
    assert workspace.undo("cli", later(6)).note == ""
    assert texts(workspace) == []
    assert Workspace(tmp_path).redo("cli", later(7)).label == "Import"
    workspace.refresh()
    assert sorted(texts(workspace)) == ["Number 0", "Number 1", "Number 2", "Number 3"]


def test_an_import_that_a_restore_had_taken_away_goes_when_the_restore_is_undone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(50), task())
    name = workspace.backup(later(0))
    assert name is not None
    imported(workspace)
    reword(workspace, 0, "Mine")
    workspace.restore(name, later(2))
    assert texts(workspace) == []
    workspace.undo("cli", later(3))
    assert len(workspace.rows()) == 4
    workspace.undo("cli", later(4))
    assert texts(workspace) == ["Mine"]


def test_what_was_changed_since_an_import_is_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    imported(workspace, 6)
    for number, text in enumerate(("One", "Two", "", "Four", "[/] " + "long " * 20)):
        reword(workspace, number, text)
    note = workspace.undo("cli", later(1)).note
    assert note == "5 entries stay, you changed them since: “One”, “Two”, one without words and 2 more."
    reword(workspace, 4, "Once more")
    with pytest.raises(UndoRefused, match="nothing left"):
        workspace.undo("cli", later(2))


STEP = st.one_of(
    st.tuples(st.sampled_from(["undo", "undo", "redo", "copy"]), st.just(0)),
    st.tuples(st.sampled_from(["import", "edit", "edit", "delete", "restore"]), st.integers(0, 5)),
)


TWO_COPIES = [("copy", 0), ("edit", 0), ("copy", 0)]


@given(st.lists(STEP, min_size=4, max_size=16))
@example([*TWO_COPIES, *[("restore", 0), ("restore", 1)] * 2, *[("undo", 0)] * 5])
@settings(max_examples=60, deadline=None)
def test_whatever_one_session_takes_back_is_as_it_was(steps: list[tuple[str, int]]) -> None:
    """States stand in a row; undo and redo walk along it, and a new change cuts off what lies ahead."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(folder)
        put(workspace, "entries", key(900), entry("Own"), origin="cli")
        states, at = [{key(900): entry("Own")}], 0
        copies: dict[str, dict[str, Any]] = {}
        fixed: set[int] = set()
        for number, (do, which) in enumerate(steps, 1):
            now = dict(states[at])
            if do in ("undo", "redo"):
                onward = at + 1 < len(states) and at + 1 not in fixed
                if do == "undo" and at > 0:
                    at -= 1
                    workspace.undo("cli", later(number))
                elif do == "redo" and onward:
                    at += 1
                    workspace.redo("cli", later(number))
                elif do == "redo":
                    with pytest.raises(UndoRefused):
                        workspace.redo("cli", later(number))
            elif do == "copy":
                copies[workspace.backup(later(number)) or ""] = now
            elif do == "restore":
                # Copies that age has made too many are gone.
                left = [name for name in copies if (Path(folder) / "backups" / name).is_file()]
                if not left:
                    continue
                chosen = left[which % len(left)]
                workspace.restore(chosen, later(number))
                states, at = [*states[: at + 1], copies[chosen]], at + 1
                fixed = {one for one in fixed if one < at} | {at}
            else:
                workspace = Workspace(folder)
                if do == "import":
                    fresh = {key(number * 10 + n): entry(f"{number}.{n}") for n in range(which + 1)}
                    puts = [Put("entries", one, document, None) for one, document in fresh.items()]
                    batch = key(number)
                    workspace.write(Change("Import", "cli", later(number), puts, batch=batch))
                    now |= {one: {**document, "batch": batch} for one, document in fresh.items()}
                elif now:
                    chosen = sorted(now)[which % len(now)]
                    seen = revision_of(workspace.document("entries", chosen) or {})
                    if do == "edit":
                        now[chosen] = {**now[chosen], "text": f"Edit {number}"}
                        put(workspace, "entries", chosen, now[chosen], seen, origin="cli", minutes=number)
                    else:
                        del now[chosen]
                        delete(workspace, "entries", chosen, seen, origin="cli", minutes=number)
                if now != states[at]:
                    states, at = [*states[: at + 1], now], at + 1
                    fixed = {one for one in fixed if one < at}
            assert {one: content(found) for one, found in workspace.all_entries().items()} == states[at]
            assert {one: content(found) for one, found in plain(folder)["entries"].items()} == states[at]


def test_a_captured_line_is_dropped_where_it_lies(tmp_path: Path) -> None:
    capture(tmp_path, text="one", at=AT)
    line_id = capture(tmp_path, text="two", at=later(1))
    workspace = Workspace(tmp_path)
    assert workspace.undo("cli", later(2)).label == "Log two"
    assert texts(workspace) == ["one"]
    assert not (tmp_path / "workspace.json").exists()
    assert f'"do": "drop", "target": "{line_id}"' in (tmp_path / "inbox.jsonl").read_text()
    workspace.undo("cli", later(3))
    assert texts(workspace) == []
    workspace.fold(later(4))
    assert not (tmp_path / "workspace.json").exists() or plain(tmp_path)["entries"] == {}


def test_a_captured_line_folded_by_the_app_can_still_be_undone_from_the_command_line(tmp_path: Path) -> None:
    capture(tmp_path, text="one")
    app = Workspace(tmp_path)
    put(app, "tasks", key(1), task())
    assert Workspace(tmp_path).undo("cli", later(1)).label == "Log one"
    app.refresh()
    assert texts(app) == []
    assert Workspace(tmp_path).redo("cli", later(2)).label == "Log one"
    app.refresh()
    assert texts(app) == ["one"]


def test_undoing_start_and_stop_from_the_command_line(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="Timer")
    capture(tmp_path, "stop", later(5), target=started)
    workspace = Workspace(tmp_path)
    assert workspace.undo("cli", later(6)).label == "Stop Timer"
    assert workspace.running() is not None
    assert workspace.undo("cli", later(7)).label == "Start Timer"
    assert workspace.running() is None
    with pytest.raises(UndoRefused):
        workspace.undo("cli", later(8))


def test_a_folded_stop_lets_the_timer_run_again(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="Timer", by="app")
    capture(tmp_path, "stop", later(5), target=started, by="app")
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task(), origin="other")
    assert texts(workspace) == ["Timer"]
    assert workspace.undo("app", later(6)).label == "Stop Timer"
    running = workspace.running()
    assert running is not None
    assert running.start == AT.isoformat()
    assert texts(workspace) == []
    workspace.redo("app", later(7))
    assert workspace.running() is None
    assert [(row.text, row.seconds) for row in workspace.rows()] == [("Timer", 300)]


def test_a_cancelled_timer_comes_back(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="Timer", by="app")
    capture(tmp_path, "cancel", later(5), target=started, by="app")
    workspace = Workspace(tmp_path)
    assert workspace.running() is None
    assert workspace.undo("app", later(6)).label == "Cancel Timer"
    running = workspace.running()
    assert running is not None
    assert running.text == "Timer"
    workspace.redo("app", later(7))
    assert workspace.running() is None
    assert captures.read_state(tmp_path).entries == []


def test_an_app_undoes_its_start_and_brings_it_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task(), origin="app")
    capture(tmp_path, "start", later(1), text="Timer", by="app")
    workspace.refresh()
    assert workspace.undo("app", later(2)).label == "Start Timer"
    assert workspace.running() is None
    workspace.redo("app", later(3))
    running = workspace.running()
    assert running is not None
    assert running.start == later(1).isoformat()


def test_an_open_start_does_not_stand_before_a_later_change(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    capture(tmp_path, "start", AT, text="Timer", by="app")
    put(workspace, "tasks", key(1), task(), origin="app", minutes=3)
    assert workspace.undo("app", later(4)).label == f"Put {key(1)}"
    assert workspace.running() is not None


def test_undoing_a_stop_refuses_while_another_timer_runs(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="First", by="app")
    capture(tmp_path, "stop", later(5), target=started, by="app")
    workspace = Workspace(tmp_path)
    workspace.fold(later(6))
    capture(tmp_path, "start", later(7), text="Second", by="other")
    with pytest.raises(UndoRefused, match="Second is running"):
        workspace.undo("app", later(8))
    assert texts(workspace) == ["First"]
