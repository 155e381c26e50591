"""A negotiation: the checklist, market range, bids and agreed terms with one candidate."""

from datetime import date
from typing import Literal

from pydantic import Field

from outsource_tui.domain.candidate import Bid
from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Id, Line, Part, Record, Text, Time
from outsource_tui.domain.task import Amount, Fraction, PriceModel, Responsibility

ChecklistKey = Literal["engaged", "not_first", "market", "value", "bidding", "listened", "no_low_ball"]
CHECKLIST: tuple[ChecklistKey, ...] = ("engaged", "not_first", "market", "value", "bidding", "listened", "no_low_ball")


class Tick(Part):
    """A done point of the checklist: when, and what shows it (S1-71..77)."""

    done_at: Time
    evidence: Line = ""


class MarketRange(Part):
    """What others pay an hour: low, typical, high, and where that is from (S1-73)."""

    low: Money
    typical: Money
    high: Money
    source: Line
    found_at: Time


class Terms(Part):
    """What we agreed on."""

    model: PriceModel = "hourly"
    rate: Money | None = None
    hours: Amount | None = None
    """Their hours a month, or once."""
    amount: Money | None = None
    period: Literal["once", "week", "month", "quarter", "year"] = "month"
    share: Fraction | None = None
    budget: Money | None = None
    fee: Fraction | None = None
    start: date | None = None
    scope: Text = ""
    revisions: int = Field(default=2, ge=0, le=99)
    reserve_hours: Amount | None = None
    stop_loss_hours: Amount | None = None
    """After so many of their hours "not possible" must have been said (N15)."""
    stop_loss_amount: Money | None = None


class Negotiation(Record):
    """Talks with one candidate, until terms are agreed or dropped."""

    candidate: Id
    ticks: dict[ChecklistKey, Tick] = Field(default_factory=dict)
    market: MarketRange | None = None
    bids: tuple[Bid, ...] = ()
    """Their bids in these talks, after the one they applied with."""
    my_price: Money | None = None
    """An hour, in my offer."""
    my_price_at: Time | None = None
    unlock_reason: Line = ""
    """Why I named a price before theirs was known (N13)."""
    first_named_by: Literal["me", "them"] | None = None
    wants: tuple[Line, ...] = ()
    """What they want besides money (S1-76)."""
    value_said: tuple[Line, ...] = ()
    terms: Terms | None = None
    agreed_at: Time | None = None
    agreed_reason: Line = ""
    """Why the terms were agreed against a rule, such as a low-ball offer."""
    dropped_at: Time | None = None
    dropped_reason: Line = ""
    responsibility: Responsibility | None = None
    note: Text = ""
