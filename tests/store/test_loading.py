"""The log in memory: it arrives in slices and keeps up with the file."""

from pathlib import Path

import pytest

from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.workspace import Change, Delete, Put, Workspace
from tests.store.support import AT, DAY, capture, entry, key, put, texts


def test_a_long_log_changed_elsewhere_is_taken_in_where_it_differs(tmp_path: Path) -> None:
    one = Workspace(tmp_path)
    many = [Put("entries", key(n * 10), entry(f"Number {n}", start=None), None) for n in range(3000)]
    one.write(Change("Import", "cli", AT, many, batch=key(9)))
    two = Workspace(tmp_path)
    assert len(two.rows()) == 3000
    changes = [
        Put("entries", key(15), entry("Between"), None),
        Put("entries", key(99_999), entry("Last"), None),
        Put("entries", key(20_000), entry("Changed", start=None), 1),
    ]
    one.write(Change("Some", "app", AT, changes, [Delete("entries", key(0), 1)]))
    assert two.refresh() == {("entries", key(n)) for n in (0, 15, 20_000, 99_999)}
    assert list(two.rows()) == list(Workspace(tmp_path).rows()) == list(one.rows())
    assert [row.id for row in two.rows()] == [
        *sorted(row.id for row in two.rows() if row.start is None),
        key(15),
        key(99999),
    ]


def test_the_log_arrives_in_slices_and_is_whole_at_the_end(tmp_path: Path) -> None:
    many = [Put("entries", key(n), entry(f"Number {n}"), None) for n in range(4000)]
    Workspace(tmp_path).write(Change("Import", "cli", AT, many, batch=key(9)))
    capture(tmp_path, text="Captured")
    workspace = Workspace(tmp_path)
    assert len(workspace.rows_of_day(DAY)) == 4001
    steps = list(workspace.load_slices())
    assert len(steps) > 3
    assert [step.loaded for step in steps] == sorted(step.loaded for step in steps)
    assert steps[-1].loaded == steps[-1].total == 4000
    assert len(workspace.rows()) == 4001
    assert list(workspace.rows()) == read_snapshot(tmp_path).rows()


def test_writing_while_the_log_is_loading_keeps_it_whole(tmp_path: Path) -> None:
    many = [Put("entries", key(n), entry(f"Number {n}"), None) for n in range(4000)]
    Workspace(tmp_path).write(Change("Import", "cli", AT, many, batch=key(9)))
    workspace = Workspace(tmp_path)
    slices = workspace.load_slices()
    next(slices)
    put(workspace, "entries", key(5000), entry("New"))
    list(slices)
    assert len(workspace.rows()) == 4001


def test_the_running_timer_is_not_in_the_log(tmp_path: Path) -> None:
    capture(tmp_path, "start", text="Timer")
    workspace = Workspace(tmp_path)
    running = workspace.running()
    assert running is not None
    assert (running.text, running.seconds) == ("Timer", None)
    assert texts(workspace) == []


def test_documents_of_entries_are_read_when_asked_for(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("One"))
    line_id = capture(tmp_path, text="Captured")
    workspace.refresh()
    documents = workspace.documents("entries")
    assert set(documents) == {key(1), line_id}
    assert documents[key(1)]["text"] == "One"
    assert {d["text"] for d in documents.values()} == {"One", "Captured"}
    assert set(workspace.some_entries([key(1), line_id, key(9)])) == {key(1), line_id}
    with pytest.raises(KeyError):
        documents[key(9)]
