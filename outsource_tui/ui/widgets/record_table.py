"""The one table for records: drawn line by line, so a hundred thousand rows cost no more than those in sight."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from outsource_tui.domain.text import normal
from outsource_tui.ui.actions.registry import KeyTable
from outsource_tui.ui.paint import clip, clip_line, fit, line_width, strip_of, style, width_of, wrap_pieces
from outsource_tui.ui.show import Line, Piece, literal
from outsource_tui.ui.show import bar as bar_line
from outsource_tui.ui.theme import DARK, Palette
from outsource_tui.ui.widgets.painted import LEAST_CELLS, Painted

Row = TypeVar("Row")

_CACHE_LIMIT = 4000
_WHEEL = 3
_FIGURE = 5
"""Cells a figure takes beside its bar, such as " 20 %"."""


class Cell(NamedTuple):
    """What stands in a column: a text in a role, or several pieces, or a bar for a share from 0 to 1.

    The text of a bar stands right of it where the column has room for both.
    """

    text: str = ""
    role: str = ""
    pieces: Line = ()
    bar: float | None = None
    is_bar: bool = False


def bar_cell(share: float | None, role: str = "bar", text: str = "") -> Cell:
    """Return a cell with a bar as wide as its column, its figure at the right where there is room."""
    return Cell(text, role, (), share, True)


def _bar(cell: Cell, cells: int) -> Line:
    if not cell.text or cells < _FIGURE * 2:
        return bar_line(cell.bar, cells, cell.role)
    return (*bar_line(cell.bar, cells - _FIGURE, cell.role), Piece(fit(cell.text, _FIGURE, "right"), "muted"))


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: `width` in cells (0: it shares what is left by `flex`, never under `least`).

    `drop` says who leaves first when it gets narrow (0 never; the highest first). `sort` gives the value to sort by;
    figures sort falling first (`falling`). `typed` lists the keys a cell takes when the cell cursor stands on it.
    """

    key: str
    label: str
    cell: Callable[[Row], Cell | str]
    width: int = 0
    flex: int = 1
    least: int = 8
    align: str = "left"
    drop: int = 0
    sort: Callable[[Row], Any] | None = None
    falling: bool = False
    typed: frozenset[str] = frozenset()


class Separator(NamedTuple):
    """A line between rows that is no row; it stands after `after` rows of the first order and goes while sorted."""

    after: int
    line: Line


class RecordTable(Painted, Generic[Row], can_focus=True):
    """A virtualised table of records with a row or cell cursor, sort, filter and marks.

    It keeps cursor (by row key), sort, filter, marks and scroll over `set_rows`. Texts are shown literally.
    """

    DEFAULT_CSS: ClassVar[str] = "RecordTable { height: 1fr; width: 1fr; } RecordTable.-fit { height: auto; }"
    GUTTER = 2

    class RowMessage(Message):
        """Something about a row."""

        def __init__(self, table: "RecordTable[Any]", row: Any, key: str | None) -> None:
            """Keep table, row and its key."""
            super().__init__()
            self.table = table
            self.row = row
            self.key = key

        @property
        def control(self) -> "RecordTable[Any]":
            """Return the table."""
            return self.table

    class Highlighted(RowMessage):
        """The cursor stands on another row (None: there is none)."""

    class Opened(RowMessage):
        """Enter or a double click on a row."""

    class Marked(Message):
        """The set of marked rows changed."""

        def __init__(self, table: "RecordTable[Any]", keys: frozenset[str]) -> None:
            """Keep table and marked keys."""
            super().__init__()
            self.table = table
            self.keys = keys

        @property
        def control(self) -> "RecordTable[Any]":
            """Return the table."""
            return self.table

    class CellTyped(Message):
        """A key was typed into a cell that takes it."""

        def __init__(self, table: "RecordTable[Any]", row: Any, key: str, column: str, typed: str) -> None:
            """Keep table, row, row key, column key and the character."""
            super().__init__()
            self.table = table
            self.row = row
            self.key = key
            self.column = column
            self.typed = typed

        @property
        def control(self) -> "RecordTable[Any]":
            """Return the table."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], str],
        search: Callable[[Row], str] | None = None,
        row_role: Callable[[Row], str] | None = None,
        gutter: Callable[[Row], Piece | None] | None = None,
        cell_cursor: bool = False,
        can_mark: bool = False,
        header: bool = True,
        fit: bool = False,
        most: int = 0,
        empty: Iterable[Line] = (),
        ground: str = "ground",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a table.

        `key` gives a row's lasting key, `search` the text it is filtered by (default: its cells), `row_role` a role
        for its plain cells (muted for what is less important), `gutter` a glyph left of it. `fit` makes the table as
        tall as its rows (at most `most`), `empty` is shown when there are none.
        """
        super().__init__(id=id, classes=classes)
        self.ground = ground
        self.columns: tuple[Column[Row], ...] = tuple(columns)
        self.row_key = key
        self._search = search
        self._row_role = row_role
        self._gutter = gutter
        self.cell_cursor = cell_cursor
        self.can_mark = can_mark
        self.header = header
        self.fit = fit
        self.most = most
        self.empty: tuple[Line, ...] = tuple(empty)
        if fit:
            self.add_class("-fit")
        self._all: Sequence[Row] = ()
        self._view: Sequence[Row] = ()
        self._texts: list[str] | None = None
        self._found: tuple[str, list[int]] | None = None
        self._known = False
        self._separators: tuple[Separator, ...] = ()
        self._shown_separators: tuple[Separator, ...] = ()
        self._separator_lines: list[int] = []
        self._cursor = 0
        self._cursor_column = 0
        self._top = 0
        self._marks: set[str] = set()
        self._sort: tuple[str, bool] | None = None
        self._filter = ""
        self._layout: tuple[tuple[Column[Row], int], ...] = ()
        self._layout_width = -1
        self._strips: dict[tuple[str, int], tuple[Row, Strip]] = {}
        self._styles_for: Palette | None = None
        self._roles: dict[tuple[str, str], Style] = {}
        self._posted: tuple[str | None, Row | None] | None = None
        self.rendered_rows = 0

    # What it holds

    @property
    def rows(self) -> Sequence[Row]:
        """Return the rows in sight: filtered and sorted."""
        return self._view

    @property
    def all_rows(self) -> Sequence[Row]:
        """Return every row, in the order it was given."""
        return self._all

    @property
    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self._view[self._cursor] if self._cursor < len(self._view) else None

    @property
    def current_key(self) -> str | None:
        """Return the key of the row under the cursor."""
        row = self.current
        return None if row is None else self.row_key(row)

    @property
    def cursor(self) -> int:
        """Return the cursor's place among the rows in sight."""
        return self._cursor

    @property
    def cursor_column(self) -> str:
        """Return the key of the column the cell cursor stands on."""
        self._lay_out()
        if not self._layout:
            return ""
        return self._layout[min(self._cursor_column, len(self._layout) - 1)][0].key

    @property
    def marked(self) -> frozenset[str]:
        """Return the keys of the marked rows."""
        return frozenset(self._marks)

    @property
    def marked_rows(self) -> list[Row]:
        """Return the marked rows in the first order, or the one under the cursor when none is marked."""
        if self._marks:
            return [row for row in self._all if self.row_key(row) in self._marks]
        return [] if self.current is None else [self.current]

    @property
    def filter_text(self) -> str:
        """Return what the rows are filtered by."""
        return self._filter

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """Return the column sorted by and whether it falls, or None in the first order."""
        return self._sort

    def set_rows(self, rows: Sequence[Row], separators: Iterable[Separator] = ()) -> None:
        """Show other rows; cursor, sort, filter, marks and scroll stay where they were."""
        old_key, old_cursor = self.current_key, self._cursor
        above = self._line_of(self._cursor) - self._top
        self._all = rows
        self._known = True
        self._texts = None
        self._found = None
        self._separators = tuple(sorted(separators, key=lambda separator: separator.after))
        self._arrange()
        self._place(old_key, old_cursor, above)
        if self._marks:
            self._marks &= {self.row_key(row) for row in rows}
        self._changed()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns, the cell cursor staying on its column when it is still there."""
        old = self.cursor_column if self.size.width else ""
        self.columns = tuple(columns)
        self._strips.clear()
        self._texts = None
        self._layout_width = -1
        if self._sort and self._sort[0] not in {column.key for column in columns}:
            self._sort = None
            self._arrange()
        if self.size.width:
            self._lay_out()
            keys = [column.key for column, _width in self._layout]
            self._cursor_column = keys.index(old) if old in keys else 0
        self.refresh()

    def forget_strips(self) -> None:
        """Draw every row anew: for cells that depend on more than their row."""
        self._strips.clear()
        self.refresh()

    def repaint_all(self) -> None:
        """Draw everything again in the colours of the theme."""
        self._strips.clear()
        self._styles_for = None
        self.refresh()

    def filter(self, text: str) -> None:
        """Keep the rows that hold each word of the text, letter case aside."""
        wanted = normal(text)
        if wanted == self._filter:
            return
        key, cursor = self.current_key, self._cursor
        self._filter = wanted
        self._arrange()
        self._place(key, cursor if not wanted else 0, None)
        self._changed()

    def sort_by(self, column: str | None, falling: bool = False) -> None:
        """Sort by a column, or bring the first order back with None."""
        key, cursor = self.current_key, self._cursor
        self._sort = None if column is None else (column, falling)
        self._arrange()
        self._place(key, cursor, None)
        self._changed()

    def cycle_sort(self) -> str:
        """Sort by the next column that can be sorted, then by none; return what it is sorted by, in words."""
        steps: list[tuple[str, bool] | None] = [None]
        steps += [(column.key, column.falling) for column in self.columns if column.sort is not None]
        current = self._sort
        at = next((number for number, step in enumerate(steps) if step and current and step[0] == current[0]), 0)
        chosen = steps[(at + 1) % len(steps)]
        if chosen is None:
            self.sort_by(None)
            return "the first order"
        self.sort_by(*chosen)
        return next(column.label for column in self.columns if column.key == chosen[0])

    def mark(self, key: str | None = None) -> None:
        """Mark or unmark a row, by default the one under the cursor."""
        key = key or self.current_key
        if key is None or not self.can_mark:
            return
        self._marks ^= {key}
        self.post_message(self.Marked(self, self.marked))
        self.refresh()

    def clear_marks(self) -> bool:
        """Unmark every row; tell whether any was marked."""
        if not self._marks:
            return False
        self._marks.clear()
        self.post_message(self.Marked(self, frozenset()))
        self.refresh()
        return True

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row of that key, dropping a filter that hides it; tell whether it is there."""
        for number, row in enumerate(self._view):
            if self.row_key(row) == key:
                self.move_to(number)
                return True
        if self._filter and any(self.row_key(row) == key for row in self._all):
            self.filter("")
            return self.go_to(key)
        return False

    # Moving

    @property
    def page(self) -> int:
        """Return how many lines of rows are in sight."""
        return max(1, self.size.height - self.header)

    def move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self._cursor + rows)

    def move_to(self, number: int) -> None:
        """Move the cursor to a row, as near as there is one."""
        number = max(0, min(len(self._view) - 1, number))
        old = self._cursor
        if number == old:
            self._announce()
            return
        self._cursor = number
        if self._keep_in_sight():
            self.refresh()
        else:
            self._refresh_row(old)
            self._refresh_row(number)
        self._announce()

    def move_column(self, columns: int) -> None:
        """Move the cell cursor by columns."""
        self._lay_out()
        if self.cell_cursor and self._layout:
            self._cursor_column = max(0, min(len(self._layout) - 1, self._cursor_column + columns))
            self._refresh_row(self._cursor)
            self._announce(force=True)

    def _keep_in_sight(self) -> bool:
        at, page = self._line_of(self._cursor), self.page
        top = self._top
        if at < top:
            top = at
            if self._cursor == 0:
                top = 0
        elif at >= top + page:
            top = at - page + 1
        moved, self._top = top != self._top, top
        return moved

    def _line_of(self, row: int) -> int:
        if not self._shown_separators:
            return row
        return row + sum(1 for separator in self._shown_separators if separator.after <= row)

    def _lines(self) -> int:
        return len(self._view) + len(self._shown_separators)

    def _row_at(self, at: int) -> tuple[int, Separator | None]:
        """Return the row of a line counted from the first one, or the separator that stands there."""
        if not self._separator_lines:
            return at, None
        before = bisect_left(self._separator_lines, at)
        if before < len(self._separator_lines) and self._separator_lines[before] == at:
            return -1, self._shown_separators[before]
        return at - before, None

    # Arranging

    def _row_texts(self) -> list[str]:
        if self._texts is None:
            if self._search is not None:
                search = self._search
                self._texts = [normal(search(row)) for row in self._all]
            else:
                self._texts = [normal(self._row_text(row)) for row in self._all]
        return self._texts

    def _row_text(self, row: Row) -> str:
        parts: list[str] = []
        for column in self.columns:
            cell = column.cell(row)
            if isinstance(cell, str):
                parts.append(cell)
            else:
                parts.append(cell.text or "".join(piece.text for piece in cell.pieces))
        return " ".join(parts)

    def _arrange(self) -> None:
        rows: Sequence[Row] = self._all
        if self._filter:
            texts = self._row_texts()
            words = self._filter.split(" ")
            before = self._found
            found: list[int]
            if before is not None and self._filter.startswith(before[0]) and len(words) == len(before[0].split(" ")):
                found = [at for at in before[1] if words[-1] in texts[at]] if len(words) == 1 else before[1]
                if len(words) > 1:
                    found = [at for at in found if all(word in texts[at] for word in words)]
            elif len(words) == 1:
                word = words[0]
                found = [at for at, text in enumerate(texts) if word in text]
            else:
                found = [at for at, text in enumerate(texts) if all(word in text for word in words)]
            self._found = (self._filter, found)
            rows = [self._all[at] for at in found]
        else:
            self._found = None
        if self._sort is not None:
            column = next((column for column in self.columns if column.key == self._sort[0]), None)
            if column is not None and column.sort is not None:
                value = column.sort
                valued = [(value(row), row) for row in rows]
                known = [pair for pair in valued if pair[0] is not None]
                known.sort(key=itemgetter(0), reverse=self._sort[1])
                rows = [row for _, row in known] + [row for given, row in valued if given is None]
        self._view = rows
        plain = not self._filter and self._sort is None
        self._shown_separators = (
            tuple(separator for separator in self._separators if 0 < separator.after < len(rows)) if plain else ()
        )
        self._separator_lines = [separator.after + number for number, separator in enumerate(self._shown_separators)]

    def _place(self, key: str | None, cursor: int, above: int | None) -> None:
        view = self._view
        cursor = max(0, min(cursor, len(view) - 1))
        if key is not None and view and self.row_key(view[cursor]) != key:
            row_key = self.row_key
            cursor = next((number for number, row in enumerate(view) if row_key(row) == key), cursor)
        self._cursor = cursor
        if above is not None:
            self._top = self._line_of(cursor) - above
        self._top = max(0, min(self._top, self._lines() - self.page))
        self._keep_in_sight()

    def _changed(self) -> None:
        self.refresh(layout=self.fit)
        self._announce()

    def _announce(self, force: bool = False) -> None:
        row = self.current
        key = None if row is None else self.row_key(row)
        if force or self._posted is None or self._posted[0] != key or self._posted[1] is not row:
            self._posted = (key, row)
            if self.is_attached:
                self.post_message(self.Highlighted(self, row, key))

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height all rows take, for a table that fits its rows."""
        lines = self._lines()
        if not lines:
            # What an empty list says, and the key it names, is never cut.
            return len(self._empty_lines(width)) + self.header
        return (min(lines, self.most) if self.most else lines) + self.header

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width there is."""
        return container.width

    def _lay_out(self) -> None:
        width = self.size.width
        if width == self._layout_width:
            return
        self._layout_width = width
        self._strips.clear()
        self._layout = lay_out(self.columns, max(0, width - self.GUTTER - 2))
        self._cursor_column = max(0, min(self._cursor_column, len(self._layout) - 1))

    def on_resize(self) -> None:
        """Keep the cursor in sight at the new size."""
        self._top = max(0, min(self._top, self._lines() - self.page))
        self._keep_in_sight()
        self.refresh()

    def _style(self, role: str, ground: str) -> Style:
        found = self._roles.get((role, ground))
        if found is None:
            found = self._roles[role, ground] = style(self._styles_for or DARK, role, ground)
        return found

    def render_line(self, y: int) -> Strip:
        """Draw one line of the table."""
        width = self.size.width
        palette = self.palette
        if palette is not self._styles_for:
            self._styles_for = palette
            self._roles = {}
            self._strips.clear()
        self._lay_out()
        if self.header:
            if y == 0:
                return self._header_strip(width)
            y -= 1
        if not self._view:
            return self._empty_strip(palette, y, width)
        at, separator = self._row_at(y + self._top)
        if separator is not None:
            strip = strip_of(palette, separator.line, width - 1, self.ground, self.GUTTER)
            end = Segment("▐" if self._thumb(y) else " ", self._style("rule", self.ground))
            return Strip([*strip, end], width)
        if at >= len(self._view):
            return strip_of(palette, (), width, self.ground)
        return self._row_strip(at, width, y)

    def _header_strip(self, width: int) -> Strip:
        pieces: list[Piece] = [Piece(" " * self.GUTTER)]
        for number, (column, cells) in enumerate(self._layout):
            label = column.label
            if self._sort and self._sort[0] == column.key:
                label = f"{label} {'↓' if self._sort[1] else '↑'}"
            label = clip(literal(label), cells)
            space = " " * (cells - width_of(label))
            if number:
                pieces.append(Piece("  "))
            role = "muted bold" if self._sort and self._sort[0] == column.key else "muted"
            pieces.append(Piece(space + label if column.align == "right" else label + space, role))
        return strip_of(self._styles_for or DARK, pieces, width, self.ground)

    def _empty_lines(self, width: int) -> list[Line]:
        """Return what stands where no row does, wrapped; nothing until the rows are known."""
        if not self._known:
            return []
        said: tuple[Line, ...] = self.empty
        if self._filter and self._all:
            shows = (Piece(". "), Piece("escape", "accent"), Piece(" shows all."))
            said = ((Piece("Nothing matches "), Piece(self._filter, "bold"), *shows),)
        room = max(LEAST_CELLS, width - self.GUTTER - 1)
        return [part for line in said for part in (wrap_pieces(line, room) if line_width(line) > room else [line])]

    def _empty_strip(self, palette: Palette, y: int, width: int) -> Strip:
        lines = self._empty_lines(width)
        return strip_of(palette, lines[y] if y < len(lines) else (), width, self.ground, self.GUTTER)

    def _row_strip(self, at: int, width: int, y: int) -> Strip:
        row = self._view[at]
        key = self.row_key(row)
        lit = at == self._cursor
        marked = key in self._marks
        state = (1 if lit and self.has_focus else 2 if lit else 0) + (3 if marked else 0)
        if lit and self.cell_cursor:
            state += 10 * (self._cursor_column + 1)
        thumb = self._thumb(y)
        if thumb:
            state += 10_000
        cached = self._strips.get((key, state))
        if cached is not None and cached[0] is row:
            return cached[1]
        strip = self._draw_row(row, width, lit, marked, thumb)
        if len(self._strips) > _CACHE_LIMIT:
            self._strips.clear()
        self._strips[key, state] = (row, strip)
        return strip

    def _thumb(self, y: int) -> bool:
        lines, page = self._lines(), self.page
        if lines <= page:
            return False
        size = max(1, page * page // lines)
        start = round(self._top / (lines - page) * (page - size))
        return start <= y < start + size

    def _draw_row(self, row: Row, width: int, lit: bool, marked: bool, thumb: bool) -> Strip:
        self.rendered_rows += 1
        get = self._style
        ground = "selected" if lit else self.ground
        focused = lit and self.has_focus
        base = get("", ground)
        plain = self._row_role(row) if self._row_role is not None else ""
        segments: list[Segment] = []
        add = segments.append
        sign = self._gutter(row) if self._gutter is not None else None
        if marked:
            sign = Piece("■", "accent")
        elif sign is not None:
            sign = Piece(fit(literal(sign.text), 1), sign.role)
        if lit and sign is None:
            add(Segment("▌", get("accent" if focused else "muted", ground)))
            add(Segment(" ", base))
        elif sign is not None:
            # Under the cursor the sign stands on the bar itself.
            add(Segment(sign.text, get("lit" if focused else sign.role, ground)))
            add(Segment(" ", base))
        else:
            add(Segment("  ", base))
        used = self.GUTTER
        lit_cell = self._cursor_column if focused and self.cell_cursor else -1
        for number, (column, cells) in enumerate(self._layout):
            if number:
                add(Segment("  ", base))
                used += 2
            value = column.cell(row)
            if isinstance(value, str):
                text, role = value, ""
                pieces: Line = ()
            else:
                text, role, pieces = value.text, value.role, value.pieces
                if value.is_bar:
                    pieces = _bar(value, cells)
            cell_style = get("lit", ground) if number == lit_cell else None
            if pieces:
                cut = clip_line(pieces, cells)
                space = cells - sum(width_of(piece.text) for piece in cut)
                if space and column.align == "right":
                    add(Segment(" " * space, cell_style or base))
                for piece in cut:
                    add(Segment(piece.text, cell_style or get(piece.role or plain, ground)))
                if space and column.align != "right":
                    add(Segment(" " * space, cell_style or base))
            else:
                shown = text if text.isascii() and text.isprintable() else literal(text)
                shown = clip(shown, cells)
                space = cells - width_of(shown)
                if space:
                    shown = " " * space + shown if column.align == "right" else shown + " " * space
                if shown:
                    add(Segment(shown, cell_style or get(role or plain, ground)))
            used += cells
        if used < width:
            if thumb:
                add(Segment(" " * (width - used - 1), base))
                add(Segment("▐", get("rule", ground)))
            else:
                add(Segment(" " * (width - used), base))
        strip = Strip(segments, max(used, width))
        return strip.crop(0, width) if used > width else strip

    def _refresh_row(self, at: int) -> None:
        y = self._line_of(at) - self._top + self.header
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    # Keys and mouse

    def key_table(self) -> KeyTable:
        """Return the keys in force: the app's, or the given ones."""
        found = getattr(self.app, "key_table", None)
        return found if isinstance(found, KeyTable) else _GIVEN

    def on_key(self, event: events.Key) -> None:
        """Type into a cell, or move."""
        if self.cell_cursor and self._type(event):
            event.stop()
            return
        move = self.key_table().moves.get(event.key)
        if move is not None and self.run_move(move):
            event.stop()
            event.prevent_default()

    def _type(self, event: events.Key) -> bool:
        self._lay_out()
        if not self._layout or event.character is None:
            return False
        column = self._layout[min(self._cursor_column, len(self._layout) - 1)][0]
        row = self.current
        if row is None or event.character not in column.typed:
            return False
        self.post_message(self.CellTyped(self, row, self.row_key(row), column.key, event.character))
        return True

    def run_move(self, action: str) -> bool:
        """Carry out one of the common moves; tell whether it is one this table knows."""
        match action:
            case "move.down":
                self.move(1)
            case "move.up":
                self.move(-1)
            case "move.page_down":
                self.move(max(1, self.page - 1))
            case "move.page_up":
                self.move(-max(1, self.page - 1))
            case "move.first":
                self.move_to(0)
            case "move.last":
                self.move_to(len(self._view) - 1)
            case "move.left" | "move.right":
                if not self.cell_cursor:
                    return False
                self.move_column(1 if action == "move.right" else -1)
            case "list.mark":
                if not self.can_mark:
                    return False
                self.mark()
                self.move(1)
            case "record.open":
                if self.current is None:
                    return False
                self.post_message(self.Opened(self, self.current, self.current_key))
            case _:
                return False
        return True

    def on_focus(self) -> None:
        """Light the cursor."""
        self._refresh_row(self._cursor)

    def on_blur(self) -> None:
        """Dim the cursor."""
        self._refresh_row(self._cursor)

    def column_at(self, x: int) -> int | None:
        """Return the number of the column at a cell of the widget, or None between and beside them."""
        left = self.GUTTER
        for number, (_column, cells) in enumerate(self._layout):
            if left <= x < left + cells + 1:
                return number
            left += cells + 2
        return None

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked; sort by a head; open on a double click."""
        event.stop()
        self._lay_out()
        column = self.column_at(event.x)
        y = event.y
        if self.header:
            if y == 0:
                if column is not None and self._layout[column][0].sort is not None:
                    chosen = self._layout[column][0]
                    again = self._sort is not None and self._sort[0] == chosen.key
                    self.sort_by(chosen.key, not self._sort[1] if again and self._sort else chosen.falling)
                return
            y -= 1
        at, separator = self._row_at(y + self._top)
        if separator is not None or not 0 <= at < len(self._view):
            return
        if self.cell_cursor and column is not None:
            self._cursor_column = column
            self._refresh_row(at)
        self.move_to(at)
        if event.chain == 2:
            self.post_message(self.Opened(self, self.current, self.current_key))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll with the wheel; the cursor stays in sight."""
        if self._scroll(_WHEEL):
            event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll with the wheel; the cursor stays in sight."""
        if self._scroll(-_WHEEL):
            event.stop()

    def _scroll(self, lines: int) -> bool:
        top = max(0, min(self._top + lines, self._lines() - self.page))
        if top == self._top:
            return False
        self._top = top
        while self._line_of(self._cursor) < top:
            self._cursor += 1
        while self._line_of(self._cursor) >= top + self.page:
            self._cursor -= 1
        self.refresh()
        self._announce()
        return True


_GIVEN = KeyTable()


def lay_out(columns: Sequence[Column[Row]], width: int) -> tuple[tuple[Column[Row], int], ...]:
    """Return the columns that fit into `width` cells with their widths, two cells between them.

    Columns leave by their `drop`, the highest first; what is left over goes to the flexible ones by their `flex`.
    """
    chosen = list(columns)

    def needed(kept: Sequence[Column[Row]]) -> int:
        return sum(column.width or column.least for column in kept) + 2 * max(0, len(kept) - 1)

    while needed(chosen) > width:
        leaving = max(chosen, key=lambda column: column.drop, default=None)
        if leaving is None or leaving.drop == 0:
            break
        chosen.remove(leaving)
    spare = width - needed(chosen)
    flexible = [column for column in chosen if not column.width]
    widths: Mapping[str, int] = {column.key: column.width or column.least for column in chosen}
    result = dict(widths)
    if spare > 0 and flexible:
        total = sum(column.flex for column in flexible) or 1
        given = 0
        for number, column in enumerate(flexible):
            share = spare - given if number == len(flexible) - 1 else spare * column.flex // total
            result[column.key] += share
            given += share
    elif spare < 0:
        for column in [*flexible, *(column for column in chosen if column.width)]:
            cut = min(-spare, result[column.key] - 1)
            result[column.key] -= cut
            spare += cut
    return tuple((column, result[column.key]) for column in chosen if result[column.key] > 0)
