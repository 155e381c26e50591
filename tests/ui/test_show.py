from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from outsource_tui.domain import formats
from outsource_tui.ui import show
from outsource_tui.ui.paint import clip, clip_line, fit, strip_of, wrap, wrap_pieces
from outsource_tui.ui.show import Piece
from outsource_tui.ui.theme import DARK
from outsource_tui.ui.widgets.blocks import calendar
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 23)


def test_hours_in_prose_and_columns():
    assert show.hours(Decimal("9.1666")) == "9 h 10"
    assert show.hours(Decimal("-2.6667"), signed=True) == "−2 h 40"
    assert show.hours(Decimal("4.5833"), signed=True) == "+4 h 35"
    assert show.hours(None) == "?"
    assert show.duration(3000) == "0 h 50"
    assert show.clock_length(2700) == "0:45"
    assert show.clock_length(43_500) == "12:05"
    assert show.clock_length(None) == "?"
    assert show.running_length(42 * 60 + 59) == "0:42"


def test_money_and_signs():
    assert show.money(Decimal("46.6"), signed=True) == "+46.60"
    assert show.money(Decimal("-216.235"), signed=True) == "−216.24"
    assert show.money(Decimal("0.001"), signed=True) == "0.00"
    assert show.money(None) == "?"
    assert show.money(Decimal(1020), "EUR") == "1,020.00 EUR"
    assert show.percent(Decimal("0.2")) == "20 %"
    assert show.number(float("nan")) == "?"


def test_days_seen_from_today():
    assert show.relative_day(date(2026, 11, 23), TODAY) == "today"
    assert show.relative_day(date(2026, 11, 24), TODAY) == "tomorrow"
    assert show.relative_day(date(2026, 11, 25), TODAY) == "Wed"
    assert show.relative_day(date(2026, 12, 9), TODAY) == "9 Dec"
    assert show.relative_day(date(2027, 1, 9), TODAY) == "9 Jan 2027"
    assert show.relative_day(date(2026, 11, 11), TODAY) == "12 days ago"
    assert show.relative_day(None, TODAY) == "?"
    assert show.long_day(TODAY) == "Monday 23 November"
    assert show.clock_time(datetime(2026, 11, 23, 9, 5)) == "9:05"
    assert show.clock_time_of("2026-11-23T09:05:00+01:00") == "9:05"


def test_bars_have_one_width_and_show_a_little_of_little():
    for share in (None, float("nan"), -1.0, 0.0, 0.001, 0.5, 1.0, 7.0):
        drawn = show.bar(share, 12)
        assert sum(len(piece.text) for piece in drawn) == 12
    assert show.bar(0.001, 12)[0].text == "━"
    assert all(piece.role == "rule" for piece in show.bar(None, 12))
    assert show.bar(0.5, 0) == ()


def test_sparklines_survive_what_is_unknown():
    assert show.spark([1, None, float("nan"), float("inf"), 8]) == "▂   █"
    assert show.spark([None, None]) == "  "
    assert show.spark([]) == ""
    assert len(show.spark(list(range(50)), 10)) == 10


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_one_line_that_drives_nothing(text: str):
    shown = show.literal(text)
    assert "\n" not in shown
    assert "\t" not in shown
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in shown)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [1, 2, 7, 20])
def test_any_text_fits_any_width(text: str, width: int):
    shown = show.literal(text)
    assert cell_len(clip(shown, width)) <= width
    assert cell_len(fit(shown, width)) == width
    assert all(cell_len(part) <= max(width, 2) for part in wrap(text, width))
    assert strip_of(DARK, [Piece(text, "red")], width).cell_length == width
    assert sum(cell_len(segment.text) for segment in strip_of(DARK, [Piece(text), Piece(text)], width)) == width
    for line in wrap_pieces([Piece(text, "bold"), Piece(text)], width):
        assert sum(cell_len(piece.text) for piece in line) <= max(width, 2)


@settings(max_examples=50)
@given(st.text(max_size=60), st.integers(1, 40))
def test_clipping_keeps_what_fits(text: str, width: int):
    shown = show.literal(text)
    cut = clip(shown, width)
    assert cell_len(cut) <= width
    if cell_len(shown) <= width:
        assert cut == shown
    else:
        assert cut.endswith("…")


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["", "red", "muted bold"])), max_size=6),
    st.integers(1, 40),
)
def test_a_line_is_cut_where_it_ends(pieces: list[tuple[str, str]], width: int):
    line = [Piece(*piece) for piece in pieces]
    cut = clip_line(line, width)
    assert sum(cell_len(piece.text) for piece in cut) <= width
    texts = [show.literal(piece.text) for piece in line]
    shown = "".join(piece.text for piece in cut)
    if sum(map(cell_len, texts)) <= width:
        assert shown == "".join(text for text in texts if cell_len(text))
    else:
        assert shown.endswith("…")


def test_a_full_line_gives_its_last_cell_to_the_mark():
    assert "".join(piece.text for piece in clip_line([Piece("abc", "red"), Piece("", ""), Piece("d", "")], 3)) == "ab…"


def test_wrapping_keeps_every_word():
    text = "Review the delivery of the shop fronts on mobile before Wednesday"
    assert " ".join(wrap(text, 17)) == text
    assert all(len(part) <= 17 for part in wrap(text, 17))


def test_a_figure_is_never_torn_from_its_unit():
    for width in range(9, 40):
        for text in ("flips this at 66 % less", "it took 9 h 10 of yours", "pay 85.00 EUR for it", "in 45 min or so"):
            lines = wrap(text, width)
            assert " ".join(lines) == text
            pieces = wrap_pieces([Piece(text)], width)
            assert all(
                any(figure in line for line in lines)
                for figure in ("66 %", "9 h 10", "85.00 EUR", "45 min")
                if figure in text
            )
            assert ["".join(piece.text for piece in line) for line in pieces] == lines


def test_the_calendar_of_the_log_begins_its_weeks_where_the_person_does() -> None:
    formats.use(formats.Formats(week_start=6))
    rows = ["".join(piece.text for piece in line) for line in calendar({TODAY: 4}, TODAY, weeks=2)(20)]
    assert [row[:8].rstrip() for row in rows[1:4]] == ["Sun · ·", "    · █", "Tue ·"]
    formats.use(formats.Formats())
    rows = ["".join(piece.text for piece in line) for line in calendar({TODAY: 1}, TODAY, weeks=2)(20)]
    assert rows[1].rstrip() == "Mon · ░", "an hour is a light shade, however little the rest was"
