"""Everything whose date has come; one list for command and app (N19)."""

from outsource_tui.domain.due import due_items
from outsource_tui.domain.due_reader import Due, LogSummary
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
    "platforms",
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
        now = self.desk.now()
        log = self.desk.log
        summary = LogSummary(log.entries_on(now.date().isoformat()), len(log.days()))
        return due_items({kind: self.desk.workspace.documents(kind) for kind in TABLES}, summary, now)

    def document(self) -> list[dict[str, str | None]]:
        """Return the document of `due --json`."""
        return [item.document() for item in self.items()]
