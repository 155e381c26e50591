import subprocess
import sys
from importlib import import_module

import pytest
from textual.keys import Keys, _character_to_key

from outsource_tui.ui.actions import common
from outsource_tui.ui.actions.action import Action, key_name, shown_key
from outsource_tui.ui.actions.registry import SCREENS, KeyTable, all_actions, by_id, clashes, screen_actions

_NAMES = {key.value for key in Keys}
_NEVER_ALONE = ("ctrl+s", "ctrl+j", "ctrl+h", "ctrl+i", "ctrl+m")


def _is_key(name: str) -> bool:
    last = name.removeprefix("ctrl+")
    return name in _NAMES or len(last) == 1 or last in {_character_to_key(chr(code)) for code in range(33, 127)}


def test_no_two_actions_fight_for_a_key():
    assert clashes() == []


def test_ids_are_unique_and_belong_to_their_screen():
    ids = [action.id for action in all_actions()]
    assert len(ids) == len(set(ids))
    for screen in SCREENS:
        assert all(action.screen == screen for action in screen_actions(screen))


@pytest.mark.parametrize("action", all_actions(), ids=lambda action: action.id)
def test_an_action_can_be_found_pressed_and_read(action: Action):
    assert action.label
    assert action.label == action.label.strip()
    assert action.help.endswith(".")
    assert "!" not in action.help
    assert all(_is_key(key) for key in action.key_names), action.keys
    if action.key_names:
        alone = [
            key
            for key in action.key_names
            if key not in _NEVER_ALONE and not key.startswith("alt+") and not (key[0] == "f" and key[1:].isdigit())
        ]
        assert alone, f"{action.id} has only keys that some terminals swallow"


def test_every_key_of_the_product_page_is_common():
    table = KeyTable()
    expected = {
        **{str(number): f"go.{name}" for number, (name, _title, _letter) in enumerate(common.STAGES, 1)},
        "g": "go.to", "question_mark": "app.help", "ctrl+p": "app.palette", "plus": "log.quick", "slash": "list.filter",
        "n": "record.new", "enter": "record.open", "e": "record.text", "d": "record.delete", "u": "app.undo",
        "U": "app.redo", "c": "record.copy", "s": "list.sort", "equals_sign": "figure.explain", "j": "move.down",
        "k": "move.up", "down": "move.down", "up": "move.up", "escape": "app.back", "q": "app.quit",
        "ctrl+q": "app.quit",
    }  # fmt: skip
    for key, action_id in expected.items():
        found = table.find("", "", key)
        assert found is not None, key
        assert found.id == action_id


def test_a_clash_is_told_with_both_names():
    one = Action("a.one", "o", "one", "One.", "today")
    two = Action("a.two", "o", "two", "Two.", "today")
    takes_common = Action("a.three", "n", "three", "Three.", "today")
    assert any("a.one" in sentence and "a.two" in sentence for sentence in clashes([one, two]))
    assert any("record.new" in sentence for sentence in clashes([*common.ACTIONS, takes_common]))


def test_an_action_with_a_place_takes_a_common_key_over_only_there():
    here = Action("a.no", "n", "no", "Say no.", "today", where="review")
    assert clashes([*common.ACTIONS, here]) == []


def test_changed_keys_replace_the_given_ones():
    table = KeyTable({"app.help": ("f1", "?"), "move.down": "n"})
    assert table.shown(by_id("app.help")) == "f1"
    assert table.find("today", "", "f1").id == "app.help"
    assert table.find("today", "", "question_mark").id == "app.help"
    assert table.moves["n"] == "move.down"
    assert "j" not in table.moves


def test_keys_are_written_as_people_write_them():
    assert shown_key("question_mark") == "?"
    assert key_name("?") == "question_mark"
    assert key_name("ctrl+p") == "ctrl+p"


def test_the_registry_is_plain_data():
    code = (
        "import sys; from outsource_tui.ui.actions.registry import all_actions; all_actions();"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('textual','rich','pydantic','tinydb','click')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_carries_out_every_action_it_lists(screen: str):
    title = next(title for name, title, _letter in common.STAGES if name == screen)
    made = getattr(import_module(f"outsource_tui.ui.screens.{screen}.screen"), f"{title}Screen")
    assert made.stage == screen
    for action in screen_actions(screen):
        assert hasattr(made, f"do_{action.method}"), f"{action.id} is listed and nobody carries it out"
