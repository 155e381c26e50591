"""Commands in this process: quick, and with the same way in as a whole process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outsource_tui.__main__ import run as run_here
from outsource_tui.domain.clock import SystemClock
from outsource_tui.services.demo import load_demo
from tests.cli.processes import Ran

Command = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder everything is kept in, for this process too."""
    folder = tmp_path / "home"
    monkeypatch.setenv("OUTSOURCE_HOME", str(folder))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


@pytest.fixture
def outsource(home: Path, capfd: pytest.CaptureFixture[str]) -> Command:
    """Run a command line and return how it ended; `code` is what is expected."""

    def command(*arguments: str, code: int = 0) -> Ran:
        capfd.readouterr()
        ended = run_here([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        ran = Ran(ended, captured.out, captured.err)
        assert ended == code, ran
        assert "\x1b" not in captured.out + captured.err
        return ran

    return command


@pytest.fixture
def demo(home: Path) -> Path:
    """The demo workspace, in `home`."""
    home.mkdir(mode=0o700)
    (home / "workspace.json").write_bytes(load_demo(SystemClock().now()))
    (home / "workspace.json").chmod(0o600)
    return home
