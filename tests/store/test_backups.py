"""Copies: kept before anything large, thinned with age, and a way back that can itself be taken back."""

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.errors import InputError, StoreError
from outsource_tui.store import backups
from outsource_tui.store.change import content
from outsource_tui.store.check import check
from outsource_tui.store.workspace import Change, Put, UndoRefused, Workspace
from tests.store.support import AT, capture, delete, entry, key, later, plain, put, task, texts


def bodies(folder: Path) -> dict[str, dict[str, object]]:
    return {
        f"{kind}/{k}": content(d) for kind, table in plain(folder).items() if kind != "meta" for k, d in table.items()
    }


def restored(folder: Path) -> tuple[Workspace, str]:
    """Return a workspace that went back from "Two" to a copy that says "One", three minutes after AT, and its name."""
    workspace = Workspace(folder)
    put(workspace, "tasks", key(1), task("One"))
    name = workspace.backup(later(1))
    assert name is not None
    put(workspace, "tasks", key(1), task("Two"), 1, minutes=2)
    workspace.restore(name, later(3))
    return workspace, name


def test_a_copy_is_listed_with_time_reason_size_and_counts(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.backup(AT) is None
    put(workspace, "tasks", key(1), task())
    put(workspace, "entries", key(2), entry())
    name = workspace.backup(later(5))
    assert name == "workspace-20261123-090500-manual.json"
    newest = backups.listed(str(tmp_path))[0]
    assert (newest.name, newest.reason, newest.at) == (name, "manual", datetime(2026, 11, 23, 9, 5))
    assert newest.size == (tmp_path / "workspace.json").stat().st_size
    assert backups.counts(newest.path) == {"tasks": 1, "entries": 1}
    assert workspace.backup(later(5)) == "workspace-20261123-090500-manual.1.json"


def test_a_copy_does_not_change_with_the_workspace(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("Before"))
    put(workspace, "tasks", key(1), task("After"), 1, minutes=90)
    copy = backups.opened(backups.listed(str(tmp_path))[0].path)
    assert copy.decode("tasks")[key(1)]["title"] == "Before"


def test_going_back_is_compared_first_and_can_be_taken_back(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    put(workspace, "tasks", key(2), task("Two"))
    put(workspace, "entries", key(3), entry("Old"))
    then = bodies(tmp_path)
    name = workspace.backup(later(1))
    assert name is not None
    put(workspace, "tasks", key(1), task("Changed"), 1, minutes=2)
    delete(workspace, "tasks", key(2), 1, minutes=3)
    put(workspace, "entries", key(4), entry("New"), minutes=4)
    now = bodies(tmp_path)
    here, there, _ = workspace.apart(backups.opened(backups.find(str(tmp_path), name)))
    found = backups.compare(here, there)
    assert [(row.kind, row.back, row.gone, row.changed) for row in found] == [("entries", 0, 1, 0), ("tasks", 1, 0, 1)]
    workspace.rows()
    workspace.restore(name, later(5))
    assert bodies(tmp_path) == then
    assert texts(workspace) == ["Old"]
    assert workspace.documents("tasks")[key(2)]["title"] == "Two"
    assert workspace.undo("cli", later(6)).label == f"Restore {name}"
    assert bodies(tmp_path) == now
    assert texts(workspace) == ["Old", "New"]


def test_going_back_keeps_what_was_captured_since_but_not_saved(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    name = workspace.backup(later(1))
    assert name is not None
    capture(tmp_path, "start", text="Running")
    workspace.restore(name, later(5))
    running = workspace.running()
    assert running is not None
    assert running.text == "Running"


def test_a_restore_is_not_taken_back_over_later_work(tmp_path: Path) -> None:
    workspace, _ = restored(tmp_path)
    put(workspace, "tasks", key(9), task("Later"), minutes=4)
    with pytest.raises(UndoRefused, match="after the restore"):
        workspace.undo("cli", later(5))
    assert key(9) in plain(tmp_path)["tasks"]
    # Once that is taken back too, everything is as the restore left it.
    workspace.undo("app", later(6))
    workspace.undo("cli", later(7))
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Two"


def test_a_restore_is_not_taken_back_over_an_older_change_that_was(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(5), task("Theirs"), origin="two")
    restored(tmp_path)
    workspace.undo("two", later(4))
    with pytest.raises(UndoRefused, match="after the restore"):
        workspace.undo("cli", later(5))
    workspace.redo("two", later(6))
    with pytest.raises(UndoRefused, match="after the restore"):
        workspace.undo("cli", later(7))
    assert plain(tmp_path)["tasks"][key(5)]["title"] == "Theirs"


def test_a_writer_that_saw_the_time_before_a_restore_meets_a_conflict(tmp_path: Path) -> None:
    restored(tmp_path)
    assert plain(tmp_path)["tasks"][key(1)]["revision"] == 3


def test_a_damaged_file_is_moved_aside_and_replaced_by_a_copy(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    name = workspace.backup(later(1))
    assert name is not None
    path = tmp_path / "workspace.json"
    path.write_bytes(b'{"broken')
    fresh = Workspace(tmp_path)
    fresh.restore(name, later(2))
    assert fresh.documents("tasks")[key(1)]["title"] == "One"
    aside = [entry_name for entry_name in os.listdir(tmp_path) if entry_name.startswith("workspace.damaged")]
    assert (tmp_path / aside[0]).read_bytes() == b'{"broken'
    assert any(aside[0] in notice.text for notice in fresh.notices)


def test_a_copy_is_named_by_its_beginning_or_its_path(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task())
    name = workspace.backup(AT)
    assert name is not None
    path = str(tmp_path / "backups" / name)
    assert backups.find(str(tmp_path), name) == path
    assert backups.find(str(tmp_path), "20261123") == path
    assert backups.find(str(tmp_path), path) == path
    with pytest.raises(InputError, match="lists them"):
        backups.find(str(tmp_path), "1999")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 60 * 24 * 500), min_size=1, max_size=120))
def test_thinning_keeps_the_newest_and_one_of_each_period(minutes: list[int]) -> None:
    now = datetime(2026, 11, 23, 9)
    times = {now - timedelta(minutes=m) for m in minutes}
    stay = backups.kept(times, now)
    assert stay <= times
    assert max(times) in stay
    assert len(stay) <= backups.NEWEST + backups.HOURLY + backups.DAILY + backups.WEEKLY + backups.MONTHLY
    for day in sorted({at.date() for at in times}, reverse=True)[: backups.DAILY]:
        assert any(at.date() == day for at in stay)
    # What stays today stays until something newer comes.
    assert backups.kept(stay, now) == stay


def test_copies_in_use_by_the_history_are_spared(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("0"))
    put(workspace, "tasks", key(2), task("x"))
    name = workspace.backup(AT)
    assert name is not None
    workspace.restore(name, later(1))
    for number in range(80):
        put(workspace, "tasks", key(1), task(f"T{number}"), number + 1, minutes=61 * (number + 2))
    assert len(backups.listed(str(tmp_path))) < 40


def stamped(folder: Path) -> list[str]:
    return [backup.name.removeprefix("workspace-").removesuffix(".json") for backup in backups.listed(str(folder))]


def test_copies_of_one_second_are_in_the_order_they_were_made(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for number in range(12):
        put(workspace, "tasks", key(number), task(f"T{number}"))
        workspace.backup(later(90))
    wanted = [f"20261123-103000-manual{f'.{number}' if number else ''}" for number in range(11, -1, -1)]
    assert stamped(tmp_path)[:12] == wanted
    newest = backups.newest_good(str(tmp_path))
    assert newest is not None
    assert backups.counts(newest.path) == {"tasks": 12}
    assert backups.find(str(tmp_path), "") == newest.path


def test_a_clock_that_was_years_ahead_takes_no_copys_place(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("T"))
    ahead = 60 * 24 * 365 * 4
    for number in range(30):
        put(workspace, "tasks", key(1), task(f"Ahead {number}"), number + 1, minutes=ahead + number * 60 * 24 * 31)
    future = stamped(tmp_path)
    assert all(name.startswith("203") for name in future)
    for number in range(30, 40):
        put(workspace, "tasks", key(1), task(f"Now {number}"), number + 1, minutes=(number - 29) * 20)
    # One an hour again, the newest few of the wrong ones still there, and none made at every save.
    assert [name for name in stamped(tmp_path) if name.startswith("2026")] == [
        "20261123-122000-hourly",
        "20261123-112000-hourly",
        "20261123-102000-hourly",
        "20261123-092000-hourly",
    ]
    assert [name for name in stamped(tmp_path) if not name.startswith("2026")] == future[: backups.NEWEST]


def test_the_hour_that_comes_twice_and_a_flight_west_keep_their_copies(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    far_west = timezone(timedelta(hours=-8))
    begin = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    zones = (summer, winter, winter, winter, far_west, far_west)
    for number, zone in enumerate(zones):
        at = (begin + timedelta(minutes=60 * number)).astimezone(zone)
        change = Change("Put", "app", at, [Put("tasks", key(1), task(f"T{number}"), number or None)])
        workspace.write(change)
    # The first save finds nothing to copy; each later one comes an hour after the last and is kept, whatever its name.
    assert sorted(stamped(tmp_path)) == [
        "20261024-201000-hourly",
        "20261024-211000-hourly",
        "20261025-021000-hourly",
        "20261025-031000-hourly",
        "20261025-041000-hourly",
    ]


def test_copies_are_not_kept_behind_a_symbolic_link(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    put(workspace, "tasks", key(1), task("One"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "home" / "backups").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="symbolic link"):
        workspace.backup(later(1))
    put(workspace, "tasks", key(1), task("Two"), 1)
    assert any("symbolic link" in notice.text for notice in workspace.notices)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_restore_is_not_taken_back_from_a_copy_that_is_gone(tmp_path: Path) -> None:
    workspace, _ = restored(tmp_path)
    for copy in (tmp_path / "backups").glob("*restore*"):
        copy.unlink()
    with pytest.raises(UndoRefused, match="is gone"):
        workspace.undo("cli", later(4))
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "One"


def test_the_copy_a_restore_is_taken_back_by_outlasts_many_others(tmp_path: Path) -> None:
    workspace, name = restored(tmp_path)
    for number in range(20):
        workspace.backup(later(60 * number + 4))
    assert workspace.undo("cli", later(60 * 24)).label == f"Restore {name}"
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Two"


def test_what_a_copy_that_was_cut_off_left_is_told_and_goes_with_the_next(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    workspace.backup(later(1))
    name = ".workspace-20261123-090200-manual.json.tmp"
    (tmp_path / "backups" / name).write_bytes(b"half of")
    notices = [finding.text for finding in check(tmp_path, later(2)).notices]
    assert notices == [f"backups/{name} was left over by a save that was cut off; it can be deleted."]
    workspace.backup(later(3))
    assert check(tmp_path, later(4)).notices == []
    assert len(backups.listed(str(tmp_path))) == 2
