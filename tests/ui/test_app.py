import os
import shutil
import stat
import subprocess
import threading
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual import work
from textual.widgets import Input

from outsource_tui.domain.errors import InputError
from outsource_tui.services.undo import Turned
from outsource_tui.store import copies
from outsource_tui.store.workspace import Workspace
from outsource_tui.ui.app import open_app
from outsource_tui.ui.crash import describe, write_down
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.drafts import Draft, Drafts
from outsource_tui.ui.editor import edit_text, editor_command
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.widgets.painted import OneLine
from outsource_tui.ui.widgets.quick_log_line import QuickLogLine
from tests.golden.pictures import strip_remote
from tests.hostile import HOSTILE
from tests.store.support import key, put, task
from tests.ui.helpers import NOW, app_with, fake_services, keys, notices, screen_text, until

SECRET = "the name of a client"


class PlainScreen(StageScreen):
    stage = "today"

    def __init__(self) -> None:
        super().__init__()
        self.shows = 0

    def show(self) -> None:
        self.shows += 1


class Log:
    """A log service that remembers what it was asked."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def capture(self, line: str) -> Any:
        if line == "bad":
            raise InputError("That word cannot be read; write it like 45m.")
        self.lines.append(line)
        return SimpleNamespace(text=line, project="", seconds=2700, start=datetime(2026, 11, 23, 9, 5), tags=("admin",))

    def known(self) -> None:
        self.lines.append("")
        self.lines.pop()

    def complete(self, line: str) -> str | None:
        return "Chased late invoices" if line.startswith("Cha") else None


async def test_a_line_is_logged_from_anywhere(tmp_path: Path):
    log = Log()
    async with app_with(tmp_path, PlainScreen, services=fake_services(log=log)) as (app, pilot):
        await keys(pilot, "+", *"Cha", "tab", "=ä")
        await pilot.pause()
        field = app.screen.query_one(Input)
        assert field.value.startswith("Chased late invoices")
        field.value = "Chased late invoices 45m +admin @acme :4"
        await pilot.pause()
        assert "45 min" in screen_text(app)
        await keys(pilot, "enter")
        assert log.lines == ["Chased late invoices 45m +admin @acme :4"]
        assert "Logged: Chased late invoices 45m +admin @acme :4, 45 min, from 9:05, +admin" in notices(app)
        await pilot.pause()
        assert not app.screen.query_one(QuickLogLine).display


async def test_what_cannot_be_read_stays_in_the_line(tmp_path: Path):
    async with app_with(tmp_path, PlainScreen, services=fake_services(log=Log())) as (app, pilot):
        await keys(pilot, "+", *"bad", "enter")
        assert "That word cannot be read" in screen_text(app)
        assert app.screen.query_one(Input).value == "bad"
        await keys(pilot, "escape")
        await pilot.pause()
        assert not app.screen.query_one(QuickLogLine).display
    async with app_with(tmp_path, PlainScreen, services=fake_services(log=Log())) as (app, pilot):
        await keys(pilot, "+")
        await until(pilot, lambda: app.screen.query(Input) and app.screen.query_one(Input).value == "bad")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_lines_are_coloured_and_harmless(tmp_path: Path, text: str):
    async with app_with(tmp_path, PlainScreen, services=fake_services(log=Log())) as (app, pilot):
        app.screen.run_action_id("log.quick")
        await pilot.pause()
        await pilot.pause()
        app.screen.query_one(Input).value = text.replace("\n", " ")
        await pilot.pause()
        assert app.is_running


async def test_live_arrival_shows_the_screen_again(tmp_path: Path):
    async with app_with(tmp_path, PlainScreen) as (app, _pilot):
        before = app.screen.shows
        app._poll()
        assert app.screen.shows == before
        (tmp_path / "inbox.jsonl").write_text("{}\n")
        app._poll()
        assert app.screen.shows == before + 1
        app._poll()
        assert app.screen.shows == before + 1


async def test_undo_and_redo_say_what_they_did(tmp_path: Path):
    note = "“Mine” stays, you changed it since."
    undo = SimpleNamespace(undo=lambda: Turned("Import “x”", 1, note), redo=lambda: Turned("Import “x”", 1))
    async with app_with(tmp_path, PlainScreen, services=fake_services(undo=undo)) as (app, pilot):
        before = app.screen.shows
        await keys(pilot, "u", "U")
        assert notices(app) == [f"Took back: Import “x”. {note}", "Did again: Import “x”."]
        assert app.screen.shows >= before + 2


async def test_notices_of_the_workspace_are_told_once(tmp_path: Path):
    services = fake_services()
    services.desk.workspace.notices = [SimpleNamespace(text="A line of the inbox [/] was set aside.")]
    async with app_with(tmp_path, PlainScreen, services=services) as (app, _pilot):
        app._tell_notices()
        assert notices(app) == ["A line of the inbox [/] was set aside."]


async def test_a_copy_beside_the_workspace_is_compared_once_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    looked: list[str] = []
    real = copies.notices

    def counted(folder: str) -> list[str]:
        looked.append(threading.current_thread().name)
        return real(folder)

    monkeypatch.setattr(copies, "notices", counted)
    put(Workspace(tmp_path / "there"), "tasks", key(1), task("There"))
    put(Workspace(tmp_path), "tasks", key(2), task("Here"))
    shutil.copy(tmp_path / "there" / "workspace.json", tmp_path / "workspace 2.json")
    async with app_with(tmp_path, PlainScreen) as (app, pilot):
        await until(pilot, lambda: any("workspace 2.json lies beside" in each for each in notices(app)))
        app._keep_up()
        app.changed()
        await pilot.pause()
        assert len(looked) == 1
        assert threading.main_thread().name not in looked
        shutil.copy(tmp_path / "workspace.json", tmp_path / "workspace 2.json")
        app._keep_up()
        await until(pilot, lambda: len(looked) == 2)
        (tmp_path / "workspace 2.json").unlink()
        app._keep_up()
        await pilot.pause()
        assert len(looked) == 2
        assert sum("lies beside" in each for each in notices(app)) == 1


async def test_the_same_refusal_does_not_stack(tmp_path: Path):
    async with app_with(tmp_path, PlainScreen) as (app, pilot):
        await keys(pilot, "s", "s", "s")
        assert notices(app) == ["There is nothing to sort on this screen."]
        app.tell("Something [/] else.")
        app.tell("Something [/] else.", "error")
        await pilot.pause()
        assert notices(app) == ["There is nothing to sort on this screen.", "Something [/] else."]


async def test_the_clipboard_gets_clean_text(tmp_path: Path):
    async with app_with(tmp_path, PlainScreen) as (app, pilot):
        app.copy("one\x1b]52;c;aGVsbG8=\x07\ntwo")
        await pilot.pause()
        assert app.clipboard == "one]52;c;aGVsbG8=\ntwo"


async def test_q_leaves_with_everything_kept(tmp_path: Path):
    async with app_with(tmp_path, PlainScreen) as (app, pilot):
        app.drafts.keep("x", {"a": "typed"})
        await keys(pilot, "q")
    assert app.return_code == 0
    assert Drafts(tmp_path / "drafts").find("x") == Draft("", {"a": "typed"}, {})


class Broken(PlainScreen):
    """Fails in each way a screen can fail."""

    broken = ""

    def show(self) -> None:
        self._fail_in("show")

    def do_record_new(self) -> None:
        self._fail_in("action")

    @work
    async def do_record_delete(self) -> None:
        self._fail_in("worker")

    def do_record_text(self) -> None:
        form = FormDialog("Ana", [Field("name", "name")], submit=lambda _values: self._fail_in("form"))
        self.app.push_screen(form)

    def tick(self) -> None:
        self._fail_in("timer")

    def claims_key(self, key: str) -> bool:
        self._fail_in("key")
        return False

    def _fail_in(self, place: str) -> None:
        if self.broken == place:
            secret = SECRET
            raise RuntimeError(f"{secret} broke")


def assert_noted(log: Path, where: str) -> None:
    written = log.read_text()
    assert "RuntimeError" in written
    assert f"in {where}" in written
    assert SECRET not in written
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


async def test_what_was_not_expected_is_one_sentence_and_a_file_without_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Broken, "broken", "widget")

    class Brittle(OneLine):
        def on_mount(self) -> None:
            self.screen._fail_in("widget")

    async def fall_apart() -> None:
        async with app_with(tmp_path, Broken) as (app, pilot):
            app.screen.mount(Brittle())
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await fall_apart()
    said = " ".join(capsys.readouterr().err.split())
    assert "outsource met something it did not expect" in said
    assert SECRET not in said
    assert_noted(tmp_path / "outsource.log", "_fail_in")


@pytest.mark.parametrize(
    ("place", "pressed", "where"),
    [
        ("action", "n", "do_record_new"),
        ("show", "", "show"),
        ("worker", "d", "do_record_delete"),
        ("form", "e", "try_save"),
        ("key", "n", "claims_key"),
        ("timer", "", "tick"),
        ("pane", "", "_fail_in"),
    ],
)
async def test_what_was_not_expected_is_survived_where_it_can_be(
    place: str, pressed: str, where: str, tmp_path: Path, survived: list[Exception]
):
    async with app_with(tmp_path, Broken) as (app, pilot):
        screen = app.screen
        screen.broken = place
        match place:
            case "show":
                app.changed()
            case "timer":
                app._minute -= timedelta(minutes=1)
                app.set_timer(0.01, app._tick)
            case "pane":
                screen.later("pane", lambda: screen._fail_in("pane"))
            case _:
                await keys(pilot, pressed)
        if place == "form":
            await keys(pilot, "A", "n", "a", "enter")
        await until(pilot, lambda: bool(notices(app)))
        [said] = notices(app)
        assert said.startswith("This did not work, for a reason nobody foresaw; your data is as it was")
        assert str(tmp_path / "outsource.log") in said
        assert SECRET not in said
        assert [str(error) for error in survived] == [f"{SECRET} broke"]
        survived.clear()
        assert_noted(tmp_path / "outsource.log", where)
        if place == "form":
            assert app.screen.texts()["name"] == "Ana"
            await keys(pilot, "escape")
        # It goes on: another key does what it always did.
        screen.broken = ""
        await keys(pilot, "g")
        assert "go to" in screen_text(app)


def _fail() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(SECRET) from error


def test_a_crash_is_described_without_values(tmp_path: Path):
    with pytest.raises(ValueError, match=SECRET) as caught:
        _fail()
    described = describe(caught.value, NOW)
    assert SECRET not in described
    assert "KeyError" in described
    assert "ValueError" in described
    assert "in _fail" in described
    assert write_down(caught.value, tmp_path / "state" / "outsource.log", NOW)
    (tmp_path / "elsewhere").touch()
    (tmp_path / "swapped.log").symlink_to(tmp_path / "elsewhere")
    assert not write_down(caught.value, tmp_path / "swapped.log", NOW)
    assert (tmp_path / "elsewhere").read_bytes() == b""
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert not write_down(caught.value, blocked / "outsource.log", NOW)


def test_drafts_are_private_whole_and_forgiving(tmp_path: Path):
    drafts = Drafts(tmp_path / "drafts")
    drafts.keep("Brief 1/../..", {"text": "héllo\n"})
    assert drafts.find("Brief 1/../..") == Draft("", {"text": "héllo\n"}, {})
    assert drafts.flush()
    (path,) = (tmp_path / "drafts").glob("*.json")
    assert path.parent == tmp_path / "drafts"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert Drafts(tmp_path / "drafts").find("Brief 1/../..") == Draft("", {"text": "héllo\n"}, {})
    path.write_text("{")
    assert Drafts(tmp_path / "drafts").find("Brief 1/../..") is None
    assert Drafts(tmp_path / "drafts").all() == {}
    drafts.keep("Brief 1/../..", {"text": "again"}, title="Brief", before={"text": "then"})
    drafts.keep("empty", {"text": "  "})
    drafts.flush()
    assert drafts.all() == {path.stem: Draft("Brief", {"text": "again"}, {"text": "then"})}
    drafts.remove("Brief 1/../..")
    assert drafts.all() == {}
    long = dict.fromkeys(("what", "why"), "👩\u200d💻" * 300000)
    drafts.keep("long", long)
    drafts.flush()
    assert Drafts(tmp_path / "drafts").find("long") == Draft("", long, {})


def test_a_draft_that_cannot_be_written_stays_in_memory(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    drafts = Drafts(blocked / "drafts")
    drafts.keep("x", {"a": "typed"})
    assert not drafts.flush()
    assert drafts.find("x") == Draft("", {"a": "typed"}, {})


def test_the_editor_is_what_the_person_set():
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"EDITOR": "'/my tools/ed'"}) == ["/my tools/ed"]
    for wrong in ({}, {"EDITOR": "  "}, {"EDITOR": "'vi"}):
        with pytest.raises(InputError):
            editor_command(wrong)


class Terminal:
    """An app that can be left and come back to."""

    def __init__(self, folder: Path) -> None:
        self.drafts = Drafts(folder)
        self.told: list[str] = []
        self.away = 0

    def suspend(self) -> "Terminal":
        return self

    def __enter__(self) -> None:
        self.away += 1

    def __exit__(self, *_error: object) -> None:
        self.away -= 1

    def tell(self, text: str, kind: str = "") -> None:
        self.told.append(text)

    def tell_error(self, error: Exception) -> None:
        self.told.append(str(error))

    def refresh(self, **_how: bool) -> None: ...


def _editor(tmp_path: Path, script: str) -> str:
    path = tmp_path / "ed"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)


def test_a_text_comes_back_from_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("VISUAL", raising=False)
    app: Any = Terminal(tmp_path / "drafts")
    monkeypatch.setenv("EDITOR", _editor(tmp_path, r'printf "new \033[31mtext\r\nline\n" > "$1"'))
    assert edit_text(app, "old") == "new [31mtext\nline"
    monkeypatch.setenv("EDITOR", _editor(tmp_path, "true"))
    assert edit_text(app, "old\n") is None
    assert app.told == []
    monkeypatch.setenv("EDITOR", _editor(tmp_path, "exit 3"))
    assert edit_text(app, "old") is None
    monkeypatch.setenv("EDITOR", str(tmp_path / "nowhere"))
    assert edit_text(app, "old") is None
    monkeypatch.setenv("EDITOR", _editor(tmp_path, 'rm "$1"'))
    assert edit_text(app, "old") is None
    assert len(app.told) == 3
    assert app.away == 0
    assert list((tmp_path / "drafts").iterdir()) == []


def test_what_the_editor_left_is_kept_until_it_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("VISUAL", raising=False)
    app: Any = Terminal(tmp_path / "drafts")
    monkeypatch.setenv("EDITOR", _editor(tmp_path, 'printf "a long letter" > "$1"'))
    assert edit_text(app, "old", title="the note on Books") == "a long letter"
    # Saving it failed, so it stays; once something is saved it goes.
    app.drafts.returned()
    app.drafts.saved()
    assert [(draft.title, draft.words) for draft in app.drafts.all().values()] == [
        ("the note on Books", "a long letter")
    ]
    app.drafts.remove(next(iter(app.drafts.all())))
    assert edit_text(app, "old", title="the note on Books") == "a long letter"
    app.drafts.saved()
    assert app.drafts.all() == {}
    # An editor that went with its terminal leaves what it had saved by then.
    monkeypatch.setenv("EDITOR", _editor(tmp_path, 'printf "half a letter" > "$1"; kill -HUP $$'))
    assert edit_text(app, "old") is None
    assert "The palette lists what it left." in app.told[-1]
    assert [draft.words for draft in app.drafts.all().values()] == ["half a letter"]
    monkeypatch.setenv("EDITOR", _editor(tmp_path, 'head -c 4000001 /dev/zero | tr "\\0" x > "$1"'))
    assert edit_text(app, "old") is None
    kept = Path(app.told[-1].rpartition(" kept in ")[2].rstrip("."))
    assert kept.stat().st_size == 4_000_001
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_what_an_editor_holds_outlasts_the_app(tmp_path: Path):
    dead = subprocess.Popen(["true"])
    dead.wait()
    drafts = Drafts(tmp_path)
    mine, untouched, written = (drafts.for_editor("old") for _ in range(3))
    for path in (mine, written):
        path.write_text("half a letter")
    (tmp_path / f".{os.getpid()}-a.tmp").touch()
    (tmp_path / f".{dead.pid}-a.tmp").touch()
    left = {
        path: path.rename(tmp_path / path.name.replace(str(os.getpid()), str(dead.pid)))
        for path in (untouched, written)
    }
    again = Drafts(tmp_path)
    again.take_in_left_over()
    assert [draft.words for draft in again.all().values()] == ["half a letter"]
    # An app that still runs has its editor open.
    assert mine.exists()
    assert [path.name for path in tmp_path.glob(".*.tmp")] == [f".{os.getpid()}-a.tmp"]
    assert not any(path.exists() for path in left.values())


def test_without_a_terminal_it_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from outsource_tui.config.paths import Paths

    paths = Paths(tmp_path, tmp_path, tmp_path)
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    with pytest.raises(InputError, match="needs a terminal"):
        open_app(paths)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(InputError, match="dumb"):
        open_app(paths)


async def test_pictures_have_no_remote_font(tmp_path: Path):
    async with app_with(tmp_path, PlainScreen) as (app, _pilot):
        drawn = strip_remote(app.export_screenshot())
    assert "http" not in drawn.replace("http://www.w3.org", "")


async def test_without_colour_the_app_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with app_with(tmp_path, PlainScreen) as (app, pilot):
        await keys(pilot, "g")
        strips = app.screen._compositor.render_strips()
        colors = {
            color.name
            for strip in strips
            for segment in strip
            if segment.style
            for color in (segment.style.color, segment.style.bgcolor)
            if color is not None
        }
        assert colors <= {"default"}
    assert os.environ["NO_COLOR"] == "1"
