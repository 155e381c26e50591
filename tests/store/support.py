"""What the store's tests share: documents, times and a look at the file as any other program sees it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from outsource_tui.domain.ids import new_id
from outsource_tui.store import inbox
from outsource_tui.store.workspace import Change, Delete, Put, Workspace

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = "2026-11-23"


def later(minutes: float) -> datetime:
    """Return a moment so many minutes after AT."""
    return AT + timedelta(minutes=minutes)


def key(number: int) -> str:
    """Return the id of the number-th record of a test."""
    return f"{1_763_900_000_000_000_000 + number:019d}"


def entry(text: str = "Chased late invoices", **more: Any) -> dict[str, Any]:
    """Return an entry's document, before it is saved."""
    return {
        "day": DAY,
        "start": f"{DAY}T08:00:00+01:00",
        "seconds": 2700,
        "text": text,
        "project": "acme",
        "client": "",
        "tags": ["admin"],
        "stress": 4,
        "liking": 2,
        "skill": None,
        "postponed": 0,
        "task": None,
        "engagement": None,
        "purpose": None,
        "source": "",
        "fingerprint": "",
        "batch": None,
        **more,
    }


def task(title: str = "Bookkeeping", **more: Any) -> dict[str, Any]:
    """Return a task's document, as little as it needs."""
    return {"title": title, **more}


def captured(text: str = "Captured", **more: Any) -> dict[str, Any]:
    """Return the entry part of a captured line."""
    return {
        "day": DAY,
        "start": f"{DAY}T09:00:00+00:00",
        "seconds": 600,
        "text": text,
        "project": "",
        "tags": [],
        "stress": None,
        "liking": None,
        "skill": None,
        "postponed": 0,
        "task": None,
        **more,
    }


def capture(folder: Path | str, do: str = "log", at: datetime = AT, by: str = "cli", **more: Any) -> str:
    """Append a captured line and return its id."""
    line_id = new_id(int(at.timestamp() * 1000))
    record: dict[str, Any] = {"id": line_id, "at": at.isoformat(), "do": do, "by": by}
    if do in ("log", "start"):
        record["entry"] = captured(**more)
        if do == "start":
            record["entry"].update(seconds=None, start=at.isoformat())
    else:
        record["target"] = more["target"]
    inbox.append_line(folder, record)
    return line_id


def put(
    workspace: Workspace,
    kind: str,
    record_id: str,
    document: dict[str, Any],
    seen: int | None = None,
    *,
    origin: str = "app",
    minutes: float = 0,
) -> int:
    """Save one record and return its new revision."""
    written = workspace.write(
        Change(f"Put {record_id}", origin, later(minutes), [Put(kind, record_id, document, seen)])
    )
    saved = written.documents[kind, record_id]
    assert saved is not None
    return int(saved["revision"])


def delete(
    workspace: Workspace, kind: str, record_id: str, seen: int, *, origin: str = "app", minutes: float = 0
) -> None:
    """Delete one record."""
    workspace.write(Change(f"Delete {record_id}", origin, later(minutes), (), [Delete(kind, record_id, seen)]))


def plain(folder: Path | str) -> dict[str, dict[str, Any]]:
    """Return the file's tables as any JSON reader sees them."""
    tables: dict[str, dict[str, Any]] = json.loads(Path(folder, "workspace.json").read_bytes())
    return tables


def texts(workspace: Workspace) -> list[str]:
    """Return the words of the log, in order."""
    return [row.text for row in workspace.rows()]
