"""A professional at work in tests: logs time, makes tasks, decides, moves the clock."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.clock import FixedClock
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.entry import Entry
from outsource_tui.domain.money import Money
from outsource_tui.domain.task import CROSS_OUTS, QUESTIONS, Task
from outsource_tui.services.services import Services
from outsource_tui.store.workspace import Workspace

ZONE = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
"""A Monday morning."""


class Studio:
    """A professional with a workspace: logs time, makes tasks, moves the clock."""

    def __init__(self, folder: Path, session: str = "app-1", clock: FixedClock | None = None) -> None:
        """Work in `folder` as `session`."""
        self.folder = folder
        self.clock = clock or FixedClock(NOW)
        self.workspace = Workspace(folder)
        self.services = Services(self.workspace, self.clock, session)
        self.log = self.services.log
        self.identify = self.services.identify
        self.verdicts = self.services.verdicts

    def again(self, session: str = "app-2") -> "Studio":
        """Open the same folder anew, as after closing the app."""
        return Studio(self.folder, session, self.clock)

    def at(self, day: date | str, clock: str = "9:00") -> datetime:
        """Return the moment of a time of day in the studio's zone."""
        on = date.fromisoformat(day) if isinstance(day, str) else day
        hour, minute = clock.split(":")
        return datetime.combine(on, time(int(hour), int(minute)), ZONE)

    def days_ago(self, days: int) -> date:
        """Return the date so many days before the clock's."""
        return self.clock.now().date() - timedelta(days=days)

    def entry(
        self, text: str, minutes: int = 60, *, ago: int = 0, day: str = "", start: str = "9:00", **fields: Any
    ) -> Entry:
        """Log an entry some days ago (or on a day), from `start`."""
        on = date.fromisoformat(day) if day else self.days_ago(ago)
        return self.log.log(text, start=self.at(on, start), seconds=minutes * 60, **fields)

    def task(self, title: str = "Reconcile invoices", **fields: Any) -> Task:
        """Put a task on the list."""
        return self.identify.add_task(title, **fields)

    def get(self, title: str) -> Task:
        """Return the task of that title as it now stands."""
        return next(task for task in self.identify.all_tasks(archived=True) if task.title == title)

    def vector(self, **fields: Any) -> Task:
        """Return the task of the published vector: r 85, H 12, k 1.3, rate 40, fee 5 %."""
        self.services.settings.change(hourly_value=Money(85, "EUR"))
        task = self.task(**fields)
        task = self.verdicts.set_input(task, "hours", Decimal(12))
        task = self.verdicts.set_input(task, "ratio", "1.3")
        task = self.verdicts.set_input(task, "rate", Money(40, "EUR"))
        return self.verdicts.set_input(task, "fee", "5 %")

    def good(self, **fields: Any) -> Task:
        """Return a task worth giving away: H 20, rate 25, 85 an hour; N 13.8259, V 575.20."""
        self.services.settings.change(hourly_value=Money(85, "EUR"))
        task = self.task(**{"better_use": "paid client work", **fields})
        task = self.verdicts.set_input(task, "hours", Decimal(20))
        return self.verdicts.set_input(task, "rate", Money(25, "EUR"))

    def reviewed(self, task: Task, answer: str = "yes") -> Task:
        """Answer every question of a task."""
        for key in QUESTIONS:
            if key not in task.answers:
                task = self.identify.answer(task, key, answer)  # type: ignore[arg-type]
        return task

    def crossed(self, task: Task) -> Task:
        """Go through the cross-out pass: nothing stands."""
        for key in CROSS_OUTS:
            if key not in task.cross_outs:
                task = self.identify.cross(task, key, False, reason="I looked at it")
        return task

    def outsourced(self, **fields: Any) -> Task:
        """Return a task decided to be outsourced."""
        task = self.crossed(self.reviewed(self.good(**{"shortfall": "time", **fields})))
        return self.verdicts.decide(task, "outsource", reason="decided")

    def known_candidate(self, task: Task, name: str = "Ana", rate: int = 25) -> Candidate:
        """Write a brief for the task and choose somebody I know for it."""
        contact = self.services.playbook.add_contact(name, skills=("bookkeeping",), rate=Money(rate, "EUR"))
        brief = self.services.briefs.from_task(task)
        candidate = self.services.candidates.add_known(brief, contact)
        return self.services.candidates.choose(candidate, "I know how they work")

    def engaged(self, task: Task, **over: Any) -> Engagement:
        """Engage somebody I know on the task, and start."""
        engagement = self.services.engagements.from_candidate(self.known_candidate(task), **over)
        return self.services.engagements.start(engagement)
