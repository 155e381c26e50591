"""check, backup, restore and merge: what keeps the work safe."""

from __future__ import annotations

import sys
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import click

from outsource_tui.cli import paper
from outsource_tui.cli.commands import Place
from outsource_tui.domain import formats
from outsource_tui.domain.clock import SystemClock
from outsource_tui.domain.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from outsource_tui.store.backups import Backup, Comparison
    from outsource_tui.store.merge import Choice, Merge, Step

_SHOWN = 40
_ROOMY = 96
_ONE = {"entries": "entry", "briefs": "brief", "settings": "settings"}


def _counted(kind: str, number: int) -> str:
    """Return "1 task" or "3 tasks" for the name of a table."""
    return f"{paper.number(number)} {_ONE.get(kind, kind.removesuffix('s')) if number == 1 else kind}"


def _counts(records: Mapping[str, int]) -> str:
    return ", ".join(_counted(kind, number) for kind, number in records.items()) or "nothing"


def _some(lines: Sequence[str], mark: str, style: str) -> None:
    for text in lines[:_SHOWN]:
        paper.out(f"{paper.styled(mark, style)} {clean_line(text)}")
    if len(lines) > _SHOWN:
        paper.out(f"{paper.styled(mark, style)} and {paper.number(len(lines) - _SHOWN)} more; --json lists them all")


@click.command("check")
@click.option("--repair", is_flag=True, help="Rescue what can be read, put the rest aside, and say what was done.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document.")
@click.pass_obj
def check(place: Place, repair: bool, as_json: bool) -> int:
    """Verify every record and link; odd things are notices, damage and dead links end with 1."""
    from outsource_tui.store.check import check as look

    report = look(place.paths.data_folder, SystemClock().now(), repair=repair)
    if as_json:
        paper.out_json(report.to_json())
        return report.exit_code
    _some(report.repaired, "→", "blue")
    for path in report.aside:
        paper.out(f"{paper.styled('→', 'blue')} kept aside: {clean_line(path)}")
    _some([finding.text for finding in report.errors], "✗", "red")
    _some([finding.text for finding in report.notices], "▲", "amber")
    if report.errors:
        paper.say("Something is wrong; outsource check --repair rescues what can be read, after a copy.")
    else:
        paper.out(f"{paper.styled('✓', 'accent')} {_counts(report.records)}: all in order")
    return report.exit_code


@click.command("backup")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def backup(place: Place, as_json: bool) -> int:
    """Make a dated copy of the workspace, captured lines included."""
    from outsource_tui.store import backups
    from outsource_tui.store.workspace import Workspace

    workspace = Workspace(place.paths.data_folder)
    now = SystemClock().now()
    workspace.fold(now)
    name = workspace.backup(now)
    made = next((one for one in backups.listed(place.paths.data_folder) if one.name == name), None)
    if made is None:
        if as_json:
            paper.out_json({"name": None, "path": None, "size": 0})
        else:
            paper.say("There is nothing to copy yet; log something first.")
        return 0
    if as_json:
        paper.out_json({"name": made.name, "path": made.path, "size": made.size})
    else:
        paper.out(f"{paper.styled('copied', 'accent')}  {clean_line(made.path)}  {paper.size(made.size)}")
    place.tell(workspace)
    return 0


@click.command("restore")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--dry-run", is_flag=True, help="Only show what going back would change.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def restore(place: Place, file: str | None, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Go back to a copy: FILE is a path or a name from the list; without it the copies are listed.

    What is there now is copied first, and outsource undo brings it back.
    """
    from outsource_tui.domain.errors import DamagedError, InputError
    from outsource_tui.store import backups
    from outsource_tui.store.workspace import Workspace

    folder = place.paths.data_folder
    if file is None:
        _list_copies(backups.listed(folder), as_json)
        return 0
    if not file.strip():
        # A script's empty variable must not go back to whatever copy is the newest.
        raise InputError("Name the copy to go back to; outsource restore without a name lists them.")
    path = backups.find(folder, file)
    then = backups.opened(path)
    workspace = Workspace(folder)
    try:
        now, old, _ = workspace.apart(then)
        found = backups.compare(now, old)
    except DamagedError as error:
        paper.say(str(error))
        found = []
    if not as_json:
        _print_comparison(path, found)
    if dry_run:
        if as_json:
            paper.out_json({"file": path, "restored": False, "changes": _changes(found)})
        return 0
    if not yes and not as_json and sys.stdin.isatty() and not click.confirm("Go back to this copy?", err=True):
        paper.say("Nothing was changed.")
        return 0
    written = workspace.restore(path, SystemClock().now())
    if as_json:
        paper.out_json({"file": path, "restored": True, "changes": _changes(found)})
    else:
        paper.out(f"{paper.styled('restored', 'accent')}  {clean_line(written.label)}; outsource undo takes it back")
    place.tell(workspace)
    return 0


def _changes(found: Iterable[Comparison]) -> list[dict[str, Any]]:
    return [{"kind": row.kind, "back": row.back, "gone": row.gone, "changed": row.changed} for row in found]


def _list_copies(copies: Sequence[Backup], as_json: bool) -> None:
    from outsource_tui.store import backups

    if as_json:
        paper.out_json(
            [
                {
                    "name": one.name,
                    "path": one.path,
                    "at": one.at.isoformat(),
                    "reason": one.reason,
                    "size": one.size,
                    "records": dict(backups.counts(one.path) or {}),
                }
                for one in copies
            ]
        )
        return
    if not copies:
        paper.say("There are no copies yet; outsource backup makes one.")
        return
    rows = []
    for one in copies:
        records = backups.counts(one.path)
        held = "cannot be read" if records is None else _counts(records)
        rows.append(
            [
                f"{formats.full_date(one.at)} {formats.clock(one.at.hour, one.at.minute, padded=True)}",
                paper.size(one.size),
                one.reason,
                one.name,
                held,
            ]
        )
    width = paper.columns()
    if width is not None:
        if width < _ROOMY:
            # The name of a copy says for what it was made.
            rows = [[*row[:2], "", *row[3:]] for row in rows]
        used = sum(max(paper.cells(row[column]) + 2 if row[column] else 0 for row in rows) for column in range(4))
        rows = [[*row[:4], paper.fitted(row[4], max(12, width - used))] for row in rows]
    for line in paper.table(rows, (False, True, False, False, False), ("", "muted", "muted", "accent", "")):
        paper.out(line)
    paper.say("Go back to one with: outsource restore NAME")


def _print_comparison(path: str, found: Sequence[Comparison]) -> None:
    paper.out(paper.styled(clean_line(path), "bold"))
    if not found:
        paper.out("the same as today")
        return
    rows = [
        [
            row.kind,
            f"{paper.number(row.back)} come back" if row.back else "",
            f"{paper.number(row.gone)} go" if row.gone else "",
            f"{paper.number(row.changed)} as they were" if row.changed else "",
        ]
        for row in found
    ]
    for line in paper.table(rows, (False, True, True, True), ("muted", "", "", "")):
        paper.out(line)


@click.command("merge")
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Only show what would be taken in.")
@click.option("--mine", "side", flag_value="mine", help="Where both were changed, keep mine.")
@click.option("--theirs", "side", flag_value="theirs", help="Where both were changed, take theirs.")
@click.option("--yes", is_flag=True, help="Do not ask; where both were changed mine stays, unless --theirs is given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def merge(place: Place, file: str, dry_run: bool, side: str | None, yes: bool, as_json: bool) -> int:  # noqa: PLR0917
    """Take in a copy of the workspace that was changed elsewhere, record by record.

    FILE is a workspace file, its folder or its inbox, such as the conflicted copy a synchronising program left. A copy
    is kept first, and outsource undo takes the merge back.
    """
    from outsource_tui.store import merge as merging
    from outsource_tui.store.workspace import Workspace

    workspace = Workspace(place.paths.data_folder)
    found = merging.preview(workspace, file)
    if not as_json:
        _print_steps(found)
    paper.tell(found.notes)
    asking = side is None and not yes and not as_json and not dry_run and sys.stdin.isatty()
    choices: dict[tuple[str, str], Choice] = {}
    for step in found.open:
        theirs = side == "theirs" or (asking and _asked(step) == "theirs")
        choices[step.kind, step.id] = "theirs" if theirs else "mine"
    if dry_run or not (found.steps or found.timer):
        if as_json:
            paper.out_json(_merge_document(found, choices, done=False))
        return 0
    if asking and not click.confirm("Take this in?", default=True, err=True):
        paper.say("Nothing was changed.")
        return 0
    merging.apply(workspace, found, SystemClock().now(), choices)
    if as_json:
        paper.out_json(_merge_document(found, choices, done=True))
    else:
        parts = ["1 record" if len(found.steps) == 1 else f"{paper.number(len(found.steps))} records"]
        if found.timer is not None:
            parts = [*parts[: len(found.steps)], "the timer runs on here"]
        paper.out(f"{paper.styled('merged', 'accent')}  {', '.join(parts)}; outsource undo takes it back")
        kept = sum(choice == "mine" for choice in choices.values())
        if kept and not asking and side is None:
            paper.say(
                f"▲ {paper.number(kept)} changed in both: mine stayed; to have theirs, "
                "take this back with outsource undo and merge again with --theirs."
            )
    place.tell(workspace)
    return 0


def _name(step: Step) -> str:
    """Return what a record is called, from whichever version there is."""
    document = step.mine or step.theirs or {}
    for field in ("title", "text", "name", "slug"):
        value = document.get(field)
        if isinstance(value, str) and value.strip():
            return paper.fitted(value, max(16, min(48, (paper.columns() or 100) - 36)))
    return step.id


def _print_steps(found: Merge) -> None:
    from outsource_tui.store.merge import WHAT

    paper.out(paper.styled(clean_line(found.path), "bold"))
    rows = [["▲" if step.open else "→", step.kind, _name(step), WHAT[step.what]] for step in found.steps]
    if found.timer is not None:
        words = paper.fitted(found.timer.entry["text"], 48) or "no words yet"
        rows.append(["→", "timer", words, f"runs there since {_since(found.timer.entry['start'])}, and will here"])
    if not rows:
        paper.out("nothing new in it")
        return
    lines = paper.table(rows, (False, False, False, False), ("amber", "muted", "", ""))
    for line, step in zip_longest(lines, found.steps):
        paper.out(line)
        if step is None:
            continue
        for difference in step.fields if step.open else ():
            # A part of a record is named with its id; its words tell which one it is.
            field = paper.fitted(difference.field.partition(".")[0].replace("_", " "), 24)
            room = max(12, ((paper.columns() or 140) - paper.cells(field) - 22) // 2)
            mine, theirs = _value(difference.mine, room), _value(difference.theirs, room)
            paper.out(f"     {field}: mine {mine}, theirs {theirs}")


def _since(start: str) -> str:
    """Return when a timer was started, in local time."""
    at = datetime.fromisoformat(start).astimezone()
    day = "" if at.date() == SystemClock().now().date() else f"{formats.full_date(at)} "
    return f"{day}{formats.clock(at.hour, at.minute, padded=True)}"


def _value(value: object, room: int) -> str:
    """Return a field's value in a few words."""
    from outsource_tui.services.phrases import words_of

    return "nothing" if value in (None, "", []) else paper.fitted(words_of(value), room)


def _asked(step: Step) -> str:
    """Ask which version of a record to keep."""
    question = f"{_name(step)}: keep mine or theirs?"
    answer: str = click.prompt(question, type=click.Choice(["mine", "theirs"]), default="mine", err=True)
    return answer


def _merge_document(found: Merge, choices: Mapping[tuple[str, str], str], *, done: bool) -> dict[str, Any]:
    return {
        "file": found.path,
        "merged": done,
        "timer": None
        if found.timer is None
        else {"id": found.timer.id, "text": found.timer.entry["text"], "start": found.timer.entry["start"]},
        "records": [
            {
                "kind": step.kind,
                "id": step.id,
                "what": step.what,
                "kept": choices.get((step.kind, step.id)),
                "fields": [difference.field for difference in step.fields],
            }
            for step in found.steps
        ],
    }


COMMANDS = {"check": check, "backup": backup, "restore": restore, "merge": merge}
