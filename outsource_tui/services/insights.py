"""What it brought: hours and money won back, overhead expected and real, hit rates, the log as a heat map, love."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from outsource_tui.domain import formats
from outsource_tui.domain.arithmetic import DAYS_A_MONTH, SECONDS_AN_HOUR, ZERO, Step, decimal, hours_of, shown_number
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.ledger import Ledger, MonthWon, Prediction, add_up, months_of, prediction, won_back
from outsource_tui.domain.log_row import LogRow, is_break
from outsource_tui.domain.money import shown_amount
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.overhead import Management
from outsource_tui.domain.settings import LookBack
from outsource_tui.domain.stages import EngagementStage, engagement_stage
from outsource_tui.domain.task import Task
from outsource_tui.domain.text import clean_line
from outsource_tui.playbook import loader
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.ledgers import EngagementFigures
from outsource_tui.services.phrases import local_day
from outsource_tui.services.postings import platform_name
from outsource_tui.services.task_figures import hourly_value
from outsource_tui.services.track_records import HitRate, Lineage, hits_and_misses, person_of, platform_of, rates
from outsource_tui.services.verdicts import VerdictService

By = Literal["platform", "kind", "strategy", "contractor", "cause"]
HEAT_LEVELS = 4
_LONG_DAY = 8 * 3600


@dataclass(frozen=True, slots=True)
class OverheadLine:
    """Own hours a month (a one-off: in all) on one engagement: expected against measured (N02)."""

    engagement: Engagement
    predicted: Decimal | None
    measured: Decimal | None
    comparison: Prediction | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One engagement with its stage and its net-time ledger."""

    engagement: Engagement
    stage: EngagementStage
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class HeatDay:
    """One day of the log: seconds logged, and a level from 0 (nothing) to 4 (a full day)."""

    day: date
    seconds: float
    entries: int
    level: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Weeks of the log from Monday to Sunday, oldest first; days that have not come are None."""

    weeks: tuple[tuple[HeatDay | None, ...], ...]
    days_logged: int
    seconds: float

    @property
    def days(self) -> tuple[HeatDay, ...]:
        """Return the days in order."""
        return tuple(day for week in self.weeks for day in week if day is not None)


@dataclass(frozen=True, slots=True)
class LoveMonth:
    """Share of the hours of one month that went into work I love; None while no liking was said (S1-02)."""

    month: str
    share: Decimal | None
    hours: Decimal
    """Hours whose liking is known."""
    started: int
    """Engagements that began in this month."""


@dataclass(frozen=True, slots=True)
class WeeklyReview:
    """The weekly look back: its questions, with the figures of this week beside them (S2-17)."""

    week: str
    """ISO week, such as 2026-W47."""
    written: LookBack | None
    """What I wrote about this week; None until it is looked back on."""
    won: MonthWon
    harder: tuple[str, ...]
    """Engagements that made this week harder."""
    logged_hours: Decimal
    managed: Management

    @property
    def done(self) -> bool:
        """Tell whether this week is looked back on."""
        return self.written is not None


class InsightService:
    """Figures over all engagements and the whole log."""

    def __init__(self, desk: Desk) -> None:
        """Read at `desk`."""
        self.desk = desk
        self.verdicts = VerdictService(desk)
        self.figures = EngagementFigures(desk, self.verdicts.log)

    # Won back

    def won_back(self, months: int = 12) -> list[MonthWon]:
        """Return hours and money won back month by month, oldest first, at most the last `months` (S1-01)."""
        value, _ = hourly_value(self.desk, self.desk.settings)
        runs = self.figures.runs(self.desk.all(Engagement))
        return list(won_back(runs, zone=self.desk.now().tzinfo, hourly_value=value))[-months:]

    def month_steps(self, month: str) -> tuple[Step, ...]:
        """Return how the hours and the money of a month ("2026-11") come about, engagement by engagement (S1-01)."""
        zone = self.desk.now().tzinfo
        value, _ = hourly_value(self.desk, self.desk.settings)
        steps: list[Step] = []
        for engagement in self.desk.all(Engagement):
            run = self.figures.run(engagement)
            if run is None:
                continue
            found = next((one for one in won_back([run], zone=zone) if one.month == month), None)
            if found is None or not (found.given or found.own):
                continue
            if run.missed or run.baseline is None:
                given = "0 h, it was a miss" if run.missed else "? h"
            elif run.one_off:
                share = sum((share for day, share in run.done if day.isoformat()[:7] == month), ZERO)
                given = f"{shown_number(run.baseline)} h × {shown_number(share * 100)} % accepted"
            else:
                days = sum((days for span in run.spans for name, days in months_of(span, zone) if name == month), ZERO)
                given = f"{shown_number(run.baseline)} h × {shown_number(days)} days / {DAYS_A_MONTH}"
            formula = f"{given} − {shown_number(found.own)} h of yours"
            steps.append(Step(clean_line(engagement.title), formula, found.net, "computed", "h"))
        whole = next((one for one in self.won_back(1200) if one.month == month), None)
        if whole is None:
            return tuple(steps)
        net = f"{shown_number(whole.given)} h given away − {shown_number(whole.own)} h of yours"
        steps.append(Step("won back", net, whole.net, "computed", "h"))
        if whole.money is not None and value is not None:
            formula = f"{shown_number(whole.net)} h × {shown_amount(value)} − {shown_amount(whole.paid)} paid"
            steps.append(Step("in money", formula, whole.money, "computed", "money"))
        return tuple(steps)

    def this_month(self) -> MonthWon:
        """Return what this month won back so far (S1-01)."""
        now = self.desk.now()
        month = local_day(now, now).isoformat()[:7]
        known = next((one for one in self.won_back() if one.month == month), None)
        if known is not None:
            return known
        value, _ = hourly_value(self.desk, self.desk.settings)
        return MonthWon(month, ZERO, ZERO, ZERO, ZERO, ZERO if value is not None else None)

    def total(self) -> Ledger:
        """Return the ledgers of all engagements that have started, as one (N02)."""
        return add_up(line.ledger for line in self.ledgers())

    def ledgers(self) -> list[LedgerLine]:
        """Return every engagement that has started with its ledger, newest first (N02)."""
        found = []
        for engagement in sorted(self.desk.all(Engagement), key=lambda one: one.id, reverse=True):
            if engagement.started_at is not None:
                stage = engagement_stage(engagement, self.figures.outcomes(engagement))
                found.append(LedgerLine(engagement, stage, self.figures.ledger(engagement)))
        return found

    def freed_by_dropping(self) -> Decimal:
        """Return the hours a month freed by tasks nobody does any more (S1-14, N07)."""
        return sum(
            (
                task.decision.hours or ZERO
                for task in self.desk.all(Task)
                if task.decision is not None and task.decision.verdict == "drop" and task.recurrence == "recurring"
            ),
            ZERO,
        )

    def management(self) -> Management:
        """Return my hours on managing in the last seven days and their share of my week (S0-04)."""
        return self.verdicts.management()

    # The weekly look back

    def weekly_review(self) -> WeeklyReview:
        """Return the weekly look back with this week's figures (S2-17)."""
        now = self.desk.now()
        today = local_day(now, now)
        monday = today - timedelta(days=today.weekday())
        week = _week(today)
        harder = [
            one.title
            for one in self.desk.all(Engagement)
            if any(felt.answer == "harder" and _week(local_day(felt.at, now)) == week for felt in one.feelings)
        ]
        rows = self.desk.rows_between(monday, today)
        return WeeklyReview(
            week,
            next((one for one in self.look_backs() if _week(local_day(one.at, now)) == week), None),
            self.this_month(),
            tuple(harder),
            hours_of(row.seconds for row in rows if not is_break(row)),
            self.management(),
        )

    def look_backs(self) -> list[LookBack]:
        """Return what I wrote week by week, newest first (S2-17)."""
        return sorted(self.desk.settings.look_backs, key=lambda one: one.at, reverse=True)

    def look_back(self, answers: Mapping[str, str] | None = None, tasks: Iterable[str] = ()) -> WeeklyReview:
        """Keep this week's answers by question, in place of earlier ones of this week; new tasks come with it (S2-17).

        It is due again next week, answered or not.
        """
        now = self.desk.now()
        prompts = {one.key for one in loader.review_prompts()}
        said = {key: text.strip() for key, text in (answers or {}).items() if text.strip()}
        if unknown := sorted(said.keys() - prompts):
            raise InputError(f"“{unknown[0]}” is no question of the weekly look back.", field=unknown[0])
        settings, known = self.desk.settings, self.weekly_review().written
        row = made(LookBack, id=known.id if known else self.desk.fresh_id(), at=now, answers=said)
        kept = tuple(one for one in settings.look_backs if one.id != row.id)
        listed = [self.desk.new(Task, title=title.strip()) for title in tasks if title.strip()]
        self.desk.save("Weekly look back", edited(settings, look_backs=(*kept, row)), *listed)
        return self.weekly_review()

    # Expected and real

    def overheads(self) -> list[OverheadLine]:
        """Return expected and measured overhead of every engagement that has started, newest first (N02)."""
        lines = []
        for line in self.ledgers():
            overhead = self.figures.overhead(line.engagement)
            compared = None
            if overhead.predicted is not None and overhead.measured is not None:
                compared = prediction(overhead.predicted, overhead.measured)
            lines.append(OverheadLine(line.engagement, overhead.predicted, overhead.measured, compared))
        return lines

    # Hits and misses

    def hits_and_misses(self) -> list[tuple[Outcome, Lineage]]:
        """Return every outcome with where it came from, newest first (S2-12)."""
        return hits_and_misses(self.desk)

    def hit_rate(self) -> HitRate:
        """Return hits and misses in all, with n (S2-15)."""
        kinds = [outcome.kind for outcome, _ in self.hits_and_misses()]
        return HitRate("all", kinds.count("hit"), kinds.count("miss"))

    def hit_rates(self, by: By) -> list[HitRate]:
        """Return hits and misses by platform, kind of work, strategies followed (0 to 3), person or cause (S2-16)."""
        pairs = self.hits_and_misses()
        if by == "platform":
            found = rates(pairs, platform_of)
            return [HitRate(platform_name(self.desk, one.name), one.hits, one.misses) for one in found]
        if by == "kind":
            labels = {one.key: one.label for one in loader.kinds()}
            return rates(pairs, lambda _, origin: labels.get(_category(origin), _category(origin)))
        if by == "contractor":
            return rates(pairs, person_of)
        if by == "cause":
            causes = {one.key: one.label for one in loader.miss_causes()}
            return rates(pairs, lambda outcome, _: causes.get(outcome.cause or "", ""))
        scores = {origin.engagement.id: self.figures.strategies(origin.engagement).score for _, origin in pairs}
        known = {one.name: one for one in rates(pairs, lambda _, origin: str(scores[origin.engagement.id]))}
        return [known.get(str(score), HitRate(str(score), 0, 0)) for score in range(4)]

    # The log

    def heat_map(self, weeks: int = 26, until: date | None = None) -> HeatMap:
        """Return the last `weeks` weeks of the log by day; the level is the share of an eight-hour day."""
        now = self.desk.now()
        last = until or local_day(now, now)
        begin = last - timedelta(days=(last.weekday() - formats.in_force().week_start) % 7)
        first = begin - timedelta(weeks=max(1, weeks) - 1)
        seconds: dict[str, float] = {}
        entries: dict[str, int] = {}
        for row in self.desk.rows_between(first, last):
            seconds[row.day] = seconds.get(row.day, 0) + float(row.seconds or 0)
            entries[row.day] = entries.get(row.day, 0) + 1
        grid = []
        for week in range(max(1, weeks)):
            days: list[HeatDay | None] = []
            for weekday in range(7):
                day = first + timedelta(weeks=week, days=weekday)
                key = day.isoformat()
                spent = seconds.get(key, 0.0)
                level = heat_level(spent, key in entries)
                days.append(None if day > last else HeatDay(day, spent, entries.get(key, 0), level))
            grid.append(tuple(days))
        return HeatMap(tuple(grid), len(entries), sum(seconds.values()))

    def love_trend(self, months: int = 12) -> list[LoveMonth]:
        """Return by month the share of hours on work I like at 4 or more, of those whose liking I said (S1-02)."""
        now = self.desk.now()
        last = local_day(now, now).replace(day=1)
        wanted = [last]
        for _ in range(max(1, months) - 1):
            wanted.append((wanted[-1] - timedelta(days=1)).replace(day=1))
        starts = [
            local_day(one.started_at, now).isoformat()[:7]
            for one in self.desk.all(Engagement)
            if one.started_at is not None
        ]
        found = love_by_month(self.desk.rows_between(wanted[-1], None), self.desk.settings.love_from)
        trend = []
        for month in sorted(one.isoformat()[:7] for one in wanted):
            loved, known = found.get(month, (ZERO, ZERO))
            trend.append(LoveMonth(month, loved / known if known else None, known, starts.count(month)))
        while len(trend) > 1 and trend[0].share is None and not trend[0].started:
            trend.pop(0)
        return trend


def heat_level(seconds: float, logged: bool) -> int:
    """Return 0 for a day without entries, else 1 to 4 by quarters of an eight-hour day."""
    if not logged:
        return 0
    return min(HEAT_LEVELS, 1 + int(seconds * HEAT_LEVELS / _LONG_DAY))


def love_by_month(rows: Iterable[LogRow], love_from: int) -> dict[str, tuple[Decimal, Decimal]]:
    """Return by month the hours on work liked at `love_from` or more, and the hours whose liking is known."""
    loved: dict[str, float] = {}
    known: dict[str, float] = {}
    for row in rows:
        if row.liking is None or row.seconds is None or is_break(row):
            continue
        month = row.day[:7]
        known[month] = known.get(month, 0) + row.seconds
        loved[month] = loved.get(month, 0) + (row.seconds if row.liking >= love_from else 0)
    return {
        month: (decimal(loved[month]) / SECONDS_AN_HOUR, decimal(said) / SECONDS_AN_HOUR)
        for month, said in known.items()
    }


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _category(origin: Lineage) -> str:
    return origin.task.category if origin.task else ""
