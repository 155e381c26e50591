"""The quick-log line: what you did, in the words of the command line, coloured as it is understood."""

from datetime import datetime
from typing import Any, cast

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.suggester import Suggester
from textual.widgets import Input

from outsource_tui.domain import formats
from outsource_tui.domain.dates import spoken_length
from outsource_tui.domain.errors import InputError, OutsourceError
from outsource_tui.ui.dialogs.fields import TextLine
from outsource_tui.ui.host import GoingOn, Host, Stage
from outsource_tui.ui.show import Piece, clock_time_of, literal
from outsource_tui.ui.theme import palette_of
from outsource_tui.ui.widgets.painted import OneLine

DRAFT = "quick-line"
ROLES = {
    "tag": "blue",
    "project": "blue",
    "feeling": "amber",
    "length": "accent",
    "range": "accent",
    "day": "accent",
    "flag": "muted",
    "problem": "red",
}


class _Colours(Highlighter):
    """Colours the recognised pieces of a line."""

    def __init__(self, app: Host) -> None:
        self.app = app

    def highlight(self, text: Text) -> None:
        """Colour a line in place."""
        from outsource_tui.domain.quick_line import read_line

        palette = palette_of(self.app.theme)
        said, _problem = read_line(text.plain, self.app.clock.now())
        for piece in said.pieces:
            color = palette.color(ROLES.get(piece.kind, ""), palette.text)
            text.stylize(Style(color=color, underline=piece.kind == "problem" or None), piece.start, piece.end)


class _Known(Suggester):
    """Offers the end of what was logged before, once the log is there."""

    def __init__(self, app: Host) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.app = app

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole line that is offered."""
        return self.app.services.log.complete(value) if self.app.ready else None


class QuickField(TextLine):
    """The field of the line: the likeliest end stands there in grey, tab takes it, escape leaves."""

    def __init__(self, app: Host, value: str) -> None:
        """Start with what was typed before."""
        super().__init__(value, placeholder="what you did 45m @project +tag :dislike", id="quick-text")
        self.highlighter = _Colours(app)
        self.suggester = _Known(app)


class QuickLogLine(GoingOn, Horizontal):
    """`+`, a field, and what the line says; it is put away after one entry, and taken out again.

    A screen that shows a line with the id `quick-hint-line` in its place has it hidden meanwhile.
    """

    def __init__(self) -> None:
        """Wait for `enter`."""
        super().__init__(id="quick")
        self._offered = ""

    @classmethod
    def open_on(cls, screen: Stage, text: str = "") -> None:
        """Put the cursor into the line of a screen, made now if there is none."""
        screen.outsource.key_order.opening()
        for standing in screen.query(cls):
            # One that was made just now enters by itself once it stands.
            if standing.children:
                standing.enter(text)
            return
        screen.outsource.load_fields_css()
        made = cls()
        screen.mount(made, before="#foot")
        screen.call_after_refresh(made.enter, text)

    @property
    def outsource(self) -> Host:
        """Return the app, typed."""
        return cast(Host, self.app)

    @property
    def field(self) -> QuickField:
        """Return the field."""
        return self.query_one(QuickField)

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        yield OneLine(("+", "accent"), id="quick-sign")
        yield QuickField(self.outsource, "")
        yield OneLine(id="quick-hint")

    def _show_hint(self, shown: bool) -> None:
        for hint in self.screen.query("#quick-hint-line"):
            hint.display = shown

    def enter(self, text: str = "") -> None:
        """Put the cursor into the field, which starts with `text` unless something was typed before and not logged.

        The line takes the place of the hint; what can be offered is gathered meanwhile.
        """
        if self.outsource.ready:
            self.run_worker(self.outsource.services.log.known, thread=True)
        self._show_hint(False)
        self.display = True
        field = self.field
        self._offered = text.strip()
        if not field.value.strip():
            kept = self.outsource.drafts.find(DRAFT)
            field.value = (kept.fields.get("line", "") if kept is not None else "") or text
        field.cursor_position = len(field.value)
        field.focus()
        self._tell()
        self.outsource.key_order.opened()

    def _tell(self) -> None:
        hint = self.query_one("#quick-hint", OneLine)
        line = self.field.value
        pieces: list[tuple[str, str]] = []
        if line.strip():
            pieces = self._reading(line)
        if not pieces:
            pieces = [("enter logs it, tab completes", "muted")]
        hint.set_line(pieces)

    def _reading(self, line: str) -> list[tuple[str, str]]:
        from outsource_tui.domain.quick_line import read_line

        said, problem = read_line(line, self.outsource.clock.now())
        if problem is not None:
            return [(str(problem), "red")]
        found: list[tuple[str, str]] = []
        if said.start:
            found.append(
                (
                    f"{formats.full_date(said.day)} {clock_time_of(said.start)}"
                    if said.day_given
                    else clock_time_of(said.start),
                    "",
                )
            )
        elif said.day_given:
            found.append((formats.full_date(said.day), ""))
        found.append((spoken_length(said.seconds), "") if said.seconds else ("? length asked later", "blue"))
        pieces: list[tuple[str, str]] = []
        for number, piece in enumerate(found):
            pieces += [("  ", ""), piece] if number else [piece]
        return [*pieces, ("   enter logs it, tab completes", "muted")]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the line says so far, and keep it."""
        event.stop()
        self._tell()
        if event.value.strip() in ("", self._offered):
            self.outsource.drafts.remove(DRAFT)
        else:
            self.outsource.drafts.keep(DRAFT, {"line": event.value}, title="+ the line you log with")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Log the line."""
        event.stop()
        line = event.value.strip()
        if not line:
            self.leave()
            return
        try:
            entry: Any = self.outsource.services.log.capture(line)
        except InputError as error:
            self.query_one("#quick-hint", OneLine).set_line(((str(error), "red"),))
            return
        except OutsourceError as error:
            self.outsource.tell_error(error)
            return
        self.field.value = ""
        self.outsource.drafts.remove(DRAFT)
        self.outsource.tell(f"Logged: {said_back(entry)}")
        self.outsource.changed()
        self.leave()

    def on_key(self, event: events.Key) -> None:
        """Complete with tab, leave with escape."""
        if event.key == "tab":
            event.stop()
            event.prevent_default()
            self.complete()
        elif event.key in ("escape", "down", "up"):
            event.stop()
            event.prevent_default()
            self.leave()

    def complete(self) -> None:
        """Take over the likeliest end of the word that is being typed."""
        try:
            whole = self.outsource.services.log.complete(self.field.value)
        except OutsourceError as error:
            self.outsource.tell_error(error)
            return
        if whole:
            self.field.value = whole
            self.field.cursor_position = len(whole)

    def leave(self) -> None:
        """Go back to the list; what was typed and not logged is kept for the next time."""
        screen: Any = self.screen
        self.outsource.drafts.flush()
        with self.prevent(Input.Changed):
            # The draft holds it, for whichever screen the line is opened on next.
            self.field.value = ""
        self._show_hint(True)
        if screen.table is not None:
            screen.table.focus()
        else:
            screen.set_focus(None)
        self.display = False


def said_back(entry: Any) -> str:
    """Return an entry in one line, as it was understood."""
    parts = [Piece(entry.text or entry.project or "(no text)").text]
    start: datetime | None = entry.start
    if entry.seconds:
        parts.append(spoken_length(entry.seconds))
    if start is not None:
        parts.append(f"from {formats.clock(start.hour, start.minute)}")
    if entry.project:
        parts.append(f"@{entry.project}")
    parts += [f"+{tag}" for tag in entry.tags]
    return literal(", ".join(parts))
