"""A candidate: somebody who applied or whom I know, with scores, answers, a test and bids."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Embedded, Id, Line, Part, Record, Score, Text, Time
from outsource_tui.domain.task import Amount, Fraction, PriceModel, SupplierKind

Criterion = Literal["speed", "effort", "skills", "credibility", "answers", "test"]
CRITERIA: tuple[Criterion, ...] = ("speed", "effort", "skills", "credibility", "answers", "test")
AnswerKey = Literal["own_words", "approach", "success", "past_work"]
ANSWERS: tuple[AnswerKey, ...] = ("own_words", "approach", "success", "past_work")


class BreakdownRow(Embedded):
    """One line of the hourly breakdown they gave (S1-62)."""

    what: Line
    hours: Amount


class QuestionAnswer(Part):
    """What they answered to one of the four questions, and how good it was (S1-61..64)."""

    asked_at: Time | None = None
    answered_at: Time | None = None
    text: Text = ""
    score: Score | None = None
    breakdown: tuple[BreakdownRow, ...] = ()


class ScreeningAnswer(Embedded):
    """An answer to a question of the post, such as time zone and country (S1-90)."""

    question: Line
    answer: Text = ""


class MustHave(Embedded):
    """Something they must bring; None is not known yet (S1-88)."""

    text: Line
    met: bool | None = None


class PaidTest(Part):
    """A small paid piece of the real work (S1-65..68)."""

    what: Text = ""
    fee: Money | None = None
    hours: Amount | None = None
    willing: bool | None = None
    sent_at: Time | None = None
    due_at: Time | None = None
    returned_at: Time | None = None
    paid_at: Time | None = None
    communication: Score | None = None
    understanding: Score | None = None
    work: Score | None = None
    speed: Score | None = None
    note: Text = ""


class SentMessage(Embedded):
    """A message that went out, from which template, and what it waits for (S1-84..93)."""

    template: Line
    body: Text = ""
    sent_at: Time
    replied_at: Time | None = None
    video_at: Time | None = None
    trial_at: Time | None = None


class Bid(Embedded):
    """What they ask, and for how many hours (S1-75)."""

    at: Time
    model: PriceModel = "hourly"
    rate: Money | None = None
    hours: Amount | None = None
    amount: Money | None = None
    period: Literal["once", "week", "month", "quarter", "year"] = "month"
    share: Fraction | None = None
    budget: Money | None = None
    note: Line = ""


class Candidate(Record):
    """Somebody considered for a brief."""

    brief: Id
    name: Line
    posting: Id | None = None
    contact: Id | None = None
    """The person in my contacts, when I know them (S0-09)."""
    kind: SupplierKind | None = None
    country: Line = ""
    timezone: Line = ""
    email: Line = ""
    link: Line = ""
    applied_at: Time
    first_reply_at: Time | None = None
    """First answer to a message of mine; reply time without it runs from the posting to the application."""
    pitch: Text = ""
    skills: tuple[Line, ...] = ()
    reviews: int | None = Field(default=None, ge=0)
    success_share: Fraction | None = None
    other_commitments: Line = ""
    hours_ratio: Annotated[Decimal, Field(gt=0, le=1000)] | None = None
    """Their hours for one of mine, as they or the test say."""
    scores: dict[Criterion, Score] = Field(default_factory=dict)
    """Typed scores; they override what is computed from times, answers and test."""
    answers: dict[AnswerKey, QuestionAnswer] = Field(default_factory=dict)
    screening: tuple[ScreeningAnswer, ...] = ()
    must_haves: tuple[MustHave, ...] = ()
    test: PaidTest = Field(default_factory=PaidTest)
    messages: tuple[SentMessage, ...] = ()
    bids: tuple[Bid, ...] = ()
    shortlisted_at: Time | None = None
    chosen_at: Time | None = None
    chosen_reason: Line = ""
    runner_up: bool = False
    early_reason: Line = ""
    """Why I chose before 24 hours had passed (S1-56)."""
    declined_at: Time | None = None
    declined_reason: Line = ""
    archived_at: Time | None = None
    note: Text = ""
