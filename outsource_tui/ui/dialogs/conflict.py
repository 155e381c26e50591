"""The same record changed here and elsewhere: both side by side, the user picks field by field."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from textual import events
from textual.app import ComposeResult

from outsource_tui.services.phrases import words_of
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.paint import wrap
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.columns import Cell, Column
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.record_table import RecordTable

BOOKKEEPING = frozenset({"revision", "created_at", "updated_at", "id"})


class Difference(NamedTuple):
    """A field with what stands here, elsewhere and before, and whether mine is taken."""

    field: str
    mine: Any
    theirs: Any
    base: Any
    take_mine: bool


def differences(mine: Mapping[str, Any], theirs: Mapping[str, Any], base: Mapping[str, Any] | None) -> list[Difference]:
    """Return the fields that differ; a field only one side changed starts on that side, the others on mine."""
    found: list[Difference] = []
    for field in dict.fromkeys([*mine, *theirs]):
        if field in BOOKKEEPING or mine.get(field) == theirs.get(field):
            continue
        before = None if base is None else base.get(field)
        only_theirs = base is not None and mine.get(field) == before
        found.append(Difference(field, mine.get(field), theirs.get(field), before, not only_theirs))
    return found


class ConflictDialog(Dialog[dict[str, Any]]):
    """Shows mine and theirs; gives the fields as they shall stand, or None to leave theirs alone."""

    wide = True
    AUTO_FOCUS = "RecordTable"

    def __init__(
        self,
        title: str,
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
        base: Mapping[str, Any] | None = None,
        *,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """Compare two documents of one record; `base` is what both started from."""
        super().__init__(
            title,
            keys=(
                ("space", "other side"),
                ("m", "all mine"),
                ("t", "all theirs"),
                ("enter", "save so"),
                ("escape", "leave"),
            ),
        )
        self.theirs = dict(theirs)
        self.labels = dict(labels or {})
        self.rows = differences(mine, theirs, base)

    def compose_content(self) -> ComposeResult:
        """Lay out words and fields."""
        text = "This record was changed elsewhere while you worked on it. What is marked ● will stand."
        yield Paper(lambda width: [(Piece(part, "muted"),) for part in [*wrap(text, width), ""]], ground="side")
        yield RecordTable(
            [
                Column("field", "field", self._label, least=10),
                Column("mine", "mine", lambda row: self._side(row.mine, row.take_mine), least=12, flex=2),
                Column("theirs", "elsewhere", lambda row: self._side(row.theirs, not row.take_mine), least=12, flex=2),
            ],
            key=lambda row: row.field,
            fit=True,
            most=16,
            ground="side",
            empty=[(Piece("Both are the same.", "muted"),)],
        )

    def _label(self, row: Difference) -> str:
        return self.labels.get(row.field, row.field.replace("_", " "))

    @staticmethod
    def _side(value: Any, taken: bool) -> Cell:
        return Cell(f"{'●' if taken else '○'} {words_of(value)}", "accent" if taken else "muted")

    def on_mount(self) -> None:
        """Fill the table."""
        self.query_one(RecordTable).set_rows(tuple(self.rows))

    def _take(self, mine: bool | None, field: str | None = None) -> None:
        self.rows = [
            row._replace(take_mine=not row.take_mine if mine is None else mine)
            if field is None or row.field == field
            else row
            for row in self.rows
        ]
        self.query_one(RecordTable).set_rows(tuple(self.rows))

    def chosen(self) -> dict[str, Any]:
        """Return the document as it shall stand."""
        result = dict(self.theirs)
        result.update({row.field: row.mine for row in self.rows if row.take_mine})
        return result

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        """Save so."""
        event.stop()
        self.dismiss(self.chosen())

    async def on_key(self, event: events.Key) -> None:
        """Pick sides."""
        table = self.query_one(RecordTable)
        if event.key in ("space", "left", "right"):
            self._take(None, table.current_key)
        elif event.key == "m":
            self._take(True)
        elif event.key == "t":
            self._take(False)
        elif event.key == "enter":
            self.dismiss(self.chosen())
        else:
            return
        event.stop()
