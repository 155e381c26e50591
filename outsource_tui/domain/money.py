"""Money: an exact amount and its currency, stored as "85.00 EUR", rounded only on screen."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.formats import figure, thousands

_MONEY = re.compile(r"\s*([+\-\u2212]?)\s*([0-9][0-9 \u00a0\u202f'_,.]*|[.,][0-9]+)\s*([A-Za-z]{3})?\s*\Z")
_CURRENCY_FIRST = re.compile(r"\s*([A-Za-z]{3})\s*([+\-\u2212]?[0-9 \u00a0\u202f'_.,]+)\Z")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_CENT = Decimal("0.01")
_LIMIT = Decimal(10) ** 12


class Money:
    """An amount (Decimal, finite) in one currency (three capital letters); sums need the same currency."""

    __slots__ = ("amount", "currency")
    amount: Decimal
    currency: str

    def __init__(self, amount: Decimal | int | str, currency: str) -> None:
        """Keep the exact amount; raise InputError when it is not finite or the currency is not three letters."""
        try:
            exact = Decimal(amount)
        except InvalidOperation as error:
            raise InputError(f"“{str(amount)[:40]}” is not an amount of money; write it like 85.00 EUR.") from error
        if not exact.is_finite() or abs(exact) > _LIMIT:
            raise InputError(f"“{str(amount)[:40]}” is not a usable amount of money; write it like 85.00 EUR.")
        if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
            raise InputError(f"“{currency[:20]}” is not a currency; use its three letters, such as EUR.")
        object.__setattr__(self, "amount", exact)
        object.__setattr__(self, "currency", currency.upper())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("money does not change; make another")

    def __repr__(self) -> str:
        return f"Money({str(self)!r})"

    def __str__(self) -> str:
        """Return the stored form: at least two digits after the point, and the currency."""
        exponent = self.amount.as_tuple().exponent
        amount = self.amount.quantize(_CENT) if isinstance(exponent, int) and exponent > -2 else self.amount
        return f"{amount:f} {self.currency}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and (self.amount, self.currency) == (other.amount, other.currency)

    def __hash__(self) -> int:
        return hash((self.amount, self.currency))

    def _same(self, other: "Money") -> Decimal:
        if self.currency != other.currency:
            raise InputError(
                f"{self} and {other} are in different currencies; set an exchange rate in the settings first."
            )
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def shown(self, *, currency: bool = True, signed: bool = False) -> str:
        """Return the amount for the screen: two digits, grouped, a real minus; `signed` writes the plus too."""
        text = shown_amount(self.amount, signed=signed)
        return f"{text} {self.currency}" if currency else text

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """Read what a person types ("85", "1,250.50", "1.250,50 EUR", "€ 85"); `currency` when none is said."""
        if not isinstance(text, str):
            raise InputError("An amount of money is written like 85.00 EUR.")
        said = text.strip()
        for sign, code in _SIGNS.items():
            if sign in said:
                said, currency = said.replace(sign, "").strip(), code
        if first := _CURRENCY_FIRST.match(said):
            said, currency = first[2], first[1]
        match = _MONEY.match(said)
        if not match:
            raise InputError(f"“{text[:40]}” is not an amount of money; write it like 85 or 85.00 {currency}.")
        sign, digits, code = match.groups()
        amount = _decimal(re.sub(r"[ \u00a0\u202f'_]", "", digits), text, currency)
        return cls(-amount if sign in ("-", "\u2212") else amount, code or currency)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Teach pydantic the stored form: a string in, a string out."""
        from pydantic_core import core_schema

        def validate(value: object) -> "Money":
            if isinstance(value, Money):
                return value
            if isinstance(value, str) and (match := re.fullmatch(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})", value, re.ASCII)):
                return cls(match[1], match[2])
            raise ValueError("money is written like 85.00 EUR")

        return core_schema.no_info_plain_validator_function(
            validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


def _decimal(digits: str, text: str, currency: str) -> Decimal:
    """Return the number in `digits`, whichever of point and comma is the decimal mark."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        mark, whole, rest = digits[last], digits[:last], digits[last + 1 :]
        others = "," if mark == "." else "."
        grouped = others in rest or (
            len(rest) == 3 and whole.strip("0") and mark == thousands() and others not in whole
        )
        if grouped or digits.count(mark) > 1:
            if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
                raise InputError(f"“{text[:40]}” is not an amount of money; write it like 85 or 85.00 {currency}.")
            digits = re.sub(r"[.,]", "", digits)
        else:
            digits = re.sub(r"[.,]", "", whole) + "." + rest
    return Decimal(digits.rstrip(".") if digits != "." else "0")


def shown_amount(amount: Decimal, *, signed: bool = False) -> str:
    """Return an amount with two digits, thousands grouped, a real minus sign, and a plus when `signed`."""
    rounded = amount.quantize(_CENT, rounding=ROUND_HALF_UP)
    sign = "\u2212" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{figure(f'{abs(rounded):,.2f}')}"
