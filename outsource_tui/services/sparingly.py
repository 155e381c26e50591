"""Use it sparingly: limits on managing, a recent miss, and the reason it is outsourced at all (S0-02..08, N03)."""

from datetime import timedelta
from decimal import Decimal

from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.formats import shown_day
from outsource_tui.domain.overhead import DAYS, Brake, Management, brake, default_limits, management_of_week
from outsource_tui.domain.task import Shortfall, Task
from outsource_tui.domain.text import clean_line
from outsource_tui.services.desk import edited
from outsource_tui.services.phrases import local_day, quoted
from outsource_tui.services.track_records import recent_miss
from outsource_tui.services.verdict_figures import VerdictFigures, part_time_line


class SparingVerbs(VerdictFigures):
    """What speaks for doing less of it."""

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
            self.desk.rows_between(first, now.date()),
            now.date(),
            self.desk.settings.week_hours,
            unlogged_hours=Decimal(minutes) / 60,
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
        last, now = recent_miss(self.desk), self.desk.now()
        if last is None:
            return ""
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
