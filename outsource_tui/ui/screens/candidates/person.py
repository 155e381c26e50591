"""One candidate in full: what they ask and bring, where you stand with them, what was said and sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain.candidate import ANSWERS, Bid, Candidate
from outsource_tui.playbook import loader
from outsource_tui.services.phrases import local_day
from outsource_tui.ui import show
from outsource_tui.ui.screens.agreement import MODELS, PERIODS
from outsource_tui.ui.show import AGAINST, BETWEEN, DONE, MIND, NOT_KNOWN, OPEN, UNKNOWN, Status, status
from outsource_tui.ui.widgets.blocks import (
    Block,
    Check,
    Fact,
    beside,
    checklist,
    facts,
    gap,
    heading,
    note,
    stack,
    text_block,
)

if TYPE_CHECKING:
    from outsource_tui.services.comparison import BreakdownCheck
    from outsource_tui.services.comparison_table import NextQuestion, Row
    from outsource_tui.services.messages import NextMessage
    from outsource_tui.services.templates import TemplateView

_AT = 17


class Person(NamedTuple):
    """What the paper on one candidate needs beside the record."""

    row: "Row"
    stage: Status
    platform: str
    """Where they applied; empty when through no posting."""
    reply: str
    """How long they took to reply, in words; empty when nobody knows."""
    bids: Sequence[Bid]
    question: "NextQuestion | None"
    upcoming: "NextMessage | None"
    breakdown: "BreakdownCheck"
    templates: "dict[str, TemplateView]"
    passed: bool | None
    one_off: bool
    blind: bool


def asked(bid: Bid) -> str:
    """Return a bid in words."""
    hours = f", {show.hours(bid.hours)}" if bid.hours is not None else ""
    if bid.model == "hourly":
        return f"{show.money_with_currency(bid.rate)} an hour{hours}"
    if bid.model == "percentage":
        return f"{show.percent(bid.share)} of {show.money_with_currency(bid.budget)}"
    word = MODELS["project"] if bid.model == "project" else PERIODS[bid.period]
    return f"{show.money_with_currency(bid.amount)} {word}{hours}"


def person_block(person: Person, now: datetime) -> Block:
    """Return everything known of one candidate, in two columns where there is room."""
    return stack(
        heading(person.row.name, person.stage.text, person.stage.role),
        beside(_known(person, now), _between_us(person, now)),
    )


def _day(moment: datetime, now: datetime) -> str:
    return show.day(local_day(moment, now), now.date())


def _known(person: Person, now: datetime) -> Block:
    row, one = person.row, person.row.candidate
    came = _day(one.applied_at, now) + (f" on {person.platform}" if person.platform else "")
    rows: list[Fact | None] = [Fact("in contact since" if one.contact else "applied", came)]
    if person.reply:
        rows.append(Fact("replied after", person.reply))
    if not person.blind:
        period = "once" if person.one_off else "a month"
        last = person.bids[-1] if person.bids else None
        rows.append(Fact("they ask", asked(last), "bold") if last else Fact("they ask", UNKNOWN, "blue"))
        if len(person.bids) > 1:
            rows.append(Fact("asked first", asked(person.bids[0]), "muted"))
        if row.price is not None:
            over = ("amber", ", over your budget") if row.over_budget else ("", "")
            rows.append(Fact("comes to", f"{show.money_with_currency(row.price)} {period}, fee in{over[1]}", over[0]))
        if row.net_value is not None:
            value = show.money_with_currency(row.net_value, signed=True)
            rows.append(Fact("net value", f"{value} {period}", "" if row.net_value.amount > 0 else "red"))
    if row.net_hours is not None:
        rows.append(Fact("net time", show.hours(row.net_hours, signed=True), "" if row.net_hours > 0 else "red"))
    if row.ratio is not None:
        rows.append(Fact("their hours", f"{show.number(row.ratio, 2)} for one of yours"))
    known = [show.count(one.reviews, "review")] if one.reviews is not None else []
    known += [f"{show.percent(one.success_share)} success"] if one.success_share is not None else []
    words = (
        ("track record", ", ".join(known)),
        ("skills", ", ".join(one.skills)),
        ("country", "" if person.blind else one.country),
        ("time zone", one.timezone),
        ("busy with", one.other_commitments),
        ("email", "" if person.blind else one.email),
        ("link", "" if person.blind else one.link),
    )
    rows += [Fact(label, text) for label, text in words if text]
    decided = (
        ("chosen because", one.chosen_reason, "accent"),
        ("chosen early", one.early_reason, "amber"),
        ("declined because", one.declined_reason, "muted"),
    )
    rows += [Fact(label, text, role) for label, text, role in decided if text]
    cells: list[Block | None] = [facts(rows, at=_AT + 2)]
    if one.note.strip():
        cells += [gap(), heading("Your note"), text_block(_hidden(person, one.note.strip()))]
    if one.pitch.strip():
        cells += [gap(), heading("What they wrote"), text_block(_hidden(person, one.pitch.strip()))]
    return stack(*cells)


def _hidden(person: Person, text: str) -> str:
    """Return a text of theirs, in blind mode with their name taken out (N12)."""
    if not person.blind:
        return text
    name = person.row.candidate.name
    for part in sorted({name, *(word for word in name.split() if len(word) > 2)}, key=len, reverse=True):
        text = text.replace(part, person.row.name)
    return text


def _between_us(person: Person, now: datetime) -> Block:
    one = person.row.candidate
    items: list[Check] = []
    if person.upcoming is not None:
        due = "due now" if person.upcoming.overdue else f"due on {show.day(person.upcoming.due, now.date())}"
        todo = "X archives them" if person.upcoming.archive else "m writes it"
        sentence = _hidden(person, person.upcoming.sentence)
        items.append(Check(status(MIND) if person.upcoming.overdue else OPEN, sentence, f"{todo}; {due}"))
    if person.question is not None:
        items.append(Check(NOT_KNOWN, person.question.sentence))
    cells: list[Block | None] = [checklist(items), gap() if items else None]
    cells.append(stack(facts([_test(one, person.passed, now)], at=_AT), _test_scores(one)))
    cells += [gap(), _answers(person)]
    if one.must_haves:
        met = {True: DONE, False: AGAINST, None: NOT_KNOWN}
        cells += [gap(), checklist(Check(met[each.met], each.text) for each in one.must_haves)]
    if one.screening:
        cells += [
            gap(),
            *(stack(note(each.question), note(_hidden(person, each.answer), "")) for each in one.screening),
        ]
    if one.messages:
        cells += [gap(), checklist(_message(person, number, now) for number in range(len(one.messages)))]
    return stack(*cells)


def _test(one: Candidate, passed: bool | None, now: datetime) -> Fact:
    test = one.test
    pay = "" if test.fee is None else f", {show.money_with_currency(test.fee)}" + (" paid" if test.paid_at else "")
    if test.returned_at is not None:
        verdict = {True: ", passed", False: ", not passed", None: ", not scored yet"}[passed]
        role = {True: "accent", False: "red", None: "amber"}[passed]
        return Fact("paid test", f"back {_day(test.returned_at, now)}{verdict}{pay}", role)
    if test.sent_at is not None:
        by = f", due {_day(test.due_at, now)}" if test.due_at is not None else ""
        return Fact("paid test", f"{BETWEEN.glyph} sent {_day(test.sent_at, now)}{by}{pay}", "amber")
    if test.willing is not None:
        return Fact("paid test", "willing" if test.willing else "not willing", "" if test.willing else "amber")
    return Fact("paid test", f"described, not sent{pay}" if test.what else "none yet", "muted")


def _test_scores(one: Candidate) -> Block | None:
    test = one.test
    scores = (
        ("communication", test.communication),
        ("understanding", test.understanding),
        ("work", test.work),
        ("speed", test.speed),
    )
    known = [f"{label} {score}" for label, score in scores if score is not None]
    return facts([Fact("", ", ".join(known))], at=_AT) if known else None


def _answers(person: Person) -> Block:
    one = person.row.candidate
    labels = {asked.key: asked.label for asked in loader.answer_questions()}
    cells: list[Block | None] = []
    for key in ANSWERS:
        given = one.answers.get(key)
        if given is not None and (given.text.strip() or given.score is not None):
            score = "" if given.score is None else f"  {given.score} of 5"
            cells.append(checklist([Check(DONE, f"{labels[key]}{score}", _hidden(person, given.text.strip()))]))
        elif given is not None and given.asked_at is not None:
            cells.append(checklist([Check(status(BETWEEN, "asked"), labels[key], "asked, no answer yet")]))
        else:
            cells.append(checklist([Check(NOT_KNOWN, labels[key])]))
        if given is not None and given.breakdown:
            fits = person.breakdown.difference in (None, 0)
            role, glyph = ("muted", " ") if fits else ("amber", MIND.glyph)
            cells.append(facts([Fact(f"  {step.what}", show.hours(step.hours)) for step in given.breakdown]))
            cells.append(note(person.breakdown.sentence, role, glyph))
    return stack(*cells)


def _message(person: Person, number: int, now: datetime) -> Check:
    message = person.row.candidate.messages[number]
    template = person.templates.get(message.template)
    name = template.name if template is not None else message.template
    came = [
        f"{word} {_day(moment, now)}"
        for word, moment in (
            ("answered", message.replied_at),
            ("video", message.video_at),
            ("trial", message.trial_at),
        )
        if moment is not None
    ]
    said = f"{name}, {_day(message.sent_at, now)}"
    if template is not None and template.step == "decline":
        return Check(DONE, said)
    return Check(DONE if came else status(BETWEEN, "sent"), said, ", ".join(came) or "no answer yet")
