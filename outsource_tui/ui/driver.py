"""The terminal driver with a shorter wait: a lone Escape and leaving answer at once, bad bytes do no harm."""

import os
import selectors
from codecs import getincrementaldecoder

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

WAIT = 0.01
ESCAPE_DELAY = 0.005


class OutsourceDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, its input thread waking every 10 ms instead of every 100."""

    def run_input_thread(self) -> None:
        """Read keys until told to stop; a byte that is not UTF-8 becomes a replacement character."""
        if "ESCDELAY" not in os.environ:
            constants.ESCAPE_DELAY = ESCAPE_DELAY  # type: ignore[misc]
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        try:
            while not self.exit_event.is_set():
                if selector.select(WAIT):
                    data = os.read(self.fileno, 4096)
                    if not data:
                        break
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        finally:
            selector.close()
            try:
                for event in parser.feed(""):
                    self.process_message(event)
            except (EOFError, ParseError):
                pass
