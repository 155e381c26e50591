"""What Playbook looks like: the lists, what one of them holds, and the paper for what is highlighted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from outsource_tui.domain.errors import InputError
from outsource_tui.ui import show
from outsource_tui.ui.screens.playbook import papers
from outsource_tui.ui.screens.playbook import settings as fields
from outsource_tui.ui.screens.playbook.lists import (
    CATEGORIES,
    Category,
    CategoryRow,
    Item,
    separators,
    static_items,
)
from outsource_tui.ui.screens.playbook.settings import SettingRow
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.show import MIND, Piece
from outsource_tui.ui.widgets.blocks import Block, facts, note, stack
from outsource_tui.ui.widgets.columns import Cell, Column
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.services.playbook import PlaybookService

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


class PlaybookView(StageScreen):
    """Key 8."""

    stage = "playbook"
    CSS_PATH = "screen.tcss"
    labels = {"record.open": "edit", "record.delete": "delete"}
    side_width = 40
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
        category = self.category
        shown, of = len(self.items.rows), len(self.items.all_rows)
        pieces: list[tuple[str, str]] = [("Playbook", "bold"), ("   ", ""), (category.label, "")]
        pieces.append(
            (f"   {show.number(shown)} of {show.number(of)}" if shown != of else f"   {show.number(of)}", "muted")
        )
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

    def _focus_items(self) -> None:
        if self.focused is not self.items:
            self.add_class("-in-items")
            self.items.focus()
