"""Text from people: cleaned once at the edge, compared by one normal form."""

NO_TEXT = "(no text)"
MAX_TEXT = 1_000_000
"""Characters of one text that are kept."""

# C0 and C1 without tab and newline, bidi controls, zero-width space and word joiner, BOM, line and paragraph
# separators, interlinear and tag characters, surrogates. ZWJ and variation selectors stay: names and emoji need them.
_UNSAFE = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0x061C, 0x061C), (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xD800, 0xDFFF), (0xE0000, 0xE007F),
)  # fmt: skip
_table: dict[int, None] = {}


def _unsafe() -> dict[int, None]:
    """Return the characters to drop, as str.translate wants them; made at the first need, without `re`."""
    if not _table:
        for first, last in _UNSAFE:
            _table.update(dict.fromkeys(range(first, last + 1)))
    return _table


def clean(text: str) -> str:
    """Return `text` without characters that could drive a terminal or hide words; newlines and tabs stay."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_unsafe())


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, with white space collapsed."""
    return " ".join(clean(text).split())


def shortened(text: str, most: int) -> str:
    """Return `text` cleaned, on one line and with `…` at its end where it had more than `most` characters."""
    text = clean_line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def sentence(text: str, most: int = 600) -> str:
    """Return what is to be said, cleaned, on one line and with the middle left out where somebody's words fill it."""
    text = clean(text).replace("\n", " ")
    if len(text) <= most:
        return text
    # What to do about it stands at the end.
    return f"{text[: most * 2 // 3].rstrip()} … {text[-most // 3 :].lstrip()}"


def harmless_json(text: str) -> str:
    """Return JSON that means the same, with what could drive a terminal written as escapes."""
    if text.isprintable():
        return text
    for sign in set(text):
        code = ord(sign)
        if code in _unsafe():
            high, low = divmod(code - 0x10000, 0x400)
            escape = f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}" if code > 0xFFFF else f"\\u{code:04x}"
            text = text.replace(sign, escape)
    return text


def normal(text: str) -> str:
    """Return the form in which two texts are the same activity: NFKC, casefold, collapsed spaces."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())
