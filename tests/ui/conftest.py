"""The demo's workspace, as the pictures and the golden texts show it."""

from pathlib import Path

import pytest

from tests.golden.pictures import fill


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The demo workspace in a folder of its own."""
    folder = tmp_path / "home"
    fill(folder)
    return folder
