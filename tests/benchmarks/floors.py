"""The smallest Textual programs that do one thing: what every figure is held against.

Run as `python -m tests.benchmarks.floors KIND ROWS`; KIND is empty, datatable, filter or screens.
"""

import sys
from collections.abc import Callable
from functools import partial

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Button, DataTable, Input, Label, ListItem, ListView, Static

HEAD = (("day", 10), ("start", 5), ("project", 9), ("text", 60), ("felt", 8), ("length", 6))
_WORDS = "review deploy write fix plan call sync draft measure test sort design audit ship merge bill".split()


def rows(count: int) -> list[tuple[str, ...]]:
    """Return `count` made-up rows of six cells."""
    return [
        (
            f"2026-{i % 12 + 1:02}-{i % 28 + 1:02}",
            f"{i % 24:02}:{i % 60:02}",
            ("acme", "birch", "studio", "admin")[i % 4],
            f"{_WORDS[i % 16]} {_WORDS[i * 7 % 16]} {_WORDS[i * 3 % 13]} #{i}",
            ("love", "dislike", "")[i % 3],
            f"{i % 9}:{i % 60:02}",
        )
        for i in range(count)
    ]


class Empty(App[None]):
    """Nothing but a line that answers keys."""

    BINDINGS = [("ctrl+q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Static("READY", id="line")

    def on_key(self) -> None:
        self.count = getattr(self, "count", 0) + 1
        self.query_one("#line", Static).update(f"READY {self.count}")


class Table(App[None]):
    """A bare DataTable."""

    BINDINGS = [("ctrl+q", "quit", "Quit")]

    def __init__(self, count: int, filtered: bool = False) -> None:
        super().__init__()
        self.rows = rows(count)
        self.low = [" ".join(row).lower() for row in self.rows]
        self.filtered = filtered

    def compose(self) -> ComposeResult:
        if self.filtered:
            yield Input(placeholder="READY")
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for label, width in HEAD:
            table.add_column(label, width=width)
        table.add_rows(self.rows)
        if not self.filtered:
            table.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        table = self.query_one(DataTable)
        table.clear()
        table.add_rows(row for row, low in zip(self.rows, self.low, strict=True) if event.value.lower() in low)


class Plain(Screen[None]):
    """A screen as people build them: a table, a list, a few labels and fields."""

    CSS = "DataTable, Vertical { height: 1fr; }"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title_text = name

    def compose(self) -> ComposeResult:
        yield Label(f"SCREEN {self.title_text}")
        yield DataTable(cursor_type="row")
        with Vertical():
            yield ListView(*(ListItem(Label(f"item {i}")) for i in range(20)))
            yield Input(placeholder="filter")
            yield Static("\n".join(f"fact {i}" for i in range(10)))
            yield Button("Save")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for label, width in HEAD:
            table.add_column(label, width=width)
        table.add_rows(rows(40))
        table.focus()


class Screens(App[None]):
    """Six such screens on digit keys."""

    MODES = {f"s{i}": partial(Plain, str(i)) for i in range(1, 7)}
    BINDINGS = [*((str(i), f"switch_mode('s{i}')", str(i)) for i in range(1, 7)), ("ctrl+q", "quit", "Quit")]

    def on_mount(self) -> None:
        self.switch_mode("s1")


def main() -> None:
    """Run the floor named on the command line."""
    kind, count = sys.argv[1], int(sys.argv[2])
    made: dict[str, Callable[[], App[None]]] = {
        "empty": Empty,
        "datatable": lambda: Table(count),
        "filter": lambda: Table(count, filtered=True),
        "screens": Screens,
    }
    made[kind]().run()


if __name__ == "__main__":
    main()
