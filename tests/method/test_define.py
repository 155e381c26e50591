"""Define the task (S1-21..37): every part of a brief does something later on."""

from datetime import date, timedelta

import pytest

from outsource_tui.domain.errors import NotYetError
from outsource_tui.services.briefs import BriefService
from outsource_tui.services.talk_view import bids_of
from tests.hiring import Hiring, eur


@pytest.fixture
def briefs(hiring: Hiring) -> BriefService:
    return hiring.briefs


def test_s1_21_parts_are_filled_empty_or_not_applicable(briefs: BriefService) -> None:
    brief = briefs.create("Icons", what="Twelve icons", why="They are missed")
    assert briefs.completeness(brief).percent == 11  # 2 of 17
    brief = briefs.toggle_not_applicable(brief, "legal")
    found = briefs.completeness(brief)
    assert (found.percent, found.done, found.of) == (17, 3, 17)
    assert found.not_applicable == ("legal",)
    assert "calls" in found.empty


@pytest.mark.parametrize("part", ["what", "why"])
def test_s1_22_23_what_and_why_are_required_for_ready(hiring: Hiring, part: str) -> None:
    brief = hiring.briefs.edit(hiring.ready(), **{part: ""})
    with pytest.raises(NotYetError) as raised:
        hiring.briefs.ready(brief)
    assert raised.value.field == part


@pytest.mark.parametrize("part", ["specifications", "expectations"])
def test_s1_24_25_specifications_and_expectations_are_written_or_ruled_out(hiring: Hiring, part: str) -> None:
    brief = hiring.briefs.edit(hiring.ready(), **{part: ""})
    assert [one.part for one in hiring.briefs.missing(brief)] == [part]
    brief = hiring.briefs.toggle_not_applicable(brief, part)  # type: ignore[arg-type]
    assert hiring.briefs.ready(brief).ready_at is not None


def test_s1_26_examples_say_what_to_copy(briefs: BriefService) -> None:
    brief = briefs.create("Icons", what="12 icons")
    assert not _check(briefs, brief.id, "comparison")
    brief = briefs.add_row(brief, "examples", title="Phosphor", link="https://example.org", copy_what="line width")
    assert "Phosphor (https://example.org): line width" in briefs.post_text(brief).body
    assert _check(briefs, brief.id, "comparison")


def _check(briefs: BriefService, brief_id: str, key: str) -> bool:
    return next(one.done for one in briefs.post_checks(briefs.get(brief_id)) if one.key == key)


def test_s1_27_what_is_in_it_goes_into_the_post(hiring: Hiring) -> None:
    brief = hiring.briefs.edit(hiring.ready(), propositions=())
    assert [one.part for one in hiring.briefs.missing(brief)] == ["propositions"]
    brief = hiring.briefs.toggle_proposition(brief, "reputation")
    assert "five-star review" in hiring.briefs.post_text(brief).body
    assert "five-star review" in hiring.briefs.preview(brief)


def test_s1_28_one_measure_of_success_is_needed(briefs: BriefService) -> None:
    brief = briefs.create(
        "Icons",
        what="12 icons",
        why="Missed",
        not_applicable=("specifications", "expectations"),
        propositions=("money",),
    )
    assert [one.part for one in briefs.missing(brief)] == ["milestones"]
    with pytest.raises(NotYetError, match="measure of success"):
        briefs.ready(brief)
    brief = briefs.add_row(brief, "kpis", name="Taps", target="+10 %")
    assert briefs.ready(brief).ready_at is not None


def test_s1_29_milestones_become_the_engagements_and_fall_due(hiring: Hiring) -> None:
    engagement = hiring.running()
    (stone,) = engagement.milestones
    assert (stone.title, stone.due, stone.amount) == ("First month", date(2026, 12, 20), eur(200))
    hiring.studio.clock.at = hiring.studio.at("2026-12-21", "9:00")
    assert any("First month" in item.text for item in hiring.studio.services.due.items())


def test_s1_30_standards_become_the_acceptance_checklist(hiring: Hiring) -> None:
    engagement = hiring.delivered()
    lines = hiring.engagements.standards(engagement, engagement.deliveries[0].id)
    assert [(line.standard.text, line.met) for line in lines] == [
        ("Every invoice matched", None),
        ("No open cent", None),
    ]


def test_s1_31_the_budget_is_held_against_the_bids(hiring: Hiring) -> None:
    brief, _ = hiring.posted(budget=eur(450))
    hiring.applicant(brief, "Ana", 22)  # 20 h: 440
    hiring.applicant(brief, "Bo", 30)  # 20 h: 600
    table = hiring.candidates.comparison(brief)
    assert {row.name: row.over_budget for row in table.rows} == {"Ana": False, "Bo": True}
    assert bids_of(hiring.candidates.quotes(brief), brief).over_budget == ("Bo",)


def test_s1_32_other_measures_have_a_target_and_an_actual(hiring: Hiring) -> None:
    brief = hiring.briefs.add_row(hiring.draft(), "kpis", name="Days to match", target="3")
    brief = hiring.briefs.edit_row(brief, "kpis", brief.kpis[0].id, actual="2")
    assert (brief.kpis[0].target, brief.kpis[0].actual) == ("3", "2")
    assert "Days to match: 3" in hiring.briefs.preview(brief)


def test_s1_33_the_frequency_sets_the_next_check_in(hiring: Hiring) -> None:
    candidate = hiring.chosen(frequency_days=3)
    talks = hiring.negotiations.set_terms(hiring.negotiations.open(candidate))
    engagement = hiring.engagements.from_negotiation(hiring.negotiations.agree(talks, "known"))
    assert hiring.engagements.next_check_in(engagement) is None
    engagement = hiring.engagements.start(engagement)
    started = hiring.studio.clock.now().date()
    assert hiring.engagements.next_check_in(engagement) == started + timedelta(days=3)
    hiring.later(days=4)
    engagement = hiring.engagements.check_in(engagement, "All well")
    assert hiring.engagements.next_check_in(engagement) == started + timedelta(days=7)


def test_s1_34_35_detail_and_channel_are_printed_in_the_post(briefs: BriefService) -> None:
    brief = briefs.create("Icons", detail="headlines", mode="email", timezone_overlap="14:00 to 17:00 UTC")
    body = briefs.post_text(brief).body
    assert "A line or two on where things stand" in body
    assert "We write by email." in body
    assert "14:00 to 17:00 UTC" in body


def test_s1_36_calls_planned_ahead_are_carried_and_due(hiring: Hiring) -> None:
    at = hiring.studio.at("2026-12-01", "15:00")
    brief = hiring.ready()
    brief = hiring.briefs.add_row(brief, "calls", at=at, about="Walk through the sheet")
    hiring.briefs.post(brief, "upwork")
    candidate = hiring.applicant(brief, "Ana", 25)
    hiring.later(hours=25)
    talks = hiring.negotiations.set_terms(hiring.negotiations.open(hiring.candidates.choose(candidate, "good")))
    engagement = hiring.engagements.from_negotiation(hiring.negotiations.agree(talks, "known"))
    engagement = hiring.engagements.start(engagement)
    assert [call.about for call in engagement.calls] == ["Walk through the sheet"]
    hiring.studio.clock.at = hiring.studio.at("2026-12-01", "8:00")
    assert any("Walk through the sheet" in item.text for item in hiring.studio.services.due.items())


def test_s1_37_work_does_not_start_while_a_required_paper_is_unsigned(hiring: Hiring) -> None:
    brief = hiring.ready()
    brief = hiring.briefs.add_row(brief, "legal", name="Confidentiality agreement")
    brief = hiring.briefs.add_row(brief, "legal", name="Reference", required=False)
    hiring.briefs.post(brief, "upwork")
    candidate = hiring.applicant(brief, "Ana", 25)
    hiring.later(hours=25)
    talks = hiring.negotiations.set_terms(hiring.negotiations.open(hiring.candidates.choose(candidate, "good")))
    engagement = hiring.engagements.from_negotiation(hiring.negotiations.agree(talks, "known"))
    with pytest.raises(NotYetError, match="Confidentiality agreement"):
        hiring.engagements.start(engagement)
    engagement = hiring.engagements.paper(engagement, engagement.legal[0].id, sent=True)
    assert hiring.engagements.why_not_start(engagement) is not None
    engagement = hiring.engagements.paper(engagement, engagement.legal[0].id, signed=True)
    assert hiring.engagements.start(engagement).started_at is not None


def test_n08_the_gate_and_the_vague_words(hiring: Hiring) -> None:
    brief = hiring.draft()
    reason = hiring.briefs.why_not_ready(brief)
    assert reason is not None
    for phrase in ("what needs doing", "why it matters", "not applicable"):
        assert phrase in reason
    assert hiring.briefs.stage(brief) == "draft"
    brief = hiring.briefs.edit(brief, what="Make it nice, asap, etc.")
    assert [(one.word, one.part) for one in hiring.briefs.hints(brief)] == [
        ("nice", "what"),
        ("asap", "what"),
        ("etc", "what"),
    ]
    assert all(one.hint for one in hiring.briefs.hints(brief))
