from pathlib import Path
from typing import Any

import pytest

from outsource_tui.domain.clock import FixedClock
from outsource_tui.domain.errors import StoreError
from outsource_tui.services.services import Services
from outsource_tui.store.change import Change, Conflict, Delete, Put
from outsource_tui.store.workspace import Workspace
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.screens.stage import StageScreen
from tests.ui.helpers import NOW, app_with, keys, screen_text

ID = "1763900000000000001"


class PlainScreen(StageScreen):
    stage = "today"


def _contact(name: str, note: str) -> dict[str, Any]:
    return {"name": name, "notes": note}


def _conflicting(home: Path) -> tuple[Services, Any]:
    """Return services, and a write that another writer came before."""
    mine, other = Workspace(home), Workspace(home)
    mine.write(Change("Add", "a", NOW, (Put("contacts", ID, _contact("Ana", "met"), None),)))
    seen = mine.document("contacts", ID) or {}
    other.refresh()
    revision = seen["revision"]
    other.write(Change("Elsewhere", "b", NOW, (Put("contacts", ID, {**seen, **_contact("Ana P.", "met")}, revision),)))

    def write() -> None:
        document = {**seen, **_contact("Ana Q.", "met twice")}
        mine.write(Change("Edit", "a", NOW, (Put("contacts", ID, document, revision),)))

    return Services(mine, FixedClock(NOW), "a"), write


async def test_both_versions_are_shown_and_the_choice_is_saved(tmp_path: Path):
    services, write = _conflicting(tmp_path)
    with pytest.raises(Conflict) as caught:
        write()
    async with app_with(tmp_path, PlainScreen, services=services) as (app, pilot):
        app.tell_error(caught.value)
        await pilot.pause()
        shown = screen_text(app)
        assert "Ana P." in shown
        assert "Ana Q." in shown
        await keys(pilot, "m", "enter")
        stored = services.desk.workspace.document("contacts", ID)
        assert (stored["name"], stored["notes"]) == ("Ana Q.", "met twice")
        app.undo()
        assert services.desk.workspace.document("contacts", ID)["name"] == "Ana P."


async def test_a_form_whose_record_changed_elsewhere_lets_the_user_choose(tmp_path: Path):
    services, write = _conflicting(tmp_path)
    given: list[Any] = []
    async with app_with(tmp_path, PlainScreen, services=services) as (app, pilot):
        app.push_screen(FormDialog("Ana", [Field("name", "name")], submit=lambda _values: write()), given.append)
        await pilot.pause()
        await keys(pilot, "x", "enter")
        await pilot.pause()
        assert "was changed elsewhere too" in screen_text(app)
        await keys(pilot, "escape")
        await pilot.pause()
        assert given == [None]
        assert services.desk.workspace.document("contacts", ID)["name"] == "Ana P."


async def test_what_was_deleted_elsewhere_can_come_back(tmp_path: Path):
    services, _write = _conflicting(tmp_path)
    workspace = services.desk.workspace
    workspace.refresh()
    document = dict(workspace.document("contacts", ID))
    Workspace(tmp_path).write(Change("Gone", "b", NOW, (), (Delete("contacts", ID, document["revision"]),)))
    with pytest.raises(Conflict) as caught:
        workspace.write(
            Change("Edit", "a", NOW, (Put("contacts", ID, {**document, "notes": "new"}, document["revision"]),))
        )
    async with app_with(tmp_path, PlainScreen, services=services) as (app, pilot):
        app.tell_error(caught.value)
        await pilot.pause()
        await keys(pilot, "y")
        assert workspace.document("contacts", ID)["notes"] == "new"


async def test_deleting_what_changed_elsewhere_asks(tmp_path: Path):
    services, write = _conflicting(tmp_path)
    workspace = services.desk.workspace
    with pytest.raises(Conflict):
        write()
    with pytest.raises(Conflict) as caught:
        workspace.write(Change("Delete", "a", NOW, (), (Delete("contacts", ID, 1),)))
    for pressed, left in (("n", True), ("y", False)):
        async with app_with(tmp_path, PlainScreen, services=services) as (app, pilot):
            app.tell_error(caught.value)
            await pilot.pause()
            await keys(pilot, pressed)
            assert (workspace.document("contacts", ID) is not None) is left


async def test_other_errors_are_told(tmp_path: Path):
    async with app_with(tmp_path, PlainScreen) as (app, pilot):
        app.tell_error(StoreError("The disk is full; make room, what you typed is kept."))
        await pilot.pause()
        (notice,) = app._notifications
        assert notice.severity == "error"
