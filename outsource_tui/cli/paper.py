"""How commands print: stdout is data, stderr is talk; aligned columns, quiet colours on a terminal, plain otherwise."""

from __future__ import annotations

import os
import sys

from outsource_tui.domain import formats
from outsource_tui.domain.text import clean_line, harmless_json, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NoReturn

_CODES = {"bold": "1", "muted": "2", "accent": "32", "amber": "33", "red": "31", "blue": "34"}
BAR, TRACK = "━", "─"
_NARROWEST = 40


def coloured() -> bool:
    """Tell whether stdout is a terminal that wants colours."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def columns() -> int | None:
    """Return the width of the terminal, or None when stdout is a file or a pipe: nothing is shortened there."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    try:
        width = os.get_terminal_size(1).columns
    except (OSError, ValueError):
        return None
    return max(_NARROWEST, width) if width else None


def styled(text: str, style: str) -> str:
    """Return `text` in a style where colours are wanted."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text and style and coloured() else text


def cells(text: str) -> int:
    """Return how many terminal cells `text` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(sign) or sign in "\u200d\ufe0e\ufe0f" else 2 if east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def fitted(text: str, width: int) -> str:
    """Return cleaned `text` in at most `width` cells, ending in … when it was longer."""
    text = clean_line(text)
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[: -max(1, (cells(text) - width + 1) // 2)]
    return text.rstrip() + "…"


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` filled with spaces to `width` cells, at its right or left."""
    space = " " * max(0, width - cells(text))
    return space + text if right else text + space


def bar(share: float, width: int) -> str:
    """Return a thin bar for a share from 0 to 1 on its track."""
    filled = min(width, max(0, round(share * width)))
    if share > 0 and not filled:
        filled = 1
    return styled(BAR * filled, "accent") + styled(TRACK * (width - filled), "muted")


def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as 45 %, or ? when it is not known."""
    return "?" if share is None else f"{share * 100:.0f} %"


def number(count: int) -> str:
    """Return a whole number with its thousands apart: 12,400."""
    return formats.figure(f"{count:,}")


def size(count: int) -> str:
    """Return a file's size: 13.8 kB, 4.2 MB."""
    return formats.figure(f"{count / 1000:,.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB")


def use_formats(path: str) -> None:
    """Write dates, times and figures as the settings file asks; say it when that file cannot be used."""
    if os.path.exists(path):
        from outsource_tui.config.settings_file import use_formats

        tell(filter(None, (use_formats(path),)))


def out(text: str) -> None:
    """Write a line of data to stdout, whatever its encoding; BrokenPipeError is left to the caller of all."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    _write((text + "\n").encode(encoding, "replace"))


def _refuse_output(why: str) -> NoReturn:
    from outsource_tui.domain.errors import StoreError

    raise StoreError(f"What was to be printed could not be written: {why}; print it elsewhere.") from None


def _write(data: bytes) -> None:
    if sys.stdout is None:
        _refuse_output("there is no output")
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        # A stand-in without bytes below it (a test, an embedding program).
        sys.stdout.write(data.decode(sys.stdout.encoding or "utf-8", "replace"))
        return
    sys.stdout.flush()
    try:
        while data:
            data = data[os.write(raw.fileno(), data) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        _refuse_output(str(error.strerror))


def out_json(document: object) -> None:
    """Write one JSON document to stdout, always in UTF-8."""
    import json

    _write((harmless_json(json.dumps(document, ensure_ascii=False)) + "\n").encode("utf-8", "replace"))


def out_bytes(data: bytes) -> None:
    """Write ready bytes to stdout."""
    _write(data)


def say(text: str) -> None:
    """Write a line of talk to stderr; whatever people's words in it are, they drive no terminal and fill no screen."""
    try:
        sys.stderr.write(sentence(text) + "\n")
    except OSError:
        return


def tell(notices: Iterable[str]) -> None:
    """Say every notice once, marked as something to mind."""
    for notice in dict.fromkeys(notices):
        say(f"▲ {clean_line(notice)}")


def table(rows: Sequence[Sequence[str]], right: Sequence[bool], styles: Sequence[str] = ()) -> list[str]:
    """Return rows of ready texts as aligned lines; `right` says which columns are figures."""
    widths = [max((cells(row[place]) for row in rows), default=0) for place in range(len(right))]
    lines = []
    for row in rows:
        parts = [
            styled(padded(text, widths[place], right=right[place]), styles[place] if styles else "")
            for place, text in enumerate(row)
            if widths[place]
        ]
        lines.append("  ".join(parts).rstrip())
    return lines
