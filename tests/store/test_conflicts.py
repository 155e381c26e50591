"""The very same record changed in two places: joined where the changes do not meet, else shown field by field."""

from pathlib import Path

import pytest

from outsource_tui.store.workspace import Conflict, Workspace
from tests.store.support import delete, key, plain, put, task


def test_the_same_record_changed_in_two_places_is_shown_field_by_field(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "tasks", key(1), task(note="n"))
    two.refresh()
    put(one, "tasks", key(1), task("Theirs", note="n"), 1)
    with pytest.raises(Conflict) as caught:
        put(two, "tasks", key(1), task("Mine", note="n"), 1)
    conflict = caught.value
    assert [(d.field, d.mine, d.theirs, d.base) for d in conflict.fields] == [
        ("title", "Mine", "Theirs", "Bookkeeping")
    ]
    assert plain(tmp_path)["tasks"][key(1)]["title"] == "Theirs"
    assert put(two, "tasks", key(1), task("Mine", note="n"), 2) == 3


def test_changes_to_different_milestones_merge(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    a, b, c = ({"id": key(n), "title": f"M{n}"} for n in (1, 2, 3))
    put(one, "engagements", key(7), {"title": "Site", "milestones": [a, b]})
    two.refresh()
    put(one, "engagements", key(7), {"title": "Site", "milestones": [{**a, "title": "Done"}, b]}, 1)
    assert put(two, "engagements", key(7), {"title": "Site", "milestones": [a, {**b, "title": "Late"}, c]}, 1) == 3
    saved = plain(tmp_path)["engagements"][key(7)]
    assert [m["title"] for m in saved["milestones"]] == ["Done", "Late", "M3"]


def test_a_milestone_and_a_plain_field_merge_but_two_plain_fields_do_not(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    a = {"id": key(1), "title": "M"}
    put(one, "engagements", key(7), {"title": "Site", "note": "", "milestones": [a]})
    two.refresh()
    put(one, "engagements", key(7), {"title": "Shop", "note": "", "milestones": [a]}, 1)
    put(two, "engagements", key(7), {"title": "Site", "note": "", "milestones": []}, 1)
    assert plain(tmp_path)["engagements"][key(7)]["title"] == "Shop"
    assert plain(tmp_path)["engagements"][key(7)]["milestones"] == []
    with pytest.raises(Conflict):
        put(two, "engagements", key(7), {"title": "Site", "note": "x", "milestones": [a]}, 1)


def test_the_same_milestone_changed_twice_is_a_conflict(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    a = {"id": key(1), "title": "M"}
    put(one, "engagements", key(7), {"milestones": [a]})
    two.refresh()
    put(one, "engagements", key(7), {"milestones": [{**a, "title": "X"}]}, 1)
    with pytest.raises(Conflict) as caught:
        put(two, "engagements", key(7), {"milestones": [{**a, "title": "Y"}]}, 1)
    assert [d.field for d in caught.value.fields] == [f"milestones.{key(1)}"]


def test_a_record_deleted_elsewhere_is_not_brought_back_silently(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "tasks", key(1), task())
    two.refresh()
    delete(one, "tasks", key(1), 1)
    with pytest.raises(Conflict, match="deleted elsewhere"):
        put(two, "tasks", key(1), task("Mine"), 1)
    delete(two, "tasks", key(1), 1)
    assert plain(tmp_path)["tasks"] == {}


def test_deleting_what_changed_elsewhere_is_a_conflict(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    put(one, "tasks", key(1), task())
    two.refresh()
    put(one, "tasks", key(1), task("New"), 1)
    with pytest.raises(Conflict):
        delete(two, "tasks", key(1), 1)
    assert key(1) in plain(tmp_path)["tasks"]
