"""Real processes, really killed, at instants nobody chose: what was acknowledged is there."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from outsource_tui.store.check import check
from outsource_tui.store.snapshot import read_snapshot
from outsource_tui.store.workspace import Change, Delete, Put, Workspace
from tests.faults.conftest import Campaign
from tests.faults.processes import Told, child, told
from tests.faults.scenes import state_of
from tests.store.support import capture, entry, key, later, task


def mixed_work(folder: Path, seed: str) -> Callable[[Callable[..., None]], None]:
    """Return a process' work: captures, saves, edits, deletions, folds and imports, told before and after."""

    def work(tell: Callable[..., None]) -> None:
        random = Random(seed)
        workspace = Workspace(folder)
        revisions: dict[str, int] = {}
        number = random.randrange(10**9) * 10**6
        # Ids are made of the time, so each process has a time of its own.
        minute = random.randrange(10**6)
        tell("ready")
        while True:
            number += 1
            minute += random.choice([1, 1, 1, 61])
            words = f"{seed}.{number}"
            what = random.random()
            if what < 0.35:
                tell("begin", "capture", "", words)
                capture(folder, text=words, at=later(minute))
            elif what < 0.6 or not revisions:
                name = key(number)
                tell("begin", "task", name, words)
                workspace.write(Change("Add", seed, later(minute), [Put("tasks", name, task(words), None)]))
                revisions[name] = 1
            elif what < 0.8:
                name = random.choice(sorted(revisions))
                tell("begin", "task", name, words)
                put = Put("tasks", name, task(words), revisions[name])
                workspace.write(Change("Edit", seed, later(minute), [put]))
                revisions[name] += 1
            elif what < 0.88:
                name = random.choice(sorted(revisions))
                tell("begin", "delete", name, "")
                change = Change("Delete", seed, later(minute), (), [Delete("tasks", name, revisions.pop(name))])
                workspace.write(change)
            elif what < 0.94:
                tell("begin", "fold", "", "")
                workspace.fold(later(minute))
            else:
                tell("begin", "import", "", words)
                puts = [Put("entries", key(number * 100 + n), entry(f"{words}/{n}"), None) for n in range(5)]
                workspace.write(Change("Import", seed, later(minute), puts, batch=key(number)))
            tell("done")

    return work


def expected(said: Told) -> tuple[dict[str, str | None], set[str], list[str]]:
    """Return what was acknowledged (tasks by id, words of entries), and what was under way at the end."""
    tasks: dict[str, str | None] = {}
    entries: set[str] = set()
    under_way: list[str] = []
    for line in said:
        if line[0] == "begin":
            under_way = line
        elif line[0] == "done":
            _, what, name, words = under_way
            if what == "task":
                tasks[name] = words
            elif what == "delete":
                tasks[name] = None
            elif what == "capture":
                entries.add(words)
            elif what == "import":
                entries.update(f"{words}/{n}" for n in range(5))
            under_way = []
    return tasks, entries, under_way


def lost(folder: Path, said: Told) -> list[str]:
    """Return what was acknowledged and is not there."""
    tasks, entries, under_way = expected(said)
    found = read_snapshot(folder)
    titles = {name: document["title"] for name, document in found.documents("tasks").items()}
    texts = [row.text for row in found.rows()]
    assert len(texts) == len(set(texts)), "something is there twice"
    missing = sorted(entries - set(texts))
    for name, words in tasks.items():
        there = titles.get(name)
        if there == words or (under_way[1:3] == ["task", name] and there == under_way[3]):
            continue
        if under_way[1:3] == ["delete", name] and there is None:
            continue
        missing.append(f"{name}: {words} is {there}")
    return missing


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, campaign: Campaign) -> None:
    random = campaign.random("kills")
    folder = tmp_path / "home"
    # What was acknowledged by those killed before must stay too, so the folder is used for several kills.
    history: list[Told] = []
    for number in range(campaign.size(2000)):
        if number % 20 == 0:
            folder = tmp_path / f"home-{number}"
            history = []
        pid, pipe = child(mixed_work(folder, f"k{number}"))
        assert os.read(pipe, 6) == b"ready\n"
        time.sleep(random.random() * 0.12)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        campaign.count("processes killed")
        said = told(pipe)
        history.append(said)
        campaign.count("records acknowledged", sum(line[0] == "done" for line in said))
        if not (folder / "workspace.json").exists() and not (folder / "inbox.jsonl").exists():
            continue
        missing = [name for one in history for name in lost(folder, one)]
        campaign.count("records lost", len(missing))
        assert missing == []
        assert check(folder, later(10**8)).errors == []
    for leftover in folder.glob(".*.tmp"):
        # One at most of each: the next save takes it over.
        assert leftover.name in (".workspace.json.tmp", ".inbox.jsonl.tmp")


def test_several_at_once_are_killed_and_the_others_lose_nothing(tmp_path: Path, campaign: Campaign) -> None:
    random = campaign.random("several")
    for number in range(campaign.size(100)):
        folder = tmp_path / f"home-{number}"
        children = [child(mixed_work(folder, f"s{number}-{n}")) for n in range(4)]
        for _, pipe in children:
            assert os.read(pipe, 6) == b"ready\n"
        for pid, _ in children:
            time.sleep(random.random() * 0.1)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            campaign.count("processes killed")
        for _, pipe in children:
            said = told(pipe)
            campaign.count("records acknowledged", sum(line[0] == "done" for line in said))
            missing = lost(folder, said)
            campaign.count("records lost", len(missing))
            assert missing == []
        assert check(folder, later(10**8)).errors == []
        state_of(folder)


def test_twelve_writers_lose_nothing_and_get_no_id_twice(tmp_path: Path, campaign: Campaign) -> None:
    each = campaign.size(100, least=5)

    def work(writer: int) -> Callable[[Callable[..., None]], None]:
        def write(tell: Callable[..., None]) -> None:
            workspace = Workspace(tmp_path)
            for number in range(each):
                words = f"{writer}.{number}"
                if number % 2:
                    capture(tmp_path, text=words, at=later(writer * 1000 + number))
                else:
                    put = Put("tasks", key(writer * 10**6 + number), task(words), None)
                    workspace.write(Change("Add", f"w{writer}", later(number), [put]))
                tell("done", words)

        return write

    children = [child(work(writer)) for writer in range(12)]
    acknowledged = [line[1] for _, pipe in children for line in told(pipe)]
    assert [os.waitpid(pid, 0)[1] for pid, _ in children] == [0] * 12
    campaign.count("records acknowledged", len(acknowledged))
    found = read_snapshot(tmp_path)
    there = [document["title"] for document in found.documents("tasks").values()]
    there += [row.text for row in found.rows()]
    campaign.count("records lost", len(set(acknowledged) - set(there)))
    assert sorted(there) == sorted(acknowledged) == sorted(f"{w}.{n}" for w in range(12) for n in range(each))


def test_writers_of_one_record_never_overwrite_each_other(tmp_path: Path, campaign: Campaign) -> None:
    """Each adds its own check-ins to one engagement; those of the others stay."""
    each = campaign.size(40, least=4)
    name = key(1)
    Workspace(tmp_path).write(
        Change("Add", "x", later(0), [Put("engagements", name, {"title": "Site", "check_ins": []}, None)])
    )

    def work(writer: int) -> Callable[[Callable[..., None]], None]:
        def write(tell: Callable[..., None]) -> None:
            workspace = Workspace(tmp_path)
            for number in range(each):
                document = workspace.document("engagements", name)
                assert document is not None
                item = {"id": key(writer * 1000 + number), "note": f"{writer}.{number}"}
                put = Put(
                    "engagements", name, {**document, "check_ins": [*document["check_ins"], item]}, document["revision"]
                )
                workspace.write(Change("Check in", f"w{writer}", later(number), [put]))
                tell("done", item["id"])

        return write

    children = [child(work(writer)) for writer in range(1, 5)]
    acknowledged = [line[1] for _, pipe in children for line in told(pipe)]
    assert [os.waitpid(pid, 0)[1] for pid, _ in children] == [0] * 4
    document = read_snapshot(tmp_path).documents("engagements")[name]
    there = [item["id"] for item in document["check_ins"]]
    campaign.count("records acknowledged", len(acknowledged))
    campaign.count("records lost", len(set(acknowledged) - set(there)))
    assert sorted(there) == sorted(acknowledged)
    assert len(acknowledged) == 4 * each
