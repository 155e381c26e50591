"""What talks and plans have in common: terms to begin with, and whose contract it is."""

from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError, NotYetError
from tests.hiring import Hiring, eur


def test_terms_begin_with_the_bid_whether_there_were_talks_or_not(hiring: Hiring) -> None:
    ana = hiring.chosen()
    hiring.candidates.bid(ana, model="project", amount=eur(400), hours=Decimal(20), period="week")
    talks = hiring.negotiations.open(ana)
    terms = hiring.negotiations.view(talks).first_terms
    assert hiring.engagements.terms_of(hiring.candidates.get(ana.id)) == terms
    assert (terms.model, terms.amount, terms.period, terms.reserve_hours) == ("project", eur(400), "week", 4)
    # My price takes the place of theirs where it is one an hour.
    hiring.candidates.bid(ana, rate=eur(30))
    talks = hiring.negotiations.name_price(talks, eur(26), "they asked for it")
    assert hiring.negotiations.view(talks).first_terms.rate == eur(26)
    hiring.studio.identify.edit_task(hiring.task, recurrence="once")
    assert hiring.engagements.terms_of(hiring.candidates.get(ana.id)).period == "once"


def test_what_a_price_lacks_stands_in_the_way_of_agreeing(hiring: Hiring) -> None:
    talks = hiring.negotiations.open(hiring.chosen())
    talks = hiring.negotiations.set_terms(talks, model="percentage")
    with pytest.raises(NotYetError, match="The terms lack the share and the budget; type what you agreed on"):
        hiring.negotiations.agree(talks)
    talks = hiring.negotiations.set_terms(talks, share=Decimal("0.1"))
    assert hiring.negotiations.why_not_agree(talks) == "The terms lack the budget; type what you agreed on."


def test_work_goes_on_under_whole_terms_only(hiring: Hiring) -> None:
    work = hiring.running()
    with pytest.raises(
        InputError, match="These terms lack the share and the budget; type what you agreed on"
    ) as raised:
        hiring.engagements.set_terms(work, model="percentage")
    assert raised.value.field == "share"
    assert hiring.engagements.get(work.id).terms.model == "hourly"
    work = hiring.engagements.set_terms(work, model="percentage", share=Decimal("0.1"), budget=eur(5000))
    assert (work.terms.share, work.terms.budget) == (Decimal("0.1"), eur(5000))
    # Whoever agreed on no price yet can still change the rest.
    known = hiring.known("Ida", rate=None)
    assert hiring.engagements.set_terms(known, revisions=3).terms.revisions == 3


def test_another_contract_brings_its_usual_answers_in_talks_as_in_work(hiring: Hiring) -> None:
    talks = hiring.negotiations.set_responsibility(hiring.negotiations.open(hiring.chosen()), consent_seen=True)
    talks = hiring.negotiations.set_responsibility(talks, structure="with_client", dates="client")
    card = talks.responsibility
    assert card is not None
    assert (card.work, card.dates, card.process, card.consent_seen) == ("them", "client", "them", True)
    with pytest.raises(InputError, match="under you, with the client, or without a client"):
        hiring.negotiations.set_responsibility(talks, structure="theirs")
