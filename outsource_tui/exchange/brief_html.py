"""A brief as one HTML page that loads nothing from anywhere."""

from html import escape

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import Wording
from outsource_tui.exchange.brief_parts import brief_sections
from outsource_tui.exchange.cells import xml_text

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 2rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p, li { overflow-wrap: anywhere; }
p { margin: .5rem 0; }
ul { margin: .5rem 0; padding-left: 1.2rem; }
@media print { body { margin: 0; max-width: none; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def _shown(text: str) -> str:
    return escape(xml_text(text)).replace("\n", "<br>\n")


def brief_page(brief: Brief, wording: Wording) -> str:
    """Return the brief as a page of its own; every text is escaped and links are shown as text."""
    title = _shown(brief.title)
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{title}</h1>",
    ]
    for section in brief_sections(brief, wording):
        if section.title:
            lines.append(f"<h2>{_shown(section.title)}</h2>")
        lines.extend(f"<p>{_shown(paragraph)}</p>" for paragraph in section.paragraphs)
        if section.items:
            lines.append("<ul>")
            lines.extend(f"<li>{_shown(item)}</li>" for item in section.items)
            lines.append("</ul>")
    lines += ["</body>", "</html>", ""]
    return "\n".join(lines)
