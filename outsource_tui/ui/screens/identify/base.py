"""What the parts of Identify share: what is highlighted, its task, asking for a reason."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from outsource_tui.domain.errors import NotYetError, OutsourceError, RuleError
from outsource_tui.ui.screens.identify.list import Kept, Listed, Order
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.task import Task
    from outsource_tui.services.identify import Activities, Period

Mode = Literal["entries", "review", "crosses", "actions"]


class IdentifyBase(StageScreen):
    """The state of the screen and the ways to the task under the cursor."""

    stage = "identify"
    side_from: ClassVar[int] = 108
    labels: ClassVar[dict[str, str]] = {"record.open": "edit", "record.new": "new task"}

    def __init__(self) -> None:
        """Start with the last 30 days and the entries of what is highlighted."""
        super().__init__()
        self.mode: Mode = "entries"
        self.period_name = "month"
        self.order: Order = "both"
        self.kept: Kept = "all"
        self.found: Activities | None = None
        self.target: str = ""
        """Key of the row the lower pane is about."""
        self.heading_out: str | None = None
        """Id of the task `o` is taking to a brief."""

    # What is highlighted

    @property
    def activities(self) -> RecordTable[Listed]:
        """Return the list."""
        return self.query_one("#activities", RecordTable)

    @property
    def period(self) -> "Period":
        """Return the period looked at."""
        return self.services.identify.period(self.period_name)

    def row(self) -> Listed | None:
        """Return the row the keys are about: the one the lower pane shows, else the one under the cursor."""
        return self.activities.current

    def task_or_none(self) -> "Task | None":
        """Return the task of the row, or None."""
        row = self.row()
        if row is None or row.task is None:
            return None
        return self.services.identify.get(row.task)

    def nothing_here(self) -> str | None:
        """Return why nothing can be done with the row."""
        return None if self.row() is not None else "Nothing is highlighted; log what you do with + or press n."

    def no_task_here(self) -> str | None:
        """Return why nothing can be done that needs a task on the list."""
        row = self.row()
        if row is None:
            return self.nothing_here()
        return None if row.task is not None else "It is not on your list yet; t makes a task of it, r reviews it."

    def task_here(self) -> "Task":
        """Return the task of the row; an activity becomes one."""
        task = self.task_or_none()
        if task is not None:
            return task
        row = self.row()
        if row is None or row.activity is None:
            raise NotYetError("Nothing is highlighted; log what you do with + or press n.")
        if row.activity.activity.only_breaks:
            raise NotYetError("A break is not work to hand on.")
        made = self.services.identify.task_from_activity(row.activity.key)
        self.outsource.changed()
        return made

    # For the parts to give

    def set_mode(self, mode: Mode, focus: bool = True) -> None:
        """Show another lower pane."""

    def go_to_task(self, task_id: str) -> bool:
        """Put the cursor on a row of the task; tell whether it is listed."""
        for row in self.activities.all_rows:
            if row.task == task_id:
                return self.activities.go_to(row.key)
        if self.kept != "all":
            self.kept = "all"
            self.show()
            return self.go_to_task(task_id)
        return False

    def go_on(self, task: "Task") -> None:
        """Go on with the way to a brief, if that task is on it."""

    # Rules

    async def with_reason(self, title: str, do: Callable[[str], "Task"]) -> "Task | None":
        """Do something, asking for a reason when a rule stands in the way; tell what is missing otherwise."""
        from outsource_tui.ui.dialogs.reason import ReasonDialog

        reason = ""
        while True:
            try:
                done = do(reason)
            except RuleError as error:
                said = await self.outsource.push_screen_wait(ReasonDialog(title, str(error)))
                if said is None:
                    return None
                reason = said
                continue
            except OutsourceError as error:
                self.outsource.tell_error(error)
                return None
            self.outsource.changed()
            return done
