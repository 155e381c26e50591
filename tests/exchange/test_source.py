"""Opening files: folders, missing ones, pipes, limits."""

import os
import threading
from pathlib import Path

import pytest

from outsource_tui.domain.errors import InputError, StoreError
from outsource_tui.exchange import source as sources
from outsource_tui.exchange.source import Source


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        Source.from_path(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        Source.from_path(tmp_path)
    with pytest.raises(InputError, match="no file name can have"):
        Source.from_path(tmp_path / "a\0b")


def test_a_name_too_long_is_a_failure_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be read"):
        Source.from_path(tmp_path / ("x" * 5000))


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"Date,Hours\n",))
    writer.start()
    found = Source.from_path(pipe)
    writer.join()
    assert list(found.lines()) == [(1, "Date,Hours")]


def test_limit_is_well_above_100_mb(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sources.LIMIT >= 1 << 30
    monkeypatch.setattr(sources, "LIMIT", 10)
    with pytest.raises(InputError, match="is larger than"):
        Source.from_bytes("big.csv", b"x" * 11)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain", "utf-8"),
        ("ä".encode(), "utf-8"),
        ("ä".encode("cp1252"), "cp1252"),
        ("\ufeffä".encode(), "utf-8-sig"),
        ("\ufeffä".encode("utf-16-be"), "utf-16"),
        ("abcdef".encode("utf-16-le"), "utf-16-le"),
        ("abcdef".encode("utf-16-be"), "utf-16-be"),
        (b"", "utf-8"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    found = Source.from_bytes("x", data)
    assert found.encoding == encoding
    assert found.text().lstrip("\ufeff") in ("plain", "ä", "abcdef", "")
