"""Two to four candidates in columns: all there is to know about each, and who does best in a figure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from outsource_tui.domain.arithmetic import shown_hours, shown_number
from outsource_tui.domain.candidate import CRITERIA, Candidate
from outsource_tui.domain.money import Money
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.stages import candidate_stage
from outsource_tui.playbook import loader
from outsource_tui.services.comparison_table import ComparisonTable, Row
from outsource_tui.services.score_cells import reply_hours


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two to four candidates in columns: names, and rows of a label with one text each."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    best: dict[str, frozenset[int]]
    """For the rows of a figure the columns that hold the best one; a row where all are alike has none."""


class _Lines:
    def __init__(self) -> None:
        self.rows: list[tuple[str, tuple[str, ...]]] = []
        self.best: dict[str, frozenset[int]] = {}

    def texts(self, label: str, values: Iterable[str]) -> None:
        texts = tuple(values)
        if any(texts):
            self.rows.append((label, tuple(text or "unknown" for text in texts)))

    def figures(
        self, label: str, values: Sequence[Any], shown: Callable[[Any], str], pick: Callable[..., Any] = max
    ) -> None:
        self.texts(label, ("" if value is None else shown(value) for value in values))
        known = [value for value in values if value is not None]
        if len(set(known)) > 1:
            top = pick(known)
            self.best[label] = frozenset(place for place, value in enumerate(values) if value == top)


def _score(value: Decimal | int) -> str:
    return shown_number(Decimal(value), 1)


def _must_have(candidate: Candidate, text: str) -> str:
    met = next((one.met for one in candidate.must_haves if one.text == text), None)
    return "" if met is None else "yes" if met else "no"


def side_by_side(table: ComparisonTable, rows: Sequence[Row], postings: dict[str, Posting]) -> SideBySide:
    """Return these rows of a comparison in columns; without names, prices and countries where it is blind (N12)."""
    lines = _Lines()
    people = [row.candidate for row in rows]
    lines.texts("Stage", (candidate_stage(one).replace("_", " ") for one in people))
    lines.figures("Total", [row.total for row in rows], _score)
    lines.texts(
        "Could be",
        (
            f"{_score(row.lowest)} to {_score(row.highest)}"
            if row.lowest is not None and row.highest is not None
            else ""
            for row in rows
        ),
    )
    lines.texts("Scored", (f"{shown_number(row.coverage * 100, 0)} %" for row in rows))
    labels = {one.key: one.label for one in loader.criteria()}
    for criterion in CRITERIA:
        lines.figures(labels[criterion], [row.cells[criterion].score for row in rows], _score)
    lines.figures(
        "Replied after", [reply_hours(one, postings.get(one.posting or "")) for one in people], shown_hours, min
    )
    lines.figures("Rate", [row.rate for row in rows], lambda rate: f"{rate.shown()}/h", min)
    period = "once" if table.one_off else "a month"
    lines.figures(f"Price {period}", [row.price for row in rows], Money.shown, min)
    lines.figures("Their hours for yours", [row.ratio for row in rows], shown_number, min)
    lines.figures("Net time", [row.net_hours for row in rows], shown_hours)
    lines.figures("Net value", [row.net_value for row in rows], Money.shown)
    for asked in loader.answer_questions():
        given = [one.answers.get(asked.key) for one in people]  # type: ignore[call-overload]
        lines.texts(asked.label, (one.text.strip() if one else "" for one in given))
    for text in dict.fromkeys(must.text for one in people for must in one.must_haves):
        lines.texts(text, (_must_have(one, text) for one in people))
    for question in dict.fromkeys(said.question for one in people for said in one.screening):
        lines.texts(
            question, (next((said.answer for said in one.screening if said.question == question), "") for one in people)
        )
    for part in loader.test_parts():
        lines.figures(f"Trial: {part.label.lower()}", [getattr(one.test, part.key) for one in people], _score)
    lines.texts("Skills", (", ".join(one.skills) for one in people))
    lines.texts("Time zone", (one.timezone for one in people))
    if not table.blind:
        lines.texts("Country", (one.country for one in people))
    lines.texts("Other commitments", (one.other_commitments for one in people))
    lines.texts("Note", (one.note.strip() for one in people))
    return SideBySide(tuple(row.name for row in rows), tuple(lines.rows), lines.best)
