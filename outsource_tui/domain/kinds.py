"""The tables of the workspace, each with the record it holds."""

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.contact import Contact
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.entry import Entry
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.domain.outcome import Outcome
from outsource_tui.domain.platform import Platform
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.record import Record
from outsource_tui.domain.settings import Settings
from outsource_tui.domain.task import Task
from outsource_tui.domain.template import Template

KINDS: dict[str, type[Record]] = {
    "entries": Entry,
    "tasks": Task,
    "briefs": Brief,
    "postings": Posting,
    "candidates": Candidate,
    "negotiations": Negotiation,
    "engagements": Engagement,
    "outcomes": Outcome,
    "contacts": Contact,
    "platforms": Platform,
    "templates": Template,
    "settings": Settings,
}

LINKS: dict[str, dict[str, str]] = {
    "entries": {"task": "tasks", "engagement": "engagements"},
    "briefs": {"task": "tasks"},
    "postings": {"brief": "briefs", "reposts": "postings"},
    "candidates": {"brief": "briefs", "posting": "postings", "contact": "contacts"},
    "negotiations": {"candidate": "candidates"},
    "engagements": {"negotiation": "negotiations", "candidate": "candidates", "task": "tasks"},
    "outcomes": {"engagement": "engagements"},
}
"""Which field of which table names a record of which other table; links point from child to parent."""


def kind_of(record: Record | type[Record]) -> str:
    """Return the table a record belongs to."""
    model = record if isinstance(record, type) else type(record)
    for kind, candidate in KINDS.items():
        if candidate is model:
            return kind
    raise KeyError(model.__name__)
