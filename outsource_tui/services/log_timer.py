"""The timer: one runs at a time, captured line by line in the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, Literal

from outsource_tui.domain.dates import spoken_length
from outsource_tui.domain.entry import Entry
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.log_row import LogRow, activity_key, shown_text
from outsource_tui.domain.quick_line import ParsedLine, parse_line
from outsource_tui.services.log_corrections import LogCorrections, shown
from outsource_tui.services.phrases import quoted
from outsource_tui.services.timeline import after, moment, seconds_between


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A timer that looks forgotten: since when, and the length it usually has (None: never done before)."""

    row: LogRow
    seconds: int
    usual_seconds: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Started:
    """A timer that runs, and the one it stopped."""

    id: str
    stopped: LogRow | None
    notes: tuple[str, ...]


class LogTimer(LogCorrections):
    """Start, stop, cancel, and what looks forgotten."""

    def start(self, line: str | ParsedLine) -> Started:
        """Start a timer; one that runs is stopped at that time."""
        now = self.desk.now()
        said = parse_line(line, now, timer=True) if isinstance(line, str) else line
        return self._start(said.entry(), said.notes)

    def resume(self, entry_id: str | None = None) -> Started:
        """Start a timer with the words of an entry (the last one unless named)."""
        before = self.entry(entry_id) if entry_id else self._last()
        now = self.desk.now()
        return self._start(
            {
                "day": now.date().isoformat(),
                "start": now.isoformat(timespec="seconds"),
                "seconds": None,
                "text": before.text or shown(before),
                "project": before.project,
                "tags": list(before.tags),
                "stress": None,
                "liking": None,
                "skill": None,
                "postponed": 0,
                "task": before.task,
            },
            (),
        )

    def _start(self, fields: Mapping[str, Any], notes: tuple[str, ...]) -> Started:
        stopped = self.running()
        line_id = self._capture("start", entry=dict(fields))
        if stopped is not None:
            notes = (f"Stopped {quoted(shown_text(stopped))} first.", *notes)
        return Started(line_id, stopped, notes)

    def stop(self, *, at: datetime | None = None, seconds: int | None = None) -> Entry:
        """Stop the timer now, or as if at another time or after `seconds`; return the entry it became."""
        row = self._running_or_refuse()
        begun = moment(row.start)
        now = self.desk.now()
        if begun is None:
            raise InputError("The timer has no start; cancel it and log the time by hand.")
        if seconds is not None:
            at = after(begun, seconds)
        at = at or now
        if at < begun:
            raise InputError("The timer would stop before it started; name a later time.", field="end")
        if at > now + timedelta(seconds=1):
            raise InputError("That moment is still to come; stop the timer at an earlier one.", field="end")
        self._capture("stop", target=row.id, at=at)
        return self.desk.get(Entry, row.id)

    def cancel(self) -> LogRow:
        """Throw the running timer away and return what it was."""
        row = self._running_or_refuse()
        self._capture("cancel", target=row.id)
        return row

    def forgotten(self) -> Forgotten | None:
        """Return the running timer when it looks forgotten, with the length it usually has."""
        row = self.running()
        begun = moment(row.start) if row is not None else None
        if row is None or begun is None:
            return None
        running = seconds_between(begun, self.desk.now())
        if Decimal(running) < self.desk.settings.long_entry_hours * 3600:
            return None
        usual = self._usual_length(row)
        offer = f"; it usually takes {spoken_length(usual)}" if usual else ""
        sentence = f"{quoted(shown_text(row))} has been running for {spoken_length(running)}{offer}."
        return Forgotten(row, running, usual, sentence)

    def _usual_length(self, row: LogRow) -> int | None:
        """Return the median length of an activity."""
        lengths = [one.seconds for one in self.desk.log.activities().rows(activity_key(row)) if one.seconds]
        return round(median(lengths)) if lengths else None

    def shorten(self, entry_id: str, seconds: int) -> Entry:
        """Give a forgotten timer, running or stopped, the length it really had."""
        running = self.running()
        if running is not None and running.id == entry_id:
            return self.stop(seconds=seconds)
        return self.give_length(entry_id, seconds)

    def _running_or_refuse(self) -> LogRow:
        row = self.running()
        if row is None:
            raise NotYetError("No timer is running; start one first.")
        return row

    def _capture(self, do: Literal["start", "stop", "cancel"], **fields: Any) -> str:
        """Append one line to the inbox and return its id."""
        return self.desk.capture(do, **fields)
