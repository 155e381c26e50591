"""Timeclock journals (`i`, `o`) and timedot files, as hledger and ledger write them."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from outsource_tui.domain.text import clean_line
from outsource_tui.exchange.moments import Zone, parse_date, parse_time, whole
from outsource_tui.exchange.reading import BadRow, Options, ParsedEntry, Progress, Reading
from outsource_tui.exchange.source import Source

NAME = "timeclock"
LABEL = "timeclock or timedot journal"
_CLOCK = re.compile(
    r"^([iIoO])[ \t]+(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ \t]+(\d{1,2}:\d{2}(?::\d{2})?(?:[ \t]*[AaPp][Mm])?)"
    r"(?:[ \t]?[+-]\d{4})?(?:[ \t]+(.*))?$"
)
_CLOCK_HEAD = re.compile(r"^[iIoO][ \t]+\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ \t]+\d{1,2}:\d{2}", re.MULTILINE)
_LOOKS_CLOCKED = re.compile(r"^[iIoO](?:[ \t]|$)")
_TIMED = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ \t]+\d{1,2}:\d{2}")
_IGNORED = re.compile(r"^(?:[;#*%|]|[hb][ \t]|[hb]$)")
_DAY = re.compile(r"^(?:\*+[ \t]+)?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:[ \t]+(.*))?$")
_DAY_HEAD = re.compile(r"^(?:\*+[ \t]+)?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ \t].*)?$", re.MULTILINE)
_DOTS = re.compile(r"^[ \t]*(?:\*+[ \t]+)?(\S+(?: \S+)*?)(?:[ \t]{2,}|\t+)(\S.*)$")
_QUANTITY_HEAD = re.compile(
    r"^[ \t]*\S+(?: \S+)*?(?:[ \t]{2,}|\t)[ \t]*(?:[. ]*\.[. ]*|\d+(?:\.\d+)?(?:s|m|h|d|w|mo|y)?)[ \t]*(?:[;#].*)?$",
    re.MULTILINE,
)
_PURE_DOTS = re.compile(r"[. ]+")
_AMOUNT = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?)(s|mo|m|h|d|w|y)?")
_LETTERS = re.compile(r"[A-Za-z ]+")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "mo": 2592000, "y": 31536000}
_QUARTER = 900


class _Open(NamedTuple):
    """A session that has been clocked in."""

    line: int
    start: datetime
    naive: datetime
    account: str
    text: str
    tags: tuple[str, ...]


def sniff(source: Source) -> float:
    """Return how surely this is a timeclock or timedot file, from 0 to 1."""
    text = source.head_text
    if _CLOCK_HEAD.search(text):
        return 0.9
    named = source.name.lower().endswith((".timedot", ".timeclock", ".timelog"))
    if _DAY_HEAD.search(text) and _QUANTITY_HEAD.search(text):
        return 0.9 if named else 0.4
    return 0.0


def read(source: Source, options: Options, progress: Progress | None = None) -> Reading:
    """Return the sessions; a session never clocked out is running, times are local."""
    reading = Reading(NAME)
    zone = Zone(options.tz)
    if _CLOCK_HEAD.search(source.head_text):
        reading.entries = _clocked(source, zone, reading, progress)
    else:
        reading.entries = _dotted(source, reading, progress)
    return reading


def _split(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Return account, description and tags of what follows the time; two spaces end the account."""
    text, _, comment = text.partition(";")
    account, _, description = text.strip().partition("  ")
    if "\t" in account:
        account, _, description = text.strip().partition("\t")
    tags = tuple(dict.fromkeys(match[1] for match in re.finditer(r"(?:^|[\s,])([^\s,:]{1,60}):(?=\s|,|$|\S)", comment)))
    return clean_line(account), clean_line(description), tuple(tag for tag in map(clean_line, tags) if tag)


def _when(day: str, clock: str, zone: Zone) -> tuple[datetime, datetime]:
    at, _, over = parse_time(clock)
    if over:
        raise BadRow(f"“{clock}” is not a time of day")
    naive = datetime.combine(parse_date(day), at)
    return zone.place(naive), naive


def _clocked(source: Source, zone: Zone, reading: Reading, progress: Progress | None) -> Iterator[ParsedEntry]:
    sessions: list[_Open] = []
    for number, line in source.lines(progress):
        line = line.lstrip("\ufeff").rstrip()
        if not line.strip() or _IGNORED.match(line) or line[0].isspace():
            continue
        match = _CLOCK.match(line)
        if match is None:
            # A journal may hold anything else besides; only what was meant as a clock line is missed.
            if _LOOKS_CLOCKED.match(line) or _TIMED.search(line):
                reading.reject(number, "it is not a clock line like “i 2015/03/30 09:00:00 account”")
            continue
        try:
            at, naive = _when(match[2], match[3], zone)
        except BadRow as error:
            reading.reject(number, str(error))
            continue
        except (ValueError, OverflowError, OSError):
            reading.reject(number, "it holds a time that does not exist")
            continue
        account, text, tags = _split(match[4] or "")
        if match[1] in "iI":
            sessions.append(_Open(number, at, naive, account, text, tags))
            continue
        if not sessions:
            reading.reject(number, "it clocks out what was never clocked in")
            continue
        chosen = next((s for s in reversed(sessions) if account and s.account == account), None)
        if chosen is None and account and len(sessions) > 1:
            reading.reject(number, f"it clocks out “{account[:40]}”, which is not clocked in")
            continue
        if chosen is None:
            chosen = sessions[-1]
            text = text or ("" if account == chosen.account else account)
        sessions.remove(chosen)
        end = at
        if end < chosen.start and naive >= chosen.naive:
            end = zone.place(naive.replace(fold=1))
        if end < chosen.start:
            reading.reject(number, f"it clocks out before it was clocked in (line {chosen.line})")
            continue
        yield ParsedEntry(
            chosen.start,
            chosen.naive.date().isoformat(),
            whole((end - chosen.start).total_seconds()),
            chosen.text or text,
            chosen.account,
            tags=tuple(dict.fromkeys(chosen.tags + tags)),
            where=chosen.line,
            moment=chosen.naive.isoformat(),
        )
    reading.running += len(sessions)


def _dotted(source: Source, reading: Reading, progress: Progress | None) -> Iterator[ParsedEntry]:
    day: date | None = None
    about = ""
    for number, line in source.lines(progress):
        line = line.lstrip("\ufeff").rstrip()
        if not line.strip() or line.lstrip()[0] in "#;":
            continue
        found = _DAY.match(line)
        if found:
            try:
                day = parse_date(found[1])
            except BadRow as error:
                day = None
                reading.reject(number, str(error))
            about = clean_line((found[2] or "").partition(";")[0])
            continue
        if day is None and line.startswith("*"):
            continue
        match = _DOTS.match(line)
        if match is None:
            if line.startswith("*"):
                day = None
            elif day is not None and "  " not in line.strip() and _AMOUNT.fullmatch(line.strip()) is None:
                reading.notes.append(f"line {number} names an account without time")
            else:
                reading.reject(number, "it is not an account with an amount of time")
            continue
        try:
            if day is None:
                raise BadRow("it stands under no date")
            body = match[2]
            comment = re.split(r"[ \t]*[;#]", body, maxsplit=1)
            amounts = _amounts(comment[0].strip())
        except BadRow as error:
            reading.reject(number, str(error))
            continue
        text = clean_line(comment[1]) if len(comment) > 1 else about
        for seconds, tag in amounts:
            yield ParsedEntry(
                None,
                day.isoformat(),
                seconds,
                text,
                clean_line(match[1]),
                tags=(tag,) if tag else (),
                where=number,
                moment=day.isoformat(),
            )


def _amounts(text: str) -> list[tuple[int | float, str]]:
    """Return (seconds, tag) for dots (quarters of an hour), a figure with a unit, or letters (tagged quarters)."""
    if _PURE_DOTS.fullmatch(text) and "." in text:
        return [(text.count(".") * _QUARTER, "")]
    match = _AMOUNT.fullmatch(text)
    if match:
        return [(whole(float(Decimal(match[1].replace(",", ".")) * _SECONDS[match[2] or "h"])), "")]
    if _LETTERS.fullmatch(text) and len(text) <= 200:
        letters = [letter for letter in text if letter != " "]
        return [(letters.count(letter) * _QUARTER, letter) for letter in dict.fromkeys(letters)]
    raise BadRow(f"“{text[:40]}” is not an amount of time")
