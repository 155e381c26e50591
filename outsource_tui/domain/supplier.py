"""Freelancer or agency, and which kind: generalist, specialist, manager or agency; two sums, ties said (S3, S1-38)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["generalist", "specialist", "manager", "agency"]
Side = Literal["freelancer", "agency"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question, and the side it speaks for (None: neither)."""

    key: str
    label: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class SupplierQuestion:
    """One question of the decision with its answers and its source."""

    key: str
    source: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SupplierChoice:
    """The two sums, which side they favour (None: a tie), the kinds that fit, and what follows from each."""

    freelancer_sum: int
    agency_sum: int
    side: Side | None
    kinds: tuple[Kind, ...]
    """The fitting kind first; on a tie one of each side."""
    reasons: tuple[str, ...]
    consequences: tuple[str, ...]
    open_questions: tuple[str, ...]
    text: str


QUESTIONS: tuple[SupplierQuestion, ...] = (
    SupplierQuestion(
        "contact",
        "S3-05",
        "Do you want to talk to the person who does the work?",
        (
            Option("direct", "Yes, directly", "freelancer"),
            Option("company", "No, one contact at a company will do", "agency"),
        ),
    ),
    SupplierQuestion(
        "schedule",
        "S3-06",
        "Who should plan the work and its load?",
        (
            Option("person", "They plan their own days, we agree on dates", "freelancer"),
            Option("company", "A company that steps in when somebody is out", "agency"),
        ),
    ),
    SupplierQuestion(
        "paperwork",
        "S3-07",
        "Who should deal with taxes, insurance and expenses?",
        (
            Option("own", "They do their own", "freelancer"),
            Option("company", "A company should handle it all", "agency"),
        ),
    ),
    SupplierQuestion(
        "size",
        "S3-08",
        "How large is the work?",
        (Option("small", "Small and focused", "freelancer"), Option("large", "Large or complex", "agency")),
    ),
    SupplierQuestion(
        "skills",
        "S3-09",
        "How many skills does it take?",
        (
            Option("one", "One", "freelancer"),
            Option("few", "A few small ones", None),
            Option("several", "Several, at the same time", "agency"),
        ),
    ),
    SupplierQuestion(
        "price_model",
        "S3-10",
        "How would you rather pay?",
        (
            Option("hourly", "By the hour", "freelancer"),
            Option("project", "By the project", "freelancer"),
            Option("flat", "A flat fee", "agency"),
            Option("percentage", "A share of the budget", "agency"),
        ),
    ),
    SupplierQuestion(
        "price",
        "S3-11",
        "What counts more?",
        (
            Option("price", "The lower price", "freelancer"),
            Option("resources", "More expertise and resources behind it", "agency"),
        ),
    ),
    SupplierQuestion(
        "control",
        "S3-12",
        "What would you miss more?",
        (
            Option("control", "Flexibility and control", "freelancer"),
            Option("expertise", "Specialised expertise", "agency"),
        ),
    ),
)

CONSEQUENCES: dict[Side, tuple[str, ...]] = {
    "freelancer": (
        "They may be busy when you need them: ask about their other commitments.",
        "They work for others too, so do not count on having them to yourself.",
        "You find them, negotiate and keep in touch yourself.",
        "They see to their own taxes, insurance and expenses.",
    ),
    "agency": (
        "You pay for people, expertise and resources you may not need.",
        "Somebody else decides who does the work.",
        "They plan the load, and step in when somebody is out.",
        "They see to the workers' taxes, insurance and expenses.",
    ),
}


def _freelance_kind(answers: Mapping[str, str]) -> Kind:
    skills, size = answers.get("skills"), answers.get("size")
    if skills == "several":
        return "manager" if size == "large" else "generalist"
    if skills == "few":
        return "generalist"
    return "manager" if size == "large" and answers.get("price") == "resources" else "specialist"


def decide_supplier(answers: Mapping[str, str]) -> SupplierChoice:
    """Return the two sums from answered questions (question key to option key); unknown keys count as not answered."""
    reasons: list[str] = []
    open_questions: list[str] = []
    sums: dict[Side, int] = {"freelancer": 0, "agency": 0}
    for question in QUESTIONS:
        chosen = next((option for option in question.options if option.key == answers.get(question.key)), None)
        if chosen is None:
            open_questions.append(question.key)
        elif chosen.side is not None:
            sums[chosen.side] += 1
            reasons.append(
                f"{chosen.label}: speaks for {'a freelancer' if chosen.side == 'freelancer' else 'an agency'}."
            )
    free, agency = sums["freelancer"], sums["agency"]
    if len(open_questions) == len(QUESTIONS):
        return SupplierChoice(0, 0, None, (), (), (), tuple(open_questions), "answer a question to begin")
    freelance = _freelance_kind(answers)
    if free == agency:
        return SupplierChoice(
            free,
            agency,
            None,
            (freelance, "agency"),
            tuple(reasons),
            CONSEQUENCES["freelancer"] + CONSEQUENCES["agency"],
            tuple(open_questions),
            f"a tie, {free} to {agency}: either can do, take the one you can start sooner",
        )
    side: Side = "freelancer" if free > agency else "agency"
    kind: Kind = freelance if side == "freelancer" else "agency"
    return SupplierChoice(
        free,
        agency,
        side,
        (kind,),
        tuple(reasons),
        CONSEQUENCES[side],
        tuple(open_questions),
        f"{max(free, agency)} to {min(free, agency)} for "
        + ("an agency" if side == "agency" else f"a freelancer: a {kind}"),
    )
