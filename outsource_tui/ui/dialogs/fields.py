"""The fields of a form: declared as data, edited by small widgets of ours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from outsource_tui.domain.text import MAX_TEXT, clean, clean_line, normal
from outsource_tui.ui.paint import strip_of
from outsource_tui.ui.show import Line, Piece, literal, number
from outsource_tui.ui.widgets.painted import AtOnce, Painted

LONGEST_LINE = 10_000
LONGEST_TEXT = 200_000
"""Characters that can be pasted into a line and a text, so that each key is answered at once; more that comes from
elsewhere is shown and kept whole."""
SHOWN_OPTIONS = 7
YES_NO = (("yes", "yes"), ("no", "no"))


@dataclass(frozen=True)
class Field:
    """One field of a form.

    `kind` is text, long, number, whole, percent, hours, length, money, date, choice, flags or score; the value it
    gives is str, str, Decimal, int, Decimal share, Decimal hours, int seconds, Money, date, the key of an option,
    a tuple of keys, or 1 to 5; None (text: "") when nothing was given. `check` returns a sentence for what does not
    fit. `help` stands in an empty field or beside it.
    """

    name: str
    label: str
    kind: str = "text"
    value: Any = None
    options: Sequence[tuple[str, str]] = ()
    help: str = ""
    required: bool = False
    check: Callable[[Any], str | None] | None = None
    rows: int = 6
    currency: str = ""


class TooLong(Message):
    """More was typed or pasted than a field holds; nothing of it was taken."""

    def __init__(self, field: Widget, most: int, pasted: int = 0) -> None:
        """Keep how many characters the field holds, and how many were pasted."""
        super().__init__()
        self.field = field
        self.most = most
        self.pasted = pasted

    def sentence(self) -> str:
        """Return what to say, where the field is."""
        holds = f"This field holds {number(self.most)} characters"
        if not self.pasted:
            return f"{holds} and is full; shorten it before you type on."
        return f"{holds}, so the {number(self.pasted)} you pasted were not taken; paste less."


def too_long(text: str, what: str) -> str:
    """Return why a text cannot be saved, with its field called `what`."""
    return f"{what} has {number(len(text))} characters and {number(MAX_TEXT)} are the most; shorten it."


class TextLine(AtOnce, Input):
    """A line of text: a paste of several lines becomes one, and nothing in it drives the terminal.

    With `whole` all of it is selected when the field is entered by a key, so that typing replaces it.
    """

    def __init__(self, value: str = "", *, placeholder: str = "", whole: bool = False, id: str | None = None) -> None:
        """Start with a value."""
        super().__init__(
            clean_line(value) if "\n" in value else clean(value),
            placeholder=literal(placeholder),
            id=id,
            compact=True,
            select_on_focus=whole,
            max_length=LONGEST_LINE,
        )

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean_line(event.text)
        if len(self.value) - len(self.selected_text) + len(text) > LONGEST_LINE:
            self.post_message(TooLong(self, LONGEST_LINE, len(text)))
        else:
            self.replace(text, *self.selection)

    def restricted(self) -> None:
        """Say why nothing more is taken."""
        self.post_message(TooLong(self, LONGEST_LINE))

    def on_key(self, event: events.Key) -> None:
        """Go to the field above or below with the arrows."""
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            if event.key == "down":
                self.screen.focus_next()
            else:
                self.screen.focus_previous()


class FilterField(TextLine):
    """A field whose arrows move the list that it narrows down."""

    def on_key(self, event: events.Key) -> None:
        """Leave the arrows to what holds the list."""
        if event.key in ("up", "down"):
            event.prevent_default()


class LongText(AtOnce, TextArea):
    """Several lines of text; ctrl+e opens them in $EDITOR."""

    class Edit(Message):
        """The text is wanted in $EDITOR."""

        def __init__(self, area: "LongText") -> None:
            """Keep the field."""
            super().__init__()
            self.area = area

    def __init__(self, value: str = "", *, rows: int = 6, placeholder: str = "", id: str | None = None) -> None:
        """Start with a text, `rows` lines tall."""
        super().__init__(
            clean(value), id=id, soft_wrap=True, tab_behavior="focus", compact=True, placeholder=literal(placeholder)
        )
        self.rows = rows
        self.most = LONGEST_TEXT
        """Characters that can stand there after a paste."""

    def on_mount(self) -> None:
        """Take the height."""
        self.styles.height = self.rows

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean(event.text)
        # Counted in lines it would have to be put together first; what is there may be a megabyte too.
        if sum(len(line) + 1 for line in self.document.lines) - 1 - len(self.selected_text) + len(text) > self.most:
            self.post_message(TooLong(self, self.most, len(text)))
        elif not self.read_only and (result := self._replace_via_keyboard(text, *self.selection)):
            self.move_cursor(result.end_location)

    def on_key(self, event: events.Key) -> None:
        """Open the editor with ctrl+e."""
        if event.key == "ctrl+e":
            event.stop()
            event.prevent_default()
            self.post_message(self.Edit(self))


class Choosing(Painted, can_focus=True):
    """What the fields for choices share: a line that opens into its options while it has the focus."""

    DEFAULT_CSS = "Choosing { height: auto; width: 1fr; }"

    class Changed(Message):
        """Another value was chosen."""

    class Submitted(Message):
        """Enter: go on to the next field."""

    def __init__(self, id: str | None = None) -> None:
        """Start closed."""
        super().__init__(id=id)
        self.ground = "side"
        self.typed = ""

    def choices(self) -> list[Line]:
        """Return the lines under the first one while open."""
        return []

    def first_line(self) -> Line:
        """Return the line that is always shown."""
        return ()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one line, and the options while open."""
        return 1 + (len(self.choices()) if self.has_focus else 0)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        if y == 0:
            return strip_of(self.palette, self.first_line(), width, "selected", 1)
        lines = self.choices()
        return strip_of(self.palette, lines[y - 1] if y <= len(lines) else (), width, self.ground, 1)

    def on_focus(self) -> None:
        """Open."""
        self.refresh(layout=True)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def on_blur(self) -> None:
        """Close."""
        self.typed = ""
        self.refresh(layout=True)


class ChoiceField(Choosing):
    """One of several options: type a part of it, or walk with the arrows; enter takes it and goes on."""

    def __init__(
        self, options: Sequence[tuple[str, str]], value: str | None, *, required: bool = False, id: str | None = None
    ) -> None:
        """Offer (key, words) pairs, and nothing at all unless it is required or has words of its own there."""
        super().__init__(id)
        named = required or any(not key for key, _words in options)
        self.options = tuple(options) if named else (("", "—"), *options)
        known = {key for key, _words in self.options}
        self.value = value if value in known else (self.options[0][0] if self.options else "")

    def matching(self) -> list[tuple[str, str]]:
        """Return the options that hold what was typed."""
        wanted = normal(self.typed)
        return [option for option in self.options if wanted in normal(option[1])]

    def first_line(self) -> Line:
        """Return the chosen option, or what was typed."""
        if self.typed:
            return (Piece(self.typed, "accent bold"), Piece("▏", "accent"))
        words = next((words for key, words in self.options if key == self.value), "")
        hint = "   type or ↑ ↓" if self.has_focus else ""
        return (Piece(words or "—", "" if self.value else "muted"), Piece(hint, "muted"))

    def choices(self) -> list[Line]:
        """Return the options around the chosen one."""
        options = self.matching()
        if not options:
            return [(Piece("nothing matches, backspace widens", "amber"),)]
        at = next((number for number, (key, _words) in enumerate(options) if key == self.value), 0)
        start = max(0, min(at - SHOWN_OPTIONS // 2, len(options) - SHOWN_OPTIONS))
        lines: list[Line] = []
        for key, words in options[start : start + SHOWN_OPTIONS]:
            chosen = key == self.value
            lines.append((Piece("▌ " if chosen else "  ", "accent"), Piece(words, "bold" if chosen else "muted")))
        return lines

    def set_value(self, value: str) -> None:
        """Choose an option by its key."""
        if value != self.value and any(key == value for key, _words in self.options):
            self.value = value
            self.post_message(self.Changed())
            self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """Walk, type, take."""
        options = self.matching()
        at = next((number for number, (key, _words) in enumerate(options) if key == self.value), -1)
        if event.key in ("up", "down", "left", "right", "home", "end"):
            event.stop()
            if options:
                step = {"up": at - 1, "left": at - 1, "home": 0, "end": len(options) - 1}.get(event.key, at + 1)
                self.set_value(options[max(0, min(len(options) - 1, step))][0])
        elif event.key == "enter":
            event.stop()
            self.typed = ""
            self.refresh(layout=True)
            self.post_message(self.Submitted())
        elif event.key == "backspace":
            event.stop()
            self.typed = self.typed[:-1]
            self.refresh(layout=True)
        elif event.character is not None and event.is_printable:
            event.stop()
            self.typed += event.character
            found = self.matching()
            if found and all(key != self.value for key, _words in found):
                self.set_value(found[0][0])
            self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked option."""
        options = self.matching()
        if event.y and options:
            at = next((number for number, (key, _words) in enumerate(options) if key == self.value), 0)
            start = max(0, min(at - SHOWN_OPTIONS // 2, len(options) - SHOWN_OPTIONS))
            if start + event.y - 1 < len(options):
                self.set_value(options[start + event.y - 1][0])


class FlagsField(Choosing):
    """Any of several options: arrows walk, space switches one on or off."""

    def __init__(self, options: Sequence[tuple[str, str]], value: Iterable[str], id: str | None = None) -> None:
        """Offer (key, words) pairs with some of them on."""
        super().__init__(id)
        self.options = tuple(options)
        on = set(value or ())
        self.value: tuple[str, ...] = tuple(key for key, _words in self.options if key in on)
        self.at = 0

    def first_line(self) -> Line:
        """Return what is on."""
        words = [words for key, words in self.options if key in self.value]
        return (
            Piece(", ".join(words) or "none", "" if words else "muted"),
            Piece("   space switches" if self.has_focus else "", "muted"),
        )

    def choices(self) -> list[Line]:
        """Return every option with its state."""
        lines: list[Line] = []
        for at, (key, words) in enumerate(self.options):
            on = key in self.value
            lines.append(
                (
                    Piece("▌ " if at == self.at else "  ", "accent"),
                    Piece("■ " if on else "□ ", "accent" if on else "muted"),
                    Piece(words, "bold" if at == self.at else "" if on else "muted"),
                )
            )
        return lines

    def switch(self) -> None:
        """Switch the option under the cursor."""
        if not self.options:
            return
        key = self.options[self.at][0]
        on = set(self.value) ^ {key}
        self.value = tuple(each for each, _words in self.options if each in on)
        self.post_message(self.Changed())
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Walk and switch."""
        if event.key in ("down", "up", "j", "k"):
            step = 1 if event.key in ("down", "j") else -1
            if not 0 <= self.at + step < len(self.options):
                event.stop()
                if step > 0:
                    self.screen.focus_next()
                else:
                    self.screen.focus_previous()
                return
            event.stop()
            self.at += step
            self.refresh()
        elif event.key == "space":
            event.stop()
            self.switch()
        elif event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())

    def on_click(self, event: events.Click) -> None:
        """Switch the clicked option."""
        if 0 < event.y <= len(self.options):
            self.at = event.y - 1
            self.switch()


class ScoreField(Choosing):
    """A score from 1 to 5 typed as a digit; 0 or backspace makes it unknown again."""

    def __init__(self, value: int | None, *, low: int = 1, id: str | None = None) -> None:
        """Start with a score or None."""
        super().__init__(id)
        self.low = low
        self.value = value

    def first_line(self) -> Line:
        """Return the digits with the chosen one lit."""
        pieces: list[Piece] = []
        for score in range(self.low, 6):
            pieces.append(Piece(f" {score} ", "lit" if score == self.value else "muted"))
        pieces.append(Piece(" ? unknown" if self.value is None else "", "blue"))
        if self.has_focus:
            pieces.append(Piece("   type a digit, backspace clears", "muted"))
        return tuple(pieces)

    def set_value(self, value: int | None) -> None:
        """Choose a score."""
        self.value = value
        self.post_message(self.Changed())
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Take digits and arrows."""
        if event.character and event.character in "012345":
            number = int(event.character)
            event.stop()
            self.set_value(number if number >= self.low else None)
        elif event.key in ("backspace", "delete", "question_mark"):
            event.stop()
            self.set_value(None)
        elif event.key in ("left", "right"):
            event.stop()
            step = 1 if event.key == "right" else -1
            self.set_value(max(self.low, min(5, (self.value if self.value is not None else self.low - 1) + step)))
        elif event.key in ("up", "down"):
            event.stop()
            if event.key == "down":
                self.screen.focus_next()
            else:
                self.screen.focus_previous()
        elif event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())


class PressKey(Painted, can_focus=True):
    """A flat button: enter, space or a click presses it."""

    DEFAULT_CSS = "PressKey { height: 1; width: auto; }"

    class Pressed(Message):
        """The button was pressed."""

        def __init__(self, button: "PressKey") -> None:
            """Keep the button."""
            super().__init__()
            self.button = button

    def __init__(self, label: str, *, hint: str = "", id: str | None = None) -> None:
        """Show a label and, muted, the key that does the same."""
        super().__init__(id=id)
        self.ground = "side"
        self.label = label
        self.hint = hint

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of label and hint."""
        return len(self.label) + 4 + (len(self.hint) + 2 if self.hint else 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one line."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Draw the button."""
        role = "lit" if self.has_focus else "accent bold raised"
        pieces: list[Piece] = [Piece(f"  {self.label}  ", role)]
        if self.hint:
            pieces.append(Piece(f" {self.hint}", "muted"))
        return strip_of(self.palette, pieces, self.size.width, self.ground)

    def on_key(self, event: events.Key) -> None:
        """Press with enter or space."""
        if event.key in ("enter", "space"):
            event.stop()
            self.post_message(self.Pressed(self))

    def on_click(self, event: events.Click) -> None:
        """Press with a click."""
        event.stop()
        self.post_message(self.Pressed(self))
