"""The bounded history in the meta document: what each change did, in the fields it touched, so it can be taken back.

A touched record is `{"kind", "id", "was", "now", "before", "after"}`: revisions before and after (null: not there) and
the changed fields on either side; the whole document where the record was made or deleted.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from outsource_tui.domain.text import shortened
from outsource_tui.store.change import Document

LIMIT = 50
MOST_BYTES = 4_000_000
LINEAGE = 400
"""So many changes are named, so that two copies of a workspace can tell which of them knew what."""

LONGEST_LABEL = 70


def label_of(verb: str, text: str) -> str:
    """Return what a captured line is called in the history, however long its text is."""
    return shortened(f"{verb} {text}", LONGEST_LABEL)


def touched(kind: str, key: str, before: Document | None, after: Document | None) -> Document:
    """Return the history's form of one record's change."""
    was = None if before is None else before["revision"]
    now = None if after is None else after["revision"]
    if before is not None and after is not None:
        names = [
            name
            for name in dict.fromkeys((*before, *after))
            if name not in ("revision", "updated_at")
            and (name not in before or name not in after or before[name] != after[name])
        ]
        before, after = _part(before, names), _part(after, names)
    return {"kind": kind, "id": key, "was": was, "now": now, "before": before, "after": after}


def _part(document: Document, names: Iterable[str]) -> Document:
    return {name: document[name] for name in names if name in document}


def patched(document: Document, old: Document, new: Document) -> Document:
    """Return a document with the fields of `old` taken out and those of `new` put in, in their places."""
    result = {key: new.get(key, value) for key, value in document.items() if key not in old or key in new}
    result.update((key, value) for key, value in new.items() if key not in result)
    return result


def add(meta: Document, item: Document) -> None:
    """Add a change; what its origin had taken back can no longer be brought again, and the oldest goes."""
    history = meta["history"]
    meta["history"] = [old for old in history if not (old.get("undone") and old["origin"] == item["origin"])]
    meta["history"].append(item)
    del meta["history"][:-LIMIT]


def new_item(change_id: str, at: str, origin: str, label: str, records: list[Document], **more: Any) -> Document:
    """Return a change as the history holds it."""
    return {"id": change_id, "at": at, "origin": origin, "label": label, "undone": False, "records": records, **more}


def last_done(meta: Document, origin: str) -> Document | None:
    """Return the newest change of `origin` that stands."""
    for item in reversed(meta["history"]):
        if item["origin"] == origin and not item.get("undone"):
            return dict_of(item)
    return None


def last_undone(meta: Document, origin: str) -> Document | None:
    """Return the change of `origin` that was taken back most recently: the oldest behind all that stand."""
    found = None
    for item in reversed(meta["history"]):
        if item["origin"] != origin:
            continue
        if not item.get("undone"):
            break
        found = dict_of(item)
    return found


def dict_of(item: Any) -> Document:
    """Return the item itself, typed."""
    found: Document = item
    return found


def relabel(meta: Document, renamed: dict[tuple[str, str, int], int]) -> None:
    """Tell the history that a state of a record is back under a new revision."""
    if not renamed:
        return
    for item in meta["history"]:
        for record in item["records"]:
            for name in ("was", "now"):
                number = record[name]
                if number is not None:
                    new = renamed.get((record["kind"], record["id"], number))
                    if new is not None:
                        record[name] = new


def known_state(meta: Document, kind: str, key: str, current: Document, revision: int) -> Document | None:
    """Return what a record looked like at `revision`, walking back from how it is now; None when it is too long ago."""
    state = current
    for item in reversed(meta["history"]):
        if item.get("undone"):
            continue
        for record in item["records"]:
            if (record["kind"], record["id"]) != (kind, key) or record["now"] != state["revision"]:
                continue
            if record["was"] is None or record["before"] is None or record["after"] is None:
                return None
            state = patched(state, record["after"], record["before"])
            state["revision"] = record["was"]
            if state["revision"] == revision:
                return state
    return state if state["revision"] == revision else None


def standing(meta: Document) -> Iterator[Document]:
    """Yield the changes that were not taken back, oldest first."""
    for item in meta["history"]:
        if not item.get("undone"):
            yield item
