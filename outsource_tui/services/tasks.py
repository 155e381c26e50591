"""What every part of Identify works with: tasks, their links to activities, their figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.log_row import LogRow, activity_key, shown_text
from outsource_tui.domain.stages import TaskStage, task_stage, unanswered
from outsource_tui.domain.task import Task
from outsource_tui.domain.text import clean_line, normal
from outsource_tui.services.desk import Desk, edited
from outsource_tui.services.phrases import counted, quoted
from outsource_tui.services.task_figures import Family
from outsource_tui.services.verdicts import VerdictService

STAGE_WORDS: dict[TaskStage, str] = {
    "new": "new",
    "review": "in review",
    "cross_out": "cross out",
    "decide": "decide",
    "drop": "drop",
    "keep": "keep",
    "outsource": "outsource",
    "brief": "brief",
    "posted": "posted",
    "choose": "choose",
    "engaged": "engaged",
    "finished": "finished",
}
"""What the screen calls the stage of a task."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the list shows it."""

    task: Task
    stage: TaskStage
    word: str
    hours: Decimal | None
    """My hours a month (a one-off: once), or None while unknown."""
    entries: int
    answered: int
    """Of the six questions."""
    liking: float | None
    skill: float | None
    stress: float | None
    postponed: int
    first_day: str
    last_day: str


class TaskVerbs:
    """Tasks by hand or from the log, linked to activities; the base of the Identify service."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk
        self.verdicts = VerdictService(desk)
        self.log = self.verdicts.log

    # ---- reading -------------------------------------------------------------------------------------------------

    def get(self, task_id: str) -> Task:
        """Return a task; InputError when it is gone."""
        return self.desk.get(Task, task_id)

    def all_tasks(self, *, archived: bool = False) -> list[Task]:
        """Return all tasks, oldest first; archived ones only when asked."""
        return [task for task in self.desk.all(Task) if archived or task.archived_at is None]

    def tasks(self, *, archived: bool = False, origin: str = "", client: str = "") -> tuple[TaskLine, ...]:
        """Return the tasks as the list shows them; `origin` "client" keeps portions of client projects (S0-01)."""
        lines = []
        for task in self.all_tasks(archived=archived):
            if origin and task.origin != origin:
                continue
            if client and normal(task.client) != normal(client):
                continue
            lines.append(self.line(task))
        return tuple(lines)

    def line(self, task: Task) -> TaskLine:
        """Return one task as the list shows it."""
        felt = self.log.felt(task.id)
        stage = self.stage(task)
        return TaskLine(
            task,
            stage,
            STAGE_WORDS[stage],
            self.verdicts.figures(task).hours.value,
            felt.entries,
            len(task.answers),
            float(task.liking) if task.liking is not None else felt.liking,
            float(task.skill) if task.skill is not None else felt.skill,
            felt.stress,
            task.postponed + felt.postponed,
            felt.first_day,
            felt.last_day,
        )

    def stage(self, task: Task) -> TaskStage:
        """Return how far a task has come."""
        family = Family.of(self.desk, task)
        return task_stage(task, family.briefs, family.postings, family.candidates, family.engagements)

    def unanswered(self, task: Task) -> tuple[str, ...]:
        """Return the questions of the review that wait for an answer."""
        return unanswered(task)

    def entries_of_task(self, task: Task) -> tuple[LogRow, ...]:
        """Return the entries that count for a task, oldest first."""
        return tuple(self.log.rows(task.id))

    def task_of_activity(self, key: str) -> Task | None:
        """Return the task an activity is linked to, or None."""
        return self.desk.find(Task, self.log.links().get(key))

    def task_of_row(self, row: LogRow) -> Task | None:
        """Return the task an entry counts for, or None."""
        return self.desk.find(Task, row.task or self.log.links().get(activity_key(row)))

    # ---- making --------------------------------------------------------------------------------------------------

    def add_task(self, title: str, **values: Any) -> Task:
        """Put a task on the list by hand (S1-04) and return it."""
        if not clean_line(title):
            raise InputError("A task needs a name; say what you might stop doing.", field="title")
        task = self.desk.new(Task, title=title, **values)
        return self.desk.save_one(f"Add the task {quoted(task.title)}", task)

    def task_from_activity(self, key: str, **values: Any) -> Task:
        """Make a task of an activity, or return the one it has; its entries, old and new, count for it from now on.

        How I like it, how good I am and how often I put it off keep being read from the log.
        """
        existing = self.task_of_activity(key)
        if existing is not None:
            return existing
        return self.desk.save_one(f"Make a task of {quoted(self._name(key))}", self.new_from_activity(key, **values))

    def task_from_entry(self, entry_id: str, **values: Any) -> Task:
        """Make a task of an entry's activity, or return the one it has (S1-04)."""
        row = self.desk.workspace.row(entry_id)
        if row is None:
            raise InputError("That entry is no longer there.")
        found = self.task_of_row(row)
        return found if found is not None else self.task_from_activity(activity_key(row), **values)

    def new_from_activity(self, key: str, **values: Any) -> Task:
        """Return a task for an activity, not saved."""
        rows = self._rows_of(key)
        if not rows:
            raise InputError("There are no entries of that activity any more.")
        projects = Counter(row.project for row in rows if row.project)
        clients = Counter(row.client for row in rows if row.client)
        fields: dict[str, Any] = {
            "title": shown_text(rows[0]),
            "project": projects.most_common(1)[0][0] if projects else "",
            "client": clients.most_common(1)[0][0] if clients else "",
            "activities": (key,),
            **values,
        }
        return self.desk.new(Task, **fields)

    def _rows_of(self, key: str) -> Sequence[LogRow]:
        return self.desk.log.activities().rows(key)

    def _name(self, key: str) -> str:
        rows = self._rows_of(key)
        return shown_text(rows[0]) if rows else key

    def edit_task(self, task: Task, **values: Any) -> Task:
        """Change fields of a task and return it; a baseline, a review or a decision has verbs of its own."""
        for name in _NOT_EDITED & values.keys():
            raise InputError(f"The {name.replace('_', ' ')} of a task has a step of its own.", field=name)
        if "title" in values and not clean_line(str(values["title"])):
            raise InputError("A task needs a name.", field="title")
        changed = edited(task, **values)
        if changed == task:
            return task
        return self.desk.save_one(f"Change {quoted(task.title)}", changed)

    def put_off(self, task: Task) -> Task:
        """Count one more postponement (S1-07) and return the task."""
        return self.desk.save_one(f"Put off {quoted(task.title)}", edited(task, postponed=task.postponed + 1))

    def archive(self, task: Task) -> Task:
        """Put a task out of sight and return it."""
        return self.desk.save_one(f"Archive {quoted(task.title)}", edited(task, archived_at=self.desk.now()))

    def unarchive(self, task: Task) -> Task:
        """Bring an archived task back and return it."""
        return self.desk.save_one(f"Bring back {quoted(task.title)}", edited(task, archived_at=None))

    def delete_task(self, task: Task) -> None:
        """Delete a task; its entries and briefs stay, without it. NotYetError while somebody works on it."""
        engagements = [one for one in self.desk.all(Engagement) if one.task == task.id]
        if any(one.started_at is not None and one.ended_at is None for one in engagements):
            raise NotYetError("Somebody is working on it right now; end the engagement first.")
        changed: list[Any] = [edited(one, task=None) for one in engagements]
        changed += [edited(one, task=None) for one in self.desk.all(Brief) if one.task == task.id]
        named = [row.id for row in self.desk.log.of_task(task.id)]
        changed += [edited(entry, task=None) for entry in self.desk.entries(named)]
        self.desk.save(f"Delete the task {quoted(task.title)}", *changed, delete=[task])

    # ---- links ---------------------------------------------------------------------------------------------------

    def link(self, task: Task, key: str) -> Task:
        """Count an activity's entries, past and to come, for a task; it leaves the task it had. Return the task."""
        if key in task.activities:
            return task
        changed: list[Task] = [
            edited(other, activities=tuple(one for one in other.activities if one != key))
            for other in self.desk.all(Task)
            if other.id != task.id and key in other.activities
        ]
        self.desk.save(
            f"Link {quoted(self._name(key))} to {quoted(task.title)}",
            edited(task, activities=(*task.activities, key)),
            *changed,
        )
        return self.get(task.id)

    def unlink(self, task: Task, key: str) -> Task:
        """Take an activity off a task and return the task; entries that named the task themselves let go of it too."""
        own = [row.id for row in self._rows_of(key) if row.task == task.id and row.purpose is None]
        named = [edited(entry, task=None) for entry in self.desk.entries(own)]
        self.desk.save(
            f"Unlink {quoted(self._name(key))} from {quoted(task.title)}",
            edited(task, activities=tuple(one for one in task.activities if one != key)),
            *named,
        )
        return self.get(task.id)

    def merge_activities(self, keys: Sequence[str], into: str) -> int:
        """Give the entries of several activities the words of one of them, and return how many changed.

        Tasks linked to those that vanish are linked to the one that stays, if it has none of its own.
        """
        if into not in keys:
            keys = (*keys, into)
        if len(set(keys)) < 2:
            raise InputError("Mark two or more activities to merge them.")
        name = self._name(into)
        gone = {key for key in keys if key != into}
        rows = [row.id for key in sorted(gone) for row in self._rows_of(key)]
        changed: list[Any] = [edited(entry, text=name) for entry in self.desk.entries(rows)]
        taken = self.log.links().get(into)
        for task in self.desk.all(Task):
            kept = tuple(key for key in task.activities if key not in gone)
            if kept == task.activities:
                continue
            if taken is None:
                kept, taken = (*kept, into), task.id
            changed.append(edited(task, activities=kept))
        if not changed:
            raise InputError("There is nothing left to merge.")
        self.desk.save(f"Merge {counted(len(gone), 'activity', 'activities')} into {quoted(name)}", *changed)
        return len(rows)


_NOT_EDITED = frozenset(
    (
        "id",
        "revision",
        "created_at",
        "updated_at",
        "answers",
        "reviewed_at",
        "cross_outs",
        "crossed_at",
        "decision",
        "earlier_decisions",
        "baseline_hours",
        "baseline_at",
    )
)


__all__ = ["STAGE_WORDS", "TaskLine", "TaskVerbs"]
