"""What Negotiate can do: tick, hold prices against each other, agree."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "talks.tick", "space", "tick", "Tick the point with what shows it, or open it again.", footer=5, where="points"
    ),
    Action("talks.market", "m", "range", "Say what others pay an hour, and where that is from.", footer=10),
    Action("talks.bid", "i", "bid", "Write down what they ask.", footer=12),
    Action("talks.price", "p", "price", "Name your price; it is locked until theirs is known.", footer=14),
    Action("talks.want", "w", "wants", "Note what they want besides money.", footer=16),
    Action("talks.value", "v", "offer", "Note which of your reasons you named.", footer=18),
    Action("talks.terms", "t", "terms", "Write down what you agree on.", footer=22),
    Action("talks.agree", "y", "agree", "Agree on the terms.", footer=24),
    Action("talks.reopen", "R", "take up again", "Take up talks that were agreed or dropped."),
    Action("talks.drop", "x", "drop", "Break the talks off, with a reason.", footer=48),
    Action("talks.contract", "h", "whose contract", "Say who answers to the client for work, dates and process."),
    Action("talks.forget", "M", "forget range", "Forget the market range."),
    Action("talks.engage", "o", "engage", "Plan the agreed work and go on to Engagements.", footer=20),
)
