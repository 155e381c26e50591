"""Strategies followed and misses, always with n."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from outsource_tui.domain.strategy import (
    OutcomeFact,
    miss_rate,
    miss_rates,
    needs_check_up,
    recent_miss,
    strategy_score,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_three_strategies_make_the_score() -> None:
    full = strategy_score(brief_complete=True, tested=2, reserve_planned=True, reserve_overspent=False)
    assert (full.score, full.missed) == (3, ())
    spent = strategy_score(brief_complete=True, tested=1, reserve_planned=True, reserve_overspent=True)
    assert spent.followed == ("clear_brief",)
    assert spent.missed == ("several_tested", "reserve_kept")


def test_miss_rates_carry_their_n() -> None:
    facts = [
        OutcomeFact(False, 3, "upwork", "design"),
        OutcomeFact(True, 1, "upwork", "copy"),
        OutcomeFact(True, 1, "dribbble", "design"),
        OutcomeFact(False, None),
    ]
    assert miss_rate(facts).rate == Decimal("0.5")
    assert [(rate.group, rate.misses, rate.n) for rate in miss_rates(facts, "score")] == [
        ("0", 0, 0),
        ("1", 2, 2),
        ("2", 0, 0),
        ("3", 0, 1),
    ]
    assert [(rate.group, rate.n) for rate in miss_rates(facts, "platform")] == [("upwork", 2), ("dribbble", 1)]
    assert miss_rates(facts, "platform")[0].sentence() == "1 of 2 missed (50 %)"
    assert miss_rate([]).rate is None
    assert miss_rate([]).sentence() == "no outcome yet"


def test_a_recent_miss_warns_for_ninety_days() -> None:
    assert recent_miss([NOW - timedelta(days=89), NOW - timedelta(days=200)], NOW) == NOW - timedelta(days=89)
    assert recent_miss([NOW - timedelta(days=91)], NOW) is None


def test_two_harder_weeks_or_a_miss_open_the_check_up() -> None:
    assert needs_check_up(["easier", "harder", "harder"])
    assert not needs_check_up(["harder", "harder", "same"])
    assert not needs_check_up(["harder"])
    assert needs_check_up([], missed=True)
