"""The ladder of messages to a candidate: which one is next, and from when (N18); one rule for Candidates and due.

Hot path: due.py reads it from stored documents, so nothing heavy is imported here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

Rung = Literal["first", "second", "third", "archive", "decline"]
Why = Literal["new", "applied", "answered", "silent", "declined"]

STEPS_SHIPPED: Mapping[str, str] = {
    "first-message": "first",
    "second-message": "second",
    "third-message": "third",
}
"""The step of each shipped template that waits for an answer."""


class Sent(NamedTuple):
    """A message that went out: the step of its template, when, and when anything came back on it."""

    step: str
    at: datetime
    answered_at: datetime | None = None


class Next(NamedTuple):
    """The next rung, and the moment and days it counts from."""

    rung: Rung
    why: Why
    since: datetime
    days: int


def next_rung(
    sent: Iterable[Sent],
    came_at: datetime,
    *,
    applied: bool,
    second_days: int,
    third_days: int,
    declined_at: datetime | None = None,
    underway: bool = False,
) -> Next | None:
    """Return what to send next to somebody who came at `came_at`, None once they answered the second (S1-85..93).

    Messages of other steps, such as the four questions, neither climb nor end the ladder; with somebody who is
    `underway` without it, by answers or a test, it does not begin. Who is declined is told so once; any message at or
    after `declined_at` counts as that (S1-70).
    """
    messages = sorted(sent, key=lambda one: one.at)
    if declined_at is not None:
        told = any(one.at >= declined_at for one in messages)
        return None if told else Next("decline", "declined", declined_at, 0)
    last = {one.step: one for one in messages}
    first, second, third = last.get("first"), last.get("second"), last.get("third")
    if third is not None:
        if third.answered_at is not None or (second is not None and second.answered_at is not None):
            return None
        return Next("archive", "silent", third.at, third_days)
    if second is not None:
        return None if second.answered_at is not None else Next("third", "silent", second.at, third_days)
    if first is not None:
        if first.answered_at is not None:
            return Next("second", "answered", first.answered_at, 0)
        return Next("second", "silent", first.at, second_days)
    if underway:
        return None
    # Whoever applied has read the post, which says what the first message would.
    return Next("second", "applied", came_at, 0) if applied else Next("first", "new", came_at, 0)
