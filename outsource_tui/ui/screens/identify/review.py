"""The review walk of Identify, in the lower pane."""

from typing import TYPE_CHECKING

from outsource_tui.domain.errors import NotYetError
from outsource_tui.ui.screens.identify.base import IdentifyBase
from outsource_tui.ui.screens.identify.list import Listed
from outsource_tui.ui.screens.identify.panes import Asked, felt, short_evidence
from outsource_tui.ui.show import Line, Piece, clock_length, clock_time_of, line, relative_day
from outsource_tui.ui.widgets.blocks import Block, note, plain, prose, stack
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.domain.task import Answer, Task
    from outsource_tui.services.identify import QuestionView


class ReviewPart(IdentifyBase):
    """Six questions, one key an answer, the evidence beside each."""

    def __init__(self) -> None:
        """Start with nothing skipped."""
        super().__init__()
        self._skipped: set[str] = set()
        self._trail: list[str] = []

    @property
    def review(self) -> RecordTable[Asked]:
        """Return the table of questions."""
        return self.query_one("#review", RecordTable)

    # The review

    def questions_here(self) -> "tuple[QuestionView, ...]":
        """Return the six questions of what is highlighted, with evidence and answers."""
        row = self.row()
        if row is None:
            return ()
        task = self.task_or_none()
        identify = self.services.identify
        if task is not None:
            return identify.questions(task, self.period)
        if row.activity is None or row.activity.activity.only_breaks:
            return ()
        return identify.questions_of_activity(row.activity.key, self.period)

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
            note(f"{view.hint} {view.statement}", "muted"),
            prose((f"{view.follow_up} Then ", "muted"), ("t", "accent"), (" says so.", "muted"))
            if view.follow_up
            else None,
            prose(("i", "accent"), (" types what is missing.", "muted"))
            if view.key == "cheaper" and view.suggested is None
            else None,
            plain((), *rows) if rows else None,
        )

    def review_words(self, row: Listed) -> tuple[list[Piece], list[Piece]]:
        """Return how far the walk is, and the question it has come to."""
        asked = self.review.current
        left, of = self.services.identify.walk_left(self.period)
        head = list(
            line(("Review", "bold"), ("   ", ""), (row.task_title, "bold"), (f"   {left} of {of} left", "muted"))
        )
        if asked is None:
            return head, [Piece("a break has no questions", "muted")]
        words = f"question {asked.view.number} of 6, answer with one key"
        pieces = [Piece(words, "muted")]
        if not self.query_one("#evidence").display:
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
        Piece(f"{day:<13}", "muted"),
        Piece(f"{start:>5}  {clock_length(row.seconds):>5}  "),
        Piece(row.text or row.project or row.client),
        Piece("  "),
        *felt(row),
    )
