"""Three palettes, dark, light and high contrast, and what they mean to Textual."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.theme import Theme


class Palette(NamedTuple):
    """The colours of a theme by role; `rule` is for rules and empty tracks only, never for words."""

    name: str
    dark: bool
    ground: str
    side: str
    selected: str
    text: str
    muted: str
    rule: str
    accent: str
    bar: str
    amber: str
    red: str
    blue: str

    def color(self, role: str, default: str) -> str:
        """Return the colour of a role, or the default when the word is no role."""
        return str(getattr(self, role)) if role in _ROLES else default


_ROLES = frozenset(Palette._fields[2:])

DARK = Palette(
    "dark",
    True,
    ground="#15171c",
    side="#1a1d23",
    selected="#262c36",
    text="#d8dbe2",
    muted="#8d95a3",
    rule="#4a515e",
    accent="#7fc8a9",
    bar="#5aa386",
    amber="#e3b562",
    red="#e27878",
    blue="#79b0e0",
)
LIGHT = Palette(
    "light",
    False,
    ground="#fbfaf7",
    side="#f3f1ec",
    selected="#e3ece6",
    text="#23262b",
    muted="#5c636e",
    rule="#b9bdc4",
    accent="#19704f",
    bar="#4f9c7d",
    amber="#8f5f00",
    red="#b3363b",
    blue="#1f62a0",
)
CONTRAST = Palette(
    "contrast",
    True,
    ground="#000000",
    side="#0e0e0e",
    selected="#15304d",
    text="#ffffff",
    muted="#d6d6d6",
    rule="#8c8c8c",
    accent="#6dffc0",
    bar="#3fe39b",
    amber="#ffd84d",
    red="#ffb0b0",
    blue="#9fd4ff",
)
PALETTES: dict[str, Palette] = {palette.name: palette for palette in (DARK, LIGHT, CONTRAST)}


def palette_of(name: str) -> Palette:
    """Return the palette of a theme's name; any other name counts as dark."""
    return PALETTES.get(name, DARK)


def textual_theme(palette: Palette) -> "Theme":
    """Return the palette as a Textual theme; its colours are also CSS variables under our own names."""
    from textual.theme import Theme

    roles = {name: palette.color(name, "") for name in _ROLES}
    return Theme(
        name=palette.name,
        primary=palette.accent,
        secondary=palette.blue,
        warning=palette.amber,
        error=palette.red,
        success=palette.accent,
        accent=palette.accent,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.ground,
        panel=palette.side,
        boost=palette.selected,
        dark=palette.dark,
        text_alpha=1.0,
        variables={
            **{f"o-{name}": value for name, value in roles.items()},
            "input-cursor-background": palette.accent,
            "input-cursor-foreground": palette.ground,
            "input-selection-background": palette.selected,
            "block-cursor-background": palette.accent,
            "block-cursor-foreground": palette.ground,
            "scrollbar": palette.rule,
            "scrollbar-hover": palette.muted,
            "scrollbar-active": palette.accent,
            "scrollbar-background": palette.ground,
            "scrollbar-background-hover": palette.ground,
            "scrollbar-background-active": palette.ground,
            "scrollbar-corner-color": palette.ground,
        },
    )
