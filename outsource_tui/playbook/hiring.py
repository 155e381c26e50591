"""What finding somebody needs: parts of a brief, platforms, messages, the scorecard, the points of the talks."""

from dataclasses import dataclass
from string import Template

from outsource_tui.playbook.reading import one_of, table


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to pick in a part of the brief, with its sentence for post and contract."""

    key: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BriefGroup:
    """A group of parts under one heading (S1-21, S1-27, S1-28, S1-33, S1-37)."""

    key: str
    label: str
    statement: str


@dataclass(frozen=True, slots=True)
class BriefPart:
    """A part of the brief; `kind` is text, line, rows, choice, number, money, checklist or picks (S1-21..37)."""

    key: str
    group: str
    statement: str
    label: str
    hint: str
    kind: str
    required: bool
    choice: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueProposition:
    """Something a job offers besides the work (S1-46..51): `sentence` goes into the post, `words` find it there."""

    key: str
    statement: str
    label: str
    hint: str
    sentence: str
    words: tuple[str, ...]
    short: str
    habit: str


@dataclass(frozen=True, slots=True)
class PostCheck:
    """A check on the text of a post (S1-53..55)."""

    key: str
    statement: str
    label: str
    ask: str
    missing: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A point of the negotiation (S1-71..77); those in `after` should be done before it."""

    key: str
    statement: str
    label: str
    hint: str
    evidence: str
    after: tuple[str, ...]
    warning: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlatformEntry:
    """A shipped entry of the platforms directory (S1-39..43)."""

    slug: str
    statement: str
    name: str
    kind: str
    skills: tuple[str, ...]
    url: str
    known_for: str


@dataclass(frozen=True, slots=True)
class PlatformKind:
    """What sort of place a platform is."""

    key: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that is filled in a message, written `$name` there."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class MustHave:
    """One of the six things a helper must bring (S1-88)."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """One of the four questions everybody answers in a proposal (S1-90)."""

    key: str
    ask: str


must_haves = table("templates.toml", "must_have", MustHave)
screening_questions = table("templates.toml", "screening", ScreeningQuestion)


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A shipped message (S1-84..93); `step` is first, second, third, decline, offer or other.

    `days_after` counts from the step before it.
    """

    slug: str
    name: str
    step: str
    subject: str
    body: str
    statements: tuple[str, ...]
    days_after: int | None = None
    must_haves: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Names it wants filled, in the order they occur."""
        return tuple(dict.fromkeys((*Template(self.subject).get_identifiers(), *Template(self.body).get_identifiers())))

    @property
    def must_have_labels(self) -> tuple[str, ...]:
        """Its must-haves in words."""
        return tuple(one_of(must_haves(), "key", key, "templates.toml").label for key in self.must_haves)

    @property
    def question_texts(self) -> tuple[str, ...]:
        """Its screening questions in words."""
        return tuple(one_of(screening_questions(), "key", key, "templates.toml").ask for key in self.questions)


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """Why a candidate is declined, and the sentence that says it kindly (S1-70)."""

    key: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SupplierAnswer:
    """An answer and the side it speaks for: freelancer, agency, or "" for neither."""

    key: str
    label: str
    side: str


@dataclass(frozen=True, slots=True)
class SupplierQuestion:
    """A question of "freelancer or agency" (S3-05..12)."""

    key: str
    statement: str
    ask: str
    answer: tuple[SupplierAnswer, ...]


@dataclass(frozen=True, slots=True)
class Supplier:
    """One of the four sorts of supplier (S1-38); `side` is freelancer or agency."""

    key: str
    statement: str
    label: str
    side: str
    fits: str
    watch: str


@dataclass(frozen=True, slots=True)
class SideText:
    """What follows when one side is taken, or what to put into the contract then (S3-02, S3-03, S3-07)."""

    side: str
    statement: str
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of the scorecard (S1-57..60, S1-68); `levels` say what 1 to 5 mean, `parts` make up its mean."""

    key: str
    statement: str
    label: str
    hint: str
    weight: int
    levels: tuple[str, ...]
    parts: tuple[str, ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """One of the four fixed questions to a candidate (S1-61..64)."""

    key: str
    statement: str
    label: str
    ask: str
    hint: str


@dataclass(frozen=True, slots=True)
class TestPart:
    """One of the four things a trial is judged on (S1-68)."""

    __test__ = False

    key: str
    statement: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class TestKind:
    """A kind of small paid trial, its usual hours, and the kinds of work it suits (S1-66)."""

    __test__ = False

    key: str
    label: str
    hint: str
    hours: int
    kinds: tuple[str, ...]
    evidence: tuple[str, ...] = ()
