"""Insights: what it brought, month by month, and what the hits and misses say about the way there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from outsource_tui.domain.errors import OutsourceError
from outsource_tui.domain.outcome import Outcome
from outsource_tui.ui.screens.insights.parts import (
    STRATEGIES,
    MonthRow,
    OutcomeRow,
    OverheadRow,
    cause_words,
    causes_block,
    heat_block,
    love_block,
    month_columns,
    month_rows,
    outcome_columns,
    overhead_columns,
    overhead_steps,
    rates_block,
    total_block,
    total_steps,
    week_block,
)
from outsource_tui.ui.screens.insights.week import weeks_block
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.show import Line, Piece, hours, money, month, percent
from outsource_tui.ui.widgets.blocks import empty_state, note, stack
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.quiet_table import QuietTable
from outsource_tui.ui.widgets.record_table import RecordTable
from outsource_tui.ui.widgets.scroll_paper import SCROLLS, ScrollPaper

PERIODS = (12, 24, 6)
"""Months looked at, in the order the key goes through them."""
WEEKS_A_MONTH = 52 / 12


class InsightsScreen(StageScreen):
    """Panes under each other: months, overhead, outcomes, the log, love; rates at the side."""

    stage = "insights"
    CSS_PATH = "screen.tcss"
    labels: ClassVar[dict[str, str]] = {"record.open": "open it", "record.text": "lesson"}

    def __init__(self) -> None:
        """Start with a year."""
        super().__init__()
        self._period = 0

    # Layout

    def compose_main(self) -> ComposeResult:
        """Lay the panes out."""
        with VerticalScroll(id="panes", can_focus=False):
            yield QuietTable(
                month_columns(),
                key=lambda row: row.month,
                fit=True,
                empty=empty_state(
                    "Nothing won back yet",
                    "The hours you give away are counted from the day an engagement starts.",
                    ("6", "open Engagements and start the first one"),
                    ("2", "find what to give away in Identify"),
                ),
                id="months",
            )
            yield OneLine(id="overheads-gap")
            yield QuietTable(
                overhead_columns(), key=lambda row: row.id, search=lambda row: row.title, fit=True, id="overheads"
            )
            yield OneLine(id="outcomes-gap")
            yield QuietTable(
                outcome_columns(),
                key=lambda row: row.id,
                search=lambda row: f"{row.what} {row.who} {row.cause} {row.lesson}",
                fit=True,
                id="outcomes",
            )
            yield Paper(id="lesson")
            yield ScrollPaper(id="heat")
            yield ScrollPaper(id="love")
            yield ScrollPaper(id="weeks")

    def compose_side(self) -> ComposeResult:
        """Lay out the sums and the rates."""
        yield ScrollPaper(ground="side", id="rates")

    @property
    def _months(self) -> RecordTable[MonthRow]:
        return self.query_one("#months", RecordTable)

    @property
    def _overheads(self) -> RecordTable[OverheadRow]:
        return self.query_one("#overheads", RecordTable)

    @property
    def _outcomes(self) -> RecordTable[OutcomeRow]:
        return self.query_one("#outcomes", RecordTable)

    # Showing

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say what this month won back, and what managing takes."""
        insights = self.services.insights
        won = insights.this_month()
        settings = self.services.settings.get()
        share = insights.management().share
        much = share is not None and share > settings.management_limit
        role = "red" if won.net < 0 else "accent"
        pieces: list[tuple[str, str] | Piece] = [
            ("Insights", "bold"),
            (f"   {hours(won.net, signed=True)}", f"{role} bold"),
            (f" won back in {month(self.today)}", "muted"),
        ]
        if won.money is not None and self.app.size.width >= 66:
            pieces += [(f"   {money(won.money, settings.currency, signed=True)}", "red" if won.money < 0 else "")]
        if self.app.size.width >= 80:
            pieces += [
                (f"   {percent(share)}", "red" if much else ""),
                (f" of {percent(settings.management_limit)} managing", "muted"),
            ]
        return pieces

    def show(self) -> None:
        """Bring every pane up to date."""
        insights = self.services.insights
        self._months.set_rows(month_rows(insights.won_back(PERIODS[self._period]), self.today))
        self._overheads.set_rows(
            [OverheadRow(one.engagement.id, one.engagement.title, one) for one in insights.overheads()]
        )
        self._outcomes.set_rows(
            [
                OutcomeRow(
                    one.id,
                    one.engagement,
                    one.kind == "hit",
                    one.at.date(),
                    one.what or origin.engagement.title,
                    one.who or origin.person,
                    cause_words(one.cause, one.as_asked),
                    one.lesson,
                    self.today,
                )
                for one, origin in insights.hits_and_misses()
            ]
        )
        for name in ("overheads", "outcomes"):
            table = self.query_one(f"#{name}", RecordTable)
            table.display = self.query_one(f"#{name}-gap").display = bool(table.all_rows)
        weeks = weeks_block(insights.look_backs(), self.today)
        paper = self.query_one("#weeks", Paper)
        paper.display = weeks is not None
        paper.draw(stack(weeks))
        self._draw_lesson()
        self._draw_log()
        self._draw_side()

    def _draw_log(self) -> None:
        insights = self.services.insights
        months = PERIODS[self._period]

        def heat(width: int) -> list[Line]:
            weeks = min(max(4, width // 2 - 3), round(months * WEEKS_A_MONTH), 53)
            return heat_block(insights.heat_map(weeks), self.today)(width)

        self.query_one("#heat", Paper).draw(heat)
        self.query_one("#love", Paper).draw(love_block(insights.love_trend(months)))

    def _draw_side(self) -> None:
        insights = self.services.insights
        settings = self.services.settings.get()
        groups = [
            ("by platform", insights.hit_rates("platform")),
            ("by kind of work", insights.hit_rates("kind")),
            (
                "by strategies followed",
                [replace(one, name=STRATEGIES[one.name]) for one in insights.hit_rates("strategy")],
            ),
            ("by person", insights.hit_rates("contractor")),
        ]
        self.query_one("#rates", Paper).draw(
            stack(
                total_block(insights.total(), settings.currency),
                week_block(
                    insights.management(),
                    settings.management_limit,
                    insights.freed_by_dropping(),
                    insights.weekly_review(),
                ),
                rates_block(insights.hit_rate(), groups),
                causes_block(insights.hit_rates("cause")),
            )
        )

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Show the lesson of the highlighted outcome."""
        super().on_record_table_highlighted(message)
        if message.table.id == "outcomes":
            self.later("lesson", self._draw_lesson)

    def _draw_lesson(self) -> None:
        row = self._outcomes.current
        paper = self.query_one("#lesson", Paper)
        paper.display = row is not None
        words = row.lesson if row is not None else ""
        paper.draw(stack(note(words, "", "→") if words else note("No lesson written down yet; e writes one.")))

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane, and the pane."""
        super().on_descendant_focus()
        if self.focused is self._outcomes:
            self.later("lesson", self._draw_lesson)

    # Carrying

    def current_record(self) -> tuple[str, str] | None:
        """Carry the engagement behind the row."""
        found = self._engagement_id()
        return ("engagements", found) if found else None

    def _engagement_id(self) -> str:
        if self.focused is self._outcomes and self._outcomes.current is not None:
            return self._outcomes.current.engagement
        if self.focused is self._overheads and self._overheads.current is not None:
            return self._overheads.current.id
        return ""

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on the outcome of an engagement, else on its own hours."""
        if kind not in ("engagements", "outcomes"):
            return
        wanted = [row.id for row in self._outcomes.all_rows if record_id in (row.id, row.engagement)]
        if wanted:
            self._outcomes.go_to(wanted[0])
            self._outcomes.focus()
        elif self._overheads.go_to(record_id):
            self._overheads.focus()

    def claims_key(self, key: str) -> bool:
        """Take the keys that scroll a paper while it has the focus, or the side while it stands alone."""
        return key in SCROLLS and (isinstance(self.focused, ScrollPaper) or (self._side_open and self.side_shown))

    def claimed(self, event: events.Key) -> None:
        """Scroll the side, or the panes by the paper."""
        step = SCROLLS[event.key]
        if self._side_open or (self.focused is not None and self.focused.id == "rates"):
            self.query_one("#rates", Paper).scroll_by(step)
        else:
            self.query_one("#panes").scroll_relative(y=step, animate=False)

    # Doing

    def _why_not_engagement(self) -> str | None:
        if not self._overheads.all_rows and not self._outcomes.all_rows:
            return "No engagement has started yet; 6 opens Engagements."
        return None if self._engagement_id() else "Move to an engagement or an outcome first; tab goes there."

    why_not_insights_check_up = why_not_insights_onwards = _why_not_engagement

    def why_not_record_open(self) -> str | None:
        """Refuse where nothing stands behind what has the focus."""
        if isinstance(self.focused, ScrollPaper):
            return "There is nothing to open here; tab goes to the lists."
        return None

    def on_record_table_opened(self, _message: RecordTable.Opened) -> None:
        """Open what is highlighted."""
        self.run_action_id("record.open")

    def do_record_open(self) -> None:
        """Open the engagement; on a month, its arithmetic, or the side where it is hidden."""
        if self._engagement_id():
            self.do_insights_onwards()
        elif not self.open_side() and self._months.current is not None:
            self.do_figure_explain()

    def do_insights_onwards(self) -> None:
        """Go to the engagement."""
        self.outsource.focus_record("engagements", "engagements", self._engagement_id())

    def _outcome(self) -> Outcome | None:
        row = self._outcomes.current
        if self.focused is not self._outcomes or row is None:
            return None
        return self.services.desk.find(Outcome, row.id)

    def _why_not_outcome(self) -> str | None:
        return None if self._outcome() is not None else "Move to a hit or a miss first; tab goes there."

    why_not_record_text = why_not_record_delete = _why_not_outcome

    def do_record_delete(self) -> None:
        """Take the outcome back."""
        one = self._outcome()
        if one is not None:
            self.services.engagements.delete_outcome(one)
            self.outsource.changed()
            self.tell(f"Took the {one.kind} back; u brings it in again.")

    def do_record_text(self) -> None:
        """Write what was learned."""
        self._lesson()

    @work(exclusive=True, group="flow")
    async def _lesson(self) -> None:
        from outsource_tui.ui.dialogs.text import TextDialog

        one = self._outcome()
        if one is None:
            return
        service = self.services.engagements
        await self.app.push_screen_wait(
            TextDialog(
                f"What {one.what or 'it'} taught you",
                one.lesson,
                draft=f"lesson-{one.id}",
                submit=lambda text: service.edit_outcome(one, lesson=text),
            )
        )
        self.outsource.changed()

    def do_figure_explain(self) -> None:
        """Show the arithmetic of the month, of the own hours, or of what a miss cost."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        if self.focused is self._overheads and self._overheads.current is not None:
            row = self._overheads.current
            steps = overhead_steps(self.services.engagements.figures, row.line)
            self.app.push_screen(ArithmeticDialog(f"Your own hours on {row.title}", steps))
        elif self.focused is self._outcomes and self._outcomes.current is not None:
            engagement = self.services.engagements.get(self._outcomes.current.engagement)
            ledger = self.services.engagements.ledger(engagement)
            self.app.push_screen(ArithmeticDialog(f"Net time of {engagement.title}", ledger.steps))
        elif self._months.current is not None:
            month_row = self._months.current
            self.app.push_screen(
                ArithmeticDialog(f"Won back in {month_row.name}", self.services.insights.month_steps(month_row.month))
            )
        else:
            self.do_insights_management()

    def do_insights_management(self) -> None:
        """Show what managing takes of the week."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        limit = percent(self.services.settings.get().management_limit)
        steps = self.services.insights.management().steps
        self.app.push_screen(ArithmeticDialog("Managing", steps, closing=f"Your limit is {limit} of the week."))

    def do_insights_total(self) -> None:
        """Show the net time of all engagements."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        insights = self.services.insights
        lines = [(one.engagement.title, one.ledger) for one in insights.ledgers()]
        self.app.push_screen(ArithmeticDialog("Net time in all", total_steps(lines, insights.total())))

    def do_insights_period(self) -> None:
        """Look at another period."""
        self._period = (self._period + 1) % len(PERIODS)
        self.bring_up_to_date()
        self.tell(f"The last {PERIODS[self._period]} months.")

    def do_insights_week(self) -> None:
        """Look back on the week."""
        self._week()

    @work(exclusive=True, group="flow")
    async def _week(self) -> None:
        from outsource_tui.ui.screens.insights.week import look_back

        told = await look_back(self)
        self.outsource.changed()
        if told:
            self.tell(told)

    def do_insights_check_up(self) -> None:
        """Go through the three strategies."""
        self._check_up()

    @work(exclusive=True, group="flow")
    async def _check_up(self) -> None:
        from outsource_tui.ui.screens.engagements.care import check_up

        engagement = self.services.engagements.get(self._engagement_id())
        try:
            told = await check_up(self, engagement)
        except OutsourceError as error:
            self.outsource.tell_error(error)
            return
        self.outsource.changed()
        if told:
            self.tell(told)
