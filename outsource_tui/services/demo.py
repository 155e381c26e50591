"""The demo workspace: a believable fortnight that ends today, whatever day that is, with its work on workdays."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path

from outsource_tui.domain.dates import local_zone
from outsource_tui.domain.errors import StoreError
from outsource_tui.store import lines

_HERE = Path(__file__).resolve()
_PLACES = (_HERE.parents[1] / "data" / "demo.json", _HERE.parents[2] / "data" / "demo.json")
"""Where the file lies in an installed package, and in a source folder."""
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
_STAMPS = re.compile(rf'{_MOMENT}|\b\d{{4}}-\d\d-\d\d\b|"\d{{19}}"')
_LAST = date(2026, 11, 23)
"""The last day of the file, a Monday; the Friday before it and the days up to that are weeks of work."""
_FRIDAY, _TEST_DAY, _EVE = _LAST - timedelta(3), _LAST - timedelta(2), _LAST - timedelta(1)
_QUIET_SATURDAY, _AFTER_IT = date(2026, 11, 14), date(2026, 11, 16)
_EVENING = timedelta(hours=1, minutes=30)
"""How much later it is on the eve when that is a day of work too."""
_TEST_BEGAN, _AFTER_WORK, _TEST_HASTE = time(10), time(17, 40), 8
"""A test that went back and forth on a Saturday begins after work on another day, so many times as fast."""
_ZONE = timedelta(hours=1)
"""How far the file's clock is ahead of UTC."""


def demo_file() -> Path:
    """Return where the shipped demo lies; raise StoreError when it is missing."""
    for place in _PLACES:
        if place.is_file():
            return place
    raise StoreError("The demo workspace data/demo.json is missing; install the program again.")


def load_demo(now: datetime) -> bytes:
    """Return the demo as a workspace file whose last day is that of `now` (aware).

    Its days move so that today is the last one and workdays stay workdays; clock times stay, but for what was done on a
    weekend that there is not, and take the zone of `now`. What today's log would hold later than `now` is left out.
    """
    raw = demo_file().read_text(encoding="utf-8")
    tables = lines.parse(_moved(raw, now.date(), local_zone(now)).encode())
    today = now.date().isoformat()
    tables["entries"] = {
        key: entry
        for key, entry in tables["entries"].items()
        if entry["day"] != today or datetime.fromisoformat(entry["created_at"]) <= now
    }
    return lines.render(tables)


def _workdays_before(day: date, count: int) -> date:
    """Return the workday `count` workdays before a day; 0 is the day itself, or the Friday before it."""
    day -= timedelta(max(0, day.weekday() - 4))
    weeks, rest = divmod(count, 5)
    over_a_weekend = 2 if rest > day.weekday() else 0
    return day - timedelta(weeks * 7 + rest + over_a_weekend)


def moved_day(day: date, today: date) -> date:
    """Return where a day of the file lies in a demo that ends `today`."""
    eve = today - timedelta(1)
    if day > _LAST:
        ahead = day + (today - _LAST)
        return ahead + timedelta(max(0, 7 - ahead.weekday()) if ahead.weekday() > 4 else 0)
    if day == _LAST:
        return today
    if day >= _TEST_DAY:
        return eve - timedelta(1) if day == _TEST_DAY and eve.weekday() == 6 else eve
    if day == _QUIET_SATURDAY:
        after = moved_day(_AFTER_IT, today)
        return after - timedelta((after.weekday() - 5) % 7 or 7)
    weeks, rest = divmod((_FRIDAY - day).days, 7)
    return _workdays_before(eve, weeks * 5 + min(rest, 4))


def moved_moment(wall: datetime, today: date) -> datetime:
    """Return when something of the file happens in a demo that ends `today`, by the clock on the wall."""
    day = wall.date()
    moved = datetime.combine(moved_day(day, today), wall.time())
    if _TEST_DAY <= day < _LAST and moved.weekday() < 5:
        if day == _EVE:
            return moved + _EVENING
        minutes = (wall - datetime.combine(day, _TEST_BEGAN)) // timedelta(minutes=_TEST_HASTE)
        return datetime.combine(moved, _AFTER_WORK) + timedelta(minutes=minutes)
    return moved


def _moved(raw: str, today: date, zone: tzinfo | None) -> str:
    """Return the file as it ends `today`, in `zone` (None: the machine's)."""

    def later(match: re.Match[str]) -> str:
        text = match[0]
        if "T" in text:
            wall = moved_moment(datetime.fromisoformat(text).replace(tzinfo=None), today)
            return (wall.astimezone() if zone is None else wall.replace(tzinfo=zone)).isoformat()
        if text.startswith('"'):
            wall = datetime.fromtimestamp(int(text[1:14]) // 1000, UTC).replace(tzinfo=None) + _ZONE
            by = moved_moment(wall, today) - wall
            return f'"{int(text[1:-1]) + int(by.total_seconds()) * 10**9:019d}"'
        return moved_day(date.fromisoformat(text), today).isoformat()

    return _STAMPS.sub(later, raw)
