"""Which of the six criteria seem to speak against outsourcing a task; the user confirms them or not (S1-14..19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import Step, shown_number
from outsource_tui.domain.money import shown_amount

Key = Literal["not_needed", "no_better_use", "vital", "good_enough", "too_expensive", "risk"]


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
    stands: bool | None
    reason: str
    steps: tuple[Step, ...] = ()
    """The arithmetic behind it, where it has one of its own."""


def _no_better_use(facts: CrossOutFacts) -> Suggested:
    if facts.better_use is None or not facts.better_use.strip():
        return Suggested("no_better_use", True, "No better use of the time is written down.")
    worth = facts.better_use_value if facts.better_use_value is not None else facts.hourly_value
    if worth is None or facts.cost is None or facts.net_hours is None or facts.net_hours <= 0:
        return Suggested("no_better_use", False, "There is a better use of the time.")
    an_hour = facts.cost / facts.net_hours
    where = "your hourly value" if facts.better_use_value is None else "as you set it"
    cost = f"{shown_amount(facts.cost)} / {shown_number(facts.net_hours)} h of net time"
    return Suggested(
        "no_better_use",
        worth < an_hour,
        f"An hour of the better use is worth {shown_amount(worth)}, freeing one costs {shown_amount(an_hour)}.",
        (
            Step("an hour of the better use", where, worth, "estimated", "money/h"),
            Step("freeing an hour costs", cost, an_hour, "computed", "money/h"),
        ),
    )


def _vital(facts: CrossOutFacts) -> Suggested:
    if facts.important and facts.personal:
        return Suggested("vital", True, "It is vital and you would rather do it yourself.")
    if facts.important is False or facts.personal is False:
        return Suggested("vital", False, "It is not both vital and personal.")
    return Suggested("vital", None, "Say whether it is vital, and whether you would rather do it yourself.")


def _good_enough(facts: CrossOutFacts) -> Suggested:
    if facts.skill is None or facts.needed_skill is None:
        return Suggested("good_enough", None, "Say how good you are at it and how good one must be.")
    skill, needed = shown_number(facts.skill, 1), facts.needed_skill
    steps = (
        Step("your skill", "typed, or the mean of your log", facts.skill, "measured"),
        Step("the skill it needs", "as you set it", Decimal(needed), "estimated"),
    )
    if facts.skill >= needed:
        return Suggested("good_enough", True, f"Your skill of {skill} is good enough for the {needed} it needs.", steps)
    return Suggested("good_enough", False, f"Your skill of {skill} is below the {needed} it needs.", steps)


def _too_expensive(facts: CrossOutFacts) -> Suggested:
    if facts.value is None:
        return Suggested("too_expensive", None, "The net value cannot be worked out yet.")
    if facts.value < 0:
        return Suggested("too_expensive", True, f"It costs {shown_amount(-facts.value)} more than it brings.")
    if facts.value == 0:
        return Suggested("too_expensive", True, "It costs exactly what it brings.")
    return Suggested("too_expensive", False, f"It brings {shown_amount(facts.value)} more than it costs.")


def _risk(facts: CrossOutFacts) -> Suggested:
    if facts.impact is None or facts.likelihood is None:
        return Suggested("risk", None, "Say how bad a failure would be and how likely one is.")
    risk = facts.impact * facts.likelihood
    product = f"{facts.impact} × {facts.likelihood}"
    steps = (
        Step("risk", f"impact × likelihood, {product}", Decimal(risk), "estimated"),
        Step("speaks against it from", "a setting", Decimal(facts.risk_limit), "computed"),
    )
    said = f"Impact {facts.impact} × likelihood {facts.likelihood} = {risk}"
    if risk >= facts.risk_limit:
        limit = f"your limit is {facts.risk_limit}: keep it, or give away a smaller slice"
        return Suggested("risk", True, f"{said}, {limit}.", steps)
    return Suggested("risk", False, f"{said}, below your limit of {facts.risk_limit}.", steps)


def suggest_cross_outs(facts: CrossOutFacts) -> tuple[Suggested, ...]:
    """Return all six criteria in the method's order with what the facts suggest for each."""
    if facts.needed is None:
        needed = Suggested("not_needed", None, "Say whether it needs doing at all.")
    elif facts.needed:
        needed = Suggested("not_needed", False, "It needs doing.")
    else:
        needed = Suggested("not_needed", True, "It does not need doing: drop it, nobody has to do it.")
    return (
        needed,
        _no_better_use(facts),
        _vital(facts),
        _good_enough(facts),
        _too_expensive(facts),
        _risk(facts),
    )


def freed_by_drops(hours: Iterable[Decimal | None]) -> Decimal:
    """Return the hours a month that dropped tasks free, unknown ones left out (N07)."""
    return sum((value for value in hours if value is not None), Decimal(0))
