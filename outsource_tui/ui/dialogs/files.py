"""Finding a file or a folder: walk with the arrows, or type its path."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from outsource_tui.domain import formats
from outsource_tui.domain.text import clean
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import FilterField
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.columns import Cell, Column
from outsource_tui.ui.widgets.painted import OneLine
from outsource_tui.ui.widgets.record_table import RecordTable

MOST_FILES = 5000


class Place(NamedTuple):
    """A file or folder in the list."""

    name: str
    path: str
    folder: bool
    size: int


def places(folder: Path, suffixes: tuple[str, ...] = ()) -> list[Place]:
    """Return what is in a folder, folders first, hidden ones left out; nothing when it cannot be read."""
    found: list[Place] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                try:
                    is_folder = entry.is_dir()
                    size = 0 if is_folder else entry.stat().st_size
                except OSError:
                    continue
                if is_folder or not suffixes or entry.name.lower().endswith(suffixes):
                    found.append(Place(entry.name, entry.path, is_folder, size))
                if len(found) >= MOST_FILES:
                    break
    except OSError:
        return []
    found.sort(key=lambda place: (not place.folder, place.name.casefold()))
    return [Place("..", str(folder.parent), True, 0), *found]


def typed_path(text: str) -> str:
    """Return the path that is meant: a whole one typed or pasted behind the offered folder begins anew."""
    begun = max(text.rfind("//") + 1, text.rfind("/~/") + 1, 0)
    return os.path.expanduser(text[begun:])


class FilePicker(Dialog[Path]):
    """A file of the disk, or with `saving` a place to write to; gives its path."""

    tall = True

    def __init__(
        self,
        title: str,
        *,
        start: Path | None = None,
        suffixes: tuple[str, ...] = (),
        saving: str = "",
        check: Callable[[Path], str | None] | None = None,
    ) -> None:
        """Start in a folder; `saving` is the name offered for a new file."""
        super().__init__(
            title, keys=(("enter", "open" if not saving else "save here"), ("tab", "complete"), ("escape", "leave"))
        )
        self.folder = (start or Path.cwd()).absolute()
        self.suffixes = suffixes
        self.saving = saving
        self.check = check

    def compose_content(self) -> ComposeResult:
        """Lay out path and list."""
        yield FilterField(self._shown_folder() + self.saving, placeholder="a path, or part of a name", id="path")
        yield OneLine(ground="side", id="path-note")
        yield RecordTable(
            [
                Column(
                    "name", "", lambda row: Cell(row.name + ("/" if row.folder else ""), "blue" if row.folder else "")
                ),
                Column(
                    "size", "", lambda row: Cell("" if row.folder else _size(row.size), "muted"), width=9, align="right"
                ),
            ],
            key=lambda row: row.path,
            header=False,
            ground="side",
            empty=[(Piece("Nothing here that fits.", "muted"),)],
            id="places",
        )

    def _shown_folder(self) -> str:
        text = str(self.folder)
        return text if text.endswith("/") else text + "/"

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one("#path").styles.margin = (0, 2)
        table = self.query_one(RecordTable)
        table.can_focus = False
        self._list()

    def _list(self) -> None:
        self.query_one(RecordTable).set_rows(places(self.folder, self.suffixes))

    def say(self, text: str, role: str = "red") -> None:
        """Put a sentence under the path."""
        self.query_one("#path-note", OneLine).set_line(((text, role),))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Follow the typed path, narrow down by its last part."""
        event.stop()
        self.say("")
        folder, part = self._split(event.value)
        if folder is not None and folder != self.folder and os.path.isdir(folder):
            self.folder = folder
            self._list()
        table = self.query_one(RecordTable)
        table.filter("" if self.saving and part == self.saving else part)

    def _split(self, text: str) -> tuple[Path | None, str]:
        if "\0" in text:
            return None, ""
        head, slash, tail = typed_path(text).rpartition("/")
        if not slash:
            return self.folder, text
        return Path(head or "/"), tail

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open a folder, take a file."""
        event.stop()
        typed = Path(typed_path(clean(event.value)))
        if self.saving or os.path.isfile(typed):
            self._take(typed)
        else:
            self._open_current()

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        """Open by a double click."""
        event.stop()
        self._open_current()

    def _open_current(self) -> None:
        place = self.query_one(RecordTable).current
        if place is None:
            self.say("No such file; look at the path.")
        elif place.folder:
            self._enter(Path(place.path))
        else:
            self._take(Path(place.path))

    def _enter(self, folder: Path) -> None:
        self.folder = Path(os.path.normpath(folder))
        field = self.query_one(Input)
        field.value = self._shown_folder() + self.saving
        field.cursor_position = len(field.value)
        self._list()

    def _take(self, path: Path) -> None:
        if self.saving and os.path.isdir(path):
            self._enter(path)
            return
        if self.saving and not os.path.isdir(path.parent):
            self.say("That folder does not exist; choose another.")
            return
        reason = self.check(path) if self.check is not None else None
        if reason:
            self.say(reason)
            return
        self.dismiss(path)

    async def on_key(self, event: events.Key) -> None:
        """Walk the list while typing; tab completes."""
        table = self.query_one(RecordTable)
        move = {"down": "move.down", "up": "move.up", "pagedown": "move.page_down", "pageup": "move.page_up"}.get(
            event.key
        )
        if move is not None:
            event.stop()
            table.run_move(move)
        elif event.key == "tab":
            event.stop()
            event.prevent_default()
            place = table.current
            if place is not None and place.name != "..":
                field = self.query_one(Input)
                field.value = place.path + ("/" if place.folder else "")
                field.cursor_position = len(field.value)


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} B"
    return formats.figure(f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB")
