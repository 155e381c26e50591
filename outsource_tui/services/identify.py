"""Identify: from the log to what I stop doing; the review, the cross-outs and the way to a brief."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import shown_number
from outsource_tui.domain.formats import shown_day
from outsource_tui.domain.stages import unanswered
from outsource_tui.domain.task import Task
from outsource_tui.services.activities import Activities, ActivityLine, Period
from outsource_tui.services.cross_outs import CrossOutLine, CrossOutVerbs, LookAgain
from outsource_tui.services.phrases import counted
from outsource_tui.services.review import QuestionView, ReviewVerbs, WalkStep
from outsource_tui.services.suppliers import ClientLine, ContractView, SupplierVerbs, SupplierView
from outsource_tui.services.task_figures import Family
from outsource_tui.services.tasks import STAGE_WORDS, TaskLine

StepKey = Literal[
    "dropped",
    "kept",
    "review",
    "better_use",
    "cross_out",
    "shortfall",
    "decide",
    "brief",
    "open_brief",
    "candidates",
    "engagement",
]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that comes next for a task: why, on which screen, and with which record."""

    key: StepKey
    sentence: str
    screen: str
    record: str
    """Id of the task, brief or engagement to open there."""


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to do next about a reviewed task, and why."""

    task: Task
    key: str
    sentence: str
    yes: int
    """How many questions were answered yes."""


@dataclass(frozen=True, slots=True)
class Freed:
    """What dropping brought so far: tasks, and the hours a month they took (N07)."""

    dropped: int
    dropped_hours: Decimal


class IdentifyService(ReviewVerbs, CrossOutVerbs, SupplierVerbs):
    """Activities, tasks, the review walk, cross-outs, and who should do it."""

    def next_step(self, task: Task) -> NextStep:
        """Return what comes next for a task, and why: the missing step before a brief, then where it goes on."""
        decision = task.decision
        if decision is not None and decision.verdict != "outsource":
            today = self.desk.now().date()
            when = f"; look again {shown_day(decision.look_again, today)}" if decision.look_again else ""
            if decision.verdict == "drop":
                each = "" if task.recurrence == "once" else " a month"
                freed = f"; that frees {shown_number(decision.hours, 1)} h{each}" if decision.hours else ""
                return NextStep("dropped", f"Dropped{freed}.", "identify", task.id)
            return NextStep("kept", f"You keep it{when}.", "identify", task.id)
        if decision is not None:
            return self._after_decision(task)
        left = unanswered(task)
        if left or task.reviewed_at is None:
            what = f"{counted(len(left), 'question')} of the review" if left else "The end of the review"
            verb = "waits" if len(left) <= 1 else "wait"
            return NextStep("review", f"{what} {verb} for you.", "identify", task.id)
        if not task.better_use.strip():
            return NextStep("better_use", "Say what you would do with the time instead.", "identify", task.id)
        if task.crossed_at is None:
            open_ones = 6 - len(task.cross_outs)
            return NextStep(
                "cross_out",
                f"Cross out: {counted(open_ones, 'reason')} to go through.",
                "identify",
                task.id,
            )
        if any(cross.stands for cross in task.cross_outs.values()):
            return NextStep("decide", "A cross-out stands: decide if you keep it.", "identify", task.id)
        if task.shortfall is None:
            return NextStep("shortfall", "Say why you would outsource it.", "identify", task.id)
        return NextStep("decide", "Everything is there: take the decision.", "identify", task.id)

    def _after_decision(self, task: Task) -> NextStep:
        family = Family.of(self.desk, task)
        running = [one for one in family.engagements if one.ended_at is None]
        if family.engagements:
            one = (running or list(family.engagements))[-1]
            said = "Somebody is on it; see how it goes." if running else "It came to an end; see how it went."
            return NextStep("engagement", said, "engagements", one.id)
        briefs = [one for one in family.briefs if one.archived_at is None]
        if not briefs:
            ask = self.ask_first(task)
            return NextStep("brief", ask or "Write down what you want done.", "briefs", task.id)
        brief = briefs[-1]
        alive = [one for one in family.candidates if one.declined_at is None and one.archived_at is None]
        if any(one.brief == brief.id for one in alive):
            return NextStep("candidates", "Somebody applied: compare and choose.", "candidates", brief.id)
        said = "Make the brief ready and post it." if brief.ready_at is None else "Post the brief, or ask somebody."
        return NextStep("open_brief", said, "briefs", brief.id)

    def next_actions(self) -> tuple[NextAction, ...]:
        """Return what to do next about each reviewed task, the ones with most yes first (N06)."""
        found = []
        for task in self.all_tasks():
            if task.reviewed_at is None:
                continue
            step = self.next_step(task)
            yes = sum(given.answer == "yes" for given in task.answers.values())
            found.append(NextAction(task, step.key, step.sentence, yes))
        return tuple(sorted(found, key=lambda one: (-one.yes, one.task.id)))

    def freed(self) -> Freed:
        """Return how many tasks were dropped, and the hours a month that frees (N07)."""
        decided = [task.decision for task in self.all_tasks() if task.decision is not None]
        return Freed(sum(one.verdict == "drop" for one in decided), self.hours_freed())


__all__ = [
    "STAGE_WORDS",
    "Activities",
    "ActivityLine",
    "ClientLine",
    "ContractView",
    "CrossOutLine",
    "Freed",
    "IdentifyService",
    "LookAgain",
    "NextAction",
    "NextStep",
    "Period",
    "QuestionView",
    "SupplierView",
    "TaskLine",
    "WalkStep",
]
