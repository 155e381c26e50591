"""Candidates: the comparison of a brief's candidates, unknowns first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import CRITERIA, Candidate
from outsource_tui.ui.screens.candidates_parts import (
    CandidateRow,
    candidate_rows,
    columns,
    posting_block,
    side_block,
    verdict_block,
)
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.show import Piece, count
from outsource_tui.ui.widgets.blocks import empty_state, gap, stack
from outsource_tui.ui.widgets.painted import Paper
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.settings import Settings
    from outsource_tui.services.comparison import ComparisonTable

MOST_BESIDE = 4
NO_BRIEF = "There is no brief yet; 3 opens Briefs, where the first one is written."


class CandidatesScreen(StageScreen):
    """One brief at a time: the table, what it says, the marked ones beside each other, the posting's clock."""

    stage = "candidates"
    labels: ClassVar[dict[str, str]] = {"record.open": "edit", "record.new": "add"}

    def __init__(self) -> None:
        """Start on the brief that has the most recent news."""
        super().__init__()
        self._brief_id = ""
        self._briefs: list[Brief] = []
        self._data: ComparisonTable | None = None
        self._settings: Settings | None = None
        self._all = False
        self._blind: bool | None = None
        self._beside = True
        self._shape: tuple[object, ...] = ()

    def compose_main(self) -> ComposeResult:
        """Lay out the table and what stands under it."""
        yield RecordTable(
            [],
            key=lambda row: row.key,
            search=lambda row: f"{row.row.name} {row.stage.word}",
            row_role=lambda row: "muted" if row.out else "",
            cell_cursor=True,
            can_mark=True,
            fit=True,
            empty=empty_state(
                "No candidates yet",
                "Whoever applied, or somebody you know and trust.",
                ("n", "add a candidate by hand"),
                ("P", "add one from the text of an application"),
                ("K", "add somebody from your contacts"),
            ),
            id="candidates",
        )
        yield Paper(id="under")

    @property
    def _table(self) -> RecordTable[CandidateRow]:
        return self.query_one("#candidates", RecordTable)

    @property
    def brief(self) -> Brief | None:
        """Return the brief whose candidates are compared."""
        return next((one for one in self._briefs if one.id == self._brief_id), None)

    def adapt(self, width: int, height: int) -> None:
        """Give the table a third of the height, or all of it where it is low."""
        self._table.most = max(3, height - 8 if height < 20 else height // 2)
        self._table.refresh(layout=True)
        self.query_one("#under").styles.height = "1fr"

    # Showing

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say which brief it is, how complete, and how far the candidates are."""
        brief, data = self.brief, self._data
        if brief is None or data is None:
            return [("Candidates", "bold"), ("   no brief yet", "muted")]
        unknown = sum(len(row.unknown) for row in data.rows)
        tested = sum(row.candidate.test.returned_at is not None for row in data.rows)
        place = f"   {self._briefs.index(brief) + 1} of {len(self._briefs)}" if len(self._briefs) > 1 else ""
        pieces = [
            (brief.title, "bold"),
            (place, "muted"),
            (f"   brief {self.services.briefs.completeness(brief).percent} % complete", "muted"),
            ("   ", ""),
            (str(len(data.rows)), "bold"),
            (f" {'candidate' if len(data.rows) == 1 else 'candidates'}, ", "muted"),
            (str(tested), "accent"),
            (" tested, ", "muted"),
            (str(unknown), "blue"),
            (" unknown", "muted"),
        ]
        if data.blind:
            pieces.append(("   blind", "amber"))
        return pieces

    def show(self) -> None:
        """Show the table of the brief."""
        everything = self.services.briefs.all()
        with_news = {one.brief: one.applied_at for one in self.services.desk.all(Candidate)}
        self._briefs = everything
        if self.brief is None and everything:
            newest = max(everything, key=lambda one: (one.id in with_news, with_news.get(one.id, one.created_at)))
            self._brief_id = newest.id
        brief = self.brief
        table = self._table
        if brief is None:
            self._data = None
            table.set_rows([])
            self.query_one("#under", Paper).draw(stack())
            return
        service = self.services.candidates
        data = service.comparison(brief, blind=self._blind, declined=self._all, archived=self._all)
        self._data = data
        shape = (tuple(data.weights.items()), data.one_off)
        if shape != self._shape:
            self._shape = shape
            table.set_columns(columns(data.weights, data.one_off))
        stages = {row.candidate.id: service.stage(row.candidate) for row in data.rows}
        table.set_rows(candidate_rows(data, stages))
        self._draw_under()

    def _draw_under(self) -> None:
        brief, data = self.brief, self._data
        if brief is None or data is None:
            return
        cells = [gap(), verdict_block(data)]
        views = self.services.briefs.clocks(brief)
        if any(view.clock is not None for view in views):
            cells += [gap(), posting_block(views, self.today)]
        marked = [row.key for row in self._table.marked_rows][:MOST_BESIDE]
        chosen = marked if len(marked) > 1 else [row.candidate.id for row in data.rows[:3]]
        if self._beside and len(chosen) > 1 and self.app.size.height >= 24:
            found = self.services.candidates.side_by_side(brief, chosen, blind=data.blind)
            cells += [gap(), side_block(found)]
        self.query_one("#under", Paper).draw(stack(*cells))

    def on_record_table_marked(self, _message: RecordTable.Marked) -> None:
        """Put the marked ones beside each other."""
        self.later("under", self._draw_under)

    def current_record(self) -> tuple[str, str] | None:
        """Carry the candidate, else the brief."""
        row = self._table.current
        if row is not None:
            return ("candidates", row.key)
        return ("briefs", self._brief_id) if self._brief_id else None

    def reveal(self, kind: str, record_id: str) -> None:
        """Show the brief a record belongs to, with the cursor on the candidate."""
        desk = self.services.desk
        if kind == "briefs":
            self._brief_id = record_id
        elif kind == "candidates":
            found = desk.find(Candidate, record_id)
            if found is None:
                return
            self._brief_id = found.brief
            self._all = self._all or found.declined_at is not None or found.archived_at is not None
        elif kind == "tasks":
            briefs = [one for one in self.services.briefs.all() if one.task == record_id]
            if not briefs:
                return
            self._brief_id = briefs[-1].id
        else:
            return
        self.show()
        if kind == "candidates":
            self._table.go_to(record_id)

    # Helpers

    def _current(self) -> Candidate:
        row = self._table.current
        assert row is not None
        return self.services.candidates.get(row.key)

    def _the_brief(self) -> Brief:
        brief = self.brief
        assert brief is not None
        return brief

    def _why_not_brief(self) -> str | None:
        return None if self.brief is not None else NO_BRIEF

    def _why_not_one(self) -> str | None:
        if self.brief is None:
            return NO_BRIEF
        return None if self._table.current is not None else "There is no candidate here yet; n adds one."

    def _done(self, text: str, go_to: str = "") -> None:
        self.outsource.changed()
        if go_to:
            self._table.go_to(go_to)
        if text:
            self.tell(text)

    why_not_record_new = why_not_candidate_known = why_not_candidate_paste = _why_not_brief
    why_not_record_open = why_not_record_delete = why_not_figure_explain = _why_not_one
    why_not_candidate_message = why_not_candidate_ask = why_not_candidate_answers = _why_not_one
    why_not_candidate_steps = why_not_candidate_test = why_not_candidate_bid = _why_not_one
    why_not_candidate_musts = why_not_candidate_shortlist = why_not_candidate_decline = _why_not_one
    why_not_candidate_restore = why_not_candidate_archive = why_not_record_text = _why_not_one

    # Brief

    def _why_not_other(self) -> str | None:
        return None if len(self._briefs) > 1 else "There is no other brief."

    why_not_brief_earlier = why_not_brief_later = _why_not_other

    def _other(self, step: int) -> None:
        at = self._briefs.index(self._the_brief()) + step
        self._brief_id = self._briefs[at % len(self._briefs)].id
        self._table.clear_marks()
        self.bring_up_to_date()

    def do_brief_earlier(self) -> None:
        """Show the brief before."""
        self._other(-1)

    def do_brief_later(self) -> None:
        """Show the next brief."""
        self._other(1)

    # Scores

    def on_record_table_cell_typed(self, message: RecordTable.CellTyped) -> None:
        """Score by a digit; 0 clears."""
        candidate = self.services.candidates.get(message.key)
        criterion = next(one for one in CRITERIA if one == message.column)
        self.services.candidates.score(candidate, criterion, int(message.typed) or None)
        self._done("")

    def do_score_weights(self) -> None:
        """Ask for the weights."""
        self._weights()

    @work
    async def _weights(self) -> None:
        from outsource_tui.ui.screens.candidates_forms import weights_form

        if await self.app.push_screen_wait(weights_form(self.services)) is not None:
            self._done("Weighed anew.")

    def do_score_blind(self) -> None:
        """Hide or show names and prices."""
        hidden = self._data is not None and self._data.blind
        self._blind = not hidden
        self.bring_up_to_date()
        self.tell("Names and prices are hidden." if self._blind else "Names and prices are back.")

    def do_score_help(self) -> None:
        """Show what the scores of the column mean."""
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.text import ReadDialog

        column = self._table.cursor_column
        key = column if column in CRITERIA else CRITERIA[0]
        found = loader.criterion(key)
        levels = "\n".join(f"{place}  {words}" for place, words in enumerate(found.levels, 1))
        self.app.push_screen(ReadDialog(found.label, f"{found.hint}\n\n{levels}"))

    def do_figure_explain(self) -> None:
        """Show how the total, or the price, comes about."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        row = self._table.current
        assert row is not None
        if self._table.cursor_column == "price" and row.row.verdict is not None:
            self.app.push_screen(ArithmeticDialog(f"What {row.row.name} would cost", row.row.verdict.steps))
            return
        self.app.push_screen(ArithmeticDialog(f"Total of {row.row.name}", row.row.steps))

    def do_candidate_side(self) -> None:
        """Show or hide the side by side."""
        self._beside = not self._beside
        self._draw_under()

    def do_candidate_all(self) -> None:
        """Show the declined too, or not."""
        self._all = not self._all
        self.bring_up_to_date()

    # People

    def do_record_new(self) -> None:
        """Add somebody by hand."""
        self._add()

    @work
    async def _add(self) -> None:
        from outsource_tui.ui.screens.candidates_forms import candidate_form

        made = await self.app.push_screen_wait(candidate_form(self.services, self._the_brief(), None, self.today))
        if made is not None:
            self._done(f"{made.name} is a candidate.", made.id)

    def on_record_table_opened(self, _message: RecordTable.Opened) -> None:
        """Edit who is highlighted."""
        self.run_action_id("record.open")

    def do_record_open(self) -> None:
        """Edit who is highlighted."""
        self._edit()

    @work
    async def _edit(self) -> None:
        from outsource_tui.ui.screens.candidates_forms import candidate_form

        form = candidate_form(self.services, self._the_brief(), self._current(), self.today)
        changed = await self.app.push_screen_wait(form)
        if changed is not None:
            self._done("Saved.", changed.id)

    def do_record_delete(self) -> None:
        """Delete who is highlighted."""
        candidate = self._current()
        self.services.candidates.delete(candidate)
        self._done(f"Deleted {candidate.name}; u brings them back.")

    def do_record_text(self) -> None:
        """Write notes on them in the editor."""
        self._notes()

    @work
    async def _notes(self) -> None:
        from outsource_tui.ui.dialogs.text import TextDialog

        candidate = self._current()
        await self.app.push_screen_wait(
            TextDialog(
                f"Notes on {candidate.name}",
                candidate.note,
                draft=f"candidate-note-{candidate.id}",
                submit=lambda text: self.services.candidates.edit(candidate, note=text),
            )
        )
        self._done("")

    def do_candidate_known(self) -> None:
        """Add somebody I know."""
        self._known()

    @work
    async def _known(self) -> None:
        from outsource_tui.ui.dialogs.choice import ChoiceDialog

        contacts = self.services.playbook.contacts()
        found = await self.app.push_screen_wait(
            ChoiceDialog(
                "Who of those you know?",
                [(one.contact.id, one.contact.name, ", ".join(one.contact.skills)) for one in contacts],
                empty="No contacts yet; 8 opens the Playbook, where they are kept.",
            )
        )
        contact = next((one.contact for one in contacts if one.contact.id == found), None)
        if contact is not None:
            made = self.services.candidates.add_known(self._the_brief(), contact)
            self._done(f"{made.name} is a candidate; no posting needed.", made.id)

    def do_candidate_paste(self) -> None:
        """Add somebody from an application."""
        self._paste()

    @work
    async def _paste(self) -> None:
        from outsource_tui.ui.dialogs.text import TextDialog

        text = await self.app.push_screen_wait(
            TextDialog("Paste the application", placeholder="the whole text", draft="application", save="Read it")
        )
        if not text:
            return
        made = self.services.candidates.from_text(self._the_brief(), text)
        self._done(f"{made.name} is a candidate; enter shows what was read.", made.id)

    def do_candidate_shortlist(self) -> None:
        """Put them on the short list or take them off."""
        changed = self.services.candidates.shortlist(self._current())
        self._done(f"{changed.name} is {'on' if changed.shortlisted_at else 'off'} the short list.", changed.id)

    def do_candidate_archive(self) -> None:
        """Put them away."""
        candidate = self.services.candidates.archive(self._current())
        self._done(f"{candidate.name} is archived; f shows the archived ones.")

    def do_candidate_restore(self) -> None:
        """Take them back in."""
        candidate = self.services.candidates.restore(self._current())
        self._done(f"{candidate.name} is back in.", candidate.id)

    # Talking

    def do_candidate_message(self) -> None:
        """Write to them."""
        self._message()

    @work
    async def _message(self) -> None:
        from outsource_tui.ui.screens.candidates_flows import message

        told = await message(self, self._current())
        if told:
            self._done(told)

    def do_candidate_ask(self) -> None:
        """Note that the four questions were asked."""
        candidate = self.services.candidates.ask(self._current())
        self._done(f"Noted that you asked {candidate.name} the four questions.", candidate.id)

    def do_candidate_answers(self) -> None:
        """Write down what they answered."""
        self._answers()

    @work
    async def _answers(self) -> None:
        from outsource_tui.ui.screens.candidates_forms import answers_form

        if await self.app.push_screen_wait(answers_form(self.services, self._current())) is not None:
            self._done("Saved.")

    def do_candidate_steps(self) -> None:
        """Write down their hours by step."""
        self._steps()

    @work
    async def _steps(self) -> None:
        from outsource_tui.ui.screens.candidates_flows import breakdown

        await breakdown(self, self._current())
        self._done("")

    def do_candidate_test(self) -> None:
        """Give, take back and score a test."""
        self._test()

    @work
    async def _test(self) -> None:
        from outsource_tui.ui.screens.candidates_flows import paid_test

        told = await paid_test(self, self._current(), self._the_brief())
        if told:
            self._done(told)

    def do_candidate_bid(self) -> None:
        """Write down what they ask."""
        self._bid()

    @work
    async def _bid(self) -> None:
        from outsource_tui.ui.screens.candidates_forms import bid_form

        candidate = self._current()
        currency = self.services.settings.get().currency
        form = bid_form(
            f"What does {candidate.name} ask?",
            currency,
            lambda values: self.services.candidates.bid(candidate, **values),
            candidate.bids[-1] if candidate.bids else None,
        )
        if await self.app.push_screen_wait(form) is not None:
            self._done("Noted their bid.", candidate.id)

    def do_candidate_musts(self) -> None:
        """Tick what they must bring."""
        self._musts()

    @work
    async def _musts(self) -> None:
        from outsource_tui.ui.screens.candidates_forms import musts_form

        if await self.app.push_screen_wait(musts_form(self.services, self._current())) is not None:
            self._done("Saved.")

    # Deciding

    def do_candidate_decline(self) -> None:
        """Decline them with a reason."""
        self._decline()

    @work
    async def _decline(self) -> None:
        from outsource_tui.ui.screens.candidates_flows import decline

        told = await decline(self, self._current())
        if told:
            self._done(told)

    def why_not_candidate_choose(self) -> str | None:
        """Say why they cannot be chosen; who is chosen already goes on to the negotiation."""
        reason = self._why_not_one()
        if reason is not None:
            return reason
        candidate = self._current()
        return None if candidate.chosen_at else self.services.candidates.why_not_choose(candidate)

    def do_candidate_choose(self) -> None:
        """Choose them and go on to the negotiation."""
        self._choose()

    @work
    async def _choose(self) -> None:
        from outsource_tui.ui.screens.candidates_flows import choose

        candidate = self._current()
        if candidate.chosen_at is None:
            chosen = await choose(self, candidate)
            if chosen is None:
                return
            candidate = chosen
        found = self.services.negotiations.of_candidate(candidate)
        negotiation = found[-1] if found else self.services.negotiations.open(candidate)
        self._done(f"{candidate.name} is chosen; {count(len(found), 'negotiation')} before this one." if found else "")
        self.outsource.focus_record("negotiate", "negotiations", negotiation.id)
