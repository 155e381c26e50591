"""Prices around a negotiation."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.market import Range, guard, low_ball_warning, range_problem, summarise

D = Decimal


def test_three_bids_give_low_middle_high_and_a_mean() -> None:
    bids = summarise([D(300), D(500), D(340)])
    assert (bids.low, bids.middle, bids.high, bids.mean, bids.advice) == (300, 340, 500, 380, "")
    assert summarise([D(300), D(500)]).middle == 400
    assert "third" in summarise([D(300), D(500)]).advice
    assert "One bid" in summarise([D(300)]).advice
    assert summarise([]).mean is None


def test_an_offer_below_the_market_is_a_low_ball() -> None:
    market = Range(D(25), D(35), D(60))
    assert low_ball_warning(market, D("24.99")) == "24.99 an hour is below the low end of 25.00."
    assert low_ball_warning(market, D(25)) is None
    assert low_ball_warning(None, D(1)) is None
    warned = low_ball_warning(market, None, amount=D(200), hours=D(10))
    assert warned is not None
    assert "20.00 an hour" in warned
    assert low_ball_warning(market, None, amount=D(200), hours=D(0)) is None


def test_my_price_is_locked_until_theirs_is_known() -> None:
    locked = guard(their_price_known=False, market_known=False, engaged=False)
    assert locked.locked
    assert locked.reason
    assert len(locked.warnings) == 3
    reasoned = guard(
        their_price_known=False, market_known=True, engaged=True, bids=3, unlock_reason="they asked for my budget"
    )
    assert not reasoned.locked
    assert reasoned.warnings == ()
    assert not guard(their_price_known=True, market_known=True, engaged=True, bids=2).locked
    assert guard(their_price_known=False, market_known=True, engaged=True, unlock_reason="  ").locked


def test_a_range_rises() -> None:
    assert range_problem(D(10), D(20), D(30)) is None
    assert range_problem(D(20), D(10), D(30)) is not None
    assert range_problem(D(0), D(10), D(30)) is not None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(D("0.01"), D(100_000), places=2), min_size=1, max_size=9))
def test_middle_and_mean_lie_between_low_and_high(bids: list[Decimal]) -> None:
    found = summarise(bids)
    assert found.low is not None
    assert found.middle is not None
    assert found.high is not None
    assert found.mean is not None
    assert found.low <= found.middle <= found.high
    slack = D("1e-15")
    assert found.low - slack <= found.mean <= found.high + slack
