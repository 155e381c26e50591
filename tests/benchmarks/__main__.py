"""Measure the product beside its floors: `python -m tests.benchmarks [--rows 0,1000,10000] [--runs 7] [--json]`."""

import argparse
import compileall
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import outsource_tui
from tests.benchmarks import measures, workspaces
from tests.benchmarks.measures import Row

GROUPS = ("commands", "start", "keys", "switches", "saving", "peers")


def main() -> int:
    """Print the table; return 0 when every row reaches its bar, 1 when one misses it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rows", default="0,1000,10000,100000", help="sizes of the log, by comma")
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each measurement")
    parser.add_argument("--only", default=",".join(GROUPS), help="which groups to measure, by comma")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    options = parser.parse_args()
    sizes = [int(size) for size in options.rows.split(",")]
    wanted = set(options.only.split(","))
    if unknown := wanted - set(GROUPS):
        parser.error(f"there is no group {', '.join(sorted(unknown))}; choose from {', '.join(GROUPS)}")
    compileall.compile_dir(Path(outsource_tui.__file__).parent, quiet=2)
    compileall.compile_dir(Path(__file__).parent, quiet=2)
    now = datetime.now().astimezone()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        homes = {size: workspaces.build(Path(folder, str(size)), size, now) for size in sizes}
        middle = min(homes, key=lambda size: abs(size - 10_000))
        if "start" in wanted:
            rows += measures.start({size: homes[size] for size in sizes if size}, options.runs)
        if "keys" in wanted:
            listed = workspaces.build(Path(folder, "distinct"), middle, now, distinct=True)
            rows += measures.keys(listed, options.runs, size=middle)
        if "switches" in wanted:
            for size in sorted({middle, max(sizes)}):
                whole = workspaces.build_whole(Path(folder, f"whole-{size}"), size, now)
                rows += measures.switches(whole, options.runs, size=size)
        if "saving" in wanted:
            rows += measures.saving({size: homes[size] for size in sizes if size >= 10_000}, options.runs)
        if "commands" in wanted:
            timed = measures.commands(homes, options.runs)
            rows += [*timed, *growth(timed)]
        if "peers" in wanted:
            rows += measures.peers(options.runs, middle, now)
    if options.json:
        document = [
            {
                "name": row.name,
                "unit": row.unit,
                "ours": row.ours,
                "floor_name": row.floor_name,
                "floor": row.floor,
                "ratio": row.ratio,
                "cpu_ratio": statistics.median(row.cpu) if row.cpu else None,
                "bar": row.bar,
                "missed": row.missed,
            }
            for row in rows
        ]
        print(json.dumps(document, indent=1))
    else:
        table(rows)
    return 1 if any(row.missed for row in rows) else 0


def table(rows: list[Row]) -> None:
    """Print medians, spread and ratios, marking what misses its bar."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; what others use is in every figure but cpu's")
    print(f"{'what':<50}{'median':>9}{'min':>8}{'max':>8}{'floor':>9}  {'ratio':>7}{'cpu':>7}{'bar':>7}")
    for row in rows:
        ours, base = statistics.median(row.ours), statistics.median(row.floor)
        cpu = f"{statistics.median(row.cpu):.2f}x" if row.cpu else ""
        bar = f"{row.bar:.2f}" if row.bar is not None else ""
        mark = "  misses its bar" if row.missed else ""
        print(
            f"{row.name:<50}{ours:>9.1f}{min(row.ours):>8.1f}{max(row.ours):>8.1f}{base:>9.1f}"
            f"  {row.ratio:>6.2f}x{cpu:>7}{bar:>7}  {row.unit}, {row.floor_name}{mark}"
        )


def growth(rows: Sequence[Row]) -> list[Row]:
    """Return how the largest log's capture stands to the smallest one's, each against the floor of its own run."""
    found = []
    for name in ("log", "status"):
        sizes = [row for row in rows if row.name.startswith(name)]
        if len(sizes) > 1:
            grown = Row(f"{name}, largest log to smallest", 1.15, "smallest log", "times pass")
            for row, samples in ((sizes[-1], grown.ours), (sizes[0], grown.floor)):
                samples += [ours / base for ours, base in zip(row.ours, row.floor, strict=True)]
            found.append(grown)
    return found


if __name__ == "__main__":
    sys.exit(main())
