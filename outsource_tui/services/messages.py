"""Messages to candidates: templates filled in, when they went out, and the ladder when nobody answers (S1-84..93)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import ANSWERS, AnswerKey, Candidate, QuestionAnswer, SentMessage
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.ladder import Next, Rung, Sent, next_rung
from outsource_tui.domain.posting import Posting
from outsource_tui.playbook import loader
from outsource_tui.services.desk import Desk, edited, made
from outsource_tui.services.phrases import counted, ended, local_day, quoted
from outsource_tui.services.postings import platform_name
from outsource_tui.services.templates import TemplateView, all_templates, find_template

FOUR_QUESTIONS = "four-questions"
PAID_TRIAL = "paid-trial"
AFTER_TRIAL = "decline-after-trial"
"""The template that declines somebody who handed in a test."""


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
    """What to send next and when; `archive` asks whether to put the candidate away instead (N18, S1-70)."""

    step: Rung
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
    wanted = dict.fromkeys((*loader.blanks(subject), *loader.blanks(body)))
    return Rendered(
        loader.fill(subject, known).strip(),
        loader.fill(body, known).strip(),
        tuple(name for name in wanted if name not in known),
    )


def asked_all(candidate: Candidate, now: datetime) -> dict[AnswerKey, QuestionAnswer]:
    """Return somebody's answers with each of the four questions asked by now (S1-61..64)."""
    answers = dict(candidate.answers)
    for key in ANSWERS:
        known = answers.get(key) or made(QuestionAnswer)
        if known.asked_at is None:
            answers[key] = edited(known, asked_at=now)
    return answers


def answered(message: SentMessage) -> bool:
    """Tell whether anything came back on a message."""
    return message.replied_at is not None or message.video_at is not None or message.trial_at is not None


def came_back(candidate: Candidate, message: SentMessage) -> datetime | None:
    """Return when something first came back on a message: an answer, the video, the trial, or a reply noted later."""
    first = candidate.first_reply_at
    came = [
        message.replied_at,
        message.video_at,
        message.trial_at,
        first if first and first >= message.sent_at else None,
    ]
    return min((one for one in came if one is not None), default=None)


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
            "me": self.desk.settings.my_name,
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
        """Note that a message went out now as worded, and with it the questions or the test it holds (S1-84)."""
        template = find_template(self.desk, slug)
        text = body if body is not None else self.render(candidate, slug).body
        now = self.desk.now()
        message = made(SentMessage, id=self.desk.fresh_id(), template=template.slug, body=text, sent_at=now)
        changes: dict[str, object] = {"messages": (*candidate.messages, message)}
        if template.slug == FOUR_QUESTIONS:
            changes["answers"] = asked_all(candidate, now)
        elif template.slug == PAID_TRIAL and candidate.test.what.strip() and candidate.test.sent_at is None:
            changes["test"] = edited(candidate.test, sent_at=now)
        return self.desk.save_one(f"Message {quoted(template.name)} to {candidate.name}", edited(candidate, **changes))

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

    def next_message(self, candidate: Candidate) -> NextMessage | None:
        """Return the next message of the ladder, None once they answered the second or are out of it (N18, S1-70)."""
        if candidate.archived_at or candidate.chosen_at:
            return None
        known = all_templates(self.desk)
        steps = {one.slug: one.step for one in known}
        own_days = {one.step: one.days_after for one in known if one.own is not None and one.days_after is not None}
        settings = self.desk.settings
        upcoming = next_rung(
            [
                Sent(steps.get(one.template, "other"), one.sent_at, came_back(candidate, one))
                for one in candidate.messages
            ],
            candidate.applied_at,
            applied=candidate.posting is not None,
            # What I wrote into my own copy of the template goes before the setting.
            second_days=own_days.get("second", settings.second_message_days),
            third_days=own_days.get("third", settings.third_message_days),
            declined_at=candidate.declined_at,
            underway=candidate.test.sent_at is not None
            or any(one.answered_at or one.text for one in candidate.answers.values()),
        )
        if upcoming is None:
            return None
        after_trial = upcoming.rung == "decline" and candidate.test.returned_at is not None
        template = next(
            (one for one in known if (one.slug == AFTER_TRIAL if after_trial else one.step == upcoming.rung)), None
        )
        now = self.desk.now()
        due = local_day(upcoming.since, now) + timedelta(days=upcoming.days)
        return NextMessage(upcoming.rung, template, due, due <= now.date(), _sentence(candidate.name, upcoming))


def _sentence(name: str, upcoming: Next) -> str:
    return {
        ("archive", "silent"): f"{name} did not answer three messages; archive them?",
        ("third", "silent"): f"No answer yet; send a friendly nudge after {counted(upcoming.days, 'day')}.",
        ("second", "answered"): f"{name} answered; ask for a video and the trial task.",
        ("second", "silent"): f"Write to {name} again and ask for a video and the trial task.",
        ("second", "applied"): f"{name} applied; ask for a video and the trial task.",
        ("first", "new"): ended(f"Write the first message to {name}"),
        ("decline", "declined"): f"Tell {name} kindly that it will be somebody else.",
    }[upcoming.rung, upcoming.why]
