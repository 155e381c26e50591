"""The comparison table of a brief's candidates: scores typed and computed, unknowns, totals, prices (N10..N12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from outsource_tui.domain.arithmetic import shown_number
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import CRITERIA, Bid, Candidate, Criterion
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import Money
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.price import breakdown_difference
from outsource_tui.domain.scorecard import (
    Card,
    Comparison,
    Standing,
    Total,
    compare,
    has_passed,
)
from outsource_tui.services.asks import Quote, Quotes, all_bids, latest_bid
from outsource_tui.services.candidate_tests import fees_of_tests
from outsource_tui.services.comparison_table import ComparisonTable, NextQuestion, Row
from outsource_tui.services.comparison_words import Names, leader_line, letter, question_for, sensitivity_line
from outsource_tui.services.desk import Desk
from outsource_tui.services.score_cells import Cell, cells_of, reply_hours
from outsource_tui.services.side_by_side import SideBySide, side_by_side
from outsource_tui.services.task_figures import TaskLog


@dataclass(frozen=True, slots=True)
class BreakdownCheck:
    """Their hourly breakdown held against the quote: hours summed, quoted, and the difference (S1-62)."""

    total: Decimal
    quoted: Decimal | None
    difference: Decimal | None
    sentence: str


class ComparisonFigures:
    """Figures of the comparison; part of the service for candidates."""

    desk: Desk

    @property
    def task_log(self) -> TaskLog:
        """The log by task, read once."""
        known: TaskLog | None = self.__dict__.get("_task_log")
        if known is None:
            known = TaskLog(self.desk)
            self.__dict__["_task_log"] = known
        return known

    def quotes(self, brief: Brief) -> Quotes:
        """Return the prices of a brief's candidates."""
        return Quotes(self.desk, self.task_log, brief)

    def quote(self, candidate: Candidate) -> Quote:
        """Return what a candidate's latest bid comes to."""
        return self.quotes(self.desk.get(Brief, candidate.brief)).quote(candidate)

    def comparison(
        self, brief: Brief, *, blind: bool | None = None, declined: bool = False, archived: bool = False
    ) -> ComparisonTable:
        """Return the table of a brief's candidates, ranked; in blind mode without names and prices (N10..N12)."""
        settings = self.desk.settings
        hidden = settings.blind if blind is None else blind
        everyone = sorted(self.desk.children(Candidate, brief=brief.id), key=lambda one: (one.applied_at, one.id))
        names = Names(hidden, {one.id: letter(index) for index, one in enumerate(everyone)})
        shown = [
            one for one in everyone if (declined or one.declined_at is None) and (archived or one.archived_at is None)
        ]
        postings = {one.id: one for one in self.desk.children(Posting, brief=brief.id)}
        cells = {one.id: cells_of(one, brief, postings.get(one.posting or ""), settings) for one in shown}
        weights = {criterion: settings.weight(criterion) for criterion in CRITERIA}
        figures = compare(
            [
                Card(
                    one.id,
                    {criterion: cell.score for criterion, cell in cells[one.id].items()},
                    one.declined_at is not None or one.archived_at is not None,
                )
                for one in shown
            ],
            weights,
        )
        totals = {one.id: one for one in figures.totals}
        standings = {one.id: one for one in figures.standings}
        quotes = self.quotes(brief)
        budget = brief.budget
        rows = [
            self._row(
                one,
                names=names,
                cells=cells[one.id],
                total=totals[one.id],
                standing=standings.get(one.id),
                quotes=quotes,
                budget=budget,
            )
            for one in shown
        ]
        rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.candidate.applied_at, row.candidate.id))
        by_id = {one.id: one for one in shown}
        lead = _lead(figures)
        return ComparisonTable(
            brief,
            tuple(rows),
            weights,
            figures.leaders,
            lead,
            leader_line(figures, by_id, names, lead),
            sensitivity_line(figures, by_id, names),
            figures,
            tuple(
                NextQuestion(
                    by_id[one.id],
                    _criterion(one.criterion),
                    question_for(by_id[one.id], _criterion(one.criterion), names.of(by_id[one.id])),
                    one.swing,
                    one.can_change_leader,
                )
                for one in figures.unknowns
            ),
            fees_of_tests(self.desk, everyone),
            budget,
            quotes.one_off,
            hidden,
        )

    def _row(
        self,
        candidate: Candidate,
        *,
        names: Names,
        cells: dict[Criterion, Cell],
        total: Total,
        standing: Standing | None,
        quotes: Quotes,
        budget: Money | None,
    ) -> Row:
        quote = quotes.quote(candidate)
        currency = quotes.settings.currency

        def money(amount: Decimal | None) -> Money | None:
            return None if amount is None or names.blind else Money(amount, currency)

        priced = quote.bid is not None and not names.blind
        own_budget = None
        if budget is not None:
            try:
                own_budget = self.desk.in_own_currency(budget, quotes.settings).amount
            except InputError:
                own_budget = None
        return Row(
            candidate=candidate,
            name=names.of(candidate),
            cells=cells,
            total=total.total,
            lowest=total.lowest,
            highest=total.highest,
            coverage=total.coverage,
            rank=standing.rank if standing else None,
            tied=standing.tied if standing else False,
            best_rank=standing.best_rank if standing else None,
            worst_rank=standing.worst_rank if standing else None,
            unknown=tuple(_criterion(one) for one in total.unknown),
            steps=total.steps,
            price=money(quote.price),
            rate=money(quote.rate),
            their_hours=quote.their_hours,
            ratio=quote.verdict.inputs.ratio,
            net_hours=quote.verdict.net_hours,
            net_value=money(quote.verdict.value),
            verdict=quote.verdict if priced else None,
            over_budget=bool(own_budget is not None and quote.price is not None and quote.price > own_budget),
        )

    def reply_hours(self, candidate: Candidate) -> Decimal | None:
        """Return how long somebody took to reply, None where nobody knows (S1-57)."""
        return reply_hours(candidate, self.desk.find(Posting, candidate.posting))

    def all_bids(self, candidate: Candidate) -> list[Bid]:
        """Return every bid of a candidate, the one they applied with first (S1-75)."""
        return all_bids(self.desk, candidate)

    def breakdown(self, candidate: Candidate) -> BreakdownCheck:
        """Return their hourly breakdown summed and held against the hours they quote (S1-62)."""
        answer = candidate.answers.get("approach")
        hours = [row.hours for row in answer.breakdown] if answer else []
        total = sum(hours, Decimal(0))
        bid = latest_bid(self.desk, candidate)
        quoted = bid.hours if bid else None
        difference = breakdown_difference(hours, quoted) if hours else None
        if not hours:
            sentence = "No breakdown yet; ask how many hours each step takes."
        elif quoted is None or difference is None:
            sentence = f"The steps add up to {shown_number(total)} h; no hours are quoted."
        elif difference == 0:
            sentence = f"The steps add up to the {shown_number(total)} h they quote."
        else:
            word = "more" if difference > 0 else "less"
            sentence = (
                f"The steps add up to {shown_number(total)} h, {shown_number(abs(difference))} h {word} "
                f"than the {shown_number(quoted)} h they quote."
            )
        return BreakdownCheck(total, quoted, difference, sentence)

    def side_by_side(self, table: ComparisonTable, ids: Iterable[str]) -> SideBySide:
        """Return two to four candidates of a table in columns; raise InputError for other numbers and strangers."""
        wanted = list(dict.fromkeys(ids))
        if not 2 <= len(wanted) <= 4:
            raise InputError("Mark two to four candidates to put side by side.")
        rows = [row for one in wanted if (row := table.row(one)) is not None]
        if len(rows) < len(wanted):
            raise InputError("One of them is no longer a candidate of this brief.")
        return side_by_side(table, rows, {one.id: one for one in self.desk.children(Posting, brief=table.brief.id)})

    def passed(self, candidate: Candidate) -> bool | None:
        """Tell whether a test came up to the limit of the settings; None while it is not scored (S1-69)."""
        test = candidate.test
        scores = (test.communication, test.understanding, test.work, test.speed)
        return has_passed(scores, self.desk.settings.pass_total)


def _criterion(key: str) -> Criterion:
    return next(one for one in CRITERIA if one == key)


def _lead(figures: Comparison) -> Decimal | None:
    ranked = {one.id for one in figures.standings}
    totals = sorted((one.total for one in figures.totals if one.total is not None and one.id in ranked), reverse=True)
    return totals[0] - totals[1] if len(totals) > 1 else None
