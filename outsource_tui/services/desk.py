"""The desk every service works at: the records as they stand, the clock, and one way to save."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from outsource_tui.domain.clock import Clock
from outsource_tui.domain.entry import Entry
from outsource_tui.domain.errors import DamagedError, InputError
from outsource_tui.domain.ids import new_id
from outsource_tui.domain.kinds import kind_of
from outsource_tui.domain.log_row import LogRow
from outsource_tui.domain.money import Money
from outsource_tui.domain.record import Part, Record
from outsource_tui.domain.settings import SETTINGS_ID, Settings
from outsource_tui.services.log_groups import LogGroups
from outsource_tui.store.inbox import append_line
from outsource_tui.store.repository import Repository, dump, read_record, with_unknown
from outsource_tui.store.workspace import Change, Delete, Put, Workspace, Written

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=Part)
_SEVERAL = 8
"""From so many records on, the file is read once for all of them."""


class Desk:
    """One session at one workspace; every change goes through `save` and can be undone."""

    def __init__(self, workspace: Workspace, clock: Clock, session: str) -> None:
        """Work on `workspace`; `session` is "cli" or the id of a running app."""
        self.workspace = workspace
        self.repository = Repository(workspace)
        self.clock = clock
        self.session = session
        self.log = LogGroups(workspace)
        self._held: dict[str, dict[str, Any]] = {}
        """Documents of the entries that were read last, until the next save."""

    def now(self) -> datetime:
        """Return the present."""
        return self.clock.now()

    def fresh_id(self) -> str:
        """Return an id for something made now."""
        return new_id(int(self.clock.now().timestamp() * 1000))

    @property
    def settings(self) -> Settings:
        """The settings of the work; the defaults where none were saved."""
        stored = self.repository.get(Settings, SETTINGS_ID)
        if stored is not None:
            return stored
        now = self.now()
        return Settings(created_at=now, updated_at=now)

    @property
    def rows(self) -> Sequence[LogRow]:
        """The whole log, oldest first."""
        return self.workspace.rows()

    def rows_between(self, since: date | None, until: date | None) -> Sequence[LogRow]:
        """Return the rows of the days from `since` to `until`, both included; None is open."""
        return self.workspace.rows_between(
            None if since is None else since.isoformat(), None if until is None else until.isoformat()
        )

    def find(self, model: type[R], record_id: str | None) -> R | None:
        """Return a record, or None when there is none of that id."""
        return self.repository.get(model, record_id) if record_id else None

    def get(self, model: type[R], record_id: str) -> R:
        """Return a record; raise InputError when it is gone."""
        record = self.find(model, record_id)
        if record is None:
            raise InputError(f"That {noun(model)} is no longer there; it may have been deleted elsewhere.")
        return record

    def entries(self, entry_ids: Iterable[str]) -> list[Entry]:
        """Return several entries, reading the file once; raise InputError when one is gone."""
        wanted = list(entry_ids)
        if len(wanted) < _SEVERAL:
            return [self.get(Entry, entry_id) for entry_id in wanted]
        documents = self._held = self.workspace.some_entries(wanted)
        found = [read_record(Entry, key, documents[key]) for key in wanted if key in documents]
        if len(found) < len(wanted):
            raise InputError("Some of these entries are no longer there; they may have been deleted elsewhere.")
        return found

    def all(self, model: type[R]) -> list[R]:
        """Return all records of a kind, oldest first."""
        return self.repository.all(model)

    def children(self, model: type[R], **link: str | None) -> list[R]:
        """Return the records whose field holds that id, such as `children(Brief, task=task.id)`."""
        ((field, parent),) = link.items()
        return [record for record in self.all(model) if getattr(record, field) == parent]

    def new(self, model: type[R], /, **values: Any) -> R:
        """Return a validated new record, not saved yet; raise InputError naming the field that does not fit."""
        now = self.now()
        try:
            return model(id=self.fresh_id(), created_at=now, updated_at=now, **values)
        except ValidationError as error:
            raise input_error(error, model) from error

    def save(self, label: str, *records: Record, delete: Iterable[Record] = (), batch: str | None = None) -> Written:
        """Save records and deletions as one change called `label`, durable when this returns."""
        now = self.now()
        puts = tuple(
            Put(kind_of(record), record.id, self._document(record, now), record.revision or None) for record in records
        )
        deletes = tuple(Delete(kind_of(record), record.id, record.revision) for record in delete)
        self._held = {}
        return self.workspace.write(Change(label, self.session, now, puts, deletes, batch))

    def _document(self, record: Record, now: datetime) -> dict[str, Any]:
        """Return what is stored for a record, with what its document holds that the model does not know."""
        current = record.model_copy(update={"updated_at": now})
        if not record.revision:
            return dump(current)
        held = self._held.get(record.id)
        if held is not None and held.get("revision", 1) == record.revision:
            return with_unknown(type(record), record.id, dump(current), held)
        return self.repository.to_document(current)

    def save_one(self, label: str, record: R) -> R:
        """Save one record and return it as it now stands."""
        return self.save_all(label, [record])[0]

    def save_all(self, label: str, records: Sequence[R]) -> list[R]:
        """Save records of one kind as one change and return them as they now stand."""
        written = self.save(label, *records)
        found = []
        for record in records:
            document = written.documents.get((kind_of(record), record.id))
            # Only entries cost a look into the file; other records are at hand, and kept once read.
            known = document is not None and isinstance(record, Entry)
            found.append(
                read_record(type(record), record.id, document)
                if known and document is not None
                else self.get(type(record), record.id)
            )
        return found

    def capture(self, do: Literal["start", "stop", "cancel"], *, at: datetime | None = None, **fields: Any) -> str:
        """Append a line of the timer to the inbox, durable when this returns, and return its id."""
        line_id = self.fresh_id()
        moment = (at or self.now()).isoformat(timespec="seconds")
        append_line(self.workspace.folder, {"id": line_id, "at": moment, "do": do, "by": self.session, **fields})
        with suppress(DamagedError):
            # The line is kept whatever has become of the file; that is told by who looks at it next.
            self.workspace.refresh()
        return line_id

    def in_own_currency(self, money: Money, settings: Settings | None = None) -> Money:
        """Return the same worth in the settings' currency; raise InputError while no exchange rate is set."""
        settings = settings or self.settings
        if money.currency == settings.currency:
            return money
        rate = settings.exchange_rates.get(money.currency)
        if rate is None:
            raise InputError(
                f"There is no exchange rate for {money.currency}; set what one {money.currency} is worth "
                f"in {settings.currency} in the settings."
            )
        return Money(money.amount * rate, settings.currency)


def edited(record: P, /, **values: Any) -> P:
    """Return a validated copy with `values` in place; raise InputError naming the field that does not fit."""
    try:
        return record.changed(**values)
    except ValidationError as error:
        raise input_error(error, type(record)) from error


def made(model: type[P], /, **values: Any) -> P:
    """Return a validated part; raise InputError naming the field that does not fit."""
    try:
        return model(**values)
    except ValidationError as error:
        raise input_error(error, model) from error


def input_error(error: ValidationError, model: type[Part]) -> InputError:
    """Return one sentence for the first thing wrong in `error`."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = " ".join(str(step) for step in first["loc"]) or "value"
    reason = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return InputError(
        f"The {field.replace('_', ' ')} of the {noun(model)} does not fit: it should be {reason[:160]}."
        if first["msg"].startswith("Input should be ")
        else f"The {field.replace('_', ' ')} of the {noun(model)} does not fit: {reason[:160]}.",
        field=str(first["loc"][0]) if first["loc"] else "",
    )


def noun(model: type[Part]) -> str:
    """Return the trade's word for a model, such as "paid test"."""
    name = model.__name__
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


__all__ = ["Desk", "edited", "input_error", "made", "noun"]
