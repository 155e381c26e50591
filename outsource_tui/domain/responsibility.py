"""Who answers to the client, on whose contract, and what unpaid management costs either way (S0-11..15, N14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import ZERO, Missing, Step, shown_number
from outsource_tui.domain.money import shown_amount

Structure = Literal["under_me", "with_client", "no_client"]
Answerable = Literal["me", "them", "client"]
CardWarning = Literal["under_me", "consent", "unpaid", "exclusive_skill", "no_control", "asked_anyway"]


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers to the client for the work, the dates and the process."""

    work: Answerable
    dates: Answerable
    process: Answerable


@dataclass(frozen=True, slots=True)
class ManagementCost:
    """Own hours a month nobody pays me for, and their worth, under one contract; None where not known."""

    structure: Structure
    hours: Decimal | None
    money: Decimal | None


@dataclass(frozen=True, slots=True)
class ResponsibilityCard:
    """The card of a task or an engagement: structure, who answers, warnings, and the cost of managing both ways."""

    structure: Structure
    recommended: Structure
    answers: Answers
    under_me: ManagementCost
    with_client: ManagementCost
    hours_spared: Decimal | None
    """Own hours a month that the client's own contract spares."""
    money_spared: Decimal | None
    mark_up: Decimal | None
    """Share to charge on top of their price so that managing is paid."""
    asked_anyway: int
    asked_hours: Decimal
    warnings: tuple[CardWarning, ...]
    """Keys of what to mind; the playbook has the words."""
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]


def default_answers(structure: Structure) -> Answers:
    """Return who answers for what before anybody says otherwise: they under the client's contract, else I."""
    who: Answerable = "them" if structure == "with_client" else "me"
    return Answers(who, who, who)


def recommend_structure(*, client_portion: bool, exclusive_skill: bool) -> Structure:
    """Return the structure to begin with: the client's own contract when the portion is one exclusive skill (S0-11)."""
    if not client_portion:
        return "no_client"
    return "with_client" if exclusive_skill else "under_me"


def responsibility_card(
    structure: Structure,
    *,
    client_portion: bool,
    exclusive_skill: bool,
    answers: Answers | None = None,
    consent_seen: bool = False,
    mark_up_charged: bool = False,
    overhead: Decimal | None = None,
    promised_review: Decimal = ZERO,
    hourly_value: Decimal | None = None,
    price: Decimal | None = None,
    asked_minutes: Iterable[int] = (),
) -> ResponsibilityCard:
    """Return the card; `overhead` and `promised_review` are own hours a month under me and under the client."""
    who = answers or default_answers(structure)
    asked = tuple(asked_minutes)
    asked_hours = Decimal(sum(asked)) / 60
    worth = hourly_value if hourly_value is not None and hourly_value > 0 else None

    def cost(kind: Structure, hours: Decimal | None) -> ManagementCost:
        return ManagementCost(kind, hours, hours * worth if hours is not None and worth is not None else None)

    under_me = cost("under_me", overhead)
    with_client = cost("with_client", promised_review)
    spared = overhead - promised_review if overhead is not None else None
    missing: list[Missing] = []
    if overhead is None:
        missing.append(Missing("hours", "Your hours on it are missing, so what managing costs cannot be told yet."))
    if worth is None:
        missing.append(Missing("hourly_value", "Your hourly value is missing: set what an hour of yours is worth."))
    steps: list[Step] = []
    for side, label in ((under_me, "managing under you"), (with_client, "managing under the client's contract")):
        if side.hours is not None and worth is not None:
            steps.append(
                Step(label, f"{shown_number(side.hours)} h × {shown_amount(worth)}", side.money, "computed", "money")
            )
    mark_up = None
    if under_me.money is not None and price is not None and price > 0:
        mark_up = under_me.money / price
        steps.append(
            Step(
                "mark-up that pays for it",
                f"{shown_amount(under_me.money)} / {shown_amount(price)}",
                mark_up,
                "computed",
                "share",
            )
        )
    warnings: list[CardWarning] = []
    if client_portion and structure == "under_me":
        warnings.append("under_me")
        if not consent_seen:
            warnings.append("consent")
        if not mark_up_charged and under_me.money:
            warnings.append("unpaid")
    if client_portion and structure != "with_client" and exclusive_skill:
        warnings.append("exclusive_skill")
    if structure == "with_client" and "me" in (who.work, who.dates, who.process):
        warnings.append("no_control")
    if asked:
        warnings.append("asked_anyway")
    return ResponsibilityCard(
        structure,
        recommend_structure(client_portion=client_portion, exclusive_skill=exclusive_skill),
        who,
        under_me,
        with_client,
        spared,
        spared * worth if spared is not None and worth is not None else None,
        mark_up,
        len(asked),
        asked_hours,
        tuple(warnings),
        tuple(steps),
        tuple(missing),
    )
