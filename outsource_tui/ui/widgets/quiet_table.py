"""A table beside the main list: its cursor shows only while it has the focus."""

from typing import Any

from textual.strip import Strip

from outsource_tui.ui.widgets.columns import Row
from outsource_tui.ui.widgets.record_table import RecordTable


class QuietTable(RecordTable[Row]):
    """A record table whose cursor is out of sight while another pane has the focus."""

    def _draw_row(self, row: Any, width: int, lit: bool, marked: bool, thumb: bool) -> Strip:
        return super()._draw_row(row, width, lit and self.has_focus, marked, thumb)
