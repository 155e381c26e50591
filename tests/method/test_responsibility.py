"""Whose contract, and who answers for it (S0-11 to S0-15)."""

from decimal import Decimal

from outsource_tui.domain.task import Task
from tests.studio import Studio


def portion(studio: Studio, **fields: object) -> Task:
    """Return the vector's task as a portion of a client's project."""
    return studio.vector(**{"origin": "client", "client": "Acme", "category": "design", **fields})


def test_one_exclusive_skill_recommends_their_own_contract_with_the_client(studio: Studio) -> None:
    """S0-11."""
    task = portion(studio)
    view = studio.identify.contract(task)
    assert (view.card.recommended, view.responsibility.structure, view.decided) == ("with_client", "with_client", False)
    assert "client relationship" in view.note
    mixed = studio.task("Whole shop", origin="client", client="Acme", category="development")
    assert studio.identify.contract(mixed).card.recommended == "under_me"
    mixed = studio.identify.choose_supplier(mixed, "specialist", {"skills": "one"})
    assert studio.identify.contract(mixed).card.recommended == "with_client"
    assert studio.identify.contract(studio.task("Own books")).card.recommended == "no_client"


def test_work_dates_and_process_each_have_somebody_who_answers(studio: Studio) -> None:
    """S0-12."""
    task = studio.identify.set_responsibility(portion(studio), structure="with_client")
    card = studio.identify.contract(task).card
    assert (card.answers.work, card.answers.dates, card.answers.process) == ("them", "them", "them")
    task = studio.identify.set_responsibility(task, dates="me", process="client")
    view = studio.again().identify.contract(studio.identify.get(task.id))
    who = view.card.answers
    assert (who.work, who.dates, who.process) == ("them", "me", "client")
    assert any("hand that over too" in one for one in view.warnings)


def test_a_separate_contract_spares_managing_in_hours_and_money(studio: Studio) -> None:
    """S0-13: O 5.2941 h falls to 0; N 12; with 1,020 of lost billing V is nil."""
    task = studio.verdicts.set_input(portion(studio), "billing_lost", "1020")
    both = studio.verdicts.both_ways(task)
    assert (both.with_client.overhead, both.with_client.net_hours) == (Decimal(0), Decimal(12))
    assert (f"{both.hours_spared:.4f}", f"{both.money_spared:.2f}") == ("5.2941", "450.00")
    assert (f"{both.under_me.value:.2f}", both.with_client.value) == ("-216.24", Decimal(0))
    assert studio.identify.contract(task).sentence.endswith("spares you 5.3 h of managing, worth 450.00.")
    # Once it is settled, the verdict, the planned managing and the brake go by it.
    assert f"{studio.verdicts.predicted_overhead(task):.4f}" == "5.2941"
    task = studio.identify.set_responsibility(task, structure="with_client")
    verdict = studio.verdicts.judge(task)
    assert (verdict.net_hours, verdict.value, verdict.price) == (Decimal(12), Decimal(0), None)
    assert studio.verdicts.predicted_overhead(task) == 0
    task = studio.verdicts.set_input(task, "billing_lost", "900")
    assert studio.verdicts.judge(task).suggestion.reason == "frees 12 h and brings 120.00 more than it costs"
    assert {"billing_lost", "review_promised"} <= {line.key for line in studio.verdicts.view(task).inputs}
    assert "rate" not in {line.key for line in studio.verdicts.view(task).inputs}


def test_under_me_the_client_still_asks_me_and_each_time_is_counted(studio: Studio) -> None:
    """S0-14."""
    task = studio.outsourced(origin="client", client="Acme", category="design")
    task = studio.identify.set_responsibility(task, structure="under_me")
    assert any("look to you" in one for one in studio.identify.contract(task).warnings)
    engagement = studio.engaged(task)
    engagement = studio.services.engagements.asked(engagement, 20, "When does the logo come")
    engagement = studio.services.engagements.asked(engagement, 10)
    view = studio.identify.contract(studio.identify.get(task.id))
    assert (view.card.asked_anyway, view.card.asked_hours) == (2, Decimal("0.5"))
    assert "The client asked you anyway 2 times." in view.warnings


def test_unpaid_managing_is_a_cost_and_has_a_mark_up(studio: Studio) -> None:
    """S0-15: 5.2941 h at 85 are 450.00; of the price of 655.20 that is 68.68 %."""
    task = studio.identify.set_responsibility(portion(studio), structure="under_me")
    assert any("Nobody pays you" in one for one in studio.identify.contract(task).warnings)
    task = studio.identify.set_responsibility(task, mark_up=Decimal("0.2"))
    assert not any("Nobody pays you" in one for one in studio.identify.contract(task).warnings)
    card = studio.identify.contract(task).card
    assert card.under_me.hours is not None
    assert card.under_me.money is not None
    assert card.mark_up is not None
    assert (f"{card.under_me.hours:.4f}", f"{card.under_me.money:.2f}", f"{card.mark_up:.4f}") == (
        "5.2941",
        "450.00",
        "0.6868",
    )
    assert task.responsibility is not None
    assert task.responsibility.mark_up == Decimal("0.2")
