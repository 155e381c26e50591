"""What an import would store and what it says about the rest."""

import csv
import io
import tracemalloc
from datetime import UTC, datetime

import pytest

from outsource_tui.exchange.fingerprint import Fingerprints
from outsource_tui.exchange.import_plan import plan_import
from outsource_tui.exchange.reading import ParsedEntry, Reading
from outsource_tui.exchange.registry import read
from outsource_tui.exchange.source import Source
from tests.exchange.helpers import NOW, planned, prints, shown

HEAD = "date,start,duration,text,stress,postponed\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-11-24,09:00,1:00,tomorrow,,", None),
        ("2026-11-25,09:00,1:00,later,,", "it lies in the future (2026-11-25)"),
        ("2026-11-20,09:00,24:00:00,day,,", None),
        ("2026-11-20,09:00,402:00:00,forgotten,,", "it lasts 402 h, more than a day"),
        ("2026-11-20,09:00,-0:45,break,,", "its length is negative"),
    ],
)
def test_doubtful_entries_are_kept_and_flagged(row: str, reason: str | None) -> None:
    plan = planned("csv", HEAD + row + "\n")
    assert len(plan.documents) == 1
    assert [flag.reason for flag in plan.flagged] == ([reason] if reason else [])
    assert [flag.where for flag in plan.flagged] == (["line 2"] if reason else [])


def test_report_is_the_public_document() -> None:
    plan = planned(
        "csv", HEAD + "2026-11-20,09:00,1:30,a,3,2\n2026-11-20,,,running,,\nx,,1:00,bad,,\n2026-11-20,09:00,1:00,b,9,\n"
    )
    assert plan.report() == {
        "format": "csv",
        "read": 4,
        "imported": 1,
        "duplicates": 0,
        "running": 1,
        "rejected": [
            {"where": "line 4", "reason": "“x” is not a date"},
            {"where": "line 5", "reason": "stress is 9, not a whole number from 0 to 5"},
        ],
        "seconds": 5400,
        "flagged": [],
        "notes": [],
    }
    assert shown(plan, "stress", "postponed", "liking") == [(3, 2, None)]
    assert shown(plan, "batch", "created_at", "source") == [("1763900000000000001", "2026-11-23T09:00:00+00:00", "csv")]


def test_fingerprints_do_not_hang_on_the_zone_it_is_read_in() -> None:
    from tests.exchange.helpers import BERLIN

    text = HEAD + "2026-11-20,09:00,1:30,a,,\n"
    assert prints(planned("csv", text)) == prints(planned("csv", text, tz=BERLIN))


def test_a_long_id_is_shortened_and_a_repeated_one_told_apart() -> None:
    own = Fingerprints("ics")
    first = ParsedEntry(None, "2026-11-20", 60, "a", source_id="u" * 500)
    assert len(own.of(first)) < 40
    assert own.of(first) == own.of(first._replace(where=9))
    assert own.of(first._replace(text="b")) not in (own.of(first), own.of(first._replace(text="c")))


def test_a_reading_is_consumed_row_by_row() -> None:
    seen: list[int] = []

    def rows() -> object:
        for at in range(3):
            seen.append(at)
            yield ParsedEntry(None, "2026-11-20", 60, str(at))

    reading = Reading("csv", rows())  # type: ignore[arg-type]
    assert seen == []
    assert len(plan_import(reading, frozenset(), batch=None, now=NOW).documents) == 3
    assert seen == [0, 1, 2]


def test_memory_does_not_grow_with_the_rows_read() -> None:
    def content(rows: int) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["date", "start", "duration", "text"])
        writer.writerows(["2026-11-20", "09:00", "1:00", f"Work {row % 50}"] for row in range(rows))
        return out.getvalue().encode()

    peaks = []
    for rows in (2_000, 20_000):
        source = Source.from_bytes("log", content(rows))
        tracemalloc.start()
        assert sum(1 for _ in read("csv", source).entries) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 100_000


def test_seconds_stay_exact_over_many_fractions() -> None:
    plan = planned("csv", "date,seconds,text\n" + "".join(f"2026-11-20,0.1,row {at}\n" for at in range(1000)))
    assert plan.seconds == 100
    assert plan.documents[0]["seconds"] == 0.1


def test_now_decides_what_lies_in_the_future() -> None:
    reading = Reading("csv", [ParsedEntry(None, "2030-01-01", 60, "x")])
    plan = plan_import(reading, frozenset(), batch=None, now=datetime(2030, 1, 1, tzinfo=UTC))
    assert plan.flagged == []
