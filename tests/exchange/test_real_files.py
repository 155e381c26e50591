"""Real exports give the counts and seconds that were worked out for them apart from this code."""

import json
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.exchange import registry
from tests.exchange.helpers import SAMPLES, SHARED, planned, planned_path, prints

EXPECTED: dict[str, dict[str, Any]] = (
    json.loads((SHARED / "expected.json").read_text("utf-8")) if (SHARED / "expected.json").is_file() else {}
)
LOGS = [name for name in EXPECTED if name.split("/")[0] in registry.NAMES and (SHARED / name).is_file()]
BUCKETS = [name for name in LOGS if "buckets" in EXPECTED[name]]
# Without the shared files the project's own samples keep both tests alive.
FILES = [SHARED / name for name in LOGS] or sorted(SAMPLES.iterdir())


@pytest.mark.parametrize("asked", ["named", "auto"])
@pytest.mark.parametrize("name", [name for name in LOGS if name not in BUCKETS])
def test_counts_and_seconds(name: str, asked: str) -> None:
    expected = EXPECTED[name]
    plan = planned_path(name.split("/", maxsplit=1)[0] if asked == "named" else "auto", SHARED / name)
    assert plan.format == name.split("/", maxsplit=1)[0]
    assert len(plan.documents) == expected["closed_entries"]
    assert plan.running == expected["running_entries"]
    assert plan.seconds == expected["total_seconds"]
    assert len(plan.rejected) == expected.get("rejected_rows", len(expected.get("errors", [])))
    assert sum("all-day" in note for note in plan.notes) == expected.get("all_day_events", 0)


@pytest.mark.parametrize("name", BUCKETS)
def test_window_time_of_activitywatch(name: str) -> None:
    window = [bucket for bucket in EXPECTED[name]["buckets"].values() if bucket["type"] == "currentwindow"]
    plan = planned_path("activitywatch", SHARED / name)
    assert plan.read == sum(bucket["events"] for bucket in window)
    assert plan.seconds == pytest.approx(sum(bucket["total_seconds"] for bucket in window), abs=0.001)
    by_app: dict[str, float] = {}
    for document in plan.documents:
        by_app[document["project"]] = by_app.get(document["project"], 0) + document["seconds"]
    for app, seconds in window[0]["top"].items():
        assert by_app[app] == pytest.approx(seconds, abs=0.001)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_second_import_adds_nothing(path: Path) -> None:
    first = planned_path("auto", path)
    again = planned("auto", path.read_bytes(), prints(first), file=path.name)
    assert not again.documents
    assert again.duplicates == len(first.documents)
    assert again.seconds == 0
