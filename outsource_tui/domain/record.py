"""What every record has: an id of its own, a revision, and when it was made and changed."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from outsource_tui.domain.text import MAX_TEXT, clean, clean_line

Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{19}$")]


def _only_text(value: object) -> object:
    if isinstance(value, str) and not value.isascii():
        # pydantic refuses lone surrogates with a message about encodings; cleaning first keeps the rest of the text.
        return value.encode("utf-8", "ignore").decode("utf-8")
    return value


Line = Annotated[str, BeforeValidator(_only_text), AfterValidator(clean_line), Field(max_length=MAX_TEXT)]
"""One line of text from a person, cleaned."""
Text = Annotated[str, BeforeValidator(_only_text), AfterValidator(clean), Field(max_length=MAX_TEXT)]
"""Text of any number of lines from a person, cleaned."""


def _no_number(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError("a time is written like 2026-11-23T09:00:00+01:00")
    return value


Time = Annotated[AwareDatetime, BeforeValidator(_no_number)]
"""A moment, aware of its zone."""
Score = Annotated[int, Field(ge=1, le=5)]
"""One to five; nothing said is None."""


class Part(BaseModel):
    """A value inside a record: frozen, and nothing unknown is let in."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False)

    def changed(self, **values: Any) -> Self:
        """Return a validated copy with `values` in place; raises pydantic's ValidationError when they do not fit."""
        return self.model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **values})


class Record(Part):
    """A stored record; `revision` 0 means it was never saved."""

    id: Id = Field(exclude=True)
    revision: int = Field(default=0, ge=0)
    created_at: Time
    updated_at: Time


class Embedded(Part):
    """A part of a record with an id of its own, so that changes to different ones merge."""

    id: Id
