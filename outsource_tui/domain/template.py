"""A template: a message with placeholders."""

from typing import Literal

from outsource_tui.domain.record import Line, Record, Text

Step = Literal["first", "second", "third", "decline", "offer", "other"]


class Template(Record):
    """A message to send; `$name` and the like are filled in (S1-84)."""

    slug: Line
    name: Line
    step: Step = "other"
    days_after: int | None = None
    """Due so many days after the step before (N18)."""
    subject: Line = ""
    body: Text = ""
    must_haves: tuple[Line, ...] = ()
    questions: tuple[Line, ...] = ()
