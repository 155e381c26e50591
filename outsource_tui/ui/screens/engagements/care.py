"""What Engagements asks about the people and the money: talks, care, the week, payments, hours, terms, contract."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.engagement import Engagement
from outsource_tui.playbook import loader
from outsource_tui.services.suppliers import warning_text
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.fields import YES_NO, Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.text import ReadDialog
from outsource_tui.ui.screens.agreement import contract_fields, contract_said, terms_fields
from outsource_tui.ui.screens.engagements.flows import Flow, deliver, milestone, standard
from outsource_tui.ui.screens.engagements.outcome import outcome
from outsource_tui.ui.screens.engagements.papers import calls, papers
from outsource_tui.ui.screens.engagements.side import check_up_block
from outsource_tui.ui.screens.today.forms import PURPOSES
from outsource_tui.ui.show import count, hours, money, money_with_currency, percent, relative_day

if TYPE_CHECKING:
    from outsource_tui.services.care import CareState
    from outsource_tui.ui.screens.stage import StageScreen


_DUE = {True: "amber", False: ""}


async def check_in(screen: "StageScreen", engagement: Engagement) -> str:
    """Note a talk; what stands in their way becomes tasks of mine (S1-78, S1-79)."""
    service = screen.services.engagements
    question = service.feedback_question(engagement)

    def save(values: dict[str, Any]) -> Engagement:
        blocks = [line.strip() for line in values["road_blocks"].splitlines() if line.strip()]
        return service.check_in(
            engagement, values["note"], feedback=values["feedback"], road_blocks=blocks, minutes=values["minutes"]
        )

    done = await screen.app.push_screen_wait(
        FormDialog(
            f"Check in on {engagement.title}",
            [
                Field("note", "what was said", "long", rows=3),
                Field("feedback", "their feedback", "long", rows=2, help=question),
                Field("road_blocks", "in their way", "long", rows=2, help="one a line; each becomes a task of yours"),
                Field("minutes", "your minutes", "whole", help="15"),
            ],
            intro=f"Ask them: {question}" if question else "",
            draft=f"check-in-{engagement.id}-{len(engagement.check_ins)}",
            submit=save,
        )
    )
    if done is None:
        return ""
    following = service.next_check_in(done)
    told = f"Noted; the next one is {relative_day(following, screen.today)}." if following else "Noted."
    blocks = len(done.check_ins[-1].road_blocks)
    return f"{told} {count(blocks, 'task')} of yours came of it." if blocks else told


async def care(screen: "StageScreen", engagement: Engagement) -> str:
    """Note something done for their mastery, autonomy or purpose (S1-80..82)."""
    service = screen.services.engagements
    states = service.cares(engagement)

    def since(last: datetime | None) -> str:
        return relative_day(last.date(), screen.today) if last is not None else "never"

    def meaning(one: "CareState") -> str:
        return f"you promised “{one.promised}”" if one.promised else loader.care(one.care).meaning

    found = await screen.app.push_screen_wait(
        ChoiceDialog(
            "What did you care for?",
            [Choice(one.care, one.label, f"{since(one.last)}: {meaning(one)}", _DUE[one.overdue]) for one in states],
        )
    )
    state = next((one for one in states if one.care == found), None)
    if state is None:
        return ""
    what = await screen.app.push_screen_wait(
        ChoiceDialog(
            "What did you do?",
            [Choice(text, text) for text in state.ideas],
            free="own:",
            empty="Type what you did.",
        )
    )
    if what is None:
        return ""
    service.care(engagement, state.care, what.removeprefix("own:"))
    return "Noted; that is what keeps people."


async def week(screen: "StageScreen", engagement: Engagement) -> str:
    """Answer whether it made the week easier or harder; twice harder opens the check-up (S2-02, S2-03)."""
    service = screen.services.engagements
    found = await screen.app.push_screen_wait(
        ChoiceDialog(loader.weekly_question().ask, [Choice(one.key, one.label, one.note) for one in loader.feelings()])
    )
    feeling = next((one for one in loader.feelings() if one.key == found), None)
    if feeling is None:
        return ""
    note = ""
    if feeling.key == "harder":
        said = await screen.app.push_screen_wait(
            FormDialog("What made it hard?", [Field("note", "in a few words")], save="Keep it")
        )
        note = said["note"] if said is not None else ""
    answer: Any = feeling.key
    changed = service.feel(engagement, answer, note)
    if service.check_up(changed) is not None:
        await check_up(screen, changed)
        return ""
    return feeling.note


async def check_up(screen: "StageScreen", engagement: Engagement) -> str:
    """Go through the three strategies; where they were called for, note that it is done (S2-03)."""
    service = screen.services.engagements
    called_for = service.check_up(engagement)
    found = called_for or service.strategy_check(engagement)
    await screen.app.push_screen_wait(ReadDialog(found.title, draw=check_up_block(found)))
    if called_for is None:
        return ""
    service.checked_up(engagement)
    return "Noted that you went through the three strategies."


async def asked(screen: "StageScreen", engagement: Engagement) -> str:
    """Note that the client asked me anyway (S0-14)."""
    service = screen.services.engagements
    done = await screen.app.push_screen_wait(
        FormDialog(
            "The client asked you anyway",
            [Field("minutes", "your minutes", "whole", value=5), Field("about", "about")],
            intro="Each time counts: nobody pays you for these minutes.",
            submit=lambda v: service.asked(engagement, v["minutes"] or 0, v["about"]),
        )
    )
    return "" if done is None else f"Counted: {count(len(done.asked_anyway), 'time')} so far."


# Time and money


async def own_time(screen: "StageScreen", engagement: Engagement) -> str:
    """Log my own time on it, with what it went into (N02)."""
    service = screen.services.engagements

    def save(values: dict[str, Any]) -> Any:
        return service.log_own(engagement, values["hours"], values["purpose"], values["text"], day=values["day"])

    done = await screen.app.push_screen_wait(
        FormDialog(
            f"Your time on {engagement.title}",
            [
                Field("hours", "how long", "hours", required=True, help="45m or 1:30"),
                Field("purpose", "what for", "choice", value="review", options=PURPOSES[1:], required=True),
                Field("text", "in words", help="empty writes it for you"),
                Field("day", "day", "date", value=screen.today, required=True),
            ],
            today=screen.today,
            submit=save,
        )
    )
    return "" if done is None else f"Logged {hours(Decimal(done.seconds or 0) / 3600)}; it counts against the net time."


async def their_hours(screen: "StageScreen", engagement: Engagement) -> str:
    """Take down hours they reported, or take a report out (S2-06, N15)."""
    service = screen.services.engagements
    if engagement.their_hours:
        total = sum((one.hours for one in engagement.their_hours), Decimal(0))
        choices = [Choice("add", "More hours", f"{hours(total)} so far", "accent")]
        choices += [
            Choice(
                one.id,
                f"{hours(one.hours)}  {one.note}",
                f"{relative_day(one.at.date(), screen.today)}, enter takes it out",
            )
            for one in reversed(engagement.their_hours)
        ]
        found = await screen.app.push_screen_wait(ChoiceDialog("Their hours", choices))
        if found is None:
            return ""
        if found != "add":
            service.remove_hours(engagement, found)
            return "Taken out; u brings it back."
    done: Engagement | None = await screen.app.push_screen_wait(
        FormDialog(
            "Hours they report",
            [
                Field("hours", "hours", "hours", required=True),
                Field("note", "for"),
                Field("from_reserve", "from the reserve", "choice", value="no", options=YES_NO, required=True),
            ],
            submit=lambda v: service.report_hours(
                engagement, v["hours"], note=v["note"], from_reserve=v["from_reserve"] == "yes"
            ),
        )
    )
    if done is None:
        return ""
    box = service.stop_loss(done)
    return f"{box.text}." if box is not None and box.level else "Noted."


async def payment(screen: "StageScreen", engagement: Engagement) -> str:
    """Pay what is due, or note money that went out or will (S2-06)."""
    service = screen.services.engagements
    choices = []
    for one in engagement.payments:
        words = f"{money_with_currency(one.amount)}  {one.note}".strip()
        if one.paid_at is None:
            when = f"due {relative_day(one.due, screen.today)}" if one.due else "due"
            choices.append(Choice(f"pay:{one.id}", f"Pay {words}", when, "amber"))
    choices.append(Choice("new", "Another payment", "it went out now", "accent"))
    choices.append(Choice("due", "Money that will be due", "with its date"))
    for one in engagement.payments:
        words = f"{money_with_currency(one.amount)}  {one.note}".strip()
        if one.paid_at is not None:
            when = f"paid {relative_day(one.paid_at.date(), screen.today)}"
            choices.append(Choice(f"unpay:{one.id}", f"Not paid after all: {words}", when))
        choices.append(Choice(f"out:{one.id}", f"Take out: {words}", ""))
    found = await screen.app.push_screen_wait(ChoiceDialog(f"Payments on {engagement.title}", choices))
    if found is None:
        return ""
    step, _, key = found.partition(":")
    if step == "pay":
        service.mark_paid(engagement, key)
        return "Paid."
    if step == "unpay":
        service.edit_payment(engagement, key, paid_at=None)
        return "It is due again."
    if step == "out":
        service.remove_payment(engagement, key)
        return "Taken out; u brings it back."
    stones = [("", "none of the milestones"), *((one.id, one.title) for one in engagement.milestones)]
    done = await screen.app.push_screen_wait(
        FormDialog(
            "Money that went out" if step == "new" else "Money that will be due",
            [
                Field("amount", "amount", "money", required=True),
                Field("milestone", "for", "choice", value="", options=stones),
                *([Field("due", "due", "date", required=True)] if step == "due" else []),
                Field("from_reserve", "from the reserve", "choice", value="no", options=YES_NO, required=True),
                Field("note", "note"),
            ],
            today=screen.today,
            currency=screen.services.settings.get().currency,
            submit=lambda v: service.pay(
                engagement,
                v["amount"],
                milestone=v["milestone"] or None,
                due=v.get("due"),
                paid=step == "new",
                from_reserve=v["from_reserve"] == "yes",
                note=v["note"],
            ),
        )
    )
    return "" if done is None else "Noted."


async def terms(screen: "StageScreen", engagement: Engagement) -> str:
    """Change what was agreed on (N15, S2-06)."""
    service = screen.services.engagements
    kept = engagement.terms
    done = await screen.app.push_screen_wait(
        FormDialog(
            "What did you agree on?",
            terms_fields(kept),
            today=screen.today,
            currency=screen.services.settings.get().currency,
            draft=f"engagement-terms-{engagement.id}-{engagement.revision}",
            submit=lambda v: service.set_terms(engagement, **v),
        )
    )
    return "" if done is None else "Changed the terms."


async def contract(screen: "StageScreen", engagement: Engagement) -> str:
    """Say who answers to the client, beside what managing costs either way and what to mind (N14, S0-14, S0-15)."""
    kept, card = engagement.responsibility, screen.services.engagements.card(engagement)
    sides = (("Under you", card.under_me), ("Under the client", card.with_client))
    lines = [
        f"{title}: {hours(side.hours)} of managing a month, worth {money(side.money)} that nobody pays you for."
        for title, side in sides
        if side.hours is not None and side.money
    ]
    if card.mark_up is not None and kept.structure == "under_me":
        lines.append(f"A mark-up of {percent(card.mark_up)} on their price would pay for it.")
    lines += [warning_text(key, card.asked_anyway) for key in card.warnings]

    done = await screen.app.push_screen_wait(
        FormDialog(
            "Who answers to the client?",
            contract_fields(kept),
            intro=" ".join(lines),
            submit=lambda v: screen.services.engagements.set_responsibility(engagement, **contract_said(kept, v)),
        )
    )
    return "" if done is None else "Saved who answers for what."


async def edit(screen: "StageScreen", engagement: Engagement) -> str:
    """Change title, rhythm, and the state it is asked for in."""
    service = screen.services.engagements
    done = await screen.app.push_screen_wait(
        FormDialog(
            "Engagement",
            [
                Field("title", "title", value=engagement.title, required=True),
                Field("delivery_state", "state you asked for", value=engagement.delivery_state),
                Field(
                    "check_in_days",
                    "check in every",
                    "whole",
                    value=engagement.check_in_days,
                    required=True,
                    help="days",
                ),
                Field("note", "note", "long", value=engagement.note, rows=3),
            ],
            submit=lambda v: service.edit(engagement, **v),
        )
    )
    return "" if done is None else "Saved."


FLOWS: dict[str, Flow] = {
    "deliver": deliver,
    "standard": standard,
    "milestone": milestone,
    "papers": papers,
    "calls": calls,
    "outcome": outcome,
    "check_in": check_in,
    "care": care,
    "week": week,
    "check_up": check_up,
    "asked": asked,
    "own_time": own_time,
    "their_hours": their_hours,
    "payment": payment,
    "terms": terms,
    "contract": contract,
    "edit": edit,
}
