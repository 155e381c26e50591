"""The first minutes: an empty workspace names the next key on each screen, and g says where everything is."""

from pathlib import Path

import pytest

from outsource_tui.config.paths import Paths
from outsource_tui.domain.clock import FixedClock
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.screens.stage import go_to_hint
from tests.golden.pictures import fill
from tests.ui.helpers import NOW, app_on, keys, screen_text, until

FIRST_KEYS = {
    "today": ("+", "log what you just did"),
    "identify": ("+", "log what you just did"),
    "briefs": ("n", "write a brief"),
    "candidates": ("3", "write a brief"),
    "negotiate": ("4", "open Candidates and choose somebody with o"),
    "engagements": ("5", "open Negotiate, where o plans agreed work"),
    "insights": ("6", "open Engagements and start the first one"),
    "playbook": ("enter", "into the list"),
}


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_on_an_empty_workspace_each_screen_names_the_next_key(tmp_path: Path, size: tuple[int, int]) -> None:
    async with app_on(tmp_path / "home", size=size) as (app, pilot):
        for number, (stage, (key, label)) in enumerate(FIRST_KEYS.items(), 1):
            await keys(pilot, str(number))
            await until(pilot, lambda stage=stage: app.screen.stage == stage)  # type: ignore[misc]
            await pilot.pause(0.05)
            shown = [" ".join(line.split()) for line in screen_text(app).splitlines()]
            assert any(f"{key} {label}" in line for line in shown), (stage, shown)


@pytest.mark.parametrize("width", [120, 80, 60])
async def test_the_go_to_hint_names_every_screen_at_any_width(tmp_path: Path, width: int) -> None:
    hint = go_to_hint(width)
    assert sum(len(text) for text, _role in hint) <= width - 4
    assert [text for text, role in hint if role == "accent"] == list("tibcnesp")
    names = [text.strip() for text, role in hint if role == "muted"]
    titles = ["Today", "Identify", "Briefs", "Candidates", "Negotiate", "Engagements", "Insights", "Playbook"]
    assert all(len(name) >= 3 and title.startswith(name) for name, title in zip(names, titles, strict=True))
    assert width < 120 or names == titles

    async with app_on(tmp_path / "home", size=(width, 24)) as (app, pilot):
        await keys(pilot, "g")
        assert f"p {names[-1]}" in screen_text(app).splitlines()[-1]
        await pilot.resize_terminal(120, 24)
        await pilot.pause(0.05)
        assert "p Playbook" in screen_text(app).splitlines()[-1], "the hint follows the width"
        await keys(pilot, "p")
        assert app.current_mode == "playbook"


async def test_while_the_log_is_read_nothing_is_said_to_be_missing(tmp_path: Path) -> None:
    class Reading(OutsourceApp):
        async def _begin(self) -> None:
            """Never come to an end."""

    home = tmp_path / "home"
    fill(home)
    app = Reading(Paths(home, home, home), FixedClock(NOW))
    async with app.run_test(size=(120, 40)) as pilot:
        for number, (name, title, _letter) in enumerate(STAGES[1:], 2):
            app.go(name)
            await until(pilot, lambda name=name: app.screen.stage == name)  # type: ignore[attr-defined, misc]
            await pilot.pause(0.02)
            shown = screen_text(app).splitlines()
            assert shown[2].strip() == title, number
            text = "\n".join(shown).casefold()
            assert not any(word in text for word in ("yet", "nothing", "nobody")), (name, text)
