"""Everything whose date has come; one list for command and app (N19)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outsource_tui.domain.due import due_items
from outsource_tui.domain.due_reader import Due, log_summary
from outsource_tui.services.desk import Desk

TABLES = (
    "tasks",
    "briefs",
    "postings",
    "candidates",
    "negotiations",
    "engagements",
    "outcomes",
    "templates",
    "settings",
)
"""The tables that being due can depend on."""


class DueService:
    """What is due now."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    def items(self) -> list[Due]:
        """Return all that is due, the oldest first."""
        return due_now(self.desk.workspace, self.desk.now())

    def document(self) -> list[dict[str, str | None]]:
        """Return the document of `due --json`."""
        return [item.document() for item in self.items()]


def due_now(workspace: Any, now: datetime) -> list[Due]:
    """Return what is due from a workspace's stored documents and rows."""
    documents: Mapping[str, Mapping[str, Mapping[str, Any]]] = {kind: workspace.documents(kind) for kind in TABLES}
    return due_items(documents, log_summary(workspace.rows(), now.date()), now)
