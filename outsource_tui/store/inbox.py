"""The inbox: one appended, fsynced line for each thing captured, safe from everybody and quick at any size.

Appending needs no more than `os`, `fcntl` and the little encoder below. What the lines say is told in `captures`.
"""

from __future__ import annotations

import os

from outsource_tui.domain.errors import LockedError, StoreError
from outsource_tui.domain.ids import new_id
from outsource_tui.store import files

try:
    from fcntl import LOCK_NB, LOCK_SH, flock
except ImportError:  # Windows
    flock = None  # type: ignore[assignment]
try:
    from _json import encode_basestring as _c_quoted
except ImportError:
    _c_quoted = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LOG, START, STOP, CANCEL, DROP = "log", "start", "stop", "cancel", "drop"
MERGE = "merge"
"""By whom a timer was started that came with another copy: no session's, so that no session's undo stops it."""
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
    return head(new_id(int(moment) if moment.isdigit() else 0))


def head(generation: str) -> bytes:
    """Return the first line of an inbox."""
    return HEAD + generation.encode() + b'"}\n'
