"""The inbox: one appended, fsynced line for each thing captured, safe from everybody and quick at any size.

Appending needs no more than `os`, `fcntl` and the little encoder below. What the lines say is told in `captures`.
"""

from __future__ import annotations

import os

from outsource_tui.domain.errors import LockedError, StoreError
from outsource_tui.domain.ids import is_id, new_id
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

    from outsource_tui.store.captures import InboxState

LOG, START, STOP, CANCEL, DROP = "log", "start", "stop", "cancel", "drop"
HEAD = b'{"inbox": "'
"""How an inbox begins; what follows is its generation."""
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
                files.check_plain(os.fstat(fd))
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
    from outsource_tui.store.lock import holder_of

    # Only who holds the folder's lock shortens the inbox.
    holder = holder_of(os.path.dirname(path))
    raise LockedError(f"{holder} holds {path} and did not let go within {_PATIENCE:g} s; nothing was kept, try again.")


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
    try:
        files.layer.fsync(fd)
        if size == 0:
            files.sync_folder(folder)
    except OSError as error:
        raise files.unconfirmed(error) from error


def _header(text: bytes) -> bytes:
    """Return the first line of a new inbox; the generation is drawn from the line's own id, so no clock is needed."""
    start = text.find(b'"id": "') + 7
    moment = text[start : start + 13]
    return _generation_line(new_id(int(moment) if moment.isdigit() else 0))


def _generation_line(generation: str) -> bytes:
    return HEAD + generation.encode() + b'"}\n'


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
        last = int(state.generation) if is_id(state.generation) else 0
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
