"""Candidates: the comparison of a brief's candidates, unknowns first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult

from outsource_tui.domain.arithmetic import shown_hours
from outsource_tui.domain.candidate import CRITERIA, Candidate
from outsource_tui.domain.posting import Posting
from outsource_tui.ui.actions.action import Action
from outsource_tui.ui.screens.candidates.parts import (
    CandidateRow,
    candidate_rows,
    columns,
    posting_block,
    side_block,
    verdict_block,
)
from outsource_tui.ui.screens.candidates.person import Person, person_block
from outsource_tui.ui.screens.candidates.verbs import NO_BRIEF, CandidateVerbs
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.blocks import Block, empty_state, gap, stack
from outsource_tui.ui.widgets.chrome import FootKey
from outsource_tui.ui.widgets.record_table import RecordTable
from outsource_tui.ui.widgets.scroll_paper import SCROLLS, ScrollPaper

if TYPE_CHECKING:
    from outsource_tui.services.comparison_table import ComparisonTable
    from outsource_tui.services.postings import PostingView

MOST_BESIDE = 4
USUAL_BESIDE = 3
ROOMY = 30
"""From so many lines on, three cells to find out about are named instead of one."""

_NOBODY = tuple(
    empty_state(
        "No candidates yet",
        "Whoever applied, or somebody you know and trust.",
        ("n", "add a candidate by hand"),
        ("P", "add one from the text of an application"),
        ("K", "add somebody from your contacts"),
    )
)
_NO_BRIEF = tuple(
    empty_state(
        "No brief to find somebody for",
        "Candidates belong to a brief, which says what they are to do.",
        ("3", "write a brief"),
    )
)


class CandidatesScreen(CandidateVerbs):
    """One brief at a time: the table, what it says, people beside each other or one in full, the posting's clock."""

    stage = "candidates"
    labels: ClassVar[dict[str, str]] = {"record.open": "edit", "record.new": "add"}

    def __init__(self) -> None:
        """Start on the brief that has the most recent news."""
        super().__init__()
        self._in_full = False
        self._shape: tuple[object, ...] = ()
        self._clocks: list[PostingView] = []
        self._complete = 0
        """The percentage of the brief that is settled."""
        self.candidates_table = RecordTable(
            [],
            key=lambda row: row.key,
            search=lambda row: f"{row.row.name} {row.stage.word}",
            row_role=lambda row: "muted" if row.out else "",
            cell_cursor=True,
            can_mark=True,
            fit=True,
            empty=_NOBODY,
            id="candidates",
        )
        self._under = ScrollPaper(id="under")

    def compose_main(self) -> ComposeResult:
        """Lay out the table and what stands under it."""
        self._under.styles.height = "1fr"
        yield self.candidates_table
        yield self._under

    def adapt(self, width: int, height: int) -> None:
        """Give the table half of the height, or more where it is low."""
        self.candidates_table.most = max(3, height - 8 if height < 20 else height // 2)
        self.candidates_table.refresh(layout=True)
        self._draw_under()

    # Showing

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say which brief it is, how far its candidates are, and how complete it was."""
        brief, data = self.brief, self.data
        if brief is None or data is None:
            return [("Candidates", "bold"), ("   no brief yet", "muted")]
        unknown = sum(len(row.unknown) for row in data.rows)
        tested = sum(row.candidate.test.returned_at is not None for row in data.rows)
        pieces = [
            (brief.title, "bold"),
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
        if len(self._briefs) > 1:
            pieces.append((f"   brief {self._briefs.index(brief) + 1} of {len(self._briefs)}", "muted"))
        pieces.append((f"   {self._complete} % complete", "muted"))
        return pieces

    def show(self) -> None:
        """Show the table of the brief."""
        with_news = {one.brief: one.applied_at for one in self.services.desk.all(Candidate)}
        self._briefs = self.services.briefs.all()
        if self.brief is None and self._briefs:
            newest = max(self._briefs, key=lambda one: (one.id in with_news, with_news.get(one.id, one.created_at)))
            self._brief_id = newest.id
        brief = self.brief
        table = self.candidates_table
        if brief is None:
            self.data = None
            table.empty = _NO_BRIEF
            table.set_rows([])
            self._draw_under()
            return
        table.empty = _NOBODY
        service = self.services.candidates
        data = service.comparison(brief, blind=self.blind, declined=self.with_all, archived=self.with_all)
        self.data = data
        self._clocks = self.services.briefs.clocks(brief)
        self._complete = self.services.briefs.completeness(brief).percent
        shape = (tuple(data.weights.items()), data.one_off)
        if shape != self._shape:
            self._shape = shape
            table.set_columns(columns(data.weights, data.one_off))
        stages = {row.candidate.id: service.stage(row.candidate) for row in data.rows}
        table.set_rows(candidate_rows(data, stages))
        self._draw_under()

    def _draw_under(self) -> None:
        brief, data = self.brief, self.data
        if brief is None or data is None:
            self._under.draw(stack())
            return
        cells: list[Block | None] = []
        roomy = self.app.size.height >= ROOMY
        if data.rows:
            cells += [gap(), verdict_block(data, 3 if roomy else 1)]
        views = self._clocks
        if any(view.clock is not None for view in views):
            cells += [gap() if roomy or not data.rows else None, posting_block(views, 3 if roomy else 1)]
        if data.rows:
            cells += [gap(), self._people(data)]
        self._under.draw(stack(*cells))

    def _people(self, data: "ComparisonTable") -> Block:
        """Return the marked ones, else the first three, beside each other; or the one under the cursor in full."""
        marked = [row.key for row in self.candidates_table.marked_rows][:MOST_BESIDE]
        chosen = marked if len(marked) > 1 else [row.candidate.id for row in data.rows[:USUAL_BESIDE]]
        row = self.candidates_table.current
        if (self._in_full or len(chosen) < 2) and row is not None:
            return person_block(self._person(row, data), self.now)
        return side_block(self.services.candidates.side_by_side(data, chosen))

    def _person(self, shown: CandidateRow, data: "ComparisonTable") -> Person:
        service = self.services.candidates
        one = shown.row.candidate
        posting = self.services.desk.find(Posting, one.posting)
        took = service.reply_hours(one)
        return Person(
            row=shown.row,
            stage=shown.stage,
            platform=self.services.briefs.clock(posting).platform if posting is not None else "",
            reply="" if took is None else shown_hours(took),
            bids=service.all_bids(one),
            question=next((each for each in data.questions if each.candidate.id == one.id), None),
            upcoming=service.next_message(one),
            breakdown=service.breakdown(one),
            templates={each.slug: each for each in service.templates_for(one)},
            passed=service.passed(one),
            one_off=data.one_off,
            blind=data.blind,
        )

    def on_record_table_marked(self, message: RecordTable.Marked) -> None:
        """Put the marked ones beside each other."""
        if len(message.keys) > 1:
            self._in_full = False
        self.later("under", self._draw_under)

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Let the paper on one person follow the cursor."""
        super().on_record_table_highlighted(message)
        if self._in_full:
            self.later("under", self._follow)

    def _follow(self) -> None:
        self._draw_under()
        self._under.scroll_by(-10_000)

    def do_candidate_side(self) -> None:
        """Change between people beside each other and the one under the cursor in full."""
        self._in_full = not self._in_full
        self._follow()

    def why_not_candidate_side(self) -> str | None:
        """Refuse where there is nobody to put beside them."""
        if self.data is not None and len(self.data.rows) > 1:
            return None
        return "There is nobody to put beside them yet; n adds somebody."

    def label_of(self, action: Action) -> str:
        """Say what `v` changes to."""
        if action.id == "candidate.side" and not self._in_full:
            return "in full"
        return super().label_of(action)

    def foot_keys(self) -> list[FootKey]:
        """Return the keys of the actions; in a score cell the digits come first."""
        found = super().foot_keys()
        if self.candidates_table.cursor_column in CRITERIA and self.candidates_table.current is not None:
            return [FootKey("1-5", "score", None, ""), FootKey("0", "clear", None, ""), *found]
        return found

    # The paper under the table

    def claims_key(self, key: str) -> bool:
        """Scroll the paper that has the focus."""
        return key in SCROLLS and self.focused is self._under

    def claimed(self, event: events.Key) -> None:
        """Scroll."""
        self._under.scroll_by(SCROLLS[event.key])

    def do_candidate_scroll_down(self) -> None:
        """Scroll what stands under the table."""
        self._under.scroll_by(8)

    def do_candidate_scroll_up(self) -> None:
        """Scroll it back."""
        self._under.scroll_by(-8)

    # Carrying records

    def current_record(self) -> tuple[str, str] | None:
        """Carry the candidate, else the brief."""
        row = self.candidates_table.current
        if row is not None:
            return ("candidates", row.key)
        return ("briefs", self._brief_id) if self._brief_id else None

    def reveal(self, kind: str, record_id: str) -> None:
        """Show the brief a record belongs to, with the cursor on the candidate."""
        desk = self.services.desk
        before = (self._brief_id, self.with_all)
        if kind == "briefs":
            self._brief_id = record_id
        elif kind == "candidates":
            found = desk.find(Candidate, record_id)
            if found is None:
                return
            self._brief_id = found.brief
            self.with_all = self.with_all or found.declined_at is not None or found.archived_at is not None
        elif kind == "tasks":
            briefs = [one for one in self.services.briefs.all() if one.task == record_id]
            if not briefs:
                return
            self._brief_id = briefs[-1].id
        else:
            return
        if (self._brief_id, self.with_all) != before:
            self.show()
        if kind == "candidates":
            self.candidates_table.go_to(record_id)

    # Brief

    def _why_not_other(self) -> str | None:
        return None if len(self._briefs) > 1 else "There is no other brief." if self._briefs else NO_BRIEF

    why_not_brief_earlier = why_not_brief_later = _why_not_other

    def _other(self, step: int) -> None:
        at = self._briefs.index(self._the_brief()) + step
        self._brief_id = self._briefs[at % len(self._briefs)].id
        self.candidates_table.clear_marks()
        self.bring_up_to_date()

    def do_brief_earlier(self) -> None:
        """Show the brief before."""
        self._other(-1)

    def do_brief_later(self) -> None:
        """Show the next brief."""
        self._other(1)
