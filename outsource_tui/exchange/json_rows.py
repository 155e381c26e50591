"""JSON from strangers: read whole, or element by element when part of it is damaged; never a crash."""

import json
import re
from collections.abc import Iterator
from typing import Any

from outsource_tui.domain.errors import InputError

_DEEP = "it is nested too deeply"
_PATIENCE = 2_000_000
_DEEP_COST = 50_000
_SPACE = re.compile(r"[\s,]*")


def _no_constant(name: str) -> float:
    """Refuse NaN and infinities, which are no JSON."""
    raise ValueError(f"{name} is not a number")


def load(text: str, name: str) -> Any:
    """Return the value of a JSON text; anything wrong is one InputError that says where."""
    try:
        return json.loads(text.lstrip("\ufeff"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is not readable as JSON (line {error.lineno}: {error.msg}); export it again."
        ) from None
    except RecursionError:
        raise InputError(f"{name} is not readable as JSON ({_DEEP}); export it again.") from None
    except ValueError as error:
        raise InputError(f"{name} is not readable as JSON ({error}); export it again.") from None


def elements(text: str, start: int, opener: str) -> Iterator[tuple[int, Any, str]]:
    """Yield (line, element, problem) of the array whose `[` is at `start`; after damage on from the next `opener`."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    position = start + 1
    line, counted = text.count("\n", 0, position) + 1, position
    healthy = True
    # Each try costs what it scans; a file made to fail at every sign is given up before that becomes noticeable.
    patience = 10 * len(text) + _PATIENCE
    while True:
        space = _SPACE.match(text, position)
        assert space is not None
        position = space.end()
        line += text.count("\n", counted, position)
        counted = position
        if position >= len(text):
            if healthy:
                yield line, None, "the file ends in the middle"
            return
        if text[position] == "]":
            rest = text.find(opener, position)
            if healthy or rest < 0:
                return
            position = rest
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            if healthy:
                reason = _DEEP if isinstance(error, RecursionError) else getattr(error, "msg", None) or str(error)
                yield line, None, f"this is not readable as JSON ({reason})"
            healthy = False
            deep = isinstance(error, RecursionError)
            reached = position if deep else getattr(error, "pos", position)
            patience -= _DEEP_COST if deep else reached - position + reached // 64 + 1
            if patience < 0:
                yield line, None, "the rest is too damaged to be read"
                return
            following = text.find(opener, position + 1)
            if following < 0:
                return
            position = following
            continue
        # Inside a damaged stretch, pieces that are no whole element were reported with it.
        if healthy or isinstance(value, dict) or (isinstance(value, list) and len(value) > 3):
            yield line, value, ""
            healthy = True
        position = end
