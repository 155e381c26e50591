"""The log as activities and its two Paretos."""

import json
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.pareto import (
    ActivityTable,
    by_stress,
    by_time,
    in_both,
    love_share,
    report_document,
    smallest_set,
)

_ids = iter(range(10**18, 10**19))


def row(
    text: str,
    seconds: int | float | None = 3600,
    *,
    day: str = "2026-11-23",
    project: str = "",
    tags: tuple[str, ...] = (),
    stress: int | None = None,
    liking: int | None = None,
    postponed: int = 0,
    task: str | None = None,
) -> LogRow:
    return LogRow(
        str(next(_ids)),
        day,
        None,
        seconds,
        text,
        project,
        "",
        tags,
        stress,
        liking,
        None,
        postponed,
        task,
        None,
        None,
        "",
    )


def test_same_text_is_one_activity_whatever_its_case_and_spaces() -> None:
    table = ActivityTable([row("Email"), row("  EMAIL "), row("\uff25mail"), row("", project="email")]).activities()
    assert [(item.name, item.entries, item.seconds) for item in table] == [("Email", 4, 14_400)]


def test_activities_come_by_falling_seconds_and_ties_by_name() -> None:
    table = ActivityTable([row("b", 10), row("a", 10), row("c", 30)]).activities()
    assert [item.name for item in table] == ["c", "a", "b"]
    assert [item.share for item in table] == [0.6, 0.2, 0.2]


def test_an_activity_carries_means_days_and_its_latest_task() -> None:
    table = ActivityTable(
        [
            row("x", 60, day="2026-11-20", stress=4, liking=1, postponed=1, task="1" * 19),
            row("x", None, day="2026-11-24", stress=2, postponed=2, task="2" * 19),
            row("x", 30, day="2026-11-22"),
        ]
    ).activities()
    (item,) = table
    assert (item.stress, item.liking, item.skill) == (3.0, 1.0, None)
    assert (item.first_day, item.last_day) == ("2026-11-20", "2026-11-24")
    assert item.task == "2" * 19
    assert (item.postponed, item.without_length, item.stress_seconds) == (3, 1, 240)


def test_breaks_are_in_the_sums_but_not_in_the_paretos() -> None:
    rows = [row("work", 100, stress=1), row("lunch", 900, tags=("break",), stress=5), row("nap", 50, project="Break")]
    document = report_document(rows)
    assert document["seconds"] == 1050
    assert [item["name"] for item in document["activities"]] == ["lunch", "work", "nap"]
    assert document["pareto"]["time"] == {"activities": 1, "of": 1, "share": 1.0, "names": ["work"]}
    assert document["pareto"]["stress"]["names"] == ["work"]


def test_stress_not_given_is_unknown_and_stress_of_nil_is_nil() -> None:
    table = ActivityTable([row("unknown"), row("calm", stress=0), row("tense", stress=5)]).activities()
    assert {item.name: item.stress_seconds for item in table} == {"unknown": None, "calm": 0, "tense": 18_000}
    assert {item.name: item.stress_share for item in table} == {"unknown": None, "calm": 0.0, "tense": 1.0}
    assert by_stress(table).of == 2


def test_eighty_percent_is_met_exactly() -> None:
    found = smallest_set([("a", "a", 8), ("b", "b", 1), ("c", "c", 1)], 0.8)
    assert (found.activities, found.share, found.names) == (1, 0.8, ("a",))
    assert smallest_set([("a", "a", 8), ("b", "b", 1), ("c", "c", 1)], 0.81).activities == 2


def test_the_sentence_of_the_pareto() -> None:
    many = [(f"{number:02}", "x", 81 if number < 16 else 19 * 16 / 64) for number in range(80)]
    assert smallest_set(many, 0.8).sentence() == "16 of 80 activities (20 %) hold 81 % of the time"
    assert smallest_set([]).sentence("stress") == "no stress is known yet"
    assert smallest_set([("a", "a", 1)]).sentence() == "1 of 1 activity (100 %) holds 100 % of the time"


def test_what_is_in_both_comes_first() -> None:
    table = ActivityTable([row("a", 100, stress=1), row("b", 90, stress=5), row("c", 20, stress=0)]).activities()
    time, stress = by_time(table), by_stress(table)
    assert time.names == ("a", "b")
    assert stress.names == ("b",)
    assert in_both(time, stress) == ("b",)


def test_the_report_is_limited_to_the_days_asked_for() -> None:
    rows = [row("a", day=f"2026-11-{day}") for day in range(10, 20)]
    document = report_document(rows, "2026-11-12", "2026-11-14")
    assert (document["entries"], document["days_logged"], document["since"]) == (3, 3, "2026-11-12")
    assert list(document) == ["since", "until", "entries", "seconds", "days_logged", "activities", "pareto"]
    assert list(document["activities"][0]) == [
        "name",
        "entries",
        "seconds",
        "share",
        "stress_seconds",
        "stress_share",
        "task",
    ]
    assert json.loads(json.dumps(document)) == document


def test_an_empty_log_has_an_empty_report() -> None:
    document = report_document([])
    assert document["activities"] == []
    assert document["pareto"]["time"] == {"activities": 0, "of": 0, "share": 0.0, "names": []}
    assert report_document([row("a", None)])["pareto"]["time"]["of"] == 1


def test_whole_seconds_stay_whole_and_parts_stay_parts() -> None:
    assert report_document([row("a", 0.5), row("a", 0.5)])["seconds"] == 1
    assert isinstance(report_document([row("a", 0.5), row("a", 0.5)])["seconds"], int)
    assert report_document([row("a", 0.25)])["activities"][0]["seconds"] == 0.25


def test_love_share_counts_hours_whose_liking_is_known() -> None:
    rows = [row("a", 300, liking=4), row("b", 100, liking=3), row("c", 500), row("d", 9, liking=5, tags=("break",))]
    assert love_share(rows) == 0.75
    assert love_share([row("c")]) is None


def test_removing_a_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no row"):
        ActivityTable().remove(row("a"))


rows_strategy = st.lists(
    st.builds(
        row,
        st.sampled_from(["a", "A ", "b", "c", "d", "e", ""]),
        st.none() | st.integers(0, 90_000),
        project=st.sampled_from(["", "acme", "break"]),
        tags=st.sampled_from([(), ("x",), ("Break",)]),
        stress=st.none() | st.integers(0, 5),
    ),
    max_size=25,
)


@settings(max_examples=50, deadline=None)
@given(rows_strategy)
def test_shares_sum_to_one_and_stay_between(rows: list[LogRow]) -> None:
    document = report_document(rows)
    shares = [item["share"] for item in document["activities"]]
    assert all(0 <= share <= 1 for share in shares)
    if document["seconds"]:
        assert sum(shares) == pytest.approx(1)
    stresses = [item["stress_share"] for item in document["activities"] if item["stress_share"] is not None]
    if any(stresses):
        assert sum(stresses) == pytest.approx(1)
    assert sum(item["seconds"] for item in document["activities"]) == document["seconds"]
    assert sum(item["entries"] for item in document["activities"]) == document["entries"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 50), max_size=8), st.sampled_from([0.2, 0.5, 0.8, 0.95, 1.0]))
def test_no_smaller_set_reaches_the_threshold(weights: list[int], threshold: float) -> None:
    found = smallest_set([(str(place), str(place), weight) for place, weight in enumerate(weights)], threshold)
    total = sum(weights)
    if not total:
        assert found.activities == 0
        return
    thousandths = round(threshold * 1000)
    assert sum(sorted(weights)[::-1][: found.activities]) * 1000 >= thousandths * total
    assert all(sum(group) * 1000 < thousandths * total for group in combinations(weights, found.activities - 1))


@settings(max_examples=50, deadline=None)
@given(rows_strategy, st.data())
def test_adding_and_removing_ends_where_a_fresh_table_starts(rows: list[LogRow], data: st.DataObject) -> None:
    table = ActivityTable(rows)
    table.activities()
    gone = data.draw(st.lists(st.sampled_from(rows), unique_by=lambda one: one.id)) if rows else []
    for one in gone:
        table.remove(one)
    left = [one for one in rows if one not in gone]
    assert table.activities() == ActivityTable(left).activities()
    extra = row("f", 5)
    table.add(extra)
    assert table.activities() == ActivityTable([*left, extra]).activities()
    assert table.rows("f") == (extra,)


def test_the_module_loads_without_anything_heavy() -> None:
    code = (
        "import sys; import outsource_tui.domain.pareto; "
        "print([name for name in ('pydantic', 'decimal', 'dataclasses', 'datetime', 'json') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
