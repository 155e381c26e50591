"""Asking before something leaves the app."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import PressKey
from outsource_tui.ui.paint import wrap
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.painted import Paper


class ConfirmDialog(Dialog[bool]):
    """A question with yes and no; gives True for yes, None otherwise."""

    AUTO_FOCUS = "#no"

    def __init__(self, title: str, text: str, *, yes: str = "Yes", no: str = "No") -> None:
        """Ask; the cursor starts on no."""
        super().__init__(title, keys=(("y", yes.lower()), ("n", no.lower()), ("escape", "leave")))
        self.text = text
        self.yes = yes
        self.no = no

    def compose_content(self) -> ComposeResult:
        """Lay out text and answers."""
        yield Paper(lambda width: [(Piece(part),) for part in wrap(self.text, width)], ground="side")
        with Horizontal(classes="buttons"):
            yield PressKey(self.no, id="no")
            yield PressKey(self.yes, id="yes")

    async def on_key(self, event: events.Key) -> None:
        """Answer with a letter."""
        if event.key == "y":
            event.stop()
            self.dismiss(True)
        elif event.key == "n":
            event.stop()
            self.dismiss(None)
        elif event.key in ("left", "right", "up", "down"):
            event.stop()
            self.focus_next()

    def on_press_key_pressed(self, event: PressKey.Pressed) -> None:
        """Answer with a button."""
        event.stop()
        self.dismiss(True if event.button.id == "yes" else None)
