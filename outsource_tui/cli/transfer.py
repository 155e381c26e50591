"""import and export: time logs from elsewhere, and everything out again."""

from __future__ import annotations

import sys
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

import click

from outsource_tui.cli import paper
from outsource_tui.cli.commands import Place, nearest
from outsource_tui.domain.dates import parse_day, spoken_length
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from outsource_tui.services.desk import Desk
    from outsource_tui.services.imports import Preview

_SHOWN = 20
_SLOW = 1.0


def _desk(place: Place) -> Desk:
    from outsource_tui.domain.clock import SystemClock
    from outsource_tui.services.desk import Desk
    from outsource_tui.store.workspace import Workspace

    return Desk(Workspace(place.paths.data_folder), SystemClock(), "cli")


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        shown = clean_line(name)[:40]
        raise InputError(f'"{shown}" is no time zone; write it like Europe/Berlin or UTC.', field="tz") from error


def _day(text: str | None, now: datetime) -> date | None:
    return None if text is None else parse_day(text, now)


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        what, equals, column = pair.partition("=")
        if not equals or not what.strip() or not column.strip():
            raise InputError(f'--map wants what=Column, not "{clean_line(pair)[:40]}"; for example --map text=Title.')
        found[what.strip().casefold()] = column.strip()
    return found


def _known_format(name: str, names: list[str]) -> None:
    """Refuse an unknown format before any file is looked at; the nearest one is named."""
    if name not in names:
        near = nearest(name, names)
        advice = f"did you mean {near}?" if near else f"use one of {', '.join(names[1:])} or auto."
        raise InputError(f'"{clean_line(name)[:40]}" is not an import format; {advice}', field="format")


class _Bar:
    """Progress on stderr, only on a terminal and only when it takes longer than a second."""

    def __init__(self, verb: str) -> None:
        from time import monotonic

        self.verb = verb
        self.clock: Callable[[], float] = monotonic
        self.begun = monotonic()
        self.last = 0.0
        self.shown = False

    def __call__(self, done: int, total: int) -> None:
        """Draw how far it is."""
        now = self.clock()
        if now - self.begun < _SLOW or now - self.last < 0.1 or not sys.stderr.isatty():
            return
        self.last, self.shown = now, True
        share = min(1.0, done / total) if total else 1.0
        filled = round(share * 24)
        sys.stderr.write(f"\r{self.verb}  {paper.BAR * filled}{paper.TRACK * (24 - filled)}  {share * 100:3.0f} %")
        sys.stderr.flush()

    def done(self) -> None:
        """Wipe the bar."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@click.command("import", short_help="Take in a time log from another program.")
@click.argument("format_name", metavar="FORMAT")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Read and report, but store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document.")
@click.option("--since", metavar="DAY", help="Only entries from this day on.")
@click.option("--until", metavar="DAY", help="Only entries up to this day.")
@click.option("--tz", metavar="ZONE", help="The zone of times that name none, such as Europe/Berlin.")
@click.option("--dates", metavar="ORDER", help="dmy or mdy, where the file leaves it open.")
@click.option("--map", "pairs", metavar="WHAT=COLUMN", multiple=True, help="A column of a table, such as text=Title.")
@click.pass_obj
def import_(  # noqa: PLR0917 - click hands each option over by name
    place: Place,
    format_name: str,
    files: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    since: str | None,
    until: str | None,
    tz: str | None,
    dates: str | None,
    pairs: tuple[str, ...],
) -> int:
    """Take in a time log: FORMAT is toggl, clockify, timewarrior, watson, harvest, activitywatch, org, timeclock,
    klog, ics, csv or auto. The same file twice adds nothing; outsource undo takes an import back."""
    from outsource_tui.services.imports import AUTO, ImportService, Options

    desk = _desk(place)
    now = desk.now()
    options = Options(
        tz=_zone(tz), dates=dates, mapping=_mapping(pairs), since=_day(since, now), until=_day(until, now)
    )
    service = ImportService(desk)
    _known_format(format_name, [AUTO, *(known.name for known in service.formats())])
    paths = ["/dev/stdin" if name == "-" else name for name in files]
    reading, storing = _Bar("reading"), _Bar("storing")
    try:
        preview = service.preview(format_name, paths, options, reading)
        reading.done()
        report = preview.report() if dry_run else service.confirm(preview, storing).report
    finally:
        reading.done()
        storing.done()
    if as_json:
        paper.out_json(report)
    else:
        _print_import(preview, report, dry_run)
    place.tell(desk.workspace)
    return 0


def _print_import(preview: Preview, report: dict[str, Any], dry_run: bool) -> None:
    count = report["imported"]
    entries = "1 entry" if count == 1 else f"{paper.number(count)} entries"
    verb = "would import" if dry_run else "imported"
    rest = [f"{paper.number(report['read'])} read"]
    rest += [f"{paper.number(report['duplicates'])} already here"] if report["duplicates"] else []
    rest += [f"{paper.number(report['running'])} still running"] if report["running"] else []
    rest += [f"{paper.number(len(report['rejected']))} refused"] if report["rejected"] else []
    head = paper.styled(verb, "accent")
    paper.out(f"{head}  {entries}  {spoken_length(report['seconds'])}  {report['format']}  ({', '.join(rest)})")
    if dry_run and preview.mapping and "csv" in report["format"]:
        shown = ", ".join(f"{what} = {paper.fitted(column, 30)}" for what, column in preview.mapping.items())
        paper.out(f"columns  {shown}")
    if dry_run and preview.first:
        from outsource_tui.cli.reading import print_rows

        paper.out("")
        print_rows(preview.first, days=True)
        if count > len(preview.first):
            paper.out(paper.styled(f"and {paper.number(count - len(preview.first))} more", "muted"))
    for kind, mark in (("rejected", "✗"), ("flagged", "▲")):
        found = report.get(kind, [])
        for item in found[:_SHOWN]:
            paper.say(f"{mark} {clean_line(item['where'])}: {clean_line(item['reason'])}")
        if len(found) > _SHOWN:
            paper.say(f"{mark} and {paper.number(len(found) - _SHOWN)} more; --json lists them all")
    for note in report.get("notes", []):
        paper.say(clean_line(note))


@click.command("export", short_help="Write entries, a brief, candidates or dates to a file.")
@click.argument("what", metavar="WHAT")
@click.argument("which", metavar="[TITLE]", default="")
@click.option("--format", "-f", "format_name", metavar="FORMAT", help="One of the formats above; the first is usual.")
@click.option("--output", "-o", metavar="FILE", help="Write to this file (private) instead of the screen.")
@click.pass_obj
def export(place: Place, what: str, which: str, format_name: str | None, output: str | None) -> int:
    """Write something out.

    \b
    workspace    json
    entries      csv, json, timewarrior, ics
    brief        md, html, docx   (docx with the office extra)
    candidates   csv, xlsx        (xlsx with the office extra)
    engagements  ics

    TITLE is an id or words of a brief's or engagement's title; without it a brief is the newest one.
    """
    from outsource_tui.services.exports import ExportService

    desk = _desk(place)
    service = ExportService(desk)
    made = service.export(what, format_name, which)
    if output is None or output == "-":
        if made.binary and sys.stdout.isatty():
            raise InputError(f"{made.name} is not for a screen; write it to a file with --output {made.name}.")
        paper.out_bytes(made.data)
    else:
        path = service.save(made, output)
        size = paper.size(len(made.data))
        paper.say(f"wrote  {path}  {size}")
    for note in made.notes:
        paper.say(clean_line(note))
    place.tell(desk.workspace)
    return 0


COMMANDS = {"import": import_, "export": export}
