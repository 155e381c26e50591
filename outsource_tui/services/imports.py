"""Time logs from elsewhere: read and shown first, stored only when confirmed, the same row never twice (N20)."""

import math
import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.ids import new_id
from outsource_tui.domain.log_row import LogRow, row_from_document
from outsource_tui.exchange.import_plan import ImportPlan, plan_import
from outsource_tui.exchange.moments import whole
from outsource_tui.exchange.reading import Flag, Options, Progress, Reject
from outsource_tui.exchange.registry import AUTO, FORMATS, Format, read_path
from outsource_tui.services.desk import Desk
from outsource_tui.services.phrases import counted, listed
from outsource_tui.store.workspace import Change, Put

FIRST_ROWS = 20
_PUT_STEP = 4096


@dataclass(frozen=True)
class Preview:
    """What an import would do: everything that was read, refused or doubted; nothing is stored yet."""

    paths: tuple[Path, ...]
    plans: tuple[ImportPlan, ...]
    first: tuple[LogRow, ...]
    """The first new rows, for a look."""
    batch: str
    """Id under which the entries would be stored."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Columns as they were understood, for tables."""

    @property
    def format(self) -> str:
        """Name of the format, or of all formats met."""
        return "+".join(dict.fromkeys(plan.format for plan in self.plans))

    @property
    def read(self) -> int:
        """Rows met, of any fate."""
        return sum(plan.read for plan in self.plans)

    @property
    def new(self) -> int:
        """Entries that would be stored."""
        return sum(len(plan.documents) for plan in self.plans)

    @property
    def duplicates(self) -> int:
        """Rows that are in the log already."""
        return sum(plan.duplicates for plan in self.plans)

    @property
    def running(self) -> int:
        """Rows without an end, which are left out."""
        return sum(plan.running for plan in self.plans)

    @property
    def seconds(self) -> int | float:
        """Sum of the lengths of the new entries."""
        total = sum(plan.seconds for plan in self.plans)
        return int(total) if total == int(total) else total

    @property
    def rejected(self) -> tuple[Reject, ...]:
        """Rows that could not be read, each with its place and why; several files: with the file's name."""
        return tuple(
            one._replace(where=self._where(path, one.where))
            for path, plan in zip(self.paths, self.plans, strict=True)
            for one in plan.rejected
        )

    @property
    def flagged(self) -> tuple[Flag, ...]:
        """Rows that would be stored but want a second look."""
        return tuple(
            one._replace(where=self._where(path, one.where))
            for path, plan in zip(self.paths, self.plans, strict=True)
            for one in plan.flagged
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What else there is to say about the files."""
        return tuple(note for plan in self.plans for note in plan.notes)

    def _where(self, path: Path, where: str) -> str:
        return f"{path.name}, {where}" if len(self.paths) > 1 else where

    @property
    def sentence(self) -> str:
        """Return the preview in one sentence."""
        parts = [f"{counted(self.new, 'new entry', 'new entries')}"]
        if self.duplicates:
            parts.append(f"{self.duplicates} already here")
        if self.running:
            parts.append(f"{self.running} still running")
        if self.rejected:
            parts.append(f"{len(self.rejected)} refused")
        return f"{listed(parts)} of {counted(self.read, 'row')} read."

    def report(self) -> dict[str, Any]:
        """Return the document of `import --json`."""
        return {
            "format": self.format,
            "read": self.read,
            "imported": self.new,
            "duplicates": self.duplicates,
            "running": self.running,
            "rejected": [{"where": one.where, "reason": one.reason} for one in self.rejected],
            "seconds": self.seconds,
            "flagged": [{"where": one.where, "reason": one.reason} for one in self.flagged],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Imported:
    """What was stored: how many entries, as which batch, and the report of `import --json`."""

    entries: int
    batch: str
    report: dict[str, Any]


class ImportService:
    """Preview, then in; an import is one change."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    def formats(self) -> tuple[Format, ...]:
        """Return every format by name, with what people call it and where to find such a file."""
        return FORMATS

    def preview(
        self,
        format_name: str,
        paths: Sequence[Path | str],
        options: Options | None = None,
        progress: Progress | None = None,
    ) -> Preview:
        """Read files and return what importing them would do; nothing is stored.

        `format_name` may be "auto"; `progress` is told bytes read and bytes in all, over all files.
        """
        files = tuple(Path(path).expanduser() for path in paths)
        if not files:
            raise InputError("Name a file to import.", field="paths")
        existing, own = self._known()
        batch = self.desk.fresh_id()
        now = self.desk.now()
        plans: list[ImportPlan] = []
        told = _Told(progress, files)
        for place, path in enumerate(files):
            reading = read_path(format_name, path, options, told.of(place))
            plan = plan_import(reading, existing, batch=batch, now=now, own=own)
            plans.append(plan)
            existing.update(plan.documents.fingerprints())
        first: list[LogRow] = []
        for plan in plans:
            first += [row_from_document("", document) for document in plan.documents[: FIRST_ROWS - len(first)]]
        mapping = {key: value for plan in plans for key, value in plan.mapping.items()}
        return Preview(files, tuple(plans), tuple(first), batch, mapping)

    def confirm(self, preview: Preview, progress: Callable[[int, int], None] | None = None) -> Imported:
        """Store what a preview showed, as one change with a copy of the workspace before it, and return the result.

        Rows that came in by another way since the preview are counted as duplicates, not stored again.
        """
        existing, _own = self._known()
        now = self.desk.now()
        fresh = [plan.documents.without(existing) for plan in preview.plans]
        count = sum(map(len, fresh))
        report = preview.report()
        report["imported"] = count
        report["duplicates"] += preview.new - count
        report["seconds"] = whole(math.fsum(documents.seconds() for documents in fresh))
        if not count:
            return Imported(0, "", report)

        def puts() -> Iterator[Put]:
            milliseconds = int(now.timestamp() * 1000)
            for number, document in enumerate(chain.from_iterable(fresh), 1):
                if progress is not None and number % _PUT_STEP == 0:
                    progress(number, count)
                yield Put("entries", new_id(milliseconds), document, None)

        few = len(preview.paths) < 3
        names = listed([path.name for path in preview.paths]) if few else f"{len(preview.paths)} files"
        label = f"Import {counted(count, 'entry', 'entries')} from {names}"
        self.desk.workspace.write(Change(label, self.desk.session, now, puts(), (), preview.batch, backup="import"))
        if progress is not None:
            progress(count, count)
        return Imported(count, preview.batch, report)

    def _known(self) -> tuple[set[str], Container[str]]:
        """Return the prints of all entries that came from elsewhere (a joined one has several), and the ids of all."""
        found: set[str] = set()
        documents = self.desk.workspace.documents("entries")
        for document in documents.values():
            text = document.get("fingerprint")
            if text:
                if "\n" in text:
                    found.update(text.split("\n"))
                else:
                    found.add(text)
        return found, documents


class _Told:
    """Turns the progress of each file into that of all files."""

    def __init__(self, progress: Progress | None, files: Sequence[Path]) -> None:
        self.progress = progress
        self.sizes = [os.path.getsize(path) if os.path.isfile(path) else 0 for path in files]

    def of(self, place: int) -> Progress | None:
        """Return the progress callback for one file."""
        progress = self.progress
        if progress is None:
            return None
        before, total = sum(self.sizes[:place]), sum(self.sizes)

        def tell(done: int, _: int) -> None:
            progress(min(before + done, total), total)

        return tell


__all__ = ["AUTO", "ImportService", "Imported", "Options", "Preview"]
