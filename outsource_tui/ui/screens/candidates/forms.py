"""The forms of Candidates: who they are, what they answered, what they ask, what they must bring, what counts."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import ANSWERS, CRITERIA, Bid, Candidate
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.negotiation import Terms
from outsource_tui.playbook import loader
from outsource_tui.ui import show
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.screens.agreement import price_fields

if TYPE_CHECKING:
    from outsource_tui.domain.application_text import Application
    from outsource_tui.services.services import Services

KINDS = (
    ("", "not known"),
    ("generalist", "generalist"),
    ("specialist", "specialist"),
    ("manager", "project manager"),
    ("agency", "agency"),
)
MET = (("", "not known"), ("yes", "yes"), ("no", "no"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _met_word(met: bool | None) -> str:
    return "" if met is None else "yes" if met else "no"


def candidate_form(
    services: "Services", brief: Brief, candidate: Candidate | None, today: date, said: "Application | None" = None
) -> FormDialog:
    """Return the form for somebody new, or for who is there; it saves and gives the candidate.

    `said` is what a pasted application tells, to be looked over before it is saved.
    """
    known = candidate
    now = services.desk.now()
    applied = known.applied_at.astimezone(now.tzinfo) if known else now
    currency = services.settings.get().currency
    postings = [("", "none")]
    for view in services.briefs.clocks(brief):
        out = view.posting.posted_at.astimezone(now.tzinfo)
        postings.append((view.posting.id, f"{view.platform}, {show.day(out.date(), today)}"))
    through = services.briefs.only_open_posting(brief)
    chosen = (known.posting or "") if known else through.id if through is not None else ""
    read = known or said
    fields = [Field("name", "name", value=read.name if read else "", required=True)]
    if known is None:
        fields += [
            Field("rate", "asks an hour", "money", value=said.rate if said else None),
            Field("hours", "hours", "hours", value=said.hours if said else None, help="a month, or once"),
        ]
    fields += [
        Field("pitch", "what they wrote", "long", value=read.pitch if read else "", rows=4),
        Field("applied", "applied on", "date", value=applied.date(), required=True),
        Field("at", "at", value=f"{applied:%H:%M}", help="14:05, as their speed is told by it"),
        Field("posting", "through", "choice", value=chosen, options=postings),
        Field("skills", "skills", value=", ".join(known.skills) if known else "", help=_skills_help(brief)),
        Field("reviews", "reviews", "whole", value=known.reviews if known else None),
        Field("success", "success", "percent", value=known.success_share if known else None),
        Field("ratio", "their hours for mine", "number", value=known.hours_ratio if known else None, help="1.2"),
        Field("kind", "kind", "choice", value=(known.kind or "") if known else "", options=KINDS),
        Field("country", "country", value=read.country if read else ""),
        Field("timezone", "time zone", value=read.timezone if read else ""),
        Field("email", "email", value=read.email if read else ""),
        Field("link", "link", value=read.link if read else ""),
        Field("busy", "other commitments", value=known.other_commitments if known else ""),
    ]

    def save(values: dict[str, Any]) -> Candidate:
        at = _moment(values["applied"], values["at"], applied, services.desk.now())
        changes: dict[str, Any] = {
            "kind": values["kind"] or None,
            "applied_at": at,
            "skills": _listed(values["skills"]),
            "reviews": values["reviews"],
            "success_share": values["success"],
            "hours_ratio": values["ratio"],
            "country": values["country"],
            "timezone": values["timezone"],
            "email": values["email"],
            "link": values["link"],
            "other_commitments": values["busy"],
            "pitch": values["pitch"],
        }
        posting = next((one for one in services.briefs.postings(brief) if one.id == values["posting"]), None)
        if known is not None:
            changes["posting"] = posting.id if posting is not None else None
            return services.candidates.edit(known, name=values["name"], **changes)
        if values["rate"] is not None:
            changes["bid"] = {"rate": values["rate"], "hours": values["hours"]}
        return services.candidates.add(brief, values["name"], posting=posting, **changes)

    title = known.name if known else f"New candidate for {brief.title}"
    draft = f"candidate-{known.id}-{known.revision}" if known else "" if said else f"candidate-new-{brief.id}"
    intro = "This is what the text says; look it over." if said else ""
    return FormDialog(title, fields, today=today, currency=currency, intro=intro, submit=save, draft=draft)


def _skills_help(brief: Brief) -> str:
    return f"by comma, such as {', '.join(brief.skills[:3])}" if brief.skills else "by comma"


def _moment(day: date, clock: str, before: datetime, now: datetime) -> datetime:
    """Return a day and a time of it as a moment; noon where no time is given, and never later than now."""
    from outsource_tui.domain.dates import at_local, local_zone, parse_clock

    if day == before.date() and clock.strip() == f"{before:%H:%M}":
        return before
    try:
        at = parse_clock(clock) if clock.strip() else time(12, 0)
    except InputError as error:
        raise InputError(str(error), field="at") from error
    moment = at_local(day, at.hour, at.minute, local_zone(now))
    if moment > now and clock.strip():
        raise InputError("Nobody applies in the future; give the time it came in.", field="at")
    return min(moment, now)


def weights_form(services: "Services") -> FormDialog:
    """Return the form for the weights of the six criteria."""
    settings = services.settings.get()
    fields = [
        Field(one, loader.criterion(one).label.lower(), "number", value=settings.weight(one), required=True)
        for one in CRITERIA
    ]
    return FormDialog(
        "How much does each count?",
        fields,
        intro="Answers and the test tell most about how the work will be; speed and reviews tell less.",
        submit=lambda values: services.settings.change(weights={one: values[one] for one in CRITERIA}),
    )


def answers_form(services: "Services", candidate: Candidate) -> FormDialog:
    """Return the form for the four answers and their scores."""
    fields: list[Field] = []
    questions = {one.key: one for one in loader.answer_questions()}
    for key in ANSWERS:
        known = candidate.answers.get(key)
        asked = questions[key]
        fields.append(
            Field(f"{key}-text", asked.label, "long", value=known.text if known else "", rows=3, help=asked.ask)
        )
        fields.append(Field(f"{key}-score", "score", "score", value=known.score if known else None))

    def save(values: dict[str, Any]) -> Candidate:
        given = {key: (values[f"{key}-text"], values[f"{key}-score"]) for key in ANSWERS}
        return services.candidates.answer_all(candidate, given)

    return FormDialog(
        f"What did {candidate.name} answer?", fields, submit=save, draft=f"answers-{candidate.id}-{candidate.revision}"
    )


def bid_form(
    title: str, currency: str, submit: Callable[[dict[str, Any]], Any], known: Bid | None = None
) -> FormDialog:
    """Return the form for a bid; `submit` gets the fields of a bid."""
    fields = [*price_fields(known or Terms(), "they ask"), Field("note", "note")]
    return FormDialog(title, fields, currency=currency, submit=submit)


def musts_form(services: "Services", candidate: Candidate) -> FormDialog:
    """Return the form for what they must bring and what they said to the questions of the post."""
    musts = services.candidates.must_haves(candidate)
    said = {one.question: one.answer for one in candidate.screening}
    questions = list(dict.fromkeys([*services.candidates.screening_questions(), *said]))
    fields = [Field(f"must-{one.id}", one.text, "choice", options=MET, value=_met_word(one.met)) for one in musts]
    fields += [Field(f"asked-{place}", one, value=said.get(one, "")) for place, one in enumerate(questions)]

    def save(values: dict[str, Any]) -> Candidate:
        met = {one.text: {"yes": True, "no": False}.get(values[f"must-{one.id}"]) for one in musts}
        answers = {one: values[f"asked-{place}"] for place, one in enumerate(questions)}
        return services.candidates.screen(candidate, met, answers)

    return FormDialog(f"What {candidate.name} must bring", fields, submit=save)
