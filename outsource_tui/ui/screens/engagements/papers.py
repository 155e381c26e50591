"""What Engagements asks about papers to sign and calls to make (S1-36, S1-37)."""

from typing import TYPE_CHECKING, Any

from outsource_tui.domain.dates import at_local, local_zone, parse_clock
from outsource_tui.domain.engagement import Engagement
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.fields import YES_NO, Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.show import relative_day

if TYPE_CHECKING:
    from outsource_tui.ui.screens.stage import StageScreen


async def papers(screen: "StageScreen", engagement: Engagement) -> str:
    """Go through the papers: send, sign, add, take out (S1-37)."""
    service = screen.services.engagements
    while True:
        engagement = service.get(engagement.id)
        choices = [
            Choice(
                one.id,
                one.name,
                (
                    f"signed {relative_day(one.signed_at.date(), screen.today)}"
                    if one.signed_at
                    else "sent, not signed yet"
                    if one.sent_at
                    else "not sent yet"
                )
                + ("" if one.required else ", not required"),
            )
            for one in engagement.legal
        ]
        choices.append(Choice("add", "Add a paper", "", "accent"))
        choices += [
            Choice(f"tip:{place}", text, "", "muted", "A reminder, nothing to choose.")
            for place, text in enumerate(service.reminders(engagement))
        ]
        found = await screen.app.push_screen_wait(ChoiceDialog("Papers", choices))
        if found is None:
            return ""
        if found == "add":
            held = engagement

            def save(values: dict[str, Any], held: Engagement = held) -> Engagement:
                return service.add_paper(held, values["name"], values["required"] == "yes")

            await screen.app.push_screen_wait(
                FormDialog(
                    "A paper to sign",
                    [
                        Field("name", "paper", required=True, help="Confidentiality agreement"),
                        Field("required", "needed to start", "choice", value="yes", options=YES_NO, required=True),
                    ],
                    submit=save,
                )
            )
            continue
        await _paper(screen, engagement, found)


async def _paper(screen: "StageScreen", engagement: Engagement, paper_id: str) -> None:
    service = screen.services.engagements
    one = next(each for each in engagement.legal if each.id == paper_id)
    choices = []
    if one.signed_at is None:
        choices.append(Choice("signed", "It came back signed", "", "accent"))
    if one.sent_at is None:
        choices.append(Choice("sent", "It went out"))
    if one.signed_at is not None:
        choices.append(Choice("unsigned", "It is not signed after all"))
    choices.append(Choice("required", "Not needed to start" if one.required else "Needed to start"))
    choices.append(Choice("out", "Take it out"))
    step = await screen.app.push_screen_wait(ChoiceDialog(one.name, choices))
    if step == "signed":
        service.paper(engagement, one.id, signed=True)
    elif step == "sent":
        service.paper(engagement, one.id, sent=True)
    elif step == "unsigned":
        service.paper(engagement, one.id, signed=False)
    elif step == "required":
        service.paper(engagement, one.id, required=not one.required)
    elif step == "out":
        service.remove_paper(engagement, one.id)


async def calls(screen: "StageScreen", engagement: Engagement) -> str:
    """Go through the calls: plan, took place, cancel (S1-36)."""
    service = screen.services.engagements
    while True:
        engagement = service.get(engagement.id)
        choices = [Choice("add", "Plan a call", "", "accent")]
        for one in engagement.calls:
            when = f"{relative_day(one.at.date(), screen.today)} {one.at.hour}:{one.at.minute:02}"
            done = f"took place, {when}" if one.done_at is not None else when
            choices.append(Choice(one.id, one.about or "Call", done))
        found = await screen.app.push_screen_wait(ChoiceDialog("Calls", choices))
        if found is None:
            return ""
        if found == "add":
            await _plan_call(screen, engagement)
            continue
        call = next(one for one in engagement.calls if one.id == found)
        steps = [] if call.done_at is not None else [Choice("done", "It took place", "", "accent")]
        step = await screen.app.push_screen_wait(
            ChoiceDialog(call.about or "Call", [*steps, Choice("out", "Take it out")])
        )
        if step == "done":
            service.call_done(engagement, call.id)
        elif step == "out":
            service.remove_call(engagement, call.id)


async def _plan_call(screen: "StageScreen", engagement: Engagement) -> None:
    def save(values: dict[str, Any]) -> Engagement:
        clock = parse_clock(values["start"])
        at = at_local(values["day"], clock.hour, clock.minute, local_zone(screen.now))
        return screen.services.engagements.add_call(engagement, at, values["about"])

    await screen.app.push_screen_wait(
        FormDialog(
            "Plan a call",
            [
                Field("day", "day", "date", required=True),
                Field("start", "at", value="10:00", required=True, help="9:30"),
                Field("about", "about"),
            ],
            today=screen.today,
            submit=save,
        )
    )
