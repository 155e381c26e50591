"""What leaves the app: readable elsewhere, harmless to whoever opens it, the same each time."""

import csv
import io
import json
import re
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from outsource_tui.domain.brief import Brief, Call, Example, Kpi, LegalDocument, PlannedMilestone, Standard
from outsource_tui.domain.brief_text import Wording
from outsource_tui.domain.candidate import Bid, Candidate
from outsource_tui.domain.engagement import Engagement, Milestone, Payment, RevisionRound
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.money import Money
from outsource_tui.exchange import exports
from outsource_tui.exchange.brief_docx import brief_document
from outsource_tui.exchange.brief_html import brief_page
from outsource_tui.exchange.brief_md import brief_markdown
from outsource_tui.exchange.cells import csv_text, guarded, unguarded, xlsx_bytes
from outsource_tui.exchange.export_candidates import HEADER, candidate_lines, candidates_csv, candidates_xlsx
from outsource_tui.exchange.export_engagements import engagements_ics
from outsource_tui.exchange.export_entries import (
    entries_csv,
    entries_ics,
    entries_json,
    entries_timewarrior,
    timed_share,
)
from outsource_tui.exchange.export_workspace import workspace_json
from tests.exchange.helpers import NOW

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "=cmd|' /C calc'!A0", "＝1+1", "'=1")
HOSTILE = (
    "[/]",
    "<script>alert(1)</script>",
    "a & b",
    "\u202eevil",
    "x\x1b]52;c;QQ\x07",
    "🧑‍💻",
    "=1+1",
    "\ufffe\uffff",
)


def number(at: int) -> str:
    return f"{1763900000000000000 + at:019}"


def row(at: int = 1, **values: Any) -> LogRow:
    base = LogRow(
        number(at),
        "2026-11-20",
        "2026-11-20T09:00:00+01:00",
        5400,
        "Menu",
        "Web",
        "Harbour",
        ("a", "b"),
        3,
        4,
        None,
        0,
        None,
        None,
        None,
        "",
    )
    return base._replace(**values)


@pytest.mark.parametrize("text", FORMULAS)
def test_cells_are_never_formulas(text: str) -> None:
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text
    shown = next(csv.reader(io.StringIO(csv_text(["x"], [[text]]).split("\n", 1)[1], newline="")))
    assert shown[0][0] == "'"


@given(st.text(max_size=20))
def test_guarding_can_be_taken_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in tuple("=+-@＝＋－＠")


def test_figures_stay_figures() -> None:
    assert (
        csv_text(["a", "b", "c", "d"], [[-5, Decimal("-1.50"), None, date(2026, 11, 20)]])
        == "a,b,c,d\n-5,-1.50,,2026-11-20\n"
    )


def test_entries_as_csv_and_json() -> None:
    rows = [row(), row(2, start=None, seconds=None, text="=1+1", tags=())]
    lines = list(csv.DictReader(io.StringIO(entries_csv(rows))))
    assert (lines[0]["end"], lines[0]["tags"], lines[0]["stress"]) == ("2026-11-20T10:30:00+01:00", "a, b", "3")
    assert (lines[1]["text"], lines[1]["seconds"]) == ("'=1+1", "")
    values = json.loads(entries_json(rows))
    assert values[0]["end"] == "2026-11-20T10:30:00+01:00"
    assert values[1]["end"] is None
    assert values[0]["tags"] == ["a", "b"]
    assert entries_json([]) == "[]\n"


def test_entries_for_timewarrior_and_calendars_leave_out_what_has_no_clock() -> None:
    rows = [row(), row(2, start=None)]
    assert timed_share(rows) == (1, 1)
    assert json.loads(entries_timewarrior(rows)) == [
        {
            "id": 1,
            "start": "20261120T080000Z",
            "end": "20261120T093000Z",
            "tags": ["a", "b", "Web"],
            "annotation": "Menu",
            "entry": number(1),
        }
    ]
    text = entries_ics([row(text="Menu, page; \\ " + "ä" * 100)])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    event: Any = Calendar.from_ical(text).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == "Menu, page; \\ " + "ä" * 100
    assert event.decoded("DTEND") == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_workspace_is_one_record_a_line_in_order() -> None:
    text = workspace_json({"entries": {number(2): {"text": "ä"}, number(1): {"text": "b"}}, "tasks": {}})
    assert (
        text
        == f'{{\n"entries": {{\n"{number(1)}": {{"text": "b"}},\n"{number(2)}": {{"text": "ä"}}\n}},\n"tasks": {{}}\n}}\n'  # noqa: E501
    )
    assert json.loads(text)["tasks"] == {}


def brief(text: str = "Menu") -> Brief:
    return Brief(
        id=number(1),
        created_at=NOW,
        updated_at=NOW,
        title=text,
        what=f"First {text}\n\n- one\n- two\n\nand then",
        why=text,
        specifications=text,
        examples=(Example(id=number(2), title=text, link="https://example.org/a?b=1&c=2", copy_what="the tone"),),
        propositions=("money",),
        milestones=(PlannedMilestone(id=number(3), title=text, due=date(2026, 12, 1), amount=Money("100", "EUR")),),
        quality=(Standard(id=number(4), text=text),),
        budget=Money("500", "EUR"),
        kpis=(Kpi(id=number(5), name=text, target="10"),),
        frequency_days=7,
        legal=(LegalDocument(id=number(6), name=text, required=False),),
        skills=(text,),
    )


WORDING = Wording(
    sentences={
        "money": "Paid within a week.",
        **dict.fromkeys(("repeat", "quick_win", "reputation", "treatment", "enjoyable"), "x"),
    },
    words={},
    request_quotes="Send your rate and your hours.",
)


def test_brief_in_three_forms_says_the_same() -> None:
    page, text = brief_page(brief(), WORDING), brief_markdown(brief(), WORDING)
    with zipfile.ZipFile(io.BytesIO(brief_document(brief(), WORDING))) as packed:
        word = re.sub(r"<[^>]+>", "\n", packed.read("word/document.xml").decode())
    for said in (
        "Paid within a week.",
        "Milestones",
        "2026-12-01",
        "Send your rate and your hours.",
        "and then",
        "Papers",
    ):
        assert said in page
        assert said in text
        assert said in word
    assert page.index("<li>one</li>") < page.index("<p>and then</p>")
    assert page.count("<h2>What</h2>") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_brief_stays_text(text: str) -> None:
    page = brief_page(brief(text), WORDING)
    assert "<script" not in page
    assert "\x1b" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import|<link|<img", page)
    assert "default-src 'none'" in page
    with zipfile.ZipFile(io.BytesIO(brief_document(brief(text), WORDING))) as packed:
        assert packed.testzip() is None


def test_same_brief_same_bytes() -> None:
    assert brief_document(brief(), WORDING) == brief_document(brief(), WORDING)
    assert brief_page(brief(), WORDING) == brief_page(brief(), WORDING)


def candidate(at: int, name: str) -> Candidate:
    bid = Bid(id=number(50 + at), at=NOW, rate=Money("40", "EUR"), hours=Decimal(10))
    return Candidate(
        id=number(at),
        created_at=NOW,
        updated_at=NOW,
        brief=number(9),
        name=name,
        applied_at=NOW,
        scores={"speed": 4},
        bids=(bid,),
    )


def test_candidates_as_csv_and_xlsx() -> None:
    lines = candidate_lines(
        [candidate(1, "=Ada"), candidate(2, "https://example.org")], {number(1): (Decimal("4.25"), Decimal("0.5"))}
    )
    rows = list(csv.DictReader(io.StringIO(candidates_csv(lines))))
    assert (rows[0]["name"], rows[0]["speed"], rows[0]["total"], rows[0]["rate"]) == ("'=Ada", "4", "4.25", "40")
    assert rows[1]["total"] == ""
    data = candidates_xlsx(lines, NOW)
    assert data == candidates_xlsx(lines, NOW)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        texts = packed.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "=Ada" in texts
    assert HEADER[0] in texts


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE, "x" * 40_000])
def test_any_text_fits_into_a_workbook(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(text, ["a"], [[text]], NOW))) as packed:
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(("module", "what"), [("docx", "Word"), ("xlsxwriter", "Excel")])
def test_without_the_office_extra_it_says_what_to_install(
    module: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    export = partial(brief_document, brief(), WORDING) if module == "docx" else partial(candidates_xlsx, [], NOW)
    with pytest.raises(InputError, match=rf"{what} files need the office extra; install it with pip"):
        export()


def test_dates_of_engagements_as_a_calendar() -> None:
    engagement = Engagement(
        id=number(1),
        created_at=NOW,
        updated_at=NOW,
        revision=4,
        title="Menu, page",
        started_at=NOW,
        check_in_days=7,
        milestones=(
            Milestone(id=number(2), title="Draft", due=date(2026, 12, 1)),
            Milestone(id=number(3), title="Old", due=date(2026, 11, 1), accepted_at=NOW),
        ),
        payments=(Payment(id=number(4), amount=Money("120", "EUR"), due=date(2026, 12, 5)),),
        rounds=(
            RevisionRound(id=number(5), delivery=number(6), asked_at=NOW, wrong="x", wanted="y", by=date(2026, 12, 2)),
        ),
        calls=(Call(id=number(7), at=NOW, about="Start"),),
    )
    text = engagements_ics([engagement])
    assert text == engagements_ics([engagement])
    events: list[Any] = Calendar.from_ical(text).walk("VEVENT")
    assert {str(event["SUMMARY"]): event.decoded("DTSTART") for event in events} == {
        "Milestone: Draft (Menu, page)": date(2026, 12, 1),
        "Pay 120.00 EUR (Menu, page)": date(2026, 12, 5),
        "Revision back: Menu, page": date(2026, 12, 2),
        "Call: Start (Menu, page)": NOW,
        "Check-in: Menu, page": date(2026, 11, 30),
    }
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert events[-1]["RRULE"].to_ical() == b"FREQ=DAILY;INTERVAL=7"


def test_what_can_be_exported_as_what() -> None:
    assert exports.export_format("entries", None) == "csv"
    assert exports.export_format("brief", "docx") == "docx"
    with pytest.raises(InputError, match="use one of csv, xlsx"):
        exports.export_format("candidates", "pdf")
    with pytest.raises(InputError, match="cannot be exported; use one of workspace"):
        exports.export_format("feelings", None)
