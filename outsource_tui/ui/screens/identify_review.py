"""The review walk and the cross-out pass of Identify, in the lower pane."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.domain.errors import NotYetError, RuleError
from outsource_tui.ui.screens.identify_base import IdentifyBase
from outsource_tui.ui.screens.identify_rows import Asked, Listed, cross_why, felt, short_evidence
from outsource_tui.ui.show import Line, Piece, clock_length, clock_time_of, count, line, relative_day
from outsource_tui.ui.widgets.blocks import Block, note, plain, stack
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from datetime import date

    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.domain.task import Answer, CrossOutKey, Task
    from outsource_tui.services.identify import CrossOutLine, QuestionView

YES_NO = (("yes", "yes"), ("no", "no"))


class ReviewPart(IdentifyBase):
    """Six questions, one key an answer; then six criteria, one key each."""

    def __init__(self) -> None:
        """Start with nothing skipped."""
        super().__init__()
        self._skipped: set[str] = set()
        self._trail: list[str] = []

    @property
    def review(self) -> RecordTable[Asked]:
        """Return the table of questions."""
        return self.query_one("#review", RecordTable)

    @property
    def crosses(self) -> "RecordTable[CrossOutLine]":
        """Return the table of criteria."""
        return self.query_one("#crosses", RecordTable)

    # The review

    def questions_here(self) -> "tuple[QuestionView, ...]":
        """Return the six questions of what is highlighted, with evidence and answers."""
        row = self.row()
        if row is None:
            return ()
        task = self.task_or_none()
        identify = self.services.identify
        if task is not None:
            return identify.questions(task)
        if row.activity is None or row.activity.activity.only_breaks:
            return ()
        return identify.questions_of_activity(row.activity.key)

    def show_review(self, moved: bool) -> None:
        """Fill the table of questions; `moved`: another one is highlighted, so begin at its first open question."""
        views = self.questions_here()
        first = next((view.key for view in views if view.answer is None), None)
        self.review.set_rows([Asked(view, view.key == first) for view in views])
        if moved and views:
            self.review.go_to(first or views[0].key)

    def why_not_review_walk(self) -> str | None:
        """Return why there is nothing to review."""
        return None if self.activities.all_rows else "There is nothing to review yet; log what you do for a few days."

    def do_review_walk(self) -> None:
        """Go on with the walk, at the highlighted one when it has open questions."""
        self._skipped.clear()
        if not any(view.answer is None for view in self.questions_here()) and not self._walk_on():
            self.tell("Everything is answered. Here is what comes next.")
            self.set_mode("actions")
            return
        self.set_mode("review")

    def why_not_review_show(self) -> str | None:
        """Return why there are no questions."""
        return self.nothing_here()

    def do_review_show(self) -> None:
        """Show the questions of the highlighted one."""
        if not self.questions_here():
            raise NotYetError("A break has no questions.")
        self.set_mode("review")

    def _walk_on(self) -> bool:
        """Put the cursor on the next one with open questions; tell whether there is one."""
        for task, activity in self.services.identify.walk_queue(self.period):
            key = f"a:{activity}" if activity is not None else f"t:{task.id if task is not None else ''}"
            if key in self._skipped:
                continue
            here = self.activities.current_key
            found = self.go_to_task(task.id) if task is not None else self.activities.go_to(key)
            if found:
                if here is not None and here != self.activities.current_key:
                    self._trail.append(here)
                return True
        return False

    def _name_here(self) -> str:
        row = self.row()
        if row is None:
            return ""
        return f"t:{row.task}" if row.task is not None else row.key

    def do_review_yes(self) -> None:
        """Answer yes."""
        self._answer("yes")

    def do_review_no(self) -> None:
        """Answer no."""
        self._answer("no")

    def do_review_maybe(self) -> None:
        """Answer maybe."""
        self._answer("maybe")

    def why_not_review_suggested(self) -> str | None:
        """Return why there is no suggestion to take."""
        asked = self.review.current
        if asked is None or asked.view.suggested is None:
            return "The log cannot tell this one; answer with y, n or m."
        return None

    def do_review_suggested(self) -> None:
        """Take what the log suggests."""
        asked = self.review.current
        if asked is not None and asked.view.suggested is not None:
            self._answer(asked.view.suggested)

    def _answer(self, answer: "Answer") -> None:
        asked, row = self.review.current, self.row()
        if asked is None or row is None:
            raise NotYetError("There is no question here; r goes on with the walk.")
        key = asked.view.key
        identify = self.services.identify
        task = self.task_or_none()
        was_open = task is None or task.reviewed_at is None
        if task is not None:
            task = identify.answer(task, key, answer)
        elif row.activity is not None:
            task = identify.answer_activity(row.activity.key, key, answer)
        self.outsource.changed()
        if task is None:
            return
        first = next((one.view.key for one in self.review.all_rows if one.view.answer is None), None)
        if first is not None:
            self.review.go_to(first)
            return
        if was_open:
            self._reviewed(task)
        else:
            self.review.move(1)

    def _reviewed(self, task: "Task") -> None:
        yes = sum(one.answer == "yes" for one in task.answers.values())
        said = f"{task.title}: {yes} of 6 yes."
        if self.heading_out == task.id:
            self.tell(said)
            self.go_on(task)
        elif self._walk_on():
            self.tell(f"{said} On to the next.")
            self.set_mode("review")
        else:
            self.tell(f"{said} The walk is done; here is what comes next.")
            self.set_mode("actions")

    def do_review_back(self) -> None:
        """Clear the answer here, or the one before it when this one is open."""
        task, asked = self.task_or_none(), self.review.current
        if task is None or asked is None or not task.answers:
            raise NotYetError("Nothing is answered here yet.")
        key = asked.view.key
        if key not in task.answers:
            views = [one.view for one in self.review.all_rows]
            before = [view.key for view in views[: self.review.cursor] if view.answer is not None]
            answered = [view.key for view in views if view.answer is not None]
            key = before[-1] if before else answered[-1]
        self.services.identify.clear_answer(task, key)
        self.outsource.changed()
        self.review.go_to(key)

    def do_review_next(self) -> None:
        """Leave this one for later."""
        self._skipped.add(self._name_here())
        if not self._walk_on():
            self._skipped.clear()
            self.tell("That was the last one; r begins again with what is left.")
            self.set_mode("actions")

    def do_review_previous(self) -> None:
        """Go back to the one before."""
        if not self._trail:
            raise NotYetError("This is where the walk began.")
        self.activities.go_to(self._trail.pop())

    def why_not_review_anew(self) -> str | None:
        """Return why there is nothing to clear."""
        task = self.task_or_none()
        return None if task is not None and task.answers else "Nothing is answered here yet."

    def do_review_anew(self) -> None:
        """Begin its review anew."""
        task = self.task_here()
        self.services.identify.review_again(task)
        self.outsource.changed()
        self.show_review(True)

    def evidence_block(self) -> Block | None:
        """Return the question under the cursor in full, with what the log says and the entries that show it (N04)."""
        asked = self.review.current
        if asked is None:
            return None
        view = asked.view
        rows: list[Line] = [_entry_line(one, self) for one in view.rows]
        return stack(
            note(view.ask, "bold"),
            note(view.evidence.sentence, "blue" if view.suggested else "muted"),
            note(view.hint, "muted"),
            plain((), *rows) if rows else None,
        )

    # The cross-out pass

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
        if not here.open_fields:
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
        freed = f", which frees {hours(decision.hours)} a month" if decision is not None and decision.hours else ""
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
            note(f"y: {here.text}", "muted"),
            note(cross_why(here), "blue") if here.decided is None else note(f"You said: {cross_why(here)}"),
            note(when, "muted") if when else None,
        )

    def lower_words(self, row: Listed | None) -> tuple[list[Piece], list[Piece]]:
        """Return the two lines above the lower pane."""
        if row is None:
            return [], []
        if self.mode == "review":
            return self._review_words(row)
        if self.mode == "crosses":
            lines = self.cross_lines()
            left = sum(one.decided is None for one in lines)
            words = f"{count(left, 'reason')} against it to go through" if left else "all six gone through"
            return list(line(("Cross out", "bold"), ("   ", ""), (row.task_title, "bold"))), [Piece(words, "muted")]
        return [], []

    def _review_words(self, row: Listed) -> tuple[list[Piece], list[Piece]]:
        asked = self.review.current
        left, of = self.services.identify.walk_left(self.period)
        head = list(
            line(("Review", "bold"), ("   ", ""), (row.task_title, "bold"), (f"   {left} of {of} left", "muted"))
        )
        if asked is None:
            return head, [Piece("a break has no questions", "muted")]
        words = f"question {asked.view.number} of 6, answer with one key"
        pieces = [Piece(words, "muted")]
        if self.has_class("-tiny"):
            pieces = [Piece(f"{asked.view.number} of 6  ", "muted"), Piece(short_evidence(asked.view), "blue")]
        return head, pieces


def _entry_line(row: "LogRow", screen: IdentifyBase) -> Line:
    from datetime import date

    try:
        day = relative_day(date.fromisoformat(row.day), screen.today)
    except ValueError:
        day = row.day
    start = clock_time_of(row.start) if row.start else ""
    return (
        Piece(f"{day:<12}", "muted"),
        Piece(f"{start:>5}  {clock_length(row.seconds):>5}  "),
        Piece(row.text or row.project or row.client),
        Piece("  "),
        *felt(row),
    )


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
