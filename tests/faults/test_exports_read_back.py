"""Hostile words in every text of every record, out in every format, and read back by a reader that is not ours."""

import csv
import io
import itertools
import json
import re
import stat
import zipfile
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from icalendar import Calendar
from tinydb import TinyDB

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.clock import SystemClock
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.log_row import shown_text
from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.exports import EXPORTS
from outsource_tui.services.desk import Desk
from outsource_tui.services.exports import Export, ExportService
from outsource_tui.store.workspace import Workspace
from tests.faults.filled import filled_home
from tests.faults.walk import assert_harmless
from tests.hostile import HOSTILE

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
PAGE_TAGS = frozenset("html head meta title style body h1 h2 p ul li br".split())
PAGE_ATTRIBUTES = frozenset(("lang", "charset", "http-equiv", "content", "name"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Records whose every text is hostile."""
    home = tmp_path_factory.mktemp("read-back") / "home"
    words = itertools.cycle(HOSTILE)
    assert filled_home(home, lambda: next(words), last=30) > 8 * len(HOSTILE)
    return Desk(Workspace(home), SystemClock(), "test")


def same(found: Iterable[Any], wanted: Iterable[Any]) -> None:
    """Check that both hold the same, in whatever order."""
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))


def read_csv(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a table as the standard library reads them; no cell may be a formula."""
    text = data.decode()
    assert_harmless(text)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for row in rows:
        assert None not in row
        for name, cell in row.items():
            figure = re.fullmatch(r"-?[0-9.]+", cell) is not None
            assert figure or not cell.lstrip().startswith(FORMULA), (name, cell)
    return rows


def bare(cell: str) -> str:
    """Return a cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip("'").lstrip()[:1] in FORMULA else cell


def xml_parts(data: bytes) -> dict[str, ElementTree.Element]:
    """Return the parts of an Office file, each parsed; nothing in them may point outside or run."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert not [name for name in names if "vba" in name.lower() or "embeddings" in name.lower()]
        parts = {name: ElementTree.fromstring(packed.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    for name, part in parts.items():
        for element in part.iter():
            assert element.get("TargetMode") != "External", name
    return parts


def words_of(element: ElementTree.Element) -> list[str]:
    """Return the texts under an element."""
    return ["".join(each.itertext()) for each in element.iter() if each.tag.rpartition("}")[2] in ("t", "p")]


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, and its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def assert_entries(desk: Desk, form: str, data: bytes) -> None:
    rows = desk.rows
    timed = [row for row in rows if row.start is not None and row.seconds is not None]
    if form == "csv":
        found = read_csv(data)
        same(
            [tuple(bare(row[name]) for name in ("id", "text", "project", "client")) for row in found],
            [(row.id, row.text, row.project, row.client) for row in rows],
        )
        return
    if form == "ics":
        text = data.decode()
        assert_harmless(text.replace("\r\n", "\n"))
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
        events: list[Any] = Calendar.from_ical(text).walk("VEVENT")
        same([str(event["SUMMARY"]) for event in events], [shown_text(row) for row in timed])
        return
    values = json.loads(data)
    assert_harmless(data.decode())
    if form == "timewarrior":
        same([(one["entry"], one.get("annotation", "")) for one in values], [(row.id, row.text) for row in timed])
    else:
        same([(one["id"], one["text"], one["tags"]) for one in values], [(r.id, r.text, list(r.tags)) for r in rows])


def assert_brief(desk: Desk, form: str, data: bytes) -> None:
    brief = desk.all(Brief)[-1]
    if form == "docx":
        parts = xml_parts(data)
        assert brief.title in words_of(parts["word/document.xml"])
        return
    text = data.decode()
    assert_harmless(text)
    assert "<script" not in text
    if form == "html":
        page = Page()
        page.feed(text)
        page.close()
        assert page.tags <= PAGE_TAGS
        assert page.attributes <= PAGE_ATTRIBUTES
        assert brief.title in page.words
        assert all(clean_line(line) in clean_line(page.words) for line in (*brief.what.split("\n"), brief.why))
    else:
        shown = clean_line(re.sub(r"\\(.)", r"\1", text))
        assert text.startswith("# ")
        assert clean_line(brief.title) in shown


def assert_candidates(desk: Desk, form: str, data: bytes) -> None:
    people = desk.all(Candidate)
    if form == "csv":
        same([bare(row["name"]) for row in read_csv(data)], [one.name for one in people])
        return
    parts = xml_parts(data)
    for name, part in parts.items():
        kinds = {element.tag.rpartition("}")[2] for element in part.iter()}
        assert not kinds & {"f", "hyperlink", "hyperlinks", "ddeLink", "externalReference"}, name
    texts = words_of(parts["xl/sharedStrings.xml"])
    assert {one.name for one in people if one.name} <= set(texts)


def assert_dates(desk: Desk, form: str, data: bytes) -> None:
    assert form == "ics"
    text = data.decode()
    assert_harmless(text.replace("\r\n", "\n"))
    titles = " ".join(str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT"))
    ahead = [one for one in desk.all(Engagement) if one.ended_at is None and one.started_at is not None]
    assert ahead
    assert all(one.title in titles for one in ahead)


def assert_workspace(desk: Desk, form: str, data: bytes, folder: Path) -> None:
    assert form == "json"
    (folder / "copy.json").write_bytes(data)
    with TinyDB(folder / "copy.json") as database:
        for kind in database.tables():
            found = {str(one.doc_id): dict(one) for one in database.table(kind)}
            wanted = {str(int(key)): document for key, document in desk.workspace.documents(kind).items()}
            assert kind == "meta" or found == wanted, kind


@pytest.mark.parametrize(("what", "form"), [(what, form) for what, forms in EXPORTS.items() for form in forms])
def test_what_goes_out_is_what_was_written_and_nothing_else(what: str, form: str, desk: Desk, tmp_path: Path) -> None:
    service = ExportService(desk)
    made = service.export(what, form)
    assert_private(service, made, tmp_path)
    if what == "workspace":
        assert_workspace(desk, form, made.data, tmp_path)
    else:
        reader = {"entries": assert_entries, "brief": assert_brief, "candidates": assert_candidates}
        reader.get(what, assert_dates)(desk, form, made.data)


def assert_private(service: ExportService, made: Export, folder: Path) -> None:
    """Check that a file is for its owner's eyes, takes the place of what was there, and nothing is left beside it."""
    before, other, link = folder / "old", folder / "other", folder / "link"
    for path in (before, other):
        path.write_text("old")
        path.chmod(0o644)
    link.symlink_to(other)
    for path in (before, folder / "new", link):
        assert service.save(made, path) == path
        assert path.read_bytes() == made.data
        assert not path.is_symlink()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert other.read_text() == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["link", "new", "old", "other"]
    for path in folder.iterdir():
        path.unlink()


def test_a_workbook_says_when_a_text_is_longer_than_its_cells(tmp_path: Path) -> None:
    filled_home(tmp_path / "home", lambda: "wide " * 8_000, last=1)
    service = ExportService(Desk(Workspace(tmp_path / "home"), SystemClock(), "test"))
    assert service.export("candidates", "csv").notes == ()
    made = service.export("candidates", "xlsx")
    assert made.notes == ("A workbook's cell holds 32,767 characters; what was longer is cut, csv has it all.",)
    longest = max(map(len, words_of(xml_parts(made.data)["xl/sharedStrings.xml"])))
    assert longest == 32_767
