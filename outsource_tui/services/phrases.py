"""Small pieces of sentences and of time the services share."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from outsource_tui.domain.text import shortened


def quoted(text: str, most: int = 40) -> str:
    """Return a name in quotation marks, cleaned and shortened to `most` characters."""
    return f"“{shortened(text, most)}”"


def listed(items: Sequence[str], word: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(items) < 2:
        return items[0] if items else ""
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 day" or "3 days"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def capital(sentence: str) -> str:
    """Return the sentence with its first letter capital."""
    return sentence[:1].upper() + sentence[1:]


def ended(sentence: str) -> str:
    """Return the sentence with a full stop, one only where it ends with a name such as “Ana P.”."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def local_day(moment: datetime, now: datetime) -> date:
    """Return the date of a moment in the zone of `now`."""
    return moment.astimezone(now.tzinfo).date()


def hours_between(start: datetime, end: datetime) -> float:
    """Return the hours from `start` to `end`, summer time counted; negative when it ends first."""
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600


def words_of(value: Any) -> str:
    """Return a stored value in a few words; the id of a part says nothing to anybody."""
    if value is None:
        return "?"
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(words_of(each) for each in value) or "—"
    if isinstance(value, Mapping):
        parts = (f"{key.replace('_', ' ')}: {words_of(each)}" for key, each in value.items() if key != "id")
        return ", ".join(parts) or "—"
    return str(value) or "—"
