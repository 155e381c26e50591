"""Any table with a header: columns guessed by name, shown, and mapped by hand where the guess is wrong."""

from outsource_tui.domain.errors import InputError
from outsource_tui.exchange.headers import tells_time
from outsource_tui.exchange.reading import Options, Progress, Reading
from outsource_tui.exchange.source import Source
from outsource_tui.exchange.tables import Table, find_table, read_table

NAME = "csv"
_OURS = frozenset(("id", "day", "start", "end", "seconds", "text", "postponed", "source"))
LABEL = "table with a header (CSV)"


def find(source: Source, options: Options) -> Table:
    """Return the table's layout with the guessed columns; a file without a header is refused."""
    table = find_table(source.head_text, options.mapping)
    if table is None:
        raise InputError(
            f"{source.name} has no header row with columns a time log could have; check that it is a CSV file."
        )
    if set(table.header) >= _OURS:
        # Our own export: its ids tell which entries are here already.
        table.mapping.setdefault("id", "id")
    return table


def sniff(source: Source) -> float:
    """Return how surely this is a time log as a table, from 0 to 1."""
    if source.head_text.lstrip("\ufeff").lstrip().startswith(("[", "{")):
        return 0.0
    table = find_table(source.head_text)
    return 0.3 if table is not None and tells_time(table.mapping) else 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the entries; `reading.mapping` holds the columns as they were understood."""
    return read_table(NAME, source, find(source, options), options, progress)
