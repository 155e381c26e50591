"""The same record changed here and elsewhere: show both, save what the user picks."""

from collections.abc import Callable
from typing import Any

from outsource_tui.domain.errors import OutsourceError
from outsource_tui.store.change import WORDS, Change, Conflict, Delete, Put
from outsource_tui.ui.host import Host


def settle(app: Host, conflict: Conflict, after: Callable[[bool], object] | None = None) -> None:
    """Ask which version shall stand and save it as one change; `after` hears whether that was done, not given up."""
    word = WORDS.get(conflict.kind, conflict.kind)
    if conflict.mine is not None and conflict.theirs is not None:
        from outsource_tui.ui.dialogs.conflict import ConflictDialog

        dialog = ConflictDialog(f"This {word} was changed elsewhere too", conflict.mine, conflict.theirs, conflict.base)
        app.push_screen(dialog, lambda chosen: _save(app, conflict, chosen, after))
        return
    from outsource_tui.ui.dialogs.confirm import ConfirmDialog

    if conflict.theirs is None:
        question = ConfirmDialog(
            f"This {word} was deleted elsewhere",
            "Shall it come back as you have it here?",
            yes="Bring it back",
            no="Leave it",
        )
    else:
        question = ConfirmDialog(
            f"This {word} was changed elsewhere",
            "You were about to delete it. Delete it all the same?",
            yes="Delete",
            no="Keep",
        )
    app.push_screen(question, lambda yes: _save(app, conflict, conflict.mine if yes else None, after, delete=bool(yes)))


def _save(
    app: Host,
    conflict: Conflict,
    chosen: dict[str, Any] | None,
    after: Callable[[bool], object] | None,
    *,
    delete: bool = False,
) -> None:
    seen = None if conflict.theirs is None else int(conflict.theirs.get("revision") or 0)
    word = WORDS.get(conflict.kind, conflict.kind)
    try:
        if chosen is not None:
            put = Put(conflict.kind, conflict.id, chosen, seen)
            _write(app, f"Settle the {word} changed elsewhere", puts=(put,))
        elif delete and conflict.mine is None and seen is not None:
            _write(app, f"Delete the {word} changed elsewhere", deletes=(Delete(conflict.kind, conflict.id, seen),))
    except OutsourceError as error:
        app.tell_error(error, after)
        return
    if after is not None:
        after(chosen is not None or delete)
    app.changed()


def _write(app: Host, label: str, *, puts: tuple[Put, ...] = (), deletes: tuple[Delete, ...] = ()) -> None:
    desk = app.services.desk
    desk.workspace.write(Change(label, desk.session, desk.now(), puts, deletes))
