"""The fields of a price, of terms and of a contract: what more than one stage asks about an agreement."""

from typing import Any

from outsource_tui.domain.candidate import Bid
from outsource_tui.domain.negotiation import Terms
from outsource_tui.domain.task import Responsibility
from outsource_tui.playbook import loader
from outsource_tui.ui.dialogs.fields import Field

MODELS = {"hourly": "by the hour", "project": "for the project", "flat": "flat", "percentage": "share of a budget"}
PERIODS = {"once": "once", "week": "a week", "month": "a month", "quarter": "a quarter", "year": "a year"}
_IN_WRITING = (("no", "not in writing"), ("yes", "in writing"))
_ANSWERS = ("work", "dates", "process")


def price_fields(price: Bid | Terms, model: str, hours: str = "hours") -> list[Field]:
    """Return the fields of a price, whatever it is asked by; `model` and `hours` name two of them (S3-10)."""
    return [
        Field("model", model, "choice", value=price.model, options=tuple(MODELS.items()), required=True),
        Field("rate", "an hour", "money", value=price.rate),
        Field("hours", hours, "hours", value=price.hours, help="a month, or once"),
        Field("amount", "amount", "money", value=price.amount, help="of the project or period"),
        Field("period", "period", "choice", value=price.period, options=tuple(PERIODS.items()), required=True),
        Field("share", "share", "percent", value=price.share),
        Field("budget", "of a budget of", "money", value=price.budget),
    ]


def terms_fields(terms: Terms) -> list[Field]:
    """Return the fields of terms: the price, when it starts, revisions, reserve, time box and scope (N15, S2-06)."""
    return [
        *price_fields(terms, "paid", "their hours"),
        Field("start", "start", "date", value=terms.start),
        Field("revisions", "revisions", "whole", value=terms.revisions, required=True),
        Field("reserve_hours", "reserve", "hours", value=terms.reserve_hours, help="for polishing"),
        Field("stop_loss_hours", "say so after", "hours", value=terms.stop_loss_hours, help="if not possible"),
        Field("stop_loss_amount", "or after", "money", value=terms.stop_loss_amount),
        Field("scope", "scope", "long", value=terms.scope, rows=3),
    ]


def contract_fields(kept: Responsibility) -> list[Field]:
    """Return the fields of whose contract it is and who answers to the client for what (S0-11..15, N14)."""
    owners = [(one.key, one.label.lower()) for one in loader.owners()]
    structures = [(one.key, one.label) for one in loader.structures()]
    return [
        Field("structure", "contract", "choice", value=kept.structure, options=structures, required=True),
        *(
            Field(
                one.key,
                one.label.lower(),
                "choice",
                value=getattr(kept, one.key),
                options=owners,
                help=one.ask,
                required=True,
            )
            for one in loader.responsibility_items()
        ),
        Field(
            "consent_seen",
            "client agreed",
            "choice",
            value="yes" if kept.consent_seen else "no",
            options=_IN_WRITING,
            required=True,
        ),
        Field("mark_up", "charge on top", "percent", value=kept.mark_up),
    ]


def contract_said(kept: Responsibility, values: dict[str, Any]) -> dict[str, Any]:
    """Return what the fields of a contract say; another contract brings its usual answers where none was changed."""
    said = {**values, "consent_seen": values["consent_seen"] == "yes"}
    if said["structure"] != kept.structure:
        said = {name: value for name, value in said.items() if name not in _ANSWERS or value != getattr(kept, name)}
    return said
