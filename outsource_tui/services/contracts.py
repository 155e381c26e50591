"""Whose contract it is and who answers to the client, as it is settled at a task, in talks and in an engagement."""

from datetime import datetime
from typing import Any

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.responsibility import default_answers
from outsource_tui.domain.task import Responsibility
from outsource_tui.services.desk import edited


def settled(kept: Responsibility, now: datetime, **values: Any) -> Responsibility:
    """Return the card with other values; another structure brings its usual answers where none is given (S0-11..15).

    Raise InputError for a structure that does not exist.
    """
    structure = values.get("structure", kept.structure)
    if structure not in ("under_me", "with_client", "no_client"):
        raise InputError("The contract is under you, with the client, or without a client.", field="structure")
    if structure != kept.structure:
        usual = default_answers(structure)
        values = {"work": usual.work, "dates": usual.dates, "process": usual.process, **values}
    return edited(kept, **{"decided_at": now, **values})
