"""Which task an entry belongs to: the one it names, else the one that holds its activity; no pydantic, for `report`."""

from collections.abc import Iterable, Mapping
from typing import Any

from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.pareto import DEFAULT_THRESHOLD, report_document
from outsource_tui.domain.text import normal


def activity_tasks(tasks: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the task id of each linked activity key from stored task documents by id; the oldest task wins."""
    found: dict[str, str] = {}
    for task_id in sorted(tasks):
        for key in tasks[task_id].get("activities") or ():
            found.setdefault(key, task_id)
    return found


def report(
    rows: Iterable[LogRow],
    tasks: Mapping[str, Mapping[str, Any]],
    since: str | None = None,
    until: str | None = None,
    threshold: float = DEFAULT_THRESHOLD,
) -> dict[str, Any]:
    """Return the document of `report --json`, each activity with the task it is linked to, however it is linked."""
    document = report_document(rows, since, until, threshold)
    by_activity = activity_tasks(tasks)
    if by_activity:
        for activity in document["activities"]:
            linked = by_activity.get(normal(activity["name"]))
            if linked is not None:
                activity["task"] = linked
    return document
