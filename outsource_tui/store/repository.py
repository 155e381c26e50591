"""Documents to records and back: strict models in, stored forms out, and what the models do not know is kept."""

import copy
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from outsource_tui.domain.kinds import kind_of
from outsource_tui.domain.record import Record
from outsource_tui.store.change import Delete, Document, Key, Put
from outsource_tui.store.workspace import Workspace

Kind = TypeVar("Kind", bound=Record)
Path = tuple[int | str, ...]


class Repository:
    """The records of a workspace; one that does not fit its model is left out and named in `unreadable`."""

    def __init__(self, workspace: Workspace) -> None:
        """Read through `workspace`."""
        self._workspace = workspace
        self._read: dict[Key, tuple[Document, Record]] = {}
        self.unreadable: dict[Key, str] = {}

    def get(self, model: type[Kind], key: str) -> Kind | None:
        """Return one record, or None when there is none or it cannot be read."""
        kind = kind_of(model)
        document = self._workspace.document(kind, key)
        return None if document is None else self._record(model, kind, key, document)

    def all(self, model: type[Kind]) -> list[Kind]:
        """Return every readable record of a kind, ids ascending. The log is better asked for as rows."""
        kind = kind_of(model)
        found = (
            self._record(model, kind, key, document)
            for key, document in sorted(self._workspace.documents(kind).items())
        )
        return [record for record in found if record is not None]

    def _record(self, model: type[Kind], kind: str, key: str, document: Document) -> Kind | None:
        known = self._read.get((kind, key))
        # A changed record is another document, so the same document is the same record.
        if known is not None and known[0] is document and isinstance(known[1], model):
            return known[1]
        try:
            record = read_record(model, key, document)
        except ValidationError as error:
            self.unreadable[kind, key] = reason(error)
            return None
        self.unreadable.pop((kind, key), None)
        if kind != "entries":
            self._read[kind, key] = (document, record)
        return record

    def to_document(self, record: Record) -> Document:
        """Return the stored form of a record, with what its stored document holds beside what the model knows."""
        kind = kind_of(record)
        document = dump(record)
        stored = self._workspace.document(kind, record.id)
        return document if stored is None else with_unknown(type(record), record.id, document, stored)

    def put(self, record: Record) -> Put:
        """Return the change that saves a record; its revision says which version the writer saw."""
        seen = record.revision or None
        return Put(kind_of(record), record.id, self.to_document(record), seen)

    def delete(self, record: Record) -> Delete:
        """Return the change that takes a record out."""
        return Delete(kind_of(record), record.id, record.revision)

    def saved(self, record: Kind, document: Document) -> Kind:
        """Return a record as it was saved, with its new revision and times."""
        return read_record(type(record), record.id, document)


def dump(record: Record) -> Document:
    """Return a record's document: what pydantic dumps in JSON mode, without the id."""
    document: Document = record.model_dump(mode="json")
    return document


def read_record(model: type[Kind], key: str, document: Mapping[str, Any]) -> Kind:
    """Return the record in a stored document; unknown keys are looked past. Raises pydantic's ValidationError."""
    data = {**document, "id": key}
    try:
        return model.model_validate(data)
    except ValidationError as error:
        paths = unknown_paths(error)
        if not paths:
            raise
        data = copy.deepcopy(data)
        for path in paths:
            _take_out(data, path)
        # One pass may hide another: a part that failed only for its unknown key is looked at again.
        return _without_unknown(model, data)


def _without_unknown(model: type[Kind], data: Document) -> Kind:
    for _ in range(20):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            paths = unknown_paths(error)
            if not paths:
                raise
            for path in paths:
                _take_out(data, path)
    return model.model_validate(data)


def unknown_paths(error: ValidationError) -> list[Path]:
    """Return where a document holds keys its model does not know."""
    return [tuple(found["loc"]) for found in error.errors(include_url=False) if found["type"] == "extra_forbidden"]


def _take_out(data: Any, path: Path) -> None:
    *way, last = path
    for step in way:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(last, None)


def reason(error: ValidationError) -> str:
    """Return in a few words what does not fit, without the user's text."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    first = next((item for item in found if item["type"] != "extra_forbidden"), found[0])
    # Where a value may be of several kinds, the last step is only the kind that was tried.
    steps = [str(step) for step in first["loc"] if not first["type"].startswith(f"{step}_")]
    said = first["msg"].removeprefix("Value error, ").replace("Input should", "it should", 1)
    return f"{'.'.join(steps)}: {said}".removeprefix(": ")


def with_unknown(model: type[Record], key: str, document: Document, stored: Mapping[str, Any]) -> Document:
    """Return a new document with what the stored one holds beside: unknown fields, and the spelling of equal values.

    Equal values keep their stored form ("+00:00" stays, though pydantic writes "Z"), so that a diff shows only changes.
    """
    paths: list[Path] = []
    data: Document = copy.deepcopy({**stored, "id": key})
    known: Record | None = None
    for _ in range(20):
        try:
            known = model.model_validate(data)
            break
        except ValidationError as error:
            fresh = unknown_paths(error)
            if not fresh:
                break
            paths.extend(fresh)
            for path in fresh:
                _take_out(data, path)
    result = dict(document)
    if known is not None:
        old = dump(known)
        for name, value in document.items():
            if name in stored and name in old and old[name] == value:
                result[name] = stored[name]
    changed = [path for path in paths if len(path) == 1 or result.get(str(path[0])) is not stored.get(str(path[0]))]
    if any(len(path) > 1 for path in changed):
        result = copy.deepcopy(result)
    for path in changed:
        _graft(result, stored, path)
    return result


def _graft(new: Any, stored: Any, path: Path) -> None:
    """Put what `stored` holds at `path` into `new`, finding list items by their own id where they have one."""
    *way, last = path
    for step in way:
        try:
            inner = stored[step]
            if isinstance(step, int) and isinstance(inner, dict) and "id" in inner:
                new = next(item for item in new if item.get("id") == inner["id"])
            else:
                new = new[step]
            stored = inner
        except (KeyError, IndexError, TypeError, StopIteration, AttributeError):
            return
    if isinstance(new, dict) and isinstance(stored, dict) and last in stored:
        new.setdefault(last, stored[last])
