"""Freelancer or somebody with a company behind them (S3-01 to S3-13)."""

from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import Money
from outsource_tui.domain.supplier import SupplierChoice
from outsource_tui.playbook import loader
from tests.studio import Studio


def choice(studio: Studio, **answers: str) -> SupplierChoice:
    return studio.identify.supplier(studio.task(), answers).choice


def test_the_decision_is_kept_with_its_reasons(studio: Studio) -> None:
    """S3-01."""
    answers = {"contact": "direct", "size": "small", "price": "resources"}
    task = studio.task()
    with pytest.raises(InputError, match="say why"):
        studio.identify.choose_supplier(task, "agency", answers)
    task = studio.identify.choose_supplier(task, "agency", answers, reason="They can start today")
    kept = studio.again().identify.get(task.id).supplier
    assert kept is not None
    assert (kept.kind, kept.freelancer_sum, kept.agency_sum, kept.reason) == ("agency", 2, 1, "They can start today")
    assert {one.key: one.answer for one in kept.answers} == answers
    assert kept.decided_at == studio.clock.now()


def test_what_follows_from_a_freelancer(studio: Studio) -> None:
    """S3-02: availability, no exclusivity, direct talks; and their other commitments are asked."""
    found = studio.identify.supplier(studio.task(), {"contact": "direct"})
    assert found.choice.side == "freelancer"
    assert any("other commitments" in one for one in found.consequences)
    assert any("negotiate" in one for one in found.consequences)
    assert not any("step in" in one for one in found.consequences)
    candidate = studio.known_candidate(studio.outsourced(title="Books"))
    candidate = studio.services.candidates.edit(candidate, other_commitments="Mornings at a school")
    assert candidate.other_commitments == "Mornings at a school"


def test_what_follows_from_a_third_party(studio: Studio) -> None:
    """S3-03."""
    found = studio.identify.supplier(studio.task(), {"price": "resources"})
    assert found.choice.side == "agency"
    assert any("expertise and resources" in one for one in found.consequences)
    assert any("step in" in one for one in found.consequences)
    assert not any("other commitments" in one for one in found.consequences)
    both = studio.identify.supplier(studio.task(), {"price": "resources", "size": "small"})
    assert len(both.consequences) == len(found.consequences) * 2
    assert studio.identify.supplier(studio.task(), {}).consequences == ()


def test_the_common_kinds_are_preset(studio: Studio) -> None:
    """S3-04."""
    assert {one.key for one in loader.kinds() if one.common} == {"development", "support", "administration"}
    task = studio.task("Answer mails", category="support")
    assert studio.identify.line(task).task.category == "support"


@pytest.mark.parametrize(
    ("statement", "key", "freelancer", "agency"),
    [
        ("S3-05", "contact", "direct", "company"),
        ("S3-06", "schedule", "person", "company"),
        ("S3-07", "paperwork", "own", "company"),
        ("S3-08", "size", "small", "large"),
        ("S3-09", "skills", "one", "several"),
        ("S3-11", "price", "price", "resources"),
    ],
)
def test_each_question_speaks_for_one_side(
    studio: Studio, statement: str, key: str, freelancer: str, agency: str
) -> None:
    """S3-05 to S3-09, S3-11."""
    question = next(one for one in studio.identify.supplier(studio.task()).questions if one.key == key)
    assert question.source == statement
    assert (choice(studio, **{key: freelancer}).freelancer_sum, choice(studio, **{key: freelancer}).agency_sum) == (
        1,
        0,
    )
    assert (choice(studio, **{key: agency}).freelancer_sum, choice(studio, **{key: agency}).agency_sum) == (0, 1)


def test_taxes_and_insurance_are_a_reminder_for_the_contract(studio: Studio) -> None:
    """S3-07."""
    one = studio.identify.supplier(studio.task(), {"contact": "direct"}).reminders
    both = studio.identify.supplier(studio.task(), {"contact": "direct", "price": "resources"}).reminders
    assert (len(one), len(both)) == (1, 2)
    assert "insurance" in one[0]


def test_four_price_models_come_down_to_one_total(studio: Studio) -> None:
    """S3-10: 20 h at 25; 500 the project; 1,500 a quarter; a tenth of 5,000."""
    task = studio.good()
    prices = [studio.verdicts.judge(task).price]
    for offer in (
        {"model": "project", "amount": Money(500, "EUR")},
        {"model": "flat", "amount": Money(1500, "EUR"), "period": "quarter"},
        {"model": "percentage", "share": Decimal("0.1"), "budget": Money(5000, "EUR"), "period": "month"},
    ):
        for key, value in offer.items():
            task = studio.verdicts.set_input(task, key, value)
        prices.append(studio.verdicts.judge(task).price)
    assert [f"{price:.2f}" for price in prices] == ["500.00"] * 4
    assert {option.key for option in studio.identify.supplier(task).questions[5].options} == {
        "hourly",
        "project",
        "flat",
        "percentage",
    }


def test_two_sums_stand_side_by_side_and_a_tie_is_a_tie(studio: Studio) -> None:
    """S3-12."""
    lead = choice(studio, control="control", size="small", price="resources")
    assert (lead.freelancer_sum, lead.agency_sum, lead.side) == (2, 1, "freelancer")
    tie = choice(studio, control="control", price="resources")
    assert (tie.freelancer_sum, tie.agency_sum, tie.side, len(tie.kinds)) == (1, 1, None, 2)
    assert tie.text.startswith("a tie, 1 to 1")


def test_the_words_are_told_apart_in_the_glossary(studio: Studio) -> None:
    """S3-13."""
    terms = {one.term: one for one in loader.glossary()}
    assert terms["outsourcing"].statement == "S3-13"
    # They stand where the choice is made.
    words = studio.identify.supplier(studio.task(), {}).words
    assert [one.split(":")[0] for one in words] == ["Freelancer", "Outsourcing", "Agency"]
    assert len({one.split(":")[1] for one in words}) == 3
