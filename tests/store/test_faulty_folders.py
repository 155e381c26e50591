"""What a folder may hold that nobody wants: damaged, newer, swapped, vanished and half-synchronised files."""

import errno
import os
import stat
from pathlib import Path

import pytest

from outsource_tui.domain.errors import DamagedError, NewerError, StoreError
from outsource_tui.store import files, lines
from outsource_tui.store.check import check
from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.workspace import Conflict, Workspace
from tests.store.support import AT, capture, entry, key, later, plain, put, task, texts


def test_a_file_that_only_looks_unchanged_is_noticed_before_anything_is_saved(tmp_path: Path) -> None:
    """File systems give a freed number again, and several saves of one size may fall into one tick of their clock."""
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    change = next(iter(plain(tmp_path)["meta"]["1"]["changes"]))
    path = tmp_path / "workspace.json"
    old, raw = path.stat(), path.read_bytes()
    raw = (
        raw.replace(b'{"revision": 1', b'{"revision": 2')
        .replace(b'"One"', b'"Two"')
        .replace(change.encode(), b"9" * 19)
    )
    with path.open("r+b") as file:
        file.write(raw)
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    new = path.stat()
    assert (new.st_ino, new.st_size, new.st_mtime_ns) == (old.st_ino, old.st_size, old.st_mtime_ns)
    with pytest.raises(Conflict):
        put(workspace, "tasks", key(1), task("Mine"), 1)
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Two"
    assert put(workspace, "tasks", key(1), task("Mine"), 2) == 3


def test_a_file_that_a_synchronising_program_replaces_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Synchronised(files.Files):
        def fsync(self, fd: int) -> None:
            super().fsync(fd)
            os.replace(tmp_path / "theirs.json", tmp_path / "workspace.json")
            monkeypatch.setattr(files, "layer", files.Files())

    workspace, elsewhere = Workspace(tmp_path), Workspace(tmp_path / "elsewhere")
    put(workspace, "tasks", key(1), task("Mine"))
    put(elsewhere, "tasks", key(2), task("Theirs"))
    os.replace(tmp_path / "elsewhere" / "workspace.json", tmp_path / "theirs.json")
    monkeypatch.setattr(files, "layer", Synchronised())
    with pytest.raises(StoreError, match="replaced by another program"):
        put(workspace, "tasks", key(3), task("New"))
    assert set(plain(tmp_path)["tasks"]) == {key(2)}
    assert put(workspace, "tasks", key(3), task("New")) == 1
    assert set(plain(tmp_path)["tasks"]) == {key(2), key(3)}


class FolderSync(files.Files):
    """The sync of a folder fails with an error, as a failing disk or a network file system may have it."""

    def __init__(self, number: int) -> None:
        self.number = number

    def fsync(self, fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(self.number, os.strerror(self.number))
        super().fsync(fd)


def test_a_save_that_the_disk_does_not_confirm_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    capture(tmp_path, text="Captured")
    monkeypatch.setattr(files, "layer", FolderSync(errno.EIO))
    with pytest.raises(StoreError, match=r"is written, but the disk did not confirm it .* power cut"):
        put(workspace, "tasks", key(1), task("Two"), 1)
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Two"
    assert workspace.documents("tasks")[key(1)]["title"] == "Two"
    assert b"Captured" in (tmp_path / "inbox.jsonl").read_bytes()
    assert texts(workspace) == texts(Workspace(tmp_path)) == ["Captured"]
    monkeypatch.setattr(files, "layer", files.Files())
    # Saving the very same once more is no conflict.
    assert put(workspace, "tasks", key(1), task("Two"), 1) == 2
    workspace.fold(AT)
    assert texts(Workspace(tmp_path)) == ["Captured"]


def test_a_file_system_without_a_sync_of_folders_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "layer", FolderSync(errno.EINVAL))
    put(Workspace(tmp_path / "new"), "tasks", key(1), task("One"))
    capture(tmp_path / "new", text="Captured")
    assert texts(Workspace(tmp_path / "new")) == ["Captured"]


def test_a_pipe_in_the_place_of_a_file_is_refused_at_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    for name in ("workspace.json", "inbox.jsonl", "set-aside.jsonl"):
        path, away = tmp_path / name, tmp_path / f"away-{name}"
        path.touch()
        os.rename(path, away)
        os.mkfifo(path)
        if name == "inbox.jsonl":
            with pytest.raises(StoreError, match="pipe or a device"):
                capture(tmp_path)
        with pytest.raises(StoreError, match="pipe or a device"):
            check(tmp_path, AT)
        os.replace(away, path)
    put(workspace, "tasks", key(1), task("Two"), 1)


def test_a_newer_workspace_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "workspace.json"
    raw = lines.render({"tasks": {key(1): task()}, "meta": {"1": {"schema": 99, "new": True}}})
    path.write_bytes(raw)
    with pytest.raises(NewerError, match="schema 99"):
        Workspace(tmp_path).refresh()
    with pytest.raises(NewerError):
        put(Workspace(tmp_path), "tasks", key(2), task())
    with pytest.raises(NewerError):
        read_snapshot(tmp_path)
    assert path.read_bytes() == raw


def test_a_damaged_file_is_left_alone_and_a_good_copy_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    name = workspace.backup(AT)
    path = tmp_path / "workspace.json"
    path.write_bytes(path.read_bytes()[:-40])
    damaged = path.read_bytes()
    with pytest.raises(DamagedError, match=str(name)):
        Workspace(tmp_path).refresh()
    with pytest.raises(DamagedError):
        put(workspace, "tasks", key(2), task())
    assert path.read_bytes() == damaged
    assert workspace.documents("tasks")[key(1)]["title"] == "Bookkeeping"


def test_a_vanished_file_or_folder_is_not_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    workspace = Workspace(folder)
    put(workspace, "tasks", key(1), task())
    os.rename(folder / "workspace.json", tmp_path / "away.json")
    with pytest.raises(StoreError, match="gone"):
        put(workspace, "tasks", key(2), task())
    os.rename(tmp_path / "away.json", folder / "workspace.json")
    os.rename(folder, tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="gone"):
        put(workspace, "tasks", key(2), task())
    assert not folder.exists()
    os.rename(tmp_path / "elsewhere", folder)
    assert put(workspace, "tasks", key(2), task()) == 1


def test_a_symbolic_link_swapped_in_is_refused(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    put(workspace, "tasks", key(1), task())
    path = tmp_path / "home" / "workspace.json"
    os.rename(path, tmp_path / "stolen.json")
    path.symlink_to(tmp_path / "stolen.json")
    before = (tmp_path / "stolen.json").read_bytes()
    with pytest.raises(StoreError, match="symbolic link"):
        workspace.refresh()
    with pytest.raises(StoreError, match="symbolic link"):
        put(workspace, "tasks", key(2), task())
    assert path.is_symlink()
    assert (tmp_path / "stolen.json").read_bytes() == before


def test_a_line_spoilt_by_hand_is_left_out_and_said(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("One"))
    put(workspace, "entries", key(2), entry("Two"))
    path = tmp_path / "workspace.json"
    path.write_bytes(path.read_bytes().replace(b'"seconds": 2700', b'"seconds": "long"', 1))
    fresh = Workspace(tmp_path)
    assert texts(fresh) == ["Two"]
    assert any("1 entry could not be read" in notice.text for notice in fresh.notices)
    put(fresh, "entries", key(3), entry("Three"))
    assert b'"seconds": "long"' in path.read_bytes()


def test_folders_above_are_private_too_whatever_the_shell_says(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        put(Workspace(tmp_path / "a" / "b" / "c"), "tasks", key(1), task())
    finally:
        os.umask(old)
    for folder in ("a", "a/b", "a/b/c"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Could not make the folder"):
        put(Workspace(tmp_path / "file" / "home"), "tasks", key(1), task())


def test_capture_goes_on_beside_a_file_that_was_damaged_meanwhile(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("Saved"))
    assert texts(workspace) == ["Saved"]
    path = tmp_path / "workspace.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    capture(tmp_path, text="Captured")
    started = capture(tmp_path, "start", later(1), text="Timed")
    with pytest.raises(DamagedError):
        workspace.refresh()
    running = workspace.running()
    assert running is not None
    assert running.text == "Timed"
    capture(tmp_path, "stop", later(11), target=started)
    with pytest.raises(DamagedError):
        workspace.refresh()
    assert workspace.running() is None
    found = workspace.document("entries", started)
    assert found is not None
    assert found["seconds"] == 600
    assert sorted(texts(workspace)) == ["Captured", "Saved", "Timed"]
    path.write_bytes(whole)
    workspace.fold(later(12))
    assert sorted(texts(workspace)) == sorted(texts(Workspace(tmp_path))) == ["Captured", "Saved", "Timed"]
