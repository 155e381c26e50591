import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from outsource_tui.ui.app import theme_name
from outsource_tui.ui.paint import style
from outsource_tui.ui.plain import PlainFilter
from outsource_tui.ui.theme import CONTRAST, DARK, LIGHT, PALETTES, Palette, palette_of, textual_theme

GROUNDS = ("ground", "side", "selected")


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours after WCAG 2."""

    def luminance(text: str) -> float:
        color = Color.parse(text)
        parts = [part / 255 for part in (color.r, color.g, color.b)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_can_be_read(palette: Palette, ground: str):
    on = palette.color(ground, "")
    assert ratio(palette.text, on) >= 7
    for role in ("muted", "accent", "amber", "red", "blue"):
        assert ratio(palette.color(role, ""), on) >= 4.5, role


def test_high_contrast_is_high():
    for ground in GROUNDS:
        for role in ("text", "muted", "accent", "amber", "red", "blue"):
            assert ratio(CONTRAST.color(role, ""), CONTRAST.color(ground, "")) >= 7, (role, ground)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_a_lit_cell_can_be_read_and_bars_be_seen(palette: Palette):
    assert ratio(palette.ground, palette.accent) >= 4.5
    assert ratio(palette.bar, palette.ground) >= 3


def test_the_colours_are_those_of_the_look():
    assert (DARK.ground, DARK.side, DARK.text, DARK.accent) == ("#15171c", "#1a1d23", "#d8dbe2", "#7fc8a9")
    assert (LIGHT.ground, LIGHT.side, LIGHT.text, LIGHT.accent) == ("#fbfaf7", "#f3f1ec", "#23262b", "#19704f")


def test_a_theme_carries_our_names():
    theme = textual_theme(LIGHT)
    assert theme.variables["o-amber"] == LIGHT.amber
    assert not theme.dark
    assert palette_of("nonsense") is DARK


def test_the_theme_follows_setting_and_terminal():
    assert theme_name("light") == "light"
    assert theme_name("contrast") == "contrast"
    assert theme_name("auto", {"COLORFGBG": "0;15"}) == "light"
    assert theme_name("auto", {"COLORFGBG": "15;0"}) == "dark"
    assert theme_name("auto", {}) == "dark"


def test_without_colour_the_cursor_is_reversed_and_what_hurts_is_bold():
    ground = Color.parse(DARK.ground)
    out = PlainFilter().apply(
        [
            Segment("row", style(DARK, "", "selected")),
            Segment("red", style(DARK, "red", "ground")),
            Segment("plain", style(DARK, "", "ground")),
            Segment("bare", Style()),
        ],
        ground,
    )
    assert [bool(segment.style.reverse) for segment in out] == [True, False, False, False]
    assert [bool(segment.style.bold) for segment in out] == [False, True, False, False]
    for segment in out:
        for color in (segment.style.color, segment.style.bgcolor):
            assert color is None or color.is_default
