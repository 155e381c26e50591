"""What a candidate asks, as the figures of the task take it: the latest bid, the platform's fee, their verdict."""

from dataclasses import dataclass, replace
from decimal import Decimal

from outsource_tui.domain.arithmetic import ONE, ZERO, Basis
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Bid, Candidate
from outsource_tui.domain.economics import Verdict, judge
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Negotiation, Terms
from outsource_tui.domain.platform import Platform
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.price import Ask, bare_price, effective_rate, times_a_month
from outsource_tui.domain.settings import Settings
from outsource_tui.domain.task import Task
from outsource_tui.domain.verdict_inputs import VerdictInputs
from outsource_tui.services.desk import Desk
from outsource_tui.services.task_figures import TaskFigures, TaskLog, figures_of, hourly_value


@dataclass(frozen=True, slots=True)
class Quote:
    """A candidate's latest bid in my currency, with the verdict it leads to; what is not known is None."""

    candidate: Candidate
    bid: Bid | None
    verdict: Verdict
    price: Decimal | None
    """A month, or once, platform fee included."""
    their_hours: Decimal | None
    rate: Decimal | None
    """What an hour of theirs costs before the fee: their rate, or the one their price comes to."""
    one_off: bool


def amount_of(desk: Desk, settings: Settings, money: Money | None) -> Decimal | None:
    """Return an amount in my currency; None when nothing is said or no exchange rate is set."""
    if money is None:
        return None
    try:
        return desk.in_own_currency(money, settings).amount
    except InputError:
        return None


def ask_of(desk: Desk, settings: Settings, said: Bid | Terms, one_off: bool, repeats: Decimal | None) -> Ask:
    """Return a bid or terms as the figures take them."""
    return Ask(
        model=said.model,
        rate=amount_of(desk, settings, said.rate),
        amount=amount_of(desk, settings, said.amount),
        times=ONE if one_off else times_a_month(said.period, repeats),
        share=said.share,
        budget=amount_of(desk, settings, said.budget),
    )


def all_bids(desk: Desk, candidate: Candidate) -> list[Bid]:
    """Return every bid of a candidate, the one they applied with first, then those of talks that were not dropped."""
    bids = list(candidate.bids)
    for negotiation in desk.children(Negotiation, candidate=candidate.id):
        if negotiation.dropped_at is None:
            bids += negotiation.bids
    return sorted(bids, key=lambda one: (one.at, one.id))


def latest_bid(desk: Desk, candidate: Candidate) -> Bid | None:
    """Return what they ask by now, or None."""
    bids = all_bids(desk, candidate)
    return bids[-1] if bids else None


def fee_of(desk: Desk, candidate: Candidate) -> Decimal:
    """Return the fee of the platform a candidate came through, 0 to 1; nothing for somebody I know."""
    posting = desk.find(Posting, candidate.posting)
    if posting is None:
        return ZERO
    return next((one.fee for one in desk.all(Platform) if one.slug == posting.platform), ZERO)


class Quotes:
    """The quotes of one brief's candidates; the task's own figures are worked out once."""

    def __init__(self, desk: Desk, log: TaskLog, brief: Brief | None) -> None:
        """Read the task behind `brief`, where there is one."""
        self.desk = desk
        self.settings = desk.settings
        self.task = desk.find(Task, brief.task) if brief else None
        self.figures: TaskFigures | None = figures_of(desk, log, self.task, self.settings) if self.task else None

    @property
    def one_off(self) -> bool:
        """Tell whether the figures are for once instead of a month."""
        return self.task is not None and self.task.recurrence == "once"

    def inputs(self, candidate: Candidate, said: Bid | Terms | None) -> VerdictInputs:
        """Return the inputs of the verdict on this candidate at that price."""
        # Their price is weighed as if I paid it, whoever signs in the end.
        base = self.figures.inputs.under("mine") if self.figures else self._bare()
        ask = ask_of(self.desk, self.settings, said, self.one_off, base.repeats) if said else Ask()
        bases: dict[str, Basis] = dict(base.bases)
        ratio = self._own_ratio()
        hours = said.hours if said is not None else None
        agreed = isinstance(said, Terms)
        if candidate.hours_ratio is not None and not agreed:
            ratio, bases["ratio"] = candidate.hours_ratio, "measured"
        elif hours and base.hours and (self.one_off or agreed):
            ratio, bases["ratio"] = hours / base.hours, "measured"
        fee = said.fee if isinstance(said, Terms) and said.fee is not None else fee_of(self.desk, candidate)
        own_hours = base.hours
        if own_hours is None and hours:
            # Nobody knows my own hours, but theirs are said: their price can still be told.
            own_hours = hours / ratio
        return replace(base, ask=ask, fee=fee, ratio=ratio, hours=own_hours, bases=bases)

    def _own_ratio(self) -> Decimal:
        typed = self.task.estimates.hours_ratio if self.task else None
        return typed if typed else self.settings.hours_ratio

    def _bare(self) -> VerdictInputs:
        settings = self.settings
        return VerdictInputs(
            hourly_value=hourly_value(self.desk, settings)[0],
            review_share=settings.review_share,
            coordination_hours=settings.coordination_hours,
            reserve_share=settings.reserve_share,
            set_up_hours=settings.set_up_hours,
        )

    def quote(self, candidate: Candidate, said: Bid | None = None) -> Quote:
        """Return what a candidate's latest bid, or the one given, comes to."""
        bid = said or latest_bid(self.desk, candidate)
        inputs = self.inputs(candidate, bid)
        verdict = judge(inputs)
        theirs = verdict.their_hours
        known = bid is not None and verdict.price is not None
        rate = None
        if bid is not None:
            rate = inputs.ask.rate if bid.model == "hourly" else effective_rate(bare_price(inputs.ask, theirs), theirs)
        if self.figures is None or self.figures.hours.value is None:
            # Hours made up from theirs say nothing about what it frees.
            verdict = judge(replace(inputs, hours=None))
        return Quote(candidate, bid, verdict, judge(inputs).price if known else None, theirs, rate, self.one_off)
