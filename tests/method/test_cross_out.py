"""What speaks against it (S1-13 to S1-19)."""

from decimal import Decimal

import pytest

from outsource_tui.domain.errors import NotYetError, RuleError
from outsource_tui.domain.money import Money
from outsource_tui.domain.task import CROSS_OUTS, CrossOutKey, Task
from outsource_tui.services.cross_outs import CrossOutLine
from tests.studio import Studio


def line_of(studio: Studio, task: Task, key: CrossOutKey) -> CrossOutLine:
    return next(line for line in studio.identify.cross_outs(task) if line.key == key)


def test_the_pass_is_required_between_review_and_brief(studio: Studio) -> None:
    """S1-13."""
    task = studio.reviewed(studio.good(shortfall="time"))
    assert studio.identify.next_step(task).key == "cross_out"
    with pytest.raises(NotYetError, match="cross-out"):
        studio.verdicts.decide(task, "outsource")
    for key in CROSS_OUTS[:-1]:
        task = studio.identify.cross(task, key, False, reason="looked at it")
    assert studio.identify.next_step(task).sentence == "Cross out: 1 reason to go through."
    with pytest.raises(NotYetError, match="cross-out"):
        studio.verdicts.decide(task, "outsource")
    task = studio.identify.cross(task, CROSS_OUTS[-1], False)
    assert task.crossed_at == studio.clock.now()
    assert studio.verdicts.decide(task, "outsource").decision is not None


def test_what_nobody_needs_is_dropped_with_the_hours_it_frees(studio: Studio) -> None:
    """S1-14."""
    for ago in (7, 6, 5, 4, 3):
        studio.entry("Weekly report", 42, ago=ago)
    task = studio.identify.task_from_activity("weekly report")
    task = studio.identify.cross(task, "not_needed", True, reason="nobody reads it")
    assert task.decision is not None
    assert task.decision.verdict == "drop"
    # 3.5 h in a week are 15.22 h a month.
    assert task.decision.hours is not None
    assert f"{task.decision.hours:.2f}" == "15.22"
    assert studio.identify.stage(task) == "drop"
    assert f"{studio.identify.hours_freed():.2f}" == "15.22"


def test_no_better_use_or_one_worth_less_crosses_it_out(studio: Studio) -> None:
    """S1-15: freeing an hour costs 600 / 13.8259 = 43.40."""
    task = studio.good(better_use="")
    assert line_of(studio, task, "no_better_use").suggested is True
    task = studio.identify.edit_task(task, better_use="reading", better_use_value=Money(40, "EUR"))
    line = line_of(studio, task, "no_better_use")
    assert (line.suggested, "43.40" in line.why) == (True, True)
    task = studio.identify.edit_task(task, better_use_value=Money(60, "EUR"))
    assert line_of(studio, task, "no_better_use").suggested is False


def test_vital_and_mine_needs_both_flags(studio: Studio) -> None:
    """S1-16."""
    task = studio.identify.edit_task(studio.good(), important=True)
    assert line_of(studio, task, "vital").suggested is None
    with pytest.raises(NotYetError):
        studio.identify.cross(task, "vital", True)
    task = studio.identify.edit_task(task, personal=True)
    assert line_of(studio, task, "vital").suggested is True
    task = studio.identify.cross(task, "vital", True)
    assert studio.verdicts.judge(task).suggestion.verdict == "keep"


def test_good_enough_compares_my_skill_with_what_it_needs(studio: Studio) -> None:
    """S1-17."""
    for ago in (1, 2):
        studio.entry("Design", ago=ago, skill=4)
    task = studio.identify.task_from_activity("design")
    assert line_of(studio, task, "good_enough").open_fields == ("needed_skill",)
    task = studio.identify.edit_task(task, needed_skill=4)
    assert line_of(studio, task, "good_enough").suggested is True
    task = studio.identify.edit_task(task, needed_skill=5)
    assert line_of(studio, task, "good_enough").suggested is False


def test_too_expensive_is_computed_and_overruled_with_a_reason(studio: Studio) -> None:
    """S1-18."""
    task = studio.vector(better_use="client work")
    line = line_of(studio, task, "too_expensive")
    assert (line.suggested, line.why) == (True, "It costs 216.24 more than it brings.")
    with pytest.raises(RuleError):
        studio.identify.cross(task, "too_expensive", False)
    task = studio.identify.cross(task, "too_expensive", False, reason="I hate it that much")
    assert line_of(studio, task, "too_expensive").word == "overruled"
    assert task.cross_outs["too_expensive"].reason == "I hate it that much"


def test_risk_is_impact_times_likelihood_against_my_limit(studio: Studio) -> None:
    """S1-19."""
    task = studio.identify.edit_task(studio.good(), impact=4, likelihood=3)
    line = line_of(studio, task, "risk")
    assert (line.suggested, "= 12" in line.why, "smaller slice" in line.why) == (True, True, True)
    studio.services.settings.change(risk_limit=13)
    assert line_of(studio, task, "risk").suggested is False
    studio.services.settings.change(risk_limit=12)
    task = studio.identify.cross(task, "risk", True)
    assert studio.verdicts.judge(task).suggestion.verdict == "keep"
    assert task.cross_outs["risk"].look_again == studio.days_ago(-90)


def test_what_stands_is_not_outvoted_by_figures(studio: Studio) -> None:
    """S1-13: a standing cross-out, and no input flips it."""
    task = studio.identify.edit_task(studio.good(shortfall="time"), important=True, personal=True)
    task = studio.identify.cross(task, "vital", True)
    verdict = studio.verdicts.judge(task)
    assert verdict.value is not None
    assert verdict.value > Decimal(575)
    assert (verdict.suggestion.verdict, verdict.flip_sentence()) == (
        "keep",
        "a cross-out stands, so no single input flips this",
    )
