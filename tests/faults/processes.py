"""Processes for the campaigns: forked, telling their parent what they did, and never running for ever."""

import os
import signal
import traceback
from ast import literal_eval
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from outsource_tui.domain import ids

Told = list[list[str]]
FAILED = "failed"


def child(work: Callable[[Callable[..., None]], None]) -> tuple[int, int]:
    """Start a process that does `work`, telling its parent through a pipe; return its pid and the pipe's end."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    code = 1
    try:
        os.close(reading)
        # A forked process would go on counting where its parent was; a started one begins anew.
        ids._last = 0
        work(lambda *words: _tell(writing, words))
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
        _tell(writing, (FAILED, repr(traceback.format_exc())))
    finally:
        # Whatever happens, the copy of the test run must not go on.
        os._exit(code)


def _tell(pipe: int, words: tuple[str, ...]) -> None:
    os.write(pipe, ("\t".join(words) + "\n").encode())


def told(pipe: int) -> Told:
    """Return everything a process has said, to its end; an error of its own is one of this test."""
    said = b""
    while part := os.read(pipe, 1 << 16):
        said += part
    os.close(pipe)
    lines = [line.split("\t") for line in said.decode().split("\n")[:-1]]
    for line in lines:
        assert line[0] != FAILED, literal_eval(line[1])
    return lines


LONGEST = 30
"""Seconds after which a file counts as one that hangs."""


@contextmanager
def not_for_ever() -> Iterator[None]:
    """Break off what hangs."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError("it hangs")

    old = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)
