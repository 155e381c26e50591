"""The sections of a brief as the editor lists them, and the rows of those that are no plain text."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.playbook import loader
from outsource_tui.ui import show
from outsource_tui.ui.show import BETWEEN, DONE, OPEN, Piece, Status, status
from outsource_tui.ui.widgets.arranged import Separator
from outsource_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief

ROW_PARTS = ("examples", "milestones", "quality", "kpis", "calls", "legal")
"""Parts that are lists of records."""
LIST_PARTS = (*ROW_PARTS, "skills")
"""Parts to which rows are added with `n`."""
TEXT_KINDS = ("text", "line")
NOT_APPLICABLE = Status("–", "n.a.", "muted")
NEEDED = Status("*", "needed", "amber")
FREQUENCIES = ((1, "every day"), (2, "every other day"), (3, "every 3 days"), (7, "every week"), (14, "every 2 weeks"))


class Section(NamedTuple):
    """A section of the editor: a part of the brief, or what belongs to it without counting as a part."""

    key: str
    label: str
    hint: str
    statement: str
    group: str
    kind: str
    is_part: bool


class SectionRow(NamedTuple):
    """A section with how far it is filled and what stands in it, in a word or two."""

    section: Section
    mark: Status
    summary: str
    needed: bool


class PartRow(NamedTuple):
    """A row of a part: its key and a cell for each column."""

    key: str
    cells: tuple[Cell, ...]


_EXTRA = {
    "title": Section(
        "title", "Title", "One line that says what it is; the post starts with it.", "S1-52", "", "line", False
    ),
    "skills": Section(
        "skills",
        "Skills",
        "What they must be able to do. Candidates are matched against this list.",
        "S1-59",
        "offer",
        "rows",
        False,
    ),
    "revisions": Section(
        "revisions",
        "Revision rounds",
        "Rounds of changes that are included in the price.",
        "S1-83",
        "success",
        "pick",
        False,
    ),
    "post": Section(
        "post",
        "Post text",
        "Put together from the brief until you write it yourself.",
        "S1-52",
        "post",
        "text",
        False,
    ),
}
_SHORT = {"propositions": "In it for them"}
_AFTER = {"propositions": "skills", "quality": "revisions"}
GROUP_LABELS = {"post": "The post"}
HEADINGS = {
    "what": "What",
    "why": "Why",
    "context": "Context",
    "specifications": "Specifications",
    "expectations": "How to carry it out",
    "delivery_state": "State at delivery",
    "examples": "Examples",
    "propositions": "What is in it for you",
    "milestones": "Milestones",
    "quality": "Standards",
    "budget": "Budget",
    "kpis": "Other measures",
    "skills": "Skills",
    "frequency": "How we keep in touch",
    "detail": "How we keep in touch",
    "mode": "How we keep in touch",
    "calls": "How we keep in touch",
    "legal": "Papers",
}
"""Under which heading of the preview a section's text stands."""


@cache
def sections() -> tuple[Section, ...]:
    """Return all sections in the order of the editor."""
    found = [_EXTRA["title"]]
    for part in loader.brief_parts():
        kind = part.kind if part.kind in TEXT_KINDS else "rows" if part.key in LIST_PARTS else "pick"
        found.append(
            Section(part.key, _SHORT.get(part.key, part.label), part.hint, part.statement, part.group, kind, True)
        )
        if part.key in _AFTER:
            found.append(_EXTRA[_AFTER[part.key]])
    return (*found, _EXTRA["post"])


def section(key: str) -> Section:
    """Return the section of that key."""
    return next(one for one in sections() if one.key == key)


@cache
def group_separators() -> tuple[Separator, ...]:
    """Return the headings between the groups of sections."""
    labels = {one.key: one.label for one in loader.brief_groups()} | GROUP_LABELS
    found: list[Separator] = []
    before = ""
    for number, one in enumerate(sections()):
        if one.group != before:
            found.append(Separator(number, (Piece(labels.get(one.group, one.group), "muted bold"),)))
            before = one.group
    return tuple(found)


def mark_of(brief: "Brief", one: Section, checks: tuple[int, int]) -> Status:
    """Return ✓ filled, ○ empty, or – said not to apply; `checks` are done and all checks of the post."""
    from outsource_tui.domain.brief_text import BRIEF_PARTS, part_filled

    if one.key == "post":
        return DONE if checks[0] == checks[1] else status(BETWEEN, f"{checks[0]} of {checks[1]}")
    if one.key == "skills":
        return status(DONE, "filled") if brief.skills else OPEN
    for part in BRIEF_PARTS:
        if part == one.key:
            if part_filled(brief, part):
                return status(DONE, "filled")
            return NOT_APPLICABLE if part in brief.not_applicable else OPEN
    return status(DONE, "filled")


def summary_of(brief: "Brief", key: str) -> str:
    """Return the figure that stands in a section, how many rows it has, or nothing."""
    if key == "revisions":
        return str(brief.revisions_included)
    if key == "budget":
        return show.number(brief.budget.amount) if brief.budget is not None else ""
    if key == "frequency":
        return "" if brief.frequency_days is None else f"{brief.frequency_days} d"
    if key in LIST_PARTS or key == "propositions":
        many = len(getattr(brief, key))
        return str(many) if many else ""
    return ""


def section_rows(brief: "Brief", checks: tuple[int, int], needed: Iterable[str]) -> tuple[SectionRow, ...]:
    """Return the rows of the section list; `needed` are the parts that must be filled before it is ready."""
    wanted = set(needed)
    return tuple(
        SectionRow(one, mark_of(brief, one, checks), summary_of(brief, one.key), one.key in wanted)
        for one in sections()
    )


def section_columns() -> list[Column[SectionRow]]:
    """Return the columns of the section list."""

    def label(row: SectionRow) -> Cell:
        mark = NEEDED if row.needed else row.mark
        return Cell(pieces=(Piece(f"{mark.glyph} ", mark.role), Piece(row.section.label)))

    return [
        Column("section", "", label, least=12),
        Column("summary", "", lambda row: Cell(row.summary, "muted"), width=5, align="right", drop=1),
    ]


# The rows of a part

PART_COLUMNS: dict[str, tuple[tuple[str, int, int, str], ...]] = {
    # label, width (0: flexible), drop, align
    "examples": (("example", 0, 0, "left"), ("take from it", 0, 1, "left"), ("link", 0, 2, "left")),
    "milestones": (("milestone", 0, 0, "left"), ("due", 8, 0, "right"), ("amount", 13, 1, "right")),
    "quality": (("it is done when", 0, 0, "left"),),
    "kpis": (("measure", 0, 0, "left"), ("target", 0, 1, "left"), ("actual", 10, 2, "left")),
    "calls": (("when", 14, 0, "left"), ("about", 0, 1, "left"), ("state", 8, 2, "left")),
    "legal": (("paper", 0, 0, "left"), ("wanted", 9, 2, "left"), ("state", 15, 1, "left")),
    "skills": (("they can", 0, 0, "left"),),
    "propositions": (("you offer", 0, 0, "left"), ("", 0, 1, "left")),
    "detail": (("an update is", 0, 0, "left"),),
    "mode": (("you talk by", 0, 0, "left"), ("", 0, 1, "left")),
    "frequency": (("a check-in", 0, 0, "left"),),
    "budget": (("", 0, 0, "left"), ("", 22, 0, "left")),
    "revisions": (("", 0, 0, "left"), ("", 6, 0, "right")),
}


def part_columns(key: str) -> list[Column[PartRow]]:
    """Return the columns for the rows of a section."""

    def cell(number: int) -> Callable[[PartRow], Cell]:
        return lambda row: row.cells[number] if number < len(row.cells) else Cell()

    return [
        Column(f"{key}-{number}", label, cell(number), width=width, align=align, drop=drop, least=10)
        for number, (label, width, drop, align) in enumerate(PART_COLUMNS.get(key, ()))
    ]


def _ticked(on: bool, text: str, *, many: bool = False) -> Cell:
    glyph = ("■" if on else "□") if many else ("●" if on else "○")
    return Cell(pieces=(Piece(f"{glyph} ", "accent" if on else "muted"), Piece(text, "" if on else "muted")))


def paper_state(sent: datetime | None, signed: datetime | None, today: date) -> Status:
    """Return how far a paper has come."""
    if signed is not None:
        return status(DONE, f"signed {show.day(signed.date(), today)}")
    if sent is not None:
        return status(BETWEEN, f"sent {show.day(sent.date(), today)}")
    return OPEN


def part_rows(brief: "Brief", key: str, today: date) -> tuple[PartRow, ...]:
    """Return the rows of a section that is no plain text."""
    maker = _MAKERS.get(key)
    return maker(brief, today) if maker is not None else ()


def _examples(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(one.id, (Cell(one.title), Cell(one.copy_what, "muted"), Cell(one.link, "blue")))
        for one in brief.examples
    )


def _milestones(brief: "Brief", today: date) -> tuple[PartRow, ...]:
    def due(day: date | None) -> Cell:
        if day is None:
            return Cell("no date", "muted")
        return Cell(show.day(day, today), "amber" if day < today else "")

    return tuple(
        PartRow(
            one.id,
            (Cell(one.title), due(one.due), Cell("" if one.amount is None else show.money_with_currency(one.amount))),
        )
        for one in brief.milestones
    )


def _quality(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    return tuple(PartRow(one.id, (Cell(one.text),)) for one in brief.quality)


def _kpis(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(one.id, (Cell(one.name), Cell(one.target or "?", "" if one.target else "blue"), Cell(one.actual)))
        for one in brief.kpis
    )


def _calls(brief: "Brief", today: date) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(
            one.id,
            (
                Cell(f"{show.day(one.at.date(), today)}, {show.clock_time(one.at)}"),
                Cell(one.about, "muted"),
                Cell((DONE if one.done_at else OPEN).text, (DONE if one.done_at else OPEN).role),
            ),
        )
        for one in brief.calls
    )


def _legal(brief: "Brief", today: date) -> tuple[PartRow, ...]:
    rows = []
    for one in brief.legal:
        state = paper_state(one.sent_at, one.signed_at, today)
        wanted = Cell("required" if one.required else "optional", "" if one.required else "muted")
        rows.append(PartRow(one.id, (Cell(one.name), wanted, Cell(state.text, state.role))))
    return tuple(rows)


def _skills(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    return tuple(PartRow(str(number), (Cell(one),)) for number, one in enumerate(brief.skills))


def _propositions(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(one.key, (_ticked(one.key in brief.propositions, one.label, many=True), Cell(one.hint, "muted")))
        for one in loader.value_propositions()
    )


def _detail(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(one.key, (_ticked(one.key == brief.detail, one.label),)) for one in loader.brief_part("detail").choice
    )


def _mode(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    choices = loader.brief_part("mode").choice
    rows = [PartRow(one.key, (_ticked(one.key == brief.mode, one.label), Cell())) for one in choices]
    own = bool(brief.mode) and all(one.key != brief.mode for one in choices)
    rows.append(PartRow("other", (_ticked(own, "Another channel"), Cell(brief.mode if own else "", ""))))
    overlap = Cell(brief.timezone_overlap or "not said", "" if brief.timezone_overlap else "muted")
    return (*rows, PartRow("overlap", (Cell("  Hours you overlap", "muted"), overlap)))


def _frequency(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    days = brief.frequency_days
    rows = [PartRow(str(number), (_ticked(number == days, words),)) for number, words in FREQUENCIES]
    own = days is not None and all(number != days for number, _words in FREQUENCIES)
    return (*rows, PartRow("other", (_ticked(own, f"every {days} days" if own else "another number of days"),)))


def _budget(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    known = brief.budget is not None
    return (
        PartRow(
            "amount",
            (
                Cell("The most you want to spend", "muted"),
                Cell(show.money_with_currency(brief.budget), "" if known else "blue"),
            ),
        ),
        PartRow(
            "fixed",
            (
                _ticked(brief.fixed_price, "The price is fixed", many=True),
                Cell("" if brief.fixed_price else "the post asks for quotes", "muted"),
            ),
        ),
    )


def _revisions(brief: "Brief", _today: date) -> tuple[PartRow, ...]:
    return (PartRow("rounds", (Cell("Rounds included in the price", "muted"), Cell(str(brief.revisions_included)))),)


_MAKERS: dict[str, Callable[["Brief", date], tuple[PartRow, ...]]] = {
    "examples": _examples,
    "milestones": _milestones,
    "quality": _quality,
    "kpis": _kpis,
    "calls": _calls,
    "legal": _legal,
    "skills": _skills,
    "propositions": _propositions,
    "detail": _detail,
    "mode": _mode,
    "frequency": _frequency,
    "budget": _budget,
    "revisions": _revisions,
}
