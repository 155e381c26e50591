"""Copies a synchronising program left beside the workspace: known by name, named while they offer something."""

import shutil
from pathlib import Path

import pytest

from outsource_tui.store import copies, merge
from outsource_tui.store.check import check
from outsource_tui.store.workspace import Workspace
from tests.store.support import capture, delete, key, later, plain, put, task

NAME = "workspace (conflicted copy 2026-11-23).json"
NAMED = (
    f"{NAME} lies beside your workspace, a copy changed elsewhere; take it in with `outsource merge`, then delete it."
)


def with_copy(tmp_path: Path) -> tuple[Workspace, str]:
    """Return a workspace, and a copy beside it that holds one task more and one changed."""
    here = Workspace(tmp_path / "here")
    put(here, "tasks", key(1), task("One"))
    put(here, "tasks", key(2), task("Two"))
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    there = Workspace(tmp_path / "there")
    put(there, "tasks", key(3), task("There"), minutes=1)
    put(there, "tasks", key(1), task("Changed there"), 1, minutes=2)
    shutil.copy(there.path, tmp_path / "here" / NAME)
    return here, str(tmp_path / "here")


def test_a_copy_is_named_until_everything_in_it_is_here(tmp_path: Path) -> None:
    here, folder = with_copy(tmp_path)
    path = Path(folder, NAME)
    assert copies.notices(folder) == [NAMED]
    assert NAMED in [notice.text for notice in check(folder, later(3)).notices]
    merge.apply(here, merge.preview(here, path), later(4))
    assert copies.notices(folder) == []
    spent = f"{NAME} lies beside your workspace and holds nothing that is not here; it can be deleted."
    assert [notice.text for notice in check(folder, later(5)).notices] == [spent]
    # What becomes of the records here is no news there.
    put(here, "tasks", key(3), task("Mine"), plain(folder)["tasks"][key(3)]["revision"], minutes=6)
    delete(here, "tasks", key(2), 1, minutes=7)
    assert copies.notices(folder) == []
    there = Workspace(tmp_path / "there")
    put(there, "tasks", key(2), task("Changed later"), 1, minutes=8)
    shutil.copy(there.path, path)
    assert copies.notices(folder) == [NAMED]
    path.unlink()
    assert copies.notices(folder) == []


def test_a_copy_offers_again_what_a_merge_brought_that_was_taken_back(tmp_path: Path) -> None:
    here, folder = with_copy(tmp_path)
    merge.apply(here, merge.preview(here, Path(folder, NAME)), later(4))
    here.undo("cli", later(5))
    assert copies.notices(folder) == [NAMED]
    here.redo("cli", later(6))
    assert copies.notices(folder) == []


def test_the_very_same_file_and_an_older_one_offer_nothing(tmp_path: Path) -> None:
    here = Workspace(tmp_path)
    put(here, "tasks", key(1), task("One"))
    capture(tmp_path, text="Captured")
    shutil.copy(here.path, tmp_path / "workspace 2.json")
    shutil.copy(tmp_path / "inbox.jsonl", tmp_path / "inbox 2.jsonl")
    put(here, "tasks", key(1), task("Newer"), 1, minutes=1)
    here.fold(later(2))
    assert copies.beside(str(tmp_path)) == ["inbox 2.jsonl", "workspace 2.json"]
    assert copies.notices(str(tmp_path)) == []


def test_a_copy_that_cannot_be_compared_is_named_all_the_same(tmp_path: Path) -> None:
    here, folder = with_copy(tmp_path)
    odd = f"{NAME} lies beside your workspace and cannot be compared with it; keep it and look at it."
    whole = Path(here.path).read_bytes()
    Path(here.path).write_bytes(whole[:-40])
    assert copies.notices(folder) == [odd]
    Path(here.path).write_bytes(whole)
    Path(folder, NAME).write_bytes(b"{}half")
    assert copies.notices(folder) == [odd]


@pytest.mark.parametrize(
    "name",
    [
        "workspace (Anna's conflicted copy 2026-11-23).json",
        "workspace (In Konflikt stehende Kopie von Anna 2026-11-23).json",
        "workspace (Copie en conflit de Anna 2026-11-23).json",
        "workspace.sync-conflict-20261123-090000-ABCDEFG.json",
        "workspace (conflicted copy 2026-11-23 090000).json",
        "workspace.json.sync-conflict-20261123",
        "workspace 2.json",
        "workspace (1).json",
        "workspace-DESKTOP-4F2A.json",
        "inbox 2.jsonl",
        "inbox (Anna's conflicted copy 2026-11-23).jsonl",
    ],
)
def test_copies_of_synchronising_programs_are_known_by_their_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert copies.beside(str(tmp_path)) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "workspace.json",
        "inbox.jsonl",
        "workspace.lock",
        ".workspace.json.tmp",
        "workspace.damaged-20261123-090000.json",
        "workspace-20261123-090000-manual.json",
        "my workspace.json",
        "inbox.txt",
    ],
)
def test_other_files_are_no_copies(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert copies.beside(str(tmp_path)) == []
