"""Candidates: coming in, corrected, declined, archived, restored; what is refused and why."""

from datetime import timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError, NotYetError
from tests.hiring import Hiring, eur


def test_a_pasted_application_becomes_a_candidate(hiring: Hiring) -> None:
    brief, posting = hiring.posted()
    text = "Hello,\nI match invoices for 28 EUR/h, about 19 hours.\nBest,\nLena Fischer\nlena@example.org"
    said = hiring.candidates.read_application(text)
    assert (said.name, said.email, said.pitch) == ("Lena Fischer", "lena@example.org", text)
    lena = hiring.candidates.add(brief, said.name, pitch=said.pitch, bid={"rate": said.rate, "hours": said.hours})
    assert lena.posting == posting.id
    assert (lena.bids[0].rate, lena.bids[0].hours) == (eur(28), Decimal(19))
    assert hiring.candidates.read_application("I am keen").name == ""


def test_what_is_refused(hiring: Hiring) -> None:
    brief = hiring.ready()
    with pytest.raises(InputError, match="needs a name"):
        hiring.candidates.add(brief, "  ")
    with pytest.raises(InputError, match="future"):
        hiring.candidates.add(brief, "Ana", applied_at=hiring.studio.clock.now() + timedelta(hours=1))
    ana = hiring.candidates.add(brief, "Ana")
    with pytest.raises(InputError, match="scores"):
        hiring.candidates.score(ana, "effort", 6)
    with pytest.raises(InputError, match="not a criterion"):
        hiring.candidates.score(ana, "charm", 3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="four questions"):
        hiring.candidates.answer(ana, "age", "x")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="rate of the bid is missing"):
        hiring.candidates.bid(ana)
    with pytest.raises(InputError, match="above zero"):
        hiring.candidates.bid(ana, rate=eur(0))
    with pytest.raises(InputError, match="budget of the bid is missing"):
        hiring.candidates.bid(ana, model="percentage", share=Decimal("0.1"))


def test_a_hostile_name_is_cleaned(hiring: Hiring) -> None:
    ana = hiring.candidates.add(hiring.ready(), "[/] \x1b[31mAna\u202e\n=1+1")
    assert ana.name == "[/] [31mAna =1+1"


def test_declined_with_a_message_and_taken_back(hiring: Hiring) -> None:
    brief = hiring.ready()
    ana = hiring.candidates.shortlist(hiring.candidates.add(brief, "Ana"))
    with pytest.raises(InputError, match="Say why"):
        hiring.candidates.decline(ana, " ")
    ana = hiring.candidates.decline(ana, "the dates do not fit.")
    assert ana.messages == ()
    upcoming = hiring.candidates.next_message(ana)
    assert upcoming is not None
    assert upcoming.template is not None
    assert (upcoming.step, upcoming.overdue, upcoming.template.slug) == ("decline", True, "decline")
    assert "the dates do not fit." in hiring.candidates.render(ana, "decline").body
    assert [(item.kind, item.text) for item in hiring.studio.services.due.items() if item.id == ana.id] == [
        ("decline", "Tell Ana that it will be somebody else")
    ]
    ana = hiring.candidates.send(ana, "decline")
    assert hiring.candidates.next_message(ana) is None
    assert not [item for item in hiring.studio.services.due.items() if item.id == ana.id]
    assert hiring.candidates.comparison(brief).rows == ()
    with pytest.raises(NotYetError, match="out of the running"):
        hiring.candidates.offer_test(ana, what="ten")
    with pytest.raises(NotYetError, match="is declined"):
        hiring.candidates.choose(ana, "after all")
    ana = hiring.candidates.restore(ana)
    assert hiring.candidates.stage(ana) == "applied" or hiring.candidates.stage(ana) == "shortlist"


def test_a_test_has_an_order(hiring: Hiring) -> None:
    ana = hiring.candidates.add(hiring.ready(), "Ana")
    people = hiring.candidates
    with pytest.raises(NotYetError, match="no test"):
        people.send_test(ana)
    with pytest.raises(NotYetError, match="not gone out"):
        people.return_test(ana)
    ana = people.offer_test(ana, what="ten invoices")
    with pytest.raises(NotYetError, match="no fee"):
        people.pay_test(ana)
    ana = people.send_test(people.willing(ana, True))
    with pytest.raises(InputError, match="before it went out"):
        people.return_test(ana, hiring.studio.clock.now() - timedelta(days=1))
    with pytest.raises(InputError, match="future"):
        people.return_test(ana, hiring.studio.clock.now() + timedelta(days=1))
    assert people.stage(people.drop_test(ana)) == "applied"


def test_somebody_known_is_added_once(hiring: Hiring) -> None:
    eva = hiring.playbook.add_contact("Eva")
    brief = hiring.draft()
    hiring.candidates.add_known(brief, eva)
    with pytest.raises(InputError, match="already"):
        hiring.candidates.add_known(brief, eva)


def test_deleting_and_unchoosing_stop_where_work_hangs_on_it(hiring: Hiring) -> None:
    engagement = hiring.running()
    ana = hiring.engagements.origin(engagement).candidate
    assert ana is not None
    with pytest.raises(NotYetError, match="a negotiation and an engagement"):
        hiring.candidates.delete(ana)
    with pytest.raises(NotYetError, match="engagement with Ana"):
        hiring.candidates.restore(ana)


def test_two_can_be_chosen(hiring: Hiring) -> None:
    brief, _ = hiring.posted()
    ana, bo = hiring.applicant(brief, "Ana", 25), hiring.applicant(brief, "Bo", 26)
    hiring.later(hours=25)
    hiring.candidates.choose(ana, "first half", decline_others=False)
    hiring.candidates.choose(hiring.candidates.get(bo.id), "second half")
    assert [one.name for one in hiring.candidates.chosen(brief)] == ["Ana", "Bo"]


def test_prices_without_a_task_come_from_their_hours(hiring: Hiring) -> None:
    brief = hiring.briefs.create("Icons", what="12 icons")
    ana = hiring.candidates.bid(hiring.candidates.add(brief, "Ana"), rate=eur(40), hours=Decimal(10))
    (row,) = hiring.candidates.comparison(brief).rows
    assert row.price == eur(400)
    assert (row.net_hours, row.net_value) == (None, None)
    bo = hiring.candidates.bid(hiring.candidates.add(brief, "Bo"), rate=eur(40))
    found = hiring.candidates.comparison(brief).row(bo.id)
    assert found is not None
    assert found.price is None
    assert hiring.candidates.quote(ana).rate == 40


def test_a_bid_in_another_currency_needs_a_rate(hiring: Hiring) -> None:
    from outsource_tui.domain.money import Money

    brief, _ = hiring.posted()
    ana = hiring.candidates.bid(hiring.candidates.add(brief, "Ana"), rate=Money(30, "USD"))
    row = hiring.candidates.comparison(brief).row(ana.id)
    assert row is not None
    assert row.price is None
    hiring.studio.services.settings.set_rate("USD", Decimal("0.9"))
    row = hiring.candidates.comparison(brief).row(ana.id)
    assert row is not None
    assert row.price == eur("540.0")  # 20 h × 27
