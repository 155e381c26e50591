"""What each command really loads, looked at in a fresh interpreter: modules, not milliseconds."""

import subprocess
import sys
from pathlib import Path

import pytest

from outsource_tui.cli.commands import ENTRIES
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

APP = frozenset("textual rich asyncio tinydb icalendar dateutil docx xlsxwriter aiohttp textual_serve".split())
"""What only the app, one format or `serve` may load."""
CLICK = frozenset("pydantic pydantic_core decimal zoneinfo tomllib csv ssl http sqlite3 logging".split()) | APP
"""What commands leave out that start click but look at no single record."""

WITH_CLICK: dict[str, tuple[list[str], frozenset[str]]] = {
    "undo": (["undo"], CLICK),
    "import": (["import", "toggl", "none.csv"], APP),
    "export": (["export", "entries"], APP),
    "export of a brief": (["export", "brief"], APP),
    "export of candidates": (["export", "candidates"], APP),
    "export of everything": (["export", "workspace"], APP),
    "export of dates": (["export", "engagements"], APP),
    "check": (["check"], APP),
    "backup": (["backup"], CLICK),
    "restore": (["restore"], CLICK),
    "merge": (["merge", "copy.json"], CLICK),
    "where": (["where"], CLICK),
    "keys": (["keys", "--json"], CLICK),
    "demo": (["demo"], CLICK),
    "serve": (["serve", "--help"], CLICK),
    "help": (["--help"], CLICK),
    "nonsense": (["nonsense"], CLICK),
}
GROUPS = {"undo": "history", "where": "place", "keys": "place", "help": "", "nonsense": ""}
"""The one file of commands that each of these loads beside what all share."""

FIRST_PAINT = """
import sys
from outsource_tui.config.paths import find_paths
from outsource_tui.ui.app import OutsourceApp

class UpToTheFirstPaint(OutsourceApp):
    async def _begin(self):
        self.loaded = sorted(sys.modules)
        self.exit()

app = UpToTheFirstPaint(find_paths(None))
app.run(headless=True, size=(120, 40))
print(*app.loaded)
"""
PAINTED = frozenset(
    """config.paths domain.arithmetic domain.clock domain.dates domain.errors domain.formats domain.ids domain.log_row
    domain.money domain.text store.applying store.backups store.captures store.change store.compacting store.files
    store.folding store.inbox store.journal store.lines store.lock store.log_index store.meta_document store.reading
    store.snapshot store.splicing store.turning store.work store.workspace ui.actions.action ui.actions.common
    ui.actions.registry ui.actions.today ui.app ui.driver ui.host ui.key_order ui.paint ui.screens.stage
    ui.screens.today.entries ui.screens.today.parts ui.screens.today.screen ui.show ui.theme ui.widgets.arranged
    ui.widgets.blocks ui.widgets.chrome ui.widgets.columns ui.widgets.painted ui.widgets.record_table""".split()
)
"""Our own modules that today's rows need; services, records, playbook, dialogs and other screens come later."""


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


@pytest.mark.parametrize("name", WITH_CLICK)
def test_other_commands_load_no_more_than_they_need(name: str, home: Path) -> None:
    arguments, forbidden = WITH_CLICK[name]
    (home / "copy.json").write_bytes((home / "workspace.json").read_bytes())
    _, loaded = look(home, [str(home / one) if one == "copy.json" else one for one in arguments])
    assert roots(loaded, forbidden) == set()
    if name in GROUPS:
        groups = {one.removeprefix("outsource_tui.cli.") for one in loaded if one.startswith("outsource_tui.cli.")}
        assert groups <= {"commands", "opening", "paper", GROUPS[name]}


def test_every_command_is_looked_at() -> None:
    looked_at = {arguments[0] for arguments, _ in (*COMMANDS.values(), *WITH_CLICK.values())}
    assert looked_at - {"--help", "nonsense"} == set(ENTRIES)


def test_todays_rows_are_painted_before_anything_else_is_loaded(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], capture_output=True, env=environment(home), check=True, timeout=60
    )
    loaded = set(done.stdout.decode().splitlines()[-1].split())
    assert "outsource_tui.ui.screens.today.screen" in loaded
    ours = {name.removeprefix("outsource_tui.") for name in loaded if name.startswith("outsource_tui.")}
    packages = {name.rpartition(".")[0] for name in ours}
    assert ours - packages - PAINTED == set()
    assert (
        roots(loaded, frozenset("pydantic pydantic_core tinydb click icalendar tomllib zoneinfo csv".split())) == set()
    )


def test_opening_the_app_without_a_terminal_does_not_load_it_first(home: Path) -> None:
    code, loaded = look(home, [])
    assert code == 2
    assert "textual" not in loaded
