"""The figures of a task, its editable inputs, and the decision about it: drop, keep or outsource."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

from outsource_tui.domain.arithmetic import ZERO, Step, Unit, shown_number
from outsource_tui.domain.economics import Verdict, judge
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.formats import figure, shown_day
from outsource_tui.domain.money import Money
from outsource_tui.domain.observed import Observed
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.overhead import DAYS, Brake, Management, brake, default_limits, management_of_week
from outsource_tui.domain.settings import Settings
from outsource_tui.domain.stages import unanswered
from outsource_tui.domain.task import Decision, Offer, PriceModel, Shortfall, Task
from outsource_tui.domain.text import clean_line
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import counted, listed, local_day, quoted
from outsource_tui.services.task_figures import OwnHours, Price, TaskFigures, TaskLog, figures_of

Word = Literal["drop", "keep", "outsource"]
_ESTIMATES = {
    "hours": "hours",
    "ratio": "hours_ratio",
    "review_share": "review_share",
    "coordination_hours": "coordination_hours",
    "persons": "persons",
    "reserve_share": "reserve_share",
    "set_up_hours": "set_up_hours",
    "test_fees": "test_fees",
    "billing_lost": "billing_lost",
    "review_promised": "review_promised",
}
"""Inputs that are kept with the task's estimates, and the field each is kept in."""
_OFFER = ("model", "rate", "amount", "period", "share", "budget", "fee")
_MONEY = ("rate", "amount", "budget", "test_fees", "billing_lost", "hourly_value")
_SHARES = ("share", "fee", "review_share", "reserve_share", "review_promised")
INPUTS = ("hourly_value", *_ESTIMATES, *_OFFER)
"""Every input that can be typed in place."""


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
    part_time: str
    """What part-time changes, or empty (S0-02)."""
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


class VerdictService:
    """Figures, inputs and decisions of tasks."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk
        self.log = TaskLog(desk)

    # ---- figures -------------------------------------------------------------------------------------------------

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
        settings = self.desk.settings
        lines = tuple(self._input_line(step, figures) for step in verdict.input_steps if step.key != "times")
        known = [step for step in verdict.input_steps if step.value is not None]
        return VerdictView(
            task,
            verdict,
            figures.observed,
            figures.price,
            figures.own,
            (*lines, *self._more_lines(figures)),
            figures.notes,
            sum(step.basis == "measured" for step in known),
            len(known),
            part_time_line(settings),
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

    def _input_line(self, step: Step, figures: TaskFigures) -> InputLine:
        locked = ""
        key = step.key
        if key == "measured_review":
            locked = "Your review time comes from the log; correct its entries instead."
        elif key == "measured_coordination":
            locked = "Your coordination time comes from the log; correct its entries instead."
        elif key == "hours" and figures.task.baseline_hours:
            locked = "Your hours were frozen when the work was given away, so that the verdict stays comparable."
        elif key == "set_up_hours" and step.basis == "measured":
            locked = "Your set-up time comes from the log; correct its entries instead."
        return InputLine(key, step.label, step.shown(), step.basis, locked, _raw(step))

    def _more_lines(self, figures: TaskFigures) -> tuple[InputLine, ...]:
        task, inputs = figures.task, figures.inputs
        offer = "estimated" if figures.price.source in ("none", "estimate") else "measured"
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

    # ---- inputs --------------------------------------------------------------------------------------------------

    def set_input(self, task: Task, key: str, value: Any) -> Task:
        """Type one input of the verdict ("85", "20 %", "1,5", None or "" clears it) and return the task.

        A price typed while a bid or terms are known stands from then on; clearing it takes theirs again. The hourly
        value is kept in the settings, for every task.
        """
        if key not in INPUTS:
            locked = next((one.locked for one in self.view(task).inputs if one.key == key and one.locked), "")
            raise InputError(locked or f"“{key}” is not an input of the verdict.", field=key)
        figures = self.figures(task)
        line = next((one for one in self.view(task).inputs if one.key == key and one.locked), None)
        if line is not None:
            raise NotYetError(line.locked, field=key)
        typed = self._typed(key, value)
        if key == "hourly_value":
            settings = self.desk.settings
            self.desk.save("Set what your hour is worth", edited(settings, hourly_value=typed))
            return self.desk.get(Task, task.id)
        changed = task
        derived = figures.price.source in ("quote", "agreed")
        if key in _OFFER:
            changed = self._with_offer(task, figures, key, typed)
        else:
            field = _ESTIMATES[key]
            if key == "persons" and typed is None:
                typed = 1
            elif key == "persons":
                if typed != typed.to_integral_value() or typed < 1:
                    raise InputError("The number of people is a whole number from 1 on.", field=key, hint="1")
                typed = int(typed)
            changed = edited(task, estimates=edited(task.estimates, **{field: typed}))
            if key == "ratio" and derived and typed is not None:
                changed = edited(changed, offer=self._pinned(task, figures))
        if changed == task:
            return task
        return self.desk.save_one(f"Set {_LABELS.get(key, key)} of {quoted(task.title)}", changed)

    def take_theirs(self, task: Task) -> Task:
        """Let the best bid or the agreed terms count again instead of the price I typed, and return the task."""
        return self.desk.save_one(
            f"Take their price for {quoted(task.title)}", edited(task, offer=edited(task.offer, pinned=False))
        )

    def set_offer(self, task: Task, **values: Any) -> Task:
        """Set several parts of the expected price at once (model, rate, amount, period, share, budget, fee)."""
        return self.desk.save_one(
            f"Set the price of {quoted(task.title)}", edited(task, offer=edited(task.offer, **values))
        )

    def _with_offer(self, task: Task, figures: TaskFigures, key: str, typed: Any) -> Task:
        derived = figures.price.source in ("quote", "agreed")
        if typed is None and task.offer.pinned and key != "fee":
            return edited(task, offer=edited(task.offer, pinned=False, **{key: None}))
        offer = self._pinned(task, figures) if derived else task.offer
        if typed is None:
            typed = {"model": "hourly", "period": "month", "fee": ZERO}.get(key)
        return edited(task, offer=edited(offer, **{key: typed}))

    def _pinned(self, task: Task, figures: TaskFigures) -> Offer:
        """Return what they ask as an offer of mine that stands from now on."""
        ask, currency = figures.price.ask, self.desk.settings.currency

        def money(amount: Decimal | None) -> Money | None:
            return None if amount is None else Money(amount, currency)

        # The amount falls due once a month then: what they ask for its own period is already scaled to it.
        return made(
            Offer,
            model=ask.model,
            rate=money(ask.rate),
            amount=money(ask.amount * ask.times if ask.amount is not None else None),
            period="month",
            share=ask.share,
            budget=money(ask.budget * ask.times if ask.budget is not None else None),
            fee=figures.price.fee,
            source="estimate",
            pinned=True,
        )

    def _typed(self, key: str, value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if key == "model":
            return _choice(key, value, get_args(PriceModel))
        if key == "period":
            return _choice(key, value, ("once", "week", "month", "quarter", "year"))
        if key in _MONEY:
            money = value if isinstance(value, Money) else None
            if money is None:
                money = Money.parse(str(value).removesuffix("/h"), self.desk.settings.currency)
            if money.amount < 0 or (money.amount == 0 and key in ("rate", "hourly_value")):
                raise InputError(f"{_LABELS[key].capitalize()} has to be above zero.", field=key, hint="40")
            return money
        number, percent = _number(key, value)
        if key in _SHARES:
            # "20 %", "20" and "0.2" all say the same.
            share = number / 100 if percent or (isinstance(value, str) and number >= 1) else number
            if share > 1 and key != "review_share":
                raise InputError(f"{_LABELS[key].capitalize()} cannot be above 100 %.", field=key, hint="20 %")
            return share
        if percent:
            raise InputError(f"{_LABELS[key].capitalize()} is a number, not a percentage.", field=key)
        if number == 0 and key in ("ratio", "hours"):
            raise InputError(f"{_LABELS[key].capitalize()} has to be above zero.", field=key, hint="1")
        return number

    # ---- the decision --------------------------------------------------------------------------------------------

    def why_not(self, task: Task, verdict: Word) -> str | None:
        """Return what is missing before that decision can be taken, or None."""
        if verdict != "outsource":
            return None
        left = unanswered(task)
        if left:
            wait = "waits" if len(left) == 1 else "wait"
            return f"{counted(len(left), 'question')} of the review still {wait} for an answer; walk the review first."
        if task.reviewed_at is None:
            return "The review is not finished yet; walk it to its end first."
        if task.crossed_at is None:
            return "The cross-out pass comes first; go through what speaks against outsourcing it."
        if not task.better_use.strip():
            return "Write down a better use of this time first; without one there is no point in buying it."
        if task.shortfall is None:
            return "Give the reason first: skill, speed, time, dislike, or another in words."
        if task.shortfall == "other" and not task.shortfall_text.strip():
            return "Say in words what the reason is."
        return None

    def objection(self, task: Task, verdict: Word) -> str | None:
        """Return why that decision goes against the figures and so wants a typed reason, or None."""
        if verdict == "drop":
            return None
        suggestion = self.judge(task).suggestion
        if suggestion.verdict is None:
            if verdict == "keep":
                return None
            return f"The figures cannot tell yet: {suggestion.reason} Say why you outsource it anyway."
        if suggestion.verdict == verdict:
            return None
        words = {"outsource": "outsourcing it", "keep": "keeping it", "drop": "dropping it"}
        because = _clause(suggestion.reason)
        return f"The figures suggest {words[suggestion.verdict]}: {because}. Say why you decide otherwise."

    def decide(self, task: Task, verdict: Word, *, reason: str = "", look_again: date | None = None) -> Task:
        """Take the decision and return the task; earlier decisions are kept.

        NotYetError names what is missing before outsourcing; RuleError asks for a reason against the figures. What is
        kept gets a date to look again; what is dropped keeps the hours a month it frees (N07).
        """
        if verdict not in get_args(Word):
            raise InputError("Decide drop, keep or outsource.", field="verdict")
        missing = self.why_not(task, verdict)
        if missing is not None:
            raise NotYetError(missing)
        reason = clean_line(reason)
        objection = self.objection(task, verdict)
        if objection is not None and not reason:
            raise RuleError(objection, field="reason")
        if verdict != "outsource" and any(one.ended_at is None for one in self._engagements(task)):
            raise NotYetError("Somebody is working on it right now; end the engagement first.")
        return self.desk.save_one(
            f"Decide to {verdict} {quoted(task.title)}", self.decided(task, verdict, reason, look_again)
        )

    def decided(self, task: Task, verdict: Word, reason: str, look_again: date | None = None) -> Task:
        """Return the task with that decision in place, not saved, its earlier one kept."""
        now = self.desk.now()
        settings = self.desk.settings
        hours = self.figures(task).hours.value
        if verdict == "keep" and look_again is None:
            look_again = now.date() + timedelta(days=settings.look_again_days)
        decision = made(
            Decision,
            verdict=verdict,
            decided_at=now,
            reason=reason or self._own_reason(task, verdict),
            look_again=look_again,
            hours=max(ZERO, hours) if hours is not None else None,
        )
        earlier = (*task.earlier_decisions, task.decision) if task.decision is not None else task.earlier_decisions
        return edited(task, decision=decision, earlier_decisions=earlier)

    def reopen(self, task: Task) -> Task:
        """Take the decision back, keeping it in the history, and return the task."""
        if task.decision is None:
            raise NotYetError("Nothing is decided about this task yet.")
        if any(one.ended_at is None for one in self._engagements(task)):
            raise NotYetError("Somebody is working on it right now; end the engagement first.")
        earlier = (*task.earlier_decisions, task.decision)
        return self.desk.save_one(
            f"Think again about {quoted(task.title)}", edited(task, decision=None, earlier_decisions=earlier)
        )

    def _own_reason(self, task: Task, verdict: Word) -> str:
        """Return the reason the figures give, for a decision that follows them."""
        from outsource_tui.playbook import loader

        titles = {one.key: one.title for one in loader.cross_outs()}
        standing = [titles[key].lower() for key, cross in task.cross_outs.items() if cross.stands]
        if verdict == "keep" and standing:
            return listed(standing)
        if verdict == "drop":
            return "not needed"
        suggestion = self.judge(task).suggestion
        return suggestion.reason if suggestion.verdict == verdict else ""

    def _engagements(self, task: Task) -> list[Engagement]:
        return [one for one in self.desk.all(Engagement) if one.task == task.id and one.started_at is not None]

    # ---- for engagements -----------------------------------------------------------------------------------------

    def with_baseline(self, task: Task) -> Task:
        """Return the task with its hours frozen as they are now, not saved; unchanged when frozen or unknown."""
        if task.baseline_hours is not None:
            return task
        hours = self.figures(task).hours.value
        if hours is None:
            return task
        return edited(task, baseline_hours=hours, baseline_at=self.desk.now())

    def without_baseline(self, task: Task) -> Task:
        """Return the task with its hours measured again, not saved, for work that came back to me."""
        return edited(task, baseline_hours=None, baseline_at=None)

    def predicted_overhead(self, task: Task) -> Decimal | None:
        """Return the own hours a month (once) the verdict expects from the estimates, as kept with an engagement."""
        from dataclasses import replace

        inputs = replace(self.figures(task).inputs, measured_review=None, measured_coordination=None)
        return judge(inputs).overhead

    # ---- sparingly -----------------------------------------------------------------------------------------------

    def management(self) -> Management:
        """Return my hours of managing in the last seven days and their share of my week (S0-04)."""
        now = self.desk.now()
        first = now.date() - timedelta(days=DAYS - 1)
        minutes = 0
        for engagement in self.desk.all(Engagement):
            minutes += sum(
                one.review_minutes or 0
                for one in engagement.deliveries
                if one.delivered_at.astimezone(now.tzinfo).date() >= first
            )
            talks = [(one.at, one.minutes or 0) for one in engagement.check_ins]
            talks += [(one.at, one.minutes) for one in engagement.asked_anyway]
            minutes += sum(spent for at, spent in talks if at.astimezone(now.tzinfo).date() >= first)
        return management_of_week(
            self.desk.rows, now.date(), self.desk.settings.week_hours, unlogged_hours=Decimal(minutes) / 60
        )

    def brake(self, task: Task | None = None) -> Brake:
        """Return whether opening one more engagement (on `task`, with its overhead) goes over my limits (N03)."""
        settings = self.desk.settings
        open_now = sum(one.ended_at is None for one in self.desk.all(Engagement))
        return brake(
            open_now,
            default_limits(settings.full_time, settings.max_open, settings.max_management),
            self.management(),
            week_hours=settings.week_hours,
            more_hours_a_month=self.predicted_overhead(task) if task is not None else None,
        )

    def recent_miss(self) -> str:
        """Return the warning after a miss of mine in the last 90 days (a setting), or empty (S0-03)."""
        now = self.desk.now()
        days = self.desk.settings.bad_experience_days
        misses = [one for one in self.desk.all(Outcome) if one.kind == "miss" and now - one.at <= timedelta(days=days)]
        if not misses:
            return ""
        last = max(misses, key=lambda one: (one.at, one.id))
        what = f" ({last.what})" if last.what else ""
        on = shown_day(local_day(last.at, now), now.date())
        return f"Your last miss was on {on}{what}: what would you do differently?"

    def cautions(self, task: Task) -> tuple[str, ...]:
        """Return what speaks for doing it sparingly right now: limits, part-time, a recent miss (S0-02..04)."""
        settings = self.desk.settings
        found = [*self.brake(task).reasons, part_time_line(settings), self.recent_miss()]
        return tuple(one for one in found if one)

    def give_shortfall(self, task: Task, shortfall: Shortfall | None, text: str = "") -> Task:
        """Say for which reason this is outsourced at all (S0-08) and return the task."""
        if shortfall == "other" and not clean_line(text):
            raise InputError("Say in words what the reason is.", field="shortfall_text")
        return self.desk.save_one(
            f"Give a reason for {quoted(task.title)}", edited(task, shortfall=shortfall, shortfall_text=text)
        )


_LABELS = {
    "hourly_value": "what your hour is worth",
    "hours": "your hours",
    "ratio": "their hours for one of yours",
    "rate": "their rate",
    "amount": "their price",
    "period": "how often it falls due",
    "model": "the price model",
    "share": "their share of the budget",
    "budget": "the budget",
    "fee": "the platform fee",
    "review_share": "the review",
    "coordination_hours": "the coordination",
    "persons": "the number of people",
    "reserve_share": "the reserve",
    "set_up_hours": "the set-up",
    "test_fees": "the test fees",
    "billing_lost": "the billing you lose",
    "review_promised": "the review you promised",
}


def part_time_line(settings: Settings) -> str:
    """Return what freelancing on the side changes, printed beside each verdict (S0-02); empty for full-time."""
    if settings.full_time:
        return ""
    return (
        f"Part-time, {shown_number(settings.week_hours)} h a week: at most {settings.open_limit} open "
        f"engagement{'s' if settings.open_limit != 1 else ''} and "
        f"{shown_number(settings.management_limit * 100)} % of the week on managing."
    )


def _clause(reason: str) -> str:
    """Return a reason of the figures as it stands after a colon."""
    return reason.rstrip(".") if reason.startswith("it ") or "cross-out" in reason else f"it {reason}"


def _choice(key: str, value: Any, choices: tuple[str, ...]) -> str:
    said = str(value).strip().casefold()
    if said not in choices:
        raise InputError(f"{_LABELS[key].capitalize()} is one of {listed(choices, 'or')}.", field=key, hint=choices[0])
    return said


def _number(key: str, value: Any) -> tuple[Decimal, bool]:
    """Return the number of what was typed ("1.5", "1,5", "20 %") and whether it was said in percent."""
    text = str(value).strip()
    percent = text.endswith("%")
    text = text.removesuffix("%").removesuffix("h").strip().replace(",", ".")
    # Decimal takes underscores, exponents and other scripts' figures, none of which people mean here.
    if not (text.isascii() and text.replace(".", "", 1).isdigit()):
        said = str(value)[:40]
        raise InputError(f"“{said}” does not fit {_LABELS[key]}; type a number like 1.5.", field=key, hint="1.5")
    try:
        return Decimal(text), percent
    except InvalidOperation as error:
        raise InputError(f"“{str(value)[:40]}” is not a number.", field=key) from error


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
