"""What one negotiation comes to: the market, every bid, what they ask, where I walk away, and my price."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from outsource_tui.domain.arithmetic import Step
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Bid, Candidate
from outsource_tui.domain.economics import Verdict, judge
from outsource_tui.domain.market import Bids, Guard, Range, guard, low_ball_warning, summarise
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Negotiation, Terms
from outsource_tui.services.asks import Quote, Quotes, all_bids, amount_of
from outsource_tui.services.desk import Desk
from outsource_tui.services.task_figures import TaskLog
from outsource_tui.services.terms import first_terms


@dataclass(frozen=True, slots=True)
class BidLine:
    """One candidate's latest bid as an hourly rate before fees, in my currency."""

    candidate: Candidate
    bid: Bid
    rate: Decimal | None
    price: Decimal | None
    """A month, or once, fee included."""


@dataclass(frozen=True, slots=True)
class BidSummary:
    """All bids of the brief: each, and low, middle, high, mean by the hour (S1-75)."""

    bids: tuple[BidLine, ...]
    rates: Bids
    over_budget: tuple[str, ...]
    """Names whose price lies above the budget of the brief (S1-31)."""


@dataclass(frozen=True, slots=True)
class WalkAway:
    """The price at which nothing is left, against what they ask; None where it is not known."""

    price: Decimal | None
    """A month, or once, fee included."""
    quote: Decimal | None
    """As the rate they quote."""
    their_price: Decimal | None
    their_rate: Decimal | None
    beyond: bool
    """They ask more than I can pay."""
    period: str
    """What the prices are for: once or a month."""
    sentence: str
    steps: tuple[Step, ...]


def bids_of(quotes: Quotes, brief: Brief) -> BidSummary:
    """Return the latest bid of each candidate of a brief: low, middle, high, mean by the hour (S1-75, E32)."""
    budget = amount_of(quotes.desk, quotes.settings, brief.budget)
    lines = []
    for candidate in quotes.desk.children(Candidate, brief=brief.id):
        quote = quotes.quote(candidate)
        if quote.bid is not None and candidate.archived_at is None:
            lines.append(BidLine(candidate, quote.bid, quote.rate, quote.price))
    over = [
        line.candidate.name for line in lines if budget is not None and line.price is not None and line.price > budget
    ]
    return BidSummary(tuple(lines), summarise(line.rate for line in lines if line.rate is not None), tuple(over))


class TalkView:
    """One negotiation with its figures, each worked out when it is first asked for; for one look at the records."""

    def __init__(self, desk: Desk, log: TaskLog, negotiation: Negotiation) -> None:
        """Look at `negotiation` as the records stand now."""
        self.desk = desk
        self.negotiation = negotiation
        self._log = log

    @cached_property
    def candidate(self) -> Candidate:
        """Whom the talks are with."""
        return self.desk.get(Candidate, self.negotiation.candidate)

    @cached_property
    def brief(self) -> Brief:
        """What the talks are about."""
        return self.desk.get(Brief, self.candidate.brief)

    @cached_property
    def quotes(self) -> Quotes:
        """What the brief's candidates ask."""
        return Quotes(self.desk, self._log, self.brief)

    @cached_property
    def quote(self) -> Quote:
        """What their latest bid comes to."""
        return self.quotes.quote(self.candidate)

    @cached_property
    def their_bids(self) -> list[Bid]:
        """Their bids, the one they applied with first."""
        return all_bids(self.desk, self.candidate)

    @cached_property
    def bids(self) -> BidSummary:
        """The latest bid of each candidate of the brief (S1-75, E32)."""
        return bids_of(self.quotes, self.brief)

    @cached_property
    def market(self) -> Range | None:
        """The market range in my currency; None when it is not known or no exchange rate is set (S1-73)."""
        known = self.negotiation.market
        if known is None:
            return None
        ends = [amount_of(self.desk, self.quotes.settings, one) for one in (known.low, known.typical, known.high)]
        low, typical, high = ends
        return None if low is None or typical is None or high is None else Range(low, typical, high)

    @cached_property
    def my_price(self) -> Decimal | None:
        """An hour at the price I named, in my currency."""
        return amount_of(self.desk, self.quotes.settings, self.negotiation.my_price)

    @cached_property
    def lock(self) -> Guard:
        """Whether my price is locked, why, and what to mind before it (N13)."""
        return guard(
            their_price_known=bool(self.their_bids),
            market_known=self.negotiation.market is not None,
            engaged="engaged" in self.negotiation.ticks,
            bids=self.bids.rates.n,
            unlock_reason=self.negotiation.unlock_reason,
        )

    @cached_property
    def walk(self) -> WalkAway:
        """The price at which nothing is left of the net value, against what they ask (P*)."""
        quote, currency = self.quote, self.quotes.settings.currency
        verdict, their_price, their_rate = quote.verdict, quote.price, quote.rate
        if self.negotiation.terms is not None:
            inputs = self.quotes.inputs(self.candidate, self.negotiation.terms)
            verdict = judge(inputs)
            their_price = verdict.price
            their_rate = inputs.ask.rate if self.negotiation.terms.model == "hourly" else quote.rate
        period = "once" if quote.one_off else "a month"
        walk = verdict.walk.total
        beyond = walk is not None and their_price is not None and their_price > walk
        if walk is None:
            blocking = _unknown_of_mine(verdict)
            beyond = not blocking
            sentence = (
                f"The walk-away price is not known yet. {blocking}"
                if blocking
                else "It frees no time, so no price makes it worth while."
            )
        else:
            amount = Money(walk, currency).shown()
            sentence = f"Walk away above {amount} {period}."
            if verdict.walk.quote is not None:
                shown = Money(verdict.walk.quote, currency).shown()
                sentence = f"Walk away above {shown} an hour, {amount} {period} with fees."
            if beyond and their_price is not None:
                over = Money(their_price - walk, currency).shown()
                sentence += f" They ask {over} {period} more than that."
        return WalkAway(walk, verdict.walk.quote, their_price, their_rate, beyond, period, sentence, verdict.steps)

    @cached_property
    def first_terms(self) -> Terms:
        """Terms to begin with: their latest bid at my price, the brief's revisions, a reserve (S2-06)."""
        return first_terms(self.desk, self.brief, self.candidate, self.quote, self.negotiation.my_price)

    def low_ball(self, rate: Money | None, *, amount: Money | None = None, hours: Decimal | None = None) -> str | None:
        """Return a warning when an offer lies below the market's low end, by its rate or what it comes to (S1-77)."""
        settings = self.quotes.settings
        return low_ball_warning(
            self.market,
            amount_of(self.desk, settings, rate),
            amount=amount_of(self.desk, settings, amount),
            hours=hours,
        )


def _unknown_of_mine(verdict: Verdict) -> str:
    """Return what I have to say before a walk-away price can be told, or nothing."""
    mine = ("hourly_value", "hours", "ratio", "reserve_share")
    return next((part.sentence for part in verdict.missing if part.key in mine), "")
