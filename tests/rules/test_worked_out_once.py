"""What a look at a screen works out: each figure once, however many panes show it, and anew after a change; counts."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.domain.candidate import Candidate
from outsource_tui.services.asks import Quotes
from outsource_tui.services.briefs import BriefService
from outsource_tui.services.comparison import ComparisonFigures
from tests.golden.pictures import fill
from tests.hiring import eur
from tests.ui.helpers import app_on, go, screen_text

WATCHED: dict[type, tuple[str, ...]] = {
    BriefService: ("preview", "missing", "hints", "post_checks", "platform_counts"),
    ComparisonFigures: ("comparison",),
    Quotes: ("quote",),
}


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each watched figure was worked out, by its name."""
    counts: Counter[str] = Counter()

    def watch(owner: type, name: str) -> None:
        plain = getattr(owner, name)

        def counted(*given: Any, **named: Any) -> Any:
            counts[name] += 1
            return plain(*given, **named)

        monkeypatch.setattr(owner, name, counted)

    for owner, names in WATCHED.items():
        for name in names:
            watch(owner, name)
    return counts


async def test_a_visit_and_a_step_work_each_figure_out_once(tmp_path: Path, worked: Counter[str]) -> None:
    fill(tmp_path)
    async with app_on(tmp_path) as (app, pilot):

        async def after(pressed: str) -> Counter[str]:
            worked.clear()
            await go(pilot, pressed)
            return worked

        assert set((await after("3,wait")).values()) == {1}
        assert set((await after("j,wait")).values()) == {1}, "another brief"
        assert set((await after("enter,wait")).values()) <= {1}, "its editor"
        assert not await after("j,j,wait"), "its other parts"
        await go(pilot, "escape")
        shown = len(app.services.desk.children(Candidate, brief=app.screen.current_record()[1]))
        assert await after("4,wait") == {"comparison": 1, "quote": shown}
        assert not await after("j,wait")
        assert not await after("v,wait"), "one in full"
        # Each of the talks asks for its own quote; the bids of the brief are for the talks under the cursor.
        talks = app.services.negotiations.all()
        beside = [len(one.bids.bids) for one in map(app.services.negotiations.view, talks)]
        assert (await after("5,wait"))["quote"] <= len(talks) + sum(beside) + len(talks)
        await go(pilot, "enter")
        assert not await after("j,j,wait"), "another point"


async def test_a_change_is_worked_out_anew(tmp_path: Path) -> None:
    fill(tmp_path)
    async with app_on(tmp_path, "negotiate") as (app, pilot):
        service = app.services.negotiations
        talks = next(one for one in service.all() if service.candidate(one).name == "Efe D.")
        service.bid(talks, rate=eur(31))
        app.changed()
        await go(pilot, "wait")
        assert "● they ask                     31.00" in screen_text(app)
        await go(pilot, "3,wait")
        brief = next(one for one in app.services.briefs.all() if one.id == app.screen.current_record()[1])
        app.services.briefs.edit(brief, title="Helping with the phones")
        app.changed()
        await go(pilot, "wait")
        assert screen_text(app).count("Helping with the phones") == 2, "in the list and in the facts"
