"""Deciding about a task on Identify: drop, keep, outsource and every step on the way to a brief."""

from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.domain.errors import RuleError
from outsource_tui.ui.screens.identify.crosses import CrossPart
from outsource_tui.ui.screens.stage import still_there
from outsource_tui.ui.show import money, relative_day

if TYPE_CHECKING:
    from outsource_tui.domain.task import Task


class DecidePart(CrossPart):
    """The decision, and what it needs before it can be taken."""

    @property
    def currency(self) -> str:
        """Return the currency of the settings."""
        return self.services.settings.get().currency

    # Drop, keep, decide

    def why_not_task_drop(self) -> str | None:
        """Return why it cannot be dropped."""
        task = self.task_or_none()
        if task is not None and task.decision is not None and task.decision.verdict == "drop":
            return "It is dropped already; v decides anew."
        return self.nothing_here()

    def do_task_drop(self) -> None:
        """Drop it."""
        task = self.task_here()
        try:
            done = self.services.identify.drop(task)
        except RuleError:
            self._ask_task_drop(task)
            return
        self.outsource.changed()
        self.tell_dropped(done)

    @work
    async def _ask_task_drop(self, task: "Task") -> None:
        done = await self.with_reason("Drop", lambda reason: self.services.identify.drop(task, reason=reason))
        if done is not None:
            self.tell_dropped(done)

    def why_not_task_keep(self) -> str | None:
        """Return why it cannot be kept."""
        task = self.task_or_none()
        if task is not None and task.decision is not None and task.decision.verdict == "keep":
            return "You keep it already; L sets the day to look again, v decides anew."
        return self.nothing_here()

    def do_task_keep(self) -> None:
        """Keep it."""
        task = self.task_here()
        try:
            done = self.services.verdicts.decide(task, "keep")
        except RuleError:
            self._ask_task_keep(task)
            return
        self.outsource.changed()
        self._tell_kept(done)

    @work
    async def _ask_task_keep(self, task: "Task") -> None:
        done = await self.with_reason("Keep", lambda reason: self.services.verdicts.decide(task, "keep", reason=reason))
        if done is not None:
            self._tell_kept(done)

    def _tell_kept(self, task: "Task") -> None:
        if task.decision is not None and task.decision.look_again is not None:
            self.tell(f"You keep {task.title}; look again {relative_day(task.decision.look_again, self.today)}.")

    def why_not_task_decide(self) -> str | None:
        """Return why nothing can be decided."""
        return self.nothing_here()

    def do_task_decide(self) -> None:
        """Decide with a reason and a day to look again."""
        self._ask_task_decide(self.task_here())

    @work
    async def _ask_task_decide(self, task: "Task") -> None:
        await self._decide(task)

    async def _decide(self, task: "Task", first: str = "") -> "Task | None":
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        verdicts = self.services.verdicts
        view = verdicts.view(task)
        suggestion = view.verdict.suggestion
        options = [("drop", "drop: nobody does it"), ("keep", "keep: you do it"), ("outsource", "outsource it")]
        if task.decision is not None:
            options.append(("again", "think again: nothing is decided"))
        said = (
            f"The figures suggest: {suggestion.verdict}. It {_it(suggestion.reason)}."
            if suggestion.verdict
            else (f"The figures cannot tell yet. {suggestion.reason}")
        )
        missing = verdicts.why_not(task, "outsource")
        if missing is not None:
            said += f"\nBefore outsourcing: {missing}"
        elif view.verdict.flip is not None:
            said += f"\nMind: {view.flip}."
        for caution in verdicts.cautions(task):
            said += f"\nMind: {caution}"

        def save(values: dict[str, Any]) -> "Task":
            if values["verdict"] == "again":
                return verdicts.reopen(task)
            return verdicts.decide(
                task, values["verdict"], reason=values["reason"] or "", look_again=values["look_again"]
            )

        chosen = first or (task.decision.verdict if task.decision is not None else "") or suggestion.verdict or "keep"
        done = await self.outsource.push_screen_wait(
            FormDialog(
                f"Decide about {task.title}",
                [
                    Field("verdict", "verdict", "choice", chosen, options=options, required=True),
                    Field("reason", "because", "text", "", help="needed when you go against the figures"),
                    Field("look_again", "look again on", "date", None, help="9 Dec, +90; a keep gets one by itself"),
                ],
                intro=said,
                submit=save,
                today=self.today,
            )
        )
        if done is None:
            return None
        self.outsource.changed()
        decided: Task = done
        if decided.decision is not None and decided.decision.verdict == "drop":
            self.tell_dropped(decided)
        return decided

    def why_not_task_look_again(self) -> str | None:
        """Return why there is no day to set."""
        task = self.task_or_none()
        if task is None or task.decision is None:
            return "Nothing is decided about it yet; v decides."
        return None

    def do_task_look_again(self) -> None:
        """Set the day to look at the decision again."""
        self._ask_task_look_again(self.task_here())

    @work
    async def _ask_task_look_again(self, task: "Task") -> None:
        await self.ask_look_again(task, task.decision.look_again if task.decision is not None else None)

    # The way to a brief

    def why_not_task_outsource(self) -> str | None:
        """Return why it cannot be outsourced."""
        reason = self.nothing_here()
        if reason is not None:
            return reason
        task = self.task_or_none()
        if task is not None:
            step = self.services.identify.next_step(task)
            if step.key in ("dropped", "kept"):
                return f"{step.sentence} v decides anew."
        return None

    def do_task_outsource(self) -> None:
        """Open what is missing before a brief, in order, and then the brief."""
        self.go_on(self.task_here())

    def go_on(self, task: "Task") -> None:
        """Go on with the way to a brief."""
        self.heading_out = task.id
        self._go_on(task.id)

    @work(exclusive=True, group="way")
    async def _go_on(self, task_id: str) -> None:
        identify = self.services.identify
        while True:
            task = identify.get(task_id)
            step = identify.next_step(task)
            match step.key:
                case "review":
                    self.go_to_task(task_id)
                    self.set_mode("review")
                    self.tell(step.sentence)
                    return
                case "better_use":
                    if not await self._better_use(task):
                        break
                case "cross_out":
                    self.go_to_task(task_id)
                    self.set_mode("crosses")
                    self.tell(step.sentence)
                    return
                case "shortfall":
                    if not await self._shortfall(task):
                        break
                case "decide":
                    standing = any(one.stands for one in task.cross_outs.values())
                    done = await self._decide(task, "keep" if standing else "outsource")
                    if done is None or done.decision is None or done.decision.verdict != "outsource":
                        break
                case "brief":
                    if await self._first_ask(task):
                        await self.write_brief(task)
                    break
                case _:
                    if step.screen == "identify":
                        self.tell(step.sentence)
                    else:
                        self.outsource.focus_record(step.screen, _KIND.get(step.screen, step.screen), step.record)
                    break
        self.heading_out = None

    async def _first_ask(self, task: "Task") -> bool:
        """Say whom to ask first, and what speaks for doing it sparingly; tell whether to go on."""
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        people = self.services.identify.people_to_ask(task)
        if not people:
            return True
        choices = [Choice("", "write the brief", "for them or for a posting")]
        choices += [Choice(one.id, f"ask {one.name}", skills_of(one), "accent") for one in people]
        chosen = await self.outsource.push_screen_wait(
            ChoiceDialog(self.services.identify.ask_first(task) or "Ask somebody you know first", choices)
        )
        if chosen is None:
            return False
        if chosen:
            await self.write_brief(task, chosen)
            return False
        return True

    async def write_brief(self, task: "Task", contact_id: str = "") -> None:
        """Write a brief from a task, for a contact where one is chosen; a recent miss asks once more (S0-03)."""
        from outsource_tui.ui.dialogs.confirm import ConfirmDialog

        cautions = self.services.verdicts.cautions(task)
        if cautions and self.services.verdicts.recent_miss():
            sure = await self.outsource.push_screen_wait(
                ConfirmDialog("Before the next one", "\n".join(cautions), yes="Write the brief", no="Not now")
            )
            if not sure:
                return
        brief = self.services.briefs.from_task(task)
        if contact_id:
            known = self.services.identify.people_to_ask(task)
            contact = still_there(next((one for one in known if one.id == contact_id), None))
            self.services.candidates.add_known(brief, contact)
            self.tell(f"{contact.name} is noted as a candidate; write the brief, then ask.")
        self.outsource.changed()
        self.outsource.focus_record("briefs", "briefs", brief.id)

    # Better use, reason

    def why_not_task_better_use(self) -> str | None:
        """Return why there is nothing to note."""
        return self.nothing_here()

    def do_task_better_use(self) -> None:
        """Say what to do with the time instead."""
        self._ask_task_better_use(self.task_here())

    @work
    async def _ask_task_better_use(self, task: "Task") -> None:
        await self._better_use(task)

    async def _better_use(self, task: "Task") -> bool:
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        done = await self.outsource.push_screen_wait(
            FormDialog(
                f"A better use of the time for {task.title}",
                [
                    Field(
                        "better_use",
                        "instead you would",
                        "text",
                        task.better_use,
                        required=True,
                        help="work you love, time off, a new client",
                    ),
                    Field(
                        "better_use_value",
                        "an hour of it brings",
                        "money",
                        task.better_use_value,
                        help="empty: your hourly value",
                        currency=self.currency,
                    ),
                ],
                submit=lambda values: self.services.identify.edit_task(task, **values),
                currency=self.currency,
            )
        )
        if done is not None:
            self.outsource.changed()
        return done is not None

    def why_not_task_reason(self) -> str | None:
        """Return why there is no reason to give."""
        return self.nothing_here()

    def do_task_reason(self) -> None:
        """Say why it would be outsourced at all."""
        self._ask_task_reason(self.task_here())

    @work
    async def _ask_task_reason(self, task: "Task") -> None:
        await self._shortfall(task)

    async def _shortfall(self, task: "Task") -> bool:
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
        from outsource_tui.ui.dialogs.reason import ReasonDialog

        choices = [Choice(one.key, one.label, one.hint) for one in loader.shortfall_reasons()]
        chosen = await self.outsource.push_screen_wait(
            ChoiceDialog(f"Why would you outsource {task.title}?", choices, current=task.shortfall)
        )
        if chosen is None:
            return False
        text = ""
        if chosen == "other":
            said = await self.outsource.push_screen_wait(ReasonDialog("Why", "Say the reason in your own words."))
            if said is None:
                return False
            text = said
        self.services.verdicts.give_shortfall(task, chosen, text)  # type: ignore[arg-type]
        self.outsource.changed()
        return True


def skills_of(contact: Any) -> str:
    """Return what a contact can do, asks an hour, and whether they are faster than me."""
    parts = [", ".join(contact.skills)]
    if contact.rate is not None:
        parts.append(f"{money(contact.rate)} {contact.rate.currency} an hour")
    if contact.faster_than_me:
        parts.append("faster than you")
    return "; ".join(part for part in parts if part)


def _it(reason: str) -> str:
    """Return a reason of the figures as it goes on after "it"."""
    return (
        reason.removeprefix("it ")
        if reason.startswith("it ")
        else (f"has {reason}" if "cross-out" in reason else reason)
    )


_KIND = {"briefs": "briefs", "candidates": "briefs", "engagements": "engagements"}
