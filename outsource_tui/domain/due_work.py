"""What is due on agreed work: payments, papers, milestones, deliveries, time boxes, talks, care (N15, S1-78..82).

Hot path: plain dictionaries, no pydantic; what cannot be read in a document counts as not there.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from outsource_tui.domain import formats
from outsource_tui.domain.due_reader import (
    Document,
    Due,
    DueReader,
    money_of,
    number_of,
    part_of,
    parts_of,
    text_of,
)

CARES = ("mastery", "autonomy", "purpose")
WEEK = 7


def _join(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


class WorkReader(DueReader):
    """Yields what is due on engagements."""

    def of_engagements(self) -> Iterator[Due]:
        """Yield what is due on agreed work."""
        judged = {text_of(outcome, "engagement") for _, outcome in self.table("outcomes")}
        for id_, engagement in self.table("engagements"):
            title = text_of(engagement, "title")
            yield from self.payments(id_, engagement, title)
            ended = self.moment(engagement.get("ended_at"))
            if ended is not None:
                # What never started came to nothing that could be judged.
                if id_ not in judged and engagement.get("started_at"):
                    text = f"Was {title} a hit or a miss?"
                    yield Due(ended.date().isoformat(), "outcome", text, id_, "engagements")
                continue
            yield from self.calls(id_, engagement, "engagements")
            yield from self.signatures(id_, engagement, title)
            started = self.moment(engagement.get("started_at"))
            if started is None:
                continue
            yield from self.milestones(id_, engagement, title)
            yield from self.deliveries(id_, engagement, title)
            yield from self.stop_loss(id_, engagement, title)
            yield from self.feelings(id_, engagement, title, started)
            if not engagement.get("paused_at"):
                yield from self.check_in(id_, engagement, title, started)
                yield from self.cares(id_, engagement, title, started)

    def payments(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        """Yield payments whose date has come."""
        for payment in parts_of(engagement, "payments"):
            due = self.day(payment.get("due"))
            if due is not None and not payment.get("paid_at") and self.come(due):
                text = f"Pay {formats.figure(text_of(payment, 'amount'))} for {title}"
                yield Due(due.isoformat(), "payment", text, id_, "engagements", text_of(payment, "id"))

    def signatures(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        """Yield papers that are needed and not signed."""
        for paper in parts_of(engagement, "legal"):
            if not paper.get("required", True) or paper.get("signed_at"):
                continue
            at = self.moment(paper.get("sent_at")) or self.moment(engagement.get("created_at")) or self.now
            todo = "is not signed yet" if paper.get("sent_at") else "is not sent yet"
            if self.come(at.date()):
                text = f"{text_of(paper, 'name') or 'A paper'} for {title} {todo}"
                yield Due(at.date().isoformat(), "signature", text, id_, "engagements", text_of(paper, "id"))

    def milestones(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        """Yield milestones whose date has come and that nobody handed in."""
        handed_in = {
            text_of(delivery, "milestone")
            for delivery in parts_of(engagement, "deliveries")
            if not delivery.get("accepted_at")
        }
        for milestone in parts_of(engagement, "milestones"):
            due = self.day(milestone.get("due"))
            # What is handed in waits for my review; that is due on its own.
            if due is None or milestone.get("accepted_at") or text_of(milestone, "id") in handed_in:
                continue
            if self.come(due):
                late = (self.today - due).days
                by = "is due today" if not late else f"is {late} day{'s' if late > 1 else ''} late"
                text = f"{text_of(milestone, 'title')} of {title} {by}"
                yield Due(due.isoformat(), "milestone", text, id_, "engagements", text_of(milestone, "id"))

    def deliveries(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        """Yield deliveries to review and revisions that should be back."""
        rounds: dict[str, Document] = {}
        for revision in sorted(parts_of(engagement, "rounds"), key=lambda part: text_of(part, "asked_at")):
            rounds[text_of(revision, "delivery")] = revision
        days = self.setting("review_days", 14)
        for delivery in parts_of(engagement, "deliveries"):
            if delivery.get("accepted_at") or delivery.get("finished_myself_at"):
                continue
            part, name = text_of(delivery, "id"), text_of(delivery, "title") or "a delivery"
            last = rounds.get(part)
            at = self.moment(delivery.get("delivered_at"))
            if last is not None and not last.get("returned_at"):
                by = self.day(last.get("by"))
                if by is not None and self.come(by):
                    text = f"The revision of {name} for {title} should be back"
                    yield Due(by.isoformat(), "revision", text, id_, "engagements", part)
                continue
            if last is not None:
                at = self.moment(last.get("returned_at")) or at
            if at is not None and self.come(at.date()):
                until = self.later(at, days)
                left = f" by {formats.full_date(until)}" if until is not None else ""
                text = f"Review {name} for {title}{left}"
                yield Due(at.date().isoformat(), "review", text, id_, "engagements", part)

    def stop_loss(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        """Yield time boxes and amounts that are half used or full."""
        terms = part_of(engagement, "terms")
        reports = sorted(
            (at, number_of(part.get("hours")) or 0.0)
            for part in parts_of(engagement, "their_hours")
            if (at := self.moment(part.get("at"))) is not None
        )
        box = number_of(terms.get("stop_loss_hours"))
        if box is not None and box > 0:
            yield from self._alarm(id_, title, reports, box, "h")
        limit = money_of(terms.get("stop_loss_amount"))
        if limit is None or limit[0] <= 0:
            return
        paid = sorted(
            (at, amount[0])
            for part in parts_of(engagement, "payments")
            if (at := self.moment(part.get("paid_at"))) is not None
            and (amount := money_of(part.get("amount"))) is not None
            and amount[1] == limit[1]
        )
        rate = money_of(terms.get("rate"))
        earned = (
            [(at, hours * rate[0]) for at, hours in reports]
            if terms.get("model", "hourly") == "hourly" and rate is not None and rate[1] == limit[1]
            else []
        )
        # What they worked counts before it is paid; what is paid counts where no hours are reported.
        spent = max(paid, earned, key=lambda sums: sum(amount for _, amount in sums))
        yield from self._alarm(id_, title, spent, limit[0], limit[1])

    def _alarm(
        self, id_: str, title: str, uses: Sequence[tuple[datetime, float]], limit: float, unit: str
    ) -> Iterator[Due]:
        used = 0.0
        reached: dict[int, datetime] = {}
        for at, amount in uses:
            used += amount
            # Sums of hours such as 0.1 + 0.2 must not miss their limit by a rounding error.
            for level in (50, 100):
                if used * 100 >= limit * level - 1e-9 and level not in reached:
                    reached[level] = at
        if not reached:
            return
        level = max(reached)
        spent, most = (formats.figure(f"{one:.10g}" if unit == "h" else f"{one:,.2f}") for one in (used, limit))
        said = f"{spent} of {most} {unit}"
        advice = "stop, or say why not" if level == 100 else "ask whether it is possible"
        text = f"{level} % of the box of {title} is used ({said}): {advice}"
        yield Due(self.shown(reached[level]), "stop-loss", text, id_, "engagements")

    def feelings(self, id_: str, engagement: Document, title: str, started: datetime) -> Iterator[Due]:
        """Yield the weekly question, and the check-up after two harder weeks."""
        said = sorted(
            (at, text_of(part, "answer"))
            for part in parts_of(engagement, "feelings")
            if (at := self.moment(part.get("at"))) is not None
        )
        checked = self.moment(engagement.get("strategies_checked_at"))
        if [answer for _, answer in said[-2:]] == ["harder", "harder"] and (checked is None or checked < said[-1][0]):
            text = f"{title} made two weeks harder: go through the three strategies"
            yield Due(said[-1][0].date().isoformat(), "strategies", text, id_, "engagements")
        due = self.later(said[-1][0] if said else started, WEEK)
        if due is not None and self.come(due) and not engagement.get("paused_at"):
            text = f"Did {title} make your week easier, the same or harder?"
            yield Due(due.isoformat(), "feeling", text, id_, "engagements")

    def check_in(self, id_: str, engagement: Document, title: str, started: datetime) -> Iterator[Due]:
        """Yield the next talk."""
        talks = [at for part in parts_of(engagement, "check_ins") if (at := self.moment(part.get("at"))) is not None]
        due = self.later(max([started, *talks]), number_of(engagement.get("check_in_days")) or WEEK)
        if due is not None and self.come(due):
            # Every second talk asks for their view too (S1-79).
            ask = ", and ask what stands in their way" if len(talks) % 2 else ""
            yield Due(due.isoformat(), "check-in", f"Check in on {title}{ask}", id_, "engagements")

    def cares(self, id_: str, engagement: Document, title: str, started: datetime) -> Iterator[Due]:
        """Yield mastery, autonomy and purpose nothing was done for."""
        last = dict.fromkeys(CARES, started)
        for part in parts_of(engagement, "cares"):
            at, care = self.moment(part.get("at")), text_of(part, "care")
            if at is not None and care in last:
                last[care] = max(last[care], at)
        days = self.setting("care_days", 30)
        late = {
            care: due for care, at in last.items() if (due := self.later(at, days + 1)) is not None and self.come(due)
        }
        if late:
            text = f"Nothing for {_join(list(late))} in {title} for over {days:.0f} days"
            yield Due(min(late.values()).isoformat(), "care", text, id_, "engagements")
