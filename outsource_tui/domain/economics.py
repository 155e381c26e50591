"""The verdict's arithmetic: net time, net value, break-even, walk-away price, and the input that flips it (N01)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import (
    ONE,
    WEEKS_A_MONTH,
    ZERO,
    Basis,
    Missing,
    Step,
    Unit,
    shown_number,
    shown_value,
    weakest,
)
from outsource_tui.domain.hourly_value import buyback_ceiling
from outsource_tui.domain.money import shown_amount
from outsource_tui.domain.price import Ask, effective_rate, missing_of, price_step, total_price

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


@dataclass(frozen=True, slots=True)
class BreakEven:
    """When the set-up is earned back: after `months` and `repeats`; for a one-off `pays` tells whether it is at all."""

    set_up_cost: Decimal
    months: Decimal | None
    repeats: Decimal | None
    pays: bool
    left: Decimal
    """Value less set-up cost: of the one-off, or of the first month."""
    text: str


@dataclass(frozen=True, slots=True)
class ClientContract:
    """The variant in which the client contracts them directly (S0-11..15)."""

    overhead: Decimal | None
    net_hours: Decimal | None
    value: Decimal | None
    hours_spared: Decimal | None
    """Own hours a month it saves against having them under me."""
    money_spared: Decimal | None
    """Those hours at my hourly value: management nobody pays me for."""
    difference: Decimal | None
    """Its value less the value under me."""
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """One input's value at which the net value is nil, and by how much it differs from now (relative, signed)."""

    key: str
    label: str
    unit: Unit
    now: Decimal
    then: Decimal
    change: Decimal

    def sentence(self) -> str:
        """Return what to say about it, such as "their hours 1.03 times mine instead of 1.3 flips this"."""
        if self.key == "ratio":
            return f"their hours {shown_number(self.then)} times mine instead of {shown_number(self.now)} flips this"
        return (
            f"{self.label} {shown_value(self.then, self.unit)} instead of {shown_value(self.now, self.unit)} flips this"
        )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the figures suggest (None: they cannot yet), why, and the warnings that go with it."""

    verdict: Literal["outsource", "keep", "drop"] | None
    reason: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All figures of a verdict; one that cannot be worked out is None and `missing` says what for."""

    inputs: VerdictInputs
    missing: tuple[Missing, ...]
    their_hours: Decimal | None
    price: Decimal | None
    reserve: Decimal | None
    reserve_hours: Decimal | None
    review_hours: Decimal | None
    coordination_hours: Decimal | None
    overhead: Decimal | None
    overhead_cost: Decimal | None
    net_hours: Decimal | None
    time_value: Decimal | None
    """Net hours at my hourly value."""
    value: Decimal | None
    set_up_cost: Decimal | None
    break_even: BreakEven | None
    walk_away: Decimal | None
    """Price at which nothing is left, fee included, reserve on top; None when it frees no hours."""
    walk_away_quote: Decimal | None
    """The walk-away price as the hourly rate they quote, before the fee."""
    walk_away_all_in: Decimal | None
    """The walk-away price an hour of theirs, fee included."""
    walk_away_amount: Decimal | None
    """The walk-away price as the amount or budget share they quote each time it falls due, before the fee."""
    ceiling: Decimal | None
    all_in_rate: Decimal | None
    """The price an hour of theirs, fee included."""
    margin: Decimal | None
    """My hourly value less the price of one hour of mine given away (S1-10)."""
    client: ClientContract
    flips: tuple[Flip, ...]
    """Every input that can flip the verdict alone, smallest change first; none while a cross-out stands."""
    suggestion: Suggestion
    basis: Basis
    """The weakest basis among the inputs that count."""
    input_steps: tuple[Step, ...]
    steps: tuple[Step, ...]

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


@dataclass(frozen=True, slots=True)
class _Amounts:
    their_hours: Decimal
    review: Decimal
    coordination: Decimal
    net: Decimal
    price: Decimal
    value: Decimal


def _coordination(given: VerdictInputs) -> Decimal:
    if given.measured_coordination is not None:
        return given.measured_coordination
    weeks = given.weeks if given.one_off and given.weeks is not None else WEEKS_A_MONTH
    return given.coordination_hours * weeks * given.persons


def _review(given: VerdictInputs, their_hours: Decimal) -> Decimal:
    return given.measured_review if given.measured_review is not None else given.review_share * their_hours


def _amounts(given: VerdictInputs) -> _Amounts | None:
    """Return the sums behind the net value, for any finite inputs; None when one of them is not known."""
    if given.hourly_value is None or given.hours is None:
        return None
    theirs = given.ratio * given.hours
    price = total_price(given.ask, theirs, given.fee)
    if price is None:
        return None
    review = _review(given, theirs)
    coordination = _coordination(given)
    net = given.hours - review - coordination
    return _Amounts(
        theirs, review, coordination, net, price, net * given.hourly_value - price * (1 + given.reserve_share)
    )


def net_value(given: VerdictInputs) -> Decimal | None:
    """Return V = N × r - P - R; None when an input is not known."""
    sums = _amounts(given)
    return None if sums is None else sums.value


@dataclass(frozen=True, slots=True)
class _Input:
    key: str
    label: str
    unit: Unit
    get: Callable[[VerdictInputs], Decimal | None]
    put: Callable[[VerdictInputs, Decimal], VerdictInputs]
    least: Decimal = ZERO
    most: Decimal | None = None


def _plain(key: str, label: str, unit: Unit, *, least: Decimal = ZERO, most: Decimal | None = None) -> _Input:
    def get(given: VerdictInputs) -> Decimal | None:
        value: Decimal | None = getattr(given, key)
        return value

    def put(given: VerdictInputs, value: Decimal) -> VerdictInputs:
        changes: dict[str, Decimal] = {key: value}
        return replace(given, **changes)  # type: ignore[arg-type]

    return _Input(key, label, unit, get, put, least, most)


def _asked(key: str, label: str, unit: Unit, *, most: Decimal | None = None) -> _Input:
    def get(given: VerdictInputs) -> Decimal | None:
        value: Decimal | None = getattr(given.ask, key)
        return value

    def put(given: VerdictInputs, value: Decimal) -> VerdictInputs:
        changes: dict[str, Decimal] = {key: value}
        return replace(given, ask=replace(given.ask, **changes))  # type: ignore[arg-type]

    return _Input(key, label, unit, get, put, ZERO, most)


_INPUTS: tuple[_Input, ...] = (
    _plain("hourly_value", "an hour of yours worth", "money/h"),
    _plain("hours", "your hours", "h"),
    _plain("ratio", "their hours for one of yours", "times"),
    _asked("rate", "their rate", "money/h"),
    _asked("amount", "their price", "money"),
    _asked("times", "how often it falls due", "times"),
    _asked("share", "their share of the budget", "share", most=ONE),
    _asked("budget", "the budget", "money"),
    _plain("fee", "the platform fee", "share"),
    _plain("review_share", "review", "share"),
    _plain("measured_review", "review", "h"),
    _plain("coordination_hours", "coordination a week and person", "h"),
    _plain("measured_coordination", "coordination", "h"),
    _plain("persons", "the number of people", "count", least=ONE),
    _plain("reserve_share", "the reserve", "share"),
)


def flips(given: VerdictInputs) -> tuple[Flip, ...]:
    """Return for each input the value that makes the net value nil, smallest relative change first.

    The net value is linear in each input, so two points give the solution; inputs that are zero or unknown, do not
    count, or would leave their range are left out. While a cross-out stands there is none.
    """
    now = net_value(given)
    if now is None or now == 0 or given.standing:
        return ()
    found: list[Flip] = []
    for entry in _INPUTS:
        value = entry.get(given)
        if value is None or value == 0:
            continue
        at_zero = net_value(entry.put(given, ZERO))
        at_one = net_value(entry.put(given, ONE))
        if at_zero is None or at_one is None or at_zero == at_one:
            continue
        then = at_zero / (at_zero - at_one)
        if then < entry.least or (entry.most is not None and then > entry.most) or then == value:
            continue
        found.append(Flip(entry.key, entry.label, entry.unit, value, then, (then - value) / abs(value)))
    return tuple(sorted(found, key=lambda flip: abs(flip.change)))


def missing_inputs(given: VerdictInputs) -> tuple[Missing, ...]:
    """Return what the net value cannot be worked out without: nothing said, or nothing possible."""
    found: list[Missing] = []
    if given.hourly_value is None or given.hourly_value <= 0:
        found.append(Missing("hourly_value", "Your hourly value is missing: set what an hour of yours is worth."))
    if given.hours is None or given.hours <= 0:
        found.append(Missing("hours", "Your hours on it are missing: log a few days, or type an estimate."))
    if given.ratio <= 0:
        found.append(Missing("ratio", "Their hours for one of yours must be above zero."))
    found += missing_of(given.ask)
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
    ):
        if value is not None and value < 0:
            found.append(Missing(key, f"{key.replace('_', ' ').capitalize()} cannot be below zero."))
    return tuple(found)


def _break_even(given: VerdictInputs, value: Decimal, cost: Decimal) -> BreakEven:
    left = value - cost
    if given.one_off:
        if value <= 0:
            text = "never: it costs more than it brings"
        elif left > 0:
            text = f"at once: {shown_amount(left)} is left after the set-up"
        else:
            text = f"not quite: the set-up costs {shown_amount(-left)} more than it brings"
        return BreakEven(cost, None, None, left > 0 and value > 0, left, text)
    if value <= 0:
        return BreakEven(cost, None, None, False, left, "never at these figures")
    months = cost / value
    repeats = months * given.repeats if given.repeats is not None and given.repeats > 0 else None
    text = f"after {shown_number(months, 1)} months"
    if repeats is not None:
        text += f" or {shown_number(repeats, 1)} repeats"
    return BreakEven(cost, months, repeats, True, left, text)


def _client(given: VerdictInputs, lacking: frozenset[str], under_me: _Amounts | None) -> ClientContract:
    steps: list[Step] = []
    missing: list[Missing] = []
    value: Decimal | None = None
    net: Decimal | None = None
    overhead: Decimal | None = None
    spared: Decimal | None = None
    rate = given.hourly_value if "hourly_value" not in lacking else None
    hours = given.hours if not lacking & {"hours", "ratio"} else None
    if hours is not None:
        theirs = given.ratio * hours
        overhead = given.review_promised * theirs
        net = hours - overhead
        spared = _review(given, theirs) + _coordination(given) - overhead
        promised = (
            f"{shown_number(given.review_promised * 100)} % of {shown_number(theirs)} h"
            if given.review_promised
            else "none promised"
        )
        steps.append(Step("review you promised", promised, overhead, "computed", "h"))
        steps.append(Step("net time", f"{shown_number(hours)} h − {shown_number(overhead)} h", net, "computed", "h"))
    if given.billing_lost is None or given.billing_lost < 0:
        missing.append(Missing("billing_lost", "The billing you lose is missing: type what you no longer bill."))
    elif net is not None and rate is not None:
        value = net * rate - given.billing_lost
        steps.append(
            Step(
                "billing you lose",
                "",
                given.billing_lost,
                given.bases.get("billing_lost", "estimated"),
                "money",
                "billing_lost",
            )
        )
        steps.append(
            Step(
                "net value",
                f"{shown_number(net)} h × {shown_amount(rate)} − {shown_amount(given.billing_lost)}",
                value,
                "computed",
                "money",
            )
        )
    return ClientContract(
        overhead,
        net,
        value,
        spared,
        None if spared is None or rate is None else spared * rate,
        None if value is None or under_me is None else value - under_me.value,
        tuple(steps),
        tuple(missing),
    )


def _suggest(given: VerdictInputs, sums: _Amounts | None, missing: tuple[Missing, ...]) -> Suggestion:
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


def _relevant(given: VerdictInputs) -> tuple[_Input, ...]:
    """Return the inputs that count for this price model and these measurements."""
    hidden = {
        "hourly": {"amount", "times", "share", "budget"},
        "percentage": {"rate", "amount"},
        "project": {"rate", "share", "budget"},
        "flat": {"rate", "share", "budget"},
    }[given.ask.model]
    hidden = hidden | ({"review_share"} if given.measured_review is not None else {"measured_review"})
    hidden |= (
        {"coordination_hours", "persons"} if given.measured_coordination is not None else {"measured_coordination"}
    )
    if given.one_off:
        hidden.add("times")
    return tuple(entry for entry in _INPUTS if entry.key not in hidden)


def _input_steps(given: VerdictInputs) -> tuple[Step, ...]:
    steps = [
        Step(
            entry.label,
            "",
            entry.get(given),
            "measured" if entry.key.startswith("measured_") else given.bases.get(entry.key, "default"),
            entry.unit,
            entry.key,
        )
        for entry in _relevant(given)
    ]
    steps.append(
        Step("set-up", "once", given.set_up_hours, given.bases.get("set_up_hours", "default"), "h", "set_up_hours")
    )
    steps.append(
        Step("test fees", "once", given.test_fees, given.bases.get("test_fees", "default"), "money", "test_fees")
    )
    return tuple(steps)


def judge(given: VerdictInputs) -> Verdict:
    """Return the verdict's figures, each as far as the inputs allow; nothing unknown is taken for zero."""
    missing = missing_inputs(given)
    lacking = frozenset(part.key for part in missing)
    price_ok = not lacking & {"rate", "amount", "share", "budget", "times", "fee"}
    rate = given.hourly_value if "hourly_value" not in lacking else None
    hours = given.hours if "hours" not in lacking else None
    ratio = given.ratio if "ratio" not in lacking else None
    sums = _amounts(given) if not missing else None
    steps: list[Step] = []

    def step(label: str, formula: str, value: Decimal | None, unit: Unit, basis: Basis = "computed") -> None:
        if value is not None:
            steps.append(Step(label, formula, value, basis, unit))

    theirs = hours * ratio if hours is not None and ratio is not None else None
    if theirs is not None and hours is not None:
        step("their hours", f"{shown_number(hours)} h × {shown_number(given.ratio, 4)}", theirs, "h")
    price = total_price(given.ask, theirs, given.fee) if price_ok else None
    if price is not None:
        steps.append(price_step(given.ask, theirs, given.fee))
    reserve_ok = "reserve_share" not in lacking
    reserve = price * given.reserve_share if price is not None and reserve_ok else None
    reserve_hours = theirs * given.reserve_share if theirs is not None and reserve_ok else None
    percent = f"{shown_number(given.reserve_share * 100)} %"
    if price is not None:
        step("reserve", f"{percent} of {shown_amount(price)}", reserve, "money")
    if theirs is not None:
        step("reserve in hours", f"{percent} of {shown_number(theirs)} h", reserve_hours, "h")

    review = coordination = overhead = net = None
    if not lacking & {"review_share", "measured_review"} and (theirs is not None or given.measured_review is not None):
        review = _review(given, theirs if theirs is not None else ZERO)
        if given.measured_review is not None:
            step("review", "as logged", review, "h", "measured")
        elif theirs is not None:
            step("review", f"{shown_number(given.review_share * 100)} % of {shown_number(theirs)} h", review, "h")
    if not lacking & {"coordination_hours", "measured_coordination", "persons"}:
        coordination = _coordination(given)
        if given.measured_coordination is not None:
            step("coordination", "as logged", coordination, "h", "measured")
        else:
            weeks = given.weeks if given.one_off and given.weeks is not None else WEEKS_A_MONTH
            people = f" × {shown_number(given.persons)} people" if given.persons != 1 else ""
            step(
                "coordination",
                f"{shown_number(given.coordination_hours)} h a week × {shown_number(weeks)} weeks{people}",
                coordination,
                "h",
            )
    if review is not None and coordination is not None:
        overhead = review + coordination
        step("own overhead", f"{shown_number(review)} h + {shown_number(coordination)} h", overhead, "h")
    if hours is not None and overhead is not None:
        net = hours - overhead
        step("net time", f"{shown_number(hours)} h − {shown_number(overhead)} h", net, "h")
    overhead_cost = overhead * rate if overhead is not None and rate is not None else None

    time_value = net * rate if net is not None and rate is not None else None
    value = sums.value if sums is not None else None
    if net is not None and rate is not None and price is not None and reserve is not None:
        step(
            "net value",
            f"{shown_number(net)} h × {shown_amount(rate)} − {shown_amount(price)} − {shown_amount(reserve)}",
            value,
            "money",
        )

    set_up_cost = None
    if rate is not None and not lacking & {"set_up_hours", "test_fees"}:
        set_up_cost = given.set_up_hours * rate + given.test_fees
        step(
            "set-up, once",
            f"{shown_number(given.set_up_hours)} h × {shown_amount(rate)} + {shown_amount(given.test_fees)}",
            set_up_cost,
            "money",
        )
    break_even = _break_even(given, value, set_up_cost) if value is not None and set_up_cost is not None else None
    if break_even is not None and break_even.months is not None:
        step(
            "break-even",
            f"{shown_amount(break_even.set_up_cost)} / {shown_amount(value or ZERO)} a month",
            break_even.months,
            "months",
        )

    walk_away = quote = all_in = amount = None
    if time_value is not None and time_value > 0 and reserve_ok:
        walk_away = time_value / (1 + given.reserve_share)
        step(
            "walk-away price",
            f"{shown_amount(time_value)} / {shown_number(1 + given.reserve_share, 4)}",
            walk_away,
            "money",
        )
        if "fee" not in lacking:
            before_fee = walk_away / (1 + given.fee)
            if theirs is not None:
                quote = before_fee / theirs
                all_in = walk_away / theirs
                fee = f" × {shown_number(1 + given.fee, 4)}" if given.fee else ""
                step(
                    "as the rate they quote",
                    f"{shown_amount(walk_away)} / ({shown_number(theirs)} h{fee})",
                    quote,
                    "money/h",
                )
                step("all in", f"{shown_amount(walk_away)} / {shown_number(theirs)} h", all_in, "money/h")
            if given.ask.model != "hourly" and given.ask.times > 0:
                amount = before_fee / given.ask.times
                step("as the amount they quote", f"{shown_amount(before_fee)} each time it falls due", amount, "money")
    ceiling = buyback_ceiling(rate)
    if rate is not None:
        step("buyback ceiling", f"{shown_amount(rate)} / 4", ceiling, "money/h")
    mine = effective_rate(price, hours)
    margin = rate - mine if rate is not None and mine is not None else None
    if rate is not None and mine is not None:
        step("margin an hour of yours", f"{shown_amount(rate)} − {shown_amount(mine)}", margin, "money/h")

    input_steps = _input_steps(given)
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
        overhead_cost=overhead_cost,
        net_hours=net,
        time_value=time_value,
        value=value,
        set_up_cost=set_up_cost,
        break_even=break_even,
        walk_away=walk_away,
        walk_away_quote=quote,
        walk_away_all_in=all_in,
        walk_away_amount=amount,
        ceiling=ceiling,
        all_in_rate=effective_rate(price, theirs),
        margin=margin,
        client=_client(given, lacking, sums),
        flips=flips(given) if not missing else (),
        suggestion=_suggest(given, sums, missing),
        basis=weakest(part.basis for part in input_steps if part.value is not None),
        input_steps=input_steps,
        steps=tuple(steps),
    )
