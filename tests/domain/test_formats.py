"""Dates, times and figures in the person's way; what goes into files is tested with the exports."""

from datetime import date
from decimal import Decimal

import pytest

from outsource_tui.domain import formats
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.formats import Formats
from outsource_tui.domain.money import Money, shown_amount
from outsource_tui.ui import show
from outsource_tui.ui.dialogs.values import parse_value, written_value

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("order", "full", "short", "long", "year"),
    [
        ("iso", "2026-11-03", "3 Nov", "Tuesday 3 November", "3 Nov 2026"),
        ("dmy", "03.11.2026", "3 Nov", "Tuesday 3 November", "3 Nov 2026"),
        ("mdy", "11/03/2026", "Nov 3", "Tuesday November 3", "Nov 3, 2026"),
    ],
)
def test_dates_stand_in_the_wanted_order_and_are_read_back(
    order: str, full: str, short: str, long: str, year: str
) -> None:
    formats.use(Formats(order))
    assert formats.full_date(DAY) == formats.full_date("2026-11-03T09:00:00+01:00") == full
    assert (show.day(DAY), show.long_day(DAY), show.day(DAY, date(2027, 1, 1))) == (short, long, year)
    assert written_value("date", DAY) == full
    assert parse_value("date", full, today=date(2026, 12, 1), currency="EUR") == DAY
    assert parse_value("date", short, today=date(2026, 12, 1), currency="EUR") == DAY


def test_a_slash_means_the_month_first_only_where_the_person_writes_so() -> None:
    assert parse_value("date", "11/3/2026", today=DAY, currency="EUR") == date(2026, 3, 11)
    formats.use(Formats("mdy"))
    assert parse_value("date", "11/3/2026", today=DAY, currency="EUR") == DAY
    assert parse_value("date", "3.11.2026", today=DAY, currency="EUR") == DAY
    with pytest.raises(InputError, match="write it like"):
        parse_value("date", "13/3/2026", today=DAY, currency="EUR")


def test_times_of_day_on_twelve_hours() -> None:
    assert [formats.clock(hour, 5) for hour in (0, 9, 12, 23)] == ["0:05", "9:05", "12:05", "23:05"]
    assert formats.clock_of("2026-11-03T09:05:00+01:00", padded=True) == "09:05"
    formats.use(Formats(time="12h"))
    assert [formats.clock(hour, 5) for hour in (0, 9, 12, 23)] == ["12:05am", "9:05am", "12:05pm", "11:05pm"]
    assert show.clock_time_of("2026-11-03T14:30:00+01:00") == "2:30pm"
    assert max(len(formats.clock(hour, 0)) for hour in range(24)) == formats.clock_cells()


def test_a_decimal_comma_leaves_the_points_to_thousands_and_is_read_back() -> None:
    formats.use(Formats(mark=","))
    assert shown_amount(Decimal("-1234567.5")) == "−1.234.567,50"
    assert (show.number(1234.5, 1), show.hours(1234), show.count(1200, "entry", "entries")) == (
        "1.234,5",
        "1.234 h 00",
        "1.200 entries",
    )
    for amount in ("1234567.50", "85.00", "0.125", "1234.567", "1.234"):
        money = Money(amount, "EUR")
        assert parse_value("money", written_value("money", money), today=DAY, currency="EUR") == money
    assert Money.parse("1.234", "EUR") == Money(1234, "EUR")
    assert parse_value("number", written_value("number", Decimal("1.25")), today=DAY, currency="EUR") == Decimal("1.25")
    formats.use(Formats())
    assert Money.parse("1.234", "EUR") == Money("1.234", "EUR")
    assert Money.parse("1,234", "EUR") == Money(1234, "EUR")
