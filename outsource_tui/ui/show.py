"""How values look: text as it is, hours, money, signs, dates; what nobody knows is `?`, never 0."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from outsource_tui.domain import formats
from outsource_tui.domain.arithmetic import shown_hours
from outsource_tui.domain.dates import MONTHS
from outsource_tui.domain.text import clean

UNKNOWN = "?"
MINUS = "−"
DASH = "—"

_SPARKS = "▁▂▃▄▅▆▇█"
_SPACES = re.compile(r"[\t\n\x0b\x0c\r]+")
# A joiner or variation selector beside an emoji is drawn in as many ways as there are terminals.
_JOINED = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff])[\u200d\ufe0e\ufe0f]+|[\ufe0e\ufe0f]+")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Piece(NamedTuple):
    """A run of text in one role: `text muted rule accent bar amber red blue`, with `bold`, `raised` or `lit` beside."""

    text: str
    role: str = ""


Line = tuple[Piece, ...]


def line(*parts: str | tuple[str, str] | Piece) -> Line:
    """Return a line of pieces from plain texts and (text, role) pairs."""
    return tuple(Piece(part) if isinstance(part, str) else Piece(*part) for part in parts)


def literal(text: str) -> str:
    """Return any text as one line that cannot drive a terminal and has the same width in each."""
    if text.isascii() and text.isprintable():
        return text
    return _JOINED.sub("", clean(_SPACES.sub(" ", text)))


def paragraphs(text: str) -> list[str]:
    """Return the lines of a long text, each of them literal; tabs become four spaces."""
    return [literal(part.replace("\t", "    ")) for part in text.splitlines()]


def _rounded(value: Decimal | float, digits: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _sign(negative: bool, signed: bool, zero: bool) -> str:
    if negative and not zero:
        return MINUS
    return "+" if signed and not zero else ""


def number(value: Decimal | float | None, digits: int = 0, *, signed: bool = False) -> str:
    """Return a number with a fixed count of digits after the point and commas between thousands; None is `?`."""
    if value is None or value != value:  # noqa: PLR0124 - only a NaN differs from itself
        return UNKNOWN
    if value in (float("inf"), float("-inf")):
        return UNKNOWN
    rounded = _rounded(value, digits)
    return _sign(rounded < 0, signed, rounded == 0) + formats.figure(f"{abs(rounded):,.{digits}f}")


def hours(value: Decimal | float | None, *, signed: bool = False) -> str:
    """Return hours as prose, to the minute: `9 h 10`, `−2 h 40`; None is `?`."""
    return UNKNOWN if value is None else shown_hours(Decimal(str(value)), signed=signed)


def duration(seconds: float | None, *, signed: bool = False) -> str:
    """Return seconds as prose, to the minute: `9 h 10`; None is `?`."""
    return UNKNOWN if seconds is None else hours(Decimal(str(seconds)) / 3600, signed=signed)


def clock_length(seconds: float | None) -> str:
    """Return seconds as a column shows them: `0:45`, `12:05`; None is `?`."""
    if seconds is None:
        return UNKNOWN
    minutes = int(_rounded(Decimal(str(seconds)) / 60, 0))
    whole, rest = divmod(abs(minutes), 60)
    return f"{MINUS if minutes < 0 else ''}{whole}:{rest:02}"


def running_length(seconds: float) -> str:
    """Return how long a timer has been running, minutes rounded down: `0:42`."""
    minutes = max(0, int(seconds)) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def money(value: object, currency: str = "", *, signed: bool = False) -> str:
    """Return an amount with two digits and, when given, its currency: `+46.60`, `412.00 EUR`; None is `?`.

    Takes a Decimal, a number, or anything with an `amount` and a `currency`.
    """
    if value is None:
        return UNKNOWN
    amount = getattr(value, "amount", value)
    if not isinstance(amount, (Decimal, int, float)):
        return UNKNOWN
    return number(amount, 2, signed=signed) + (f" {currency}" if currency else "")


def money_with_currency(value: object, *, signed: bool = False) -> str:
    """Return an amount that has a currency of its own with that currency: `240.00 EUR`; None is `?`."""
    return money(value, str(getattr(value, "currency", "")), signed=signed)


def percent(share: Decimal | float | None, digits: int = 0) -> str:
    """Return a share from 0 to 1 as `20 %`; None is `?`."""
    return UNKNOWN if share is None else f"{number(Decimal(str(share)) * 100, digits)} %"


def count(many: int, one: str, several: str = "") -> str:
    """Return a count with its noun: `1 entry`, `21 entries`."""
    return formats.figure(f"{many:,}") + f" {one if many == 1 else several or one + 's'}"


def day(value: date, today: date | None = None) -> str:
    """Return a date as `16 Nov`, with its year when that is not this one."""
    return formats.shown_day(value, today)


def long_day(value: date) -> str:
    """Return a date as `Monday 23 November`."""
    return f"{_LONG_DAYS[value.weekday()]} {formats.long_date(value)}"


def month(value: date) -> str:
    """Return the month of a date as `November`."""
    return MONTHS[value.month - 1]


def weekday(value: date) -> str:
    """Return a date's day of the week as `Mon`."""
    return _DAYS[value.weekday()]


def relative_day(value: date | None, today: date) -> str:
    """Return a date seen from today: `today`, `tomorrow`, `Wed`, `12 days ago`, `9 Dec`; None is `?`."""
    if value is None:
        return UNKNOWN
    ahead = (value - today).days
    if ahead in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[ahead + 1]
    if 1 < ahead < 7:
        return weekday(value)
    if -60 < ahead < 0:
        return f"{-ahead} days ago"
    return day(value, today)


def clock_time(value: datetime | None) -> str:
    """Return a time of day as `9:25`; None is `?`."""
    return UNKNOWN if value is None else formats.clock(value.hour, value.minute)


def clock_time_of(stored: str | None) -> str:
    """Return the time of day of a stored ISO time without parsing it: `9:25`; None is `?`."""
    if not stored or len(stored) < 16:
        return UNKNOWN
    return formats.clock_of(stored)


def bar(share: float | None, width: int, role: str = "bar") -> Line:
    """Return a thin bar of `width` cells on its track, for a share from 0 to 1; unknown is an empty track."""
    if width <= 0:
        return ()
    known = share is not None and share == share  # noqa: PLR0124 - only a NaN differs from itself
    value = min(1.0, max(0.0, float(share or 0))) if known else 0.0
    full = round(value * width)
    if value > 0 and not full:
        full = 1
    return tuple(piece for piece in (Piece("━" * full, role), Piece("─" * (width - full), "rule")) if piece.text)


def spark(values: Sequence[float | Decimal | None], width: int = 0) -> str:
    """Return a sparkline of the values, the last `width` of them (0: all); what is unknown is a blank."""
    shown = list(values)[-width:] if width else list(values)
    known = [float(value) for value in shown if value is not None and -1e300 < float(value) < 1e300]
    if not known:
        return " " * len(shown)
    low, high = min(0.0, *known), max(0.0, *known)
    span = (high - low) or 1.0
    steps = len(_SPARKS) - 1
    return "".join(
        _SPARKS[round((float(value) - low) / span * steps)]
        if value is not None and -1e300 < float(value) < 1e300
        else " "
        for value in shown
    )


class Status(NamedTuple):
    """A state as glyph, word and colour together."""

    glyph: str
    word: str
    role: str

    @property
    def text(self) -> str:
        """Return glyph and word."""
        return f"{self.glyph} {self.word}"

    @property
    def piece(self) -> Piece:
        """Return glyph and word in their colour."""
        return Piece(self.text, self.role)


OPEN = Status("○", "open", "muted")
ACTIVE = Status("●", "active", "accent")
BETWEEN = Status("◐", "in between", "amber")
DONE = Status("✓", "done", "accent")
AGAINST = Status("✗", "against", "red")
MIND = Status("▲", "mind this", "amber")
DUE = Status("!", "due", "amber")
LATE = Status("!", "late", "red")
NOT_KNOWN = Status("?", "unknown", "blue")
OUT = Status("→", "outsource", "accent")
LOVED = Status("♥", "love", "accent")


def status(kind: Status, word: str = "", role: str = "") -> Status:
    """Return one of the states above with a word of your own, keeping its glyph."""
    return Status(kind.glyph, word or kind.word, role or kind.role)
