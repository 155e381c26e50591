"""Write data/demo.json: a believable fortnight of a freelance designer-developer, the same bytes at each run.

Run `python -m tests.golden.build_demo` after a change to the records. Names of people and companies are made up.
"""

import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import completeness, post_text
from outsource_tui.domain.kinds import KINDS
from outsource_tui.domain.log_row import row_from_document
from outsource_tui.domain.observed import observe
from outsource_tui.domain.text import normal
from outsource_tui.services.wording import brief_wording
from outsource_tui.store import lines, meta_document

PATH = Path(__file__).resolve().parents[2] / "data" / "demo.json"
ZONE = timezone(timedelta(hours=1))
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 11, 30, tzinfo=ZONE)

Document = dict[str, Any]


def at(day: int, clock: str = "09:00", month: int = 11) -> datetime:
    """Return a moment of the demo's November (or another month) in its zone."""
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


class Demo:
    """The tables being filled; ids count up so that the file is the same at each run."""

    def __init__(self) -> None:
        """Start with every table empty."""
        self.tables: dict[str, dict[str, Document]] = {name: {} for name in lines.TABLES}
        self.made = 0

    def ident(self, when: datetime) -> str:
        """Return an id for something made at `when`."""
        self.made += 1
        return f"{int(when.timestamp() * 1000):013d}{self.made * 7919 % 1_000_000:06d}"

    def add(
        self, table: str, when: datetime, /, *, key: str = "", updated: datetime | None = None, **values: Any
    ) -> str:
        """Validate a record made at `when`, keep its document, return its id."""
        key = key or self.ident(when)
        record = KINDS[table](
            id=key, revision=2 if updated else 1, created_at=when, updated_at=updated or when, **values
        )
        self.tables[table][key] = record.model_dump(mode="json")
        return key

    def part(self, when: datetime, /, **values: Any) -> Document:
        """Return an embedded part with an id of its own."""
        return {"id": self.ident(when), **values}


# ---- the log -------------------------------------------------------------------------------------------------------

# key: text, project, client, tags, liking, skill, stress, task, engagement, purpose
ACTS: dict[str, tuple[str, str, str, str, int | None, int | None, int | None, str, str, str]] = {
    "plan": ("Plan the week", "admin", "", "planning", 4, 4, 1, "", "", ""),
    "inbox": ("Inbox", "admin", "", "mail", 2, 3, 3, "inbox", "", ""),
    "acme": ("Acme shop front end", "acme", "Acme", "dev", 4, 4, 2, "", "", ""),
    "birch": ("Birch landing page design", "birch", "Birch & Co", "design", 5, 5, 1, "landing", "", ""),
    "call-acme": ("Call with Acme", "acme", "Acme", "call", 3, 4, 2, "", "", ""),
    "call-birch": ("Call with Birch", "birch", "Birch & Co", "call", 3, 4, 2, "", "", ""),
    "lunch": ("Lunch", "", "", "break", None, None, None, "", "", ""),
    "coffee": ("Coffee", "", "", "break", None, None, None, "", "", ""),
    "banners": ("Resize banners for Acme", "acme", "Acme", "design", 2, 4, 2, "banners", "", ""),
    "invoices": ("Chase late invoices", "admin", "", "money", 1, 3, 4, "books", "", ""),
    "bank": ("Bank reconciliation", "admin", "", "money", 1, 2, 3, "books", "", ""),
    "social": ("Social media posts", "marketing", "", "writing", 2, 2, 3, "social", "", ""),
    "servers": ("Server updates", "acme", "Acme", "dev", 1, 2, 5, "servers", "", ""),
    "stats": ("Weekly statistics mail", "admin", "", "writing", 2, 4, 1, "stats", "", ""),
    "proofread": ("Proofread proposals", "admin", "", "writing", 3, 3, 1, "proofread", "", ""),
    "review": ("Code review with Birch", "birch", "Birch & Co", "dev", 4, 4, 2, "", "", ""),
    "reading": ("Reading about type", "", "", "learning", 5, 3, 0, "", "", ""),
    "css": ("Style sheet fixes", "acme", "Acme", "dev", 2, 2, 4, "styles", "", ""),
    "help": ("Help pages for Birch", "birch", "Birch & Co", "writing", 2, 2, 3, "help", "", ""),
    "translate": ("Translate product pages", "birch", "Birch & Co", "writing", 2, 2, 3, "translate", "", ""),
    "dates": ("Call with Birch about dates", "birch", "Birch & Co", "call", 3, None, None, "", "", ""),
    "set-up-chidi": ("Set Chidi up with the style sheets", "acme", "Acme", "people", 3, 3, 2, "", "chidi", "briefing"),
    "call-chidi": ("Call with Chidi about the header", "acme", "Acme", "people", 2, 3, 4, "", "chidi", "coordination"),
    "redo": ("Redid the sticky header", "acme", "Acme", "dev", 1, 2, 5, "", "chidi", "redo"),
    "trials": ("Sent trials to Ana and Bruno", "acme", "Acme", "people", 3, 3, 1, "icons", "", "hiring"),
    "judge-trials": ("Looked at the two trials", "acme", "Acme", "people", 4, 3, 1, "icons", "", "hiring"),
    "terms-ana": ("Agreed terms with Ana", "acme", "Acme", "people", 3, 3, 2, "styles", "", "hiring"),
    "kick-off": ("Kick-off with Ana", "acme", "Acme", "people", 4, 3, 1, "", "ana", "coordination"),
    "answer-ana": ("Answered Ana about breakpoints", "acme", "Acme", "people", 3, 3, 1, "", "ana", "coordination"),
    "thank-ana": ("Planned next week with Ana", "acme", "Acme", "people", 4, 3, 1, "", "ana", "coordination"),
    "review-ana": ("Reviewed Ana’s product grid", "acme", "Acme", "people", 3, 3, 2, "", "ana", "review"),
    "brief-bruno": ("Briefed Bruno on the icons", "acme", "Acme", "people", 4, 3, 1, "", "bruno", "briefing"),
    "review-bruno": ("Reviewed Bruno’s icons", "acme", "Acme", "people", 4, 4, 1, "", "bruno", "review"),
    "brief-help": ("Wrote the brief for the help pages", "birch", "Birch & Co", "people", 3, 3, 1, "help", "",
                   "briefing"),
    "post-help": ("Posted the help pages", "birch", "Birch & Co", "people", 3, 3, 1, "help", "", "hiring"),
    "proposals": ("Read proposals for the help pages", "birch", "Birch & Co", "people", 3, 3, 1, "help", "", "hiring"),
}  # fmt: skip

# A day of November, then its entries: from-to, what, s = stress, l = liking, late = put off before, ? = feeling unsaid.
LOG = """
9: 0830-0850 plan; 0850-0932 inbox; 0935-1005 set-up-chidi; 1005-1150 acme; 1150-1220 banners; 1220-1305 lunch;
   1305-1430 birch; 1430-1515 call-acme; 1515-1530 coffee; 1530-1630 acme ?; 1632-1715 invoices late; 1715-1735 inbox ?
10: 0840-0915 inbox; 0915-1045 birch; 1045-1100 coffee; 1100-1140 servers; 1140-1215 social late; 1215-1300 lunch;
   1300-1500 acme; 1500-1545 bank late; 1545-1610 call-chidi; 1612-1700 banners; 1700-1720 inbox s4
11: 0830-0910 inbox; 0910-1040 acme; 1040-1140 redo; 1140-1215 proofread; 1215-1300 lunch; 1300-1415 birch;
   1415-1500 call-birch; 1500-1600 review; 1600-1610 coffee; 1610-1650 invoices late; 1650-1715 stats; 1715-1735 trials
13: 0900-0955 inbox s4; 0955-1130 acme; 1130-1145 coffee; 1145-1230 css; 1230-1315 lunch; 1315-1445 birch;
   1445-1520 social late; 1520-1620 judge-trials; 1620-1700 banners s3; 1700-1730 bank late s4; 1730-1745 inbox ?
14: 1000-1110 reading; 1115-1140 invoices late s5
16: 0830-0850 plan; 0850-0925 inbox; 0925-0945 terms-ana; 1000-1030 kick-off; 1030-1045 brief-bruno; 1045-1230 acme;
   1230-1315 lunch; 1315-1500 birch; 1500-1540 call-acme s3; 1540-1550 coffee; 1550-1650 help; 1652-1730 invoices;
   1730-1750 inbox
17: 0830-0905 inbox; 0905-1035 acme; 1035-1120 banners; 1120-1135 coffee; 1135-1215 servers; 1215-1300 lunch;
   1300-1430 birch; 1430-1515 translate late; 1515-1610 help s4; 1610-1650 review; 1650-1720 social; 1720-1740 inbox
18: 0830-0910 inbox; 0910-1100 acme l5; 1100-1110 answer-ana; 1110-1145 proofread; 1145-1230 call-birch;
   1230-1310 lunch; 1310-1425 birch; 1425-1510 stats ?; 1510-1525 coffee; 1525-1600 review-bruno; 1600-1645 bank late;
   1645-1715 help; 1715-1735 inbox
19: 0840-0915 inbox; 0915-1045 birch; 1045-1100 coffee; 1100-1125 review-bruno; 1125-1215 acme; 1215-1300 lunch;
   1300-1430 acme; 1430-1520 brief-help; 1520-1540 review-ana; 1540-1600 post-help; 1602-1640 invoices;
   1640-1710 translate; 1710-1730 inbox ?
20: 0830-0905 inbox; 0905-1035 birch; 1035-1120 banners; 1120-1130 coffee; 1130-1230 acme; 1230-1315 lunch;
   1315-1350 proposals; 1350-1430 call-acme; 1430-1530 review; 1530-1545 thank-ana; 1545-1600 review-ana;
   1600-1640 social; 1640-1715 reading; 1715-1730 inbox
22: 1650-1710 post-help; 1715-1740 proposals
23: 0835-0855 plan; 0855-0930 inbox; 0930-1040 acme; 1040-1050 coffee; 1050- dates
"""


def log_entries() -> list[tuple[datetime, datetime | None, str, list[str]]]:
    """Return the log as (start, end, act, marks); an entry nobody gave a length has no end."""
    found = []
    for day, text in re.findall(r"^(\d+): (.*(?:\n   .*)*)", LOG, re.MULTILINE):
        for item in text.replace("\n", " ").split(";"):
            span, act, *marks = item.split()
            start, _, end = span.partition("-")
            found.append(
                (
                    at(int(day), f"{start[:2]}:{start[2:]}"),
                    at(int(day), f"{end[:2]}:{end[2:]}") if end else None,
                    act,
                    marks,
                )
            )
    return found


def add_log(demo: Demo, tasks: dict[str, str], engagements: dict[str, str]) -> None:
    """Add every entry of the fortnight, linked to its task or engagement."""
    for start, end, act, marks in log_entries():
        text, project, client, tag, liking, skill, stress, task, engagement, purpose = ACTS[act]
        for mark in marks:
            if mark == "?":
                liking = skill = stress = None
            elif mark[0] == "s":
                stress = int(mark[1:])
            elif mark[0] == "l" and mark != "late":
                liking = int(mark[1:])
        made = end or start
        task_id = tasks[task] if task else None
        linked = datetime.fromisoformat(demo.tables["tasks"][task_id]["created_at"]) if task_id else made
        demo.add(
            "entries",
            made,
            updated=linked if linked > made else None,
            day=start.date(),
            start=start,
            seconds=int((end - start).total_seconds()) if end else None,
            text=text,
            project=project,
            client=client,
            tags=(tag,),
            stress=stress,
            liking=liking,
            skill=skill,
            postponed=int("late" in marks),
            task=task_id,
            engagement=engagements[engagement] if engagement else None,
            purpose=purpose or None,
        )


# ---- tasks ---------------------------------------------------------------------------------------------------------


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


def plain_log() -> list[Any]:
    """Return the log as compact rows without links, for the hours of the decisions."""
    rows = []
    for place, (start, end, act, _) in enumerate(log_entries()):
        document = {
            "day": start.date().isoformat(),
            "start": start.isoformat(),
            "seconds": int((end - start).total_seconds()) if end else None,
            "text": ACTS[act][0],
            "tags": [ACTS[act][3]],
            "purpose": ACTS[act][9] or None,
        }
        rows.append(row_from_document(f"{place:019d}", document))
    return rows


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


# ---- briefs, postings, people --------------------------------------------------------------------------------------


def add_contacts(demo: Demo) -> dict[str, str]:
    """Add the people I know, and return their ids by name."""
    return {
        "bruno": demo.add(
            "contacts", at(20, "09:05"), name="Bruno T.", skills=("icons", "illustration"), email="bruno@example.org",
            rate="46.00 EUR", faster_than_me=True, note="Drew the icons for Acme. Quick, exact, asks early.",
        ),
        "jana": demo.add(
            "contacts", at(2, "09:10"), name="Jana R.", skills=("illustration",), link="https://example.org/jana",
            rate="60.00 EUR", faster_than_me=True, note="Booked until the new year.",
        ),
        "karim": demo.add(
            "contacts", at(2, "09:12"), name="Karim B.", skills=("translation", "editing"), email="karim@example.org",
            rate="40.00 EUR", note="Translates from three languages.",
        ),
        "lena": demo.add(
            "contacts", at(2, "09:15"), name="Lena F.", skills=("bookkeeping", "reconciliation"),
            email="lena@example.org", rate="28.00 EUR", faster_than_me=True,
        ),
    }  # fmt: skip


def add_briefs(demo: Demo, task: dict[str, str]) -> dict[str, str]:
    """Add one brief that found people, one that is out, one draft; return their ids by short name."""
    brief: dict[str, str] = {}
    made = at(4, "16:30")
    brief["styles"] = demo.add(
        "briefs", made, updated=at(5, "09:40"), title="Style sheet repairs for a small shop", task=task["styles"],
        what="Repair the style sheets of a small online shop, about 11 hours a month, in three milestones: "
             "product grid, checkout, print styles.",
        why="Half of the visitors come with a phone, and the checkout cuts off its button on narrow screens.",
        specifications="Plain CSS, no framework. Widths from 320 to 1440 px. Firefox, Safari and Chrome of the last "
                       "two years. The markup stays as it is.",
        expectations="Work on the staging copy, one branch a milestone, screenshots at 320, 768 and 1440 px.",
        context="A tea and coffee shop with 140 products; the shop manager approves on the staging site.",
        delivery_state="Ready to publish",
        examples=[demo.part(made, title="The shop’s own news page", link="https://example.org/news",
                            copy_what="how its grid folds on a phone")],
        propositions=("money", "repeat", "reputation"),
        milestones=[demo.part(made, title="Product grid", due=date(2026, 11, 20)),
                    demo.part(made, title="Checkout", due=date(2026, 11, 27)),
                    demo.part(made, title="Print styles", due=date(2026, 12, 4))],
        quality=[demo.part(made, text="Nothing scrolls sideways at 320 px"),
                 demo.part(made, text="Screenshots at three widths are attached"),
                 demo.part(made, text="No !important was added"),
                 demo.part(made, text="Works with text at 200 %")],
        budget="450.00 EUR", frequency_days=7, detail="summary", mode="chat", timezone_overlap="four hours or more",
        legal=[demo.part(made, name="Confidentiality agreement", required=True)],
        skills=("style sheets", "accessibility", "git"), not_applicable=("kpis", "calls"), ready_at=at(5, "09:40"),
    )  # fmt: skip
    made = at(19, "14:30")
    brief["help"] = demo.add(
        "briefs", made, updated=at(19, "15:20"), title="Twelve help pages for a booking tool", task=task["help"],
        what="Write 12 help pages of 200 to 300 words for a booking tool, from a list of questions and a test account.",
        why="Four people answer the same 12 questions by phone every day. The pages should take half of these calls.",
        specifications="Plain English, one question a page, steps numbered, a screenshot where a button is hard to "
                       "find. Markdown files.",
        expectations="Try each step in the test account, collect open questions in one document, deliver three pages "
                     "at a time.",
        context="A booking tool for small hotels; readers are receptionists between two guests.",
        delivery_state="Ready to publish",
        examples=[demo.part(made, title="The help of a parcel service", link="https://example.org/help",
                            copy_what="its short first sentence")],
        propositions=("money", "quick_win", "reputation", "treatment"),
        milestones=[demo.part(made, title="First three pages", due=date(2026, 12, 1), amount="90.00 EUR"),
                    demo.part(made, title="All twelve pages", due=date(2026, 12, 15), amount="270.00 EUR")],
        quality=[demo.part(made, text="Each step was tried in the test account"),
                 demo.part(made, text="No sentence is longer than 20 words"),
                 demo.part(made, text="Every page answers its question in the first sentence")],
        budget="400.00 EUR",
        kpis=[demo.part(made, name="Calls about these questions", target="half of 40 a day")],
        frequency_days=4, detail="headlines", mode="email", timezone_overlap="two hours or more",
        calls=[demo.part(made, at=at(25, "14:00"), about="Questions about the test account")],
        skills=("help pages", "editing", "plain English"), not_applicable=("legal",), ready_at=at(19, "15:20"),
    )  # fmt: skip
    made = at(20, "18:15")
    brief["inbox"] = demo.add(
        "briefs", made, title="Inbox and calendar, an hour a day", task=task["inbox"],
        what="Sort the mail twice a day, draft answers to the usual questions, keep the calendar free of clashes.",
        why="",
        specifications="About 60 mails a day in two accounts. Answer from drafts only, nothing is sent without me.",
        expectations="Some rules exist; better ones are welcome asap.",
        propositions=("repeat",), frequency_days=7, detail="headlines", mode="chat",
        skills=("inbox", "scheduling"), not_applicable=("examples",),
    )  # fmt: skip
    return brief


def add_postings(demo: Demo, brief: dict[str, str]) -> dict[str, str]:
    """Add a closed posting and two open ones, with the text the briefs compose; return their ids."""
    posting: dict[str, str] = {}
    for name, of, platform, when, closed, reason in (
        ("styles", "styles", "upwork", at(5, "10:00"), at(13, "17:00"), ""),
        ("help", "help", "upwork", at(19, "15:55"), None, "Other work, and this time with trials before I choose."),
        ("help-blog", "help", "problogger", at(22, "17:10"), None, "A wider pool for the same pages."),
    ):
        record = Brief(id=brief[of], **demo.tables["briefs"][brief[of]])
        text = post_text(record, brief_wording())
        posting[name] = demo.add(
            "postings", when, updated=closed, brief=brief[of], platform=platform, title=text.title, body=text.body,
            url=f"https://example.org/{platform}/{name}", posted_at=when, closed_at=closed,
            completeness=completeness(record).percent, warning_reason=reason,
            fee="30.00 EUR" if platform == "problogger" else None,
        )  # fmt: skip
    return posting


QUESTIONS = {
    "own_words": "the task, as they understood it",
    "approach": "steps and hours",
    "success": "what decides",
    "past_work": "pieces that come close",
}


def answered(demo: Demo, asked: datetime, when: datetime, rows: str, **said: tuple[str, int | None]) -> Document:
    """Return answers to the four questions; `rows` is the breakdown, such as "Grid 4, Checkout 5"."""
    found: Document = {}
    for key in QUESTIONS:
        text, score = said.get(key, ("", None))
        found[key] = {"asked_at": asked, "answered_at": when if text else None, "text": text, "score": score}
    for row in filter(None, rows.split(", ")):
        what, hours = row.rsplit(" ", 1)
        found["approach"].setdefault("breakdown", []).append(demo.part(when, what=what, hours=hours))
    return found


def bid(demo: Demo, when: datetime, rate: str, hours: str, note: str = "") -> Document:
    """Return a bid by the hour in euros."""
    return demo.part(when, at=when, model="hourly", rate=f"{rate} EUR", hours=hours, note=note)


def add_candidates(
    demo: Demo, brief: dict[str, str], posting: dict[str, str], contact: dict[str, str]
) -> dict[str, str]:
    """Add four people for the style sheets and five for the help pages; return their ids by first name."""
    person: dict[str, str] = {}
    styles = {"brief": brief["styles"], "posting": posting["styles"]}
    trial = {
        "what": "Make the news page fold to one column below 480 px.", "fee": "60.00 EUR", "hours": "2",
        "willing": True, "sent_at": at(11, "17:30"), "due_at": at(13, "18:00"),
    }  # fmt: skip
    person["chidi"] = demo.add(
        "candidates", at(5, "10:50"), updated=at(13, "17:00"), **styles, name="Chidi O.", kind="generalist",
        country="Nigeria", timezone="UTC+1", applied_at=at(5, "10:50"), first_reply_at=at(5, "14:10"),
        pitch="I fix style sheets every day and can start this minute.", skills=("style sheets", "git"),
        reviews=6, success_share="0.83", hours_ratio="0.9", scores={"effort": 2, "skills": 3, "credibility": 3},
        bids=[bid(demo, at(5, "10:50"), "32.00", "11")],
        chosen_at=at(6, "15:00"), chosen_reason="First to answer, and free at once.",
        note="Ended after three hours. See the miss.",
    )  # fmt: skip
    person["ana"] = demo.add(
        "candidates", at(5, "12:40"), updated=at(13, "16:40"), **styles, name="Ana P.", kind="specialist",
        country="Portugal", timezone="UTC+0", applied_at=at(5, "12:40"), first_reply_at=at(6, "09:20"),
        pitch="Your checkout button is cut off because its box has a fixed height. I would start there.",
        skills=("style sheets", "accessibility", "git"), reviews=41, success_share="0.98",
        other_commitments="Two shops, mornings only", hours_ratio="0.8",
        scores={"effort": 5, "skills": 5, "credibility": 5},
        answers=answered(
            demo, at(6, "08:30"), at(6, "09:20"), "Product grid 4, Checkout 5, Print styles 2",
            own_words=("Three repairs a month, phones first, no new markup.", 5),
            approach=("Screenshots before and after, one branch a repair.", 5),
            success=("That the shop manager can check it alone.", 4),
            past_work=("Two shops with 100 products and more; I did all their style sheets.", 5),
        ),
        test={**trial, "returned_at": at(12, "15:40"), "paid_at": at(13, "16:40"), "communication": 5,
              "understanding": 5, "work": 4, "speed": 5, "note": "Asked which phones matter before she began."},
        messages=[demo.part(at(11, "17:30"), template="paid-trial", sent_at=at(11, "17:30"),
                            replied_at=at(11, "18:20"), body="A small paid trial, two hours, by the end of the week.")],
        bids=[bid(demo, at(5, "12:40"), "36.00", "11")],
        shortlisted_at=at(6, "09:30"), chosen_at=at(13, "16:30"), chosen_reason="Best trial, best questions.",
    )  # fmt: skip
    person["bruno"] = demo.add(
        "candidates", at(5, "18:20"), updated=at(20, "09:05"), **styles, contact=contact["bruno"], name="Bruno T.",
        kind="specialist", country="Brazil", timezone="UTC-3", applied_at=at(5, "18:20"),
        first_reply_at=at(6, "12:05"), pitch="Style sheets are fine with me, drawing is what I love.",
        skills=("style sheets", "icons", "illustration"), reviews=23, success_share="0.96", hours_ratio="0.7",
        scores={"effort": 4, "skills": 4, "credibility": 4},
        answers=answered(
            demo, at(6, "08:30"), at(6, "12:05"), "Product grid 5, Checkout 5, Print styles 3",
            own_words=("Make the shop work on phones without touching its markup.", 4),
            approach=("Grid first, since it is on every page.", 4),
            past_work=("A bakery shop; layout and icons were mine.", 4),
        ),
        test={**trial, "returned_at": at(13, "11:10"), "paid_at": at(13, "16:40"), "communication": 4,
              "understanding": 4, "work": 4, "speed": 3, "note": "Lovely icons on top of what I asked for."},
        messages=[demo.part(at(11, "17:32"), template="paid-trial", sent_at=at(11, "17:32"),
                            replied_at=at(12, "08:05"), body="A small paid trial, two hours, by the end of the week.")],
        bids=[bid(demo, at(5, "18:20"), "38.00", "13")], shortlisted_at=at(6, "12:30"), runner_up=True,
        note="Gave him the icon set instead.",
    )  # fmt: skip
    person["dana"] = demo.add(
        "candidates", at(6, "09:10"), updated=at(13, "16:36"), **styles, name="Dana K.", kind="generalist",
        country="Poland", timezone="UTC+1", applied_at=at(6, "09:10"), pitch="I can do any web work, fast and cheap.",
        skills=("style sheets",), reviews=0, scores={"effort": 1, "skills": 2, "credibility": 2},
        bids=[bid(demo, at(6, "09:10"), "19.00", "20")],
        declined_at=at(13, "16:35"), declined_reason="Answers left open",
        messages=[demo.part(at(13, "16:36"), template="decline", sent_at=at(13, "16:36"), body="Thank you, not now.")],
    )  # fmt: skip

    pages = {"brief": brief["help"], "posting": posting["help"], "kind": "specialist"}
    page = {
        "what": "Write the page “How do I move a booking”.", "fee": "40.00 EUR", "hours": "1.5", "willing": True,
        "sent_at": at(21, "10:00"), "due_at": at(23, "18:00"),
    }  # fmt: skip
    musts = ("Good English", "Eye for detail", "At home in online tools", "Well organised", "Quick to reply",
             "Bright and good fun")  # fmt: skip

    def must_haves(when: datetime, marks: str) -> list[Document]:
        known = {"y": True, "n": False, "?": None}
        return [demo.part(when, text=text, met=known[mark]) for text, mark in zip(musts, marks, strict=True)]

    def screening(when: datetime, *said: str) -> list[Document]:
        asked = (
            "How fluent is your English?",
            "Which country do you live in, and what is your time zone?",
            "Which similar roles have you had before?",
            "Which three things matter most for being great in this role, as you see it?",
        )
        return [demo.part(when, question=ask, answer=text) for ask, text in zip(asked, said, strict=True)]

    when = at(19, "16:40")
    person["efe"] = demo.add(
        "candidates", when, updated=at(22, "18:30"), **pages, name="Efe D.", country="Turkey", timezone="UTC+3",
        applied_at=when, first_reply_at=at(20, "09:05"),
        pitch="I stood at a hotel desk for three years. Your readers have ten seconds, so the answer comes first.",
        skills=("help pages", "plain English", "editing"), reviews=19, success_share="1", hours_ratio="0.6",
        other_commitments="A newsletter on Thursdays", scores={"effort": 5, "skills": 5, "credibility": 4},
        answers=answered(
            demo, at(20, "08:40"), at(20, "09:05"), "Test account 1, Twelve pages 9, Changes 1",
            own_words=("Twelve short pages so that the phone rings less.", 5),
            approach=("Try it, write it, have a receptionist read it.", 5),
            success=("That the first sentence is the answer.", 5),
            past_work=("The help of a hostel tool, 30 pages, all mine.", 4),
        ),
        must_haves=must_haves(when, "yyyyyy"),
        screening=screening(when, "Fluent", "Turkey, UTC+3", "Help pages for a hostel tool", "Clear, short, tried"),
        test={**page, "returned_at": at(22, "18:00"), "communication": 5, "understanding": 5, "work": 4, "speed": 4},
        messages=[
            demo.part(at(20, "08:40"), template="four-questions", sent_at=at(20, "08:40"),
                      replied_at=at(20, "09:05"), body="Four questions about the help pages."),
            demo.part(at(21, "10:00"), template="paid-trial", sent_at=at(21, "10:00"), replied_at=at(21, "10:25"),
                      trial_at=at(22, "18:00"), body="One page as a paid trial, within two days."),
        ],
        bids=[bid(demo, when, "32.00", "11")], shortlisted_at=at(20, "13:30"),
    )  # fmt: skip
    when = at(19, "19:25")
    person["femi"] = demo.add(
        "candidates", when, updated=at(20, "13:45"), **pages, name="Femi A.", country="Ghana", timezone="UTC+0",
        applied_at=when, pitch="I write clear pages and keep dates.", skills=("editing", "plain English"),
        reviews=8, success_share="0.9", scores={"effort": 3, "skills": 3},
        must_haves=must_haves(when, "yy??y?"),
        screening=screening(when, "Native", "Ghana, UTC+0", "Editor of a school paper", ""),
        messages=[
            demo.part(at(19, "20:10"), template="first-message", sent_at=at(19, "20:10"), replied_at=at(19, "20:50"),
                      body="About the help pages."),
            demo.part(at(20, "13:45"), template="second-message", sent_at=at(20, "13:45"),
                      body="A short video and the trial task, please."),
        ],
        bids=[bid(demo, when, "24.00", "14")],
    )  # fmt: skip
    when = at(19, "22:10")
    person["greta"] = demo.add(
        "candidates", when, updated=at(21, "14:40"), **pages, name="Greta L.", country="Sweden", timezone="UTC+1",
        applied_at=when, first_reply_at=at(20, "11:30"),
        pitch="I would group the twelve questions by moment: before, during and after a stay.",
        skills=("help pages", "editing"), reviews=33, success_share="0.97", hours_ratio="0.7",
        scores={"effort": 4, "skills": 4, "credibility": 5},
        answers=answered(
            demo, at(20, "08:42"), at(20, "11:30"), "Reading in 2, Twelve pages 8",
            own_words=("Pages that replace a call.", 4),
            approach=("Group them first, then write three a day.", 4),
            past_work=("Manuals for a ticket shop, with two others.", 3),
        ),
        must_haves=must_haves(when, "yyyyy?"),
        screening=screening(when, "Fluent", "Sweden, UTC+1", "Manuals for a ticket shop", "Order, tone, patience"),
        test=page,
        messages=[demo.part(at(21, "10:05"), template="paid-trial", sent_at=at(21, "10:00"),
                            replied_at=at(21, "14:40"), body="One page as a paid trial, within two days.")],
        bids=[demo.part(when, at=when, model="project", amount="380.00 EUR", hours="10", period="once")],
        shortlisted_at=at(20, "13:40"),
    )  # fmt: skip
    when = at(20, "08:05")
    person["hana"] = demo.add(
        "candidates", when, updated=at(20, "13:50"), **pages, name="Hana M.", country="Czechia", timezone="UTC+1",
        applied_at=when, pitch="Seven hours, done this week.", skills=("help pages",), reviews=52,
        success_share="0.99", scores={"effort": 3, "credibility": 5}, must_haves=must_haves(when, "y?yyyy"),
        bids=[bid(demo, when, "44.00", "7", "Only as one block.")], other_commitments="Free for one week",
    )  # fmt: skip
    when = at(22, "20:15")
    person["ivo"] = demo.add(
        "candidates", when, brief=brief["help"], posting=posting["help-blog"], kind="specialist", name="Ivo S.",
        country="Croatia", timezone="UTC+1", applied_at=when, pitch="I write about travel and know small hotels well.",
        skills=("blog", "editing"),
    )  # fmt: skip
    return person


# ---- negotiations, engagements, outcomes ---------------------------------------------------------------------------


def add_negotiations(demo: Demo, person: dict[str, str]) -> dict[str, str]:
    """Add agreed terms with Ana and open talks with Efe; return their ids."""
    talks: dict[str, str] = {}

    def ticks(**said: tuple[datetime, str]) -> Document:
        return {key: {"done_at": when, "evidence": text} for key, (when, text) in said.items()}

    talks["ana"] = demo.add(
        "negotiations", at(13, "16:45"), updated=at(16, "09:40"), candidate=person["ana"],
        ticks=ticks(
            engaged=(at(13, "16:50"), "Half an hour about phones and tea"),
            market=(at(13, "17:05"), "28 / 36 / 50 EUR an hour"),
            value=(at(16, "09:26"), "Work each month, a review"),
            bidding=(at(16, "09:28"), "Three bids"),
            listened=(at(16, "09:30"), "Two wishes noted"),
            not_first=(at(16, "09:32"), "She named 36.00 first"),
            no_low_ball=(at(16, "09:36"), "33.00 is above the low end"),
        ),
        market={"low": "28.00 EUR", "typical": "36.00 EUR", "high": "50.00 EUR", "found_at": at(13, "17:05"),
                "source": "Twelve profiles on the platform"},
        bids=[bid(demo, at(16, "09:32"), "36.00", "11", "Paid each week."),
              bid(demo, at(16, "09:38"), "34.00", "11.2", "With work each month.")],
        my_price="33.00 EUR", my_price_at=at(16, "09:35"), first_named_by="them",
        wants=("Paid each week", "Mornings only"), value_said=("repeat", "reputation"),
        terms={"model": "hourly", "rate": "34.00 EUR", "hours": "11.2", "period": "month", "fee": "0.05",
               "start": date(2026, 11, 16), "scope": "Repairs of the shop’s style sheets, three milestones.",
               "revisions": 2, "reserve_hours": "2.2", "stop_loss_hours": "12"},
        agreed_at=at(16, "09:40"),
        responsibility={"structure": "under_me", "work": "me", "dates": "me", "process": "them", "consent_seen": True,
                        "mark_up": "0.1", "decided_at": at(16, "09:40")},
    )  # fmt: skip
    talks["efe"] = demo.add(
        "negotiations", at(21, "11:00"), updated=at(22, "18:40"), candidate=person["efe"],
        ticks=ticks(
            engaged=(at(21, "11:20"), "A call about hotel desks"),
            market=(at(21, "11:40"), "22 / 30 / 45 EUR an hour"),
            bidding=(at(22, "18:32"), "Four bids"),
            listened=(at(22, "18:36"), "Two wishes noted"),
        ),
        market={"low": "22.00 EUR", "typical": "30.00 EUR", "high": "45.00 EUR", "found_at": at(21, "11:40"),
                "source": "Ten writers with help pages"},
        bids=[bid(demo, at(22, "18:38"), "30.00", "11", "With a byline on the pages.")], first_named_by="them",
        wants=("A byline on the pages", "No calls on Thursdays"),
    )  # fmt: skip
    return talks


def add_engagements(
    demo: Demo, task: dict[str, str], brief: dict[str, str], person: dict[str, str], talks: dict[str, str]
) -> dict[str, str]:
    """Add one that runs, one that hit, one that missed; return their ids by first name."""
    engagement: dict[str, str] = {}
    styles = Brief(id=brief["styles"], **demo.tables["briefs"][brief["styles"]])
    complete = completeness(styles).percent
    standards = [{"id": one.id, "text": one.text} for one in styles.quality]
    under_me = {"structure": "under_me", "work": "me", "dates": "me", "process": "them", "consent_seen": True}

    def checked(*marks: bool | None) -> list[Document]:
        return [{"id": one["id"], "met": mark} for one, mark in zip(standards, marks, strict=True)]

    made = at(6, "15:10")
    header = demo.part(made, title="Sticky header", due=date(2026, 11, 13))
    engagement["chidi"] = demo.add(
        "engagements", made, updated=at(12, "09:00"), title="Style sheet repairs, first try",
        candidate=person["chidi"], task=task["styles"],
        terms={"model": "hourly", "rate": "32.00 EUR", "hours": "11", "period": "month", "fee": "0",
               "start": date(2026, 11, 9), "scope": "Sticky header, then the product grid.", "revisions": 1,
               "stop_loss_hours": "2"},
        responsibility={**under_me, "decided_at": made},
        legal=[demo.part(made, name="Confidentiality agreement", sent_at=at(6, "15:20"), signed_at=at(9, "09:10"))],
        standards=standards, delivery_state="Ready to publish", started_at=at(9, "09:30"), ended_at=at(11, "17:40"),
        milestones=[header],
        deliveries=[demo.part(at(10, "15:40"), title="Header, unfinished", milestone=header["id"],
                              delivered_at=at(10, "15:40"), checks=checked(False, False, None, None),
                              finished_myself_at=at(11, "11:40"), note="Jumps while scrolling.")],
        feelings=[demo.part(at(11, "17:40"), at=at(11, "17:40"), answer="harder", note="Paid, and did it myself.")],
        payments=[demo.part(at(11, "17:40"), amount="96.00 EUR", due=date(2026, 11, 12), paid_at=at(12, "09:00"),
                            note="Three hours")],
        their_hours=[demo.part(at(10, "15:45"), at=at(10, "15:45"), hours="3", note="Header")],
        brief_completeness=complete, tested=0, baseline_hours="14", predicted_overhead="4.41",
    )  # fmt: skip

    made = at(16, "09:50")
    grid, checkout, printing = (
        demo.part(made, title=one.title, due=one.due) for one in styles.milestones
    )  # fmt: skip
    grid["accepted_at"] = at(20, "16:00")
    first = demo.part(
        at(19, "15:00"), title="Product grid", milestone=grid["id"], delivered_at=at(19, "15:00"),
        checks=checked(True, True, True, True), accepted_at=at(20, "16:00"),
    )  # fmt: skip
    engagement["ana"] = demo.add(
        "engagements", made, updated=at(22, "19:35"), title="Style sheet repairs", negotiation=talks["ana"],
        candidate=person["ana"], task=task["styles"],
        terms=demo.tables["negotiations"][talks["ana"]]["terms"],
        responsibility={**under_me, "mark_up": "0.1", "decided_at": at(16, "09:40")},
        legal=[demo.part(made, name="Confidentiality agreement", sent_at=at(16, "09:50"), signed_at=at(16, "09:55"))],
        calls=[demo.part(made, at=at(24, "10:00"), about="Checkout on old phones")],
        standards=standards, delivery_state="Ready to publish", check_in_days=7, started_at=at(16, "10:00"),
        milestones=[grid, checkout, printing],
        deliveries=[
            first,
            demo.part(at(22, "19:30"), title="Checkout", milestone=checkout["id"], delivered_at=at(22, "19:30"),
                      checks=checked(None, None, None, None), note="Screenshots attached, one open question."),
        ],
        rounds=[demo.part(at(19, "15:40"), delivery=first["id"], asked_at=at(19, "15:40"),
                          wrong="Prices wrap onto two lines at 320 px.", example="The third row, green tea.",
                          wanted="Price on one line, name may wrap.", by=date(2026, 11, 20),
                          returned_at=at(20, "12:30"))],
        check_ins=[demo.part(at(16, "10:30"), at=at(16, "10:30"), note="Staging works, branch rules are clear.",
                             feedback="Wants screenshots of the phones that matter.",
                             road_blocks=("No access to the print queue yet",))],
        cares=[
            demo.part(at(16, "10:35"), care="mastery", at=at(16, "10:35"), note="Gave access to the staging site"),
            demo.part(at(20, "15:45"), care="purpose", at=at(20, "15:45"), note="Told her the grid saved my week"),
        ],
        feelings=[demo.part(at(20, "17:35"), at=at(20, "17:35"), answer="easier", note="No style sheets all week.")],
        payments=[demo.part(at(20, "16:05"), amount="136.00 EUR", due=date(2026, 11, 23), milestone=grid["id"],
                            note="Four hours")],
        their_hours=[
            demo.part(at(17, "12:00"), at=at(17, "12:00"), hours="2", note="Grid"),
            demo.part(at(19, "15:00"), at=at(19, "15:00"), hours="1.5", note="Grid"),
            demo.part(at(20, "12:30"), at=at(20, "12:30"), hours="0.5", note="Round one"),
            demo.part(at(22, "19:30"), at=at(22, "19:30"), hours="2.5", note="Checkout"),
        ],
        asked_anyway=[demo.part(at(18, "16:45"), at=at(18, "16:45"), minutes=10, about="When is the checkout ready?")],
        brief_completeness=complete, tested=2, baseline_hours="14", predicted_overhead="4.41",
    )  # fmt: skip

    made = at(16, "10:20")
    icons = demo.part(made, title="Twelve icons", due=date(2026, 11, 19), amount="320.00 EUR",
                      accepted_at=at(19, "11:25"))  # fmt: skip
    points = [demo.part(made, text="All twelve on one grid of 24 px"), demo.part(made, text="Readable at 16 px"),
              demo.part(made, text="One SVG file each")]  # fmt: skip
    drawn = demo.part(
        at(18, "14:50"), title="Twelve icons", milestone=icons["id"], delivered_at=at(18, "14:50"),
        checks=[{"id": one["id"], "met": True} for one in points], accepted_at=at(19, "11:25"),
    )  # fmt: skip
    engagement["bruno"] = demo.add(
        "engagements", made, updated=at(20, "09:00"), title="Icon set for Acme", candidate=person["bruno"],
        task=task["icons"],
        terms={"model": "project", "amount": "320.00 EUR", "period": "once", "hours": "7", "fee": "0",
               "start": date(2026, 11, 16), "scope": "Twelve icons for the product kinds.", "revisions": 2,
               "reserve_hours": "1.4"},
        responsibility={**under_me, "decided_at": at(13, "16:52")}, standards=points,
        delivery_state="Ready to publish", started_at=at(16, "10:30"), ended_at=at(20, "09:00"), milestones=[icons],
        deliveries=[drawn],
        rounds=[demo.part(at(18, "16:00"), delivery=drawn["id"], asked_at=at(18, "16:00"),
                          wrong="Tea and coffee look alike at 16 px.", example="The cup in both.",
                          wanted="A leaf for tea, a bean for coffee.", by=date(2026, 11, 19),
                          returned_at=at(19, "10:30"))],
        cares=[demo.part(at(19, "11:30"), care="autonomy", at=at(19, "11:30"), note="He chose the style alone")],
        feelings=[demo.part(at(20, "09:00"), at=at(20, "09:00"), answer="easier")],
        payments=[demo.part(at(19, "11:30"), amount="320.00 EUR", due=date(2026, 11, 20), paid_at=at(19, "17:45"),
                            milestone=icons["id"])],
        their_hours=[demo.part(at(18, "14:50"), at=at(18, "14:50"), hours="6", note="All icons"),
                     demo.part(at(19, "10:30"), at=at(19, "10:30"), hours="1", note="Tea and coffee")],
        brief_completeness=complete, tested=2, baseline_hours="10", predicted_overhead="3.57",
    )  # fmt: skip

    demo.add(
        "outcomes", at(11, "17:40"), engagement=engagement["chidi"], kind="miss", at=at(11, "17:40"),
        what="Sticky header of the shop", who="Chidi O.", where_found="upwork", as_asked=False, cause="not_possible",
        claim="It is not possible on old phones", paid="96.00 EUR", paid_hours="3", redo_hours="1",
        lesson="I took the first to answer and tested nobody. Trials first from now on.", rating=2,
    )  # fmt: skip
    demo.add(
        "outcomes", at(20, "09:00"), engagement=engagement["bruno"], kind="hit", at=at(20, "09:00"),
        what="Icon set for Acme", who="Bruno T.", where_found="upwork", as_asked=True, paid="320.00 EUR",
        paid_hours="7", lesson="A trial in one craft can show a better one.", rating=5,
    )  # fmt: skip
    return engagement


def add_playbook(demo: Demo) -> None:
    """Add my notes on two platforms, my edit of a shipped message, a message of my own, and the settings."""
    demo.add(
        "platforms", at(5, "09:45"), updated=at(12, "09:10"), slug="upwork", name="Upwork", kind="marketplace",
        skills=("design", "copywriting", "development", "administration", "support", "marketing", "bookkeeping"),
        url="https://www.upwork.com/", fee="0.05",
        known_for="The large pool for nearly any skill, good proposals, and payments that are protected.",
        note="First answers come within the hour. Wait for the evening ones.",
    )  # fmt: skip
    demo.add(
        "platforms", at(22, "16:45"), slug="problogger", name="ProBlogger", kind="job board", skills=("copywriting",),
        url="https://problogger.com/", known_for="A job board read by people who write for the web.",
        note="A fixed fee for each post.",
    )  # fmt: skip
    demo.add(
        "platforms", at(2, "09:20"), slug="studio-list", name="Studio list of my city", kind="own network",
        skills=("design", "development"), known_for="Forty small studios that know each other.",
    )  # fmt: skip
    demo.add(
        "templates", at(19, "15:25"), slug="third-message", name="Friendly nudge", step="third", days_after=3,
        subject="Still interested in $brief?",
        body="Hello $name,\n\nshort question: is $brief still something for you? A yes is enough, then we find a time."
             "\n\nBest wishes,\n$me\n",
    )  # fmt: skip
    demo.add(
        "templates", at(16, "09:48"), slug="welcome", name="Welcome aboard", step="other", subject="Welcome",
        body="Hello $name,\n\ngood to have you. Here is all you need for $brief: $document\n\nAsk early, ask often.\n\n"
             "Best wishes,\n$me\n",
    )  # fmt: skip
    demo.add(
        "settings", at(2, "09:00"), key="1", updated=at(13, "18:20"), hourly_value="85.00 EUR", currency="EUR",
        exchange_rates={"USD": "0.92", "GBP": "1.15"}, look_backs=[{
            "id": f"{at(13, '16:40').timestamp():.0f}000000001", "at": at(13, "16:40"), "answers": {
                "look_back": "The evenings that the icons used to take.",
                "drain": "Sorting receipts and the inbox, again.",
                "next": "Answer the six questions for both.",
            },
        }],
    )  # fmt: skip


def build() -> dict[str, dict[str, Document]]:
    """Return every table of the demo workspace, each record validated."""
    demo = Demo()
    add_playbook(demo)
    tasks = add_tasks(demo)
    contacts = add_contacts(demo)
    briefs = add_briefs(demo, tasks)
    postings = add_postings(demo, briefs)
    people = add_candidates(demo, briefs, postings, contacts)
    talks = add_negotiations(demo, people)
    engagements = add_engagements(demo, tasks, briefs, people, talks)
    add_log(demo, tasks, engagements)
    demo.tables[lines.META] = {lines.META_ID: meta_document.empty_meta()}
    return demo.tables


def main() -> None:
    """Write the demo workspace."""
    PATH.write_bytes(lines.render(build()))


if __name__ == "__main__":
    main()
