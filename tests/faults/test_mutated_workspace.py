"""Workspace files damaged in every way: `check` and its repair never crash, hang or lose a record that can be read."""

import json
import re
from pathlib import Path
from typing import Any

from outsource_tui.domain.errors import NewerError, OutsourceError
from outsource_tui.store.check import check
from outsource_tui.store.findings import readable_tables
from outsource_tui.store.lines import RECORD_TABLES
from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.workspace import Workspace
from tests.faults.conftest import Campaign
from tests.faults.mutate import mutated
from tests.faults.processes import not_for_ever
from tests.store.support import AT, later

SAMPLE = (Path(__file__).resolve().parents[2] / "data" / "schema_v1.json").read_bytes()
RECORD = re.compile(rb'^"([0-9]{19})": (\{.*\}),?$')
ORIGINAL = {line: match for line in SAMPLE.split(b"\n") if (match := RECORD.match(line)) is not None}


def standing(raw: bytes) -> dict[str, Any]:
    """Return the records whose own line is untouched and that appear nowhere else in the file."""
    left = set(raw.split(b"\n"))
    found = {}
    for line, match in ORIGINAL.items():
        if line in left and raw.count(b'"' + match[1] + b'": {') == 1:
            found[match[1].decode()] = json.loads(match[2])
    return found


def test_no_readable_record_is_lost(tmp_path: Path, campaign: Campaign) -> None:
    random = campaign.random("mutated workspace")
    for number in range(campaign.size(10_000)):
        raw = mutated(SAMPLE, random)
        folder = tmp_path / str(number)
        folder.mkdir(mode=0o700)
        path = folder / "workspace.json"
        path.write_bytes(raw)
        path.chmod(0o600)
        campaign.count("files mutated")
        expected = standing(raw)
        with not_for_ever():
            try:
                json.dumps(check(folder, AT).to_json())
                tables, _ = readable_tables(str(folder))
            except NewerError:
                assert path.read_bytes() == raw
                continue
            assert path.read_bytes() == raw
            there = {name: document for table in tables.values() for name, document in table.items()}
            missing = [name for name, document in expected.items() if there.get(name) != document]
            campaign.count("records lost", len(missing))
            assert missing == [], f"seed {campaign.seed}, file {number}"
            look(folder)
            report = check(folder, later(5), repair=True)
            after = look(folder)
            campaign.count("files unreadable", after is None)
            assert after is not None, f"seed {campaign.seed}, file {number}"
            aside = b"".join(found.read_bytes() for found in folder.glob("set-aside.jsonl"))
            gone = [name for name in expected if name not in after and name.encode() not in aside]
            assert gone == [], f"seed {campaign.seed}, file {number}"
            if raw != SAMPLE and report.aside and "damaged" in report.aside[0]:
                assert Path(report.aside[0]).read_bytes() == raw
            again = check(folder, later(6))
            assert not [finding for finding in again.errors if "damaged" in finding.text]


def look(folder: Path) -> set[str] | None:
    """Read a workspace in every way there is; return the ids, or None where it cannot be read."""
    try:
        found = read_snapshot(folder)
        rows = found.rows()
        found.rows_of_day("2026-11-03")
        workspace = Workspace(folder)
        workspace.refresh()
        same = list(workspace.rows()) == rows
        tables = {kind: workspace.documents(kind) for kind in RECORD_TABLES}
        tables["entries"] = workspace.all_entries()
    except OutsourceError as error:
        sentence = str(error)
    else:
        assert same
        return {name for table in tables.values() for name in table}
    assert sentence.endswith(".")
    return None
