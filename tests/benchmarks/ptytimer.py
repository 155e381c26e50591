"""Time a full-screen program from outside: start it in a pseudo-terminal, press keys, stamp what comes back."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Mapping, Sequence

import pyte

_STYLE = re.compile(rb"\x1b\[[0-9;]*m")
_PRIVATE = re.compile(r"\x1b\[[>=<][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1bP[^\x1b]*\x1b\\|\x1b_[^\x1b]*\x1b\\")
QUIET = 0.06


class Run:
    """One run of a program; every time is in seconds since it was started."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int = 120, rows: int = 40
    ) -> None:
        """Start `command` with `environment` added to this process's."""
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **environment})
            os.execvp(command[0], list(command))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _chunk(self, seconds: float) -> tuple[float, bytes] | None:
        ready, _, _ = select.select([self.fd], [], [], max(0.0, seconds))
        if not ready:
            return None
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return None
        return (time.perf_counter(), data) if data else None

    def feed(self, data: bytes) -> None:
        """Show the emulator what the program wrote."""
        self.stream.feed(_PRIVATE.sub("", self.decode(data)))

    def text(self) -> str:
        """Return the screen as text."""
        return "\n".join(self.screen.display)

    def until(self, pattern: str, seconds: float = 60) -> float:
        """Return the time of the chunk after which `pattern` is on the screen."""
        deadline = time.perf_counter() + seconds
        wanted = re.compile(pattern)
        while time.perf_counter() < deadline:
            got = self._chunk(0.5)
            if got is not None:
                self.feed(got[1])
                if wanted.search(self.text()):
                    return got[0] - self.began
        raise TimeoutError(f"{pattern!r} did not come up on:\n{self.text()}")

    def written(self, pattern: str, seconds: float = 60) -> float:
        """Return the time of the chunk with which `pattern` was written, colours aside, in one go.

        The emulator is fed once that is known: what drawing its screen costs is then in no figure.
        """
        deadline = time.perf_counter() + seconds
        wanted = re.compile(pattern.encode())
        chunks: list[bytes] = []
        while time.perf_counter() < deadline:
            got = self._chunk(0.5)
            if got is None:
                continue
            chunks.append(got[1])
            if wanted.search(_STYLE.sub(b"", b"".join(chunks))):
                self.feed(b"".join(chunks))
                return got[0] - self.began
        self.feed(b"".join(chunks))
        raise TimeoutError(f"{pattern!r} was not written on:\n{self.text()}")

    def settle(self, quiet: float = 0.3, seconds: float = 20) -> None:
        """Wait until the program has been silent for `quiet` seconds."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            got = self._chunk(quiet)
            if got is None:
                return
            self.feed(got[1])

    def key(self, data: bytes, limit: float = 20) -> tuple[float, float]:
        """Press a key; return seconds to the first and to the last output that follows, before it falls silent."""
        began = time.perf_counter()
        os.write(self.fd, data)
        first = self._chunk(limit)
        if first is None:
            raise TimeoutError(f"no answer to {data!r} on:\n{self.text()}")
        last, kept = first[0], first[1]
        while (more := self._chunk(QUIET)) is not None:
            last = more[0]
            kept += more[1]
        self.feed(kept)
        return first[0] - began, last - began

    def answered(self, data: bytes, pattern: str) -> float:
        """Press a key; return when `pattern` was written in answer, since the program was started."""
        os.write(self.fd, data)
        return self.written(pattern, 20)

    def key_written(self, data: bytes, pattern: str, limit: float = 30) -> float:
        """Press a key; return seconds until `pattern` is written in answer."""
        began = time.perf_counter()
        os.write(self.fd, data)
        return self.written(pattern, limit) + self.began - began

    def used(self) -> float:
        """Return the milliseconds of processor time the program has taken so far."""
        total = 0
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{thread}/schedstat") as status:
                total += int(status.read().split()[0])
        return total / 1e6

    def peak_megabytes(self) -> float:
        """Return the program's peak resident memory."""
        with open(f"/proc/{self.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def quit(self, data: bytes) -> float:
        """Press the key that quits; return seconds until the process is gone."""
        began = time.perf_counter()
        os.write(self.fd, data)
        while True:
            self._chunk(0.002)
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.pid = 0
                os.close(self.fd)
                return time.perf_counter() - began
            if time.perf_counter() - began > 20:
                raise TimeoutError(f"it did not quit on {data!r}:\n{self.text()}")

    def end(self) -> None:
        """End the program if it still runs."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.fd)
            self.pid = 0
