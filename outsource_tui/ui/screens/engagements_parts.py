"""What Engagements shows: the list, the accept gate, milestones with their money, time, and who answers for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain.engagement import Delivery, Engagement
from outsource_tui.domain.outcome import Outcome
from outsource_tui.playbook import loader
from outsource_tui.ui.paint import clip
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    BETWEEN,
    DONE,
    DUE,
    LATE,
    MIND,
    OPEN,
    Piece,
    Status,
    count,
    day,
    hours,
    literal,
    money,
    number,
    relative_day,
    status,
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
    heading,
    keys_line,
    note,
    plain,
    prose,
    stack,
)
from outsource_tui.ui.widgets.record_table import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.domain.ledger import Ledger, StopLoss
    from outsource_tui.domain.price import Overrun
    from outsource_tui.domain.responsibility import ResponsibilityCard
    from outsource_tui.domain.strategy import StrategyScore
    from outsource_tui.services.care import CareState, CheckUp
    from outsource_tui.services.deliveries import Rounds, StandardLine
    from outsource_tui.services.ledgers import Overhead, Reserve

STAGES: dict[str, Status] = {
    "planned": status(OPEN, "planned"),
    "running": status(ACTIVE, "running"),
    "to_review": status(MIND, "to review"),
    "in_revision": status(BETWEEN, "in revision"),
    "paused": status(OPEN, "paused"),
    "ended": status(OPEN, "ended", "blue"),
    "hit": status(DONE, "hit"),
    "miss": status(AGAINST, "miss"),
}
STONES: dict[str, Status] = {
    "open": OPEN,
    "delivered": status(MIND, "to review"),
    "in_revision": status(BETWEEN, "in revision"),
    "accepted": status(DONE, "accepted"),
}
_DELIVERIES: dict[str, Status] = {
    "to_review": status(MIND, "to review"),
    "in_revision": status(BETWEEN, "in revision"),
    "accepted": status(DONE, "accepted"),
    "finished_myself": status(AGAINST, "finished by you"),
}
_MET: dict[bool | None, Piece] = {True: Piece("✓", "accent"), False: Piece("✗", "red"), None: Piece("○", "muted")}
_TIME = (
    ("briefing", "briefing", "blue"),
    ("hiring", "hiring", "blue"),
    ("review", "review", "amber"),
    ("coordination", "coordination", "amber"),
    ("redo", "re-doing", "red"),
)
_WORDS = {"under_me": "under you", "with_client": "with the client", "no_client": "no client"}


class WorkRow(NamedTuple):
    """One engagement in the list."""

    id: str
    title: str
    person: str
    state: Status
    net: Decimal | None
    talk: date | None
    today: date
    over: bool


def work_columns() -> list[Column[WorkRow]]:
    """Return the columns of the list."""
    return [
        Column("title", "engagement", lambda r: Cell(r.title), flex=4, least=12, sort=lambda r: r.title.casefold()),
        Column("person", "with", lambda r: Cell(r.person, "muted"), flex=1, least=8, drop=2),
        Column(
            "state", "state", lambda r: Cell(r.state.text, r.state.role), width=13, drop=1, sort=lambda r: r.state.word
        ),
        Column("talk", "next talk", _talk_cell, width=9, drop=3, sort=lambda r: r.talk or date.max),
        Column(
            "net",
            "net time",
            lambda r: Cell(hours(r.net, signed=True), _net_role(r.net)),
            width=10,
            align="right",
            sort=lambda r: r.net if r.net is not None else Decimal(-(10**9)),
            falling=True,
        ),
    ]


def _talk_cell(row: WorkRow) -> Cell:
    if row.talk is None:
        return Cell("")
    shown = relative_day(row.talk, row.today)
    if row.talk > row.today:
        return Cell(shown, "muted")
    return Cell("! today", "amber") if row.talk == row.today else Cell("! late", "red")


def _net_role(net: Decimal | None) -> str:
    return "blue" if net is None else "red" if net < 0 else "accent"


class StandardRow(NamedTuple):
    """One standard at the delivery shown."""

    id: str
    text: str
    met: bool | None
    note: str
    live: bool


def standard_columns() -> list[Column[StandardRow]]:
    """Return the columns of the accept gate."""
    return [
        Column("met", "", lambda r: Cell(_MET[r.met].text, _MET[r.met].role), width=1),
        Column("text", "standard", lambda r: Cell(r.text), flex=3, least=16),
        Column("note", "what you saw", lambda r: Cell(r.note, "muted"), flex=2, least=10, drop=1),
    ]


def standard_rows(engagement: Engagement, lines: "Sequence[StandardLine]", live: bool) -> list[StandardRow]:
    """Return the standards as they stand at a delivery; without one all are open."""
    if lines:
        return [StandardRow(one.standard.id, one.standard.text, one.met, one.note, live) for one in lines]
    return [StandardRow(one.id, one.text, None, "", False) for one in engagement.standards]


class MoneyRow(NamedTuple):
    """A milestone with its money, or a payment that belongs to none."""

    key: str
    kind: str
    glyph: Piece
    title: str
    when: str
    when_role: str
    amount: str
    state: str
    state_role: str


def money_columns() -> list[Column[MoneyRow]]:
    """Return the columns of milestones and payments."""
    return [
        Column("glyph", "", lambda r: Cell(r.glyph.text, r.glyph.role), width=1),
        Column("title", "what", lambda r: Cell(r.title), flex=1, least=12),
        Column("when", "when", lambda r: Cell(r.when, r.when_role), width=12, drop=2),
        Column("amount", "amount", lambda r: Cell(r.amount), width=12, align="right"),
        Column("state", "state", lambda r: Cell(r.state, r.state_role), width=12, drop=1),
    ]


def money_rows(engagement: Engagement, stages: dict[str, str], today: date) -> list[MoneyRow]:
    """Return the milestones with what was paid for them, then the other payments."""
    rows: list[MoneyRow] = []
    for stone in engagement.milestones:
        state = STONES[stages[stone.id]]
        late = stone.accepted_at is None and stone.due is not None and stone.due < today
        bills = [one for one in engagement.payments if one.milestone == stone.id]
        unpaid = [one for one in bills if one.paid_at is None]
        shown = stone.amount if stone.amount is not None else bills[0].amount if len(bills) == 1 else None
        if unpaid:
            first = min(unpaid, key=lambda one: one.due or today)
            words, role = _due_words(first.due, today)
        elif bills:
            words, role = "paid", "muted"
        else:
            words, role = ("held" if stages[stone.id] in ("delivered", "in_revision") else "", "muted")
        rows.append(
            MoneyRow(
                stone.id,
                "milestone",
                Piece(state.glyph, state.role),
                stone.title,
                day(stone.due, today) if stone.due is not None else "",
                "red" if late else "muted",
                money(shown) if shown is not None else "",
                words if shown is not None else "",
                role,
            )
        )
    stones = {one.id for one in engagement.milestones}
    for bill in engagement.payments:
        if bill.milestone in stones:
            continue
        words, role = ("paid", "muted") if bill.paid_at is not None else _due_words(bill.due, today)
        when = bill.paid_at.date() if bill.paid_at is not None else bill.due
        rows.append(
            MoneyRow(
                bill.id,
                "payment",
                Piece("→", "muted" if bill.paid_at is not None else "amber"),
                bill.note or ("from the reserve" if bill.from_reserve else "payment"),
                day(when, today) if when is not None else "",
                "muted",
                money(bill.amount),
                words,
                role,
            )
        )
    return rows


def _due_words(due: date | None, today: date) -> tuple[str, str]:
    if due is None:
        return "not paid", "amber"
    if due < today:
        return "! overdue", "red"
    return (f"! {relative_day(due, today)}", "amber") if due == today else (f"due {relative_day(due, today)}", "amber")


def title(text: str, right: str = "", role: str = "muted") -> Block:
    """Return a heading without the empty line under it, for panes that hold much."""
    whole = heading(text, right, role)
    return lambda width: whole(width)[:1]


# The delivery


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between a delivery and its acceptance."""

    delivery: Delivery
    place: int
    of: int
    stage: str
    why_not: str
    waits: int
    rounds: "Rounds"


def delivery_block(engagement: Engagement, gate: Gate | None, today: date) -> Block:
    """Return the head of the delivery: which one, its state, what I asked for."""
    asked = engagement.delivery_state
    if gate is None:
        return stack(
            heading("Standards", "nothing handed over yet") if engagement.standards else heading("Nothing handed over"),
        )
    state = _DELIVERIES[gate.stage]
    came = relative_day(gate.delivery.delivered_at.date(), today)
    title = f"Delivery {gate.place}, {gate.delivery.title}" if gate.of > 1 else f"Delivery: {gate.delivery.title}"
    pieces = [Piece(title, "bold"), Piece("   "), state.piece, Piece(f"   came {came}", "muted")]
    if gate.of > 1:
        pieces.append(Piece("   [ ] others", "muted"))
    return stack(
        plain(pieces),
        note(f"You asked for: {asked}") if asked else None,
        note(gate.delivery.note) if gate.delivery.note else None,
        gap(),
    )


def gate_block(engagement: Engagement, gate: Gate | None, today: date) -> Block:
    """Return what can be done with the delivery, each with its reason where it waits."""
    if gate is None:
        words = "Not one standard is written down; S adds what must be true of the work."
        return stack(
            None if engagement.standards else note(words, "amber", "▲"),
            keys_line(("l", "take a delivery in")),
        )
    if gate.stage == "accepted":
        when = gate.delivery.accepted_at
        seen = f"Accepted {relative_day(when.date(), today)}." if when is not None else ""
        return stack(note(seen, "accent", "✓"), keys_line(("l", "next delivery"), ("A", "look at it again")))
    if gate.stage == "finished_myself":
        return stack(note("You finished this one yourself; it counts as a miss.", "red", "✗"))
    if gate.stage == "in_revision":
        return stack(_round_block(engagement, gate, today), keys_line(("V", "it is back"), ("f", "finish myself")))
    used, agreed = gate.rounds.used, gate.rounds.agreed
    more = f"revision {used + 1} of {agreed}"
    if used >= agreed:
        more = f"revision {used + 1}, {agreed} agreed" if agreed else "revision, none agreed"
    waits = ""
    if gate.why_not:
        waits = f"waits for {count(gate.waits, 'standard')}" if gate.waits else gate.why_not.rstrip(".")
    accept = ("a", "accept", waits) if waits else ("a", "accept")
    return stack(keys_line(accept, ("v", more), ("f", "finish myself")))


def _round_block(engagement: Engagement, gate: Gate, today: date) -> Block:
    asked = next(
        (one for one in reversed(engagement.rounds) if one.delivery == gate.delivery.id and one.returned_at is None),
        None,
    )
    if asked is None:
        return stack()
    late = asked.by is not None and asked.by < today
    rows: list[Fact | None] = [Fact("what is off", asked.wrong)]
    if asked.example:
        rows.append(Fact("an example", asked.example))
    rows.append(Fact("what you want", asked.wanted))
    if asked.by is not None:
        by = f"! {relative_day(asked.by, today)}" if late or asked.by == today else relative_day(asked.by, today)
        rows.append(Fact("by", by, "red" if late else "amber" if asked.by == today else ""))
    return stack(
        heading(f"Revision {gate.rounds.used} of {gate.rounds.agreed}", f"asked {day(asked.asked_at.date(), today)}"),
        facts(rows, at=15),
        gap(),
    )


def start_block(engagement: Engagement, why_not: str | None) -> Block:
    """Return what must be there before the work starts."""
    papers = [
        Check(
            DONE if one.signed_at else OPEN,
            one.name,
            "" if one.signed_at else "is out" if one.sent_at else "not sent yet",
        )
        for one in engagement.legal
        if one.required
    ]
    return stack(
        heading("Before it starts"),
        checklist(papers, detail_at=40) if papers else note("No paper must be signed first."),
        gap(),
        keys_line(("y", "start", why_not.rstrip(".")) if why_not else ("y", "start"), ("L", "papers"), ("T", "terms")),
    )


def outcome_block(outcomes: Sequence[tuple[Outcome, str]], today: date) -> Block:
    """Return what came of it, each with what it cost and what I learned."""
    cells: list[Block | None] = [heading("What came of it")]
    for one, cost in outcomes:
        hit = one.kind == "hit"
        cause = next((each.label for each in loader.miss_causes() if each.key == one.cause), "")
        head = [
            Piece("✓ hit" if hit else "✗ miss", "accent bold" if hit else "red bold"),
            Piece(f"   {one.what}"),
            Piece(f"   {day(one.at.date(), today)}", "muted"),
        ]
        cells.append(prose(*head))
        said = [cause.lower() if not hit and cause else "", f"“{one.claim}”" if one.claim else "", cost]
        line = ", ".join(part for part in said if part)
        cells.append(note(line[:1].upper() + line[1:] + ".") if line else None)
        cells.append(note(one.lesson, "") if one.lesson else None)
        cells.append(gap())
    if not outcomes:
        cells += [note("It has ended; say whether it was a hit or a miss.", "blue", "?"), gap()]
    label = "change it, or another part" if outcomes else "hit or miss"
    cells.append(keys_line(("h", label), ("E", "open it again"), ("o", "insights")))
    return stack(*cells)


# Time


def time_block(ledger: "Ledger", overhead: "Overhead", one_off: bool, currency: str) -> Block:
    """Return the net-time ledger as bars: given away, and what of my own it took."""
    own = [(label, ledger.own.get(key, Decimal(0)), role) for key, label, role in _TIME]
    most = max([ledger.given or Decimal(0), *(value for _label, value, _role in own)], default=Decimal(0))

    def share(value: Decimal | None) -> float | None:
        return None if value is None else float(value / most) if most > 0 else 0.0

    net = hours(ledger.net, signed=True)
    given = "blue" if ledger.given is None else ""
    rows = [BarRow("given away", share(ledger.given), hours(ledger.given), "accent", given)]
    rows += [BarRow(label, share(value), hours(value), role, "" if value else "muted") for label, value, role in own]
    value = f"{money(ledger.value, currency, signed=True)}" if ledger.value is not None else ""
    return stack(
        title("Time", f"net {net}{', ' + value if value else ''}", f"{_net_role(ledger.net)} bold"),
        bars(rows),
        _overhead_note(overhead, one_off),
    )


def _overhead_note(overhead: "Overhead", one_off: bool) -> Block | None:
    if overhead.predicted is None or overhead.measured is None:
        return None
    more = overhead.measured > overhead.predicted
    real, expected = hours(overhead.measured), hours(overhead.predicted)
    words = f"Your own hours: {real}{'' if one_off else ' a month'}, {expected} were expected."
    return note(words, "amber" if more else "muted", "▲" if more else "")


# The side


@dataclass(frozen=True, slots=True)
class Touch:
    """How the keeping in touch stands."""

    last: datetime | None
    next: date | None
    feedback: bool
    question: str
    cares: "tuple[CareState, ...]"
    asks_feeling: bool


def person_block(engagement: Engagement, person: str, about: Sequence[str], alarm: str | None) -> Block:
    """Return whom it is with, and what is wrong."""
    over = ""
    if engagement.over_limit_reason is not None:
        over = f"One more than your limit, for {engagement.over_limit_reason}: {engagement.over_limit_text}"
    return stack(
        prose((person or "somebody who is gone", "bold")),
        *(_one_line(text) for text in about if text),
        gap(),
        note(alarm, "red", "▲") if alarm else None,
        note(over, "amber", "▲") if over else None,
        gap() if alarm or over else None,
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
    asked = ""
    if card.asked_anyway:
        times = "once" if card.asked_anyway == 1 else f"{card.asked_anyway} times"
        asked = f"Asked you anyway: {times}, {hours(card.asked_hours)}"
    return stack(
        title("Who answers to the client"), facts(rows, at=16), note(asked, "amber", "▲") if asked else None, gap()
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
    nudge = next((one.nudge for one in touch.cares if one.overdue), "")
    return stack(
        title("Keep in touch"),
        facts(rows),
        note(f"Ask: {touch.question}", "blue") if touch.question else None,
        note(nudge) if nudge else None,
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
        if box.level:
            half = "Half gone: ask if it is possible."
            cells.append(note(half if box.level == 50 else "It is full: stop, or say why not.", role, "▲"))
    rows: list[Fact | None] = []
    rows.append(Fact("revisions", f"{rounds.used} so far, {rounds.agreed} a delivery"))
    if overrun is not None and overrun.planned_rate is not None and overrun.actual_rate is not None:
        less = overrun.actual_rate < overrun.planned_rate
        rows.append(Fact("their hour seemed", money(overrun.planned_rate), "muted"))
        rows.append(Fact("by their hours it is", money(overrun.actual_rate), "amber" if less else ""))
    return stack(*cells, facts(rows), gap())


def strategy_block(
    score: "StrategyScore", reserve: "Reserve", feelings: Sequence[str], asks: bool, check_up: "CheckUp | None"
) -> Block:
    """Return the three strategies, what is left of the reserve, and how the last weeks were."""

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
    weeks = {"easier": Piece("▲ ", "accent"), "same": Piece("● ", "muted"), "harder": Piece("▼ ", "red")}
    cells: list[Block | None] = [title("Three strategies", f"{score.score} of 3"), items, gap()]
    if check_up is not None:
        cells += [note(f"{check_up.why} C goes through the three strategies.", "amber", "▲"), gap()]
    if feelings:
        cells.append(prose(("Your weeks  ", "muted"), *(weeks[one] for one in feelings[-8:]), (feelings[-1], "")))
    if asks:
        cells.append(prose(("w ", "accent"), ("This week: easier, same, harder ?", "blue")))
    return stack(*cells)


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
    return stack(gap(), title("Papers and calls"), checklist(items)) if items else None


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
