"""A long text: read, or written with $EDITOR at hand."""

from collections.abc import Callable, Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from outsource_tui.domain.text import MAX_TEXT, clean
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import LongText, PressKey, too_long
from outsource_tui.ui.dialogs.saving import SavingDialog
from outsource_tui.ui.paint import wrap
from outsource_tui.ui.show import Line, Piece
from outsource_tui.ui.widgets.painted import OneLine, Paper


class TextDialog(SavingDialog[str]):
    """An editor for a long text; gives the text. `check` returns a sentence for a text that does not fit."""

    wide = True
    tall = True
    gives_typed = True
    AUTO_FOCUS = "LongText"

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        placeholder: str = "",
        draft: str = "",
        save: str = "Save",
        check: Callable[[str], str | None] | None = None,
        submit: Callable[[str], object] | None = None,
    ) -> None:
        """Edit `text`; `submit` may raise InputError, which keeps the dialog open."""
        super().__init__(
            title,
            keys=(("ctrl+o", save.lower()), ("ctrl+e", "open in $EDITOR"), ("tab", "move"), ("escape", "leave")),
        )
        self.text = text
        self.placeholder = placeholder
        self.draft = draft
        self.save = save
        self.check = check
        self.submit = submit

    def compose_content(self) -> ComposeResult:
        """Lay out field and buttons."""
        area = LongText(self.text, placeholder=self.placeholder, id="long")
        yield area
        with Horizontal(classes="buttons"):
            yield PressKey(self.save, hint="ctrl+o", id="save")
            yield PressKey("Cancel", hint="escape", id="cancel")
        yield OneLine(ground="side", id="text-message")

    @property
    def area(self) -> LongText:
        """Return the field."""
        return self.query_one("#long", LongText)

    def on_mount(self) -> None:
        """Give the text the room there is."""
        self.area.styles.height = "1fr"
        self.area.styles.margin = (0, 2)

    def beginning(self) -> Mapping[str, str]:
        """Return the text it began with."""
        return {"text": clean(self.text)}

    def texts(self) -> Mapping[str, str]:
        """Return the text as it is now."""
        return {"text": self.area.text}

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Show another text."""
        self.area.text = clean(texts.get("text", self.area.text))

    def say(self, text: str, role: str = "red") -> None:
        """Put a sentence above the keys."""
        self.query_one("#text-message", OneLine).set_line(((text, role),))

    def typed(self) -> str | None:
        """Return the text, or None after saying what does not fit."""
        text = clean(self.area.text).strip("\n")
        reason = too_long(text, "The text") if len(text) > MAX_TEXT else self.check(text) if self.check else None
        if reason:
            self.say(reason)
            return None
        return text


class ReadDialog(Dialog[None]):
    """A long text or any lines to read; arrows and page keys scroll, c copies."""

    wide = True

    def __init__(self, title: str, text: str = "", *, draw: Callable[[int], list[Line]] | None = None) -> None:
        """Show a text wrapped, or what `draw` makes for a width."""
        super().__init__(title, keys=(("↑ ↓", "scroll"), ("c", "copy"), ("escape", "close")))
        self.text = text
        self.draw: Callable[[int], list[Line]] = draw or (
            lambda width: [(Piece(part),) for part in wrap(text, width, 0)]
        )

    def compose_content(self) -> ComposeResult:
        """Lay the text out."""
        with VerticalScroll(classes="fields", id="read"):
            yield Paper(self.draw, ground="side", indent=0, right=1, id="read-text")

    async def on_key(self, event: events.Key) -> None:
        """Scroll, copy, close."""
        scroll = self.query_one("#read", VerticalScroll)
        if event.key in ("down", "j"):
            scroll.scroll_down(animate=False)
        elif event.key in ("up", "k"):
            scroll.scroll_up(animate=False)
        elif event.key in ("pagedown", "space"):
            scroll.scroll_page_down(animate=False)
        elif event.key == "pageup":
            scroll.scroll_page_up(animate=False)
        elif event.key == "home":
            scroll.scroll_home(animate=False)
        elif event.key == "end":
            scroll.scroll_end(animate=False)
        elif event.key == "c":
            lines = self.query_one("#read-text", Paper).lines
            self.outsource.copy(self.text or "\n".join("".join(piece.text for piece in each) for each in lines))
        elif event.key in ("q", "enter", "equals_sign", "question_mark"):
            self.give_up()
        else:
            return
        event.stop()
