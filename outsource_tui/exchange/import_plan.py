"""What an import would do, decided before anything is stored."""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, overload

from outsource_tui.domain.text import MAX_TEXT, clean_line
from outsource_tui.exchange.fingerprint import Fingerprints, own_id
from outsource_tui.exchange.moments import whole
from outsource_tui.exchange.reading import Flag, ParsedEntry, Reading, Reject

DAY = 86400


class NewEntries(Sequence[dict[str, Any]]):
    """New entries as documents without ids, each made when it is asked for: a long log would fill the memory."""

    def __init__(self, source: str, batch: str | None, made_at: str, read: Sequence[tuple[ParsedEntry, str]] = ()):
        """Hold what was `read` from a file of format `source`, each with its fingerprint."""
        self._source = source
        self._batch = batch
        self._made_at = made_at
        self._read = list(read)

    def add(self, entry: ParsedEntry, fingerprint: str) -> None:
        """Take one more."""
        self._read.append((entry, fingerprint))

    def without(self, known: Container[str]) -> "NewEntries":
        """Return those whose fingerprint is not among the `known`."""
        read = [each for each in self._read if each[1] not in known]
        return NewEntries(self._source, self._batch, self._made_at, read)

    def fingerprints(self) -> Iterator[str]:
        """Return the fingerprints, in order."""
        return (fingerprint for _entry, fingerprint in self._read)

    def seconds(self) -> int | float:
        """Return the sum of the lengths."""
        return whole(math.fsum(entry.seconds for entry, _fingerprint in self._read if entry.seconds))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._read)

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...

    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...

    def __getitem__(self, place: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        """Return one document, or some."""
        if isinstance(place, slice):
            return [self._document(*each) for each in self._read[place]]
        return self._document(*self._read[place])

    def _document(self, entry: ParsedEntry, fingerprint: str) -> dict[str, Any]:
        return entry_document(entry, self._source, fingerprint, self._batch, self._made_at)


@dataclass
class ImportPlan:
    """The new entries and the report of one file; `seconds` is the sum over `documents`."""

    format: str
    documents: NewEntries
    read: int = 0
    duplicates: int = 0
    running: int = 0
    rejected: list[Reject] = field(default_factory=list)
    flagged: list[Flag] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    seconds: int | float = 0

    def report(self) -> dict[str, Any]:
        """Return the plan as `import --json` prints it, with flags and notes beside."""
        return {
            "format": self.format,
            "read": self.read,
            "imported": len(self.documents),
            "duplicates": self.duplicates,
            "running": self.running,
            "rejected": [{"where": reject.where, "reason": reject.reason} for reject in self.rejected],
            "seconds": self.seconds,
            "flagged": [{"where": flag.where, "reason": flag.reason} for flag in self.flagged],
            "notes": list(self.notes),
        }


def plan_import(
    reading: Reading, existing: Container[str], *, batch: str | None, now: datetime, own: Container[str] = ()
) -> ImportPlan:
    """Return what storing `reading` would add beside the `existing` fingerprints; consumes the reading's entries.

    `own` holds the ids of all entries: a row exported from here that comes back is one of them.
    """
    plan = ImportPlan(reading.format, NewEntries(reading.format, batch, now.isoformat(timespec="seconds")))
    prints = Fingerprints(reading.format)
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    fresh: set[str] = set()
    entries = 0
    for entry in reading.entries:
        entries += 1
        fingerprint = prints.of(entry)
        if fingerprint in existing or fingerprint in fresh or own_id(entry) in own:
            plan.duplicates += 1
            continue
        fresh.add(fingerprint)
        if longest(entry) > MAX_TEXT:
            entry = entry._replace(
                text=entry.text[:MAX_TEXT],
                project=entry.project[:MAX_TEXT],
                client=entry.client[:MAX_TEXT],
                tags=tuple(tag[:MAX_TEXT] for tag in entry.tags),
            )
            plan.flagged.append(Flag(f"line {entry.where}", f"a text was cut at {MAX_TEXT:,} characters"))
        reason = doubt(entry, tomorrow)
        if reason:
            plan.flagged.append(Flag(f"line {entry.where}", reason))
        plan.documents.add(entry, fingerprint)
    plan.read = entries + reading.running + len(reading.rejected) + reading.folded
    plan.running = reading.running
    plan.rejected = [Reject(clean_line(one.where), clean_line(one.reason)) for one in reading.rejected]
    plan.flagged = list(reading.flagged) + plan.flagged
    plan.notes = [clean_line(note) for note in reading.notes]
    plan.mapping = dict(reading.mapping)
    plan.seconds = plan.documents.seconds()
    return plan


def longest(entry: ParsedEntry) -> int:
    """Return the characters of the entry's longest text."""
    return max(len(entry.text), len(entry.project), len(entry.client), *map(len, entry.tags))


def doubt(entry: ParsedEntry, tomorrow: str) -> str:
    """Return why an entry wants a second look, or nothing; `tomorrow` is an ISO day."""
    seconds = entry.seconds or 0
    if seconds < 0:
        return "its length is negative"
    if seconds > DAY:
        return f"it lasts {seconds / 3600:.0f} h, more than a day"
    if entry.day > tomorrow:
        return f"it lies in the future ({entry.day})"
    return ""


def entry_document(
    entry: ParsedEntry, source: str, fingerprint: str, batch: str | None, made_at: str
) -> dict[str, Any]:
    """Return the stored form of an imported entry, all keys in their order."""
    extras = entry.extras or {}
    return {
        "revision": 0,
        "created_at": made_at,
        "updated_at": made_at,
        "day": entry.day,
        "start": None if entry.start is None else entry.start.isoformat(),
        "seconds": entry.seconds,
        "text": entry.text,
        "project": entry.project,
        "client": entry.client,
        "tags": list(entry.tags),
        "stress": extras.get("stress"),
        "liking": extras.get("liking"),
        "skill": extras.get("skill"),
        "postponed": extras.get("postponed", 0),
        "task": None,
        "engagement": None,
        "purpose": None,
        "source": source,
        "fingerprint": fingerprint,
        "batch": batch,
    }
