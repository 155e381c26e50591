"""What the log says to each of the six questions of the review, with the lines that show it (N04, S1-05..S1-10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import SECONDS_AN_HOUR, Step, decimal, shown_number
from outsource_tui.domain.formats import figure, shown_day
from outsource_tui.domain.log_row import LogRow, is_break
from outsource_tui.domain.money import shown_amount

Question = Literal["dislike", "unskilled", "postponed", "time_share", "stress_share", "cheaper"]
Answer = Literal["yes", "no", "maybe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLimits:
    """From where a figure speaks for yes; the user can change each."""

    low_liking: int = 2
    low_skill: int = 2
    postponed_times: int = 2
    postponed_days: int = 14


@dataclass(frozen=True, slots=True)
class PartOf:
    """A part of a whole in seconds (of work, or times stress), and whether it is one of the few that hold most."""

    mine: float
    all: float
    in_few: bool

    @property
    def share(self) -> float:
        """Return the part of the whole, 0 to 1."""
        return self.mine / self.all if self.all else 0.0

    def steps(self, mine: str, whole: str, formula: str) -> tuple[Step, ...]:
        """Return how the share came about, under the names for part and whole."""
        part, of = decimal(self.mine) / SECONDS_AN_HOUR, decimal(self.all) / SECONDS_AN_HOUR
        return (
            Step(mine, formula, part, "measured", "h"),
            Step(whole, f"{formula}, breaks left out" if formula else "breaks left out", of, "measured", "h"),
            Step("its share", f"{shown_number(part)} / {shown_number(of)}", decimal(self.share), "computed", "share"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What is known about a task or activity besides its rows; None is not said, typed values go before the log's."""

    today: date
    liking: int | None = None
    skill: int | None = None
    wants_to_improve: bool | None = None
    postponed: int = 0
    """Postponements counted on the task itself, added to those of the rows."""
    waiting_since: date | None = None
    """The day it was first put on the list, while nothing was done on it."""
    time: PartOf | None = None
    """Its part of all work; None when no time is logged on it."""
    stress: PartOf | None = None
    """Its part of all stress; None when nobody said how much it is."""
    price: Decimal | None = None
    hours: Decimal | None = None
    """My hours the price replaces."""
    hourly_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One question's evidence: the suggested answer (None: cannot be told), why, figures, entry ids, arithmetic."""

    key: Question
    source: str
    suggested: Answer | None
    sentence: str
    figures: dict[str, float | int | Decimal | str] = field(default_factory=dict)
    entries: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _scores(
    rows: Sequence[LogRow], typed: int | None, get: Callable[[LogRow], int | None]
) -> tuple[float | None, list[tuple[str, int]]]:
    said = [(row.id, score) for row in rows if (score := get(row)) is not None]
    return (float(typed) if typed is not None else _mean([score for _, score in said])), said


def _score_steps(label: str, mean: float, typed: int | None, said: Sequence[int], limit: int) -> tuple[Step, ...]:
    formula = "as you set it" if typed is not None else f"{sum(said)} / {len(said)} entries that say it"
    return (
        Step(label, formula, decimal(mean), "estimated" if typed is not None else "measured"),
        Step("speaks for yes up to", "a setting", Decimal(limit), "computed"),
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _dislike(rows: Sequence[LogRow], facts: ReviewFacts, limits: ReviewLimits) -> Evidence:
    mean, said = _scores(rows, facts.liking, lambda row: row.liking)
    if mean is None:
        return Evidence("dislike", "S1-05", None, "You have not said how you like it.")
    low = tuple(id_ for id_, score in said if score <= limits.low_liking)
    where = "as you set it" if facts.liking is not None else f"on average over {len(said)}"
    return Evidence(
        "dislike",
        "S1-05",
        "yes" if mean <= limits.low_liking else "no",
        f"Liking {figure(f'{mean:.1f}')} of 5 {where}.",
        {"liking": mean, "said": len(said), "limit": limits.low_liking},
        low,
        _score_steps("how you like it", mean, facts.liking, [score for _, score in said], limits.low_liking),
    )


def _unskilled(rows: Sequence[LogRow], facts: ReviewFacts, limits: ReviewLimits) -> Evidence:
    mean, said = _scores(rows, facts.skill, lambda row: row.skill)
    if mean is None:
        return Evidence("unskilled", "S1-06", None, "You have not said how good you are at it.")
    low = mean <= limits.low_skill
    suggested: Answer = "no"
    wish = ""
    if low:
        suggested = "maybe" if facts.wants_to_improve is None else "no" if facts.wants_to_improve else "yes"
        wish = {
            None: "; do you care to get better?",
            True: ", and you want to get better",
            False: ", and you do not care to get better",
        }[facts.wants_to_improve]
    return Evidence(
        "unskilled",
        "S1-06",
        suggested,
        f"Skill {figure(f'{mean:.1f}')} of 5{wish}{'' if wish.endswith('?') else '.'}",
        {"skill": mean, "said": len(said), "limit": limits.low_skill},
        tuple(id_ for id_, score in said if score <= limits.low_skill),
        _score_steps("your skill", mean, facts.skill, [score for _, score in said], limits.low_skill),
    )


def _postponed(rows: Sequence[LogRow], facts: ReviewFacts, limits: ReviewLimits) -> Evidence:
    late = [row for row in rows if row.postponed > 0]
    times = facts.postponed + sum(row.postponed for row in late)
    first = min((row.day for row in late), default=None)
    since = date.fromisoformat(first) if first else facts.waiting_since
    if first and facts.waiting_since is not None:
        since = min(date.fromisoformat(first), facts.waiting_since)
    days = max(0, (facts.today - since).days) if since is not None else 0
    yes = times >= limits.postponed_times or days > limits.postponed_days
    parts = []
    if times:
        parts.append(f"postponed {_times(times)}")
    if since is not None:
        parts.append(f"waiting since {shown_day(since, facts.today)} ({days} days)")
    sentence = ", ".join(parts) if parts else "never postponed"
    return Evidence(
        "postponed",
        "S1-07",
        "yes" if yes else "no",
        f"{sentence[0].upper()}{sentence[1:]}.",
        {"times": times, "days": days, "limit_times": limits.postponed_times, "limit_days": limits.postponed_days},
        tuple(row.id for row in late),
        (
            Step("put off", f"{facts.postponed} times on the task, the rest in the log", Decimal(times), "measured"),
            Step("speaks for yes from", "times, a setting", Decimal(limits.postponed_times), "computed"),
            Step("days it waits", f"since {shown_day(since, facts.today)}" if since else "", Decimal(days), "measured"),
            Step("or after more than", "days, a setting", Decimal(limits.postponed_days), "computed"),
        ),
    )


def _time_share(rows: Sequence[LogRow], facts: ReviewFacts) -> Evidence:
    if facts.time is None:
        return Evidence("time_share", "S1-08", None, "No time is logged on it.")
    percent = f"{100 * facts.time.share:.0f} % of your hours"
    place = "one of the few that hold most of them" if facts.time.in_few else "not among the few that hold most"
    longest = sorted((row for row in rows if row.seconds), key=lambda row: (-(row.seconds or 0), row.id))
    return Evidence(
        "time_share",
        "S1-08",
        "yes" if facts.time.in_few else "no",
        f"{percent}, {place}.",
        {"share": facts.time.share},
        tuple(row.id for row in longest),
        facts.time.steps("your hours on it", "all your hours", ""),
    )


def _stress_share(rows: Sequence[LogRow], facts: ReviewFacts) -> Evidence:
    said = [row for row in rows if row.stress is not None]
    mean = _mean([row.stress for row in said if row.stress is not None])
    if facts.stress is None or mean is None:
        return Evidence("stress_share", "S1-09", None, "You have not said how much stress it is.")
    average = figure(f"{mean:.1f}")
    place = "one of the few that hold most of it" if facts.stress.in_few else "not among the few that hold most"
    return Evidence(
        "stress_share",
        "S1-09",
        "yes" if facts.stress.in_few else "no",
        f"Stress {average} of 5 on average, {100 * facts.stress.share:.0f} % of all stress, {place}.",
        {"stress": mean, "share": facts.stress.share, "said": len(said)},
        tuple(
            row.id
            for row in sorted(said, key=lambda row: (-(row.stress or 0) * (row.seconds or 0), row.id))
            if row.stress
        ),
        facts.stress.steps("its stress", "all your stress", "stress × hours"),
    )


def _cheaper(facts: ReviewFacts) -> Evidence:
    price, hours, value = facts.price, facts.hours, facts.hourly_value
    if price is None or hours is None or hours <= 0 or value is None or value <= 0:
        return Evidence("cheaper", "S1-10", None, "A price, your hours and your hourly value are needed to tell.")
    worth = hours * value
    margin = value - price / hours
    side = "below" if price < worth else "above" if price > worth else "the same as"
    return Evidence(
        "cheaper",
        "S1-10",
        "yes" if price < worth else "no",
        f"{shown_amount(price)} is {side} the {shown_amount(worth)} your time is worth:"
        f" {shown_amount(margin, signed=True)} an hour.",
        {"price": price, "worth": worth, "margin": margin},
        (),
        (
            Step("its price", "fee included", price, "estimated", "money"),
            Step(
                "what your time is worth",
                f"{shown_number(hours)} h × {shown_amount(value)}",
                worth,
                "computed",
                "money",
            ),
            Step(
                "left an hour",
                f"{shown_amount(value)} − {shown_amount(price)} / {shown_number(hours)} h",
                margin,
                "computed",
                "money/h",
            ),
        ),
    )


def review_evidence(
    rows: Sequence[LogRow], facts: ReviewFacts, limits: ReviewLimits | None = None
) -> tuple[Evidence, ...]:
    """Return the evidence for all six questions in their order; breaks and hours of managing are left out."""
    own = [row for row in rows if row.purpose is None and not is_break(row)]
    limits = limits or ReviewLimits()
    return (
        _dislike(own, facts, limits),
        _unskilled(own, facts, limits),
        _postponed(own, facts, limits),
        _time_share(own, facts),
        _stress_share(own, facts),
        _cheaper(facts),
    )
