"""Every form there is, found by walking: each action of a screen, each choice it offers, hostile words in each field.

No form is listed here: what an action opens is filled in, so that a new form is met without anybody thinking of it.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.domain.clock import SystemClock
from outsource_tui.store.check import check
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.reason import ReasonDialog
from outsource_tui.ui.dialogs.text import TextDialog
from tests.faults.conftest import Campaign
from tests.faults.home import app_at, demo_home, environment_of
from tests.faults.walk import NAMES, Walk, assert_harmless
from tests.ui.helpers import app_on

NASTY = (
    "[/][x][b]w[/b] [@click=app.quit]q[/] \x1b[31m\x1b]52;c;AAAA\x07\x1b]0;t\x07 \x9b31m \x00\x7f "
    "\u202ertl\u2066i\u2069 \u200b\ufeff\U000e0041 \ud800 =1+1 {0.__class__} %s $v \\[/ 日本 👩\u200d💻 e\u0301"
)
FORMS = (FormDialog, TextDialog, ReasonDialog)


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int]]:
    """Note from where each form is made."""
    places: set[tuple[str, int]] = set()

    def noting(made: type[Dialog[Any]]) -> None:
        plain = made.__init__

        def init(self: Any, *args: Any, **more: Any) -> None:
            frame = sys._getframe(1)
            places.add((Path(frame.f_code.co_filename).name, frame.f_lineno))
            plain(self, *args, **more)

        monkeypatch.setattr(made, "__init__", init)

    for made in FORMS:
        noting(made)
    return places


@pytest.mark.parametrize("stage", NAMES)
async def test_hostile_words_do_no_harm_in_any_form(
    stage: str, tmp_path: Path, met: set[tuple[str, int]], campaign: Campaign
) -> None:
    home = demo_home(tmp_path / "home")
    async with app_on(home, stage, size=(100, 24), clock=SystemClock()) as (app, pilot):
        await Walk(app, pilot, NASTY, NASTY + "\n" + NASTY).everywhere(stage, campaign.size(6))
    campaign.count("forms filled in", len(met))
    assert met, f"no form was met on {stage}"
    assert NASTY not in (home / "workspace.json").read_text(encoding="utf-8")
    report = check(home, SystemClock().now())
    assert report.errors == []
    if stage != "today":
        return
    for arguments in (["today"], ["report"], ["due"], ["export", "entries"], ["check"]):
        done = subprocess.run(
            app_at(home, *arguments), env={**os.environ, **environment_of(home)}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert_harmless(done.stdout.decode().replace("\r\n", "\n") + done.stderr.decode())
