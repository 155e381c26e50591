"""What can be done in talks with one candidate, from the first word to agreed terms; each verb can be undone."""

from collections.abc import Iterable
from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.market import range_problem
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import CHECKLIST, ChecklistKey, MarketRange, Negotiation, Tick
from outsource_tui.domain.stages import NegotiationStage, negotiation_stage
from outsource_tui.domain.task import Responsibility, Task
from outsource_tui.playbook import loader
from outsource_tui.services.candidates import new_bid
from outsource_tui.services.checklist import asked, checklist, market_line, why_not_tick
from outsource_tui.services.checklist import evidence as evidence_of
from outsource_tui.services.contracts import settled
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import counted, listed, quoted
from outsource_tui.services.talk_view import TalkView
from outsource_tui.services.task_figures import TaskLog
from outsource_tui.services.terms import check_terms, missing_price


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

    def view(self, negotiation: Negotiation) -> TalkView:
        """Return the talks with their figures as the records stand now, each worked out once."""
        return TalkView(self.desk, self.log, negotiation)

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
            values["ticks"] = {"not_first": self._tick(f"They asked {asked(candidate.bids[-1])} when they applied")}
        negotiation = self.desk.new(Negotiation, candidate=candidate.id, **values)
        return self.desk.save_one(f"Talks with {candidate.name}", negotiation)

    # The checklist

    def tick(self, negotiation: Negotiation, key: ChecklistKey, evidence: str = "") -> Negotiation:
        """Tick a point with what shows it; the records' own evidence is taken where none is typed (S1-71..77)."""
        item, view = loader.checklist_item(_point(key)), self.view(negotiation)
        shown = evidence.strip() or evidence_of(view, key)
        if why_not := why_not_tick(view, key, shown):
            raise NotYetError(why_not)
        if not shown:
            raise InputError(f"Say what shows it: {item.evidence[:1].lower()}{item.evidence[1:]}.", field="evidence")
        ticks = {**negotiation.ticks, key: self._tick(shown)}
        return self._keep(negotiation, f"Tick {quoted(item.label)}", ticks=ticks)

    def untick(self, negotiation: Negotiation, key: ChecklistKey) -> Negotiation:
        """Open a point again."""
        label = loader.checklist_item(_point(key)).label
        ticks = {one: tick for one, tick in negotiation.ticks.items() if one != key}
        return self._keep(negotiation, f"Untick {quoted(label)}", ticks=ticks)

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
        ticks = {**negotiation.ticks, "market": self._tick(market_line(market))}
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
            changes["ticks"] = {**negotiation.ticks, "not_first": self._tick(f"They asked {asked(bid)}")}
        return self._keep(negotiation, f"Bid of {self.candidate(negotiation).name}", **changes)

    # My price

    def name_price(self, negotiation: Negotiation, price: Money, reason: str = "") -> Negotiation:
        """Name my price for an hour; locked until theirs is known, unless `reason` says why not (S1-72, N13)."""
        if price.amount <= 0:
            raise InputError("Your price must be above zero.", field="my_price")
        view = self.view(negotiation)
        known, lock = bool(view.their_bids), view.lock
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
            changes["first_named_by"] = "them" if self.view(negotiation).their_bids else None
        return self._keep(negotiation, "My price", **changes)

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
        offers = self.view(negotiation).brief.propositions
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

    def set_terms(self, negotiation: Negotiation, **values: Any) -> Negotiation:
        """Write terms down; what is not said is taken from their bid at first and stays as it was later."""
        if negotiation.agreed_at is not None:
            raise NotYetError("These terms are agreed; take the agreement back to change them.")
        terms = edited(negotiation.terms or self.view(negotiation).first_terms, **values)
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
        missing = [f"the {name}" for name in missing_price(terms)]
        return f"The terms lack {listed(missing)}; type what you agreed on." if missing else None

    def objections(self, negotiation: Negotiation) -> tuple[str, ...]:
        """Return the rules the terms go against, one sentence each; agreeing anyway wants a reason (S1-71..77)."""
        found: list[str] = []
        view, terms = self.view(negotiation), negotiation.terms
        if terms is not None:
            if warning := view.low_ball(
                terms.rate if terms.model == "hourly" else None,
                amount=terms.amount if terms.model in ("project", "flat") else None,
                hours=terms.hours if terms.hours is not None else view.quote.their_hours,
            ):
                found.append(warning)
            if view.walk.beyond:
                found.append(view.walk.sentence)
        still_open = [line.label for line in checklist(view) if not line.done and line.key != "no_low_ball"]
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


def _without(items: Iterable[str], index: int) -> tuple[str, ...]:
    rows = list(items)
    if not 0 <= index < len(rows):
        raise InputError("That note is no longer there; it may have been removed elsewhere.")
    del rows[index]
    return tuple(rows)
