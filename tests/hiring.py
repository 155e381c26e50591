"""A professional on the way from a verdict to an outcome: small builders on top of the studio."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.task import Task
from tests.studio import Studio


def eur(amount: int | str) -> Money:
    """Return an amount in euros."""
    return Money(amount, "EUR")


class Hiring:
    """Takes a task of 20 h a month at 85 an hour towards an engagement."""

    def __init__(self, studio: Studio) -> None:
        """Work in `studio`."""
        self.studio = studio
        self.briefs = studio.services.briefs
        self.candidates = studio.services.candidates
        self.negotiations = studio.services.negotiations
        self.engagements = studio.services.engagements
        self.insights = studio.services.insights
        self.playbook = studio.services.playbook
        self._task: Task | None = None

    @property
    def task(self) -> Task:
        """The task that is outsourced, as it now stands."""
        if self._task is None:
            self._task = self.studio.outsourced(title="Reconcile invoices", category="bookkeeping")
        return self.studio.identify.get(self._task.id)

    def later(self, **delta: float) -> None:
        """Let time pass."""
        self.studio.clock.at += timedelta(**delta)

    def draft(self, **parts: Any) -> Brief:
        """Return a brief of the task with those parts."""
        brief = self.briefs.from_task(self.task)
        return self.briefs.edit(brief, **parts) if parts else brief

    def ready(self, **parts: Any) -> Brief:
        """Return a ready brief with one milestone, two standards and a paper to sign."""
        brief = self.draft(
            **{
                "what": "Match 40 invoices a month with the bank.",
                "why": "Nothing may stay unpaid.",
                "specifications": "CSV in, CSV out.",
                "expectations": "Use the sheet we have.",
                "context": "A design studio of two people.",
                "skills": ("bookkeeping", "spreadsheets"),
                "budget": eur(700),
                "propositions": ("money", "repeat"),
                **parts,
            }
        )
        brief = self.briefs.add_row(brief, "milestones", title="First month", due=date(2026, 12, 20), amount=eur(200))
        brief = self.briefs.add_row(brief, "quality", text="Every invoice matched")
        brief = self.briefs.add_row(brief, "quality", text="No open cent")
        return self.briefs.ready(brief)

    def posted(self, platform: str = "upwork", **parts: Any) -> tuple[Brief, Posting]:
        """Return a brief that is out, with its posting."""
        brief = self.ready(**parts)
        return brief, self.briefs.post(brief, platform)

    def applicant(self, brief: Brief, name: str, rate: int = 0, **values: Any) -> Candidate:
        """Return somebody who applied, with a bid where a rate is given."""
        candidate = self.candidates.add(brief, name, **values)
        return self.candidates.bid(candidate, rate=eur(rate)) if rate else candidate

    def chosen(self, name: str = "Ana", rate: int = 25, **parts: Any) -> Candidate:
        """Return somebody chosen after a day."""
        brief, _ = self.posted(**parts)
        candidate = self.applicant(brief, name, rate)
        self.later(hours=25)
        return self.candidates.choose(candidate, "knows the trade")

    def agreed(self, **terms: Any) -> Negotiation:
        """Return agreed terms with somebody chosen."""
        talks = self.negotiations.open(self.chosen())
        talks = self.negotiations.set_terms(talks, **terms)
        return self.negotiations.agree(talks, reason="we know each other")

    def running(self, **terms: Any) -> Engagement:
        """Return an engagement that has started."""
        engagement = self.engagements.from_negotiation(self.agreed(**terms))
        return self.engagements.start(engagement)

    def delivered(self) -> Engagement:
        """Return a running engagement with something to review for its milestone."""
        engagement = self.running()
        self.later(days=7)
        return self.engagements.deliver(engagement, milestone=engagement.milestones[0].id)

    def accepted(self) -> Engagement:
        """Return an engagement whose delivery met every standard and was accepted."""
        engagement = self.delivered()
        delivery = engagement.deliveries[0].id
        for standard in engagement.standards:
            engagement = self.engagements.set_check(engagement, delivery, standard.id, True)
        return self.engagements.accept(engagement, delivery)

    def known(self, name: str = "Eva", **values: Any) -> Engagement:
        """Return running work with somebody I know, without posting and talks."""
        contact = self.playbook.add_contact(name, **{"skills": ("bookkeeping",), "rate": eur(25), **values})
        candidate = self.candidates.add_known(self.draft(), contact)
        candidate = self.candidates.choose(candidate, "did it before")
        return self.engagements.start(self.engagements.from_candidate(candidate))


def two(value: Decimal | None) -> str:
    """Return a figure rounded to two digits, as hand-checked sums are written."""
    assert value is not None
    return f"{value:.2f}"
