"""The app: eight screens as modes, one list of actions, and the workspace kept up with."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.cache import LRUCache
from textual.css.query import QueryError
from textual.screen import Screen
from textual.worker import WorkerFailed

from outsource_tui.domain.clock import Clock
from outsource_tui.domain.errors import InputError, OutsourceError
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.actions.registry import all_actions
from outsource_tui.ui.host import STYLES, Host, Settled
from outsource_tui.ui.show import literal
from outsource_tui.ui.theme import DARK, PALETTES, textual_theme

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.filter import LineFilter

    from outsource_tui.config.paths import Paths
    from outsource_tui.config.settings_file import PersonSettings
    from outsource_tui.services.services import Services
    from outsource_tui.store.change import Conflict
    from outsource_tui.ui.dialogs.fields import TooLong

POLL = 0.5
STEPS_OF_A_KEY = 4
"""Turns of the loop a key takes from the driver to the paint; so many are left to it between two slices of the log."""
TYPED_SIGNALS = ("SIGINT", "SIGQUIT", "SIGTSTP")
"""What ctrl+c, ctrl+backslash and ctrl+z send where a terminal is not ours."""
PAINT = 0.02
SHARE = 0.0005
"""Seconds after which the thread that imports the services lets the keys in."""
KEPT_STYLES = 512
_THEMES = {"contrast": "contrast", "light": "light", "dark": "dark"}


def _mode(name: str, title: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        module = import_module(f"outsource_tui.ui.screens.{name}.screen")
        screen: Screen[Any] = getattr(module, f"{title}Screen")()
        return screen

    return make


def _settle(app: Host, conflict: "Conflict", after: Settled | None = None) -> None:
    from outsource_tui.ui.settle import settle

    settle(app, conflict, after)


class OutsourceApp(Host, inherit_bindings=False):
    """The whole app; screens are made at their first visit, the services after the first paint."""

    TITLE = "outsource"
    CSS_PATH = [STYLES / "app.tcss"]
    MODES = {name: _mode(name, title) for name, title, _letter in STAGES}
    DEFAULT_MODE: ClassVar[str] = "today"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ALLOW_IN_MAXIMIZED_VIEW = ""

    def __init__(
        self,
        paths: "Paths",
        clock: Clock | None = None,
        *,
        settings: "PersonSettings | None" = None,
        services: "Services | None" = None,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        driver_class: "type[Driver] | None" = None,
    ) -> None:
        """Work on the folders of `paths`; `services` are made from them at the first need unless given."""
        super().__init__(
            paths, clock, settle=_settle, settings=settings, services=services, keys=keys, driver_class=driver_class
        )
        self._stamp: tuple[object, ...] = ()
        self._minute = self.clock.now().replace(second=0, microsecond=0)
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        # All our colours are exact ones, so Textual's filter for terminal colours has nothing to do.
        self._filters: list[LineFilter] = []
        if self.no_color:
            from outsource_tui.ui.plain import PlainFilter

            self._filters.append(PlainFilter())
        self._start_with(theme_name(settings.theme if settings is not None else "auto"))

    # Start

    def _start_with(self, theme: str) -> None:
        """Take a theme before anything is drawn: assigning it would parse every style twice more."""
        self.set_reactive(App.theme, theme)
        self.set_class(PALETTES[theme].dark, "-dark-mode", update=False)
        self.set_class(not PALETTES[theme].dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())
        # Textual keeps 64 parsed sources; with more of them every new kind of widget would parse all of them again.
        self.stylesheet._parse_cache = LRUCache(KEPT_STYLES)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read a screen's styles; only what is new is parsed, and nothing that stands already is styled again."""
        for path in screen.css_path:
            self._read_css(Path(path))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our colour names for themes that lack them."""
        return {f"o-{name}": DARK.color(name, "") for name in DARK._fields[2:]}

    def get_driver_class(self) -> "type[Driver]":
        """Return the driver with the shorter wait where Textual would take its own for Linux and macOS."""
        chosen = super().get_driver_class()
        if chosen.__module__ == "textual.drivers.linux_driver":
            from outsource_tui.ui.driver import OutsourceDriver

            return OutsourceDriver
        return chosen

    def on_mount(self) -> None:
        """Listen to signals; load the rest after the first paint."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
                loop.add_signal_handler(number, self._end_by_signal, int(number))
        # A worker of its own: a callback here would keep every key waiting until all is loaded.
        self.call_after_refresh(self.run_worker, self._begin, exclusive=False)

    def _end_by_signal(self, number: int) -> None:
        self.keep_typed()
        self.exit(return_code=128 + number)

    async def _begin(self) -> None:
        try:
            await self._load()
        finally:
            if not self.is_headless:
                # What is there now stays, so the collector need never look at it again.
                gc.freeze()
            gc.enable()
            self.has_read()
        self.set_interval(POLL, self._poll)
        self.set_interval(1.0, self._tick)

    async def _load(self) -> None:
        try:
            # The log comes first: it is what people look at. Between two slices the keys are answered.
            for progress in self.workspace.load_slices():
                self.entries = progress.loaded
                for _ in range(STEPS_OF_A_KEY):
                    await asyncio.sleep(0)
            self.entries = len(self.workspace.rows())
            for screen in self.stages():
                screen.refresh_frame()
            if self._services is None:
                # The count is painted first; then a thread, so that the keys are answered meanwhile.
                await asyncio.sleep(PAINT)
                before = sys.getswitchinterval()
                sys.setswitchinterval(SHARE)
                try:
                    self._services = await asyncio.to_thread(self._open_services)
                finally:
                    sys.setswitchinterval(before)
        except OutsourceError as error:
            self.tell_error(error)
            return
        self._stamp = self._stamps()
        self.ready = True
        self._show_current()
        self._tell_notices()
        self._tell_drafts()
        self.show_timer()

    def _tell_drafts(self) -> None:
        """Say that something was being typed when the app ended last; opening it again brings it back."""
        if not self.paths.drafts.is_dir():
            return
        self.drafts.take_in_left_over()
        kept = self.drafts.all()
        if kept:
            names = [f"“{literal(draft.title)[:40]}”" for draft in kept.values() if draft.title]
            more = f" and {len(names) - 2} more" if len(names) > 2 else ""
            what = f"Not saved yet: {', '.join(names[:2])}{more}" if names else "What you were typing was not saved yet"
            self.tell(f"{what}. Open it again and it is back; the palette lists what you typed.")

    # Keeping up

    def _stamps(self) -> tuple[object, ...]:
        stamps: list[object] = []
        for path in (self.paths.workspace, self.paths.inbox):
            try:
                found = os.stat(path)
                stamps.append((found.st_mtime_ns, found.st_size, found.st_ino))
            except OSError:
                stamps.append(None)
        return tuple(stamps)

    def _poll(self) -> None:
        if self.key_order.waiting:
            self.call_later(self.key_order.go_on)
        stamp = self._stamps()
        if stamp == self._stamp or not self.ready or self.leaving:
            return
        self._stamp = stamp
        with self.going_on():
            self._keep_up()

    def _tick(self) -> None:
        """Show the timer every second; let the screen keep up with every minute."""
        minute = self.clock.now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            for screen in self.stages() if self.ready else ():
                with self.going_on():
                    screen.tick()
        with self.going_on():
            self.show_timer()

    # Words to the user

    def on_too_long(self, message: "TooLong") -> None:
        """Say that what was pasted is more than its field holds."""
        self.tell(message.sentence(), "refused")

    # End

    async def _shutdown(self) -> None:
        """Note the end before the screens are taken down, whoever asked for it: a browser tab, the driver or a key."""
        self._exit = True
        if not self.is_headless:
            self.ignore_typed_signals()
        await super()._shutdown()

    def ignore_typed_signals(self) -> None:
        """Let no key typed ahead cut the end short: a terminal that is given back makes signals of some again."""
        loop = asyncio.get_running_loop()
        for name in TYPED_SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                # The loop would bring back the usual effect of what it listens to when it is closed.
                with suppress(NotImplementedError):
                    loop.remove_signal_handler(number)
                signal.signal(number, signal.SIG_IGN)

    def on_exit_app(self) -> None:
        """Note the end when a browser tab or the driver asks for it."""
        self._exit = True

    def on_unmount(self) -> None:
        """Keep what was being typed, however the app came to its end."""
        if self._drafts is not None:
            self._drafts.flush()

    def _handle_exception(self, error: Exception) -> None:
        cause = getattr(error, "error", error)
        if isinstance(cause, OutsourceError):
            self.tell_error(cause)
            return
        if self.leaving and isinstance(cause, LookupError | QueryError):
            return
        if isinstance(error, WorkerFailed) and isinstance(cause, Exception) and self.ready:
            self.survive(cause)
            return
        from rich.text import Text

        self._return_code = 1
        first = self._exception is None
        if first:
            self._exception = error
            self._exception_event.set()
        self.keep_typed()
        noted = self._noted(cause if isinstance(cause, Exception) else error)
        if first:
            self._exit_renderables.append(
                Text(f"outsource met something it did not expect and stopped; your data is saved and {noted}.")
            )
        self._close_messages_no_wait()


def theme_name(wanted: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the theme's name for a setting; auto asks the terminal's COLORFGBG and else is dark."""
    if wanted in _THEMES:
        return _THEMES[wanted]
    ground = (os.environ if environment is None else environment).get("COLORFGBG", "").rpartition(";")[2]
    return "light" if ground in ("7", "15") else "dark"


def open_app(paths: "Paths", clock: Clock | None = None) -> int:
    """Run the app on the terminal and return its exit code; InputError when there is no terminal to run it on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and not os.environ.get("TEXTUAL_DRIVER"):
        raise InputError("outsource needs a terminal to open the app; run it in one, or see outsource --help.")
    if os.environ.get("TERM", "") == "dumb":
        raise InputError("This terminal calls itself dumb, so the app cannot draw; set TERM, or see outsource --help.")
    from outsource_tui.config.keymap import build_keymap
    from outsource_tui.config.settings_file import load_settings

    # The collector finds nothing while everything is being made; `_begin` switches it on again.
    gc.disable()
    settings = load_settings(paths.settings)
    keys = build_keymap(all_actions(), settings.keys, paths.settings) if settings.keys else None
    app = OutsourceApp(paths, clock, settings=settings, keys=keys)
    app.run(mouse=settings.mouse)
    return app.return_code or 0
