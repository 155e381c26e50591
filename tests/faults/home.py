"""Homes for the campaigns on the app: made of the demo, opened in a terminal, looked over afterwards."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from tinydb import TinyDB

from outsource_tui.domain.clock import SystemClock
from outsource_tui.services.demo import load_demo
from outsource_tui.store import files
from outsource_tui.store.check import check
from outsource_tui.store.lines import TABLES
from tests.e2e.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
KEPT = 200_000
"""Bytes of the last output that a failure shows."""
NEVER = (b"\x1b]0;", b"\x1b]1;", b"\x1b]2;", b"\x1bc", b"\x1b[5n", b"\x1bPq")
"""What no text may make the app send: titles, a reset, a question to the terminal, pictures."""


def demo_home(folder: Path) -> Path:
    """Make a home with the demo's workspace in it."""
    folder.mkdir(mode=0o700)
    files.replace_file(str(folder / "workspace.json"), [load_demo(SystemClock().now())])
    return folder


def environment_of(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a program at home there; its editor changes nothing."""
    return {
        "OUTSOURCE_HOME": str(home),
        "HOME": str(home),
        "EDITOR": "true",
        "VISUAL": "",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def at_home(home: Path, command: list[str]) -> list[str]:
    """Return a command that runs with `home` as its folder; only the program itself keeps files private there."""
    return ["/bin/sh", "-c", 'umask 000 && cd "$0" && exec "$@"', str(home), *command]


def app_at(home: Path, *arguments: str) -> list[str]:
    """Return the command that opens the app, or carries out a command, at home."""
    return at_home(home, [sys.executable, "-m", "outsource_tui", *arguments])


_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
SHOWN = {b"25", b"7"}
"""The modes a terminal is in when nothing runs: the cursor shows, lines wrap."""


def assert_restored(raw: bytes) -> None:
    """Check that what a program sent left the terminal as a shell wants it: every mode as it was, nothing pushed."""
    modes = {b"25": b"h", b"7": b"h"}
    for names, state in _MODE.findall(raw):
        modes.update(dict.fromkeys(names.split(b";"), state))
    assert modes.get(b"1049") == b"l", "it never took or never gave back the screen"
    assert {name for name, state in modes.items() if state == b"h"} == SHOWN
    assert len(re.findall(rb"\x1b\[>[0-9]+u", raw)) == raw.count(b"\x1b[<u")
    for bad in NEVER:
        assert bad not in raw, bad


def open_to_others(home: Path, *but: str) -> list[str]:
    """Return which files and folders at home others could read or write, some names aside."""
    found = [home, *home.rglob("*")]
    return [str(path) for path in found if path.lstat().st_mode & 0o077 and not any(map(path.match, but))]


def assert_sound(home: Path) -> None:
    """Check that the workspace is whole for us, for stock TinyDB and on the command line, and nothing went wrong."""
    log = home / "outsource.log"
    assert not log.exists(), log.read_text(encoding="utf-8")
    report = check(home, SystemClock().now())
    assert report.errors == []
    with TinyDB(home / "workspace.json") as database:
        assert database.tables() <= set(TABLES)
        for name in TABLES:
            database.table(name).all()
    done = subprocess.run(
        app_at(home, "check"), env={**os.environ, **environment_of(home)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


class Wild(Terminal):
    """A terminal for floods: what comes is looked through for what must never come, and not drawn."""

    def __init__(self, command: list[str], home: Path, *, columns: int = 100, rows: int = 30) -> None:
        """Open a program at home."""
        super().__init__(command, columns=columns, rows=rows, environment=environment_of(home))
        os.set_blocking(self._fd, False)

    def take(self, quiet: float, seconds: float) -> None:
        """Take in what comes until nothing has for `quiet` seconds, or for `seconds` at most."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and select.select([self._fd], [], [], quiet)[0]:
            try:
                data = os.read(self._fd, 1 << 16)
            except OSError:
                return
            if not data:
                return
            before = self.raw[-8:]
            for bad in NEVER:
                assert bad not in before + data, (bad, before + data)
            self.raw = self.raw[-KEPT:] + data

    def pour(self, data: bytes) -> bool:
        """Send bytes, taking in what comes meanwhile; return whether the program still runs."""
        deadline = time.monotonic() + 60
        while data:
            assert time.monotonic() < deadline, f"nothing is read any more; last came {self.raw[-2000:]!r}"
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                # It may have gone to the background through the palette, where nobody reads.
                os.kill(self.pid, signal.SIGCONT)
                self.take(0.01, 1)
            except OSError:
                break
        self.take(0.004, 2)
        return self.runs()

    def runs(self) -> bool:
        """Tell whether the program still runs."""
        self._reap()
        return self.status is None

    def leave(self, seconds: float = 60) -> int:
        """Get out of whatever is open and quit; return the exit code."""
        deadline = time.monotonic() + seconds
        while self.runs():
            assert time.monotonic() < deadline, f"it does not quit; last came {self.raw[-3000:]!r}"
            os.kill(self.pid, signal.SIGCONT)
            # Escapes apart from each other, or two of them make an alt+escape.
            self.pour(b"\x1b")
            self.take(0.1, 1)
            self.pour(b"\x11")
            self.take(0.1, 1)
        assert self.status is not None
        return self.status
