"""What Engagements can do: take deliveries in, send them back, accept, pay, keep in touch, close with an outcome."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("work.start", "y", "start", "Start the work once every paper that must be is signed."),
    Action("delivery.new", "l", "delivery", "Take in what they handed over.", footer=19),
    Action(
        "delivery.check",
        "space",
        "met or not",
        "Say whether the delivery meets the standard: met, not met, not looked at.",
        footer=2,
        where="standards",
    ),
    Action("delivery.accept", "a", "accept", "Accept the delivery; each standard must be met.", footer=4),
    Action("delivery.unaccept", "A", "look again", "Take an acceptance back."),
    Action(
        "delivery.revise", "v", "revision", "Send it back: what is off, an example, what you want, by when.", footer=6
    ),
    Action("delivery.returned", "V", "revision is back", "Note that the revision came back."),
    Action(
        "delivery.finish", "f", "finish it myself", "Finish it yourself: hours of yours are logged, and it is a miss."
    ),
    Action("delivery.edit", "M", "review minutes", "Note your minutes on its review, or mend title and note."),
    Action("delivery.earlier", "left_square_bracket", "earlier delivery", "Show the delivery before this one."),
    Action("delivery.later", "right_square_bracket", "later delivery", "Show the delivery after this one."),
    Action("delivery.remove", "D", "remove delivery", "Take the delivery out, with its revisions."),
    Action("work.standard", "S", "add standard", "Add a standard every delivery must meet from now on."),
    Action("work.milestone", "m", "milestone", "Add a milestone with its date and price.", footer=24),
    Action(
        "work.check_in", "i", "check in", "Write down a talk; what is in their way becomes a task of yours.", footer=12
    ),
    Action("work.payment", "p", "payment", "Pay what is due, or note another payment.", footer=14),
    Action("work.own_time", "t", "time on it", "Log your own time on it, with what it went into.", footer=16),
    Action("work.hours", "b", "their hours", "Write down the hours they reported.", footer=22),
    Action("work.outcome", "h", "hit or miss", "Say what came of it, or of a part of it.", footer=18),
    Action("work.week", "w", "this week", "Say whether it made your week easier or harder.", footer=26),
    Action("work.care", "r", "care", "Note what you did for their mastery, autonomy or purpose.", footer=28),
    Action("work.asked", "z", "asked me anyway", "Note that the client asked you about what is not yours to answer."),
    Action("work.check_up", "C", "three strategies", "Go through the three strategies for this engagement."),
    Action("work.pause", "x", "pause or resume", "Let the work rest, or take it up again."),
    Action("work.calls", "K", "calls", "Plan calls, or note that one took place."),
    Action("work.papers", "L", "papers", "See which papers are out and which are signed."),
    Action("work.terms", "T", "terms", "Change what you agreed on: price, time box, reserve, revisions."),
    Action("work.contract", "R", "who answers", "Say who answers to the client, and on whose contract."),
    Action("work.keep", "P", "keep the person", "Keep them among the people you know, to ask first next time."),
    Action("work.end", "E", "end or reopen", "End the work without an outcome yet, or open it again."),
    Action("work.onwards", "o", "insights", "Go on to Insights, to see what it brought."),
    Action("work.task", "O", "its task", "Go to the task it came from in Identify."),
)
