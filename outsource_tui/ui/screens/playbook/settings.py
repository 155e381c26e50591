"""The settings of the work as Playbook lists and edits them: words, kinds of field, what each one does."""

from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from outsource_tui.domain import formats
from outsource_tui.domain.errors import InputError
from outsource_tui.ui import show
from outsource_tui.ui.dialogs.fields import Field

if TYPE_CHECKING:
    from outsource_tui.domain.settings import Settings

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YES_NO = (("yes", "yes"), ("no", "no"))
RATE = "rate:"
WEIGHT = "weight:"
SPEED = "speed_hours"
SPEED_FIELDS = ("five", "four", "three", "two")


class Setting(NamedTuple):
    """One setting: its name in the record, its words, the kind of field it takes and what it does."""

    name: str
    label: str
    kind: str
    group: str
    help: str
    unit: str = ""
    can_be_empty: bool = False
    statement: str = ""


class SettingRow(NamedTuple):
    """A setting with its value in words; `changed` when it is not the default."""

    setting: Setting
    value: str
    changed: bool
    unknown: bool = False


@cache
def settings() -> tuple[Setting, ...]:
    """Return all settings but the exchange rates and weights, which are rows of their own."""
    value, work, limits = "What your time is worth", "How you work", "Limits"
    log, review, verdict = "The log", "Review and cross-outs", "Figures a verdict starts from"
    score, post, after = "Scorecard", "Postings and messages", "Engagements"
    return (
        Setting(
            "hourly_value",
            "an hour of yours",
            "money",
            value,
            "Every offer is compared with it. It is what you earn, or could earn, with an hour of your best work.",
            can_be_empty=True,
            statement="S1-10",
        ),
        Setting(
            "yearly_income",
            "income a year",
            "money",
            value,
            "Stands in for the hourly value: a year's income over 2,000 hours.",
            can_be_empty=True,
        ),
        Setting("currency", "currency", "text", value, "All figures are in this currency; its three letters."),
        Setting(
            "my_name",
            "your name",
            "text",
            work,
            "Stands under the messages you write.",
            can_be_empty=True,
            statement="S1-84",
        ),
        Setting(
            "full_time",
            "full-time",
            "yes",
            work,
            "No when you freelance on the side: the limits are lower then, and each verdict says so.",
            statement="S0-02",
        ),
        Setting("week_hours", "hours a week", "number", work, "Hours a week you have for work.", "h"),
        Setting("workdays", "workdays", "days", work, "A month's hours are scaled by these days."),
        Setting(
            "weekly_review",
            "weekly review",
            "yes",
            work,
            "Asks once a week how it goes, if you like.",
            statement="S2-17",
        ),
        Setting(
            "max_open",
            "open engagements",
            "whole",
            limits,
            "One more than this wants a reason. Empty: 3, or 1 part-time.",
            can_be_empty=True,
            statement="S0-04",
        ),
        Setting(
            "max_management",
            "share spent managing",
            "percent",
            limits,
            "More than this wants a reason. Empty: 20 %, or 10 % part-time.",
            can_be_empty=True,
            statement="S0-04",
        ),
        Setting(
            "log_days",
            "days to log",
            "whole",
            log,
            "Identify is worth reading after so many days.",
            "days",
            False,
            "S1-11",
        ),
        Setting("log_entries", "entries a day", "whole", log, "With fewer in the evening, Today reminds you."),
        Setting("nudge_hour", "remind from", "whole", log, "The hour from which Today reminds you.", "o'clock"),
        Setting(
            "long_entry_hours", "looks forgotten after", "number", log, "A timer running longer looks forgotten.", "h"
        ),
        Setting(
            "pareto_threshold",
            "Pareto share",
            "percent",
            review,
            "The fewest activities that hold this share of time or stress come first.",
            statement="S1-08",
        ),
        Setting(
            "postponed_times",
            "put off so often",
            "whole",
            review,
            "From here on it counts as put off.",
            "times",
            False,
            "S1-07",
        ),
        Setting(
            "postponed_days", "put off so long", "whole", review, "Or from so many days on.", "days", False, "S1-07"
        ),
        Setting(
            "low_liking",
            "dislike up to",
            "whole",
            review,
            "A liking of so much or less says you dislike it.",
            "of 5",
            False,
            "S1-05",
        ),
        Setting(
            "low_skill",
            "weak up to",
            "whole",
            review,
            "A skill of so much or less says you are not good at it.",
            "of 5",
            False,
            "S1-06",
        ),
        Setting(
            "love_from",
            "love from",
            "whole",
            review,
            "A liking of so much or more counts as love.",
            "of 5",
            False,
            "S1-02",
        ),
        Setting(
            "risk_limit",
            "too risky from",
            "whole",
            review,
            "Impact times likelihood, 1 to 25, from which it is too risky to hand out.",
            "of 25",
            False,
            "S1-19",
        ),
        Setting(
            "look_again_days",
            "look again after",
            "whole",
            review,
            "A task you crossed out comes back so much later.",
            "days",
        ),
        Setting(
            "hours_ratio",
            "their hours",
            "number",
            verdict,
            "Their hours for one of yours, before you know better.",
            "× yours",
            False,
            "S0-10",
        ),
        Setting(
            "review_share",
            "my review",
            "percent",
            verdict,
            "Of their hours, before it is measured.",
            "",
            False,
            "S0-06",
        ),
        Setting(
            "coordination_hours",
            "my coordination",
            "hours",
            verdict,
            "A week and person, before it is measured.",
            "",
            False,
            "S0-07",
        ),
        Setting(
            "reserve_share",
            "reserve",
            "percent",
            verdict,
            "Of price and hours, kept for perfecting.",
            "",
            False,
            "S2-06",
        ),
        Setting("set_up_hours", "setting it up", "hours", verdict, "My hours once, for brief and hiring."),
        Setting(
            SPEED,
            "reply times",
            "speed",
            score,
            "An answer within these hours scores 5, 4, 3 and 2; later 1.",
            "h",
            False,
            "S1-57",
        ),
        Setting(
            "pass_total",
            "a test is passed from",
            "number",
            score,
            "Mean of its scores, 1 to 5.",
            "of 5",
            False,
            "S1-68",
        ),
        Setting("blind", "blind by default", "yes", score, "Hides names and prices while you score."),
        Setting(
            "arrival_hours",
            "most come within",
            "number",
            post,
            "So much of the applications are in after so long.",
            "h",
            False,
            "S1-69",
        ),
        Setting(
            "arrival_share",
            "that is a share of",
            "percent",
            post,
            "Your own postings replace it after three.",
            "",
            False,
            "S1-69",
        ),
        Setting(
            "choose_after_hours", "choose after", "hours", post, "Choosing before wants a reason.", "", False, "S1-56"
        ),
        Setting(
            "second_message_days",
            "second message after",
            "whole",
            post,
            "When nobody answered the first.",
            "days",
            False,
            "S1-91",
        ),
        Setting(
            "third_message_days",
            "third message after",
            "whole",
            post,
            "When nobody answered the second.",
            "days",
            False,
            "S1-93",
        ),
        Setting(
            "care_days",
            "care at least every",
            "whole",
            after,
            "Teaching, trust and thanks: each within so long.",
            "days",
            False,
            "S1-80",
        ),
        Setting(
            "review_days", "review within", "whole", after, "Some platforms release the money after so long.", "days"
        ),
        Setting(
            "bad_experience_days",
            "a miss warns for",
            "whole",
            after,
            "After a miss, posting wants a reason for so long.",
            "days",
            False,
            "S0-03",
        ),
    )


def setting_rows(now: "Settings", weight_labels: dict[str, str]) -> tuple[SettingRow, ...]:
    """Return every setting with its value, exchange rates after the currency, weights at the head of the scorecard."""
    from outsource_tui.domain.settings import DEFAULT_WEIGHTS, Settings

    default = Settings(created_at=now.created_at, updated_at=now.updated_at)
    found: list[SettingRow] = []
    for one in settings():
        if one.name == SPEED:
            for key, usual in DEFAULT_WEIGHTS.items():
                weight = Setting(
                    WEIGHT + key,
                    f"weight of {weight_labels.get(key, key).lower()}",
                    "number",
                    one.group,
                    "How much it counts in the total; 0 leaves it out.",
                    statement="S1-57",
                )
                found.append(SettingRow(weight, _plain(now.weight(key)), now.weight(key) != usual))
        held = getattr(now, one.name)
        found.append(SettingRow(one, shown(one, held, now), held != getattr(default, one.name), held in (None, "")))
        if one.name == "currency":
            for code in sorted(now.exchange_rates):
                rate = Setting(
                    RATE + code, f"one {code} is", "number", one.group, f"What one {code} is worth in {now.currency}."
                )
                found.append(SettingRow(rate, f"{_plain(now.exchange_rates[code])} {now.currency}", True))
    return tuple(found)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return formats.figure(text.rstrip("0").rstrip(".") if "." in text else text)


def _days(days: tuple[int, ...]) -> str:
    """Return days of the week in words, a run of three or more as `Mon to Fri`."""
    names = [_DAYS[day][:3] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names) or "none"


def shown(one: Setting, value: Any, now: "Settings") -> str:
    """Return a setting's value in words, with its unit."""
    if value in (None, ""):
        if one.name == "max_open":
            return f"{now.open_limit} by rule"
        if one.name == "max_management":
            return f"{show.percent(now.management_limit)} by rule"
        return show.UNKNOWN
    match one.kind:
        case "money":
            return show.money_with_currency(value)
        case "percent":
            return f"{_plain(Decimal(value) * 100)} %"
        case "hours":
            return show.hours(value)
        case "yes":
            return "yes" if value else "no"
        case "days":
            return _days(value)
        case "speed":
            return ", ".join(_plain(hours) for hours in value) + " h"
        case "number":
            text = _plain(Decimal(value))
        case _:
            text = str(value)
    return f"{text} {one.unit}" if one.unit else text


def setting_fields(one: Setting, now: "Settings") -> list[Field]:
    """Return the fields a setting is edited with; the first one carries its name."""
    if one.name.startswith(RATE):
        code = one.name.removeprefix(RATE)
        return [Field("rate", f"one {code}", "number", now.exchange_rates.get(code), required=True)]
    if one.name.startswith(WEIGHT):
        criterion: Any = one.name.removeprefix(WEIGHT)
        return [Field("weights", "weight", "number", now.weight(criterion), required=True, help="0 to 100")]
    value = getattr(now, one.name)
    if one.kind == "yes":
        return [Field(one.name, one.label, "choice", "yes" if value else "no", _YES_NO, required=True)]
    if one.kind == "days":
        options = tuple((str(number), name) for number, name in enumerate(_DAYS))
        return [Field(one.name, one.label, "flags", tuple(str(day) for day in value), options)]
    if one.kind == "speed":
        return [
            Field(name, f"{score} within hours", "number", hours, required=True)
            for name, score, hours in zip(SPEED_FIELDS, (5, 4, 3, 2), value, strict=True)
        ]
    label = f"{one.label}, {one.unit}" if one.unit else one.label + (", %" if one.kind == "percent" else "")
    return [Field(one.name, label, one.kind, value, required=not one.can_be_empty)]


def setting_value(one: Setting, values: dict[str, Any]) -> Any:
    """Return what a form gave as the setting's value; InputError when the values do not go together."""
    if one.kind == "yes":
        return values[one.name] == "yes"
    if one.kind == "days":
        days = tuple(int(day) for day in values[one.name] or ())
        if not days:
            raise InputError("Choose at least one day; figures a month need workdays.", field=one.name)
        return days
    if one.kind == "speed":
        hours = tuple(values[name] for name in SPEED_FIELDS)
        if any(later <= earlier for earlier, later in pairwise(hours)) or hours[0] <= 0:
            raise InputError("Give four rising numbers of hours, such as 1, 4, 12 and 24.", field=SPEED_FIELDS[0])
        return hours
    return values[one.name]


_BOUNDS: dict[str, tuple[Decimal, Decimal, str]] = {
    "week_hours": (Decimal("0.1"), Decimal(168), "hours a week, up to 168"),
    "max_open": (Decimal(0), Decimal(1000), "a whole number from 0"),
    "max_management": (Decimal(0), Decimal(1), "a share from 0 to 100 %"),
    "log_days": (Decimal(1), Decimal(31), "a whole number from 1 to 31"),
    "log_entries": (Decimal(0), Decimal(100), "a whole number from 0 to 100"),
    "nudge_hour": (Decimal(0), Decimal(23), "an hour from 0 to 23"),
    "pareto_threshold": (Decimal("0.01"), Decimal(1), "a share from 1 to 100 %"),
    "low_liking": (Decimal(1), Decimal(5), "a whole number from 1 to 5"),
    "low_skill": (Decimal(1), Decimal(5), "a whole number from 1 to 5"),
    "love_from": (Decimal(1), Decimal(5), "a whole number from 1 to 5"),
    "risk_limit": (Decimal(1), Decimal(25), "a whole number from 1 to 25"),
    "hours_ratio": (Decimal("0.01"), Decimal(100), "a number above 0, up to 100"),
    "review_share": (Decimal(0), Decimal(10), "a share from 0 to 1000 %"),
    "reserve_share": (Decimal(0), Decimal(1), "a share from 0 to 100 %"),
    "coordination_hours": (Decimal(0), Decimal(168), "hours from 0 to 168"),
    "set_up_hours": (Decimal(0), Decimal(10000), "hours from 0"),
    "pass_total": (Decimal(1), Decimal(5), "a number from 1 to 5"),
    "arrival_hours": (Decimal("0.1"), Decimal(10000), "hours above 0"),
    "arrival_share": (Decimal("0.01"), Decimal("0.99"), "a share from 1 to 99 %"),
    "choose_after_hours": (Decimal(0), Decimal(10000), "hours from 0"),
    "long_entry_hours": (Decimal("0.1"), Decimal(10000), "hours above 0"),
    "weights": (Decimal(0), Decimal(100), "a number from 0 to 100"),
    "rate": (Decimal("0.000001"), Decimal(10**9), "a number above 0"),
}


def check_bounds(name: str, value: Any) -> None:
    """Raise InputError with one sentence when a number lies outside what the setting takes."""
    if value is None or isinstance(value, (str, bool, tuple)) or not isinstance(value, (int, Decimal)):
        return
    low, high, words = _BOUNDS.get(name, (Decimal(1), Decimal(100_000), "a whole number from 1"))
    if not low <= Decimal(value) <= high:
        raise InputError(f"That does not fit here; give {words}.", field=name)
