"""The last resort of a command: one sentence and a log file, never a traceback with what was typed in it."""

from __future__ import annotations

import sys

from outsource_tui.cli import paper


def report(error: BaseException) -> None:
    """Write down where `error` came from (no values, no messages) and say where that is."""
    from outsource_tui.cli.opening import take_folder
    from outsource_tui.config.paths import find_paths
    from outsource_tui.domain.clock import SystemClock
    from outsource_tui.domain.errors import InputError
    from outsource_tui.ui.crash import write_down

    try:
        path = find_paths(take_folder(sys.argv[1:])[0]).log
    except InputError:
        path = find_paths().log
    kept = write_down(error, path, SystemClock().now())
    where = f"where it happened is written in {path}, without your data" if kept else "nothing could be written down"
    paper.say(f"Something went wrong that should not have ({type(error).__name__}); {where}.")
