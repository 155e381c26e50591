"""where and keys: what is kept where, and what every key does."""

from __future__ import annotations

import os

import click

from outsource_tui.cli import paper
from outsource_tui.cli.commands import Place
from outsource_tui.config.keymap import build_keymap
from outsource_tui.config.paths import Paths, find_paths
from outsource_tui.config.settings_file import load_settings
from outsource_tui.domain import formats
from outsource_tui.domain.text import clean


def _size(path: str) -> str:
    """Return how large a file is, or that it is not there yet."""
    try:
        status = os.stat(path)
    except OSError:
        return "not there yet"
    if os.path.isdir(path):
        count = len(os.listdir(path)) if os.access(path, os.R_OK) else 0
        return "1 file" if count == 1 else f"{count} files"
    size = float(status.st_size)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return formats.figure(f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}")
        size /= 1000
    return formats.figure(f"{size:.1f} GB")


def _places(paths: Paths) -> dict[str, str]:
    return {
        "workspace": str(paths.workspace),
        "inbox": str(paths.inbox),
        "backups": str(paths.backups),
        "settings": str(paths.settings),
        "drafts": str(paths.drafts),
        "log": str(paths.log),
    }


@click.command("where")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def where(place: Place, as_json: bool) -> int:
    """Show where everything is kept."""
    paths = place.paths
    places = _places(paths)
    if as_json:
        folders = {"data": paths.data_folder, "config": paths.config_folder, "state": paths.state_folder}
        paper.out_json({**folders, **places})
        return 0
    rows = [[name, clean(path), _size(path)] for name, path in places.items()]
    for line in paper.table(rows, (False, False, False), ("muted", "", "muted")):
        paper.out(line)
    return 0


@click.command("keys")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def keys(place: Place, as_json: bool) -> int:
    """List all actions and their keys, with the ones you changed in settings.toml."""
    from outsource_tui.ui.actions.action import shown_key
    from outsource_tui.ui.actions.registry import all_actions

    actions = all_actions()
    # No date or figure is printed here: what is wrong with the settings is said once, as the error it is.
    path = find_paths(place.at).settings
    changes = load_settings(path).keys
    keymap = build_keymap(actions, changes, path)
    if as_json:
        paper.out_json(
            [
                {
                    "id": action.id,
                    "keys": [shown_key(key) for key in keymap[action.id]],
                    "screen": action.screen,
                    "label": action.label,
                    "help": action.help,
                }
                for action in actions
            ]
        )
        return 0
    rows = [
        [", ".join(shown_key(key) for key in keymap[action.id]) or "none", action.label, action.id, action.help]
        for action in actions
    ]
    width = paper.columns()
    if width is not None:
        used = sum(max(paper.cells(row[column]) for row in rows) + 2 for column in range(3))
        rows = [[*row[:3], paper.fitted(row[3], max(16, width - used))] for row in rows]
    lines = paper.table(rows, (False, False, False, False), ("accent", "", "muted", ""))
    screen = None
    for action, line in zip(actions, lines, strict=True):
        if action.screen != screen:
            if screen is not None:
                paper.out("")
            screen = action.screen
            paper.out(paper.styled((screen or "on every screen").capitalize(), "bold"))
        paper.out(line)
    return 0


COMMANDS = {"where": where, "keys": keys}
