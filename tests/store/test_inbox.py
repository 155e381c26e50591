"""What is captured is kept once: torn lines, folds cut off, clocks going back, readers and writers at once."""

import json
import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.domain.errors import StoreError
from outsource_tui.store import captures
from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.workspace import Workspace
from tests.store.support import AT, DAY, capture, captured, delete, key, later, plain, put, task, texts


def test_a_line_is_kept_in_a_private_file_with_its_generation(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "home"
    line_id = capture(folder, text='Ümlaut "quoted" \\ \U0001f600 \x1b[0m')
    path = folder / "inbox.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    header, line = path.read_text(encoding="utf-8").splitlines()
    assert len(json.loads(header)["inbox"]) == 19
    assert json.loads(line)["id"] == line_id
    assert json.loads(line)["entry"]["text"] == 'Ümlaut "quoted" \\ \U0001f600 \x1b[0m'


def test_a_torn_last_line_harms_neither_itself_nor_the_next(tmp_path: Path) -> None:
    capture(tmp_path, text="one")
    with (tmp_path / "inbox.jsonl").open("ab") as file:
        file.write(b'{"id": "17639000000')
    capture(tmp_path, text="two")
    state = captures.read_state(tmp_path)
    assert [c.entry["text"] for c in state.entries] == ["one", "two"]
    assert [line for line, _ in state.bad] == [b'{"id": "17639000000']


def test_a_last_line_without_its_line_break_counts(tmp_path: Path) -> None:
    capture(tmp_path, text="one")
    path = tmp_path / "inbox.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert [c.entry["text"] for c in captures.read_state(tmp_path).entries] == ["one"]


def test_a_stop_gives_the_start_its_length(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="Timer")
    assert read_snapshot(tmp_path).running is not None
    capture(tmp_path, "stop", later(25), target=started)
    state = captures.read_state(tmp_path)
    assert state.running is None
    assert [(c.id, c.entry["seconds"]) for c in state.entries] == [(started, 1500)]


def test_a_second_start_stops_the_first_at_that_time(tmp_path: Path) -> None:
    first = capture(tmp_path, "start", AT, text="First")
    second = capture(tmp_path, "start", later(10), text="Second")
    state = captures.read_state(tmp_path)
    assert [(c.id, c.entry["seconds"]) for c in state.entries] == [(first, 600)]
    assert state.running is not None
    assert state.running.id == second


def test_a_cancelled_start_leaves_nothing(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="Timer")
    capture(tmp_path, "cancel", later(1), target=started)
    state = captures.read_state(tmp_path)
    assert (state.entries, state.running) == ([], None)


def test_dropping_a_stop_lets_the_timer_run_on(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="Timer")
    stopped = capture(tmp_path, "stop", later(5), target=started)
    capture(tmp_path, "drop", later(6), target=stopped)
    state = captures.read_state(tmp_path)
    assert state.entries == []
    assert state.running is not None
    assert state.running.id == started


def test_a_clock_that_went_back_gives_no_negative_length(tmp_path: Path) -> None:
    started = capture(tmp_path, "start", AT, text="Timer")
    capture(tmp_path, "stop", later(-30), target=started)
    state = captures.read_state(tmp_path)
    assert state.entries[0].entry["seconds"] == 0
    assert "went back" in state.notices[0]


@pytest.mark.parametrize(
    "broken",
    [
        b"not json",
        b"\xff\xfe",
        b"[1]",
        b'{"id": "1", "at": "2026-11-23T09:00:00+00:00", "do": "log", "entry": {}}',
        json.dumps({"id": key(1), "at": "yesterday", "do": "log", "entry": captured()}).encode(),
        json.dumps({"id": key(1), "at": AT.isoformat(), "do": "log", "entry": captured(stress=9)}).encode(),
        json.dumps({"id": key(1), "at": AT.isoformat(), "do": "log", "entry": captured(seconds=float("nan"))}).encode(),
        json.dumps({"id": key(1), "at": AT.isoformat(), "do": "log", "entry": captured(tags="x")}).encode(),
        json.dumps({"id": key(1), "at": AT.isoformat(), "do": "leap", "entry": captured()}).encode(),
        json.dumps({"id": key(1), "at": AT.isoformat(), "do": "stop"}).encode(),
        b"[" * 100_000,
    ],
)
def test_an_unreadable_line_is_set_aside_and_reported_never_dropped(tmp_path: Path, broken: bytes) -> None:
    capture(tmp_path, text="before")
    with (tmp_path / "inbox.jsonl").open("ab") as file:
        file.write(broken + b"\n")
    capture(tmp_path, text="after")
    assert any("cannot be read" in notice for notice in read_snapshot(tmp_path).notices)
    workspace = Workspace(tmp_path)
    assert workspace.fold(AT) == 2
    assert texts(workspace) == ["before", "after"]
    assert (tmp_path / "set-aside.jsonl").read_bytes() == broken + b"\n"
    assert broken not in (tmp_path / "inbox.jsonl").read_bytes()
    workspace.fold(AT)
    assert (tmp_path / "set-aside.jsonl").read_bytes() == broken + b"\n"


def test_folding_twice_adds_nothing(tmp_path: Path) -> None:
    capture(tmp_path, text="one")
    before = (tmp_path / "inbox.jsonl").read_bytes()
    Workspace(tmp_path).fold(AT)
    once = plain(tmp_path)["entries"]
    (tmp_path / "inbox.jsonl").write_bytes(before)
    assert texts(Workspace(tmp_path)) == ["one"]
    assert [row.text for row in read_snapshot(tmp_path).rows()] == ["one"]
    put(Workspace(tmp_path), "tasks", key(1), task())
    assert plain(tmp_path)["entries"] == once


def test_an_entry_deleted_after_the_fold_does_not_come_back(tmp_path: Path) -> None:
    line_id = capture(tmp_path, text="one")
    before = (tmp_path / "inbox.jsonl").read_bytes()
    workspace = Workspace(tmp_path)
    workspace.fold(AT)
    workspace.undo("cli", later(1))
    # The same line under a new generation: only the tombstone knows.
    (tmp_path / "inbox.jsonl").write_bytes(b'{"inbox": "1000000000000000000"}\n' + before.split(b"\n", 1)[1])
    fresh = Workspace(tmp_path)
    assert texts(fresh) == []
    fresh.fold(later(2))
    assert line_id not in plain(tmp_path)["entries"]


def test_an_open_start_stays_through_folds(tmp_path: Path) -> None:
    capture(tmp_path, text="one")
    started = capture(tmp_path, "start", later(1), text="Timer")
    Workspace(tmp_path).fold(later(2))
    assert [json.loads(line).get("id") for line in (tmp_path / "inbox.jsonl").read_text().splitlines()[1:]] == [started]
    capture(tmp_path, "stop", later(31), target=started)
    Workspace(tmp_path).fold(later(32))
    assert plain(tmp_path)["entries"][started]["seconds"] == 1800


def test_an_app_sees_a_new_line_without_anybody_folding(tmp_path: Path) -> None:
    app = Workspace(tmp_path)
    assert app.refresh() is None
    line_id = capture(tmp_path, text="elsewhere")
    assert app.refresh() == {("entries", line_id)}
    assert texts(app) == ["elsewhere"]
    assert app.refresh() == frozenset()
    assert not (tmp_path / "workspace.json").exists()


def test_an_app_keeps_showing_what_another_process_folded(tmp_path: Path) -> None:
    app = Workspace(tmp_path)
    line_id = capture(tmp_path, text="mine")
    assert texts(app) == ["mine"]
    Workspace(tmp_path).fold(AT)
    app.refresh()
    assert texts(app) == ["mine"]
    document = app.document("entries", line_id)
    assert document is not None
    put(app, "entries", line_id, {**document, "text": "edited"}, 1)
    assert texts(app) == ["edited"]


def test_capture_goes_on_while_the_workspace_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_text("{ broken")
    capture(tmp_path, text="kept")
    assert [c.entry["text"] for c in captures.read_state(tmp_path).entries] == ["kept"]


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("")
    home = tmp_path / "home"
    home.mkdir()
    (home / "inbox.jsonl").symlink_to(elsewhere)
    with pytest.raises(StoreError, match="symbolic link"):
        capture(home, text="x")
    assert elsewhere.read_text() == ""


def test_many_appenders_and_a_folding_process_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from tests.store.support import capture, later\n"
        "for n in range(40): capture(sys.argv[1], text=f'{sys.argv[2]}-{n}', at=later(n))\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(n)]) for n in range(4)]
    workspace = Workspace(tmp_path)
    while any(writer.poll() is None for writer in writers):
        workspace.fold(AT)
    assert [writer.returncode for writer in writers] == [0] * 4
    workspace.fold(AT)
    assert sorted(texts(workspace)) == sorted(f"{w}-{n}" for w in range(4) for n in range(40))
    assert sorted(e["text"] for e in plain(tmp_path)["entries"].values()) == sorted(texts(workspace))


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_moments_are_read_as_the_standard_library_does(moment: datetime, offset: int) -> None:
    from datetime import timedelta, timezone

    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    assert captures.moment(aware.isoformat()) == pytest.approx((aware - epoch).total_seconds(), abs=1e-3)


@pytest.mark.parametrize("bad", ["", DAY, f"{DAY}T09:00:00", f"{DAY}T25:00:00Z", "2026-13-01T09:00:00Z", "soon" * 6])
def test_what_is_no_moment_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of the numbers may be what is wrong
        captures.moment(bad)


def test_appending_loads_only_small_parts_of_the_standard_library() -> None:
    code = (
        "import sys, os\n"
        "before = set(sys.modules)\n"
        "import outsource_tui.store.inbox\n"
        "heavy = {'json', 're', 'typing', 'pathlib', 'datetime', 'dataclasses', 'pydantic', 'tinydb', 'collections'}\n"
        "print(sorted(heavy & (set(sys.modules) - before)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd=os.getcwd()
    )
    assert done.stdout.strip() == "[]"


def test_a_fold_cut_off_before_the_inbox_was_shortened_brings_nothing_back(tmp_path: Path) -> None:
    kept, edited, deleted = (capture(tmp_path, text=text) for text in ("kept", "edited", "deleted"))
    path = tmp_path / "inbox.jsonl"
    lines = path.read_bytes()
    workspace = Workspace(tmp_path)
    workspace.fold(later(1))
    document = workspace.document("entries", edited)
    assert document is not None
    put(workspace, "entries", edited, {**document, "text": "edited since"}, 1, minutes=2)
    delete(workspace, "entries", deleted, 1, minutes=3)
    saved = plain(tmp_path)["entries"]
    for lines_again in (lines, lines + lines):
        # As a kill between saving and shortening leaves it, then as a synchronising program may join two copies.
        path.write_bytes(lines_again)
        again = Workspace(tmp_path)
        assert sorted(texts(again)) == ["edited since", "kept"]
        again.fold(later(4))
        assert plain(tmp_path)["entries"] == saved
        assert set(saved) == {kept, edited}
