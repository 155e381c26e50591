"""The inbox: one appended, fsynced line for each thing captured, safe from everybody and quick at any size.

Appending needs no more than `os`, `fcntl` and the little encoder below; reading imports json when it is called.
"""

from __future__ import annotations

import os

from outsource_tui.domain.errors import LockedError, StoreError
from outsource_tui.domain.ids import new_id
from outsource_tui.store import files

try:
    from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
except ImportError:  # Windows
    flock = None  # type: ignore[assignment]
try:
    from _json import encode_basestring as _c_quoted
except ImportError:
    _c_quoted = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

LOG, START, STOP, CANCEL, DROP = "log", "start", "stop", "cancel", "drop"
_VERBS = (LOG, START, STOP, CANCEL, DROP)
_TRIES = 100
_PATIENCE = 5.0


def _quoted(text: str) -> str:
    if _c_quoted is not None:
        return _c_quoted(text)
    import json

    return json.dumps(text, ensure_ascii=False)


def _plain(value: object) -> str:
    """Return JSON for what a captured line holds: text, whole and decimal numbers, lists and mappings of them."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if value - value != 0:
            raise ValueError("not a finite number")
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_plain(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_plain, value)) + "]"
    raise ValueError(f"cannot be captured: {type(value).__name__}")


def append_line(folder: str | os.PathLike[str], record: Mapping[str, Any]) -> None:
    """Keep one captured line for good; when this returns it survives a power cut. Raises StoreError.

    A running app or command is never waited for longer than it takes to compact the inbox.
    """
    folder = os.fspath(folder)
    path = os.path.join(folder, files.INBOX)
    text = (_plain(dict(record)) + "\n").encode("utf-8", "replace")
    try:
        files.make_folder(folder)
        for _ in range(_TRIES):
            fd = files.layer.open(path, files.APPEND)
            try:
                _share(fd, path)
                if _is_still(fd, path):
                    _append(fd, folder, text)
                    return
            finally:
                os.close(fd)
    except OSError as error:
        raise files.explain(error, "write to", path) from error
    raise StoreError(f"Could not write to {path}: another program keeps replacing it; nothing was kept, try again.")


def _share(fd: int, path: str) -> None:
    """Let no fold compact the inbox meanwhile; waiting for one that does is bounded. Raises LockedError."""
    if flock is None:
        return
    try:
        flock(fd, LOCK_SH | LOCK_NB)
        return
    except BlockingIOError:
        import time
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        time.sleep(0.001)
        try:
            flock(fd, LOCK_SH | LOCK_NB)
            return
        except BlockingIOError:
            continue
    raise LockedError(f"Another process holds {path} and did not let go within {_PATIENCE:g} s; try again.")


def _is_still(fd: int, path: str) -> bool:
    """Tell whether the open file is what the path names (it was not replaced while we waited)."""
    if os.name == "nt":
        return True
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        return False
    here = os.fstat(fd)
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


def _append(fd: int, folder: str, text: bytes) -> None:
    size = os.fstat(fd).st_size
    data = text
    if size == 0:
        data = _header(text) + text
    else:
        os.lseek(fd, size - 1, os.SEEK_SET)
        if os.read(fd, 1) != b"\n":
            data = b"\n" + text
    written = files.layer.write(fd, data)
    if written < len(data) - 1:
        # The rest goes out at once or not at all: what stands there alone is set aside by the next fold.
        files.write_all(fd, [b"\n" + text])
    files.layer.fsync(fd)
    if size == 0:
        files.sync_folder(folder)


def _header(text: bytes) -> bytes:
    """Return the first line of a new inbox; the generation is drawn from the line's own id, so no clock is needed."""
    start = text.find(b'"id": "') + 7
    moment = text[start : start + 13]
    return _generation_line(new_id(int(moment) if moment.isdigit() else 0))


def _generation_line(generation: str) -> bytes:
    return b'{"inbox": "' + generation.encode() + b'"}\n'


class Captured:
    """One captured entry, done (`seconds` may be null) or, for an open start, still running."""

    __slots__ = ("at", "by", "do", "end", "entry", "id", "line_id", "raw")

    def __init__(self, line_id: str, record: dict[str, Any], raw: bytes, end: int) -> None:
        """Take a `log` or `start` line that ends at byte `end` of the inbox."""
        self.id = line_id
        self.line_id = line_id
        self.do: str = record["do"]
        self.at: str = record["at"]
        self.by: str = record.get("by") or "cli"
        self.entry: dict[str, Any] = dict(record["entry"])
        self.raw = raw
        self.end = end


class Line:
    """One readable line that is not dropped: what `undo` can take back."""

    __slots__ = ("at", "by", "do", "end", "id", "target", "text")

    def __init__(self, record: dict[str, Any], end: int, text: str) -> None:
        """Keep what names the line and the words of the entry it is about."""
        self.id: str = record["id"]
        self.do: str = record["do"]
        self.at: str = record["at"]
        self.by: str = record.get("by") or "cli"
        self.target: str | None = record.get("target")
        self.end = end
        self.text = text


class InboxState:
    """What the inbox says, lines taken in order: finished entries, the running one, cancelled ones and bad lines."""

    __slots__ = (
        "bad",
        "cancelled",
        "drops",
        "entries",
        "generation",
        "lines",
        "notices",
        "running",
        "size",
        "stamp",
        "torn",
    )

    def __init__(self) -> None:
        """Begin empty."""
        self.generation = ""
        self.size = 0
        self.stamp: files.Stamp | None = None
        self.entries: list[Captured] = []
        self.running: Captured | None = None
        self.cancelled: list[Captured] = []
        self.drops: list[tuple[str, int]] = []
        self.lines: list[Line] = []
        self.torn = b""
        self.bad: list[tuple[bytes, int]] = []
        self.notices: list[str] = []

    def since(self, generation: str, offset: int) -> int:
        """Return the offset from which lines are not yet in a workspace that has folded so much."""
        return offset if generation and generation == self.generation else 0


def read_state(folder: str | os.PathLike[str]) -> InboxState:
    """Return what the inbox of `folder` holds; no inbox is an empty one. Raises StoreError."""
    path = os.path.join(os.fspath(folder), files.INBOX)
    found = files.read_whole(path)
    if found is None:
        return InboxState()
    state = replay(found[0])
    state.stamp = found[1]
    return state


def replay(raw: bytes) -> InboxState:
    """Return what the lines say, taken in order; drops count wherever they stand."""
    from json import loads

    state = InboxState()
    state.size = len(raw)
    records: list[tuple[dict[str, Any], bytes, int]] = []
    at = 0
    for text in raw.split(b"\n"):
        at = min(at + len(text) + 1, len(raw))
        if not text.strip():
            continue
        try:
            record = loads(text.decode("utf-8"))
        except (ValueError, RecursionError):
            if at == len(raw) and not raw.endswith(b"\n"):
                # Cut off, or just being written: whoever appends next ends it, and then it is told which.
                state.torn = text
                state.size -= len(text)
            else:
                state.bad.append((text, at))
            continue
        if isinstance(record, dict) and isinstance(record.get("inbox"), str):
            state.generation = state.generation or record["inbox"]
        elif _is_sound(record):
            records.append((record, text, at))
        else:
            state.bad.append((text, at))
    dropped = {record["target"] for record, _, _ in records if record["do"] == DROP}
    seen = set()
    words: dict[str, str] = {}
    for record, text, end in records:
        line_id, do = record["id"], record["do"]
        if line_id in seen:
            continue
        seen.add(line_id)
        if do == DROP:
            state.drops.append((record["target"], end))
            continue
        if line_id in dropped:
            continue
        words[line_id] = record["entry"]["text"] if do in (LOG, START) else words.get(record["target"], "")
        state.lines.append(Line(record, end, words[line_id]))
        _take_in(state, record, text, end)
    return state


def _take_in(state: InboxState, record: dict[str, Any], text: bytes, end: int) -> None:
    do = record["do"]
    if do == LOG:
        state.entries.append(Captured(record["id"], record, text, end))
        return
    running = state.running
    if do == START:
        started = Captured(record["id"], record, text, end)
        started.entry["seconds"] = None
        started.entry["start"] = started.entry.get("start") or record["at"]
        if running is not None:
            # A start that names an earlier time ends what ran before at that time, so that the two do not overlap.
            other = started.entry["start"]
            at = other if moment(running.entry["start"]) <= moment(other) < moment(record["at"]) else record["at"]
            _stop(state, running, at, record, end)
        state.running = started
    elif running is None or running.id != record["target"]:
        state.notices.append(f"A {do} came for a timer that was not running; it changed nothing.")
    elif do == STOP:
        _stop(state, running, record["at"], record, end)
    else:
        running.line_id, running.by, running.end, running.do = record["id"], record.get("by") or "cli", end, CANCEL
        state.cancelled.append(running)
        state.running = None


def _stop(state: InboxState, running: Captured, at: str, record: dict[str, Any], end: int) -> None:
    seconds = moment(at) - moment(running.entry["start"])
    if seconds < 0:
        state.notices.append(
            f"The clock went back while {running.entry['text'] or 'a timer'} was running; "
            "its length was set to 0, please mend it."
        )
        seconds = 0
    running.entry["seconds"] = int(seconds)
    running.at = at
    running.line_id, running.by, running.end, running.do = record["id"], record.get("by") or "cli", end, STOP
    state.entries.append(running)
    state.running = None


def moment(iso: str) -> float:
    """Return seconds since 1970 of an ISO time with offset; raises ValueError (a datetime import costs too much here).

    The calendar is counted in years that begin in March, so that the leap day comes last.
    """
    if len(iso) < 17 or iso[4] != "-" or iso[7] != "-" or iso[13] != ":":
        raise ValueError("not an ISO time")
    year, month, day = int(iso[:4]), int(iso[5:7]), int(iso[8:10])
    if not (1 <= month <= 12 and 1 <= day <= 31 and year >= 1):
        raise ValueError("not a date")
    rest = iso[16:]
    at = max(rest.rfind("+"), rest.rfind("-"))
    if rest.endswith("Z"):
        offset, seconds = 0, rest[:-1]
    elif at >= 0:
        zone = rest[at + 1 :]
        offset = int(zone[:2]) * 3600 + int(zone[3:5] or 0) * 60
        offset, seconds = (-offset if rest[at] == "-" else offset), rest[:at]
    else:
        raise ValueError("no offset")
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    clock = int(iso[11:13]) * 3600 + int(iso[14:16]) * 60 + (float(seconds[1:]) if len(seconds) > 1 else 0.0)
    if not 0 <= clock < 86401:
        raise ValueError("not a time")
    return days * 86400 + clock - offset


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        moment(value)
    except ValueError:
        return False
    return True


def _is_key(value: object) -> bool:
    return isinstance(value, str) and len(value) == 19 and value.isascii() and value.isdigit()


def _is_whole(value: object, low: int, high: int) -> bool:
    return value is None or (type(value) is int and low <= value <= high)


def _is_sound(record: object) -> bool:
    """Tell whether a line can be taken in as it is."""
    if not isinstance(record, dict) or not _is_key(record.get("id")) or not _is_moment(record.get("at")):
        return False
    do = record.get("do")
    if not isinstance(record.get("by", ""), str) or do not in _VERBS:
        return False
    if do not in (LOG, START):
        return _is_key(record.get("target"))
    entry = record.get("entry")
    if not isinstance(entry, dict):
        return False
    get = entry.get
    seconds = get("seconds")
    tags = get("tags")
    return (
        _is_day(get("day"))
        and (get("start") is None or _is_moment(get("start")))
        and (seconds is None or (type(seconds) in (int, float) and seconds - seconds == 0 and seconds >= 0))
        and all(isinstance(get(name) or "", str) for name in ("text", "project", "client", "purpose"))
        and isinstance(get("text"), str)
        and (tags is None or (isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)))
        and _is_whole(get("stress"), 0, 5)
        and _is_whole(get("liking"), 1, 5)
        and _is_whole(get("skill"), 1, 5)
        and _is_whole(get("postponed"), 0, 10**6)
        and all(get(name) is None or _is_key(get(name)) for name in ("task", "engagement"))
    )


def _is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and _is_moment(value + "T00:00:00Z")


def entry_document(captured: Captured) -> dict[str, Any]:
    """Return the entry as the workspace will hold it, all keys in their order."""
    entry = captured.entry
    get = entry.get
    document = {
        "revision": 1,
        "created_at": captured.at,
        "updated_at": captured.at,
        "day": get("day"),
        "start": get("start"),
        "seconds": get("seconds"),
        "text": get("text") or "",
        "project": get("project") or "",
        "client": get("client") or "",
        "tags": list(get("tags") or ()),
        "stress": get("stress"),
        "liking": get("liking"),
        "skill": get("skill"),
        "postponed": get("postponed") or 0,
        "task": get("task"),
        "engagement": get("engagement"),
        "purpose": get("purpose") or None,
        "source": get("source") or "",
        "fingerprint": get("fingerprint") or "",
        "batch": None,
    }
    for key, value in entry.items():
        document.setdefault(key, value)
    return document


def compact(folder: str | os.PathLike[str], state: InboxState, keep: Iterable[bytes] = ()) -> bool:
    """Leave out the lines of `state` that are folded; the open start, `keep` and newer lines stay. Raises OSError.

    Tells whether it was done: appenders are waited for only briefly, and a later fold does what this one left.
    The caller holds the folder's lock.
    """
    path = os.path.join(os.fspath(folder), files.INBOX)
    try:
        fd = files.layer.open(path, files.READ)
    except FileNotFoundError:
        return False
    try:
        if not _alone(fd):
            return False
        found = files.read_file(path)
        if found is None or state.stamp is None or found[1][:2] != state.stamp[:2] or len(found[0]) < state.size:
            return False
        kept = [state.running.raw] if state.running is not None else []
        # Counting up from the last one: a generation must never come twice.
        last = int(state.generation) if _is_key(state.generation) else 0
        chunks = [_generation_line(f"{last + 1 + os.urandom(1)[0]:019d}")]
        chunks.extend(line + b"\n" for line in (*kept, *keep))
        newer = found[0][state.size :]
        if newer:
            chunks.append(newer.lstrip(b"\n"))
        files.replace_file(path, chunks)
    finally:
        os.close(fd)
    return True


def _alone(fd: int) -> bool:
    if flock is None:
        return True
    import time

    for turn in range(50):
        try:
            flock(fd, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            time.sleep(0.001 * (turn + 1))
        else:
            return True
    return False


def set_aside(folder: str | os.PathLike[str], lines: Iterable[bytes]) -> int:
    """Keep unreadable lines in a file of their own, each once, durably; return how many were new. Raises OSError."""
    path = os.path.join(os.fspath(folder), files.SET_ASIDE)
    found = files.read_file(path)
    there = set(found[0].split(b"\n")) if found is not None else set()
    new = [line for line in dict.fromkeys(lines) if line not in there]
    if not new:
        return 0
    fd = files.layer.open(path, files.APPEND)
    try:
        begin = b"" if found is None or not found[0] or found[0].endswith(b"\n") else b"\n"
        files.write_all(fd, [begin + b"".join(line + b"\n" for line in new)])
        files.layer.fsync(fd)
    finally:
        os.close(fd)
    files.sync_folder(os.fspath(folder))
    return len(new)
