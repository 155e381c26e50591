"""Negotiate: the talks with one candidate, point by point, price by price, until terms are agreed."""

from collections.abc import Iterable

from textual import events, work
from textual.app import ComposeResult

from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.services.checklist import checklist
from outsource_tui.services.talk_view import TalkView
from outsource_tui.ui.actions.action import Action
from outsource_tui.ui.screens.negotiate.parts import (
    STAGES,
    TalkRow,
    bids_block,
    point_columns,
    point_rows,
    prices_block,
    talk_columns,
    terms_block,
)
from outsource_tui.ui.screens.stage import StageScreen, still_there
from outsource_tui.ui.show import Piece, count
from outsource_tui.ui.widgets.blocks import empty_state, gap, heading, note, stack, text_block
from outsource_tui.ui.widgets.painted import OneLine
from outsource_tui.ui.widgets.record_table import RecordTable
from outsource_tui.ui.widgets.scroll_paper import SCROLLS, ScrollPaper

FIRST_RUN = 12
"""Lines for what an empty list says."""
NOBODY = "No talks yet; 4 opens Candidates, where o chooses whom to talk with."


class NegotiateScreen(StageScreen):
    """The talks at the top, their seven points below, prices and terms at the side."""

    stage = "negotiate"

    def __init__(self) -> None:
        """Start on the talks."""
        super().__init__()
        self._most = 8
        self._views: dict[str, TalkView] = {}
        """What the talks in the list come to, as they were shown last."""
        self._talks = RecordTable(
            talk_columns(),
            key=lambda row: row.id,
            search=lambda row: f"{row.name} {row.brief} {row.stage.word}",
            fit=True,
            most=8,
            empty=empty_state(
                "No talks yet",
                "Choose a candidate and talk; seven points keep the talks fair and calm.",
                ("4", "open Candidates and choose somebody with o"),
            ),
            id="talks",
        )
        self._gap = OneLine(id="points-gap")
        self._points = RecordTable(
            point_columns(),
            key=lambda row: row.key,
            search=lambda row: row.label,
            row_role=lambda row: "muted" if row.line.done else "",
            fit=True,
            empty=((),),
            id="points",
        )
        self._about = ScrollPaper(id="about")
        self._prices = ScrollPaper(ground="side", id="prices")

    def compose_main(self) -> ComposeResult:
        """Lay out talks, points and bids."""
        self._about.styles.height = "1fr"
        yield from (self._talks, self._gap, self._points, self._about)

    def compose_side(self) -> ComposeResult:
        """Lay out prices and terms."""
        self._prices.styles.height = "1fr"
        yield self._prices

    def adapt(self, width: int, height: int) -> None:
        """Leave room for the points."""
        self._most = 8 if height >= 30 else 4 if height >= 18 else 2
        self._gap.display = height >= 18
        self._about.display = height >= 20
        self._give_room()

    def _give_room(self) -> None:
        """Keep the talks low for what stands under them; where there are none, nothing does."""
        self._talks.most = self._most if self._talks.all_rows else FIRST_RUN
        self._talks.refresh(layout=True)

    def label_of(self, action: Action) -> str:
        """Say what enter does where the cursor is."""
        if action.id == "record.open":
            if self.focused is self._points:
                return "tick"
            return "points" if self.side_shown else "prices and terms"
        return super().label_of(action)

    # The papers that scroll

    def claims_key(self, key: str) -> bool:
        """Scroll the paper that has the focus, or prices and terms where they stand alone."""
        return key in SCROLLS and (isinstance(self.focused, ScrollPaper) or (self._side_open and self.side_shown))

    def claimed(self, event: events.Key) -> None:
        """Scroll."""
        paper = self.focused if isinstance(self.focused, ScrollPaper) else self._prices
        paper.scroll_by(SCROLLS[event.key])

    def _current(self) -> Negotiation:
        key = still_there(self._talks.current_key)
        return self.services.negotiations.get(key)

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say with whom, and how many points are done."""
        row = self._talks.current
        if row is None:
            return [("Negotiate", "bold"), ("   nobody to talk with yet", "muted")]
        open_ones = sum(one.stage.word == "talking" for one in self._talks.all_rows)
        return [
            (row.name, "bold"),
            (f"   {row.brief}   ", "muted"),
            (f"{row.done} of {row.of}", "bold"),
            (" points", "muted"),
            (f"   next: {row.upcoming}" if row.upcoming and row.stage.word == "talking" else "", "blue"),
            (f"   {count(open_ones, 'open talk')}", "muted"),
        ]

    def show(self) -> None:
        """Show the talks, and points and prices of the highlighted ones."""
        service = self.services.negotiations
        rows: list[TalkRow] = []
        self._views = {}
        for one in service.all():
            view = self._views[one.id] = service.view(one)
            walk, lines = view.walk, checklist(view)
            rows.append(
                TalkRow(
                    one.id,
                    view.candidate.name,
                    view.brief.title,
                    STAGES[service.stage(one)],
                    sum(line.done for line in lines),
                    len(lines),
                    walk.their_price,
                    walk.price,
                    walk.beyond,
                    walk.period,
                    next((line.label for line in lines if not line.done), ""),
                )
            )
        self._talks.set_rows(rows)
        self._give_room()
        self._draw()

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Follow the cursor."""
        super().on_record_table_highlighted(message)
        if message.table.id == "talks":
            self.later("talks", self._draw)
        else:
            self.later("about", self._draw_about)

    def _draw(self) -> None:
        key = self._talks.current_key
        self._points.display = key is not None
        if key is None:
            self._points.set_rows([])
            self._about.draw(stack())
            self._prices.draw(stack())
            return
        view = self._views[key]
        negotiation = view.negotiation
        self._points.set_rows(point_rows(checklist(view), self.now))
        cells = [prices_block(view, self.now), gap(), terms_block(negotiation.terms)]
        if negotiation.wants:
            cells += [gap(), heading("They want"), *(note(one, "", "·") for one in negotiation.wants)]
        if negotiation.value_said:
            cells += [gap(), heading("You offered"), *(note(one, "", "·") for one in negotiation.value_said)]
        if negotiation.agreed_reason:
            cells += [gap(), note(f"Agreed although: {negotiation.agreed_reason}", "amber", "▲")]
        if negotiation.dropped_reason:
            cells += [gap(), note(f"Dropped: {negotiation.dropped_reason}", "muted", "✗")]
        if negotiation.note.strip():
            cells += [gap(), heading("Your note"), text_block(negotiation.note.strip())]
        self._prices.draw(stack(*cells))
        self._draw_about()
        self.refresh_frame()

    def _draw_about(self) -> None:
        row, key = self._points.current, self._talks.current_key
        if row is None or key is None:
            self._about.draw(stack())
            return
        line = row.line
        self._about.draw(
            stack(
                gap(),
                note(line.hint, ""),
                note(line.evidence or line.suggested, "accent" if line.done else "blue", "✓" if line.done else "○")
                if line.evidence or line.suggested
                else None,
                note(line.warning, "amber", "▲") if line.warning else None,
                note(line.note) if line.note else None,
                gap(),
                bids_block(self._views[key]),
            )
        )

    def current_record(self) -> tuple[str, str] | None:
        """Carry the talks."""
        key = self._talks.current_key
        return ("negotiations", key) if key else None

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on talks, or on those with a candidate."""
        if kind == "candidates":
            found = [one.id for one in self.services.negotiations.all() if one.candidate == record_id]
            record_id = found[0] if found else ""
        if record_id and kind in ("negotiations", "candidates"):
            self._talks.go_to(record_id)
            self._draw()

    def _why_not(self) -> str | None:
        return None if self._talks.current is not None else NOBODY

    why_not_talks_market = why_not_talks_bid = why_not_talks_price = why_not_talks_want = _why_not
    why_not_talks_value = why_not_talks_terms = why_not_talks_drop = why_not_talks_contract = _why_not
    why_not_talks_tick = why_not_record_open = why_not_record_delete = why_not_record_text = _why_not
    why_not_figure_explain = why_not_talks_reopen = _why_not

    def _done(self, text: str = "") -> None:
        self.outsource.changed()
        if text:
            self.tell(text)

    def on_record_table_opened(self, message: RecordTable.Opened) -> None:
        """Tick a point, or show prices and terms where the side is hidden."""
        self.run_action_id("talks.tick" if message.table.id == "points" else "record.open")

    def do_record_open(self) -> None:
        """Go to the points, or open the side where it is hidden."""
        if self.open_side():
            self._prices.focus()
        else:
            self._points.focus()

    def do_record_delete(self) -> None:
        """Delete the talks."""
        self.services.negotiations.delete(self._current())
        self._done("Deleted these talks; u brings them back.")

    def do_record_text(self) -> None:
        """Write a note."""
        self._note()

    @work
    async def _note(self) -> None:
        from outsource_tui.ui.dialogs.text import TextDialog

        talks = self._current()
        await self.app.push_screen_wait(
            TextDialog(
                "Notes on these talks",
                talks.note,
                draft=f"talks-{talks.id}",
                submit=lambda text: self.services.negotiations.note(talks, text),
            )
        )
        self._done()

    def do_figure_explain(self) -> None:
        """Show how the walk-away price comes about."""
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        walk = self.services.negotiations.view(self._current()).walk
        self.app.push_screen(ArithmeticDialog("Where you walk away", walk.steps))

    # Points

    def do_talks_tick(self) -> None:
        """Tick the point, or open it again."""
        self._tick()

    @work
    async def _tick(self) -> None:
        from outsource_tui.ui.screens.negotiate.flows import tick

        row = self._points.current
        if row is not None and await tick(self, self._current(), row.line):
            self._done()

    # Prices

    def do_talks_market(self) -> None:
        """Ask for the market range."""
        self._ask("market")

    def do_talks_bid(self) -> None:
        """Ask for their bid."""
        self._ask("bid")

    def do_talks_price(self) -> None:
        """Name my price."""
        self._ask("price")

    def do_talks_want(self) -> None:
        """Note what they want."""
        self._ask("want")

    def do_talks_value(self) -> None:
        """Note what I offered."""
        self._ask("value")

    def do_talks_terms(self) -> None:
        """Write the terms."""
        self._ask("terms")

    def do_talks_drop(self) -> None:
        """Break off."""
        self._ask("drop")

    def do_talks_contract(self) -> None:
        """Say whose contract it is."""
        self._ask("contract")

    def why_not_talks_agree(self) -> str | None:
        """Say what is missing before terms can be agreed."""
        return self._why_not() or self.services.negotiations.why_not_agree(self._current())

    def do_talks_agree(self) -> None:
        """Agree."""
        self._ask("agree")

    @work
    async def _ask(self, what: str) -> None:
        from outsource_tui.ui.screens.negotiate.flows import FLOWS

        told = await FLOWS[what](self, self._current())
        if told:
            self._done(told)

    def why_not_talks_forget(self) -> str | None:
        """Refuse where no range is known."""
        reason = self._why_not()
        if reason is None and self._current().market is None:
            return "No market range is known yet; m asks for it."
        return reason

    def do_talks_forget(self) -> None:
        """Forget the range."""
        self.services.negotiations.clear_market(self._current())
        self._done("Forgot the market range.")

    def do_talks_reopen(self) -> None:
        """Take the talks up again."""
        self.services.negotiations.reopen(self._current())
        self._done("The talks are open again.")

    def why_not_talks_engage(self) -> str | None:
        """Say what is missing before the work can be planned."""
        reason = self._why_not()
        if reason is not None:
            return reason
        talks = self._current()
        if any(one.negotiation == talks.id for one in self.services.engagements.all()):
            return None
        return self.services.engagements.why_not_from_negotiation(talks)

    def do_talks_engage(self) -> None:
        """Plan the work, or go to it."""
        self._engage()

    @work
    async def _engage(self) -> None:
        from outsource_tui.ui.screens.negotiate.flows import engage

        talks = self._current()
        known = [one for one in self.services.engagements.all() if one.negotiation == talks.id]
        engagement = known[-1] if known else await engage(self, talks)
        if engagement is not None:
            self.outsource.changed()
            self.outsource.focus_record("engagements", "engagements", engagement.id)
