"""Templates and messages (S1-84..95, N18): copied, dated, and offered by themselves."""

from datetime import timedelta

import pytest

from outsource_tui.domain.candidate import Candidate
from outsource_tui.playbook import loader
from tests.hiring import Hiring


@pytest.fixture
def ana(hiring: Hiring) -> Candidate:
    return hiring.candidates.add(hiring.ready(), "Ana")


def test_s1_84_templates_are_filled_copied_and_dated(hiring: Hiring, ana: Candidate) -> None:
    message = hiring.candidates.render(ana, "paid-trial", date="2026-12-01")
    assert message.body.startswith("Hello Ana,")
    assert "Reconcile invoices" in message.subject
    assert message.unfilled == ("hours", "fee", "document", "me")
    ana = hiring.candidates.send(ana, "paid-trial")
    assert ana.messages[0].sent_at == hiring.studio.clock.now()
    assert ana.messages[0].body.startswith("Hello Ana,")


def test_s1_84_a_template_of_mine_replaces_the_shipped_one(hiring: Hiring, ana: Candidate) -> None:
    hiring.playbook.save_template("thanks", body="Dear $name, thank you $unknown and $$5")
    assert hiring.candidates.render(ana, "thanks").body == "Dear Ana, thank you $unknown and $5"
    assert hiring.playbook.unknown_placeholders(["Dear $name $unknown"]) == ("unknown",)
    assert hiring.playbook.reset_template("thanks").own is None
    mine = hiring.playbook.add_template("After the holidays", body="Back again, $name")
    assert hiring.candidates.render(ana, mine.slug).body == "Back again, Ana"


@pytest.mark.parametrize(
    "said",
    ["three months", "flexible", "trial tasks", "- Good English", "- Eye for detail", "enjoyable", "reward good work"],
)
def test_s1_85_to_89_the_first_message_says_what_the_job_is(hiring: Hiring, ana: Candidate, said: str) -> None:
    assert said in hiring.candidates.render(ana, "first-message").body


def test_s1_88_the_six_must_haves_become_columns(hiring: Hiring, ana: Candidate) -> None:
    people, brief = hiring.candidates, hiring.briefs.get(ana.brief)
    wanted = [one.text for one in people.must_haves(ana)]
    assert len(wanted) == 6
    assert ana.must_haves == (), "looking at them notes nothing"
    ana = people.screen(ana, {wanted[0]: False}, {})
    assert [(one.text, one.met) for one in ana.must_haves] == [(wanted[0], False), *((one, None) for one in wanted[1:])]
    bo = people.add(brief, "Bo")
    rows = dict(people.side_by_side(people.comparison(brief), [ana.id, bo.id]).rows)
    assert rows[wanted[0]] == ("no", "unknown")


def test_s1_90_the_four_questions_become_screening_answers(hiring: Hiring, ana: Candidate) -> None:
    questions = hiring.candidates.screening_questions()
    assert len(questions) == 4
    body = hiring.candidates.render(ana, "first-message").body
    assert all(f"- {question}" in body for question in questions)
    ana = hiring.candidates.screen(ana, {}, {questions[1]: "Portugal, UTC"})
    bo = hiring.candidates.add(hiring.briefs.get(ana.brief), "Bo")
    table = hiring.candidates.comparison(hiring.briefs.get(ana.brief))
    rows = dict(hiring.candidates.side_by_side(table, [ana.id, bo.id]).rows)
    assert rows[questions[1]] == ("Portugal, UTC", "unknown")
    assert hiring.candidates.screen(ana, {}, {questions[1]: ""}).screening == ()


def test_s1_91_92_video_and_trial_have_dates_of_their_own(hiring: Hiring, ana: Candidate) -> None:
    message = hiring.candidates.render(ana, "second-message", document="https://example.org/trial")
    assert "video" in message.body
    assert "https://example.org/trial" in message.body
    ana = hiring.candidates.send(ana, "second-message")
    hiring.later(days=1)
    ana = hiring.candidates.message_event(ana, ana.messages[0].id, video=True)
    hiring.later(days=1)
    ana = hiring.candidates.message_event(ana, ana.messages[0].id, trial=True)
    sent = ana.messages[0]
    assert sent.video_at is not None
    assert sent.trial_at is not None
    assert sent.trial_at - sent.video_at == timedelta(days=1)
    assert hiring.candidates.next_message(ana) is None


def test_n18_s1_93_the_ladder_offers_the_next_message_by_itself(hiring: Hiring, ana: Candidate) -> None:
    today = hiring.studio.clock.now().date()
    people = hiring.candidates
    step = people.next_message(ana)
    assert step is not None
    assert (step.step, step.due, step.overdue) == ("first", today, True)
    ana = people.send(ana, "first-message")
    step = people.next_message(ana)
    assert step is not None
    assert (step.step, step.due, step.overdue) == ("second", today + timedelta(days=2), False)
    hiring.later(days=2)
    ana = people.send(ana, "second-message")
    step = people.next_message(ana)
    assert step is not None
    assert (step.step, step.due) == ("third", today + timedelta(days=5))
    hiring.later(days=3)
    ana = people.send(ana, "third-message")
    step = people.next_message(ana)
    assert step is not None
    assert (step.step, step.archive, step.due) == ("archive", True, today + timedelta(days=8))
    hiring.later(days=3)
    assert [(item.kind, item.id) for item in hiring.studio.services.due.items() if item.id == ana.id] == [
        ("archive", ana.id)
    ]
    assert people.next_message(people.archive(ana)) is None


def test_n18_an_answer_ends_the_wait(hiring: Hiring, ana: Candidate) -> None:
    ana = hiring.candidates.send(ana, "first-message")
    hiring.later(hours=5)
    ana = hiring.candidates.message_event(ana, ana.messages[0].id, replied=True)
    assert ana.first_reply_at == hiring.studio.clock.now()
    step = hiring.candidates.next_message(ana)
    assert step is not None
    assert (step.step, step.overdue) == ("second", True)


def test_s1_94_95_resources_and_repaired_words() -> None:
    assert any("lifestyle.engineering" in one.url for one in loader.resources())
    for template in loader.templates():
        assert "â€" not in template.body + template.subject
        assert "ðŸ" not in template.body
