"""Every open, write, fsync, link, rename and unlink fails or dies in turn: the old or the new state is there whole."""

import errno
import shutil
from functools import partial
from pathlib import Path

import pytest

from outsource_tui.domain.errors import DamagedError
from outsource_tui.store.check import check
from outsource_tui.store.workspace import Workspace
from tests.faults.conftest import Campaign
from tests.faults.layer import MODES, Killed, ending, faults, is_sentence
from tests.faults.scenes import SCENES, Scene, State, state_of
from tests.store.support import key, later, put, task

ERRORS = {"error": errno.EIO, "short": errno.ENOSPC, "full": errno.ENOSPC}
_NEVER = 10**9


def outcome(folder: Path) -> State | str:
    """Return the readable state of a folder, or that it is damaged."""
    place = folder / "new" if (folder / "new").exists() else folder
    try:
        return state_of(place)
    except DamagedError:
        return "damaged"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_each_operation_in_turn(scene: Scene, tmp_path: Path, campaign: Campaign) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    scene.prepare(origin)
    before = outcome(origin)
    whole = tmp_path / "whole"
    shutil.copytree(origin, whole)
    with faults(_NEVER, "error") as layer:
        scene.act(whole)
    after, names = outcome(whole), layer.names
    assert {"open", "fsync"} <= set(names)
    for step in range(len(names)):
        for mode in MODES:
            folder = tmp_path / f"{step}-{mode}"
            shutil.copytree(origin, folder)
            with faults(step, mode, ERRORS.get(mode, errno.EIO)) as layer:
                ended = ending(partial(scene.act, folder))
            assert layer.struck
            assert ended is None or is_sentence(ended) or (isinstance(ended, Killed) and mode.startswith("kill"))
            campaign.count("faults injected")
            found = outcome(folder)
            what = f"{scene.name}: {mode} at operation {step} ({names[step]})"
            if ended is None:
                campaign.count("records acknowledged")
                assert same(found, after), what
            else:
                assert same(found, before) or same(found, after), what
            if found != "damaged":
                # Whatever was left lying about, work goes on and nothing stays broken.
                place = folder / "new" if (folder / "new").exists() else folder
                put(Workspace(place), "tasks", key(77), task("Afterwards"), minutes=200)
                goes_on = outcome(folder)
                assert isinstance(goes_on, dict)
                assert goes_on.pop(f"tasks/{key(77)}") == task("Afterwards")
                assert same(goes_on, found), what
                assert check(place, later(201)).errors == [], what
            shutil.rmtree(folder)


def same(one: State | str, other: State | str) -> bool:
    """Tell whether two states are the same, ids given out by chance aside."""
    return _plain(one) == _plain(other)


def _plain(state: State | str) -> object:
    if isinstance(state, str):
        return state
    words = [str(value) for name, value in state.items() if name != "running"]
    return sorted(words), state["running"]
