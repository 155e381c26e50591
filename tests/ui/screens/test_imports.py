"""Long work beside the screen: it tells how far it is and never waits to be heard."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from outsource_tui.ui.screens.today.imports import _beside
from tests.ui.helpers import app_with, screen_text, until
from tests.ui.test_app import PlainScreen


async def test_progress_is_told_without_waiting_for_the_screen(tmp_path: Path):
    told, finish = threading.Event(), threading.Event()

    def work(progress: Callable[[int, int], None]) -> str:
        progress(1, 4)
        told.set()
        finish.wait(20)
        progress(4, 4)
        return "done"

    async with app_with(tmp_path, PlainScreen) as (app, pilot):
        running = asyncio.create_task(_beside(app.screen, "storing", work))
        await asyncio.sleep(0)
        # The loop stands still here, as it does while it reads what the other thread is changing.
        assert told.wait(20)
        await until(pilot, lambda: "storing: 25 %" in screen_text(app))
        finish.set()
        assert await running == "done"
        await pilot.pause()
        await pilot.pause()
        assert "storing" not in screen_text(app)
