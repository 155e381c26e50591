"""What is due, from stored documents."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.due import due_items
from outsource_tui.domain.due_reader import Due, LogSummary

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # a Monday evening
QUIET = LogSummary(9, 9)


def ago(**span: float) -> str:
    return (NOW - timedelta(**span)).isoformat()


def day(ahead: int) -> str:
    return (NOW.date() + timedelta(days=ahead)).isoformat()


def due(now: datetime = NOW, log: LogSummary = QUIET, **tables: dict[str, Any]) -> list[Due]:
    return due_items(tables, log, now)


def kinds(items: list[Due]) -> list[str]:
    return [item.kind for item in items]


def engagement(**values: Any) -> dict[str, Any]:
    fresh = {"title": "Logo", "started_at": ago(days=1), "created_at": ago(days=1), "check_in_days": 7}
    return {"e1": {**fresh, **values}}


def of_engagement(**values: Any) -> list[Due]:
    return due(engagements=engagement(**values))


def test_nothing_is_due_in_an_empty_workspace() -> None:
    assert due() == []


def test_the_log_is_due_in_the_evening_of_a_workday() -> None:
    (item,) = due(log=LogSummary(1, 2))
    assert (item.kind, item.when, item.id) == ("log", "2026-11-23", None)
    assert item.text == "Log your day: 1 entry so far; 2 of 5 days are logged"
    assert due(NOW.replace(hour=16), LogSummary(0, 2)) == []
    assert due(NOW - timedelta(days=1), LogSummary(0, 2), settings={"1": {"weekly_review": False}}) == []
    assert due(log=LogSummary(1, 9), settings={"1": {"log_entries": 1}}) == []
    assert kinds(due(NOW.replace(hour=8), LogSummary(0, 9), settings={"1": {"nudge_hour": 7}})) == ["log"]


def test_the_week_is_looked_back_at_from_its_last_workday_once() -> None:
    friday = NOW + timedelta(days=4)
    assert [item.when for item in due(friday)] == ["2026-11-27"]
    assert [item.when for item in due(friday + timedelta(days=2))] == ["2026-11-27"]
    assert due(friday, settings={"1": {"look_backs": [{"at": "2026-11-24T09:00:00+01:00"}]}}) == []
    assert due(friday, settings={"1": {"weekly_review": False}}) == []


def test_tasks_are_looked_at_again() -> None:
    tasks = {
        "t1": {"title": "Books", "decision": {"look_again": day(0)}},
        "t2": {"title": "Ads", "decision": {"look_again": day(1)}},
        "t3": {"title": "Tax", "cross_outs": {"risk": {"stands": True, "look_again": day(-3)}}},
        "t4": {"title": "Old", "decision": {"look_again": day(-9)}, "archived_at": ago(days=1)},
        "t5": {"title": "Off", "cross_outs": {"risk": {"stands": False, "look_again": day(-3)}}},
    }
    assert [(item.id, item.when) for item in due(tasks=tasks)] == [("t3", day(-3)), ("t1", day(0))]


def test_a_posting_is_ripe_after_a_day() -> None:
    postings = {"p1": {"brief": "b1", "platform": "upwork", "title": "Logo wanted", "posted_at": ago(hours=25)}}
    applied = {"c1": {"brief": "b1", "posting": "p1", "name": "Ada"}}
    (item,) = due(postings=postings, candidates=applied)
    assert (item.kind, item.id, item.when) == ("choose", "p1", "2026-11-23T17:00:00+00:00")
    assert item.text == "Choose now: 1 person has applied for Logo wanted on Upwork"
    (renamed,) = due(postings=postings, platforms={"1": {"slug": "upwork", "name": "My own Upwork"}})
    assert renamed.text == "Repost Logo wanted: nobody has applied on My own Upwork"
    (mine,) = due(postings={"p1": {**postings["p1"], "platform": "quill"}})
    assert mine.text == "Repost Logo wanted: nobody has applied on quill"
    assert kinds(due(postings=postings)) == ["repost"]
    assert due(postings=postings, candidates={"c1": {**applied["c1"], "chosen_at": ago(hours=1)}}) == []
    young = {"p1": {**postings["p1"], "posted_at": ago(hours=23)}}
    assert due(postings=young) == []
    assert kinds(due(postings=young, settings={"1": {"choose_after_hours": "12"}})) == ["repost"]
    closed = {"p1": {**postings["p1"], "closed_at": ago(hours=1)}}
    assert due(postings=closed) == []
    again = {**postings, "p2": {"brief": "b1", "reposts": "p1", "posted_at": ago(hours=1)}}
    assert due(postings=again) == []


@pytest.mark.parametrize(
    ("sent_days_ago", "kind", "when"),
    [
        ([1], None, None),
        ([2], "second-message", day(0)),
        ([9, 4], "third-message", day(-1)),
        ([9, 2], None, None),
        ([9, 7, 5], "archive", day(-2)),
        ([9, 7, 5, 1], "archive", day(-2)),
    ],
)
def test_silence_has_a_ladder(sent_days_ago: list[int], kind: str | None, when: str | None) -> None:
    slugs = ("first-message", "second-message", "third-message", "four-questions")
    messages = [
        {"id": slug, "template": slug, "sent_at": ago(days=back)}
        for slug, back in zip(slugs, sent_days_ago, strict=False)
    ]
    found = due(candidates={"c1": {"brief": "b", "name": "Ada {x}", "messages": messages}})
    assert [(item.kind, item.when) for item in found] == ([(kind, when)] if kind else [])
    if found:
        assert "Ada {x}" in found[0].text


def test_an_answer_ends_the_wait() -> None:
    sent = {"template": "second-message", "sent_at": ago(days=9)}
    base = {"brief": "b", "name": "Ada"}
    for values in (
        {"messages": [{**sent, "replied_at": ago(days=8)}]},
        {"messages": [{**sent, "trial_at": ago(days=8)}]},
        {"messages": [sent], "first_reply_at": ago(days=8)},
        {"messages": [sent], "declined_at": ago(days=8)},
        {"messages": [sent], "archived_at": ago(days=8)},
        {"messages": [sent], "chosen_at": ago(days=8)},
    ):
        assert due(candidates={"c1": {**base, **values}}) == []
    early_reply = {"messages": [sent], "first_reply_at": ago(days=10)}
    assert kinds(due(candidates={"c1": {**base, **early_reply}})) == ["third-message"]
    (item,) = due(
        candidates={"c1": {**base, "messages": [{**sent, "template": "first-message", "replied_at": ago(days=1)}]}}
    )
    assert (item.kind, item.when, item.text) == (
        "second-message",
        day(-1),
        "Ada answered: ask for a video and the trial task",
    )


def test_my_own_template_counts_by_its_step_and_its_days() -> None:
    mine = {"t1": {"slug": "hello-again", "step": "second", "days_after": 5}, "t2": {"slug": "x", "step": "other"}}
    sent = [{"template": "first-message", "sent_at": ago(days=4)}]
    assert due(candidates={"c1": {"name": "Ada", "messages": sent}}, templates=mine) == []
    assert kinds(due(candidates={"c1": {"name": "Ada", "messages": sent}})) == ["second-message"]
    again = [*sent, {"template": "hello-again", "sent_at": ago(days=3)}, {"template": "x", "sent_at": ago(days=1)}]
    assert kinds(due(candidates={"c1": {"name": "Ada", "messages": again}}, templates=mine)) == ["third-message"]


def test_who_is_declined_is_told_within_a_week() -> None:
    people = {
        key: {"brief": "b", "name": name, "declined_at": ago(days=back)}
        for key, name, back in (("c1", "Ada", 1), ("c2", "Bo", 2), ("c3", "Cy", 8))
    }
    (item,) = due(candidates=people)
    assert (item.kind, item.id, item.when) == ("decline", "c2", day(-2))
    assert item.text == "Tell Bo and 1 other that it will be somebody else"
    people["c2"]["messages"] = [{"template": "decline", "sent_at": ago(days=1)}]
    assert [item.text for item in due(candidates=people)] == ["Tell Ada that it will be somebody else"]


def test_a_posting_whose_tested_all_failed_asks_for_a_repost() -> None:
    posting = {"p1": {"brief": "b1", "posted_at": ago(hours=30), "title": "Logo"}}
    people = {"c1": {"posting": "p1", "test": {"work": 2, "speed": 3}}, "c2": {"posting": "p1"}}
    (item,) = due(postings=posting, candidates=people)
    assert (item.kind, item.text) == ("repost", "Repost Logo: none of the tested passed")
    people["c2"] = {"posting": "p1", "test": {"work": 3}}
    assert kinds(due(postings=posting, candidates=people)) == ["choose"]


def test_tests_come_back_and_are_paid() -> None:
    test = {"sent_at": ago(days=3), "due_at": ago(hours=1), "fee": "60.00 EUR"}
    assert kinds(due(candidates={"c1": {"name": "Ada", "test": test}})) == ["test"]
    back = {**test, "returned_at": ago(hours=1)}
    found = due(candidates={"c1": {"name": "Ada", "test": back, "declined_at": ago(hours=1)}})
    assert [(item.kind, item.text) for item in found if item.kind != "decline"] == [
        ("payment", "Pay Ada 60.00 EUR for the test")
    ]
    assert due(candidates={"c1": {"name": "Ada", "test": {**back, "paid_at": ago(hours=1)}}}) == []


def test_check_ins_come_round_and_every_second_asks_for_their_view() -> None:
    (item,) = [one for one in of_engagement(started_at=ago(days=7), check_in_days=7) if one.kind == "check-in"]
    assert (item.when, item.text) == (day(0), "Check in on Logo")
    talked = of_engagement(started_at=ago(days=20), check_in_days=3, check_ins=[{"at": ago(days=4)}])
    asked = next(one for one in talked if one.kind == "check-in")
    assert (asked.when, asked.text) == (day(-1), "Check in on Logo, and ask what stands in their way")
    assert "check-in" not in kinds(of_engagement(started_at=ago(days=20), paused_at=ago(days=10)))


def test_milestones_payments_and_calls_of_the_day() -> None:
    found = of_engagement(
        milestones=[
            {"id": "m1", "title": "Sketch", "due": day(-2)},
            {"id": "m2", "title": "Final", "due": day(1)},
            {"id": "m3", "title": "Done", "due": day(-9), "accepted_at": ago(days=8)},
        ],
        payments=[
            {"id": "y1", "amount": "100.00 EUR", "due": day(0)},
            {"id": "y2", "amount": "9.00 EUR", "due": day(-1), "paid_at": ago(days=1)},
        ],
        calls=[
            {"id": "k1", "at": NOW.replace(hour=20).isoformat(), "about": "colours"},
            {"id": "k2", "at": ago(days=-1)},
        ],
    )
    assert [(item.kind, item.part) for item in found] == [("milestone", "m1"), ("payment", "y1"), ("call", "k1")]
    assert found[0].text == "Sketch of Logo is 2 days late"
    assert found[1].text == "Pay 100.00 EUR for Logo"
    assert found[2].text == "Call at 20:00: colours"


def test_what_is_handed_in_waits_for_a_review_or_its_revision() -> None:
    delivery = {"id": "d1", "title": "Draft", "milestone": "m1", "delivered_at": ago(days=1)}
    milestones = [{"id": "m1", "title": "Sketch", "due": day(-2)}]
    (item,) = of_engagement(deliveries=[delivery], milestones=milestones)
    assert (item.kind, item.part, item.text) == ("review", "d1", f"Review Draft for Logo by {day(13)}")
    asked = {"id": "r1", "delivery": "d1", "asked_at": ago(hours=20), "by": day(0)}
    assert kinds(of_engagement(deliveries=[delivery], rounds=[asked])) == ["revision"]
    assert of_engagement(deliveries=[delivery], rounds=[{**asked, "by": day(2)}]) == []
    assert kinds(of_engagement(deliveries=[delivery], rounds=[{**asked, "returned_at": ago(hours=1)}])) == ["review"]
    assert of_engagement(deliveries=[{**delivery, "accepted_at": ago(hours=1)}]) == []
    assert of_engagement(deliveries=[{**delivery, "finished_myself_at": ago(hours=1)}]) == []


def test_required_papers_are_due_until_signed_even_before_the_start() -> None:
    papers = [
        {"id": "n1", "name": "NDA", "required": True, "sent_at": ago(days=3)},
        {"id": "n2", "name": "Contract", "required": True},
        {"id": "n3", "name": "Extra", "required": False},
        {"id": "n4", "name": "Old", "required": True, "signed_at": ago(days=1)},
    ]
    found = of_engagement(started_at=None, legal=papers)
    assert [(item.part, item.text) for item in found] == [
        ("n1", "NDA for Logo is not signed yet"),
        ("n2", "Contract for Logo is not sent yet"),
    ]
    assert of_engagement(legal=papers, ended_at=ago(days=1), started_at=None) == [], "it ended before it started"


def test_the_weekly_question_and_two_harder_weeks() -> None:
    base = {"check_in_days": 300}
    assert kinds(of_engagement(started_at=ago(days=7), **base)) == ["feeling"]
    answered = [{"at": ago(days=3), "answer": "easier"}]
    assert of_engagement(started_at=ago(days=9), feelings=answered, **base) == []
    hard = [{"at": ago(days=back), "answer": "harder"} for back in (10, 3)]
    assert kinds(of_engagement(started_at=ago(days=15), feelings=hard, **base)) == ["strategies"]
    checked = ago(days=2)
    assert of_engagement(started_at=ago(days=15), feelings=hard, strategies_checked_at=checked, **base) == []


def test_nobody_is_forgotten_for_over_thirty_days() -> None:
    def cares(started: int, **values: Any) -> list[Due]:
        items = of_engagement(started_at=ago(days=started), check_in_days=300, **values)
        return [item for item in items if item.kind == "care"]

    assert cares(30) == []
    (item,) = cares(31)
    assert item.text == "Nothing for mastery, autonomy and purpose in Logo for over 30 days"
    recent = [{"care": care, "at": ago(days=2)} for care in ("mastery", "autonomy")]
    assert cares(60, cares=recent)[0].text.startswith("Nothing for purpose in Logo")
    assert cares(60, paused_at=ago(days=40)) == []


def test_the_time_box_alarms_at_half_and_at_full() -> None:
    def alarms(hours: list[str], **terms: Any) -> list[Due]:
        reports = [{"at": ago(hours=10 - place), "hours": spoken} for place, spoken in enumerate(hours)]
        return of_engagement(their_hours=reports, terms=terms)

    assert alarms(["1"], stop_loss_hours="3") == []
    (half,) = alarms(["1", "0.5"], stop_loss_hours="3")
    assert (half.kind, half.when) == ("stop-loss", (NOW - timedelta(hours=9)).isoformat(timespec="seconds"))
    assert half.text.startswith("50 % of the box of Logo is used (1.5 of 3 h)")
    (full,) = alarms(["0.1", "0.2"], stop_loss_hours="0.3")
    assert full.text.startswith("100 %")
    (amount,) = alarms(["2"], stop_loss_amount="80.00 EUR", rate="40.00 EUR", model="hourly")
    assert "80.00 of 80.00 EUR" in amount.text
    assert alarms(["2"], stop_loss_amount="80.00 EUR", rate="40.00 USD") == []
    paid = of_engagement(
        terms={"stop_loss_amount": "100.00 EUR", "model": "flat"},
        payments=[{"amount": "50.00 EUR", "paid_at": ago(hours=2)}, {"amount": "900.00 USD", "paid_at": ago(hours=1)}],
    )
    assert kinds(paid) == ["stop-loss"]


def test_an_ended_engagement_asks_for_its_outcome_and_still_pays() -> None:
    ended = engagement(ended_at=ago(days=1), payments=[{"amount": "5.00 EUR", "due": day(-4)}])
    assert kinds(due(engagements=ended)) == ["payment", "outcome"]
    assert kinds(due(engagements=ended, outcomes={"o1": {"engagement": "e1"}})) == ["payment"]


def test_a_briefs_calls_move_on_with_the_engagement() -> None:
    briefs = {"b1": {"title": "Logo", "calls": [{"id": "k1", "at": ago(hours=1), "about": "kick-off"}]}}
    assert [(item.kind, item.table) for item in due(briefs=briefs)] == [("call", "briefs")]
    candidates = {"c1": {"brief": "b1"}}
    negotiations = {"n1": {"candidate": "c1"}}
    for link in ({"candidate": "c1"}, {"negotiation": "n1"}):
        tables = {"briefs": briefs, "candidates": candidates, "negotiations": negotiations}
        assert due(engagements=engagement(**link), **tables) == []


def test_items_come_oldest_first_and_as_the_command_writes_them() -> None:
    found = of_engagement(
        payments=[{"id": "a", "amount": "1.00 EUR", "due": day(-1)}, {"id": "b", "amount": "1.00 EUR", "due": day(-7)}]
    )
    assert [item.when for item in found] == sorted(item.when for item in found)
    assert found[0].document() == {
        "when": day(-7),
        "kind": "payment",
        "text": "Pay 1.00 EUR for Logo",
        "id": "e1",
    }
    assert json.dumps([item.document() for item in found])


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "NaN EUR", "1e999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["at", "id", "due", "x"]), inner),
    max_leaves=6,
)
KEYS = (
    "title calls messages payments milestones deliveries rounds legal cares feelings their_hours terms posted_at brief"
    " started_at ended_at check_in_days check_ins decision cross_outs test created_at workdays log_entries at due"
).split()
TABLES = ("settings", "tasks", "briefs", "postings", "candidates", "negotiations", "engagements", "outcomes")


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(TABLES),
        st.dictionaries(st.sampled_from(["1", "2"]), st.dictionaries(st.sampled_from(KEYS), junk) | st.none()),
    )
)
def test_a_damaged_document_never_breaks_the_list(tables: dict[str, Any]) -> None:
    found = due_items(tables, QUIET, NOW)
    assert [item.when for item in found] == sorted(item.when for item in found)


def test_the_module_loads_without_anything_heavy() -> None:
    code = (
        "import sys; import outsource_tui.domain.due; "
        "print([name for name in ('pydantic', 'decimal', 'dataclasses', 'json') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
