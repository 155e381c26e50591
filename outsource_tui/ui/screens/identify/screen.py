"""Identify: the log seen as activities and tasks, the review walk, the cross-outs, the verdict."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from outsource_tui.ui.screens.identify.base import Mode
from outsource_tui.ui.screens.identify.input_field import InputLineField
from outsource_tui.ui.screens.identify.list import PERIODS, SHOWN, Listed, columns, list_rows
from outsource_tui.ui.screens.identify.panes import action_columns, cross_columns, entry_columns, question_columns
from outsource_tui.ui.screens.identify.side import activity_blocks, input_columns, task_blocks, verdict_line
from outsource_tui.ui.screens.identify.verbs import VerbsPart
from outsource_tui.ui.show import Piece, count, duration, hours, line, percent
from outsource_tui.ui.widgets.blocks import empty_state, heading, note, stack
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.services.verdict_figures import VerdictView

_ROOMY = 100
"""Cells from which on the bars grow with the names."""
_PANES: dict[Mode, str] = {"entries": "entries", "review": "review", "crosses": "crosses", "actions": "actions"}


class IdentifyScreen(VerbsPart):
    """Activities and tasks above, entries, questions or cross-outs below, the verdict beside them."""

    CSS_PATH: ClassVar[str | Path] = "screen.tcss"

    def __init__(self) -> None:
        """Start with nothing shown yet."""
        super().__init__()
        self._view: VerdictView | None = None
        self._known: bool | None = None
        self._columns = (True, False)
        self._of_task = False

    # Laying out

    def compose_main(self) -> ComposeResult:
        """Lay out the list and what belongs under it."""
        yield RecordTable(
            columns(True),
            key=lambda row: row.key,
            search=lambda row: row.search,
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
        yield Paper(ground="side", id="input-note")

    def on_mount(self) -> None:
        """Show the entries below at first."""
        super().on_mount()
        self.place_inputs()

    def adapt(self, width: int, height: int) -> None:
        """Give list and lower pane their share of the height."""
        self._set_columns()
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
            fixed = 2 + (2 if room >= 14 else 1) + 6
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
        if self.kept != "all":
            # What is hidden must not look gone.
            pieces.append((f", {dict(SHOWN)[self.kept]}", "amber"))
        elif width >= 60:
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
        return pieces

    # Showing

    def show(self) -> None:
        """Bring list, lower pane and verdict up to date."""
        self.found = self.services.identify.activities(self.period)
        if not self.found.entries and self._known is None and self.services.desk.rows:
            # Nothing lately: begin with everything there is.
            self.period_name = "all"
            self.found = self.services.identify.activities(self.period)
        self._known = not self.found.lines or any(one.month_hours is not None for one in self.found.lines)
        self._set_columns()
        rows, separators = list_rows(self.found, self.services, order=self.order, kept=self.kept, room=self._room())
        self.activities.set_rows(rows, separators)
        self.show_detail()

    def _set_columns(self) -> None:
        wanted = (bool(self._known), self._room() >= _ROOMY)
        if wanted != self._columns and self.query("#activities"):
            self._columns = wanted
            self.activities.set_columns(columns(*wanted))

    def _room(self) -> int:
        """Return the cells a line across the list has."""
        width = self.app.size.width
        return width - 8 - (0 if width < self.side_from else self.side_width + 2)

    def show_detail(self) -> None:
        """Bring everything about the highlighted row up to date."""
        row = self.row()
        self._show_lower(row)
        self.show_side(row)
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
            of_task = row is not None and row.activity is None
            if of_task != self._of_task:
                self._of_task = of_task
                entries.set_columns(entry_columns(self.today, of_task=of_task))
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

    def show_side(self, row: Listed | None) -> None:
        """Show the verdict of the highlighted task, or what its activity says before it is one."""
        facts = self.query_one("#facts", Paper)
        task = self.task_or_none()
        self._view = None
        if task is None:
            self.inputs_open = False
            self.place_inputs()
            facts.draw(
                activity_blocks(row, self.found.message if self.found is not None else "", self._alike(row))
                if row is not None
                else stack(heading("Verdict"), note("It builds up here once there is something to look at."))
            )
            return
        self._view = self.services.verdicts.view(task)
        alike = self._alike(row)
        tight = self._editing is not None and self.app.size.height < 30
        facts.draw(
            task_blocks(self.services, task, self._view, self.today, brief=self.inputs_open, tight=tight, alike=alike)
        )
        self.query_one("#inputs", RecordTable).set_rows(self._view.inputs)

    def _alike(self, row: Listed | None) -> tuple[str, ...]:
        if row is None or row.activity is None:
            return ()
        return self.services.identify.alike(row.activity.key, self.period)

    def _show_verdict_line(self) -> None:
        for found in self.query("#verdict-line").results(OneLine):
            found.set_line(verdict_line(self._view, self.row(), self._room() + 2))

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
        if self.inputs_open:
            self.leave_inputs()
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
