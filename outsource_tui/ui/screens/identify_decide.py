"""Deciding about a task on Identify: drop, keep, outsource and every step on the way to a brief."""

from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.domain.errors import NotYetError, RuleError
from outsource_tui.ui.screens.identify_review import ReviewPart
from outsource_tui.ui.screens.identify_rows import Listed
from outsource_tui.ui.show import hours, money, percent, relative_day

if TYPE_CHECKING:
    from outsource_tui.domain.log_row import LogRow
    from outsource_tui.domain.task import Task
    from outsource_tui.ui.dialogs.fields import Field

CATEGORY_LABEL = "kind of work"


class DecidePart(ReviewPart):
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
                        await self._brief(task)
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
        choices += [Choice(one.id, f"ask {one.name}", _skills(one), "accent") for one in people]
        chosen = await self.outsource.push_screen_wait(
            ChoiceDialog(self.services.identify.ask_first(task) or "Ask somebody you know first", choices)
        )
        if chosen is None:
            return False
        if chosen:
            await self._brief(task, chosen)
            return False
        return True

    async def _brief(self, task: "Task", contact_id: str = "") -> None:
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
            contact = next(one for one in self.services.identify.people_to_ask(task) if one.id == contact_id)
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

    # Who, whose contract, whom I know, what to ask the client

    def why_not_task_supplier(self) -> str | None:
        """Return why nobody can be chosen."""
        return self.nothing_here()

    def do_task_supplier(self) -> None:
        """Choose between freelancer and agency."""
        self._ask_task_supplier(self.task_here())

    @work
    async def _ask_task_supplier(self, task: "Task") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
        from outsource_tui.ui.widgets.identify_supplier import SupplierDialog

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
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        view = self.services.identify.contract(task)
        card, now = view.card, view.responsibility
        owners = [(one.key, one.label) for one in loader.owners()]
        lines = []
        sides = (
            ("Under your contract", card.under_me, view.value_under_me),
            ("Their own with the client", card.with_client, view.value_with_client),
        )
        for title, side, value in sides if task.origin == "client" else sides[:1]:
            paid = f", worth {money(side.money)} nobody pays you for" if side.money else ""
            lines.append(f"{title}: net value {money(value, signed=True)}, {hours(side.hours)} of managing{paid}.")
        if card.mark_up is not None:
            lines.append(f"A mark-up of {percent(card.mark_up)} on their price would pay for the managing.")
        recommended = next((one.label for one in loader.structures() if one.key == card.recommended), "")
        if recommended:
            lines.append(f"Suggested: {recommended}.")
        lines += [f"▲ {one}" for one in card.warnings]
        if task.origin == "client":
            lines += [one for one in (view.sentence, view.note) if one]
        lines += [one.sentence for one in card.missing[:1]]
        yes_no = (("yes", "yes"), ("no", "no"))
        client = "with" if task.origin == "client" else "without"

        def save(values: dict[str, Any]) -> "Task":
            values["consent_seen"] = values["consent_seen"] == "yes"
            values["exclusive"] = None if values["exclusive"] is None else values["exclusive"] == "yes"
            if values["structure"] != now.structure:
                # Another structure brings its usual answers, except where they were changed here.
                for name in ("work", "dates", "process"):
                    if values[name] == getattr(now, name):
                        del values[name]
            return self.services.identify.set_responsibility(task, **values)

        done = await self.outsource.push_screen_wait(
            FormDialog(
                f"Whose contract, {client} a client",
                [
                    Field(
                        "structure",
                        "contract",
                        "choice",
                        now.structure,
                        required=True,
                        options=[(one.key, one.label) for one in loader.structures()],
                    ),
                    Field("work", "answers for the work", "choice", now.work, options=owners, required=True),
                    Field("dates", "for the dates", "choice", now.dates, options=owners, required=True),
                    Field("process", "for the process", "choice", now.process, options=owners, required=True),
                    Field(
                        "consent_seen",
                        "client agreed, written",
                        "choice",
                        "yes" if now.consent_seen else "no",
                        options=yes_no,
                    ),
                    Field(
                        "exclusive",
                        "one skill of its own",
                        "choice",
                        None if now.exclusive is None else "yes" if now.exclusive else "no",
                        options=yes_no,
                    ),
                    Field("mark_up", "mark-up you charge", "percent", now.mark_up),
                ],
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
                [Choice(one.id, one.name, _skills(one)) for one in people],
                empty="Nobody in your contacts has these skills; the Playbook (8) keeps them.",
            )
        )
        contact = next((one for one in people if one.id == chosen), None)
        if contact is None:
            return
        step = self.services.identify.next_step(task)
        if step.key == "brief":
            await self._brief(task, contact.id)
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

        fields = [Field(one.key, f"{number}", "text", one.answer, help=one.hint) for number, one in enumerate(asked, 1)]
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

    # Tasks

    def _task_fields(self, task: "Task | None", title: str = "") -> "list[Field]":
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.fields import Field

        def kept(name: str) -> Any:
            return getattr(task, name) if task is not None else None

        def said(name: str) -> Any:
            value = kept(name)
            return None if value is None else "yes" if value else "no"

        yes_no = (("yes", "yes"), ("no", "no"))
        return [
            Field("title", "task", "text", kept("title") or title, required=True, help="what you might stop doing"),
            Field(
                "category",
                CATEGORY_LABEL,
                "choice",
                kept("category") or None,
                options=[(one.key, one.label) for one in loader.kinds()],
            ),
            Field(
                "recurrence",
                "comes up",
                "choice",
                kept("recurrence") or "recurring",
                required=True,
                options=(("recurring", "again and again"), ("once", "once")),
            ),
            Field(
                "origin",
                "it is",
                "choice",
                kept("origin") or "own",
                required=True,
                options=(("own", "your own work"), ("client", "a portion of a client's project")),
            ),
            Field("client", "client", "text", kept("client") or ""),
            Field("project", "project", "text", kept("project") or ""),
            Field("better_use", "better use of the time", "text", kept("better_use") or ""),
            Field("liking", "you like it", "score", kept("liking"), help="empty: as the log says"),
            Field("skill", "your skill", "score", kept("skill"), help="empty: as the log says"),
            Field("wants_to_improve", "you want to get better", "choice", said("wants_to_improve"), options=yes_no),
            Field("needed_skill", "the skill it needs", "score", kept("needed_skill")),
            Field("important", "it is vital", "choice", said("important"), options=yes_no),
            Field("personal", "you would rather do it", "choice", said("personal"), options=yes_no),
            Field("impact", "how bad if it fails", "score", kept("impact")),
            Field("likelihood", "how likely that is", "score", kept("likelihood")),
            Field("postponed", "put off, times", "whole", kept("postponed") or 0),
        ]

    def why_not_task_make(self) -> str | None:
        """Return why no task can be made."""
        return self.nothing_here()

    def do_task_make(self) -> None:
        """Make a task of the activity, or edit the one it has."""
        row, task = self.row(), self.task_or_none()
        if row is None:
            return
        if task is None and (row.activity is None or row.activity.activity.only_breaks):
            raise NotYetError("A break is not work to hand on.")
        self._task_form(row, task)

    @work
    async def _task_form(self, row: Listed, task: "Task | None") -> None:
        from outsource_tui.ui.dialogs.form import FormDialog

        key = row.activity.key if row.activity is not None else ""
        first = task

        def save(values: dict[str, Any]) -> "Task":
            values = _flags(values)
            if first is not None:
                return self.services.identify.edit_task(first, **values)
            # What the log knows stands where nothing was typed.
            values = {name: value for name, value in values.items() if value not in (None, "")}
            return self.services.identify.task_from_activity(key, **values)

        done = await self.outsource.push_screen_wait(
            FormDialog(
                f"Edit {task.title}" if task is not None else "A task of this activity",
                self._task_fields(task, row.name),
                submit=save,
                draft=f"task-{task.id}" if task is not None else "",
                currency=self.currency,
            )
        )
        if done is not None:
            self.outsource.changed()

    @work
    async def do_record_new(self) -> None:
        """Put a task on the list by hand."""
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        fields = [one for one in self._task_fields(None) if one.name in _NEW]
        fields.insert(3, Field("hours", "your hours on it", "hours", None, help="a month, or once; empty: unknown"))

        def save(values: dict[str, Any]) -> "Task":
            estimate = values.pop("hours")
            task = self.services.identify.add_task(**{name: one for name, one in values.items() if one is not None})
            if estimate is not None:
                task = self.services.verdicts.set_input(task, "hours", estimate)
            return task

        task = await self.outsource.push_screen_wait(
            FormDialog("New task", fields, submit=save, draft="task-new", currency=self.currency)
        )
        if task is not None:
            self.kept = "all" if self.kept not in ("all", "tasks") else self.kept
            self.outsource.changed()
            self.go_to_task(task.id)

    def why_not_task_link(self) -> str | None:
        """Return why nothing can be linked."""
        row = self.row()
        if row is None:
            return self.nothing_here()
        return None if row.activity is not None else "Only activities of the log are linked; this is a task itself."

    def do_task_link(self) -> None:
        """Count the marked activities for a task."""
        self._link([row for row in self.activities.marked_rows if row.activity is not None])

    @work
    async def _link(self, rows: list[Listed]) -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        chosen = await self._choose_task(
            rows[0].name if len(rows) == 1 else f"{len(rows)} activities",
            [Choice("none", "no task", "take it off its task")] if any(row.task for row in rows) else [],
            ChoiceDialog,
        )
        if chosen is None:
            return
        identify = self.services.identify
        for row in rows:
            if row.activity is None:
                continue
            if chosen == "none":
                if row.task is not None:
                    identify.unlink(identify.get(row.task), row.activity.key)
            else:
                identify.link(identify.get(chosen), row.activity.key)
        self.activities.clear_marks()
        self.outsource.changed()

    async def _choose_task(self, name: str, first: list[Any], dialog: Any) -> str | None:
        from outsource_tui.ui.dialogs.choice import Choice

        tasks = self.services.identify.tasks()
        choices = [*(Choice(one.task.id, one.task.title, one.word) for one in tasks), *first]
        chosen: str | None = await self.outsource.push_screen_wait(
            dialog(f"Count {name} for", choices, empty="There is no task yet; t makes one of the activity.")
        )
        return chosen

    def do_entry_link(self) -> None:
        """Count one entry alone for another task."""
        from outsource_tui.ui.widgets.record_table import RecordTable

        entry = self.query_one("#entries", RecordTable).current
        if entry is None:
            raise NotYetError("No entry is highlighted.")
        self._link_entry(entry)

    @work
    async def _link_entry(self, entry: "LogRow") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        first = [Choice("none", "no task of its own", "as its activity says")] if entry.task else []
        chosen = await self._choose_task("this entry", first, ChoiceDialog)
        if chosen is not None:
            self.services.log.link_task([entry.id], None if chosen == "none" else chosen)
            self.outsource.changed()

    def do_entry_task(self) -> None:
        """Make a task of an entry's activity (S1-04)."""
        from outsource_tui.ui.widgets.record_table import RecordTable

        entry = self.query_one("#entries", RecordTable).current
        if entry is None:
            raise NotYetError("No entry is highlighted.")
        task = self.services.identify.task_from_entry(entry.id)
        self.outsource.changed()
        self.go_to_task(task.id)
        self.tell(f"{task.title} is on your list.")

    # Merging

    def why_not_activity_merge(self) -> str | None:
        """Return why nothing can be merged."""
        return None if len(self.activities.all_rows) > 1 else "There are no two activities to merge."

    @work(exclusive=True, group="merge")
    async def do_activity_merge(self) -> None:
        """Merge the marked activities, or look for texts that are alike."""
        import asyncio

        from outsource_tui.domain.similar import Group
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        identify = self.services.identify
        marked = [row for row in self.activities.marked_rows if row.activity is not None]
        by_key = {row.activity.key: row for row in self.activities.all_rows if row.activity is not None}
        if len(marked) > 1:
            keys = tuple(row.activity.key for row in marked if row.activity is not None)
        else:
            period = self.period
            self.tell("Looking for texts that are alike.")
            groups: list[Group] = await asyncio.to_thread(identify.similar, period)
            groups = [group for group in groups if all(key in by_key for key in group.keys)]
            if not groups:
                self.tell("No two texts look alike. Mark activities with space to merge them by hand.")
                return
            chosen = await self.outsource.push_screen_wait(
                ChoiceDialog(
                    "These look alike",
                    [
                        Choice(
                            str(number),
                            by_key[group.keep].name,
                            ", ".join(by_key[key].name for key in group.keys if key != group.keep),
                        )
                        for number, group in enumerate(groups)
                    ],
                )
            )
            if chosen is None:
                return
            keys = groups[int(chosen)].keys
        ordered = sorted(keys, key=lambda key: -by_key[key].activity.activity.entries)  # type: ignore[union-attr]
        into = await self.outsource.push_screen_wait(
            ChoiceDialog(
                f"Merge {len(ordered)} activities under which words?",
                [Choice(key, by_key[key].name, _entries(by_key[key])) for key in ordered],
            )
        )
        if into is None:
            return
        changed = identify.merge_activities(keys, into)
        self.activities.clear_marks()
        self.outsource.changed()
        self.activities.go_to(f"a:{into}")
        self.tell(f"{changed:,} entries now say {by_key[into].name}; u takes it back.")


def _entries(row: Any) -> str:
    count = row.activity.activity.entries
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _skills(contact: Any) -> str:
    parts = [", ".join(contact.skills)]
    if contact.rate is not None:
        parts.append(f"{money(contact.rate)} {contact.rate.currency} an hour")
    if contact.faster_than_me:
        parts.append("faster than you")
    return "; ".join(part for part in parts if part)


def _flags(values: dict[str, Any]) -> dict[str, Any]:
    result = dict(values)
    for name in ("important", "personal", "wants_to_improve"):
        if name in result:
            result[name] = None if result[name] is None else result[name] == "yes"
    for name in ("category", "client", "project", "better_use"):
        if name in result and result[name] is None:
            result[name] = ""
    if result.get("postponed", 0) is None:
        result["postponed"] = 0
    return result


def _it(reason: str) -> str:
    """Return a reason of the figures as it goes on after "it"."""
    return (
        reason.removeprefix("it ")
        if reason.startswith("it ")
        else (f"has {reason}" if "cross-out" in reason else reason)
    )


_NEW = ("title", "category", "recurrence", "origin", "client", "project", "better_use")
_KIND = {"briefs": "briefs", "candidates": "briefs", "engagements": "engagements"}
