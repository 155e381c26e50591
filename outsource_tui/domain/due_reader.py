"""Reading stored documents for what is due: parts, texts, numbers, moments, and whether a day has come.

Hot path: plain dictionaries, no pydantic; what cannot be read in a document counts as not there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any, NamedTuple

from outsource_tui.domain import formats

PLATFORMS_SHIPPED: Mapping[str, str] = {
    "99designs": "99designs",
    "behance": "Behance",
    "crossover": "Crossover",
    "dribbble": "Dribbble",
    "firmlist": "FirmList",
    "gigster": "Gigster",
    "invisible": "Invisible",
    "own-network": "people you know",
    "problogger": "ProBlogger",
    "toptal": "Toptal",
    "upwork": "Upwork",
}
"""Names of the playbook's platforms by slug: reading the playbook would cost more than all of `outsource due`."""

Document = Mapping[str, Any]
Documents = Mapping[str, Mapping[str, Document]]


class Due(NamedTuple):
    """One thing that is due: when (ISO date or local moment), what kind, what to do, and which record it is about."""

    when: str
    kind: str
    text: str
    id: str | None
    table: str = ""
    """Kind of the record, such as "engagements"; empty when it is about the log."""
    part: str = ""
    """Id of the embedded part, such as a milestone; empty when it is about the whole record."""

    def document(self) -> dict[str, str | None]:
        """Return the item as `due --json` writes it."""
        return {"when": self.when, "kind": self.kind, "text": self.text, "id": self.id}


class LogSummary(NamedTuple):
    """What being due needs to know of the log."""

    entries_today: int = 0
    days_logged: int = 0


def parts_of(document: Document, key: str) -> Sequence[Document]:
    """Return the parts in a list of a document; what is no part is left out."""
    found = document.get(key)
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list | tuple) else []


def part_of(document: Document, key: str) -> Document:
    """Return a part of a document, empty where it is not one."""
    found = document.get(key)
    return found if isinstance(found, Mapping) else {}


def text_of(document: Document, key: str) -> str:
    """Return a text of a document, "" where it is not one."""
    found = document.get(key)
    return found if isinstance(found, str) else ""


def number_of(value: object) -> float | None:
    """Return a number, also one written as text; None where it is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) else None


def money_of(value: object) -> tuple[float, str] | None:
    """Return amount and currency of stored money; None where it is not money."""
    if not isinstance(value, str):
        return None
    amount, _, currency = value.partition(" ")
    number = number_of(amount)
    return None if number is None else (number, currency)


class DueReader:
    """The documents, the settings that count, and the present; yields what is due."""

    def __init__(self, documents: Documents, log: LogSummary, now: datetime) -> None:
        """Read `documents` as seen at `now`."""
        self.tables = documents
        self.log = log
        self.now = now
        self.today = now.date()
        self.settings = self.one("settings", "1")
        templates = [template for _, template in self.table("templates")]
        self.steps = {text_of(one, "slug"): text_of(one, "step") for one in templates}
        self.own_days = {
            text_of(one, "step"): days for one in templates if (days := number_of(one.get("days_after"))) is not None
        }
        self.own_platforms = {text_of(one, "slug"): text_of(one, "name") for _, one in self.table("platforms")}

    def platform(self, slug: str) -> str:
        """Return the name of a platform; the slug where nobody knows it."""
        return self.own_platforms.get(slug) or PLATFORMS_SHIPPED.get(slug, slug)

    def setting(self, key: str, default: float) -> float:
        """Return a setting that is a number."""
        number = number_of(self.settings.get(key))
        return default if number is None else number

    def one(self, kind: str, id_: str) -> Document:
        """Return one document, empty where there is none."""
        found = self.tables.get(kind, {}).get(id_)
        return found if isinstance(found, Mapping) else {}

    def table(self, kind: str) -> Iterator[tuple[str, Document]]:
        """Yield the documents of a kind with their ids."""
        for id_, document in self.tables.get(kind, {}).items():
            if isinstance(document, Mapping):
                yield id_, document

    def moment(self, value: object) -> datetime | None:
        """Return a stored moment in the zone of the present; None where it is not one."""
        if not isinstance(value, str):
            return None
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            return None
        if read.tzinfo is None:
            read = read.replace(tzinfo=self.now.tzinfo)
        try:
            return read.astimezone(self.now.tzinfo)
        except OverflowError:
            return None

    def day(self, value: object) -> date | None:
        """Return a stored date; None where it is not one."""
        if not isinstance(value, str):
            return None
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None

    def later(self, moment: datetime, days: float) -> date | None:
        """Return the day so many days after a moment; None beyond the calendar."""
        try:
            return moment.date() + timedelta(days=days)
        except OverflowError:
            return None

    def come(self, day: date | None) -> bool:
        """Tell whether a day has come."""
        return day is not None and day <= self.today

    def shown(self, moment: datetime) -> str:
        """Return a moment as an item says it."""
        return moment.isoformat(timespec="seconds")

    def calls(self, id_: str, document: Document, table: str) -> Iterator[Due]:
        """Yield planned calls that have come."""
        for call in parts_of(document, "calls"):
            at = self.moment(call.get("at"))
            if at is not None and not call.get("done_at") and self.come(at.date()):
                about = text_of(call, "about") or text_of(document, "title")
                text = f"Call at {formats.clock(at.hour, at.minute, padded=True)}: {about}"
                yield Due(self.shown(at), "call", text, id_, table, text_of(call, "id"))
