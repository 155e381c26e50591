"""Freelancer or agency."""

from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.supplier import SupplierChoice, decide_supplier
from outsource_tui.services.suppliers import supplier_questions

QUESTIONS = supplier_questions()


def choose(answers: dict[str, str]) -> SupplierChoice:
    return decide_supplier(QUESTIONS, answers)


def test_all_for_a_person_is_a_specialist() -> None:
    choice = choose(
        {
            "contact": "direct",
            "schedule": "person",
            "paperwork": "own",
            "size": "small",
            "skills": "one",
            "price_model": "hourly",
            "price": "price",
            "control": "control",
        }
    )
    assert (choice.freelancer_sum, choice.agency_sum, choice.kinds) == (8, 0, ("specialist",))
    assert choice.open_questions == ()


def test_several_skills_in_small_or_large_work() -> None:
    person = {"contact": "direct", "schedule": "person", "paperwork": "own", "price": "price", "control": "control"}
    assert choose({**person, "skills": "few"}).kinds == ("generalist",)
    assert choose({**person, "skills": "several", "size": "large"}).kinds == ("manager",)


def test_all_for_a_company_is_an_agency() -> None:
    choice = choose({"contact": "company", "size": "large", "skills": "several"})
    assert (choice.side, choice.kinds) == ("agency", ("agency",))
    assert len(choice.open_questions) == len(QUESTIONS) - 3


def test_a_tie_is_said_as_a_tie() -> None:
    choice = choose({"contact": "direct", "size": "large"})
    assert choice.side is None
    assert choice.kinds[-1] == "agency"
    assert choice.text.startswith("a tie, 1 to 1")
    assert choose({}).kinds == ()


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            question.key: st.sampled_from([option.key for option in question.options] + ["?"]) for question in QUESTIONS
        },
    )
)
def test_the_two_sums_are_the_answers_that_take_a_side(answers: dict[str, str]) -> None:
    choice = choose(answers)
    sides = [
        option.side
        for question in QUESTIONS
        for option in question.options
        if option.key == answers.get(question.key) and option.side is not None
    ]
    assert choice.freelancer_sum == sides.count("freelancer")
    assert choice.agency_sum == sides.count("agency")
    assert (choice.side is None) == (choice.freelancer_sum == choice.agency_sum)
