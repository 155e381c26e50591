"""Shortening the inbox once its lines are in the workspace; lines that cannot be read go into a file of their own."""

import os
import time
from collections.abc import Iterable

from outsource_tui.domain.ids import is_id
from outsource_tui.store import files
from outsource_tui.store.captures import InboxState
from outsource_tui.store.inbox import head

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows
    flock = None  # type: ignore[assignment]


def compact(folder: str | os.PathLike[str], state: InboxState) -> bool:
    """Leave out the lines of `state` that are folded; the open start and newer lines stay. Raises OSError.

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
        # Counting up from the last one: a generation must never come twice.
        last = int(state.generation) if is_id(state.generation) else 0
        chunks = [head(f"{last + 1 + os.urandom(1)[0]:019d}")]
        if state.running is not None:
            chunks.append(state.running.raw + b"\n")
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
