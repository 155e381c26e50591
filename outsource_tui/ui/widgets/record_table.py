"""The one table for records: drawn line by line, so a hundred thousand rows cost no more than those in sight."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Generic

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from outsource_tui.domain.text import normal
from outsource_tui.ui.actions.registry import KeyTable
from outsource_tui.ui.paint import fit, line_width, strip_of, style, wrap_pieces
from outsource_tui.ui.show import Line, Piece, literal
from outsource_tui.ui.theme import DARK, Palette
from outsource_tui.ui.widgets.arranged import Arranged, Separator
from outsource_tui.ui.widgets.columns import Column, Layout, Row, cell_segments, head_pieces, lay_out, row_text
from outsource_tui.ui.widgets.painted import LEAST_CELLS, Painted

_CACHE_LIMIT = 4000
_WHEEL = 3


class _TableMessage(Message):
    """Something about a table."""

    def __init__(self, table: "RecordTable[Any]") -> None:
        """Keep the table."""
        super().__init__()
        self.table = table

    @property
    def control(self) -> "RecordTable[Any]":
        """Return the table."""
        return self.table


class RecordTable(Painted, Generic[Row], can_focus=True):
    """A virtualised table of records with a row or cell cursor, sort, filter and marks.

    It keeps cursor (by row key), sort, filter, marks and scroll over `set_rows`. Texts are shown literally.
    """

    DEFAULT_CSS: ClassVar[str] = "RecordTable { height: 1fr; width: 1fr; } RecordTable.-fit { height: auto; }"
    GUTTER = 2

    class RowMessage(_TableMessage):
        """Something about a row."""

        def __init__(self, table: "RecordTable[Any]", row: Any, key: str | None) -> None:
            """Keep table, row and its key."""
            super().__init__(table)
            self.row = row
            self.key = key

    class Highlighted(RowMessage):
        """The cursor stands on another row (None: there is none)."""

    class Opened(RowMessage):
        """Enter or a double click on a row."""

    class Marked(_TableMessage):
        """The set of marked rows changed."""

        def __init__(self, table: "RecordTable[Any]", keys: frozenset[str]) -> None:
            """Keep table and marked keys."""
            super().__init__(table)
            self.keys = keys

    class CellTyped(RowMessage):
        """A key was typed into a cell that takes it."""

        key: str

        def __init__(self, table: "RecordTable[Any]", row: Any, key: str, column: str, typed: str) -> None:
            """Keep table, row, row key, column key and the character."""
            super().__init__(table, row, key)
            self.column = column
            self.typed = typed

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
        self.row_key = key
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
        self._search = search
        self._rows: Arranged[Row] = Arranged(columns, self.found_by)
        self._known = False
        self._cursor = 0
        self._cursor_column = 0
        self._top = 0
        self._marks: set[str] = set()
        self._layout: Layout[Row] = ()
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
        return self._rows.view

    @property
    def all_rows(self) -> Sequence[Row]:
        """Return every row, in the order it was given."""
        return self._rows.all

    @property
    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self._rows.view[self._cursor] if self._cursor < len(self._rows.view) else None

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
            return [row for row in self._rows.all if self.row_key(row) in self._marks]
        return [] if self.current is None else [self.current]

    @property
    def filter_text(self) -> str:
        """Return what the rows are filtered by."""
        return self._rows.filter

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """Return the column sorted by and whether it falls, or None in the first order."""
        return self._rows.sort

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """Return every column, whether it fits or not."""
        return self._rows.columns

    def set_rows(self, rows: Sequence[Row], separators: Iterable[Separator] = ()) -> None:
        """Show other rows; cursor, sort, filter, marks and scroll stay where they were."""
        old_key, old_cursor = self.current_key, self._cursor
        above = self._rows.line_of(self._cursor) - self._top
        self._known = True
        self._rows.set_rows(rows, separators)
        self._place(old_key, old_cursor, above)
        if self._marks:
            self._marks &= {self.row_key(row) for row in rows}
        self._changed()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns, the cell cursor staying on its column when it is still there."""
        old = self.cursor_column if self.size.width else ""
        self._rows.set_columns(columns)
        self._strips.clear()
        self._layout_width = -1
        if self.size.width:
            self._lay_out()
            keys = [column.key for column, _width in self._layout]
            self._cursor_column = keys.index(old) if old in keys else 0
        self.refresh()

    def found_by(self, row: Row) -> str:
        """Return the normal form of the text a row is filtered by."""
        return normal(row_text(self.columns, row) if self._search is None else self._search(row))

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
        key, cursor = self.current_key, self._cursor
        if self._rows.filter_by(text):
            self._place(key, 0 if self._rows.filter else cursor, None)
            self._changed()

    def sort_by(self, column: str | None, falling: bool = False) -> None:
        """Sort by a column, or bring the first order back with None."""
        key, cursor = self.current_key, self._cursor
        self._rows.sort_by(None if column is None else (column, falling))
        self._place(key, cursor, None)
        self._changed()

    def cycle_sort(self) -> str:
        """Sort by the next column that can be sorted, then by none; return what it is sorted by, in words."""
        chosen = self._rows.next_sort()
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
        for number, row in enumerate(self._rows.view):
            if self.row_key(row) == key:
                self.move_to(number)
                return True
        if self._rows.filter and any(self.row_key(row) == key for row in self._rows.all):
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
        number = max(0, min(len(self._rows.view) - 1, number))
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
        at, page = self._rows.line_of(self._cursor), self.page
        top = self._top
        if at < top:
            top = at
            if self._cursor == 0:
                top = 0
        elif at >= top + page:
            top = at - page + 1
        moved, self._top = top != self._top, top
        return moved

    def _place(self, key: str | None, cursor: int, above: int | None) -> None:
        view = self._rows.view
        cursor = max(0, min(cursor, len(view) - 1))
        if key is not None and view and self.row_key(view[cursor]) != key:
            row_key = self.row_key
            cursor = next((number for number, row in enumerate(view) if row_key(row) == key), cursor)
        self._cursor = cursor
        if above is not None:
            self._top = self._rows.line_of(cursor) - above
        self._top = max(0, min(self._top, self._rows.lines - self.page))
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
        lines = self._rows.lines
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
        self._top = max(0, min(self._top, self._rows.lines - self.page))
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
                pieces = [Piece(" " * self.GUTTER), *head_pieces(self._layout, self._rows.sort)]
                return strip_of(palette, pieces, width, self.ground)
            y -= 1
        if not self._rows.view:
            return self._empty_strip(palette, y, width)
        at, separator = self._rows.at_line(y + self._top)
        if separator is not None:
            strip = strip_of(palette, separator.line, width - 1, self.ground, self.GUTTER)
            end = Segment("▐" if self._thumb(y) else " ", self._style("rule", self.ground))
            return Strip([*strip, end], width)
        if at >= len(self._rows.view):
            return strip_of(palette, (), width, self.ground)
        return self._row_strip(at, width, y)

    def _empty_lines(self, width: int) -> list[Line]:
        """Return what stands where no row does, wrapped; nothing until the rows are known."""
        if not self._known:
            return []
        said: tuple[Line, ...] = self.empty
        if self._rows.filter and self._rows.all:
            shows = (Piece(". "), Piece("escape", "accent"), Piece(" shows all."))
            said = ((Piece("Nothing matches "), Piece(self._rows.filter, "bold"), *shows),)
        room = max(LEAST_CELLS, width - self.GUTTER - 1)
        return [part for line in said for part in (wrap_pieces(line, room) if line_width(line) > room else [line])]

    def _empty_strip(self, palette: Palette, y: int, width: int) -> Strip:
        lines = self._empty_lines(width)
        return strip_of(palette, lines[y] if y < len(lines) else (), width, self.ground, self.GUTTER)

    def _row_strip(self, at: int, width: int, y: int) -> Strip:
        row = self._rows.view[at]
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
        lines, page = self._rows.lines, self.page
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
        lit_cell = self._cursor_column if focused and self.cell_cursor else -1
        cells, used = cell_segments(row, self._layout, base, lambda role: get(role or plain, ground), lit_cell)
        segments += cells
        used += self.GUTTER
        if used < width:
            if thumb:
                add(Segment(" " * (width - used - 1), base))
                add(Segment("▐", get("rule", ground)))
            else:
                add(Segment(" " * (width - used), base))
        strip = Strip(segments, max(used, width))
        return strip.crop(0, width) if used > width else strip

    def _refresh_row(self, at: int) -> None:
        y = self._rows.line_of(at) - self._top + self.header
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
                self.move_to(len(self._rows.view) - 1)
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
                    again = self._rows.sort is not None and self._rows.sort[0] == chosen.key
                    self.sort_by(chosen.key, not self._rows.sort[1] if again and self._rows.sort else chosen.falling)
                return
            y -= 1
        at, separator = self._rows.at_line(y + self._top)
        if separator is not None or not 0 <= at < len(self._rows.view):
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
        top = max(0, min(self._top + lines, self._rows.lines - self.page))
        if top == self._top:
            return False
        self._top = top
        while self._rows.line_of(self._cursor) < top:
            self._cursor += 1
        while self._rows.line_of(self._cursor) >= top + self.page:
            self._cursor -= 1
        self.refresh()
        self._announce()
        return True


_GIVEN = KeyTable()
