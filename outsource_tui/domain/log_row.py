"""An entry in its compact form: what every reading path works on, without pydantic."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from outsource_tui.domain.text import NO_TEXT, normal

BREAK = "break"


class LogRow(NamedTuple):
    """One entry; times as ISO text with offset, `seconds` null when nobody said how long."""

    id: str
    day: str
    start: str | None
    seconds: int | float | None
    text: str
    project: str
    client: str
    tags: tuple[str, ...]
    stress: int | None
    liking: int | None
    skill: int | None
    postponed: int
    task: str | None
    engagement: str | None
    purpose: str | None
    source: str


def row_from_document(entry_id: str, document: Mapping[str, Any]) -> LogRow:
    """Return the compact form of a stored entry; missing keys count as not said."""
    get = document.get
    return LogRow(
        entry_id,
        get("day") or "",
        get("start"),
        get("seconds"),
        get("text") or "",
        get("project") or "",
        get("client") or "",
        tuple(get("tags") or ()),
        get("stress"),
        get("liking"),
        get("skill"),
        get("postponed") or 0,
        get("task"),
        get("engagement"),
        get("purpose"),
        get("source") or "",
    )


def row_order(row: LogRow) -> tuple[str, str, str]:
    """Return the key by which the log is ordered: day, start (none first), id."""
    return row.day, row.start or "", row.id


def shown_text(row: LogRow) -> str:
    """Return what stands for the entry on screen: its text, else project, client, "(no text)"."""
    return row.text or row.project or row.client or NO_TEXT


def activity_key(row: LogRow) -> str:
    """Return the key under which entries are one activity."""
    return normal(shown_text(row))


def is_break(row: LogRow) -> bool:
    """Tell whether the entry is a break: in the sums, not in the Paretos and not in a task's hours."""
    return row.project.casefold() == BREAK or any(tag.casefold() == BREAK for tag in row.tags)
