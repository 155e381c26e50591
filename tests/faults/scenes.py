"""What the fault campaigns do to the store: each scene prepares a folder, does one thing, and is told from outside."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outsource_tui.store import merge, snapshot
from outsource_tui.store.change import content
from outsource_tui.store.check import check
from outsource_tui.store.workspace import Change, Put, Workspace
from tests.store.support import AT, capture, entry, key, later, put, task

State = dict[str, Any]


def state_of(folder: Path) -> State:
    """Return what any reader finds: every record's content, what is captured, and whether a timer runs."""
    found = snapshot.read_snapshot(folder)
    state: State = {
        f"{kind}/{record_id}": content(document)
        for kind in ("entries", "tasks", "briefs", "engagements")
        for record_id, document in found.documents(kind).items()
    }
    state["running"] = None if found.running is None else found.running.text
    return state


@dataclass(frozen=True)
class Scene:
    """One thing the store does, from a prepared folder."""

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path], object]


def _some(folder: Path) -> None:
    workspace = Workspace(folder)
    put(workspace, "tasks", key(1), task("One"))
    put(workspace, "entries", key(2), entry("Two"))
    put(workspace, "entries", key(3), entry("Three"), origin="cli")
    shutil.rmtree(folder / "backups", ignore_errors=True)


def _captured(folder: Path) -> None:
    _some(folder)
    capture(folder, text="Line")
    started = capture(folder, "start", later(1), text="Timer")
    capture(folder, "stop", later(9), target=started)
    capture(folder, "start", later(10), text="Open")
    with (folder / "inbox.jsonl").open("ab") as file:
        file.write(b'{"torn": \n')
    capture(folder, text="After", at=later(11))


def _copied(folder: Path) -> None:
    _some(folder)
    workspace = Workspace(folder)
    shutil.copyfile(folder / "workspace.json", folder / "other.json")
    put(workspace, "tasks", key(1), task("Changed"), 1, minutes=5)
    put(workspace, "tasks", key(9), task("New"), minutes=6)


def _imported(folder: Path) -> None:
    _some(folder)
    _import(folder)


def _import(folder: Path) -> object:
    puts = [Put("entries", key(100 + n), entry(f"Imported {n}"), None) for n in range(30)]
    return Workspace(folder).write(Change("Import", "cli", later(20), puts, batch=key(90)))


def _old(folder: Path) -> None:
    """Leave a file in another program's layout, which the next save lays out afresh after a copy."""
    _some(folder)
    path = folder / "workspace.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1))


def _damaged(folder: Path) -> None:
    _some(folder)
    Workspace(folder).backup(AT)
    path = folder / "workspace.json"
    path.write_bytes(path.read_bytes().replace(b'"text": "Three"', b'"text: "Three"'))


def _merge(folder: Path) -> object:
    workspace = Workspace(folder)
    return merge.apply(workspace, merge.preview(workspace, folder / "other.json"), later(30))


SCENES = (
    Scene("first save", lambda folder: None, lambda folder: put(Workspace(folder / "new"), "tasks", key(1), task())),
    Scene("save", _some, lambda folder: put(Workspace(folder), "tasks", key(1), task("Changed"), 1, minutes=5)),
    Scene("save in another hour", _some, lambda folder: put(Workspace(folder), "tasks", key(8), task(), minutes=90)),
    Scene("capture", _some, lambda folder: capture(folder, text="Line", at=later(7))),
    Scene("capture again", _captured, lambda folder: capture(folder, text="Line", at=later(17))),
    Scene("fold", _captured, lambda folder: Workspace(folder).fold(later(12))),
    Scene("save and fold", _captured, lambda folder: put(Workspace(folder), "tasks", key(8), task(), minutes=12)),
    Scene("upgrade", _old, lambda folder: put(Workspace(folder), "tasks", key(8), task(), minutes=12)),
    Scene("import", _some, _import),
    Scene("undo of an import", _imported, lambda folder: Workspace(folder).undo("cli", later(40))),
    Scene("undo", _some, lambda folder: Workspace(folder).undo("cli", later(5))),
    Scene("undo of a captured line", _captured, lambda folder: Workspace(folder).undo("cli", later(15))),
    Scene("backup", _some, lambda folder: Workspace(folder).backup(later(5))),
    Scene("restore", _copied, lambda folder: Workspace(folder).restore(str(folder / "other.json"), later(8))),
    Scene("merge", _copied, _merge),
    Scene("restore over damage", _damaged, lambda folder: Workspace(folder).restore("", later(8))),
    Scene("repair", _damaged, lambda folder: check(folder, later(8), repair=True)),
)
