"""Freelancer or agency, and which kind: generalist, specialist, manager or agency; two sums, ties said (S3, S1-38)."""

from collections.abc import Mapping, Sequence
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
    """The two sums, which side they favour (None: a tie), and the kinds that fit."""

    freelancer_sum: int
    agency_sum: int
    side: Side | None
    kinds: tuple[Kind, ...]
    """The fitting kind first; on a tie one of each side."""
    reasons: tuple[str, ...]
    open_questions: tuple[str, ...]
    text: str


def _freelance_kind(answers: Mapping[str, str]) -> Kind:
    skills, size = answers.get("skills"), answers.get("size")
    if skills == "several":
        return "manager" if size == "large" else "generalist"
    if skills == "few":
        return "generalist"
    return "manager" if size == "large" and answers.get("price") == "resources" else "specialist"


def decide_supplier(questions: Sequence[SupplierQuestion], answers: Mapping[str, str]) -> SupplierChoice:
    """Return the two sums from answered questions (question key to option key); unknown keys count as not answered."""
    reasons: list[str] = []
    open_questions: list[str] = []
    sums: dict[Side, int] = {"freelancer": 0, "agency": 0}
    for question in questions:
        chosen = next((option for option in question.options if option.key == answers.get(question.key)), None)
        if chosen is None:
            open_questions.append(question.key)
        elif chosen.side is not None:
            sums[chosen.side] += 1
            reasons.append(
                f"{chosen.label}: speaks for {'a freelancer' if chosen.side == 'freelancer' else 'an agency'}."
            )
    free, agency = sums["freelancer"], sums["agency"]
    if len(open_questions) == len(questions):
        return SupplierChoice(0, 0, None, (), (), tuple(open_questions), "answer a question to begin")
    freelance = _freelance_kind(answers)
    if free == agency:
        return SupplierChoice(
            free,
            agency,
            None,
            (freelance, "agency"),
            tuple(reasons),
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
        tuple(open_questions),
        f"{max(free, agency)} to {min(free, agency)} for "
        + ("an agency" if side == "agency" else f"a freelancer: a {kind}"),
    )
