"""Amounts people type that cannot be: below zero, or nothing where a price is meant."""

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import Money


def above_zero(money: Money | None, field: str, what: str) -> None:
    """Raise InputError when an amount is said and is not above zero."""
    if money is not None and money.amount <= 0:
        raise InputError(f"{what} must be above zero; leave it empty while it is not known.", field=field)


def not_below_zero(money: Money | None, field: str, what: str) -> None:
    """Raise InputError when an amount is said and lies below zero."""
    if money is not None and money.amount < 0:
        raise InputError(f"{what} cannot be below zero.", field=field)
