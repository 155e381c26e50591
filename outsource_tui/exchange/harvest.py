"""Harvest's detailed time report as CSV: days and decimal hours, no clock times."""

from outsource_tui.exchange.reading import Options, Progress, Reading
from outsource_tui.exchange.source import Source
from outsource_tui.exchange.tables import Table, find_table, read_table

NAME = "harvest"
LABEL = "Harvest time report (CSV)"


def _table(source: Source, options: Options | None = None) -> Table | None:
    table = find_table(source.head_text, options.mapping if options else None)
    if table is None or "date" not in table.mapping or "hours" not in table.mapping:
        return None
    if (
        any(what in table.mapping for what in ("start", "start_date", "start_time"))
        and "first name" not in table.names()
    ):
        return None
    return table if any(what in table.mapping for what in ("project", "client", "task")) else None


def sniff(source: Source) -> float:
    """Return how surely this is a Harvest report, from 0 to 1."""
    return 0.8 if _table(source) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the entries; their day is known, their start is not."""
    table = _table(source, options)
    assert table is not None
    return read_table(NAME, source, table, options, progress, clocks=False)
