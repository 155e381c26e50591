"""The demo workspace: a believable fortnight, moved by whole days so that it ends today."""

import re
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from outsource_tui.domain.dates import local_zone
from outsource_tui.domain.errors import StoreError
from outsource_tui.store import lines

_HERE = Path(__file__).resolve()
_PLACES = (_HERE.parents[1] / "data" / "demo.json", _HERE.parents[2] / "data" / "demo.json")
"""Where the file lies in an installed package, and in a source folder."""
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
_STAMPS = re.compile(rf'{_MOMENT}|\b\d{{4}}-\d\d-\d\d\b|"\d{{19}}"')
_DAY_IN_IDS = 86_400_000 * 10**6


def demo_file() -> Path:
    """Return where the shipped demo lies; raise StoreError when it is missing."""
    for place in _PLACES:
        if place.is_file():
            return place
    raise StoreError("The demo workspace data/demo.json is missing; install the program again.")


def load_demo(now: datetime) -> bytes:
    """Return the demo as a workspace file whose last day is that of `now` (aware).

    Each date, moment and id moves by the same number of whole days; clock times stay and take the zone of
    `now`. What today's log would hold later than `now` is left out.
    """
    raw = demo_file().read_text(encoding="utf-8")
    anchor = max(re.findall(r'"day": "(\d{4}-\d\d-\d\d)"', raw))
    moved = _moved(raw, (now.date() - date.fromisoformat(anchor)).days, local_zone(now))
    tables = lines.parse(moved.encode())
    today = now.date().isoformat()
    tables["entries"] = {
        key: entry
        for key, entry in tables["entries"].items()
        if entry["day"] != today or datetime.fromisoformat(entry["created_at"]) <= now
    }
    return lines.render(tables)


def _moved(raw: str, days: int, zone: tzinfo | None) -> str:
    """Return the file with all its times `days` later, in `zone` (None: the machine's)."""
    by = timedelta(days=days)

    def moment(text: str) -> str:
        wall = datetime.fromisoformat(text).replace(tzinfo=None) + by
        return (wall.astimezone() if zone is None else wall.replace(tzinfo=zone)).isoformat()

    def later(match: re.Match[str]) -> str:
        text = match[0]
        if "T" in text:
            return moment(text)
        if text.startswith('"'):
            return f'"{int(text[1:-1]) + days * _DAY_IN_IDS:019d}"'
        return (date.fromisoformat(text) + by).isoformat()

    return _STAMPS.sub(later, raw)
