"""The side pane of Identify: the verdict with its arithmetic, what flips it, and what comes next."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

from outsource_tui.domain.arithmetic import DAYS_A_MONTH
from outsource_tui.ui.paint import line_width
from outsource_tui.ui.screens.identify.list import Listed
from outsource_tui.ui.show import MIND, OUT, Piece, count, hours, line, money, number, percent, relative_day
from outsource_tui.ui.widgets.blocks import Block, Fact, facts, gap, heading, keys_line, note, plain, prose, stack
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.domain.task import Task
    from outsource_tui.services.services import Services
    from outsource_tui.services.verdict_figures import InputLine, VerdictView

_BASES = {
    "measured": Piece("● measured", "accent"),
    "estimated": Piece("◐ estimate", "amber"),
    "default": Piece("○ default", "muted"),
}
_LABELS = {
    "hourly_value": "your hour",
    "hours": "your hours",
    "ratio": "their hours ×",
    "rate": "their rate",
    "amount": "their price",
    "times": "falls due ×",
    "share": "their share",
    "budget": "of a budget of",
    "fee": "platform fee",
    "review_share": "review",
    "measured_review": "review",
    "coordination_hours": "coordinate/wk",
    "measured_coordination": "coordinate",
    "persons": "people",
    "reserve_share": "reserve",
    "set_up_hours": "set-up",
    "test_fees": "test fees",
    "model": "price model",
    "period": "price is for",
    "billing_lost": "billing lost",
    "review_promised": "review owed",
}
_CLOSE = Decimal("0.25")
_DECIDED = {"drop": ("✗ dropped", "amber"), "keep": ("● you keep it", "muted"), "outsource": ("→ goes out", "accent")}
_SUGGESTED = {"drop": ("✗ drop", "amber"), "keep": ("● keep", "amber"), "outsource": ("→ outsource", "accent")}


def input_columns() -> tuple[Column["InputLine"], ...]:
    """Return the columns of the inputs: what it is, its value, what it rests on."""
    return (
        Column("label", "input", _label, least=11),
        Column("value", "value", _value, width=9, align="right"),
        Column("basis", "rests on", _basis, width=10),
    )


def short_label(row: "InputLine") -> str:
    """Return what an input is called where there is little room."""
    return _LABELS.get(row.key, row.label)


def _label(row: "InputLine") -> Cell:
    if not row.flips:
        return Cell(short_label(row), "muted")
    return Cell(pieces=line((f"{short_label(row)} ", "muted"), (MIND.glyph, "amber")))


def _basis(row: "InputLine") -> Cell:
    if row.value == "unknown":
        return Cell("? not said", "blue")
    return Cell(pieces=(_BASES.get(row.basis, Piece("")),))


def _value(row: "InputLine") -> Cell:
    if row.value == "unknown":
        return Cell("?", "blue")
    return Cell(row.value.replace(" people", ""))


def signed_role(value: Decimal | None, late: str = "") -> str:
    """Return the role of a figure that is good above zero."""
    if value is None:
        return "blue"
    return "accent bold" if value > 0 else "red bold" if value < 0 else late


def verdict_facts(view: "VerdictView") -> list[Fact | None]:
    """Return the arithmetic of a verdict, line by line (N01)."""
    verdict = view.verdict
    inputs = verdict.inputs
    price = _ask(view)
    reserve = number(inputs.reserve_share * 100)
    once = inputs.one_off
    client = inputs.contract == "client"
    paid = [
        Fact(price, money(verdict.price), _known(verdict.price)),
        Fact(f"reserve {reserve} %", money(verdict.reserve), _known(verdict.reserve)),
    ]
    lost = [Fact("billing you lose", money(inputs.billing_lost), _known(inputs.billing_lost))]
    rows: list[Fact | None] = [
        Fact("your hours, once" if once else "your hours a month", hours(inputs.hours), _known(inputs.hours)),
        Fact("their hours", hours(verdict.their_hours), _known(verdict.their_hours)),
        *(lost if client else paid),
        Fact("review", hours(verdict.review_hours), _known(verdict.review_hours)),
        Fact("coordinate", hours(verdict.coordination_hours), _known(verdict.coordination_hours)),
        None,
        Fact("net time", hours(verdict.net_hours, signed=True), signed_role(verdict.net_hours)),
        Fact("net value", money(verdict.value, signed=True), signed_role(verdict.value)),
    ]
    even = verdict.break_even
    if even is not None and even.months is not None:
        rows.append(Fact("pays back in", _while(even.months), "amber" if even.months > 3 else ""))
        if even.repeats is not None:
            rows.append(Fact("or after", f"{count(ceil(even.repeats), 'time')}"))
    elif even is not None and once:
        rows.append(Fact("left after set-up", money(even.left, signed=True), signed_role(even.left)))
    elif even is not None:
        rows.append(Fact("pays back", "never", "amber"))
    if verdict.walk.quote is not None and inputs.ask.model == "hourly":
        rows.append(Fact("walk away above", f"{money(verdict.walk.quote)}/h", ""))
    elif verdict.walk.share is not None:
        rows.append(Fact("walk away above", f"{percent(verdict.walk.share)} of budget", ""))
    elif verdict.walk.amount is not None:
        rows.append(Fact("walk away above", money(verdict.walk.amount), ""))
    return rows


def _while(months: Decimal) -> str:
    """Return a length in months, in days while it is less than one."""
    return f"{number(months, 1)} months" if months >= 1 else count(max(1, ceil(months * DAYS_A_MONTH)), "day")


def _known(value: object) -> str:
    return "" if value is not None else "blue"


def _ask(view: "VerdictView") -> str:
    """Return how the price is made up: rate, project, flat fee or a share of a budget, fee included (S3-10)."""
    ask, fee = view.verdict.inputs.ask, view.verdict.inputs.fee
    if ask.model == "hourly":
        words = f"price at {money(ask.rate)}" if ask.rate is not None else "price"
    elif ask.model == "percentage":
        words = f"price, {percent(ask.share)} of budget" if ask.share is not None else "price, share of budget"
    else:
        words = f"price, {ask.model}"
    return f"{words} +{number(fee * 100)} %" if fee and ask.model in ("hourly", "project", "flat") else words


def _title(task: "Task") -> list[Block]:
    """Return what the paper is about, which an activity's row may not say, and what is decided."""
    word, role = ("verdict so far", "muted") if task.decision is None else _DECIDED[task.decision.verdict]
    return [plain(((task.title, "bold"),)), plain(((word, role),)), gap()]


def flip_note(view: "VerdictView") -> Block | None:
    """Return the one input that flips the verdict, as a sentence."""
    text = view.flip
    flip = view.verdict.flip
    if flip is not None:
        change = percent(abs(flip.change))
        text = f"{text[:1].upper()}{text[1:]} ({change} {'less' if flip.change < 0 else 'more'})."
        # A verdict that a fifth more or less turns round is to be handled with care.
        return note(text, *(("amber", "▲") if abs(flip.change) <= _CLOSE else ("muted", "○")))
    return note(f"{text[:1].upper()}{text[1:]}.", "muted")


def task_blocks(
    services: "Services",
    task: "Task",
    view: "VerdictView",
    today: date,
    *,
    brief: bool = False,
    tight: bool = False,
    alike: Sequence[str] = (),
) -> Block:
    """Return the whole paper about a task; `brief`: only what its inputs lead to, `tight`: in two lines."""
    verdict = view.verdict
    if brief:
        return stack(
            facts(
                [
                    ("net time", hours(verdict.net_hours, signed=True), signed_role(verdict.net_hours)),
                    ("net value", money(verdict.value, signed=True), signed_role(verdict.value)),
                ]
            ),
            gap(),
            *(() if tight else (_missing_note(view) or flip_note(view), gap())),
        )
    return stack(
        *_title(task),
        facts(verdict_facts(view)),
        gap(),
        *_conclusion(task, view),
        gap(),
        *_what_next(services, task, view),
        alike_note(alike),
        *_around(services, task, today),
    )


def _missing_note(view: "VerdictView") -> Block | None:
    missing = len(view.verdict.missing)
    return note(f"{count(missing, 'input')} not said yet.", "blue", "?") if missing else None


def _conclusion(task: "Task", view: "VerdictView") -> list[Block | None]:
    """Return what the figures say, or what they lack, and what would turn them round."""
    decision, suggestion = task.decision, view.verdict.suggestion
    blocks: list[Block | None] = []
    if decision is not None and decision.reason:
        blocks += [note(f"Because {decision.reason[:1].lower()}{decision.reason[1:]}"), gap()]
    elif decision is None and suggestion.verdict is not None:
        word, role = _SUGGESTED[suggestion.verdict]
        blocks += [prose((word, role + " bold"), (f"  {suggestion.reason}.", "")), gap()]
    warnings = [note(one, "amber", "▲") for one in suggestion.warnings]
    if view.verdict.missing:
        lacking = [note(part.sentence, "blue", "?") for part in view.verdict.missing]
        return [*blocks, *lacking, *warnings, prose(("i", "accent"), (" types what is missing", "muted"))]
    measured = plain(((f"{view.measured_line}, ", "muted"), ("i", "accent"), (" edits", "muted")))
    return [*blocks, flip_note(view), *warnings, gap(), measured]


def _what_next(services: "Services", task: "Task", view: "VerdictView") -> list[Block | None]:
    """Return the next step with its key, whom to ask first, and what speaks for doing it sparingly."""
    step = services.identify.next_step(task)
    if step.key in ("kept", "dropped"):
        return [prose((f"{step.sentence} ", ""), ("v", "accent"), (" decides anew.", "muted"))]
    ask = services.identify.ask_first(task)
    mind = (*services.verdicts.cautions(task), *view.notes)
    return [
        prose(("o", "accent"), (f" {step.sentence}", "")),
        note(ask, "blue", "○") if ask and ask != step.sentence else None,
        *(note(text, "amber", MIND.glyph) for text in mind),
    ]


def _around(services: "Services", task: "Task", today: date) -> list[Block | None]:
    """Return what else is known about a task."""
    blocks: list[Block | None] = []
    decision = task.decision
    known: list[Fact] = []
    if decision is not None and decision.look_again is not None:
        late = decision.look_again <= today
        on = relative_day(decision.look_again, today)
        known.append(Fact("look again", f"{'! ' if late else ''}{on}", "amber" if late else ""))
    if decision is not None and decision.verdict == "drop" and decision.hours:
        known.append(
            Fact("frees, once" if task.recurrence == "once" else "frees a month", hours(decision.hours), "accent")
        )
    felt = services.identify.line(task)
    if felt.liking is not None:
        loved = felt.liking >= services.settings.get().love_from
        known.append(Fact("you like it", f"{'♥ ' if loved else ''}{_of_five(felt.liking)}", "accent" if loved else ""))
    if felt.skill is not None:
        known.append(Fact("your skill", _of_five(felt.skill)))
    if felt.stress is not None:
        known.append(Fact("stress", _of_five(felt.stress), "amber" if felt.stress >= 3 else ""))
    if felt.postponed:
        known.append(Fact("put off", "once" if felt.postponed == 1 else f"{felt.postponed} times", "amber"))
    if task.answers:
        yes = sum(one.answer == "yes" for one in task.answers.values())
        known.append(Fact("answered yes", f"{yes} of {len(task.answers)}"))
    if task.supplier is not None:
        sums = f"{task.supplier.freelancer_sum} to {task.supplier.agency_sum}"
        known.append(Fact("who", f"{task.supplier.kind} ({sums})"))
    if task.responsibility is not None:
        words = {"under_me": "under you", "with_client": "with the client", "no_client": "no client"}
        known.append(Fact("contract", words[task.responsibility.structure]))
    if task.origin == "client":
        lines = services.identify.client_questions(task)
        answered = sum(bool(one.answer) for one in lines)
        known.append(Fact("the client said", f"{answered} of {len(lines)}", "" if answered else "amber"))
    if task.shortfall is not None:
        known.append(Fact("reason", task.shortfall_text or task.shortfall))
    if known:
        blocks += [gap(), facts(known)]
    if task.better_use:
        blocks += [note(f"Better: {task.better_use}", "accent", "♥")]
    for one in services.identify.cross_outs(task):
        if one.decided is not None and one.decided.stands:
            again = one.decided.look_again
            when = f"; look again {relative_day(again, today)}" if again is not None else ""
            blocks.append(note(f"{one.title}{when}", "red", "✗"))
    if task.origin == "client":
        card = services.identify.contract(task)
        if card.sentence:
            blocks += [gap(), note(card.sentence, "blue", OUT.glyph)]
    return blocks


def alike_note(names: Sequence[str]) -> Block | None:
    """Return which texts look like the highlighted one, so that it is not counted in pieces."""
    if not names:
        return None
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return note(f"Looks like “{names[0]}”{more}; M merges them.", "blue", "○")


def activity_blocks(row: Listed, message: str, alike: Sequence[str]) -> Block:
    """Return the paper about an activity that is not on the list of tasks yet."""
    one = row.activity
    assert one is not None
    activity = one.activity
    known: list[Fact | None] = [
        Fact("your hours a month", hours(one.month_hours), _known(one.month_hours)),
        Fact("entries", number(activity.entries)),
        Fact("of your time", percent(one.time_share), _known(one.time_share)),
        Fact("of your stress", percent(activity.stress_share), _known(activity.stress_share)),
        None,
        Fact("you like it", _of_five(activity.liking), _known(activity.liking)),
        Fact("your skill", _of_five(activity.skill), _known(activity.skill)),
        Fact("stress", _of_five(activity.stress), _known(activity.stress)),
        Fact(
            "put off",
            f"{activity.postponed} times" if activity.postponed != 1 else "once",
            "amber" if activity.postponed else "",
        ),
    ]
    where = (
        "in both Paretos: look at it first"
        if one.both
        else (
            "one of the few that hold most of your time"
            if one.in_time
            else "one of the few behind most of your stress"
            if one.in_stress
            else ""
        )
    )
    return (
        stack(
            heading("Not on your list yet"),
            facts(known),
            gap(),
            note(f"{where[:1].upper()}{where[1:]}.", "amber", "▲") if where else None,
            alike_note(alike),
            note(message, "blue", "?") if message else None,
            gap() if where or alike or message else None,
            note("Answer the six questions and the verdict builds up here."),
            gap(),
            keys_line(("r", "review it")),
            keys_line(("t", "make it a task")),
            keys_line(("l", "link it to one you have")),
        )
        if not activity.only_breaks
        else stack(heading("A break"), facts(known[:2]), gap(), note("Breaks are in the sums, not in the Paretos."))
    )


def _of_five(value: float | None) -> str:
    return "?" if value is None else f"{number(value, 1)} of 5"


def verdict_line(view: "VerdictView | None", row: Listed | None, width: int) -> list[Piece]:
    """Return the verdict in one line of that width, for terminals without room for the side pane."""
    if row is None:
        return []
    if view is None:
        return list(
            line(
                ("not on your list yet  ", "muted"),
                ("r", "accent"),
                (" review  ", "muted"),
                ("t", "accent"),
                (" make it a task", "muted"),
            )
        )
    verdict = view.verdict
    pieces = list(
        line(
            ("net time ", "muted"),
            (hours(verdict.net_hours, signed=True), signed_role(verdict.net_hours)),
            ("   net value ", "muted"),
            (money(verdict.value, signed=True), signed_role(verdict.value)),
        )
    )
    if verdict.suggestion.verdict is None:
        return [*pieces, Piece("   "), Piece(verdict.suggestion.reason, "blue")]
    word, role = _SUGGESTED[verdict.suggestion.verdict]
    if view.word is not None:
        word, role = _DECIDED[view.word]
    more = [Piece("   enter", "accent"), Piece(" shows why", "muted")]
    pieces += [Piece("   "), Piece(word, role)]
    return pieces + more if line_width([*pieces, *more]) <= width else pieces
