"""The line that narrows a list down while you type."""

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from outsource_tui.ui.dialogs.fields import FilterField
from outsource_tui.ui.show import number
from outsource_tui.ui.widgets.painted import OneLine
from outsource_tui.ui.widgets.record_table import RecordTable


class FilterLine(Horizontal):
    """`/`, a field and the count of rows left; enter keeps the filter, escape drops it and puts the line away."""

    def __init__(self, table: RecordTable[Any]) -> None:
        """Filter `table`."""
        super().__init__(id="filter")
        self.target = table

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        sign = OneLine(("/", "accent"), id="filter-sign")
        yield sign
        yield FilterField(self.target.filter_text, id="filter-text")
        yield OneLine(id="filter-count")

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(Input).focus()
        self._tell()

    def attach(self, table: RecordTable[Any]) -> None:
        """Filter another table; a line that was put away is there again."""
        self.target = table
        self.display = True
        # One that was made just now does the rest by itself once it stands.
        for field in self.query(Input):
            field.value = table.filter_text
            field.focus()
            self._tell()

    def _tell(self) -> None:
        left, of = len(self.target.rows), len(self.target.all_rows)
        self.query_one("#filter-count", OneLine).set_line(
            ((f"{number(left)} of {number(of)}", ""), ("   enter keeps it, escape shows all", "muted"))
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow down as it is typed."""
        event.stop()
        self.target.filter(event.value)
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and go back to the list."""
        event.stop()
        if event.value.strip():
            self.target.focus()
        else:
            self.close()

    def on_key(self, event: events.Key) -> None:
        """Leave with escape, go to the rows with the arrows."""
        if event.key == "escape":
            event.stop()
            self.close()
        elif event.key in ("down", "up", "pagedown", "pageup"):
            event.stop()
            self.target.focus()
            self.target.run_move({"down": "move.down", "up": "move.up"}.get(event.key, f"move.page_{event.key[4:]}"))

    def close(self) -> None:
        """Drop the filter and put the line away."""
        self.target.filter("")
        self.target.focus()
        self.display = False
