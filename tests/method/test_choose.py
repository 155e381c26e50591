"""Choose (S1-57..70, N10..N12): scores, answers, tests, unknowns and the decision, with sums checked by hand."""

from decimal import Decimal

import pytest

from outsource_tui.domain.candidate import Candidate, Criterion
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.services.candidates import CandidateService
from outsource_tui.services.comparison import Cell
from tests.hiring import Hiring, eur, two


@pytest.fixture
def people(hiring: Hiring) -> CandidateService:
    return hiring.candidates


def cell(hiring: Hiring, candidate: Candidate, criterion: Criterion) -> Cell:
    brief = hiring.briefs.get(candidate.brief)
    row = hiring.candidates.comparison(brief).row(candidate.id)
    assert row is not None
    return row.cells[criterion]


@pytest.mark.parametrize(("hours", "score"), [(0.5, 5), (3, 4), (12, 3), (20, 2), (30, 1)])
def test_s1_57_speed_is_computed_from_posting_to_application(hiring: Hiring, hours: float, score: int) -> None:
    brief, _ = hiring.posted()
    hiring.later(hours=hours)
    assert cell(hiring, hiring.applicant(brief, "Ana"), "speed").score == score


def test_s1_57_a_reply_to_my_message_counts_before_the_application(hiring: Hiring) -> None:
    brief, _ = hiring.posted()
    hiring.later(hours=30)
    ana = hiring.applicant(brief, "Ana")
    ana = hiring.candidates.ask(ana)
    hiring.later(hours=2)
    ana = hiring.candidates.replied(ana)
    found = cell(hiring, ana, "speed")
    assert (found.score, found.source) == (Decimal(4), "computed")
    ana = hiring.candidates.score(ana, "speed", 2)
    found = cell(hiring, ana, "speed")
    assert (found.score, found.source, found.computed) == (Decimal(2), "typed", Decimal(4))


def test_s1_58_effort_is_typed_and_unknown_until_then(hiring: Hiring, people: CandidateService) -> None:
    ana = hiring.applicant(hiring.ready(), "Ana")
    assert cell(hiring, ana, "effort").source == "unknown"
    ana = people.score(ana, "effort", 4)
    assert cell(hiring, ana, "effort").score == 4
    assert cell(hiring, people.score(ana, "effort", 0), "effort").score is None


def test_s1_59_skills_are_matched_with_the_briefs_list(hiring: Hiring) -> None:
    brief = hiring.ready(skills=("Excel", "SQL", "bookkeeping", "German"))
    ana = hiring.applicant(brief, "Ana", skills=("excel", "BOOKKEEPING", "French"))
    assert cell(hiring, ana, "skills").score == 3  # 2 of 4
    assert cell(hiring, hiring.applicant(brief, "Bo"), "skills").source == "unknown"


def test_s1_60_credibility_from_reviews_and_success_with_editable_weights(hiring: Hiring) -> None:
    brief = hiring.ready()
    ana = hiring.applicant(brief, "Ana", reviews=30, success_share=Decimal("0.98"))
    assert cell(hiring, ana, "credibility").score == 4  # (4 + 5) / 2, rounded down
    hiring.candidates.score(ana, "effort", 2)
    assert two(hiring.candidates.comparison(brief).rows[0].total) == "3.00"
    hiring.studio.services.settings.set_weight("credibility", Decimal(3))
    assert two(hiring.candidates.comparison(brief).rows[0].total) == "3.50"  # (4 × 3 + 2) / 4


def test_s1_61_63_64_four_questions_asked_answered_scored(hiring: Hiring, people: CandidateService) -> None:
    brief = hiring.ready()
    ana = people.ask(hiring.applicant(brief, "Ana"))
    assert {key: one.asked_at is not None for key, one in ana.answers.items()} == {
        "own_words": True,
        "approach": True,
        "success": True,
        "past_work": True,
    }
    assert people.stage(ana) == "asked"
    ana = people.answer(ana, "own_words", "You want every invoice matched by Friday", score=5)
    ana = people.answer(ana, "past_work", "Three studios", score=4)
    assert people.stage(ana) == "answered"
    assert cell(hiring, ana, "answers").score == Decimal("4.5")
    questions = [one.sentence for one in people.comparison(brief).questions if one.criterion == "test"]
    assert questions == ["Ask Ana for a small paid test."]
    ana = people.score(ana, "answers", 2)
    assert cell(hiring, ana, "answers").score == 2


def test_s1_62_the_breakdown_is_summed_and_held_against_the_quote(hiring: Hiring, people: CandidateService) -> None:
    ana = hiring.applicant(hiring.ready(), "Ana")
    assert people.breakdown(ana).total == 0
    ana = people.add_breakdown(ana, "Import", Decimal("2.5"))
    ana = people.add_breakdown(ana, "Match", Decimal(10))
    assert people.breakdown(ana).difference is None
    ana = people.bid(ana, rate=eur(25), hours=Decimal(11))
    found = people.breakdown(ana)
    assert (found.total, found.quoted, found.difference) == (Decimal("12.5"), Decimal(11), Decimal("1.5"))
    assert "1.5 h more than the 11 h they quote" in found.sentence
    ana = people.remove_breakdown(ana, ana.answers["approach"].breakdown[0].id)
    assert people.breakdown(ana).difference == -1


def test_s1_65_to_68_the_paid_test(hiring: Hiring, people: CandidateService) -> None:
    brief, _ = hiring.posted()
    ana, bo, cy = (hiring.applicant(brief, name, 25) for name in ("Ana", "Bo", "Cy"))
    with pytest.raises(NotYetError, match="short list"):
        people.give_test(brief, what="Match ten invoices")
    people.shortlist(ana)
    people.shortlist(people.willing(bo, False))
    people.shortlist(cy)
    given = people.give_test(brief, what="Match ten invoices", fee=eur(30), hours=Decimal(1))
    assert [one.name for one in given] == ["Ana", "Cy"], "Bo does not want to"
    ana = given[0]
    assert people.stage(ana) == "testing"
    hiring.later(hours=5)
    ana = people.return_test(ana)
    ana = people.score_whole_test(ana, {"communication": 5, "understanding": 4, "work": 4, "speed": 3}, "clear")
    assert cell(hiring, ana, "test").score == 4
    assert people.passed(ana) is True
    assert people.tested(brief) == 1
    verdict = hiring.studio.verdicts.judge(hiring.task)
    assert verdict.inputs.test_fees == 60, "the tests are part of the price"
    assert verdict.set_up_cost == 3 * 85 + 60


def test_s1_69_none_passed_says_repost(hiring: Hiring, people: CandidateService) -> None:
    brief, posting = hiring.posted()
    ana = people.offer_test(hiring.applicant(brief, "Ana"), what="Ten invoices")
    ana = people.score_whole_test(people.return_test(people.send_test(ana)), {"work": 2}, "")
    assert people.passed(ana) is False
    hiring.later(hours=30)
    clock = hiring.briefs.clock(posting).clock
    assert clock is not None
    assert clock.advice == "repost"


def test_s1_70_the_choice_keeps_a_runner_up_and_declines_the_others(hiring: Hiring, people: CandidateService) -> None:
    brief, _ = hiring.posted()
    ana, bo, cy = (hiring.applicant(brief, name, 25) for name in ("Ana", "Bo", "Cy"))
    people.score(bo, "effort", 5)
    people.score(cy, "effort", 1)
    hiring.later(hours=24)
    with pytest.raises(InputError, match="Say why"):
        people.choose(people.get(ana.id), " ")
    chosen = people.choose(people.get(ana.id), "knows the trade")
    assert (chosen.chosen_reason, people.stage(chosen)) == ("knows the trade", "chosen")
    runner_up = people.runner_up(brief)
    assert runner_up is not None
    assert runner_up.name == "Bo"
    declined = people.get(cy.id)
    assert declined.declined_reason
    assert declined.messages == (), "nothing counts as sent before it is"
    kind_no = people.next_message(declined)
    assert kind_no is not None
    assert kind_no.template is not None
    assert (kind_no.step, kind_no.overdue) == ("decline", True)
    body = people.render(declined, kind_no.template.slug).body
    assert declined.declined_reason in body
    assert "Hello Cy" in body
    assert [item.text for item in hiring.studio.services.due.items() if item.kind == "decline"] == [
        "Tell Cy that it will be somebody else"
    ]
    assert hiring.briefs.stage(brief) == "chosen"
    hiring.studio.services.undo.undo()
    assert people.chosen(brief) == []
    assert people.get(cy.id).declined_at is None


def test_n10_unknown_cells_are_not_zeros(hiring: Hiring, people: CandidateService) -> None:
    brief = hiring.ready()
    ana, bo = hiring.applicant(brief, "Ana"), hiring.applicant(brief, "Bo")
    people.score(ana, "effort", 4)
    for criterion in ("speed", "effort", "skills", "credibility"):
        bo = people.score(bo, criterion, 3)
    table = people.comparison(brief)
    first, second = table.rows
    assert (first.name, first.rank, two(first.total)) == ("Ana", 1, "4.00")
    assert (two(first.lowest), two(first.highest)) == ("1.33", "4.89")  # (4 + 8 × 1) / 9, (4 + 8 × 5) / 9
    assert two(first.coverage) == "0.11"
    assert (second.best_rank, second.worst_rank) == (1, 2)
    assert (two(second.lowest), two(second.highest)) == ("1.89", "4.11")  # (12 + 5) / 9, (12 + 25) / 9
    assert table.leader_line == "Ana leads by 1."
    question = table.questions[0]
    assert (question.candidate.name, question.criterion, question.can_change_leader) == ("Ana", "test", True)


def test_n10_the_whole_total_by_hand(hiring: Hiring, people: CandidateService) -> None:
    brief, _ = hiring.posted()
    hiring.later(hours=2)
    ana = hiring.applicant(brief, "Ana", reviews=30, success_share=Decimal("0.98"))
    for criterion, score in (("effort", 4), ("skills", 5)):
        ana = people.score(ana, criterion, score)  # type: ignore[arg-type]
    ana = people.answer(ana, "own_words", "x", score=4)
    ana = people.answer(ana, "success", "x", score=3)
    ana = people.return_test(people.send_test(people.offer_test(ana, what="ten")))
    ana = people.score_whole_test(ana, {"communication": 5, "understanding": 4, "work": 4, "speed": 3}, "clear")
    (row,) = people.comparison(brief).rows
    # speed 4 + effort 4 + skills 5 + credibility 4 + answers 3.5 × 2 + test 4 × 3 = 36, by 9
    assert row.total == 4
    assert (row.lowest, row.highest, row.coverage) == (Decimal(4), Decimal(4), Decimal(1))
    assert row.unknown == ()


def test_n11_sensitivity_names_the_weight_that_changes_the_winner(hiring: Hiring, people: CandidateService) -> None:
    brief = hiring.ready()
    ana, bo = hiring.applicant(brief, "Ana"), hiring.applicant(brief, "Bo")
    for criterion, hers, his in (("speed", 5, 3), ("effort", 3, 5), ("skills", 4, 4), ("credibility", 4, 4)):
        ana = people.score(ana, criterion, hers)  # type: ignore[arg-type]
        bo = people.score(bo, criterion, his)  # type: ignore[arg-type]
    table = people.comparison(brief)
    assert table.leader_line == "Ana and Bo tie."
    assert len(table.leaders) == 2
    assert [row.rank for row in table.rows] == [1, 1]
    assert people.comparison(brief).sensitivity_line == "Bo would lead if speed counted 20 % less."
    people.score(ana, "skills", 5)
    assert people.comparison(brief).leader_line == "Ana leads by 0.25."
    people.score(people.get(ana.id), "effort", 5)
    assert people.comparison(brief).sensitivity_line == "The lead holds when any weight moves by a fifth."


def test_n12_blind_mode_hides_names_and_prices(hiring: Hiring, people: CandidateService) -> None:
    brief, _ = hiring.posted()
    hiring.applicant(brief, "Ana", 25)
    hiring.applicant(brief, "Bo", 30)
    hiring.studio.services.settings.change(blind=True)
    table = people.comparison(brief)
    assert {row.name for row in table.rows} == {"Candidate A", "Candidate B"}
    assert all(row.price is None and row.rate is None and row.net_value is None for row in table.rows)
    shown = people.side_by_side(table, [row.candidate.id for row in table.rows])
    assert "Ana" not in str(shown)
    assert "EUR" not in str(shown)
    assert people.comparison(brief, blind=False).rows[0].price is not None


def test_price_net_time_and_value_of_each_candidate(hiring: Hiring, people: CandidateService) -> None:
    brief, _ = hiring.posted()
    hiring.applicant(brief, "Ana", 22)
    hiring.applicant(brief, "Bo", 25, hours_ratio=Decimal("1.1"))
    rows = {row.name: row for row in people.comparison(brief).rows}
    ana, bo = rows["Ana"], rows["Bo"]
    assert (ana.price, two(ana.net_hours)) == (eur(440), "13.83")
    assert ana.net_value is not None
    assert two(ana.net_value.amount) == "647.20"  # 13.8259 × 85 - 440 - 88
    assert (bo.ratio, bo.their_hours) == (Decimal("1.1"), Decimal(22))
    assert bo.price is not None
    assert two(bo.price.amount) == "550.00"
    assert bo.net_value is not None
    assert two(bo.net_value.amount) == "481.20"  # 13.4259 × 85 - 550 - 110


def test_two_to_four_side_by_side(hiring: Hiring, people: CandidateService) -> None:
    brief, _ = hiring.posted()
    ids = [hiring.applicant(brief, name, 25).id for name in ("Ana", "Bo", "Cy", "Di", "Eli")]
    people.screen(people.get(ids[0]), {"Good English": True}, {})
    everyone = people.comparison(brief)
    table = people.side_by_side(everyone, ids[:3])
    assert table.names == ("Ana", "Bo", "Cy")
    rows = dict(table.rows)
    assert rows["Rate"] == ("25.00 EUR/h",) * 3
    assert rows["Good English"] == ("yes", "unknown", "unknown")
    for wrong in (ids[:1], ids):
        with pytest.raises(InputError, match="two to four"):
            people.side_by_side(everyone, wrong)
