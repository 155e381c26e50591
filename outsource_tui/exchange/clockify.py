"""Clockify's detailed report as CSV, in any of its languages and date formats."""

from outsource_tui.exchange import toggl
from outsource_tui.exchange.reading import Options, Progress, Reading
from outsource_tui.exchange.source import Source
from outsource_tui.exchange.tables import Table, find_table, read_table

NAME = "clockify"
LABEL = "Clockify detailed report (CSV)"


def _table(source: Source, options: Options | None = None) -> Table | None:
    table = find_table(source.head_text, options.mapping if options else None)
    if table is None or "start_date" not in table.mapping:
        return None
    return table if any(what in table.mapping for what in ("duration", "hours", "end_time", "end_date")) else None


def sniff(source: Source) -> float:
    """Return how surely this is a Clockify detailed report, from 0 to 1."""
    return 0.8 if _table(source) and not toggl.sniff(source) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the entries; the order of dates is decided once for the file, a missing end by the duration."""
    table = _table(source, options)
    assert table is not None
    return read_table(NAME, source, table, options, progress)
