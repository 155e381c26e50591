"""Completeness, the ready gate, vague words, the composed post and its checks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.brief import Brief, Example, Kpi, LegalDocument, PlannedMilestone, Standard
from outsource_tui.domain.brief_text import (
    BRIEF_PARTS,
    PROPOSITIONS,
    completeness,
    compose_post,
    markdown,
    md,
    missing_for_ready,
    post_checks,
    post_text,
    vague_hints,
    vague_words,
)
from outsource_tui.domain.money import Money
from outsource_tui.services.wording import brief_wording

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ID = "1763900000000123456"


def brief(**values: Any) -> Brief:
    return Brief(**{"id": ID, "created_at": NOW, "updated_at": NOW, "title": "Draw twelve icons", **values})


FULL: dict[str, Any] = {
    "what": "Draw 12 icons for the booking app.",
    "why": "Guests miss the buttons.",
    "specifications": "SVG, 24 by 24 pixels, two colours.",
    "expectations": "One sketch first, then the set.",
    "context": "A hotel booking app for guests over sixty.",
    "examples": (Example(id=ID, title="Phosphor icons", link="https://example.org", copy_what="the line width"),),
    "propositions": ("money", "reputation"),
    "quality": (Standard(id=ID, text="Readable at 16 pixels"),),
    "milestones": (PlannedMilestone(id=ID, title="Sketches", due=date(2026, 12, 1)),),
    "budget": Money(600, "EUR"),
}


def test_an_empty_brief_has_seventeen_empty_parts() -> None:
    found = completeness(brief())
    assert (found.percent, found.of, found.done) == (0, 17, 0)
    assert found.empty == BRIEF_PARTS


def test_filled_and_not_applicable_count_over_all_parts() -> None:
    found = completeness(brief(what="x", why="y", not_applicable=("legal", "calls", "what")))
    assert found.filled == ("what", "why")
    assert found.not_applicable == ("calls", "legal"), "a filled part is filled, whatever was said before"
    assert found.percent == 100 * 4 // 17 == 23


def test_every_part_settled_is_all_of_it() -> None:
    spared = tuple(part for part in BRIEF_PARTS if part not in ("what", "why"))
    assert completeness(brief(what="x", why="y", not_applicable=spared)).percent == 100


@given(st.sets(st.sampled_from(BRIEF_PARTS)))
@settings(max_examples=30)
def test_each_part_is_in_exactly_one_group(spared: set[str]) -> None:
    found = completeness(brief(**{**FULL, "not_applicable": tuple(sorted(spared))}))
    assert sorted(found.filled + found.not_applicable + found.empty) == sorted(BRIEF_PARTS)


def test_missing_names_the_parts_in_order() -> None:
    parts = [one.part for one in missing_for_ready(brief())]
    assert parts == ["what", "why", "specifications", "expectations", "propositions", "milestones"]
    assert missing_for_ready(brief(**FULL)) == ()


def test_specifications_may_be_ruled_out_but_what_and_why_may_not() -> None:
    spared = brief(**{**FULL, "specifications": "", "what": " ", "not_applicable": ("specifications", "what")})
    assert [one.part for one in missing_for_ready(spared)] == ["what"]


@pytest.mark.parametrize(
    "metric",
    [
        {"milestones": FULL["milestones"]},
        {"quality": FULL["quality"]},
        {"budget": FULL["budget"]},
        {"kpis": (Kpi(id=ID, name="Clicks"),)},
    ],
)
def test_any_one_measure_of_success_will_do(metric: dict[str, Any]) -> None:
    bare = {**FULL, "milestones": (), "quality": (), "budget": None}
    assert [one.part for one in missing_for_ready(brief(**bare))] == ["milestones"]
    assert missing_for_ready(brief(**{**bare, **metric})) == ()


def test_vague_words_are_whole_words_and_the_longest_wins() -> None:
    vague = {"nice": "say what", "a few": "number", "few": "number", "etc": "list"}
    found = vague_words("A few niceties, NICE icons, etc.", vague)
    assert [(one.word, one.start) for one in found] == [("A few", 0), ("NICE", 16), ("etc", 28)]
    assert found[1].hint == "say what"
    assert vague_words("icons", {}) == ()


def test_hints_cover_every_text_part_and_the_standards() -> None:
    vague = brief_wording().vague
    hints = vague_hints(brief(what="Do it asap", quality=(Standard(id=ID, text="Looks nice"),)), vague)
    assert [(one.part, one.word) for one in hints] == [("what", "asap"), ("quality", "nice")]


def test_the_post_is_composed_from_the_brief() -> None:
    wording = brief_wording()
    post = compose_post(brief(**FULL), wording)
    assert post.title == "Draw twelve icons"
    for said in ("Draw 12 icons", "Guests miss", "Phosphor icons", "Readable at 16", "Sketches, 2026-12-01"):
        assert said in post.body
    assert wording.sentences["money"] in post.body
    assert wording.sentences["repeat"] not in post.body
    assert wording.request_quotes in post.body
    fixed = compose_post(brief(**{**FULL, "fixed_price": True}), wording)
    assert wording.request_quotes not in fixed.body
    assert "600.00 EUR" in fixed.body


def test_what_i_wrote_goes_out_instead() -> None:
    mine = brief(**FULL, post={"title": "Icons wanted", "body": "Twelve icons."})
    assert post_text(mine, brief_wording()).whole == "Icons wanted\n\nTwelve icons.\n"


def test_a_whole_brief_passes_all_checks() -> None:
    made = brief(**FULL)
    wording = brief_wording()
    checks = post_checks(made, post_text(made, wording), wording)
    assert {one.key: one.done for one in checks} == {
        "specific": True,
        "comparison": True,
        "context": True,
        "offer": True,
        "quotes": True,
    }


def test_each_check_finds_what_is_missing() -> None:
    mine = brief(**FULL, post={"title": "Nice icons", "body": "Please draw icons for me, well paid."})
    wording = brief_wording()
    checks = {one.key: one for one in post_checks(mine, post_text(mine, wording), wording)}
    assert {key for key, one in checks.items() if not one.done} == {
        "specific",
        "comparison",
        "context",
        "offer",
        "quotes",
    }
    assert checks["offer"].missing == ("reputation",)
    assert "nice" in checks["specific"].hint.casefold()
    fixed = post_checks(brief(**FULL, fixed_price=True), post_text(mine, wording), wording)
    assert "quotes" not in [one.key for one in fixed]


def test_every_shipped_sentence_passes_its_own_check() -> None:
    wording = brief_wording()
    for key in PROPOSITIONS:
        made = brief(**{**FULL, "propositions": (key,)})
        offer = next(one for one in post_checks(made, compose_post(made, wording), wording) if one.key == "offer")
        assert offer.done, key


def test_markdown_shows_user_text_as_typed() -> None:
    text = markdown(
        brief(**{**FULL, "title": "# *Icons* [x](y)", "what": "1. one\n- two <b>\nthree", "legal": _papers()}),
        brief_wording(),
    )
    assert text.startswith("# \\# \\*Icons\\* \\[x\\](y)\n")
    assert "1\\. one" in text
    assert "\n- two \\<b\\>\\\nthree" in text
    assert "- Confidentiality (optional)" in text


def _papers() -> tuple[LegalDocument, ...]:
    return (LegalDocument(id=ID, name="Confidentiality", required=False),)


@given(st.text(max_size=40))
@settings(max_examples=40)
def test_escaping_never_loses_a_character(text: str) -> None:
    assert md(text).replace("\\", "") == text.replace("\\", "")
