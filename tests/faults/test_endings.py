"""However the app ends, what was being typed is there again, and the terminal is as it was."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.ui.drafts import Drafts
from tests.e2e.terminal import Terminal
from tests.faults.conftest import Campaign
from tests.faults.home import Wild, app_at, assert_restored, assert_sound, at_home, demo_home, environment_of
from tests.faults.small_disk import fill, small_disk

LINE, TITLE, PART = "Half a line", "Half a title", "Half a part of a brief"


def opened(home: Path, command: list[str] | None = None) -> Terminal:
    """Open the app at home, until it answers."""
    terminal = Terminal(command or app_at(home), columns=120, rows=40, environment=environment_of(home))
    terminal.wait_for("8 Playbook")
    terminal.wait_for(r"\? help")
    return terminal


def type_everywhere(terminal: Terminal) -> None:
    """Begin a line, a form and a part of a brief, and leave the cursor in the last."""
    terminal.press("+").wait_for("enter logs it")
    terminal.type(LINE).press("escape").wait_gone(r"length asked later")
    terminal.press("2").wait_gone("Last seven days")
    terminal.press("n").wait_for("New task")
    terminal.type(TITLE).press("escape").wait_gone("New task")
    terminal.press("1").wait_for("Last seven days")
    terminal.press("3").wait_gone("Last seven days")
    terminal.press("enter").wait_for("complete")
    terminal.press("enter").wait_for("done, saved")
    terminal.type(PART)


def typed(home: Path) -> str:
    """Return all that is kept of what was typed."""
    return "\n".join(draft.words for draft in Drafts(home / "drafts").all().values())


def until_kept(home: Path, words: str) -> None:
    """Wait until words are on disk, as they are soon after they were typed."""
    deadline = time.monotonic() + 20
    while words not in typed(home):
        assert time.monotonic() < deadline, f"{words} was never written down: {typed(home)}"
        time.sleep(0.02)


def by_signal(number: signal.Signals) -> Callable[[Terminal, Path], int]:
    def end(terminal: Terminal, home: Path) -> int:
        terminal.signal(number)
        return terminal.wait_end()

    return end


def by_key(terminal: Terminal, home: Path) -> int:
    terminal.press("escape", "q")
    return terminal.wait_end()


def by_kill(terminal: Terminal, home: Path) -> int:
    until_kept(home, PART)
    terminal.signal(signal.SIGKILL)
    return terminal.wait_end()


def by_closing(terminal: Terminal, home: Path) -> int:
    terminal.close()
    return terminal.wait_end()


def by_crash(terminal: Terminal, home: Path) -> int:
    (home / "crash").touch()
    return terminal.wait_end()


ENDINGS: dict[str, tuple[Callable[[Terminal, Path], int], int]] = {
    "SIGTERM": (by_signal(signal.SIGTERM), 128 + signal.SIGTERM),
    "SIGHUP": (by_signal(signal.SIGHUP), 128 + signal.SIGHUP),
    "kill -9": (by_kill, 128 + signal.SIGKILL),
    "closed terminal": (by_closing, 128 + signal.SIGHUP),
    "an error": (by_crash, 1),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_typed_is_there_again(ending: str, tmp_path: Path, campaign: Campaign) -> None:
    home = demo_home(tmp_path / "home")
    end, code = ENDINGS[ending]
    with opened(home, at_home(home, [sys.executable, "-m", "tests.faults.crashing"])) as terminal:
        type_everywhere(terminal)
        before = terminal.attributes_before
        assert end(terminal, home) == code
        campaign.count("faults injected")
        if ending not in ("kill -9", "closed terminal"):
            assert_restored(terminal.raw)
            assert terminal.attributes() == before
        if ending == "an error":
            shown = terminal.raw.decode()
            assert "met something it did not expect" in " ".join(shown.split())
            assert "Traceback" not in shown
            assert "secret words" not in shown + (home / "outsource.log").read_text()
    for words in (LINE, TITLE, PART):
        assert words in typed(home), ending
    if ending == "kill -9":
        come_back(home)


def come_back(home: Path) -> None:
    """Open the app again and save what was typed, which then is gone for good."""
    with opened(home) as terminal:
        terminal.wait_for("Not saved yet")
        terminal.press("3").wait_gone("Last seven days")
        terminal.press("enter").wait_for("complete")
        terminal.press("enter").wait_for(PART)
        terminal.press("escape").wait_gone("done, saved")
        terminal.press("1").wait_for("Last seven days")
        terminal.press("+").wait_for(LINE)
        terminal.press("enter").wait_for("Logged")
        terminal.press("2").wait_gone("Last seven days")
        terminal.press("n").wait_for("Back from your draft")
        terminal.wait_for(TITLE)
        terminal.press("ctrl+o").wait_gone("Back from your draft")
        assert by_key(terminal, home) == 0
        assert_restored(terminal.raw)
        assert terminal.attributes() == terminal.attributes_before
    assert typed(home) == ""


def test_a_full_disk_keeps_what_is_typed_until_the_end(tmp_path: Path, campaign: Campaign) -> None:
    with small_disk(tmp_path / "small") as small:
        if small is None:
            # A user who may not mount one has the same tried in tests/ui with a folder that cannot be written.
            return
        home = small / "home"
        home.mkdir(mode=0o700)
        with opened(home) as terminal:
            terminal.press("+").wait_for("enter logs it")
            terminal.type(LINE)
            until_kept(home, LINE)
            fill(small, 0)
            terminal.type(" and the rest of it")
            terminal.press("enter").wait_for("disk is full")
            terminal.signal(signal.SIGTERM)
            assert terminal.wait_end() == 128 + signal.SIGTERM
            campaign.count("faults injected")
            assert_restored(terminal.raw)
        assert typed(home) == LINE + " and the rest of it"


def test_a_full_disk_leaves_a_form_open_until_there_is_room(tmp_path: Path, campaign: Campaign) -> None:
    with small_disk(tmp_path / "small") as small:
        if small is None:
            # As above; tests/faults/test_full_disk.py has the store refuse at every step.
            return
        home = demo_home(small / "home")
        # The sentence breaks where the length of the path has it break.
        said = "disk is full|is full; nothing|nothing was changed"
        with opened(home) as terminal:
            terminal.press("2").wait_gone("Last seven days")
            terminal.press("n").wait_for("New task")
            terminal.type(TITLE).wait_for(TITLE)
            for pages in range(0, 30, 30 // campaign.size(6)):
                # What was said in the round before must not stand for what is said in this one.
                terminal.wait_gone(said, 60)
                (small / "filler").unlink(missing_ok=True)
                fill(small, pages * 4096)
                terminal.press("ctrl+o").wait_for(said)
                terminal.wait_for(TITLE)
                assert "New task" in terminal.text()
                campaign.count("faults injected")
            (small / "filler").unlink()
            terminal.press("ctrl+o").wait_gone("New task")
            assert by_key(terminal, home) == 0
        titles = [document["title"] for document in read_snapshot(home).documents("tasks").values()]
        assert titles.count(TITLE) == 1
        assert_sound(home)


def test_a_terminal_that_goes_without_a_word_ends_the_app(tmp_path: Path) -> None:
    """No hang-up reaches an app behind a program that catches it; reading the end of the terminal is enough."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    between = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
        "pid = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:]); "
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"
    )
    with opened(home, [sys.executable, "-c", between, *app_at(home)]) as terminal:
        terminal.press("+").wait_for("enter logs it")
        terminal.type(LINE)
        terminal.close()
        assert terminal.wait_end() == 128 + signal.SIGHUP
    assert typed(home) == LINE


def test_continued_without_having_been_stopped(tmp_path: Path) -> None:
    """A debugger or `kill -STOP` stop the app behind its back; the end restores the terminal all the same."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with opened(home) as terminal:
        for _ in range(3):
            terminal.signal(signal.SIGSTOP)
            assert os.waitpid(terminal.pid, os.WUNTRACED)[0] == terminal.pid
            terminal.signal(signal.SIGCONT)
            terminal.settle()
        terminal.press("g").wait_for("go to +t Today")
        terminal.press("escape", "q")
        terminal.signal(signal.SIGCONT)
        assert terminal.wait_end() == 0
        assert_restored(terminal.raw)
        assert terminal.attributes() == terminal.attributes_before


def test_half_a_character_and_half_a_key_do_no_harm(tmp_path: Path) -> None:
    """A slow line brings a letter in pieces, and anything may look like the beginning of a key."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with opened(home) as terminal:
        terminal.press("+").wait_for("enter logs it")
        for byte in "Zoë".encode():
            terminal.send(bytes([byte]))
            terminal.settle(0.05)
        terminal.send(b"\x1b[:D")
        terminal.settle(0.05)
        terminal.type("!").wait_for("Zoë!")
        assert by_key(terminal, home) == 0
        assert not (home / "outsource.log").exists()


def test_keys_typed_ahead_do_not_cut_the_end_short(tmp_path: Path) -> None:
    """Once the terminal is given back, ctrl+c, ctrl+z and ctrl+backslash are signals again."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for byte in (b"\x03", b"\x1a", b"\x1c"):
        with Wild(app_at(home), home) as wild:
            while b"Today" not in wild.raw:
                assert wild.runs()
                wild.take(0.1, 1)
            wild.pour(b"q")
            while wild.runs():
                wild.pour(byte)
            assert wild.status == 0, byte
            # Its last words may still stand in the terminal.
            wild.take(0.1, 5)
            assert_restored(wild.raw)
