"""The quick log: log, start, stop, cancel and status; one durable line into the inbox, without the workspace."""

import os
import sys
from datetime import datetime

from outsource_tui.config.paths import find_paths
from outsource_tui.domain.dates import back_from, clock_length, local_zone, parse_clock, spoken_length, wall_end
from outsource_tui.domain.errors import InputError, OutsourceError
from outsource_tui.domain.formats import clock, clock_of, full_date
from outsource_tui.domain.ids import new_id
from outsource_tui.domain.quick_line import EXAMPLE, parse_line
from outsource_tui.domain.text import clean_line, harmless_json, sentence, shortened
from outsource_tui.store import files, inbox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from outsource_tui.store.captures import Captured

COMMANDS = ("log", "start", "stop", "cancel", "status")
FORGOTTEN = 12 * 3600
"""As the settings have it unless changed; the quick log does not open the workspace to look."""
_TEXT = 60
_SHORT = 32

_HELP = {
    "log": f"""Usage: outsource log TEXT... [LENGTH or RANGE] [DAY] [+tag ...] [@project] [:mark ...]

Log what you did. Without a start it ended just now; without a length it waits on Today.

  LENGTH  45m, 90min, 1h30, 1.5h        RANGE  9-10:30, 9:00-10:30, 23:00-1:00
  DAY     yesterday, monday, 2026-11-20   (length, range and day stand first or last)
  MARKS   :like :dislike :weak :late, and :0 to :5 for the stress

Options:
  --stress N, --liking N, --skill N   figures instead of marks
  --like, --dislike, --weak, --late   the marks, spelt out
  --tag X, --project X                as +X and @X
  --start 9:00, --date yesterday, --length 45m
  --json                              print the entry as JSON
  --at DIR                            keep everything in this folder
  --                                  what follows is text, whatever it starts with

Example: {EXAMPLE}
""",
    "start": """Usage: outsource start TEXT... [+tag ...] [@project] [:mark ...] [--start 9:00]

Start a timer. One that runs is stopped first. Marks and options are those of `outsource log`.

Example: outsource start "Monthly invoices" +admin @acme
""",
    "stop": """Usage: outsource stop [--end 17:30] [--json] [--at DIR]

Stop the timer and keep its entry; --end says when it really ended.
""",
    "cancel": """Usage: outsource cancel [--json] [--at DIR]

Throw the running timer away.
""",
    "status": """Usage: outsource status [--short] [--json] [--at DIR]

Say what is being timed; --short is one line for shell prompts and status bars.
""",
}


class _Request:
    """What the arguments ask for, beside the words of the line."""

    __slots__ = ("at", "end", "help", "json", "short", "words")

    def __init__(self) -> None:
        self.at: str | None = None
        self.end: str | None = None
        self.help = False
        self.json = False
        self.short = False
        self.words: list[str] = []


def _request(command: str, arguments: list[str]) -> _Request:
    """Sort the arguments of a capture command; InputError for an option it does not have."""
    asked = _Request()
    lined = command in ("log", "start")
    values = {"--at": "at", **({"--end": "end"} if command == "stop" else {})}
    place = 0
    while place < len(arguments):
        word = arguments[place]
        name, equals, value = word.partition("=")
        place += 1
        if word == "--":
            asked.words += arguments[place - 1 :]
            break
        if name in values:
            if not equals:
                if place == len(arguments):
                    example = "--at ~/work" if name == "--at" else "--end 17:30"
                    raise InputError(f"{name} needs a value, for example {example}.")
                value = arguments[place]
                place += 1
            setattr(asked, values[name], value)
        elif word in ("-h", "--help"):
            asked.help = True
        elif word == "--json":
            asked.json = True
        elif word == "--short" and command == "status":
            asked.short = True
        else:
            asked.words.append(word)
    if not lined and asked.words and not asked.help:
        word = clean_line(asked.words[0])[:40]
        options = ["--json", "--at", "--help", *(["--short"] if command == "status" else []), *values]
        if word.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(word, options, 1)
            advice = f"did you mean {near[0]}?" if near else f"see outsource {command} --help."
            raise InputError(f'"{word}" is no option of {command}; {advice}')
        raise InputError(f'{command} takes no words, but got "{word}"; see outsource {command} --help.')
    return asked


def _now() -> datetime:
    return datetime.now().astimezone()


def _running(folder: str) -> "Captured | None":
    """Return the running timer; lines that were logged whole are skipped unread, so that a long inbox costs little."""
    path = os.path.join(folder, files.INBOX)
    try:
        found = files.read_file(path)
    except OSError as error:
        raise files.explain(error, "read", path) from error
    if found is None:
        return None
    timers = [line for line in found[0].split(b"\n") if b'"do"' in line and b'"do": "log"' not in line]
    if not timers:
        return None
    from outsource_tui.store.captures import replay

    return replay(b"\n".join(timers)).running


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _end(start: str, seconds: int) -> datetime:
    return wall_end(datetime.fromisoformat(start), seconds)


def _document(entry_id: str, entry: dict[str, object]) -> dict[str, object]:
    """Return the entry as `--json` prints it: with its id and its end."""
    start, seconds = entry.get("start"), entry.get("seconds")
    end = None
    if isinstance(start, str) and isinstance(seconds, int):
        end = _end(start, seconds).isoformat(timespec="seconds")
    keys = ("day", "start", "seconds", "project", "tags", "stress", "liking", "skill", "postponed")
    document = {"id": entry_id, "text": entry.get("text"), **{key: entry.get(key) for key in keys}}
    document["end"] = end
    return document


def _details(entry: dict[str, object], today: str) -> list[str]:
    """Return what was said beside text and length: day, clock, project, tags, feelings."""
    found: list[str] = []
    start, seconds, day = entry.get("start"), entry.get("seconds"), entry.get("day")
    if day != today:
        found.append(full_date(str(day)))
    if isinstance(start, str):
        begun = clock_of(start, padded=True)
        end = _end(start, seconds) if isinstance(seconds, int) else None
        until = clock(end.hour, end.minute, padded=True) if end is not None else ""
        found.append(f"{begun}–{until}" if until else f"since {begun}")
    if entry.get("project"):
        found.append(f"@{shortened(str(entry['project']), 30)}")
    tags = entry.get("tags")
    if isinstance(tags, list) and tags:
        found.append(" ".join(f"+{shortened(str(tag), 30)}" for tag in tags))
    liking, skill, stress = entry.get("liking"), entry.get("skill"), entry.get("stress")
    feelings = []
    if isinstance(liking, int):
        feelings.append("liked" if liking >= 4 else "disliked" if liking <= 2 else "neither liked nor disliked")
    if isinstance(skill, int):
        feelings.append("weak at it" if skill <= 2 else f"skill {skill}")
    if entry.get("postponed"):
        feelings.append("put off before")
    if isinstance(stress, int):
        feelings.append(f"stress {stress}")
    return found + ([", ".join(feelings)] if feelings else [])


def _print(text: str) -> None:
    """Write to stdout whatever its encoding; a reader that has gone away is no failure of what was saved."""
    if sys.stdout is None:
        return
    data = (text + "\n").encode(sys.stdout.encoding or "utf-8", "replace")
    try:
        sys.stdout.flush()
        while data:
            data = data[os.write(1, data) :]
    except OSError:
        return


def _use_formats(path: str) -> None:
    """Write dates and times as the settings file asks; only who has one pays for reading it."""
    if os.path.exists(path):
        from outsource_tui.config.settings_file import use_formats

        complaint = use_formats(path)
        if complaint:
            _say(complaint)


def _say(text: str) -> None:
    """Write talk to stderr."""
    try:
        # stderr escapes what its encoding cannot show, so only a closed one fails.
        sys.stderr.write(sentence(text) + "\n")
    except OSError:
        return


def _coloured() -> bool:
    return (
        not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb" and sys.stdout is not None
    ) and sys.stdout.isatty()


def _line(verb: str, text: str, parts: list[str]) -> str:
    """Return one friendly line: what happened, to what, and the rest, in quiet colours on a terminal."""
    if _coloured():
        verb, text = f"\x1b[32m{verb:<7}\x1b[0m", f"\x1b[1m{text}\x1b[0m"
        return "  ".join([f"{verb}", text, *parts[:1], *(f"\x1b[2m{part}\x1b[22m" for part in parts[1:])])
    return "  ".join([f"{verb:<7}", text, *parts])


def _json(document: object) -> str:
    import json

    return harmless_json(json.dumps(document, ensure_ascii=False))


def _log(asked: _Request, folder: str, now: datetime) -> None:
    said = parse_line(asked.words, now)
    entry = said.entry()
    entry_id = new_id(_milliseconds(now))
    inbox.append_line(folder, {"id": entry_id, "at": now.isoformat(timespec="seconds"), "do": "log", "entry": entry})
    if asked.json:
        _print(_json(_document(entry_id, entry)))
    else:
        length = clock_length(said.seconds) if said.seconds is not None else "no length yet"
        today = now.date().isoformat()
        _print(_line("logged", shortened(said.text, _TEXT), [length, *_details(entry, today)]))
    for note in said.notes:
        _say(note)


def _elapsed(entry: dict[str, object], now: datetime) -> int:
    """Return how long a timer has run, in seconds; none when the clock was set back."""
    start = entry.get("start")
    if not isinstance(start, str):
        return 0
    try:
        return max(0, round((now - datetime.fromisoformat(start)).total_seconds()))
    except (ValueError, TypeError):
        return 0


def _start(asked: _Request, folder: str, now: datetime) -> None:
    said = parse_line(asked.words, now, timer=True)
    running = _running(folder)
    entry = said.entry()
    entry_id = new_id(_milliseconds(now))
    inbox.append_line(folder, {"id": entry_id, "at": now.isoformat(timespec="seconds"), "do": "start", "entry": entry})
    stopped = None
    if running is not None:
        # A start that names an earlier time ends what ran before at that time, unless it had not begun yet.
        begin = datetime.fromisoformat(said.start or "")
        early = begin < datetime.fromisoformat(running.entry["start"])
        stopped = {**running.entry, "seconds": _elapsed(running.entry, now if early else begin)}
        if not asked.json:
            _print(_stopped_line(stopped, now))
    if asked.json:
        document = _document(entry_id, entry)
        document["stopped"] = _document(running.id, stopped) if running is not None and stopped is not None else None
        _print(_json(document))
    else:
        _print(_line("started", shortened(said.text, _TEXT), _details(entry, now.date().isoformat())))


def _stopped_line(entry: dict[str, object], now: datetime) -> str:
    seconds = entry["seconds"]
    length = clock_length(seconds if isinstance(seconds, int) else None)
    return _line(
        "stopped", shortened(str(entry.get("text") or ""), _TEXT), [length, *_details(entry, now.date().isoformat())]
    )


_NOTHING_RUNS = 'No timer runs; start one with: outsource start "what you do"'


def _stop(asked: _Request, folder: str, now: datetime) -> None:
    running = _running(folder)
    if running is None:
        raise InputError(_NOTHING_RUNS)
    end = now
    if asked.end is not None:
        end = _ending(asked.end, running.entry, now)
    seconds = _elapsed(running.entry, end)
    inbox.append_line(
        folder,
        {
            "id": new_id(_milliseconds(now)),
            "at": end.isoformat(timespec="seconds"),
            "do": "stop",
            "target": running.id,
        },
    )
    entry = {**running.entry, "seconds": seconds}
    _print(_json(_document(running.id, entry)) if asked.json else _stopped_line(entry, now))
    if seconds > FORGOTTEN:
        _say(
            f"That timer ran {spoken_length(seconds)}; if you forgot it, take this back with outsource undo "
            "and say when it ended: outsource stop --end 17:30"
        )


def _ending(text: str, entry: dict[str, object], now: datetime) -> datetime:
    """Return the latest moment with that time of day up to now; InputError when the timer had not started yet."""
    clock = parse_clock(text)
    zone = local_zone(now)
    minutes = (clock.hour % 24) * 60 + clock.minute
    local = now.astimezone(zone)
    past = (local.hour * 60 + local.minute - minutes) % 1440 * 60 + local.second
    end = back_from(now, past, zone).replace(microsecond=0)
    start = entry.get("start")
    if isinstance(start, str) and end < datetime.fromisoformat(start):
        begun = clock_of(start, padded=True)
        raise InputError(
            f'"{clean_line(text)[:20]}" is before the timer started at {begun}; give a later end.', field="end"
        )
    return end


def _cancel(asked: _Request, folder: str, now: datetime) -> None:
    running = _running(folder)
    if running is None:
        raise InputError(_NOTHING_RUNS)
    line = {"id": new_id(_milliseconds(now)), "at": now.isoformat(timespec="seconds"), "do": "cancel"}
    inbox.append_line(folder, {**line, "target": running.id})
    if asked.json:
        _print(_json({"cancelled": _document(running.id, running.entry)}))
    else:
        length = clock_length(_elapsed(running.entry, now))
        _print(_line("cancelled", shortened(str(running.entry.get("text") or ""), _TEXT), [f"{length} not kept"]))


def _status(asked: _Request, folder: str, now: datetime) -> None:
    running = _running(folder)
    if running is None:
        if asked.json:
            _print('{"running": null}')
        else:
            _print("○ no timer" if asked.short else _NOTHING_RUNS)
        return
    seconds = _elapsed(running.entry, now)
    text = str(running.entry.get("text") or "")
    if asked.json:
        document = _document(running.id, running.entry)
        document["seconds"] = seconds
        _print(_json({"running": document}))
    elif asked.short:
        _print(f"{'▲' if seconds > FORGOTTEN else '●'} {shortened(text, _SHORT)} {clock_length(seconds)}")
    else:
        details = _details(running.entry, now.date().isoformat())
        _print(_line("running", shortened(text, _TEXT), [clock_length(seconds), *details]))
        if seconds > FORGOTTEN:
            _say("That is long; if you forgot it, say when it ended: outsource stop --end 17:30")


def main(command: str, arguments: list[str]) -> int:
    """Carry out one of COMMANDS with its arguments (`--at DIR` among them); return the exit code."""
    try:
        asked = _request(command, arguments)
        if asked.help:
            _print(_HELP[command].rstrip("\n"))
            return 0
        paths = find_paths(asked.at)
        if not asked.json:
            _use_formats(paths.settings_file)
        folder = paths.data_folder
        now = _now()
        {"log": _log, "start": _start, "stop": _stop, "cancel": _cancel, "status": _status}[command](asked, folder, now)
    except OutsourceError as error:
        _say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return 0
