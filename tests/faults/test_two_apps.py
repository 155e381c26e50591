"""Two apps on one workspace: the same record changed in both is shown field by field, and nothing is lost unseen."""

import os
from pathlib import Path

from outsource_tui.store.lock import FolderLock
from outsource_tui.store.snapshot import read_snapshot
from tests.faults.home import assert_sound, demo_home
from tests.faults.test_endings import by_key, opened, typed


def test_a_record_changed_in_both_is_settled_by_the_second(tmp_path: Path) -> None:
    home = demo_home(tmp_path / "home")
    with opened(home) as one, opened(home) as other:
        for app in (one, other):
            app.press("2").wait_for("Acme shop front")
            app.press("j", "j").wait_for("▌ . Inbox")
            app.press("t").wait_for("Edit Inbox and calendar")
        one.type(" of mine").wait_for("calendar of mine")
        other.type(" of another").wait_for("calendar of another")
        one.press("ctrl+o").wait_gone("Edit Inbox and calendar")
        other.press("ctrl+o").wait_for("This task was changed elsewhere too")
        other.wait_for(r"● Inbox and calendar of another +○ Inbox and calendar of mine")
        other.press("space").wait_for(r"○ Inbox and calendar of another +● Inbox and calendar of mine")
        other.press("space", "enter").wait_gone("changed elsewhere")
        one.wait_for("Inbox and calendar of another")
        titles = [task["title"] for task in read_snapshot(home).documents("tasks").values()]
        assert "Inbox and calendar of another" in titles
        assert "Inbox and calendar of mine" not in titles
        assert typed(home) == ""
        one.press("t").wait_for("Edit Inbox and calendar of another")
        one.type(" kept").wait_for("another kept")
        with FolderLock(home):
            # A hung program holds the workspace: the app says which, and what was typed stays where it is.
            one.press("ctrl+o").wait_for(rf"process {os.getpid()}\) is writing to")
            assert "another kept" in one.text()
            assert typed(home).count("another kept") == 1
        one.press("ctrl+o").wait_gone("Edit Inbox")
        other.wait_for("another kept")
        one.press("u").wait_for("Took back")
        other.wait_gone("another kept")
        other.press("u").wait_for("Took back")
        one.wait_for("Inbox and calendar of mine")
        assert by_key(one, home) == by_key(other, home) == 0
    assert_sound(home)
