"""Help: what every key does here, in sentences, and why some are refused just now."""

from outsource_tui.ui.actions.action import Action, shown_key
from outsource_tui.ui.actions.common import MOVES, STAGES
from outsource_tui.ui.dialogs.text import ReadDialog
from outsource_tui.ui.host import Stage
from outsource_tui.ui.paint import fit, wrap
from outsource_tui.ui.show import Line, Piece

_KEY_CELLS = 16


class HelpDialog(ReadDialog):
    """The keys of a screen: what is focused first, then the screen, then what holds everywhere."""

    def __init__(self, title: str, groups: list[tuple[str, list[tuple[str, str, str | None]]]]) -> None:
        """Show groups of (keys, sentence, reason why not)."""
        self.groups = groups
        super().__init__(title, draw=self._draw)

    @classmethod
    def for_screen(cls, screen: Stage) -> "HelpDialog":
        """Return the help for a screen as it stands now."""
        table = screen.outsource.key_table
        place = screen.focus_place()
        here: list[tuple[str, str, str | None]] = []
        own: list[tuple[str, str, str | None]] = []
        common: list[tuple[str, str, str | None]] = []
        screens: list[tuple[str, str, str | None]] = []
        moves: list[tuple[str, str, str | None]] = []

        def row(action: Action) -> tuple[str, str, str | None]:
            keys = "   ".join(shown_key(key) for key in table.keys(action)[:2]) or "ctrl+p"
            return keys, action.help, screen.why_not(action)

        actions = table.actions(screen.stage, place)
        rest = [
            action for action in screen.outsource.actions() if action.screen == screen.stage and action not in actions
        ]
        for action in [*actions, *rest]:
            if action.where and action.where == place:
                here.append(row(action))
            elif action.screen:
                own.append(row(action))
            elif action.id in MOVES:
                moves.append(row(action))
            elif action.id.startswith("go.") and action.id != "go.to":
                screens.append(row(action))
            elif screen.offers(action):
                common.append(row(action))
        title = next(name for key, name, _letter in STAGES if key == screen.stage)
        groups = [
            ("Where the cursor is", here),
            (f"On {title}", own),
            ("Everywhere", common),
            ("Moving", moves),
            ("Screens", screens),
        ]
        return cls(f"Keys on {title}", [group for group in groups if group[1]])

    def _draw(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for name, rows in self.groups:
            if lines:
                lines.append(())
            lines.append((Piece(name, "bold"),))
            for keys, sentence, reason in rows:
                parts = wrap(sentence, max(10, width - _KEY_CELLS))
                lines.append((Piece(fit(keys, _KEY_CELLS), "muted" if reason else "accent"), Piece(parts[0])))
                lines += [(Piece(" " * _KEY_CELLS), Piece(part)) for part in parts[1:]]
                if reason:
                    lines += [
                        (Piece(" " * _KEY_CELLS), Piece(part, "amber"))
                        for part in wrap(f"Not now: {reason}", max(10, width - _KEY_CELLS))
                    ]
        return lines
