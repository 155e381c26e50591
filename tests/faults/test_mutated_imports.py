"""Files of every import format, damaged in every way: read or refused in a sentence, and never twice."""

from tests.exchange.fuzz import campaign as read_damaged
from tests.faults.conftest import Campaign


def test_damaged_files_never_crash_or_add_anything_twice(campaign: Campaign) -> None:
    size = campaign.size(10_000, least=250)
    report = read_damaged(size, seed=20261122 + campaign.seed)
    campaign.count("files mutated", report.files)
    assert report.files == size
    assert report.read > size * 0.4
    assert report.entries > size * 0.8
