"""What an importer hands on: entries as the file tells them, and everything that has to be said about the rest."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import NamedTuple

Progress = Callable[[int, int], None]
"""Called now and then with the bytes read so far and the bytes of the whole file."""


class BadRow(ValueError):
    """A row that cannot be read; its text is the reason shown to the user."""


class ParsedEntry(NamedTuple):
    """One closed piece of time read from a file; `start` is null when the file knows no clock."""

    start: datetime | None
    day: str
    seconds: int | float | None
    text: str = ""
    project: str = ""
    client: str = ""
    tags: tuple[str, ...] = ()
    source_id: str = ""
    where: int = 0
    moment: str = ""
    """The start as the file tells it, independent of the zone it is read in; part of the fingerprint."""
    extras: Mapping[str, int] | None = None
    """Stress, liking, skill and postponed, when the file holds them."""


class Reject(NamedTuple):
    """A row that was left out: its line (or event) and why."""

    where: str
    reason: str


class Flag(NamedTuple):
    """A row that was kept but wants a second look: its line (or event) and why."""

    where: str
    reason: str


@dataclass(frozen=True)
class Options:
    """What the user said about a file: zone of bare times, order of dates, columns, the range asked for (days)."""

    tz: tzinfo | None = None
    dates: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    def holds(self, day: str) -> bool:
        """Tell whether an ISO day lies in the range asked for."""
        if self.since is not None and day < self.since.isoformat():
            return False
        return self.until is None or day <= self.until.isoformat()


@dataclass
class Reading:
    """A file being read: `entries` is consumed once and fills the other fields on its way."""

    format: str
    entries: Iterable[ParsedEntry] = ()
    rejected: list[Reject] = field(default_factory=list)
    running: int = 0
    notes: list[str] = field(default_factory=list)
    flagged: list[Flag] = field(default_factory=list)
    folded: int = 0
    """Rows that went into another row's entry or carry no time of their own (ActivityWatch)."""
    mapping: dict[str, str] = field(default_factory=dict)
    """Columns as they were understood: what -> column (tables only)."""

    def reject(self, line: int, reason: str) -> None:
        """Leave out the row at `line` for `reason`."""
        self.rejected.append(Reject(f"line {line}", reason))


def within(entries: Iterable[ParsedEntry], options: Options, reading: Reading) -> Iterator[ParsedEntry]:
    """Yield the entries of the range asked for and note how many lay outside."""
    outside = 0
    for entry in entries:
        if options.holds(entry.day):
            yield entry
        else:
            outside += 1
    if outside:
        reading.notes.append(f"{outside} outside the asked range left out")
