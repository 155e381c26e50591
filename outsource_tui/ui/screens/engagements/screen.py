"""Engagements: agreed work, its deliveries at the gate, its money and time, and the people behind it."""

from textual import work

from outsource_tui.domain.errors import OutsourceError
from outsource_tui.ui.actions.action import Action
from outsource_tui.ui.screens.engagements.view import EngagementsView
from outsource_tui.ui.screens.stage import still_there
from outsource_tui.ui.widgets.chrome import FootKey
from outsource_tui.ui.widgets.record_table import RecordTable

_FIRST: dict[str, tuple[str, ...]] = {
    "planned": ("work.start", "work.papers", "work.terms", "work.contract", "work.milestone"),
    "running": ("delivery.new",),
    "in_revision": ("delivery.returned", "delivery.finish"),
    "over": ("work.outcome", "work.end", "work.onwards"),
}
"""What the footer offers first, by how the work stands; while a delivery is to review, the gate comes first."""
_GATE = ("delivery.check", "delivery.accept", "delivery.revise")
_LATER = 90
"""Where the keys of the gate stand while nothing is there to review."""
NONE_YET = "There is no engagement yet; n plans the first one."
NO_DELIVERY = "Nothing is handed over yet; l takes a delivery in."


class EngagementsScreen(EngagementsView):
    """Keys become verbs of the service; what waits says why."""

    _first: tuple[str, ...] = ()

    def foot_keys(self) -> list[FootKey]:
        """Return the keys for the footer, first what comes next as the work stands."""
        self._first = _FIRST.get(self._standing(), ())
        return super().foot_keys()

    def foot_rank(self, action: Action) -> int:
        """Return the place in the footer."""
        if action.id in self._first:
            return self._first.index(action.id) - len(self._first)
        return _LATER if self._first and action.id in _GATE else action.footer

    def _standing(self) -> str:
        if self._list.current_key is None:
            return ""
        engagement = self._current()
        if engagement.ended_at is not None:
            return "over"
        if engagement.started_at is None:
            return "planned"
        stage = self._shown_stage()
        return "running" if stage in ("accepted", "finished_myself", "") else stage

    # Why not

    def _why_not(self) -> str | None:
        return None if self._list.current is not None else NONE_YET

    why_not_figure_explain = why_not_record_text = why_not_record_open = why_not_work_standard = _why_not
    why_not_work_milestone = why_not_work_payment = why_not_work_care = why_not_work_check_up = _why_not
    why_not_work_calls = why_not_work_papers = why_not_work_terms = why_not_work_contract = _why_not
    why_not_work_asked = why_not_work_hours = why_not_work_own_time = why_not_work_onwards = _why_not

    def _why_not_running(self) -> str | None:
        reason = self._why_not()
        if reason is not None:
            return reason
        engagement = self._current()
        if engagement.started_at is None:
            return "The work has not started yet; y starts it."
        return "The engagement has ended; E opens it again." if engagement.ended_at is not None else None

    why_not_work_check_in = why_not_work_week = why_not_work_pause = _why_not_running

    def why_not_work_start(self) -> str | None:
        """Say which paper is not signed yet."""
        return self._why_not() or self._service.why_not_start(self._current())

    def why_not_delivery_new(self) -> str | None:
        """Say why nothing can be handed in."""
        return self._why_not() or self._service.why_not_deliver(self._current())

    def why_not_work_outcome(self) -> str | None:
        """Say why there is no outcome yet."""
        return self._why_not() or self._service.why_not_outcome(self._current())

    def why_not_work_task(self) -> str | None:
        """Refuse where the task is gone."""
        reason = self._why_not()
        if reason is None and self._current().task is None:
            return "No task stands behind this engagement."
        return reason

    def _why_not_delivery(self) -> str | None:
        reason = self._why_not_running()
        if reason is None and self._delivery(self._current()) is None:
            return NO_DELIVERY
        return reason

    why_not_delivery_remove = why_not_delivery_edit = _why_not_delivery

    def _shown_stage(self) -> str:
        engagement = self._current()
        delivery = self._delivery(engagement)
        return "" if delivery is None else self._service.delivery_stage(engagement, delivery)

    def _why_not_change(self) -> str | None:
        reason = self._why_not_delivery()
        if reason is not None:
            return reason
        stage = self._shown_stage()
        if stage == "accepted":
            return "This delivery is accepted; A looks at it again."
        return "You finished this one yourself." if stage == "finished_myself" else None

    why_not_delivery_finish = why_not_delivery_check = why_not_list_mark = _why_not_change

    def why_not_delivery_revise(self) -> str | None:
        """Refuse while a revision is out."""
        reason = self._why_not_change()
        if reason is None and self._shown_stage() == "in_revision":
            return "A revision is out already; V says it is back."
        return reason

    def why_not_delivery_returned(self) -> str | None:
        """Refuse where no revision is out."""
        reason = self._why_not_delivery()
        return reason or (None if self._shown_stage() == "in_revision" else "No revision is out.")

    def why_not_delivery_accept(self) -> str | None:
        """Say which standards stand in the way."""
        reason = self._why_not_delivery()
        if reason is not None:
            return reason
        engagement = self._current()
        delivery = self._delivery(engagement)
        return None if delivery is None else self._service.why_not_accept(engagement, delivery.id)

    def why_not_delivery_unaccept(self) -> str | None:
        """Refuse where nothing is accepted."""
        reason = self._why_not_delivery()
        return reason or (None if self._shown_stage() == "accepted" else "This delivery is not accepted.")

    def _why_not_other(self) -> str | None:
        reason = self._why_not()
        if reason is None and len(self._current().deliveries) < 2:
            return "There is no other delivery."
        return reason

    why_not_delivery_earlier = why_not_delivery_later = _why_not_other

    def why_not_record_delete(self) -> str | None:
        """Say that there is nothing to delete."""
        if self.focused is self._standards or self.focused is self._stones:
            table = self.focused
            return None if table.current is not None else "Nothing is highlighted."
        return self._why_not()

    # Doing

    def _done(self, text: str = "") -> None:
        self.outsource.changed()
        if text:
            self.tell(text)

    @work(exclusive=True, group="flow")
    async def _ask(self, what: str) -> None:
        from outsource_tui.ui.screens.engagements.care import FLOWS

        try:
            told = await FLOWS[what](self, self._current())
        except OutsourceError as error:
            self.outsource.tell_error(error)
            told = ""
        self._done(told)

    def do_record_new(self) -> None:
        """Plan one."""
        self._plan()

    @work(exclusive=True, group="flow")
    async def _plan(self) -> None:
        from outsource_tui.ui.screens.engagements.flows import plan

        try:
            engagement = await plan(self)
        except OutsourceError as error:
            self.outsource.tell_error(error)
            return
        if engagement is not None:
            self._done(f"Planned {engagement.title}; y starts it.")
            self._list.go_to(engagement.id)
            self._draw()

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        """Edit what is highlighted."""
        self.run_action_id("record.open")

    def do_record_open(self) -> None:
        """Edit the standard, the milestone, or the engagement; where the side is hidden, show it first."""
        if self.focused is self._standards:
            self._look()
        elif self.focused is self._stones:
            row = self._stones.current
            if row is not None and row.kind == "milestone":
                self._stone(row.key)
            else:
                self._ask("payment")
        elif not self.open_side():
            self._ask("edit")

    def do_record_delete(self) -> None:
        """Take out the standard, the milestone or payment, or the engagement."""
        engagement = self._current()
        if self.focused is self._standards and self._standards.current is not None:
            self._service.remove_standard(engagement, self._standards.current.id)
            self._done("Took the standard out; u brings it back.")
        elif self.focused is self._stones and self._stones.current is not None:
            row = self._stones.current
            if row.kind == "milestone":
                self._service.remove_milestone(engagement, row.key)
            else:
                self._service.remove_payment(engagement, row.key)
            self._done(f"Took the {row.kind} out; u brings it back.")
        else:
            self._service.delete(engagement)
            self._done("Deleted the engagement; u brings it back.")

    def do_record_text(self) -> None:
        """Write notes."""
        self._note()

    @work(exclusive=True, group="flow")
    async def _note(self) -> None:
        from outsource_tui.ui.dialogs.text import TextDialog

        engagement = self._current()
        await self.app.push_screen_wait(
            TextDialog(
                f"Notes on {engagement.title}",
                engagement.note,
                draft=f"engagement-note-{engagement.id}",
                submit=lambda text: self._service.edit(engagement, note=text),
            )
        )
        self._done()

    def do_figure_explain(self) -> None:
        """Show how the net time comes about."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        engagement = self._current()
        ledger = self._service.ledger(engagement)
        closing = self._service.alarm(engagement) or ""
        if ledger.given is None:
            closing = "Your hours on this task were never known, so nobody can tell what it saves you."
        self.app.push_screen(ArithmeticDialog(f"Net time of {engagement.title}", ledger.steps, closing=closing))

    # The work

    def do_work_start(self) -> None:
        """Start."""
        self._service.start(self._current())
        self._done("It runs. Your hours so far are the baseline it is measured against.")

    def do_work_pause(self) -> None:
        """Let it rest, or take it up again."""
        changed = self._service.toggle_pause(self._current())
        self._done("It rests; x takes it up again." if changed.paused_at else "It goes on.")

    def why_not_work_end(self) -> str | None:
        """Refuse where there is nothing to end."""
        return self._why_not()

    def do_work_end(self) -> None:
        """End it, or open it again."""
        engagement = self._current()
        if engagement.ended_at is not None:
            self._service.reopen(engagement)
            self._done("It is open again.")
            return
        self._service.end(engagement)
        self._done("Ended; h says whether it was a hit or a miss.")
        self._list.go_to(engagement.id)

    def do_delivery_new(self) -> None:
        """Take a delivery in."""
        self._delivery_id = ""
        self._ask("deliver")

    def do_list_mark(self) -> None:
        """Go to the standards and say whether the highlighted one is met."""
        self._standards.focus()
        self.do_delivery_check()

    def do_delivery_check(self) -> None:
        """Say whether the standard is met: met, not met, not looked at."""
        engagement = self._current()
        delivery, row = self._delivery(engagement), self._standards.current
        if delivery is None or row is None:
            self.tell("No standard is written down yet; S adds one.", "refused")
            return
        self._delivery_id = delivery.id
        self._service.cycle_check(engagement, delivery.id, row.id)
        self._done()

    def _look(self) -> None:
        reason = self._why_not_change()
        if reason is not None:
            self.tell(reason, "refused")
            return
        self._with_delivery("look")

    def do_delivery_accept(self) -> None:
        """Accept."""
        engagement = self._current()
        delivery = still_there(self._delivery(engagement))
        self._delivery_id = delivery.id
        changed = self._service.accept(engagement, delivery.id)
        new = len(changed.payments) > len(engagement.payments)
        due = "; its price is due, p pays it" if new else ""
        minutes = "" if delivery.review_minutes is not None else " M notes the minutes it took you."
        self._done(f"Accepted{due}.{minutes}")

    def do_delivery_unaccept(self) -> None:
        """Take the acceptance back."""
        engagement = self._current()
        delivery = still_there(self._delivery(engagement))
        self._delivery_id = delivery.id
        self._service.take_back_acceptance(engagement, delivery.id)
        self._done("Open again.")

    def do_delivery_returned(self) -> None:
        """Note that the revision is back."""
        engagement = self._current()
        delivery = still_there(self._delivery(engagement))
        out = [one for one in engagement.rounds if one.delivery == delivery.id and one.returned_at is None]
        self._delivery_id = delivery.id
        self._service.round_returned(engagement, out[-1].id)
        self._done("It is back; look at what was not met.")

    def do_delivery_remove(self) -> None:
        """Take the delivery out."""
        engagement = self._current()
        delivery = still_there(self._delivery(engagement))
        self._delivery_id = ""
        self._service.remove_delivery(engagement, delivery.id)
        self._done("Took the delivery out; u brings it back.")

    def _other(self, step: int) -> None:
        engagement = self._current()
        delivery = still_there(self._delivery(engagement))
        at = engagement.deliveries.index(delivery) + step
        self._delivery_id = engagement.deliveries[at % len(engagement.deliveries)].id
        self._draw()

    def do_delivery_earlier(self) -> None:
        """Show the delivery before."""
        self._other(-1)

    def do_delivery_later(self) -> None:
        """Show the next delivery."""
        self._other(1)

    def do_delivery_revise(self) -> None:
        """Send it back."""
        self._with_delivery("revise")

    def do_delivery_edit(self) -> None:
        """Note the minutes its review took, or mend what was written down."""
        self._with_delivery("about")

    def do_delivery_finish(self) -> None:
        """Finish it myself."""
        self._with_delivery("finish")

    @work(exclusive=True, group="flow")
    async def _with_delivery(self, what: str) -> None:
        from outsource_tui.ui.screens.engagements import flows

        engagement = self._current()
        delivery = still_there(self._delivery(engagement))
        self._delivery_id = delivery.id
        told = ""
        try:
            if what == "revise":
                told = await flows.revise(self, engagement, delivery)
            elif what == "about":
                told = await flows.about(self, engagement, delivery)
            elif what == "finish":
                told = await flows.finish(self, engagement, delivery)
            elif self._standards.current is not None:
                told = await flows.look_at(self, engagement, delivery, self._standards.current.id)
        except OutsourceError as error:
            self.outsource.tell_error(error)
        self._done(told)

    @work(exclusive=True, group="flow")
    async def _stone(self, milestone_id: str) -> None:
        from outsource_tui.ui.screens.engagements.flows import milestone

        try:
            told = await milestone(self, self._current(), milestone_id)
        except OutsourceError as error:
            self.outsource.tell_error(error)
            told = ""
        self._done(told)

    def do_work_standard(self) -> None:
        """Add a standard."""
        self._ask("standard")

    def do_work_milestone(self) -> None:
        """Add a milestone."""
        self._ask("milestone")

    def do_work_check_in(self) -> None:
        """Note a talk."""
        self._ask("check_in")

    def do_work_payment(self) -> None:
        """Pay."""
        self._ask("payment")

    def do_work_own_time(self) -> None:
        """Log own time."""
        self._ask("own_time")

    def do_work_hours(self) -> None:
        """Note their hours."""
        self._ask("their_hours")

    def do_work_outcome(self) -> None:
        """Say what came of it."""
        self._ask("outcome")

    def do_work_week(self) -> None:
        """Say how the week was."""
        self._ask("week")

    def do_work_care(self) -> None:
        """Note something done for them."""
        self._ask("care")

    def do_work_asked(self) -> None:
        """Count that the client asked me anyway."""
        self._ask("asked")

    def do_work_check_up(self) -> None:
        """Go through the three strategies."""
        self._ask("check_up")

    def do_work_calls(self) -> None:
        """Plan calls."""
        self._ask("calls")

    def do_work_papers(self) -> None:
        """Look at the papers."""
        self._ask("papers")

    def do_work_terms(self) -> None:
        """Change the terms."""
        self._ask("terms")

    def do_work_contract(self) -> None:
        """Say who answers."""
        self._ask("contract")

    def why_not_work_keep(self) -> str | None:
        """Refuse where the person is gone, or known already."""
        reason = self._why_not()
        if reason is not None:
            return reason
        candidate = self._service.origin(self._current()).candidate
        return "The person is gone." if candidate is None else self.services.playbook.why_not_contact(candidate)

    def do_work_keep(self) -> None:
        """Keep the person among those I know."""
        candidate = still_there(self._service.origin(self._current()).candidate)
        kept = self.services.playbook.contact_from_candidate(candidate)
        self._done(f"{kept.name} is among the people you know; 8 opens Playbook.")

    def do_work_onwards(self) -> None:
        """Go on to Insights."""
        self.outsource.focus_record("insights", "engagements", self._current().id)

    def do_work_task(self) -> None:
        """Go to its task."""
        task = self._current().task
        if task is not None:
            self.outsource.focus_record("identify", "tasks", task)
