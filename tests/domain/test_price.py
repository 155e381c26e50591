"""Four price models, one total."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.hourly_value import buyback_ceiling, from_income
from outsource_tui.domain.price import (
    Ask,
    breakdown_difference,
    effective_rate,
    missing_of,
    overrun,
    price_step,
    times_a_month,
    total_price,
)

D = Decimal
CENT = D("0.01")


@pytest.mark.parametrize(
    ("ask", "total"),
    [
        (Ask(rate=D(40)), D("655.20")),
        (Ask(model="project", amount=D(600)), D("630.00")),
        (Ask(model="flat", amount=D(150), times=D(4)), D("630.00")),
        (Ask(model="percentage", share=D("0.15"), budget=D(4000)), D("630.00")),
    ],
)
def test_each_model_gives_one_total_with_the_fee(ask: Ask, total: Decimal) -> None:
    assert total_price(ask, D("15.6"), D("0.05")) == total
    assert price_step(ask, D("15.6"), D("0.05")).value == total
    assert missing_of(ask) == ()


def test_amounts_fall_due_by_their_period() -> None:
    assert times_a_month("month") == 1
    assert times_a_month("year") * 12 == 1
    assert abs(times_a_month("quarter") * 3 - 1) < D("1e-20")
    assert abs(times_a_month("week") - D("4.348214")) < D("1e-6")
    assert times_a_month("once", D(5)) == 5
    assert times_a_month("once") == 1


@pytest.mark.parametrize(
    ("ask", "keys"),
    [
        (Ask(), ["rate"]),
        (Ask(rate=D(0)), ["rate"]),
        (Ask(model="flat"), ["amount"]),
        (Ask(model="percentage"), ["share", "budget"]),
        (Ask(model="project", amount=D(5), times=D(0)), ["times"]),
    ],
)
def test_what_nobody_said_is_asked_for(ask: Ask, keys: list[str]) -> None:
    assert [part.key for part in missing_of(ask)] == keys


def test_a_flat_fee_that_took_longer_paid_less_an_hour() -> None:
    spent = overrun(D(1000), D(7), D(10))
    assert spent.planned_rate is not None
    assert spent.planned_rate.quantize(CENT) == D("142.86")
    assert spent.actual_rate == 100
    assert effective_rate(D(1000), D(0)) is None


def test_a_price_by_the_hour_and_what_a_fee_takes_of_it() -> None:
    assert total_price(Ask(rate=D("22.22")), D(12)) == D("266.64")
    withheld = total_price(Ask(rate=D("22.22")), D(12), D("-0.1"))
    assert withheld is not None
    assert withheld.quantize(CENT) == D("239.98"), "a freelancer's platform keeps a tenth"


def test_the_value_of_an_hour_and_its_buyback_ceiling() -> None:
    assert from_income(D(100_000)) == 50
    assert buyback_ceiling(D(50)) == D("12.50")
    rounded = [from_income(D(income), D(2080)) for income in (50_000, 100_000, 200_000)]
    assert [value.quantize(D(1)) for value in rounded if value is not None] == [24, 48, 96]
    assert rounded[0] is not None
    assert rounded[0].quantize(CENT) == D("24.04")
    assert from_income(D(0)) is None
    assert from_income(None) is None
    assert buyback_ceiling(None) is None


def test_a_breakdown_is_compared_with_the_quote() -> None:
    assert breakdown_difference([D(2), D("3.5")], D(5)) == D("0.5")
    assert breakdown_difference([D(2)], None) is None


amounts = st.decimals(D("0.01"), D(10_000), places=2)


@settings(max_examples=40, deadline=None)
@given(amounts, amounts, st.decimals(D(0), D("0.5"), places=3), amounts)
def test_the_total_is_linear_in_rate_hours_and_fee(rate: Decimal, hours: Decimal, fee: Decimal, more: Decimal) -> None:
    def of(rate: Decimal, hours: Decimal, fee: Decimal) -> Decimal:
        total = total_price(Ask(rate=rate), hours, fee)
        assert total is not None
        return total

    assert of(rate + more, hours, fee) == of(rate, hours, fee) + of(more, hours, fee)
    assert of(rate, hours + more, fee) == of(rate, hours, fee) + of(rate, more, fee)
    assert of(rate, hours, fee) - of(rate, hours, D(0)) == rate * hours * fee
