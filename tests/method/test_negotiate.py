"""Negotiate (S1-71..77, N13): a checklist with evidence, a locked price, a range and a walk-away line."""

from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.negotiation import ChecklistKey, Negotiation
from outsource_tui.services.checklist import ChecklistLine, checklist
from outsource_tui.services.negotiations import NegotiationService
from tests.hiring import Hiring, eur, two


@pytest.fixture
def talks(hiring: Hiring) -> Negotiation:
    """Talks with somebody who has named no price."""
    brief, _ = hiring.posted()
    ana = hiring.applicant(brief, "Ana")
    hiring.later(hours=25)
    return hiring.negotiations.open(hiring.candidates.choose(ana, "good"))


@pytest.fixture
def service(hiring: Hiring) -> NegotiationService:
    return hiring.negotiations


def line(service: NegotiationService, talks: Negotiation, key: ChecklistKey) -> ChecklistLine:
    return next(one for one in checklist(service.view(talks)) if one.key == key)


def test_s1_71_talking_comes_first_and_answers_are_its_evidence(hiring: Hiring, talks: Negotiation) -> None:
    service = hiring.negotiations
    assert "S1-71" in " ".join(service.view(talks).lock.warnings)
    with pytest.raises(InputError, match="Say what shows it"):
        service.tick(talks, "engaged")
    hiring.candidates.answer(service.candidate(talks), "own_words", "Match it all")
    talks = service.tick(talks, "engaged")
    assert talks.ticks["engaged"].evidence == f"Talked on {hiring.studio.clock.now():%Y-%m-%d}"
    assert "S1-71" not in " ".join(service.view(talks).lock.warnings)
    assert service.untick(talks, "engaged").ticks == {}


def test_s1_72_n13_my_price_is_locked_until_theirs_is_known(service: NegotiationService, talks: Negotiation) -> None:
    assert service.view(talks).lock.locked
    with pytest.raises(RuleError) as raised:
        service.name_price(talks, eur(25))
    assert raised.value.field == "reason"
    with pytest.raises(NotYetError, match="Nobody has named a price"):
        service.tick(talks, "not_first")
    talks = service.bid(talks, rate=eur(28))
    assert talks.first_named_by == "them"
    assert line(service, talks, "not_first").done
    assert not service.view(talks).lock.locked
    talks = service.name_price(talks, eur(25))
    assert (talks.my_price, talks.first_named_by) == (eur(25), "them")


def test_s1_72_naming_it_first_is_recorded_with_its_reason(service: NegotiationService, talks: Negotiation) -> None:
    talks = service.name_price(talks, eur(25), "they asked me for an anchor")
    assert (talks.first_named_by, talks.unlock_reason) == ("me", "they asked me for an anchor")
    talks = service.bid(talks, rate=eur(26))
    assert talks.first_named_by == "me"
    with pytest.raises(NotYetError, match="You named a price first"):
        service.tick(talks, "not_first")
    assert line(service, talks, "not_first").note, "research sees it both ways (E31)"
    assert service.clear_price(talks).first_named_by == "them"


def test_s1_73_the_market_range_needs_order_and_a_source(service: NegotiationService, talks: Negotiation) -> None:
    assert "S1-73" in " ".join(service.view(talks).lock.warnings)
    with pytest.raises(InputError, match="rise"):
        service.set_market(talks, eur(30), eur(25), eur(40), "a board")
    with pytest.raises(InputError, match="where the range is from"):
        service.set_market(talks, eur(20), eur(25), eur(40), " ")
    with pytest.raises(NotYetError, match="market range"):
        service.tick(talks, "market")
    talks = service.set_market(talks, eur(20), eur(25), eur(40), "three boards")
    assert line(service, talks, "market").evidence == "20 / 25 / 40 EUR an hour, three boards"
    assert service.clear_market(talks).market is None


def test_s1_74_what_they_gain_is_named(service: NegotiationService, talks: Negotiation) -> None:
    assert service.value_to_say(talks) == ("Fair pay", "Repeat work")
    talks = service.add_value(talks, "Repeat work")
    assert service.value_to_say(talks) == ("Fair pay",)
    assert line(service, talks, "value").evidence == "Repeat work"
    assert not line(service, service.remove_value(talks, 0), "value").done


def test_s1_75_two_bids_are_needed_and_three_advised(hiring: Hiring) -> None:
    brief, _ = hiring.posted()
    ana = hiring.applicant(brief, "Ana", 22)
    service = hiring.negotiations
    talks = service.open(ana)
    with pytest.raises(NotYetError, match="One bid only"):
        service.tick(talks, "bidding")
    hiring.applicant(brief, "Bo", 30)
    assert service.view(talks).bids.rates.advice == "Two bids: a third would show the middle."
    hiring.applicant(brief, "Cy", 26)
    hiring.candidates.bid(hiring.applicant(brief, "Di"), model="project", amount=eur(600))  # 600 for 20 h
    rates = service.view(talks).bids.rates
    assert rates.n == 4
    assert (rates.low, rates.middle, rates.high) == (Decimal(22), Decimal(28), Decimal(30))
    assert rates.mean == 27
    assert service.tick(talks, "bidding").ticks["bidding"].evidence == "4 bids: 22 / 28 / 30"


def test_s1_76_what_they_want_is_written_down(service: NegotiationService, talks: Negotiation) -> None:
    with pytest.raises(NotYetError, match="Nothing is noted"):
        service.tick(talks, "listened")
    talks = service.add_want(service.add_want(talks, "Fridays off"), "a reference")
    assert line(service, talks, "listened").evidence == "Fridays off, a reference"
    talks = service.remove_want(talks, 0)
    assert talks.wants == ("a reference",)
    with pytest.raises(InputError, match="no longer there"):
        service.remove_want(talks, 5)


def test_s1_77_n13_low_balls_are_warned_of_and_want_a_reason(service: NegotiationService, talks: Negotiation) -> None:
    talks = service.set_market(talks, eur(20), eur(25), eur(40), "three boards")
    talks = service.bid(talks, rate=eur(24))
    assert service.view(talks).low_ball(eur(19)) == "19.00 an hour is below the low end of 20.00."
    assert service.view(talks).low_ball(eur(20)) is None
    assert (
        service.view(talks).low_ball(None, amount=eur(300), hours=service.view(talks).first_terms.reserve_hours) is None
    )
    talks = service.name_price(talks, eur(18))
    with pytest.raises(NotYetError, match="below the low end"):
        service.tick(talks, "no_low_ball", "they said yes")
    talks = service.set_terms(talks)
    assert talks.terms is not None
    assert talks.terms.rate == eur(18)
    with pytest.raises(RuleError, match="below the low end"):
        service.agree(talks)
    talks = service.agree(talks, "a first small job, the second pays 24")
    assert talks.agreed_reason == "a first small job, the second pays 24"
    assert "no_low_ball" not in talks.ticks


def test_s1_77_a_flat_offer_is_held_by_the_hour_it_comes_to(service: NegotiationService, talks: Negotiation) -> None:
    talks = service.set_market(talks, eur(20), eur(25), eur(40), "three boards")
    talks = service.bid(talks, model="flat", amount=eur(380))
    talks = service.set_terms(talks)
    assert any("comes to 19.00 an hour" in one for one in service.objections(talks))


def test_the_walk_away_line_by_hand(service: NegotiationService, talks: Negotiation) -> None:
    # H 20, k 1: N = 20 - 4 - 2.1741 = 13.8259; × 85 = 1,175.20; / 1.2 = 979.33; an hour of 20: 48.97
    talks = service.bid(talks, rate=eur(50))
    line = service.view(talks).walk
    assert (two(line.price), two(line.quote), line.their_rate) == ("979.33", "48.97", Decimal(50))
    assert line.beyond
    assert "20.67 EUR a month more" in line.sentence
    talks = service.set_terms(talks, rate=eur(45))
    assert not service.view(talks).walk.beyond
    assert not any("Walk away" in one for one in service.objections(talks))


def test_agreeing_wants_whole_terms_and_keeps_the_rules(hiring: Hiring, talks: Negotiation) -> None:
    service = hiring.negotiations
    with pytest.raises(NotYetError, match="no terms yet"):
        service.agree(talks)
    talks = service.set_terms(talks)
    with pytest.raises(NotYetError, match="lack the rate"):
        service.agree(talks)
    talks = service.set_terms(talks, rate=eur(25), revisions=3)
    assert service.objections(talks)[-1].startswith("6 points of the checklist open")
    talks = service.agree(talks, "an old friend")
    assert service.stage(talks) == "agreed"
    with pytest.raises(NotYetError, match="are agreed"):
        service.set_terms(talks, rate=eur(20))
    talks = service.reopen(talks)
    with pytest.raises(InputError, match="Say why"):
        service.drop(talks, "")
    talks = service.drop(talks, "too slow")
    assert service.stage(talks) == "dropped"
    assert service.open_ones() == []
    fresh = service.open(service.candidate(talks))
    assert fresh.id != talks.id
    assert service.open(service.candidate(talks)).id == fresh.id


def test_a_full_checklist_agrees_without_a_reason(hiring: Hiring) -> None:
    brief, _ = hiring.posted()
    ana = hiring.applicant(brief, "Ana", 25)
    hiring.applicant(brief, "Bo", 30)
    hiring.candidates.answer(ana, "approach", "Line by line")
    service = hiring.negotiations
    talks = service.open(hiring.candidates.get(ana.id))
    assert talks.first_named_by == "them"
    talks = service.set_market(talks, eur(20), eur(25), eur(40), "boards")
    talks = service.add_want(service.add_value(talks, "Fair pay"), "long work")
    talks = service.tick(service.tick(talks, "engaged"), "bidding")
    talks = service.set_terms(talks)
    assert service.objections(talks) == ()
    talks = service.agree(talks)
    assert talks.agreed_reason == ""
    assert len(talks.ticks) == 7, "the fair offer is ticked with the agreement"
