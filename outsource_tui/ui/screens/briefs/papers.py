"""What Briefs draws beside its lists: the brief as it will be read, its facts, the checks of the post, the clocks."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from outsource_tui.playbook import loader
from outsource_tui.ui import show
from outsource_tui.ui.paint import ELLIPSIS, MOST_LINES, wrap
from outsource_tui.ui.show import BETWEEN, DONE, MIND, OPEN, Line, Piece, Status, status
from outsource_tui.ui.widgets.blocks import (
    BarRow,
    Block,
    Check,
    bars,
    checklist,
    facts,
    gap,
    heading,
    note,
    stack,
    text_block,
)

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief
    from outsource_tui.domain.brief_text import Completeness, MissingPart, PostCheck, PostText, VagueWord
    from outsource_tui.domain.stages import BriefStage
    from outsource_tui.services.postings import PlatformCount, PostingView

_ESCAPED = re.compile(r"\\(.)")
STAGES: dict[str, Status] = {
    "draft": status(OPEN, "draft"),
    "ready": Status("◐", "ready", "blue"),
    "posted": Status("●", "posted", "accent"),
    "chosen": status(DONE, "chosen"),
    "archived": Status("–", "archived", "muted"),
}
ADVICE: dict[str, Status] = {
    "wait": status(BETWEEN, "wait"),
    "choose": Status("●", "choose now", "accent"),
    "repost": status(MIND, "repost"),
}


def quiet(markdown: str, current: str = "") -> Block:
    """Return Markdown as quiet lines: headings bold, bullets hanging; the heading `current` stands in the accent."""

    def plain_text(text: str) -> str:
        return _ESCAPED.sub(r"\1", text)

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        begun = 0
        for raw in markdown.splitlines():
            # A part that is too long to be looked through is cut; the parts after it are not.
            if raw.startswith("#"):
                begun = len(lines)
            elif len(lines) - begun >= MOST_LINES:
                lines[begun + MOST_LINES - 1 :] = [(Piece(ELLIPSIS),)]
                continue
            text = raw[:-1] if raw.endswith("\\") and not raw.endswith("\\\\") else raw
            if text.startswith("# "):
                lines += [(Piece(part, "bold"),) for part in wrap(plain_text(text[2:]), width)]
            elif text.startswith("## "):
                role = "accent bold" if plain_text(text[3:]) == current else "muted"
                lines.append((Piece(plain_text(text[3:]), role),))
            elif text.startswith("- "):
                parts = wrap(plain_text(text[2:]), max(4, width - 2))
                lines += [
                    (Piece("· " if not number else "  ", "muted"), Piece(part)) for number, part in enumerate(parts)
                ]
            elif not text.strip():
                # A heading stands close to its text.
                if lines and not (lines[-1] and lines[-1][0].role in ("muted", "accent bold") and len(lines[-1]) == 1):
                    lines.append(())
            else:
                lines += [(Piece(part),) for part in wrap(plain_text(text), width)]
        return lines

    return draw


def line_of_heading(lines: Sequence[Line], current: str) -> int | None:
    """Return the number of the line that is the lit heading, or None."""
    for number, each in enumerate(lines):
        if len(each) == 1 and each[0].role == "accent bold" and each[0].text == current:
            return number
    return None


def post_block(post: "PostText", own: bool) -> Block:
    """Return the post as it goes out."""
    return stack(
        note("written by you" if own else "composed from the brief", "muted"),
        gap(),
        lambda width: [(Piece(part, "bold"),) for part in wrap(post.title, width)],
        gap(),
        text_block(post.body),
    )


def checks_block(checks: Sequence["PostCheck"]) -> Block:
    """Return the checks of the post, what would do it under those that fail (S1-53..55)."""
    items = []
    for check in checks:
        detail = "" if check.done else check.hint
        if check.key == "offer" and check.missing:
            unsaid = (loader.value_proposition(one).label.lower() for one in check.missing)
            detail += f" Not in the text yet: {', '.join(unsaid)}."
        elif len(check.missing) > 1:
            detail += f" Vague too: {', '.join(check.missing[1:])}."
        items.append(Check(DONE if check.done else MIND, check.label, detail))
    return checklist(items)


def vague_block(words: Sequence["VagueWord"], *, most: int = 4) -> Block:
    """Return vague words with what to write instead (N08)."""
    found = list({(one.word.casefold(), one.hint): one for one in words}.values())
    lines: list[Block] = [note(f"“{one.word}”: {one.hint}", "amber", MIND.glyph) for one in found[:most]]
    if len(found) > most:
        lines.append(note(f"and {show.count(len(found) - most, 'more vague word')}", "amber"))
    return stack(*lines)


def missing_block(missing: Sequence["MissingPart"], ready: bool) -> Block:
    """Return what the brief still needs before it is ready (N08)."""
    if not missing:
        words = "Ready to post." if ready else "Nothing is missing; y calls it ready."
        return note(words, "accent", DONE.glyph)
    return checklist(Check(OPEN, one.phrase[:1].upper() + one.phrase[1:]) for one in missing)


def completeness_block(full: "Completeness") -> Block:
    """Return completeness as a bar with its figure (S1-21)."""
    return bars([BarRow("complete", full.percent / 100, f"{full.percent} %", "bar", "bold")], most=24)


def facts_block(
    brief: "Brief", stage: "BriefStage", task_title: str, full: "Completeness", *, counts: tuple[int, int], today: date
) -> Block:
    """Return the facts of a brief; `counts` are postings and applications."""
    state = STAGES[stage]
    rows: list[tuple[str, str] | tuple[str, str, str] | None] = [("stage", state.text, state.role)]
    if task_title:
        rows.append(("task", task_title))
    rows.append(("parts settled", f"{full.done} of {full.of}"))
    rows.append(("budget", show.money_with_currency(brief.budget), "" if brief.budget else "blue"))
    dates = [one.due for one in brief.milestones if one.due is not None]
    if dates:
        rows.append(("last milestone", show.day(max(dates), today)))
    rows.append(("revision rounds", str(brief.revisions_included)))
    if counts[0]:
        rows.append(("postings", str(counts[0])))
        rows.append(("applied", str(counts[1])))
    return facts(rows)


def platforms_block(counts: Sequence["PlatformCount"]) -> Block | None:
    """Return what each platform brought, or None before the first posting (S1-44)."""
    if not counts:
        return None
    most = max(1, *(one.applied for one in counts))
    lines: list[Block] = [
        heading("By platform"),
        bars([BarRow(one.name, one.applied / most, f"{one.applied} applied") for one in counts], most=12),
    ]
    for one in counts:
        further = [
            f"{number} {word}"
            for number, word in ((one.shortlisted, "shortlisted"), (one.tested, "tested"), (one.chosen, "chosen"))
            if number
        ]
        if further:
            lines.append(note(f"{one.name}: {', '.join(further)}", "muted"))
    return stack(*lines)


def clock_block(view: "PostingView") -> Block:
    """Return the clock of a posting as a bar and a sentence (N09)."""
    clock = view.clock
    if clock is None:
        return note(f"This posting is closed; {view.applied} applied.")
    advice = ADVICE[clock.advice]
    share = clock.expected_share
    return stack(
        bars([BarRow("in by now", share, show.percent(share), advice.role if advice.role != "accent" else "bar")]),
        note(view.line[:1].upper() + view.line[1:] + ".", advice.role, advice.glyph),
        note(view.curve_line[:1].upper() + view.curve_line[1:] + "."),
    )


def posting_block(view: "PostingView", today: date) -> Block:
    """Return a posting with its clock in words (N09)."""
    posting, clock = view.posting, view.clock
    rows: list[tuple[str, str] | tuple[str, str, str] | None] = [
        ("out since", f"{show.day(posting.posted_at.date(), today)}, {show.clock_time(posting.posted_at)}"),
        ("applied", str(view.applied)),
    ]
    if clock is not None:
        rows.append(("an hour", show.number(clock.per_hour, 2)))
        rows.append(("in by now", show.percent(clock.expected_share)))
        rows.append(("in all, likely", show.number(clock.expected_total, 1), "" if clock.expected_total else "blue"))
    if posting.completeness is not None:
        rows.append(("brief was complete", f"{posting.completeness} %"))
    if posting.fee is not None:
        rows.append(("fee", show.money_with_currency(posting.fee)))
    advice = ADVICE[clock.advice] if clock is not None else status(OPEN, "closed")
    words = view.line[:1].upper() + view.line[1:]
    return stack(
        heading(view.platform),
        facts(rows),
        gap(),
        note(words + ".", advice.role, advice.glyph),
        note(view.curve_line),
        note(f"You posted it because: {posting.warning_reason}", "amber", MIND.glyph)
        if posting.warning_reason
        else None,
        note(posting.url, "blue") if posting.url else None,
        note(posting.note) if posting.note else None,
    )
