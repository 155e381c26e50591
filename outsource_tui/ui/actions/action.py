"""An action is one object; footer, palette, help, key map, `outsource keys` and README read the same list."""

from typing import NamedTuple

_SHOWN = {
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "backslash": "\\",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "exclamation_mark": "!",
    "number_sign": "#",
    "asterisk": "*",
    "ampersand": "&",
    "percent_sign": "%",
    "dollar_sign": "$",
    "at": "@",
    "colon": ":",
    "semicolon": ";",
    "comma": "comma",
    "full_stop": ".",
    "apostrophe": "'",
    "quotation_mark": '"',
    "grave_accent": "`",
    "tilde": "~",
    "circumflex_accent": "^",
    "underscore": "_",
    "vertical_line": "|",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "page up",
    "pagedown": "page down",
}
_NAMED = {shown: name for name, shown in _SHOWN.items() if len(shown) == 1 and shown not in "↑↓←→"}


class Action(NamedTuple):
    """Something the user can do; `keys` are comma-separated Textual key names, `footer` ranks it there (0: not shown).

    `screen` is the screen it belongs to ("" for every screen), `where` the id of the widget that must have the focus
    ("" for anywhere on the screen); an action with a `where` hides a common one on the same key while it is focused.
    """

    id: str
    keys: str
    label: str
    help: str
    screen: str = ""
    footer: int = 0
    where: str = ""

    @property
    def key_names(self) -> tuple[str, ...]:
        """Return the Textual names of its keys."""
        return tuple(key.strip() for key in self.keys.split(",") if key.strip())

    @property
    def method(self) -> str:
        """Return the part of the method names that carry it out: `do_<method>` and `why_not_<method>`."""
        return self.id.replace(".", "_")


def shown_key(key: str) -> str:
    """Return a Textual key name as people read it: `question_mark` is `?`, `ctrl+p` stays."""
    return _SHOWN.get(key, key)


def key_name(shown: str) -> str:
    """Return the Textual name of a key as people write it: `?` is `question_mark`."""
    return _NAMED.get(shown, shown)
