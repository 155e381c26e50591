"""The log of a period as activities: time and stress, both Paretos, what looks alike, what I like (N05, S1-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from outsource_tui.domain.arithmetic import DAYS_A_MONTH, Step, decimal, shown_number
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.log_row import LogRow, shown_text
from outsource_tui.domain.observed import MIN_LOGGED_DAYS, observed_days, observed_step
from outsource_tui.domain.pareto import (
    Activity,
    ActivityTable,
    Pareto,
    by_stress,
    by_time,
    in_both,
    love_share,
    loved_of,
)
from outsource_tui.domain.similar import Group, Neighbours, similar_groups
from outsource_tui.domain.task import Task
from outsource_tui.services.phrases import counted
from outsource_tui.services.tasks import STAGE_WORDS, TaskVerbs


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
    """Hours a month, scaled by the days the log stands for; None under three logged days or without any length."""
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
    work_seconds: int | float
    """Breaks left out."""
    stress_seconds: int | float
    """Stress times seconds, over what says both."""
    days_logged: int
    stands_for: Step
    """Days the log stands for, with how they came about."""
    loved_seconds: int | float
    """On what I like at 4 or above (a setting), of those whose liking is known (S1-02)."""
    liking_seconds: int | float
    """Whose liking is known."""
    message: str
    """What is missing before the figures can be trusted, or empty."""

    @property
    def love(self) -> float | None:
        """Return the share of hours on what I like, 0 to 1; None while nobody said."""
        return self.loved_seconds / self.liking_seconds if self.liking_seconds else None

    def steps_of(self, line: ActivityLine) -> tuple[Step, ...]:
        """Return the arithmetic of an activity's figures: its hours a month, its shares of time and of stress."""
        activity = line.activity
        logged, days = decimal(activity.seconds) / 3600, self.stands_for.shown()
        steps = [
            Step("logged", _entries_of(activity), logged if activity.seconds else None, "measured", "h"),
            self.stands_for,
            Step(
                "a month",
                f"{shown_number(logged)} h × {DAYS_A_MONTH} / {days} days",
                line.month_hours,
                "computed",
                "h",
            ),
        ]
        if line.time_share is not None:
            mine, work = decimal(activity.work_seconds) / 3600, decimal(self.work_seconds) / 3600
            steps.append(_share_step("of your time", mine, work, "breaks left out"))
        if activity.stress_seconds is not None:
            mine, stress = decimal(activity.stress_seconds) / 3600, decimal(self.stress_seconds) / 3600
            steps.append(_share_step("of your stress", mine, stress, "stress × hours"))
        return tuple(steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the arithmetic of the figures about all activities: both Paretos and what I like."""
        steps = []
        for label, found, seconds in (
            ("the few by time", self.time, self.work_seconds),
            ("the few by stress", self.stress, self.stress_seconds),
        ):
            if found.activities:
                whole = decimal(seconds) / 3600
                held = f"{found.activities} of {found.of} activities"
                steps.append(_share_step(label, decimal(found.share) * whole, whole, held))
        if self.love is not None:
            loved, known = decimal(self.loved_seconds) / 3600, decimal(self.liking_seconds) / 3600
            steps.append(_share_step("on what you like", loved, known, "of hours whose liking you said"))
        return tuple(steps)

    def line(self, key: str) -> ActivityLine | None:
        """Return the line of an activity, or None."""
        return next((line for line in self.lines if line.key == key), None)


def _entries_of(activity: Activity) -> str:
    said = counted(activity.entries, "entry", "entries")
    return f"{said}, {activity.without_length} without a length" if activity.without_length else said


def _share_step(label: str, mine: Decimal, whole: Decimal, what: str) -> Step:
    share = mine / whole if whole else Decimal(0)
    return Step(label, f"{shown_number(mine)} / {shown_number(whole)} h, {what}", share, "computed", "share")


class _Sums(NamedTuple):
    days: int
    span: int
    seconds: int | float
    loved: int | float
    liking: int | float


class ActivityVerbs(TaskVerbs):
    """The log seen as activities."""

    _summed: "tuple[tuple[int, int], dict[Period, _Sums]] | None" = None
    _found: tuple[object, dict[Period, Activities]] | None = None
    _near: tuple[list[Activity], Neighbours] | None = None

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
        table = self._activity_table(period)
        listed = table.activities()
        threshold = float(self.desk.settings.pareto_threshold)
        time, stress = by_time(listed, threshold), by_stress(listed, threshold)
        time_keys, stress_keys = set(time.keys), set(stress.keys)
        tasks = {task.id: task for task in self.desk.all(Task)}
        links = self.log.links()
        sums = self._sums(period, rows)
        workdays = max(1, len(set(self.desk.settings.workdays)))
        days = observed_days(sums.days, sums.span, workdays)
        words: dict[str, str] = {}
        lines = []
        work = sum(activity.work_seconds for activity in listed)
        for activity in listed:
            task = tasks.get(links.get(activity.key) or activity.task or "")
            if task is not None and task.id not in words:
                words[task.id] = STAGE_WORDS[self.stage(task)]
            month = None
            # Entries nobody gave a length are unknown, not nothing.
            unknown = not activity.seconds and activity.without_length > 0
            if sums.days >= MIN_LOGGED_DAYS and not unknown:
                month = decimal(activity.seconds) / 3600 * DAYS_A_MONTH / days
            lines.append(
                ActivityLine(
                    activity,
                    month,
                    task.id if task else None,
                    task.title if task else "",
                    words[task.id] if task else "",
                    activity.key in time_keys,
                    activity.key in stress_keys,
                    None if activity.only_breaks or unknown or not work else activity.work_seconds / work,
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
            work,
            sum(activity.stress_seconds or 0 for activity in listed),
            sums.days,
            observed_step(sums.days, sums.span, workdays),
            sums.loved,
            sums.liking,
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
                *loved_of(rows, love_from),
            )
        return held[period]

    def entries(self, key: str, period: Period | None = None) -> tuple[LogRow, ...]:
        """Return the entries of an activity in a period, newest first."""
        period = period or Period()
        return tuple(reversed(self._activity_table(period).rows(key)))

    def similar(self, period: Period | None = None) -> list[Group]:
        """Return groups of activities whose texts look alike, offered for merging."""
        listed = self._activity_table(period or Period()).activities()
        return similar_groups({activity.key: activity.entries for activity in listed})

    def alike(self, key: str, period: Period | None = None) -> tuple[str, ...]:
        """Return the names of the activities whose texts look like this one's, the most alike first."""
        table = self._activity_table(period or Period())
        listed = table.activities()
        if self._near is None or self._near[0] is not listed:
            self._near = (listed, Neighbours(activity.key for activity in listed))
        return tuple(shown_text(table.rows(other)[0]) for other in self._near[1].of(key))

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
        for row in self.desk.rows_between(date.fromisoformat(f"{names[0]}-01"), None):
            if row.day[:7] in by_month:
                by_month[row.day[:7]].append(row)
        return tuple((name, love_share(by_month[name], self.desk.settings.love_from)) for name in names)

    def _today(self) -> date:
        return self.desk.now().date()

    def _rows_in(self, period: Period) -> Sequence[LogRow]:
        return self.desk.rows_between(period.since, period.until)

    def _activity_table(self, period: Period) -> ActivityTable:
        return self.desk.log.activities(period.since, period.until)

    def _message(self, entries: int, days: int) -> str:
        target = self.desk.settings.log_days
        if not entries:
            return "Nothing is logged in this stretch; log what you do for a few days and come back."
        if days < MIN_LOGGED_DAYS:
            return f"{counted(days, 'day')} logged: not enough yet for a month."
        if days < target:
            return f"{counted(days, 'day')} logged, {counted(target - days, 'more day')} to a fair picture."
        return ""
