"""What people wrote shows on the screen and nowhere else: in no title, no process, no log and no file for others."""

import os
import re
import stat
from pathlib import Path

from tests.faults.filled import filled_home
from tests.faults.home import Wild, app_at, assert_sound

SECRET = "plans of the harbour"
WORDS = f"{SECRET} \x1b]0;{SECRET}\x07\x1b]52;c;{SECRET}\x07 \x1b]9;{SECRET}\x1b\\"
SCREENS = "12345678"


def test_words_of_the_user_show_on_screens_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert filled_home(home, lambda: WORDS, last=200) > 1000
    seen = 0
    with Wild(app_at(home), home, columns=120, rows=40) as wild:
        wild.take(5, 30)
        for screen in SCREENS:
            # The highlighted record, its arithmetic or why there is none, a filter with the words in it.
            for keys in (screen, "j=", "\x1b", f"/{SECRET}"):
                assert wild.pour(keys.encode())
                wild.take(0.1, 3)
            assert wild.pour(b"\x1b")
            wild.take(0.1, 2)
            seen += SECRET.encode() in wild.raw
            # The shape of the mouse pointer is all that is asked of the terminal.
            assert set(re.findall(rb"\x1b\][^\x07\x1b]*", wild.raw)) <= {b"\x1b]22;default", b"\x1b]22;pointer"}
            wild.raw = b""
            folder = Path(f"/proc/{wild.pid}")
            told = (folder / "cmdline").read_bytes() + (folder / "comm").read_bytes()
            assert SECRET.encode() not in told
        assert wild.leave() == 0
    assert seen == len(SCREENS)
    assert_sound(home)
    for path in (home, *home.rglob("*")):
        assert stat.S_IMODE(os.lstat(path).st_mode) == (0o700 if path.is_dir() else 0o600), path
        assert SECRET not in str(path)
