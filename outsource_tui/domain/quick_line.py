"""The quick line: one line of words becomes an entry; the same grammar in the shell and in the app.

Plain words are the text. `+tag`, `@project`, `:like :dislike :weak :late :0..:5` count at the start of a word; a
length (45m, 1h30, 1,5h), a range (9-10:30) and a day (yesterday, monday, 2026-11-20) as the first or last words
only; `--` ends the sigils, a backslash before a word makes it plain text. Quotes keep `@"two words"` together.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from outsource_tui.domain.dates import (
    WEEKDAY_NAMES,
    ClockTime,
    back_from,
    local_zone,
    parse_clock,
    parse_day,
    parse_length,
    read_clock,
    read_day,
    read_length,
    read_range,
    read_spaced_length,
    resolve_range,
    wall_moment,
    written_length,
)
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.line_words import DASHES, VALUE_FLAGS, Word, is_escaped, words_of_arguments, words_of_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEELINGS = {"like": ("liking", 4), "dislike": ("liking", 2), "weak": ("skill", 2), "late": ("postponed", 1)}
SWITCHES = ("--like", "--dislike", "--weak", "--late")
EXAMPLE = 'outsource log "Chased late invoices" 45m +admin @acme :dislike :4'
LONGEST_TEXT = 1_000_000
_SAID_AT_AN_END = 6


class LineError(InputError):
    """A word of the line that cannot be read; `start` and `end` are its place in the line."""

    def __init__(self, sentence: str, start: int, end: int, *, field: str = "", hint: str = "") -> None:
        """Keep the sentence and the place of the word."""
        super().__init__(sentence, field=field, hint=hint)
        self.start = start
        self.end = end


class Piece:
    """A recognised stretch of the line: `kind` is tag, project, feeling, length, range, day, flag or problem."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, start: int, end: int, kind: str, text: str) -> None:
        """Keep where it stands (offsets into the line), what it is and what it says."""
        self.start = start
        self.end = end
        self.kind = kind
        self.text = text

    def __repr__(self) -> str:
        """Show it for a failing test."""
        return f"Piece({self.start}, {self.end}, {self.kind!r}, {self.text!r})"


class ParsedLine:
    """What a line says: day and start in ISO, seconds or None, and how it felt (None where it was not said)."""

    __slots__ = (
        "day", "day_given", "liking", "notes", "pieces", "postponed", "project", "seconds", "skill", "start", "stress", "tags", "text",  # noqa: E501
    )  # fmt: skip

    def __init__(self) -> None:
        """Start with nothing said."""
        self.text = ""
        self.day = ""
        self.day_given = False
        self.start: str | None = None
        self.seconds: int | None = None
        self.project = ""
        self.tags: tuple[str, ...] = ()
        self.stress: int | None = None
        self.liking: int | None = None
        self.skill: int | None = None
        self.postponed = 0
        self.pieces: tuple[Piece, ...] = ()
        self.notes: tuple[str, ...] = ()

    def entry(self) -> dict[str, object]:
        """Return the entry as the inbox keeps it."""
        return {
            "day": self.day,
            "start": self.start,
            "seconds": self.seconds,
            "text": self.text,
            "project": self.project,
            "tags": list(self.tags),
            "stress": self.stress,
            "liking": self.liking,
            "skill": self.skill,
            "postponed": self.postponed,
            "task": None,
        }


class _Reader:
    """Reads one line; keeps the first problem and goes on, so that the rest can be coloured while typing."""

    def __init__(self, now: datetime, timer: bool) -> None:
        self.now = now
        self.timer = timer
        self.zone = local_zone(now)
        self.today = now.astimezone(self.zone).date()
        self.said = ParsedLine()
        self.pieces: list[Piece] = []
        self.problem: LineError | None = None
        self.tags: dict[str, None] = {}
        self.length: int | None = None
        self.span: tuple[ClockTime, ClockTime] | None = None
        self.span_word: Word | None = None
        self.clock: ClockTime | None = None
        self.clock_word: Word | None = None
        self.day: date | None = None
        self.first: dict[str, str] = {}

    def piece(self, word: Word, kind: str) -> None:
        self.pieces.append(Piece(word.start, word.end, kind, word.text))

    def wrong(self, word: Word, sentence: str, *, field: str = "", hint: str = "") -> None:
        self.pieces.append(Piece(word.start, word.end, "problem", word.text))
        if self.problem is None:
            self.problem = LineError(sentence, word.start, word.end, field=field, hint=hint)

    def after_all_wrong(self, word: Word, sentence: str, *, field: str = "", hint: str = "") -> None:
        """Note that a word which was taken already does not fit the rest."""
        self.pieces = [piece for piece in self.pieces if (piece.start, piece.end) != (word.start, word.end)]
        self.wrong(word, sentence, field=field, hint=hint)

    def once(self, word: Word, field: str, what: str, value: object) -> bool:
        """Tell whether `field` is still free; the same value twice does no harm, another one is a problem."""
        before = self.first.get(field)
        if before is None:
            self.first[field] = f"{value}\x00{word.text}"
            return True
        known, _, shown = before.partition("\x00")
        if known != str(value):
            self.wrong(
                word,
                f'"{shown}" and "{word.text}" both say {what}; keep one of them (a \\ before a word makes it text).',
                field=field,
            )
        return known == str(value)

    def feeling(self, word: Word, field: str, value: int, what: str) -> None:
        if field == "postponed":
            self.said.postponed += value
            self.piece(word, "feeling")
        elif self.once(word, field, what, value):
            setattr(self.said, field, value)
            self.piece(word, "feeling")

    def sigil(self, word: Word) -> bool:
        """Read a word that starts with a sigil; False when it is plain text after all."""
        text = word.text
        rest = text[1:]
        if text[0] == "+" and rest:
            self.tags[rest] = None
            self.piece(word, "tag")
            return True
        if text[0] == "@" and rest:
            if self.once(word, "project", "which project", rest):
                self.said.project = rest
                self.piece(word, "project")
            return True
        if text[0] == ":" and rest[:1].isalnum():
            self.colon(word, rest.casefold())
            return True
        return False

    def colon(self, word: Word, rest: str) -> None:
        if rest in FEELINGS:
            field, value = FEELINGS[rest]
            self.feeling(word, field, value, "how you liked it" if field == "liking" else "how good you are at it")
        elif len(rest) == 1 and rest in "012345":
            self.feeling(word, "stress", int(rest), "how much stress it was")
        elif rest[0].isdigit():
            self.wrong(word, f'"{word.text}" is not a stress from :0 to :5.', field="stress", hint=":3")
        else:
            hint = _nearest(rest, tuple(FEELINGS))
            advice = f"did you mean :{hint}?" if hint else "use :like, :dislike, :weak, :late or :0 to :5."
            self.wrong(word, f'"{word.text}" is not a mark of the line; {advice}', hint=f":{hint}" if hint else "")

    def flag(self, word: Word, words: Iterator[Word]) -> None:
        name, equals, value = word.text.partition("=")
        name = name.casefold()
        if name in SWITCHES and not equals:
            self.colon(word, name[2:])
            return
        if name not in VALUE_FLAGS:
            hint = _nearest(name, (*SWITCHES, *VALUE_FLAGS))
            advice = f"did you mean {hint}?" if hint else "put -- before words that start with dashes."
            self.wrong(word, f'"{word.text}" is not an option here; {advice}', hint=hint)
            return
        whole = Word(word.text, word.start, word.end)
        if not equals:
            following = next(words, None)
            if following is None:
                self.wrong(word, f"{name} needs a value, for example {name} {_EXAMPLES[name]}.", hint=_EXAMPLES[name])
                return
            value = following.text
            whole = Word(f"{name} {value}", word.start, following.end)
        if not value:
            self.wrong(whole, f"{name} needs a value, for example {name} {_EXAMPLES[name]}.", hint=_EXAMPLES[name])
            return
        self.valued(whole, name, value)

    def valued(self, word: Word, name: str, value: str) -> None:
        """Read a flag that has a value."""
        if name == "--tag":
            tag = value.removeprefix("+") or value
            self.tags[tag] = None
            self.piece(word, "tag")
        elif name == "--project":
            project = value.removeprefix("@") or value
            if self.once(word, "project", "which project", project):
                self.said.project = project
                self.piece(word, "project")
        elif name in ("--stress", "--liking", "--skill"):
            lowest = 0 if name == "--stress" else 1
            field = name[2:]
            if value not in ("0", "1", "2", "3", "4", "5")[lowest:]:
                self.wrong(word, f'{name} takes a figure from {lowest} to 5, not "{value}".', field=field, hint="3")
                return
            self.feeling(
                word,
                field,
                int(value),
                {"stress": "how much stress it was", "liking": "how you liked it"}.get(field, "how good you are at it"),
            )
        else:
            try:
                if name == "--start":
                    clock = parse_clock(value)
                    if clock.hour == 24:
                        clock = ClockTime(0, 0, True)
                    if self.once(word, "start", "when it started", str(clock)):
                        self.clock, self.clock_word = clock, word
                        self.piece(word, "flag")
                elif name == "--date":
                    self.take_day(word, parse_day(value, self.now))
                else:
                    self.take_length(word, parse_length(value))
            except InputError as error:
                self.wrong(word, str(error), field=error.field, hint=error.hint)

    def take_day(self, word: Word, day: date) -> None:
        if self.once(word, "day", "which day", day):
            self.day = day
            self.piece(word, "day")

    def take_length(self, word: Word, seconds: int) -> None:
        if self.timer:
            self.wrong(
                word,
                f'"{word.text}" is a length, and a timer finds its own; put \\ before it to keep it as text.',
                field="length",
                hint=f"\\{word.text}",
            )
        elif self.once(word, "length", "how long it took", seconds):
            self.length = seconds
            self.piece(word, "length")

    def take_range(self, word: Word, span: tuple[ClockTime, ClockTime]) -> None:
        if self.timer:
            self.take_length(word, 0)
        elif self.once(word, "length", "how long it took", word.text):
            self.span, self.span_word = span, word
            self.piece(word, "range")

    def edge(self, words: list[Word], at_end: bool) -> int:
        """Read the outermost words as length, range or day; return how many were taken."""
        count = len(words)
        for size in (4, 3, 2, 1):
            if count < size or any(word.plain for word in (words[-size:] if at_end else words[:size])):
                continue
            group = words[-size:] if at_end else words[:size]
            if any(group[0].end <= piece.start < group[-1].start for piece in self.pieces):
                continue
            try:
                if self.take_group(group):
                    return size
            except InputError as error:
                whole = Word(" ".join(word.text for word in group), group[0].start, group[-1].end)
                self.wrong(whole, str(error), field=error.field, hint=error.hint)
                return size
        return 0

    def take_group(self, group: list[Word]) -> bool:
        """Take one to four neighbouring words as one length, range or day; False when they are text."""
        word = group[0]
        if len(group) > 1:
            seconds = read_spaced_length(*(one.text for one in group))
            if seconds is not None:
                self.take_length(Word(" ".join(one.text for one in group), word.start, group[-1].end), seconds)
                return True
        if len(group) == 4:
            return False
        if len(group) == 3:
            dashed = group[1].text in DASHES
            first, second = (read_clock(word.text), read_clock(group[2].text)) if dashed else (None, None)
            if first is None or second is None or not (first.explicit and second.explicit):
                return False
            joined = Word(f"{word.text}-{group[2].text}", word.start, group[2].end)
            span = read_range(joined.text)
            if span is not None:
                self.take_range(joined, span)
            return span is not None
        if len(group) == 2:
            named = group[1].text.casefold()
            if word.text.casefold() != "last" or named not in WEEKDAY_NAMES or self.timer:
                return False
            day = read_day(named, self.today)
            assert day is not None
            self.take_day(Word(f"{word.text} {group[1].text}", word.start, group[1].end), day)
            return True
        seconds = read_length(word.text)
        if seconds is not None:
            self.take_length(word, seconds)
            return True
        span = read_range(word.text)
        if span is not None:
            self.take_range(word, span)
            return True
        day = None if self.timer else read_day(word.text, self.today)
        if day is not None:
            self.take_day(word, day)
        return day is not None

    def read(self, words: Iterator[Word]) -> None:
        """Sort the words into sigils, flags and text, then look at the outermost words of the text."""
        text: list[Word] = []
        ended = False
        for word in words:
            if not word.text:
                continue
            if ended:
                text.append(word)
            elif word.text == "--":
                ended = True
                self.piece(word, "flag")
                self.peel(text)
            elif word.text.startswith("--") and word.text[2:3].isalpha():
                self.flag(word, words)
            elif word.text[0] in "+@:" and self.sigil(word):
                continue
            else:
                if is_escaped(word.text):
                    word = Word(word.text[1:], word.start, word.end, plain=True)
                text.append(word)
        self.peel(text)
        self.said.text = " ".join(word.text for word in text)
        self.said.tags = tuple(self.tags)
        self.settle(text)

    def peel(self, words: list[Word]) -> None:
        """Take lengths, ranges and days off both ends; nobody says more than a few, and a line may be very long."""
        for at_end in (True, False):
            for _ in range(_SAID_AT_AN_END):
                taken = self.edge(words, at_end=at_end)
                if not taken:
                    break
                del words[slice(-taken, None) if at_end else slice(taken)]

    def settle(self, text: list[Word]) -> None:
        """Work out day, start and seconds, and mind what does not fit together."""
        said = self.said
        said.day_given = self.day is not None
        said.day = (self.day or self.today).isoformat()
        begin: datetime | None = None
        if self.span is not None and self.span_word is not None:
            if self.clock is not None and self.clock_word is not None:
                self.after_all_wrong(
                    self.clock_word,
                    f'"{self.span_word.text}" and "{self.clock_word.text}" both say when it started; keep one of them.',
                    field="start",
                )
            try:
                begin, said.seconds = resolve_range(*self.span, self.day, self.now, self.span_word.text)
            except InputError as error:
                self.after_all_wrong(self.span_word, str(error), field=error.field, hint=error.hint)
        else:
            said.seconds = self.length
            if self.clock is not None and self.clock_word is not None:
                begin = self.started(self.clock, self.clock_word)
            elif self.length is not None and self.day in (None, self.today):
                begin = back_from(self.now, self.length, self.zone)
        if self.timer and begin is None:
            begin = self.now.astimezone(self.zone)
        if begin is not None:
            said.start = begin.isoformat(timespec="seconds")
            said.day = said.start[:10]
        self.notice(begin, text)
        longest = max(map(len, (said.text, said.project, *said.tags)))
        if longest > LONGEST_TEXT:
            sentence = f"A text is {longest:,} characters long; keep it under {LONGEST_TEXT:,}."
            self.wrong(Word("", 0, text[-1].end if text else 0), sentence, field="text")
        if not said.text and self.problem is None:
            self.problem = LineError(f"Say what you did, for example: {EXAMPLE}", 0, 0, field="text", hint=EXAMPLE)

    def started(self, clock: ClockTime, word: Word) -> datetime | None:
        """Return the moment of a start that was said, None for one that cannot be."""
        try:
            begin = wall_moment(self.day or self.today, clock, self.zone)
        except InputError as error:
            self.after_all_wrong(word, str(error), field=error.field, hint=error.hint)
            return None
        if self.timer and begin > self.now:
            self.after_all_wrong(word, f'"{word.text}" is still to come; a timer starts now or earlier.', field="start")
        return begin

    def notice(self, begin: datetime | None, text: list[Word]) -> None:
        """Note what was taken as said but looks odd."""
        said = self.said
        notes: list[str] = []
        if begin is not None and begin.astimezone(self.now.tzinfo) + timedelta(
            seconds=said.seconds or 0
        ) > self.now + timedelta(minutes=1):
            notes.append("This lies ahead of now; say yesterday if you meant the day before.")
        elif said.day > self.today.isoformat():
            notes.append("This day is still to come.")
        if said.seconds is not None and said.seconds > 24 * 3600:
            notes.append("That is more than a day; undo takes it back if it was a slip.")
        if said.seconds is None and not self.timer and text and not text[-1].plain and ":" in text[-1].text:
            try:
                clock = read_clock(text[-1].text)
            except InputError:
                clock = None
            if clock is not None:
                length = written_length(max(60, (clock.hour * 60 + clock.minute) * 60))
                notes.append(f'"{text[-1].text}" was kept as text; a length is written {length}.')
        said.notes = tuple(notes)


_EXAMPLES = {
    "--tag": "admin", "--project": "acme", "--stress": "3", "--liking": "2", "--skill": "2", "--start": "9:00",
    "--date": "yesterday", "--length": "45m",
}  # fmt: skip


def _nearest(word: str, choices: Sequence[str]) -> str:
    """Return the choice that looks most like `word`, or nothing; only slips pay for the import."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, choices, 1, 0.6)), "")


def read_line(words: str | Sequence[str], now: datetime, *, timer: bool = False) -> tuple[ParsedLine, LineError | None]:
    """Return what a line says and its first problem, if any; for colouring and hints while it is typed.

    `words` is the typed line or the shell's arguments; offsets of the pieces count in the line, or in the arguments
    joined by one space. `now` is aware. A timer's line takes no length and no day.
    """
    reader = _Reader(now, timer)
    reader.read(words_of_line(words) if isinstance(words, str) else words_of_arguments(words))
    reader.said.pieces = tuple(sorted(reader.pieces, key=lambda piece: piece.start))
    return reader.said, reader.problem


def parse_line(words: str | Sequence[str], now: datetime, *, timer: bool = False) -> ParsedLine:
    """Return what a line says; raises LineError, which names the word and a better one, for what cannot be read."""
    said, problem = read_line(words, now, timer=timer)
    if problem is not None:
        raise problem
    return said
