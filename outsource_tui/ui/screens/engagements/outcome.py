"""What Engagements asks at the end: a hit or a miss, what it cost, what it taught (S2-12..14)."""

from typing import TYPE_CHECKING, Any

from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.outcome import Outcome
from outsource_tui.playbook import loader
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.fields import YES_NO, Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.show import hours, money

if TYPE_CHECKING:
    from outsource_tui.ui.screens.stage import StageScreen

_STARTS = ("what", "who", "where_found", "paid", "paid_hours", "redo_hours")
"""What the form of an outcome starts with, from the records."""


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
        known = screen.services.engagements.origin(engagement).candidate
        keep = known is not None and screen.services.playbook.why_not_contact(known) is None
        return "A hit. P keeps them among the people you know." if keep else "A hit. Insights counts it; o goes there."
    loss = service.loss(done)
    return f"Noted. It cost {money(loss.money)} and {hours(-loss.net_hours)} of yours; C goes through the strategies."


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
    paid = f"{money(loss.money)} paid" if loss.money else ""
    if paid and one.paid_hours:
        paid += f" for {hours(one.paid_hours)}"
    own = f"{hours(one.redo_hours)} of yours to do it again" if one.redo_hours else ""
    return ", ".join(part for part in (paid, own) if part)
