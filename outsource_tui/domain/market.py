"""Prices around a negotiation: the market's range, the bids, the offer that is too low, and who speaks first."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from outsource_tui.domain.money import shown_amount

LEAST_BIDS = 2
ADVISED_BIDS = 3


@dataclass(frozen=True, slots=True)
class Range:
    """What others pay an hour: low, typical, high (S1-73)."""

    low: Decimal
    typical: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Bids:
    """The bids of a brief, all as totals or all as rates: lowest, median, highest, mean; None without any (S1-75)."""

    n: int
    low: Decimal | None
    middle: Decimal | None
    high: Decimal | None
    mean: Decimal | None
    advice: str
    """What to do about their number; empty when there are enough."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Whether I may name a price now, and what to mind before it (N13)."""

    locked: bool
    reason: str
    """Why it is locked; empty when it is not."""
    warnings: tuple[str, ...]


def range_problem(low: Decimal, typical: Decimal, high: Decimal) -> str | None:
    """Return what is wrong with a market range, or None: it must rise from low to high, above zero."""
    if low <= 0:
        return "The low end of the market must be above zero."
    if not low <= typical <= high:
        return "Low, typical and high must rise in that order."
    return None


def summarise(bids: Iterable[Decimal]) -> Bids:
    """Return low, middle, high and mean of the bids, and whether there are enough of them (S1-75, E32)."""
    ordered = sorted(bids)
    n = len(ordered)
    if not n:
        return Bids(0, None, None, None, None, "No bid yet: ask for quotes.")
    half = n // 2
    middle = ordered[half] if n % 2 else (ordered[half - 1] + ordered[half]) / 2
    if n < LEAST_BIDS:
        advice = "One bid only: get at least one more to compare with."
    elif n < ADVISED_BIDS:
        advice = "Two bids: a third would show the middle."
    else:
        advice = ""
    return Bids(n, ordered[0], middle, ordered[-1], sum(ordered, Decimal(0)) / n, advice)


def low_ball_warning(
    market: Range | None, rate: Decimal | None, *, amount: Decimal | None = None, hours: Decimal | None = None
) -> str | None:
    """Return a warning when my offer lies below the market's low end (S1-77), by its rate or the one it comes to.

    An amount for their `hours` is turned into what an hour of it pays; None when all is well or cannot be told.
    """
    if market is None:
        return None
    if rate is not None and rate < market.low:
        return f"{shown_amount(rate)} an hour is below the low end of {shown_amount(market.low)}."
    if amount is not None and hours is not None and hours > 0 and amount / hours < market.low:
        return (
            f"{shown_amount(amount)} for their hours comes to {shown_amount(amount / hours)} an hour,"
            f" below the low end of {shown_amount(market.low)}."
        )
    return None


def guard(
    *,
    their_price_known: bool,
    market_known: bool,
    engaged: bool,
    bids: int = 0,
    unlock_reason: str = "",
) -> Guard:
    """Return whether my price is locked: until theirs is known, unless a typed reason overrides it (S1-72, N13)."""
    locked = not their_price_known and not unlock_reason.strip()
    warnings: list[str] = []
    if not engaged:
        warnings.append("Talk about the work first, the price comes after (S1-71).")
    if not market_known:
        warnings.append("Find out what others pay before you talk money (S1-73).")
    if bids < LEAST_BIDS:
        warnings.append("Let at least two of them bid (S1-75).")
    reason = "Let them name their price first, or type why not." if locked else ""
    return Guard(locked, reason, tuple(warnings))
