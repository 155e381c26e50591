"""All import formats by name, and the one that tells which a file is."""

from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from outsource_tui.domain.errors import InputError
from outsource_tui.exchange.reading import Options, Progress, Reading, within
from outsource_tui.exchange.source import Source

AUTO = "auto"


class FormatModule(Protocol):
    """What each format's module offers."""

    NAME: str
    LABEL: str

    def sniff(self, source: Source) -> float:
        """Return how surely the file is of this format, from 0 to 1."""
        ...

    def read(self, source: Source, options: Options, progress: Progress | None = None) -> Reading:
        """Return the reading of a file that `sniff` accepted."""
        ...


class Format(NamedTuple):
    """One import format: its name on the command line, its module, what people call it, where to find such a file."""

    name: str
    module: str
    label: str
    hint: str


FORMATS = (
    Format("toggl", "toggl", "Toggl detailed report (CSV)", "Toggl: Reports, Detailed, Export as CSV"),
    Format("clockify", "clockify", "Clockify detailed report (CSV)", "Clockify: Reports, Detailed, Export as CSV"),
    Format("timewarrior", "timewarrior", "Timewarrior data or export", "timew export > log.json, or the .data files"),
    Format("watson", "watson", "Watson frames (JSON)", "the file named frames in Watson's folder"),
    Format("harvest", "harvest", "Harvest time report (CSV)", "Harvest: Reports, Detailed time, Export as CSV"),
    Format(
        "activitywatch", "activitywatch", "ActivityWatch export (JSON)", "ActivityWatch: Raw data, Export all buckets"
    ),
    Format("org", "org", "Org clock lines", "any .org or .org_archive file with CLOCK lines"),
    Format(
        "timeclock", "timeclock", "timeclock or timedot journal", "hledger and ledger: .timeclock, .timelog, .timedot"
    ),
    Format("klog", "klog", "klog records", "any .klg file"),
    Format("ics", "ics", "calendar (iCalendar)", "any .ics file a calendar exports"),
    Format("csv", "any_csv", "table with a header (CSV)", "any other table; columns are guessed or mapped"),
)
"""Every import format, in the order of the documentation."""

NAMES = tuple(known.name for known in FORMATS)


def module_of(name: str) -> FormatModule:
    """Return the module of a format; an unknown name is refused with the names that exist."""
    for known in FORMATS:
        if known.name == name:
            return cast(FormatModule, import_module(f"outsource_tui.exchange.{known.module}"))
    raise InputError(f"“{name[:40]}” is not an import format; use one of {', '.join(NAMES)} or {AUTO}.", field="format")


def detect(source: Source) -> str:
    """Return the name of the format a file most surely has; a file that is no time log is refused."""
    found = max(((module_of(known.name).sniff(source), -at, known.name) for at, known in enumerate(FORMATS)))
    if found[0] <= 0:
        raise InputError(
            f"{source.name} is not a time log in a format known here; name the format, or map a table with csv and "
            "--map."
        )
    return found[2]


def read(name: str, source: Source, options: Options | None = None, progress: Progress | None = None) -> Reading:
    """Return the reading of a file in the named format (or `auto`); a file of another format is refused."""
    options = options or Options()
    if options.dates not in (None, "dmy", "mdy"):
        raise InputError(f"“{options.dates[:20]}” is no order of dates; use dmy or mdy.", field="dates")
    if options.since and options.until and options.since > options.until:
        raise InputError("The range asked for ends before it starts; swap --since and --until.", field="until")
    if name == AUTO:
        name = "csv" if options.mapping else detect(source)
    module = module_of(name)
    # A table is told apart by its columns, which the user may have to name: it says itself what is missing.
    if name != "csv" and module.sniff(source) <= 0:
        if not source.head.strip():
            raise InputError(f"{source.name} is empty; export it again and check its size.")
        raise InputError(
            f"{source.name} is not a {module.LABEL} file; name its real format or try auto.", field="format"
        )
    reading = module.read(source, options, progress)
    if options.since or options.until:
        reading.entries = within(reading.entries, options, reading)
    return reading


def read_path(name: str, path: Path, options: Options | None = None, progress: Progress | None = None) -> Reading:
    """Return the reading of the file at `path` in the named format (or `auto`)."""
    return read(name, Source.from_path(path), options, progress)
