"""What a verdict rests on, what of it is missing, and the sums behind its net value (N01)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import ONE, WEEKS_A_MONTH, ZERO, Basis, Missing
from outsource_tui.domain.price import Ask, missing_of, total_price

Contract = Literal["mine", "client"]

DEFAULT_REVIEW_SHARE = Decimal("0.2")
DEFAULT_COORDINATION = Decimal("0.5")
DEFAULT_RESERVE = Decimal("0.2")
DEFAULT_SET_UP_HOURS = Decimal(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictInputs:
    """Everything the verdict on a task rests on, a month (one-off: once); hours, money amounts in one currency."""

    hourly_value: Decimal | None = None
    hours: Decimal | None = None
    ratio: Decimal = ONE
    """Their hours for one of mine."""
    contract: Contract = "mine"
    """`client`: the client contracts them directly, so I pay nothing, coordinate nothing and lose that billing."""
    ask: Ask = field(default_factory=Ask)
    fee: Decimal = ZERO
    """Platform fee on top of the price, 0 to 1."""
    review_share: Decimal = DEFAULT_REVIEW_SHARE
    coordination_hours: Decimal = DEFAULT_COORDINATION
    """Hours a week and person."""
    persons: Decimal = ONE
    reserve_share: Decimal = DEFAULT_RESERVE
    set_up_hours: Decimal = DEFAULT_SET_UP_HOURS
    test_fees: Decimal = ZERO
    measured_review: Decimal | None = None
    """Review hours a month (one-off: once) that were measured; replaces the share."""
    measured_coordination: Decimal | None = None
    """Coordination hours a month (one-off: once) that were measured; replaces the estimate."""
    one_off: bool = False
    repeats: Decimal | None = None
    """How often a month the task comes up."""
    weeks: Decimal | None = None
    """Weeks a one-off is coordinated for; a month's worth unless told."""
    billing_lost: Decimal | None = None
    """What I no longer bill when the client contracts them directly."""
    review_promised: Decimal = ZERO
    """Share of their hours I still review under the client's own contract."""
    standing: tuple[str, ...] = ()
    """Keys of the cross-outs the user confirmed."""
    bases: Mapping[str, Basis] = field(default_factory=dict)
    """What each input rests on, by its key; computed sums are not listed."""

    def under(self, contract: Contract) -> "VerdictInputs":
        """Return the inputs under that contract; what was measured under the other one says nothing about it."""
        if contract == self.contract:
            return self
        return replace(self, contract=contract, measured_review=None, measured_coordination=None)

    @property
    def coordinated_weeks(self) -> Decimal:
        """Return the weeks coordination is counted for."""
        return self.weeks if self.one_off and self.weeks is not None else WEEKS_A_MONTH

    def review(self, their_hours: Decimal) -> Decimal:
        """Return my hours of review for so many hours of theirs."""
        if self.measured_review is not None:
            return self.measured_review
        return (self.review_promised if self.contract == "client" else self.review_share) * their_hours

    def coordination(self) -> Decimal:
        """Return my hours of coordination; none under the client's own contract unless they were measured."""
        if self.measured_coordination is not None:
            return self.measured_coordination
        return ZERO if self.contract == "client" else self.coordination_hours * self.coordinated_weeks * self.persons


@dataclass(frozen=True, slots=True)
class Sums:
    """What a net value is made of; `given_up` is the price I pay, or the billing I lose."""

    their_hours: Decimal
    review: Decimal
    coordination: Decimal
    net: Decimal
    given_up: Decimal
    reserve: Decimal
    value: Decimal


def sums_of(given: VerdictInputs) -> Sums | None:
    """Return the sums behind the net value, for any finite inputs; None when one of them is not known."""
    if given.hourly_value is None or given.hours is None:
        return None
    theirs = given.ratio * given.hours
    client = given.contract == "client"
    given_up = given.billing_lost if client else total_price(given.ask, theirs, given.fee)
    if given_up is None:
        return None
    reserve = ZERO if client else given_up * given.reserve_share
    review, coordination = given.review(theirs), given.coordination()
    net = given.hours - review - coordination
    return Sums(theirs, review, coordination, net, given_up, reserve, net * given.hourly_value - given_up - reserve)


def net_value(given: VerdictInputs) -> Decimal | None:
    """Return V = N × r - P - R, under the client's own contract N × r - B; None when an input is not known."""
    sums = sums_of(given)
    return None if sums is None else sums.value


def missing_inputs(given: VerdictInputs) -> tuple[Missing, ...]:
    """Return what the net value cannot be worked out without: nothing said, or nothing possible."""
    found: list[Missing] = []
    if given.hourly_value is None or given.hourly_value <= 0:
        found.append(Missing("hourly_value", "Your hourly value is missing: set what an hour of yours is worth."))
    if given.hours is None or given.hours <= 0:
        found.append(Missing("hours", "Your hours on it are missing: log a few days, or type an estimate."))
    if given.ratio <= 0:
        found.append(Missing("ratio", "Their hours for one of yours must be above zero."))
    if given.contract == "mine":
        found += missing_of(given.ask)
    elif given.billing_lost is None:
        found.append(Missing("billing_lost", "The billing you lose is missing: type what you no longer bill."))
    if given.persons <= 0:
        found.append(Missing("persons", "The number of people must be above zero."))
    for key, value in (
        ("fee", given.fee),
        ("review_share", given.review_share),
        ("coordination_hours", given.coordination_hours),
        ("reserve_share", given.reserve_share),
        ("set_up_hours", given.set_up_hours),
        ("test_fees", given.test_fees),
        ("measured_review", given.measured_review),
        ("measured_coordination", given.measured_coordination),
        ("billing_lost", given.billing_lost),
        ("review_promised", given.review_promised),
    ):
        if value is not None and value < 0:
            found.append(Missing(key, f"{key.replace('_', ' ').capitalize()} cannot be below zero."))
    return tuple(found)
