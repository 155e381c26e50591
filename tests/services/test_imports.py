"""Imports: shown before they are stored, stored once, taken back whole."""

from pathlib import Path

import pytest

from outsource_tui.domain.errors import InputError
from outsource_tui.exchange.exports import EXPORTS
from outsource_tui.exchange.registry import NAMES
from outsource_tui.services.exports import ExportService
from outsource_tui.services.imports import Options
from tests.studio import Studio

TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
    "Me,me@x,Acme,Site,,Design,No,2026-11-16,09:00:00,2026-11-16,10:30:00,01:30:00,ui\n"
    "Me,me@x,Acme,Site,,Design,No,2026-11-16,09:00:00,2026-11-16,10:30:00,01:30:00,ui\n"
    "Me,me@x,,Admin,,Invoices,No,2026-11-17,09:00:00,2026-11-17,09:45:00,00:45:00,\n"
    "Me,me@x,,Admin,,Broken,No,someday,09:00:00,2026-11-17,09:45:00,00:45:00,\n"
    "Me,me@x,,Admin,,Running,No,2026-11-18,09:00:00,,,00:00:00,\n"
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "toggl.csv"
    path.write_text(TOGGL, encoding="utf-8")
    return path


def test_a_preview_stores_nothing_and_tells_all(studio: Studio, export: Path) -> None:
    preview = studio.services.imports.preview("auto", [export])
    assert (preview.format, preview.read, preview.new, preview.duplicates, preview.running) == ("toggl", 5, 3, 0, 1)
    assert preview.seconds == 2 * 5400 + 2700
    assert [(one.where, one.reason != "") for one in preview.rejected] == [("line 5", True)]
    assert [row.text for row in preview.first] == ["Design", "Design", "Invoices"]
    assert preview.sentence == "3 new entries, 1 still running and 1 refused of 5 rows read."
    assert list(studio.log.desk.rows) == []


def test_confirmed_it_is_one_change_and_the_same_file_adds_nothing(studio: Studio, export: Path) -> None:
    seen: list[tuple[int, int]] = []
    preview = studio.services.imports.preview(
        "toggl", [export], progress=lambda done, total: seen.append((done, total))
    )
    done = studio.services.imports.confirm(preview)
    assert (done.entries, done.report["imported"], done.report["seconds"]) == (3, 3, 13500)
    assert [row.source for row in studio.log.desk.rows] == ["toggl"] * 3
    again = studio.services.imports.preview("toggl", [export])
    assert (again.new, again.duplicates) == (0, 3)
    assert studio.services.imports.confirm(again).entries == 0
    assert "Import 3 entries from toggl.csv" in studio.services.undo.undo().label
    assert list(studio.log.desk.rows) == []
    studio.services.undo.redo()
    assert len(studio.log.desk.rows) == 3


def test_editing_splitting_and_joining_does_not_bring_rows_back(studio: Studio, export: Path) -> None:
    studio.services.imports.confirm(studio.services.imports.preview("toggl", [export]))
    rows = studio.log.desk.rows
    studio.log.edit(rows[2].id, text="Chase invoices")
    first, second = studio.log.split(rows[0].id)
    joined = studio.log.join([first.id, rows[1].id])
    assert joined.fingerprint.count("\n") == 1
    assert studio.services.imports.preview("toggl", [export]).new == 0
    assert second.fingerprint == ""


def test_two_files_at_once_count_shared_rows_once(studio: Studio, export: Path, tmp_path: Path) -> None:
    other = tmp_path / "more.csv"
    other.write_text(
        TOGGL + "Me,me@x,,Admin,,Mail,No,2026-11-19,09:00:00,2026-11-19,09:15:00,00:15:00,\n", encoding="utf-8"
    )
    preview = studio.services.imports.preview("auto", [export, other])
    assert (preview.new, preview.duplicates, len(preview.rejected)) == (4, 3, 2)
    assert [one.where for one in preview.rejected] == ["toggl.csv, line 5", "more.csv, line 5"]
    assert preview.report()["format"] == "toggl"


@pytest.mark.parametrize("form", [form for form in EXPORTS["entries"] if form in NAMES])
def test_what_was_exported_from_here_adds_nothing_here_and_all_elsewhere(
    studio: Studio, export: Path, tmp_path: Path, form: str
) -> None:
    studio.services.imports.confirm(studio.services.imports.preview("toggl", [export]))
    studio.entry("=1+1", 45, ago=1, tags=("-x",))
    changed = studio.log.desk.rows[0]
    path = tmp_path / f"own.{form}"
    path.write_bytes(ExportService(studio.log.desk).export("entries", form).data)
    studio.log.edit(changed.id, text="Design, again")
    again = studio.services.imports.preview("auto", [path])
    assert (again.format, again.new, again.duplicates) == (form, 0, 4)
    other = Studio(tmp_path / "other")
    elsewhere = other.services.imports.confirm(other.services.imports.preview("auto", [path]))
    assert (elsewhere.entries, elsewhere.report["seconds"]) == (4, 13500 + 2700)
    assert [(row.text, row.tags) for row in other.log.desk.rows][-1] == ("=1+1", ("-x",))
    assert other.services.imports.preview("auto", [path]).new == 0


def test_the_entries_as_json_are_no_time_log_of_another_program(studio: Studio, tmp_path: Path) -> None:
    studio.entry("Design", 60, project="acme")
    path = tmp_path / "own.json"
    path.write_bytes(ExportService(studio.log.desk).export("entries", "json").data)
    with pytest.raises(InputError, match=r"own\.json is not a time log in a format known here"):
        studio.services.imports.preview("auto", [path])


def test_what_came_in_meanwhile_is_not_stored_twice(studio: Studio, export: Path) -> None:
    early = studio.services.imports.preview("toggl", [export])
    other = studio.again()
    other.services.imports.confirm(other.services.imports.preview("toggl", [export]))
    studio.workspace.refresh()
    done = studio.services.imports.confirm(early)
    assert (done.entries, done.report["duplicates"]) == (0, 3)


def test_an_import_is_taken_back_as_one_change(studio: Studio, export: Path) -> None:
    kept = studio.entry("Design")
    studio.services.imports.confirm(studio.services.imports.preview("toggl", [export]))
    assert len(studio.log.desk.rows) == 4
    assert studio.services.undo.undo().label == "Import 3 entries from toggl.csv"
    assert [row.id for row in studio.log.desk.rows] == [kept.id]


def test_a_copy_is_kept_before_an_import_into_a_log(studio: Studio, export: Path) -> None:
    studio.entry("Design")
    studio.services.imports.confirm(studio.services.imports.preview("toggl", [export]))
    assert [path.name for path in (studio.folder / "backups").iterdir() if "import" in path.name] != []


@pytest.mark.parametrize("format_name", ["watson", "nonsense"])
def test_a_file_that_is_not_what_it_is_called_is_refused(studio: Studio, export: Path, format_name: str) -> None:
    with pytest.raises(InputError):
        studio.services.imports.preview(format_name, [export])
    with pytest.raises(InputError):
        studio.services.imports.preview("auto", [])
    with pytest.raises(InputError):
        studio.services.imports.preview("auto", [export.parent / "absent.csv"])


def test_a_table_is_mapped_and_a_range_asked_for(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("when,what,mins\n2026-11-02,Design,01:00\n2026-11-20,Mail,00:30\n", encoding="utf-8")
    options = Options(
        mapping={"date": "when", "text": "what", "duration": "mins"}, since=studio.days_ago(7), until=studio.days_ago(0)
    )
    preview = studio.services.imports.preview("csv", [path], options)
    assert [(row.text, row.seconds) for row in preview.first] == [("Mail", 1800)]
    assert preview.mapping["text"] == "what"
