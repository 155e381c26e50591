"""Damaged import files by the thousand: every importer answers with entries, rejects or one InputError, and soon.

`campaign(count, seed)` makes `count` mutations of the sample files and of made-up ones and reads each; it returns what
happened, and raises AssertionError with the seed of a file that broke the promise.
"""

import json
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import clean_line
from outsource_tui.exchange import registry
from outsource_tui.exchange.import_plan import ImportPlan, plan_import
from outsource_tui.exchange.reading import Options
from outsource_tui.exchange.source import Source
from tests.exchange.helpers import NOW, SAMPLES
from tests.exchange.writers import WRITERS, Made

SLOWEST = 20.0
"""Seconds one small file may take before it counts as a hang."""

_NASTY = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x1b]52;c;QUJD\x07",
    b"\r",
    b"\n",
    b'"',
    b"'",
    b",",
    b";",
    b"\\",
    b"[" * 3000,
    b"{" * 3000,
    b"]",
    b"}",
    b"9" * 5000,
    b"-1",
    b"1e999",
    b"NaN",
    b"Infinity",
    b"null",
    b"0000-00-00",
    b"9999-12-31",
    b"99:99:99",
    b"24:00",
    b"=cmd()",
    "\u202e".encode(),
    "\u0660\u0661".encode(),
    b"BEGIN:VEVENT\n",
    b"END:VEVENT\n",
    b"RRULE:FREQ=SECONDLY\n",
    b"RRULE:FREQ=DAILY;INTERVAL=0\n",
    b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n",
    b"RRULE:FREQ=HOURLY;BYSETPOS=-1\n",
    b"DURATION:P99999999D\n",
    b"TZID=Nowhere/Here",
    b"* ",
    b":END:",
    b"#+begin_src\n",
    b"=> -1:99",
    b"(8h!)",
    b"????",
    b"    ",
    b"\t",
    b"inc ",
    b"i ",
    b"o ",
    b"12:20:00 AM",
    b"18:25 min",
    b"13/13/2026",
    b"x" * 20000,
)


@dataclass
class Report:
    """What a campaign saw."""

    files: int = 0
    read: int = 0
    refused: int = 0
    entries: int = 0
    rejected: int = 0
    slowest: float = 0.0
    slowest_seed: str = ""


def originals() -> list[tuple[str, bytes]]:
    """Return (format, content) of every sample and of a made-up file of each format."""
    found = []
    for path in sorted(SAMPLES.iterdir()):
        data = path.read_bytes()
        found.append((registry.detect(Source.from_bytes(path.name, data)), data))
    made = [
        Made(datetime(2026, 3, 1 + at, 9, 30, tzinfo=UTC), 600 * (at + 1), f"Work {at}", "Shop", "Harbour", ("a", "b"))
        for at in range(6)
    ]
    found += [(writer.format, writer.write(made).encode()) for writer in WRITERS.values()]
    return found


def mutated(data: bytes, others: list[tuple[str, bytes]], chance: random.Random) -> bytes:
    """Return `data` with one to eight random damages."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(body) + 1)
        until = min(len(body), at + chance.choice((1, 1, 2, 8, 64, 512)))
        match chance.randrange(9):
            case 0:
                del body[at:until]
            case 1:
                body[at:at] = chance.choice(_NASTY)
            case 2:
                body[at:until] = chance.choice(_NASTY)
            case 3:
                body[at:until] = bytes(chance.randrange(256) for _ in range(until - at))
            case 4:
                body[at:at] = body[at:until] * chance.randint(1, 40)
            case 5:
                del body[at:]
            case 6:
                other = chance.choice(others)[1]
                start = chance.randrange(len(other))
                body[at:at] = other[start : start + 400]
            case 7 if at < len(body):
                body[at] ^= 1 << chance.randrange(8)
            case _:
                lines = bytes(body).split(b"\n")
                chance.shuffle(lines)
                body = bytearray(b"\n".join(lines))
    if chance.random() < 0.05:
        return (
            bytes(body).decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-16-le", "cp1252")), "replace")
        )
    return bytes(body)


def sound(plan: ImportPlan) -> None:
    """Check that a plan can be stored: valid JSON, finite lengths, real days, no control characters."""
    json.dumps(list(plan.documents), allow_nan=False)
    json.dumps(plan.report(), allow_nan=False).encode()
    assert math.isfinite(plan.seconds)
    for said in (*plan.notes, *(reject.reason for reject in plan.rejected)):
        assert said == clean_line(said), said
    for document in plan.documents:
        date.fromisoformat(document["day"])
        if document["start"] is not None:
            assert datetime.fromisoformat(document["start"]).tzinfo is not None
        for text in (
            document["text"],
            document["project"],
            document["client"],
            document["fingerprint"],
            *document["tags"],
        ):
            assert not any(
                ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) < 0xE000 for sign in text
            ), text


def campaign(count: int, seed: int = 0, clock: Callable[[], float] = time.perf_counter) -> Report:
    """Read `count` damaged files under a format or `auto`, twice: the second time must add nothing."""
    files = originals()
    report = Report()
    for number in range(count):
        own_seed = f"{seed}:{number}"
        chance = random.Random(own_seed)
        name, data = chance.choice(files)
        damaged = mutated(data, files, chance)
        asked = chance.choice((name, name, name, "auto", chance.choice(registry.NAMES)))
        wide = chance.random() < 0.5
        options = Options(
            tz=UTC,
            dates=chance.choice((None, "dmy", "mdy")),
            since=date(2026, 1, 1) if wide else None,
            until=date(2026, 12, 31) if wide else None,
        )
        began = clock()
        report.files += 1
        try:
            plan = plan_import(
                registry.read(asked, Source.from_bytes("log", damaged), options), frozenset(), batch=None, now=NOW
            )
            known = {document["fingerprint"] for document in plan.documents}
            again = plan_import(
                registry.read(asked, Source.from_bytes("log", damaged), options), known, batch=None, now=NOW
            )
        except InputError as error:
            report.refused += 1
            if "\n" in str(error):
                raise AssertionError(f"seed {own_seed}: the message has several lines") from error
        except Exception as error:
            error.add_note(f"seed {own_seed}, format {asked}")
            raise
        else:
            try:
                sound(plan)
            except (AssertionError, ValueError) as error:
                raise AssertionError(f"seed {own_seed}, format {asked}: {error}") from error
            assert not again.documents, f"seed {own_seed}, format {asked}: a second import adds entries"
            report.read += 1
            report.entries += len(plan.documents)
            report.rejected += len(plan.rejected)
        took = clock() - began
        if took > report.slowest:
            report.slowest, report.slowest_seed = took, own_seed
        assert took < SLOWEST, f"seed {own_seed}, format {asked}: {took:.1f} s"
    return report
