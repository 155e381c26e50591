"""Taking a change of the history back, or bringing it again: records, imports, restores and timers."""

import os
from collections.abc import Mapping

from outsource_tui.domain.errors import InputError, OutsourceError, StoreError
from outsource_tui.domain.text import shortened
from outsource_tui.store import backups, captures, inbox, journal, lines
from outsource_tui.store.change import WORDS, Document, UndoRefused, print_of, same_content
from outsource_tui.store.work import ENTRIES, Work, revision_of

_NAMED = 3
"""So many entries are named in a sentence."""


def turn(work: Work, folder: str, item: Document, *, back: bool) -> str:
    """Make the records as they were before an item (`back`) or after it, and return what to call it."""
    for later in _after(work, item):
        if isinstance(later.get("restore"), str) and not later.get("undone"):
            # What the restore found is not what its undo would come back to.
            later["overtaken"] = True
    timer = item.get("timer")
    if isinstance(timer, dict) and not (back and timer.get("do") == inbox.START):
        _turn_timer(work, folder, item, timer, back=back)
        return str(item["label"])
    if isinstance(item.get("restore"), str):
        if not back:
            raise UndoRefused("A restore is not redone; run `outsource restore` again.")
        if item.get("overtaken") or any(not later.get("undone") for later in _after(work, item)):
            raise UndoRefused("Something was saved after the restore; use `outsource restore` with the copy you want.")
        become(work, _copy_of(folder, item, "restore"), again=True)
    else:
        there = "now" if back else "was"
        work.foresee(one["id"] for one in item["records"] if one["kind"] == ENTRIES and one[there] is not None)
        for record in reversed(item["records"]) if back else item["records"]:
            _turn_record(work, record, back=back)
        if isinstance(item.get("batch"), str):
            (_take_batch_out if back else _bring_batch_again)(work, folder, item)
    if isinstance(item.get("merge"), dict):
        _turn_merge(work, folder, item, back=back)
    return str(item["label"])


def _after(work: Work, item: Document) -> list[Document]:
    """Return the changes of the history that came after an item."""
    history: list[Document] = work.meta["history"]
    return history[next(at for at, one in enumerate(history) if one is item) + 1 :]


def _copy_of(folder: str, item: Document, name: str) -> lines.Layout:
    """Return the copy that an item of the history comes back from; raises UndoRefused when it is gone."""
    try:
        return backups.opened(os.path.join(backups.folder_of(folder), str(item.get(name))))
    except (InputError, StoreError) as error:
        raise UndoRefused(
            f"{item['label']}: the copy it would come back from is gone; `outsource restore` lists those there are."
        ) from error


def _turn_record(work: Work, record: Document, *, back: bool) -> None:
    kind, key = record["kind"], record["id"]
    there, other = ("now", "was") if back else ("was", "now")
    old, new = ("after", "before") if back else ("before", "after")
    current = work.current(kind, key)
    word = WORDS.get(kind, kind)
    title = str((current or {}).get("title") or (current or {}).get("text") or (current or {}).get("name") or "")[:60]
    named = f"The {word}" + (f" “{title}”" if title else "")
    if (current is None) != (record[there] is None) or (current is not None and revision_of(current) != record[there]):
        how = "deleted" if current is None else "changed"
        raise UndoRefused(f"{named} was {how} since, so this is left as it is; change it by hand.")
    if record[other] is None:
        if current is not None:
            work.delete(kind, key, current)
        return
    if current is None:
        document = dict(record[new] or {})
        document["revision"] = work.next_revision(kind, key)
    else:
        document = journal.patched(current, record[old] or {}, record[new] or {})
        document["revision"] = revision_of(current) + 1
    document["updated_at"] = work.now
    work.renamed[kind, key, record[other]] = document["revision"]
    record[other] = document["revision"]
    work.put(kind, key, document)


def _take_batch_out(work: Work, folder: str, item: Document) -> None:
    """Take out the entries of an import that are as it made them; those that the user changed since stay."""
    batch, label = item["batch"], str(item["label"])
    there = {key: found for key, found in work.layout.decode(ENTRIES).items() if found.get("batch") == batch}
    changed = _changed_since(folder, item, there)
    gone = there.keys() - changed
    if item.get("count") and not gone:
        raise UndoRefused(f"{label}: its entries were changed or deleted since, so they stay.")
    item["copy"] = backups.keep(folder, work.at, "undo")
    item["stay"] = sorted(changed)
    again = {key for key in gone if revision_of(there[key]) > 1}
    for key in again:
        work.delete(ENTRIES, key, there[key])
    # Other copies know what is untouched by its import, so that needs no tombstones.
    work.edits.setdefault(ENTRIES, {}).update(dict.fromkeys(gone - again))
    work.bulk.update(dict.fromkeys(gone - again))
    work.meta["batches"][batch] = work.now
    work.dirty = True
    work.note = _staying([str(there[key].get("text") or "") for key in sorted(changed)])


def _changed_since(folder: str, item: Document, there: Mapping[str, Document]) -> set[str]:
    """Return which entries of an import are no longer as it made them.

    One at its first revision is; at a later one it may be so again, when a change was taken back or a copy brought it
    back. How it was made is known since its first change, or from a copy of that time.
    """
    made = item.get("made", {})
    later = {key for key, found in there.items() if revision_of(found) > 1}
    changed = {key for key in later if made.get(key, "") != print_of(there[key])}
    unknown = changed - made.keys()
    for copy in backups.listed(folder) if unknown else ():
        try:
            then = backups.opened(copy.path).some(ENTRIES, unknown)
        except OutsourceError:
            continue
        first = {key for key, found in then.items() if revision_of(found) == 1}
        changed -= {key for key in first if same_content(then[key], there[key])}
        unknown -= first
        if not unknown:
            break
    return changed


def _staying(words: list[str]) -> str:
    """Return the sentence that names what the user changed since an import."""
    named = [f"“{shortened(text, 30)}”" if text else "one without words" for text in words[:_NAMED]]
    if len(words) > _NAMED:
        named.append(f"{len(words) - _NAMED:,} more")
    names = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    if len(words) < 2:
        return f"{names} stays, you changed it since." if words else ""
    return f"{len(words):,} entries stay, you changed them since: {names}."


def _bring_batch_again(work: Work, folder: str, item: Document) -> None:
    """Bring an import's entries again from the copy that was made before they were taken out."""
    stay = set(item.pop("stay", ()))
    layout = _copy_of(folder, item, "copy")
    present = work.layout.keys(ENTRIES)
    for key, document in layout.decode(ENTRIES).items():
        if document.get("batch") != item["batch"] or key in stay or key in present:
            continue
        if revision_of(document) == 1:
            work.put(ENTRIES, key, document, keep=False)
        else:
            _put_again(work, ENTRIES, key, document)
    work.meta["batches"].pop(item["batch"], None)


def _put_again(
    work: Work, kind: str, key: str, document: Document, current: Document | None = None, *, known: bool = True
) -> None:
    """Bring a record back as it was, under a new revision; where the state is `known` to the history, by that one."""
    again = work.next_revision(kind, key) if current is None else revision_of(current) + 1
    revision = max(again, revision_of(document) + 1)
    if known:
        work.renamed[kind, key, revision_of(document)] = revision
    work.put(kind, key, {**document, "revision": revision, "updated_at": work.now})


def _turn_timer(work: Work, folder: str, item: Document, timer: Document, *, back: bool) -> None:
    """Let a stopped or cancelled timer run again from its old start, or stop or cancel it once more."""
    running = captures.read_state(folder).running
    do, line = timer["do"], timer["line"]
    if back or do == inbox.START:
        if running is not None:
            raise UndoRefused(f"{running.entry['text'] or 'A timer'} is running now; stop it first.")
        for record in item["records"] if do == inbox.STOP else []:
            _turn_record(work, record, back=True)
        again = {**line, "id": work.id, "at": work.now, "do": inbox.START}
        timer["again"] = work.id
    else:
        if running is None or running.id != timer.get("again"):
            raise UndoRefused("That timer is not running any more, so this is left as it is.")
        again = {"id": work.id, "at": item["at"], "do": do, "target": running.id, "by": item["origin"]}
        # The fold writes this into the history anew.
        work.meta["history"] = [old for old in work.meta["history"] if old is not item]
    # The line goes out first: should saving fail, a timer runs twice as long, and no time is lost.
    inbox.append_line(folder, again)
    if do == inbox.START and not back:
        work.meta["history"] = [old for old in work.meta["history"] if old is not item]


def _turn_merge(work: Work, folder: str, item: Document, *, back: bool) -> None:
    """Forget what a merge made known, so that the copy it took in may be taken in again, or know it once more."""
    known, line = item["merge"].get("known") or {}, item["merge"].get("line")
    if not back:
        work.meta["changes"].update(known)
        if isinstance(line, dict) and captures.read_state(folder).running is None:
            run_on(folder, item, {**line, "id": work.id})
        return
    for change in known:
        work.meta["changes"].pop(change, None)
    before = {(record["kind"], record["id"]): record.get("stone") for record in item["records"]}
    for (kind, key), document in work.after.items():
        stone = work.stones(kind).get(key)
        if document is None and stone is not None and (not before or (kind, key) in before):
            # Nobody decided against what is gone now, unless it had been deleted before the merge.
            old = before.get((kind, key))
            work.stones(kind)[key] = {**old, "revision": stone["revision"]} if old else {**stone, "open": True}
    running = captures.read_state(folder).running
    if isinstance(line, dict) and running is not None and running.id == line.get("id"):
        inbox.append_line(
            folder, {"id": work.id, "at": work.now, "do": inbox.DROP, "target": running.id, "by": inbox.MERGE}
        )


def run_on(folder: str, item: Document, line: Document) -> None:
    """Let a timer that came with a merge run here."""
    item["merge"]["line"] = line
    inbox.append_line(folder, line)


def become(work: Work, then: lines.Layout, *, again: bool = False) -> None:
    """Give every record the content it has in `then`, under a new revision where it differs.

    `again` says that these very states stood here when the history was last at this point, so it goes on from there.
    """
    work.dirty = True
    for kind in then.spans:
        if kind == lines.META:
            continue
        known = kind in work.layout.spans
        now, old = lines.apart(work.layout, then, kind) if known else ({}, then.decode(kind))
        for key, document in now.items():
            if key not in old:
                work.delete(kind, key, document)
        for key, document in old.items():
            if not same_content(now.get(key), document):
                _put_again(work, kind, key, document, now.get(key), known=again)


def started_line(captured: captures.Captured) -> Document:
    """Return the line that would start a captured timer again."""
    entry = {**captured.entry, "seconds": None}
    return {"id": captured.id, "at": captured.at, "do": inbox.START, "by": captured.by, "entry": entry}


def line_to_drop(state: captures.InboxState, meta: Document, session: str) -> captures.Line | None:
    """Return the captured line that is the last change of `session`, where it is to be dropped from the inbox.

    The command line drops what is not folded yet; an app folds first, so that redo can bring it back, and drops
    only a start that is still open.
    """
    since = state.since(meta)
    running = state.running.id if state.running is not None else ""
    found = None
    for line in state.lines:
        if line.by == session and (line.id == running or (session == "cli" and line.end > since)):
            found = line
    if found is None:
        return None
    if found.id == running:
        # Something newer may have come after the start, folded or not.
        last = journal.last_done(meta, session)
        if (last is not None and last["id"] > found.id) or any(
            line.by == session and line.end > found.end for line in state.lines
        ):
            return None
    return found
