"""The arithmetic behind a figure: every input, how it was put together, and what it rests on."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from outsource_tui.ui.dialogs.text import ReadDialog
from outsource_tui.ui.paint import fit, width_of, wrap
from outsource_tui.ui.show import UNKNOWN, Line, Piece, literal

_BASIS = {
    "measured": ("● measured", "accent"),
    "estimated": ("◐ estimate", "amber"),
    "default": ("○ default", "muted"),
    "computed": ("", "muted"),
}


class ShownStep(Protocol):
    """A line of arithmetic: what it is, how it is worked out, its value and what it rests on."""

    @property
    def label(self) -> str:
        """Return what it is."""
        ...

    @property
    def formula(self) -> str:
        """Return how it is worked out, the numbers filled in."""
        ...

    @property
    def value(self) -> Decimal | None:
        """Return the exact value, None when it is not known."""
        ...

    @property
    def basis(self) -> str:
        """Return measured, estimated, default or computed."""
        ...

    def shown(self) -> str:
        """Return the value with its unit."""
        ...


class ArithmeticDialog(ReadDialog):
    """Steps of arithmetic under each other, with a closing sentence if there is one."""

    def __init__(self, title: str, steps: Sequence[ShownStep], *, closing: str = "") -> None:
        """Show the steps."""
        self.steps = tuple(steps)
        self.closing = closing
        super().__init__(title, draw=self._draw)

    def _draw(self, width: int) -> list[Line]:
        if not self.steps:
            return [(Piece("Nothing was computed here yet.", "muted"),)]
        labels = min(max(width_of(literal(step.label)) for step in self.steps), max(10, width // 3))
        values = max(width_of(self._value(step)) for step in self.steps)
        basis = 10 if width > 70 else 0
        room = width - labels - values - 6 - (basis + 2 if basis else 0)
        lines: list[Line] = []
        for step in self.steps:
            words, role = _BASIS.get(step.basis, (step.basis, "muted"))
            unknown = step.value is None
            value = Piece(fit(self._value(step), values, "right"), "blue" if unknown else "bold")
            last: tuple[Piece, ...] = (Piece("  "), Piece(words, role)) if basis and words and not unknown else ()
            label = Piece(fit(literal(step.label), labels), "")
            if room >= 12:
                parts = wrap(step.formula, room)
                lines.append((label, Piece("   "), Piece(fit(parts[0], room), "muted"), Piece("   "), value, *last))
                lines += [(Piece(" " * (labels + 3)), Piece(part, "muted")) for part in parts[1:]]
            else:
                lines.append((label, Piece(" " * max(1, width - labels - values)), value))
                lines += [(Piece("  "), Piece(part, "muted")) for part in wrap(step.formula, width - 2) if part]
        if self.closing:
            lines.append(())
            lines += [(Piece(part, "muted"),) for part in wrap(self.closing, width)]
        return lines

    @staticmethod
    def _value(step: ShownStep) -> str:
        return UNKNOWN if step.value is None else literal(step.shown())
