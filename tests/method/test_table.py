"""The proof of the method: every statement has its row, and every row of a finished stage a test that exists."""

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from outsource_tui.playbook.loader import stages, statements

ROOT = Path(__file__).resolve().parents[2]
TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "table.toml").read_text(encoding="utf-8"))
ROWS: list[dict[str, str]] = TABLE["row"]
COMPLETE: list[str] = TABLE["complete"]
NAMED = [row for row in ROWS if row["test"]]


@cache
def functions(file: Path) -> frozenset[str]:
    """Return the names of the tests in a file, as `test_x` or `TestX::test_x`, without running it."""
    names: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names |= {
                f"{node.name}::{inner.name}"
                for inner in node.body
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return frozenset(name for name in names if name.rsplit("::", 1)[-1].startswith("test_"))


def missing(test: str) -> str:
    """Return why a named test cannot run, "" when it can."""
    path, _, name = test.partition("::")
    file = ROOT / path
    if not path.startswith("tests/") or not file.name.startswith("test_") or not file.is_file():
        return f"there is no test file {path}"
    return "" if name in functions(file) else f"{path} has no test {name}"


def test_all_143_statements_have_one_row() -> None:
    assert [row["id"] for row in ROWS] == [one.id for one in statements()]
    assert len(ROWS) == 18 + 95 + 17 + 13
    assert all(set(row) == {"id", "stage", "test"} for row in ROWS)


def test_stages_are_those_of_the_playbook() -> None:
    assert {row["id"]: row["stage"] for row in ROWS} == {one.id: one.stage for one in statements()}
    assert set(COMPLETE) <= {one.key for one in stages()}
    assert len(COMPLETE) == len(set(COMPLETE))


def test_a_finished_stage_names_a_test_for_every_statement() -> None:
    assert [f"{row['stage']}: {row['id']}" for row in ROWS if row["stage"] in COMPLETE and not row["test"]] == []


def test_every_named_test_exists() -> None:
    assert [f"{row['id']}: {why}" for row in NAMED if (why := missing(row["test"]))] == []


def test_a_wrong_name_would_be_noticed() -> None:
    assert missing("tests/method/test_table.py::test_every_named_test_exists") == ""
    assert "has no test" in missing("tests/method/test_table.py::test_nothing")
    assert "no test file" in missing("tests/method/test_absent.py::test_nothing")
    assert "no test file" in missing("outsource_tui/playbook/loader.py::test_nothing")
