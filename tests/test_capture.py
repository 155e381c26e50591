"""log, start, stop, cancel and status: one durable line each, and what they print."""

import json
import re
import stat
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from outsource_tui import capture
from outsource_tui.store.captures import read_state
from tests.cli.processes import environment, run

NOW = datetime.fromisoformat("2026-11-23T18:00:00+01:00")


def lines_of(home: Path) -> list[dict[str, Any]]:
    text = (home / "inbox.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


class Shell:
    """The capture commands in this process, at a time of the test's choosing."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.home, self.capfd, self.now = home, capfd, NOW
        monkeypatch.setattr(capture, "_now", lambda: self.now)
        monkeypatch.setenv("OUTSOURCE_HOME", str(home))
        monkeypatch.setenv("TZ", "Europe/Berlin")

    def __call__(self, command: str, *arguments: str, code: int = 0) -> tuple[str, str]:
        assert capture.main(command, list(arguments)) == code
        captured = self.capfd.readouterr()
        return captured.out.rstrip("\n"), captured.err.rstrip("\n")

    def later(self, **length: int) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def test_log_keeps_one_line_and_prints_the_entry_back(shell: Shell) -> None:
    out, err = shell("log", "Chased late invoices", "45m", "+admin", "@acme", ":dislike", ":4")
    assert out == "logged   Chased late invoices  0:45  17:15–18:00  @acme  +admin  disliked, stress 4"
    assert err == ""
    header, line = lines_of(shell.home)
    assert re.fullmatch(r"\d{19}", header["inbox"])
    assert re.fullmatch(r"\d{19}", line.pop("id"))
    assert line == {
        "at": "2026-11-23T18:00:00+01:00",
        "do": "log",
        "entry": {
            "day": "2026-11-23",
            "start": "2026-11-23T17:15:00+01:00",
            "seconds": 2700,
            "text": "Chased late invoices",
            "project": "acme",
            "tags": ["admin"],
            "stress": 4,
            "liking": 2,
            "skill": None,
            "postponed": 0,
            "task": None,
        },
    }


def test_log_without_a_length_is_kept_and_says_so(shell: Shell) -> None:
    out, _ = shell("log", "Call", "Bob", "yesterday")
    assert out == "logged   Call Bob  no length yet  2026-11-22"
    entry = lines_of(shell.home)[1]["entry"]
    assert (entry["seconds"], entry["start"], entry["day"]) == (None, None, "2026-11-22")


def test_log_says_what_looks_odd_on_stderr(shell: Shell) -> None:
    out, err = shell("log", "Call 20:00-21:00")
    assert out.startswith("logged   Call  1:00  20:00–21:00")
    assert err == "This lies ahead of now; say yesterday if you meant the day before."
    assert shell("log", "Call 1:30")[1] == '"1:30" was kept as text; a length is written 1h30.'


def test_json_prints_the_entry(shell: Shell) -> None:
    out, _ = shell("log", "--json", "Call", "45m", "+a")
    entry = json.loads(out)
    assert (entry["text"], entry["seconds"], entry["tags"]) == ("Call", 2700, ["a"])
    assert (entry["start"], entry["end"]) == ("2026-11-23T17:15:00+01:00", "2026-11-23T18:00:00+01:00")
    assert entry["id"] == lines_of(shell.home)[1]["id"]


def test_the_line_printed_back_follows_the_settings_file(shell: Shell) -> None:
    shell.home.mkdir(exist_ok=True)
    (shell.home / "settings.toml").write_text('date_format = "dmy"\ntime_format = "12h"\n', encoding="utf-8")
    assert shell("log", "Call", "yesterday", "14-15:30")[0] == "logged   Call  1:30  22.11.2026  2:00pm–3:30pm"
    (shell.home / "settings.toml").write_text("time_format = 12\n", encoding="utf-8")
    out, err = shell("log", "Mail", "5m")
    assert out.startswith("logged   Mail  0:05")
    assert err.endswith('time_format is 12; choose one of "24h", "12h".')
    assert [line["entry"]["text"] for line in lines_of(shell.home)[1:]] == ["Call", "Mail"]


def test_an_end_after_the_clocks_changed_is_printed_by_the_clock_on_the_wall(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "now", datetime.fromisoformat("2026-11-23T18:00:00+01:00"))
    time.tzset()
    try:
        assert "4:00  2026-10-25  01:00–04:00" in shell("log", "Night", "2026-10-25", "1:00-4:00")[0]
        assert "2:00  2026-03-29  01:00–04:00" in shell("log", "Night", "2026-03-29", "1:00-4:00")[0]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_timer_runs_from_start_to_stop(shell: Shell) -> None:
    assert shell("start", "Writing", "offer", "@acme")[0] == "started  Writing offer  since 18:00  @acme"
    shell.later(minutes=32)
    assert shell("status")[0] == "running  Writing offer  0:32  since 18:00  @acme"
    assert shell("status", "--short")[0] == "● Writing offer 0:32"
    running = json.loads(shell("status", "--json")[0])["running"]
    assert (running["text"], running["seconds"], running["start"]) == (
        "Writing offer",
        1920,
        "2026-11-23T18:00:00+01:00",
    )
    shell.later(minutes=13)
    assert shell("stop")[0] == "stopped  Writing offer  0:45  18:00–18:45  @acme"
    assert shell("status", "--short")[0] == "○ no timer"
    assert json.loads(shell("status", "--json")[0]) == {"running": None}
    assert [line["do"] for line in lines_of(shell.home)[1:]] == ["start", "stop"]
    (entry,) = read_state(shell.home).entries
    assert (entry.entry["seconds"], entry.entry["text"]) == (2700, "Writing offer")


def test_a_second_start_stops_the_first_and_says_so(shell: Shell) -> None:
    shell("start", "First")
    shell.later(minutes=10)
    out, _ = shell("start", "Second")
    assert out.splitlines() == ["stopped  First  0:10  18:00–18:10", "started  Second  since 18:10"]
    shell.later(minutes=20)
    out, _ = shell("start", "Third", "--start", "18:20", "--json")
    third = json.loads(out)
    assert (third["stopped"]["text"], third["stopped"]["seconds"]) == ("Second", 600)
    state = read_state(shell.home)
    assert {entry.entry["text"]: entry.entry["seconds"] for entry in state.entries} == {"First": 600, "Second": 600}
    assert state.running is not None
    assert state.running.entry["text"] == "Third"


def test_cancel_throws_the_timer_away(shell: Shell) -> None:
    shell("start", "Coffee")
    shell.later(minutes=5)
    assert shell("cancel")[0] == "cancelled  Coffee  0:05 not kept"
    assert read_state(shell.home).entries == []
    shell("start", "Coffee")
    assert json.loads(shell("cancel", "--json")[0])["cancelled"]["text"] == "Coffee"


def test_stop_at_the_time_it_really_ended(shell: Shell) -> None:
    shell("start", "Writing")
    shell.later(hours=14, minutes=20)
    assert shell("status", "--short")[0] == "▲ Writing 14:20"
    assert "if you forgot it" in shell("status")[1]
    _, err = shell("stop", "--end", "17:30", code=2)
    assert err == '"17:30" is before the timer started at 18:00; give a later end.'
    assert shell("stop", "--end", "19:30")[0] == "stopped  Writing  1:30  2026-11-23  18:00–19:30"
    assert read_state(shell.home).entries[0].entry["seconds"] == 5400


def test_a_forgotten_timer_is_pointed_out_when_it_stops(shell: Shell) -> None:
    shell("start", "Writing")
    shell.later(hours=14, minutes=20)
    out, err = shell("stop")
    assert out.startswith("stopped  Writing  14:20")
    assert "ran 14 h 20" in err
    assert "outsource undo" in err


@pytest.mark.parametrize("command", ["stop", "cancel"])
def test_without_a_timer_there_is_nothing_to_stop(command: str, shell: Shell) -> None:
    out, err = shell(command, code=2)
    assert (out, err) == ("", 'No timer runs; start one with: outsource start "what you do"')
    assert not (shell.home / "inbox.jsonl").exists()


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("log", [], "Say what you did, for example: outsource log"),
        ("log", ["45m"], "Say what you did"),
        ("log", ["Call", "1h75"], "write it as 2h15"),
        ("log", ["Call", "10:30-9:00"], "ends before it starts"),
        ("log", ["Call", "2026-02-30"], "February 2026 has 28 days"),
        ("log", ["Call", ":lke"], "did you mean :like?"),
        ("log", ["Call", "--strss", "3"], "did you mean --stress?"),
        ("log", ["Call", "--at"], "--at needs a value"),
        ("start", [], "Say what you did"),
        ("start", ["Call", "45m"], "a timer finds its own"),
        ("stop", ["now"], 'stop takes no words, but got "now"'),
        ("stop", ["--ned", "9:00"], "did you mean --end?"),
        ("status", ["--shrt"], "did you mean --short?"),
        ("status", ["--zzz"], "see outsource status --help"),
        ("cancel", ["--short"], '"--short" is no option of cancel'),
    ],
)
def test_wrong_input_is_one_sentence_and_nothing_is_written(
    command: str, arguments: list[str], said: str, shell: Shell
) -> None:
    out, err = shell(command, *arguments, code=2)
    assert out == ""
    assert said in err
    assert "\n" not in err
    assert not (shell.home / "inbox.jsonl").exists()


@pytest.mark.parametrize("command", ["log", "start", "stop", "cancel", "status"])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_each_has_its_help(command: str, flag: str, shell: Shell) -> None:
    out, _ = shell(command, flag)
    assert out.startswith(f"Usage: outsource {command}")
    assert not (shell.home / "inbox.jsonl").exists()


def test_a_long_inbox_does_not_hide_a_timer_nor_does_a_text_that_looks_like_one(shell: Shell) -> None:
    shell("start", 'Odd "do": "log" text')
    for number in range(30):
        shell("log", f"Thing {number}", "5m")
    assert shell("status", "--short")[0].startswith("● Odd")
    shell("log", '"do": "start" {"do": "stop"}', "5m")
    assert shell("status", "--short")[0].startswith("● Odd")


def test_undo_of_a_stop_lets_the_timer_run_on(shell: Shell) -> None:
    shell("start", "Writing")
    shell("stop")
    stop = lines_of(shell.home)[-1]
    with (shell.home / "inbox.jsonl").open("a", encoding="utf-8") as inbox:
        drop = {"id": "1" * 19, "at": stop["at"], "do": "drop", "target": stop["id"]}
        inbox.write(json.dumps(drop) + "\n")
    assert shell("status", "--short")[0] == "● Writing 0:00"


def test_hostile_words_lose_their_teeth(shell: Shell) -> None:
    out, _ = shell("log", "\x1b]0;title\x07[bold]x\u202e", "5m", "+\x1b[31mred", "@a\nb")
    assert "\x1b" not in out
    assert "\x07" not in out
    entry = lines_of(shell.home)[1]["entry"]
    assert (entry["text"], entry["tags"], entry["project"]) == ("]0;title[bold]x", ["[31mred"], "a b")


# As whole processes


def test_at_counts_before_and_after_the_command(tmp_path: Path) -> None:
    run(None, "--at", str(tmp_path / "a"), "log", "One", "5m")
    run(None, "log", "Two", f"--at={tmp_path / 'a'}", "5m")
    run(tmp_path / "b", "log", "--at", str(tmp_path / "a"), "Three", "5m")
    assert [line["entry"]["text"] for line in lines_of(tmp_path / "a")[1:]] == ["One", "Two", "Three"]
    assert not (tmp_path / "b").exists()


def test_files_are_private_from_the_first_byte(tmp_path: Path) -> None:
    run(tmp_path / "new", "log", "One", "5m")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "inbox.jsonl").stat().st_mode) == 0o600


def test_invalid_utf8_in_arguments_is_cleaned(tmp_path: Path) -> None:
    ran = run(tmp_path, "log", b"bad\xff\xfebytes", "5m", b"+t\xffag")
    assert ran.out.startswith("logged   badbytes  0:05")
    assert lines_of(tmp_path)[1]["entry"]["tags"] == ["tag"]


def test_a_terminal_that_is_not_utf8_still_gets_its_line(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "outsource_tui", "log", "Überweisung", "5m"],
        capture_output=True,
        env=environment(tmp_path, PYTHONIOENCODING="ascii"),
        check=True,
    )
    assert ran.stdout.startswith(b"logged   ?berweisung  0:05")
    assert lines_of(tmp_path)[1]["entry"]["text"] == "Überweisung"


def test_a_folder_that_cannot_be_written_is_one_sentence_and_exit_1(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("not a folder", encoding="utf-8")
    ran = run(blocker / "below", "log", "One", "5m", fails=True)
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert str(blocker / "below") in ran.err


def test_a_reader_that_has_gone_away_is_no_failure(tmp_path: Path) -> None:
    command = f"{sys.executable} -m outsource_tui log One 5m | true; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], env=environment(tmp_path), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert lines_of(tmp_path)[1]["entry"]["text"] == "One"


def test_no_colour_reaches_a_pipe(tmp_path: Path) -> None:
    assert "\x1b" not in run(tmp_path, "log", "One", "5m").out
