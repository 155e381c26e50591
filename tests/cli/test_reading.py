"""today, due and report: the documents scripts rely on, and what people see."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.cli import reading
from outsource_tui.domain.clock import FixedClock
from tests.cli.processes import Ran, run

Command = Callable[..., Ran]
TAGS = ["admin"]
NOW = datetime.fromisoformat("2026-11-23T18:00:00+01:00")


@pytest.fixture(autouse=True)
def _fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SystemClock", lambda: FixedClock(NOW))


def captured(home: Path, *entries: dict[str, Any], running: dict[str, Any] | None = None) -> None:
    """Write an inbox by hand: what the app and `log` capture."""
    home.mkdir(parents=True, exist_ok=True)
    lines: list[dict[str, Any]] = [{"inbox": "1" * 19}]
    for number, given in enumerate(entries):
        entry = {"day": "2026-11-23", "start": None, "seconds": None, "text": "", "project": "", "tags": [], **given}
        lines.append({"id": f"{1795420000000000000 + number}", "at": NOW.isoformat(), "do": "log", "entry": entry})
    if running is not None:
        entry = {"day": "2026-11-23", "seconds": None, "text": "", "project": "", "tags": [], **running}
        lines.append({"id": "1795429999999999999", "at": NOW.isoformat(), "do": "start", "entry": entry})
    (home / "inbox.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_today_json_is_the_public_document(outsource: Command, home: Path) -> None:
    captured(
        home,
        {"text": "Chased invoices", "start": "2026-11-23T09:00:00+01:00", "seconds": 2700, "stress": 4, "tags": TAGS},
        {"text": "Later", "start": "2026-11-23T12:00:00+01:00"},
        {"text": "Yesterday", "day": "2026-11-22", "seconds": 60},
        {"text": "Hasty", "project": "acme"},
        running={"text": "Writing", "start": "2026-11-23T17:30:00+01:00"},
    )
    document = outsource("today", "--json").json()
    ids = [entry.pop("id") for entry in document["entries"]]
    assert all(len(one) == 19 for one in ids)
    assert document == {
        "date": "2026-11-23",
        "seconds": 2700,
        "entries": [
            {
                "text": "Hasty",
                "start": None,
                "end": None,
                "seconds": None,
                "project": "acme",
                "tags": [],
                "stress": None,
            },
            {
                "text": "Chased invoices",
                "start": "2026-11-23T09:00:00+01:00",
                "end": "2026-11-23T09:45:00+01:00",
                "seconds": 2700,
                "project": "",
                "tags": ["admin"],
                "stress": 4,
            },
            {
                "text": "Later",
                "start": "2026-11-23T12:00:00+01:00",
                "end": None,
                "seconds": None,
                "project": "",
                "tags": [],
                "stress": None,
            },
        ],
    }


def test_today_for_people(outsource: Command, home: Path) -> None:
    captured(
        home,
        {"text": "Invoices", "start": "2026-11-23T09:00:00+01:00", "seconds": 2700, "tags": ["admin"], "stress": 4},
        {"text": "表計算", "start": "2026-11-23T10:00:00+01:00", "seconds": 33000, "project": "acme", "liking": 5},
        {"text": "Hasty"},
        running={"text": "Writing", "start": "2026-11-23T17:30:00+01:00"},
    )
    ran = outsource("today")
    assert ran.out.splitlines() == [
        "Mon 23 November 2026  9 h 55 in 3 entries",
        "",
        "                ?  Hasty",
        "09:00–09:45  0:45  Invoices  +admin  ▲ stress 4",
        "10:00–19:10  9:10  表計算    @acme   ♥ liked",
        "",
        "● running  0:30  Writing  since 17:30",
    ]
    assert ran.err == "▲ 1 entry has no length yet; Today in the app asks for it.\n"


def test_today_with_nothing_says_what_to_type(outsource: Command) -> None:
    ran = outsource("today")
    assert ran.out == "Mon 23 November 2026  nothing logged yet\n"
    assert "outsource log" in ran.err
    assert outsource("today", "--json").json() == {"date": "2026-11-23", "seconds": 0, "entries": []}


def test_report_json_is_the_public_document(outsource: Command, home: Path) -> None:
    captured(
        home,
        {"text": "Invoices", "seconds": 6000, "stress": 4},
        {"text": "invoices ", "seconds": 2000, "stress": 1, "day": "2026-11-20"},
        {"text": "Design", "seconds": 1000, "task": "1" * 19},
        {"text": "Lunch", "seconds": 1000, "tags": ["break"]},
    )
    document = outsource("report", "--json").json()
    names = document["pareto"]["time"]["names"]
    assert document == {
        "since": None,
        "until": None,
        "entries": 4,
        "seconds": 10000,
        "days_logged": 2,
        "activities": [
            {
                "name": document["activities"][0]["name"],
                "entries": 2,
                "seconds": 8000,
                "share": 0.8,
                "stress_seconds": 26000,
                "stress_share": 1.0,
                "task": None,
            },
            {
                "name": "Design",
                "entries": 1,
                "seconds": 1000,
                "share": 0.1,
                "stress_seconds": None,
                "stress_share": None,
                "task": "1" * 19,
            },
            {
                "name": "Lunch",
                "entries": 1,
                "seconds": 1000,
                "share": 0.1,
                "stress_seconds": None,
                "stress_share": None,
                "task": None,
            },
        ],
        "pareto": {
            "time": {"activities": 1, "of": 2, "share": pytest.approx(8 / 9), "names": names},
            "stress": {"activities": 1, "of": 1, "share": 1.0, "names": names},
        },
    }
    assert document["activities"][0]["name"].strip().casefold() == "invoices"


def test_report_between_days_includes_both(outsource: Command, home: Path) -> None:
    captured(home, *({"text": "A", "seconds": 60, "day": f"2026-11-{day}"} for day in (19, 20, 21, 22, 23)))
    assert outsource("report", "--since", "friday", "--json").json()["entries"] == 4
    document = outsource("report", "--since=2026-11-20", "--until", "yesterday", "--json").json()
    assert (document["since"], document["until"], document["days_logged"]) == ("2026-11-20", "2026-11-22", 3)
    assert outsource("report", "--since", "today").out.startswith("Since 2026-11-23  1 min in 1 entry on 1 day")


def test_report_for_people(outsource: Command, home: Path) -> None:
    captured(
        home,
        {"text": "Invoices", "seconds": 8000, "stress": 4},
        {"text": "Design", "seconds": 2000, "stress": 0},
        {"text": "Hasty"},
    )
    assert outsource("report").out.splitlines() == [
        "All time  2 h 47 in 3 entries on 1 day",
        "",
        "  Activity    Hours  Share                Stress",
        "■ Invoices     2:13   80 %  ━━━━━━━━━━━━   100 %  ━━━━━━━━━━━━",
        "  Design       0:33   20 %  ━━━─────────     0 %  ────────────",
        "  Hasty           ?      ?  ────────────       ?",
        "",
        "■ 1 of 3 activities (33 %) holds 80 % of the time.",
        "□ 1 of 2 activities (50 %) holds 100 % of the stress.",
    ]


def test_the_threshold_of_the_settings_counts(outsource: Command, demo: Path) -> None:
    before = outsource("report", "--json").json()["pareto"]["time"]["activities"]
    text = (demo / "workspace.json").read_text(encoding="utf-8")
    assert '"pareto_threshold": "0.8"' in text
    (demo / "workspace.json").write_text(text.replace('"pareto_threshold": "0.8"', '"pareto_threshold": "0.3"'))
    assert outsource("report", "--json").json()["pareto"]["time"]["activities"] < before


def test_due_json_is_the_public_document(outsource: Command, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SystemClock", lambda: FixedClock(datetime.now().astimezone() + timedelta(days=2)))
    found = outsource("due", "--json").json()
    assert found
    assert all(set(item) == {"when", "kind", "text", "id"} for item in found)
    assert [item["when"] for item in found] == sorted(item["when"] for item in found)
    ran = outsource("due")
    assert len(ran.out.splitlines()) == len(found)
    assert all(line.startswith(("!", "○")) for line in ran.out.splitlines())


def test_the_daily_log_is_due_in_the_evening(outsource: Command, home: Path) -> None:
    odd = {"text": 'Odd "day": "2026-11-01"', "seconds": 60, "day": "2026-11-20"}
    captured(home, {"text": "A", "seconds": 60}, odd)
    (item,) = outsource("due", "--json").json()
    assert item == {
        "when": "2026-11-23",
        "kind": "log",
        "text": "Log your day: 1 entry so far; 2 of 5 days are logged",
        "id": None,
    }
    assert outsource("due").out == "!  today  log  Log your day: 1 entry so far; 2 of 5 days are logged\n"


def test_nothing_due(outsource: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SystemClock", lambda: FixedClock(NOW.replace(hour=9)))
    assert outsource("due").out == "Nothing is due.\n"
    assert outsource("due", "--json").json() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["today", "--jsno"], "did you mean --json?"),
        (["today", "now"], 'today takes no words, but got "now"'),
        (["report", "--since"], "--since needs a value, for example --since monday"),
        (["report", "--since", "2026-02-30"], "February 2026 has 28 days"),
        (["report", "--until", "someday"], '"someday" is not a day'),
        (["report", "--since", "today", "--until", "yesterday"], "before it starts"),
        (["due", "--zzz"], "see outsource due --help"),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: list[str], said: str, outsource: Command) -> None:
    ran = outsource(*arguments, code=2)
    assert ran.out == ""
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("command", ["today", "due", "report"])
def test_each_has_its_help_and_writes_nothing(command: str, outsource: Command, home: Path) -> None:
    assert outsource(command, "--help").out.startswith(f"Usage: outsource {command}")
    outsource(command)
    assert not home.exists()


@pytest.mark.parametrize("command", ["today", "due", "report"])
def test_a_damaged_or_newer_workspace_ends_with_1(command: str, outsource: Command, demo: Path) -> None:
    path = demo / "workspace.json"
    good = path.read_text(encoding="utf-8")
    path.write_text(good[: len(good) // 2], encoding="utf-8")
    assert outsource(command, code=1).err.count("\n") == 1
    path.write_text(good.replace('"schema": 1', '"schema": 99'), encoding="utf-8")
    assert "newer" in outsource(command, code=1).err


def test_hostile_text_does_no_harm(outsource: Command, home: Path) -> None:
    hostile = {"text": "\x1b]0;x\x07[/]\u202e\ud800 end", "project": "p\x1b[31m", "tags": ["\x9b1m"]}
    captured(home, {**hostile, "seconds": 60})
    for command in ("today", "report"):
        out = outsource(command).out
        assert "]0;x[/] end" in out
        assert not any(sign in out for sign in "\x1b\x07\u202e\x9b")


def test_a_narrow_terminal_shortens_texts(outsource: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    captured(home, {"text": "A very long text " * 10, "seconds": 60, "stress": 3, "tags": ["admin"]})
    monkeypatch.setattr("outsource_tui.cli.paper.columns", lambda: 60)
    for command in ("today", "report"):
        assert max(map(len, outsource(command).out.splitlines())) <= 60


def test_time_is_summed_by_project_tag_and_day(outsource: Command, home: Path) -> None:
    captured(
        home,
        {"text": "a", "day": "2026-11-21", "seconds": 3600, "project": "acme", "tags": ["x", "y"]},
        {"text": "b", "seconds": 1800, "project": "acme"},
        {"text": "c", "seconds": 5400, "tags": ["break"]},
        {"text": "d", "project": "birch", "tags": ["open"]},
    )
    document = outsource("report", "--by", "project", "--json").json()
    assert document == {
        "since": None,
        "until": None,
        "by": "project",
        "entries": 4,
        "seconds": 10800,
        "groups": [
            {"name": "(no project)", "entries": 1, "seconds": 5400, "share": 0.5},
            {"name": "acme", "entries": 2, "seconds": 5400, "share": 0.5},
            {"name": "birch", "entries": 1, "seconds": None, "share": 0.0},
        ],
    }
    tags = outsource("report", "--by", "tag", "--json").json()["groups"]
    assert {one["name"]: one["seconds"] for one in tags} == {
        "break": 5400, "x": 3600, "y": 3600, "(no tag)": 1800, "open": None,
    }  # fmt: skip
    said = outsource("report", "--by", "day", "--since", "2026-11-22").out
    assert "Since 2026-11-22  2 h in 3 entries" in said
    assert "2026-11-23  2:00  100 %" in said
    assert re.search(r"open +\? +\?", outsource("report", "--by", "tag").out)
    refused = outsource("report", "--by", "colour", code=2)
    assert refused.out == ""
    assert refused.err == '"colour" is nothing to sum by; use project, tag or day.\n'


def test_another_day_is_listed_without_the_timer(outsource: Command, home: Path) -> None:
    captured(
        home,
        {"text": "Old", "day": "2026-11-20", "seconds": 3600},
        running={"text": "Writing", "start": "2026-11-23T17:30:00+01:00"},
    )
    ran = outsource("today", "--date", "friday")
    assert (ran.code, ran.err) == (0, "")
    assert "Fri 20 November 2026  1 h in 1 entry" in ran.out
    assert "Writing" not in ran.out
    assert outsource("today", "--date", "yesterday").out == "Sun 22 November 2026  nothing logged\n"
    document = outsource("today", "--date", "2026-11-20", "--json").json()
    assert (document["date"], document["seconds"], len(document["entries"])) == ("2026-11-20", 3600, 1)
    assert "does not exist" in outsource("today", "--date", "2026-02-30", code=2).err


# As whole processes


def test_log_then_today_and_report(tmp_path: Path) -> None:
    run(tmp_path, "log", "Chased invoices", "8:00-8:45", "today", "+admin", ":4")
    (entry,) = run(tmp_path, "today", "--json").json()["entries"]
    assert (entry["text"], entry["seconds"], entry["stress"]) == ("Chased invoices", 2700, 4)
    assert run(tmp_path, "report", "--json").json()["activities"][0]["name"] == "Chased invoices"
    assert run(None, "--at", str(tmp_path), "due", "--json").json() is not None
    assert "\x1b" not in run(tmp_path, "report").out
    assert not (tmp_path / "workspace.json").exists()


def test_people_read_their_own_formats_and_scripts_the_usual_ones(outsource: Command, home: Path) -> None:
    captured(
        home,
        {"text": "Invoices", "start": "2026-11-23T09:05:00+01:00", "seconds": 2700},
        {"text": "Old", "day": "2026-11-03", "seconds": 3600},
        running={"text": "Writing", "start": "2026-11-23T17:30:00+01:00"},
    )
    before = outsource("today", "--json").out, outsource("report", "--json").out
    settings = 'date_format = "mdy"\ntime_format = "12h"\ndecimal_mark = ","\n'
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    said = outsource("today").out
    assert "Mon November 23, 2026  45 min in 1 entry" in said
    assert "9:05am–9:50am  0:45  Invoices" in said
    assert "Writing  since 5:30pm" in said
    assert "Since 11/03/2026" in outsource("report", "--since", "2026-11-03").out
    assert (outsource("today", "--json").out, outsource("report", "--json").out) == before

    (home / "settings.toml").write_text('time_format = "noon"\n', encoding="utf-8")
    ran = outsource("today")
    assert ran.code == 0
    assert "09:05–09:50" in ran.out
    assert 'time_format is "noon"; choose one of "24h", "12h".' in ran.err
