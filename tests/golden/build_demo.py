"""Write data/demo.json: a believable fortnight of a freelance designer-developer, the same bytes at each run.

Run `python -m tests.golden.build_demo` after a change to the records. Names of people and companies are made up.
"""

from pathlib import Path

from outsource_tui.store import lines, meta_document
from tests.golden.demo.hiring import add_briefs, add_candidates, add_contacts, add_postings
from tests.golden.demo.log import add_log
from tests.golden.demo.tables import Demo, Document, at
from tests.golden.demo.tasks import add_tasks
from tests.golden.demo.work import add_engagements, add_negotiations

PATH = Path(__file__).resolve().parents[2] / "data" / "demo.json"


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
