"""NO_COLOR: no colour leaves the app; bold, reverse and the glyphs carry everything."""

from functools import lru_cache

from rich.color import Color as TerminalColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from outsource_tui.ui.theme import PALETTES


def _triplets(*roles: str) -> frozenset[tuple[int, int, int]]:
    found = set()
    for palette in PALETTES.values():
        for role in roles:
            parsed = Color.parse(palette.color(role, "#000000"))
            found.add((parsed.r, parsed.g, parsed.b))
    return frozenset(found)


_LIT = _triplets("selected", "accent")
_LOUD = _triplets("red", "amber")
_DEFAULT = TerminalColor.parse("default")


@lru_cache(maxsize=1024)
def plain_style(style: Style) -> Style:
    """Return a style without colours: what stood out by its ground is reversed, what hurts is bold."""

    def triplet(color: TerminalColor | None) -> tuple[int, int, int] | None:
        return None if color is None or color.triplet is None else tuple(color.triplet)  # type: ignore[return-value]

    lit = triplet(style.bgcolor) in _LIT
    loud = triplet(style.color) in _LOUD
    return Style(
        bold=style.bold or loud or None,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=(not style.reverse if lit else style.reverse) or None,
        color=_DEFAULT,
        bgcolor=_DEFAULT,
    )


class PlainFilter(LineFilter):
    """Takes the colours out of every line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without colours."""
        return [
            Segment(text, None if style is None else plain_style(style), control) for text, style, control in segments
        ]
