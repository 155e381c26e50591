"""A real pseudo-terminal with an emulated screen: start the app, press keys, read what a person would see."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
}
# pyte does not know private CSI sequences with these introducers and would print their tails.
_PRIVATE = re.compile(r"\x1b\[[>=<][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1bP[^\x1b]*\x1b\\|\x1b_[^\x1b]*\x1b\\")
ASKED = str(Path(__file__).parent / "asked")
"""What lets a program that hangs say where."""
FEW = 3
"""Screens that a failed wait shows from its beginning: a notice on them has gone by its end."""


class Terminal:
    """A program in a pseudo-terminal of `columns` by `rows` cells; use it as a context manager."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start `command` (argument vector); `environment` is added to a plain one."""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._tail = ""
        self.raw = b""
        self.status: int | None = None
        settings = {
            **{name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}},
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            "PYTHONFAULTHANDLER": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, (ASKED, os.environ.get("PYTHONPATH")))),
            **(environment or {}),
        }
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), settings)
        self.attributes_before = self.attributes()
        self.resize(columns, rows)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            sys.stderr.write(f"\n--- the screen when it failed ---\n{self.text()}\n")
        self.kill()
        if self._fd >= 0:
            os.close(self._fd)

    def attributes(self) -> list[Any]:
        """Return how the terminal treats what is typed: echo, lines, signals."""
        return termios.tcgetattr(self._fd)

    def close(self) -> None:
        """Close the terminal as a window is closed; nothing can be read from it any more."""
        os.close(self._fd)
        self._fd = -1

    def resize(self, columns: int, rows: int) -> None:
        """Tell program and emulator about a new size."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def read(self, seconds: float) -> bool:
        """Take in what the program writes for up to `seconds`; return whether anything came."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        if not data:
            return False
        self.raw += data
        text = self._tail + self._decoder.decode(data)
        cut = text.rfind("\x1b")
        self._tail = (
            text[cut:]
            if cut >= 0 and len(text) - cut < 64 and not re.match(r"\x1b(\[[0-?]*[@-~]|[^\[P_])", text[cut:])
            else ""
        )
        self._stream.feed(_PRIVATE.sub("", text[: len(text) - len(self._tail)]))
        return True

    def text(self) -> str:
        """Return the screen as lines of text without trailing blanks."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, pattern: str, seconds: float = 20) -> "re.Match[str]":
        """Read until `pattern` (a regular expression) is on the screen; fail with the screen when it does not come."""
        deadline = time.monotonic() + seconds
        meanwhile: list[str] = []
        while True:
            shown = self.text()
            if found := re.search(pattern, shown):
                return found
            if shown not in meanwhile:
                meanwhile.append(shown)
            left = deadline - time.monotonic()
            if left <= 0:
                told = "\n--- then ---\n".join([*meanwhile[:FEW], self.account()])
                raise AssertionError(f"{pattern!r} did not come up within {seconds} s on:\n{told}")
            self.read(min(left, 0.1))

    def wait_gone(self, pattern: str, seconds: float = 20) -> None:
        """Read until `pattern` is no longer on the screen."""
        deadline = time.monotonic() + seconds
        while re.search(pattern, self.text()):
            if time.monotonic() > deadline:
                raise AssertionError(f"{pattern!r} did not go away within {seconds} s on:\n{self.account()}")
            self.read(0.1)

    def account(self, seconds: float = 5) -> str:
        """Return the screen and what the program is about, for a failure; the program is ended by it.

        It is asked to draw anew, as when a window changes: what was there but not painted shows. Then its tasks and its
        threads say where they stand.
        """
        self._reap()
        shown = self.text()
        if self.status is not None:
            return f"{shown}\nthe program has ended with {self.status}"
        rows, columns = self.screen.lines, self.screen.columns
        self.resize(columns - 1, rows)
        self.settle(0.5)
        self.resize(columns, rows)
        self.settle(0.5)
        anew = "drawn anew it is the same" if self.text() == shown else f"drawn anew it is:\n{self.text()}"
        heard = len(self.raw)
        self.signal(signal.SIGUSR1)
        self.settle(0.5)
        self.signal(signal.SIGABRT)
        deadline = time.monotonic() + seconds
        while self.status is None and time.monotonic() < deadline:
            self.read(0.05)
            self._reap()
        told = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]|\r", "", self.raw[heard:].decode(errors="replace"))
        return f"{shown}\n{anew}\n{told}"

    def settle(self, quiet: float = 0.25, seconds: float = 10) -> None:
        """Read until nothing has come for `quiet` seconds."""
        deadline = time.monotonic() + seconds
        while self.read(quiet) and time.monotonic() < deadline:
            pass

    def press(self, *keys: str) -> "Terminal":
        """Press keys one after the other, by Textual's names ("enter", "ctrl+q", "j"), and let the screen settle."""
        for key in keys:
            os.write(self._fd, _bytes_of(key))
            self.settle(0.08)
        return self

    def type(self, text: str) -> "Terminal":
        """Type text as a person would, in one burst, and let the screen settle."""
        os.write(self._fd, text.encode())
        self.settle(0.12)
        return self

    def send(self, data: bytes) -> None:
        """Send raw bytes."""
        os.write(self._fd, data)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def wait_end(self, seconds: float = 20) -> int:
        """Wait until the program has ended; return its exit status (128 + n after a signal)."""
        deadline = time.monotonic() + seconds
        while self.status is None:
            if self._fd >= 0:
                self.read(0.05)
            else:
                time.sleep(0.02)
            self._reap()
            if self.status is None and time.monotonic() > deadline:
                raise AssertionError(f"the program did not end within {seconds} s; its screen:\n{self.text()}")
        while self._fd >= 0 and self.read(0.05):
            pass
        return self.status

    def kill(self) -> None:
        """End the program if it still runs."""
        self._reap()
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            _, status = os.waitpid(self.pid, 0)
            self.status = os.waitstatus_to_exitcode(status)

    def _reap(self) -> None:
        if self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                self.status = 128 - code if code < 0 else code


def _bytes_of(key: str) -> bytes:
    if key in KEYS:
        return KEYS[key].encode()
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[-1].upper()) & 0x1F])
    if len(key) == 1:
        return key.encode()
    raise ValueError(f"there is no key called {key!r}")


def app_command(*arguments: str) -> list[str]:
    """Return the command line that starts the product from this checkout."""
    return [sys.executable, "-m", "outsource_tui", *arguments]


def home_environment(home: Path) -> dict[str, str]:
    """Return what roots the product's files in `home`."""
    return {"OUTSOURCE_HOME": str(home), "HOME": str(home)}
