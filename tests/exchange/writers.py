"""Writes made-up entries the way each time tracker would: the other half of the round trips."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class Made(NamedTuple):
    """A made-up entry: aware start to the second, whole seconds, texts."""

    start: datetime
    seconds: int
    text: str
    project: str
    client: str
    tags: tuple[str, ...]

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)


def clock(seconds: int) -> str:
    """Return seconds as HH:MM:SS."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def cell(text: str) -> str:
    """Return a quoted CSV cell."""
    return '"' + text.replace('"', '""') + '"'


def toggl(entries: Sequence[Made]) -> str:
    lines = [
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
    ]
    lines += [
        f"M,m@example.org,{cell(e.client)},{cell(e.project)},,{cell(e.text)},No,{e.start:%Y-%m-%d},{e.start:%H:%M:%S},"
        f"{e.end:%Y-%m-%d},{e.end:%H:%M:%S},{clock(e.seconds)},{cell(', '.join(e.tags))}"
        for e in entries
    ]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def clockify(entries: Sequence[Made]) -> str:
    lines = [
        '"Project";"Client";"Description";"Task";"User";"Group";"Email";"Tags";"Start Date";"Start Time";"End Date";'
        '"End Time";"Duration (h)";"Duration (decimal)"'
    ]
    lines += [
        f"{cell(e.project)};{cell(e.client)};{cell(e.text)};;M;;m@example.org;{cell(', '.join(e.tags))};"
        f"{e.start:%d.%m.%Y};{e.start:%I:%M:%S %p};{e.end:%d.%m.%Y};{e.end:%I:%M:%S %p};{clock(e.seconds)};"
        + f"{e.seconds / 3600:.2f}".replace(".", ",")
        for e in entries
    ]
    return "\n".join(lines) + "\n"


def harvest(entries: Sequence[Made]) -> str:
    lines = ["Date,Client,Project,Project Code,Task,Notes,Hours,First Name,Last Name"]
    lines += [
        f"{e.start:%Y-%m-%d},{cell(e.client)},{cell(e.project)},,,{cell(e.text)},"
        f"{cell(f'{e.seconds / 3600:.10f}'.replace('.', ','))},M,L"
        for e in entries
    ]
    return "\n".join(lines) + "\n"


def _compact(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def timewarrior_data(entries: Sequence[Made]) -> str:
    return "".join(
        f"inc {_compact(e.start)} - {_compact(e.end)} # {' '.join(map(_quoted, e.tags))} # {_quoted(e.text)}\n"
        for e in entries
    )


def timewarrior_json(entries: Sequence[Made]) -> str:
    values = [
        {"id": at, "start": _compact(e.start), "end": _compact(e.end), "tags": list(e.tags), "annotation": e.text}
        for at, e in enumerate(entries)
    ]
    return "temp.version: 1.7\n\n[\n" + ",\n".join(json.dumps(value) for value in values) + "\n]\n"


def watson(entries: Sequence[Made]) -> str:
    return json.dumps(
        [
            [int(e.start.timestamp()), int(e.end.timestamp()), e.project, f"frame{at}", list(e.tags), 0]
            for at, e in enumerate(entries)
        ],
        indent=1,
    )


def activitywatch(entries: Sequence[Made]) -> str:
    events = [
        {
            "id": at,
            "timestamp": e.start.isoformat(),
            "duration": float(e.seconds),
            "data": {"app": e.project, "title": e.text},
        }
        for at, e in enumerate(entries)
    ]
    bucket = {"type": "currentwindow", "hostname": "desk", "events": events}
    return json.dumps({"buckets": {"aw-watcher-window_desk": bucket}})


def org(entries: Sequence[Made]) -> str:
    lines = []
    for e in entries:
        tags = f" :{':'.join(e.tags)}:" if e.tags else ""
        lines.append(f"* TODO {e.text}{tags}\n:LOGBOOK:")
        lines.append(
            f"CLOCK: [{e.start:%Y-%m-%d %a %H:%M}]--[{e.end:%Y-%m-%d %a %H:%M}] =>  {e.seconds // 3600}:{e.seconds // 60 % 60:02}"  # noqa: E501
        )
        lines.append(":END:")
    return "\n".join(lines) + "\n"


def timeclock(entries: Sequence[Made]) -> str:
    return "".join(
        f"i {e.start:%Y/%m/%d %H:%M:%S} {e.project}  {e.text}\no {e.end:%Y/%m/%d %H:%M:%S} {e.project}\n"
        for e in entries
    )


def timedot(entries: Sequence[Made]) -> str:
    return "".join(f"{e.start:%Y-%m-%d}\n{e.project}  {e.seconds}s ; {e.text}\n\n" for e in entries)


def klog(entries: Sequence[Made]) -> str:
    return "".join(f"{e.start:%Y-%m-%d}\n    {e.seconds // 60}m {e.text}\n\n" for e in entries)


def ics(entries: Sequence[Made]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for at, e in enumerate(entries):
        text = e.text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
        lines += ["BEGIN:VEVENT", f"UID:{at}@made", f"DTSTART:{_compact(e.start)}", f"DURATION:PT{e.seconds}S"]
        lines += [f"SUMMARY:{text[:20]}", f" {text[20:]}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def table(entries: Sequence[Made]) -> str:
    lines = ["Begin\tUntil\tProject\tNotes\tLabels"]
    lines += [
        f"{e.start.isoformat()}\t{e.end.isoformat()}\t{cell(e.project)}\t{cell(e.text)}\t{cell(';'.join(e.tags))}"
        for e in entries
    ]
    return "\n".join(lines) + "\n"


class Writer(NamedTuple):
    """How a format is written, and what of an entry it can hold."""

    format: str
    write: Callable[[Sequence[Made]], str]
    holds: tuple[str, ...]
    unit: int = 1
    """Seconds of the finest length it can hold."""


ALL = "start seconds text project client tags".split()
WRITERS = {
    "toggl": Writer("toggl", toggl, tuple(ALL)),
    "clockify": Writer("clockify", clockify, tuple(ALL)),
    "harvest": Writer("harvest", harvest, ("day", "seconds", "text", "project", "client")),
    "timewarrior-data": Writer("timewarrior", timewarrior_data, ("start", "seconds", "text", "tags")),
    "timewarrior-json": Writer("timewarrior", timewarrior_json, ("start", "seconds", "text", "tags")),
    "watson": Writer("watson", watson, ("start", "seconds", "project", "tags")),
    "activitywatch": Writer("activitywatch", activitywatch, ("start", "seconds", "text", "project")),
    "org": Writer("org", org, ("start", "seconds", "text", "tags"), 60),
    "timeclock": Writer("timeclock", timeclock, ("start", "seconds", "text", "project")),
    "timedot": Writer("timeclock", timedot, ("day", "seconds", "text", "project")),
    "klog": Writer("klog", klog, ("day", "seconds", "text"), 60),
    "ics": Writer("ics", ics, ("start", "seconds", "text")),
    "csv": Writer("csv", table, ("start", "seconds", "text", "project", "tags")),
}
