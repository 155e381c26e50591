"""The six scores of a candidate: typed over what times, skills, reviews, answers and the test say (S1-57..68)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from outsource_tui.domain.arithmetic import shown_number
from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import ANSWERS, CRITERIA, Candidate, Criterion
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.scorecard import credibility_score, part_score, skill_score, speed_score
from outsource_tui.domain.settings import Settings
from outsource_tui.services.phrases import hours_between, listed


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
