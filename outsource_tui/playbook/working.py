"""What working together needs: whose contract, strategies, check-ins, cares, revisions, causes of a miss."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClientQuestion:
    """What to ask a client before a project starts (S0-17)."""

    key: str
    label: str
    ask: str
    hint: str


@dataclass(frozen=True, slots=True)
class Structure:
    """Whose contract it is (S0-11..15), and what follows."""

    key: str
    statement: str
    label: str
    consequence: str


@dataclass(frozen=True, slots=True)
class ResponsibilityItem:
    """Something somebody answers for: work, dates, process (S0-12)."""

    key: str
    statement: str
    label: str
    ask: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Who can answer for something."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ResponsibilityWarning:
    """A warning of the responsibility card; `$times` in its text is how often the client asked."""

    key: str
    statement: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckUp:
    """The head of the three-strategy check-up (S2-03)."""

    statement: str
    title: str
    intro: str
    outro: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of the three strategies (S2-04..06)."""

    key: str
    statement: str
    title: str
    check: str
    followed: str
    missed: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to ask, of them or of yourself."""

    key: str
    statement: str
    ask: str


@dataclass(frozen=True, slots=True)
class ReviewPrompt:
    """A question of the weekly look back, with a short name for its answer."""

    key: str
    statement: str
    label: str
    ask: str


@dataclass(frozen=True, slots=True)
class Care:
    """Mastery, autonomy or purpose (S1-80..82), with its nudge and ideas."""

    key: str
    statement: str
    label: str
    meaning: str
    nudge: str
    ideas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeeklyQuestion:
    """The one question a week (S2-02)."""

    statement: str
    ask: str


@dataclass(frozen=True, slots=True)
class Feeling:
    """An answer to the weekly question."""

    key: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class RevisionField:
    """What a revision round must say (S1-83)."""

    key: str
    statement: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class MissCause:
    """Why something missed, and the strategy that would have helped (S2-14); "" where none would."""

    key: str
    label: str
    meaning: str
    strategy: str
