"""The forms for entries: all fields of one, where to split it, and what to change on many."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.dates import spoken_length
from outsource_tui.domain.errors import InputError
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.show import clock_time

if TYPE_CHECKING:
    from outsource_tui.services.services import Services

PURPOSES = (
    ("", "none"),
    ("briefing", "writing the brief"),
    ("hiring", "finding and choosing"),
    ("review", "reviewing their work"),
    ("coordination", "coordinating"),
    ("redo", "doing it again"),
)


def entry_form(services: "Services", entry_id: str, today: date) -> FormDialog:
    """Return the form with all fields of an entry; it saves and gives the changed entry."""
    entry = services.log.entry(entry_id)
    tasks = [("", "the task of its activity"), *((task.id, task.title) for task in services.identify.all_tasks())]
    running = [("", "none"), *((one.id, one.title) for one in services.engagements.all())]
    fields = [
        Field("text", "what", value=entry.text),
        Field("day", "day", "date", value=entry.day, required=True),
        Field("start", "start", value=clock_time(entry.start) if entry.start else "", help="9:30; empty when unknown"),
        Field("seconds", "length", "length", value=entry.seconds, help="45m, 1h30; empty when unknown"),
        Field("project", "project", value=entry.project),
        Field("tags", "tags", value=", ".join(entry.tags), help="by comma; break takes it out of the ranking"),
        Field("stress", "stress", "stress", value=entry.stress),
        Field("liking", "liking", "score", value=entry.liking),
        Field("skill", "skill", "score", value=entry.skill),
        Field("postponed", "put off", "whole", value=entry.postponed),
        Field("task", "task", "choice", value=entry.task or "", options=tasks),
        Field("engagement", "engagement", "choice", value=entry.engagement or "", options=running),
        Field("purpose", "own time on it", "choice", value=entry.purpose or "", options=PURPOSES),
    ]

    def save(values: dict[str, Any]) -> Any:
        changes: dict[str, Any] = {
            "text": values["text"],
            "seconds": values["seconds"],
            "project": values["project"],
            "stress": values["stress"],
            "liking": values["liking"],
            "skill": values["skill"],
            "postponed": values["postponed"] or 0,
            "task": values["task"] or None,
            "engagement": values["engagement"] or None,
            "purpose": values["purpose"] or None,
            "tags": services.log.typed(entry, "tags", values["tags"]),
        }
        moved = entry.model_copy(update={"day": values["day"]})
        if values["day"] != entry.day:
            changes["day"] = values["day"]
        if values["start"] != (clock_time(entry.start) if entry.start else ""):
            changes["start"] = services.log.typed(moved, "start", values["start"])
        return services.log.edit(entry_id, **changes)

    return FormDialog(
        entry.text or "Entry", fields, today=today, submit=save, draft=f"entry-{entry_id}-{entry.revision}"
    )


def split_form(services: "Services", entry_id: str, now: datetime) -> FormDialog:
    """Return the form that asks after how long an entry is to be split; it gives both parts."""
    entry = services.log.entry(entry_id)
    if entry.seconds is None:
        raise InputError("This entry has no length yet; l gives it one.")
    whole = int(entry.seconds)

    def split(values: dict[str, Any]) -> Any:
        if not 0 < values["seconds"] < whole:
            raise InputError(
                f"The first part must be longer than nothing and shorter than {spoken_length(whole)}.", field="seconds"
            )
        return services.log.split(entry_id, seconds=values["seconds"])

    return FormDialog(
        f"Split {spoken_length(whole)} of {entry.text or 'it'}",
        [Field("seconds", "first part", "length", value=whole // 2 // 60 * 60 or whole // 2, required=True)],
        today=now.date(),
        save="Split",
        submit=split,
    )


def bulk_form(services: "Services", ids: Sequence[str]) -> FormDialog:
    """Return the form for many entries; what stays empty is left as it is."""
    fields = [
        Field("project", "project", help="empty leaves it as it is"),
        Field("add", "add tags", help="by comma"),
        Field("remove", "remove tags", help="by comma"),
        Field("stress", "stress", "stress"),
        Field("liking", "liking", "score"),
        Field("skill", "skill", "score"),
        Field(
            "task",
            "task",
            "choice",
            options=[("", "as it is"), *((task.id, task.title) for task in services.identify.all_tasks())],
        ),
    ]

    def save(values: dict[str, Any]) -> Any:
        changes = {name: values[name] for name in ("project", "stress", "liking", "skill", "task") if values[name]}
        if values["stress"] is not None:
            changes["stress"] = values["stress"]
        add = [tag.strip() for tag in values["add"].split(",") if tag.strip()]
        remove = [tag.strip() for tag in values["remove"].split(",") if tag.strip()]
        if not (changes or add or remove):
            raise InputError("Nothing to change yet; fill in at least one field.", field="project")
        return services.log.edit_many(ids, add_tags=add, remove_tags=remove, **changes)

    return FormDialog(f"Change {len(ids)} entries", fields, submit=save)
