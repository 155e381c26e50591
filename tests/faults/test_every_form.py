"""Every form there is, found by walking: each action of a screen, each choice it offers, hostile words in each field.

No form is listed here: what an action opens is filled in, so that a new form is met without anybody thinking of it.
"""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from outsource_tui.domain.clock import SystemClock
from outsource_tui.store.check import check
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.dialogs.choice import ChoiceDialog
from outsource_tui.ui.dialogs.confirm import ConfirmDialog
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.files import FilePicker
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.reason import ReasonDialog
from outsource_tui.ui.dialogs.text import TextDialog
from tests.faults.conftest import Campaign
from tests.faults.home import app_at, demo_home, environment_of
from tests.ui.helpers import app_on, screen_text

NASTY = (
    "[/][x][b]w[/b] [@click=app.quit]q[/] \x1b[31m\x1b]52;c;AAAA\x07\x1b]0;t\x07 \x9b31m \x00\x7f "
    "\u202ertl\u2066i\u2069 \u200b\ufeff\U000e0041 \ud800 =1+1 {0.__class__} %s $v \\[/ 日本 👩\u200d💻 e\u0301"
)
FITTING = {
    "money": "85.00",
    "date": "+3",
    "hours": "1:30",
    "length": "45m",
    "percent": "20",
    "number": "3",
    "whole": "3",
    "score": "3",
    "stress": "3",
}
FORMS = (FormDialog, TextDialog, ReasonDialog)
STEPS = 8
"""Dialogs that may follow one another before the walk turns back."""
OUTSIDE = {"app.quit", "app.suspend", "app.theme", "record.text"}
"""Actions that leave the walk: the app's end, the shell, $EDITOR; and the theme, which changes no data."""


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


def assert_harmless(text: str) -> None:
    """Check that nothing on a screen or in an output drives a terminal or turns its letters round."""
    for letter in text:
        assert letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"), repr(letter)
        assert letter not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b", repr(letter)


class Walk:
    """A walk through the dialogs an action opens; `turn` picks which choice is taken."""

    def __init__(self, app: OutsourceApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot
        self.most = 0
        """How many choices the widest list offered."""

    async def settle(self) -> None:
        await self.pilot.pause()

    async def take(self, action: str, turn: int) -> None:
        """Carry an action out and go through what it opens."""
        stage: Any = self.app.screen
        stage.run_action_id(action)
        await self.settle()
        for _ in range(STEPS):
            front: Any = self.app.screen
            if not isinstance(front, Dialog):
                break
            assert_harmless(screen_text(self.app))
            await self.answer(front, turn)
            await self.settle()
        while isinstance(self.app.screen, Dialog):
            self.app.screen.give_up()
            await self.settle()
        assert self.app.is_running
        assert self.app._exception is None

    async def answer(self, front: Any, turn: int) -> None:
        """Fill in what is in front."""
        if isinstance(front, FormDialog):
            front.put_texts({field.name: self.text_for(field) for field in front.fields})
            await self.settle()
            assert_harmless(screen_text(self.app))
            front.try_save()
            await self.settle()
            if self.app.screen is front:
                front.give_up()
        elif isinstance(front, TextDialog):
            front.put_texts({"text": NASTY + "\n" + NASTY})
            await self.settle()
            front.try_save()
        elif isinstance(front, ReasonDialog):
            front.put_texts({"reason": NASTY})
            await self.settle()
            await self.pilot.press("enter")
        elif isinstance(front, FilePicker):
            front.give_up()
        elif isinstance(front, ChoiceDialog):
            open_choices = [choice for choice in front.choices if not choice.refused]
            self.most = max(self.most, len(open_choices))
            if front.free and turn == 0:
                front.put_texts({"typed": NASTY})
                await self.settle()
                front.take()
            elif open_choices:
                front.dismiss(open_choices[turn % len(open_choices)].key)
            else:
                front.give_up()
        elif isinstance(front, ConfirmDialog):
            front.dismiss(True)
        else:
            front.give_up()

    @staticmethod
    def text_for(field: Field) -> str:
        """Return what to type into a field so that it is taken, hostile wherever words are."""
        if field.kind in ("text", "long"):
            return NASTY
        if field.kind in ("choice", "flags"):
            return next((key for key, _words in field.options if key), "")
        return FITTING[field.kind]


@pytest.mark.parametrize("stage", [name for name, _title, _letter in STAGES])
async def test_hostile_words_do_no_harm_in_any_form(
    stage: str, tmp_path: Path, met: set[tuple[str, int]], campaign: Campaign
) -> None:
    home = demo_home(tmp_path / "home")
    async with app_on(home, stage, size=(100, 24), clock=SystemClock()) as (app, pilot):
        walk = Walk(app, pilot)
        screen: Any = app.screen
        for action in app.actions():
            if action.screen not in ("", stage) or action.id in OUTSIDE or not screen.offers(action):
                continue
            if action.id.startswith(("go.", "move.")):
                continue
            turn, walk.most = 0, 1
            while turn < min(walk.most, campaign.size(6)):
                await walk.take(action.id, turn)
                if app.current_mode != stage:
                    app.go(stage)
                    await walk.settle()
                turn += 1
        for name, _title, _letter in STAGES:
            app.go(name)
            await walk.settle()
            assert_harmless(screen_text(app))
        assert app._exception is None
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
