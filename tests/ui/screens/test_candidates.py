"""Candidates through its keys: added, scored, asked, written to, tested, chosen; what is stored and what is seen."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.clock import FixedClock
from outsource_tui.domain.money import Money
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.screens.candidates.screen import CandidatesScreen
from tests.hostile import HOSTILE
from tests.ui.helpers import NOW, app_on, closed, go, golden, screen_text, settled, stage_of, told, until, wide_lines

POSTED = "Twelve help pages for a booking tool"


screen_of = stage_of(CandidatesScreen)


def person(app: OutsourceApp, name: str) -> Candidate:
    """Return somebody as they are stored now."""
    return next(one for one in app.services.desk.all(Candidate) if one.name == name)


async def on(app: OutsourceApp, pilot: Pilot[Any], name: str) -> None:
    """Put the cursor on somebody."""
    assert screen_of(app).candidates_table.go_to(person(app, name).id)
    await pilot.pause()


async def dialog(app: OutsourceApp, pilot: Pilot[Any]) -> str:
    """Wait for a dialog and return what is seen."""
    await until(pilot, lambda: len(app.screen_stack) > 1)
    await pilot.pause()
    return screen_text(app)


async def test_first_run_names_the_next_key(tmp_path: Path) -> None:
    async with app_on(tmp_path, "candidates", size=(80, 24)) as (app, pilot):
        assert "No brief to find somebody for" in screen_text(app)
        await go(pilot, "n")
        assert "There is no brief yet; 3 opens Briefs" in told(app)
        brief = app.services.desk.save_one("New", app.services.desk.new(Brief, title="Sort receipts"))
        app.changed()
        await pilot.pause()
        seen = screen_text(app)
        assert "No candidates yet" in seen
        assert "Nobody is scored" not in seen
        await go(pilot, "n,type:Ana,tab,type:30,tab,type:12,ctrl+o")
        await closed(pilot)
        ana = person(app, "Ana")
        assert (ana.brief, ana.bids[0].rate, ana.bids[0].hours) == (brief.id, Money("30", "EUR"), Decimal(12))
        await settled(pilot)
        assert "30.00 EUR an hour, 12 h 00" in screen_text(app), "a lone candidate is shown in full"
        await go(pilot, "v")
        assert "nobody to put beside them" in told(app)


async def test_scores_go_straight_into_the_cells(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        await on(app, pilot, "Ivo S.")
        assert "1-5 score" not in screen_text(app)
        await go(pilot, "right,right,right")
        assert screen_of(app).candidates_table.cursor_column == "effort"
        assert "1-5 score   0 clear" in screen_text(app)
        await go(pilot, "4")
        assert person(app, "Ivo S.").scores == {"effort": 4}
        assert "8 unknown" in screen_text(app)
        await go(pilot, "0")
        assert person(app, "Ivo S.").scores == {}
        assert "9 unknown" in screen_text(app)
        await go(pilot, "6")
        assert (person(app, "Ivo S.").scores, app.screen.stage) == ({}, "engagements")


async def test_what_stands_under_the_table(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        seen = screen_text(app)
        assert "✓ Efe D. leads by 0.61.  The lead holds when any weight moves by a fifth." in seen
        assert "? Ask Ivo S. for a small paid test." in seen
        assert "moves the total by up to 2.4" in seen
        # Full hours behind and hours to wait come to the whole day.
        assert "ProBlogger  ━━━━━━━━━━━━━━━─  23 h old, 1 applied  wait 1 h more" in seen
        assert "Net time                      13 h 40" in seen
        screen = screen_of(app)
        best = [piece for line in screen._under.lines for piece in line if piece.role == "accent"]
        assert "24.00 EUR/h" in [piece.text.strip() for piece in best]
        assert "30.00 EUR/h" not in [piece.text.strip() for piece in best]
        await on(app, pilot, "Greta L.")
        await go(pilot, "v")
        seen = screen_text(app)
        assert "380.00 EUR for the project, 10 h 00" in seen
        assert "◐ sent 21 Nov, due 23 Nov, 40.00 EUR" in seen
        assert "ask for a video" not in seen, "she is in the test already"
        assert "The steps add up to the 10 h they quote." in seen
        await go(pilot, "b")
        seen = screen_text(app)
        assert "Greta" not in seen
        assert "380.00" not in seen
        await go(pilot, "b,space,space")
        assert "Side by side" in screen_text(app), "two marked ones stand beside each other"
        await go(pilot, "tab,end")
        assert screen_of(app)._under._top > 0
        await go(pilot, "home")
        assert screen_of(app)._under._top == 0


async def test_a_pasted_application_is_looked_over_before_it_counts(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        await go(pilot, "P")
        await dialog(app, pilot)
        app.screen.query_one(TextArea).text = "I am keen.\nRate: 28\nTime zone: CET\nabout 9 hours"
        await go(pilot, "ctrl+o")
        await until(pilot, lambda: "look it over" in screen_text(app))
        assert app.screen.query_one("#field-rate").value.startswith("28")  # type: ignore[attr-defined]
        await go(pilot, "ctrl+o")
        assert len(app.screen_stack) == 2, "a name is missing, so nothing is saved"
        await go(pilot, "shift+tab,tab,type:Lena,ctrl+o")
        await closed(pilot)
        lena = person(app, "Lena")
        assert (lena.timezone, lena.pitch.splitlines()[0]) == ("CET", "I am keen.")
        assert (lena.bids[0].rate, lena.bids[0].hours) == (Money("28", "EUR"), Decimal(9))
        assert lena.posting is None, "two postings are open, so nobody can tell through which"


async def test_the_time_of_an_application_counts(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        await go(pilot, "n,type:Nils")
        form = app.screen
        await dialog(app, pilot)
        form = app.screen
        form.query_one("#field-applied").value = "20 Nov"  # type: ignore[attr-defined]
        form.query_one("#field-at").value = "25:10"  # type: ignore[attr-defined]
        await go(pilot, "ctrl+o")
        assert "not a time of day" in screen_text(app)
        form.query_one("#field-at").value = "10:10"  # type: ignore[attr-defined]
        await go(pilot, "ctrl+o")
        await closed(pilot)
        assert f"{person(app, 'Nils').applied_at:%d %H:%M}" == "20 10:10"


async def test_a_message_is_signed_filled_in_copied_and_noted(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        await on(app, pilot, "Hana M.")
        await go(pilot, "m")
        assert "Send: Video and trial task" in await dialog(app, pilot)
        await go(pilot, "enter")
        await until(pilot, lambda: "still needs" in screen_text(app))
        assert "Your name is kept for the next messages" in screen_text(app)
        asked = [one.name for one in app.screen.fields]  # type: ignore[attr-defined]
        assert asked == ["document", "me"]
        await go(pilot, "tab,type:Robin Vale,ctrl+o")
        await until(pilot, lambda: "To Hana M." in screen_text(app))
        await go(pilot, "ctrl+o")
        assert "$document still in the text" in screen_text(app), "a blank does not go out"
        assert person(app, "Hana M.").messages == ()
        area = app.screen.query_one(TextArea)
        area.text = area.text.replace("$document", "https://example.org/trial")
        await go(pilot, "ctrl+o")
        await closed(pilot)
        (sent,) = person(app, "Hana M.").messages
        assert sent.template == "second-message"
        assert sent.body.endswith("Robin Vale")
        assert app.services.settings.get().my_name == "Robin Vale"
        assert app.clipboard == sent.body
        await on(app, pilot, "Femi A.")
        await go(pilot, "A,enter")
        await until(pilot, lambda: "To Femi A." in screen_text(app))
        await go(pilot, "ctrl+o")
        await closed(pilot)
        femi = person(app, "Femi A.")
        assert femi.messages[-1].body.endswith("Robin Vale"), "the name is asked for once"
        assert len(femi.answers) == 4
        assert all(one.asked_at == NOW for one in femi.answers.values())


async def test_the_paid_test_step_by_step(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        app.services.settings.change(my_name="Robin")
        await on(app, pilot, "Hana M.")
        await go(pilot, "t")
        seen = await dialog(app, pilot)
        assert "say what the test is first" in seen
        await go(pilot, "enter")
        await until(pilot, lambda: "Paid test for Hana M." in screen_text(app))
        assert "The first slice, 2 h: " in screen_text(app), "small trials that suit this kind of work"
        await go(pilot, "type:One page,tab,type:40,tab,type:1:30,tab,type:+3,ctrl+o")
        await closed(pilot)
        await go(pilot, "t,enter")
        await until(pilot, lambda: "To Hana M." in screen_text(app))
        assert "about 1.5 hours, for 40.00 EUR, by 2026-11-26" in app.screen.query_one(TextArea).text
        await go(pilot, "ctrl+o")
        await closed(pilot)
        assert person(app, "Hana M.").test.sent_at == NOW
        await go(pilot, "t,type:not willing,enter")
        await closed(pilot)
        assert person(app, "Hana M.").test.willing is False
        await go(pilot, "t,type:are willing,enter")
        await closed(pilot)
        assert person(app, "Hana M.").test.willing is True
        await go(pilot, "t,enter")
        await closed(pilot)
        assert person(app, "Hana M.").test.returned_at == NOW
        await go(pilot, "t,enter")
        await until(pilot, lambda: "How was the test" in screen_text(app))
        await go(pilot, "4,tab,4,tab,5,tab,3,ctrl+o")
        await closed(pilot)
        assert app.services.candidates.passed(person(app, "Hana M.")) is True
        assert "tests cost 120.00 EUR together" in screen_text(app)


async def test_declining_says_no_kindly_and_choosing_names_a_runner_up(home: Path) -> None:
    clock = FixedClock(NOW)
    async with app_on(home, "candidates", clock=clock) as (app, pilot):
        app.services.settings.change(my_name="Robin")
        await on(app, pilot, "Ivo S.")
        await go(pilot, "x,enter")
        await until(pilot, lambda: "To Ivo S." in screen_text(app))
        await go(pilot, "escape")
        await closed(pilot)
        ivo = person(app, "Ivo S.")
        assert (ivo.declined_at, ivo.messages) == (NOW, ())
        assert "m writes the kind no" in told(app)
        await on(app, pilot, "Efe D.")
        await go(pilot, "o")
        seen = await dialog(app, pilot)
        assert "Efe D. leads by 0.61." in seen
        form = app.screen
        await go(pilot, "type:wrote the best page,ctrl+o")
        await until(pilot, lambda: app.screen is not form)
        await pilot.pause()
        efe = person(app, "Efe D.")
        assert (efe.chosen_at, efe.chosen_reason) == (clock.now(), "wrote the best page")
        assert person(app, "Greta L.").runner_up
        assert person(app, "Hana M.").declined_at == NOW
        due = [item.text for item in app.services.due.items() if item.kind == "decline"]
        assert due == ["Tell Femi A. and 2 others that it will be somebody else"]
        await until(pilot, lambda: app.screen.stage == "negotiate")


async def test_forty_candidates_and_hostile_names(home: Path) -> None:
    async with app_on(home, "candidates", size=(60, 20)) as (app, pilot):
        screen = screen_of(app)
        brief = screen.brief
        assert brief is not None
        for number in range(40):
            text = HOSTILE[number % len(HOSTILE)]
            app.services.candidates.add(brief, f"{number} {text}"[:200], pitch=text, note=text)
        app.changed()
        for size in ((60, 20), (80, 24), (120, 40)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            for _view in range(2):
                await go(pilot, "v,end")
                seen = screen_text(app)
                assert not wide_lines(seen, size[0])
                assert "\x1b" not in seen
        assert "45 candidates" in screen_text(app)
        assert app.return_code is None


async def test_the_wheel_and_a_late_click_do_no_harm(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        under = screen_of(app)._under
        under.post_message(events.MouseScrollDown(under, 1, 1, 0, 1, 0, False, False, False, screen_x=1, screen_y=20))
        await pilot.pause()
        assert under._top == 2
        clock = app.clock
        assert isinstance(clock, FixedClock)
        clock.at = NOW + timedelta(hours=2)
        screen_of(app).bring_up_to_date()
        await pilot.pause()
        assert "choose now: 1 applied" in screen_text(app)


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("candidates-120x40", (120, 40), "j,wait"),
        ("candidates-in-full-120x40", (120, 40), "j,v,wait"),
        ("candidates-80x24", (80, 24), "right,right,wait"),
        ("candidates-60x20", (60, 20), "wait"),
    ],
)
async def test_golden(home: Path, name: str, size: tuple[int, int], pressed: str) -> None:
    async with app_on(home, "candidates", size=size) as (app, pilot):
        await go(pilot, pressed)
        await golden(app, pilot, name)


async def test_must_haves_and_the_posts_questions_are_noted_only_when_saved(home: Path) -> None:
    async with app_on(home, "candidates") as (app, pilot):
        await go(pilot, "n,type:Nora,ctrl+o")
        await closed(pilot)
        await on(app, pilot, "Nora")
        others = {one.id: one.revision for one in app.services.desk.all(Candidate)}
        await go(pilot, "h")
        assert "What Nora must bring" in screen_text(app)
        await go(pilot, "escape")
        await closed(pilot)
        assert {one.id: one.revision for one in app.services.desk.all(Candidate)} == others
        await go(pilot, "h,down,ctrl+o")
        await closed(pilot)
        assert [one.met for one in person(app, "Nora").must_haves].count(True) == 1
