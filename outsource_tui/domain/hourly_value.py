"""What an hour of my own time is worth, and whether doing it myself is the dearer way."""

from dataclasses import dataclass
from decimal import Decimal

from outsource_tui.domain.arithmetic import ZERO

BUYBACK_HOURS_A_YEAR = Decimal(2000)
PAID_HOURS_A_YEAR = Decimal(2080)
FIRST_TIME_FACTOR = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class DoItMyself:
    """My own cost of a piece of work against a quote: `saved` is what giving it away leaves over."""

    own_cost: Decimal
    quote: Decimal
    saved: Decimal
    delegate: bool


def from_income(yearly_income: Decimal | None, hours_a_year: Decimal = BUYBACK_HOURS_A_YEAR) -> Decimal | None:
    """Return the value of an hour from a year's income (E11); None when the income or the hours are not above zero."""
    if yearly_income is None or yearly_income <= 0 or hours_a_year <= 0:
        return None
    return yearly_income / hours_a_year


def buyback_ceiling(hourly_value: Decimal | None) -> Decimal | None:
    """Return a quarter of my hourly value: below it, buying my time back is an easy yes (E11)."""
    return None if hourly_value is None or hourly_value <= 0 else hourly_value / 4


def do_it_myself(
    hourly_value: Decimal, hours: Decimal, quote: Decimal, *, parts: Decimal = ZERO, first_time: bool = False
) -> DoItMyself:
    """Return my cost (time, half as much again when I never did it, and parts) against a quote (E13)."""
    own = hourly_value * hours * (FIRST_TIME_FACTOR if first_time else 1) + parts
    return DoItMyself(own, quote, own - quote, own > quote)


def outside_sum(
    rate: Decimal,
    hours: Decimal,
    hourly_value: Decimal,
    *,
    review_share: Decimal = Decimal("0.2"),
    reserve_share: Decimal = Decimal("0.2"),
) -> Decimal:
    """Return rate × hours + my review of a share of the hours + a reserve on the price (E12)."""
    price = rate * hours
    return price + review_share * hours * hourly_value + reserve_share * price
