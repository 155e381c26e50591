"""Candidates compared."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.scorecard import (
    CRITERIA,
    DEFAULT_WEIGHTS,
    Card,
    Total,
    compare,
    credibility_score,
    has_passed,
    part_score,
    skill_score,
    speed_score,
)

D = Decimal


def total_of(card: Card, weights: Mapping[str, Decimal | int] = DEFAULT_WEIGHTS) -> Total:
    """Return the total of a card that stands alone."""
    return compare([card], weights).totals[0]


def test_the_total_is_over_what_is_scored_with_its_coverage_and_bounds() -> None:
    total = total_of(Card("a", {"speed": 5, "answers": 4, "test": None}))
    assert total.total == D(13) / 3
    assert total.coverage == D(3) / 9
    assert total.lowest == D(13 + 6) / 9
    assert total.highest == D(13 + 30) / 9
    assert total.unknown == ("effort", "skills", "credibility", "test")
    assert total.steps[-1].formula == "(5 × 1 + 4 × 2) / 3"


def test_nothing_scored_is_unknown_and_not_zero() -> None:
    total = total_of(Card("a", {}))
    assert (total.total, total.coverage, total.lowest, total.highest) == (None, 0, 1, 5)
    assert total_of(Card("a", {"speed": 3}), dict.fromkeys(CRITERIA, 0)).total is None


def test_ranks_with_and_without_the_unknowns() -> None:
    found = compare(
        [
            Card("sure", dict.fromkeys(CRITERIA, 4)),
            Card("maybe", {"speed": 5}),
            Card("low", dict.fromkeys(CRITERIA, 2)),
            Card("gone", dict.fromkeys(CRITERIA, 5), declined=True),
        ]
    )
    ranks = {item.id: (item.rank, item.best_rank, item.worst_rank) for item in found.standings}
    assert ranks == {"sure": (2, 1, 2), "maybe": (1, 1, 3), "low": (3, 2, 3)}
    assert found.leaders == ("maybe",)
    assert len(found.totals) == 4


def test_ties_are_ties() -> None:
    found = compare([Card("a", {"speed": 4, "test": 4}), Card("b", {"answers": 4}), Card("c", {"speed": 1})])
    assert found.leaders == ("a", "b")
    assert [(item.rank, item.tied) for item in found.standings] == [(1, True), (1, True), (3, False)]


def test_a_close_race_tips_when_a_weight_moves_a_fifth() -> None:
    even = {"effort": 3, "skills": 3, "credibility": 3}
    close = compare(
        [
            Card("a", {**even, "speed": 3, "answers": 3, "test": 5}),
            Card("b", {**even, "speed": 4, "answers": D("4.1"), "test": 4}),
        ]
    )
    assert close.leaders == ("b",)
    assert {(shift.criterion, shift.factor): shift.after for shift in close.shifts} == {
        ("speed", D("0.8")): ("a", "b"),
        ("answers", D("0.8")): ("a",),
        ("test", D("1.2")): ("a",),
    }
    clear = compare([Card("a", dict.fromkeys(CRITERIA, 5)), Card("b", dict.fromkeys(CRITERIA, 1))])
    assert clear.robust


def test_the_declined_do_not_lead_or_tip() -> None:
    found = compare([Card("a", {"test": 5}, declined=True), Card("b", {"test": 2})])
    assert found.leaders == ("b",)
    assert found.robust


def test_the_next_cell_to_ask_about_is_the_one_that_moves_most() -> None:
    rest = dict.fromkeys(CRITERIA, 4)
    found = compare([Card("a", {**rest, "test": None}), Card("b", {**rest, "speed": None}), Card("c", rest)])
    first = found.unknowns[0]
    assert (first.id, first.criterion, first.can_change_leader) == ("a", "test", True)
    assert first.swing == D(12) / 9
    assert compare([Card("a", rest)]).unknowns == ()


@pytest.mark.parametrize(
    ("hours", "score"),
    [("0", 5), ("1", 5), ("1.01", 4), ("4", 4), ("12", 3), ("24", 2), ("24.5", 1), ("400", 1)],
)
def test_speed_comes_from_the_reply_time(hours: str, score: int) -> None:
    assert speed_score(D(hours)) == score
    assert speed_score(None) is None


def test_means_of_parts_unless_typed() -> None:
    assert part_score(None, [5, None, 4]) == D("4.5")
    assert part_score(2, [5, 5]) == 2
    assert part_score(None, [None]) is None
    assert has_passed([3, 3, None], D(3)) is True
    assert has_passed([2, 3], D(3)) is False
    assert has_passed([], D(3)) is None


def test_skills_and_credibility_from_facts() -> None:
    assert skill_score(["Figma", "css"], ["figma ", "CSS", "go"]) == 5
    assert skill_score(["figma", "css"], ["css"]) == 3
    assert skill_score(["figma"], []) == 1
    assert skill_score([], ["css"]) is None
    assert credibility_score(0, None) == 1
    assert credibility_score(60, D("0.97")) == 5
    assert credibility_score(None, None) is None


scores = st.dictionaries(st.sampled_from(CRITERIA), st.none() | st.integers(1, 5))
weights = st.fixed_dictionaries({criterion: st.integers(0, 5).map(D) for criterion in CRITERIA})


@settings(max_examples=50, deadline=None)
@given(scores, weights)
def test_the_bounds_hold_every_way_to_fill_the_gaps(known: dict[str, int | None], weight: dict[str, Decimal]) -> None:
    total = total_of(Card("a", known), weight)
    assert 0 <= total.coverage <= 1
    if total.lowest is None or total.highest is None:
        assert not any(weight.values())
        return
    assert 1 <= total.lowest <= total.highest <= 5
    for fill in (1, 3, 5):
        full = total_of(Card("a", {c: s if (s := known.get(c)) is not None else fill for c in CRITERIA}), weight)
        assert full.total is not None
        assert total.lowest <= full.total <= total.highest
    if total.total is not None:
        assert total.lowest <= total.total <= total.highest


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(scores, st.booleans()), min_size=1, max_size=5), weights)
def test_ranks_lie_between_the_best_and_the_worst_possible(
    table: list[tuple[dict[str, int | None], bool]], weight: dict[str, Decimal]
) -> None:
    cards = [Card(str(place), known, declined) for place, (known, declined) in enumerate(table)]
    found = compare(cards, weight)
    running = [card for card in cards if not card.declined]
    assert [item.id for item in found.standings] == [card.id for card in running]
    for item in found.standings:
        assert 1 <= item.best_rank <= item.worst_rank <= len(running)
        assert (item.rank == 1) == (item.id in found.leaders)
    asked = {(item.id, item.criterion) for item in found.unknowns}
    assert asked == {
        (total.id, c) for total in found.totals for c in total.unknown if not cards[int(total.id)].declined
    }
