"""What can be exported, and as what."""

from outsource_tui.domain.errors import InputError

EXPORTS: dict[str, tuple[str, ...]] = {
    "workspace": ("json",),
    "entries": ("csv", "json", "timewarrior", "ics"),
    "brief": ("md", "html", "docx"),
    "candidates": ("csv", "xlsx"),
    "engagements": ("ics",),
}
"""Formats of each thing; the first one is taken when none is named."""

BINARY = frozenset(("docx", "xlsx"))
"""Formats that are bytes, not text: they want a file, not a screen."""


def export_format(what: str, name: str | None) -> str:
    """Return the format to write `what` in; an unknown thing or format is refused with those that exist."""
    formats = EXPORTS.get(what)
    if formats is None:
        raise InputError(f"“{what[:40]}” cannot be exported; use one of {', '.join(EXPORTS)}.", field="what")
    if name is None:
        return formats[0]
    if name not in formats:
        raise InputError(
            f"{what} cannot be exported as “{name[:40]}”; use one of {', '.join(formats)}.", field="format"
        )
    return name
