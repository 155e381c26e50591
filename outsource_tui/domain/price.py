"""What somebody's help costs: four price models turned into one total, and the hourly rate behind a price (S3-10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import DAYS_A_MONTH, ONE, ZERO, Missing, Step, shown_number
from outsource_tui.domain.money import shown_amount

Model = Literal["hourly", "project", "flat", "percentage"]
Period = Literal["once", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What they ask: an hourly rate, an amount a period, or a share (0 to 1) of a stated budget; money as amounts."""

    model: Model = "hourly"
    rate: Decimal | None = None
    amount: Decimal | None = None
    times: Decimal = ONE
    """How often the amount or the budget falls due in the verdict's month, or once for a one-off."""
    share: Decimal | None = None
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Overrun:
    """A fixed price whose work took other hours than planned: the rate an hour it seemed, and the one it was."""

    planned_rate: Decimal | None
    actual_rate: Decimal | None


def times_a_month(period: Period, repeats: Decimal | None = None) -> Decimal:
    """Return how often an amount falls due in a month; `once` is paid for each repeat (one a month unless told)."""
    if period == "once":
        return repeats if repeats is not None and repeats > 0 else ONE
    return {
        "week": DAYS_A_MONTH / 7,
        "month": ONE,
        "quarter": ONE / 3,
        "year": ONE / 12,
    }[period]


def missing_of(ask: Ask) -> tuple[Missing, ...]:
    """Return what of the price nobody said yet, or cannot be; a price of zero counts as not said."""

    def lacking(value: Decimal | None) -> bool:
        return value is None or value <= 0

    found: list[Missing] = []
    if ask.model == "hourly":
        if lacking(ask.rate):
            found.append(Missing("rate", "Their hourly rate is missing: type what they ask for an hour."))
        return tuple(found)
    if ask.model == "percentage":
        if lacking(ask.share):
            found.append(Missing("share", "Their share is missing: type the percentage of the budget they ask for."))
        if lacking(ask.budget):
            found.append(Missing("budget", "The budget is missing: type the amount their percentage is taken of."))
    elif lacking(ask.amount):
        found.append(Missing("amount", "Their price is missing: type the amount they ask for."))
    if ask.times <= 0:
        found.append(Missing("times", "How often the price falls due is missing: type a number above zero."))
    return tuple(found)


def bare_price(ask: Ask, their_hours: Decimal | None) -> Decimal | None:
    """Return the price before platform fees, a month (one-off: once); None when a part of it is not known."""
    if ask.model == "hourly":
        return None if ask.rate is None or their_hours is None else ask.rate * their_hours
    if ask.model == "percentage":
        return None if ask.share is None or ask.budget is None else ask.share * ask.budget * ask.times
    return None if ask.amount is None else ask.amount * ask.times


def total_price(ask: Ask, their_hours: Decimal | None, fee: Decimal = ZERO) -> Decimal | None:
    """Return the price with the platform fee (0 to 1) on top, a month (one-off: once); None when not known."""
    bare = bare_price(ask, their_hours)
    return None if bare is None else bare * (1 + fee)


def price_step(ask: Ask, their_hours: Decimal | None, fee: Decimal) -> Step:
    """Return the line that shows how the price came about."""
    total = total_price(ask, their_hours, fee)
    if total is None:
        return Step("price", "not known yet", None, "computed", "money")
    if ask.model == "hourly" and ask.rate is not None and their_hours is not None:
        formula = f"{shown_amount(ask.rate)} × {shown_number(their_hours)} h"
    elif ask.model == "percentage" and ask.share is not None and ask.budget is not None:
        formula = f"{shown_number(ask.share * 100)} % of {shown_amount(ask.budget)}"
    else:
        formula = shown_amount(ask.amount or ZERO)
    if ask.model != "hourly" and ask.times != 1:
        formula += f" × {shown_number(ask.times, 4)}"
    if fee:
        formula += f" × {shown_number(1 + fee, 4)}"
    return Step("price", formula, total, "computed", "money")


def effective_rate(price: Decimal | None, hours: Decimal | None) -> Decimal | None:
    """Return the price of one hour; None when either is unknown or no hours are left to share it."""
    return None if price is None or hours is None or hours <= 0 else price / hours


def overrun(flat: Decimal, planned_hours: Decimal, actual_hours: Decimal) -> Overrun:
    """Return what an hour of a flat price seemed to cost and did: 1,000 for 7 h that took 10 is 100, not 142.86."""
    return Overrun(effective_rate(flat, planned_hours), effective_rate(flat, actual_hours))


def breakdown_difference(rows: Iterable[Decimal], quoted: Decimal | None) -> Decimal | None:
    """Return the hours of an itemised breakdown minus those quoted; None when nothing was quoted (S1-62)."""
    return None if quoted is None else sum(rows, ZERO) - quoted
