"""Message templates: those shipped, my edited copies of them, and my own (S1-84)."""

from dataclasses import dataclass
from typing import cast

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.template import Step, Template
from outsource_tui.playbook import loader
from outsource_tui.playbook.hiring import MessageTemplate
from outsource_tui.services.desk import Desk
from outsource_tui.services.phrases import quoted


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template as it stands: shipped, edited (both `built_in` and `own`), or all mine."""

    slug: str
    name: str
    step: Step
    subject: str
    body: str
    days_after: int | None
    must_haves: tuple[str, ...]
    """In words (S1-88)."""
    questions: tuple[str, ...]
    """In words (S1-90)."""
    statements: tuple[str, ...]
    built_in: bool
    own: Template | None


def _shipped(shipped: MessageTemplate) -> TemplateView:
    return TemplateView(
        shipped.slug,
        shipped.name,
        cast(Step, shipped.step),
        shipped.subject,
        shipped.body,
        shipped.days_after,
        shipped.must_have_labels,
        shipped.question_texts,
        shipped.statements,
        True,
        None,
    )


def _own(own: Template, shipped: TemplateView | None) -> TemplateView:
    return TemplateView(
        own.slug,
        own.name,
        own.step,
        own.subject,
        own.body,
        own.days_after,
        own.must_haves,
        own.questions,
        shipped.statements if shipped else (),
        shipped is not None,
        own,
    )


def all_templates(desk: Desk) -> list[TemplateView]:
    """Return every template, the shipped ones in their order with my edits in place, then my own by name."""
    own = {one.slug: one for one in desk.all(Template)}
    shipped = [_shipped(one) for one in loader.templates()]
    found = [_own(own[one.slug], one) if one.slug in own else one for one in shipped]
    known = {one.slug for one in shipped}
    return found + sorted((_own(one, None) for one in own.values() if one.slug not in known), key=lambda one: one.name)


def find_template(desk: Desk, slug: str) -> TemplateView:
    """Return a template by its slug; raise InputError when there is none."""
    for template in all_templates(desk):
        if template.slug == slug:
            return template
    raise InputError(f"There is no template {quoted(slug)}; see the playbook for those there are.", field="template")
