"""What `check` finds, what `--repair` does, and what of a file can be read: the words both speak in."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from outsource_tui.domain.errors import DamagedError
from outsource_tui.domain.kinds import KINDS
from outsource_tui.store import files, lines, snapshot
from outsource_tui.store.change import WORDS, Tables
from outsource_tui.store.rescue import Rescued, rescue

Level = Literal["error", "notice"]
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: how bad, about which record (empty: about a file), and a sentence."""

    level: Level
    text: str
    kind: str = ""
    id: str = ""


@dataclass(slots=True)
class Report:
    """What `check` found and `--repair` did."""

    folder: str
    records: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    """Files in which `--repair` put what it took out."""

    @property
    def errors(self) -> list[Finding]:
        """What is wrong: damage, dead links, impossible figures."""
        return [finding for finding in self.findings if finding.level == "error"]

    @property
    def notices(self) -> list[Finding]:
        """What is odd and may be meant."""
        return [finding for finding in self.findings if finding.level == "notice"]

    @property
    def exit_code(self) -> int:
        """What the command ends with: 1 while something is wrong."""
        return 1 if self.errors else 0

    def to_json(self) -> dict[str, Any]:
        """Return the report for scripts."""
        return {
            "folder": self.folder,
            "ok": not self.errors,
            "records": self.records,
            "errors": [finding_json(finding) for finding in self.errors],
            "notices": [finding_json(finding) for finding in self.notices],
            "repaired": self.repaired,
            "aside": self.aside,
        }

    def put_aside(self, path: str) -> None:
        """Note a file that holds what was taken out."""
        if path not in self.aside:
            self.aside.append(path)

    def add(self, level: Level, text: str, kind: str = "", key: str = "") -> None:
        """Note a finding."""
        self.findings.append(Finding(level, text, kind, key))


def finding_json(finding: Finding) -> dict[str, str]:
    return {"kind": finding.kind, "id": finding.id, "text": finding.text}


def record_fields() -> Mapping[str, frozenset[str]]:
    """Return which fields the records of each table hold in the file."""
    return {kind: frozenset(model.model_fields) - {"id"} for kind, model in KINDS.items()}


def readable_tables(folder: str) -> tuple[Tables, Rescued | None]:
    """Return the tables of the file, the readable records of a damaged one."""
    try:
        layout, meta, stamp = snapshot.load(folder)
        tables = {table: layout.decode(table) for table in layout.spans}
        odd = any(layout.count(table) != len(tables[table]) for table in layout.spans)
        # A record among what the file says about itself stands under the wrong heading.
        odd = odd or bool(tables.get(lines.META, {}).keys() - {lines.META_ID})
        if layout.extra_tables():
            # A table we do not know beside one that is missing: its name may have been spoilt.
            found = files.read_whole(os.path.join(folder, files.WORKSPACE))
            odd = odd or (found is not None and not lines.parse(found[0]).keys() >= set(lines.TABLES))
    except DamagedError:
        pass
    else:
        if not odd:
            if stamp is not None:
                tables[lines.META] = {lines.META_ID: meta}
            return tables, None
    found = files.read_whole(os.path.join(folder, files.WORKSPACE))
    result = rescue(b"" if found is None else found[0], record_fields())
    return result.tables, result


def named(kind: str, key: str, document: Mapping[str, Any]) -> str:
    title = next((document[name] for name in ("title", "name", "text") if isinstance(document.get(name), str)), "")
    word = WORDS.get(kind, kind).capitalize()
    return f"{word} {key}" + (f" “{title[:40]}”" if title else "")
