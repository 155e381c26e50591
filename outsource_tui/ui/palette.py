"""The palette: every action by its name, with its key and, where it is refused, the reason."""

from outsource_tui.ui.actions.common import MOVES, STAGES
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.host import Stage
from outsource_tui.ui.widgets.columns import Cell


class PaletteDialog(ChoiceDialog):
    """Type a part of what you want to do, or of its key's help; enter does it."""

    wide = True

    def __init__(self, screen: Stage) -> None:
        """Offer what this screen can do now, what it cannot, what holds everywhere, then what other screens do."""
        table = screen.outsource.key_table
        titles = {name: title for name, title, _letter in STAGES}
        self._keys: dict[str, str] = {}
        groups: tuple[list[Choice], ...] = ([], [], [], [], [], [])
        for action in screen.outsource.actions():
            if action.id in MOVES or action.id == "app.palette":
                continue
            label = screen.labels.get(action.id, action.label)
            words = label[:1].upper() + label[1:]
            if action.screen and action.screen != screen.stage:
                refused = f"This is on {titles[action.screen]}; go there first."
                groups[5].append(Choice(action.id, words, action.help, "", refused))
                continue
            self._keys[action.id] = table.shown(action)
            refused = screen.why_not(action) or ""
            own = 1 if refused else 0
            place = own if action.screen else 3 if action.id.startswith("go.") else 4 if refused else 2
            groups[place].append(Choice(action.id, words, action.help, "", refused))
        super().__init__("What would you like to do?", [choice for group in groups for choice in group])

    def _detail(self, choice: Choice) -> Cell:
        detail = super()._detail(choice)
        return detail._replace(text=f"{self._keys.get(choice.key, ''):<8}{detail.text}")
