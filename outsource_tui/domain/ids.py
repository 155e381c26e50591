"""Record ids: 19 digits, milliseconds since 1970 and six random digits; sorted by time, unique across machines."""

import os

_LENGTH = 19
_RANDOM = 10**6
_last = 0


def new_id(milliseconds: int) -> str:
    """Return a fresh id for something made at `milliseconds` since 1970; ids count up within a process."""
    global _last  # noqa: PLW0603 - the one counter that keeps ids of a process in order
    number = milliseconds * _RANDOM + int.from_bytes(os.urandom(4), "big") % _RANDOM
    if number <= _last:
        number = _last + 1 + os.urandom(1)[0]
    _last = number
    return f"{number:0{_LENGTH}d}"


def is_id(text: object) -> bool:
    """Tell whether `text` has the shape of an id: digits alone, 19 of them."""
    return isinstance(text, str) and len(text) == _LENGTH and text.isascii() and text.isdigit()
