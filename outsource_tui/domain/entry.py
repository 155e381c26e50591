"""An entry: one thing I did, with a start, a length and how it felt."""

from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field

from outsource_tui.domain.record import Id, Line, Record, Score, Time

Purpose = Literal["briefing", "hiring", "review", "coordination", "redo"]
"""What own hours on outsourced work went into (N02)."""


class Entry(Record):
    """One logged stretch of work; `seconds` None: nobody said how long; `start` None: only the day is known."""

    day: date
    start: Time | None = None
    seconds: int | float | None = None
    text: Line = ""
    project: Line = ""
    client: Line = ""
    tags: tuple[Line, ...] = ()
    stress: int | None = Field(default=None, ge=0, le=5)
    liking: Score | None = None
    skill: Score | None = None
    postponed: int = Field(default=0, ge=0)
    task: Id | None = None
    engagement: Id | None = None
    purpose: Purpose | None = None
    source: Line = ""
    fingerprint: str = ""
    batch: Id | None = None

    @property
    def end(self) -> datetime | None:
        """When it ended, in the zone of its start; None while start or length is unknown."""
        if self.start is None or self.seconds is None:
            return None
        return self.start + timedelta(seconds=float(self.seconds))
