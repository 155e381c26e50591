"""The inputs of a verdict one by one: which count, how they are shown, and which of them alone flips it (N01)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from outsource_tui.domain.arithmetic import ONE, ZERO, Step, Unit, shown_number, shown_value
from outsource_tui.domain.verdict_inputs import VerdictInputs, net_value


@dataclass(frozen=True, slots=True)
class Flip:
    """One input's value at which the net value is nil, and by how much it differs from now (relative, signed)."""

    key: str
    label: str
    unit: Unit
    now: Decimal
    then: Decimal
    change: Decimal

    def sentence(self) -> str:
        """Return what to say about it, such as "their hours 1.03 times mine instead of 1.3 flips this"."""
        if self.key == "ratio":
            return f"their hours {shown_number(self.then)} times mine instead of {shown_number(self.now)} flips this"
        return (
            f"{self.label} {shown_value(self.then, self.unit)} instead of {shown_value(self.now, self.unit)} flips this"
        )


@dataclass(frozen=True, slots=True)
class _Input:
    key: str
    label: str
    unit: Unit
    get: Callable[[VerdictInputs], Decimal | None]
    put: Callable[[VerdictInputs, Decimal], VerdictInputs]
    least: Decimal = ZERO
    most: Decimal | None = None


def _plain(key: str, label: str, unit: Unit, *, least: Decimal = ZERO, most: Decimal | None = None) -> _Input:
    def get(given: VerdictInputs) -> Decimal | None:
        value: Decimal | None = getattr(given, key)
        return value

    def put(given: VerdictInputs, value: Decimal) -> VerdictInputs:
        changes: dict[str, Decimal] = {key: value}
        return replace(given, **changes)  # type: ignore[arg-type]

    return _Input(key, label, unit, get, put, least, most)


def _asked(key: str, label: str, unit: Unit, *, most: Decimal | None = None) -> _Input:
    def get(given: VerdictInputs) -> Decimal | None:
        value: Decimal | None = getattr(given.ask, key)
        return value

    def put(given: VerdictInputs, value: Decimal) -> VerdictInputs:
        changes: dict[str, Decimal] = {key: value}
        return replace(given, ask=replace(given.ask, **changes))  # type: ignore[arg-type]

    return _Input(key, label, unit, get, put, ZERO, most)


_INPUTS: tuple[_Input, ...] = (
    _plain("hourly_value", "an hour of yours worth", "money/h"),
    _plain("hours", "your hours", "h"),
    _plain("ratio", "their hours for one of yours", "times"),
    _asked("rate", "their rate", "money/h"),
    _asked("amount", "their price", "money"),
    _asked("times", "how often it falls due", "times"),
    _asked("share", "their share of the budget", "share", most=ONE),
    _asked("budget", "the budget", "money"),
    _plain("fee", "the platform fee", "share"),
    _plain("billing_lost", "the billing you lose", "money"),
    _plain("review_share", "review", "share"),
    _plain("review_promised", "the review you promised", "share"),
    _plain("measured_review", "review", "h"),
    _plain("coordination_hours", "coordination a week and person", "h"),
    _plain("measured_coordination", "coordination", "h"),
    _plain("persons", "the number of people", "count", least=ONE),
    _plain("reserve_share", "the reserve", "share"),
)
_ASKED = {
    "hourly": {"rate"},
    "percentage": {"times", "share", "budget"},
    "project": {"amount", "times"},
    "flat": {"amount", "times"},
}
_UNDER_ME = {"rate", "amount", "times", "share", "budget", "fee", "review_share", "coordination_hours", "persons"}
_UNDER_ME |= {"reserve_share"}
_WITH_CLIENT = {"billing_lost", "review_promised"}


def _hidden(given: VerdictInputs) -> set[str]:
    """Return the inputs that do not count under this contract, price model and these measurements."""
    if given.contract == "client":
        hidden = set(_UNDER_ME)
    else:
        hidden = _WITH_CLIENT | ({"rate", "amount", "times", "share", "budget"} - _ASKED[given.ask.model])
    if given.measured_review is not None:
        hidden |= {"review_share", "review_promised"}
    else:
        hidden.add("measured_review")
    if given.measured_coordination is not None:
        hidden |= {"coordination_hours", "persons"}
    else:
        hidden.add("measured_coordination")
    if given.one_off:
        hidden.add("times")
    return hidden


def flips(given: VerdictInputs) -> tuple[Flip, ...]:
    """Return for each input the value that makes the net value nil, smallest relative change first.

    The net value is linear in each input, so two points give the solution; inputs that are zero or unknown, do not
    count, or would leave their range are left out. While a cross-out stands there is none.
    """
    now = net_value(given)
    if now is None or now == 0 or given.standing:
        return ()
    found: list[Flip] = []
    for entry in _INPUTS:
        value = entry.get(given)
        if value is None or value == 0:
            continue
        at_zero = net_value(entry.put(given, ZERO))
        at_one = net_value(entry.put(given, ONE))
        if at_zero is None or at_one is None or at_zero == at_one:
            continue
        then = at_zero / (at_zero - at_one)
        if then < entry.least or (entry.most is not None and then > entry.most) or then == value:
            continue
        found.append(Flip(entry.key, entry.label, entry.unit, value, then, (then - value) / abs(value)))
    return tuple(sorted(found, key=lambda flip: abs(flip.change)))


def input_steps(given: VerdictInputs) -> tuple[Step, ...]:
    """Return every input that counts with its value and what it rests on."""
    hidden = _hidden(given)
    steps = [
        Step(
            entry.label,
            "",
            entry.get(given),
            "measured" if entry.key.startswith("measured_") else given.bases.get(entry.key, "default"),
            entry.unit,
            entry.key,
        )
        for entry in _INPUTS
        if entry.key not in hidden
    ]
    steps.append(
        Step("set-up", "once", given.set_up_hours, given.bases.get("set_up_hours", "default"), "h", "set_up_hours")
    )
    steps.append(
        Step("test fees", "once", given.test_fees, given.bases.get("test_fees", "default"), "money", "test_fees")
    )
    return tuple(steps)
