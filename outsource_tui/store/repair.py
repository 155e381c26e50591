"""`check --repair`: what can be read is written anew, what does not fit is mended or set aside, and all is said."""

import json
import os
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from outsource_tui.domain.errors import InputError, NewerError
from outsource_tui.domain.kinds import KINDS, LINKS
from outsource_tui.store import backups, captures, compacting, files, lines
from outsource_tui.store.change import WORDS, Change, Delete, Document, Put, Tables, savable
from outsource_tui.store.findings import MOST_SHOWN, Report, named, readable_tables, record_fields
from outsource_tui.store.lock import FolderLock
from outsource_tui.store.repository import read_record, reason
from outsource_tui.store.rescue import Rescued, rescue
from outsource_tui.store.work import revision_of
from outsource_tui.store.workspace import Workspace


def repair(folder: str, now: datetime, report: Report) -> None:
    """Mend a workspace after a copy, noting in the report exactly what was done."""
    if files.stamp_of(folder) is None:
        return
    _close_modes(folder, report)
    tables, damage = readable_tables(folder)
    if damage is not None:
        _rewrite(folder, now, damage, report)
    _fold(folder, now, report)
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
        aside = backups.move_aside(folder, now)
        # Read once more under the lock: the file may have been replaced since it was looked at.
        found = files.read_whole(path)
        damage = rescue(b"" if found is None else found[0], record_fields())
        readable = damage.count
        back = _unreadable_in_copies(folder, damage)
        try:
            files.replace_file(path, [lines.render(damage.tables)])
        except OSError as error:
            raise files.explain(error, "save", path) from error
    report.put_aside(aside)
    report.repaired.append(
        f"The damaged file was kept as {os.path.basename(aside)} "
        f"and written anew with its {readable:,} readable {'record' if readable == 1 else 'records'}."
    )
    for piece in damage.unreadable[:MOST_SHOWN]:
        name = f"record {piece.id}" if piece.id else f"{piece.size:,} characters"
        what = back.get(piece.id, "is only in the file kept aside")
        report.repaired.append(f"Line {piece.line}: {name} could not be read and {what}.")
    if len(damage.unreadable) > MOST_SHOWN:
        report.repaired.append(f"{len(damage.unreadable) - MOST_SHOWN:,} more pieces are only in the file kept aside.")
    for kind, key in damage.mended:
        report.repaired.append(f"{WORDS.get(kind, kind).capitalize()} {key}: what was no text or number was replaced.")
    _tell_of_more(folder, damage, report)


def _tombstoned(damage: Rescued) -> set[str]:
    """Return the ids of what was deleted on purpose."""
    stones = damage.tables[lines.META][lines.META_ID]["tombstones"]
    return {key for kind in stones for key in stones[kind]}


def _unreadable_in_copies(folder: str, damage: Rescued) -> dict[str, str]:
    """Take records that cannot be read from the newest copy that has them; return by id what became of each."""
    there = {key for kind in lines.RECORD_TABLES for key in damage.tables[kind]}
    wanted = {piece.id for piece in damage.unreadable if piece.id} - there - _tombstoned(damage)
    back: dict[str, str] = {}
    for copy in backups.listed(folder) if wanted else ():
        try:
            layout = backups.opened(copy.path)
        except (InputError, NewerError):
            # One that the disk does not give now is another matter: the repair waits until it does, or it is removed.
            continue
        for kind in KINDS:
            for key, document in layout.some(kind, wanted - back.keys()).items():
                if _fits(kind, key, document):
                    damage.tables[kind][key] = document
                    back[key] = f"is back as it was in {copy.name}"
    return back


def _tell_of_more(folder: str, damage: Rescued, report: Report) -> None:
    """Say when the newest good copy holds records that are not here any more."""
    copy = backups.newest_good(folder)
    if copy is None:
        return
    layout = backups.opened(copy.path)
    here = {key for kind in lines.RECORD_TABLES for key in damage.tables[kind]} | _tombstoned(damage)
    more = len({key for kind in lines.RECORD_TABLES for key in layout.keys(kind)} - here)
    if more:
        what = "1 record that is" if more == 1 else f"{more:,} records that are"
        report.add(
            "notice", f"{copy.name} has {what} not here any more; `outsource restore {copy.name}` goes back to it."
        )


def _fold(folder: str, now: datetime, report: Report) -> None:
    """Take in what was captured, so that it is looked over too; lines that cannot be read are set aside."""
    bad = len(captures.read_state(folder).bad)
    count = Workspace(folder).fold(now)
    if count:
        what = "1 captured entry was" if count == 1 else f"{count:,} captured entries were"
        report.repaired.append(f"{what} taken into the workspace file.")
    if bad:
        what = "1 captured line" if bad == 1 else f"{bad:,} captured lines"
        report.repaired.append(f"{what} could not be read and went into {files.SET_ASIDE}.")
        report.put_aside(os.path.join(folder, files.SET_ASIDE))


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
                name = named(kind, key, document)
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
                    done.append(f"{named(kind, key, document)}: a number that is none was taken out.")
    changed = {(put.kind, put.id): put for put in puts}
    _bring_back(folder, tables, after, changed, done)
    _cut_links(after, changed, deletes, originals, done)
    puts = [put for put in changed.values() if put.id in after.get(put.kind, {})]
    if not puts and not deletes:
        return
    try:
        if originals:
            compacting.set_aside(folder, originals)
            report.put_aside(os.path.join(folder, files.SET_ASIDE))
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
                done.append(f"{named(kind, key, document)} was brought back from {copy.name}: others point to it.")


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
                    done.append(f"{named(kind, key, document)} no longer points to a {word} that is not there.")
                else:
                    del after[kind][key]
                    originals.append(_as_it_was(kind, key, document))
                    deletes.append(Delete(kind, key, revision_of(document)))
                    done.append(f"{named(kind, key, document)} was set aside: its {word} is not there.")


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
