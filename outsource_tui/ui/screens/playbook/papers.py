"""What Playbook shows beside its lists: the highlighted platform, person, message, advice or setting."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from outsource_tui.playbook import loader
from outsource_tui.ui import show
from outsource_tui.ui.paint import MOST_LINES, wrap_pieces
from outsource_tui.ui.screens.playbook.lists import STEPS
from outsource_tui.ui.screens.playbook.settings import SettingRow
from outsource_tui.ui.show import DONE, MIND, Line, Piece
from outsource_tui.ui.widgets.blocks import BarRow, Block, bars, facts, gap, heading, note, stack, text_block

if TYPE_CHECKING:
    from outsource_tui.services.identify import ClientLine
    from outsource_tui.services.messages import Rendered
    from outsource_tui.services.playbook import ContactView, PlatformView
    from outsource_tui.services.templates import TemplateView
    from outsource_tui.services.track_records import HitRate

_PLACEHOLDER = re.compile(r"(\$\{?[a-z_]+\}?)")


def source_line(statement_id: str) -> Block | None:
    """Return where advice comes from (S0-18)."""
    if not statement_id:
        return None
    found = loader.statement(statement_id)
    return note(f"{statement_id}, {found.source.name}")


def _track(rate: "HitRate") -> Block:
    if not rate.n:
        return note("No hit or miss from here yet.")
    return bars([BarRow("hits", rate.rate, f"{rate.hits} of {rate.n}")], most=14)


def platform_block(view: "PlatformView") -> Block:
    """Return a platform with my results and note (S1-39..43)."""
    kinds = {one.key: one for one in loader.platform_kinds()}
    kind = kinds.get(view.kind)
    result = view.result
    return stack(
        heading(view.name, "hidden" if view.hidden else ""),
        text_block(view.known_for),
        gap(),
        facts(
            [
                ("kind", kind.label if kind else view.kind),
                ("for", ", ".join(view.skills) or "anything"),
                ("fee", show.percent(view.fee, 1) if view.fee else "none noted"),
                ("address", view.url or "none noted", "blue" if view.url else "muted"),
            ],
            at=10,
        ),
        note(kind.meaning) if kind else None,
        gap(),
        heading("What it brought you"),
        facts(
            [
                ("postings", str(result.postings)),
                ("applied", str(result.applied)),
                ("hired", str(result.hired)),
            ]
        ),
        _track(result.outcomes),
        gap(),
        heading("Your note"),
        text_block(view.note) if view.note else note("Nothing noted yet; w writes it."),
        gap(),
        source_line(view.statement),
    )


def contact_block(view: "ContactView") -> Block:
    """Return somebody I know (S0-09)."""
    contact = view.contact
    faster = {True: "yes", False: "no", None: show.UNKNOWN}[contact.faster_than_me]
    return stack(
        heading(contact.name),
        facts(
            [
                ("skills", ", ".join(contact.skills) or "none noted"),
                ("an hour", show.money_with_currency(contact.rate), "" if contact.rate else "blue"),
                ("faster than you", faster, "blue" if contact.faster_than_me is None else ""),
                ("asked", str(view.asked)),
                ("engaged", str(view.engaged)),
                ("email", contact.email or "none noted", "" if contact.email else "muted"),
                ("link", contact.link or "none noted", "blue" if contact.link else "muted"),
            ]
        ),
        gap(),
        _track(view.outcomes),
        gap(),
        heading("Your note"),
        text_block(contact.note) if contact.note else note("Nothing noted yet; w writes it."),
        gap(),
        note("Ask people you know first: they need no posting and no 24 hours."),
        source_line("S0-09"),
    )


def _with_placeholders(text: str, unknown: Sequence[str]) -> Block:
    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        for part in show.paragraphs(text[: MOST_LINES * width]):
            pieces = [
                Piece(run, ("amber" if run.strip("${}") in unknown else "accent") if run.startswith("$") else "")
                for run in _PLACEHOLDER.split(part)
                if run
            ]
            lines += wrap_pieces(pieces, width) if pieces else [()]
        return lines

    return draw


def template_block(view: "TemplateView", filled: "Rendered | None", unknown: Sequence[str]) -> Block:
    """Return a message as it is written, its blanks lit, or filled in with an example (S1-84..93)."""
    body: Block
    if filled is not None:
        body = stack(
            note("Filled in with an example; v shows it as it is written.", "blue"),
            gap(),
            text_block(filled.subject, "bold") if filled.subject else None,
            gap() if filled.subject else None,
            text_block(filled.body),
        )
    else:
        body = stack(
            _with_placeholders(view.subject, unknown) if view.subject else None,
            gap() if view.subject else None,
            _with_placeholders(view.body, unknown),
        )
    meanings = {one.name: one.meaning for one in loader.placeholders()}
    used = [name for name in dict.fromkeys(re.findall(r"\$\{?([a-z_]+)", view.subject + view.body)) if name in meanings]
    lists: list[Block | None] = []
    if view.must_haves and "must_haves" in used:
        lists += [gap(), heading("They must bring"), note(", ".join(view.must_haves), "")]
    if view.questions and "questions" in used:
        lists += [gap(), heading("They answer"), *(note(one, "", "·") for one in view.questions)]
    after = "" if view.days_after is None else f", {show.count(view.days_after, 'day')} after the one before"
    return stack(
        heading(view.name, "" if view.own is None else "edited" if view.built_in else "yours", "accent"),
        note(f"{STEPS.get(view.step, view.step)}{after}"),
        gap(),
        body,
        *lists,
        gap() if used or unknown else None,
        heading("Blanks") if used or unknown else None,
        facts([(f"${name}", meanings[name]) for name in used], at=14),
        *(note(f"Nothing will fill ${name} in; mend it, or fill it by hand.", "amber", MIND.glyph) for name in unknown),
        gap(),
        note(", ".join(view.statements)) if view.statements else None,
    )


def example_block(value: Any) -> Block:
    """Return an example of what people hand on (S1-20)."""
    question = next((one for one in loader.questions() if value.why in (one.key, one.id)), None)
    kind = next((one for one in loader.kinds() if one.key == value.kind), None)
    return stack(
        heading(value.text),
        facts([("kind", kind.label if kind else value.kind)]),
        gap(),
        note("It usually answers this question with yes:") if question else None,
        text_block(question.ask, "bold") if question else None,
        gap(),
        note("Does it sound like you? t puts it on your list of tasks."),
        source_line("S1-20"),
    )


def term_block(value: Any) -> Block:
    """Return a word and its meaning (S3-13)."""
    return stack(heading(value.term), text_block(value.meaning), gap(), source_line(value.statement))


def statement_block(value: Any) -> Block:
    """Return a piece of advice with its source, what speaks for it and what pulls away (S0-18)."""
    stage = loader.stage(value.stage)
    pull = loader.pull(value.id)
    evidence = {one.id: one for one in loader.evidence()}
    against = {one.id for one in loader.evidence() if value.id in one.against}
    blocks: list[Block | None] = [
        heading(value.id, stage.label),
        text_block(value.advice),
        gap(),
        facts([("put to work in", stage.screen, "accent")]),
        gap(),
        heading("Where it comes from"),
        text_block(value.source.name, "bold"),
        note(value.source.note),
    ]
    if pull:
        blocks += [gap(), note(pull, "amber", MIND.glyph)]
    known = [evidence[key] for key in dict.fromkeys((*value.evidence, *sorted(against))) if key in evidence]
    if known:
        blocks += [gap(), heading("Evidence from outside")]
        for one in known:
            pulls = one.id in against
            blocks += [
                note(f"{one.id}: {one.says}", "amber" if pulls else "", "▲" if pulls else DONE.glyph),
                note("  " + one.where),
            ]
    return stack(*blocks)


def question_block(value: Any, answers: Sequence[tuple[str, "ClientLine"]]) -> Block:
    """Return a question to a client, and what clients said so far (S0-17)."""
    blocks: list[Block | None] = [heading(value.ask), note(value.hint), gap(), heading("What clients said")]
    if not answers:
        blocks.append(note("Nobody was asked yet; enter notes an answer with its task."))
    for title, answer in answers:
        blocks += [
            note(title),
            text_block(answer.answer) if answer.answer else note("asked, no answer yet", "blue", "?"),
            gap(),
        ]
    return stack(*blocks, gap(), source_line("S0-17"))


def resource_block(value: Any) -> Block:
    """Return something to read (S0-16, S1-94)."""
    return stack(
        heading(value.title),
        text_block(value.note),
        gap(),
        note(value.url, "blue") if value.url else note("No address is known."),
        note("Nothing is ever fetched; c copies the address.") if value.url else None,
        gap(),
        source_line(value.statement),
    )


def setting_block(row: SettingRow, default: str, more: Block | None) -> Block:
    """Return a setting with what it does."""
    one = row.setting
    return stack(
        heading(one.label[:1].upper() + one.label[1:], "changed" if row.changed else "", "accent"),
        text_block(one.help),
        gap(),
        facts(
            [
                ("now", row.value, "blue" if row.value == show.UNKNOWN else "bold"),
                *([("as it came", default)] if default else []),
            ]
        ),
        gap() if more else None,
        more,
        gap(),
        source_line(one.statement),
    )
