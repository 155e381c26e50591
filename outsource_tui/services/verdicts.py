"""Verdicts of tasks: their figures and inputs, the decision, and doing it sparingly."""

from outsource_tui.services.decisions import DecisionVerbs
from outsource_tui.services.sparingly import SparingVerbs
from outsource_tui.services.verdict_inputs import InputVerbs


class VerdictService(InputVerbs, DecisionVerbs, SparingVerbs):
    """Figures, inputs and decisions of tasks."""
