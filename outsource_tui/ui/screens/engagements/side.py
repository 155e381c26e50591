"""The side of Engagements: the person, who answers for what, keeping in touch, limits, strategies, papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from outsource_tui.domain.engagement import Engagement
from outsource_tui.ui.paint import clip
from outsource_tui.ui.show import (
    BETWEEN,
    DONE,
    DUE,
    LATE,
    OPEN,
    Piece,
    hours,
    literal,
    money,
    number,
    relative_day,
    weekday,
)
from outsource_tui.ui.widgets.blocks import (
    BarRow,
    Block,
    Check,
    Fact,
    bars,
    checklist,
    facts,
    gap,
    note,
    plain,
    prose,
    stack,
    title,
)

if TYPE_CHECKING:
    from outsource_tui.domain.ledger import StopLoss
    from outsource_tui.domain.price import Overrun
    from outsource_tui.domain.responsibility import ResponsibilityCard
    from outsource_tui.domain.strategy import StrategyScore
    from outsource_tui.services.care import CareState, CheckUp
    from outsource_tui.services.deliveries import Rounds
    from outsource_tui.services.ledgers import Reserve


_WORDS = {"under_me": "under you", "with_client": "with the client", "no_client": "no client"}


@dataclass(frozen=True, slots=True)
class Touch:
    """How the keeping in touch stands."""

    last: datetime | None
    next: date | None
    feedback: bool
    question: str
    cares: "tuple[CareState, ...]"
    asks_feeling: bool


def alarms(
    engagement: Engagement, alarm: str | None, box: "StopLoss | None", check_up: "CheckUp | None"
) -> list[tuple[str, str]]:
    """Return what calls for me now with its role: net time and the time box while it runs, then the check-up."""
    found = []
    if engagement.ended_at is None:
        if alarm:
            found.append((alarm, "red"))
        if box is not None and box.level:
            what = "time box" if box.unit == "hours" else "money box"
            half = f"The {what} is half gone: ask if it is possible."
            found.append((half, "amber") if box.level == 50 else (f"The {what} is full: stop, or say why not.", "red"))
    if check_up is not None:
        found.append((f"{check_up.why} C goes through the three strategies.", "amber"))
    return found


def person_block(
    engagement: Engagement, person: str, about: Sequence[str], mind: Sequence[tuple[str, str]] = ()
) -> Block:
    """Return whom it is with, and what is wrong."""
    notes = [note(text, role, "▲") for text, role in mind]
    if engagement.over_limit_reason is not None:
        over = f"One more than your limit, for {engagement.over_limit_reason}: {engagement.over_limit_text}"
        notes.append(note(over, "amber", "▲"))
    return stack(
        prose((person or "somebody who is gone", "bold")),
        *(_one_line(text) for text in about if text),
        gap(),
        *notes,
        gap() if notes else None,
    )


def _one_line(text: str) -> Block:
    return lambda width: [(Piece(clip(literal(text), width), "muted"),)]


def card_block(engagement: Engagement, person: str, card: "ResponsibilityCard") -> Block:
    """Return who answers to the client for work, dates and process."""
    given = engagement.responsibility
    if given.structure == "no_client":
        return stack(title("Who answers"), note("No client waits for it; you answer to yourself."), gap())
    first = person.split(" ", maxsplit=1)[0] if person else "they"

    def who(value: str) -> tuple[str, str]:
        return {"me": ("you", "amber"), "them": (first, "accent"), "client": ("the client", "blue")}[value]

    rows: list[Fact | None] = [
        Fact("the work", *who(given.work)),
        Fact("the dates", *who(given.dates)),
        Fact("the process", *who(given.process)),
        Fact("contract", _WORDS[given.structure], "accent" if given.structure == "with_client" else "amber"),
        Fact("consent", "in writing") if given.consent_seen else Fact("consent", "? not seen", "blue"),
    ]
    managed = card.with_client if given.structure == "with_client" else card.under_me
    if managed.hours is not None and managed.hours > 0:
        rows.append(Fact("managing", f"{hours(managed.hours)} a month unpaid"))
    asked = ""
    if card.asked_anyway:
        times = "once" if card.asked_anyway == 1 else f"{card.asked_anyway} times"
        asked = f"Asked you anyway: {times}, {hours(card.asked_hours)}"
    return stack(
        title("Who answers to the client"), facts(rows, at=14), note(asked, "amber", "▲") if asked else None, gap()
    )


def touch_block(engagement: Engagement, touch: Touch, today: date) -> Block:
    """Return the rhythm of talking, and when I last did something for mastery, autonomy and purpose."""
    rhythm = f"every {engagement.check_in_days} days" if engagement.check_in_days > 1 else "every day"
    if engagement.check_in_days == 7:
        rhythm = f"every {weekday(touch.next)}" if touch.next is not None else "every week"
    rows: list[Fact | None] = [
        Fact("check-in", rhythm),
        Fact("last talk", relative_day(touch.last.date(), today) if touch.last is not None else "never", ""),
    ]
    if touch.next is not None:
        state = LATE if touch.next < today else DUE
        come = touch.next <= today
        words = f"{state.glyph} {relative_day(touch.next, today)}" if come else relative_day(touch.next, today)
        rows.append(Fact("next", words, state.role if come else ""))
        if touch.feedback:
            rows.append(Fact("their feedback", "ask for it", "amber" if come else ""))
    for care in touch.cares:
        label = "thanks" if care.care == "purpose" else care.label.lower()
        since = "never" if care.last is None else relative_day(care.last.date(), today)
        rows.append(Fact(label, f"! {since}" if care.overdue else since, "amber" if care.overdue else "muted"))
    late = next((one for one in touch.cares if one.overdue), None)
    nudge = "" if late is None else f"{late.nudge} You promised “{late.promised}”." if late.promised else late.nudge
    felt = [one.answer for one in engagement.feelings]
    signs = {"easier": Piece("▲ ", "accent"), "same": Piece("● ", "muted"), "harder": Piece("▼ ", "red")}
    weeks = prose(("your weeks  ", "muted"), *(signs[one] for one in felt[-8:]), (felt[-1], "")) if felt else None
    return stack(
        title("Keep in touch"),
        facts(rows),
        note(f"Ask: {touch.question}", "blue") if touch.question else None,
        note(nudge) if nudge else None,
        weeks,
        prose(("w ", "accent"), ("This week: easier, same, harder ?", "blue")) if touch.asks_feeling else None,
        gap(),
    )


def box_block(box: "StopLoss | None", rounds: "Rounds", overrun: "Overrun | None") -> Block:
    """Return the time box with its alarm, and the rounds of revision."""
    cells: list[Block | None] = [title("Limits")]
    if box is not None:
        role = {0: "bar", 50: "amber", 100: "red"}[box.level]
        if box.unit == "hours":
            figure = f"{number(box.used, 1)} of {number(box.limit, 1)} h"
        else:
            figure = f"{money(box.used)} of {money(box.limit)}"
        cells.append(bars([BarRow("time box" if box.unit == "hours" else "money box", float(box.share), figure, role)]))
    rows: list[Fact | None] = []
    rows.append(Fact("revisions", f"{rounds.used} so far, {rounds.agreed} a delivery"))
    if overrun is not None and overrun.planned_rate is not None and overrun.actual_rate is not None:
        less = overrun.actual_rate < overrun.planned_rate
        rows.append(Fact("their hour seemed", money(overrun.planned_rate), "muted"))
        rows.append(Fact("by their hours it is", money(overrun.actual_rate), "amber" if less else ""))
    return stack(*cells, facts(rows), gap())


def strategy_block(score: "StrategyScore", reserve: "Reserve") -> Block:
    """Return the three strategies and what is left of the reserve."""

    def said(key: str, words: str) -> tuple[Piece, Piece]:
        followed = key in score.followed
        glyph = Piece("✓ " if followed else "✗ ", "accent" if followed else "red")
        return glyph, Piece(words, "" if followed else "muted")

    kept = "reserve"
    if reserve.hours_planned is not None:
        kept += f" used {number(reserve.hours_used, 1)} of {number(reserve.hours_planned, 1)} h"
    elif reserve.money_planned is not None:
        kept += f" used {money(reserve.money_used)} of {money(reserve.money_planned)}"
    else:
        kept = "no reserve planned"
    items = plain(
        (*said("clear_brief", "clear brief"), Piece("   "), *said("several_tested", "two tested")),
        said("reserve_kept", kept),
    )
    return stack(title("Three strategies", f"{score.score} of 3"), items, gap())


def papers_block(engagement: Engagement, today: date) -> Block | None:
    """Return papers and planned calls."""
    items = [
        Check(
            DONE if one.signed_at else BETWEEN if one.sent_at else OPEN,
            one.name,
            "" if one.signed_at else "sent, not signed yet" if one.sent_at else "not sent yet",
        )
        for one in engagement.legal
    ]
    for call in engagement.calls:
        if call.done_at is None:
            past = call.at.date() < today
            when = f"{relative_day(call.at.date(), today)} {call.at.hour}:{call.at.minute:02}"
            items.append(Check(LATE if past else OPEN, call.about or "Call", when))
    return stack(title("Papers and calls"), checklist(items)) if items else None


def check_up_block(found: "CheckUp") -> Block:
    """Return the three-strategy check-up: what was followed, what was not, and what would set it right."""
    cells: list[Block | None] = [
        note(found.why, "amber", "▲") if found.why else None,
        note(found.intro, ""),
        gap(),
    ]
    for line in found.lines:
        cells += [
            prose(("✓ " if line.followed else "✗ ", "accent" if line.followed else "red"), (line.title, "bold")),
            note(line.sentence),
            None if line.followed else note(line.remedy, "", "→"),
            gap(),
        ]
    return stack(*cells, note(found.outro))


def about_person(kind: str, skills: Sequence[str], ratio: Decimal | None, price: str) -> tuple[str, str]:
    """Return two lines on the person: what they are and can, their hours for one of mine and their price."""
    first = [kind, *skills[:3]]
    second = [f"{number(ratio, 1)} × your hours" if ratio is not None else "", price]
    return ", ".join(part for part in first if part), ", ".join(part for part in second if part)
