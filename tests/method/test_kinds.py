"""Kinds of work (S2-01)."""

from outsource_tui.playbook import loader
from tests.studio import Studio


def test_kinds_of_work_are_a_list_to_choose_from(studio: Studio) -> None:
    """S2-01."""
    kinds = {one.key: one.label for one in loader.kinds()}
    assert {"design", "copywriting", "development", "administration", "other"} <= kinds.keys()
    for key in kinds:
        studio.task(f"Something in {key}", category=key)
    by_kind = [line.task.category for line in studio.again().identify.tasks()]
    assert by_kind == list(kinds)
