"""The line layer of iCalendar: folding, properties with parameters, escaped text (RFC 5545, section 3)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*")
_PARAMETER = re.compile(r"\s*;\s*([A-Za-z0-9-]+)\s*=\s*((?:\"[^\"]*\"|[^\";:,])*(?:,(?:\"[^\"]*\"|[^\";:,])*)*)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WIDTH = 73
"""Bytes of a folded line, its leading space not counted."""


_NONE: dict[str, str] = {}


class Property(NamedTuple):
    """One content line: upper-case name, parameters by upper-case name, raw value, and the number of its first line."""

    name: str
    parameters: dict[str, str]
    value: str
    line: int


def unfolded(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield content lines with the number of their first physical line; blank lines do not end a fold."""
    first, parts = 0, [""]
    for number, line in lines:
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
        elif line.strip():
            if parts != [""]:
                yield first, "".join(parts)
            first, parts = number, [line.rstrip("\r")]
    if parts != [""]:
        yield first, "".join(parts)


def parse_line(text: str, number: int) -> Property | None:
    """Return the property of a content line, or null when it is none."""
    match = _NAME.match(text)
    if match is None:
        return None
    position = match.end()
    if text[position : position + 1] == ":":
        return Property(match[1].upper(), _NONE, text[position + 1 :], number)
    parameters: dict[str, str] = {}
    while (parameter := _PARAMETER.match(text, position)) is not None:
        parameters[parameter[1].upper()] = parameter[2].strip().strip('"')
        position = parameter.end()
    rest = text[position:].lstrip()
    if not rest.startswith(":"):
        return None
    return Property(match[1].upper(), parameters, rest[1:], number)


def unescaped(value: str) -> str:
    """Return a TEXT value as people read it."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def escaped(text: str) -> str:
    """Return `text` as a TEXT value."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def split_list(value: str) -> list[str]:
    """Return the parts of a comma-separated list of TEXT values."""
    parts: list[str] = []
    for part in re.split(r"(?<!\\),", value):
        parts.append(unescaped(part))
    return parts


def folded(text: str) -> str:
    """Return a content line cut into pieces of at most 75 bytes, with its line end."""
    if len(text) <= _WIDTH and text.isascii():
        return f"{text}\r\n"
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for sign in text:
        width = len(sign.encode("utf-8", "replace"))
        if size + width > _WIDTH:
            pieces.append("".join(piece))
            piece, size = [], 0
        piece.append(sign)
        size += width
    pieces.append("".join(piece))
    return "\r\n ".join(pieces) + "\r\n"
