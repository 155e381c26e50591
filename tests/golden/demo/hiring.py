"""The demo's contacts, briefs, postings and candidates."""

from datetime import date, datetime

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import completeness, post_text
from outsource_tui.services.wording import brief_wording
from tests.golden.demo.tables import Demo, Document, at


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
