"""The line grammar of section 5: what counts, where, and what a slip is told."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.dates import (
    clock_length,
    parse_clock,
    parse_day,
    parse_length,
    read_day,
    read_length,
    spoken_length,
    written_length,
)
from outsource_tui.domain.errors import InputError
from outsource_tui.domain.line_writing import write_line
from outsource_tui.domain.quick_line import LineError, parse_line, read_line

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=BERLIN)  # a Monday


def test_the_line_of_the_readme_says_everything_at_once() -> None:
    said = parse_line(["Chased late invoices", "45m", "+admin", "@acme", ":dislike", ":4"], NOW)
    assert said.text == "Chased late invoices"
    assert said.seconds == 2700
    assert said.start == "2026-11-23T17:15:00+01:00"
    assert said.day == "2026-11-23"
    assert (said.tags, said.project) == (("admin",), "acme")
    assert (said.liking, said.stress, said.skill, said.postponed) == (2, 4, None, 0)


def test_one_quoted_line_and_single_words_say_the_same() -> None:
    line = "Chased late invoices 45m +admin @acme :dislike :4"
    assert parse_line([line], NOW).entry() == parse_line(line.split(), NOW).entry() == parse_line(line, NOW).entry()


@pytest.mark.parametrize(
    ("word", "seconds"),
    [
        ("45m", 2700),
        ("90min", 5400),
        ("1h30", 5400),
        ("1h30m", 5400),
        ("1h5", 3900),
        ("1,5h", 5400),
        ("1.5h", 5400),
        (".5h", 1800),
        ("2h", 7200),
        ("2hrs", 7200),
        ("1H30M", 5400),
        ("0.25h", 900),
        ("1h 30m", 5400),
        ("45 min", 2700),
        ("1 h 30 min", 5400),
        ("1h 30 min", 5400),
        ("1 h 30m", 5400),
        ("2 hours", 7200),
    ],
)
def test_a_length_is_read(word: str, seconds: int) -> None:
    said = parse_line(f"Wrote offer {word}", NOW)
    assert (said.text, said.seconds) == ("Wrote offer", seconds)
    assert parse_line(f"{word} Wrote offer", NOW).seconds == seconds
    assert parse_length(word) == seconds


@pytest.mark.parametrize("word", ["45", "2026", "1h30x", "h30", "1:30", "m45", "5s", "1..5h", "2x45m", "v1.2", "１h"])
def test_what_is_no_length_stays_text(word: str) -> None:
    said = parse_line(f"Room {word}", NOW)
    assert (said.text, said.seconds, said.start) == (f"Room {word}", None, None)


def test_last_before_a_weekday_is_part_of_the_day() -> None:
    assert (parse_line("last monday Call 1h", NOW).text, parse_line("last monday Call 1h", NOW).day) == (
        "Call",
        "2026-11-16",
    )
    assert (parse_line("Call last fri", NOW).text, parse_line("Call last fri", NOW).day) == ("Call", "2026-11-20")
    assert parse_line("Call the last today", NOW).text == "Call the last"
    assert parse_line("This was the last", NOW).text == "This was the last"
    assert parse_line("run 5 k 30 min", NOW).text == "run 5 k"


def test_a_clock_like_last_word_stays_text_and_says_how_a_length_is_written() -> None:
    said = parse_line("Wrote offer 1:30", NOW)
    assert said.seconds is None
    assert said.notes == ('"1:30" was kept as text; a length is written 1h30.',)
    assert parse_length("1:30") == 5400


@pytest.mark.parametrize(
    ("word", "start", "seconds"),
    [
        ("9-10:30", "09:00", 5400),
        ("9:00-10:30", "09:00", 5400),
        ("9:00–10:30", "09:00", 5400),
        ("9:00 - 10:30", "09:00", 5400),
        ("9h30-10h", "09:30", 1800),
        ("2pm-3:30pm", "14:00", 5400),
        ("2-3:30pm", "14:00", 5400),
        ("11-1pm", "11:00", 7200),
        ("16:00-17:59", "16:00", 7140),
        ("0:00-24:00", "00:00", 86400),
    ],
)
def test_a_range_is_read(word: str, start: str, seconds: int) -> None:
    said = parse_line(f"Call {word}", NOW)
    assert said.start is not None
    assert (said.text, said.start[:16], said.seconds) == ("Call", f"2026-11-23T{start}", seconds)


def test_a_range_over_midnight_is_the_night_behind_us_unless_a_day_is_named() -> None:
    said = parse_line("Deploy 23:00-1:00", NOW)
    assert (said.day, said.start, said.seconds) == ("2026-11-22", "2026-11-22T23:00:00+01:00", 7200)
    assert parse_line("Deploy 23:00-1:00 friday", NOW).start == "2026-11-20T23:00:00+01:00"
    late = parse_line("Deploy 23:00-1:00", NOW.replace(hour=0, minute=30))
    assert late.start == "2026-11-23T23:00:00+01:00"
    assert late.notes == ("This lies ahead of now; say yesterday if you meant the day before.",)


@pytest.mark.parametrize("now", [NOW, NOW.astimezone(UTC), NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))])
def test_days(now: datetime) -> None:
    today = now.date()
    for word, day in {
        "today": today,
        "yesterday": today - timedelta(1),
        "sunday": date(2026, 11, 22),
        "tue": date(2026, 11, 17),
        "monday": date(2026, 11, 16),
        "Friday": date(2026, 11, 20),
        "2026-02-28": date(2026, 2, 28),
    }.items():
        for line in (f"Invoices {word}", f"{word} Invoices"):
            assert parse_line(line, now).day == day.isoformat()
            assert parse_line(line, now).text == "Invoices"


def test_length_on_another_day_has_no_start_and_a_length_today_ends_now() -> None:
    assert parse_line("Invoices 45m yesterday", NOW).start is None
    assert parse_line("Invoices 45m yesterday", NOW).seconds == 2700
    assert parse_line("Invoices today 45m", NOW).start == "2026-11-23T17:15:00+01:00"
    early = parse_line("Invoices 45m", NOW.replace(hour=0, minute=20))
    assert (early.day, early.start) == ("2026-11-22", "2026-11-22T23:35:00+01:00")


def test_only_first_and_last_words_count() -> None:
    said = parse_line("prepare monday meeting", NOW)
    assert (said.text, said.day) == ("prepare monday meeting", "2026-11-23")
    assert parse_line("split 45m tasks in two", NOW).seconds is None
    assert parse_line("read 9-10:30 notes again", NOW).start is None
    assert parse_line("monday 9-10:30 stand-up with 3 people", NOW).text == "stand-up with 3 people"
    assert parse_line("Stand-up +team 45m @acme :like yesterday", NOW).entry()["seconds"] == 2700


def test_sigils_count_only_at_the_start_of_a_word() -> None:
    said = parse_line("mail a@b.example about C++ and 3:4 10m", NOW)
    assert (said.text, said.tags, said.project, said.stress) == ("mail a@b.example about C++ and 3:4", (), "", None)
    assert parse_line("a + b @ home : done", NOW).text == "a + b @ home : done"
    assert parse_line("smile :) and :-/", NOW).text == "smile :) and :-/"


def test_two_dashes_end_the_sigils() -> None:
    said = parse_line(["Fix", "45m", "+dev", "--", "+1", "@home", ":5", "--stress"], NOW)
    assert (said.text, said.tags, said.project, said.stress) == ("Fix +1 @home :5 --stress", ("dev",), "", None)
    assert said.seconds == 2700
    assert parse_line("-- +1 from Ana 30m", NOW).seconds == 1800


def test_a_backslash_keeps_a_word_as_text() -> None:
    said = parse_line(r"swim \100m and prepare \monday 30m \+1", NOW)
    assert (said.text, said.seconds) == ("swim 100m and prepare monday 30m +1", None)
    assert parse_line(r"C:\temp \o/", NOW).text == r"C:\temp \o/"


def test_marks_and_unknowns() -> None:
    said = parse_line("Taxes :weak :late :late :0 :like", NOW)
    assert (said.skill, said.postponed, said.stress, said.liking) == (2, 2, 0, 4)
    plain = parse_line("Taxes", NOW)
    assert (plain.skill, plain.postponed, plain.stress, plain.liking, plain.seconds) == (None, 0, None, None, None)


def test_flags_spell_the_sigils_out() -> None:
    arguments = "Taxes --stress 4 --dislike --tag=tax --tag year --project acme --start 9:00 --date 2026-11-20 30m"
    said = parse_line([*arguments.split(), "--skill", "1", "--late"], NOW)
    assert said.entry() == {
        "day": "2026-11-20",
        "start": "2026-11-20T09:00:00+01:00",
        "seconds": 1800,
        "text": "Taxes",
        "project": "acme",
        "tags": ["tax", "year"],
        "stress": 4,
        "liking": 2,
        "skill": 1,
        "postponed": 1,
        "task": None,
    }


def test_names_of_two_words() -> None:
    assert parse_line(["Call", "@Big Client", "+not yet"], NOW).project == "Big Client"
    said = parse_line('Call @"Big Client" +"not yet" 5m', NOW)
    assert (said.text, said.project, said.tags, said.seconds) == ("Call", "Big Client", ("not yet",), 300)
    assert parse_line(["Call", "--tag", "two words"], NOW).tags == ("two words",)
    assert parse_line(["+admin call Bob"], NOW).tags == ("admin",)


@pytest.mark.parametrize(
    ("line", "word", "said", "hint"),
    [
        ("Call 1h75", "1h75", "more than 59 minutes", "2h15"),
        ("1h99m Call", "1h99m", "more than 59 minutes", "2h39"),
        ("Call 0m", "0m", "no time at all", "45m"),
        ("Call -45m", "-45m", "less than nothing", "45m"),
        ("Call 99999h", "99999h", "longer than 1000 hours", "1h30"),
        ("Call 1.5h30", "1.5h30", "mixes a fraction", "1h30"),
        ("Call 10:30-9:00", "10:30-9:00", "ends before it starts", "10:30-21:00"),
        ("Call 17:00-9:00", "17:00-9:00", "ends before it starts", "17:00-21:00"),
        ("Call 9-5", "9-5", "ends before it starts", "9:00-17:00"),
        ("Call 9-9", "9-9", "ends when it starts", ""),
        ("Call 9:00-25:00", "9:00-25:00", "not a time of day", "9:00"),
        ("Call 9:75-10:00", "9:75-10:00", "not a time of day", "9:00"),
        ("Call 2026-02-30", "2026-02-30", "February 2026 has 28 days", "2026-02-28"),
        ("2026-13-01 Call", "2026-13-01", "twelve months", ""),
        ("Call :disike", ":disike", "did you mean :dislike?", ":dislike"),
        ("Call :happy now", ":happy", "use :like, :dislike, :weak, :late or :0 to :5", ""),
        ("Call :6", ":6", "stress from :0 to :5", ":3"),
        ("Call :like :dislike", ":dislike", "both say how you liked it", ""),
        ("Call :2 :3", ":3", "both say how much stress", ""),
        ("Call @a @b", "@b", "both say which project", ""),
        ("Call 30m 45m", "30m", "both say how long", ""),
        ("Call 45m 9-10", "45m", "both say how long", ""),
        ("monday Call friday", "monday", "both say which day", ""),
        ("Call --stres 4", "--stres", "did you mean --stress?", "--stress"),
        ("Call --stress 9", "--stress 9", "takes a figure from 0 to 5", "3"),
        ("Call --skill 0", "--skill 0", "takes a figure from 1 to 5", "3"),
        ("Call --tag", "--tag", "needs a value", "admin"),
        ("Call --start noon", "--start noon", "not a time of day", "9:00"),
        ("Call --date tomorrow", "--date tomorrow", "not a day", "yesterday"),
        ("Call --start 9:00 10-11", "--start 9:00", "both say when it started", ""),
    ],
)
def test_a_slip_points_at_the_word_and_suggests(line: str, word: str, said: str, hint: str) -> None:
    with pytest.raises(LineError) as caught:
        parse_line(line, NOW)
    assert said in str(caught.value)
    assert line[caught.value.start : caught.value.end] == word
    assert caught.value.hint == hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("line", ["", "   ", "45m", "yesterday 9-10 +admin @acme :4", "--", "\u200b\x1b"])
def test_a_line_without_text_asks_for_it_with_an_example(line: str) -> None:
    with pytest.raises(LineError, match="Say what you did, for example: outsource log"):
        parse_line(line, NOW)


def test_pieces_are_found_while_the_line_is_still_wrong() -> None:
    line = "Call @acme 1h75 +admin :lik"
    said, problem = read_line(line, NOW)
    assert problem is not None
    assert [(piece.kind, line[piece.start : piece.end]) for piece in said.pieces] == [
        ("project", "@acme"),
        ("problem", "1h75"),
        ("tag", "+admin"),
        ("problem", ":lik"),
    ]
    assert (said.text, said.project, said.tags) == ("Call", "acme", ("admin",))


def test_offsets_of_arguments_count_in_the_joined_line() -> None:
    arguments = ["Late invoices", "1h 30m", "@Big Client"]
    said = parse_line(arguments, NOW)
    line = " ".join(arguments)
    assert [(piece.kind, line[piece.start : piece.end]) for piece in said.pieces] == [
        ("length", "1h 30m"),
        ("project", "@Big Client"),
    ]


def test_a_timer_takes_no_length_and_keeps_days_as_text() -> None:
    said = parse_line("prepare for monday +admin", NOW, timer=True)
    assert (said.text, said.start, said.seconds) == ("prepare for monday", "2026-11-23T18:00:00+01:00", None)
    assert parse_line("Call --start 17:20", NOW, timer=True).start == "2026-11-23T17:20:00+01:00"
    with pytest.raises(LineError, match="a timer finds its own"):
        parse_line("Call 45m", NOW, timer=True)
    with pytest.raises(LineError, match="still to come"):
        parse_line("Call --start 19:00", NOW, timer=True)


def test_lengths_are_true_when_the_clock_changes() -> None:
    spring = datetime(2026, 3, 29, 12, 0, tzinfo=BERLIN)
    assert parse_line("Night shift 1:30-3:30", spring).seconds == 3600
    assert parse_line("Night shift 22:00-6:00", spring).seconds == 7 * 3600
    assert parse_line("Shift 12h", spring).start == "2026-03-28T23:00:00+01:00"
    autumn = datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN)
    assert parse_line("Night shift 22:00-6:00", autumn).seconds == 9 * 3600
    assert parse_line("Night shift 1:30-3:30", autumn).seconds == 3 * 3600
    assert parse_line("Night shift 2:50-2:10", autumn).seconds == 20 * 60
    for skipped in ("2:30-3:30", "1:00-2:15", "--start 2:15 yesterday"):
        now = spring + timedelta(days=1) if "yesterday" in skipped else spring
        with pytest.raises(LineError, match=r"does not exist on 2026-03-29: summer time skips that hour"):
            parse_line(f"Night shift {skipped}", now)


def test_hostile_text_is_text_without_its_teeth() -> None:
    said = parse_line(["[/] \x1b]52;c;eA\x07 \u202eevil\udcff =1+1", "5m", "@a\x1b[31m"], NOW)
    assert said.text == "[/] ]52;c;eA evil =1+1"
    assert said.project == "a[31m"
    assert parse_line(["two\nlines\tand  spaces", "5m"], NOW).text == "two lines and spaces"
    with pytest.raises(LineError, match="characters long"):
        parse_line("x" * 1_000_001, NOW)


def test_a_text_that_ends_like_half_a_range_reads_back() -> None:
    for text in ("0:00 -", "9:00 – 10", "- 9:00", "9:00 - 10:00"):
        said = parse_line(write_line(text, length="1h"), NOW)
        assert (said.text, said.seconds) == (text, 3600)


def test_a_line_of_a_megabyte_is_only_text() -> None:
    for text in ("1" * 900_000, "1h " * 300_000, "x 9-10 " * 120_000):
        assert len(parse_line(text, NOW).text) > 800_000
    many = " ".join(f"+tag{number}" for number in range(60_000))
    assert len(parse_line(f"Chores {many}", NOW).tags) == 60_000


WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co", "Mn")), min_size=1, max_size=8
).filter(lambda word: '"' not in word)
ODD = st.sampled_from(
    [
        "45m",
        "monday",
        "+1",
        "@x",
        ":like",
        ":9",
        "--",
        "--x",
        "1h75",
        "9-10",
        "\\x",
        "\\45m",
        "2026-02-30",
        "-",
        "9:00",
        "45",
        "min",
        "1h",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=2).map(" ".join).filter(lambda name: name[0] not in "+@")


@settings(max_examples=50, deadline=None)
@given(
    words=st.lists(WORDS | ODD, min_size=1, max_size=6),
    minutes=st.integers(1, 24 * 60) | st.none(),
    day=st.sampled_from(["", "yesterday", "friday", "2026-02-28"]),
    project=st.just("") | NAMES,
    tags=st.lists(NAMES, max_size=3, unique=True),
    stress=st.none() | st.integers(0, 5),
    liking=st.none() | st.integers(1, 5),
    skill=st.none() | st.integers(1, 5),
    postponed=st.integers(0, 2),
)
def test_what_is_written_reads_back(  # noqa: PLR0917
    words: list[str], minutes: int | None, day: str, project: str, tags: list[str], stress: int | None,
    liking: int | None, skill: int | None, postponed: int,
) -> None:  # fmt: skip
    text = " ".join(words)
    length = written_length(minutes * 60) if minutes else ""
    line = write_line(
        text,
        length=length,
        day=day,
        project=project,
        tags=tags,
        stress=stress,
        liking=liking,
        skill=skill,
        postponed=postponed,
    )
    said = parse_line(line, NOW)
    assert said.text == text
    assert said.seconds == (minutes * 60 if minutes else None)
    assert (said.project, list(said.tags)) == (project, tags)
    assert (said.stress, said.liking, said.skill, said.postponed) == (stress, liking, skill, postponed)
    if day:
        assert said.day == parse_day(day, NOW).isoformat()


def test_a_range_that_ends_when_it_starts_is_marked_once() -> None:
    said, problem = read_line("Call 9:00 - 9:00", NOW)
    assert problem is not None
    assert [(piece.start, piece.end, piece.kind) for piece in said.pieces] == [(5, 16, "problem")]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80) | st.lists(ODD | WORDS, max_size=6).map(" ".join))
def test_any_line_is_read_or_refused_with_a_place_in_it(line: str) -> None:
    said, problem = read_line(line, NOW)
    assert all(0 <= piece.start < piece.end <= len(line) for piece in said.pieces)
    assert all(first.end <= second.start for first, second in zip(said.pieces, said.pieces[1:], strict=False))
    if problem is not None:
        assert 0 <= problem.start <= problem.end <= len(line)
        assert "\n" not in str(problem)
    else:
        assert said.text
        assert said.seconds is None or said.seconds > 0
        date.fromisoformat(said.day)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 999 * 60))
def test_lengths_round_trip(minutes: int) -> None:
    assert read_length(written_length(minutes * 60)) == minutes * 60
    assert parse_length(clock_length(minutes * 60)) == minutes * 60
    assert parse_length(spoken_length(minutes * 60).replace(" h ", "h").replace(" h", "h")) == minutes * 60


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1970, 1, 8), date(2999, 12, 31)))
def test_a_weekday_is_the_last_one_before_today(today: date) -> None:
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")):
        day = read_day(name, today)
        assert day is not None
        assert day.weekday() == number
        assert 1 <= (today - day).days <= 7
    assert read_day(today.isoformat(), date(2000, 1, 1)) == today


@pytest.mark.parametrize("text", ["", "soon", "1:75", "45 bananas", "x" * 200, "1h75"])
def test_a_field_refuses_what_is_no_length(text: str) -> None:
    with pytest.raises(InputError):
        parse_length(text)


def test_figures_are_shown_as_people_read_them() -> None:
    lengths = [clock_length(value) for value in (None, 0, 29, 30, 2700, 43500)]
    assert lengths == ["?", "0:00", "0:00", "0:01", "0:45", "12:05"]
    spoken = [spoken_length(value) for value in (None, 600, 3600, 33000, -5400)]
    assert spoken == ["?", "10 min", "1 h", "9 h 10", "−1 h 30"]
    assert str(parse_clock("2:05pm")) == "14:05"
