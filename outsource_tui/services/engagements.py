"""Engagements: from agreed terms to work that runs, with its papers, its clockwork and its net time."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from outsource_tui.domain import formats
from outsource_tui.domain.brief import Brief, Call, LegalDocument
from outsource_tui.domain.brief_text import completeness
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.contact import Contact
from outsource_tui.domain.economics import Verdict
from outsource_tui.domain.engagement import Engagement, Milestone
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.ledger import Ledger, StopLoss
from outsource_tui.domain.negotiation import Negotiation, Terms
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.overhead import Brake
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.price import Overrun, overrun
from outsource_tui.domain.record import Record
from outsource_tui.domain.responsibility import Answers, ResponsibilityCard, responsibility_card
from outsource_tui.domain.stages import EngagementStage, engagement_stage
from outsource_tui.domain.strategy import StrategyScore
from outsource_tui.domain.task import Responsibility, Shortfall, Task
from outsource_tui.playbook import loader
from outsource_tui.services.asks import Quotes
from outsource_tui.services.contracts import settled
from outsource_tui.services.deliveries import find_row
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.ledgers import EngagementFigures, Overhead, Reserve
from outsource_tui.services.outcomes import OutcomeVerbs
from outsource_tui.services.phrases import listed, quoted
from outsource_tui.services.terms import check_terms, first_terms, missing_price
from outsource_tui.services.track_records import Lineage
from outsource_tui.services.verdicts import VerdictService


class EngagementService(OutcomeVerbs):
    """Agreed work from its start to its outcome."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk
        self.verdicts = VerdictService(desk)
        self.figures = EngagementFigures(desk, self.verdicts.log)

    # Reading

    def all(self) -> list[Engagement]:
        """Return the engagements, those still open first, newest first within."""
        found = sorted(self.desk.all(Engagement), key=lambda one: one.id, reverse=True)
        return sorted(found, key=lambda one: one.ended_at is not None)

    def open_ones(self) -> list[Engagement]:
        """Return those that have not ended, oldest first."""
        return [one for one in self.desk.all(Engagement) if one.ended_at is None]

    def get(self, engagement_id: str) -> Engagement:
        """Return an engagement; raise InputError when it is gone."""
        return self.desk.get(Engagement, engagement_id)

    def of_task(self, task: Task) -> list[Engagement]:
        """Return the engagements of a task, oldest first."""
        return self.desk.children(Engagement, task=task.id)

    def of_negotiation(self, negotiation: Negotiation) -> list[Engagement]:
        """Return the engagements that rest on these terms."""
        return self.desk.children(Engagement, negotiation=negotiation.id)

    def stage(self, engagement: Engagement) -> EngagementStage:
        """Return planned, running, to review, in revision, paused, ended, hit or miss."""
        return engagement_stage(engagement, self.outcomes(engagement))

    def origin(self, engagement: Engagement) -> Lineage:
        """Return negotiation, candidate, posting, brief and task behind it."""
        return self.figures.origin(engagement)

    # Setting up

    def why_not_from_negotiation(self, negotiation: Negotiation) -> str | None:
        """Return why no engagement can rest on these talks yet, or None."""
        if negotiation.agreed_at is None or negotiation.terms is None:
            return "Nothing is agreed yet; agree on terms first."
        if any(one.ended_at is None for one in self.of_negotiation(negotiation)):
            return "There is an engagement on these terms already."
        candidate = self.desk.find(Candidate, negotiation.candidate)
        if candidate is None:
            return "The candidate of these talks is gone."
        if candidate.chosen_at is None:
            return f"{candidate.name} is not chosen yet; choose them first."
        return None

    def from_negotiation(
        self, negotiation: Negotiation, *, shortfall: Shortfall | None = None, reason: str = ""
    ) -> Engagement:
        """Plan the work that was agreed on; over a limit it wants a shortfall and words as a reason (N03).

        Carries milestones, standards, papers, calls and rhythm of the brief, how complete the brief was (S2-04), how
        many were tested (S2-05) and the overhead the verdict expects.
        """
        if why_not := self.why_not_from_negotiation(negotiation):
            raise NotYetError(why_not)
        candidate = self.desk.get(Candidate, negotiation.candidate)
        terms = negotiation.terms or made(Terms)
        return self._plan(
            candidate,
            terms,
            negotiation=negotiation,
            responsibility=negotiation.responsibility,
            shortfall=shortfall,
            reason=reason,
        )

    def why_not_from_candidate(self, candidate: Candidate) -> str | None:
        """Return why work cannot be planned with a candidate without talks, or None (S0-09)."""
        if candidate.declined_at is not None or candidate.archived_at is not None:
            return f"{candidate.name} is out of the running; take them back first."
        if candidate.chosen_at is None:
            return f"{candidate.name} is not chosen yet; choose them first."
        if any(one.ended_at is None for one in self.desk.children(Engagement, candidate=candidate.id)):
            return f"There is an engagement with {candidate.name} already."
        return None

    def from_candidate(
        self,
        candidate: Candidate,
        *,
        terms: Terms | None = None,
        shortfall: Shortfall | None = None,
        reason: str = "",
    ) -> Engagement:
        """Plan work with somebody I know and do not haggle with; without terms their bid is taken (S0-09)."""
        if why_not := self.why_not_from_candidate(candidate):
            raise NotYetError(why_not)
        return self._plan(candidate, terms or self.terms_of(candidate), shortfall=shortfall, reason=reason)

    def from_contact(
        self,
        brief: Brief,
        contact: Contact,
        chosen_reason: str,
        *,
        shortfall: Shortfall | None = None,
        reason: str = "",
    ) -> Engagement:
        """Plan work on a brief with somebody I know: they become its candidate, chosen, in the same step (S0-09).

        Over a limit it wants a shortfall and words as a reason (N03).
        """
        from outsource_tui.services.candidates import CandidateService

        candidates = CandidateService(self.desk)
        there = [one for one in self.desk.children(Candidate, brief=brief.id) if one.contact == contact.id]
        candidate = there[-1] if there else candidates.known(brief, contact)
        changed = [candidate]
        if candidate.chosen_at is None:
            changed = candidates.choice(candidate, chosen_reason, decline_others=False)
        if why_not := self.why_not_from_candidate(changed[0]):
            raise NotYetError(why_not)
        terms = self.terms_of(changed[0])
        return self._plan(changed[0], terms, *changed, shortfall=shortfall, reason=reason)

    def terms_of(self, candidate: Candidate) -> Terms:
        """Return a candidate's latest bid as terms, with the brief's revisions and a reserve of a fifth (S2-06)."""
        brief = self.desk.get(Brief, candidate.brief)
        quote = Quotes(self.desk, self.verdicts.log, brief).quote(candidate)
        return first_terms(self.desk, brief, candidate, quote)

    def brake(self, task: Task | None = None) -> Brake:
        """Return whether one more engagement goes over a limit (N03)."""
        return self.verdicts.brake(task)

    def _plan(
        self,
        candidate: Candidate,
        terms: Terms,
        *others: Candidate,
        negotiation: Negotiation | None = None,
        responsibility: Responsibility | None = None,
        shortfall: Shortfall | None = None,
        reason: str = "",
    ) -> Engagement:
        brief = self.desk.get(Brief, candidate.brief)
        task = self.desk.find(Task, brief.task)
        predicted = self.verdicts.predicted_overhead(task) if task else None
        over = self.verdicts.brake(task)
        if over.over and (shortfall is None or not reason.strip()):
            raise RuleError(
                f"{' '.join(over.reasons)} Say which shortfall it covers and why one more is worth it.",
                field="shortfall" if shortfall is None else "reason",
            )
        postings = [one for one in self.desk.children(Posting, brief=brief.id) if one.completeness is not None]
        percent = postings[-1].completeness if postings else completeness(brief).percent
        everyone = self.desk.children(Candidate, brief=brief.id)
        engagement = self.desk.new(
            Engagement,
            title=brief.title,
            negotiation=negotiation.id if negotiation else None,
            candidate=candidate.id,
            task=task.id if task else None,
            terms=terms,
            responsibility=responsibility or (task.responsibility if task else None) or made(Responsibility),
            legal=brief.legal,
            calls=tuple(one for one in brief.calls if one.done_at is None),
            standards=brief.quality,
            delivery_state=brief.delivery_state,
            check_in_days=brief.frequency_days or 7,
            milestones=tuple(
                made(Milestone, id=one.id, title=one.title, due=one.due, amount=one.amount) for one in brief.milestones
            ),
            brief_completeness=percent,
            tested=sum(one.test.returned_at is not None for one in everyone),
            predicted_overhead=predicted,
            over_limit_reason=shortfall if over.over else None,
            over_limit_text=reason if over.over else "",
        )
        self.desk.save(f"Engage {candidate.name}", engagement, *others)
        return self.get(engagement.id)

    # Starting and ending

    def why_not_start(self, engagement: Engagement) -> str | None:
        """Return what must be settled before the work may start, or None (S1-37)."""
        if engagement.started_at is not None:
            return "The work has started already."
        if engagement.ended_at is not None:
            return "The engagement has ended."
        unsigned = [one.name for one in engagement.legal if one.required and one.signed_at is None]
        if unsigned:
            return f"Not signed yet: {listed(unsigned)}; the work starts once it is."
        return None

    def start(self, engagement: Engagement) -> Engagement:
        """Start the work; my hours on the task are frozen as the baseline it is measured against (S1-37)."""
        if why_not := self.why_not_start(engagement):
            raise NotYetError(why_not)
        changes: dict[str, Any] = {"started_at": self.desk.now()}
        others: list[Record] = []
        task = self.desk.find(Task, engagement.task)
        if task is not None:
            frozen = self.verdicts.with_baseline(task)
            changes["baseline_hours"] = frozen.baseline_hours
            if frozen is not task:
                others.append(frozen)
        return self._set(engagement, f"Start {quoted(engagement.title)}", *others, **changes)

    def pause(self, engagement: Engagement) -> Engagement:
        """Let the work rest."""
        self._running(engagement)
        if engagement.paused_at is not None:
            raise NotYetError("It rests already; resume it.")
        return self._set(engagement, f"Pause {quoted(engagement.title)}", paused_at=self.desk.now())

    def resume(self, engagement: Engagement) -> Engagement:
        """Take the work up again."""
        if engagement.paused_at is None:
            raise NotYetError("It does not rest; there is nothing to resume.")
        rests = self._rested(engagement, engagement.paused_at)
        return self._set(engagement, f"Resume {quoted(engagement.title)}", paused_at=None, rests=rests)

    def toggle_pause(self, engagement: Engagement) -> Engagement:
        """Pause running work, resume resting work."""
        return self.resume(engagement) if engagement.paused_at is not None else self.pause(engagement)

    def end(self, engagement: Engagement) -> Engagement:
        """End the work without an outcome yet; record hit or miss to close it."""
        if engagement.ended_at is not None:
            raise NotYetError("It has ended already; record a hit or a miss.")
        return self._set(engagement, f"End {quoted(engagement.title)}", **self._end(engagement))

    def reopen(self, engagement: Engagement) -> Engagement:
        """Take back the end; the time since then does not count as run."""
        if engagement.ended_at is None:
            raise NotYetError("It has not ended.")
        rests = self._rested(engagement, engagement.ended_at)
        others: list[Record] = []
        task = self.desk.find(Task, engagement.task)
        if task is not None and task.baseline_hours is None and engagement.baseline_hours is not None:
            # The work is out again, as it was: what the log says since then is not what I would do myself.
            frozen = {"baseline_hours": engagement.baseline_hours, "baseline_at": engagement.started_at}
            others.append(edited(task, **frozen))
        return self._set(engagement, f"Open {quoted(engagement.title)} again", *others, ended_at=None, rests=rests)

    def edit(self, engagement: Engagement, **values: Any) -> Engagement:
        """Change fields of an engagement."""
        if "title" in values and not str(values["title"]).strip():
            raise InputError("An engagement needs a title; type it.", field="title")
        return self._set(engagement, f"Edit {quoted(engagement.title)}", **values)

    def set_terms(self, engagement: Engagement, **values: Any) -> Engagement:
        """Change what we agreed on, such as the time box or the reserve (N15, S2-06); another way to pay, whole."""
        terms = edited(engagement.terms, **values)
        check_terms(terms)
        missing = missing_price(terms)
        if missing and terms.model != engagement.terms.model:
            lacking = listed([f"the {name}" for name in missing])
            raise InputError(f"These terms lack {lacking}; type what you agreed on.", field=missing[0])
        return self._set(engagement, f"Terms of {quoted(engagement.title)}", terms=terms)

    def set_responsibility(self, engagement: Engagement, **values: Any) -> Engagement:
        """Say who answers to the client, and on whose contract; another contract brings its usual answers (N14)."""
        card = settled(engagement.responsibility, self.desk.now(), **values)
        return self._set(engagement, "Whose contract", responsibility=card)

    def delete(self, engagement: Engagement) -> None:
        """Delete an engagement with its outcomes; my hours on it stay in the log without the link."""
        outcomes = self.desk.children(Outcome, engagement=engagement.id)
        named = [row.id for row in self.desk.log.of_engagement(engagement.id)]
        entries = [edited(entry, engagement=None) for entry in self.desk.entries(named)]
        self.desk.save(f"Delete {quoted(engagement.title)}", *entries, delete=[engagement, *outcomes])

    # Papers and calls

    def add_paper(self, engagement: Engagement, name: str, required: bool = True) -> Engagement:
        """Add a paper to sign (S1-37)."""
        if not name.strip():
            raise InputError("A paper needs a name; type it.", field="name")
        row = made(LegalDocument, id=self.desk.fresh_id(), name=name, required=required)
        return self._set(engagement, f"Paper {quoted(name)}", legal=(*engagement.legal, row))

    def paper(
        self,
        engagement: Engagement,
        document_id: str,
        *,
        sent: bool | None = None,
        signed: bool | None = None,
        required: bool | None = None,
    ) -> Engagement:
        """Note that a paper went out or came back signed, now, or take that back (S1-37)."""
        document = find_row(engagement.legal, document_id, "paper")
        now = self.desk.now()
        values: dict[str, Any] = {}
        if sent is not None:
            values["sent_at"] = now if sent else None
        if signed is not None:
            values["signed_at"] = now if signed else None
        if required is not None:
            values["required"] = required
        rows = tuple(edited(one, **values) if one.id == document_id else one for one in engagement.legal)
        return self._set(engagement, f"Paper {quoted(document.name)}", legal=rows)

    def remove_paper(self, engagement: Engagement, document_id: str) -> Engagement:
        """Take a paper out."""
        document = find_row(engagement.legal, document_id, "paper")
        rows = tuple(one for one in engagement.legal if one.id != document_id)
        return self._set(engagement, f"Paper {quoted(document.name)}", legal=rows)

    def add_call(self, engagement: Engagement, at: datetime, about: str = "") -> Engagement:
        """Plan a call (S1-36)."""
        row = made(Call, id=self.desk.fresh_id(), at=at, about=about)
        return self._set(engagement, "Plan a call", calls=(*engagement.calls, row))

    def call_done(self, engagement: Engagement, call_id: str) -> Engagement:
        """Note that a call took place (S1-36)."""
        find_row(engagement.calls, call_id, "call")
        now = self.desk.now()
        rows = tuple(edited(one, done_at=now) if one.id == call_id else one for one in engagement.calls)
        return self._set(engagement, "A call took place", calls=rows)

    def remove_call(self, engagement: Engagement, call_id: str) -> Engagement:
        """Take a planned call out."""
        find_row(engagement.calls, call_id, "call")
        return self._set(engagement, "Cancel a call", calls=tuple(one for one in engagement.calls if one.id != call_id))

    # Figures

    def ledger(self, engagement: Engagement) -> Ledger:
        """Return its net-time ledger, red when it costs more of my time than it saves (N02, S2-11)."""
        return self.figures.ledger(engagement)

    def alarm(self, engagement: Engagement) -> str | None:
        """Return one sentence when net time is below zero, else None (S2-11)."""
        ledger = self.ledger(engagement)
        if not ledger.red or ledger.net is None:
            return None
        hours = formats.figure(f"{abs(ledger.net):.1f}")
        return f"It costs you {hours} h more than it saves; there is no point in paying for that."

    def overhead(self, engagement: Engagement) -> Overhead:
        """Return own hours as expected and as measured."""
        return self.figures.overhead(engagement)

    def reserve(self, engagement: Engagement) -> Reserve:
        """Return hours and money kept for perfecting the work, used and left (S2-06)."""
        return self.figures.reserve(engagement)

    def stop_loss(self, engagement: Engagement) -> StopLoss | None:
        """Return how full the time box is, alarmed at 50 and 100 % (N15)."""
        return self.figures.stop_loss(engagement)

    def strategies(self, engagement: Engagement) -> StrategyScore:
        """Return which of the three strategies were followed (N17)."""
        return self.figures.strategies(engagement)

    def verdict(self, engagement: Engagement) -> Verdict | None:
        """Return the verdict at the agreed terms with what was measured."""
        return self.figures.verdict(engagement)

    # Whose contract

    def card(self, engagement: Engagement) -> ResponsibilityCard:
        """Return the responsibility card with what managing costs either way and how often the client asked (N14)."""
        task = self.desk.find(Task, engagement.task)
        verdict = self.verdict(engagement)
        given = engagement.responsibility
        promised = verdict.inputs.review_promised * (verdict.their_hours or Decimal(0)) if verdict else Decimal(0)
        return responsibility_card(
            given.structure,
            client_portion=task is not None and task.origin == "client",
            exclusive_skill=given.structure == "with_client",
            answers=Answers(given.work, given.dates, given.process),
            consent_seen=given.consent_seen,
            overhead=verdict.overhead if verdict else None,
            promised_review=promised,
            hourly_value=verdict.inputs.hourly_value if verdict else None,
            price=verdict.price if verdict else None,
            asked_minutes=[one.minutes for one in engagement.asked_anyway],
        )

    def reminders(self, engagement: Engagement) -> tuple[str, ...]:
        """Return what to remember about taxes, insurance and expenses with this kind of supplier (S3-07)."""
        origin = self.origin(engagement)
        kind = (origin.candidate.kind if origin.candidate else None) or (
            origin.task.supplier.kind if origin.task and origin.task.supplier else None
        )
        side = next((one.side for one in loader.suppliers() if one.key == kind), "freelancer")
        return tuple(one.text for one in loader.reminders() if one.side == side)

    def overrun(self, engagement: Engagement) -> Overrun | None:
        """Return what an hour of a fixed price seemed to cost and costs by the hours they reported, or None."""
        terms = engagement.terms
        hours = sum((one.hours for one in engagement.their_hours), Decimal(0))
        if terms.model not in ("project", "flat") or terms.amount is None or not terms.hours or not hours:
            return None
        return overrun(terms.amount.amount, terms.hours, hours)

    def _running(self, engagement: Engagement) -> None:
        if engagement.started_at is None:
            raise NotYetError("The work has not started yet; start the engagement first.")
        if engagement.ended_at is not None:
            raise NotYetError("The engagement has ended; open it again first.")
