"""A platform: somewhere to post a brief, with my own notes."""

from decimal import Decimal

from outsource_tui.domain.record import Line, Record, Text
from outsource_tui.domain.task import Fraction


class Platform(Record):
    """An entry of the platforms directory (S1-39..43)."""

    slug: Line
    name: Line
    kind: Line = "marketplace"
    skills: tuple[Line, ...] = ()
    url: Line = ""
    known_for: Line = ""
    fee: Fraction = Decimal(0)
    note: Text = ""
    hidden: bool = False
