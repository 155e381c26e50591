"""today, due and report: read the stored lines, print, write nothing; without click and pydantic."""

from __future__ import annotations

import gc
import os
import sys
from datetime import date, datetime, timedelta

from outsource_tui.cli import paper
from outsource_tui.cli.plain_options import Usage, read_options
from outsource_tui.config.paths import find_paths
from outsource_tui.domain import formats
from outsource_tui.domain.clock import SystemClock
from outsource_tui.domain.dates import WEEKDAYS, clock_length, parse_day, spoken_length, wall_end
from outsource_tui.domain.errors import InputError, OutsourceError
from outsource_tui.domain.log_row import LogRow, shown_text
from outsource_tui.domain.text import clean_line
from outsource_tui.store import copies
from outsource_tui.store.snapshot import Snapshot, read_snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = Usage(
    "today",
    """Usage: outsource today [--date DAY] [--json] [--at DIR]

Show today's entries, with what runs and what the day adds up to; or those of another day.

  DAY   2026-11-20, yesterday or a weekday

Example: outsource today --date monday
""",
    ("--json",),
    {"--at": "~/work", "--date": "yesterday"},
)
DUE = Usage(
    "due",
    """Usage: outsource due [--json] [--at DIR]

List everything whose date has come: follow-ups, check-ins, milestones, payments, the daily log itself.
""",
    ("--json",),
    {"--at": "~/work"},
)
REPORT = Usage(
    "report",
    """Usage: outsource report [--since DAY] [--until DAY] [--by WHAT] [--json] [--at DIR]

Show time and stress for each activity, and the few that hold most of it. Without days: all time.

  DAY    2026-11-20, today, yesterday or a weekday (both days are included)
  WHAT   project, tag or day: plain sums of the time instead, breaks among them

Example: outsource report --since monday --by project
""",
    ("--json",),
    {"--at": "~/work", "--since": "monday", "--until": "yesterday", "--by": "project"},
)
USAGES = {usage.command: usage for usage in (TODAY, DUE, REPORT)}


def _day_name(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {formats.with_year(formats.long_date(day), day.year)}"


def _end(row: LogRow) -> datetime | None:
    """Return when an entry ended, in the offset of its start; None when start or length are unknown."""
    if row.start is None or row.seconds is None:
        return None
    try:
        return datetime.fromisoformat(row.start) + timedelta(seconds=row.seconds)
    except (ValueError, OverflowError):
        return None


def _iso(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat() if moment.microsecond else moment.isoformat(timespec="seconds")


def _whole(seconds: float) -> float:
    return int(seconds) if float(seconds).is_integer() else seconds


def today(options: dict[str, str], snapshot: Snapshot, now: datetime) -> None:
    """Print the entries of a day (that of `now` unless named), oldest first; a running timer stands beside them."""
    here = parse_day(options["--date"], now) if "--date" in options else now.date()
    day = here.isoformat()
    rows = snapshot.rows_of_day(day)
    total = _whole(sum(row.seconds or 0 for row in rows))
    if "--json" in options:
        paper.out_json(
            {
                "date": day,
                "seconds": total,
                "entries": [
                    {
                        "id": row.id,
                        "text": row.text,
                        "start": row.start,
                        "end": _iso(_end(row)),
                        "seconds": row.seconds,
                        "project": row.project,
                        "tags": list(row.tags),
                        "stress": row.stress,
                    }
                    for row in rows
                ],
            }
        )
        return
    is_today = here == now.date()
    running = snapshot.running if is_today else None
    entries = "1 entry" if len(rows) == 1 else f"{len(rows)} entries"
    nothing = "nothing logged yet" if is_today else "nothing logged"
    figures = f"{spoken_length(total)} in {entries}" if rows else nothing
    paper.out(f"{paper.styled(_day_name(here), 'bold')}  {figures}")
    if rows:
        paper.out("")
    print_rows(rows)
    if running is not None:
        seconds = _elapsed(running, now)
        since = f"since {formats.clock_of(running.start, padded=True)}" if running.start else ""
        paper.out("")
        text = paper.fitted(shown_text(running), (paper.columns() or 200) - 30)
        paper.out(f"{paper.styled('● running', 'accent')}  {clock_length(seconds)}  {text}  {since}")
    missing = sum(row.seconds is None for row in rows)
    if missing:
        what = "1 entry has" if missing == 1 else f"{missing} entries have"
        paper.say(f"▲ {what} no length yet; Today in the app asks for it.")
    if not rows and running is None and is_today:
        paper.say('Log what you did: outsource log "what it was" 45m')


def _elapsed(row: LogRow, now: datetime) -> float:
    try:
        return max(0.0, (now - datetime.fromisoformat(row.start or "")).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _clock_span(row: LogRow) -> str:
    if row.start is None:
        return ""
    end = _end(row)
    if end is not None and row.seconds is not None:
        end = wall_end(datetime.fromisoformat(row.start), row.seconds)
    start = formats.clock_of(row.start, padded=True)
    return f"{start}–{formats.clock(end.hour, end.minute, padded=True)}" if end is not None else start


def print_rows(rows: Sequence[LogRow], *, days: bool = False) -> None:
    """Print entries as aligned lines: clock, length, text, where they belong, how they felt; with days if asked."""
    width = paper.columns()
    filed = [
        " ".join([*([f"@{row.project}"] if row.project else []), *(f"+{tag}" for tag in row.tags)]) for row in rows
    ]
    filed = [paper.fitted(text, 40) for text in filed]
    feelings = [" ".join(_feelings(row)) for row in rows]
    used = 24 + (12 if days else 0) + sum(max(map(paper.cells, column), default=0) for column in (filed, feelings))
    texts = [paper.fitted(shown_text(row), max(12, width - used) if width else 100_000) for row in rows]
    lines = [
        [
            formats.full_date(row.day) if days else "",
            _clock_span(row),
            clock_length(row.seconds),
            text,
            belongs,
            feeling,
        ]
        for row, text, belongs, feeling in zip(rows, texts, filed, feelings, strict=True)
    ]
    styles = ("muted", "muted", "", "", "muted", "")
    for line in paper.table(lines, (False, False, True, False, False, False), styles):
        paper.out(line)


def _feelings(row: LogRow) -> list[str]:
    found = []
    if row.liking is not None and row.liking >= 4:
        found.append("♥ liked")
    if row.liking is not None and row.liking <= 2:
        found.append("✗ disliked")
    if row.stress is not None:
        found.append(f"▲ stress {row.stress}" if row.stress >= 3 else f"stress {row.stress}")
    return found


def _threshold(snapshot: Snapshot) -> float:
    """Return the share from which a Pareto set is complete, from the settings of the work."""
    settings = snapshot.document("settings", "1") or {}
    try:
        value = float(settings.get("pareto_threshold", 0.8))
    except (TypeError, ValueError):
        return 0.8
    return value if 0 < value <= 1 else 0.8


def report(options: dict[str, str], snapshot: Snapshot, now: datetime) -> None:
    """Print time and stress by activity, by falling seconds, with both Paretos; both days are included."""
    from outsource_tui.services.links import report as linked_report

    since = parse_day(options["--since"], now).isoformat() if "--since" in options else None
    until = parse_day(options["--until"], now).isoformat() if "--until" in options else None
    if since is not None and until is not None and until < since:
        raise InputError(f"The report ends on {until}, before it starts on {since}; swap the days.", field="until")
    rows, threshold = snapshot.rows(), _threshold(snapshot)
    if "--by" in options:
        from outsource_tui.cli.sums import print_sums, sums_document

        chosen = _between(rows, since, until)
        if "--json" in options:
            paper.out_json({"since": since, "until": until, **sums_document(chosen, options["--by"])})
        else:
            print_sums(_period(since, until), chosen, options["--by"])
    elif "--json" in options:
        paper.out_json(linked_report(rows, snapshot.documents("tasks"), since, until, threshold))
    else:
        _print_report(_period(since, until), _between(rows, since, until), threshold)


def _between(rows: Sequence[LogRow], since: str | None, until: str | None) -> list[LogRow]:
    return [row for row in rows if (since is None or row.day >= since) and (until is None or row.day <= until)]


def _period(since: str | None, until: str | None) -> str:
    since, until = (day and formats.full_date(day) for day in (since, until))
    if since is None and until is None:
        return "All time"
    if since is None:
        return f"Until {until}"
    return f"Since {since}" if until is None else since if since == until else f"{since} to {until}"


def _print_report(period: str, rows: list[LogRow], threshold: float) -> None:
    from outsource_tui.domain.pareto import ActivityTable, by_stress, by_time

    days = len({row.day for row in rows})
    entries = "1 entry" if len(rows) == 1 else f"{paper.number(len(rows))} entries"
    if not rows:
        paper.out(f"{paper.styled(period, 'bold')}  nothing logged")
        return
    total = spoken_length(sum(row.seconds or 0 for row in rows))
    on = "1 day" if days == 1 else f"{paper.number(days)} days"
    paper.out(f"{paper.styled(period, 'bold')}  {total} in {entries} on {on}")
    paper.out("")
    activities = ActivityTable(rows).activities()
    time, stress = by_time(activities, threshold), by_stress(activities, threshold)
    in_time, in_stress = set(time.keys), set(stress.keys)
    width = paper.columns()
    bar = 12 if width is None or width >= 72 else 6
    room = max(12, min(60, width - 30 - 2 * bar)) if width else 60
    names = [paper.fitted(item.name, room) for item in activities]
    column = max(8, *map(paper.cells, names))
    head = f"  {'Activity':<{column}}  {'Hours':>7}  {'Share':>5}  {'':{bar}}  {'Stress':>6}"
    paper.out(paper.styled(head, "muted"))
    lines = []
    longest = max((item.share for item in activities), default=0.0) or 1.0
    hardest = max((item.stress_share or 0.0 for item in activities), default=0.0) or 1.0
    for item, name in zip(activities, names, strict=True):
        mark = "■" if item.key in in_time else "□" if item.key in in_stress else " "
        known = item.stress_share
        share = None if item.without_length == item.entries else item.share
        # Nobody said how long: that is unknown, not none.
        length = clock_length(None if item.without_length == item.entries else item.seconds)
        line = (
            f"{paper.styled(mark, 'accent')} {paper.padded(name, column)}  {length:>7}"
            f"  {paper.percent(share):>5}  {paper.bar(item.share / longest, bar)}  {paper.percent(known):>6}"
        )
        lines.append(f"{line}  {paper.bar(known / hardest, bar)}" if known is not None else line)
    paper.out("\n".join(lines))
    paper.out("")
    paper.out(f"■ {time.sentence('time')}.")
    if stress.of:
        paper.out(f"□ {stress.sentence('stress')}.")
    else:
        paper.out(paper.styled("No stress is known yet; add :0 to :5 to what you log.", "muted"))


_DATED = (
    "tasks",
    "briefs",
    "postings",
    "candidates",
    "negotiations",
    "engagements",
    "outcomes",
    "templates",
    "platforms",
    "settings",
)
"""The tables that being due depends on; the log itself is only counted."""


def due(options: dict[str, str], snapshot: Snapshot, now: datetime) -> None:
    """Print everything whose date has come, the oldest first."""
    from outsource_tui.domain.due import due_items
    from outsource_tui.domain.due_reader import LogSummary

    summary = LogSummary(len(snapshot.rows_of_day(now.date().isoformat())), len(snapshot.logged_days()))
    found = due_items({kind: snapshot.documents(kind) for kind in _DATED}, summary, now)
    if "--json" in options:
        paper.out_json([item.document() for item in found])
        return
    if not found:
        paper.out("Nothing is due.")
        return
    width = paper.columns()
    today_day = now.date()
    heads = [[_due_mark(item.when, today_day), _when(item.when, today_day), clean_line(item.kind)] for item in found]
    used = sum(max(paper.cells(head[column]) for head in heads) + 2 for column in range(3))
    texts = [paper.fitted(item.text, max(20, width - used)) if width else clean_line(item.text) for item in found]
    rows = [[*head, text] for head, text in zip(heads, texts, strict=True)]
    for line in paper.table(rows, (False, False, False, False), ("amber", "muted", "", "")):
        paper.out(line)


def _due_mark(when: str, today_day: date) -> str:
    return "!" if when[:10] <= today_day.isoformat() else "○"


def _when(when: str, today_day: date) -> str:
    """Return a date as people say it near today."""
    try:
        days = (date.fromisoformat(when[:10]) - today_day).days
    except ValueError:
        return clean_line(when)
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
    return near or (f"{-days} days ago" if -14 <= days < 0 else formats.full_date(when))


_COMMANDS = {"today": today, "due": due, "report": report}


def main(command: str, arguments: list[str]) -> int:
    """Carry out today, due or report with its arguments; return the exit code."""
    # A short life with many small records: collecting would only look at them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        options = read_options(USAGES[command], arguments)
        if "--help" in options:
            paper.out(USAGES[command].help.rstrip("\n"))
            return 0
        paths = find_paths(options.get("--at"))
        if "--json" not in options:
            paper.use_formats(paths.settings_file)
        now = SystemClock().now()
        snapshot = read_snapshot(paths.data_folder)
        _COMMANDS[command](options, snapshot, now)
        paper.tell([*snapshot.notices, *copies.notices(paths.data_folder)])
    except OutsourceError as error:
        paper.say(str(error))
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    finally:
        if collecting:
            gc.enable()
    return 0
