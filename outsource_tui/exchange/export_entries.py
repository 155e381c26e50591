"""The log on its way out: CSV, JSON, Timewarrior's JSON and a calendar."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from outsource_tui.domain.log_row import LogRow, shown_text
from outsource_tui.exchange.cells import csv_text
from outsource_tui.exchange.ics_lines import escaped, folded

CSV_HEADER = (
    "id", "day", "start", "end", "seconds", "text", "project", "client", "tags", "stress", "liking", "skill",
    "postponed", "task", "engagement", "purpose", "source",
)  # fmt: skip


def end_of(row: LogRow) -> datetime | None:
    """Return when an entry ended; null while its start or length is unknown."""
    if row.start is None or row.seconds is None:
        return None
    return datetime.fromisoformat(row.start) + timedelta(seconds=row.seconds)


def _end_text(row: LogRow) -> str | None:
    end = end_of(row)
    return None if end is None else end.isoformat()


def entries_csv(rows: Iterable[LogRow]) -> str:
    """Return the entries as CSV; `outsource import csv` reads it back."""
    return csv_text(
        CSV_HEADER,
        (
            (
                row.id, row.day, row.start, _end_text(row), row.seconds, row.text, row.project, row.client,
                ", ".join(row.tags), row.stress, row.liking, row.skill, row.postponed, row.task, row.engagement,
                row.purpose, row.source,
            )
            for row in rows
        ),
    )  # fmt: skip


def entries_json(rows: Iterable[LogRow]) -> str:
    """Return the entries as one JSON list, an entry a line."""
    return _json_lines({**row._asdict(), "tags": list(row.tags), "end": _end_text(row)} for row in rows)


def _json_lines(values: Iterable[Any]) -> str:
    body = ",\n".join(json.dumps(value, ensure_ascii=False, allow_nan=False) for value in values)
    return f"[\n{body}\n]\n" if body else "[]\n"


def _compact(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _timed(rows: Iterable[LogRow]) -> Iterator[tuple[LogRow, datetime, datetime]]:
    for row in rows:
        end = end_of(row)
        if row.start is not None and end is not None and (row.seconds or 0) >= 0:
            yield row, datetime.fromisoformat(row.start), end


def timed_share(rows: Iterable[LogRow]) -> tuple[int, int]:
    """Return how many entries have a start and a length, and how many lack one and stay out of intervals."""
    listed = list(rows)
    timed = sum(1 for _ in _timed(listed))
    return timed, len(listed) - timed


def entries_timewarrior(rows: Iterable[LogRow]) -> str:
    """Return the timed entries as `timew export` prints them: text as annotation, project and tags as tags.

    `id` is a position, as it is there; `entry` is what tells the interval when it comes back here.
    """
    values = []
    for row, start, end in sorted(_timed(rows), key=lambda timed: (timed[1], timed[0].id)):
        tags = list(dict.fromkeys((*row.tags, *([row.project] if row.project else []))))
        value: dict[str, Any] = {"start": _compact(start), "end": _compact(end)}
        if tags:
            value["tags"] = tags
        if row.text:
            value["annotation"] = row.text
        value["entry"] = row.id
        values.append(value)
    return _json_lines({"id": len(values) - at, **value} for at, value in enumerate(values))


def entries_ics(rows: Iterable[LogRow], calendar: str = "Time log") -> str:
    """Return the timed entries as a calendar of events, project and tags as categories."""
    lines = [*calendar_head(calendar)]
    for row, start, end in _timed(rows):
        lines.append("BEGIN:VEVENT")
        lines.append(f"UID:entry-{row.id}@outsource")
        lines.append(f"DTSTAMP:{_compact(start)}")
        lines.append(f"DTSTART:{_compact(start)}")
        lines.append(f"DTEND:{_compact(end)}")
        lines.append(f"SUMMARY:{escaped(shown_text(row))}")
        if row.tags or row.project:
            names = dict.fromkeys((*([row.project] if row.project else []), *row.tags))
            lines.append("CATEGORIES:" + ",".join(escaped(name) for name in names))
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def calendar_head(name: str) -> tuple[str, ...]:
    """Return the first lines of a calendar called `name`."""
    return (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//outsource//outsource-tui//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    )
