"""The forms of Playbook: platforms, people and messages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from outsource_tui.ui.dialogs.fields import Field

if TYPE_CHECKING:
    from outsource_tui.domain.contact import Contact
    from outsource_tui.services.playbook import PlatformView
    from outsource_tui.services.templates import TemplateView

_FASTER = (("yes", "yes"), ("no", "no"))


def listed(text: str) -> tuple[str, ...]:
    """Return the words between commas, each once."""
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def platform_fields(kinds: Iterable[tuple[str, str]], view: "PlatformView | None" = None) -> list[Field]:
    """Return the fields of a platform."""
    options = tuple(kinds)
    if view is not None and all(key != view.kind for key, _words in options):
        options = (*options, (view.kind, view.kind))
    return [
        Field("name", "name", value=view.name if view else "", required=True),
        Field("kind", "kind", "choice", view.kind if view else "marketplace", options, required=True),
        Field("skills", "for", value=", ".join(view.skills) if view else "", help="skills with commas between"),
        Field("url", "address", value=view.url if view else "", help="https://"),
        Field("known_for", "known for", value=view.known_for if view else ""),
        Field("fee", "its fee, %", "percent", view.fee if view else None, help="what it takes of the price"),
        Field("note", "your note", "long", view.note if view else "", rows=4),
    ]


def platform_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of a platform gave as its fields."""
    from decimal import Decimal

    return {**values, "skills": listed(values["skills"]), "fee": values["fee"] or Decimal(0)}


def contact_fields(contact: "Contact | None" = None) -> list[Field]:
    """Return the fields of a person."""
    faster = None if contact is None or contact.faster_than_me is None else "yes" if contact.faster_than_me else "no"
    return [
        Field("name", "name", value=contact.name if contact else "", required=True),
        Field("skills", "skills", value=", ".join(contact.skills) if contact else "", help="with commas between"),
        Field("rate", "an hour", "money", contact.rate if contact else None),
        Field("faster_than_me", "faster than you", "choice", faster, _FASTER),
        Field("email", "email", value=contact.email if contact else ""),
        Field("link", "link", value=contact.link if contact else ""),
        Field("note", "your note", "long", contact.note if contact else "", rows=4),
    ]


def contact_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of a person gave as their fields."""
    faster = {"yes": True, "no": False}.get(values["faster_than_me"] or "")
    return {**values, "skills": listed(values["skills"]), "faster_than_me": faster}


def template_fields(steps: Iterable[tuple[str, str]], view: "TemplateView | None" = None) -> list[Field]:
    """Return the fields of a message template."""

    def check(days: Any) -> str | None:
        return None if 0 <= days <= 365 else "Give days from 0 to 365, or leave it empty."

    return [
        Field("name", "name", value=view.name if view else "", required=True),
        Field("step", "for", "choice", view.step if view else "other", tuple(steps), required=True),
        Field(
            "days_after", "days after", "whole", view.days_after if view else None, help="the one before", check=check
        ),
        Field("subject", "subject", value=view.subject if view else ""),
        Field(
            "body",
            "message",
            "long",
            view.body if view else "",
            rows=9,
            help="$name, $brief and the like are filled in",
        ),
        Field("must_haves", "must bring", value=", ".join(view.must_haves) if view else "", help="with commas between"),
        Field("questions", "questions", "long", "\n".join(view.questions) if view else "", rows=3, help="one a line"),
    ]


def template_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of a message gave as its fields."""
    questions = tuple(line.strip() for line in str(values["questions"]).splitlines() if line.strip())
    return {**values, "must_haves": listed(values["must_haves"]), "questions": questions}
