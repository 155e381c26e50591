"""Settings of the work, undo with its reasons, and the one due list."""

from datetime import timedelta
from decimal import Decimal

import pytest

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import Money
from outsource_tui.services.undo import UndoRefused
from tests.studio import Studio


def test_settings_are_changed_validated_and_undone(studio: Studio) -> None:
    settings = studio.services.settings
    assert (settings.get().open_limit, settings.get().management_limit) == (3, Decimal("0.2"))
    settings.change(full_time=False, hourly_value=Money(85, "EUR"))
    assert (settings.get().open_limit, settings.get().management_limit) == (1, Decimal("0.1"))
    settings.set_weight("test", Decimal(5))
    assert settings.get().weight("test") == 5
    for values in ({"hourly_value": Money(0, "EUR")}, {"pareto_threshold": 2}, {"nonsense": 1}, {"currency": "Euro"}):
        with pytest.raises(InputError):
            settings.change(**values)
    studio.services.undo.undo()
    studio.services.undo.undo()
    assert settings.get().full_time is True


def test_undo_and_redo_go_through_several_levels(studio: Studio) -> None:
    studio.entry("One")
    entry = studio.entry("Two")
    studio.log.edit(entry.id, text="Three")
    undo = studio.services.undo
    assert undo.undo().label == "Change “Two”"
    assert undo.undo().label == "Log “Two”"
    assert [row.text for row in studio.log.desk.rows] == ["One"]
    undo.redo()
    undo.redo()
    assert [row.text for row in studio.log.desk.rows] == ["One", "Three"]
    with pytest.raises(UndoRefused):
        undo.redo()


def test_each_session_takes_back_only_its_own_and_not_what_changed_since(studio: Studio) -> None:
    entry = studio.entry("Design")
    other = studio.again()
    with pytest.raises(UndoRefused):
        other.services.undo.undo()
    other.log.edit(entry.id, text="Design logo")
    studio.workspace.refresh()
    with pytest.raises(UndoRefused) as error:
        studio.services.undo.undo()
    assert "was changed since" in str(error.value)
    assert other.services.undo.history()[0].label == "Change “Design”"


def test_the_due_list_is_the_same_for_app_and_command(studio: Studio) -> None:
    task = studio.verdicts.decide(studio.good(), "keep", reason="not now", look_again=studio.days_ago(-3))
    studio.clock.at += timedelta(days=4, hours=8)
    items = studio.services.due.items()
    assert [(item.kind, item.id) for item in items] == [("re-review", task.id), ("log", None), ("weekly-review", None)]
    assert studio.services.due.document()[0] == {
        "when": "2026-11-26",
        "kind": "re-review",
        "text": "Look again at Reconcile invoices: does the answer still hold?",
        "id": task.id,
    }
