"""What is being typed, kept on disk until it is saved for good, so that nothing is lost with the terminal."""

import errno
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

LARGEST = 4_000_000
RESERVED = 64 * 1024
"""Bytes set apart with the first draft, so that on a full disk there is room for the last words."""
_UNSAFE = re.compile(r"[^a-z0-9._-]+")


class Drafts:
    """Drafts by name; `keep` is cheap and `flush` writes, atomically and for the owner's eyes only."""

    def __init__(self, folder: Path, warn: Callable[[str], object] | None = None) -> None:
        """Keep drafts in a folder that is made when the first one is written; `warn` hears once why it cannot be."""
        self.folder = folder
        self._waiting: dict[str, dict[str, str] | None] = {}
        self._reserve = folder / ".reserve"
        self._warn = warn
        self._warned = False

    def _path(self, name: str) -> Path:
        return self.folder / f"{_UNSAFE.sub('-', name.lower())[:120]}.json"

    def keep(self, name: str, fields: Mapping[str, str]) -> None:
        """Remember the fields of a draft until the next flush; nothing in any field means there is no draft."""
        self._waiting[name] = dict(fields) if any(value.strip() for value in fields.values()) else None

    def remove(self, name: str) -> None:
        """Forget a draft: what it held is saved, or was given up."""
        self._waiting[name] = None
        self.flush()

    def find(self, name: str) -> dict[str, str]:
        """Return the fields of a draft; nothing when there is none or it cannot be read."""
        if name in self._waiting:
            return dict(self._waiting[name] or {})
        try:
            if self._path(name).stat().st_size > LARGEST:
                return {}
            found = json.loads(self._path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {str(key): value for key, value in found.items() if isinstance(value, str)}

    def names(self) -> list[str]:
        """Return the names of the drafts on disk."""
        try:
            return sorted(path.stem for path in self.folder.glob("*.json"))
        except OSError:
            return []

    def flush(self) -> bool:
        """Write what waits; tell whether all of it could be written."""
        waiting, self._waiting = self._waiting, {}
        good = True
        for name, fields in waiting.items():
            try:
                if fields is None:
                    self._path(name).unlink(missing_ok=True)
                else:
                    self._write(self._path(name), fields)
            except OSError as error:
                self._waiting.setdefault(name, fields)
                good = False
                if self._warn is not None and not self._warned:
                    self._warned = True
                    self._warn(
                        f"What you type cannot be kept on disk ({error.strerror}); make room, it waits here meanwhile."
                    )
        self._warned = self._warned and not good
        return good

    def _write(self, path: Path, fields: Mapping[str, str]) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._replace(path, fields)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not self._reserve.exists():
                raise
            self._reserve.unlink()
            self._replace(path, fields)
        else:
            self._set_apart()

    def _set_apart(self) -> None:
        """Keep some room; that there is none is no trouble yet."""
        with suppress(OSError):
            handle = os.open(self._reserve, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
            try:
                os.write(handle, b"\n" * RESERVED)
            finally:
                os.close(handle)

    def _replace(self, path: Path, fields: Mapping[str, str]) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(dict(fields), file, ensure_ascii=True)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
