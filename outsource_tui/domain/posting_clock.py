"""The clock of a posting: how many have applied, how many may come, and whether to wait, choose or repost (N09)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil, exp, log
from typing import Literal

DEFAULT_HOURS = 12.0
DEFAULT_SHARE = 0.8
WAIT_HOURS = 24.0
OWN_CURVE_AFTER = 3

Advice = Literal["wait", "choose", "repost"]


@dataclass(frozen=True, slots=True)
class Curve:
    """Which share of all applications is in after some hours: the rule, or what my own postings showed."""

    hours: float = DEFAULT_HOURS
    share: float = DEFAULT_SHARE
    delays: tuple[float, ...] = ()
    """Hours from posting to application in my own postings, ascending; empty: the rule holds."""
    postings: int = 0

    @property
    def own(self) -> bool:
        """Tell whether it is my own curve."""
        return bool(self.delays)

    def share_by(self, hours: float) -> float:
        """Return the share, 0 to 1, expected to be in `hours` after posting."""
        if hours <= 0:
            return 0.0
        if self.delays:
            return bisect_right(self.delays, hours) / len(self.delays)
        return 1 - exp(hours * log(1 - self.share) / self.hours)


def curve_of(postings: Iterable[Iterable[float]], hours: float = DEFAULT_HOURS, share: float = DEFAULT_SHARE) -> Curve:
    """Return my own curve from the application delays (hours) of past postings, or the rule under three of them.

    Pass only postings that have run their course; those nobody applied to do not count.
    """
    runs = [tuple(max(0.0, delay) for delay in posting) for posting in postings]
    runs = [run for run in runs if run]
    if len(runs) < OWN_CURVE_AFTER:
        return Curve(hours, share, (), len(runs))
    return Curve(hours, share, tuple(sorted(delay for run in runs for delay in run)), len(runs))


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a posting stands; hours and shares as plain numbers."""

    age_hours: float
    applications: int
    per_hour: float | None
    expected_share: float
    """Share of all applications that should be in by now."""
    expected_total: float | None
    """How many to expect in all; None while too little is in to tell."""
    advice: Advice
    wait_hours: int
    """Whole hours still to wait; 0 when waiting is over."""
    text: str

    @property
    def whole_hours(self) -> int:
        """Return the full hours since it went out; with `wait_hours` they come to the whole wait."""
        return int(self.age_hours)


def hours_between(earlier: datetime, later: datetime) -> float:
    """Return the hours from one aware moment to another, across summer time too."""
    return (later.astimezone(UTC) - earlier.astimezone(UTC)).total_seconds() / 3600


def read_clock(
    posted_at: datetime,
    now: datetime,
    applied_at: Sequence[datetime],
    *,
    curve: Curve | None = None,
    wait_hours: float = WAIT_HOURS,
    tested: int = 0,
    passed: int = 0,
    larger_pool: bool = False,
) -> Clock:
    """Return the clock of an open posting; `tested` and `passed` candidates decide about reposting (S1-56, S1-69)."""
    curve = curve or Curve()
    age = max(0.0, hours_between(posted_at, now))
    count = sum(moment <= now for moment in applied_at)
    share = curve.share_by(age)
    total = max(float(count), count / share) if count and share > 0 else None
    left = ceil(wait_hours - age) if age < wait_hours else 0
    advice: Advice
    if left > 0:
        advice = "wait"
        text = f"wait {left} h more: about {round(100 * share)} % of the applications should be in"
    elif count == 0:
        advice, text = "repost", "repost: nobody applied"
    elif tested > 0 and passed == 0:
        advice, text = "repost", "repost: none of the tested passed"
    elif larger_pool:
        advice, text = "repost", "repost: you want more to choose from"
    else:
        advice = "choose"
        text = f"choose now: {count} applied, about {round(100 * share)} % of all who will"
    return Clock(age, count, count / age if age > 0 else None, share, total, advice, left, text)
