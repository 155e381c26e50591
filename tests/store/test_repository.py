"""Documents to records and back."""

from datetime import timedelta
from pathlib import Path

from outsource_tui.domain.engagement import CheckIn, Engagement, Milestone
from outsource_tui.domain.entry import Entry
from outsource_tui.domain.task import Task
from outsource_tui.store.repository import Repository, read_record
from outsource_tui.store.workspace import Change, Workspace
from tests.store.support import AT, capture, key, later, plain, put


def test_a_record_goes_in_and_comes_out_as_it_was(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    repository = Repository(workspace)
    task = Task(id=key(1), title="Ümlaut [/]", created_at=AT, updated_at=AT)
    written = workspace.write(Change("Add", "app", later(5), [repository.put(task)]))
    document = written.documents["tasks", key(1)]
    assert document is not None
    saved = repository.saved(task, document)
    assert saved == task.model_copy(update={"revision": 1, "updated_at": later(5)})
    assert repository.get(Task, key(1)) == saved
    assert repository.all(Task) == [saved]
    assert Repository(Workspace(tmp_path)).get(Task, key(1)) == saved
    assert repository.get(Task, key(2)) is None
    workspace.write(Change("Delete", "app", later(6), (), [repository.delete(saved)]))
    assert repository.all(Task) == []


def test_an_entry_is_stored_with_all_its_keys_in_their_order(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    repository = Repository(workspace)
    entry = Entry(id=key(1), day=AT.date(), start=AT, seconds=60, text="x", created_at=AT, updated_at=AT)
    workspace.write(Change("Add", "app", AT, [repository.put(entry)]))
    capture(tmp_path, text="y")
    workspace.fold(AT)
    assert [" ".join(document) for document in plain(tmp_path)["entries"].values()] == [
        "revision created_at updated_at day start seconds text project client tags stress liking skill postponed task "
        "engagement purpose source fingerprint batch"
    ] * 2


def test_equal_values_keep_the_spelling_of_the_file(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), {"title": "A", "crossed_at": "2026-11-23T10:00:00+00:00", "unknown": {"x": 1}})
    repository = Repository(workspace)
    record = repository.get(Task, key(1))
    assert record is not None
    workspace.write(Change("Change", "app", AT, [repository.put(record.changed(title="B"))]))
    saved = plain(tmp_path)["tasks"][key(1)]
    assert (saved["title"], saved["crossed_at"], saved["unknown"]) == ("B", "2026-11-23T10:00:00+00:00", {"x": 1})


def test_unknown_keys_inside_parts_stay_with_their_part(tmp_path: Path) -> None:
    one, two = key(11), key(12)
    workspace = Workspace(tmp_path)
    put(
        workspace,
        "engagements",
        key(1),
        {"title": "A", "milestones": [{"id": one, "title": "M1", "x": 1}, {"id": two, "title": "M2", "x": 2}]},
    )
    repository = Repository(workspace)
    record = repository.get(Engagement, key(1))
    assert record is not None
    milestones = (record.milestones[1], Milestone(id=key(13), title="M3"))
    changed = record.changed(milestones=milestones, check_ins=(CheckIn(id=key(14), at=AT),))
    workspace.write(Change("Change", "app", AT, [repository.put(changed)]))
    saved = plain(tmp_path)["engagements"][key(1)]["milestones"]
    assert [(part["id"], part.get("x")) for part in saved] == [(two, 2), (key(13), None)]


def test_a_record_that_does_not_fit_is_left_out_and_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), {"title": "Good"})
    put(workspace, "tasks", key(2), {"title": "Bad", "liking": 9})
    repository = Repository(workspace)
    assert [task.title for task in repository.all(Task)] == ["Good"]
    assert list(repository.unreadable) == [("tasks", key(2))]
    assert "liking" in repository.unreadable["tasks", key(2)]
    assert "Bad" not in repository.unreadable["tasks", key(2)]
    assert "Bad" in (tmp_path / "workspace.json").read_text()


def test_a_record_is_read_once_while_it_does_not_change(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), {"title": "A"})
    repository = Repository(workspace)
    first = repository.get(Task, key(1))
    assert repository.get(Task, key(1)) is first
    put(Workspace(tmp_path), "tasks", key(1), {"title": "B"}, 1)
    workspace.refresh()
    second = repository.get(Task, key(1))
    assert second is not None
    assert second.title == "B"


def test_two_apps_work_on_different_check_ins(tmp_path: Path) -> None:
    workspaces = [Workspace(tmp_path), Workspace(tmp_path)]
    repositories = [Repository(workspace) for workspace in workspaces]
    base = Engagement(id=key(1), title="Site", created_at=AT, updated_at=AT)
    workspaces[0].write(Change("Add", "one", AT, [repositories[0].put(base)]))
    records = [repository.get(Engagement, key(1)) for repository in repositories]
    for number, (workspace, repository, record) in enumerate(zip(workspaces, repositories, records, strict=True)):
        assert record is not None
        check_in = CheckIn(id=key(20 + number), at=AT + timedelta(hours=number), note=str(number))
        workspace.write(
            Change("Check in", str(number), later(number), [repository.put(record.changed(check_ins=(check_in,)))])
        )
    last = repositories[0]
    workspaces[0].refresh()
    saved = last.get(Engagement, key(1))
    assert saved is not None
    assert sorted(check_in.note for check_in in saved.check_ins) == ["0", "1"]


def test_unknown_keys_are_looked_past(tmp_path: Path) -> None:
    document = {"created_at": AT.isoformat(), "updated_at": AT.isoformat(), "title": "A", "new": 1, "offer": {"new": 2}}
    assert read_record(Task, key(1), document).title == "A"
    assert document["new"] == 1
