"""`check`: what it finds, what `--repair` does about it, and that it never loses a readable record."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outsource_tui.domain.errors import NewerError
from outsource_tui.store import lines
from outsource_tui.store.check import check
from outsource_tui.store.findings import record_fields
from outsource_tui.store.rescue import rescue
from outsource_tui.store.workspace import Workspace
from tests.store.support import AT, capture, entry, key, later, plain, put, task

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "schema_v1.json"


def said(folder: Path) -> tuple[list[str], list[str]]:
    report = check(folder, later(60 * 24))
    return [finding.text for finding in report.errors], [finding.text for finding in report.notices]


def test_a_sound_workspace_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "workspace.json").chmod(0o600)
    report = check(tmp_path, AT)
    assert report.findings == []
    assert report.exit_code == 0
    assert report.records["entries"] == 6
    assert json.loads(json.dumps(report.to_json()))["ok"] is True


def test_nothing_yet_is_fine(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere", AT, repair=True).exit_code == 0
    assert not (tmp_path / "nowhere").exists()


def test_captured_entries_count_before_they_are_folded(tmp_path: Path) -> None:
    capture(tmp_path, text="One")
    capture(tmp_path, text="Two", at=later(1))
    capture(tmp_path, "start", text="Running", at=later(2))
    report = check(tmp_path, later(60))
    assert report.records == {"entries": 2}
    assert [("“Two” overlaps" in finding.text, finding.kind) for finding in report.notices] == [(True, "entries")]
    put(Workspace(tmp_path), "tasks", key(1), task(), minutes=3)
    capture(tmp_path, text="Three", at=later(4))
    assert check(tmp_path, later(60)).records == {"entries": 3, "tasks": 1}


def test_repair_takes_in_what_was_captured_and_sets_bad_lines_aside(tmp_path: Path) -> None:
    capture(tmp_path, text="One")
    with (tmp_path / "inbox.jsonl").open("ab") as file:
        file.write(b"{no line}\n")
    report = check(tmp_path, later(60), repair=True)
    assert report.repaired == [
        "1 captured entry was taken into the workspace file.",
        "1 captured line could not be read and went into set-aside.jsonl.",
    ]
    assert report.aside == [str(tmp_path / "set-aside.jsonl")]
    assert report.errors == []
    assert [document["text"] for document in plain(tmp_path)["entries"].values()] == ["One"]
    assert (tmp_path / "set-aside.jsonl").read_bytes() == b"{no line}\n"


def test_odd_entries_are_notices(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "entries", key(1), entry("First", start="2026-11-23T08:00:00+00:00", seconds=3600))
    put(workspace, "entries", key(2), entry("Second", start="2026-11-23T08:30:00+00:00", seconds=3600))
    put(workspace, "entries", key(3), entry("Next", start="2026-11-23T09:30:00+00:00", seconds=60))
    put(workspace, "entries", key(4), entry("Negative", start=None, seconds=-5))
    put(workspace, "entries", key(5), entry("Long", day="2026-11-20", start=None, seconds=13 * 3600))
    put(workspace, "entries", key(6), entry("Future", day="2027-01-01", start=None))
    errors, notices = said(tmp_path)
    assert errors == []
    assert notices == [
        f"Entry {key(4)} “Negative” has a negative length.",
        f"Entry {key(5)} “Long” is longer than 12 hours.",
        f"Entry {key(6)} “Future” lies in the future.",
        f"Entry {key(2)} “Second” overlaps {key(1)} “First” on 2026-11-23.",
    ]


def test_dead_links_and_impossible_figures_are_errors(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "briefs", key(1), {"title": "Brief", "task": key(9)})
    put(workspace, "tasks", key(2), task(liking=17))
    put(workspace, "entries", key(3), entry(seconds="an hour"))
    errors, _ = said(tmp_path)
    assert len(errors) == 3
    assert "(seconds: it should be a valid integer" in errors[0]
    assert "(liking: it should be less than or equal to 5)" in errors[1]
    assert f"points to task {key(9)}" in errors[2]
    assert check(tmp_path, AT).exit_code == 1


def test_repair_brings_back_what_others_point_to_or_sets_them_aside(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    posted = {"platform": "board", "posted_at": AT.isoformat()}
    put(workspace, "briefs", key(1), {"title": "In a copy", "task": key(9)})
    put(workspace, "postings", key(2), {"brief": key(1), **posted})
    workspace.backup(later(1))
    put(workspace, "briefs", key(3), {"title": "In no copy"}, minutes=2)
    put(workspace, "postings", key(4), {"brief": key(3), **posted}, minutes=2)
    path = tmp_path / "workspace.json"
    tables = plain(tmp_path)
    tables["briefs"] = {}
    path.write_text(json.dumps(tables))
    assert len(check(tmp_path, later(3)).errors) == 2
    # Its own parent is in no copy, so it comes back without that link.
    report = check(tmp_path, later(4), repair=True)
    assert report.exit_code == 0
    saved = plain(tmp_path)
    assert {name: document["title"] for name, document in saved["briefs"].items()} == {key(1): "In a copy"}
    assert set(saved["postings"]) == {key(2)}
    assert "brought back from workspace-" in report.repaired[0]
    assert "no longer points to a task" in report.repaired[1]
    assert "set aside: its brief is not there" in report.repaired[2]
    assert saved["briefs"][key(1)]["task"] is None
    (aside,) = [json.loads(line) for line in (tmp_path / "set-aside.jsonl").read_text().splitlines()]
    assert (aside["table"], aside["id"]) == ("postings", key(4))
    Workspace(tmp_path).undo("cli", later(5))
    assert set(plain(tmp_path)["postings"]) == {key(2), key(4)}


def test_repair_mends_what_does_not_fit_and_keeps_how_it_was(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(2), task("Kept", liking=17, offer={"rate": "a lot", "fee": "0.05"}, new=1))
    put(workspace, "briefs", key(1), {"title": "Brief", "task": key(9)})
    put(workspace, "outcomes", key(3), {"kind": "win"})
    put(
        workspace,
        "engagements",
        key(4),
        {"title": "E", "milestones": [{"id": key(5), "title": "M"}, {"id": "?", "title": "N"}]},
    )
    report = check(tmp_path, later(5), repair=True)
    assert report.exit_code == 0
    tables = plain(tmp_path)
    saved = tables["tasks"][key(2)]
    assert (saved["title"], saved.get("liking"), saved["offer"], saved["new"]) == ("Kept", None, {"fee": "0.05"}, 1)
    assert tables["briefs"][key(1)]["task"] is None
    assert tables["outcomes"] == {}
    assert [m["title"] for m in tables["engagements"][key(4)]["milestones"]] == ["M"]
    aside = [json.loads(line) for line in (tmp_path / "set-aside.jsonl").read_text().splitlines()]
    assert {line["id"] for line in aside} == {key(2), key(3), key(4)}
    assert aside[0]["document"]["liking"] == 17
    assert len(report.repaired) == 4
    assert any("-repair" in name for name in os.listdir(tmp_path / "backups"))
    Workspace(tmp_path).undo("cli", later(6))
    assert plain(tmp_path)["tasks"][key(2)]["liking"] == 17


def test_a_torn_file_is_rescued_record_by_record(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for number in range(20):
        put(workspace, "entries", key(number), entry(f"Number {number}", start=None))
    put(workspace, "tasks", key(100), task())
    path = tmp_path / "workspace.json"
    raw = path.read_bytes()
    lines_of_file = raw.split(b"\n")
    lines_of_file[5] = lines_of_file[5][:80]
    lines_of_file[9] = b"\x00" * 200
    path.write_bytes(b"\n".join(lines_of_file)[:-30])
    damaged = path.read_bytes()
    report = check(tmp_path, AT)
    assert report.exit_code == 1
    assert path.read_bytes() == damaged
    assert any(finding.text.startswith(f"Line 6: record {key(3)} cannot be read") for finding in report.errors)
    report = check(tmp_path, AT, repair=True)
    assert report.exit_code == 0
    assert Path(report.aside[0]).read_bytes() == damaged
    assert "21 records" not in report.repaired[0]
    tables = plain(tmp_path)
    assert set(tables["entries"]) == {key(n) for n in range(20) if n not in (3, 7)}
    assert set(tables["tasks"]) == {key(100)}
    assert check(tmp_path, AT).exit_code == 0
    put(Workspace(tmp_path), "tasks", key(101), task())


def test_a_copy_that_still_has_a_lost_record_is_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("Lost"))
    name = workspace.backup(AT)
    path = tmp_path / "workspace.json"
    path.write_bytes(path.read_bytes().replace(b'"title": "Lost"', b'"title": Lost"'))
    errors, notices = said(tmp_path)
    assert any(f"record {key(1)} cannot be read; {name} still has it" in text for text in errors)
    assert any(f"outsource restore {name}" in text for text in notices)


def test_records_below_a_lost_heading_find_their_table(tmp_path: Path) -> None:
    raw = SAMPLE.read_bytes()
    for table in ("briefs", "candidates", "settings", "meta"):
        raw = raw.replace(f'"{table}": {{\n'.encode(), b"###\n")
    found = rescue(raw, record_fields())
    whole = json.loads(SAMPLE.read_bytes())
    for kind in lines.RECORD_TABLES:
        assert set(found.tables[kind]) == set(whole[kind]), kind
    assert found.tables["meta"]["1"]["history"]


def test_a_newer_file_is_refused_even_when_damaged(tmp_path: Path) -> None:
    raw = lines.render({"tasks": {key(1): task()}, "meta": {"1": {"schema": 5}}})
    for content in (raw, raw.replace(b'"title"', b'"title')):
        (tmp_path / "workspace.json").write_bytes(content)
        with pytest.raises(NewerError):
            check(tmp_path, AT, repair=True)
        assert (tmp_path / "workspace.json").read_bytes() == content


def test_what_lies_about_is_noticed(tmp_path: Path) -> None:
    put(Workspace(tmp_path), "tasks", key(1), task())
    capture(tmp_path)
    with (tmp_path / "inbox.jsonl").open("ab") as file:
        file.write(b"spoilt\ntorn")
    (tmp_path / ".workspace.json.tmp").write_bytes(b"half")
    (tmp_path / "workspace.sync-conflict-20261123.json").write_bytes(b"{}")
    (tmp_path / "set-aside.jsonl").write_bytes(b"one\ntwo\n")
    (tmp_path / "workspace.json").chmod(0o644)
    errors, notices = said(tmp_path)
    assert errors == []
    for words in (
        "1 captured line in inbox.jsonl cannot be read",
        "The last line of inbox.jsonl was cut off",
        ".workspace.json.tmp was left over",
        "workspace.sync-conflict-20261123.json lies beside",
        "2 lines were set aside",
        "workspace.json can be read by others",
    ):
        assert any(words in notice for notice in notices), words
    check(tmp_path, AT, repair=True)
    assert (tmp_path / "workspace.json").stat().st_mode & 0o777 == 0o600


def test_the_same_record_twice_is_damage_that_repair_settles(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("Old"))
    old = lines.scan((tmp_path / "workspace.json").read_bytes()).body("tasks")
    put(workspace, "tasks", key(1), task("New"), 1)
    path = tmp_path / "workspace.json"
    path.write_bytes(path.read_bytes().replace(b'"tasks": {\n', b'"tasks": {\n' + old + b",\n"))
    assert check(tmp_path, AT).exit_code == 1
    check(tmp_path, AT, repair=True)
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "New"
    assert check(tmp_path, AT).exit_code == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_line_that_stands_on_its_own_is_rescued(data: st.DataObject) -> None:
    raw = SAMPLE.read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        length = data.draw(st.integers(0, 40))
        raw = raw[:at] + data.draw(st.binary(max_size=20)) + raw[at + length :]
    found = rescue(raw, record_fields())
    there = {(k, json.dumps(d, sort_keys=True)) for table in found.tables.values() for k, d in table.items()}
    for record_id, document in standing_lines(raw):
        assert (record_id, json.dumps(document, sort_keys=True)) in there


def standing_lines(raw: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Return the lines of the untouched sample that are still in a changed file, whole."""
    left = set(raw.split(b"\n"))
    found = []
    for line in SAMPLE.read_bytes().split(b"\n"):
        if line in left and line.startswith(b'"') and line.rstrip(b",").endswith(b"}") and len(line) > 60:
            [(record_id, document)] = json.loads(b"{" + line.rstrip(b",") + b"}").items()
            if len(record_id) == 19:
                found.append((record_id, document))
    return found


def test_repair_takes_what_cannot_be_read_from_the_newest_copy_that_has_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("Old"))
    workspace.backup(later(1))
    put(workspace, "tasks", key(1), task("New"), 1, minutes=2)
    name = workspace.backup(later(3))
    put(workspace, "tasks", key(1), task("Newest"), 2, minutes=4)
    put(workspace, "entries", key(2), entry("Never copied"), minutes=5)
    path = tmp_path / "workspace.json"
    raw = path.read_bytes()
    for text in (b'"Newest"', b'"Never copied"'):
        raw = raw.replace(text, text[:-1], 1)
    path.write_bytes(raw)
    report = check(tmp_path, later(6), repair=True)
    assert [words.partition(": ")[2] for words in report.repaired[1:]] == [
        f"record {key(2)} could not be read and is only in the file kept aside.",
        f"record {key(1)} could not be read and is back as it was in {name}.",
    ]
    assert report.errors == []
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "New"
    assert plain(tmp_path)["entries"] == {}


def test_repair_of_an_emptied_file_tells_of_the_copy_that_has_more(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    put(workspace, "tasks", key(1), task("One"))
    put(workspace, "tasks", key(2), task("Two"))
    name = workspace.backup(later(1))
    (tmp_path / "workspace.json").write_bytes(b"")
    report = check(tmp_path, later(2), repair=True)
    assert f"{name} has 2 records that are not here any more" in " ".join(one.text for one in report.notices)
    assert "its 0 readable records" in report.repaired[0]
