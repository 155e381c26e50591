"""What Negotiate shows: the talks, the seven points, and the prices held against each other."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain import formats
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Terms
from outsource_tui.services.phrases import local_day
from outsource_tui.ui.paint import fit, width_of
from outsource_tui.ui.screens.agreement import MODELS
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    DONE,
    UNKNOWN,
    Line,
    Piece,
    Status,
    day,
    hours,
    literal,
    money,
    money_with_currency,
    number,
    percent,
    status,
)
from outsource_tui.ui.widgets.blocks import Block, Fact, facts, gap, heading, note, stack
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.services.checklist import ChecklistLine
    from outsource_tui.services.talk_view import TalkView

STAGES: dict[str, Status] = {
    "open": status(ACTIVE, "talking"),
    "agreed": status(DONE, "agreed"),
    "dropped": status(AGAINST, "dropped", "muted"),
}


class TalkRow(NamedTuple):
    """One negotiation in the list."""

    id: str
    name: str
    brief: str
    stage: Status
    done: int
    of: int
    price: Decimal | None
    limit: Decimal | None
    beyond: bool
    period: str
    """What price and limit are for: once or a month."""
    upcoming: str
    """The first point that is still open; empty when all are done."""


def talk_columns() -> list[Column[TalkRow]]:
    """Return the columns of the list."""
    return [
        Column("name", "with", lambda r: Cell(r.name), flex=1, least=10, sort=lambda r: r.name.casefold()),
        Column("brief", "about", lambda r: Cell(r.brief, "muted"), flex=2, least=12, drop=2),
        Column("stage", "state", lambda r: Cell(r.stage.text, r.stage.role), width=11),
        Column("done", "points", lambda r: Cell(f"{r.done} of {r.of}", "muted"), width=7, align="right", drop=3),
        Column(
            "price",
            "they ask",
            lambda r: Cell(money(r.price), "red" if r.beyond else "") if r.price is not None else Cell(UNKNOWN, "blue"),
            width=10,
            align="right",
            sort=lambda r: r.price or Decimal(0),
            falling=True,
        ),
        Column(
            "limit",
            "walk away",
            lambda r: Cell(money(r.limit), "muted") if r.limit is not None else Cell(UNKNOWN, "blue"),
            width=10,
            align="right",
            drop=1,
        ),
        Column("period", "for", lambda r: Cell(r.period, "muted"), width=7, drop=1),
    ]


class PointRow(NamedTuple):
    """One point of the checklist."""

    key: str
    glyph: Piece
    label: str
    shown: Piece
    when: str
    line: "ChecklistLine"


def point_rows(lines: "Sequence[ChecklistLine]", now: datetime) -> list[PointRow]:
    """Return the points with what shows them, or what to mind."""
    rows: list[PointRow] = []
    for one in lines:
        if one.done:
            glyph, shown = Piece("✓", "accent"), Piece(one.evidence, "muted")
        elif one.suggested:
            glyph, shown = Piece("○", "blue"), Piece(one.suggested, "blue")
        else:
            glyph, shown = Piece("○", "muted"), Piece(one.warning or one.hint, "muted")
        when = day(local_day(one.done_at, now), now.date()) if one.done_at is not None else ""
        rows.append(PointRow(one.key, glyph, one.label, shown, when, one))
    return rows


def point_columns() -> list[Column[PointRow]]:
    """Return the columns of the checklist."""
    return [
        Column("glyph", "", lambda r: Cell(r.glyph.text, r.glyph.role), width=1),
        Column("label", "point", lambda r: Cell(r.label), flex=2, least=20),
        Column("shown", "what shows it", lambda r: Cell(r.shown.text, r.shown.role), flex=3, least=16, drop=2),
        Column("when", "done", lambda r: Cell(r.when, "muted"), width=7, align="right", drop=1),
    ]


def scale(marks: Sequence[tuple[str, Decimal, str]]) -> Block:
    """Return prices of an hour on one line: low and high at the ends, a mark for each price between."""

    def draw(width: int) -> list[Line]:
        if len(marks) < 2:
            return []
        low = min(value for _glyph, value, _role in marks)
        high = max(value for _glyph, value, _role in marks)
        span = (high - low) or Decimal(1)
        cells = [Piece("─", "rule")] * width
        for glyph, value, role in marks:
            at = int((value - low) / span * (width - 1))
            cells[at] = Piece(glyph, role)
        ends = f"{money(low)}{money(high):>{max(1, width - len(money(low)))}}"
        return [tuple(cells), (Piece(ends, "muted"),)]

    return draw


def _marks(view: "TalkView") -> list[tuple[str, Decimal, str]]:
    """Return market, their price, the walk-away line and mine as marks on one line."""
    market, walk = view.market, view.walk
    found: list[tuple[str, Decimal | None, str]] = []
    if market is not None:
        found += [("│", market.low, "blue"), ("┼", market.typical, "blue"), ("│", market.high, "blue")]
    found += [("✗", walk.quote, "red"), ("●", walk.their_rate, "amber"), ("▲", view.my_price, "accent")]
    return [(glyph, value, role) for glyph, value, role in found if value is not None]


def prices_block(view: "TalkView", now: datetime) -> Block:
    """Return market, bids, walk-away line and my price, each as the price of an hour."""
    negotiation, market, walk, mine = view.negotiation, view.market, view.walk, view.my_price
    rates = view.bids.rates
    rows: list[Fact | None] = []
    if market is not None:
        for label, value in (("low", market.low), ("typical", market.typical), ("high", market.high)):
            rows.append(Fact(f"market {label}", money(value), "blue"))
    else:
        rows.append(Fact("market", UNKNOWN, "blue"))
    rows.append(None)
    if rates.n > 1:
        for label, bid in (("lowest", rates.low), ("middle", rates.middle), ("highest", rates.high)):
            rows.append(Fact(f"{label} of {rates.n} bids", money(bid)))
        rows.append(Fact("mean", money(rates.mean)))
    asks = walk.their_rate
    rows.append(
        Fact("● they ask", money(asks), "amber bold") if asks is not None else Fact("they ask", UNKNOWN, "blue")
    )
    if walk.quote is not None:
        rows.append(Fact("✗ walk away above", money(walk.quote), "red bold" if walk.beyond else "bold"))
    if mine is not None:
        at = negotiation.my_price_at
        named = f", {day(local_day(at, now), now.date())}" if at is not None else ""
        rows.append(Fact(f"▲ my price{named}", money(mine), "accent bold"))
        if asks:
            rows.append(Fact("against theirs", f"{number(100 * (mine - asks) / asks, signed=True)} %", "muted"))
    else:
        locked = view.lock.locked
        rows.append(Fact("my price", "locked" if locked else "not named", "amber" if locked else "muted"))
    cells: list[Block | None] = [heading("An hour", "before fees"), facts(rows)]
    marks = _marks(view)
    if len(marks) > 1:
        cells += [gap(), scale(marks)]
    if mine is None:
        warnings = ((view.lock.reason,) if view.lock.locked else ()) + view.lock.warnings
        cells += [gap() if warnings else None, *(note(one, "amber", "▲") for one in warnings)]
    cells += [gap(), note(walk.sentence, "red" if walk.beyond else "muted")]
    if negotiation.market is not None:
        found = day(local_day(negotiation.market.found_at, now), now.date())
        cells.append(note(f"Range from {negotiation.market.source}, {found}."))
    if negotiation.unlock_reason:
        cells.append(note(f"You named a price first: {negotiation.unlock_reason}", "amber", "▲"))
    return stack(*cells)


def bids_block(view: "TalkView") -> Block:
    """Return every candidate's bid on one scale, from the market's low to its high, the lowest first (S1-75, E32)."""
    lines = sorted(view.bids.bids, key=lambda one: (one.rate is None, one.rate or 0, one.candidate.name))
    rates = [one.rate for one in lines if one.rate is not None]
    advice = view.bids.rates.advice
    if not lines:
        return stack(heading("The bids"), note(advice)) if advice else stack()
    ends = [*rates, *((view.market.low, view.market.high) if view.market is not None else ())]
    low, high = (min(ends), max(ends)) if ends else (Decimal(0), Decimal(0))
    over = set(view.bids.over_budget)

    def draw(width: int) -> list[Line]:
        names = min(max(width_of(literal(one.candidate.name)) for one in lines), max(8, width // 4))
        track = width - names - 34
        drawn: list[Line] = []
        for one in lines:
            mine = one.candidate.id == view.candidate.id
            pieces = [Piece(fit(literal(one.candidate.name), names), "bold" if mine else "muted"), Piece("  ")]
            if track >= 10 and high > low:
                cells = [Piece("─", "rule")] * track
                if view.market is not None:
                    for end in (view.market.low, view.market.high):
                        cells[int((end - low) / (high - low) * (track - 1))] = Piece("│", "blue")
                if one.rate is not None:
                    at = int((one.rate - low) / (high - low) * (track - 1))
                    cells[at] = Piece("●", "amber" if mine else "accent")
                pieces += [*cells, Piece("  ")]
            rate = Piece(fit(money(one.rate), 8, "right"), "" if one.rate is not None else "blue")
            dear = one.candidate.name in over
            price = Piece(fit(money(one.price), 10, "right"), "amber" if dear else "muted")
            pieces += [
                rate,
                Piece("/h ", "muted"),
                price,
                Piece(f" {view.walk.period}", "amber" if dear else "muted"),
            ]
            drawn.append(tuple(pieces))
        return drawn

    cells: list[Block | None] = [heading("The bids"), draw]
    if over:
        cells.append(note(f"Over the budget of the brief: {', '.join(sorted(over))}.", "amber", "▲"))
    if advice:
        cells.append(note(advice))
    return stack(*cells)


def terms_block(terms: Terms | None) -> Block:
    """Return the terms as they stand."""
    if terms is None:
        return stack(heading("Terms"), note("Nothing written down yet; t does."))

    def amount(value: Money | None) -> str:
        return money_with_currency(value) if value is not None else UNKNOWN

    rows: list[Fact | None] = [Fact("paid", MODELS[terms.model])]
    if terms.model == "hourly":
        rows.append(Fact("an hour", amount(terms.rate)))
    elif terms.model == "percentage":
        rows.append(Fact("share", f"{percent(terms.share or 0)} of {amount(terms.budget)}"))
    else:
        rows.append(Fact("amount", amount(terms.amount)))
    if terms.hours is not None:
        rows.append(Fact("their hours", hours(terms.hours)))
    rows.append(Fact("revisions", str(terms.revisions)))
    if terms.reserve_hours is not None:
        rows.append(Fact("reserve", hours(terms.reserve_hours)))
    if terms.stop_loss_hours is not None:
        rows.append(Fact("say so after", hours(terms.stop_loss_hours)))
    if terms.stop_loss_amount is not None:
        rows.append(Fact("or after", money_with_currency(terms.stop_loss_amount)))
    if terms.start is not None:
        rows.append(Fact("start", formats.full_date(terms.start)))
    return stack(heading("Terms"), facts(rows), note(terms.scope) if terms.scope else None)
