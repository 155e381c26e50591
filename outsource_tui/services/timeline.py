"""A day laid out by the clock: its entries, gaps and overlaps; no pydantic, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from outsource_tui.domain.log_row import LogRow

SHORTEST_GAP = 60
"""Seconds below which two entries follow each other without a gap."""


@dataclass(frozen=True, slots=True)
class Span:
    """A row with its times; `end` is None while its length is unknown."""

    row: LogRow
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Time between two entries of a day that nobody accounted for."""

    start: datetime
    end: datetime
    after: str
    """Id of the entry before it."""
    before: str
    """Id of the entry after it."""

    @property
    def seconds(self) -> int:
        """Length in seconds."""
        return round((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two entries that claim the same time."""

    first: str
    second: str
    start: datetime
    seconds: int


def moment(text: str | None) -> datetime | None:
    """Return the aware moment of a stored time, or None."""
    return datetime.fromisoformat(text) if text else None


def after(start: datetime, seconds: float) -> datetime:
    """Return the moment `seconds` later by the sun, in the zone of `start`."""
    return (start.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(start.tzinfo)


def seconds_between(start: datetime, end: datetime) -> int:
    """Return the seconds from `start` to `end`, summer time counted."""
    return round((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds())


def span_of(row: LogRow) -> Span:
    """Return a row with its times."""
    start = moment(row.start)
    end = after(start, float(row.seconds)) if start is not None and row.seconds is not None else None
    return Span(row, start, end)


def _placed(spans: Iterable[Span]) -> list[tuple[datetime, datetime, Span]]:
    """Return the spans that have both ends and some length, by start."""
    found = [(span.start, span.end, span) for span in spans if span.start is not None and span.end is not None]
    return sorted((one for one in found if one[1] > one[0]), key=lambda one: (one[0], one[2].row.id))


def gaps_of(spans: Sequence[Span], shortest: int = SHORTEST_GAP) -> tuple[Gap, ...]:
    """Return the stretches of at least `shortest` seconds between the first and the last entry that no entry covers."""
    gaps: list[Gap] = []
    covered: datetime | None = None
    last = ""
    for start, end, span in _placed(spans):
        if covered is not None and (start - covered).total_seconds() >= shortest:
            gaps.append(Gap(covered, start, last, span.row.id))
        if covered is None or end > covered:
            covered, last = end, span.row.id
    return tuple(gaps)


def overlaps_of(spans: Sequence[Span]) -> tuple[Overlap, ...]:
    """Return each pair of entries that claim the same time, with the seconds they share."""
    found: list[Overlap] = []
    open_spans: list[tuple[datetime, datetime, Span]] = []
    for start, end, span in _placed(spans):
        open_spans = [one for one in open_spans if one[1] > start]
        for _, other_end, other in open_spans:
            shared = round((min(end, other_end) - start).total_seconds())
            if shared > 0:
                found.append(Overlap(other.row.id, span.row.id, start, shared))
        open_spans.append((start, end, span))
    return tuple(found)
