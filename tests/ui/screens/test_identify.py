"""Identify by keys: from a log to a drop, a keep and an outsource, with the records and the screen to show for it."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from outsource_tui.domain.money import Money
from outsource_tui.domain.task import CROSS_OUTS, QUESTIONS
from outsource_tui.domain.text import clean_line
from outsource_tui.ui.screens.identify.screen import IdentifyScreen
from tests.golden.pictures import fill
from tests.hostile import HOSTILE
from tests.studio import Studio
from tests.ui.helpers import app_on, closed, golden, keys, screen_text, settled, stage_of, until, wide_lines


def fortnight(studio: Studio) -> None:
    """Log ten workdays: 2 h invoices a day (disliked, stressful), 3 h design, half an hour mail, lunch."""
    studio.services.settings.change(hourly_value=Money(85, "EUR"))
    for ago in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14):
        studio.entry("Chase invoices", 120, ago=ago, start="8:00", liking=1, stress=4, skill=2, project="Acme")
        studio.entry("Design", 180, ago=ago, start="10:00", liking=5, stress=1)
        studio.entry("Mail", 30, ago=ago, start="13:00")
        studio.entry("Lunch", 60, ago=ago, start="14:00", tags=("break",))


screen_of = stage_of(IdentifyScreen)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type a text into the focused field."""
    await keys(pilot, *(f"={character}" for character in text))


async def dialog(app: Any, pilot: Pilot[Any], name: str) -> None:
    """Wait for a dialog."""
    await until(pilot, lambda: type(app.screen).__name__ == name)
    await pilot.pause()


async def test_activities_stand_with_both_paretos_and_the_line_between(studio: Studio) -> None:
    fortnight(studio)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        text = screen_text(app)
        assert [row.name for row in screen_of(app).activities.rows] == ["Design", "Chase invoices", "Mail", "Lunch"]
        # Design 30 h and invoices 20 h of 55 h without lunch; of 110 stress hours both hold all.
        assert "2 of 3 (67 %) hold 91 % of your time, 100 % of your stress" in text
        assert "last 30 days, 4 activities, 65 h 00" in text
        # 20 h x 30.4375 / 12 days = 50.73 h.
        assert "50 h 44" in text
        # Of 55 h of work: 30 h and 20 h; of 110 stress hours 30 and 80.
        assert "━━━━━ 55 %" in text
        assert "━━━━━ 73 %" in text
        await keys(pilot, "z", "z")
        assert [row.name for row in screen_of(app).activities.rows][:2] == ["Chase invoices", "Design"]
        assert "of your stress, 91 % of your time" in screen_text(app)


async def test_the_line_between_says_nothing_of_stress_nobody_rated(studio: Studio) -> None:
    for text, minutes in (("Design", 240), ("Mail", 30), ("Calls", 20)):
        studio.entry(text, minutes, ago=3, start="8:00")
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, _pilot):
        assert "─── 1 of 3 activities (33 %) holds 83 % of your time ───" in screen_text(app)


async def test_the_walk_takes_one_key_an_answer_and_resumes(studio: Studio) -> None:
    fortnight(studio)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "j", "r")
        text = screen_text(app)
        assert "Review   Chase invoices" in text
        assert "you like it 1 of 5" in text
        assert "Liking 1.0 of 5 on average over 10." in text
        # Where the advice is from stands beside it (S0-18).
        assert "Liking of 1 or 2 in the log speaks for yes. S1-05" in text
        await keys(pilot, "y", "m", "n")
        task = studio.again().get("Chase invoices")
        assert {key: one.answer for key, one in task.answers.items()} == {
            "dislike": "yes",
            "unskilled": "maybe",
            "postponed": "no",
        }
        await keys(pilot, "backspace")
        assert "postponed" not in studio.again().get("Chase invoices").answers
        await keys(pilot, "escape", "k", "r")
        row = screen_of(app).row()
        assert row is not None
        assert row.name == "Design"
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "end", "r")
        # Lunch is a break, so the walk went where it was left; four answers were missing there.
        await keys(pilot, "n", "y", "y", "y")
        task = studio.again().get("Chase invoices")
        assert task.reviewed_at is not None
        assert [task.answers[key].answer for key in QUESTIONS] == ["yes", "maybe", "no", "yes", "yes", "yes"]


async def test_the_walk_ends_with_the_next_actions(studio: Studio) -> None:
    studio.task("Pay the bills")
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "r", *("y" * 6))
        assert screen_of(app).mode == "actions"
        assert "Say what you would do with" in screen_text(app)
        assert studio.again().get("Pay the bills").reviewed_at is not None


async def test_o_opens_each_missing_step_in_order_and_ends_at_the_brief(studio: Studio) -> None:
    fortnight(studio)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "j", "i")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "inputs")
        await keys(pilot, "j", "j", "j", "enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "input-line")
        await typed(pilot, "24")
        await keys(pilot, "enter")
        task = studio.again().get("Chase invoices")
        assert task.offer.rate == Money(24, "EUR")
        await keys(pilot, "escape", "o")
        assert screen_of(app).mode == "review"
        await keys(pilot, *("y" * 6))
        await dialog(app, pilot, "FormDialog")
        await typed(pilot, "Paid design work")
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        await until(pilot, lambda: screen_of(app).mode == "crosses")
        # It has to be done; there is a better use.
        await keys(pilot, "n", "n")
        await until(pilot, lambda: len(studio.again().get("Chase invoices").cross_outs) == 2)
        # No figures are wanted for what does not stand; those of the next ones are given all the same.
        await keys(pilot, "n")
        await until(pilot, lambda: "vital" in studio.again().get("Chase invoices").cross_outs)
        await keys(pilot, "enter")
        await dialog(app, pilot, "FormDialog")
        await keys(pilot, "tab", "4", "ctrl+o")
        await closed(pilot)
        await until(pilot, lambda: "Your skill of 2 is below the 4 it needs" in screen_text(app))
        await keys(pilot, "n", "n")
        await until(pilot, lambda: "too_expensive" in studio.again().get("Chase invoices").cross_outs)
        await keys(pilot, "n")
        await dialog(app, pilot, "ChoiceDialog")
        crossed = studio.again().get("Chase invoices")
        assert set(crossed.cross_outs) == set(CROSS_OUTS)
        assert crossed.crossed_at is not None
        await typed(pilot, "time")
        await keys(pilot, "enter")
        await dialog(app, pilot, "FormDialog")
        await keys(pilot, "ctrl+o")
        await until(pilot, lambda: app.current_mode == "briefs")
        done = studio.again()
        task = done.get("Chase invoices")
        assert task.decision is not None
        assert task.decision.verdict == "outsource"
        assert task.shortfall == "time"
        assert task.better_use == "Paid design work"
        assert [brief.title for brief in done.services.briefs.of_task(task)] == ["Chase invoices"]
        # H 50.73, O 20 % of it and 2.17: N 38.41; V = N x 85 - 1.2 x 24 x H.
        hours = Decimal(20) * Decimal("30.4375") / 12
        verdict = done.verdicts.judge(task)
        assert verdict.net_hours is not None
        assert verdict.value is not None
        net = hours * Decimal("0.8") - Decimal("0.5") * Decimal("30.4375") / 7
        assert abs(verdict.net_hours - net) < Decimal("1e-9")
        assert abs(verdict.value - (net * 85 - hours * 24 * Decimal("1.2"))) < Decimal("1e-6")


async def test_drop_and_keep_by_one_key_say_what_they_bring(studio: Studio) -> None:
    fortnight(studio)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "j", "D")
        await until(pilot, lambda: bool(studio.again().identify.all_tasks()))
        dropped = studio.again().get("Chase invoices")
        assert dropped.decision is not None
        assert dropped.decision.verdict == "drop"
        assert f"{dropped.decision.hours:.2f}" == "50.73"
        await pilot.pause()
        assert "dropped 50 h 44 a month" in screen_text(app)
        await keys(pilot, "k", "p")
        await until(pilot, lambda: len(studio.again().identify.all_tasks()) == 2)
        kept = studio.again().get("Design")
        assert kept.decision is not None
        assert kept.decision.verdict == "keep"
        assert kept.decision.look_again == studio.days_ago(-90)
        await keys(pilot, "L")
        await dialog(app, pilot, "FormDialog")
        await keys(pilot, "ctrl+u", "end", "ctrl+u")
        await typed(pilot, "+7")
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        kept = studio.again().get("Design")
        assert kept.decision is not None
        assert kept.decision.look_again == studio.days_ago(-7)
        await keys(pilot, "u", "u")
        assert studio.again().get("Design").decision is None


async def test_a_cross_out_against_the_figures_wants_a_reason(studio: Studio) -> None:
    task = studio.reviewed(studio.vector(better_use="Paid work"))
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        assert "216.24" in screen_text(app)
        await keys(pilot, "x", "j", "j", "j", "j")
        assert "It costs 216.24 more than it brings." in screen_text(app)
        await keys(pilot, "n")
        await dialog(app, pilot, "ReasonDialog")
        await typed(pilot, "It buys me an evening")
        await keys(pilot, "enter")
        await closed(pilot)
        cross = studio.again().get(task.title).cross_outs["too_expensive"]
        assert (cross.stands, cross.reason) == (False, "It buys me an evening")
        assert "overruled" in screen_text(app)


async def test_what_stands_is_shown_by_its_figures(studio: Studio) -> None:
    task = studio.reviewed(studio.good())
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "x", "end", "y")
        await dialog(app, pilot, "FormDialog")
        await keys(pilot, "5", "tab", "4", "ctrl+o")
        await until(pilot, lambda: "risk" in studio.again().get(task.title).cross_outs)
        kept = studio.again().get(task.title)
        assert (kept.impact, kept.likelihood, kept.cross_outs["risk"].stands) == (5, 4, True)
        assert "Impact 5 × likelihood 4 = 20, your limit is 12" in kept.cross_outs["risk"].reason
        assert kept.cross_outs["risk"].look_again == studio.days_ago(-90)


async def test_not_needed_drops_at_once(studio: Studio) -> None:
    task = studio.reviewed(studio.good())
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "x", "y")
        await until(pilot, lambda: studio.again().get(task.title).decision is not None)
        decision = studio.again().get(task.title).decision
        assert decision is not None
        assert (decision.verdict, decision.hours) == ("drop", Decimal(20))
        await until(pilot, lambda: screen_of(app).mode == "entries")


async def test_the_verdict_stands_line_by_line_with_its_flip(studio: Studio) -> None:
    studio.vector()
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        text = screen_text(app)
        for words in ("655.20", "131.04", "+6 h 42", "−216.24", "3 h 07", "2 h 10", "29.00/h"):
            assert words in text, words
        assert "Their hours 1.03 times mine" in text
        await keys(pilot, "=")
        await dialog(app, pilot, "ArithmeticDialog")
        assert "12 h × 1.3" in screen_text(app)
        await keys(pilot, "escape", "i")
        assert "◐ estimate" in screen_text(app)
        assert "○ default" in screen_text(app)


async def test_each_pane_opens_the_arithmetic_of_its_own_figures(studio: Studio) -> None:
    fortnight(studio)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):

        async def opened() -> str:
            await keys(pilot, "=")
            await dialog(app, pilot, "ArithmeticDialog")
            text = screen_text(app)
            await keys(pilot, "escape")
            await closed(pilot)
            return text

        await keys(pilot, "j")
        activity = await opened()
        for figure in ("20 / 55 h, breaks left out", "80 / 110 h, stress × hours", "2 of 3 activities", "30 / 50 h"):
            assert figure in activity, figure
        await keys(pilot, "r")
        assert "10 / 10 entries that say it" in await opened()
        await keys(pilot, "y", "y", "y")
        assert "20 / 55" in await opened()
        await keys(pilot, "y", "y", "y")
        await keys(pilot, "escape", "end", "home", "j", "x", "end", "enter")
        await dialog(app, pilot, "FormDialog")
        await keys(pilot, "4", "tab", "2", "ctrl+o")
        await closed(pilot)
        await until(pilot, lambda: "Impact 4 × likelihood 2 = 8" in screen_text(app))
        assert "impact × likelihood, 4 × 2" in await opened()


async def test_inputs_refuse_what_does_not_fit_and_go_back_to_the_default(studio: Studio) -> None:
    studio.vector()
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "i")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "inputs")
        await keys(pilot, "j", "j", "enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "input-line")
        await typed(pilot, "many")
        await keys(pilot, "enter")
        assert "many" in screen_text(app)
        assert studio.again().identify.all_tasks()[0].estimates.hours_ratio == Decimal("1.3")
        await keys(pilot, "escape", "backspace")
        assert studio.again().identify.all_tasks()[0].estimates.hours_ratio is None
        assert app.focused is not None
        assert app.focused.id == "inputs"


async def test_a_flat_fee_becomes_one_total(studio: Studio) -> None:
    task = studio.good()
    for key, value in (("model", "flat"), ("amount", "120"), ("period", "week")):
        task = studio.verdicts.set_input(task, key, value)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, _pilot):
        # 120 a week x 30.4375 / 7.
        assert "521.79" in screen_text(app)


async def test_marked_activities_merge_under_chosen_words(studio: Studio) -> None:
    for ago, text in ((1, "Chase invoices"), (2, "Chase invoices"), (3, "Chasing invoices")):
        studio.entry(text, ago=ago)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "space", "space", "M")
        await dialog(app, pilot, "ChoiceDialog")
        await keys(pilot, "enter")
        await closed(pilot)
        assert [row.text for row in studio.again().workspace.rows()] == ["Chase invoices"] * 3
        await keys(pilot, "u")
        assert len({row.text for row in studio.again().workspace.rows()}) == 2


async def test_texts_that_look_alike_are_offered(studio: Studio) -> None:
    studio.entry("Reconcile the bank", ago=1)
    studio.entry("Reconcile the bnak", ago=2)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "M")
        await dialog(app, pilot, "ChoiceDialog")
        assert "These look alike" in screen_text(app)
        await keys(pilot, "enter")
        await until(pilot, lambda: "under which words" in screen_text(app))
        await keys(pilot, "enter")
        await closed(pilot)
        assert len({row.text for row in studio.again().workspace.rows()}) == 1


async def test_tasks_by_hand_from_an_activity_from_a_line_and_linked(studio: Studio) -> None:
    fortnight(studio)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "n")
        await dialog(app, pilot, "FormDialog")
        await typed(pilot, "File the taxes")
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        assert screen_of(app).row().name == "File the taxes"  # type: ignore[union-attr]
        await keys(pilot, "home", "t")
        await dialog(app, pilot, "FormDialog")
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        assert studio.again().get("Design").activities == ("design",)
        await keys(pilot, "j", "l")
        await dialog(app, pilot, "ChoiceDialog")
        await typed(pilot, "design")
        await keys(pilot, "enter")
        await closed(pilot)
        assert studio.again().get("Design").activities == ("design", "chase invoices")
        screen_of(app).activities.go_to("a:mail")
        await settled(pilot)
        screen_of(app).query_one("#entries").focus()
        await keys(pilot, "t")
        assert studio.again().get("Mail").activities == ("mail",)


async def test_better_use_reason_put_off_and_archive(studio: Studio) -> None:
    studio.task("Bookkeeping")
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "b")
        await dialog(app, pilot, "FormDialog")
        await typed(pilot, "Sleep")
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        await keys(pilot, "P", "P", "S")
        await dialog(app, pilot, "ChoiceDialog")
        await keys(pilot, "enter")
        await closed(pilot)
        task = studio.again().get("Bookkeeping")
        assert (task.better_use, task.postponed, task.shortfall) == ("Sleep", 2, "skill")
        await keys(pilot, "Z")
        assert studio.again().get("Bookkeeping").archived_at is not None
        assert not screen_of(app).activities.rows
        await keys(pilot, "F", "F", "F", "F")
        assert [row.name for row in screen_of(app).activities.rows] == ["Bookkeeping"]


async def test_an_example_goes_on_the_list_and_is_found_by_its_kind(studio: Studio) -> None:
    """S1-20, S2-01: each example is of a kind of work; the list is narrowed down by it."""
    studio.task("Call the bank", category="administration")
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "E")
        await dialog(app, pilot, "ChoiceDialog")
        await typed(pilot, "icons for your site")
        assert "Design, weak at it" in screen_text(app)
        await keys(pilot, "enter")
        await closed(pilot)
        made = studio.again().get("A set of icons for your site")
        assert (made.category, made.origin) == ("design", "own")
        row = screen_of(app).row()
        assert row is not None
        assert row.task == made.id
        await keys(pilot, "/")
        await typed(pilot, "design")
        assert [row.name for row in screen_of(app).activities.rows] == ["A set of icons for your site"]
        await keys(pilot, "escape", "escape", "u")
        assert [one.title for one in studio.again().identify.all_tasks()] == ["Call the bank"]


async def test_freelancer_or_agency_shows_both_sums_and_keeps_the_choice(studio: Studio) -> None:
    studio.task("Bookkeeping")
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "w")
        await dialog(app, pilot, "SupplierDialog")
        # The words that are mixed up come first, then what follows from the side in front (S3-02, S3-03, S3-13).
        text = " ".join(screen_text(app).split())
        assert "Freelancer: One independent person" in text
        assert "Outsourcing: Having somebody outside" in text
        await keys(pilot, "1", "2")
        assert "A tie, 1 to 1" in screen_text(app)
        text = " ".join(screen_text(app).split())
        assert "Outsourcing: Having" not in text
        assert "ask about their other commitments" in text
        assert "They plan the load" in text
        await keys(pilot, "1", "enter")
        await dialog(app, pilot, "ChoiceDialog")
        assert "2 to 1 for a freelancer: a specialist" in screen_text(app)
        await keys(pilot, "enter")
        await closed(pilot)
        supplier = studio.again().get("Bookkeeping").supplier
        assert supplier is not None
        assert (supplier.kind, supplier.freelancer_sum, supplier.agency_sum) == ("specialist", 2, 1)


async def test_whose_contract_both_ways_and_client_questions(studio: Studio) -> None:
    studio.vector(title="Icons", origin="client", category="design", client="Acme")
    studio.task("Own books")
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        await keys(pilot, "h")
        await dialog(app, pilot, "FormDialog")
        text = screen_text(app)
        assert "under you   with the client" in text
        assert "net time               +6 h 42          +12 h 00" in text
        assert "nobody pays you         450.00              0.00" in text
        # Nobody said yet which billing would be lost.
        assert "net value              −216.24                 ?" in text
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        kept = studio.again().get("Icons").responsibility
        assert kept is not None
        assert (kept.structure, kept.work) == ("with_client", "them")
        # From now on the verdict goes by that contract: no price, and the billing to be lost is asked for.
        text = " ".join(screen_text(app).split())
        assert "billing you lose ?" in text
        assert "The billing you lose is missing" in text
        assert "reserve 20 %" not in text
        await keys(pilot, "i")
        screen_of(app).query_one("#inputs").go_to("billing_lost")  # type: ignore[attr-defined]
        await keys(pilot, "enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "input-line")
        await typed(pilot, "900")
        await keys(pilot, "enter", "escape")
        text = " ".join(screen_text(app).split())
        assert "net time +12 h 00 net value +120.00 pays back in 2.1 months" in text
        await keys(pilot, "C")
        await dialog(app, pilot, "FormDialog")
        await typed(pilot, "Yes, in writing")
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        assert [one.answer for one in studio.again().get("Icons").client_answers] == ["Yes, in writing"]
        assert "the client said 1 of 6" in " ".join(screen_text(app).split())
        # Portions of client projects can be listed alone (S0-01).
        assert len(screen_of(app).activities.rows) == 2
        await keys(pilot, "F", "F")
        assert [row.name for row in screen_of(app).activities.rows] == ["Icons"]
        assert "portions of client projects" in screen_text(app)


async def test_whom_i_know_is_offered_before_a_brief(studio: Studio) -> None:
    task = studio.good(title="Bookkeeping")
    studio.services.playbook.add_contact("Lena F.", skills=("bookkeeping",))
    task = studio.crossed(studio.reviewed(task))
    task = studio.verdicts.give_shortfall(task, "time")
    studio.verdicts.decide(task, "outsource")
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        assert "You know Lena F." in " ".join(screen_text(app).split())
        await keys(pilot, "o")
        await dialog(app, pilot, "ChoiceDialog")
        await keys(pilot, "down", "enter")
        await until(pilot, lambda: app.current_mode == "briefs")
        done = studio.again()
        brief = done.services.briefs.of_task(done.get("Bookkeeping"))[0]
        assert [one.name for one in done.services.candidates.of_brief(brief)] == ["Lena F."]


async def test_refusals_give_a_reason(studio: Studio) -> None:
    fortnight(studio)
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        screen = screen_of(app)
        assert "not on your list" in (screen.why_not_task_cross() or "")
        assert "Nothing is decided" in (screen.why_not_task_look_again() or "")
        assert "in your log" in (screen.why_not_record_delete() or "")
        await keys(pilot, "t")
        await dialog(app, pilot, "FormDialog")
        await keys(pilot, "ctrl+o")
        await closed(pilot)
        assert "6 questions still open" in (screen.why_not_task_cross() or "")
        assert "your own work" in (screen.why_not_client_questions() or "")


async def test_an_empty_log_names_the_next_key(studio: Studio) -> None:
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        assert "Nothing to look at yet" in screen_text(app)
        await keys(pilot, "r", "o", "x", "i", "D", "p", "v", "h", "w", "equals_sign", "M", "l", "A", "escape")
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (20, 5)])
@pytest.mark.parametrize("pane", ["", "r", "x", "A", "i"])
async def test_every_pane_fits_every_size(tmp_path: Any, size: tuple[int, int], pane: str) -> None:
    fill(tmp_path)
    async with app_on(tmp_path, "identify", size=size) as (app, pilot):
        await keys(pilot, "j", "j", "j", "j", *([pane] if pane else []))
        text = screen_text(app)
        assert not wide_lines(text, size[0])
        assert "Identify" in text
        if size[0] >= 60:
            # The walk leaves what is reviewed alone and goes on where it was left.
            shown = {
                "r": "Resize banners",
                "A": "next actions",
                "i": "their rate",
                "x": "Cross out   Invoices and bank",
            }
            assert shown.get(pane, "▌ ▲ Chase late invo") in text
        if (size, pane) == ((80, 24), ""):
            assert "net time +6 h 28   net value +279.82" in text
            await keys(pilot, "enter")
            assert "walk away above" in screen_text(app)
            await keys(pilot, "escape")
            assert "Chase late invoices" in screen_text(app)


async def test_hostile_names_are_only_text(studio: Studio) -> None:
    for number, name in enumerate(HOSTILE):
        if clean_line(name):
            studio.log.log(name[:2000], seconds=600 + number, start=studio.at(studio.days_ago(number % 9), "9:00"))
    async with app_on(studio.folder, "identify", clock=studio.clock) as (app, pilot):
        rows = len(screen_of(app).activities.rows)
        await keys(pilot, *("j" * min(rows, 25)), "r", "y", "escape", "x", "escape", "equals_sign", "escape")
        assert not wide_lines(screen_text(app), 120)


async def test_a_record_carried_here_is_found(studio: Studio) -> None:
    fortnight(studio)
    entry = studio.entry("Old thing", day="2025-01-07")
    task = studio.task("By hand")
    async with app_on(studio.folder, "today", clock=studio.clock) as (app, pilot):
        app.focus_record("identify", "entries", entry.id)
        await until(pilot, lambda: bool(app.screen.query("#activities")))
        await until(pilot, lambda: "▌   Old thing" in screen_text(app))
        app.focus_record("identify", "tasks", task.id)
        await until(pilot, lambda: "▌   By hand" in screen_text(app))


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("identify-list-120x40", (120, 40), ("j", "j", "j", "j")),
        ("identify-list-80x24", (80, 24), ("j", "j", "j", "j")),
        ("identify-review-120x40", (120, 40), ("j", "j", "j", "r")),
        ("identify-crosses-80x24", (80, 24), ("j", "j", "j", "j", "x")),
        ("identify-inputs-120x40", (120, 40), ("j", "j", "j", "j", "i")),
        ("identify-actions-60x20", (60, 20), ("A",)),
    ],
)
async def test_golden(tmp_path: Path, name: str, size: tuple[int, int], pressed: tuple[str, ...]) -> None:
    fill(tmp_path)
    async with app_on(tmp_path, "identify", size=size) as (app, pilot):
        for key in pressed:
            await keys(pilot, key)
        await until(pilot, lambda: not screen_of(app)._delayed)
        await golden(app, pilot, name)


async def test_on_a_wide_terminal_both_paretos_stand_as_long_bars(tmp_path: Path) -> None:
    fill(tmp_path)
    async with app_on(tmp_path, "identify", size=(200, 60)) as (app, pilot):
        first = next(line for line in screen_text(app).splitlines() if "Acme shop front end" in line)
        # The longest bars of time and of stress fill their columns; each has its share beside it.
        assert re.search(r"35 h 20  ━{20,} 23 %  ━{20,} 21 %  \? review", first)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: re.search(r"35 h 20  ━{4,9} 23 %  ━{4,9} 21 %", screen_text(app)))
        await pilot.resize_terminal(200, 60)
        await until(pilot, lambda: re.search(r"35 h 20  ━{20,} 23 %", screen_text(app)))
