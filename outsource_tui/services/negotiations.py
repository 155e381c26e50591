"""Talks with one candidate: the checklist, the market, the bids, my price and its lock, and the terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from outsource_tui.domain import formats
from outsource_tui.domain.arithmetic import Step, shown_number
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Bid, Candidate
from outsource_tui.domain.economics import Verdict, judge
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.market import Bids, Guard, Range, guard, low_ball_warning, range_problem, summarise
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import CHECKLIST, ChecklistKey, MarketRange, Negotiation, Terms, Tick
from outsource_tui.domain.stages import NegotiationStage, negotiation_stage
from outsource_tui.domain.task import Responsibility, Task
from outsource_tui.playbook import loader
from outsource_tui.services.asks import Quote, Quotes, all_bids, amount_of, latest_bid
from outsource_tui.services.candidates import new_bid
from outsource_tui.services.contracts import settled
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import counted, listed, quoted
from outsource_tui.services.task_figures import TaskLog
from outsource_tui.services.terms import check_terms, first_terms, missing_price


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One point of the checklist: done or not, what shows it, and what to mind (S1-71..77)."""

    key: ChecklistKey
    label: str
    hint: str
    done_at: datetime | None
    evidence: str
    suggested: str
    """What the records show for it, offered as evidence while it is open."""
    warning: str
    """Why it matters, while it is open or what should come before it is."""
    note: str
    """Where research pulls the other way (E31)."""

    @property
    def done(self) -> bool:
        """Tell whether it is ticked."""
        return self.done_at is not None


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
    all_in: Decimal | None
    their_price: Decimal | None
    their_rate: Decimal | None
    beyond: bool
    """They ask more than I can pay."""
    period: str
    """What the prices are for: once or a month."""
    sentence: str
    verdict: Verdict
    steps: tuple[Step, ...]


class NegotiationService:
    """Negotiations, from the first talk to agreed terms."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk
        self.log = TaskLog(desk)

    # Reading

    def all(self, dropped: bool = True) -> list[Negotiation]:
        """Return the negotiations, newest first."""
        found = [one for one in self.desk.all(Negotiation) if dropped or one.dropped_at is None]
        return sorted(found, key=lambda one: one.id, reverse=True)

    def open_ones(self) -> list[Negotiation]:
        """Return the talks that are neither agreed nor dropped, newest first."""
        return [one for one in self.all() if self.stage(one) == "open"]

    def get(self, negotiation_id: str) -> Negotiation:
        """Return a negotiation; raise InputError when it is gone."""
        return self.desk.get(Negotiation, negotiation_id)

    def of_candidate(self, candidate: Candidate) -> list[Negotiation]:
        """Return the talks with a candidate, oldest first."""
        return self.desk.children(Negotiation, candidate=candidate.id)

    def stage(self, negotiation: Negotiation) -> NegotiationStage:
        """Return open, agreed or dropped."""
        return negotiation_stage(negotiation)

    def candidate(self, negotiation: Negotiation) -> Candidate:
        """Return whom the talks are with."""
        return self.desk.get(Candidate, negotiation.candidate)

    def brief(self, negotiation: Negotiation) -> Brief:
        """Return the brief the talks are about."""
        return self.desk.get(Brief, self.candidate(negotiation).brief)

    # Opening

    def why_not_open(self, candidate: Candidate) -> str | None:
        """Return why talks with a candidate cannot begin, or None."""
        if candidate.declined_at is not None:
            return f"{candidate.name} is declined; take that back first."
        if candidate.archived_at is not None:
            return f"{candidate.name} is archived; take that back first."
        return None

    def open(self, candidate: Candidate) -> Negotiation:
        """Begin talks with a candidate; talks that are open or agreed already are returned instead."""
        if why_not := self.why_not_open(candidate):
            raise NotYetError(why_not)
        known = [one for one in self.of_candidate(candidate) if one.dropped_at is None]
        if known:
            return known[-1]
        values: dict[str, Any] = {}
        brief = self.desk.find(Brief, candidate.brief)
        task = self.desk.find(Task, brief.task) if brief else None
        if task is not None and task.responsibility is not None:
            values["responsibility"] = task.responsibility
        if candidate.bids:
            # They named a price when they applied (S1-72).
            values["first_named_by"] = "them"
            values["ticks"] = {"not_first": self._tick(f"They asked {_asked(candidate.bids[-1])} when they applied")}
        negotiation = self.desk.new(Negotiation, candidate=candidate.id, **values)
        return self.desk.save_one(f"Talks with {candidate.name}", negotiation)

    # The checklist

    def checklist(self, negotiation: Negotiation) -> tuple[ChecklistLine, ...]:
        """Return the seven points with their evidence and what to mind (S1-71..77)."""
        ticks = negotiation.ticks
        labels = {one.key: one.label for one in loader.checklist()}
        lines = []
        for item in loader.checklist():
            key = next(one for one in CHECKLIST if one == item.key)
            tick = ticks.get(key)
            before = [labels[one] for one in item.after if one not in ticks]
            warning = "" if tick else item.warning
            if tick is None and before:
                warning = f"{warning} First: {listed(before)}."
            if key == "bidding" and tick is None:
                warning = self.bids(negotiation).rates.advice or warning
            lines.append(
                ChecklistLine(
                    key,
                    item.label,
                    item.hint,
                    tick.done_at if tick else None,
                    tick.evidence if tick else "",
                    "" if tick else self._evidence(negotiation, key),
                    warning,
                    item.note,
                )
            )
        return tuple(lines)

    def tick(self, negotiation: Negotiation, key: ChecklistKey, evidence: str = "") -> Negotiation:
        """Tick a point with what shows it; the records' own evidence is taken where none is typed (S1-71..77)."""
        item = loader.checklist_item(_point(key))
        shown = evidence.strip() or self._evidence(negotiation, key)
        if key == "market" and negotiation.market is None:
            raise NotYetError("The market range is not known yet; type low, typical, high and the source.")
        if key == "bidding" and (bids := self.bids(negotiation).rates).n < item.needs:
            raise NotYetError(bids.advice or item.warning)
        if key == "not_first" and negotiation.first_named_by != "them":
            said = "You named a price first" if negotiation.first_named_by == "me" else "Nobody has named a price yet"
            raise NotYetError(f"{said}; this point is done once they are the first.")
        if key == "listened" and not shown:
            raise NotYetError("Nothing is noted of what they want; write it down first.")
        if key == "no_low_ball":
            price = negotiation.my_price or (negotiation.terms.rate if negotiation.terms else None)
            if (warning := self.low_ball(negotiation, price)) is not None:
                raise NotYetError(f"{warning} Raise your offer, or leave this point open.")
        if not shown:
            raise InputError(f"Say what shows it: {item.evidence[:1].lower()}{item.evidence[1:]}.", field="evidence")
        ticks = {**negotiation.ticks, key: self._tick(shown)}
        return self._keep(negotiation, f"Tick {quoted(item.label)}", ticks=ticks)

    def untick(self, negotiation: Negotiation, key: ChecklistKey) -> Negotiation:
        """Open a point again."""
        label = loader.checklist_item(_point(key)).label
        ticks = {one: tick for one, tick in negotiation.ticks.items() if one != key}
        return self._keep(negotiation, f"Untick {quoted(label)}", ticks=ticks)

    def _evidence(self, negotiation: Negotiation, key: ChecklistKey) -> str:
        """Return what the records show for a point, or ""."""
        candidate = self.candidate(negotiation)
        if key == "engaged":
            given = [one.answered_at for one in candidate.answers.values() if one.answered_at is not None]
            given += [one.replied_at for one in candidate.messages if one.replied_at is not None]
            given += [candidate.test.returned_at] if candidate.test.returned_at else []
            return f"Talked on {formats.full_date(max(given))}" if given else ""
        if key == "market" and (market := negotiation.market) is not None:
            return _market_line(market)
        if key == "bidding":
            rates = self.bids(negotiation).rates
            if rates.low is None or rates.high is None or rates.middle is None:
                return ""
            return f"{counted(rates.n, 'bid')}: {_numbers(rates.low, rates.middle, rates.high)}"
        if key == "not_first" and negotiation.first_named_by == "them":
            bid = latest_bid(self.desk, candidate)
            return f"They asked {_asked(bid)}" if bid else "They named it first"
        if key == "listened":
            return ", ".join(negotiation.wants)
        if key == "value":
            return ", ".join(negotiation.value_said)
        if key == "no_low_ball" and negotiation.my_price is not None and negotiation.market is not None:
            low = negotiation.market.low
            return f"{negotiation.my_price.shown()} against {low.shown()}"
        return ""

    def _tick(self, evidence: str) -> Tick:
        return made(Tick, done_at=self.desk.now(), evidence=evidence)

    # The market and the bids

    def set_market(self, negotiation: Negotiation, low: Money, typical: Money, high: Money, source: str) -> Negotiation:
        """Note what others pay an hour and where that is from; ticks the point (S1-73)."""
        if len({low.currency, typical.currency, high.currency}) > 1:
            raise InputError("Low, typical and high must be in one currency.", field="low")
        if problem := range_problem(low.amount, typical.amount, high.amount):
            raise InputError(problem, field="low")
        if not source.strip():
            raise InputError("Say where the range is from; it counts for little without a source.", field="source")
        market = made(MarketRange, low=low, typical=typical, high=high, source=source, found_at=self.desk.now())
        ticks = {**negotiation.ticks, "market": self._tick(_market_line(market))}
        return self._keep(negotiation, "Market range", market=market, ticks=ticks)

    def clear_market(self, negotiation: Negotiation) -> Negotiation:
        """Forget the market range."""
        ticks = {key: tick for key, tick in negotiation.ticks.items() if key != "market"}
        return self._keep(negotiation, "Market range", market=None, ticks=ticks)

    def bid(self, negotiation: Negotiation, **values: Any) -> Negotiation:
        """Take down a bid of theirs; the first price of the talks is remembered with who named it (S1-72, S1-75)."""
        bid = new_bid(self.desk, values)
        changes: dict[str, Any] = {"bids": (*negotiation.bids, bid)}
        if negotiation.first_named_by is None:
            changes["first_named_by"] = "them"
            changes["ticks"] = {**negotiation.ticks, "not_first": self._tick(f"They asked {_asked(bid)}")}
        return self._keep(negotiation, f"Bid of {self.candidate(negotiation).name}", **changes)

    def their_bids(self, negotiation: Negotiation) -> list[Bid]:
        """Return their bids, the one they applied with first."""
        return all_bids(self.desk, self.candidate(negotiation))

    def bids(self, negotiation: Negotiation) -> BidSummary:
        """Return the latest bid of each candidate of the brief by the hour: low, middle, high, mean (S1-75, E32)."""
        return self.bids_of(self.brief(negotiation))

    def bids_of(self, brief: Brief) -> BidSummary:
        """Return the latest bid of each candidate of a brief (S1-75)."""
        quotes = Quotes(self.desk, self.log, brief)
        budget = amount_of(self.desk, quotes.settings, brief.budget)
        lines = []
        for candidate in self.desk.children(Candidate, brief=brief.id):
            quote = quotes.quote(candidate)
            if quote.bid is not None and candidate.archived_at is None:
                lines.append(BidLine(candidate, quote.bid, quote.rate, quote.price))
        over = [
            line.candidate.name
            for line in lines
            if budget is not None and line.price is not None and line.price > budget
        ]
        return BidSummary(tuple(lines), summarise(line.rate for line in lines if line.rate is not None), tuple(over))

    # My price

    def price_lock(self, negotiation: Negotiation) -> Guard:
        """Return whether my price is locked, why, and what to mind before it (N13)."""
        return guard(
            their_price_known=bool(self.their_bids(negotiation)),
            market_known=negotiation.market is not None,
            engaged="engaged" in negotiation.ticks,
            bids=self.bids(negotiation).rates.n,
            unlock_reason=negotiation.unlock_reason,
        )

    def name_price(self, negotiation: Negotiation, price: Money, reason: str = "") -> Negotiation:
        """Name my price for an hour; locked until theirs is known, unless `reason` says why not (S1-72, N13)."""
        if price.amount <= 0:
            raise InputError("Your price must be above zero.", field="my_price")
        known = bool(self.their_bids(negotiation))
        lock = self.price_lock(negotiation)
        if lock.locked and not reason.strip():
            raise RuleError(lock.reason, field="reason")
        changes: dict[str, Any] = {"my_price": price, "my_price_at": self.desk.now()}
        if not known and reason.strip():
            changes["unlock_reason"] = reason
        if negotiation.first_named_by is None:
            changes["first_named_by"] = "them" if known else "me"
        return self._keep(negotiation, "My price", **changes)

    def clear_price(self, negotiation: Negotiation) -> Negotiation:
        """Take my price back."""
        changes: dict[str, Any] = {"my_price": None, "my_price_at": None, "unlock_reason": ""}
        if negotiation.first_named_by == "me":
            changes["first_named_by"] = "them" if self.their_bids(negotiation) else None
        return self._keep(negotiation, "My price", **changes)

    def low_ball(
        self, negotiation: Negotiation, rate: Money | None, *, amount: Money | None = None, hours: Decimal | None = None
    ) -> str | None:
        """Return a warning when an offer lies below the market's low end, by its rate or what it comes to (S1-77)."""
        market = self.market_range(negotiation)
        settings = self.desk.settings
        return low_ball_warning(
            market,
            amount_of(self.desk, settings, rate),
            amount=amount_of(self.desk, settings, amount),
            hours=hours,
        )

    def market_range(self, negotiation: Negotiation) -> Range | None:
        """Return the market range in my currency; None when it is not known or no exchange rate is set (S1-73)."""
        if negotiation.market is None:
            return None
        settings = self.desk.settings
        ends = [
            amount_of(self.desk, settings, one)
            for one in (negotiation.market.low, negotiation.market.typical, negotiation.market.high)
        ]
        low, typical, high = ends
        return None if low is None or typical is None or high is None else Range(low, typical, high)

    def walk_away(self, negotiation: Negotiation) -> WalkAway:
        """Return the price at which nothing is left of the net value, against what they ask (P*)."""
        quotes = Quotes(self.desk, self.log, self.brief(negotiation))
        candidate = self.candidate(negotiation)
        quote = quotes.quote(candidate)
        verdict, their_price, their_rate = quote.verdict, quote.price, quote.rate
        if negotiation.terms is not None:
            verdict, their_price, their_rate = self._at_terms(quotes, candidate, negotiation.terms, quote)
        period = "once" if quote.one_off else "a month"
        walk = verdict.walk.total
        beyond = False
        if walk is None:
            mine = ("hourly_value", "hours", "ratio", "reserve_share")
            blocking = [part.sentence for part in verdict.missing if part.key in mine]
            if blocking:
                sentence = f"The walk-away price is not known yet. {blocking[0]}"
            else:
                beyond = True
                sentence = "It frees no time, so no price makes it worth while."
        else:
            amount = Money(walk, quotes.settings.currency).shown()
            sentence = f"Walk away above {amount} {period}."
            if verdict.walk.quote is not None:
                shown = Money(verdict.walk.quote, quotes.settings.currency).shown()
                sentence = f"Walk away above {shown} an hour, {amount} {period} with fees."
            if their_price is not None and their_price > walk:
                beyond = True
                over = Money(their_price - walk, quotes.settings.currency).shown()
                sentence += f" They ask {over} {period} more than that."
        return WalkAway(
            walk,
            verdict.walk.quote,
            verdict.walk.all_in,
            their_price,
            their_rate,
            beyond,
            period,
            sentence,
            verdict,
            verdict.steps,
        )

    def _at_terms(
        self, quotes: Quotes, candidate: Candidate, terms: Terms, quote: Quote
    ) -> tuple[Verdict, Decimal | None, Decimal | None]:
        inputs = quotes.inputs(candidate, terms)
        verdict = judge(inputs)
        rate = inputs.ask.rate if terms.model == "hourly" else quote.rate
        return verdict, verdict.price, rate

    def own_price(self, negotiation: Negotiation) -> Decimal | None:
        """Return the price I named, in my currency."""
        return amount_of(self.desk, self.desk.settings, negotiation.my_price)

    # What they want, what I said

    def add_want(self, negotiation: Negotiation, text: str) -> Negotiation:
        """Note something they want besides money; ticks the point (S1-76)."""
        if not text.strip():
            raise InputError("Write what they want.", field="want")
        wants = (*negotiation.wants, text)
        ticks = {**negotiation.ticks, "listened": self._tick(", ".join(wants))}
        return self._keep(negotiation, "What they want", wants=wants, ticks=ticks)

    def remove_want(self, negotiation: Negotiation, index: int) -> Negotiation:
        """Take out a note by its place, from 0."""
        wants = _without(negotiation.wants, index)
        ticks = dict(negotiation.ticks)
        if not wants:
            ticks.pop("listened", None)
        return self._keep(negotiation, "What they want", wants=wants, ticks=ticks)

    def add_value(self, negotiation: Negotiation, text: str) -> Negotiation:
        """Note which of my reasons I named; ticks the point (S1-74)."""
        if not text.strip():
            raise InputError("Write what you told them they gain.", field="value")
        said = (*negotiation.value_said, text)
        ticks = {**negotiation.ticks, "value": self._tick(", ".join(said))}
        return self._keep(negotiation, "What they gain", value_said=said, ticks=ticks)

    def remove_value(self, negotiation: Negotiation, index: int) -> Negotiation:
        """Take out a reason by its place, from 0."""
        said = _without(negotiation.value_said, index)
        ticks = dict(negotiation.ticks)
        if not said:
            ticks.pop("value", None)
        return self._keep(negotiation, "What they gain", value_said=said, ticks=ticks)

    def value_to_say(self, negotiation: Negotiation) -> tuple[str, ...]:
        """Return what the brief offers and has not been named yet (S1-74)."""
        offers = self.brief(negotiation).propositions
        said = set(negotiation.value_said)
        return tuple(one.short for one in loader.value_propositions() if one.key in offers and one.short not in said)

    def set_responsibility(self, negotiation: Negotiation, **values: Any) -> Negotiation:
        """Say who answers to the client, and on whose contract (S0-11..15)."""
        card = settled(negotiation.responsibility or made(Responsibility), self.desk.now(), **values)
        return self._keep(negotiation, "Whose contract", responsibility=card)

    def note(self, negotiation: Negotiation, text: str) -> Negotiation:
        """Write a note on the talks."""
        return self._keep(negotiation, "Note on the talks", note=text)

    # Terms

    def default_terms(self, negotiation: Negotiation) -> Terms:
        """Return terms to begin with: their latest bid at my price, the brief's revisions, a reserve of a fifth."""
        candidate, brief = self.candidate(negotiation), self.brief(negotiation)
        quote = Quotes(self.desk, self.log, brief).quote(candidate)
        return first_terms(self.desk, brief, candidate, quote, negotiation.my_price)

    def set_terms(self, negotiation: Negotiation, **values: Any) -> Negotiation:
        """Write terms down; what is not said is taken from their bid at first and stays as it was later."""
        if negotiation.agreed_at is not None:
            raise NotYetError("These terms are agreed; take the agreement back to change them.")
        terms = edited(negotiation.terms or self.default_terms(negotiation), **values)
        check_terms(terms)
        return self._keep(negotiation, "Terms", terms=terms)

    def why_not_agree(self, negotiation: Negotiation) -> str | None:
        """Return what is missing before terms can be agreed, or None."""
        if negotiation.agreed_at is not None:
            return "These terms are agreed already."
        if negotiation.dropped_at is not None:
            return "These talks were dropped; take them up again first."
        terms = negotiation.terms
        if terms is None:
            return "There are no terms yet; write them down first."
        missing = missing_price(terms)
        return f"The terms lack {listed(missing)}; type what you agreed on." if missing else None

    def objections(self, negotiation: Negotiation) -> tuple[str, ...]:
        """Return the rules the terms go against, one sentence each; agreeing anyway wants a reason (S1-71..77)."""
        found: list[str] = []
        terms = negotiation.terms
        if terms is not None:
            hours = terms.hours
            if hours is None:
                quotes = Quotes(self.desk, self.log, self.brief(negotiation))
                hours = quotes.quote(self.candidate(negotiation)).their_hours
            if warning := self.low_ball(
                negotiation,
                terms.rate if terms.model == "hourly" else None,
                amount=terms.amount if terms.model in ("project", "flat") else None,
                hours=hours,
            ):
                found.append(warning)
            walk = self.walk_away(negotiation)
            if walk.beyond:
                found.append(walk.sentence)
        still_open = [line.label for line in self.checklist(negotiation) if not line.done and line.key != "no_low_ball"]
        if still_open:
            found.append(f"{counted(len(still_open), 'point')} of the checklist open: {listed(still_open)}.")
        return tuple(found)

    def agree(self, negotiation: Negotiation, reason: str = "") -> Negotiation:
        """Agree on the terms; going against a rule wants a reason, which is kept (S1-77)."""
        if why_not := self.why_not_agree(negotiation):
            raise NotYetError(why_not, field="terms")
        against = self.objections(negotiation)
        if against and not reason.strip():
            raise RuleError(f"{against[0]} Say why you agree anyway.", field="reason")
        changes: dict[str, Any] = {"agreed_at": self.desk.now(), "agreed_reason": reason if against else ""}
        fair = negotiation.market is not None and not any("low end" in one for one in against)
        if fair and "no_low_ball" not in negotiation.ticks:
            changes["ticks"] = {**negotiation.ticks, "no_low_ball": self._tick("The terms hold against the low end")}
        return self._keep(negotiation, f"Agree with {self.candidate(negotiation).name}", **changes)

    def reopen(self, negotiation: Negotiation) -> Negotiation:
        """Take up talks that were agreed or dropped; raise NotYetError once work began on them."""
        if self.desk.children(Engagement, negotiation=negotiation.id):
            raise NotYetError("An engagement rests on these terms; end it before you talk again.")
        return self._keep(
            negotiation, "Talk again", agreed_at=None, agreed_reason="", dropped_at=None, dropped_reason=""
        )

    def drop(self, negotiation: Negotiation, reason: str) -> Negotiation:
        """Break talks off with a reason."""
        if not reason.strip():
            raise InputError("Say why you break the talks off; it helps next time.", field="reason")
        if self.desk.children(Engagement, negotiation=negotiation.id):
            raise NotYetError("An engagement rests on these terms; end it instead.")
        return self._keep(
            negotiation, "Drop the talks", dropped_at=self.desk.now(), dropped_reason=reason, agreed_at=None
        )

    def delete(self, negotiation: Negotiation) -> None:
        """Delete talks; raise NotYetError once work began on them."""
        if self.desk.children(Engagement, negotiation=negotiation.id):
            raise NotYetError("An engagement rests on these terms; delete or end it first.")
        self.desk.save("Delete the talks", delete=[negotiation])

    def _keep(self, negotiation: Negotiation, label: str, **values: Any) -> Negotiation:
        return self.desk.save_one(label, edited(negotiation, **values))


def _point(key: str) -> ChecklistKey:
    for known in CHECKLIST:
        if known == key:
            return known
    raise InputError(f"“{key}” is not a point of the checklist; use {listed(CHECKLIST, 'or')}.", field="point")


def _numbers(*amounts: Decimal) -> str:
    return " / ".join(shown_number(one) for one in amounts)


def _market_line(market: MarketRange) -> str:
    ends = _numbers(market.low.amount, market.typical.amount, market.high.amount)
    return f"{ends} {market.low.currency} an hour, {market.source}"


def _asked(bid: Bid) -> str:
    if bid.model == "hourly" and bid.rate is not None:
        return f"{bid.rate.shown()} an hour"
    if bid.model == "percentage" and bid.share is not None and bid.budget is not None:
        return f"{shown_number(bid.share * 100)} % of {bid.budget.shown()}"
    return bid.amount.shown() if bid.amount is not None else "a price"


def _without(items: Iterable[str], index: int) -> tuple[str, ...]:
    rows = list(items)
    if not 0 <= index < len(rows):
        raise InputError("That note is no longer there; it may have been removed elsewhere.")
    del rows[index]
    return tuple(rows)
