"""The form: fields one under the other, a sentence under what does not fit, nothing lost."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, TextArea

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.text import MAX_TEXT, clean
from outsource_tui.ui.dialogs.fields import (
    ChoiceField,
    Choosing,
    Field,
    FlagsField,
    LongText,
    PressKey,
    ScoreField,
    TextLine,
    TooLong,
    too_long,
)
from outsource_tui.ui.dialogs.saving import SavingDialog
from outsource_tui.ui.dialogs.values import parse_value, written_value
from outsource_tui.ui.show import Piece
from outsource_tui.ui.widgets.painted import OneLine, Paper

Values = dict[str, Any]


class FormDialog(SavingDialog[Any]):
    """A form that gives its values by field name, or what `submit` makes of them; None when it was left.

    `check` returns a sentence for values that do not go together. `submit` may raise InputError: its sentence stands
    under the field it names and the form stays open. `draft` names what is kept of a form that was not saved,
    where the record it is opened on, its title and its fields do not.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        today: date | None = None,
        currency: str = "EUR",
        intro: str = "",
        save: str = "Save",
        draft: str = "",
        check: Callable[[Values], str | None] | None = None,
        submit: Callable[[Values], Any] | None = None,
    ) -> None:
        """Ask for `fields`; days are read as seen from `today`, amounts without a currency are in `currency`."""
        super().__init__(
            title, keys=(("enter", "next"), ("tab", "move"), ("ctrl+o", save.lower()), ("escape", "leave"))
        )
        self.fields = tuple(fields)
        self.today = today
        self.currency = currency
        self.intro = intro
        self.save = save
        self.draft = draft
        self.check = check
        self.submit = submit

    # Laying out

    def compose_content(self) -> ComposeResult:
        """Lay the fields out."""
        if self.intro:
            intro = self.intro
            from outsource_tui.ui.paint import wrap

            yield Paper(lambda width: [(Piece(text, "muted"),) for text in [*wrap(intro, width), ""]], ground="side")
        with VerticalScroll(classes="fields", can_focus=False):
            for field in self.fields:
                yield from self._compose_field(field)
        with Horizontal(classes="buttons"):
            yield PressKey(self.save, hint="ctrl+o", id="save")
            yield PressKey("Cancel", hint="escape", id="cancel")
        yield OneLine(ground="side", id="form-message")

    def _compose_field(self, field: Field) -> ComposeResult:
        with Vertical(classes="field"):
            with Horizontal(classes="field-row"):
                mark = (" *", "accent") if field.required else ("", "")
                yield OneLine((field.label, "muted"), mark, ground="side", indent=0, id=f"label-{field.name}")
                yield self._editor(field)
            note = Paper(ground="side", indent=0, right=0, id=f"note-{field.name}")
            note.add_class("field-note")
            yield note

    def _editor(self, field: Field) -> Widget:
        name = f"field-{field.name}"
        match field.kind:
            case "choice":
                return ChoiceField(field.options, field.value, required=field.required, id=name)
            case "flags":
                return FlagsField(field.options, field.value or (), id=name)
            case "score":
                return ScoreField(field.value, id=name)
            case "stress":
                return ScoreField(field.value, low=0, id=name)
            case "long":
                return LongText(written_value("long", field.value), rows=field.rows, placeholder=field.help, id=name)
            case _:
                # Words are mostly added to; a date, an amount or a length is mostly replaced.
                written, example = written_value(field.kind, field.value), self._example(field)
                return TextLine(written, placeholder=example, whole=field.kind != "text", id=name)

    def _example(self, field: Field) -> str:
        return field.help or {
            "money": f"85.00 {field.currency or self.currency}",
            "date": "9 Dec, fri, +3",
            "hours": "1:30 or 1.5",
            "length": "45m or 1h30",
            "percent": "20",
        }.get(field.kind, "")

    def on_mount(self) -> None:
        """Show the help of fields that have no room for it."""
        for field in self.fields:
            if field.help and field.kind in ("choice", "flags", "score", "stress"):
                self.note(field.name, field.help, "muted")

    # Texts and values

    def editor(self, name: str) -> Widget:
        """Return the widget of a field."""
        return self.query_one(f"#field-{name}")

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields, as text."""
        found: dict[str, str] = {}
        for field in self.fields:
            editor = self.editor(field.name)
            if isinstance(editor, Input):
                found[field.name] = editor.value
            elif isinstance(editor, TextArea):
                found[field.name] = editor.text
            elif isinstance(editor, FlagsField):
                found[field.name] = ",".join(editor.value)
            elif isinstance(editor, ScoreField):
                found[field.name] = "" if editor.value is None else str(editor.value)
            elif isinstance(editor, ChoiceField):
                found[field.name] = editor.value
        return found

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields."""
        for field in self.fields:
            if field.name not in texts:
                continue
            text, editor = texts[field.name], self.editor(field.name)
            if isinstance(editor, Input):
                editor.value = clean(text)
            elif isinstance(editor, TextArea):
                editor.text = clean(text)
            elif isinstance(editor, FlagsField):
                editor.value = tuple(key for key, _words in editor.options if key in text.split(","))
                editor.refresh()
            elif isinstance(editor, ScoreField):
                editor.value = int(text) if text.isdigit() and len(text) == 1 else None
                editor.refresh()
            elif isinstance(editor, ChoiceField):
                editor.set_value(text)

    def beginning(self) -> Mapping[str, str]:
        """Return the texts of the values the form began with."""
        found: dict[str, str] = {}
        for field in self.fields:
            if field.kind == "flags":
                found[field.name] = ",".join(field.value or ())
            elif field.kind in ("score", "stress"):
                found[field.name] = "" if field.value is None else str(field.value)
            elif field.kind == "choice":
                found[field.name] = field.value or (field.options[0][0] if field.required and field.options else "")
            else:
                found[field.name] = written_value(field.kind, field.value)
        return found

    def identity(self) -> tuple[object, ...]:
        """Tell forms apart by their fields, and by what they began with where that is not a matter of the hour."""
        first = self.beginning()
        lasting = ("text", "long", "choice", "flags", "money")
        return (
            *super().identity(),
            *((one.name, first[one.name] if one.kind in lasting else "") for one in self.fields),
        )

    def value_of(self, field: Field) -> Any:
        """Return a field's value; InputError when it does not fit."""
        editor = self.editor(field.name)
        value: Any
        if isinstance(editor, ChoiceField):
            value = editor.value or None
        elif isinstance(editor, (FlagsField, ScoreField)):
            value = editor.value
        else:
            text = editor.value if isinstance(editor, Input) else editor.text if isinstance(editor, TextArea) else ""
            today = self.today or self.outsource.clock.now().date()
            value = parse_value(field.kind, text, today=today, currency=field.currency or self.currency)
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise InputError(too_long(value, _named(field)))
        if field.required and (value is None or value in ("", ())):
            raise InputError(f"{_named(field)} is needed here.")
        if field.check is not None and value is not None:
            reason = field.check(value)
            if reason:
                raise InputError(reason)
        return value

    # Words

    def note(self, name: str, text: str, role: str = "red") -> None:
        """Put a sentence under a field, or take it away."""
        from outsource_tui.ui.paint import wrap

        note = self.query_one(f"#note-{name}", Paper)
        note.set_class(bool(text), "-shown")
        note.draw(lambda width: [(Piece(part, role),) for part in wrap(text, width)] if text else [])

    def say(self, text: str, role: str = "red") -> None:
        """Put a sentence above the keys."""
        self.query_one("#form-message", OneLine).set_line(((text, role),))

    # Keys

    def _order(self) -> list[Widget]:
        return [self.editor(field.name) for field in self.fields]

    def _next(self, editor: Widget) -> None:
        order = self._order()
        at = order.index(editor) if editor in order else -1
        if at == len(order) - 1:
            self.try_save()
        elif self._passes(self.fields[at]):
            order[at + 1].focus()

    def _passes(self, field: Field) -> bool:
        try:
            self.value_of(field)
        except InputError as error:
            self.note(field.name, str(error))
            return False
        self.note(field.name, "")
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on."""
        event.stop()
        self._next(event.input)

    def on_choosing_submitted(self, event: Choosing.Submitted) -> None:
        """Go on."""
        if isinstance(self.focused, Choosing):
            self._next(self.focused)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep a field in sight together with its label."""
        row = event.widget.parent
        if isinstance(row, Widget) and isinstance(row.parent, Widget):
            self.call_after_refresh(row.parent.scroll_visible, animate=False)

    def on_too_long(self, event: TooLong) -> None:
        """Say under the field that what was pasted is more than it holds."""
        event.stop()
        event.prevent_default()
        self.note(next(each.name for each in self.fields if self.editor(each.name) is event.field), event.sentence())

    def on_choosing_changed(self) -> None:
        """Keep what is chosen."""
        self.keep_typed()

    # End

    def typed(self) -> Values | None:
        """Return the values by field name, or None after saying what does not fit."""
        values: Values = {}
        wrong: str | None = None
        for field in self.fields:
            try:
                values[field.name] = self.value_of(field)
                if not field.help or field.kind not in ("choice", "flags", "score", "stress"):
                    self.note(field.name, "")
            except InputError as error:
                self.note(field.name, str(error))
                wrong = wrong or field.name
        if wrong is not None:
            self._go_to(wrong)
            return None
        reason = self.check(values) if self.check is not None else None
        if reason:
            self.say(reason)
            return None
        return values

    def refuse(self, error: InputError) -> None:
        """Say what does not fit under the field the error names, or above the keys."""
        if any(field.name == error.field for field in self.fields):
            self.note(error.field, str(error))
            self._go_to(error.field)
        else:
            self.say(str(error))

    def _go_to(self, name: str) -> None:
        editor = self.editor(name)
        editor.focus()
        editor.scroll_visible(animate=False)


def _named(field: Field) -> str:
    return f"{field.label[:1].upper()}{field.label[1:]}"
