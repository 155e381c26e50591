"""The forms of Briefs: a row of each list, a posting, money, days and channels."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.errors import InputError
from outsource_tui.ui.dialogs.fields import Field

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief
    from outsource_tui.domain.posting import Posting

ROW_NOUNS = {
    "examples": "example",
    "milestones": "milestone",
    "quality": "standard",
    "kpis": "measure",
    "calls": "call",
    "legal": "paper",
    "skills": "skill",
}
_WANTED = (("yes", "required before work starts"), ("no", "optional"))


def row_fields(part: str, row: Any = None) -> list[Field]:
    """Return the fields for a row of a list, with what stands in it."""

    def value(name: str, default: Any = None) -> Any:
        return default if row is None else getattr(row, name)

    match part:
        case "examples":
            return [
                Field("title", "example", value=value("title"), required=True, help="a site, a job, a company"),
                Field("copy_what", "take from it", value=value("copy_what"), help="what of it you want to see again"),
                Field("link", "link", value=value("link"), help="https://"),
            ]
        case "milestones":
            return [
                Field("title", "milestone", value=value("title"), required=True, help="what is there by then"),
                Field("due", "due", "date", value("due")),
                Field("amount", "amount", "money", value("amount")),
            ]
        case "quality":
            return [
                Field(
                    "text", "standard", value=value("text"), required=True, help="a point you can tick when it is done"
                )
            ]
        case "kpis":
            return [
                Field("name", "measure", value=value("name"), required=True, help="a figure that shows it worked"),
                Field("target", "target", value=value("target")),
                Field("actual", "actual", value=value("actual"), help="at the end"),
            ]
        case "calls":
            at: datetime | None = value("at")
            return [
                Field("day", "day", "date", at.date() if at else None, required=True),
                Field("time", "time", value=f"{at.hour}:{at.minute:02}" if at else "", required=True, help="14:00"),
                Field("about", "about", value=value("about")),
            ]
        case "legal":
            return [
                Field("name", "paper", value=value("name"), required=True),
                Field(
                    "required", "wanted", "choice", "yes" if value("required", True) else "no", _WANTED, required=True
                ),
                Field("sent", "sent on", "date", _day(value("sent_at"))),
                Field("signed", "signed on", "date", _day(value("signed_at"))),
            ]
    raise ValueError(f"there are no rows in {part}")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def row_values(part: str, values: Mapping[str, Any], now: datetime, row: Any = None) -> dict[str, Any]:
    """Return what a form gave as the row's own fields; InputError names the field that does not fit."""
    found = dict(values)
    if part == "calls":
        found = {"at": _moment(values["day"], str(values["time"]), now), "about": values["about"]}
    elif part == "legal":
        found = {
            "name": values["name"],
            "required": values["required"] != "no",
            "sent_at": _at(values.get("sent"), row.sent_at if row else None, now, "sent"),
            "signed_at": _at(values.get("signed"), row.signed_at if row else None, now, "signed"),
        }
    return {
        name: "" if value is None and name in ("link", "copy_what", "target", "actual", "about") else value
        for name, value in found.items()
    }


def _moment(day: date, time: str, now: datetime) -> datetime:
    from outsource_tui.domain.dates import at_local, local_zone, parse_clock

    try:
        clock = parse_clock(time)
    except InputError as error:
        raise InputError(str(error), field="time") from error
    return at_local(day, clock.hour, clock.minute, local_zone(now))


def _at(day: date | None, before: datetime | None, now: datetime, field: str) -> datetime | None:
    """Return noon of a day, what was noted before if the day is the same, or the present for today."""
    from outsource_tui.domain.dates import at_local, local_zone

    if day is None:
        return None
    if before is not None and before.date() == day:
        return before
    if day > now.date():
        raise InputError("That day has not come yet; leave it empty until it has.", field=field)
    return now if day == now.date() else at_local(day, 12, 0, local_zone(now))


def budget_fields(brief: "Brief") -> list[Field]:
    """Return the fields of the budget."""

    def check(value: Any) -> str | None:
        return "A budget is not below zero; leave it empty while it is open." if value.amount < 0 else None

    return [
        Field("budget", "budget", "money", brief.budget, check=check),
        Field(
            "fixed",
            "price",
            "choice",
            "fixed" if brief.fixed_price else "open",
            (("open", "open: the post asks for quotes"), ("fixed", "fixed: the budget is the price")),
            required=True,
        ),
    ]


def number_field(label: str, value: int | None, low: int, high: int, name: str = "number") -> list[Field]:
    """Return a field for a whole number between two bounds."""

    def check(number: Any) -> str | None:
        return None if low <= number <= high else f"Give a whole number from {low} to {high}."

    return [Field(name, label, "whole", value, required=True, check=check)]


def posting_fields(posting: "Posting | None" = None) -> list[Field]:
    """Return what may be noted about a posting."""
    return [
        Field("url", "address", value=posting.url if posting else "", help="where it can be read, if you like"),
        Field("fee", "fee for the post", "money", posting.fee if posting else None),
        Field("note", "note", value=posting.note if posting else ""),
    ]
