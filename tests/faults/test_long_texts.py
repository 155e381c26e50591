"""Texts of a megabyte and of a hundred thousand lines: taken whole or refused, and harmless wherever they are shown."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from outsource_tui.__main__ import CAPTURE
from outsource_tui.__main__ import run as run_here
from outsource_tui.cli import paper
from outsource_tui.domain.clock import SystemClock
from outsource_tui.domain.text import MAX_TEXT
from outsource_tui.exchange.exports import EXPORTS
from outsource_tui.exchange.registry import NAMES as IMPORTS
from outsource_tui.store import lines
from outsource_tui.store.check import check
from outsource_tui.ui.dialogs.dialog import Dialog
from outsource_tui.ui.dialogs.fields import LONGEST_LINE, LONGEST_TEXT
from tests.faults.conftest import Campaign
from tests.faults.filled import filled_home, leaves
from tests.faults.home import demo_home
from tests.faults.walk import NAMES, Walk, assert_harmless
from tests.hostile import HOSTILE
from tests.ui.helpers import app_on

PIECES = ("wide ", "x", "line x\n", "長い", "👩\u200d💻é ", "[/] =1+1 \u202e\x1b[31m\n")
"""What long texts are made of: words, one word, short lines, wide signs, joined ones, hostile ones."""
WALKS = tuple(itertools.product(NAMES, PIECES[:4]))
LOOKED_AT = ("end", "j", "equals_sign", "escape", "question_mark", "escape", "enter", "escape", "slash", "w", "escape")
"""Keys pressed on each screen: a row, its arithmetic, its help, its form, the filter."""


def long(piece: str, size: int) -> str:
    """Return a text of `size` characters, or a few less."""
    return piece * (size // len(piece))


def texts_in(home: Path) -> Iterator[str]:
    """Yield every text of every record at home."""
    for records in lines.parse((home / "workspace.json").read_bytes()).values():
        for part, place in leaves(records):
            yield part[place]


def shared(one: str, other: str) -> int:
    """Return with how many characters both begin."""
    most = min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    return next(at for at in range(most) if one[at] != other[at])


async def test_long_texts_are_taken_whole_in_any_form(tmp_path: Path, campaign: Campaign) -> None:
    """What fields can hold, typed into every form an action opens; nothing of it is cut on its way to the file."""
    drawn = campaign.random("long forms").sample(WALKS, campaign.size(len(WALKS)))
    for number, (stage, piece) in enumerate(drawn):
        home = demo_home(tmp_path / f"home-{number}")
        text = long(piece, campaign.size(LONGEST_TEXT, least=20_000)).strip()
        line = " ".join(long(piece, LONGEST_LINE).split())
        async with app_on(home, stage, size=(100, 24), clock=SystemClock()) as (app, pilot):
            await Walk(app, pilot, line, text).everywhere(stage, campaign.size(4))
        assert check(home, SystemClock().now()).errors == []
        same = [max(shared(kept, line), shared(kept, text)) for kept in texts_in(home)]
        met = sum(cells >= min(len(line), len(text)) for cells in same)
        assert met == sum(cells > 500 for cells in same), (stage, piece, sorted(same)[-met - 5 :])
        campaign.count("long texts kept", met)


async def test_long_and_hostile_texts_are_shown_on_every_screen(tmp_path: Path, campaign: Campaign) -> None:
    home = tmp_path / "home"
    words = hostile_and_long(campaign)
    campaign.count("long texts kept", filled_home(home, lambda: next(words), last=campaign.size(3, least=1)))
    assert check(home, SystemClock().now()).errors == []
    visits = tuple(itertools.product(((100, 24), (60, 20), (120, 40)), NAMES))
    drawn = sorted(campaign.random("screens").sample(visits, campaign.size(len(visits), least=3)))
    async with app_on(home, "today", size=(80, 24), clock=SystemClock()) as (app, pilot):
        walk = Walk(app, pilot, "", "")
        for (columns, rows), name in drawn:
            await pilot.resize_terminal(columns, rows)
            app.go(name)
            await walk.settle()
            for key in LOOKED_AT:
                await pilot.press(key)
                walk.look()
            while isinstance(app.screen, Dialog):
                app.screen.give_up()
                await walk.settle()


def hostile_and_long(campaign: Campaign) -> Iterator[str]:
    """Yield hostile texts and, one in eight, one as long as a text can be."""
    size = campaign.size(MAX_TEXT, least=20_000)
    pieces = itertools.cycle(PIECES)
    for number, text in enumerate(itertools.cycle(HOSTILE)):
        yield long(next(pieces), size) if number % 8 == 0 else text


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, campaign: Campaign) -> Path:
    """A home whose records hold hostile and long texts, for this process too."""
    home = tmp_path / "home"
    words = hostile_and_long(campaign)
    filled_home(home, lambda: next(words))
    monkeypatch.setenv("OUTSOURCE_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return home


def test_long_and_hostile_texts_fill_no_line_of_a_terminal(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    words = itertools.cycle(HOSTILE)
    filled_home(other, lambda: next(words), last=4)
    monkeypatch.setattr(paper, "columns", lambda: 80)
    told: list[list[str]] = [["today"], ["report"], ["due"], ["status"], ["start", HOSTILE[16] + "x" * 5000, "@a"]]
    told += [["report", "--by", by] for by in ("project", "tag", "day")]
    told += [["status"], ["stop"], ["undo"], ["check"], ["backup"], ["restore"], ["merge", str(other), "--dry-run"]]
    told += [["export", "entries", "-f", form, "-o", form] for form in EXPORTS["entries"]]
    told += [["import", form, form, "--dry-run"] for form in EXPORTS["entries"] if form in IMPORTS]
    for line in told:
        assert run_here(line) == 0, line
        done = capfd.readouterr()
        assert_harmless(done.out + done.err)
        # What is captured or checked, and which columns a file has, is said in sentences that may wrap.
        for text in done.out.replace(str(tmp_path), "").splitlines():
            prose = line[0] in (*CAPTURE, "check") or text.startswith("columns  ")
            assert paper.cells(text) <= (240 if prose else 80), (line, text[:200])
        assert max(map(len, done.err.splitlines()), default=0) <= 700, line
