"""Making one change: each part checked against what is there; what others did meanwhile is joined where it fits."""

from outsource_tui.store import journal
from outsource_tui.store.change import Change, Conflict, Delete, Document, Put, content, merged, same_content
from outsource_tui.store.work import ENTRIES, Work, revision_of


def apply(work: Work, change: Change) -> tuple[list[Document], int]:
    """Check and make each part of a change; return the history's records and how many a batch added."""
    if change.batch is None:
        work.foresee(put.id for put in change.puts if put.kind == ENTRIES and put.seen is not None)
        work.foresee(delete.id for delete in change.deletes if delete.kind == ENTRIES)
    records = []
    count = 0
    for put in change.puts:
        current = work.current(put.kind, put.id)
        if change.batch is not None and put.kind == ENTRIES and put.seen is None and current is None:
            document = {**put.document, "batch": change.batch}
            work.put(ENTRIES, put.id, _stamped(document, None, 1, work), keep=False)
            count += 1
            continue
        document = put.document
        if put.seen is None:
            if current is not None:
                raise Conflict(put.kind, put.id, document, current, None)
            revision = work.next_revision(put.kind, put.id)
        else:
            # Where both made the same change there is nothing to reconcile.
            if not same_content(current, document) and (current is None or revision_of(current) != put.seen):
                document = _reconciled(work, put, current)
                current = work.current(put.kind, put.id)
                work.merged.append((put.kind, put.id))
            if current is not None and same_content(current, document):
                work.after.setdefault((put.kind, put.id), current)
                continue
            revision = put.seen + 1 if current is None else revision_of(current) + 1
        new = _stamped(document, current, revision, work)
        records.append(work.touched(put.kind, put.id, current, new))
        work.put(put.kind, put.id, new)
    for delete in change.deletes:
        current = work.current(delete.kind, delete.id)
        if current is None:
            continue
        if revision_of(current) != delete.seen:
            raise Conflict(delete.kind, delete.id, None, current, _base(work, delete, current))
        records.append(work.touched(delete.kind, delete.id, current, None))
        work.delete(delete.kind, delete.id, current)
    return records, count


def _stamped(document: Document, current: Document | None, revision: int, work: Work) -> Document:
    created = document.get("created_at") or (current or {}).get("created_at") or work.now
    return {"revision": revision, "created_at": created, "updated_at": work.now, **content(document)}


def _reconciled(work: Work, put: Put, current: Document | None) -> Document:
    """Return both changes in one where they do not meet; raises Conflict where they do."""
    base = put.base
    if base is None and current is not None:
        base = _base(work, put, current)
    if current is None or base is None:
        raise Conflict(put.kind, put.id, put.document, current, base)
    both = merged(base, put.document, current)
    if both is None:
        raise Conflict(put.kind, put.id, put.document, current, base)
    return both


def _base(work: Work, put: Put | Delete, current: Document) -> Document | None:
    """Return what a record looked like at the revision its writer saw, if that is still known."""
    seen = put.seen or 0
    before = work.known(put.kind, put.id)
    if before is not None and revision_of(before) == seen:
        return before
    return journal.known_state(work.meta, put.kind, put.id, current, seen)


def add_batch(meta: Document, item: Document, batch: str, count: int) -> None:
    """Add a part of an import to the history; its parts are one change."""
    history = meta["history"]
    if history and history[-1].get("batch") == batch and history[-1]["origin"] == item["origin"]:
        history[-1]["count"] += count
        history[-1]["records"].extend(item["records"])
        return
    item.update(batch=batch, count=count)
    journal.add(meta, item)
