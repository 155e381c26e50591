"""What the common keys and the small ones do on Identify."""

from typing import TYPE_CHECKING

from textual import work

from outsource_tui.domain.errors import NotYetError
from outsource_tui.ui.screens.identify.inputs import InputsPart
from outsource_tui.ui.screens.identify.list import (
    DECIDED,
    ORDERS,
    PERIODS,
    SHOWN,
)
from outsource_tui.ui.show import count
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outsource_tui.domain.arithmetic import Step
    from outsource_tui.domain.task import Task
    from outsource_tui.services.identify import NextAction


class VerbsPart(InputsPart):
    """Open, delete, explain; the period, the order and what is shown."""

    def why_not_record_open(self) -> str | None:
        """Return why nothing can be opened."""
        return self.nothing_here()

    def do_record_open(self) -> None:
        """Show the verdict where it has no room beside the list; else edit the task, or show the entry on Today."""
        focused = self.focused
        if isinstance(focused, RecordTable) and focused.id == "entries":
            if focused.current is None:
                raise NotYetError("No entry is highlighted.")
            self.outsource.focus_record("today", "entries", focused.current.id)
            return
        if self.open_side():
            self.call_after_refresh(self.show_side, self.row())
            return
        self.do_task_make()

    def why_not_record_delete(self) -> str | None:
        """Return why nothing can be deleted."""
        if isinstance(self.focused, RecordTable) and self.focused.id == "entries":
            return None if self.focused.current is not None else "No entry is highlighted."
        row = self.row()
        if row is not None and row.task is None:
            return "It is in your log, not on your list; delete its entries below instead."
        return self.nothing_here()

    def do_record_delete(self) -> None:
        """Delete the entry or the task; undo brings it back."""
        if isinstance(self.focused, RecordTable) and self.focused.id == "entries":
            ids = [entry.id for entry in self.focused.marked_rows]
            gone = self.services.log.delete(ids)
            self.tell(f"Deleted {count(gone, 'entry', 'entries')}; u brings back what was there.")
        else:
            task = self.task_here()
            self.services.identify.delete_task(task)
            self.tell(f"{task.title} is off your list; its entries stay, u brings it back.")
        self.outsource.changed()

    def why_not_record_text(self) -> str | None:
        """Return why there is no note to write."""
        return self.no_task_here()

    def do_record_text(self) -> None:
        """Write the task's note in $EDITOR."""
        from outsource_tui.ui.editor import edit_text

        task = self.task_here()
        text = edit_text(self.outsource, task.note, title=f"the note on {task.title}")
        if text is not None:
            self.services.identify.edit_task(task, note=text)
            self.outsource.changed()

    def why_not_figure_explain(self) -> str | None:
        """Return why there is no arithmetic."""
        return self.nothing_here()

    def do_figure_explain(self) -> None:
        """Show the arithmetic of the question, the criterion, the verdict or the activity that is highlighted."""
        asked, crossed = self.review.current, self.crosses.current
        task = self.task_or_none()
        if self.mode == "review" and asked is not None and asked.view.evidence.steps:
            self._arithmetic(asked.view.ask, asked.view.evidence.steps, asked.view.evidence.sentence)
        elif self.mode == "crosses" and crossed is not None and crossed.steps:
            self._arithmetic(crossed.ask, crossed.steps, crossed.why)
        elif task is not None:
            self._explain_verdict(task)
        else:
            row, found = self.row(), self.found
            if row is not None and row.activity is not None and found is not None:
                self._arithmetic(row.name, [*found.steps_of(row.activity), *self._overall()], found.message)

    def _explain_verdict(self, task: "Task") -> None:
        view = self.services.verdicts.view(task)
        closing = f"{view.flip[:1].upper()}{view.flip[1:]}. {view.measured_line[:1].upper()}{view.measured_line[1:]}."
        hours = self.services.verdicts.figures(task).hours.steps
        given = [step for step in view.verdict.input_steps if step.key != "hours"]
        steps = [*hours, *given, *view.steps]
        if task.origin == "client":
            steps += self.services.identify.contract(task).card.steps
        row = self.row()
        if row is not None and row.activity is not None and self.found is not None:
            steps += self.found.steps_of(row.activity)[-2:]
        self._arithmetic(f"The verdict on {task.title}", [*steps, *self._overall()], closing)

    def _overall(self) -> "list[Step]":
        """Return the arithmetic of the figures at the top of the screen and between the rows."""
        from outsource_tui.domain.arithmetic import Step

        steps = list(self.found.steps) if self.found is not None else []
        freed = self.services.identify.freed()
        if freed.dropped_hours:
            dropped = count(freed.dropped, "task")
            steps.append(Step("dropped", f"{dropped} you dropped, a month", freed.dropped_hours, "computed", "h"))
        return steps

    def _arithmetic(self, title: str, steps: "Sequence[Step]", closing: str) -> None:
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        self.outsource.push_screen(ArithmeticDialog(title, steps, closing=closing))

    # Period, order, what is shown

    def do_activities_period(self) -> None:
        """Look at another period."""
        names = [name for name, _words in PERIODS]
        self.period_name = names[(names.index(self.period_name) + 1) % len(names)]
        self.show()
        self.tell(f"{dict(PERIODS)[self.period_name].capitalize()}.")

    def do_activities_order(self) -> None:
        """Order by both, time or stress."""
        names = [name for name, _words in ORDERS]
        self.order = names[(names.index(self.order) + 1) % len(names)]
        self.activities.sort_by(None)
        self.show()
        self.activities.move_to(0)
        self.tell(f"By {dict(ORDERS)[self.order]}.")

    def do_activities_show(self) -> None:
        """Show everything, tasks, client portions, what is decided, or what is archived."""
        names = [name for name, _words in SHOWN]
        self.kept = names[(names.index(self.kept) + 1) % len(names)]
        self.show()
        self.tell(f"{dict(SHOWN)[self.kept].capitalize()}.")

    # Small verbs

    def why_not_task_put_off(self) -> str | None:
        """Return why there is nothing to put off."""
        return self.nothing_here()

    def do_task_put_off(self) -> None:
        """Count one more postponement."""
        task = self.services.identify.put_off(self.task_here())
        self.outsource.changed()
        times = self.services.identify.line(task).postponed
        self.tell(f"{task.title} was put off {'once' if times == 1 else f'{times} times'}.")

    def why_not_task_archive(self) -> str | None:
        """Return why nothing can be archived."""
        return self.no_task_here()

    def do_task_archive(self) -> None:
        """Archive the task or bring it back."""
        task, identify = self.task_here(), self.services.identify
        if task.archived_at is None:
            identify.archive(task)
            self.tell(f"{task.title} is archived; F shows it, u brings it back.")
        else:
            identify.unarchive(task)
            self.tell(f"{task.title} is back.")
        self.outsource.changed()

    def do_walk_actions(self) -> None:
        """List what to do next."""
        self.set_mode("actions")

    def do_next_do(self) -> None:
        """Open the step that comes next."""
        table: RecordTable[NextAction] = self.query_one("#actions", RecordTable)
        here = table.current
        if here is None:
            raise NotYetError("Nothing is reviewed yet; r begins.")
        task = self.services.identify.get(here.task.id)
        self.go_to_task(task.id)
        if task.decision is not None and task.decision.verdict in DECIDED and task.decision.verdict != "outsource":
            self.do_task_decide()
            return
        self.set_mode("entries")
        self.go_on(task)

    def do_task_examples(self) -> None:
        """Show what people hand on, by kind of work; the chosen one comes on the list (S1-20)."""
        self._ask_example()

    @work
    async def _ask_example(self) -> None:
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        kinds = {one.key: one.label for one in loader.kinds()}
        reasons = {one.key: one.title.lower() for one in loader.questions()}
        examples = loader.examples()
        choices = [
            Choice(str(number), one.text, f"{kinds[one.kind]}, {reasons[one.why]}")
            for number, one in enumerate(examples)
        ]
        chosen = await self.outsource.push_screen_wait(ChoiceDialog("What people hand on", choices))
        if chosen is None:
            return
        example = examples[int(chosen)]
        task = self.services.identify.add_task(example.text, category=example.kind)
        self.outsource.changed()
        self.go_to_task(task.id)
        self.tell(f"{task.title} is on your list; t says what it is for you, u takes it back.")

    def do_side_down(self) -> None:
        """Scroll the side pane down."""
        self.query_one("#facts", Paper).scroll_by(6)

    def do_side_up(self) -> None:
        """Scroll the side pane up."""
        self.query_one("#facts", Paper).scroll_by(-6)
