"""What Negotiate shows: the talks, the seven points, and the prices held against each other."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain import formats
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Negotiation, Terms
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    DONE,
    UNKNOWN,
    Line,
    Piece,
    Status,
    hours,
    money,
    money_with_currency,
    percent,
    status,
)
from outsource_tui.ui.widgets.blocks import Block, Fact, facts, gap, heading, note, stack
from outsource_tui.ui.widgets.record_table import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.domain.market import Guard
    from outsource_tui.services.negotiations import BidSummary, ChecklistLine, WalkAway

STAGES: dict[str, Status] = {
    "open": status(ACTIVE, "talking"),
    "agreed": status(DONE, "agreed"),
    "dropped": status(AGAINST, "dropped", "muted"),
}
MODELS = {"hourly": "by the hour", "project": "for the project", "flat": "flat", "percentage": "share of a budget"}


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
    ]


class PointRow(NamedTuple):
    """One point of the checklist."""

    key: str
    glyph: Piece
    label: str
    shown: Piece
    line: "ChecklistLine"


def point_rows(lines: "Sequence[ChecklistLine]") -> list[PointRow]:
    """Return the points with what shows them, or what to mind."""
    rows: list[PointRow] = []
    for one in lines:
        if one.done:
            glyph, shown = Piece("✓", "accent"), Piece(one.evidence, "muted")
        elif one.suggested:
            glyph, shown = Piece("○", "blue"), Piece(one.suggested, "blue")
        else:
            glyph, shown = Piece("○", "muted"), Piece(one.warning or one.hint, "muted")
        rows.append(PointRow(one.key, glyph, one.label, shown, one))
    return rows


def point_columns() -> list[Column[PointRow]]:
    """Return the columns of the checklist."""
    return [
        Column("glyph", "", lambda r: Cell(r.glyph.text, r.glyph.role), width=1),
        Column("label", "point", lambda r: Cell(r.label), flex=2, least=20),
        Column("shown", "what shows it", lambda r: Cell(r.shown.text, r.shown.role), flex=3, least=16, drop=1),
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


def prices_block(
    negotiation: Negotiation, bids: "BidSummary", walk: "WalkAway", lock: "Guard", their_rate: Decimal | None
) -> Block:
    """Return market, bids, walk-away line and my price, each as the price of an hour."""
    market = negotiation.market
    rows: list[Fact | None] = []
    marks: list[tuple[str, Decimal, str]] = []
    if market is not None:
        for label, value in (("low", market.low), ("typical", market.typical), ("high", market.high)):
            rows.append(Fact(f"market {label}", money(value)))
            marks.append(("┼" if label == "typical" else "│", value.amount, "blue"))
    else:
        rows.append(Fact("market", UNKNOWN, "blue"))
    rows.append(None)
    for label, bid in (("lowest", bids.rates.low), ("middle", bids.rates.middle), ("highest", bids.rates.high)):
        if bid is not None and (label == "middle" or bids.rates.n > 1):
            rows.append(Fact(f"{label} of {bids.rates.n} bids" if bids.rates.n > 1 else "the one bid", money(bid)))
    if bids.rates.n > 1 and bids.rates.mean is not None:
        rows.append(Fact("mean", money(bids.rates.mean)))
    rows.append(
        Fact("they ask", money(their_rate), "bold") if their_rate is not None else Fact("they ask", UNKNOWN, "blue")
    )
    if their_rate is not None:
        marks.append(("●", their_rate, "amber"))
    if walk.quote is not None:
        rows.append(Fact("walk away above", money(walk.quote), "red bold" if walk.beyond else "bold"))
        marks.append(("✗", walk.quote, "red"))
    mine = negotiation.my_price
    if mine is not None:
        rows.append(Fact("my price", money(mine), "accent bold"))
        marks.append(("▲", mine.amount, "accent"))
    else:
        rows.append(Fact("my price", "locked" if lock.locked else "not named", "amber" if lock.locked else "muted"))
    cells: list[Block | None] = [heading("An hour", "before fees"), facts(rows)]
    if len(marks) > 1:
        cells += [gap(), scale(marks)]
    if mine is None:
        cells += [gap(), note(lock.reason, "amber", "▲")] if lock.locked else []
    cells += [note(one, "amber", "▲") for one in lock.warnings] if mine is None else []
    if market is not None:
        cells.append(note(f"Range from {market.source}, {formats.full_date(market.found_at)}."))
    cells += [gap(), note(walk.sentence, "red" if walk.beyond else "muted")]
    if bids.rates.advice:
        cells.append(note(bids.rates.advice))
    return stack(*cells)


def terms_block(terms: Terms | None, currency: str) -> Block:
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
