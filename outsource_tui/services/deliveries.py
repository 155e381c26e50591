"""What they hand in: standards checked, sent back, accepted, or finished by myself (S1-83, S2-07..10, N16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from outsource_tui.domain.brief import Standard
from outsource_tui.domain.engagement import Delivery, Engagement, Milestone, Payment, Rest, RevisionRound, StandardCheck
from outsource_tui.domain.entry import Entry, Purpose
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.money import Money
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.record import Record
from outsource_tui.domain.stages import DeliveryStage, MilestoneStage, delivery_stage, milestone_stage
from outsource_tui.services.amounts import not_below_zero
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import counted, listed, local_day, quoted
from outsource_tui.services.track_records import lineage

LONGEST_HOURS = 24


@dataclass(frozen=True, slots=True)
class Rounds:
    """Revision rounds: used of those agreed, and how many are out (S1-83)."""

    used: int
    agreed: int
    out: int

    @property
    def left(self) -> int:
        """Return how many agreed rounds are left."""
        return max(0, self.agreed - self.used)

    @property
    def over(self) -> bool:
        """Tell whether more rounds were asked for than agreed."""
        return self.used > self.agreed


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A standard as it stands at one delivery: met, not met, or not looked at (N16)."""

    standard: Standard
    met: bool | None
    note: str


class DeliveryVerbs:
    """Milestones, deliveries and revisions; part of the service for engagements."""

    desk: Desk

    # Milestones and standards

    def milestone_stage(self, engagement: Engagement, milestone: Milestone) -> MilestoneStage:
        """Return open, delivered, in revision or accepted."""
        return milestone_stage(engagement, milestone)

    def delivery_stage(self, engagement: Engagement, delivery: Delivery) -> DeliveryStage:
        """Return to review, in revision, accepted or finished by myself."""
        return delivery_stage(engagement, delivery)

    def add_milestone(
        self, engagement: Engagement, title: str, *, due: date | None = None, amount: Money | None = None
    ) -> Engagement:
        """Add a milestone (S1-29)."""
        if not title.strip():
            raise InputError("A milestone needs a title; type what is done by then.", field="title")
        not_below_zero(amount, "amount", "The price of a milestone")
        row = made(Milestone, id=self.desk.fresh_id(), title=title, due=due, amount=amount)
        return self._set(engagement, "New milestone", milestones=(*engagement.milestones, row))

    def edit_milestone(self, engagement: Engagement, milestone_id: str, **values: Any) -> Engagement:
        """Change a milestone."""
        find_row(engagement.milestones, milestone_id, "milestone")
        not_below_zero(values.get("amount"), "amount", "The price of a milestone")
        if "title" in values and not str(values["title"]).strip():
            raise InputError("A milestone needs a title; type what is done by then.", field="title")
        rows = tuple(edited(one, **values) if one.id == milestone_id else one for one in engagement.milestones)
        return self._set(engagement, "Edit milestone", milestones=rows)

    def remove_milestone(self, engagement: Engagement, milestone_id: str) -> Engagement:
        """Take a milestone out; raise NotYetError while something was delivered for it."""
        find_row(engagement.milestones, milestone_id, "milestone")
        if any(one.milestone == milestone_id for one in engagement.deliveries):
            raise NotYetError("Something was delivered for this milestone; it stays.")
        rows = tuple(one for one in engagement.milestones if one.id != milestone_id)
        return self._set(engagement, "Remove milestone", milestones=rows)

    def add_standard(self, engagement: Engagement, text: str) -> Engagement:
        """Add a standard every delivery must meet from now on (S2-10)."""
        if not text.strip():
            raise InputError("A standard needs words; type what must be true of the work.", field="text")
        row = made(Standard, id=self.desk.fresh_id(), text=text)
        return self._set(engagement, "New standard", standards=(*engagement.standards, row))

    def remove_standard(self, engagement: Engagement, standard_id: str) -> Engagement:
        """Take a standard out."""
        find_row(engagement.standards, standard_id, "standard")
        rows = tuple(one for one in engagement.standards if one.id != standard_id)
        return self._set(engagement, "Remove standard", standards=rows)

    # Deliveries

    def why_not_deliver(self, engagement: Engagement) -> str | None:
        """Return why nothing can be handed in now, or None."""
        if engagement.started_at is None:
            return "The work has not started yet; start the engagement first."
        if engagement.ended_at is not None:
            return "The engagement has ended; open it again to take a delivery in."
        return None

    def deliver(
        self, engagement: Engagement, title: str = "", *, milestone: str | None = None, note: str = ""
    ) -> Engagement:
        """Take in something they handed over; each standard waits to be looked at (N16)."""
        if why_not := self.why_not_deliver(engagement):
            raise NotYetError(why_not)
        if milestone is not None:
            stone = find_row(engagement.milestones, milestone, "milestone")
            title = title.strip() or stone.title
        if not title.strip():
            raise InputError("A delivery needs a title; type what they handed in.", field="title")
        checks = tuple(made(StandardCheck, id=one.id) for one in engagement.standards)
        delivery = made(
            Delivery,
            id=self.desk.fresh_id(),
            title=title,
            milestone=milestone,
            delivered_at=self.desk.now(),
            checks=checks,
            note=note,
        )
        return self._set(engagement, f"Delivery {quoted(title)}", deliveries=(*engagement.deliveries, delivery))

    def edit_delivery(self, engagement: Engagement, delivery_id: str, **values: Any) -> Engagement:
        """Change what was noted about a delivery, or my minutes on its review, where no entry tells (S0-06)."""
        if "title" in values and not str(values["title"]).strip():
            raise InputError("A delivery needs a title; type what they handed in.", field="title")
        return self._delivery(engagement, delivery_id, "Edit delivery", **values)

    def remove_delivery(self, engagement: Engagement, delivery_id: str) -> Engagement:
        """Take a delivery out, with its revision rounds."""
        find_row(engagement.deliveries, delivery_id, "delivery")
        return self._set(
            engagement,
            "Remove delivery",
            deliveries=tuple(one for one in engagement.deliveries if one.id != delivery_id),
            rounds=tuple(one for one in engagement.rounds if one.delivery != delivery_id),
        )

    def standards(self, engagement: Engagement, delivery_id: str) -> tuple[StandardLine, ...]:
        """Return every standard as it stands at a delivery, those added later too (N16)."""
        delivery = find_row(engagement.deliveries, delivery_id, "delivery")
        checks = {one.id: one for one in delivery.checks}
        lines = []
        for one in engagement.standards:
            check = checks.get(one.id)
            lines.append(StandardLine(one, check.met if check else None, check.note if check else ""))
        return tuple(lines)

    def set_check(
        self, engagement: Engagement, delivery_id: str, standard_id: str, met: bool | None, note: str | None = None
    ) -> Engagement:
        """Say whether a delivery meets a standard; None: not looked at (N16)."""
        standard = find_row(engagement.standards, standard_id, "standard")
        delivery = find_row(engagement.deliveries, delivery_id, "delivery")
        self._not_done(delivery)
        known = next((one for one in delivery.checks if one.id == standard_id), None)
        check = known or made(StandardCheck, id=standard.id)
        check = edited(check, met=met, **({} if note is None else {"note": note}))
        checks = (
            tuple(check if one.id == standard_id else one for one in delivery.checks)
            if known
            else (*delivery.checks, check)
        )
        return self._delivery(engagement, delivery_id, "Check a standard", checks=checks)

    def cycle_check(self, engagement: Engagement, delivery_id: str, standard_id: str) -> Engagement:
        """Go from not looked at to met to not met and round again."""
        line = next((one for one in self.standards(engagement, delivery_id) if one.standard.id == standard_id), None)
        following = {None: True, True: False, False: None}[line.met if line else None]
        return self.set_check(engagement, delivery_id, standard_id, following)

    def why_not_accept(self, engagement: Engagement, delivery_id: str) -> str | None:
        """Return which standards stand in the way of accepting, or None (N16)."""
        delivery = find_row(engagement.deliveries, delivery_id, "delivery")
        if delivery.accepted_at is not None:
            return f"{quoted(delivery.title)} is accepted already."
        if delivery.finished_myself_at is not None:
            return f"You finished {quoted(delivery.title)} yourself."
        if delivery_stage(engagement, delivery) == "in_revision":
            return "A revision is out; wait until it is back."
        lines = self.standards(engagement, delivery_id)
        unmet = [quoted(one.standard.text) for one in lines if one.met is False]
        unseen = [quoted(one.standard.text) for one in lines if one.met is None]
        if unmet:
            return f"It does not meet {listed(unmet[:3])}; ask for a revision."
        if unseen:
            return f"{counted(len(unseen), 'standard')} not looked at yet: {listed(unseen[:3])}."
        return None

    def accept(self, engagement: Engagement, delivery_id: str) -> Engagement:
        """Accept a delivery that meets every standard; its milestone is done and its price falls due (N16)."""
        if why_not := self.why_not_accept(engagement, delivery_id):
            raise NotYetError(why_not)
        now = self.desk.now()
        delivery = find_row(engagement.deliveries, delivery_id, "delivery")
        changes: dict[str, Any] = {
            "deliveries": tuple(
                edited(one, accepted_at=now) if one.id == delivery_id else one for one in engagement.deliveries
            )
        }
        stone = next((one for one in engagement.milestones if one.id == delivery.milestone), None)
        if stone is not None:
            changes["milestones"] = tuple(
                edited(one, accepted_at=one.accepted_at or now) if one.id == stone.id else one
                for one in engagement.milestones
            )
            if stone.amount is not None and all(one.milestone != stone.id for one in engagement.payments):
                due = made(
                    Payment,
                    id=self.desk.fresh_id(),
                    amount=stone.amount,
                    due=local_day(now, now),
                    milestone=stone.id,
                    note=stone.title,
                )
                changes["payments"] = (*engagement.payments, due)
        return self._set(engagement, f"Accept {quoted(delivery.title)}", **changes)

    def take_back_acceptance(self, engagement: Engagement, delivery_id: str) -> Engagement:
        """Open an accepted delivery again; its milestone is open too and its unpaid price is no longer due."""
        delivery = find_row(engagement.deliveries, delivery_id, "delivery")
        return self._set(
            engagement,
            f"Look again at {quoted(delivery.title)}",
            deliveries=tuple(
                edited(one, accepted_at=None) if one.id == delivery_id else one for one in engagement.deliveries
            ),
            milestones=tuple(
                edited(one, accepted_at=None) if one.id == delivery.milestone else one for one in engagement.milestones
            ),
            payments=tuple(
                one
                for one in engagement.payments
                if one.milestone is None or one.milestone != delivery.milestone or one.paid_at is not None
            ),
        )

    # Revisions

    def rounds(self, engagement: Engagement, delivery_id: str | None = None) -> Rounds:
        """Return revision rounds used and agreed, of one delivery or of all (S1-83)."""
        asked = [one for one in engagement.rounds if delivery_id is None or one.delivery == delivery_id]
        return Rounds(len(asked), engagement.terms.revisions, sum(one.returned_at is None for one in asked))

    def revise(
        self,
        engagement: Engagement,
        delivery_id: str,
        *,
        wrong: str,
        wanted: str,
        example: str = "",
        by: date | None = None,
    ) -> Engagement:
        """Ask for a revision that says what is wrong and what I want instead (S1-83)."""
        delivery = find_row(engagement.deliveries, delivery_id, "delivery")
        self._not_done(delivery)
        if delivery_stage(engagement, delivery) == "in_revision":
            raise NotYetError("A revision is out already; wait until it is back.")
        if not wrong.strip():
            raise InputError("Say what is wrong: the place and the fault.", field="wrong")
        if not wanted.strip():
            raise InputError("Say what you want instead, so that it can be ticked.", field="wanted")
        if by is not None and by < local_day(self.desk.now(), self.desk.now()):
            raise InputError("That day is over; give a date they can keep.", field="by")
        asked = made(
            RevisionRound,
            id=self.desk.fresh_id(),
            delivery=delivery_id,
            asked_at=self.desk.now(),
            wrong=wrong,
            example=example,
            wanted=wanted,
            by=by,
        )
        return self._set(engagement, f"Revision of {quoted(delivery.title)}", rounds=(*engagement.rounds, asked))

    def round_returned(self, engagement: Engagement, round_id: str) -> Engagement:
        """Note that a revision came back; what was not met is to be looked at again."""
        asked = find_row(engagement.rounds, round_id, "revision")
        if asked.returned_at is not None:
            raise NotYetError("That revision is back already.")
        delivery = find_row(engagement.deliveries, asked.delivery, "delivery")
        checks = tuple(edited(one, met=None) if one.met is False else one for one in delivery.checks)
        return self._set(
            engagement,
            f"Revision of {quoted(delivery.title)} is back",
            rounds=tuple(
                edited(one, returned_at=self.desk.now()) if one.id == round_id else one for one in engagement.rounds
            ),
            deliveries=tuple(
                edited(one, checks=checks) if one.id == delivery.id else one for one in engagement.deliveries
            ),
        )

    def finish_myself(self, engagement: Engagement, delivery_id: str, hours: Decimal, note: str = "") -> Engagement:
        """Finish a delivery myself: my hours are logged as redoing it, and it counts as a miss (S2-08, N16)."""
        delivery = find_row(engagement.deliveries, delivery_id, "delivery")
        self._not_done(delivery)
        now = self.desk.now()
        entry = self.own_entry(engagement, hours, "redo", f"Finish {delivery.title}")
        origin = lineage(self.desk, engagement)
        miss = self.desk.new(
            Outcome,
            engagement=engagement.id,
            milestone=delivery.milestone,
            kind="miss",
            at=now,
            what=delivery.title,
            who=origin.person,
            where_found=origin.platform,
            cause="finished_myself",
            as_asked=False,
            redo_hours=hours,
            lesson=note,
        )
        rows = tuple(
            edited(one, finished_myself_at=now, note=note or one.note) if one.id == delivery_id else one
            for one in engagement.deliveries
        )
        rounds = tuple(
            edited(one, returned_at=now) if one.delivery == delivery_id and one.returned_at is None else one
            for one in engagement.rounds
        )
        changed = edited(engagement, deliveries=rows, rounds=rounds)
        self.desk.save(f"Finish {quoted(delivery.title)} myself", changed, entry, miss)
        return self.desk.get(Engagement, engagement.id)

    # Own hours

    def own_entry(
        self, engagement: Engagement, hours: Decimal, purpose: Purpose, text: str, *, day: date | None = None
    ) -> Entry:
        """Return an entry of my own hours on an engagement, not saved (N02)."""
        if not 0 < hours <= LONGEST_HOURS:
            raise InputError("Give your hours as a number above 0 and up to 24, such as 1.5.", field="hours")
        now = self.desk.now()
        day = day or local_day(now, now)
        if day > local_day(now, now):
            raise InputError("That day has not come yet; give the day it happened.", field="day")
        return self.desk.new(
            Entry,
            day=day,
            seconds=int((hours * 3600).to_integral_value()),
            text=text,
            project=self._project(engagement),
            task=engagement.task,
            engagement=engagement.id,
            purpose=purpose,
        )

    def log_own(
        self, engagement: Engagement, hours: Decimal, purpose: Purpose, text: str = "", *, day: date | None = None
    ) -> Entry:
        """Log my own hours on an engagement with what they went into (N02)."""
        verbs: dict[Purpose, str] = {
            "briefing": "Brief",
            "hiring": "Hire for",
            "review": "Review",
            "coordination": "Coordinate",
            "redo": "Redo",
        }
        if purpose not in verbs:
            raise InputError(f"“{purpose}” is no purpose; use {listed(list(verbs), 'or')}.", field="purpose")
        said = text.strip() or f"{verbs[purpose]} {engagement.title}"
        entry = self.own_entry(engagement, hours, purpose, said, day=day)
        return self.desk.save_one(f"Log time on {quoted(engagement.title)}", entry)

    def _project(self, engagement: Engagement) -> str:
        task = lineage(self.desk, engagement).task
        return task.project if task else ""

    # Inside

    def _not_done(self, delivery: Delivery) -> None:
        if delivery.accepted_at is not None:
            raise NotYetError(f"{quoted(delivery.title)} is accepted; take that back first.")
        if delivery.finished_myself_at is not None:
            raise NotYetError(f"You finished {quoted(delivery.title)} yourself.")

    def _delivery(self, engagement: Engagement, delivery_id: str, label: str, **values: Any) -> Engagement:
        find_row(engagement.deliveries, delivery_id, "delivery")
        rows = tuple(edited(one, **values) if one.id == delivery_id else one for one in engagement.deliveries)
        return self._set(engagement, label, deliveries=rows)

    def _rested(self, engagement: Engagement, since: datetime | None) -> tuple[Rest, ...]:
        """Return its rests with one more, from `since` to now; the same ones where it does not rest."""
        if since is None or engagement.started_at is None:
            return engagement.rests
        now = self.desk.now()
        return (*engagement.rests, made(Rest, id=self.desk.fresh_id(), since=since, until=max(since, now)))

    def _end(self, engagement: Engagement) -> dict[str, Any]:
        """Return what changes when work ends now; a pause it ends in stays a rest."""
        rests = self._rested(engagement, engagement.paused_at)
        return {"ended_at": self.desk.now(), "paused_at": None, "rests": rests}

    def _set(self, engagement: Engagement, label: str, *others: Record, **values: Any) -> Engagement:
        """Save the engagement with `values` in place, and `others` with it, as one change."""
        self.desk.save(label, edited(engagement, **values), *others)
        return self.desk.get(Engagement, engagement.id)


def find_row(rows: Iterable[Any], row_id: str, noun: str) -> Any:
    """Return the embedded row of that id; raise InputError when it is gone."""
    for row in rows:
        if row.id == row_id:
            return row
    raise InputError(f"That {noun} is no longer there; it may have been removed elsewhere.")
