"""`outsource` without a command: the app on the terminal, without a start of click before it."""

from __future__ import annotations

import os
import sys

from outsource_tui.cli import paper
from outsource_tui.config.paths import Paths, find_paths
from outsource_tui.domain.errors import InputError, OutsourceError


def take_folder(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Return what `--at` says, wherever it stands before a `--`, and the other arguments."""
    at: str | None = None
    rest: list[str] = []
    place = 0
    while place < len(arguments):
        word = arguments[place]
        place += 1
        if word == "--":
            rest += arguments[place - 1 :]
            break
        if word == "--at":
            if place == len(arguments):
                raise InputError("--at needs a folder, for example --at ~/work.", field="at")
            at = arguments[place]
            place += 1
        elif word.startswith("--at="):
            at = word[5:]
        else:
            rest.append(word)
    return at, rest


def why_no_app() -> str | None:
    """Return why the app cannot be drawn here, or None; it would wait for ever for a terminal that is not there."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return None
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return "The app needs a terminal; run it in one, or see outsource --help for the commands that do not."
    if os.environ.get("TERM", "") in ("dumb", "unknown") or (os.name == "posix" and not os.environ.get("TERM")):
        return "This terminal cannot draw the app (TERM is dumb or not set); set TERM, or see outsource --help."
    return None


def open_app(paths: Paths) -> int:
    """Open the app on the folders and return its exit code; InputError where there is no terminal."""
    reason = why_no_app()
    if reason is not None:
        raise InputError(reason)
    from outsource_tui.ui.app import open_app as run

    return run(paths)


def main(arguments: list[str]) -> int:
    """Open the app on the folder that `--at` names, or on the usual ones; return the exit code."""
    try:
        at, _ = take_folder(arguments)
        return open_app(find_paths(at))
    except OutsourceError as error:
        paper.say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
