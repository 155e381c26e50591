"""The lists of Playbook: their rows and columns."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from outsource_tui.playbook import loader
from outsource_tui.ui import show
from outsource_tui.ui.screens.playbook.settings import SettingRow
from outsource_tui.ui.show import Line, Piece
from outsource_tui.ui.widgets.arranged import Separator
from outsource_tui.ui.widgets.blocks import empty_state
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.services.playbook import ContactView, PlatformView
    from outsource_tui.services.templates import TemplateView

STEPS = {
    "first": "first message",
    "second": "second message",
    "third": "third message",
    "decline": "kind no",
    "offer": "offer",
    "other": "any time",
}


class Item(NamedTuple):
    """A row of any list: its key, the words it is found by, and what stands behind it."""

    key: str
    words: str
    value: Any
    group: str = ""


class Category(NamedTuple):
    """A list of the playbook."""

    key: str
    label: str
    columns: Callable[[], list[Column[Item]]]
    empty: tuple[Line, ...] = ()


class CategoryRow(NamedTuple):
    """A list with how much it holds."""

    category: Category
    size: int


def _cell(get: Callable[[Any], Cell | str]) -> Callable[[Item], Cell | str]:
    return lambda item: get(item.value)


def _rate(view: "PlatformView | ContactView") -> Cell:
    found = view.result.outcomes if hasattr(view, "result") else view.outcomes
    if not found.n:
        return Cell("")
    return Cell(f"{found.hits} of {found.n}", "accent" if found.hits * 2 > found.n else "")


def platform_columns() -> list[Column[Item]]:
    """Return the columns of the platforms directory, with my own results (S1-39..43)."""

    def counted(name: str, width: int, drop: int) -> Column[Item]:
        return Column(
            name,
            name,
            lambda item: Cell(str(getattr(item.value.result, name) or "")),
            width=width,
            align="right",
            drop=drop,
            sort=lambda item: getattr(item.value.result, name),
            falling=True,
        )

    return [
        Column(
            "name",
            "platform",
            _cell(lambda one: Cell(one.name, "muted" if one.hidden else "")),
            flex=2,
            least=14,
            sort=lambda item: item.words,
        ),
        Column("kind", "kind", _cell(lambda one: Cell(one.kind, "muted")), flex=1, least=12, drop=3),
        Column("skills", "for", _cell(lambda one: Cell(", ".join(one.skills), "muted")), flex=2, least=12, drop=4),
        Column("note", "", _cell(lambda one: Cell("✎" if one.note else "", "blue")), width=1, drop=6),
        counted("applied", 7, 2),
        counted("hired", 5, 5),
        Column(
            "hits",
            "hits",
            _cell(_rate),
            width=6,
            align="right",
            sort=lambda item: item.value.result.outcomes.rate,
            falling=True,
        ),
    ]


def contact_columns() -> list[Column[Item]]:
    """Return the columns of the people I know (S0-09)."""
    return [
        Column(
            "name", "person", _cell(lambda one: Cell(one.contact.name)), flex=2, least=12, sort=lambda item: item.words
        ),
        Column(
            "skills",
            "skills",
            _cell(lambda one: Cell(", ".join(one.contact.skills), "muted")),
            flex=3,
            least=12,
            drop=2,
        ),
        Column(
            "rate",
            "an hour",
            _cell(lambda one: Cell(show.money_with_currency(one.contact.rate), "" if one.contact.rate else "blue")),
            width=12,
            align="right",
            drop=3,
            sort=lambda item: item.value.contact.rate and item.value.contact.rate.amount,
        ),
        Column("asked", "asked", _cell(lambda one: Cell(str(one.asked or ""))), width=5, align="right", drop=4),
        Column("hits", "hits", _cell(_rate), width=6, align="right", drop=1),
    ]


def _template_state(one: "TemplateView") -> Cell:
    if one.own is None:
        return Cell("as it came", "muted")
    return Cell("edited" if one.built_in else "yours", "accent")


def template_columns() -> list[Column[Item]]:
    """Return the columns of the message templates (S1-84)."""
    return [
        Column("name", "template", _cell(lambda one: Cell(one.name)), flex=2, least=14, sort=lambda item: item.words),
        Column("step", "for", _cell(lambda one: Cell(STEPS.get(one.step, one.step), "muted")), width=14, drop=1),
        Column(
            "days",
            "after",
            _cell(lambda one: Cell("" if one.days_after is None else f"{one.days_after} d")),
            width=6,
            align="right",
            drop=3,
        ),
        Column("state", "", _cell(_template_state), width=10, drop=2),
    ]


def words_columns(label: str) -> Callable[[], list[Column[Item]]]:
    """Return a function for a single column of words."""
    return lambda: [Column("words", label, lambda item: Cell(item.words), least=10)]


def example_columns() -> list[Column[Item]]:
    """Return the columns of the examples (S1-20)."""
    return [
        Column("text", "people hand on", _cell(lambda one: Cell(one.text)), flex=3, least=16),
        Column("why", "because", _cell(lambda one: Cell(_why(one.why), "muted")), flex=2, least=14, drop=1),
    ]


def _why(key: str) -> str:
    return next((one.title for one in loader.questions() if key in (one.key, one.id)), key)


def term_columns() -> list[Column[Item]]:
    """Return the columns of the glossary (S3-13)."""
    return [
        Column("term", "word", _cell(lambda one: Cell(one.term, "bold")), width=20),
        Column("meaning", "meaning", _cell(lambda one: Cell(one.meaning, "muted")), least=12, drop=1),
    ]


def method_columns() -> list[Column[Item]]:
    """Return the columns of the method (S0-18)."""

    def sign(item: Item) -> Cell:
        if loader.pull(item.value.id):
            return Cell("▲", "amber")
        return Cell("●" if item.value.evidence else "", "blue")

    return [
        Column("id", "id", _cell(lambda one: Cell(one.id, "muted")), width=5),
        Column("evidence", "", sign, width=1, drop=1),
        Column("advice", "advice", _cell(lambda one: Cell(one.advice)), least=12),
    ]


def setting_columns() -> list[Column[Item]]:
    """Return the columns of the settings of the work."""

    def value(item: Item) -> Cell:
        row: SettingRow = item.value
        return Cell(row.value, "blue" if row.value == show.UNKNOWN else "accent" if row.changed else "")

    return [
        Column("label", "setting", _cell(lambda row: Cell(row.setting.label)), flex=2, least=16),
        Column("value", "value", value, least=14, align="right"),
    ]


CATEGORIES: tuple[Category, ...] = (
    Category(
        "platforms",
        "Platforms",
        platform_columns,
        tuple(
            empty_state(
                "No platform fits",
                "Another skill may, or add your own.",
                ("f", "another skill"),
                ("n", "add a platform"),
            )
        ),
    ),
    Category(
        "contacts",
        "People you know",
        contact_columns,
        tuple(
            empty_state(
                "Nobody here yet",
                "People you know come first: no posting, no waiting.\nKeep them here with what they can do.",
                ("n", "add somebody"),
            )
        ),
    ),
    Category("templates", "Messages", template_columns),
    Category("examples", "Examples", example_columns),
    Category("glossary", "Words", term_columns),
    Category("method", "The method", method_columns),
    Category("questions", "Ask the client", words_columns("before a project starts")),
    Category("resources", "To read", words_columns("title")),
    Category("settings", "Work settings", setting_columns),
)


def separators(items: Sequence[Item]) -> tuple[Separator, ...]:
    """Return a heading before each group but the first, whose name stands in the line above."""
    found: list[Separator] = []
    for number, item in enumerate(items):
        if number and item.group != items[number - 1].group:
            found.append(Separator(number, (Piece(item.group, "muted bold"),)))
    return tuple(found)


def static_items(key: str) -> tuple[Item, ...]:
    """Return the rows of the lists that come with the playbook."""
    match key:
        case "examples":
            kinds = {one.key: one.label for one in loader.kinds()}
            return tuple(
                Item(f"{one.kind}-{number}", one.text, one, kinds.get(one.kind, one.kind))
                for number, one in enumerate(loader.examples())
            )
        case "glossary":
            groups = {"trade": "Words of the trade", "app": "Words of this app"}
            return tuple(Item(one.term, one.term, one, groups.get(one.group, one.group)) for one in loader.glossary())
        case "method":
            order = {one.key: number for number, one in enumerate(loader.stages())}
            labels = {one.key: one.label for one in loader.stages()}
            listed = sorted(loader.statements(), key=lambda one: order.get(one.stage, len(order)))
            return tuple(
                Item(one.id, f"{one.id} {one.advice}", one, labels.get(one.stage, one.stage)) for one in listed
            )
        case "questions":
            return tuple(Item(one.key, one.ask, one) for one in loader.client_questions())
        case "resources":
            return tuple(Item(one.title, one.title, one) for one in loader.resources())
    return ()
