"""The editor of a brief: sections at the left, the section's text or rows in the middle, the brief at the right."""

from typing import TYPE_CHECKING, Any, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from outsource_tui.ui import show
from outsource_tui.ui.dialogs.fields import LONGEST_LINE, LONGEST_TEXT, LongText
from outsource_tui.ui.screens.briefs import papers
from outsource_tui.ui.screens.briefs import sections as parts
from outsource_tui.ui.screens.briefs.part_text import PartText
from outsource_tui.ui.screens.briefs.rows import BriefParts
from outsource_tui.ui.show import DONE, MIND, OPEN, Piece
from outsource_tui.ui.widgets.blocks import Block, facts, gap, heading, note, stack
from outsource_tui.ui.widgets.chrome import FootKey

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief, BriefPart


class BriefsEditing(BriefParts):
    """What the editor of a brief does; the screen below adds the list and the postings."""

    def __init__(self) -> None:
        """Start without a section in hand."""
        super().__init__()
        self._section = ""
        self._columns_of = ""

    # Laying out

    def compose_editor(self) -> ComposeResult:
        """Lay the editor out."""
        with Horizontal(id="editor"):
            yield self.sections
            with Vertical(id="part"):
                yield from (self.part_head, self.part_text, self.part_rows, self.part_notes)

    def open_editor(self, brief: "Brief", section: str = "") -> None:
        """Edit a brief."""
        self.editing = brief.id
        self._section = ""
        self.add_class("-editing")
        self.open_side(False)
        self.show_editor()
        if section:
            self.sections.go_to(section)
        self.sections.focus()
        self.show_part()
        self.refresh_frame()

    def close_editor(self) -> None:
        """Go back to the list."""
        self.editing = ""
        self.remove_class("-editing")
        self.remove_class("-in-part")
        self.show()
        self.list_table.focus()
        self.refresh_frame()

    def show_editor(self) -> None:
        """Bring sections, part and preview up to date."""
        brief = self.brief_at_hand()
        if brief is None:
            self.close_editor()
            return
        view = self.view_of(brief)
        checks = view.post_checks
        done = sum(check.done for check in checks)
        needed = [] if brief.ready_at is not None else [one.part for one in view.missing]
        self.sections.set_rows(parts.section_rows(brief, (done, len(checks)), needed), parts.group_separators())
        self.show_part()

    def show_part(self) -> None:
        """Show the section under the cursor in the middle, and the brief at the right."""
        brief = self.brief_at_hand()
        if brief is None or not self.editing:
            return
        section = self.section
        is_text = section.kind in parts.TEXT_KINDS
        self.part_text.display = is_text
        self.part_rows.display = not is_text
        if is_text:
            self.part_text.most = LONGEST_LINE if section.kind == "line" else LONGEST_TEXT
            self.part_text.show_text(brief.id, section.key, self._stored_text(brief, section.key), "enter writes it")
        else:
            table = self.part_rows
            if self._columns_of != section.key:
                self._columns_of = section.key
                table.set_columns(parts.part_columns(section.key))
            table.header = any(label for label, *_rest in parts.PART_COLUMNS[section.key])
            table.empty = (
                (
                    (Piece("Nothing here yet.", "muted"),),
                    (),
                    (Piece("n", "accent"), Piece(f"  add a {self._noun(section.key)}")),
                    (Piece("a", "accent"), Piece("  say that it does not apply")),
                )
                if self.is_list_section
                else ()
            )
            table.set_rows(parts.part_rows(brief, section.key, self.today))
            if self._section != section.key:
                table.move_to(0)
        self._section = section.key
        self._draw_head(brief)
        self._draw_notes(brief, self.part_text.text if is_text else None)
        self.show_preview(self._as_typed(brief))

    def _stored_text(self, brief: "Brief", key: str) -> str:
        return self.briefs.post_text(brief).body if key == "post" else str(getattr(brief, key))

    def _as_typed(self, brief: "Brief") -> "Brief":
        """Return the brief with what is being typed in its place, unsaved."""
        area = self.part_text
        if not area.has_focus or area.section == "post" or area.brief_id != brief.id:
            return brief
        return brief.model_copy(update={area.section: area.text})

    def _draw_head(self, brief: "Brief") -> None:
        section = self.section
        row = self.sections.current
        mark = OPEN if row is None else parts.NEEDED if row.needed else row.mark
        words = mark.text
        if section.key == "post":
            words = "written by you" if brief.post.body else "composed"
        elif not section.is_part:
            words = ""
        self.part_head.draw(
            stack(
                lambda width: heading(section.label, words, mark.role)(width)[:1],
                note(section.hint) if not self.has_class("-short") else None,
            )
        )

    def _draw_notes(self, brief: "Brief", text: str | None) -> None:
        section = self.section
        blocks: list[Block | None] = []
        if section.key == "post":
            blocks.append(papers.checks_block(self.view_of(brief).post_checks))
        elif text is not None or section.key == "quality":
            blocks.append(papers.vague_block(self._vague(brief, section.key, text)))
        elif section.key == "propositions" or section.key in ("detail", "mode"):
            blocks.append(self._sentence(section.key))
        elif section.key == "milestones":
            blocks.append(self._sum(brief))
        if section.is_part and section.key in brief.not_applicable:
            blocks.append(note("You said that this does not apply; a takes that back.", "muted", "–"))
        elif (row := self.sections.current) is not None and row.needed:
            missing = {one.part: one.phrase for one in self.view_of(brief).missing}
            phrase = {str(part): words for part, words in missing.items()}.get(section.key, "")
            blocks.append(note(f"Before it is ready: {phrase}.", "amber", "*"))
        self.part_notes.draw(stack(*blocks))

    def _vague(self, brief: "Brief", key: str, text: str | None) -> list[Any]:
        as_stored = text is None or key == "post" or text == getattr(brief, key)
        hints = self.view_of(brief).hints if as_stored else self.briefs.hints(brief.model_copy(update={key: text}))
        return [one for one in hints if one.part == key]

    def _sentence(self, key: str) -> Block | None:
        """Return the sentence that the highlighted choice puts into the post."""
        from outsource_tui.playbook import loader

        row = self.part_rows.current
        if row is None:
            return None
        if key == "propositions":
            found = loader.value_proposition(row.key).sentence
        else:
            found = next((one.sentence for one in loader.brief_part(key).choice if one.key == row.key), "")
        return note(f"In the post: {found}", "muted") if found else None

    def _sum(self, brief: "Brief") -> Block | None:
        amounts = [one.amount for one in brief.milestones if one.amount is not None]
        if not amounts or len({one.currency for one in amounts}) > 1:
            return None
        total = sum(one.amount for one in amounts)
        rows: list[Any] = [("all milestones", show.money(total, amounts[0].currency))]
        over = brief.budget is not None and brief.budget.currency == amounts[0].currency and total > brief.budget.amount
        if brief.budget is not None:
            rows.append(("budget", show.money_with_currency(brief.budget)))
        warning = note("The milestones come to more than the budget.", "amber", MIND.glyph) if over else None
        return stack(facts(rows), gap() if warning else None, warning)

    def show_preview(self, brief: "Brief") -> None:
        """Show the brief at the right as it will be read, the section in hand lit and in sight."""
        paper = self.side_paper
        key = self.section.key
        if key == "post":
            post = self.briefs.post_text(brief)
            paper.draw(papers.post_block(post, bool(brief.post.body or brief.post.title)))
            paper.scroll_by(-10_000)
            return
        current = parts.HEADINGS.get(key, "")
        text = self.view_of(brief).preview if brief is self.brief_at_hand() else self.briefs.preview(brief)
        paper.draw(papers.quiet(text, current))

        def bring_in_sight() -> None:
            at = papers.line_of_heading(paper.lines, current)
            height = paper.size.height
            paper.scroll_by(-10_000)
            if at is not None and height and at + 6 > height:
                paper.scroll_by(at - height // 3)

        self.later("preview-place", bring_in_sight, 0.01)

    # Typing

    def foot_keys(self) -> list[FootKey]:
        """Return the keys of the field while typing, else those of the actions."""
        if self.part_text.has_focus:
            return [FootKey("escape", "done, saved", None, ""), FootKey("ctrl+e", "in $EDITOR", None, "record.text")]
        return super().foot_keys()

    def on_part_text_entered(self) -> None:
        """Begin to type; take an unsaved draft back."""
        area = self.part_text
        self.add_class("-in-part")
        draft = self.outsource.drafts.find(self._draft(area.brief_id, area.section))
        kept = "" if draft is None else draft.fields.get("text", "")
        if kept and kept != area.text:
            area.load_text(kept)
            self.tell("Back from your draft; undo in the field (ctrl+z) or empty it if you do not want it.")
        else:
            area.move_cursor(area.document.end)

    @staticmethod
    def _draft(brief_id: str, section: str) -> str:
        return f"brief-{brief_id}-{section}"

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Follow what is typed in the preview and the hints, and keep a draft."""
        area = self.part_text
        if event.text_area is not area or not area.has_focus:
            return
        text = area.text
        brief = self.brief_at_hand()
        title = f"{self.section.label}, {brief.title}" if brief is not None else self.section.label
        fields = {"text": text} if text != area.before else {}
        self.outsource.drafts.keep(self._draft(area.brief_id, area.section), fields, title=title)
        self.later("typed", self._follow_typing, 0.12)

    def _follow_typing(self) -> None:
        brief = self.brief_at_hand()
        if brief is not None and self.part_text.has_focus:
            self._draw_notes(brief, self.part_text.text)
            self.show_preview(self._as_typed(brief))

    def on_part_text_left(self, message: PartText.Left) -> None:
        """Save what was typed."""
        if message.text != message.before:
            self._save_text(message.brief_id, message.section, message.text, message.before)
        if message.to_sections:
            self.remove_class("-in-part")
            self.sections.focus()

    def _save_text(self, brief_id: str, key: str, text: str, before: str) -> None:
        brief = self.briefs.get(brief_id)
        theirs = self._stored_text(brief, key)
        if theirs not in (before, text):
            self._settle(brief, key, text, before, theirs)
            return
        self._write_text(brief, key, text)

    def _write_text(self, brief: "Brief", key: str, text: str) -> None:
        if key == "post":
            saved = self.briefs.edit_post(brief, body=text)
        else:
            if next(one.kind for one in parts.sections() if one.key == key) == "line":
                text = " ".join(text.split())
            saved = self.briefs.edit(brief, **{key: text})
        self.outsource.drafts.remove(self._draft(brief.id, key))
        self._after_edit(brief, saved)

    @work
    async def _settle(self, brief: "Brief", key: str, mine: str, before: str, theirs: str) -> None:
        from outsource_tui.ui.dialogs.conflict import ConflictDialog

        chosen = await self.app.push_screen_wait(
            ConflictDialog("This part was changed elsewhere", {key: mine}, {key: theirs}, {key: before})
        )
        if chosen is not None and chosen.get(key) == mine:
            self._write_text(self.briefs.get(brief.id), key, mine)
        else:
            self.outsource.changed()

    def on_long_text_edit(self, event: LongText.Edit) -> None:
        """Go on in $EDITOR."""
        event.stop()
        self._in_editor()

    def _in_editor(self) -> None:
        from outsource_tui.ui.editor import edit_text

        area = self.part_text
        edited = edit_text(self.outsource, area.text, title="" if area.has_focus else "a part of your brief")
        if edited is None:
            return
        if area.has_focus:
            area.text = edited
        else:
            self._save_text(area.brief_id, area.section, edited, area.before)

    # Actions of the brief that need the editor

    def why_not_brief_not_applicable(self) -> str | None:
        """Return why a part cannot be said not to apply."""
        if not self.editing:
            return "Open the brief first; then a says that a part does not apply."
        if not self.section.is_part:
            return f"{self.section.label} is not counted, so it can simply stay as it is."
        return None

    def do_brief_not_applicable(self) -> None:
        """Say that the part does not apply, or take that back."""
        part = cast("BriefPart", self.section.key)
        self.keep(lambda now: self.briefs.toggle_not_applicable(now, part))

    def why_not_brief_next_gap(self) -> str | None:
        """Return why there is no gap to go to."""
        brief = self.need_brief()
        if not self.view_of(brief).missing and not self.view_of(brief).completeness.empty:
            return f"Nothing is missing {DONE.glyph}; y calls the brief ready."
        return None

    def do_brief_next_gap(self) -> None:
        """Go to the next part that is needed, else to the next empty one."""
        brief = self.need_brief()
        view = self.view_of(brief)
        missing = [one.part for one in view.missing]
        gaps: list[str] = list(missing) or list(view.completeness.empty)
        order = [one.key for one in parts.sections()]
        at = order.index(self.section.key) if self.editing else -1
        later = [key for key in order[at + 1 :] if key in gaps]
        target = (later or [key for key in order if key in gaps])[0]
        if not self.editing:
            self.open_editor(brief, target)
            return
        self.leave_part()
        self.sections.go_to(target)

    def do_brief_post_text(self) -> None:
        """Open the text of the post with its checks."""
        brief = self.need_brief()
        if not self.editing:
            self.open_editor(brief, "post")
        else:
            self.leave_part()
            self.sections.go_to("post")

    @work
    async def _post_title(self) -> None:
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        brief = self.need_brief()
        field = Field("title", "title", value=self.briefs.post_text(brief).title, required=True)
        saved = await self.app.push_screen_wait(
            FormDialog(
                "Title of the post",
                [field],
                submit=lambda values: self.briefs.edit_post(self.need_brief(), title=values["title"]),
            )
        )
        if saved is not None:
            self.outsource.changed()

    def do_brief_post_title(self) -> None:
        """Write the title of the post."""
        self.need_brief()
        self._post_title()

    def why_not_brief_recompose(self) -> str | None:
        """Return why the post need not be composed."""
        brief = self.need_brief()
        return None if brief.post.body or brief.post.title else "The post is composed from the brief already."

    def do_brief_recompose(self) -> None:
        """Compose the post from the brief."""
        self.keep(self.briefs.recompose_post)
        self.tell("Composed from the brief; undo brings your own text back.")
