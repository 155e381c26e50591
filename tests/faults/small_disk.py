"""A file system of half a megabyte, to be filled to the last byte."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 512 * 1024


@contextmanager
def small_disk(place: Path) -> Iterator[Path | None]:
    """Mount a small file system where this user may; else give None."""
    place.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, f"size={SIZE}".encode()) != 0:
        yield None
        return
    try:
        yield place
    finally:
        libc.umount2(os.fsencode(place), 2)


def fill(place: Path, leave: int) -> None:
    """Take up all space but `leave` bytes."""
    status = os.statvfs(place)
    free = status.f_bavail * status.f_frsize
    with (place / "filler").open("wb") as file:
        file.write(b"\0" * max(0, free - leave))
