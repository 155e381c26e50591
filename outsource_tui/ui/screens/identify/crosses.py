"""The cross-out pass of Identify, in the lower pane: six criteria, one key each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.domain.errors import NotYetError, RuleError
from outsource_tui.ui.screens.identify.list import Listed
from outsource_tui.ui.screens.identify.panes import cross_why
from outsource_tui.ui.screens.identify.review import ReviewPart
from outsource_tui.ui.show import Piece, count, line, relative_day
from outsource_tui.ui.widgets.blocks import Block, note, stack
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from datetime import date

    from outsource_tui.domain.task import CrossOutKey, Task
    from outsource_tui.services.identify import CrossOutLine

YES_NO = (("yes", "yes"), ("no", "no"))


class CrossPart(ReviewPart):
    """What speaks against outsourcing: let it stand, or overrule it with a reason."""

    @property
    def crosses(self) -> "RecordTable[CrossOutLine]":
        """Return the table of criteria."""
        return self.query_one("#crosses", RecordTable)

    def cross_lines(self) -> "tuple[CrossOutLine, ...]":
        """Return the six criteria of the highlighted task."""
        task = self.task_or_none()
        return () if task is None else self.services.identify.cross_outs(task)

    def show_crosses(self, moved: bool) -> None:
        """Fill the table of criteria."""
        lines = self.cross_lines()
        self.crosses.set_rows(lines)
        first = next((one.key for one in lines if one.decided is None), None)
        if moved and lines:
            self.crosses.go_to(first or lines[0].key)

    def why_not_task_cross(self) -> str | None:
        """Return why there is no cross-out pass yet."""
        reason = self.no_task_here()
        if reason is not None:
            return reason
        task = self.task_or_none()
        if task is not None and task.reviewed_at is None:
            return self.services.identify.why_not_finished(task) or "Finish its review first; r goes on with it."
        return None

    def do_task_cross(self) -> None:
        """Go through what speaks against outsourcing it."""
        self.set_mode("crosses")

    def do_cross_stands(self) -> None:
        """Let it stand."""
        self._cross(True)

    def do_cross_overruled(self) -> None:
        """Set it aside."""
        self._cross(False)

    def _cross(self, stands: bool) -> None:
        here, task = self.crosses.current, self.task_or_none()
        if here is None or task is None:
            raise NotYetError("There is nothing to cross out here; r reviews it first.")
        # That it does not stand needs no figures; that it does is shown by them.
        if not stands or not here.open_fields:
            try:
                crossed = self.services.identify.cross(task, here.key, stands)
            except (RuleError, NotYetError):
                pass
            else:
                self._after_cross(crossed)
                return
        self._ask_cross(here, task.id, stands)

    @work
    async def _ask_cross(self, here: "CrossOutLine", task_id: str, stands: bool) -> None:
        """Ask for the facts or the reason this decision lacks, then take it."""
        if here.open_fields and not await self._facts(here.key):
            return
        while True:
            try:
                crossed = await self._crossed(self.services.identify.get(task_id), here, stands)
            except NotYetError as error:
                self.outsource.tell_error(error)
                if not await self._facts(here.key):
                    return
                continue
            break
        if crossed is not None:
            self._after_cross(crossed)

    async def _crossed(self, task: "Task", here: "CrossOutLine", stands: bool) -> "Task | None":
        from outsource_tui.ui.dialogs.reason import ReasonDialog

        identify = self.services.identify
        try:
            return identify.cross(task, here.key, stands)
        except RuleError as error:
            said = await self.outsource.push_screen_wait(ReasonDialog(here.title, str(error), facts=(here.text,)))
            return None if said is None else identify.cross(task, here.key, stands, reason=said)

    def _after_cross(self, task: "Task") -> None:
        self.outsource.changed()
        left = next((one.key for one in self.crosses.all_rows if one.decided is None), None)
        dropped = task.decision is not None and task.decision.verdict == "drop"
        if left is not None and not dropped:
            self.crosses.go_to(left)
            return
        if dropped:
            self.tell_dropped(task)
        elif task.crossed_at is not None:
            standing = sum(one.stands for one in task.cross_outs.values())
            words = "nothing speaks against it" if not standing else f"{count(standing, 'reason')} against it"
            self.tell(f"The pass is done: {words}.")
        self.set_mode("entries")
        if self.heading_out == task.id:
            self.go_on(task)

    def tell_dropped(self, task: "Task") -> None:
        """Say what a drop frees (N07)."""
        from outsource_tui.ui.show import hours

        decision = task.decision
        each = "" if task.recurrence == "once" else " a month"
        freed = f", which frees {hours(decision.hours)}{each}" if decision is not None and decision.hours else ""
        self.tell(f"Dropped {task.title}{freed}.")

    def do_cross_suggested(self) -> None:
        """Decide the open ones the figures can tell."""
        task = self.services.identify.take_suggestions(self.task_here())
        self._after_cross(task)

    def do_cross_back(self) -> None:
        """Take the decision here back."""
        here = self.crosses.current
        if here is None or here.decided is None:
            raise NotYetError("This one is not decided yet.")
        self.services.identify.clear_cross_out(self.task_here(), here.key)
        self.outsource.changed()

    def why_not_cross_facts(self) -> str | None:
        """Return why there is nothing to edit."""
        here = self.crosses.current
        if here is None or not here.fields:
            return "This one needs no figures: answer y when it stands, n when it does not."
        return None

    def do_cross_facts(self) -> None:
        """Edit what it is decided by."""
        here = self.crosses.current
        if here is not None:
            self._edit_facts(here.key)

    @work
    async def _edit_facts(self, key: str) -> None:
        await self._facts(key)

    async def _facts(self, key: str) -> bool:
        """Ask for the fields a criterion is decided by; tell whether they were given."""
        from outsource_tui.ui.dialogs.form import FormDialog

        task = self.task_or_none()
        here = next((one for one in self.cross_lines() if one.key == key), None)
        if task is None or here is None:
            return False
        fields = [_field(name, task) for name in here.fields]
        if key == "no_better_use":
            fields.append(_field("better_use_value", task))
        kept = task

        def save(values: dict[str, Any]) -> "Task":
            for name in ("important", "personal"):
                if name in values:
                    values[name] = None if values[name] is None else values[name] == "yes"
            return self.services.identify.edit_task(kept, **values)

        saved = await self.outsource.push_screen_wait(
            FormDialog(
                here.title,
                fields,
                intro=here.ask,
                submit=save,
                today=self.today,
                currency=self.services.settings.get().currency,
            )
        )
        if saved is None:
            return False
        self.outsource.changed()
        return True

    def do_cross_look_again(self) -> None:
        """Set the day to look at this criterion again."""
        here = self.crosses.current
        if here is None or here.decided is None or not here.decided.stands:
            raise NotYetError("Only what stands gets a day to look again.")
        self._ask_day(self.task_here(), here.decided.look_again, here.key)

    @work
    async def _ask_day(self, task: "Task", value: "date | None", key: "CrossOutKey | None") -> None:
        await self.ask_look_again(task, value, key)

    async def ask_look_again(self, task: "Task", value: "date | None", key: "CrossOutKey | None" = None) -> None:
        """Ask for the day to look at a decision or at one criterion again."""
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        def save(values: dict[str, Any]) -> "Task":
            return self.services.identify.look_again(task, values["look_again"], key)

        done = await self.outsource.push_screen_wait(
            FormDialog(
                "Look again",
                [Field("look_again", "on", "date", value, help="9 Dec, fri, +30; empty: never")],
                submit=save,
                today=self.today,
            )
        )
        if done is not None:
            self.outsource.changed()

    def cross_block(self) -> Block | None:
        """Return the criterion under the cursor in full."""
        here = self.crosses.current
        if here is None:
            return None
        again = here.decided.look_again if here.decided is not None else None
        when = f"Look again {relative_day(again, self.today)}." if again is not None else ""
        return stack(
            note(here.ask, "bold"),
            note(f"y: {here.text} {here.statement}", "muted"),
            note(cross_why(here), "blue") if here.decided is None else note(f"You said: {cross_why(here)}"),
            note(when, "muted") if when else None,
        )

    def lower_words(self, row: Listed | None) -> tuple[list[Piece], list[Piece]]:
        """Return the two lines above the lower pane."""
        if row is None:
            return [], []
        if self.mode == "review":
            return self.review_words(row)
        if self.mode == "crosses":
            lines = self.cross_lines()
            left = sum(one.decided is None for one in lines)
            words = f"{count(left, 'reason')} against it to go through" if left else "all six gone through"
            here = self.crosses.current
            # Without room for the criterion in full, the line says what stands cut off beside it.
            cut = not self.query_one("#evidence").display
            sub = Piece(cross_why(here), "blue") if here is not None and cut else Piece(words, "muted")
            return list(line(("Cross out", "bold"), ("   ", ""), (row.task_title, "bold"))), [sub]
        return [], []


def _field(name: str, task: "Task") -> Any:
    from outsource_tui.ui.dialogs.fields import Field

    value: Any = getattr(task, name)
    if name in ("important", "personal"):
        value = None if value is None else "yes" if value else "no"
    make: dict[str, Callable[[], Field]] = {
        "better_use": lambda: Field(
            "better_use", "better use of the time", "text", value, help="what you would do instead"
        ),
        "better_use_value": lambda: Field(
            "better_use_value", "an hour of it brings", "money", value, help="empty: your hourly value"
        ),
        "important": lambda: Field("important", "it is vital", "choice", value, options=YES_NO),
        "personal": lambda: Field("personal", "you would rather do it", "choice", value, options=YES_NO),
        "skill": lambda: Field("skill", "your skill", "score", value, help="empty: as the log says"),
        "needed_skill": lambda: Field("needed_skill", "the skill it needs", "score", value),
        "impact": lambda: Field("impact", "how bad if it fails", "score", value),
        "likelihood": lambda: Field("likelihood", "how likely that is", "score", value),
    }
    return make[name]()


__all__ = ["ReviewPart"]
