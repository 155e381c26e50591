"""Identify: the log seen as activities and tasks, the review walk, the cross-outs, the verdict."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from outsource_tui.domain.errors import NotYetError
from outsource_tui.ui.screens.identify_base import Mode
from outsource_tui.ui.screens.identify_decide import DecidePart
from outsource_tui.ui.screens.identify_rows import (
    DECIDED,
    ORDERS,
    PERIODS,
    SHOWN,
    Listed,
    action_columns,
    columns,
    cross_columns,
    entry_columns,
    list_rows,
    question_columns,
)
from outsource_tui.ui.screens.identify_side import activity_blocks, input_columns, task_blocks, verdict_line
from outsource_tui.ui.show import Piece, count, duration, hours, line, percent
from outsource_tui.ui.widgets.blocks import empty_state, heading, note, stack
from outsource_tui.ui.widgets.identify_input import InputLineField
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.services.identify import NextAction
    from outsource_tui.services.verdicts import InputLine, VerdictView

_PANES: dict[Mode, str] = {"entries": "entries", "review": "review", "crosses": "crosses", "actions": "actions"}
_ROWS_OF = {"review": 6, "crosses": 6}


class IdentifyScreen(DecidePart):
    """Activities and tasks above, entries, questions or cross-outs below, the verdict beside them."""

    CSS_PATH: ClassVar[str | Path] = "../styles/identify.tcss"

    def __init__(self) -> None:
        """Start with nothing shown yet."""
        super().__init__()
        self._view: VerdictView | None = None
        self._known: bool | None = None
        self._inputs = False
        self._editing: InputLine | None = None
        self._below = ""

    # Laying out

    def compose_main(self) -> ComposeResult:
        """Lay out the list and what belongs under it."""
        yield RecordTable(
            columns(True),
            key=lambda row: row.key,
            search=lambda row: row.search,
            gutter=lambda row: row.sign,
            can_mark=True,
            empty=empty_state(
                "Nothing to look at yet",
                "Log what you do for three to five days;\nthen you see what takes your time and what wears you out.",
                ("+", "log what you just did"),
                ("n", "put a task on your list by hand"),
                ("f", "look at another period"),
            ),
            id="activities",
        )
        yield OneLine(id="verdict-line")
        with Vertical(id="lower"):
            yield OneLine(id="lower-head")
            yield OneLine(id="lower-sub")
            yield RecordTable(
                entry_columns(self.today),
                key=lambda row: row.id,
                can_mark=True,
                id="entries",
                empty=[line(("No entries in this period; f looks further back.", "muted"))],
            )
            yield RecordTable(
                question_columns(),
                key=lambda row: row.view.key,
                header=False,
                fit=True,
                id="review",
                empty=[line(("A break has no questions.", "muted"))],
            )
            yield RecordTable(
                cross_columns(),
                key=lambda row: row.key,
                header=False,
                fit=True,
                id="crosses",
                empty=[line(("Not on your list yet; r reviews it first.", "muted"))],
            )
            yield RecordTable(
                action_columns(),
                key=lambda row: row.task.id,
                id="actions",
                empty=[line(("Nothing is reviewed yet; ", "muted"), ("r", "accent"), (" begins.", "muted"))],
            )
            yield Paper(id="evidence", right=1)

    def compose_side(self) -> ComposeResult:
        """Lay out the verdict and its inputs."""
        facts = Paper(ground="side", id="facts")
        yield facts
        yield RecordTable(input_columns(), key=lambda row: row.key, fit=True, ground="side", id="inputs")
        yield OneLine(ground="side", id="input-label")
        yield InputLineField(id="input-line")
        yield OneLine(ground="side", id="input-note")

    def on_mount(self) -> None:
        """Show the entries below at first."""
        super().on_mount()
        self._place_inputs()

    def adapt(self, width: int, height: int) -> None:
        """Give list and lower pane their share of the height."""
        self._place_lower()
        self._show_verdict_line()

    def _place_lower(self) -> None:
        if not self.query("#lower"):
            return
        size = self.app.size
        short = self.has_class("-short")
        room = max(1, size.height - (3 if short else 5))
        narrow = self.has_class("-narrow")
        working = self.mode in ("review", "crosses")
        lower, listing = self.query_one("#lower"), self.activities
        for mode, pane in _PANES.items():
            self.query_one(f"#{pane}").display = mode == self.mode
        self.query_one("#verdict-line").display = narrow and not (short and self.mode != "entries") and room >= 6
        # The two lines above the lower pane speak for the walk and the pass only; tables have heads of their own.
        self.query_one("#lower-head").display = working
        self.query_one("#lower-sub").display = working and room >= 14
        lower.set_class(not short, "-spaced")
        if short:
            lower.display = self.mode != "entries"
            listing.display = not lower.display
            lower.styles.height = "1fr"
            self.query_one("#evidence").display = False
            return
        listing.display = True
        lower.display = True
        if working:
            fixed = 1 + (2 if room >= 14 else 1) + 6
            evidence = max(0, min(11, room - fixed - max(7, room * 2 // 5)))
            evidence = evidence if evidence >= 3 else 0
            lower.styles.height = fixed + evidence
            self.query_one("#evidence").display = evidence > 0
        else:
            self.query_one("#evidence").display = False
            lower.styles.height = max(3, room * (2 if self.mode == "entries" else 3) // 6)

    # Where I am

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Return period, counts, what waits and what was freed."""
        period = dict(PERIODS)[self.period_name]
        found = self.found
        pieces: list[tuple[str, str]] = [("Identify", "bold"), (f"   {period}", "muted")]
        if found is None:
            return pieces
        width = self.app.size.width
        if width >= 60:
            pieces.append((f", {count(len(found.lines), 'activity', 'activities')}", "muted"))
        if width >= 72:
            pieces.append((f", {duration(found.seconds)}", "muted"))
        left, _of = self.services.identify.walk_left(self.period)
        if left:
            pieces += [("   ", ""), (str(left), "blue bold"), (" to review", "muted")]
        if found.message and width >= 100:
            return [*pieces, ("   ▲ ", "amber"), (found.message, "amber")]
        if found.love is not None and width >= 80:
            pieces += [("   ♥ ", "accent"), (percent(found.love), "accent")]
            pieces += [(" on what you like", "muted")] if width >= 100 else []
        freed = self.services.identify.freed()
        if freed.dropped_hours and width >= 110:
            pieces += [("   dropped ", "muted"), (hours(freed.dropped_hours), "accent"), (" a month", "muted")]
        if self.kept != "all":
            pieces.append((f"   {dict(SHOWN)[self.kept]}", "amber"))
        return pieces

    # Showing

    def show(self) -> None:
        """Bring list, lower pane and verdict up to date."""
        self.found = self.services.identify.activities(self.period)
        if not self.found.entries and self._known is None and self.services.desk.rows:
            # Nothing lately: begin with everything there is.
            self.period_name = "all"
            self.found = self.services.identify.activities(self.period)
        known = all(one.month_hours is not None for one in self.found.lines)
        if known != self._known:
            self._known = known
            self.activities.set_columns(columns(known))
        rows, separators = list_rows(self.found, self.services, order=self.order, kept=self.kept, room=self._room())
        self.activities.set_rows(rows, separators)
        self._below = ""
        self.show_detail()

    def _room(self) -> int:
        """Return the cells a line across the list has."""
        width = self.app.size.width
        return width - 8 - (0 if width < self.side_from else self.side_width + 2)

    def show_detail(self) -> None:
        """Bring everything about the highlighted row up to date."""
        row = self.row()
        self._show_lower(row)
        self._show_side(row)
        self._show_verdict_line()

    def _show_lower(self, row: Listed | None) -> None:
        below = f"{self.mode} {row.key if row is not None else ''}"
        moved = below != self.target
        self.target = below
        if self.mode == "review":
            self.show_review(moved)
        elif self.mode == "crosses":
            self.show_crosses(moved)
        elif self.mode == "actions":
            found = self.services.identify.next_actions()
            settled = ("kept", "dropped", "engagement")
            ordered = sorted(found, key=lambda one: one.key in settled)
            self.query_one("#actions", RecordTable).set_rows(ordered)
        else:
            entries = self.query_one("#entries", RecordTable)
            entries.set_rows(self._entries_of(row))
            if moved:
                entries.move_to(0)
        self._show_words(row)

    def _entries_of(self, row: Listed | None) -> "tuple[LogRow, ...]":
        if row is None:
            return ()
        if row.activity is not None:
            return self.services.identify.entries(row.activity.key, self.period)
        return tuple(reversed(self.services.identify.entries_of_task(self.services.identify.get(row.task or ""))))

    def _show_words(self, row: Listed | None) -> None:
        head, sub = self.lower_words(row)
        self.query_one("#lower-head", OneLine).set_line(head)
        self.query_one("#lower-sub", OneLine).set_line(sub)
        block = (
            self.evidence_block() if self.mode == "review" else self.cross_block() if self.mode == "crosses" else None
        )
        self.query_one("#evidence", Paper).draw(block if block is not None else (lambda _width: ()))

    def _show_side(self, row: Listed | None) -> None:
        facts = self.query_one("#facts", Paper)
        task = self.task_or_none()
        self._view = None
        if task is None:
            self._inputs = False
            self._place_inputs()
            facts.draw(
                activity_blocks(row)
                if row is not None
                else stack(heading("Verdict"), note("It builds up here once there is something to look at."))
            )
            return
        self._view = self.services.verdicts.view(task)
        facts.draw(task_blocks(self.services, task, self._view, self.today, brief=self._inputs))
        self.query_one("#inputs", RecordTable).set_rows(self._view.inputs)

    def _show_verdict_line(self) -> None:
        for found in self.query("#verdict-line").results(OneLine):
            found.set_line(verdict_line(self._view, self.row()))

    # Following the cursor

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Follow the cursor with the panes."""
        if message.table.id == "activities":
            below = f"{self.mode} {message.key or ''}"
            if below != self.target:
                self.later("detail", self.show_detail)
        elif message.table.id in ("review", "crosses"):
            self._show_words(self.row())
        elif message.table.id == "actions" and message.table.has_focus and message.row is not None:
            # The side pane explains the task whose next action is highlighted.
            self.go_to_task(message.row.task.id)

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        """Open what enter means in each pane."""
        action = {
            "review": "review.suggested",
            "crosses": "cross.facts",
            "inputs": "input.edit",
            "actions": "next.do",
        }.get(message.table.id or "", "record.open")
        self.run_action_id(action)

    def set_mode(self, mode: Mode, focus: bool = True) -> None:
        """Show another lower pane and go there."""
        self.mode = mode
        self._place_lower()
        self.show_detail()
        pane: RecordTable[Any] = self.query_one(f"#{_PANES[mode]}", RecordTable)
        if self._side_open:
            self.open_side(False)
        if mode == "entries":
            self.activities.focus()
        elif focus:
            pane.focus()
        self.refresh_frame()

    def back(self) -> bool:
        """Leave the inputs, then the walk or the pass."""
        if self._inputs:
            self._leave_inputs()
            return True
        if self.mode != "entries" and not self._side_open:
            self.heading_out = None
            self.set_mode("entries")
            return True
        return False

    # Carrying records

    def current_record(self) -> tuple[str, str] | None:
        """Return the highlighted entry or task."""
        if isinstance(self.focused, RecordTable) and self.focused.id == "entries" and self.focused.current is not None:
            return "entries", self.focused.current.id
        row = self.row()
        return ("tasks", row.task) if row is not None and row.task is not None else None

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on a task, on the activity of an entry, or on the task something belongs to."""
        if not self.services.desk.workspace.document(kind, record_id):
            return
        task_id: str | None = None
        if kind == "tasks":
            task_id = record_id
        elif kind == "entries":
            from outsource_tui.domain.log_row import activity_key

            entry = self.services.desk.workspace.row(record_id)
            if entry is not None:
                self._reveal_activity(activity_key(entry))
            return
        else:
            task_id = self._task_of(kind, record_id)
        if task_id is not None and not self.go_to_task(task_id) and self.kept != "all":
            self.kept = "all"
            self.show()
            self.go_to_task(task_id)

    def _reveal_activity(self, key: str) -> None:
        if self.activities.go_to(f"a:{key}"):
            return
        self.period_name, self.kept = "all", "all"
        self.show()
        self.activities.go_to(f"a:{key}")

    def _task_of(self, kind: str, record_id: str) -> str | None:
        """Follow the links of a record up to its task."""
        up = {
            "briefs": ("task", "tasks"),
            "postings": ("brief", "briefs"),
            "candidates": ("brief", "briefs"),
            "negotiations": ("candidate", "candidates"),
            "engagements": ("task", "tasks"),
            "outcomes": ("engagement", "engagements"),
        }
        while kind in up:
            field, above = up[kind]
            document = self.services.desk.workspace.document(kind, record_id)
            parent = document.get(field) if document else None
            if not parent:
                return None
            kind, record_id = above, str(parent)
        return record_id if kind == "tasks" else None

    # Common actions

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
            self.call_after_refresh(self._show_side, self.row())
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
        text = edit_text(self.outsource, task.note)
        if text is not None:
            self.services.identify.edit_task(task, note=text)
            self.outsource.changed()

    def why_not_figure_explain(self) -> str | None:
        """Return why there is no arithmetic."""
        return self.nothing_here()

    def do_figure_explain(self) -> None:
        """Show the verdict's arithmetic, or that of the activity's month."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        task = self.task_or_none()
        if task is None:
            self._explain_activity()
            return
        view = self.services.verdicts.view(task)
        closing = f"{view.flip[:1].upper()}{view.flip[1:]}. {view.measured_line[:1].upper()}{view.measured_line[1:]}."
        figures = self.services.verdicts.figures(task)
        given = [step for step in view.verdict.input_steps if step.key != "hours"]
        steps = [*figures.hours.steps, *given, *view.steps]
        self.outsource.push_screen(ArithmeticDialog(f"The verdict on {task.title}", steps, closing=closing))

    def _explain_activity(self) -> None:
        from outsource_tui.domain.arithmetic import DAYS_A_MONTH, Step, decimal
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        row, found = self.row(), self.found
        if row is None or row.activity is None or found is None:
            return
        logged = decimal(row.activity.activity.seconds) / 3600
        steps = [
            Step("logged", f"{row.activity.activity.entries} entries", logged, "measured", "h"),
            Step("days the log stands for", f"{found.days_logged} days logged", found.observed_days, "measured"),
            Step(
                "a month",
                f"{hours(logged)} / {found.observed_days.normalize():f} × {DAYS_A_MONTH}",
                row.month,
                "computed",
                "h",
            ),
        ]
        self.outsource.push_screen(ArithmeticDialog(row.name, steps, closing=found.message))

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
        """Show what people hand on, by kind of work (S1-20)."""
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.text import ReadDialog

        parts = []
        for kind in loader.kinds():
            found = loader.examples_of(kind.key)
            if found:
                parts.append(f"{kind.label}\n" + "\n".join(f"  ○ {one.text}. {one.why}" for one in found))
        self.outsource.push_screen(ReadDialog("What people hand on", "\n\n".join(parts)))

    def do_side_down(self) -> None:
        """Scroll the side pane down."""
        self.query_one("#facts", Paper).scroll_by(6)

    def do_side_up(self) -> None:
        """Scroll the side pane up."""
        self.query_one("#facts", Paper).scroll_by(-6)

    # The inputs of the verdict, in place

    def why_not_verdict_inputs(self) -> str | None:
        """Return why there are no inputs."""
        return self.nothing_here()

    def do_verdict_inputs(self) -> None:
        """Edit the inputs in the side pane."""
        self.task_here()
        self._inputs = True
        self.open_side()
        self._show_side(self.row())
        self._place_inputs()
        self.query_one("#inputs").focus()

    def _place_inputs(self) -> None:
        for name in ("#input-label", "#input-line", "#input-note"):
            self.query_one(name).display = self._inputs and self._editing is not None
        self.query_one("#inputs").display = self._inputs
        if not self._inputs:
            self._editing = None

    def _leave_inputs(self) -> None:
        if self._editing is not None:
            self._stop_editing()
            return
        self._inputs = False
        self._place_inputs()
        self._show_side(self.row())
        if not self.open_side(False):
            self.activities.focus()

    def _input_here(self) -> "InputLine":
        table: RecordTable[InputLine] = self.query_one("#inputs", RecordTable)
        here = table.current
        if here is None:
            raise NotYetError("There is no input here.")
        if here.locked:
            raise NotYetError(here.locked)
        return here

    def do_input_edit(self) -> None:
        """Type the input in place."""
        here = self._input_here()
        if here.key in ("model", "period"):
            self._choose_input(here)
            return
        self._editing = here
        self._place_inputs()
        self.query_one("#input-label", OneLine).set_line(
            ((f"{here.label}  ", "bold"), ("enter keeps, escape leaves", "muted"))
        )
        self.query_one("#input-note", OneLine).set_line(())
        field = self.query_one("#input-line", InputLineField)
        field.value = here.raw
        field.action_select_all()
        field.focus()

    @work
    async def _choose_input(self, here: "InputLine") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        choices = _CHOICES[here.key]
        chosen = await self.outsource.push_screen_wait(
            ChoiceDialog(here.label.capitalize(), [Choice(*one) for one in choices], current=here.raw)
        )
        if chosen is not None:
            self._put_input(here, chosen)

    def _put_input(self, here: "InputLine", value: str | None) -> None:
        self.services.verdicts.set_input(self.task_here(), here.key, value)
        self.outsource.changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was typed."""
        from outsource_tui.domain.errors import InputError

        if event.input.id != "input-line" or self._editing is None:
            return
        event.stop()
        try:
            self._put_input(self._editing, event.value)
        except InputError as error:
            self.query_one("#input-note", OneLine).set_line(((str(error), "red"),))
            self.tell(str(error), "refused")
            return
        self._stop_editing()

    def on_input_line_field_left(self) -> None:
        """Leave the field without keeping it."""
        self._stop_editing()

    def _stop_editing(self) -> None:
        self._editing = None
        self._place_inputs()
        self.query_one("#inputs").focus()

    def do_input_clear(self) -> None:
        """Let the measured or the default value count again."""
        self._put_input(self._input_here(), None)

    def why_not_input_theirs(self) -> str | None:
        """Return why there is no price of theirs to take."""
        task = self.task_or_none()
        return None if task is not None and task.offer.pinned else "The price is not one you typed over theirs."

    def do_input_theirs(self) -> None:
        """Take their bid or the agreed terms."""
        self.services.verdicts.take_theirs(self.task_here())
        self.outsource.changed()


_CHOICES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "model": (
        ("hourly", "by the hour", "their rate times their hours"),
        ("project", "by the project", "one amount for each piece of work"),
        ("flat", "a flat fee", "an amount for its period"),
        ("percentage", "a share of the budget", "their share of what you state"),
    ),
    "period": (
        ("once", "once", "paid for each repeat"),
        ("week", "a week", ""),
        ("month", "a month", ""),
        ("quarter", "a quarter", ""),
        ("year", "a year", ""),
    ),
}
