"""The app itself, the demo of it, and the app in a browser."""

from __future__ import annotations

import os
import sys

import click

from outsource_tui.cli import paper
from outsource_tui.cli.commands import Place
from outsource_tui.cli.opening import open_app, why_no_app
from outsource_tui.config.paths import Paths
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean


@click.command("demo")
@click.option("--keep", is_flag=True, help="Keep the folder after the app has closed.")
@click.pass_obj
def demo(place: Place, keep: bool) -> int:
    """Open a believable fortnight in a throw-away folder.

    With --at DIR the demo goes into that folder and stays. Without a terminal the folder is made and its path printed.
    """
    import shutil
    import tempfile

    from outsource_tui.domain.clock import SystemClock
    from outsource_tui.services.demo import load_demo
    from outsource_tui.store import files

    data = load_demo(SystemClock().now())
    if place.at is not None:
        folder = place.paths.data_folder
        if os.path.lexists(os.path.join(folder, files.WORKSPACE)) or os.path.lexists(os.path.join(folder, files.INBOX)):
            raise InputError(f"{folder} holds a workspace already; give another folder, or leave out --at.", field="at")
    else:
        folder = tempfile.mkdtemp(prefix="outsource-demo-")
    try:
        files.make_folder(folder)
        files.replace_file(os.path.join(folder, files.WORKSPACE), [data])
    except OSError as error:
        raise files.explain(error, "write the demo to", folder) from error
    if why_no_app() is not None:
        paper.out(clean(folder))
        paper.say(f"There is no terminal to open the app in; use the demo with: outsource --at {folder} today")
        return 0
    code = open_app(Paths(folder, folder, folder))
    if place.at is None and not keep and code == 0:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        paper.say(f"The demo is kept in {folder}")
    return code


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Listen on this port instead of a free one.")
@click.option("--no-open", is_flag=True, help="Only print the address; do not open a browser.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def serve(place: Place, port: int, no_open: bool, yes: bool) -> int:
    """Use the app in a browser, on this machine only and with a token (needs the web extra)."""
    from outsource_tui.ui.serve import serve as run

    def ask(question: str) -> bool:
        return bool(click.confirm(question, default=True, err=True))

    asking = not yes and sys.stdin.isatty()
    return run(place.paths, port=port, open_browser=not no_open, ask=ask if asking else None)


COMMANDS = {"demo": demo, "serve": serve}
