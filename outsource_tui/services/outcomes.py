"""Hit or miss: recorded with its cause at the end of (part of) an engagement, and what it cost (S2-12..16)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from outsource_tui.domain.arithmetic import ZERO
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.ledger import Loss, loss_of_miss
from outsource_tui.domain.money import Money
from outsource_tui.domain.outcome import MissCause, Outcome
from outsource_tui.domain.price import effective_rate
from outsource_tui.services.asks import amount_of
from outsource_tui.services.care import CareVerbs
from outsource_tui.services.deliveries import find_row
from outsource_tui.services.desk import edited
from outsource_tui.services.phrases import listed, quoted
from outsource_tui.services.track_records import HitRate, contractor_record, platform_record

CAUSES: tuple[MissCause, ...] = get_args(MissCause)


@dataclass(frozen=True, slots=True)
class OutcomeDefaults:
    """What the records already say about an outcome, to start the form with (S2-13, S2-14)."""

    what: str
    who: str
    where_found: str
    paid: Money
    paid_hours: Decimal
    redo_hours: Decimal


class OutcomeVerbs(CareVerbs):
    """Outcomes; part of the service for engagements."""

    def outcomes(self, engagement: Engagement) -> list[Outcome]:
        """Return the outcomes of an engagement, oldest first."""
        return self.figures.outcomes(engagement)

    def outcome_defaults(self, engagement: Engagement, milestone: str | None = None) -> OutcomeDefaults:
        """Return what, who, where found, what was paid and my hours of redoing, from the records (S2-13, S2-14)."""
        origin = self.figures.origin(engagement)
        what = engagement.title
        settings = self.desk.settings
        paid = self.figures.paid(engagement)
        if milestone is not None:
            stone = find_row(engagement.milestones, milestone, "milestone")
            what = stone.title
            paid = sum(
                (
                    amount_of(self.desk, settings, one.amount) or ZERO
                    for one in engagement.payments
                    if one.paid_at is not None and one.milestone == milestone
                ),
                ZERO,
            )
        return OutcomeDefaults(
            what,
            origin.person,
            origin.platform,
            Money(paid, settings.currency),
            sum((one.hours for one in engagement.their_hours), ZERO),
            self.figures.own_hours(engagement).get("redo", ZERO),
        )

    def why_not_outcome(self, engagement: Engagement) -> str | None:
        """Return why no outcome can be recorded yet, or None."""
        if engagement.started_at is not None:
            return None
        if engagement.ended_at is not None:
            return "The work never started, so there is nothing to judge."
        return "The work has not started yet; start the engagement first."

    def record_outcome(
        self, engagement: Engagement, kind: Literal["hit", "miss"], *, milestone: str | None = None, **values: Any
    ) -> Outcome:
        """Record a hit or a miss; of the whole engagement it ends the work, and a miss wants its cause (S2-12..14).

        What is not said (what, who, where_found, paid, paid_hours, redo_hours) comes from the records.
        """
        if why_not := self.why_not_outcome(engagement):
            raise NotYetError(why_not)
        if kind not in ("hit", "miss"):
            raise InputError("An outcome is a hit or a miss.", field="kind")
        if kind == "miss" and values.get("cause") is None:
            causes = listed([one.replace("_", " ") for one in CAUSES], "or")
            raise InputError(f"Say why it missed: {causes}.", field="cause")
        if kind == "hit" and values.get("cause") is not None:
            raise InputError("A hit has no cause; leave it out.", field="cause")
        if kind == "hit" and milestone is None:
            handed_in = [one for one in engagement.deliveries if one.finished_myself_at is None]
            waiting = [one.title for one in handed_in if one.accepted_at is None]
            if waiting:
                raise NotYetError(f"{quoted(waiting[0])} is not accepted yet; accept it before you call it a hit.")
        rating = values.get("rating")
        if rating is not None and not 1 <= rating <= 5:
            raise InputError("A rating goes from 1 to 5.", field="rating")
        known = self.outcome_defaults(engagement, milestone)
        said = {
            "what": known.what,
            "who": known.who,
            "where_found": known.where_found,
            "paid": known.paid,
            "paid_hours": known.paid_hours,
            "redo_hours": known.redo_hours,
            **values,
        }
        if kind == "hit":
            said.setdefault("as_asked", True)
        now = self.desk.now()
        outcome = self.desk.new(Outcome, engagement=engagement.id, milestone=milestone, kind=kind, at=now, **said)
        label = f"{kind.capitalize()}: {quoted(outcome.what)}"
        if milestone is None and engagement.ended_at is None:
            self.desk.save(label, outcome, edited(engagement, **self._end(engagement)))
        else:
            self.desk.save(label, outcome)
        return self.desk.get(Outcome, outcome.id)

    def edit_outcome(self, outcome: Outcome, **values: Any) -> Outcome:
        """Change an outcome; a miss keeps a cause."""
        changed = edited(outcome, **values)
        if changed.kind == "miss" and changed.cause is None:
            raise InputError("Say why it missed.", field="cause")
        if changed.kind == "hit" and changed.cause is not None:
            changed = edited(changed, cause=None)
        return self.desk.save_one(f"Edit {changed.kind} {quoted(changed.what)}", changed)

    def delete_outcome(self, outcome: Outcome) -> None:
        """Delete an outcome; the engagement stays as it is."""
        self.desk.save(f"Delete {outcome.kind} {quoted(outcome.what)}", delete=[outcome])

    def loss(self, outcome: Outcome) -> Loss:
        """Return what a miss cost: money paid for nothing and my time as a negative number (S2-14)."""
        engagement = self.desk.get(Engagement, outcome.engagement)
        paid = amount_of(self.desk, self.desk.settings, outcome.paid) or ZERO
        hours = outcome.paid_hours or ZERO
        own = self.figures.own_hours(engagement)
        overhead = sum((spent for purpose, spent in own.items() if purpose != "redo"), ZERO)
        if hours > 0:
            rate = effective_rate(paid, hours) or ZERO
            return loss_of_miss(hours, rate, outcome.redo_hours or ZERO, overhead)
        return Loss(paid, loss_of_miss(ZERO, ZERO, outcome.redo_hours or ZERO, overhead).net_hours)

    def platform_record(self, slug: str) -> HitRate:
        """Return hits and misses of one platform."""
        return platform_record(self.desk, slug)

    def contractor_record(self, name: str) -> HitRate:
        """Return hits and misses of one person."""
        return contractor_record(self.desk, name)
