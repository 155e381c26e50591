"""Platforms, contacts and templates of my own beside those that ship."""

from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.services.playbook import slug_of
from tests.hiring import Hiring, eur


def test_a_platforms_fee_is_part_of_the_price(hiring: Hiring) -> None:
    brief, _ = hiring.posted("upwork")
    hiring.applicant(brief, "Ana", 25)
    (row,) = hiring.candidates.comparison(brief).rows
    assert row.price == eur(500)
    hiring.playbook.save_platform("upwork", fee=Decimal("0.05"))
    (row,) = hiring.candidates.comparison(brief).rows
    assert row.price == eur("525.00")


def test_platforms_of_my_own(hiring: Hiring) -> None:
    book = hiring.playbook
    mine = book.add_platform("The Guild", skills=("design",), kind="own network")
    assert mine.slug == "the-guild"
    with pytest.raises(InputError, match="already"):
        book.add_platform("the guild")
    with pytest.raises(InputError, match="needs a name"):
        book.add_platform(" ")
    hiring.briefs.post(hiring.ready(), "The Guild")
    with pytest.raises(NotYetError, match="1 posting went out"):
        book.delete_platform("the-guild")
    with pytest.raises(NotYetError, match="comes with the playbook"):
        book.delete_platform("upwork")
    book.save_platform("upwork", note="slow")
    book.delete_platform("upwork")
    assert (book.platform("upwork").note, book.platform("upwork").built_in) == ("", True)
    with pytest.raises(InputError, match="no platform"):
        book.platform("nowhere")


def test_contacts_by_skill_with_what_came_of_it(hiring: Hiring) -> None:
    engagement = hiring.known()
    hiring.engagements.record_outcome(engagement, "hit")
    (view,) = hiring.playbook.contacts("bookkeeping")
    assert (view.asked, view.engaged, view.outcomes.hits) == (1, 1, 1)
    assert hiring.playbook.contacts("guitar") == []
    assert "bookkeeping" in hiring.playbook.skills()
    eva = hiring.playbook.edit_contact(view.contact, email="eva@example.org")
    hiring.playbook.delete_contact(eva)
    candidate = hiring.engagements.origin(engagement).candidate
    assert candidate is not None
    assert candidate.contact is None


def test_a_candidate_is_kept_among_my_contacts(hiring: Hiring) -> None:
    ana = hiring.applicant(hiring.ready(), "Ana", 25, skills=("Excel",), email="ana@example.org")
    kept = hiring.playbook.contact_from_candidate(ana)
    assert (kept.name, kept.rate, kept.skills) == ("Ana", eur(25), ("Excel",))
    ana = hiring.candidates.get(ana.id)
    with pytest.raises(NotYetError, match="Ana is among the people you know already"):
        hiring.playbook.contact_from_candidate(ana)
    hiring.playbook.delete_contact(kept)
    assert hiring.playbook.why_not_contact(hiring.candidates.get(ana.id)) is None, "deleted, they can be kept again"


def test_templates_of_my_own(hiring: Hiring) -> None:
    book = hiring.playbook
    with pytest.raises(InputError, match="needs a name"):
        book.add_template("")
    book.add_template("Kick-off", step="other", body="Hello $name")
    with pytest.raises(InputError, match="already"):
        book.add_template("kick off", slug="kick-off")
    assert [one.slug for one in book.templates()][-1] == "kick-off"
    assert [one.slug for one in book.templates("third")] == ["third-message"]
    assert book.fill("kick-off", {"name": "Ana"}).body == "Hello Ana"
    book.reset_template("kick-off")
    with pytest.raises(InputError, match="no template"):
        book.template("kick-off")
    with pytest.raises(NotYetError, match="as it came"):
        book.reset_template("thanks")


@pytest.mark.parametrize(("name", "slug"), [("The Guild", "the-guild"), ("  Ünï  99!", "ünï-99"), ("???", "unnamed")])
def test_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug
