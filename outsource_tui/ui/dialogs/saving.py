"""Dialogs that save what was typed: by ctrl+o or their button, refused with a sentence, kept as a draft when left."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events

from outsource_tui.domain.errors import InputError, OutsourceError
from outsource_tui.ui.dialogs.dialog import Dialog, Result
from outsource_tui.ui.dialogs.fields import LongText, PressKey

SAVE_KEYS = ("ctrl+o", "ctrl+s")


class SavingDialog(Dialog[Result]):
    """A dialog with a button to save and one to leave; `submit` saves, and stays open when that raises InputError."""

    submit: Callable[[Any], Any] | None = None
    gives_typed: ClassVar[bool] = False
    """Whether the result is what was typed; otherwise it is what `submit` makes of that."""

    def typed(self) -> Any:
        """Return what was typed, or None after saying what does not fit."""
        return None

    def try_save(self) -> None:
        """Save what was typed and leave; stay where it does not fit."""
        typed = self.typed()
        if typed is None:
            return
        if self.submit is None:
            self.dismiss(typed)
            return
        try:
            made = self.submit(typed)
        except InputError as error:
            self.refuse(error)
        except OutsourceError as error:
            self.outsource.tell_error(error, after=self.settled)
        else:
            self.saved(typed if self.gives_typed else made)

    def refuse(self, error: InputError) -> None:
        """Say what does not fit."""
        self.say(str(error))

    async def on_key(self, event: events.Key) -> None:
        """Save."""
        if event.key in SAVE_KEYS:
            event.stop()
            self.try_save()

    def on_press_key_pressed(self, event: PressKey.Pressed) -> None:
        """Save or leave."""
        event.stop()
        if event.button.id == "save":
            self.try_save()
        else:
            self.give_up()

    def on_long_text_edit(self, event: LongText.Edit) -> None:
        """Open a long text in $EDITOR."""
        from outsource_tui.ui.editor import edit_text

        event.stop()
        edited = edit_text(self.outsource, event.area.text)
        if edited is not None:
            event.area.text = edited
