"""Any table with a header: columns guessed by name, shown, and mapped by hand where the guess is wrong."""

from outsource_tui.domain.errors import InputError
from outsource_tui.exchange.headers import tells_time
from outsource_tui.exchange.reading import Options, Progress, Reading
from outsource_tui.exchange.source import Source
from outsource_tui.exchange.tables import Table, find_table, read_table

NAME = "csv"
LABEL = "table with a header (CSV)"


def find(source: Source, options: Options) -> Table:
    """Return the table's layout with the guessed columns; a file without a header is refused."""
    table = find_table(source.head_text, options.mapping)
    if table is None:
        raise InputError(
            f"{source.name} has no header row with columns a time log could have; check that it is a CSV file."
        )
    return table


def sniff(source: Source) -> float:
    """Return how surely this is a time log as a table, from 0 to 1."""
    table = find_table(source.head_text)
    return 0.3 if table is not None and tells_time(table.mapping) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the entries; `reading.mapping` holds the columns as they were understood."""
    return read_table(NAME, source, find(source, options), options, progress)
