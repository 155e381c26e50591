"""What Candidates does: score, add, ask, write, test, decline, choose."""

from typing import TYPE_CHECKING

from textual import work

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import CRITERIA, Candidate
from outsource_tui.ui.screens.candidates.parts import CandidateRow
from outsource_tui.ui.screens.stage import StageScreen, still_there
from outsource_tui.ui.show import count
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.services.comparison_table import ComparisonTable

NO_BRIEF = "There is no brief yet; 3 opens Briefs, where the first one is written."


class CandidateVerbs(StageScreen):
    """The actions of Candidates; the screen below says which brief and which candidate are at hand."""

    candidates_table: RecordTable[CandidateRow]
    data: "ComparisonTable | None" = None
    blind: bool | None = None
    with_all = False

    def __init__(self) -> None:
        """Start without a brief."""
        super().__init__()
        self._brief_id = ""
        self._briefs: list[Brief] = []

    @property
    def brief(self) -> Brief | None:
        """Return the brief whose candidates are compared."""
        return next((one for one in self._briefs if one.id == self._brief_id), None)

    # Helpers

    def _current(self) -> Candidate:
        row = still_there(self.candidates_table.current)
        return self.services.candidates.get(row.key)

    def _the_brief(self) -> Brief:
        return still_there(self.brief)

    def _why_not_brief(self) -> str | None:
        return None if self.brief is not None else NO_BRIEF

    def _why_not_one(self) -> str | None:
        if self.brief is None:
            return NO_BRIEF
        return None if self.candidates_table.current is not None else "There is no candidate here yet; n adds one."

    def _done(self, text: str, go_to: str = "") -> None:
        self.outsource.changed()
        if go_to:
            self.candidates_table.go_to(go_to)
        if text:
            self.tell(text)

    why_not_record_new = why_not_candidate_known = why_not_candidate_paste = _why_not_brief
    why_not_record_open = why_not_record_delete = why_not_figure_explain = _why_not_one
    why_not_candidate_message = why_not_candidate_ask = why_not_candidate_answers = _why_not_one
    why_not_candidate_steps = why_not_candidate_test = why_not_candidate_bid = _why_not_one
    why_not_candidate_musts = why_not_candidate_shortlist = why_not_candidate_decline = _why_not_one
    why_not_candidate_restore = why_not_candidate_archive = why_not_record_text = _why_not_one

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
        from outsource_tui.ui.screens.candidates.forms import weights_form

        if await self.app.push_screen_wait(weights_form(self.services)) is not None:
            self._done("Weighed anew.")

    def do_score_blind(self) -> None:
        """Hide or show names and prices."""
        hidden = self.data is not None and self.data.blind
        self.blind = not hidden
        self.bring_up_to_date()
        self.tell("Names and prices are hidden." if self.blind else "Names and prices are back.")

    def do_score_help(self) -> None:
        """Show what the scores of the column mean."""
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.text import ReadDialog

        column = self.candidates_table.cursor_column
        key = column if column in CRITERIA else CRITERIA[0]
        found = loader.criterion(key)
        levels = "\n".join(f"{place}  {words}" for place, words in enumerate(found.levels, 1))
        self.app.push_screen(ReadDialog(found.label, f"{found.hint}\n\n{levels}"))

    def do_figure_explain(self) -> None:
        """Show how the total, or the price, comes about."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        row = still_there(self.candidates_table.current)
        if self.candidates_table.cursor_column == "price" and row.row.verdict is not None:
            self.app.push_screen(ArithmeticDialog(f"What {row.row.name} would cost", row.row.verdict.steps))
            return
        self.app.push_screen(ArithmeticDialog(f"Total of {row.row.name}", row.row.steps))

    def do_candidate_all(self) -> None:
        """Show the declined too, or not."""
        self.with_all = not self.with_all
        self.bring_up_to_date()

    # People

    def do_record_new(self) -> None:
        """Add somebody by hand."""
        self._add()

    @work
    async def _add(self) -> None:
        from outsource_tui.ui.screens.candidates.forms import candidate_form

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
        from outsource_tui.ui.screens.candidates.forms import candidate_form

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
        from outsource_tui.ui.screens.candidates.forms import candidate_form

        said = self.services.candidates.read_application(text)
        form = candidate_form(self.services, self._the_brief(), None, self.today, said)
        made = await self.app.push_screen_wait(form)
        if made is not None:
            self._done(f"{made.name} is a candidate.", made.id)

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
        from outsource_tui.ui.screens.candidates.flows import message

        told = await message(self, self._current())
        if told:
            self._done(told)

    def do_candidate_ask(self) -> None:
        """Put the four questions to them."""
        self._ask()

    @work
    async def _ask(self) -> None:
        from outsource_tui.ui.screens.candidates.flows import ask

        told = await ask(self, self._current())
        if told:
            self._done(told)

    def do_candidate_answers(self) -> None:
        """Write down what they answered."""
        self._answers()

    @work
    async def _answers(self) -> None:
        from outsource_tui.ui.screens.candidates.forms import answers_form

        if await self.app.push_screen_wait(answers_form(self.services, self._current())) is not None:
            self._done("Saved.")

    def do_candidate_steps(self) -> None:
        """Write down their hours by step."""
        self._steps()

    @work
    async def _steps(self) -> None:
        from outsource_tui.ui.screens.candidates.flows import breakdown

        await breakdown(self, self._current())
        self._done("")

    def do_candidate_test(self) -> None:
        """Give, take back and score a test."""
        self._test()

    @work
    async def _test(self) -> None:
        from outsource_tui.ui.screens.candidates.flows import paid_test

        told = await paid_test(self, self._current(), self._the_brief())
        if told:
            self._done(told)

    def do_candidate_bid(self) -> None:
        """Write down what they ask."""
        self._bid()

    @work
    async def _bid(self) -> None:
        from outsource_tui.ui.screens.candidates.forms import bid_form

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
        from outsource_tui.ui.screens.candidates.forms import musts_form

        if await self.app.push_screen_wait(musts_form(self.services, self._current())) is not None:
            self._done("Saved.")

    # Deciding

    def do_candidate_decline(self) -> None:
        """Decline them with a reason."""
        self._decline()

    @work
    async def _decline(self) -> None:
        from outsource_tui.ui.screens.candidates.flows import decline

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
        from outsource_tui.ui.screens.candidates.flows import choose

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
