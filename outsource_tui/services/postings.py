"""Postings: a ready brief out on a platform, its clock, its counts, and the repost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import completeness, post_text
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.economics import judge
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.money import Money
from outsource_tui.domain.platform import Platform
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.posting_clock import OWN_CURVE_AFTER, Clock, Curve, curve_of, hours_between, read_clock
from outsource_tui.domain.scorecard import has_passed
from outsource_tui.domain.task import Task
from outsource_tui.domain.text import normal
from outsource_tui.playbook import loader
from outsource_tui.services.amounts import not_below_zero
from outsource_tui.services.desk import Desk, edited
from outsource_tui.services.phrases import counted, listed, local_day, quoted
from outsource_tui.services.task_figures import TaskLog, figures_of
from outsource_tui.services.track_records import recent_miss
from outsource_tui.services.wording import brief_wording

RUN_OUT_HOURS = 72.0
"""Hours after which an open posting counts as having run its course for my own curve."""


@dataclass(frozen=True, slots=True)
class PostingView:
    """A posting with its clock (None once it is closed), who applied, and the curve the clock goes by (N09)."""

    posting: Posting
    platform: str
    applied: int
    clock: Clock | None
    curve: Curve

    @property
    def line(self) -> str:
        """Return what to do, in one phrase."""
        if self.clock is None:
            return f"closed, {self.applied} applied"
        return self.clock.text

    @property
    def curve_line(self) -> str:
        """Return which rule of arrival the clock goes by."""
        curve = self.curve
        if curve.own:
            return f"by your own {curve.postings} postings"
        left = OWN_CURVE_AFTER - curve.postings
        return f"by the rule of {round(100 * curve.share)} % in {curve.hours:g} h, your own curve after {left} more"


@dataclass(frozen=True, slots=True)
class PlatformCount:
    """What one platform brought for a brief (S1-44)."""

    platform: str
    name: str
    postings: int
    applied: int
    shortlisted: int
    tested: int
    chosen: int


def platform_name(desk: Desk, slug: str) -> str:
    """Return the name of a platform; the slug where nobody knows it."""
    for own in desk.all(Platform):
        if own.slug == slug:
            return own.name
    return next((one.name for one in loader.platforms() if one.slug == slug), slug)


def known_platform(desk: Desk, said: str) -> str:
    """Return the slug of a platform given by slug or name; raise InputError when there is none."""
    wanted = normal(said)
    names = {one.slug: one.name for one in loader.platforms()} | {one.slug: one.name for one in desk.all(Platform)}
    for slug, name in names.items():
        if wanted in (normal(slug), normal(name)):
            return slug
    raise InputError(
        f"There is no platform {quoted(said)} in the playbook; add it there or use {listed(list(names)[:5], 'or')}.",
        field="platform",
    )


def only_open(desk: Desk, brief: Brief) -> Posting | None:
    """Return the one posting of a brief that is still open, None where there are none or several."""
    still_open = [one for one in desk.children(Posting, brief=brief.id) if one.closed_at is None]
    return still_open[0] if len(still_open) == 1 else None


class PostingVerbs:
    """Posting, reposting and closing; part of the service for briefs."""

    desk: Desk

    def postings(self, brief: Brief) -> list[Posting]:
        """Return the postings of a brief, oldest first."""
        return self.desk.children(Posting, brief=brief.id)

    def only_open_posting(self, brief: Brief) -> Posting | None:
        """Return the posting somebody new most likely came through (S1-44)."""
        return only_open(self.desk, brief)

    def applications(self, posting: Posting) -> list[Candidate]:
        """Return who applied to a posting, oldest first."""
        return sorted(self.desk.children(Candidate, posting=posting.id), key=lambda one: (one.applied_at, one.id))

    def why_not_post(self, brief: Brief) -> str | None:
        """Return what a brief still needs before it can be posted, or None (N08)."""
        if brief.archived_at is not None:
            return f"{quoted(brief.title)} is archived; take it back first."
        if brief.ready_at is None:
            return f"{quoted(brief.title)} is a draft; call it ready first."
        return None

    def post_warnings(self, brief: Brief) -> tuple[str, ...]:
        """Return what to mind before posting: a recent miss, net time, parts nobody filled (S0-03, S0-05, S2-04)."""
        warnings: list[str] = []
        if miss := recent_miss(self.desk):
            days = (local_day(self.desk.now(), self.desk.now()) - local_day(miss.at, self.desk.now())).days
            what = f" with {quoted(miss.what)}" if miss.what else ""
            noted = miss.lesson.strip().rstrip(".")
            lesson = f" You noted: {quoted(noted, 80)}." if noted else ""
            warnings.append(f"You had a miss {counted(days, 'day')} ago{what}.{lesson}")
        task = self.desk.find(Task, brief.task)
        if task is not None:
            verdict = judge(figures_of(self.desk, TaskLog(self.desk), task).inputs)
            if verdict.net_hours is not None and verdict.net_hours <= 0:
                warnings.append("It saves you no time: managing it takes at least the hours it frees.")
            elif verdict.suggestion.verdict == "keep":
                warnings.append(f"The figures speak against it: it {verdict.suggestion.reason.removeprefix('it ')}.")
        full = completeness(brief)
        if full.percent < 100:
            empty = len(full.empty)
            warnings.append(f"{counted(empty, 'part')} of the brief {'is' if empty == 1 else 'are'} empty.")
        return tuple(warnings)

    def post(
        self, brief: Brief, platform: str, *, url: str = "", fee: Money | None = None, reason: str = "", note: str = ""
    ) -> Posting:
        """Publish a ready brief on a platform; within 90 days after a miss it wants a reason (S0-03, S1-44)."""
        return self._publish(brief, platform, url=url, fee=fee, reason=reason, note=note)

    def repost(self, posting: Posting, *, platform: str = "", url: str = "", reason: str = "") -> Posting:
        """Publish the brief again, on the same platform unless another is named; the old posting is closed (S1-69)."""
        brief = self.desk.get(Brief, posting.brief)
        where = platform or posting.platform
        return self._publish(brief, where, url=url, fee=posting.fee, reason=reason, before=posting)

    def _publish(
        self,
        brief: Brief,
        platform: str,
        *,
        url: str,
        fee: Money | None,
        reason: str,
        note: str = "",
        before: Posting | None = None,
    ) -> Posting:
        if why_not := self.why_not_post(brief):
            raise NotYetError(why_not)
        slug = known_platform(self.desk, platform)
        if before is None and recent_miss(self.desk) is not None and not reason.strip():
            raise RuleError(
                f"{self.post_warnings(brief)[0]} Say why this time is different, or look at the miss first.",
                field="reason",
            )
        not_below_zero(fee, "fee", "The fee of the posting")
        text = post_text(brief, brief_wording())
        posting = self.desk.new(
            Posting,
            brief=brief.id,
            platform=slug,
            url=url,
            title=text.title,
            body=text.body,
            posted_at=self.desk.now(),
            reposts=before.id if before else None,
            completeness=completeness(brief).percent,
            fee=fee,
            warning_reason=reason,
            note=note,
        )
        name = platform_name(self.desk, slug)
        if before is None or before.closed_at is not None:
            self.desk.save(f"Post {quoted(brief.title)} on {name}", posting)
        else:
            closed = edited(before, closed_at=self.desk.now())
            self.desk.save(f"Repost {quoted(brief.title)} on {name}", posting, closed)
        return self.desk.get(Posting, posting.id)

    def close_posting(self, posting: Posting) -> Posting:
        """Take a posting off."""
        if posting.closed_at is not None:
            raise NotYetError("That posting is closed already; repost it to open it anew.")
        return self.desk.save_one(f"Close posting {quoted(posting.title)}", edited(posting, closed_at=self.desk.now()))

    def reopen_posting(self, posting: Posting) -> Posting:
        """Note that a posting is out again, with its old clock."""
        return self.desk.save_one(f"Reopen posting {quoted(posting.title)}", edited(posting, closed_at=None))

    def edit_posting(self, posting: Posting, **values: Any) -> Posting:
        """Change what was noted about a posting."""
        if "platform" in values:
            values["platform"] = known_platform(self.desk, values["platform"])
        if (at := values.get("posted_at")) is not None and at > self.desk.now():
            raise InputError("A posting cannot lie in the future; give the time it went out.", field="posted_at")
        return self.desk.save_one(f"Edit posting {quoted(posting.title)}", edited(posting, **values))

    def delete_posting(self, posting: Posting) -> None:
        """Delete a posting; candidates who came through it stay and lose the link."""
        orphans = [edited(one, posting=None) for one in self.desk.children(Candidate, posting=posting.id)]
        later = [edited(one, reposts=None) for one in self.desk.children(Posting, reposts=posting.id)]
        self.desk.save(f"Delete posting {quoted(posting.title)}", *orphans, *later, delete=[posting])

    def arrival_curve(self, without: Posting | None = None) -> Curve:
        """Return my own curve of arrivals from postings that have run their course, else the rule (S1-69, N09)."""
        settings, now = self.desk.settings, self.desk.now()
        by_posting: dict[str, list[Candidate]] = {}
        for candidate in self.desk.all(Candidate):
            if candidate.posting is not None:
                by_posting.setdefault(candidate.posting, []).append(candidate)
        runs = [
            [hours_between(one.posted_at, candidate.applied_at) for candidate in by_posting.get(one.id, [])]
            for one in self.desk.all(Posting)
            if (without is None or one.id != without.id)
            and (one.closed_at is not None or hours_between(one.posted_at, now) >= RUN_OUT_HOURS)
        ]
        return curve_of(runs, float(settings.arrival_hours), float(settings.arrival_share))

    def clock(self, posting: Posting, *, larger_pool: bool = False) -> PostingView:
        """Return a posting with its clock: wait, choose or repost (S1-56, S1-69, N09)."""
        settings = self.desk.settings
        came = self.applications(posting)
        curve = self.arrival_curve(posting)
        clock = None
        if posting.closed_at is None:
            results = [
                has_passed(
                    (one.test.communication, one.test.understanding, one.test.work, one.test.speed),
                    settings.pass_total,
                )
                for one in came
            ]
            clock = read_clock(
                posting.posted_at,
                self.desk.now(),
                [one.applied_at for one in came],
                curve=curve,
                wait_hours=float(settings.choose_after_hours),
                tested=sum(result is not None for result in results),
                passed=sum(result is True for result in results),
                larger_pool=larger_pool,
            )
        return PostingView(posting, platform_name(self.desk, posting.platform), len(came), clock, curve)

    def clocks(self, brief: Brief) -> list[PostingView]:
        """Return the postings of a brief with their clocks, oldest first."""
        return [self.clock(one) for one in self.postings(brief)]

    def repost_count(self, brief: Brief) -> int:
        """Return how often the brief was posted again (S1-69)."""
        return sum(one.reposts is not None for one in self.postings(brief))

    def platform_counts(self, brief: Brief) -> list[PlatformCount]:
        """Return per platform how many applied and how far they came, most applications first (S1-44)."""
        postings = self.postings(brief)
        candidates = self.desk.children(Candidate, brief=brief.id)
        found = []
        for slug in dict.fromkeys(one.platform for one in postings):
            ids = {one.id for one in postings if one.platform == slug}
            came = [one for one in candidates if one.posting in ids]
            found.append(
                PlatformCount(
                    slug,
                    platform_name(self.desk, slug),
                    len(ids),
                    len(came),
                    _count(came, "shortlisted_at"),
                    sum(one.test.returned_at is not None for one in came),
                    _count(came, "chosen_at"),
                )
            )
        return sorted(found, key=lambda one: (-one.applied, one.name))


def _count(candidates: Sequence[Candidate], field: str) -> int:
    return sum(getattr(one, field) is not None for one in candidates)
