"""The log: entries captured; timed, corrected and read back by what this builds on."""

from datetime import date, datetime, timedelta
from typing import Any

from outsource_tui.domain.entry import Entry
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.quick_line import LineError, ParsedLine, parse_line, read_line
from outsource_tui.domain.text import clean_line
from outsource_tui.services.log_corrections import kept_length, shown
from outsource_tui.services.log_timer import LogTimer
from outsource_tui.services.phrases import quoted
from outsource_tui.services.timeline import moment, seconds_between


class LogService(LogTimer):
    """Capture, timer and corrections; each verb is one change that undo takes back."""

    def read(self, line: str, *, timer: bool = False) -> tuple[ParsedLine, LineError | None]:
        """Return what a half-typed line says and its first problem, for colours and hints."""
        return read_line(line, self.desk.now(), timer=timer)

    def capture(self, line: str | ParsedLine, *, task: str | None = None) -> Entry:
        """Log what a line says and return the entry; LineError points at a word that cannot be read."""
        said = parse_line(line, self.desk.now()) if isinstance(line, str) else line
        values: dict[str, Any] = {**said.entry(), "task": task}
        entry = self.desk.new(Entry, **_typed(values))
        return self.desk.save_one(f"Log {quoted(entry.text)}", entry)

    def log(
        self,
        text: str,
        *,
        start: datetime | None = None,
        seconds: int | None = None,
        day: date | None = None,
        **fields: Any,
    ) -> Entry:
        """Log an entry from its parts (day: that of the start, or today) and return it."""
        if not clean_line(text):
            raise InputError("Say what you did.", field="text")
        if start is not None:
            day = start.date()
        entry = self.desk.new(
            Entry,
            day=day or self.today(),
            start=start,
            seconds=kept_length(seconds),
            text=text,
            **fields,
        )
        return self.desk.save_one(f"Log {quoted(entry.text)}", entry)

    def fill(self, start: datetime, end: datetime, line: str) -> Entry:
        """Log what filled the gap from `start` to `end`; the line says what, its own times are not asked for."""
        said = parse_line(line, self.desk.now())
        if end <= start:
            raise InputError("That gap ends before it starts; pick a gap of the day.", field="end")
        values = {**said.entry(), "day": start.date().isoformat(), "start": start.isoformat(timespec="seconds")}
        values["seconds"] = seconds_between(start, end)
        entry = self.desk.new(Entry, **_typed(values))
        return self.desk.save_one(f"Fill the gap with {quoted(entry.text)}", entry)

    def repeat(self, entry_id: str | None = None) -> Entry:
        """Log an entry (the last one unless named) once more: same words and length, ending now; feelings stay open."""
        before = self.entry(entry_id) if entry_id else self._last()
        now = self.desk.now().replace(microsecond=0)
        seconds = kept_length(before.seconds)
        start = now - timedelta(seconds=seconds) if seconds is not None else None
        entry = self.desk.new(
            Entry,
            day=start.date() if start else self.today(),
            start=start,
            seconds=seconds,
            text=before.text,
            project=before.project,
            client=before.client,
            tags=before.tags,
            task=before.task,
        )
        return self.desk.save_one(f"Repeat {quoted(shown(before))}", entry)


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an inbox entry as the record takes them."""
    return {
        **values,
        "day": date.fromisoformat(values["day"]),
        "start": moment(values["start"]),
        "tags": tuple(values["tags"]),
    }
