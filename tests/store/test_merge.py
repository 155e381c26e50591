"""Two copies of a workspace, changed apart, brought together record by record."""

import shutil
from pathlib import Path

import pytest

from outsource_tui.domain.errors import InputError, NewerError
from outsource_tui.store import copies, lines, merge
from outsource_tui.store import workspace as workspace_module
from outsource_tui.store.change import content
from outsource_tui.store.workspace import Change, Conflict, Put, Workspace
from tests.store.support import AT, capture, delete, entry, key, later, plain, put, task, texts

HERE, THERE = "here", "there"


def parted(tmp_path: Path) -> tuple[Workspace, Workspace]:
    """Return two workspaces with a past in common."""
    here = Workspace(tmp_path / HERE)
    for number in range(1, 6):
        put(here, "tasks", key(number), task(f"T{number}"), minutes=number)
    shutil.copytree(tmp_path / HERE, tmp_path / THERE)
    return here, Workspace(tmp_path / THERE)


def whats(found: merge.Merge) -> dict[str, str]:
    return {step.id: step.what for step in found.steps}


def take_in(
    here: Workspace, there: Workspace, minutes: float, choices: dict[tuple[str, str], merge.Choice] | None = None
) -> None:
    merge.apply(here, merge.preview(here, there.path), later(minutes), choices)


def test_each_side_brings_what_it_changed(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(here, "tasks", key(1), task("Here"), 1, minutes=20)
    put(there, "tasks", key(2), task("There"), 1, minutes=30)
    put(there, "tasks", key(9), task("New there"), minutes=31)
    put(here, "tasks", key(8), task("New here"), minutes=21)
    delete(there, "tasks", key(3), 1, minutes=32)
    found = merge.preview(here, there.path)
    assert whats(found) == {key(2): "newer", key(9): "new", key(3): "gone"}
    assert found.open == ()
    before = (tmp_path / HERE / "workspace.json").read_bytes()
    assert (tmp_path / HERE / "workspace.json").read_bytes() == before
    merge.apply(here, found, later(40))
    titles = {k: d["title"] for k, d in plain(tmp_path / HERE)["tasks"].items()}
    assert titles == {
        key(1): "Here",
        key(2): "There",
        key(4): "T4",
        key(5): "T5",
        key(8): "New here",
        key(9): "New there",
    }
    assert merge.preview(here, there.path).steps == ()


def test_both_ways_round_ends_in_the_same_records(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(here, "tasks", key(1), task("Here"), 1, minutes=20)
    put(there, "tasks", key(1), task("There"), 1, minutes=21)
    put(there, "tasks", key(2), task("There"), 1, minutes=30)
    delete(here, "tasks", key(3), 1, minutes=22)
    take_in(here, there, 40, {("tasks", key(1)): "theirs"})
    take_in(there, here, 50)
    one, two = plain(tmp_path / HERE)["tasks"], plain(tmp_path / THERE)["tasks"]
    assert {k: content(d) for k, d in one.items()} == {k: content(d) for k, d in two.items()}
    assert merge.preview(here, there.path).steps == ()
    put(there, "tasks", key(1), task("Again"), plain(tmp_path / THERE)["tasks"][key(1)]["revision"], minutes=60)
    assert whats(merge.preview(here, there.path)) == {key(1): "newer"}


def test_a_record_changed_in_both_is_the_users_to_choose(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(here, "tasks", key(1), task("Here"), 1, minutes=20)
    put(there, "tasks", key(1), task("There"), 1, minutes=30)
    found = merge.preview(here, there.path)
    assert [(step.what, [(d.field, d.mine, d.theirs, d.base) for d in step.fields]) for step in found.open] == [
        ("conflict", [("title", "Here", "There", "T1")])
    ]
    merge.apply(here, found, later(40))
    assert plain(tmp_path / HERE)["tasks"][key(1)]["title"] == "Here"
    assert merge.preview(there, here.path).open == ()


def test_two_changes_apart_are_never_overwritten_by_the_larger_revision(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(here, "tasks", key(1), task("Here"), 1, minutes=20)
    put(there, "tasks", key(1), task("There"), 1, minutes=21)
    put(there, "tasks", key(1), task("There again"), 2, minutes=22)
    assert whats(merge.preview(here, there.path)) == {key(1): "conflict"}


def test_different_milestones_fit_together(tmp_path: Path) -> None:
    here = Workspace(tmp_path / HERE)
    a, b = {"id": key(1), "title": "A"}, {"id": key(2), "title": "B"}
    put(here, "engagements", key(7), {"title": "Site", "milestones": [a, b]})
    shutil.copytree(tmp_path / HERE, tmp_path / THERE)
    there = Workspace(tmp_path / THERE)
    put(here, "engagements", key(7), {"title": "Site", "milestones": [{**a, "title": "A2"}, b]}, 1, minutes=20)
    put(there, "engagements", key(7), {"title": "Site", "milestones": [a, {**b, "title": "B2"}]}, 1, minutes=21)
    assert whats(merge.preview(here, there.path)) == {key(7): "both"}
    take_in(here, there, 30)
    assert [m["title"] for m in plain(tmp_path / HERE)["engagements"][key(7)]["milestones"]] == ["A2", "B2"]


@pytest.mark.parametrize(("choice", "left"), [(None, True), ("mine", True), ("theirs", False)])
def test_changed_here_and_deleted_there(tmp_path: Path, choice: merge.Choice | None, left: bool) -> None:
    here, there = parted(tmp_path)
    put(here, "tasks", key(1), task("Here"), 1, minutes=20)
    delete(there, "tasks", key(1), 1, minutes=30)
    assert whats(merge.preview(here, there.path)) == {key(1): "gone_there"}
    take_in(here, there, 40, {("tasks", key(1)): choice} if choice else None)
    assert (key(1) in plain(tmp_path / HERE)["tasks"]) is left


@pytest.mark.parametrize(("choice", "left"), [(None, False), ("mine", False), ("theirs", True)])
def test_deleted_here_and_changed_there(tmp_path: Path, choice: merge.Choice | None, left: bool) -> None:
    here, there = parted(tmp_path)
    delete(here, "tasks", key(1), 1, minutes=20)
    put(there, "tasks", key(1), task("There"), 1, minutes=30)
    assert whats(merge.preview(here, there.path)) == {key(1): "gone_here"}
    take_in(here, there, 40, {("tasks", key(1)): choice} if choice else None)
    assert (key(1) in plain(tmp_path / HERE)["tasks"]) is left


def test_what_was_deleted_here_does_not_come_back_from_an_old_copy(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    delete(here, "tasks", key(1), 1, minutes=20)
    assert merge.preview(here, there.path).steps == ()


def test_an_undone_import_does_not_come_back_from_a_copy(tmp_path: Path) -> None:
    here = Workspace(tmp_path / HERE)
    put(here, "tasks", key(1), task())
    puts = [Put("entries", key(n), entry(f"N{n}"), None) for n in range(10, 20)]
    here.write(Change("Import", "cli", AT, puts, batch=key(9)))
    shutil.copytree(tmp_path / HERE, tmp_path / THERE)
    here.undo("cli", later(1))
    there = Workspace(tmp_path / THERE)
    assert merge.preview(here, there.path).steps == ()
    assert set(whats(merge.preview(there, here.path)).values()) == {"gone"}


def test_an_import_brought_again_stays_and_goes_to_a_copy_that_saw_it_undone(tmp_path: Path) -> None:
    here = Workspace(tmp_path / HERE)
    puts = [Put("entries", key(n), entry(f"N{n}"), None) for n in range(10, 13)]
    here.write(Change("Import", "cli", AT, puts, batch=key(9)))
    edited = here.document("entries", key(10))
    assert edited is not None
    put(here, "entries", key(10), {**edited, "text": "Edited"}, 1, minutes=1)
    here.undo("app", later(2))
    here.undo("cli", later(3))
    shutil.copytree(tmp_path / HERE, tmp_path / THERE)
    there = Workspace(tmp_path / THERE)
    here.redo("cli", later(4))
    assert merge.preview(here, there.path).steps == ()
    assert set(whats(merge.preview(there, here.path)).values()) == {"new"}
    take_in(there, here, 5)
    assert texts(there) == texts(here) == ["N10", "N11", "N12"]


def test_captured_and_then_edited_there_is_newer_there(tmp_path: Path) -> None:
    here = Workspace(tmp_path / HERE)
    line_id = capture(tmp_path / HERE, text="One")
    here.fold(AT)
    shutil.copytree(tmp_path / HERE, tmp_path / THERE)
    there = Workspace(tmp_path / THERE)
    document = there.document("entries", line_id)
    assert document is not None
    put(there, "entries", line_id, {**document, "text": "Edited"}, 1, minutes=9)
    assert whats(merge.preview(here, there.path)) == {line_id: "newer"}
    take_in(here, there, 10)
    assert texts(here) == ["Edited"]


def test_a_merge_is_one_undoable_change_after_a_copy(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(there, "tasks", key(2), task("There"), 1, minutes=30)
    put(there, "tasks", key(9), task("New"), minutes=31)
    delete(there, "tasks", key(3), 1, minutes=32)
    before = {k: content(d) for k, d in plain(tmp_path / HERE)["tasks"].items()}
    take_in(here, there, 40)
    assert any("-merge" in path.name for path in (tmp_path / HERE / "backups").iterdir())
    here.undo("cli", later(41))
    assert {k: content(d) for k, d in plain(tmp_path / HERE)["tasks"].items()} == before


def test_a_record_changed_after_the_preview_is_a_conflict(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(there, "tasks", key(2), task("There"), 1, minutes=30)
    found = merge.preview(here, there.path)
    put(here, "tasks", key(2), task("Quick"), 1, minutes=35)
    with pytest.raises(Conflict):
        merge.apply(here, found, later(40))
    assert plain(tmp_path / HERE)["tasks"][key(2)]["title"] == "Quick"


def test_two_workspaces_without_a_common_past_are_joined(tmp_path: Path) -> None:
    here, there = Workspace(tmp_path / HERE), Workspace(tmp_path / THERE)
    put(here, "entries", key(1), entry("One"))
    put(there, "entries", key(2), entry("Two"))
    take_in(here, there, 1)
    assert texts(here) == ["One", "Two"]


def test_what_cannot_be_merged_is_refused_in_a_sentence(tmp_path: Path) -> None:
    here = Workspace(tmp_path)
    put(here, "tasks", key(1), task())
    with pytest.raises(InputError, match="itself"):
        merge.preview(here, here.path)
    (tmp_path / "note.txt").write_text("hello")
    with pytest.raises(InputError, match="not a readable workspace"):
        merge.preview(here, tmp_path / "note.txt")
    with pytest.raises(InputError, match="no file"):
        merge.preview(here, tmp_path / "missing.json")
    (tmp_path / "new.json").write_bytes(lines.render({"meta": {"1": {"schema": 7}}}))
    with pytest.raises(NewerError):
        merge.preview(here, tmp_path / "new.json")


def test_a_copy_brings_what_was_captured_beside_it(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    folded = capture(tmp_path / THERE, text="Folded there", at=later(20))
    there.fold(later(21))
    capture(tmp_path / THERE, text="Captured there", at=later(22))
    started = capture(tmp_path / THERE, "start", text="Timed there", at=later(23))
    capture(tmp_path / THERE, "stop", later(33), target=started)
    capture(tmp_path / THERE, "start", text="Running there", at=later(34))
    capture(tmp_path / HERE, text="Captured here", at=later(24))
    for path in (tmp_path / THERE / "workspace.json", tmp_path / THERE):
        found = merge.preview(here, path)
        assert set(whats(found).values()) == {"new"}
        assert folded in whats(found)
        assert found.notes == ()
    merge.apply(here, found, later(40))
    assert sorted(texts(here)) == ["Captured here", "Captured there", "Folded there", "Timed there"]
    # What is folded there later is what came from there already.
    there.fold(later(41))
    assert not merge.preview(here, there.path).offers


def test_a_timer_that_runs_there_runs_on_here(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(there, "tasks", key(9), task("New there"), minutes=20)
    capture(tmp_path / THERE, "start", text="Running there", at=later(30))
    mine = capture(tmp_path / HERE, "start", text="Mine", at=later(31))
    found = merge.preview(here, there.path)
    assert found.timer is None
    assert found.notes == ("A timer runs there too (Running there); stop yours and merge again to take it over.",)
    merge.apply(here, found, later(32))
    capture(tmp_path / HERE, "cancel", later(33), target=mine)
    found = merge.preview(here, there.path)
    assert (found.steps, found.notes, found.offers) == ((), (), True)
    merge.apply(here, found, later(34))
    assert not merge.preview(here, there.path).offers
    here.refresh()
    for turn, runs in ((here.undo, False), (here.redo, True)):
        turn("cli", later(35))
        running = here.running()
        assert (running is not None) is runs
        assert merge.preview(here, there.path).offers is not runs
    here.undo("cli", later(36))
    merge.apply(here, merge.preview(here, there.path), later(37))
    here.refresh()
    running = here.running()
    assert running is not None
    assert (running.text, running.start) == ("Running there", later(30).isoformat())
    capture(tmp_path / HERE, "stop", later(60), target=running.id)
    here.fold(later(61))
    assert [(row.text, row.seconds) for row in here.rows()] == [("Running there", 1800)]
    # Taken back now, the merge leaves the entry alone: it is work that was done here.
    assert here.undo("cli", later(62)).label == "Stop Running there"


def test_a_timer_known_here_is_not_offered(tmp_path: Path) -> None:
    here = Workspace(tmp_path / HERE)
    put(here, "tasks", key(1), task())
    started = capture(tmp_path / HERE, "start", text="Ours", at=later(1))
    shutil.copytree(tmp_path / HERE, tmp_path / THERE)
    assert not merge.preview(here, tmp_path / THERE).offers
    capture(tmp_path / HERE, "stop", later(9), target=started)
    assert not merge.preview(here, tmp_path / THERE).offers
    here.fold(later(10))
    assert not merge.preview(here, tmp_path / THERE).offers
    delete(here, "entries", started, 1, minutes=11)
    assert not merge.preview(here, tmp_path / THERE).offers


@pytest.mark.parametrize("many", [False, True])
def test_a_merge_taken_back_can_be_made_again_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    here, there = parted(tmp_path)
    put(here, "tasks", key(1), task("Here"), 1, minutes=20)
    put(there, "tasks", key(1), task("There"), 1, minutes=21)
    put(there, "tasks", key(2), task("Newer"), 1, minutes=30)
    put(there, "tasks", key(9), task("New"), minutes=31)
    delete(there, "tasks", key(3), 1, minutes=32)
    delete(here, "tasks", key(4), 1, minutes=33)
    put(there, "tasks", key(4), task("Kept there"), 1, minutes=34)
    monkeypatch.setattr(workspace_module, "_MANY", 0 if many else 1000)
    before = {k: content(d) for k, d in plain(tmp_path / HERE)["tasks"].items()}
    found = merge.preview(here, there.path)
    assert whats(found) == {
        key(1): "conflict", key(2): "newer", key(3): "gone", key(4): "gone_here", key(9): "new",
    }  # fmt: skip
    merge.apply(here, found, later(40), dict.fromkeys((("tasks", key(1)), ("tasks", key(4))), "theirs"))
    after = {k: content(d) for k, d in plain(tmp_path / HERE)["tasks"].items()}
    assert not merge.preview(here, there.path).offers
    here.undo("cli", later(41))
    assert {k: content(d) for k, d in plain(tmp_path / HERE)["tasks"].items()} == before
    again = merge.preview(here, there.path)
    assert {step.id for step in again.steps} == {key(1), key(2), key(3), key(4), key(9)}
    if not many:
        assert {step.id for step in again.open} >= {key(1), key(4)}
    merge.apply(here, again, later(42), {(step.kind, step.id): "theirs" for step in again.open})
    assert {k: content(d) for k, d in plain(tmp_path / HERE)["tasks"].items()} == after


@pytest.mark.parametrize("folded", [False, True])
def test_an_inbox_that_a_synchronising_program_set_beside_is_taken_in(tmp_path: Path, folded: bool) -> None:
    here = Workspace(tmp_path / HERE)
    capture(tmp_path / HERE, text="Before")
    shutil.copytree(tmp_path / HERE, tmp_path / THERE)
    capture(tmp_path / HERE, text="Here", at=later(1))
    capture(tmp_path / THERE, text="There", at=later(2))
    name = "inbox.sync-conflict-20261123-090000-ABCDEFG.jsonl"
    shutil.copy(tmp_path / THERE / "inbox.jsonl", tmp_path / HERE / name)
    with (tmp_path / HERE / name).open("ab") as file:
        file.write(b"{torn")
    if folded:
        gone = next(iter(here.rows())).id
        here.fold(later(3))
        delete(here, "entries", gone, 1, minutes=4)
    else:
        here.refresh()
    assert [notice for notice in copies.notices(str(tmp_path / HERE)) if name in notice]
    found = merge.preview(here, tmp_path / HERE / name)
    assert found.notes == (
        "1 captured line there cannot be read and stayed behind; look at that file before you delete it.",
    )
    merge.apply(here, found, later(5))
    assert sorted(texts(here)) == (["Here", "There"] if folded else ["Before", "Here", "There"])
    assert merge.preview(here, tmp_path / HERE / name).steps == ()
    with pytest.raises(InputError, match="itself"):
        merge.preview(here, tmp_path / HERE / "inbox.jsonl")
