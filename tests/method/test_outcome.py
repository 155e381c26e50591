"""Hit or miss (S2-12..17, N17) and what comes back into the next decision (S1-01, S1-02, S2-15, S2-16)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.services.engagements import EngagementService
from tests.hiring import Hiring, eur, two


@pytest.fixture
def service(hiring: Hiring) -> EngagementService:
    return hiring.engagements


def test_s2_13_a_hit_says_what_who_where_found_and_just_as_asked(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.delivered()
    with pytest.raises(NotYetError, match="is not accepted yet"):
        service.record_outcome(engagement, "hit")
    delivery = engagement.deliveries[0].id
    for standard in engagement.standards:
        engagement = service.set_check(engagement, delivery, standard.id, True)
    engagement = service.accept(engagement, delivery)
    engagement = service.mark_paid(engagement, engagement.payments[0].id)
    hit = service.record_outcome(engagement, "hit", lesson="examples help", rating=5)
    assert (hit.what, hit.who, hit.where_found, hit.as_asked) == ("Reconcile invoices", "Ana", "upwork", True)
    assert hit.paid == eur(200)
    engagement = service.get(engagement.id)
    assert engagement.ended_at == hit.at, "an outcome of the whole closes it"
    assert service.stage(engagement) == "hit"
    hiring.studio.services.undo.undo()
    assert service.get(engagement.id).ended_at is None
    assert service.outcomes(engagement) == []


def test_s2_14_a_miss_keeps_what_was_paid_the_claim_and_my_redoing(hiring: Hiring, service: EngagementService) -> None:
    engagement = service.report_hours(hiring.running(), Decimal(3))
    engagement = service.pay(engagement, eur(75))
    service.log_own(engagement, Decimal("0.25"), "coordination")
    service.log_own(engagement, Decimal(1), "redo")
    with pytest.raises(InputError, match="Say why it missed"):
        service.record_outcome(engagement, "miss")
    miss = service.record_outcome(engagement, "miss", cause="not_possible", claim="not possible")
    assert (miss.paid, miss.paid_hours, miss.redo_hours) == (eur(75), Decimal(3), Decimal(1))
    assert (miss.cause, miss.claim) == ("not_possible", "not possible")
    loss = service.loss(miss)
    assert (loss.money, loss.net_hours) == (Decimal(75), Decimal("-1.25"))
    ledger = service.ledger(service.get(engagement.id))
    assert (ledger.given, ledger.net) == (Decimal(0), Decimal("-1.25")), "nothing was given away after all"


def test_s2_12_15_hits_and_misses_are_a_list_and_a_rate_with_n(hiring: Hiring, service: EngagementService) -> None:
    assert hiring.insights.hit_rate().rate is None
    service.record_outcome(hiring.accepted(), "hit")
    hiring.later(days=1)
    service.record_outcome(hiring.known(), "miss", cause="late")
    assert [(one.kind, origin.person) for one, origin in hiring.insights.hits_and_misses()] == [
        ("miss", "Eva"),
        ("hit", "Ana"),
    ]
    rate = hiring.insights.hit_rate()
    assert (rate.hits, rate.misses, rate.n, rate.rate) == (1, 1, 2, 0.5)
    by_platform = {one.name: (one.hits, one.misses) for one in hiring.insights.hit_rates("platform")}
    assert by_platform == {"Upwork": (1, 0), "People you know": (0, 1)}
    assert [(one.name, one.n) for one in hiring.insights.hit_rates("kind")] == [("Bookkeeping", 2)]
    assert [(one.name, one.n) for one in hiring.insights.hit_rates("cause")] == [("Late", 1)]
    assert service.contractor_record("EVA").misses == 1
    assert service.platform_record("upwork").hits == 1


def test_s2_16_n17_the_miss_rate_goes_by_strategies_followed(hiring: Hiring, service: EngagementService) -> None:
    followed = hiring.running()  # the reserve alone
    service.record_outcome(followed, "hit")
    careless = service.set_terms(hiring.known(), reserve_hours=Decimal(0))
    service.record_outcome(careless, "miss", cause="unclear_brief")
    rows = hiring.insights.hit_rates("strategy")
    assert [(one.name, one.hits, one.misses) for one in rows] == [("0", 0, 1), ("1", 1, 0), ("2", 0, 0), ("3", 0, 0)]
    assert [one.rate for one in rows] == [0, 1, None, None]


def test_s1_01_hours_and_money_won_back_by_month(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.known()  # starts on 23 November
    hiring.studio.clock.at = hiring.studio.at("2026-12-11", "10:00")
    service.log_own(engagement, Decimal(2), "review")
    service.pay(engagement, eur(100))
    november, december = hiring.insights.won_back()
    # 7.5833 days of November (from 10:00): 20 × 7.5833 / 30.4375 = 4.9829; 10.4167 of December: 6.8446 - 2, × 85 - 100
    assert (november.month, two(november.net), two(november.money)) == ("2026-11", "4.98", "423.55")
    assert (december.month, two(december.net), two(december.money)) == ("2026-12", "4.84", "311.79")
    assert hiring.insights.this_month() == december
    assert [(step.label, step.formula, two(step.value)) for step in hiring.insights.month_steps("2026-12")] == [
        ("Reconcile invoices", "20 h × 10.42 days / 30.4375 − 2 h of yours", "4.84"),
        ("won back", "6.84 h given away − 2 h of yours", "4.84"),
        ("in money", "4.84 h × 85.00 − 100.00 paid", "311.79"),
    ]
    total = hiring.insights.total()
    assert total.net == pytest.approx(november.net + december.net), "months and ledger are one truth"


def test_s1_02_the_share_of_work_i_love_over_the_months(hiring: Hiring) -> None:
    log = hiring.studio.log
    log.log("Draw", start=hiring.studio.at("2026-10-05"), seconds=3600, liking=5)
    log.log("Invoices", start=hiring.studio.at("2026-10-05", "11:00"), seconds=3 * 3600, liking=2)
    log.log("Draw", start=hiring.studio.at("2026-11-02"), seconds=3600, liking=4)
    log.log("Unknown", start=hiring.studio.at("2026-11-02", "12:00"), seconds=3600)
    log.log("Lunch", start=hiring.studio.at("2026-11-02", "13:00"), seconds=3600, liking=5, tags=["break"])
    hiring.known()
    trend = [(one.month, one.share, one.started) for one in hiring.insights.love_trend()]
    assert trend == [("2026-10", Decimal("0.25"), 0), ("2026-11", Decimal(1), 1)]


def test_the_heat_map_counts_days_and_levels(hiring: Hiring) -> None:
    hiring.studio.entry("Draw", 8 * 60, ago=1)
    hiring.studio.entry("Draw", 60, ago=3)
    grid = hiring.insights.heat_map(weeks=2)
    assert len(grid.weeks) == 2
    levels = {day.day: day.level for day in grid.days if day.level}
    today = hiring.studio.clock.now().date()
    assert levels == {today - timedelta(days=1): 4, today - timedelta(days=3): 1}
    assert grid.weeks[1][1:] == (None,) * 6, "the days after Monday have not come"
    assert (grid.days_logged, grid.seconds) == (2, 9 * 3600)


def test_s2_17_the_weekly_look_back_is_due_and_kept_once_a_week(hiring: Hiring) -> None:
    hiring.studio.clock.at = hiring.studio.at("2026-11-27", "16:00")  # a Friday
    hiring.studio.entry("Draw", 90, ago=1)
    hiring.engagements.feel(hiring.known(), "harder")
    review = hiring.insights.weekly_review()
    assert (review.week, review.done, review.logged_hours) == ("2026-W48", False, Decimal("1.5"))
    assert review.harder == ("Reconcile invoices",)
    assert any(item.kind == "weekly-review" for item in hiring.studio.services.due.items())
    review = hiring.insights.look_back({"drain": " Invoices ", "next": ""}, ["Chase invoices"])
    assert review.written is not None
    assert (review.written.at, review.written.answers) == (hiring.studio.clock.now(), {"drain": "Invoices"})
    assert "Chase invoices" in {line.task.title for line in hiring.studio.identify.tasks()}
    assert not any(item.kind == "weekly-review" for item in hiring.studio.services.due.items())
    hiring.studio.services.undo.undo()
    assert not hiring.insights.weekly_review().done
    assert "Chase invoices" not in {line.task.title for line in hiring.studio.identify.tasks()}
    hiring.studio.services.undo.redo()
    hiring.insights.look_back({"drain": "Invoices, still"})
    assert [one.answers for one in hiring.insights.look_backs()] == [{"drain": "Invoices, still"}], "one a week"
    hiring.later(days=7)
    assert not hiring.insights.weekly_review().done
    hiring.insights.look_back()
    assert [one.answers for one in hiring.insights.look_backs()] == [{}, {"drain": "Invoices, still"}]
    with pytest.raises(InputError, match="is no question"):
        hiring.insights.look_back({"mood": "fine"})


def test_predicted_against_real_overhead(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    (line,) = hiring.insights.overheads()
    assert line.measured is None
    hiring.later(days=10)
    service.log_own(engagement, Decimal(4), "review")
    (line,) = hiring.insights.overheads()
    assert line.comparison is not None
    assert two(line.comparison.real) == "12.18"  # 4 × 30.4375 / 10
    assert two(line.comparison.factor) == "1.97"  # against 6.1741
    verdict = hiring.studio.verdicts.judge(hiring.task)
    assert two(verdict.review_hours) == "12.18", "real hours replace the estimate"


def test_an_outcome_can_be_corrected(hiring: Hiring, service: EngagementService) -> None:
    miss = service.record_outcome(hiring.running(), "miss", cause="late")
    with pytest.raises(InputError):
        service.edit_outcome(miss, cause=None)
    hit = service.edit_outcome(miss, kind="hit")
    assert hit.cause is None
    service.delete_outcome(hit)
    assert hiring.insights.hits_and_misses() == []


def test_a_one_off_counts_what_was_accepted(hiring: Hiring, service: EngagementService) -> None:
    hiring.studio.identify.edit_task(hiring.task, recurrence="once")
    engagement = service.add_milestone(hiring.delivered(), "Second half")
    assert service.ledger(engagement).given == 0
    delivery = engagement.deliveries[0].id
    for standard in engagement.standards:
        engagement = service.set_check(engagement, delivery, standard.id, True)
    engagement = service.accept(engagement, delivery)
    assert service.ledger(engagement).given == 10  # one of two milestones of 20 h
