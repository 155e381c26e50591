"""The lock between processes: the kernel frees it when its holder dies, so there is no stale lock to break."""

from __future__ import annotations

import os
import sys
import time
from typing import NamedTuple

from outsource_tui.domain.errors import LockedError
from outsource_tui.store import files

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class Patience(NamedTuple):
    """How long to wait, in seconds."""

    holder: float
    """So long may one holder take; while others save one after the other a waiter goes on waiting."""
    most: float
    """So long it waits whoever saves meanwhile."""


PATIENCE = Patience(10, 60)
"""For commands: whoever started one would rather wait than start it again."""
SHORT = Patience(2, 2)
"""For somebody at the keys: nothing moves meanwhile, and what was typed stays where it is."""
_FIRST_WAIT = 0.0005
_LONGEST_WAIT = 0.002
_NOD = 0.01
"""Seconds between two signs that somebody waits."""
_GIVE_WAY = 0.004
"""Seconds for which whoever had the lock lets those go first who wait: each has tried again by then."""


def take(fd: int) -> bool:
    """Try to lock an open file without waiting; tell whether it worked."""
    if fcntl is None:
        return _take_on_windows(fd)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _take_on_windows(fd: int) -> bool:
    import msvcrt

    # Far beyond any content: a locked byte cannot be read by others there.
    os.lseek(fd, 0x7FFFFFFE, os.SEEK_SET)
    try:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


class FolderLock:
    """`with FolderLock(folder):` keeps every other writer of that folder out, in this process and in others."""

    _next_turn = 0.0
    """Before this moment this process does not take the lock again: others were waiting when it let go."""

    def __init__(self, folder: str | os.PathLike[str], patience: Patience = PATIENCE) -> None:
        """Guard `folder`; waiting longer than `patience` allows ends with LockedError."""
        self._folder = os.fspath(folder)
        self._patience = patience
        self._fd = -1
        self._nodded = 0

    def __enter__(self) -> FolderLock:
        """Take the lock and write into it who holds it."""
        path = os.path.join(self._folder, files.LOCK_FILE)
        early = FolderLock._next_turn - time.monotonic()
        if 0 < early < 2 * _GIVE_WAY:
            time.sleep(early)
        try:
            fd = files.layer.open(path, files.LOCK)
        except OSError as error:
            raise files.explain(error, "lock", path) from error
        try:
            waited = 0.0 if take(fd) else self._wait(fd)
        except OSError as error:
            os.close(fd)
            raise files.explain(error, "lock", path) from error
        if waited:
            os.close(fd)
            raise LockedError(
                f"{holder_of(self._folder)} is writing to {self._folder} and did not finish within {waited:g} s; "
                "nothing was changed, try again when it is done."
            )
        self._fd = fd
        _sign(fd)
        self._nodded = os.fstat(fd).st_mtime_ns
        return self

    def _wait(self, fd: int) -> float:
        """Wait for the lock; return 0 once it is ours, else after how many seconds it was given up.

        The kernel gives a lock to whoever asks next, not to whoever has waited longest, so with several busy writers
        one may miss its turn again and again, though each lets the others go first. As long as they get on, nothing
        hangs, and it goes on asking.
        """
        path = os.path.join(self._folder, files.WORKSPACE)
        seen = files.stamp_of(path)
        now = time.monotonic()
        last = now + self._patience.most
        end = now + self._patience.holder
        pause, nod = _FIRST_WAIT, now
        while now < end:
            if now >= nod:
                _nod(fd)
                nod = now + _NOD
            # Waiters that come in step would starve one another, so each pause is drawn by chance.
            time.sleep(pause * (0.5 + os.urandom(1)[0] / 256))
            if take(fd):
                return 0.0
            pause = min(pause * 1.5, _LONGEST_WAIT)
            now = time.monotonic()
            stamp = files.stamp_of(path)
            if stamp != seen:
                seen, end = stamp, min(now + self._patience.holder, last)
        return self._patience.holder if end < last else self._patience.most

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go; where others wait, they go first."""
        waited_for = os.fstat(self._fd).st_mtime_ns != self._nodded
        os.close(self._fd)
        self._fd = -1
        if waited_for:
            FolderLock._next_turn = time.monotonic() + _GIVE_WAY


def _command() -> str:
    """Return what this process is called, without anything the user typed."""
    words = [os.path.basename(sys.argv[0]) if sys.argv and sys.argv[0] else "python"]
    if words[0] == "__main__.py":
        words[0] = "outsource"
    if len(sys.argv) > 1 and sys.argv[1].isascii() and sys.argv[1].isalpha() and len(sys.argv[1]) <= 10:
        words.append(sys.argv[1])
    return " ".join(words)


def _nod(fd: int) -> None:
    """Show whoever holds the lock that somebody waits; where that cannot be shown, waiting takes longer."""
    if os.utime in os.supports_fd:
        try:
            os.utime(fd)
        except OSError:
            return


def _sign(fd: int) -> None:
    """Leave pid and command for whoever waits; a full disk must not keep us from working, so failing is no harm."""
    name = f"{os.getpid()} {_command()}\n".encode("utf-8", "replace")
    try:
        if os.pread(fd, len(name) + 1, 0) == name:
            # An app that saves often signs once: each new signature costs a journal entry of the file system.
            return
        os.ftruncate(fd, 0)
        os.pwrite(fd, name, 0)
    except (OSError, AttributeError):
        return


def holder_of(folder: str) -> str:
    """Return a name for whoever holds the lock of `folder`, read from the lock file."""
    try:
        found = files.read_file(os.path.join(folder, files.LOCK_FILE))
    except OSError:
        found = None
    words = "" if found is None else found[0][:200].decode("utf-8", "replace").strip()
    pid, _, command = words.partition(" ")
    if not pid.isdigit():
        return "Another process"
    if int(pid) == os.getpid():
        # A long import in the app, and a key meanwhile.
        return "This program itself"
    shown = "".join(letter for letter in command if letter.isprintable())
    return f"{shown or 'A process'} (process {pid})"
