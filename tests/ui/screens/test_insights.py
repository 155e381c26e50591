"""Insights through its keys: months won back, own hours, outcomes with lessons, rates with n, the week."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.hiring import Hiring, eur
from tests.hostile import HOSTILE
from tests.ui.helpers import app_on, go, golden, screen_text, settled, told, until, wide_lines


async def test_the_figures_are_those_of_the_records(home: Path) -> None:
    async with app_on(home, "insights") as (app, _pilot):
        text = screen_text(app)
        won = app.services.insights.this_month()
        assert f"+{won.money:,.2f} EUR" in text
        assert "+6 h 51 won back in November" in text
        assert "12 % of 20 % managing" in text
        assert "0.3 ×" in text, "fewer own hours than expected"
        assert "1.6 ×" in text, "more own hours than expected"
        assert "1 of 2 hit" in text
        assert "none yet" in text, "a group without outcomes says so"
        assert "3 h 00 a month" in text, "what dropping frees"
        assert "▲ 3 began" in text, "engagements are marked in the love trend"
        assert "A trial in one craft can show a better one." in text


async def test_rates_come_by_platform_kind_strategy_and_person_with_n(home: Path) -> None:
    async with app_on(home, "insights", size=(120, 50)) as (app, _pilot):
        text = screen_text(app)
        for head in ("by platform", "by kind of work", "by strategies followed", "by person", "Why they missed"):
            assert head in text
        assert "Upwork" in text
        assert "1 of 2" in text
        assert "Bruno T." in text


async def test_each_figure_opens_its_arithmetic(home: Path) -> None:
    async with app_on(home, "insights") as (app, pilot):
        await go(pilot, "equals_sign")
        assert "Won back in November" in screen_text(app)
        assert "10 h × 100 % accepted − 2.58 h of yours" in screen_text(app), "engagement by engagement"
        await go(pilot, "escape,tab,equals_sign")
        assert "Your own hours on Icon set for Acme" in screen_text(app)
        await go(pilot, "escape,m")
        assert "managing, last seven days" in screen_text(app)
        await go(pilot, "escape,t")
        assert "won back in all" in screen_text(app)


async def test_enter_opens_the_engagement_and_o_brings_it_back(home: Path) -> None:
    async with app_on(home, "insights") as (app, pilot):
        await go(pilot, "o")
        assert "Move to an engagement or an outcome first" in told(app)
        await go(pilot, "tab,tab,j")
        assert "I took the first to answer and tested nobody." in screen_text(app), "the lesson follows the cursor"
        await go(pilot, "enter")
        await until(pilot, lambda: app.current_mode == "engagements")
        await settled(pilot)
        found = app.screen.current_record()  # type: ignore[attr-defined]
        assert app.services.engagements.get(found[1]).title == "Style sheet repairs, first try"
        await go(pilot, "o")
        await until(pilot, lambda: app.current_mode == "insights")
        await settled(pilot)
        assert app.focused is not None
        assert app.focused.id == "outcomes"
        assert app.screen.current_record() == found  # type: ignore[attr-defined]


async def test_a_lesson_is_written_and_an_outcome_taken_back(home: Path) -> None:
    async with app_on(home, "insights") as (app, pilot):
        await go(pilot, "e")
        assert "Move to a hit or a miss first" in told(app)
        await go(pilot, "tab,tab,e,ctrl+k,type:Trials pay,ctrl+o")
        outcome = app.services.insights.hits_and_misses()[0][0]
        assert outcome.lesson.strip() == "Trials pay"
        assert "→ Trials pay" in screen_text(app)
        await go(pilot, "d")
        assert app.services.insights.hit_rate().n == 1
        assert "0 of 1 hit" in screen_text(app)
        await go(pilot, "u")
        assert app.services.insights.hit_rate().n == 2


async def test_the_week_is_looked_back_on_once(home: Path) -> None:
    async with app_on(home, "insights") as (app, pilot):
        assert "Look back on this week ?" in screen_text(app)
        await go(pilot, "w")
        assert "What did you win back this week?" in screen_text(app)
        await go(pilot, "escape")
        assert not app.services.insights.weekly_review().done
        await go(pilot, "w,type:Two hours,tab,type:Mail [/],tab,tab,type:Sort the mail,ctrl+o")
        written = app.services.insights.weekly_review().written
        assert written is not None
        assert written.answers == {"look_back": "Two hours", "drain": "Mail [/]"}
        assert "Sort the mail" in {one.task.title for one in app.services.identify.tasks()}
        assert "1 new in Identify" in told(app)
        assert "You looked back this week." in screen_text(app)
        weeks = ["".join(piece.text for piece in line) for line in app.screen.query_one("#weeks").lines]
        assert weeks[2:5] == ["23 Nov", "won back      Two hours", "drained you   Mail [/]"]
        assert "13 Nov" in weeks, "earlier weeks stay"


async def test_the_period_goes_round_and_the_check_up_opens(home: Path) -> None:
    async with app_on(home, "insights") as (app, pilot):
        for months in (24, 6, 12):
            await go(pilot, "f")
            assert f"The last {months} months." in told(app)
        await go(pilot, "tab,tab,j,v")
        assert "Fewer than two people were tested." in screen_text(app)
        miss = app.services.insights.hits_and_misses()[1][1].engagement
        await go(pilot, "escape")
        assert app.services.engagements.get(miss.id).strategies_checked_at is not None


async def test_too_much_managing_is_said_in_red_words(hiring: Hiring) -> None:
    engagement = hiring.running()
    for _day in range(3):
        hiring.engagements.log_own(engagement, Decimal(4), "coordination")

    async with app_on(hiring.studio.folder, "insights", clock=hiring.studio.clock) as (app, _pilot):
        text = screen_text(app)
        assert "More than you allow yourself" in text
        assert "−12 h 00" in text, "own hours without a day of work given away"


async def test_nothing_yet_names_the_next_key(tmp_path: Path) -> None:
    for size in ((120, 40), (80, 24), (60, 20), (20, 5)):
        async with app_on(tmp_path / "new", "insights", size=size) as (app, pilot):
            text = screen_text(app)
            assert not wide_lines(text, size[0])
            if size[0] >= 60:
                assert "Nothing won back yet" in text
                assert "open Engagements" in text
            await go(pilot, "o,v,e,d,enter,escape,f,tab,tab,j,k,end,home")
            assert "No engagement has started yet" in told(app)


async def test_hostile_texts_are_shown_as_they_are(hiring: Hiring) -> None:
    engagement = hiring.accepted()
    engagement = hiring.engagements.edit(engagement, title="[/x] [@click=app.quit]q[/] $v")
    hiring.engagements.pay(engagement, eur(20))
    for text in HOSTILE:
        hiring.engagements.record_outcome(
            engagement,
            "miss",
            milestone=engagement.milestones[0].id,
            cause="other",
            what=text[:2_000],
            who=text[:300],
            where_found=text[:100],
            lesson=text,
        )

    for size in ((120, 40), (80, 24), (60, 20), (20, 5)):
        async with app_on(hiring.studio.folder, "insights", size=size, clock=hiring.studio.clock) as (app, pilot):
            await go(pilot, "tab,tab,end,pageup,tab,j,tab,j,tab,j,enter,escape")
            text = screen_text(app)
            assert not wide_lines(text, size[0])
            assert "\x1b" not in text
            assert "\u202e" not in text


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("insights-120x40", (120, 40), ""),
        ("insights-80x24", (80, 24), "tab,tab"),
        ("insights-log-80x24", (80, 24), "tab,tab,tab,tab"),
        ("insights-side-80x24", (80, 24), "enter"),
        ("insights-60x20", (60, 20), ""),
    ],
)
async def test_golden(home: Path, name: str, size: tuple[int, int], pressed: str) -> None:
    async with app_on(home, "insights", size=size) as (app, pilot):
        if pressed:
            await go(pilot, pressed)
        await golden(app, pilot, name)
