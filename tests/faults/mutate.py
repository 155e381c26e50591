"""Damage of every sort for files: what disks, editors, synchronising programs and malice do to them."""

from collections.abc import Callable
from random import Random

TOKENS = (
    *(b"NaN", b"-Infinity", b"1e999", b"9" * 5000, b"null", b"true", b"-1", b'""', b"[/]", b'"day": "2026-13-45"'),
    *(b"[" * 3000, b'{"a":' * 2000, b"\x00" * 64, b"\xff\xfe", b"\xed\xa0\x80", b"x" * 5000, b"<<<<<<< HEAD\n"),
    *(b'"', b"\\", b"\\u0000", b"\\ud800", b"\n", b"\r\n", b"}", b"{", b",", b"},\n"),
    *(b"\x1b]52;c;eA==\x07", "\u202e".encode()),
)

Mutation = Callable[[bytes, Random], bytes]


def _at(raw: bytes, random: Random) -> int:
    return random.randrange(len(raw) + 1)


def flip(raw: bytes, random: Random) -> bytes:
    """Change single bits."""
    found = bytearray(raw)
    for _ in range(random.randint(1, 6)):
        if found:
            found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def cut_out(raw: bytes, random: Random) -> bytes:
    """Lose a piece."""
    at = _at(raw, random)
    return raw[:at] + raw[at + random.choice([1, 3, 30, 300, 3000]) :]


def put_in(raw: bytes, random: Random) -> bytes:
    """Gain a piece."""
    at = _at(raw, random)
    return raw[:at] + random.choice(TOKENS) + raw[at:]


def blank(raw: bytes, random: Random) -> bytes:
    """Lose a block to zeros, as after a power cut."""
    at, length = _at(raw, random), random.choice([16, 512, 4096])
    return raw[:at] + b"\x00" * min(length, len(raw) - at) + raw[at + length :]


def truncate(raw: bytes, random: Random) -> bytes:
    """Lose the end."""
    return raw[: _at(raw, random)]


def lines_about(raw: bytes, random: Random) -> bytes:
    """Swap, double, drop or join lines."""
    lines = raw.split(b"\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    what = random.randrange(4)
    if what == 0:
        lines[one], lines[two] = lines[two], lines[one]
    elif what == 1:
        lines.insert(two, lines[one])
    elif what == 2:
        del lines[one]
    else:
        lines[one : one + 2] = [b"".join(lines[one : one + 2])]
    return b"\n".join(lines)


def replace_value(raw: bytes, random: Random) -> bytes:
    """Put something else where a value stands."""
    places = [at for at in range(len(raw) - 2) if raw[at : at + 2] == b": "]
    if not places:
        return raw
    at = random.choice(places) + 2
    end = min((found for mark in (b",", b"}", b"\n") if (found := raw.find(mark, at)) >= 0), default=len(raw))
    return raw[:at] + random.choice(TOKENS) + raw[end:]


def endings(raw: bytes, random: Random) -> bytes:
    """Write it as another system does."""
    return random.choice(
        [raw.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + raw, raw.decode("utf-8", "replace").encode("utf-16")]
    )


MUTATIONS: tuple[Mutation, ...] = (
    flip, cut_out, put_in, blank, truncate, lines_about, replace_value, replace_value, lines_about, endings,
)  # fmt: skip


def mutated(raw: bytes, random: Random) -> bytes:
    """Return `raw` after one to three mutations."""
    for _ in range(random.choice([1, 1, 2, 3])):
        raw = random.choice(MUTATIONS)(raw, random)
    return raw
