"""The papers of Engagements about the work: the delivery at the gate, the start, the outcome, time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from outsource_tui.domain.engagement import Delivery, Engagement
from outsource_tui.domain.outcome import Outcome
from outsource_tui.playbook import loader
from outsource_tui.ui.screens.engagements.rows import net_role
from outsource_tui.ui.show import (
    AGAINST,
    BETWEEN,
    DONE,
    MIND,
    OPEN,
    Piece,
    Status,
    count,
    day,
    hours,
    money,
    relative_day,
    status,
)
from outsource_tui.ui.widgets.blocks import (
    AS_ONE,
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
    title,
    within,
)

if TYPE_CHECKING:
    from outsource_tui.domain.ledger import Ledger
    from outsource_tui.services.deliveries import Rounds
    from outsource_tui.services.ledgers import Overhead


_DELIVERIES: dict[str, Status] = {
    "to_review": status(MIND, "to review"),
    "in_revision": status(BETWEEN, "in revision"),
    "accepted": status(DONE, "accepted"),
    "finished_myself": status(AGAINST, "finished by you"),
}

_TIME = (
    ("briefing", "briefing", "blue"),
    ("hiring", "hiring", "blue"),
    ("review", "review", "amber"),
    ("coordination", "coordination", "amber"),
    ("redo", "re-doing", "red"),
)


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
            None if engagement.standards else stack(note(words, "amber", "▲"), gap()),
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


def outcome_block(outcomes: Sequence[tuple[Outcome, str]], today: date, *, started: bool = True) -> Block:
    """Return what came of it, each with what it cost and what I learned."""
    if not started and not outcomes:
        return stack(title("It ended before it started"), gap(), keys_line(("E", "open it again"), ("d", "delete")))
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
    return within(
        AS_ONE,
        title("Time", f"net {net}{', ' + value if value else ''}", f"{net_role(ledger.net)} bold"),
        bars(rows, most=AS_ONE),
        _overhead_note(overhead, one_off),
    )


def _overhead_note(overhead: "Overhead", one_off: bool) -> Block | None:
    if overhead.predicted is None or overhead.measured is None:
        return None
    more = overhead.measured > overhead.predicted
    real, expected = hours(overhead.measured), hours(overhead.predicted)
    words = f"Your own hours: {real}{'' if one_off else ' a month'}, {expected} were expected."
    return note(words, "amber" if more else "muted", "▲" if more else "")
