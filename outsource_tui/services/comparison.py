"""The comparison table of a brief's candidates: scores typed and computed, unknowns, totals, prices (N10..N12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import Step, shown_number
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import ANSWERS, CRITERIA, Candidate, Criterion
from outsource_tui.domain.economics import Verdict
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
    credibility_score,
    has_passed,
    part_score,
    skill_score,
    speed_score,
)
from outsource_tui.domain.settings import Settings
from outsource_tui.domain.stages import candidate_stage
from outsource_tui.playbook import loader
from outsource_tui.services.asks import Quote, Quotes, latest_bid
from outsource_tui.services.desk import Desk
from outsource_tui.services.phrases import hours_between, listed
from outsource_tui.services.task_figures import TaskLog

BLIND_NAME = "Candidate"


@dataclass(frozen=True, slots=True)
class Cell:
    """One score of one candidate: typed over computed, or unknown (N10)."""

    criterion: Criterion
    score: Decimal | None
    typed: int | None
    computed: Decimal | None
    why: str
    """What it rests on, or what would fill it."""

    @property
    def source(self) -> Literal["typed", "computed", "unknown"]:
        """Tell where the score is from."""
        if self.typed is not None:
            return "typed"
        return "computed" if self.computed is not None else "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate in the table; `name` and prices are hidden in blind mode (N12)."""

    candidate: Candidate
    name: str
    cells: dict[Criterion, Cell]
    total: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    coverage: Decimal
    """Share of the weights that is scored, 0 to 1."""
    rank: int | None
    """Among the undeclined, over what is scored; ties share it."""
    tied: bool
    best_rank: int | None
    worst_rank: int | None
    """The ranks the unknown cells still allow."""
    unknown: tuple[Criterion, ...]
    steps: tuple[Step, ...]
    price: Money | None
    """A month, or once, platform fee included."""
    rate: Money | None
    """What an hour of theirs costs before the fee."""
    their_hours: Decimal | None
    ratio: Decimal | None
    """Their hours for one of mine."""
    net_hours: Decimal | None
    net_value: Money | None
    verdict: Verdict | None
    over_budget: bool


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The cell to find out about next: whose, which, the question to ask, and how far it moves the total (N10)."""

    candidate: Candidate
    criterion: Criterion
    sentence: str
    swing: Decimal
    can_change_leader: bool


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """The table of a brief: rows by rank, who leads and by how much, how firm that is, what to ask next."""

    brief: Brief
    rows: tuple[Row, ...]
    weights: dict[Criterion, Decimal]
    leaders: tuple[str, ...]
    """Ids; more than one is a tie."""
    lead: Decimal | None
    """By how much the leader is ahead of the next; None without a next."""
    leader_line: str
    sensitivity_line: str
    figures: Comparison
    questions: tuple[NextQuestion, ...]
    test_costs: Money
    budget: Money | None
    one_off: bool
    blind: bool

    @property
    def next_question(self) -> NextQuestion | None:
        """Return what to find out first."""
        return self.questions[0] if self.questions else None

    def row(self, candidate_id: str) -> Row | None:
        """Return the row of a candidate."""
        return next((row for row in self.rows if row.candidate.id == candidate_id), None)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two to four candidates in columns: names, and rows of a label with one text each."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class BreakdownCheck:
    """Their hourly breakdown held against the quote: hours summed, quoted, and the difference (S1-62)."""

    total: Decimal
    quoted: Decimal | None
    difference: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True)
class _Names:
    blind: bool
    letters: dict[str, str] = field(default_factory=dict)

    def of(self, candidate: Candidate) -> str:
        return f"{BLIND_NAME} {self.letters[candidate.id]}" if self.blind else candidate.name


def reply_hours(candidate: Candidate, posting: Posting | None) -> Decimal | None:
    """Return how long they took to reply: to my first message, else from the posting to their application (S1-57)."""
    first = candidate.first_reply_at
    if first is not None:
        sent = [one.sent_at for one in candidate.messages]
        sent += [one.asked_at for one in candidate.answers.values() if one.asked_at is not None]
        before = [moment for moment in sent if moment <= first]
        if before:
            return Decimal(str(round(hours_between(min(before), first), 4)))
    if posting is not None and candidate.applied_at >= posting.posted_at:
        return Decimal(str(round(hours_between(posting.posted_at, candidate.applied_at), 4)))
    return None


def cells_of(
    candidate: Candidate, brief: Brief | None, posting: Posting | None, settings: Settings
) -> dict[Criterion, Cell]:
    """Return the six scores of a candidate, typed over computed (S1-57..68)."""
    answers = [candidate.answers[key].score for key in ANSWERS if key in candidate.answers]
    test = candidate.test
    took = reply_hours(candidate, posting)
    wanted = brief.skills if brief else ()
    speed = speed_score(took, settings.speed_hours)
    skills = skill_score(wanted, candidate.skills) if candidate.skills else None
    credibility = credibility_score(candidate.reviews, candidate.success_share)
    computed: dict[Criterion, tuple[Decimal | int | None, str]] = {
        "speed": (speed, f"replied after {shown_number(took, 1)} h" if took is not None else "no reply time known"),
        "effort": (None, "read the reply and score how much of it fits only this job"),
        "skills": (
            skills,
            _skills_why(wanted, candidate.skills) if skills is not None else "list their skills, or score them",
        ),
        "credibility": (credibility, _credibility_why(candidate)),
        "answers": (
            part_score(None, answers),
            f"mean of {sum(one is not None for one in answers)} of {len(ANSWERS)} answers",
        ),
        "test": (
            part_score(None, (test.communication, test.understanding, test.work, test.speed)),
            "mean of what is scored of the test" if test.sent_at or test.returned_at else "no test given",
        ),
    }
    cells: dict[Criterion, Cell] = {}
    for criterion in CRITERIA:
        value, why = computed[criterion]
        typed = candidate.scores.get(criterion)
        worked_out = Decimal(value) if value is not None else None
        score = Decimal(typed) if typed is not None else worked_out
        cells[criterion] = Cell(criterion, score, typed, worked_out, "typed by you" if typed is not None else why)
    return cells


def _skills_why(wanted: Sequence[str], offered: Sequence[str]) -> str:
    met = {one.casefold() for one in offered}
    have = [one for one in wanted if one.casefold() in met]
    return f"{len(have)} of {len(wanted)} skills of the brief"


def _credibility_why(candidate: Candidate) -> str:
    known = []
    if candidate.reviews is not None:
        known.append(f"{candidate.reviews} reviews")
    if candidate.success_share is not None:
        known.append(f"{shown_number(candidate.success_share * 100, 0)} % success")
    return listed(known) or "type their reviews or success, or score it"


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
        names = _Names(hidden, {one.id: _letter(index) for index, one in enumerate(everyone)})
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
        from outsource_tui.services.candidate_tests import fees_of_tests

        return ComparisonTable(
            brief,
            tuple(rows),
            weights,
            figures.leaders,
            lead,
            _leader_line(figures, by_id, names, lead),
            _sensitivity_line(figures, by_id, names),
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
        names: _Names,
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

    def sensitivity(self, brief: Brief) -> str:
        """Return whether the leader holds when any weight moves by a fifth (N11)."""
        return self.comparison(brief).sensitivity_line

    def next_to_find_out(self, brief: Brief) -> tuple[NextQuestion, ...]:
        """Return the unknown cells, those first that can change who leads, then by how far they move a total (N10)."""
        return self.comparison(brief).questions

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

    def passed(self, candidate: Candidate) -> bool | None:
        """Tell whether a test came up to the limit of the settings; None while it is not scored (S1-69)."""
        test = candidate.test
        scores = (test.communication, test.understanding, test.work, test.speed)
        return has_passed(scores, self.desk.settings.pass_total)

    def side_by_side(self, brief: Brief, ids: Iterable[str], *, blind: bool | None = None) -> SideBySide:
        """Return two to four candidates in columns with all there is to know; raise InputError for other numbers."""
        wanted = list(dict.fromkeys(ids))
        if not 2 <= len(wanted) <= 4:
            raise InputError("Mark two to four candidates to put side by side.")
        table = self.comparison(brief, blind=blind, declined=True, archived=True)
        found = {row.candidate.id: row for row in table.rows}
        if any(one not in found for one in wanted):
            raise InputError("One of them is no longer a candidate of this brief.")
        rows = [found[one] for one in wanted]
        lines: list[tuple[str, tuple[str, ...]]] = []

        def line(label: str, values: Iterable[str]) -> None:
            texts = tuple(values)
            if any(texts):
                lines.append((label, tuple(text or "unknown" for text in texts)))

        def money(amount: Money | None) -> str:
            return amount.shown() if amount else ""

        line("Stage", (candidate_stage(row.candidate).replace("_", " ") for row in rows))
        line("Total", (_shown(row.total) for row in rows))
        line("Could be", (f"{_shown(row.lowest)} to {_shown(row.highest)}" for row in rows))
        line("Scored", (f"{shown_number(row.coverage * 100, 0)} %" for row in rows))
        labels = {one.key: one.label for one in loader.criteria()}
        for criterion in CRITERIA:
            line(labels[criterion], (_shown(row.cells[criterion].score) for row in rows))
        line("Rate", (f"{row.rate.shown()}/h" if row.rate else "" for row in rows))
        line("Price " + ("once" if table.one_off else "a month"), (money(row.price) for row in rows))
        line("Their hours for yours", (shown_number(row.ratio) if row.ratio is not None else "" for row in rows))
        line("Net time", (f"{shown_number(row.net_hours)} h" if row.net_hours is not None else "" for row in rows))
        line("Net value", (money(row.net_value) for row in rows))
        for asked in loader.answer_questions():
            given = [row.candidate.answers.get(asked.key) for row in rows]  # type: ignore[call-overload]
            line(asked.label, (one.text.strip() if one else "" for one in given))
        for text in dict.fromkeys(one.text for row in rows for one in row.candidate.must_haves):
            line(text, (_must_have(row.candidate, text) for row in rows))
        for question in dict.fromkeys(one.question for row in rows for one in row.candidate.screening):
            line(
                question,
                (next((one.answer for one in row.candidate.screening if one.question == question), "") for row in rows),
            )
        for part in loader.test_parts():
            line(f"Trial: {part.label.lower()}", (_shown(getattr(row.candidate.test, part.key)) for row in rows))
        line("Skills", (", ".join(row.candidate.skills) for row in rows))
        line("Time zone", (row.candidate.timezone for row in rows))
        if not table.blind:
            line("Country", (row.candidate.country for row in rows))
        line("Other commitments", (row.candidate.other_commitments for row in rows))
        line("Note", (row.candidate.note.strip() for row in rows))
        return SideBySide(tuple(row.name for row in rows), tuple(lines))


def question_for(candidate: Candidate, criterion: Criterion, name: str) -> str:
    """Return what to do or ask to fill an unknown cell."""
    if criterion == "answers":
        labels = {one.key: one for one in loader.answer_questions()}
        for key in ANSWERS:
            answer = candidate.answers.get(key)
            if answer is None or not (answer.text.strip() or answer.score):
                return f"Ask {name}: {labels[key].ask}"
        return f"Score the answers of {name}."
    if criterion == "test":
        test = candidate.test
        if test.returned_at is not None:
            return f"Score the test of {name}."
        if test.sent_at is not None:
            return f"The test of {name} is not back yet."
        return f"Ask {name} for a small paid test."
    return {
        "speed": f"Note when {name} first replied.",
        "effort": f"Read the reply of {name} and score how much of it fits only this job.",
        "skills": f"Hold the profile of {name} against the skills of the brief.",
        "credibility": f"Look up the reviews of {name}.",
    }[criterion]


def _criterion(key: str) -> Criterion:
    return next(one for one in CRITERIA if one == key)


def _letter(index: int) -> str:
    return chr(ord("A") + index % 26) * (1 + index // 26)


def _shown(score: Decimal | int | None) -> str:
    return "" if score is None else shown_number(Decimal(score), 1)


def _must_have(candidate: Candidate, text: str) -> str:
    met = next((one.met for one in candidate.must_haves if one.text == text), None)
    return "" if met is None else "yes" if met else "no"


def _lead(figures: Comparison) -> Decimal | None:
    ranked = {one.id for one in figures.standings}
    totals = sorted((one.total for one in figures.totals if one.total is not None and one.id in ranked), reverse=True)
    return totals[0] - totals[1] if len(totals) > 1 else None


def _leader_line(figures: Comparison, by_id: dict[str, Candidate], names: _Names, lead: Decimal | None) -> str:
    leaders = [names.of(by_id[one]) for one in figures.leaders]
    if not leaders:
        return "Nobody is scored yet."
    if len(leaders) > 1:
        return f"{listed(leaders)} tie."
    if lead is None:
        return f"{leaders[0]} is the only one scored."
    return f"{leaders[0]} leads by {shown_number(lead)}."


def _sensitivity_line(figures: Comparison, by_id: dict[str, Candidate], names: _Names) -> str:
    if not figures.leaders:
        return "Score somebody to see how firm the lead is."
    if len(figures.standings) < 2:
        return "There is nobody to compare with yet."
    if figures.robust:
        return "The lead holds when any weight moves by a fifth."
    shift = figures.shifts[0]
    labels = {one.key: one.label.lower() for one in loader.criteria()}
    word = "less" if shift.factor < 1 else "more"
    after = [names.of(by_id[one]) for one in shift.after]
    verb = "would lead" if len(after) == 1 else "would tie"
    return f"{listed(after)} {verb} if {labels.get(shift.criterion, shift.criterion)} counted 20 % {word}."
