"""What is typed into fields becomes values, and back; every refusal is one sentence with an example."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from outsource_tui.domain import formats
from outsource_tui.domain.dates import parse_length, read_day
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean, clean_line
from outsource_tui.ui import show

_NUMBER = re.compile(r"([+\-−]?)([0-9]{1,15}(?:[.,][0-9]{1,12})?|[.,][0-9]{1,12})\Z", re.ASCII)
_HOURS = re.compile(r"([+\-−]?)\s*([0-9]{1,6})\s*h\s*(?:([0-9]{1,2})\s*(?:m|min)?)?\Z", re.ASCII)
_AHEAD = re.compile(r"(?:\+|in )\s*([0-9]{1,4})\s*(?:(d|days?|w|weeks?)\s*)?\Z", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]{3,9})[.\s]*([0-9]{1,2})(?:[.,\s]+([0-9]{4}))?\Z", re.ASCII)
_DAY_MONTH = re.compile(r"([0-9]{1,2})[.\s/]*([a-z]{3,9}|[0-9]{1,2})(?:[.,\s/]+([0-9]{4}))?[.\s]*\Z", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_number(text: str) -> Decimal:
    """Return a plain number: `1.5`, `1,5`, `-2`; no exponents, no other digits; InputError otherwise."""
    found = _NUMBER.match(text.strip().replace(" ", ""))
    if found is None:
        raise InputError(f'"{text[:40]}" is not a number; write it like 1.5.', hint="1.5")
    number = Decimal(found[2].replace(",", "."))
    return -number if found[1] in ("-", "−") else number


def parse_hours(text: str) -> Decimal:
    """Return hours: `9 h 10`, `1:30`, `45m`, or a bare number of hours; InputError otherwise."""
    said = text.strip().casefold()
    spoken = _HOURS.match(said)
    if spoken is not None and int(spoken[3] or 0) < 60:
        hours = Decimal(spoken[2]) + Decimal(spoken[3] or 0) / 60
        return -hours if spoken[1] in ("-", "−") else hours
    if _NUMBER.match(said):
        return parse_number(said)
    return Decimal(parse_length(said)) / 3600


def parse_date(text: str, today: date) -> date:
    """Return a day: `2026-12-09`, `9 Dec`, `tomorrow`, `fri` (the next one), `+3`, `+2w`; InputError otherwise."""
    said = " ".join(text.strip().casefold().split())
    if said == "tomorrow":
        return today + timedelta(days=1)
    ahead = _AHEAD.match(said)
    if ahead is not None:
        return today + timedelta(days=int(ahead[1]) * (7 if (ahead[2] or "d")[0] == "w" else 1))
    if said[:3] in _WEEKDAYS and said.isalpha():
        wanted = _WEEKDAYS.index(said[:3])
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    found = read_day(said, today)
    if found is not None:
        return found
    worded = _MONTH_DAY.match(said)
    spoken = _DAY_MONTH.match(f"{worded[2]} {worded[1]} {worded[3] or ''}".rstrip() if worded else said)
    if spoken is not None:
        of_month, named = spoken[1], spoken[2]
        if "/" in said and named.isdigit() and formats.in_force().date == "mdy":
            of_month, named = named, of_month
        month = int(named) if named.isdigit() else 0
        if not month and named[:3] in _MONTHS:
            month = _MONTHS.index(named[:3]) + 1
        try:
            day = date(int(spoken[3] or today.year), month, int(of_month))
        except ValueError as error:
            raise InputError(f'"{text[:40]}" is no day of any year; write it like 9 Dec.', hint="9 Dec") from error
        if not spoken[3] and (today - day).days > 180:
            day = day.replace(year=today.year + 1)
        return day
    raise InputError(f'"{text[:40]}" is not a day; write it like 2026-12-09, 9 Dec, fri or +3.', hint="+3")


def parse_value(kind: str, text: str, *, today: date, currency: str) -> Any:
    """Return the value of a field's text by its kind, None for an empty one; InputError when it cannot be read."""
    if kind == "long":
        return clean(text).strip("\n")
    if kind == "text":
        return clean_line(text)
    said = clean_line(text)
    if not said or said == show.UNKNOWN:
        return None
    match kind:
        case "number":
            return parse_number(said)
        case "whole":
            number = parse_number(said)
            if number != int(number):
                raise InputError(f'"{said[:40]}" is not a whole number; write it like 3.', hint="3")
            return int(number)
        case "percent":
            return parse_number(said.removesuffix("%").strip()) / 100
        case "hours":
            return parse_hours(said)
        case "length":
            return parse_length(said)
        case "money":
            from outsource_tui.domain.money import Money

            return Money.parse(said, currency)
        case "date":
            return parse_date(said, today)
    raise ValueError(f"there is no kind of field called {kind}")


def written_value(kind: str, value: Any) -> str:
    """Return the text a field starts with for a value: what `parse_value` reads back as the same."""
    if value is None:
        return ""
    if kind in ("text", "long", "choice"):
        return str(value)
    if kind == "money":
        return formats.figure(str(value))
    if kind == "percent":
        return _plain(Decimal(str(value)) * 100)
    if kind == "length":
        from outsource_tui.domain.dates import written_length

        return written_length(int(value))
    if kind == "hours":
        hours = Decimal(str(value))
        minutes = hours * 60
        if minutes == int(minutes):
            return show.hours(hours)
        return _plain(hours)
    if kind == "date":
        return formats.full_date(value)
    return _plain(Decimal(str(value)))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return formats.figure(text.rstrip("0").rstrip(".") if "." in text else text)
