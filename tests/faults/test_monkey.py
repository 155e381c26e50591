"""A monkey at a real terminal: random keys, pastes, clicks and sizes; nothing ends the app but leaving it."""

import os
import signal
import sys
from pathlib import Path
from random import Random

from tests.faults.conftest import Campaign
from tests.faults.home import Wild, assert_sound, at_home, demo_home
from tests.hostile import HOSTILE

END = "\x1b[201~"
"""What ends a paste."""
VISIT = 500
"""Keys pressed on one home before it is looked over."""
PLAIN = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-/?=<>()[]{}.,:;!@#$%^&*_|~'\" "
NAMED = (
    *([b"\r"] * 6),
    *([b"\x1b"] * 6),
    *([b"\t"] * 3),
    *([b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D"] * 3),
    b"\x1b[Z",
    b"\x7f",
    b"\x1b[3~",
    b"\x1b[H",
    b"\x1b[F",
    b"\x1b[5~",
    b"\x1b[6~",
    b"\x1bOP",
    b"\x1b[15~",
    b"\x1b[1;2A",
    b"\x1b[1;5C",
    b"\x1b[I",
    b"\x1b[O",
)
# All of ctrl but z, which stops the process; that has a test of its own.
CONTROLS = tuple(bytes([number]) for number in range(32) if number != 0x1A)
WORDS = (
    "invoices",
    "45m",
    "9-10:30",
    "@acme",
    "+tag",
    ":dislike",
    "85",
    "1.3",
    "fri",
    "+3",
    "2026-02-30",
    "-1",
    "1e400",
)
BROKEN = (
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x1b[",
    b"\x1b[999999999;1M",
    b"\x1b]52;c;AAAA\x07",
    b"\x1bP1$r\x1b\\",
    b"\x00",
)


def paste(chance: Random) -> bytes:
    """Return a bracketed paste, escapes and its own end inside."""
    text = "".join(chance.choice(HOSTILE) for _ in range(chance.randint(1, 3)))[: chance.choice((20, 400, 20_000))]
    inside = chance.choice(("", "", END, "\x1b[200~", "\x1b", "\r"))
    if inside == END:
        # What comes after it are keys, each of them carried out: thousands would take minutes.
        text = text[:400]
    at = chance.randint(0, len(text))
    body = (text[:at] + inside + text[at:]).encode("utf-8", "surrogatepass")
    # A signal character typed by the terminal itself is not what a paste brings, and ctrl+z would stop the process.
    return b"\x1b[200~" + body.replace(b"\x1a", b"") + chance.choice((b"\x1b[201~", b"\x1b[201~", b"\x1b[201~", b""))


def mouse(chance: Random) -> bytes:
    """Return a click, a drag or a turn of the wheel somewhere."""
    button = chance.choice((0, 0, 0, 2, 32, 35, 64, 65))
    x, y = chance.randint(1, 130), chance.randint(1, 45)
    pressed = b"\x1b[<%d;%d;%dM" % (button, x, y)
    return pressed + (b"\x1b[<%d;%d;%dm" % (button, x, y) if button in (0, 2) else b"")


def stroke(chance: Random) -> bytes:
    """Return what a monkey does next."""
    what = chance.random()
    if what < 0.55:
        return chance.choice(PLAIN).encode()
    if what < 0.83:
        return chance.choice(NAMED)
    if what < 0.88:
        return chance.choice(CONTROLS)
    if what < 0.93:
        return chance.choice(WORDS).encode()
    if what < 0.97:
        return mouse(chance)
    if what < 0.985:
        return paste(chance)
    if what < 0.995:
        return chance.choice(BROKEN)
    return b"q"


def visit(home: Path, chance: Random, keys: int) -> None:
    """Press random keys in the app, open it again whenever they left it, and leave it in the end."""
    command = at_home(home, [sys.executable, "-m", "tests.faults.fenced"])
    done = 0
    while done < keys:
        with Wild(command, home, columns=chance.choice((60, 80, 100, 120)), rows=chance.choice((20, 24, 40))) as wild:
            wild.take(5, 30)
            while done < keys:
                done += 1
                if chance.random() < 0.01:
                    wild.resize(chance.randint(10, 200), chance.randint(3, 60))
                last = stroke(chance)
                if not wild.pour(last):
                    break
                if done % 50 == 0:
                    # It may have gone to the background through the palette.
                    os.kill(wild.pid, signal.SIGCONT)
                    wild.take(0.05, 5)
            assert wild.leave() == 0, wild.raw[-6000:].decode("utf-8", "replace")


def test_a_monkey_never_ends_the_app_or_hurts_the_workspace(tmp_path: Path, campaign: Campaign) -> None:
    keys = campaign.size(100_000, least=20)
    for number in range(0, keys, VISIT):
        home = demo_home(tmp_path / f"home-{number}")
        try:
            visit(home, campaign.random(f"monkey {number}"), min(VISIT, keys - number))
            assert_sound(home)
        except AssertionError as error:
            raise AssertionError(f"seed {campaign.seed}, visit {number}: {error}") from error
        campaign.count("keys pressed", min(VISIT, keys - number))
