"""A brief as Markdown."""

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import Wording, markdown


def brief_markdown(brief: Brief, wording: Wording) -> str:
    """Return the brief as Markdown, with what the user typed shown literally."""
    return markdown(brief, wording)
