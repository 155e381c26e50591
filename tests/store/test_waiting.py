"""Taking turns: waiting for the lock is bounded, names its holder, and keeps nobody from reading."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from outsource_tui.domain.errors import LockedError, StoreError
from outsource_tui.store import files, lock
from outsource_tui.store.lock import PATIENCE, SHORT, FolderLock, Patience
from outsource_tui.store.workspace import Change, Put, Workspace
from tests.store.support import AT, capture, entry, key, later, plain, put, task, texts


def test_waiting_for_the_lock_is_bounded_and_names_its_holder(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.argv = ['/usr/bin/outsource', 'import', 'secret-file']\n"
        "from outsource_tui.store.lock import FolderLock\n"
        f"with FolderLock({str(tmp_path)!r}):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(LockedError) as caught, FolderLock(tmp_path, Patience(0.05, 0.3)):
        pass
    assert f"outsource import (process {holder.pid})" in str(caught.value)
    assert "secret" not in str(caught.value)
    holder.kill()
    holder.communicate()
    with FolderLock(tmp_path):
        pass


class SlowClock:
    """Stands for the time module: nobody sleeps, and `turn` is what happens meanwhile."""

    def __init__(self, turn: Callable[[float], object]) -> None:
        self.now = 0.0
        self.turn = turn

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        # A machine with much else to do.
        self.now += seconds + 0.25
        self.turn(self.now)


@pytest.mark.parametrize(
    ("patience", "others", "gives_up"),
    [
        (PATIENCE, (0, 99), 10),
        (PATIENCE, (45, 50), None),
        (PATIENCE, (99, 99), 60),
        (PATIENCE, (45, 99), 55),
        (SHORT, (0, 99), 2),
        (SHORT, (99, 99), 2),
        (SHORT, (99, 1), None),
    ],
)
def test_a_waiter_goes_on_while_others_get_on_but_not_for_ever(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    patience: Patience,
    others: tuple[float, float],
    gives_up: float | None,
) -> None:
    """The others save again and again until one time, and one of them holds the lock until another."""
    saves_until, free_at = others
    put(Workspace(tmp_path), "tasks", key(1), task())
    path = tmp_path / "workspace.json"
    with ExitStack() as other:
        other.enter_context(FolderLock(tmp_path))

        def turn(now: float) -> None:
            if now < saves_until:
                files.replace_file(str(path), [path.read_bytes()])
            if now >= free_at:
                other.close()

        clock = SlowClock(turn)
        monkeypatch.setattr(lock, "time", clock)
        if gives_up is None:
            assert put(Workspace(tmp_path, patience), "tasks", key(2), task()) == 1
            assert clock.now >= free_at
        else:
            with pytest.raises(LockedError, match=r"^This program itself is writing to .* nothing was changed"):
                put(Workspace(tmp_path, patience), "tasks", key(2), task())
            # The last save of the others came up to one sleep before their end.
            assert gives_up - 0.3 <= clock.now < gives_up + 1


def test_whoever_had_the_lock_lets_those_go_first_who_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SlowClock(lambda now: None)
    monkeypatch.setattr(lock, "time", clock)
    for _ in range(3):
        with FolderLock(tmp_path):
            pass
    assert clock.now == 0
    with FolderLock(tmp_path):
        with pytest.raises(LockedError), FolderLock(tmp_path, SHORT):
            pass
        let_go = clock.now
    with FolderLock(tmp_path):
        assert clock.now > let_go


def read_beside(workspace: Workspace) -> list[str]:
    """Look at everything in another thread, as a screen does while a change is under way; fail when that hangs."""
    found: list[str] = []

    def look() -> None:
        workspace.refresh()
        running = workspace.running()
        found.extend([*texts(workspace), *(d["title"] for d in workspace.documents("tasks").values())])
        found.append("" if running is None else running.text)

    reader = threading.Thread(target=look, daemon=True)
    reader.start()
    reader.join(20)
    assert not reader.is_alive(), "reading waits for a change"
    return found


def test_who_waits_for_the_lock_keeps_nobody_from_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tmp_path, SHORT)
    put(workspace, "tasks", key(1), task("Old"))
    seen: list[list[str]] = []
    with ExitStack() as other:
        other.enter_context(FolderLock(tmp_path))

        def turn(now: float) -> None:
            seen.append(read_beside(workspace))
            if now > 1:
                other.close()

        monkeypatch.setattr(lock, "time", SlowClock(turn))
        put(workspace, "tasks", key(1), task("New"), 1)
    assert seen == [["Old", ""]] * len(seen) != []
    assert read_beside(workspace) == ["New", ""]


@pytest.mark.parametrize("loaded", [True, False])
def test_a_long_import_keeps_nobody_from_reading(tmp_path: Path, loaded: bool) -> None:
    put(Workspace(tmp_path), "entries", key(1), entry("Own"))
    workspace = Workspace(tmp_path)
    if loaded:
        assert texts(workspace) == ["Own"]
    seen: list[list[str]] = []

    def puts() -> Iterator[Put]:
        for number in range(100, 103):
            yield Put("entries", key(number), entry(f"Number {number}"), None)
            capture(tmp_path, "start" if number == 100 else "log", later(number), text=f"Captured {number}")
            seen.append(read_beside(workspace))

    workspace.write(Change("Import", "cli", AT, puts(), batch=key(9)))
    assert seen == [
        ["Own", "Captured 100"],
        ["Own", "Captured 101", "Captured 100"],
        ["Own", "Captured 101", "Captured 102", "Captured 100"],
    ]
    everything = ["Captured 101", "Captured 102", "Number 100", "Number 101", "Number 102", "Own"]
    assert sorted(texts(workspace)) == sorted(texts(Workspace(tmp_path))) == everything
    workspace.fold(later(200))
    assert sorted(texts(workspace)) == sorted(texts(Workspace(tmp_path))) == everything


def test_a_file_that_a_reader_takes_in_meanwhile_is_not_saved_over(tmp_path: Path) -> None:
    workspace, elsewhere = Workspace(tmp_path / "here"), Workspace(tmp_path / "there")
    put(workspace, "tasks", key(1), task("Mine"))
    put(elsewhere, "tasks", key(2), task("Theirs"))

    def puts() -> Iterator[Put]:
        yield Put("entries", key(100), entry(), None)
        os.replace(tmp_path / "there" / "workspace.json", tmp_path / "here" / "workspace.json")
        assert read_beside(workspace) == ["Theirs", ""]

    with pytest.raises(StoreError, match="replaced by another program"):
        workspace.write(Change("Import", "cli", AT, puts(), batch=key(9)))
    assert list(plain(tmp_path / "here")["tasks"]) == [key(2)]
    assert read_beside(workspace) == ["Theirs", ""]


def test_threads_of_one_app_do_not_disturb_each_other(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)

    def work(number: int) -> None:
        for turn in range(10):
            put(workspace, "tasks", key(number * 100 + turn), task(f"{number}.{turn}"))
            workspace.refresh()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(plain(tmp_path)["tasks"]) == 40
