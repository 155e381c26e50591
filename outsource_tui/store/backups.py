"""Dated copies of the workspace file: made before anything large, thinned out with age, never in the way."""

import errno
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from outsource_tui.domain.errors import DamagedError, InputError, OutsourceError
from outsource_tui.store import files, lines, snapshot
from outsource_tui.store.change import Document, same_content

HOURLY, DAILY, WEEKLY, MONTHLY, NEWEST = 6, 7, 4, 12, 4
EVERY = timedelta(hours=1)
AHEAD = timedelta(days=1)
"""So far ahead local time may be for somebody who has travelled west."""
_PREFIX = "workspace-"
_SUFFIX = ".json"
_FORM = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: where it is, when and why it was made, its size in bytes."""

    path: str
    at: datetime
    reason: str
    size: int
    number: int = 0
    """Which copy of its second it is."""

    @property
    def name(self) -> str:
        """What `restore` is given."""
        return os.path.basename(self.path)


def folder_of(folder: str) -> str:
    """Return where the copies of a workspace are kept."""
    return os.path.join(folder, files.BACKUPS)


def listed(folder: str) -> list[Backup]:
    """Return the copies, newest first."""
    place = folder_of(folder)
    try:
        names = os.listdir(place)
    except OSError:
        return []
    found = []
    for name in names:
        backup = _read_name(os.path.join(place, name))
        if backup is not None:
            found.append(backup)
    return sorted(found, key=lambda backup: (backup.at, backup.number, backup.name), reverse=True)


def _read_name(path: str) -> Backup | None:
    name = os.path.basename(path)
    if not name.startswith(_PREFIX) or not name.endswith(_SUFFIX):
        return None
    words = name[len(_PREFIX) : -len(_SUFFIX)]
    try:
        # Local time as the user reads it; only the order of copies rests on it.
        at = datetime.strptime(words[:15], _FORM)
        size = os.lstat(path).st_size
    except (ValueError, OSError):
        return None
    reason, _, number = words[16:].partition(".")
    return Backup(path, at, reason, size, int(number) if number.isascii() and number.isdigit() else 0)


def keep(folder: str, at: datetime, reason: str, *, copy: bool = False) -> str | None:
    """Keep a copy of the workspace file as it is and return its name, or None when there is no file yet.

    The file is only ever replaced, never written to, so a second name for it is a copy, and costs nothing; `copy` makes
    one of its own bytes, for a file that stays in use. The caller holds the lock. Raises StoreError.
    """
    source = os.path.join(folder, files.WORKSPACE)
    if files.stamp_of(source) is None:
        return None
    place = folder_of(folder)
    stem = _PREFIX + at.strftime(_FORM) + (f"-{reason}" if reason else "")
    try:
        if os.path.islink(place):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        files.make_folder(place)
        for number in range(1000):
            name = stem + (f".{number}" if number else "") + _SUFFIX
            target = os.path.join(place, name)
            if os.path.lexists(target):
                continue
            _copy(source, target, copy)
            return name
    except OSError as error:
        raise files.explain(error, "keep a copy in", place) from error
    raise InputError(f"There are too many copies of this second in {place}; wait a moment and try again.")


def _copy(source: str, target: str, copy: bool) -> None:
    if not copy:
        try:
            files.layer.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:
            # Some file systems know no second names.
            pass
        else:
            files.sync_folder(os.path.dirname(target))
            return
    found = files.read_file(source)
    if found is not None:
        files.replace_file(target, [found[0]])


def is_due(folder: str, at: datetime) -> bool:
    """Tell whether the newest copy is an hour old; those dated in the future, by a clock gone wrong, do not count."""
    now = at.replace(tzinfo=None)
    newest = next((backup.at for backup in listed(folder) if backup.at <= now), None)
    return newest is None or now - newest >= EVERY


def thin(folder: str, at: datetime, spare: Iterable[str] = ()) -> list[str]:
    """Remove copies that age has made too many by `at` and return their names; those named in `spare` stay.

    What copies that were cut off left behind goes too. The caller holds the lock.
    """
    for path in left_over(folder_of(folder)):
        files.remove_quietly(path)
    found = listed(folder)
    wanted = kept([backup.at for backup in found], at.replace(tzinfo=None))
    spared = set(spare)
    gone = [backup for backup in found if backup.at not in wanted and backup.name not in spared]
    for backup in gone:
        files.remove_quietly(backup.path)
    return [backup.name for backup in gone]


def left_over(place: str) -> list[str]:
    """Return the temporary files in a folder: whoever was writing them has died, or is at it now."""
    try:
        names = os.listdir(place)
    except OSError:
        return []
    return [os.path.join(place, name) for name in sorted(names) if name.startswith(".") and name.endswith(".tmp")]


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which copies stay: the newest few, then the newest of each hour, day, week and month, so many of each.

    Those dated more than a day ahead come from a clock gone wrong: the newest few stay, but take nobody's place.
    """
    every = sorted(set(times), reverse=True)
    newest_first = [at for at in every if at <= now + AHEAD]
    stay = {*newest_first[:NEWEST], *[at for at in every if at > now + AHEAD][:NEWEST]}
    for limit, period in (
        (HOURLY, lambda at: (at.date(), at.hour)),
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    ):
        seen: dict[object, datetime] = {}
        for at in newest_first:
            seen.setdefault(period(at), at)
        stay.update(list(seen.values())[:limit])
    return stay


def find(folder: str, wanted: str) -> str:
    """Return the path of the copy a user named: a path, a name in the backups folder, or its beginning."""
    if os.path.isfile(wanted):
        return wanted
    found = listed(folder)
    if not wanted and found:
        return found[0].path
    for backup in found:
        if backup.name == wanted or (wanted and backup.name.startswith((wanted, _PREFIX + wanted))):
            return backup.path
    raise InputError(f"There is no copy called “{wanted[:80]}”; `outsource restore` without a name lists them.")


def opened(path: str, *, whole: bool = True) -> lines.Layout:
    """Return a copy with its tables located, brought to this version's schema; raises InputError when it is none.

    `whole` False leaves it to the caller to meet a record that cannot be read.
    """
    found = files.read_whole(path)
    if found is None:
        raise InputError(f"There is no file “{path}”; check the name.")
    try:
        layout, _ = snapshot.opened(found[0])
        for table in layout.spans if whole else ():
            layout.decode(table)
    except DamagedError as error:
        raise InputError(f"{path} is not a readable workspace; choose another file.") from error
    return layout


def counts(path: str) -> Mapping[str, int] | None:
    """Return how many records of each kind a copy holds, or None when it cannot be read."""
    try:
        layout = opened(path)
    except OutsourceError:
        return None
    return {table: layout.count(table) for table in lines.RECORD_TABLES if layout.count(table)}


def newest_good(folder: str) -> Backup | None:
    """Return the newest copy that can be read whole."""
    return next((backup for backup in listed(folder) if counts(backup.path) is not None), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What going back to a copy would do to one kind, in records."""

    kind: str
    back: int
    """In the copy, no longer today."""
    gone: int
    """Today, not in the copy."""
    changed: int


def compare(
    today: Mapping[str, Mapping[str, Document]], then: Mapping[str, Mapping[str, Document]]
) -> list[Comparison]:
    """Return how a copy differs from today by the records that are apart, kinds without a difference left out."""
    found = []
    for kind in lines.RECORD_TABLES:
        now, old = today.get(kind, {}), then.get(kind, {})
        row = Comparison(
            kind,
            back=sum(key not in now for key in old),
            gone=sum(key not in old for key in now),
            changed=sum(key in now and not same_content(now[key], document) for key, document in old.items()),
        )
        if row.back or row.gone or row.changed:
            found.append(row)
    return found


def move_aside(folder: str, at: datetime) -> str:
    """Keep the workspace file as it is under another name, for rescue by hand, and return that path."""
    stem = os.path.join(folder, f"workspace.damaged-{at.strftime('%Y%m%d-%H%M%S')}")
    target = next(
        path for path in (f"{stem}{f'.{n}' if n else ''}.json" for n in range(10_000)) if not os.path.lexists(path)
    )
    try:
        found = files.read_file(os.path.join(folder, files.WORKSPACE))
        if found is not None:
            # A copy, not a rename: at no instant is there no workspace.
            files.replace_file(target, [found[0]])
    except OSError as error:
        raise files.explain(error, "move the damaged file aside to", target) from error
    return target
