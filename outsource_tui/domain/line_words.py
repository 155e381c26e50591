"""The words of the quick line: where each stands, what keeps several together, and which would be more than text."""

from __future__ import annotations

from datetime import date

from outsource_tui.domain.dates import UNITS, read_clock, read_day, read_length, read_range
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VALUE_FLAGS = ("--tag", "--project", "--stress", "--liking", "--skill", "--start", "--date", "--length")
DASHES = ("-", "–", "—")


class Word:
    """One word of the line with its place; `plain` words are text whatever they look like."""

    __slots__ = ("end", "plain", "start", "text")

    def __init__(self, text: str, start: int, end: int, plain: bool = False) -> None:
        """Keep the cleaned text and where the word stands (offsets into the line)."""
        self.text = text
        self.start = start
        self.end = end
        self.plain = plain


def words_of_line(line: str, base: int = 0) -> Iterator[Word]:
    """Split a line at white space; quotes after + or @, or after a flag with a value, keep words together."""
    at, length, after_flag, ended = 0, len(line), False, False
    while at < length:
        if line[at].isspace():
            at += 1
            continue
        begin = at
        sigil = line[at] in "+@" and not ended
        quote = at + 1 if sigil else at
        closing = line.find('"', quote + 1) if line[quote : quote + 1] == '"' and (sigil or after_flag) else -1
        if closing > quote + 1 and (closing + 1 == length or line[closing + 1].isspace()):
            at = closing + 1
            text = (line[begin] if sigil else "") + line[quote + 1 : closing]
        else:
            while at < length and not line[at].isspace():
                at += 1
            text = line[begin:at]
        after_flag = text in ("--tag", "--project") and not ended
        ended = ended or text == "--"
        yield Word(clean_line(text), base + begin, base + at)


def words_of_arguments(arguments: Sequence[str]) -> Iterator[Word]:
    """Split a shell's words further at white space, but keep `@two words` and a flag's value as the shell gave them."""
    at, after_flag, ended = 0, False, False
    for argument in arguments:
        whole = not ended and len(arguments) > 1 and (argument[:1] in ("+", "@") or after_flag)
        if whole:
            yield Word(clean_line(argument), at, at + len(argument))
        else:
            yield from words_of_line(argument, at)
        after_flag = argument in VALUE_FLAGS and not ended
        ended = ended or argument == "--"
        at += len(argument) + 1


def is_special(text: str) -> bool:
    """Tell whether a word would not be plain text at the edge of a line."""
    if text[:1] in ("+", "@") and len(text) > 1:
        return True
    if text.startswith(":") and text[1:2].isalnum():
        return True
    if text == "--" or (text.startswith("--") and text[2:3].isalpha()):
        return True
    try:
        found = (read_length(text), read_range(text), read_day(text, date(2000, 1, 1)))
    except InputError:
        return True
    return found != (None, None, None)


def is_escaped(text: str) -> bool:
    """Tell whether a word starts with a backslash that only keeps the rest from being read."""
    if not text.startswith("\\"):
        return False
    rest = text.lstrip("\\")
    if is_special(rest) or rest.casefold() in UNITS:
        return True
    try:
        clock = read_clock(rest)
    except InputError:
        return True
    return clock is not None and clock.explicit
