"""What frames every screen: the tabs above, the line that says where I am, the keys below."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.paint import line_width, strip_of, width_of
from outsource_tui.ui.show import Line, Piece, line
from outsource_tui.ui.widgets.painted import OneLine, Painted

BRAND = "outsource"


class TabLine(Painted):
    """Brand, eight screens, and the running timer at the right."""

    DEFAULT_CSS = "TabLine { height: 1; width: 1fr; }"

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, screen: str) -> None:
            """Keep the screen's name."""
            super().__init__()
            self.screen_name = screen

    def __init__(self, active: str) -> None:
        """Show `active` as the open screen."""
        super().__init__(id="tabs")
        self.ground = "side"
        self.active = active
        self._timer: Line = ()
        self._spans: list[tuple[int, int, str]] = []

    def show_running(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Show what is running, or nothing."""
        fresh = line(*pieces)
        if fresh != self._timer:
            self._timer = fresh
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the tabs: full names where they fit, else digits and the open one's name."""
        width = self.size.width
        timer = self._timer
        room = width - (line_width(timer) + 3 if timer else 1)
        for brand, names, gap in (
            (True, True, 1),
            (False, True, 1),
            (True, False, 1),
            (False, False, 1),
            (False, False, 0),
        ):
            pieces, spans = self._tabs(brand, names, gap)
            if line_width(pieces) <= room:
                break
        else:
            title = next(title for name, title, _letter in STAGES if name == self.active)
            pieces, spans = [Piece(" "), Piece(title, "bold")], []
        self._spans = spans
        left = strip_of(self.palette, pieces, width, self.ground)
        segments: list[Strip] = []
        lit = next(((start, end) for start, end, name in spans if name == self.active), None)
        if lit is not None:
            inner = [piece for piece in pieces if piece.role in ("accent tab", "bold tab")]
            soft = strip_of(self.palette, [Piece(" "), *inner, Piece(" ")], lit[1] - lit[0], "selected")
            segments = [left.crop(0, lit[0]), soft, left.crop(lit[1], width)]
            left = Strip.join(segments)
        if timer and line_width(timer) + 2 <= width:
            at = width - line_width(timer) - 2
            left = Strip.join([left.crop(0, at), strip_of(self.palette, timer, width - at, self.ground)])
        return left

    def _tabs(self, brand: bool, names: bool, gap: int) -> tuple[list[Piece], list[tuple[int, int, str]]]:
        pieces = [Piece(" " * (1 + gap)), Piece(BRAND, "accent bold"), Piece("  ")] if brand else [Piece(" " * gap)]
        at = line_width(pieces)
        spans: list[tuple[int, int, str]] = []
        for number, (name, title, _letter) in enumerate(STAGES, 1):
            active = name == self.active
            digit = Piece(str(number), "accent tab" if active else "muted")
            word = Piece(f" {title}", "bold tab" if active else "muted") if names or active else Piece("")
            cells = 1 + width_of(word.text)
            pieces += [Piece(" "), digit, word, Piece(" ")]
            spans.append((at, at + cells + 2, name))
            at += cells + 2
        return pieces, spans

    def on_click(self, event: events.Click) -> None:
        """Open the clicked screen."""
        for start, end, name in self._spans:
            if start <= event.x < end:
                self.post_message(self.Chosen(name))


class FootKey(NamedTuple):
    """A key in the footer: what to press, what it does, why not (None: it can be done), and its action."""

    key: str
    label: str
    reason: str | None
    action: str


class FootLine(Painted):
    """The keys of what is focused, most used first; the last ones leave when it gets narrow, help stays."""

    DEFAULT_CSS = "FootLine { height: 1; width: 1fr; }"

    class Pressed(Message):
        """A key of the footer was clicked."""

        def __init__(self, action: str) -> None:
            """Keep the action's id."""
            super().__init__()
            self.action_id = action

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(id="foot")
        self.ground = "side"
        self._keys: tuple[FootKey, ...] = ()
        self._hint: Line = ()
        self._spans: list[tuple[int, int, str]] = []

    @property
    def keys(self) -> tuple[FootKey, ...]:
        """Return the keys it would show with room enough."""
        return self._keys

    def set_keys(self, keys: Sequence[FootKey]) -> None:
        """Show these keys, the last one staying whatever the width."""
        fresh = tuple(keys)
        if fresh != self._keys:
            self._keys = fresh
            self.refresh()

    def set_hint(self, pieces: Iterable[tuple[str, str]] = ()) -> None:
        """Show a hint in place of the keys, or the keys again."""
        fresh = line(*pieces)
        if fresh != self._hint:
            self._hint = fresh
            self.refresh()

    def fitting(self, width: int) -> list[FootKey]:
        """Return the keys that fit: from the left, with the last one always there."""
        if not self._keys:
            return []
        last = self._keys[-1]

        def cells(key: FootKey) -> int:
            return width_of(key.key) + 1 + width_of(key.label) + 3

        room = width - 4 - (cells(last) - 3)
        chosen: list[FootKey] = []
        for key in self._keys[:-1]:
            if cells(key) > room:
                break
            chosen.append(key)
            room -= cells(key)
        return [*chosen, last]

    def render_line(self, y: int) -> Strip:
        """Draw the keys or the hint."""
        width = self.size.width
        self._spans = []
        if self._hint:
            return strip_of(self.palette, self._hint, width, self.ground, 2)
        pieces: list[Piece] = []
        at = 2
        for key in self.fitting(width):
            if pieces:
                pieces.append(Piece("   "))
                at += 3
            off = key.reason is not None
            shown = [Piece(key.key, "muted" if off else "accent"), Piece(f" {key.label}", "muted")]
            pieces += [piece for piece in shown if piece.text]
            cells = line_width(shown)
            self._spans.append((at, at + cells, key.action))
            at += cells
        return strip_of(self.palette, pieces, width, self.ground, 2)

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, action in self._spans:
            if start <= event.x < end:
                self.post_message(self.Pressed(action))


class WhereLine(OneLine):
    """The one line that says where I am: record or period in bold, the figures that matter, what waits.

    A piece that begins with two spaces begins a group; groups leave whole, from the right, when it gets narrow.
    """

    def draw_line(self, width: int) -> Line:
        """Return the groups that fit."""
        pieces = list(self.line)
        while line_width(pieces) > width:
            at = next((number for number in range(len(pieces) - 1, 0, -1) if pieces[number].text.startswith("  ")), 0)
            if not at:
                break
            del pieces[at:]
        return tuple(pieces)
