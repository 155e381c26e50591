"""The field in the middle of the editor: a part's text, written in place and saved when the field is left."""

from textual import events
from textual.message import Message

from outsource_tui.ui.dialogs.fields import LongText


class PartText(LongText):
    """The text of one section; escape and ctrl+o leave it, and leaving saves."""

    class Entered(Message):
        """Typing begins."""

    class Left(Message):
        """The field was left: what stands in it, and to which brief and section it belongs."""

        def __init__(self, brief_id: str, section: str, text: str, before: str, to_sections: bool) -> None:
            """Keep the text and what stood there when typing began."""
            super().__init__()
            self.brief_id = brief_id
            self.section = section
            self.text = text
            self.before = before
            self.to_sections = to_sections

    def __init__(self, id: str | None = None) -> None:
        """Start empty."""
        super().__init__("", rows=6, id=id)
        self.brief_id = ""
        self.section = ""
        self.before = ""
        self._to_sections = False

    def on_mount(self) -> None:
        """Be as tall as the text; the style sheet says how tall at most."""

        def fit() -> None:
            self.styles.height = "auto"

        self.call_after_refresh(fit)

    def show_text(self, brief_id: str, section: str, text: str, placeholder: str) -> None:
        """Show a section's text; what is being typed into this very section stays."""
        if (brief_id, section) == (self.brief_id, self.section) and self.has_focus:
            return
        moved = (brief_id, section) != (self.brief_id, self.section)
        self.brief_id, self.section, self.before = brief_id, section, text
        self.placeholder = placeholder
        if self.text != text:
            self.load_text(text)
        elif moved:
            self.move_cursor((0, 0))
        if moved:
            self.scroll_home(animate=False)

    def on_focus(self) -> None:
        """Begin."""
        self.before = self.text
        self._to_sections = False
        self.post_message(self.Entered())

    def on_blur(self) -> None:
        """Hand the text over to be saved."""
        self.post_message(self.Left(self.brief_id, self.section, self.text, self.before, self._to_sections))

    def on_key(self, event: events.Key) -> None:
        """Leave with escape or ctrl+o."""
        if event.key in ("escape", "ctrl+o", "ctrl+s"):
            event.stop()
            event.prevent_default()
            self._to_sections = True
            self.screen.query_one("#sections").focus()
