"""Numbered steps from each schema of the workspace file to the next; a file of any age opens for ever.

A step takes the tables (name to id to document) and changes them in place; it touches only what its number is about,
so fields it does not know stay. Every schema keeps a sample, `data/schema_v<n>.json`.
"""

import json
from collections.abc import Callable, Mapping

from outsource_tui.domain.errors import DamagedError
from outsource_tui.store import lines, meta_document
from outsource_tui.store.change import Tables

Step = Callable[[Tables], None]


def _from_0(tables: Tables) -> None:
    """Give a file without a schema number (made by another TinyDB program) the tables and the number it lacks."""
    for name in lines.TABLES:
        tables.setdefault(name, {})
    for name in lines.RECORD_TABLES:
        for document in tables[name].values():
            document.setdefault("revision", 1)


STEPS: Mapping[int, Step] = {0: _from_0}


def migrate(tables: Tables, steps: Mapping[int, Step] = STEPS, target: int | None = None) -> Tables:
    """Bring tables to schema `target` (this version's unless said), one numbered step at a time; raises DamagedError.

    The tables given stay as they are.
    """
    target = meta_document.SCHEMA if target is None else target
    tables = json.loads(json.dumps(tables))
    meta = tables.setdefault(lines.META, {}).setdefault(lines.META_ID, {})
    number = meta.get("schema", target)
    while number < target:
        step = steps.get(number)
        if step is None:
            raise DamagedError(
                f"The workspace file has schema {number}, from which no way leads on; run `outsource restore`."
            )
        step(tables)
        number += 1
        meta["schema"] = number
    return tables


def migrated(layout: lines.Layout) -> lines.Layout:
    """Return a file of an older schema as this version lays it out; the file itself is not touched."""
    fresh = lines.scan(lines.render(migrate({name: layout.decode(name) for name in layout.spans})))
    return lines.Layout(fresh.raw, fresh.spans, laid_out_afresh=True)
