"""The cross-out pass: six criteria that speak against outsourcing, suggested by the figures, decided by me (N07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from outsource_tui.domain.arithmetic import ZERO, Step, decimal
from outsource_tui.domain.cross_out import CrossOutFacts, Suggested, freed_by_drops, suggest_cross_outs
from outsource_tui.domain.economics import judge
from outsource_tui.domain.errors import InputError, NotYetError, RuleError
from outsource_tui.domain.task import CROSS_OUTS, CrossOut, CrossOutKey, Task
from outsource_tui.domain.text import clean_line
from outsource_tui.playbook import loader
from outsource_tui.services.desk import edited, made
from outsource_tui.services.phrases import quoted
from outsource_tui.services.tasks import TaskVerbs


@dataclass(frozen=True, slots=True)
class CrossOutLine:
    """One criterion of the pass: what the facts suggest, what I decided, and which fields of the task it asks for."""

    key: CrossOutKey
    id: str
    statement: str
    title: str
    ask: str
    text: str
    """What it means when it stands."""
    suggested: bool | None
    """True speaks against outsourcing, False does not, None cannot be told."""
    why: str
    decided: CrossOut | None
    fields: tuple[str, ...]
    """Fields of the task that decide it; those without a value are asked for first."""
    open_fields: tuple[str, ...]
    steps: tuple[Step, ...]
    """The arithmetic behind what is suggested, where it has one of its own."""

    @property
    def word(self) -> str:
        """What the list shows: stands, overruled, does not stand, or open."""
        if self.decided is None:
            return "open"
        if self.decided.stands:
            return "stands"
        return "overruled" if self.suggested else "does not stand"


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Something to look at again from a date on: a decision, or a criterion."""

    task: Task
    on: date
    what: str
    due: bool


_FIELDS: dict[CrossOutKey, tuple[str, ...]] = {
    "not_needed": (),
    "no_better_use": ("better_use",),
    "vital": ("important", "personal"),
    "good_enough": ("skill", "needed_skill"),
    "too_expensive": (),
    "risk": ("impact", "likelihood"),
}


class CrossOutVerbs(TaskVerbs):
    """The pass between review and decision (S1-13)."""

    def cross_outs(self, task: Task) -> tuple[CrossOutLine, ...]:
        """Return the six criteria with what the figures suggest and what I decided."""
        words = {one.key: one for one in loader.cross_outs()}
        lines = []
        for suggested in self._suggested(task):
            word = words[suggested.key]
            fields = _FIELDS[suggested.key]
            lines.append(
                CrossOutLine(
                    suggested.key,
                    word.id,
                    word.statement,
                    word.title,
                    word.ask,
                    word.stands,
                    suggested.stands,
                    suggested.reason,
                    task.cross_outs.get(suggested.key),
                    fields,
                    tuple(name for name in fields if not self._known(task, name)),
                    suggested.steps,
                )
            )
        return tuple(lines)

    def cross(
        self,
        task: Task,
        key: CrossOutKey,
        stands: bool,
        *,
        reason: str = "",
        look_again: date | None = None,
    ) -> Task:
        """Decide one criterion and return the task; with the last one the pass is complete.

        RuleError asks for a reason against what the figures suggest. "Not needed" drops the task at once, with the
        hours it frees (S1-14); "vital" needs both of its flags (S1-16).
        """
        suggested = next((one for one in self._suggested(task) if one.key == key), None)
        if suggested is None:
            raise InputError(f"“{key}” is not one of the six criteria.", field="key")
        reason = clean_line(reason)
        if key == "vital" and stands and not (task.important and task.personal):
            raise NotYetError(
                "It has to be vital, and you have to rather do it yourself; set both before this stands.",
                field="important" if not task.important else "personal",
            )
        if suggested.stands is not None and suggested.stands != stands and not reason:
            raise RuleError(f"{suggested.reason} Say why you see it otherwise.", field="reason")
        changed = self._crossed(task, key, stands, reason or (suggested.reason if stands else ""), look_again)
        word = "Let stand" if stands else "Set aside"
        return self.desk.save_one(f"{word} “{_TITLES[key]}” for {quoted(task.title)}", changed)

    def take_suggestions(self, task: Task) -> Task:
        """Decide every open criterion the figures can tell as they suggest, in one change, and return the task."""
        changed = task
        for suggested in self._suggested(task):
            if suggested.key in task.cross_outs or suggested.stands is None:
                continue
            changed = self._crossed(
                changed, suggested.key, suggested.stands, suggested.reason if suggested.stands else "", None
            )
        if changed == task:
            raise NotYetError("The figures cannot tell the open ones; decide them yourself.")
        return self.desk.save_one(f"Take the suggestions for {quoted(task.title)}", changed)

    def clear_cross_out(self, task: Task, key: CrossOutKey) -> Task:
        """Take a decision on a criterion back and return the task; the pass is open again."""
        if key not in task.cross_outs:
            return task
        kept = {one: cross for one, cross in task.cross_outs.items() if one != key}
        return self.desk.save_one(
            f"Clear “{_TITLES[key]}” for {quoted(task.title)}", edited(task, cross_outs=kept, crossed_at=None)
        )

    def drop(self, task: Task, *, reason: str = "") -> Task:
        """Drop a task because nobody needs it, and return it with the hours a month that frees (S1-14)."""
        return self.verdicts.decide(task, "drop", reason=reason)

    def hours_freed(self) -> Decimal:
        """Return the hours a month that all dropped tasks free (N07)."""
        return freed_by_drops(
            task.decision.hours
            for task in self.all_tasks(archived=True)
            if task.decision is not None and task.decision.verdict == "drop" and task.recurrence == "recurring"
        )

    def look_agains(self, *, due_only: bool = False) -> tuple[LookAgain, ...]:
        """Return what is to be looked at again, the earliest first: decisions and standing criteria with a date."""
        today = self.desk.now().date()
        found = []
        for task in self.all_tasks():
            if task.decision is not None and task.decision.look_again is not None:
                on = task.decision.look_again
                found.append(LookAgain(task, on, f"decided: {task.decision.verdict}", on <= today))
            for key, cross in task.cross_outs.items():
                if cross.stands and cross.look_again is not None:
                    found.append(LookAgain(task, cross.look_again, _TITLES[key], cross.look_again <= today))
        found = [one for one in found if one.due or not due_only]
        return tuple(sorted(found, key=lambda one: (one.on, one.task.id)))

    def look_again(self, task: Task, on: date | None, key: CrossOutKey | None = None) -> Task:
        """Set the date to look at a decision (or at one criterion) again and return the task; None takes it away."""
        if on is not None and on < self.desk.now().date():
            raise InputError("That day has passed; name one from today on.", field="look_again")
        if key is not None:
            cross = task.cross_outs.get(key)
            if cross is None:
                raise NotYetError("Decide this criterion first.")
            changed = edited(task, cross_outs={**task.cross_outs, key: edited(cross, look_again=on)})
        else:
            if task.decision is None:
                raise NotYetError("Nothing is decided about this task yet.")
            changed = edited(task, decision=edited(task.decision, look_again=on))
        return self.desk.save_one(f"Look at {quoted(task.title)} again", changed)

    def _crossed(self, task: Task, key: CrossOutKey, stands: bool, reason: str, look_again: date | None) -> Task:
        now = self.desk.now()
        if stands and look_again is None and key != "not_needed":
            look_again = now.date() + timedelta(days=self.desk.settings.look_again_days)
        cross = made(CrossOut, stands=stands, decided_at=now, reason=reason, look_again=look_again if stands else None)
        crosses = {**task.cross_outs, key: cross}
        changed = edited(task, cross_outs={one: crosses[one] for one in CROSS_OUTS if one in crosses})
        if changed.crossed_at is None and all(one in changed.cross_outs for one in CROSS_OUTS):
            changed = edited(changed, crossed_at=now)
        if key == "not_needed" and stands and (task.decision is None or task.decision.verdict != "drop"):
            changed = self.verdicts.decided(changed, "drop", reason)
        return changed

    def _known(self, task: Task, name: str) -> bool:
        value: Any = getattr(task, name)
        if value is None and name == "skill":
            return self.log.felt(task.id).skill is not None
        return value is not None and value != ""

    def _suggested(self, task: Task) -> Sequence[Suggested]:
        settings = self.desk.settings
        # What I confirmed earlier must not hide what the figures alone say.
        verdict = judge(self.verdicts.figures(task).inputs)
        decided = task.cross_outs.get("not_needed")
        skill: Decimal | None = decimal(task.skill) if task.skill is not None else None
        if skill is None:
            felt = self.log.felt(task.id).skill
            skill = decimal(felt) if felt is not None else None
        worth = task.better_use_value
        cost = None if verdict.given_up is None else verdict.given_up + (verdict.reserve or ZERO)
        return suggest_cross_outs(
            CrossOutFacts(
                needed=None if decided is None else not decided.stands,
                better_use=task.better_use,
                better_use_value=self.desk.in_own_currency(worth, settings).amount if worth is not None else None,
                hourly_value=verdict.inputs.hourly_value,
                important=task.important,
                personal=task.personal,
                skill=skill,
                needed_skill=task.needed_skill,
                net_hours=verdict.net_hours,
                value=verdict.value,
                cost=cost,
                impact=task.impact,
                likelihood=task.likelihood,
                risk_limit=settings.risk_limit,
            )
        )


_TITLES: dict[CrossOutKey, str] = {
    "not_needed": "not needed",
    "no_better_use": "no better use",
    "vital": "vital and yours",
    "good_enough": "good enough yourself",
    "too_expensive": "too expensive",
    "risk": "too risky",
}

__all__ = ["CrossOutLine", "CrossOutVerbs", "LookAgain"]
