"""The loop from a verdict to a hit: closed, opened again, undone to the start; and hostile text on the way."""

from decimal import Decimal

import pytest
from tinydb import TinyDB

from outsource_tui.domain.kinds import KINDS
from tests.hiring import Hiring, eur
from tests.studio import Studio

HOSTILE = [
    "[/]",
    "[b]x[/b] [@click=app.quit]y",
    "\x1b]0;title\x07\x1b[31m",
    "\u202eright to left",
    "=1+1",
    "$name ${name} $$ $",
    "{0.__class__} {{Document}}",
    "日本語 👩‍💻 é",
    "x" * 10_000,
    "| a | b |\n# head\n<script>",
]


def test_everything_is_there_after_closing_and_opening(studio: Studio) -> None:
    hiring = Hiring(studio)
    engagement = hiring.accepted()
    engagement = hiring.engagements.mark_paid(engagement, engagement.payments[0].id)
    hiring.engagements.record_outcome(engagement, "hit", lesson="examples help")
    hiring.playbook.add_contact("Eva")
    hiring.playbook.save_platform("upwork", note="slow")
    hiring.playbook.save_template("thanks", body="Thank you, $name")
    again = Hiring(studio.again())
    found = again.engagements.get(engagement.id)
    assert again.engagements.stage(found) == "hit"
    origin = again.engagements.origin(found)
    assert origin.negotiation is not None
    assert origin.candidate is not None
    assert origin.posting is not None
    assert origin.brief is not None
    assert origin.task is not None
    assert again.candidates.stage(origin.candidate) == "chosen"
    assert again.briefs.stage(origin.brief) == "chosen"
    assert again.insights.hit_rate().hits == 1
    with TinyDB(studio.folder / "workspace.json", encoding="utf-8") as stock:
        for kind in KINDS:
            stored = len(studio.workspace.documents(kind))
            assert len(stock.table(kind, cache_size=0).all()) == stored, kind


def test_the_whole_way_can_be_undone_and_done_again(studio: Studio) -> None:
    hiring = Hiring(studio)
    engagement = hiring.accepted()
    steps = 0
    while studio.services.briefs.all(archived=True):
        studio.services.undo.undo()
        steps += 1
    assert steps > 10
    assert hiring.engagements.all() == []
    for _ in range(steps):
        studio.services.undo.redo()
    found = hiring.engagements.get(engagement.id)
    assert found.model_dump(exclude={"revision", "updated_at"}) == engagement.model_dump(
        exclude={"revision", "updated_at"}
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_no_harm(studio: Studio, text: str) -> None:
    hiring = Hiring(studio)
    brief = hiring.ready(what=text, why=text, context=text)
    brief = hiring.briefs.add_row(brief, "examples", title=f"x{text}", copy_what=text)
    brief = hiring.briefs.edit_post(brief, body=f"Post {text}")
    assert "\x1b" not in hiring.briefs.preview(brief) + hiring.briefs.copy_text(brief)
    hiring.briefs.post_checks(brief)
    hiring.briefs.hints(brief)
    hiring.briefs.post(brief, "upwork")
    ana = hiring.candidates.add(brief, f"Ana {text}", pitch=text)
    ana = hiring.candidates.answer(ana, "own_words", text)
    message = hiring.candidates.render(ana, "first-message")
    assert "\x1b" not in message.whole
    ana = hiring.candidates.send(ana, "first-message")
    said = hiring.candidates.read_application(f"Name: Bo\n{text}")
    bo = hiring.candidates.add(brief, said.name, pitch=said.pitch, email=said.email, link=said.link)
    hiring.candidates.side_by_side(hiring.candidates.comparison(brief), [ana.id, bo.id])
    ana = hiring.candidates.bid(hiring.candidates.get(ana.id), rate=eur(25), hours=Decimal(20), note=text)
    hiring.later(hours=25)
    ana = hiring.candidates.choose(ana, f"r {text}", decline_reason=text)
    talks = hiring.negotiations.add_want(hiring.negotiations.open(ana), f"w {text}")
    talks = hiring.negotiations.set_market(talks, eur(20), eur(25), eur(30), f"s {text}")
    talks = hiring.negotiations.agree(hiring.negotiations.set_terms(talks, scope=text), f"r {text}")
    engagement = hiring.engagements.start(hiring.engagements.from_negotiation(talks))
    engagement = hiring.engagements.deliver(engagement, f"d {text}", note=text)
    engagement = hiring.engagements.revise(
        engagement, engagement.deliveries[0].id, wrong=f"w {text}", wanted=f"v {text}"
    )
    engagement = hiring.engagements.check_in(engagement, text, feedback=f"f {text}", road_blocks=(f"b {text}",))
    hiring.engagements.record_outcome(engagement, "miss", cause="other", claim=text, lesson=text)
    again = Hiring(studio.again())
    assert again.insights.hit_rate().misses == 1
    assert all("\x1b" not in item.label for item in again.studio.services.undo.history())
