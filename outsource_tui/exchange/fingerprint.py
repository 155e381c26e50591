"""What makes a row the same row again: its own id, else its parsed fields and their count in the file."""

import re
from hashlib import blake2b

from outsource_tui.exchange.reading import ParsedEntry

_LONG_ID = 160


_OWN = re.compile(r"(?:entry-)?([0-9]{19})(?:@outsource)?\Z")


def own_id(entry: ParsedEntry) -> str:
    """Return the id of ours that a row of our own exports carries, or nothing."""
    found = _OWN.match(entry.source_id) if entry.source_id else None
    return found[1] if found is not None else ""


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class Fingerprints:
    """Gives each entry of one file its fingerprint; make a new one for each file."""

    def __init__(self, format_name: str) -> None:
        """Prefix fingerprints with `format_name`."""
        self._format = format_name
        self._seen: dict[str, int] = {}
        self._ids: dict[str, str] = {}

    def of(self, entry: ParsedEntry) -> str:
        """Return the entry's fingerprint: equal for the same row of the same file, different for a second equal row.

        An id that the source repeats for another time or text is told apart by its fields, so nothing is lost.
        """
        fields = _digest(
            entry.moment or entry.day,
            "" if entry.seconds is None else repr(entry.seconds),
            entry.text,
            entry.project,
            entry.client,
            *sorted(entry.tags),
        )
        if entry.source_id:
            own = entry.source_id if len(entry.source_id) <= _LONG_ID else _digest(entry.source_id)
            first = self._ids.setdefault(own, fields)
            return f"{self._format}:{own}" if first == fields else f"{self._format}:{own}@{fields}"
        count = self._seen.get(fields, 0) + 1
        self._seen[fields] = count
        return f"{self._format}:{fields}#{count}"
