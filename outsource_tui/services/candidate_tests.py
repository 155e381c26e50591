"""The paid test: a small piece of the real work, given to each, paid, and judged on four things (S1-65..68)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, get_args

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate, PaidTest
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.money import Money
from outsource_tui.services.amounts import not_below_zero
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import quoted

TestScore = Literal["communication", "understanding", "work", "speed"]
TEST_SCORES: tuple[TestScore, ...] = get_args(TestScore)


def fees_of_tests(desk: Desk, candidates: Iterable[Candidate]) -> Money:
    """Return what the tests given to these candidates cost together, in my currency (S1-68)."""
    settings = desk.settings
    total = Money(0, settings.currency)
    for candidate in candidates:
        test = candidate.test
        if test.fee is not None and (test.sent_at or test.returned_at or test.paid_at):
            total = total + desk.in_own_currency(test.fee, settings)
    return total


class TestVerbs:
    """Tests; part of the service for candidates."""

    __test__ = False

    desk: Desk

    def offer_test(
        self,
        candidate: Candidate,
        *,
        what: str = "",
        fee: Money | None = None,
        hours: Decimal | None = None,
        due_at: datetime | None = None,
    ) -> Candidate:
        """Say what the test is, its fee, hours and date; nothing has gone out yet (S1-65, S1-66)."""
        self._in_running(candidate)
        not_below_zero(fee, "fee", "The fee of the test")
        values: dict[str, Any] = {"what": what, "fee": fee, "hours": hours, "due_at": due_at}
        return self._test(candidate, f"Test for {candidate.name}", **values)

    def give_test(
        self,
        brief: Brief,
        *,
        what: str,
        fee: Money | None = None,
        hours: Decimal | None = None,
        due_at: datetime | None = None,
        send: bool = True,
    ) -> list[Candidate]:
        """Give the same test to everybody on the short list who has none yet, as one change (S1-67)."""
        if not what.strip():
            raise InputError("A test needs a task; type what they should do.", field="what")
        not_below_zero(fee, "fee", "The fee of the test")
        now = self.desk.now()
        wanted = [
            one
            for one in self.desk.children(Candidate, brief=brief.id)
            if one.shortlisted_at is not None
            and one.declined_at is None
            and one.archived_at is None
            and one.test.sent_at is None
            and one.test.willing is not False
        ]
        if not wanted:
            raise NotYetError("Nobody on the short list waits for a test; put somebody there first.")
        sent = {"sent_at": now} if send else {}
        changed = [
            edited(one, test=edited(one.test, what=what, fee=fee, hours=hours, due_at=due_at, **sent)) for one in wanted
        ]
        self.desk.save(f"Test for {quoted(brief.title)}", *changed)
        return [self.desk.get(Candidate, one.id) for one in changed]

    def willing(self, candidate: Candidate, answer: bool | None) -> Candidate:
        """Note whether they would do a paid test; None: not asked or no answer (S1-65)."""
        return self._test(candidate, f"Test for {candidate.name}", willing=answer)

    def send_test(self, candidate: Candidate, at: datetime | None = None) -> Candidate:
        """Note that the test went out; raise NotYetError while nothing is said about it (S1-67)."""
        self._in_running(candidate)
        if not candidate.test.what.strip():
            raise NotYetError(f"There is no test for {candidate.name} yet; say what they should do first.")
        if candidate.test.willing is False:
            raise NotYetError(f"{candidate.name} does not want to do a test; take that back first.")
        return self._test(candidate, f"Test sent to {candidate.name}", sent_at=self._moment(at), willing=True)

    def return_test(self, candidate: Candidate, at: datetime | None = None) -> Candidate:
        """Note that the test came back (S1-67)."""
        moment = self._moment(at)
        if candidate.test.sent_at is None:
            raise NotYetError(f"The test for {candidate.name} has not gone out yet; send it first.")
        if moment < candidate.test.sent_at:
            raise InputError("A test cannot come back before it went out; look at the time.", field="returned_at")
        return self._test(candidate, f"Test back from {candidate.name}", returned_at=moment)

    def pay_test(self, candidate: Candidate, at: datetime | None = None) -> Candidate:
        """Note that the fee was paid (S1-65)."""
        if candidate.test.fee is None:
            raise NotYetError(f"The test of {candidate.name} has no fee yet; say what it pays first.")
        return self._test(candidate, f"Test of {candidate.name} paid", paid_at=self._moment(at))

    def score_whole_test(self, candidate: Candidate, scores: Mapping[str, int | None], note: str) -> Candidate:
        """Score all parts of the test and note something about it, as one change (S1-68)."""
        given = {part: scores.get(part) or None for part in TEST_SCORES}
        return self._test(candidate, f"Test score of {candidate.name}", **given, note=note)

    def drop_test(self, candidate: Candidate) -> Candidate:
        """Take the whole test back; tests are optional."""
        return self.desk.save_one(f"No test for {candidate.name}", edited(candidate, test=made(PaidTest)))

    def tested(self, brief: Brief) -> int:
        """Return how many candidates handed in a test (S2-05)."""
        return sum(one.test.returned_at is not None for one in self.desk.children(Candidate, brief=brief.id))

    def _moment(self, at: datetime | None) -> datetime:
        if at is not None and at > self.desk.now():
            raise InputError("That time lies in the future; give the time it happened.", field="at")
        return at or self.desk.now()

    def _in_running(self, candidate: Candidate) -> None:
        if candidate.declined_at is not None or candidate.archived_at is not None:
            raise NotYetError(f"{candidate.name} is out of the running; take them back first.")

    def _test(self, candidate: Candidate, label: str, **values: Any) -> Candidate:
        return self.desk.save_one(label, edited(candidate, test=edited(candidate.test, **values)))
