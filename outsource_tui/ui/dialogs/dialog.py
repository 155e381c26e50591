"""What all dialogs share: a panel on the raised tone, a title, a line of keys, escape to leave."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen

from outsource_tui.domain.errors import OutsourceError
from outsource_tui.ui.show import Piece, line
from outsource_tui.ui.widgets.painted import OneLine

if TYPE_CHECKING:
    from outsource_tui.ui.app import OutsourceApp

Result = TypeVar("Result")
TINY = 66
_STYLES = Path(__file__).parents[1] / "styles"
SHORT = 20


class Dialog(ModalScreen[Result | None]):
    """A dialog that gives a result, or None when it was left with escape. Common keys are off in it."""

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

    @property
    def outsource(self) -> "OutsourceApp":
        """Return the app, typed."""
        return cast("OutsourceApp", self.app)

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
        """Show the keys and take the size there is."""
        self.show_keys(self.keys)
        self._fit(self.app.size)
        # Textual gives the focus a turn after the dialog can be seen; a tab pressed in between would be lost.
        first = next((each for each in self.query(self.AUTO_FOCUS or "*") if each.focusable), None)
        if self.focused is None and first is not None:
            self.set_focus(first)

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
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def give_up(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    async def on_key(self, event: events.Key) -> None:
        """Leave with escape; nothing else goes through to what lies behind."""
        if event.key == "escape":
            event.stop()
            self.give_up()

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except OutsourceError as error:
            self.outsource.tell_error(error)
