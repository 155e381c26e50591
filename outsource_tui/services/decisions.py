"""The decision about a task: drop, keep or outsource, with what is missing before it and what speaks against it."""

from datetime import date, timedelta
from typing import get_args

from outsource_tui.domain.arithmetic import ZERO
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.stages import unanswered
from outsource_tui.domain.task import Decision, Task
from outsource_tui.domain.text import clean_line
from outsource_tui.services.desk import edited, made
from outsource_tui.services.phrases import counted, listed, quoted
from outsource_tui.services.verdict_figures import VerdictFigures, Word


class DecisionVerbs(VerdictFigures):
    """Taking a decision and taking it back."""

    def why_not(self, task: Task, verdict: Word) -> str | None:
        """Return what is missing before that decision can be taken, or None."""
        if verdict != "outsource":
            return None
        left = unanswered(task)
        if left:
            wait = "waits" if len(left) == 1 else "wait"
            return f"{counted(len(left), 'question')} of the review still {wait} for an answer; walk the review first."
        if task.reviewed_at is None:
            return "The review is not finished yet; walk it to its end first."
        if task.crossed_at is None:
            return "The cross-out pass comes first; go through what speaks against outsourcing it."
        if not task.better_use.strip():
            return "Write down a better use of this time first; without one there is no point in buying it."
        if task.shortfall is None:
            return "Give the reason first: skill, speed, time, dislike, or another in words."
        if task.shortfall == "other" and not task.shortfall_text.strip():
            return "Say in words what the reason is."
        return None

    def objection(self, task: Task, verdict: Word) -> str | None:
        """Return why that decision goes against the figures and so wants a typed reason, or None."""
        if verdict == "drop":
            return None
        suggestion = self.judge(task).suggestion
        if suggestion.verdict is None:
            if verdict == "keep":
                return None
            return f"The figures cannot tell yet: {suggestion.reason} Say why you outsource it anyway."
        if suggestion.verdict == verdict:
            return None
        words = {"outsource": "outsourcing it", "keep": "keeping it", "drop": "dropping it"}
        because = _clause(suggestion.reason)
        return f"The figures suggest {words[suggestion.verdict]}: {because}. Say why you decide otherwise."

    def decide(self, task: Task, verdict: Word, *, reason: str = "", look_again: date | None = None) -> Task:
        """Take the decision and return the task; earlier decisions are kept.

        NotYetError names what is missing before outsourcing; RuleError asks for a reason against the figures. What is
        kept gets a date to look again; what is dropped keeps the hours a month it frees (N07).
        """
        if verdict not in get_args(Word):
            raise InputError("Decide drop, keep or outsource.", field="verdict")
        missing = self.why_not(task, verdict)
        if missing is not None:
            raise NotYetError(missing)
        reason = clean_line(reason)
        objection = self.objection(task, verdict)
        if objection is not None and not reason:
            raise RuleError(objection, field="reason")
        if verdict != "outsource" and any(one.ended_at is None for one in self._engagements(task)):
            raise NotYetError("Somebody is working on it right now; end the engagement first.")
        return self.desk.save_one(
            f"Decide to {verdict} {quoted(task.title)}", self.decided(task, verdict, reason, look_again)
        )

    def decided(self, task: Task, verdict: Word, reason: str, look_again: date | None = None) -> Task:
        """Return the task with that decision in place, not saved, its earlier one kept."""
        now = self.desk.now()
        settings = self.desk.settings
        hours = self.figures(task).hours.value
        if verdict == "keep" and look_again is None:
            look_again = now.date() + timedelta(days=settings.look_again_days)
        decision = made(
            Decision,
            verdict=verdict,
            decided_at=now,
            reason=reason or self._own_reason(task, verdict),
            look_again=look_again,
            hours=max(ZERO, hours) if hours is not None else None,
        )
        earlier = (*task.earlier_decisions, task.decision) if task.decision is not None else task.earlier_decisions
        return edited(task, decision=decision, earlier_decisions=earlier)

    def reopen(self, task: Task) -> Task:
        """Take the decision back, keeping it in the history, and return the task."""
        if task.decision is None:
            raise NotYetError("Nothing is decided about this task yet.")
        if any(one.ended_at is None for one in self._engagements(task)):
            raise NotYetError("Somebody is working on it right now; end the engagement first.")
        earlier = (*task.earlier_decisions, task.decision)
        return self.desk.save_one(
            f"Think again about {quoted(task.title)}", edited(task, decision=None, earlier_decisions=earlier)
        )

    def _own_reason(self, task: Task, verdict: Word) -> str:
        """Return the reason the figures give, for a decision that follows them."""
        from outsource_tui.playbook import loader

        titles = {one.key: one.title for one in loader.cross_outs()}
        standing = [titles[key].lower() for key, cross in task.cross_outs.items() if cross.stands]
        if verdict == "keep" and standing:
            return listed(standing)
        if verdict == "drop":
            return "not needed"
        suggestion = self.judge(task).suggestion
        return suggestion.reason if suggestion.verdict == verdict else ""

    def _engagements(self, task: Task) -> list[Engagement]:
        return [one for one in self.desk.all(Engagement) if one.task == task.id and one.started_at is not None]


def _clause(reason: str) -> str:
    """Return a reason of the figures as it stands after a colon."""
    return reason.rstrip(".") if reason.startswith("it ") or "cross-out" in reason else f"it {reason}"
