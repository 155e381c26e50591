"""Entries corrected: edited, split, joined, moved, stretched, linked; each verb is one change that undo takes back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

from outsource_tui.domain.dates import at_local, local_zone, parse_clock, parse_day, parse_length
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.entry import Entry
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.task import Task
from outsource_tui.domain.text import clean_line
from outsource_tui.services.desk import edited
from outsource_tui.services.log_reading import LONG_DAY_SECONDS, LogReading
from outsource_tui.services.phrases import counted, quoted
from outsource_tui.services.timeline import after, seconds_between

_OWN_FIELDS = frozenset(("id", "revision", "created_at", "updated_at"))


class LogCorrections(LogReading):
    """What can be done to entries that are there."""

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
        return self.desk.save_one(f"Change {quoted(shown(entry))}", changed)

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
        saved = {
            one.id: one for one in self.desk.save_all(f"Change {counted(len(changed), 'entry', 'entries')}", changed)
        }
        return [saved.get(one.id, one) for one in entries]

    def delete(self, entry_ids: str | Sequence[str]) -> int:
        """Delete entries in one change and return how many; undo brings them back."""
        entries = self._several([entry_ids] if isinstance(entry_ids, str) else entry_ids)
        what = f"{quoted(shown(entries[0]))}" if len(entries) == 1 else counted(len(entries), "entry", "entries")
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
        one, other = self.desk.save_all(f"Split {quoted(shown(entry))}", [first, second])
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
        self.desk.save(f"Join {counted(len(entries), 'entry', 'entries')}", joined, delete=others)
        return self.desk.get(Entry, first.id)

    def shift(self, entry_ids: str | Sequence[str], minutes: int) -> list[Entry]:
        """Move entries earlier (minus) or later by minutes, lengths kept, and return them."""
        ids = [entry_ids] if isinstance(entry_ids, str) else list(entry_ids)
        changed = []
        for entry in self._several(ids):
            if entry.start is None:
                raise InputError(f"{quoted(shown(entry))} has no start to move; give it one first.", field="start")
            start = after(entry.start, minutes * 60)
            changed.append(edited(entry, start=start, day=start.date()))
        return self.desk.save_all(f"Shift {counted(len(changed), 'entry', 'entries')} by {minutes:+d} min", changed)

    def lengthen(self, entry_ids: str | Sequence[str], minutes: int) -> list[Entry]:
        """Make entries longer or (minus) shorter by minutes at their end, and return them."""
        ids = [entry_ids] if isinstance(entry_ids, str) else list(entry_ids)
        changed = []
        for entry in self._several(ids):
            seconds = (entry.seconds or 0) + minutes * 60
            if seconds <= 0:
                raise InputError(f"{quoted(shown(entry))} would have no length left; delete it instead.")
            changed.append(edited(entry, seconds=seconds))
        return self.desk.save_all(f"Lengthen {counted(len(changed), 'entry', 'entries')} by {minutes:+d} min", changed)

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
        return self.desk.save_one(f"Stretch {quoted(shown(entry))}", changed)

    def give_length(self, entry_id: str, seconds: int) -> Entry:
        """Say how long an entry took and return it."""
        return self.edit(entry_id, seconds=kept_length(seconds))

    def link_task(self, entry_ids: str | Sequence[str], task_id: str | None) -> list[Entry]:
        """Count entries for a task (None: for the one of their activity, if any) and return them."""
        if task_id is not None:
            self.desk.get(Task, task_id)
        return self.edit_many([entry_ids] if isinstance(entry_ids, str) else entry_ids, task=task_id)

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
            new["seconds"] = kept_length(new["seconds"])
        linked = new.get("engagement", entry.engagement)
        if ("engagement" in new or "purpose" in new) and linked is not None:
            self.desk.get(Engagement, linked)
            if new.get("purpose", entry.purpose) is None:
                said = "Say what these hours went into: briefing, hiring, review, coordination or redo."
                raise InputError(said, field="purpose")
        if "text" in new and not clean_line(str(new["text"])) and not (entry.project or entry.client):
            raise InputError("An entry needs words; say what you did.", field="text")
        return edited(entry, **new)


def shown(entry: Entry) -> str:
    """Return what stands for an entry on screen."""
    return entry.text or entry.project or entry.client or "(no text)"


def kept_length(seconds: float | None) -> int | float | None:
    """Return a length as it is kept; InputError for none at all and for more than anybody lives."""
    if seconds is None:
        return None
    if seconds <= 0:
        raise InputError("An entry takes more than no time; give a length like 45m.", field="seconds", hint="45m")
    return int(seconds) if seconds == int(seconds) else seconds


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
