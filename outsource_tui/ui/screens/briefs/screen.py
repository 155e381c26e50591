"""Briefs: what is handed out, written part by part, posted, and watched until somebody fits."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical

from outsource_tui.domain.errors import NotYetError
from outsource_tui.ui import show
from outsource_tui.ui.screens.briefs import papers
from outsource_tui.ui.screens.briefs.lists import BriefRow, PostingRow, brief_columns, posting_columns
from outsource_tui.ui.screens.briefs.posting import BriefPosting
from outsource_tui.ui.show import Piece, Status, status
from outsource_tui.ui.widgets.blocks import Block, empty_state, gap, heading, stack
from outsource_tui.ui.widgets.painted import OneLine
from outsource_tui.ui.widgets.record_table import RecordTable
from outsource_tui.ui.widgets.scroll_paper import SCROLLS, ScrollPaper

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief
    from outsource_tui.services.postings import PostingView

CLOCK_EVERY = 60.0


def _advice(advice: str, hours: int) -> Status:
    return status(papers.ADVICE[advice], f"wait {hours} h") if advice == "wait" else papers.ADVICE[advice]


class BriefsScreen(BriefPosting):
    """Key 3."""

    stage = "briefs"
    CSS_PATH = "screen.tcss"
    labels = {"record.open": "edit", "record.new": "new", "figure.explain": "arithmetic"}
    side_width = 40
    side_from = 112

    def __init__(self) -> None:
        """Start on the list, archived briefs left out."""
        super().__init__()
        self.list_table: RecordTable[BriefRow] = RecordTable(
            brief_columns(),
            key=lambda row: row.id,
            search=lambda row: f"{row.title} {row.task} {row.stage.word} {row.state.word}",
            row_role=lambda row: "muted" if row.stage.word == "archived" else "",
            fit=True,
            empty=empty_state(
                "No briefs yet",
                "A brief says what needs doing, how well, by when and for how much.\n"
                "It starts from a task you decided to outsource, or from nothing.",
                ("n", "write a brief"),
                ("2", "find out in Identify what to hand out"),
            ),
            id="briefs",
        )
        self.postings_head = OneLine(id="postings-head", indent=2)
        self.postings_table: RecordTable[PostingRow] = RecordTable(
            posting_columns(), key=lambda row: row.id, fit=True, most=6, id="postings"
        )
        self.under = ScrollPaper(id="under-briefs")

    # Laying out

    def compose_main(self) -> ComposeResult:
        """Lay out the list with its postings, and the editor."""
        with Vertical(id="briefs-list"):
            yield from (self.list_table, self.postings_head, self.postings_table, self.under)
        yield from self.compose_editor()

    def compose_side(self) -> ComposeResult:
        """Lay out the paper for facts and preview."""
        self.side_paper.styles.height = "1fr"
        yield self.side_paper

    def on_mount(self) -> None:
        """Let the clocks run."""
        super().on_mount()
        self.set_interval(CLOCK_EVERY, self._tick)

    def _tick(self) -> None:
        if self.is_current and self.outsource.ready and not self.part_text.has_focus:
            self.bring_up_to_date()

    # Showing

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say how many briefs there are, or which one is edited and what it misses."""
        if not self.outsource.ready:
            return (("Briefs", "bold"),)
        brief = self.brief_at_hand()
        if self.editing and brief is not None:
            view = self.view_of(brief)
            full, missing = view.completeness, len(view.missing)
            state = papers.STAGES[view.stage]
            pieces = [
                (show.literal(brief.title), "bold"),
                ("   ", ""),
                (f"{full.percent} %", "bold"),
                (" complete   ", "muted"),
                (state.text, state.role),
            ]
            if missing and brief.ready_at is None:
                pieces += [
                    ("   ", ""),
                    (f"* {missing} to do before it is ready" if self.side_shown else f"* {missing} to do", "amber"),
                ]
            return tuple(pieces)
        rows = self.list_table.all_rows
        found: list[tuple[str, str]] = [("Briefs", "bold"), (f"   {show.count(len(rows), 'brief')}", "muted")]
        for word in ("draft", "ready", "posted", "chosen"):
            many = sum(row.stage.word == word for row in rows)
            if many:
                found.append((f"   {many} {word}", "muted"))
        minding = sum(row.clock is not None and row.clock.word in ("choose now", "repost") for row in rows)
        if minding:
            found.append((f"   ! {show.count(minding, 'clock')} to look at", "amber"))
        return tuple(found)

    def show(self) -> None:
        """Bring list, postings, editor and side up to date."""
        self._views.clear()
        self.list_table.set_rows(self._rows())
        self._show_postings()
        if self.editing:
            self.show_editor()
        else:
            self._show_side()

    def _rows(self) -> tuple[BriefRow, ...]:
        tasks = {key: str(one.get("title", "")) for key, one in self.outsource.workspace.documents("tasks").items()}
        candidates: dict[str, int] = {}
        for document in self.outsource.workspace.documents("candidates").values():
            brief_id = str(document.get("brief"))
            candidates[brief_id] = candidates.get(brief_id, 0) + 1
        found = []
        for brief in self.briefs.all(archived=self.with_archived):
            view = self.view_of(brief)
            stage = papers.STAGES[view.stage]
            clocks = [one.clock for one in view.clocks] if stage.word == "posted" else []
            advice = [_advice(clock.advice, clock.wait_hours) for clock in clocks if clock is not None]
            found.append(
                BriefRow(
                    brief.id,
                    brief.title,
                    tasks.get(brief.task or "", ""),
                    view.completeness.percent,
                    stage,
                    # Of several open postings the one that asks for something comes first.
                    min(advice, key=lambda one: one.glyph == "◐", default=None),
                    candidates.get(brief.id, 0) if self.briefs.postings(brief) or brief.id in candidates else None,
                )
            )
        return tuple(found)

    def _show_postings(self) -> None:
        brief = self.brief_at_hand()
        views = self.view_of(brief).clocks if brief is not None else []
        head = self.postings_head
        table = self.postings_table
        table.display = bool(views)
        head.display = brief is not None
        if views:
            again = self.briefs.repost_count(brief) if brief is not None else 0
            head.set_line(
                (
                    ("Postings", "bold"),
                    (
                        f"   {show.count(len(views), 'posting')}" + (f", {again} of them reposts" if again else ""),
                        "muted",
                    ),
                )
            )
        elif brief is not None:
            reason = self.briefs.why_not_post(brief)
            words = "not posted yet, p posts it" if reason is None else "not posted yet"
            head.set_line((("Postings", "bold"), (f"   {words}", "muted")))
        table.set_rows(tuple(self._posting_row(view) for view in views))
        self._show_under()

    def _show_under(self) -> None:
        """Show what there is to do: what the brief misses before it is out, the highlighted clock afterwards."""
        brief = self.brief_at_hand()
        if brief is None or brief.archived_at is not None:
            self.under.draw(stack())
            return
        known = self.view_of(brief)
        view = next((one for one in known.clocks if one.posting.id == self.postings_table.current_key), None)
        cells: list[Block | None] = []
        if view is not None:
            cells.append(papers.clock_block(view))
            if platforms := papers.platforms_block(known.platform_counts):
                cells += [gap(), platforms]
        else:
            cells += [
                heading("Before it is ready"),
                papers.missing_block(known.missing, brief.ready_at is not None),
            ]
            if vague := known.hints:
                cells += [gap(), heading("Words that leave them guessing"), papers.vague_block(vague)]
            cells += [gap(), heading("The post"), papers.checks_block(known.post_checks)]
        self.under.draw(stack(*cells))

    def _posting_row(self, view: "PostingView") -> PostingRow:
        clock = view.clock
        posting = view.posting
        day = show.relative_day(posting.posted_at.date(), self.today)
        if clock is None:
            return PostingRow(posting.id, view.platform, day, view.applied, "", Status("–", "closed", "muted"))
        advice = _advice(clock.advice, clock.wait_hours)
        if clock.age_hours < 48:
            day = f"{clock.whole_hours} h ago" if clock.age_hours >= 1 else "just now"
        return PostingRow(posting.id, view.platform, day, view.applied, show.percent(clock.expected_share), advice)

    def _show_side(self) -> None:
        paper = self.side_paper
        brief = self.brief_at_hand()
        if brief is None:
            paper.draw(stack())
            return
        if self.focused is self.postings_table and self.postings_table.current is not None:
            paper.draw(papers.posting_block(self.briefs.clock(self.posting_at_hand()), self.today))
        elif self.showing_preview:
            paper.draw(papers.quiet(self.view_of(brief).preview))
        else:
            paper.draw(self._facts(brief))

    def _facts(self, brief: "Brief") -> Block:
        view = self.view_of(brief)
        full, counts = view.completeness, view.platform_counts
        row = self.list_table.current
        text = view.preview.partition("\n")[2].strip()
        return stack(
            heading(brief.title),
            papers.completeness_block(full),
            gap(),
            papers.facts_block(
                brief,
                view.stage,
                row.task if row is not None else "",
                full,
                counts=(sum(one.postings for one in counts), sum(one.applied for one in counts)),
                today=self.today,
            ),
            gap() if text else None,
            papers.quiet(text) if text else None,
        )

    # Following the cursor

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Show what belongs to the row under the cursor."""
        if message.table.id == "briefs" and not self.editing:
            self.later("brief", self._follow_list)
        elif message.table.id == "postings" and not self.editing:
            self.later("posting", self._follow_postings)
        elif message.table.id == "sections" and self.editing:
            self.later("section", self.show_part)
        elif message.table.id == "part-rows" and self.editing and (brief := self.brief_at_hand()) is not None:
            self._draw_notes(brief, None)
        super().on_record_table_highlighted(message)

    def _follow_list(self) -> None:
        if not self.editing and self.outsource.ready:
            self._show_postings()
            self._show_side()

    def _follow_postings(self) -> None:
        if not self.editing and self.outsource.ready:
            self._show_under()
            self._show_side()

    def adapt(self, width: int, height: int) -> None:
        """Leave the postings their room."""
        self.list_table.most = max(3, height - 20) if height >= 20 else max(2, height - 6)

    def on_descendant_focus(self) -> None:
        """Let the side pane follow from briefs to postings and back."""
        super().on_descendant_focus()
        if self.outsource.ready and not self.editing:
            self.later("side", self._show_side)
        if self.editing:
            self.set_class(self.focused in (self.part_rows, self.part_text), "-in-part")

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        """Open what was chosen."""
        self.run_action_id("record.open")

    # The paper under the list

    def claims_key(self, key: str) -> bool:
        """Scroll the paper that has the focus."""
        return key in SCROLLS and self.focused is self.under

    def claimed(self, event: events.Key) -> None:
        """Scroll."""
        self.under.scroll_by(SCROLLS[event.key])

    # Carrying records

    def current_record(self) -> tuple[str, str] | None:
        """Return the brief."""
        brief = self.brief_at_hand()
        return ("briefs", brief.id) if brief is not None else None

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on a brief, or on the one that belongs to a posting, task or candidate."""
        target, posting = self._brief_of(kind, record_id)
        if not target:
            return
        if self.editing and self.editing != target:
            self.close_editor()
        if not self.list_table.go_to(target) and not self.with_archived:
            self.with_archived = True
            self.show()
            self.list_table.go_to(target)
        if posting:
            self._show_postings()
            self.postings_table.go_to(posting)
            self.postings_table.focus()

    def _brief_of(self, kind: str, record_id: str) -> tuple[str, str]:
        documents = self.outsource.workspace.documents
        if kind == "briefs":
            return record_id, ""
        if kind in ("postings", "candidates"):
            found = documents(kind).get(record_id)
            brief = str(found.get("brief") or "") if found is not None else ""
            return brief, record_id if kind == "postings" else ""
        if kind == "tasks":
            of_task = [key for key, brief in documents("briefs").items() if brief.get("task") == record_id]
            return (max(of_task), "") if of_task else ("", "")
        return "", ""

    def copied(self) -> str | None:
        """Return the section's text in the editor, the post elsewhere."""
        brief = self.brief_at_hand()
        if brief is None:
            return None
        if not self.editing or self.section.key == "post":
            return self.briefs.copy_text(brief)
        if self.part_text.display:
            return self.part_text.text or None
        return super().copied()

    # Common actions

    def back(self) -> bool:
        """Leave the side pane, the part, then the editor."""
        if self.open_side(False):
            if self.editing:
                self.sections.focus()
            return True
        if self.editing:
            if not self.leave_part() and not self.sections.filter_text:
                self.close_editor()
                return True
            return not self.sections.filter_text
        return False

    def do_record_open(self) -> None:
        """Open the editor, the section, or the row."""
        if self.editing:
            if self.in_rows:
                self.open_row()
            else:
                self.open_section()
        elif self.focused is self.postings_table and self.postings_table.current is not None:
            self._edit_posting()
        else:
            self.open_editor(self.need_brief())

    def why_not_record_new(self) -> str | None:
        """Return why nothing can be added here."""
        if self.editing and not self.is_list_section:
            return "n adds rows to lists such as milestones; escape goes back to the briefs."
        return None

    def do_record_new(self) -> None:
        """Write a brief, or add a row."""
        if self.editing:
            self.add_row()
        else:
            self._new_brief()

    @work
    async def _new_brief(self) -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
        from outsource_tui.ui.dialogs.fields import Field
        from outsource_tui.ui.dialogs.form import FormDialog

        waiting = [line for line in self.services.identify.tasks() if line.stage == "outsource"]
        chosen: str | None = "empty"
        if waiting:
            choices = [
                Choice(line.task.id, line.task.title, show.hours(line.hours) + " a month", "") for line in waiting
            ]
            chosen = await self.app.push_screen_wait(
                ChoiceDialog("A brief for which task?", [*choices, Choice("empty", "No task, an empty brief")])
            )
        if chosen is None:
            return
        if chosen != "empty":
            brief = self.briefs.from_task(self.services.identify.get(chosen))
        else:
            made = await self.app.push_screen_wait(
                FormDialog(
                    "New brief",
                    [Field("title", "title", required=True, help="what should be done, in one line")],
                    draft="brief-new",
                    submit=lambda values: self.briefs.create(values["title"]),
                )
            )
            if made is None:
                return
            brief = made
        self.outsource.changed()
        self.list_table.go_to(brief.id)
        self.open_editor(brief, "what")

    def do_record_delete(self) -> None:
        """Delete the brief, the posting, the row, or what stands in the part."""
        if self.editing:
            if self.in_rows:
                self.remove_row()
            else:
                self.clear_section()
            return
        if self.focused is self.postings_table:
            posting = self.posting_at_hand()
            self.briefs.delete_posting(posting)
            self.outsource.changed()
            if not self.postings_table.rows:
                self.list_table.focus()
            return
        brief = self.need_brief()
        self.briefs.delete(brief)
        self.outsource.changed()
        self.tell("Deleted; u brings it back.")

    def why_not_record_text(self) -> str | None:
        """Return why there is no long text here."""
        if not self.editing:
            return "Open the brief first; e then writes the section in your $EDITOR."
        return None if self.part_text.display else "This section holds no long text; enter edits it."

    def do_record_text(self) -> None:
        """Write the section in $EDITOR."""
        self._in_editor()

    def do_figure_explain(self) -> None:
        """Show the arithmetic of the clock, or of completeness."""
        from outsource_tui.domain.arithmetic import Step
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        brief = self.need_brief()
        if self.focused is self.postings_table:
            view = self.briefs.clock(self.posting_at_hand())
            clock = view.clock
            if clock is None:
                raise NotYetError("The posting is closed, so its clock has stopped.")
            age, share = Decimal(str(clock.age_hours)), Decimal(str(clock.expected_share))
            total = None if clock.expected_total is None else Decimal(str(clock.expected_total))
            curve = view.curve
            rule = (
                f"share of {len(curve.delays)} applications that came within {show.number(clock.age_hours, 1)} h"
                if curve.own
                else f"1 − exp(−t · ln {1 / (1 - curve.share):g} / {curve.hours:g} h)"
            )
            steps = [
                Step("t", "hours since it was posted", age, "measured", "h"),
                Step("applied", "who came through this posting", Decimal(view.applied), "measured", "count"),
                Step(
                    "an hour",
                    "applied / t",
                    None if clock.per_hour is None else Decimal(str(clock.per_hour)),
                    "computed",
                    "count",
                ),
                Step("in by now", rule, share, "measured" if curve.own else "default", "share"),
                Step("in all, likely", "applied / in by now", total, "computed", "count"),
            ]
            self.app.push_screen(ArithmeticDialog(view.platform, steps, closing=f"It goes {view.curve_line}."))
            return
        full = self.view_of(brief).completeness
        steps = [
            Step("filled", "parts in which something stands", Decimal(len(full.filled)), "measured", "count"),
            Step(
                "not applicable", "parts you said do not apply", Decimal(len(full.not_applicable)), "measured", "count"
            ),
            Step(
                "all parts", f"{full.done} settled and {len(full.empty)} empty", Decimal(full.of), "measured", "count"
            ),
            Step("complete", f"{full.done} / {full.of}", Decimal(full.percent) / 100, "computed", "share"),
        ]
        self.app.push_screen(ArithmeticDialog(f"Completeness of {brief.title}", steps))

    # What is listed and shown

    def do_brief_preview(self) -> None:
        """Show the preview, or the facts again; where it is narrow in place of the list."""
        if not self.side_shown:
            self.showing_preview = True
            self.open_side()
            if not self.editing:
                self._show_side()
            return
        if self.open_side(False):
            if self.editing:
                self.sections.focus()
            return
        if self.editing:
            self.tell("The preview is at the right while you edit.")
            return
        self.showing_preview = not self.showing_preview
        self._show_side()

    def do_brief_archive(self) -> None:
        """Put it away, or take it back."""
        brief = self.need_brief()
        if brief.archived_at is None:
            self.briefs.archive(brief)
            if self.editing and not self.with_archived:
                self.close_editor()
            self.tell("Put away; z lists archived briefs too.")
        else:
            self.briefs.unarchive(brief)
        self.outsource.changed()

    def do_brief_archived(self) -> None:
        """List archived briefs too, or not."""
        self.with_archived = not self.with_archived
        self.show()
        self.tell("Archived briefs are listed too." if self.with_archived else "Archived briefs are left out.")

    def do_brief_scroll_down(self) -> None:
        """Scroll the side pane."""
        self.side_paper.scroll_by(10)

    def do_brief_scroll_up(self) -> None:
        """Scroll the side pane back."""
        self.side_paper.scroll_by(-10)
