"""Rows filtered, sorted and parted by lines, held against the plain way."""

from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.text import normal
from outsource_tui.ui.show import line
from outsource_tui.ui.widgets.arranged import Arranged, Separator
from tests.ui.widgets.works import COLUMNS, Work, works


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text("abcAB é日", max_size=6), st.one_of(st.none(), st.integers(0, 99))), max_size=30),
    st.text("abcAB é日", max_size=3),
    st.booleans(),
)
def test_filter_and_sort_agree_with_the_plain_way(
    given_rows: list[tuple[str, int | None]], wanted: str, falling: bool
) -> None:
    rows = [Work(str(number), name, minutes) for number, (name, minutes) in enumerate(given_rows)]
    table = Arranged[Work](COLUMNS, lambda row: normal(row.name))
    table.set_rows(rows, ())
    for end in range(len(wanted) + 1):
        table.filter_by(wanted[:end])
    words = wanted.casefold().split()
    expected = [row for row in rows if all(word in " ".join(row.name.casefold().split()) for word in words)]
    assert list(table.view) == expected
    table.sort_by(("minutes", falling))
    known = [row for row in expected if row.minutes is not None]
    known.sort(key=lambda row: row.minutes or 0, reverse=falling)
    assert list(table.view) == known + [row for row in expected if row.minutes is None]
    table.sort_by(None)
    table.filter_by("")
    assert list(table.view) == rows


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 25), max_size=4), st.integers(0, 24))
def test_separators_never_take_a_row_away(afters: list[int], count: int) -> None:
    table = Arranged[Work](COLUMNS, lambda row: row.name)
    table.set_rows(works(count), [Separator(after, line("───")) for after in afters])
    lines = [table.at_line(at) for at in range(table.lines)]
    assert [at for at, separator in lines if separator is None] == list(range(count))
    assert all(table.at_line(table.line_of(at)) == (at, None) for at in range(count))


def test_typing_on_looks_only_among_what_was_found() -> None:
    asked: list[str] = []

    class Text(str):
        def __contains__(self, word: object) -> bool:
            asked.append(str(self))
            return str.__contains__(self, str(word))

    table = Arranged[Work](COLUMNS, lambda row: Text(row.name))
    table.set_rows(works(20), ())
    assert table.filter_by("work 1")
    assert not table.filter_by("WORK  1"), "that is the same filter"
    table.filter_by("")
    table.filter_by("1")
    asked.clear()
    table.filter_by("19")
    assert [row.id for row in table.view] == ["19"]
    assert len(asked) == 11, "1 and 10 to 19"


def test_another_set_of_columns_ends_an_order_that_is_gone() -> None:
    table = Arranged[Work](COLUMNS, lambda row: row.name)
    table.set_rows(works(3), ())
    table.sort_by(("minutes", True))
    assert [row.id for row in table.view] == ["2", "1", "0"]
    table.set_columns(COLUMNS[:1])
    assert (table.sort, [row.id for row in table.view]) == (None, ["0", "1", "2"])
