"""The verdict's arithmetic: net time, net value, break-even, walk-away price, and what the figures suggest (N01)."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from outsource_tui.domain.arithmetic import ZERO, Basis, Missing, Step, Unit, shown_number
from outsource_tui.domain.flips import Flip, flips, input_steps
from outsource_tui.domain.hourly_value import buyback_ceiling
from outsource_tui.domain.money import shown_amount
from outsource_tui.domain.price import effective_rate, price_step, total_price
from outsource_tui.domain.verdict_inputs import Sums, VerdictInputs, missing_inputs, sums_of


@dataclass(frozen=True, slots=True)
class BreakEven:
    """When the set-up is earned back: after `months` and `repeats`; None for a one-off, and when it never is."""

    set_up_cost: Decimal
    months: Decimal | None
    repeats: Decimal | None
    left: Decimal
    """Value less set-up cost: of the one-off, or of the first month."""


@dataclass(frozen=True, slots=True)
class WalkAway:
    """The price at which nothing is left, in each way it is said; None when it frees no hours or is not a price."""

    total: Decimal | None = None
    """A month (one-off: once), fee included, reserve on top."""
    quote: Decimal | None = None
    """As the hourly rate they quote, before the fee."""
    all_in: Decimal | None = None
    """An hour of theirs, fee included."""
    amount: Decimal | None = None
    """As the amount they quote each time it falls due, before the fee."""
    share: Decimal | None = None
    """As the share of the budget they quote, before the fee."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the figures suggest (None: they cannot yet), why, and the warnings that go with it."""

    verdict: Literal["outsource", "keep", "drop"] | None
    reason: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All figures of a verdict; one that cannot be worked out is None and `missing` says what for."""

    inputs: VerdictInputs
    missing: tuple[Missing, ...]
    their_hours: Decimal | None
    price: Decimal | None
    """What they are paid, fee included; None under the client's own contract."""
    reserve: Decimal | None
    reserve_hours: Decimal | None
    review_hours: Decimal | None
    coordination_hours: Decimal | None
    overhead: Decimal | None
    net_hours: Decimal | None
    value: Decimal | None
    set_up_cost: Decimal | None
    break_even: BreakEven | None
    walk: WalkAway
    ceiling: Decimal | None
    margin: Decimal | None
    """My hourly value less what one hour of mine given away costs (S1-10)."""
    suggestion: Suggestion
    steps: tuple[Step, ...]

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """Return every input that can flip the verdict alone, smallest change first; none while a cross-out stands."""
        return flips(self.inputs) if not self.missing else ()

    @cached_property
    def input_steps(self) -> tuple[Step, ...]:
        """Return every input that counts with its value and what it rests on."""
        return input_steps(self.inputs)

    @property
    def given_up(self) -> Decimal | None:
        """Return what I pay them, or under the client's own contract the billing I lose; the reserve not counted."""
        return self.inputs.billing_lost if self.inputs.contract == "client" else self.price

    @property
    def flip(self) -> Flip | None:
        """Return the input whose smallest relative change flips the verdict."""
        return self.flips[0] if self.flips else None

    def flip_sentence(self) -> str:
        """Return one sentence on what would flip the verdict, or why nothing does."""
        if self.inputs.standing:
            return "a cross-out stands, so no single input flips this"
        if self.value is None:
            return "what flips this shows once nothing is missing"
        if self.value == 0:
            return "it is exactly even: any change tips it"
        return self.flip.sentence() if self.flip else "no single input flips this"


def _break_even(given: VerdictInputs, value: Decimal, cost: Decimal) -> BreakEven:
    if given.one_off or value <= 0:
        return BreakEven(cost, None, None, value - cost)
    months = cost / value
    repeats = months * given.repeats if given.repeats is not None and given.repeats > 0 else None
    return BreakEven(cost, months, repeats, value - cost)


def _suggest(given: VerdictInputs, sums: Sums | None, missing: tuple[Missing, ...]) -> Suggestion:
    warnings: list[str] = []
    if given.bases.get("ratio", "default") != "default" and given.ratio >= 1:
        warnings.append("They are not faster than you: their hours are at least yours.")
    if sums is not None and sums.net <= 0:
        warnings.append("It saves no time: managing it takes at least the hours it frees.")
    if "not_needed" in given.standing:
        freed = f": that frees {shown_number(given.hours, 1)} h" if given.hours is not None and given.hours > 0 else ""
        return Suggestion("drop", f"it does not need doing{freed}", tuple(warnings))
    if given.standing:
        count = len(given.standing)
        words = "a cross-out stands" if count == 1 else f"{count} cross-outs stand"
        return Suggestion("keep", f"{words} against it", tuple(warnings))
    if sums is None or missing:
        return Suggestion(None, missing[0].sentence if missing else "Something is missing.", tuple(warnings))
    hours = shown_number(abs(sums.net), 1)
    if sums.value > 0:
        cost = given.set_up_hours * (given.hourly_value or ZERO) + given.test_fees
        if given.one_off and sums.value <= cost:
            warnings.append(
                f"Done once, it does not earn back its set-up: {shown_amount(cost)} against {shown_amount(sums.value)}."
            )
        return Suggestion(
            "outsource", f"frees {hours} h and brings {shown_amount(sums.value)} more than it costs", tuple(warnings)
        )
    if sums.net <= 0:
        lost = f"takes {hours} h more of your time than it frees" if sums.net < 0 else "frees no time"
        return Suggestion("keep", f"{lost} and costs {shown_amount(-sums.value)} more than it brings", tuple(warnings))
    if sums.value == 0:
        return Suggestion("keep", f"frees {hours} h but costs exactly what it brings", tuple(warnings))
    return Suggestion(
        "keep", f"frees {hours} h but costs {shown_amount(-sums.value)} more than it brings", tuple(warnings)
    )


class _Lines:
    """The arithmetic line by line; what is not known leaves no line."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def add(
        self, label: str, formula: str, value: Decimal | None, unit: Unit, basis: Basis = "computed"
    ) -> Decimal | None:
        """Keep a line when its value is known, and return the value."""
        if value is not None:
            self.steps.append(Step(label, formula, value, basis, unit))
        return value


def _review(given: VerdictInputs, theirs: Decimal | None, lines: _Lines) -> Decimal | None:
    if given.measured_review is not None:
        return lines.add("review", "as logged", given.measured_review, "h", "measured")
    if theirs is None:
        return None
    if given.contract == "client":
        share, label = given.review_promised, "review you promised"
        formula = f"{shown_number(share * 100)} % of {shown_number(theirs)} h" if share else "none promised"
        return lines.add(label, formula, given.review(theirs), "h")
    formula = f"{shown_number(given.review_share * 100)} % of {shown_number(theirs)} h"
    return lines.add("review", formula, given.review(theirs), "h")


def _coordination(given: VerdictInputs, lines: _Lines) -> Decimal:
    hours = given.coordination()
    if given.measured_coordination is not None:
        lines.add("coordination", "as logged", hours, "h", "measured")
    elif given.contract == "client":
        lines.add("coordination", "between them and the client", hours, "h")
    else:
        people = f" × {shown_number(given.persons)} people" if given.persons != 1 else ""
        weeks = shown_number(given.coordinated_weeks)
        lines.add(
            "coordination", f"{shown_number(given.coordination_hours)} h a week × {weeks} weeks{people}", hours, "h"
        )
    return hours


def _walk_away(
    given: VerdictInputs, time_value: Decimal | None, theirs: Decimal | None, fee_known: bool, lines: _Lines
) -> WalkAway:
    """Return P* = N × r / (1 + reserve), and the same as they would say it; nothing where no price is paid."""
    if time_value is None or time_value <= 0 or given.contract == "client":
        return WalkAway()
    with_reserve = 1 + given.reserve_share
    total = time_value / with_reserve
    lines.add("walk-away price", f"{shown_amount(time_value)} / {shown_number(with_reserve, 4)}", total, "money")
    if not fee_known:
        return WalkAway(total)
    before_fee = total / (1 + given.fee)
    quote = all_in = share = None
    amount: Decimal | None = None
    if theirs is not None:
        each = f"{shown_number(theirs)} h"
        with_fee = f"({each} × {shown_number(1 + given.fee, 4)})" if given.fee else each
        quote = lines.add(
            "as the rate they quote", f"{shown_amount(total)} / {with_fee}", before_fee / theirs, "money/h"
        )
        all_in = lines.add("all in", f"{shown_amount(total)} / {each}", total / theirs, "money/h")
    if given.ask.model != "hourly" and given.ask.times > 0:
        divided = [shown_number(part, 4) for part in (1 + given.fee, given.ask.times) if part != 1]
        by = f" / ({' × '.join(divided)})" if len(divided) > 1 else f" / {divided[0]}" if divided else ""
        formula = f"{shown_amount(total)}{by}"
        amount = before_fee / given.ask.times
        lines.add("as the amount they quote", formula, amount, "money")
        budget = given.ask.budget
        if given.ask.model == "percentage" and budget is not None and budget > 0:
            formula = f"{shown_amount(amount)} / {shown_amount(budget)}"
            share = lines.add("as a share of the budget", formula, amount / budget, "share")
    return WalkAway(total, quote, all_in, amount, share)


def judge(given: VerdictInputs) -> Verdict:
    """Return the verdict's figures, each as far as the inputs allow; nothing unknown is taken for zero."""
    missing = missing_inputs(given)
    lacking = frozenset(part.key for part in missing)
    mine = given.contract == "mine"
    rate = given.hourly_value if "hourly_value" not in lacking else None
    hours = given.hours if "hours" not in lacking else None
    sums = sums_of(given) if not missing else None
    lines = _Lines()

    theirs = hours * given.ratio if hours is not None and "ratio" not in lacking else None
    if hours is not None:
        lines.add("their hours", f"{shown_number(hours)} h × {shown_number(given.ratio, 4)}", theirs, "h")
    price = reserve = reserve_hours = None
    if mine:
        if not lacking & {"rate", "amount", "share", "budget", "times", "fee"}:
            price = total_price(given.ask, theirs, given.fee)
        if price is not None:
            lines.steps.append(price_step(given.ask, theirs, given.fee))
        if "reserve_share" not in lacking:
            percent = f"{shown_number(given.reserve_share * 100)} %"
            if price is not None:
                reserve = lines.add(
                    "reserve", f"{percent} of {shown_amount(price)}", price * given.reserve_share, "money"
                )
            if theirs is not None:
                reserve_hours = lines.add(
                    "reserve in hours", f"{percent} of {shown_number(theirs)} h", theirs * given.reserve_share, "h"
                )
    elif "billing_lost" not in lacking:
        lines.add(
            "billing you lose",
            "what you no longer bill",
            given.billing_lost,
            "money",
            given.bases.get("billing_lost", "estimated"),
        )

    review = coordination = overhead = net = None
    if not lacking & {"review_share", "review_promised", "measured_review"}:
        review = _review(given, theirs, lines)
    if not lacking & {"coordination_hours", "measured_coordination", "persons"}:
        coordination = _coordination(given, lines)
    if review is not None and coordination is not None:
        formula = f"{shown_number(review)} h + {shown_number(coordination)} h"
        overhead = lines.add("own overhead", formula, review + coordination, "h")
    if hours is not None and overhead is not None:
        net = lines.add("net time", f"{shown_number(hours)} h − {shown_number(overhead)} h", hours - overhead, "h")
    time_value = net * rate if net is not None and rate is not None else None
    value = sums.value if sums is not None else None
    if sums is not None and rate is not None:
        paid = f"{shown_number(sums.net)} h × {shown_amount(rate)} − {shown_amount(sums.given_up)}"
        lines.add("net value", f"{paid} − {shown_amount(sums.reserve)}" if mine else paid, value, "money")

    set_up_cost = break_even = None
    if rate is not None and not lacking & {"set_up_hours", "test_fees"}:
        formula = f"{shown_number(given.set_up_hours)} h × {shown_amount(rate)} + {shown_amount(given.test_fees)}"
        set_up_cost = given.set_up_hours * rate + given.test_fees
        lines.add("set-up, once", formula, set_up_cost, "money")
        if value is not None:
            break_even = _break_even(given, value, set_up_cost)
            formula = f"{shown_amount(set_up_cost)} / {shown_amount(value)} a month"
            lines.add("break-even", formula, break_even.months, "months")
            if given.one_off:
                formula = f"{shown_amount(value)} − {shown_amount(set_up_cost)}"
                lines.add("left after the set-up", formula, break_even.left, "money")
            if break_even.months is not None and given.repeats is not None:
                formula = f"{shown_number(break_even.months)} months × {shown_number(given.repeats)} times a month"
                lines.add("break-even in repeats", formula, break_even.repeats, "count")

    walk = WalkAway()
    if "reserve_share" not in lacking:
        walk = _walk_away(given, time_value, theirs, "fee" not in lacking, lines)
    ceiling = buyback_ceiling(rate)
    margin = None
    if rate is not None:
        lines.add("buyback ceiling", f"{shown_amount(rate)} / 4", ceiling, "money/h")
        an_hour = effective_rate(price if mine else given.billing_lost, hours)
        if an_hour is not None:
            margin = lines.add(
                "margin an hour of yours", f"{shown_amount(rate)} − {shown_amount(an_hour)}", rate - an_hour, "money/h"
            )

    return Verdict(
        inputs=given,
        missing=missing,
        their_hours=theirs,
        price=price,
        reserve=reserve,
        reserve_hours=reserve_hours,
        review_hours=review,
        coordination_hours=coordination,
        overhead=overhead,
        net_hours=net,
        value=value,
        set_up_cost=set_up_cost,
        break_even=break_even,
        walk=walk,
        ceiling=ceiling,
        margin=margin,
        suggestion=_suggest(given, sums, missing),
        steps=tuple(lines.steps),
    )
