from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.palette import PaletteDialog
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.blocks import facts, heading, stack
from outsource_tui.ui.widgets.chrome import FootKey, FootLine, TabLine, WhereLine
from outsource_tui.ui.widgets.columns import Cell, Column
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.record_table import RecordTable
from tests.ui.helpers import NOW, app_with, fake_services, keys, notices, screen_text, until, wide_lines


class Thing(NamedTuple):
    id: str
    name: str


class SampleScreen(StageScreen):
    stage = "today"
    labels = {"record.open": "edit"}

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.things = tuple(Thing(str(number), f"thing {number}") for number in range(60))
        self.claim = ""
        self.shows = 0

    def compose_main(self) -> ComposeResult:
        yield RecordTable[Thing](
            [Column("name", "name", lambda row: Cell(row.name), sort=lambda row: row.name)],
            key=lambda row: row.id,
            can_mark=True,
            id="things",
        )

    def compose_side(self) -> ComposeResult:
        yield Paper(ground="side", id="facts")

    def where(self) -> list[tuple[str, str]]:
        return [("Sample", "bold"), (f"   {len(self.things)} things", "muted")]

    def show(self) -> None:
        self.shows += 1
        self.table.set_rows(self.things)
        self.query_one("#facts", Paper).draw(stack(heading("Facts"), facts([("things", str(len(self.things)))])))

    def claims_key(self, key: str) -> bool:
        return key == self.claim

    def claimed(self, event: Any) -> None:
        self.done.append(f"claimed {event.key}")

    def do_record_open(self) -> None:
        self.done.append(f"open {self.table.current_key}")

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        self.run_action_id("record.open")

    def do_record_new(self) -> None:
        raise InputError("A thing needs a name; give it one.")

    def why_not_record_delete(self) -> str | None:
        return "The first thing stays." if self.table.current_key == "0" else None

    def do_record_delete(self) -> None:
        self.done.append(f"delete {self.table.current_key}")

    def current_record(self) -> tuple[str, str] | None:
        return ("things", self.table.current_key or "")

    def reveal(self, kind: str, record_id: str) -> None:
        if kind == "things":
            self.table.go_to(record_id)


class OtherScreen(SampleScreen):
    stage = "identify"


async def test_nothing_has_text_focus_and_the_frame_says_where_i_am(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, _pilot):
        assert isinstance(app.focused, RecordTable)
        shown = screen_text(app).splitlines()
        assert shown[0].split() == [
            "outsource",
            *(part for number, (_n, title, _l) in enumerate(STAGES, 1) for part in (str(number), title)),
        ]
        assert shown[2].strip() == "Sample   60 things"
        assert "Facts" in shown[5]
        assert shown[-1].split()[:2] == ["enter", "edit"]
        assert shown[-1].split()[-2:] == ["?", "help"]


async def test_keys_become_actions_and_refusals_give_their_reason(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        screen = app.screen
        await keys(pilot, "j", "enter")
        assert screen.done == ["open 1"]
        await keys(pilot, "d", "k", "d")
        assert screen.done == ["open 1", "delete 1"]
        assert "The first thing stays." in notices(app)
        await keys(pilot, "n")
        assert "A thing needs a name; give it one." in notices(app)
        await keys(pilot, "e")
        assert "“long text” means nothing on this screen." in notices(app)
        await keys(pilot, "ctrl+c")
        assert "q leaves the app; everything is saved already." in notices(app)


async def test_a_claimed_key_comes_before_its_action(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        app.screen.claim = "4"
        await keys(pilot, "4")
        assert app.screen.done == ["claimed 4"]
        assert app.current_mode == "today"


async def test_go_to_lists_the_letters_and_waits_for_one(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        await keys(pilot, "g")
        last = screen_text(app).splitlines()[-1]
        for _name, title, letter in STAGES:
            assert f"{letter} {title}" in last
        await keys(pilot, "escape")
        assert "g go to" in screen_text(app).splitlines()[-1]
        await keys(pilot, "g", "z")
        assert any("No screen has that letter" in notice for notice in notices(app))
        assert app.current_mode == "today"


async def test_a_record_is_carried_along(tmp_path: Path):
    made: list[OtherScreen] = []

    def make() -> StageScreen:
        return SampleScreen()

    async with app_with(tmp_path, make) as (app, pilot):
        app._modes["identify"] = lambda: made.append(OtherScreen()) or made[-1]
        await keys(pilot, "j", "j", "j", "2")
        await until(pilot, lambda: app.current_mode == "identify" and made and made[0].table.current_key == "3")
        await keys(pilot, "1")
        assert app.current_mode == "today"
        app.focus_record("identify", "things", "7")
        await until(pilot, lambda: made[0].table.current_key == "7")


async def test_a_screen_is_shown_anew_only_after_something_changed(tmp_path: Path):
    services = fake_services()
    async with app_with(tmp_path, SampleScreen, services=services) as (app, pilot):
        app._modes["identify"] = OtherScreen
        first = app.screen
        shows = first.shows
        await keys(pilot, "2", "1")
        await until(pilot, lambda: app.screen is first)
        assert first.shows == shows
        await keys(pilot, "2")
        services.desk.workspace.version = 1
        first.things = (*first.things, Thing("new", "from elsewhere"))
        await keys(pilot, "1")
        assert first.shows == shows + 1
        assert "61 things" in screen_text(app)
        await keys(pilot, "2")
        app.clock.at += timedelta(minutes=1)
        await keys(pilot, "1")
        assert first.shows == shows + 2


async def test_the_picture_is_held_back_until_the_screen_is_up_to_date_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        app._modes["identify"] = OtherScreen
        # The time after which it would be painted at the latest never comes here.
        plain = app.set_timer
        monkeypatch.setattr(app, "set_timer", lambda _delay, call: plain(3600, call))
        painted: list[tuple[str, int]] = []

        def display(screen: Any, _what: Any) -> None:
            if not app._batch_count:
                painted.append((screen.stage, screen.shows))

        monkeypatch.setattr(app, "_display", display)
        for pressed, name in (("2", "identify"), ("1", "today"), ("2", "identify")):
            painted.clear()
            await keys(pilot, pressed)
            await until(pilot, lambda: bool(painted))
            assert {stage for stage, _shows in painted} == {name}
            assert all(shows for _stage, shows in painted), "it was painted before it was shown"


async def test_filter_narrows_keeps_and_drops(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        table = app.screen.table
        await keys(pilot, "/", "=1", "=2")
        assert isinstance(app.focused, Input)
        assert app.screen.query_one("#filter").size.height == 1
        assert [row.name for row in table.rows] == ["thing 12"]
        assert "1 of 60" in screen_text(app)
        await keys(pilot, "enter")
        assert app.focused is table
        await keys(pilot, "enter")
        assert app.screen.done == ["open 12"]
        await keys(pilot, "escape")
        await pilot.pause()
        assert len(table.rows) == 60
        assert table.current_key == "12"
        assert app.screen.query_one("#filter").size.height == 0


async def test_a_paste_of_several_lines_narrows_down_by_all_of_them(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        await keys(pilot, "/")
        app.post_message(events.Paste("thing\r\n12"))
        await pilot.pause()
        assert [row.name for row in app.screen.table.rows] == ["thing 12"]
        app.post_message(events.Paste("x" * 1_000_000))
        await pilot.pause()
        assert [row.name for row in app.screen.table.rows] == ["thing 12"]
        assert "This field holds 10,000 characters, so the 1,000,000 you pasted were not taken" in " ".join(
            screen_text(app).split()
        )


async def test_typing_in_a_field_runs_no_action(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        await keys(pilot, "/", "q", "d", "4", "=?", "g")
        assert app.is_running
        assert app.screen.query_one(Input).value == "qd4?g"
        assert app.screen.done == []


async def test_palette_finds_and_runs_an_action(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        await keys(pilot, "j", "ctrl+p", "d", "e", "l", "e")
        assert "Delete" in screen_text(app)
        await keys(pilot, "enter")
        await pilot.pause()
        assert app.screen.done == ["delete 1"]
        await keys(pilot, "ctrl+p", "escape")
        assert isinstance(app.screen, SampleScreen)


async def test_palette_shows_key_help_and_why_not(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        await keys(pilot, "ctrl+p")
        dialog = app.screen
        assert isinstance(dialog, PaletteDialog)
        rows = {choice.key: dialog._detail(choice).text for choice in dialog.choices}
        assert rows["record.delete"].startswith("d       The first thing stays.")
        assert rows["list.filter"].startswith("/       Narrow the list down")
        order = [choice.key for choice in dialog.choices]
        assert order.index("list.filter") < order.index("go.briefs") < order.index("record.delete")
        await keys(pilot, "n", "a", "r", "r", "o", "w")
        assert [choice.key for choice in dialog.matching("narrow")][:1] == ["list.filter"], "found by its help"
        await keys(pilot, "escape", "ctrl+p", *"delete", "enter")
        assert app.screen is not dialog
        assert "The first thing stays." in "".join(str(one.message) for one in app._notifications)


async def test_help_says_what_every_key_does_and_why_not(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen, size=(120, 90)) as (app, pilot):
        await keys(pilot, "question_mark")
        assert "Keys on Today" in screen_text(app)
        await keys(pilot, "pagedown")
        shown = screen_text(app)
        assert "Narrow the list down" in shown
        assert "Not now: The first thing stays." in shown
        await keys(pilot, "d")
        await keys(pilot, "escape")
        assert app.screen.done == []


async def test_changed_keys_show_everywhere(tmp_path: Path):
    async with app_with(
        tmp_path, SampleScreen, keys_changed={"record.open": ("ctrl+y",), "move.down": ("ctrl+n",)}
    ) as (app, pilot):
        assert "ctrl+y edit" in screen_text(app)
        await keys(pilot, "ctrl+n", "ctrl+y")
        assert app.screen.done == ["open 1"]


@pytest.mark.parametrize("size", [(200, 60), (120, 40), (100, 30), (80, 24), (60, 20), (40, 12), (20, 5), (5, 2)])
async def test_every_size_is_drawn_and_help_stays(tmp_path: Path, size: tuple[int, int]):
    async with app_with(tmp_path, SampleScreen, size=size) as (app, pilot):
        shown = screen_text(app)
        assert not wide_lines(shown, size[0])
        if size[0] >= 20:
            assert shown.splitlines()[-1].endswith("? help")
        await keys(pilot, "j", "pagedown", "g", "escape", "s")
        assert app.is_running


async def test_narrow_the_side_pane_opens_in_place_of_the_list(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen, size=(80, 24)) as (app, pilot):
        assert "Facts" not in screen_text(app)
        assert app.screen.open_side()
        await pilot.pause()
        assert "Facts" in screen_text(app)
        assert "thing 3" not in screen_text(app)
        await keys(pilot, "escape")
        assert "Facts" not in screen_text(app)
        assert "thing 3" in screen_text(app)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "Facts" in screen_text(app)


def test_the_footer_drops_from_the_right_and_keeps_help():
    foot = FootLine()
    foot._keys = tuple(
        FootKey(key, label, None, key) for key, label in (("enter", "edit"), ("n", "new"), ("u", "undo"), ("?", "help"))
    )
    assert [key.key for key in foot.fitting(120)] == ["enter", "n", "u", "?"]
    assert [key.key for key in foot.fitting(32)] == ["enter", "n", "?"]
    assert [key.key for key in foot.fitting(10)] == ["?"]
    assert FootLine().fitting(10) == []


async def test_the_footer_dims_what_is_refused(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        await until(pilot, lambda: {key.key: key for key in app.screen.query_one(FootLine).keys}["d"].reason)
        await keys(pilot, "j")
        await until(pilot, lambda: not {key.key: key for key in app.screen.query_one(FootLine).keys}["d"].reason)


async def test_tabs_and_footer_can_be_clicked(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        at = screen_text(app).splitlines()[-1].index("edit")
        await pilot.click(FootLine, offset=(at, 0))
        assert app.screen.done == ["open 0"]
        app._modes["identify"] = OtherScreen
        at = screen_text(app).splitlines()[0].index("Identify")
        await pilot.click(TabLine, offset=(at, 0))
        await until(pilot, lambda: app.current_mode == "identify")


async def test_the_running_timer_is_in_the_tab_line(tmp_path: Path):
    row = SimpleNamespace(start=(NOW - timedelta(minutes=42)).isoformat(), text="x")
    services = fake_services()
    services.desk.workspace.running = lambda: row
    for size in ((120, 40), (80, 24), (60, 20)):
        async with app_with(tmp_path, SampleScreen, services=services, size=size) as (app, pilot):
            app.show_timer()
            await pilot.pause()
            assert screen_text(app).splitlines()[0].endswith("● 0:42")


async def test_a_change_of_theme_keeps_everything(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        await keys(pilot, "j", "j")
        before = screen_text(app)
        for name in ("light", "contrast", "dark"):
            app.next_theme()
            await pilot.pause()
            assert app.theme == name
            assert screen_text(app).splitlines()[:20] == before.splitlines()[:20]


async def test_compact_gives_rows_more_room(tmp_path: Path):
    async with app_with(tmp_path, SampleScreen) as (app, pilot):
        before = app.screen.table.size.height
        app.switch_compact()
        await pilot.pause()
        assert app.screen.table.size.height > before


async def test_errors_of_a_refresh_are_told_and_survived(tmp_path: Path):
    class Failing(SampleScreen):
        def show(self) -> None:
            raise NotYetError("The workspace cannot be read; look at it with outsource check.")

    async with app_with(tmp_path, Failing) as (app, _pilot):
        assert app.is_running
        assert "The workspace cannot be read; look at it with outsource check." in notices(app)


async def test_pieces_of_the_where_line_are_literal(tmp_path: Path):
    class Odd(SampleScreen):
        def where(self) -> list[Piece]:
            return [Piece("[/] [x] fix", "bold"), Piece("\x1b[31m", "red")]

    async with app_with(tmp_path, Odd) as (app, _pilot):
        assert "[/] [x] fix" in screen_text(app)
        assert "\x1b" not in screen_text(app)


def test_the_where_line_drops_whole_groups():
    where = WhereLine()
    where._line = (
        Piece("Today", "bold"),
        Piece("   6 h 40"),
        Piece(" logged", "muted"),
        Piece("   120 entries", "muted"),
    )
    assert [piece.text for piece in where.draw_line(80)][-1] == "   120 entries"
    assert "".join(piece.text for piece in where.draw_line(30)) == "Today   6 h 40 logged"
    assert "".join(piece.text for piece in where.draw_line(16)) == "Today"
