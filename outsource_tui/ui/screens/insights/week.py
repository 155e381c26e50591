"""The weekly look back: its form, and what earlier weeks said (S2-17)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from outsource_tui.playbook import loader
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.show import day, hours, money
from outsource_tui.ui.widgets.blocks import Block, Fact, facts, gap, heading, note, stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outsource_tui.domain.settings import LookBack
    from outsource_tui.services.insights import WeeklyReview
    from outsource_tui.ui.screens.stage import StageScreen

_TASKS = "tasks"
WEEKS_SHOWN = 4


async def look_back(screen: "StageScreen") -> str:
    """Ask the three questions beside this week's figures, and keep what is written; new tasks come of it."""
    insights = screen.services.insights
    review = insights.weekly_review()
    kept = review.written.answers if review.written is not None else {}

    def save(values: dict[str, Any]) -> int:
        titles = [line.strip() for line in values.pop(_TASKS).splitlines() if line.strip()]
        insights.look_back(values, titles)
        return len(titles)

    fields = [
        Field(one.key, one.label, "long", value=kept.get(one.key, ""), rows=2, help=one.ask)
        for one in loader.review_prompts()
    ]
    made: int | None = await screen.app.push_screen_wait(
        FormDialog(
            "Your week" if review.written is None else "Your week, as you wrote it",
            [*fields, Field(_TASKS, "new tasks", "long", rows=2, help="one a line, to review in Identify")],
            intro=figures(review),
            save="Keep it",
            draft=f"look-back-{review.week}",
            submit=save,
        )
    )
    if made is None:
        return ""
    return f"Kept; {made} new in Identify." if made else "Kept; next week again."


def figures(review: "WeeklyReview") -> str:
    """Return this week's figures in words."""
    won = f"{hours(review.won.net, signed=True)} won back this month"
    if review.won.money is not None:
        won += f", {money(review.won.money, signed=True)} in money"
    harder = "".join(f" It was harder with {name}." for name in review.harder)
    return f"{hours(review.logged_hours)} logged, {hours(review.managed.hours)} on managing. {won}.{harder}"


def weeks_block(found: "Sequence[LookBack]", today: date) -> Block | None:
    """Return what the last weeks said, the newest first; None while nothing was written."""
    labels = {one.key: one.label for one in loader.review_prompts()}
    written = [one for one in found if one.answers]
    if not written:
        return None
    cells: list[Block | None] = []
    for one in written[:WEEKS_SHOWN]:
        cells.append(note(day(one.at.date(), today)))
        cells.append(facts([Fact(labels.get(key, key), text) for key, text in one.answers.items()], at=14))
        cells.append(gap())
    more = len(written) - WEEKS_SHOWN
    return stack(heading("Your weeks", f"{more} older" if more > 0 else ""), *cells)
