"""The demo's talks, engagements and outcomes."""

from datetime import date, datetime

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import completeness
from tests.golden.demo.hiring import bid
from tests.golden.demo.tables import Demo, Document, at


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
