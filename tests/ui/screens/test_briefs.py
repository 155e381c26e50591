"""Briefs through its keys: written, readied, posted and watched, with what is stored and what is seen."""

import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.clock import FixedClock
from outsource_tui.domain.posting import Posting
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.screens.briefs.screen import BriefsScreen
from tests.hostile import HOSTILE
from tests.ui.helpers import (
    NOW,
    app_on,
    closed,
    go,
    golden,
    keys,
    screen_text,
    settled,
    stage_of,
    told,
    until,
    wide_lines,
)

DRAFT = "Inbox and calendar, an hour a day"
POSTED = "Twelve help pages for a booking tool"


def brief_of(app: OutsourceApp, title: str) -> Brief:
    """Return the brief of that title as it is stored now."""
    return next(brief for brief in app.services.briefs.all(archived=True) if brief.title == title)


screen_of = stage_of(BriefsScreen)


async def section(app: OutsourceApp, pilot: Pilot[Any], title: str, key: str) -> None:
    """Open a brief with the keyboard and walk to one of its sections."""
    screen = screen_of(app)
    while screen.list_table.current is not None and screen.list_table.current.title != title:
        await keys(pilot, "j")
    await keys(pilot, "enter")
    while screen.section.key != key:
        await keys(pilot, "j")
    await settled(pilot)


async def section_again(app: OutsourceApp, pilot: Pilot[Any], key: str) -> None:
    """Walk to another section of the brief that is open."""
    await settled(pilot)
    screen = screen_of(app)
    if screen.focused is not screen.sections:
        await keys(pilot, "escape")
    screen.sections.go_to(key)
    await settled(pilot)


async def test_the_list_says_how_far_each_brief_is(home: Path) -> None:
    async with app_on(home, "briefs") as (app, _pilot):
        text = screen_text(app)
        assert "3 briefs" in text
        assert "1 draft" in text
        assert " 47 %" in text
        assert "● choose now" in text, "a posted brief shows what it waits for"
        assert "Write why it matters" in text, "what is missing stands beside the draft"
        assert screen_of(app).focused is screen_of(app).list_table, "no text field has the focus"


async def test_a_text_part_is_typed_in_place_with_preview_and_hints(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "why")
        await go(pilot, "enter,type:Mornings are for clients; do it asap")
        await settled(pilot)
        text = screen_text(app)
        assert text.count("Mornings are for clients") == 2, "the field and the live preview"
        assert "“asap”" in text
        assert brief_of(app, DRAFT).why == "", "nothing is stored while it is typed"
        await keys(pilot, "escape")
        await until(pilot, lambda: brief_of(app, DRAFT).why == "Mornings are for clients; do it asap")
        assert screen_of(app).focused is screen_of(app).sections
        await keys(pilot, "u")
        assert brief_of(app, DRAFT).why == ""


async def test_keys_that_move_are_letters_while_typing(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "why")
        await go(pilot, "enter,type:jq4?/n=,escape")
        await until(pilot, lambda: brief_of(app, DRAFT).why == "jq4?/n=")
        assert app.current_mode == "briefs"


async def test_every_list_takes_rows(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "milestones")
        await go(pilot, "n,type:First week,tab,type:+7,tab,type:120,ctrl+o")
        await until(pilot, lambda: brief_of(app, DRAFT).milestones)
        (milestone,) = brief_of(app, DRAFT).milestones
        assert milestone.title == "First week"
        assert milestone.due == date(2026, 11, 30)
        assert str(milestone.amount) == "120.00 EUR"
        await section_again(app, pilot, "quality")
        await go(pilot, "n,type:No mail waits longer than a day,ctrl+o")
        await until(pilot, lambda: brief_of(app, DRAFT).quality)
        await section_again(app, pilot, "kpis")
        await go(pilot, "n,type:Open mails at noon,tab,type:under 10,ctrl+o")
        await until(pilot, lambda: brief_of(app, DRAFT).kpis)
        assert brief_of(app, DRAFT).kpis[0].target == "under 10"
        await section_again(app, pilot, "calls")
        await go(pilot, "n,type:tomorrow,tab,type:14:30,tab,type:Hello,ctrl+o")
        await until(pilot, lambda: brief_of(app, DRAFT).calls)
        assert brief_of(app, DRAFT).calls[0].at.isoformat() == "2026-11-24T14:30:00+01:00"
        await section_again(app, pilot, "legal")
        await go(pilot, "n,type:Confid,enter")
        await until(pilot, lambda: brief_of(app, DRAFT).legal)
        assert brief_of(app, DRAFT).legal[0].name == "Confidentiality agreement"
        await go(pilot, "enter,space")
        await until(pilot, lambda: brief_of(app, DRAFT).legal[0].sent_at is not None)
        await go(pilot, "space")
        await until(pilot, lambda: brief_of(app, DRAFT).legal[0].signed_at is not None)
        assert "✓ signed" in screen_text(app)
        await go(pilot, "escape")
        await section_again(app, pilot, "examples")
        await go(pilot, "a,n,type:The desk next door,tab,type:its calm,ctrl+o")
        await until(pilot, lambda: brief_of(app, DRAFT).examples)
        assert "examples" not in brief_of(app, DRAFT).not_applicable
        await section_again(app, pilot, "skills")
        before = len(brief_of(app, DRAFT).skills)
        await go(pilot, "n,type:plain English,ctrl+o")
        await until(pilot, lambda: len(brief_of(app, DRAFT).skills) == before + 1)


async def test_wrong_input_keeps_the_form_and_says_why(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "milestones")
        await go(pilot, "n,type:First week,tab,type:31 Feb,ctrl+o")
        assert "is no day" in screen_text(app) or "not a day" in screen_text(app)
        assert not brief_of(app, DRAFT).milestones
        await keys(pilot, "escape")
        await closed(pilot)
        await section_again(app, pilot, "calls")
        await go(pilot, "n,type:tomorrow,tab,type:25:00,ctrl+o")
        assert "not a time of day" in screen_text(app)
        assert not brief_of(app, DRAFT).calls


async def test_rows_are_edited_moved_and_deleted(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, POSTED, "quality")
        texts = [one.text for one in brief_of(app, POSTED).quality]
        await go(pilot, "enter,J")
        await until(pilot, lambda: [one.text for one in brief_of(app, POSTED).quality][1] == texts[0])
        await go(pilot, "enter,end,type:!,ctrl+o")
        await until(pilot, lambda: brief_of(app, POSTED).quality[1].text == texts[0] + "!")
        await go(pilot, "d")
        await until(pilot, lambda: len(brief_of(app, POSTED).quality) == 2)
        await go(pilot, "u")
        assert len(brief_of(app, POSTED).quality) == 3


async def test_choices_are_picked_and_taken_back(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "propositions")
        await go(pilot, "enter,space")
        await until(pilot, lambda: brief_of(app, DRAFT).propositions == ("money", "repeat"))
        await settled(pilot)
        assert "In the post: You are paid fairly" in screen_text(app)
        await section_again(app, pilot, "detail")
        await go(pilot, "enter,end,enter")
        await until(pilot, lambda: brief_of(app, DRAFT).detail == "full")
        await go(pilot, "space")
        await until(pilot, lambda: brief_of(app, DRAFT).detail == "")
        await section_again(app, pilot, "mode")
        await go(pilot, "enter,space")
        await until(pilot, lambda: brief_of(app, DRAFT).mode == "email")
        await go(pilot, "end,enter,type:nine to noon,ctrl+o")
        await until(pilot, lambda: brief_of(app, DRAFT).timezone_overlap == "nine to noon")
        await section_again(app, pilot, "frequency")
        await go(pilot, "enter,home,space")
        await until(pilot, lambda: brief_of(app, DRAFT).frequency_days == 1)
        await section_again(app, pilot, "budget")
        await go(pilot, "enter,enter,type:300,ctrl+o")
        await until(pilot, lambda: str(brief_of(app, DRAFT).budget) == "300.00 EUR")
        await go(pilot, "j,space")
        await until(pilot, lambda: brief_of(app, DRAFT).fixed_price)
        await section_again(app, pilot, "revisions")
        await go(pilot, "enter,enter,backspace,type:3,ctrl+o")
        await until(pilot, lambda: brief_of(app, DRAFT).revisions_included == 3)


async def test_a_brief_is_readied_only_when_nothing_is_missing(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await go(pilot, "y")
        assert brief_of(app, DRAFT).ready_at is None
        assert "write why it matters" in told(app)
        await go(pilot, "p")
        assert "call it ready first" in told(app)
        await go(pilot, "m")
        await until(pilot, lambda: screen_of(app).section.key == "why")
        await go(pilot, "enter,type:Mornings are for clients,escape,wait,m")
        await until(pilot, lambda: screen_of(app).section.key == "milestones")
        await go(pilot, "n,type:First week,ctrl+o,wait,y")
        await until(pilot, lambda: brief_of(app, DRAFT).ready_at == NOW)
        await section_again(app, pilot, "why")
        await go(pilot, "d")
        await until(pilot, lambda: brief_of(app, DRAFT).ready_at is None)
        await go(pilot, "wait")
        assert "draft again" in told(app)


async def test_a_part_that_does_not_apply_is_said_so(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "legal")
        before = app.services.briefs.completeness(brief_of(app, DRAFT)).percent
        await go(pilot, "a,wait")
        assert "legal" in brief_of(app, DRAFT).not_applicable
        assert app.services.briefs.completeness(brief_of(app, DRAFT)).percent > before
        assert "– Papers to sign" in screen_text(app)
        await go(pilot, "a,home,a")
        assert "legal" not in brief_of(app, DRAFT).not_applicable
        assert "not counted" in told(app)


async def test_the_post_is_written_checked_and_composed_again(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await go(pilot, "j,t,wait")
        assert "✓ Asks for quotes" in screen_text(app)
        await go(pilot, "enter")
        screen_of(app).part_text.select_all()
        await go(pilot, "delete,type:Do something nice,escape")
        await until(pilot, lambda: brief_of(app, POSTED).post.body == "Do something nice")
        await go(pilot, "wait")
        assert "▲ Asks for quotes" in screen_text(app)
        await go(pilot, "T,ctrl+u,type:Help wanted,ctrl+o")
        await until(pilot, lambda: brief_of(app, POSTED).post.title == "Help wanted")
        await go(pilot, "c")
        assert app.clipboard.startswith("Help wanted\n\nDo something nice")
        await go(pilot, "R")
        await until(pilot, lambda: brief_of(app, POSTED).post.body == "")


async def test_posting_after_a_miss_wants_a_typed_reason(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        count = len(app.services.briefs.postings(brief_of(app, POSTED)))
        await go(pilot, "j,p,type:behance,enter,wait")
        await go(pilot, "type:https://example.org/x,ctrl+o,wait")
        assert "You had a miss" in screen_text(app)
        assert len(app.services.briefs.postings(brief_of(app, POSTED))) == count
        await go(pilot, "type:this one is tested first,enter")
        await until(pilot, lambda: len(app.services.briefs.postings(brief_of(app, POSTED))) == count + 1)
        posting = app.services.briefs.postings(brief_of(app, POSTED))[-1]
        assert posting.platform == "behance"
        assert posting.url == "https://example.org/x"
        assert posting.warning_reason == "this one is tested first"
        assert posting.completeness == 100
        await settled(pilot)
        assert "◐ wait 24 h" in screen_text(app)


async def test_postings_are_reposted_closed_and_deleted(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await go(pilot, "j,wait,tab,wait")
        assert "in all, likely" in screen_text(app), "the side pane follows to the posting"
        first = app.services.briefs.postings(brief_of(app, POSTED))[0]
        await go(pilot, "equals_sign")
        assert "in by now" in screen_text(app)
        assert "ln 5" in screen_text(app)
        await go(pilot, "escape,r,enter,wait")
        await until(pilot, lambda: len(app.services.briefs.postings(brief_of(app, POSTED))) == 3)
        again = app.services.briefs.postings(brief_of(app, POSTED))[-1]
        assert again.reposts == first.id
        assert again.platform == first.platform
        assert app.services.desk.get(Posting, first.id).closed_at == NOW
        assert "1 of them reposts" in screen_text(app)
        await go(pilot, "X")
        assert app.services.desk.get(Posting, again.id).closed_at is not None
        await go(pilot, "X")
        assert app.services.desk.get(Posting, again.id).closed_at is None
        await go(pilot, "d")
        assert app.services.desk.find(Posting, again.id) is None


async def test_the_clock_moves_on_with_time(home: Path) -> None:
    clock = FixedClock(NOW + timedelta(days=2))
    async with app_on(home, "briefs", clock=clock) as (app, pilot):
        await go(pilot, "j,wait")
        assert "wait" not in screen_text(app).split("Postings")[1].split("in by now")[0]


async def test_a_brief_starts_from_a_task_or_from_nothing(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        waiting = [line.task for line in app.services.identify.tasks() if line.stage == "outsource"]
        await go(pilot, "n")
        if waiting:
            await go(pilot, "type:No task,enter,wait")
        await go(pilot, "type:Draw six icons,ctrl+o")
        await until(pilot, lambda: any(one.title == "Draw six icons" for one in app.services.briefs.all()))
        await until(pilot, lambda: screen_of(app).section.key == "what")
        await go(pilot, "escape")
        assert screen_of(app).list_table.current_key == brief_of(app, "Draw six icons").id
        if waiting:
            await go(pilot, "n,enter")
            await until(pilot, lambda: app.services.briefs.of_task(waiting[0]))


async def test_somebody_known_becomes_a_candidate_without_a_posting(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await go(pilot, "K,type:Lena,enter")
        await until(
            pilot,
            lambda: any(
                one.name == "Lena F." and one.brief == brief_of(app, DRAFT).id
                for one in app.services.desk.all(Candidate)
            ),
        )


async def test_it_carries_the_brief_along_and_is_found_again(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        brief = brief_of(app, POSTED)
        await go(pilot, "j")
        assert screen_of(app).current_record() == ("briefs", brief.id)
        screen = screen_of(app)
        for kind, record in (
            ("tasks", brief.task or ""),
            ("postings", app.services.briefs.postings(brief)[1].id),
            ("briefs", brief.id),
        ):
            screen.list_table.move_to(0)
            screen.reveal(kind, record)
            assert screen.list_table.current_key == brief.id


async def test_export_writes_a_file(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async with app_on(home, "briefs") as (_app, pilot):
        await go(pilot, "j,x,enter,wait,enter")
        target = tmp_path / "twelve-help-pages-for-a-booking-tool.md"
        await until(pilot, target.is_file)
        assert target.read_text(encoding="utf-8").startswith("# Twelve help pages")
        await go(pilot, "x,type:web,enter,wait,enter")
        await until(pilot, target.with_suffix(".html").is_file)


async def test_e_writes_the_section_in_the_editor(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "Written elsewhere" > "$1"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.delenv("VISUAL", raising=False)

    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "why")
        monkeypatch.setattr(type(app), "suspend", lambda _app: _nothing())
        await go(pilot, "e")
        await until(pilot, lambda: brief_of(app, DRAFT).why == "Written elsewhere")
        await section_again(app, pilot, "budget")
        await go(pilot, "e")
        assert "no long text" in told(app)


async def test_a_title_is_a_line_and_a_part_a_text_when_more_is_pasted_than_they_hold(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "title")
        for key, most in (("title", "10,000"), ("why", "200,000")):
            await section_again(app, pilot, key)
            await go(pilot, "enter")
            before = screen_of(app).part_text.text
            screen_of(app).part_text.post_message(events.Paste("x" * 200_001))
            await until(pilot, lambda most=most: f"This field holds {most} characters, so the 200,001" in told(app))
            assert screen_of(app).part_text.text == before


class _nothing:
    """Stand in for handing the terminal over."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, *_what: object) -> None:
        """End."""


async def test_what_is_typed_survives_and_a_change_elsewhere_is_shown(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await section(app, pilot, DRAFT, "why")
        await go(pilot, "enter,type:mine,wait")
        app.services.briefs.edit(brief_of(app, DRAFT), why="theirs")
        app.changed()
        assert screen_of(app).part_text.text == "mine", "nothing that arrives replaces what is typed"
        await go(pilot, "escape,wait")
        text = screen_text(app)
        assert "changed elsewhere" in text
        assert "mine" in text
        assert "theirs" in text
        await go(pilot, "m,enter")
        await until(pilot, lambda: brief_of(app, DRAFT).why == "mine")


async def test_an_archived_brief_leaves_the_list_and_comes_back(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await go(pilot, "A")
        assert brief_of(app, DRAFT).archived_at == NOW
        assert len(screen_of(app).list_table.rows) == 2
        await go(pilot, "z,home,wait")
        assert "archived" in screen_text(app)
        await go(pilot, "A,d")
        assert all(one.title != DRAFT for one in app.services.briefs.all(archived=True))
        await go(pilot, "u")
        assert brief_of(app, DRAFT).archived_at is None


async def test_refusals_name_the_reason(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        await go(pilot, "j,d,wait")
        assert "still has postings and candidates" in told(app)
        await go(pilot, "a")
        assert "Open the brief first" in told(app)
        await go(pilot, "k,r")
        assert "not posted yet" in told(app)


async def test_an_empty_workspace_names_the_next_key(tmp_path: Path) -> None:
    async with app_on(tmp_path / "empty", "briefs") as (app, pilot):
        assert "No briefs yet" in screen_text(app)
        assert "write a brief" in screen_text(app)
        for key in (
            "o",
            "p",
            "y",
            "m",
            "t",
            "T",
            "R",
            "v",
            "K",
            "x",
            "b",
            "A",
            "z",
            "r",
            "X",
            "d",
            "e",
            "c",
            "enter",
        ):
            await keys(pilot, key)
            await keys(pilot, "escape")
        await keys(pilot, "equals_sign", "slash", "escape", "s")
        assert app.return_code is None


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (20, 5), (200, 60)])
async def test_every_size_holds(home: Path, size: tuple[int, int]) -> None:
    async with app_on(home, "briefs", size=size) as (app, pilot):
        await go(pilot, "j,v,escape,enter")
        for _section in range(22):
            await keys(pilot, "j")
        await go(pilot, "enter,wait,escape,v,escape,escape")
        assert not wide_lines(screen_text(app), size[0])
        assert screen_of(app).editing == ""


async def test_hostile_texts_are_only_text(tmp_path: Path) -> None:
    texts = [text for text in HOSTILE if text.split() and "\ud800" not in text]

    async with app_on(tmp_path / "home", "briefs", size=(100, 70)) as (app, pilot):
        briefs = app.services.briefs
        for text in texts:
            briefs.create(text + "x", what=text)
        for start in range(0, len(texts), 12):
            some = texts[start : start + 12]
            rows = [{"id": f"{number:019d}", "title": text + "x"} for number, text in enumerate(some)]
            briefs.create(some[0] + "x", why="\n".join(some), skills=tuple(some), milestones=tuple(rows))
        app.changed()
        await pilot.pause()
        assert not wide_lines(screen_text(app), 100)
        assert "\x1b" not in screen_text(app)
        for _brief in range(0, len(texts), 12):
            await keys(pilot, "enter", "j", "j")
            for key in ("why", "skills", "milestones", "post"):
                screen_of(app).sections.go_to(key)
                screen_of(app).show_part()
                await pilot.pause()
                assert not wide_lines(screen_text(app), 100)
                assert "\x1b" not in screen_text(app)
            await keys(pilot, "escape", "j")
        assert app.return_code is None


async def test_what_draws_late_meets_its_papers_while_the_screen_is_taken_down(home: Path) -> None:
    async with app_on(home, "briefs") as (app, pilot):
        screen = screen_of(app)
        await go(pilot, "j")
        await screen.remove_children()
        screen.show()
        screen.adapt(80, 24)
        assert screen.list_table.current_key == brief_of(app, POSTED).id
        screen.editing = brief_of(app, DRAFT).id
        screen.show()
        assert [row.section.key for row in screen.sections.all_rows][:2] == ["title", "what"]


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("briefs-list-120x40", (120, 40), "j,wait"),
        ("briefs-editor-120x40", (120, 40), "enter,j,j,wait"),
        ("briefs-list-80x24", (80, 24), "wait"),
        ("briefs-editor-60x20", (60, 20), "j,enter,j,enter,wait"),
    ],
)
async def test_golden(home: Path, name: str, size: tuple[int, int], pressed: str) -> None:
    async with app_on(home, "briefs", size=size) as (app, pilot):
        await go(pilot, pressed)
        await golden(app, pilot, name)
