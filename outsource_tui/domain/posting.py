"""A posting: a brief published on one platform, with its clock."""

from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Id, Line, Record, Text, Time


class Posting(Record):
    """One publication of a brief; `reposts` is the posting it repeats (S1-69)."""

    brief: Id
    platform: Line
    """Slug of a platform in the playbook."""
    url: Line = ""
    title: Line = ""
    body: Text = ""
    posted_at: Time
    closed_at: Time | None = None
    reposts: Id | None = None
    completeness: int | None = None
    """Completeness of the brief in percent when it was posted (S2-04)."""
    fee: Money | None = None
    warning_reason: Line = ""
    """Why I posted in spite of a recent miss (S0-03)."""
    note: Line = ""
