"""Which work to look at (S1-04 to S1-12)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import NotYetError
from outsource_tui.domain.money import Money
from outsource_tui.domain.task import QUESTIONS
from tests.studio import Studio


def test_a_list_from_any_line_of_the_log_and_by_hand(studio: Studio) -> None:
    """S1-04."""
    entry = studio.entry("Sort receipts", 45, project="Office")
    from_line = studio.identify.task_from_entry(entry.id)
    by_hand = studio.identify.add_task("Tax return", category="bookkeeping")
    assert [line.task.title for line in studio.again().identify.tasks()] == ["Sort receipts", "Tax return"]
    assert (studio.identify.line(from_line).entries, studio.identify.line(by_hand).entries) == (1, 0)
    assert studio.identify.task_from_entry(entry.id) == from_line


def test_dislike_is_yes_when_liking_is_two_or_less(studio: Studio) -> None:
    """S1-05."""
    for ago, liking in ((1, 1), (2, 3), (3, 2)):
        studio.entry("Chase invoices", ago=ago, liking=liking)
    task = studio.identify.task_from_activity("chase invoices")
    view = studio.identify.question(task, "dislike")
    assert (view.suggested, view.evidence.sentence) == ("yes", "Liking 2.0 of 5 on average over 3.")
    assert [row.liking for row in view.rows] == [2, 1]
    studio.entry("Chase invoices", liking=5)
    assert studio.identify.question(task, "dislike").suggested == "no"


def test_weak_is_yes_only_without_the_wish_to_improve(studio: Studio) -> None:
    """S1-06."""
    studio.entry("Edit video", ago=1, skill=2)
    task = studio.identify.task_from_activity("edit video")
    assert studio.identify.question(task, "unskilled").suggested == "maybe"
    task = studio.identify.edit_task(task, wants_to_improve=True)
    assert studio.identify.question(task, "unskilled").suggested == "no"
    task = studio.identify.edit_task(task, wants_to_improve=False)
    assert studio.identify.question(task, "unskilled").suggested == "yes"
    studio.entry("Edit video", skill=5)
    assert studio.identify.question(task, "unskilled").suggested == "no"


def test_put_off_counts_times_and_days_and_both_limits_are_settings(studio: Studio) -> None:
    """S1-07."""
    task = studio.task("Tax return")
    assert studio.identify.question(task, "postponed").suggested == "no"
    task = studio.identify.put_off(studio.identify.put_off(task))
    view = studio.identify.question(task, "postponed")
    assert (view.suggested, "2 times" in view.evidence.sentence) == ("yes", True)
    studio.services.settings.change(postponed_times=3)
    assert studio.identify.question(task, "postponed").suggested == "no"
    studio.clock.at += timedelta(days=15)
    view = studio.identify.question(task, "postponed")
    assert (view.suggested, "(15 days)" in view.evidence.sentence) == ("yes", True)
    late = studio.log.capture("Call the tax office 20m :late")
    other = studio.identify.task_from_entry(late.id)
    assert studio.identify.line(other).postponed == 1


def test_the_few_that_cost_most_time_are_named_without_breaks(studio: Studio) -> None:
    """S1-08: 8 h of 10 h of work are 80 %; the lunch of 20 h does not count."""
    for text, hours in (("Invoices", 8), ("Mail", 1), ("Calls", 1), ("Lunch", 20)):
        studio.entry(text, hours * 60, ago=3, tags=("break",) if text == "Lunch" else ())
    found = studio.identify.activities()
    assert (found.time.names, found.time.of, found.time.share) == (("Invoices",), 3, 0.8)
    assert found.time.sentence() == "1 of 3 activities (33 %) holds 80 % of the time"
    task = studio.identify.task_from_activity("invoices")
    assert studio.identify.question(task, "time_share").suggested == "yes"
    studio.services.settings.change(pareto_threshold=Decimal("0.9"))
    assert studio.identify.activities().time.names == ("Invoices", "Calls")


def test_the_few_that_cause_most_stress_are_weighed_by_time(studio: Studio) -> None:
    """S1-09: 4 x 2 h = 8, 1 x 2 h = 2; what nobody rated is unknown, not nil."""
    studio.entry("Invoices", 120, ago=1, stress=4)
    studio.entry("Design", 120, ago=1, stress=1)
    studio.entry("Mail", 600, ago=2)
    found = studio.identify.activities()
    assert (found.stress.names, found.stress.of, found.stress.share) == (("Invoices",), 2, 0.8)
    mail = found.line("mail")
    assert mail is not None
    assert mail.activity.stress_seconds is None
    task = studio.identify.task_from_activity("invoices")
    view = studio.identify.question(task, "stress_share")
    assert (view.suggested, view.evidence.figures["share"]) == ("yes", 0.8)
    quiet = studio.identify.task_from_activity("mail")
    assert studio.identify.question(quiet, "stress_share").suggested is None


def test_cheaper_compares_the_whole_price_with_my_hours(studio: Studio) -> None:
    """S1-10: 12 h at 85 are 1,020; 655.20 leaves 30.40 an hour."""
    task = studio.vector()
    view = studio.identify.question(task, "cheaper")
    assert (view.suggested, view.evidence.sentence) == (
        "yes",
        "655.20 is below the 1,020.00 your time is worth: +30.40 an hour.",
    )
    assert studio.verdicts.judge(task).margin == Decimal("30.4")
    dear = studio.verdicts.set_input(task, "rate", Money(80, "EUR"))
    assert studio.identify.question(dear, "cheaper").suggested == "no"


def test_a_few_days_are_logged_and_the_evening_asks_for_more(studio: Studio) -> None:
    """S1-11."""
    for ago in (5, 4, 3):
        studio.entry("Design", ago=ago)
    found = studio.log.coverage()
    assert (found.logged, found.target, found.enough) == (3, 5, False)
    assert found.sentence == "3 of 5 days logged; 2 days to go."
    studio.services.settings.change(log_days=3)
    assert studio.log.coverage().enough
    studio.clock.at = studio.at("2026-11-23", "17:30")
    assert studio.log.nudge() is not None
    assert [item.kind for item in studio.services.due.items()] == ["log"]
    for hour in ("9:00", "10:00", "11:00"):
        studio.entry("Design", start=hour)
    assert studio.log.nudge() is None
    assert studio.services.due.items() == []


def test_the_walk_is_finished_only_when_every_question_is_answered(studio: Studio) -> None:
    """S1-12."""
    for text in ("Invoices", "Design"):
        studio.entry(text, ago=1)
    asked = []
    while (step := studio.identify.walk(studio.identify.period("week"))) is not None:
        asked.append((step.title, step.question.key))
        if step.task is None:
            assert step.activity is not None
            task = studio.identify.answer_activity(step.activity, step.question.key, "maybe")
        else:
            task = studio.identify.answer(step.task, step.question.key, "yes")
        assert (task.reviewed_at is None) == (len(asked) % 6 != 0)
    assert asked == [(title, key) for title in ("Design", "Invoices") for key in QUESTIONS]
    fresh = studio.task("By hand")
    assert "6 questions still open" in (studio.identify.why_not_finished(fresh) or "")
    with pytest.raises(NotYetError, match="6 questions"):
        studio.verdicts.decide(fresh, "outsource")
