"""Pictures of the app: any screen, size and theme after some keys, as SVG without a remote font and as plain text."""

import re
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from outsource_tui.config.paths import Paths
from outsource_tui.domain.clock import Clock, FixedClock
from outsource_tui.ui.app import OutsourceApp

PRESENT = datetime(2026, 11, 23, 17, 2, tzinfo=timezone(timedelta(hours=1)))
"""When all pictures of the demo are taken."""
_REMOTE = re.compile(r"@font-face\s*\{[^}]*\}|<!--.*?-->\s*", re.DOTALL)


def strip_remote(svg: str) -> str:
    """Return the picture without links to fonts elsewhere."""
    return _REMOTE.sub("", svg)


def screen_text(app: Any) -> str:
    """Return what the screen shows as lines of text, trailing space left out."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def split_keys(keys: str) -> list[str]:
    """Return the keys of a comma-separated list; `type:words` stands for each of its characters."""
    result: list[str] = []
    for part in keys.split(",") if keys else []:
        if part.startswith("type:"):
            result += [f"={character}" for character in part[5:]]
        elif part:
            result.append(part)
    return result


async def press(pilot: Any, keys: list[str], rest: float = 0.12) -> None:
    """Press keys by Textual name or as the character itself, resting a moment after each."""
    from textual.keys import _character_to_key

    for key in keys:
        if key == "wait":
            await pilot.pause(0.3)
        elif len(key) == 2 and key[0] == "=":
            await pilot.press(_character_to_key(key[1]))
        else:
            await pilot.press(_character_to_key(key) if len(key) == 1 and not key.isalnum() else key)
        await pilot.pause(rest)


def fill(home: Path, source: Path | None = None) -> None:
    """Put a copy of a workspace folder, or of the demo workspace, into `home`."""
    if source is not None:
        shutil.copytree(source, home, dirs_exist_ok=True)
        return
    from outsource_tui.services.demo import load_demo

    home.mkdir(parents=True, exist_ok=True)
    (home / "workspace.json").write_bytes(load_demo(PRESENT))


async def picture(
    home: Path, screen: str, size: tuple[int, int], theme: str, keys: list[str], *, clock: Clock | None = None
) -> tuple[str, str]:
    """Return a screen of the workspace in `home` after some keys, as SVG and as text."""
    app = OutsourceApp(Paths(home, home, home), clock or FixedClock(PRESENT))
    async with app.run_test(size=size, notifications=True) as pilot:
        app.theme = theme
        await pilot.pause(0.3)
        for _turn in range(50):
            if app.ready:
                break
            await pilot.pause(0.05)
        if screen != "today":
            app.go(screen)
            await pilot.pause(0.4)
        await press(pilot, keys)
        await pilot.pause(0.2)
        return strip_remote(app.export_screenshot(title="outsource")), screen_text(app)
