"""From pieces in roles to what the terminal draws: colours of the theme, exact widths, clipping and wrapping."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from outsource_tui.ui.show import Line, Piece, literal
from outsource_tui.ui.theme import Palette

ELLIPSIS = "…"
MOST_LINES = 500
"""Lines of one text that are drawn; somebody's megabyte would keep every key waiting. Where it is read or edited, all
of it stands."""
_HARD = "\u00a0"
_UNIT = re.compile(r"(?<=\d) (?=(?:%|h|min|[A-Z]{3})(?!\w))")
_HOURS = re.compile(r"(?<=\d\u00a0h) (?=\d\d(?!\d))")


@lru_cache(maxsize=1024)
def style(palette: Palette, role: str, ground: str) -> Style:
    """Return the terminal style of a role (`muted`, `accent bold`, `lit` ...) on a ground (`ground side selected`)."""
    names = role.split()
    bold = "bold" in names or None
    if "lit" in names:
        return Style(color=palette.ground, bgcolor=palette.accent, bold=True)
    color = palette.text
    for name in names:
        color = palette.color(name, color)
    return Style(
        color=color,
        bgcolor=palette.selected if "raised" in names else palette.color(ground, palette.ground),
        bold=bold,
        italic="italic" in names or None,
        underline="underline" in names or None,
        strike="strike" in names or None,
    )


def width_of(text: str) -> int:
    """Return how many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def _enough(text: str, cells: int) -> str:
    """Return as much of a text as can fill so many cells, also where many of its signs take none."""
    return text if len(text) <= 4 * cells + 256 else text[: 4 * cells + 256]


def clip(text: str, width: int) -> str:
    """Return the text cut to `width` cells, ending in `…` when something was left out."""
    if width <= 0:
        return ""
    if len(text) <= width and text.isascii():
        return text
    text = _enough(text, width)
    if width_of(text) <= width:
        return text
    if text.isascii():
        return text[: width - 1].rstrip() + ELLIPSIS
    end, used = 0, 0
    for _start, stop, cells in split_graphemes(text)[0]:
        if used + cells > width - 1:
            break
        end, used = stop, used + cells
    return text[:end].rstrip() + ELLIPSIS


def fit(text: str, width: int, align: str = "left") -> str:
    """Return the text in exactly `width` cells, clipped or padded."""
    text = clip(text, width)
    space = " " * (width - width_of(text))
    return space + text if align == "right" else text + space


def line_width(line: Iterable[Piece]) -> int:
    """Return how many cells a line takes."""
    return sum(width_of(piece.text) for piece in line)


def clip_line(line: Iterable[Piece], width: int) -> Line:
    """Return the line cut to `width` cells, texts made literal on the way."""
    result: list[Piece] = []
    left = width
    for text, role in line:
        shown = literal(_enough(text, left))
        cells = width_of(shown)
        if not cells:
            continue
        if cells <= left:
            result.append(Piece(shown, role))
            left -= cells
            continue
        if left:
            result.append(Piece(clip(shown, left), role))
        elif result:
            last = result[-1]
            result[-1] = Piece(clip(last.text + shown, width_of(last.text)), last.role)
        break
    return tuple(result)


def strip_of(palette: Palette, line: Iterable[Piece], width: int, ground: str = "ground", indent: int = 0) -> Strip:
    """Return the line as a strip of exactly `width` cells on a ground."""
    base = style(palette, "", ground)
    segments = [Segment(" " * min(indent, width), base)] if indent and width else []
    used = min(indent, width)
    for text, role in clip_line(line, width - used):
        segments.append(Segment(text, style(palette, role, ground)))
        used += width_of(text)
    if used < width:
        segments.append(Segment(" " * (width - used), base))
    return Strip(segments, width)


def _glued(text: str) -> str:
    """Return the text with hard spaces where a figure would be torn from its unit: `66 %`, `9 h 10`, `85.00 EUR`."""
    return _HOURS.sub(_HARD, _UNIT.sub(_HARD, text)) if " " in text else text


def wrap(text: str, width: int, most: int = MOST_LINES) -> list[str]:
    """Return the text in lines of at most `width` cells, broken at spaces where possible; newlines stay.

    After `most` lines (0: never) a line of `…` stands for the rest.
    """
    width = max(1, width)
    result: list[str] = []
    shown = text[: most * (width + 1)] if most else text
    for part in shown.splitlines() or [""]:
        if most and len(result) > most:
            break
        if len(part) <= width and part.isascii() and part.isprintable() and part[:1] != " ":
            result.append(part)
            continue
        words = [word.replace(_HARD, " ") for word in _glued(literal(part.replace("\t", "    "))).split(" ")]
        current = ""
        used = 0
        for word in words:
            cells = width_of(word)
            if current and used + 1 + cells <= width:
                current += " " + word
                used += 1 + cells
                continue
            if current or used:
                result.append(current)
                current, used = "", 0
            if cells > width:
                *full, word = _slices(word, width)
                result += full
            current, used = word, width_of(word)
        result.append(current)
    if most and (len(result) > most or len(shown) < len(text)):
        return [*result[: most - 1], ELLIPSIS]
    return result


def _slices(word: str, width: int) -> list[str]:
    """Return the word in slices of at most `width` cells; a sign that is wider stands alone."""
    if word.isascii():
        return [word[at : at + width] for at in range(0, len(word), width)]
    result: list[str] = []
    begin = used = 0
    for start, _stop, cells in split_graphemes(word)[0]:
        if used + cells > width and start > begin:
            result.append(word[begin:start])
            begin, used = start, 0
        used += cells
    return [*result, word[begin:]]


def wrap_pieces(line: Iterable[Piece], width: int) -> list[Line]:
    """Return a line of pieces wrapped at spaces into lines of at most `width` cells."""
    width = max(1, width)
    result: list[list[Piece]] = [[]]
    used = 0
    for text, role in line:
        if len(text) > MOST_LINES * width:
            text = text[: MOST_LINES * width] + ELLIPSIS
        for number, word in enumerate(_glued(literal(text)).split(" ")):
            word = word.replace(_HARD, " ")
            cells = width_of(word)
            if number:
                if used + 1 + cells > width and used:
                    result.append([])
                    used = 0
                elif used:
                    result[-1].append(Piece(" ", role))
                    used += 1
            elif used and used + cells > width:
                result.append([])
                used = 0
            if cells > width:
                *full, word = _slices(word, width)
                for part in full:
                    result[-1].append(Piece(part, role))
                    result.append([])
                used = 0
            if word:
                result[-1].append(Piece(word, role))
                used += width_of(word)
    return [tuple(pieces) for pieces in result]
