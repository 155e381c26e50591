"""The brake on managing too much."""

from datetime import date
from decimal import Decimal

from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.overhead import brake, default_limits, management_of_week

TODAY = date(2026, 11, 23)
WEEK = Decimal(40)


def row(day: str, hours: int, purpose: str | None) -> LogRow:
    return LogRow("1" * 19, day, None, hours * 3600, "x", "", "", (), None, None, None, 0, None, "2" * 19, purpose, "")


def test_limits_are_lower_part_time_unless_set() -> None:
    assert (default_limits(True).open, default_limits(True).share) == (3, Decimal("0.2"))
    assert (default_limits(False).open, default_limits(False).share) == (1, Decimal("0.1"))
    assert default_limits(False, 4, Decimal("0.3")).open == 4


def test_the_share_is_of_the_last_seven_days() -> None:
    rows = [
        row("2026-11-16", 9, "review"),
        row("2026-11-17", 2, "review"),
        row("2026-11-23", 3, "coordination"),
        row("2026-11-23", 8, None),
    ]
    week = management_of_week(rows, TODAY, WEEK, unlogged_hours=Decimal(1))
    assert (week.hours, week.share) == (Decimal(6), Decimal("0.15"))
    assert management_of_week(rows, TODAY, Decimal(0)).share is None


def test_one_too_many_or_too_much_managing_brakes() -> None:
    calm = management_of_week([], TODAY, WEEK)
    limits = default_limits(True)
    assert not brake(2, limits, calm, week_hours=WEEK).over
    full = brake(3, limits, calm, week_hours=WEEK)
    assert full.reasons == ("3 engagements are open and your limit is 3.",)
    assert brake(1, default_limits(False), calm, week_hours=WEEK).reasons == (
        "1 engagement is open and your limit is 1.",
    )
    busy = management_of_week([row("2026-11-20", 7, "review")], TODAY, WEEK)
    assert not brake(1, limits, busy, week_hours=WEEK).over
    more = brake(1, limits, busy, week_hours=WEEK, more_hours_a_month=Decimal(10))
    assert more.over
    assert "Managing would take" in more.reasons[0]
