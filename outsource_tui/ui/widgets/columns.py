"""Columns of a table: what stands in a cell, which of them fit into a width, and how a row of them is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style

from outsource_tui.ui.paint import clip, clip_line, fit, width_of
from outsource_tui.ui.show import Line, Piece, literal
from outsource_tui.ui.show import bar as bar_line

Row = TypeVar("Row")
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


def bar_pieces(cell: Cell, cells: int) -> Line:
    """Return a bar of so many cells, with its figure where both fit."""
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


Layout = tuple[tuple[Column[Row], int], ...]
"""The columns that fit, each with its width in cells."""


def row_text(columns: Sequence[Column[Row]], row: Row) -> str:
    """Return what a row says: the texts of its cells."""
    parts: list[str] = []
    for column in columns:
        cell = column.cell(row)
        if isinstance(cell, str):
            parts.append(cell)
        else:
            parts.append(cell.text or "".join(piece.text for piece in cell.pieces))
    return " ".join(parts)


def head_pieces(layout: Layout[Row], sort: tuple[str, bool] | None) -> Line:
    """Return the heads of the columns, the one sorted by with an arrow."""
    pieces: list[Piece] = []
    for number, (column, cells) in enumerate(layout):
        sorted_by = sort is not None and sort[0] == column.key
        label = f"{column.label} {'↓' if sort[1] else '↑'}" if sort is not None and sorted_by else column.label
        if number:
            pieces.append(Piece("  "))
        pieces.append(Piece(fit(literal(label), cells, column.align), "muted bold" if sorted_by else "muted"))
    return tuple(pieces)


def cell_segments(
    row: Row, layout: Layout[Row], base: Style, style_of: Callable[[str], Style], lit: int = -1
) -> tuple[list[Segment], int]:
    """Return a row and how many cells of the screen it takes; the column of number `lit` is lit, `base` fills space."""
    segments: list[Segment] = []
    add = segments.append
    used = 0
    for number, (column, cells) in enumerate(layout):
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
                pieces = bar_pieces(value, cells)
        cell_style = style_of("lit") if number == lit else None
        if pieces:
            cut = clip_line(pieces, cells)
            space = cells - sum(width_of(piece.text) for piece in cut)
            if space and column.align == "right":
                add(Segment(" " * space, cell_style or base))
            for piece in cut:
                add(Segment(piece.text, cell_style or style_of(piece.role)))
            if space and column.align != "right":
                add(Segment(" " * space, cell_style or base))
        else:
            shown = text if text.isascii() and text.isprintable() else literal(text)
            shown = clip(shown, cells)
            space = cells - width_of(shown)
            if space:
                shown = " " * space + shown if column.align == "right" else shown + " " * space
            if shown:
                add(Segment(shown, cell_style or style_of(role)))
        used += cells
    return segments, used


def lay_out(columns: Sequence[Column[Row]], width: int) -> Layout[Row]:
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
