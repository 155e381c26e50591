"""The comparison of a brief's candidates as a table: its rows, who leads, and what to find out next (N10..N12)."""

from dataclasses import dataclass
from decimal import Decimal

from outsource_tui.domain.arithmetic import Step
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate, Criterion
from outsource_tui.domain.economics import Verdict
from outsource_tui.domain.money import Money
from outsource_tui.domain.scorecard import Comparison
from outsource_tui.services.score_cells import Cell


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate in the table; `name` and prices are hidden in blind mode (N12)."""

    candidate: Candidate
    name: str
    cells: dict[Criterion, Cell]
    total: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    coverage: Decimal
    """Share of the weights that is scored, 0 to 1."""
    rank: int | None
    """Among the undeclined, over what is scored; ties share it."""
    tied: bool
    best_rank: int | None
    worst_rank: int | None
    """The ranks the unknown cells still allow."""
    unknown: tuple[Criterion, ...]
    steps: tuple[Step, ...]
    price: Money | None
    """A month, or once, platform fee included."""
    rate: Money | None
    """What an hour of theirs costs before the fee."""
    their_hours: Decimal | None
    ratio: Decimal | None
    """Their hours for one of mine."""
    net_hours: Decimal | None
    net_value: Money | None
    verdict: Verdict | None
    over_budget: bool


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The cell to find out about next: whose, which, the question to ask, and how far it moves the total (N10)."""

    candidate: Candidate
    criterion: Criterion
    sentence: str
    swing: Decimal
    can_change_leader: bool


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """The table of a brief: rows by rank, who leads and by how much, how firm that is, what to ask next."""

    brief: Brief
    rows: tuple[Row, ...]
    weights: dict[Criterion, Decimal]
    leaders: tuple[str, ...]
    """Ids; more than one is a tie."""
    lead: Decimal | None
    """By how much the leader is ahead of the next; None without a next."""
    leader_line: str
    sensitivity_line: str
    figures: Comparison
    questions: tuple[NextQuestion, ...]
    test_costs: Money
    budget: Money | None
    one_off: bool
    blind: bool

    def row(self, candidate_id: str) -> Row | None:
        """Return the row of a candidate."""
        return next((row for row in self.rows if row.candidate.id == candidate_id), None)
