"""What the eight screens share: frame, keys, footer, filter, go-to, and keeping up with the workspace."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, work
from textual._context import active_app
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widget import Widget

from outsource_tui.domain.errors import InputError
from outsource_tui.ui.actions.action import Action
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.actions.registry import by_id
from outsource_tui.ui.host import Stage
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.chrome import FootKey, FootLine, TabLine, WhereLine
from outsource_tui.ui.widgets.painted import Painted
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    pass

Value = TypeVar("Value")
NARROW = 100
SHORT = 20
TINY = 66
TURNS = 4
"""Turns of the loop in which widgets ask for what follows from a change."""


def go_to_hint(width: int) -> list[tuple[str, str]]:
    """Return the letters of all screens for a line of `width` cells, the names as long as they all fit."""

    def hint(lead: str, space: str, most: int) -> list[tuple[str, str]]:
        pieces = [(lead, "bold")] if lead else []
        for _name, title, letter in STAGES:
            pieces += [(space if pieces else "", ""), (letter, "accent"), (f" {title[:most]}", "muted")]
        return pieces

    choices = [hint("go to", "   ", 11), hint("", "  ", 11), *(hint("", "  ", most) for most in range(8, 2, -1))]
    room = width - 4
    return next((one for one in choices if sum(len(text) for text, _role in one) <= room), choices[-1])


def still_there(value: Value | None) -> Value:
    """Return what an action is about; InputError where it has gone since the key was pressed."""
    if value is None:
        raise InputError("What this was about is not there any more; nothing was changed.")
    return value


class StageScreen(Stage):
    """A screen of one stage.

    A screen gives `stage` (its name among the actions), `compose_main` and `compose_side`, `where` (the line that says
    where I am) and `show` (bring everything up to date; called often, so it must be idempotent).
    """

    AUTO_FOCUS = "RecordTable"
    ALLOW_SELECT = False
    side_width: ClassVar[int] = 40
    side_from: ClassVar[int] = NARROW

    def __init__(self) -> None:
        """Start with nothing pending."""
        super().__init__()
        # Its widgets are styled as they are made, so there is nothing to be styled again at its first visit.
        app = active_app.get(None)
        if app is not None:
            self._css_update_count = app._css_update_count
        self._going = False
        self._was = Size(0, 0)
        self._side_open = False
        self._up_to: tuple[object, ...] = ()

    # For the screens to give

    def compose_main(self) -> ComposeResult:
        """Yield what stands in the middle: the list and what belongs under it."""
        yield from ()

    def compose_side(self) -> ComposeResult:
        """Yield what explains the highlighted record at the right; nothing means no side pane."""
        yield from ()

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Return the pieces of the line under the tabs."""
        return (({name: title for name, title, _letter in STAGES}[self.stage], "bold"),)

    def show(self) -> None:
        """Bring everything on the screen up to date with the workspace; called at every visit and every change."""

    def where_early(self) -> Iterable[tuple[str, str] | Piece]:
        """Return what the line says while the log is read: where this is, and nothing about what is not known yet."""
        return [(title, "bold") for name, title, _letter in STAGES if name == self.stage]

    def show_early(self) -> None:
        """Show what can be known before the services are loaded; for the first screen of a start."""

    def tick(self) -> None:
        """Keep up with the clock; called every minute."""

    def adapt(self, width: int, height: int) -> None:
        """Adapt to a size; the side pane is already hidden or shown."""

    def claims_key(self, key: str) -> bool:
        """Tell whether this key belongs to the screen now, before any action; then `claimed` gets it."""
        return False

    def claimed(self, event: events.Key) -> None:
        """Take a claimed key."""

    def copied(self) -> str | None:
        """Return what `c` copies; by default the cells of the highlighted row."""
        table = self.table
        if table is None or table.current is None:
            return None
        texts = []
        for column in table.columns:
            cell = column.cell(table.current)
            texts.append(cell if isinstance(cell, str) else cell.text or "".join(piece.text for piece in cell.pieces))
        return "  ".join(text.strip() for text in texts if text.strip())

    # At hand

    @property
    def table(self) -> RecordTable[Any] | None:
        """Return the table the keys are about: the focused one, or the first on the screen."""
        if isinstance(self.focused, RecordTable):
            return self.focused
        tables = self.query(RecordTable)
        return tables.first() if tables else None

    @property
    def side_shown(self) -> bool:
        """Tell whether the side pane is in sight."""
        return bool(self.query("#side")) and bool(self.query_one("#side").display)

    # The frame

    def compose(self) -> ComposeResult:
        """Lay the frame out."""
        yield TabLine(self.stage)
        yield WhereLine(id="where")
        with Horizontal(id="body"):
            with Vertical(id="main"):
                yield from self.compose_main()
            side = list(self.compose_side())
            if side:
                with Vertical(id="side"):
                    yield from side
        yield FootLine()

    def on_mount(self) -> None:
        """Take the size there is."""
        self._fit(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Adapt to the size."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        if size == self._was or not size.width:
            return
        self._was = size
        compact = self.outsource.compact
        self.set_class(size.width < self.side_from, "-narrow")
        self.set_class(size.width < TINY, "-tiny")
        self.set_class(size.height < SHORT or compact, "-short")
        if self._going:
            self.do_go_to()
        self._place_side()
        self.adapt(size.width, size.height)
        self.refresh_frame()

    def refit(self) -> None:
        """Adapt again, after a setting of the looks changed."""
        self._was = Size(0, 0)
        self._fit(self.app.size)

    def _place_side(self) -> None:
        sides = self.query("#side")
        if not sides:
            return
        side = sides.first(Widget)
        narrow = self._was.width < self.side_from
        if not narrow:
            self._side_open = False
        side.display = not narrow or self._side_open
        self.query_one("#main").display = not (narrow and self._side_open)
        side.styles.width = self.side_width if not narrow else "1fr"

    def open_side(self, is_open: bool = True) -> bool:
        """Show the side pane in place of the list where both do not fit; tell whether that changed anything."""
        if self._was.width >= self.side_from or not self.query("#side") or is_open == self._side_open:
            return False
        self._side_open = is_open
        self._place_side()
        if not is_open and self.table is not None:
            self.table.focus()
        self.refresh_frame()
        return True

    def on_screen_resume(self) -> None:
        """Come back: take the size and show what changed meanwhile."""
        if not self.is_active:
            # A dialog closed over this screen, and what it was for has opened another one since.
            return
        self._fit(self.app.size)
        if self.outsource.ready:
            if self.outsource.state() != self._up_to:
                self.bring_up_to_date()
            else:
                self.refresh_frame()
            self.outsource.reveal_carried()
        else:
            self.show_early()
            self.refresh_frame()
        self.outsource.show_timer()
        self.call_next(self._be_seen)

    def _compositor_refresh(self) -> None:
        """Draw nothing while the picture is held back; Textual would draw it and throw it away."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    async def _be_seen(self) -> None:
        """Let the picture be painted once every widget has said what it wants."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        self.call_later(self._seen)

    def _seen(self) -> None:
        if self.is_active:
            self.outsource.show_picture()

    def on_screen_suspend(self) -> None:
        """Leave: forget a half-typed go-to."""
        self._end_going()

    def bring_up_to_date(self) -> None:
        """Call `show` and redraw the frame; what goes wrong becomes a notice."""
        if not self.is_mounted:
            # A change can arrive while the screen is being laid out; it shows everything once it stands.
            return
        self._up_to = self.outsource.state()
        with self.outsource.going_on():
            self.show()
        self.refresh_frame()

    def show_running(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Show the running timer in the tab line."""
        for tabs in self.query(TabLine):
            tabs.show_running(pieces)

    def refresh_frame(self) -> None:
        """Redraw the line that says where I am and the footer."""
        if not self.is_attached:
            return
        for found in self.query(WhereLine):
            found.set_line(tuple(self.where() if self.outsource.ready else self.where_early()))
        for foot in self.query(FootLine):
            foot.set_keys(self.foot_keys())

    def foot_keys(self) -> list[FootKey]:
        """Return the keys for the footer: those that count here, most used first, help last."""
        table = self.outsource.key_table
        place = self.focus_place()
        chosen = [
            action
            for action in table.actions(self.stage, place)
            if self.foot_rank(action) and table.keys(action) and self.offers(action)
        ]
        chosen.sort(key=lambda action: (self.foot_rank(action), not action.screen))
        return [
            FootKey(table.shown(action), self.label_of(action), self.why_not(action), action.id) for action in chosen
        ]

    def foot_rank(self, action: Action) -> int:
        """Return the place of an action in the footer, the lowest first; 0 keeps it out."""
        return action.footer

    def label_of(self, action: Action) -> str:
        """Return what the footer calls an action here and now."""
        return self.labels.get(action.id, action.label)

    def on_descendant_focus(self) -> None:
        """Show the keys of what is focused now."""
        self.later("frame", self.refresh_frame, 0.02)

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Redraw the footer a moment after the cursor rests."""
        self.later("frame", self.refresh_frame, 0.06)

    # Keys and actions

    def is_typing(self) -> bool:
        """Tell whether the focus is in a field that takes text."""
        focused = self.focused
        return focused is not None and hasattr(focused, "cursor_blink")

    async def on_key(self, event: events.Key) -> None:
        """Turn a key into its action."""
        if self.is_typing() or self.outsource.leaving:
            return
        if not self.is_active:
            # Pressed right after the key that opened what is in front now, and meant for that.
            event.stop()
            front = self.app.screen
            (front.focused or front).post_message(events.Key(event.key, event.character))
            return
        if self._going:
            event.stop()
            self._go_by(event)
            return
        if self.claims_key(event.key):
            event.stop()
            self.claimed(event)
            return
        table = self.outsource.key_table
        action = table.find(self.stage, self.focus_place(), event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            self.run_action_id(action.id)
        elif event.key == "ctrl+c" and (leave := by_id("app.quit")) is not None:
            # It ends some programs and copies in others, so here it does neither unasked.
            self.tell(f"{table.shown(leave)} leaves the app; everything is saved already.")

    def on_foot_line_pressed(self, message: FootLine.Pressed) -> None:
        """Do what was clicked in the footer."""
        self.run_action_id(message.action_id)

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        """Go to the clicked screen."""
        self.outsource.go(message.screen_name)

    # Common actions

    def do_go_today(self) -> None:
        """Go to Today."""
        self.outsource.go("today")

    def do_go_identify(self) -> None:
        """Go to Identify."""
        self.outsource.go("identify")

    def do_go_briefs(self) -> None:
        """Go to Briefs."""
        self.outsource.go("briefs")

    def do_go_candidates(self) -> None:
        """Go to Candidates."""
        self.outsource.go("candidates")

    def do_go_negotiate(self) -> None:
        """Go to Negotiate."""
        self.outsource.go("negotiate")

    def do_go_engagements(self) -> None:
        """Go to Engagements."""
        self.outsource.go("engagements")

    def do_go_insights(self) -> None:
        """Go to Insights."""
        self.outsource.go("insights")

    def do_go_playbook(self) -> None:
        """Go to Playbook."""
        self.outsource.go("playbook")

    def do_go_to(self) -> None:
        """Wait for the letter of a screen and list the letters meanwhile."""
        self._going = True
        self.query_one(FootLine).set_hint(go_to_hint(self.app.size.width))

    def _go_by(self, event: events.Key) -> None:
        self._end_going()
        for name, _title, letter in STAGES:
            if event.key == letter:
                self.outsource.go(name)
                return
        if event.key.isdigit() and 1 <= int(event.key) <= len(STAGES):
            self.outsource.go(STAGES[int(event.key) - 1][0])
        elif event.key != "escape":
            self.tell("No screen has that letter; press g to see them.", "refused")

    def _end_going(self) -> None:
        if self._going:
            self._going = False
            for foot in self.query(FootLine):
                foot.set_hint()

    def do_app_help(self) -> None:
        """Show the help."""
        from outsource_tui.ui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog.for_screen(self))

    def do_app_palette(self) -> None:
        """Open the palette."""
        from outsource_tui.ui.palette import PaletteDialog

        def run(chosen: str | None) -> None:
            if chosen is not None:
                self.run_action_id(chosen)

        self.app.push_screen(PaletteDialog(self), run)

    def do_log_quick(self) -> None:
        """Open the quick-log line."""
        from outsource_tui.ui.widgets.quick_log_line import QuickLogLine

        QuickLogLine.open_on(self)

    def do_app_undo(self) -> None:
        """Take the last change back."""
        self.outsource.undo()

    def do_app_redo(self) -> None:
        """Make it once more."""
        self.outsource.redo()

    def do_app_theme(self) -> None:
        """Change the theme."""
        self.outsource.next_theme()

    def do_app_compact(self) -> None:
        """Switch the compact mode."""
        self.outsource.switch_compact()

    @work
    async def do_app_drafts(self) -> None:
        """List what was typed and not saved."""
        from outsource_tui.ui.dialogs.drafts import show_drafts

        await show_drafts(self.outsource)

    def do_app_suspend(self) -> None:
        """Go to the background."""
        self.outsource.suspend_process()

    def do_app_quit(self) -> None:
        """Leave."""
        self.outsource.leave()

    def why_not_record_copy(self) -> str | None:
        """Return why nothing can be copied."""
        return None if self.copied() else "Nothing is highlighted, so there is nothing to copy."

    def do_record_copy(self) -> None:
        """Copy what is highlighted."""
        self.outsource.copy(self.copied() or "")

    def why_not_list_filter(self) -> str | None:
        """Return why the list cannot be narrowed down."""
        return None if self.table is not None else "There is no list to filter on this screen."

    def do_list_filter(self) -> None:
        """Open the filter line."""
        from outsource_tui.ui.widgets.filter_line import FilterLine

        table = self.table
        if table is None:
            return
        lines = self.query(FilterLine)
        if lines:
            lines.first().attach(table)
            return
        self.outsource.load_fields_css()
        self.mount(FilterLine(table), before="#foot")

    def why_not_list_sort(self) -> str | None:
        """Return why the list cannot be sorted."""
        table = self.table
        if table is None or not any(column.sort is not None for column in table.columns):
            return "There is nothing to sort on this screen."
        return None

    def do_list_sort(self) -> None:
        """Sort by the next column."""
        if self.table is not None:
            self.tell(f"Sorted by {self.table.cycle_sort()}.")

    def why_not_list_mark(self) -> str | None:
        """Return why no row can be marked."""
        table = self.table
        return None if table is not None and table.can_mark else "There is nothing to mark here."

    def do_list_mark(self) -> None:
        """Mark the row."""
        if self.table is not None:
            self.table.run_move("list.mark")

    def is_filtering(self) -> bool:
        """Tell whether the filter line is open."""
        return any(line.display for line in self.query("FilterLine"))

    def do_app_back(self) -> None:
        """Leave the innermost thing that is open: hint, filter, marks, side pane, what the screen adds."""
        from outsource_tui.ui.widgets.filter_line import FilterLine

        if self.back():
            return
        table = self.table
        if self.is_filtering():
            self.query_one(FilterLine).close()
            return
        if table is not None and table.filter_text:
            table.filter("")
        elif (table is not None and table.clear_marks()) or self.open_side(False):
            return
        else:
            tables = self.query(RecordTable)
            if tables and self.focused is not tables.first():
                tables.first().focus()

    def back(self) -> bool:
        """Leave something of the screen's own; tell whether there was something."""
        return False

    def _move(self, action: str) -> None:
        target = self.table
        if target is not None and target.run_move(action):
            return
        scrolling = {"move.down": 1, "move.up": -1, "move.page_down": 10, "move.page_up": -10}.get(action)
        focused = self.focused
        if scrolling and focused is not None and hasattr(focused, "scroll_by"):
            focused.scroll_by(scrolling)

    def do_move_down(self) -> None:
        """Move down."""
        self._move("move.down")

    def do_move_up(self) -> None:
        """Move up."""
        self._move("move.up")

    def do_move_left(self) -> None:
        """Move left."""
        self._move("move.left")

    def do_move_right(self) -> None:
        """Move right."""
        self._move("move.right")

    def do_move_page_down(self) -> None:
        """Move a page down."""
        self._move("move.page_down")

    def do_move_page_up(self) -> None:
        """Move a page up."""
        self._move("move.page_up")

    def do_move_first(self) -> None:
        """Move to the first row."""
        self._move("move.first")

    def do_move_last(self) -> None:
        """Move to the last row."""
        self._move("move.last")

    # For themes

    def repaint_all(self) -> None:
        """Draw everything again in the colours of the theme."""
        for painted in self.query(Painted):
            painted.repaint_all()
