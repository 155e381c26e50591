"""Playbook: platforms, people, messages, examples, words, the method with its sources, and the settings of the work."""

from textual import work

from outsource_tui.ui.actions.action import Action
from outsource_tui.ui.actions.common import STAGES
from outsource_tui.ui.screens.playbook import papers
from outsource_tui.ui.screens.playbook.edit import PlaybookEditing
from outsource_tui.ui.screens.playbook.lists import CATEGORIES
from outsource_tui.ui.show import number
from outsource_tui.ui.widgets.chrome import FootKey
from outsource_tui.ui.widgets.painted import Paper

_FIRST = {
    "platforms": ("record.open", "playbook.skill", "playbook.note", "record.new", "playbook.hide"),
    "contacts": ("record.open", "record.new", "playbook.skill", "playbook.note"),
    "templates": ("record.open", "playbook.filled", "record.copy", "record.new", "playbook.reset"),
    "examples": ("playbook.task", "record.open", "playbook.source"),
    "glossary": ("record.open", "playbook.source"),
    "method": ("record.open", "playbook.source", "playbook.go"),
    "questions": ("record.open", "playbook.source"),
    "resources": ("record.open", "record.copy", "playbook.source"),
    "settings": ("record.open", "playbook.reset", "figure.explain", "record.new", "playbook.source"),
}
"""What the footer offers first, by list."""
_OPENS = {"questions": "answer", "platforms": "edit", "contacts": "edit", "templates": "edit", "settings": "change"}
_LATER = 40


class PlaybookScreen(PlaybookEditing):
    """Key 8."""

    def foot_keys(self) -> list[FootKey]:
        """Return the keys for the footer, first what the list is for."""
        key = self.category.key
        opens = "into the list" if self.focused is self.categories else _OPENS.get(key, "read")
        return [one._replace(label=opens) if one.action == "record.open" else one for one in super().foot_keys()]

    def foot_rank(self, action: Action) -> int:
        """Return the place in the footer; what this list does not know comes later."""
        first = _FIRST[self.category.key]
        if action.id in first:
            return first.index(action.id) - len(first)
        return action.footer + _LATER if action.footer and action.screen else action.footer

    # Common actions

    def back(self) -> bool:
        """Leave the side pane, then the items."""
        if self.open_side(False):
            self.items.focus()
            return True
        if self.focused is self.items and not self.items.filter_text:
            self.remove_class("-in-items")
            self.categories.focus()
            return True
        return False

    def do_list_filter(self) -> None:
        """Narrow the items down, whichever list has the focus."""
        self._focus_items()
        self.call_after_refresh(super().do_list_filter)

    def why_not_list_sort(self) -> str | None:
        """Return why the items cannot be sorted."""
        if any(column.sort is not None for column in self.items.columns):
            return None
        return "This list has one order; / narrows it down."

    def do_list_sort(self) -> None:
        """Sort the items."""
        self._focus_items()
        self.tell(f"Sorted by {self.items.cycle_sort()}.")

    def do_figure_explain(self) -> None:
        """Show how the value of an hour comes about."""
        from outsource_tui.domain.arithmetic import Step
        from outsource_tui.domain.hourly_value import BUYBACK_HOURS_A_YEAR, buyback_ceiling, from_income
        from outsource_tui.ui.dialogs.arithmetic import ArithmeticDialog

        self.need_item("settings")
        now = self.services.settings.get()
        income = now.yearly_income.amount if now.yearly_income is not None else None
        hour = now.hourly_value.amount if now.hourly_value is not None else from_income(income)
        said = "you said so" if now.hourly_value is not None else f"income / {number(BUYBACK_HOURS_A_YEAR)}"
        steps = [
            Step("income a year", "from the settings", income, "estimated", "money"),
            Step("an hour of yours", said, hour, "estimated" if now.hourly_value else "computed", "money"),
            Step("a quarter of it", "an hour of yours / 4", buyback_ceiling(hour), "computed", "money"),
        ]
        closing = (
            "Offers are compared with an hour of yours. Below a quarter of it, buying your time back is an easy yes."
        )
        self.app.push_screen(ArithmeticDialog("What an hour of yours is worth", steps, closing=closing))

    # Own actions

    def _step_list(self, step: int) -> None:
        had_items = self.focused is self.items
        self.categories.move_to((self.categories.cursor + step) % len(CATEGORIES))
        self._follow_category()
        if had_items:
            self.items.focus()

    def do_playbook_next(self) -> None:
        """Go to the next list."""
        self._step_list(1)

    def do_playbook_previous(self) -> None:
        """Go to the list before."""
        self._step_list(-1)

    def do_move_right(self) -> None:
        """Go from the lists to what they hold."""
        self._focus_items()

    def do_move_left(self) -> None:
        """Go back to the lists."""
        self.back()

    def do_playbook_skill(self) -> None:
        """Choose a skill to narrow platforms and people by."""
        self._choose_skill()

    @work
    async def _choose_skill(self) -> None:
        from outsource_tui.ui.dialogs.choice import ChoiceDialog

        skills = [(one, one) for one in self.playbook.skills()]
        chosen = await self.app.push_screen_wait(
            ChoiceDialog("Who can do what?", [("", "everything"), *skills], current=self.skill)
        )
        if chosen is None:
            return
        self.skill = chosen
        if self.category.key not in ("platforms", "contacts"):
            self.go_to_list("platforms")
        self.show()
        self.refresh_frame()

    def why_not_playbook_filled(self) -> str | None:
        """Return why nothing can be filled in."""
        self.need_item("templates")
        return None

    def do_playbook_filled(self) -> None:
        """Show the message filled in, or as it is written."""
        self.filled = not self.filled
        self._show_detail()
        if not self.side_shown:
            self.open_side()

    def why_not_playbook_source(self) -> str | None:
        """Return why there is no source to show."""
        return None if self._statement() else "This has no source in the method; it is yours."

    def _statement(self) -> str:
        item = self.need_item()
        value = item.value
        match self.category.key:
            case "method":
                return str(value.id)
            case "examples":
                return "S1-20"
            case "questions":
                return "S0-17"
            case "contacts":
                return "S0-09"
            case "templates":
                return str(value.statements[0]) if value.statements else ""
            case "settings":
                return str(value.setting.statement)
        return str(getattr(value, "statement", ""))

    def do_playbook_source(self) -> None:
        """Show advice, source and evidence."""
        from outsource_tui.playbook import loader
        from outsource_tui.ui.dialogs.text import ReadDialog

        found = loader.statement(self._statement())
        self.app.push_screen(ReadDialog("Where this comes from", draw=papers.statement_block(found)))

    def why_not_playbook_go(self) -> str | None:
        """Return why there is nowhere to go."""
        statement = self._statement()
        return None if statement else "This belongs to no single screen."

    def do_playbook_go(self) -> None:
        """Go where the advice is put to work."""
        from outsource_tui.playbook import loader

        found = loader.statement(self._statement())
        screen = loader.stage(found.stage).screen
        name = next((name for name, title, _letter in STAGES if title == screen), "today")
        if name == "playbook":
            self.tell("That is put to work right here.")
            return
        self.outsource.go(name)

    def why_not_playbook_task(self) -> str | None:
        """Return why no task can be made."""
        self.need_item("examples")
        return None

    def do_playbook_task(self) -> None:
        """Put the example on the list of tasks (S1-20)."""
        item = self.need_item("examples")
        task = self.services.identify.add_task(item.words, category=item.value.kind)
        self.outsource.changed()
        self.tell("On your list; Identify (2) asks the questions about it.")
        self.outsource.focus_record("identify", "tasks", task.id)

    def do_playbook_scroll_down(self) -> None:
        """Scroll the side pane."""
        self.query_one("#detail", Paper).scroll_by(10)

    def do_playbook_scroll_up(self) -> None:
        """Scroll the side pane back."""
        self.query_one("#detail", Paper).scroll_by(-10)
