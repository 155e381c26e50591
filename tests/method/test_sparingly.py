"""Use it sparingly: what it really saves, and what stands in the way (S0-03 to S0-10)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import NotYetError, RuleError
from tests.studio import Studio


def test_a_bad_experience_warns_before_the_next_post(studio: Studio) -> None:
    """S0-03."""
    task = studio.outsourced()
    engagement = studio.engaged(task)
    engagement = studio.services.engagements.end(engagement)
    studio.services.engagements.record_outcome(engagement, "miss", what="books never balanced", cause="wrong_person")
    other = studio.services.briefs.create("Newsletter")
    assert any("books never balanced" in one or "miss" in one for one in studio.services.briefs.post_warnings(other))
    assert "books never balanced" in studio.verdicts.recent_miss()
    studio.clock.at += timedelta(days=91)
    assert studio.verdicts.recent_miss() == ""
    assert not any("miss" in one for one in studio.services.briefs.post_warnings(other))


def test_one_engagement_over_the_limit_wants_a_typed_reason(studio: Studio) -> None:
    """S0-04: the number of open engagements and the managing share of the week, from the log."""
    studio.services.settings.change(max_open=1)
    first = studio.engaged(studio.outsourced(title="Bookkeeping"))
    entry = studio.entry("Chased Ana", 9 * 60, start="0:30")
    studio.log.edit(entry.id, engagement=first.id, purpose="coordination")
    assert studio.verdicts.management().share == Decimal("0.225")
    brake = studio.verdicts.brake()
    assert [one.split(" and")[0] for one in brake.reasons] == [
        "1 engagement is open",
        "Managing would take 23 % of your week",
    ]
    candidate = studio.known_candidate(studio.outsourced(title="Newsletter"), "Ben")
    with pytest.raises(RuleError):
        studio.services.engagements.from_candidate(candidate)
    engagement = studio.services.engagements.from_candidate(candidate, shortfall="time", reason="December is full")
    assert (engagement.over_limit_reason, engagement.over_limit_text) == ("time", "December is full")


def test_the_verdict_is_no_when_no_time_is_left_over(studio: Studio) -> None:
    """S0-05: before posting by the estimate, and live while it runs."""
    task = studio.good()
    task = studio.verdicts.set_input(task, "review_share", "90 %")
    verdict = studio.verdicts.judge(task)
    # 20 - 18 - 2.1741 h.
    assert verdict.net_hours is not None
    assert f"{verdict.net_hours:.4f}" == "-0.1741"
    assert verdict.suggestion.verdict == "keep"
    assert "takes 0.2 h more of your time than it frees" in verdict.suggestion.reason
    task = studio.verdicts.set_input(task, "review_share", "20 %")
    task = studio.crossed(studio.reviewed(studio.identify.edit_task(task, shortfall="time")))
    task = studio.verdicts.decide(task, "outsource")
    engagement = studio.engaged(task)
    studio.clock.at += timedelta(days=3)
    assert not studio.services.engagements.ledger(engagement).red
    entry = studio.entry("Did it over", 180, start="6:00")
    studio.log.edit(entry.id, engagement=engagement.id, purpose="redo")
    # Three days of 20 h a month are 1.97 h given away, less 3 h.
    ledger = studio.services.engagements.ledger(studio.services.engagements.get(engagement.id))
    assert ledger.net is not None
    assert (f"{ledger.net:.2f}", ledger.red) == ("-1.03", True)


def test_review_is_estimated_then_measured_per_delivery(studio: Studio) -> None:
    """S0-06."""
    task = studio.outsourced()
    before = studio.verdicts.judge(task)
    assert (before.review_hours, before.inputs.bases["review_share"]) == (Decimal("4.0"), "default")
    engagement = studio.engaged(task)
    studio.clock.at += timedelta(days=10)
    engagement = studio.services.engagements.deliver(engagement, "November")
    delivery = engagement.deliveries[0].id
    engagement = studio.services.engagements.edit_delivery(engagement, delivery, review_minutes=45)
    after = studio.verdicts.judge(studio.identify.get(task.id))
    # 0.75 h in ten days are 2.28 h a month.
    assert after.review_hours is not None
    assert f"{after.review_hours:.2f}" == "2.28"
    assert after.net_hours is not None
    assert before.net_hours is not None
    assert after.net_hours > before.net_hours


def test_coordination_grows_with_the_number_of_people(studio: Studio) -> None:
    """S0-07: half an hour a week and person."""
    task = studio.good()
    one = studio.verdicts.judge(task)
    three = studio.verdicts.judge(studio.verdicts.set_input(task, "persons", "3"))
    assert (f"{one.coordination_hours:.4f}", f"{three.coordination_hours:.4f}") == ("2.1741", "6.5223")
    assert (f"{one.net_hours:.4f}", f"{three.net_hours:.4f}") == ("13.8259", "9.4777")


def test_no_task_leaves_identify_without_its_reason(studio: Studio) -> None:
    """S0-08."""
    task = studio.crossed(studio.reviewed(studio.good()))
    assert studio.identify.next_step(task).key == "shortfall"
    with pytest.raises(NotYetError):
        studio.verdicts.decide(task, "outsource")
    with pytest.raises(NotYetError):
        studio.services.briefs.from_task(task)
    task = studio.verdicts.give_shortfall(task, "other", "I move house in December")
    task = studio.verdicts.decide(task, "outsource")
    assert studio.services.briefs.from_task(task).task == task.id


def test_somebody_i_know_is_asked_first_and_needs_no_posting(studio: Studio) -> None:
    """S0-09."""
    studio.services.playbook.add_contact("Ana", skills=("bookkeeping",))
    studio.services.playbook.add_contact("Ben", skills=("pottery",))
    task = studio.outsourced(category="bookkeeping")
    assert [one.name for one in studio.identify.people_to_ask(task)] == ["Ana"]
    assert studio.identify.next_step(task).sentence == "You know Ana: ask there first."
    candidate = studio.known_candidate(task, "Cleo")
    engagement = studio.services.engagements.from_candidate(candidate)
    assert (candidate.posting, engagement.negotiation, engagement.candidate) == (None, None, candidate.id)


def test_their_hours_against_mine_warn_when_they_are_no_faster(studio: Studio) -> None:
    """S0-10."""
    task = studio.good()
    assert studio.verdicts.judge(task).suggestion.warnings == ()
    slower = studio.verdicts.judge(studio.verdicts.set_input(task, "ratio", "1"))
    assert slower.suggestion.warnings == ("They are not faster than you: their hours are at least yours.",)
    faster = studio.verdicts.judge(studio.verdicts.set_input(studio.get(task.title), "ratio", "0.5"))
    assert (faster.their_hours, faster.suggestion.warnings) == (Decimal(10), ())
