"""The ground of our widgets: lines of pieces drawn straight to strips, no markup anywhere."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from outsource_tui.ui.paint import clip_line, strip_of
from outsource_tui.ui.show import Line, line
from outsource_tui.ui.theme import Palette, palette_of

Draw = Callable[[int], Iterable[Line]]
LEAST_CELLS = 8

if TYPE_CHECKING:
    _WidgetOnPaper = Widget
else:
    # Textual reads styles along the first base that is a widget, so beside another widget this must be none.
    _WidgetOnPaper = object


class AtOnce(_WidgetOnPaper):
    """A widget that takes the focus at once, so that a key pressed right after goes to it and not to the one before."""

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus now; Textual would do it in a later turn."""
        self.screen.set_focus(self, scroll_visible)
        return self


class Painted(AtOnce, Widget):
    """A widget that draws lines itself in the colours of the theme."""

    ALLOW_SELECT = False
    ground: str = "ground"

    @property
    def palette(self) -> Palette:
        """Return the colours of the theme in force."""
        return palette_of(self.app.theme)

    def repaint_all(self) -> None:
        """Draw everything again, for instance after the theme changed."""
        self.refresh()


class OneLine(Painted):
    """A single line of pieces."""

    DEFAULT_CSS: ClassVar[str] = "OneLine { height: 1; width: 1fr; }"

    def __init__(
        self, *parts: str | tuple[str, str], ground: str = "ground", indent: int = 2, id: str | None = None
    ) -> None:
        """Start with these pieces on a ground, `indent` cells from the left."""
        super().__init__(id=id)
        self.ground = ground
        self.indent = indent
        self._line: Line = line(*parts)

    @property
    def line(self) -> Line:
        """Return what is shown."""
        return self._line

    def set_line(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Show other pieces; nothing is drawn when they are the same."""
        fresh = line(*pieces)
        if fresh != self._line:
            self._line = fresh
            self.refresh()

    def draw_line(self, width: int) -> Line:
        """Return the pieces for a width."""
        return self._line

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        if y:
            return strip_of(self.palette, (), width, self.ground)
        # An indented line keeps a cell free at its right end too.
        room = max(0, width - self.indent - (1 if self.indent else 0))
        return strip_of(self.palette, clip_line(self.draw_line(room), room), width, self.ground, self.indent)


class Paper(Painted):
    """Lines that follow from a width, as tall as they are or scrolled by wheel and page keys when they do not fit.

    `draw` takes a function from a width to lines; `side` papers stand on the raised tone.
    """

    DEFAULT_CSS: ClassVar[str] = "Paper { height: auto; width: 1fr; }"

    def __init__(
        self,
        draw: Draw | None = None,
        *,
        ground: str = "ground",
        indent: int = 2,
        right: int = 2,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Start with a function from a width to lines; `indent` and `right` cells stay free at the sides."""
        super().__init__(id=id, classes=classes)
        self.ground = ground
        self.indent = indent
        self.right = right
        self._draw: Draw = draw or (lambda _width: ())
        self._lines: list[Line] = []
        self._lines_width = -1
        self._top = 0

    def draw(self, draw: Draw) -> None:
        """Show what this function returns for the width there is; nothing is drawn when it is the same."""
        self._draw = draw
        if self._lines_width < 0:
            self.refresh(layout=True)
            return
        before = self._lines
        self._lines = list(draw(self._lines_width))
        if self._lines != before:
            self._top = min(self._top, max(0, len(self._lines) - max(1, self.size.height)))
            self.refresh(layout=len(self._lines) != len(before) and bool(self.styles.is_auto_height))

    @property
    def lines(self) -> list[Line]:
        """Return the lines drawn last."""
        return self._lines

    def _measure(self, width: int) -> None:
        # Nobody reads fewer cells than that; what is drawn is cut instead of divided by nothing.
        inner = max(LEAST_CELLS, width - self.indent - self.right)
        if inner != self._lines_width:
            self._lines_width = inner
            self._lines = list(self._draw(inner))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height the lines take at this width."""
        self._measure(width)
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        self._measure(width)
        number = y + self._top
        if number >= len(self._lines):
            return strip_of(self.palette, (), width, self.ground)
        strip = strip_of(self.palette, self._lines[number], width - self.right, self.ground, self.indent)
        more = len(self._lines) - self._top > self.size.height and y == self.size.height - 1
        tail = " ↓" if more and self.right >= 2 else ""
        end = strip_of(self.palette, line((tail, "muted")), min(self.right, width), self.ground)
        return Strip([*strip, *end], width)

    def scroll_by(self, amount: int) -> bool:
        """Move the paper by lines; tell whether it moved."""
        top = min(max(0, self._top + amount), max(0, len(self._lines) - self.size.height))
        if top == self._top:
            return False
        self._top = top
        self.refresh()
        return True

    def on_mouse_scroll_down(self) -> None:
        """Scroll with the wheel."""
        self.scroll_by(2)

    def on_mouse_scroll_up(self) -> None:
        """Scroll with the wheel."""
        self.scroll_by(-2)
