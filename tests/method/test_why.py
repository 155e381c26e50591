"""Why at all: time, money, and work I love (S1-01 to S1-03)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import NotYetError
from tests.studio import Studio


def test_hours_and_money_saved_are_summed_by_month(studio: Studio) -> None:
    """S1-01: 20 h a month for seven days of November, less an hour of review."""
    engagement = studio.engaged(studio.outsourced())
    studio.clock.at += timedelta(days=7)
    entry = studio.entry("Looked over the books", 60)
    studio.log.edit(entry.id, engagement=engagement.id, purpose="review")
    month = studio.services.insights.this_month()
    assert month.month == "2026-11"
    # 20 h x 7 / 30.4375 = 4.60 h given away.
    assert (f"{month.given:.2f}", month.own, f"{month.net:.2f}") == ("4.60", Decimal(1), "3.60")
    assert month.money is not None
    assert f"{month.money:.2f}" == "305.97"


def test_the_share_of_hours_i_love_and_its_trend(studio: Studio) -> None:
    """S1-02."""
    studio.entry("Design", 60, day="2026-10-12", liking=5)
    studio.entry("Invoices", 180, day="2026-10-13", liking=2)
    studio.entry("Design", 180, day="2026-11-12", liking=4)
    studio.entry("Invoices", 60, day="2026-11-13", liking=2)
    studio.entry("Mail", 600, day="2026-11-14", start="6:00")
    assert studio.identify.activities().love == pytest.approx(0.5)
    assert studio.identify.love_trend(2) == (("2026-10", 0.25), ("2026-11", 0.75))


def test_without_a_better_use_nothing_is_outsourced(studio: Studio) -> None:
    """S1-03."""
    task = studio.crossed(studio.reviewed(studio.good(better_use="", shortfall="time")))
    assert studio.identify.next_step(task).key == "better_use"
    with pytest.raises(NotYetError, match="better use"):
        studio.verdicts.decide(task, "outsource")
    task = studio.identify.edit_task(task, better_use="evenings with the children")
    assert studio.verdicts.decide(task, "outsource").decision is not None
