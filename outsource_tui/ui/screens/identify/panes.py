"""What stands under the list of Identify: questions, cross-outs, entries and next actions, row by row."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.domain import formats
from outsource_tui.ui.show import (
    AGAINST,
    BETWEEN,
    DONE,
    UNKNOWN,
    Line,
    Piece,
    clock_length,
    clock_time_of,
    line,
    money,
    number,
    percent,
    relative_day,
    status,
)
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.services.identify import CrossOutLine, NextAction, QuestionView

# Questions

ASKS = {
    "dislike": "Do you dislike doing this?",
    "unskilled": "Weak at it, no wish to get better?",
    "postponed": "Have you been putting it off?",
    "time_share": "Among the few that take your time?",
    "stress_share": "Among the few behind your stress?",
    "cheaper": "Cheaper than an hour of yours?",
}
ANSWERS = {
    "yes": status(DONE, "yes"),
    "no": status(AGAINST, "no", "muted"),
    "maybe": status(BETWEEN, "maybe"),
}


class Asked(NamedTuple):
    """A question of the review as its row shows it."""

    view: "QuestionView"
    open: bool
    """It is the first one without an answer."""


def question_columns() -> tuple[Column[Asked], ...]:
    """Return the columns of the review walk."""
    return (
        Column("ask", "", lambda row: Cell(ASKS[row.view.key], _asked_role(row)), width=34),
        Column("log", "", lambda row: Cell(short_evidence(row.view), _evidence_role(row)), least=18, drop=1),
        Column("answer", "", _answer, width=8),
    )


def _asked_role(row: Asked) -> str:
    return "" if row.open or row.view.answer is not None else "muted"


def _evidence_role(row: Asked) -> str:
    if row.view.suggested is None:
        return "muted"
    return "blue" if row.open or row.view.answer is not None else "muted"


def _answer(row: Asked) -> Cell:
    given = row.view.answer
    if given is not None:
        return Cell(ANSWERS[given.answer].text, ANSWERS[given.answer].role)
    suggested = row.view.suggested
    if not row.open:
        # What the log says to it, for whoever looks ahead.
        return Cell(f"{suggested}?" if suggested is not None else "", "muted")
    keys = [
        Piece(letter, "accent bold" if word == suggested else "")
        for letter, word in (("y", "yes"), ("n", "no"), ("m", "maybe"))
    ]
    return Cell(pieces=(keys[0], Piece(" "), keys[1], Piece(" "), keys[2]))


def short_evidence(view: "QuestionView") -> str:
    """Return what the log says to a question in a few words (N04)."""
    figures = view.evidence.figures
    match view.key:
        case "dislike" if "liking" in figures:
            return f"you like it {_mean(figures['liking'])} of 5"
        case "unskilled" if "skill" in figures:
            return f"your skill is {_mean(figures['skill'])} of 5"
        case "postponed":
            times, days = figures.get("times", 0), figures.get("days", 0)
            if not times and not days:
                return "never put off"
            late = "put off once" if times == 1 else f"put off {times} times" if times else "waiting"
            return f"{late}, {days} days" if days else late
        case "time_share" if "share" in figures:
            return f"{_share(figures['share'])} of your hours"
        case "stress_share" if "share" in figures:
            return f"{_share(figures['share'])} of your stress"
        case "cheaper" if "price" in figures:
            return f"{money(figures['price'])} against {money(figures['worth'])}"
        case "cheaper":
            return "no price yet"
        case "time_share":
            return "no time logged"
    return "you have not said"


def _mean(value: object) -> str:
    return number(float(str(value)), 1).removesuffix(".0")


def _share(value: object) -> str:
    return percent(float(str(value)))


# Cross-outs


def cross_columns() -> tuple[Column["CrossOutLine"], ...]:
    """Return the columns of the cross-out pass."""
    return (
        Column("title", "", lambda row: Cell(row.title), width=20, least=12),
        Column(
            "why", "", lambda row: Cell(cross_why(row), "blue" if row.decided is None else "muted"), least=16, drop=1
        ),
        Column("state", "", _cross_state, width=13),
    )


def cross_why(row: "CrossOutLine") -> str:
    """Return the kept reason, or what the figures say."""
    return (row.decided.reason or row.why) if row.decided is not None else row.why


def _cross_state(row: "CrossOutLine") -> Cell:
    if row.decided is None:
        if row.suggested is None:
            return Cell(pieces=line(("y", "accent"), " ", ("n", "accent")))
        return Cell("▲ against" if row.suggested else "○ not so", "amber" if row.suggested else "muted")
    if row.decided.stands:
        return Cell("✗ stands", "red")
    return Cell("✓ overruled" if row.suggested else "✓ not so", "accent")


# Entries and next actions


def entry_columns(today: date, *, of_task: bool = False) -> tuple[Column["LogRow"], ...]:
    """Return the columns of the entries of what is highlighted; those of an activity all say the same."""
    return (
        Column("day", "entries", lambda row: Cell(_day(row.day, today), "muted"), width=11),
        Column(
            "start",
            "start",
            lambda row: Cell(clock_time_of(row.start) if row.start else "", "muted"),
            width=formats.clock_cells(),
            drop=3,
        ),
        Column(
            "length",
            "length",
            lambda row: Cell(clock_length(row.seconds), "blue" if row.seconds is None else ""),
            width=6,
            align="right",
            sort=lambda row: row.seconds,
            falling=True,
        ),
        Column("text", "what", lambda row: Cell(row.text or row.project or row.client), flex=2, least=14)
        if of_task
        else Column("filed", "filed under", lambda row: Cell(filed(row), "muted"), flex=2, least=14),
        Column("felt", "felt", lambda row: Cell(pieces=felt(row)), width=27, drop=2),
    )


def filed(row: "LogRow") -> str:
    """Return project, client and tags of an entry, as the quick line takes them."""
    client = row.client if row.client.casefold() != row.project.casefold() else ""
    parts = [f"@{row.project}" if row.project else "", client]
    return " ".join(part for part in (*parts, *(f"+{tag}" for tag in row.tags)) if part)


def _day(day: str, today: date) -> str:
    try:
        return relative_day(date.fromisoformat(day), today)
    except ValueError:
        return UNKNOWN


def felt(row: "LogRow") -> Line:
    """Return how an entry felt, in a few words."""
    pieces: list[Piece] = []
    if row.liking is not None and row.liking >= 4:
        pieces.append(Piece("♥ like", "accent"))
    elif row.liking is not None and row.liking <= 2:
        pieces.append(Piece("✗ dislike", "red"))
    if row.postponed:
        pieces.append(Piece("▲ late", "amber"))
    if row.stress:
        pieces.append(Piece(f"stress {row.stress}", "amber" if row.stress >= 3 else "muted"))
    return tuple(_spaced(pieces))


def _spaced(pieces: Sequence[Piece]) -> Iterable[Piece]:
    for at, piece in enumerate(pieces):
        if at:
            yield Piece("  ")
        yield piece


def action_columns() -> tuple[Column["NextAction"], ...]:
    """Return the columns of the next actions."""
    return (
        Column("task", "next actions", lambda row: Cell(row.task.title), flex=2, least=14),
        Column("what", "what comes next", lambda row: Cell(row.sentence, "muted"), least=34),
        Column(
            "yes",
            "yes",
            lambda row: Cell(f"{row.yes} of 6"),
            width=6,
            align="right",
            drop=1,
            sort=lambda row: row.yes,
            falling=True,
        ),
    )
