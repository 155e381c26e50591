"""Playbook through its keys: look up, keep notes and people, change messages and the settings of the work."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from outsource_tui.domain.contact import Contact
from outsource_tui.domain.task import Task
from outsource_tui.playbook import loader
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.screens.playbook.screen import PlaybookScreen
from outsource_tui.ui.screens.playbook.settings import settings
from tests.hostile import HOSTILE
from tests.ui.helpers import app_on, go, golden, keys, screen_text, settled, stage_of, told, until, wide_lines

screen_of = stage_of(PlaybookScreen)


async def open_list(app: OutsourceApp, pilot: Pilot[Any], key: str, item: str = "") -> None:
    """Go to a list by the keyboard and put the cursor on an item."""
    screen = screen_of(app)
    while screen.chosen.key != key:
        await keys(pilot, "right_square_bracket")
    if screen.focused is not screen.items:
        await keys(pilot, "enter")
    if item:
        assert screen.items.go_to(item), item
    await settled(pilot)


async def test_the_lists_hold_what_the_playbook_holds(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        counts = {row.category.key: row.size for row in screen_of(app).categories.rows}
        assert counts["method"] == len(loader.statements()) == 143
        assert counts["glossary"] == len(loader.glossary())
        assert counts["examples"] == len(loader.examples())
        assert counts["contacts"] == 4
        assert screen_of(app).focused is screen_of(app).categories
        await open_list(app, pilot, "platforms", "upwork")
        text = screen_text(app)
        assert "First answers come within the hour" in text, "the own note"
        assert "1 of 2" in text, "hits with their n"


async def test_every_advice_shows_its_source_and_evidence(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await open_list(app, pilot, "method", "S1-72")
        text = screen_text(app)
        assert "Research sees gains for whoever names the first price" in " ".join(
            line[78:].strip(" ▲") for line in text.splitlines()
        )
        assert "E31" in text
        screen = screen_of(app)
        for number in range(0, 143, 7):
            screen.items.move_to(number)
            screen._show_detail()
            await pilot.pause()
            shown = screen.items.current
            assert shown is not None
            assert shown.value.source.name in screen_text(app)
        await open_list(app, pilot, "method", "S1-57")
        await go(pilot, "i")
        assert "Where this comes from" in screen_text(app)
        await go(pilot, "escape,o")
        await until(pilot, lambda: app.current_mode == "candidates")


async def test_the_filter_finds_words_in_any_list(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await open_list(app, pilot, "method")
        await go(pilot, "slash,type:anchor,wait")
        found = [item.key for item in screen_of(app).items.rows]
        await go(pilot, "escape,slash,type:S1-7,wait")
        assert {"S1-71", "S1-77"} <= {item.key for item in screen_of(app).items.rows}
        assert len(found) < 143


async def test_platforms_get_notes_are_hidden_and_come_back(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        playbook = app.services.playbook
        await open_list(app, pilot, "platforms", "behance")
        await go(pilot, "w,type:Slow but lovely,ctrl+o")
        await until(pilot, lambda: playbook.platform("behance").note == "Slow but lovely")
        await settled(pilot)
        assert "Slow but lovely" in screen_text(app)
        await go(pilot, "r")
        await until(pilot, lambda: playbook.platform("behance").own is None)
        await go(pilot, "h")
        await until(pilot, lambda: playbook.platform("behance").hidden)
        assert "Behance" not in {item.words for item in screen_of(app).items.rows}
        await go(pilot, "z")
        assert "Behance" in {item.words for item in screen_of(app).items.rows}
        await go(pilot, "u")
        assert not playbook.platform("behance").hidden


async def test_a_platform_of_my_own_is_added_edited_and_deleted(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        playbook = app.services.playbook
        await go(pilot, "n,type:Corner Board,tab,tab,type:design,tab,tab,tab,type:4,ctrl+o")
        await until(pilot, lambda: any(one.slug == "corner-board" for one in playbook.platforms()))
        view = playbook.platform("corner-board")
        assert view.fee == Decimal("0.04")
        assert view.skills == ("design",)
        await go(pilot, "enter,space,type:of the town,ctrl+o")
        await until(pilot, lambda: playbook.platform("corner-board").name == "Corner Board of the town")
        await go(pilot, "n,type:Upwork,ctrl+o")
        assert "already" in screen_text(app)
        await go(pilot, "escape")
        screen_of(app).items.go_to("corner-board")
        await go(pilot, "d")
        assert all(one.slug != "corner-board" for one in playbook.platforms(hidden=True))


async def test_skills_narrow_platforms_and_people(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await go(pilot, "f,type:illustration,enter")
        await until(pilot, lambda: screen_of(app).skill == "illustration")
        await open_list(app, pilot, "contacts")
        assert {item.words for item in screen_of(app).items.rows} == {"Jana R.", "Bruno T."}
        assert "for illustration" in screen_text(app)
        await go(pilot, "f,type:everything,enter")
        await until(pilot, lambda: len(screen_of(app).items.rows) == 4)


async def test_people_are_added_edited_and_deleted(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await open_list(app, pilot, "contacts")
        await go(pilot, "n,type:Noor V.,tab,type:editing; proofs,tab,type:35,ctrl+o")
        await until(pilot, lambda: any(one.name == "Noor V." for one in app.services.desk.all(Contact)))
        noor = next(one for one in app.services.desk.all(Contact) if one.name == "Noor V.")
        assert str(noor.rate) == "35.00 EUR"
        assert screen_of(app).items.current_key == noor.id
        await go(pilot, "enter,tab,tab,ctrl+u,type:a lot,ctrl+o")
        assert "not an amount" in screen_text(app)
        await go(pilot, "escape,wait,d")
        await until(pilot, lambda: app.services.desk.find(Contact, noor.id) is None)
        await go(pilot, "u")
        assert app.services.desk.find(Contact, noor.id) is not None


async def test_messages_are_edited_reset_filled_in_and_copied(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        playbook = app.services.playbook
        await open_list(app, pilot, "templates", "third-message")
        assert "edited" in screen_text(app)
        await go(pilot, "v,wait")
        assert "Hello Robin," in screen_text(app)
        await go(pilot, "c")
        assert "Hello Robin," in app.clipboard
        await go(pilot, "v,wait")
        assert "Hello $name," in screen_text(app)
        await go(pilot, "r")
        await until(pilot, lambda: playbook.template("third-message").own is None)
        await go(pilot, "enter,tab,tab,tab,ctrl+u,type:For $nmae,ctrl+o")
        await until(pilot, lambda: playbook.template("third-message").subject == "For $nmae")
        await until(pilot, lambda: "Nothing will fill $nmae in" in told(app))
        await go(pilot, "d")
        assert "r takes your changes back" in told(app)


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("hourly_value", "92.50", "92.50 EUR"),
        ("week_hours", "32", "32"),
        ("max_open", "2", "2"),
        ("max_management", "15", "0.15"),
        ("pareto_threshold", "75 %", "0.75"),
        ("coordination_hours", "0:45", "0.75"),
        ("weight:test", "4", "4"),
        ("rate:USD", "0.95", "0.95"),
    ],
)
async def test_settings_are_changed_here(home: Path, name: str, typed: str, stored: str) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await open_list(app, pilot, "settings", name)
        await go(pilot, f"enter,ctrl+u,type:{typed},enter")

        def held() -> str:
            now = app.services.settings.get()
            kind, _colon, key = name.partition(":")
            if kind == "weight":
                return str(now.weights["test"])
            return str(now.exchange_rates[key] if key else getattr(now, name))

        await until(pilot, lambda: held() == stored)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("hourly_value", "-5", "worth more than nothing"),
        ("hourly_value", "much", "not an amount"),
        ("currency", "Euro", "currency"),
        ("week_hours", "400", "up to 168"),
        ("nudge_hour", "25", "from 0 to 23"),
        ("max_open", "1.5", "whole number"),
        ("pareto_threshold", "0", "1 to 100 %"),
        ("log_days", "", "needed"),
        ("weight:test", "-1", "0 to 100"),
        ("rate:USD", "0", "above 0"),
    ],
)
async def test_wrong_settings_get_a_sentence_and_change_nothing(
    home: Path, name: str, typed: str, sentence: str
) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        before = app.services.settings.get()
        await open_list(app, pilot, "settings", name)
        await go(pilot, f"enter,ctrl+u,type:{typed},enter")
        assert sentence in " ".join(screen_text(app).split())
        assert app.services.settings.get() == before
        assert len(app.screen_stack) == 2, "the form stays open with what was typed"


async def test_settings_with_choices_rates_and_the_way_back(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        get = app.services.settings.get
        await open_list(app, pilot, "settings", "full_time")
        await go(pilot, "enter,down,ctrl+o")
        await until(pilot, lambda: not get().full_time)
        await settled(pilot)
        assert "1 by rule" in screen_text(app), "the limit follows"
        await go(pilot, "r")
        await until(pilot, lambda: get().full_time)
        screen_of(app).items.go_to("workdays")
        await go(pilot, "enter,space,ctrl+o")
        await until(pilot, lambda: get().workdays == (1, 2, 3, 4))
        screen_of(app).items.go_to("speed_hours")
        await go(pilot, "enter,ctrl+u,type:9,ctrl+o")
        assert "rising numbers" in screen_text(app)
        await go(pilot, "escape,n,type:CHF,tab,type:1.06,ctrl+o")
        await until(pilot, lambda: get().exchange_rates.get("CHF") == Decimal("1.06"))
        screen_of(app).items.go_to("rate:CHF")
        await go(pilot, "d")
        await until(pilot, lambda: "CHF" not in get().exchange_rates)
        await go(pilot, "equals_sign")
        assert "21.25" in screen_text(app), "a quarter of 85"


async def test_every_setting_of_the_work_is_listed(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        from outsource_tui.domain.settings import Settings

        hidden = {"id", "revision", "created_at", "updated_at", "weights", "exchange_rates", "look_backs"}
        assert {one.name for one in settings()} == set(Settings.model_fields) - hidden
        await open_list(app, pilot, "settings")
        kinds = {item.value.setting.kind: item for item in screen_of(app).items.rows}
        for item in kinds.values():
            screen_of(app).items.go_to(item.key)
            await keys(pilot, "enter")
            assert len(app.screen_stack) == 2, item.key
            await keys(pilot, "escape")


async def test_the_footer_offers_first_what_the_list_is_for(home: Path) -> None:
    async with app_on(home, "playbook", size=(80, 24)) as (app, pilot):
        for key, starts in (
            ("platforms", "enter edit   f by skill"),
            ("templates", "enter edit   v filled in   c copy"),
            ("examples", "t make a task   enter read   i source"),
            ("method", "enter read   i source   o go there"),
            ("settings", "enter change   r as it came   = arithmetic"),
        ):
            await open_list(app, pilot, key)
            await settled(pilot)
            assert screen_text(app).splitlines()[-1].strip().startswith(starts), key


async def test_an_example_becomes_a_task(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await open_list(app, pilot, "examples")
        item = screen_of(app).items.current
        assert item is not None
        await go(pilot, "t")
        await until(pilot, lambda: any(one.title == item.words for one in app.services.desk.all(Task)))
        task = next(one for one in app.services.desk.all(Task) if one.title == item.words)
        assert task.category == item.value.kind


async def test_what_a_client_said_is_noted_with_the_task(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await open_list(app, pilot, "questions", "approves")
        await go(pilot, "enter,enter,wait,type:The shop manager alone,ctrl+o")

        def said() -> bool:
            return any(
                answer.question == "approves" and answer.answer == "The shop manager alone"
                for task in app.services.desk.all(Task)
                for answer in task.client_answers
            )

        await until(pilot, said)
        await settled(pilot)
        assert "The shop manager alone" in screen_text(app)


async def test_refusals_name_the_reason(home: Path) -> None:
    async with app_on(home, "playbook") as (app, pilot):
        await open_list(app, pilot, "glossary")
        for key, reason in (
            ("n", "comes as it is"),
            ("d", "That works in"),
            ("t", "That works in Examples"),
            ("w", "That works in"),
        ):
            await go(pilot, key)
            assert reason in told(app), key


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (20, 5), (200, 60)])
async def test_every_size_holds(home: Path, size: tuple[int, int]) -> None:
    async with app_on(home, "playbook", size=size) as (app, pilot):
        for _list in range(9):
            await go(pilot, "enter,j,right_curly_bracket")
            assert not wide_lines(screen_text(app), size[0])
            if screen_of(app).category.key in ("method", "glossary"):
                await go(pilot, "enter")
                assert not wide_lines(screen_text(app), size[0])
            await go(pilot, "escape,escape,right_square_bracket")
        assert app.return_code is None


async def test_an_empty_workspace_still_holds_the_playbook(tmp_path: Path) -> None:
    async with app_on(tmp_path / "empty", "playbook") as (app, pilot):
        await open_list(app, pilot, "contacts")
        assert "Nobody here yet" in screen_text(app)
        for key in ("enter", "d", "w", "e", "c", "o", "i", "h", "r", "v", "t", "s"):
            await go(pilot, key)
        assert app.return_code is None
        assert len(app.screen_stack) == 1


async def test_hostile_texts_are_only_text(tmp_path: Path) -> None:
    async with app_on(tmp_path / "home", "playbook", size=(100, 40)) as (app, pilot):
        playbook = app.services.playbook
        for number, text in enumerate(HOSTILE):
            if not text.split() or "\ud800" in text:
                continue
            playbook.add_contact(text + "x", skills=(text,), note=text, link=text)
            playbook.add_template(f"{number} {text}", subject=text, body=text)
            playbook.add_platform(f"{number} {text}", known_for=text, note=text, url=text)
        app.changed()
        for key in ("platforms", "contacts", "templates"):
            await open_list(app, pilot, key)
            screen = screen_of(app)
            for number in range(0, len(screen.items.rows), 2):
                screen.items.move_to(number)
                screen._show_detail()
                await pilot.pause()
                seen = screen_text(app)
                assert not wide_lines(seen, 100)
                assert "\x1b" not in seen
        assert app.return_code is None


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("playbook-platforms-120x40", (120, 40), "enter,j,j,wait"),
        ("playbook-settings-120x40", (120, 40), "end,enter,wait"),
        ("playbook-method-80x24", (80, 24), "j,j,j,j,j,enter,j,wait"),
        ("playbook-lists-60x20", (60, 20), "wait"),
    ],
)
async def test_golden(home: Path, name: str, size: tuple[int, int], pressed: str) -> None:
    async with app_on(home, "playbook", size=size) as (app, pilot):
        await go(pilot, pressed)
        await golden(app, pilot, name)
