"""What screens, dialogs and widgets know of the app they stand in: the data, drafts, words to the user, keeping up.

The app itself knows the screens and dialogs; this knows neither, so that they can know it.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.css.query import QueryError
from textual.message import Message
from textual.notifications import Notify
from textual.screen import Screen
from textual.timer import Timer

from outsource_tui.domain import formats
from outsource_tui.domain.clock import Clock, SystemClock
from outsource_tui.domain.errors import OutsourceError, StoreError
from outsource_tui.domain.text import clean, sentence
from outsource_tui.ui.actions.action import Action
from outsource_tui.ui.actions.registry import KeyTable, all_actions
from outsource_tui.ui.key_order import KeyOrder, KeyPassed
from outsource_tui.ui.show import literal, running_length
from outsource_tui.ui.theme import PALETTES

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message_pump import MessagePump

    from outsource_tui.config.paths import Paths
    from outsource_tui.config.settings_file import PersonSettings
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.services.services import Services
    from outsource_tui.services.undo import Turned
    from outsource_tui.store.change import Conflict
    from outsource_tui.store.workspace import Workspace
    from outsource_tui.ui.drafts import Drafts

LONGEST_NOTICE = 400
"""Characters of a notice; one that holds somebody's long text would cover the screen."""
KEEP_AFTER = 0.5
"""Seconds after which what is being typed is on disk."""
PATIENCE = 1.0
"""Seconds for which a screen that is being opened holds the picture back at most."""
HOUR = 3600
"""Seconds before which no timer is asked whether it looks forgotten."""
STYLES = Path(__file__).parent / "styles"
SECONDS_SHOWN = {"information": 4.0, "refused": 6.0, "warning": 8.0, "error": 12.0}
_SEVERITY = {"refused": "warning", "warning": "warning", "error": "error"}

if TYPE_CHECKING:
    _Pump = MessagePump
else:
    # Textual reads styles and handlers along the first base that is its own, so beside one this must be none.
    _Pump = object

Settled = Callable[[bool], object]
"""Hears whether two versions of a record were settled, not given up."""


def _needs_records(action: Action) -> bool:
    """Tell whether an action can only be done once the work is read; going, moving and leaving can be done before."""
    return not action.id.startswith(("go.", "move.", "list.", "log.", "app.")) or action.id in ("app.undo", "app.redo")


class GoingOn(_Pump):
    """What goes on after a message that failed: the failure is told, and the next message comes as ever.

    Textual would end the loop of messages there, and every key after it would fall into nothing.
    """

    async def _dispatch_message(self, message: Message) -> None:
        with cast("Host", self.app).going_on():
            await super()._dispatch_message(message)


class Stage(GoingOn, Screen[None]):
    """What the app and its dialogs know of the screen of a stage: its record, its actions, and how to bring it on.

    For every action "a.b" a screen offers `do_a_b` and, when it may be refused, `why_not_a_b`, which returns the reason
    or None.
    """

    stage: ClassVar[str] = ""
    labels: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        """Start with nothing pending."""
        super().__init__(id=f"stage-{self.stage}")
        self._delayed: dict[str, Timer] = {}

    # For the screens to give

    def bring_up_to_date(self) -> None:
        """Show what there is now, where that may be something else."""

    def refresh_frame(self) -> None:
        """Redraw what stands around the screen's own."""

    def show_running(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Show the running timer, or that there is none."""

    def tick(self) -> None:
        """Keep up with the clock; called every minute."""

    def refit(self) -> None:
        """Adapt again, after a setting of the looks changed."""

    def repaint_all(self) -> None:
        """Draw everything again in the colours of the theme."""

    def current_record(self) -> tuple[str, str] | None:
        """Return kind and id of the record a screen change carries along."""
        return None

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on a record or what belongs to it, if this screen shows it."""

    # At hand

    @property
    def outsource(self) -> "Host":
        """Return the app, typed."""
        return cast("Host", self.app)

    @property
    def services(self) -> "Services":
        """Return the services; loaded at the first use."""
        return self.outsource.services

    @property
    def now(self) -> datetime:
        """Return the present."""
        return self.outsource.clock.now()

    @property
    def today(self) -> date:
        """Return today's local date."""
        return self.now.date()

    def tell(self, text: str, kind: str = "information") -> None:
        """Show a short notice; the text is literal."""
        self.outsource.tell(text, kind)

    def later(self, name: str, call: Callable[[], object], delay: float = 0.04) -> None:
        """Call once, a moment after the last time this was asked under that name: for panes that follow the cursor."""
        waiting = self._delayed.pop(name, None)
        if waiting is not None:
            waiting.stop()

        def run() -> None:
            self._delayed.pop(name, None)
            if self.is_attached:
                with self.outsource.going_on():
                    call()

        self._delayed[name] = self.set_timer(delay, run)

    def focus_place(self) -> str:
        """Return the id that `where` of an action is compared with: the focused widget's, or its nearest parent's."""
        node: Any = self.focused
        while node is not None and node is not self:
            if node.id:
                return str(node.id)
            node = node.parent
        return ""

    # Actions

    def offers(self, action: Action) -> bool:
        """Tell whether this screen does something for an action."""
        return hasattr(self, f"do_{action.method}")

    def why_not(self, action: Action) -> str | None:
        """Return the reason an action is refused now, or None."""
        if not self.offers(action):
            return f"“{action.label}” means nothing on this screen."
        if not self.outsource.ready and _needs_records(action):
            return "The workspace is still being read; try again in a moment."
        gate = getattr(self, f"why_not_{action.method}", None)
        if gate is None:
            return None
        try:
            reason: str | None = gate()
        except OutsourceError as error:
            return str(error)
        return reason

    def run_action_id(self, action_id: str) -> None:
        """Carry an action out, or say why not."""
        action = next((each for each in self.outsource.actions() if each.id == action_id), None)
        if action is None:
            return
        if _needs_records(action) and self.outsource.once_read(partial(self.run_action_id, action_id)):
            return
        reason = self.why_not(action)
        if reason is not None:
            self.tell(reason, "refused")
            return
        with self.outsource.going_on():
            getattr(self, f"do_{action.method}")()
        if self.is_current:
            self.later("frame", self.refresh_frame, 0.02)


class Host(App[int], inherit_bindings=False):
    """The app as what stands in it knows it; `settle` lets the user choose between two versions of a record."""

    def __init__(
        self,
        paths: "Paths",
        clock: Clock | None = None,
        *,
        settle: "Callable[[Any, Conflict, Settled | None], None]",
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
        self.reading = True
        """Whether the work is being read, as it is at every start; it is `ready` after that unless it cannot be."""
        self._once_read: list[Callable[[], object]] = []
        self.entries = 0
        """How many entries of the log are loaded; it grows during a start."""
        self.typed_in: list[Callable[[], None]] = []
        """What writes down the text being typed in each dialog that is open."""
        self._settle = settle
        self._services: Services | None = services
        self._workspace: Workspace | None = None if services is None else services.desk.workspace
        self._drafts: Drafts | None = None
        self._carried: tuple[str, str] | None = None
        self._arriving = False
        self._curtain: Timer | None = None
        self._changes = 0
        self._told: set[str] = set()
        self._copies: Mapping[str, object] = {}
        super().__init__(driver_class=driver_class)
        self.key_order = KeyOrder(self, super().on_event)

    # The data

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
            from outsource_tui.store.lock import SHORT
            from outsource_tui.store.workspace import Workspace

            self._workspace = Workspace(self.paths.data, SHORT)
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

    def once_read(self, call: Callable[[], object]) -> bool:
        """Tell whether the work is still being read: then `call` comes after that, and what is typed waits for it."""
        if self.reading:
            self._once_read.append(call)
            self.key_order.hold()
        return self.reading

    def has_read(self) -> None:
        """Go on with what was asked for while the work was being read."""
        self.reading = False
        for call in self._once_read:
            with self.going_on():
                call()
        if self._once_read:
            self.key_order.opened()

    def running(self) -> "LogRow | None":
        """Return the running timer's row, or None."""
        return self.workspace.running() if self.ready else None

    # Keeping up

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

    def stages(self) -> Iterator[Stage]:
        """Return the screens of stages among those in front."""
        return (screen for screen in self.screen_stack if isinstance(screen, Stage))

    def _show_current(self) -> None:
        for screen in self.stages():
            screen.bring_up_to_date()

    def _tell_notices(self) -> None:
        for notice in self.workspace.notices:
            self._tell_once(notice.text)
        self._look_for_copies()

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self.tell(text, "warning")

    def _look_for_copies(self) -> None:
        """Name copies of the workspace that hold what it lacks; each is read once, in a thread, until it changes."""
        from outsource_tui.store import copies

        folder = self.paths.data_folder
        there = copies.stamps(folder)
        if there == self._copies:
            return
        self._copies = there

        def compare() -> None:
            for text in copies.notices(folder):
                self.call_later(self._tell_once, text)

        if there:
            self.run_worker(compare, thread=True)

    def show_timer(self) -> None:
        """Show the running timer in the tab line."""
        row = self.running()
        pieces: tuple[tuple[str, str], ...] = ()
        if row is not None and row.start:
            since = (self.clock.now() - datetime.fromisoformat(row.start)).total_seconds()
            forgotten = self.services.log.forgotten() if since > HOUR else None
            sign, role = ("▲ ", "amber") if forgotten is not None else ("● ", "accent")
            pieces = ((sign, role), (running_length(since), role))
            if forgotten is not None and row.id not in self._told:
                self._told.add(row.id)
                self.tell(f"{forgotten.sentence} y on Today shortens it.", "warning")
        for screen in self.stages():
            screen.show_running(pieces)

    # Keys in haste

    async def _dispatch_message(self, message: Message) -> None:
        """Go on after a message that failed, once the work is loaded; before, there is nothing to go on with."""
        if not self.ready:
            await super()._dispatch_message(message)
            return
        with self.going_on():
            await super()._dispatch_message(message)

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

    if not TYPE_CHECKING:
        # Textual's own declaration stands: it tells which dialog gives what.

        async def push_screen_wait(self, *args, **more):
            """Open a dialog and return its result; Textual first waits until the one before is gone, and so do keys."""
            self.key_order.opening()
            return await super().push_screen_wait(*args, **more)

    def pop_screen(self) -> AwaitComplete:
        """Close a dialog; a key that closed it has passed."""
        self.key_order.closed()
        return super().pop_screen()

    # Screens

    def go(self, name: str) -> None:
        """Open a screen, carrying the highlighted record along."""
        if name == self.current_mode:
            return
        if isinstance(self.screen, Stage) and self.screen.is_mounted:
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
        if not self._arriving or not self.ready or not isinstance(screen, Stage):
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
        screen = self.screen
        if not screen.is_mounted:
            # It took longer than there is patience; it is painted as it comes.
            return
        # All of it once: asked for as a whole before what asked for a new layout is laid out.
        screen._dirty_widgets.add(screen)
        screen._repaint_required = False
        screen._on_timer_update()

    def actions(self) -> tuple[Action, ...]:
        """Return every action there is."""
        return all_actions()

    def load_fields_css(self) -> None:
        """Read the styles of text fields, which a screen needs only once somebody types."""
        self._read_css(STYLES / "fields.tcss")

    def _read_css(self, path: Path) -> None:
        if not self.stylesheet.has_source(str(path), ""):
            self.stylesheet.read(path)
            # Reading leaves the rules by name as they were, and the first widgets to come would miss the new ones.
            self.stylesheet._rules_map = None

    # Undo

    def undo(self) -> None:
        """Take this session's last change back."""
        self._step(self.services.undo.undo, "Took back")

    def redo(self) -> None:
        """Make the change that was taken back once more."""
        self._step(self.services.undo.redo, "Did again")

    def _step(self, step: "Callable[[], Turned]", words: str) -> None:
        done = step()
        self.changed()
        self.tell(f"{words}: {done.label}. {done.note}".strip())

    # Words to the user

    def tell(self, text: str, kind: str = "information") -> None:
        """Show a short notice; `kind` is information, refused, warning or error; the text is literal and cut."""
        self.notify(
            literal(sentence(text, LONGEST_NOTICE)),
            severity=_SEVERITY.get(kind, "information"),  # type: ignore[arg-type]
            timeout=SECONDS_SHOWN.get(kind, 4.0),
            markup=False,
        )

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
            self._settle(self, error, after)
            return
        self.tell(str(error), "error" if isinstance(error, StoreError) else "refused")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, cleaned, and say so."""
        shown = clean(text)
        self.copy_to_clipboard(shown)
        first = shown.strip().splitlines()[0] if shown.strip() else ""
        self.tell(f"Copied: {first[:60]}{'…' if len(shown.strip()) > 60 else ''}" if first else "Nothing to copy.")

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

        What ends a painted widget's own messages cannot be gone on from; that comes to `_handle_exception`.
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

    # Looks

    def next_theme(self) -> None:
        """Change to the next theme."""
        names = list(PALETTES)
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]
        for screen in self.stages():
            screen.repaint_all()
        self.tell(f"Theme: {self.theme}.")

    def switch_compact(self) -> None:
        """Use the room between the parts for rows, or give it back."""
        self.compact = not self.compact
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, Stage) and screen.is_attached:
                    screen.refit()

    # End

    @property
    def leaving(self) -> bool:
        """Tell whether the app is on its way out: keys that are still to come find their widgets gone."""
        return self._exit

    def leave(self) -> None:
        """Leave the app; every change is saved already."""
        self.keep_typed()
        self.exit(return_code=0)

    def keep_typed(self) -> None:
        """Write down what is being typed, the last key too."""
        for write in list(self.typed_in):
            write()
        if self._drafts is not None:
            self._drafts.flush()

    def suspend_process(self) -> None:
        """Go to the background like any terminal program."""
        self.action_suspend_process()
