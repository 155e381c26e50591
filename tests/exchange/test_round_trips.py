"""Whatever is written in a format comes back the same, once, from each format."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outsource_tui.domain.log_row import row_from_document
from outsource_tui.exchange.export_entries import entries_csv, entries_ics, entries_timewarrior
from tests.exchange.fuzz import sound
from tests.exchange.helpers import planned, prints, shown
from tests.exchange.writers import WRITERS, Made

words = st.text("abcdefghijklmnopqrstuvwxyzäßéñ中語", min_size=1, max_size=8)
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)
wild = st.text(max_size=30)
starts = st.datetimes(datetime(2015, 1, 1), datetime(2026, 11, 20)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@st.composite
def made(draw: st.DrawFn) -> Made:
    return Made(
        draw(starts),
        60 * draw(st.integers(1, 1400)),
        draw(phrases),
        draw(words),
        draw(words),
        tuple(draw(st.lists(words, max_size=3, unique=True))),
    )


def held(entry: Made, key: str) -> object:
    """Return a field as the stored document has it."""
    if key == "day":
        return entry.start.date().isoformat()
    value = getattr(entry, key)
    return list(value) if key == "tags" else value.isoformat() if key == "start" else value


@pytest.mark.parametrize("name", WRITERS)
@given(entries=st.lists(made(), min_size=1, max_size=8, unique_by=lambda one: one.start))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_round_trip(name: str, entries: list[Made]) -> None:
    writer = WRITERS[name]
    if name == "activitywatch":
        # Neighbours of one title make one entry there: keep them apart.
        entries = [
            one
            for at, one in enumerate(sorted(entries))
            if at == 0 or one.start - sorted(entries)[at - 1].start > timedelta(days=2)
        ]
    content = writer.write(entries)
    for asked in (writer.format, "auto"):
        plan = planned(asked, content)
        assert plan.format == writer.format
        assert plan.rejected == []
        expected = [tuple(held(entry, key) for key in writer.holds) for entry in entries]
        found = [tuple(document[key] for key in writer.holds) for document in plan.documents]
        assert sorted(found, key=repr) == sorted(expected, key=repr)
    again = planned(writer.format, content, prints(plan))
    assert (list(again.documents), again.duplicates) == ([], len(entries))


@given(st.lists(made(), min_size=1, max_size=6), st.integers(2, 4))
@settings(max_examples=25, deadline=None)
def test_equal_rows_are_counted(entries: list[Made], times: int) -> None:
    content = WRITERS["toggl"].write(entries * times)
    plan = planned("toggl", content)
    assert len(plan.documents) == len(prints(plan)) == len(entries) * times
    assert not planned("toggl", content, prints(plan)).documents
    once_more = planned("toggl", WRITERS["toggl"].write(entries * (times + 1)), prints(plan))
    assert len(once_more.documents) == len(entries)


@given(st.lists(st.tuples(made(), wild, wild, st.none() | st.integers(0, 5)), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_our_own_csv_comes_back(entries: list[tuple[Made, str, str, int | None]]) -> None:
    from outsource_tui.domain.text import clean_line

    rows = [
        row_from_document(
            f"{at:019}",
            {
                "day": one.start.date().isoformat(),
                "start": one.start.isoformat(),
                "seconds": one.seconds,
                "text": clean_line(text),
                "project": clean_line(project),
                "client": one.client,
                "tags": one.tags,
                "stress": stress,
            },
        )
        for at, (one, text, project, stress) in enumerate(entries)
    ]
    plan = planned("csv", entries_csv(rows))
    assert plan.rejected == []
    assert shown(plan, "start", "seconds", "text", "project", "client", "tags", "stress") == [
        (row.start, row.seconds, row.text, row.project, row.client, list(row.tags), row.stress) for row in rows
    ]


@given(st.lists(made(), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_our_own_timewarrior_and_calendar_come_back(entries: list[Made]) -> None:
    rows = [
        row_from_document(
            f"{at:019}",
            {"day": "", "start": one.start.isoformat(), "seconds": one.seconds, "text": one.text, "tags": one.tags},
        )
        for at, one in enumerate(entries)
    ]
    timew = planned("timewarrior", entries_timewarrior(rows))
    events = planned("ics", entries_ics(rows))
    for plan in (timew, events):
        found = sorted(shown(plan, "start", "seconds", "text"))
        assert found == sorted((row.start or "", row.seconds, row.text) for row in rows)
    assert {tuple(tags) for tags in shown(timew, "tags")} == {row.tags for row in rows}


@given(st.binary(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_bytes_behind_a_header_do_no_harm(tail: bytes) -> None:
    for head in (
        b"Date,Hours,Notes\n2026-03-02,1,x\n",
        b"inc 20260302T080000Z - 20260302T090000Z # x\n",
        b"2026-03-02\n  1h x\n",
    ):
        plan = planned("auto", head + tail)
        sound(plan)
        assert plan.read >= len(plan.documents)
