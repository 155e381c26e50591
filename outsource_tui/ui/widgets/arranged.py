"""Rows as a table shows them: filtered, sorted, with lines between them that are no rows; no screen, no cursor."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Generic, NamedTuple

from outsource_tui.domain.text import normal
from outsource_tui.ui.show import Line
from outsource_tui.ui.widgets.columns import Column, Row


class Separator(NamedTuple):
    """A line between rows that is no row; it stands after `after` rows of the first order and goes while sorted."""

    after: int
    line: Line


class Arranged(Generic[Row]):
    """Rows in the order and choice they are shown in; `line` counts rows and separators from the first one shown."""

    def __init__(self, columns: Sequence[Column[Row]], found_by: Callable[[Row], str]) -> None:
        """Start without rows; `found_by` gives the normal form of the text a row is filtered by."""
        self.columns: tuple[Column[Row], ...] = tuple(columns)
        self.all: Sequence[Row] = ()
        self.view: Sequence[Row] = ()
        self.filter = ""
        """The normal form of what the rows are filtered by."""
        self.sort: tuple[str, bool] | None = None
        """The key of the column sorted by and whether it falls; None in the first order."""
        self.separators: tuple[Separator, ...] = ()
        """Those in sight; there are none while rows are sorted or filtered."""
        self._found_by = found_by
        self._given: tuple[Separator, ...] = ()
        self._separator_lines: list[int] = []
        self._texts: list[str] | None = None
        self._found: tuple[str, list[int]] | None = None

    def set_rows(self, rows: Sequence[Row], separators: Iterable[Separator]) -> None:
        """Take other rows, by the same filter and order."""
        self.all = rows
        self._texts = None
        self._found = None
        self._given = tuple(sorted(separators, key=lambda separator: separator.after))
        self._arrange()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Take other columns; an order by one that is gone goes too."""
        self.columns = tuple(columns)
        self._texts = None
        if self.sort and self.sort[0] not in {column.key for column in columns}:
            self.sort_by(None)

    def filter_by(self, text: str) -> bool:
        """Keep the rows that hold each word of the text, letter case aside; tell whether that is another filter."""
        wanted = normal(text)
        if wanted == self.filter:
            return False
        self.filter = wanted
        self._arrange()
        return True

    def sort_by(self, sort: tuple[str, bool] | None) -> None:
        """Sort by a column, falling or not, or bring the first order back with None; unknown values stand last."""
        self.sort = sort
        self._arrange()

    def next_sort(self) -> tuple[str, bool] | None:
        """Return the sort after the present one: column after column, then the first order."""
        steps: list[tuple[str, bool] | None] = [None]
        steps += [(column.key, column.falling) for column in self.columns if column.sort is not None]
        current = self.sort
        at = next((number for number, step in enumerate(steps) if step and current and step[0] == current[0]), 0)
        return steps[(at + 1) % len(steps)]

    @property
    def lines(self) -> int:
        """How many lines rows and separators take."""
        return len(self.view) + len(self.separators)

    def line_of(self, row: int) -> int:
        """Return the line of a row in sight by its number."""
        if not self.separators:
            return row
        return row + sum(1 for separator in self.separators if separator.after <= row)

    def at_line(self, line: int) -> tuple[int, Separator | None]:
        """Return the number of the row on a line, or -1 with the separator that stands there."""
        if not self._separator_lines:
            return line, None
        before = bisect_left(self._separator_lines, line)
        if before < len(self._separator_lines) and self._separator_lines[before] == line:
            return -1, self.separators[before]
        return line - before, None

    def _filtered(self) -> list[int]:
        """Return the numbers of the rows that hold every word; typing on narrows what was found before."""
        if self._texts is None:
            self._texts = [self._found_by(row) for row in self.all]
        texts = self._texts
        words = self.filter.split(" ")
        before = self._found
        among: Iterable[int] = range(len(texts))
        if before is not None and self.filter.startswith(before[0]) and len(words) == len(before[0].split(" ")):
            among = before[1]
        if len(words) == 1:
            word = words[0]
            found = [at for at in among if word in texts[at]]
        else:
            found = [at for at in among if all(word in texts[at] for word in words)]
        self._found = (self.filter, found)
        return found

    def _arrange(self) -> None:
        rows: Sequence[Row] = self.all
        if self.filter:
            rows = [self.all[at] for at in self._filtered()]
        else:
            self._found = None
        if self.sort is not None:
            column = next((column for column in self.columns if column.key == self.sort[0]), None)
            if column is not None and column.sort is not None:
                value = column.sort
                valued = [(value(row), row) for row in rows]
                known = [pair for pair in valued if pair[0] is not None]
                known.sort(key=itemgetter(0), reverse=self.sort[1])
                rows = [row for _, row in known] + [row for given, row in valued if given is None]
        self.view = rows
        plain = not self.filter and self.sort is None
        self.separators = (
            tuple(separator for separator in self._given if 0 < separator.after < len(rows)) if plain else ()
        )
        self._separator_lines = [separator.after + number for number, separator in enumerate(self.separators)]
