"""The app with a fault in it: once a file called `crash` lies in its home, the next second ends in an error."""

import sys
from typing import Any

from outsource_tui.ui.app import OutsourceApp

tick = OutsourceApp._tick


def crash_when_told(self: OutsourceApp) -> None:
    """Raise an error with the user's words in it."""
    if (self.paths.data / "crash").exists():
        secret: Any = "the secret words of the user"
        raise ValueError(secret)
    tick(self)


if __name__ == "__main__":
    from outsource_tui.__main__ import main

    OutsourceApp._tick = crash_when_told  # type: ignore[method-assign]
    sys.argv = ["outsource"]
    sys.exit(main())
