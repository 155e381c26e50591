"""A disk that forgets: after a power cut only what was synced is there, the way a disk with a cache is allowed to."""

import os
import stat
from pathlib import Path

from outsource_tui.store import files
from tests.faults.layer import FaultyFiles

UNTOLD = "workspace.lock"
"""The one file whose content means nothing once its holder is dead."""


class ForgetfulFiles(FaultyFiles):
    """Dies after operation `step` like `kill -9`, and knows what of `folder` has really reached the disk by then."""

    def __init__(self, folder: Path, step: int) -> None:
        """Take everything that is in `folder` now as safe."""
        super().__init__(step, "kill after")
        self.folder = folder
        self._content: dict[int, bytes] = {}
        """Number of the file to its synced bytes."""
        self._names: dict[str, int | None] = {}
        """Path to the number of the file that is synced under it; None: a folder."""
        for path in folder.rglob("*"):
            self._names[str(path)] = None if path.is_dir() else path.stat().st_ino
            if path.is_file():
                self._content[path.stat().st_ino] = path.read_bytes()

    def open(self, path: str, flags: int) -> int:
        """Open; a new file has nothing on the disk yet."""
        fd = super().open(path, flags)
        status = os.fstat(fd)
        if stat.S_ISREG(status.st_mode):
            self._content.setdefault(status.st_ino, b"")
        return fd

    def fsync(self, fd: int) -> None:
        """Sync the bytes of a file, or the names in a folder."""
        status = os.fstat(fd)
        if stat.S_ISDIR(status.st_mode):
            place = os.readlink(f"/proc/self/fd/{fd}")
            self._names = {name: number for name, number in self._names.items() if os.path.dirname(name) != place}
            for entry in os.scandir(place):
                self._names[entry.path] = None if entry.is_dir() else entry.inode()
        else:
            self._content[status.st_ino] = os.pread(fd, status.st_size, 0)
        super().fsync(fd)

    def cut(self, target: Path, *, names_too: bool) -> None:
        """Write what a power cut leaves into `target`; without `names_too` names got through, bytes did not."""
        target.mkdir()
        names = self._names
        if not names_too:
            names = {str(path): None if path.is_dir() else path.stat().st_ino for path in self.folder.rglob("*")}
        for name, number in sorted(names.items()):
            path = target / Path(name).relative_to(self.folder)
            if not path.parent.is_dir():
                # The folder it lay in was never synced into the one above.
                continue
            if number is None:
                path.mkdir(mode=0o700)
            elif path.name != UNTOLD:
                path.write_bytes(self._content.get(number, b""))
                path.chmod(files.PRIVATE_FILE)
