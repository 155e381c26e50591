"""The app and real commands, each killed at an instant nobody chose, at one home: what was said is there."""

from pathlib import Path

from outsource_tui.domain.clock import SystemClock
from outsource_tui.store.check import check
from tests.faults.conftest import Campaign
from tests.faults.home import assert_sound, demo_home, open_to_others
from tests.faults.lives import Household

LIVES_AT_HOME = 10


def test_the_app_and_commands_are_killed_at_random_instants_and_lose_nothing(
    tmp_path: Path, campaign: Campaign
) -> None:
    chance = campaign.random("app kills")
    killed = 0

    def count(figure: str) -> None:
        nonlocal killed
        killed += 1
        campaign.count(figure)

    life = 0
    while killed < campaign.size(2000):
        if life % LIVES_AT_HOME == 0:
            household = Household(demo_home(tmp_path / f"home-{life}"), chance, f"k{life}", count)
        life += 1
        before = household.told.acknowledged
        household.live()
        household.bursts()
        household.alone()
        household.alone()
        campaign.count("records acknowledged", household.told.acknowledged - before)
        lost = household.told.lost(household.home)
        campaign.count("records lost", len(lost))
        assert lost == [], f"seed {campaign.seed}, life {life}"
        assert check(household.home, SystemClock().now()).errors == []
        assert open_to_others(household.home, "*.klg", "editor", "words") == []
    assert_sound(household.home)
