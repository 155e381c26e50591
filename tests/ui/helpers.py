"""Driving the app in tests: one screen on a workspace, keys in, the screen's text out."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from outsource_tui.config.paths import Paths
from outsource_tui.domain.clock import Clock, FixedClock
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.screens.stage import StageScreen
from tests.golden.pictures import PRESENT as NOW
from tests.golden.pictures import press, screen_text, split_keys

__all__ = [
    "NOW",
    "app_on",
    "app_with",
    "closed",
    "fake_services",
    "go",
    "golden",
    "keys",
    "notices",
    "screen_text",
    "settled",
    "stage_of",
    "told",
    "until",
    "wide_lines",
]

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
Stage = TypeVar("Stage", bound=StageScreen)


async def until(pilot: Pilot[Any], holds: Callable[[], Any], tries: int = 200) -> None:
    """Let the app work until something holds; fail when it never does."""
    for _turn in range(tries):
        if holds():
            return
        await pilot.pause(0.01)
    assert holds(), "it never came to hold"


async def keys(pilot: Pilot[Any], *pressed: str) -> None:
    """Press keys by Textual name, or as the character itself, and let the app settle."""
    await press(pilot, list(pressed), rest=0)
    await pilot.pause()


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the panes and the footer have followed the cursor."""
    await pilot.pause()
    await until(pilot, lambda: not any(getattr(screen, "_delayed", None) for screen in pilot.app.screen_stack))
    await pilot.pause()


async def go(pilot: Pilot[Any], pressed: str) -> None:
    """Press a comma-separated list of keys and settle; `type:words` pastes them into a field, types them elsewhere."""
    for part in pressed.split(","):
        field = pilot.app.focused
        if part.startswith("type:") and isinstance(field, (Input, TextArea)):
            field.post_message(events.Paste(part[5:]))
            await pilot.pause()
        else:
            await keys(pilot, *split_keys(part))
    await settled(pilot)


async def closed(pilot: Pilot[Any]) -> None:
    """Wait until no dialog is open and the screen behind it has followed."""
    await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
    await settled(pilot)


def notices(app: OutsourceApp) -> list[str]:
    """Return what the notices say."""
    return [str(notice.message) for notice in app._notifications]


def told(app: OutsourceApp) -> str:
    """Return what the notices say as one text."""
    return "\n".join(notices(app))


def stage_of(kind: type[Stage]) -> Callable[[OutsourceApp], Stage]:
    """Return what finds the screen of that kind under whatever dialog is open."""

    def find(app: OutsourceApp) -> Stage:
        screen = app.screen_stack[0]
        assert isinstance(screen, kind)
        return screen

    return find


@asynccontextmanager
async def app_on(
    home: Path, screen: str = "today", *, size: tuple[int, int] = (120, 40), clock: Clock | None = None
) -> AsyncIterator[tuple[OutsourceApp, Pilot[Any]]]:
    """Run the app on the workspace in `home` with a screen in front and the services ready."""
    app = OutsourceApp(Paths(home, home, home), clock or FixedClock(NOW))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.ready)
        if screen != "today":
            app.go(screen)
            await until(pilot, lambda: getattr(app.screen, "stage", "") == screen)
        await pilot.pause()
        yield app, pilot


async def golden(app: OutsourceApp, pilot: Pilot[Any], name: str) -> None:
    """Let the screen settle on its golden text; run with GOLDEN=write to take over what it shows instead."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        await pilot.pause(1)
        path.write_text(screen_text(app) + "\n", encoding="utf-8")
    known = path.read_text(encoding="utf-8")
    for _turn in range(100):
        if screen_text(app) + "\n" == known:
            return
        await pilot.pause(0.02)
    assert screen_text(app) + "\n" == known, f"{name} looks otherwise; look at it, then run with GOLDEN=write"


def fake_services(**more: Any) -> Any:
    """Return services over an empty workspace; for what the frame does by itself."""
    workspace = SimpleNamespace(
        version=0, refresh=lambda: None, notices=[], running=lambda: None, rows=lambda: (), load_slices=lambda: ()
    )
    return SimpleNamespace(desk=SimpleNamespace(workspace=workspace), **more)


@asynccontextmanager
async def app_with(
    home: Path,
    screen: Callable[[], StageScreen],
    *,
    size: tuple[int, int] = (120, 40),
    services: Any = None,
    keys_changed: dict[str, tuple[str, ...]] | None = None,
) -> AsyncIterator[tuple[OutsourceApp, Pilot[Any]]]:
    """Run the app with one made-up screen in place of its own."""

    class OneScreenApp(OutsourceApp):
        MODES = {**OutsourceApp.MODES, "today": screen, "identify": screen}

    app = OneScreenApp(
        Paths(home, home, home), FixedClock(NOW), services=services or fake_services(), keys=keys_changed
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.ready)
        await pilot.pause()
        yield app, pilot


def wide_lines(text: str, width: int) -> list[str]:
    """Return the lines of a screen's text that are wider than it."""
    from rich.cells import cell_len

    return [line for line in text.splitlines() if cell_len(line) > width]
