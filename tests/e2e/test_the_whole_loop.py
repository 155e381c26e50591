"""The whole loop in a real pseudo-terminal: from an imported log to a hit, by keys alone, and back after a restart."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from outsource_tui.domain.kinds import KINDS
from tests.e2e.terminal import Terminal, app_command, home_environment

HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
TASK = "Chase late invoices"
DAYS = 10


def toggl_export(folder: Path, until: date) -> Path:
    """Write ten days of a made-up Toggl export: two hours of chasing a day, one of design, a quarter of mail."""
    lines = [HEADER]
    for back in range(1, DAYS + 1):
        day = (until - timedelta(days=back)).isoformat()
        for text, start, end, length in (
            (TASK, "09:00:00", "11:00:00", "02:00:00"),
            ("Design the shop front", "11:00:00", "12:00:00", "01:00:00"),
            ("Answer mail", "13:00:00", "13:15:00", "00:15:00"),
        ):
            lines.append(f"Me,me@example.org,Acme,Studio,,{text},No,{day},{start},{day},{end},{length},")
    path = folder / "export.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def stored(home: Path, table: str) -> list[dict[str, Any]]:
    """Return a table as stock TinyDB reads it."""
    with TinyDB(home / "workspace.json") as database:
        return [dict(document) for document in database.table(table).all()]


def run(home: Path, *arguments: str) -> str:
    """Run a command to its end and return what it printed."""
    import os

    done = subprocess.run(
        app_command(*arguments),
        env={**os.environ, **home_environment(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_from_an_imported_log_to_a_hit_by_keys_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    report = json.loads(
        run(home, "import", "toggl", str(toggl_export(tmp_path, datetime.now().astimezone().date())), "--json")
    )
    assert (report["imported"], report["seconds"]) == (30, DAYS * (7200 + 3600 + 900))

    with Terminal(app_command(), environment=home_environment(home)) as app:
        app.wait_for("30 entries so far")
        identify(app)
        brief(app)
        candidates(app)
        negotiate(app)
        engage(app)
        app.press("q")
        assert app.wait_end() == 0

    in_the_file(home)

    with Terminal(app_command(), environment=home_environment(home)) as again:
        again.wait_for("30 entries so far")
        again.press("2")
        again.wait_for(rf"{TASK}.*✓ done|{TASK}.*finished")
        again.press("3")
        again.wait_for(rf"{TASK}.*✓ chosen")
        again.press("4")
        again.wait_for(r"Ana P\..*✓ chosen")
        again.press("5")
        again.wait_for(r"Ana P\..*✓ agreed")
        again.press("6")
        again.wait_for(r"Ana P\..*✓ hit")
        again.press("7")
        again.wait_for(r"1 of 1|100 %")
        again.press("8")
        again.wait_for("Upwork")
        again.press("ctrl+q")
        assert again.wait_end() == 0


def identify(app: Terminal) -> None:
    """Take the top activity through the six questions and the six cross-outs to outsource."""
    app.press("2")
    app.wait_for(rf"▌ [▲ ] {TASK}")
    app.wait_for("2 of 3 .* hold 92 % of your time")
    app.press("r")
    app.wait_for("question 1 of 6")
    for number, key in enumerate(("y", "n", "m", "y", "n"), 2):
        app.press(key)
        app.wait_for(f"question {number} of 6")
    app.press("y")
    app.wait_for("Review   Design the shop front")
    app.press("escape", "k")
    app.wait_for("verdict so far")
    app.press("o")
    app.wait_for("A better use of the time")
    app.type("Design work").press("enter").type("85").press("enter")
    app.wait_for("Better: Design work")
    app.press("i")
    app.wait_for("▌ your hour")
    app.press("enter").type("85").press("enter")
    app.wait_for(r"your hour\s+85.00")
    app.press("j", "j", "j", "enter").type("26").press("enter")
    # 20 h in 10 days, 60.875 h a month; 60.875 * 26 = 1582.75, a fifth of it in reserve; own hours 12.175 + 2.1741.
    app.wait_for(r"their rate\s+26.00/h")
    app.press("escape")
    app.wait_for(r"price at 26.00\s+1,582.75")
    app.wait_for(r"net value\s+\+2,055.40")
    app.press("o")
    app.wait_for("6 reasons against it to go through")
    app.press("n")
    app.wait_for("It needs doing")
    app.press("n", "n")
    app.wait_for("3 reasons against it to go through")
    app.press("enter")
    app.wait_for("the skill it needs")
    app.press("2", "enter", "4", "enter")
    app.wait_for("Your skill of 2 is below the 4 it needs")
    app.press("n", "n")
    app.wait_for("1 reason against it to go through")
    app.press("n")
    app.wait_for("nothing speaks against it")
    app.press("escape", "o")
    app.wait_for("Why would you outsource")
    app.press("enter")
    app.wait_for("Decide about|reason +skill")
    if "Decide about" not in app.text():
        app.press("o")
        app.wait_for("Decide about")
    app.type("outsource").press("ctrl+o")
    app.wait_for(rf"▌ {TASK}.* 11 %  ○ draft")


def brief(app: Terminal) -> None:
    """Write what is needed, call it ready, post it."""
    app.press("m", "enter")
    app.wait_for("escape done")
    app.type("Chase every invoice that is two weeks late.").press("escape")
    app.wait_for("✓ What")
    app.press("m", "enter")
    app.wait_for("escape done")
    app.type("Money should come in without me.").press("escape")
    app.wait_for("✓ Why")
    app.press("m")
    app.wait_for("▌ . Specifications")
    app.press("a")
    app.wait_for("– Specifications")
    app.press("m")
    app.wait_for("▌ . How to carry it out")
    app.press("a")
    app.wait_for("– How to carry it out")
    app.press("m")
    app.wait_for("▌ . Milestones")
    app.press("n")
    app.wait_for("ctrl\\+o save")
    app.type("First month").press("tab").type("+14").press("tab").type("480").press("ctrl+o")
    app.wait_for(r"✓ Milestones\s+1")
    app.press("y")
    app.wait_for("ready")
    app.press("escape")
    app.wait_for(rf"{TASK}.*✓ ready|{TASK}.*ready")
    app.press("p")
    app.wait_for("narrow down")
    app.type("upwork").press("enter")
    app.wait_for("ctrl\\+o")
    app.press("ctrl+o")
    app.wait_for("posted")
    app.press("o")
    app.wait_for("No candidates yet")


def candidates(app: Terminal) -> None:
    """Enter three candidates with bids, score them, choose one before the day has passed."""
    for name, rate, digits in (("Ana P.", "26", "55445"), ("Bruno T.", "24", "33433"), ("Chidi O.", "31", "44344")):
        app.press("n")
        app.wait_for("New candidate")
        app.type(name).press("ctrl+o")
        app.wait_for(rf"{name}.*applied")
        while f"▌ {name}" not in app.text():
            app.press("j")
        app.press("i")
        app.wait_for(f"What does {name} ask")
        app.press("tab").type(rate).press("ctrl+o")
        app.wait_gone(f"What does {name} ask")
        app.press("right")
        for digit in digits:
            app.press("right", digit)
        app.press(*["left"] * 6)
    app.wait_for(r"Ana P\. leads by")
    while "▌ Ana P." not in app.text():
        app.press("k")
    app.press("o")
    app.wait_for("Choose Ana P.")
    app.type("best answers and a fair price").press("ctrl+o")
    app.wait_for("Choose before a day has passed")
    app.type("she worked for a friend of mine").press("enter")
    app.wait_for(r"5 Negotiate.*")
    app.wait_for(r"▌ Ana P\..*talking")


def negotiate(app: Terminal) -> None:
    """Fill in the range, talk, name a price, write the terms down, agree."""
    app.press("m")
    app.wait_for("What do others pay an hour")
    app.type("22").press("tab").type("28").press("tab").type("40").press("tab").type("ten profiles").press("ctrl+o")
    app.wait_for(r"market typical\s+28.00")
    app.press("p")
    app.wait_for("Your price an hour")
    app.type("25").press("ctrl+o")
    app.wait_for(r"my price.*25.00")
    app.press("w")
    app.wait_for("What do they want")
    app.type("Friday afternoons off").press("enter")
    app.wait_for("· Friday afternoons off")
    app.press("t")
    app.wait_for("What did you agree on")
    app.press("ctrl+o")
    app.wait_for(r"Terms.*|an hour\s+25.00")
    app.wait_gone("What did you agree on")
    app.press("y")
    app.wait_for("Agree with Ana P|Agreed with Ana P")
    if "Agree with Ana P" in app.text():
        app.type("we talked it all through on the phone").press("enter")
    app.wait_for(r"▌ Ana P\..*✓ agreed")
    app.press("o")
    app.wait_for(rf"▌ {TASK}.*Ana P\.")


def engage(app: Terminal) -> None:
    """Run the milestone through one revision to acceptance and record a hit."""
    app.wait_for("planned|not started")
    app.press("y")
    app.wait_for("● running")
    app.press("l")
    app.wait_for("ctrl\\+o")
    app.type("First").press("tab").type("November chased").press("ctrl+o")
    app.wait_gone("What did they hand over")
    app.wait_for("to review")
    app.press("v")
    app.wait_for("ctrl\\+o")
    app.type("Two calls have no date.").press("tab", "tab").type("A date beside each call.").press("ctrl+o")
    app.wait_for("in revision")
    app.press("V")
    app.wait_for("to review")
    app.press("a")
    app.wait_gone("to review")
    app.press("h")
    app.wait_for("just what you asked for")
    app.press("enter")
    app.wait_for("ctrl\\+o")
    app.press("ctrl+o")
    app.wait_for("✓ hit")


def in_the_file(home: Path) -> None:
    """Stock TinyDB reads every table, and every record says what was done by keys."""
    for table in KINDS:
        stored(home, table)
    (task,) = stored(home, "tasks")
    assert task["title"] == TASK
    assert task["decision"]["verdict"] == "outsource"
    assert len(task["answers"]) == 6
    assert len(task["cross_outs"]) == 6
    (written,) = stored(home, "briefs")
    assert written["ready_at"] is not None
    assert [one["title"] for one in written["milestones"]] == ["First month"]
    (posting,) = stored(home, "postings")
    assert posting["platform"] == "upwork"
    people = {one["name"]: one for one in stored(home, "candidates")}
    assert set(people) == {"Ana P.", "Bruno T.", "Chidi O."}
    assert people["Ana P."]["scores"] == {"speed": 5, "effort": 5, "skills": 4, "credibility": 4, "answers": 5}
    assert people["Ana P."]["early_reason"] == "she worked for a friend of mine"
    (talks,) = stored(home, "negotiations")
    assert talks["market"]["typical"] == "28.00 EUR"
    assert talks["agreed_at"] is not None
    (work,) = stored(home, "engagements")
    assert len(work["rounds"]) == 1
    assert work["deliveries"][0]["accepted_at"] is not None
    (outcome,) = stored(home, "outcomes")
    assert outcome["kind"] == "hit"
    assert len(stored(home, "entries")) == 30


if __name__ == "__main__":
    sys.exit("run this with pytest")
