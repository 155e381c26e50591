"""What goes in and out of the workspace: changes, their results, and what stands between two versions of a record."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from outsource_tui.domain.errors import OutsourceError

Document = dict[str, Any]
Tables = dict[str, dict[str, Document]]
Key = tuple[str, str]

KEEPING = ("revision", "created_at", "updated_at")
"""What the store writes itself; it never counts as a difference."""

WORDS = {
    "entries": "entry",
    "tasks": "task",
    "briefs": "brief",
    "postings": "posting",
    "candidates": "candidate",
    "negotiations": "negotiation",
    "engagements": "engagement",
    "outcomes": "outcome",
    "contacts": "contact",
    "platforms": "platform",
    "templates": "template",
    "settings": "settings",
}


@dataclass(frozen=True, slots=True)
class Put:
    """A record to save; `seen` is the revision the writer saw, None for a new one; `base` what it looked like then."""

    kind: str
    id: str
    document: Document
    seen: int | None
    base: Document | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """A record to take out; `seen` is the revision the writer saw."""

    kind: str
    id: str
    seen: int


@dataclass(frozen=True, slots=True)
class Change:
    """One undoable change: saved whole or not at all.

    `origin` is "cli" or an app's session id, `batch` an import's id, `backup` a reason to keep a
    copy of the file first.
    """

    label: str
    origin: str
    at: datetime
    puts: Iterable[Put] = ()
    deletes: Iterable[Delete] = ()
    batch: str | None = None
    backup: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a change came to: the documents as they are now (None: gone; left out for a batch) and what was merged."""

    id: str
    label: str
    documents: Mapping[Key, Document | None] = field(default_factory=dict)
    merged: tuple[Key, ...] = ()
    count: int = 0
    note: str = ""
    """What was left as it is, in a sentence."""


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One change of the bounded history, newest last; `count` is how many records it touched."""

    id: str
    at: str
    origin: str
    label: str
    undone: bool
    count: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the files that the user should hear."""

    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field (or embedded item, as "milestones.<id>") in two versions and in the one both came from."""

    field: str
    mine: Any
    theirs: Any
    base: Any


class Conflict(OutsourceError):
    """The very record was changed elsewhere meanwhile: both versions, field by field; nothing was saved."""

    def __init__(
        self,
        kind: str,
        record_id: str,
        mine: Document | None,
        theirs: Document | None,
        base: Document | None,
    ) -> None:
        """Keep both versions (None: deleted there) and what they came from, where that is still known."""
        self.kind = kind
        self.id = record_id
        self.mine = mine
        self.theirs = theirs
        self.base = base
        self.fields = differences(mine, theirs, base)
        word = WORDS.get(kind, kind)
        if theirs is None:
            what = f"This {word} was deleted elsewhere meanwhile"
        else:
            names = ", ".join(dict.fromkeys(difference.field.partition(".")[0] for difference in self.fields[:5]))
            what = f"This {word} was changed elsewhere meanwhile ({names or 'same content'})"
        super().__init__(f"{what}; nothing was saved, look at both versions and choose.")


class UndoRefused(OutsourceError):
    """There is nothing to take back, or a record was changed since."""


def same_content(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Tell whether two documents say the same, revision and times of saving aside."""
    if one is None or other is None:
        return one is other
    return content(one) == content(other)


def content(document: Mapping[str, Any]) -> Document:
    """Return a document without what the store writes itself."""
    return {key: value for key, value in document.items() if key not in KEEPING}


def print_of(document: Mapping[str, Any]) -> str:
    """Return a few letters that are the same for the same content."""
    from hashlib import blake2b

    said = json.dumps(content(document), sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return blake2b(said, digest_size=8).hexdigest()


def is_embedded(value: object) -> bool:
    """Tell whether a field holds items with ids of their own, so that changes to different ones merge."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in value)
        and len({item["id"] for item in value}) == len(value)
    )


def by_id(value: object) -> dict[str, Document]:
    """Return embedded items by their ids."""
    return {item["id"]: item for item in value} if isinstance(value, list) and is_embedded(value) else {}


def _is_listed(*values: object) -> bool:
    """Tell whether all versions of a field are embedded items (or none yet)."""
    return any(is_embedded(value) for value in values) and all(
        value is None or value == [] or is_embedded(value) for value in values
    )


def differences(
    mine: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None, base: Mapping[str, Any] | None
) -> tuple[Difference, ...]:
    """Return where two versions differ, embedded items one by one."""
    found: list[Difference] = []
    one, other, old = mine or {}, theirs or {}, base or {}
    for name in dict.fromkeys((*one, *other)):
        if name in KEEPING or one.get(name) == other.get(name):
            continue
        if _is_listed(one.get(name), other.get(name)):
            ones, others, olds = by_id(one.get(name)), by_id(other.get(name)), by_id(old.get(name))
            found.extend(
                Difference(f"{name}.{key}", ones.get(key), others.get(key), olds.get(key))
                for key in dict.fromkeys((*ones, *others))
                if ones.get(key) != others.get(key)
            )
        else:
            found.append(Difference(name, one.get(name), other.get(name), old.get(name)))
    return tuple(found)


def _units(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return what changed between two versions: (field, "") or (field, item id)."""
    return {
        (name, key) for difference in differences(new, old, old) for name, _, key in [difference.field.partition(".")]
    }


def merged(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Document | None:
    """Return both changes in one document, or None when they meet.

    They do not meet when they touch different things and at least one touches only embedded items (milestones,
    check-ins, deliveries, rounds and the like): two changes to plain fields are for the user to look at.
    """
    ours, others = _units(base, mine), _units(base, theirs)
    if ours & others:
        return None
    touched_fields = {name for name, key in ours if not key} & {name for name, _ in others}
    touched_fields |= {name for name, key in others if not key} & {name for name, _ in ours}
    if touched_fields:
        return None
    if any(not key for _, key in ours) and any(not key for _, key in others):
        return None
    result = dict(theirs)
    for name in dict.fromkeys(name for name, _ in sorted(ours)):
        if (name, "") in ours:
            if name in mine:
                result[name] = mine[name]
            else:
                result.pop(name, None)
            continue
        mine_items, items = by_id(mine.get(name)), by_id(theirs.get(name))
        for key in (key for unit, key in ours if unit == name):
            if key in mine_items:
                items[key] = mine_items[key]
            else:
                items.pop(key, None)
        # Mine in my order, theirs that I do not have behind.
        ordered = [key for key in mine_items if key in items]
        ordered += [key for key in items if key not in mine_items]
        result[name] = [items[key] for key in ordered]
    return result


def savable(value: Any) -> tuple[Any, bool]:
    """Return a value that can be saved: bytes that were no text become the replacement character, NaN becomes null."""
    if isinstance(value, str):
        if value.isascii():
            return value, False
        clean = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return clean, clean != value
    if isinstance(value, float) and value - value != 0:
        return None, True
    if isinstance(value, list):
        pairs = [savable(item) for item in value]
        return [item for item, _ in pairs], any(mended for _, mended in pairs)
    if isinstance(value, dict):
        cleaned = {}
        any_mended = False
        for key, item in value.items():
            new_key, mended_key = savable(key)
            cleaned[new_key], mended = savable(item)
            any_mended = any_mended or mended or mended_key
        return cleaned, any_mended
    return value, False
