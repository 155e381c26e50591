"""Cells that a spreadsheet shows and never calculates with, and files that come out the same each time."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from outsource_tui.domain.errors import InputError

Cell = str | int | float | Decimal | date | None
"""What a cell holds; figures stay figures, dates are written as ISO text."""

_SIGNS = "=+-@\t\r\n＝＋－＠"
_OLDEST = (1980, 1, 1, 0, 0, 0)
_NOT_XML = {**dict.fromkeys(range(0x20)), 0xFFFE: None, 0xFFFF: None, 0x09: "\t", 0x0A: "\n"}
WIDEST_CELL = 32_767


def _calculates(text: str) -> bool:
    body = text.lstrip("'")
    return body[:1] in _SIGNS or body.lstrip()[:1] in _SIGNS if body.strip() else body[:1] in ("\t", "\r", "\n")


def guarded(text: str) -> str:
    """Return `text` behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text and _calculates(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text[:1] == "'" and _calculates(text[1:]) else text


def cell_text(value: Cell) -> str:
    """Return a cell as CSV holds it; figures as they are, texts guarded."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def csv_text(header: Sequence[str], lines: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV: commas, quotes where needed, one newline a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell_text(column) for column in header])
    for line in lines:
        writer.writerow([cell_text(value) for value in line])
    return out.getvalue()


def xml_text(text: str) -> str:
    """Return `text` without the characters XML cannot hold."""
    return text.translate(_NOT_XML)


def xlsx_bytes(title: str, header: Sequence[str], lines: Iterable[Sequence[Cell]], at: datetime) -> bytes:
    """Return a table as an Excel workbook whose texts are never formulas or links; needs the `office` extra."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError:
        raise InputError(
            "Excel files need the office extra; install it with pip install 'outsource-tui[office]', or export csv."
        ) from None
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": xml_text(title)[:255], "created": at.replace(tzinfo=None)})
        sheet = book.add_worksheet(
            "".join("_" if sign in "[]:*?/\\'" else sign for sign in xml_text(title))[:31] or "Table"
        )
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        widths = [len(name) for name in header]
        for place, name in enumerate(header):
            sheet.write_string(0, place, name, bold)
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                if value is None or value == "":
                    continue
                if isinstance(value, int | float | Decimal):
                    sheet.write_number(row, column, float(value))
                else:
                    text = value.isoformat() if isinstance(value, date) else xml_text(value)
                    sheet.write_string(row, column, text[:WIDEST_CELL], wrapped)
                    widths[column] = max(widths[column], min(len(text), 48))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width + 2)
        sheet.freeze_panes(1, 1)
    return steady_zip(out.getvalue())


def steady_zip(data: bytes) -> bytes:
    """Return a zip with the same members and no trace of when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, _OLDEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(member.filename))
    return out.getvalue()
