"""Keys pressed in haste: what is typed ahead of a form or a line lands in it, all of it and in order."""

from pathlib import Path

from textual import events
from textual.keys import _character_to_key

from outsource_tui.domain.clock import SystemClock
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.widgets.quick_log_line import QuickField
from tests.faults.home import demo_home
from tests.ui.helpers import app_on, keys, until


def type_at_once(app: OutsourceApp, text: str) -> None:
    """Press keys without waiting for what the first of them opens."""
    for letter in text:
        app.post_message(events.Key(_character_to_key(letter), letter))


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
