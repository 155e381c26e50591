"""What the figures know of the log, kept up to date row by row, is what a fresh look would find."""

import random
from datetime import timedelta

import pytest

from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.log_row import activity_key
from outsource_tui.domain.pareto import ActivityTable
from outsource_tui.services import links
from outsource_tui.services.log_groups import LogGroups
from outsource_tui.services.task_figures import TaskLog
from tests.studio import Studio

LINES = ("Design 45m", "DESIGN 9:00-10:30 yesterday", "Mail 2h monday", "Lunch 30m +break", "Answer mail 1h 2026-11-12")
PERIODS = ((None, None), (4, 0), (None, 2))
"""Stretches of days as days ago: all, the last five, all but the last two."""


def known(groups: LogGroups, studio: Studio, engagement: str, tasks: list[str]) -> list[object]:
    """Return all that `groups` says."""
    tables = [
        groups.activities(*(None if ago is None else studio.days_ago(ago) for ago in period)) for period in PERIODS
    ]
    return [
        {day: groups.entries_on(day) for day in groups.days()},
        list(groups.of_engagement(engagement)),
        [list(groups.of_task(task)) for task in tasks],
        [table.activities() for table in tables],
        [[table.rows(activity.key) for activity in table.activities()] for table in tables],
    ]


@pytest.mark.parametrize("seed", range(4))
def test_groups_follow_every_kind_of_change(studio: Studio, seed: int) -> None:
    chance = random.Random(seed)
    desk = studio.log.desk
    elsewhere = studio.again()
    first, second = studio.task("Mail", activities=("mail", "answer mail")), studio.task("Design")
    now = studio.clock.now()
    made = Engagement(id="1" * 19, created_at=now, updated_at=now, title="Design", task=second.id)
    engagement = desk.save_one("Engage", made).id

    def change(kind: int) -> None:
        ids = [row.id for row in desk.rows]
        one = chance.choice(ids) if ids else ""
        match kind if ids else 0:
            case 0:
                studio.log.capture(chance.choice(LINES))
            case 1:
                studio.log.edit(one, text=chance.choice(("Design", "Mail", "Plan")))
            case 2:
                studio.log.edit(one, day=studio.days_ago(chance.randrange(9)))
            case 3:
                studio.log.link_task(one, chance.choice((first.id, second.id, None)))
            case 4:
                studio.log.edit(one, engagement=engagement, purpose="review")
            case 5:
                studio.log.delete(chance.sample(ids, min(2, len(ids))))
            case 6:
                studio.services.undo.undo()
            case 7:
                studio.log.edit_many(ids, add_tags=("client",), stress=chance.randrange(6))
            case _:
                elsewhere.log.edit(one, seconds=60 * chance.randrange(1, 90))
                elsewhere.log.capture("Mail 5m")
                studio.workspace.refresh()

    for step in range(18):
        change(step % 9 if step < 9 else chance.randrange(9))
        studio.clock.at += timedelta(minutes=7)
        tasks = [first.id, second.id]
        assert known(desk.log, studio, engagement, tasks) == known(
            LogGroups(studio.workspace), studio, engagement, tasks
        )
        by_activity = links.activity_tasks(studio.workspace.documents("tasks"))
        log = TaskLog(desk)
        for task in tasks:
            assert log.rows(task) == [
                row for row in desk.rows if (row.task or by_activity.get(activity_key(row))) == task
            ]


def test_only_the_changed_activity_is_summed_anew(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        studio.entry(f"Task {number}", ago=number % 7)
    studio.log.desk.log.activities().activities()
    summed: list[str] = []
    plain = ActivityTable._sum
    monkeypatch.setattr(
        ActivityTable, "_sum", lambda table, group: (summed.append(activity_key(group[0])), plain(table, group))[1]
    )
    studio.entry("Task 7")
    found = {activity.key: activity.entries for activity in studio.log.desk.log.activities().activities()}
    assert (summed, found["task 7"], len(found)) == (["task 7"], 2, 30)


def test_a_log_that_is_taken_in_at_once_is_looked_at_anew(studio: Studio) -> None:
    studio.entry("Mail")
    assert studio.log.desk.log.entries_on(studio.days_ago(0).isoformat()) == 1
    rows = [
        f"2026-10-{1 + number % 28:02} {number % 20:02}:{number // 20 % 60:02},0:01,Row {number}"
        for number in range(2100)
    ]
    path = studio.folder / "old.csv"
    path.write_text("\n".join(["start,duration,description", *rows]), encoding="utf-8")
    imports = studio.services.imports
    imports.confirm(imports.preview("csv", [path]))
    groups = studio.log.desk.log
    assert len(groups.days()) == 29
    assert sum(activity.entries for activity in groups.activities().activities()) == 2101
