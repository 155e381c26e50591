from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len
from textual import events
from textual.screen import Screen
from textual.widgets import Input

from outsource_tui.domain.errors import InputError, StoreError
from outsource_tui.domain.money import Money
from outsource_tui.services.phrases import words_of
from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.confirm import ConfirmDialog
from outsource_tui.ui.dialogs.conflict import ConflictDialog, differences
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.files import FilePicker
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.help import HelpDialog
from outsource_tui.ui.dialogs.reason import ReasonDialog
from outsource_tui.ui.dialogs.table import TableDialog
from outsource_tui.ui.dialogs.text import ReadDialog, TextDialog
from outsource_tui.ui.dialogs.values import parse_date, parse_hours, parse_number, parse_value, written_value
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.widgets.columns import Column
from outsource_tui.ui.widgets.record_table import RecordTable
from tests.hostile import HOSTILE
from tests.ui.helpers import app_with, keys, screen_text

TODAY = date(2026, 11, 23)
KINDS = (("a", "front-end"), ("b", "bookkeeping"), ("c", "writing"))


class PlainScreen(StageScreen):
    stage = "today"


class Answer:
    """What a dialog gave, once it did."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    def __call__(self, value: Any) -> None:
        self.given.append(value)

    @property
    def value(self) -> Any:
        assert len(self.given) == 1, "the dialog gave no answer, or several"
        return self.given[0]


@asynccontextmanager
async def dialog(
    tmp_path: Path, made: Screen[Any], size: tuple[int, int] = (100, 36)
) -> AsyncIterator[tuple[Any, Any, Answer]]:
    async with app_with(tmp_path, PlainScreen, size=size) as (app, pilot):
        answer = Answer()
        app.push_screen(made, answer)
        await pilot.pause()
        await pilot.pause()
        yield app, pilot, answer


def form(**how: Any) -> FormDialog:
    return FormDialog(
        "New task",
        [
            Field("title", "title", required=True),
            Field("kind", "kind", "choice", options=KINDS),
            Field("value", "hourly value", "money"),
            Field("hours", "hours", "hours"),
            Field("when", "review on", "date"),
            Field("score", "how well", "score"),
            Field("flags", "speaks for it", "flags", options=(("x", "repeats"), ("y", "hated"))),
            Field("notes", "notes", "long", rows=3),
            Field("count", "how often", "whole"),
        ],
        today=TODAY,
        **how,
    )


async def test_a_form_is_filled_by_keys_alone(tmp_path: Path):
    async with dialog(tmp_path, form()) as (_app, pilot, answer):
        await keys(pilot, *"Books", "enter")
        await keys(pilot, *"book", "enter")
        await keys(pilot, *"85", "enter", *"1", "=:", *"30", "enter", "=+", "3", "enter")
        await keys(pilot, "4", "enter", "down", "space", "enter")
        await keys(pilot, *"two", "enter", *"lines", "tab", *"12", "enter")
        assert answer.value == {
            "title": "Books",
            "kind": "b",
            "value": Money(85, "EUR"),
            "hours": Decimal("1.5"),
            "when": date(2026, 11, 26),
            "score": 4,
            "flags": ("y",),
            "notes": "two\nlines",
            "count": 12,
        }


async def test_what_does_not_fit_gets_one_sentence_and_nothing_is_lost(tmp_path: Path):
    async with dialog(tmp_path, form()) as (app, pilot, answer):
        await keys(pilot, "enter")
        assert "Title is needed here." in screen_text(app)
        await keys(pilot, *"Books", "ctrl+o")
        assert answer.value["title"] == "Books"
        assert answer.value["value"] is None
        assert answer.value["flags"] == ()
    async with dialog(tmp_path, form(draft="another")) as (app, pilot, answer):
        await keys(pilot, *"Books", "tab", "tab", *"much", "tab", *"1h75", "ctrl+o")
        shown = screen_text(app)
        assert "is not an amount of money" in shown
        assert "more than 59 minutes" in shown
        assert app.screen.texts()["title"] == "Books"
        assert app.screen.texts()["value"] == "much"
        assert app.focused.id == "field-value"
        assert not answer.given


async def test_a_refusal_of_the_service_stands_under_its_field(tmp_path: Path):
    def submit(values: dict[str, Any]) -> str:
        if values["title"] == "taken":
            raise InputError("There is a task of that name; choose another.", field="title")
        return f"saved {values['title']}"

    async with dialog(tmp_path, form(submit=submit)) as (app, pilot, answer):
        await keys(pilot, *"taken", "ctrl+o")
        assert "There is a task of that name; choose another." in screen_text(app)
        await keys(pilot, "backspace", "ctrl+s")
        assert answer.value == "saved take"


async def test_the_save_button_is_reached_by_tab(tmp_path: Path):
    made = FormDialog("One", [Field("name", "name")])
    async with dialog(tmp_path, made) as (_app, pilot, answer):
        await keys(pilot, *"Ana", "tab", "enter")
        assert answer.value == {"name": "Ana"}
    async with dialog(tmp_path, FormDialog("One", [Field("name", "name")])) as (_app, pilot, answer):
        await keys(pilot, "tab", "tab", "space")
        assert answer.value is None


async def test_common_keys_are_off_in_dialogs(tmp_path: Path):
    async with dialog(tmp_path, form()) as (app, pilot, answer):
        await keys(pilot, "tab", "tab", "tab", "tab", "tab", "q", "g", "u", "ctrl+q", "ctrl+p", "=?")
        assert app.is_running
        assert app.screen.heading == "New task"
        assert not answer.given


async def test_a_draft_comes_back_until_it_is_saved(tmp_path: Path):
    async with dialog(tmp_path, form(draft="task-new")) as (app, pilot, answer):
        await keys(pilot, *"Half a title", "tab", *"writ", "escape")
        assert answer.value is None
    kept = list((tmp_path / "drafts").glob("*.json"))
    assert [path.name for path in kept] == ["task-new.json"]
    assert kept[0].stat().st_mode & 0o777 == 0o600
    async with dialog(tmp_path, form(draft="task-new", submit=dict)) as (app, pilot, answer):
        assert app.screen.texts()["title"] == "Half a title"
        assert app.screen.texts()["kind"] == "c"
        assert "Back from your draft" in screen_text(app)
        await keys(pilot, "ctrl+o")
        assert answer.value["title"] == "Half a title"
    assert list((tmp_path / "drafts").glob("*.json")) == []
    async with dialog(tmp_path, form(draft="task-new")) as (app, pilot, answer):
        assert app.screen.texts()["title"] == ""


async def test_what_was_given_is_kept_until_it_led_to_something(tmp_path: Path):
    async with dialog(tmp_path, ReasonDialog("Why", "A rule.")) as (app, pilot, answer):
        await keys(pilot, *"because so", "enter")
        assert answer.value == "because so"
        app.tell_error(StoreError("The disk is full."))
        app.changed()
        again = ReasonDialog("Why", "A rule.")
        app.push_screen(again, answer)
        await pilot.pause()
        assert again.texts() == {"reason": "because so"}
        assert "Back from your draft" in screen_text(app)
        await keys(pilot, "enter")
        app.changed()
        assert app.drafts.all() == {}


async def test_a_draft_says_that_its_record_changed_meanwhile(tmp_path: Path):
    def text(stored: str) -> FormDialog:
        return FormDialog("Ana", [Field("note", "note", value=stored), Field("name", "name")], draft="contact-1")

    async with dialog(tmp_path, text("met")) as (_app, pilot, _answer):
        await keys(pilot, *" twice", "escape")
    async with dialog(tmp_path, text("met at a fair")) as (app, pilot, _answer):
        assert app.screen.texts() == {"note": "met twice", "name": ""}
        assert "changed elsewhere meanwhile" in screen_text(app)
        await keys(pilot, "ctrl+r")
        assert app.screen.texts() == {"note": "met at a fair", "name": ""}
        assert app.drafts.all() == {}
        await keys(pilot, "escape")


async def test_a_draft_can_be_thrown_away(tmp_path: Path):
    async with dialog(tmp_path, form(draft="task-new")) as (_app, pilot, _answer):
        await keys(pilot, *"Half", "escape")
    async with dialog(tmp_path, form(draft="task-new")) as (app, pilot, _answer):
        await keys(pilot, "ctrl+r")
        assert app.screen.texts()["title"] == ""
        await keys(pilot, "escape")
    assert list((tmp_path / "drafts").glob("*.json")) == []


async def test_a_paste_of_several_lines_becomes_one_line(tmp_path: Path):
    async with dialog(tmp_path, form()) as (app, pilot, _answer):
        app.post_message(events.Paste("one\r\ntwo\x1b[31m\tthree\x00"))
        await pilot.pause()
        assert app.screen.texts()["title"] == "one two[31m three"
        app.screen.editor("notes").focus()
        await pilot.pause()
        app.post_message(events.Paste("one\r\ntwo\x1b[31m"))
        await pilot.pause()
        assert app.screen.texts()["notes"] == "one\ntwo[31m"


async def test_choosing_narrows_down_and_refuses_with_a_reason(tmp_path: Path):
    choices = [Choice("1", "Upwork", "6 posts"), Choice("2", "Fiverr", refused="Archived."), ("3", "Toptal")]
    async with dialog(tmp_path, ChoiceDialog("Where?", choices, current="3")) as (app, pilot, answer):
        assert app.screen.listing.current_key == "3"
        await keys(pilot, *"fiv", "enter")
        assert not answer.given
        await keys(pilot, "backspace", "backspace", "backspace", *"up", "enter")
        assert answer.value == "1"
    async with dialog(tmp_path, ChoiceDialog("Where?", choices, free="new:")) as (_app, pilot, answer):
        await keys(pilot, *"guild", "enter")
        assert answer.value == "new:guild"
    async with dialog(tmp_path, ChoiceDialog("Where?", choices)) as (_app, pilot, answer):
        await keys(pilot, "down", "down", "up", "up", "enter")
        assert answer.value == "1"


async def test_a_rule_wants_a_typed_reason(tmp_path: Path):
    made = ReasonDialog("Hire early", "Candidates still arrive until 24 h.", facts=["11 of 16 came so far."])
    async with dialog(tmp_path, made) as (app, pilot, answer):
        await keys(pilot, "enter")
        assert "A few words" in screen_text(app)
        await keys(pilot, *"she is known", "enter")
        assert answer.value == "she is known"


async def test_a_question_starts_on_no(tmp_path: Path):
    for pressed, expected in ((("enter",), None), (("y",), True), (("tab", "enter"), True), (("escape",), None)):
        async with dialog(tmp_path, ConfirmDialog("Restore?", "The copy of Monday replaces what is here.")) as (
            _a,
            pilot,
            answer,
        ):
            await keys(pilot, *pressed)
            assert answer.value is expected


async def test_a_long_text_is_kept_and_given(tmp_path: Path):
    async with dialog(tmp_path, TextDialog("Background", "old", draft="brief-1")) as (_app, pilot, answer):
        await keys(pilot, *"new ", "escape")
        assert answer.value is None
    async with dialog(tmp_path, TextDialog("Background", "old", draft="brief-1")) as (app, pilot, answer):
        assert app.screen.area.text == "new old"
        await keys(pilot, "tab", "enter")
        assert answer.value == "new old"
    async with dialog(tmp_path, TextDialog("Background", "old", check=lambda _text: "Too short.")) as (
        app,
        pilot,
        answer,
    ):
        await keys(pilot, "ctrl+o")
        assert "Too short." in screen_text(app)
        assert not answer.given


class Stage(NamedTuple):
    label: str
    formula: str
    value: Decimal | None
    basis: str

    def shown(self) -> str:
        return "?" if self.value is None else f"{self.value:.2f}"


async def test_arithmetic_shows_every_step(tmp_path: Path):
    steps = [
        Stage("price", "40.00 × 15.6 h × 1.05", Decimal("655.20"), "computed"),
        Stage("review", "", None, "default"),
        Stage("rate", "as quoted", Decimal("40"), "measured"),
    ]
    for size in ((120, 30), (80, 24), (40, 12)):
        async with dialog(tmp_path, ArithmeticDialog("Verdict", steps, closing="What it rests on."), size) as (
            app,
            pilot,
            answer,
        ):
            shown = screen_text(app)
            assert "655.20" in shown
            assert "40.00 × 15.6" in shown
            await keys(pilot, "j", "pagedown", "end", "home", "k", "c", "escape")
            assert answer.value is None


async def test_rows_are_looked_over_before_they_are_taken(tmp_path: Path):
    columns = [Column[tuple[str, str]]("what", "what", lambda row: row[1])]
    made = TableDialog("Import", columns, [("1", "ninety"), ("2", "entries")], key=lambda row: row[0], intro="2 new.")
    async with dialog(tmp_path, made) as (app, pilot, answer):
        assert "ninety" in screen_text(app)
        await keys(pilot, "down", "enter")
        assert answer.value is True
    made = TableDialog("Import", columns, [], key=lambda row: row[0], empty="Nothing new in this file.")
    async with dialog(tmp_path, made) as (app, pilot, answer):
        assert "Nothing new in this file." in screen_text(app)
        await keys(pilot, "escape")
        assert answer.value is None


async def test_a_conflict_is_settled_field_by_field(tmp_path: Path):
    base = {"title": "a", "hours": 1, "notes": "x", "revision": 1}
    mine = {"title": "b", "hours": 1, "notes": "y", "revision": 2}
    theirs = {"title": "c", "hours": 3, "notes": "x", "revision": 2}
    assert [(row.field, row.take_mine) for row in differences(mine, theirs, base)] == [
        ("title", True),
        ("hours", False),
        ("notes", True),
    ]
    async with dialog(tmp_path, ConflictDialog("CSS fixes", mine, theirs, base)) as (_app, pilot, answer):
        await keys(pilot, "space", "enter")
        assert answer.value == {"title": "c", "hours": 3, "notes": "y", "revision": 2}
    async with dialog(tmp_path, ConflictDialog("CSS fixes", mine, theirs, base)) as (_app, pilot, answer):
        await keys(pilot, "t", "enter")
        assert answer.value == theirs
    assert words_of(None) == "?"
    assert words_of(["a", True, {}]) == "a, yes, —"


async def test_a_file_is_found_by_walking_and_by_typing(tmp_path: Path):
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "toggl.csv").write_text("x")
    (logs / "notes.txt").write_text("y")
    (logs / ".hidden.csv").write_text("z")
    async with dialog(tmp_path, FilePicker("Import", start=tmp_path, suffixes=(".csv",))) as (app, pilot, answer):
        await keys(pilot, *"logs", "enter")
        shown = screen_text(app)
        assert "toggl.csv" in shown
        assert "notes.txt" not in shown
        assert ".hidden" not in shown
        await keys(pilot, "down", "enter")
        assert answer.value == logs / "toggl.csv"
    async with dialog(tmp_path, FilePicker("Import", start=logs)) as (app, pilot, answer):
        app.screen.query_one(Input).value = str(tmp_path / "nowhere" / "x.csv")
        await keys(pilot, "enter")
        assert "No such file" in screen_text(app)
        app.screen.query_one(Input).value = str(logs / "notes.txt")
        await keys(pilot, "enter")
        assert answer.value == logs / "notes.txt"
    async with dialog(tmp_path, FilePicker("Import", start=Path.home())) as (app, pilot, answer):
        # A whole path typed behind the folder that is offered begins anew.
        await keys(pilot, *(f"={sign}" for sign in str(logs / "toggl.csv")))
        assert app.screen.query_one(Input).value.endswith(f"//{str(logs)[1:]}/toggl.csv")
        assert [row.name for row in app.screen.query_one(RecordTable).rows] == ["toggl.csv"]
        await keys(pilot, "enter")
        assert answer.value == logs / "toggl.csv"
    async with dialog(tmp_path, FilePicker("Export", start=logs, saving="brief.md")) as (_app, pilot, answer):
        await keys(pilot, "enter")
        assert answer.value == logs / "brief.md"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_do_no_harm_in_any_dialog(tmp_path: Path, text: str):
    one = Stage(text, text, None, text)
    made: list[Screen[Any]] = [
        FormDialog(
            text,
            [
                Field("a", text, value=text, help=text),
                Field("b", text, "long", value=text, rows=2),
                Field("c", text, "choice", options=((text, text), ("k", "plain")), value=text, required=True),
                Field("d", text, "flags", options=(("k", text),), value=("k",)),
            ],
            intro=text,
            save=text[:20],
        ),
        ChoiceDialog(text, [Choice("1", text, text, "", text), Choice("2", text, text)]),
        ConfirmDialog(text, text),
        ReasonDialog(text, text, facts=[text], placeholder=text),
        TextDialog(text, text),
        ReadDialog(text, text),
        ArithmeticDialog(text, [one], closing=text),
        TableDialog(
            text, [Column[tuple[str]]("a", text, lambda row: row[0])], [(text,)], key=lambda row: row[0], intro=text
        ),
        ConflictDialog(text, {"a": text}, {"a": [text]}, {"a": {text: text}}),
        HelpDialog(text, [(text, [(text, text, text)])]),
    ]
    async with app_with(tmp_path, PlainScreen, size=(70, 20)) as (app, pilot):
        for each in made:
            app.push_screen(each)
            await pilot.pause()
            shown = screen_text(app)
            assert "\x1b" not in shown
            assert all(cell_len(line) <= 70 for line in shown.splitlines())
            each.dismiss(None)
            await pilot.pause()
        for kind in ("information", "refused", "error"):
            app.tell(text, kind)
        app.copy(text)
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 12), (20, 5), (3, 2)])
async def test_dialogs_fit_any_terminal(tmp_path: Path, size: tuple[int, int]):
    async with app_with(tmp_path, PlainScreen, size=size) as (app, pilot):
        for made in (
            form(intro="A task is a piece of work."),
            ConfirmDialog("Go on?", "Really."),
            TextDialog("Text", "x"),
        ):
            app.push_screen(made)
            await pilot.pause()
            if size[1] >= 20:
                assert "escape" in screen_text(app)
            await keys(pilot, "tab", "tab", "escape")
        assert app.is_running


def test_values_are_read_as_people_write_them():
    assert parse_number("1,5") == Decimal("1.5")
    assert parse_hours("9 h 10") == Decimal(9) + Decimal(10) / 60
    assert parse_hours("45m") == Decimal("0.75")
    assert parse_hours("2") == 2
    assert parse_date("tomorrow", TODAY) == date(2026, 11, 24)
    assert parse_date("fri", TODAY) == date(2026, 11, 27)
    assert parse_date("monday", TODAY) == date(2026, 11, 30)
    assert parse_date("+2w", TODAY) == date(2026, 12, 7)
    assert parse_date("9 Dec", TODAY) == date(2026, 12, 9)
    assert parse_date("9.1.", TODAY) == date(2027, 1, 9)
    assert parse_date("2026-12-09", TODAY) == date(2026, 12, 9)
    assert parse_value("percent", "20 %", today=TODAY, currency="EUR") == Decimal("0.2")
    assert parse_value("money", "?", today=TODAY, currency="EUR") is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "1e5"),
        ("number", "1_000"),
        ("number", "１２"),
        ("number", "nan"),
        ("whole", "1.5"),
        ("hours", "1h75"),
        ("length", "soon"),
        ("money", "a lot"),
        ("date", "2026-02-30"),
        ("date", "31 feb"),
        ("date", "someday"),
        ("percent", "half"),
    ],
)
def test_wrong_values_are_refused_in_one_sentence(kind: str, text: str):
    with pytest.raises(InputError) as caught:
        parse_value(kind, text, today=TODAY, currency="EUR")
    assert str(caught.value).endswith(".")
    assert text.split(maxsplit=1)[0].casefold() in str(caught.value).casefold()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "a [b]"),
        ("number", Decimal("1.25")),
        ("whole", 12),
        ("percent", Decimal("0.175")),
        ("hours", Decimal("1.5")),
        ("hours", Decimal("1.333")),
        ("length", 5400),
        ("money", Money("85.50", "USD")),
        ("date", date(2027, 1, 9)),
    ],
)
def test_written_values_read_back_the_same(kind: str, value: Any):
    assert parse_value(kind, written_value(kind, value), today=TODAY, currency="EUR") == value


async def test_a_value_is_replaced_by_typing_and_words_are_added_to(tmp_path: Path):
    fields = [Field("title", "title", value="Logo"), Field("rate", "rate", "money", value=Money("32.00", "EUR"))]
    async with dialog(tmp_path, FormDialog("Edit task", fields)) as (_app, pilot, answer):
        await keys(pilot, "s", "tab", "2", "6", "ctrl+o")
        assert answer.value == {"title": "Logos", "rate": Money("26", "EUR")}


async def test_more_than_a_field_holds_is_refused_whole_and_what_stands_there_stays(tmp_path: Path):
    fields = [Field("title", "title", value="Logo"), Field("notes", "notes", "long", value="Short.")]
    made = FormDialog("Edit task", fields)

    def said(app: Any) -> str:
        return " ".join(screen_text(app).split())

    async with dialog(tmp_path, made) as (app, pilot, answer):
        made.editor("title").post_message(events.Paste("word " * 3000))
        await pilot.pause()
        assert "This field holds 10,000 characters, so the 14,999 you pasted were not taken; paste less." in said(app)
        assert said(app).count("This field holds") == 1
        await keys(pilot, "enter")
        made.editor("notes").post_message(events.Paste("line\n" * 40_001))
        await pilot.pause()
        assert "This field holds 200,000 characters, so the 200,005 you pasted were not taken" in said(app)
        assert made.texts() == {"title": "Logo", "notes": "Short."}
        made.put_texts({"notes": "x" * 1_000_001})
        made.try_save()
        await pilot.pause()
        assert "Notes has 1,000,001 characters and 1,000,000 are the most; shorten it." in said(app)
        assert len(made.texts()["notes"]) == 1_000_001
        assert answer.given == []
        made.put_texts({"title": "x" * 10_000, "notes": "y" * 1_000_000})
        made.editor("title").focus()
        await keys(pilot, "end", "z")
        assert "This field holds 10,000 characters and is full" in said(app)
        made.try_save()
        await pilot.pause()
        assert answer.value == {"title": "x" * 10_000, "notes": "y" * 1_000_000}


async def test_a_paste_takes_the_place_of_what_is_selected(tmp_path: Path):
    made = FormDialog("Edit task", [Field("rate", "rate", "money", value=Money("32.00", "EUR"))])
    async with dialog(tmp_path, made) as (_app, pilot, answer):
        made.editor("rate").post_message(events.Paste("26.50"))
        await keys(pilot, "enter")
        assert answer.value == {"rate": Money("26.50", "EUR")}


async def test_a_path_longer_than_any_is_no_file(tmp_path: Path):
    picker = FilePicker("Which file?", start=tmp_path)
    async with dialog(tmp_path, picker) as (app, pilot, answer):
        for path in (f"/{'x' * 5000}/", f"/{'x' * 5000}", "/x" * 4000):
            picker.query_one(Input).value = path
            await pilot.pause()
            await keys(pilot, "enter")
        assert "No such file; look at the path." in screen_text(app)
        assert answer.given == []
