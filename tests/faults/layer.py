"""A file layer that fails on purpose: put it in the place of `outsource_tui.store.files.layer`."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from outsource_tui.domain.errors import OutsourceError
from outsource_tui.store import files

MODES = ("error", "short", "kill", "kill half", "kill after", "full")


class Killed(BaseException):
    """What stands for kill -9: no handler of ours catches it, so nothing is tidied up."""


class FaultyFiles(files.Files):
    """The real thing until operation number `step` (from 0): then it fails as `mode` says.

    "error": the operation fails; "short": a write gets half out, then fails; "kill": the process dies before it, "kill
    half" in the middle of a write, "kill after" once it is done; "full": from then on nothing can be written any more.
    """

    def __init__(self, step: int, mode: str, number: int = errno.ENOSPC) -> None:
        """Fail with the error `number` where the mode is one of failing."""
        self.step = step
        self.mode = mode
        self.number = number
        self.names: list[str] = []
        self.struck = False

    def _due(self, name: str) -> bool:
        self.names.append(name)
        due = len(self.names) - 1 == self.step
        self.struck = self.struck or due
        return due

    def _fail(self) -> OSError:
        return OSError(self.number, os.strerror(self.number))

    @contextmanager
    def _around(self, name: str, needs_space: bool = False) -> Iterator[None]:
        due = self._due(name)
        full = self.mode == "full" and len(self.names) > self.step
        if full:
            if needs_space:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        elif due and self.mode in ("error", "short"):
            raise self._fail()
        elif due and self.mode in ("kill", "kill half"):
            raise Killed(name)
        yield
        if due and self.mode == "kill after":
            raise Killed(name)

    def open(self, path: str, flags: int) -> int:
        """Open, or fail."""
        fd = -1
        try:
            with self._around("open", bool(flags & os.O_CREAT) and not os.path.exists(path)):
                fd = super().open(path, flags)
        except Killed:
            if fd >= 0:
                os.close(fd)
            raise
        return fd

    def write(self, fd: int, data: bytes | memoryview) -> int:
        """Write, write half, or fail."""
        due = len(self.names) == self.step
        if due and self.mode in ("short", "kill half"):
            self._due("write")
            half = super().write(fd, bytes(data)[: len(data) // 2])
            if self.mode == "kill half":
                raise Killed("write")
            # The half that went out is counted; what follows finds no space.
            self.step, self.mode = len(self.names), "error"
            return half
        with self._around("write", needs_space=True):
            return super().write(fd, data)

    def fsync(self, fd: int) -> None:
        """Make durable, or fail."""
        with self._around("fsync"):
            super().fsync(fd)

    def replace(self, source: str, target: str) -> None:
        """Rename, or fail."""
        with self._around("replace"):
            super().replace(source, target)

    def link(self, source: str, target: str) -> None:
        """Link, or fail."""
        with self._around("link", needs_space=True):
            super().link(source, target)

    def unlink(self, path: str) -> None:
        """Remove, or fail."""
        with self._around("unlink"):
            super().unlink(path)

    def mkdir(self, path: str) -> None:
        """Make a folder, or fail."""
        with self._around("mkdir", needs_space=True):
            super().mkdir(path)


@contextmanager
def faults(step: int, mode: str, number: int = errno.ENOSPC) -> Iterator[FaultyFiles]:
    """Let the store work on a failing layer for a while."""
    layer = FaultyFiles(step, mode, number)
    files.layer = layer
    try:
        yield layer
    finally:
        files.layer = files.Files()


def ending(act: Callable[[], object]) -> OutsourceError | Killed | None:
    """Return how `act` ended: with nothing when it is acknowledged, else with a sentence for people or a death."""
    try:
        act()
    except (OutsourceError, Killed) as error:
        return error
    return None


def is_sentence(error: object) -> bool:
    """Tell whether an error says what people should read: one sentence on one line."""
    return isinstance(error, OutsourceError) and str(error).endswith(".") and "\n" not in str(error)
