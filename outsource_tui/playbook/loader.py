"""The one typed loader of the playbook: each TOML file becomes frozen values, read once, on first use."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from outsource_tui.domain.errors import OutsourceError

FOLDER = Path(__file__).parent

T = TypeVar("T")


class PlaybookError(OutsourceError):
    """A playbook file is not what it should be; the sentence names file and key."""


@dataclass(frozen=True, slots=True)
class Source:
    """One of the texts the method grew from."""

    key: str
    name: str
    note: str


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
        return _one(sources(), "key", self.id.split("-")[0], "sources.toml")


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
    leads_to: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to pick in a part of the brief, with its sentence for post and contract."""

    key: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BriefGroup:
    """A group of parts; at least `at_least` of them are needed before a brief is ready (S1-28)."""

    key: str
    label: str
    statement: str
    at_least: int = 0


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
    needs: int = 0
    advised: int = 0
    evidence_ids: tuple[str, ...] = ()


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
        return tuple(_one(must_haves(), "key", key, "templates.toml").label for key in self.must_haves)

    @property
    def question_texts(self) -> tuple[str, ...]:
        """Its screening questions in words."""
        return tuple(_one(screening_questions(), "key", key, "templates.toml").ask for key in self.questions)


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """Why a candidate is declined, and the sentence that says it kindly (S1-70)."""

    key: str
    label: str
    sentence: str


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
class SupplierAnswer:
    """An answer and what it adds to the two sums."""

    key: str
    label: str
    freelancer: int
    agency: int


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
    """What to put into the contract when one side is taken (S3-07)."""

    side: str
    statement: str
    text: str


@dataclass(frozen=True, slots=True)
class ClientQuestion:
    """What to ask a client before a project starts (S0-17)."""

    key: str
    ask: str
    hint: str


@dataclass(frozen=True, slots=True)
class Structure:
    """Whose contract it is (S0-11..15); `management` is none, full or own."""

    key: str
    statement: str
    label: str
    text: str
    consequence: str
    management: str


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
    """A warning of the responsibility card."""

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
class VagueWord:
    """A word that leaves the other side guessing, and what to write instead (N08)."""

    word: str
    hint: str


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


@dataclass(frozen=True, slots=True)
class MissCause:
    """Why something missed, and the strategy that would have helped (S2-14); "" where none would."""

    key: str
    label: str
    meaning: str
    strategy: str


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


@cache
def _document(file: str) -> Mapping[str, Any]:
    """Return a playbook file as plain values; raise PlaybookError when it is missing or no TOML."""
    import tomllib

    try:
        with (FOLDER / file).open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError as error:
        raise PlaybookError(f"The playbook file {file} is missing; install the program again.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlaybookError(f"The playbook file {file} cannot be read ({error}); install the program again.") from error


def _value(value: object, hint: Any, where: str) -> Any:
    """Return `value` as `hint` wants it (text, whole number, truth, tuple, dataclass, or none of them)."""
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise PlaybookError(f"{where} should be a list.")
        item = get_args(hint)[0]
        return tuple(_value(one, item, f"{where}[{place}]") for place, one in enumerate(value, 1))
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, value, where)
    wanted = tuple(kind for kind in (get_args(hint) or (hint,)) if kind is not type(None))
    if isinstance(value, wanted) and (isinstance(value, bool) == (bool in wanted)):
        return value.strip() if isinstance(value, str) else value
    raise PlaybookError(f"{where} should be {' or '.join(kind.__name__ for kind in wanted)}, not {value!r}.")


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _record(model: type[T], table: object, where: str) -> T:
    """Return a `model` from one TOML table; raise PlaybookError that names file and key when it does not fit."""
    if not isinstance(table, dict):
        raise PlaybookError(f"{where} should be a table.")
    hints = get_type_hints(model)
    known = {field.name: field for field in fields(model)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            raise PlaybookError(f"{where}: “{key}” is not known there; known are {', '.join(known)}.")
    for key, field in known.items():
        if key not in table and _needed(field):
            raise PlaybookError(f"{where}: “{key}” is missing.")
    return model(**{key: _value(value, hints[key], f"{where}.{key}") for key, value in table.items()})


def _name(table: object, place: int) -> str:
    if isinstance(table, dict):
        for key in ("id", "key", "slug", "name", "term", "word"):
            if isinstance(table.get(key), str):
                return str(table[key])
    return str(place)


def records(file: str, table: str, model: type[T]) -> tuple[T, ...]:
    """Return every `[[table]]` of a playbook file as a `model`; raise PlaybookError naming file and key."""
    found = _document(file).get(table)
    if not isinstance(found, list) or not found:
        raise PlaybookError(f"{file}: “{table}” is missing.")
    return tuple(_record(model, one, f"{file}: {table} {_name(one, place)}") for place, one in enumerate(found, 1))


def record(file: str, table: str, model: type[T]) -> T:
    """Return the single `[table]` of a playbook file as a `model`; raise PlaybookError naming file and key."""
    return _record(model, _document(file).get(table), f"{file}: {table}")


def _one(items: Iterable[T], field: str, wanted: str, file: str) -> T:
    for item in items:
        if getattr(item, field) == wanted:
            return item
    raise PlaybookError(f"{file}: there is no {field} “{wanted}”.")


def _table(file: str, table: str, model: type[T]) -> Callable[[], tuple[T, ...]]:
    """Return a function that reads the table at its first call and keeps it."""

    @cache
    def read() -> tuple[T, ...]:
        return records(file, table, model)

    return read


sources = _table("sources.toml", "source", Source)
stages = _table("stages.toml", "stage", Stage)
statements = _table("statements.toml", "statement", Statement)
questions = _table("questions.toml", "question", Question)
cross_outs = _table("cross_outs.toml", "cross_out", CrossOut)
brief_groups = _table("brief_parts.toml", "group", BriefGroup)
brief_parts = _table("brief_parts.toml", "part", BriefPart)
value_propositions = _table("value_propositions.toml", "proposition", ValueProposition)
post_checks = _table("value_propositions.toml", "post_check", PostCheck)
checklist = _table("checklist.toml", "item", ChecklistItem)
platforms = _table("platforms.toml", "platform", PlatformEntry)
platform_kinds = _table("platforms.toml", "kind", PlatformKind)
placeholders = _table("templates.toml", "placeholder", Placeholder)
must_haves = _table("templates.toml", "must_have", MustHave)
screening_questions = _table("templates.toml", "screening", ScreeningQuestion)
templates = _table("templates.toml", "template", MessageTemplate)
decline_reasons = _table("templates.toml", "decline_reason", DeclineReason)
shortfall_reasons = _table("shortfall_reasons.toml", "reason", ShortfallReason)
resources = _table("resources.toml", "resource", Resource)
kinds = _table("kinds.toml", "kind", WorkKind)
examples = _table("examples.toml", "example", Example)
glossary = _table("glossary.toml", "term", Term)
supplier_questions = _table("supplier_questions.toml", "question", SupplierQuestion)
suppliers = _table("supplier_questions.toml", "supplier", Supplier)
reminders = _table("supplier_questions.toml", "reminder", SideText)
client_questions = _table("client_questions.toml", "question", ClientQuestion)
structures = _table("responsibility.toml", "structure", Structure)
responsibility_items = _table("responsibility.toml", "item", ResponsibilityItem)
owners = _table("responsibility.toml", "owner", Owner)
responsibility_warnings = _table("responsibility.toml", "warning", ResponsibilityWarning)
strategies = _table("strategies.toml", "strategy", Strategy)
feedback_questions = _table("check_in.toml", "feedback", Prompt)
cares = _table("check_in.toml", "care", Care)
feelings = _table("check_in.toml", "feeling", Feeling)
review_prompts = _table("check_in.toml", "review", ReviewPrompt)
revision_fields = _table("check_in.toml", "revision", RevisionField)
vague_words = _table("vague_words.toml", "word", VagueWord)
criteria = _table("scorecard.toml", "criterion", Criterion)
answer_questions = _table("scorecard.toml", "question", AnswerQuestion)
test_parts = _table("scorecard.toml", "test_part", TestPart)
test_kinds = _table("test_kinds.toml", "test_kind", TestKind)
miss_causes = _table("miss_causes.toml", "cause", MissCause)
evidence = _table("evidence.toml", "evidence", Evidence)
pulls = _table("evidence.toml", "pull", Pull)


@cache
def _statements_by_id() -> Mapping[str, Statement]:
    return {one.id: one for one in statements()}


def statement(statement_id: str) -> Statement:
    """Return the advice with that id, such as S1-08; raise PlaybookError when there is none."""
    found = _statements_by_id().get(statement_id)
    if found is None:
        raise PlaybookError(f"statements.toml: there is no id “{statement_id}”.")
    return found


def stage(key: str) -> Stage:
    """Return the stage with that key."""
    return _one(stages(), "key", key, "stages.toml")


def question(key: str) -> Question:
    """Return the review question with that key."""
    return _one(questions(), "key", key, "questions.toml")


def cross_out(key: str) -> CrossOut:
    """Return the cross-out with that key."""
    return _one(cross_outs(), "key", key, "cross_outs.toml")


def brief_part(key: str) -> BriefPart:
    """Return the part of the brief with that key."""
    return _one(brief_parts(), "key", key, "brief_parts.toml")


def value_proposition(key: str) -> ValueProposition:
    """Return the value proposition with that key."""
    return _one(value_propositions(), "key", key, "value_propositions.toml")


def post_check(key: str) -> PostCheck:
    """Return the check on a post with that key."""
    return _one(post_checks(), "key", key, "value_propositions.toml")


@cache
def post_texts() -> Mapping[str, str]:
    """Return the sentences a post is composed with, by key: request_quotes, fixed_price, comparison, greeting."""
    table = _document("value_propositions.toml").get("post_text")
    return MappingProxyType(
        {key: _value(text, str, f"value_propositions.toml: post_text.{key}") for key, text in (table or {}).items()}
    )


def checklist_item(key: str) -> ChecklistItem:
    """Return the point of the negotiation with that key."""
    return _one(checklist(), "key", key, "checklist.toml")


def template(slug: str) -> MessageTemplate:
    """Return the shipped message with that slug."""
    return _one(templates(), "slug", slug, "templates.toml")


def work_kind(key: str) -> WorkKind:
    """Return the kind of work with that key."""
    return _one(kinds(), "key", key, "kinds.toml")


def examples_of(kind: str) -> tuple[Example, ...]:
    """Return the examples of one kind of work (S1-20)."""
    return tuple(one for one in examples() if one.kind == kind)


def supplier_sums(answers: Mapping[str, str]) -> tuple[int, int]:
    """Return the sums for freelancer and agency of the answers, by question key; unknown ones count nothing (S3-12)."""
    freelancer = agency = 0
    for asked in supplier_questions():
        for answer in asked.answer:
            if answers.get(asked.key) == answer.key:
                freelancer += answer.freelancer
                agency += answer.agency
    return freelancer, agency


def structure(key: str) -> Structure:
    """Return the contract structure with that key."""
    return _one(structures(), "key", key, "responsibility.toml")


def responsibility_warning(key: str) -> ResponsibilityWarning:
    """Return the warning of the responsibility card with that key."""
    return _one(responsibility_warnings(), "key", key, "responsibility.toml")


def strategy(key: str) -> Strategy:
    """Return the strategy with that key: clear, tested or reserve."""
    return _one(strategies(), "key", key, "strategies.toml")


@cache
def check_up() -> CheckUp:
    """Return the head of the three-strategy check-up (S2-03)."""
    return record("strategies.toml", "check_up", CheckUp)


@cache
def weekly_question() -> WeeklyQuestion:
    """Return the one question a week (S2-02)."""
    return record("check_in.toml", "weekly", WeeklyQuestion)


def care(key: str) -> Care:
    """Return mastery, autonomy or purpose."""
    return _one(cares(), "key", key, "check_in.toml")


def criterion(key: str) -> Criterion:
    """Return the row of the scorecard with that key."""
    return _one(criteria(), "key", key, "scorecard.toml")


def miss_cause(key: str) -> MissCause:
    """Return the cause of a miss with that key."""
    return _one(miss_causes(), "key", key, "miss_causes.toml")


def evidence_note(evidence_id: str) -> Evidence:
    """Return the outside fact with that id, such as E31."""
    return _one(evidence(), "id", evidence_id, "evidence.toml")


def pull(statement_id: str) -> str:
    """Return the line that says evidence pulls away from this advice, "" where it does not."""
    return next((one.text for one in pulls() if one.statement == statement_id), "")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a message with its known placeholders filled; any other `$` stays as written (S1-84)."""
    known = {one.name for one in placeholders()}
    return Template(text).safe_substitute({name: value for name, value in values.items() if name in known})


def blanks(text: str) -> tuple[str, ...]:
    """Return the names of the known placeholders that still stand in a message, in reading order (S1-84)."""
    known = {one.name for one in placeholders()}
    return tuple(name for name in Template(text).get_identifiers() if name in known)
