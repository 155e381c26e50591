"""What is known about a task, gathered from log, estimates, bids, terms and measured hours, as the verdict takes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from outsource_tui.domain.arithmetic import ONE, ZERO, Basis, Figure, hours_of
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Bid, Candidate
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.hourly_value import from_income
from outsource_tui.domain.log_row import LogRow, row_order
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Negotiation, Terms
from outsource_tui.domain.observed import Observed, measured_overhead, observe, own_hours
from outsource_tui.domain.platform import Platform
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.price import Ask, times_a_month, total_price
from outsource_tui.domain.settings import Settings
from outsource_tui.domain.task import Offer, Task
from outsource_tui.domain.verdict_inputs import VerdictInputs
from outsource_tui.services import links
from outsource_tui.services.desk import Desk

PriceSource = Literal["none", "estimate", "quote", "agreed"]


@dataclass(frozen=True, slots=True)
class Price:
    """What somebody asks, from where, and their hours for one of mine where that is known."""

    ask: Ask
    fee: Decimal
    ratio: Decimal | None
    hours: Decimal | None
    """Their hours a month, or once, where they were agreed."""
    source: PriceSource
    who: str
    fee_said: bool

    @property
    def sentence(self) -> str:
        """Where the price is from, in words."""
        return {
            "none": "nobody was asked yet",
            "estimate": "your estimate",
            "quote": f"the best bid so far, by {self.who}",
            "agreed": f"as agreed with {self.who}",
        }[self.source]


@dataclass(frozen=True, slots=True)
class OwnHours:
    """My hours on outsourced work as logged: in all, and a month where they replace the estimates."""

    review: Decimal
    coordination: Decimal
    set_up: Decimal
    redo: Decimal
    review_a_month: Decimal | None
    coordination_a_month: Decimal | None
    days_run: Decimal
    accepted: int


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Everything the figures of a task rest on."""

    task: Task
    observed: Observed
    hours: Figure
    price: Price
    own: OwnHours | None
    inputs: VerdictInputs
    is_out: bool
    """Somebody is working on it now: an engagement has started and not ended."""
    notes: tuple[str, ...]


class Felt(NamedTuple):
    """How a task felt in the log: means of what was said, None where nothing was; breaks and managing left out."""

    entries: int
    liking: float | None
    skill: float | None
    stress: float | None
    postponed: int
    first_day: str
    last_day: str


def _mean(values: Iterable[int | None]) -> float | None:
    said = [value for value in values if value is not None]
    return sum(said) / len(said) if said else None


class TaskLog:
    """The log by task: the entries that name it, and those of its activities; kept as long as log and links stay."""

    def __init__(self, desk: Desk) -> None:
        """Read the log at `desk`."""
        self.desk = desk
        self._version: object = None
        self._log = -1
        self._links: dict[str, str] = {}
        self._by_task: dict[str, list[LogRow]] = {}
        self._observed: dict[tuple[object, ...], Observed] = {}
        self._felt: dict[str, Felt] = {}

    def _look(self) -> None:
        version = self.desk.workspace.version
        if version == self._version:
            return
        linked = links.activity_tasks(self.desk.workspace.documents("tasks"))
        log = self.desk.workspace.log_version
        if log != self._log or linked != self._links:
            self._links = linked
            self._by_task, self._observed, self._felt = {}, {}, {}
            self._log = log
        self._version = version

    def rows(self, task_id: str) -> list[LogRow]:
        """Return the entries that count for a task, oldest first."""
        self._look()
        found = self._by_task.get(task_id)
        if found is None:
            found = list(self.desk.log.of_task(task_id))
            table = self.desk.log.activities()
            for key, task in self._links.items():
                if task == task_id:
                    # What names a task itself counts for that one, whatever its activity is linked to.
                    found += [row for row in table.rows(key) if row.task is None]
            found.sort(key=row_order)
            self._by_task[task_id] = found
        return found

    def observed(self, task: Task, workdays: int) -> Observed:
        """Return what the log says about a task; once work was given away, only what was logged before counts."""
        self._look()
        until = task.baseline_at.date().isoformat() if task.baseline_at is not None else None
        wanted = (task.id, workdays, task.recurrence, until)
        found = self._observed.get(wanted)
        if found is None:
            once = task.recurrence == "once"
            found = observe(self.rows(task.id), self.days(), workdays_a_week=workdays, one_off=once, until=until)
            self._observed[wanted] = found
        return found

    def felt(self, task_id: str) -> "Felt":
        """Return how a task felt by the entries that count for it."""
        self._look()
        found = self._felt.get(task_id)
        if found is None:
            rows = [row for row in self.rows(task_id) if row.purpose is None]
            days = [row.day for row in rows if row.day]
            found = self._felt[task_id] = Felt(
                len(rows),
                _mean(row.liking for row in rows),
                _mean(row.skill for row in rows),
                _mean(row.stress for row in rows),
                sum(row.postponed for row in rows),
                min(days, default=""),
                max(days, default=""),
            )
        return found

    def days(self) -> Sequence[str]:
        """Return the days on which anything was logged, oldest first."""
        return self.desk.log.days()

    def links(self) -> Mapping[str, str]:
        """Return the task id of each linked activity key."""
        self._look()
        return self._links


def figures_of(desk: Desk, log: TaskLog, task: Task, settings: Settings | None = None) -> TaskFigures:
    """Return all that is known about a task and the inputs of its verdict, in the settings' currency."""
    settings = settings or desk.settings
    worth = _Worth(desk, settings)
    one_off = task.recurrence == "once"
    observed = log.observed(task, max(1, len(set(settings.workdays))))
    hours = own_hours(observed, estimate=task.estimates.hours, baseline=task.baseline_hours)
    family = Family.of(desk, task)
    price = _price(worth, task, family, observed, hours.value)
    own = own_hours_of(desk, log, task, family.engagements)
    estimates = task.estimates
    bases: dict[str, Basis] = {}

    def pick(key: str, typed: Decimal | None, default: Decimal) -> Decimal:
        bases[key] = "default" if typed is None else "estimated"
        return default if typed is None else typed

    value, value_basis = hourly_value(desk, settings)
    bases["hourly_value"] = value_basis
    bases["hours"] = hours.basis
    ratio = pick("ratio", estimates.hours_ratio, settings.hours_ratio)
    pinned = task.offer.pinned or price.source in ("none", "estimate")
    if not pinned and price.ratio is not None:
        ratio, bases["ratio"] = price.ratio, "measured"
    elif not pinned and price.hours is not None and hours.value:
        ratio, bases["ratio"] = price.hours / hours.value, "measured"
    price_basis: Basis = "measured" if price.source in ("quote", "agreed") else "estimated"
    for key in ("rate", "amount", "times", "share", "budget"):
        bases[key] = price_basis
    bases["fee"] = price_basis if price.fee_said else "default"
    test_fees, bases["test_fees"] = ZERO, "default"
    spent = worth.sum(one.test.fee for one in family.candidates if one.test.sent_at)
    if estimates.test_fees is not None:
        test_fees, bases["test_fees"] = worth.of(estimates.test_fees) or ZERO, "estimated"
    elif spent:
        test_fees, bases["test_fees"] = spent, "measured"
    set_up = pick("set_up_hours", estimates.set_up_hours, settings.set_up_hours)
    if own is not None and own.set_up > 0 and family.engagements:
        set_up, bases["set_up_hours"] = own.set_up, "measured"
    lost = worth.of(estimates.billing_lost)
    if lost is not None:
        bases["billing_lost"] = "estimated"
    persons = Decimal(estimates.persons)
    bases["persons"] = "default" if estimates.persons == 1 else "estimated"
    bases["review_promised"] = "default" if estimates.review_promised is None else "estimated"
    inputs = VerdictInputs(
        hourly_value=value,
        hours=hours.value,
        ratio=ratio,
        contract="client" if with_client(task) else "mine",
        ask=price.ask,
        fee=price.fee,
        review_share=pick("review_share", estimates.review_share, settings.review_share),
        coordination_hours=pick("coordination_hours", estimates.coordination_hours, settings.coordination_hours),
        persons=persons,
        reserve_share=pick("reserve_share", estimates.reserve_share, settings.reserve_share),
        set_up_hours=set_up,
        test_fees=test_fees,
        measured_review=own.review_a_month if own else None,
        measured_coordination=own.coordination_a_month if own else None,
        one_off=one_off,
        repeats=observed.repeats,
        billing_lost=lost,
        review_promised=estimates.review_promised or ZERO,
        standing=tuple(key for key, cross in task.cross_outs.items() if cross.stands),
        bases=bases,
    )
    is_out = any(one.started_at is not None and one.ended_at is None for one in family.engagements)
    return TaskFigures(task, observed, hours, price, own, inputs, is_out, tuple(dict.fromkeys(worth.notes)))


def with_client(task: Task) -> bool:
    """Tell whether it was settled that they contract with the client themselves (S0-11)."""
    return (
        task.origin == "client" and task.responsibility is not None and task.responsibility.structure == "with_client"
    )


def hourly_value(desk: Desk, settings: Settings) -> tuple[Decimal | None, Basis]:
    """Return what my hour is worth in the settings' currency, typed or from a year's income, and its basis."""
    worth = _Worth(desk, settings)
    if settings.hourly_value is not None:
        return worth.of(settings.hourly_value), "estimated"
    income = worth.of(settings.yearly_income)
    return from_income(income), "estimated" if income is not None else "default"


@dataclass(frozen=True, slots=True)
class Family:
    """The records below a task."""

    briefs: tuple[Brief, ...]
    postings: tuple[Posting, ...]
    candidates: tuple[Candidate, ...]
    negotiations: tuple[Negotiation, ...]
    engagements: tuple[Engagement, ...]

    @classmethod
    def of(cls, desk: Desk, task: Task) -> "Family":
        """Return the briefs of a task and what hangs on them, and its engagements, oldest first."""
        briefs = tuple(one for one in desk.all(Brief) if one.task == task.id)
        brief_ids = {one.id for one in briefs}
        engagements = desk.all(Engagement)
        if not brief_ids and not engagements:
            return cls(briefs, (), (), (), ())
        postings = tuple(one for one in desk.all(Posting) if one.brief in brief_ids)
        candidates = tuple(one for one in desk.all(Candidate) if one.brief in brief_ids)
        candidate_ids = {one.id for one in candidates}
        negotiations = tuple(one for one in desk.all(Negotiation) if one.candidate in candidate_ids)
        negotiation_ids = {one.id for one in negotiations}
        return cls(
            briefs,
            postings,
            candidates,
            negotiations,
            tuple(
                one
                for one in engagements
                if one.task == task.id
                or (one.task is None and (one.negotiation in negotiation_ids or one.candidate in candidate_ids))
            ),
        )


def own_hours_of(desk: Desk, log: TaskLog, task: Task, engagements: Iterable[Engagement]) -> OwnHours | None:
    """Return my logged hours on a task's open engagements, or its last one; None before there is one (N02)."""
    all_of = [one for one in engagements if one.started_at is not None]
    running = [one for one in all_of if one.ended_at is None]
    counted = running or sorted(all_of, key=lambda one: (one.ended_at or desk.now(), one.id))[-1:]
    if not counted:
        return None
    now = desk.now()
    ids = {one.id for one in counted}
    rows = [row for one in sorted(ids) for row in desk.log.of_engagement(one) if row.purpose is not None]
    early = [row for row in log.rows(task.id) if row.purpose in ("briefing", "hiring") and row.engagement is None]

    def logged(*purposes: str) -> Decimal:
        return hours_of(row.seconds for row in rows if row.purpose in purposes)

    minutes = Decimal(sum(one.review_minutes or 0 for each in counted for one in each.deliveries))
    talks = Decimal(
        sum(one.minutes or 0 for each in counted for one in each.check_ins)
        + sum(one.minutes for each in counted for one in each.asked_anyway)
    )
    redo = logged("redo")
    review = logged("review") + minutes / 60
    coordination = logged("coordination") + talks / 60
    set_up = logged("briefing", "hiring") + hours_of(row.seconds for row in early)
    days = max(_days(one, now) for one in counted)
    accepted = sum(one.accepted_at is not None for each in counted for one in each.deliveries)
    one_off = task.recurrence == "once"
    return OwnHours(
        review,
        coordination,
        set_up,
        redo,
        measured_overhead(review + redo, days, accepted, one_off=one_off),
        measured_overhead(coordination, days, accepted, one_off=one_off),
        days,
        accepted,
    )


def _days(engagement: Engagement, now: datetime) -> Decimal:
    start = engagement.started_at or now
    end = engagement.ended_at or now
    return Decimal(max(0, round((end - start).total_seconds()))) / 86400


class _Worth:
    """Turns money into amounts of the settings' currency; what has no exchange rate is unknown, and noted."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self.settings = settings
        self.notes: list[str] = []

    def of(self, money: Money | None) -> Decimal | None:
        """Return the amount, or None for nothing said or no exchange rate."""
        if money is None:
            return None
        try:
            return self.desk.in_own_currency(money, self.settings).amount
        except InputError as error:
            self.notes.append(str(error))
            return None

    def sum(self, sums: Iterable[Money | None]) -> Decimal:
        """Return the sum of what is known."""
        return sum((self.of(one) or ZERO for one in sums), ZERO)

    def ask(self, said: Offer | Bid | Terms, one_off: bool, repeats: Decimal | None) -> Ask:
        """Return an offer, a bid or terms as the verdict takes them."""
        return Ask(
            model=said.model,
            rate=self.of(said.rate),
            amount=self.of(said.amount),
            times=ONE if one_off else times_a_month(said.period, repeats),
            share=said.share,
            budget=self.of(said.budget),
        )


def _said(offer: Offer) -> bool:
    return any(one is not None for one in (offer.rate, offer.amount, offer.share, offer.budget))


def _price(worth: _Worth, task: Task, family: Family, observed: Observed, hours: Decimal | None) -> Price:
    """Return the price to reckon with: agreed terms, else the best bid, else my estimate; a pinned one first."""
    settings, one_off = worth.settings, task.recurrence == "once"
    offer = task.offer
    typed = Price(
        worth.ask(offer, one_off, observed.repeats),
        offer.fee,
        None,
        None,
        offer.source if _said(offer) else "none",
        "",
        offer.fee != 0,
    )
    if offer.pinned and _said(offer):
        return replace(typed, source="estimate")
    fees = _Fees(worth.desk)
    names = {one.id: one for one in family.candidates}
    agreed = _agreed(family)
    if agreed is not None:
        terms, candidate_id, title = agreed
        candidate = names.get(candidate_id or "")
        fee = terms.fee if terms.fee is not None else fees.of(candidate, family)
        ask = worth.ask(terms, one_off, observed.repeats)
        who = candidate.name if candidate else title
        return Price(ask, fee, None, terms.hours, "agreed", who, True)
    best: tuple[Decimal, Price] | None = None
    for candidate in _in_the_race(family):
        bid = _latest_bid(candidate, family)
        if bid is None:
            continue
        ask = worth.ask(bid, one_off, observed.repeats)
        fee = fees.of(candidate, family)
        ratio = candidate.hours_ratio or task.estimates.hours_ratio or settings.hours_ratio
        theirs = bid.hours if one_off and bid.hours else (hours or ONE) * ratio
        total = total_price(ask, theirs, fee)
        if total is None or total <= 0:
            continue
        said_hours = bid.hours if one_off and bid.hours else None
        found = Price(ask, fee, candidate.hours_ratio, said_hours, "quote", candidate.name, True)
        if best is None or total < best[0]:
            best = (total, found)
    if best is not None:
        return best[1]
    return typed


def _agreed(family: Family) -> tuple[Terms, str | None, str] | None:
    """Return the terms in force: those of the running engagement, else those agreed last."""
    by_negotiation = {one.id: one for one in family.negotiations}
    for engagement in sorted(family.engagements, key=lambda one: (one.ended_at is None, one.id), reverse=True):
        terms = engagement.terms
        if any(one is not None for one in (terms.rate, terms.amount, terms.share)):
            negotiation = by_negotiation.get(engagement.negotiation or "")
            candidate = engagement.candidate or (negotiation.candidate if negotiation else None)
            return terms, candidate, engagement.title
    settled = [one for one in family.negotiations if one.agreed_at is not None and one.terms is not None]
    if settled:
        last = max(settled, key=lambda one: (one.agreed_at, one.id))
        if last.terms is not None:
            return last.terms, last.candidate, "them"
    return None


def _in_the_race(family: Family) -> list[Candidate]:
    alive = [one for one in family.candidates if one.declined_at is None and one.archived_at is None]
    chosen = [one for one in alive if one.chosen_at is not None]
    return chosen or alive


def _latest_bid(candidate: Candidate, family: Family) -> Bid | None:
    bids = list(candidate.bids)
    for negotiation in family.negotiations:
        if negotiation.candidate == candidate.id and negotiation.dropped_at is None:
            bids += negotiation.bids
    return max(bids, key=lambda one: (one.at, one.id), default=None)


class _Fees:
    """The platform fee a candidate comes with."""

    def __init__(self, desk: Desk) -> None:
        self._by_slug = {one.slug: one.fee for one in desk.all(Platform)}

    def of(self, candidate: Candidate | None, family: Family) -> Decimal:
        """Return the fee of the platform the candidate came from, 0 to 1; nothing for somebody I know."""
        if candidate is None or candidate.posting is None:
            return ZERO
        posting = next((one for one in family.postings if one.id == candidate.posting), None)
        if posting is None:
            return ZERO
        return self._by_slug.get(posting.platform, ZERO)
