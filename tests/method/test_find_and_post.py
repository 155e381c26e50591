"""Find people and post the job (S1-39..56, S1-69, S0-03, S0-09, N09)."""

from datetime import timedelta

import pytest

from outsource_tui.domain.brief import Proposition
from outsource_tui.domain.errors import RuleError
from tests.hiring import Hiring, eur


def test_s1_39_to_43_the_directory_is_filtered_edited_and_shows_own_results(hiring: Hiring) -> None:
    book = hiring.playbook
    slugs = {view.slug for view in book.platforms()}
    assert {"invisible", "firmlist", "upwork", "99designs", "behance", "dribbble"} <= slugs
    assert {"problogger", "crossover", "toptal", "gigster"} <= slugs
    writing = {view.slug for view in book.platforms(skill="copywriting")}
    assert "problogger" in writing
    assert "behance" not in writing
    assert {view.kind for view in book.platforms(kind="contest")} == {"contest"}
    book.save_platform("upwork", note="ask for a sample")
    assert book.platform("upwork").note == "ask for a sample"
    engagement = hiring.accepted()
    hiring.engagements.record_outcome(engagement, "hit")
    result = book.platform("upwork").result
    assert (result.postings, result.applied, result.hired, result.hits, result.misses) == (1, 1, 1, 1, 0)
    mine = book.add_platform("My old school", skills=("design",))
    book.hide_platform("gigster")
    shown = [view.slug for view in book.platforms()]
    assert mine.slug in shown
    assert "gigster" not in shown


def test_s1_38_generalist_specialist_manager_or_agency_is_decided_with_reasons(hiring: Hiring) -> None:
    identify = hiring.studio.identify
    view = identify.supplier(hiring.task)
    assert set(view.labels) == {"generalist", "specialist", "manager", "agency"}
    answers = {question.key: question.options[0].key for question in view.questions}
    kind = identify.supplier(hiring.task, answers).choice.kinds[0]
    task = identify.choose_supplier(hiring.task, kind, answers, reason="one trade is enough")
    assert task.supplier is not None
    assert (task.supplier.kind, len(task.supplier.answers)) == (kind, len(view.questions))
    assert task.supplier.reason == "one trade is enough"


def test_s0_09_people_i_know_come_first_and_skip_the_posting(hiring: Hiring) -> None:
    eva = hiring.playbook.add_contact("Eva", skills=("bookkeeping",), rate=eur(25))
    hiring.playbook.add_contact("Max", skills=("guitar",))
    brief = hiring.draft()
    assert [view.contact.name for view in hiring.playbook.contacts_for(brief)] == ["Eva"]
    candidate = hiring.candidates.add_known(brief, eva)
    assert candidate.bids[0].rate == eur(25)
    assert hiring.candidates.early(candidate) is None
    candidate = hiring.candidates.choose(candidate, "did it before")
    assert hiring.briefs.postings(brief) == []
    engagement = hiring.engagements.from_candidate(candidate)
    assert engagement.terms.rate == eur(25)


def test_s1_44_one_posting_a_platform_with_counts_compared(hiring: Hiring) -> None:
    brief, first = hiring.posted("upwork")
    second = hiring.briefs.post(brief, "toptal")
    for name in ("Ana", "Bo"):
        hiring.applicant(brief, name, posting=first)
    cy = hiring.applicant(brief, "Cy", posting=second)
    hiring.candidates.shortlist(cy)
    counts = [(one.name, one.applied, one.shortlisted) for one in hiring.briefs.platform_counts(brief)]
    assert counts == [("Upwork", 2, 0), ("Toptal", 1, 1)]


def test_s1_45_a_value_must_be_chosen_before_ready(hiring: Hiring) -> None:
    brief = hiring.briefs.edit(hiring.ready(), propositions=())
    assert brief.ready_at is None
    assert [one.part for one in hiring.briefs.missing(brief)] == ["propositions"]


@pytest.mark.parametrize(
    ("proposition", "said"),
    [
        ("money", "paid"),
        ("repeat", "more work"),
        ("quick_win", "right away"),
        ("reputation", "portfolio"),
        ("treatment", "thank you"),
        ("enjoyable", "ideas"),
    ],
)
def test_s1_46_to_51_each_value_has_its_sentence_in_the_post(
    hiring: Hiring, proposition: Proposition, said: str
) -> None:
    brief = hiring.briefs.create("Icons", what="12 icons")
    assert said not in hiring.briefs.post_text(brief).body
    brief = hiring.briefs.toggle_proposition(brief, proposition)
    assert said in hiring.briefs.post_text(brief).body
    assert said not in hiring.briefs.post_text(hiring.briefs.toggle_proposition(brief, proposition)).body


def test_s1_52_title_and_summary_are_composed_and_can_be_edited(hiring: Hiring) -> None:
    brief = hiring.ready()
    composed = hiring.briefs.post_text(brief)
    assert composed.title == brief.title
    assert brief.what in composed.body
    brief = hiring.briefs.edit_post(brief, title="Bookkeeper for 40 invoices a month")
    assert hiring.briefs.copy_text(brief).startswith("Bookkeeper for 40 invoices a month\n\nMatch 40")


def test_s1_53_54_55_the_checks_of_the_text(hiring: Hiring) -> None:
    brief = hiring.ready()
    assert {one.key: one.done for one in hiring.briefs.post_checks(brief)} == {
        "specific": True,
        "comparison": False,
        "context": True,
        "offer": True,
        "quotes": True,
    }
    brief = hiring.briefs.edit_post(brief, body="Some nice bookkeeping.")
    unsaid = {one.key: one.missing for one in hiring.briefs.post_checks(brief) if not one.done}
    assert set(unsaid) == {"specific", "comparison", "context", "offer", "quotes"}
    assert unsaid["offer"] == ("money", "repeat")
    brief = hiring.briefs.edit(brief, fixed_price=True)
    assert "quotes" not in {one.key for one in hiring.briefs.post_checks(brief)}
    assert "quote your rate" not in hiring.briefs.composed(brief).body


def test_s1_56_choosing_before_a_day_has_passed_wants_a_reason(hiring: Hiring) -> None:
    brief, posting = hiring.posted()
    hiring.later(hours=3)
    ana = hiring.applicant(brief, "Ana", 25)
    clock = hiring.briefs.clock(posting).clock
    assert clock is not None
    assert (clock.advice, clock.wait_hours) == ("wait", 21)
    with pytest.raises(RuleError, match="out for 3 h") as raised:
        hiring.candidates.choose(ana, "first")
    assert raised.value.field == "early_reason"
    chosen = hiring.candidates.choose(ana, "first", early_reason="she starts on Monday only")
    assert chosen.early_reason == "she starts on Monday only"


def test_n09_the_arrival_curve_and_s1_69_the_repost(hiring: Hiring) -> None:
    brief, posting = hiring.posted()
    hiring.later(hours=12)
    hiring.applicant(brief, "Ana")
    clock = hiring.briefs.clock(posting).clock
    assert clock is not None
    assert round(clock.expected_share, 3) == 0.8
    assert clock.per_hour == pytest.approx(1 / 12)
    hiring.later(hours=13)
    clock = hiring.briefs.clock(posting).clock
    assert clock is not None
    assert clock.advice == "choose"
    ana = hiring.candidates.of_brief(brief)[0]
    ana = hiring.candidates.offer_test(ana, what="one page", fee=eur(30))
    ana = hiring.candidates.return_test(hiring.candidates.send_test(ana))
    hiring.candidates.score_whole_test(ana, {"work": 1}, "")
    assert hiring.briefs.clock(posting).line == "repost: none of the tested passed"
    again = hiring.briefs.repost(posting)
    assert again.reposts == posting.id
    assert hiring.briefs.repost_count(brief) == 1
    assert [one.closed_at is None for one in hiring.briefs.postings(brief)] == [False, True]
    fresh = hiring.briefs.clock(again, larger_pool=True).clock
    assert fresh is not None
    assert fresh.advice == "wait"
    hiring.later(hours=25)
    assert hiring.briefs.clock(again).line == "repost: nobody applied"


def test_n09_my_own_curve_after_three_postings(hiring: Hiring) -> None:
    brief, _ = hiring.posted()
    assert not hiring.briefs.arrival_curve().own
    for name in ("first", "second", "third"):
        posting = hiring.briefs.post(brief, "upwork")
        hiring.later(hours=2)
        hiring.applicant(brief, f"{name} a", posting=posting)
        hiring.later(hours=6)
        hiring.applicant(brief, f"{name} b", posting=posting)
        hiring.briefs.close_posting(posting)
    curve = hiring.briefs.arrival_curve()
    assert (curve.own, curve.postings) == (True, 3)
    assert curve.share_by(1) == 0
    assert curve.share_by(5) == 0.5
    assert curve.share_by(8) == 1
    view = hiring.briefs.clock(hiring.briefs.post(brief, "toptal"))
    assert view.curve_line == "by your own 3 postings"


def test_s0_03_a_recent_miss_warns_before_a_new_post(hiring: Hiring) -> None:
    hiring.engagements.record_outcome(hiring.known(), "miss", cause="late")
    hiring.later(days=89)
    brief = hiring.ready()
    assert any("miss" in one for one in hiring.briefs.post_warnings(brief))
    with pytest.raises(RuleError):
        hiring.briefs.post(brief, "upwork")
    hiring.studio.clock.at += timedelta(days=2)
    assert hiring.briefs.post(brief, "upwork").warning_reason == ""
