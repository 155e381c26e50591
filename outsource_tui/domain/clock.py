"""The one place that asks what time it is; everybody else is told."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; tests and the demo use a fixed one."""

    def now(self) -> datetime:
        """Return the present as an aware datetime in the local zone."""
        ...


class SystemClock:
    """The machine's clock in the machine's zone."""

    def now(self) -> datetime:
        """Return the present, aware, in the local zone, to the microsecond."""
        return datetime.now().astimezone()


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        """Stand at `at`, which must be aware."""
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware time")
        self.at = at

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at
