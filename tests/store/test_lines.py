"""The file as bytes: laid out as agreed, changed line by line, and the same to every other reader."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.errors import DamagedError
from outsource_tui.store import files, lines, splicing
from tests.store.support import entry, key

IDS = st.integers(0, 40).map(key)
TEXT = st.text(max_size=20) | st.sampled_from(['"day": "2026-11-23"', "\n}", '{"tasks": {', "[/]", "\u2028", 'x"\\'])
DOCUMENTS = st.fixed_dictionaries(
    {"revision": st.integers(1, 9), "day": st.sampled_from(["2026-11-23", "2026-11-24"]), "text": TEXT}
)


def built(**tables: dict[str, Any]) -> bytes:
    return lines.render(tables)


def test_an_empty_workspace_has_every_table_on_a_line_of_its_own() -> None:
    text = lines.EMPTY.decode()
    assert text.startswith('{\n"entries": {},\n"tasks": {},\n"briefs": {},\n')
    assert text.endswith('"settings": {},\n"meta": {}\n}\n')
    assert list(json.loads(text)) == list(lines.TABLES)


def test_one_record_stands_on_one_line_in_the_order_of_ids() -> None:
    raw = built(entries={key(2): {"revision": 1, "text": "zwölf"}, key(1): {"revision": 1}})
    assert raw.decode().split("\n")[1:5] == [
        '"entries": {',
        f'"{key(1)}": {{"revision": 1}},',
        f'"{key(2)}": {{"revision": 1, "text": "zwölf"}}',
        "},",
    ]


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(IDS, DOCUMENTS, max_size=12),
    st.dictionaries(IDS, DOCUMENTS, max_size=5),
    st.dictionaries(IDS, st.none() | DOCUMENTS, max_size=40),
    st.dictionaries(IDS, st.none() | DOCUMENTS, max_size=4),
    st.sampled_from([0, 4_000]),
)
def test_splicing_lines_gives_the_file_that_writing_all_anew_gives(
    entries: dict[str, Any],
    tasks: dict[str, Any],
    entry_edits: dict[str, Any],
    task_edits: dict[str, Any],
    several: int,
) -> None:
    layout = lines.scan(built(entries=entries, tasks=tasks, meta={"1": {"schema": 1}}))
    edits = {
        "entries": {k: None if d is None else lines.line(k, d) for k, d in entry_edits.items()},
        "tasks": {k: None if d is None else lines.line(k, d) for k, d in task_edits.items()},
    }
    with patch.object(splicing, "_SEVERAL", several):
        chunks, spans = splicing.splice(layout, edits)
    raw = b"".join(chunks)
    for table, changes in ((entries, entry_edits), (tasks, task_edits)):
        for k, d in changes.items():
            table.pop(k, None) if d is None else table.update({k: d})
    assert raw == built(entries=entries, tasks=tasks, meta={"1": {"schema": 1}})
    again = lines.scan(raw)
    assert not again.laid_out_afresh
    for name in lines.TABLES:
        assert (spans[name].start, spans[name].end) == (again.spans[name].start, again.spans[name].end)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(IDS, DOCUMENTS, max_size=20), st.sampled_from(["2026-11-23", "2026-11-24", "2026-11-25"]))
def test_a_day_and_a_record_are_found_without_reading_the_rest(entries: dict[str, Any], day: str) -> None:
    layout = lines.scan(built(entries=entries))
    assert layout.of_day(day) == {k: d for k, d in entries.items() if d["day"] == day}
    assert layout.decode("entries") == entries
    assert layout.keys("entries") == set(entries)
    assert layout.count("entries") == len(entries)
    for k in map(key, range(41)):
        assert layout.document("entries", k) == entries.get(k)


HANDS = {
    "ours": lambda raw: raw,
    "two on a line": lambda raw: raw.replace(b'},\n"1', b'}, "1', 1),
    "a space more": lambda raw: raw.replace(b'": {"revision"', b'" : {"revision"', 1),
    "a line twice": lambda raw: raw.replace(b'{\n"1', b"{\n" + lines.line(key(3), {"text": "old"}) + b',\n"1', 1),
}
"""Ways in which another hand may have written the lines."""


@pytest.mark.parametrize("hand", HANDS)
@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(IDS, DOCUMENTS, min_size=3, max_size=15),
    st.sets(IDS, max_size=20),
    st.dictionaries(IDS, st.none() | DOCUMENTS, max_size=20),
)
def test_some_records_are_read_and_changed_as_in_the_whole_table(
    hand: str, entries: dict[str, Any], wanted: set[str], edits: dict[str, Any]
) -> None:
    layout = lines.scan(HANDS[hand](built(entries=entries)))
    everything = layout.decode("entries")
    assert layout.some("entries", wanted) == {k: everything[k] for k in wanted if k in everything}
    changes = {k: None if new is None else lines.line(k, new) for k, new in edits.items()}
    chunks, _ = splicing.splice(layout, {"entries": changes})
    left = {k: new for k, new in {**everything, **edits}.items() if new is not None}
    assert json.loads(b"".join(chunks))["entries"] == left


@pytest.mark.parametrize("hand", HANDS)
@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(IDS, DOCUMENTS, min_size=3, max_size=12),
    st.dictionaries(IDS, st.none() | DOCUMENTS, max_size=5),
)
def test_two_files_are_apart_by_the_records_that_differ(
    hand: str, entries: dict[str, Any], edits: dict[str, Any]
) -> None:
    one = lines.scan(HANDS[hand](built(entries=entries)))
    here = one.decode("entries")
    there = {k: new for k, new in {**here, **edits}.items() if new is not None}
    other = lines.scan(built(entries=there))
    mine, theirs = lines.apart(one, other, "entries")
    assert {k: mine[k] for k in here if here[k] != there.get(k)} == {k: d for k, d in here.items() if d != there.get(k)}
    assert {k: theirs[k] for k in there if there[k] != here.get(k)} == {
        k: d for k, d in there.items() if d != here.get(k)
    }
    assert all(here[k] == d for k, d in mine.items())
    assert all(there[k] == d for k, d in theirs.items())
    if hand == "ours":
        assert mine.keys() | theirs.keys() <= edits.keys()


def test_slices_cover_the_table_once() -> None:
    entries = {key(n): entry(f"Number {n}") for n in range(500)}
    layout = lines.scan(built(entries=entries))
    found: dict[str, Any] = {}
    parts = list(layout.slices("entries", 10_000))
    for start, end in parts:
        found.update(lines.decode_lines(layout.raw, start, end, "entries"))
    assert found == entries
    assert len(parts) > 10


def test_a_file_from_another_program_is_laid_out_afresh() -> None:
    tables = {
        "entries": {key(1): {"revision": 1, "text": "é"}},
        "meta": {"1": {"schema": 1}},
        "_default": {"7": {"a": 1}},
    }
    for raw in (json.dumps(tables).encode(), json.dumps(tables, indent=2).encode()):
        layout = lines.scan(raw)
        assert layout.laid_out_afresh
        assert layout.decode("entries") == tables["entries"]
        assert layout.decode("_default") == {"7": {"a": 1}}
        assert layout.extra_tables() == ["_default"]


@pytest.mark.parametrize(
    "spelling", ['"{}":{{"revision": 4}}', '"{}" : {{"revision": 4}}', '  "{}": {{"revision":\n4}}']
)
def test_a_line_mended_by_hand_is_still_found_and_replaced(spelling: str) -> None:
    raw = built(entries={key(1): {"revision": 1}, key(2): {"revision": 2}, key(3): {"revision": 3}})
    raw = raw.replace(f'"{key(2)}": {{"revision": 2}}'.encode(), spelling.format(key(2)).encode())
    layout = lines.scan(raw)
    assert layout.document("entries", key(2)) == {"revision": 4}
    chunks, _ = splicing.splice(layout, {"entries": {key(2): lines.line(key(2), {"revision": 5})}})
    assert json.loads(b"".join(chunks))["entries"] == {
        key(1): {"revision": 1},
        key(2): {"revision": 5},
        key(3): {"revision": 3},
    }


def test_a_record_that_stands_twice_is_one_after_it_is_saved() -> None:
    raw = built(entries={key(1): {"revision": 1}, key(2): {"revision": 2}})
    first = f'"{key(1)}": {{"revision": 1}},\n'.encode()
    raw = raw.replace(first, first + first)
    chunks, _ = splicing.splice(lines.scan(raw), {"entries": {key(1): None}})
    assert json.loads(b"".join(chunks))["entries"] == {key(2): {"revision": 2}}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \n",
        b"{",
        b"[]",
        b"null",
        b'{"entries": []}',
        b'{"entries": {"1": 2}}',
        b'{"entries": {"x": {}}}',
        b"\xff{}",
        b"[" * 5000,
    ],
)
def test_what_is_no_workspace_is_called_damaged(raw: bytes) -> None:
    with pytest.raises(DamagedError, match="check --repair"):
        lines.scan(raw)


@pytest.mark.parametrize("bad", [b'"x"', b'{"a": }', b'{"a": "\xff"}'])
def test_a_broken_line_is_named_by_its_table(bad: bytes) -> None:
    raw = built(tasks={key(1): {"revision": 1}}).replace(b'{"revision": 1}', bad)
    with pytest.raises(DamagedError, match="tasks"):
        lines.scan(raw).decode("tasks")


def test_figures_json_does_not_know_are_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        lines.encode({"seconds": float("nan")})


def test_many_new_lines_go_behind_the_others_as_these_stand() -> None:
    raw = built(entries={key(1): {"revision": 1}}).replace(b'"revision": 1', b'"revision":1')
    edits = {key(number): lines.line(key(number), {"revision": 1}) for number in (3, 2)}
    with patch.object(splicing, "_SEVERAL", 0):
        chunks, _ = splicing.splice(lines.scan(raw), {"entries": edits})
        again, _ = splicing.splice(lines.scan(b"".join(chunks)), {"entries": {key(2): edits[key(2)]}})
    assert [line[22:] for line in b"".join(chunks).split(b"\n")[2:5]] == [
        b' {"revision":1},',
        b' {"revision": 1},',
        b' {"revision": 1}',
    ]
    assert b"".join(again).count(key(2).encode()) == 1


def test_small_pieces_are_written_together_and_large_ones_as_they_are(tmp_path: Path) -> None:
    sizes = [1, 2, files.SMALL, 3, *[files.SMALL // 2] * 3, 5]
    chunks = [bytes([number]) * size for number, size in enumerate(sizes)]
    written: list[int] = []

    class Noting(files.Files):
        def write(self, fd: int, data: Any) -> int:
            written.append(len(data))
            return super().write(fd, data)

    with patch.object(files, "layer", Noting()):
        files.replace_file(str(tmp_path / "x"), chunks)
    assert (tmp_path / "x").read_bytes() == b"".join(chunks)
    assert written == [3, files.SMALL, 3 + files.SMALL, files.SMALL // 2 + 5]
