"""Everything whose date has come, from stored documents alone (N18, N19); agreed work is in `due_work`.

Hot path: plain dictionaries, no pydantic; what cannot be read in a document counts as not there.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from outsource_tui.domain import formats
from outsource_tui.domain.due_reader import (
    Document,
    Documents,
    Due,
    LogSummary,
    money_of,
    number_of,
    part_of,
    parts_of,
    text_of,
)
from outsource_tui.domain.due_work import WorkReader
from outsource_tui.domain.ladder import STEPS_SHIPPED, Next, Sent, next_rung

_TEST_SCORES = ("communication", "understanding", "work", "speed")
TELL_WITHIN_DAYS = 7
"""A no that comes later than this helps nobody."""
_FOLLOW_UPS = {
    ("second", "answered"): "{name} answered: ask for a video and the trial task",
    ("second", "silent"): "Send {name} the second message: no answer yet",
    ("third", "silent"): "Send {name} the third message: still no answer",
    ("archive", "silent"): "Archive {name}? Three messages had no answer",
}


class _Reader(WorkReader):
    """Yields what is due on the log, tasks, briefs, postings and candidates too."""

    # the log

    def of_log(self) -> Iterator[Due]:
        workdays = self.settings.get("workdays")
        works = workdays if isinstance(workdays, list | tuple) else (0, 1, 2, 3, 4)
        wanted = int(self.setting("log_entries", 3))
        if (
            self.today.weekday() in works
            and self.now.hour >= self.setting("nudge_hour", 17)
            and self.log.entries_today < wanted
        ):
            have = {0: "nothing yet", 1: "1 entry so far"}.get(
                self.log.entries_today, f"{self.log.entries_today} entries so far"
            )
            target = int(self.setting("log_days", 5))
            left = f"; {self.log.days_logged} of {target} days are logged" if self.log.days_logged < target else ""
            yield Due(self.today.isoformat(), "log", f"Log your day: {have}{left}", None)
        if self.settings.get("weekly_review", True) and works and (self.tables.get("tasks") or self.log.days_logged):
            year, week, weekday = self.today.isocalendar()
            last = max((day for day in works if isinstance(day, int)), default=4)
            looked = [self.moment(one.get("at")) for one in parts_of(self.settings, "look_backs")[-1:]]
            done = any(at is not None and at.isocalendar()[:2] == (year, week) for at in looked)
            if weekday - 1 >= last and not done:
                monday = self.today - timedelta(days=weekday - 1)
                when = (monday + timedelta(days=last)).isoformat()
                yield Due(when, "weekly-review", "Look back at the week: what to keep, what to give away", None)

    # tasks

    def of_tasks(self) -> Iterator[Due]:
        for id_, task in self.table("tasks"):
            if task.get("archived_at"):
                continue
            dates = [self.day(part_of(task, "decision").get("look_again"))]
            for cross_out in part_of(task, "cross_outs").values():
                if isinstance(cross_out, Mapping) and cross_out.get("stands"):
                    dates.append(self.day(cross_out.get("look_again")))
            due = min((day for day in dates if day is not None), default=None)
            if due is not None and self.come(due):
                text = f"Look again at {text_of(task, 'title')}: does the answer still hold?"
                yield Due(due.isoformat(), "re-review", text, id_, "tasks")

    # postings and candidates

    def of_postings(self) -> Iterator[Due]:
        applied: dict[str, int] = {}
        passed: dict[str, list[bool]] = {}
        chosen: set[str] = set()
        enough = self.setting("pass_total", 3)
        for _, candidate in self.table("candidates"):
            applied_for = text_of(candidate, "posting")
            applied[applied_for] = applied.get(applied_for, 0) + 1
            test = part_of(candidate, "test")
            scores = [one for key in _TEST_SCORES if (one := number_of(test.get(key))) is not None]
            if scores:
                passed.setdefault(applied_for, []).append(sum(scores) / len(scores) >= enough)
            if candidate.get("chosen_at"):
                chosen.add(text_of(candidate, "brief"))
        reposted = {text_of(posting, "reposts") for _, posting in self.table("postings")}
        wait = self.setting("choose_after_hours", 24)
        for id_, posting in self.table("postings"):
            brief_id = text_of(posting, "brief")
            brief = self.one("briefs", brief_id)
            posted = self.moment(posting.get("posted_at"))
            if posting.get("closed_at") or posted is None or brief_id in chosen or id_ in reposted:
                continue
            if brief.get("archived_at"):
                continue
            try:
                ripe = posted + timedelta(hours=wait)
            except OverflowError:
                continue
            if ripe > self.now:
                continue
            title = text_of(posting, "title") or text_of(brief, "title")
            count = applied.get(id_, 0)
            platform = self.platform(text_of(posting, "platform"))
            where = f" on {platform}" if platform else ""
            if count and not any(passed.get(id_, [True])):
                text = f"Repost {title}: none of the tested passed{where}"
                yield Due(self.shown(ripe), "repost", text, id_, "postings")
            elif count:
                people = "1 person has" if count == 1 else f"{count} people have"
                yield Due(
                    self.shown(ripe), "choose", f"Choose now: {people} applied for {title}{where}", id_, "postings"
                )
            else:
                text = f"Repost {title}: nobody has applied{where}"
                yield Due(self.shown(ripe), "repost", text, id_, "postings")

    def of_candidates(self) -> Iterator[Due]:
        untold: dict[str, list[tuple[date, str, str]]] = {}
        for id_, candidate in self.table("candidates"):
            name = text_of(candidate, "name") or "them"
            test = part_of(candidate, "test")
            returned = self.moment(test.get("returned_at"))
            fee = money_of(test.get("fee"))
            if returned is not None and fee is not None and fee[0] > 0 and not test.get("paid_at"):
                text = f"Pay {name} {formats.figure(text_of(test, 'fee'))} for the test"
                yield Due(returned.date().isoformat(), "payment", text, id_, "candidates")
            if candidate.get("archived_at"):
                continue
            running = not candidate.get("declined_at")
            test_due = self.moment(test.get("due_at"))
            if running and test.get("sent_at") and returned is None and test_due is not None and test_due <= self.now:
                yield Due(self.shown(test_due), "test", f"The test of {name} should be back", id_, "candidates")
            if candidate.get("chosen_at"):
                continue
            upcoming = self.next_message(candidate)
            if upcoming is None:
                continue
            due = self.later(upcoming.since, upcoming.days)
            if due is None or not self.come(due):
                continue
            if upcoming.rung == "decline":
                if (self.today - due).days < TELL_WITHIN_DAYS:
                    untold.setdefault(text_of(candidate, "brief"), []).append((due, id_, name))
            elif upcoming.why in ("answered", "silent"):
                kind = "archive" if upcoming.rung == "archive" else f"{upcoming.rung}-message"
                text = _FOLLOW_UPS[upcoming.rung, upcoming.why].format_map({"name": name})
                yield Due(due.isoformat(), kind, text, id_, "candidates")
        for waiting in untold.values():
            due, id_, name = min(waiting)
            others = len(waiting) - 1
            whom = name if not others else f"{name} and {others} other{'s' if others > 1 else ''}"
            text = f"Tell {whom} that it will be somebody else"
            yield Due(due.isoformat(), "decline", text, id_, "candidates")

    def next_message(self, candidate: Document) -> Next | None:
        first_reply = self.moment(candidate.get("first_reply_at"))
        sent = []
        for message in parts_of(candidate, "messages"):
            at = self.moment(message.get("sent_at"))
            if at is None:
                continue
            came = [self.moment(message.get(key)) for key in ("replied_at", "video_at", "trial_at")]
            came.append(first_reply if first_reply is not None and first_reply >= at else None)
            slug = text_of(message, "template")
            step = self.steps.get(slug) or STEPS_SHIPPED.get(slug, "other")
            sent.append(Sent(step, at, min((one for one in came if one is not None), default=None)))
        return next_rung(
            sent,
            self.moment(candidate.get("applied_at")) or self.now,
            applied=bool(candidate.get("posting")),
            second_days=self.wait_days("second", 2),
            third_days=self.wait_days("third", 3),
            declined_at=self.moment(candidate.get("declined_at")),
        )

    def wait_days(self, step: str, default: int) -> int:
        # What I wrote into my own copy of the template goes before the setting.
        own = self.own_days.get(step)
        return int(self.setting(f"{step}_message_days", default) if own is None else own)

    # calls that a brief has planned, until somebody is engaged on it

    def of_briefs(self) -> Iterator[Due]:
        engaged: set[str] = set()
        for _, engagement in self.table("engagements"):
            candidate = text_of(engagement, "candidate") or text_of(
                self.one("negotiations", text_of(engagement, "negotiation")), "candidate"
            )
            engaged.add(text_of(self.one("candidates", candidate), "brief"))
        for id_, brief in self.table("briefs"):
            if not brief.get("archived_at") and id_ not in engaged:
                yield from self.calls(id_, brief, "briefs")


def due_items(documents: Documents, log: LogSummary, now: datetime) -> list[Due]:
    """Return all that is due at `now` (aware, local), oldest first, from stored documents by table and id."""
    reader = _Reader(documents, log, now)
    found = [
        *reader.of_log(),
        *reader.of_tasks(),
        *reader.of_briefs(),
        *reader.of_postings(),
        *reader.of_candidates(),
        *reader.of_engagements(),
    ]
    return sorted(found, key=lambda item: (item.when, item.kind, item.id or "", item.part))
