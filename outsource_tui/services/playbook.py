"""The playbook: the platforms directory with own results, contacts by skill, message templates."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.candidate import Candidate
from outsource_tui.domain.contact import Contact
from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.platform import Platform
from outsource_tui.domain.posting import Posting
from outsource_tui.domain.task import Task
from outsource_tui.domain.template import Template
from outsource_tui.domain.text import normal
from outsource_tui.playbook import loader
from outsource_tui.playbook.hiring import PlatformEntry
from outsource_tui.services.desk import Desk, edited
from outsource_tui.services.messages import Rendered, fill
from outsource_tui.services.phrases import counted, quoted
from outsource_tui.services.templates import TemplateView, all_templates, find_template
from outsource_tui.services.track_records import (
    KNOWN_PERSON,
    HitRate,
    contractor_record,
    hits_and_misses,
    platform_of,
    rates,
)


@dataclass(frozen=True, slots=True)
class PlatformResult:
    """What a platform brought me: postings, applications, hires, hits and misses (S1-39..43)."""

    postings: int
    applied: int
    hired: int
    hits: int
    misses: int

    @property
    def outcomes(self) -> HitRate:
        """Return hits and misses as a rate with n."""
        return HitRate("", self.hits, self.misses)


@dataclass(frozen=True, slots=True)
class PlatformView:
    """A platform as it stands: shipped, with my changes and notes, or all mine."""

    slug: str
    name: str
    kind: str
    skills: tuple[str, ...]
    url: str
    known_for: str
    fee: Decimal
    note: str
    hidden: bool
    built_in: bool
    statement: str
    """Where the advice is from, "" for my own."""
    own: Platform | None
    result: PlatformResult


@dataclass(frozen=True, slots=True)
class ContactView:
    """Somebody I know, how often they were asked, and what came of it (S0-09)."""

    contact: Contact
    asked: int
    engaged: int
    outcomes: HitRate


class PlaybookService:
    """Platforms, contacts and templates."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    # Platforms

    def platforms(self, skill: str = "", kind: str = "", hidden: bool = False) -> list[PlatformView]:
        """Return the directory, the shipped ones in their order, then my own by name (S1-39..43).

        `skill` and `kind` narrow it; one that names no skills at all fits any.
        """
        own = {one.slug: one for one in self.desk.all(Platform)}
        results = self._results()
        nothing = PlatformResult(0, 0, 0, 0, 0)
        found = [_shipped(one, own.get(one.slug), results.get(one.slug, nothing)) for one in loader.platforms()]
        shipped = {one.slug for one in found}
        mine = [_own(one, results.get(one.slug, nothing)) for one in own.values() if one.slug not in shipped]
        found += sorted(mine, key=lambda one: normal(one.name))
        return [
            one
            for one in found
            if (hidden or not one.hidden)
            and (not kind or normal(one.kind) == normal(kind))
            and (not skill or not one.skills or any(normal(skill) in normal(known) for known in one.skills))
        ]

    def platform(self, slug: str) -> PlatformView:
        """Return a platform by its slug; raise InputError when there is none."""
        for view in self.platforms(hidden=True):
            if view.slug == slug:
                return view
        raise InputError(f"There is no platform {quoted(slug)} in the playbook; add it first.", field="platform")

    def add_platform(self, name: str, **values: Any) -> Platform:
        """Add a platform of my own; its slug is made from the name."""
        if not name.strip():
            raise InputError("A platform needs a name; type it.", field="name")
        slug = values.pop("slug", "") or slug_of(name)
        if any(one.slug == slug or normal(one.name) == normal(name) for one in self.platforms(hidden=True)):
            raise InputError(f"{quoted(name)} is in the playbook already; edit it there.", field="name")
        platform = self.desk.new(Platform, slug=slug, name=name, **values)
        return self.desk.save_one(f"New platform {quoted(platform.name)}", platform)

    def save_platform(self, slug: str, **values: Any) -> Platform:
        """Change a platform; a shipped one keeps my changes as a record of mine."""
        view = self.platform(slug)
        if "name" in values and not str(values["name"]).strip():
            raise InputError("A platform needs a name; type it.", field="name")
        label = f"Edit platform {quoted(view.name)}"
        if view.own is not None:
            return self.desk.save_one(label, edited(view.own, **values))
        known: dict[str, Any] = {
            "slug": view.slug,
            "name": view.name,
            "kind": view.kind,
            "skills": view.skills,
            "url": view.url,
            "known_for": view.known_for,
        }
        return self.desk.save_one(label, self.desk.new(Platform, **{**known, **values}))

    def hide_platform(self, slug: str, hidden: bool = True) -> Platform:
        """Leave a platform out of the directory, or take it back in."""
        return self.save_platform(slug, hidden=hidden)

    def delete_platform(self, slug: str) -> None:
        """Delete a platform of mine, or my changes to a shipped one; raise NotYetError while postings use it."""
        view = self.platform(slug)
        if view.own is None:
            raise NotYetError(f"{view.name} comes with the playbook; hide it instead.")
        if not view.built_in and (used := len(self.desk.children(Posting, platform=slug))):
            raise NotYetError(f"{counted(used, 'posting')} went out on {view.name}; hide it instead.")
        self.desk.save(f"Delete platform {quoted(view.name)}", delete=[view.own])

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of platforms there are."""
        return tuple(one.key for one in loader.platform_kinds())

    def skills(self) -> tuple[str, ...]:
        """Return every skill of platforms and contacts, sorted, as the filter offers them."""
        names: dict[str, str] = {}
        for skill in [one for view in self.platforms(hidden=True) for one in view.skills] + [
            one for contact in self.desk.all(Contact) for one in contact.skills
        ]:
            names.setdefault(normal(skill), skill)
        return tuple(sorted(names.values(), key=normal))

    def _results(self) -> dict[str, PlatformResult]:
        postings = {one.id: one.platform for one in self.desk.all(Posting)}
        counts: dict[str, list[int]] = {}

        def add(slug: str, place: int, number: int = 1) -> None:
            counts.setdefault(slug, [0, 0, 0, 0, 0])[place] += number

        for slug in postings.values():
            add(slug, 0)
        for candidate in self.desk.all(Candidate):
            came = postings.get(candidate.posting or "", KNOWN_PERSON if candidate.contact else "")
            if came:
                add(came, 1)
                if candidate.chosen_at is not None:
                    add(came, 2)
        for rate in rates(hits_and_misses(self.desk), platform_of):
            add(rate.name, 3, rate.hits)
            add(rate.name, 4, rate.misses)
        return {slug: PlatformResult(*numbers) for slug, numbers in counts.items()}

    # Contacts

    def contacts(self, skill: str = "") -> list[ContactView]:
        """Return the people I know, by name; only those with a skill when one is given (S0-09)."""
        wanted = normal(skill)
        found = [
            one
            for one in self.desk.all(Contact)
            if not wanted or any(wanted in normal(known) or normal(known) in wanted for known in one.skills)
        ]
        return [self.contact_view(one) for one in sorted(found, key=lambda one: normal(one.name))]

    def contact_view(self, contact: Contact) -> ContactView:
        """Return somebody I know with what came of it."""
        asked = self.desk.children(Candidate, contact=contact.id)
        ids = {one.id for one in asked}
        engaged = sum(one.candidate in ids for one in self.desk.all(Engagement))
        return ContactView(contact, len(asked), engaged, contractor_record(self.desk, contact.name))

    def contacts_for(self, work: Task | Brief) -> list[ContactView]:
        """Return whom to ask first: people whose skills fit the work's kind or the brief's list (S0-09)."""
        wanted: set[str] = set()
        if isinstance(work, Brief):
            wanted |= {normal(one) for one in work.skills}
            task = self.desk.find(Task, work.task)
        else:
            task = work
        if task is not None and task.category:
            wanted.add(normal(task.category))
            for kind in loader.kinds():
                if kind.key == task.category:
                    wanted |= {normal(skill) for skill in (kind.label, *kind.skills)}
        return [view for view in self.contacts() if any(_fits(normal(skill), wanted) for skill in view.contact.skills)]

    def add_contact(self, name: str, **values: Any) -> Contact:
        """Add somebody I know."""
        if not name.strip():
            raise InputError("A contact needs a name; type it.", field="name")
        contact = self.desk.new(Contact, name=name, **values)
        return self.desk.save_one(f"New contact {contact.name}", contact)

    def why_not_contact(self, candidate: Candidate) -> str | None:
        """Return why a candidate cannot be kept among my contacts, or None."""
        if candidate.contact is not None and self.desk.find(Contact, candidate.contact) is not None:
            return f"{candidate.name} is among the people you know already."
        return None

    def contact_from_candidate(self, candidate: Candidate) -> Contact:
        """Keep a candidate among my contacts, with skills, address and latest hourly rate (S0-09)."""
        if why_not := self.why_not_contact(candidate):
            raise NotYetError(why_not)
        hourly = [one.rate for one in candidate.bids if one.model == "hourly" and one.rate is not None]
        contact = self.desk.new(
            Contact,
            name=candidate.name,
            skills=candidate.skills,
            email=candidate.email,
            link=candidate.link,
            rate=hourly[-1] if hourly else None,
            note=candidate.note,
        )
        self.desk.save(f"New contact {contact.name}", contact, edited(candidate, contact=contact.id))
        return self.desk.get(Contact, contact.id)

    def edit_contact(self, contact: Contact, **values: Any) -> Contact:
        """Change a contact."""
        if "name" in values and not str(values["name"]).strip():
            raise InputError("A contact needs a name; type it.", field="name")
        return self.desk.save_one(f"Edit contact {contact.name}", edited(contact, **values))

    def delete_contact(self, contact: Contact) -> None:
        """Delete a contact; candidates it became keep what they have and lose the link."""
        linked = [edited(one, contact=None) for one in self.desk.children(Candidate, contact=contact.id)]
        self.desk.save(f"Delete contact {contact.name}", *linked, delete=[contact])

    # Templates

    def templates(self, step: str = "") -> list[TemplateView]:
        """Return the message templates, the shipped ones first (S1-84)."""
        return [one for one in all_templates(self.desk) if not step or one.step == step]

    def template(self, slug: str) -> TemplateView:
        """Return a template by its slug; raise InputError when there is none."""
        return find_template(self.desk, slug)

    def add_template(self, name: str, **values: Any) -> Template:
        """Add a template of my own; its slug is made from the name (S1-84)."""
        if not name.strip():
            raise InputError("A template needs a name; type it.", field="name")
        slug = values.pop("slug", "") or slug_of(name)
        if any(one.slug == slug for one in all_templates(self.desk)):
            raise InputError(f"There is a template {quoted(name)} already; edit it.", field="name")
        template = self.desk.new(Template, slug=slug, name=name, **values)
        return self.desk.save_one(f"New template {quoted(name)}", template)

    def save_template(self, slug: str, **values: Any) -> Template:
        """Change a template; of a shipped one a copy of mine is kept (S1-84)."""
        view = find_template(self.desk, slug)
        if "name" in values and not str(values["name"]).strip():
            raise InputError("A template needs a name; type it.", field="name")
        label = f"Edit template {quoted(view.name)}"
        if view.own is not None:
            return self.desk.save_one(label, edited(view.own, **values))
        known: dict[str, Any] = {
            "slug": view.slug,
            "name": view.name,
            "step": view.step,
            "days_after": view.days_after,
            "subject": view.subject,
            "body": view.body,
            "must_haves": view.must_haves,
            "questions": view.questions,
        }
        return self.desk.save_one(label, self.desk.new(Template, **{**known, **values}))

    def reset_template(self, slug: str) -> TemplateView:
        """Take a shipped template back as it came, or delete one of mine."""
        view = find_template(self.desk, slug)
        if view.own is None:
            raise NotYetError(f"{quoted(view.name)} is as it came; there is nothing to take back.")
        self.desk.save(f"Take back template {quoted(view.name)}", delete=[view.own])
        return next((one for one in all_templates(self.desk) if one.slug == slug), view)

    def fill(self, slug: str, values: Mapping[str, str]) -> Rendered:
        """Return a template with the given placeholders filled in (S1-84)."""
        view = find_template(self.desk, slug)
        lists = {
            "must_haves": "\n".join(f"- {one}" for one in view.must_haves),
            "questions": "\n".join(f"- {one}" for one in view.questions),
        }
        return fill(view.subject, view.body, {**lists, **values})

    def unknown_placeholders(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return names written like `$this` that nobody will fill in, to warn while a template is edited."""
        from string import Template as Blank

        known = {one.name for one in loader.placeholders()}
        found = dict.fromkeys(name for text in texts for name in Blank(text).get_identifiers())
        return tuple(name for name in found if name not in known)


def slug_of(name: str) -> str:
    """Return the short name of a platform or template: small letters, digits and dashes."""
    return re.sub(r"[^\w]+", "-", normal(name)).strip("-_") or "unnamed"


def _fits(skill: str, wanted: set[str]) -> bool:
    return any(skill in one or one in skill for one in wanted if one and skill)


def _shipped(entry: PlatformEntry, own: Platform | None, result: PlatformResult) -> PlatformView:
    if own is not None:
        return _view(own, True, entry.statement, result)
    return PlatformView(
        slug=entry.slug,
        name=entry.name,
        kind=entry.kind,
        skills=entry.skills,
        url=entry.url,
        known_for=entry.known_for,
        fee=Decimal(0),
        note="",
        hidden=False,
        built_in=True,
        statement=entry.statement,
        own=None,
        result=result,
    )


def _own(own: Platform, result: PlatformResult) -> PlatformView:
    return _view(own, False, "", result)


def _view(own: Platform, built_in: bool, statement: str, result: PlatformResult) -> PlatformView:
    return PlatformView(
        slug=own.slug,
        name=own.name,
        kind=own.kind,
        skills=own.skills,
        url=own.url,
        known_for=own.known_for,
        fee=own.fee,
        note=own.note,
        hidden=own.hidden,
        built_in=built_in,
        statement=statement,
        own=own,
        result=result,
    )
