"""What a key costs on a log of ten thousand entries, in rows drawn and rows prepared: counts, not milliseconds."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from outsource_tui.domain.clock import FixedClock
from outsource_tui.domain.pareto import ActivityTable
from outsource_tui.services.services import Services
from outsource_tui.store.workspace import Workspace
from outsource_tui.ui.screens.today import whole_log
from outsource_tui.ui.screens.today.whole_log import WholeLog
from tests.benchmarks.workspaces import build
from tests.ui.helpers import NOW, app_on, keys, until

ENTRIES = 10_000


async def test_a_key_draws_and_prepares_only_what_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[str] = []
    summed: list[str] = []
    plain_text, plain_sum = whole_log.log_text, ActivityTable._sum
    monkeypatch.setattr(whole_log, "log_text", lambda row: (prepared.append(row.id), plain_text(row))[1])
    monkeypatch.setattr(ActivityTable, "_sum", lambda table, group: (summed.append(""), plain_sum(table, group))[1])
    build(tmp_path, ENTRIES, NOW)
    async with app_on(tmp_path, size=(100, 30)) as (app, pilot):
        await keys(pilot, "L")
        table = app.screen.query_one(WholeLog)
        await until(pilot, lambda: len(prepared) == ENTRIES)
        summed.clear()
        seen = table.page

        async def drawn(pressed: str) -> int:
            before = table.rendered_rows
            await settled(pilot, pressed)
            return table.rendered_rows - before

        assert table.rendered_rows <= 3 * seen
        assert await drawn("down") <= 2
        assert await drawn("up") <= 2
        assert 0 < await drawn("pagedown") <= seen + 1
        assert 0 < await drawn("end") <= seen + 1
        await settled(pilot, "/")
        for letter in "inv":
            assert await drawn(letter) <= 2 * seen
        assert (table.filter_text, len(table.rows)) == ("inv", ENTRIES // 10)
        assert await drawn("escape") <= 2 * seen
        assert (len(prepared), summed) == (ENTRIES, [])

        elsewhere = Services(Workspace(tmp_path), FixedClock(NOW), "2" * 19)
        elsewhere.log.capture("Call from outside 5m")
        before = table.rendered_rows
        app._poll()
        await until(pilot, lambda: len(table.all_rows) == ENTRIES + 1)
        await until(pilot, lambda: len(prepared) == ENTRIES + 1)
        assert table.rendered_rows - before <= 2 * seen
        assert len(summed) <= 1


async def settled(pilot: Pilot[Any], pressed: str) -> None:
    """Press a key and let the panes that follow the cursor come to rest."""
    await keys(pilot, pressed)
    await until(pilot, lambda: not getattr(pilot.app.screen, "_delayed", None))
