"""What Insights can do: look at more or fewer months, open what stands behind a figure, look back on the week."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("insights.period", "f", "period", "Look at 6, 12 or 24 months.", footer=10),
    Action("insights.week", "w", "look back", "Look back on the week with three questions.", footer=12),
    Action(
        "insights.check_up", "v", "three strategies", "Go through the three strategies of the engagement.", footer=14
    ),
    Action("insights.onwards", "o", "engagement", "Go to the engagement behind the row.", footer=16),
    Action(
        "insights.management",
        "m",
        "managing",
        "Show what managing takes of your week, and how that is told.",
        footer=18,
    ),
    Action("insights.total", "t", "net time in all", "Show the net time of all engagements together."),
)
