"""What goes out: the workspace, the entries, a brief, its candidates, the dates of engagements."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import normal
from outsource_tui.exchange.cells import WIDEST_CELL
from outsource_tui.exchange.exports import BINARY, EXPORTS, export_format
from outsource_tui.services.desk import Desk
from outsource_tui.services.phrases import counted, listed, quoted

T = TypeVar("T", Brief, Engagement)


@dataclass(frozen=True, slots=True)
class Export:
    """Something written out: its bytes, whether a screen cannot show them, a name for its file, and what to say."""

    data: bytes
    binary: bool
    name: str
    notes: tuple[str, ...] = ()


class ExportService:
    """Writes out; changes nothing."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    def kinds(self) -> dict[str, tuple[str, ...]]:
        """Return what can be exported and in which formats, the usual one first."""
        return EXPORTS

    def export(self, what: str, format_name: str | None = None, which: str = "") -> Export:
        """Return `what` in a format; `which` is the id or words of the title of a brief (or engagement).

        InputError names what exists when there is none of that, or several.
        """
        form = export_format(what, format_name)
        notes: list[str] = []
        if which and what in ("workspace", "entries"):
            raise InputError(f"{what} are exported whole; leave out {quoted(which)}.", field="which")
        if what == "workspace":
            content: str | bytes = self._workspace()
        elif what == "entries":
            content = self._entries(form, notes)
        elif what == "brief":
            content = self._brief(self._one_brief(which, notes), form)
        elif what == "candidates":
            content = self._candidates(which, form, notes)
        else:
            content = self._engagements(which)
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        ending = "json" if form == "timewarrior" else form
        return Export(data, form in BINARY, f"{what}.{ending}", tuple(notes))

    def save(self, export: Export, path: Path | str) -> Path:
        """Write an export to a private file in place of what was there, and return its path."""
        from outsource_tui.store import files

        target = Path(path).expanduser()
        try:
            if target.is_dir():
                target = target / export.name
            self._refuse_own(target)
            if target.exists() and not target.is_file():
                # A pipe or a device is written to; there is nothing to put in its place.
                with target.open("wb") as stream:
                    stream.write(export.data)
            else:
                files.replace_file(str(target.absolute()), [export.data])
        except OSError as error:
            raise files.explain(error, "write", str(target)) from error
        except ValueError as error:
            raise InputError("The file's name holds characters no file name can have.", field="output") from error
        return target

    def _refuse_own(self, target: Path) -> None:
        """Raise InputError for the files that hold the work itself: an export in their place would be its end."""
        from outsource_tui.store import files

        home, place = Path(self.desk.workspace.folder).resolve(), target.absolute().parent.resolve()
        own = place == home and target.name.casefold() in files.OWN_FILES
        if own or (place == home / files.BACKUPS and target.exists()):
            raise InputError(f"{target} holds your work itself; pick another name for the export.", field="output")

    def _workspace(self) -> str:
        from outsource_tui.exchange.export_workspace import workspace_json
        from outsource_tui.store.lines import TABLES

        workspace = self.desk.workspace
        tables: dict[str, Any] = {kind: dict(workspace.documents(kind)) for kind in TABLES}
        return workspace_json(tables)

    def _entries(self, form: str, notes: list[str]) -> str:
        from outsource_tui.exchange import export_entries

        rows = self.desk.rows
        if form == "json":
            return export_entries.entries_json(rows)
        if form == "csv":
            return export_entries.entries_csv(rows)
        timed, total = export_entries.timed_share(rows)
        if timed < total:
            left = counted(total - timed, "entry", "entries")
            notes.append(f"{left} without a start or a length left out; {form} cannot hold them.")
        if form == "timewarrior":
            return export_entries.entries_timewarrior(rows)
        return export_entries.entries_ics(rows)

    def _one_brief(self, which: str, notes: list[str]) -> Brief:
        briefs = [brief for brief in self.desk.all(Brief) if which or brief.archived_at is None]
        found = _matching(briefs, which, "brief", "There is no brief yet; write one in the app first.")
        if len(found) > 1 and which:
            titles = listed([quoted(brief.title) for brief in found[:4]], "or")
            raise InputError(
                f"{quoted(which)} fits {len(found)} briefs: {titles}; say more of its title.", field="which"
            )
        newest = found[-1]
        if len(found) > 1:
            others = f"the newest of {len(found)} briefs; name another by its title"
            notes.append(f"This is {quoted(newest.title)}, {others}.")
        return newest

    def _brief(self, brief: Brief, form: str) -> str | bytes:
        from outsource_tui.services.wording import brief_wording

        if form == "html":
            from outsource_tui.exchange.brief_html import brief_page

            return brief_page(brief, brief_wording())
        if form == "docx":
            from outsource_tui.exchange.brief_docx import brief_document

            return brief_document(brief, brief_wording())
        from outsource_tui.exchange.brief_md import brief_markdown

        return brief_markdown(brief, brief_wording())

    def _candidates(self, which: str, form: str, notes: list[str]) -> str | bytes:
        from outsource_tui.exchange import export_candidates
        from outsource_tui.services.candidates import CandidateService

        service = CandidateService(self.desk)
        briefs = {brief.id: brief for brief in self.desk.all(Brief)}
        chosen = [self._one_brief(which, notes)] if which else list(briefs.values())
        lines: list[Sequence[Any]] = []
        for brief in chosen:
            table = service.comparison(brief, blind=False, declined=True, archived=True)
            totals = {
                row.candidate.id: (None if row.total is None else round(row.total, 4), row.coverage)
                for row in table.rows
            }
            scores: dict[str, dict[str, Decimal | int | None]] = {
                row.candidate.id: {name: cell.score for name, cell in row.cells.items()} for row in table.rows
            }
            people = [row.candidate for row in table.rows]
            lines += [(brief.title, *line) for line in export_candidates.candidate_lines(people, totals, scores)]
        # A candidate whose brief is gone is still somebody.
        lost = [one for one in self.desk.all(Candidate) if one.brief not in briefs] if not which else []
        lines += [("", *line) for line in export_candidates.candidate_lines(lost)]
        if not lines:
            raise InputError("There are no candidates yet; enter who applied in the app first.", field="which")
        header = ("brief", *export_candidates.HEADER)
        if form == "xlsx":
            if any(isinstance(cell, str) and len(cell) > WIDEST_CELL for line in lines for cell in line):
                notes.append(
                    f"A workbook's cell holds {WIDEST_CELL:,} characters; what was longer is cut, csv has it all."
                )
            return export_candidates.candidates_xlsx(lines, self.desk.now(), header)
        return export_candidates.candidates_csv(lines, header)

    def _engagements(self, which: str) -> str:
        from outsource_tui.exchange.export_engagements import engagements_ics

        nothing = "There is no engagement yet; agree on terms in the app first."
        return engagements_ics(_matching(self.desk.all(Engagement), which, "engagement", nothing))


def _matching(records: Sequence[T], which: str, noun: str, nothing: str) -> list[T]:
    """Return the records whose id is `which` or whose title holds it, all of them when nothing is said; never none."""
    if not records:
        raise InputError(nothing, field="which")
    if not which:
        return list(records)
    wanted = normal(which)
    exact = [one for one in records if one.id == which or normal(one.title) == wanted]
    found = exact or [one for one in records if wanted in normal(one.title)]
    if not found:
        titles = listed([quoted(one.title) for one in records[-4:]], "or")
        raise InputError(f"There is no {noun} called {quoted(which)}; there is {titles}.", field="which")
    return found


__all__ = ["Export", "ExportService"]
