"""The seven points of a negotiation: what shows each, what to mind, and when one may be ticked (S1-71..77)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from outsource_tui.domain import formats
from outsource_tui.domain.arithmetic import shown_number
from outsource_tui.domain.candidate import Bid
from outsource_tui.domain.market import LEAST_BIDS
from outsource_tui.domain.negotiation import CHECKLIST, ChecklistKey, MarketRange
from outsource_tui.playbook import loader
from outsource_tui.services.phrases import counted, listed
from outsource_tui.services.talk_view import TalkView


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


def checklist(view: TalkView) -> tuple[ChecklistLine, ...]:
    """Return the seven points with their evidence and what to mind (S1-71..77)."""
    ticks = view.negotiation.ticks
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
            warning = view.bids.rates.advice or warning
        lines.append(
            ChecklistLine(
                key,
                item.label,
                item.hint,
                tick.done_at if tick else None,
                tick.evidence if tick else "",
                "" if tick else evidence(view, key),
                warning,
                item.note,
            )
        )
    return tuple(lines)


def evidence(view: TalkView, key: ChecklistKey) -> str:
    """Return what the records show for a point, or ""."""
    negotiation, candidate = view.negotiation, view.candidate
    if key == "engaged":
        given = [one.answered_at for one in candidate.answers.values() if one.answered_at is not None]
        given += [one.replied_at for one in candidate.messages if one.replied_at is not None]
        given += [candidate.test.returned_at] if candidate.test.returned_at else []
        return f"Talked on {formats.full_date(max(given))}" if given else ""
    if key == "market" and (market := negotiation.market) is not None:
        return market_line(market)
    if key == "bidding":
        rates = view.bids.rates
        if rates.low is None or rates.high is None or rates.middle is None:
            return ""
        return f"{counted(rates.n, 'bid')}: {_numbers(rates.low, rates.middle, rates.high)}"
    if key == "not_first" and negotiation.first_named_by == "them":
        return f"They asked {asked(view.their_bids[-1])}" if view.their_bids else "They named it first"
    if key == "listened":
        return ", ".join(negotiation.wants)
    if key == "value":
        return ", ".join(negotiation.value_said)
    if key == "no_low_ball" and negotiation.my_price is not None and negotiation.market is not None:
        low = negotiation.market.low
        return f"{negotiation.my_price.shown()} against {low.shown()}"
    return ""


def why_not_tick(view: TalkView, key: ChecklistKey, shown: str) -> str | None:
    """Return why a point cannot be ticked with what is `shown` for it, or None (S1-71..77)."""
    negotiation = view.negotiation
    if key == "market" and negotiation.market is None:
        return "The market range is not known yet; type low, typical, high and the source."
    if key == "bidding":
        return None if view.bids.rates.n >= LEAST_BIDS else view.bids.rates.advice
    if key == "not_first" and negotiation.first_named_by != "them":
        said = "You named a price first" if negotiation.first_named_by == "me" else "Nobody has named a price yet"
        return f"{said}; this point is done once they are the first."
    if key == "listened" and not shown:
        return "Nothing is noted of what they want; write it down first."
    if key == "no_low_ball":
        warning = view.low_ball(negotiation.my_price or (negotiation.terms.rate if negotiation.terms else None))
        return f"{warning} Raise your offer, or leave this point open." if warning else None
    return None


def _numbers(*amounts: Decimal) -> str:
    return " / ".join(shown_number(one) for one in amounts)


def market_line(market: MarketRange) -> str:
    """Return a market range in words: low, typical, high, and where it is from."""
    ends = _numbers(market.low.amount, market.typical.amount, market.high.amount)
    return f"{ends} {market.low.currency} an hour, {market.source}"


def asked(bid: Bid) -> str:
    """Return a price they named in words."""
    if bid.model == "hourly" and bid.rate is not None:
        return f"{bid.rate.shown()} an hour"
    if bid.model == "percentage" and bid.share is not None and bid.budget is not None:
        return f"{shown_number(bid.share * 100)} % of {bid.budget.shown()}"
    return bid.amount.shown() if bid.amount is not None else "a price"
