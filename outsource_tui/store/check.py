"""`check` and `check --repair`: is every record valid, every link alive, every figure possible, and what lies about."""

import os
import stat
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from outsource_tui.domain.kinds import KINDS, LINKS
from outsource_tui.domain.log_row import LogRow
from outsource_tui.store import backups, captures, copies, files, lines, meta_document, snapshot
from outsource_tui.store.change import WORDS, Tables, savable
from outsource_tui.store.findings import MOST_SHOWN, Report, named, readable_tables
from outsource_tui.store.repair import repair as mend
from outsource_tui.store.repository import read_record, reason
from outsource_tui.store.rescue import Rescued

LONG_HOURS = 12


def check(folder: str | os.PathLike[str], now: datetime, *, repair: bool = False) -> Report:
    """Verify a workspace and, when asked, mend it: after a copy, saying exactly what was done.

    Raises NewerError for a newer version's file, which is left untouched, and StoreError when it cannot be read at all.
    """
    place = os.path.abspath(os.fspath(folder))
    report = Report(place)
    if repair:
        mend(place, now, report)
    # The inbox comes first: a line folded in between is then seen twice, never missed.
    state = captures.read_state(place)
    tables, damage = readable_tables(place)
    if damage is not None:
        _tell_damage(place, damage, report)
    _overlay(tables, state)
    report.records = {kind: len(tables.get(kind, {})) for kind in lines.RECORD_TABLES if tables.get(kind)}
    for table in sorted(set(tables) - set(lines.TABLES)):
        report.add("notice", f"The table {table[:40]} is none that this version knows; it is kept as it is.")
    _check_records(tables, report)
    _check_links(tables, report)
    _check_log(tables, now, report)
    _check_folder(place, state, report)
    return report


def _overlay(tables: Tables, state: captures.InboxState) -> None:
    """Count the captured entries that are not in the file yet among the entries."""
    meta = tables.get(lines.META, {}).get(lines.META_ID) or meta_document.empty_meta()
    entries = tables.setdefault("entries", {})
    for captured in state.waiting(meta):
        entries.setdefault(captured.id, captures.entry_document(captured))


def _tell_damage(folder: str, damage: Rescued, report: Report) -> None:
    lost = len(damage.unreadable)
    what = f"{lost:,} piece{'' if lost == 1 else 's'} cannot be read" if lost else "its layout is broken"
    report.add(
        "error",
        f"The workspace file is damaged: {what}, {damage.count:,} {'record' if damage.count == 1 else 'records'} can; "
        "run `outsource check --repair`.",
    )
    copy = backups.newest_good(folder)
    held: set[str] = set()
    if copy is not None:
        held = {key for table in lines.RECORD_TABLES for key in backups.opened(copy.path).keys(table)}
        report.add("notice", f"The newest good copy is {copy.name}; `outsource restore {copy.name}` goes back to it.")
    for piece in damage.unreadable[:MOST_SHOWN]:
        name = f"record {piece.id}" if piece.id else f"{piece.size:,} characters"
        kept = f"; {copy.name} still has it" if copy is not None and piece.id in held else ""
        report.add("error", f"Line {piece.line}: {name} cannot be read{kept}.", "", piece.id)
    if lost > MOST_SHOWN:
        report.add("error", f"{lost - MOST_SHOWN:,} more pieces cannot be read.")


def _check_records(tables: Tables, report: Report) -> None:
    for kind, model in KINDS.items():
        for key, document in tables.get(kind, {}).items():
            try:
                read_record(model, key, document)
            except ValidationError as error:
                report.add("error", f"{named(kind, key, document)} is not valid ({reason(error)}).", kind, key)
            else:
                if savable(document)[1]:
                    report.add("error", f"{named(kind, key, document)} holds a number that is none.", kind, key)
            if type(document.get("revision")) is not int:
                report.add("notice", f"{named(kind, key, document)} has no revision; it counts as 1.", kind, key)


def _check_links(tables: Tables, report: Report) -> None:
    for kind, links in LINKS.items():
        for key, document in tables.get(kind, {}).items():
            for name, target in links.items():
                wanted = document.get(name)
                if isinstance(wanted, str) and wanted not in tables.get(target, {}):
                    report.add(
                        "error",
                        f"{named(kind, key, document)} points to {WORDS[target]} {wanted[:19]}, which is not there.",
                        kind,
                        key,
                    )


def _check_log(tables: Tables, now: datetime, report: Report) -> None:
    rows, _ = snapshot.rows_of(tables.get("entries", {}).items())
    spans: list[tuple[float, float, LogRow]] = []
    limit = (now.astimezone(UTC) + timedelta(minutes=5)).timestamp()
    today = now.date().isoformat()
    for row in rows:
        name = f"Entry {row.id}" + (f" “{row.text[:40]}”" if row.text else "")
        if row.seconds is not None and row.seconds < 0:
            report.add("notice", f"{name} has a negative length.", "entries", row.id)
        if row.seconds is not None and row.seconds > LONG_HOURS * 3600:
            report.add("notice", f"{name} is longer than {LONG_HOURS} hours.", "entries", row.id)
        start = None
        if row.start is not None:
            try:
                start = captures.moment(row.start)
            except ValueError:
                continue
        if (start is not None and start > limit) or (start is None and row.day > today):
            report.add("notice", f"{name} lies in the future.", "entries", row.id)
        if start is not None and row.seconds is not None and row.seconds > 0:
            spans.append((start, start + row.seconds, row))
    spans.sort(key=lambda span: span[:2])
    end, before = float("-inf"), None
    count = 0
    for start, stop, row in spans:
        # Times in the file are whole seconds or finer; a second of rounding is no overlap.
        if before is not None and start < end - 1:
            count += 1
            if count <= MOST_SHOWN:
                report.add(
                    "notice",
                    f"Entry {row.id} “{row.text[:40]}” overlaps {before.id} “{before.text[:40]}” on {row.day}.",
                    "entries",
                    row.id,
                )
        if stop > end:
            end, before = stop, row
    if count > MOST_SHOWN:
        report.add("notice", f"{count - MOST_SHOWN:,} more entries overlap.", "entries")


def _check_folder(folder: str, state: captures.InboxState, report: Report) -> None:
    """Look at everything else that lies in the folder."""
    for notice in (*snapshot.notices_of(state), *copies.notices(folder, spent=True)):
        report.add("notice", notice)
    if state.torn:
        report.add(
            "notice",
            f"The last line of {files.INBOX} was cut off; it is kept, and set aside when the next one is captured.",
        )
    aside = files.read_whole(os.path.join(folder, files.SET_ASIDE))
    if aside is not None and aside[0].strip():
        count = len([line for line in aside[0].split(b"\n") if line.strip()])
        what = "1 line was" if count == 1 else f"{count:,} lines were"
        report.add("notice", f"{what} set aside in {files.SET_ASIDE}; look at them and delete the file when done.")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for path in (*backups.left_over(folder), *backups.left_over(backups.folder_of(folder))):
        name = os.path.relpath(path, folder)
        report.add("notice", f"{name} was left over by a save that was cut off; it can be deleted.")
    for name in names:
        if name.startswith("workspace.damaged"):
            report.add(
                "notice", f"{name} is a damaged file that was moved aside; delete it when you no longer need it."
            )
    for name in (files.WORKSPACE, files.INBOX, files.SET_ASIDE):
        try:
            mode = stat.S_IMODE(os.lstat(os.path.join(folder, name)).st_mode)
        except OSError:
            continue
        if mode & 0o077 and os.name != "nt":
            report.add("notice", f"{name} can be read by others on this machine (mode {mode:o}); `--repair` closes it.")
