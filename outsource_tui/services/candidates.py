"""Candidates: who applied or whom I know, what they answered, how good it was, and the choice."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args

from outsource_tui.domain import formats
from outsource_tui.domain.application_text import Application, read_application
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import (
    ANSWERS,
    CRITERIA,
    AnswerKey,
    Bid,
    BreakdownRow,
    Candidate,
    Criterion,
    MustHave,
    QuestionAnswer,
    ScreeningAnswer,
)
from outsource_tui.domain.contact import Contact
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.stages import CandidateStage, candidate_stage
from outsource_tui.domain.text import normal
from outsource_tui.playbook import loader
from outsource_tui.services.candidate_tests import TestVerbs
from outsource_tui.services.comparison import ComparisonFigures
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.messages import MessageVerbs, asked_all
from outsource_tui.services.phrases import hours_between, listed, quoted
from outsource_tui.services.postings import only_open
from outsource_tui.services.templates import find_template


class CandidateService(ComparisonFigures, TestVerbs, MessageVerbs):
    """Candidates of a brief, compared and chosen."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    # Reading

    def of_brief(self, brief: Brief, declined: bool = True, archived: bool = False) -> list[Candidate]:
        """Return the candidates of a brief in the order they applied."""
        found = [
            one
            for one in self.desk.children(Candidate, brief=brief.id)
            if (declined or one.declined_at is None) and (archived or one.archived_at is None)
        ]
        return sorted(found, key=lambda one: (one.applied_at, one.id))

    def get(self, candidate_id: str) -> Candidate:
        """Return a candidate; raise InputError when it is gone."""
        return self.desk.get(Candidate, candidate_id)

    def stage(self, candidate: Candidate) -> CandidateStage:
        """Return how far we are with somebody."""
        return candidate_stage(candidate)

    # Coming in

    def add(self, brief: Brief, name: str, *, posting: Posting | None = None, **values: Any) -> Candidate:
        """Add somebody by hand; without a posting the brief's only open one is taken (S1-56); `bid`: what they ask."""
        bid = values.pop("bid", None)
        if bid is not None:
            values["bids"] = (new_bid(self.desk, bid),)
        return self._add(brief, name, posting or only_open(self.desk, brief), values)

    def add_known(self, brief: Brief, contact: Contact) -> Candidate:
        """Add somebody I know, past posting and its 24 hours (S0-09)."""
        return self._save_new(self.known(brief, contact))

    def known(self, brief: Brief, contact: Contact) -> Candidate:
        """Return somebody I know as a candidate of a brief, not saved."""
        if any(one.contact == contact.id for one in self.desk.children(Candidate, brief=brief.id)):
            raise InputError(f"{contact.name} is a candidate of {quoted(brief.title)} already.", field="contact")
        values: dict[str, Any] = {
            "contact": contact.id,
            "email": contact.email,
            "link": contact.link,
            "skills": contact.skills,
            "note": contact.note,
        }
        if contact.rate is not None:
            values["bids"] = (made(Bid, id=self.desk.fresh_id(), at=self.desk.now(), rate=contact.rate),)
        return self._new(brief, contact.name, None, values)

    def read_application(self, text: str) -> Application:
        """Return what a pasted application says about its sender, to look over before it is taken."""
        return read_application(text, self.desk.settings.currency)

    def _add(self, brief: Brief, name: str, posting: Posting | None, values: dict[str, Any]) -> Candidate:
        return self._save_new(self._new(brief, name, posting, values))

    def _save_new(self, candidate: Candidate) -> Candidate:
        return self.desk.save_one(f"New candidate {candidate.name}", candidate)

    def _new(self, brief: Brief, name: str, posting: Posting | None, values: dict[str, Any]) -> Candidate:
        if not name.strip():
            raise InputError("A candidate needs a name; type it.", field="name")
        if brief.archived_at is not None:
            raise NotYetError(f"{quoted(brief.title)} is archived; take it back first.")
        applied = values.setdefault("applied_at", self.desk.now())
        if isinstance(applied, datetime) and applied > self.desk.now():
            raise InputError("Nobody applies in the future; give the time it came in.", field="applied_at")
        values.setdefault("must_haves", self._must_have_columns(brief))
        return self.desk.new(Candidate, brief=brief.id, name=name, posting=posting.id if posting else None, **values)

    def _must_have_columns(self, brief: Brief) -> tuple[MustHave, ...]:
        """Return the must-haves the other candidates of the brief are held against, nothing known yet (S1-88)."""
        texts = dict.fromkeys(
            one.text for other in self.desk.children(Candidate, brief=brief.id) for one in other.must_haves
        )
        return tuple(made(MustHave, id=self.desk.fresh_id(), text=text) for text in texts)

    # Changing

    def edit(self, candidate: Candidate, **values: Any) -> Candidate:
        """Change fields of a candidate."""
        if "name" in values and not str(values["name"]).strip():
            raise InputError("A candidate needs a name; type it.", field="name")
        return self._keep(f"Edit {candidate.name}", candidate, **values)

    def delete(self, candidate: Candidate) -> None:
        """Delete a candidate; raise NotYetError while talks or an engagement hang on it."""
        owned = [
            noun
            for noun, some in (
                ("a negotiation", self.desk.children(Negotiation, candidate=candidate.id)),
                ("an engagement", self.desk.children(Engagement, candidate=candidate.id)),
            )
            if some
        ]
        if owned:
            raise NotYetError(f"{candidate.name} has {listed(owned)}; archive the candidate instead.")
        self.desk.save(f"Delete candidate {candidate.name}", delete=[candidate])

    def replied(self, candidate: Candidate, at: datetime | None = None) -> Candidate:
        """Note their first answer to a message of mine, which their speed is told by (S1-57)."""
        moment = at or self.desk.now()
        if moment > self.desk.now():
            raise InputError("An answer cannot lie in the future; give the time it came.", field="first_reply_at")
        return self._keep(f"Answer of {candidate.name}", candidate, first_reply_at=moment)

    def score(self, candidate: Candidate, criterion: Criterion, value: int | None) -> Candidate:
        """Type a score from 1 to 5 over what is computed; None or 0 clears it (S1-57..60)."""
        if criterion not in CRITERIA:
            raise InputError(f"“{criterion}” is not a criterion; use {listed(CRITERIA, 'or')}.", field="criterion")
        scores = {key: given for key, given in candidate.scores.items() if key != criterion}
        if value:
            scores[criterion] = value
        return self._keep(f"Score {candidate.name}", candidate, scores=scores)

    def shortlist(self, candidate: Candidate) -> Candidate:
        """Put somebody on the short list, or take them off."""
        if candidate.shortlisted_at is not None:
            return self._keep(f"Off the short list: {candidate.name}", candidate, shortlisted_at=None)
        self._still_in(candidate)
        return self._keep(f"Short list: {candidate.name}", candidate, shortlisted_at=self.desk.now())

    # The four questions

    def ask(self, candidate: Candidate) -> Candidate:
        """Note that the four questions were put to them now; those asked before keep their time (S1-61..64)."""
        return self._keep(f"Ask {candidate.name}", candidate, answers=asked_all(candidate, self.desk.now()))

    def answer(self, candidate: Candidate, key: AnswerKey, text: str, *, score: int | None = None) -> Candidate:
        """Take down what they answered to one of the four questions, with a score if there is one (S1-61..64)."""
        known = candidate.answers.get(_answer_key(key)) or made(QuestionAnswer)
        values: dict[str, Any] = {"text": text}
        if text.strip():
            values["answered_at"] = known.answered_at or self.desk.now()
        else:
            values["answered_at"] = None
        if score is not None:
            values["score"] = score
        return self._answers(candidate, key, edited(known, **values))

    def answer_all(self, candidate: Candidate, given: Mapping[AnswerKey, tuple[str, int | None]]) -> Candidate:
        """Write down text and score of several answers as one change (S1-61..64)."""
        answers = dict(candidate.answers)
        for key, (text, score) in given.items():
            known = answers.get(_answer_key(key)) or made(QuestionAnswer)
            came = (known.answered_at or self.desk.now()) if text.strip() else None
            changed = edited(known, text=text, score=score or None, answered_at=came)
            if changed != made(QuestionAnswer) or key in answers:
                answers[key] = changed
        return self._keep(f"Answers of {candidate.name}", candidate, answers=answers)

    def add_breakdown(self, candidate: Candidate, what: str, hours: Decimal) -> Candidate:
        """Add a line of the hourly breakdown they gave (S1-62)."""
        if not what.strip():
            raise InputError("A line of the breakdown needs a name; type what the hours are for.", field="what")
        known = candidate.answers.get("approach") or made(QuestionAnswer)
        row = made(BreakdownRow, id=self.desk.fresh_id(), what=what, hours=hours)
        return self._answers(candidate, "approach", edited(known, breakdown=(*known.breakdown, row)))

    def remove_breakdown(self, candidate: Candidate, row_id: str) -> Candidate:
        """Take a line of the breakdown out."""
        known = candidate.answers.get("approach")
        if known is None or all(row.id != row_id for row in known.breakdown):
            raise InputError("That line is no longer there; it may have been removed elsewhere.")
        rows = tuple(row for row in known.breakdown if row.id != row_id)
        return self._answers(candidate, "approach", edited(known, breakdown=rows))

    def _answers(self, candidate: Candidate, key: AnswerKey, answer: QuestionAnswer) -> Candidate:
        return self._keep(f"Answer of {candidate.name}", candidate, answers={**candidate.answers, key: answer})

    # Must-haves and screening

    def must_haves(self, candidate: Candidate) -> tuple[MustHave, ...]:
        """Return what they must bring: as noted with them, else what the first message asks for, not known (S1-88)."""
        if candidate.must_haves:
            return candidate.must_haves
        wanted = find_template(self.desk, "first-message").must_haves
        return tuple(made(MustHave, id=self.desk.fresh_id(), text=text) for text in wanted)

    def screening_questions(self) -> tuple[str, ...]:
        """Return the questions everybody answers in a proposal (S1-90)."""
        return find_template(self.desk, "first-message").questions

    def screen(self, candidate: Candidate, met: Mapping[str, bool | None], said: Mapping[str, str]) -> Candidate:
        """Note which must-haves are met and what they said to the post's questions, as one change (S1-88, S1-90)."""
        rows = tuple(edited(row, met=met.get(row.text, row.met)) for row in self.must_haves(candidate))
        known = {normal(row.question): row for row in candidate.screening}
        answers = []
        for question, answer in said.items():
            row = known.pop(normal(question), None) or made(
                ScreeningAnswer, id=self.desk.fresh_id(), question=question, answer=""
            )
            if answer.strip():
                answers.append(edited(row, answer=answer))
        screening = (*answers, *known.values())
        return self._keep(f"Screening of {candidate.name}", candidate, must_haves=rows, screening=screening)

    # Bids

    def bid(self, candidate: Candidate, **values: Any) -> Candidate:
        """Take down what they ask: model, rate, hours, amount, period, share, budget, note (S1-55, S1-75)."""
        bid = new_bid(self.desk, values)
        return self._keep(f"Bid of {candidate.name}", candidate, bids=(*candidate.bids, bid))

    # Deciding

    def decline(self, candidate: Candidate, reason: str) -> Candidate:
        """Decline somebody with a reason; the message that says it kindly is the next one for them (S1-70)."""
        if not reason.strip():
            raise InputError("Say why; the reason goes into the message to them.", field="reason")
        if candidate.chosen_at is not None:
            raise NotYetError(f"{candidate.name} is chosen; take the choice back first.")
        return self.desk.save_one(f"Decline {candidate.name}", self._declined(candidate, reason))

    def _declined(self, candidate: Candidate, reason: str) -> Candidate:
        now = self.desk.now()
        return edited(candidate, declined_at=now, declined_reason=reason, runner_up=False, shortlisted_at=None)

    def archive(self, candidate: Candidate) -> Candidate:
        """Put somebody away who does not answer (S1-93)."""
        return self._keep(f"Archive {candidate.name}", candidate, archived_at=self.desk.now())

    def restore(self, candidate: Candidate) -> Candidate:
        """Take back declining, archiving or choosing; raise NotYetError once work with them began."""
        if candidate.chosen_at is not None and self.desk.children(Engagement, candidate=candidate.id):
            raise NotYetError(f"There is an engagement with {candidate.name}; end it instead.")
        return self._keep(
            f"Back in: {candidate.name}",
            candidate,
            declined_at=None,
            declined_reason="",
            archived_at=None,
            chosen_at=None,
            chosen_reason="",
            early_reason="",
        )

    def early(self, candidate: Candidate) -> str | None:
        """Return one sentence while the brief has not been out for 24 hours, or None (S1-56)."""
        if candidate.contact is not None:
            return None
        postings = self.desk.children(Posting, brief=candidate.brief)
        if not postings:
            return None
        wait = self.desk.settings.choose_after_hours
        first = min(one.posted_at for one in postings)
        age = hours_between(first, self.desk.now())
        if age >= float(wait):
            return None
        opens = (first + timedelta(hours=float(wait))).astimezone(self.desk.now().tzinfo)
        until = f"{formats.full_date(opens)} {formats.clock(opens.hour, opens.minute, padded=True)}"
        return (
            f"The post has been out for {max(0, int(age))} h; most people apply within {wait.normalize():f} h. "
            f"Wait until {until}, or say why you choose now."
        )

    def why_not_choose(self, candidate: Candidate) -> str | None:
        """Return why somebody cannot be chosen, or None; choosing early is a rule, not a refusal."""
        if candidate.chosen_at is not None:
            return f"{candidate.name} is chosen already."
        if candidate.declined_at is not None:
            return f"{candidate.name} is declined; take that back first."
        if candidate.archived_at is not None:
            return f"{candidate.name} is archived; take that back first."
        return None

    def choose(
        self,
        candidate: Candidate,
        reason: str,
        *,
        early_reason: str = "",
        runner_up: Candidate | Literal["best"] | None = "best",
        decline_others: bool = True,
        decline_reason: str = "",
    ) -> Candidate:
        """Choose somebody with a reason, keep the runner-up, decline the others, for whom the kind no is next (S1-70).

        Before the post has been out for 24 hours it wants `early_reason` (S1-56). The `runner_up` is the
        best total of the others, somebody named, or nobody. One change, undone as one.
        """
        changed = self.choice(
            candidate,
            reason,
            early_reason=early_reason,
            runner_up=runner_up,
            decline_others=decline_others,
            decline_reason=decline_reason,
        )
        self.desk.save(f"Choose {candidate.name}", *changed)
        return self.get(candidate.id)

    def choice(
        self,
        candidate: Candidate,
        reason: str,
        *,
        early_reason: str = "",
        runner_up: Candidate | Literal["best"] | None = "best",
        decline_others: bool = True,
        decline_reason: str = "",
    ) -> list[Candidate]:
        """Return what `choose` changes, the chosen one first, not saved."""
        if why_not := self.why_not_choose(candidate):
            raise NotYetError(why_not)
        if not reason.strip():
            raise InputError("Say why you choose them; it is kept with the record.", field="reason")
        if (early := self.early(candidate)) and not early_reason.strip():
            raise RuleError(early, field="early_reason")
        brief = self.desk.get(Brief, candidate.brief)
        others = [
            one for one in self.of_brief(brief, declined=False) if one.id != candidate.id and one.chosen_at is None
        ]
        if runner_up == "best":
            kept = self._best_of(brief, {one.id for one in others})
        else:
            kept = runner_up.id if runner_up is not None else None
        chosen = edited(
            candidate,
            chosen_at=self.desk.now(),
            chosen_reason=reason,
            early_reason=early_reason if early else "",
            runner_up=False,
        )
        changed = [chosen]
        why = decline_reason.strip() or loader.decline_reasons()[0].sentence
        for one in others:
            if one.id == kept:
                changed.append(edited(one, runner_up=True))
            elif decline_others:
                changed.append(self._declined(one, why))
        return changed

    def _best_of(self, brief: Brief, ids: set[str]) -> str | None:
        ranked = [row for row in self.comparison(brief).rows if row.candidate.id in ids and row.total is not None]
        return max(ranked, key=lambda row: row.total or Decimal(0)).candidate.id if ranked else None

    def runner_up(self, brief: Brief) -> Candidate | None:
        """Return who comes next when the chosen one falls through (S1-70)."""
        kept = [one for one in self.of_brief(brief, declined=False) if one.runner_up]
        return kept[-1] if kept else None

    def chosen(self, brief: Brief) -> list[Candidate]:
        """Return who was chosen for a brief."""
        return [one for one in self.of_brief(brief) if one.chosen_at is not None]

    def _still_in(self, candidate: Candidate) -> None:
        if candidate.declined_at is not None or candidate.archived_at is not None:
            raise NotYetError(f"{candidate.name} is out of the running; take them back first.")

    def _keep(self, label: str, candidate: Candidate, **values: Any) -> Candidate:
        return self.desk.save_one(label, edited(candidate, **values))


def _answer_key(key: str) -> AnswerKey:
    if key not in get_args(AnswerKey):
        raise InputError(f"“{key}” is not one of the four questions; use {listed(ANSWERS, 'or')}.", field="question")
    return key  # type: ignore[return-value]


def new_bid(desk: Desk, values: dict[str, Any]) -> Bid:
    """Return a bid from what was typed; raise InputError when the price it names is missing."""
    bid = made(Bid, id=desk.fresh_id(), **{"at": desk.now(), **values})
    needed = {
        "hourly": (("rate", bid.rate),),
        "project": (("amount", bid.amount),),
        "flat": (("amount", bid.amount),),
        "percentage": (("share", bid.share), ("budget", bid.budget)),
    }[bid.model]
    for field, value in needed:
        if value is None:
            raise InputError(f"The {field} of the bid is missing; type what they ask.", field=field)
    for field in ("rate", "amount", "budget"):
        money = getattr(bid, field)
        if money is not None and money.amount <= 0:
            raise InputError(f"The {field} of the bid must be above zero.", field=field)
    return bid
