"""The tasks of Identify: by hand, from an activity or an entry, linked; activities merged."""

from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.domain.errors import NotYetError
from outsource_tui.ui.screens.identify.list import Listed
from outsource_tui.ui.screens.identify.who import WhoPart
from outsource_tui.ui.show import count as many

if TYPE_CHECKING:
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.domain.task import Task
    from outsource_tui.ui.dialogs.fields import Field


class TasksPart(WhoPart):
    """The list of tasks and the activities behind them."""

    def _task_fields(self, task: "Task | None", title: str = "") -> "list[Field]":
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.fields import Field

        def kept(name: str) -> Any:
            return getattr(task, name) if task is not None else None

        def said(name: str) -> Any:
            value = kept(name)
            return None if value is None else "yes" if value else "no"

        yes_no = (("yes", "yes"), ("no", "no"))
        return [
            Field("title", "task", "text", kept("title") or title, required=True, help="what you might stop doing"),
            Field(
                "category",
                "kind of work",
                "choice",
                kept("category") or None,
                options=[(one.key, one.label) for one in loader.kinds()],
            ),
            Field(
                "recurrence",
                "comes up",
                "choice",
                kept("recurrence") or "recurring",
                required=True,
                options=(("recurring", "again and again"), ("once", "once")),
            ),
            Field(
                "origin",
                "it is",
                "choice",
                kept("origin") or "own",
                required=True,
                options=(("own", "your own work"), ("client", "a portion of a client's project")),
            ),
            Field("client", "client", "text", kept("client") or ""),
            Field("project", "project", "text", kept("project") or ""),
            Field("better_use", "better use of the time", "text", kept("better_use") or ""),
            Field("liking", "you like it", "score", kept("liking"), help="empty: as the log says"),
            Field("skill", "your skill", "score", kept("skill"), help="empty: as the log says"),
            Field("wants_to_improve", "you want to get better", "choice", said("wants_to_improve"), options=yes_no),
            Field("needed_skill", "the skill it needs", "score", kept("needed_skill")),
            Field("important", "it is vital", "choice", said("important"), options=yes_no),
            Field("personal", "you would rather do it", "choice", said("personal"), options=yes_no),
            Field("impact", "how bad if it fails", "score", kept("impact")),
            Field("likelihood", "how likely that is", "score", kept("likelihood")),
            Field("postponed", "put off, times", "whole", kept("postponed") or 0),
        ]

    def why_not_task_make(self) -> str | None:
        """Return why no task can be made."""
        return self.nothing_here()

    def do_task_make(self) -> None:
        """Make a task of the activity, or edit the one it has."""
        row, task = self.row(), self.task_or_none()
        if row is None:
            return
        if task is None and (row.activity is None or row.activity.activity.only_breaks):
            raise NotYetError("A break is not work to hand on.")
        self._task_form(row, task)

    @work
    async def _task_form(self, row: Listed, task: "Task | None") -> None:
        from outsource_tui.ui.dialogs.form import FormDialog

        key = row.activity.key if row.activity is not None else ""
        first = task

        def save(values: dict[str, Any]) -> "Task":
            values = _flags(values)
            if first is not None:
                return self.services.identify.edit_task(first, **values)
            # What the log knows stands where nothing was typed.
            values = {name: value for name, value in values.items() if value not in (None, "")}
            return self.services.identify.task_from_activity(key, **values)

        done = await self.outsource.push_screen_wait(
            FormDialog(
                f"Edit {task.title}" if task is not None else "A task of this activity",
                self._task_fields(task, row.name),
                submit=save,
                draft=f"task-{task.id}" if task is not None else "",
                currency=self.currency,
            )
        )
        if done is not None:
            self.outsource.changed()

    @work
    async def do_record_new(self) -> None:
        """Put a task on the list by hand."""
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        fields = [one for one in self._task_fields(None) if one.name in _NEW]
        fields.insert(3, Field("hours", "your hours on it", "hours", None, help="a month, or once; empty: unknown"))

        def save(values: dict[str, Any]) -> "Task":
            estimate = values.pop("hours")
            task = self.services.identify.add_task(**{name: one for name, one in values.items() if one is not None})
            if estimate is not None:
                task = self.services.verdicts.set_input(task, "hours", estimate)
            return task

        task = await self.outsource.push_screen_wait(
            FormDialog("New task", fields, submit=save, draft="task-new", currency=self.currency)
        )
        if task is not None:
            self.kept = "all" if self.kept not in ("all", "tasks") else self.kept
            self.outsource.changed()
            self.go_to_task(task.id)

    def why_not_task_link(self) -> str | None:
        """Return why nothing can be linked."""
        row = self.row()
        if row is None:
            return self.nothing_here()
        return None if row.activity is not None else "Only activities of the log are linked; this is a task itself."

    def do_task_link(self) -> None:
        """Count the marked activities for a task."""
        self._link([row for row in self.activities.marked_rows if row.activity is not None])

    @work
    async def _link(self, rows: list[Listed]) -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        chosen = await self._choose_task(
            rows[0].name if len(rows) == 1 else f"{len(rows)} activities",
            [Choice("none", "no task", "take it off its task")] if any(row.task for row in rows) else [],
            ChoiceDialog,
        )
        if chosen is None:
            return
        identify = self.services.identify
        for row in rows:
            if row.activity is None:
                continue
            if chosen == "none":
                if row.task is not None:
                    identify.unlink(identify.get(row.task), row.activity.key)
            else:
                identify.link(identify.get(chosen), row.activity.key)
        self.activities.clear_marks()
        self.outsource.changed()

    async def _choose_task(self, name: str, first: list[Any], dialog: Any) -> str | None:
        from outsource_tui.ui.dialogs.choice import Choice

        tasks = self.services.identify.tasks()
        choices = [*(Choice(one.task.id, one.task.title, one.word) for one in tasks), *first]
        chosen: str | None = await self.outsource.push_screen_wait(
            dialog(f"Count {name} for", choices, empty="There is no task yet; t makes one of the activity.")
        )
        return chosen

    def do_entry_link(self) -> None:
        """Count one entry alone for another task."""
        from outsource_tui.ui.widgets.record_table import RecordTable

        entry = self.query_one("#entries", RecordTable).current
        if entry is None:
            raise NotYetError("No entry is highlighted.")
        self._link_entry(entry)

    @work
    async def _link_entry(self, entry: "LogRow") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        first = [Choice("none", "no task of its own", "as its activity says")] if entry.task else []
        chosen = await self._choose_task("this entry", first, ChoiceDialog)
        if chosen is not None:
            self.services.log.link_task([entry.id], None if chosen == "none" else chosen)
            self.outsource.changed()

    def do_entry_task(self) -> None:
        """Make a task of an entry's activity (S1-04)."""
        from outsource_tui.ui.widgets.record_table import RecordTable

        entry = self.query_one("#entries", RecordTable).current
        if entry is None:
            raise NotYetError("No entry is highlighted.")
        task = self.services.identify.task_from_entry(entry.id)
        self.outsource.changed()
        self.go_to_task(task.id)
        self.tell(f"{task.title} is on your list.")

    # Merging

    def why_not_activity_merge(self) -> str | None:
        """Return why nothing can be merged."""
        return None if len(self.activities.all_rows) > 1 else "There are no two activities to merge."

    @work(exclusive=True, group="merge")
    async def do_activity_merge(self) -> None:
        """Merge the marked activities, or look for texts that are alike."""
        import asyncio

        from outsource_tui.domain.similar import Group
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        identify = self.services.identify
        marked = [row for row in self.activities.marked_rows if row.activity is not None]
        by_key = {row.activity.key: row for row in self.activities.all_rows if row.activity is not None}
        if len(marked) > 1:
            keys = tuple(row.activity.key for row in marked if row.activity is not None)
        else:
            period = self.period
            if len(by_key) > _MANY:
                self.tell("Looking for texts that are alike.")
            groups: list[Group] = await asyncio.to_thread(identify.similar, period)
            here = self.activities.current_key
            groups = [group for group in groups if all(key in by_key for key in group.keys)]
            # The group of what is highlighted is offered first.
            groups.sort(key=lambda group: all(f"a:{key}" != here for key in group.keys))
            if not groups:
                self.tell("No two texts look alike. Mark activities with space to merge them by hand.")
                return
            chosen = await self.outsource.push_screen_wait(
                ChoiceDialog(
                    "These look alike",
                    [
                        Choice(
                            str(number),
                            by_key[group.keep].name,
                            ", ".join(by_key[key].name for key in group.keys if key != group.keep),
                        )
                        for number, group in enumerate(groups)
                    ],
                )
            )
            if chosen is None:
                return
            keys = groups[int(chosen)].keys
        ordered = sorted(keys, key=lambda key: -by_key[key].activity.activity.entries)  # type: ignore[union-attr]
        into = await self.outsource.push_screen_wait(
            ChoiceDialog(
                f"Merge {len(ordered)} activities under which words?",
                [Choice(key, by_key[key].name, _entries(by_key[key])) for key in ordered],
            )
        )
        if into is None:
            return
        changed = identify.merge_activities(keys, into)
        self.activities.clear_marks()
        self.outsource.changed()
        self.activities.go_to(f"a:{into}")
        self.tell(f"{many(changed, 'entry', 'entries')} now say {by_key[into].name}; u takes it back.")


_MANY = 300
"""Activities from which on comparing their texts takes a moment."""


def _entries(row: Any) -> str:
    return many(row.activity.activity.entries, "entry", "entries")


def _flags(values: dict[str, Any]) -> dict[str, Any]:
    result = dict(values)
    for name in ("important", "personal", "wants_to_improve"):
        if name in result:
            result[name] = None if result[name] is None else result[name] == "yes"
    for name in ("category", "client", "project", "better_use"):
        if name in result and result[name] is None:
            result[name] = ""
    if result.get("postponed", 0) is None:
        result["postponed"] = 0
    return result


_NEW = ("title", "category", "recurrence", "origin", "client", "project", "better_use")
