"""Notes and sources (S0-16 to S0-18)."""

from outsource_tui.playbook import loader
from tests.studio import Studio


def test_the_talk_on_client_lifestyle_is_in_the_resources(studio: Studio) -> None:
    """S0-16: the title only."""
    (entry,) = (one for one in loader.resources() if one.statement == "S0-16")
    assert (entry.url, "freelance client" in entry.title.lower()) == ("", True)


def test_the_client_is_asked_before_the_project_and_the_answers_are_kept(studio: Studio) -> None:
    """S0-17."""
    task = studio.task("Shop front end", origin="client", client="Acme")
    asked = [line.key for line in studio.identify.client_questions(task)]
    assert asked[:4] == ["others", "direct", "approves", "dates"]
    task = studio.identify.answer_client(task, "others", "Only with my consent")
    task = studio.identify.answer_client(task, "dates", "")
    studio.clock.at = studio.at("2026-12-01")
    task = studio.identify.answer_client(task, "dates", "Fair on 12 January")
    lines = {line.key: line for line in studio.again().identify.client_questions(studio.identify.get(task.id))}
    assert (lines["others"].answer, lines["dates"].answer) == ("Only with my consent", "Fair on 12 January")
    assert lines["dates"].asked_at == studio.at("2026-11-23", "10:00")
    assert lines["direct"].asked_at is None


def test_each_piece_of_advice_names_its_source(studio: Studio) -> None:
    """S0-18."""
    task = studio.vector()
    shown = [view.statement for view in studio.identify.questions(task)]
    assert shown == ["S1-05", "S1-06", "S1-07", "S1-08", "S1-09", "S1-10"]
    assert [view.evidence.source for view in studio.identify.questions(task)] == shown
    shown += [line.statement for line in studio.identify.cross_outs(task)]
    shown += [question.source for question in studio.identify.supplier(task).questions]
    assert {loader.statement(one).id for one in shown} == set(shown)
    assert all(loader.statement(one).source.name for one in shown)
