"""The figures of a task from log, estimates, bids and terms; its inputs; the decision."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Bid, Candidate, PaidTest
from outsource_tui.domain.contact import Contact
from outsource_tui.domain.engagement import CheckIn, Delivery, Engagement
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.money import Money
from outsource_tui.domain.negotiation import Negotiation, Terms
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.platform import Platform
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.task import Task
from tests.studio import Studio


def cents(value: Decimal | None) -> str:
    assert value is not None
    return f"{value:.2f}"


class Family:
    """Records below a task, saved as they are."""

    def __init__(self, studio: Studio, task: Task) -> None:
        self.studio, self.desk, self.task = studio, studio.services.desk, task
        self.brief = self.keep(Brief, title=task.title, task=task.id)

    def keep(self, model: Any, **values: Any) -> Any:
        return self.desk.save_one("Keep", self.desk.new(model, **values))

    def candidate(self, name: str, rate: int = 0, hours: int | None = None, **values: Any) -> Candidate:
        now = self.desk.now()
        bids = (
            (
                Bid(
                    id=self.desk.fresh_id(),
                    at=now,
                    rate=Money(rate, "EUR"),
                    hours=None if hours is None else Decimal(hours),
                ),
            )
            if rate
            else ()
        )
        found: Candidate = self.keep(Candidate, brief=self.brief.id, name=name, applied_at=now, bids=bids, **values)
        return found

    def engagement(self, **values: Any) -> Engagement:
        found: Engagement = self.keep(
            Engagement, **{"title": "Bookkeeping by Ana", "task": self.task.id, "started_at": self.desk.now(), **values}
        )
        return found


def test_the_published_vector_through_the_services(studio: Studio) -> None:
    verdict = studio.verdicts.judge(studio.vector())
    assert cents(verdict.their_hours) == "15.60"
    assert (cents(verdict.price), cents(verdict.reserve)) == ("655.20", "131.04")
    assert (f"{verdict.overhead:.4f}", f"{verdict.net_hours:.4f}") == ("5.2941", "6.7059")
    assert cents(verdict.value) == "-216.24"
    assert (cents(verdict.walk.total), cents(verdict.walk.quote), cents(verdict.walk.all_in)) == (
        "475.00",
        "29.00",
        "30.45",
    )
    assert verdict.suggestion.verdict == "keep"
    assert "frees 6.7 h but costs 216.24 more" in verdict.suggestion.reason
    assert studio.verdicts.view(studio.get("Reconcile invoices")).flip == (
        "their hours 1.03 times mine instead of 1.3 flips this"
    )


def test_my_hours_come_from_the_log_until_an_estimate_says_otherwise(studio: Studio) -> None:
    for ago in (7, 6, 5, 4, 3):
        studio.entry("Sort receipts", 120, ago=ago)
    task = studio.identify.task_from_activity("sort receipts")
    figures = studio.verdicts.figures(task)
    # 10 h in five logged days, which stand for 7 of 7 days: 10 x 30.4375 / 7.
    assert (figures.observed.logged_days, figures.observed.observed_days) == (5, Decimal(7))
    assert cents(figures.hours.value) == "43.48"
    assert figures.inputs.bases["hours"] == "measured"
    task = studio.verdicts.set_input(task, "hours", "12,5")
    assert studio.verdicts.figures(task).hours.value == Decimal("12.5")
    task = studio.verdicts.set_input(task, "hours", "")
    assert cents(studio.verdicts.figures(task).hours.value) == "43.48"


def test_too_little_is_said_instead_of_a_figure(studio: Studio) -> None:
    studio.entry("Sort receipts", 120, ago=1)
    task = studio.identify.task_from_activity("sort receipts")
    view = studio.verdicts.view(task)
    assert view.verdict.value is None
    assert {one.key for one in view.verdict.missing} == {"hourly_value", "hours", "rate"}
    assert "Not enough yet" in studio.verdicts.figures(task).hours.missing[0].sentence
    assert view.verdict.suggestion.verdict is None


def test_inputs_are_typed_as_people_write_them_and_marked(studio: Studio) -> None:
    task = studio.vector()
    task = studio.verdicts.set_input(task, "review_share", "30 %")
    assert task.estimates.review_share == Decimal("0.3")
    assert studio.verdicts.set_input(task, "review_share", "30").estimates.review_share == Decimal("0.3")
    task = studio.get(task.title)
    assert studio.verdicts.set_input(task, "review_share", "0.25").estimates.review_share == Decimal("0.25")
    task = studio.get(task.title)
    lines = {one.key: one for one in studio.verdicts.view(task).inputs}
    assert (lines["ratio"].value, lines["ratio"].basis) == ("1.3", "estimated")
    assert (lines["coordination_hours"].value, lines["coordination_hours"].basis) == ("0.5 h", "default")
    assert (lines["rate"].basis, lines["fee"].raw, lines["hourly_value"].raw) == ("estimated", "5 %", "85")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rate", "0"),
        ("rate", "-5"),
        ("hours", "1e5"),
        ("hours", "0"),
        ("persons", "1.5"),
        ("fee", "120 %"),
        ("ratio", "20 %"),
        ("model", "barter"),
        ("hours", "１２"),
        ("nonsense", "1"),
    ],
)
def test_impossible_inputs_are_refused(studio: Studio, key: str, value: str) -> None:
    task = studio.vector()
    with pytest.raises(InputError):
        studio.verdicts.set_input(task, key, value)
    assert studio.get(task.title) == task


def test_the_hourly_value_is_one_for_all_tasks_and_undone(studio: Studio) -> None:
    task = studio.vector()
    studio.verdicts.set_input(task, "hourly_value", "€ 100")
    assert studio.services.settings.get().hourly_value == Money(100, "EUR")
    # N 6.70589 at 100 less 786.24.
    assert cents(studio.verdicts.judge(task).value) == "-115.65"
    studio.services.undo.undo()
    assert cents(studio.verdicts.judge(task).value) == "-216.24"


def test_price_models_come_down_to_one_total(studio: Studio) -> None:
    task = studio.vector()
    for key, value in (("model", "flat"), ("amount", "1200"), ("period", "quarter"), ("fee", "0")):
        task = studio.verdicts.set_input(task, key, value)
    assert cents(studio.verdicts.judge(task).price) == "400.00"
    for key, value in (("model", "percentage"), ("share", "10 %"), ("budget", "5000"), ("period", ""), ("fee", "5 %")):
        task = studio.verdicts.set_input(task, key, value)
    assert cents(studio.verdicts.judge(task).price) == "525.00"


def test_the_best_bid_replaces_the_estimate_and_a_typed_price_stands(studio: Studio) -> None:
    task = studio.vector()
    family = Family(studio, task)
    family.candidate("Ben", 35)
    family.candidate("Ana", 30, hours_ratio=Decimal("1.1"))
    family.candidate("Cleo", 10, declined_at=studio.clock.now())
    figures = studio.verdicts.figures(task)
    assert (figures.price.source, figures.price.who) == ("quote", "Ana")
    assert (figures.inputs.ratio, figures.inputs.bases["ratio"]) == (Decimal("1.1"), "measured")
    # 12 x 1.1 x 30, no fee for somebody who came by herself.
    assert cents(studio.verdicts.judge(task).price) == "396.00"
    task = studio.verdicts.set_input(task, "rate", "20")
    assert task.offer.pinned
    figures = studio.verdicts.figures(task)
    assert (figures.price.source, figures.inputs.ask.rate) == ("estimate", Decimal(20))
    task = studio.verdicts.take_theirs(task)
    assert studio.verdicts.figures(task).price.who == "Ana"


def test_a_platforms_fee_comes_with_its_candidates(studio: Studio) -> None:
    task = studio.vector()
    family = Family(studio, task)
    family.keep(Platform, slug="upwork", name="Upwork", fee=Decimal("0.1"))
    posting = family.keep(Posting, brief=family.brief.id, platform="upwork", posted_at=studio.clock.now())
    family.candidate("Ana", 40, posting=posting.id)
    # 15.6 h x 40 x 1.1.
    assert cents(studio.verdicts.judge(task).price) == "686.40"


def test_agreed_terms_come_before_every_bid(studio: Studio) -> None:
    task = studio.vector()
    family = Family(studio, task)
    ana = family.candidate("Ana", 35)
    family.candidate("Ben", 20)
    family.keep(
        Negotiation,
        candidate=ana.id,
        terms=Terms(rate=Money(32, "EUR"), hours=Decimal("13.2"), fee=Decimal(0)),
        agreed_at=studio.clock.now(),
    )
    figures = studio.verdicts.figures(task)
    assert (figures.price.source, figures.price.who) == ("agreed", "Ana")
    assert figures.price.sentence == "as agreed with Ana"
    # 13.2 of their hours for 12 of mine; 13.2 x 32.
    assert figures.inputs.ratio == Decimal("1.1")
    assert cents(studio.verdicts.judge(task).price) == "422.40"


def test_test_fees_enter_the_set_up_once_sent(studio: Studio) -> None:
    task = studio.good()
    family = Family(studio, task)
    now = studio.clock.now()
    family.candidate("Ana", test=PaidTest(fee=Money(50, "EUR"), sent_at=now))
    family.candidate("Ben", test=PaidTest(fee=Money(60, "EUR"), sent_at=now))
    family.candidate("Cleo", test=PaidTest(fee=Money(70, "EUR")))
    verdict = studio.verdicts.judge(task)
    # 3 h x 85 + 110.
    assert (verdict.inputs.test_fees, cents(verdict.set_up_cost)) == (Decimal(110), "365.00")
    assert verdict.inputs.bases["test_fees"] == "measured"


def test_a_foreign_price_is_exchanged_or_said_to_be_unknown(studio: Studio) -> None:
    task = studio.vector()
    task = studio.verdicts.set_input(task, "rate", "$ 50")
    view = studio.verdicts.view(task)
    assert view.verdict.price is None
    assert "no exchange rate for USD" in view.notes[0]
    studio.services.settings.set_rate("usd", Decimal("0.8"))
    # 15.6 x 40 x 1.05 again.
    assert cents(studio.verdicts.judge(task).price) == "655.20"


def test_measured_overhead_replaces_the_estimates_after_a_week(studio: Studio) -> None:
    task = studio.good()
    family = Family(studio, task)
    engagement = family.engagement()
    studio.clock.at += timedelta(days=5)
    review = studio.entry("Looked over the books", 60)
    studio.log.edit(review.id, engagement=engagement.id, purpose="review")
    assert studio.verdicts.judge(task).inputs.measured_review is None
    studio.clock.at += timedelta(days=5)
    call = studio.entry("Call with Ana", 30)
    studio.log.edit(call.id, engagement=engagement.id, purpose="coordination")
    verdict = studio.verdicts.judge(task)
    # 1 h and 0.5 h in ten days, scaled to 30.4375.
    assert (cents(verdict.inputs.measured_review), cents(verdict.inputs.measured_coordination)) == ("3.04", "1.52")
    assert cents(verdict.net_hours) == "15.43"
    line = next(one for one in studio.verdicts.view(task).inputs if one.key == "measured_review")
    assert line.basis == "measured"
    assert "correct its entries" in line.locked
    with pytest.raises(InputError):
        studio.verdicts.set_input(task, "measured_review", "1")


def test_one_accepted_delivery_is_enough_and_minutes_count(studio: Studio) -> None:
    task = studio.good()
    family = Family(studio, task)
    start = studio.clock.now()
    studio.clock.at += timedelta(days=2)
    now = studio.clock.now()
    desk = family.desk
    family.engagement(
        started_at=start,
        deliveries=(
            Delivery(id=desk.fresh_id(), title="October", delivered_at=now, review_minutes=30, accepted_at=now),
        ),
        check_ins=(CheckIn(id=desk.fresh_id(), at=now, minutes=15),),
    )
    verdict = studio.verdicts.judge(task)
    # 0.5 h and 0.25 h in two days.
    assert (cents(verdict.inputs.measured_review), cents(verdict.inputs.measured_coordination)) == ("7.61", "3.80")


def test_briefing_and_hiring_hours_replace_the_set_up(studio: Studio) -> None:
    task = studio.good()
    family = Family(studio, task)
    brief = studio.entry("Wrote the brief", 90)
    studio.log.edit(brief.id, task=task.id, purpose="briefing")
    assert studio.verdicts.judge(task).inputs.set_up_hours == Decimal(3)
    engagement = family.engagement()
    hiring = studio.entry("Talked to three", 60)
    studio.log.edit(hiring.id, engagement=engagement.id, purpose="hiring")
    assert studio.verdicts.judge(task).inputs.set_up_hours == Decimal("2.5")


def test_frozen_hours_keep_the_verdict_when_the_work_is_gone(studio: Studio) -> None:
    for ago in (7, 6, 5, 4, 3):
        studio.entry("Sort receipts", 120, ago=ago)
    task = studio.identify.task_from_activity("sort receipts")
    before = studio.verdicts.figures(task).hours.value
    task = studio.services.desk.save_one("Freeze", studio.verdicts.with_baseline(task))
    studio.clock.at += timedelta(days=60)
    for ago in range(20):
        studio.entry("Design", 60, ago=ago)
    assert studio.verdicts.figures(task).hours.value == before
    assert studio.verdicts.with_baseline(task) == task


def test_frozen_hours_count_until_the_work_is_mine_again(studio: Studio) -> None:
    logged = [studio.entry("Reconcile invoices", 240, ago=ago).id for ago in (7, 6, 5, 4, 3)]
    task = studio.outsourced(title="Reconcile invoices")
    studio.log.link_task(logged, task.id)
    engagement = studio.engaged(task)
    with pytest.raises(NotYetError, match="frozen when the work was given away"):
        studio.verdicts.set_input(studio.get(task.title), "hours", "3")
    assert studio.get(task.title).baseline_hours == 20
    engagement = studio.services.engagements.end(engagement)
    assert studio.verdicts.view(studio.get(task.title)).notes == (
        "Nobody does it for you now: clear your hours to go by your log again.",
    )
    task = studio.verdicts.set_input(studio.get(task.title), "hours", "")
    assert (task.baseline_hours, task.baseline_at) == (None, None)
    # 20 h of my own in the last 7 days are 86.96 h a month.
    assert cents(studio.verdicts.figures(task).hours.value) == "86.96"
    studio.services.engagements.reopen(engagement)
    assert cents(studio.verdicts.figures(studio.get(task.title)).hours.value) == "20.00"


def test_outsourcing_waits_for_each_step_in_order(studio: Studio) -> None:
    task = studio.good(better_use="")
    assert "6 questions" in (studio.verdicts.why_not(task, "outsource") or "")
    task = studio.reviewed(task)
    assert "cross-out pass" in (studio.verdicts.why_not(task, "outsource") or "")
    task = studio.crossed(task)
    assert "better use" in (studio.verdicts.why_not(task, "outsource") or "")
    task = studio.identify.edit_task(task, better_use="paid client work")
    assert "reason first" in (studio.verdicts.why_not(task, "outsource") or "")
    with pytest.raises(NotYetError):
        studio.verdicts.decide(task, "outsource")
    with pytest.raises(InputError):
        studio.verdicts.give_shortfall(task, "other")
    task = studio.verdicts.give_shortfall(task, "time")
    task = studio.verdicts.decide(task, "outsource")
    assert task.decision is not None
    assert (task.decision.verdict, task.decision.hours) == ("outsource", Decimal(20))
    assert task.decision.reason == "frees 13.8 h and brings 575.20 more than it costs"


def test_against_the_figures_a_reason_is_wanted_and_history_is_kept(studio: Studio) -> None:
    task = studio.crossed(studio.reviewed(studio.vector(better_use="client work", shortfall="dislike")))
    with pytest.raises(RuleError) as error:
        studio.verdicts.decide(task, "outsource")
    assert "costs 216.24 more than it brings" in str(error.value)
    task = studio.verdicts.decide(task, "outsource", reason="I cannot bear it any longer")
    task = studio.verdicts.decide(task, "keep")
    assert task.decision is not None
    assert task.decision.look_again == studio.clock.now().date() + timedelta(days=90)
    assert [one.verdict for one in task.earlier_decisions] == ["outsource"]
    task = studio.verdicts.reopen(task)
    assert task.decision is None
    assert [one.verdict for one in task.earlier_decisions] == ["outsource", "keep"]


def test_a_task_somebody_works_on_is_not_dropped(studio: Studio) -> None:
    task = studio.outsourced()
    Family(studio, task).engagement()
    with pytest.raises(NotYetError):
        studio.verdicts.decide(task, "drop")


def test_the_clients_own_contract_stands_beside(studio: Studio) -> None:
    task = studio.vector(origin="client", client="Acme")
    task = studio.verdicts.set_input(task, "billing_lost", "1020")
    both = studio.verdicts.both_ways(task)
    assert (cents(both.under_me.value), cents(both.with_client.value)) == ("-216.24", "0.00")
    assert (f"{both.hours_spared:.4f}", cents(both.money_spared)) == ("5.2941", "450.00")
    assert both.better == "with_client"


def test_the_brake_counts_open_engagements_and_hours_of_managing(studio: Studio) -> None:
    task = studio.good()
    family = Family(studio, task)
    assert not studio.verdicts.brake().over
    engagements = [family.engagement(title=f"Job {number}") for number in range(3)]
    found = studio.verdicts.brake()
    assert (found.over, found.open_now) == (True, 3)
    assert found.reasons == ("3 engagements are open and your limit is 3.",)
    studio.services.settings.change(full_time=False, week_hours=Decimal(20))
    entry = studio.entry("Chased them", 180)
    studio.log.edit(entry.id, engagement=engagements[0].id, purpose="coordination")
    # 3 h of 20 h are 15 %; a part-timer's limit is 10 %, and one open engagement.
    assert studio.verdicts.management().share == Decimal("0.15")
    assert "15 % of your week and your limit is 10 %" in studio.verdicts.brake().reasons[1]


def test_typed_hours_are_held_against_the_log_once_it_knows(studio: Studio) -> None:
    for ago in (3, 2):
        studio.entry("Books", 60, ago=ago)
    task = studio.identify.task_from_activity("books")
    task = studio.verdicts.set_input(task, "hours", "20")
    assert studio.verdicts.view(task).notes == ()
    studio.entry("Books", 60, ago=1)
    # 3 h in a week are 13.04 h a month.
    view = studio.verdicts.view(task)
    assert view.notes == ("Your log says 13 h a month, not 20 h: clear your hours to go by it.",)
    assert view.verdict.inputs.hours == 20
    task = studio.verdicts.set_input(task, "hours", "13")
    assert studio.verdicts.view(task).notes == ()
    task = studio.verdicts.set_input(task, "hours", "")
    assert f"{studio.verdicts.judge(task).inputs.hours:.2f}" == "13.04"


def test_a_recent_miss_warns_for_ninety_days(studio: Studio) -> None:
    task = studio.good()
    family = Family(studio, task)
    engagement = family.engagement(ended_at=studio.clock.now())
    assert studio.verdicts.recent_miss() == ""
    family.keep(Outcome, engagement=engagement.id, kind="miss", at=studio.clock.now(), what="banner never came")
    assert "banner never came" in studio.verdicts.recent_miss()
    assert any("banner" in one for one in studio.verdicts.cautions(task))
    studio.clock.at += timedelta(days=91)
    assert studio.verdicts.recent_miss() == ""


def test_people_i_know_are_offered_first(studio: Studio) -> None:
    task = studio.good(category="bookkeeping")
    family = Family(studio, task)
    assert studio.identify.ask_first(task) == ""
    family.keep(Contact, name="Ben", skills=("Receipts",))
    family.keep(Contact, name="Ana", skills=("bookkeeping",), faster_than_me=True)
    family.keep(Contact, name="Cleo", skills=("pottery",))
    assert [one.name for one in studio.identify.people_to_ask(task)] == ["Ana", "Ben"]
    assert studio.identify.ask_first(task).startswith("You know Ana or Ben")
