"""Activities, tasks, the review walk, cross-outs, and the way to a brief."""

from datetime import timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.money import Money
from outsource_tui.domain.task import CROSS_OUTS, QUESTIONS, Task
from outsource_tui.services import links
from tests.studio import Studio


def fortnight(studio: Studio) -> None:
    """Log ten workdays: 2 h invoices a day (disliked, stressful), 3 h design, half an hour mail, lunch."""
    for ago in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14):
        studio.entry("Chase invoices", 120, ago=ago, start="8:00", liking=1, stress=4, skill=3, project="Acme")
        studio.entry("Design", 180, ago=ago, start="10:00", liking=5, stress=1)
        studio.entry("Mail", 30, ago=ago, start="13:00")
        studio.entry("Lunch", 60, ago=ago, start="14:00", tags=("break",))


def test_activities_with_shares_months_and_both_paretos(studio: Studio) -> None:
    fortnight(studio)
    found = studio.identify.activities()
    assert [line.name for line in found.lines] == ["Design", "Chase invoices", "Lunch", "Mail"]
    # 55 h of work without lunch: design 30 h + invoices 20 h reach 80 %.
    assert found.time.names == ("Design", "Chase invoices")
    assert found.time.sentence() == "2 of 3 activities (67 %) hold 91 % of the time"
    # Stress: invoices 4 x 20 = 80, design 30: invoices alone hold 73 %, both are needed for 80 %.
    assert found.stress.names == ("Chase invoices", "Design")
    assert found.both == ("design", "chase invoices")
    line = found.line("chase invoices")
    assert line is not None
    # 12 calendar days, ten logged days stand for 14: 20 h x 30.4375 / 12.
    assert (found.days_logged, found.stands_for.value, f"{line.month_hours:.2f}") == (10, Decimal(12), "50.73")
    assert (line.in_time, line.in_stress, line.both, line.task, line.word) == (True, True, True, None, "")
    # Liking is known of design (30 h, 5) and invoices (20 h, 1).
    assert found.love == pytest.approx(0.6)
    assert [(step.label, step.formula, step.shown()) for step in found.steps_of(line)] == [
        ("logged", "10 entries", "20 h"),
        (
            "days the log stands for",
            "the smaller of 12 calendar days and 10 logged days × 7 / 5, at least 7",
            "12",
        ),
        ("a month", "20 h × 30.4375 / 12 days", "50.73 h"),
        ("of your time", "20 / 55 h, breaks left out", "36.36 %"),
        ("of your stress", "80 / 110 h, stress × hours", "72.73 %"),
    ]
    assert [(step.formula, step.shown()) for step in found.steps] == [
        ("50 / 55 h, 2 of 3 activities", "90.91 %"),
        ("110 / 110 h, 2 of 2 activities", "100 %"),
        ("30 / 50 h, of hours whose liking you said", "60 %"),
    ]


def test_a_question_counts_the_period_the_list_shows(studio: Studio) -> None:
    """Ninety days ago it was all my work; in the last month a sixth of it."""
    studio.entry("Sort receipts", 600, ago=90, start="8:00", liking=1)
    studio.entry("Sort receipts", 60, ago=5, liking=1)
    studio.entry("Design", 300, ago=5, start="12:00", liking=5)
    identify = studio.identify
    task = identify.task_from_activity("sort receipts")
    in_all = identify.question(task, "time_share")
    assert (in_all.suggested, f"{in_all.evidence.figures['share']:.4f}") == ("yes", "0.6875")
    month = identify.question(task, "time_share", identify.period("month"))
    assert (month.suggested, f"{month.evidence.figures['share']:.4f}") == ("no", "0.1667")
    line = identify.activities(identify.period("month")).line("sort receipts")
    assert line is not None
    assert (line.in_time, f"{line.time_share:.4f}") == (False, "0.1667")
    week = identify.question(task, "time_share", identify.period("week"))
    assert [step.formula for step in week.evidence.steps] == ["", "breaks left out", "1 / 6"]
    # What was felt counts whenever it was.
    assert identify.question(task, "dislike", identify.period("month")).evidence.figures["said"] == 2


def test_entries_without_a_length_are_unknown_not_nothing(studio: Studio) -> None:
    for ago in (3, 2, 1):
        studio.entry("Design", ago=ago)
    studio.log.log("Phone calls", start=studio.at(studio.days_ago(1), "15:00"), seconds=None)
    found = studio.identify.activities()
    calls = found.line("phone calls")
    assert calls is not None
    assert (calls.month_hours, calls.time_share, calls.activity.without_length) == (None, None, 1)
    assert [step.value for step in found.steps_of(calls) if step.label in ("logged", "a month")] == [None, None]
    task = studio.identify.task_from_activity("phone calls")
    assert studio.identify.question(task, "time_share").evidence.sentence == "No time is logged on it."
    assert studio.verdicts.judge(task).inputs.hours is None


def test_a_period_narrows_the_table_and_two_days_are_not_enough(studio: Studio) -> None:
    fortnight(studio)
    week = studio.identify.activities(studio.identify.period("week"))
    assert (week.entries, week.days_logged) == (16, 4)
    studio.clock.at += timedelta(days=1)
    assert studio.identify.activities(studio.identify.period("week")).days_logged == 3
    fresh = studio.identify.period("month")
    assert (fresh.since, fresh.until) == (studio.days_ago(29), studio.days_ago(0))
    with pytest.raises(InputError):
        studio.identify.period("decade")


def test_an_empty_log_says_what_to_do(studio: Studio) -> None:
    found = studio.identify.activities()
    assert (found.lines, found.time.activities) == ((), 0)
    assert "log what you do" in found.message
    studio.entry("Design")
    assert "not enough yet" in studio.identify.activities().message
    assert studio.identify.activities().lines[0].month_hours is None


def test_a_task_of_an_activity_takes_entries_past_and_to_come(studio: Studio) -> None:
    fortnight(studio)
    task = studio.identify.task_from_activity("chase invoices")
    assert (task.title, task.project, task.activities) == ("Chase invoices", "Acme", ("chase invoices",))
    assert studio.identify.task_from_activity("chase invoices") == task
    studio.entry("CHASE invoices", 60)
    line = studio.identify.line(task)
    assert (line.entries, line.liking, line.skill, line.word) == (11, 1.0, 3.0, "new")
    row = studio.identify.activities().line("chase invoices")
    assert row is not None
    assert (row.task, row.task_title, row.word) == (task.id, "Chase invoices", "new")
    document = links.report(studio.log.desk.rows, studio.workspace.documents("tasks"))
    assert [one["task"] for one in document["activities"]][:2] == [None, task.id]


def test_linking_moves_an_activity_and_unlinking_lets_go(studio: Studio) -> None:
    fortnight(studio)
    first = studio.identify.task_from_activity("chase invoices")
    other = studio.task("Bookkeeping")
    other = studio.identify.link(other, "mail")
    other = studio.identify.link(other, "chase invoices")
    assert studio.identify.get(first.id).activities == ()
    assert [len(studio.identify.entries_of_task(one)) for one in (studio.identify.get(first.id), other)] == [0, 20]
    other = studio.identify.unlink(other, "mail")
    assert other.activities == ("chase invoices",)
    studio.services.undo.undo()
    assert studio.identify.get(other.id).activities == ("mail", "chase invoices")


def test_similar_texts_are_offered_and_merged_into_one(studio: Studio) -> None:
    studio.entry("Chase invoices", ago=1)
    studio.entry("Chase invoices", ago=2)
    studio.entry("Chase invoice", ago=3)
    studio.entry("Design", ago=4)
    task = studio.identify.task_from_activity("chase invoice")
    (group,) = studio.identify.similar()
    assert (group.keep, group.keys) == ("chase invoices", ("chase invoice", "chase invoices"))
    assert studio.identify.merge_activities(group.keys, group.keep) == 1
    assert [(line.name, line.activity.entries) for line in studio.identify.activities().lines] == [
        ("Chase invoices", 3),
        ("Design", 1),
    ]
    assert studio.identify.get(task.id).activities == ("chase invoices",)
    studio.services.undo.undo()
    assert len(studio.identify.activities().lines) == 3


def test_deleting_a_task_leaves_its_entries_without_it(studio: Studio) -> None:
    entry = studio.entry("Design")
    task = studio.task("Website")
    studio.log.link_task(entry.id, task.id)
    studio.identify.delete_task(task)
    assert studio.log.entry(entry.id).task is None
    studio.services.undo.undo()
    assert studio.log.entry(entry.id).task == task.id


def test_evidence_beside_each_question(studio: Studio) -> None:
    fortnight(studio)
    studio.services.settings.change(hourly_value=Money(85, "EUR"))
    task = studio.identify.task_from_activity("chase invoices")
    task = studio.identify.put_off(studio.identify.put_off(task))
    task = studio.verdicts.set_input(task, "rate", "30")
    views = studio.identify.questions(task)
    assert [view.key for view in views] == list(QUESTIONS)
    assert [view.suggested for view in views] == ["yes", "no", "yes", "yes", "yes", "yes"]
    assert views[0].evidence.sentence == "Liking 1.0 of 5 on average over 10."
    assert len(views[0].rows) == 6
    assert "2 times" in views[2].evidence.sentence
    assert views[3].evidence.sentence.startswith("36 % of your hours")
    assert "Stress 4.0 of 5 on average, 73 % of all stress" in views[4].evidence.sentence
    assert views[5].evidence.sentence.endswith("+55.00 an hour.")


def test_the_walk_resumes_and_is_finished_only_when_all_is_answered(studio: Studio) -> None:
    fortnight(studio)
    step = studio.identify.walk()
    assert step is not None
    # Both Paretos first; lunch is a break and never asked about.
    assert (step.title, step.question.key, step.left, step.of) == ("Design", "dislike", 3, 3)
    assert step.activity is not None
    task = studio.identify.answer_activity(step.activity, "dislike", "no")
    assert (task.title, task.reviewed_at) == ("Design", None)
    again = studio.again()
    step = again.identify.walk()
    assert step is not None
    assert step.task is not None
    assert (step.task.id, step.question.key) == (task.id, "unskilled")
    for key in QUESTIONS[1:5]:
        task = again.identify.answer(task, key, "maybe")
    assert "1 question still open" in (again.identify.why_not_finished(task) or "")
    task = again.identify.answer(task, "cheaper", "no")
    assert task.reviewed_at == studio.clock.now()
    assert again.identify.walk_left() == (2, 3)
    step = again.identify.walk()
    assert step is not None
    assert step.title == "Chase invoices"
    assert [action.key for action in again.identify.next_actions()] == ["better_use"]
    assert studio.again("app-3").identify.walk(tasks_only=True) is None


def test_answers_are_changed_cleared_and_reviewed_again(studio: Studio) -> None:
    task = studio.reviewed(studio.task(), "yes")
    assert task.wants_to_improve is False
    task = studio.identify.clear_answer(task, "dislike")
    assert task.reviewed_at is None
    assert "“dislike it”" in (studio.identify.why_not_finished(task) or "")
    assert studio.identify.question(task, "dislike").suggested is None
    task = studio.identify.edit_task(task, liking=2)
    assert studio.identify.question(task, "dislike").suggested == "yes"
    task = studio.identify.review_again(task)
    assert (task.answers, task.reviewed_at, task.crossed_at) == ({}, None, None)


def test_the_pass_confirms_overrules_and_completes(studio: Studio) -> None:
    task = studio.reviewed(studio.vector(better_use="client work"))
    lines = {line.key: line for line in studio.identify.cross_outs(task)}
    assert list(lines) == list(CROSS_OUTS)
    # Freeing an hour costs 786.24 / 6.70589 = 117.25, the better use is worth 85.
    assert (lines["no_better_use"].suggested, lines["too_expensive"].suggested) == (True, True)
    assert "117.25" in lines["no_better_use"].why
    assert (lines["vital"].suggested, lines["good_enough"].open_fields) == (None, ("skill", "needed_skill"))
    with pytest.raises(RuleError):
        studio.identify.cross(task, "too_expensive", False)
    task = studio.identify.cross(task, "too_expensive", False, reason="It keeps me from paid work in December")
    assert studio.identify.cross_outs(task)[4].word == "overruled"
    with pytest.raises(NotYetError):
        studio.identify.cross(task, "vital", True)
    task = studio.identify.edit_task(task, important=True, personal=True, impact=4, likelihood=3)
    task = studio.identify.cross(task, "vital", True)
    assert task.crossed_at is None
    task = studio.identify.take_suggestions(task)
    assert set(task.cross_outs) == {"too_expensive", "vital", "no_better_use", "risk"}
    assert task.cross_outs["risk"].stands
    assert task.cross_outs["risk"].look_again == studio.days_ago(-90)
    for key in ("not_needed", "good_enough"):
        task = studio.identify.cross(task, key, False)
    assert task.crossed_at == studio.clock.now()
    assert studio.identify.next_step(task).key == "decide"
    assert studio.verdicts.judge(task).suggestion.reason == "3 cross-outs stand against it"


def test_not_needed_drops_the_task_with_its_hours(studio: Studio) -> None:
    task = studio.good()
    task = studio.identify.cross(task, "not_needed", True, reason="nobody reads the report")
    assert task.decision is not None
    assert (task.decision.verdict, task.decision.hours, task.decision.reason) == (
        "drop",
        Decimal(20),
        "nobody reads the report",
    )
    assert studio.identify.hours_freed() == 20
    assert studio.identify.next_step(task).sentence == "Dropped; that frees 20 h a month."
    assert studio.identify.freed().dropped == 1


def test_dates_to_look_again_are_listed_and_moved(studio: Studio) -> None:
    task = studio.reviewed(studio.good())
    task = studio.verdicts.decide(task, "keep", reason="not now", look_again=studio.days_ago(-30))
    (one,) = studio.identify.look_agains()
    assert (one.on, one.what, one.due) == (studio.days_ago(-30), "decided: keep", False)
    with pytest.raises(InputError):
        studio.identify.look_again(task, studio.days_ago(1))
    task = studio.identify.look_again(task, studio.days_ago(-1))
    studio.clock.at += timedelta(days=1)
    assert [one.due for one in studio.identify.look_agains(due_only=True)] == [True]
    assert [item.kind for item in studio.services.due.items()] == ["re-review"]


def test_the_step_before_a_brief_is_named_in_order(studio: Studio) -> None:
    task = studio.good(better_use="")
    steps = [studio.identify.next_step(task)]
    task = studio.reviewed(task)
    steps.append(studio.identify.next_step(task))
    task = studio.identify.edit_task(task, better_use="paid client work")
    steps.append(studio.identify.next_step(task))
    task = studio.crossed(task)
    steps.append(studio.identify.next_step(task))
    task = studio.verdicts.give_shortfall(task, "speed")
    steps.append(studio.identify.next_step(task))
    assert steps[-1].sentence == "Everything is there: take the decision."
    task = studio.verdicts.decide(task, "outsource")
    steps.append(studio.identify.next_step(task))
    assert [step.key for step in steps] == ["review", "better_use", "cross_out", "shortfall", "decide", "brief"]
    assert steps[0].sentence == "6 questions of the review wait for you."
    assert steps[-1].screen == "briefs"


def test_what_has_a_verb_of_its_own_is_not_edited(studio: Studio) -> None:
    task = studio.task()
    for name in ("decision", "reviewed_at", "baseline_hours"):
        with pytest.raises(InputError):
            studio.identify.edit_task(task, **{name: None})
    with pytest.raises(InputError):
        studio.identify.edit_task(task, liking=6)
    with pytest.raises(InputError):
        studio.identify.add_task("  ")
    assert studio.identify.get(task.id) == task


def test_freelancer_or_agency_with_two_sums(studio: Studio) -> None:
    task = studio.task()
    view = studio.identify.supplier(task)
    assert len(view.questions) == 8
    answers = {"contact": "direct", "size": "small", "skills": "one", "price": "resources"}
    view = studio.identify.supplier(task, answers)
    assert (view.choice.freelancer_sum, view.choice.agency_sum, view.choice.kinds) == (3, 1, ("specialist",))
    with pytest.raises(InputError):
        studio.identify.choose_supplier(task, "agency", answers)
    task = studio.identify.choose_supplier(task, "specialist", answers)
    assert task.supplier is not None
    assert (task.supplier.kind, task.supplier.freelancer_sum, task.supplier.agency_sum) == ("specialist", 3, 1)
    assert studio.identify.supplier(task).answers == answers
    tie = studio.identify.supplier(task, {"size": "small", "price": "resources"}).choice
    assert (tie.side, tie.freelancer_sum, tie.agency_sum) == (None, 1, 1)
    assert "tie" in tie.text


def test_whose_contract_is_settled_with_its_cost(studio: Studio) -> None:
    task = studio.vector(origin="client", client="Acme", category="design")
    view = studio.identify.contract(task)
    assert (view.card.recommended, view.card.structure, view.decided) == ("with_client", "with_client", False)
    assert view.sentence == "Their own contract with the client spares you 5.3 h of managing, worth 450.00."
    task = studio.identify.set_responsibility(task, structure="under_me")
    view = studio.identify.contract(task)
    assert (view.responsibility.work, view.responsibility.dates, view.decided) == ("me", "me", True)
    assert view.card.warnings == ("under_me", "consent", "unpaid", "exclusive_skill")
    assert view.card.under_me.money is not None
    assert f"{view.card.under_me.money:.2f}" == "450.00"
    task = studio.identify.set_responsibility(task, structure="with_client", dates="me")
    assert task.responsibility is not None
    assert (task.responsibility.work, task.responsibility.dates) == ("them", "me")
    task = studio.identify.set_responsibility(task, exclusive=False)
    assert studio.identify.contract(task).card.recommended == "under_me"


def test_client_questions_are_kept_with_the_task(studio: Studio) -> None:
    task = studio.task(origin="client", client="Acme")
    keys = [line.key for line in studio.identify.client_questions(task)]
    assert keys[:4] == ["others", "direct", "approves", "dates"]
    task = studio.identify.answer_client(task, "direct", "Yes, from January")
    line = studio.identify.client_questions(task)[1]
    assert (line.answer, line.asked_at) == ("Yes, from January", studio.clock.now())
    with pytest.raises(InputError):
        studio.identify.answer_client(task, "weather", "fine")


def test_client_portions_are_filtered(studio: Studio) -> None:
    studio.task("Own books")
    mine: Task = studio.task("Logo for Acme", origin="client", client="Acme")
    assert [line.task.id for line in studio.identify.tasks(origin="client")] == [mine.id]
    assert studio.identify.tasks(client="ACME")[0].task.id == mine.id
    studio.identify.archive(mine)
    assert len(studio.identify.tasks()) == 1


def test_love_share_month_by_month(studio: Studio) -> None:
    studio.entry("Design", 60, day="2026-10-05", liking=5)
    studio.entry("Invoices", 180, day="2026-10-06", liking=1)
    studio.entry("Design", 60, day="2026-11-05", liking=4)
    studio.entry("Lunch", 600, day="2026-11-06", liking=1, tags=("break",))
    assert studio.identify.love_trend(3) == (("2026-09", None), ("2026-10", 0.25), ("2026-11", 1.0))
