"""The log read back: by day and week, its coverage, the evening's nudge, and what was used before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from outsource_tui.domain.dates import local_zone
from outsource_tui.domain.log_row import LogRow, activity_key, is_break, shown_text
from outsource_tui.domain.quick_line import read_line
from outsource_tui.domain.text import normal
from outsource_tui.services.desk import Desk
from outsource_tui.services.log_views import Coverage, CoveredDay, DayLine, DayView, Known, WeekDay, WeekView
from outsource_tui.services.phrases import counted
from outsource_tui.services.timeline import Span, gaps_of, overlaps_of, span_of

COVERAGE_DAYS = 14
"""The fortnight in which days of logging are counted."""
LONG_DAY_SECONDS = 24 * 3600


class LogReading:
    """What is in the log; nothing here changes it."""

    def __init__(self, desk: Desk) -> None:
        """Read at `desk`."""
        self.desk = desk
        self._known: tuple[int, Known] | None = None

    def running(self) -> LogRow | None:
        """Return the running timer, or None."""
        return self.desk.workspace.running()

    def today(self) -> date:
        """Return the local date of now."""
        now = self.desk.now()
        return now.astimezone(local_zone(now)).date()

    def day(self, day: date | None = None) -> DayView:
        """Return a day (today unless named) with its entries, gaps and overlaps."""
        day = day or self.today()
        now = self.desk.now()
        rows = self.desk.rows_between(day, day)
        spans = [span_of(row) for row in rows]
        overlaps = overlaps_of(spans)
        doubled = {one.first for one in overlaps} | {one.second for one in overlaps}
        return DayView(
            day,
            tuple(DayLine(span.row, span.row.id in doubled, _odd(span, now)) for span in spans),
            gaps_of(spans),
            overlaps,
            sum(row.seconds is None for row in rows),
            self._message(day, rows),
        )

    def week(self, day: date | None = None, *, first_day: int = 0) -> WeekView:
        """Return the week around a day, starting on `first_day` (Monday is 0)."""
        day = day or self.today()
        begin = day - timedelta(days=(day.weekday() - first_day) % 7)
        rows = self.desk.rows_between(begin, begin + timedelta(days=6))
        workdays = self.desk.settings.workdays
        days = tuple(
            WeekDay(one, _sum(row for row in rows if row.day == one.isoformat()), one.weekday() in workdays)
            for one in (begin + timedelta(days=offset) for offset in range(7))
        )
        names: dict[str, str] = {}
        time: Counter[str] = Counter()
        for row in rows:
            if row.seconds and not is_break(row):
                key = activity_key(row)
                names.setdefault(key, shown_text(row))
                time[key] += round(row.seconds)
        return WeekView(days, _sum(rows), tuple((names[key], seconds) for key, seconds in time.most_common()))

    def coverage(self) -> Coverage:
        """Return how many of the days to log are logged, over the last fortnight (S1-11)."""
        today = self.today()
        first = today - timedelta(days=COVERAGE_DAYS - 1)
        rows = self.desk.rows_between(first, today)
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
            sentence = f"{counted(logged, 'day')} logged in the last fortnight: enough to see where the time goes."
        elif logged:
            sentence = f"{logged} of {counted(target, 'day')} logged; {counted(target - logged, 'day')} to go."
        else:
            sentence = f"Log {counted(target, 'day')} and Identify can tell you where the time goes."
        return Coverage(target, logged, days, sentence)

    def nudge(self) -> str | None:
        """Return the evening's reminder when today has too few entries, or None (S1-11)."""
        now = self.desk.now()
        settings = self.desk.settings
        today = self.today()
        if now.hour < settings.nudge_hour or today.weekday() not in settings.workdays or self.running() is not None:
            return None
        have = len(self.desk.rows_between(today, today))
        if have >= settings.log_entries:
            return None
        if not have:
            return "Nothing is logged today yet; two minutes now save a guess tomorrow."
        return f"Only {counted(have, 'entry', 'entries')} today; what else filled the day?"

    def known(self) -> Known:
        """Return texts, projects and tags used before: the frequent first, the recent before the old."""
        version = self.desk.workspace.log_version
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
        # A day, a length or a tag may stand before the text.
        begun = 0
        for piece in read_line(line, self.desk.now())[0].pieces:
            if line[begun : piece.start].strip():
                break
            begun = piece.end
        begun = len(line) - len(line[begun:].lstrip())
        wanted = normal(line[begun:])
        for one in known.texts:
            if wanted and normal(one).startswith(wanted) and normal(one) != wanted:
                return line[:begun] + one
        return None

    def _message(self, day: date, rows: Sequence[LogRow]) -> str:
        running = self.running()
        if rows or (running is not None and running.day == day.isoformat()):
            return ""
        today = self.today()
        if day > today:
            return "This day is still to come."
        workday = day.weekday() in self.desk.settings.workdays
        if day == today:
            return "The day is yours; log what you do as it comes." if workday else "A day off: nothing needs logging."
        return "An idle day, and that is fine. Add what you remember." if workday else "A day off."


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
