"""Who should do it and on whose contract: people I know, freelancer or agency, responsibility, client questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Template
from typing import Any

from outsource_tui.domain import formats
from outsource_tui.domain.arithmetic import ZERO, Step
from outsource_tui.domain.contact import Contact
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import shown_amount
from outsource_tui.domain.responsibility import (
    Answers,
    ResponsibilityCard,
    default_answers,
    responsibility_card,
)
from outsource_tui.domain.supplier import Option, Side, SupplierChoice, SupplierQuestion, decide_supplier
from outsource_tui.domain.task import (
    Choice,
    ClientAnswer,
    Responsibility,
    SupplierDecision,
    SupplierKind,
    Task,
)
from outsource_tui.domain.text import normal
from outsource_tui.playbook import loader
from outsource_tui.services.contracts import settled
from outsource_tui.services.desk import edited, made
from outsource_tui.services.phrases import capital, quoted
from outsource_tui.services.task_figures import Family
from outsource_tui.services.tasks import TaskVerbs
from outsource_tui.services.verdict_figures import BothWays


@dataclass(frozen=True, slots=True)
class SupplierView:
    """The decision between freelancer and agency for a task: questions, answers so far, and the two sums."""

    questions: tuple[SupplierQuestion, ...]
    answers: Mapping[str, str]
    choice: SupplierChoice
    decided: SupplierDecision | None
    labels: Mapping[str, str]
    """Kind -> what the screen calls it."""
    fits: Mapping[str, str]
    """Kind -> when it fits and what to watch."""
    reminders: tuple[str, ...]
    """What to put into the contract (S3-07)."""
    words: tuple[str, ...]
    """What the two words mean that people mix up (S3-13)."""
    consequences: tuple[str, ...]
    """What follows from the side the sums favour; on a tie from both (S3-02, S3-03)."""


@dataclass(frozen=True, slots=True)
class ContractView:
    """Whose contract: the card as it stands, and the figures under me and with the client (S0-11..15)."""

    card: ResponsibilityCard
    warnings: tuple[str, ...]
    responsibility: Responsibility
    decided: bool
    both: BothWays
    sentence: str
    """What the difference is, in one sentence."""
    note: str
    """Where the evidence pulls the other way."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One question to a client before the project starts (S0-17), and what was answered."""

    key: str
    label: str
    ask: str
    hint: str
    answer: str
    asked_at: datetime | None


class SupplierVerbs(TaskVerbs):
    """Ask somebody I know, choose the kind of supplier, settle the contract, ask the client."""

    # ---- people I know -------------------------------------------------------------------------------------------

    def people_to_ask(self, task: Task) -> tuple[Contact, ...]:
        """Return contacts whose skills fit the task, those who are faster than me first (S0-09)."""
        kind = next((one for one in loader.kinds() if one.key == task.category), None)
        wanted = {normal(task.category)} if task.category else set()
        if kind is not None:
            wanted |= {normal(kind.label), *(normal(skill) for skill in kind.skills)}
        title = f" {normal(task.title)} {normal(task.note)} "
        found = []
        for contact in self.desk.all(Contact):
            skills = {normal(skill) for skill in contact.skills}
            if skills & wanted or any(skill and f" {skill} " in title for skill in skills):
                found.append(contact)
        return tuple(sorted(found, key=lambda one: (one.faster_than_me is not True, one.name.casefold(), one.id)))

    def ask_first(self, task: Task) -> str:
        """Return the advice to ask somebody I know before posting, or empty when I know nobody for it."""
        people = self.people_to_ask(task)
        if not people:
            return ""
        names = " or ".join(one.name for one in people[:2])
        return f"You know {names}: ask there first."

    # ---- freelancer or agency ------------------------------------------------------------------------------------

    def supplier(self, task: Task, answers: Mapping[str, str] | None = None) -> SupplierView:
        """Return the decision with the given answers (question key -> option key), or with those kept on the task."""
        if answers is None:
            answers = {one.key: one.answer for one in task.supplier.answers} if task.supplier else {}
        questions = supplier_questions()
        choice = decide_supplier(questions, answers)
        kinds = loader.suppliers()
        sides = {choice.side} if choice.side else {"freelancer", "agency"}
        return SupplierView(
            questions,
            dict(answers),
            choice,
            task.supplier,
            {one.key: one.label for one in kinds},
            {one.key: f"{one.fits} {one.watch}" for one in kinds},
            tuple(one.text for one in loader.reminders() if one.side in sides),
            tuple(
                f"{capital(one.term)}: {one.meaning}"
                for one in loader.glossary()
                if one.term in ("freelancer", "outsourcing", "agency")
            ),
            tuple(one.text for one in loader.consequences() if one.side in sides) if choice.kinds else (),
        )

    def choose_supplier(self, task: Task, kind: SupplierKind, answers: Mapping[str, str], *, reason: str = "") -> Task:
        """Keep the kind of supplier with the answers and sums it rests on, and return the task (S3-01)."""
        questions = supplier_questions()
        options = {question.key: {option.key for option in question.options} for question in questions}
        for key, answer in answers.items():
            if answer not in options.get(key, set()):
                raise InputError(f"“{answer[:40]}” is not an answer to that question.", field=key)
        choice = decide_supplier(questions, answers)
        if kind not in choice.kinds and choice.kinds and not reason.strip():
            raise InputError(
                f"The answers speak for {' or '.join(choice.kinds)}; say why you take a {kind} anyway.", field="reason"
            )
        decision = made(
            SupplierDecision,
            kind=kind,
            answers=tuple(made(Choice, key=key, answer=answer) for key, answer in answers.items()),
            freelancer_sum=choice.freelancer_sum,
            agency_sum=choice.agency_sum,
            reason=reason,
            decided_at=self.desk.now(),
        )
        return self.desk.save_one(f"Choose the kind of help for {quoted(task.title)}", edited(task, supplier=decision))

    # ---- whose contract ------------------------------------------------------------------------------------------

    def exclusive_skill(self, task: Task) -> bool:
        """Tell whether the portion is one skill of its own: as said, by the answers, or by the kind of work (S0-11)."""
        if task.responsibility is not None and task.responsibility.exclusive is not None:
            return task.responsibility.exclusive
        if task.supplier is not None:
            skills = next((one.answer for one in task.supplier.answers if one.key == "skills"), None)
            if skills is not None:
                return skills == "one"
        return task.category in ("design", "copywriting")

    def contract(self, task: Task) -> ContractView:
        """Return whose contract it is, who answers for what, and what managing costs either way."""
        both = self.verdicts.both_ways(task)
        verdict, with_client = both.under_me, both.with_client
        client_portion = task.origin == "client"
        exclusive = self.exclusive_skill(task)
        kept = task.responsibility
        family = Family.of(self.desk, task)
        asked = [one.minutes for engagement in family.engagements for one in engagement.asked_anyway]

        def card_of(structure: Any, answers: Answers | None) -> ResponsibilityCard:
            return responsibility_card(
                structure,
                client_portion=client_portion,
                exclusive_skill=exclusive,
                answers=answers,
                consent_seen=kept.consent_seen if kept else False,
                mark_up_charged=bool(kept and kept.mark_up),
                overhead=verdict.overhead,
                promised_review=with_client.overhead or ZERO,
                hourly_value=verdict.inputs.hourly_value,
                price=verdict.price,
                asked_minutes=asked,
            )

        if kept is not None:
            card = card_of(kept.structure, Answers(kept.work, kept.dates, kept.process))
            responsibility = kept
        else:
            recommended = card_of("under_me", None).recommended
            card = card_of(recommended, None)
            who = default_answers(recommended)
            responsibility = made(
                Responsibility, structure=recommended, work=who.work, dates=who.dates, process=who.process
            )
        pull = loader.pull("S0-11")
        return ContractView(
            card,
            tuple(warning_text(key, card.asked_anyway) for key in card.warnings),
            responsibility,
            kept is not None,
            both,
            _difference(card),
            pull if client_portion else "",
            (*card.steps, *with_client.steps),
        )

    def set_responsibility(self, task: Task, **values: Any) -> Task:
        """Settle whose contract it is and who answers for what, and return the task.

        A new structure sets who answers to its usual answers, except where they are given too.
        """
        changed = settled(self.contract(task).responsibility, self.desk.now(), **values)
        return self.desk.save_one(
            f"Settle whose contract {quoted(task.title)} is", edited(task, responsibility=changed)
        )

    # ---- client questions ----------------------------------------------------------------------------------------

    def client_questions(self, task: Task) -> tuple[ClientLine, ...]:
        """Return what to ask a client before the project starts, with the answers so far (S0-17)."""
        given = {one.question: one for one in task.client_answers}
        lines = []
        for question in loader.client_questions():
            answer = given.get(question.key)
            lines.append(
                ClientLine(
                    question.key,
                    question.label,
                    question.ask,
                    question.hint,
                    answer.answer if answer else "",
                    answer.asked_at if answer else None,
                )
            )
        return tuple(lines)

    def answer_client(self, task: Task, key: str, answer: str) -> Task:
        """Keep what the client said (empty: asked, no answer yet) and return the task."""
        known = [one.key for one in loader.client_questions()]
        if key not in known:
            raise InputError(f"“{key[:40]}” is not one of the questions to a client.", field="key")
        given = {one.question: one for one in task.client_answers}
        before = given.get(key)
        given[key] = made(
            ClientAnswer,
            question=key,
            answer=answer,
            asked_at=before.asked_at if before and before.asked_at else self.desk.now(),
        )
        ordered = tuple(given[one] for one in (*known, *(key for key in given if key not in known)) if one in given)
        return self.desk.save_one(
            f"Note the client's answer on {quoted(task.title)}", edited(task, client_answers=ordered)
        )


def supplier_questions() -> tuple[SupplierQuestion, ...]:
    """Return the playbook's questions as the decision takes them (S3-05 to S3-12)."""
    sides: dict[str, Side | None] = {"freelancer": "freelancer", "agency": "agency"}
    return tuple(
        SupplierQuestion(
            one.key,
            one.statement,
            one.ask,
            tuple(Option(answer.key, answer.label, sides.get(answer.side)) for answer in one.answer),
        )
        for one in loader.supplier_questions()
    )


def warning_text(key: str, asked: int) -> str:
    """Return a warning of the responsibility card in words; `asked` is how often the client asked anyway."""
    times = "once" if asked == 1 else f"{asked} times"
    return Template(loader.responsibility_warning(key).text).substitute(times=times)


def _difference(card: ResponsibilityCard) -> str:
    if card.hours_spared is None or card.money_spared is None:
        return card.missing[0].sentence if card.missing else ""
    if card.hours_spared <= ZERO:
        return "Their own contract with the client would spare you no managing."
    return (
        f"Their own contract with the client spares you {formats.figure(f'{card.hours_spared:.1f}')} h of managing, "
        f"worth {shown_amount(card.money_spared)}."
    )


__all__ = ["ClientLine", "ContractView", "SupplierVerbs", "SupplierView"]
