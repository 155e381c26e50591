"""The candidates of a brief as a table: CSV, or Excel with the `office` extra."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from outsource_tui.domain.candidate import CRITERIA, Candidate
from outsource_tui.exchange.cells import Cell, csv_text, xlsx_bytes

HEADER = (
    "name", "kind", "country", "timezone", "email", "link", "applied_at", "first_reply_at", *CRITERIA, "total",
    "coverage", "rate", "currency", "hours", "skills", "reviews", "success_share", "state", "reason", "note",
)  # fmt: skip


def candidate_lines(
    candidates: Iterable[Candidate],
    totals: Mapping[str, tuple[Decimal | None, Decimal]] | None = None,
    scores: Mapping[str, Mapping[str, Decimal | int | None]] | None = None,
) -> list[Sequence[Cell]]:
    """Return a line for each candidate under HEADER; `totals` are (total, coverage), `scores` computed ones, by id."""
    lines: list[Sequence[Cell]] = []
    for one in candidates:
        bid = max(one.bids, key=lambda given: given.at, default=None)
        total, coverage = (totals or {}).get(one.id, (None, None))
        known: dict[str, Decimal | int | None] = dict((scores or {}).get(one.id) or {})
        known.update({str(criterion): score for criterion, score in one.scores.items()})
        price = bid and (bid.rate or bid.amount)
        state = (
            "chosen"
            if one.chosen_at
            else "declined"
            if one.declined_at
            else "shortlisted"
            if one.shortlisted_at
            else ""
        )
        lines.append(
            (
                one.name, one.kind or "", one.country, one.timezone, one.email, one.link,
                one.applied_at.isoformat(), one.first_reply_at.isoformat() if one.first_reply_at else None,
                *(known.get(criterion) for criterion in CRITERIA),
                total, coverage,
                price.amount if price else None, price.currency if price else None, bid.hours if bid else None,
                ", ".join(one.skills), one.reviews, one.success_share, state,
                one.chosen_reason if one.chosen_at else one.declined_reason, one.note,
            )
        )  # fmt: skip
    return lines


def candidates_csv(lines: Iterable[Sequence[Cell]], header: Sequence[str] = HEADER) -> str:
    """Return the table as CSV."""
    return csv_text(header, lines)


def candidates_xlsx(
    lines: Iterable[Sequence[Cell]], at: datetime, header: Sequence[str] = HEADER, title: str = "Candidates"
) -> bytes:
    """Return the table as an Excel workbook dated `at`."""
    return xlsx_bytes(title, header, lines, at)
