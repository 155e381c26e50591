"""The three strategies of a hire, and how misses go with them; a rate is always said with its n (N17, S2-15)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

Strategy = Literal["clear_brief", "several_tested", "reserve_kept"]
STRATEGIES: tuple[Strategy, ...] = ("clear_brief", "several_tested", "reserve_kept")
ENOUGH_TESTED = 2


@dataclass(frozen=True, slots=True)
class StrategyScore:
    """How many of the three strategies were followed, and which."""

    followed: tuple[Strategy, ...]
    missed: tuple[Strategy, ...]

    @property
    def score(self) -> int:
        """Return 0 to 3."""
        return len(self.followed)


@dataclass(frozen=True, slots=True)
class OutcomeFact:
    """One hit or miss with what it is grouped by; None or empty is not known."""

    miss: bool
    score: int | None = None
    platform: str = ""
    kind: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class MissRate:
    """Misses among n outcomes of one group; `rate` is None when there is none yet."""

    group: str
    misses: int
    n: int

    @property
    def rate(self) -> Decimal | None:
        """Return the share of misses, 0 to 1."""
        return Decimal(self.misses) / self.n if self.n else None

    def sentence(self) -> str:
        """Return what to say, such as "2 of 7 missed (29 %)"."""
        if not self.n:
            return "no outcome yet"
        return f"{self.misses} of {self.n} missed ({round(100 * self.misses / self.n)} %)"


def strategy_score(
    *, brief_complete: bool, tested: int, reserve_planned: bool, reserve_overspent: bool
) -> StrategyScore:
    """Return which strategies were followed: brief complete when posted, two or more tested, reserve kept (S2-16)."""
    done: dict[Strategy, bool] = {
        "clear_brief": brief_complete,
        "several_tested": tested >= ENOUGH_TESTED,
        "reserve_kept": reserve_planned and not reserve_overspent,
    }
    return StrategyScore(
        tuple(key for key in STRATEGIES if done[key]), tuple(key for key in STRATEGIES if not done[key])
    )


def miss_rate(facts: Iterable[OutcomeFact], group: str = "all") -> MissRate:
    """Return the misses among all outcomes."""
    known = list(facts)
    return MissRate(group, sum(fact.miss for fact in known), len(known))


def miss_rates(facts: Iterable[OutcomeFact], by: Literal["score", "platform", "kind", "cause"]) -> tuple[MissRate, ...]:
    """Return a rate for each group: all four scores (n may be 0), else the groups met, most outcomes first."""
    read: dict[str, Callable[[OutcomeFact], str]] = {
        "score": lambda fact: "" if fact.score is None else str(fact.score),
        "platform": lambda fact: fact.platform,
        "kind": lambda fact: fact.kind,
        "cause": lambda fact: fact.cause,
    }
    groups: dict[str, list[OutcomeFact]] = defaultdict(list)
    for fact in facts:
        if group := read[by](fact):
            groups[group].append(fact)
    if by == "score":
        return tuple(miss_rate(groups.get(str(score), ()), str(score)) for score in range(len(STRATEGIES) + 1))
    rates = [miss_rate(found, group) for group, found in groups.items()]
    return tuple(sorted(rates, key=lambda rate: (-rate.n, rate.group)))


def recent_miss(misses: Iterable[datetime], now: datetime, days: int = 90) -> datetime | None:
    """Return the latest miss within `days` before now, or None: a warning before the next posting (S0-03)."""
    return max((at for at in misses if now - timedelta(days=days) <= at <= now), default=None)


def needs_check_up(answers: Iterable[str], missed: bool = False) -> bool:
    """Tell whether to go back to the strategies: a miss, or "harder" in the last two weekly answers (S2-03)."""
    last = list(answers)[-2:]
    return missed or last == ["harder", "harder"]
