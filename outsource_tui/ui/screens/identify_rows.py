"""What the lists of Identify show: activities and tasks in one order, questions, cross-outs, entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from outsource_tui.domain import formats
from outsource_tui.ui.show import (
    ACTIVE,
    AGAINST,
    BETWEEN,
    DONE,
    NOT_KNOWN,
    OPEN,
    OUT,
    UNKNOWN,
    Line,
    Piece,
    Status,
    clock_length,
    clock_time_of,
    duration,
    hours,
    line,
    money,
    number,
    percent,
    relative_day,
    status,
)
from outsource_tui.ui.widgets.record_table import Cell, Column, Separator, bar_cell

if TYPE_CHECKING:
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.services.identify import Activities, ActivityLine, CrossOutLine, NextAction, QuestionView
    from outsource_tui.services.services import Services

Order = Literal["both", "time", "stress"]
Kept = Literal["all", "tasks", "client", "decided", "archived"]

ORDERS: tuple[tuple[Order, str], ...] = (
    ("both", "what is in both Paretos first"),
    ("time", "time"),
    ("stress", "stress"),
)
SHOWN: tuple[tuple[Kept, str], ...] = (
    ("all", "everything"),
    ("tasks", "tasks only"),
    ("client", "portions of client projects"),
    ("decided", "what is decided"),
    ("archived", "archived tasks"),
)
PERIODS: tuple[tuple[str, str], ...] = (
    ("month", "last 30 days"),
    ("quarter", "last three months"),
    ("year", "last year"),
    ("all", "all of the log"),
    ("week", "last 7 days"),
)
DECIDED = frozenset(("drop", "keep", "outsource", "brief", "posted", "choose", "engaged", "finished"))
_STAGES: dict[str, Status] = {
    "new": status(OPEN, "to review"),
    "in review": status(BETWEEN, "in review"),
    "cross out": status(BETWEEN, "cross out"),
    "decide": status(BETWEEN, "decide"),
    "drop": status(AGAINST, "drop", "amber"),
    "keep": status(ACTIVE, "keep", "muted"),
    "outsource": OUT,
    "brief": status(OUT, "brief"),
    "posted": status(OUT, "posted"),
    "choose": status(OUT, "choose"),
    "engaged": status(OUT, "engaged"),
    "finished": status(DONE, "finished", "muted"),
}
_TO_REVIEW = status(NOT_KNOWN, "review")
_NOTHING = Status("", "", "")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list: an activity, a task without entries, or an activity that counts for a task."""

    key: str
    name: str
    activity: "ActivityLine | None"
    task: str | None
    month: Decimal | None
    seconds: float | None
    """Logged in the period, where hours a month cannot be told yet."""
    time: float | None
    """Length of its bar, the longest being 1."""
    stress: float | None
    state: Status
    minor: bool
    sign: Piece | None
    search: str

    @property
    def task_title(self) -> str:
        """The name of its task, or its own."""
        return (self.activity.task_title if self.activity is not None else "") or self.name


def state_of(word: str, heavy: bool) -> Status:
    """Return how far a task is, or that a heavy activity waits for its review."""
    if word:
        return _STAGES.get(word, status(OPEN, word))
    return _TO_REVIEW if heavy else _NOTHING


def list_rows(
    found: "Activities",
    services: "Services",
    *,
    order: Order,
    kept: Kept,
    room: int = 80,
) -> tuple[list[Listed], list[Separator]]:
    """Return the rows in the wanted order, and the lines that say what the few at the top hold."""
    identify = services.identify
    tasks = {task.id: task for task in identify.all_tasks(archived=True)}
    due = {one.task.id for one in identify.look_agains(due_only=True)}
    most = (
        max((one.activity.work_seconds for one in found.lines), default=0) or 1,
        max((one.activity.stress_seconds or 0 for one in found.lines), default=0) or 1,
    )
    heavy: list[Listed] = []
    rest: list[Listed] = []
    pauses: list[Listed] = []
    seen: set[str] = set()
    by_stress = order == "stress"
    for one in found.lines:
        activity = one.activity
        if one.task is not None:
            seen.add(one.task)
        if kept != "all":
            task = tasks.get(one.task or "")
            if task is None or not _wanted(task, kept, one.word):
                continue
        elif one.task is not None and (task := tasks.get(one.task)) is not None and task.archived_at is not None:
            rest.append(_activity_row(one, "archived", most, minor=True))
            continue
        first = one.in_stress if by_stress else one.in_time
        sign = Piece("!", "amber") if one.task in due else Piece("▲", "amber") if one.both else None
        row = _activity_row(one, one.word, most, minor=not (one.in_time or one.in_stress), sign=sign)
        (pauses if activity.only_breaks else heavy if first else rest).append(row)
    if by_stress:
        heavy.sort(key=_by_stress)
        rest.sort(key=_by_stress)
    elif order == "both":
        heavy.sort(key=lambda row: not (row.activity is not None and row.activity.both))
    waiting: list[Listed] = []
    done: list[Listed] = []
    for task in tasks.values():
        if task.id in seen:
            continue
        word = identify.line(task).word
        if (task.archived_at is None) != (kept != "archived") or not _wanted(task, kept, word):
            continue
        row = _task_row(services, task, word, task.id in due)
        (done if word in DECIDED else waiting).append(row)
    rows = heavy + waiting + rest + done + pauses
    separators: list[Separator] = []
    if kept == "all" and heavy:
        separators.append(Separator(len(heavy), _pareto_line(found, by_stress, room)))
    return rows, separators


def _by_stress(row: Listed) -> float:
    return -((row.activity.activity.stress_seconds or 0) if row.activity is not None else 0)


def _wanted(task: object, kept: Kept, word: str) -> bool:
    archived = getattr(task, "archived_at", None) is not None
    if kept == "archived" or archived:
        return archived and kept in ("archived", "tasks")
    if kept == "client":
        return getattr(task, "origin", "") == "client"
    if kept == "decided":
        return word in DECIDED
    return True


def _activity_row(
    one: "ActivityLine", word: str, most: tuple[float, float], *, minor: bool, sign: Piece | None = None
) -> Listed:
    activity = one.activity
    stressed = activity.stress_seconds
    return Listed(
        f"a:{activity.key}",
        activity.name,
        one,
        one.task,
        one.month_hours,
        activity.seconds,
        activity.work_seconds / most[0],
        None if stressed is None else stressed / most[1],
        state_of(word, not minor),
        minor,
        sign,
        f"{activity.name} {one.task_title} {word}",
    )


def _task_row(services: "Services", task: object, word: str, due: bool) -> Listed:
    from outsource_tui.domain.task import Task

    assert isinstance(task, Task)
    figure = services.verdicts.figures(task).hours.value
    return Listed(
        f"t:{task.id}",
        task.title,
        None,
        task.id,
        figure,
        None,
        None,
        None,
        state_of(word, False),
        word in DECIDED,
        Piece("!", "amber") if due else None,
        f"{task.title} {task.client} {task.project} {word}",
    )


def _pareto_line(found: "Activities", by_stress: bool, room: int) -> Line:
    chosen = found.stress if by_stress else found.time
    keys = set(chosen.keys)
    shares: list[float | None] = []
    work = sum(one.activity.work_seconds for one in found.lines) or 1
    for one in found.lines:
        if one.key in keys:
            shares.append(one.activity.work_seconds / work if by_stress else one.activity.stress_share)
    known = [share for share in shares if share is not None]
    few = f"{chosen.activities} of {chosen.of}"
    part = percent(chosen.activities / max(1, chosen.of))
    first, second = ("stress", "time") if by_stress else ("time", "stress")
    verb = "holds" if chosen.activities == 1 else "hold"
    most, also = percent(chosen.share), percent(sum(known)) if known else ""
    held = f"{few} activities ({part}) {verb} {most} of your {first}"
    held += f" and {also} of your {second}" if also else ""
    if len(held) + 2 > room:
        held = f"{few} ({part}) {verb} {most} of your {first}" + (f", {also} of your {second}" if also else "")
    if len(held) + 2 > room:
        held = f"{few} {verb} {most} of {first}" + (f", {also} of {second}" if also else "")
    rule = "─" * max(0, min(3, (room - len(held) - 2) // 2))
    return line((rule, "rule"), (f" {held} ", "muted"), (rule, "rule"))


def columns(known: bool) -> tuple[Column[Listed], ...]:
    """Return the columns of the list; `known` tells whether a month can be told from the log."""
    return (
        Column("activity", "  activity", _name, flex=10, least=20, sort=lambda row: row.name.casefold()),
        Column(
            "month",
            "month" if known else "logged",
            _month,
            width=8,
            align="right",
            sort=lambda row: float(row.month) if row.month is not None else None,
            falling=True,
        ),
        Column(
            "time",
            "time",
            lambda row: bar_cell(row.time, text=_time_share(row)),
            least=10,
            drop=2,
            sort=lambda row: row.time,
            falling=True,
        ),
        Column(
            "stress",
            "stress",
            lambda row: bar_cell(row.stress, "amber", _stress_share(row)),
            least=10,
            drop=3,
            sort=lambda row: row.stress,
            falling=True,
        ),
        Column("verdict", "verdict", lambda row: Cell(row.state.text.strip(), row.state.role), width=11, drop=1),
    )


def _name(row: Listed) -> Cell:
    sign = Piece(f"{row.sign.text} ", row.sign.role) if row.sign is not None else Piece("  ")
    return Cell(pieces=(sign, Piece(row.name, "muted" if row.minor else "")))


def _time_share(row: Listed) -> str:
    share = row.activity.time_share if row.activity is not None else None
    return "" if share is None else percent(share)


def _stress_share(row: Listed) -> str:
    share = row.activity.activity.stress_share if row.activity is not None else None
    return "" if share is None else percent(share)


def _month(row: Listed) -> Cell:
    if row.month is not None:
        return Cell(hours(row.month), "" if row.activity is not None else "muted")
    if row.activity is not None and row.seconds is not None:
        return Cell(duration(row.seconds), "muted")
    return Cell(UNKNOWN, "blue")


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
        Column("task", "next actions", lambda row: Cell(row.task.title), least=14),
        Column("what", "what comes next", lambda row: Cell(row.sentence, "muted"), flex=3, least=34),
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
