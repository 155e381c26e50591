"""All actions in one place, and the table of keys the person may have changed; pure data, Textual is not needed."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

from outsource_tui.ui.actions import common
from outsource_tui.ui.actions.action import Action, key_name, shown_key

SCREENS: tuple[str, ...] = tuple(name for name, _title, _letter in common.STAGES)


@cache
def screen_actions(screen: str) -> tuple[Action, ...]:
    """Return the actions that belong to one screen alone, in the order its module lists them."""
    if screen not in SCREENS:
        return ()
    module = import_module(f"outsource_tui.ui.actions.{screen}")
    actions: tuple[Action, ...] = module.ACTIONS
    return tuple(action._replace(screen=screen) for action in actions)


@cache
def all_actions() -> tuple[Action, ...]:
    """Return every action: the common ones first, then screen by screen."""
    return common.ACTIONS + tuple(action for screen in SCREENS for action in screen_actions(screen))


def by_id(action_id: str) -> Action | None:
    """Return the action of that id, or None."""
    return next((action for action in all_actions() if action.id == action_id), None)


def clashes(actions: Iterable[Action] | None = None, keys: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
    """Return one sentence for each pair of actions that would fight for a key on the same screen and focus.

    `keys` gives other keys by action id, as Textual names. An action with a `where` may take a common key over.
    """
    taken: dict[tuple[str, str, str], Action] = {}
    found: list[str] = []
    ordered = sorted(all_actions() if actions is None else actions, key=lambda action: bool(action.screen))
    for action in ordered:
        names = action.key_names if keys is None else keys.get(action.id, action.key_names)
        for key in names:
            rivals = [taken.get((action.screen, action.where, key))]
            if action.screen and not action.where:
                rivals.append(taken.get(("", "", key)))
            found.extend(
                f"{shown_key(key)} is both {rival.id} and {action.id}; give one of them another key."
                for rival in rivals
                if rival is not None and rival.id != action.id
            )
            taken.setdefault((action.screen, action.where, key), action)
    return found


class KeyTable:
    """Which key does what on which screen, with the person's own keys in place of the given ones."""

    def __init__(self, changed: Mapping[str, Iterable[str] | str] | None = None) -> None:
        """Take changed keys by action id, written as people write them (`?`, `ctrl+p`) or by Textual's names."""
        self._changed: dict[str, tuple[str, ...]] = {}
        for action_id, keys in (changed or {}).items():
            names = (
                keys.split(",")
                if isinstance(keys, str) and len(keys) > 1
                else [keys]
                if isinstance(keys, str)
                else keys
            )
            self._changed[action_id] = tuple(key_name(key.strip()) for key in names if key.strip())
        self._tables: dict[str, dict[tuple[str, str], Action]] = {}
        self.moves: dict[str, str] = {
            key: action.id
            for action in common.ACTIONS
            if action.id in common.MOVES or action.id in ("record.open", "list.mark")
            for key in self.keys(action)
        }

    def keys(self, action: Action) -> tuple[str, ...]:
        """Return the Textual names of the keys the action has now."""
        return self._changed.get(action.id, action.key_names)

    def shown(self, action: Action) -> str:
        """Return the action's first key as people read it, or nothing when it has none."""
        keys = self.keys(action)
        return shown_key(keys[0]) if keys else ""

    def find(self, screen: str, where: str, key: str) -> Action | None:
        """Return the action of a key on a screen with the focus at `where`; the nearest meaning wins."""
        table = self._tables.get(screen)
        if table is None:
            table = self._tables[screen] = {}
            for action in (*screen_actions(screen), *common.ACTIONS):
                for name in self.keys(action):
                    table.setdefault((action.where, name), action)
        found = table.get((where, key)) if where else None
        return found or table.get(("", key))

    def actions(self, screen: str, where: str) -> list[Action]:
        """Return the actions that count on a screen with the focus at `where`, nearest first, hidden ones left out."""
        chosen = [
            *(action for action in screen_actions(screen) if action.where and action.where == where),
            *(action for action in screen_actions(screen) if not action.where),
            *common.ACTIONS,
        ]
        seen: set[str] = set()
        result: list[Action] = []
        for action in chosen:
            keys = set(self.keys(action))
            if keys and keys <= seen:
                continue
            seen |= keys
            result.append(action)
        return result
