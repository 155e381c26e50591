"""Real exports, where they lie beside the checkout: the command counts what independent answers say."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, app_command, home_environment

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def expectations() -> list[tuple[str, str, int, float]]:
    """Return format, file, closed entries and seconds of each Toggl and Timewarrior file there is."""
    answers = DATA / "expected.json"
    if not answers.exists():
        return []
    known = json.loads(answers.read_text(encoding="utf-8"))
    return [
        (name.split("/")[0], name, answer["closed_entries"], answer["total_seconds"])
        for name, answer in known.items()
        if name.split("/")[0] in ("toggl", "timewarrior") and "closed_entries" in answer
    ]


def imported(home: Path, kind: str, path: Path) -> dict[str, object]:
    done = subprocess.run(
        app_command("import", kind, str(path), "--json"),
        env={**os.environ, **home_environment(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    report: dict[str, object] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize(("kind", "name", "entries", "seconds"), expectations())
def test_a_real_export_gives_the_known_sums_and_shows_in_the_app(
    tmp_path: Path, kind: str, name: str, entries: int, seconds: float
) -> None:
    first = imported(tmp_path, kind, DATA / name)
    assert (first["imported"], first["seconds"]) == (entries, seconds)
    again = imported(tmp_path, kind, DATA / name)
    assert (again["imported"], again["duplicates"]) == (0, entries)
    with Terminal(app_command(), environment=home_environment(tmp_path)) as app:
        app.wait_for(f"{entries:,} (entry|entries) so far" if entries else "Nothing logged yet")
        app.press("q")
        assert app.wait_end() == 0
