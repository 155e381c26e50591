"""Timewarrior, Watson, ActivityWatch, Org, timeclock, timedot and klog: every quirk that real files have."""

import json

import pytest

from outsource_tui.domain.errors import InputError
from tests.exchange.helpers import BERLIN, planned, prints, shown


def test_timewarrior_tail() -> None:
    text = (
        'inc 20260302T080000Z - 20260302T090000Z # tag "two words" "quo\\"te" # "an \\"annotation\\""\n'
        'inc 20260302T090000Z - 20260302T100000Z # # "only a note"\n'
        "inc 20260302T100000Z - 20260302T110000Z # b a\n"
        "inc 20260302T110000Z - 20260302T120000Z\n"
        "exc 20260302T110000Z - 20260302T120000Z\n"
        "inc 20260302T130000Z # open\n"
        "inc 20261302T130000Z - 20260302T140000Z\n"
        "rubbish\n"
    )
    plan = planned("timewarrior", text, tz=BERLIN)
    assert shown(plan, "text", "tags") == [
        ('an "annotation"', ["tag", "two words", 'quo"te']),
        ("only a note", []),
        ("a b", ["b", "a"]),
        ("", []),
    ]
    assert shown(plan, "start")[0] == "2026-03-02T09:00:00+01:00"
    assert plan.running == 1
    assert [reject.where for reject in plan.rejected] == ["line 7", "line 8"]


def test_timewarrior_ids_are_positions() -> None:
    first = planned("timewarrior", '[{"id":1,"start":"20260302T080000Z","end":"20260302T090000Z"}]')
    later = planned(
        "timewarrior",
        '[{"id":2,"start":"20260302T080000Z","end":"20260302T090000Z"},{"id":1,"start":"20260303T080000Z","end":"20260303T090000Z"}]',
        prints(first),
    )
    assert (later.duplicates, shown(later, "day")) == (1, ["2026-03-03"])


def test_timewarrior_json_goes_on_behind_damage() -> None:
    text = '[\n{"start":"20260302T080000Z","end":"20260302T090000Z"},\n{"start":"2026,\n{"start":"20260303T080000Z","end":"20260303T090000Z"},\n{"start":7}\n]'  # noqa: E501
    plan = planned("timewarrior", text)
    assert shown(plan, "day") == ["2026-03-02", "2026-03-03"]
    assert [reject.where for reject in plan.rejected] == ["line 3", "line 5"]


def test_month_long_interval_is_kept_and_flagged() -> None:
    plan = planned("timewarrior", "inc 20210201T000000Z - 20210301T000000Z # Tag1\n")
    assert plan.seconds == 28 * 86400
    assert plan.flagged[0].reason == "it lasts 672 h, more than a day"


def test_watson_frames() -> None:
    frames = [
        [4000, 4015, "foo", "a", ["x", "x"], 4015],
        [4015, None, "open", "b", [], 0],
        [4020, 4023, "bar", "c"],
        [1e300, 5, "far", "d", [], 0],
        ["x"],
        [4030, 4031, "foo", "a", [], 0],
    ]
    plan = planned("watson", json.dumps(frames, indent=1))
    assert shown(plan, "day", "seconds", "project", "tags", "text") == [
        ("1970-01-01", 15, "foo", ["x"], ""),
        ("1970-01-01", 3, "bar", [], ""),
        ("1970-01-01", 1, "foo", [], ""),
    ]
    assert (plan.running, len(plan.rejected)) == (1, 2)
    assert shown(plan, "fingerprint")[0] == "watson:a"


def test_an_edited_watson_frame_is_still_the_same() -> None:
    first = planned("watson", '[[4000, 4015, "foo", "a", [], 4015]]')
    again = planned("watson", '[[4000, 4915, "renamed", "a", ["new"], 9999]]', prints(first))
    assert (again.duplicates, list(again.documents)) == (1, [])


@pytest.mark.parametrize("name", ["watson", "timewarrior", "activitywatch", "auto"])
@pytest.mark.parametrize(
    "text",
    [
        '{"buckets":' + "[" * 100_000,
        '[[1,2,"p","i",' + "[" * 100_000,
        '[{"start":"20260302T080000Z","tags":' + '{"a":' * 50_000,
        '{"buckets": {"a": {"events": NaN}}}',
        '{"buckets": 5}',
        '{"buckets": ' + "9" * 6000 + "}",
    ],
)
def test_hostile_json_is_answered_with_a_sentence(name: str, text: str) -> None:
    said = ""
    stored: list[object] = []
    try:
        stored.extend(planned(name, text).documents)
    except InputError as error:
        said = str(error)
    assert stored == []
    assert len(said) < 300


def bucket(kind: str, events: list[tuple[str, float, dict[str, str]]], host: str = "desk") -> dict[str, object]:
    return {
        "type": kind,
        "hostname": host,
        "events": [
            {"timestamp": f"2026-03-02T{at}Z", "duration": length, "data": data}
            for at, length, data in reversed(events)
        ],
    }


def test_activitywatch_takes_window_time_minus_absence() -> None:
    draw, mail = {"app": "Draw", "title": "menu.svg"}, {"app": "Mail", "title": ""}
    data = {
        "buckets": {
            "w": bucket("currentwindow", [("09:00:00", 600, draw), ("09:10:00", 0, mail), ("09:10:00", 1200.5, mail)]),
            "a": bucket("afkstatus", [("09:05:00", 60, {"status": "afk"}), ("09:06:00", 900, {"status": "not-afk"})]),
            "other-host": bucket("afkstatus", [("09:00:00", 9000, {"status": "afk"})], "laptop"),
            "web": bucket("web.tab.current", [("09:00:00", 600, {"title": "x", "url": "y"})]),
        }
    }
    plan = planned("activitywatch", json.dumps(data))
    assert shown(plan, "start", "seconds", "text", "project") == [
        ("2026-03-02T09:00:00+00:00", 540, "menu.svg", "Draw"),
        ("2026-03-02T09:10:00+00:00", 1200.5, "Mail", "Mail"),
    ]
    assert plan.seconds == 1740.5
    assert any("1 of web" in note for note in plan.notes)


def test_activitywatch_events_in_a_map_of_their_own_and_without_windows() -> None:
    event = {"timestamp": "2026-03-02T09:00:00.123456789+00:00", "duration": 5, "data": {"app": "A", "title": "T"}}
    apart = {
        "buckets": {"b": {"type": "currentwindow", "hostname": "h"}},
        "events": {"b": [event, {"timestamp": 5}, 7]},
    }
    plan = planned("activitywatch", json.dumps(apart))
    assert (plan.seconds, len(plan.rejected)) == (5, 2)
    empty = planned("activitywatch", json.dumps({"buckets": {"a": bucket("afkstatus", [])}}))
    assert not empty.documents
    assert "no window bucket" in empty.notes[0]


def test_activitywatch_exported_again_later_adds_only_what_is_new() -> None:
    early = {"buckets": {"w": bucket("currentwindow", [("09:00:00", 30, {"app": "A", "title": "T"})])}}
    late = {
        "buckets": {
            "w": bucket(
                "currentwindow",
                [("09:00:00", 90, {"app": "A", "title": "T"}), ("09:02:00", 30, {"app": "B", "title": ""})],
            )
        }
    }
    first = planned("activitywatch", json.dumps(early))
    again = planned("activitywatch", json.dumps(late), prints(first))
    assert (again.duplicates, shown(again, "project")) == (1, ["B"])


def test_org_headings_tags_and_sums() -> None:
    text = (
        "#+FILETAGS: :own:\n#+TODO: READY | SHIPPED\n* Client :client:\n:PROPERTIES:\n:CATEGORY: Harbour\n:END:\n"
        "** SHIPPED [#B] Menu [[https://example.org][page]] [2/3] :design:\n:LOGBOOK:\n"
        "CLOCK: [2012-10-26 Fri 16:01]\n"
        "CLOCK: [2012-10-26 Fri 14:30]--[2012-10-26 Fri 15:40] =>  1:10\n"
        "CLOCK: [2012-10-26 fre. 13:00]--[2012-10-26 13:30]\n"
        "CLOCK: [2012-10-25 Thu 23:30]--[2012-10-26 Fri 00:15] => 0:45\n"
        "CLOCK: [2012-10-26 Fri 14:30]--[2012-10-26\n"
        "CLOCK: [2012-10-36 Fri 14:30]--[2012-10-26 Fri 15:40] =>  1:10\n"
        ":END:\n#+BEGIN_EXAMPLE\nCLOCK: [2012-10-26 Fri 14:30]--[2012-10-26 Fri 15:40] =>  1:10\n#+END_EXAMPLE\n"
        "  CLOCK: [2012-10-27 Sat 10:00]--[2012-10-27 Sat 09:00] => -1:00\n"
    )
    plan = planned("org", text)
    assert shown(plan, "text", "project", "tags")[0] == ("Menu page", "Harbour", ["own", "client", "design"])
    assert shown(plan, "seconds") == [4200, 1800, 2700, -3600]
    assert plan.running == 1
    assert [reject.where for reject in plan.rejected] == ["line 13", "line 14"]
    assert plan.flagged[0].reason == "its length is negative"


def test_org_archive_names_where_it_was() -> None:
    text = "* DONE Old :ARCHIVE:\n:PROPERTIES:\n:ARCHIVE_OLPATH: Client/Old things\n:END:\nCLOCK: [2012-10-26 Fri 14:30]--[2012-10-26 Fri 15:40] =>  1:10\n"  # noqa: E501
    assert shown(planned("org", text), "text", "project", "tags") == [("Old", "Client", [])]


def test_org_sum_wins_over_the_clock_when_it_changes() -> None:
    text = "* T\nCLOCK: [2026-03-29 Sun 01:30]--[2026-03-29 Sun 03:30] =>  1:00\nCLOCK: [2026-03-29 Sun 01:30]--[2026-03-29 Sun 03:30]\n"  # noqa: E501
    assert shown(planned("org", text, tz=BERLIN), "seconds") == [3600, 3600]


def test_timeclock_sessions() -> None:
    text = (
        "; comment\nh 8.0\nb 2015/03/30 08:00:00 0\n# another\n"
        "i 2015/03/30 09:00:00 a:b  first thing  ; note\nI 2015-03-30 09:30:00 c d\n"
        "o 2015/03/30 10:00:00 a:b\nO 2015/03/30 10:30:00\n"
        "i 2015.03.30 22:00 night\no 2015.03.31 01:00 what I did\n"
        "o 2015/03/31 09:00:00\ni 2015/13/31 09:00:00 x\ni 2015/03/31 12:00:00 back\no 2015/03/31 11:00:00\n"
        "i 2015/04/01 09:00:00 one\ni 2015/04/01 09:00:00 two\no 2015/04/01 10:00:00 three\ni what\n"
    )
    plan = planned("timeclock", text)
    assert shown(plan, "start", "seconds", "project", "text") == [
        ("2015-03-30T09:00:00+00:00", 3600, "a:b", "first thing"),
        ("2015-03-30T09:30:00+00:00", 3600, "c d", ""),
        ("2015-03-30T22:00:00+00:00", 10800, "night", "what I did"),
    ]
    assert plan.running == 2
    assert [(reject.where, reject.reason.split(" (")[0]) for reject in plan.rejected] == [
        ("line 11", "it clocks out what was never clocked in"),
        ("line 12", "the date “2015/13/31” has no month 13"),
        ("line 14", "it clocks out before it was clocked in"),
        ("line 17", "it clocks out “three”, which is not clocked in"),
        ("line 18", "it is not a clock line like “i 2015/03/30 09:00:00 account”"),
    ]


def test_timedot_amounts() -> None:
    text = (
        "# comment\n2016-02-01 about\na:b   .... ..\nc d  1.5h ; note\ne\t90m\nf  30s\ng  2\nh  .\n\n* 2016/02/02\n"
        "  i  1d\nj  aab\nk  lots!\n\n2016-02-31\nl  1h\n"
    )
    plan = planned("timeclock", text)
    assert shown(plan, "day", "start", "seconds", "project", "text", "tags") == [
        ("2016-02-01", None, 5400, "a:b", "about", []),
        ("2016-02-01", None, 5400, "c d", "note", []),
        ("2016-02-01", None, 5400, "e", "about", []),
        ("2016-02-01", None, 30, "f", "about", []),
        ("2016-02-01", None, 7200, "g", "about", []),
        ("2016-02-01", None, 900, "h", "about", []),
        ("2016-02-02", None, 86400, "i", "", []),
        ("2016-02-02", None, 1800, "j", "", ["a"]),
        ("2016-02-02", None, 900, "j", "", ["b"]),
    ]
    assert [reject.where for reject in plan.rejected] == ["line 13", "line 15", "line 16"]


def test_klog_records() -> None:
    text = (
        '2018-01-01 (8h!)\nSummary #day\n  8:30 - 9:30 Work #tag=value #more="two words"\n  1h20m\n  -45m Lunch\n  9:00 - ?\n'  # noqa: E501
        "  10:00-??? open too\n  <23:00 - 6:00 late\n  22:00 - 1:00> later\n  9:00am - 1:00pm half\n  23:00 - 24:00\n  +30m\n"  # noqa: E501
        "  9:00 - 8:00 backwards\n  25:00 - 26:00\n  1h75m\n  nonsense\n\n2018/01/02\n\t15m\n\t\tand more\n\n2018-13-01\n  1h\n"  # noqa: E501
    )
    plan = planned("klog", text)
    assert shown(plan, "day", "seconds", "text") == [
        ("2018-01-01", 3600, 'Work #tag=value #more="two words"'),
        ("2018-01-01", 4800, "Summary #day"),
        ("2018-01-01", -2700, "Lunch"),
        ("2017-12-31", 25200, "late"),
        ("2018-01-01", 10800, "later"),
        ("2018-01-01", 14400, "half"),
        ("2018-01-01", 3600, "Summary #day"),
        ("2018-01-01", 1800, "Summary #day"),
        ("2018-01-02", 900, "and more"),
    ]
    assert shown(plan, "tags")[0] == ["day", "tag=value", "more=two words"]
    assert shown(plan, "tags")[2] == ["day", "break"]
    assert plan.running == 2
    assert [reject.where for reject in plan.rejected] == [f"line {number}" for number in (13, 14, 15, 16, 22, 23)]
