"""The brake on managing too much: open engagements and the share of my week that managing takes (N03, S0-04)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from outsource_tui.domain.arithmetic import WEEKS_A_MONTH, ZERO, Step, hours_of, shown_number
from outsource_tui.domain.log_row import LogRow

FULL_TIME_OPEN = 3
PART_TIME_OPEN = 1
FULL_TIME_SHARE = Decimal("0.2")
PART_TIME_SHARE = Decimal("0.1")
DAYS = 7


@dataclass(frozen=True, slots=True)
class Limits:
    """How many engagements may be open at a time, and which share of the week (0 to 1) managing may take."""

    open: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Management:
    """My hours on managing in the last seven days and their share of my week; None when the week has no hours."""

    hours: Decimal
    share: Decimal | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Brake:
    """Whether one more engagement goes over a limit; then a typed reason is wanted, and these are the sentences."""

    over: bool
    reasons: tuple[str, ...]
    open_now: int


def default_limits(full_time: bool, open_limit: int | None = None, share: Decimal | None = None) -> Limits:
    """Return the limits set, else 3 and 20 %, part-time 1 and 10 % (S0-02)."""
    return Limits(
        open_limit if open_limit is not None else FULL_TIME_OPEN if full_time else PART_TIME_OPEN,
        share if share is not None else FULL_TIME_SHARE if full_time else PART_TIME_SHARE,
    )


def management_of_week(
    rows: Iterable[LogRow], today: date, week_hours: Decimal, *, unlogged_hours: Decimal = ZERO
) -> Management:
    """Return my managing (entries with a purpose) of the seven days up to `today`, as a share of `week_hours`.

    `unlogged_hours` are minutes noted on deliveries and check-ins in those days that no entry tells.
    """
    first, last = (today - timedelta(days=DAYS - 1)).isoformat(), today.isoformat()
    logged = hours_of(row.seconds for row in rows if row.purpose is not None and first <= row.day <= last)
    hours = logged + unlogged_hours
    share = hours / week_hours if week_hours > 0 else None
    steps = (
        Step(
            "managing, last seven days",
            f"{shown_number(logged)} h + {shown_number(unlogged_hours)} h",
            hours,
            "measured",
            "h",
        ),
        Step(
            "share of your week", f"{shown_number(hours)} h / {shown_number(week_hours)} h", share, "computed", "share"
        ),
    )
    return Management(hours, share, steps)


def brake(
    open_now: int,
    limits: Limits,
    management: Management,
    *,
    week_hours: Decimal,
    more_hours_a_month: Decimal | None = None,
) -> Brake:
    """Return whether opening one more engagement goes over a limit; its own overhead, when known, counts too."""
    reasons: list[str] = []
    if open_now + 1 > limits.open:
        have = "1 engagement is" if open_now == 1 else f"{open_now} engagements are"
        reasons.append(f"{have} open and your limit is {limits.open}.")
    then = management.share
    if then is not None and more_hours_a_month is not None and week_hours > 0:
        then += more_hours_a_month / WEEKS_A_MONTH / week_hours
    if then is not None and then > limits.share:
        reasons.append(
            f"Managing would take {shown_number(then * 100, 0)} % of your week and your limit is"
            f" {shown_number(limits.share * 100, 0)} %."
        )
    return Brake(bool(reasons), tuple(reasons), open_now)
