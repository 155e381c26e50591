"""Briefs: what is handed out, written part by part, posted, and watched until somebody fits."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.ui import show
from outsource_tui.ui.screens.briefs_editor import BriefsEditing
from outsource_tui.ui.show import DONE, Piece, Status, status
from outsource_tui.ui.widgets import brief_papers as papers
from outsource_tui.ui.widgets.blocks import Block, empty_state, gap, heading, stack
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.record_table import Cell, Column, RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief
    from outsource_tui.domain.posting import Posting
    from outsource_tui.services.postings import PostingView

CLOCK_EVERY = 60.0


class BriefRow(NamedTuple):
    """A brief as the list shows it."""

    id: str
    title: str
    task: str
    percent: int
    stage: Status
    clock: Status
    applied: int | None


class PostingRow(NamedTuple):
    """A posting as the list under the briefs shows it."""

    id: str
    platform: str
    out: str
    applied: int
    by_now: str
    advice: Status


_NO_CLOCK = Status("", "", "muted")


def _advice(advice: str, hours: int) -> Status:
    return status(papers.ADVICE[advice], f"wait {hours} h") if advice == "wait" else papers.ADVICE[advice]


class BriefsScreen(BriefsEditing):
    """Key 3."""

    stage = "briefs"
    CSS_PATH = "../styles/briefs.tcss"
    labels = {"record.open": "edit", "record.new": "new", "figure.explain": "arithmetic"}
    side_width = 40
    side_from = 112

    def __init__(self) -> None:
        """Start on the list, archived briefs left out."""
        super().__init__()
        self.with_archived = False

    # Laying out

    def compose_main(self) -> ComposeResult:
        """Lay out the list with its postings, and the editor."""
        with Vertical(id="briefs-list"):
            yield RecordTable(
                [
                    Column("brief", "brief", lambda row: Cell(row.title), flex=3, least=24, sort=lambda row: row.title),
                    Column("task", "task", lambda row: Cell(row.task, "muted"), flex=2, least=18, drop=4),
                    Column(
                        "complete",
                        "complete",
                        self._complete,
                        width=10,
                        drop=3,
                        sort=lambda row: row.percent,
                        falling=True,
                    ),
                    Column("stage", "stage", lambda row: Cell(row.stage.text, row.stage.role), width=10),
                    Column("clock", "clock", lambda row: Cell(row.clock.text, row.clock.role), width=12, drop=2),
                    Column(
                        "applied",
                        "applied",
                        lambda row: Cell("" if row.applied is None else str(row.applied)),
                        width=7,
                        align="right",
                        drop=1,
                        sort=lambda row: row.applied,
                        falling=True,
                    ),
                ],
                key=lambda row: row.id,
                search=lambda row: f"{row.title} {row.task} {row.stage.word}",
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
            yield OneLine(id="postings-head", indent=2)
            yield RecordTable(
                [
                    Column("platform", "platform", lambda row: Cell(row.platform), least=10),
                    Column("out", "out since", lambda row: Cell(row.out, "muted"), width=12, drop=2),
                    Column("applied", "applied", lambda row: Cell(str(row.applied)), width=7, align="right"),
                    Column("by_now", "in by now", lambda row: Cell(row.by_now), width=9, align="right", drop=1),
                    Column("advice", "clock", lambda row: Cell(row.advice.text, row.advice.role), width=15),
                ],
                key=lambda row: row.id,
                fit=True,
                most=6,
                id="postings",
            )
            yield Paper(id="clock", indent=2, right=2)
        yield from self.compose_editor()

    def compose_side(self) -> ComposeResult:
        """Lay out the paper for facts and preview."""
        paper = Paper(ground="side", id="brief-side")
        paper.styles.height = "1fr"
        yield paper

    @staticmethod
    def _complete(row: BriefRow) -> Cell:
        role = "bar" if row.percent == 100 else "amber"
        return Cell(pieces=(*show.bar(row.percent / 100, 4, role), Piece(f" {row.percent:>3} %")))

    def on_mount(self) -> None:
        """Let the clocks run."""
        super().on_mount()
        self.set_interval(CLOCK_EVERY, self._tick)

    def _tick(self) -> None:
        if self.is_current and self.outsource.ready and not self.part_text.has_focus:
            self.bring_up_to_date()

    # Showing

    @property
    def list_table(self) -> RecordTable[BriefRow]:
        """Return the list of briefs."""
        return self.query_one("#briefs", RecordTable)

    @property
    def postings_table(self) -> RecordTable[PostingRow]:
        """Return the postings of the highlighted brief."""
        return self.query_one("#postings", RecordTable)

    def brief_at_hand(self) -> "Brief | None":
        """Return the brief that is edited or highlighted, as it stands now."""
        wanted = self.editing or self.list_table.current_key
        if not wanted or not self.outsource.ready:
            return None
        try:
            return self.briefs.get(wanted)
        except InputError:
            return None

    def posting_at_hand(self) -> "Posting":
        """Return the highlighted posting, or the newest of the brief; InputError when there is none."""
        brief = self.need_brief()
        postings = self.briefs.postings(brief)
        if not postings:
            raise InputError("This brief is not posted yet; p posts it.")
        key = self.postings_table.current_key if not self.editing else None
        return next((one for one in postings if one.id == key), postings[-1])

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say how many briefs there are, or which one is edited and what it misses."""
        if not self.outsource.ready:
            return (("Briefs", "bold"),)
        brief = self.brief_at_hand()
        if self.editing and brief is not None:
            full = self.briefs.completeness(brief)
            state = papers.STAGES[self.briefs.stage(brief)]
            missing = len(self.briefs.missing(brief))
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
        minding = sum(row.clock.word in ("choose now", "repost") for row in rows)
        if minding:
            found.append((f"   ! {show.count(minding, 'clock')} to look at", "amber"))
        return tuple(found)

    def show(self) -> None:
        """Bring list, postings, editor and side up to date."""
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
            postings = self.briefs.postings(brief)
            stage = papers.STAGES[self.briefs.stage(brief)]
            clocks = [self.briefs.clock(one).clock for one in postings] if stage.word == "posted" else []
            advice = [_advice(clock.advice, clock.wait_hours) for clock in clocks if clock is not None]
            found.append(
                BriefRow(
                    brief.id,
                    brief.title,
                    tasks.get(brief.task or "", ""),
                    self.briefs.completeness(brief).percent,
                    stage,
                    # Of several open postings the one that asks for something comes first.
                    min(advice, key=lambda one: one.glyph == "◐", default=_NO_CLOCK),
                    candidates.get(brief.id, 0) if postings or brief.id in candidates else None,
                )
            )
        return tuple(found)

    def _show_postings(self) -> None:
        brief = self.brief_at_hand()
        views = self.briefs.clocks(brief) if brief is not None else []
        head = self.query_one("#postings-head", OneLine)
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
        self._show_clock()

    def _show_clock(self) -> None:
        brief = self.brief_at_hand()
        views = self.briefs.clocks(brief) if brief is not None else []
        key = self.postings_table.current_key
        view = next((one for one in views if one.posting.id == key), None)
        paper = self.query_one("#clock", Paper)
        if view is not None:
            paper.draw(papers.clock_block(view))
        elif brief is not None and not self.side_shown and brief.archived_at is None:
            paper.draw(papers.missing_block(self.briefs.missing(brief), brief.ready_at is not None))
        else:
            paper.draw(stack())

    def _posting_row(self, view: "PostingView") -> PostingRow:
        clock = view.clock
        posting = view.posting
        day = show.relative_day(posting.posted_at.date(), self.today)
        if clock is None:
            return PostingRow(posting.id, view.platform, day, view.applied, "", Status("–", "closed", "muted"))
        advice = _advice(clock.advice, clock.wait_hours)
        if clock.age_hours < 48:
            day = f"{show.number(clock.age_hours)} h ago" if clock.age_hours >= 1 else "just now"
        return PostingRow(posting.id, view.platform, day, view.applied, show.percent(clock.expected_share), advice)

    def _show_side(self) -> None:
        paper = self.query_one("#brief-side", Paper)
        brief = self.brief_at_hand()
        if brief is None:
            paper.draw(stack())
            return
        if self.focused is self.postings_table and self.postings_table.current is not None:
            paper.draw(papers.posting_block(self.briefs.clock(self.posting_at_hand()), self.today))
        elif self.showing_preview:
            paper.draw(papers.quiet(self.briefs.preview(brief)))
        else:
            paper.draw(self._facts(brief))

    def _facts(self, brief: "Brief") -> Block:
        full = self.briefs.completeness(brief)
        row = self.list_table.current
        counts = self.briefs.platform_counts(brief)
        stage = self.briefs.stage(brief)
        blocks: list[Block | None] = [
            heading(brief.title),
            papers.completeness_block(full),
            gap(),
            papers.facts_block(
                brief,
                stage,
                row.task if row is not None else "",
                full,
                counts=(sum(one.postings for one in counts), sum(one.applied for one in counts)),
                today=self.today,
            ),
        ]
        if stage in ("draft", "ready"):
            blocks += [
                gap(),
                heading("Before it is ready"),
                papers.missing_block(self.briefs.missing(brief), brief.ready_at is not None),
            ]
        vague = self.briefs.hints(brief)
        if vague:
            blocks += [gap(), heading("Words that leave them guessing"), papers.vague_block(vague, most=2)]
        blocks += [gap(), heading("The post"), papers.checks_block(self.briefs.post_checks(brief))]
        if platforms := papers.platforms_block(counts):
            blocks += [gap(), platforms]
        return stack(*blocks)

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
            self._show_clock()
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
        full = self.briefs.completeness(brief)
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

    # Actions of the brief

    def why_not_brief_candidates(self) -> str | None:
        """Return why there are no candidates to go to."""
        return None if self.brief_at_hand() is not None else "There is no brief yet; n writes one."

    def do_brief_candidates(self) -> None:
        """Go on to the candidates."""
        self.outsource.focus_record("candidates", "briefs", self.need_brief().id)

    def why_not_brief_task(self) -> str | None:
        """Return why there is no task to go to."""
        return None if self.need_brief().task else "This brief was written without a task."

    def do_brief_task(self) -> None:
        """Go back to the task."""
        self.outsource.focus_record("identify", "tasks", self.need_brief().task or "")

    def why_not_brief_ready(self) -> str | None:
        """Return what the brief still needs."""
        brief = self.need_brief()
        if brief.ready_at is not None:
            return "It is posted already, so it stays ready." if self.briefs.postings(brief) else None
        return self.briefs.why_not_ready(brief)

    def do_brief_ready(self) -> None:
        """Call it ready, or a draft again."""
        brief = self.need_brief()
        if brief.ready_at is None:
            self.keep(self.briefs.ready)
            self.tell(f"{DONE.glyph} Ready. p posts it, K asks somebody you know.")
        else:
            self.keep(self.briefs.unready)
            self.tell("A draft again.")

    def why_not_brief_post(self) -> str | None:
        """Return why it cannot be posted yet."""
        return self.briefs.why_not_post(self.need_brief())

    def do_brief_post(self) -> None:
        """Post it."""
        self._post()

    @work
    async def _post(self) -> None:
        from outsource_tui.ui.dialogs.form import FormDialog
        from outsource_tui.ui.screens.briefs_forms import posting_fields

        brief = self.need_brief()
        slug = await self._platform("Post it where?")
        if slug is None:
            return
        values = await self.app.push_screen_wait(
            FormDialog(
                "About the posting",
                posting_fields(),
                intro="All of this can stay empty; ctrl+o posts it.",
                save="Post it",
                currency=self.services.settings.get().currency,
            )
        )
        if values is None:
            return
        posting = await self._with_reason(
            lambda reason: self.briefs.post(
                self.briefs.get(brief.id),
                slug,
                url=values["url"],
                fee=values["fee"],
                note=values["note"],
                reason=reason,
            ),
            self.briefs.post_warnings(brief)[1:],
        )
        if posting is not None:
            self._posted(posting)

    def _posted(self, posting: "Posting") -> None:
        self.outsource.changed()
        self.postings_table.go_to(posting.id)
        name = self.briefs.clock(posting).platform
        self.tell(f"Noted as posted on {show.literal(name)[:40]}. c copies the text to paste there; the clock runs.")

    async def _platform(self, title: str, current: str | None = None) -> str | None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        choices = []
        for view in self.services.playbook.platforms():
            result = view.result
            own = f"{result.applied} applied, {result.hired} hired. " if result.postings else ""
            choices.append(Choice(view.slug, view.name, own + view.known_for))
        return await self.app.push_screen_wait(ChoiceDialog(title, choices, current=current))

    async def _with_reason(self, call: Any, facts: Iterable[str] = ()) -> Any:
        """Do it; where a rule stands in the way ask for the reason and do it with that (S0-03)."""
        from outsource_tui.ui.dialogs.reason import ReasonDialog

        try:
            return call("")
        except RuleError as error:
            reason = await self.app.push_screen_wait(ReasonDialog("Before you post", str(error), facts=facts))
            return None if reason is None else call(reason)

    def why_not_posting_repost(self) -> str | None:
        """Return why it cannot be posted again."""
        self.posting_at_hand()
        return self.briefs.why_not_post(self.need_brief())

    def do_posting_repost(self) -> None:
        """Post it again."""
        self._repost(self.posting_at_hand())

    @work
    async def _repost(self, posting: "Posting") -> None:
        slug = await self._platform("Post it again where?", posting.platform)
        if slug is not None:
            self._posted(self.briefs.repost(posting, platform=slug))

    def why_not_posting_close(self) -> str | None:
        """Return why there is nothing to close."""
        self.posting_at_hand()
        return None

    def do_posting_close(self) -> None:
        """Close the posting, or open it again."""
        posting = self.posting_at_hand()
        if posting.closed_at is None:
            self.briefs.close_posting(posting)
        else:
            self.briefs.reopen_posting(posting)
        self.outsource.changed()

    @work
    async def _edit_posting(self) -> None:
        from outsource_tui.ui.dialogs.form import FormDialog
        from outsource_tui.ui.screens.briefs_forms import posting_fields

        posting = self.posting_at_hand()
        saved = await self.app.push_screen_wait(
            FormDialog(
                "About the posting",
                posting_fields(posting),
                currency=self.services.settings.get().currency,
                submit=lambda values: self.briefs.edit_posting(posting, **values),
            )
        )
        if saved is not None:
            self.outsource.changed()

    def do_brief_known(self) -> None:
        """Ask somebody I know, without a posting (S0-09)."""
        self._known(self.need_brief())

    @work
    async def _known(self, brief: "Brief") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        playbook = self.services.playbook
        fitting = playbook.contacts_for(brief)
        fits = {view.contact.id for view in fitting}
        people = [*fitting, *(view for view in playbook.contacts() if view.contact.id not in fits)]
        choices = [
            Choice(
                view.contact.id,
                view.contact.name,
                ("fits: " if view.contact.id in fits else "") + ", ".join(view.contact.skills),
                "" if view.contact.id in fits else "muted",
            )
            for view in people
        ]
        chosen = await self.app.push_screen_wait(
            ChoiceDialog(
                "Whom do you know?", choices, empty="You have no contacts yet; add people you know in Playbook (8)."
            )
        )
        if chosen is None:
            return
        contact = next(view.contact for view in people if view.contact.id == chosen)
        candidate = self.services.candidates.add_known(brief, contact)
        self.outsource.focus_record("candidates", "candidates", candidate.id)

    def do_brief_export(self) -> None:
        """Write it to a file."""
        self._export(self.need_brief())

    @work
    async def _export(self, brief: "Brief") -> None:
        from outsource_tui.domain.text import normal
        from outsource_tui.services.exports import ExportService
        from outsource_tui.ui.dialogs.choice import ChoiceDialog
        from outsource_tui.ui.dialogs.confirm import ConfirmDialog
        from outsource_tui.ui.dialogs.files import FilePicker

        form = await self.app.push_screen_wait(
            ChoiceDialog(
                "Write the brief as",
                [
                    ("md", "Markdown", "plain text with headings, to paste nearly anywhere"),
                    ("html", "Web page", "one file that opens in any browser and prints well"),
                    ("docx", "Word document", "wants the office extra of this program"),
                ],
            )
        )
        if form is None:
            return
        exports = ExportService(self.services.desk)
        export = exports.export("brief", form, brief.id)
        stem = "-".join("".join(c if c.isalnum() else " " for c in normal(brief.title)).split())[:60] or "brief"
        path: Path | None = await self.app.push_screen_wait(FilePicker("Save it where?", saving=f"{stem}.{form}"))
        if path is None:
            return
        if path.is_file():
            sure = await self.app.push_screen_wait(
                ConfirmDialog("That file exists", f"{path.name} will be replaced.", yes="Replace it", no="Leave it")
            )
            if not sure:
                return
        written = exports.save(export, path)
        self.tell(f"Written to {show.literal(str(written))}.")

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
        self.query_one("#brief-side", Paper).scroll_by(10)

    def do_brief_scroll_up(self) -> None:
        """Scroll the side pane back."""
        self.query_one("#brief-side", Paper).scroll_by(-10)
