"""The whole workspace as one JSON document, a record a line."""

import json
from collections.abc import Mapping
from typing import Any


def workspace_json(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return every table in the given order, ids ascending: what TinyDB's stock storage opens."""
    parts = []
    for name, documents in tables.items():
        head = json.dumps(name, ensure_ascii=False)
        if not documents:
            parts.append(f"{head}: {{}}")
            continue
        records = ",\n".join(
            f"{json.dumps(key)}: {json.dumps(documents[key], ensure_ascii=False, allow_nan=False)}"
            for key in sorted(documents)
        )
        parts.append(f"{head}: {{\n{records}\n}}")
    return "{\n" + ",\n".join(parts) + "\n}\n" if parts else "{}\n"
