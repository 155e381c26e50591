"""Settings that belong to the work; those that belong to the person are in settings.toml."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from outsource_tui.domain.candidate import CRITERIA, Criterion
from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Embedded, Line, Record, Text, Time
from outsource_tui.domain.task import Amount, Fraction

SETTINGS_ID = "1"

DEFAULT_WEIGHTS: dict[Criterion, Decimal] = {
    "speed": Decimal(1),
    "effort": Decimal(1),
    "skills": Decimal(1),
    "credibility": Decimal(1),
    "answers": Decimal(2),
    "test": Decimal(3),
}


class LookBack(Embedded):
    """What I wrote when I looked back on a week: an answer by the key of its question (S2-17)."""

    at: Time
    answers: dict[str, Text] = Field(default_factory=dict)


class Settings(Record):
    """What my hour is worth, how much managing is too much, and from where a figure counts."""

    id: Annotated[str, Field(pattern=r"^1$", exclude=True)] = SETTINGS_ID
    my_name: Line = ""
    """How I sign what I write; fills `$me` in messages (S1-84)."""
    hourly_value: Money | None = None
    """What an hour of my own time is worth; every offer is compared with it."""
    yearly_income: Money | None = None
    """For the buyback rate, where no hourly value is set (E11)."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    exchange_rates: dict[str, Annotated[Decimal, Field(gt=0)]] = Field(default_factory=dict)
    """How much of my currency one unit of another is worth."""
    full_time: bool = True
    """False when I freelance on the side (S0-02): lower limits."""
    week_hours: Annotated[Decimal, Field(gt=0, le=168)] = Decimal(40)
    """Hours a week I have for work."""
    workdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = (0, 1, 2, 3, 4)
    """Monday is 0."""
    max_open: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Open engagements at a time; None: 3, part-time 1."""
    max_management: Fraction | None = None
    """Share of the week spent managing; None: 20 %, part-time 10 %."""
    log_days: Annotated[int, Field(ge=1, le=31)] = 5
    """Days to log before Identify is worth reading (S1-11)."""
    log_entries: Annotated[int, Field(ge=0, le=100)] = 3
    """Fewer entries than this in the evening, and Today nudges."""
    nudge_hour: Annotated[int, Field(ge=0, le=23)] = 17
    pareto_threshold: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.8")
    postponed_times: Annotated[int, Field(ge=1)] = 2
    postponed_days: Annotated[int, Field(ge=1)] = 14
    low_liking: Annotated[int, Field(ge=1, le=5)] = 2
    low_skill: Annotated[int, Field(ge=1, le=5)] = 2
    love_from: Annotated[int, Field(ge=1, le=5)] = 4
    risk_limit: Annotated[int, Field(ge=1, le=25)] = 12
    """Impact times likelihood from which a task is too risky (X6)."""
    hours_ratio: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(1)
    review_share: Annotated[Decimal, Field(ge=0, le=10)] = Decimal("0.2")
    coordination_hours: Amount = Decimal("0.5")
    reserve_share: Fraction = Decimal("0.2")
    set_up_hours: Amount = Decimal(3)
    weights: dict[Criterion, Annotated[Decimal, Field(ge=0, le=100)]] = Field(
        default_factory=lambda: dict(DEFAULT_WEIGHTS)
    )
    speed_hours: tuple[Decimal, Decimal, Decimal, Decimal] = (Decimal(1), Decimal(4), Decimal(12), Decimal(24))
    """Reply within these hours scores 5, 4, 3, 2; later 1."""
    arrival_hours: Annotated[Decimal, Field(gt=0)] = Decimal(12)
    arrival_share: Annotated[Decimal, Field(gt=0, lt=1)] = Decimal("0.8")
    """So much of the applications are in after `arrival_hours` (S1-69)."""
    choose_after_hours: Amount = Decimal(24)
    pass_total: Annotated[Decimal, Field(ge=1, le=5)] = Decimal(3)
    """A tested candidate below this total has not passed."""
    second_message_days: Annotated[int, Field(ge=1)] = 2
    third_message_days: Annotated[int, Field(ge=1)] = 3
    care_days: Annotated[int, Field(ge=1)] = 30
    bad_experience_days: Annotated[int, Field(ge=1)] = 90
    look_again_days: Annotated[int, Field(ge=1)] = 90
    review_days: Annotated[int, Field(ge=1)] = 14
    """A delivery is reviewed within so many days, or some platforms release the money (E20)."""
    long_entry_hours: Annotated[Decimal, Field(gt=0)] = Decimal(12)
    """A timer running longer looks forgotten."""
    blind: bool = False
    """Hide names and prices while scoring (N12)."""
    weekly_review: bool = True
    look_backs: tuple[LookBack, ...] = ()
    """The weekly look backs, oldest first (S2-17)."""

    @property
    def open_limit(self) -> int:
        """How many engagements may be open at a time (S0-04)."""
        return self.max_open if self.max_open is not None else 3 if self.full_time else 1

    @property
    def management_limit(self) -> Decimal:
        """Which share of the week managing may take (S0-04)."""
        if self.max_management is not None:
            return self.max_management
        return Decimal("0.2") if self.full_time else Decimal("0.1")

    def weight(self, criterion: Criterion) -> Decimal:
        """Return the weight of a criterion, the default where none is set."""
        return self.weights.get(criterion, DEFAULT_WEIGHTS[criterion])


__all__ = ["CRITERIA", "DEFAULT_WEIGHTS", "SETTINGS_ID", "LookBack", "Settings"]
