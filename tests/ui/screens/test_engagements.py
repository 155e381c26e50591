"""Engagements through its keys: deliveries at the gate, revisions, money, people, and an outcome that closes it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.task import Task
from outsource_tui.ui.app import OutsourceApp
from outsource_tui.ui.widgets.scroll_paper import ScrollPaper
from tests.hiring import Hiring, eur
from tests.hostile import HOSTILE
from tests.ui.helpers import NOW, app_on, go, golden, keys, screen_text, settled, told, wide_lines


def foot(app: OutsourceApp) -> str:
    """Return the footer."""
    return screen_text(app).splitlines()[-1].strip()


def first(app: OutsourceApp) -> Engagement:
    """Return the engagement at the top of the list as it is stored now."""
    return app.services.engagements.all()[0]


async def test_the_list_says_state_net_time_and_what_waits(home: Path) -> None:
    async with app_on(home, "engagements") as (app, _pilot):
        text = screen_text(app)
        assert "1 open of 3 allowed" in text
        assert "12 % of your week goes into managing" in text
        assert "▲ to review" in text
        assert "✓ hit" in text
        assert "✗ miss" in text
        assert "−1 h 55" in text, "the miss costs time"
        assert "Delivery 2, Checkout" in text
        assert "accept (waits for 4 standards)" in text
        assert "Asked you anyway: once, 0 h 10" in text
        assert "! today" in text, "the check-in is due"
        assert "ask for it" in text, "and asks for feedback"
        assert "6.5 of 12.0 h" in text, "the time box is half gone"


async def test_accepting_waits_for_every_standard_and_makes_the_price_due(hiring: Hiring) -> None:
    hiring.delivered()

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        await go(pilot, "a")
        assert "2 standards not looked at yet" in told(app)
        assert first(app).deliveries[0].accepted_at is None
        await go(pilot, "space")
        assert [one.met for one in first(app).deliveries[0].checks] == [True, None]
        await go(pilot, "j,space,space")
        assert [one.met for one in first(app).deliveries[0].checks] == [True, False]
        assert "✗" in screen_text(app)
        await go(pilot, "a")
        assert "ask for a revision" in told(app)
        await go(pilot, "space,space,a")
        changed = first(app)
        assert changed.deliveries[0].accepted_at is not None
        assert changed.milestones[0].accepted_at is not None
        assert changed.payments[0].amount == eur(200)
        assert changed.payments[0].paid_at is None
        assert foot(app).startswith("l delivery   i check in"), "nothing waits at the gate, so the next one comes first"
        before = app.services.engagements.ledger(changed).own.get("review", Decimal(0))
        await go(pilot, "M,type:30,ctrl+o")
        assert first(app).deliveries[0].review_minutes == 30
        assert app.services.engagements.ledger(first(app)).own["review"] == before + Decimal("0.5")
        await go(pilot, "u")
        await go(pilot, "p,enter")
        assert first(app).payments[0].paid_at is not None, "the first choice pays what is due"
        await go(pilot, "u,u")
        assert first(app).deliveries[0].accepted_at is None


async def test_a_revision_says_all_four_things_and_comes_back(hiring: Hiring) -> None:
    hiring.delivered()

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        await go(pilot, "v,type:The sum is off,tab,type:Invoice 12,ctrl+o")
        assert not first(app).rounds, "what I want instead is missing"
        await go(pilot, "type:Sums match the bank,tab,type:+3,ctrl+o")
        asked = first(app).rounds[0]
        assert (asked.wrong, asked.example, asked.wanted) == ("The sum is off", "Invoice 12", "Sums match the bank")
        assert asked.by == app.clock.now().date() + timedelta(days=3)
        text = screen_text(app)
        assert "◐ in revision" in text
        assert "Revision 1 of 2" in text
        assert "The sum is off" in text
        await go(pilot, "v")
        assert "V says it is back" in told(app)
        await go(pilot, "V")
        assert first(app).rounds[0].returned_at is not None
        assert "▲ to review" in screen_text(app)


async def test_finishing_it_myself_logs_hours_and_counts_as_a_miss(hiring: Hiring) -> None:
    hiring.delivered()

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        await go(pilot, "f,type:1:30,ctrl+o")
        engagement = first(app)
        assert engagement.deliveries[0].finished_myself_at is not None
        miss = app.services.engagements.outcomes(engagement)[0]
        assert (miss.kind, miss.cause, miss.redo_hours) == ("miss", "finished_myself", Decimal("1.5"))
        assert app.services.engagements.ledger(engagement).own["redo"] == Decimal("1.5")
        text = screen_text(app)
        assert "You finished this one yourself" in text
        assert "It missed. C goes through the" in text


async def test_the_work_starts_only_with_its_papers_signed(hiring: Hiring) -> None:
    studio = hiring.studio
    talks = hiring.agreed()
    planned = hiring.engagements.from_negotiation(talks)
    hiring.engagements.add_paper(planned, "Confidentiality")

    async with app_on(studio.folder, "engagements", clock=studio.clock) as (app, pilot):
        assert "Before it starts" in screen_text(app)
        assert foot(app).startswith("y start   L papers   T terms   R who answers")
        await go(pilot, "y")
        assert "Not signed yet: Confidentiality" in told(app)
        await go(pilot, "T,type:share,tab,tab,tab,tab,tab,type:10,tab,type:5000,ctrl+o")
        terms = first(app).terms
        assert (terms.model, terms.share, terms.budget) == ("percentage", Decimal("0.1"), eur(5000))
        await go(pilot, "R,type:own contract,ctrl+o")
        card = first(app).responsibility
        assert (card.structure, card.work, card.dates, card.process) == ("with_client", "them", "them", "them")
        await go(pilot, "L,enter,enter,escape")
        assert first(app).legal[0].signed_at is not None
        await go(pilot, "y")
        started = first(app)
        assert started.started_at is not None
        assert started.baseline_hours == Decimal(20)
        await go(pilot, "x")
        assert first(app).paused_at is not None
        assert "paused" in screen_text(app)
        await go(pilot, "x")
        assert first(app).paused_at is None


async def test_a_check_in_takes_feedback_and_turns_road_blocks_into_tasks(home: Path) -> None:
    async with app_on(home, "engagements") as (app, pilot):
        before = {task.id for task in app.services.desk.all(Task)}
        await go(pilot, "i")
        assert "Ask them: What would make this easier for you?" in screen_text(app)
        await go(
            pilot,
            "type:All well,tab,type:More screenshots,tab,type:No key for the shop\nSlow server,tab,type:15,ctrl+o",
        )
        talk = first(app).check_ins[-1]
        assert (talk.note, talk.feedback, talk.minutes) == ("All well", "More screenshots", 15)
        mine = [task.title for task in app.services.desk.all(Task) if task.id not in before]
        assert sorted(mine) == ["No key for the shop", "Slow server"]
        assert "2 tasks of yours came of it" in told(app)
        assert app.services.engagements.next_check_in(first(app)) == NOW.date() + timedelta(days=7)


async def test_care_client_and_time_are_noted_by_one_key_each(home: Path) -> None:
    async with app_on(home, "engagements") as (app, pilot):
        await go(pilot, "r,down,enter,enter")
        assert first(app).cares[-1].care == "autonomy"
        await go(pilot, "z,tab,type:Is it done?,ctrl+o")
        assert first(app).asked_anyway[-1].about == "Is it done?"
        assert "Asked you anyway: 2 times, 0 h 15" in screen_text(app)
        card = app.services.engagements.card(first(app))
        await go(pilot, "R")
        assert "Who answers when it is late?" in screen_text(app)
        said = app.screen.intro  # type: ignore[attr-defined]
        assert f"worth {card.under_me.money:,.2f} that nobody pays you" in said, "managing has its price"
        assert "Your client will look to you for work" in said
        await go(pilot, "escape")
        own = app.services.engagements.ledger(first(app)).own["review"]
        await go(pilot, "t,type:1h45,ctrl+o")
        assert app.services.engagements.ledger(first(app)).own["review"] == own + Decimal("1.75")
        assert "−0 h 29" in screen_text(app), "own time makes the net time red"
        assert "▲ It costs you" in screen_text(app)
        await go(pilot, "b,enter,type:6,ctrl+o")
        assert first(app).their_hours[-1].hours == Decimal(6)
        assert "time box is full: stop" in screen_text(app)


async def test_what_the_post_promised_comes_back_as_a_nudge(hiring: Hiring) -> None:
    candidate = hiring.chosen(propositions=("money", "treatment"))
    talks = hiring.negotiations.set_terms(hiring.negotiations.open(candidate))
    engagement = hiring.engagements.start(
        hiring.engagements.from_negotiation(hiring.negotiations.agree(talks, "known"))
    )
    engagement = hiring.engagements.care(engagement, "mastery")
    hiring.engagements.care(engagement, "autonomy")
    hiring.later(days=30, hours=1)
    hiring.engagements.care(hiring.engagements.get(engagement.id), "mastery")
    hiring.engagements.care(hiring.engagements.get(engagement.id), "autonomy")
    hiring.later(days=1)

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        lines = app.screen.query_one("#facts", ScrollPaper).lines
        side = " ".join("".join(piece.text for piece in line) for line in lines)
        assert "! never" in side, "nothing was said in thanks for a month"
        assert "You promised “Fair treatment”." in " ".join(side.split())
        await go(pilot, "r")
        assert "never: you promised “Fair treatment”" in screen_text(app)


async def test_two_harder_weeks_open_the_three_strategies(hiring: Hiring) -> None:
    engagement = hiring.engagements.feel(hiring.running(), "harder")
    hiring.later(days=7)
    assert hiring.engagements.check_up(engagement) is None

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        await go(pilot, "w,type:harder,enter,type:Too many calls,enter")
        assert [one.answer for one in first(app).feelings] == ["harder", "harder"]
        assert first(app).feelings[-1].note == "Too many calls"
        text = screen_text(app)
        assert "Two weeks in a row were harder." in text
        assert "Fewer than two people were tested." in text
        await go(pilot, "escape")
        assert first(app).strategies_checked_at is not None
        assert app.services.engagements.check_up(first(app)) is None


async def test_a_hit_ends_it_with_what_the_records_say(hiring: Hiring) -> None:
    hiring.accepted()

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        await go(pilot, "h,enter,ctrl+o")
        engagement = first(app)
        hit = app.services.engagements.outcomes(engagement)[0]
        assert (hit.kind, hit.who, hit.where_found, hit.as_asked) == ("hit", "Ana", "upwork", True)
        assert engagement.ended_at is not None
        assert "✓ hit" in screen_text(app)
        assert "0 open of 3" in screen_text(app)
        await go(pilot, "o")
        assert app.current_mode == "insights"
        assert "1 of 1 hit" in screen_text(app)
        assert "P keeps them among the people you know" in told(app)
        await go(pilot, "6,P")
        assert [(one.contact.name, one.contact.rate) for one in app.services.playbook.contacts()] == [("Ana", eur(25))]
        await go(pilot, "P")
        assert "Ana is among the people you know already." in told(app)
        assert foot(app).startswith("h hit or miss   E end or reopen   o insights")


async def test_a_miss_wants_its_cause_and_says_what_it_cost(hiring: Hiring) -> None:
    engagement = hiring.engagements.pay(hiring.running(), eur(96))
    hiring.engagements.report_hours(engagement, Decimal(3))

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        await go(pilot, "h,down,enter,ctrl+o")
        assert "Say why it missed" in screen_text(app)
        await go(pilot, "type:not poss,enter,type:Nobody can,ctrl+o")
        miss = app.services.engagements.outcomes(first(app))[0]
        assert (miss.cause, miss.claim, miss.paid, miss.paid_hours) == (
            "not_possible",
            "Nobody can",
            eur(96),
            Decimal(3),
        )
        assert "96.00 paid for 3 h 00" in screen_text(app)
        assert "E open it again" in screen_text(app)


async def test_one_more_than_the_limit_wants_a_shortfall_and_a_reason(hiring: Hiring) -> None:
    hiring.studio.services.settings.change(max_open=1)
    hiring.running()
    hiring.playbook.add_contact("Eva", skills=("bookkeeping",), rate=eur(25))

    async with app_on(hiring.studio.folder, "engagements", clock=hiring.studio.clock) as (app, pilot):
        await go(pilot, "n,type:Eva,enter,enter,type:she did it before,enter")
        text = screen_text(app)
        assert "Which shortfall does one more cover?" in text
        await go(pilot, "type:time,enter")
        assert "1 engagement is open and your limit is 1." in screen_text(app)
        await go(pilot, "type:the year ends,enter")
        made = next(
            one for one in app.services.engagements.all() if app.services.engagements.origin(one).person == "Eva"
        )
        assert (made.over_limit_reason, made.over_limit_text) == ("time", "the year ends")
        assert "the year ends" in screen_text(app), "the reason stays in sight"
        assert app.screen.current_record() == ("engagements", made.id)  # type: ignore[attr-defined]
        await go(pilot, "u")
        assert len(app.services.engagements.all()) == 1
        brief = app.services.briefs.all()[0]
        assert "Eva" not in {one.name for one in app.services.candidates.of_brief(brief)}, "one step, one undo"


async def test_milestones_payments_calls_and_terms_are_edited_in_place(home: Path) -> None:
    async with app_on(home, "engagements") as (app, pilot):
        await go(pilot, "m,type:Hand over,tab,type:9 Dec,tab,type:80,ctrl+o")
        assert first(app).milestones[-1].title == "Hand over"
        assert "80.00" in screen_text(app)
        await go(pilot, "tab,tab,end,enter,ctrl+a,type: now,ctrl+o")
        assert "Hand over" in first(app).milestones[-1].title
        assert "now" in first(app).milestones[-1].title
        await go(pilot, "d")
        assert len(first(app).milestones) == 3
        await go(pilot, "u,escape,K,enter,type:tomorrow,tab,type:,tab,type:Plans,ctrl+o,escape")
        assert first(app).calls[-1].about == "Plans"
        assert (first(app).calls[-1].at.hour, first(app).calls[-1].at.date()) == (
            10,
            NOW.date() + timedelta(days=1),
        )
        await go(pilot, "S,type:Passes on a phone,enter")
        assert first(app).standards[-1].text == "Passes on a phone"
        assert "waits for 5 standards" in screen_text(app)
        await go(pilot, "equals_sign")
        assert "30.4375" in screen_text(app)


async def test_deliveries_are_switched_taken_in_and_taken_out(home: Path) -> None:
    async with app_on(home, "engagements") as (app, pilot):
        await go(pilot, "left_square_bracket")
        assert "Delivery 1, Product grid" in screen_text(app)
        await go(pilot, "f")
        assert "A looks at it again" in told(app)
        await go(pilot, "A")
        assert first(app).deliveries[0].accepted_at is None
        await go(pilot, "u,l,ctrl+o")
        assert first(app).deliveries[-1].title == "Print styles", "the milestone that comes next"
        assert "Delivery 3, Print styles" in screen_text(app)
        await go(pilot, "D")
        assert len(first(app).deliveries) == 2


async def test_an_empty_list_names_the_next_key_and_refuses_the_rest(tmp_path: Path) -> None:
    async with app_on(tmp_path / "new", "engagements") as (app, pilot):
        text = screen_text(app)
        assert "No engagements yet" in text
        assert "plan work with somebody you chose or know" in text
        for key in "yavfiphtmwrxLKTCE=":
            await keys(pilot, "equals_sign" if key == "=" else key)
        assert "There is no engagement yet; n plans the first one." in told(app)
        await go(pilot, "n")
        assert "Nobody is chosen yet" in screen_text(app)


async def test_hostile_texts_are_shown_as_they_are(hiring: Hiring) -> None:
    engagement = hiring.delivered()
    service = hiring.engagements
    for text in HOSTILE:
        if text.strip():
            engagement = service.add_standard(engagement, text) if len(text) < 200 else engagement
            engagement = service.asked(engagement, 1, text)
            engagement = service.report_hours(engagement, Decimal("0.1"), note=text)
    engagement = service.edit(engagement, title="[/x] $v [@click=app.quit]q[/]", delivery_state="\x1b[31mred\u202e")
    engagement = service.add_milestone(engagement, "日本語 [b]" * 30)
    engagement = service.pay(engagement, eur(1), note="[/" * 50)
    engagement = service.revise(
        engagement, engagement.deliveries[0].id, wrong="[/]\x9b", wanted="x" * 5_000, example="]"
    )

    for size in ((120, 40), (80, 24), (60, 20), (20, 5)):
        async with app_on(hiring.studio.folder, "engagements", size=size, clock=hiring.studio.clock) as (
            app,
            pilot,
        ):
            await go(pilot, "tab,down,tab,down,tab,escape,enter,pagedown,escape")
            text = screen_text(app)
            assert not wide_lines(text, size[0])
            assert "\x1b" not in text
            assert "\u202e" not in text
            if size[0] > 60:
                assert "[/x] $v [@click" in text


async def test_what_is_wrong_stands_where_it_is_seen(home: Path) -> None:
    async with app_on(home, "engagements", size=(80, 24)) as (app, pilot):
        said = "▲ The time box is half gone: ask if it is possible."
        assert said in screen_text(app), "the side is hidden, so the work says it"
        assert "Nothing scrolls sideways at 320 px" in screen_text(app)
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert said not in screen_text(app)
        assert "▲ The time box is half gone: ask if" in screen_text(app), "and now the side"
        await go(pilot, "tab,enter,tab,type:fine at 320,ctrl+o")
        assert "fine at 320" in screen_text(app), "what was seen takes room once it is said"


async def test_at_eighty_columns_enter_shows_the_side_and_keys_scroll_it(home: Path) -> None:
    async with app_on(home, "engagements", size=(80, 24)) as (app, pilot):
        assert "Who answers to the client" not in screen_text(app)
        await go(pilot, "enter")
        assert "Who answers to the client" in screen_text(app)
        await go(pilot, "end")
        assert "Papers and calls" in screen_text(app)
        await go(pilot, "escape")
        assert "Delivery 2, Checkout" in screen_text(app)


@pytest.mark.parametrize(
    ("name", "size", "pressed"),
    [
        ("engagements-120x40", (120, 40), ""),
        ("engagements-miss-120x40", (120, 40), "end"),
        ("engagements-80x24", (80, 24), ""),
        ("engagements-60x20", (60, 20), ""),
    ],
)
async def test_golden(home: Path, name: str, size: tuple[int, int], pressed: str) -> None:
    async with app_on(home, "engagements", size=size) as (app, pilot):
        if pressed:
            await go(pilot, pressed)
        await golden(app, pilot, name)
