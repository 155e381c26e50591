"""The power goes after each operation in turn: what was acknowledged is on the disk, and never half of anything."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from outsource_tui.store import files
from tests.faults.conftest import Campaign
from tests.faults.layer import ending
from tests.faults.power import ForgetfulFiles
from tests.faults.scenes import SCENES, Scene
from tests.faults.test_every_operation import outcome, same

_NEVER = 10**9


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_power_goes_after_each_operation(
    scene: Scene, tmp_path: Path, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    scene.prepare(origin)
    before = outcome(origin)
    step, steps = 0, 1
    after = before
    # The first round goes to the end and tells how many operations there are.
    for step in (_NEVER, *range(1_000)):
        if step != _NEVER and step >= steps:
            break
        folder = tmp_path / f"{step}"
        shutil.copytree(origin, folder)
        disk = ForgetfulFiles(folder, step)
        monkeypatch.setattr(files, "layer", disk)
        ended = ending(partial(scene.act, folder))
        monkeypatch.setattr(files, "layer", files.Files())
        campaign.count("faults injected")
        if step == _NEVER:
            assert ended is None
            after, steps = outcome(folder), len(disk.names)
        for names_too in (True, False):
            left = tmp_path / f"{step}-{names_too}"
            disk.cut(left, names_too=names_too)
            found = outcome(left)
            what = f"{scene.name}: the power went after operation {step} of {disk.names}, names too: {names_too}"
            if ended is None:
                campaign.count("records acknowledged")
                assert same(found, after), what
            else:
                assert same(found, before) or same(found, after), what
            shutil.rmtree(left)
        shutil.rmtree(folder)
