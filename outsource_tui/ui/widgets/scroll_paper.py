"""A paper that takes the focus, so that the keyboard scrolls it too."""

from rich.segment import Segment
from textual.strip import Strip

from outsource_tui.ui.paint import style
from outsource_tui.ui.widgets.painted import Paper

SCROLLS = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10, "home": -10_000, "end": 10_000}
"""Lines by key."""


class ScrollPaper(Paper, can_focus=True):
    """A paper in a pane of its own; while it has the focus, a bar marks its head and the keys in `SCROLLS` move it."""

    def render_line(self, y: int) -> Strip:
        """Draw one line, the first one with the bar of the focus."""
        strip = super().render_line(y)
        if y or not self.has_focus or self.indent < 1:
            return strip
        width = self.size.width
        return Strip([Segment("▌", style(self.palette, "accent", self.ground)), *strip.crop(1, width)], width)

    def on_focus(self) -> None:
        """Show the bar."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the bar away."""
        self.refresh()
