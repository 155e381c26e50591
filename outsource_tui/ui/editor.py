"""Long texts in the editor of the person's choice."""

import os
import shlex
import signal
import subprocess
from typing import Any

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean
from outsource_tui.ui.host import Host

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


def edit_text(app: Host, text: str, *, title: str = "") -> str | None:
    """Return the text as it was left in the editor, or None when it was not changed or the editor failed.

    Where there is no field for it to go back to, `title` names what it is: then it stays among the drafts until it is
    saved. What a failing editor left behind goes there too.
    """
    from textual.app import SuspendNotSupported

    try:
        command = editor_command()
        path = app.drafts.for_editor(text)
    except InputError as error:
        app.tell_error(error)
        return None
    except OSError as error:
        app.tell(f"No temporary file could be made ({error.strerror}); your text is unchanged.", "error")
        return None
    left = ""
    try:
        problem = ""
        try:
            with app.suspend():
                problem = _run([*command, str(path)])
        except SuspendNotSupported:
            app.tell("An editor cannot be opened from a browser; type the text here instead.", "refused")
            return None
        if path.stat().st_size > LARGEST:
            left = str(path)
            app.tell(f"The text is longer than 4 MB, so it was not taken over; it is kept in {left}.", "refused")
            return None
        edited = clean(path.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    except OSError as error:
        app.tell(f"The edited text could not be read ({error.strerror}); the old one is kept.", "error")
        return None
    finally:
        if not left:
            path.unlink(missing_ok=True)
    app.refresh(layout=True)
    changed = edited != text.rstrip("\n")
    if changed and (problem or title):
        app.drafts.keep(path.stem, {"text": edited}, title=title or "what your editor left")
        app.drafts.flush()
    if problem:
        app.tell(f"{problem} The palette lists what it left." if changed else problem, "error")
        return None
    if changed and title:
        app.drafts.give(path.stem)
    return edited if changed else None


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
