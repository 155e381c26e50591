"""Candidates compared: weighted totals with what is not known yet, ranks, and whether the leader holds (N10, N11)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from outsource_tui.domain.arithmetic import Step, shown_number

LOWEST = 1
HIGHEST = 5
CRITERIA = ("speed", "effort", "skills", "credibility", "answers", "test")
DEFAULT_WEIGHTS: dict[str, Decimal] = {
    "speed": Decimal(1),
    "effort": Decimal(1),
    "skills": Decimal(1),
    "credibility": Decimal(1),
    "answers": Decimal(2),
    "test": Decimal(3),
}
SPEED_HOURS = (Decimal(1), Decimal(4), Decimal(12), Decimal(24))
_FACTORS = (Fraction(4, 5), Fraction(6, 5))


@dataclass(frozen=True, slots=True)
class Card:
    """One candidate's scores by criterion, 1 to 5; a missing or None score is unknown, not a zero."""

    id: str
    scores: Mapping[Any, Decimal | int | None]
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A card's total over what is scored, what share of the weights that covers, and how far unknowns could move it."""

    id: str
    total: Decimal | None
    coverage: Decimal
    lowest: Decimal | None
    highest: Decimal | None
    unknown: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank among the undeclined, 1 the best and ties sharing it; and the ranks the unknown cells still allow."""

    id: str
    rank: int | None
    tied: bool
    best_rank: int
    worst_rank: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of one weight that changes who leads."""

    criterion: str
    factor: Decimal
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A cell to ask about: how far it can move the total, and whether it can change who leads."""

    id: str
    criterion: str
    swing: Decimal
    can_change_leader: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All there is to say about a table of candidates."""

    totals: tuple[Total, ...]
    standings: tuple[Standing, ...]
    leaders: tuple[str, ...]
    """Ids with the highest total; more than one is a tie."""
    shifts: tuple[Shift, ...]
    unknowns: tuple[Unknown, ...]

    @property
    def robust(self) -> bool:
        """Tell whether nobody else leads when any one weight is a fifth lower or higher."""
        return not self.shifts


def _known(card: Card, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {
        criterion: Fraction(score)
        for criterion in weights
        if weights[criterion] > 0 and (score := card.scores.get(criterion)) is not None
    }


def _mean(scores: Mapping[str, Fraction], weights: Mapping[str, Fraction]) -> Fraction | None:
    weight = sum((weights[criterion] for criterion in scores), Fraction(0))
    if weight == 0:
        return None
    return sum((weights[criterion] * score for criterion, score in scores.items()), Fraction(0)) / weight


def _exact(weights: Mapping[Any, Decimal | int]) -> dict[str, Fraction]:
    return {criterion: max(Fraction(0), Fraction(weight)) for criterion, weight in weights.items()}


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def _filled(known: Mapping[str, Fraction], weights: Mapping[str, Fraction], score: int) -> Fraction | None:
    return _mean(
        {criterion: known.get(criterion, Fraction(score)) for criterion, weight in weights.items() if weight > 0},
        weights,
    )


def _total(card: Card, weights: Mapping[str, Fraction]) -> Total:
    known = _known(card, weights)
    total = _mean(known, weights)
    whole = sum(weights.values(), Fraction(0))
    covered = sum((weights[criterion] for criterion in known), Fraction(0))
    steps = [
        Step(
            criterion,
            f"weight {shown_number(_decimal(weights[criterion]) or Decimal(0))}",
            _decimal(known.get(criterion)),
            "measured" if criterion in known else "estimated",
        )
        for criterion in weights
        if weights[criterion] > 0
    ]
    terms = " + ".join(
        f"{shown_number(_decimal(score) or Decimal(0))} × {shown_number(_decimal(weights[criterion]) or Decimal(0))}"
        for criterion, score in known.items()
    )
    if total is not None:
        formula = f"({terms}) / {shown_number(_decimal(covered) or Decimal(0))}"
        steps.append(Step("total", formula, _decimal(total), "computed"))
    return Total(
        card.id,
        _decimal(total),
        _decimal(covered / whole) or Decimal(0) if whole else Decimal(0),
        _decimal(_filled(known, weights, LOWEST)),
        _decimal(_filled(known, weights, HIGHEST)),
        tuple(criterion for criterion, weight in weights.items() if weight > 0 and criterion not in known),
        tuple(steps),
    )


def _leaders(cards: Sequence[Card], weights: Mapping[str, Fraction]) -> tuple[str, ...]:
    totals = [(card.id, total) for card in cards if (total := _mean(_known(card, weights), weights)) is not None]
    best = max((total for _, total in totals), default=None)
    return tuple(id_ for id_, total in totals if total == best)


def compare(cards: Iterable[Card], weights: Mapping[Any, Decimal | int] = DEFAULT_WEIGHTS) -> Comparison:
    """Return totals of all cards, and ranks, leaders, sensitivity and unknown cells of the undeclined, exactly."""
    everyone = tuple(cards)
    exact = _exact(weights)
    running = [card for card in everyone if not card.declined]
    known = {card.id: _known(card, exact) for card in running}
    totals = {id_: _mean(scores, exact) for id_, scores in known.items()}
    low = {id_: _filled(scores, exact, LOWEST) or Fraction(LOWEST) for id_, scores in known.items()}
    high = {id_: _filled(scores, exact, HIGHEST) or Fraction(HIGHEST) for id_, scores in known.items()}
    leaders = _leaders(running, exact)

    standings = []
    for card in running:
        mine = totals[card.id]
        others = [id_ for id_ in totals if id_ != card.id]
        rank = None
        tied = False
        if mine is not None:
            rivals = [total for id_ in others if (total := totals[id_]) is not None]
            rank = 1 + sum(total > mine for total in rivals)
            tied = mine in rivals
        standings.append(
            Standing(
                card.id,
                rank,
                tied,
                1 + sum(low[id_] > high[card.id] for id_ in others),
                1 + sum(high[id_] > low[card.id] for id_ in others),
            )
        )

    shifts = []
    for criterion, weight in exact.items():
        if weight == 0:
            continue
        for factor in _FACTORS:
            after = _leaders(running, {**exact, criterion: weight * factor})
            if set(after) != set(leaders):
                shifts.append(Shift(criterion, _decimal(factor) or Decimal(1), leaders, after))

    unknowns: list[tuple[bool, Fraction, Unknown]] = []
    for card in running:
        for criterion, weight in exact.items():
            if weight == 0 or criterion in known[card.id]:
                continue
            ends = []
            changes = False
            for score in (LOWEST, HIGHEST):
                ends.append(_mean({**known[card.id], criterion: Fraction(score)}, exact) or Fraction(0))
                tried = [
                    Card(other.id, {**other.scores, criterion: score}) if other is card else other for other in running
                ]
                changes = changes or set(_leaders(tried, exact)) != set(leaders)
            swing = ends[1] - ends[0]
            unknowns.append((changes, swing, Unknown(card.id, criterion, _decimal(swing) or Decimal(0), changes)))
    # Sorting is stable: among equals the order of the table and of the criteria holds.
    unknowns.sort(key=lambda item: (not item[0], -item[1]))
    return Comparison(
        tuple(_total(card, exact) for card in everyone),
        tuple(standings),
        leaders,
        tuple(shifts),
        tuple(item for _, _, item in unknowns),
    )


def speed_score(reply_hours: Decimal | None, limits: Sequence[Decimal] = SPEED_HOURS) -> int | None:
    """Return 5 for a reply within the first limit (hours) down to 1 beyond the last; None when there is no reply."""
    if reply_hours is None:
        return None
    return HIGHEST - sum(reply_hours > limit for limit in sorted(limits))


def part_score(typed: int | Decimal | None, parts: Iterable[int | None]) -> Decimal | None:
    """Return the typed score, else the mean of the parts that are scored, else None (answers, test)."""
    if typed is not None:
        return Decimal(typed)
    scored = [part for part in parts if part is not None]
    return Decimal(sum(scored)) / len(scored) if scored else None


def skill_score(wanted: Iterable[str], offered: Iterable[str]) -> int | None:
    """Return 1 to 5 by the share of the wanted skills that are offered; None when none are wanted (S1-59)."""
    needs = {skill.casefold().strip() for skill in wanted if skill.strip()}
    if not needs:
        return None
    met = len(needs & {skill.casefold().strip() for skill in offered})
    return LOWEST + (met * (HIGHEST - LOWEST) * 2 + len(needs)) // (2 * len(needs))


def credibility_score(reviews: int | None, success_share: Decimal | None) -> int | None:
    """Return 1 to 5 from the number of reviews and the share of successes; None when neither is known (S1-60)."""
    parts: list[int] = []
    if reviews is not None:
        parts.append(LOWEST + sum(reviews >= limit for limit in (1, 5, 20, 50)))
    if success_share is not None:
        parts.append(LOWEST + sum(success_share >= Decimal(limit) for limit in ("0.6", "0.75", "0.85", "0.95")))
    # Half a point rounds down: reviews predict little (E29).
    return sum(parts) // len(parts) if parts else None


def has_passed(test_scores: Iterable[int | None], pass_total: Decimal) -> bool | None:
    """Tell whether a tested candidate's mean reaches `pass_total`; None while no part is scored (S1-69)."""
    mean = part_score(None, test_scores)
    return None if mean is None else mean >= pass_total
