"""Activities whose texts look alike, offered for merging; fast enough for some thousands of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

DEFAULT_LIKENESS = 0.85
_NEIGHBOURS = 12
_CROWD = 40


class Pair(NamedTuple):
    """Two activity keys and how alike they are, 0 to 1."""

    left: str
    right: str
    likeness: float


class Group(NamedTuple):
    """Activity keys that look alike; `keep` is the one with the most entries, offered as the name of all."""

    keep: str
    keys: tuple[str, ...]
    likeness: float


def likeness(left: str, right: str, least: float = 0.0) -> float:
    """Return how alike two normalised texts are, 0 to 1; 0.0 when it is surely below `least`."""
    if sorted(left.split()) == sorted(right.split()):
        return 1.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _blocks(key: str) -> set[str]:
    words = sorted(word for word in key.split() if len(word) > 2)
    found = {f"={word}" for word in words}
    # A typo in one word still leaves the start or the end of the text, or its words in order, as it was.
    found.update(_ends(key))
    if words:
        found.add("+" + " ".join(words)[:4])
    return found


def _ends(key: str) -> tuple[str, str]:
    return f"^{key[:4]}", f"${key[-4:]}"


def similar_pairs(keys: Iterable[str], least: float = DEFAULT_LIKENESS) -> list[Pair]:
    """Return pairs of keys at least so alike, most alike first.

    Only keys that share a word, a start or an end are compared, in large blocks only with their neighbours by name.
    """
    blocks: dict[str, list[str]] = defaultdict(list)
    for key in sorted(set(keys)):
        for block in _blocks(key):
            blocks[block].append(key)
    tried: set[tuple[str, str]] = set()
    pairs: list[Pair] = []
    for members in blocks.values():
        for place, left in enumerate(members):
            for right in members[place + 1 : place + 1 + _NEIGHBOURS]:
                if (left, right) in tried or min(len(left), len(right)) * 2 < (len(left) + len(right)) * least:
                    continue
                tried.add((left, right))
                alike = likeness(left, right, least)
                if alike >= least:
                    pairs.append(Pair(left, right, alike))
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.left, pair.right))


class Neighbours:
    """Which keys look like one of them; made once, asked for each."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Sort the keys by how they begin and end."""
        self._blocks: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            for block in _ends(key):
                self._blocks[block].append(key)

    def of(self, key: str, least: float = DEFAULT_LIKENESS) -> tuple[str, ...]:
        """Return the keys at least so alike, the most alike first; of a crowd only the first ones are compared."""
        near = {other for block in _ends(key) for other in self._blocks.get(block, ())[:_CROWD] if other != key}
        found = [(likeness(key, other, least), other) for other in near]
        return tuple(other for alike, other in sorted(found, key=lambda one: (-one[0], one[1])) if alike >= least)


def similar_groups(entries: Mapping[str, int], least: float = DEFAULT_LIKENESS) -> list[Group]:
    """Return groups of activity keys that look alike, given how many entries each has; most alike first."""
    parent = {key: key for key in entries}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    lowest: dict[str, float] = {}
    for pair in similar_pairs(entries, least):
        left, right = root(pair.left), root(pair.right)
        alike = min(lowest.get(left, 1.0), lowest.get(right, 1.0), pair.likeness)
        parent[right] = left
        lowest[left] = alike
    members: dict[str, list[str]] = defaultdict(list)
    for key in entries:
        members[root(key)].append(key)
    groups = [
        Group(min(keys, key=lambda key: (-entries[key], key)), tuple(sorted(keys)), lowest[head])
        for head, keys in members.items()
        if len(keys) > 1
    ]
    return sorted(groups, key=lambda group: (-group.likeness, group.keep))
