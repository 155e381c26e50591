"""Asking for the reason when a rule of the method is gone against; it is kept with the record."""

from collections.abc import Iterable, Mapping

from textual.app import ComposeResult
from textual.widgets import Input

from outsource_tui.domain.text import clean_line
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import TextLine
from outsource_tui.ui.paint import wrap
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.painted import OneLine, Paper

SHORTEST_REASON = 3


class ReasonDialog(Dialog[str]):
    """Says which rule stands in the way and takes the reason to go on; gives the reason."""

    def __init__(self, title: str, rule: str, *, facts: Iterable[str] = (), placeholder: str = "because …") -> None:
        """Say the rule, and what speaks for it."""
        super().__init__(title, keys=(("enter", "go on with this reason"), ("escape", "leave it")))
        self.rule = rule
        self.facts = tuple(facts)
        self.placeholder = placeholder

    def compose_content(self) -> ComposeResult:
        """Lay out rule and field."""

        def draw(width: int) -> list[tuple[Piece, ...]]:
            lines: list[tuple[Piece, ...]] = [
                (Piece("▲ " if not number else "  ", "amber"), Piece(part))
                for number, part in enumerate(wrap(self.rule, width - 2))
            ]
            for fact in self.facts:
                lines += [(Piece("  "), Piece(part, "muted")) for part in wrap(fact, width - 2)]
            return [*lines, ()]

        yield Paper(draw, ground="side")
        yield TextLine(placeholder=self.placeholder, id="reason")
        yield OneLine(ground="side", id="reason-note")

    def on_mount(self) -> None:
        """Indent the field."""
        self.query_one("#reason").styles.margin = (0, 2)

    @property
    def field(self) -> TextLine:
        """Return the field."""
        return self.query_one("#reason", TextLine)

    def beginning(self) -> Mapping[str, str]:
        """Return an empty reason."""
        return {"reason": ""}

    def texts(self) -> Mapping[str, str]:
        """Return the reason as it is now."""
        return {"reason": self.field.value}

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Show another reason."""
        self.field.value = clean_line(texts.get("reason", ""))

    def identity(self) -> tuple[object, ...]:
        """Tell reasons apart by the rule."""
        return (*super().identity(), self.rule)

    def say(self, text: str, role: str = "red") -> None:
        """Put a sentence under the field."""
        self.query_one("#reason-note", OneLine).set_line(((text, role),))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the reason."""
        event.stop()
        reason = clean_line(event.value)
        if len(reason) < SHORTEST_REASON:
            self.say("A few words, so that you can read later why you did it.")
            return
        self.dismiss(reason)
