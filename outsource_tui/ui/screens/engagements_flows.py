"""What Engagements asks about the work: whom to plan it with, deliveries, revisions, milestones, papers, outcomes."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.contact import Contact
from outsource_tui.domain.dates import at_local, local_zone, parse_clock
from outsource_tui.domain.engagement import Delivery, Engagement
from outsource_tui.domain.errors import RuleError
from outsource_tui.domain.outcome import Outcome
from outsource_tui.playbook import loader
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.reason import ReasonDialog
from outsource_tui.ui.show import hours, relative_day

if TYPE_CHECKING:
    from outsource_tui.ui.screens.stage import StageScreen

Flow = Callable[["StageScreen", Engagement], Awaitable[str]]
YES_NO = (("yes", "yes"), ("no", "no"))
_STARTS = ("what", "who", "where_found", "paid", "paid_hours", "redo_hours")
"""What the form of an outcome starts with, from the records."""


# Planning


async def plan(screen: "StageScreen") -> Engagement | None:
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


async def _known(screen: "StageScreen", contact: Contact) -> Engagement | None:
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


async def _with_reason(screen: "StageScreen", make: Callable[..., Engagement]) -> Engagement | None:
    """Make it; over a limit ask which shortfall it covers and why it is worth it (N03)."""
    try:
        return make()
    except RuleError as rule:
        given = await _over_limit(screen, rule)
    return None if given is None else make(**given)


async def _over_limit(screen: "StageScreen", rule: RuleError) -> dict[str, str] | None:
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


async def deliver(screen: "StageScreen", engagement: Engagement) -> str:
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


async def revise(screen: "StageScreen", engagement: Engagement, delivery: Delivery) -> str:
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


async def finish(screen: "StageScreen", engagement: Engagement, delivery: Delivery) -> str:
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


async def standard(screen: "StageScreen", engagement: Engagement) -> str:
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


async def look_at(screen: "StageScreen", engagement: Engagement, delivery: Delivery, standard_id: str) -> str:
    """Say whether a standard is met and what was seen."""
    service = screen.services.engagements
    line = next(one for one in service.standards(engagement, delivery.id) if one.standard.id == standard_id)
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


async def milestone(screen: "StageScreen", engagement: Engagement, milestone_id: str = "") -> str:
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


# Papers and calls


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


# Outcome


async def outcome(screen: "StageScreen", engagement: Engagement) -> str:
    """Record a hit or a miss with what the records already say, or change one (S2-12..14)."""
    service = screen.services.engagements
    known = service.outcomes(engagement)
    hit = Choice("hit", "A hit", "just what you asked for", "accent")
    miss = Choice("miss", "A miss", "say why, and what it cost", "red")
    choices = [hit, miss]
    choices += [Choice(f"edit:{one.id}", f"Change the {one.kind}", one.what) for one in known]
    choices += [Choice(f"out:{one.id}", f"Take the {one.kind} back", one.what) for one in known]
    found = await screen.app.push_screen_wait(ChoiceDialog(f"What came of {engagement.title}?", choices))
    if found is None:
        return ""
    what, _, key = found.partition(":")
    if what == "out":
        service.delete_outcome(next(one for one in known if one.id == key))
        return "Taken back; u brings it in again."
    if what == "edit":
        return await edit_outcome(screen, next(one for one in known if one.id == key))
    return await _record(screen, engagement, what)


async def _record(screen: "StageScreen", engagement: Engagement, kind: str) -> str:
    service = screen.services.engagements
    defaults = service.outcome_defaults(engagement)
    start = {name: getattr(defaults, name) for name in _STARTS}

    def save(values: dict[str, Any]) -> Outcome:
        part = values.pop("milestone", None) or None
        if part is not None:
            values = {name: value for name, value in values.items() if name not in start or value != start[name]}
        values = {name: value for name, value in values.items() if value is not None}
        if "as_asked" in values:
            values["as_asked"] = values["as_asked"] == "yes"
        return service.record_outcome(engagement, "hit" if kind == "hit" else "miss", milestone=part, **values)

    fields = _outcome_fields(screen, kind, start)
    if engagement.milestones:
        parts = [("", "the whole work, which ends it"), *((one.id, one.title) for one in engagement.milestones)]
        fields.insert(0, Field("milestone", "of", "choice", value="", options=parts))
    done: Outcome | None = await screen.app.push_screen_wait(
        FormDialog(
            "A hit" if kind == "hit" else "A miss",
            fields,
            today=screen.today,
            currency=screen.services.settings.get().currency,
            draft=f"outcome-{engagement.id}-{kind}",
            submit=save,
        )
    )
    if done is None:
        return ""
    if done.kind == "hit":
        return "A hit. Insights counts it; o goes there."
    loss = service.loss(done)
    return f"Noted. It cost {loss.money:.2f} and {hours(-loss.net_hours)} of yours; C goes through the strategies."


async def edit_outcome(screen: "StageScreen", known: Outcome) -> str:
    """Change an outcome."""
    start = {name: getattr(known, name) for name in (*_STARTS, "cause", "claim", "rating", "lesson")}
    start["as_asked"] = "no" if known.as_asked is False else "yes"

    def save(values: dict[str, Any]) -> Outcome:
        if "as_asked" in values:
            values["as_asked"] = values["as_asked"] == "yes"
        return screen.services.engagements.edit_outcome(known, **values)

    done = await screen.app.push_screen_wait(
        FormDialog(
            f"Change the {known.kind}",
            _outcome_fields(screen, known.kind, start),
            today=screen.today,
            currency=screen.services.settings.get().currency,
            submit=save,
        )
    )
    return "" if done is None else "Saved."


def _outcome_fields(screen: "StageScreen", kind: str, start: dict[str, Any]) -> list[Field]:
    where = [("", "not known"), *((one.slug, one.name) for one in screen.services.playbook.platforms())]
    found = start.get("where_found") or ""
    if found and all(found != slug for slug, _name in where):
        where.append((found, found))
    first: list[Field] = []
    if kind == "miss":
        causes = [(one.key, one.label) for one in loader.miss_causes()]
        first = [
            Field("cause", "why", "choice", value=start.get("cause"), options=causes),
            Field("claim", "what they said", value=start.get("claim") or "", help="it is not possible"),
        ]
    else:
        asked = start.get("as_asked") or "yes"
        first = [Field("as_asked", "just as asked", "choice", value=asked, options=YES_NO, required=True)]
    later: list[Field] = []
    if kind == "miss":
        later = [
            Field("paid_hours", "for hours of theirs", "hours", value=start["paid_hours"]),
            Field("redo_hours", "your hours re-doing", "hours", value=start["redo_hours"]),
        ]
    return [
        *first,
        Field("what", "what", value=start["what"]),
        Field("who", "who", value=start["who"]),
        Field("where_found", "found on", "choice", value=found, options=where),
        Field("paid", "paid", "money", value=start["paid"]),
        *later,
        Field("rating", "rating", "score", value=start.get("rating")),
        Field("lesson", "what you learned", "long", value=start.get("lesson") or "", rows=3),
    ]


def cost_of(screen: "StageScreen", one: Outcome) -> str:
    """Return what an outcome cost, in words."""
    loss = screen.services.engagements.loss(one)
    if one.kind == "hit":
        return "just as asked" if one.as_asked else "not quite as asked" if one.as_asked is False else ""
    paid = f"{loss.money:,.2f} paid" if loss.money else ""
    if paid and one.paid_hours:
        paid += f" for {hours(one.paid_hours)}"
    own = f"{hours(one.redo_hours)} of yours to do it again" if one.redo_hours else ""
    return ", ".join(part for part in (paid, own) if part)
