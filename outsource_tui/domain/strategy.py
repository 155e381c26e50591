"""The three strategies of a hire, and when to go back to them (N17, S2-03..06)."""

from collections.abc import Iterable
from dataclasses import dataclass
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


def needs_check_up(answers: Iterable[str], missed: bool = False) -> bool:
    """Tell whether to go back to the strategies: a miss, or "harder" in the last two weekly answers (S2-03)."""
    last = list(answers)[-2:]
    return missed or last == ["harder", "harder"]
