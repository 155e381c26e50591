"""Everything whose date has come, from stored documents alone (N15, N18, N19).

Hot path: plain dictionaries, no pydantic; what cannot be read in a document counts as not there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any, NamedTuple

from outsource_tui.domain.ladder import STEPS_SHIPPED, Next, Sent, next_rung
from outsource_tui.domain.log_row import LogRow

Document = Mapping[str, Any]
Documents = Mapping[str, Mapping[str, Document]]

_TEST_SCORES = ("communication", "understanding", "work", "speed")
CARES = ("mastery", "autonomy", "purpose")
WEEK = 7
TELL_WITHIN_DAYS = 7
"""A no that comes later than this helps nobody."""
_FOLLOW_UPS = {
    ("second", "answered"): "{name} answered: ask for a video and the trial task",
    ("second", "silent"): "Send {name} the second message: no answer yet",
    ("third", "silent"): "Send {name} the third message: still no answer",
    ("archive", "silent"): "Archive {name}? Three messages had no answer",
}


class Due(NamedTuple):
    """One thing that is due: when (ISO date or local moment), what kind, what to do, and which record it is about."""

    when: str
    kind: str
    text: str
    id: str | None
    table: str = ""
    """Kind of the record, such as "engagements"; empty when it is about the log."""
    part: str = ""
    """Id of the embedded part, such as a milestone; empty when it is about the whole record."""

    def document(self) -> dict[str, str | None]:
        """Return the item as `due --json` writes it."""
        return {"when": self.when, "kind": self.kind, "text": self.text, "id": self.id}


class LogSummary(NamedTuple):
    """What being due needs to know of the log."""

    entries_today: int = 0
    days_logged: int = 0


def log_summary(rows: Iterable[LogRow], today: date) -> LogSummary:
    """Return the summary of a log, in one pass."""
    day = today.isoformat()
    days: set[str] = set()
    count = 0
    for row in rows:
        days.add(row.day)
        if row.day == day:
            count += 1
    return LogSummary(count, len(days))


def _parts(document: Document, key: str) -> Sequence[Document]:
    found = document.get(key)
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list | tuple) else []


def _part(document: Document, key: str) -> Document:
    found = document.get(key)
    return found if isinstance(found, Mapping) else {}


def _text(document: Document, key: str) -> str:
    found = document.get(key)
    return found if isinstance(found, str) else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _money(value: object) -> tuple[float, str] | None:
    if not isinstance(value, str):
        return None
    amount, _, currency = value.partition(" ")
    number = _number(amount)
    return None if number is None else (number, currency)


def _join(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


class _Reader:
    """The documents, the settings that count, and the present; yields what is due."""

    def __init__(self, documents: Documents, log: LogSummary, now: datetime) -> None:
        self.tables = documents
        self.log = log
        self.now = now
        self.today = now.date()
        self.settings = self.one("settings", "1")
        templates = [template for _, template in self.table("templates")]
        self.steps = {_text(one, "slug"): _text(one, "step") for one in templates}
        self.own_days = {
            _text(one, "step"): days for one in templates if (days := _number(one.get("days_after"))) is not None
        }

    def setting(self, key: str, default: float) -> float:
        number = _number(self.settings.get(key))
        return default if number is None else number

    def one(self, kind: str, id_: str) -> Document:
        found = self.tables.get(kind, {}).get(id_)
        return found if isinstance(found, Mapping) else {}

    def table(self, kind: str) -> Iterator[tuple[str, Document]]:
        for id_, document in self.tables.get(kind, {}).items():
            if isinstance(document, Mapping):
                yield id_, document

    def moment(self, value: object) -> datetime | None:
        if not isinstance(value, str):
            return None
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            return None
        if read.tzinfo is None:
            read = read.replace(tzinfo=self.now.tzinfo)
        try:
            return read.astimezone(self.now.tzinfo)
        except OverflowError:
            return None

    def day(self, value: object) -> date | None:
        if not isinstance(value, str):
            return None
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None

    def later(self, moment: datetime, days: float) -> date | None:
        try:
            return moment.date() + timedelta(days=days)
        except OverflowError:
            return None

    def come(self, day: date | None) -> bool:
        return day is not None and day <= self.today

    def shown(self, moment: datetime) -> str:
        return moment.isoformat(timespec="seconds")

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
            looked = [self.moment(one.get("at")) for one in _parts(self.settings, "look_backs")[-1:]]
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
            dates = [self.day(_part(task, "decision").get("look_again"))]
            for cross_out in _part(task, "cross_outs").values():
                if isinstance(cross_out, Mapping) and cross_out.get("stands"):
                    dates.append(self.day(cross_out.get("look_again")))
            due = min((day for day in dates if day is not None), default=None)
            if due is not None and self.come(due):
                text = f"Look again at {_text(task, 'title')}: does the answer still hold?"
                yield Due(due.isoformat(), "re-review", text, id_, "tasks")

    # postings and candidates

    def of_postings(self) -> Iterator[Due]:
        applied: dict[str, int] = {}
        passed: dict[str, list[bool]] = {}
        chosen: set[str] = set()
        enough = self.setting("pass_total", 3)
        for _, candidate in self.table("candidates"):
            applied_for = _text(candidate, "posting")
            applied[applied_for] = applied.get(applied_for, 0) + 1
            test = _part(candidate, "test")
            scores = [one for key in _TEST_SCORES if (one := _number(test.get(key))) is not None]
            if scores:
                passed.setdefault(applied_for, []).append(sum(scores) / len(scores) >= enough)
            if candidate.get("chosen_at"):
                chosen.add(_text(candidate, "brief"))
        reposted = {_text(posting, "reposts") for _, posting in self.table("postings")}
        wait = self.setting("choose_after_hours", 24)
        for id_, posting in self.table("postings"):
            brief_id = _text(posting, "brief")
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
            title = _text(posting, "title") or _text(brief, "title")
            count = applied.get(id_, 0)
            platform = _text(posting, "platform")
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
            name = _text(candidate, "name") or "them"
            test = _part(candidate, "test")
            returned = self.moment(test.get("returned_at"))
            fee = _money(test.get("fee"))
            if returned is not None and fee is not None and fee[0] > 0 and not test.get("paid_at"):
                text = f"Pay {name} {test.get('fee')} for the test"
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
                    untold.setdefault(_text(candidate, "brief"), []).append((due, id_, name))
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
        for message in _parts(candidate, "messages"):
            at = self.moment(message.get("sent_at"))
            if at is None:
                continue
            came = [self.moment(message.get(key)) for key in ("replied_at", "video_at", "trial_at")]
            came.append(first_reply if first_reply is not None and first_reply >= at else None)
            slug = _text(message, "template")
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
            candidate = _text(engagement, "candidate") or _text(
                self.one("negotiations", _text(engagement, "negotiation")), "candidate"
            )
            engaged.add(_text(self.one("candidates", candidate), "brief"))
        for id_, brief in self.table("briefs"):
            if not brief.get("archived_at") and id_ not in engaged:
                yield from self.calls(id_, brief, "briefs")

    def calls(self, id_: str, document: Document, table: str) -> Iterator[Due]:
        for call in _parts(document, "calls"):
            at = self.moment(call.get("at"))
            if at is not None and not call.get("done_at") and self.come(at.date()):
                about = _text(call, "about") or _text(document, "title")
                yield Due(self.shown(at), "call", f"Call at {at:%H:%M}: {about}", id_, table, _text(call, "id"))

    # engagements

    def of_engagements(self) -> Iterator[Due]:
        judged = {_text(outcome, "engagement") for _, outcome in self.table("outcomes")}
        for id_, engagement in self.table("engagements"):
            title = _text(engagement, "title")
            yield from self.payments(id_, engagement, title)
            ended = self.moment(engagement.get("ended_at"))
            if ended is not None:
                if id_ not in judged:
                    text = f"Was {title} a hit or a miss?"
                    yield Due(ended.date().isoformat(), "outcome", text, id_, "engagements")
                continue
            yield from self.calls(id_, engagement, "engagements")
            yield from self.signatures(id_, engagement, title)
            started = self.moment(engagement.get("started_at"))
            if started is None:
                continue
            yield from self.milestones(id_, engagement, title)
            yield from self.deliveries(id_, engagement, title)
            yield from self.stop_loss(id_, engagement, title)
            yield from self.feelings(id_, engagement, title, started)
            if not engagement.get("paused_at"):
                yield from self.check_in(id_, engagement, title, started)
                yield from self.cares(id_, engagement, title, started)

    def payments(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        for payment in _parts(engagement, "payments"):
            due = self.day(payment.get("due"))
            if due is not None and not payment.get("paid_at") and self.come(due):
                text = f"Pay {_text(payment, 'amount')} for {title}"
                yield Due(due.isoformat(), "payment", text, id_, "engagements", _text(payment, "id"))

    def signatures(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        for paper in _parts(engagement, "legal"):
            if not paper.get("required", True) or paper.get("signed_at"):
                continue
            at = self.moment(paper.get("sent_at")) or self.moment(engagement.get("created_at")) or self.now
            todo = "is not signed yet" if paper.get("sent_at") else "is not sent yet"
            if self.come(at.date()):
                text = f"{_text(paper, 'name') or 'A paper'} for {title} {todo}"
                yield Due(at.date().isoformat(), "signature", text, id_, "engagements", _text(paper, "id"))

    def milestones(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        handed_in = {
            _text(delivery, "milestone")
            for delivery in _parts(engagement, "deliveries")
            if not delivery.get("accepted_at")
        }
        for milestone in _parts(engagement, "milestones"):
            due = self.day(milestone.get("due"))
            # What is handed in waits for my review; that is due on its own.
            if due is None or milestone.get("accepted_at") or _text(milestone, "id") in handed_in:
                continue
            if self.come(due):
                late = (self.today - due).days
                by = "is due today" if not late else f"is {late} day{'s' if late > 1 else ''} late"
                text = f"{_text(milestone, 'title')} of {title} {by}"
                yield Due(due.isoformat(), "milestone", text, id_, "engagements", _text(milestone, "id"))

    def deliveries(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        rounds: dict[str, Document] = {}
        for revision in sorted(_parts(engagement, "rounds"), key=lambda part: _text(part, "asked_at")):
            rounds[_text(revision, "delivery")] = revision
        days = self.setting("review_days", 14)
        for delivery in _parts(engagement, "deliveries"):
            if delivery.get("accepted_at") or delivery.get("finished_myself_at"):
                continue
            part, name = _text(delivery, "id"), _text(delivery, "title") or "a delivery"
            last = rounds.get(part)
            at = self.moment(delivery.get("delivered_at"))
            if last is not None and not last.get("returned_at"):
                by = self.day(last.get("by"))
                if by is not None and self.come(by):
                    text = f"The revision of {name} for {title} should be back"
                    yield Due(by.isoformat(), "revision", text, id_, "engagements", part)
                continue
            if last is not None:
                at = self.moment(last.get("returned_at")) or at
            if at is not None and self.come(at.date()):
                until = self.later(at, days)
                left = f" by {until.isoformat()}" if until is not None else ""
                text = f"Review {name} for {title}{left}"
                yield Due(at.date().isoformat(), "review", text, id_, "engagements", part)

    def stop_loss(self, id_: str, engagement: Document, title: str) -> Iterator[Due]:
        terms = _part(engagement, "terms")
        reports = sorted(
            (at, _number(part.get("hours")) or 0.0)
            for part in _parts(engagement, "their_hours")
            if (at := self.moment(part.get("at"))) is not None
        )
        box = _number(terms.get("stop_loss_hours"))
        if box is not None and box > 0:
            yield from self._alarm(id_, title, reports, box, "h")
        limit = _money(terms.get("stop_loss_amount"))
        if limit is None or limit[0] <= 0:
            return
        paid = sorted(
            (at, amount[0])
            for part in _parts(engagement, "payments")
            if (at := self.moment(part.get("paid_at"))) is not None
            and (amount := _money(part.get("amount"))) is not None
            and amount[1] == limit[1]
        )
        rate = _money(terms.get("rate"))
        earned = (
            [(at, hours * rate[0]) for at, hours in reports]
            if terms.get("model", "hourly") == "hourly" and rate is not None and rate[1] == limit[1]
            else []
        )
        # What they worked counts before it is paid; what is paid counts where no hours are reported.
        spent = max(paid, earned, key=lambda sums: sum(amount for _, amount in sums))
        yield from self._alarm(id_, title, spent, limit[0], limit[1])

    def _alarm(
        self, id_: str, title: str, uses: Sequence[tuple[datetime, float]], limit: float, unit: str
    ) -> Iterator[Due]:
        used = 0.0
        reached: dict[int, datetime] = {}
        for at, amount in uses:
            used += amount
            # Sums of hours such as 0.1 + 0.2 must not miss their limit by a rounding error.
            for level in (50, 100):
                if used * 100 >= limit * level - 1e-9 and level not in reached:
                    reached[level] = at
        if not reached:
            return
        level = max(reached)
        said = f"{used:.10g} of {limit:.10g} h" if unit == "h" else f"{used:,.2f} of {limit:,.2f} {unit}"
        advice = "stop, or say why not" if level == 100 else "ask whether it is possible"
        text = f"{level} % of the box of {title} is used ({said}): {advice}"
        yield Due(self.shown(reached[level]), "stop-loss", text, id_, "engagements")

    def feelings(self, id_: str, engagement: Document, title: str, started: datetime) -> Iterator[Due]:
        said = sorted(
            (at, _text(part, "answer"))
            for part in _parts(engagement, "feelings")
            if (at := self.moment(part.get("at"))) is not None
        )
        checked = self.moment(engagement.get("strategies_checked_at"))
        if [answer for _, answer in said[-2:]] == ["harder", "harder"] and (checked is None or checked < said[-1][0]):
            text = f"{title} made two weeks harder: go through the three strategies"
            yield Due(said[-1][0].date().isoformat(), "strategies", text, id_, "engagements")
        due = self.later(said[-1][0] if said else started, WEEK)
        if due is not None and self.come(due) and not engagement.get("paused_at"):
            text = f"Did {title} make your week easier, the same or harder?"
            yield Due(due.isoformat(), "feeling", text, id_, "engagements")

    def check_in(self, id_: str, engagement: Document, title: str, started: datetime) -> Iterator[Due]:
        talks = [at for part in _parts(engagement, "check_ins") if (at := self.moment(part.get("at"))) is not None]
        due = self.later(max([started, *talks]), _number(engagement.get("check_in_days")) or WEEK)
        if due is not None and self.come(due):
            # Every second talk asks for their view too (S1-79).
            ask = ", and ask what stands in their way" if len(talks) % 2 else ""
            yield Due(due.isoformat(), "check-in", f"Check in on {title}{ask}", id_, "engagements")

    def cares(self, id_: str, engagement: Document, title: str, started: datetime) -> Iterator[Due]:
        last = dict.fromkeys(CARES, started)
        for part in _parts(engagement, "cares"):
            at, care = self.moment(part.get("at")), _text(part, "care")
            if at is not None and care in last:
                last[care] = max(last[care], at)
        days = self.setting("care_days", 30)
        late = {
            care: due for care, at in last.items() if (due := self.later(at, days + 1)) is not None and self.come(due)
        }
        if late:
            text = f"Nothing for {_join(list(late))} in {title} for over {days:.0f} days"
            yield Due(min(late.values()).isoformat(), "care", text, id_, "engagements")


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
