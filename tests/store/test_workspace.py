"""Saving, seeing what others saved, and never overwriting silently."""

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from outsource_tui.domain.errors import DamagedError, InputError, LockedError, NewerError, StoreError
from outsource_tui.store import files, lines, lock
from outsource_tui.store.check import check
from outsource_tui.store.lock import FolderLock
from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.workspace import Change, Conflict, Delete, Put, Workspace
from tests.store.support import AT, DAY, capture, delete, entry, key, later, plain, put, task, texts


def test_what_is_saved_is_there_for_every_reader(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    workspace = Workspace(folder)
    assert put(workspace, "entries", key(1), entry("One")) == 1
    assert put(workspace, "tasks", key(2), task()) == 1
    stock = TinyDB(folder / "workspace.json")
    assert stock.tables() == set(lines.TABLES)
    found = stock.table("entries").get(doc_id=int(key(1)))
    assert isinstance(found, dict)
    assert (found["text"], found["revision"]) == ("One", 1)
    assert read_snapshot(folder).documents("tasks")[key(2)]["title"] == "Bookkeeping"
    assert Workspace(folder).document("tasks", key(2)) == workspace.document("tasks", key(2))
    assert stat.S_IMODE((folder / "workspace.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_record_bears_its_revision_and_times(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task(), minutes=0)
    put(workspace, "tasks", key(1), task("Books"), 1, minutes=5)
    assert plain(tmp_path)["tasks"][key(1)] == {
        "revision": 2,
        "created_at": "2026-11-23T09:00:00+00:00",
        "updated_at": "2026-11-23T09:05:00+00:00",
        "title": "Books",
    }


def test_unchanged_lines_are_reused_as_they_are(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("One"))
    put(workspace, "entries", key(2), entry("Two"))
    path = tmp_path / "workspace.json"
    odd = path.read_bytes().replace(b'"stress": 4', b'"stress":   4', 1)
    path.write_bytes(odd)
    put(workspace, "entries", key(2), entry("Zwei"), 1)
    assert b'"stress":   4' in path.read_bytes()
    assert texts(workspace) == ["One", "Zwei"]


def test_a_save_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    before = (tmp_path / "workspace.json").stat()
    assert put(workspace, "tasks", key(1), task(), 1, minutes=9) == 1
    assert (tmp_path / "workspace.json").stat().st_ino == before.st_ino
    assert len(workspace.history()) == 1


def test_another_process_change_is_noticed_by_record(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "entries", key(1), entry("One"))
    put(one, "tasks", key(5), task())
    assert two.refresh() is None
    assert texts(two) == ["One"]
    put(one, "entries", key(2), entry("Two"))
    put(one, "tasks", key(5), task("Books"), 1)
    delete(one, "entries", key(1), 1)
    assert two.refresh() == {("entries", key(1)), ("entries", key(2)), ("tasks", key(5))}
    assert texts(two) == ["Two"]
    assert two.documents("tasks")[key(5)]["title"] == "Books"


def test_a_long_log_changed_elsewhere_is_taken_in_where_it_differs(tmp_path: Path) -> None:
    one = Workspace(tmp_path)
    many = [Put("entries", key(n * 10), entry(f"Number {n}", start=None), None) for n in range(3000)]
    one.write(Change("Import", "cli", AT, many, batch=key(9)))
    two = Workspace(tmp_path)
    assert len(two.rows()) == 3000
    changes = [
        Put("entries", key(15), entry("Between"), None),
        Put("entries", key(99_999), entry("Last"), None),
        Put("entries", key(20_000), entry("Changed", start=None), 1),
    ]
    one.write(Change("Some", "app", AT, changes, [Delete("entries", key(0), 1)]))
    assert two.refresh() == {("entries", key(n)) for n in (0, 15, 20_000, 99_999)}
    assert list(two.rows()) == list(Workspace(tmp_path).rows()) == list(one.rows())
    assert [row.id for row in two.rows()] == [
        *sorted(row.id for row in two.rows() if row.start is None),
        key(15),
        key(99999),
    ]


def test_a_file_that_only_looks_unchanged_is_noticed_before_anything_is_saved(tmp_path: Path) -> None:
    """File systems give a freed number again, and several saves of one size may fall into one tick of their clock."""
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    change = next(iter(plain(tmp_path)["meta"]["1"]["changes"]))
    path = tmp_path / "workspace.json"
    old, raw = path.stat(), path.read_bytes()
    raw = (
        raw.replace(b'{"revision": 1', b'{"revision": 2')
        .replace(b'"One"', b'"Two"')
        .replace(change.encode(), b"9" * 19)
    )
    with path.open("r+b") as file:
        file.write(raw)
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    new = path.stat()
    assert (new.st_ino, new.st_size, new.st_mtime_ns) == (old.st_ino, old.st_size, old.st_mtime_ns)
    with pytest.raises(Conflict):
        put(workspace, "tasks", key(1), task("Mine"), 1)
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Two"
    assert put(workspace, "tasks", key(1), task("Mine"), 2) == 3


def test_a_file_that_a_synchronising_program_replaces_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Synchronised(files.Files):
        def fsync(self, fd: int) -> None:
            super().fsync(fd)
            os.replace(tmp_path / "theirs.json", tmp_path / "workspace.json")
            monkeypatch.setattr(files, "layer", files.Files())

    workspace, elsewhere = Workspace(tmp_path), Workspace(tmp_path / "elsewhere")
    put(workspace, "tasks", key(1), task("Mine"))
    put(elsewhere, "tasks", key(2), task("Theirs"))
    os.replace(tmp_path / "elsewhere" / "workspace.json", tmp_path / "theirs.json")
    monkeypatch.setattr(files, "layer", Synchronised())
    with pytest.raises(StoreError, match="replaced by another program"):
        put(workspace, "tasks", key(3), task("New"))
    assert set(plain(tmp_path)["tasks"]) == {key(2)}
    assert put(workspace, "tasks", key(3), task("New")) == 1
    assert set(plain(tmp_path)["tasks"]) == {key(2), key(3)}


class FolderSync(files.Files):
    """The sync of a folder fails with an error, as a failing disk or a network file system may have it."""

    def __init__(self, number: int) -> None:
        self.number = number

    def fsync(self, fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(self.number, os.strerror(self.number))
        super().fsync(fd)


def test_a_save_that_the_disk_does_not_confirm_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    capture(tmp_path, text="Captured")
    monkeypatch.setattr(files, "layer", FolderSync(errno.EIO))
    with pytest.raises(StoreError, match=r"is written, but the disk did not confirm it .* power cut"):
        put(workspace, "tasks", key(1), task("Two"), 1)
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Two"
    assert workspace.documents("tasks")[key(1)]["title"] == "Two"
    assert b"Captured" in (tmp_path / "inbox.jsonl").read_bytes()
    assert texts(workspace) == texts(Workspace(tmp_path)) == ["Captured"]
    monkeypatch.setattr(files, "layer", files.Files())
    # Saving the very same once more is no conflict.
    assert put(workspace, "tasks", key(1), task("Two"), 1) == 2
    workspace.fold(AT)
    assert texts(Workspace(tmp_path)) == ["Captured"]


def test_a_file_system_without_a_sync_of_folders_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "layer", FolderSync(errno.EINVAL))
    put(Workspace(tmp_path / "new"), "tasks", key(1), task("One"))
    capture(tmp_path / "new", text="Captured")
    assert texts(Workspace(tmp_path / "new")) == ["Captured"]


def test_a_pipe_in_the_place_of_a_file_is_refused_at_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    for name in ("workspace.json", "inbox.jsonl", "set-aside.jsonl"):
        path, away = tmp_path / name, tmp_path / f"away-{name}"
        path.touch()
        os.rename(path, away)
        os.mkfifo(path)
        if name == "inbox.jsonl":
            with pytest.raises(StoreError, match="pipe or a device"):
                capture(tmp_path)
        with pytest.raises(StoreError, match="pipe or a device"):
            check(tmp_path, AT)
        os.replace(away, path)
    put(workspace, "tasks", key(1), task("Two"), 1)


def test_the_same_record_changed_in_two_places_is_shown_field_by_field(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "tasks", key(1), task(note="n"))
    two.refresh()
    put(one, "tasks", key(1), task("Theirs", note="n"), 1)
    with pytest.raises(Conflict) as caught:
        put(two, "tasks", key(1), task("Mine", note="n"), 1)
    conflict = caught.value
    assert [(d.field, d.mine, d.theirs, d.base) for d in conflict.fields] == [
        ("title", "Mine", "Theirs", "Bookkeeping")
    ]
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Theirs"
    assert put(two, "tasks", key(1), task("Mine", note="n"), 2) == 3


def test_changes_to_different_milestones_merge(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    a, b, c = ({"id": key(n), "title": f"M{n}"} for n in (1, 2, 3))
    put(one, "engagements", key(7), {"title": "Site", "milestones": [a, b]})
    two.refresh()
    put(one, "engagements", key(7), {"title": "Site", "milestones": [{**a, "title": "Done"}, b]}, 1)
    assert put(two, "engagements", key(7), {"title": "Site", "milestones": [a, {**b, "title": "Late"}, c]}, 1) == 3
    saved = plain(tmp_path)["engagements"][key(7)]
    assert [m["title"] for m in saved["milestones"]] == ["Done", "Late", "M3"]


def test_a_milestone_and_a_plain_field_merge_but_two_plain_fields_do_not(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    a = {"id": key(1), "title": "M"}
    put(one, "engagements", key(7), {"title": "Site", "note": "", "milestones": [a]})
    two.refresh()
    put(one, "engagements", key(7), {"title": "Shop", "note": "", "milestones": [a]}, 1)
    put(two, "engagements", key(7), {"title": "Site", "note": "", "milestones": []}, 1)
    assert plain(tmp_path)["engagements"][key(7)]["title"] == "Shop"
    assert plain(tmp_path)["engagements"][key(7)]["milestones"] == []
    with pytest.raises(Conflict):
        put(two, "engagements", key(7), {"title": "Site", "note": "x", "milestones": [a]}, 1)


def test_the_same_milestone_changed_twice_is_a_conflict(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    a = {"id": key(1), "title": "M"}
    put(one, "engagements", key(7), {"milestones": [a]})
    two.refresh()
    put(one, "engagements", key(7), {"milestones": [{**a, "title": "X"}]}, 1)
    with pytest.raises(Conflict) as caught:
        put(two, "engagements", key(7), {"milestones": [{**a, "title": "Y"}]}, 1)
    assert [d.field for d in caught.value.fields] == [f"milestones.{key(1)}"]


def test_a_record_deleted_elsewhere_is_not_brought_back_silently(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "tasks", key(1), task())
    two.refresh()
    delete(one, "tasks", key(1), 1)
    with pytest.raises(Conflict, match="deleted elsewhere"):
        put(two, "tasks", key(1), task("Mine"), 1)
    delete(two, "tasks", key(1), 1)
    assert plain(tmp_path)["tasks"] == {}


def test_deleting_what_changed_elsewhere_is_a_conflict(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "tasks", key(1), task())
    two.refresh()
    put(one, "tasks", key(1), task("New"), 1)
    with pytest.raises(Conflict):
        delete(two, "tasks", key(1), 1)
    assert key(1) in plain(tmp_path)["tasks"]


def test_a_change_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    before = (tmp_path / "workspace.json").read_bytes()
    with pytest.raises(Conflict):
        workspace.write(
            Change("Both", "app", AT, [Put("tasks", key(2), task(), None), Put("tasks", key(1), task("x"), 7)])
        )
    assert (tmp_path / "workspace.json").read_bytes() == before
    assert key(2) not in workspace.documents("tasks")


def test_a_figure_that_is_none_is_refused_and_nothing_is_saved(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    before = (tmp_path / "workspace.json").read_bytes()
    with pytest.raises(InputError, match="nothing was saved"):
        put(workspace, "entries", key(2), entry(seconds=float("inf")))
    assert (tmp_path / "workspace.json").read_bytes() == before


def test_the_log_arrives_in_slices_and_is_whole_at_the_end(tmp_path: Path) -> None:
    many = [Put("entries", key(n), entry(f"Number {n}"), None) for n in range(4000)]
    Workspace(tmp_path).write(Change("Import", "cli", AT, many, batch=key(9)))
    capture(tmp_path, text="Captured")
    workspace = Workspace(tmp_path)
    assert len(workspace.rows_of_day(DAY)) == 4001
    steps = list(workspace.load_slices())
    assert len(steps) > 3
    assert [step.loaded for step in steps] == sorted(step.loaded for step in steps)
    assert steps[-1].loaded == steps[-1].total == 4000
    assert len(workspace.rows()) == 4001
    assert list(workspace.rows()) == read_snapshot(tmp_path).rows()


def test_writing_while_the_log_is_loading_keeps_it_whole(tmp_path: Path) -> None:
    many = [Put("entries", key(n), entry(f"Number {n}"), None) for n in range(4000)]
    Workspace(tmp_path).write(Change("Import", "cli", AT, many, batch=key(9)))
    workspace = Workspace(tmp_path)
    slices = workspace.load_slices()
    next(slices)
    put(workspace, "entries", key(5000), entry("New"))
    list(slices)
    assert len(workspace.rows()) == 4001


def test_the_running_timer_is_not_in_the_log(tmp_path: Path) -> None:
    capture(tmp_path, "start", text="Timer")
    workspace = Workspace(tmp_path)
    running = workspace.running()
    assert running is not None
    assert (running.text, running.seconds) == ("Timer", None)
    assert texts(workspace) == []


def test_documents_of_entries_are_read_when_asked_for(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("One"))
    line_id = capture(tmp_path, text="Captured")
    workspace.refresh()
    documents = workspace.documents("entries")
    assert set(documents) == {key(1), line_id}
    assert documents[key(1)]["text"] == "One"
    assert {d["text"] for d in documents.values()} == {"One", "Captured"}
    assert set(workspace.some_entries([key(1), line_id, key(9)])) == {key(1), line_id}
    with pytest.raises(KeyError):
        documents[key(9)]


def test_a_newer_workspace_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "workspace.json"
    raw = lines.render({"tasks": {key(1): task()}, "meta": {"1": {"schema": 99, "new": True}}})
    path.write_bytes(raw)
    with pytest.raises(NewerError, match="schema 99"):
        Workspace(tmp_path).refresh()
    with pytest.raises(NewerError):
        put(Workspace(tmp_path), "tasks", key(2), task())
    with pytest.raises(NewerError):
        read_snapshot(tmp_path)
    assert path.read_bytes() == raw


def test_a_damaged_file_is_left_alone_and_a_good_copy_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    name = workspace.backup(AT)
    path = tmp_path / "workspace.json"
    path.write_bytes(path.read_bytes()[:-40])
    damaged = path.read_bytes()
    with pytest.raises(DamagedError, match=str(name)):
        Workspace(tmp_path).refresh()
    with pytest.raises(DamagedError):
        put(workspace, "tasks", key(2), task())
    assert path.read_bytes() == damaged
    assert workspace.documents("tasks")[key(1)]["title"] == "Bookkeeping"


def test_a_vanished_file_or_folder_is_not_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    workspace = Workspace(folder)
    put(workspace, "tasks", key(1), task())
    os.rename(folder / "workspace.json", tmp_path / "away.json")
    with pytest.raises(StoreError, match="gone"):
        put(workspace, "tasks", key(2), task())
    os.rename(tmp_path / "away.json", folder / "workspace.json")
    os.rename(folder, tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="gone"):
        put(workspace, "tasks", key(2), task())
    assert not folder.exists()
    os.rename(tmp_path / "elsewhere", folder)
    assert put(workspace, "tasks", key(2), task()) == 1


def test_a_symbolic_link_swapped_in_is_refused(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    put(workspace, "tasks", key(1), task())
    path = tmp_path / "home" / "workspace.json"
    os.rename(path, tmp_path / "stolen.json")
    path.symlink_to(tmp_path / "stolen.json")
    before = (tmp_path / "stolen.json").read_bytes()
    with pytest.raises(StoreError, match="symbolic link"):
        workspace.refresh()
    with pytest.raises(StoreError, match="symbolic link"):
        put(workspace, "tasks", key(2), task())
    assert path.is_symlink()
    assert (tmp_path / "stolen.json").read_bytes() == before


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
    with pytest.raises(LockedError) as caught, FolderLock(tmp_path, patience=0.05):
        pass
    assert f"outsource import (process {holder.pid})" in str(caught.value)
    assert "secret" not in str(caught.value)
    holder.kill()
    holder.communicate()
    with FolderLock(tmp_path, patience=5):
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
    ("saves_until", "free_at", "gives_up"), [(0, 99, 10), (45, 50, None), (99, 99, 60), (45, 99, 55)]
)
def test_a_waiter_goes_on_while_others_get_on_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saves_until: float, free_at: float, gives_up: float | None
) -> None:
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
            assert put(Workspace(tmp_path), "tasks", key(2), task()) == 1
            assert clock.now >= free_at
        else:
            with pytest.raises(LockedError, match=rf"\(process {os.getpid()}\).* nothing was changed"):
                put(Workspace(tmp_path), "tasks", key(2), task())
            assert gives_up <= clock.now < gives_up + 1


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


def test_the_history_is_bounded_and_tombstones_pass_away(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    delete(workspace, "tasks", key(1), 1)
    for number in range(60):
        put(workspace, "tasks", key(100 + number), task())
    assert len(workspace.history()) == 50
    assert list(plain(tmp_path)["meta"]["1"]["tombstones"]["tasks"]) == [key(1)]
    put(workspace, "tasks", key(2), task(), minutes=91 * 24 * 60)
    assert plain(tmp_path)["meta"]["1"]["tombstones"] == {}


def test_an_import_of_many_keeps_the_history_small(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    puts = (Put("entries", key(n), entry(f"Number {n}"), None) for n in range(2000))
    written = workspace.write(Change("Import", "cli", AT, puts, batch=key(9)))
    assert written.count == 2000
    meta: dict[str, Any] = plain(tmp_path)["meta"]["1"]
    assert meta["history"][-1]["count"] == 2000
    assert len(str(meta)) < 5000
    assert plain(tmp_path)["entries"][key(5)]["batch"] == key(9)


def test_conflicted_copies_beside_the_file_are_noticed(tmp_path: Path) -> None:
    put(Workspace(tmp_path), "tasks", key(1), task())
    name = "workspace (conflicted copy 2026-11-23).json"
    (tmp_path / name).write_bytes((tmp_path / "workspace.json").read_bytes())
    workspace = Workspace(tmp_path)
    workspace.refresh()
    assert any(name in notice.text and "merge" in notice.text for notice in workspace.notices)


def test_a_line_spoilt_by_hand_is_left_out_and_said(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("One"))
    put(workspace, "entries", key(2), entry("Two"))
    path = tmp_path / "workspace.json"
    path.write_bytes(path.read_bytes().replace(b'"seconds": 2700', b'"seconds": "long"', 1))
    fresh = Workspace(tmp_path)
    assert texts(fresh) == ["Two"]
    assert any("1 entry could not be read" in notice.text for notice in fresh.notices)
    put(fresh, "entries", key(3), entry("Three"))
    assert b'"seconds": "long"' in path.read_bytes()


@pytest.mark.parametrize("minutes", [0, 30])
def test_a_copy_is_kept_before_the_first_change_of_an_hour(tmp_path: Path, minutes: float) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    put(workspace, "tasks", key(2), task())
    put(workspace, "tasks", key(3), task(), minutes=minutes)
    copies = os.listdir(tmp_path / "backups")
    assert len(copies) == 1
    assert stat.S_IMODE((tmp_path / "backups").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "backups" / copies[0]).stat().st_mode) == 0o600
    put(workspace, "tasks", key(4), task(), minutes=120)
    assert len(os.listdir(tmp_path / "backups")) == 2


def test_reading_writes_nothing(tmp_path: Path) -> None:
    capture(tmp_path)
    before = sorted(os.listdir(tmp_path))
    workspace = Workspace(tmp_path)
    workspace.refresh()
    workspace.rows()
    workspace.running()
    read_snapshot(tmp_path).rows()
    assert sorted(os.listdir(tmp_path)) == before
    assert later(0) == AT


def test_folders_above_are_private_too_whatever_the_shell_says(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        put(Workspace(tmp_path / "a" / "b" / "c"), "tasks", key(1), task())
    finally:
        os.umask(old)
    for folder in ("a", "a/b", "a/b/c"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Could not make the folder"):
        put(Workspace(tmp_path / "file" / "home"), "tasks", key(1), task())


def test_capture_goes_on_beside_a_file_that_was_damaged_meanwhile(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("Saved"))
    assert texts(workspace) == ["Saved"]
    path = tmp_path / "workspace.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    capture(tmp_path, text="Captured")
    started = capture(tmp_path, "start", later(1), text="Timed")
    with pytest.raises(DamagedError):
        workspace.refresh()
    running = workspace.running()
    assert running is not None
    assert running.text == "Timed"
    capture(tmp_path, "stop", later(11), target=started)
    with pytest.raises(DamagedError):
        workspace.refresh()
    assert workspace.running() is None
    found = workspace.document("entries", started)
    assert found is not None
    assert found["seconds"] == 600
    assert sorted(texts(workspace)) == ["Captured", "Saved", "Timed"]
    path.write_bytes(whole)
    workspace.fold(later(12))
    assert sorted(texts(workspace)) == sorted(texts(Workspace(tmp_path))) == ["Captured", "Saved", "Timed"]
