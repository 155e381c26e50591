"""Choosing one of several things, narrowed down by typing."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import TextLine
from outsource_tui.ui.show import Line, line
from outsource_tui.ui.widgets.record_table import Cell, Column, RecordTable

MOST_ROWS = 14


class FilterField(TextLine):
    """A field whose arrows move the list under it."""

    def on_key(self, event: events.Key) -> None:
        """Leave the arrows to the dialog."""
        if event.key in ("up", "down"):
            event.prevent_default()


class Choice(NamedTuple):
    """Something to choose: its key, its words, what is known about it, and why it cannot be chosen."""

    key: str
    words: str
    detail: str = ""
    role: str = ""
    refused: str = ""


class ChoiceDialog(Dialog[str]):
    """A list that narrows down as you type; gives the key of what was chosen.

    With `free` what was typed can be taken as it is when nothing matches; then the result starts with `free`.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice | tuple[str, str] | tuple[str, str, str]],
        *,
        current: str | None = None,
        free: str = "",
        empty: str = "There is nothing to choose from yet.",
    ) -> None:
        """Offer choices with the cursor on `current`."""
        super().__init__(
            title, keys=(("enter", "choose"), ("↑ ↓", "move"), ("type", "narrow down"), ("escape", "leave"))
        )
        self.choices = [Choice(*choice) for choice in choices]
        self.current = current
        self.free = free
        self.empty = empty

    def compose_content(self) -> ComposeResult:
        """Lay out field and list."""
        yield FilterField(placeholder="type to narrow down", id="choice-filter")
        most = max((len(choice.words) for choice in self.choices), default=10)
        has_details = any(choice.detail or choice.refused for choice in self.choices)
        columns: list[Column[Choice]] = [
            Column("words", "", self._words, width=min(most, 34) if has_details else 0, least=10),
        ]
        if has_details:
            columns.append(Column("detail", "", self._detail, least=8, drop=1))
        yield RecordTable(
            columns,
            key=lambda choice: choice.key,
            search=lambda choice: f"{choice.words} {choice.detail}",
            header=False,
            fit=True,
            most=MOST_ROWS,
            empty=self._empty_lines(),
            ground="side",
            id="choice-list",
        )

    def _empty_lines(self) -> list[Line]:
        return [line((self.empty, "muted"))]

    def _words(self, choice: Choice) -> Cell:
        return Cell(choice.words, "muted" if choice.refused else choice.role)

    def _detail(self, choice: Choice) -> Cell:
        return Cell(choice.refused or choice.detail, "amber" if choice.refused else "muted")

    def on_mount(self) -> None:
        """Fill the list."""
        table = self.list
        table.can_focus = False
        table.set_rows(self.choices)
        if self.current is not None:
            table.go_to(self.current)
        self.query_one("#choice-filter").styles.margin = (0, 2, 1, 2)

    @property
    def list(self) -> RecordTable[Choice]:
        """Return the table of choices."""
        return self.query_one(RecordTable)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow down."""
        event.stop()
        self.list.filter(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose."""
        event.stop()
        self.take()

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        """Choose by a double click."""
        event.stop()
        self.take()

    def take(self) -> None:
        """Give what the cursor stands on, or what was typed where that is allowed."""
        chosen = self.list.current
        if chosen is not None:
            if chosen.refused:
                self.outsource.tell(chosen.refused, "refused")
            else:
                self.dismiss(chosen.key)
            return
        typed = self.query_one(Input).value.strip()
        if self.free and typed:
            self.dismiss(self.free + typed)

    async def on_key(self, event: events.Key) -> None:
        """Move in the list while typing in the field."""
        move = {
            "down": "move.down",
            "up": "move.up",
            "pagedown": "move.page_down",
            "pageup": "move.page_up",
        }.get(event.key)
        if move is not None:
            event.stop()
            self.list.run_move(move)
