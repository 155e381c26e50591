"""The palette: every action by its name, with its key and, where it is refused, the reason."""

from typing import TYPE_CHECKING

from outsource_tui.ui.actions.common import MOVES, STAGES
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

if TYPE_CHECKING:
    from outsource_tui.ui.screens.stage import StageScreen


class PaletteDialog(ChoiceDialog):
    """Type a part of what you want to do, enter does it."""

    def __init__(self, screen: "StageScreen") -> None:
        """Offer every action of a screen and those that hold everywhere; those of other screens say where they are."""
        table = screen.outsource.key_table
        titles = {name: title for name, title, _letter in STAGES}
        near: list[Choice] = []
        far: list[Choice] = []
        for action in screen.outsource.actions():
            if action.id in MOVES or action.id == "app.palette":
                continue
            words = action.label[:1].upper() + action.label[1:]
            if action.screen and action.screen != screen.stage:
                refused = f"This is on {titles[action.screen]}; go there first."
                far.append(Choice(action.id, words, action.help, "", refused))
                continue
            key = table.shown(action)
            detail = f"{key:<8}{action.help}" if key else f"{'':<8}{action.help}"
            near.append(Choice(action.id, words, detail, "", screen.why_not(action) or ""))
        super().__init__("What would you like to do?", [*near, *far])
