"""An engagement: agreed work with its contract, milestones, check-ins, deliveries, revisions and payments."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from outsource_tui.domain.brief import Call, LegalDocument, Standard
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Terms
from outsource_tui.domain.record import Embedded, Id, Line, Record, Text, Time
from outsource_tui.domain.task import Amount, Responsibility, Shortfall

Care = Literal["mastery", "autonomy", "purpose"]
CARES: tuple[Care, ...] = ("mastery", "autonomy", "purpose")


class Milestone(Embedded):
    """A part of the work with its date and its price."""

    title: Line
    due: date | None = None
    amount: Money | None = None
    accepted_at: Time | None = None


class StandardCheck(Embedded):
    """One standard at one delivery: met, not met, or not looked at yet (N16); `id` is the standard's."""

    met: bool | None = None
    note: Line = ""


class Delivery(Embedded):
    """Something they handed in."""

    title: Line
    milestone: Id | None = None
    delivered_at: Time
    checks: tuple[StandardCheck, ...] = ()
    review_minutes: int | None = Field(default=None, ge=0)
    """My minutes on reviewing it, where no entry tells (S0-06)."""
    accepted_at: Time | None = None
    finished_myself_at: Time | None = None
    """I chose to finish it myself, which counts as a miss (S2-08)."""
    note: Text = ""


class RevisionRound(Embedded):
    """What is wrong, an example, what I want, by when (S1-83)."""

    delivery: Id
    asked_at: Time
    wrong: Text
    example: Text = ""
    wanted: Text
    by: date | None = None
    returned_at: Time | None = None


class CheckIn(Embedded):
    """A talk: what was said, the feedback they gave, what stands in their way (S1-78, S1-79)."""

    at: Time
    note: Text = ""
    feedback: Text = ""
    road_blocks: tuple[Line, ...] = ()
    minutes: int | None = Field(default=None, ge=0)


class CareNote(Embedded):
    """Something done for their mastery, autonomy or purpose (S1-80..82)."""

    care: Care
    at: Time
    note: Line = ""


class Feeling(Embedded):
    """Did it make my week easier or harder (S2-02)."""

    at: Time
    answer: Literal["easier", "same", "harder"]
    note: Line = ""


class Payment(Embedded):
    """Money that is due or was paid."""

    amount: Money
    due: date | None = None
    paid_at: Time | None = None
    milestone: Id | None = None
    from_reserve: bool = False
    note: Line = ""


class TheirHours(Embedded):
    """Hours they reported."""

    at: Time
    hours: Amount
    note: Line = ""
    from_reserve: bool = False


class AskedAnyway(Embedded):
    """The client asked me although it is not mine to answer (S0-14)."""

    at: Time
    minutes: int = Field(default=0, ge=0)
    about: Line = ""


class Rest(Embedded):
    """A time without work between the start and the end: a pause that is over, or an end that was taken back."""

    since: Time
    until: Time


class Engagement(Record):
    """Agreed work with one person; child of a negotiation, or of a candidate whom I know and did not haggle with."""

    title: Line
    negotiation: Id | None = None
    candidate: Id | None = None
    task: Id | None = None
    terms: Terms = Field(default_factory=Terms)
    responsibility: Responsibility = Field(default_factory=Responsibility)
    legal: tuple[LegalDocument, ...] = ()
    calls: tuple[Call, ...] = ()
    standards: tuple[Standard, ...] = ()
    delivery_state: Line = ""
    check_in_days: int = Field(default=7, ge=1, le=366)
    started_at: Time | None = None
    paused_at: Time | None = None
    """Since when it rests now."""
    rests: tuple[Rest, ...] = ()
    ended_at: Time | None = None
    milestones: tuple[Milestone, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    rounds: tuple[RevisionRound, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    cares: tuple[CareNote, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    payments: tuple[Payment, ...] = ()
    their_hours: tuple[TheirHours, ...] = ()
    asked_anyway: tuple[AskedAnyway, ...] = ()
    brief_completeness: int | None = None
    """In percent, when it was posted or agreed (S2-04)."""
    tested: int = Field(default=0, ge=0)
    """How many candidates were tested (S2-05)."""
    baseline_hours: Decimal | None = None
    """My hours a month on the task, frozen at the start."""
    predicted_overhead: Decimal | None = None
    """Own hours a month the verdict expected."""
    over_limit_reason: Shortfall | None = None
    over_limit_text: Line = ""
    """Why I opened one more than my limit (N03)."""
    strategies_checked_at: Time | None = None
    """When I last went through the three strategies (S2-03)."""
    note: Text = ""
