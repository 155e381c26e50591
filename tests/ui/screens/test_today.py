"""Today by keys: the day, the week, the whole log, the timer, and what is said about an idle or a half-told day."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from outsource_tui.ui.screens.today import TodayScreen
from outsource_tui.ui.widgets.whole_log import WholeLog
from tests.conftest import Studio
from tests.hostile import HOSTILE
from tests.ui.helpers import app_on, keys, screen_text, until


def notices(app: Any) -> list[str]:
    return [str(notice.message) for notice in app._notifications]


def at(app: Any) -> TodayScreen:
    """Return the screen in front, typed."""
    screen = app.screen_stack[0]
    assert isinstance(screen, TodayScreen)
    return screen


def two_years(studio: Studio) -> None:
    """Log last year and this: taxes in 2025, then three days of November 2026."""
    studio.entry("Taxes", 90, day="2025-05-04", start="8:00", project="office", stress=5, tags=("money",))
    studio.entry("Design", 180, day="2026-11-19", start="9:00", project="acme", liking=5)
    studio.entry("Mail", 30, day="2026-11-19", start="12:00")
    studio.entry("Design", 60, day="2026-11-20", start="9:00", project="acme")
    studio.entry("Chase invoices", 45, ago=0, start="8:15", project="birch", stress=4, tags=("money",))


async def test_the_whole_log_is_found_sorted_and_corrected_where_it_stands(studio: Studio) -> None:
    two_years(studio)
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        await keys(pilot, "L")
        log = app.screen.query_one(WholeLog)
        assert app.focused is log
        assert not app.screen.query_one("#side").display
        # 90 + 180 + 30 + 60 + 45 minutes.
        assert "The whole log   5 entries, 6 h 45   4 May 2025 to 23 Nov" in screen_text(app)
        assert [row.text for row in log.rows] == ["Chase invoices", "Design", "Mail", "Design", "Taxes"]

        await keys(pilot, "/", *"money", "enter")
        await until(pilot, lambda: "2 of 5 entries, 2 h 15" in screen_text(app))
        assert [row.text for row in log.rows] == ["Chase invoices", "Taxes"]
        await keys(pilot, "j", "l", *(["backspace"] * 6), *"2h", "ctrl+o")
        await until(pilot, lambda: "2 of 5 entries, 2 h 45" in screen_text(app))
        assert studio.again().log.entry(log.rows[1].id).seconds == 7200

        await keys(pilot, "escape")
        assert len(log.rows) == 5
        await keys(pilot, "home", "]", "[", "[")
        assert (log.rows[log.cursor].day, log.cursor) == ("2026-11-19", 2)
        await keys(pilot, "j", "J")
        await until(pilot, lambda: len(log.rows) == 4)
        assert [(row.text, row.seconds) for row in log.rows if row.day == "2026-11-19"] == [("Design", 12600)]

        await keys(pilot, "s", "s")
        assert [row.text for row in log.rows] == ["Chase invoices", "Design", "Design", "Taxes"]
        await keys(pilot, "escape")
        assert app.focused is at(app).query_one("#log")
        assert "Monday 23 November   0 h 45 logged" in screen_text(app)
        await keys(pilot, "L", "w")
        assert "Week of Monday 23 November" in screen_text(app)


async def test_a_log_of_ten_years_opens_at_once_and_draws_only_what_is_seen(tmp_path: Path) -> None:
    from tests.benchmarks.workspaces import build
    from tests.ui.helpers import NOW

    build(tmp_path, 3000, NOW)
    async with app_on(tmp_path, size=(80, 24)) as (app, pilot):
        await keys(pilot, "L")
        log = app.screen.query_one(WholeLog)
        await until(pilot, lambda: len(log._prepared) == 3000)
        assert log.rendered_rows < 60
        before = log._prepared[log.rows[-1].id][1]
        await keys(pilot, "end", "/", *"2026-04-01", "enter")
        assert {row.day for row in log.rows} == {"2026-04-01"}
        assert len(log.rows) == 12
        await keys(pilot, "m")
        await until(pilot, lambda: log.rows[0].postponed == 1)
        assert log._prepared[log.all_rows[-1].id][1] is before, "what did not change was prepared again"


async def test_hostile_words_stand_in_the_whole_log_as_they_are(studio: Studio) -> None:
    for text in HOSTILE:
        studio.entry(f"x {text}", 5, tags=(f"t {text}"[:80],))
    async with app_on(studio.folder, size=(80, 24), clock=studio.clock) as (app, pilot):
        await keys(pilot, "L", "end", "s", "s", "home")
        assert len(app.screen.query_one(WholeLog).rows) == len(HOSTILE)
        assert "\x1b" not in screen_text(app)


async def test_a_gap_of_any_day_of_the_week_is_filled(studio: Studio) -> None:
    studio.entry("Design", 60, ago=3, start="9:00")
    studio.entry("Mail", 30, ago=3, start="11:00")
    studio.clock.at -= timedelta(days=2)
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        await keys(pilot, "w", "home", "f")
        await until(pilot, lambda: "What did you do from 10:00 to 11:00?" in screen_text(app))
        await keys(pilot, *"Calls", "ctrl+o")
        await until(pilot, lambda: "Filled the gap: Calls." in notices(app))
        assert [(row.what, row.row.seconds) for row in at(app).query_one("#log").rows] == [
            ("Design", 3600),
            ("Calls", 3600),
            ("Mail", 1800),
        ]
