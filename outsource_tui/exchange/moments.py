"""Dates, clock times and lengths as people's tools write them; nothing is guessed row by row."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from outsource_tui.exchange.reading import BadRow

FIRST_YEAR, LAST_YEAR = 1900, 2999
LONGEST = 100 * 366 * 86400
"""Seconds; a length beyond a century is a damaged figure."""

_SHORT = 40
_NUMERIC = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})\.?")
_ISO = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日.]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NAMED_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?[ \-./]*(?:de |of )?([^\W\d]{3,12})\.?[ \-./,]*(?:de )?(\d{4}|\d{2})"
)
_NAMED_MONTH_FIRST = re.compile(r"([^\W\d]{3,12})\.? *[-/ ]?(\d{1,2})(?:st|nd|rd|th)?[ ,\-/]+(\d{4})")
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}\.?,?\s+(?=\d)")
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:([ap])\.?\s?(?:m\.?)?)?\s*(z|utc|gmt|[+-]\d{2}:?(?:\d{2})?)?",
    re.IGNORECASE,
)
_CLOCK_INSIDE = re.compile(
    r"(?:^|[T\s,])(\d{1,2}[:h]\d{2}(?:$|\D).*)$|T(\d{6}(?:\.\d+)?\s*(?:Z|[+-]\d{2}:?\d{2})?)$", re.IGNORECASE
)
_EPOCH = re.compile(r"(\d{9,10}|\d{13})(\.\d{1,9})?")

_MONTHS = {
    1: "jan january janvier janv januar ene enero janeiro gen gennaio januari sty",
    2: "feb february fevrier fevr fev februar febrero fevereiro febbraio februari lut",
    3: "mar march mars marz mrz marzo marco maart maa",
    4: "apr april avril avr abr abril aprile",
    5: "may mai mayo maio maggio mag mei",
    6: "jun june juin juni junio junho giugno giu",
    7: "jul july juillet juil juli julio julho luglio lug",
    8: "aug august aout ago agosto augustus",
    9: "sep september sept septembre septiembre setembro set settembre",
    10: "oct october octobre okt oktober octubre outubro out ottobre ott",
    11: "nov november novembre noviembre novembro",
    12: "dec december decembre dez dezember dic diciembre dezembro dicembre",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}


def plain(text: str) -> str:
    """Return `text` without accents, casefolded, with single spaces."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


@lru_cache(maxsize=256)
def _fixed(offset: timedelta) -> timezone:
    return timezone(offset)


class Zone:
    """The zone that times without one are read in: the machine's, unless another is given."""

    def __init__(self, tz: tzinfo | None = None) -> None:
        """Use `tz`, or the machine's own zone."""
        self.tz = tz

    def place(self, naive: datetime, tz: tzinfo | None = None) -> datetime:
        """Return a wall-clock time as an aware one with a fixed offset, so that differences are real time."""
        zone = tz or self.tz
        aware = naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
        return _steady(aware)

    def here(self, aware: datetime) -> datetime:
        """Return the same instant on the wall clock of this zone."""
        return _steady(aware.astimezone(self.tz))

    def from_epoch(self, seconds: float) -> datetime:
        """Return the instant `seconds` after 1970 on the wall clock of this zone."""
        try:
            return self.here(datetime.fromtimestamp(seconds, UTC))
        except (OverflowError, OSError, ValueError):
            raise BadRow(f"the time {str(seconds)[:_SHORT]} is out of range") from None

    def between(self, start: datetime, end: datetime) -> int | float:
        """Return the seconds from `start` to `end`, both of `place` or `here`."""
        return whole((end - start).total_seconds())


def _steady(aware: datetime) -> datetime:
    offset = aware.utcoffset()
    assert offset is not None
    return aware.replace(tzinfo=_fixed(offset), fold=0)


def whole(seconds: float) -> int | float:
    """Return `seconds` to the millisecond, as an int when whole."""
    rounded = round(seconds, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def in_range(day: date) -> None:
    """Refuse years that no time log can mean."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadRow(f"the year {day.year} is out of range")


def _quoted(text: str) -> str:
    return "“" + " ".join(text[: 2 * _SHORT].split())[:_SHORT] + "”"


def _build(year: int, month: int, day: int, text: str) -> date:
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not 1 <= month <= 12:
        raise BadRow(f"the date {_quoted(text)} has no month {month}")
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadRow(f"the date {_quoted(text)} does not exist") from None
    in_range(found)
    return found


def date_evidence(texts: Iterable[str]) -> tuple[int, int, int]:
    """Return how many dates can only be day first, only month first, and how many could be either."""
    day_first = month_first = either = 0
    for text in texts:
        match = _NUMERIC.match(text)
        if match is None or _ISO.match(text):
            continue
        first, second = int(match[1]), int(match[3])
        if (match[2] == "." and second <= 12) or first > 12 >= second:
            day_first += 1
        elif second > 12 >= first:
            month_first += 1
        elif first != second and first <= 12 and second <= 12:
            either += 1
    return day_first, month_first, either


def parse_date(text: str, order: str | None = None) -> date:
    """Return the date in `text`; `order` (dmy or mdy) says how to read figures with the year last."""
    text = text.strip()
    if len(text) > _SHORT:
        raise BadRow(f"{_quoted(text)} is not a date")
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return _build(int(match[1]), int(match[2]), int(match[3]), text)
    match = _NUMERIC.fullmatch(text)
    if match:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if order == "mdy":
            return _build(year, first, second, text)
        return _build(year, second, first, text)
    simple = plain(text)
    match = _NAMED_DAY_FIRST.fullmatch(_WEEKDAY.sub("", simple))
    if match and match[2] in _MONTH_OF:
        return _build(int(match[3]), _MONTH_OF[match[2]], int(match[1]), text)
    # A weekday in front of the month is skipped at the second try.
    for words in (simple, simple.split(" ", 1)[-1].lstrip(", ")):
        match = _NAMED_MONTH_FIRST.fullmatch(words)
        if match and match[1] in _MONTH_OF:
            return _build(int(match[3]), _MONTH_OF[match[1]], int(match[2]), text)
    if any(sign in text for sign in "/-.") and (match := _ISO.match(text) or _NUMERIC.match(text)):
        return (
            parse_date(match[0], order)
            if len(match[0]) < len(text) and text[len(match[0])] in " T,"
            else _no_date(text)
        )
    return _no_date(text)


def _no_date(text: str) -> date:
    raise BadRow(f"{_quoted(text)} is not a date")


def parse_time(text: str) -> tuple[time, tzinfo | None, int]:
    """Return the clock time in `text`, its zone if it names one, and the days it runs over (1 for 24:00)."""
    simple = text.strip().replace("\u202f", " ").replace("\u00a0", " ")
    match = _TIME.fullmatch(simple) if len(simple) <= _SHORT else None
    if match is None or (match[2] is None and match[5] is None):
        if len(simple) == 6 and simple.isascii() and simple.isdigit():
            return parse_time(f"{simple[:2]}:{simple[2:4]}:{simple[4:]}")
        raise BadRow(f"{_quoted(text)} is not a time of day")
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    half = (match[5] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    over = 0
    if hour == 24 and minute == 0 and second == 0:
        hour, over = 0, 1
    micro = int((match[4] or "0").ljust(6, "0")[:6])
    try:
        return time(hour, minute, second, micro), parse_offset(match[6] or ""), over
    except ValueError:
        raise BadRow(f"{_quoted(text)} is not a time of day") from None


def parse_offset(text: str) -> tzinfo | None:
    """Return the zone written as Z, UTC, GMT or an offset like +0200; null for none."""
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= timedelta(hours=24):
        raise BadRow(f"{_quoted(text)} is not an offset from UTC")
    return _fixed(-offset if text[0] == "-" else offset)


class Stamp:
    """A point in time as written: a date, maybe a clock time, maybe a zone."""

    __slots__ = ("clock", "day", "over", "zone")

    def __init__(self, day: date | None, clock: time | None = None, zone: tzinfo | None = None, over: int = 0) -> None:
        """Hold the parts that were written."""
        self.day = day
        self.clock = clock
        self.zone = zone
        self.over = over


def parse_stamp(text: str, order: str | None = None) -> Stamp:
    """Return what `text` says of a point in time: a date, a clock time, both, or seconds (milliseconds) since 1970."""
    text = text.strip()
    if len(text) > 2 * _SHORT:
        raise BadRow(f"{_quoted(text)} is not a time")
    if len(text) > 15 and text[4] == "-" and text[13] == ":":
        try:
            whole_stamp = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            in_range(whole_stamp)
            return Stamp(whole_stamp.date(), whole_stamp.time(), whole_stamp.tzinfo)
    if _EPOCH.fullmatch(text):
        number = float(text)
        moment = Zone(UTC).from_epoch(number / 1000 if number >= 1e12 else number)
        return Stamp(moment.date(), moment.time(), UTC)
    match = _CLOCK_INSIDE.search(text)
    if match:
        clock, zone, over = parse_time(match[1] or match[2])
        before = text[: match.start(1) if match[1] else match.start(2)].rstrip("T ,tàa@")
        before = before.removesuffix(" um").removesuffix(" at").rstrip(" ,")
        return Stamp(parse_date(before, order) if before else None, clock, zone, over)
    try:
        return Stamp(parse_date(text, order))
    except BadRow:
        if re.fullmatch(r"\d{1,2}\s?[ap]\.?\s?m\.?", text, re.IGNORECASE):
            clock, zone, over = parse_time(text)
            return Stamp(None, clock, zone, over)
        raise


# Lengths

_CLOCKED = re.compile(
    r"([+-]?)(?:(\d{1,6})\s?(?:d|days?|tage?|dias?|jours?)\.?,?\s*)?(\d{1,7}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?\s*"
    r"([ap]\.?\s?m\.?|min\.?|mins|minutes|h|hrs?|hours?|std\.?|sec)?"
)
_PIECES = re.compile(
    r"(\d{1,9}(?:[.,]\d{1,9})?)\s*(weeks?|w|days?|d|tage?|dias?|jours?|hours?|hrs?|hr|h|std\.?|stunden?|horas?|heures?|minutes?|mins?|min\.?|minutos?|minuten?|m|seconds?|secs?|sec\.?|segundos?|sekunden?|s)(?![^\W\d_])\.?,?\s*"
)
_LAST_BARE = re.compile(r"(.*h)\s*(\d{1,2})$")
_NUMBER = re.compile(
    r"[+-]?(?:\d{1,12}(?:[.,]\d{1,12})?|[.,]\d{1,12}|\d{1,3}(?:[., '’\u00a0\u202f]\d{3}){1,3}(?:[.,]\d{1,12})?)"
)
_UNIT = {"w": 604800, "d": 86400, "t": 86400, "j": 86400, "h": 3600, "m": 60, "s": 1}


def parse_number(text: str) -> Decimal:
    """Return a number written with a decimal point or comma, with or without thousands marks."""
    text = text.strip()
    if len(text) > _SHORT or not _NUMBER.fullmatch(text):
        raise BadRow(f"{_quoted(text)} is not a number")
    for mark in (" ", "'", "’", "\u00a0", "\u202f"):
        text = text.replace(mark, "")
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        text = text.replace("." if comma > point else ",", "")
    if text.count(",") > 1 or text.count(".") > 1:
        text = text.replace(",", "").replace(".", "")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise BadRow(f"{_quoted(text)} is not a number") from None


def is_bare(text: str) -> bool:
    """Tell whether a length is a number without unit or colon."""
    return len(text) <= _SHORT and _NUMBER.fullmatch(text.strip()) is not None


def _limited(seconds: Decimal | float, text: str) -> int | float:
    value = whole(float(seconds))
    if not -LONGEST <= value <= LONGEST:
        raise BadRow(f"the length {_quoted(text)} is out of range")
    return value


def parse_length(text: str, unit: int = 3600) -> int | float:
    """Return the seconds of a length: 1:30, `12:20:00 AM`, `18:25 min`, 1h 30m, PT1H30M, a number of `unit` seconds."""
    text = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if len(text) > 2 * _SHORT:
        raise BadRow(f"{_quoted(text)} is not a length of time")
    if is_bare(text):
        return _limited(parse_number(text) * unit, text)
    simple = text.casefold()
    match = _CLOCKED.fullmatch(simple)
    if match:
        return _limited(_clocked(match, text), text)
    sign = -1 if simple[:1] in "-−" else 1
    body = simple.lstrip("+-− ")
    if body.startswith("p"):
        body = body[1:].replace("t", "")
    if bare := _LAST_BARE.fullmatch(body):
        if int(bare[2]) > 59:
            raise BadRow(f"{_quoted(text)} has 60 minutes or more beside its hours")
        body = f"{bare[1]}{bare[2]}m"
    total, position = Decimal(0), 0
    while position < len(body):
        piece = _PIECES.match(body, position)
        if piece is None:
            raise BadRow(f"{_quoted(text)} is not a length of time")
        first = "h" if piece[2].startswith("st") else piece[2][0]
        if first == "s" and piece[2].startswith("std"):
            first = "h"
        total += Decimal(piece[1].replace(",", ".")) * _UNIT[first]
        position = piece.end()
    if position == 0:
        raise BadRow(f"{_quoted(text)} is not a length of time")
    return _limited(sign * total, text)


def _clocked(match: re.Match[str], text: str) -> float:
    first, second = int(match[3]), int(match[4])
    third = int(match[5]) if match[5] else 0
    suffix = (match[7] or "")[:3]
    if second > 59 or third > 59:
        raise BadRow(f"{_quoted(text)} is not a length of time")
    if suffix.startswith(("min", "sec")) and match[5] is None:
        seconds = first * 60 + second
    else:
        if suffix[:1] in ("a", "p"):
            # A spreadsheet showed a length as a time of day: 12:20:00 AM is twenty minutes.
            first = first % 12 + (12 if suffix[0] == "p" else 0) if first <= 12 else first
        seconds = first * 3600 + second * 60 + third
    seconds += int(match[2] or 0) * 86400
    total = seconds + float(f"0.{match[6]}" if match[6] else 0)
    return -total if match[1] == "-" else total
