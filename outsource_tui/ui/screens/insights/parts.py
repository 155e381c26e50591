"""What Insights shows: months won back, own hours expected and real, outcomes, hit rates, the log, love."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain.arithmetic import ZERO, Step, shown_number
from outsource_tui.playbook import loader
from outsource_tui.ui.paint import fit
from outsource_tui.ui.show import (
    UNKNOWN,
    Line,
    Piece,
    count,
    day,
    duration,
    hours,
    literal,
    money,
    month,
    number,
    percent,
    spark,
)
from outsource_tui.ui.widgets.blocks import (
    AS_ONE,
    BarRow,
    Block,
    Fact,
    bars,
    calendar,
    facts,
    gap,
    heading,
    note,
    plain,
    prose,
    stack,
    title,
    within,
)
from outsource_tui.ui.widgets.columns import Cell, Column, bar_cell

if TYPE_CHECKING:
    from outsource_tui.domain.ledger import Ledger, MonthWon
    from outsource_tui.domain.overhead import Management
    from outsource_tui.services.insights import HeatMap, LoveMonth, OverheadLine, WeeklyReview
    from outsource_tui.services.ledgers import EngagementFigures
    from outsource_tui.services.track_records import HitRate

STRATEGIES = {"0": "none", "1": "one", "2": "two", "3": "all three"}


FEW_MONTHS = 6
"""So many months are bars; more of them become a line of blocks."""


def _net_role(value: Decimal | None) -> str:
    return "blue" if value is None else "red" if value < 0 else "accent"


# Months


class MonthRow(NamedTuple):
    """One month: hours given away less my own, and the money."""

    month: str
    name: str
    share: float
    won: "MonthWon"


def month_rows(won: "Sequence[MonthWon]", today: date) -> list[MonthRow]:
    """Return the months, the newest first, each with its net hours as a share of the most."""
    most = max((abs(one.net) for one in won), default=ZERO)
    rows = []
    for one in reversed(won):
        first = date.fromisoformat(f"{one.month}-01")
        name = month(first) if first.year == today.year else f"{month(first)[:3]} {first.year}"
        rows.append(MonthRow(one.month, name, float(abs(one.net) / most) if most else 0.0, one))
    return rows


def month_columns() -> list[Column[MonthRow]]:
    """Return the columns of the months."""
    return [
        Column("month", "month", lambda r: Cell(r.name, "muted"), width=10),
        Column("bar", "", lambda r: bar_cell(r.share, "red" if r.won.net < 0 else "accent"), least=6, drop=2),
        Column("given", "given away", lambda r: Cell(hours(r.won.given), "muted"), width=10, align="right", drop=4),
        Column("own", "your own", lambda r: Cell(hours(r.won.own), "muted"), width=10, align="right", drop=3),
        Column(
            "net",
            "won back",
            lambda r: Cell(hours(r.won.net, signed=True), _net_role(r.won.net)),
            width=10,
            align="right",
        ),
        Column(
            "money",
            "in money",
            lambda r: Cell(money(r.won.money, signed=True), _net_role(r.won.money)),
            width=11,
            align="right",
            drop=1,
        ),
    ]


# Expected and real


class OverheadRow(NamedTuple):
    """One engagement with own hours as expected and as they came."""

    id: str
    title: str
    line: "OverheadLine"


def overhead_columns() -> list[Column[OverheadRow]]:
    """Return the columns of expected and real own hours."""

    def difference(row: OverheadRow) -> Cell:
        found = row.line.comparison
        if found is None:
            return Cell("not yet", "muted")
        return Cell(hours(found.difference, signed=True), "amber" if found.difference > 0 else "accent")

    def factor(row: OverheadRow) -> Cell:
        found = row.line.comparison
        if found is None or found.factor is None:
            return Cell("")
        return Cell(f"{number(found.factor, 1)} ×", "amber" if found.factor > 1 else "accent")

    return [
        Column("title", "own hours a month", lambda r: Cell(r.title), flex=1, least=10),
        Column(
            "expected", "expected", lambda r: _hours_cell(r.line.predicted, "muted"), width=9, align="right", drop=1
        ),
        Column("real", "real", lambda r: _hours_cell(r.line.measured, ""), width=9, align="right"),
        Column("difference", "difference", difference, width=10, align="right", drop=2),
        Column("factor", "", factor, width=6, align="right", drop=3),
    ]


def _hours_cell(value: Decimal | None, role: str) -> Cell:
    return Cell(UNKNOWN, "blue") if value is None else Cell(hours(value), role)


# Outcomes


class OutcomeRow(NamedTuple):
    """One hit or miss."""

    id: str
    engagement: str
    hit: bool
    at: date
    what: str
    who: str
    cause: str
    lesson: str
    today: date


def outcome_columns() -> list[Column[OutcomeRow]]:
    """Return the columns of hits and misses."""
    return [
        Column(
            "kind",
            "",
            lambda r: Cell("✓ hit" if r.hit else "✗ miss", "accent" if r.hit else "red"),
            width=6,
            sort=lambda r: r.hit,
        ),
        Column("what", "hits and misses", lambda r: Cell(r.what), flex=2, least=10),
        Column("who", "who", lambda r: Cell(r.who, "muted"), flex=1, least=8, drop=2, sort=lambda r: r.who.casefold()),
        Column("cause", "why", lambda r: Cell(r.cause, "muted"), width=18, drop=1, sort=lambda r: r.cause),
        Column("at", "when", lambda r: Cell(day(r.at, r.today), "muted"), width=7, align="right", drop=3),
    ]


def cause_words(cause: str | None, as_asked: bool | None) -> str:
    """Return why it missed, or whether a hit was just what was asked for."""
    if cause is not None:
        return next((one.label for one in loader.miss_causes() if one.key == cause), cause)
    return {True: "just as asked", False: "not quite", None: ""}[as_asked]


# The log and what I love


def heat_block(found: "HeatMap", until: date) -> Block:
    """Return the log as a calendar of shades."""
    levels = {one.day: one.level for one in found.days}
    logged = f"{count(found.days_logged, 'day')}, {duration(found.seconds)} in {len(found.weeks)} weeks"
    weeks = len(found.weeks)
    return within(max(AS_ONE, weeks * 2 + 4), heading("Your log", logged), calendar(levels, until, weeks=weeks))


def love_block(trend: "Sequence[LoveMonth]") -> Block:
    """Return the share of hours on work I love by month, with a mark where an engagement started."""
    known = [one for one in trend if one.share is not None]
    if not known:
        return stack(
            heading("Work you love", "nothing said yet"),
            note("Say how you like it as you log, :like or 1 to 5; then the trend shows here."),
        )
    last = known[-1]
    right = f"{percent(last.share)} of {hours(last.hours)}"
    grown = ""
    if len(known) > 1 and last.share is not None and known[-2].share is not None:
        points = (last.share - known[-2].share) * 100
        grown = f", {number(points, 0, signed=True)} points since {month(_first(known[-2].month))}"

    if len(trend) <= FEW_MONTHS:
        rows = [
            BarRow(
                month(_first(one.month))[:3],
                None if one.share is None else float(one.share),
                f"{percent(one.share)}{f'  ▲ {one.started} began' if one.started else ''}",
                "accent",
            )
            for one in reversed(trend)
        ]
        return within(AS_ONE, heading("Work you love", right + grown), bars(rows, most=AS_ONE))

    def draw(width: int) -> list[Line]:
        cells = max(1, min(len(trend), width // 5))
        shown = trend[-cells:]
        glyphs = spark([one.share for one in shown])
        top, marks, names = [], [], []
        for place, one in enumerate(shown):
            # A share is of the whole: a full block is all of the hours, whatever the other months were.
            full = "▁▂▃▄▅▆▇█"[min(7, int(float(one.share) * 7.999))] if one.share is not None else glyphs[place]
            top.append(Piece(f"{full * 3}  ", "accent"))
            marks.append(Piece("▲    " if one.started else "     ", "blue"))
            names.append(Piece(fit(month(_first(one.month))[:3], 5), "muted"))
        lines: list[Line] = [tuple(top), tuple(names)]
        if any(one.started for one in shown):
            lines.append((*marks, Piece(" an engagement began", "muted")))
        return lines

    return within(AS_ONE, heading("Work you love", right + grown), draw)


def _first(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


# The side


def total_block(total: "Ledger", currency: str) -> Block:
    """Return all engagements together."""
    rows: list[Fact | None] = [
        Fact("given away", hours(total.given), "blue" if total.given is None else ""),
        Fact("your own on it", hours(total.own_total)),
        None,
        Fact("won back", hours(total.net, signed=True), f"{_net_role(total.net)} bold"),
        Fact("paid", money(total.paid, currency)),
    ]
    if total.value is not None:
        rows.append(Fact("in money", money(total.value, currency, signed=True), f"{_net_role(total.value)} bold"))
    if total.management_cost is not None:
        rows.append(Fact("managing cost you", money(total.management_cost, currency), "muted"))
    return stack(title("All engagements"), facts(rows), gap())


def week_block(managed: "Management", limit: Decimal, freed: Decimal, review: "WeeklyReview") -> Block:
    """Return the share of my week that managing takes, hours freed by dropping, and the weekly look back."""
    much = managed.share is not None and managed.share > limit
    share = float(managed.share / limit) if managed.share is not None and limit > 0 else None
    figure = f"{percent(managed.share)} of {percent(limit)}"
    rows: list[Fact | None] = [
        Fact("managing", hours(managed.hours)),
        Fact("dropping frees", f"{hours(freed)} a month"),
    ]
    return stack(
        title("Your week"),
        bars([BarRow("limit", share, figure, "red" if much else "amber" if (share or 0) > 0.8 else "bar")]),
        facts(rows),
        note("More than you allow yourself; give one back before you take another.", "red", "▲") if much else None,
        prose(("✓ ", "accent"), ("You looked back this week.", "muted"))
        if review.done
        else prose(("w ", "accent"), ("Look back on this week ?", "blue")),
        gap(),
    )


def rates_block(whole: "HitRate", groups: "Iterable[tuple[str, Sequence[HitRate]]]") -> Block:
    """Return hit rates, always with how many they rest on (S2-15, S2-16)."""
    right = f"{whole.hits} of {whole.n} hit" if whole.n else "no outcome yet"
    cells: list[Block | None] = [title("Hit rate", right)]
    if not whole.n:
        return stack(*cells, note("Record a hit or a miss on an engagement; then you see what works for you."))
    for name, found in groups:
        if not found:
            continue
        cells.append(plain(((name, "muted bold"),)))
        cells.append(
            bars(
                [
                    BarRow(
                        f"  {one.name}",
                        one.rate,
                        f"{one.hits} of {one.n}" if one.n else "none yet",
                        "accent" if (one.rate or 0) >= 0.5 else "amber",
                        "" if one.n else "muted",
                    )
                    for one in found
                ]
            )
        )
    return stack(*cells, gap())


def causes_block(found: "Sequence[HitRate]") -> Block | None:
    """Return why things missed, most often first."""
    if not found:
        return None
    return stack(title("Why they missed"), facts([Fact(one.name, f"{one.misses}") for one in found]))


def total_steps(lines: Iterable[tuple[str, "Ledger"]], total: "Ledger") -> tuple[Step, ...]:
    """Return the net time of each engagement, and their sum."""
    steps = []
    for name, ledger in lines:
        given = "?" if ledger.given is None else f"{shown_number(ledger.given)} h"
        steps.append(Step(literal(name), f"{given} − {shown_number(ledger.own_total)} h", ledger.net, "computed", "h"))
    steps.append(Step("won back in all", "the sum of those known", total.net, "computed", "h"))
    if total.value is not None:
        steps.append(Step("in money", "at your hourly value, less what was paid", total.value, "computed", "money"))
    return tuple(steps)


def overhead_steps(figures: "EngagementFigures", line: "OverheadLine") -> tuple[Step, ...]:
    """Return where the real own hours of an engagement come from, held against what was expected."""
    own = figures.own_hours(line.engagement)
    steps = [
        Step(f"your {key}", "as logged and noted", own[key], "measured", "h")
        for key in ("review", "redo", "coordination")
        if key in own
    ]
    days = figures.days_run(line.engagement)
    scaled = "in all" if figures.one_off(line.engagement) else f"over {shown_number(days, 1)} days, as a month"
    steps.append(Step("real", scaled, line.measured, "computed", "h"))
    steps.append(
        Step("expected", "review and coordination, as the verdict counted them", line.predicted, "estimated", "h")
    )
    if line.comparison is not None:
        steps.append(Step("difference", "real − expected", line.comparison.difference, "computed", "h"))
    return tuple(steps)
