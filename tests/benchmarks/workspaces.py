"""Workspaces of any size for the benchmarks: a log of many years, the last day of it today."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outsource_tui.domain.ids import new_id
from outsource_tui.services.demo import load_demo
from outsource_tui.store import lines as store_lines

TABLES = (
    "entries tasks briefs postings candidates negotiations engagements outcomes contacts platforms templates "
    "settings meta"
).split()
_TEXTS = [
    f"{verb} {thing}"
    for verb in "Write Review Fix Plan Send Chase Book Design Test Answer".split()
    for thing in "invoices newsletter shop-front icons report travel inbox backups contracts photos".split()
]
NEWEST, SECOND = "0:23", "0:21"
"""The clock times at which the newest entries start, as the app shows them."""


def entry(index: int, start: datetime, seconds: int, text: str) -> dict[str, object]:
    """Return the stored form of a made-up entry."""
    moment = start.isoformat()
    return {
        "revision": 1,
        "created_at": moment,
        "updated_at": moment,
        "day": start.date().isoformat(),
        "start": moment,
        "seconds": seconds,
        "text": text,
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


def times(count: int, now: datetime) -> Iterator[tuple[datetime, int]]:
    """Yield start and seconds of `count` entries, twelve a day, ending today, oldest first."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for index in range(count):
        days_back, slot = divmod(count - 1 - index, 12)
        if days_back:
            start = midnight - timedelta(days=days_back) + timedelta(hours=8, minutes=(11 - slot) * 50)
            yield start, 900 + index * 7 % 30 * 60
        else:
            # Whatever the hour is, today's entries are over.
            yield midnight + timedelta(minutes=(11 - slot) * 2 + 1), 60 + index % 2 * 60


def build(folder: Path, count: int, now: datetime, *, distinct: bool = False) -> Path:
    """Write a workspace of `count` entries, twelve a day, ending today, into `folder`; return the folder.

    With `distinct` no two entries have the same text, so that Identify lists one activity for each.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = []
    for index, (start, seconds) in enumerate(times(count, now)):
        identity = new_id(int(start.timestamp() * 1000))
        text = _TEXTS[index * 31 % len(_TEXTS)] + (f" #{index}" if distinct else "")
        lines.append(f'"{identity}": {json.dumps(entry(index, start, seconds, text), ensure_ascii=False)}')
    meta = {"schema": 1, "tombstones": {}, "history": [], "inbox": {"generation": "", "offset": 0}}
    tables: dict[str, list[str]] = {name: [] for name in TABLES}
    tables |= {"entries": lines, "meta": [f'"1": {json.dumps(meta)}']}
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


def build_whole(folder: Path, count: int, now: datetime) -> Path:
    """Write a workspace of `count` entries beside the demo's records, which hang on every third of them."""
    path = build(folder, count, now) / "workspace.json"
    tables = store_lines.parse(load_demo(now))
    entries = store_lines.parse(path.read_bytes())["entries"]
    texts = [entry["text"] for entry in tables["entries"].values()]
    for index, entry in enumerate(entries.values()):
        if index % 3 == 0:
            entry["text"] = texts[index // 3 % len(texts)]
    tables["entries"] = {**entries, **tables["entries"]}
    path.write_bytes(store_lines.render(tables))
    return folder


def build_timewarrior(folder: Path, count: int, now: datetime) -> None:
    """Write the same times as a log of Timewarrior's, into its folder."""
    (folder / "data").mkdir()
    (folder / "timewarrior.cfg").write_text("", encoding="utf-8")
    months: dict[str, list[str]] = {}
    for index, (start, seconds) in enumerate(times(count, now)):
        begin, end = start.astimezone(UTC), (start + timedelta(seconds=seconds)).astimezone(UTC)
        words = _TEXTS[index * 31 % len(_TEXTS)]
        months.setdefault(f"{begin:%Y-%m}", []).append(
            f'inc {begin:%Y%m%dT%H%M%SZ} - {end:%Y%m%dT%H%M%SZ} # "{words}"\n'
        )
    for month, found in months.items():
        (folder / "data" / f"{month}.data").write_text("".join(found), encoding="utf-8")
