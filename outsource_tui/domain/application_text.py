"""What a pasted application says about its sender: name, address, link, rate, hours, place; guesses to look over."""

import re
from dataclasses import dataclass
from decimal import Decimal

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import Money
from outsource_tui.domain.text import clean, clean_line


@dataclass(frozen=True, slots=True)
class Application:
    """What was recognised in a pasted text; what was not is "" or None, and `pitch` is the whole text."""

    name: str
    email: str
    link: str
    rate: Money | None
    hours: Decimal | None
    country: str
    timezone: str
    pitch: str


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://[^\s<>\"')\]]+")
_CODE = r"(?:(?-i:[A-Z]{3})|eur|usd|gbp|chf|cad|aud)"
"""A currency; only the most usual ones are known in small letters, as any three could begin a word."""
_NUMBER = r"\d[\d.,]*"
_AMOUNT = rf"(?:[€$£][ \t]?{_NUMBER}|{_NUMBER}[ \t]?[€$£]|\b{_CODE}[ \t]?{_NUMBER}|{_NUMBER}[ \t]?{_CODE}\b)"
_RATE = re.compile(rf"({_AMOUNT})\s*(?:/|per\b|an\b|a\b|p\.?)\s*(?:h\b|hr\b|hrs\b|hour\b|hourly\b)", re.IGNORECASE)
_RATE_FIELD = re.compile(rf"^\s*(?:hourly\s+)?rate\s*[:=]\s*({_AMOUNT}|\d[\d.,]*)", re.IGNORECASE | re.MULTILINE)
_HOURS = re.compile(
    r"(?<![\d.,/])(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:hours|hrs|h)\b(?!\s*(?:a|per)\s+(?:day|week))", re.IGNORECASE
)
_ZONE = re.compile(r"\b((?:UTC|GMT)\s?[+\-−]\s?\d{1,2}(?::\d{2})?|CES?T|[ECMP][SD]T|UTC|GMT)\b")
_SIGN_OFF = re.compile(
    r"^(?:best|kind|warm|many)?\s*(?:regards|wishes|thanks|cheers|best|sincerely|thank you|yours)[\w ]*[,.!]?\s*$",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÀ-Þ](?:[\w'’-]+|\.)"
_INTRODUCED = re.compile(rf"\b(?:[Mm]y name is|I am|I['’]m|[Tt]his is)\s+({_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})")
_GREETING = re.compile(r"^(?:hi|hello|hey|dear|good (?:morning|day|evening))\b", re.IGNORECASE)


def _field(text: str, *names: str) -> str:
    pattern = rf"^\s*(?:{'|'.join(names)})\s*[:=]\s*(.+)$"
    found = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
    return clean_line(found[1])[:200] if found else ""


def _like_name(line: str) -> bool:
    words = line.split()
    return (
        0 < len(words) <= 4
        and len(line) <= 60
        and not re.search(r"[\d@:/?!€$£]", line)
        and not _GREETING.match(line)
        and not _SIGN_OFF.match(line)
        and all(word[0].isupper() or word in ("de", "da", "van", "von", "der", "al", "bin") for word in words)
    )


def _name(text: str, lines: list[str]) -> str:
    if said := _field(text, "name", "from", "applicant", "freelancer"):
        return clean_line(re.sub(r"<[^>]*>", "", said))
    if introduced := _INTRODUCED.search(text):
        return clean_line(introduced[1].rstrip("."))
    for index, line in enumerate(lines[:-1]):
        if _SIGN_OFF.match(line) and _like_name(lines[index + 1].rstrip(".")):
            return lines[index + 1].rstrip(".")
    return lines[0].rstrip(",.") if lines and _like_name(lines[0].rstrip(",.")) else ""


def _rate(text: str, currency: str) -> Money | None:
    found = _RATE.search(text) or _RATE_FIELD.search(text)
    if not found:
        return None
    try:
        money = Money.parse(found[1].rstrip(".,"), currency)
    except InputError:
        return None
    return money if money.amount > 0 else None


def read_application(text: str, currency: str) -> Application:
    """Return what can be recognised in a pasted application; `currency` is meant where none is said."""
    text = clean(text).strip()
    lines = [clean_line(line) for line in text.splitlines() if line.strip()]
    email = _EMAIL.search(text)
    link = _LINK.search(text)
    zone = _ZONE.search(text)
    hours = _HOURS.search(text)
    return Application(
        name=_name(text, lines),
        email=email[0].rstrip(".") if email else "",
        link=link[0].rstrip(".,;") if link else "",
        rate=_rate(text, currency),
        hours=Decimal(hours[1].replace(",", ".")) if hours else None,
        country=_field(text, "country", "location", "based in"),
        timezone=_field(text, "time ?zone") or (zone[1] if zone else ""),
        pitch=text,
    )
