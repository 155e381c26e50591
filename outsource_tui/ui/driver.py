"""The terminal driver with a shorter wait: a lone Escape and leaving answer at once, bad bytes do no harm.

A terminal that goes away ends the app as a hang-up does, and stopping and continuing leave it as it was.
"""

import asyncio
import os
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, Any

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

WAIT = 0.01
ESCAPE_DELAY = 0.005
SOON = 0.0055
"""Seconds to wait after something was typed: just long enough to tell a lone Escape from the beginning of a key."""


def hang_up() -> None:
    """End the app as a terminal that hangs up does, whoever noticed first."""
    os.kill(os.getpid(), signal.SIGHUP)


class _Lasting:
    """The terminal's output; once it is gone, what is written goes nowhere instead of holding up the end."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._gone = False
        self.isatty = file.isatty
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        if not self._gone:
            self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        if not self._gone:
            self._try(self._file.flush)

    def _try(self, act: Any) -> None:
        try:
            act()
        except OSError:
            self._gone = True
            hang_up()


class OutsourceDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, its input thread waking every 10 ms instead of every 100."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Write to a terminal that may go away."""
        super().__init__(*args, **more)
        self._file: Any = _Lasting(self._file)

    def start_application_mode(self) -> None:
        """Take the terminal; being stopped and continued is heard between two steps of the loop, not in the midst."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Say goodbye to the terminal; it is given back in `close`, once it has taken in all of that.

        Textual gives it back first, and then a ctrl+c typed ahead throws away what is still on its way to it.
        """
        app: Any = self._app
        if getattr(app, "leaving", False):
            app.ignore_typed_signals()
        before, self.attrs_before = self.attrs_before, None
        super().stop_application_mode()
        self.attrs_before = before

    def close(self) -> None:
        """Give the terminal back as it was found."""
        super().close()
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSADRAIN, self.attrs_before)

    def _sigcont_application(self, *_: Any) -> None:
        """Take the terminal again, unless the app is on its way out."""
        if getattr(self._app, "leaving", False):
            return
        if self._auto_restart and self._key_thread is not None and self._key_thread.is_alive():
            # Stopped from outside, we never let go of it: do so now, or its state of before would be forgotten.
            self.suspend_application_mode()
        super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read keys until told to stop; a byte that is not UTF-8 becomes a replacement character."""
        if "ESCDELAY" not in os.environ:
            constants.ESCAPE_DELAY = ESCAPE_DELAY  # type: ignore[misc]
        read = Reader(self._debug)
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        try:
            wait = WAIT
            while not self.exit_event.is_set():
                typed = bool(selector.select(wait))
                wait = SOON if typed else WAIT
                if typed:
                    data = self._read()
                    if not data:
                        hang_up()
                        break
                    for event in read.feed(data):
                        self.process_message(event)
                for event in read.tick():
                    self.process_message(event)
        finally:
            selector.close()

    def _read(self) -> bytes:
        """Return what was typed; nothing once the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""


class Reader:
    """Makes events of what a terminal sends, whatever it sends."""

    def __init__(self, debug: bool = False) -> None:
        """Begin between two keys."""
        self._debug = debug
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode

    def feed(self, data: bytes) -> list[Message]:
        """Return the events of some bytes."""
        text = self._decode(data)
        # Half a character decodes to nothing, and nothing is what tells Textual's parser that the end has come.
        return self._taken(self._parser.feed(text)) if text else []

    def tick(self) -> list[Message]:
        """Return the events that only time brings, such as a lone Escape."""
        return self._taken(self._parser.tick())

    def _taken(self, events: Iterable[Message]) -> list[Message]:
        found = []
        try:
            for event in events:
                found.append(event)
        except (ValueError, OverflowError, ParseError):
            # A sequence like that of a key but none; the parser cannot go on from it.
            self._parser = XTermParser(self._debug)
        return found
