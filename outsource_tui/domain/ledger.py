"""Did it make my life easier: hours given away less my own on it, the time box, and what was won back (N02, N15)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import DAYS_A_MONTH, ONE, ZERO, Step, decimal, hours_of, shown_number
from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.money import shown_amount

SECONDS_A_DAY = 86_400
Purpose = Literal["briefing", "hiring", "review", "coordination", "redo"]
PURPOSES: tuple[Purpose, ...] = ("briefing", "hiring", "review", "coordination", "redo")
MANAGING: tuple[Purpose, ...] = ("review", "coordination")
Span = tuple[datetime, datetime]
"""From when to when, aware; the end is not before the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Work given away: my hours a month on it (one-off: once), and for how long or how much of it."""

    baseline: Decimal | None
    one_off: bool = False
    days_run: Decimal = ZERO
    done_share: Decimal = ZERO
    """Of a one-off, the accepted share, 0 to 1."""
    missed: bool = False
    """It came to nothing: nothing was given away after all."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The net-time ledger of one engagement, or of several added up; hours, and money as amounts."""

    given: Decimal | None
    own: dict[str, Decimal]
    own_total: Decimal
    net: Decimal | None
    red: bool
    """Net time is below zero: it costs more of my time than it saves (S2-11)."""
    paid: Decimal
    value: Decimal | None
    """Net time at my hourly value, less what was paid."""
    management_cost: Decimal | None
    """Review and coordination at my hourly value: what nobody pays me for (S0-15)."""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class StopLoss:
    """How much of a time box or amount is used: `level` 0, 50 or 100 (per cent reached), `share` of it used."""

    unit: Literal["hours", "amount"]
    used: Decimal
    limit: Decimal
    share: Decimal
    level: Literal[0, 50, 100]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One engagement in time, for the months."""

    spans: tuple[Span, ...] = ()
    """When it ran, pauses left out; what still runs ends now."""
    baseline: Decimal | None = None
    one_off: bool = False
    done: tuple[tuple[date, Decimal], ...] = ()
    """Of a one-off, accepted shares (0 to 1) by day."""
    missed: bool = False
    own: tuple[tuple[date, Decimal], ...] = ()
    """My own hours on it by day."""
    paid: tuple[tuple[date, Decimal], ...] = ()
    """Payments by day, as amounts."""


@dataclass(frozen=True, slots=True)
class MonthWon:
    """Hours and money won back in one month ("2026-11")."""

    month: str
    given: Decimal
    own: Decimal
    net: Decimal
    paid: Decimal
    money: Decimal | None
    """Net hours at my hourly value, less what was paid."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a miss cost: money paid for nothing and time, which is negative (S2-14)."""

    money: Decimal
    net_hours: Decimal


@dataclass(frozen=True, slots=True)
class Prediction:
    """Own hours a month as the verdict expected them and as they came; `factor` is real over predicted."""

    predicted: Decimal
    real: Decimal
    difference: Decimal
    factor: Decimal | None


@dataclass(slots=True)
class _Month:
    given: Decimal = ZERO
    own: Decimal = ZERO
    paid: Decimal = ZERO


def hours_given(work: Given) -> Decimal | None:
    """Return the hours given away so far; None when my hours on it were never known."""
    if work.missed:
        return ZERO
    if work.baseline is None:
        return None
    if work.one_off:
        return work.baseline * min(ONE, max(ZERO, work.done_share))
    return work.baseline * max(ZERO, work.days_run) / DAYS_A_MONTH


def own_by_purpose(rows: Iterable[LogRow]) -> dict[str, Decimal]:
    """Return my hours on an engagement by purpose, from its entries; one without a purpose counts as coordination."""
    found: dict[str, list[int | float | None]] = defaultdict(list)
    for row in rows:
        found[row.purpose or "coordination"].append(row.seconds)
    return {purpose: hours_of(lengths) for purpose, lengths in found.items()}


def keep_ledger(
    work: Given, own: Mapping[str, Decimal], *, hourly_value: Decimal | None = None, paid: Decimal = ZERO
) -> Ledger:
    """Return the ledger of one engagement from the work given away and my own hours by purpose."""
    given = hours_given(work)
    total = sum(own.values(), ZERO)
    net = None if given is None else given - total
    managing = sum((own.get(purpose, ZERO) for purpose in MANAGING), ZERO)
    steps: list[Step] = []
    if work.missed:
        steps.append(Step("given away", "nothing: it was a miss", ZERO, "computed", "h"))
    elif work.baseline is not None and work.one_off:
        formula = f"{shown_number(work.baseline)} h × {shown_number(work.done_share * 100)} % accepted"
        steps.append(Step("given away", formula, given, "computed", "h"))
    elif work.baseline is not None:
        formula = f"{shown_number(work.baseline)} h × {shown_number(work.days_run)} days / {DAYS_A_MONTH}"
        steps.append(Step("given away", formula, given, "computed", "h"))
    steps += [Step(f"your {purpose}", "as logged", hours, "measured", "h") for purpose, hours in own.items()]
    if net is not None and given is not None:
        steps.append(Step("net time", f"{shown_number(given)} h − {shown_number(total)} h", net, "computed", "h"))
    value = net * hourly_value - paid if net is not None and hourly_value is not None else None
    if value is not None and net is not None and hourly_value is not None:
        steps.append(
            Step(
                "net value",
                f"{shown_number(net)} h × {shown_amount(hourly_value)} − {shown_amount(paid)} paid",
                value,
                "computed",
                "money",
            )
        )
    cost = managing * hourly_value if hourly_value is not None else None
    return Ledger(given, dict(own), total, net, net is not None and net < 0, paid, value, cost, tuple(steps))


def add_up(ledgers: Iterable[Ledger]) -> Ledger:
    """Return several ledgers as one; hours never known are left out of the sums, and all None stays None."""
    parts = list(ledgers)
    own: dict[str, Decimal] = {}
    for part in parts:
        for purpose, hours in part.own.items():
            own[purpose] = own.get(purpose, ZERO) + hours

    def total(values: Iterable[Decimal | None]) -> Decimal | None:
        known = [value for value in values if value is not None]
        return sum(known, ZERO) if known else None

    net = total(part.net for part in parts)
    return Ledger(
        total(part.given for part in parts),
        own,
        sum((part.own_total for part in parts), ZERO),
        net,
        net is not None and net < 0,
        sum((part.paid for part in parts), ZERO),
        total(part.value for part in parts),
        total(part.management_cost for part in parts),
    )


def stop_loss(unit: Literal["hours", "amount"], used: Decimal, limit: Decimal | None) -> StopLoss | None:
    """Return how far a time box (hours) or an amount is used up, alarmed at 50 and 100 %; None without a limit."""
    if limit is None or limit <= 0:
        return None
    share = used / limit
    level: Literal[0, 50, 100] = 100 if share >= 1 else 50 if share * 2 >= 1 else 0
    spent = (
        f"{shown_number(used)} of {shown_number(limit)} h"
        if unit == "hours"
        else f"{shown_amount(used)} of {shown_amount(limit)}"
    )
    text = {
        0: f"{spent} used",
        50: f"{spent} used: half the box is gone, ask whether it is possible",
        100: f"{spent} used: the box is full, stop or say why not",
    }[level]
    return StopLoss(unit, used, limit, share, level, text)


def loss_of_miss(paid_hours: Decimal, rate: Decimal, redo_hours: Decimal, overhead_hours: Decimal = ZERO) -> Loss:
    """Return what a miss cost: the money paid for nothing, and my redoing and overhead as negative time (S2-14)."""
    return Loss(paid_hours * rate, -(redo_hours + overhead_hours))


def prediction(predicted: Decimal, real: Decimal) -> Prediction:
    """Return predicted against real own hours a month."""
    return Prediction(predicted, real, real - predicted, real / predicted if predicted > 0 else None)


def days_in(spans: Iterable[Span]) -> Decimal:
    """Return the days of all spans together, exact to the second."""
    return sum((_days(start, end) for start, end in spans), ZERO)


def _days(start: datetime, end: datetime) -> Decimal:
    return decimal((end.astimezone(UTC) - start.astimezone(UTC)) // timedelta(seconds=1)) / SECONDS_A_DAY


def months_of(span: Span, zone: tzinfo | None) -> Iterable[tuple[str, Decimal]]:
    """Yield each month a span touches with its days in it, cut at midnight in `zone`."""
    start, end = (moment.astimezone(zone) for moment in span)
    while start < end:
        first = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        until = min((first + timedelta(days=32)).replace(day=1), end)
        yield start.isoformat()[:7], _days(start, until)
        start = until


def won_back(runs: Iterable[Run], *, zone: tzinfo | None, hourly_value: Decimal | None = None) -> tuple[MonthWon, ...]:
    """Return hours and money won back month by month in `zone`, from the first with any to the last (S1-01)."""
    months: dict[str, _Month] = defaultdict(_Month)
    for run in runs:
        if run.baseline is not None and not run.missed:
            if run.one_off:
                for day, share in run.done:
                    months[day.isoformat()[:7]].given += run.baseline * share
            else:
                for month, days in (part for span in run.spans for part in months_of(span, zone)):
                    months[month].given += run.baseline * days / DAYS_A_MONTH
        for day, hours in run.own:
            months[day.isoformat()[:7]].own += hours
        for day, amount in run.paid:
            months[day.isoformat()[:7]].paid += amount
    if not months:
        return ()
    first, last = min(months), max(months)
    found = []
    day = date.fromisoformat(f"{first}-01")
    while (month := day.isoformat()[:7]) <= last:
        sums = months.get(month, _Month())
        net = sums.given - sums.own
        money = net * hourly_value - sums.paid if hourly_value is not None else None
        found.append(MonthWon(month, sums.given, sums.own, net, sums.paid, money))
        day = (day + timedelta(days=32)).replace(day=1)
    return tuple(found)
