"""Time saving from inside one process: a changed entry, durable, beside the same bytes written, synced and renamed.

Run as `python -m tests.benchmarks.saving HOME RUNS`; prints one line a run: our milliseconds, the floor's.
"""

import gc
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from outsource_tui.store.workspace import Change, Put, Workspace


def floor(path: Path, content: bytes) -> float:
    """Return the milliseconds that a temporary file, its fsync, the rename and the folder's fsync take."""
    temporary = path.with_suffix(".floor.tmp")
    began = time.perf_counter()
    fd = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]
    os.fsync(fd)
    os.close(fd)
    os.replace(temporary, path.with_suffix(".floor"))
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return (time.perf_counter() - began) * 1000


def save(workspace: Workspace, turn: int) -> float:
    """Return the milliseconds that one changed entry takes until it survives a power cut."""
    rows = workspace.rows()
    row = rows[len(rows) * (turn + 1) // 12 % len(rows)]
    document = workspace.document("entries", row.id)
    if document is None:
        raise LookupError(f"entry {row.id} went away")
    put = Put("entries", row.id, {**document, "seconds": 60 * (turn + 1)}, seen=document["revision"])
    change = Change("Edit", "benchmark", datetime.now(UTC).astimezone(), puts=(put,), deletes=())
    began = time.perf_counter()
    workspace.write(change)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print the pairs of times, the first one uncounted: it makes the hourly copy."""
    home, runs = Path(sys.argv[1]), int(sys.argv[2])
    workspace = Workspace(home)
    workspace.rows()
    gc.collect()
    gc.freeze()
    path = home / "workspace.json"
    for turn in range(runs + 1):
        content = path.read_bytes()
        base = floor(path, content)
        ours = save(workspace, turn)
        if turn:
            print(f"{ours:.3f} {base:.3f}")
    path.with_suffix(".floor").unlink()


if __name__ == "__main__":
    main()
