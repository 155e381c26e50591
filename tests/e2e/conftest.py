"""Whatever is done in a terminal, nothing unforeseen happens, survived or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def nothing_unforeseen(tmp_path: Path) -> Iterator[None]:
    """Look for the log of what nobody foresaw afterwards."""
    yield
    assert [log.read_text() for log in tmp_path.rglob("outsource.log")] == []
