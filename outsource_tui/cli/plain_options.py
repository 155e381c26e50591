"""The options of the quick reading commands, read without click: a start of click costs more than all of `today`."""

from __future__ import annotations

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Usage:
    """What a command takes: switches, and options with a value and an example of it."""

    __slots__ = ("command", "help", "switches", "values")

    def __init__(self, command: str, text: str, switches: tuple[str, ...], values: Mapping[str, str]) -> None:
        """Keep the command's name, its help and its options (names with their dashes)."""
        self.command = command
        self.help = text
        self.switches = switches
        self.values = values


def read_options(usage: Usage, arguments: list[str]) -> dict[str, str]:
    """Return the options given, by name ("--since": "monday", "--json": ""); InputError for anything unknown."""
    found: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word in ("-h", "--help"):
            found["--help"] = ""
        elif word in usage.switches:
            found[word] = ""
        elif name in usage.values:
            if not equals:
                following = next(words, None)
                if following is None:
                    raise InputError(f"{name} needs a value, for example {name} {usage.values[name]}.")
                value = following
            found[name] = value
        else:
            raise InputError(_unknown(usage, clean_line(word)[:40]))
    return found


def _unknown(usage: Usage, word: str) -> str:
    if not word.startswith("-"):
        return f'{usage.command} takes no words, but got "{word}"; see outsource {usage.command} --help.'
    from difflib import get_close_matches

    near = get_close_matches(word.partition("=")[0], [*usage.switches, *usage.values, "--help"], 1)
    advice = f"did you mean {near[0]}?" if near else f"see outsource {usage.command} --help."
    return f'"{word}" is no option of {usage.command}; {advice}'
