"""Keys as the person wants them: names, nonsense and clashes."""

from pathlib import Path
from typing import NamedTuple

import pytest

from outsource_tui.config.keymap import build_keymap, key_name
from outsource_tui.config.settings_file import SettingsError
from outsource_tui.ui.actions.registry import all_actions

FILE = Path("settings.toml")


class Given(NamedTuple):
    id: str
    keys: str
    screen: str = ""
    where: str = ""


ACTIONS = (
    Given("app.help", "question_mark"),
    Given("app.quit", "q,ctrl+q"),
    Given("task.drop", "x", "identify"),
    Given("task.keep", "v", "identify"),
    Given("brief.ready", "x", "briefs"),
    Given("score.five", "question_mark", "candidates", "cells"),
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"),
        ("/", "slash"),
        ("+", "plus"),
        ("-", "minus"),
        ("_", "underscore"),
        (",", "comma"),
        ("a", "a"),
        ("G", "G"),
        ("é", "é"),
        (" ", "space"),
        ("ctrl+p", "ctrl+p"),
        ("Ctrl+P", "ctrl+P"),
        ("ctrl++", "ctrl+plus"),
        ("esc", "escape"),
        ("PageDown", "pagedown"),
        ("f12", "f12"),
        ("question_mark", "question_mark"),
        (">", "greater_than_sign"),
        ("greater_than_sign", "greater_than_sign"),
        ("shift+left", "shift+left"),
        ("f99", None),
        ("hyper", None),
        ("ctrl+", None),
        ("", None),
        ("crtl+x", None),
        ("\x1b", None),
    ],
)
def test_keys_by_the_names_textual_gives_them(written: str, name: str | None) -> None:
    assert key_name(written) == name


def test_changes_lie_over_the_given_keys() -> None:
    keymap = build_keymap(ACTIONS, {"app.help": ("f1", "h"), "task.drop": ()}, FILE)
    assert keymap["app.help"] == ("f1", "h")
    assert keymap["task.drop"] == ()
    assert keymap["app.quit"] == ("q", "ctrl+q")
    assert keymap["brief.ready"] == ("x",)


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"app.hlep": ("h",)}, ['keys."app.hlep"', "did you mean app.help?"]),
        ({"zzz": ("h",)}, ["outsource keys lists them"]),
        ({"app.help": ("ctlr+h",)}, ['"ctlr+h", which is no key']),
        ({"task.keep": ("x",)}, ['"x", which is already the key of task.drop']),
        ({"task.keep": ("q",)}, ["already the key of app.quit"]),
        ({"app.help": ("v",)}, ["already the key of task.keep"]),
        ({"task.keep": ("h",), "task.drop": ("h",)}, ["already the key of"]),
    ],
)
def test_nonsense_and_clashes_are_refused(changes: dict[str, tuple[str, ...]], parts: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        build_keymap(ACTIONS, changes, FILE)
    assert all(part in str(caught.value) for part in ["settings.toml", *parts]), str(caught.value)


def test_swapping_two_keys_and_a_focused_widget_are_no_clash() -> None:
    swapped = build_keymap(ACTIONS, {"task.drop": ("v",), "task.keep": ("x",)}, FILE)
    assert (swapped["task.drop"], swapped["task.keep"]) == (("v",), ("x",))
    assert build_keymap(ACTIONS, {"score.five": ("q",)}, FILE)["score.five"] == ("q",)


def test_every_given_key_is_a_key() -> None:
    for action in all_actions():
        assert all(key_name(key) == key for key in action.key_names), action.id
    assert len(build_keymap(all_actions(), {}, FILE)) == len(all_actions())
