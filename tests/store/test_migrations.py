"""Files of every schema open for ever, and what a step does not know stays."""

import json
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.domain.kinds import KINDS
from outsource_tui.store import lines, meta_document, migrations, snapshot
from outsource_tui.store.check import check
from outsource_tui.store.repository import Repository, read_record
from outsource_tui.store.workspace import Workspace
from tests.store.support import AT, key, plain, put, task

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "data").glob("schema_v*.json"))


def test_every_schema_has_its_sample() -> None:
    assert [path.name for path in SAMPLES] == [f"schema_v{n}.json" for n in range(1, meta_document.SCHEMA + 1)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_opens_is_valid_and_can_be_changed(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "workspace.json").write_bytes(sample.read_bytes())
    workspace = Workspace(tmp_path)
    repository = Repository(workspace)
    for kind, model in KINDS.items():
        assert len(repository.all(model)) == len(workspace.documents(kind)) > 0
    assert repository.unreadable == {}
    assert check(tmp_path, AT).errors == []
    put(workspace, "tasks", key(1), task())
    before, after = json.loads(sample.read_bytes()), plain(tmp_path)
    for kind in KINDS:
        assert before[kind].items() <= after[kind].items()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_fields_a_version_does_not_know_are_kept(tmp_path: Path, sample: Path) -> None:
    tables = json.loads(sample.read_bytes())
    for kind in KINDS:
        for document in tables[kind].values():
            document["from_tomorrow"] = {"kind": kind}
            for value in document.values():
                if isinstance(value, list) and value and isinstance(value[0], dict):
                    value[0]["also_new"] = [1, 2]
    tables["meta"]["1"]["hint"] = "kept"
    (tmp_path / "workspace.json").write_bytes(lines.render(tables))
    workspace = Workspace(tmp_path)
    repository = Repository(workspace)
    for kind, model in KINDS.items():
        for record in repository.all(model):
            document = repository.to_document(record)
            assert document == tables[kind][record.id]
            changed = record.changed(note="changed") if "note" in model.model_fields else record
            put(workspace, kind, record.id, repository.to_document(changed), record.revision)
    after = plain(tmp_path)
    assert after["meta"]["1"]["hint"] == "kept"
    for kind in KINDS:
        for record_id, document in after[kind].items():
            assert document["from_tomorrow"] == {"kind": kind}
            for name, value in tables[kind][record_id].items():
                if isinstance(value, list) and value and isinstance(value[0], dict):
                    assert document[name][0]["also_new"] == [1, 2]


def _rename(tables: dict[str, dict[str, dict[str, Any]]]) -> None:
    for document in tables["tasks"].values():
        document["label"] = document.pop("title")


def test_steps_run_one_after_the_other_and_touch_only_their_own() -> None:
    tables = {"tasks": {key(1): {"title": "A", "odd": 1}}, "meta": {"1": {"schema": 1, "hint": 2}}}

    def shout(found: dict[str, dict[str, dict[str, Any]]]) -> None:
        for document in found["tasks"].values():
            document["label"] = document["label"].upper() + "!"

    after = migrations.migrate(tables, {1: _rename, 2: shout}, target=3)
    assert after == {"tasks": {key(1): {"label": "A!", "odd": 1}}, "meta": {"1": {"schema": 3, "hint": 2}}}
    assert tables["tasks"][key(1)] == {"title": "A", "odd": 1}


def test_an_older_file_is_read_as_it_is_and_upgraded_by_the_first_save_after_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(Workspace(tmp_path), "tasks", key(1), task("A"))
    old = (tmp_path / "workspace.json").read_bytes()
    monkeypatch.setattr(meta_document, "SCHEMA", 2)
    monkeypatch.setattr(migrations.migrate, "__defaults__", ({1: _rename}, None))
    workspace = Workspace(tmp_path)
    assert workspace.documents("tasks")[key(1)]["label"] == "A"
    assert snapshot.read_snapshot(tmp_path).documents("tasks")[key(1)]["label"] == "A"
    assert (tmp_path / "workspace.json").read_bytes() == old
    put(workspace, "tasks", key(2), {"label": "B"}, minutes=5)
    tables = plain(tmp_path)
    assert {d["label"] for d in tables["tasks"].values()} == {"A", "B"}
    assert tables["meta"]["1"]["schema"] == 2
    copies = [path for path in (tmp_path / "backups").iterdir() if "upgrade" in path.name]
    assert [path.read_bytes() for path in copies] == [old]


def test_a_file_of_another_tinydb_program_is_taken_for_schema_0() -> None:
    raw = json.dumps({"tasks": {key(1): {"title": "A"}}, "meta": {"1": {"schema": 0}}}).encode()
    layout = migrations.migrated(lines.scan(raw))
    assert layout.document("tasks", key(1)) == {"title": "A", "revision": 1}
    assert meta_document.meta_of(layout)["schema"] == meta_document.SCHEMA


def test_the_models_read_the_sample_without_the_store() -> None:
    tables = json.loads(SAMPLES[0].read_bytes())
    for kind, model in KINDS.items():
        for record_id, document in tables[kind].items():
            assert read_record(model, record_id, document).revision == 1
