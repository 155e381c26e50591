import inspect
import os
import selectors
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.drivers.linux_driver import LinuxDriver

from outsource_tui.config.paths import Paths
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.driver import ESCAPE_DELAY, SOON, WAIT, OutsourceDriver
from tests.e2e.terminal import Terminal, app_command


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal(app_command("--at", str(tmp_path))) as opened:
        opened.wait_for("8 Playbook")
        opened.settle()
        yield opened


def test_our_driver_takes_the_place_of_textuals(tmp_path: Path):
    app = OutsourceApp(Paths(tmp_path, tmp_path, tmp_path))
    assert app.get_driver_class() is OutsourceDriver
    assert WAIT <= 0.02
    # What we replace is still there to be replaced.
    assert "select(0.1)" in inspect.getsource(LinuxDriver.run_input_thread)


async def test_a_lone_escape_is_told_from_a_key_as_soon_as_it_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    app = OutsourceApp(Paths(tmp_path, tmp_path, tmp_path))
    driver = OutsourceDriver(app)
    typed = [b"", b"j", b"", b"\x1b", b""]
    waits: list[float] = []

    class Selector(selectors.BaseSelector):
        register = unregister = get_map = lambda *_arguments: None

        def select(self, timeout: float | None = None) -> Any:
            waits.append(timeout or 0)
            if len(waits) == len(typed):
                driver.exit_event.set()
            return [typed[len(waits) - 1]] if typed[len(waits) - 1] else []

    monkeypatch.setattr(selectors, "SelectSelector", Selector)
    monkeypatch.setattr(driver, "_read", lambda: typed[len(waits) - 1])
    monkeypatch.setattr(driver, "process_message", lambda _event: None)
    driver.run_input_thread()
    assert waits == [WAIT, WAIT, SOON, WAIT, SOON]
    assert ESCAPE_DELAY < SOON < WAIT


def test_keys_arrive_and_q_ends_with_a_sane_terminal(terminal: Terminal):
    terminal.press("g").wait_for("go to +t Today")
    terminal.press("escape").wait_for("help")
    terminal.press("?").wait_for("Keys on Today")
    terminal.press("escape").wait_gone("Keys on Today")
    terminal.press("q")
    assert terminal.wait_end() == 0
    assert b"\x1b[?1049l" in terminal.raw
    assert b"\x1b[?25h" in terminal.raw


def test_a_byte_that_is_no_utf8_does_no_harm(terminal: Terminal):
    terminal.send(b"\xff\xfe\xc3")
    terminal.settle()
    terminal.press("g").wait_for("go to +t Today")
    terminal.press("escape", "q")
    assert terminal.wait_end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_keep_what_was_typed_and_restore_the_terminal(
    terminal: Terminal, tmp_path: Path, number: signal.Signals
):
    terminal.press("+").wait_for("enter logs it")
    terminal.type("Half a line")
    terminal.signal(number)
    assert terminal.wait_end() == 128 + number
    assert b"\x1b[?1049l" in terminal.raw
    assert "Half a line" in (tmp_path / "drafts" / "quick-line.json").read_text()


def test_it_goes_to_the_background_and_comes_back(terminal: Terminal):
    terminal.press("ctrl+z")
    pid, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert pid == terminal.pid
    assert os.WIFSTOPPED(status)
    terminal.settle()
    assert b"\x1b[?1049l" in terminal.raw
    terminal.signal(signal.SIGCONT)
    terminal.settle()
    terminal.press("g").wait_for("go to +t Today")
    terminal.press("escape", "q")
    assert terminal.wait_end() == 0
