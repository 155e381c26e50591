"""The list of Identify: activities and tasks in one order, with both Paretos as bars."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

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
    duration,
    hours,
    line,
    percent,
    status,
)
from outsource_tui.ui.widgets.arranged import Separator
from outsource_tui.ui.widgets.columns import Cell, Column, bar_cell

if TYPE_CHECKING:
    from outsource_tui.domain.task import Task
    from outsource_tui.services.identify import Activities, ActivityLine
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
    from outsource_tui.playbook import loader

    identify = services.identify
    tasks = {task.id: task for task in identify.all_tasks(archived=True)}
    kinds = {one.key: one.label for one in loader.kinds()}

    def words_of(task_id: str | None) -> str:
        """Return what a task is found by besides its name: kind of work, client, project."""
        task = tasks.get(task_id or "")
        return f"{kinds.get(task.category, task.category)} {task.client} {task.project}" if task is not None else ""

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
            rest.append(_activity_row(one, "archived", most, words_of(one.task), minor=True))
            continue
        first = one.in_stress if by_stress else one.in_time
        sign = Piece("!", "amber") if one.task in due else Piece("▲", "amber") if one.both else None
        minor = not (one.in_time or one.in_stress)
        row = _activity_row(one, one.word, most, words_of(one.task), minor=minor, sign=sign)
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
        row = _task_row(services, task, word, words_of(task.id), due=task.id in due)
        (done if word in DECIDED else waiting).append(row)
    rows = heavy + waiting + rest + done + pauses
    separators: list[Separator] = []
    if kept == "all" and heavy:
        separators.append(Separator(len(heavy), _pareto_line(found, by_stress, room)))
    return rows, separators


def _by_stress(row: Listed) -> float:
    return -((row.activity.activity.stress_seconds or 0) if row.activity is not None else 0)


def _wanted(task: "Task", kept: Kept, word: str) -> bool:
    archived = task.archived_at is not None
    if kept == "archived" or archived:
        return archived and kept in ("archived", "tasks")
    if kept == "client":
        return task.origin == "client"
    if kept == "decided":
        return word in DECIDED
    return True


def _activity_row(
    one: "ActivityLine", word: str, most: tuple[float, float], words: str, *, minor: bool, sign: Piece | None = None
) -> Listed:
    activity = one.activity
    stressed = activity.stress_seconds
    return Listed(
        f"a:{activity.key}",
        activity.name,
        one,
        one.task,
        one.month_hours,
        None if not activity.seconds and activity.without_length else activity.seconds,
        None if one.time_share is None else activity.work_seconds / most[0],
        None if stressed is None else stressed / most[1],
        state_of(word, not minor),
        minor,
        sign,
        f"{activity.name} {one.task_title} {word} {words}",
    )


def _task_row(services: "Services", task: "Task", word: str, words: str, *, due: bool) -> Listed:
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
        f"{task.title} {word} {words}",
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


def columns(known: bool, roomy: bool = False) -> tuple[Column[Listed], ...]:
    """Return the columns of the list; `known`: a month can be told from the log, `roomy`: the names fit easily."""
    flex, least = (1, 36) if roomy else (10, 20)
    return (
        Column("activity", "  activity", _name, flex=flex, least=least, sort=lambda row: row.name.casefold()),
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
