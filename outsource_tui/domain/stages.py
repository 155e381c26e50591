"""Stages derived from the facts in the records; nothing here is stored (PRODUCT.md section 2)."""

from collections.abc import Iterable
from typing import Literal

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import ANSWERS, Candidate
from outsource_tui.domain.engagement import Delivery, Engagement, Milestone
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.task import QUESTIONS, Task

TaskStage = Literal[
    "new",
    "review",
    "cross_out",
    "decide",
    "drop",
    "keep",
    "outsource",
    "brief",
    "posted",
    "choose",
    "engaged",
    "finished",
]
BriefStage = Literal["draft", "ready", "posted", "chosen", "archived"]
CandidateStage = Literal[
    "applied", "shortlist", "asked", "answered", "testing", "returned", "tested", "chosen", "declined", "archived"
]
NegotiationStage = Literal["open", "agreed", "dropped"]
EngagementStage = Literal["planned", "running", "to_review", "in_revision", "paused", "ended", "hit", "miss"]
MilestoneStage = Literal["open", "delivered", "in_revision", "accepted"]
DeliveryStage = Literal["to_review", "in_revision", "accepted", "finished_myself"]


def task_stage(
    task: Task,
    briefs: Iterable[Brief],
    postings: Iterable[Posting],
    candidates: Iterable[Candidate],
    engagements: Iterable[Engagement],
) -> TaskStage:
    """Return how far the task has come; the others are those that belong to it."""
    if (decision := task.decision) is not None and decision.verdict == "outsource":
        running = list(engagements)
        if any(one.ended_at is None for one in running):
            return "engaged"
        if running:
            return "finished"
        if any(one.declined_at is None and one.archived_at is None for one in candidates):
            return "choose"
        if any(one.closed_at is None for one in postings):
            return "posted"
        return "brief" if any(one.archived_at is None for one in briefs) else "outsource"
    if decision is not None:
        return "drop" if decision.verdict == "drop" else "keep"
    if task.crossed_at is not None:
        return "decide"
    if task.reviewed_at is not None:
        return "cross_out"
    return "review" if task.answers else "new"


def unanswered(task: Task) -> tuple[str, ...]:
    """Return the questions of the review that have no answer yet (S1-12)."""
    return tuple(key for key in QUESTIONS if key not in task.answers)


def brief_stage(brief: Brief, postings: Iterable[Posting], candidates: Iterable[Candidate]) -> BriefStage:
    """Return how far the brief has come."""
    if brief.archived_at is not None:
        return "archived"
    if any(one.chosen_at is not None for one in candidates):
        return "chosen"
    if any(True for _ in postings):
        return "posted"
    return "ready" if brief.ready_at is not None else "draft"


def candidate_stage(candidate: Candidate) -> CandidateStage:
    """Return how far we are with a candidate."""
    test = candidate.test
    if candidate.chosen_at is not None:
        return "chosen"
    if candidate.declined_at is not None:
        return "declined"
    if candidate.archived_at is not None:
        return "archived"
    if test.returned_at is not None:
        scored = (test.communication, test.understanding, test.work, test.speed)
        return "tested" if any(one is not None for one in scored) else "returned"
    if test.sent_at is not None:
        return "testing"
    given = [candidate.answers[key] for key in ANSWERS if key in candidate.answers]
    if any(one.answered_at is not None or one.text for one in given):
        return "answered"
    if any(one.asked_at is not None for one in given):
        return "asked"
    return "shortlist" if candidate.shortlisted_at is not None else "applied"


def negotiation_stage(negotiation: Negotiation) -> NegotiationStage:
    """Return whether terms are agreed, the talks dropped, or still open."""
    if negotiation.agreed_at is not None:
        return "agreed"
    return "dropped" if negotiation.dropped_at is not None else "open"


def delivery_stage(engagement: Engagement, delivery: Delivery) -> DeliveryStage:
    """Return whether a delivery waits for my review, for a revision, or is done."""
    if delivery.accepted_at is not None:
        return "accepted"
    if delivery.finished_myself_at is not None:
        return "finished_myself"
    open_rounds = [one for one in engagement.rounds if one.delivery == delivery.id and one.returned_at is None]
    return "in_revision" if open_rounds else "to_review"


def milestone_stage(engagement: Engagement, milestone: Milestone) -> MilestoneStage:
    """Return how far a milestone has come."""
    if milestone.accepted_at is not None:
        return "accepted"
    stages = [delivery_stage(engagement, one) for one in engagement.deliveries if one.milestone == milestone.id]
    if "in_revision" in stages:
        return "in_revision"
    return "delivered" if "to_review" in stages else "open"


def engagement_stage(engagement: Engagement, outcomes: Iterable[Outcome]) -> EngagementStage:
    """Return the state of an engagement; once it has ended, its last outcome as a whole decides."""
    if engagement.ended_at is not None:
        whole = [one for one in outcomes if one.milestone is None]
        return max(whole, key=lambda one: (one.at, one.id)).kind if whole else "ended"
    if engagement.started_at is None:
        return "planned"
    if engagement.paused_at is not None:
        return "paused"
    stages = [delivery_stage(engagement, one) for one in engagement.deliveries]
    if "to_review" in stages:
        return "to_review"
    return "in_revision" if "in_revision" in stages else "running"
