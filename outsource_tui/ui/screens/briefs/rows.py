"""The parts of a brief as rows: opened, added, chosen, ticked, moved and taken out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual import work

from outsource_tui.domain.errors import InputError
from outsource_tui.ui.screens.briefs import sections as parts
from outsource_tui.ui.screens.briefs.part_text import PartText
from outsource_tui.ui.screens.briefs.sections import PartRow, SectionRow
from outsource_tui.ui.screens.stage import StageScreen, still_there
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief
    from outsource_tui.services.brief_view import BriefView
    from outsource_tui.services.briefs import BriefService, RowPart


class BriefParts(StageScreen):
    """The sections of a brief and the rows in them; the screens below lay them out."""

    list_table: RecordTable[Any]

    def __init__(self) -> None:
        """Start on the list."""
        super().__init__()
        self.editing = ""
        self.showing_preview = False
        self._views: dict[str, BriefView] = {}
        # Held here and not looked up: what draws late, while the screen is laid out or taken down, still has its paper.
        self.sections: RecordTable[SectionRow] = RecordTable(
            parts.section_columns(),
            key=lambda row: row.section.key,
            search=lambda row: row.section.label,
            header=False,
            id="sections",
        )
        self.part_head = Paper(id="part-head", indent=2, right=1)
        self.part_text = PartText(id="part-text")
        self.part_rows: RecordTable[PartRow] = RecordTable(
            parts.part_columns("quality"), key=lambda row: row.key, fit=True, id="part-rows"
        )
        self.part_notes = Paper(id="part-notes", indent=2, right=1)
        self.side_paper = Paper(ground="side", id="brief-side")

    # At hand

    @property
    def briefs(self) -> "BriefService":
        """Return the verbs of briefs."""
        return self.services.briefs

    @property
    def section(self) -> parts.Section:
        """Return the section the cursor stands on."""
        row = self.sections.current
        return row.section if row is not None else parts.sections()[0]

    def brief_at_hand(self) -> "Brief | None":
        """Return the brief that is edited or highlighted, as it stands now."""
        wanted = self.editing or self.list_table.current_key
        if not wanted or not self.outsource.ready:
            return None
        try:
            return self.briefs.get(wanted)
        except InputError:
            return None

    def view_of(self, brief: "Brief") -> "BriefView":
        """Return what a brief comes to, worked out once for every pane until the brief or anything else changes."""
        known = self._views.get(brief.id)
        if known is None or known.brief is not brief:
            from outsource_tui.services.brief_view import BriefView

            known = self._views[brief.id] = BriefView(self.briefs, brief)
        return known

    def need_brief(self) -> "Brief":
        """Return the brief at hand; InputError when there is none."""
        brief = self.brief_at_hand()
        if brief is None:
            raise InputError("There is no brief yet; n writes one.")
        return brief

    @property
    def in_rows(self) -> bool:
        """Tell whether the rows of a section have the focus."""
        return self.focused is self.part_rows

    @property
    def is_list_section(self) -> bool:
        """Tell whether rows can be added to the section."""
        return self.section.key in parts.LIST_PARTS

    # Changes

    def _after_edit(self, before: "Brief", after: "Brief") -> None:
        if before.ready_at is not None and after.ready_at is None:
            self.tell("It is a draft again: something it needs to be ready is gone.", "warning")
        self.outsource.changed()

    def keep(self, change: "Callable[[Brief], Brief]") -> "Brief":
        """Make a change to the brief as it stands now and show it."""
        before = self.need_brief()
        after = change(before)
        self._after_edit(before, after)
        return after

    # Sections and rows

    def open_section(self) -> None:
        """Go into the section: type its text, or stand on its rows."""
        section = self.section
        self.add_class("-in-part")
        if section.kind in parts.TEXT_KINDS:
            self.part_text.focus()
        elif self.is_list_section and not self.part_rows.rows:
            self.remove_class("-in-part")
            self.add_row()
        else:
            self.part_rows.focus()

    def leave_part(self) -> bool:
        """Go back from the part to the sections; tell whether the focus was there."""
        if self.focused in (self.part_rows, self.part_text):
            self.remove_class("-in-part")
            self.sections.focus()
            return True
        return False

    def open_row(self) -> None:
        """Edit the highlighted row, or choose it."""
        row = self.part_rows.current
        key = self.section.key
        if row is None:
            self.add_row()
        elif key in parts.LIST_PARTS:
            self._row_form(key, row.key)
        else:
            self._pick(key, row.key)

    def add_row(self) -> None:
        """Add a row to the section."""
        if not self.is_list_section:
            raise InputError("Rows are added to lists only: examples, milestones, standards, skills and the like.")
        if self.section.key == "legal":
            self._add_paper()
        else:
            self._row_form(self.section.key, "")

    @work
    async def _row_form(self, key: str, row_id: str) -> None:
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog
        from outsource_tui.ui.screens.briefs.forms import row_fields, row_values

        brief = self.need_brief()
        noun = self._noun(key)
        title = f"Edit {noun}" if row_id else f"New {noun}"
        saved: Any
        if key == "skills":
            at = int(row_id) if row_id else len(brief.skills)
            value = brief.skills[at] if row_id else ""

            def submit_skill(values: dict[str, Any]) -> "Brief":
                words = [word.strip() for word in str(values["skill"]).split(",") if word.strip()]
                now = self.need_brief()
                return self.briefs.edit(now, skills=(*now.skills[:at], *words, *now.skills[at + 1 :]))

            saved = await self.app.push_screen_wait(
                FormDialog(
                    title,
                    [Field("skill", "they can", value=value, required=True, help="several with commas between")],
                    submit=submit_skill,
                )
            )
        else:
            row = next((one for one in getattr(brief, key) if one.id == row_id), None)
            part = cast("RowPart", key)

            def submit(values: dict[str, Any]) -> "Brief":
                fields = row_values(key, values, self.now, row)
                now = self.need_brief()
                if row is None:
                    return self.briefs.add_row(now, part, **fields)
                return self.briefs.edit_row(now, part, row_id, **fields)

            saved = await self.app.push_screen_wait(
                FormDialog(
                    title,
                    row_fields(key, row),
                    today=self.today,
                    currency=self.services.settings.get().currency,
                    draft=f"brief-{brief.id}-{key}-{row_id or 'new'}",
                    submit=submit,
                )
            )
        if saved is not None:
            self._after_edit(brief, saved)
            if not row_id:
                self.part_rows.move_to(len(self.part_rows.rows) - 1)

    @work
    async def _add_paper(self) -> None:
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        brief = self.need_brief()
        have = {one.name for one in brief.legal}
        choices = [
            Choice(one.label, one.label, one.sentence, "", "It is on the list already." if one.label in have else "")
            for one in loader.brief_part("legal").choice
        ]
        chosen = await self.app.push_screen_wait(
            ChoiceDialog("Which paper? Choose one, or type a name of your own", choices, free="own:")
        )
        if chosen is not None:
            name = chosen.removeprefix("own:")
            self.keep(lambda now: self.briefs.add_row(now, "legal", name=name))

    def _pick(self, key: str, row: str) -> None:
        """Choose an option of a section; choosing it again takes it back."""
        brief = self.need_brief()
        match key:
            case "propositions":
                self.keep(lambda now: self.briefs.toggle_proposition(now, cast(Any, row)))
            case "detail":
                value = "" if brief.detail == row else row
                self.keep(lambda now: self.briefs.set_part(now, "detail", value))
            case "mode" if row not in ("other", "overlap"):
                self.keep(lambda now: self.briefs.set_part(now, "mode", "" if brief.mode == row else row))
            case "frequency" if row != "other":
                days = None if brief.frequency_days == int(row) else int(row)
                self.keep(lambda now: self.briefs.set_part(now, "frequency", days))
            case "budget" if row == "fixed":
                self.keep(lambda now: self.briefs.edit(now, fixed_price=not now.fixed_price))
            case _:
                self._value_form(key, row)

    @work
    async def _value_form(self, key: str, row: str) -> None:
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog
        from outsource_tui.ui.screens.briefs.forms import budget_fields, number_field

        brief = self.need_brief()
        if key == "budget":
            title, fields = "Budget", budget_fields(brief)
        elif key == "frequency":
            title, fields = "A check-in every so many days", number_field("days", brief.frequency_days, 1, 366)
        elif key == "revisions":
            title, fields = "Revision rounds", number_field("rounds included", brief.revisions_included, 0, 99)
        elif row == "overlap":
            title, fields = (
                "Hours you overlap",
                [Field("overlap", "overlap", value=brief.timezone_overlap, help="such as 9 to 12 your time")],
            )
        else:
            title, fields = "Another channel", [Field("mode", "you talk by", value=brief.mode, required=True)]

        def submit(values: dict[str, Any]) -> "Brief":
            now = self.need_brief()
            if key == "budget":
                return self.briefs.edit(now, budget=values["budget"], fixed_price=values["fixed"] == "fixed")
            if key == "frequency":
                return self.briefs.set_part(now, "frequency", values["number"])
            if key == "revisions":
                return self.briefs.edit(now, revisions_included=values["number"])
            if row == "overlap":
                return self.briefs.edit(now, timezone_overlap=values["overlap"])
            return self.briefs.set_part(now, "mode", values["mode"])

        saved = await self.app.push_screen_wait(
            FormDialog(title, fields, today=self.today, currency=self.services.settings.get().currency, submit=submit)
        )
        if saved is not None:
            self._after_edit(brief, saved)

    def remove_row(self) -> None:
        """Take the highlighted row out."""
        row, key = self.part_rows.current, self.section.key
        if row is None:
            raise InputError("There is no row to delete.")
        if key == "skills":
            at = int(row.key)
            self.keep(lambda now: self.briefs.edit(now, skills=(*now.skills[:at], *now.skills[at + 1 :])))
        elif key in parts.ROW_PARTS:
            self.keep(lambda now: self.briefs.remove_row(now, cast("RowPart", key), row.key))
        else:
            self.clear_section()

    def clear_section(self) -> None:
        """Empty the section under the cursor."""
        key = self.section.key
        if key == "title":
            raise InputError("A brief needs a title; write another one instead.")
        if key == "post":
            self.keep(self.briefs.recompose_post)
            return
        name = "frequency_days" if key == "frequency" else "revisions_included" if key == "revisions" else key
        empty: Any = "" if self.section.kind in parts.TEXT_KINDS or key in ("detail", "mode") else ()
        if key in ("budget", "frequency"):
            empty = None
        elif key == "revisions":
            empty = 2
        if getattr(self.need_brief(), name) == empty:
            raise InputError("Nothing stands in this part, so there is nothing to delete.")
        self.keep(lambda now: self.briefs.edit(now, **{name: empty}))

    # Actions of rows

    def why_not_row_tick(self) -> str | None:
        """Return why the row cannot be ticked."""
        if self.part_rows.current is None:
            return "There is no row here; n adds one."
        if self.section.key in ("examples", "milestones", "quality", "kpis", "skills"):
            return "There is nothing to tick in this list; enter edits the row."
        return None

    def do_row_tick(self) -> None:
        """Choose the option, or take the paper or call one step further."""
        row, key = self.part_rows.current, self.section.key
        if row is None:
            return
        if key == "legal":
            paper = still_there(next((one for one in self.need_brief().legal if one.id == row.key), None))
            if paper.sent_at is None:
                self.keep(lambda now: self.briefs.sign(now, row.key, sent=True))
            elif paper.signed_at is None:
                self.keep(lambda now: self.briefs.sign(now, row.key, signed=True))
            else:
                self.keep(lambda now: self.briefs.edit_row(now, "legal", row.key, sent_at=None, signed_at=None))
        elif key == "calls":
            call = still_there(next((one for one in self.need_brief().calls if one.id == row.key), None))
            if call.done_at is None:
                self.keep(lambda now: self.briefs.call_done(now, row.key))
            else:
                self.keep(lambda now: self.briefs.edit_row(now, "calls", row.key, done_at=None))
        else:
            self._pick(key, row.key)

    def why_not_row_down(self) -> str | None:
        """Return why the row cannot be moved."""
        return None if self.is_list_section and self.part_rows.current else "Only rows of a list can be moved."

    why_not_row_up = why_not_row_down

    def do_row_down(self) -> None:
        """Move the row down."""
        self._move_row(1)

    def do_row_up(self) -> None:
        """Move the row up."""
        self._move_row(-1)

    def _move_row(self, step: int) -> None:
        row, key = self.part_rows.current, self.section.key
        if row is None:
            return
        if key != "skills":
            self.keep(lambda now: self.briefs.move_row(now, cast("RowPart", key), row.key, step))
            return
        skills = list(self.need_brief().skills)
        at = int(row.key)
        to = max(0, min(len(skills) - 1, at + step))
        skills.insert(to, skills.pop(at))
        self.keep(lambda now: self.briefs.edit(now, skills=tuple(skills)))
        self.part_rows.move_to(to)

    @staticmethod
    def _noun(key: str) -> str:
        from outsource_tui.ui.screens.briefs.forms import ROW_NOUNS

        return ROW_NOUNS.get(key, "row")
