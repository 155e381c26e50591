"""The review walk: six questions, activity after activity, each with what the log says to it (N04, N06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from outsource_tui.domain.economics import judge
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.log_row import LogRow, activity_key
from outsource_tui.domain.pareto import smallest_set
from outsource_tui.domain.review_evidence import Evidence, PartOf, ReviewFacts, ReviewLimits, review_evidence
from outsource_tui.domain.stages import unanswered
from outsource_tui.domain.task import QUESTIONS, Answer, QuestionKey, ReviewAnswer, Task
from outsource_tui.playbook import loader
from outsource_tui.services.activities import Activities, ActivityVerbs, Period
from outsource_tui.services.desk import edited, made
from outsource_tui.services.phrases import counted, quoted

_ROWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of a task's review with its evidence and its answer, if given."""

    key: QuestionKey
    number: int
    title: str
    ask: str
    hint: str
    follow_up: str
    statement: str
    evidence: Evidence
    rows: tuple[LogRow, ...]
    """The entries that show it, at most six."""
    answer: ReviewAnswer | None

    @property
    def suggested(self) -> Answer | None:
        """What the log suggests; None: it cannot tell."""
        return self.evidence.suggested


@dataclass(frozen=True, slots=True)
class WalkStep:
    """Where the walk stands: the next question without an answer, of a task or of an activity that has none yet."""

    task: Task | None
    activity: str | None
    """Key of the activity, where there is no task yet."""
    title: str
    question: QuestionView
    left: int
    """Tasks and activities that still have questions, this one included."""
    of: int


class ReviewVerbs(ActivityVerbs):
    """The walk over the six questions."""

    _free: tuple[Activities, list[tuple[Task | None, str | None]]] | None = None

    # ---- evidence ------------------------------------------------------------------------------------------------

    def question(self, task: Task, key: QuestionKey, period: Period | None = None) -> QuestionView:
        """Return one question of a task's review with its evidence and its answer."""
        return self.questions(task, period)[QUESTIONS.index(key)]

    def questions(self, task: Task, period: Period | None = None) -> tuple[QuestionView, ...]:
        """Return all six questions of a task with evidence and answers; shares are those of the period (N04)."""
        return self._views(task, self.log.rows(task.id), period)

    def questions_of_activity(self, key: str, period: Period | None = None) -> tuple[QuestionView, ...]:
        """Return the six questions for an activity that has no task yet."""
        return self._views(self.new_from_activity(key), self._rows_of(key), period)

    def _views(self, task: Task, rows: Sequence[LogRow], period: Period | None) -> tuple[QuestionView, ...]:
        said = {one.key: one for one in loader.questions()}
        by_id = {row.id: row for row in rows}
        views = []
        for number, evidence in enumerate(self._evidence(task, rows, period or Period()), 1):
            words = said[evidence.key]
            views.append(
                QuestionView(
                    evidence.key,
                    number,
                    words.title,
                    words.ask,
                    words.hint,
                    words.follow_up,
                    words.statement,
                    evidence,
                    tuple(by_id[one] for one in evidence.entries[:_ROWS_SHOWN] if one in by_id),
                    task.answers.get(evidence.key),
                )
            )
        return tuple(views)

    def _evidence(self, task: Task, rows: Sequence[LogRow], period: Period) -> tuple[Evidence, ...]:
        settings = self.desk.settings
        time, stress = self._parts(task, rows, period)
        verdict = judge(self.verdicts.figures(task).inputs)
        first_done = any(row.seconds for row in rows)
        return review_evidence(
            rows,
            ReviewFacts(
                today=self._today(),
                liking=task.liking,
                skill=task.skill,
                wants_to_improve=task.wants_to_improve,
                postponed=task.postponed,
                waiting_since=None if first_done else task.created_at.date(),
                time=time,
                stress=stress,
                price=verdict.given_up,
                hours=verdict.inputs.hours,
                hourly_value=verdict.inputs.hourly_value,
            ),
            ReviewLimits(
                low_liking=settings.low_liking,
                low_skill=settings.low_skill,
                postponed_times=settings.postponed_times,
                postponed_days=settings.postponed_days,
            ),
        )

    def _parts(self, task: Task, rows: Sequence[LogRow], period: Period) -> tuple[PartOf | None, PartOf | None]:
        """Return a task's part of all time and of all stress, and whether it is among the few that hold most of it.

        Its activities count as one: three small texts of one task may be large together.
        """
        own = {activity_key(row) for row in rows if row.purpose is None}
        listed = self._activity_table(period).activities()
        threshold = float(self.desk.settings.pareto_threshold)

        def part(weights: list[tuple[str, str, float]]) -> PartOf | None:
            mine = [weight for key, _name, weight in weights if key in own]
            if not mine:
                return None
            others = [one for one in weights if one[0] not in own]
            few = smallest_set([*others, ("", task.title, sum(mine))], threshold)
            return PartOf(sum(mine), sum(weight for _key, _name, weight in weights), "" in few.keys)

        return (
            part([(one.key, one.name, one.work_seconds) for one in listed if one.work_seconds]),
            part([(one.key, one.name, one.stress_seconds) for one in listed if one.stress_seconds is not None]),
        )

    # ---- answering -----------------------------------------------------------------------------------------------

    def answer(
        self,
        task: Task,
        key: QuestionKey,
        answer: Answer,
        *,
        note: str = "",
        wants_to_improve: bool | None = None,
    ) -> Task:
        """Answer one question (yes, no, maybe) and return the task; with the last one its review is finished.

        "Yes" to being weak at it also says that I do not care to get better, unless told otherwise (S1-06).
        """
        changed = self._answered(task, key, answer, note, wants_to_improve)
        return self.desk.save_one(f"Answer {_TITLES[key]} for {quoted(task.title)}", changed)

    def answer_activity(self, activity: str, key: QuestionKey, answer: Answer, *, note: str = "") -> Task:
        """Answer a question about an activity without a task: one is made of it in the same change, and returned."""
        existing = self.task_of_activity(activity)
        if existing is not None:
            return self.answer(existing, key, answer, note=note)
        task = self.new_from_activity(activity)
        changed = self._answered(task, key, answer, note, None)
        return self.desk.save_one(f"Answer {_TITLES[key]} for {quoted(task.title)}", changed)

    def _answered(self, task: Task, key: QuestionKey, answer: Answer, note: str, improve: bool | None) -> Task:
        if key not in QUESTIONS:
            raise InputError(f"“{key}” is not one of the six questions.", field="key")
        if answer not in get_args(Answer):
            raise InputError("Answer yes, no or maybe.", field="answer")
        now = self.desk.now()
        given = made(ReviewAnswer, answer=answer, answered_at=now, note=note)
        answers = {one: task.answers[one] for one in QUESTIONS if one in task.answers}
        answers[key] = given
        values: dict[str, Any] = {"answers": {one: answers[one] for one in QUESTIONS if one in answers}}
        if key == "unskilled":
            if improve is not None:
                values["wants_to_improve"] = improve
            elif answer == "yes":
                values["wants_to_improve"] = False
        changed = edited(task, **values)
        if not unanswered(changed) and changed.reviewed_at is None:
            changed = edited(changed, reviewed_at=now)
        return changed

    def clear_answer(self, task: Task, key: QuestionKey) -> Task:
        """Take an answer back and return the task; its review is open again."""
        if key not in task.answers:
            return task
        answers = {one: given for one, given in task.answers.items() if one != key}
        return self.desk.save_one(
            f"Clear {_TITLES[key]} for {quoted(task.title)}", edited(task, answers=answers, reviewed_at=None)
        )

    def why_not_finished(self, task: Task) -> str | None:
        """Return which answers a review still lacks, or None when it is complete (S1-12)."""
        left = unanswered(task)
        if not left:
            return None
        return f"{counted(len(left), 'question')} still open: {', '.join(_TITLES[key] for key in left)}."

    def review_again(self, task: Task) -> Task:
        """Begin a task's review anew and return the task; the decision so far is kept in its history."""
        earlier = (*task.earlier_decisions, task.decision) if task.decision is not None else task.earlier_decisions
        return self.desk.save_one(
            f"Review {quoted(task.title)} again",
            edited(
                task,
                answers={},
                reviewed_at=None,
                cross_outs={},
                crossed_at=None,
                decision=None,
                earlier_decisions=earlier,
            ),
        )

    # ---- the walk ------------------------------------------------------------------------------------------------

    def walk(self, period: Period | None = None, *, tasks_only: bool = False) -> WalkStep | None:
        """Return where the walk goes on, or None when everything is answered; it resumes where it was left.

        It goes over the tasks and over the distinct activities of the period that have none yet, those in both
        Paretos first (S1-12).
        """
        queue, of = self._queue(period or Period(), tasks_only)
        if not queue:
            return None
        task, activity = queue[0]
        if task is not None:
            left = unanswered(task)
            view = self.question(task, left[0], period)  # type: ignore[arg-type]
            return WalkStep(task, None, task.title, view, len(queue), of)
        assert activity is not None
        views = self.questions_of_activity(activity, period)
        return WalkStep(None, activity, self._name(activity), views[0], len(queue), of)

    def walk_queue(
        self, period: Period | None = None, *, tasks_only: bool = False
    ) -> tuple[tuple[Task | None, str | None], ...]:
        """Return everything with open questions in the order of the walk: a task, or the key of an activity."""
        return tuple(self._queue(period or Period(), tasks_only)[0])

    def walk_left(self, period: Period | None = None, *, tasks_only: bool = False) -> tuple[int, int]:
        """Return how many tasks and activities still have open questions, and of how many."""
        queue, of = self._queue(period or Period(), tasks_only)
        return len(queue), of

    def _queue(self, period: Period, tasks_only: bool) -> tuple[list[tuple[Task | None, str | None]], int]:
        tasks = [task for task in self.all_tasks() if task.decision is None]
        open_tasks = [task for task in tasks if unanswered(task)]
        # What was begun goes on first, so that a walk that was left resumes where it stood.
        open_tasks.sort(key=lambda task: (not task.answers, task.id))
        queue: list[tuple[Task | None, str | None]] = [(task, None) for task in open_tasks]
        of = len(tasks)
        if not tasks_only:
            free = self._free_of(self.activities(period))
            queue += free
            of += len(free)
        return queue, of

    def _free_of(self, found: Activities) -> list[tuple[Task | None, str | None]]:
        """Return the activities without a task in the order of the walk, put in order once for each look at the log."""
        if self._free is None or self._free[0] is not found:
            lines = [line for line in found.lines if line.task is None and not line.activity.only_breaks]
            lines.sort(key=lambda line: (not line.both, not line.in_time, not line.in_stress))
            self._free = (found, [(None, line.key) for line in lines])
        return self._free[1]


_TITLES: dict[str, str] = {
    "dislike": "“dislike it”",
    "unskilled": "“weak at it”",
    "postponed": "“put off”",
    "time_share": "“eats time”",
    "stress_share": "“causes stress”",
    "cheaper": "“costs less”",
}
