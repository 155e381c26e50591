"""The field in which an input of the verdict is typed."""

from typing import ClassVar

from textual import events
from textual.message import Message

from outsource_tui.ui.dialogs.fields import TextLine


class InputLineField(TextLine):
    """One line; escape and the arrows leave it without keeping anything."""

    DEFAULT_CSS: ClassVar[str] = "InputLineField { margin: 0 2; }"

    class Left(Message):
        """It was left without keeping what was typed."""

    def on_key(self, event: events.Key) -> None:
        """Leave."""
        if event.key in ("escape", "up", "down"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
