"""A brief: the definition of an outsourced task."""

from datetime import date
from typing import Literal

from pydantic import Field

from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Embedded, Id, Line, Part, Record, Text, Time

Proposition = Literal["money", "repeat", "quick_win", "reputation", "treatment", "enjoyable"]
TextPart = Literal["what", "why", "specifications", "expectations", "context", "delivery_state"]
BriefPart = Literal[
    "what",
    "why",
    "specifications",
    "expectations",
    "context",
    "delivery_state",
    "examples",
    "propositions",
    "milestones",
    "quality",
    "budget",
    "kpis",
    "frequency",
    "detail",
    "mode",
    "calls",
    "legal",
]


class Example(Embedded):
    """Something similar to look at, and what to take from it (S1-26)."""

    title: Line
    link: Line = ""
    copy_what: Line = ""


class PlannedMilestone(Embedded):
    """A part of the work with its date; becomes a milestone of the engagement (S1-29)."""

    title: Line
    due: date | None = None
    amount: Money | None = None


class Standard(Embedded):
    """What the work must fulfil; becomes a line of the accept gate (S1-30, S2-10)."""

    text: Line


class Kpi(Embedded):
    """Another figure that tells whether it worked (S1-32)."""

    name: Line
    target: Line = ""
    actual: Line = ""


class Call(Embedded):
    """A call planned ahead (S1-36)."""

    at: Time
    about: Line = ""
    done_at: Time | None = None


class LegalDocument(Embedded):
    """A paper that must be signed before work starts (S1-37)."""

    name: Line
    required: bool = True
    sent_at: Time | None = None
    signed_at: Time | None = None


class Post(Part):
    """Title and summary as they go out (S1-52); empty means composed from the brief."""

    title: Line = ""
    body: Text = ""


class Brief(Record):
    """What needs doing, why, how well, by when, at what price, and how we talk about it."""

    title: Line
    task: Id | None = None
    what: Text = ""
    why: Text = ""
    specifications: Text = ""
    expectations: Text = ""
    context: Text = ""
    """Industry, company, who will use it (S1-53)."""
    delivery_state: Line = ""
    """The state in which I want it delivered (S2-09)."""
    examples: tuple[Example, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    milestones: tuple[PlannedMilestone, ...] = ()
    quality: tuple[Standard, ...] = ()
    budget: Money | None = None
    kpis: tuple[Kpi, ...] = ()
    frequency_days: int | None = Field(default=None, ge=1, le=366)
    detail: Literal["", "headlines", "summary", "full"] = ""
    mode: Line = ""
    timezone_overlap: Line = ""
    calls: tuple[Call, ...] = ()
    legal: tuple[LegalDocument, ...] = ()
    skills: tuple[Line, ...] = ()
    """What they must be able to do; candidates are matched against it (S1-59)."""
    fixed_price: bool = False
    not_applicable: tuple[BriefPart, ...] = ()
    revisions_included: int = Field(default=2, ge=0, le=99)
    post: Post = Field(default_factory=Post)
    ready_at: Time | None = None
    archived_at: Time | None = None
