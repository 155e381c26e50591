"""Write the pictures of the README: every screen of the demo workspace as SVG. Run: python screenshots/make.py"""

import asyncio
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from outsource_tui.ui.actions.registry import SCREENS  # noqa: E402
from tests.golden.pictures import fill, picture  # noqa: E402

SHOTS = (
    *((screen, (120, 40), "dark", "") for screen in SCREENS),
    ("today", (120, 40), "light", "-light"),
    ("identify", (120, 40), "light", "-light"),
    ("identify", (80, 24), "dark", "-80x24"),
    ("candidates", (120, 40), "contrast", "-contrast"),
)


async def main(wanted: set[str]) -> None:
    """Write the pictures of the named screens, or of all."""
    for screen, size, theme, suffix in SHOTS:
        if wanted and screen not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder))
            svg, _text = await picture(Path(folder), screen, size, theme, [])
        (HERE / f"{screen}{suffix}.svg").write_text(svg, encoding="utf-8")
        sys.stdout.write(f"{screen}{suffix}.svg\n")


if __name__ == "__main__":
    asyncio.run(main(set(sys.argv[1:])))
