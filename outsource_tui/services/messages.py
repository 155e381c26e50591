"""Messages to candidates: templates filled in, when they went out, and the ladder when nobody answers (S1-84..93)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import Template as Blank
from typing import Literal

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate, SentMessage
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.settings import Settings
from outsource_tui.domain.template import Step
from outsource_tui.playbook import loader
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import counted, local_day, quoted
from outsource_tui.services.postings import platform_name
from outsource_tui.services.templates import TemplateView, all_templates, find_template

LADDER: tuple[Step, ...] = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to copy; `unfilled` names the placeholders nobody filled."""

    subject: str
    body: str
    unfilled: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Return subject and body as one text to paste."""
        return f"{self.subject}\n\n{self.body}" if self.subject else self.body


@dataclass(frozen=True, slots=True)
class NextMessage:
    """What to send next and when; `archive` asks whether to put the candidate away instead (N18)."""

    step: Literal["first", "second", "third", "archive"]
    template: TemplateView | None
    due: date
    overdue: bool
    """Its date has come."""
    sentence: str

    @property
    def archive(self) -> bool:
        """Tell whether the ladder is at its end."""
        return self.step == "archive"


def fill(subject: str, body: str, values: Mapping[str, str]) -> Rendered:
    """Return the texts with every known placeholder that has a value filled in; the others stay as written (S1-84)."""
    known = {name: value for name, value in values.items() if value.strip()}
    wanted = dict.fromkeys((*Blank(subject).get_identifiers(), *Blank(body).get_identifiers()))
    names = {one.name for one in loader.placeholders()}
    return Rendered(
        loader.fill(subject, known).strip(),
        loader.fill(body, known).strip(),
        tuple(name for name in wanted if name in names and name not in known),
    )


def answered(message: SentMessage) -> bool:
    """Tell whether anything came back on a message."""
    return message.replied_at is not None or message.video_at is not None or message.trial_at is not None


def latest_of(candidate: Candidate, step: Step, steps: Mapping[str, Step]) -> SentMessage | None:
    """Return the last message of a step that went out; `steps` gives the step of each template."""
    sent = [one for one in candidate.messages if steps.get(one.template, "other") == step]
    return max(sent, key=lambda one: one.sent_at, default=None)


def ladder_next(
    candidate: Candidate,
    templates: Mapping[Step, TemplateView],
    steps: Mapping[str, Step],
    settings: Settings,
    now: datetime,
) -> NextMessage | None:
    """Return the next message of the ladder, None once they answered the second or are out of the running (N18)."""
    if candidate.declined_at or candidate.archived_at or candidate.chosen_at:
        return None

    def offered(step: Literal["first", "second", "third", "archive"], due: date, sentence: str) -> NextMessage:
        template = None if step == "archive" else templates.get(step)
        return NextMessage(step, template, due, due <= today, sentence)

    def days(step: Step, default: int) -> int:
        template = templates.get(step)
        # What I wrote into my own copy of the template goes before the setting.
        if template is None or template.own is None or template.days_after is None:
            return default
        return template.days_after

    today = now.date()
    first = latest_of(candidate, "first", steps)
    second = latest_of(candidate, "second", steps)
    third = latest_of(candidate, "third", steps)
    if third is not None:
        if answered(third) or (second is not None and answered(second)):
            return None
        due = local_day(third.sent_at, now) + timedelta(days=days("third", settings.third_message_days))
        return offered("archive", due, f"{candidate.name} did not answer three messages; archive them?")
    if second is not None:
        if answered(second):
            return None
        wait = days("third", settings.third_message_days)
        due = local_day(second.sent_at, now) + timedelta(days=wait)
        return offered("third", due, f"No answer yet; send a friendly nudge after {counted(wait, 'day')}.")
    if first is not None:
        if first.replied_at is not None:
            due = local_day(first.replied_at, now)
            return offered("second", due, f"{candidate.name} answered; ask for a video and the trial task.")
        due = local_day(first.sent_at, now) + timedelta(days=days("second", settings.second_message_days))
        return offered("second", due, f"Write to {candidate.name} again and ask for a video and the trial task.")
    due = local_day(candidate.applied_at, now)
    if candidate.posting is not None:
        # Whoever applied has read the post, which says what the first message would.
        return offered("second", due, f"{candidate.name} applied; ask for a video and the trial task.")
    return offered("first", due, f"Write the first message to {candidate.name}.")


class MessageVerbs:
    """Messages; part of the service for candidates."""

    desk: Desk

    def message_values(self, candidate: Candidate, **extra: str) -> dict[str, str]:
        """Return what is known for the placeholders of a message to a candidate (S1-84)."""
        brief = self.desk.find(Brief, candidate.brief)
        posting = self.desk.find(Posting, candidate.posting)
        test = candidate.test
        first = find_template(self.desk, "first-message")
        values = {
            "name": candidate.name,
            "brief": brief.title if brief else "",
            "role": brief.title if brief else "",
            "summary": brief.what.strip() if brief else "",
            "platform": platform_name(self.desk, posting.platform) if posting else "",
            "must_haves": "\n".join(f"- {one}" for one in first.must_haves),
            "questions": "\n".join(f"- {one}" for one in first.questions),
            "hours": f"{test.hours.normalize():f}" if test.hours is not None else "",
            "fee": test.fee.shown() if test.fee is not None else "",
            "date": test.due_at.date().isoformat() if test.due_at is not None else "",
            "document": test.what.strip(),
            "reason": candidate.declined_reason or candidate.chosen_reason,
        }
        if candidate.must_haves:
            values["must_haves"] = "\n".join(f"- {one.text}" for one in candidate.must_haves)
        return {**values, **extra}

    def render(self, candidate: Candidate, slug: str, **extra: str) -> Rendered:
        """Return a template filled in for a candidate; `extra` fills or overrides placeholders (S1-84)."""
        template = find_template(self.desk, slug)
        return fill(template.subject, template.body, self.message_values(candidate, **extra))

    def templates_for(self, candidate: Candidate) -> list[TemplateView]:
        """Return the templates, the one that comes next first."""
        upcoming = self.next_message(candidate)
        wanted = upcoming.template.slug if upcoming and upcoming.template else ""
        return sorted(all_templates(self.desk), key=lambda one: one.slug != wanted)

    def send(self, candidate: Candidate, slug: str, body: str | None = None) -> Candidate:
        """Note that a message went out now, as it was worded (S1-84)."""
        template = find_template(self.desk, slug)
        text = body if body is not None else self.render(candidate, slug).body
        message = made(SentMessage, id=self.desk.fresh_id(), template=template.slug, body=text, sent_at=self.desk.now())
        return self.desk.save_one(
            f"Message {quoted(template.name)} to {candidate.name}",
            edited(candidate, messages=(*candidate.messages, message)),
        )

    def message_event(
        self, candidate: Candidate, message_id: str, *, replied: bool = False, video: bool = False, trial: bool = False
    ) -> Candidate:
        """Note what came back on a message, now: an answer, the video, the trial (S1-91, S1-92)."""
        message = next((one for one in candidate.messages if one.id == message_id), None)
        if message is None:
            raise InputError("That message is no longer there; it may have been removed elsewhere.")
        now = self.desk.now()
        came = {
            **({"replied_at": message.replied_at or now} if replied or video or trial else {}),
            **({"video_at": now} if video else {}),
            **({"trial_at": now} if trial else {}),
        }
        messages = tuple(edited(one, **came) if one.id == message_id else one for one in candidate.messages)
        values: dict[str, object] = {"messages": messages}
        if candidate.first_reply_at is None and came:
            values["first_reply_at"] = now
        return self.desk.save_one(f"Answer of {candidate.name}", edited(candidate, **values))

    def heard_from(self, candidate: Candidate) -> Candidate:
        """Note an answer to the last message that waits for one."""
        waiting = [one for one in candidate.messages if not answered(one)]
        if not waiting:
            raise NotYetError(f"No message to {candidate.name} waits for an answer; send one first.")
        return self.message_event(candidate, waiting[-1].id, replied=True)

    def next_message(self, candidate: Candidate) -> NextMessage | None:
        """Return the next message of the ladder, or None (N18)."""
        templates, steps = self._ladder()
        return ladder_next(candidate, templates, steps, self.desk.settings, self.desk.now())

    def ladder(self, brief: Brief | None = None) -> list[tuple[Candidate, NextMessage]]:
        """Return who is to be written to next, of one brief or of all, earliest date first (N18)."""
        templates, steps = self._ladder()
        settings, now = self.desk.settings, self.desk.now()
        candidates = self.desk.all(Candidate) if brief is None else self.desk.children(Candidate, brief=brief.id)
        found = [(one, ladder_next(one, templates, steps, settings, now)) for one in candidates]
        return sorted(
            ((one, upcoming) for one, upcoming in found if upcoming is not None),
            key=lambda pair: (pair[1].due, pair[0].name),
        )

    def _ladder(self) -> tuple[dict[Step, TemplateView], dict[str, Step]]:
        known = all_templates(self.desk)
        templates: dict[Step, TemplateView] = {}
        for template in known:
            templates.setdefault(template.step, template)
        return templates, {one.slug: one.step for one in known}
