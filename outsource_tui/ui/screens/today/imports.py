"""Bringing a time log in: pick a file, look at what would come, then take it in as one change."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from outsource_tui.domain import formats
from outsource_tui.domain.errors import InputError, OutsourceError
from outsource_tui.domain.log_row import LogRow, shown_text
from outsource_tui.ui.show import DASH, clock_length, clock_time_of, count, duration
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.exchange.reading import Options
    from outsource_tui.services.imports import Preview
    from outsource_tui.ui.screens.stage import StageScreen

AUTO = "auto"
ORDERS = (("dmy", "day first: 31/12/2026"), ("mdy", "month first: 12/31/2026"))


class PreviewRow(NamedTuple):
    """A line of the preview: a row refused, one that wants a look, or one that would come in."""

    key: str
    kind: str
    role: str
    where: str
    what: str
    length: str


def preview_rows(preview: "Preview") -> list[PreviewRow]:
    """Return what needs eyes first: refused rows, doubtful rows, then the first of the new ones."""
    rows = [
        PreviewRow(f"refused{number}", "✗ refused", "red", one.where, one.reason, "")
        for number, one in enumerate(preview.rejected)
    ]
    rows += [
        PreviewRow(f"look{number}", "▲ look", "amber", one.where, one.reason, "")
        for number, one in enumerate(preview.flagged)
    ]
    rows += [
        PreviewRow(f"new{number}", "+ new", "accent", _when(one), shown_text(one), clock_length(one.seconds))
        for number, one in enumerate(preview.first)
    ]
    return rows


def _when(row: LogRow) -> str:
    return f"{formats.full_date(row.day)} {clock_time_of(row.start) if row.start else DASH}"


PREVIEW_COLUMNS: tuple[Column[PreviewRow], ...] = (
    Column("kind", "", lambda row: Cell(row.kind, row.role), width=9),
    Column("where", "where", lambda row: Cell(row.where, "muted"), width=18, drop=2),
    Column("what", "what", lambda row: Cell(row.what), flex=1, least=20),
    Column("length", "length", lambda row: Cell(row.length), width=8, align="right", drop=1),
)


async def import_log(screen: "StageScreen") -> int:
    """Lead through an import; return how many entries came in (0: none, or it was left)."""
    from outsource_tui.exchange.reading import Options
    from outsource_tui.ui.dialogs.choice import ChoiceDialog
    from outsource_tui.ui.dialogs.files import FilePicker

    app = screen.app
    formats = [(AUTO, "find out by itself", "looks at the file")]
    formats += [(one.name, one.label, one.hint) for one in screen.services.imports.formats()]
    chosen = await app.push_screen_wait(ChoiceDialog("Which kind of log is it?", formats, current=AUTO))
    if chosen is None:
        return 0
    path = await app.push_screen_wait(FilePicker("Which file?", start=Path.home()))
    if path is None:
        return 0
    options = Options()
    while True:
        try:
            preview = await _read(screen, chosen, path, options)
        except InputError as error:
            order = await _asked_order(screen, error)
            if order is None:
                screen.outsource.tell_error(error)
                return 0
            options = replace(options, dates=order)
            continue
        except OutsourceError as error:
            screen.outsource.tell_error(error)
            return 0
        if preview.mapping and not options.mapping and preview.format == "csv":
            mapping = await _asked_columns(screen, preview)
            if mapping is None:
                return 0
            if mapping != dict(preview.mapping):
                options = replace(options, mapping=mapping)
                continue
        return await _confirm(screen, preview, path)


async def _asked_order(screen: "StageScreen", error: InputError) -> str | None:
    from outsource_tui.ui.dialogs.choice import ChoiceDialog

    if error.field != "dates":
        return None
    return await screen.app.push_screen_wait(ChoiceDialog("Which way are the dates written?", ORDERS))


async def _asked_columns(screen: "StageScreen", preview: "Preview") -> dict[str, str] | None:
    from outsource_tui.exchange.headers import WHATS
    from outsource_tui.ui.dialogs.fields import Field
    from outsource_tui.ui.dialogs.form import FormDialog

    fields = [Field(what, what, value=preview.mapping.get(what, ""), help="no column") for what in WHATS]
    values = await screen.app.push_screen_wait(
        FormDialog(
            "Which column holds what?", fields, intro="This is how the header was understood.", save="Look at the rows"
        )
    )
    return None if values is None else {what: column for what, column in values.items() if column}


async def _read(screen: "StageScreen", name: str, path: Path, options: "Options") -> "Preview":
    preview: Preview = await _beside(
        screen,
        f"reading {path.name}",
        lambda progress: screen.services.imports.preview(name, [path], options, progress=progress),
    )
    return preview


async def _confirm(screen: "StageScreen", preview: "Preview", path: Path) -> int:
    from outsource_tui.ui.dialogs.table import TableDialog

    notes = [preview.sentence, f"{duration(preview.seconds)} in all.", *preview.notes]
    if preview.new > len(preview.first):
        notes.append(f"The first {len(preview.first)} of the new ones are shown.")
    dialog: TableDialog = TableDialog(
        f"Import {path.name}",
        PREVIEW_COLUMNS,
        preview_rows(preview),
        key=lambda row: row.key,
        intro=" ".join(notes),
        take=f"take {count(preview.new, 'entry', 'entries')} in" if preview.new else "close",
        empty="There is nothing in this file.",
    )
    if not await screen.app.push_screen_wait(dialog) or not preview.new:
        return 0
    try:
        done = await _beside(
            screen, "storing", lambda progress: screen.services.imports.confirm(preview, progress=progress)
        )
    except OutsourceError as error:
        screen.outsource.tell_error(error)
        return 0
    screen.outsource.changed()
    screen.tell(f"{count(done.entries, 'entry is', 'entries are')} in; u takes the whole import back.")
    return int(done.entries)


async def _beside(screen: "StageScreen", what: str, work: Callable[[Callable[[int, int], None]], Any]) -> Any:
    """Do long work in a thread while the line under the tabs shows how far it is."""
    app = screen.outsource
    going = True

    def show(text: str) -> None:
        if going:
            _tell_progress(screen, text)

    def progress(done: int, total: int) -> None:
        share = f"{done * 100 // total} %" if total else f"{done:,}"
        # Told, not waited for: the loop may be waiting for this very thread.
        app.call_later(show, f"{what}: {share}")

    try:
        return await asyncio.to_thread(work, progress)
    finally:
        going = False
        screen.refresh_frame()


def _tell_progress(screen: "StageScreen", text: str) -> None:
    from outsource_tui.ui.widgets.chrome import WhereLine

    screen.query_one(WhereLine).set_line(((text, "bold"),))
