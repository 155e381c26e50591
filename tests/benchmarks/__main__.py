"""Measure the product beside its floors: `python -m tests.benchmarks [--rows 0,1000,10000] [--runs 7] [--json]`."""

import argparse
import compileall
import json
import statistics
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import outsource_tui
from tests.benchmarks import measures, workspaces
from tests.benchmarks.measures import Row

READY = r"\b\w+day \d+ \w+"


def loaded(size: int) -> str:
    """Return what Today shows once a history of `size` entries is in."""
    return f"{size:,} entries"


def main() -> int:
    """Print the table; return 0 when every row reaches its bar, 1 when one misses it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rows", default="0,1000,10000,100000", help="sizes of the log, by comma")
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each measurement")
    parser.add_argument("--only", default="commands,start,keys,saving,peers", help="which groups to measure, by comma")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    options = parser.parse_args()
    sizes = [int(size) for size in options.rows.split(",")]
    wanted = set(options.only.split(","))
    compileall.compile_dir(Path(outsource_tui.__file__).parent, quiet=2)
    compileall.compile_dir(Path(__file__).parent, quiet=2)
    now = datetime.now().astimezone()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        homes = {size: workspaces.build(Path(folder, str(size)), size, now) for size in sizes}
        middle = min(homes, key=lambda size: abs(size - 10_000))
        if "start" in wanted:
            rows += measures.start({size: homes[size] for size in sizes if size}, options.runs, READY, loaded)
        if "keys" in wanted:
            rows += measures.keys(homes[middle], options.runs, READY, log_keys=[b"2"], size=middle)
        if "saving" in wanted:
            rows += measures.saving({size: homes[size] for size in sizes if size >= 10_000}, options.runs)
        if "commands" in wanted:
            rows += measures.commands(homes, options.runs)
        if "peers" in wanted:
            rows += measures.peers(options.runs)
    if options.json:
        document = [
            {
                "name": row.name,
                "unit": row.unit,
                "ours": row.ours,
                "floor_name": row.floor_name,
                "floor": row.floor,
                "ratio": row.ratio,
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
    print(f"{'what':<40}{'median':>9}{'min':>8}{'max':>8}{'floor':>9}  {'ratio':>7}{'bar':>7}")
    for row in rows:
        ours, base = statistics.median(row.ours), statistics.median(row.floor)
        bar = f"{row.bar:.2f}" if row.bar is not None else ""
        mark = "  misses its bar" if row.missed else ""
        print(
            f"{row.name:<40}{ours:>9.1f}{min(row.ours):>8.1f}{max(row.ours):>8.1f}{base:>9.1f}"
            f"  {row.ratio:>6.2f}x{bar:>7}  {row.unit}, {row.floor_name}{mark}"
        )
    flat = [row for row in rows if row.name.startswith(("log, ", "status"))]
    for name in ("log", "status"):
        sizes = [row for row in flat if row.name.startswith(name)]
        if len(sizes) > 1:
            growth = statistics.median(sizes[-1].ours) / statistics.median(sizes[0].ours)
            print(f"{name}: largest log within {growth:.2f}x of the smallest (bar 1.15)")


if __name__ == "__main__":
    sys.exit(main())
