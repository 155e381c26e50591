"""Work together (S1-78..83, S2-02..11, N02, N03, N14..N17), with the sums of the ledger checked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.services.engagements import EngagementService
from tests.hiring import Hiring, eur, two


@pytest.fixture
def service(hiring: Hiring) -> EngagementService:
    return hiring.engagements


def test_s1_78_check_ins_have_a_last_and_a_next_date(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    started = hiring.studio.clock.now()
    assert service.last_contact(engagement) is None
    assert service.next_check_in(engagement) == started.date() + timedelta(days=7)
    hiring.later(days=8)
    assert any(item.kind == "check-in" for item in hiring.studio.services.due.items())
    engagement = service.check_in(engagement, "All on course", minutes=20)
    assert service.last_contact(engagement) == hiring.studio.clock.now()
    assert service.next_check_in(engagement) == started.date() + timedelta(days=15)
    with pytest.raises(InputError, match="Write a word"):
        service.check_in(engagement)


def test_s1_79_every_second_check_in_asks_for_feedback(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    assert not service.asks_feedback(engagement)
    assert service.feedback_question(engagement) == ""
    engagement = service.check_in(engagement, "First")
    assert service.asks_feedback(engagement)
    assert service.feedback_question(engagement).endswith("?")
    engagement = service.check_in(engagement, feedback="Fine", road_blocks=("Get access to the bank", " "))
    assert engagement.check_ins[1].road_blocks == ("Get access to the bank",)
    todo = next(line.task for line in hiring.studio.identify.tasks() if line.task.title == "Get access to the bank")
    assert (todo.recurrence, todo.note) == ("once", "In the way of Reconcile invoices")
    hiring.studio.services.undo.undo()
    assert "Get access to the bank" not in [line.task.title for line in hiring.studio.identify.tasks()]


def test_s1_80_81_82_three_counters_nudge_after_thirty_days(hiring: Hiring, service: EngagementService) -> None:
    engagement = service.care(hiring.running(), "purpose", "thanked her")
    hiring.later(days=31)
    states = {state.care: state for state in service.cares(engagement)}
    assert {care: (state.count, state.overdue) for care, state in states.items()} == {
        "mastery": (0, True),
        "autonomy": (0, True),
        "purpose": (1, True),
    }
    engagement = service.care(engagement, "mastery", "bought the tool")
    states = {state.care: state for state in service.cares(engagement)}
    assert (states["mastery"].days, states["mastery"].overdue) == (0, False)
    assert states["autonomy"].nudge


def test_s1_50_51_what_the_post_promised_returns_as_a_habit(hiring: Hiring, service: EngagementService) -> None:
    candidate = hiring.chosen(propositions=("money", "treatment", "enjoyable"))
    talks = hiring.negotiations.set_terms(hiring.negotiations.open(candidate))
    engagement = service.start(service.from_negotiation(hiring.negotiations.agree(talks, "known")))
    assert {state.care: state.promised for state in service.cares(engagement)} == {
        "mastery": "",
        "autonomy": "Room for ideas",
        "purpose": "Fair treatment",
    }


def test_s1_83_a_revision_says_what_is_wrong_and_what_is_wanted(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.delivered()
    delivery = engagement.deliveries[0].id
    for wrong, wanted in (("", "zero"), ("two cents off", " ")):
        with pytest.raises(InputError, match="Say what"):
            service.revise(engagement, delivery, wrong=wrong, wanted=wanted)
    engagement = service.revise(
        engagement, delivery, wrong="Two cents are open", wanted="0.00 open", by=date(2026, 12, 10)
    )
    assert service.stage(engagement) == "in_revision"
    with pytest.raises(NotYetError, match="out already"):
        service.revise(engagement, delivery, wrong="x", wanted="y")
    rounds = service.rounds(engagement)
    assert (rounds.used, rounds.agreed, rounds.left, rounds.out) == (1, 2, 1, 1)
    engagement = service.round_returned(engagement, engagement.rounds[0].id)
    assert service.stage(engagement) == "to_review"


def test_n16_s2_07_10_accepting_is_impossible_until_each_standard_is_met(
    hiring: Hiring, service: EngagementService
) -> None:
    engagement = hiring.delivered()
    delivery = engagement.deliveries[0].id
    first, second = (one.id for one in engagement.standards)
    with pytest.raises(NotYetError, match="2 standards not looked at"):
        service.accept(engagement, delivery)
    engagement = service.set_check(engagement, delivery, first, True)
    engagement = service.set_check(engagement, delivery, second, False, "two cents")
    with pytest.raises(NotYetError, match="does not meet “No open cent”; ask for a revision"):
        service.accept(engagement, delivery)
    engagement = service.revise(engagement, delivery, wrong="Two cents", wanted="None")
    with pytest.raises(NotYetError, match="revision is out"):
        service.accept(engagement, delivery)
    engagement = service.round_returned(engagement, engagement.rounds[0].id)
    assert [one.met for one in service.standards(engagement, delivery)] == [True, None], "looked at again"
    engagement = service.set_check(engagement, delivery, second, True)
    engagement = service.accept(engagement, delivery)
    assert engagement.milestones[0].accepted_at is not None
    assert [(one.amount, one.paid_at) for one in engagement.payments] == [(eur(200), None)], "its price falls due"
    engagement = service.take_back_acceptance(engagement, delivery)
    assert (engagement.payments, engagement.milestones[0].accepted_at) == ((), None)


def test_s2_10_a_standard_added_later_is_looked_at_too(hiring: Hiring, service: EngagementService) -> None:
    engagement = service.add_standard(hiring.delivered(), "Signed by Friday")
    delivery = engagement.deliveries[0].id
    for _ in range(2):
        for line in service.standards(engagement, delivery):
            engagement = service.set_check(engagement, delivery, line.standard.id, True)
    assert service.accept(engagement, delivery).deliveries[0].accepted_at is not None


def test_s2_08_n16_finishing_it_myself_costs_hours_and_counts_as_a_miss(
    hiring: Hiring, service: EngagementService
) -> None:
    engagement = hiring.delivered()
    delivery = engagement.deliveries[0].id
    with pytest.raises(InputError, match="hours as a number"):
        service.finish_myself(engagement, delivery, Decimal(0))
    engagement = service.finish_myself(engagement, delivery, Decimal("1.5"), "quicker than explaining")
    row = hiring.studio.workspace.rows()[-1]
    assert (row.seconds, row.purpose, row.engagement) == (5400, "redo", engagement.id)
    (miss,) = service.outcomes(engagement)
    assert (miss.kind, miss.cause, miss.redo_hours) == ("miss", "finished_myself", Decimal("1.5"))
    assert service.delivery_stage(engagement, engagement.deliveries[0]) == "finished_myself"
    assert service.ledger(engagement).own["redo"] == Decimal("1.5")
    with pytest.raises(NotYetError, match="finished"):
        service.accept(engagement, delivery)
    hiring.studio.services.undo.undo()
    assert service.outcomes(engagement) == []
    assert not hiring.studio.workspace.rows()


def test_s2_09_the_state_of_delivery_comes_from_the_brief(hiring: Hiring) -> None:
    candidate = hiring.chosen(delivery_state="A draft I finish")
    talks = hiring.negotiations.set_terms(hiring.negotiations.open(candidate))
    engagement = hiring.engagements.from_negotiation(hiring.negotiations.agree(talks, "known"))
    assert engagement.delivery_state == "A draft I finish"


def test_n02_the_net_time_ledger_by_hand(hiring: Hiring, service: EngagementService) -> None:
    hiring.studio.log.log("Write the brief", seconds=3600, task=hiring.task.id, purpose="briefing")
    engagement = hiring.running()
    assert engagement.baseline_hours == 20
    hiring.later(days=15)
    service.log_own(engagement, Decimal(2), "review")
    service.log_own(engagement, Decimal("0.5"), "coordination")
    engagement = service.check_in(engagement, "Fine", minutes=30)
    engagement = service.pay(engagement, eur(250))
    ledger = service.ledger(engagement)
    # given 20 × 15 / 30.4375 = 9.8563; own 1 + 2 + 0.5 + 0.5 = 4; net 5.8563; × 85 - 250 = 247.78
    assert (two(ledger.given), two(ledger.own_total), two(ledger.net)) == ("9.86", "4.00", "5.86")
    assert ledger.own == {"briefing": 1, "review": 2, "coordination": 1}
    assert two(ledger.value) == "247.78"
    assert two(ledger.management_cost) == "255.00"
    assert service.alarm(engagement) is None
    overhead = service.overhead(engagement)
    assert two(overhead.measured) == "6.09"  # 3 h × 30.4375 / 15
    assert two(overhead.predicted) == "6.17"  # 4 + 2.1741
    total = hiring.insights.total()
    assert two(total.net) == "5.86"


def test_n02_s2_11_the_ledger_turns_red_below_zero(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    hiring.later(days=3)
    service.log_own(engagement, Decimal(2), "redo")
    ledger = service.ledger(engagement)
    assert (two(ledger.net), ledger.red) == ("-0.03", True)  # 1.9713 - 2
    assert service.alarm(engagement) is not None
    hiring.later(days=1)
    assert not service.ledger(engagement).red


def test_n02_a_pause_stops_the_clock(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    hiring.later(days=10)
    engagement = service.toggle_pause(engagement)
    assert service.next_check_in(engagement) is None
    hiring.later(days=10)
    assert two(service.ledger(engagement).given) == "6.57"  # 20 × 10 / 30.4375
    engagement = service.toggle_pause(engagement)
    assert engagement.paused_at is None
    hiring.later(days=5)
    assert two(service.ledger(engagement).given) == "9.86", "20 × 15 / 30.4375: the ten days of rest stay out"
    assert two(hiring.insights.total().given) == two(sum(one.given for one in hiring.insights.won_back())) == "9.86"
    engagement = service.end(service.pause(engagement))
    hiring.later(days=3)
    engagement = service.reopen(engagement)
    hiring.later(days=1)
    assert two(service.ledger(engagement).given) == "10.51", "20 × 16 / 30.4375: what lay between end and reopening too"


def test_n03_s0_04_one_too_many_wants_a_shortfall_and_words(hiring: Hiring, service: EngagementService) -> None:
    hiring.studio.services.settings.change(max_open=1)
    hiring.running()
    talks = hiring.agreed()
    with pytest.raises(RuleError, match="1 engagement is open and your limit is 1") as raised:
        service.from_negotiation(talks)
    assert raised.value.field == "shortfall"
    with pytest.raises(RuleError):
        service.from_negotiation(talks, shortfall="skill")
    engagement = service.from_negotiation(talks, shortfall="skill", reason="tax law")
    assert (engagement.over_limit_reason, engagement.over_limit_text) == ("skill", "tax law")


def test_s0_09_work_with_somebody_i_know_is_planned_in_one_step(hiring: Hiring, service: EngagementService) -> None:
    hiring.studio.services.settings.change(max_open=0)
    brief, _ = hiring.posted()
    contact = hiring.playbook.add_contact("Eva", rate=eur(30))
    with pytest.raises(RuleError, match="your limit is 0"):
        service.from_contact(brief, contact, "did it before")
    assert hiring.candidates.of_brief(brief) == [], "nothing is kept of what was refused"
    engagement = service.from_contact(brief, contact, "did it before", shortfall="time", reason="the year ends")
    (eva,) = hiring.candidates.of_brief(brief)
    assert (engagement.candidate, eva.chosen_reason, eva.early_reason) == (eva.id, "did it before", "")
    assert (engagement.terms.rate, engagement.over_limit_text) == (eur(30), "the year ends")
    with pytest.raises(NotYetError, match="There is an engagement with Eva already"):
        service.from_contact(brief, contact, "did it before")
    hiring.studio.services.undo.undo()
    assert (service.all(), hiring.candidates.of_brief(brief)) == ([], [])


def test_n03_part_time_lowers_the_limit(hiring: Hiring, service: EngagementService) -> None:
    hiring.running()
    assert not service.brake().over
    hiring.studio.services.settings.change(full_time=False)
    assert service.brake().over


def test_n14_s0_14_the_client_asking_anyway_is_counted(hiring: Hiring, service: EngagementService) -> None:
    engagement = service.set_responsibility(hiring.running(), structure="with_client", dates="me", consent_seen=True)
    given = engagement.responsibility
    assert (given.structure, given.work, given.dates, given.process) == ("with_client", "them", "me", "them")
    engagement = service.asked(engagement, minutes=15, about="Where is it?")
    engagement = service.asked(engagement, minutes=45)
    assert len(engagement.asked_anyway) == 2
    assert service.ledger(engagement).own["coordination"] == 1


def test_n14_the_card_shows_both_contracts(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    card = service.card(engagement)
    assert two(card.under_me.hours) == "6.17"
    assert two(card.under_me.money) == "524.80"  # 6.1741 × 85
    assert card.hours_spared == card.under_me.hours
    engagement = service.asked(engagement, minutes=30)
    assert service.card(engagement).asked_anyway == 1
    assert service.reminders(engagement)


def test_a_flat_price_that_took_longer_pays_less_an_hour(hiring: Hiring, service: EngagementService) -> None:
    engagement = service.set_terms(hiring.running(), model="flat", amount=eur(1000), hours=Decimal(7))
    engagement = service.report_hours(engagement, Decimal(10))
    found = service.overrun(engagement)
    assert found is not None
    assert (two(found.planned_rate), two(found.actual_rate)) == ("142.86", "100.00")


def test_n15_the_time_box_alarms_at_half_and_full(hiring: Hiring, service: EngagementService) -> None:
    engagement = service.set_terms(hiring.running(), stop_loss_hours=Decimal(4))
    levels = []
    for hours in ("1.5", "0.5", "2"):
        engagement = service.report_hours(engagement, Decimal(hours))
        box = service.stop_loss(engagement)
        assert box is not None
        levels.append(box.level)
    assert levels == [0, 50, 100]
    engagement = service.set_terms(engagement, stop_loss_hours=None, stop_loss_amount=eur(100))
    engagement = service.pay(engagement, eur(60))
    box = service.stop_loss(engagement)
    assert box is not None
    assert (box.unit, box.level) == ("amount", 50)


def test_s2_02_one_answer_a_week(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    assert service.asks_feeling(engagement)
    engagement = service.feel(engagement, "harder")
    assert not service.asks_feeling(engagement)
    engagement = service.feel(engagement, "easier")
    assert [one.answer for one in engagement.feelings] == ["easier"]
    hiring.later(days=7)
    assert service.asks_feeling(engagement)


def test_s2_03_two_harder_weeks_open_the_three_strategies(hiring: Hiring, service: EngagementService) -> None:
    engagement = service.feel(hiring.running(), "harder")
    assert service.check_up(engagement) is None
    hiring.later(days=7)
    engagement = service.feel(engagement, "harder")
    check_up = service.check_up(engagement)
    assert check_up is not None
    assert [(line.key, line.followed) for line in check_up.lines] == [
        ("clear_brief", False),
        ("several_tested", False),
        ("reserve_kept", True),
    ]
    assert all(line.remedy for line in check_up.lines)
    hiring.later(hours=1)
    engagement = service.checked_up(engagement)
    assert service.check_up(engagement) is None
    service.record_outcome(engagement, "miss", cause="late", milestone=engagement.milestones[0].id)
    hiring.later(hours=1)
    check_up = service.check_up(engagement)
    assert check_up is None, "the miss came at the time of the check-up"
    service.record_outcome(engagement, "miss", cause="late", milestone=engagement.milestones[0].id)
    assert service.check_up(engagement) is not None


def test_s2_04_05_n17_completeness_and_tests_are_stored_with_the_engagement(
    hiring: Hiring, service: EngagementService
) -> None:
    brief = hiring.ready()
    for part in hiring.briefs.completeness(brief).empty:
        brief = hiring.briefs.toggle_not_applicable(brief, part)
    hiring.briefs.post(brief, "upwork")
    people = [hiring.applicant(brief, name, 25) for name in ("Ana", "Bo")]
    for one in people:
        one = hiring.candidates.send_test(hiring.candidates.offer_test(one, what="ten invoices"))
        hiring.candidates.return_test(one)
    hiring.later(hours=25)
    chosen = hiring.candidates.choose(hiring.candidates.get(people[0].id), "better test")
    talks = hiring.negotiations.set_terms(hiring.negotiations.open(chosen))
    engagement = service.start(service.from_negotiation(hiring.negotiations.agree(talks, "known")))
    assert (engagement.brief_completeness, engagement.tested) == (100, 2)
    assert service.strategies(engagement).score == 3
    engagement = service.report_hours(engagement, Decimal(5), from_reserve=True)
    assert service.strategies(engagement).followed == ("clear_brief", "several_tested"), "the reserve is overspent"


def test_s2_06_the_reserve_is_planned_and_tracked(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    reserve = service.reserve(engagement)
    assert (reserve.hours_planned, reserve.hours_left) == (Decimal(4), Decimal(4))  # 20 % of 20 h
    assert reserve.money_planned == eur(100)  # 20 % of 20 × 25
    engagement = service.report_hours(engagement, Decimal(3), from_reserve=True)
    engagement = service.pay(engagement, eur(75), from_reserve=True)
    reserve = service.reserve(engagement)
    assert reserve.hours_left == 1
    assert reserve.money_left == eur(25)
    assert (reserve.planned, reserve.overspent) == (True, False)


def test_the_baseline_is_frozen_when_the_work_starts(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    assert hiring.task.baseline_hours == 20
    assert hiring.task.baseline_at == engagement.started_at
    hiring.studio.services.undo.undo()
    assert hiring.task.baseline_hours is None


def test_work_starts_only_on_agreed_terms_with_somebody_chosen(hiring: Hiring, service: EngagementService) -> None:
    talks = hiring.negotiations.open(hiring.chosen())
    with pytest.raises(NotYetError, match="Nothing is agreed"):
        service.from_negotiation(talks)
    talks = hiring.negotiations.agree(hiring.negotiations.set_terms(talks), "fine")
    engagement = service.from_negotiation(talks)
    with pytest.raises(NotYetError, match="already"):
        service.from_negotiation(talks)
    with pytest.raises(NotYetError, match="not started"):
        service.deliver(engagement, "Too soon")
    assert service.stage(engagement) == "planned"
    ended = service.end(engagement)
    assert service.why_not_outcome(ended) == "The work never started, so there is nothing to judge."
    assert not any(item.kind == "outcome" for item in hiring.studio.services.due.items())


def test_deleting_keeps_my_hours_without_the_link(hiring: Hiring, service: EngagementService) -> None:
    engagement = hiring.running()
    service.log_own(engagement, Decimal(1), "review")
    service.delete(engagement)
    (row,) = hiring.studio.workspace.rows()
    assert (row.engagement, row.purpose) == (None, "review")
    hiring.studio.services.undo.undo()
    assert service.get(engagement.id).title == engagement.title
