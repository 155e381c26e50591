"""A task's verdict for the screen: figures, inputs with what they rest on, both contracts side by side (N01)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import Step, Unit, shown_number
from outsource_tui.domain.economics import Verdict, judge
from outsource_tui.domain.formats import figure
from outsource_tui.domain.observed import Observed
from outsource_tui.domain.settings import Settings
from outsource_tui.domain.task import Task
from outsource_tui.services.desk import Desk, edited
from outsource_tui.services.task_figures import OwnHours, Price, TaskFigures, TaskLog, figures_of

Word = Literal["drop", "keep", "outsource"]


@dataclass(frozen=True, slots=True)
class InputLine:
    """One input as the screen lists it: its value, what it rests on, and why it cannot be typed ("" when it can)."""

    key: str
    label: str
    value: str
    basis: str
    locked: str
    raw: str
    """What the field starts with when it is edited."""
    flips: bool = False
    """It is the one whose smallest change flips the verdict."""


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A task's figures with where they are from, and what to say beside them."""

    task: Task
    verdict: Verdict
    observed: Observed
    price: Price
    own: OwnHours | None
    inputs: tuple[InputLine, ...]
    notes: tuple[str, ...]
    measured: int
    """How many of the counted inputs were measured."""
    counted: int
    word: Word | None
    """The decision taken, or None."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The arithmetic, line by line."""
        return self.verdict.steps

    @property
    def flip(self) -> str:
        """What would flip the verdict, in one sentence."""
        return self.verdict.flip_sentence()

    @property
    def measured_line(self) -> str:
        """Such as "measured 2 of 12 inputs"."""
        return f"measured {self.measured} of {self.counted} inputs"


@dataclass(frozen=True, slots=True)
class BothWays:
    """A client's portion under me and under the client's own contract, side by side (S0-11..15)."""

    under_me: Verdict
    with_client: Verdict
    hours_spared: Decimal | None
    """Own hours a month (once) the client's own contract spares me."""
    money_spared: Decimal | None
    """Those hours at my hourly value: managing nobody pays me for."""
    better: Literal["under_me", "with_client", "tie"] | None


class VerdictFigures:
    """The figures of tasks."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk
        self.log = TaskLog(desk)

    def figures(self, task: Task) -> TaskFigures:
        """Return everything the figures of a task rest on."""
        return figures_of(self.desk, self.log, task)

    def judge(self, task: Task) -> Verdict:
        """Return the figures of a task as the domain works them out (N01)."""
        return judge(self.figures(task).inputs)

    def view(self, task: Task) -> VerdictView:
        """Return a task's figures for the screen: arithmetic, inputs with their basis, notes and the flip."""
        figures = self.figures(task)
        verdict = judge(figures.inputs)
        flip = verdict.flip.key if verdict.flip is not None else ""
        lines = tuple(self._input_line(step, figures, flip) for step in verdict.input_steps if step.key != "times")
        known = [step for step in verdict.input_steps if step.value is not None]
        return VerdictView(
            task,
            verdict,
            figures.observed,
            figures.price,
            figures.own,
            (*lines, *self._more_lines(figures)),
            (*figures.notes, *_log_against_estimate(figures), *_back_with_me(figures)),
            sum(step.basis == "measured" for step in known),
            len(known),
            task.decision.verdict if task.decision is not None else None,
        )

    def both_ways(self, task: Task) -> BothWays:
        """Return the figures with them under my contract and on the client's own, side by side (S0-13)."""
        inputs = self.figures(task).inputs
        mine, theirs = judge(inputs.under("mine")), judge(inputs.under("client"))
        spared = None if mine.overhead is None or theirs.overhead is None else mine.overhead - theirs.overhead
        worth = inputs.hourly_value
        better: Literal["under_me", "with_client", "tie"] | None = None
        if mine.value is not None and theirs.value is not None:
            under, with_client = mine.value, theirs.value
            better = "tie" if under == with_client else "under_me" if under > with_client else "with_client"
        return BothWays(
            mine, theirs, spared, None if spared is None or worth is None or worth <= 0 else spared * worth, better
        )

    def measured(self, task: Task) -> str:
        """Return how much of the verdict is measured, such as "measured 2 of 12 inputs"."""
        return self.view(task).measured_line

    def _input_line(self, step: Step, figures: TaskFigures, flip: str) -> InputLine:
        locked = ""
        key = step.key
        if key == "measured_review":
            locked = "Your review time comes from the log; correct its entries instead."
        elif key == "measured_coordination":
            locked = "Your coordination time comes from the log; correct its entries instead."
        elif key == "hours" and figures.task.baseline_hours and figures.is_out:
            locked = "Your hours were frozen when the work was given away, so that the verdict stays comparable."
        elif key == "set_up_hours" and step.basis == "measured":
            locked = "Your set-up time comes from the log; correct its entries instead."
        return InputLine(key, step.label, step.shown(), step.basis, locked, _raw(step), key == flip)

    def _more_lines(self, figures: TaskFigures) -> tuple[InputLine, ...]:
        task, inputs = figures.task, figures.inputs
        offer = {"none": "default", "estimate": "estimated"}.get(figures.price.source, "measured")
        lines: list[InputLine] = []
        if inputs.contract == "mine":
            lines.append(InputLine("model", "price model", inputs.ask.model, offer, "", inputs.ask.model))
            if inputs.ask.model != "hourly" and not inputs.one_off:
                period = task.offer.period
                lines.append(InputLine("period", "falls due", period, offer, "", period))
        if inputs.contract == "mine" and task.origin == "client":
            lost = Step("billing you lose", "", inputs.billing_lost, "estimated", "money", "billing_lost")
            promised = Step("review promised", "", inputs.review_promised, "estimated", "share", "review_promised")
            lines += [InputLine(one.key, one.label, one.shown(), one.basis, "", _raw(one)) for one in (lost, promised)]
        return tuple(lines)

    def with_baseline(self, task: Task) -> Task:
        """Return the task with its hours frozen as they are now, not saved; unchanged when frozen or unknown."""
        if task.baseline_hours is not None:
            return task
        hours = self.figures(task).hours.value
        if hours is None:
            return task
        return edited(task, baseline_hours=hours, baseline_at=self.desk.now())

    def predicted_overhead(self, task: Task) -> Decimal | None:
        """Return the own hours a month (once) the verdict expects from the estimates, as kept with an engagement."""
        from dataclasses import replace

        inputs = replace(self.figures(task).inputs, measured_review=None, measured_coordination=None)
        return judge(inputs).overhead


def _log_against_estimate(figures: TaskFigures) -> tuple[str, ...]:
    """Return what the log says by now where it no longer agrees with the hours that were typed."""
    typed, logged = figures.task.estimates.hours, figures.observed.hours
    if figures.task.baseline_hours is not None or not typed or logged is None or abs(logged - typed) * 20 <= typed:
        return ()
    each = "" if figures.inputs.one_off else " a month"
    said = f"Your log says {shown_number(logged, 1)} h{each}, not {shown_number(typed, 1)} h"
    return (f"{said}: clear your hours to go by it.",)


def _back_with_me(figures: TaskFigures) -> tuple[str, ...]:
    """Return what to do about hours frozen for work that nobody does for me any more."""
    if figures.task.baseline_hours is None or figures.is_out or figures.inputs.one_off:
        return ()
    return ("Nobody does it for you now: clear your hours to go by your log again.",)


def part_time_line(settings: Settings) -> str:
    """Return what freelancing on the side changes, printed beside each verdict (S0-02); empty for full-time."""
    if settings.full_time:
        return ""
    return (
        f"Part-time, {shown_number(settings.week_hours)} h a week: at most {settings.open_limit} open "
        f"engagement{'s' if settings.open_limit != 1 else ''} and "
        f"{shown_number(settings.management_limit * 100)} % of the week on managing."
    )


def _raw(step: Step) -> str:
    """Return what a field starts with: the plain number, a share in percent."""
    if step.value is None:
        return ""
    unit: Unit = step.unit
    if unit == "share":
        return f"{_plain(step.value * 100)} %"
    return _plain(step.value)


def _plain(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.0001')):f}"
    return figure(text.rstrip("0").rstrip(".") if "." in text else text)
