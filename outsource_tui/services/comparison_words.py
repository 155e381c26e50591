"""What the comparison says: names or letters, who leads, how firm that is, what to find out next (N10..N12)."""

from dataclasses import dataclass, field
from decimal import Decimal

from outsource_tui.domain.arithmetic import shown_number
from outsource_tui.domain.candidate import ANSWERS, Candidate, Criterion
from outsource_tui.domain.scorecard import Comparison
from outsource_tui.playbook import loader
from outsource_tui.services.phrases import ended, listed

BLIND_NAME = "Candidate"


@dataclass(frozen=True, slots=True)
class Names:
    """What each candidate of a brief is called: by name, or by a letter where names are hidden (N12)."""

    blind: bool
    letters: dict[str, str] = field(default_factory=dict)

    def of(self, candidate: Candidate) -> str:
        """Return what a candidate is called."""
        return f"{BLIND_NAME} {self.letters[candidate.id]}" if self.blind else candidate.name


def question_for(candidate: Candidate, criterion: Criterion, name: str) -> str:
    """Return what to do or ask to fill an unknown cell."""
    if criterion == "answers":
        labels = {one.key: one for one in loader.answer_questions()}
        for key in ANSWERS:
            answer = candidate.answers.get(key)
            if answer is None or not (answer.text.strip() or answer.score):
                return f"Ask {name}: {labels[key].ask}"
        return ended(f"Score the answers of {name}")
    if criterion == "test":
        test = candidate.test
        if test.returned_at is not None:
            return ended(f"Score the test of {name}")
        if test.sent_at is not None:
            return f"The test of {name} is not back yet."
        return f"Ask {name} for a small paid test."
    return {
        "speed": f"Note when {name} first replied.",
        "effort": f"Read the reply of {name} and score how much of it fits only this job.",
        "skills": f"Hold the profile of {name} against the skills of the brief.",
        "credibility": ended(f"Look up the reviews of {name}"),
    }[criterion]


def letter(index: int) -> str:
    """Return the letter of the candidate at that place, from 0: A to Z, then AA, BB and so on."""
    return chr(ord("A") + index % 26) * (1 + index // 26)


def leader_line(figures: Comparison, by_id: dict[str, Candidate], names: Names, lead: Decimal | None) -> str:
    """Return who leads and by how much (`lead`: None without a next one); a tie is said as a tie."""
    leaders = [names.of(by_id[one]) for one in figures.leaders]
    if not leaders:
        return "Nobody is scored yet."
    if len(leaders) > 1:
        return f"{listed(leaders)} tie."
    if lead is None:
        return f"{leaders[0]} is the only one scored."
    return f"{leaders[0]} leads by {shown_number(lead)}."


def sensitivity_line(figures: Comparison, by_id: dict[str, Candidate], names: Names) -> str:
    """Return how firm the lead is: whether it holds when any weight moves by a fifth (N11)."""
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
