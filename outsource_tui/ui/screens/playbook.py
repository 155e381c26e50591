"""Playbook: platforms, people, messages, examples, words, the method with its sources, and the settings of the work."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.ui import show
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.show import MIND, Piece
from outsource_tui.ui.widgets import playbook_papers as papers
from outsource_tui.ui.widgets import playbook_settings as fields
from outsource_tui.ui.widgets.blocks import Block, facts, note, stack
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.playbook_lists import (
    CATEGORIES,
    STEPS,
    Category,
    CategoryRow,
    Item,
    separators,
    static_items,
)
from outsource_tui.ui.widgets.playbook_settings import SettingRow
from outsource_tui.ui.widgets.record_table import Cell, Column, RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.contact import Contact
    from outsource_tui.services.playbook import PlatformView, PlaybookService
    from outsource_tui.services.templates import TemplateView

EDITABLE = ("platforms", "contacts", "templates", "settings", "questions")
ADDABLE = {"platforms": "platform", "contacts": "person", "templates": "message", "settings": "exchange rate"}
_SAMPLE = {
    "name": "Robin",
    "me": "Sam",
    "role": "virtual assistant",
    "brief": "Inbox and calendar",
    "summary": "Sort the mail twice a day and draft answers to the usual questions.",
    "document": "https://example.org/trial",
    "platform": "Upwork",
    "hours": "2",
    "fee": "40.00 EUR",
    "price": "320.00 EUR",
    "date": "Friday",
    "reason": "somebody else has done this very thing before",
}


class PlaybookScreen(StageScreen):
    """Key 8."""

    stage = "playbook"
    CSS_PATH = "../styles/playbook.tcss"
    labels = {"record.open": "edit", "record.delete": "delete"}
    side_width = 42
    side_from = 108

    def __init__(self) -> None:
        """Start with the platforms, nothing hidden shown."""
        super().__init__()
        self.skill = ""
        self.with_hidden = False
        self.filled = False
        self._shown = ""
        self._static: dict[str, tuple[Item, ...]] = {}

    # Laying out

    def compose_main(self) -> ComposeResult:
        """Lay out the lists and what one of them holds."""
        with Horizontal(id="lists"):
            yield RecordTable(
                [
                    Column("label", "", lambda row: Cell(row.category.label), least=10),
                    Column("count", "", lambda row: Cell(str(row.size), "muted"), width=3, align="right", drop=1),
                ],
                key=lambda row: row.category.key,
                header=False,
                id="categories",
            )
            with Vertical(id="items-pane"):
                yield RecordTable(
                    CATEGORIES[0].columns(),
                    key=lambda item: item.key,
                    search=self._search_text,
                    empty=CATEGORIES[0].empty,
                    id="items",
                )

    def compose_side(self) -> ComposeResult:
        """Lay out the paper for the highlighted thing."""
        paper = Paper(ground="side", id="detail")
        paper.styles.height = "1fr"
        yield paper

    @staticmethod
    def _search_text(item: Item) -> str:
        value = item.value
        more: list[str] = [item.words, item.group]
        for name in ("skills", "kind", "meaning", "hint", "note"):
            found = getattr(value, name, "")
            more += [found] if isinstance(found, str) else [str(one) for one in found]
        if isinstance(value, SettingRow):
            more += [value.setting.help, value.value]
        return " ".join(more)

    # At hand

    @property
    def playbook(self) -> "PlaybookService":
        """Return the verbs of the playbook."""
        return self.services.playbook

    @property
    def categories(self) -> RecordTable[CategoryRow]:
        """Return the list of lists."""
        return self.query_one("#categories", RecordTable)

    @property
    def items(self) -> RecordTable[Item]:
        """Return what the list holds."""
        return self.query_one("#items", RecordTable)

    @property
    def table(self) -> RecordTable[Any] | None:
        """Return the table the keys are about: what the list holds, wherever filter and sort are asked for."""
        focused = self.focused
        return focused if isinstance(focused, RecordTable) else self.categories

    @property
    def chosen(self) -> Category:
        """Return the list the cursor stands on at the left."""
        row = self.categories.current
        return row.category if row is not None else CATEGORIES[0]

    @property
    def category(self) -> Category:
        """Return the list that is shown; it follows the chosen one a moment later."""
        return next((one for one in CATEGORIES if one.key == self._shown), CATEGORIES[0])

    def run_action_id(self, action_id: str) -> None:
        """Carry an action out on the list that was chosen, even when it is not shown yet."""
        if self.outsource.ready and self.chosen.key != self._shown:
            self._follow_category()
        super().run_action_id(action_id)

    def need_item(self, *of: str) -> Item:
        """Return the highlighted thing; InputError when there is none, or it belongs to another list than `of`."""
        item = self.items.current
        if item is None:
            raise InputError("Nothing is highlighted here.")
        if of and self.category.key not in of:
            labels = " or ".join(one.label for one in CATEGORIES if one.key in of)
            raise InputError(f"That works in {labels}.")
        return item

    # Showing

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say which list is open and how much of it is shown."""
        if not self.outsource.ready:
            return (("Playbook", "bold"),)
        category = self.category
        shown, of = len(self.items.rows), len(self.items.all_rows)
        pieces: list[tuple[str, str]] = [("Playbook", "bold"), ("   ", ""), (category.label, "")]
        pieces.append((f"   {shown:,} of {of:,}" if shown != of else f"   {of:,}", "muted"))
        if self.skill and category.key in ("platforms", "contacts"):
            pieces.append((f"   for {show.literal(self.skill)}", "accent"))
        item = self.items.current
        if item is not None and item.group:
            pieces.append((f"   {item.group}", "muted"))
        return tuple(pieces)

    def show(self) -> None:
        """Bring lists, items and detail up to date."""
        held = {category.key: self._items(category.key) for category in CATEGORIES}
        self.categories.set_rows(tuple(CategoryRow(category, len(held[category.key])) for category in CATEGORIES))
        self._show_items(held[self.chosen.key])

    def _items(self, key: str) -> tuple[Item, ...]:
        match key:
            case "platforms":
                views = self.playbook.platforms(skill=self.skill, hidden=self.with_hidden)
                return tuple(Item(view.slug, view.name, view) for view in views)
            case "contacts":
                return tuple(
                    Item(view.contact.id, view.contact.name, view) for view in self.playbook.contacts(self.skill)
                )
            case "templates":
                return tuple(Item(view.slug, view.name, view) for view in self.playbook.templates())
            case "settings":
                from outsource_tui.playbook import loader

                labels = {one.key: one.label for one in loader.criteria()}
                return tuple(
                    Item(row.setting.name, row.setting.label, row, row.setting.group)
                    for row in fields.setting_rows(self.services.settings.get(), labels)
                )
        if key not in self._static:
            self._static[key] = static_items(key)
        return self._static[key]

    def _show_items(self, items: tuple[Item, ...]) -> None:
        category = self.chosen
        table = self.items
        if self._shown != category.key:
            self._shown = category.key
            table.filter("")
            table.sort_by(None)
            table.empty = category.empty
            table.set_columns(category.columns())
            table.set_rows(items, separators(items))
            table.move_to(0)
        else:
            table.set_rows(items, separators(items))
        self._show_detail()

    def _follow_category(self) -> None:
        if self.outsource.ready:
            self._show_items(self._items(self.chosen.key))
            self.refresh_frame()

    def _show_detail(self) -> None:
        paper = self.query_one("#detail", Paper)
        item = self.items.current
        paper.draw(self._detail(item) if item is not None else stack())
        paper.scroll_by(-10_000)

    def _detail(self, item: Item) -> Block:
        value = item.value
        match self.category.key:
            case "platforms":
                return papers.platform_block(value)
            case "contacts":
                return papers.contact_block(value)
            case "templates":
                filled = self.playbook.fill(value.slug, _SAMPLE) if self.filled else None
                return papers.template_block(
                    value, filled, self.playbook.unknown_placeholders((value.subject, value.body))
                )
            case "examples":
                return papers.example_block(value)
            case "glossary":
                return papers.term_block(value)
            case "method":
                return papers.statement_block(value)
            case "questions":
                return papers.question_block(value, self._client_answers(item.key))
            case "resources":
                return papers.resource_block(value)
        return papers.setting_block(value, self._default(value), self._more(value))

    def _client_answers(self, key: str) -> list[tuple[str, Any]]:
        found = []
        for line in self.services.identify.tasks():
            for answer in self.services.identify.client_questions(line.task) if line.task.client_answers else ():
                if answer.key == key and (answer.asked_at is not None or answer.answer):
                    found.append((line.task.title, answer))
        return found

    def _default(self, row: SettingRow) -> str:
        from outsource_tui.domain.settings import DEFAULT_WEIGHTS, Settings

        name = row.setting.name
        if name.startswith(fields.RATE):
            return ""
        if name.startswith(fields.WEIGHT):
            criterion: Any = name.removeprefix(fields.WEIGHT)
            return f"{DEFAULT_WEIGHTS[criterion]:g}"
        default = Settings(created_at=self.now, updated_at=self.now)
        return fields.shown(row.setting, getattr(default, name), default)

    def _more(self, row: SettingRow) -> Block | None:
        """Return the figures that follow from a setting."""
        from outsource_tui.domain.hourly_value import buyback_ceiling, from_income

        now = self.services.settings.get()
        if row.setting.name == "hourly_value" and now.hourly_value is not None:
            ceiling = buyback_ceiling(now.hourly_value.amount)
            return stack(
                facts([("a quarter of it", show.money(ceiling, now.currency))]),
                note("Below that, buying an hour back is an easy yes."),
            )
        if row.setting.name in ("yearly_income", "hourly_value") and now.yearly_income is not None:
            return facts([("an hour, over 2,000", show.money(from_income(now.yearly_income.amount), now.currency))])
        if row.setting.name == "full_time" and not now.full_time:
            return note("Part-time: lower limits hold.", "amber", MIND.glyph)
        return None

    # Following the cursor

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Show what the cursor stands on."""
        if message.table.id == "categories":
            self.later("category", self._follow_category)
        else:
            self.later("detail", self._show_detail)
        super().on_record_table_highlighted(message)

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        """Go into the list, or open the thing."""
        self.run_action_id("record.open")

    def on_descendant_focus(self) -> None:
        """Follow from lists to items."""
        super().on_descendant_focus()
        self.set_class(self.focused is self.items, "-in-items")

    def current_record(self) -> tuple[str, str] | None:
        """Return the person, where one is highlighted."""
        item = self.items.current
        return ("contacts", item.key) if item is not None and self.category.key == "contacts" else None

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on a person, platform, message, setting, or piece of advice."""
        wanted = {"statements": "method"}.get(kind, kind)
        if all(category.key != wanted for category in CATEGORIES):
            return
        self.go_to_list(wanted)
        key = record_id
        document = (
            self.outsource.workspace.documents(kind).get(record_id) if kind in ("platforms", "templates") else None
        )
        if document is not None:
            key = str(document.get("slug", record_id))
        self.items.go_to(key)
        self.items.focus()

    def go_to_list(self, key: str) -> None:
        """Open one of the lists."""
        self.categories.go_to(key)
        self._show_items(self._items(key))

    def copied(self) -> str | None:
        """Return the message, address or words under the cursor."""
        item = self.items.current
        if item is None:
            return None
        value = item.value
        match self.category.key:
            case "templates":
                return self.playbook.fill(value.slug, _SAMPLE if self.filled else {}).whole
            case "platforms":
                return str(value.url or value.name)
            case "contacts":
                return str(value.contact.email or value.contact.link or value.contact.name)
            case "method":
                return f"{value.advice} ({value.id})"
            case "glossary":
                return f"{value.term}: {value.meaning}"
            case "resources":
                return str(value.url or value.title)
            case "settings":
                return f"{value.setting.label}: {value.value}"
        return item.words

    # Common actions

    def back(self) -> bool:
        """Leave the side pane, then the items."""
        if self.open_side(False):
            self.items.focus()
            return True
        if self.focused is self.items and not self.items.filter_text:
            self.remove_class("-in-items")
            self.categories.focus()
            return True
        return False

    def _focus_items(self) -> None:
        if self.focused is not self.items:
            self.add_class("-in-items")
            self.items.focus()

    def do_list_filter(self) -> None:
        """Narrow the items down, whichever list has the focus."""
        self._focus_items()
        self.call_after_refresh(super().do_list_filter)

    def why_not_list_sort(self) -> str | None:
        """Return why the items cannot be sorted."""
        if any(column.sort is not None for column in self.items.columns):
            return None
        return "This list has one order; / narrows it down."

    def do_list_sort(self) -> None:
        """Sort the items."""
        self._focus_items()
        self.tell(f"Sorted by {self.items.cycle_sort()}.")

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
        from outsource_tui.ui.screens.playbook_forms import platform_fields, platform_values

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
        from outsource_tui.ui.screens.playbook_forms import contact_fields, contact_values

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
        from outsource_tui.ui.screens.playbook_forms import template_fields, template_values

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
            edited = edit_text(self.outsource, item.value.body)
            if edited is not None:
                self.playbook.save_template(item.key, body=edited)
        else:
            edited = edit_text(self.outsource, self._note_of(item))
            if edited is not None:
                self._save_note(item, edited)
        if edited is not None:
            self.outsource.changed()

    def do_figure_explain(self) -> None:
        """Show how the value of an hour comes about."""
        from outsource_tui.domain.arithmetic import Step
        from outsource_tui.domain.hourly_value import BUYBACK_HOURS_A_YEAR, buyback_ceiling, from_income
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        self.need_item("settings")
        now = self.services.settings.get()
        income = now.yearly_income.amount if now.yearly_income is not None else None
        hour = now.hourly_value.amount if now.hourly_value is not None else from_income(income)
        said = "you said so" if now.hourly_value is not None else f"income / {BUYBACK_HOURS_A_YEAR:,}"
        steps = [
            Step("income a year", "from the settings", income, "estimated", "money"),
            Step("an hour of yours", said, hour, "estimated" if now.hourly_value else "computed", "money"),
            Step("a quarter of it", "an hour of yours / 4", buyback_ceiling(hour), "computed", "money"),
        ]
        closing = (
            "Offers are compared with an hour of yours. Below a quarter of it, buying your time back is an easy yes."
        )
        self.app.push_screen(ArithmeticDialog("What an hour of yours is worth", steps, closing=closing))

    # Own actions

    def _step_list(self, step: int) -> None:
        had_items = self.focused is self.items
        self.categories.move_to((self.categories.cursor + step) % len(CATEGORIES))
        self._follow_category()
        if had_items:
            self.items.focus()

    def do_playbook_next(self) -> None:
        """Go to the next list."""
        self._step_list(1)

    def do_playbook_previous(self) -> None:
        """Go to the list before."""
        self._step_list(-1)

    def do_move_right(self) -> None:
        """Go from the lists to what they hold."""
        self._focus_items()

    def do_move_left(self) -> None:
        """Go back to the lists."""
        self.back()

    def do_playbook_skill(self) -> None:
        """Choose a skill to narrow platforms and people by."""
        self._choose_skill()

    @work
    async def _choose_skill(self) -> None:
        from outsource_tui.ui.dialogs.choice import ChoiceDialog

        skills = [(one, one) for one in self.playbook.skills()]
        chosen = await self.app.push_screen_wait(
            ChoiceDialog("Who can do what?", [("", "everything"), *skills], current=self.skill)
        )
        if chosen is None:
            return
        self.skill = chosen
        if self.category.key not in ("platforms", "contacts"):
            self.go_to_list("platforms")
        self.show()
        self.refresh_frame()

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

    def why_not_playbook_filled(self) -> str | None:
        """Return why nothing can be filled in."""
        self.need_item("templates")
        return None

    def do_playbook_filled(self) -> None:
        """Show the message filled in, or as it is written."""
        self.filled = not self.filled
        self._show_detail()
        if not self.side_shown:
            self.open_side()

    def why_not_playbook_source(self) -> str | None:
        """Return why there is no source to show."""
        return None if self._statement() else "This has no source in the method; it is yours."

    def _statement(self) -> str:
        item = self.need_item()
        value = item.value
        match self.category.key:
            case "method":
                return str(value.id)
            case "examples":
                return "S1-20"
            case "questions":
                return "S0-17"
            case "contacts":
                return "S0-09"
            case "templates":
                return str(value.statements[0]) if value.statements else ""
            case "settings":
                return str(value.setting.statement)
        return str(getattr(value, "statement", ""))

    def do_playbook_source(self) -> None:
        """Show advice, source and evidence."""
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.text import ReadDialog

        found = loader.statement(self._statement())
        self.app.push_screen(ReadDialog("Where this comes from", draw=papers.statement_block(found)))

    def why_not_playbook_go(self) -> str | None:
        """Return why there is nowhere to go."""
        statement = self._statement()
        return None if statement else "This belongs to no single screen."

    def do_playbook_go(self) -> None:
        """Go where the advice is put to work."""
        from outsource_tui.playbook import loader

        found = loader.statement(self._statement())
        screen = loader.stage(found.stage).screen
        name = next((name for name, title, _letter in STAGES if title == screen), "today")
        if name == "playbook":
            self.tell("That is put to work right here.")
            return
        self.outsource.go(name)

    def why_not_playbook_task(self) -> str | None:
        """Return why no task can be made."""
        self.need_item("examples")
        return None

    def do_playbook_task(self) -> None:
        """Put the example on the list of tasks (S1-20)."""
        item = self.need_item("examples")
        task = self.services.identify.add_task(item.words, category=item.value.kind)
        self.outsource.changed()
        self.tell("On your list; Identify (2) asks the questions about it.")
        self.outsource.focus_record("identify", "tasks", task.id)

    def do_playbook_scroll_down(self) -> None:
        """Scroll the side pane."""
        self.query_one("#detail", Paper).scroll_by(10)

    def do_playbook_scroll_up(self) -> None:
        """Scroll the side pane back."""
        self.query_one("#detail", Paper).scroll_by(-10)
