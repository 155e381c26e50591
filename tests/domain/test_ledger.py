"""Hours given away against my own."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.arithmetic import DAYS_A_MONTH
from outsource_tui.domain.ledger import (
    Given,
    Run,
    add_up,
    days_in,
    keep_ledger,
    loss_of_miss,
    own_by_purpose,
    prediction,
    stop_loss,
    won_back,
)
from outsource_tui.domain.log_row import LogRow

D = Decimal
ZONE = timezone(timedelta(hours=2))


def test_a_month_of_running_gives_a_month_of_hours() -> None:
    ledger = keep_ledger(
        Given(baseline=D(12), days_run=DAYS_A_MONTH),
        {"review": D(2), "coordination": D(1), "briefing": D(3)},
        hourly_value=D(85),
        paid=D(400),
    )
    assert (ledger.given, ledger.own_total, ledger.net) == (12, 6, 6)
    assert ledger.value == 6 * 85 - 400
    assert ledger.management_cost == 3 * 85
    assert not ledger.red
    assert ledger.steps[-1].value == ledger.value


def test_below_zero_it_turns_red() -> None:
    ledger = keep_ledger(Given(baseline=D(4), days_run=D(7)), {"redo": D(1)})
    assert ledger.net is not None
    assert ledger.net < 0
    assert ledger.red
    assert ledger.value is None


def test_a_one_off_is_given_away_as_it_is_accepted() -> None:
    assert keep_ledger(Given(baseline=D(10), one_off=True, done_share=D("0.5")), {}).given == 5
    assert keep_ledger(Given(baseline=D(10), one_off=True, done_share=D(3)), {}).given == 10
    unknown = keep_ledger(Given(baseline=None), {"review": D(1)})
    assert (unknown.given, unknown.net, unknown.red) == (None, None, False)


def test_the_miss_of_the_method_costs_time_and_money() -> None:
    lost = loss_of_miss(D(3), D(40), D(1), D("0.5"))
    assert (lost.money, lost.net_hours) == (120, D("-1.5"))
    ledger = keep_ledger(
        Given(baseline=D(1), one_off=True, missed=True),
        {"redo": D(1), "review": D("0.5")},
        hourly_value=D(85),
        paid=D(120),
    )
    assert ledger.net == lost.net_hours
    assert ledger.value == D("-1.5") * 85 - 120


def test_ledgers_add_up() -> None:
    one = keep_ledger(Given(baseline=D(10), one_off=True, done_share=D(1)), {"review": D(2)}, hourly_value=D(50))
    two = keep_ledger(Given(baseline=None), {"review": D(1), "redo": D(1)}, hourly_value=D(50))
    both = add_up([one, two])
    assert (both.given, both.own, both.own_total, both.net) == (10, {"review": D(3), "redo": D(1)}, 4, 8)
    assert add_up([]).net is None


def test_the_time_box_alarms_at_half_and_full() -> None:
    def level(used: str) -> int:
        found = stop_loss("hours", D(used), D(3))
        assert found is not None
        return found.level

    assert [level(used) for used in ("0", "1.49", "1.5", "2.99", "3", "9")] == [0, 0, 50, 50, 100, 100]
    assert stop_loss("amount", D(5), None) is None
    assert stop_loss("amount", D(5), D(0)) is None
    money = stop_loss("amount", D(60), D(100))
    assert money is not None
    assert money.text.startswith("60.00 of 100.00 used")


def test_own_hours_by_purpose() -> None:
    def row(purpose: str | None, seconds: int) -> LogRow:
        return LogRow(
            "1" * 19, "2026-11-23", None, seconds, "", "", "", (), None, None, None, 0, None, None, purpose, ""
        )

    assert own_by_purpose([row("review", 1800), row("review", 1800), row(None, 3600)]) == {
        "review": D(1),
        "coordination": D(1),
    }


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def test_months_hold_what_was_won_back_in_them() -> None:
    run = Run(
        spans=((at(9, 16), at(11, 1)),),
        baseline=DAYS_A_MONTH,
        own=((date(2026, 9, 20), D(5)), (date(2026, 10, 2), D(1))),
        paid=((date(2026, 10, 5), D(100)),),
    )
    months = won_back([run], zone=ZONE, hourly_value=D(10))
    assert [(month.month, month.given, month.own, month.net) for month in months] == [
        ("2026-09", 15, 5, 10),
        ("2026-10", 31, 1, 30),
    ]
    assert [month.money for month in months] == [100, 200]
    once = Run(baseline=D(8), one_off=True, done=((date(2026, 12, 24), D(1)),))
    assert [(month.month, month.given) for month in won_back([run, once], zone=ZONE)] == [
        ("2026-09", 15),
        ("2026-10", 31),
        ("2026-11", 0),
        ("2026-12", 8),
    ]
    assert won_back([], zone=ZONE) == ()
    assert won_back([Run(spans=((at(1, 1), at(2, 1)),), missed=True, baseline=D(9))], zone=ZONE) == ()


def test_hours_of_a_day_count_in_the_month_of_the_clock_on_the_wall() -> None:
    """Six hours on either side of a midnight that is another day elsewhere; a pause in between counts nowhere."""
    spans = ((at(9, 30, 18), at(10, 1, 6)), (at(10, 2), at(10, 2, 12)))
    elsewhere = tuple((start.astimezone(UTC), end.astimezone(UTC)) for start, end in spans)
    for each in (spans, elsewhere):
        found = won_back([Run(spans=each, baseline=DAYS_A_MONTH)], zone=ZONE)
        assert [(one.month, one.given) for one in found] == [("2026-09", D("0.25")), ("2026-10", D("0.75"))]
        assert days_in(each) == 1


def test_predicted_against_real() -> None:
    found = prediction(D(5), D(8))
    assert (found.difference, found.factor) == (3, D("1.6"))
    assert prediction(D(0), D(8)).factor is None


@settings(max_examples=40, deadline=None)
@given(
    st.decimals(D(0), D(200), places=2),
    st.integers(0, 800),
    st.dictionaries(st.sampled_from(["review", "redo", "hiring"]), st.decimals(D(0), D(99), places=2)),
)
def test_the_ledger_balances(baseline: Decimal, days: int, own: dict[str, Decimal]) -> None:
    ledger = keep_ledger(Given(baseline=baseline, days_run=D(days)), own)
    assert ledger.net is not None
    assert ledger.given is not None
    assert ledger.given == pytest.approx(ledger.net + ledger.own_total)
    assert ledger.red == (ledger.net < 0)
    span = (at(1, 1, 9), at(1, 1, 9) + timedelta(days=days))
    months = won_back([Run(spans=(span,), baseline=baseline)], zone=ZONE)
    total = sum((month.given for month in months), D(0))
    assert total == pytest.approx(ledger.given, abs=D("1e-9")), "the months hold what the ledger holds"
