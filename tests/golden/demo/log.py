"""The demo's fortnight of work: what is done again and again, and on which day from when to when."""

import re
from datetime import datetime
from typing import Any

from outsource_tui.domain.log_row import row_from_document
from tests.golden.demo.tables import Demo, at

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
