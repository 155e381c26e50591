"""One made-up file of each format, with that format's quirks, read as a whole."""

import pytest
from pydantic import ValidationError

from outsource_tui.domain.entry import Entry
from tests.exchange.helpers import BERLIN, SAMPLES, planned_path, shown

# file: format, new entries, running, rejected lines, seconds
SAMPLE_FILES = {
    "activitywatch.json": ("activitywatch", 3, 0, [], 1430.75),
    "calendar.ics": ("ics", 3, 0, [], 9900),
    "clockify-pt.csv": ("clockify", 2, 0, [], 6300),
    "clockify.csv": ("clockify", 3, 0, ["line 5"], 12600),
    "clocks.org": ("org", 3, 1, [], 8100),
    "harvest.csv": ("harvest", 3, 0, [], 13500),
    "table.csv": ("csv", 2, 0, [], 7200),
    "timewarrior.data": ("timewarrior", 3, 1, [], 8100),
    "timewarrior.json": ("timewarrior", 3, 1, [], 8100),
    "toggl.csv": ("toggl", 4, 1, ["line 8"], 8605),
    "watson.json": ("watson", 4, 0, [], 1453503),
    "work.klg": ("klog", 5, 1, [], 41700),
    "work.timeclock": ("timeclock", 2, 1, ["line 6"], 7200),
    "work.timedot": ("timeclock", 4, 0, [], 23400),
}


def test_every_sample_is_tried() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(SAMPLE_FILES)


@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_sample(name: str) -> None:
    format_name, entries, running, rejected, seconds = SAMPLE_FILES[name]
    plan = planned_path("auto", SAMPLES / name, tz=BERLIN)
    assert plan.format == format_name
    assert len(plan.documents) == entries
    assert plan.running == running
    assert [reject.where for reject in plan.rejected] == rejected
    assert plan.seconds == seconds
    if format_name != "activitywatch":
        assert plan.read == entries + running + len(rejected)


@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_documents_are_entries(name: str) -> None:
    for document in planned_path("auto", SAMPLES / name, tz=BERLIN).documents:
        try:
            entry = Entry.model_validate({**document, "id": "1763900000000000009"})
        except ValidationError as error:
            pytest.fail(str(error))
        assert entry.source == SAMPLE_FILES[name][0]
        assert list(document) == [
            "revision",
            "created_at",
            "updated_at",
            "day",
            "start",
            "seconds",
            "text",
            "project",
            "client",
            "tags",
            "stress",
            "liking",
            "skill",
            "postponed",
            "task",
            "engagement",
            "purpose",
            "source",
            "fingerprint",
            "batch",
        ]


def test_timewarrior_lines_and_export_are_the_same_entries() -> None:
    lines = planned_path("timewarrior", SAMPLES / "timewarrior.data")
    export = planned_path("timewarrior", SAMPLES / "timewarrior.json")
    assert shown(lines, "fingerprint") == shown(export, "fingerprint")
