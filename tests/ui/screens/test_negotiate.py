"""Negotiate through its keys: points with what shows them, prices held against each other, terms agreed."""

from decimal import Decimal
from pathlib import Path

import pytest

from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.screens.negotiate.screen import NegotiateScreen
from tests.hostile import HOSTILE
from tests.ui.helpers import NOW, app_on, closed, go, golden, screen_text, settled, stage_of, told, until, wide_lines

screen_of = stage_of(NegotiateScreen)


def talks_with(app: OutsourceApp, name: str) -> Negotiation:
    """Return the talks with somebody as they are stored now."""
    service = app.services.negotiations
    return next(one for one in service.all() if service.candidate(one).name == name)


async def test_first_run_names_the_next_key(tmp_path: Path) -> None:
    async with app_on(tmp_path, "negotiate", size=(80, 24)) as (app, pilot):
        assert "4       open Candidates and choose somebody with o" in screen_text(app)
        await go(pilot, "p")
        assert "No talks yet; 4 opens Candidates" in told(app)


async def test_points_carry_their_day_and_what_shows_them(home: Path) -> None:
    async with app_on(home, "negotiate") as (app, pilot):
        seen = screen_text(app)
        assert "4 of 7 points   next: Say what they gain" in seen
        assert "enter points" in seen
        await go(pilot, "enter,j,j")
        seen = screen_text(app)
        assert "enter tick" in seen
        assert "▲ Remind them what they gain before you talk about the price." in seen
        await go(pilot, "v,enter")
        await closed(pilot)
        tick = talks_with(app, "Efe D.").ticks["value"]
        assert tick.done_at == NOW
        assert f"✓ {tick.evidence}" in screen_text(app)
        await go(pilot, "j,j,j,space")
        assert talks_with(app, "Efe D.").ticks["not_first"].evidence == "They asked 30.00 EUR an hour"
        await go(pilot, "space")
        assert "not_first" not in talks_with(app, "Efe D.").ticks
        await go(pilot, "j,space")
        assert "what shows it" in screen_text(app) or "Stay fair" in screen_text(app)


async def test_prices_are_held_against_each_other(home: Path) -> None:
    async with app_on(home, "negotiate") as (app, pilot):
        seen = screen_text(app)
        order = [seen.index(name) for name in ("Femi A.", "Greta L.", "Hana M.")]
        assert order == sorted(order), "the lowest bid comes first"
        assert "30.16/h     399.00 once" in seen
        await go(pilot, "p,type:21,ctrl+o")
        await closed(pilot)
        assert talks_with(app, "Efe D.").my_price == Money("21", "EUR")
        assert "21.00 an hour is below the low end of 22.00." in told(app)
        seen = screen_text(app)
        assert "against theirs                 −30 %" in seen
        await go(pilot, "p,ctrl+u,backspace,ctrl+o")
        await closed(pilot)
        assert talks_with(app, "Efe D.").my_price is None
        assert "Took your price back" in told(app)
        # A range in another currency is shown in mine.
        app.services.settings.set_rate("USD", Decimal("0.5"))
        low, typical, high = (Money(amount, "USD") for amount in (50, 60, 90))
        app.services.negotiations.set_market(talks_with(app, "Efe D."), low, typical, high, "a board")
        app.changed()
        await settled(pilot)
        seen = screen_text(app)
        assert "market low                     25.00" in seen
        assert "market high                    45.00" in seen


async def test_terms_are_agreed_with_a_reason_and_handed_over(home: Path) -> None:
    async with app_on(home, "negotiate", size=(80, 24)) as (app, pilot):
        await go(pilot, "y")
        assert "There are no terms yet" in told(app)
        await go(pilot, "t,ctrl+o")
        await closed(pilot)
        terms = talks_with(app, "Efe D.").terms
        assert terms is not None
        assert terms.rate == Money("30", "EUR")
        await go(pilot, "enter")
        seen = screen_text(app)
        assert "An hour" in seen, "where it is narrow prices and terms take the place of the list"
        assert "market low" in seen
        await go(pilot, "end")
        assert "market low" not in screen_text(app), "the keys scroll it"
        await go(pilot, "escape,y")
        await until(pilot, lambda: "Agree with Efe D. all the same?" in screen_text(app))
        await go(pilot, "type:the date counts more,enter")
        await closed(pilot)
        talks = talks_with(app, "Efe D.")
        assert (talks.agreed_at, talks.agreed_reason) == (NOW, "the date counts more")
        assert "✓ agreed" in screen_text(app)
        await go(pilot, "o")
        assert "Efe D. is not chosen yet" in told(app)
        efe = app.services.desk.get(Candidate, talks.candidate)
        app.services.candidates.choose(efe, "wrote the best page")
        app.changed()
        await go(pilot, "o")
        await until(pilot, lambda: app.screen.stage == "engagements")
        assert any(one.negotiation == talks.id for one in app.services.engagements.all())


async def test_hostile_names_and_many_bids(home: Path) -> None:
    async with app_on(home, "negotiate", size=(60, 20)) as (app, pilot):
        talks = talks_with(app, "Efe D.")
        brief = app.services.negotiations.brief(talks)
        for number, text in enumerate(HOSTILE[:12]):
            one = app.services.candidates.add(brief, f"{number} {text}"[:300])
            app.services.candidates.bid(one, rate=Money(10 + number, "EUR"))
        efe = app.services.desk.get(Candidate, talks.candidate)
        app.services.candidates.edit(efe, name=f"Efe {HOSTILE[0]}"[:300])
        app.services.negotiations.add_want(talks, HOSTILE[1])
        app.changed()
        for size in ((60, 20), (80, 24), (120, 40)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            seen = screen_text(app)
            assert not wide_lines(seen, size[0])
            assert "\x1b" not in seen
        assert "lowest of 16 bids" in seen
        assert app.return_code is None


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("negotiate-120x40", (120, 40), "j,enter,j,wait"),
        ("negotiate-80x24", (80, 24), "wait"),
        ("negotiate-60x20", (60, 20), "enter,wait"),
    ],
)
async def test_golden(home: Path, name: str, size: tuple[int, int], pressed: str) -> None:
    async with app_on(home, "negotiate", size=size) as (app, pilot):
        await go(pilot, pressed)
        await golden(app, pilot, name)
