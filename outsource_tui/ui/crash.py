"""What is written down when something unforeseen ends the app: where in the code, and nothing of what was typed."""

import os
import platform
import traceback
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from outsource_tui.store import files

LARGEST = 1_000_000


def describe(error: BaseException, at: datetime) -> str:
    """Return where an error came from: type, files, lines and functions; no values, no messages, no locals."""
    lines = [f"{at.isoformat(timespec='seconds')} {_versions()}"]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n\n"


def write_down(error: BaseException, path: Path, at: datetime) -> bool:
    """Append the description to the log file, 0600; tell whether that worked."""
    try:
        files.make_folder(str(path.parent))
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
            flags |= getattr(os, name, 0)
        if path.exists() and path.stat().st_size > LARGEST:
            flags |= os.O_TRUNC
        handle = os.open(path, flags, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(describe(error, at))
    except OSError:
        return False
    return True


def _short(filename: str) -> str:
    parts = Path(filename).parts
    for root in ("outsource_tui", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else filename


def _versions() -> str:
    found = [f"python {platform.python_version()}", platform.system()]
    for name in ("outsource-tui", "textual"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)
