"""Which of the six criteria seem to speak against outsourcing a task; the user confirms them or not (S1-14..19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import shown_number
from outsource_tui.domain.money import shown_amount

Key = Literal["not_needed", "no_better_use", "vital", "good_enough", "too_expensive", "risk"]
IDS: dict[Key, str] = {
    "not_needed": "S1-14",
    "no_better_use": "S1-15",
    "vital": "S1-16",
    "good_enough": "S1-17",
    "too_expensive": "S1-18",
    "risk": "S1-19",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossOutFacts:
    """What is known about a task for the cross-out pass; None is not said."""

    needed: bool | None = None
    better_use: str | None = None
    better_use_value: Decimal | None = None
    """What an hour of the better use is worth; my hourly value unless told."""
    hourly_value: Decimal | None = None
    important: bool | None = None
    personal: bool | None = None
    skill: Decimal | None = None
    """My skill 1 to 5: typed, or the mean of the log."""
    needed_skill: int | None = None
    net_hours: Decimal | None = None
    value: Decimal | None = None
    """Net value of the verdict."""
    cost: Decimal | None = None
    """Price and reserve of the verdict."""
    impact: int | None = None
    likelihood: int | None = None
    risk_limit: int = 12


@dataclass(frozen=True, slots=True)
class Suggested:
    """One criterion: True speaks against outsourcing, False does not, None cannot be told; and why in one sentence."""

    key: Key
    source: str
    stands: bool | None
    reason: str


def _no_better_use(facts: CrossOutFacts) -> tuple[bool | None, str]:
    if facts.better_use is None or not facts.better_use.strip():
        return True, "No better use of the time is written down."
    worth = facts.better_use_value if facts.better_use_value is not None else facts.hourly_value
    if worth is None or facts.cost is None or facts.net_hours is None or facts.net_hours <= 0:
        return False, "There is a better use of the time."
    an_hour = facts.cost / facts.net_hours
    if worth < an_hour:
        return (
            True,
            f"An hour of the better use is worth {shown_amount(worth)}, freeing one costs {shown_amount(an_hour)}.",
        )
    return (
        False,
        f"An hour of the better use is worth {shown_amount(worth)}, freeing one costs {shown_amount(an_hour)}.",
    )


def _vital(facts: CrossOutFacts) -> tuple[bool | None, str]:
    if facts.important and facts.personal:
        return True, "It is vital and you would rather do it yourself."
    if facts.important is False or facts.personal is False:
        return False, "It is not both vital and personal."
    return None, "Say whether it is vital, and whether you would rather do it yourself."


def _good_enough(facts: CrossOutFacts) -> tuple[bool | None, str]:
    if facts.skill is None or facts.needed_skill is None:
        return None, "Say how good you are at it and how good one must be."
    skill = shown_number(facts.skill, 1)
    if facts.skill >= facts.needed_skill:
        return True, f"Your skill of {skill} is good enough for the {facts.needed_skill} it needs."
    return False, f"Your skill of {skill} is below the {facts.needed_skill} it needs."


def _too_expensive(facts: CrossOutFacts) -> tuple[bool | None, str]:
    if facts.value is None:
        return None, "The net value cannot be worked out yet."
    if facts.value < 0:
        return True, f"It costs {shown_amount(-facts.value)} more than it brings."
    if facts.value == 0:
        return True, "It costs exactly what it brings."
    return False, f"It brings {shown_amount(facts.value)} more than it costs."


def _risk(facts: CrossOutFacts) -> tuple[bool | None, str]:
    if facts.impact is None or facts.likelihood is None:
        return None, "Say how bad a failure would be and how likely one is."
    risk = facts.impact * facts.likelihood
    sum_text = f"Impact {facts.impact} × likelihood {facts.likelihood} = {risk}"
    if risk >= facts.risk_limit:
        return True, f"{sum_text}, your limit is {facts.risk_limit}: keep it, or give away a smaller slice."
    return False, f"{sum_text}, below your limit of {facts.risk_limit}."


def suggest_cross_outs(facts: CrossOutFacts) -> tuple[Suggested, ...]:
    """Return all six criteria in the method's order with what the facts suggest for each."""
    needed: tuple[bool | None, str] = (
        (None, "Say whether it needs doing at all.")
        if facts.needed is None
        else (False, "It needs doing.")
        if facts.needed
        else (True, "It does not need doing: drop it, nobody has to do it.")
    )
    answers: tuple[tuple[Key, tuple[bool | None, str]], ...] = (
        ("not_needed", needed),
        ("no_better_use", _no_better_use(facts)),
        ("vital", _vital(facts)),
        ("good_enough", _good_enough(facts)),
        ("too_expensive", _too_expensive(facts)),
        ("risk", _risk(facts)),
    )
    return tuple(Suggested(key, IDS[key], stands, reason) for key, (stands, reason) in answers)


def freed_by_drops(hours: Iterable[Decimal | None]) -> Decimal:
    """Return the hours a month that dropped tasks free, unknown ones left out (N07)."""
    return sum((value for value in hours if value is not None), Decimal(0))
