"""Short ways for the tests of the exchange room: read a text, plan its import, look at what would be stored."""

from collections.abc import Container
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from outsource_tui.exchange import registry
from outsource_tui.exchange.import_plan import ImportPlan, plan_import
from outsource_tui.exchange.reading import Options, Progress
from outsource_tui.exchange.source import Source

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def planned(
    name: str,
    content: str | bytes,
    existing: Container[str] = frozenset(),
    *,
    file: str = "log",
    progress: Progress | None = None,
    **options: Any,
) -> ImportPlan:
    """Return the import plan of a file's content; zone UTC unless `tz` is given."""
    data = content if isinstance(content, bytes) else content.encode()
    options.setdefault("tz", UTC)
    reading = registry.read(name, Source.from_bytes(file, data), Options(**options), progress)
    return plan_import(reading, existing, batch="1763900000000000001", now=NOW)


def planned_path(name: str, path: Path, **options: Any) -> ImportPlan:
    """Return the import plan of a file."""
    options.setdefault("tz", UTC)
    reading = registry.read_path(name, path, Options(**options))
    return plan_import(reading, frozenset(), batch="1763900000000000001", now=NOW)


def shown(plan: ImportPlan, *keys: str) -> list[Any]:
    """Return the named values of each new entry (a tuple when several)."""
    return [
        document[keys[0]] if len(keys) == 1 else tuple(document[key] for key in keys) for document in plan.documents
    ]


def prints(plan: ImportPlan) -> set[str]:
    """Return the fingerprints a plan would store."""
    return {document["fingerprint"] for document in plan.documents}


def day(text: str) -> date:
    """Return an ISO day."""
    return date.fromisoformat(text)
