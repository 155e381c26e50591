"""`report --by`: plain sums of the time by project, tag or day."""

from __future__ import annotations

from outsource_tui.cli import paper
from outsource_tui.domain import formats
from outsource_tui.domain.dates import clock_length, spoken_length
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from outsource_tui.domain.log_row import LogRow

BY = ("project", "tag", "day")


class _Sum:
    """The entries of one project, tag or day; `seconds` is None until one of them says how long it took."""

    __slots__ = ("entries", "name", "seconds")

    def __init__(self, name: str) -> None:
        self.name = name
        self.entries = 0
        self.seconds: float | None = None

    def add(self, row: LogRow) -> None:
        self.entries += 1
        if row.seconds is not None:
            self.seconds = (self.seconds or 0) + row.seconds


def _names(row: LogRow, by: str) -> Sequence[str]:
    if by == "day":
        return (row.day,)
    return (row.project or "(no project)",) if by == "project" else row.tags or ("(no tag)",)


def sums(rows: Sequence[LogRow], by: str) -> list[_Sum]:
    """Return the sums, days in their order, the others by falling time; an entry with two tags counts for both."""
    if by not in BY:
        raise InputError(f'"{clean_line(by)[:40]}" is nothing to sum by; use project, tag or day.', field="by")
    found: dict[str, _Sum] = {}
    for row in rows:
        for name in _names(row, by):
            found.setdefault(name, _Sum(name)).add(row)
    if by == "day":
        return sorted(found.values(), key=lambda one: one.name)
    return sorted(found.values(), key=lambda one: (-(one.seconds or 0), one.name))


def _total(rows: Sequence[LogRow]) -> float:
    total = sum(row.seconds or 0 for row in rows)
    return int(total) if float(total).is_integer() else total


def sums_document(rows: Sequence[LogRow], by: str) -> dict[str, object]:
    """Return the sums as `--json` prints them; shares from 0 to 1, of the time of all entries."""
    total = _total(rows)
    groups = [
        {
            "name": one.name,
            "entries": one.entries,
            "seconds": one.seconds,
            "share": (one.seconds or 0) / total if total else 0.0,
        }
        for one in sums(rows, by)
    ]
    return {"by": by, "entries": len(rows), "seconds": total, "groups": groups}


def print_sums(period: str, rows: Sequence[LogRow], by: str) -> None:
    """Print the sums as aligned lines with their shares as bars."""
    found = sums(rows, by)
    if not rows:
        paper.out(f"{paper.styled(period, 'bold')}  nothing logged")
        return
    total = _total(rows)
    entries = "1 entry" if len(rows) == 1 else f"{paper.number(len(rows))} entries"
    paper.out(f"{paper.styled(period, 'bold')}  {spoken_length(total)} in {entries}")
    paper.out("")
    width = paper.columns()
    room = max(12, min(60, width - 34)) if width else 60
    longest = max(one.seconds or 0 for one in found) or 1
    lines = [
        [
            paper.fitted(formats.full_date(one.name) if by == "day" else one.name, room),
            clock_length(one.seconds),
            paper.percent(one.seconds / total if one.seconds is not None and total else None),
            paper.bar((one.seconds or 0) / longest, 12),
        ]
        for one in found
    ]
    for line in paper.table(lines, (False, True, True, False)):
        paper.out(line)
