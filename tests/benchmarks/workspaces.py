"""Workspaces of any size for the benchmarks: a log of many years, the last day of it today."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from outsource_tui.domain.ids import new_id

TABLES = (
    "entries tasks briefs postings candidates negotiations engagements outcomes contacts platforms templates "
    "settings meta"
).split()
_TEXTS = [
    f"{verb} {thing}"
    for verb in "Write Review Fix Plan Send Chase Book Design Test Answer".split()
    for thing in "invoices newsletter shop-front icons report travel inbox backups contracts photos".split()
]
NEWEST = "0:23"
"""The clock time at which the newest entry starts, as the app shows it."""


def entry(index: int, start: datetime, seconds: int) -> dict[str, object]:
    """Return the stored form of a made-up entry."""
    moment = start.isoformat()
    return {
        "revision": 1,
        "created_at": moment,
        "updated_at": moment,
        "day": start.date().isoformat(),
        "start": moment,
        "seconds": seconds,
        "text": _TEXTS[index * 31 % len(_TEXTS)],
        "project": ("acme", "birch", "studio", "admin")[index % 4],
        "client": "",
        "tags": ["billed"] if index % 3 == 0 else [],
        "stress": index % 6 if index % 2 else None,
        "liking": index % 5 + 1 if index % 3 else None,
        "skill": None,
        "postponed": 0,
        "task": None,
        "engagement": None,
        "purpose": None,
        "source": "",
        "fingerprint": "",
        "batch": None,
    }


def build(folder: Path, count: int, now: datetime) -> Path:
    """Write a workspace of `count` entries, twelve a day, ending today, into `folder`; return the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = []
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for index in range(count):
        days_back, slot = divmod(count - 1 - index, 12)
        if days_back:
            start = midnight - timedelta(days=days_back) + timedelta(hours=8, minutes=(11 - slot) * 50)
            seconds = 900 + index * 7 % 30 * 60
        else:
            # Whatever the hour is, today's entries are over.
            start = midnight + timedelta(minutes=(11 - slot) * 2 + 1)
            seconds = 60 + index % 2 * 60
        identity = new_id(int(start.timestamp() * 1000))
        lines.append(f'"{identity}": {json.dumps(entry(index, start, seconds), ensure_ascii=False)}')
    meta = {"schema": 1, "tombstones": {}, "history": [], "inbox": {"generation": "", "offset": 0}}
    tables = {name: [] for name in TABLES} | {"entries": lines, "meta": [f'"1": {json.dumps(meta)}']}
    text = (
        "{\n"
        + ",\n".join(
            f'"{name}": {{\n' + ",\n".join(tables[name]) + "\n}" if tables[name] else f'"{name}": {{}}'
            for name in TABLES
        )
        + "\n}\n"
    )
    path = folder / "workspace.json"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return folder
