"""Toggl Track's detailed report as CSV."""

from outsource_tui.exchange.reading import Options, Progress, Reading
from outsource_tui.exchange.source import Source
from outsource_tui.exchange.tables import Table, find_table, read_table

NAME = "toggl"
LABEL = "Toggl detailed report (CSV)"
# Clockify says which of its two length columns is which; Toggl has the one.
_NOT_OURS = ("h", "decimal", "hh mm", "stunden", "dezimal")


def _table(source: Source, options: Options | None = None) -> Table | None:
    table = find_table(source.head_text, options.mapping if options else None)
    if table is None or "start_date" not in table.mapping or "start_time" not in table.mapping:
        return None
    if "hours" in table.mapping or any(name.split(" ", 1)[-1] in _NOT_OURS for name in table.names()):
        return None
    return table if "duration" in table.mapping or "end_time" in table.mapping else None


def sniff(source: Source) -> float:
    """Return how surely this is a Toggl detailed report, from 0 to 1."""
    return 0.9 if _table(source) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the entries; the file's own Duration wins over its clock times."""
    table = _table(source, options)
    assert table is not None
    return read_table(NAME, source, table, options, progress)
