"""What can be done on the identify screen."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    # The review walk: one key an answer.
    Action("review.yes", "y", "yes", "Answer this question with yes.", footer=1, where="review"),
    Action("review.no", "n", "no", "Answer this question with no.", footer=2, where="review"),
    Action("review.maybe", "m", "maybe", "Answer this question with maybe.", footer=3, where="review"),
    Action(
        "review.back",
        "backspace",
        "take back",
        "Clear this answer, or go back to the last one.",
        footer=5,
        where="review",
    ),
    Action(
        "review.suggested", "enter", "as the log says", "Take the answer the log suggests.", footer=4, where="review"
    ),
    Action("review.next", "right", "next one", "Leave this one for later and go on.", footer=6, where="review"),
    Action("review.previous", "left", "one before", "Go back to the one before.", where="review"),
    Action(
        "review.anew",
        "N",
        "begin anew",
        "Clear all its answers and begin again; the decision stays in its history.",
        where="review",
    ),
    # The cross-out pass.
    Action("cross.stands", "y", "stands", "It speaks against outsourcing: let it stand.", footer=1, where="crosses"),
    Action(
        "cross.overruled",
        "n",
        "does not",
        "It does not speak against it, or you overrule it.",
        footer=2,
        where="crosses",
    ),
    Action(
        "cross.suggested",
        "m",
        "take all suggested",
        "Decide the open ones as the figures suggest.",
        footer=4,
        where="crosses",
    ),
    Action("cross.back", "backspace", "take back", "Take the decision on this one back.", footer=5, where="crosses"),
    Action("cross.facts", "enter", "its facts", "Edit what this one is decided by.", footer=3, where="crosses"),
    Action("cross.look_again", "L", "look again", "Set the day to look at this one again.", footer=6, where="crosses"),
    # The inputs of the verdict, in place.
    Action("input.edit", "enter", "type a value", "Type this input in place.", footer=1, where="inputs"),
    Action(
        "input.clear",
        "backspace",
        "back to measured",
        "Clear it: what was measured or the default counts again.",
        footer=2,
        where="inputs",
    ),
    Action(
        "input.theirs",
        "t",
        "take their price",
        "Let their bid or the agreed terms count again.",
        footer=3,
        where="inputs",
    ),
    # What to do next.
    Action("next.do", "enter", "do it", "Open the step that comes next for this task.", footer=1, where="actions"),
    # The entries of what is highlighted.
    Action("entry.task", "t", "make a task", "Make a task of this entry's activity.", footer=2, where="entries"),
    Action("entry.link", "l", "link this entry", "Count this entry alone for another task.", footer=3, where="entries"),
    # The task.
    Action("task.outsource", "o", "outsource", "Open whatever step is missing before a brief, in order.", footer=12),
    Action(
        "review.walk",
        "r",
        "review",
        "Walk the six questions, one key an answer; it resumes where you left it.",
        footer=10,
    ),
    Action("review.show", "R", "its answers", "Show the six questions of this one, answered or not."),
    Action("task.cross", "x", "cross out", "Go through the six reasons that speak against outsourcing it.", footer=11),
    Action("task.keep", "p", "keep", "Keep it yourself, with a day to look again.", footer=13),
    Action("task.drop", "D", "drop", "Drop it: nobody does it, and its hours are free.", footer=14),
    Action(
        "task.decide", "v", "decide", "Drop, keep or outsource, with your reason and a day to look again.", footer=16
    ),
    Action("verdict.inputs", "i", "inputs", "Edit the inputs of the verdict in place.", footer=17),
    Action("task.make", "t", "task", "Make a task of the activity, or edit the one it has.", footer=15),
    Action("task.link", "l", "link", "Count the activity for a task you have.", footer=21),
    Action("activity.merge", "M", "merge", "Merge the marked activities, or those whose texts look alike.", footer=22),
    Action("task.better_use", "b", "better use", "Say what you would do with the time instead.", footer=23),
    Action("task.supplier", "w", "who", "Freelancer or agency: answer the questions and see both sums.", footer=24),
    Action("task.contract", "h", "whose contract", "Settle whose contract it is and who answers for what.", footer=25),
    Action("task.ask", "a", "ask somebody", "See whom you know for it, and ask them first.", footer=26),
    Action(
        "activities.period",
        "f",
        "period",
        "Look at a week, 30 days, three months, a year or all of the log.",
        footer=31,
    ),
    Action("activities.order", "z", "order", "Put what is in both first, or go by time, or by stress.", footer=32),
    Action("activities.show", "F", "show", "Show everything, tasks only, client portions, or what is decided."),
    Action("task.look_again", "L", "look again", "Set the day to look at the decision again.", footer=33),
    Action("task.put_off", "P", "put off", "Count one more postponement.", footer=35),
    Action("task.reason", "S", "reason", "Say why you would outsource it at all."),
    Action(
        "client.questions", "C", "ask the client", "Note what to ask your client before the project starts.", footer=36
    ),
    Action("walk.actions", "A", "next actions", "List what to do next about each reviewed task.", footer=34),
    Action("task.examples", "E", "examples", "See what people hand on, by kind; one can go on your list."),
    Action("task.archive", "Z", "archive", "Put the task out of sight, or bring it back."),
    Action("side.down", "J", "scroll", "Scroll the side pane down."),
    Action("side.up", "K", "scroll back", "Scroll the side pane up."),
)
