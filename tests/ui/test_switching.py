"""Going from screen to screen: the picture comes once, whole, and the record carried along has the cursor."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from outsource_tui.domain.clock import SystemClock
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.dialogs.confirm import ConfirmDialog
from outsource_tui.ui.screens.stage import StageScreen
from tests.faults.home import demo_home
from tests.ui.helpers import app_on, closed, keys, until


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Return the stage and whether it stood, all of it up to date, each time a picture held back was let go."""
    seen: list[tuple[str, bool]] = []
    show = OutsourceApp.show_picture

    def noting(app: OutsourceApp) -> None:
        if app._curtain is not None and isinstance(app.screen, StageScreen):
            seen.append((app.screen.stage, app.screen.is_mounted and app.screen._up_to == app.state()))
        show(app)

    monkeypatch.setattr(OutsourceApp, "show_picture", noting)
    return seen


async def answer(app: OutsourceApp, pilot: Pilot[int], record: str) -> None:
    """Answer a dialog whose answer leads to a record of Negotiate, as choosing somebody does."""

    def lead(_yes: bool | None) -> None:
        app.focus_record("negotiate", "negotiations", record)

    app.push_screen(ConfirmDialog("Choose?", "It leads on."), lead)
    await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
    await keys(pilot, "enter")
    await until(pilot, lambda: getattr(app.screen, "stage", "") == "negotiate")
    await closed(pilot)


async def test_what_a_dialog_leads_to_is_painted_once_it_stands_with_the_cursor_on_its_record(
    tmp_path: Path, pictures: list[tuple[str, bool]]
):
    async with app_on(demo_home(tmp_path / "home"), clock=SystemClock()) as (app, pilot):
        talks = [one.id for one in app.services.negotiations.all()]
        assert len(talks) > 1
        for record in (talks[-1], talks[0]):
            pictures.clear()
            await answer(app, pilot, record)
            assert pictures == [("negotiate", True)]
            assert app.screen.current_record() == ("negotiations", record)
            await keys(pilot, "1")
            await until(pilot, lambda: app.screen.stage == "today")


async def test_a_key_to_another_screen_paints_it_once(tmp_path: Path, pictures: list[tuple[str, bool]]):
    async with app_on(demo_home(tmp_path / "home"), clock=SystemClock()) as (app, pilot):
        for key, stage in (("5", "negotiate"), ("7", "insights"), ("5", "negotiate")):
            pictures.clear()
            await keys(pilot, key)
            await until(pilot, lambda stage=stage: app.screen.stage == stage and app._curtain is None)
            assert pictures == [(stage, True)]


async def test_a_screen_that_is_long_in_coming_is_not_waited_for_for_ever(tmp_path: Path):
    async with app_on(demo_home(tmp_path / "home"), clock=SystemClock()) as (app, pilot):
        app.delay_update(0.01)
        assert app._batch_count == 1
        await until(pilot, lambda: app._curtain is None)
        assert app._batch_count == 0
