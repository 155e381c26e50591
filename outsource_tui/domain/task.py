"""A task: a piece of work that might be outsourced, with its review, its cross-outs and its verdict."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Line, Part, Record, Score, Text, Time

Amount = Annotated[Decimal, Field(ge=0, le=Decimal(10) ** 9, allow_inf_nan=False)]
"""A number of hours, persons, repeats or a factor: not negative, finite."""
Fraction = Annotated[Decimal, Field(ge=0, le=1, allow_inf_nan=False)]
"""A share from 0 to 1."""

Answer = Literal["yes", "no", "maybe"]
QuestionKey = Literal["dislike", "unskilled", "postponed", "time_share", "stress_share", "cheaper"]
CrossOutKey = Literal["not_needed", "no_better_use", "vital", "good_enough", "too_expensive", "risk"]
Shortfall = Literal["skill", "speed", "time", "dislike", "other"]
PriceModel = Literal["hourly", "project", "flat", "percentage"]
Structure = Literal["under_me", "with_client", "no_client"]
Answerable = Literal["me", "them", "client"]
SupplierKind = Literal["generalist", "specialist", "manager", "agency"]

QUESTIONS: tuple[QuestionKey, ...] = ("dislike", "unskilled", "postponed", "time_share", "stress_share", "cheaper")
CROSS_OUTS: tuple[CrossOutKey, ...] = ("not_needed", "no_better_use", "vital", "good_enough", "too_expensive", "risk")


class ReviewAnswer(Part):
    """What I answered to one of the six questions, and when (S1-12)."""

    answer: Answer
    answered_at: Time
    note: Line = ""


class CrossOut(Part):
    """A criterion that speaks against outsourcing: standing, or overruled with a reason (N07)."""

    stands: bool
    decided_at: Time
    reason: Line = ""
    look_again: date | None = None


class Decision(Part):
    """The verdict I took, why, and when to look at it again."""

    verdict: Literal["drop", "keep", "outsource"]
    decided_at: Time
    reason: Line = ""
    look_again: date | None = None
    hours: Amount | None = None
    """Hours a month it was about when I decided: what a drop frees."""


class Offer(Part):
    """What I expect or was quoted; the inputs of the verdict that somebody else sets (S3-10)."""

    model: PriceModel = "hourly"
    rate: Money | None = None
    """An hour of theirs."""
    amount: Money | None = None
    """The price of the project or of one period."""
    period: Literal["once", "week", "month", "quarter", "year"] = "month"
    share: Fraction | None = None
    budget: Money | None = None
    fee: Fraction = Decimal(0)
    """Platform fee on top."""
    source: Literal["estimate", "quote", "agreed"] = "estimate"
    pinned: bool = False
    """What I typed stands although a bid or agreed terms say otherwise; without it those are taken."""


class Estimates(Part):
    """Own inputs of the verdict; None takes what was measured, else the default from the settings."""

    hours: Amount | None = None
    """My hours a month (a one-off: once), where the log does not tell yet."""
    hours_ratio: Amount | None = None
    """Their hours for one of mine (S0-10)."""
    review_share: Annotated[Decimal, Field(ge=0, le=10)] | None = None
    coordination_hours: Amount | None = None
    """Hours a week and person."""
    persons: Annotated[int, Field(ge=1, le=1000)] = 1
    set_up_hours: Amount | None = None
    test_fees: Money | None = None
    reserve_share: Fraction | None = None
    billing_lost: Money | None = None
    """What I no longer bill when the client contracts them directly."""
    review_promised: Fraction | None = None
    """Review I still promise under the client's own contract."""


class Choice(Part):
    """One answered question of a decision aid, such as freelancer or agency (S3-01)."""

    key: Line
    answer: Line


class SupplierDecision(Part):
    """Generalist, specialist, manager or agency, with the answers it rests on (S1-38, S3)."""

    kind: SupplierKind
    answers: tuple[Choice, ...] = ()
    freelancer_sum: int | None = None
    agency_sum: int | None = None
    reason: Line = ""
    decided_at: Time


class Responsibility(Part):
    """Who answers to the client for work, dates and process, and on whose contract (S0-11..15, N14)."""

    structure: Structure = "under_me"
    work: Answerable = "me"
    dates: Answerable = "me"
    process: Answerable = "me"
    consent_seen: bool = False
    """The client agreed in writing that somebody else works on it."""
    exclusive: bool | None = None
    """The portion is one skill of its own; None takes it from the answers and the kind of work (S0-11)."""
    mark_up: Fraction | None = None
    """Share charged on top for managing."""
    decided_at: Time | None = None


class ClientAnswer(Part):
    """What the client said to a question asked before the project started (S0-17)."""

    question: Line
    answer: Text = ""
    asked_at: Time | None = None


class Task(Record):
    """A recurring or one-off piece of work that might be outsourced."""

    title: Line
    note: Text = ""
    category: Line = ""
    """Kind of work: design, copywriting, development, administration, ... (S2-01)."""
    origin: Literal["own", "client"] = "own"
    """`client`: a portion of a client's project (S0-01)."""
    client: Line = ""
    project: Line = ""
    recurrence: Literal["recurring", "once"] = "recurring"
    activities: tuple[str, ...] = ()
    """Normalised texts whose entries belong here, so that later entries are linked as they arrive."""
    liking: Score | None = None
    skill: Score | None = None
    wants_to_improve: bool | None = None
    needed_skill: Score | None = None
    """The level the work needs; my skill at or above it is good enough (X4)."""
    postponed: int = Field(default=0, ge=0)
    better_use: Line = ""
    """What I would do with the time instead (S1-03)."""
    better_use_value: Money | None = None
    """What an hour of that is worth; None counts as my hourly value."""
    important: bool | None = None
    personal: bool | None = None
    """I would rather do it myself; with `important` it is vital (X3)."""
    impact: Score | None = None
    likelihood: Score | None = None
    shortfall: Shortfall | None = None
    shortfall_text: Line = ""
    answers: dict[QuestionKey, ReviewAnswer] = Field(default_factory=dict)
    reviewed_at: Time | None = None
    cross_outs: dict[CrossOutKey, CrossOut] = Field(default_factory=dict)
    crossed_at: Time | None = None
    """When the cross-out pass was finished (S1-13)."""
    decision: Decision | None = None
    earlier_decisions: tuple[Decision, ...] = ()
    offer: Offer = Field(default_factory=Offer)
    estimates: Estimates = Field(default_factory=Estimates)
    supplier: SupplierDecision | None = None
    responsibility: Responsibility | None = None
    client_answers: tuple[ClientAnswer, ...] = ()
    baseline_hours: Amount | None = None
    """My hours a month, frozen when an engagement started."""
    baseline_at: Time | None = None
    archived_at: Time | None = None
