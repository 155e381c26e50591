"""Freelancer or agency: eight questions with both sums beside them, and what follows from each (S3)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.show import Line, Piece
from outsource_tui.ui.widgets.blocks import BarRow, bars, gap, note, stack
from outsource_tui.ui.widgets.columns import Cell, Column
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.supplier import SupplierQuestion
    from outsource_tui.services.identify import SupplierView


class SupplierDialog(Dialog[dict[str, str]]):
    """Asks the questions, shows both sums as they grow; gives the answers by question."""

    wide = True
    AUTO_FOCUS = "RecordTable"

    def __init__(self, title: str, look: "Callable[[dict[str, str]], SupplierView]", answers: dict[str, str]) -> None:
        """Start with the answers kept so far; `look` weighs any answers."""
        super().__init__(
            title,
            keys=(
                ("← →", "answer"),
                ("1 2 3", "answer"),
                ("backspace", "clear"),
                ("enter", "go on"),
                ("escape", "leave"),
            ),
        )
        self.weigh = look
        self.answers = dict(answers)
        self.view = look(self.answers)

    def compose_content(self) -> ComposeResult:
        """Lay questions and sums out."""
        yield RecordTable(
            (
                Column(
                    "text", "", lambda row: Cell(row.text, "" if row.key in self.answers else "muted"), flex=1, least=18
                ),
                Column("answer", "", self._answer, flex=1, least=16),
            ),
            key=lambda row: row.key,
            header=False,
            fit=True,
            ground="side",
            id="supplier-questions",
        )
        paper = Paper(ground="side", id="supplier-sums")
        paper.styles.margin = (1, 0, 0, 0)
        yield paper

    @property
    def questions(self) -> "RecordTable[SupplierQuestion]":
        """Return the table of questions."""
        return self.query_one("#supplier-questions", RecordTable)

    def _answer(self, row: "SupplierQuestion") -> Cell:
        chosen = self.answers.get(row.key)
        found = next((one for one in row.options if one.key == chosen), None)
        if found is None:
            keys = " ".join(str(number) for number in range(1, len(row.options) + 1))
            return Cell(f"? {keys}", "blue")
        side = {"freelancer": "accent", "agency": "blue"}.get(found.side or "", "muted")
        return Cell(found.label, side)

    def on_mount(self) -> None:
        """Fill the table, the cursor on the first open question."""
        self.questions.set_rows(self.view.questions)
        first = next((one.key for one in self.view.questions if one.key not in self.answers), None)
        if first is not None:
            self.questions.go_to(first)
        self._weigh()

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Show the answers there are to this question."""
        message.stop()
        self._weigh()

    def _weigh(self) -> None:
        self.view = self.weigh(self.answers)
        choice = self.view.choice
        here = self.questions.current
        options: list[Piece] = []
        for number, option in enumerate(here.options if here is not None else (), 1):
            options += [Piece(f"{number} ", "accent"), Piece(f"{option.label}   ", "muted")]
        most = max(1, choice.freelancer_sum + choice.agency_sum)
        tall = self.app.size.height >= 30
        # Before anything is weighed, what the words mean; afterwards, what follows from the side in front.
        below = self.view.consequences or self.view.words

        def draw(width: int) -> list[Line]:
            from outsource_tui.ui.paint import wrap_pieces

            return [
                *wrap_pieces(options, width),
                *stack(
                    gap(),
                    bars(
                        (
                            BarRow("freelancer", choice.freelancer_sum / most, str(choice.freelancer_sum)),
                            BarRow("agency", choice.agency_sum / most, str(choice.agency_sum), "blue"),
                        )
                    ),
                    note(f"{choice.text[:1].upper()}{choice.text[1:]}.", "bold"),
                    gap() if tall else None,
                    *(note(text, "muted", "○") for text in (below if tall else ())),
                )(width),
            ]

        self.query_one("#supplier-sums", Paper).draw(draw)

    def _take(self, number: int) -> None:
        here = self.questions.current
        if here is None or not 0 <= number < len(here.options):
            return
        self.answers[here.key] = here.options[number].key
        self.questions.forget_strips()
        self._weigh()

    async def on_key(self, event: events.Key) -> None:
        """Answer, clear, go on."""
        here = self.questions.current
        if here is None:
            return
        at = next((place for place, one in enumerate(here.options) if one.key == self.answers.get(here.key)), -1)
        if event.key in ("right", "space"):
            self._take((at + 1) % len(here.options))
        elif event.key == "left":
            self._take((at - 1) % len(here.options) if at >= 0 else len(here.options) - 1)
        elif event.key.isdigit() and event.key != "0":
            if int(event.key) <= len(here.options):
                self._take(int(event.key) - 1)
                self.questions.move(1)
        elif event.key in ("backspace", "delete"):
            self.answers.pop(here.key, None)
            self.questions.forget_strips()
            self._weigh()
        else:
            return
        event.stop()

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        """Go on with the answers there are."""
        message.stop()
        if not self.answers:
            self.outsource.tell("Answer one question at least.", "refused")
            return
        self.dismiss(self.answers)
