"""A paper that takes the focus, so that the keyboard scrolls it too."""

from outsource_tui.ui.widgets.painted import Paper

SCROLLS = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10, "home": -10_000, "end": 10_000}
"""Lines by key."""


class ScrollPaper(Paper, can_focus=True):
    """A paper in a pane of its own; while it has the focus, the keys in `SCROLLS` move it."""
