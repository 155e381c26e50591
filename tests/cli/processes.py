"""Commands as whole processes: what scripts see."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return stdout as the one JSON document it is."""
        return json.loads(self.out)


def environment(home: Path | None = None, **changes: str) -> dict[str, str]:
    """Return a clean environment rooted at `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    if home is not None:
        kept["OUTSOURCE_HOME"] = str(home)
    return {**kept, "TERM": "xterm-256color", "TZ": "Europe/Berlin", "PYTHONPATH": str(ROOT), **changes}


def run(home: Path | None, *arguments: str | bytes, stdin: bytes = b"", fails: bool = False, **changes: str) -> Ran:
    """Run `outsource` with arguments and return how it ended; a failure that was not expected is shown."""
    done = subprocess.run(
        [sys.executable, "-m", "outsource_tui", *arguments],
        input=stdin,
        capture_output=True,
        env=environment(home, **changes),
        timeout=60,
        check=False,
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err
    assert (ran.code != 0) == fails, ran
    return ran
