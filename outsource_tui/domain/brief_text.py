"""How complete a brief is, which words in it are vague, and the post it becomes: pure figures on the record."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import Template as Filled
from typing import Literal, get_args

from outsource_tui.domain.brief import Brief, BriefPart, Proposition, TextPart

BRIEF_PARTS: tuple[BriefPart, ...] = get_args(BriefPart)
TEXT_PARTS: tuple[TextPart, ...] = get_args(TextPart)
PROPOSITIONS: tuple[Proposition, ...] = get_args(Proposition)
MUST_BE_WRITTEN: tuple[BriefPart, ...] = ("what", "why")
"""Parts a ready brief holds in any case (S1-22, S1-23)."""
MUST_BE_SETTLED: tuple[BriefPart, ...] = ("specifications", "expectations")
"""Parts a ready brief holds, or says do not apply (S1-24, S1-25, N08)."""
METRICS: tuple[BriefPart, ...] = ("milestones", "quality", "budget", "kpis")
"""At least one of these tells when it is a success (S1-28..32)."""

PART_NAMES: dict[BriefPart, str] = {
    "what": "what needs doing",
    "why": "why it matters",
    "specifications": "the specifications",
    "expectations": "how to carry it out",
    "context": "the context",
    "delivery_state": "the state at delivery",
    "examples": "examples to look at",
    "propositions": "what is in it for them",
    "milestones": "milestones",
    "quality": "standards",
    "budget": "the budget",
    "kpis": "other measures",
    "frequency": "how often you talk",
    "detail": "how much detail you want",
    "mode": "how you talk",
    "calls": "calls planned ahead",
    "legal": "papers to sign",
}

Check = Literal["specific", "comparison", "context", "offer", "quotes"]


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of the playbook that go into a post, and the words its checks look for."""

    sentences: Mapping[str, str]
    """What a chosen value says in the post (S1-46..51)."""
    words: Mapping[str, tuple[str, ...]]
    """Words that show the value can be read in a text (S1-54)."""
    request_quotes: str
    """Asked for by itself when the price is open (S1-55)."""
    fixed_price: str = ""
    comparison: str = ""
    greeting: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    check_labels: Mapping[str, str] = field(default_factory=dict)
    check_hints: Mapping[str, str] = field(default_factory=dict)
    vague: Mapping[str, str] = field(default_factory=dict)
    """Vague words, each with what to write instead (N08)."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a brief is filled: `percent` of all parts are filled or said not to apply (S1-21)."""

    percent: int
    filled: tuple[BriefPart, ...]
    not_applicable: tuple[BriefPart, ...]
    empty: tuple[BriefPart, ...]

    @property
    def of(self) -> int:
        """Return the number of parts there are."""
        return len(self.filled) + len(self.not_applicable) + len(self.empty)

    @property
    def done(self) -> int:
        """Return the number of parts that are filled or said not to apply."""
        return len(self.filled) + len(self.not_applicable)


@dataclass(frozen=True, slots=True)
class MissingPart:
    """Something a brief needs before it is ready: the part to go to and a phrase that says what to do (N08)."""

    part: BriefPart
    phrase: str


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A word everybody reads differently: where it stands in the part's text and what to say instead (N08)."""

    part: BriefPart
    word: str
    start: int
    end: int
    hint: str


@dataclass(frozen=True, slots=True)
class PostText:
    """Title and body of a post as they go out (S1-52)."""

    title: str
    body: str

    @property
    def whole(self) -> str:
        """Return title and body as one text to paste."""
        return f"{self.title}\n\n{self.body}\n" if self.body else f"{self.title}\n"


@dataclass(frozen=True, slots=True)
class PostCheck:
    """One check of the post text: done or not, and what would do it (S1-53..55)."""

    key: Check
    label: str
    done: bool
    hint: str
    missing: tuple[str, ...] = ()


def part_filled(brief: Brief, part: BriefPart) -> bool:
    """Tell whether something stands in that part."""
    if part == "frequency":
        return brief.frequency_days is not None
    value = getattr(brief, part)
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value) if isinstance(value, tuple) else value is not None


def completeness(brief: Brief) -> Completeness:
    """Return which parts are filled, said not to apply, or empty, and filled and n.a. over all in percent (S1-21)."""
    filled = tuple(part for part in BRIEF_PARTS if part_filled(brief, part))
    spared = tuple(part for part in BRIEF_PARTS if part in brief.not_applicable and part not in filled)
    empty = tuple(part for part in BRIEF_PARTS if part not in filled and part not in spared)
    return Completeness(100 * (len(filled) + len(spared)) // len(BRIEF_PARTS), filled, spared, empty)


def missing_for_ready(brief: Brief) -> tuple[MissingPart, ...]:
    """Return what a brief still needs before it may be called ready, in the order of the editor (N08)."""
    missing = [
        MissingPart(part, f"write {PART_NAMES[part]}") for part in MUST_BE_WRITTEN if not part_filled(brief, part)
    ]
    missing += [
        MissingPart(part, f"write {PART_NAMES[part]} (or mark the part as not applicable)")
        for part in MUST_BE_SETTLED
        if not part_filled(brief, part) and part not in brief.not_applicable
    ]
    if not brief.propositions:
        missing.append(MissingPart("propositions", "choose at least one thing that is in it for them"))
    if not any(part_filled(brief, part) for part in METRICS):
        missing.append(
            MissingPart("milestones", "give one measure of success (a milestone, a standard, a budget or another)")
        )
    return tuple(missing)


def vague_words(text: str, vague: Mapping[str, str], part: BriefPart = "what") -> tuple[VagueWord, ...]:
    """Return the words of `vague` that stand in a text, in reading order, the longest where two overlap (N08)."""
    if not text or not vague:
        return ()
    longest_first = sorted(vague, key=len, reverse=True)
    pattern = r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in longest_first) + r")(?![\w-])"
    return tuple(
        VagueWord(part, match[0], match.start(), match.end(), vague[match[0].casefold()])
        for match in re.finditer(pattern, text, re.IGNORECASE)
        if match[0].casefold() in vague
    )


def vague_hints(brief: Brief, vague: Mapping[str, str]) -> tuple[VagueWord, ...]:
    """Return the vague words in the text parts and the standards of a brief (N08)."""
    hints = [hint for part in TEXT_PARTS for hint in vague_words(getattr(brief, part), vague, part)]
    return tuple(hints) + tuple(hint for one in brief.quality for hint in vague_words(one.text, vague, "quality"))


def compose_post(brief: Brief, wording: Wording) -> PostText:
    """Return title and summary put together from the brief (S1-45, S1-52..55)."""
    blocks: list[str] = []
    if brief.what.strip():
        blocks.append(brief.what.strip())
    if brief.why.strip():
        blocks.append(f"Why: {brief.why.strip()}")
    if brief.context.strip():
        blocks.append(f"Context: {brief.context.strip()}")
    if brief.specifications.strip():
        blocks.append(f"Specifications:\n{brief.specifications.strip()}")
    if brief.expectations.strip():
        blocks.append(f"How to carry it out:\n{brief.expectations.strip()}")
    if brief.examples:
        blocks.append("\n".join(_comparison_lines(brief, wording)))
    if brief.quality:
        blocks.append("It is done when:\n" + _bullets(one.text for one in brief.quality))
    if brief.delivery_state.strip():
        blocks.append(f"State at delivery: {brief.delivery_state.strip()}")
    if brief.milestones:
        lines = [f"{one.title}, {one.due.isoformat()}" if one.due else one.title for one in brief.milestones]
        blocks.append("Milestones:\n" + _bullets(lines))
    if brief.skills:
        blocks.append("You bring: " + ", ".join(brief.skills))
    if brief.propositions:
        chosen = [one for one in PROPOSITIONS if one in brief.propositions]
        blocks.append("What is in it for you:\n" + _bullets(wording.sentences[one] for one in chosen))
    if talk := talk_lines(brief, wording):
        blocks.append("How we keep in touch:\n" + _bullets(talk))
    if brief.legal:
        blocks.append("Papers: " + ", ".join(one.name for one in brief.legal))
    if not brief.fixed_price:
        blocks.append(wording.request_quotes)
    elif brief.budget is not None and wording.fixed_price:
        blocks.append(Filled(wording.fixed_price).safe_substitute(budget=brief.budget.shown()))
    if wording.greeting:
        blocks.append(wording.greeting)
    return PostText(brief.title, "\n\n".join(blocks))


def talk_lines(brief: Brief, wording: Wording) -> tuple[str, ...]:
    """Return how the brief wants us to talk, one line each (S1-33..36)."""
    lines: list[str] = []
    if brief.frequency_days is not None:
        lines.append(
            "A check-in every day." if brief.frequency_days == 1 else f"A check-in every {brief.frequency_days} days."
        )
    if brief.detail:
        lines.append(wording.details.get(brief.detail, brief.detail))
    if brief.mode:
        lines.append(wording.modes.get(brief.mode, brief.mode))
    if brief.timezone_overlap:
        lines.append(f"Time zones: {brief.timezone_overlap}")
    lines.extend(f"Call {call.at:%Y-%m-%d %H:%M}" + (f": {call.about}" if call.about else "") for call in brief.calls)
    return tuple(lines)


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _comparison_lines(brief: Brief, wording: Wording) -> list[str]:
    lines = []
    for one in brief.examples:
        title = f"{one.title} ({one.link})" if one.link else one.title
        if one.copy_what and wording.comparison:
            lines.append(Filled(wording.comparison).safe_substitute(title=title, copy_what=one.copy_what))
        else:
            lines.append(f"Similar to {title}" + (f": {one.copy_what}" if one.copy_what else ""))
    return lines


def post_text(brief: Brief, wording: Wording) -> PostText:
    """Return the post as it goes out: what I wrote, else what the brief composes (S1-52)."""
    composed = compose_post(brief, wording)
    return PostText(brief.post.title or composed.title, brief.post.body or composed.body)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def said(words: tuple[str, ...], text: str) -> bool:
    """Tell whether one of the words begins somewhere in the text."""
    return any(re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE) for word in words)


_COMPARED = r"\b(?:similar to|resembles?|compared (?:to|with)|just like|in the style of|along the lines of)\b"


def post_checks(brief: Brief, post: PostText, wording: Wording) -> tuple[PostCheck, ...]:
    """Return the checks of a post: specific, compared, in context, offer readable, quotes asked for (S1-53..55)."""
    whole = f"{post.title}\n{post.body}"
    folded = whole.casefold()
    # What I offer is meant to be warm, so vague words are only looked for outside the offer's own sentences.
    plain = whole
    for sentence in (*wording.sentences.values(), wording.request_quotes, wording.greeting, *wording.details.values()):
        if sentence:
            plain = plain.replace(sentence, "")
    vague = vague_words(plain, wording.vague)
    measured = re.search(r"\d", post.body) is not None
    named = any(
        (one.title and one.title.casefold() in folded) or (one.link and one.link.casefold() in folded)
        for one in brief.examples
    )
    wanted = _words(brief.context)
    placed = bool(wanted) and 2 * len(wanted & _words(whole)) >= len(wanted)
    unsaid = tuple(
        one for one in PROPOSITIONS if one in brief.propositions and not said(wording.words.get(one, ()), whole)
    )
    asks = "quote" in folded or (re.search(r"\brates?\b", folded) is not None and "hours" in folded)
    words = tuple(dict.fromkeys(one.word for one in vague))

    def check(key: Check, done: bool, hint: str = "", missing: tuple[str, ...] = ()) -> PostCheck:
        hint = hint or wording.check_hints.get(key, "")
        return PostCheck(key, wording.check_labels.get(key, key), done, hint, missing)

    checks = [
        check("specific", measured and not vague, f"“{vague[0].word}”: {vague[0].hint}" if vague else "", words),
        check("comparison", named or re.search(_COMPARED, folded) is not None),
        check("context", placed),
        check("offer", bool(brief.propositions) and not unsaid, "", unsaid),
    ]
    if not brief.fixed_price:
        checks.append(check("quotes", asks))
    return tuple(checks)


def markdown(brief: Brief, wording: Wording) -> str:
    """Return the whole brief as Markdown, with headings for the parts that say something; user text stays literal."""
    lines = [f"# {md(brief.title)}", ""]

    def section(title: str, *paragraphs: str) -> None:
        body = [paragraph for paragraph in paragraphs if paragraph.strip()]
        if body:
            lines.extend([f"## {title}", "", "\n\n".join(body), ""])

    section("What", md_text(brief.what))
    section("Why", md_text(brief.why))
    section("Context", md_text(brief.context))
    section("Specifications", md_text(brief.specifications))
    section("How to carry it out", md_text(brief.expectations))
    section("State at delivery", md_text(brief.delivery_state))
    section("Examples", _bullets(md(line) for line in _comparison_lines(brief, wording)))
    section(
        "What is in it for you",
        _bullets(md(wording.sentences[one]) for one in PROPOSITIONS if one in brief.propositions),
    )
    section(
        "Milestones",
        _bullets(
            md(one.title)
            + (f", {one.due.isoformat()}" if one.due else "")
            + (f", {one.amount.shown()}" if one.amount else "")
            for one in brief.milestones
        ),
    )
    section("Standards", _bullets(md(one.text) for one in brief.quality))
    if brief.budget is not None:
        section("Budget", brief.budget.shown() + (", fixed price" if brief.fixed_price else ""))
    measures = (f"{md(one.name)}: {md(one.target)}" if one.target else md(one.name) for one in brief.kpis)
    section("Other measures", _bullets(measures))
    section("Skills", _bullets(md(one) for one in brief.skills))
    section("How we keep in touch", _bullets(md(line) for line in talk_lines(brief, wording)))
    section("Papers", _bullets(md(one.name) + ("" if one.required else " (optional)") for one in brief.legal))
    if not brief.fixed_price:
        section("Quote", wording.request_quotes)
    return "\n".join(lines).rstrip() + "\n"


_MARKS = re.compile(r"([\\`*_\[\]<>|~])")


def md(text: str) -> str:
    """Return one line of user text so that Markdown shows it as it was typed."""
    text = _MARKS.sub(r"\\\1", text)
    if text[:1].isalpha():
        return text
    if numbered := re.match(r"(\s*\d+)([.)].*)", text):
        return f"{numbered[1]}\\{numbered[2]}"
    return re.sub(r"^(\s*)([#+\-=])", r"\1\\\2", text)


def md_text(text: str) -> str:
    """Return user text of many lines for Markdown: list marks and line breaks stay, the rest is shown as typed."""
    out: list[str] = []
    for line in text.strip().splitlines():
        line = line.strip()
        bullet = re.match(r"[-*] (.*)", line) if line[:1] in ("-", "*") else None
        shown = f"- {md(bullet[1])}" if bullet else md(line)
        if out and out[-1].strip() and shown:
            if bullet and not out[-1].startswith("- "):
                out.append("")
            elif not bullet:
                out[-1] += "\\"
        out.append(shown)
    return "\n".join(out)
