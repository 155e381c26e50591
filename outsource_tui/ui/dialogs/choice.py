"""Choosing one of several things, narrowed down by typing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from outsource_tui.domain.text import clean_line, normal
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import FilterField
from outsource_tui.ui.show import Line, line
from outsource_tui.ui.widgets.columns import Cell, Column
from outsource_tui.ui.widgets.record_table import RecordTable

MOST_ROWS = 14


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
            header=False,
            fit=True,
            most=MOST_ROWS,
            empty=self._empty_lines(),
            ground="side",
            id="choice-list",
        )

    def _empty_lines(self) -> list[Line]:
        return [line((self.empty if not self.choices else "Nothing matches; backspace widens.", "muted"))]

    def _words(self, choice: Choice) -> Cell:
        return Cell(choice.words, "muted" if choice.refused else choice.role)

    def _detail(self, choice: Choice) -> Cell:
        return Cell(choice.refused or choice.detail, "amber" if choice.refused else "muted")

    def on_mount(self) -> None:
        """Fill the list."""
        table = self.listing
        table.can_focus = False
        table.set_rows(self.choices)
        if self.current is not None:
            table.go_to(self.current)
        self.query_one("#choice-filter").styles.margin = (0, 2, 1, 2)

    @property
    def listing(self) -> RecordTable[Choice]:
        """Return the table of choices."""
        return self.query_one(RecordTable)

    def beginning(self) -> Mapping[str, str]:
        """Return an empty line where words of one's own are taken; narrowing down is nothing to keep."""
        return {"typed": ""} if self.free else {}

    def texts(self) -> Mapping[str, str]:
        """Return what is typed where nothing of the list is meant by it."""
        typed = self.query_one(Input).value
        return {"typed": "" if self.matching(typed) else typed}

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Type something else."""
        self.query_one(Input).value = clean_line(texts.get("typed", ""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow down."""
        event.stop()
        self.listing.set_rows(self.matching(event.value))
        self.listing.move_to(0)

    def matching(self, text: str) -> list[Choice]:
        """Return the choices that hold each typed word: those whose name starts so first, then name, then detail."""
        words = normal(text).split()
        if not words:
            return self.choices
        ranked: list[tuple[int, Choice]] = []
        for choice in self.choices:
            name, whole = normal(choice.words), normal(f"{choice.words} {choice.detail}")
            if all(word in whole for word in words):
                rank = 0 if name.startswith(words[0]) else 1 if all(word in name for word in words) else 2
                ranked.append((rank + (3 if choice.refused else 0), choice))
        ranked.sort(key=lambda pair: pair[0])
        return [choice for _rank, choice in ranked]

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
        chosen = self.listing.current
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
            self.listing.run_move(move)
