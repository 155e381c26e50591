"""Strategies followed, and when to go back to them."""

from outsource_tui.domain.strategy import (
    needs_check_up,
    strategy_score,
)


def test_three_strategies_make_the_score() -> None:
    full = strategy_score(brief_complete=True, tested=2, reserve_planned=True, reserve_overspent=False)
    assert (full.score, full.missed) == (3, ())
    spent = strategy_score(brief_complete=True, tested=1, reserve_planned=True, reserve_overspent=True)
    assert spent.followed == ("clear_brief",)
    assert spent.missed == ("several_tested", "reserve_kept")


def test_two_harder_weeks_or_a_miss_open_the_check_up() -> None:
    assert needs_check_up(["easier", "harder", "harder"])
    assert not needs_check_up(["harder", "harder", "same"])
    assert not needs_check_up(["harder"])
    assert needs_check_up([], missed=True)
