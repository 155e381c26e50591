"""What came of earlier work: outcomes with the person, platform, kind and strategies behind each (S2-12..16)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.task import Task
from outsource_tui.domain.text import normal
from outsource_tui.services.desk import Desk

KNOWN_PERSON = "own-network"
"""Slug of the platform that stands for people I know (S0-09)."""


@dataclass(frozen=True, slots=True)
class HitRate:
    """Hits and misses of one name; `rate` is the share of hits, None while nothing has ended (S2-15)."""

    name: str
    hits: int
    misses: int

    @property
    def n(self) -> int:
        """Return how many outcomes it rests on."""
        return self.hits + self.misses

    @property
    def rate(self) -> float | None:
        """Return the share of hits from 0 to 1."""
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where an engagement comes from, as far as its parents are still there."""

    engagement: Engagement
    negotiation: Negotiation | None
    candidate: Candidate | None
    posting: Posting | None
    brief: Brief | None
    task: Task | None

    @property
    def person(self) -> str:
        """Return the name of the person, or "" when the candidate is gone."""
        return self.candidate.name if self.candidate else ""

    @property
    def platform(self) -> str:
        """Return the slug of the platform they came from; `own-network` for people I know, "" when unknown."""
        if self.posting is not None:
            return self.posting.platform
        return KNOWN_PERSON if self.candidate is not None and self.candidate.contact is not None else ""


def lineage(desk: Desk, engagement: Engagement) -> Lineage:
    """Return the records an engagement comes from."""
    negotiation = desk.find(Negotiation, engagement.negotiation)
    candidate = desk.find(Candidate, negotiation.candidate if negotiation else engagement.candidate)
    brief = desk.find(Brief, candidate.brief) if candidate else None
    return Lineage(
        engagement,
        negotiation,
        candidate,
        desk.find(Posting, candidate.posting) if candidate else None,
        brief,
        desk.find(Task, engagement.task or (brief.task if brief else None)),
    )


def hits_and_misses(desk: Desk) -> list[tuple[Outcome, Lineage]]:
    """Return every outcome with where it came from, newest first (S2-12)."""
    engagements = {one.id: one for one in desk.all(Engagement)}
    found = [
        (outcome, lineage(desk, engagements[outcome.engagement]))
        for outcome in desk.all(Outcome)
        if outcome.engagement in engagements
    ]
    return sorted(found, key=lambda pair: (pair[0].at, pair[0].id), reverse=True)


def rates(pairs: Iterable[tuple[Outcome, Lineage]], name: Callable[[Outcome, Lineage], str]) -> list[HitRate]:
    """Return hits and misses by what `name` says of each, most outcomes first; what it leaves empty is left out."""
    counts: dict[str, list[int]] = {}
    for outcome, origin in pairs:
        if key := name(outcome, origin):
            counts.setdefault(key, [0, 0])[0 if outcome.kind == "hit" else 1] += 1
    found = [HitRate(key, hits, misses) for key, (hits, misses) in counts.items()]
    return sorted(found, key=lambda rate: (-rate.n, rate.name))


def platform_of(outcome: Outcome, origin: Lineage) -> str:
    """Return where the person was found: what the outcome says, else where they applied (S2-13)."""
    return outcome.where_found or origin.platform


def person_of(outcome: Outcome, origin: Lineage) -> str:
    """Return who did it: what the outcome says, else the candidate."""
    return outcome.who or origin.person


def platform_record(desk: Desk, slug: str) -> HitRate:
    """Return hits and misses of one platform (S1-39..43)."""
    pairs = [(outcome, origin) for outcome, origin in hits_and_misses(desk) if platform_of(outcome, origin) == slug]
    return _counted(slug, pairs)


def contractor_record(desk: Desk, name: str) -> HitRate:
    """Return hits and misses of one person, told by name."""
    wanted = normal(name)
    pairs = [(one, origin) for one, origin in hits_and_misses(desk) if normal(person_of(one, origin)) == wanted]
    return _counted(name, pairs)


def _counted(name: str, pairs: list[tuple[Outcome, Lineage]]) -> HitRate:
    hits = sum(outcome.kind == "hit" for outcome, _ in pairs)
    return HitRate(name, hits, len(pairs) - hits)


def recent_miss(desk: Desk) -> Outcome | None:
    """Return my latest miss within the days the settings name, or None (S0-03)."""
    since = desk.now() - timedelta(days=desk.settings.bad_experience_days)
    misses = [one for one in desk.all(Outcome) if one.kind == "miss" and since <= one.at <= desk.now()]
    return max(misses, key=lambda one: (one.at, one.id), default=None)
