"""The app: eight screens as modes, one list of actions, and the workspace kept up with."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.cache import LRUCache
from textual.css.query import QueryError
from textual.notifications import Notify
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkerFailed

from outsource_tui.domain import formats
from outsource_tui.domain.clock import Clock, SystemClock
from outsource_tui.domain.errors import InputError, OutsourceError, StoreError
from outsource_tui.domain.text import clean, sentence
from outsource_tui.ui.actions.action import Action
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.actions.registry import KeyTable, all_actions
from outsource_tui.ui.key_order import KeyOrder, KeyPassed
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.show import literal, running_length
from outsource_tui.ui.theme import DARK, PALETTES, textual_theme

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.filter import LineFilter

    from outsource_tui.config.paths import Paths
    from outsource_tui.config.settings_file import PersonSettings
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.services.services import Services
    from outsource_tui.store.workspace import Workspace
    from outsource_tui.ui.dialogs.fields import TooLong
    from outsource_tui.ui.drafts import Drafts

POLL = 0.5
LONGEST_NOTICE = 400
"""Characters of a notice; one that holds somebody's long text would cover the screen."""
KEEP_AFTER = 0.5
"""Seconds after which what is being typed is on disk."""
STEPS_OF_A_KEY = 4
"""Turns of the loop a key takes from the driver to the paint; so many are left to it between two slices of the log."""
TYPED_SIGNALS = ("SIGINT", "SIGQUIT", "SIGTSTP")
"""What ctrl+c, ctrl+backslash and ctrl+z send where a terminal is not ours."""
PAINT = 0.02
PATIENCE = 1.0
"""Seconds for which a screen that is being opened holds the picture back at most."""
HOUR = 3600
"""Seconds before which no timer is asked whether it looks forgotten."""
SHARE = 0.0005
"""Seconds after which the thread that imports the services lets the keys in."""
KEPT_STYLES = 512
_STYLES = Path(__file__).parent / "styles"
SECONDS_SHOWN = {"information": 4.0, "refused": 6.0, "warning": 8.0, "error": 12.0}
_SEVERITY = {"refused": "warning", "warning": "warning", "error": "error"}
_THEMES = {"contrast": "contrast", "light": "light", "dark": "dark"}


def _mode(name: str, title: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        module = import_module(f"outsource_tui.ui.screens.{name}.screen")
        screen: Screen[Any] = getattr(module, f"{title}Screen")()
        return screen

    return make


class OutsourceApp(App[int], inherit_bindings=False):
    """The whole app; screens are made at their first visit, the services after the first paint."""

    TITLE = "outsource"
    CSS_PATH = [_STYLES / "app.tcss"]
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
        self.paths = paths
        self.clock: Clock = clock or SystemClock()
        formats.use(settings.formats if settings is not None else formats.Formats())
        self.compact = settings is not None and settings.density == "compact"
        self.key_table = KeyTable(keys)
        self.ready = False
        self.entries = 0
        """How many entries of the log are loaded; it grows during a start."""
        self._services: Services | None = services
        self._workspace: Workspace | None = None if services is None else services.desk.workspace
        self._drafts: Drafts | None = None
        self._stamp: tuple[object, ...] = ()
        self._carried: tuple[str, str] | None = None
        self._arriving = False
        self._curtain: Timer | None = None
        self._changes = 0
        self._told: set[str] = set()
        self._minute = self.clock.now().replace(second=0, microsecond=0)
        super().__init__(driver_class=driver_class)
        self.key_order = KeyOrder(self, super().on_event)
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

    def load_fields_css(self) -> None:
        """Read the styles of text fields, which a screen needs only once somebody types."""
        self._read_css(_STYLES / "fields.tcss")

    def _read_css(self, path: Path) -> None:
        if not self.stylesheet.has_source(str(path), ""):
            self.stylesheet.read(path)
            # Reading leaves the rules by name as they were, and the first widgets to come would miss the new ones.
            self.stylesheet._rules_map = None

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
        self._keep_typed()
        self.exit(return_code=128 + number)

    def _keep_typed(self) -> None:
        """Write down what is being typed, the last key too."""
        from outsource_tui.ui.dialogs.dialog import Dialog

        for screen in self._screen_stacks.get(self._current_mode, ()):
            if isinstance(screen, Dialog):
                screen.keep_typed()
        if self._drafts is not None:
            self._drafts.flush()

    async def _begin(self) -> None:
        try:
            await self._load()
        finally:
            if not self.is_headless:
                # What is there now stays, so the collector need never look at it again.
                gc.freeze()
            gc.enable()
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
            for screen in self.screen_stack:
                if isinstance(screen, StageScreen):
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

    def _open_services(self) -> "Services":
        from outsource_tui.domain.ids import new_id
        from outsource_tui.services.services import Services

        session = new_id(int(self.clock.now().timestamp() * 1000))
        services = Services(self.workspace, self.clock, session)
        # What Today shows is imported here, in the thread; the other stages when they are first opened.
        for stage in ("log", "due", "insights", "identify"):
            getattr(services, stage)
        return services

    @property
    def services(self) -> "Services":
        """Return the services, made now if nobody asked before."""
        if self._services is None:
            self._services = self._open_services()
        return self._services

    @property
    def workspace(self) -> "Workspace":
        """Return the workspace; at hand before the services are."""
        if self._workspace is None:
            from outsource_tui.store.workspace import Workspace

            self._workspace = Workspace(self.paths.data)
        return self._workspace

    @property
    def drafts(self) -> "Drafts":
        """Return the keeper of what is being typed."""
        if self._drafts is None:
            from outsource_tui.ui.drafts import Drafts

            self._drafts = Drafts(
                self.paths.drafts,
                lambda why: self.tell(why, "warning"),
                lambda flush: self.set_timer(KEEP_AFTER, flush),
            )
        return self._drafts

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
        self._keep_up()

    def state(self) -> tuple[object, ...]:
        """Return a value that stays equal until a screen may have something else to show: a record, the minute."""
        return self.workspace.version, self._changes, self.clock.now().replace(second=0, microsecond=0)

    def changed(self) -> None:
        """Bring the screen in front up to date after a change made here."""
        self._changes += 1
        if self._drafts is not None:
            self._drafts.saved()
        self._keep_up(always=True)

    def _keep_up(self, always: bool = False) -> None:
        """Take in what changed, here or elsewhere, and show it; what was shown already is not drawn once more."""
        changed: frozenset[tuple[str, str]] | None = frozenset()
        try:
            changed = self.workspace.refresh()
        except OutsourceError as error:
            self.tell_error(error)
        if always or changed is None or changed:
            self._show_current()
        self._tell_notices()
        self.show_timer()

    def _show_current(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, StageScreen):
                screen.bring_up_to_date()

    def _tell_notices(self) -> None:
        for notice in self.workspace.notices:
            text = str(getattr(notice, "text", notice))
            if text not in self._told:
                self._told.add(text)
                self.tell(text, "warning")

    def running(self) -> "LogRow | None":
        """Return the running timer's row, or None."""
        return self.workspace.running() if self.ready else None

    def _tick(self) -> None:
        """Show the timer every second; let the screen keep up with every minute."""
        minute = self.clock.now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            for screen in self.screen_stack:
                if isinstance(screen, StageScreen) and self.ready:
                    screen.tick()
        self.show_timer()

    def show_timer(self) -> None:
        """Show the running timer in the tab line."""
        from outsource_tui.ui.widgets.chrome import TabLine

        row = self.running()
        pieces: tuple[tuple[str, str], ...] = ()
        if row is not None and row.start:
            from datetime import datetime

            since = (self.clock.now() - datetime.fromisoformat(row.start)).total_seconds()
            forgotten = self.services.log.forgotten() if since > HOUR else None
            sign, role = ("▲ ", "amber") if forgotten is not None else ("● ", "accent")
            pieces = ((sign, role), (running_length(since), role))
            if forgotten is not None and row.id not in self._told:
                self._told.add(row.id)
                self.tell(f"{forgotten.sentence} y on Today shortens it.", "warning")
        for screen in self.screen_stack:
            for tabs in screen.query(TabLine):
                tabs.show_running(pieces)

    # Keys in haste

    async def on_event(self, event: events.Event) -> None:
        """Let no key get past the one before it, nor past what that one is opening."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.key_order.take(event)
        else:
            await super().on_event(event)

    async def on_key_passed(self, message: KeyPassed) -> None:
        """Let the next key in."""
        await self.key_order.passed(message.number)

    def push_screen(self, *args: Any, **more: Any) -> Any:
        """Open a dialog; what is typed meanwhile waits for it."""
        self.key_order.opening()
        return super().push_screen(*args, **more)

    def pop_screen(self) -> AwaitComplete:
        """Close a dialog; a key that closed it is not waited for."""
        self.key_order.closed()
        return super().pop_screen()

    # Screens

    def go(self, name: str) -> None:
        """Open a screen, carrying the highlighted record along."""
        if name == self.current_mode:
            return
        if isinstance(self.screen, StageScreen) and self.screen.is_mounted:
            self._carried = self.screen.current_record() or self._carried
        self._arriving = True
        self.switch_mode(name)

    def focus_record(self, screen: str, kind: str, record_id: str) -> None:
        """Open a screen with the cursor on a record."""
        self._carried = (kind, record_id)
        self._arriving = True
        if screen != self.current_mode:
            self.switch_mode(screen)
        else:
            self.reveal_carried()

    def reveal_carried(self) -> None:
        """Put the cursor of the screen just opened on the record carried along; once, so that it may move on."""
        screen = self.screen
        if not self._arriving or not self.ready or not isinstance(screen, StageScreen):
            return
        self._arriving = False
        if self._carried is not None and self._carried != screen.current_record():
            screen.reveal(*self._carried)
            screen.refresh_frame()

    def delay_update(self, delay: float = PATIENCE) -> None:
        """Hold the picture back until the screen being opened has said that it is up to date, or `delay` has passed.

        Textual calls this at each change of screens, and would hold it back for a set time however soon it is there.
        """
        if self._curtain is None:
            self._begin_batch()
            self._curtain = self.set_timer(delay, self.show_picture)

    def show_picture(self) -> None:
        """Paint what was held back, now and not at the next frame."""
        if self._curtain is None:
            return
        self._curtain.stop()
        self._curtain = None
        self._end_batch()
        # All of it once: asked for as a whole before what asked for a new layout is laid out.
        screen = self.screen
        screen._dirty_widgets.add(screen)
        screen._repaint_required = False
        screen._on_timer_update()

    def actions(self) -> tuple[Action, ...]:
        """Return every action there is."""
        return all_actions()

    def show_help(self, screen: StageScreen) -> None:
        """Show what every key does here."""
        from outsource_tui.ui.dialogs.help import HelpDialog

        self.push_screen(HelpDialog.for_screen(screen))

    def show_palette(self, screen: StageScreen) -> None:
        """Let an action be found by its name."""
        from outsource_tui.ui.palette import PaletteDialog

        def run(chosen: str | None) -> None:
            if chosen is not None:
                screen.run_action_id(chosen)

        self.push_screen(PaletteDialog(screen), run)

    def open_quick_log(self, screen: StageScreen) -> None:
        """Open the quick-log line above the footer."""
        from outsource_tui.ui.widgets.quick_log_line import QuickLogLine

        QuickLogLine.open_on(screen)

    # Undo

    def undo(self) -> None:
        """Take this session's last change back."""
        self._step(self.services.undo.undo, "Took back")

    def redo(self) -> None:
        """Make the change that was taken back once more."""
        self._step(self.services.undo.redo, "Did again")

    def _step(self, step: Callable[[], Any], words: str) -> None:
        done = step()
        self.changed()
        label = done if isinstance(done, str) else getattr(done, "label", "")
        self.tell(f"{words}: {label}." if label else f"{words} the last change.")

    # Words to the user

    def tell(self, text: str, kind: str = "information") -> None:
        """Show a short notice; `kind` is information, refused, warning or error; the text is literal and cut."""
        self.notify(
            literal(sentence(text, LONGEST_NOTICE)),
            severity=_SEVERITY.get(kind, "information"),  # type: ignore[arg-type]
            timeout=SECONDS_SHOWN.get(kind, 4.0),
            markup=False,
        )

    def on_too_long(self, message: "TooLong") -> None:
        """Say that what was pasted is more than its field holds."""
        self.tell(message.sentence(), "refused")

    def on_notify(self, event: Notify) -> None:
        """Take away what says the same already: it stays for its full time once more, and nothing stacks."""
        for before in list(self._notifications):
            if before.message == event.notification.message:
                self._unnotify(before, refresh=False)

    def tell_error(self, error: OutsourceError, after: Callable[[bool], object] | None = None) -> None:
        """Show the sentence of an error; where two versions of a record stand against each other, let the user choose.

        What merely cannot be done now is no error to the eye. `after` hears whether versions were settled.
        """
        if self._drafts is not None:
            self._drafts.returned()
        conflict = sys.modules.get("outsource_tui.store.change")
        if conflict is not None and isinstance(error, conflict.Conflict):
            from outsource_tui.ui.settle import settle

            settle(self, error, after)
            return
        self.tell(str(error), "error" if isinstance(error, StoreError) else "refused")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, cleaned, and say so."""
        shown = clean(text)
        self.copy_to_clipboard(shown)
        first = shown.strip().splitlines()[0] if shown.strip() else ""
        self.tell(f"Copied: {first[:60]}{'…' if len(shown.strip()) > 60 else ''}" if first else "Nothing to copy.")

    # Looks

    def next_theme(self) -> None:
        """Change to the next theme."""
        names = list(PALETTES)
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]
        for screen in self.screen_stack:
            if isinstance(screen, StageScreen):
                screen.repaint_all()
        self.tell(f"Theme: {self.theme}.")

    def switch_compact(self) -> None:
        """Use the room between the parts for rows, or give it back."""
        self.compact = not self.compact
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, StageScreen) and screen.is_attached:
                    screen.refit()

    # End

    @property
    def leaving(self) -> bool:
        """Tell whether the app is on its way out: keys that are still to come find their widgets gone."""
        return self._exit

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

    def leave(self) -> None:
        """Leave the app; every change is saved already."""
        self._keep_typed()
        self.exit(return_code=0)

    def suspend_process(self) -> None:
        """Go to the background like any terminal program."""
        self.action_suspend_process()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Tell what goes wrong inside, foreseen or not, and go on after it."""
        try:
            yield
        except OutsourceError as error:
            self.tell_error(error)
        except Exception as error:  # noqa: BLE001 - told and noted, and nothing is lost by going on
            self.survive(error)

    def survive(self, error: Exception) -> None:
        """Say that something went wrong which nobody foresaw, and go on: what was under way is not done, no more.

        What ended a screen's or a widget's own messages cannot be gone on from; that comes to `_handle_exception`.
        """
        if self.leaving and isinstance(error, LookupError | QueryError):
            # What was still under way looked for a widget that has been taken down already.
            return
        if self._drafts is not None:
            self._drafts.returned()
        self.tell(
            f"This did not work, for a reason nobody foresaw; your data is as it was, and {self._noted(error)}.",
            "error",
        )

    def _noted(self, error: BaseException) -> str:
        """Write down where an error came from, and return where that is to be found."""
        from outsource_tui.ui.crash import write_down

        written = write_down(error, self.paths.log, self.clock.now())
        return f"what is known is in {self.paths.log}" if written else f"nothing could be written to {self.paths.log}"

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
        self._keep_typed()
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
