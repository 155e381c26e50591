"""The inputs of the verdict, edited in place in the side pane of Identify."""

from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Input

from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.ui.screens.agreement import PERIODS
from outsource_tui.ui.screens.identify.input_field import InputLineField
from outsource_tui.ui.screens.identify.list import Listed
from outsource_tui.ui.screens.identify.side import short_label
from outsource_tui.ui.screens.identify.tasks import TasksPart
from outsource_tui.ui.widgets.blocks import note, stack
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.services.verdict_figures import InputLine


class InputsPart(TasksPart):
    """Every input with what it rests on; typing one works the verdict out anew."""

    def __init__(self) -> None:
        """Start with the inputs closed."""
        super().__init__()
        self.inputs_open = False
        self._editing: InputLine | None = None

    def show_side(self, row: Listed | None) -> None:
        """Draw the side pane anew."""

    def why_not_verdict_inputs(self) -> str | None:
        """Return why there are no inputs."""
        return self.nothing_here()

    def do_verdict_inputs(self) -> None:
        """Edit the inputs in the side pane."""
        self.task_here()
        self.inputs_open = True
        self.open_side()
        self.show_side(self.row())
        self.place_inputs()
        self.query_one("#inputs").focus()

    def place_inputs(self) -> None:
        """Show the inputs while they are open, and the field of the one that is typed."""
        for name in ("#input-label", "#input-line", "#input-note"):
            self.query_one(name).display = self.inputs_open and self._editing is not None
        self.query_one("#inputs").display = self.inputs_open
        self.query_one("#inputs").set_class(self._editing is not None, "-editing")
        if not self.inputs_open:
            self._editing = None

    def leave_inputs(self) -> None:
        """Leave the field, else the inputs."""
        if self._editing is not None:
            self._stop_editing()
            return
        self.inputs_open = False
        self.place_inputs()
        self.show_side(self.row())
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
        self.place_inputs()
        self.show_side(self.row())
        self.query_one("#input-label", OneLine).set_line(
            ((f"{short_label(here)}  ", "bold"), ("enter keeps it", "muted"))
        )
        self.query_one("#input-note", Paper).draw(stack())
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
        if event.input.id != "input-line" or self._editing is None:
            return
        event.stop()
        try:
            self._put_input(self._editing, event.value)
        except InputError as error:
            self.query_one("#input-note", Paper).draw(note(str(error), "red", "✗"))
            return
        self._stop_editing()

    def on_input_line_field_left(self) -> None:
        """Leave the field without keeping it."""
        self._stop_editing()

    def _stop_editing(self) -> None:
        self._editing = None
        self.place_inputs()
        self.show_side(self.row())
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
    "period": tuple((key, words, "paid for each repeat" if key == "once" else "") for key, words in PERIODS.items()),
}
