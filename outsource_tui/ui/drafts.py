"""What is being typed, kept on disk until it is saved for good, so that nothing is lost with the terminal."""

import errno
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from outsource_tui.store import files

LARGEST = 100_000_000
"""Bytes of a draft that is read: a form full of long texts, each sign of them written as an escape."""
RESERVED = 64 * 1024
"""Bytes set apart with the first draft, so that on a full disk there is room for the last words."""
_EDITOR = "editor-"
_UNSAFE = re.compile(r"[^a-z0-9._-]+")


class Draft(NamedTuple):
    """What was typed and not saved: the words of its form or text, the fields that were changed, and what they held."""

    title: str
    fields: Mapping[str, str]
    before: Mapping[str, str]

    @property
    def words(self) -> str:
        """All that was typed, one field after the other."""
        return "\n".join(text for text in self.fields.values() if text.strip())


class Drafts:
    """Drafts by name; `keep` is cheap, and what it was told is soon written, atomically, for the owner's eyes only."""

    def __init__(
        self,
        folder: Path,
        warn: Callable[[str], object] | None = None,
        later: Callable[[Callable[[], object]], object] | None = None,
    ) -> None:
        """Keep drafts in a folder that is made when the first one is written.

        `warn` hears once why it cannot be; `later` calls what it is given in a moment, so that typing without a pause
        is written down all the same.
        """
        self.folder = folder
        self._waiting: dict[str, Draft | None] = {}
        self._given: set[str] = set()
        self._reserve = folder / ".reserve"
        self._warn = warn
        self._warned = False
        self._later = later
        self._due = False

    def _path(self, name: str) -> Path:
        return self.folder / f"{_UNSAFE.sub('-', name.lower())[:120]}.json"

    def keep(
        self, name: str, fields: Mapping[str, str], *, title: str = "", before: Mapping[str, str] | None = None
    ) -> None:
        """Remember what was typed into the changed fields; nothing in any of them means there is no draft."""
        if any(value.strip() for value in fields.values()):
            self._waiting[name] = Draft(title, dict(fields), dict(before or {}))
        elif name in self._waiting or self._path(name).exists():
            self._waiting[name] = None
        self._soon()

    def _soon(self) -> None:
        if self._later is not None and self._waiting and not self._due:
            self._due = True
            self._later(self.flush)

    def remove(self, name: str) -> None:
        """Forget a draft: what it held is saved, or was thrown away."""
        self._given.discard(name)
        self._waiting[name] = None
        self.flush()

    def give(self, name: str) -> None:
        """Let go of a draft once what it led to is saved."""
        self._given.add(name)

    def saved(self) -> None:
        """Forget what was given: a change has been saved since."""
        for name in tuple(self._given):
            self.remove(name)

    def returned(self) -> None:
        """Keep what was given: it came to nothing."""
        self._given.clear()

    def for_editor(self, text: str) -> Path:
        """Return a private file that holds a text for an editor, where it outlasts the app. Raises OSError."""
        files.make_folder(str(self.folder))
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=f"{_EDITOR}{os.getpid()}-", suffix=".md")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.utime(name, (0, 0))
        return Path(name)

    def take_in_left_over(self) -> None:
        """Make drafts of what editors left whose app has died meanwhile, and clear away what that was writing."""
        for path in self.folder.glob(".*-*.tmp"):
            owner = path.name[1:].partition("-")[0]
            with suppress(OSError):
                if owner.isdigit() and not _is_alive(int(owner)):
                    path.unlink()
        for path in self.folder.glob(f"{_EDITOR}*.md"):
            owner = path.name.removeprefix(_EDITOR).partition("-")[0]
            with suppress(OSError):
                if owner.isdigit() and _is_alive(int(owner)):
                    continue
                status = path.lstat()
                # The time it was given when it was made: nothing was written into it.
                if status.st_mtime and status.st_size <= LARGEST:
                    text = path.read_text(encoding="utf-8", errors="replace")
                    self.keep(path.stem, {"text": text}, title="what your editor left")
                    if not self.flush():
                        continue
                elif status.st_mtime:
                    continue
                path.unlink()

    def find(self, name: str) -> Draft | None:
        """Return a draft; None when there is none or it cannot be read."""
        if name in self._waiting:
            return self._waiting[name]
        try:
            if self._path(name).stat().st_size > LARGEST:
                return None
            found = json.loads(self._path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or not _texts(found.get("fields")):
            return None
        title = found.get("title")
        return Draft(title if isinstance(title, str) else "", _texts(found.get("fields")), _texts(found.get("before")))

    def all(self) -> dict[str, Draft]:
        """Return the drafts there are by name, the one typed last first."""
        found: list[tuple[float, str, Draft]] = []
        for path in self.folder.glob("*.json"):
            draft = self.find(path.stem)
            with suppress(OSError):
                if draft is not None:
                    found.append((-path.stat().st_mtime, path.stem, draft))
        return {name: draft for _at, name, draft in sorted(found)}

    def flush(self) -> bool:
        """Write what waits; tell whether all of it could be written. What could not is tried again soon."""
        self._due = False
        waiting, self._waiting = self._waiting, {}
        good = True
        for name, draft in waiting.items():
            try:
                if draft is None:
                    self._path(name).unlink(missing_ok=True)
                else:
                    self._write(self._path(name), draft)
            except OSError as error:
                self._waiting.setdefault(name, draft)
                good = False
                if self._warn is not None and not self._warned:
                    self._warned = True
                    self._warn(
                        f"What you type cannot be kept on disk ({error.strerror}); make room, it waits here meanwhile."
                    )
        self._warned = self._warned and not good
        self._soon()
        return good

    def _write(self, path: Path, draft: Draft) -> None:
        files.make_folder(str(self.folder))
        try:
            self._replace(path, draft)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not self._reserve.exists():
                raise
            self._reserve.unlink()
            self._replace(path, draft)
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

    def _replace(self, path: Path, draft: Draft) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=f".{os.getpid()}-", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(draft._asdict(), file, ensure_ascii=True)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise


def _is_alive(process: int) -> bool:
    if os.name == "nt":
        # There is no harmless way to ask there, so what is left stays.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _texts(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {str(key): value for key, value in found.items() if isinstance(value, str)}
