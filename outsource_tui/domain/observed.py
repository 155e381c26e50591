"""My hours on a task as the log tells them, and own hours on an engagement, scaled to a month."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from outsource_tui.domain.arithmetic import (
    DAYS_A_MONTH,
    ZERO,
    Figure,
    Missing,
    Step,
    decimal,
    hours_of,
    shown_number,
)
from outsource_tui.domain.log_row import LogRow, is_break

MIN_LOGGED_DAYS = 3
MIN_OBSERVED_DAYS = 7
MEASURED_AFTER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Observed:
    """What the log says about a task: hours and repeats a month (a one-off: once), or why it does not say yet."""

    hours: Decimal | None
    """Hours a month, or once; None when the log is not enough yet."""
    repeats: Decimal | None
    """Days a month on which it was done; None for a one-off or when the log is not enough yet."""
    entries: int
    without_length: int
    logged_days: int
    span_days: int
    observed_days: Decimal
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def enough(self) -> bool:
        """Tell whether the log is enough to give the hours."""
        return self.hours is not None


def observed_days(logged_days: int, span_days: int, workdays_a_week: int = 5) -> Decimal:
    """Return the days a log stands for: the calendar span, or less when few days were logged; at least 7."""
    logged = Decimal(logged_days) * 7 / max(1, min(7, workdays_a_week))
    return max(Decimal(MIN_OBSERVED_DAYS), min(Decimal(span_days), logged))


def observed_step(logged_days: int, span_days: int, workdays_a_week: int = 5) -> Step:
    """Return the line that shows which days a log stands for."""
    formula = f"the smaller of {span_days} calendar days and {logged_days} logged days × 7 / {workdays_a_week}"
    days = observed_days(logged_days, span_days, workdays_a_week)
    return Step("days the log stands for", f"{formula}, at least {MIN_OBSERVED_DAYS}", days, "measured", "count")


def observe(
    rows: Iterable[LogRow],
    log_days: Collection[str],
    *,
    workdays_a_week: int = 5,
    one_off: bool = False,
    since: str | None = None,
    until: str | None = None,
) -> Observed:
    """Return my hours from a task's linked `rows`, by the days on which anything was logged (`log_days`, ISO dates).

    Breaks and own hours on an engagement are left out; `since` and `until` (ISO dates, inclusive) narrow the window.
    """

    def inside(day: str) -> bool:
        return (since is None or day >= since) and (until is None or day <= until)

    own = [row for row in rows if row.purpose is None and not is_break(row) and inside(row.day)]
    days = sorted({day for day in log_days if day and inside(day)})
    total = hours_of(row.seconds for row in own)
    without = sum(row.seconds is None for row in own)
    logged = len(days)
    span = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days + 1 if days else 0
    stands_for = observed_days(logged, span, workdays_a_week)
    said = Step("logged on it", "1 entry" if len(own) == 1 else f"{len(own)} entries", total, "measured", "h")
    missing: tuple[Missing, ...] = ()
    if total <= 0:
        missing = (Missing("hours", "No hours are logged on it yet: log some, or type an estimate."),)
    elif not one_off and logged < MIN_LOGGED_DAYS:
        have = "1 day is" if logged == 1 else f"{logged} days are"
        missing = (
            Missing(
                "hours",
                f"Not enough yet: {have} logged and {MIN_LOGGED_DAYS} are needed; log on, or type an estimate.",
            ),
        )
    if missing:
        return Observed(None, None, len(own), without, logged, span, stands_for, (said,), missing)
    if one_off:
        return Observed(total, None, len(own), without, logged, span, stands_for, (said,))
    monthly = total * DAYS_A_MONTH / stands_for
    repeats = Decimal(len({row.day for row in own})) * DAYS_A_MONTH / stands_for
    steps = (
        said,
        observed_step(logged, span, workdays_a_week),
        Step(
            "your hours a month",
            f"{shown_number(total)} h × {DAYS_A_MONTH} / {shown_number(stands_for)} days",
            monthly,
            "measured",
            "h",
        ),
    )
    return Observed(monthly, repeats, len(own), without, logged, span, stands_for, steps)


def own_hours(observed: Observed | None, *, estimate: Decimal | None = None, baseline: Decimal | None = None) -> Figure:
    """Return my hours on a task: the baseline frozen when work was given away, else a typed estimate, else the log."""
    if baseline is not None and baseline > 0:
        return Figure(
            baseline,
            "measured",
            (Step("your hours", "frozen when the work was given away", baseline, "measured", "h"),),
        )
    if estimate is not None and estimate > 0:
        return Figure(estimate, "estimated", (Step("your hours", "your estimate", estimate, "estimated", "h"),))
    if observed is None:
        return Figure(
            None, "estimated", (), (Missing("hours", "Your hours on it are unknown: log some, or type an estimate."),)
        )
    return Figure(observed.hours, "measured", observed.steps, observed.missing)


def measured_overhead(
    hours: Decimal | None, days_run: Decimal | int | float, accepted_deliveries: int, *, one_off: bool = False
) -> Decimal | None:
    """Return own hours on an engagement, a month (one-off: as they are), or None while the estimate still stands.

    They replace it after 7 days or one accepted delivery; while none is accepted, nothing logged is not a measurement.
    """
    run = decimal(days_run)
    if hours is None or hours < 0:
        return None
    if accepted_deliveries < 1 and (run < MEASURED_AFTER_DAYS or hours == ZERO):
        return None
    if one_off:
        return hours
    # A delivery accepted on the first day would otherwise be scaled by a fraction of a day.
    return hours * DAYS_A_MONTH / max(Decimal(1), run)
