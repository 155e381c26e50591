"""Files as they come: bytes of any encoding and line ending, opened as often as a reader needs."""

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO, TextIO

from outsource_tui.domain.errors import InputError, StoreError
from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.reading import Progress

LIMIT = 1 << 30
"""Bytes of the largest file that is read."""
HEAD = 1 << 16
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STEP = 2048
_LINE_END = re.compile("\r\n|\r|\n")


class Source:
    """A file to import; `name` is what messages call it, `size` its bytes."""

    def __init__(self, name: str, *, path: Path | None = None, data: bytes | None = None) -> None:
        """Stand for the file at `path`, or for `data` held in memory."""
        self.name = clean_line(name)[:100] or "the file"
        self._path = path
        self._data = data
        self.size = len(data) if data is not None else 0
        if path is not None and data is None:
            self.size = path.stat().st_size
        if self.size > LIMIT:
            raise InputError(f"{name} is larger than {LIMIT >> 20} MB; split it and import the parts.")
        with self.open_bytes() as stream:
            self.head = stream.read(HEAD)
        self.encoding, self.errors = self._find_encoding()
        self.head_text = _decode_head(self.head, self.encoding)

    @classmethod
    def from_path(cls, path: Path) -> "Source":
        """Return the source for the file at `path`; a pipe is read into memory, a folder or missing file refused."""
        shown = clean_line(str(path).encode("utf-8", "replace").decode("utf-8"))[:300]
        try:
            mode = path.stat().st_mode
            if S_ISDIR(mode):
                raise InputError(f"{shown} is a folder; name the file to import.")
            if S_ISREG(mode):
                return cls(path.name, path=path)
            with path.open("rb") as stream:
                return cls(path.name, data=stream.read(LIMIT + 1))
        except FileNotFoundError:
            raise InputError(f"{shown} does not exist; check the path of the file to import.") from None
        except ValueError:
            raise InputError("The path of the file to import holds characters no file name can have.") from None
        except OSError as error:
            raise StoreError(
                f"{shown} could not be read ({error.strerror}); check the file and its permissions."
            ) from error

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> "Source":
        """Return the source for `data`, called `name` in messages."""
        return cls(name, data=data)

    def open_bytes(self) -> BinaryIO:
        """Return the bytes from their start."""
        if self._data is not None:
            return io.BytesIO(self._data)
        assert self._path is not None
        return self._path.open("rb")

    def open_text(self, newline: str | None = None) -> TextIO:
        """Return the decoded text from its start; `newline=""` keeps line ends as they are."""
        return io.TextIOWrapper(self.open_bytes(), encoding=self.encoding, errors=self.errors, newline=newline)

    def text(self) -> str:
        """Return the whole text with line ends as newlines."""
        with self.open_text() as stream:
            return stream.read()

    def lines(self, progress: Progress | None = None) -> Iterator[tuple[int, str]]:
        """Yield each line with its number from 1, without its line end."""
        with self.open_text() as stream:
            for number, line in enumerate(stream, 1):
                if progress is not None and number % _STEP == 0:
                    progress(self.position(stream), self.size)
                yield number, line.rstrip("\n")
        if progress is not None:
            progress(self.size, self.size)

    @staticmethod
    def position(stream: TextIO) -> int:
        """Return the bytes read so far by a stream of `open_text`."""
        return int(stream.buffer.tell()) if isinstance(stream, io.TextIOWrapper) else 0

    def _find_encoding(self) -> tuple[str, str]:
        """Tell the encoding by BOM, then UTF-16 without one, then UTF-8, then cp1252."""
        for bom, encoding in _BOMS:
            if self.head.startswith(bom):
                return encoding, "replace"
        zeros = self.head.count(0)
        if zeros > len(self.head) // 3:
            even = self.head[0::2].count(0)
            return ("utf-16-be" if even > zeros - even else "utf-16-le"), "replace"
        good, bad = self._utf8_share()
        if bad == 0:
            return "utf-8", "replace"
        # A few broken bytes among much good UTF-8 are damage, not another encoding.
        if good >= 4 * bad and good >= 8:
            return "utf-8", "replace"
        return "cp1252", "replace"

    def _utf8_share(self) -> tuple[int, int]:
        """Return how many non-ASCII characters decode as UTF-8 and how many bytes do not."""
        strict = codecs.getincrementaldecoder("utf-8")()
        try:
            with self.open_bytes() as stream:
                while chunk := stream.read(_CHUNK):
                    strict.decode(chunk)
                strict.decode(b"", True)
        except UnicodeDecodeError:
            pass
        else:
            return 1, 0
        lenient = codecs.getincrementaldecoder("utf-8")("replace")
        good = bad = 0
        with self.open_bytes() as stream:
            while chunk := stream.read(_CHUNK):
                text = lenient.decode(chunk)
                wrong = text.count("\ufffd")
                bad += wrong
                good += len(text) - wrong - len(text.encode("ascii", "ignore"))
        return good, max(bad, 1)


def _decode_head(head: bytes, encoding: str) -> str:
    """Return the first bytes as text; a character cut at the end is dropped."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(head, False)
    return _LINE_END.sub("\n", text)
