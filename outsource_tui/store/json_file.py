"""The door for TinyDB: `TinyDB(path, storage=JsonFile)` reads and saves the workspace as durably as the app."""

import os
from typing import Any

from tinydb.storages import Storage

from outsource_tui.domain.errors import DamagedError, StoreError
from outsource_tui.store import files, lines, meta_document, snapshot
from outsource_tui.store.lock import FolderLock


class JsonFile(Storage):
    """TinyDB storage that replaces the file in one durable step, under the lock, private from the first byte."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Stand before the file; it is made, in a private folder, by the first write."""
        super().__init__()
        self._path = os.path.abspath(os.fspath(path))
        self._folder, name = os.path.split(self._path)
        if name != files.WORKSPACE:
            raise StoreError(f"{self._path} is not called {files.WORKSPACE}; give the workspace's own file.")
        self._seen: files.Stamp | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return all tables, or None when there is no file yet; raises DamagedError, NewerError and StoreError."""
        layout, _, stamp = snapshot.load(self._folder)
        self._seen = stamp
        if stamp is None:
            return None
        return {table: layout.decode(table) for table in layout.spans}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Save all tables; raises StoreError, with nothing changed, when another process wrote since they were read."""
        tables: dict[str, dict[str, Any]] = {
            name: {str(key): dict(document) for key, document in documents.items()} for name, documents in data.items()
        }
        for name, documents in tables.items():
            for key in documents:
                if not (key.isascii() and key.isdigit()):
                    raise StoreError(f"“{key[:40]}” in {name} is not an id of digits; nothing was saved.")
        tables.setdefault(lines.META, {}).setdefault(lines.META_ID, meta_document.empty_meta())
        try:
            raw = lines.render(tables)
        except (ValueError, TypeError) as error:
            raise StoreError(f"{self._path} cannot hold what JSON cannot say; nothing was saved.") from error
        try:
            files.make_folder(self._folder)
            with FolderLock(self._folder):
                if files.stamp_of(self._path) != self._seen:
                    raise StoreError(
                        f"{self._path} was changed by another process meanwhile; nothing was saved, read it again."
                    )
                self._seen = files.replace_file(self._path, [raw])
        except OSError as error:
            raise files.explain(error, "save", self._path) from error

    def close(self) -> None:
        """Let go; nothing is held open."""
        self._seen = None


__all__ = ["DamagedError", "JsonFile"]
