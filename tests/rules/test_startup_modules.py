"""What each command really loads, looked at in a fresh interpreter: modules, not milliseconds."""

import subprocess
import sys
from pathlib import Path

import pytest

from outsource_tui.domain.clock import SystemClock
from outsource_tui.services.demo import load_demo
from tests.cli.processes import environment

LOOK = """
import sys
from outsource_tui.__main__ import run
code = run(sys.argv[1:])
sys.stdout.flush()
loaded = sorted(name for name in sys.modules if name not in before)
sys.stderr.write("\\n" + " ".join([str(code), *loaded]))
"""
LOOK = "import sys; before = set(sys.modules)" + LOOK

HEAVY = frozenset(
    """pydantic pydantic_core tinydb click textual rich asyncio zoneinfo platformdirs icalendar difflib dataclasses
    inspect argparse logging decimal tempfile shutil subprocess socket ssl email http urllib importlib.metadata
    unittest xml sqlite3 uuid random tomllib csv""".split()
)
SMALL = HEAVY | frozenset(("typing", "json", "re", "pathlib", "enum", "unicodedata", "collections.abc", "locale"))
"""What the quick log leaves out as well."""

COMMANDS: dict[str, tuple[list[str], frozenset[str]]] = {
    "log": (["log", "Chased late invoices", "45m", "+admin", "@acme", ":dislike", "yesterday"], SMALL),
    "log with a range": (["log", "Call", "9:00-10:30", "--stress", "4", "--date", "2026-11-20"], SMALL),
    "start": (["start", "Writing"], SMALL),
    "status of nothing": (["status", "--short"], SMALL),
    "status": (["status", "--short"], HEAVY),
    "stop": (["stop"], HEAVY),
    "cancel": (["cancel"], HEAVY),
    "today": (["today"], HEAVY),
    "today --json": (["today", "--json"], HEAVY),
    "report": (["report", "--since", "2026-01-01"], HEAVY),
    "report --json": (["report", "--json"], HEAVY),
    "due": (["due"], HEAVY),
    "due --json": (["due", "--json"], HEAVY),
}
RUNNING = frozenset(("status", "stop", "cancel"))

LIGHT = frozenset(("pydantic", "tinydb", "textual", "rich", "asyncio", "icalendar"))
"""What commands that start click leave out when they do not need it."""


def look(home: Path, arguments: list[str]) -> tuple[int, set[str]]:
    """Run a command in a fresh interpreter and return its exit code and what it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *arguments], capture_output=True, env=environment(home), check=True, timeout=60
    )
    code, *loaded = done.stderr.decode().rpartition("\n")[2].split()
    return int(code), set(loaded)


def roots(loaded: set[str], forbidden: frozenset[str]) -> set[str]:
    return {name for name in forbidden if name in loaded}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "workspace.json").write_bytes(load_demo(SystemClock().now()))
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_quick_commands_load_nothing_heavy(name: str, home: Path) -> None:
    arguments, forbidden = COMMANDS[name]
    if name in RUNNING:
        look(home, ["start", "Something"])
    code, loaded = look(home, arguments)
    assert code == 0
    assert roots(loaded, forbidden) == set()


@pytest.mark.parametrize("arguments", [["where"], ["keys", "--json"], ["--help"], ["nonsense"]])
def test_other_commands_load_only_their_own_group(arguments: list[str], home: Path) -> None:
    _, loaded = look(home, arguments)
    assert roots(loaded, LIGHT) == set()
    groups = {name for name in loaded if name.startswith("outsource_tui.cli.")}
    assert groups <= {
        "outsource_tui.cli.commands",
        "outsource_tui.cli.opening",
        "outsource_tui.cli.paper",
        *(["outsource_tui.cli.place"] if arguments[0] in ("where", "keys") else []),
    }


@pytest.mark.parametrize("arguments", [["undo"], ["backup"], ["restore"], ["import", "toggl", "none.csv"]])
def test_no_command_loads_the_app(arguments: list[str], home: Path) -> None:
    _, loaded = look(home, arguments)
    assert roots(loaded, frozenset(("textual", "rich", "asyncio"))) == set()


def test_opening_the_app_without_a_terminal_does_not_load_it_first(home: Path) -> None:
    code, loaded = look(home, [])
    assert code == 2
    assert "textual" not in loaded
