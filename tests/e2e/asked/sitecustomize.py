"""Loaded by each program a test opens in a terminal: asked with SIGUSR1, it tells there where its tasks wait."""

import signal
import sys
from types import FrameType
from typing import Any


def tell_tasks(_number: int, _frame: FrameType | None) -> None:
    """Write a line for each task: its name and what it awaits; a signal comes between two steps of the loop."""
    import asyncio

    for task in asyncio.all_tasks(asyncio.get_running_loop()):
        places = []
        awaited: Any = task.get_coro()
        while awaited is not None:
            frame = getattr(awaited, "cr_frame", None) or getattr(awaited, "gi_frame", None)
            if frame is not None:
                places.append(f"{frame.f_code.co_name}:{frame.f_lineno}")
            awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "gi_yieldfrom", None)
        print(f"\r\n{task.get_name()}: {' > '.join(places)}", file=sys.__stderr__)


signal.signal(signal.SIGUSR1, tell_tasks)
