"""A brief as a Word document; needs the `office` extra."""

import io
from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import Wording
from outsource_tui.domain.errors import InputError
from outsource_tui.exchange.brief_parts import brief_sections
from outsource_tui.exchange.cells import steady_zip, xml_text


def brief_document(brief: Brief, wording: Wording) -> bytes:
    """Return the brief as .docx bytes, the same for the same brief."""
    try:
        import docx
    except ImportError:
        raise InputError(
            "Word files need the office extra; install it with pip install 'outsource-tui[office]', or export md."
        ) from None
    document: Any = docx.Document()
    document.add_heading(xml_text(brief.title), level=0)
    for section in brief_sections(brief, wording):
        if section.title:
            document.add_heading(section.title, level=1)
        for paragraph in section.paragraphs:
            document.add_paragraph(xml_text(paragraph))
        for item in section.items:
            document.add_paragraph(xml_text(item), style="List Bullet")
    about = document.core_properties
    about.title = xml_text(brief.title)[:255]
    about.author = ""
    about.comments = ""
    about.created = about.modified = brief.updated_at.replace(tzinfo=None, microsecond=0)
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())
