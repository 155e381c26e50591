"""The playbook as values: each table of its TOML files is read once, on first use."""

from collections.abc import Mapping
from functools import cache
from string import Template
from types import MappingProxyType
from typing import TypeVar

from outsource_tui.playbook.hiring import (
    AnswerQuestion,
    BriefGroup,
    BriefPart,
    ChecklistItem,
    Criterion,
    DeclineReason,
    MessageTemplate,
    Placeholder,
    PlatformEntry,
    PlatformKind,
    PostCheck,
    SideText,
    Supplier,
    SupplierQuestion,
    TestKind,
    TestPart,
    ValueProposition,
)
from outsource_tui.playbook.method import (
    CrossOut,
    Evidence,
    Example,
    Pull,
    Question,
    Resource,
    ShortfallReason,
    Stage,
    Statement,
    Term,
    VagueWord,
    WorkKind,
)
from outsource_tui.playbook.reading import PlaybookError, document, one_of, record, table, value_of
from outsource_tui.playbook.working import (
    Care,
    CheckUp,
    ClientQuestion,
    Feeling,
    MissCause,
    Owner,
    Prompt,
    ResponsibilityItem,
    ResponsibilityWarning,
    ReviewPrompt,
    RevisionField,
    Strategy,
    Structure,
    WeeklyQuestion,
)

T = TypeVar("T")


stages = table("stages.toml", "stage", Stage)
statements = table("statements.toml", "statement", Statement)
questions = table("questions.toml", "question", Question)
cross_outs = table("cross_outs.toml", "cross_out", CrossOut)
brief_groups = table("brief_parts.toml", "group", BriefGroup)
brief_parts = table("brief_parts.toml", "part", BriefPart)
value_propositions = table("value_propositions.toml", "proposition", ValueProposition)
post_checks = table("value_propositions.toml", "post_check", PostCheck)
checklist = table("checklist.toml", "item", ChecklistItem)
platforms = table("platforms.toml", "platform", PlatformEntry)
platform_kinds = table("platforms.toml", "kind", PlatformKind)
placeholders = table("templates.toml", "placeholder", Placeholder)
templates = table("templates.toml", "template", MessageTemplate)
decline_reasons = table("templates.toml", "decline_reason", DeclineReason)
shortfall_reasons = table("shortfall_reasons.toml", "reason", ShortfallReason)
resources = table("resources.toml", "resource", Resource)
kinds = table("kinds.toml", "kind", WorkKind)
examples = table("examples.toml", "example", Example)
glossary = table("glossary.toml", "term", Term)
supplier_questions = table("supplier_questions.toml", "question", SupplierQuestion)
suppliers = table("supplier_questions.toml", "supplier", Supplier)
reminders = table("supplier_questions.toml", "reminder", SideText)
consequences = table("supplier_questions.toml", "consequence", SideText)
client_questions = table("client_questions.toml", "question", ClientQuestion)
structures = table("responsibility.toml", "structure", Structure)
responsibility_items = table("responsibility.toml", "item", ResponsibilityItem)
owners = table("responsibility.toml", "owner", Owner)
responsibility_warnings = table("responsibility.toml", "warning", ResponsibilityWarning)
strategies = table("strategies.toml", "strategy", Strategy)
feedback_questions = table("check_in.toml", "feedback", Prompt)
cares = table("check_in.toml", "care", Care)
feelings = table("check_in.toml", "feeling", Feeling)
review_prompts = table("check_in.toml", "review", ReviewPrompt)
revision_fields = table("check_in.toml", "revision", RevisionField)
vague_words = table("vague_words.toml", "word", VagueWord)
criteria = table("scorecard.toml", "criterion", Criterion)
answer_questions = table("scorecard.toml", "question", AnswerQuestion)
test_parts = table("scorecard.toml", "test_part", TestPart)
test_kinds = table("test_kinds.toml", "test_kind", TestKind)
miss_causes = table("miss_causes.toml", "cause", MissCause)
evidence = table("evidence.toml", "evidence", Evidence)
pulls = table("evidence.toml", "pull", Pull)


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
    return one_of(stages(), "key", key, "stages.toml")


def brief_part(key: str) -> BriefPart:
    """Return the part of the brief with that key."""
    return one_of(brief_parts(), "key", key, "brief_parts.toml")


def value_proposition(key: str) -> ValueProposition:
    """Return the value proposition with that key."""
    return one_of(value_propositions(), "key", key, "value_propositions.toml")


@cache
def post_texts() -> Mapping[str, str]:
    """Return the sentences a post is composed with, by key: request_quotes, fixed_price, comparison, greeting."""
    table = document("value_propositions.toml").get("post_text")
    return MappingProxyType(
        {key: value_of(text, str, f"value_propositions.toml: post_text.{key}") for key, text in (table or {}).items()}
    )


def checklist_item(key: str) -> ChecklistItem:
    """Return the point of the negotiation with that key."""
    return one_of(checklist(), "key", key, "checklist.toml")


def structure(key: str) -> Structure:
    """Return the contract structure with that key."""
    return one_of(structures(), "key", key, "responsibility.toml")


def responsibility_warning(key: str) -> ResponsibilityWarning:
    """Return the warning of the responsibility card with that key."""
    return one_of(responsibility_warnings(), "key", key, "responsibility.toml")


def strategy(key: str) -> Strategy:
    """Return the strategy with that key: clear, tested or reserve."""
    return one_of(strategies(), "key", key, "strategies.toml")


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
    return one_of(cares(), "key", key, "check_in.toml")


def criterion(key: str) -> Criterion:
    """Return the row of the scorecard with that key."""
    return one_of(criteria(), "key", key, "scorecard.toml")


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
