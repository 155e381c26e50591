"""The tables of the demo while they are filled, and its clock."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from outsource_tui.domain.kinds import KINDS
from outsource_tui.store import lines

ZONE = timezone(timedelta(hours=1))
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 11, 30, tzinfo=ZONE)

Document = dict[str, Any]


def at(day: int, clock: str = "09:00", month: int = 11) -> datetime:
    """Return a moment of the demo's November (or another month) in its zone."""
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


class Demo:
    """The tables being filled; ids count up so that the file is the same at each run."""

    def __init__(self) -> None:
        """Start with every table empty."""
        self.tables: dict[str, dict[str, Document]] = {name: {} for name in lines.TABLES}
        self.made = 0

    def ident(self, when: datetime) -> str:
        """Return an id for something made at `when`."""
        self.made += 1
        return f"{int(when.timestamp() * 1000):013d}{self.made * 7919 % 1_000_000:06d}"

    def add(
        self, table: str, when: datetime, /, *, key: str = "", updated: datetime | None = None, **values: Any
    ) -> str:
        """Validate a record made at `when`, keep its document, return its id."""
        key = key or self.ident(when)
        record = KINDS[table](
            id=key, revision=2 if updated else 1, created_at=when, updated_at=updated or when, **values
        )
        self.tables[table][key] = record.model_dump(mode="json")
        return key

    def part(self, when: datetime, /, **values: Any) -> Document:
        """Return an embedded part with an id of its own."""
        return {"id": self.ident(when), **values}
