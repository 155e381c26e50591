"""The keys that hold on every screen."""

from outsource_tui.ui.actions.action import Action

STAGES: tuple[tuple[str, str, str], ...] = (
    ("today", "Today", "t"),
    ("identify", "Identify", "i"),
    ("briefs", "Briefs", "b"),
    ("candidates", "Candidates", "c"),
    ("negotiate", "Negotiate", "n"),
    ("engagements", "Engagements", "e"),
    ("insights", "Insights", "s"),
    ("playbook", "Playbook", "p"),
)

MOVES = (
    "move.down",
    "move.up",
    "move.left",
    "move.right",
    "move.page_down",
    "move.page_up",
    "move.first",
    "move.last",
)

ACTIONS: tuple[Action, ...] = (
    *(
        Action(f"go.{name}", str(number), title, f"Go to {title}, carrying the highlighted record along.")
        for number, (name, title, _letter) in enumerate(STAGES, 1)
    ),
    Action("go.to", "g", "go to", "Go to a screen by its letter; the letters are listed while you choose.", footer=80),
    Action("app.help", "question_mark", "help", "Show what every key does here, and why a key is refused.", footer=99),
    Action("app.palette", "ctrl+p", "palette", "Find any action by its name.", footer=0),
    Action("log.quick", "plus", "log", "Log what you just did, from anywhere.", footer=60),
    Action("list.filter", "slash", "filter", "Narrow the list down to the rows that hold what you type.", footer=70),
    Action("record.new", "n", "new", "Add a new record to this list.", footer=30),
    Action("record.open", "enter", "open", "Open or edit what is highlighted.", footer=20),
    Action("record.text", "e", "long text", "Write its long text in your $EDITOR.", footer=0),
    Action("record.delete", "d", "delete", "Delete it; undo brings it back.", footer=65),
    Action("app.undo", "u", "undo", "Take back your last change.", footer=75),
    Action("app.redo", "U", "redo", "Make the change you took back once more.", footer=0),
    Action("record.copy", "c", "copy", "Copy what is highlighted to the clipboard.", footer=0),
    Action("list.sort", "s", "sort", "Sort by the next column; a full round brings the first order back.", footer=72),
    Action("list.mark", "space", "mark", "Mark or unmark the row.", footer=0),
    Action(
        "figure.explain",
        "equals_sign",
        "arithmetic",
        "Show the inputs and the arithmetic behind the figure.",
        footer=40,
    ),
    Action("move.down", "j,down", "down", "Move down."),
    Action("move.up", "k,up", "up", "Move up."),
    Action("move.left", "left", "left", "Move to the column at the left."),
    Action("move.right", "right", "right", "Move to the column at the right."),
    Action("move.page_down", "pagedown,ctrl+f", "page down", "Move a page down."),
    Action("move.page_up", "pageup,ctrl+b", "page up", "Move a page up."),
    Action("move.first", "home", "first", "Move to the first row."),
    Action("move.last", "end", "last", "Move to the last row."),
    Action("app.back", "escape", "back", "Leave what is open: filter, hint, detail, marks."),
    Action("app.theme", "", "theme", "Change to the next theme: dark, light, high contrast."),
    Action("app.compact", "", "compact", "Use the room between the parts for more rows, or give it back."),
    Action("app.drafts", "", "typed, not saved", "Read, copy or throw away what you typed in a form and did not save."),
    Action("app.suspend", "ctrl+z", "to the shell", "Go to the background; fg brings you back."),
    Action("app.quit", "q,ctrl+q", "quit", "Leave the app; everything is saved already."),
)
