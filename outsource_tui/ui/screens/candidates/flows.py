"""Longer talks on Candidates: messages, tests, breakdowns, declining, choosing."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.errors import RuleError
from outsource_tui.domain.task import Task
from outsource_tui.playbook import loader
from outsource_tui.services.messages import FOUR_QUESTIONS, PAID_TRIAL
from outsource_tui.services.phrases import ended, listed
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.reason import ReasonDialog
from outsource_tui.ui.dialogs.text import TextDialog
from outsource_tui.ui.show import hours

if TYPE_CHECKING:
    from outsource_tui.ui.screens.stage import StageScreen

TEST_PARTS = ("communication", "understanding", "work", "speed")


async def message(screen: "StageScreen", candidate: Candidate) -> str:
    """Offer the templates, or what came back on a message; return what to tell."""
    service = screen.services.candidates
    upcoming = service.next_message(candidate)
    choices = []
    open_message = next((one for one in reversed(candidate.messages) if one.replied_at is None), None)
    if open_message is not None:
        choices.append(Choice("came:replied", "They answered", "to the last message", "accent"))
        choices.append(Choice("came:video", "Their video came", "", "accent"))
        choices.append(Choice("came:trial", "Their trial task came", "", "accent"))
    for template in service.templates_for(candidate):
        is_next = upcoming is not None and upcoming.template is not None and upcoming.template.slug == template.slug
        choices.append(Choice(f"send:{template.slug}", f"Send: {template.name}", "next" if is_next else "", ""))
    intro = upcoming.sentence if upcoming is not None else f"Write to {candidate.name}"
    chosen = await screen.app.push_screen_wait(ChoiceDialog(intro.rstrip("."), choices))
    if chosen is None:
        return ""
    what, _, rest = chosen.partition(":")
    if what == "came" and open_message is not None:
        service.message_event(candidate, open_message.id, **{rest: True})
        return f"Noted; {candidate.name} is waiting for you now."
    return await write(screen, candidate, rest)


async def write(screen: "StageScreen", candidate: Candidate, slug: str) -> str:
    """Fill a template in, let it be reworded, copy it and note it as sent; return what to tell."""
    service = screen.services.candidates
    said: dict[str, str] = {}
    if unfilled := service.render(candidate, slug).unfilled:
        found = await screen.app.push_screen_wait(_blanks_form(screen, candidate, slug, unfilled))
        if found is None:
            return ""
        said = found

    def still_blank(body: str) -> str | None:
        blanks = [f"${name}" for name in loader.blanks(body)]
        return f"{listed(blanks)} still in the text; fill in or take out." if blanks else None

    body = await screen.app.push_screen_wait(
        TextDialog(
            f"To {candidate.name}",
            service.render(candidate, slug, **said).whole,
            draft=f"message-{candidate.id}-{slug}",
            save="Copy and note as sent",
            check=still_blank,
        )
    )
    if body is None:
        return ""
    service.send(candidate, slug, body)
    screen.outsource.copy(body)
    return ended(f"Noted as sent to {candidate.name}")


def _blanks_form(screen: "StageScreen", candidate: Candidate, slug: str, unfilled: tuple[str, ...]) -> FormDialog:
    """Return the form for what a message needs and nobody said yet; my own name is kept for all of them."""
    meanings = {one.name: one.meaning for one in loader.placeholders()}

    def keep(values: dict[str, Any]) -> dict[str, str]:
        if values.get("me"):
            screen.services.settings.change(my_name=values["me"])
        return {name: value for name, value in values.items() if value}

    signs = "me" in unfilled
    return FormDialog(
        "How do you sign?" if unfilled == ("me",) else f"What the message to {candidate.name} still needs",
        [Field(name, meanings.get(name, name)) for name in unfilled],
        intro="Your name is kept for the next messages; 8 Playbook, Settings changes it." if signs else "",
        save="Go on",
        draft=f"blanks-{candidate.id}-{slug}",
        submit=keep,
    )


async def ask(screen: "StageScreen", candidate: Candidate) -> str:
    """Copy the four questions, or note that they were asked another way; return what to tell."""
    questions = "; ".join(one.label.lower() for one in loader.answer_questions())
    how = await screen.app.push_screen_wait(
        ChoiceDialog(
            f"Ask {candidate.name} the four questions",
            [
                Choice("write", "Copy them for a message", questions),
                Choice("asked", "You asked them already", "on the phone, for instance"),
            ],
        )
    )
    if how is None:
        return ""
    if how == "write":
        return await write(screen, candidate, FOUR_QUESTIONS)
    screen.services.candidates.ask(candidate)
    return f"Noted that you asked {candidate.name} the four questions."


async def breakdown(screen: "StageScreen", candidate: Candidate) -> None:
    """Add lines of their hourly breakdown until it is left."""
    service = screen.services.candidates
    while True:
        candidate = service.get(candidate.id)
        answer = candidate.answers.get("approach")
        rows = answer.breakdown if answer is not None else ()
        choices = [Choice("add", "Add a step", "", "accent")]
        choices += [Choice(row.id, row.what, f"{hours(row.hours)}, enter takes it out") for row in rows]
        title = service.breakdown(candidate).sentence.rstrip(".")
        chosen = await screen.app.push_screen_wait(ChoiceDialog(title, choices))
        if chosen is None:
            return
        if chosen != "add":
            service.remove_breakdown(candidate, chosen)
            continue
        held = candidate

        def save(values: dict[str, Any], held: Candidate = held) -> Candidate:
            return service.add_breakdown(held, values["what"], values["hours"])

        await screen.app.push_screen_wait(
            FormDialog(
                f"A step of {candidate.name}",
                [Field("what", "step", required=True), Field("hours", "hours", "hours", required=True)],
                submit=save,
            )
        )


async def paid_test(screen: "StageScreen", candidate: Candidate, brief: Brief) -> str:
    """Lead through a paid test step by step; return what to tell."""
    service = screen.services.candidates
    test = candidate.test
    undescribed = "" if test.what else "say what the test is first"
    unsent = "" if test.sent_at else "the test has not gone out yet"
    choices = [
        Choice("describe", "Say what the test is", test.what[:40]),
        Choice("write", "Write to them about it", "copies the message, notes it as sent", refused=undescribed),
        Choice("send", "It went out", "noted as sent", refused=undescribed),
        Choice("willing", "They are willing", "said so" if test.willing is True else ""),
        Choice("unwilling", "They are not willing", "said so" if test.willing is False else ""),
        Choice("return", "It came back", refused=unsent),
        Choice("score", "Score it", refused=unsent),
        Choice("pay", "It is paid", refused="" if test.fee else "the test has no fee yet"),
        Choice(
            "everyone", "Give it to everyone on the short list", refused="" if test.what else "say what it is first"
        ),
        Choice("drop", "No test after all", refused="" if test.what or test.sent_at else "there is none"),
    ]
    current = "describe" if not test.what else "write"
    if test.sent_at is not None:
        current = "return" if test.returned_at is None else "score"
    step = await screen.app.push_screen_wait(ChoiceDialog(f"Paid test of {candidate.name}", choices, current=current))
    name = candidate.name
    if step is None:
        return ""
    if step == "describe":
        changed = await screen.app.push_screen_wait(_describe_form(screen, candidate, brief))
        return "" if changed is None else "Saved; t again writes to them about it."
    if step in ("willing", "unwilling"):
        said = step == "willing"
        service.willing(candidate, None if test.willing is said else said)
        return ended(f"Noted for {name}")
    if step == "write":
        return await write(screen, candidate, PAID_TRIAL)
    if step == "send":
        service.send_test(candidate)
        return ended(f"The test is with {name}")
    if step == "return":
        service.return_test(candidate)
        return f"The test of {name} is back; t scores it."
    if step == "pay":
        service.pay_test(candidate)
        return f"The test of {name} is paid."
    if step == "drop":
        service.drop_test(candidate)
        return ended(f"No test for {name}")
    if step == "everyone":
        given = service.give_test(brief, what=test.what, fee=test.fee, hours=test.hours, due_at=test.due_at)
        return f"The test went out to {len(given)} on the short list."
    done = await screen.app.push_screen_wait(_score_form(screen, candidate))
    return "" if done is None else ended(f"Scored the test of {name}")


def _describe_form(screen: "StageScreen", candidate: Candidate, brief: Brief) -> FormDialog:
    test = candidate.test
    task = screen.services.desk.find(Task, brief.task)
    suited = [one for one in loader.test_kinds() if task is None or task.category in ("", *one.kinds)]
    ideas = "\n".join(f"{one.label}, {one.hours} h: {one.hint}" for one in suited)
    currency = screen.services.settings.get().currency

    def save(values: dict[str, Any]) -> Candidate:
        due = values["due"]
        zone = screen.now.tzinfo
        at = datetime.combine(due, time(18, 0), tzinfo=zone) if due is not None else None
        return screen.services.candidates.offer_test(
            candidate, what=values["what"], fee=values["fee"], hours=values["hours"], due_at=at
        )

    return FormDialog(
        f"Paid test for {candidate.name}",
        [
            Field("what", "what", "long", value=test.what, required=True, help="small, like the real work"),
            Field("fee", "fee", "money", value=test.fee),
            Field("hours", "hours", "hours", value=test.hours),
            Field("due", "due", "date", value=test.due_at.date() if test.due_at else None),
        ],
        intro="" if test.what else ideas,
        today=screen.today,
        currency=currency,
        submit=save,
    )


def _score_form(screen: "StageScreen", candidate: Candidate) -> FormDialog:
    test = candidate.test

    def save(values: dict[str, Any]) -> Candidate:
        parts = {part: values[part] for part in TEST_PARTS}
        return screen.services.candidates.score_whole_test(candidate, parts, values["note"])

    return FormDialog(
        f"How was the test of {candidate.name}?",
        [
            *(Field(part, part, "score", value=getattr(test, part)) for part in TEST_PARTS),
            Field("note", "note", "long", value=test.note, rows=3),
        ],
        submit=save,
    )


async def decline(screen: "StageScreen", candidate: Candidate) -> str:
    """Ask for the reason and decline; return what to tell."""
    reasons = [Choice(one.key, one.label, one.sentence[:60]) for one in loader.decline_reasons()]
    found = await screen.app.push_screen_wait(ChoiceDialog(f"Why not {candidate.name}?", reasons, free="own:"))
    if found is None:
        return ""
    sentence = next((one.sentence for one in loader.decline_reasons() if one.key == found), found.removeprefix("own:"))
    declined = screen.services.candidates.decline(candidate, sentence.strip())
    screen.outsource.changed()
    upcoming = screen.services.candidates.next_message(declined)
    told = ""
    if upcoming is not None and upcoming.template is not None:
        told = await write(screen, declined, upcoming.template.slug)
    return told or f"Declined {candidate.name}; m writes the kind no."


async def choose(screen: "StageScreen", candidate: Candidate) -> Candidate | None:
    """Ask why, and against a rule once more why, then choose; None when it was left."""
    service = screen.services.candidates
    table = service.comparison(screen.services.briefs.get(candidate.brief))
    others = [row for row in table.rows if row.candidate.id != candidate.id and not row.candidate.chosen_at]
    fields = [Field("reason", "because", required=True, help="kept with the record")]
    if others:
        fields += [
            Field(
                "runner_up",
                "runner-up",
                "choice",
                others[0].candidate.id,
                [*((one.candidate.id, one.name) for one in others), ("", "nobody")],
                help="is kept, should it fall through",
            ),
            Field(
                "others",
                "decline the rest",
                "choice",
                loader.decline_reasons()[0].key,
                [*((one.key, one.label) for one in loader.decline_reasons()), ("", "not now")],
                help="m then writes each a kind no",
            ),
        ]
    values = await screen.app.push_screen_wait(
        FormDialog(f"Choose {candidate.name}", fields, intro=table.leader_line, save="Choose")
    )
    if values is None:
        return None
    declines = {one.key: one.sentence for one in loader.decline_reasons()}
    kept = next((one.candidate for one in others if one.candidate.id == values.get("runner_up")), None)
    how: dict[str, Any] = {
        "runner_up": kept,
        "decline_others": bool(values.get("others")),
        "decline_reason": declines.get(values.get("others", ""), ""),
    }
    try:
        return service.choose(candidate, values["reason"], **how)
    except RuleError as rule:
        early = await screen.app.push_screen_wait(ReasonDialog("Choose before a day has passed?", str(rule)))
        return None if early is None else service.choose(candidate, values["reason"], early_reason=early, **how)
