"""What Today does to entries and to the timer, whichever of its lists they stand in."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.ui.screens.stage import StageScreen, still_there
from outsource_tui.ui.screens.today.parts import DayRow, day_row
from outsource_tui.ui.show import clock_time, count, duration
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.services.log_views import DayView
    from outsource_tui.ui.screens.today.whole_log import WholeLog

SaveLength = Callable[[int], Any]

STEP_MINUTES = 5


class TodayEntries(StageScreen):
    """The timer, and the entry under the cursor or those that are marked."""

    def __init__(self) -> None:
        """Start on the day."""
        super().__init__()
        self._whole = False
        self._view: DayView | None = None

    @property
    def _log(self) -> RecordTable[DayRow]:
        return self.query_one("#log", RecordTable)

    @property
    def _whole_log(self) -> "WholeLog":
        from outsource_tui.ui.screens.today.whole_log import WholeLog

        return self.query_one(WholeLog)

    @property
    def log_table(self) -> RecordTable[Any]:
        """Return the list of entries in front: the day's or week's, or the whole log."""
        return self._whole_log if self._whole else self._log

    def entry_row(self) -> DayRow | None:
        """Return the entry under the cursor, or the running timer."""
        if not self._whole:
            return self._log.current
        row = self._whole_log.current
        return None if row is None else day_row(row)

    def day_view(self, day: date) -> "DayView":
        """Return a day with its gaps and overlaps."""
        return self._view if self._view is not None and self._view.day == day else self.services.log.day(day)

    # Timer

    def do_timer_toggle(self) -> None:
        """Stop the timer, or start one."""
        log = self.services.log
        if log.running() is not None:
            entry = log.stop()
            self._done(f"Stopped: {entry.text}, {duration(float(entry.seconds or 0))}.", entry.id)
            return
        self._start()

    @work
    async def _start(self) -> None:
        from outsource_tui.domain.line_writing import write_line
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        row = self.entry_row()
        suggested = write_line(row.what, project=row.row.project, tags=row.row.tags) if row is not None else ""
        form = FormDialog(
            "Start a timer",
            [Field("line", "what", value=suggested, required=True, help="what you start on @project +tag")],
            save="Start",
            submit=lambda values: self.services.log.start(values["line"]),
        )
        started = await self.app.push_screen_wait(form)
        if started is not None:
            self._done(" ".join(["The timer runs.", *started.notes]), started.id)

    def why_not_timer_cancel(self) -> str | None:
        """Refuse while nothing runs."""
        return None if self.outsource.running() is not None else "No timer is running; t starts one."

    def do_timer_cancel(self) -> None:
        """Throw the timer away."""
        row = self.services.log.cancel()
        self._done(f"Dropped the timer on {row.text or 'it'}; u brings it back.")

    # Entries

    def do_record_new(self) -> None:
        """Log something."""
        self.do_log_quick()

    def _why_not_entry(self) -> str | None:
        row = self.entry_row()
        if row is None:
            return "There is no entry here yet; + logs one."
        return "The timer still runs; t stops it first." if row.running else None

    why_not_record_open = why_not_entry_repeat = why_not_entry_split = _why_not_entry
    why_not_entry_length = why_not_entry_stretch = why_not_entry_put_off = _why_not_entry
    why_not_entry_earlier = why_not_entry_later = why_not_entry_longer = why_not_entry_shorter = _why_not_entry
    why_not_entry_join = why_not_entry_bulk = _why_not_entry

    def _row(self) -> DayRow:
        return still_there(self.entry_row())

    def _chosen(self) -> list[str]:
        running = self.outsource.running()
        marked = [row.id for row in self.log_table.marked_rows if running is None or row.id != running.id]
        return marked or [self._row().id]

    def _done(self, text: str, go_to: str = "") -> None:
        self.outsource.changed()
        if go_to:
            self.log_table.go_to(go_to)
        self.tell(text)

    def do_record_open(self) -> None:
        """Edit the highlighted entry."""
        self._edit()

    @work
    async def _edit(self) -> None:
        from outsource_tui.ui.screens.today.forms import entry_form

        row = self._row()
        changed = await self.app.push_screen_wait(entry_form(self.services, row.id, self.today))
        if changed is not None:
            self._done("Saved.", row.id)

    def why_not_record_delete(self) -> str | None:
        """Refuse where there is nothing to delete."""
        row = self.entry_row()
        return "There is nothing to delete here." if row is None else None

    def do_record_delete(self) -> None:
        """Delete the marked or highlighted entries, or drop the timer."""
        if self._row().running and not self.log_table.marked_rows:
            self.do_timer_cancel()
            return
        gone = self.services.log.delete(self._chosen())
        self.log_table.clear_marks()
        self._done(f"Deleted {count(gone, 'entry', 'entries')}; u brings them back.")

    def do_entry_repeat(self) -> None:
        """Log it once more, ending now."""
        entry = self.services.log.repeat(self._row().id)
        self._done(f"Logged once more: {entry.text}.", entry.id)

    def do_entry_split(self) -> None:
        """Split it where you say."""
        self._split()

    @work
    async def _split(self) -> None:
        from outsource_tui.ui.screens.today.forms import split_form

        parts = await self.app.push_screen_wait(split_form(self.services, self._row().id, self.now))
        if parts is not None:
            self._done("Split in two.", parts[1].id)

    def do_entry_join(self) -> None:
        """Join the marked ones, or this and the next."""
        chosen = self._chosen()
        if len(chosen) == 1:
            # A single marked one may lie on another day than the highlighted one.
            ids = [one.row.id for one in self.day_view(self.services.log.entry(chosen[0]).day).lines]
            at = ids.index(chosen[0])
            chosen = ids[at : at + 2]
        entry = self.services.log.join(chosen)
        self.log_table.clear_marks()
        self._done(f"Joined into one: {entry.text}, {duration(float(entry.seconds or 0))}.", entry.id)

    def _gap_after(self) -> tuple[datetime, datetime] | None:
        row = self.entry_row()
        if row is None:
            return None
        for found in self.day_view(date.fromisoformat(row.day)).gaps:
            if found.after == row.id:
                return found.start, found.end
        return None

    def why_not_entry_fill(self) -> str | None:
        """Refuse where no gap follows."""
        return None if self._gap_after() is not None else "There is no gap after this entry."

    def do_entry_fill(self) -> None:
        """Log what filled the gap."""
        self._fill()

    @work
    async def _fill(self) -> None:
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        found = still_there(self._gap_after())
        start, end = found
        form = FormDialog(
            f"What did you do from {clock_time(start)} to {clock_time(end)}?",
            [Field("line", "what", required=True, help="what you did @project +tag :dislike")],
            save="Log it",
            submit=lambda values: self.services.log.fill(start, end, values["line"]),
        )
        entry = await self.app.push_screen_wait(form)
        if entry is not None:
            self._done(f"Filled the gap: {entry.text}.", entry.id)

    def do_entry_length(self) -> None:
        """Ask how long it took."""
        row = self._row().row
        self._ask_length(
            "How long did it take?", row.seconds, lambda seconds: self.services.log.give_length(row.id, seconds)
        )

    def why_not_entry_shorten(self) -> str | None:
        """Refuse where nothing looks forgotten."""
        if self.services.log.forgotten() is not None:
            return None
        row = self.entry_row()
        return "Nothing here looks forgotten." if row is None or row.row.seconds is None else None

    def do_entry_shorten(self) -> None:
        """Shorten what looks forgotten."""
        forgotten = self.services.log.forgotten()
        row = forgotten.row if forgotten is not None else self._row().row
        self._ask_length(
            "How long was it really?",
            row.seconds if forgotten is None else forgotten.usual_seconds,
            lambda seconds: self.services.log.shorten(row.id, seconds),
            "" if forgotten is None else forgotten.sentence,
        )

    @work
    async def _ask_length(self, title: str, seconds: float | None, save: SaveLength, intro: str = "") -> None:
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        form = FormDialog(
            title,
            [Field("seconds", "length", "length", value=seconds, required=True, help="45m, 1h30 or 1:30")],
            intro=intro,
            submit=lambda values: save(values["seconds"]),
        )
        entry = await self.app.push_screen_wait(form)
        if entry is not None:
            self._done(f"{entry.text or 'It'}: {duration(float(entry.seconds or 0))}.", entry.id)

    def _move_by(self, minutes: int) -> None:
        self.services.log.shift(self._chosen(), minutes)
        self.outsource.changed()

    def _last_by(self, minutes: int) -> None:
        self.services.log.lengthen(self._chosen(), minutes)
        self.outsource.changed()

    def do_entry_earlier(self) -> None:
        """Move five minutes back."""
        self._move_by(-STEP_MINUTES)

    def do_entry_later(self) -> None:
        """Move five minutes on."""
        self._move_by(STEP_MINUTES)

    def do_entry_longer(self) -> None:
        """Last five minutes more."""
        self._last_by(STEP_MINUTES)

    def do_entry_shorter(self) -> None:
        """Last five minutes less."""
        self._last_by(-STEP_MINUTES)

    def do_entry_stretch(self) -> None:
        """Cover the gaps beside it."""
        entry = self.services.log.stretch(self._row().id)
        self._done(f"Now {duration(float(entry.seconds or 0))}.", entry.id)

    def do_entry_put_off(self) -> None:
        """Count one more time put off."""
        row = self._row()
        entry = self.services.log.edit(row.id, postponed=row.row.postponed + 1)
        self._done(f"Put off {count(entry.postponed, 'time')}.", entry.id)

    def do_entry_bulk(self) -> None:
        """Change all marked entries."""
        self._bulk()

    @work
    async def _bulk(self) -> None:
        from outsource_tui.ui.screens.today.forms import bulk_form

        chosen = self._chosen()
        done = await self.app.push_screen_wait(bulk_form(self.services, chosen))
        if done is not None:
            self.log_table.clear_marks()
            self._done(f"Changed {count(len(done), 'entry', 'entries')}.")
