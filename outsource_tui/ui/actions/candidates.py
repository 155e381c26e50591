"""What Candidates can do: compare, score, ask, test, write, choose."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("brief.earlier", "left_square_bracket", "brief before", "Show the candidates of the brief before."),
    Action("brief.later", "right_square_bracket", "next brief", "Show the candidates of the next brief.", footer=46),
    Action("score.help", "z", "what 1 to 5 mean", "Show what the scores of this column mean."),
    Action("score.weights", "w", "weights", "Say how much each criterion counts.", footer=12),
    Action("score.blind", "b", "blind", "Hide names and prices while you score.", footer=14),
    Action(
        "candidate.side",
        "v",
        "side by side",
        "Change between people beside each other (the marked ones, else the first three) and one in full.",
        footer=16,
    ),
    Action("candidate.scroll_down", "right_curly_bracket", "scroll down", "Scroll what stands under the table."),
    Action("candidate.scroll_up", "left_curly_bracket", "scroll up", "Scroll what stands under the table back."),
    Action("candidate.message", "m", "message", "Write to them from a template; the next one is offered.", footer=18),
    Action("candidate.ask", "A", "ask all four", "Copy the four questions for them and note that you asked."),
    Action("candidate.answers", "a", "answers", "Write down and score what they answered.", footer=19),
    Action("candidate.steps", "I", "hours by step", "Write down the hours of each step they gave."),
    Action("candidate.test", "t", "test", "Give a paid test, note what came back, score it.", footer=22),
    Action("candidate.bid", "i", "bid", "Write down what they ask.", footer=24),
    Action("candidate.musts", "h", "must-haves", "Tick what they must bring, and what they said to the post."),
    Action("candidate.shortlist", "y", "short list", "Put them on the short list, or take them off.", footer=26),
    Action("candidate.decline", "x", "decline", "Decline them with a reason and a kind message.", footer=28),
    Action("candidate.restore", "R", "take back", "Take a decline, a choice or the archive back."),
    Action("candidate.archive", "X", "archive", "Put somebody away who does not answer."),
    Action("candidate.known", "K", "somebody I know", "Add somebody from your contacts."),
    Action("candidate.paste", "P", "paste application", "Add a candidate from the text of an application."),
    Action("candidate.all", "f", "show declined", "Show the declined and archived ones too, or hide them."),
    Action("candidate.choose", "o", "choose", "Choose them and go on to the negotiation.", footer=10),
)
