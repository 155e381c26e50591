"""Walking through every form there is: each action of a screen, each choice it offers, words in each field."""

import unicodedata
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.widgets import Input

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
from tests.ui.helpers import screen_text, wide_lines

NAMES = tuple(name for name, _title, _letter in STAGES)
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
BUSY = 10
"""Times half a minute that long texts may take where everything else runs as well; a hang takes longer."""
STEPS = 8
"""Dialogs that may follow one another before the walk turns back."""
OUTSIDE = {"app.quit", "app.suspend", "app.theme", "record.text"}
"""Actions that leave the walk: the app's end, the shell, $EDITOR; and the theme, which changes no data."""


def assert_harmless(text: str) -> None:
    """Check that nothing on a screen or in an output drives a terminal or turns its letters round."""
    for letter in set(text):
        assert letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"), repr(letter)
        assert letter not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b", repr(letter)


class Walk:
    """A walk through the dialogs an action opens, typing `line` into lines and `text` into long texts."""

    def __init__(self, app: OutsourceApp, pilot: Pilot[Any], line: str, text: str) -> None:
        """Walk in an app."""
        self.app = app
        self.pilot = pilot
        self.line = line
        self.text = text
        self.most = 0
        """How many choices the widest list offered."""

    async def settle(self) -> None:
        """Let the app come to rest, and look at what it shows."""
        for _turn in range(BUSY):
            try:
                await self.pilot.pause()
                break
            except WaitForScreenTimeout:
                continue
        else:
            raise AssertionError("the app does not come to rest")
        self.look()

    def look(self) -> None:
        """Check what the app shows now."""
        shown = screen_text(self.app)
        assert_harmless(shown)
        assert wide_lines(shown, self.app.size.width) == []
        assert self.app._exception is None

    async def everywhere(self, stage: str, turns: int, after: Callable[[str], Awaitable[None]] | None = None) -> None:
        """Carry out every action of a stage, each with up to `turns` of the choices it offers, then see all screens."""
        screen: Any = self.app.screen
        for action in self.app.actions():
            if action.screen not in ("", stage) or action.id in OUTSIDE or not screen.offers(action):
                continue
            if action.id.startswith(("go.", "move.")):
                continue
            turn, self.most = 0, 1
            while turn < min(self.most, turns):
                await self.take(action.id, turn)
                if self.app.current_mode != stage:
                    self.app.go(stage)
                    await self.settle()
                if after is not None:
                    await after(action.id)
                turn += 1
        for name in NAMES:
            self.app.go(name)
            await self.settle()

    async def take(self, action: str, turn: int) -> None:
        """Carry an action out and go through what it opens; `turn` picks which choice is taken."""
        stage: Any = self.app.screen
        stage.run_action_id(action)
        await self.settle()
        for _ in range(STEPS):
            front: Any = self.app.screen
            if not isinstance(front, Dialog):
                break
            await self.answer(front, turn)
            await self.settle()
        while isinstance(self.app.screen, Dialog):
            self.app.screen.give_up()
            await self.settle()
        assert self.app.is_running

    async def answer(self, front: Any, turn: int) -> None:
        """Fill in what is in front."""
        if isinstance(front, FormDialog):
            front.put_texts({field.name: self.text_for(field) for field in front.fields})
            await self.settle()
            front.try_save()
            await self.settle()
            if self.app.screen is front:
                front.give_up()
        elif isinstance(front, TextDialog):
            front.put_texts({"text": self.text})
            await self.settle()
            front.try_save()
        elif isinstance(front, ReasonDialog):
            front.put_texts({"reason": self.line})
            await self.settle()
            await self.pilot.press("enter")
        elif isinstance(front, FilePicker):
            for path in (f"/{self.line}/", f"/{self.line}"):
                field = front.query_one(Input)
                field.value = ""
                field.post_message(events.Paste(path))
                await self.settle()
            front.give_up()
        elif isinstance(front, ChoiceDialog):
            open_choices = [choice for choice in front.choices if not choice.refused]
            self.most = max(self.most, len(open_choices))
            if front.free and turn == 0:
                front.put_texts({"typed": self.line})
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

    def text_for(self, field: Field) -> str:
        """Return what to type into a field so that it is taken, hostile wherever words are."""
        if field.kind == "long":
            return self.text
        if field.kind == "text":
            return self.line
        if field.kind in ("choice", "flags"):
            return next((key for key, _words in field.options if key), "")
        return FITTING[field.kind]
