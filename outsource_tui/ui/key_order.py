"""Keys one after the other: none gets past the one before it, nor past what that one opens.

Textual hands a key to the widget in focus and the next one right after it, while what the first does may come some
turns of the loop later: a tab, for instance, moves the focus only once it has bubbled up to the app. Of a burst (a
slow line, a macro, fast fingers) letters would then land in the field before.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from math import inf
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message

TURNS = 8
"""Turns of the loop in which what a key has begun opens its dialog."""
PATIENCE = 1.0
"""Seconds for which keys wait at most for a key before them or for what is being opened."""


class KeyPassed(Message):
    """Goes the way of a key, behind it: once this has bubbled up to the app, the key has done what it does."""

    def __init__(self, number: int) -> None:
        """Keep which key it follows."""
        super().__init__()
        self.number = number


class KeyOrder:
    """What was typed and waits its turn."""

    def __init__(self, app: App[Any], forward: Callable[[events.Event], Awaitable[None]]) -> None:
        """Hand what is typed to `forward`, each at its turn."""
        self._app = app
        self._forward = forward
        self._typed: deque[events.Event] = deque()
        self._number = 0
        self._turns = 0
        self._under_way = False
        self._opening = False
        self._since = 0.0

    @property
    def waiting(self) -> int:
        """How many keys wait for their turn."""
        return len(self._typed)

    async def take(self, event: events.Event) -> None:
        """Take a key or a paste; it goes on at its turn."""
        self._typed.append(event)
        await self.go_on()

    def opening(self) -> None:
        """Hold what is typed back until what is being opened has the focus."""
        self._opening = True
        self._since = monotonic()

    def hold(self) -> None:
        """Hold back what is typed for as long as it takes until `opened`."""
        self._opening = True
        self._since = inf

    def opened(self) -> None:
        """Go on with what was typed meanwhile."""
        self._opening = False
        self._app.call_later(self.go_on)

    def closed(self) -> None:
        """Take the key that went to what is gone as passed from now on: what was waiting for it may open the next."""
        self._turns = TURNS
        self._app.call_later(self.passed, self._number)

    async def passed(self, number: int) -> None:
        """Go on after a key that has done what it does."""
        if number == self._number and self._under_way:
            self._turns = TURNS
            while self._turns:
                self._turns -= 1
                await asyncio.sleep(0)
            self._under_way = False
            await self.go_on()

    async def go_on(self) -> None:
        """Forward what waits, up to the first key that may move the focus or open something."""
        if monotonic() - self._since > PATIENCE:
            self._under_way = self._opening = False
        while self._typed and not self._under_way and not self._opening:
            event = self._typed.popleft()
            target = self._app.focused or self._app.screen
            if isinstance(event, events.Key) and not (event.is_printable and hasattr(target, "cursor_blink")):
                self._number += 1
                self._under_way = True
                self._since = monotonic()
            await self._forward(event)
            if self._under_way:
                target.post_message(KeyPassed(self._number))
