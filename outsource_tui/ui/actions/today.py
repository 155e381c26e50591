"""What Today can do: log, time, correct, and go where something is due."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("timer.toggle", "t", "timer", "Start a timer, on the highlighted entry if you like, or stop it.", footer=5),
    Action("timer.cancel", "T", "drop timer", "Throw the running timer away; nothing is logged."),
    Action("entry.repeat", "r", "repeat", "Log the highlighted entry once more, ending now.", footer=25),
    Action("entry.split", "x", "split", "Split the highlighted entry in two.", footer=32),
    Action("entry.join", "J", "join", "Join the marked entries, or this one and the next, into one."),
    Action("entry.fill", "f", "fill gap", "Log what filled the gap after the highlighted entry.", footer=36),
    Action("entry.length", "l", "length", "Say how long the highlighted entry took.", footer=34),
    Action("entry.shorten", "y", "shorten", "Shorten the timer or entry that looks forgotten."),
    Action("entry.earlier", "left_parenthesis", "5 min earlier", "Move the marked or highlighted entries earlier."),
    Action("entry.later", "right_parenthesis", "5 min later", "Move the marked or highlighted entries later."),
    Action("entry.longer", "greater_than_sign", "5 min longer", "Let the marked or highlighted entries last longer."),
    Action("entry.shorter", "less_than_sign", "5 min shorter", "Let the marked or highlighted entries end earlier."),
    Action("entry.stretch", "S", "stretch", "Stretch the highlighted entry over the gaps beside it."),
    Action("entry.bulk", "b", "change marked", "Change project, tags or feeling of all marked entries at once."),
    Action("entry.put_off", "m", "put off", "Note that you put this off once more."),
    Action("entry.activity", "a", "identify", "Open the entry's activity in Identify.", footer=38),
    Action("today.earlier", "left_square_bracket", "day before", "Look at the day before, or the week before."),
    Action("today.later", "right_square_bracket", "day after", "Look at the day after, or the week after."),
    Action("today.now", "h", "today", "Come back to today."),
    Action("today.week", "w", "week", "List the whole week instead of one day, and back.", footer=45),
    Action("today.log", "L", "whole log", "List every entry there is, to find and correct; and back.", footer=37),
    Action("today.due", "v", "due", "Go to the list of what is due.", footer=42),
    Action("due.open", "o", "open due", "Open what is due where it is handled.", footer=44),
    Action("log.import", "i", "import", "Bring in a time log from elsewhere, with a preview.", footer=50),
)
