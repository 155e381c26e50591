"""Who answers to the client."""

from decimal import Decimal

from outsource_tui.domain.responsibility import Answers, recommend_structure, responsibility_card

D = Decimal


def test_one_exclusive_skill_of_a_client_project_goes_to_the_client() -> None:
    assert recommend_structure(client_portion=True, exclusive_skill=True) == "with_client"
    assert recommend_structure(client_portion=True, exclusive_skill=False) == "under_me"
    assert recommend_structure(client_portion=False, exclusive_skill=True) == "no_client"


def test_the_card_shows_what_unpaid_managing_costs_both_ways() -> None:
    card = responsibility_card(
        "under_me",
        client_portion=True,
        exclusive_skill=True,
        overhead=D(5),
        promised_review=D(1),
        hourly_value=D(85),
        price=D(850),
        asked_minutes=[30, 15],
    )
    assert (card.under_me.money, card.with_client.money) == (425, 85)
    assert (card.hours_spared, card.money_spared) == (4, 340)
    assert card.mark_up == D("0.5")
    assert (card.asked_anyway, card.asked_hours) == (2, D("0.75"))
    assert card.recommended == "with_client"
    assert card.warnings == ("under_me", "consent", "unpaid", "exclusive_skill", "asked_anyway")


def test_their_own_contract_leaves_nothing_to_answer_for() -> None:
    card = responsibility_card("with_client", client_portion=True, exclusive_skill=True, consent_seen=True)
    assert card.answers == Answers("them", "them", "them")
    assert card.warnings == ()
    half = responsibility_card(
        "with_client", client_portion=True, exclusive_skill=True, answers=Answers("them", "me", "them")
    )
    assert half.warnings == ("no_control",)


def test_unknown_hours_are_asked_for() -> None:
    card = responsibility_card("no_client", client_portion=False, exclusive_skill=False)
    assert card.under_me.money is None
    assert card.hours_spared is None
    assert [part.key for part in card.missing] == ["hours", "hourly_value"]
    assert card.warnings == ()
