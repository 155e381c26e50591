"""The playbook is whole: counts, links between its files, words that survive cleaning, messages that can be filled."""

import dataclasses
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template
from typing import Any, get_args

import pytest

from outsource_tui.domain.brief import Brief as BriefRecord
from outsource_tui.domain.brief import BriefPart, Proposition
from outsource_tui.domain.brief_text import said, vague_words
from outsource_tui.domain.candidate import ANSWERS, CRITERIA, PaidTest
from outsource_tui.domain.engagement import CARES, Feeling, RevisionRound
from outsource_tui.domain.negotiation import CHECKLIST
from outsource_tui.domain.outcome import MissCause
from outsource_tui.domain.responsibility import CardWarning
from outsource_tui.domain.settings import DEFAULT_WEIGHTS
from outsource_tui.domain.task import CROSS_OUTS, QUESTIONS, Answerable, Shortfall, Structure, SupplierKind
from outsource_tui.domain.template import Step
from outsource_tui.domain.text import clean
from outsource_tui.playbook import loader, reading
from outsource_tui.playbook.hiring import must_haves, screening_questions
from outsource_tui.playbook.method import VagueWord, sources
from outsource_tui.playbook.reading import PlaybookError, document, records

_NAMES = """
stages statements questions cross_outs brief_groups brief_parts value_propositions post_checks checklist
platforms platform_kinds placeholders templates decline_reasons shortfall_reasons
resources kinds examples glossary supplier_questions suppliers reminders consequences client_questions structures
responsibility_items owners responsibility_warnings strategies feedback_questions cares feelings review_prompts
revision_fields vague_words criteria answer_questions test_parts test_kinds miss_causes evidence pulls
"""
TABLES: dict[str, Callable[[], tuple[Any, ...]]] = {name: getattr(loader, name) for name in _NAMES.split()}
TABLES |= {"sources": sources, "must_haves": must_haves, "screening_questions": screening_questions}
FILES = sorted(reading.FOLDER.glob("*.toml"))
NOT_PROSE = {"url", "where", "body"}


def keys(table: str, field: str = "key") -> list[str]:
    return [getattr(one, field) for one in TABLES[table]()]


def walk(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text below `value` with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from walk(one, f"{path}.{key}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from walk(one, f"{path}[{place}]")


def texts(file: Path) -> list[tuple[str, str]]:
    return list(walk(tomllib.loads(file.read_text(encoding="utf-8")), file.stem))


def test_143_statements_by_source() -> None:
    ids = keys("statements", "id")
    expected = [f"S{source}-{n:02d}" for source, count in enumerate((18, 95, 17, 13)) for n in range(1, count + 1)]
    assert ids == expected
    assert len({one.advice for one in loader.statements()}) == 143


def test_statements_name_their_source_and_a_known_stage() -> None:
    assert loader.statement("S2-07").source.name == "The art of the outsource"
    assert {one.stage for one in loader.statements()} == set(keys("stages"))
    assert {one.screen for one in loader.stages()} <= {
        "Today", "Identify", "Briefs", "Candidates", "Negotiate", "Engagements", "Insights", "Playbook",
    }  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_table_reads_and_its_keys_are_unique(table: str) -> None:
    rows = TABLES[table]()
    assert rows
    for field in ("id", "key", "slug", "name", "word", "term"):
        if field in {known.name for known in dataclasses.fields(rows[0])}:
            counted = Counter(getattr(one, field) for one in rows)
            assert [name for name, times in counted.items() if times > 1] == []
            break


@pytest.mark.parametrize("table", TABLES)
def test_every_statement_and_evidence_id_resolves(table: str) -> None:
    statements, evidence = set(keys("statements", "id")), set(keys("evidence", "id"))
    for one in TABLES[table]():
        named = getattr(one, "statement", None)
        assert named is None or named in statements, one
        assert set(getattr(one, "statements", ())) <= statements
        assert set(getattr(one, "against", ())) <= statements
        ids = getattr(one, "evidence", ())
        assert isinstance(ids, str) or set(ids) <= evidence, one


def test_keys_are_those_of_the_records() -> None:
    assert tuple(keys("questions")) == QUESTIONS
    assert tuple(keys("cross_outs")) == CROSS_OUTS
    assert set(keys("brief_parts")) == set(get_args(BriefPart))
    assert tuple(keys("value_propositions")) == get_args(Proposition)
    assert set(keys("checklist")) == set(CHECKLIST)
    assert tuple(keys("criteria")) == CRITERIA
    assert tuple(keys("answer_questions")) == ANSWERS
    assert tuple(keys("cares")) == CARES
    assert tuple(keys("shortfall_reasons")) == get_args(Shortfall)
    assert set(keys("structures")) == set(get_args(Structure))
    assert set(keys("owners")) == set(get_args(Answerable))
    assert tuple(keys("suppliers")) == get_args(SupplierKind)
    assert tuple(keys("miss_causes")) == get_args(MissCause)
    assert tuple(keys("feelings")) == get_args(Feeling.model_fields["answer"].annotation)
    assert set(keys("revision_fields")) <= set(RevisionRound.model_fields)
    assert set(keys("test_parts")) <= set(PaidTest.model_fields)
    assert {one.step for one in loader.templates()} <= set(get_args(Step))
    details = get_args(BriefRecord.model_fields["detail"].annotation)
    assert {one.key for one in loader.brief_part("detail").choice} == set(details) - {""}


def test_weights_are_the_default_weights_of_the_settings() -> None:
    assert {one.key: one.weight for one in loader.criteria()} == DEFAULT_WEIGHTS
    assert all(len(one.levels) == 5 for one in loader.criteria())


def test_counts_the_method_asks_for() -> None:
    assert len(loader.questions()) == len(loader.cross_outs()) == len(loader.value_propositions()) == 6
    assert [one.id for one in loader.cross_outs()] == ["X1", "X2", "X3", "X4", "X5", "X6"]
    assert len(loader.checklist()) == 7
    assert len(must_haves()) == 6
    assert len(screening_questions()) == 4
    assert len(loader.answer_questions()) == len(loader.test_parts()) == 4
    assert len(loader.strategies()) == len(loader.cares()) == len(loader.responsibility_items()) == 3
    assert len(loader.suppliers()) == 4
    assert {one.statement for one in loader.supplier_questions()} == {f"S3-{n:02d}" for n in range(5, 13)}


def test_the_brief_covers_its_statements_and_requires_four_texts() -> None:
    covered = {one.statement for one in loader.brief_parts()} | {one.statement for one in loader.brief_groups()}
    assert {f"S1-{n}" for n in range(21, 38)} <= covered
    required = [one.key for one in loader.brief_parts() if one.required]
    assert {"what", "why", "specifications", "expectations"} <= set(required)
    assert {one.group for one in loader.brief_parts()} == set(keys("brief_groups"))
    success = [one.key for one in loader.brief_parts() if one.group == "success"]
    assert success == ["milestones", "quality", "budget", "kpis"]


def test_the_checklist_order_has_no_circle() -> None:
    done: set[str] = set()
    for item in loader.checklist():
        assert set(item.after) <= done, item.key
        done.add(item.key)
    assert {"engaged", "market"} <= set(loader.checklist_item("not_first").after)


def test_kinds_and_platforms_fit_together() -> None:
    assert {one.kind for one in loader.platforms()} == set(keys("platform_kinds"))
    kinds = set(keys("kinds"))
    assert {one.kind for one in loader.examples()} == kinds
    assert {one.why for one in loader.examples()} <= set(QUESTIONS)
    assert {kind for one in loader.test_kinds() for kind in one.kinds} <= kinds
    assert {"development", "support", "administration"} == {one.key for one in loader.kinds() if one.common}
    assert {"design", "copywriting", "development", "administration"} <= kinds
    assert {f"S1-{n}" for n in range(39, 44)} <= {one.statement for one in loader.platforms()}
    assert {one.strategy for one in loader.miss_causes()} <= {*keys("strategies"), ""}


def test_the_ladder_has_three_steps_and_the_first_message_its_lists() -> None:
    first, second, third = (next(one for one in loader.templates() if one.step == step) for step in get_args(Step)[:3])
    assert first.must_have_labels == tuple(one.label for one in must_haves())
    assert first.question_texts == tuple(one.ask for one in screening_questions())
    assert {"must_haves", "questions", "role"} <= set(first.placeholders)
    assert "three months" in first.body
    assert "document" in second.placeholders
    assert "video" in second.body
    assert second.days_after
    assert third.days_after
    covered = {statement for one in loader.templates() for statement in one.statements}
    assert {f"S1-{n}" for n in range(85, 94)} <= covered


@pytest.mark.parametrize("slug", [one.slug for one in loader.templates()])
def test_every_placeholder_is_known_and_filled(slug: str) -> None:
    (template,) = (one for one in loader.templates() if one.slug == slug)
    assert Template(template.body).is_valid()
    assert set(template.placeholders) <= {one.name for one in loader.placeholders()}
    filled = loader.fill(f"{template.subject}\n{template.body}", {name: f"<{name}>" for name in template.placeholders})
    assert "$" not in filled
    assert all(f"<{name}>" in filled for name in template.placeholders)


def test_filling_leaves_unknown_names_and_hostile_values_alone() -> None:
    assert loader.fill("Hello $name, $nobody pays $5", {"name": "$me {0} %s", "nobody": "x"}) == (
        "Hello $me {0} %s, $nobody pays $5"
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_words_are_clean_short_and_calm(file: Path) -> None:
    for path, text in texts(file):
        assert clean(text) == text, path
        assert not re.search("[\u00c2\u00c3\u00e2\u00f0\ufffd]", text), f"{path}: broken characters"
        assert "!" not in text, path
        assert "'" not in text or "’" not in text, f"{path}: two kinds of apostrophe"
        if path.rsplit(".", 1)[-1] not in NOT_PROSE:
            assert len(text) <= 200, f"{path}: {len(text)} characters"
            assert text == " ".join(text.split()), path


def test_every_question_of_freelancer_or_agency_can_go_either_way() -> None:
    for asked in loader.supplier_questions():
        assert {"freelancer", "agency"} <= {one.side for one in asked.answer} <= {"freelancer", "agency", ""}, asked.key
    for side in ("freelancer", "agency"):
        assert len([one for one in loader.consequences() if one.side == side]) == 4


def test_the_card_has_words_for_each_of_its_warnings() -> None:
    assert {one.key for one in loader.responsibility_warnings()} == set(get_args(CardWarning))


def test_an_offer_is_found_in_its_own_sentence_and_vague_words_alike() -> None:
    for one in loader.value_propositions():
        assert said(one.words, one.sentence), one.key
    assert not said(loader.value_proposition("repeat").words, "A single piece of work.")
    vague = {one.word: one.hint for one in loader.vague_words()}
    found = vague_words("A nice, user-friendly page ASAP, some icons etc. and a few nice extras.", vague)
    assert [one.word for one in found] == ["nice", "user-friendly", "ASAP", "some", "etc", "a few", "nice"]
    assert vague_words("Handsome nicety, twelve icons by 3 May.", vague) == ()


def test_where_evidence_pulls_away_one_line_says_so() -> None:
    assert loader.pull("S1-72")
    assert loader.pull("S0-11")
    assert loader.pull("S1-11") == ""
    against = {statement for one in loader.evidence() for statement in one.against}
    assert against <= {one.statement for one in loader.pulls()}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[[word]]\nword = "nice"\n', "bad.toml: word nice: “hint” is missing."),
        ('[[word]]\nword = "nice"\nhint = "x"\nhnt = "y"\n', "bad.toml: word nice: “hnt” is not known there"),
        ('[[word]]\nword = "nice"\nhint = 3\n', "bad.toml: word nice.hint should be str, not 3."),
        ("[[words]]\n", "bad.toml: “word” is missing."),
        ("[[word\n", "The playbook file bad.toml cannot be read"),
    ],
)
def test_a_broken_file_is_named_with_its_key(
    content: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.toml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    document.cache_clear()
    with pytest.raises(PlaybookError) as caught:
        records("bad.toml", "word", VagueWord)
    document.cache_clear()
    assert str(caught.value).startswith(says)


def test_a_missing_file_and_an_unknown_key_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PlaybookError, match="S9-99"):
        loader.statement("S9-99")
    with pytest.raises(PlaybookError, match=r"stages\.toml: there is no key “nope”"):
        loader.stage("nope")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    with pytest.raises(PlaybookError, match=r"absent\.toml is missing"):
        records("absent.toml", "word", VagueWord)


def test_what_is_due_knows_the_platforms_by_name() -> None:
    from outsource_tui.domain.due_reader import PLATFORMS_SHIPPED

    names = {one.slug: one.name for one in loader.platforms()}
    # In the middle of a sentence they are no name.
    assert {**names, "own-network": "people you know"} == dict(PLATFORMS_SHIPPED)
