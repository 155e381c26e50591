"""Rows no other system has: measured verdict, ledger, brake, evidence, Paretos, walk, memory, Today, preview."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from outsource_tui.domain.errors import RuleError
from outsource_tui.domain.money import Money
from outsource_tui.domain.task import QUESTIONS
from tests.studio import Studio


def week(studio: Studio) -> None:
    """Log five days: 2.4 h of invoices a day (12 h), 2 h of design, a break."""
    for ago in (7, 6, 5, 4, 3):
        studio.entry("Chase invoices", 144, ago=ago, start="8:00", liking=1, stress=4, postponed=1 if ago > 4 else 0)
        studio.entry("Design", 120, ago=ago, start="11:00", liking=5, stress=1)
        studio.entry("Lunch", 60, ago=ago, start="13:00", tags=("break",))


def test_n01_the_verdict_is_measured_and_says_what_flips_it(studio: Studio) -> None:
    week(studio)
    studio.services.settings.change(hourly_value=Money(85, "EUR"))
    task = studio.identify.task_from_activity("chase invoices")
    task = studio.verdicts.set_input(task, "rate", "40")
    task = studio.verdicts.set_input(task, "fee", "5 %")
    view = studio.verdicts.view(task)
    verdict = view.verdict
    # 12 h in a week: H 52.1786; P 52.1786 x 42 = 2,191.50; R 438.30; O 10.4357 + 2.1741; N 39.5688.
    figures = (verdict.inputs.hours, verdict.price, verdict.reserve, verdict.overhead, verdict.net_hours, verdict.value)
    assert [f"{figure:.2f}" for figure in figures if figure is not None] == [
        "52.18",
        "2191.50",
        "438.30",
        "12.61",
        "39.57",
        "733.54",
    ]
    assert verdict.break_even is not None
    assert verdict.break_even.months is not None
    assert verdict.break_even.repeats is not None
    # 255 / 733.54 months; done on 5 of 7 days, 21.74 times a month.
    assert (f"{verdict.break_even.months:.3f}", f"{verdict.break_even.repeats:.2f}") == ("0.348", "7.56")
    # Each tenth of k costs 351.68: 733.54 are used up at 1.2086 (+20.9 %); my hour at 2,629.80 / 39.5688 (-21.8 %).
    assert [(flip.key, f"{flip.then:.4f}") for flip in verdict.flips[:2]] == [
        ("ratio", "1.2086"),
        ("hourly_value", "66.4615"),
    ]
    assert view.flip == "their hours 1.21 times mine instead of 1 flips this"
    assert next(line for line in view.inputs if line.key == "hours").basis == "measured"
    assert view.measured_line == "measured 1 of 11 inputs"


def test_n02_the_ledger_counts_every_own_hour_and_turns_red(studio: Studio) -> None:
    task = studio.outsourced()
    brief_time = studio.entry("Wrote the brief", 60)
    studio.log.edit(brief_time.id, task=task.id, purpose="briefing")
    engagement = studio.engaged(task)
    studio.clock.at += timedelta(days=7)
    for purpose, minutes in (("hiring", 30), ("review", 60), ("coordination", 30), ("redo", 90)):
        entry = studio.entry(f"My {purpose}", minutes)
        studio.log.edit(entry.id, engagement=engagement.id, purpose=purpose)  # type: ignore[arg-type]
    ledger = studio.services.engagements.ledger(engagement)
    # 20 h x 7 / 30.4375 = 4.5996 h given; 1 + 0.5 + 1 + 0.5 + 1.5 of mine.
    assert ledger.own_total == Decimal("4.5")
    assert ledger.net is not None
    assert (f"{ledger.net:.4f}", ledger.red) == ("0.0996", False)
    entry = studio.entry("Once more", 12)
    studio.log.edit(entry.id, engagement=engagement.id, purpose="redo")
    assert studio.services.engagements.ledger(engagement).red
    assert studio.services.insights.total().red


def test_n03_one_more_than_the_limit_is_opened_only_with_a_reason(studio: Studio) -> None:
    studio.services.settings.change(full_time=False)
    studio.engaged(studio.outsourced(title="Books"))
    candidate = studio.known_candidate(studio.outsourced(title="Newsletter"), "Ben")
    with pytest.raises(RuleError, match="your limit is 1"):
        studio.services.engagements.from_candidate(candidate)
    over = studio.services.engagements.from_candidate(candidate, shortfall="skill", reason="I cannot write")
    assert (over.over_limit_reason, over.over_limit_text) == ("skill", "I cannot write")


def test_n04_each_question_shows_the_lines_that_say_yes(studio: Studio) -> None:
    week(studio)
    task = studio.identify.task_from_activity("chase invoices")
    views = {view.key: view for view in studio.identify.questions(task)}
    assert "3 times" in views["postponed"].evidence.sentence
    assert len(views["postponed"].rows) == 3
    # 12 h of 22 h; 48 of 58 stress hours.
    assert views["time_share"].evidence.sentence.startswith("55 % of your hours")
    assert views["stress_share"].evidence.sentence.startswith("Stress 4.0 of 5 on average, 83 % of all stress")
    assert [row.seconds for row in views["time_share"].rows] == [8640] * 5


def test_n05_both_paretos_side_by_side_with_what_is_in_both_first(studio: Studio) -> None:
    week(studio)
    found = studio.identify.activities()
    assert found.time.names == ("Chase invoices", "Design")
    assert found.stress.names == ("Chase invoices",)
    assert found.both == ("chase invoices",)
    assert [(line.name, line.in_time, line.in_stress) for line in found.lines] == [
        ("Chase invoices", True, True),
        ("Design", True, False),
        ("Lunch", False, False),
    ]
    step = studio.identify.walk()
    assert step is not None
    assert step.title == "Chase invoices"


def test_n06_one_key_an_answer_resumed_after_closing_and_ending_in_actions(studio: Studio) -> None:
    first, second = studio.task("Books"), studio.task("Newsletter")
    for key in QUESTIONS[:4]:
        first = studio.identify.answer(first, key, "yes")
    studio.clock.at += timedelta(days=3)
    again = studio.again().identify
    step = again.walk(tasks_only=True)
    assert step is not None
    assert step.task is not None
    assert (step.task.id, step.question.number, step.left, step.of) == (first.id, 5, 2, 2)
    studio.workspace.refresh()
    first, second = studio.reviewed(first, "maybe"), studio.reviewed(second, "no")
    assert studio.identify.walk(tasks_only=True) is None
    assert [(one.task.title, one.key, one.yes) for one in studio.identify.next_actions()] == [
        ("Books", "better_use", 4),
        ("Newsletter", "better_use", 0),
    ]


def test_n07_cross_outs_are_remembered_with_reason_and_date(studio: Studio) -> None:
    kept = studio.identify.edit_task(studio.good(title="Books"), important=True, personal=True)
    kept = studio.identify.cross(kept, "vital", True, reason="it is my reputation", look_again=studio.days_ago(-10))
    dropped = studio.identify.cross(studio.good(title="Report"), "not_needed", True, reason="nobody reads it")
    assert [(one.task.id, one.on, one.due) for one in studio.identify.look_agains()] == [
        (kept.id, studio.days_ago(-10), False)
    ]
    assert (studio.identify.stage(dropped), studio.identify.hours_freed()) == ("drop", Decimal(20))
    studio.clock.at += timedelta(days=10)
    again = studio.again()
    assert [(item.kind, item.id) for item in again.services.due.items() if item.id] == [("re-review", kept.id)]
    assert again.identify.get(kept.id).cross_outs["vital"].reason == "it is my reputation"


def test_n19_today_lists_only_what_is_due(studio: Studio) -> None:
    studio.services.settings.change(weekly_review=False)
    assert studio.services.due.items() == []
    engagement = studio.engaged(studio.outsourced())
    engagement = studio.services.engagements.add_milestone(engagement, "October", due=studio.days_ago(-5))
    studio.services.engagements.pay(engagement, Money(100, "EUR"), due=studio.days_ago(-6), paid=False)
    assert studio.services.due.items() == []
    studio.clock.at += timedelta(days=5)
    assert [item.kind for item in studio.services.due.items()] == ["milestone"]
    studio.clock.at += timedelta(days=1)
    assert [item.kind for item in studio.services.due.items()] == ["milestone", "payment"]
    studio.clock.at += timedelta(days=1, hours=8)
    assert {item.kind for item in studio.services.due.items()} >= {"milestone", "payment", "check-in", "log"}


def test_n20_an_import_shows_everything_before_it_stores_anything(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "frames"
    path.write_text(
        '[[1762938000, 1762941600, "acme", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", ["design"], 1762941600],'
        ' [1762941600, 1762943400, "acme", "1a1b2c3d4e5f60718293a4b5c6d7e8f9", [], 1762943400]]',
        encoding="utf-8",
    )
    preview = studio.services.imports.preview("auto", [path])
    assert (preview.format, preview.new, preview.seconds) == ("watson", 2, 5400)
    assert list(studio.log.desk.rows) == []
    assert studio.services.imports.confirm(preview).entries == 2
    assert studio.services.imports.preview("auto", [path]).new == 0
