"""Gaps and overlaps, over days nobody would log."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.log_row import LogRow
from outsource_tui.services.timeline import gaps_of, overlaps_of, span_of
from tests.studio import ZONE

DAY = datetime(2026, 11, 23, tzinfo=ZONE)


def row(number: int, start: int | None, minutes: int | None, text: str = "Design", task: str | None = None) -> LogRow:
    begun = (DAY + timedelta(minutes=start)).isoformat() if start is not None else None
    seconds = minutes * 60 if minutes is not None else None
    key = f"{number:019d}"
    return LogRow(key, "2026-11-23", begun, seconds, text, "", "", (), None, None, None, 0, task, None, None, "")


days = st.lists(
    st.tuples(st.none() | st.integers(0, 1000), st.none() | st.integers(-30, 400)),
    max_size=12,
).map(lambda pairs: [row(number, *pair) for number, pair in enumerate(pairs, 1)])


def minutes_covered(rows: list[LogRow]) -> set[int]:
    """Return the minutes of the day that some entry covers."""
    covered: set[int] = set()
    for one in rows:
        if one.start is not None and one.seconds is not None:
            begun = int((datetime.fromisoformat(one.start) - DAY).total_seconds()) // 60
            covered |= set(range(begun, begun + int(one.seconds) // 60))
    return covered


@settings(max_examples=50, deadline=None)
@given(days)
def test_gaps_are_what_no_entry_covers(rows: list[LogRow]) -> None:
    gaps = gaps_of([span_of(one) for one in rows])
    covered = minutes_covered(rows)
    between = set(range(min(covered), max(covered) + 1)) - covered if covered else set()
    starts = [int((gap.start - DAY).total_seconds()) // 60 for gap in gaps]
    free = [start + minute for start, gap in zip(starts, gaps, strict=True) for minute in range(gap.seconds // 60)]
    assert free == sorted(between)


@settings(max_examples=50, deadline=None)
@given(days)
def test_overlaps_are_the_shared_time_of_each_pair(rows: list[LogRow]) -> None:
    found = {frozenset((one.first, one.second)): one.seconds for one in overlaps_of([span_of(one) for one in rows])}
    expected = {}
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            shared = minutes_covered([one]) & minutes_covered([other])
            if shared:
                expected[frozenset((one.id, other.id))] = 60 * len(shared)
    assert found == expected
