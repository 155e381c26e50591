"""What the method says: advice with its sources, the six questions, cross-outs, kinds of work, words, evidence."""

from dataclasses import dataclass

from outsource_tui.playbook.reading import one_of, table


@dataclass(frozen=True, slots=True)
class Source:
    """One of the texts the method grew from."""

    key: str
    name: str
    note: str


sources = table("sources.toml", "source", Source)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the method and the screen it lives on."""

    key: str
    label: str
    screen: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the 143 pieces of advice; `evidence` names outside facts that support it or pull the other way."""

    id: str
    stage: str
    advice: str
    evidence: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """The text it comes from (S0-18)."""
        return one_of(sources(), "key", self.id.split("-")[0], "sources.toml")


@dataclass(frozen=True, slots=True)
class Question:
    """One of the six questions of the review (S1-05..10); `follow_up` is a second one that decides with it."""

    id: str
    key: str
    statement: str
    title: str
    ask: str
    hint: str
    evidence: str
    follow_up: str


@dataclass(frozen=True, slots=True)
class CrossOut:
    """One of the six reasons not to outsource (S1-14..19); `computed` ones are suggested by figures."""

    id: str
    key: str
    statement: str
    title: str
    ask: str
    stands: str
    computed: bool


@dataclass(frozen=True, slots=True)
class ShortfallReason:
    """Why something is outsourced at all (S0-08)."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to read (S0-16, S1-94)."""

    title: str
    statement: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work (S2-01); `common` ones are handed on most often (S3-04)."""

    key: str
    label: str
    statement: str
    common: bool
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Something people hand on, and the review question it usually answers (S1-20)."""

    kind: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word and its meaning; group `trade` or `app` (S3-13)."""

    term: str
    statement: str
    group: str
    meaning: str


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A word that leaves the other side guessing, and what to write instead (N08)."""

    word: str
    hint: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """An outside fact and where it is written; `against` names statements it pulls away from."""

    id: str
    says: str
    where: str
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pull:
    """Where evidence and method pull apart: the one line shown beside the advice."""

    statement: str
    evidence: tuple[str, ...]
    text: str
