"""A disk that is really full, at every step of filling up."""

import errno
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from outsource_tui.domain.errors import StoreError
from outsource_tui.store.check import check
from outsource_tui.store.workspace import Workspace
from tests.faults.conftest import Campaign
from tests.faults.layer import ending, faults, is_sentence
from tests.faults.scenes import SCENES, State, state_of
from tests.faults.small_disk import fill, small_disk
from tests.store.support import capture, entry, key, later, put, task


def test_a_full_disk_loses_nothing_at_any_step(tmp_path: Path, campaign: Campaign) -> None:
    with small_disk(tmp_path / "small") as small:
        if small is None:
            # Without a file system of our own the layer plays the full disk, from each operation on.
            _full_by_layer(tmp_path, campaign)
        else:
            _full_for_real(small, campaign)


def _full_for_real(small: Path, campaign: Campaign) -> None:
    folder = small / "home"
    workspace = Workspace(folder)
    for number in range(60):
        put(workspace, "entries", key(number), entry(f"Number {number}"))
    capture(folder, text="Captured")
    told = 0
    for pages in range(0, 30, 1 if campaign.percent >= 10 else 3):
        (small / "filler").unlink(missing_ok=True)
        # Copies of the rounds before would fill it for good.
        shutil.rmtree(folder / "backups", ignore_errors=True)
        fill(small, pages * 4096)
        acts: tuple[Callable[[], object], ...] = (
            partial(put, Workspace(folder), "tasks", key(900 + pages), task("x" * 4000), minutes=pages),
            partial(capture, folder, text="y" * 3000, at=later(pages)),
            partial(Workspace(folder).fold, later(pages)),
            partial(Workspace(folder).backup, later(pages)),
        )
        for act in acts:
            before = state_of(folder)
            campaign.count("faults injected")
            ended = ending(act)
            if ended is not None:
                told += 1
                assert "full" in str(ended)
                assert without(state_of(folder), "y" * 3000) == without(before, "y" * 3000)
    assert told > 0
    (small / "filler").unlink()
    shutil.rmtree(folder / "backups", ignore_errors=True)
    put(Workspace(folder), "tasks", key(999), task("Afterwards"), minutes=300)
    assert check(folder, later(301)).errors == []
    assert {row.text for row in Workspace(folder).rows()} >= {f"Number {n}" for n in range(60)} | {"Captured"}


def without(state: State, words: str) -> State:
    """Leave out an entry that a refused capture may have got in whole, its line break aside."""
    return {
        name: value for name, value in state.items() if not (isinstance(value, dict) and value.get("text") == words)
    }


def _full_by_layer(tmp_path: Path, campaign: Campaign) -> None:
    for scene in SCENES:
        origin = tmp_path / f"{scene.name} origin"
        origin.mkdir()
        scene.prepare(origin)
        for step in range(12):
            folder = tmp_path / f"{scene.name} {step}"
            shutil.copytree(origin, folder)
            with faults(step, "full"):
                ended = ending(partial(scene.act, folder))
            assert ended is None or is_sentence(ended)
            campaign.count("faults injected")
            shutil.rmtree(folder)


def test_a_read_only_folder_is_said_and_reading_goes_on(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    before = (tmp_path / "workspace.json").read_bytes()
    with faults(0, "error", errno.EROFS), pytest.raises(StoreError, match="read-only"):
        put(workspace, "tasks", key(2), task())
    assert (tmp_path / "workspace.json").read_bytes() == before
    assert set(workspace.documents("tasks")) == {key(1)}
