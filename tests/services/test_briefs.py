"""Briefs and postings: written, readied, posted, reposted, closed; undone as one."""

from datetime import timedelta

import pytest

from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from tests.hiring import Hiring, eur


def test_a_brief_carries_the_task_along(hiring: Hiring) -> None:
    hiring.studio.identify.edit_task(hiring.task, note="Match 40 invoices", client="Acme", project="Books")
    brief = hiring.draft()
    assert (brief.task, brief.title, brief.what) == (hiring.task.id, "Reconcile invoices", "Match 40 invoices")
    assert brief.context == "Client: Acme\nProject: Books"
    assert brief.propositions == ("repeat",), "recurring work is repeat work"
    assert hiring.briefs.of_task(hiring.task) == [brief]
    hiring.studio.identify.edit_task(hiring.task, category="design", note="A logo and 12 icons")
    assert hiring.draft().skills == ("logo", "icons"), "what the text names of the skills of its kind"


def test_only_a_task_to_be_outsourced_gets_a_brief(hiring: Hiring) -> None:
    with pytest.raises(NotYetError, match="no verdict yet"):
        hiring.briefs.from_task(hiring.studio.task("Call clients"))


def test_a_brief_needs_a_title(hiring: Hiring) -> None:
    with pytest.raises(InputError, match="needs a title"):
        hiring.briefs.create("  ")
    brief = hiring.briefs.create("Icons")
    with pytest.raises(InputError, match="needs a title"):
        hiring.briefs.edit(brief, title="")


def test_filling_a_part_takes_not_applicable_back(hiring: Hiring) -> None:
    brief = hiring.briefs.toggle_not_applicable(hiring.briefs.create("Icons"), "context")
    assert brief.not_applicable == ("context",)
    brief = hiring.briefs.set_part(brief, "context", "A hotel")
    assert brief.not_applicable == ()
    with pytest.raises(InputError, match="Something stands in this part"):
        hiring.briefs.toggle_not_applicable(brief, "context")
    assert hiring.briefs.set_part(brief, "frequency", 3).frequency_days == 3


def test_rows_are_added_changed_moved_and_removed(hiring: Hiring) -> None:
    brief = hiring.briefs.create("Icons")
    for text in ("one", "two", "three"):
        brief = hiring.briefs.add_row(brief, "quality", text=text)
    ids = [row.id for row in brief.quality]
    brief = hiring.briefs.move_row(brief, "quality", ids[2], -1)
    assert [row.text for row in brief.quality] == ["one", "three", "two"]
    brief = hiring.briefs.edit_row(brief, "quality", ids[0], text="first")
    brief = hiring.briefs.remove_row(brief, "quality", ids[1])
    assert [row.text for row in brief.quality] == ["first", "three"]
    with pytest.raises(InputError, match="no longer there"):
        hiring.briefs.remove_row(brief, "quality", ids[1])
    with pytest.raises(InputError, match="needs a text"):
        hiring.briefs.add_row(brief, "quality", text=" ")
    with pytest.raises(InputError, match="not a list"):
        hiring.briefs.add_row(brief, "what", text="x")  # type: ignore[arg-type]


def test_an_edit_that_takes_away_what_readiness_needs_makes_it_a_draft(hiring: Hiring) -> None:
    brief = hiring.ready()
    assert brief.ready_at is not None
    assert hiring.briefs.edit(brief, why="").ready_at is None


def test_a_posted_brief_stays_ready(hiring: Hiring) -> None:
    brief, _ = hiring.posted()
    assert hiring.briefs.edit(brief, why="").ready_at is not None


def test_posting_wants_a_ready_brief_and_a_platform_we_know(hiring: Hiring) -> None:
    with pytest.raises(NotYetError, match="is a draft"):
        hiring.briefs.post(hiring.draft(), "upwork")
    with pytest.raises(InputError, match="no platform"):
        hiring.briefs.post(hiring.ready(), "nowhere")


def test_a_posting_keeps_the_text_as_it_went_out(hiring: Hiring) -> None:
    brief, posting = hiring.posted("Upwork")
    hiring.briefs.edit(brief, what="Something else")
    assert "Match 40 invoices" in posting.body
    assert posting.platform == "upwork"
    assert hiring.briefs.stage(brief) == "posted"


def test_my_post_text_is_kept_until_it_is_composed_again(hiring: Hiring) -> None:
    brief = hiring.briefs.edit_post(hiring.ready(), title="Books", body="Match my invoices")
    assert hiring.briefs.copy_text(brief) == "Books\n\nMatch my invoices\n"
    brief = hiring.briefs.recompose_post(brief)
    assert hiring.briefs.post_text(brief) == hiring.briefs.composed(brief)
    same = hiring.briefs.composed(brief)
    assert hiring.briefs.edit_post(brief, same.title, same.body).post.body == ""


def test_closing_deleting_and_undo(hiring: Hiring) -> None:
    brief, posting = hiring.posted()
    candidate = hiring.applicant(brief, "Ana")
    assert candidate.posting == posting.id
    posting = hiring.briefs.close_posting(posting)
    with pytest.raises(NotYetError, match="closed already"):
        hiring.briefs.close_posting(posting)
    assert hiring.briefs.clock(posting).clock is None
    hiring.briefs.delete_posting(posting)
    assert hiring.candidates.get(candidate.id).posting is None
    hiring.studio.services.undo.undo()
    assert hiring.candidates.get(candidate.id).posting == posting.id
    assert [one.id for one in hiring.briefs.postings(brief)] == [posting.id]


def test_a_brief_with_candidates_is_archived_not_deleted(hiring: Hiring) -> None:
    brief, _ = hiring.posted()
    hiring.applicant(brief, "Ana")
    with pytest.raises(NotYetError, match="postings and candidates"):
        hiring.briefs.delete(brief)
    brief = hiring.briefs.archive(brief)
    assert hiring.briefs.all() == []
    with pytest.raises(NotYetError, match="archived"):
        hiring.candidates.add(brief, "Bo")
    assert hiring.briefs.all(archived=True) == [brief]
    assert hiring.briefs.unarchive(brief).archived_at is None


def test_a_call_and_a_paper(hiring: Hiring) -> None:
    brief = hiring.briefs.add_row(hiring.draft(), "legal", name="NDA")
    brief = hiring.briefs.sign(brief, brief.legal[0].id, sent=True)
    assert brief.legal[0].sent_at is not None
    assert brief.legal[0].signed_at is None
    brief = hiring.briefs.add_row(brief, "calls", at=hiring.studio.clock.now() + timedelta(days=2), about="Start")
    assert hiring.briefs.call_done(brief, brief.calls[0].id).calls[0].done_at is not None


def test_a_posting_cannot_lie_in_the_future(hiring: Hiring) -> None:
    _, posting = hiring.posted()
    with pytest.raises(InputError, match="future"):
        hiring.briefs.edit_posting(posting, posted_at=hiring.studio.clock.now() + timedelta(hours=1))


def test_before_posting_the_figures_speak(hiring: Hiring) -> None:
    brief = hiring.ready()
    assert not [one for one in hiring.briefs.post_warnings(brief) if "figures" in one]
    hiring.studio.verdicts.set_input(hiring.task, "rate", eur(80))
    assert any("figures speak against it" in one for one in hiring.briefs.post_warnings(brief))
    hiring.studio.verdicts.set_input(hiring.task, "review_share", "100 %")
    assert any("saves you no time" in one for one in hiring.briefs.post_warnings(brief))


def test_a_miss_wants_a_reason_before_the_next_post(hiring: Hiring) -> None:
    engagement = hiring.known()
    hiring.engagements.record_outcome(engagement, "miss", cause="late", lesson="Give dates")
    hiring.later(days=10)
    brief = hiring.ready()
    with pytest.raises(RuleError, match="miss 10 days ago") as raised:
        hiring.briefs.post(brief, "upwork")
    assert raised.value.field == "reason"
    assert hiring.briefs.post(brief, "upwork", reason="dates are in now").warning_reason == "dates are in now"
