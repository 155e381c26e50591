"""The one document about the file itself: its schema, what was folded, tombstones, and the bounded history."""

from __future__ import annotations

from outsource_tui.domain.errors import DamagedError, NewerError
from outsource_tui.store import lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from outsource_tui.store.lines import Document

SCHEMA = 1


def empty_meta() -> Document:
    """Return the document about a file in which nothing has happened yet."""
    return {
        "schema": SCHEMA,
        "inbox": {"generation": "", "offset": 0},
        "tombstones": {},
        "batches": {},
        "changes": {},
        "history": [],
    }


def sound_meta(found: object) -> Document:
    """Return the stored meta document with every part in its proper shape; unknown keys stay.

    Raises NewerError for a file of a newer version and DamagedError for a schema that is no number.
    """
    meta = empty_meta()
    if isinstance(found, dict):
        schema = found.get("schema", SCHEMA)
        if type(schema) is not int or schema < 0:
            raise DamagedError(
                "The workspace file is damaged (its schema number is not one); run `outsource check --repair`."
            )
        if schema > SCHEMA:
            raise NewerError(
                f"This workspace was written by a newer version (schema {schema}, this version knows {SCHEMA}); "
                "it was left untouched, please update outsource."
            )
        for key, value in found.items():
            wanted = meta.get(key)
            if wanted is None or isinstance(value, type(wanted)):
                meta[key] = value
    folded = meta["inbox"]
    if not isinstance(folded.get("generation"), str) or type(folded.get("offset")) is not int:
        meta["inbox"] = {"generation": "", "offset": 0}
    meta["tombstones"] = {
        kind: {key: stone for key, stone in stones.items() if _is_stone(stone)}
        for kind, stones in meta["tombstones"].items()
        if isinstance(stones, dict)
    }
    meta["batches"] = {key: at for key, at in meta["batches"].items() if isinstance(at, str)}
    meta["changes"] = {key: at for key, at in meta["changes"].items() if isinstance(at, str)}
    meta["history"] = [item for item in meta["history"] if _is_change(item)]
    return meta


def _is_stone(stone: Any) -> bool:
    return (
        isinstance(stone, dict)
        and type(stone.get("revision")) is int
        and isinstance(stone.get("at"), str)
        and isinstance(stone.get("updated_at"), str)
    )


def _is_change(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and all(isinstance(item.get(name), str) for name in ("id", "at", "origin", "label"))
        and isinstance(item.get("records"), list)
        and all(_is_touched(record) for record in item["records"])
        and isinstance(item.get("made", {}), dict)
        and isinstance(item.get("stay", []), list)
    )


def _is_touched(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and isinstance(record.get("kind"), str)
        and isinstance(record.get("id"), str)
        and all(record.get(name) is None or type(record[name]) is int for name in ("was", "now"))
        and all(record.get(name) is None or isinstance(record[name], dict) for name in ("before", "after"))
    )


def meta_of(layout: lines.Layout) -> Document:
    """Return the checked meta document of a file; raises NewerError and DamagedError."""
    return sound_meta(layout.document(lines.META, lines.META_ID))
