"""Terms: what to begin with, what cannot be, and what they lack before anybody can agree on them."""

from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Terms
from outsource_tui.services.amounts import above_zero
from outsource_tui.services.asks import Quote, fee_of
from outsource_tui.services.desk import Desk, made


def first_terms(desk: Desk, brief: Brief, candidate: Candidate, quote: Quote, my_price: Money | None = None) -> Terms:
    """Return terms to begin with: the bid of the quote, at my price an hour where I named one, and a reserve (S2-06).

    Revisions and scope are those of the brief. What a one-off task costs is paid once.
    """
    bid = quote.bid
    values: dict[str, Any] = {
        "fee": fee_of(desk, candidate) or None,
        "revisions": brief.revisions_included,
        "scope": brief.what,
    }
    if bid is not None:
        values |= {
            "model": bid.model,
            "rate": bid.rate,
            "hours": bid.hours,
            "amount": bid.amount,
            "period": "once" if quote.one_off else bid.period,
            "share": bid.share,
            "budget": bid.budget,
        }
    if my_price is not None and values.get("model", "hourly") == "hourly":
        values["rate"] = my_price
    hours = values.get("hours") or quote.their_hours
    if hours:
        values["reserve_hours"] = hours * desk.settings.reserve_share
    return made(Terms, **values)


def check_terms(terms: Terms) -> None:
    """Raise InputError for a price that cannot be."""
    above_zero(terms.rate, "rate", "The rate")
    above_zero(terms.amount, "amount", "The price")
    above_zero(terms.budget, "budget", "The budget")
    above_zero(terms.stop_loss_amount, "stop_loss_amount", "The limit")


def missing_price(terms: Terms) -> list[str]:
    """Return the fields the price lacks for how it is asked, such as `share` and `budget`."""
    needed = {
        "hourly": (("rate", terms.rate),),
        "project": (("amount", terms.amount),),
        "flat": (("amount", terms.amount),),
        "percentage": (("share", terms.share), ("budget", terms.budget)),
    }[terms.model]
    return [name for name, value in needed if value is None]
