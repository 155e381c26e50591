"""Folding: taking what was captured into the file, each line exactly once and as a change of its own."""

from outsource_tui.store import inbox, journal
from outsource_tui.store.captures import InboxState, entry_document
from outsource_tui.store.turning import started_line
from outsource_tui.store.work import ENTRIES, Work, revision_of


def fold(work: Work, state: InboxState) -> int:
    """Add what was captured since the last fold to this change and return how many entries that are.

    Each is a change of its own in the history.
    """
    if state.stamp is None:
        return 0
    since = state.since(work.meta)
    count = 0
    items = []
    for captured in state.waiting(work.meta):
        if work.current(ENTRIES, captured.id) is not None:
            continue
        document = entry_document(captured)
        work.put(ENTRIES, captured.id, document)
        more = {"timer": {"do": captured.do, "line": started_line(captured)}} if captured.do == inbox.STOP else {}
        items.append((captured, [journal.touched(ENTRIES, captured.id, None, document)], more))
        count += 1
    items += [
        (captured, [], {"timer": {"do": inbox.CANCEL, "line": started_line(captured)}})
        for captured in state.cancelled
        if captured.end > since
    ]
    for captured, records, more in sorted(items, key=lambda item: item[0].end):
        verb = {inbox.LOG: "Log", inbox.STOP: "Stop", inbox.CANCEL: "Cancel"}[captured.do]
        label = journal.label_of(verb, captured.entry["text"])
        journal.add(work.meta, journal.new_item(captured.line_id, captured.at, captured.by, label, records, **more))
    for target, end, _ in state.drops:
        taken_back = work.current(ENTRIES, target) if end > since else None
        if taken_back is not None and revision_of(taken_back) == 1:
            work.delete(ENTRIES, target, taken_back)
    lines_left = any(line.end > since for line in state.lines) or bool(state.drops) or bool(state.bad)
    if lines_left:
        open_line = state.running.id if state.running is not None else ""
        worth_it = count or state.bad or state.drops or any(line.id != open_line for line in state.lines)
        if worth_it:
            work.folded = state
            work.dirty = True
    return count
