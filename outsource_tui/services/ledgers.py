"""The figures of engagements: net-time ledgers, reserves, time boxes, strategies and overhead (N02, N15, N17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from outsource_tui.domain.arithmetic import ONE, ZERO, hours_of
from outsource_tui.domain.economics import Verdict, judge
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.ledger import (
    Given,
    Ledger,
    Run,
    Span,
    StopLoss,
    days_in,
    keep_ledger,
    own_by_purpose,
    stop_loss,
)
from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.money import Money
from outsource_tui.domain.observed import measured_overhead
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.strategy import StrategyScore, strategy_score
from outsource_tui.domain.task import Task
from outsource_tui.services.asks import Quotes, amount_of
from outsource_tui.services.desk import Desk
from outsource_tui.services.phrases import local_day
from outsource_tui.services.task_figures import TaskLog, hourly_value
from outsource_tui.services.track_records import Lineage, lineage


@dataclass(frozen=True, slots=True)
class Reserve:
    """Hours and money kept for perfecting the work: planned, used, left; None where it is not known (S2-06)."""

    hours_planned: Decimal | None
    hours_used: Decimal
    money_planned: Money | None
    money_used: Money

    @property
    def hours_left(self) -> Decimal | None:
        """Return the hours left, negative when overspent."""
        return None if self.hours_planned is None else self.hours_planned - self.hours_used

    @property
    def money_left(self) -> Money | None:
        """Return the money left, negative when overspent."""
        return None if self.money_planned is None else self.money_planned - self.money_used

    @property
    def planned(self) -> bool:
        """Tell whether there is a reserve at all."""
        return bool(self.hours_planned) or (self.money_planned is not None and self.money_planned.amount > 0)

    @property
    def overspent(self) -> bool:
        """Tell whether more was used than planned."""
        hours, money = self.hours_left, self.money_left
        return (hours is not None and hours < 0) or (money is not None and money.amount < 0)


@dataclass(frozen=True, slots=True)
class Overhead:
    """Own hours a month on an engagement (a one-off: in all): as the verdict expected them and as they came."""

    predicted: Decimal | None
    measured: Decimal | None
    """Review, redo and coordination; None until 7 days or one accepted delivery."""
    redo: Decimal


class EngagementFigures:
    """Figures of engagements, each from the records as they stand."""

    def __init__(self, desk: Desk, log: TaskLog | None = None) -> None:
        """Read at `desk`."""
        self.desk = desk
        self.log = log or TaskLog(desk)

    def origin(self, engagement: Engagement) -> Lineage:
        """Return the records it comes from."""
        return lineage(self.desk, engagement)

    def outcomes(self, engagement: Engagement) -> list[Outcome]:
        """Return its outcomes, oldest first."""
        return sorted(self.desk.children(Outcome, engagement=engagement.id), key=lambda one: (one.at, one.id))

    def whole_outcome(self, engagement: Engagement) -> Outcome | None:
        """Return the last outcome of the engagement as a whole, or None."""
        whole = [one for one in self.outcomes(engagement) if one.milestone is None]
        return whole[-1] if whole else None

    def one_off(self, engagement: Engagement) -> bool:
        """Tell whether its task comes up only once."""
        task = self.desk.find(Task, engagement.task)
        return task is not None and task.recurrence == "once"

    def spans(self, engagement: Engagement) -> tuple[Span, ...]:
        """Return when it ran: from its start to its end, the present pause or now, without its earlier rests."""
        since = engagement.started_at
        if since is None:
            return ()
        last = engagement.ended_at or engagement.paused_at or self.desk.now()
        found: list[Span] = []
        for rest in sorted(engagement.rests, key=lambda one: one.since):
            found.append((since, min(rest.since, last)))
            since = max(since, rest.until)
        found.append((since, last))
        return tuple((start, end) for start, end in found if start < end)

    def days_run(self, engagement: Engagement) -> Decimal:
        """Return the days it ran, pauses left out."""
        return days_in(self.spans(engagement))

    # Own hours

    def own_rows(self, engagement: Engagement) -> list[LogRow]:
        """Return my entries on it, and those for briefing and hiring before it began (N02)."""
        return [*self.desk.log.of_engagement(engagement.id), *self._early_rows(engagement)]

    def _early_rows(self, engagement: Engagement) -> list[LogRow]:
        """Return own hours linked to the task alone, which belong to the engagement they led to."""
        if engagement.task is None or engagement.started_at is None:
            return []
        now = self.desk.now()
        starts = sorted(
            (local_day(one.started_at, now).isoformat(), one.id)
            for one in self.desk.children(Engagement, task=engagement.task)
            if one.started_at is not None
        )
        found = []
        for row in self.log.rows(engagement.task):
            if row.purpose is None or row.engagement is not None:
                continue
            led_to = next((one for day, one in starts if row.day <= day), starts[-1][1])
            if led_to == engagement.id:
                found.append(row)
        return found

    def noted_hours(self, engagement: Engagement) -> dict[str, Decimal]:
        """Return hours noted as minutes on deliveries, check-ins and the client's questions, by purpose."""
        review = sum(one.review_minutes or 0 for one in engagement.deliveries)
        talks = sum(one.minutes or 0 for one in engagement.check_ins)
        talks += sum(one.minutes for one in engagement.asked_anyway)
        found = {}
        if review:
            found["review"] = Decimal(review) / 60
        if talks:
            found["coordination"] = Decimal(talks) / 60
        return found

    def own_hours(self, engagement: Engagement) -> dict[str, Decimal]:
        """Return all my hours on it by purpose, logged and noted."""
        own = own_by_purpose(self.own_rows(engagement))
        for purpose, hours in self.noted_hours(engagement).items():
            own[purpose] = own.get(purpose, ZERO) + hours
        return own

    # Money

    def paid(self, engagement: Engagement) -> Decimal:
        """Return what was paid for it, in my currency."""
        settings = self.desk.settings
        return sum(
            (
                amount_of(self.desk, settings, one.amount) or ZERO
                for one in engagement.payments
                if one.paid_at is not None
            ),
            ZERO,
        )

    def verdict(self, engagement: Engagement) -> Verdict | None:
        """Return the verdict at the agreed terms, or None when the candidate is gone."""
        origin = self.origin(engagement)
        if origin.candidate is None:
            return None
        quotes = Quotes(self.desk, self.log, origin.brief)
        return judge(quotes.inputs(origin.candidate, engagement.terms))

    def reserve(self, engagement: Engagement) -> Reserve:
        """Return the reserve: agreed hours, and the share of the price that goes with them (S2-06)."""
        settings = self.desk.settings
        verdict = self.verdict(engagement)
        hours = engagement.terms.reserve_hours
        share = settings.reserve_share
        theirs = engagement.terms.hours or (verdict.their_hours if verdict else None)
        if hours is None and theirs is not None:
            hours = theirs * share
        elif hours is not None and theirs:
            share = hours / theirs
        price = verdict.price if verdict else None
        used = sum(
            (amount_of(self.desk, settings, one.amount) or ZERO for one in engagement.payments if one.from_reserve),
            ZERO,
        )
        return Reserve(
            hours,
            sum((one.hours for one in engagement.their_hours if one.from_reserve), ZERO),
            Money(price * share, settings.currency) if price is not None else None,
            Money(used, settings.currency),
        )

    def stop_loss(self, engagement: Engagement) -> StopLoss | None:
        """Return how far the time box or the amount is used, the fuller of both; None without a limit (N15)."""
        terms = engagement.terms
        hours = sum((one.hours for one in engagement.their_hours), ZERO)
        limit = amount_of(self.desk, self.desk.settings, terms.stop_loss_amount)
        boxes = [
            stop_loss("hours", hours, terms.stop_loss_hours),
            stop_loss("amount", self.paid(engagement), limit),
        ]
        found = [box for box in boxes if box is not None]
        return max(found, key=lambda box: box.share) if found else None

    # Net time

    def done_share(self, engagement: Engagement) -> Decimal:
        """Return how much of a one-off is accepted, 0 to 1: by milestones, else by any accepted delivery."""
        return sum((share for _, share in self._done(engagement)), ZERO)

    def _done(self, engagement: Engagement) -> list[tuple[datetime, Decimal]]:
        if engagement.milestones:
            each = ONE / len(engagement.milestones)
            return [(one.accepted_at, each) for one in engagement.milestones if one.accepted_at is not None]
        accepted = [one.accepted_at for one in engagement.deliveries if one.accepted_at is not None]
        return [(min(accepted), ONE)] if accepted else []

    def missed(self, engagement: Engagement) -> bool:
        """Tell whether it ended as a miss: then nothing was given away after all."""
        whole = self.whole_outcome(engagement)
        return engagement.ended_at is not None and whole is not None and whole.kind == "miss"

    def ledger(self, engagement: Engagement) -> Ledger:
        """Return its net-time ledger so far: hours given away less all my own, and the money (N02)."""
        value, _ = hourly_value(self.desk, self.desk.settings)
        work = Given(
            baseline=engagement.baseline_hours,
            one_off=self.one_off(engagement),
            days_run=self.days_run(engagement),
            done_share=self.done_share(engagement),
            missed=self.missed(engagement),
        )
        return keep_ledger(work, self.own_hours(engagement), hourly_value=value, paid=self.paid(engagement))

    def overhead(self, engagement: Engagement) -> Overhead:
        """Return own hours a month as expected and as measured (N02)."""
        own = self.own_hours(engagement)
        real = own.get("review", ZERO) + own.get("redo", ZERO) + own.get("coordination", ZERO)
        accepted = sum(one.accepted_at is not None for one in engagement.deliveries)
        measured = measured_overhead(real, self.days_run(engagement), accepted, one_off=self.one_off(engagement))
        return Overhead(engagement.predicted_overhead, measured, own.get("redo", ZERO))

    def strategies(self, engagement: Engagement) -> StrategyScore:
        """Return which of the three strategies were followed (N17)."""
        reserve = self.reserve(engagement)
        return strategy_score(
            brief_complete=(engagement.brief_completeness or 0) >= 100,
            tested=engagement.tested,
            reserve_planned=reserve.planned,
            reserve_overspent=reserve.overspent,
        )

    def run(self, engagement: Engagement) -> Run | None:
        """Return the engagement in time, for the months; None before its start."""
        if engagement.started_at is None:
            return None
        now, settings = self.desk.now(), self.desk.settings
        own = [(date.fromisoformat(row.day), hours_of([row.seconds])) for row in self.own_rows(engagement) if row.day]
        own += [(local_day(at, now), Decimal(minutes) / 60) for at, minutes in _noted(engagement) if minutes]
        return Run(
            spans=self.spans(engagement),
            baseline=engagement.baseline_hours,
            one_off=self.one_off(engagement),
            done=tuple((local_day(at, now), share) for at, share in self._done(engagement)),
            missed=self.missed(engagement),
            own=tuple(own),
            paid=tuple(
                (local_day(one.paid_at, now), amount_of(self.desk, settings, one.amount) or ZERO)
                for one in engagement.payments
                if one.paid_at is not None
            ),
        )

    def runs(self, engagements: Iterable[Engagement]) -> list[Run]:
        """Return those that have started, in time."""
        return [run for run in (self.run(one) for one in engagements) if run is not None]


def _noted(engagement: Engagement) -> list[tuple[datetime, int]]:
    found = [
        (one.accepted_at or one.delivered_at, one.review_minutes)
        for one in engagement.deliveries
        if one.review_minutes is not None
    ]
    found += [(one.at, one.minutes) for one in engagement.check_ins if one.minutes is not None]
    found += [(one.at, one.minutes) for one in engagement.asked_anyway]
    return found
