"""Keys pressed in haste: what is typed ahead of a form or a line lands in it, all of it and in order."""

from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from outsource_tui.config.paths import Paths
from outsource_tui.domain.clock import SystemClock
from outsource_tui.ui import key_order
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.widgets.quick_log_line import QuickField, QuickLogLine
from tests.faults.home import demo_home
from tests.ui.helpers import app_on, keys, until


def type_at_once(app: OutsourceApp, text: str) -> None:
    """Press keys without waiting for what the first of them opens."""
    for letter in text:
        app.post_message(events.Key(_character_to_key(letter), letter))


def press_at_once(app: OutsourceApp, *pressed: str) -> None:
    """Press keys by name, or letters, without waiting in between."""
    for key in pressed:
        app.post_message(events.Key(key, None) if len(key) > 1 else events.Key(_character_to_key(key), key))


async def test_a_form_filled_in_one_burst_has_each_word_in_its_field(tmp_path: Path):
    async with app_on(demo_home(tmp_path / "home"), "negotiate", clock=SystemClock()) as (app, pilot):
        talks = app.screen.current_record()
        assert talks is not None
        fields = ("21", "29", "41", "nine profiles")
        press_at_once(app, "m")
        for number, words in enumerate(fields):
            press_at_once(app, *(["tab"] if number else []), "end", "ctrl+u", *words)
        press_at_once(app, "ctrl+o", "2", "g", "t", "+", *"Call 45m")
        await until(
            pilot, lambda: app.screen.query(QuickField) and app.screen.query_one(QuickField).value == "Call 45m"
        )
        assert app.screen.stage == "today"
        market = app.services.negotiations.get(talks[1]).market
        assert market is not None
        assert (str(market.low), str(market.typical), str(market.high)) == ("21.00 EUR", "29.00 EUR", "41.00 EUR")
        assert market.source == "nine profiles"


async def test_one_dialog_after_the_other_in_one_burst_leaves_nothing_to_the_screen_behind(tmp_path: Path):
    async with app_on(demo_home(tmp_path / "home"), "identify", clock=SystemClock()) as (app, pilot):
        press_at_once(app, "S", *"Something", "enter", *"who would want 2 do it", "enter", "g", "b")
        await until(pilot, lambda: getattr(app.screen, "stage", "") == "briefs")
        said = [each.shortfall_text for each in app.services.identify.all_tasks() if each.shortfall == "other"]
        assert said == ["who would want 2 do it"]


async def test_what_is_typed_while_the_work_is_being_read_is_done_once_it_is(tmp_path: Path):
    home = demo_home(tmp_path / "home")
    app = OutsourceApp(Paths(home, home, home), SystemClock())
    async with app.run_test() as pilot:
        press_at_once(app, "2", "n", *"Files", "escape", "1", "t", *"Call Anna", "ctrl+o", "3")
        assert not app.ready
        await until(pilot, lambda: getattr(app.screen, "stage", "") == "briefs")
        running = app.running()
        assert running is not None
        assert running.text == "Call Anna"


async def test_keys_go_on_when_what_opens_never_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async with app_on(demo_home(tmp_path / "home"), clock=SystemClock()) as (app, pilot):
        monkeypatch.setattr(key_order, "PATIENCE", 0.0)
        app.key_order.opening()
        await keys(pilot, "2")
        await until(pilot, lambda: getattr(app.screen, "stage", "") == "identify")
        assert app.key_order.waiting == 0


async def test_what_is_typed_ahead_lands_in_the_form_and_in_the_line(tmp_path: Path):
    async with app_on(demo_home(tmp_path / "home"), "identify", clock=SystemClock()) as (app, pilot):
        type_at_once(app, "nHalf a title, n d jk")
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.screen.is_mounted)
        await until(pilot, lambda: len(app.screen.texts()["title"]) >= 20)
        assert app.screen.texts()["title"] == "Half a title, n d jk"
        await keys(pilot, "escape", "1")
        await until(pilot, lambda: getattr(app.screen, "stage", "") == "today")
        type_at_once(app, "+Half a line 45m d jk")
        await until(pilot, lambda: app.screen.query(QuickField) and len(app.screen.query_one(QuickField).value) >= 20)
        assert app.screen.query_one(QuickField).value == "Half a line 45m d jk"
        assert app.services.undo.history() == []


async def test_what_has_gone_since_the_key_is_said_and_the_app_goes_on(tmp_path: Path):
    async with app_on(tmp_path, clock=SystemClock()) as (app, pilot):
        app.screen.do_record_open()
        await until(pilot, lambda: "not there any more" in " ".join(str(each.message) for each in app._notifications))
        assert app.return_code is None
        assert app.is_running


async def test_the_line_opened_again_and_again_in_one_breath_is_one_line(tmp_path: Path):
    async with app_on(demo_home(tmp_path / "home"), clock=SystemClock()) as (app, pilot):
        app.screen.run_action_id("log.quick")
        app.screen.run_action_id("log.quick")
        await until(pilot, lambda: isinstance(app.focused, QuickField))
        line = app.screen.query_one(QuickLogLine)
        line.leave()
        app.screen.run_action_id("log.quick")
        type_at_once(app, "Call 45m")
        await until(pilot, lambda: app.screen.query_one(QuickField).value == "Call 45m")
        await keys(pilot, "enter")
        await until(pilot, lambda: not line.display)
        assert [row.text for row in app.services.desk.rows if row.text == "Call"] == ["Call"]
        assert app.focused is app.screen.table


async def test_the_filter_closed_and_opened_in_one_breath_takes_what_is_typed(tmp_path: Path):
    async with app_on(demo_home(tmp_path / "home"), "identify", clock=SystemClock()) as (app, pilot):
        app.screen.run_action_id("list.filter")
        app.screen.run_action_id("list.filter")
        await until(pilot, lambda: isinstance(app.focused, Input))
        app.screen.run_action_id("app.back")
        app.screen.run_action_id("list.filter")
        type_at_once(app, "inbox")
        await until(pilot, lambda: app.screen.table.filter_text == "inbox")
        await keys(pilot, "escape")
        await until(pilot, lambda: not app.screen.table.filter_text)
        assert app.focused is app.screen.table
