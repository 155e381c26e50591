"""The keys of every action: the registry's own, with the person's changes laid over them and checked."""

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from outsource_tui.config.settings_file import SettingsError
from outsource_tui.domain.text import clean_line

_REPLACED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_NAMED = frozenset(
    (
        "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
        "up", "down", "left", "right", "slash", "backslash", "at", "minus", "plus", "underscore",
        *(f"f{number}" for number in range(1, 25)),
    )
)  # fmt: skip
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_ALIASES = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup", "pgdn": "pagedown", "ins": "insert"}


class KeyedAction(Protocol):
    """What the keymap wants to know of an action."""

    @property
    def id(self) -> str:
        """Return its id, such as task.outsource."""
        ...

    @property
    def keys(self) -> str:
        """Return its keys, separated by commas."""
        ...

    @property
    def screen(self) -> str:
        """Return the screen it belongs to; empty on every screen."""
        ...

    @property
    def where(self) -> str:
        """Return the id of the widget that must have the focus; empty for anywhere on the screen."""
        ...


def _sign_name(sign: str) -> str:
    """Return Textual's name of a character that is no letter or figure; nothing for one without a name."""
    name = unicodedata.name(sign, "").lower().replace("-", "_").replace(" ", "_")
    return _REPLACED.get(name, name)


def key_name(key: str) -> str | None:
    """Return a key as Textual names it ("?" is question_mark), or None when it is no key."""
    *modifiers, last = key.split("+") if len(key) > 1 and not key.endswith("++") else (key,)
    if key.endswith("++"):
        modifiers, last = key[:-2].split("+"), "+"
    if any(modifier.casefold() not in _MODIFIERS for modifier in modifiers) or not last:
        return None
    prefix = "".join(f"{modifier.casefold()}+" for modifier in modifiers)
    if len(last) == 1:
        if last.isalnum() and last.isprintable():
            return prefix + last
        if last == " ":
            return prefix + "space"
        name = _sign_name(last) if last.isprintable() else ""
        return prefix + name if name else None
    low = last.casefold()
    low = _ALIASES.get(low, low)
    if low in _NAMED or low in map(_sign_name, _PUNCTUATION):
        return prefix + low
    try:
        unicodedata.lookup(low.replace("_", " "))
    except KeyError:
        return None
    return prefix + low


def split_keys(keys: str) -> tuple[str, ...]:
    """Return the keys of an action's comma-separated list, by Textual's names."""
    return tuple(name for key in keys.split(",") if (name := key_name(key.strip())))


def build_keymap(
    actions: Iterable[KeyedAction], changes: Mapping[str, tuple[str, ...]], path: Path
) -> dict[str, tuple[str, ...]]:
    """Return the keys of every action id with `changes` laid over; SettingsError for nonsense and for clashes.

    A key may serve on two different screens, never twice on one; an action of every screen meets all of them, and one
    that wants a focused widget stands before the others. Only clashes that a change brings in are errors.
    """
    listed = list(actions)
    known = {action.id: action for action in listed}
    keymap = {action.id: split_keys(action.keys) for action in listed}
    for action_id, keys in changes.items():
        if action_id not in known:
            near = get_close_matches(action_id, known, 1)
            advice = f"did you mean {near[0]}?" if near else "outsource keys lists them."
            raise SettingsError(f'{path}: keys."{clean_line(action_id)[:60]}" is no action; {advice}', field=action_id)
        names: list[str] = []
        for key in keys:
            name = key_name(key)
            if name is None:
                raise SettingsError(
                    f'{path}: keys."{action_id}" is "{clean_line(key)[:40]}", which is no key; '
                    'write a character, or a name like "ctrl+t", "f5" or "pagedown".',
                    field=action_id,
                )
            names.append(name)
        keymap[action_id] = tuple(names)
    for action_id in changes:
        mine = known[action_id]
        for other in listed:
            together = not mine.screen or not other.screen or mine.screen == other.screen
            together = together and mine.where == other.where
            shared = [key for key in keymap[action_id] if key in keymap[other.id]]
            if other.id != action_id and together and shared:
                raise SettingsError(
                    f'{path}: keys."{action_id}" is "{shared[0]}", which is already the key of {other.id}; '
                    "choose another, or move that one too.",
                    field=action_id,
                )
    return keymap
