from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from outsource_tui.ui.show import Piece, line
from outsource_tui.ui.theme import DARK, textual_theme
from outsource_tui.ui.widgets.arranged import Separator
from outsource_tui.ui.widgets.columns import Cell, Column, lay_out
from outsource_tui.ui.widgets.record_table import RecordTable
from tests.golden.pictures import screen_text
from tests.hostile import HOSTILE
from tests.ui.widgets.works import COLUMNS, Work, works


class TableApp(App[None]):
    CSS = "Screen { overflow: hidden; }"

    def __init__(self, **how: Any) -> None:
        self.how = how
        self.said: list[Any] = []
        super().__init__()
        self.register_theme(textual_theme(DARK))
        self.theme = "dark"

    def compose(self) -> ComposeResult:
        how = {"key": lambda row: row.id, "search": lambda row: row.name, **self.how}
        yield RecordTable(how.pop("columns", COLUMNS), **how)

    @property
    def table(self) -> RecordTable[Work]:
        return self.query_one(RecordTable)

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        self.said.append(message)

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        self.said.append(message)

    def on_record_table_cell_typed(self, message: RecordTable.CellTyped) -> None:
        self.said.append(message)

    def on_record_table_marked(self, message: RecordTable.Marked) -> None:
        self.said.append(message)


async def test_keys_move_the_cursor_and_say_so():
    app = TableApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.set_rows(works(100))
        for key, at in (
            ("j", 1),
            ("down", 2),
            ("k", 1),
            ("pagedown", 11),
            ("end", 99),
            ("up", 98),
            ("home", 0),
            ("up", 0),
        ):
            await pilot.press(key)
            assert app.table.cursor == at, key
        await pilot.press("enter")
        await pilot.pause()
        opened = [said for said in app.said if isinstance(said, RecordTable.Opened)]
        assert [said.key for said in opened] == ["0"]


async def test_only_rows_in_sight_are_drawn_and_a_step_draws_two():
    app = TableApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.set_rows(works(100_000))
        await pilot.pause()
        assert app.table.rendered_rows <= 3 * 20
        await pilot.press("down")
        await pilot.pause()
        before = app.table.rendered_rows
        await pilot.press("down")
        await pilot.pause()
        assert app.table.rendered_rows - before <= 2
        await pilot.press("end")
        await pilot.pause()
        assert "work 99999" in screen_text(app)


async def test_cursor_sort_filter_and_marks_stay_over_a_refresh():
    app = TableApp(can_mark=True)
    async with app.run_test(size=(60, 12)) as pilot:
        table = app.table
        table.set_rows(works(50))
        table.go_to("30")
        table.mark("3")
        table.sort_by("minutes", True)
        table.filter("work 3")
        assert table.current_key == "30"
        place = table.cursor - table._top
        table.set_rows([Work("new", "work 300", 99), *works(50)])
        await pilot.pause()
        assert table.current_key == "30"
        assert table.cursor - table._top == place
        assert table.sorted_by == ("minutes", True)
        assert table.marked == {"3"}
        assert all("3" in row.name for row in table.rows)
        assert [row.minutes for row in table.rows] == sorted((row.minutes for row in table.rows), reverse=True)
        table.set_rows(works(3))
        assert table.marked == set()
        table.filter("")
        assert table.current_key in {"0", "1", "2"}


async def test_the_place_on_the_screen_stays_when_rows_arrive_above():
    app = TableApp()
    async with app.run_test(size=(60, 12)) as pilot:
        table = app.table
        table.set_rows(works(50))
        table.move_to(20)
        await pilot.pause()
        y = table.cursor - table._top
        table.set_rows([*works(5, "early"), *(row._replace(id=f"x{row.id}") for row in works(50))])
        assert table.cursor == 20
        table.set_rows([*(Work(f"e{number}", "early", 1) for number in range(7)), *table.all_rows])
        assert table.cursor == 27
        assert table.cursor - table._top == y


async def test_a_separator_goes_while_sorted_or_filtered():
    app = TableApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.set_rows(works(6), [Separator(2, line(("here is the line", "muted")))])
        await pilot.pause()
        shown = [text.strip(" ▌").split("  ")[0] for text in screen_text(app).splitlines()]
        assert shown[1:5] == ["work 0", "work 1", "here is the line", "work 2"]
        app.table.filter("work")
        await pilot.pause()
        assert "here is the line" not in screen_text(app)


async def test_digits_are_typed_into_cells_that_take_them():
    app = TableApp(cell_cursor=True)
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.set_rows(works(5))
        await pilot.press("4")
        assert not [said for said in app.said if isinstance(said, RecordTable.CellTyped)]
        await pilot.press("right", "right", "right", "right", "4")
        await pilot.pause()
        typed = [said for said in app.said if isinstance(said, RecordTable.CellTyped)]
        assert [(said.key, said.column, said.typed) for said in typed] == [("0", "score", "4")]
        await pilot.press("7")
        await pilot.pause()
        assert len([said for said in app.said if isinstance(said, RecordTable.CellTyped)]) == 1


async def test_marks_and_the_mouse():
    app = TableApp(can_mark=True)
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.set_rows(works(30))
        await pilot.press("space", "space")
        assert app.table.marked == {"0", "1"}
        assert [row.id for row in app.table.marked_rows] == ["0", "1"]
        await pilot.click(RecordTable, offset=(5, 5))
        assert app.table.cursor == 4
        await pilot.click(RecordTable, offset=(5, 5), times=2)
        await pilot.pause()
        assert [said.key for said in app.said if isinstance(said, RecordTable.Opened)] == ["4"]
        name_cells = {column.key: cells for column, cells in lay_out(COLUMNS, 56)}["name"]
        await pilot.click(RecordTable, offset=(2 + name_cells + 2 + 3, 0))
        assert app.table.sorted_by == ("minutes", True)


async def test_the_sort_goes_round_and_comes_back():
    app = TableApp()
    async with app.run_test(size=(60, 12)):
        app.table.set_rows(works(5))
        assert app.table.cycle_sort() == "activity"
        assert app.table.cycle_sort() == "minutes"
        assert app.table.sorted_by == ("minutes", True)
        assert app.table.cycle_sort() == "the first order"
        assert app.table.sorted_by is None


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_shown_as_they_are(text: str):
    columns = (
        Column[Work]("name", text, lambda row: Cell(row.name), least=10),
        Column[Work]("pieces", "p", lambda row: Cell(pieces=(Piece(row.name, "red"), Piece(row.name))), width=9),
        Column[Work]("right", "r", lambda row: row.name, width=6, align="right"),
    )
    app = TableApp(columns=columns, gutter=lambda row: Piece(row.name[:1] or " "), empty=[line((text, "bold"))])
    async with app.run_test(size=(44, 6)) as pilot:
        app.table.set_rows([Work("1", text, 1), Work("2", "plain", 2)])
        app.table.filter(text)
        app.table.filter("")
        await pilot.pause()
        shown = screen_text(app)
        assert "plain" in shown
        assert all(cell_len(each) <= 44 for each in shown.splitlines())
        assert "\x1b" not in shown
        app.table.set_rows([])
        await pilot.pause()


async def test_at_any_size_it_stays_whole():
    app = TableApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.set_rows(works(40))
        app.table.move_to(39)
        for size in ((200, 60), (20, 5), (3, 2), (1, 1), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.table.cursor == 39
        assert "work 39" in screen_text(app)


async def test_an_empty_table_names_the_next_key():
    app = TableApp(empty=[line(("n", "accent"), "  adds the first one")])
    async with app.run_test(size=(60, 8)) as pilot:
        app.table.set_rows([])
        await pilot.press("down", "enter", "end")
        await pilot.pause()
        assert "n  adds the first one" in screen_text(app)
        app.table.set_rows(works(3))
        app.table.filter("nowhere")
        await pilot.pause()
        assert "Nothing matches nowhere" in screen_text(app)


async def test_a_fitting_table_is_as_tall_as_its_rows():
    app = TableApp(fit=True, most=6)
    async with app.run_test(size=(60, 20)) as pilot:
        for count, height in ((3, 4), (10, 7), (0, 1)):
            app.table.set_rows(works(count))
            await pilot.pause()
            assert app.table.size.height == height


def test_a_table_without_rows_has_no_current_one():
    table: RecordTable[Work] = RecordTable(COLUMNS, key=lambda row: row.id)
    assert table.current is None
    assert table.current_key is None
    assert not table.go_to("1")
