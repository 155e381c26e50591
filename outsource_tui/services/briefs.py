"""Briefs: written part by part, checked, readied, and made into a post."""

from typing import Any, Literal

from outsource_tui.domain.brief import (
    Brief,
    BriefPart,
    Call,
    Example,
    Kpi,
    LegalDocument,
    PlannedMilestone,
    Proposition,
    Standard,
)
from outsource_tui.domain.brief_text import (
    BRIEF_PARTS,
    PROPOSITIONS,
    Completeness,
    MissingPart,
    PostCheck,
    PostText,
    VagueWord,
    completeness,
    compose_post,
    markdown,
    missing_for_ready,
    part_filled,
    post_checks,
    post_text,
    vague_hints,
)
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.record import Embedded
from outsource_tui.domain.stages import BriefStage, brief_stage
from outsource_tui.domain.task import Task
from outsource_tui.domain.text import normal
from outsource_tui.playbook import loader
from outsource_tui.services.amounts import above_zero, not_below_zero
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import listed, quoted
from outsource_tui.services.postings import PostingVerbs
from outsource_tui.services.wording import brief_wording

RowPart = Literal["examples", "milestones", "quality", "kpis", "calls", "legal"]
ROWS: dict[str, type[Embedded]] = {
    "examples": Example,
    "milestones": PlannedMilestone,
    "quality": Standard,
    "kpis": Kpi,
    "calls": Call,
    "legal": LegalDocument,
}
"""Parts of a brief that are lists, each with the record of its rows."""


class BriefService(PostingVerbs):
    """Briefs and their postings."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    # Reading

    def all(self, archived: bool = False) -> list[Brief]:
        """Return the briefs, newest first; the archived ones too when asked."""
        briefs = [brief for brief in self.desk.all(Brief) if archived or brief.archived_at is None]
        return sorted(briefs, key=lambda brief: brief.id, reverse=True)

    def get(self, brief_id: str) -> Brief:
        """Return a brief; raise InputError when it is gone."""
        return self.desk.get(Brief, brief_id)

    def of_task(self, task: Task) -> list[Brief]:
        """Return the briefs of a task, oldest first."""
        return self.desk.children(Brief, task=task.id)

    def stage(self, brief: Brief) -> BriefStage:
        """Return how far a brief has come."""
        return brief_stage(
            brief, self.desk.children(Posting, brief=brief.id), self.desk.children(Candidate, brief=brief.id)
        )

    # Writing

    def create(self, title: str, **parts: Any) -> Brief:
        """Make a brief; raise InputError when it has no title."""
        if not title.strip():
            raise InputError("A brief needs a title; type what should be done.", field="title")
        brief = self.desk.new(Brief, title=title, **parts)
        above_zero(brief.budget, "budget", "The budget")
        return self.desk.save_one(f"New brief {quoted(brief.title)}", brief)

    def from_task(self, task: Task) -> Brief:
        """Make a brief from a task that is to be outsourced, with what the task already says (S1-13, S1-21)."""
        if reason := self.why_not_from_task(task):
            raise NotYetError(reason)
        parts: dict[str, Any] = {"task": task.id, "what": task.note}
        if task.client or task.project:
            parts["context"] = "\n".join(
                line
                for line in (
                    f"Client: {task.client}" if task.client else "",
                    f"Project: {task.project}" if task.project else "",
                )
                if line
            )
        kind = next((one for one in loader.kinds() if one.key == task.category), None)
        if kind is not None:
            said = normal(f"{task.title} {task.note}")
            parts["skills"] = tuple(skill for skill in kind.skills if normal(skill) in said)
        if task.recurrence == "recurring":
            # Recurring work is repeat work, which is what many look for (S1-47).
            parts["propositions"] = ("repeat",)
        if task.offer.budget is not None:
            parts["budget"] = task.offer.budget
        elif task.offer.amount is not None and task.offer.model in ("project", "flat"):
            parts["budget"] = task.offer.amount
        return self.create(task.title, **parts)

    def why_not_from_task(self, task: Task) -> str | None:
        """Return what a task still needs before a brief can be written, or None (S1-13)."""
        decision = task.decision
        if decision is None:
            return f"{quoted(task.title)} has no verdict yet; review it, go through the cross-outs and decide first."
        if decision.verdict != "outsource":
            return f"You decided to {decision.verdict} {quoted(task.title)}; change the verdict to outsource first."
        return None

    def edit(self, brief: Brief, **values: Any) -> Brief:
        """Change fields of a brief; a part that is filled no longer counts as not applicable."""
        if "title" in values and not str(values["title"]).strip():
            raise InputError("A brief needs a title; type what should be done.", field="title")
        changed = edited(brief, **values)
        above_zero(changed.budget, "budget", "The budget")
        for stone in changed.milestones:
            not_below_zero(stone.amount, "milestones", "The price of a milestone")
        spared = tuple(part for part in changed.not_applicable if not part_filled(changed, part))
        if spared != changed.not_applicable:
            changed = edited(changed, not_applicable=spared)
        return self._keep(f"Edit brief {quoted(changed.title)}", changed)

    def set_part(self, brief: Brief, part: BriefPart, value: Any) -> Brief:
        """Write one part: text, a choice, money or None, days or None, or rows."""
        return self.edit(brief, **{_field(part): value})

    def toggle_not_applicable(self, brief: Brief, part: BriefPart) -> Brief:
        """Say that a part does not apply, or take that back; raise InputError while something stands in it (N08)."""
        _field(part)
        if part in brief.not_applicable:
            spared = tuple(one for one in brief.not_applicable if one != part)
        elif part_filled(brief, part):
            raise InputError("Something stands in this part; empty it before you leave it out.", field=part)
        else:
            spared = (*brief.not_applicable, part)
        return self._keep(f"Edit brief {quoted(brief.title)}", edited(brief, not_applicable=spared))

    def toggle_proposition(self, brief: Brief, proposition: Proposition) -> Brief:
        """Offer something, or no longer; kept in the playbook's order (S1-45..51)."""
        if proposition not in PROPOSITIONS:
            raise InputError(f"“{proposition}” is no offer; use {listed(PROPOSITIONS, 'or')}.", field="propositions")
        chosen = set(brief.propositions) ^ {proposition}
        return self.edit(brief, propositions=tuple(one for one in PROPOSITIONS if one in chosen))

    def add_row(self, brief: Brief, part: RowPart, **values: Any) -> Brief:
        """Add a row to examples, milestones, quality, kpis, calls or legal."""
        model = _rows(part)
        row = made(model, id=self.desk.fresh_id(), **_said(part, values))
        return self.edit(brief, **{part: (*getattr(brief, part), row)})

    def edit_row(self, brief: Brief, part: RowPart, row_id: str, **values: Any) -> Brief:
        """Change a row; raise InputError when it is gone."""
        _rows(part)
        rows = tuple(
            edited(row, **_said(part, {**_first(part, row), **values})) if row.id == row_id else row
            for row in _with(brief, part, row_id)
        )
        return self.edit(brief, **{part: rows})

    def remove_row(self, brief: Brief, part: RowPart, row_id: str) -> Brief:
        """Take a row out; raise InputError when it is gone."""
        return self.edit(brief, **{part: tuple(row for row in _with(brief, part, row_id) if row.id != row_id)})

    def move_row(self, brief: Brief, part: RowPart, row_id: str, step: int) -> Brief:
        """Move a row up (step -1) or down (step 1), as far as there is room."""
        rows = list(_with(brief, part, row_id))
        at = next(index for index, row in enumerate(rows) if row.id == row_id)
        row = rows.pop(at)
        rows.insert(max(0, min(len(rows), at + step)), row)
        return self.edit(brief, **{part: tuple(rows)})

    def sign(self, brief: Brief, document_id: str, *, sent: bool = False, signed: bool = False) -> Brief:
        """Note that a paper went out or came back signed, now (S1-37)."""
        now = self.desk.now()
        values = {**({"sent_at": now} if sent else {}), **({"signed_at": now} if signed else {})}
        return self.edit_row(brief, "legal", document_id, **values)

    def call_done(self, brief: Brief, call_id: str) -> Brief:
        """Note that a planned call took place (S1-36)."""
        return self.edit_row(brief, "calls", call_id, done_at=self.desk.now())

    def archive(self, brief: Brief) -> Brief:
        """Put a brief away."""
        return self._keep(f"Archive brief {quoted(brief.title)}", edited(brief, archived_at=self.desk.now()))

    def unarchive(self, brief: Brief) -> Brief:
        """Take a brief back out."""
        return self._keep(f"Take back brief {quoted(brief.title)}", edited(brief, archived_at=None))

    def delete(self, brief: Brief) -> None:
        """Delete a brief; raise NotYetError while postings or candidates belong to it."""
        owned = [
            noun
            for noun, some in (
                ("postings", self.desk.children(Posting, brief=brief.id)),
                ("candidates", self.desk.children(Candidate, brief=brief.id)),
            )
            if some
        ]
        if owned:
            raise NotYetError(f"{quoted(brief.title)} still has {listed(owned)}; archive it instead.")
        self.desk.save(f"Delete brief {quoted(brief.title)}", delete=[brief])

    # Complete and ready

    def completeness(self, brief: Brief) -> Completeness:
        """Return which parts are filled, not applicable or empty, and the share that is settled (S1-21)."""
        return completeness(brief)

    def missing(self, brief: Brief) -> tuple[MissingPart, ...]:
        """Return what the brief needs before it is ready (N08)."""
        return missing_for_ready(brief)

    def hints(self, brief: Brief) -> tuple[VagueWord, ...]:
        """Return the vague words in the brief, with what to write instead (N08)."""
        return vague_hints(brief, brief_wording().vague)

    def why_not_ready(self, brief: Brief) -> str | None:
        """Return one sentence naming everything the brief still needs, or None (N08)."""
        missing = missing_for_ready(brief)
        if not missing:
            return None
        return f"Before {quoted(brief.title)} is ready: {listed([one.phrase for one in missing])}."

    def ready(self, brief: Brief) -> Brief:
        """Call a brief ready to post; raise NotYetError naming what is missing (N08)."""
        if reason := self.why_not_ready(brief):
            raise NotYetError(reason, field=missing_for_ready(brief)[0].part)
        return self._keep(f"Ready brief {quoted(brief.title)}", edited(brief, ready_at=self.desk.now()))

    def unready(self, brief: Brief) -> Brief:
        """Call it a draft again."""
        return self._keep(f"Draft brief {quoted(brief.title)}", edited(brief, ready_at=None))

    # The post

    def post_text(self, brief: Brief) -> PostText:
        """Return title and body as they go out: what I wrote, else what the brief composes (S1-52)."""
        return post_text(brief, brief_wording())

    def composed(self, brief: Brief) -> PostText:
        """Return title and body put together from the parts (S1-52)."""
        return compose_post(brief, brief_wording())

    def post_checks(self, brief: Brief) -> tuple[PostCheck, ...]:
        """Return the checks of the post text (S1-53..55)."""
        wording = brief_wording()
        return post_checks(brief, post_text(brief, wording), wording)

    def edit_post(self, brief: Brief, title: str | None = None, body: str | None = None) -> Brief:
        """Write the post by hand; what equals the composed text stays composed (S1-52)."""
        composed = self.composed(brief)
        post = brief.post
        if title is not None:
            post = edited(post, title="" if title.strip() == composed.title else title)
        if body is not None:
            post = edited(post, body="" if body.strip() == composed.body.strip() else body.strip())
        return self._keep(f"Edit post {quoted(brief.title)}", edited(brief, post=post))

    def recompose_post(self, brief: Brief) -> Brief:
        """Throw the hand-written post away and compose it from the brief again."""
        return self._keep(f"Compose post {quoted(brief.title)}", edited(brief, post={"title": "", "body": ""}))

    def preview(self, brief: Brief) -> str:
        """Return the whole brief as Markdown."""
        return markdown(brief, brief_wording())

    def copy_text(self, brief: Brief) -> str:
        """Return the post as plain text for the clipboard (S1-52)."""
        return self.post_text(brief).whole

    def _keep(self, label: str, brief: Brief) -> Brief:
        # What makes a brief ready may be taken away again by an edit: then it is a draft, unless it is out already.
        if brief.ready_at is not None and missing_for_ready(brief) and not self.desk.children(Posting, brief=brief.id):
            brief = edited(brief, ready_at=None)
        return self.desk.save_one(label, brief)


def _field(part: BriefPart) -> str:
    if part not in BRIEF_PARTS:
        raise InputError(f"“{part}” is not a part of a brief; use {listed(BRIEF_PARTS, 'or')}.", field="part")
    return "frequency_days" if part == "frequency" else part


def _rows(part: str) -> type[Embedded]:
    if part not in ROWS:
        raise InputError(f"“{part}” is not a list in a brief; use one of {', '.join(ROWS)}.", field="part")
    return ROWS[part]


_FIRST = {"examples": "title", "milestones": "title", "quality": "text", "kpis": "name", "legal": "name"}


def _first(part: str, row: Embedded) -> dict[str, Any]:
    name = _FIRST.get(part)
    return {name: getattr(row, name)} if name else {}


def _said(part: str, values: dict[str, Any]) -> dict[str, Any]:
    name = _FIRST.get(part)
    if name and not str(values.get(name) or "").strip():
        raise InputError(f"This row needs a {name}; type it.", field=name)
    return values


def _with(brief: Brief, part: str, row_id: str) -> tuple[Embedded, ...]:
    _rows(part)
    rows: tuple[Embedded, ...] = getattr(brief, part)
    if all(row.id != row_id for row in rows):
        raise InputError("That row is no longer there; it may have been removed elsewhere.", field=part)
    return rows
