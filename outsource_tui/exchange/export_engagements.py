"""The dates of engagements as a calendar: milestones, payments, revisions, calls, check-ins."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from outsource_tui.domain.engagement import Engagement
from outsource_tui.exchange.export_entries import calendar_head
from outsource_tui.exchange.ics_lines import escaped, folded

_CALL = timedelta(minutes=30)


class Event(NamedTuple):
    """One date of an engagement; a plain date is an all-day event, `every` repeats it after so many days."""

    key: str
    when: date | datetime
    title: str
    every: int = 0


def engagement_events(engagement: Engagement) -> Iterator[Event]:
    """Yield what is still ahead of an engagement: nothing that was accepted, paid, returned or held already."""
    name = engagement.title
    if engagement.terms.start is not None and engagement.started_at is None:
        yield Event("start", engagement.terms.start, f"Start: {name}")
    for milestone in engagement.milestones:
        if milestone.due is not None and milestone.accepted_at is None:
            yield Event(f"milestone-{milestone.id}", milestone.due, f"Milestone: {milestone.title} ({name})")
    for payment in engagement.payments:
        if payment.due is not None and payment.paid_at is None:
            yield Event(f"payment-{payment.id}", payment.due, f"Pay {payment.amount.shown()} ({name})")
    for revision in engagement.rounds:
        if revision.by is not None and revision.returned_at is None:
            yield Event(f"revision-{revision.id}", revision.by, f"Revision back: {name}")
    for call in engagement.calls:
        if call.done_at is None:
            yield Event(f"call-{call.id}", call.at, f"Call: {call.about} ({name})" if call.about else f"Call: {name}")
    if engagement.started_at is not None and engagement.ended_at is None and engagement.paused_at is None:
        last = max((check_in.at for check_in in engagement.check_ins), default=engagement.started_at)
        following = last.date() + timedelta(days=engagement.check_in_days)
        yield Event("check-in", following, f"Check-in: {name}", engagement.check_in_days)


def engagements_ics(engagements: Iterable[Engagement]) -> str:
    """Return the dates of engagements as a calendar; the same dates keep their UID, so an import updates them."""
    lines = [*calendar_head("Outsourced work")]
    for engagement in engagements:
        stamp = _compact(engagement.updated_at)
        for event in engagement_events(engagement):
            lines += [
                "BEGIN:VEVENT",
                f"UID:{event.key}-{engagement.id}@outsource",
                f"DTSTAMP:{stamp}",
                f"SEQUENCE:{engagement.revision}",
                *_span(event.when),
                f"SUMMARY:{escaped(event.title)}",
            ]
            if event.every:
                lines.append(f"RRULE:FREQ=DAILY;INTERVAL={event.every}")
            lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _compact(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _span(when: date | datetime) -> tuple[str, str]:
    if isinstance(when, datetime):
        return f"DTSTART:{_compact(when)}", f"DTEND:{_compact(when + _CALL)}"
    return f"DTSTART;VALUE=DATE:{when:%Y%m%d}", f"DTEND;VALUE=DATE:{when + timedelta(days=1):%Y%m%d}"
