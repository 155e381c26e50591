"""The demo's tasks, from just noted to finished, with their reviews, cross-outs and verdicts."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from outsource_tui.domain.observed import observe
from outsource_tui.domain.text import normal
from tests.golden.demo.log import ACTS, plain_log
from tests.golden.demo.tables import Demo, Document, at


def answers(given: str, when: datetime) -> Document:
    """Return review answers from letters in the order of the questions: y, n, m."""
    words = {"y": "yes", "n": "no", "m": "maybe"}
    keys = ("dislike", "unskilled", "postponed", "time_share", "stress_share", "cheaper")
    return {
        key: {"answer": words[letter], "answered_at": when + timedelta(seconds=20 * place)}
        for place, (key, letter) in enumerate(zip(keys, given, strict=False))
    }


def crossed(when: datetime, **standing: str) -> Document:
    """Return all six cross-outs, standing with their reason where one is named, else put aside."""
    aside = {
        "not_needed": "It needs doing.",
        "no_better_use": "There is a better use of the time.",
        "vital": "It is not both vital and personal.",
        "good_enough": "Your skill is below what it needs.",
        "too_expensive": "It brings more than it costs.",
        "risk": "Late or poor work would do little harm.",
    }
    return {
        key: {"stands": key in standing, "decided_at": when, "reason": standing.get(key, text)}
        for key, text in aside.items()
    }


def hours_by(demo_log: list[Any], texts: tuple[str, ...], until: date) -> Decimal:
    """Return my hours a month on some activities as the log told them on a day, to a tenth."""
    rows = [row for row in demo_log if row.text in texts]
    seen = observe(rows, sorted({row.day for row in demo_log}), until=until.isoformat())
    if seen.hours is None:
        raise ValueError(f"too little is logged on {texts}")
    return seen.hours.quantize(Decimal("0.1"))


def add_tasks(demo: Demo) -> dict[str, str]:
    """Add twelve tasks, from just noted to finished, and return their ids by short name."""
    log = plain_log()
    task: dict[str, str] = {}

    def add(name: str, when: datetime, act: str = "", **values: Any) -> None:
        text = ACTS[act][0] if act else ""
        extra = values.pop("more_activities", ())
        activities = tuple(normal(one) for one in ((text,) if text else ()) + extra)
        task[name] = demo.add("tasks", when, activities=activities, **values)

    add(
        "styles", at(2, "10:05"), "css", updated=at(16, "10:00"),
        title="Style sheet fixes", note="Small repairs of the shop’s style sheets, a few each week.",
        category="development", origin="client", client="Acme", project="acme",
        liking=2, skill=2, wants_to_improve=False, needed_skill=4, postponed=3,
        better_use="A second design day for Birch", better_use_value="95.00 EUR", important=True, personal=False,
        impact=3, likelihood=2, shortfall="skill", shortfall_text="Small screens take me twice as long.",
        answers=answers("yyynyy", at(4, "16:00")), reviewed_at=at(4, "16:03"),
        cross_outs=crossed(at(4, "16:10")), crossed_at=at(4, "16:12"),
        decision={"verdict": "outsource", "decided_at": at(4, "16:15"),
                  "reason": "Somebody faster does it for less than my hours.", "hours": "14"},
        offer={"model": "hourly", "rate": "34.00 EUR", "fee": "0.05", "source": "agreed"},
        estimates={"hours": "14", "hours_ratio": "0.8", "set_up_hours": "3"},
        supplier={"kind": "specialist", "decided_at": at(4, "16:20"), "reason": "One skill, small pieces, direct talk.",
                  "answers": [{"key": "contact", "answer": "direct"}, {"key": "schedule", "answer": "person"},
                              {"key": "paperwork", "answer": "own"}, {"key": "size", "answer": "small"},
                              {"key": "skills", "answer": "one"}, {"key": "price_model", "answer": "hourly"},
                              {"key": "price", "answer": "price"}, {"key": "control", "answer": "control"}],
                  "freelancer_sum": 8, "agency_sum": 0},
        responsibility={"structure": "under_me", "work": "me", "dates": "me", "process": "them",
                        "consent_seen": True, "mark_up": "0.1", "decided_at": at(4, "16:22")},
        client_answers=[
            {"question": "May I bring other people in for parts of the work?", "answer": "Yes, if I tell them who.",
             "asked_at": at(3, "15:00")},
            {"question": "Who approves the work, and how?", "answer": "Their shop manager, on the staging site.",
             "asked_at": at(3, "15:05")},
        ],
        baseline_hours="14", baseline_at=at(9, "09:30"),
    )  # fmt: skip
    add(
        "landing", at(9, "17:40"), "birch", updated=at(13, "18:03"),
        title="Birch landing page design", category="design", origin="client", client="Birch & Co", project="birch",
        liking=5, skill=5, wants_to_improve=True, needed_skill=4, important=True, personal=True,
        answers=answers("nnnynn", at(13, "17:55")), reviewed_at=at(13, "17:57"),
        cross_outs=crossed(at(13, "18:00"), vital="This is what they come to me for.",
                           good_enough="Your skill of 5 is good enough for the 4 it needs."),
        crossed_at=at(13, "18:02"),
        decision={"verdict": "keep", "decided_at": at(13, "18:03"), "reason": "This is the work I want more of.",
                  "look_again": date(2027, 2, 12),
                  "hours": str(hours_by(log, ("Birch landing page design",), date(2026, 11, 13)))},
    )  # fmt: skip
    add(
        "books", at(9, "17:45"), "invoices", more_activities=(ACTS["bank"][0],), updated=at(20, "17:40"),
        title="Invoices and bank", note="Remind late payers, match payments and invoices each week.",
        category="bookkeeping", liking=1, skill=2, wants_to_improve=False, needed_skill=3, postponed=2,
        better_use="One more paid hour a day on the Acme shop", important=True, personal=False, impact=3, likelihood=2,
        answers=answers("yyymyy", at(18, "18:00")), reviewed_at=at(18, "18:04"),
        cross_outs=crossed(at(20, "17:38")), crossed_at=at(20, "17:40"),
        offer={"model": "hourly", "rate": "26.00 EUR", "fee": "0.05", "source": "estimate"},
        estimates={"hours_ratio": "0.8"},
    )  # fmt: skip
    add(
        "inbox", at(10, "17:30"), "inbox", updated=at(19, "17:50"),
        title="Inbox and calendar", note="Sort the mail, draft answers, keep the calendar free of clashes.",
        category="administration", liking=2, skill=3, wants_to_improve=False, needed_skill=4,
        better_use="Start the day with design work", important=False, personal=False, impact=2, likelihood=2,
        shortfall="time", answers=answers("ynnyyy", at(18, "18:10")), reviewed_at=at(18, "18:13"),
        cross_outs=crossed(at(19, "17:42")), crossed_at=at(19, "17:44"),
        decision={"verdict": "outsource", "decided_at": at(19, "17:46"), "reason": "It opens and closes every day.",
                  "hours": str(hours_by(log, ("Inbox",), date(2026, 11, 19)))},
        offer={"model": "hourly", "rate": "18.00 EUR", "fee": "0.05", "source": "estimate"},
        estimates={"hours_ratio": "0.9"},
        supplier={"kind": "generalist", "decided_at": at(19, "17:50"), "reason": "Many small things, no depth.",
                  "answers": [{"key": "contact", "answer": "direct"}, {"key": "size", "answer": "small"},
                              {"key": "skills", "answer": "few"}, {"key": "price", "answer": "price"}],
                  "freelancer_sum": 3, "agency_sum": 0},
    )  # fmt: skip
    add(
        "icons", at(10, "18:00"), updated=at(20, "09:00"),
        title="Icon set for Acme", category="design", origin="client", client="Acme", project="acme",
        recurrence="once", liking=3, skill=3, needed_skill=4, shortfall="speed",
        better_use="Finish the Acme shop front end", important=False, personal=False, impact=2, likelihood=1,
        answers=answers("nynnmy", at(13, "16:40")), reviewed_at=at(13, "16:42"),
        cross_outs=crossed(at(13, "16:44")), crossed_at=at(13, "16:45"),
        decision={"verdict": "outsource", "decided_at": at(13, "16:50"),
                  "reason": "Bruno’s trial showed that he draws better and faster.", "hours": "10"},
        offer={"model": "project", "amount": "320.00 EUR", "period": "once", "source": "agreed"},
        estimates={"hours": "10", "hours_ratio": "0.7", "set_up_hours": "0.5"},
        responsibility={"structure": "under_me", "work": "me", "dates": "me", "process": "them",
                        "consent_seen": True, "decided_at": at(13, "16:52")},
        baseline_hours="10", baseline_at=at(16, "10:30"),
    )  # fmt: skip
    add(
        "servers", at(10, "18:05"), "servers", updated=at(13, "18:12"),
        title="Server updates", category="development", origin="client", client="Acme", project="acme",
        liking=1, skill=2, wants_to_improve=False, needed_skill=4, better_use="A quiet afternoon of front end",
        important=True, personal=False, impact=5, likelihood=3,
        answers=answers("yynnym", at(13, "18:06")), reviewed_at=at(13, "18:08"),
        cross_outs=crossed(at(13, "18:10"), risk="Impact 5 × likelihood 3 = 15, your limit is 12: keep it, or give away"
                           " a smaller slice."),
        crossed_at=at(13, "18:11"),
        decision={"verdict": "keep", "decided_at": at(13, "18:12"), "look_again": date(2026, 11, 23),
                  "reason": "Too risky until the backups are tested.",
                  "hours": str(hours_by(log, ("Server updates",), date(2026, 11, 13)))},
    )  # fmt: skip
    add(
        "social", at(13, "15:25"), "social", updated=at(20, "17:45"),
        title="Social media posts", category="marketing", liking=2, skill=2, wants_to_improve=True, postponed=2,
        better_use="Write one good case study a month",
        answers=answers("ynynmy", at(20, "17:43")), reviewed_at=at(20, "17:45"),
        offer={"model": "hourly", "rate": "24.00 EUR", "fee": "0.05", "source": "estimate"},
    )  # fmt: skip
    add(
        "help", at(16, "17:00"), "help", updated=at(19, "14:25"),
        title="Help pages for Birch", note="Twelve help pages for the new booking tool.",
        category="copywriting", origin="client", client="Birch & Co", project="birch", recurrence="once",
        liking=2, skill=2, wants_to_improve=False, needed_skill=4,
        better_use="Design the second landing page", important=False, personal=False, impact=2, likelihood=2,
        shortfall="dislike", shortfall_text="I write slowly and never finish.",
        answers=answers("yynnyy", at(18, "17:40")), reviewed_at=at(18, "17:43"),
        cross_outs=crossed(at(19, "14:15")), crossed_at=at(19, "14:18"),
        decision={"verdict": "outsource", "decided_at": at(19, "14:20"),
                  "reason": "A writer needs half of my hours.", "hours": "18"},
        offer={"model": "hourly", "rate": "30.00 EUR", "fee": "0.05", "source": "quote"},
        estimates={"hours": "18", "hours_ratio": "0.6", "test_fees": "80.00 EUR"},
        supplier={"kind": "specialist", "decided_at": at(19, "14:22"), "reason": "One skill and a clear end.",
                  "answers": [{"key": "contact", "answer": "direct"}, {"key": "size", "answer": "small"},
                              {"key": "skills", "answer": "one"}, {"key": "price", "answer": "resources"}],
                  "freelancer_sum": 3, "agency_sum": 1},
        responsibility={"structure": "under_me", "work": "me", "dates": "me", "process": "them",
                        "consent_seen": True, "mark_up": "0.15", "decided_at": at(19, "14:25")},
    )  # fmt: skip
    add(
        "translate", at(17, "15:20"), "translate", updated=at(20, "17:58"),
        title="Translate product pages", category="copywriting", origin="client", client="Birch & Co", project="birch",
        recurrence="once", liking=2, skill=2, wants_to_improve=False, needed_skill=5, postponed=1,
        better_use="Design the second landing page", important=False, personal=False, impact=3, likelihood=2,
        shortfall="skill", answers=answers("yyynny", at(20, "17:50")), reviewed_at=at(20, "17:52"),
        cross_outs=crossed(at(20, "17:55")), crossed_at=at(20, "17:56"),
        decision={"verdict": "outsource", "decided_at": at(20, "17:57"),
                  "reason": "It needs a translator, and the client can hire one.", "hours": "6"},
        offer={"model": "project", "amount": "240.00 EUR", "period": "once", "source": "estimate"},
        estimates={"hours": "6", "billing_lost": "300.00 EUR"},
        responsibility={"structure": "with_client", "work": "them", "dates": "them", "process": "them",
                        "consent_seen": False, "decided_at": at(20, "17:58")},
    )  # fmt: skip
    add(
        "stats", at(18, "15:15"), "stats", updated=at(20, "18:04"),
        title="Weekly statistics mail", category="administration", liking=2, skill=4, important=False, personal=False,
        answers=answers("ynnnnm", at(20, "18:01")), reviewed_at=at(20, "18:02"),
        cross_outs=crossed(at(20, "18:03"), not_needed="Nobody has answered it since summer."),
        crossed_at=at(20, "18:03"),
        decision={"verdict": "drop", "decided_at": at(20, "18:04"), "reason": "Nobody reads it.",
                  "hours": str(hours_by(log, ("Weekly statistics mail",), date(2026, 11, 20)))},
    )  # fmt: skip
    add(
        "banners", at(18, "18:20"), "banners", updated=at(20, "18:10"),
        title="Resize banners", category="design", origin="client", client="Acme", project="acme",
        answers=answers("ynn", at(20, "18:09")),
    )  # fmt: skip
    add(
        "proofread", at(22, "17:45"), "proofread",
        title="Proofread proposals", category="copywriting",
    )  # fmt: skip
    return task
