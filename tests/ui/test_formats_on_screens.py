"""The person's formats hold on every screen of the demo: no other date, decimal mark or clock is left anywhere."""

import re
from pathlib import Path

from outsource_tui.config.paths import Paths
from outsource_tui.config.settings_file import PersonSettings
from outsource_tui.domain.clock import FixedClock
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.app import OutsourceApp
from tests.golden.pictures import PRESENT, fill
from tests.ui.helpers import keys, screen_text, until

OTHERS = re.compile(r"\d{4}-\d\d-\d\d|\d\.\d{1,2}\b(?!\.)")
WORDS_OF_THE_DEMO = ("She named 36.00 first", "33.00 is above the low end")


async def test_every_screen_writes_dates_times_and_figures_as_the_person_does(tmp_path: Path) -> None:
    fill(tmp_path)
    wanted = PersonSettings(date_format="dmy", time_format="12h", decimal_mark=",", week_start="sunday")
    app = OutsourceApp(Paths(tmp_path, tmp_path, tmp_path), FixedClock(PRESENT), settings=wanted)
    async with app.run_test(size=(120, 48)) as pilot:
        await until(pilot, lambda: app.ready)
        seen: dict[str, str] = {}
        for name, _title, _letter in STAGES:
            app.go(name)
            await until(pilot, lambda name=name: getattr(app.screen, "stage", "") == name)
            await keys(pilot, "j", "wait")
            text = screen_text(app)
            for words in WORDS_OF_THE_DEMO:
                text = text.replace(words, "")
            assert OTHERS.findall(text) == [], f"{name} writes otherwise"
            seen[name] = text
        assert "8:35am" in seen["today"]
        assert "136,00 EUR" in seen["today"]
        # The calendar of shades begins with Sunday.
        assert re.findall(r"^\s+(\w{3}) [·░▒▓█]", seen["insights"], re.MULTILINE) == ["Sun", "Tue", "Thu", "Sat"]
        app.go("today")
        await keys(pilot, "w")
        assert "Week of Sunday 22 November" in screen_text(app)
