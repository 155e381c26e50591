"""Which columns fit, and how wide each is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.ui.widgets.columns import Column, lay_out
from tests.ui.widgets.works import COLUMNS, Work


def test_columns_leave_in_their_order_and_figures_stay_whole() -> None:
    keys = {}
    for width in (60, 40, 34, 20):
        keys[width] = [(column.key, cells) for column, cells in lay_out(COLUMNS, width)]
    assert [key for key, _cells in keys[60]] == ["name", "minutes", "share", "score"]
    assert [key for key, _cells in keys[34]] == ["name", "minutes", "share"]
    assert [key for key, _cells in keys[20]] == ["name", "minutes"]
    for width, chosen in keys.items():
        assert sum(cells for _key, cells in chosen) + 2 * (len(chosen) - 1) <= width
        assert dict(chosen)["minutes"] == 7


@settings(max_examples=50)
@given(st.integers(0, 200), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(1, 12)), max_size=6))
def test_columns_never_take_more_than_there_is(width: int, shapes: list[tuple[int, int, int]]) -> None:
    columns = [
        Column[Work](str(number), "", lambda row: "", width=cells, drop=drop, least=least)
        for number, (cells, drop, least) in enumerate(shapes)
    ]
    laid = lay_out(columns, width)
    assert all(cells > 0 for _column, cells in laid)
    if width >= 3 * len(columns):
        assert sum(cells for _column, cells in laid) + 2 * max(0, len(laid) - 1) <= width
