"""The tables of Engagements: the list, the standards of a delivery, milestones with their money."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain.engagement import Engagement
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    BETWEEN,
    DONE,
    MIND,
    OPEN,
    Piece,
    Status,
    day,
    hours,
    money,
    relative_day,
    status,
)
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.services.deliveries import StandardLine


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
_MET: dict[bool | None, Piece] = {True: Piece("✓", "accent"), False: Piece("✗", "red"), None: Piece("○", "muted")}


class WorkRow(NamedTuple):
    """One engagement in the list."""

    id: str
    title: str
    person: str
    state: Status
    net: Decimal | None
    talk: date | None
    today: date
    started: bool
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
            _net_cell,
            width=10,
            align="right",
            sort=lambda r: r.net if r.net is not None else Decimal(-(10**9)),
            falling=True,
        ),
    ]


def _net_cell(row: WorkRow) -> Cell:
    """Return the net time; work that never started has none, which is not the same as unknown."""
    return Cell(hours(row.net, signed=True), net_role(row.net)) if row.started else Cell("")


def _talk_cell(row: WorkRow) -> Cell:
    if row.talk is None:
        return Cell("")
    shown = relative_day(row.talk, row.today)
    if row.talk > row.today:
        return Cell(shown, "muted")
    return Cell("! today", "amber") if row.talk == row.today else Cell("! late", "red")


def net_role(net: Decimal | None) -> str:
    """Return the role net time is shown in: unknown, a loss, a gain."""
    return "blue" if net is None else "red" if net < 0 else "accent"


class StandardRow(NamedTuple):
    """One standard at the delivery shown."""

    id: str
    text: str
    met: bool | None
    note: str
    live: bool


def standard_columns(noted: bool = False) -> list[Column[StandardRow]]:
    """Return the columns of the accept gate; what was seen takes room only where something was `noted`."""
    note = Column[StandardRow]("note", "what you saw", lambda r: Cell(r.note, "muted"), flex=2, least=10, drop=1)
    return [
        Column("met", "", lambda r: Cell(_MET[r.met].text, _MET[r.met].role), width=1),
        Column("text", "standard", lambda r: Cell(r.text), flex=3, least=16),
        *([note] if noted else []),
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
