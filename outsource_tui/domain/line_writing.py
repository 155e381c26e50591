"""A quick line written from its parts, so that it reads back as them."""

from collections.abc import Sequence

from outsource_tui.domain.dates import UNITS
from outsource_tui.domain.line_words import DASHES, is_escaped, is_special


def _kept_together(sigil: str, value: str) -> str:
    return f'{sigil}"{value}"' if " " in value or value.startswith('"') else sigil + value


def write_line(
    text: str,
    *,
    length: str = "",
    day: str = "",
    project: str = "",
    tags: Sequence[str] = (),
    stress: int | None = None,
    liking: int | None = None,
    skill: int | None = None,
    postponed: int = 0,
) -> str:
    """Return a line that reads back as the given parts; `length` and `day` are words: 45m, 9:00-10:30, monday."""
    out: list[str] = []
    words = text.split()
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        pair = (word.casefold() in UNITS and before[-1:].isdigit()) or before in DASHES or after in DASHES
        escaped = is_special(word) or is_escaped(word) or (pair and is_escaped("\\" + word))
        out.append("\\" + word if escaped else word)
    parts = [" ".join(out), length, day]
    parts += [_kept_together("+", tag) for tag in tags]
    parts += [_kept_together("@", project)] if project else []
    parts += [{4: ":like", 2: ":dislike"}.get(liking, f"--liking {liking}")] if liking is not None else []
    parts += [":weak" if skill == 2 else f"--skill {skill}"] if skill is not None else []
    parts += [":late"] * postponed
    parts += [f":{stress}"] if stress is not None else []
    return " ".join(part for part in parts if part)
