"""What Engagements asks about the work: whom to plan it with, deliveries, revisions, standards, milestones."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from outsource_tui.domain.contact import Contact
from outsource_tui.domain.engagement import Delivery, Engagement
from outsource_tui.domain.errors import RuleError
from outsource_tui.playbook import loader
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.fields import YES_NO, Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.reason import ReasonDialog
from outsource_tui.ui.screens.stage import StageScreen, still_there

Flow = Callable[[StageScreen, Engagement], Awaitable[str]]


# Planning


async def plan(screen: StageScreen) -> Engagement | None:
    """Offer whom work can be planned with: agreed talks, chosen candidates, people I know (S0-09)."""
    services = screen.services
    service = services.engagements
    choices: list[Choice] = []
    for talks in services.negotiations.all(dropped=False):
        refused = service.why_not_from_negotiation(talks) or ""
        name = services.negotiations.candidate(talks).name
        brief = services.negotiations.brief(talks).title
        choices.append(Choice(f"talks:{talks.id}", name, f"terms agreed, {brief}", "", refused))
    talked = {one.candidate for one in services.negotiations.all(dropped=False)}
    for brief_record in services.briefs.all():
        for candidate in services.candidates.of_brief(brief_record, declined=False):
            if candidate.chosen_at is not None and candidate.id not in talked:
                refused = service.why_not_from_candidate(candidate) or ""
                detail = f"chosen, {brief_record.title}"
                choices.append(Choice(f"candidate:{candidate.id}", candidate.name, detail, "", refused))
    for view in services.playbook.contacts():
        skills = ", ".join(view.contact.skills)
        choices.append(Choice(f"contact:{view.contact.id}", view.contact.name, f"you know them, {skills}".rstrip(", ")))
    choices.sort(key=lambda one: bool(one.refused))
    empty = "Nobody is chosen yet and no contact is known; 4 opens Candidates, 8 the Playbook."
    found = await screen.app.push_screen_wait(ChoiceDialog("Plan work with whom?", choices, empty=empty))
    if found is None:
        return None
    kind, _, key = found.partition(":")
    if kind == "talks":
        return await _with_reason(screen, partial(service.from_negotiation, services.negotiations.get(key)))
    if kind == "candidate":
        return await _with_reason(screen, partial(service.from_candidate, services.candidates.get(key)))
    contact = next(one.contact for one in services.playbook.contacts() if one.contact.id == key)
    return await _known(screen, contact)


async def _known(screen: StageScreen, contact: Contact) -> Engagement | None:
    """Ask for which brief and why them, and plan it in one step."""
    services = screen.services
    brief_id = await screen.app.push_screen_wait(
        ChoiceDialog(
            f"Which brief is for {contact.name}?",
            [Choice(one.id, one.title, services.briefs.stage(one)) for one in services.briefs.all()],
            empty="There is no brief yet; 3 opens Briefs, where one is written.",
        )
    )
    if brief_id is None:
        return None
    brief = services.briefs.get(brief_id)
    known = [one for one in services.candidates.of_brief(brief) if one.contact == contact.id]
    if known and known[-1].chosen_at is not None:
        return await _with_reason(screen, partial(services.engagements.from_candidate, known[-1]))
    reason = await screen.app.push_screen_wait(
        ReasonDialog(f"Choose {contact.name}", "You know each other, so neither posting nor talks are needed.")
    )
    if reason is None:
        return None
    return await _with_reason(screen, partial(services.engagements.from_contact, brief, contact, reason))


async def _with_reason(screen: StageScreen, make: Callable[..., Engagement]) -> Engagement | None:
    """Make it; over a limit ask which shortfall it covers and why it is worth it (N03)."""
    try:
        return make()
    except RuleError as rule:
        given = await _over_limit(screen, rule)
    return None if given is None else make(**given)


async def _over_limit(screen: StageScreen, rule: RuleError) -> dict[str, str] | None:
    """Ask which shortfall one more covers and why it is worth it."""
    reasons = [Choice(one.key, one.label, one.hint) for one in loader.shortfall_reasons()]
    found = await screen.app.push_screen_wait(ChoiceDialog("Which shortfall does one more cover?", reasons))
    if found is None:
        return None
    facts = [part.strip() + "." for part in str(rule).split(". Say ")[0].rstrip(".").split(". ")]
    words = await screen.app.push_screen_wait(
        ReasonDialog("One more than your limit", facts[0], facts=tuple(facts[1:]), placeholder="because …")
    )
    return None if words is None else {"shortfall": found, "reason": words}


# Deliveries


async def deliver(screen: StageScreen, engagement: Engagement) -> str:
    """Take something in, for a milestone or beside them."""
    service = screen.services.engagements
    waiting = [one for one in engagement.milestones if one.accepted_at is None]
    options = [*((one.id, one.title) for one in waiting), ("", "none of the milestones")]
    first = next((one.id for one in waiting if service.milestone_stage(engagement, one) == "open"), options[0][0])
    fields = [
        Field("milestone", "for", "choice", value=first, options=options, required=False),
        Field("title", "what it is", help="empty takes the milestone's name"),
        Field("note", "note", "long", rows=3),
    ]
    done = await screen.app.push_screen_wait(
        FormDialog(
            "What did they hand over?",
            fields if waiting else fields[1:],
            draft=f"delivery-{engagement.id}",
            submit=lambda v: service.deliver(
                engagement, v["title"], milestone=v.get("milestone") or None, note=v["note"]
            ),
        )
    )
    if done is None:
        return ""
    return "Space goes through the standards." if engagement.standards else "No standards yet; S adds the first."


async def revise(screen: StageScreen, engagement: Engagement, delivery: Delivery) -> str:
    """Ask for a revision with all it needs to be understood (S1-83)."""
    service = screen.services.engagements
    words = {one.key: one for one in loader.revision_fields()}
    off = [one.standard.text for one in service.standards(engagement, delivery.id) if one.met is False]
    notes = [one.note for one in service.standards(engagement, delivery.id) if one.met is False and one.note]
    rounds = service.rounds(engagement, delivery.id)
    intro = f"Round {rounds.used + 1}, {rounds.agreed} agreed."
    if rounds.used >= rounds.agreed:
        intro += " This one goes beyond the terms; they may ask for more money."
    done = await screen.app.push_screen_wait(
        FormDialog(
            f"Send back {delivery.title}",
            [
                Field(
                    "wrong",
                    words["wrong"].label.lower(),
                    "long",
                    value="\n".join([*off, *notes]),
                    rows=3,
                    required=True,
                    help=words["wrong"].hint,
                ),
                Field("example", words["example"].label.lower(), "long", rows=2, help=words["example"].hint),
                Field(
                    "wanted", words["wanted"].label.lower(), "long", rows=2, required=True, help=words["wanted"].hint
                ),
                Field("by", words["by"].label.lower(), "date", help="fri, +3, 9 Dec"),
            ],
            intro=intro,
            today=screen.today,
            save="Send it back",
            draft=f"revision-{delivery.id}-{rounds.used}",
            submit=lambda v: service.revise(engagement, delivery.id, **v),
        )
    )
    return "" if done is None else "Noted; V says it is back."


async def finish(screen: StageScreen, engagement: Engagement, delivery: Delivery) -> str:
    """Finish it myself: an explicit choice that costs hours and counts as a miss (S2-08)."""
    service = screen.services.engagements
    done = await screen.app.push_screen_wait(
        FormDialog(
            f"Finish {delivery.title} yourself",
            [
                Field("hours", "your hours", "hours", required=True, help="what it takes you"),
                Field("note", "what you learned", "long", rows=3),
            ],
            intro="Your hours go into the log as re-doing, and it counts as a miss.",
            save="Finish it",
            submit=lambda v: service.finish_myself(engagement, delivery.id, v["hours"], v["note"]),
        )
    )
    return "" if done is None else "Logged as yours, and as a miss."


async def about(screen: StageScreen, engagement: Engagement, delivery: Delivery) -> str:
    """Note how long its review took (S0-06), or mend what was written down of it."""
    service = screen.services.engagements
    done = await screen.app.push_screen_wait(
        FormDialog(
            f"About {delivery.title}",
            [
                Field("review_minutes", "your minutes", "whole", value=delivery.review_minutes, help="on its review"),
                Field("title", "what it is", value=delivery.title, required=True),
                Field("note", "note", "long", value=delivery.note, rows=3),
            ],
            intro="Minutes you logged with t count already; note here what no entry tells.",
            submit=lambda v: service.edit_delivery(engagement, delivery.id, **v),
        )
    )
    return "" if done is None else "Saved."


async def standard(screen: StageScreen, engagement: Engagement) -> str:
    """Add a standard."""
    service = screen.services.engagements
    done = await screen.app.push_screen_wait(
        FormDialog(
            "A standard every delivery must meet",
            [Field("text", "standard", required=True, help="so that it can be ticked")],
            submit=lambda v: service.add_standard(engagement, v["text"]),
        )
    )
    return "" if done is None else "Every delivery must meet it from now on."


async def look_at(screen: StageScreen, engagement: Engagement, delivery: Delivery, standard_id: str) -> str:
    """Say whether a standard is met and what was seen."""
    service = screen.services.engagements
    looked_at = service.standards(engagement, delivery.id)
    line = still_there(next((one for one in looked_at if one.standard.id == standard_id), None))
    kept = {True: "yes", False: "no", None: ""}[line.met]
    told = {"yes": True, "no": False}
    done = await screen.app.push_screen_wait(
        FormDialog(
            line.standard.text,
            [
                Field("met", "met", "choice", value=kept, options=(("", "not looked at"), *YES_NO)),
                Field("note", "what you saw", value=line.note),
            ],
            submit=lambda v: service.set_check(
                engagement, delivery.id, standard_id, told.get(v["met"] or ""), v["note"]
            ),
        )
    )
    return "" if done is None else "Saved."


async def milestone(screen: StageScreen, engagement: Engagement, milestone_id: str = "") -> str:
    """Add a milestone, or change one."""
    service = screen.services.engagements
    known = next((one for one in engagement.milestones if one.id == milestone_id), None)

    def save(values: dict[str, Any]) -> Engagement:
        if known is not None:
            return service.edit_milestone(engagement, known.id, **values)
        return service.add_milestone(engagement, values["title"], due=values["due"], amount=values["amount"])

    done = await screen.app.push_screen_wait(
        FormDialog(
            "Milestone",
            [
                Field("title", "what is done by then", value=known.title if known else "", required=True),
                Field("due", "by", "date", value=known.due if known else None),
                Field("amount", "its price", "money", value=known.amount if known else None),
            ],
            today=screen.today,
            currency=screen.services.settings.get().currency,
            submit=save,
        )
    )
    return "" if done is None else "Saved."
