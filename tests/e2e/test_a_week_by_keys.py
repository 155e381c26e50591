"""A week logged by keys in a real pseudo-terminal, walked through the review to one drop, one keep and one outsource.

The figures are worked out by hand: five days logged count as a week, so a month is 30.4375 / 7 of what was logged.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.e2e.terminal import Terminal, app_command, home_environment
from tests.e2e.test_the_whole_loop import stored

INVOICES, ARCHIVE, DESIGN = "Chase late invoices", "Sort the archive", "Design the shop front"
LINES = (
    f"{INVOICES} 8:00-10:00 %s @acme +money :dislike :4",
    f"{ARCHIVE} 10-11 %s :dislike :1",
    f"%s {DESIGN} 1pm-4pm @acme :like :1",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def test_a_week_logged_by_keys_ends_in_a_drop_a_keep_and_an_outsource(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Terminal(app_command(), environment=home_environment(home)) as app:
        app.wait_for("Nothing logged yet")
        log_a_week(app)
        walk(app)
        drop_and_keep(app)
        outsource(app)
        app.press("q")
        assert app.wait_end() == 0
    in_the_file(home)


def log_a_week(app: Terminal) -> None:
    """Log three things on each of the last five days by the quick-log line, days said in words."""
    today = datetime.now().astimezone().date()
    logged = 0
    for back in range(5, 0, -1):
        day = "yesterday" if back == 1 else WEEKDAYS[(today - timedelta(days=back)).weekday()]
        for line in LINES:
            app.press("+")
            app.wait_for("enter logs it")
            app.type(line % day).press("enter")
            logged += 1
            app.wait_for(rf" {logged} entr(y|ies) so far")
    app.press("L")
    # 2 + 1 + 3 hours on five days.
    app.wait_for("The whole log   15 entries, 30 h 00")
    app.press("escape")


def walk(app: Terminal) -> None:
    """Answer the six questions for all three, one key each; the log's evidence stands beside them."""
    app.press("2")
    app.wait_for("3 activities, 30 h 00")
    # By time: 15 and 10 of 30 h; by stress 4 x 10, 1 x 15 and 1 x 5 of 60.
    app.wait_for("2 of 3 .* hold 83 % of your time, 92 % of your stress")
    app.press("home", "r")
    for name, answers in ((DESIGN, "nnnynn"), (INVOICES, "yynyyy"), (ARCHIVE, "yynnnn")):
        app.wait_for(f"Review   {name}")
        app.wait_for("question 1 of 6")
        for number, key in enumerate(answers, 1):
            app.press(key)
            if number < 6:
                app.wait_for(f"question {number + 1} of 6")
    app.wait_for("next actions")
    app.press("escape")


def drop_and_keep(app: Terminal) -> None:
    """Drop the archive and keep the design by one key each, and read what that brings."""
    to(app, ARCHIVE)
    # 5 h in a week: 5 x 30.4375 / 7 = 21.741 h a month.
    app.wait_for(r"your hours a month\s+21 h 44")
    app.press("D")
    app.wait_for("dropped 21 h 44 a month")
    to(app, DESIGN)
    app.press("p")
    app.wait_for(f"You keep {DESIGN}; look again")


def outsource(app: Terminal) -> None:
    """Take the invoices through inputs, cross-outs and the reason to outsource, with the verdict line by line."""
    to(app, INVOICES)
    app.press("i")
    app.wait_for("▌ your hour")
    app.press("enter").type("85").press("enter")
    app.wait_for(r"your hour\s+85.00")
    app.press("j", "j", "j", "enter").type("26").press("enter")
    app.wait_for(r"their rate\s+26.00/h")
    app.press("escape")
    # H 10 h x 30.4375 / 7 = 43.482 h; P 43.482 x 26 = 1,130.54; R a fifth of it, 226.11;
    # O 43.482 / 5 + 0.5 x 30.4375 / 7 = 8.696 + 2.174 = 10.871 h; N 32.612 h = 32 h 37;
    # V 32.612 x 85 - 1,130.54 - 226.11 = 1,415.34.
    app.wait_for(r"price at 26.00\s+1,130.54")
    app.wait_for(r"net time\s+\+32 h 37")
    app.wait_for(r"net value\s+\+1,415.34")
    app.wait_for("frees 32.6 h and brings")
    app.press("o")
    app.wait_for("A better use of the time")
    app.type("Design work").press("ctrl+o")
    app.wait_for("6 reasons against it to go through")
    app.press("n", "n", "n")
    app.wait_for("3 reasons against it to go through")
    app.press("enter")
    app.wait_for("the skill it needs")
    app.press("2", "enter", "4", "enter")
    app.wait_for("Your skill of 2 is below the 4 it needs")
    app.press("n", "n")
    app.wait_for("1 reason against it to go through")
    app.press("enter")
    app.wait_for("how bad if it fails")
    app.press("2", "enter", "2", "enter")
    app.wait_for("Impact 2 × likelihood 2 = 4")
    app.press("n")
    app.wait_for("nothing speaks against it")
    app.press("escape", "o")
    app.wait_for("Why would you outsource")
    app.press("enter")
    app.wait_for("Decide about")
    app.press("ctrl+o")
    app.wait_for(rf"{INVOICES}.*○ draft")


def to(app: Terminal, name: str) -> None:
    """Put the cursor of the list, ordered by time, on an activity: the pane at the right is about it then."""
    app.press("home", *["j"] * (DESIGN, INVOICES, ARCHIVE).index(name))
    app.wait_for(rf"  {name}\n")


def in_the_file(home: Path) -> None:
    """Look at what stock TinyDB reads: fifteen entries, three decisions, the hours that go and stay."""
    entries = stored(home, "entries")
    assert len(entries) == 15
    assert sum(entry["seconds"] for entry in entries) == 30 * 3600
    assert {(entry["text"], entry["stress"], entry["liking"], tuple(entry["tags"])) for entry in entries} == {
        (INVOICES, 4, 2, ("money",)),
        (ARCHIVE, 1, 2, ()),
        (DESIGN, 1, 4, ()),
    }
    tasks: dict[str, dict[str, Any]] = {task["title"]: task for task in stored(home, "tasks")}
    verdicts = {title: task["decision"]["verdict"] for title, task in tasks.items()}
    assert verdicts == {ARCHIVE: "drop", DESIGN: "keep", INVOICES: "outsource"}
    assert round(float(tasks[ARCHIVE]["decision"]["hours"]), 3) == 21.741
    assert tasks[DESIGN]["decision"]["look_again"] is not None
    assert (len(tasks[INVOICES]["answers"]), len(tasks[INVOICES]["cross_outs"])) == (6, 6)
    assert [brief["title"] for brief in stored(home, "briefs")] == [INVOICES]
