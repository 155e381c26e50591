"""The review walk: six questions, activity after activity, each with what the log says to it (N04, N06)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from outsource_tui.domain.arithmetic import DAYS_A_MONTH, decimal
from outsource_tui.domain.economics import judge
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.log_row import LogRow, activity_key
from outsource_tui.domain.observed import MIN_LOGGED_DAYS, observed_days
from outsource_tui.domain.pareto import (
    Activity,
    ActivityTable,
    Pareto,
    by_stress,
    by_time,
    in_both,
    love_share,
    smallest_set,
)
from outsource_tui.domain.review_evidence import Evidence, ReviewFacts, ReviewLimits, review_evidence
from outsource_tui.domain.similar import Group, similar_groups
from outsource_tui.domain.stages import unanswered
from outsource_tui.domain.task import QUESTIONS, Answer, QuestionKey, ReviewAnswer, Task
from outsource_tui.playbook import loader
from outsource_tui.services.desk import edited, made
from outsource_tui.services.phrases import counted, quoted
from outsource_tui.services.tasks import STAGE_WORDS, TaskVerbs

_ROWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both inclusive; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: str) -> bool:
        """Tell whether an ISO day lies in it."""
        if self.since is not None and day < self.since.isoformat():
            return False
        return self.until is None or day <= self.until.isoformat()


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity as the table shows it."""

    activity: Activity
    month_hours: Decimal | None
    """Hours a month, scaled by the days the log stands for; None under three logged days."""
    task: str | None
    """Id of the task it is linked to."""
    task_title: str
    word: str
    """Stage of that task in one word; empty without a task."""
    in_time: bool
    in_stress: bool
    time_share: float | None
    """Of all seconds of work in the period, breaks left out, 0 to 1; None for a break and without any work."""

    @property
    def key(self) -> str:
        """What names the activity."""
        return self.activity.key

    @property
    def name(self) -> str:
        """Its text."""
        return self.activity.name

    @property
    def both(self) -> bool:
        """It is in both Paretos: look at it first."""
        return self.in_time and self.in_stress


@dataclass(frozen=True, slots=True)
class Activities:
    """The log as activities, by falling seconds, with both Paretos."""

    period: Period
    lines: tuple[ActivityLine, ...]
    time: Pareto
    stress: Pareto
    both: tuple[str, ...]
    entries: int
    seconds: int | float
    days_logged: int
    observed_days: Decimal
    love: float | None
    """Share of hours on what I like at 4 or above, of those whose liking is known (S1-02)."""
    message: str
    """What is missing before the figures can be trusted, or empty."""

    def line(self, key: str) -> ActivityLine | None:
        """Return the line of an activity, or None."""
        return next((line for line in self.lines if line.key == key), None)


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
    left_here: int
    """Questions without an answer of this one."""
    left: int
    """Tasks and activities that still have questions, this one included."""
    of: int


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to do next about a reviewed task, and why."""

    task: Task
    key: str
    sentence: str
    yes: int
    """How many questions were answered yes."""


class _Sums(NamedTuple):
    days: int
    span: int
    seconds: int | float
    love: float | None


class ReviewVerbs(TaskVerbs):
    """Activities of the log, and the walk over the six questions."""

    _tables: tuple[int, dict[Period, ActivityTable]] | None = None
    _summed: "tuple[tuple[int, int], dict[Period, _Sums]] | None" = None
    _found: tuple[object, dict[Period, Activities]] | None = None

    # ---- activities ----------------------------------------------------------------------------------------------

    def period(self, name: str) -> Period:
        """Return the period "week", "fortnight", "month" (30 days), "quarter" (91), "year" or "all" up to today."""
        days = {"week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
        if name == "all":
            return Period()
        if name not in days:
            raise InputError(f"“{name[:20]}” is not a period; use {', '.join(days)} or all.", field="period")
        today = self._today()
        return Period(today - timedelta(days=days[name] - 1), today)

    def activities(self, period: Period | None = None) -> Activities:
        """Return the log of a period (all of it unless said) as activities with both Paretos (N05)."""
        period = period or Period()
        version = self.desk.workspace.version
        if self._found is None or self._found[0] != version:
            self._found = (version, {})
        if period not in self._found[1]:
            self._found[1][period] = self._activities(period)
        return self._found[1][period]

    def _activities(self, period: Period) -> Activities:
        rows = self._rows_in(period)
        table = self._activity_table(period, rows)
        listed = table.activities()
        threshold = float(self.desk.settings.pareto_threshold)
        time, stress = by_time(listed, threshold), by_stress(listed, threshold)
        time_keys, stress_keys = set(time.keys), set(stress.keys)
        tasks = {task.id: task for task in self.desk.all(Task)}
        links = self.log.links()
        sums = self._sums(period, rows)
        workdays = max(1, len(set(self.desk.settings.workdays)))
        stands_for = observed_days(sums.days, sums.span, workdays)
        words: dict[str, str] = {}
        lines = []
        work = sum(activity.work_seconds for activity in listed)
        for activity in listed:
            task = tasks.get(links.get(activity.key) or activity.task or "")
            if task is not None and task.id not in words:
                words[task.id] = STAGE_WORDS[self.stage(task)]
            month = None
            if sums.days >= MIN_LOGGED_DAYS:
                month = decimal(activity.seconds) / 3600 * DAYS_A_MONTH / stands_for
            lines.append(
                ActivityLine(
                    activity,
                    month,
                    task.id if task else None,
                    task.title if task else "",
                    words[task.id] if task else "",
                    activity.key in time_keys,
                    activity.key in stress_keys,
                    None if activity.only_breaks or not work else activity.work_seconds / work,
                )
            )
        return Activities(
            period,
            tuple(lines),
            time,
            stress,
            in_both(time, stress),
            len(rows),
            sums.seconds,
            sums.days,
            stands_for,
            sums.love,
            self._message(len(rows), sums.days),
        )

    def _sums(self, period: Period, rows: Sequence[LogRow]) -> "_Sums":
        """Return what is summed over the rows of a period, kept like the table as long as the log stays."""
        version, love_from = self.desk.workspace.log_version, self.desk.settings.love_from
        if self._summed is None or self._summed[0] != (version, love_from):
            self._summed = ((version, love_from), {})
        held = self._summed[1]
        if period not in held:
            days = sorted({row.day for row in rows if row.day})
            held[period] = _Sums(
                len(days),
                (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days + 1 if days else 0,
                sum(row.seconds or 0 for row in rows),
                love_share(rows, love_from),
            )
        return held[period]

    def entries(self, key: str, period: Period | None = None) -> tuple[LogRow, ...]:
        """Return the entries of an activity in a period, newest first."""
        period = period or Period()
        return tuple(reversed(self._activity_table(period, None).rows(key)))

    def similar(self, period: Period | None = None) -> list[Group]:
        """Return groups of activities whose texts look alike, offered for merging."""
        listed = self._activity_table(period or Period(), None).activities()
        return similar_groups({activity.key: activity.entries for activity in listed})

    def love(self, period: Period | None = None) -> float | None:
        """Return the share of hours on what I like, 0 to 1, of those whose liking is known (S1-02)."""
        return love_share(self._rows_in(period or Period()), self.desk.settings.love_from)

    def love_trend(self, months: int = 6) -> tuple[tuple[str, float | None], ...]:
        """Return the love share of the last months ("2026-11", share), oldest first."""
        today = self._today()
        names: list[str] = []
        first = today.replace(day=1)
        for _ in range(months):
            names.append(first.isoformat()[:7])
            first = (first - timedelta(days=1)).replace(day=1)
        names.reverse()
        by_month: dict[str, list[LogRow]] = {name: [] for name in names}
        for row in self.desk.rows:
            if row.day[:7] in by_month:
                by_month[row.day[:7]].append(row)
        return tuple((name, love_share(by_month[name], self.desk.settings.love_from)) for name in names)

    def _today(self) -> date:
        return self.desk.now().date()

    def _rows_in(self, period: Period) -> Sequence[LogRow]:
        rows = self.desk.rows
        if period.since is None and period.until is None:
            return rows
        # The log is ordered by day.
        day = attrgetter("day")
        first = bisect_left(rows, period.since.isoformat(), key=day) if period.since is not None else 0
        last = bisect_right(rows, period.until.isoformat(), key=day) if period.until is not None else len(rows)
        return rows[first:last]

    def _activity_table(self, period: Period, rows: Sequence[LogRow] | None) -> ActivityTable:
        version = self.desk.workspace.log_version
        if self._tables is None or self._tables[0] != version:
            self._tables = (version, {})
        held = self._tables[1]
        if period not in held:
            held[period] = ActivityTable(self._rows_in(period) if rows is None else rows)
        return held[period]

    def _rows_of(self, key: str) -> list[LogRow]:
        return list(self._activity_table(Period(), None).rows(key))

    def _message(self, entries: int, days: int) -> str:
        target = self.desk.settings.log_days
        if not entries:
            return "Nothing is logged in this stretch; log what you do for a few days and come back."
        if days < MIN_LOGGED_DAYS:
            return f"{counted(days, 'day')} logged so far: not enough yet to tell a month from it."
        if days < target:
            return f"{counted(days, 'day')} logged; {counted(target - days, 'more day')} and the picture is fair."
        return ""

    # ---- evidence ------------------------------------------------------------------------------------------------

    def evidence(self, task: Task) -> tuple[Evidence, ...]:
        """Return what the log says to each of the six questions about a task (N04)."""
        return self._evidence(task, self.log.rows(task.id))

    def question(self, task: Task, key: QuestionKey) -> QuestionView:
        """Return one question of a task's review with its evidence and its answer."""
        return self.questions(task)[QUESTIONS.index(key)]

    def questions(self, task: Task) -> tuple[QuestionView, ...]:
        """Return all six questions of a task with evidence and answers."""
        return self._views(task, self.log.rows(task.id))

    def questions_of_activity(self, key: str) -> tuple[QuestionView, ...]:
        """Return the six questions for an activity that has no task yet."""
        return self._views(self.new_from_activity(key), self._rows_of(key))

    def _views(self, task: Task, rows: Sequence[LogRow]) -> tuple[QuestionView, ...]:
        said = {one.key: one for one in loader.questions()}
        by_id = {row.id: row for row in rows}
        views = []
        for number, evidence in enumerate(self._evidence(task, rows), 1):
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

    def _evidence(self, task: Task, rows: Sequence[LogRow]) -> tuple[Evidence, ...]:
        settings = self.desk.settings
        shares = self._shares(task, rows)
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
                time_share=shares[0],
                in_time_set=shares[1],
                stress_share=shares[2],
                in_stress_set=shares[3],
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

    def _shares(self, task: Task, rows: Sequence[LogRow]) -> tuple[float | None, bool, float | None, bool]:
        """Return a task's share of time and of stress and whether it is among the few that hold most of each.

        Its activities count as one: three small texts of one task may be large together.
        """
        own = {activity_key(row) for row in rows if row.purpose is None}
        listed = self._activity_table(Period(), None).activities()
        threshold = float(self.desk.settings.pareto_threshold)
        work = sum(one.work_seconds for one in listed if not one.only_breaks)
        mine = sum(one.work_seconds for one in listed if one.key in own)
        stress = sum(one.stress_seconds or 0 for one in listed)
        known = [one.stress_seconds for one in listed if one.key in own and one.stress_seconds is not None]
        time_set = smallest_set(
            [(one.key, one.name, one.work_seconds) for one in listed if one.key not in own and not one.only_breaks]
            + ([("", task.title, mine)] if mine else []),
            threshold,
        )
        stress_set = smallest_set(
            [(one.key, one.name, one.stress_seconds) for one in listed if one.key not in own and one.stress_seconds]
            + ([("", task.title, sum(known))] if known else []),
            threshold,
        )
        return (
            mine / work if work and mine else None,
            bool(mine) and "" in time_set.keys,
            (sum(known) / stress if stress else 0.0) if known else None,
            bool(sum(known)) and "" in stress_set.keys,
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

    def take_suggestion(self, task: Task, key: QuestionKey) -> Task:
        """Answer a question as the log suggests and return the task; NotYetError when it cannot tell."""
        suggested = self.question(task, key).suggested
        if suggested is None:
            raise NotYetError("The log cannot tell this one; answer it yourself.")
        return self.answer(task, key, suggested)

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

    def finish_review(self, task: Task) -> Task:
        """Mark a review as finished and return the task; NotYetError while a question is open."""
        reason = self.why_not_finished(task)
        if reason is not None:
            raise NotYetError(reason)
        if task.reviewed_at is not None:
            return task
        return self.desk.save_one(
            f"Finish the review of {quoted(task.title)}", edited(task, reviewed_at=self.desk.now())
        )

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

    def next_question(self, task: Task) -> QuestionView | None:
        """Return the next question of a task without an answer, or None when its review is complete."""
        left = unanswered(task)
        return self.question(task, left[0]) if left else None  # type: ignore[arg-type]

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
            view = self.question(task, left[0])  # type: ignore[arg-type]
            return WalkStep(task, None, task.title, view, len(left), len(queue), of)
        assert activity is not None
        views = self.questions_of_activity(activity)
        return WalkStep(None, activity, self._name(activity), views[0], len(views), len(queue), of)

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
            found = self.activities(period)
            free = [line for line in found.lines if line.task is None and not line.activity.only_breaks]
            free.sort(key=lambda line: (not line.both, not line.in_time, not line.in_stress))
            queue += [(None, line.key) for line in free]
            of += len(free)
        return queue, of

    def next_actions(self) -> tuple[NextAction, ...]:
        """Return what to do next about each reviewed task, the ones with most yes first (N06)."""
        found = []
        for task in self.all_tasks():
            if task.reviewed_at is None:
                continue
            step = self.next_step(task)
            if step is None:
                continue
            yes = sum(given.answer == "yes" for given in task.answers.values())
            found.append(NextAction(task, step.key, step.sentence, yes))
        return tuple(sorted(found, key=lambda one: (-one.yes, one.task.id)))

    def next_step(self, task: Task) -> Any:
        """Return the step that comes next for a task; told by the service this is part of."""
        raise NotImplementedError


_TITLES: dict[str, str] = {
    "dislike": "“dislike it”",
    "unskilled": "“weak at it”",
    "postponed": "“put off”",
    "time_share": "“eats time”",
    "stress_share": "“causes stress”",
    "cheaper": "“costs less”",
}


__all__ = ["Activities", "ActivityLine", "NextAction", "Period", "QuestionView", "ReviewVerbs", "WalkStep"]
