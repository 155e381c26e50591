"""Back and forth over the changes of this session."""

from dataclasses import dataclass

from outsource_tui.services.desk import Desk
from outsource_tui.store.workspace import HistoryItem, UndoRefused, Written


@dataclass(frozen=True, slots=True)
class Turned:
    """A change taken back or made again: its label, how many records it touched, and what was left as it is."""

    label: str
    records: int
    note: str = ""


class UndoService:
    """Takes back this session's last change, and makes it again."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    def undo(self) -> Turned:
        """Take back the last change of this session; UndoRefused says why it cannot be."""
        return _turned(self.desk.workspace.undo(self.desk.session, self.desk.now()))

    def redo(self) -> Turned:
        """Make the change taken back last again; UndoRefused says why it cannot be."""
        return _turned(self.desk.workspace.redo(self.desk.session, self.desk.now()))

    def history(self) -> list[HistoryItem]:
        """Return the changes that can be looked back on, newest first, of every session."""
        return list(reversed(self.desk.workspace.history()))


def _turned(written: Written) -> Turned:
    return Turned(written.label, max(written.count, len(written.documents)), written.note)


__all__ = ["Turned", "UndoRefused", "UndoService"]
