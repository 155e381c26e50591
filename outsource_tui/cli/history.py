"""undo: takes back the last change made from the command line."""

from __future__ import annotations

import click

from outsource_tui.cli import paper
from outsource_tui.cli.commands import Place


@click.command("undo")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def undo(place: Place, as_json: bool) -> int:
    """Take back the last change made from the command line."""
    from outsource_tui.domain.clock import SystemClock
    from outsource_tui.store.workspace import Workspace

    workspace = Workspace(place.paths.data_folder)
    written = workspace.undo("cli", SystemClock().now())
    if as_json:
        paper.out_json({"undone": written.label})
    else:
        paper.out(f"{paper.styled('undone', 'accent')}   {paper.fitted(written.label, (paper.columns() or 200) - 9)}")
    if written.note:
        paper.say(written.note)
    place.tell(workspace)
    return 0


COMMANDS = {"undo": undo}
