"""The log by day, activity, task and engagement, kept up to date row by row: no figure walks over the whole of it."""

import threading
from bisect import bisect_left, insort
from collections.abc import Sequence
from datetime import date

from outsource_tui.domain.log_row import LogRow, row_order
from outsource_tui.domain.pareto import ActivityTable
from outsource_tui.store.workspace import Workspace

_PERIODS = 8
"""How many periods keep their sums: those of one screen, and a few that were looked at before."""
Days = tuple[str | None, str | None]
ALL: Days = (None, None)


class LogGroups:
    """One log in the orders that figures need; what it returns is not to be changed."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at the log of `workspace`; nothing is read before the first question."""
        self._workspace = workspace
        self._looking = threading.RLock()
        self._turn = -1
        self._days: dict[str, int] = {}
        self._ordered: list[str] | None = None
        self._engagements: dict[str, list[LogRow]] = {}
        self._tasks: dict[str, list[LogRow]] = {}
        self._tables: dict[Days, ActivityTable] = {}

    def entries_on(self, day: str) -> int:
        """Return how many entries a day ("YYYY-MM-DD") has."""
        self._look()
        return self._days.get(day, 0)

    def days(self) -> Sequence[str]:
        """Return the days on which anything was logged, oldest first."""
        with self._looking:
            self._look()
            if self._ordered is None:
                self._ordered = sorted(day for day in self._days if day)
            return self._ordered

    def of_engagement(self, engagement: str) -> Sequence[LogRow]:
        """Return the entries that name an engagement, oldest first."""
        self._look()
        return self._engagements.get(engagement, ())

    def of_task(self, task: str) -> Sequence[LogRow]:
        """Return the entries that name a task themselves, oldest first."""
        self._look()
        return self._tasks.get(task, ())

    def activities(self, since: date | None = None, until: date | None = None) -> ActivityTable:
        """Return the activities of the days from `since` to `until`, both included; None is open."""
        days = (None if since is None else since.isoformat(), None if until is None else until.isoformat())
        with self._looking:
            self._look()
            table = self._tables.pop(days, None)
            if table is None:
                table = ActivityTable(self._workspace.rows_between(*days))
            self._tables[days] = table
            while len(self._tables) > _PERIODS:
                # The one asked for longest ago; the whole log's is asked for everywhere.
                del self._tables[next(one for one in self._tables if one != ALL)]
            return table

    def _look(self) -> None:
        with self._looking:
            turn = self._workspace.log_version
            if turn == self._turn:
                return
            steps = self._workspace.log_changes(self._turn)
            if steps is None:
                self._begin()
            else:
                for before, now in steps:
                    if before is not None:
                        self._leave(before)
                    if now is not None:
                        self._enter(now)
            self._turn = turn

    def _begin(self) -> None:
        self._ordered = None
        self._tables.clear()
        days: dict[str, int] = {}
        engagements: dict[str, list[LogRow]] = {}
        tasks: dict[str, list[LogRow]] = {}
        for row in self._workspace.rows():
            days[row.day] = days.get(row.day, 0) + 1
            if row.engagement is not None:
                engagements.setdefault(row.engagement, []).append(row)
            if row.task is not None:
                tasks.setdefault(row.task, []).append(row)
        self._days, self._engagements, self._tasks = days, engagements, tasks

    def _enter(self, row: LogRow) -> None:
        if row.day not in self._days:
            self._ordered = None
        self._days[row.day] = self._days.get(row.day, 0) + 1
        for name, groups in ((row.engagement, self._engagements), (row.task, self._tasks)):
            if name is not None:
                insort(groups.setdefault(name, []), row, key=row_order)
        for days, table in self._tables.items():
            if _within(row.day, days):
                table.add(row)

    def _leave(self, row: LogRow) -> None:
        left = self._days[row.day] - 1
        self._days[row.day] = left
        if not left:
            del self._days[row.day]
            self._ordered = None
        for name, groups in ((row.engagement, self._engagements), (row.task, self._tasks)):
            if name is not None:
                group = groups[name]
                del group[bisect_left(group, row_order(row), key=row_order)]
                if not group:
                    del groups[name]
        for days, table in self._tables.items():
            if _within(row.day, days):
                table.remove(row)


def _within(day: str, days: Days) -> bool:
    since, until = days
    return (since is None or since <= day) and (until is None or day <= until)
