"""Calendars: zones, durations, series, all-day events, several calendars in one file."""

import pytest

from tests.exchange.helpers import BERLIN, day, planned, prints, shown


def calendar(*events: str, head: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{body}END:VCALENDAR\r\n"


DAILY = "UID:s\r\nSUMMARY:Call\r\nDTSTART;TZID=Europe/Berlin:20260327T090000\r\nDURATION:PT30M\r\nRRULE:FREQ=DAILY"
MARCH = {"since": day("2026-03-27"), "until": day("2026-03-31")}


@pytest.mark.parametrize(
    ("start", "end", "shown_start", "seconds"),
    [
        ("DTSTART:20260302T090000Z", "DTEND:20260302T103000Z", "2026-03-02T10:00:00+01:00", 5400),
        ("DTSTART;TZID=America/New_York:20260302T090000", "DURATION:PT1H30M", "2026-03-02T15:00:00+01:00", 5400),
        ("DTSTART:20260302T090000", "DTEND:20260302T103000", "2026-03-02T09:00:00+01:00", 5400),
        ("DTSTART;TZID=W. Europe Standard Time:20260302T090000", "DURATION:P1D", "2026-03-02T09:00:00+01:00", 86400),
        (
            'DTSTART;TZID="/mozilla.org/20050126_1/Europe/Berlin":20260302T090000',
            "DURATION:PT1H",
            "2026-03-02T09:00:00+01:00",
            3600,
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20260329T013000",
            "DTEND;TZID=Europe/Berlin:20260329T033000",
            "2026-03-29T01:30:00+01:00",
            3600,
        ),
    ],
)
def test_zones_and_ends(start: str, end: str, shown_start: str, seconds: int) -> None:
    plan = planned("ics", calendar(f"UID:1\r\nSUMMARY:A\r\n{start}\r\n{end}"), tz=BERLIN)
    assert shown(plan, "start", "seconds") == [(shown_start, seconds)]


def test_a_zone_of_the_calendars_own() -> None:
    head = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\n"
        "END:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    plan = planned("ics", calendar("UID:1\r\nDTSTART;TZID=Ours:20260302T090000\r\nDURATION:PT1H", head=head))
    assert shown(plan, "start") == ["2026-03-02T06:00:00+00:00"]


def test_an_unknown_zone_is_read_as_local_and_said() -> None:
    plan = planned("ics", calendar("UID:1\r\nDTSTART;TZID=Moon/Base:20260302T090000\r\nDURATION:PT1H"), tz=BERLIN)
    assert shown(plan, "start") == ["2026-03-02T09:00:00+01:00"]
    assert plan.notes == ["the zone Moon/Base is unknown, its times were read as local"]


def test_all_day_cancelled_and_endless_events() -> None:
    text = calendar(
        "UID:1\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303",
        "UID:2\r\nSTATUS:CANCELLED\r\nDTSTART:20260302T090000Z\r\nDURATION:PT1H",
        "UID:3\r\nDTSTART:20260302T090000Z",
        "UID:4\r\nDTSTART:20261302T090000Z\r\nDURATION:PT1H",
        "UID:5\r\nSUMMARY:None",
    )
    plan = planned("ics", text)
    assert not plan.documents
    assert plan.running == 1
    assert plan.notes == ["all-day event left out: “Holiday” on 2026-03-02", "1 cancelled left out"]
    assert len(plan.rejected) == 2


def test_text_categories_alarm_and_calendar_name() -> None:
    event = (
        "UID:1\r\nSUMMARY:Menu\\, page\\nand \r\n more\r\nCATEGORIES:a,b\\,c\r\nDTSTART:20260302T090000Z\r\nDURATION:PT1H\r\n"  # noqa: E501
        "BEGIN:VALARM\r\nDURATION:PT5M\r\nSUMMARY:Alarm\r\nEND:VALARM"
    )
    plan = planned("ics", calendar(event, head="X-WR-CALNAME:Studio\r\n"))
    assert shown(plan, "text", "project", "tags", "seconds") == [("Menu, page and more", "Studio", ["a", "b,c"], 3600)]


def test_several_calendars_in_one_file() -> None:
    event = "DTSTART:20260302T090000Z\r\nDURATION:PT1H"
    text = calendar(f"UID:1\r\n{event}", head="X-WR-CALNAME:One\r\n") + calendar(f"UID:2\r\n{event}")
    assert shown(planned("ics", text), "project") == ["One", ""]


def test_series_without_a_range_gives_its_first_time_only() -> None:
    plan = planned("ics", calendar(f"{DAILY};COUNT=5"), tz=BERLIN)
    assert shown(plan, "start") == ["2026-03-27T09:00:00+01:00"]
    assert "--since and --until" in plan.notes[0]


def test_series_inside_a_range_keeps_its_clock_time_over_the_change() -> None:
    exdate = (
        "\r\nEXDATE;TZID=Europe/Berlin:20260328T090000\r\nRDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260331T150000/PT2H"
    )
    moved = "UID:s\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260330T090000\r\nSUMMARY:Late\r\nDTSTART;TZID=Europe/Berlin:20260330T110000\r\nDURATION:PT45M"  # noqa: E501
    text = calendar(DAILY + ";COUNT=10" + exdate, moved)
    plan = planned("ics", text, tz=BERLIN, **MARCH)
    assert shown(plan, "start", "seconds") == [
        ("2026-03-27T09:00:00+01:00", 1800),
        ("2026-03-29T09:00:00+02:00", 1800),
        ("2026-03-31T09:00:00+02:00", 1800),
        ("2026-03-31T15:00:00+02:00", 7200),
        ("2026-03-30T11:00:00+02:00", 2700),
    ]
    first_only = planned("ics", text, tz=BERLIN)
    assert prints(first_only) <= prints(plan)


def test_series_ends_where_it_says() -> None:
    plan = planned("ics", calendar(DAILY + ";UNTIL=20260329T070000Z"), tz=BERLIN, **MARCH)
    assert shown(plan, "day") == ["2026-03-27", "2026-03-28", "2026-03-29"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=NEVER",
        "FREQ=DAILY;COUNT=x",
        "",
        "FREQ=DAILY;UNTIL=never",
        "FREQ=YEARLY;BYDAY=XX",
        "INTERVAL=2",
    ],
)
def test_hostile_rules_are_rejected(rule: str) -> None:
    text = calendar(
        f"UID:1\r\nDTSTART:20260302T090000Z\r\nDURATION:PT1H\r\nRRULE:{rule}", DAILY.replace("DAILY", "DAILY;COUNT=2")
    )
    plan = planned("ics", text, since=day("2026-03-01"), until=day("2026-03-31"))
    assert shown(plan, "text") == ["Call", "Call"]
    assert len(plan.rejected) == 1


def test_an_impossible_day_ends_quickly() -> None:
    rule = "UID:1\r\nDTSTART:20000302T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    plan = planned("ics", calendar(rule), since=day("2026-03-01"), until=day("2026-03-31"))
    assert not plan.documents


def test_a_uid_used_twice_for_different_times_loses_nothing() -> None:
    text = calendar(
        "UID:1\r\nDTSTART:20260302T090000Z\r\nDURATION:PT1H", "UID:1\r\nDTSTART:20260303T090000Z\r\nDURATION:PT1H"
    )
    plan = planned("ics", text)
    assert len(plan.documents) == 2
    assert not planned("ics", text, prints(plan)).documents


def test_an_event_that_never_ends_is_rejected_and_the_next_comes_in() -> None:
    text = calendar("UID:1\r\nDTSTART:20260302T090000Z\r\nDURATION:PT1H").replace("END:VEVENT\r\n", "", 1)
    text = text.replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260303T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR",
    )
    plan = planned("ics", text)
    assert shown(plan, "day") == ["2026-03-03"]
    assert plan.rejected[0].reason == "the event is not ended"
