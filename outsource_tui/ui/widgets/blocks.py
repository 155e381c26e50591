"""What papers are made of: headings, facts, notes, checklists, bars, the day as a strip, the log as a calendar.

A block is a function from a width in cells to lines; `Paper.draw(stack(...))` shows several of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from outsource_tui.domain import formats
from outsource_tui.ui import show
from outsource_tui.ui.paint import clip, fit, line_width, width_of, wrap, wrap_pieces
from outsource_tui.ui.show import Line, Piece, Status, line, literal

Block = Callable[[int], list[Line]]

AS_ONE = 76
"""So many cells a heading and the figures under it may be apart."""
_BLANK: Line = ()
_SHADES = ("·", "░", "▒", "▓", "█")


def stack(*blocks: Block | None) -> Block:
    """Return the blocks one under the other; None is left out."""

    def draw(width: int) -> list[Line]:
        return [each for block in blocks if block is not None for each in block(width)]

    return draw


def gap(lines: int = 1) -> Block:
    """Return empty lines."""
    return lambda _width: [_BLANK] * lines


def heading(text: str, right: str = "", role: str = "muted") -> Block:
    """Return a bold heading, with something at the right end if wanted, and an empty line below."""

    def draw(width: int) -> list[Line]:
        title = Piece(clip(literal(text), width), "bold")
        if not right or width_of(title.text) + 2 + width_of(right) > width:
            return [(title,), _BLANK]
        space = " " * (width - width_of(title.text) - width_of(right))
        return [(title, Piece(space), Piece(right, role)), _BLANK]

    return draw


def title(text: str, right: str = "", role: str = "muted") -> Block:
    """Return a heading without the empty line below."""
    whole = heading(text, right, role)
    return lambda width: whole(width)[:1]


def plain(*lines: Iterable[tuple[str, str] | Piece]) -> Block:
    """Return lines of pieces as they are, cut where they do not fit."""
    kept = [line(*pieces) for pieces in lines]
    return lambda _width: list(kept)


def prose(*parts: str | tuple[str, str] | Piece) -> Block:
    """Return pieces as running text, wrapped at spaces."""
    kept = line(*parts)
    return lambda width: wrap_pieces(kept, width)


def note(text: str, role: str = "muted", glyph: str = "") -> Block:
    """Return a wrapped sentence, hanging under its glyph."""

    def draw(width: int) -> list[Line]:
        lead = f"{glyph} " if glyph else ""
        inner = wrap(text, width - width_of(lead))
        return [
            (Piece(lead if not number else " " * width_of(lead), role), Piece(part, role))
            if lead
            else (Piece(part, role),)
            for number, part in enumerate(inner)
        ]

    return draw


def text_block(text: str, role: str = "") -> Block:
    """Return a long text wrapped, its own line breaks kept."""
    return lambda width: [(Piece(part, role),) for part in wrap(text, width)]


class Fact(NamedTuple):
    """A label and its value; `role` colours the value."""

    label: str
    value: str
    role: str = ""
    label_role: str = "muted"


def facts(rows: Iterable[Fact | tuple[str, str] | tuple[str, str, str] | None], *, at: int = 0) -> Block:
    """Return label and value rows, values right-aligned, or starting at cell `at`; None draws a rule.

    A value that does not fit beside its label goes under it.
    """
    kept = [None if row is None else Fact(*row) for row in rows]

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        for row in kept:
            if row is None:
                lines.append((Piece("─" * width, "rule"),))
                continue
            label, value = literal(row.label), literal(row.value)
            if at:
                room = max(8, width - at)
                parts = wrap(row.value, room) or [""]
                lines.append((Piece(fit(label, at - 1), row.label_role), Piece(" "), Piece(parts[0], row.role)))
                lines += [(Piece(" " * at), Piece(part, row.role)) for part in parts[1:]]
                continue
            space = width - width_of(label) - width_of(value)
            if space >= 1:
                lines.append((Piece(label, row.label_role), Piece(" " * space), Piece(value, row.role)))
                continue
            lines.append((Piece(clip(label, width), row.label_role),))
            lines += [
                (Piece(" " * max(0, width - width_of(part))), Piece(part, row.role)) for part in wrap(value, width)
            ]
        return lines

    return draw


class Check(NamedTuple):
    """An item of a checklist: its state, what it says, and what is known about it."""

    state: Status
    text: str
    detail: str = ""
    role: str = ""


def checklist(items: Iterable[Check], *, detail_at: int = 0) -> Block:
    """Return items with their glyph; details stand right of the text from cell `detail_at`, or below it."""
    kept = [Check(*item) for item in items]

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        for item in kept:
            glyph = Piece(f"{item.state.glyph} ", item.state.role)
            if detail_at and item.detail and detail_at + 8 < width:
                text = fit(literal(item.text), detail_at - 3)
                detail = clip(literal(item.detail), width - detail_at)
                lines.append((glyph, Piece(text, item.role), Piece(" "), Piece(detail, "muted")))
                continue
            parts = wrap(item.text, width - 2)
            lines.append((glyph, Piece(parts[0], item.role)))
            lines += [(Piece("  "), Piece(part, item.role)) for part in parts[1:]]
            if item.detail:
                lines += [(Piece("  "), Piece(part, "muted")) for part in wrap(item.detail, width - 2)]
        return lines

    return draw


class BarRow(NamedTuple):
    """A labelled bar: share from 0 to 1 (None: unknown), the figure at its end, roles of bar and figure."""

    label: str
    share: float | None
    value: str
    role: str = "bar"
    value_role: str = ""


def bars(rows: Iterable[BarRow], *, most: int = 36) -> Block:
    """Return labelled bars of one width (at most `most` cells), figures right-aligned behind them."""
    kept = [BarRow(*row) for row in rows]

    def draw(width: int) -> list[Line]:
        if not kept:
            return []
        label_cells = min(max(width_of(literal(row.label)) for row in kept), max(6, width // 3))
        value_cells = max(width_of(row.value) for row in kept)
        bar_cells = min(most, width - label_cells - value_cells - 4)
        lines: list[Line] = []
        for row in kept:
            label = Piece(fit(literal(row.label), label_cells), "muted")
            value = Piece(fit(row.value, value_cells, "right"), row.value_role)
            if bar_cells < 4:
                space = max(2, width - label_cells - value_cells)
                lines.append((label, Piece(" " * space), value))
            else:
                lines.append((label, Piece("  "), *show.bar(row.share, bar_cells, row.role), Piece("  "), value))
        return lines

    return draw


def counted(done: int, of: int, words: str) -> Block:
    """Return counted squares with words behind: `■ ■ ■ □ □   3 of 5 days`."""

    def draw(width: int) -> list[Line]:
        shown = max(0, min(of, (width - width_of(words) - 3) // 2))
        full = min(done, shown)
        squares = (Piece("■ " * full, "accent"), Piece("□ " * (shown - full), "muted"))
        return [(*(piece for piece in squares if piece.text), Piece("  "), Piece(words, "muted"))]

    return draw


def sparkline(values: Sequence[float | None], caption: str = "", *, role: str = "accent", figure: str = "") -> Block:
    """Return a sparkline with a figure behind it and a caption under it; what is unknown is a blank."""

    def draw(width: int) -> list[Line]:
        room = max(4, width - (width_of(figure) + 2 if figure else 0))
        drawn: Line = (Piece(show.spark(values, room), role),)
        if figure:
            drawn = (*drawn, Piece("  "), Piece(figure, "bold"))
        return [drawn, (Piece(caption, "muted"),)] if caption else [drawn]

    return draw


class Stretch(NamedTuple):
    """A stretch of a day in minutes since midnight, and its role."""

    start: int
    end: int
    role: str


def day_strip(stretches: Sequence[Stretch], *, first: int = 0, last: int = 0) -> Block:
    """Return a day as a strip of blocks under its hours; from `first` to `last` hour, by default what it needs."""
    kept = [stretch for stretch in stretches if stretch.end > stretch.start]

    def draw(width: int) -> list[Line]:
        if not kept:
            return []
        start = min(first * 60 if first else 24 * 60, *(stretch.start for stretch in kept)) // 60 * 60
        end = -(-max(last * 60, *(stretch.end for stretch in kept)) // 60) * 60
        hours = max(1, (end - start) // 60)
        per_hour = max(1, min(6, width // hours))
        step = 1
        while hours * per_hour > width:
            step += 1
            per_hour = 1
            if hours // step <= width:
                break
        cells = min(width, hours * per_hour // step)
        minutes = (end - start) / cells
        labels = ""
        every = max(1, -(-3 // per_hour) * step)
        for hour in range(0, hours, every):
            at = hour * per_hour // step
            labels = labels.ljust(at) + str((start // 60 + hour) % 24)
        row: list[str] = []
        for cell in range(cells):
            begin, stop = start + cell * minutes, start + (cell + 1) * minutes
            best, most = "rule", 0.0
            for stretch in kept:
                overlap = min(stop, stretch.end) - max(begin, stretch.start)
                if overlap > most:
                    best, most = stretch.role, overlap
            row.append(best if most * 2 >= minutes else "")
        pieces: list[Piece] = []
        for role in row:
            glyph = "█" if role else "─"
            shown = role or "rule"
            if pieces and pieces[-1].role == shown and pieces[-1].text[0] == glyph:
                pieces[-1] = Piece(pieces[-1].text + glyph, shown)
            else:
                pieces.append(Piece(glyph, shown))
        return [(Piece(labels, "muted"),), tuple(pieces)]

    return draw


def calendar(levels: Mapping[date, int], until: date, *, weeks: int = 26) -> Block:
    """Return a calendar of shades, a column a week, ending with the week of `until`; levels go from 0 to 4."""

    def draw(width: int) -> list[Line]:
        columns = max(1, min(weeks, (width - 4) // 2))
        first = until - timedelta(days=(until.weekday() - formats.in_force().week_start) % 7, weeks=columns - 1)
        months: list[str] = [" "] * (columns * 2 + 4)
        free = 0
        for column in range(columns):
            day = first + timedelta(weeks=column)
            if (column == 0 or day.day <= 7) and column * 2 >= free and column * 2 + 3 <= len(months):
                months[column * 2 : column * 2 + 3] = list(show.month(day)[:3])
                free = column * 2 + 4
        lines: list[Line] = [(Piece("    "), Piece("".join(months).rstrip(), "muted"))]
        for weekday in range(7):
            name = show.weekday(first + timedelta(days=weekday))
            pieces: list[Piece] = [Piece(f"{name if weekday % 2 == 0 else '':<4}", "muted")]
            for column in range(columns):
                day = first + timedelta(weeks=column, days=weekday)
                level = max(0, min(4, levels.get(day, 0)))
                role = "rule" if not level else "accent" if level == 4 else "bar"
                pieces.append(Piece("  ") if day > until else Piece(f"{_SHADES[level]} ", role))
            lines.append(tuple(pieces))
        return lines

    return draw


def within(most: int, *blocks: Block | None) -> Block:
    """Return the blocks one under the other on at most `most` cells, so that what belongs together stays together."""
    whole = stack(*blocks)
    return lambda width: whole(min(width, most))


def side_by_side(
    labels: Sequence[str], columns: Sequence[tuple[str, Sequence[Piece | str]]], *, most: int = 1
) -> Block:
    """Return records beside each other: a column each under its bold name, up to `most` lines for each label."""

    def draw(width: int) -> list[Line]:
        label_cells = min(max((width_of(label) for label in labels), default=0), max(8, width // 4))
        count = max(1, len(columns))
        cells = max(6, (width - label_cells - 2 * count) // count)
        lines: list[Line] = []
        head: list[Piece] = [Piece(" " * label_cells)]
        for name, _values in columns:
            head += [Piece("  "), Piece(fit(literal(name), cells), "bold")]
        lines.append(tuple(head))
        for number, label in enumerate(labels):
            texts: list[tuple[list[str], str]] = []
            for _name, values in columns:
                value = values[number] if number < len(values) else Piece(show.UNKNOWN, "blue")
                piece = Piece(value) if isinstance(value, str) else value
                texts.append((_in_lines(piece.text, cells, most), piece.role))
            for at in range(max((len(parts) for parts, _role in texts), default=1)):
                pieces: list[Piece] = [Piece(fit(label if not at else "", label_cells), "muted")]
                for parts, role in texts:
                    pieces += [Piece("  "), Piece(fit(parts[at] if at < len(parts) else "", cells), role)]
                lines.append(tuple(pieces))
        return lines

    return draw


def _in_lines(text: str, cells: int, most: int) -> list[str]:
    """Return a text in up to `most` lines, the last one cut where there is more."""
    text = literal(text)
    if most == 1:
        return [text]
    parts = wrap(text, cells) or [""]
    return parts if len(parts) <= most else [*parts[: most - 1], clip(" ".join(parts[most - 1 :]), cells)]


def beside(left: Block, right: Block, *, space: int = 4, least: int = 44) -> Block:
    """Return two blocks in two columns, or one under the other where a column would be under `least` cells."""

    def draw(width: int) -> list[Line]:
        cells = (width - space) // 2
        if cells < least:
            return [*left(width), _BLANK, *right(width)]
        one, other = left(cells), right(width - cells - space)
        lines: list[Line] = []
        for at in range(max(len(one), len(other))):
            first = one[at] if at < len(one) else ()
            fill = Piece(" " * (cells - line_width(first) + space))
            lines.append((*first, fill, *other[at]) if at < len(other) else first)
        return lines

    return draw


def keys_line(*keys: tuple[str, str] | tuple[str, str, str]) -> Block:
    """Return keys with what they do, as in the footer; a third word is the reason why not, which dims them."""
    kept = [(*key, "") if len(key) == 2 else key for key in keys]

    def draw(width: int) -> list[Line]:
        pieces: list[Piece] = []
        for key, label, reason in kept:
            if pieces:
                pieces.append(Piece("   "))
            pieces += [Piece(key, "muted" if reason else "accent"), Piece(f" {label}", "muted" if reason else "")]
            if reason:
                pieces.append(Piece(f" ({reason})", "muted"))
        if line_width(pieces) <= width:
            return [tuple(pieces)]
        return wrap_pieces(pieces, width)

    return draw


def empty_state(title: str, text: str, *keys: tuple[str, str]) -> list[Line]:
    """Return what an empty list shows: what would stand here, and the key that starts it."""
    lines: list[Line] = [_BLANK, (Piece(title, "bold"),), _BLANK]
    lines += [(Piece(part, "muted"),) for part in text.splitlines()]
    lines.append(_BLANK)
    lines += [(Piece(f"{key:<8}", "accent"), Piece(label)) for key, label in keys]
    return lines
