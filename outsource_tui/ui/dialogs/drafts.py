"""What was typed and not saved: all of it in a list, to read, to copy and to throw away."""

from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.text import ReadDialog
from outsource_tui.ui.host import Host
from outsource_tui.ui.show import count, literal

_READ, _DROP = "read", "drop"


async def show_drafts(app: Host) -> None:
    """List the drafts, the newest first, until the user leaves."""
    while True:
        kept = app.drafts.all()
        listed = [
            Choice(name, literal(draft.title or name), literal(" ".join(draft.words.split())[:200]))
            for name, draft in kept.items()
        ]
        empty = "Nothing waits to be saved; what you type in a form is kept here until you save it."
        name = await app.push_screen_wait(ChoiceDialog("Typed and not saved yet", listed, empty=empty))
        if name is None:
            return
        draft = kept[name]
        lines = count(len(draft.words.splitlines()), "line")
        steps = (
            Choice(_READ, "Read it", f"{lines}; c copies the text"),
            Choice(_DROP, "Throw it away", "for good; undo does not bring it back"),
        )
        step = await app.push_screen_wait(ChoiceDialog(literal(draft.title or name), steps))
        if step == _READ:
            await app.push_screen_wait(ReadDialog(literal(draft.title or name), draft.words))
        elif step == _DROP:
            app.drafts.remove(name)
