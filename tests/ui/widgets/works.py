"""Rows and columns that the tests of tables share."""

from typing import NamedTuple

from outsource_tui.ui.widgets.columns import Cell, Column, bar_cell


class Work(NamedTuple):
    id: str
    name: str
    minutes: int | None


COLUMNS = (
    Column[Work]("name", "activity", lambda row: Cell(row.name), least=10, sort=lambda row: row.name),
    Column[Work](
        "minutes",
        "minutes",
        lambda row: Cell("?" if row.minutes is None else str(row.minutes), "blue" if row.minutes is None else ""),
        width=7,
        align="right",
        sort=lambda row: row.minutes,
        falling=True,
    ),
    Column[Work]("share", "share", lambda row: bar_cell((row.minutes or 0) / 100), width=10, drop=1),
    Column[Work](
        "score", "score", lambda row: Cell("?", "blue"), width=5, align="right", drop=2, typed=frozenset("012345")
    ),
)


def works(count: int, prefix: str = "work") -> list[Work]:
    return [Work(str(number), f"{prefix} {number}", number % 97) for number in range(count)]
