"""Today by keys: the day, the week, the whole log, the timer, and what is said about an idle or a half-told day."""

from datetime import timedelta
from pathlib import Path

import pytest

from outsource_tui.ui.screens.today.screen import TodayScreen
from outsource_tui.ui.screens.today.whole_log import WholeLog
from tests.golden.pictures import fill
from tests.hostile import HOSTILE
from tests.studio import Studio
from tests.ui.helpers import app_on, golden, keys, notices, screen_text, stage_of, until

screen_of = stage_of(TodayScreen)


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
        await keys(pilot, "h")
        assert log.cursor == 0
        await keys(pilot, "[", "[")
        await keys(pilot, "j", "J")
        await until(pilot, lambda: len(log.rows) == 4)
        assert [(row.text, row.seconds) for row in log.rows if row.day == "2026-11-19"] == [("Design", 12600)]

        await keys(pilot, "s", "s")
        assert [row.text for row in log.rows] == ["Chase invoices", "Design", "Design", "Taxes"]
        await keys(pilot, "escape")
        assert app.focused is screen_of(app).query_one("#log")
        assert "Monday 23 November   0 h 45 logged" in screen_text(app)
        await keys(pilot, "L", "w")
        assert "Week of Monday 23 November" in screen_text(app)


async def test_a_marked_entry_is_joined_on_its_own_day_wherever_the_cursor_is(studio: Studio) -> None:
    studio.entry("Mail", 30)
    studio.entry("Design", 60, ago=4)
    studio.entry("Design", 30, ago=4, start="10:00")
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        await keys(pilot, "L")
        log = app.screen.query_one(WholeLog)
        await until(pilot, lambda: len(log.rows) == 3)
        first = next(row for row in reversed(log.rows) if row.text == "Design")
        log.go_to(min((row for row in log.rows if row.text == "Design"), key=lambda row: row.start).id)
        await keys(pilot, "space", "home", "J")
        await until(pilot, lambda: len(log.rows) == 2)
        assert [(row.text, row.seconds) for row in log.rows if row.day == first.day] == [("Design", 5400)]


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
        assert [(row.what, row.row.seconds) for row in screen_of(app).query_one("#log").rows] == [
            ("Design", 3600),
            ("Calls", 3600),
            ("Mail", 1800),
        ]


async def test_what_was_logged_before_is_offered_while_typing(studio: Studio) -> None:
    studio.entry("Chase late invoices", 30, ago=3, project="Acme Ltd", tags=("money",))
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        await keys(pilot, "+", *"cha")
        await until(pilot, lambda: "+ chase late invoices" in screen_text(app))
        await keys(pilot, "tab", *" 45m @ac", "tab", *" +mo", "tab")
        assert app.focused.value == 'Chase late invoices 45m @"Acme Ltd" +money'
        await keys(pilot, "enter")
        await until(pilot, lambda: len(studio.again().log.desk.rows) == 2)
        newest = studio.again().log.desk.rows[-1]
        assert (newest.text, newest.seconds, newest.project, newest.tags) == (
            "Chase late invoices",
            2700,
            "Acme Ltd",
            ("money",),
        )


async def test_an_idle_day_is_said_kindly_and_takes_what_is_remembered(studio: Studio) -> None:
    studio.entry("Design", 60, ago=5)
    async with app_on(studio.folder, size=(80, 24), clock=studio.clock) as (app, pilot):
        assert "The day is yours; log what you do as it comes." in screen_text(app)
        await keys(pilot, "[")
        assert "Sunday 22 November   nothing logged" in screen_text(app)
        assert "A day off." in screen_text(app)
        await keys(pilot, "[", "[")
        assert "An idle day, and that is fine. Add what you remember." in screen_text(app)
        await keys(pilot, "+", *"des")
        await until(pilot, lambda: "+ 2026-11-20 design" in screen_text(app))
        await keys(pilot, "tab", *" 9-11", "enter")
        await until(pilot, lambda: "Friday 20 November   2 h 00 logged" in screen_text(app))
        await keys(pilot, "+", "escape", "h", "+")
        assert app.focused.value == "", "a day that was only offered is no draft"


async def test_a_timer_that_looks_forgotten_says_so_and_is_shortened_to_its_usual_length(studio: Studio) -> None:
    for ago, minutes in ((3, 30), (4, 50), (5, 40)):
        studio.entry("Sort receipts", minutes, ago=ago)
    studio.clock.at -= timedelta(hours=14)
    studio.log.start("Sort receipts @acme")
    studio.clock.at += timedelta(hours=14)
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        said = "“Sort receipts” has been running for 14 h; it usually takes 40 min."
        await until(pilot, lambda: "▲ 14:00" in screen_text(app).splitlines()[0])
        app.show_timer()
        app.show_timer()
        await pilot.pause()
        assert notices(app) == [f"{said} y on Today shortens it."]
        assert "▲ “Sort receipts” has been running for 14 h; it usually takes" in screen_text(app)
        await keys(pilot, "L", "y", "ctrl+o")
        await until(pilot, lambda: studio.again().log.running() is None)
        entry = next(row for row in studio.again().log.desk.rows if row.project == "acme")
        assert entry.seconds == 2400
        assert "▲" not in screen_text(app).splitlines()[0]


async def test_a_timer_starts_with_all_the_words_of_the_highlighted_entry(studio: Studio) -> None:
    studio.entry("mail @bob 45m", 30, project="Acme Ltd", tags=("money",))
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        await keys(pilot, "t", "ctrl+o")
        await until(pilot, lambda: app.running() is not None)
        row = app.running()
        assert row is not None
        assert (row.text, row.project, row.tags) == ("mail @bob 45m", "Acme Ltd", ("money",))


async def test_the_evening_reminds_of_a_day_with_too_little_in_it(studio: Studio) -> None:
    studio.clock.at = studio.at("2026-11-23", "16:59")
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        words = "Nothing is logged today yet"
        assert words not in screen_text(app)
        studio.clock.at = studio.at("2026-11-23", "17:00")
        await until(pilot, lambda: words in screen_text(app))
        studio.entry("Design", 60, start="9:00")
        app.changed()
        await until(pilot, lambda: "▲ Only 1 entry today" in screen_text(app))


async def test_the_running_row_goes_on_and_midnight_begins_a_new_day(studio: Studio) -> None:
    studio.clock.at = studio.at("2026-11-23", "23:57")
    studio.log.start("Writing")
    async with app_on(studio.folder, clock=studio.clock) as (app, pilot):
        await until(pilot, lambda: "● running          0:00" in screen_text(app))
        studio.clock.at += timedelta(minutes=2)
        await until(pilot, lambda: "● running          0:02" in screen_text(app))
        studio.clock.at += timedelta(minutes=2)
        await until(pilot, lambda: "Tuesday 24 November   nothing logged yet" in screen_text(app))
        await until(pilot, lambda: "● running          0:04" in screen_text(app))


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("today-120x40", (120, 40), ()),
        ("today-80x24", (80, 24), ()),
        ("today-week-60x20", (60, 20), ("w",)),
        ("today-log-120x40", (120, 40), ("L", "j")),
        ("today-log-80x24", (80, 24), ("L", "/", *"acme")),
        ("today-idle-80x24", (80, 24), ("[", "[")),
    ],
)
async def test_golden(tmp_path: Path, name: str, size: tuple[int, int], pressed: tuple[str, ...]) -> None:
    fill(tmp_path)
    async with app_on(tmp_path, size=size) as (app, pilot):
        await keys(pilot, *pressed)
        await golden(app, pilot, name)
