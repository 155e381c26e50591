"""Rows to look over before they are taken in: an import's preview, the result of a merge."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult

from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.paint import wrap
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.columns import Column
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.record_table import RecordTable


class TableDialog(Dialog[bool]):
    """Rows in a table with what is to be known about them; gives True when they are taken, None otherwise."""

    wide = True
    tall = True
    AUTO_FOCUS = "RecordTable"

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[Any]],
        rows: Sequence[Any],
        *,
        key: Callable[[Any], str],
        intro: str = "",
        take: str = "take them in",
        empty: str = "There is nothing here.",
        summary: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Show the rows; enter takes them."""
        super().__init__(title, keys=(("enter", take), ("↑ ↓", "move"), ("escape", "leave")))
        self.columns = tuple(columns)
        self.rows = rows
        self.row_key = key
        self.intro = intro
        self.empty = empty
        self.summary = tuple(summary)

    def compose_content(self) -> ComposeResult:
        """Lay out words and rows."""
        if self.intro:
            yield Paper(
                lambda width: [(Piece(part, "muted"),) for part in [*wrap(self.intro, width), ""]], ground="side"
            )
        if self.summary:
            yield OneLine(*self.summary, ground="side")
            yield OneLine(ground="side")
        yield RecordTable(
            self.columns, key=self.row_key, ground="side", empty=[(Piece(self.empty, "muted"),)], id="dialog-table"
        )

    def on_mount(self) -> None:
        """Fill the table."""
        self.query_one(RecordTable).set_rows(self.rows)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        """Take them."""
        event.stop()
        self.dismiss(True)

    async def on_key(self, event: events.Key) -> None:
        """Take them, also when there are none to put the cursor on."""
        if event.key == "enter":
            event.stop()
            self.dismiss(True)
