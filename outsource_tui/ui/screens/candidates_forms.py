"""The forms of Candidates: who they are, what they answered, what they ask, what they must bring, what counts."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import ANSWERS, CRITERIA, Bid, Candidate
from outsource_tui.playbook import loader
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog

if TYPE_CHECKING:
    from outsource_tui.services.services import Services

KINDS = (
    ("", "not known"),
    ("generalist", "generalist"),
    ("specialist", "specialist"),
    ("manager", "project manager"),
    ("agency", "agency"),
)
MODELS = (
    ("hourly", "by the hour"),
    ("project", "for the project"),
    ("flat", "flat"),
    ("percentage", "share of a budget"),
)
PERIODS = (("once", "once"), ("week", "a week"), ("month", "a month"), ("quarter", "a quarter"), ("year", "a year"))
MET = (("", "not known"), ("yes", "yes"), ("no", "no"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _met_word(met: bool | None) -> str:
    return "" if met is None else "yes" if met else "no"


def candidate_form(services: "Services", brief: Brief, candidate: Candidate | None, today: date) -> FormDialog:
    """Return the form for somebody new, or for who is there; it saves and gives the candidate."""
    known = candidate
    applied = known.applied_at if known else services.desk.now()
    postings = [("", "none"), *((one.id, one.title or one.platform) for one in services.briefs.postings(brief))]
    fields = [
        Field("name", "name", value=known.name if known else "", required=True),
        Field("kind", "kind", "choice", value=(known.kind or "") if known else "", options=KINDS),
        Field("applied", "applied on", "date", value=applied.date(), required=True),
        Field("posting", "through", "choice", value=(known.posting or "") if known else "", options=postings),
        Field("skills", "skills", value=", ".join(known.skills) if known else "", help="by comma"),
        Field("reviews", "reviews", "whole", value=known.reviews if known else None),
        Field("success", "success", "percent", value=known.success_share if known else None),
        Field("ratio", "their hours for mine", "number", value=known.hours_ratio if known else None, help="1.2"),
        Field("country", "country", value=known.country if known else ""),
        Field("timezone", "time zone", value=known.timezone if known else ""),
        Field("email", "email", value=known.email if known else ""),
        Field("link", "link", value=known.link if known else ""),
        Field("busy", "other commitments", value=known.other_commitments if known else ""),
        Field("pitch", "what they wrote", "long", value=known.pitch if known else "", rows=4),
    ]

    def save(values: dict[str, Any]) -> Candidate:
        zone = services.desk.now().tzinfo
        at = applied
        if values["applied"] != applied.date():
            at = min(datetime.combine(values["applied"], time(12, 0), tzinfo=zone), services.desk.now())
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
        return services.candidates.add(brief, values["name"], posting=posting, **changes)

    title = known.name if known else f"New candidate for {brief.title}"
    draft = f"candidate-{known.id}-{known.revision}" if known else f"candidate-new-{brief.id}"
    return FormDialog(title, fields, today=today, submit=save, draft=draft)


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
    fields = [
        Field("model", "they ask", "choice", value=known.model if known else "hourly", options=MODELS),
        Field("rate", "an hour", "money", value=known.rate if known else None),
        Field("hours", "hours", "hours", value=known.hours if known else None, help="a month, or once"),
        Field("amount", "amount", "money", value=known.amount if known else None, help="of the project or period"),
        Field("period", "period", "choice", value=known.period if known else "month", options=PERIODS),
        Field("share", "share", "percent", value=known.share if known else None),
        Field("budget", "of a budget of", "money", value=known.budget if known else None),
        Field("note", "note"),
    ]
    return FormDialog(title, fields, currency=currency, submit=submit)


def musts_form(services: "Services", candidate: Candidate) -> FormDialog:
    """Return the form for what they must bring and what they said to the questions of the post."""
    if not candidate.must_haves:
        brief = services.briefs.get(candidate.brief)
        services.candidates.add_must_haves(brief)
        candidate = services.candidates.get(candidate.id)
    said = {one.question: one.answer for one in candidate.screening}
    questions = list(dict.fromkeys([*services.candidates.screening_questions(), *said]))
    fields = [
        Field(f"must-{one.id}", one.text, "choice", options=MET, value=_met_word(one.met))
        for one in candidate.must_haves
    ]
    fields += [Field(f"asked-{place}", one, value=said.get(one, "")) for place, one in enumerate(questions)]

    def save(values: dict[str, Any]) -> Candidate:
        met = {one.text: {"yes": True, "no": False}.get(values[f"must-{one.id}"]) for one in candidate.must_haves}
        answers = {one: values[f"asked-{place}"] for place, one in enumerate(questions)}
        return services.candidates.screen(candidate, met, answers)

    return FormDialog(f"What {candidate.name} must bring", fields, submit=save)
