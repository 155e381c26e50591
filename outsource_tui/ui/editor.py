"""Long texts in the editor of the person's choice."""

import os
import shlex
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean

if TYPE_CHECKING:
    from outsource_tui.ui.app import OutsourceApp

LARGEST = 4_000_000


def editor_command(environment: dict[str, str] | None = None) -> list[str]:
    """Return the words of $VISUAL or $EDITOR; InputError when neither names a program."""
    found = os.environ if environment is None else environment
    said = (found.get("VISUAL") or found.get("EDITOR") or "").strip()
    try:
        words = shlex.split(said)
    except ValueError as error:
        raise InputError("$EDITOR has a quote that is never closed; mend it in your shell's settings.") from error
    if not words:
        raise InputError("No editor is set; put one into $EDITOR, for example: export EDITOR=nano.")
    return words


def edit_text(app: "OutsourceApp", text: str, suffix: str = ".md") -> str | None:
    """Return the text as it was left in the editor, or None when it was not changed or the editor failed."""
    from textual.app import SuspendNotSupported

    try:
        command = editor_command()
        handle, name = tempfile.mkstemp(prefix="outsource-", suffix=suffix)
    except InputError as error:
        app.tell_error(error)
        return None
    except OSError as error:
        app.tell(f"No temporary file could be made ({error.strerror}); your text is unchanged.", "error")
        return None
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        problem = ""
        try:
            with app.suspend():
                problem = _run([*command, name])
        except SuspendNotSupported:
            app.tell("An editor cannot be opened from a browser; type the text here instead.", "refused")
            return None
        if problem:
            app.tell(problem, "error")
            return None
        if path.stat().st_size > LARGEST:
            app.tell("The text is longer than 4 MB, so it was not taken over; shorten it.", "refused")
            return None
        edited = clean(path.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    except OSError as error:
        app.tell(f"The edited text could not be read ({error.strerror}); the old one is kept.", "error")
        return None
    finally:
        path.unlink(missing_ok=True)
    app.refresh(layout=True)
    return None if edited == text.rstrip("\n") else edited


def _run(command: list[str]) -> str:
    """Run the editor with the terminal to itself; return a sentence when it did not end well."""
    before: dict[int, Any] = {}
    try:
        for number in (signal.SIGINT, signal.SIGQUIT):
            before[number] = signal.signal(number, signal.SIG_IGN)
        done = subprocess.run(command, check=False, preexec_fn=_usual_signals)
    except OSError as error:
        return f"The editor {command[0][:60]} could not be started ({error.strerror}); look at $EDITOR."
    finally:
        for kept, handler in before.items():
            signal.signal(kept, handler)
    if done.returncode != 0:
        return f"The editor ended with {done.returncode}, so the old text is kept."
    return ""


def _usual_signals() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
