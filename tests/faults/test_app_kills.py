"""The app itself, killed in a terminal at instants nobody chose, commands at work beside it: what was said is there."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path
from random import Random

from outsource_tui.store.snapshot import read_snapshot
from tests.faults.conftest import Campaign
from tests.faults.home import Wild, app_at, assert_sound, demo_home, environment_of

ROUNDS_AT_HOME = 10
LOGGED = re.compile(rb"Logged: (k[0-9]+x[0-9]+), 15 min")
CSV = "date,start,duration,description\n2026-11-0{day},0{hour}:10,00:30,{words}\n"


class Told:
    """What was acknowledged, by the app's screen or a command's exit code, and what may or may not have come about."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.sure: set[str] = set()
        self.open: set[str] = set()

    def texts_lost(self, home: Path) -> list[str]:
        """Return what is missing; fail on what is there twice or was never said."""
        texts = [row.text for row in read_snapshot(home).rows() if re.fullmatch(r"k[0-9]+x[0-9]+", row.text)]
        assert len(texts) == len(set(texts)), "something is there twice"
        assert set(texts) <= self.sure | self.open
        return sorted(self.sure - set(texts))


def command(home: Path, words: str, chance: Random) -> subprocess.Popen[bytes]:
    """Start a command that adds an entry: captured, or imported, which folds and writes the file."""
    environment = {**os.environ, **environment_of(home)}
    if chance.random() < 0.6:
        arguments = ["log", words, "20m"]
    else:
        file = home / f"{words}.csv"
        file.write_text(CSV.format(day=chance.randint(1, 9), hour=chance.randint(1, 9), words=words))
        arguments = ["import", "csv", str(file)]
    return subprocess.Popen(
        app_at(home, *arguments), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def one_life(home: Path, told: Told, chance: Random, name: str) -> None:
    """Open the app, log lines, undo, edit and delete in it while commands run, and kill it at some instant."""
    with Wild(app_at(home), home) as wild:
        started = time.monotonic()
        while b"Today" not in wild.raw:
            assert time.monotonic() - started < 60, "the app did not start"
            wild.take(0.05, 1)
        wild.take(0.3, 30)
        number = 0
        beside: list[tuple[str, subprocess.Popen[bytes]]] = []
        end = time.monotonic() + chance.uniform(0.1, 1.5)
        while time.monotonic() < end:
            number += 1
            words = f"{name}x{number}"
            told.open.add(words)
            if len(beside) < 2 and chance.random() < 0.3:
                beside.append((words, command(home, words, chance)))
                continue
            wild.pour(b"+")
            wild.take(0.02, 1)
            wild.pour(f"{words} 15m\r".encode())
            # Now and then other work of the app that saves: the timer, redo.
            if chance.random() < 0.3:
                wild.pour(chance.choice((b"t", b"tother work\r", b"U")))
            wild.take(chance.uniform(0, 0.05), 0.2)
        os.kill(wild.pid, signal.SIGKILL)
        wild.wait_end()
        wild.take(0.05, 1)
        told.sure |= {found.decode() for found in LOGGED.findall(wild.raw)}
    for words, process in beside:
        _, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint
        told.sure.add(words)


def test_the_app_is_killed_at_random_instants_and_loses_nothing(tmp_path: Path, campaign: Campaign) -> None:
    chance = campaign.random("app kills")
    home, told = tmp_path, Told()
    for number in range(campaign.size(200, least=3)):
        if number % ROUNDS_AT_HOME == 0:
            home, told = demo_home(tmp_path / f"home-{number}"), Told()
        before = len(told.sure)
        one_life(home, told, chance, f"k{number}")
        campaign.count("processes killed")
        campaign.count("records acknowledged", len(told.sure) - before)
        missing = told.texts_lost(home)
        campaign.count("records lost", len(missing))
        assert missing == [], f"seed {campaign.seed}, life {number}"
    assert_sound(home)
    assert told.sure
