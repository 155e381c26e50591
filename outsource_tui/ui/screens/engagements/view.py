"""What Engagements looks like: the list, what belongs to the highlighted engagement, and the record it carries."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from outsource_tui.domain.engagement import Delivery, Engagement
from outsource_tui.ui.screens.engagements.rows import (
    STAGES,
    MoneyRow,
    StandardRow,
    WorkRow,
    money_columns,
    money_rows,
    standard_columns,
    standard_rows,
    work_columns,
)
from outsource_tui.ui.screens.engagements.side import (
    Touch,
    about_person,
    alarms,
    box_block,
    card_block,
    papers_block,
    person_block,
    strategy_block,
    touch_block,
)
from outsource_tui.ui.screens.engagements.work import (
    Gate,
    delivery_block,
    gate_block,
    outcome_block,
    start_block,
    time_block,
)
from outsource_tui.ui.screens.stage import StageScreen, still_there
from outsource_tui.ui.show import Piece, money_with_currency, percent
from outsource_tui.ui.widgets.blocks import empty_state, note, stack
from outsource_tui.ui.widgets.painted import OneLine, Paper
from outsource_tui.ui.widgets.quiet_table import QuietTable
from outsource_tui.ui.widgets.record_table import RecordTable
from outsource_tui.ui.widgets.scroll_paper import SCROLLS, ScrollPaper

if TYPE_CHECKING:
    from outsource_tui.services.engagements import EngagementService


class EngagementsView(StageScreen):
    """The list at the top; under it the delivery at the gate, milestones with their money, and time."""

    stage = "engagements"
    CSS_PATH = "screen.tcss"
    labels: ClassVar[dict[str, str]] = {"record.open": "edit", "record.new": "plan one", "list.mark": "met or not"}

    def __init__(self) -> None:
        """Start on the first engagement and its delivery to review."""
        super().__init__()
        self._delivery_id = ""
        self._drawn = ""
        self._currency = "EUR"

    # Layout

    def compose_main(self) -> ComposeResult:
        """Lay out the list and what belongs to the highlighted engagement."""
        yield RecordTable(
            work_columns(),
            key=lambda row: row.id,
            search=lambda row: f"{row.title} {row.person} {row.state.word}",
            row_role=lambda row: "muted" if row.over else "",
            fit=True,
            most=8,
            empty=empty_state(
                "No engagements yet",
                "Agreed work stands here: what came back, whether it is good, and what it saves you.",
                ("5", "open Negotiate, where o plans agreed work"),
                ("n", "plan work with somebody you chose or know"),
            ),
            id="engagements",
        )
        with VerticalScroll(id="work", can_focus=False):
            yield Paper(id="delivery")
            yield RecordTable(
                standard_columns(), key=lambda row: row.id, header=False, fit=True, empty=((),), id="standards"
            )
            yield Paper(id="gate")
            yield OneLine(("Milestones and money", "bold"), id="milestones-head")
            yield QuietTable(
                money_columns(), key=lambda row: row.key, header=False, fit=True, empty=((),), id="milestones"
            )
            yield ScrollPaper(id="time")

    def compose_side(self) -> ComposeResult:
        """Lay out the person, who answers for what, and the keeping in touch."""
        yield ScrollPaper(ground="side", id="facts")

    def adapt(self, width: int, height: int) -> None:
        """Leave room for the gate."""
        self._list.most = 8 if height >= 40 else 5 if height >= 30 else 4 if height >= 22 else 3 if height >= 12 else 2
        self._list.refresh(layout=True)
        self.query_one("#work").display = height >= 9
        if self._drawn:
            # What is wrong stands at the side, or where there is none above the delivery.
            self._draw()

    @property
    def _service(self) -> "EngagementService":
        return self.services.engagements

    @property
    def _list(self) -> RecordTable[WorkRow]:
        return self.query_one("#engagements", RecordTable)

    @property
    def _standards(self) -> RecordTable[StandardRow]:
        return self.query_one("#standards", RecordTable)

    @property
    def _stones(self) -> RecordTable[MoneyRow]:
        return self.query_one("#milestones", RecordTable)

    def _current(self) -> Engagement:
        key = still_there(self._list.current_key)
        return self._service.get(key)

    # Showing

    def where(self) -> Iterable[tuple[str, str] | Piece]:
        """Say how many are open, of how many, and how much of the week managing takes."""
        if not self._list.all_rows:
            return [("Engagements", "bold"), ("   none yet", "muted")]
        settings = self.services.settings.get()
        brake = self._service.brake()
        share = self.services.insights.management().share
        many = brake.open_now > settings.open_limit
        much = share is not None and share > settings.management_limit
        pieces = [
            ("Engagements", "bold"),
            (f"   {brake.open_now} open", "amber" if many else ""),
            (f" of {settings.open_limit} allowed   ", "muted"),
            (percent(share), "amber bold" if much else "blue" if share is None else "bold"),
            (" of your week goes into managing", "muted"),
        ]
        row = self._list.current
        if row is not None and self.app.size.width < self.side_from:
            of = (f" of {settings.open_limit}   ", "muted")
            pieces = [*pieces[:2], of, pieces[3], (" managing   ", "muted"), (row.person, "")]
        return pieces

    def show(self) -> None:
        """Show the list, and what belongs to the highlighted engagement."""
        service = self._service
        self._currency = self.services.settings.get().currency
        rows = []
        for one in service.all():
            rows.append(
                WorkRow(
                    one.id,
                    one.title,
                    service.origin(one).person,
                    STAGES[service.stage(one)],
                    service.ledger(one).net,
                    service.next_check_in(one),
                    self.today,
                    one.started_at is not None,
                    one.ended_at is not None,
                )
            )
        self._list.set_rows(rows)
        self._draw()

    def on_record_table_highlighted(self, message: RecordTable.Highlighted) -> None:
        """Follow the cursor in the list."""
        super().on_record_table_highlighted(message)
        if message.table.id == "engagements" and message.key != self._drawn:
            self.later("engagement", self._draw)

    def _draw(self) -> None:
        key = self._list.current_key
        for part in self.query("#work > *"):
            part.display = key is not None
        if key is None:
            self._drawn = ""
            self.query_one("#facts", Paper).draw(stack())
            return
        if key != self._drawn:
            self._delivery_id = ""
            self.query_one("#work").scroll_home(animate=False)
        self._drawn = key
        engagement = self._service.get(key)
        self._draw_work(engagement)
        self._draw_side(engagement)
        self.refresh_frame()

    def _delivery(self, engagement: Engagement) -> Delivery | None:
        """Return the delivery shown: the one chosen, else the last to review, in revision, or at all."""
        chosen = next((one for one in engagement.deliveries if one.id == self._delivery_id), None)
        if chosen is not None or not engagement.deliveries:
            return chosen
        for stage in ("to_review", "in_revision"):
            for one in reversed(engagement.deliveries):
                if self._service.delivery_stage(engagement, one) == stage:
                    return one
        return engagement.deliveries[-1]

    def _gate(self, engagement: Engagement, delivery: Delivery | None) -> Gate | None:
        if delivery is None:
            return None
        service = self._service
        lines = service.standards(engagement, delivery.id)
        return Gate(
            delivery,
            engagement.deliveries.index(delivery) + 1,
            len(engagement.deliveries),
            service.delivery_stage(engagement, delivery),
            service.why_not_accept(engagement, delivery.id) or "",
            sum(one.met is not True for one in lines),
            service.rounds(engagement, delivery.id),
        )

    def _draw_work(self, engagement: Engagement) -> None:
        service = self._service
        delivery = self._delivery(engagement)
        gate = self._gate(engagement, delivery)
        ended, planned = engagement.ended_at is not None, engagement.started_at is None
        head, table, foot = self.query_one("#delivery", Paper), self._standards, self.query_one("#gate", Paper)
        lines = service.standards(engagement, delivery.id) if delivery is not None else ()
        live = gate is not None and gate.stage in ("to_review", "in_revision")
        noted = any(one.note for one in lines)
        if noted != any(column.key == "note" for column in table.columns):
            table.set_columns(standard_columns(noted))
        table.set_rows([] if ended or planned else standard_rows(engagement, lines, live))
        table.display = bool(table.all_rows)
        if ended:
            from outsource_tui.ui.screens.engagements.outcome import cost_of

            found = [(one, cost_of(self, one)) for one in service.outcomes(engagement)]
            head.draw(outcome_block(found, self.today, started=engagement.started_at is not None))
            foot.draw(stack())
        elif planned:
            head.draw(start_block(engagement, service.why_not_start(engagement)))
            foot.draw(stack())
        else:
            mind = self._alarms(engagement)[:1] if self.app.size.width < self.side_from else []
            head.draw(
                stack(*(note(text, role, "▲") for text, role in mind), delivery_block(engagement, gate, self.today))
            )
            foot.draw(gate_block(engagement, gate, self.today))
        foot.display = not ended and not planned
        stages: dict[str, str] = {one.id: service.milestone_stage(engagement, one) for one in engagement.milestones}
        self._stones.set_rows(money_rows(engagement, stages, self.today))
        has_money = bool(self._stones.all_rows)
        self._stones.display = self.query_one("#milestones-head").display = has_money
        time = self.query_one("#time", Paper)
        one_off = service.figures.one_off(engagement)
        time.display = not planned
        time.draw(time_block(service.ledger(engagement), service.overhead(engagement), one_off, self._currency))

    def _alarms(self, engagement: Engagement) -> list[tuple[str, str]]:
        service = self._service
        box, check_up = service.stop_loss(engagement), service.check_up(engagement)
        return alarms(engagement, service.alarm(engagement), box, check_up)

    def _draw_side(self, engagement: Engagement) -> None:
        service = self._service
        origin = service.origin(engagement)
        candidate = origin.candidate
        verdict = service.verdict(engagement)
        terms = engagement.terms
        if terms.model == "hourly":
            price = f"{money_with_currency(terms.rate)} an hour" if terms.rate is not None else ""
        else:
            price = money_with_currency(terms.amount) if terms.amount is not None else ""
        kind = (candidate.kind if candidate is not None else None) or ""
        skills = candidate.skills if candidate is not None else ()
        ratio = verdict.inputs.ratio if verdict is not None else None
        touch = Touch(
            service.last_contact(engagement),
            service.next_check_in(engagement),
            service.asks_feedback(engagement),
            service.feedback_question(engagement),
            service.cares(engagement),
            service.asks_feeling(engagement),
        )
        running = engagement.started_at is not None and engagement.ended_at is None
        blocks = [
            person_block(
                engagement,
                origin.person,
                about_person(kind, skills, ratio, price),
                self._alarms(engagement),
            ),
            card_block(engagement, origin.person, service.card(engagement)),
            touch_block(engagement, touch, self.today) if running else None,
            box_block(
                service.stop_loss(engagement),
                service.rounds(engagement),
                service.overrun(engagement),
            ),
            strategy_block(service.strategies(engagement), service.reserve(engagement)),
            papers_block(engagement, self.today),
        ]
        self.query_one("#facts", Paper).draw(stack(*blocks))

    # Carrying

    def current_record(self) -> tuple[str, str] | None:
        """Carry the engagement."""
        key = self._list.current_key
        return ("engagements", key) if key else None

    def reveal(self, kind: str, record_id: str) -> None:
        """Put the cursor on an engagement, or on the one of a task, candidate, negotiation or outcome."""
        service = self._service
        if kind == "outcomes":
            pairs = self.services.insights.hits_and_misses()
            record_id = next((origin.engagement.id for one, origin in pairs if one.id == record_id), "")
        elif kind in ("tasks", "candidates", "negotiations", "briefs"):
            for one in service.all():
                origin = service.origin(one)
                parents = {
                    "tasks": one.task,
                    "candidates": origin.candidate.id if origin.candidate else None,
                    "negotiations": one.negotiation,
                    "briefs": origin.brief.id if origin.brief else None,
                }
                if parents[kind] == record_id:
                    record_id = one.id
                    break
            else:
                return
        elif kind != "engagements":
            return
        if record_id and self._list.go_to(record_id):
            self._draw()

    def claims_key(self, key: str) -> bool:
        """Take the keys that scroll while the side has the focus, or stands in place of the list."""
        return key in SCROLLS and (isinstance(self.focused, ScrollPaper) or (self._side_open and self.side_shown))

    def claimed(self, event: events.Key) -> None:
        """Scroll the side."""
        paper = self.focused if isinstance(self.focused, ScrollPaper) else self.query_one("#facts", Paper)
        paper.scroll_by(SCROLLS[event.key])
