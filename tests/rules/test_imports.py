"""Imports go down only (cli, ui, services, store and exchange, domain), and each room knows its own libraries."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "outsource_tui"
MODULES = sorted(PACKAGE.rglob("*.py"))
STANDARD = sys.stdlib_module_names | {"_typeshed"}

ROOMS: dict[str, frozenset[str]] = {
    "domain": frozenset(("domain",)),
    "playbook": frozenset(("playbook", "domain")),
    "config": frozenset(("config", "domain")),
    "store": frozenset(("store", "domain")),
    "exchange": frozenset(("exchange", "domain")),
    "services": frozenset(("services", "store", "exchange", "domain", "playbook", "config")),
    "ui": frozenset(("ui", "services", "store", "exchange", "domain", "playbook", "config")),
    "cli": frozenset(("cli", "ui", "services", "store", "exchange", "domain", "playbook", "config")),
    "capture": frozenset(("domain", "config", "store")),
    "__main__": frozenset(("capture", "cli")),
}
"""Which rooms each room may import from."""

LIBRARIES: dict[str, frozenset[str]] = {
    "domain": frozenset(("pydantic", "pydantic_core")),
    "playbook": frozenset(("pydantic",)),
    "store": frozenset(("pydantic", "pydantic_core", "tinydb")),
    "exchange": frozenset(("pydantic", "icalendar", "dateutil", "docx", "xlsxwriter")),
    "services": frozenset(("pydantic",)),
    "ui": frozenset(("textual", "rich", "textual_serve", "aiohttp")),
    "cli": frozenset(("click",)),
}
"""Which libraries beside the standard one each room may import."""

CAPTURE_PARTS = frozenset(
    "outsource_tui." + name
    for name in (
        "config.paths",
        # Only who wrote a settings file pays for reading it.
        "config.settings_file",
        "domain.dates",
        "domain.errors",
        "domain.formats",
        "domain.ids",
        "domain.line_words",
        "domain.quick_line",
        "domain.text",
        "store",
        # Only for what is known of the running timer.
        "store.captures",
    )
)
GOING_ON = ("ui/host.py", "going_on")
"""The one place that catches whatever comes: it is told and noted there, and the app goes on."""
CLOCKS = frozenset(("domain/clock.py", "capture.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[tuple[str, int]]:
    """Return every module a file imports, anywhere in it, with the line."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively"
            module = node.module or ""
            if module == "outsource_tui":
                found += [(f"outsource_tui.{alias.name}", node.lineno) for alias in node.names]
            else:
                found.append((module, node.lineno))
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down_and_know_only_the_rooms_own_libraries(path: Path) -> None:
    room = room_of(path)
    wrong = []
    for module, line in imports_of(path):
        top, _, rest = module.partition(".")
        if top == "outsource_tui":
            if rest and rest.split(".")[0] not in ROOMS.get(room, frozenset()):
                wrong.append(f"{name_of(path)}:{line} imports {module}")
        elif top not in STANDARD and top not in LIBRARIES.get(room, frozenset()):
            wrong.append(f"{name_of(path)}:{line} imports {module}")
    assert not wrong


def test_in_the_ui_each_part_knows_only_what_lies_below_it() -> None:
    """The app knows the screens, they know the dialogs, and all know the host they stand in, also for types."""
    wrong = []
    for path in MODULES:
        name = name_of(path)
        for module, line in imports_of(path):
            part = module.removeprefix("outsource_tui.ui.").split(".")[0] if "outsource_tui.ui." in module else ""
            if part == "app" and room_of(path) == "ui":
                wrong.append(f"{name}:{line} imports the app")
            elif part == "screens" and name != "ui/app.py" and not name.startswith("ui/screens/"):
                wrong.append(f"{name}:{line} imports a screen")
            elif (
                part in ("dialogs", "widgets") and name == "ui/host.py" and module != "outsource_tui.ui.widgets.chrome"
            ):
                wrong.append(f"{name}:{line} imports {module}")
    assert not wrong


def test_the_quick_log_imports_only_its_own_small_parts() -> None:
    ours = {module for module, _ in imports_of(PACKAGE / "capture.py") if module.startswith("outsource_tui")}
    assert ours <= CAPTURE_PARTS


def test_package_files_are_empty() -> None:
    assert [name_of(path) for path in MODULES if path.name == "__init__.py" and path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_time_is_an_argument_and_nothing_is_swallowed(path: Path) -> None:
    wrong = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent in ast.walk(tree):
        if isinstance(parent, ast.ClassDef):
            parent.body = [node for node in parent.body if (name_of(path), getattr(node, "name", "")) != GOING_ON]
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
        ):
            wrong.append(f"{name_of(path)}:{node.lineno} catches everything")
        if name_of(path) in CLOCKS or not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if (node.value.id, node.attr) in {
            ("datetime", "now"),
            ("datetime", "utcnow"),
            ("datetime", "today"),
            ("date", "today"),
            ("time", "time"),
        }:
            wrong.append(f"{name_of(path)}:{node.lineno} asks what time it is")
    assert not wrong
