"""TinyDB through our own storage: durable, private, and never over somebody else's write."""

import stat
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from outsource_tui.domain.errors import DamagedError, StoreError
from outsource_tui.store import lines
from outsource_tui.store.json_file import JsonFile
from outsource_tui.store.workspace import Workspace
from tests.store.support import key, plain, put, task


def test_tinydb_reads_and_changes_the_workspace(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    database = TinyDB(tmp_path / "workspace.json", storage=JsonFile)
    database.table("tasks", cache_size=0).update({"title": "Changed"}, where("title") == "One")
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Changed"
    assert workspace.refresh() == {("tasks", key(1))}
    assert not lines.scan((tmp_path / "workspace.json").read_bytes()).laid_out_afresh


def test_a_new_file_is_private_and_laid_out_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "home" / "workspace.json"
    TinyDB(path, storage=JsonFile).table("contacts").insert({"name": "Ä"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert plain(path.parent)["contacts"] == {"1": {"name": "Ä"}}
    assert plain(path.parent)["meta"]["1"]["schema"] == 1


def test_what_was_written_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    put(Workspace(tmp_path), "tasks", key(1), task())
    storage = JsonFile(tmp_path / "workspace.json")
    tables = storage.read()
    assert tables is not None
    put(Workspace(tmp_path), "tasks", key(2), task())
    with pytest.raises(StoreError, match="meanwhile"):
        storage.write(tables)
    assert set(plain(tmp_path)["tasks"]) == {key(1), key(2)}


def test_what_json_or_the_file_cannot_hold_is_refused(tmp_path: Path) -> None:
    put(Workspace(tmp_path), "tasks", key(1), task())
    before = (tmp_path / "workspace.json").read_bytes()
    storage = JsonFile(tmp_path / "workspace.json")
    storage.read()
    with pytest.raises(StoreError, match="JSON"):
        storage.write({"tasks": {"1": {"x": float("nan")}}})
    with pytest.raises(StoreError, match="digits"):
        storage.write({"tasks": {"one": {}}})
    assert (tmp_path / "workspace.json").read_bytes() == before


def test_damage_is_said_and_other_names_are_refused(tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_text("{")
    with pytest.raises(DamagedError):
        JsonFile(tmp_path / "workspace.json").read()
    with pytest.raises(StoreError, match=r"workspace\.json"):
        JsonFile(tmp_path / "other.json")
