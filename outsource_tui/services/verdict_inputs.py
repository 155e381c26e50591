"""The inputs of a verdict as they are typed in place: numbers, shares, money and choices as people write them."""

from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from outsource_tui.domain.arithmetic import ZERO
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.money import Money
from outsource_tui.domain.task import Offer, PriceModel, Task
from outsource_tui.services.desk import edited, made
from outsource_tui.services.phrases import listed, quoted
from outsource_tui.services.task_figures import TaskFigures
from outsource_tui.services.verdict_figures import VerdictFigures

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


class InputVerbs(VerdictFigures):
    """Typing an input, or letting what was measured count again."""

    def set_input(self, task: Task, key: str, value: Any) -> Task:
        """Type one input of the verdict ("85", "20 %", "1,5", None or "" clears it) and return the task.

        A price typed while a bid or terms are known stands from then on; clearing it takes theirs again. Frozen hours
        stay while somebody works on it; after that typing or clearing them ends the freeze. The hourly value is kept
        in the settings, for every task.
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
            if key == "hours":
                # The work came back to me: from here on the log counts again.
                changed = edited(changed, baseline_hours=None, baseline_at=None)
            if key == "ratio" and derived and typed is not None:
                changed = edited(changed, offer=self._pinned(figures))
        if changed == task:
            return task
        return self.desk.save_one(f"Set {_LABELS.get(key, key)} of {quoted(task.title)}", changed)

    def take_theirs(self, task: Task) -> Task:
        """Let the best bid or the agreed terms count again instead of the price I typed, and return the task."""
        return self.desk.save_one(
            f"Take their price for {quoted(task.title)}", edited(task, offer=edited(task.offer, pinned=False))
        )

    def _with_offer(self, task: Task, figures: TaskFigures, key: str, typed: Any) -> Task:
        derived = figures.price.source in ("quote", "agreed")
        if typed is None and task.offer.pinned and key != "fee":
            return edited(task, offer=edited(task.offer, pinned=False, **{key: None}))
        offer = self._pinned(figures) if derived else task.offer
        if typed is None:
            typed = {"model": "hourly", "period": "month", "fee": ZERO}.get(key)
        return edited(task, offer=edited(offer, **{key: typed}))

    def _pinned(self, figures: TaskFigures) -> Offer:
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
