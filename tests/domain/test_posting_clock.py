"""Waiting for applications."""

from datetime import UTC, datetime, timedelta, timezone
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.posting_clock import Curve, curve_of, hours_between, read_clock

POSTED = datetime(2026, 11, 23, 9, tzinfo=UTC)


def after(hours: float) -> datetime:
    return POSTED + timedelta(hours=hours)


def test_four_in_five_are_in_after_twelve_hours() -> None:
    curve = Curve()
    assert curve.share_by(12) == pytest.approx(0.8)
    assert curve.share_by(24) == pytest.approx(0.96)
    assert curve.share_by(0) == 0
    assert Curve(hours=10, share=0.5).share_by(20) == pytest.approx(0.75)


def test_after_three_postings_my_own_curve_holds() -> None:
    assert not curve_of([[1], [2], []]).own
    own = curve_of([[1, 30], [2, 40], [3]])
    assert own.own
    assert own.postings == 3
    assert own.share_by(3) == 0.6
    assert own.share_by(40) == 1.0


def test_it_waits_a_day_then_chooses() -> None:
    early = read_clock(POSTED, after(10.5), [after(1), after(2)])
    assert (early.advice, early.wait_hours, early.applications) == ("wait", 14, 2)
    assert early.per_hour == pytest.approx(2 / 10.5)
    assert early.expected_total == pytest.approx(2 / early.expected_share)
    ripe = read_clock(POSTED, after(24), [after(1)])
    assert (ripe.advice, ripe.wait_hours) == ("choose", 0)


def test_it_reposts_when_nobody_came_or_passed_or_more_are_wanted() -> None:
    assert read_clock(POSTED, after(25), []).advice == "repost"
    applied = [after(1), after(3)]
    assert read_clock(POSTED, after(25), applied, tested=2).advice == "repost"
    assert read_clock(POSTED, after(25), applied, tested=2, passed=1).advice == "choose"
    assert read_clock(POSTED, after(25), applied, larger_pool=True).advice == "repost"
    assert read_clock(POSTED, after(5), []).advice == "wait"


def test_nothing_is_divided_by_nil() -> None:
    start = read_clock(POSTED, POSTED, [])
    assert (start.per_hour, start.expected_total, start.wait_hours) == (None, None, 24)
    own = curve_of([[5], [6], [7]])
    assert read_clock(POSTED, after(1), [after(1)], curve=own).expected_total is None


def test_summer_time_does_not_stretch_an_hour() -> None:
    winter, summer = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
    assert hours_between(datetime(2026, 3, 29, 1, tzinfo=winter), datetime(2026, 3, 29, 3, tzinfo=summer)) == 1


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 2000), st.floats(0, 500), st.lists(st.lists(st.floats(0, 200), max_size=4), max_size=5))
def test_more_time_never_means_fewer(hours: float, more: float, runs: list[list[float]]) -> None:
    curve = curve_of(runs)
    assert 0 <= curve.share_by(hours) <= curve.share_by(hours + more) <= 1
    clock = read_clock(POSTED, after(hours), [POSTED], curve=curve)
    assert clock.expected_total is None or clock.applications <= clock.expected_total < inf
