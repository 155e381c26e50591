"""Today: what I did, what runs, what is due, and what outsourcing won back."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult

from outsource_tui.domain import formats
from outsource_tui.domain.log_row import LogRow, activity_key
from outsource_tui.ui.screens.today.entries import TodayEntries
from outsource_tui.ui.screens.today.parts import (
    DayRow,
    DueRow,
    activities_block,
    day_columns,
    day_row,
    due_columns,
    due_rows,
    felt_badly,
    nothing_due,
    running_row,
    stretches,
    week_block,
)
from outsource_tui.ui.show import Line, Piece, count, duration, hours, long_day, money, month
from outsource_tui.ui.widgets.blocks import counted, day_strip, empty_state, gap, heading, note, prose, sparkline, stack
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.services.log_views import DayView, WeekView

QUICK_HINT = "what you did 45m @project +tag :dislike"
UNDER_THE_LIST = 14
DUE_SHOWN = 8
DUE_SCREENS = {
    "tasks": "identify",
    "briefs": "briefs",
    "postings": "briefs",
    "candidates": "candidates",
    "negotiations": "negotiate",
    "engagements": "engagements",
}


FIRST_DAY = empty_state(
    "Nothing logged yet",
    "Log what you do for a few days, roughly and quickly;\nIdentify then shows what to stop doing.",
    ("+", "log what you just did"),
    ("t", "start a timer"),
    ("i", "bring in a log from another program"),
)


class TodayScreen(TodayEntries):
    """The day's log at the left, what is due and won back at the right."""

    stage = "today"
    side_width = 44
    labels: ClassVar[dict[str, str]] = {"record.open": "edit", "record.new": "log"}

    def __init__(self) -> None:
        """Start on today, day by day."""
        super().__init__()
        self._day: date | None = None
        self._by_week = False
        self._week: WeekView | None = None
        self._seconds = 0.0
        self._badly = 0.0
        self._due: list[DueRow] = []

    # Layout

    def compose_main(self) -> ComposeResult:
        """Lay out the list of the day, its strip and the week."""
        yield RecordTable(
            day_columns(),
            key=lambda row: row.id,
            search=lambda row: f"{row.what} {row.project} {' '.join(row.row.tags)} {row.felt.text}",
            row_role=lambda row: "muted" if row.muted else "",
            gutter=lambda row: Piece("●", "accent") if row.running else None,
            can_mark=True,
            fit=True,
            empty=FIRST_DAY,
            id="log",
        )
        yield Paper(id="under")
        yield OneLine(id="due-line")
        yield Paper(id="rest")
        yield OneLine(("+ ", "accent"), (QUICK_HINT, "muted"), indent=0, id="quick-hint-line")

    def compose_side(self) -> ComposeResult:
        """Lay out what is due and what was won."""
        yield OneLine(("Due", "bold"), ground="side", id="due-head")
        yield OneLine(ground="side")
        yield RecordTable(
            due_columns(),
            key=lambda row: row.key,
            search=lambda row: row.text,
            header=False,
            fit=True,
            most=DUE_SHOWN,
            ground="side",
            empty=nothing_due(),
            id="due",
        )
        yield OneLine(ground="side")
        yield Paper(ground="side", id="facts")

    def adapt(self, width: int, height: int) -> None:
        """Give the list what the strip and the week leave."""
        log = self._log
        room = height - 6
        log.most = max(
            3,
            room - (UNDER_THE_LIST + 8 if height >= 38 else UNDER_THE_LIST)
            if height >= 30
            else room - 4
            if height >= 22
            else room,
        )
        log.refresh(layout=True)
        self.query_one("#quick-hint-line").display = height >= 16
        self.query_one("#rest").styles.height = "1fr"
        self._arrange()
        self._draw_under()

    def _arrange(self) -> None:
        """Show the day with what belongs under it, or the whole log in its place."""
        width, height = self.app.size
        by_day = not self._whole
        self._log.display = self.query_one("#rest").display = by_day
        self.query_one("#under").display = by_day and height >= 22
        self.query_one("#due-line").display = by_day and width < self.side_from and height >= 12
        for table in self.query("#whole"):
            table.display = self._whole
        self._place_side()

    def _place_side(self) -> None:
        """Leave the whole width to the whole log."""
        super()._place_side()
        if self._whole:
            self.query_one("#side").display = False
            self.query_one("#main").display = True

    @property
    def table(self) -> RecordTable[Any] | None:
        """Return the focused table, or the list of entries in front."""
        return self.focused if isinstance(self.focused, RecordTable) else self.log_table

    @property
    def _due_table(self) -> RecordTable[DueRow]:
        return self.query_one("#due", RecordTable)

    @property
    def day(self) -> date:
        """Return the day that is shown."""
        return self._day or self.today

    @property
    def _week_begin(self) -> date:
        """Return the first day of the week that is shown."""
        return self.day - timedelta(days=(self.day.weekday() - formats.in_force().week_start) % 7)

    # Showing

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say which day it is, how much is logged and how much of it hurt."""
        if self._whole:
            return self._whole_log.where()
        title = long_day(self.day)
        if self._by_week:
            title = f"Week of {long_day(self._week_begin)}"
        pieces: list[tuple[str, str]] = [(title, "bold"), ("   ", "")]
        if not self._seconds:
            pieces.append(("nothing logged yet" if self.day == self.today else "nothing logged", "muted"))
        else:
            pieces += [(duration(self._seconds), "bold"), (" logged", "muted")]
            if self._badly:
                pieces += [(", ", "muted"), (duration(self._badly), "red"), (" of it disliked or stressful", "muted")]
        entries = len(self.services.desk.rows) if self.outsource.ready else self.outsource.entries
        if entries:
            pieces.append((f"   {count(entries, 'entry', 'entries')} so far", "muted"))
        return pieces

    where_early = where

    def show_early(self) -> None:
        """Show today's rows straight from the file, before anything else is loaded."""
        workspace = self.outsource.workspace
        workspace.refresh()
        self._put_rows(
            [day_row(row) for row in workspace.rows_of_day(self.day.isoformat())], workspace.running(), self.day
        )

    def show(self) -> None:
        """Show day or week, what is due, and what was won."""
        log = self.services.log
        view = log.day(self.day)
        self._view = view
        self._week = log.week(self.day, first_day=(self.day.weekday() + 1) % 7)
        views = [log.day(self._week_begin + timedelta(days=offset)) for offset in range(7)] if self._by_week else [view]
        rows = [day_row(entry.row, overlaps=entry.overlaps, odd=entry.odd) for shown in views for entry in shown.lines]
        self._log.empty = tuple(self._nothing_here(view))
        self._put_rows(rows, log.running(), self.day)
        if self._whole:
            self._whole_log.take(self.services.desk.rows)
        self._due = due_rows(self.services.due.items(), self.today)
        self._due_table.set_rows(self._due)
        self._draw_under()
        self._draw_side()

    def _nothing_here(self, view: "DayView") -> Sequence[Line]:
        """Return what an idle day or week shows: a kind word, and the keys that go on."""
        if not self.services.desk.rows:
            return FIRST_DAY
        if self._by_week:
            away = "Nothing of that week is in the log."
            return empty_state("Nothing logged", away, ("[", "the week before"), ("h", "back to today"))
        if self.day == self.today:
            now = ("+", "log what you just did"), ("t", "start a timer"), ("[", "the day before")
            return empty_state("Nothing logged yet", view.message, *now)
        then = ("+", "log something on this day"), ("[", "the day before"), ("h", "back to today")
        return empty_state("Nothing logged", view.message, *then)

    def _put_rows(self, rows: list[DayRow], running: LogRow | None, day: date) -> None:
        entries = [row.row for row in rows]
        self._seconds = sum(float(row.seconds or 0) for row in entries)
        self._badly = sum(float(row.seconds or 0) for row in entries if felt_badly(row))
        if running is not None and day == self.today:
            rows = [*rows, running_row(running, self.now)]
        fresh = not self._log.all_rows
        self._log.set_rows(rows)
        if fresh and rows:
            self._log.go_to(rows[-1].id)

    def _draw_under(self) -> None:
        under = self.query_one("#under", Paper)
        if not self._log.all_rows and self._week is not None and not self._week.seconds:
            under.draw(stack())
            return
        running = self.outsource.running()
        rows = [row.row for row in self._log.all_rows if row.day == self.day.isoformat() and not row.running]
        strip = day_strip(stretches(rows, running if self.day == self.today else None, self.now))
        hint = self._hint(self._view) if self._view is not None else ""
        forgotten = self.services.log.forgotten() if self.outsource.ready and self.day == self.today else None
        notes = stack(
            note(f"{forgotten.sentence} y shortens it.", "amber", "▲") if forgotten is not None else None,
            note(hint, "muted") if hint else None,
        )
        week = None
        if self._week is not None and self.app.size.height >= 30:
            week = stack(gap(), week_block(self._week.days, self.today))
            if self.app.size.height >= 38:
                week = stack(week, gap(), activities_block(self._week.activities, self._week.seconds))
        under.draw(stack(gap(), strip, notes, week))

    def _hint(self, view: "DayView") -> str:
        said: list[str] = []
        if view.overlaps:
            said.append(f"{count(len(view.overlaps), 'overlap')}: those minutes count twice.")
        if view.open:
            what = "entry has" if view.open == 1 else "entries have"
            said.append(f"{view.open} {what} no length yet; l gives one.")
        return " ".join(said)

    def _draw_side(self) -> None:
        coverage = self.services.log.coverage()
        nudge = self.services.log.nudge() if self.day == self.today else None
        won = self.services.insights.this_month()
        trend = self.services.insights.won_back(8)
        cells: list[Any] = [
            heading("Log coverage"),
            counted(min(coverage.logged, coverage.target), coverage.target, _days(coverage.logged, coverage.target)),
            note(coverage.sentence),
            note(nudge, "amber", "▲") if nudge else None,
            gap(),
            heading(f"Won back in {month(self.today)}"),
        ]
        if not (won.given or won.own or won.paid):
            cells.append(note("Once an engagement runs, the hours it gives back are counted here."))
        else:
            hurt = "accent bold" if won.net >= 0 else "red bold"
            cells.append(prose((hours(won.net, signed=True), hurt), (f"  after {hours(won.own)} managing", "muted")))
            if won.money is not None:
                worth = "accent bold" if won.money >= 0 else "red bold"
                currency = self.services.settings.get().currency
                cells.append(
                    prose((f"{money(won.money, signed=True)} {currency}", worth), ("  after the price", "muted"))
                )
            if sum(1 for one in trend if one.given) > 1:
                cells += [gap(), sparkline([float(one.net) for one in trend], f"since {month_of(trend[0].month)}")]
        self.query_one("#facts", Paper).draw(stack(*cells))
        waiting = [row for row in self._due if row.role != "blue"]
        line = self.query_one("#due-line", OneLine)
        if not self._due:
            line.set_line((("✓ ", "accent"), ("Nothing is due.", "muted")))
        else:
            first = self._due[0]
            line.set_line(
                (
                    (f"{first.glyph.text} {len(waiting)} due ", first.role),
                    (f"  {first.text}", ""),
                    ("   v lists them", "muted"),
                )
            )

    def tick(self) -> None:
        """Let the running timer's row go on, remind in the evening, and begin the new day at midnight."""
        self.bring_up_to_date()

    def current_record(self) -> tuple[str, str] | None:
        """Carry the task the highlighted entry counts for, else its activity."""
        row = self.entry_row() if self.outsource.ready else None
        if row is None:
            return None
        task = self.services.identify.task_of_row(row.row)
        return ("tasks", task.id) if task is not None else ("activities", activity_key(row.row))

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on an entry, on its day."""
        if kind != "entries":
            return
        entry = self.services.log.entry(record_id)
        if self._whole:
            self.do_today_log()
        self._day = None if entry.day == self.today else entry.day
        self.show()
        self._log.go_to(record_id)

    # Moving in time

    def do_today_earlier(self) -> None:
        """Go a day or a week back."""
        self._go(-7 if self._by_week else -1)

    def why_not_today_later(self) -> str | None:
        """Refuse days that have not come."""
        return "Tomorrow has not come yet." if self.day >= self.today and not self._whole else None

    def do_today_later(self) -> None:
        """Go a day or a week on."""
        self._go(7 if self._by_week else 1)

    def do_today_now(self) -> None:
        """Come back to today, in the whole log to its newest entry."""
        if self._whole:
            self._whole_log.move_to(0)
            return
        self._go((self.today - self.day).days)

    def _go(self, days: int) -> None:
        if self._whole:
            self._whole_log.move_by_day(days < 0)
            return
        day = min(self.today, self.day + timedelta(days=days))
        self._day = None if day == self.today else day
        self.bring_up_to_date()

    def do_today_log(self) -> None:
        """Switch between the whole log and the day."""
        from outsource_tui.ui.screens.today.whole_log import WholeLog

        self._whole = not self._whole
        if self._whole and not self.query("#whole"):
            self.mount(WholeLog(self.today), before="#under")
        self._arrange()
        if self._whole:
            self._whole_log.take(self.services.desk.rows)
        self.log_table.focus()
        self.refresh_frame()

    def back(self) -> bool:
        """Leave the whole log once its filter and marks are gone."""
        table = self.log_table
        if not self._whole or table.filter_text or table.marked or self.is_filtering():
            return False
        self.do_today_log()
        return True

    def do_today_week(self) -> None:
        """Switch between day and week."""
        if self._whole:
            self.do_today_log()
        self._by_week = not self._by_week
        self._log.set_columns(day_columns(with_day=self._by_week))
        self.bring_up_to_date()

    # Elsewhere

    def do_log_quick(self) -> None:
        """Open the quick-log line; on another day than today it starts with that day."""
        from outsource_tui.ui.widgets.quick_log_line import QuickLogLine

        by_day = not self._whole and not self._by_week and self.day != self.today
        QuickLogLine.open_on(self, f"{self.day.isoformat()} " if by_day else "")

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        """Open an entry, or what is due."""
        self.run_action_id("due.open" if message.table.id == "due" else "record.open")

    def why_not_entry_activity(self) -> str | None:
        """Refuse where no entry is highlighted."""
        return None if self.entry_row() is not None else "There is no entry here yet; + logs one."

    def do_entry_activity(self) -> None:
        """Open its activity in Identify."""
        self.outsource.focus_record("identify", "activities", activity_key(self._row().row))

    def do_today_due(self) -> None:
        """Go to the due list, or back from it."""
        if self.focused is self._due_table:
            self.open_side(False)
            self._log.focus()
            return
        if self._whole:
            self.do_today_log()
        self.open_side()
        self._due_table.focus()

    def why_not_due_open(self) -> str | None:
        """Refuse while nothing is due."""
        return None if self._due else "Nothing is due."

    def do_due_open(self) -> None:
        """Open what is due where it is handled."""
        row = self._due_table.current
        if row is None:
            return
        item = row.item
        screen = DUE_SCREENS.get(item.table)
        if screen is not None and item.id:
            self.outsource.focus_record(screen, item.table, item.id)
        elif item.kind == "weekly-review":
            self.outsource.go("insights")
        else:
            self.do_log_quick()

    def do_log_import(self) -> None:
        """Bring in a log."""
        self._import()

    @work
    async def _import(self) -> None:
        from outsource_tui.ui.screens.today.imports import import_log

        await import_log(self)

    def do_figure_explain(self) -> None:
        """Show how the hours won back add up."""
        from outsource_tui.domain.arithmetic import Step
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        won = self.services.insights.this_month()
        steps = [
            Step("given away", "hours they did instead of me", won.given, "measured", "h"),
            Step("own hours", "briefing, hiring, review, coordination, doing again", won.own, "measured", "h"),
            Step("net time", f"{hours(won.given)} - {hours(won.own)}", won.net, "computed", "h"),
            Step("paid", "payments of the month", won.paid, "measured", "money"),
            Step("won back", "net time at my hourly value - paid", won.money, "computed", "money"),
        ]
        self.app.push_screen(ArithmeticDialog(f"Won back in {month(self.today)}", steps))


def month_of(text: str) -> str:
    """Return the name of a month written like 2026-11."""
    return month(date.fromisoformat(f"{text}-01"))


def _days(logged: int, target: int) -> str:
    return f"{logged} of {count(target, 'day')}" if logged < target else f"{count(logged, 'day')} logged"
