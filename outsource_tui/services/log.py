"""The log: entries captured, timed, corrected, and read back by day and by week."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, Literal

from outsource_tui.domain.dates import (
    at_local,
    local_zone,
    parse_clock,
    parse_day,
    parse_length,
    spoken_length,
)
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.entry import Entry, Purpose
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.log_row import LogRow, activity_key, is_break, shown_text
from outsource_tui.domain.quick_line import LineError, ParsedLine, parse_line, read_line
from outsource_tui.domain.task import Task
from outsource_tui.domain.text import clean_line, normal
from outsource_tui.services import links
from outsource_tui.services.desk import Desk, edited
from outsource_tui.services.timeline import (
    Gap,
    Overlap,
    Segment,
    Span,
    after,
    gaps_of,
    moment,
    overlaps_of,
    seconds_between,
    segments_of,
    span_of,
)

COVERAGE_DAYS = 14
"""The fortnight in which days of logging are counted."""
LONG_DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class DayLine:
    """One entry of a day as the screen lists it."""

    row: LogRow
    start: datetime | None
    end: datetime | None
    task: str | None
    """Id of the task it counts for, named or through its activity."""
    task_title: str
    overlaps: bool
    open: bool
    """Nobody said how long it took."""
    odd: str
    """What looks odd about it ("longer than a day"), or empty."""

    @property
    def text(self) -> str:
        """What stands for it on screen."""
        return shown_text(self.row)


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the log; seconds are plain sums, overlaps count twice, breaks are in `seconds`."""

    day: date
    lines: tuple[DayLine, ...]
    running: LogRow | None
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    segments: tuple[Segment, ...]
    seconds: int
    break_seconds: int
    disliked_seconds: int
    """Liking at or below the settings' limit."""
    stressful_seconds: int
    """Stress of 3 and more."""
    gap_seconds: int
    open: int
    """Entries without a length."""
    message: str
    """A kind word about an idle day, or empty."""

    @property
    def entries(self) -> int:
        """How many entries the day has."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of a week in figures."""

    day: date
    seconds: int
    entries: int
    disliked_seconds: int
    workday: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """Seven days, and where the time went: (name, seconds) by falling seconds."""

    days: tuple[WeekDay, ...]
    seconds: int
    entries: int
    activities: tuple[tuple[str, int], ...]
    projects: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CoveredDay:
    """A day of the last fortnight and what was logged on it."""

    day: date
    entries: int
    seconds: int
    workday: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many days were logged of those that make Identify worth reading (S1-11)."""

    target: int
    logged: int
    days: tuple[CoveredDay, ...]
    sentence: str

    @property
    def enough(self) -> bool:
        """Tell whether the log is ready to be read."""
        return self.logged >= self.target


@dataclass(frozen=True, slots=True)
class Known:
    """Texts, projects and tags used before, the likeliest first."""

    texts: tuple[str, ...]
    projects: tuple[str, ...]
    tags: tuple[str, ...]


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


class LogService:
    """Capture, timer and corrections; each verb is one change that undo takes back."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk
        self._known: tuple[object, Known] | None = None

    # ---- capture -------------------------------------------------------------------------------------------------

    def read(self, line: str, *, timer: bool = False) -> tuple[ParsedLine, LineError | None]:
        """Return what a half-typed line says and its first problem, for colours and hints."""
        return read_line(line, self.desk.now(), timer=timer)

    def capture(self, line: str | ParsedLine, *, task: str | None = None) -> Entry:
        """Log what a line says and return the entry; LineError points at a word that cannot be read."""
        said = parse_line(line, self.desk.now()) if isinstance(line, str) else line
        values: dict[str, Any] = {**said.entry(), "task": task}
        entry = self.desk.new(Entry, **_typed(values))
        return self.desk.save_one(f"Log “{_short(entry.text)}”", entry)

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
            seconds=_length(seconds),
            text=text,
            **fields,
        )
        return self.desk.save_one(f"Log “{_short(entry.text)}”", entry)

    def fill(self, start: datetime, end: datetime, line: str) -> Entry:
        """Log what filled the gap from `start` to `end`; the line says what, its own times are not asked for."""
        said = parse_line(line, self.desk.now())
        if end <= start:
            raise InputError("That gap ends before it starts; pick a gap of the day.", field="end")
        values = {**said.entry(), "day": start.date().isoformat(), "start": start.isoformat(timespec="seconds")}
        values["seconds"] = seconds_between(start, end)
        entry = self.desk.new(Entry, **_typed(values))
        return self.desk.save_one(f"Fill the gap with “{_short(entry.text)}”", entry)

    def repeat(self, entry_id: str | None = None) -> Entry:
        """Log an entry (the last one unless named) once more: same words and length, ending now; feelings stay open."""
        before = self.entry(entry_id) if entry_id else self._last()
        now = self.desk.now().replace(microsecond=0)
        seconds = _length(before.seconds)
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
        return self.desk.save_one(f"Repeat “{_short(shown(before))}”", entry)

    # ---- timer ---------------------------------------------------------------------------------------------------

    def running(self) -> LogRow | None:
        """Return the running timer, or None."""
        return self.desk.workspace.running()

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
            notes = (f"Stopped “{_short(shown_text(stopped))}” first.", *notes)
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
        key = activity_key(row)
        lengths = [one.seconds for one in self.desk.rows if one.seconds and activity_key(one) == key]
        usual = round(median(lengths)) if lengths else None
        offer = f"; it usually takes {spoken_length(usual)}" if usual else ""
        return Forgotten(
            row,
            running,
            usual,
            f"“{_short(shown_text(row))}” has been running for {spoken_length(running)}{offer}. Shorten it?",
        )

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

    # ---- corrections ---------------------------------------------------------------------------------------------

    def entry(self, entry_id: str) -> Entry:
        """Return an entry; InputError when it is gone or still running."""
        running = self.running()
        if running is not None and running.id == entry_id:
            raise NotYetError("That is the running timer; stop it before you change it.")
        return self.desk.get(Entry, entry_id)

    def edit(self, entry_id: str, **values: Any) -> Entry:
        """Change fields of an entry and return it.

        A new `start` leaves the end where it was unless `seconds` or `end` says otherwise; `day` moves it to that day
        at the same time of day.
        """
        entry = self.entry(entry_id)
        changed = self._changed(entry, values)
        if changed == entry:
            return entry
        return self.desk.save_one(f"Change “{_short(shown(entry))}”", changed)

    def edit_text(self, entry_id: str, field: str, text: str) -> Entry:
        """Change one field of an entry to what was typed ("9:30", "1h30", "monday", "admin, tax"); empty clears it."""
        entry = self.entry(entry_id)
        return self.edit(entry_id, **{field: self.typed(entry, field, text)})

    def typed(self, entry: Entry, field: str, text: str) -> Any:
        """Return the value of what was typed into a field of an entry; InputError says what would fit."""
        said = clean_line(text)
        now = self.desk.now()
        if field in ("start", "end"):
            if not said:
                return None
            clock = parse_clock(said)
            at = at_local(entry.day, clock.hour, clock.minute, _zone(entry, now))
            if field == "end" and entry.start is not None and at <= entry.start and clock.hour < 12:
                at = at_local(entry.day + timedelta(days=1), clock.hour, clock.minute, _zone(entry, now))
            return at
        if field == "seconds":
            return parse_length(said) if said else None
        if field == "day":
            return parse_day(said, now)
        if field == "tags":
            return tuple(dict.fromkeys(tag for tag in (_tag(part) for part in _tag_parts(said)) if tag))
        if field in ("stress", "liking", "skill", "postponed"):
            if not said:
                return 0 if field == "postponed" else None
            if not (said.isascii() and said.isdigit() and len(said) < 4):
                raise InputError(f"“{said[:40]}” is not a whole number; give one like 3.", field=field, hint="3")
            return int(said)
        if field == "project":
            return said.removeprefix("@")
        return said

    def edit_many(
        self,
        entry_ids: Sequence[str],
        *,
        add_tags: Iterable[str] = (),
        remove_tags: Iterable[str] = (),
        **values: Any,
    ) -> list[Entry]:
        """Change the same fields of several entries in one change and return them."""
        gone = {tag.casefold() for tag in remove_tags}
        more = tuple(add_tags)
        changed: list[Entry] = []
        entries = self._several(entry_ids)
        for entry in entries:
            one = dict(values)
            if gone or more:
                kept = [tag for tag in one.get("tags", entry.tags) if tag.casefold() not in gone]
                one["tags"] = tuple(dict.fromkeys((*kept, *more)))
            after_edit = self._changed(entry, one)
            if after_edit != entry:
                changed.append(after_edit)
        if not changed:
            return entries
        saved = {one.id: one for one in self.desk.save_all(f"Change {_count(len(changed), 'entry')}", changed)}
        return [saved.get(one.id, one) for one in entries]

    def delete(self, entry_ids: str | Sequence[str]) -> int:
        """Delete entries in one change and return how many; undo brings them back."""
        entries = self._several([entry_ids] if isinstance(entry_ids, str) else entry_ids)
        what = f"“{_short(shown(entries[0]))}”" if len(entries) == 1 else _count(len(entries), "entry")
        self.desk.save(f"Delete {what}", delete=entries)
        return len(entries)

    def split(self, entry_id: str, *, at: datetime | None = None, seconds: int | None = None) -> tuple[Entry, Entry]:
        """Cut an entry in two, at a time or after `seconds` (the middle unless said), and return both."""
        entry = self.entry(entry_id)
        total = entry.seconds
        if total is None or total <= 1:
            raise NotYetError("This entry has no length yet; give it one before you split it.")
        if at is not None:
            if entry.start is None:
                raise InputError("This entry has no start; say after how long to split it.", field="seconds")
            seconds = seconds_between(entry.start, at)
        if seconds is None:
            half = int(total) // 2
            seconds = half - half % 60 if half >= 60 else half
        if not 0 < seconds < total:
            raise InputError("The cut has to lie inside the entry; choose a time between its start and its end.")
        first = edited(entry, seconds=seconds)
        rest = total - seconds
        fields = {name: getattr(entry, name) for name in Entry.model_fields if name not in _OWN_FIELDS}
        second = self.desk.new(
            Entry,
            **{
                **fields,
                "start": after(entry.start, seconds) if entry.start is not None else None,
                "seconds": int(rest) if rest == int(rest) else rest,
                "postponed": 0,
                "fingerprint": "",
                "day": after(entry.start, seconds).date() if entry.start is not None else entry.day,
            },
        )
        one, other = self.desk.save_all(f"Split “{_short(shown(entry))}”", [first, second])
        return one, other

    def join(self, entry_ids: Sequence[str]) -> Entry:
        """Make one entry of several: from the first start to the last end, words of the first; return it."""
        entries = sorted(self._several(entry_ids), key=lambda one: (one.day, one.start is None, one.start, one.id))
        if len(entries) < 2:
            raise InputError("Mark two or more entries to join them.")
        first, *others = entries
        starts = [one.start for one in entries if one.start is not None]
        ends = [one.end for one in entries if one.end is not None]
        lengths = [one.seconds for one in entries if one.seconds is not None]
        if len(starts) not in (0, len(entries)) or (starts and not ends):
            raise InputError("These entries do not all say when they were; give each a start and a length first.")
        if starts:
            seconds: float | None = seconds_between(min(starts), max(ends))
        else:
            if len({one.day for one in entries}) > 1:
                raise InputError("These entries lie on different days and know no clock; join those of one day.")
            seconds = sum(lengths) if lengths else None
        if seconds is not None and seconds > LONG_DAY_SECONDS:
            raise InputError("Joined they would span more than a day; join those that follow each other.")
        joined = edited(
            first,
            seconds=int(seconds) if seconds is not None and seconds == int(seconds) else seconds,
            tags=tuple(dict.fromkeys(tag for one in entries for tag in one.tags)),
            stress=_mean_of(entries, "stress"),
            liking=_mean_of(entries, "liking"),
            skill=_mean_of(entries, "skill"),
            postponed=sum(one.postponed for one in entries),
            task=next((one.task for one in entries if one.task), None),
            # Both prints stay, so that importing the file again brings neither back.
            fingerprint="\n".join(one.fingerprint for one in entries if one.fingerprint),
        )
        self.desk.save(f"Join {_count(len(entries), 'entry')}", joined, delete=others)
        return self.desk.get(Entry, first.id)

    def shift(self, entry_ids: str | Sequence[str], minutes: int) -> list[Entry]:
        """Move entries earlier (minus) or later by minutes, lengths kept, and return them."""
        ids = [entry_ids] if isinstance(entry_ids, str) else list(entry_ids)
        changed = []
        for entry in self._several(ids):
            if entry.start is None:
                raise InputError(f"“{_short(shown(entry))}” has no start to move; give it one first.", field="start")
            start = after(entry.start, minutes * 60)
            changed.append(edited(entry, start=start, day=start.date()))
        return self.desk.save_all(f"Shift {_count(len(changed), 'entry')} by {minutes:+d} min", changed)

    def lengthen(self, entry_ids: str | Sequence[str], minutes: int) -> list[Entry]:
        """Make entries longer or (minus) shorter by minutes at their end, and return them."""
        ids = [entry_ids] if isinstance(entry_ids, str) else list(entry_ids)
        changed = []
        for entry in self._several(ids):
            seconds = (entry.seconds or 0) + minutes * 60
            if seconds <= 0:
                raise InputError(f"“{_short(shown(entry))}” would have no length left; delete it instead.")
            changed.append(edited(entry, seconds=seconds))
        return self.desk.save_all(f"Lengthen {_count(len(changed), 'entry')} by {minutes:+d} min", changed)

    def stretch(self, entry_id: str, edge: Literal["both", "start", "end"] = "both") -> Entry:
        """Let an entry grow over the gaps beside it, and return it."""
        entry = self.entry(entry_id)
        if entry.start is None or entry.end is None:
            raise NotYetError("Only an entry with a start and a length can be stretched; complete it first.")
        gaps = self.day(entry.day).gaps
        before = next((gap for gap in gaps if gap.end == entry.start), None) if edge != "end" else None
        behind = next((gap for gap in gaps if gap.start == entry.end), None) if edge != "start" else None
        if before is None and behind is None:
            raise InputError("There is no gap beside this entry to grow into.")
        start = before.start if before else entry.start
        end = behind.end if behind else entry.end
        changed = edited(
            entry, start=start.astimezone(entry.start.tzinfo), seconds=seconds_between(start, end), day=start.date()
        )
        return self.desk.save_one(f"Stretch “{_short(shown(entry))}”", changed)

    def give_length(self, entry_id: str, seconds: int) -> Entry:
        """Say how long an entry took and return it."""
        return self.edit(entry_id, seconds=_length(seconds))

    def link_task(self, entry_ids: str | Sequence[str], task_id: str | None) -> list[Entry]:
        """Count entries for a task (None: for the one of their activity, if any) and return them."""
        if task_id is not None:
            self.desk.get(Task, task_id)
        return self.edit_many([entry_ids] if isinstance(entry_ids, str) else entry_ids, task=task_id)

    def link_engagement(
        self, entry_ids: str | Sequence[str], engagement_id: str | None, purpose: Purpose | None
    ) -> list[Entry]:
        """Count entries as own hours on an engagement, for briefing, hiring, review, coordination or redo (N02)."""
        if engagement_id is not None:
            self.desk.get(Engagement, engagement_id)
            if purpose is None:
                raise InputError("Say what these hours went into: briefing, hiring, review, coordination or redo.")
        return self.edit_many(
            [entry_ids] if isinstance(entry_ids, str) else entry_ids, engagement=engagement_id, purpose=purpose
        )

    def _several(self, entry_ids: Sequence[str]) -> list[Entry]:
        if not entry_ids:
            raise InputError("Mark an entry first.")
        running = self.running()
        if running is not None and running.id in entry_ids:
            raise NotYetError("One of them is the running timer; stop it before you change it.")
        return self.desk.entries(dict.fromkeys(entry_ids))

    def _last(self) -> Entry:
        rows = self.desk.rows
        last = next((row for row in reversed(rows) if row.seconds is not None or row.start is not None), None)
        last = last or (rows[-1] if rows else None)
        if last is None:
            raise NotYetError("Nothing is logged yet; log something first.")
        return self.desk.get(Entry, last.id)

    def _changed(self, entry: Entry, values: Mapping[str, Any]) -> Entry:
        """Return the entry with `values`, its times kept consistent."""
        new = dict(values)
        end = new.pop("end", None)
        end_said = "end" in values
        start = new.get("start", entry.start)
        if isinstance(day := new.get("day"), date) and "start" not in new and start is not None and day != entry.day:
            zone = _zone(entry, self.desk.now())
            wall = start.astimezone(zone)
            moved = at_local(day, wall.hour, wall.minute, zone)
            new["start"] = start = after(moved, wall.second)
        elif "start" in new and start is not None:
            new["day"] = start.date()
            if "seconds" not in new and not end_said and entry.end is not None and entry.start is not None:
                end, end_said = entry.end, True
        if end_said:
            if end is None:
                new["seconds"] = None
            elif start is None:
                raise InputError("An end needs a start; give the start or a length instead.", field="end")
            else:
                seconds = seconds_between(start, end)
                if seconds <= 0:
                    raise InputError("The entry would end before it starts; give an end after its start.", field="end")
                new["seconds"] = seconds
        if "seconds" in new:
            new["seconds"] = _length(new["seconds"])
        if "text" in new and not clean_line(str(new["text"])) and not (entry.project or entry.client):
            raise InputError("An entry needs words; say what you did.", field="text")
        return edited(entry, **new)

    # ---- reading -------------------------------------------------------------------------------------------------

    def today(self) -> date:
        """Return the local date of now."""
        now = self.desk.now()
        return now.astimezone(local_zone(now)).date()

    def task_links(self) -> dict[str, str]:
        """Return the task id of each linked activity key."""
        return links.activity_tasks(self.desk.workspace.documents("tasks"))

    def day(self, day: date | None = None) -> DayView:
        """Return a day (today unless named) with its entries, gaps, overlaps, sums and bar."""
        day = day or self.today()
        now = self.desk.now()
        running = self.running()
        rows = self._rows_of(day.isoformat(), day.isoformat())
        spans = [span_of(row) for row in rows]
        shown_running = running if running is not None and running.day == day.isoformat() else None
        overlaps = overlaps_of(spans)
        doubled = {one.first for one in overlaps} | {one.second for one in overlaps}
        by_activity = self.task_links()
        titles = self._task_titles()
        lines = []
        for span in spans:
            task = links.task_of(span.row, by_activity)
            lines.append(
                DayLine(
                    span.row,
                    span.start,
                    span.end,
                    task,
                    titles.get(task, "") if task else "",
                    span.row.id in doubled,
                    span.row.seconds is None,
                    _odd(span, now),
                )
            )
        settings = self.desk.settings
        gaps = gaps_of(spans)
        return DayView(
            day,
            tuple(lines),
            shown_running,
            gaps,
            overlaps,
            segments_of(spans, shown_running, now),
            _sum(rows),
            _sum([row for row in rows if is_break(row)]),
            _sum([row for row in rows if row.liking is not None and row.liking <= settings.low_liking]),
            _sum([row for row in rows if row.stress is not None and row.stress >= 3]),
            sum(gap.seconds for gap in gaps),
            sum(row.seconds is None for row in rows),
            self._message(day, rows, shown_running),
        )

    def week(self, day: date | None = None, *, first_day: int = 0) -> WeekView:
        """Return the week around a day, starting on `first_day` (Monday is 0)."""
        day = day or self.today()
        begin = day - timedelta(days=(day.weekday() - first_day) % 7)
        rows = self._rows_of(begin.isoformat(), (begin + timedelta(days=6)).isoformat())
        settings = self.desk.settings
        now = self.desk.now()
        days = []
        for offset in range(7):
            one = begin + timedelta(days=offset)
            own = [row for row in rows if row.day == one.isoformat()]
            disliked = [row for row in own if row.liking is not None and row.liking <= settings.low_liking]
            days.append(
                WeekDay(
                    one,
                    _sum(own),
                    len(own),
                    _sum(disliked),
                    one.weekday() in settings.workdays,
                    segments_of([span_of(row) for row in own], None, now),
                )
            )
        names: dict[str, str] = {}
        time: Counter[str] = Counter()
        projects: Counter[str] = Counter()
        for row in rows:
            if row.seconds and not is_break(row):
                key = activity_key(row)
                names.setdefault(key, shown_text(row))
                time[key] += round(row.seconds)
                projects[row.project or "(no project)"] += round(row.seconds)
        return WeekView(
            tuple(days),
            _sum(rows),
            len(rows),
            tuple((names[key], seconds) for key, seconds in time.most_common()),
            tuple(projects.most_common()),
        )

    def coverage(self) -> Coverage:
        """Return how many of the days to log are logged, over the last fortnight (S1-11)."""
        today = self.today()
        first = today - timedelta(days=COVERAGE_DAYS - 1)
        rows = self._rows_of(first.isoformat(), today.isoformat())
        entries = Counter(row.day for row in rows)
        seconds: Counter[str] = Counter()
        for row in rows:
            seconds[row.day] += round(row.seconds or 0)
        settings = self.desk.settings
        days = tuple(
            CoveredDay(one, entries[one.isoformat()], seconds[one.isoformat()], one.weekday() in settings.workdays)
            for one in (first + timedelta(days=offset) for offset in range(COVERAGE_DAYS))
        )
        logged = sum(one.entries > 0 for one in days)
        target = settings.log_days
        if logged >= target:
            sentence = f"{_count(logged, 'day')} logged in the last fortnight: enough to see where the time goes."
        elif logged:
            sentence = f"{logged} of {_count(target, 'day')} logged; {_count(target - logged, 'day')} to go."
        else:
            sentence = f"Log {_count(target, 'day')} and Identify can tell you where the time goes."
        return Coverage(target, logged, days, sentence)

    def nudge(self) -> str | None:
        """Return the evening's reminder when today has too few entries, or None (S1-11)."""
        now = self.desk.now()
        settings = self.desk.settings
        today = self.today()
        if now.hour < settings.nudge_hour or today.weekday() not in settings.workdays or self.running() is not None:
            return None
        have = len(self._rows_of(today.isoformat(), today.isoformat()))
        if have >= settings.log_entries:
            return None
        if not have:
            return "Nothing is logged today yet; two minutes now save a guess tomorrow."
        return f"Only {_count(have, 'entry')} today; what else filled the day?"

    def known(self) -> Known:
        """Return texts, projects and tags used before: the frequent first, the recent before the old."""
        version = self.desk.workspace.version
        if self._known is None or self._known[0] != version:
            self._known = (version, _known(self.desk.rows))
        return self._known[1]

    def complete(self, line: str) -> str | None:
        """Return the line with its last word, or its whole text, completed from what was used before; None: nothing."""
        if not line or line[-1].isspace():
            return None
        known = self.known()
        head, _, word = line.rpartition(" ")
        if word[:1] in ("+", "@") and len(word) > 1:
            wanted = normal(word[1:])
            for one in known.tags if word[0] == "+" else known.projects:
                if normal(one).startswith(wanted) and normal(one) != wanted:
                    kept = f'"{one}"' if " " in one else one
                    return f"{head} {word[0]}{kept}" if head else word[0] + kept
            return None
        wanted = normal(line)
        for one in known.texts:
            if normal(one).startswith(wanted) and normal(one) != wanted:
                return one
        return None

    def _rows_of(self, since: str, until: str) -> list[LogRow]:
        """Return the rows of a stretch of days, by bisection over the ordered log."""
        rows = self.desk.rows
        low, high = 0, len(rows)
        while low < high:
            middle = (low + high) // 2
            if rows[middle].day < since:
                low = middle + 1
            else:
                high = middle
        found = []
        for place in range(low, len(rows)):
            if rows[place].day > until:
                break
            found.append(rows[place])
        return found

    def _task_titles(self) -> dict[str, str]:
        return {
            task_id: str(document.get("title") or "")
            for task_id, document in self.desk.workspace.documents("tasks").items()
        }

    def _message(self, day: date, rows: Sequence[LogRow], running: LogRow | None) -> str:
        if rows or running is not None:
            return ""
        today = self.today()
        if day > today:
            return "This day is still to come."
        workday = day.weekday() in self.desk.settings.workdays
        if day == today:
            return "Nothing here yet: the day is yours." if workday else "A day off; nothing needs logging."
        return "An idle day, and that is fine; you can still add what you remember." if workday else "A day off."


_OWN_FIELDS = frozenset(("id", "revision", "created_at", "updated_at"))


def shown(entry: Entry) -> str:
    """Return what stands for an entry on screen."""
    return entry.text or entry.project or entry.client or "(no text)"


def _short(text: str, width: int = 40) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _count(number: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") and what != "day" else f"{what}s"
    return f"{number} {what if number == 1 else plural}"


def _length(seconds: float | None) -> int | float | None:
    """Return a length as it is kept; InputError for none at all and for more than anybody lives."""
    if seconds is None:
        return None
    if seconds <= 0:
        raise InputError("An entry takes more than no time; give a length like 45m.", field="seconds", hint="45m")
    return int(seconds) if seconds == int(seconds) else seconds


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an inbox entry as the record takes them."""
    return {
        **values,
        "day": date.fromisoformat(values["day"]),
        "start": moment(values["start"]),
        "tags": tuple(values["tags"]),
    }


def _zone(entry: Entry, now: datetime) -> Any:
    """Return the zone in which the entry's clock times are meant: that of its start, where it differs from mine."""
    zone = local_zone(now)
    if entry.start is not None:
        here = entry.start.astimezone(zone)
        if here.utcoffset() != entry.start.utcoffset():
            return entry.start.tzinfo
    return zone


def _tag_parts(said: str) -> list[str]:
    return said.split(",") if "," in said else said.split()


def _tag(part: str) -> str:
    part = part.strip()
    return part.removeprefix("+") or part


def _mean_of(entries: Sequence[Entry], field: str) -> int | None:
    """Return the mean of a feeling over those that said it, weighted by length, rounded half up."""
    said = [(getattr(one, field), float(one.seconds or 0)) for one in entries if getattr(one, field) is not None]
    if not said:
        return None
    weight = sum(length for _, length in said)
    mean = sum(v * w for v, w in said) / weight if weight > 0 else sum(value for value, _ in said) / len(said)
    return int(mean + 0.5)


def _sum(rows: Iterable[LogRow]) -> int:
    return round(sum(row.seconds or 0 for row in rows))


def _odd(span: Span, now: datetime) -> str:
    """Return what looks odd about an entry, or nothing."""
    seconds = span.row.seconds
    if seconds is not None and seconds < 0:
        return "less than no time"
    if seconds is not None and seconds > LONG_DAY_SECONDS:
        return "longer than a day"
    if span.start is not None and span.start > now + timedelta(days=1):
        return "still to come"
    return ""


def _known(rows: Sequence[LogRow]) -> Known:
    texts: dict[str, list[Any]] = {}
    projects: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for place, row in enumerate(rows):
        if row.text:
            one = texts.setdefault(normal(row.text) if not row.text.isascii() else row.text.casefold(), [0, 0, ""])
            one[0] += 1
            one[1] = place
            one[2] = row.text
        if row.project:
            projects[row.project] += 1
        for tag in row.tags:
            tags[tag] += 1
    recent = len(rows) - 200
    ranked = sorted(texts.values(), key=lambda one: (one[1] < recent, -one[0], -one[1]))
    return Known(
        tuple(one[2] for one in ranked),
        tuple(name for name, _ in projects.most_common()),
        tuple(name for name, _ in tags.most_common()),
    )


__all__ = [
    "Coverage",
    "CoveredDay",
    "DayLine",
    "DayView",
    "Forgotten",
    "Known",
    "LogService",
    "Started",
    "WeekDay",
    "WeekView",
    "shown",
]
