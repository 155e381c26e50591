"""What is measured: each row of the speed table, interleaved with its floor (PRODUCT.md section 8 has the bars)."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.benchmarks import workspaces
from tests.benchmarks.ptytimer import Run

UP, DOWN, PAGE_DOWN = b"\x1b[A", b"\x1b[B", b"\x1b[6~"
QUIT = b"\x11"
LETTERS = (b"i", b"n", b"v", b"o", b"i")
CONTENT = {
    "2": r"\? review",
    "3": "Twelve help pages",
    "4": "candidate +status",
    "5": "● talking",
    "6": "Icon set for Acme",
}
"""What the demo's records show on each screen."""


@dataclass
class Row:
    """One line of the table: paired samples of ours and of its floor, in milliseconds (or megabytes)."""

    name: str
    bar: float | None
    floor_name: str
    unit: str = "ms"
    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Ratios of processor time, for whole processes: steadier than the clock on a busy machine."""

    @property
    def ratio(self) -> float:
        """Median of the ratios of each pair: what else the machine does strikes both of a pair."""
        return statistics.median(mine / base for mine, base in zip(self.ours, self.floor, strict=True))

    @property
    def missed(self) -> bool:
        """Whether the ratio is over its bar."""
        return self.bar is not None and self.ratio > self.bar


def p95(samples: Sequence[float]) -> float:
    """Return the value that 95 of 100 samples do not pass."""
    return sorted(samples)[max(0, round(0.95 * len(samples)) - 1)]


def clean_environment(home: Path | None = None) -> dict[str, str]:
    """Return what a program is started with: bytecode allowed, nothing of the shell's colours or sizes."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "NO_COLOR", "COLUMNS", "LINES"}}
    return {**kept, **({"OUTSOURCE_HOME": str(home)} if home else {})}


def process(command: list[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Return the milliseconds of one whole process, by the clock and of the processor; raise when it fails."""
    null = os.open(os.devnull, os.O_RDWR)
    began = time.perf_counter()
    pid = os.posix_spawn(
        shutil.which(command[0]) or command[0],
        command,
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)],
    )
    _, status, used = os.wait4(pid, 0)
    took = (time.perf_counter() - began) * 1000
    os.close(null)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    return took, (used.ru_utime + used.ru_stime) * 1000


def outsource() -> list[str]:
    """Return the installed command, or the module where it is not installed."""
    beside = Path(sys.executable).with_name("outsource")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "outsource_tui"]


def floor(kind: str, rows: int = 0) -> list[str]:
    """Return the command of a floor program."""
    return [sys.executable, "-m", "tests.benchmarks.floors", kind, str(rows)]


def commands(homes: Mapping[int, Path], runs: int) -> list[Row]:
    """Time the commands as whole processes against `python -c pass`."""
    bare = [sys.executable, "-c", "pass"]
    cases: list[tuple[Row, list[str], Path]] = []
    for size, home in homes.items():
        shown = f"{size:,}"
        cases.append(
            (Row(f"log, {shown} entries", 2.5, "pass"), ["log", "Chased late invoices", "45m", "+admin"], home)
        )
        cases.append((Row(f"status --short, {shown}", 2.5, "pass"), ["status", "--short"], home))
        today_bar, report_bar = (12, 16) if size <= 10_000 else (None, None)
        cases.append((Row(f"today, {shown}", today_bar, "pass"), ["today", "--json"], home))
        cases.append((Row(f"due, {shown}", today_bar, "pass"), ["due", "--json"], home))
        cases.append((Row(f"report, {shown}", report_bar, "pass"), ["report", "--json"], home))
    for turn in range(runs + 1):
        for row, arguments, home in cases:
            environment = clean_environment(home)
            base, base_used = process(bare, environment)
            took, used = process([*outsource(), *arguments], environment)
            if turn:
                row.floor.append(base)
                row.ours.append(took)
                row.cpu.append(used / base_used)
    return [row for row, _, _ in cases]


PEERS = {
    "timew track": ["timew", "track", "{start}", "-", "{end}", "peer", ":yes"],
    "timew summary of today": ["timew", "summary", ":day"],
    "timew summary of all": ["timew", "summary", ":all"],
    "task log": ["task", "rc.confirmation=off", "rc.verbose=nothing", "log", "peer"],
    "watson report": ["watson", "report", "--all", "--no-pager"],
    "watson log": ["watson", "log", "--all", "--no-pager"],
    "klog total": ["klog", "total", "log.klg"],
    "jrnl --list": ["jrnl", "--list"],
}
"""What other logs are asked to do; Debian has another program called klog, which is left out because it fails."""


def peers(runs: int, size: int, now: datetime) -> list[Row]:
    """Time the other logs that are installed, timew on `size` entries like ours, the others on an empty home."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as home:
        Path(home, "log.klg").write_text("2026-01-01\n  1h Something\n", encoding="utf-8")
        Path(home, ".taskrc").write_text(f"data.location={home}\n", encoding="utf-8")
        workspaces.build_timewarrior(Path(home), size, now)
        environment = {
            **clean_environment(),
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "TIMEWARRIORDB": home,
            "TASKRC": f"{home}/.taskrc",
        }
        for name, command in PEERS.items():
            if shutil.which(command[0]) is None:
                continue
            row = Row(f"peer {name}" + (f", {size:,}" if command[0] == "timew" else ""), None, "pass")
            for turn in range(runs + 1):
                start = datetime(2000, 1, 1) + timedelta(minutes=10 * turn)
                words = {"start": start.isoformat(), "end": (start + timedelta(minutes=5)).isoformat()}
                base, base_used = process([sys.executable, "-c", "pass"], environment)
                try:
                    took, used = process([part.format(**words) for part in command], environment)
                except subprocess.CalledProcessError as error:
                    print(f"{row.name} is left out: {error}", file=sys.stderr)
                    break
                if turn:
                    row.floor.append(base)
                    row.ours.append(took)
                    row.cpu.append(used / base_used)
            else:
                rows.append(row)
    return rows


def start(homes: Mapping[int, Path], runs: int) -> list[Row]:
    """Time the first answered key on today's rows and the whole history, and take the peak memory."""
    rows: list[Row] = []
    for size, home in homes.items():
        small = size <= 10_000
        first = Row(f"first key answered on today's rows, {size:,}", 1.4 if small else 1.6, "empty app")
        whole = Row(f"whole history there, {size:,}", 2.2 if small else 6.0, "empty app")
        memory = Row(f"memory, {size:,}", 2.2 if small else None, "empty app", "MB")
        rows += [first, whole, memory]
        for turn in range(runs + 1):
            empty = Run(floor("empty"), clean_environment())
            empty.written("READY")
            base = empty.answered(b"x", "READY 1") * 1000
            base_used = empty.used()
            empty.settle()
            base_memory = empty.peak_megabytes()
            empty.end()
            app = Run(outsource(), clean_environment(home))
            app.written(rf"{workspaces.NEWEST} ")
            answered = app.answered(UP, rf"▌ {workspaces.SECOND} ") * 1000
            answered_used = app.used()
            loaded = f"{size:,} entries"
            there = app.written(loaded) * 1000 if loaded not in app.text() else answered
            there_used = app.used()
            app.settle()
            peak = app.peak_megabytes()
            app.end()
            if turn:
                first.ours.append(answered)
                whole.ours.append(there)
                memory.ours.append(peak)
                for row in (first, whole):
                    row.floor.append(base)
                memory.floor.append(base_memory)
                first.cpu.append(answered_used / base_used)
                whole.cpu.append(there_used / base_used)
    return rows


def keys(home: Path, runs: int, *, size: int) -> list[Row]:
    """Time keys on a list of `size` rows, screen switches, Escape and quit against plain Textual programs.

    The list is Identify's over all of a log without two equal texts. The screens are those of the demo's records.
    """
    down = Row(f"down on {size:,} rows, key to paint p95", 1.0, "DataTable")
    page = Row(f"page-down on {size:,} rows, key to paint p95", 0.5, "DataTable")
    letters = Row(f"filter key over {size:,} rows, settle p95", 0.12, "DataTable")
    escape = Row("lone Escape, key to paint", 0.25, "stock Textual")
    leave = Row(f"quit, {size:,}", 0.25, "stock Textual")
    for turn in range(runs + 1):
        table = Run(floor("datatable", size), clean_environment())
        table.until("2026-01-01")
        table.settle()
        base_down = [table.key(DOWN)[0] for _ in range(40)]
        base_page = [table.key(PAGE_DOWN)[0] for _ in range(20)]
        table.end()
        filtering = Run(floor("filter", size), clean_environment())
        filtering.until("2026-01-01")
        filtering.settle()
        base_letters = [filtering.key(letter)[1] for letter in LETTERS]
        filtering.end()
        stock = Run(floor("empty"), clean_environment())
        stock.until("READY")
        stock.settle()
        base_escape = stock.key(b"\x1b")[0]
        base_leave = stock.quit(QUIT)
        app = Run(outsource(), clean_environment(home))
        app.written(f"{size:,} entries")
        app.settle(0.8)
        app.key(b"/")
        app.settle()
        ours_escape = app.key(b"\x1b")[0]
        app.settle()
        app.key(b"2")
        app.settle()
        for _ in range(3):
            app.key(b"f")
            app.settle()
        if f"all of the log, {size:,} activities" not in app.text():
            raise LookupError(f"there are no {size:,} rows on:\n{app.text()}")
        ours_down = [app.key(DOWN)[0] for _ in range(40)]
        app.settle()
        ours_page = [app.key(PAGE_DOWN)[0] for _ in range(20)]
        app.settle()
        app.key(b"/")
        ours_letters = [app.key(letter)[1] for letter in LETTERS]
        app.key(b"\x1b")
        app.settle()
        ours_leave = app.quit(QUIT)
        if turn:
            for row, mine, base in (
                (down, p95(ours_down), p95(base_down)),
                (page, p95(ours_page), p95(base_page)),
                (letters, p95(ours_letters), p95(base_letters)),
                (escape, ours_escape, base_escape),
                (leave, ours_leave, base_leave),
            ):
                row.ours.append(mine * 1000)
                row.floor.append(base * 1000)
    return [down, page, letters, escape, leave]


def switches(home: Path, runs: int, *, size: int) -> list[Row]:
    """Time the way to each of six screens beside a log of `size`, key to its rows, at the first visit and later."""
    first = Row(f"screen switch, first visit, {size:,}", 0.6, "six plain screens")
    later = Row(f"screen switch, later, {size:,}", 0.6, "six plain screens")
    for turn in range(runs + 1):
        app = Run(outsource(), clean_environment(home))
        app.written("days logged")
        app.settle(0.8 if size <= 10_000 else 2.5)
        plain = Run(floor("screens"), clean_environment())
        plain.until("SCREEN 1")
        plain.settle()
        for row in (first, later):
            pairs = []
            for key, content in CONTENT.items():
                base = plain.key_written(key.encode(), f"(?s)SCREEN {key}.*#0 ")
                plain.settle()
                pairs.append((base, app.key_written(key.encode(), content)))
                app.settle()
            if turn:
                row.floor.append(statistics.median(pair[0] for pair in pairs) * 1000)
                row.ours.append(statistics.median(pair[1] for pair in pairs) * 1000)
        app.end()
        plain.end()
    return [first, later]


def saving(homes: Mapping[int, Path], runs: int) -> list[Row]:
    """Time one durable change in a process of its own against writing, syncing and renaming the same bytes."""
    rows: list[Row] = []
    for size, home in homes.items():
        row = Row(f"save one change, durable, {size:,}", 3.0, "write + fsync + rename")
        took = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.saving", str(home), str(runs)],
            env=clean_environment(home),
            capture_output=True,
            check=True,
            text=True,
        )
        for line in took.stdout.splitlines():
            ours, base = line.split()
            row.ours.append(float(ours))
            row.floor.append(float(base))
        rows.append(row)
    return rows
