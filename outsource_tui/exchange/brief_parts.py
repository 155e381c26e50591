"""A brief as titled parts of paragraphs and lists: one order for every printed form."""

from typing import NamedTuple

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import PROPOSITIONS, Wording, talk_lines


class BriefSection(NamedTuple):
    """A titled part: paragraphs of plain text, then list items of plain text."""

    title: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]


def brief_sections(brief: Brief, wording: Wording) -> tuple[BriefSection, ...]:
    """Return the parts of a brief that say something, in reading order, as plain text."""
    found: list[BriefSection] = []

    def add(title: str, paragraphs: list[str], listed: list[str]) -> None:
        if paragraphs or listed:
            found.append(BriefSection(title, tuple(paragraphs), tuple(listed)))

    def text(title: str, body: str) -> None:
        # Prose and lists take turns as they were typed; only the first piece carries the title.
        pieces: list[tuple[list[str], list[str]]] = [([], [])]
        for block in body.strip().split("\n\n"):
            lines = [line.strip() for line in block.splitlines() if line.strip()]
            if lines and all(line.startswith(("- ", "* ")) for line in lines):
                pieces[-1][1].extend(line[2:].strip() for line in lines)
            elif lines:
                if pieces[-1][1]:
                    pieces.append(([], []))
                pieces[-1][0].append("\n".join(lines))
        for at, (paragraphs, listed) in enumerate(pieces):
            add("" if at else title, paragraphs, listed)

    def items(title: str, lines: list[str]) -> None:
        add(title, [], [line for line in lines if line])

    text("What", brief.what)
    text("Why", brief.why)
    text("Context", brief.context)
    text("Specifications", brief.specifications)
    text("How to carry it out", brief.expectations)
    text("State at delivery", brief.delivery_state)
    items(
        "Examples",
        [
            f"{one.title}{f' ({one.link})' if one.link else ''}{f': {one.copy_what}' if one.copy_what else ''}"
            for one in brief.examples
        ],
    )
    items(
        "What is in it for you",
        [wording.sentences.get(one, one) for one in PROPOSITIONS if one in brief.propositions],
    )
    items(
        "Milestones",
        [
            ", ".join(
                part
                for part in (
                    one.title,
                    one.due.isoformat() if one.due else "",
                    one.amount.shown() if one.amount else "",
                )
                if part
            )
            for one in brief.milestones
        ],
    )
    items("Standards", [one.text for one in brief.quality])
    if brief.budget is not None:
        text("Budget", brief.budget.shown() + (", fixed price" if brief.fixed_price else ""))
    items("Other measures", [f"{one.name}: {one.target}" if one.target else one.name for one in brief.kpis])
    items("Skills", list(brief.skills))
    items("How we keep in touch", list(talk_lines(brief, wording)))
    items("Papers", [one.name + ("" if one.required else " (optional)") for one in brief.legal])
    if not brief.fixed_price:
        text("Quote", wording.request_quotes)
    return tuple(found)
