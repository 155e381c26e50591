"""Lives that are cut short: the app and the real commands at work at one home, each killed at an instant of its own.

Whatever is done bears words of its own, and `Told` keeps what was said about them: acknowledged, taken back, or open.
"""

import os
import re
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from random import Random

from outsource_tui.domain.clock import SystemClock
from outsource_tui.store import backups, files
from outsource_tui.store.lock import FolderLock
from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.work import fresh_id
from outsource_tui.store.workspace import Change, Put, Workspace
from outsource_tui.ui.drafts import Drafts
from tests.e2e.terminal import Terminal
from tests.faults.home import app_at, environment_of
from tests.store.support import entry, task

OURS = re.compile(r"k[0-9]+x[0-9]+")
KLOG = "2026-11-0{day}\n    {hour}:10 - {hour}:40 {one}\n    {hour}:45 - {hour}:50 {two}\n"
EDITOR = '#!/bin/sh\ncp "$HOME/words" "$1"\n'
PATIENCE = 60


class Told:
    """Words of entries, tasks and notes: True must be there, False must not, None may or may not; and what is typed."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.said: dict[str, bool | None] = {}
        self.together: list[set[str]] = []
        """Words that are saved whole or not at all."""
        self.typed = ""
        """What stands among the drafts."""
        self.acknowledged = 0

    def begin(self, *words: str) -> None:
        """Note that something new is begun, saved whole or not at all."""
        self.open(*words)
        self.together.append(set(words))

    def open(self, *words: str) -> None:
        """Note that something is under way, of which nobody knows yet what will come of it."""
        self.said.update(dict.fromkeys(words))

    def settle(self, there: bool, *words: str) -> None:
        """Note that it was said to be there, or to be gone."""
        self.acknowledged += len(words)
        self.said.update(dict.fromkeys(words, there))

    def lost(self, home: Path) -> list[str]:
        """Return what is not as it was said; what was open is settled by what is there now."""
        found = words_at(home)
        assert max(found.values(), default=1) == 1, f"something is there twice: {found}"
        assert found.keys() <= self.said.keys()
        wrong = [
            f"{words} is {'lost' if said else 'back'}"
            for words, said in self.said.items()
            if said is not None and said is not (words in found)
        ]
        for group in self.together:
            there = group & found.keys()
            if there and there != group:
                wrong.append(f"only {sorted(there)} of {sorted(group)}")
        if self.typed and self.typed not in typed_at(home):
            wrong.append(f"{self.typed}: not among the drafts")
        for words, there in self.said.items():
            if there is None:
                self.said[words] = words in found
        return wrong


def words_at(home: Path) -> Counter[str]:
    """Return the words of ours that any reader finds: texts of entries, titles and notes of tasks."""
    found = read_snapshot(home)
    words = [row.text for row in found.rows()]
    for document in found.documents("tasks").values():
        words += [document["title"], str(document.get("note"))]
    return Counter(word for word in words if OURS.fullmatch(word))


def typed_at(home: Path) -> str:
    """Return all that is kept of what was typed."""
    return "\n".join(draft.words for draft in Drafts(home / "drafts").all().values())


class Died(Exception):
    """The program was killed in the middle of something."""


class Mortal(Terminal):
    """The app in a terminal, until it is killed."""

    def __init__(self, home: Path) -> None:
        """Open it at home, with an editor that puts the words of a file there."""
        editor = home / "editor"
        if not editor.exists():
            editor.write_text(EDITOR)
            editor.chmod(0o700)
        super().__init__(app_at(home), columns=100, rows=30, environment=environment_of(home, EDITOR=str(editor)))
        self.home = home
        self._killer: threading.Timer | None = None

    def die_in(self, seconds: float) -> None:
        """Have it killed at an instant that nothing it does has a part in."""
        self._killer = threading.Timer(seconds, os.kill, (self.pid, signal.SIGKILL))
        self._killer.start()

    def until(self, condition: Callable[[], object]) -> None:
        """Read until something is so; raises Died when the program is killed before."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self._reap()
            if self.status is not None:
                raise Died
            assert time.monotonic() < deadline, f"it does not come:\n{self.text()}"
            self.read(0.02)

    def keys(self, data: str) -> None:
        """Send keys as they come from a terminal."""
        try:
            self.send(data.encode())
        except OSError as error:
            raise Died from error

    def shows(self, pattern: str) -> None:
        """Read until a pattern is on the screen."""
        self.until(lambda: re.search(pattern, self.text()))

    def hides(self, pattern: str) -> None:
        """Read until a pattern has left the screen."""
        self.until(lambda: not re.search(pattern, self.text()))

    def says(self, words: str) -> None:
        """Read until the program has said something of which no other words could be a part; it may pass quickly."""
        self.until(lambda: words in self.text() or words.encode() in self.raw)

    def died(self) -> None:
        """Wait for its end, which is being killed and nothing else."""
        assert self._killer is not None
        self._killer.join()
        assert self.wait_end() == 128 + signal.SIGKILL, self.text()


class Household:
    """One home with its app and its commands; `count` hears of each process that was killed."""

    def __init__(self, home: Path, chance: Random, name: str, count: Callable[[str], None]) -> None:
        """Live at `home`; what is done there is called after `name`."""
        self.home = home
        self.told = Told()
        self.name = name
        self._chance = chance
        self._count = count
        self._number = 0
        self._beside: list[tuple[subprocess.Popen[bytes], threading.Timer, Callable[[], None]]] = []
        self._takes: dict[str, float] = {}
        """How long each command takes, in seconds, so that it is killed at any of its instants."""

    def words(self) -> str:
        """Return words that nothing else bears."""
        self._number += 1
        return f"{self.name}x{self._number}"

    # commands

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            app_at(self.home, *arguments),
            env={**os.environ, **environment_of(self.home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def _killer(self, process: subprocess.Popen[bytes], command: str, *, surely: bool | None) -> threading.Timer:
        dies = self._chance.random() < 0.85 if surely is None else surely
        wait = self._chance.uniform(0, self._takes.get(command, 0.3) * 1.05) if dies else PATIENCE
        timer = threading.Timer(wait, process.kill)
        timer.start()
        return timer

    def _end(
        self, process: subprocess.Popen[bytes], timer: threading.Timer, *, may: Iterable[int] = (0,)
    ) -> str | None:
        """Return what a command said, or None when it was killed before it had ended."""
        out, complaint = process.communicate(timeout=PATIENCE)
        timer.cancel()
        timer.join()
        if process.returncode == -signal.SIGKILL:
            self._count("processes killed")
            return None
        assert process.returncode in may, (process.args, process.returncode, out, complaint)
        return out.decode()

    def run(self, *arguments: str, dies: bool | None = None, may: Iterable[int] = (0,)) -> str | None:
        """Carry a command out, killing it more often than not; return what it said, or None when it was killed."""
        began = time.monotonic()
        process = self._start(*arguments)
        said = self._end(process, self._killer(process, arguments[0], surely=dies), may=may)
        if said is not None:
            self._takes[arguments[0]] = time.monotonic() - began
        return said

    def start_beside(self) -> None:
        """Start a command beside whatever else is at work; `gather` hears what came of it."""
        if self._chance.random() < 0.5:
            words = [self.words()]
            arguments = ["log", words[0], "20m"]
        else:
            words = [self.words(), self.words()]
            arguments = ["import", "klog", str(self.log_file(words))]
        self.told.begin(*words)
        process = self._start(*arguments)
        timer = self._killer(process, arguments[0], surely=None)
        self._beside.append((process, timer, lambda: self.told.settle(True, *words)))

    def gather(self, at_most: int = 0) -> None:
        """Wait until no more than so many commands run beside."""
        while len(self._beside) > at_most:
            process, timer, done = self._beside.pop(0)
            if self._end(process, timer) is not None:
                done()

    def log_file(self, words: list[str]) -> Path:
        """Write another program's log with two entries."""
        file = self.home / f"{words[0]}.klg"
        day, hour = self._chance.randint(1, 9), self._chance.randint(1, 20)
        file.write_text(KLOG.format(day=day, hour=hour, one=words[0], two=words[1]))
        return file

    def logged(self) -> str:
        """Log something for sure."""
        words = self.words()
        self.told.begin(words)
        assert self.run("log", words, "5m", dies=False) is not None
        self.told.settle(True, words)
        return words

    # what is done while nobody else is at work

    def alone(self) -> None:
        """Do one thing that must be told from what others do."""
        self._chance.choice(
            (self.undoes, self.goes_back, self.repairs, self.merges, self.copies, self.imports, self.times)
        )()

    def undoes(self) -> None:
        """Take back the last change made from the command line."""
        words = self.logged()
        self.told.open(words)
        if self.run("undo") is not None:
            self.told.settle(False, words)

    def goes_back(self) -> None:
        """Restore a copy, which takes out what came after it, whole or not at all; then take the restore back."""
        copied = self.run("backup", dies=False)
        assert copied is not None
        name = os.path.basename(copied.split()[1])
        words = [self.logged() for _ in range(2)]
        self.told.begin(*words)
        if self.run("restore", name, "--yes") is not None or not words_at(self.home).keys() & set(words):
            self.told.settle(False, *words)
        if self.told.said[words[0]] is False:
            self.told.open(*words)
            if self.run("undo") is not None:
                self.told.settle(True, *words)

    def repairs(self) -> None:
        """Spoil a record of the file and have all of them rescued, that one from a copy, however often cut off."""
        spoilt = self.logged()
        assert self.run("backup", dies=False) is not None
        path = self.home / files.WORKSPACE
        with FolderLock(self.home):
            # Entries come first in the file; what the history says about it stays readable.
            raw = path.read_bytes().replace(f'"text": "{spoilt}"'.encode(), f'"text: "{spoilt}"'.encode(), 1)
            files.replace_file(str(path), [raw])
        self.run("check", "--repair")
        assert self.run("check", "--repair", dies=False) is not None

    def merges(self) -> None:
        """Take in a copy that was changed elsewhere, whole or not at all, and what was cut off once more."""
        words = [self.words() for _ in range(3)]
        self.told.begin(*words)
        there = self.home / "elsewhere"
        files.make_folder(str(there))
        raw = files.read_file(str(self.home / files.WORKSPACE))
        assert raw is not None
        files.replace_file(str(there / files.WORKSPACE), [raw[0]])
        now = SystemClock().now()
        puts = [Put("entries", fresh_id(now), entry(one), None) for one in words[:2]]
        puts.append(Put("tasks", fresh_id(now), task(words[2]), None))
        Workspace(there).write(Change("Elsewhere", "there", now, puts))
        merge = ("merge", str(there / files.WORKSPACE), "--yes")
        if self.run(*merge) is not None or self.run(*merge, dies=self._chance.random() < 0.5) is not None:
            self.told.settle(True, *words)

    def copies(self) -> None:
        """Make a copy and an export; what is there afterwards under its name is whole."""
        words = self.logged()
        copied = self.run("backup")
        if copied is not None:
            assert words in Path(copied.split()[1]).read_text(encoding="utf-8")
        target = self.home / "export.json"
        done = self.run("export", "workspace", "--output", str(target)) is not None
        assert not done or target.exists()
        assert not target.exists() or backups.counts(str(target))
        for copy in backups.listed(str(self.home))[:3]:
            assert backups.counts(copy.path) is not None, copy.name

    def imports(self) -> None:
        """Import a file, and what was cut off once more: each entry is there once."""
        words = [self.words(), self.words()]
        self.told.begin(*words)
        file = str(self.log_file(words))
        if self.run("import", "klog", file) is not None or self.run("import", "auto", file, dies=False) is not None:
            self.told.settle(True, *words)

    def times(self) -> None:
        """Start a timer and stop it; 2 says that none runs."""
        words = self.words()
        self.told.begin(words)
        self.run("start", words)
        for dies in (None, False):
            said = self.run("stop", may=(0, 2), dies=dies)
            if said is not None and words in said:
                self.told.settle(True, words)

    def bursts(self) -> None:
        """Start several at once and kill them all."""
        for _ in range(10):
            self.start_beside()
        self.gather()

    # what is done in the app

    def in_the_app(self, app: Mortal) -> None:
        """Do one thing by keys; raises Died when the app is killed meanwhile."""
        self._chance.choice((self.logs_a_line, self.logs_a_line, self.writes_a_form, self.takes_a_log_in))(app)

    def logs_a_line(self, app: Mortal) -> None:
        """Log a line; now and then take it back, or bring it again."""
        words = self.words()
        self.told.begin(words)
        app.keys("+\x15" + words + " 15m\r")
        app.says(f"Logged: {words}, 15 min")
        self.told.settle(True, words)
        if self._chance.random() < 0.4:
            self.told.open(words)
            app.keys("u")
            app.says(f"Took back: Log “{words}”")
            self.told.settle(False, words)
        if self.told.said[words] is False and self._chance.random() < 0.5:
            self.told.open(words)
            app.keys("U")
            app.says(f"Did again: Log “{words}”")
            self.told.settle(True, words)

    def writes_a_form(self, app: Mortal) -> None:
        """Begin a task; leave it as a draft, or save it and write its note in the editor."""
        app.keys("2")
        app.shows("verdict")
        app.keys("n")
        app.shows("New task")
        words = self.words()
        self.told.begin(words)
        self.told.typed = ""
        app.keys("\x05\x15" + words)
        app.until(lambda: words in typed_at(self.home))
        if self._chance.random() < 0.4:
            self.told.typed = words
            app.keys("\x1b")
            app.hides("New task")
            app.keys("1")
            return
        app.keys("\x0f")
        app.hides("New task")
        self.told.settle(True, words)
        app.shows(rf"▌.* {words} ")
        note = self.words()
        self.told.begin(note)
        (self.home / "words").write_text(note + "\n")
        app.keys("e")
        app.until(lambda: note in words_at(self.home))
        self.told.settle(True, note)
        app.keys("1")

    def takes_a_log_in(self, app: Mortal) -> None:
        """Import a file by keys."""
        words = [self.words(), self.words()]
        file = self.log_file(words)
        self.told.begin(*words)
        app.keys("1")
        app.shows("Log coverage")
        app.hides("entries are in")
        app.keys("i")
        app.shows("Which kind of log")
        app.keys("\r")
        app.shows("Which file")
        app.keys(file.name)
        app.shows(rf"▌ {re.escape(file.name)}")
        app.keys("\r")
        app.shows(f"Import {re.escape(file.name)}")
        app.keys("\r")
        app.shows("2 entries are in")
        self.told.settle(True, *words)

    def live(self) -> None:
        """Open the app, work at home with it, and have everything killed in the end."""
        with Mortal(self.home) as app:
            app.until(lambda: "Log coverage" in app.text())
            self.alone()
            app.until(lambda: not app.read(0.05))
            self.in_the_app(app)
            app.die_in(self._chance.uniform(0, 2.5))
            with suppress(Died):
                while True:
                    self.gather(at_most=1)
                    self.start_beside()
                    self.in_the_app(app)
            app.died()
            self._count("processes killed")
        self.gather()
