"""Text from people: cleaned once at the edge, compared by one normal form."""

import re
import unicodedata

NO_TEXT = "(no text)"

# C0 and C1 without tab and newline, bidi controls, zero-width space and word joiner, BOM, line and paragraph
# separators, interlinear and tag characters, surrogates. ZWJ and variation selectors stay: names and emoji need them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return `text` without characters that could drive a terminal or hide words; newlines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, with white space collapsed."""
    return _SPACES.sub(" ", clean(text)).strip()


def normal(text: str) -> str:
    """Return the form in which two texts are the same activity: NFKC, casefold, collapsed spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())
