"""The brake before one more engagement: how many are open, and how much of my week managing takes (N03)."""

from datetime import timedelta
from decimal import Decimal

from outsource_tui.domain.arithmetic import ZERO
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.overhead import Brake, Management, brake, default_limits, management_of_week
from outsource_tui.services.desk import Desk
from outsource_tui.services.ledgers import EngagementFigures
from outsource_tui.services.phrases import local_day


def open_engagements(desk: Desk) -> list[Engagement]:
    """Return the engagements that have not ended, planned ones too."""
    return [one for one in desk.all(Engagement) if one.ended_at is None]


def management(desk: Desk) -> Management:
    """Return my hours on managing in the last seven days and their share of my week (S0-04)."""
    now = desk.now()
    noted = EngagementFigures(desk).unlogged_hours(desk.all(Engagement), now - timedelta(days=7))
    return management_of_week(desk.rows, local_day(now, now), desk.settings.week_hours, unlogged_hours=noted)


def brake_now(desk: Desk, more_hours_a_month: Decimal | None = None, *, besides: Engagement | None = None) -> Brake:
    """Return whether one more engagement goes over a limit, with its own expected overhead (N03)."""
    settings = desk.settings
    opened = [one for one in open_engagements(desk) if besides is None or one.id != besides.id]
    limits = default_limits(settings.full_time, settings.max_open, settings.max_management)
    return brake(
        len(opened),
        limits,
        management(desk),
        week_hours=settings.week_hours,
        more_hours_a_month=max(ZERO, more_hours_a_month) if more_hours_a_month is not None else None,
    )
