"""The log as activities, by time and by stress, and which few of them hold most of it (S1-08, S1-09, N05).

Hot path: no decimals, no pydantic, one pass over 100,000 rows; the app adds and removes single rows.
"""

from bisect import insort
from collections.abc import Iterable
from operator import itemgetter
from typing import Any, NamedTuple

from outsource_tui.domain.log_row import BREAK, LogRow, row_order
from outsource_tui.domain.text import NO_TEXT, normal

DEFAULT_THRESHOLD = 0.8
_MILLION = 1_000_000

Length = int | float


class Activity(NamedTuple):
    """All entries with the same normalised text; sums in seconds, means over what was said, None where nothing was."""

    key: str
    name: str
    """The text as first written."""
    entries: int
    seconds: Length
    """Breaks included."""
    work_seconds: Length
    """Breaks left out: what the Pareto by time counts."""
    share: float
    """Of all seconds of the table, 0 to 1."""
    stress_seconds: Length | None
    """Stress times seconds over the entries that say both, breaks left out; None: unknown."""
    stress_share: float | None
    stress: float | None
    liking: float | None
    skill: float | None
    postponed: int
    without_length: int
    first_day: str
    last_day: str
    task: str | None
    """The task the latest linked entry names."""
    only_breaks: bool


class Pareto(NamedTuple):
    """The smallest number of activities that hold the threshold: how many, of how many, the share they hold, which."""

    activities: int
    of: int
    share: float
    names: tuple[str, ...]
    keys: tuple[str, ...]

    def sentence(self, what: str = "time") -> str:
        """Return what to say, such as "16 of 80 activities (20 %) hold 81 % of the time"."""
        if not self.activities:
            return f"no {what} is known yet"
        noun = "activity" if self.of == 1 else "activities"
        verb = "holds" if self.activities == 1 else "hold"
        part = round(100 * self.activities / self.of)
        return f"{self.activities} of {self.of} {noun} ({part} %) {verb} {round(100 * self.share)} % of the {what}"


class _Sums(NamedTuple):
    name: str
    entries: int
    seconds: Length
    work_seconds: Length
    stress_seconds: Length | None
    stress: float | None
    liking: float | None
    skill: float | None
    postponed: int
    without_length: int
    first_day: str
    last_day: str
    task: str | None
    only_breaks: bool


def _whole(length: Length) -> Length:
    return int(length) if isinstance(length, float) and length.is_integer() else length


def _mean(total: int, count: int) -> float | None:
    return total / count if count else None


class ActivityTable:
    """Activities of a log that rows can be added to and removed from; only what changed is summed anew."""

    def __init__(self, rows: Iterable[LogRow] = ()) -> None:
        """Start with `rows`, best in the order of the log."""
        self._groups: dict[str, list[LogRow]] = {}
        self._sums: dict[str, _Sums] = {}
        self._changed: set[str] = set()
        self._keys: dict[str, str] = {}
        self._breaks: dict[tuple[str, tuple[str, ...]], bool] = {}
        self._table: list[Activity] | None = None
        self.add_all(rows)

    def _key(self, row: LogRow) -> str:
        text = row.text or row.project or row.client or NO_TEXT
        key = self._keys.get(text)
        if key is None:
            key = self._keys[text] = normal(text)
        return key

    def _is_break(self, project: str, tags: tuple[str, ...]) -> bool:
        filed = (project, tags)
        known = self._breaks.get(filed)
        if known is None:
            known = self._breaks[filed] = project.casefold() == BREAK or any(tag.casefold() == BREAK for tag in tags)
        return known

    def add_all(self, rows: Iterable[LogRow]) -> None:
        """Take in rows."""
        groups, keys = self._groups, self._keys
        for row in rows:
            text = row.text or row.project or row.client or NO_TEXT
            key = keys.get(text)
            if key is None:
                key = keys[text] = normal(text)
            group = groups.get(key)
            if group is None:
                groups[key] = [row]
            else:
                group.append(row)
            self._changed.add(key)
        self._table = None

    def add(self, row: LogRow) -> None:
        """Take in one row, at its place among those of its activity."""
        group = self._groups.setdefault(self._key(row), [])
        insort(group, row, key=row_order)
        self._changed.add(self._key(row))
        self._table = None

    def remove(self, row: LogRow) -> None:
        """Leave out the row of the same id that was added with the same text; ValueError when there is none."""
        key = self._key(row)
        group = self._groups.get(key, [])
        for position, held in enumerate(group):
            if held.id == row.id:
                del group[position]
                break
        else:
            raise ValueError(f"no row {row.id} in {key!r}")
        if group:
            self._changed.add(key)
        else:
            del self._groups[key]
            self._sums.pop(key, None)
            self._changed.discard(key)
        self._table = None

    def rows(self, key: str) -> tuple[LogRow, ...]:
        """Return the rows of an activity, as added; none for an unknown key."""
        return tuple(self._groups.get(key, ()))

    def _sum(self, group: list[LogRow]) -> _Sums:
        seconds: Length = 0
        work: Length = 0
        stress_seconds: Length = 0
        stress_known = False
        stress_sum = stress_count = liking_sum = liking_count = skill_sum = skill_count = 0
        postponed = without = 0
        first, last = "9", ""
        task: str | None = None
        task_at = ("", "")
        only_breaks = True
        for row in group:
            (id_, day, _, length, _, project, _, tags, stress, liking, skill, late, link, _, _, _) = row
            pause = (tags or project) and self._is_break(project, tags)
            if not pause:
                only_breaks = False
            if length is None:
                without += 1
            else:
                seconds += length
                if not pause:
                    work += length
                    if stress is not None:
                        stress_seconds += stress * length
                        stress_known = True
            if stress is not None:
                stress_sum += stress
                stress_count += 1
            if liking is not None:
                liking_sum += liking
                liking_count += 1
            if skill is not None:
                skill_sum += skill
                skill_count += 1
            postponed += late
            first = min(first, day)
            last = max(last, day)
            if link is not None and (day, id_) >= task_at:
                task, task_at = link, (day, id_)
        row = group[0]
        return _Sums(
            row.text or row.project or row.client or NO_TEXT,
            len(group),
            _whole(seconds),
            _whole(work),
            _whole(stress_seconds) if stress_known else None,
            _mean(stress_sum, stress_count),
            _mean(liking_sum, liking_count),
            _mean(skill_sum, skill_count),
            postponed,
            without,
            first,
            last,
            task,
            only_breaks,
        )

    def activities(self) -> list[Activity]:
        """Return all activities by falling seconds, then by key; the list is kept until rows change."""
        if self._table is not None:
            return self._table
        for key in self._changed:
            self._sums[key] = self._sum(self._groups[key])
        self._changed.clear()
        ordered = sorted(self._sums.items(), key=lambda item: (-item[1].seconds, item[0]))
        total = sum(part.seconds for _, part in ordered)
        stressed = sum(part.stress_seconds or 0 for _, part in ordered)
        self._table = [
            Activity(
                key,
                part.name,
                part.entries,
                part.seconds,
                part.work_seconds,
                part.seconds / total if total else 0.0,
                part.stress_seconds,
                None if part.stress_seconds is None else part.stress_seconds / stressed if stressed else 0.0,
                *part[5:],
            )
            for key, part in ordered
        ]
        return self._table


def smallest_set(weights: Iterable[tuple[str, str, Length]], threshold: float = DEFAULT_THRESHOLD) -> Pareto:
    """Return the fewest (key, name, weight) whose weights reach `threshold` (0 to 1) of the sum; ties go by key."""
    ordered = sorted(weights, key=lambda item: (-item[2], item[0]))
    total = sum(map(itemgetter(2), ordered))
    if total <= 0:
        return Pareto(0, len(ordered), 0.0, (), ())
    # Compared in millionths as whole numbers: 0.8 of a whole sum is then exact.
    target = round(float(threshold) * _MILLION) * total
    held: Length = 0
    count = 0
    for _, _, weight in ordered:
        held += weight
        count += 1
        if held * _MILLION >= target:
            break
    chosen = ordered[:count]
    return Pareto(
        count,
        len(ordered),
        held / total,
        tuple(name for _, name, _ in chosen),
        tuple(key for key, _, _ in chosen),
    )


def by_time(activities: Iterable[Activity], threshold: float = DEFAULT_THRESHOLD) -> Pareto:
    """Return the Pareto by seconds (S1-08), breaks left out."""
    return smallest_set(
        ((item.key, item.name, item.work_seconds) for item in activities if not item.only_breaks), threshold
    )


def by_stress(activities: Iterable[Activity], threshold: float = DEFAULT_THRESHOLD) -> Pareto:
    """Return the Pareto by stress times seconds (S1-09) over the activities whose stress is known."""
    return smallest_set(
        ((item.key, item.name, item.stress_seconds) for item in activities if item.stress_seconds is not None),
        threshold,
    )


def in_both(time: Pareto, stress: Pareto) -> tuple[str, ...]:
    """Return the keys of the activities that are in both Paretos, in the order of time: look at these first (N05)."""
    stressed = set(stress.keys)
    return tuple(key for key in time.keys if key in stressed)


def loved_of(rows: Iterable[LogRow], love_from: int = 4) -> tuple[Length, Length]:
    """Return seconds on what I like at `love_from` or above, and all seconds whose liking is known (S1-02)."""
    loved: Length = 0
    known: Length = 0
    for row in rows:
        if row.liking is None or row.seconds is None:
            continue
        if (row.tags or row.project) and (
            row.project.casefold() == BREAK or any(tag.casefold() == BREAK for tag in row.tags)
        ):
            continue
        known += row.seconds
        if row.liking >= love_from:
            loved += row.seconds
    return loved, known


def love_share(rows: Iterable[LogRow], love_from: int = 4) -> float | None:
    """Return the share of hours on what I like, over hours whose liking is known; None when none is (S1-02)."""
    loved, known = loved_of(rows, love_from)
    return loved / known if known else None


def report_document(
    rows: Iterable[LogRow],
    since: str | None = None,
    until: str | None = None,
    threshold: float = DEFAULT_THRESHOLD,
) -> dict[str, Any]:
    """Return the document of `report --json`; `since` and `until` are ISO dates, inclusive, None: all time."""
    chosen = [row for row in rows if (since is None or row.day >= since) and (until is None or row.day <= until)]
    activities = ActivityTable(chosen).activities()

    def pareto(found: Pareto) -> dict[str, Any]:
        return {"activities": found.activities, "of": found.of, "share": found.share, "names": list(found.names)}

    return {
        "since": since,
        "until": until,
        "entries": len(chosen),
        "seconds": _whole(sum(row.seconds for row in chosen if row.seconds is not None)),
        "days_logged": len({row.day for row in chosen}),
        "activities": [
            {
                "name": item.name,
                "entries": item.entries,
                "seconds": item.seconds,
                "share": item.share,
                "stress_seconds": item.stress_seconds,
                "stress_share": item.stress_share,
                "task": item.task,
            }
            for item in activities
        ],
        "pareto": {
            "time": pareto(by_time(activities, threshold)),
            "stress": pareto(by_stress(activities, threshold)),
        },
    }
