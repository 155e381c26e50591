"""The driver of an app in a browser tab: it ends when the server is gone, and bad bytes do no harm."""

from codecs import getincrementaldecoder

from textual import messages
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver, _ExitInput


class TabDriver(WebDriver):
    """Textual's driver for the browser, without a way to live on unseen."""

    def run_input_thread(self) -> None:
        """Read packets until told to stop; the end of the stream ends the app, as a closed terminal would."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        packets = ByteStream()
        told = False
        try:
            for data in self._input_reader:
                for kind, payload in packets.feed(data) if data else ():
                    if kind == "D":
                        for event in parser.feed(decode(payload)):
                            self.process_message(event)
                    else:
                        self._on_meta(kind, payload)
                for event in parser.tick():
                    self.process_message(event)
        except _ExitInput:
            told = True
        except (ParseError, ValueError, KeyError):
            # Not what our own page and server send: whoever does gets no app.
            pass
        finally:
            self._input_reader.close()
        if not told and not self.exit_event.is_set():
            self._app.call_from_thread(self._app.post_message, messages.ExitApp())
