"""How a figure came about: its steps with the numbers filled in, so that the screen can open any of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from outsource_tui.domain import formats
from outsource_tui.domain.money import shown_amount

Basis = Literal["measured", "estimated", "default", "computed"]
Unit = Literal["", "h", "money", "money/h", "share", "months", "times", "count"]

DAYS_A_MONTH = Decimal("30.4375")
WEEKS_A_MONTH = DAYS_A_MONTH / 7
SECONDS_AN_HOUR = Decimal(3600)
ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic: what it is, how it is worked out, the exact value (None: not known) and its basis."""

    label: str
    formula: str
    value: Decimal | None
    basis: Basis
    unit: Unit = ""
    key: str = ""
    """Name of the input behind the line, where the line is an input that can be edited."""

    def shown(self) -> str:
        """Return the value for the screen, rounded and with its unit; "unknown" when there is none."""
        return shown_value(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Missing:
    """An input nobody gave yet, or one that is impossible: its name and one sentence that asks for it."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A value (None: not known), what it rests on, and the steps that lead to it."""

    value: Decimal | None
    basis: Basis
    steps: tuple[Step, ...] = ()
    missing: tuple[Missing, ...] = ()


def decimal(value: Decimal | int | float | str) -> Decimal:
    """Return the number as a Decimal; a float by its shortest text, so that 0.1 is 0.1."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def hours_of(seconds: Iterable[int | float | None]) -> Decimal:
    """Return the sum of lengths in seconds as hours; unknown lengths are left out."""
    whole = 0
    rest: list[float] = []
    for length in seconds:
        if isinstance(length, int):
            whole += length
        elif length is not None:
            rest.append(length)
    return sum((decimal(length) for length in rest), Decimal(whole)) / SECONDS_AN_HOUR


def shown_number(value: Decimal, places: int = 2) -> str:
    """Return a number rounded half up to at most `places` digits, without trailing zeros, with a real minus."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = formats.figure(text)
    return f"\u2212{text}" if rounded < 0 else text


def shown_hours(value: Decimal, *, signed: bool = False) -> str:
    """Return hours as prose, to the minute: `9 h 10`, `−2 h 40`."""
    minutes = int((value * 60).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    whole, rest = divmod(abs(minutes), 60)
    sign = "\u2212" if minutes < 0 else "+" if signed and minutes else ""
    return sign + formats.figure(f"{whole:,}") + f" h {rest:02}"


def shown_value(value: Decimal | None, unit: Unit) -> str:
    """Return a value for the screen with its unit; "unknown" when there is none."""
    if value is None:
        return "unknown"
    if unit == "money":
        return shown_amount(value)
    if unit == "money/h":
        return f"{shown_amount(value)}/h"
    if unit == "h":
        return f"{shown_number(value)} h"
    if unit == "share":
        return f"{shown_number(value * 100)} %"
    if unit == "months":
        return f"{shown_number(value)} months"
    return shown_number(value, 4 if unit == "times" else 2)
