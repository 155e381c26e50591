"""What is measured: each row of the speed table, interleaved with its floor (PRODUCT.md section 8 has the bars)."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.ptytimer import Run

DOWN, PAGE_DOWN, HOME = b"\x1b[B", b"\x1b[6~", b"\x1b[H"
QUIT = b"\x11"


@dataclass
class Row:
    """One line of the table: paired samples of ours and of its floor, in milliseconds (or megabytes)."""

    name: str
    bar: float | None
    floor_name: str
    unit: str = "ms"
    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Median of ours over median of the floor's."""
        return statistics.median(self.ours) / statistics.median(self.floor)

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


def process(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the wall milliseconds of one whole process; raise when it fails."""
    began = time.perf_counter()
    subprocess.run(command, env=dict(environment), stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1000


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
            base = process(bare, environment)
            took = process([*outsource(), *arguments], environment)
            if turn:
                row.floor.append(base)
                row.ours.append(took)
    return [row for row, _, _ in cases]


def peers(runs: int) -> list[Row]:
    """Time the other logs that are installed, on an empty home of their own."""
    known = {
        "timew": ["timew", "track", "9:00", "-", "9:01", "peer", ":yes"],
        "task": ["task", "rc.confirmation=off", "log", "peer"],
        "watson": ["watson", "log", "--all"],
        "klog": ["klog", "total", "log.klg"],
        "klok": ["klok", "report"],
        "jrnl": ["jrnl", "--list"],
    }
    rows: list[Row] = []
    for name, command in known.items():
        if shutil.which(name) is None:
            continue
        row = Row(f"peer {name}", None, "pass")
        with tempfile.TemporaryDirectory() as home:
            Path(home, "log.klg").write_text("2026-01-01\n  1h Something\n", encoding="utf-8")
            environment = {**clean_environment(), "HOME": home, "XDG_CONFIG_HOME": home, "TIMEWARRIORDB": home}
            for _ in range(runs):
                row.floor.append(process([sys.executable, "-c", "pass"], environment))
                began = time.perf_counter()
                subprocess.run(command, env=environment, cwd=home, input=b"y\n", capture_output=True, check=False)
                row.ours.append((time.perf_counter() - began) * 1000)
        rows.append(row)
    return rows


def start(homes: Mapping[int, Path], runs: int, ready: str, loaded: Callable[[int], str]) -> list[Row]:
    """Time the first answered key and the whole history, and take the peak memory, against an empty Textual app."""
    rows: list[Row] = []
    for size, home in homes.items():
        small = size <= 10_000
        first = Row(f"start to first answered key, {size:,}", 1.4 if small else 1.6, "empty app")
        whole = Row(f"start to the whole history, {size:,}", 2.2 if small else 6.0, "empty app")
        memory = Row(f"memory, {size:,}", 2.2 if small else None, "empty app", "MB")
        rows += [first, whole, memory]
        for turn in range(runs + 1):
            empty = Run(floor("empty"), clean_environment())
            empty.until("READY")
            base = empty.answered(b"x") * 1000
            empty.settle()
            base_memory = empty.peak_megabytes()
            empty.end()
            app = Run(outsource(), clean_environment(home))
            app.until(ready)
            answered = app.answered(DOWN) * 1000
            there = app.until(loaded(size)) * 1000 if loaded(size) not in app.text() else answered
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
    return rows


def keys(home: Path, runs: int, ready: str, *, log_keys: Sequence[bytes], size: int = 10_000) -> list[Row]:
    """Time down, page-down, filter keys, screen switches, Escape and quit against plain Textual programs."""
    down = Row("down, key to paint p95", 1.0, "DataTable")
    page = Row("page-down, key to paint p95", 0.5, "DataTable")
    letters = Row("filter key, settle p95", 0.12, "DataTable")
    first = Row("screen switch, first visit", 0.6, "six plain screens")
    later = Row("screen switch, later", 0.6, "six plain screens")
    escape = Row("lone Escape", 0.25, "stock Textual")
    leave = Row("quit", 0.25, "stock Textual")
    for _ in range(runs):
        table = Run(floor("datatable", size), clean_environment())
        table.until("2026-01-01")
        table.settle()
        base_down = [table.key(DOWN)[0] for _ in range(40)]
        base_page = [table.key(PAGE_DOWN)[0] for _ in range(20)]
        table.end()
        app = Run(outsource(), clean_environment(home))
        app.until(ready)
        app.settle(0.8)
        for key in log_keys:
            app.key(key)
            app.settle()
        ours_down = [app.key(DOWN)[0] for _ in range(40)]
        ours_page = [app.key(PAGE_DOWN)[0] for _ in range(20)]
        app.key(b"/")
        ours_letters = [app.key(letter)[1] for letter in (b"i", b"n", b"v", b"o", b"i")]
        escape.ours.append(app.key(b"\x1b")[0] * 1000)
        app.settle()
        switches = [(app.key(key)[0] * 1000, app.settle())[0] for key in (b"2", b"3", b"4", b"5", b"6")]
        again = [(app.key(key)[0] * 1000, app.settle())[0] for key in (b"2", b"3", b"4", b"5", b"6")]
        leave.ours.append(app.quit(QUIT) * 1000)
        filtering = Run(floor("filter", size), clean_environment())
        filtering.until("2026-01-01")
        filtering.settle()
        base_letters = [filtering.key(letter)[1] for letter in (b"i", b"n", b"v", b"o", b"i")]
        filtering.end()
        plain = Run(floor("screens"), clean_environment())
        plain.until("SCREEN 1")
        plain.settle()
        base_first = [(plain.key(key)[1] * 1000, plain.settle())[0] for key in (b"2", b"3", b"4", b"5", b"6")]
        base_later = [(plain.key(key)[1] * 1000, plain.settle())[0] for key in (b"2", b"3", b"4", b"5", b"6")]
        plain.end()
        stock = Run(floor("empty"), clean_environment())
        stock.until("READY")
        stock.settle()
        escape.floor.append(stock.key(b"\x1b")[0] * 1000)
        leave.floor.append(stock.quit(QUIT) * 1000)
        down.ours.append(p95(ours_down) * 1000)
        down.floor.append(p95(base_down) * 1000)
        page.ours.append(p95(ours_page) * 1000)
        page.floor.append(p95(base_page) * 1000)
        letters.ours.append(p95(ours_letters) * 1000)
        letters.floor.append(p95(base_letters) * 1000)
        first.ours.append(statistics.median(switches))
        first.floor.append(statistics.median(base_first))
        later.ours.append(statistics.median(again))
        later.floor.append(statistics.median(base_later))
    return [down, page, letters, first, later, escape, leave]


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
