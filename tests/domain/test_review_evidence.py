"""What the log says to the six questions."""

from datetime import date
from decimal import Decimal

import pytest

from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.review_evidence import Evidence, PartOf, ReviewFacts, ReviewLimits, review_evidence

TODAY = date(2026, 11, 23)


def row(
    number: int,
    *,
    day: str = "2026-11-20",
    seconds: int = 3600,
    stress: int | None = None,
    liking: int | None = None,
    skill: int | None = None,
    postponed: int = 0,
    tags: tuple[str, ...] = (),
    purpose: str | None = None,
) -> LogRow:
    return LogRow(
        f"{number:019}",
        day,
        None,
        seconds,
        "books",
        "",
        "",
        tags,
        stress,
        liking,
        skill,
        postponed,
        None,
        None,
        purpose,
        "",
    )


def find(
    rows: list[LogRow], facts: ReviewFacts | None = None, limits: ReviewLimits | None = None
) -> dict[str, Evidence]:
    return {item.key: item for item in review_evidence(rows, facts or ReviewFacts(today=TODAY), limits)}


def test_all_six_come_in_order_with_their_sources() -> None:
    found = review_evidence([], ReviewFacts(today=TODAY))
    assert [item.source for item in found] == ["S1-05", "S1-06", "S1-07", "S1-08", "S1-09", "S1-10"]
    assert [item.suggested for item in found] == [None, None, "no", None, None, None]


def test_liking_is_a_mean_with_the_lines_that_show_it() -> None:
    dislike = find([row(1, liking=1), row(2, liking=3), row(3), row(4, liking=1, tags=("break",))])["dislike"]
    assert (dislike.suggested, dislike.figures["liking"], dislike.figures["said"]) == ("yes", 2.0, 2)
    assert dislike.entries == (f"{1:019}",)
    assert "2.0 of 5" in dislike.sentence
    assert [(step.formula, step.value) for step in dislike.steps] == [
        ("4 / 2 entries that say it", 2),
        ("a setting", 2),
    ]
    assert find([row(1, liking=1)], ReviewFacts(today=TODAY, liking=4))["dislike"].suggested == "no"


@pytest.mark.parametrize(
    ("skill", "improve", "answer"),
    [(2, None, "maybe"), (2, True, "no"), (1, False, "yes"), (4, False, "no"), (None, False, None)],
)
def test_weak_and_not_caring_to_get_better_is_a_yes(
    skill: int | None, improve: bool | None, answer: str | None
) -> None:
    found = find([row(1, skill=skill)], ReviewFacts(today=TODAY, wants_to_improve=improve))
    assert found["unskilled"].suggested == answer


def test_postponing_counts_times_and_days() -> None:
    four = find([row(1, postponed=3), row(2, postponed=1), row(3)])["postponed"]
    assert four.suggested == "yes"
    assert four.figures["times"] == 4
    assert four.entries == (f"{1:019}", f"{2:019}")
    assert four.sentence == "Postponed 4 times, waiting since 20 Nov (3 days)."
    once = find([row(1, postponed=1, day="2026-11-09")])["postponed"]
    assert (once.suggested, once.figures["days"]) == ("no", 14)
    assert find([row(1, postponed=1, day="2026-11-08")])["postponed"].suggested == "yes"
    waiting = ReviewFacts(today=TODAY, waiting_since=date(2026, 11, 1))
    assert find([], waiting)["postponed"].suggested == "yes"
    patient = ReviewLimits(postponed_times=9, postponed_days=90)
    assert find([row(1, postponed=4)], waiting, patient)["postponed"].suggested == "no"


def test_shares_are_in_the_few_or_not() -> None:
    facts = ReviewFacts(today=TODAY, time=PartOf(1800, 10000, True), stress=PartOf(72, 3600, False))
    found = find([row(1, stress=4), row(2, stress=5, seconds=7200), row(3, stress=0)], facts)
    assert found["time_share"].suggested == "yes"
    assert found["time_share"].sentence.startswith("18 % of your hours")
    assert found["stress_share"].suggested == "no"
    assert "Stress 3.0 of 5" in found["stress_share"].sentence
    assert found["stress_share"].entries == (f"{2:019}", f"{1:019}")
    shown = [(step.label, step.formula, step.shown()) for step in found["stress_share"].steps]
    assert shown == [
        ("its stress", "stress × hours", "0.02 h"),
        ("all your stress", "stress × hours, breaks left out", "1 h"),
        ("its share", "0.02 / 1", "2 %"),
    ]


def test_cheaper_than_my_time_shows_the_margin_an_hour() -> None:
    facts = ReviewFacts(today=TODAY, price=Decimal("655.20"), hours=Decimal(12), hourly_value=Decimal(85))
    cheaper = find([], facts)["cheaper"]
    assert cheaper.suggested == "yes"
    assert cheaper.figures["margin"] == Decimal("30.40")
    assert "+30.40 an hour" in cheaper.sentence
    dear = ReviewFacts(today=TODAY, price=Decimal(1200), hours=Decimal(12), hourly_value=Decimal(85))
    assert find([], dear)["cheaper"].suggested == "no"
    none = ReviewFacts(today=TODAY, price=Decimal(1200), hours=Decimal(0), hourly_value=Decimal(85))
    assert find([], none)["cheaper"].suggested is None


def test_hours_of_managing_are_no_evidence() -> None:
    assert find([row(1, liking=1, purpose="review")])["dislike"].suggested is None
