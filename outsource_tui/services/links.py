"""Which task an entry belongs to: the one it names, else the one that holds its activity; no pydantic, for `report`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from outsource_tui.domain.log_row import LogRow, activity_key


def activity_tasks(tasks: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the task id of each linked activity key from stored task documents by id; the oldest task wins."""
    found: dict[str, str] = {}
    for task_id in sorted(tasks):
        for key in tasks[task_id].get("activities") or ():
            found.setdefault(key, task_id)
    return found


def task_of(row: LogRow, by_activity: Mapping[str, str]) -> str | None:
    """Return the id of the task an entry counts for, or None."""
    return row.task or by_activity.get(activity_key(row))


def rows_by_task(rows: Iterable[LogRow], by_activity: Mapping[str, str]) -> dict[str, list[LogRow]]:
    """Return the rows of each task in one pass over the log, oldest first."""
    found: dict[str, list[LogRow]] = {}
    keys: dict[tuple[str, str, str], str | None] = {}
    for row in rows:
        task = row.task
        if task is None:
            said = (row.text, row.project, row.client)
            if said not in keys:
                keys[said] = by_activity.get(activity_key(row))
            task = keys[said]
        if task is not None:
            found.setdefault(task, []).append(row)
    return found


def log_days(rows: Sequence[LogRow]) -> list[str]:
    """Return the days on which anything was logged, oldest first."""
    return sorted({row.day for row in rows if row.day})
