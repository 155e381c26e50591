"""The other commands: what they print, keep and refuse."""

import csv
import io
import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from outsource_tui.cli.commands import ENTRIES
from outsource_tui.cli.opening import take_folder
from outsource_tui.domain.errors import InputError
from outsource_tui.ui.actions.registry import all_actions
from tests.cli.processes import Ran, environment, run
from tests.store.support import key, plain, put, task
from tests.store.test_merge import parted

Command = Callable[..., Ran]

TOGGL = """User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ana,a@example.org,Acme,Shop,,Wrote offer,No,2026-11-02,09:00:00,2026-11-02,10:30:00,01:30:00,admin
Ana,a@example.org,Acme,Shop,,Wrote offer,No,2026-11-02,09:00:00,2026-11-02,10:30:00,01:30:00,admin
Ana,a@example.org,,Shop,,Call,No,someday,09:00:00,2026-11-02,10:30:00,01:30:00,
Ana,a@example.org,,Shop,,Running,No,2026-11-03,09:00:00,,,00:00:00,
"""


@pytest.fixture
def toggl(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(TOGGL, encoding="utf-8")
    return path


def test_import_json_is_the_public_document(outsource: Command, toggl: Path, home: Path) -> None:
    first = outsource("import", "toggl", toggl, "--json").json()
    assert {key: first[key] for key in ("format", "read", "imported", "duplicates", "running", "seconds")} == {
        "format": "toggl",
        "read": 4,
        "imported": 2,
        "duplicates": 0,
        "running": 1,
        "seconds": 10800,
    }
    ((where, reason),) = [(item["where"], item["reason"]) for item in first["rejected"]]
    assert where == "line 4"
    assert "someday" in reason
    again = outsource("import", "auto", toggl, "--json").json()
    assert (again["imported"], again["duplicates"], again["seconds"]) == (0, 2, 0)
    assert outsource("report", "--json").json()["seconds"] == 10800
    tables = TinyDB(home / "workspace.json")
    assert len(tables.table("entries")) == 2
    tables.close()


def test_dry_run_stores_nothing_and_shows_the_rows(outsource: Command, toggl: Path, home: Path) -> None:
    ran = outsource("import", "toggl", toggl, "--dry-run")
    assert ran.out.splitlines()[0] == "would import  2 entries  3 h  toggl  (4 read, 1 still running, 1 refused)"
    assert "2026-11-02  09:00–10:30  1:30  Wrote offer  @Shop +admin" in ran.out
    assert "✗ line 4: " in ran.err
    assert not (home / "workspace.json").exists()
    assert outsource("import", "toggl", toggl, "--dry-run", "--json").json()["imported"] == 2


def test_an_import_is_taken_back_by_undo(outsource: Command, toggl: Path) -> None:
    outsource("import", "toggl", toggl)
    outsource("log", "After", "5m")
    assert outsource("undo").out == "undone   Log After\n"
    assert outsource("undo").out.startswith("undone   Import 2 entries from log.csv")
    assert outsource("report", "--json").json()["entries"] == 0
    assert outsource("undo", code=1).err == "There is nothing left to undo here.\n"


def test_undo_takes_back_a_log_a_start_and_a_stop(outsource: Command) -> None:
    outsource("start", "Writing")
    outsource("stop")
    assert outsource("undo", "--json").json() == {"undone": "Stop Writing"}
    assert outsource("status", "--json").json()["running"]["text"] == "Writing"
    outsource("undo")
    assert outsource("status", "--json").json()["running"] is None


def test_import_between_days_and_from_stdin(tmp_path: Path, toggl: Path) -> None:
    document = run(tmp_path, "import", "toggl", "-", "--json", "--since", "2026-11-03", stdin=toggl.read_bytes()).json()
    assert document["imported"] == 0
    assert run(tmp_path, "import", "toggl", "-", "--json", stdin=toggl.read_bytes()).json()["imported"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["import"], 2, "Missing argument 'FORMAT'; see outsource import --help."),
        (["import", "toggl"], 2, "Missing argument 'FILE...'; see outsource import --help."),
        (["import", "tggl", "LOG"], 2, '"tggl" is not an import format; did you mean toggl?'),
        (["import", "xml", "LOG"], 2, "use one of toggl, clockify"),
        (["import", "watson", "LOG"], 2, "not a Watson frames"),
        (["import", "toggl", "missing.csv"], 2, "missing.csv does not exist"),
        (["import", "toggl", "."], 2, "is a folder"),
        (["import", "toggl", "LOG", "--tz", "Mars/One"], 2, '"Mars/One" is no time zone'),
        (["import", "toggl", "LOG", "--dates", "ymd"], 2, "use dmy or mdy"),
        (["import", "csv", "LOG", "--map", "text"], 2, "--map wants what=Column"),
        (["import", "toggl", "LOG", "--dryrun"], 2, "did you mean --dry-run?"),
        (["import", "toggl", "LOG", "--since", "2026-02-30"], 2, "February 2026 has 28 days"),
        (["export"], 2, "Missing argument 'WHAT'"),
        (["export", "nothing"], 2, "cannot be exported; use one of workspace"),
        (["export", "entries", "--format", "pdf"], 2, "use one of csv, json"),
        (["export", "brief"], 2, "There is no brief yet"),
        (["export", "entries", "extra"], 2, "exported whole"),
        (["restore", "nowhere"], 2, "There is no copy called"),
        (["restore", ""], 2, "Name the copy to go back to"),
        (["restore", "--json=yes"], 2, "--json takes no value"),
        (["import", "toggl", "x" * 5000], 1, "name too long"),
        (["import", "toggl", "\x1b]0;t\x07\u202e.csv"], 2, "]0;t.csv does not exist"),
        (["merge", "nowhere"], 2, "There is no file"),
        (["merge", "LOG"], 2, "not a readable workspace"),
        (["kyes"], 2, 'There is no command "kyes"; did you mean keys?'),
        (["xyzzy"], 2, "outsource --help lists them"),
        (["--vesion"], 2, "did you mean --version?"),
        (["where", "now"], 2, "unexpected extra argument"),
        (["keys", "--at"], 2, "--at needs a folder"),
        ([], 2, "needs a terminal"),
    ],
)
def test_wrong_input_is_one_sentence_and_changes_nothing(  # noqa: PLR0917
    arguments: list[str], code: int, said: str, outsource: Command, toggl: Path, home: Path
) -> None:
    ran = outsource(*(str(toggl) if word == "LOG" else word for word in arguments), code=code)
    assert ran.out == ""
    assert said in ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert not (home / "workspace.json").exists()


def test_export_entries_and_back_adds_nothing(outsource: Command, toggl: Path, tmp_path: Path) -> None:
    outsource("import", "toggl", toggl)
    text = outsource("export", "entries").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["text"], row["seconds"]) for row in rows] == [("Wrote offer", "5400")] * 2
    assert len(json.loads(outsource("export", "entries", "--format", "json").out)) == 2
    path = tmp_path / "out" / "entries.csv"
    path.parent.mkdir()
    ran = outsource("export", "entries", "--output", path)
    assert ran.out == ""
    assert path.read_text(encoding="utf-8") == text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert outsource("export", "entries", "-o", path.parent).err.startswith(f"wrote  {path}")


def test_export_of_the_whole_workspace_opens_in_stock_tinydb(outsource: Command, demo: Path, tmp_path: Path) -> None:
    outsource("log", "Not folded yet", "5m")
    before = (demo / "workspace.json").read_bytes()
    outsource("export", "workspace", "-o", tmp_path / "all.json")
    assert (demo / "workspace.json").read_bytes() == before
    tables = TinyDB(tmp_path / "all.json")
    assert any(entry["text"] == "Not folded yet" for entry in tables.table("entries"))
    assert len(tables.table("tasks")) == 12
    tables.close()


def test_export_of_a_brief_its_candidates_and_dates(outsource: Command, demo: Path, tmp_path: Path) -> None:
    newest = outsource("export", "brief")
    assert newest.out.startswith("# ")
    assert "the newest of 3 briefs" in newest.err
    named = outsource("export", "brief", "help pages", "--format", "html")
    assert "<h1>Twelve help pages" in named.out
    assert named.err == ""
    assert "there is" in outsource("export", "brief", "zzz", code=2).err
    people = list(csv.DictReader(io.StringIO(outsource("export", "candidates").out)))
    assert len(people) == 9
    assert {row["brief"] for row in people} > {"Style sheet repairs for a small shop"}
    assert outsource("export", "engagements").out.startswith("BEGIN:VCALENDAR")
    outsource("export", "candidates", "help pages", "-f", "xlsx", "-o", tmp_path / "people.xlsx")
    assert (tmp_path / "people.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("name", ["workspace.json", "inbox.jsonl", "workspace.lock"])
def test_an_export_never_takes_the_place_of_the_work(outsource: Command, demo: Path, name: str) -> None:
    before = (demo / "workspace.json").read_bytes()
    ran = outsource("export", "entries", "--output", demo / name, code=2)
    assert "holds your work itself" in ran.err
    assert (demo / "workspace.json").read_bytes() == before
    assert not (demo / "inbox.jsonl").exists()


def test_check_tells_what_is_wrong(outsource: Command, demo: Path) -> None:
    assert outsource("check").out.splitlines()[-1].endswith("all in order")
    assert outsource("check", "--json").json()["ok"] is True
    path = demo / "workspace.json"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3][:60]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = outsource("check", code=1)
    assert "✗" in ran.out
    assert "--repair" in ran.err
    outsource("check", "--repair")
    report = outsource("check", "--json").json()
    assert report["ok"] is True
    assert report["records"]["tasks"] == 12


def test_backup_list_restore_and_undo(outsource: Command, demo: Path) -> None:
    assert "There are no copies yet" in outsource("restore").err
    outsource("log", "Before the copy", "5m")
    made = outsource("backup", "--json").json()
    assert os.path.getsize(made["path"]) == made["size"]
    listed = {one["name"]: one["records"]["tasks"] for one in outsource("restore", "--json").json()}
    assert listed[made["name"]] == 12
    assert made["name"] in outsource("restore").out
    entries = outsource("report", "--json").json()["entries"]
    outsource("log", "After the copy", "5m")
    dry = outsource("restore", made["name"], "--dry-run", "--json").json()
    assert (dry["restored"], dry["changes"]) == (False, [{"kind": "entries", "back": 0, "gone": 1, "changed": 0}])
    assert "restored" in outsource("restore", made["name"]).out
    assert outsource("report", "--json").json()["entries"] == entries
    assert outsource("undo").out.startswith("undone   Restore")
    assert outsource("report", "--json").json()["entries"] == entries + 1


def test_backup_of_nothing(outsource: Command) -> None:
    assert "nothing to copy" in outsource("backup").err


def test_merge_takes_in_what_is_new_there(outsource: Command, demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "workspace.json").write_bytes((demo / "workspace.json").read_bytes())
    outsource("--at", other, "log", "Logged elsewhere", "5m")
    outsource("--at", other, "backup")
    before = outsource("report", "--json").json()["entries"]
    copy = other / "workspace.json"
    preview = outsource("merge", copy, "--dry-run")
    assert "Logged elsewhere" in preview.out
    assert outsource("report", "--json").json()["entries"] == before
    assert "merged" in outsource("merge", copy).out
    assert outsource("report", "--json").json()["entries"] == before + 1
    assert "nothing new in it" in outsource("merge", copy).out
    assert outsource("merge", copy, "--json").json()["records"] == []


def test_where_names_every_place(outsource: Command, home: Path) -> None:
    places = outsource("where", "--json").json()
    assert places["data"] == places["config"] == places["state"] == str(home)
    assert places["workspace"] == str(home / "workspace.json")
    assert str(home / "settings.toml") in outsource("where").out
    assert not home.exists()


def test_keys_lists_every_action_with_the_persons_own_keys(outsource: Command, home: Path) -> None:
    found = outsource("keys", "--json").json()
    assert [item["id"] for item in found] == [action.id for action in all_actions()]
    assert all(set(item) == {"id", "keys", "screen", "label", "help"} for item in found)
    assert next(item for item in found if item["id"] == "app.help")["keys"] == ["?"]
    home.mkdir()
    (home / "settings.toml").write_text('[keys]\n"app.help" = ["f1"]\n', encoding="utf-8")
    found = outsource("keys", "--json").json()
    assert next(item for item in found if item["id"] == "app.help")["keys"] == ["f1"]
    (home / "settings.toml").write_text('[keys]\n"app.hepl" = ["f1"]\n', encoding="utf-8")
    wrong = outsource("keys", code=2)
    assert "did you mean app.help?" in wrong.err
    (home / "settings.toml").write_text("theme = 5\n", encoding="utf-8")
    wrong = outsource("keys", code=2)
    assert wrong.err == f'{home / "settings.toml"}: theme is 5; choose one of "auto", "dark", "light", "contrast".\n'
    (home / "settings.toml").unlink()
    people = outsource("keys").out
    assert all(action.id in people for action in all_actions())


def test_demo_without_a_terminal_makes_the_folder_and_says_where(outsource: Command, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    ran = outsource("--at", folder, "demo")
    assert ran.out == f"{folder}\n"
    assert outsource("--at", folder, "check", "--json").json()["records"]["tasks"] == 12
    assert stat.S_IMODE((folder / "workspace.json").stat().st_mode) == 0o600
    assert "holds a workspace already" in outsource("--at", folder, "demo", code=2).err


def test_help_names_every_command(outsource: Command) -> None:
    text = outsource("--help").out
    assert all(f"  {name}" in text for name in ENTRIES)
    for name in ENTRIES:
        assert outsource(name, "-h").out.startswith(f"Usage: outsource {name}")
    assert outsource("--version").out.startswith("outsource ")


def test_at_may_stand_anywhere_before_two_dashes() -> None:
    assert take_folder(["a", "--at", "x", "b"]) == ("x", ["a", "b"])
    assert take_folder(["--at=x"]) == ("x", [])
    assert take_folder(["--", "--at", "x"]) == (None, ["--", "--at", "x"])
    with pytest.raises(InputError):
        take_folder(["--at"])


# As whole processes


@pytest.mark.parametrize("changes", [{}, {"TERM": "dumb"}, {"TERM": ""}])
def test_the_app_without_a_terminal_is_a_sentence(tmp_path: Path, changes: dict[str, str]) -> None:
    ran = run(tmp_path, fails=True, **changes)
    assert (ran.code, ran.out) == (2, "")
    assert "needs a terminal" in ran.err
    assert not any(tmp_path.iterdir())


def test_an_unwritable_folder_ends_with_1(tmp_path: Path, toggl: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way", encoding="utf-8")
    for arguments in (["import", "toggl", str(toggl)], ["backup"], ["undo"]):
        ran = run(blocker / "below", *arguments, fails=True)
        assert ran.code == 1
        assert ran.err.count("\n") == 1, ran


def test_the_unforeseen_is_one_sentence_and_a_log_without_user_data(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import outsource_tui.cli.place as place\n"
        "def _places(paths): raise RuntimeError('secret words')\n"
        "place._places = _places\n",
        encoding="utf-8",
    )
    root = Path(__file__).resolve().parents[2]
    ran = run(tmp_path / "home", "where", fails=True, PYTHONPATH=f"{tmp_path}{os.pathsep}{root}")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert str(tmp_path / "home" / "outsource.log") in ran.err
    log = (tmp_path / "home" / "outsource.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "secret words" not in log + ran.err


@pytest.mark.parametrize("arguments", [("today",), ("report", "--json"), ("keys",), ("export", "entries")])
def test_what_cannot_be_printed_is_one_sentence(home: Path, arguments: tuple[str, ...]) -> None:
    run(home, "log", "Invoices", "45m")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "outsource_tui", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(home),
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    (sentence,) = done.stderr.decode().splitlines()
    assert sentence.startswith("What was to be printed could not be written: No space left")
    assert not (home / "outsource.log").exists()


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [
        (("log", "Invoices", "45m"), "<&- >&- 2>&-", 0),
        (("log", "Invoices", "0m"), "2>&-", 2),
        (("merge", "{other}"), "<&-", 0),
        (("today",), ">&-", 1),
        ((), "<&- 2>&-", 2),
    ],
)
def test_closed_streams_change_nothing_but_what_is_said(
    home: Path, arguments: tuple[str, ...], closed: str, code: int
) -> None:
    other = home.parent / "other"
    run(other, "log", "Elsewhere", "30m")
    words = [word.format(other=other) for word in arguments]
    line = shlex.join([sys.executable, "-m", "outsource_tui", *words])
    assert subprocess.run(["sh", "-c", f"{line} {closed}"], env=environment(home), check=False).returncode == code
    assert not (home / "outsource.log").exists()
    texts = [one["text"] for one in run(home, "today", "--json").json()["entries"]]
    assert texts == {"log": ["Invoices"] * (code == 0), "merge": ["Elsewhere"]}.get(next(iter(arguments), ""), [])


def test_what_a_merge_left_is_had_as_it_says(tmp_path: Path) -> None:
    here, there = parted(tmp_path)
    put(here, "tasks", key(1), task("Here"), 1, minutes=20)
    put(there, "tasks", key(1), task("There"), 1, minutes=30)
    said = run(tmp_path / "here", "merge", str(there.path)).err
    assert "mine stayed" in said
    assert "outsource undo" in said
    assert "--theirs" in said
    run(tmp_path / "here", "undo")
    run(tmp_path / "here", "merge", str(there.path), "--theirs")
    assert plain(tmp_path / "here")["tasks"][key(1)]["title"] == "There"
