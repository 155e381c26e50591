"""Who does a task of Identify: freelancer or agency, whose contract, whom I know, what to ask the client."""

from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.ui.screens.identify.decide import DecidePart, skills_of
from outsource_tui.ui.show import hours, money, percent

if TYPE_CHECKING:
    from outsource_tui.domain.task import Task
    from outsource_tui.services.identify import ContractView


class WhoPart(DecidePart):
    """Who should do it, and on whose contract."""

    def why_not_task_supplier(self) -> str | None:
        """Return why nobody can be chosen."""
        return self.nothing_here()

    def do_task_supplier(self) -> None:
        """Choose between freelancer and agency."""
        self._ask_task_supplier(self.task_here())

    @work
    async def _ask_task_supplier(self, task: "Task") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
        from outsource_tui.ui.screens.identify.supplier_dialog import SupplierDialog

        identify = self.services.identify
        kept = dict(identify.supplier(task).answers)
        answers = await self.outsource.push_screen_wait(
            SupplierDialog(f"Freelancer or agency for {task.title}", lambda given: identify.supplier(task, given), kept)
        )
        if answers is None:
            return
        view = identify.supplier(task, answers)
        fitting = view.choice.kinds
        kinds = sorted(
            view.labels, key=lambda kind: (kind not in fitting, list(fitting).index(kind) if kind in fitting else 0)
        )
        choices = [
            Choice(
                kind,
                f"{'● ' if kind in fitting else '○ '}{view.labels[kind]}",
                view.fits[kind],
                "accent" if kind in fitting else "",
            )
            for kind in kinds
        ]
        said = view.choice.text
        chosen = await self.outsource.push_screen_wait(
            ChoiceDialog(f"{said[:1].upper()}{said[1:]}", choices, current=view.decided.kind if view.decided else None)
        )
        if chosen is None:
            return
        if chosen not in fitting and fitting:
            from outsource_tui.ui.dialogs.reason import ReasonDialog

            reason = await self.outsource.push_screen_wait(
                ReasonDialog("Who", f"The answers speak for {' or '.join(fitting)}.")
            )
            if reason is None:
                return
        else:
            reason = ""
        identify.choose_supplier(task, chosen, answers, reason=reason)  # type: ignore[arg-type]
        self.outsource.changed()
        reminder = view.reminders[0] if view.reminders else ""
        self.tell(f"{view.labels[chosen]} it is. {reminder}")

    def why_not_task_contract(self) -> str | None:
        """Return why there is no contract to settle."""
        return self.nothing_here()

    def do_task_contract(self) -> None:
        """Settle whose contract it is, both ways side by side."""
        self._ask_task_contract(self.task_here())

    @work
    async def _ask_task_contract(self, task: "Task") -> None:
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.fields import YES_NO, Field
        from outsource_tui.ui.dialogs.form import FormDialog
        from outsource_tui.ui.screens.agreement import contract_fields, contract_said

        view = self.services.identify.contract(task)
        card, now = view.card, view.responsibility
        if task.origin == "client":
            lines = [*both_sides(view), ""]
        else:
            lines = [f"Managing takes {hours(card.under_me.hours)} of your time, worth {money(card.under_me.money)}."]
        if card.mark_up is not None:
            lines.append(f"A mark-up of {percent(card.mark_up)} on their price would pay for the managing.")
        suggested = loader.structure(card.recommended)
        lines.append(f"Suggested: {suggested.label}. {suggested.consequence}")
        lines += [f"▲ {one}" for one in view.warnings]
        if task.origin == "client":
            lines.append(view.note)
        lines += [one.sentence for one in card.missing[:1]]
        client = "with" if task.origin == "client" else "without"

        def save(values: dict[str, Any]) -> "Task":
            said = contract_said(now, values)
            said["exclusive"] = None if said["exclusive"] is None else said["exclusive"] == "yes"
            return self.services.identify.set_responsibility(task, **said)

        exclusive = Field(
            "exclusive",
            "one skill of its own",
            "choice",
            None if now.exclusive is None else "yes" if now.exclusive else "no",
            options=YES_NO,
        )
        done = await self.outsource.push_screen_wait(
            FormDialog(
                f"Whose contract, {client} a client",
                [*contract_fields(now), exclusive],
                intro="\n".join(lines),
                submit=save,
            )
        )
        if done is not None:
            self.outsource.changed()

    def why_not_task_ask(self) -> str | None:
        """Return why nobody can be asked."""
        return self.no_task_here()

    def do_task_ask(self) -> None:
        """See whom I know for it."""
        self._ask_task_ask(self.task_here())

    @work
    async def _ask_task_ask(self, task: "Task") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        people = self.services.identify.people_to_ask(task)
        chosen = await self.outsource.push_screen_wait(
            ChoiceDialog(
                f"Whom you know for {task.title}",
                [Choice(one.id, one.name, skills_of(one)) for one in people],
                empty="Nobody in your contacts has these skills; the Playbook (8) keeps them.",
            )
        )
        contact = next((one for one in people if one.id == chosen), None)
        if contact is None:
            return
        step = self.services.identify.next_step(task)
        if step.key == "brief":
            await self.write_brief(task, contact.id)
            return
        briefs = [one for one in self.services.briefs.of_task(task) if one.archived_at is None]
        if not briefs:
            self.tell(f"Ask {contact.name} first. {step.sentence} o goes on.")
            return
        candidate = self.services.candidates.add_known(briefs[-1], contact)
        self.outsource.changed()
        self.outsource.focus_record("candidates", "candidates", candidate.id)

    def why_not_client_questions(self) -> str | None:
        """Return why there is no client to ask."""
        reason = self.no_task_here()
        if reason is not None:
            return reason
        task = self.task_or_none()
        if task is not None and task.origin != "client":
            return "This is your own work; set its origin to a client's project with t first."
        return None

    def do_client_questions(self) -> None:
        """Note what the client says before the project starts."""
        self._ask_client(self.task_here())

    @work
    async def _ask_client(self, task: "Task") -> None:
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        identify = self.services.identify
        asked = identify.client_questions(task)

        def save(values: dict[str, Any]) -> "Task":
            now = task
            for one in asked:
                said = values[one.key] or ""
                if said != one.answer:
                    now = identify.answer_client(now, one.key, said)
            return now

        fields = [
            Field(one.key, f"{number}  {one.label}", "text", one.answer, help=one.hint)
            for number, one in enumerate(asked, 1)
        ]
        done = await self.outsource.push_screen_wait(
            FormDialog(
                f"Ask {task.client or 'the client'} before it starts",
                fields,
                intro="\n".join(f"{number}  {one.ask}" for number, one in enumerate(asked, 1)),
                submit=save,
                draft=f"client-{task.id}",
            )
        )
        if done is not None:
            self.outsource.changed()


def both_sides(view: "ContractView") -> list[str]:
    """Return the figures under me and under the client's own contract as a table of two columns (S0-13, S0-15)."""
    card, mine, client = view.card, view.both.under_me, view.both.with_client
    paid = None if mine.price is None or mine.reserve is None else mine.price + mine.reserve
    rows = (
        ("once" if mine.inputs.one_off else "a month", "under you", "with the client"),
        ("price and reserve", money(paid), "none"),
        ("billing you lose", "none", money(client.given_up)),
        ("you manage", hours(card.under_me.hours), hours(card.with_client.hours)),
        ("nobody pays you", money(card.under_me.money), money(card.with_client.money)),
        ("net time", hours(mine.net_hours, signed=True), hours(client.net_hours, signed=True)),
        ("net value", money(mine.value, signed=True), money(client.value, signed=True)),
    )
    return [f"{label:<18}{left:>12}{right:>18}" for label, left, right in rows]
