"""`check` and `check --repair`: is every record valid, every link alive, every figure possible, and what lies about."""

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from outsource_tui.domain.errors import DamagedError, InputError
from outsource_tui.domain.kinds import KINDS, LINKS
from outsource_tui.domain.log_row import LogRow
from outsource_tui.store import backups, files, inbox, lines, snapshot
from outsource_tui.store.change import WORDS, Change, Delete, Document, Put, Tables, savable
from outsource_tui.store.lock import FolderLock
from outsource_tui.store.repository import read_record, reason
from outsource_tui.store.rescue import Rescued, rescue
from outsource_tui.store.work import revision_of
from outsource_tui.store.workspace import Workspace, move_aside

Level = Literal["error", "notice"]
LONG_HOURS = 12
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: how bad, about which record (empty: about a file), and a sentence."""

    level: Level
    text: str
    kind: str = ""
    id: str = ""


@dataclass(slots=True)
class Report:
    """What `check` found and `--repair` did."""

    folder: str
    records: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    """Files in which `--repair` put what it took out."""

    @property
    def errors(self) -> list[Finding]:
        """What is wrong: damage, dead links, impossible figures."""
        return [finding for finding in self.findings if finding.level == "error"]

    @property
    def notices(self) -> list[Finding]:
        """What is odd and may be meant."""
        return [finding for finding in self.findings if finding.level == "notice"]

    @property
    def exit_code(self) -> int:
        """What the command ends with: 1 while something is wrong."""
        return 1 if self.errors else 0

    def to_json(self) -> dict[str, Any]:
        """Return the report for scripts."""
        return {
            "folder": self.folder,
            "ok": not self.errors,
            "records": self.records,
            "errors": [_finding_json(finding) for finding in self.errors],
            "notices": [_finding_json(finding) for finding in self.notices],
            "repaired": self.repaired,
            "aside": self.aside,
        }

    def add(self, level: Level, text: str, kind: str = "", key: str = "") -> None:
        """Note a finding."""
        self.findings.append(Finding(level, text, kind, key))


def _finding_json(finding: Finding) -> dict[str, str]:
    return {"kind": finding.kind, "id": finding.id, "text": finding.text}


def record_fields() -> Mapping[str, frozenset[str]]:
    """Return which fields the records of each table hold in the file."""
    return {kind: frozenset(model.model_fields) - {"id"} for kind, model in KINDS.items()}


def check(folder: str | os.PathLike[str], now: datetime, *, repair: bool = False) -> Report:
    """Verify a workspace and, when asked, mend it: after a copy, saying exactly what was done.

    Raises NewerError for a newer version's file, which is left untouched, and StoreError when it cannot be read at all.
    """
    place = os.path.abspath(os.fspath(folder))
    report = Report(place)
    if repair:
        _repair(place, now, report)
    tables, damage = readable_tables(place)
    if damage is not None:
        _tell_damage(place, damage, report)
    report.records = {kind: len(tables.get(kind, {})) for kind in lines.RECORD_TABLES if tables.get(kind)}
    for table in sorted(set(tables) - set(lines.TABLES)):
        report.add("notice", f"The table {table[:40]} is none that this version knows; it is kept as it is.")
    _check_records(tables, report)
    _check_links(tables, report)
    _check_log(tables, now, report)
    _check_folder(place, report)
    return report


def readable_tables(folder: str) -> tuple[Tables, Rescued | None]:
    """Return the tables of the file, the readable records of a damaged one."""
    try:
        layout, meta, stamp = snapshot.load(folder)
        tables = {table: layout.decode(table) for table in layout.spans}
        odd = any(layout.count(table) != len(tables[table]) for table in layout.spans)
        # A record among what the file says about itself stands under the wrong heading.
        odd = odd or bool(tables.get(lines.META, {}).keys() - {lines.META_ID})
        if layout.extra_tables():
            # A table we do not know beside one that is missing: its name may have been spoilt.
            found = files.read_whole(os.path.join(folder, files.WORKSPACE))
            odd = odd or (found is not None and not lines.parse(found[0]).keys() >= set(lines.TABLES))
    except DamagedError:
        pass
    else:
        if not odd:
            if stamp is not None:
                tables[lines.META] = {lines.META_ID: meta}
            return tables, None
    found = files.read_whole(os.path.join(folder, files.WORKSPACE))
    result = rescue(b"" if found is None else found[0], record_fields())
    return result.tables, result


def _tell_damage(folder: str, damage: Rescued, report: Report) -> None:
    lost = len(damage.unreadable)
    what = f"{lost:,} piece{'' if lost == 1 else 's'} cannot be read" if lost else "its layout is broken"
    report.add(
        "error",
        f"The workspace file is damaged: {what}, {damage.count:,} records can; run `outsource check --repair`.",
    )
    copy = backups.newest_good(folder)
    held: set[str] = set()
    if copy is not None:
        held = {key for table in lines.RECORD_TABLES for key in backups.opened(copy.path).keys(table)}
        report.add("notice", f"The newest good copy is {copy.name}; `outsource restore {copy.name}` goes back to it.")
    for piece in damage.unreadable[:_MOST_SHOWN]:
        name = f"record {piece.id}" if piece.id else f"{piece.size:,} characters"
        kept = f"; {copy.name} still has it" if copy is not None and piece.id in held else ""
        report.add("error", f"Line {piece.line}: {name} cannot be read{kept}.", "", piece.id)
    if lost > _MOST_SHOWN:
        report.add("error", f"{lost - _MOST_SHOWN:,} more pieces cannot be read.")


def _check_records(tables: Tables, report: Report) -> None:
    for kind, model in KINDS.items():
        for key, document in tables.get(kind, {}).items():
            try:
                read_record(model, key, document)
            except ValidationError as error:
                report.add("error", f"{_named(kind, key, document)} is not valid ({reason(error)}).", kind, key)
            else:
                if savable(document)[1]:
                    report.add("error", f"{_named(kind, key, document)} holds a number that is none.", kind, key)
            if type(document.get("revision")) is not int:
                report.add("notice", f"{_named(kind, key, document)} has no revision; it counts as 1.", kind, key)


def _named(kind: str, key: str, document: Mapping[str, Any]) -> str:
    title = next((document[name] for name in ("title", "name", "text") if isinstance(document.get(name), str)), "")
    word = WORDS.get(kind, kind).capitalize()
    return f"{word} {key}" + (f" “{title[:40]}”" if title else "")


def _check_links(tables: Tables, report: Report) -> None:
    for kind, links in LINKS.items():
        for key, document in tables.get(kind, {}).items():
            for name, target in links.items():
                wanted = document.get(name)
                if isinstance(wanted, str) and wanted not in tables.get(target, {}):
                    report.add(
                        "error",
                        f"{_named(kind, key, document)} points to {WORDS[target]} {wanted[:19]}, which is not there.",
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
                start = inbox.moment(row.start)
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
            if count <= _MOST_SHOWN:
                report.add(
                    "notice",
                    f"Entry {row.id} “{row.text[:40]}” overlaps {before.id} “{before.text[:40]}” on {row.day}.",
                    "entries",
                    row.id,
                )
        if stop > end:
            end, before = stop, row
    if count > _MOST_SHOWN:
        report.add("notice", f"{count - _MOST_SHOWN:,} more entries overlap.", "entries")


def _check_folder(folder: str, report: Report) -> None:
    """Look at everything else that lies in the folder."""
    state = inbox.read_state(folder)
    for notice in snapshot.notices_of(folder, state):
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
    for name in names:
        if name.startswith(".") and name.endswith(".tmp"):
            report.add("notice", f"{name} was left over by a save that was cut off; it can be deleted.")
        elif name.startswith("workspace.damaged"):
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


# repair


def _repair(folder: str, now: datetime, report: Report) -> None:
    if files.stamp_of(folder) is None:
        return
    _close_modes(folder, report)
    tables, damage = readable_tables(folder)
    if damage is not None:
        _rewrite(folder, now, damage, report)
        tables, _ = readable_tables(folder)
    _mend_records(folder, now, tables, report)


def _close_modes(folder: str, report: Report) -> None:
    if os.name == "nt":
        return
    for name in (files.WORKSPACE, files.INBOX, files.SET_ASIDE):
        path = os.path.join(folder, name)
        try:
            status = os.lstat(path)
            if stat.S_ISREG(status.st_mode) and stat.S_IMODE(status.st_mode) & 0o077:
                os.chmod(path, files.PRIVATE_FILE)
                report.repaired.append(f"{name} can no longer be read by others.")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise files.explain(error, "close", path) from error


def _rewrite(folder: str, now: datetime, damage: Rescued, report: Report) -> None:
    """Put what can be read in the place of a damaged file, which is kept under another name."""
    path = os.path.join(folder, files.WORKSPACE)
    with FolderLock(folder):
        aside = move_aside(folder, now)
        # Read once more under the lock: the file may have been replaced since it was looked at.
        found = files.read_whole(path)
        damage = rescue(b"" if found is None else found[0], record_fields())
        try:
            files.replace_file(path, [lines.render(damage.tables)])
        except OSError as error:
            raise files.explain(error, "save", path) from error
    report.aside.append(aside)
    report.repaired.append(
        f"The damaged file was kept as {os.path.basename(aside)} "
        f"and written anew with its {damage.count:,} readable records."
    )
    for piece in damage.unreadable[:_MOST_SHOWN]:
        name = f"record {piece.id}" if piece.id else f"{piece.size:,} characters"
        report.repaired.append(f"Line {piece.line}: {name} could not be read and is only in the file kept aside.")
    if len(damage.unreadable) > _MOST_SHOWN:
        report.repaired.append(f"{len(damage.unreadable) - _MOST_SHOWN:,} more pieces are only in the file kept aside.")
    for kind, key in damage.mended:
        report.repaired.append(f"{WORDS.get(kind, kind).capitalize()} {key}: what was no text or number was replaced.")


def _mend_records(folder: str, now: datetime, tables: Tables, report: Report) -> None:
    """Bring records that do not fit their model into shape, or take them out into the file of set-aside lines."""
    puts: list[Put] = []
    deletes: list[Delete] = []
    originals: list[bytes] = []
    done: list[str] = []
    after: dict[str, dict[str, Document]] = {kind: dict(documents) for kind, documents in tables.items()}
    for kind, model in KINDS.items():
        for key, document in tables.get(kind, {}).items():
            try:
                read_record(model, key, document)
            except ValidationError as error:
                mended = _mended(kind, key, savable(document)[0])
                originals.append(_as_it_was(kind, key, document))
                name = _named(kind, key, document)
                if mended is None:
                    after[kind].pop(key)
                    deletes.append(Delete(kind, key, revision_of(document)))
                    done.append(f"{name} did not fit ({reason(error)}) and was set aside.")
                else:
                    after[kind][key] = mended
                    puts.append(Put(kind, key, mended, revision_of(document)))
                    done.append(f"{name} was mended ({reason(error)}); how it was is set aside.")
            else:
                clean, replaced = savable(document)
                if replaced:
                    originals.append(_as_it_was(kind, key, document))
                    after[kind][key] = clean
                    puts.append(Put(kind, key, clean, revision_of(document)))
                    done.append(f"{_named(kind, key, document)}: a number that is none was taken out.")
    changed = {(put.kind, put.id): put for put in puts}
    _bring_back(folder, tables, after, changed, done)
    _cut_links(after, changed, deletes, originals, done)
    puts = [put for put in changed.values() if put.id in after.get(put.kind, {})]
    if not puts and not deletes:
        return
    try:
        if originals:
            inbox.set_aside(folder, originals)
            report.aside.append(os.path.join(folder, files.SET_ASIDE))
    except OSError as error:
        raise files.explain(error, "set records aside in", folder) from error
    Workspace(folder).write(Change("Repair", "cli", now, tuple(puts), tuple(deletes), backup="repair"))
    report.repaired.extend(done)


Changed = dict[tuple[str, str], Put]


def _dead(kind: str, document: Document, after: Tables) -> list[str]:
    """Return the fields of a record that name one which is not there."""
    return [
        name
        for name, target in LINKS.get(kind, {}).items()
        if isinstance(document.get(name), str) and document[name] not in after.get(target, {})
    ]


def _bring_back(folder: str, tables: Tables, after: Tables, changed: Changed, done: list[str]) -> None:
    """Take what links point to from the newest copy that has it, unless it was deleted on purpose."""
    stones = tables.get(lines.META, {}).get(lines.META_ID, {}).get("tombstones", {})
    for copy in backups.listed(folder):
        wanted = {
            (LINKS[kind][name], document[name])
            for kind in LINKS
            for document in after.get(kind, {}).values()
            for name in _dead(kind, document, after)
            if document[name] not in stones.get(LINKS[kind][name], {})
        }
        if not wanted:
            return
        try:
            layout = backups.opened(copy.path)
        except InputError:
            continue
        for kind, key in sorted(wanted):
            document = layout.document(kind, key)
            if document is not None and _fits(kind, key, document):
                after.setdefault(kind, {})[key] = document
                changed[kind, key] = Put(kind, key, document, None)
                done.append(f"{_named(kind, key, document)} was brought back from {copy.name}: others point to it.")


def _cut_links(after: Tables, changed: Changed, deletes: list[Delete], originals: list[bytes], done: list[str]) -> None:
    """Take dead links out; a record that is nothing without its parent is set aside, and what hangs on it too."""
    again = True
    while again:
        again = False
        for kind in LINKS:
            for key, document in list(after.get(kind, {}).items()):
                dead = _dead(kind, document, after)
                if not dead:
                    continue
                again = True
                mended = {**document, **dict.fromkeys(dead)}
                word = WORDS[LINKS[kind][dead[0]]]
                if _fits(kind, key, mended):
                    after[kind][key] = mended
                    before = changed.get((kind, key))
                    seen = revision_of(document) if before is None else before.seen
                    changed[kind, key] = Put(kind, key, mended, seen)
                    done.append(f"{_named(kind, key, document)} no longer points to a {word} that is not there.")
                else:
                    del after[kind][key]
                    originals.append(_as_it_was(kind, key, document))
                    deletes.append(Delete(kind, key, revision_of(document)))
                    done.append(f"{_named(kind, key, document)} was set aside: its {word} is not there.")


def _as_it_was(kind: str, key: str, document: Document) -> bytes:
    """Return a line that keeps a record as it was found, even with what JSON cannot say."""
    found = {"table": kind, "id": key, "document": document}
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def _fits(kind: str, key: str, document: Mapping[str, Any]) -> bool:
    try:
        read_record(KINDS[kind], key, document)
    except ValidationError:
        return False
    return True


def _mended(kind: str, key: str, document: Document) -> Document | None:
    """Return a record without the values that do not fit, or None when too little would be left of it."""
    model = KINDS[kind]
    data: Document = json.loads(json.dumps(document))
    moment = _moment_of(key)
    for _ in range(200):
        try:
            read_record(model, key, data)
        except ValidationError as error:
            found = [item for item in error.errors(include_url=False) if item["type"] != "extra_forbidden"]
            if not found:
                return None
            path = list(found[0]["loc"])
            if path == ["id"]:
                return None
            if found[0]["type"] == "missing" and len(path) > 1:
                path.pop()
            while path and not _cut(data, path):
                path.pop()
            if not path:
                return None
            if len(path) == 1 and path[0] not in data:
                name = str(path[0])
                field_info = model.model_fields.get(name)
                if field_info is None:
                    return None
                if field_info.default is PydanticUndefined and field_info.default_factory is None:
                    substitute = _substitute(name, data, moment)
                    if substitute is None:
                        return None
                    data[name] = substitute
        else:
            return data
    return None


def _cut(data: Any, path: list[int | str]) -> bool:
    """Take out what stands at `path`; tell whether there was something, or a whole field is missing."""
    *way, last = path
    for step in way:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    if isinstance(data, dict) and last in data:
        del data[last]
        return True
    if isinstance(data, list) and isinstance(last, int) and last < len(data):
        del data[last]
        return True
    return not way


def _moment_of(key: str) -> datetime:
    """Return when an id was given out."""
    try:
        return datetime.fromtimestamp(int(key) // 10**6 / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _substitute(name: str, data: Document, moment: datetime) -> Any:
    """Return what stands for a value a record must have: its times from its id, an empty title; None: nothing can."""
    if name == "day":
        start = data.get("start")
        return start[:10] if isinstance(start, str) and len(start) >= 10 else moment.date().isoformat()
    if name in ("created_at", "updated_at", "at", "posted_at", "applied_at"):
        return moment.isoformat(timespec="seconds")
    if name in ("title", "name", "slug", "platform"):
        return ""
    return None
