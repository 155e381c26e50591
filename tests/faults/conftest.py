"""The size of the fault campaigns, and their figures at the end.

`pytest tests/faults --campaign 100` runs everything at full size: 2,000 kills, 12 writers of 100 records, 10,000
mutated files of each sort, 100,000 random keys; the default is one percent of it. `--campaign-seed
N` draws other faults.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

FIGURES = (
    "faults injected",
    "processes killed",
    "keys pressed",
    "records acknowledged",
    "records lost",
    "files mutated",
    "forms filled in",
    "command lines tried",
    "long texts kept",
    "files unreadable",
)


@dataclass
class Campaign:
    """How large the campaigns are, where their chance comes from, and what they counted."""

    percent: float
    seed: int
    counts: Counter[str] = field(default_factory=Counter)

    def size(self, full: int, least: int = 1) -> int:
        """Return how much of a campaign of `full` to run."""
        return max(least, round(full * self.percent / 100))

    def random(self, name: str) -> Random:
        """Return the chance of one campaign, the same for the same seed."""
        return Random(f"{self.seed} {name}")

    def count(self, figure: str, number: int = 1) -> None:
        """Add to a figure of the summary."""
        assert figure in FIGURES, figure
        self.counts[figure] += number


_KEY = pytest.StashKey[Campaign]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the campaigns."""
    group = parser.getgroup("fault campaigns")
    group.addoption("--campaign", type=float, default=1.0, metavar="PERCENT", help="size of the fault campaigns")
    group.addoption("--campaign-seed", type=int, default=1, metavar="N", help="where the campaigns' chance begins")


def _campaign(config: pytest.Config) -> Campaign:
    if _KEY not in config.stash:
        # Named from above this folder, pytest has not seen the options in time.
        percent = config.getoption("--campaign", default=1.0)
        seed = config.getoption("--campaign-seed", default=1)
        config.stash[_KEY] = Campaign(float(percent), int(seed))
    return config.stash[_KEY]


@pytest.fixture
def campaign(request: pytest.FixtureRequest) -> Iterator[Campaign]:
    """Give a test its size, its chance and somewhere to count."""
    return _campaign(request.config)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the figures of a worker process to the one that prints."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["campaign"] = json.dumps(_campaign(session.config).counts)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Add up the figures of worker processes."""
    found = getattr(node, "workeroutput", {}).get("campaign")
    if found:
        _campaign(node.config).counts.update(json.loads(found))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the campaigns did."""
    campaign = _campaign(config)
    if not campaign.counts:
        return
    terminalreporter.section(f"fault campaigns at {campaign.percent:g} %, seed {campaign.seed}")
    for figure in FIGURES:
        terminalreporter.line(f"{figure:>22}  {campaign.counts[figure]:>9,}")
