"""The demo adds up: every record valid, every link alive, times in order, totals that agree, and it ends today."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import completeness, missing_for_ready
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.clock import FixedClock
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.entry import Entry
from outsource_tui.domain.ids import is_id
from outsource_tui.domain.kinds import KINDS, LINKS
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.record import Record
from outsource_tui.domain.stages import brief_stage, engagement_stage, negotiation_stage, task_stage
from outsource_tui.domain.supplier import decide_supplier
from outsource_tui.domain.task import Task
from outsource_tui.playbook.loader import platforms
from outsource_tui.services.demo import demo_file, load_demo
from outsource_tui.services.services import Services
from outsource_tui.services.suppliers import supplier_questions
from outsource_tui.store import lines
from outsource_tui.store.workspace import Workspace
from tests.golden.build_demo import build
from tests.golden.demo.tables import NOW, TODAY

R = TypeVar("R", bound=Record)
TABLES: dict[str, dict[str, dict[str, Any]]] = json.loads(demo_file().read_text(encoding="utf-8"))
AHEAD = {"due", "due_at", "by", "look_again", "start", "calls"}
"""Fields that may lie ahead of the day the demo ends."""


def all_of(model: type[R]) -> list[R]:
    """Return the demo's records of a kind, oldest first."""
    kind = next(name for name, known in KINDS.items() if known is model)
    return [model(id=key, **document) for key, document in TABLES[kind].items()]


def get(model: type[R], record_id: str | None) -> R:
    """Return one record of the demo."""
    return next(one for one in all_of(model) if one.id == record_id)


def moments(value: object, field: str = "") -> Iterator[tuple[str, datetime]]:
    """Yield every moment of a document that tells a fact, with the field it stands in."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in AHEAD and key not in ("created_at", "updated_at"):
                yield from moments(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from moments(one, field)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", value):
        yield field, datetime.fromisoformat(value)


def test_the_file_is_what_the_script_builds() -> None:
    assert demo_file().read_bytes() == lines.render(build())


def test_stock_tinydb_reads_every_table(tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_bytes(load_demo(NOW))
    with TinyDB(tmp_path / "workspace.json") as database:
        assert database.tables() == set(lines.TABLES)
        counts = {name: len(database.table(name)) for name in lines.TABLES}
    assert counts["entries"] == 120
    assert counts["tasks"] == 12
    assert counts["briefs"] == 3
    assert counts["candidates"] == 9
    assert counts["negotiations"] == 2
    assert counts["engagements"] == 3
    assert all(counts.values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_valid_and_as_it_would_be_saved(kind: str) -> None:
    for key, document in TABLES[kind].items():
        record = KINDS[kind](id=key, **document)
        assert json.loads(json.dumps(record.model_dump(mode="json"))) == document
        assert list(record.model_dump(mode="json")) == list(document)
        assert key == "1" if kind == "settings" else is_id(key)


@pytest.mark.parametrize("kind", LINKS)
def test_every_link_is_alive_and_made_after_its_parent(kind: str) -> None:
    for document in TABLES[kind].values():
        for field, parent in LINKS[kind].items():
            if (link := document[field]) is not None:
                assert link in TABLES[parent]
                assert TABLES[parent][link]["created_at"] <= document["updated_at"]


@pytest.mark.parametrize("kind", KINDS)
def test_times_run_forward_and_nothing_known_lies_ahead(kind: str) -> None:
    for document in TABLES[kind].values():
        created, updated = (datetime.fromisoformat(document[key]) for key in ("created_at", "updated_at"))
        assert created <= updated <= NOW
        assert (document["revision"] == 1) == (created == updated)
        for field, moment in moments(document):
            assert moment <= updated, f"{kind} {document.get('title') or document.get('name')}: {field}"


def test_ids_are_unique_also_inside_records() -> None:
    text = demo_file().read_text(encoding="utf-8")
    embedded = re.findall(r'"id": "(\d{19})"', text)
    # A standard keeps its id from the brief to the engagement and its checks.
    shared = {one.id for brief in all_of(Brief) for one in brief.quality} | {
        one.id for engagement in all_of(Engagement) for one in engagement.standards
    }
    assert [key for key, times in Counter(embedded).items() if times > 1 and key not in shared] == []
    keys = [key for kind in KINDS for key in TABLES[kind]]
    assert len(keys) == len(set(keys))


def test_the_log_is_a_believable_fortnight() -> None:
    entries = all_of(Entry)
    days = sorted({one.day for one in entries})
    assert days[-1] == TODAY
    assert (days[-1] - days[0]).days == 14
    assert len(days) == 12
    assert sum(1 for one in entries if "break" in one.tags) == 19
    assert [one.text for one in entries if one.seconds is None] == ["Call with Birch about dates"]
    for day in days:
        timed = sorted((one for one in entries if one.day == day), key=lambda one: one.start or NOW)
        for one, after in pairwise(timed):
            assert one.end is not None
            assert after.start is not None
            assert one.end <= after.start, f"{one.text} overlaps {after.text}"
    assert all(one.start is not None and one.start.date() == one.day for one in entries)
    worked = sum(int(one.seconds or 0) for one in entries if "break" not in one.tags and one.day.weekday() < 5)
    assert 60 < worked / 3600 < 80
    unknown = [one for one in entries if one.stress is None and "break" not in one.tags]
    assert 3 <= len(unknown) <= 12


def test_tasks_stand_at_every_stage() -> None:
    briefs, postings = all_of(Brief), all_of(Posting)
    candidates, engagements = all_of(Candidate), all_of(Engagement)

    def stage(task: Task) -> str:
        mine = [one for one in briefs if one.task == task.id]
        ids = {one.id for one in mine}
        return task_stage(
            task,
            mine,
            [one for one in postings if one.brief in ids],
            [one for one in candidates if one.brief in ids],
            [one for one in engagements if one.task == task.id],
        )

    stages = {task.title: stage(task) for task in all_of(Task)}
    assert stages == {
        "Proofread proposals": "new",
        "Resize banners": "review",
        "Social media posts": "cross_out",
        "Invoices and bank": "decide",
        "Weekly statistics mail": "drop",
        "Birch landing page design": "keep",
        "Server updates": "keep",
        "Translate product pages": "outsource",
        "Inbox and calendar": "brief",
        "Help pages for Birch": "choose",
        "Style sheet fixes": "engaged",
        "Icon set for Acme": "finished",
    }
    again = {one.title: one.decision.look_again for one in all_of(Task) if one.decision and one.decision.look_again}
    assert again == {"Server updates": TODAY, "Birch landing page design": date(2027, 2, 12)}


def test_reviews_and_cross_outs_fit_the_verdicts() -> None:
    for task in all_of(Task):
        assert (task.reviewed_at is not None) == (len(task.answers) == 6)
        if task.crossed_at is not None:
            assert task.reviewed_at is not None
            assert task.reviewed_at <= task.crossed_at
            assert len(task.cross_outs) == 6
        if task.decision is None:
            continue
        assert task.crossed_at is not None
        assert task.crossed_at <= task.decision.decided_at
        standing = {key for key, one in task.cross_outs.items() if one.stands}
        assert bool(standing) == (task.decision.verdict != "outsource")
        assert ("not_needed" in standing) == (task.decision.verdict == "drop")
        if task.decision.verdict == "outsource":
            assert task.shortfall is not None
            assert task.better_use
        if "risk" in standing:
            assert (task.impact or 0) * (task.likelihood or 0) >= 12
        if task.supplier is not None:
            choice = decide_supplier(supplier_questions(), {one.key: one.answer for one in task.supplier.answers})
            assert (choice.freelancer_sum, choice.agency_sum) == (
                task.supplier.freelancer_sum,
                task.supplier.agency_sum,
            )
            assert choice.kinds == (task.supplier.kind,)


def test_briefs_and_postings() -> None:
    briefs = {one.title: one for one in all_of(Brief)}
    postings, candidates = all_of(Posting), all_of(Candidate)
    stages = {
        one.title: brief_stage(
            one,
            [posting for posting in postings if posting.brief == one.id],
            [candidate for candidate in candidates if candidate.brief == one.id],
        )
        for one in briefs.values()
    }
    assert sorted(stages.values()) == ["chosen", "draft", "posted"]
    for brief in briefs.values():
        assert (brief.ready_at is None) == bool(missing_for_ready(brief))
    known = {one.slug for one in platforms()}
    for posting in postings:
        brief = get(Brief, posting.brief)
        assert brief.ready_at is not None
        assert brief.ready_at <= posting.posted_at
        assert posting.completeness == completeness(brief).percent == 100
        assert posting.platform in known
        assert brief.title == posting.title
        assert brief.what in posting.body
    after_miss = [one for one in postings if one.posted_at > all_of(Outcome)[0].at]
    assert len(after_miss) == 2
    assert all(one.warning_reason for one in after_miss)


def test_candidates_come_after_the_posting_and_step_by_step() -> None:
    for candidate in all_of(Candidate):
        posting = get(Posting, candidate.posting)
        assert re.fullmatch(r"[A-Z][a-z]+ [A-Z]\.", candidate.name)
        assert posting.brief == candidate.brief
        assert posting.posted_at < candidate.applied_at
        assert posting.closed_at is None or candidate.applied_at < posting.closed_at
        steps = [candidate.applied_at, candidate.shortlisted_at, candidate.test.sent_at, candidate.test.returned_at]
        told = [one for one in steps if one is not None]
        assert told == sorted(told)
        if candidate.chosen_at is not None:
            assert candidate.chosen_at - posting.posted_at >= timedelta(hours=24)
            assert candidate.chosen_reason
        assert all(one.at >= candidate.applied_at for one in candidate.bids)
        for answer in candidate.answers.values():
            if answer.answered_at is not None and answer.asked_at is not None:
                assert candidate.applied_at < answer.asked_at < answer.answered_at
                assert answer.text
        if (approach := candidate.answers.get("approach")) and approach.breakdown:
            assert sum(row.hours for row in approach.breakdown) == candidate.bids[0].hours
        for message in candidate.messages:
            for reply in (message.replied_at, message.video_at, message.trial_at):
                assert reply is None or message.sent_at < reply


def test_terms_are_those_agreed_and_work_starts_after_them() -> None:
    stages = {get(Candidate, one.candidate).name: negotiation_stage(one) for one in all_of(Negotiation)}
    assert stages == {"Ana P.": "agreed", "Efe D.": "open"}
    for engagement in all_of(Engagement):
        assert engagement.started_at is not None
        assert engagement.created_at <= engagement.started_at
        candidate = get(Candidate, engagement.candidate)
        if engagement.negotiation is not None:
            talks = get(Negotiation, engagement.negotiation)
            assert talks.candidate == candidate.id
            assert talks.terms == engagement.terms
            assert talks.agreed_at is not None
            assert talks.agreed_at <= engagement.started_at
            assert talks.market is not None
            assert talks.terms is not None
            assert talks.terms.rate is not None
            assert talks.market.low <= talks.terms.rate <= talks.market.high
        for paper in engagement.legal:
            assert paper.sent_at is not None
            assert paper.signed_at is not None
            assert candidate.applied_at < paper.sent_at < paper.signed_at <= engagement.started_at


def test_engagements_run_in_order_and_their_sums_agree() -> None:
    outcomes = all_of(Outcome)
    stages = {}
    for engagement in all_of(Engagement):
        name = get(Candidate, engagement.candidate).name
        stages[name] = engagement_stage(engagement, [one for one in outcomes if one.engagement == engagement.id])
        standards = [one.id for one in engagement.standards]
        for delivery in engagement.deliveries:
            assert engagement.started_at is not None
            assert engagement.started_at < delivery.delivered_at
            assert [one.id for one in delivery.checks] == standards
            rounds = [one for one in engagement.rounds if one.delivery == delivery.id]
            for one in rounds:
                assert one.returned_at is not None
                assert delivery.delivered_at < one.asked_at < one.returned_at
            milestone = next(one for one in engagement.milestones if one.id == delivery.milestone)
            assert milestone.accepted_at == delivery.accepted_at
            if delivery.accepted_at is not None:
                assert all(one.met for one in delivery.checks)
                assert all(one.returned_at and one.returned_at < delivery.accepted_at for one in rounds)
        hours = sum((one.hours for one in engagement.their_hours), Decimal(0))
        asked = sum((one.amount.amount for one in engagement.payments), Decimal(0))
        if engagement.terms.model == "project":
            assert engagement.terms.amount is not None
            assert asked == engagement.terms.amount.amount
            assert hours == engagement.terms.hours
        else:
            assert engagement.terms.rate is not None
            until = engagement.ended_at or max(one.accepted_at for one in engagement.milestones if one.accepted_at)
            accepted = [one for one in engagement.their_hours if one.at <= until]
            assert asked == sum(one.hours for one in accepted) * engagement.terms.rate.amount
    assert stages == {"Chidi O.": "miss", "Ana P.": "to_review", "Bruno T.": "hit"}


def test_one_hit_and_one_miss_tell_what_the_records_say() -> None:
    entries = all_of(Entry)
    assert sorted(one.kind for one in all_of(Outcome)) == ["hit", "miss"]
    for outcome in all_of(Outcome):
        engagement = get(Engagement, outcome.engagement)
        candidate = get(Candidate, engagement.candidate)
        assert outcome.at == engagement.ended_at
        assert outcome.who == candidate.name
        assert outcome.where_found == get(Posting, candidate.posting).platform
        assert outcome.paid_hours == sum(one.hours for one in engagement.their_hours)
        assert outcome.paid is not None
        assert outcome.paid.amount == sum(one.amount.amount for one in engagement.payments if one.paid_at)
        redone = sum(
            int(one.seconds or 0) for one in entries if one.engagement == engagement.id and one.purpose == "redo"
        )
        assert Decimal(redone) / 3600 == (outcome.redo_hours or 0)


def test_own_hours_fall_within_their_engagement() -> None:
    for entry in all_of(Entry):
        assert (entry.purpose is not None) == (entry.engagement is not None or "people" in entry.tags)
        if entry.engagement is not None:
            engagement = get(Engagement, entry.engagement)
            assert entry.start is not None
            assert entry.start >= engagement.created_at
            assert engagement.ended_at is None or entry.start < engagement.ended_at
            assert entry.task is None
        elif entry.purpose is not None:
            assert entry.task is not None
            assert entry.purpose in ("briefing", "hiring")


def test_names_are_made_up() -> None:
    text = demo_file().read_text(encoding="utf-8")
    clients = ({one.client for one in all_of(Entry)} | {one.client for one in all_of(Task)}) - {""}
    assert clients == {"Acme", "Birch & Co"}
    assert set(re.findall(r"@([\w.]+)", text)) == {"example.org"}


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2090, 12, 31)),
    st.integers(-12 * 60, 14 * 60),
)
@settings(max_examples=25, deadline=None)
def test_it_ends_today_wherever_and_whenever_that_is(wall: datetime, offset: int) -> None:
    now = wall.replace(tzinfo=timezone(timedelta(minutes=offset)))
    loaded = lines.parse(load_demo(now))
    for kind, model in KINDS.items():
        for key, document in loaded[kind].items():
            model(id=key, **document)
            for field, parent in LINKS.get(kind, {}).items():
                assert document[field] is None or document[field] in loaded[parent]
    entries = loaded["entries"]
    assert len(TABLES["entries"]) - len(entries) <= 5
    days = [date.fromisoformat(one["day"]) for one in entries.values()]
    assert max(days) <= now.date()
    for document, day in zip(entries.values(), days, strict=True):
        assert document["start"][:10] == document["day"] == day.isoformat()
        assert datetime.fromisoformat(document["created_at"]) <= now


@pytest.mark.parametrize("ahead", range(7), ids="mon tue wed thu fri sat sun".split())
def test_on_any_weekday_its_work_lies_on_workdays_and_everything_keeps_its_order(ahead: int) -> None:
    now = NOW.replace(hour=17, minute=2) + timedelta(ahead)
    loaded = lines.parse(load_demo(now))
    entries = sorted(loaded["entries"].values(), key=lambda one: str(one["start"]))
    worked: Counter[date] = Counter()
    for one in entries:
        worked[date.fromisoformat(one["day"])] += one["seconds"] or 0
    before = {day: seconds for day, seconds in worked.items() if day < now.date()}
    full = [day for day, seconds in before.items() if seconds > 5 * 3600]
    assert len(full) == 9
    assert all(day.weekday() < 5 for day in full)
    quiet = [day for day in before if day not in full]
    assert all(day.weekday() > 4 and before[day] < 2 * 3600 for day in quiet)
    for one, after in pairwise(entries):
        end = datetime.fromisoformat(one["start"]) + timedelta(seconds=one["seconds"] or 0)
        assert end <= datetime.fromisoformat(after["start"]), f"{one['text']} overlaps {after['text']}"
    for kind in KINDS:
        known, moved = list(TABLES[kind].items()), list(loaded[kind].items())
        for (_, old), (key, new) in zip(known, moved, strict=True):
            assert key[:10] == str(int(datetime.fromisoformat(new["created_at"]).timestamp())) or kind == "settings"
            order = sorted(range(len(told := list(moments(old)))), key=lambda place: told[place][1])
            then = [list(moments(new))[place][1] for place in order]
            assert then == sorted(then), f"{kind} {key}"
            assert all(moment <= now for _, moment in moments(new))


def test_on_any_weekday_and_at_any_hour_the_work_with_ana_has_paid_off(tmp_path: Path) -> None:
    for ahead, hour in product(range(7), (8, 14, 22)):
        now = NOW.replace(hour=hour) + timedelta(ahead)
        home = tmp_path / f"{ahead}-{hour}"
        home.mkdir()
        (home / "workspace.json").write_bytes(load_demo(now))
        service = Services(Workspace(home), FixedClock(now), "demo").engagements
        nets = {one.title: service.ledger(one).net for one in service.all()}
        assert [title for title, net in nets.items() if net is None or net < 0] == ["Style sheet repairs, first try"]
        running = next(one for one in service.all() if one.title == "Style sheet repairs")
        assert service.alarm(running) is None, f"{now:%A %H}"


def test_an_early_morning_leaves_out_what_is_still_to_come() -> None:
    early = lines.parse(load_demo(NOW.replace(hour=9, minute=40)))
    texts = [one["text"] for one in early["entries"].values() if one["day"] == TODAY.isoformat()]
    assert texts == ["Plan the week", "Inbox"]


def test_dates_inside_texts_and_weeks_move_along() -> None:
    loaded = lines.parse(load_demo(NOW + timedelta(days=70)))
    body = next(one["body"] for one in loaded["postings"].values() if one["platform"] == "upwork")
    assert "Product grid, 2027-01-29" in body
    assert loaded["settings"]["1"]["look_backs"][0]["at"] == "2027-01-22T16:40:00+01:00"
    assert load_demo(NOW) == demo_file().read_bytes()
    assert load_demo(NOW.astimezone(UTC)) != demo_file().read_bytes()
