"""Where the work comes from, and how much of a freelancer I am (S0-01, S0-02)."""

from decimal import Decimal

from tests.studio import Studio


def test_a_portion_of_a_client_project_is_marked_and_filtered(studio: Studio) -> None:
    """S0-01."""
    studio.task("Own books")
    part = studio.task("Front end of the shop", origin="client", client="Acme", project="Shop", category="development")
    again = studio.again().identify
    assert [line.task for line in again.tasks(origin="client")] == [part]
    assert (again.get(part.id).client, again.get(part.id).project) == ("Acme", "Shop")
    assert again.tasks(client="acme")[0].task.title == "Front end of the shop"


def test_part_time_lowers_the_limits_and_stands_beside_each_verdict(studio: Studio) -> None:
    """S0-02."""
    task = studio.vector()
    assert studio.verdicts.cautions(task) == ()
    assert (studio.services.settings.get().open_limit, studio.services.settings.get().management_limit) == (
        3,
        Decimal("0.2"),
    )
    studio.services.settings.change(full_time=False, week_hours=Decimal(12))
    assert (studio.services.settings.get().open_limit, studio.services.settings.get().management_limit) == (
        1,
        Decimal("0.1"),
    )
    assert studio.verdicts.cautions(task) == (
        "Managing would take 10 % of your week and your limit is 10 %.",
        "Part-time, 12 h a week: at most 1 open engagement and 10 % of the week on managing.",
    )
