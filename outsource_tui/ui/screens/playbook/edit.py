"""What Playbook changes: platforms, people, messages, settings and what clients said."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.ui.screens.playbook import settings as fields
from outsource_tui.ui.screens.playbook.lists import (
    STEPS,
    Item,
)
from outsource_tui.ui.screens.playbook.settings import SettingRow

if TYPE_CHECKING:
    from outsource_tui.domain.contact import Contact
    from outsource_tui.services.playbook import PlatformView
    from outsource_tui.services.templates import TemplateView

from outsource_tui.ui.screens.playbook.view import PlaybookView

ADDABLE = {"platforms": "platform", "contacts": "person", "templates": "message", "settings": "exchange rate"}


class PlaybookEditing(PlaybookView):
    """Forms for what is yours; what came with the playbook can be changed, hidden and set back."""

    def do_record_open(self) -> None:
        """Go into the list; edit the thing, or read it where there is no room at the side."""
        if self.focused is self.categories:
            self._focus_items()
            return
        item = self.need_item()
        match self.category.key:
            case "platforms":
                self._platform_form(item.value)
            case "contacts":
                self._contact_form(item.value.contact)
            case "templates":
                self._template_form(item.value)
            case "settings":
                self._setting_form(item.value)
            case "questions":
                self._client_form(item.key, item.words, str(item.value.hint))
            case _:
                if not self.open_side():
                    self.tell("There is nothing to edit here; the whole text is at the right.")

    def why_not_record_new(self) -> str | None:
        """Return why nothing can be added to this list."""
        if self.category.key in ADDABLE:
            return None
        if self.category.key == "examples":
            return "Examples come with the playbook; t makes a task of one."
        return f"{self.category.label} comes as it is; add platforms, people, messages and exchange rates."

    def do_record_new(self) -> None:
        """Add something to the list."""
        self._focus_items()
        match self.category.key:
            case "platforms":
                self._platform_form(None)
            case "contacts":
                self._contact_form(None)
            case "templates":
                self._template_form(None)
            case "settings":
                self._rate_form()

    @property
    def _currency(self) -> str:
        return self.services.settings.get().currency

    async def _form(
        self,
        title: str,
        form: "list[Any]",
        submit: Callable[[dict[str, Any]], Any],
        *,
        draft: str = "",
        intro: str = "",
    ) -> Any:
        from outsource_tui.ui.dialogs.form import FormDialog

        done = await self.app.push_screen_wait(
            FormDialog(title, form, today=self.today, currency=self._currency, draft=draft, submit=submit, intro=intro)
        )
        if done is not None:
            self.outsource.changed()
        return done

    @work
    async def _platform_form(self, view: "PlatformView | None") -> None:
        from outsource_tui.playbook import loader
        from outsource_tui.ui.screens.playbook.forms import platform_fields, platform_values

        kinds = [(one.key, f"{one.key}: {one.meaning}") for one in loader.platform_kinds()]

        def submit(values: dict[str, Any]) -> Any:
            given = platform_values(values)
            if view is None:
                return self.playbook.add_platform(given.pop("name"), **given)
            return self.playbook.save_platform(view.slug, **given)

        done = await self._form(
            "New platform" if view is None else view.name,
            platform_fields(kinds, view),
            submit,
            draft=f"platform-{view.slug if view else 'new'}",
        )
        if done is not None:
            self.items.go_to(done.slug)

    @work
    async def _contact_form(self, contact: "Contact | None") -> None:
        from outsource_tui.ui.screens.playbook.forms import contact_fields, contact_values

        def submit(values: dict[str, Any]) -> Any:
            given = contact_values(values)
            if contact is None:
                return self.playbook.add_contact(given.pop("name"), **given)
            return self.playbook.edit_contact(contact, **given)

        done = await self._form(
            "Somebody you know" if contact is None else contact.name,
            contact_fields(contact),
            submit,
            draft=f"contact-{contact.id if contact else 'new'}",
        )
        if done is not None:
            self.items.go_to(done.id)

    @work
    async def _template_form(self, view: "TemplateView | None") -> None:
        from outsource_tui.ui.screens.playbook.forms import template_fields, template_values

        def submit(values: dict[str, Any]) -> Any:
            given = template_values(values)
            if view is None:
                return self.playbook.add_template(given.pop("name"), **given)
            return self.playbook.save_template(view.slug, **given)

        done = await self._form(
            "New message" if view is None else view.name,
            template_fields(tuple(STEPS.items()), view),
            submit,
            draft=f"template-{view.slug if view else 'new'}",
        )
        if done is not None:
            self.items.go_to(done.slug)
            unknown = self.playbook.unknown_placeholders((done.subject, done.body))
            if unknown:
                names = ", ".join(f"${name}" for name in unknown[:4])
                self.tell(f"Nothing will fill {names} in; mend it, or fill it by hand.", "warning")

    @work
    async def _setting_form(self, row: SettingRow) -> None:
        one = row.setting
        now = self.services.settings.get()

        def submit(values: dict[str, Any]) -> Any:
            verbs = self.services.settings
            for name, value in values.items():
                fields.check_bounds(name if name in values and name != fields.SPEED else one.name, value)
            if one.name.startswith(fields.RATE):
                return verbs.set_rate(one.name.removeprefix(fields.RATE), values["rate"])
            if one.name.startswith(fields.WEIGHT):
                return verbs.set_weight(one.name.removeprefix(fields.WEIGHT), values["weights"])
            return verbs.change(**{one.name: fields.setting_value(one, values)})

        await self._form(one.label[:1].upper() + one.label[1:], fields.setting_fields(one, now), submit, intro=one.help)

    @work
    async def _rate_form(self) -> None:
        from outsource_tui.ui.dialogs.fields import Field

        currency = self._currency

        def submit(values: dict[str, Any]) -> Any:
            if values["currency"].strip().upper() == currency:
                raise InputError(f"{currency} is your own currency; name another.", field="currency")
            fields.check_bounds("rate", values["rate"])
            return self.services.settings.set_rate(values["currency"], values["rate"])

        done = await self._form(
            "Exchange rate",
            [
                Field("currency", "one", required=True, help="USD"),
                Field("rate", f"is so many {currency}", "number", required=True, help="0.92"),
            ],
            submit,
        )
        if done is not None and done.exchange_rates:
            self.items.go_to(fields.RATE + max(done.exchange_rates))

    @work
    async def _client_form(self, key: str, ask: str, hint: str) -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
        from outsource_tui.ui.dialogs.fields import Field

        tasks = [line.task for line in self.services.identify.tasks()]
        tasks.sort(key=lambda task: task.origin != "client")
        chosen = await self.app.push_screen_wait(
            ChoiceDialog(
                "Asked for which task?",
                [Choice(task.id, task.title, task.client) for task in tasks],
                empty="There are no tasks yet; make one in Identify (2).",
            )
        )
        if chosen is None:
            return
        task = self.services.identify.get(chosen)
        given = {line.key: line.answer for line in self.services.identify.client_questions(task)}
        await self._form(
            ask,
            [Field("answer", "they said", "long", given.get(key, ""), help="empty: asked, no answer yet")],
            lambda values: self.services.identify.answer_client(
                self.services.identify.get(chosen), key, values["answer"]
            ),
            intro=hint,
        )

    def do_record_delete(self) -> None:
        """Delete what is mine; hide what came with the playbook."""
        item = self.need_item("platforms", "contacts", "templates", "settings")
        match self.category.key:
            case "platforms":
                if item.value.built_in:
                    self.do_playbook_hide()
                    return
                self.playbook.delete_platform(item.key)
            case "contacts":
                self.playbook.delete_contact(item.value.contact)
            case "templates":
                if item.value.built_in:
                    raise NotYetError("This message comes with the playbook; r takes your changes back.")
                self.playbook.reset_template(item.key)
            case "settings":
                if not item.key.startswith(fields.RATE):
                    raise NotYetError("A setting cannot be deleted; r sets it back as it came.")
                self.services.settings.set_rate(item.key.removeprefix(fields.RATE), None)
        self.outsource.changed()
        self.tell("Deleted; u brings it back.")

    def why_not_record_text(self) -> str | None:
        """Return why there is no long text."""
        self.need_item("platforms", "contacts", "templates")
        return None

    def do_record_text(self) -> None:
        """Write the message or the note in $EDITOR."""
        from outsource_tui.ui.editor import edit_text

        item = self.need_item()
        if self.category.key == "templates":
            edited = edit_text(self.outsource, item.value.body, title="the message")
            if edited is not None:
                self.playbook.save_template(item.key, body=edited)
        else:
            edited = edit_text(self.outsource, self._note_of(item), title="the note")
            if edited is not None:
                self._save_note(item, edited)
        if edited is not None:
            self.outsource.changed()

    # Notes, hidden platforms, as it came

    def _note_of(self, item: Item) -> str:
        return str(item.value.note if self.category.key == "platforms" else item.value.contact.note)

    def _save_note(self, item: Item, text: str) -> Any:
        if self.category.key == "platforms":
            return self.playbook.save_platform(item.key, note=text)
        return self.playbook.edit_contact(item.value.contact, note=text)

    def why_not_playbook_note(self) -> str | None:
        """Return why there is nothing to note."""
        self.need_item("platforms", "contacts")
        return None

    def do_playbook_note(self) -> None:
        """Write a note."""
        item = self.need_item()
        self._write_note(item.key, item.words)

    @work
    async def _write_note(self, key: str, name: str) -> None:
        from outsource_tui.ui.dialogs.text import TextDialog

        done = await self.app.push_screen_wait(
            TextDialog(
                f"Your note on {name}",
                self._note_of(self.need_item()),
                placeholder="what you learned about it",
                draft=f"note-{self.category.key}-{key}",
                submit=lambda text: self._save_note(self.need_item(), text),
            )
        )
        if done is not None:
            self.outsource.changed()

    def why_not_playbook_hide(self) -> str | None:
        """Return why nothing can be hidden."""
        self.need_item("platforms")
        return None

    def do_playbook_hide(self) -> None:
        """Hide a platform, or take it back in."""
        item = self.need_item("platforms")
        hidden = not item.value.hidden
        self.playbook.hide_platform(item.key, hidden)
        self.outsource.changed()
        self.tell("Left out of the list; z lists hidden ones too." if hidden else "Back in the list.")

    def do_playbook_hidden(self) -> None:
        """List hidden platforms too, or not."""
        self.with_hidden = not self.with_hidden
        self.show()
        self.tell("Hidden platforms are listed too." if self.with_hidden else "Hidden platforms are left out.")

    def why_not_playbook_reset(self) -> str | None:
        """Return why nothing can be taken back."""
        item = self.need_item("templates", "platforms", "settings")
        value = item.value
        if self.category.key == "settings":
            if not value.changed:
                return "This setting is as it came."
            return None if not item.key.startswith(fields.RATE) else "An exchange rate has no default; d deletes it."
        if value.own is None:
            return f"{value.name} is as it came."
        return None if value.built_in else "This one is all yours; d deletes it."

    def do_playbook_reset(self) -> None:
        """Take it back as it came."""
        item = self.need_item()
        match self.category.key:
            case "templates":
                self.playbook.reset_template(item.key)
            case "platforms":
                self.playbook.delete_platform(item.key)
            case "settings":
                self._reset_setting(item.key)
        self.outsource.changed()
        self.tell("As it came; u brings yours back.")

    def _reset_setting(self, name: str) -> None:
        from outsource_tui.domain.settings import DEFAULT_WEIGHTS, Settings

        if name.startswith(fields.WEIGHT):
            criterion: Any = name.removeprefix(fields.WEIGHT)
            self.services.settings.set_weight(criterion, DEFAULT_WEIGHTS[criterion])
            return
        default = Settings(created_at=self.now, updated_at=self.now)
        self.services.settings.change(**{name: getattr(default, name)})
