"""Negotiate: the talks with one candidate, point by point, price by price, until terms are agreed."""

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult

from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.ui.screens.negotiate_parts import (
    STAGES,
    PointRow,
    TalkRow,
    point_columns,
    point_rows,
    prices_block,
    talk_columns,
    terms_block,
)
from outsource_tui.ui.screens.stage import StageScreen
from outsource_tui.ui.show import Piece, count
from outsource_tui.ui.widgets.blocks import empty_state, gap, note, stack
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.record_table import RecordTable

NOBODY = "No talks yet; 4 opens Candidates, where o chooses whom to talk with."


class NegotiateScreen(StageScreen):
    """The talks at the top, their seven points below, prices and terms at the side."""

    stage = "negotiate"
    labels: ClassVar[dict[str, str]] = {"record.open": "prices and terms"}

    def __init__(self) -> None:
        """Start without talks."""
        super().__init__()
        self._shown = ""

    def compose_main(self) -> ComposeResult:
        """Lay out talks and points."""
        yield RecordTable(
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
        yield OneLine(id="points-gap")
        yield RecordTable(
            point_columns(),
            key=lambda row: row.key,
            search=lambda row: row.label,
            row_role=lambda row: "muted" if row.line.done else "",
            fit=True,
            empty=((),),
            id="points",
        )
        yield Paper(id="about")

    def compose_side(self) -> ComposeResult:
        """Lay out prices and terms."""
        yield Paper(ground="side", id="prices")

    def adapt(self, width: int, height: int) -> None:
        """Leave room for the points."""
        self.query_one("#talks", RecordTable).most = 8 if height >= 30 else 4 if height >= 18 else 2
        self.query_one("#points-gap").display = height >= 18
        self.query_one("#about").display = height >= 20
        self.query_one("#about").styles.height = "1fr"
        self.query_one("#prices").styles.height = "1fr"

    @property
    def _talks(self) -> RecordTable[TalkRow]:
        return self.query_one("#talks", RecordTable)

    @property
    def _points(self) -> RecordTable[PointRow]:
        return self.query_one("#points", RecordTable)

    def _current(self) -> Negotiation:
        key = self._talks.current_key
        assert key is not None
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
            (f"   {count(open_ones, 'open talk')}", "muted"),
        ]

    def show(self) -> None:
        """Show the talks, and points and prices of the highlighted ones."""
        service = self.services.negotiations
        rows: list[TalkRow] = []
        for one in service.all():
            walk = service.walk_away(one)
            lines = service.checklist(one)
            rows.append(
                TalkRow(
                    one.id,
                    service.candidate(one).name,
                    service.brief(one).title,
                    STAGES[service.stage(one)],
                    sum(line.done for line in lines),
                    len(lines),
                    walk.their_price,
                    walk.price,
                    walk.beyond,
                )
            )
        self._talks.set_rows(rows)
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
        if key is None:
            self._points.set_rows([])
            self._points.display = False
            for paper in self.query(Paper):
                paper.draw(stack())
            return
        self._points.display = True
        service = self.services.negotiations
        negotiation = service.get(key)
        self._points.set_rows(point_rows(service.checklist(negotiation)))
        walk = service.walk_away(negotiation)
        currency = self.services.settings.get().currency
        block = prices_block(
            negotiation, service.bids(negotiation), walk, service.price_lock(negotiation), walk.their_rate
        )
        wants = negotiation.wants
        cells = [block, gap(), terms_block(negotiation.terms, currency)]
        if wants:
            cells += [gap(), note(f"They want: {', '.join(wants)}.")]
        if negotiation.agreed_reason:
            cells += [gap(), note(f"Agreed although: {negotiation.agreed_reason}", "amber", "▲")]
        if negotiation.dropped_reason:
            cells += [gap(), note(f"Dropped: {negotiation.dropped_reason}", "muted", "✗")]
        self.query_one("#prices", Paper).draw(stack(*cells))
        self._draw_about()
        self.refresh_frame()

    def _draw_about(self) -> None:
        row = self._points.current
        about = self.query_one("#about", Paper)
        if row is None:
            about.draw(stack())
            return
        line = row.line
        about.draw(
            stack(
                gap(),
                note(line.hint, ""),
                note(line.warning, "amber", "▲") if line.warning else None,
                note(line.note) if line.note else None,
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
        if not self.open_side():
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

        walk = self.services.negotiations.walk_away(self._current())
        self.app.push_screen(ArithmeticDialog("Where you walk away", walk.steps))

    # Points

    def do_talks_tick(self) -> None:
        """Tick the point, or open it again."""
        self._tick()

    @work
    async def _tick(self) -> None:
        from outsource_tui.ui.screens.negotiate_flows import tick

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
        from outsource_tui.ui.screens.negotiate_flows import FLOWS

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
        from outsource_tui.ui.screens.negotiate_flows import engage

        talks = self._current()
        known = [one for one in self.services.engagements.all() if one.negotiation == talks.id]
        engagement = known[-1] if known else await engage(self, talks)
        if engagement is not None:
            self.outsource.changed()
            self.outsource.focus_record("engagements", "engagements", engagement.id)
