"""Keeping in touch: check-ins, feedback, mastery, autonomy, purpose, and whether it is easier (S1-78..82, S2-02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from outsource_tui.domain.engagement import CARES, AskedAnyway, Care, CareNote, CheckIn, Engagement, Feeling
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.strategy import StrategyScore, needs_check_up
from outsource_tui.domain.task import Task
from outsource_tui.playbook import loader
from outsource_tui.services.desk import made
from outsource_tui.services.ledgers import EngagementFigures
from outsource_tui.services.payments import PaymentVerbs
from outsource_tui.services.phrases import local_day, quoted

Felt = Literal["easier", "same", "harder"]
_STRATEGY_KEYS = {"clear_brief": "clear", "several_tested": "tested", "reserve_kept": "reserve"}


@dataclass(frozen=True, slots=True)
class CareState:
    """How long it is since I did something for their mastery, autonomy or purpose (S1-80..82)."""

    care: Care
    label: str
    last: datetime | None
    days: int
    """Days since then, or since the start."""
    count: int
    overdue: bool
    nudge: str
    ideas: tuple[str, ...]
    promised: str = ""
    """What the post promised that this keeps, such as "Fair treatment" (S1-50, S1-51)."""


@dataclass(frozen=True, slots=True)
class CheckUpLine:
    """One of the three strategies: followed or not, what that means, and what would set it right."""

    key: str
    title: str
    followed: bool
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CheckUp:
    """The three-strategy check-up, opened by two harder weeks or a miss (S2-03)."""

    title: str
    why: str
    intro: str
    lines: tuple[CheckUpLine, ...]
    outro: str


class CareVerbs(PaymentVerbs):
    """Check-ins, cares and feelings; part of the service for engagements."""

    figures: EngagementFigures

    # Check-ins

    def last_contact(self, engagement: Engagement) -> datetime | None:
        """Return when we last talked: a check-in, a call that took place, something for them (S1-78)."""
        moments = [one.at for one in engagement.check_ins]
        moments += [one.done_at for one in engagement.calls if one.done_at is not None]
        moments += [one.at for one in engagement.cares]
        return max(moments, default=None)

    def next_check_in(self, engagement: Engagement) -> date | None:
        """Return the day of the next check-in; None while it does not run (S1-33, S1-78)."""
        if engagement.started_at is None or engagement.ended_at is not None or engagement.paused_at is not None:
            return None
        last = max((one.at for one in engagement.check_ins), default=engagement.started_at)
        return local_day(last, self.desk.now()) + timedelta(days=engagement.check_in_days)

    def asks_feedback(self, engagement: Engagement) -> bool:
        """Tell whether the next check-in asks them for feedback: every second one does (S1-79)."""
        return len(engagement.check_ins) % 2 == 1

    def feedback_question(self, engagement: Engagement) -> str:
        """Return what to ask them at the next check-in, another question each time; "" when it asks none (S1-79)."""
        if not self.asks_feedback(engagement):
            return ""
        questions = loader.feedback_questions()
        return questions[len(engagement.check_ins) // 2 % len(questions)].ask

    def check_in(
        self,
        engagement: Engagement,
        note: str = "",
        *,
        feedback: str = "",
        road_blocks: Iterable[str] = (),
        minutes: int | None = None,
    ) -> Engagement:
        """Note a check-in; each road-block becomes a task of mine (S1-78, S1-79)."""
        if engagement.started_at is None:
            raise NotYetError("The work has not started yet; start the engagement first.")
        blocks = tuple(text for text in road_blocks if text.strip())
        if not (note.strip() or feedback.strip() or blocks):
            raise InputError("Write a word on what was said.", field="note")
        talk = made(
            CheckIn,
            id=self.desk.fresh_id(),
            at=self.desk.now(),
            note=note,
            feedback=feedback,
            road_blocks=blocks,
            minutes=minutes,
        )
        mine = [
            self.desk.new(Task, title=text, note=f"In the way of {engagement.title}", recurrence="once")
            for text in blocks
        ]
        return self._set(
            engagement,
            f"Check-in on {quoted(engagement.title)}",
            *mine,
            check_ins=(*engagement.check_ins, talk),
        )

    # Cares

    def care(self, engagement: Engagement, care: Care, note: str = "") -> Engagement:
        """Note something done for their mastery, autonomy or purpose (S1-80..82)."""
        if care not in CARES:
            raise InputError(f"“{care}” is not one of mastery, autonomy and purpose.", field="care")
        row = made(CareNote, id=self.desk.fresh_id(), care=care, at=self.desk.now(), note=note)
        label = f"{loader.care(care).label} on {quoted(engagement.title)}"
        return self._set(engagement, label, cares=(*engagement.cares, row))

    def cares(self, engagement: Engagement) -> tuple[CareState, ...]:
        """Return the three counters with their last date; overdue after 30 days (S1-80..82)."""
        now = self.desk.now()
        today = local_day(now, now)
        limit = self.desk.settings.care_days
        running = engagement.started_at is not None and engagement.ended_at is None
        brief = self.figures.origin(engagement).brief
        offered = brief.propositions if brief else ()
        promises = {one.habit: one.short for one in loader.value_propositions() if one.habit and one.key in offered}
        states = []
        for key in CARES:
            told = loader.care(key)
            dates = [one.at for one in engagement.cares if one.care == key]
            since = max(dates, default=engagement.started_at or engagement.created_at)
            days = (today - local_day(since, now)).days
            states.append(
                CareState(
                    key,
                    told.label,
                    max(dates, default=None),
                    days,
                    len(dates),
                    running and days > limit,
                    told.nudge,
                    told.ideas,
                    promises.get(key, ""),
                )
            )
        return tuple(states)

    # Easier or harder

    def asks_feeling(self, engagement: Engagement) -> bool:
        """Tell whether this week's question is still open (S2-02)."""
        if engagement.started_at is None or engagement.ended_at is not None:
            return False
        now = self.desk.now()
        week = local_day(now, now).isocalendar()[:2]
        return all(local_day(one.at, now).isocalendar()[:2] != week for one in engagement.feelings)

    def feel(self, engagement: Engagement, answer: Felt, note: str = "") -> Engagement:
        """Answer whether it made my week easier or harder; one answer a week, the last one counts (S2-02)."""
        if answer not in ("easier", "same", "harder"):
            raise InputError("Answer easier, same or harder.", field="answer")
        if engagement.started_at is None:
            raise NotYetError("The work has not started yet; start the engagement first.")
        now = self.desk.now()
        week = local_day(now, now).isocalendar()[:2]
        kept = tuple(one for one in engagement.feelings if local_day(one.at, now).isocalendar()[:2] != week)
        row = made(Feeling, id=self.desk.fresh_id(), at=now, answer=answer, note=note)
        return self._set(engagement, f"This week with {quoted(engagement.title)}", feelings=(*kept, row))

    def check_up(self, engagement: Engagement) -> CheckUp | None:
        """Return the three-strategy check-up when two weeks were harder or it missed, else None (S2-03)."""
        since = engagement.strategies_checked_at
        felt = [one.answer for one in engagement.feelings if since is None or one.at > since]
        missed = any(
            one.kind == "miss" and (since is None or one.at > since)
            for one in self.desk.children(Outcome, engagement=engagement.id)
        )
        if not needs_check_up(felt, missed):
            return None
        return self.strategy_check(engagement, "It missed." if missed else "Two weeks in a row were harder.")

    def strategy_check(self, engagement: Engagement, why: str = "") -> CheckUp:
        """Return the three strategies as this engagement follows them (S2-03..06)."""
        score: StrategyScore = self.figures.strategies(engagement)
        head = loader.check_up()
        lines = []
        for key, told in _STRATEGY_KEYS.items():
            text = loader.strategy(told)
            followed = key in score.followed
            sentence = text.followed if followed else text.missed
            lines.append(CheckUpLine(key, text.title, followed, sentence, text.remedy))
        return CheckUp(head.title, why, head.intro, tuple(lines), head.outro)

    def checked_up(self, engagement: Engagement) -> Engagement:
        """Note that I went through the three strategies (S2-03)."""
        return self._set(engagement, "Three strategies checked", strategies_checked_at=self.desk.now())

    # The client

    def asked(self, engagement: Engagement, minutes: int = 0, about: str = "") -> Engagement:
        """Note that the client asked me although it is not mine to answer (S0-14, N14)."""
        row = made(AskedAnyway, id=self.desk.fresh_id(), at=self.desk.now(), minutes=minutes, about=about)
        return self._set(engagement, "The client asked me anyway", asked_anyway=(*engagement.asked_anyway, row))
