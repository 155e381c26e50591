"""A contact: somebody I know, by skill."""

from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Line, Record, Text


class Contact(Record):
    """Ask them first (S0-09)."""

    name: Line
    skills: tuple[Line, ...] = ()
    email: Line = ""
    link: Line = ""
    rate: Money | None = None
    faster_than_me: bool | None = None
    note: Text = ""
