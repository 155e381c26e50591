"""An outcome: hit or miss with its cause, at the end of (part of) an engagement."""

from typing import Literal

from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Id, Line, Record, Text, Time
from outsource_tui.domain.task import Amount

MissCause = Literal[
    "unclear_brief",
    "wrong_person",
    "not_possible",
    "late",
    "below_standard",
    "too_expensive",
    "finished_myself",
    "other",
]


class Outcome(Record):
    """What came of it (S2-12..14)."""

    engagement: Id
    milestone: Id | None = None
    kind: Literal["hit", "miss"]
    at: Time
    what: Line = ""
    who: Line = ""
    where_found: Line = ""
    """Slug of a platform, or where else."""
    as_asked: bool | None = None
    """Just what I asked for (S2-13)."""
    cause: MissCause | None = None
    claim: Line = ""
    """What they said, such as "not possible" (S2-14)."""
    paid: Money | None = None
    paid_hours: Amount | None = None
    redo_hours: Amount | None = None
    lesson: Text = ""
    rating: int | None = None
