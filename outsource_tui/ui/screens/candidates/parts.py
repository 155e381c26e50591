"""What Candidates shows: the columns of the comparison, and what stands under it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain.candidate import CRITERIA, Criterion
from outsource_tui.ui.paint import clip, fit, line_width, width_of, wrap_pieces
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    BETWEEN,
    DONE,
    MIND,
    OPEN,
    UNKNOWN,
    Line,
    Piece,
    Status,
    bar,
    count,
    literal,
    money,
    money_with_currency,
    number,
    status,
)
from outsource_tui.ui.widgets.blocks import Block, heading, note, prose, side_by_side, stack
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.domain.posting_clock import Clock
    from outsource_tui.services.comparison_table import ComparisonTable, NextQuestion, Row
    from outsource_tui.services.postings import PostingView
    from outsource_tui.services.side_by_side import SideBySide

LABELS: dict[Criterion, str] = {
    "speed": "speed",
    "effort": "effort",
    "skills": "skills",
    "credibility": "cred.",
    "answers": "answers",
    "test": "test",
}
TYPED = frozenset("012345")
IN_THE_TABLE = frozenset(
    {"Stage", "Total", "Could be", "Scored", "Speed", "Effort", "Skills", "Credibility", "Answers", "Trial"}
)
_STAGES: dict[str, Status] = {
    "applied": status(OPEN, "applied"),
    "shortlist": status(OPEN, "short list", "blue"),
    "asked": status(BETWEEN, "asked", "blue"),
    "answered": status(ACTIVE, "answered", "blue"),
    "testing": status(BETWEEN, "testing", "amber"),
    "returned": status(ACTIVE, "test back", "amber"),
    "tested": status(DONE, "tested"),
    "chosen": status(DONE, "chosen"),
    "declined": status(AGAINST, "declined", "muted"),
    "archived": status(AGAINST, "archived", "muted"),
}


class CandidateRow(NamedTuple):
    """One candidate in the table, with what the row says about their stage."""

    key: str
    row: "Row"
    stage: Status
    leads: bool
    out: bool


def candidate_rows(table: "ComparisonTable", stages: Mapping[str, str]) -> list[CandidateRow]:
    """Return the rows of the comparison, ranked."""
    return [
        CandidateRow(
            row.candidate.id,
            row,
            _STAGES[stages[row.candidate.id]],
            row.candidate.id in table.leaders,
            row.candidate.declined_at is not None or row.candidate.archived_at is not None,
        )
        for row in table.rows
    ]


def score_text(score: Decimal | None) -> str:
    """Return a score as a whole number, or with one digit where it is a mean."""
    if score is None:
        return UNKNOWN
    return number(score) if score == score.to_integral_value() else number(score, 1)


def range_text(row: "Row") -> str:
    """Return the totals the unknown cells still allow."""
    if row.lowest is None or row.highest is None:
        return UNKNOWN
    if row.lowest == row.highest:
        return number(row.lowest, 1)
    return f"{number(row.lowest, 1)} – {number(row.highest, 1)}"


def columns(weights: "dict[Criterion, Decimal]", one_off: bool) -> list[Column[CandidateRow]]:
    """Return the columns; each criterion with its weight in the head."""
    found: list[Column[CandidateRow]] = [
        Column(
            "name",
            "candidate",
            lambda r: Cell(r.row.name, "accent bold" if r.leads else ""),
            flex=2,
            least=9,
            sort=lambda r: r.row.name.casefold(),
        ),
        Column("stage", "status", lambda r: Cell(r.stage.text, r.stage.role), width=12, drop=4),
    ]
    for place, criterion in enumerate(CRITERIA):
        found.append(_criterion_column(criterion, weights[criterion], place))
    found += [
        Column(
            "total",
            "total",
            lambda r: Cell(number(r.row.total, 2), "accent bold" if r.leads else "bold"),
            width=6,
            align="right",
            sort=lambda r: r.row.total if r.row.total is not None else Decimal(-1),
            falling=True,
        ),
        Column("range", "could be", lambda r: Cell(range_text(r.row), "muted"), width=9, align="right", drop=5),
        Column(
            "price",
            "once" if one_off else "a month",
            _price_cell,
            width=10,
            align="right",
            drop=3,
            sort=lambda r: r.row.price.amount if r.row.price is not None else Decimal(10) ** 12,
        ),
    ]
    return found


def _price_cell(row: CandidateRow) -> Cell:
    if row.row.price is None:
        return Cell(UNKNOWN, "blue")
    return Cell(money(row.row.price), "amber" if row.row.over_budget else "")


def _criterion_column(criterion: Criterion, weight: Decimal, place: int) -> Column[CandidateRow]:
    def cell(row: CandidateRow) -> Cell:
        found = row.row.cells[criterion]
        if found.score is None:
            return Cell(UNKNOWN, "blue")
        return Cell(score_text(found.score), "" if found.source == "typed" else "muted")

    shown = f"{LABELS[criterion]}·{weight.normalize():f}"
    return Column(
        criterion,
        shown,
        cell,
        width=max(7, len(shown)),
        align="right",
        typed=TYPED,
        drop=1 if place < 4 else 0,
        sort=lambda row: row.row.cells[criterion].score or Decimal(0),
        falling=True,
    )


def verdict_block(table: "ComparisonTable", questions: int) -> Block:
    """Return who leads, how firm that is, and the next `questions` cells to find out about (N10, N11)."""
    cells: list[Block | None] = []
    if table.leader_line:
        firm = ("✓", "accent") if table.figures.robust and len(table.leaders) == 1 else ("▲", "amber")
        cells.append(
            prose((f"{firm[0]} ", firm[1]), (table.leader_line, "bold"), (f"  {table.sensitivity_line}", "muted"))
        )
    cells += [_question(one) for one in table.questions[:questions]]
    left = len(table.questions) - questions
    costs = ""
    if table.test_costs.amount:
        costs = f"the tests cost {money_with_currency(table.test_costs)} together"
    more = f"{count(left, 'more cell')} to find out" if left > 0 and questions else ""
    if said := "; ".join(part for part in (more, costs) if part):
        cells.append(note(f"  {said}"))
    return stack(*cells)


def _question(one: "NextQuestion") -> Block:
    moves = f"moves the total by up to {number(one.swing, 1)}" + (
        ", may change who leads" if one.can_change_leader else ""
    )

    def draw(width: int) -> list[Line]:
        lead = (Piece(f"{UNKNOWN} ", "blue"), Piece(clip(literal(one.sentence), width - 2)))
        room = width - line_width(lead) - width_of(moves)
        if room < 2:
            return [lead]
        return [(*lead, Piece(" " * room), Piece(moves, "amber" if one.can_change_leader else "muted"))]

    return draw


def side_block(found: "SideBySide") -> Block:
    """Return the marked candidates beside each other: what the table above does not tell, the best figure lit."""
    rows = [(label, values) for label, values in found.rows if label not in IN_THE_TABLE]
    columns = [
        (name, [_beside(values[place], place in found.best.get(label, ())) for label, values in rows])
        for place, name in enumerate(found.names)
    ]
    return stack(heading("Side by side"), side_by_side([label for label, _values in rows], columns, most=3))


def _beside(text: str, best: bool) -> Piece:
    return Piece(UNKNOWN, "blue") if text == "unknown" else Piece(text, "accent" if best else "")


def posting_block(views: "Sequence[PostingView]", most: int) -> Block:
    """Return the clocks of the open postings, a line each: how much should be in by now, and what to do (N09).

    Those that ask for something come first; beyond `most` they are counted.
    """
    running = [(view, view.clock) for view in views if view.clock is not None]
    running.sort(key=lambda pair: pair[1].advice == "wait")
    names = max((width_of(literal(view.platform)) for view, _clock in running[:most]), default=0)

    def row(view: "PostingView", clock: "Clock") -> Block:
        advice = {"wait": BETWEEN, "choose": ACTIVE, "repost": MIND}[clock.advice]

        def draw(width: int) -> list[Line]:
            label = fit(literal(view.platform), min(names, max(8, width // 4)))
            track = bar(clock.expected_share, 16, "bar") if width >= 70 else ()
            head = (Piece(f"{advice.glyph} ", advice.role), Piece(label, "muted"), Piece("  "), *track)
            words = f"  {clock.whole_hours} h old, {view.applied} applied  ".removeprefix("" if track else "  ")
            lines = wrap_pieces((*head, Piece(words, "muted"), Piece(clock.text, advice.role)), width - 2)
            return [each if not number else (Piece("  "), *each) for number, each in enumerate(lines)]

        return draw

    left = len(running) - most
    more = note(f"  and {count(left, 'more posting')}; 3 shows them") if left > 0 else None
    return stack(*(row(view, clock) for view, clock in running[:most]), more)
