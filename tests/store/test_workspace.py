"""Saving: what is acknowledged is there for every reader, whole, with as little written anew as can be."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from outsource_tui.domain.errors import InputError
from outsource_tui.store import lines
from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.workspace import Change, Conflict, Put, Workspace
from tests.store.support import AT, capture, delete, entry, key, later, plain, put, task, texts


def test_what_is_saved_is_there_for_every_reader(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    workspace = Workspace(folder)
    assert put(workspace, "entries", key(1), entry("One")) == 1
    assert put(workspace, "tasks", key(2), task()) == 1
    stock = TinyDB(folder / "workspace.json")
    assert stock.tables() == set(lines.TABLES)
    found = stock.table("entries").get(doc_id=int(key(1)))
    assert isinstance(found, dict)
    assert (found["text"], found["revision"]) == ("One", 1)
    assert read_snapshot(folder).documents("tasks")[key(2)]["title"] == "Bookkeeping"
    assert Workspace(folder).document("tasks", key(2)) == workspace.document("tasks", key(2))
    assert stat.S_IMODE((folder / "workspace.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_record_bears_its_revision_and_times(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task(), minutes=0)
    put(workspace, "tasks", key(1), task("Books"), 1, minutes=5)
    assert plain(tmp_path)["tasks"][key(1)] == {
        "revision": 2,
        "created_at": "2026-11-23T09:00:00+00:00",
        "updated_at": "2026-11-23T09:05:00+00:00",
        "title": "Books",
    }


def test_unchanged_lines_are_reused_as_they_are(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("One"))
    put(workspace, "entries", key(2), entry("Two"))
    path = tmp_path / "workspace.json"
    odd = path.read_bytes().replace(b'"stress": 4', b'"stress":   4', 1)
    path.write_bytes(odd)
    put(workspace, "entries", key(2), entry("Zwei"), 1)
    assert b'"stress":   4' in path.read_bytes()
    assert texts(workspace) == ["One", "Zwei"]


def test_a_save_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    before = (tmp_path / "workspace.json").stat()
    assert put(workspace, "tasks", key(1), task(), 1, minutes=9) == 1
    assert (tmp_path / "workspace.json").stat().st_ino == before.st_ino
    assert len(workspace.history()) == 1


def test_another_process_change_is_noticed_by_record(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "entries", key(1), entry("One"))
    put(one, "tasks", key(5), task())
    assert two.refresh() is None
    assert texts(two) == ["One"]
    put(one, "entries", key(2), entry("Two"))
    put(one, "tasks", key(5), task("Books"), 1)
    delete(one, "entries", key(1), 1)
    assert two.refresh() == {("entries", key(1)), ("entries", key(2)), ("tasks", key(5))}
    assert texts(two) == ["Two"]
    assert two.documents("tasks")[key(5)]["title"] == "Books"


def test_a_change_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    before = (tmp_path / "workspace.json").read_bytes()
    with pytest.raises(Conflict):
        workspace.write(
            Change("Both", "app", AT, [Put("tasks", key(2), task(), None), Put("tasks", key(1), task("x"), 7)])
        )
    assert (tmp_path / "workspace.json").read_bytes() == before
    assert key(2) not in workspace.documents("tasks")


def test_a_figure_that_is_none_is_refused_and_nothing_is_saved(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    before = (tmp_path / "workspace.json").read_bytes()
    with pytest.raises(InputError, match="nothing was saved"):
        put(workspace, "entries", key(2), entry(seconds=float("inf")))
    assert (tmp_path / "workspace.json").read_bytes() == before


def test_the_history_is_bounded_and_tombstones_pass_away(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    delete(workspace, "tasks", key(1), 1)
    for number in range(60):
        put(workspace, "tasks", key(100 + number), task())
    assert len(workspace.history()) == 50
    assert list(plain(tmp_path)["meta"]["1"]["tombstones"]["tasks"]) == [key(1)]
    put(workspace, "tasks", key(2), task(), minutes=91 * 24 * 60)
    assert plain(tmp_path)["meta"]["1"]["tombstones"] == {}


def test_an_import_of_many_keeps_the_history_small(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    puts = (Put("entries", key(n), entry(f"Number {n}"), None) for n in range(2000))
    written = workspace.write(Change("Import", "cli", AT, puts, batch=key(9)))
    assert written.count == 2000
    meta: dict[str, Any] = plain(tmp_path)["meta"]["1"]
    assert meta["history"][-1]["count"] == 2000
    assert len(str(meta)) < 5000
    assert plain(tmp_path)["entries"][key(5)]["batch"] == key(9)


@pytest.mark.parametrize("minutes", [0, 30])
def test_a_copy_is_kept_before_the_first_change_of_an_hour(tmp_path: Path, minutes: float) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    put(workspace, "tasks", key(2), task())
    put(workspace, "tasks", key(3), task(), minutes=minutes)
    copies = os.listdir(tmp_path / "backups")
    assert len(copies) == 1
    assert stat.S_IMODE((tmp_path / "backups").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "backups" / copies[0]).stat().st_mode) == 0o600
    put(workspace, "tasks", key(4), task(), minutes=120)
    assert len(os.listdir(tmp_path / "backups")) == 2


def test_reading_writes_nothing(tmp_path: Path) -> None:
    capture(tmp_path)
    before = sorted(os.listdir(tmp_path))
    workspace = Workspace(tmp_path)
    workspace.refresh()
    workspace.rows()
    workspace.running()
    read_snapshot(tmp_path).rows()
    assert sorted(os.listdir(tmp_path)) == before
    assert later(0) == AT
