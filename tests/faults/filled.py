"""A workspace in which each text of some records holds what a test wants; the texts are found by trying.

No field is listed here: a string of a document that may be anything is a text, so that a new field is met without
anybody thinking of it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from outsource_tui.domain.clock import SystemClock
from outsource_tui.domain.kinds import KINDS
from outsource_tui.services.demo import load_demo
from outsource_tui.store import files, lines
from outsource_tui.store.repository import Document, dump

_PROBE = "any words"


def leaves(part: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each string in a document as the dictionary or list it stands in, and its place there."""
    for place, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, str):
            yield part, place
        elif isinstance(value, dict | list):
            yield from leaves(value)


def filled(kind: str, key: str, document: Document, words: Callable[[], str]) -> tuple[Document, int]:
    """Return a document with `words()` in each of its texts, cleaned as the model cleans it, and how many there are."""
    model, found = KINDS[kind], 0
    for part, place in list(leaves(document)):
        before = part[place]
        part[place] = _PROBE
        try:
            model.model_validate({**document, "id": key})
        except ValidationError:
            part[place] = before
        else:
            part[place] = words()
            found += 1
    return dump(model.model_validate({**document, "id": key})), found


def filled_home(folder: Path, words: Callable[[], str], *, last: int = 2) -> int:
    """Make a home of the demo with the texts of the `last` records of each kind filled; return how many texts."""
    folder.mkdir(mode=0o700)
    tables: dict[str, Any] = lines.parse(load_demo(SystemClock().now()))
    texts = 0
    for kind in KINDS:
        for key in sorted(tables.get(kind, {}))[-last:]:
            tables[kind][key], found = filled(kind, key, tables[kind][key], words)
            texts += found
    files.replace_file(str(folder / files.WORKSPACE), [lines.render(tables)])
    return texts
