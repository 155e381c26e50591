"""What captured lines say, taken in order: finished entries, the timer that runs, what was cancelled or dropped."""

from __future__ import annotations

import os

from outsource_tui.domain.ids import is_id
from outsource_tui.store import files
from outsource_tui.store.inbox import CANCEL, DROP, LOG, START, STOP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_VERBS = (LOG, START, STOP, CANCEL, DROP)


class Captured:
    """One captured entry, done (`seconds` may be null) or, for an open start, still running."""

    __slots__ = ("at", "by", "do", "end", "entry", "id", "line_id", "raw")

    def __init__(self, line_id: str, record: dict[str, Any], raw: bytes, end: int) -> None:
        """Take a `log` or `start` line that ends at byte `end` of the inbox."""
        self.id = line_id
        self.line_id = line_id
        self.do: str = record["do"]
        self.at: str = record["at"]
        self.by: str = record.get("by") or "cli"
        self.entry: dict[str, Any] = dict(record["entry"])
        self.raw = raw
        self.end = end


class Line:
    """One readable line that is not dropped: what `undo` can take back."""

    __slots__ = ("at", "by", "do", "end", "id", "target", "text")

    def __init__(self, record: dict[str, Any], end: int, text: str) -> None:
        """Keep what names the line and the words of the entry it is about."""
        self.id: str = record["id"]
        self.do: str = record["do"]
        self.at: str = record["at"]
        self.by: str = record.get("by") or "cli"
        self.target: str | None = record.get("target")
        self.end = end
        self.text = text


class InboxState:
    """What the inbox says, lines taken in order: finished entries, the running one, cancelled ones and bad lines."""

    __slots__ = (
        "bad",
        "cancelled",
        "drops",
        "entries",
        "generation",
        "lines",
        "notices",
        "running",
        "size",
        "stamp",
        "torn",
    )

    def __init__(self) -> None:
        """Begin empty."""
        self.generation = ""
        self.size = 0
        self.stamp: files.Stamp | None = None
        self.entries: list[Captured] = []
        self.running: Captured | None = None
        self.cancelled: list[Captured] = []
        self.drops: list[tuple[str, int, str]] = []
        """What was dropped, where its line ends, and by whom."""
        self.lines: list[Line] = []
        self.torn = b""
        self.bad: list[tuple[bytes, int]] = []
        self.notices: list[str] = []

    def since(self, meta: dict[str, Any]) -> int:
        """Return the offset from which lines are not yet in a workspace that says `meta` about itself."""
        folded = meta["inbox"]
        return folded["offset"] if folded["generation"] and folded["generation"] == self.generation else 0

    def waiting(self, meta: dict[str, Any]) -> list[Captured]:
        """Return the entries that such a workspace has not folded and not deleted; it may hold some all the same."""
        since, gone = self.since(meta), meta["tombstones"].get("entries", {})
        return [captured for captured in self.entries if captured.end > since and captured.id not in gone]


def read_state(folder: str | os.PathLike[str]) -> InboxState:
    """Return what the inbox of `folder` holds; no inbox is an empty one. Raises StoreError."""
    path = os.path.join(os.fspath(folder), files.INBOX)
    found = files.read_whole(path)
    if found is None:
        return InboxState()
    state = replay(found[0])
    state.stamp = found[1]
    return state


def replay(raw: bytes) -> InboxState:
    """Return what the lines say, taken in order; drops count wherever they stand."""
    from json import loads

    state = InboxState()
    state.size = len(raw)
    records: list[tuple[dict[str, Any], bytes, int]] = []
    at = 0
    for text in raw.split(b"\n"):
        at = min(at + len(text) + 1, len(raw))
        if not text.strip():
            continue
        try:
            record = loads(text.decode("utf-8"))
        except (ValueError, RecursionError):
            if at == len(raw) and not raw.endswith(b"\n"):
                # Cut off, or just being written: whoever appends next ends it, and then it is told which.
                state.torn = text
                state.size -= len(text)
            else:
                state.bad.append((text, at))
            continue
        if isinstance(record, dict) and isinstance(record.get("inbox"), str):
            state.generation = state.generation or record["inbox"]
        elif _is_sound(record):
            records.append((record, text, at))
        else:
            state.bad.append((text, at))
    dropped = {record["target"] for record, _, _ in records if record["do"] == DROP}
    seen = set()
    words: dict[str, str] = {}
    for record, text, end in records:
        line_id, do = record["id"], record["do"]
        if line_id in seen:
            continue
        seen.add(line_id)
        if do == DROP:
            state.drops.append((record["target"], end, record.get("by") or "cli"))
            continue
        if line_id in dropped:
            continue
        words[line_id] = record["entry"]["text"] if do in (LOG, START) else words.get(record["target"], "")
        state.lines.append(Line(record, end, words[line_id]))
        _take_in(state, record, text, end)
    return state


def _take_in(state: InboxState, record: dict[str, Any], text: bytes, end: int) -> None:
    do = record["do"]
    if do == LOG:
        state.entries.append(Captured(record["id"], record, text, end))
        return
    running = state.running
    if do == START:
        started = Captured(record["id"], record, text, end)
        started.entry["seconds"] = None
        started.entry["start"] = started.entry.get("start") or record["at"]
        if running is not None:
            # A start that names an earlier time ends what ran before at that time, so that the two do not overlap.
            other = started.entry["start"]
            at = other if moment(running.entry["start"]) <= moment(other) < moment(record["at"]) else record["at"]
            _stop(state, running, at, record, end)
        state.running = started
    elif running is None or running.id != record["target"]:
        state.notices.append(f"A {do} came for a timer that was not running; it changed nothing.")
    elif do == STOP:
        _stop(state, running, record["at"], record, end)
    else:
        running.line_id, running.by, running.end, running.do = record["id"], record.get("by") or "cli", end, CANCEL
        state.cancelled.append(running)
        state.running = None


def _stop(state: InboxState, running: Captured, at: str, record: dict[str, Any], end: int) -> None:
    seconds = moment(at) - moment(running.entry["start"])
    if seconds < 0:
        state.notices.append(
            f"The clock went back while {running.entry['text'] or 'a timer'} was running; "
            "its length was set to 0, please mend it."
        )
        seconds = 0
    running.entry["seconds"] = int(seconds)
    running.at = at
    running.line_id, running.by, running.end, running.do = record["id"], record.get("by") or "cli", end, STOP
    state.entries.append(running)
    state.running = None


def moment(iso: str) -> float:
    """Return seconds since 1970 of an ISO time with offset; raises ValueError (a datetime import costs too much here).

    The calendar is counted in years that begin in March, so that the leap day comes last.
    """
    if len(iso) < 17 or iso[4] != "-" or iso[7] != "-" or iso[13] != ":":
        raise ValueError("not an ISO time")
    year, month, day = int(iso[:4]), int(iso[5:7]), int(iso[8:10])
    if not (1 <= month <= 12 and 1 <= day <= 31 and year >= 1):
        raise ValueError("not a date")
    rest = iso[16:]
    at = max(rest.rfind("+"), rest.rfind("-"))
    if rest.endswith("Z"):
        offset, seconds = 0, rest[:-1]
    elif at >= 0:
        zone = rest[at + 1 :]
        offset = int(zone[:2]) * 3600 + int(zone[3:5] or 0) * 60
        offset, seconds = (-offset if rest[at] == "-" else offset), rest[:at]
    else:
        raise ValueError("no offset")
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    clock = int(iso[11:13]) * 3600 + int(iso[14:16]) * 60 + (float(seconds[1:]) if len(seconds) > 1 else 0.0)
    if not 0 <= clock < 86401:
        raise ValueError("not a time")
    return days * 86400 + clock - offset


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        moment(value)
    except ValueError:
        return False
    return True


def _is_whole(value: object, low: int, high: int) -> bool:
    return value is None or (type(value) is int and low <= value <= high)


def _is_sound(record: object) -> bool:
    """Tell whether a line can be taken in as it is."""
    if not isinstance(record, dict) or not is_id(record.get("id")) or not _is_moment(record.get("at")):
        return False
    do = record.get("do")
    if not isinstance(record.get("by", ""), str) or do not in _VERBS:
        return False
    if do not in (LOG, START):
        return is_id(record.get("target"))
    entry = record.get("entry")
    if not isinstance(entry, dict):
        return False
    get = entry.get
    seconds = get("seconds")
    tags = get("tags")
    return (
        _is_day(get("day"))
        and (get("start") is None or _is_moment(get("start")))
        and (seconds is None or (type(seconds) in (int, float) and seconds - seconds == 0 and seconds >= 0))
        and all(isinstance(get(name) or "", str) for name in ("text", "project", "client", "purpose"))
        and isinstance(get("text"), str)
        and (tags is None or (isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)))
        and _is_whole(get("stress"), 0, 5)
        and _is_whole(get("liking"), 1, 5)
        and _is_whole(get("skill"), 1, 5)
        and _is_whole(get("postponed"), 0, 10**6)
        and all(get(name) is None or is_id(get(name)) for name in ("task", "engagement"))
    )


def _is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and _is_moment(value + "T00:00:00Z")


def entry_document(captured: Captured) -> dict[str, Any]:
    """Return the entry as the workspace will hold it, all keys in their order."""
    entry = captured.entry
    get = entry.get
    document = {
        "revision": 1,
        "created_at": captured.at,
        "updated_at": captured.at,
        "day": get("day"),
        "start": get("start"),
        "seconds": get("seconds"),
        "text": get("text") or "",
        "project": get("project") or "",
        "client": get("client") or "",
        "tags": list(get("tags") or ()),
        "stress": get("stress"),
        "liking": get("liking"),
        "skill": get("skill"),
        "postponed": get("postponed") or 0,
        "task": get("task"),
        "engagement": get("engagement"),
        "purpose": get("purpose") or None,
        "source": get("source") or "",
        "fingerprint": get("fingerprint") or "",
        "batch": None,
    }
    for key, value in entry.items():
        document.setdefault(key, value)
    return document
