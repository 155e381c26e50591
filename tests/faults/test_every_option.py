"""Every command there is, read off its own help: hostile words in each argument and option, one at a time.

No command, argument or option is listed here: what `--help` tells is what is tried, so that a new one is met without
anybody thinking of it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from outsource_tui.__main__ import run as run_here
from outsource_tui.cli.commands import ENTRIES
from outsource_tui.config.settings_file import CHOICES, SWITCHES
from outsource_tui.domain.clock import SystemClock
from outsource_tui.exchange import registry
from outsource_tui.store.check import check
from outsource_tui.ui import serve
from tests.cli.processes import environment
from tests.faults.conftest import Campaign
from tests.faults.home import demo_home
from tests.faults.walk import assert_harmless
from tests.hostile import HOSTILE

FITTING = {
    "TEXT": "Writing",
    "FORMAT": "timeclock",
    "FILE": "log.timeclock",
    "WHAT": "entries",
    "TITLE": "Style sheet repairs",
    "DAY": "yesterday",
}
"""What is given to the arguments that are not hostile, by the name the help has for them."""
LONG = "wide " * 25_000
"""As long as one argument can be."""
WORDS = [text for text in HOSTILE if "\ud800" not in text]
"""Bytes that are no text come from a shell as other surrogates than this one."""
WORST = (LONG, "\udcff\udc80", "", "\x1b]0;t\x07\u202e[/]", "--", "-")
"""What is tried everywhere; of the others the campaign's size draws some."""
_OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*)(?:[ =](\"?[A-Z0-9][\w:=.~/-]*))?")
_USAGE = re.compile(r"^Usage: outsource (.*)$", re.MULTILINE)
_ARGUMENT = re.compile(r"(\[?)([A-Z]+)(\.\.\.)?\]?(?=\s|$)")


class Takes(NamedTuple):
    """What a command takes: its arguments by name (and which are needed), options with a value, switches."""

    arguments: dict[str, bool]
    options: tuple[str, ...]
    switches: tuple[str, ...]


def takes(text: str) -> Takes:
    """Read a command's help."""
    usage = _USAGE.search(text)
    assert usage is not None, text
    # What is not one name in brackets says what else may stand there, such as [--json] or [+tag ...].
    said = re.sub(r"\[OPTIONS\]|\[(?![A-Z]+\])[^\]]*\]", "", usage[1])
    arguments = {found[2]: not found[1] for found in _ARGUMENT.finditer(said)}
    valued: dict[str, bool] = {}
    for name, value in _OPTION.findall(text):
        valued[name] = valued.get(name, False) or bool(value)
    return Takes(
        arguments,
        tuple(name for name, value in valued.items() if value),
        tuple(name for name, value in valued.items() if not value and name != "--help"),
    )


def lines_for(command: str, told: Takes, bad: str) -> Iterator[list[str]]:
    """Yield command lines with one hostile word each, in every place there is for it."""
    needed = [FITTING[name] for name, must in told.arguments.items() if must]
    for at, name in enumerate(told.arguments):
        words = [FITTING[each] for each in told.arguments]
        words[at] = bad
        yield [command, *words[: max(at + 1, len(needed))]]
        yield [command, "--json", *words[: max(at + 1, len(needed))]]
        assert name in FITTING, name
    for option in told.options:
        yield [command, *needed, option, bad]
        yield [command, f"{option}={bad}", *needed]
    yield [command, *needed, f"--{bad}"]
    yield [command, *needed, f"-{bad}", bad]
    yield [command, *needed, bad, *needed]
    for switch in told.switches:
        yield [command, *needed, f"{switch}={bad}"]
    yield ["--at", bad, command, *needed]
    yield [command, f"--at={bad}", *needed]


def state(home: Path) -> dict[str, bytes]:
    """Return what is written down at home, file by file."""
    kept = ("workspace.json", "inbox.jsonl")
    return {name: (home / name).read_bytes() for name in kept if (home / name).exists()}


def assert_answered(line: list[str], code: int, out: str, err: str) -> None:
    """Check an exit code of the documented ones, one short sentence where it could not, and nothing dangerous."""
    assert code in (0, 1, 2), (line, code)
    assert "Traceback" not in err, line
    assert "should not have" not in err, (line, err)
    assert_harmless(out)
    assert_harmless(err)
    if code:
        assert err.strip(), line
        said = [text for text in err.splitlines() if text.strip() and not text.startswith("▲")]
        assert len(said) == 1 or code == 1, (line, err)
        assert max(map(len, said)) < 700, (line, err)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand deep in a folder of our own, with a file to import, so that no path that is made up leads elsewhere."""
    deep = tmp_path / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (deep / "log.timeclock").write_text("i 2026-11-20 09:00:00 acme\no 2026-11-20 10:00:00\n", encoding="utf-8")
    monkeypatch.chdir(deep)
    home = demo_home(tmp_path / "home")
    monkeypatch.setenv("OUTSOURCE_HOME", str(home))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    # What it listens on would be another test's; here it only has to be reached.
    monkeypatch.setattr(serve, "serve", lambda *_paths, **_options: 0)
    return home


@pytest.mark.parametrize("command", list(ENTRIES))
def test_hostile_words_do_no_harm_in_any_option(
    command: str, home: Path, campaign: Campaign, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_here([command, "--help"]) == 0
    told = takes(capfd.readouterr().out)
    chance = campaign.random(f"options of {command}")
    drawn = chance.sample(WORDS, campaign.size(len(WORDS), least=2))
    for bad in (*WORST, *drawn):
        for line in lines_for(command, told, bad):
            before = state(home)
            code = run_here(line)
            done = capfd.readouterr()
            assert_answered(line, code, done.out, done.err)
            campaign.count("command lines tried")
            if code:
                assert state(home) == before, (line, done)
        # What was logged has been looked at; many megabytes of it would only keep the next ones waiting.
        assert check(home, SystemClock().now()).errors == []
        (home / "inbox.jsonl").unlink(missing_ok=True)
    assert check(home, SystemClock().now()).errors == []


@pytest.mark.parametrize("setting", [*(choice.key for choice in CHOICES), *SWITCHES, "keys", "surprise"])
def test_hostile_settings_are_refused_in_one_sentence(
    setting: str, home: Path, campaign: Campaign, capfd: pytest.CaptureFixture[str]
) -> None:
    """A reading command says so beside its work; one that lives by the settings does not go on."""
    drawn = campaign.random(f"values of {setting}").sample(HOSTILE, campaign.size(len(HOSTILE), least=2))
    for bad in (LONG, *WORST[2:], *drawn):
        value = json.dumps(bad.encode("utf-8", "replace").decode())
        for line in (f"{setting} = {value}", f"[{setting}]\n{value} = {value}", f"{value} = 1", f"{setting} = {bad}"):
            (home / "settings.toml").write_bytes(line.encode("utf-8", "surrogatepass"))
            before = state(home)
            for command in ("keys", "due"):
                code = run_here([command])
                done = capfd.readouterr()
                assert_answered([command, line], code, done.out, done.err)
                assert (code, bool(done.out)) == ((2, False) if command == "keys" else (0, True)), (line, done)
                # Which keys there are is known only where they are used.
                if (setting, command) != ("keys", "due"):
                    assert done.err.count("settings.toml: ") == 1, (line, done.err)
                campaign.count("command lines tried")
            assert state(home) == before


def test_bytes_that_are_no_text_do_no_harm(home: Path, campaign: Campaign) -> None:
    """What the shell hands over and what comes through a pipe, in processes of their own."""
    bad = b"\xff\xfe\x80 \xed\xa0\x80 \x1b]0;t\x07\xc2\x9b31m\xe2\x80\xae"
    chance = campaign.random("bytes")
    pipes = (bad, bad * 20_000, bad.replace(b" ", b"\n") * 20_000, b"\0" * 100_000, b"[" * 100_000, LONG.encode() * 8)
    tried: list[tuple[list[str | bytes], bytes]] = [([command, bad], b"") for command in ENTRIES]
    tried += [(["import", name, "-"], data) for name in ("auto", *registry.NAMES) for data in pipes]
    for arguments, given in chance.sample(tried, campaign.size(len(tried), least=6)):
        before = state(home)
        done = subprocess.run(
            [sys.executable, "-m", "outsource_tui", *arguments],
            input=given,
            capture_output=True,
            env=environment(home, HOME=str(home), TMPDIR=str(home.parent)),
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert_answered([os.fsdecode(word) for word in arguments], done.returncode, out, err)
        campaign.count("command lines tried")
        if done.returncode:
            assert state(home) == before, arguments
    assert check(home, SystemClock().now()).errors == []
