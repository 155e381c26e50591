"""What can be done on the candidates screen."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = ()
