"""Copies that a synchronising program left beside the workspace, and which of them hold what it lacks."""

from __future__ import annotations

import os

from outsource_tui.domain.errors import OutsourceError
from outsource_tui.store import files

_CONFLICT_WORDS = ("conflict", "konflikt", "conflit")
# Damaged files that were moved aside, and dated copies that somebody took out of their folder.
_OURS = ("workspace.damaged", "workspace-1", "workspace-2")


def notices(folder: str, *, spent: bool = False) -> list[str]:
    """Return a sentence for each copy that has something to offer, and for those that have not only with `spent`."""
    names = beside(folder)
    if not names:
        return []
    # Only who has such a copy pays for looking into it.
    from outsource_tui.store.merge import preview
    from outsource_tui.store.workspace import Workspace

    workspace = Workspace(folder)
    found = []
    for name in names:
        try:
            offers = preview(workspace, os.path.join(workspace.folder, name)).offers
        except OutsourceError:
            # Mine may be the damaged one.
            found.append(f"{name} lies beside your workspace and cannot be compared with it; keep it and look at it.")
            continue
        if offers:
            found.append(
                f"{name} lies beside your workspace, a copy changed elsewhere; "
                "take it in with `outsource merge`, then delete it."
            )
        elif spent:
            found.append(f"{name} lies beside your workspace and holds nothing that is not here; it can be deleted.")
    return found


def stamps(folder: str) -> dict[str, files.Stamp | None]:
    """Return what changes whenever one of the copies does, by name."""
    return {name: files.stamp_of(os.path.join(folder, name)) for name in beside(folder)}


def beside(folder: str) -> list[str]:
    """Return the names of copies that a synchronising program left beside the workspace and the inbox.

    Dropbox, Syncthing and Nextcloud write "conflict" into the name in some language, iCloud and Google Drive a number,
    OneDrive the name of the other machine.
    """
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return sorted(name for name in names if _is_other_copy(name.lower()))


def _is_other_copy(name: str) -> bool:
    for own in (files.WORKSPACE, files.INBOX):
        stem, _, ending = own.partition(".")
        if name != own and name.startswith(stem) and not name.startswith(_OURS):
            return name.endswith(f".{ending}") or (
                f".{ending}" in name and any(word in name for word in _CONFLICT_WORDS)
            )
    return False
