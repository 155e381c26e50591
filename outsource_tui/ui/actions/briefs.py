"""What can be done on the briefs screen."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = ()
