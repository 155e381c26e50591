"""My hours as the log tells them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.arithmetic import DAYS_A_MONTH
from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.observed import Observed, measured_overhead, observe, observed_days, own_hours

MONDAY = date(2026, 11, 2)


def row(day: str, seconds: int | float | None, *, tags: tuple[str, ...] = (), purpose: str | None = None) -> LogRow:
    return LogRow("1" * 19, day, None, seconds, "books", "", "", tags, None, None, None, 0, "7" * 19, None, purpose, "")


def days(count: int, step: int = 1) -> list[str]:
    return [(MONDAY + timedelta(days=number * step)).isoformat() for number in range(count)]


def test_a_working_week_stands_for_seven_days() -> None:
    week = days(5)
    seen = observe([row(day, 3600) for day in week], week)
    assert seen.observed_days == 7
    assert seen.hours == Decimal(5) * DAYS_A_MONTH / 7
    assert seen.repeats == Decimal(5) * DAYS_A_MONTH / 7
    assert seen.steps[-1].value == seen.hours
    assert seen.steps[-1].basis == "measured"


def test_the_whole_log_counts_not_only_the_days_of_the_task() -> None:
    fortnight = days(14)
    seen = observe([row(fortnight[0], 7200), row(fortnight[7], 7200)], fortnight)
    assert seen.observed_days == 14
    assert seen.hours == Decimal(4) * DAYS_A_MONTH / 14


def test_few_logged_days_in_a_long_span_stand_for_fewer_days() -> None:
    sparse = days(10, 7)
    assert observe([row(sparse[0], 3600)], sparse).observed_days == 14
    assert observed_days(10, 64, 5) == 14
    assert observed_days(10, 64, 7) == 10


@pytest.mark.parametrize("count", [0, 1, 2])
def test_under_three_logged_days_it_says_not_enough_yet(count: int) -> None:
    logged = days(count)
    seen = observe([row(day, 3600) for day in logged], logged)
    assert seen.hours is None
    assert not seen.enough
    assert [part.key for part in seen.missing] == ["hours"]
    assert own_hours(seen).value is None
    estimated = own_hours(seen, estimate=Decimal(6))
    assert (estimated.value, estimated.basis) == (Decimal(6), "estimated")


def test_breaks_own_management_and_unknown_lengths_are_left_out() -> None:
    week = days(5)
    rows = [
        row(week[0], 3600),
        row(week[1], 1800, tags=("Break",)),
        row(week[2], 600, purpose="review"),
        row(week[3], None),
    ]
    seen = observe(rows, week)
    assert seen.steps[0].value == 1
    assert (seen.entries, seen.without_length) == (2, 1)


def test_a_one_off_is_summed_once_even_on_a_single_day() -> None:
    assert observe([row(days(1)[0], 9000)], days(1), one_off=True).hours == Decimal("2.5")


def test_a_window_narrows_rows_and_days_alike() -> None:
    fortnight = days(14)
    seen = observe([row(day, 3600) for day in fortnight], fortnight, since=fortnight[7])
    assert (seen.steps[0].value, seen.logged_days, seen.span_days) == (7, 7, 7)


def test_the_frozen_baseline_outlives_the_log() -> None:
    kept = own_hours(observe([], days(30)), estimate=Decimal(3), baseline=Decimal(12))
    assert (kept.value, kept.basis) == (Decimal(12), "measured")


def test_nothing_known_asks_for_it() -> None:
    assert [part.key for part in own_hours(None).missing] == ["hours"]


def test_measured_hours_replace_an_estimate_after_seven_days_or_a_delivery() -> None:
    assert measured_overhead(Decimal(3), 6, 0) is None
    assert measured_overhead(Decimal(3), 10, 0) == Decimal(3) * DAYS_A_MONTH / 10
    assert measured_overhead(Decimal(2), 4, 1) == Decimal(2) * DAYS_A_MONTH / 4
    assert measured_overhead(Decimal(2), Decimal("0.1"), 1) == Decimal(2) * DAYS_A_MONTH
    assert measured_overhead(Decimal(0), 30, 0) is None
    assert measured_overhead(Decimal(0), 30, 1) == 0
    assert measured_overhead(Decimal(3), 9, 0, one_off=True) == 3
    assert measured_overhead(None, 9, 3) is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40_000)), min_size=1, max_size=20),
    st.integers(1, 7),
    st.integers(2, 5),
)
def test_hours_grow_in_step_with_what_is_logged(logged: list[tuple[int, int]], workdays: int, factor: int) -> None:
    log_days = days(4) + [(MONDAY + timedelta(days=number)).isoformat() for number, _ in logged]

    def of(scale: int) -> Observed:
        rows = [row((MONDAY + timedelta(days=number)).isoformat(), length * scale) for number, length in logged]
        return observe(rows, log_days, workdays_a_week=workdays)

    once, more = of(1), of(factor)
    assert once.hours is not None
    assert more.hours is not None
    assert once.hours.is_finite()
    assert once.observed_days >= 7
    assert abs(more.hours - once.hours * factor) < Decimal("1e-15")
