"""The log in memory: every entry once, compactly, in order, kept up to date by change."""

import gc
from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, pairwise
from operator import attrgetter
from typing import Any

from outsource_tui.domain.log_row import LogRow, row_order
from outsource_tui.store import lines, splicing
from outsource_tui.store.snapshot import rows_of

_SHARED_LIMIT = 50_000
_STEPS = 2_000
"""How many of the last changes are remembered for those who keep sums."""
Step = tuple[LogRow | None, LogRow | None]
"""A row as it was (None: it is new) and as it is now (None: it is gone)."""
_TURNS = count(1)
_DAY = attrgetter("day")


class LogIndex:
    """Rows ordered by day, start and id; remembers a fingerprint of each stretch of the file it came from.

    When the file was changed by somebody else only the stretches that differ are decoded again.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: list[LogRow] = []
        self.by_id: dict[str, LogRow] = {}
        self.unreadable: set[str] = set()
        self._marks: list[tuple[tuple[int, str], int | None]] = []
        self._ordered = True
        self._shared: dict[Any, Any] = {}
        self._waiting: list[tuple[int, int]] = []
        self._parts: list[list[LogRow]] = []
        self._layout: lines.Layout | None = None
        self.turn = next(_TURNS)
        """Another number after every change, never used twice: what is summed from the rows holds while it stays."""
        self._steps: deque[tuple[int, Step]] = deque()
        self._steps_from = self.turn

    def _changed(self, *steps: Step) -> None:
        """Note changes row by row; none given: so many that sums are made anew."""
        self.turn = next(_TURNS)
        if not steps:
            self._steps.clear()
            self._steps_from = self.turn
        self._steps.extend((self.turn, step) for step in steps)
        while len(self._steps) > _STEPS:
            self._steps_from = self._steps.popleft()[0]

    def changes_since(self, turn: int) -> list[Step] | None:
        """Return what changed after `turn`, in order, or None when that is not remembered."""
        if turn < self._steps_from:
            return None
        return [step for at, step in self._steps if at > turn]

    # loading

    def begin(self, layout: lines.Layout, size: int = 0) -> None:
        """Prepare to load `layout`'s entries slice by slice, the newest first."""
        self.__init__()  # type: ignore[misc]
        self._layout = layout
        self._waiting = list(layout.slices("entries", size) if size else layout.slices("entries"))

    @property
    def loading(self) -> bool:
        """Whether slices are still to come."""
        return self._layout is not None

    @property
    def left(self) -> int:
        """How many bytes of the log are still to be loaded."""
        return sum(end - start for start, end in self._waiting)

    def total(self) -> int:
        """Return how many entries there are, loaded or not."""
        return len(self.by_id) if self._layout is None else self._layout.count("entries")

    def step(self) -> bool:
        """Load one more slice; tell whether more is left. Raises DamagedError."""
        layout = self._layout
        if layout is None:
            return False
        if self._waiting:
            start, end = self._waiting[-1]
            self._parts.append(self._slice(layout, start, end))
            self._waiting.pop()
        if self._waiting:
            return True
        self._parts.reverse()
        rows: list[LogRow] = []
        in_order = True
        for part in self._parts:
            if rows and part and row_order(part[0]) < row_order(rows[-1]):
                in_order = False
            rows.extend(part)
        if not in_order:
            rows.sort(key=row_order)
        self.rows = rows
        self._changed()
        self._marks.reverse()
        self._ordered = self._ordered and all(one[0] < other[0] for one, other in pairwise(self._marks))
        self._parts = []
        self._layout = None
        return False

    def newest_part(self) -> Sequence[LogRow]:
        """Return what the last step brought; the oldest rows come with the whole log."""
        return self._parts[-1] if self._parts else ()

    def _slice(self, layout: lines.Layout, start: int, end: int) -> list[LogRow]:
        keys, part = self._decode(layout, start, end)
        if keys:
            self._marks.append((keys[0], hash(layout.raw[start:end])))
            self._ordered = self._ordered and keys == sorted(keys)
        self.by_id.update((row.id, row) for row in part)
        return part

    def _decode(self, layout: lines.Layout, start: int, end: int) -> tuple[list[tuple[int, str]], list[LogRow]]:
        """Return the ids of a stretch of lines and its rows in order."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            documents = lines.decode_lines(layout.raw, start, end, "entries")
            rows, skipped = self.rows_of(documents.items())
            if skipped:
                good = {row.id for row in rows}
                self.unreadable.update(key for key in documents if key not in good)
            keys = [lines.order(key) for key in documents]
            del documents
        finally:
            if collecting:
                gc.enable()
        rows.sort(key=row_order)
        return keys, rows

    def rows_of(self, documents: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[list[LogRow], int]:
        """Return rows, their repeated texts held once for the whole log, and how many documents are none."""
        if len(self._shared) > _SHARED_LIMIT:
            self._shared.clear()
        return rows_of(documents, self._shared)

    def finish(self) -> None:
        """Load whatever is still waiting."""
        while self._layout is not None:
            self.step()

    # keeping up with the file

    def reload(self, layout: lines.Layout, keep: frozenset[str] | set[str]) -> set[str]:
        """Take in a file that somebody else changed and return the ids that differ; rows in `keep` are not its own.

        Raises DamagedError, leaving everything as it was.
        """
        stretches = self._stretches(layout)
        if stretches is None:
            return self._reload_all(layout, keep)
        changed: set[str] = set()
        plan = []
        for index, (low, high, start, end) in enumerate(stretches):
            digest = hash(layout.raw[start:end]) if end > start else 0
            if self._marks[index][1] == digest:
                continue
            keys, rows = self._decode(layout, start, end)
            if keys != sorted(keys) or (keys and (keys[-1] >= high or (index and keys[0] < low))):
                return self._reload_all(layout, keep)
            plan.append((index, low, high, digest, {key[1] for key in keys}, rows))
        for index, low, high, digest, there, rows in plan:
            gone = [
                key
                for key in self.by_id
                if key not in keep
                and key not in there
                and (index == 0 or low <= lines.order(key))
                and lines.order(key) < high
            ]
            changed.update(gone)
            for key in gone:
                self.remove(key, keep_mark=True)
            for row in rows:
                if self.by_id.get(row.id) != row:
                    changed.add(row.id)
                    self.put(row, keep_mark=True)
            for key in there - {row.id for row in rows}:
                if key in self.by_id:
                    self.remove(key, keep_mark=True)
                    changed.add(key)
            self._marks[index] = (self._marks[index][0], digest)
        return changed

    def _stretches(self, layout: lines.Layout) -> list[tuple[Any, Any, int, int]] | None:
        """Return where the stretches we know begin and end in a changed file, or None when that cannot be told."""
        if not self._marks or not self._ordered:
            return None
        span = layout.spans["entries"]
        starts = [span.start]
        starts += [splicing.position(layout, span, mark[0][1]) for mark in self._marks[1:]]
        if span.end <= span.start or any(one > other for one, other in pairwise(starts)):
            return None
        found = []
        for index, start in enumerate(starts):
            last = index + 1 == len(starts)
            end = span.end if last else starts[index + 1] - 2
            high = (1 << 30, "") if last else self._marks[index + 1][0]
            found.append((self._marks[index][0], high, start, max(start, end)))
        return found

    def _reload_all(self, layout: lines.Layout, keep: frozenset[str] | set[str]) -> set[str]:
        fresh = LogIndex()
        fresh.begin(layout)
        fresh.finish()
        changed = {key for key, row in fresh.by_id.items() if self.by_id.get(key) != row}
        changed |= {key for key in self.by_id if key not in fresh.by_id and key not in keep}
        own = [self.by_id[key] for key in keep if key in self.by_id and key not in fresh.by_id]
        self.__dict__.update(fresh.__dict__)
        for row in own:
            self.put(row)
        return changed

    # changes of our own

    def put(self, row: LogRow, *, keep_mark: bool = False) -> None:
        """Take in a new or changed row at its place."""
        old = self.by_id.get(row.id)
        self._changed((old, row))
        if old is not None:
            self._take_out(old)
        self.by_id[row.id] = row
        if not self.rows or row_order(self.rows[-1]) <= row_order(row):
            self.rows.append(row)
        else:
            insort(self.rows, row, key=row_order)
        if not keep_mark:
            self._spoil(row.id)

    def remove(self, key: str, *, keep_mark: bool = False) -> None:
        """Take a row out, if it is there."""
        old = self.by_id.pop(key, None)
        if old is not None:
            self._changed((old, None))
            self._take_out(old)
        self.unreadable.discard(key)
        if not keep_mark:
            self._spoil(key)

    def put_many(self, rows: Iterable[LogRow]) -> None:
        """Take in many rows at once, sorting once."""
        fresh = list(rows)
        self._changed(*((self.by_id.get(row.id), row) for row in fresh if len(fresh) < _STEPS))
        old = {row.id for row in fresh if row.id in self.by_id}
        if old:
            self.rows = [row for row in self.rows if row.id not in old]
        self.rows.extend(fresh)
        self.rows.sort(key=row_order)
        self.by_id.update((row.id, row) for row in fresh)
        for index, mark in enumerate(self._marks):
            self._marks[index] = (mark[0], None)

    def remove_many(self, keys: Iterable[str]) -> None:
        """Take out many rows at once."""
        gone = set(keys)
        self._changed()
        self.rows = [row for row in self.rows if row.id not in gone]
        for key in gone:
            self.by_id.pop(key, None)
        self.unreadable -= gone
        for index, mark in enumerate(self._marks):
            self._marks[index] = (mark[0], None)

    def _take_out(self, row: LogRow) -> None:
        at = bisect_left(self.rows, row_order(row), key=row_order)
        if at < len(self.rows) and self.rows[at].id == row.id:
            del self.rows[at]

    def _spoil(self, key: str) -> None:
        """Forget the fingerprint of the stretch a record is in."""
        if self._marks:
            at = max(bisect_right(self._marks, lines.order(key), key=lambda mark: mark[0]) - 1, 0)
            self._marks[at] = (self._marks[at][0], None)


def between(rows: Sequence[LogRow], since: str | None, until: str | None) -> Sequence[LogRow]:
    """Return the part of an ordered log from day `since` to day `until`, both included; None is open."""
    if since is None and until is None:
        return rows
    first = bisect_left(rows, since, key=_DAY) if since is not None else 0
    last = bisect_right(rows, until, key=_DAY) if until is not None else len(rows)
    return rows[first:last]
