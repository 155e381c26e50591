"""What all dialogs share: a panel on the raised tone, a title, a line of keys, escape to leave."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen

from outsource_tui.ui.host import GoingOn, Host
from outsource_tui.ui.show import Piece, line
from outsource_tui.ui.widgets.painted import OneLine

if TYPE_CHECKING:
    from textual.widgets import Input, TextArea

    from outsource_tui.ui.dialogs.fields import TooLong

Result = TypeVar("Result")
TINY = 66
_STYLES = Path(__file__).parents[1] / "styles"
SHORT = 20


class Dialog(GoingOn, ModalScreen[Result | None]):
    """A dialog that gives a result, or None when it was left with escape. Common keys are off in it.

    What is typed into it is kept as a draft until it is saved, whatever ends the app, and is back when the dialog opens
    again: `beginning` and `texts` say what was there and what is there now, `put_texts` puts texts back.
    """

    ALLOW_SELECT = False
    AUTO_FOCUS = "*"
    CSS_PATH = [_STYLES / "fields.tcss", _STYLES / "dialog.tcss"]
    wide: ClassVar[bool] = False
    tall: ClassVar[bool] = False

    def __init__(self, title: str, *, keys: Iterable[tuple[str, str]] = ()) -> None:
        """Show a title above and (key, what it does) pairs below."""
        super().__init__()
        self.heading = title
        self.keys = tuple(keys)
        self.draft = ""
        """The name of the draft, where the dialog has one that is better than what `identity` makes."""
        self._done = False

    @property
    def outsource(self) -> Host:
        """Return the app, typed."""
        return cast(Host, self.app)

    def compose_content(self) -> ComposeResult:
        """Yield what stands between title and keys."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        panel = Vertical(classes="panel")
        panel.set_class(self.wide, "-wide")
        panel.set_class(self.tall, "-tall")
        with panel:
            yield OneLine((self.heading, "bold"), ground="side", id="heading")
            yield OneLine(ground="side", id="heading-gap")
            yield from self.compose_content()
            foot = OneLine(ground="side", id="dialog-keys")
            foot.add_class("foot")
            yield foot

    def on_mount(self) -> None:
        """Show the keys, take the size there is and take back what was typed before."""
        self.outsource.typed_in.append(self.keep_typed)
        self.show_keys(self.keys)
        self._fit(self.app.size)
        # Textual gives the focus a turn after the dialog can be seen; a tab pressed in between would be lost.
        first = next((each for each in self.query(self.AUTO_FOCUS or "*") if each.focusable), None)
        if self.focused is None and first is not None:
            self.set_focus(first)
        self._take_back()

    def on_unmount(self) -> None:
        """Be asked no longer for what is typed here."""
        self.outsource.typed_in.remove(self.keep_typed)

    def on_screen_resume(self) -> None:
        """Let the keys in once the focus is set, which comes next."""
        self.call_next(self.outsource.key_order.opened)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the scrolling part within the panel."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        self.set_class(size.width < TINY, "-tiny")
        self.set_class(size.height < SHORT, "-short")
        short = size.height < SHORT
        for part in self.query(".fields"):
            around = [each for each in part.siblings if each.display]
            taken = sum(each.outer_size.height or 1 for each in around) + (2 if short else 6)
            part.styles.max_height = max(3, size.height - taken)

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show other keys below."""
        pieces: list[Piece] = []
        for key, label in keys:
            if pieces:
                pieces.append(Piece("   "))
            pieces += line((key, "accent"), (f" {label}", "muted"))
        self.query_one("#dialog-keys", OneLine).set_line(pieces)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result; once only, or a second key in haste would close what lies behind."""
        if not self.is_active:
            return AwaitComplete()
        if not self._done:
            # The last key may not have been told yet.
            self.keep_typed()
            self._done = True
            if result is None:
                self.outsource.drafts.returned()
            else:
                # What is made of it may yet fail, and then it must be there.
                self.outsource.drafts.give(self.draft_name)
            self.outsource.drafts.flush()
        return super().dismiss(result)

    def give_up(self) -> None:
        """Leave without a result; what was typed is kept as a draft."""
        self.dismiss(None)

    # What is typed

    def beginning(self) -> Mapping[str, str]:
        """Return what stood in the fields at first, by name; nothing where no words are typed."""
        return {}

    def texts(self) -> Mapping[str, str]:
        """Return what stands in the fields now."""
        return {}

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields."""

    def identity(self) -> tuple[object, ...]:
        """Return what tells this dialog from others opened on the same record."""
        return (type(self).__name__, self.heading)

    @property
    def draft_name(self) -> str:
        """Return the name under which what is typed here is kept."""
        if not self.draft:
            record = next((each.current_record() for each in reversed([*self.outsource.stages()])), None)
            # What people typed has no place in the name of a file.
            told = sha256(repr((record, *self.identity())).encode("utf-8", "replace")).hexdigest()[:20]
            self.draft = f"{self.app.current_mode}-{told}"
        return self.draft

    def _take_back(self) -> None:
        first = self.beginning()
        kept = self.outsource.drafts.find(self.draft_name) if first else None
        if kept is None:
            return
        typed = {name: text for name, text in kept.fields.items() if name in first and text != first[name]}
        if not typed:
            self.outsource.drafts.remove(self.draft_name)
            return
        self.put_texts(typed)
        moved = any(kept.before.get(name, first[name]) != first[name] for name in typed)
        meanwhile = "; it was changed elsewhere meanwhile" if moved else ""
        self.say(f"Back from your draft{meanwhile}; ctrl+r takes what was there before.", "amber" if moved else "blue")

    def say(self, text: str, role: str = "red") -> None:
        """Put a sentence where the dialog has room for one; without room it is a notice."""
        if text:
            self.outsource.tell(text, "refused" if role == "red" else "information")

    def on_too_long(self, event: "TooLong") -> None:
        """Say that what was pasted is more than the field holds."""
        event.stop()
        self.say(event.sentence())

    def keep_typed(self) -> None:
        """Keep what was typed so far. What changed last may arrive after it was saved; it must not bring it back."""
        first = self.beginning()
        if not first or self._done or not self.is_mounted:
            return
        typed = {name: text for name, text in self.texts().items() if text != first.get(name, "")}
        before = {name: first.get(name, "") for name in typed}
        self.outsource.drafts.keep(self.draft_name, typed, title=self.heading, before=before)

    def start_afresh(self) -> None:
        """Throw away what was typed."""
        self.put_texts(self.beginning())
        self.outsource.drafts.remove(self.draft_name)
        self.say("")

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Keep what is typed."""
        self.keep_typed()

    def on_text_area_changed(self, event: "TextArea.Changed") -> None:
        """Keep what is typed."""
        self.keep_typed()

    def settled(self, done: bool) -> None:
        """Leave after two versions of the record were settled, or not: then what was typed stays a draft."""
        if done:
            self.saved(None)
        else:
            self.dismiss(None)

    def saved(self, result: Result | None) -> None:
        """Leave: what was typed is saved."""
        self._done = True
        self.outsource.drafts.remove(self.draft_name)
        self.dismiss(result)

    async def on_key(self, event: events.Key) -> None:
        """Leave with escape; nothing else goes through to what lies behind.

        A letter comes here only when it was typed before its field had the focus: it is meant for that field.
        """
        field = self.focused
        if event.is_printable and field is not None and hasattr(field, "cursor_blink"):
            event.stop()
            field.post_message(events.Key(event.key, event.character))
            return
        if event.key == "escape":
            event.stop()
            self.give_up()
        elif event.key == "ctrl+r" and self.beginning():
            event.stop()
            self.start_afresh()
