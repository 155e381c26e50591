"""Every file operation of the store goes through here, so that tests can make any of them fail.

`layer` is the one object that touches the disk; the fault campaigns put another in its place.
"""

from __future__ import annotations

import errno
import os
import stat

from outsource_tui.domain.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Buffer = bytes | memoryview

Stamp = tuple[int, int, int, int]

_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
# Opening a pipe that somebody put in the place of a file must not wait for a writer.
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _CLOEXEC | _NOFOLLOW | _BINARY
CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | _CLOEXEC | _NOFOLLOW | _BINARY
APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | _CLOEXEC | _NOFOLLOW | _BINARY
LOCK = os.O_RDWR | os.O_CREAT | _CLOEXEC | _NOFOLLOW | _BINARY
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
SMALL = 1 << 16
"""Bytes below which pieces are written together."""

WORKSPACE = "workspace.json"
INBOX = "inbox.jsonl"
LOCK_FILE = "workspace.lock"
SET_ASIDE = "set-aside.jsonl"
BACKUPS = "backups"
OWN_FILES = (WORKSPACE, INBOX, LOCK_FILE, SET_ASIDE)
"""The files that nothing else may be written over."""


class UnconfirmedError(OSError):
    """What was written is there, but the disk did not say that it still will be after a power cut."""


class Files:
    """The real operating system, one call a method."""

    def open(self, path: str, flags: int) -> int:
        """Open `path`, private from the first byte, and return the descriptor."""
        return os.open(path, flags, PRIVATE_FILE)

    def write(self, fd: int, data: Buffer) -> int:
        """Write and return how many bytes went out, possibly fewer than given."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """Wait until the disk has it."""
        os.fsync(fd)

    def replace(self, source: str, target: str) -> None:
        """Rename over `target` in one step."""
        os.replace(source, target)

    def link(self, source: str, target: str) -> None:
        """Give the same content a second name."""
        os.link(source, target)

    def unlink(self, path: str) -> None:
        """Remove a name."""
        os.unlink(path)

    def mkdir(self, path: str) -> None:
        """Make a private folder; the one above it is there."""
        os.mkdir(path, PRIVATE_FOLDER)


layer = Files()


def stamp_of(path: str) -> Stamp | None:
    """Return what changes whenever the file does, or None when there is no such file."""
    try:
        return stamp_from(os.lstat(path))
    except (FileNotFoundError, NotADirectoryError):
        return None


def stamp_from(status: os.stat_result) -> Stamp:
    """Return device, inode, size in bytes and time of change in nanoseconds."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def read_file(path: str) -> tuple[bytes, Stamp] | None:
    """Return the whole content and its stamp, or None when there is no such file; symlinks are refused."""
    if "\0" in path:
        # No file can have that name; Python has an error of another kind for it.
        return None
    try:
        fd = layer.open(path, READ)
    except FileNotFoundError:
        return None
    try:
        status = os.fstat(fd)
        check_plain(status)
        # One read takes the whole file; the loop is for a file that grows while it is read.
        parts = []
        size = status.st_size + 1
        while part := os.read(fd, size):
            parts.append(part)
            size = 1 << 16
        return (parts[0] if len(parts) == 1 else b"".join(parts)), stamp_from(status)
    finally:
        os.close(fd)


def read_whole(path: str) -> tuple[bytes, Stamp] | None:
    """Return the content and stamp of a file, or None when there is none; raises StoreError where it cannot be read."""
    try:
        return read_file(path)
    except OSError as error:
        raise explain(error, "read", path) from error


def check_plain(status: os.stat_result) -> None:
    """Raise OSError for a pipe or a device in the place of a file."""
    if not stat.S_ISREG(status.st_mode):
        number = errno.EISDIR if stat.S_ISDIR(status.st_mode) else errno.ENODEV
        raise OSError(number, os.strerror(number))


def write_all(fd: int, chunks: Iterable[Buffer]) -> int:
    """Write every byte of `chunks` and return how many there were; small ones go out together."""
    total = 0
    for chunk in _gathered(chunks):
        left: Buffer = chunk
        while left:
            count = layer.write(fd, left)
            if count <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            total += count
            if count == len(left):
                break
            left = memoryview(left)[count:]
    return total


def _gathered(chunks: Iterable[Buffer]) -> Iterator[Buffer]:
    small: list[Buffer] = []
    size = 0
    for chunk in chunks:
        if len(chunk) < SMALL:
            small.append(chunk)
            size += len(chunk)
            if size < SMALL:
                continue
        if small:
            yield b"".join(small)
            small.clear()
            size = 0
        if len(chunk) >= SMALL:
            yield chunk
    if small:
        yield b"".join(small)


def replace_file(path: str, chunks: Iterable[Buffer], look: Callable[[], None] | None = None) -> Stamp:
    """Put `chunks` in place of `path` durably: private temporary file, fsync, rename, fsync of the folder.

    The caller holds the lock of the folder, so one fixed temporary name is enough and leavings never pile up. `look`
    is called right before the rename, and what it raises leaves the old file in place. Raises UnconfirmedError when
    the new file is in place and only the last step failed.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.tmp")
    try:
        fd = layer.open(temporary, CREATE)
    except FileExistsError:
        layer.unlink(temporary)
        fd = layer.open(temporary, CREATE)
    try:
        try:
            write_all(fd, chunks)
            layer.fsync(fd)
            stamp = stamp_from(os.fstat(fd))
        finally:
            os.close(fd)
        if look is not None:
            look()
        layer.replace(temporary, path)
    except (OSError, StoreError):
        remove_quietly(temporary)
        raise
    try:
        sync_folder(folder)
    except OSError as error:
        raise unconfirmed(error) from error
    return stamp


def unconfirmed(error: OSError) -> UnconfirmedError:
    """Return the error of a sync that failed after everything was written."""
    return UnconfirmedError(error.errno, error.strerror)


def remove_quietly(path: str) -> None:
    """Remove a file of ours that is no longer wanted; `check` reports it should that fail."""
    try:
        layer.unlink(path)
    except OSError:
        return


def sync_folder(folder: str) -> None:
    """Make a rename or a new name in `folder` durable (Windows does so by itself, some file systems cannot)."""
    if os.name == "nt":
        return
    fd = layer.open(folder or ".", os.O_RDONLY | _CLOEXEC)
    try:
        layer.fsync(fd)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(fd)


def make_folder(folder: str) -> None:
    """Make the folder unless it is there, and those above it, all private, each name durable where it stands."""
    place = folder.rstrip(os.sep)
    missing = []
    while place and not os.path.isdir(place):
        missing.append(place)
        place = os.path.dirname(place)
    for place in reversed(missing):
        try:
            layer.mkdir(place)
        except FileExistsError:
            # Another process was quicker, or a file is in the way.
            if not os.path.isdir(place):
                raise
        sync_folder(os.path.dirname(place))


_NO_FOLDER_SYNC = frozenset((errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF))
"""What network and other file systems answer that know no sync of a folder."""

_ADVICE = {
    errno.ENOSPC: "the disk is full; nothing was changed, free some space and try again",
    errno.EDQUOT: "your disk quota is used up; nothing was changed, free some space and try again",
    errno.EFBIG: "the file would grow larger than this system allows; nothing was changed",
    errno.EACCES: "you may not write there; check who owns the folder and its permissions",
    errno.EPERM: "you may not write there; check who owns the folder and its permissions",
    errno.EROFS: "the folder is read-only; choose another with --at or OUTSOURCE_HOME",
    errno.ELOOP: "it is a symbolic link, and those are not followed; put the real file in its place",
    errno.ENOENT: "its folder is gone; bring it back and try again",
    errno.ENOTDIR: "its folder is not a folder; choose another with --at or OUTSOURCE_HOME",
    errno.EISDIR: "it is a folder; move it away and try again",
    errno.ENODEV: "it is no plain file but a pipe or a device; put the real file in its place",
    errno.EEXIST: "something of that name is in the way; move it away and try again",
}


def explain(error: OSError, verb: str, path: str) -> StoreError:
    """Return the sentence for a failed file operation: what, where, what to do."""
    if isinstance(error, UnconfirmedError):
        return StoreError(
            f"{path} is written, but the disk did not confirm it ({(error.strerror or 'no reason given').lower()}); "
            "a power cut may still take the last change, so look after the disk."
        )
    why = _ADVICE.get(error.errno or 0)
    if why is None:
        why = f"{(error.strerror or type(error).__name__).lower()}; the data on disk is as it was"
    return StoreError(f"Could not {verb} {path}: {why}.")
