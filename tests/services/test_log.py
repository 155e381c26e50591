"""Entries captured, timed and corrected; days and weeks read back."""

from datetime import date, timedelta

import pytest

from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.quick_line import LineError
from tests.studio import ZONE, Studio


def test_a_line_becomes_an_entry_that_ends_now(studio: Studio) -> None:
    entry = studio.log.capture("Chased late invoices 45m +admin @acme :dislike :4")
    assert (entry.text, entry.seconds, entry.tags, entry.project) == ("Chased late invoices", 2700, ("admin",), "acme")
    assert (entry.liking, entry.stress, entry.skill, entry.postponed) == (2, 4, None, 0)
    assert entry.start == studio.at("2026-11-23", "9:15")
    assert entry.end == studio.clock.now()
    assert [row.id for row in studio.again().log.desk.rows] == [entry.id]


def test_a_wrong_word_is_pointed_at_and_nothing_is_kept(studio: Studio) -> None:
    with pytest.raises(LineError) as error:
        studio.log.capture("Write offer 1h75")
    assert (error.value.start, error.value.end, error.value.hint) == (12, 16, "2h15")
    assert list(studio.log.desk.rows) == []


def test_the_timer_runs_stops_and_shows_what_it_stopped(studio: Studio) -> None:
    first = studio.log.start("Design the logo @acme")
    assert studio.log.running() is not None
    studio.clock.at += timedelta(minutes=30)
    second = studio.log.start("Answer mail")
    assert second.stopped is not None
    assert second.stopped.id == first.id
    assert "Design the logo" in second.notes[0]
    studio.clock.at += timedelta(minutes=15)
    entry = studio.log.stop()
    assert (entry.text, entry.seconds) == ("Answer mail", 900)
    assert [(row.text, row.seconds) for row in studio.log.desk.rows] == [
        ("Design the logo", 1800),
        ("Answer mail", 900),
    ]
    assert studio.log.running() is None
    with pytest.raises(NotYetError):
        studio.log.stop()


def test_undo_takes_back_a_start_and_a_cancelled_timer_leaves_nothing(studio: Studio) -> None:
    studio.log.start("Design the logo")
    studio.services.undo.undo()
    assert studio.log.running() is None
    studio.log.start("Answer mail")
    assert studio.log.cancel().text == "Answer mail"
    assert studio.log.running() is None
    assert list(studio.log.desk.rows) == []


def test_a_forgotten_timer_is_offered_its_usual_length(studio: Studio) -> None:
    for ago, minutes in ((3, 30), (2, 50), (1, 40)):
        studio.entry("Sort receipts", minutes, ago=ago)
    studio.log.start("Sort receipts")
    assert studio.log.forgotten() is None
    studio.clock.at += timedelta(hours=13)
    found = studio.log.forgotten()
    assert found is not None
    assert (found.seconds, found.usual_seconds) == (13 * 3600, 2400)
    entry = studio.log.shorten(found.row.id, found.usual_seconds or 0)
    assert (entry.seconds, studio.log.running()) == (2400, None)
    assert studio.log.shorten(entry.id, 1800).seconds == 1800


def test_repeat_keeps_words_and_length_but_not_the_feelings(studio: Studio) -> None:
    studio.entry("Sort receipts", 30, ago=1, project="acme", tags=("admin",), stress=4, liking=2, postponed=1)
    again = studio.log.repeat()
    assert (again.text, again.project, again.tags, again.seconds) == ("Sort receipts", "acme", ("admin",), 1800)
    assert (again.stress, again.liking, again.postponed) == (None, None, 0)
    assert again.end == studio.clock.now()
    assert studio.log.resume(again.id).stopped is None
    running = studio.log.running()
    assert running is not None
    assert running.text == "Sort receipts"


def test_a_new_start_leaves_the_end_and_a_new_end_the_start(studio: Studio) -> None:
    entry = studio.entry("Write offer", 60, start="9:00")
    entry = studio.log.edit_text(entry.id, "start", "9:30")
    assert (entry.seconds, entry.end) == (1800, studio.at("2026-11-23", "10:00"))
    entry = studio.log.edit_text(entry.id, "end", "11:15")
    assert entry.seconds == 6300
    entry = studio.log.edit_text(entry.id, "seconds", "1h30")
    assert entry.seconds == 5400
    entry = studio.log.edit_text(entry.id, "day", "yesterday")
    assert (entry.day, entry.start) == (date(2026, 11, 22), studio.at("2026-11-22", "9:30"))
    entry = studio.log.edit_text(entry.id, "tags", "+admin, tax return")
    assert entry.tags == ("admin", "tax return")
    assert studio.log.edit_text(entry.id, "stress", "4").stress == 4
    assert studio.log.edit_text(entry.id, "stress", "").stress is None


@pytest.mark.parametrize(
    ("field", "text"),
    [("start", "25:00"), ("seconds", "1h75"), ("stress", "9"), ("stress", "many"), ("day", "2026-02-30"), ("end", "9")],
)
def test_what_does_not_fit_changes_nothing(studio: Studio, field: str, text: str) -> None:
    entry = studio.entry("Write offer", 60, start="13:00")
    with pytest.raises(InputError):
        studio.log.edit_text(entry.id, field, text) if field != "end" else studio.log.edit(entry.id, end=entry.start)
    assert studio.log.entry(entry.id) == entry


def test_split_join_and_undo_are_each_one_change(studio: Studio) -> None:
    entry = studio.entry("Workshop", 120, start="9:00", tags=("acme",), stress=3, postponed=1)
    first, second = studio.log.split(entry.id, at=studio.at("2026-11-23", "9:45"))
    assert (first.seconds, second.seconds, second.start) == (2700, 4500, studio.at("2026-11-23", "9:45"))
    assert (second.tags, second.stress, first.postponed, second.postponed) == (("acme",), 3, 1, 0)
    joined = studio.log.join([second.id, first.id])
    assert (joined.id, joined.seconds, joined.postponed) == (entry.id, 7200, 1)
    assert len(studio.log.desk.rows) == 1
    studio.services.undo.undo()
    assert len(studio.log.desk.rows) == 2
    studio.services.undo.undo()
    assert [row.seconds for row in studio.log.desk.rows] == [7200]
    studio.services.undo.redo()
    assert len(studio.log.desk.rows) == 2


def test_join_spans_the_gap_weighs_feelings_and_refuses_days_apart(studio: Studio) -> None:
    one = studio.entry("Design", 60, start="9:00", stress=1)
    two = studio.entry("Review", 180, start="11:00", stress=5)
    joined = studio.log.join([one.id, two.id])
    # 9:00 to 14:00; stress (1 x 1 h + 5 x 3 h) / 4 h = 4.
    assert (joined.text, joined.seconds, joined.stress) == ("Design", 5 * 3600, 4)
    with pytest.raises(InputError):
        studio.log.join([joined.id])
    with pytest.raises(InputError):
        studio.log.join([joined.id, studio.entry("Mail", 30, ago=3).id])


def test_a_split_in_the_middle_and_one_outside(studio: Studio) -> None:
    entry = studio.entry("Workshop", 90)
    with pytest.raises(InputError):
        studio.log.split(entry.id, at=studio.at("2026-11-23", "12:00"))
    first, second = studio.log.split(entry.id)
    assert (first.seconds, second.seconds) == (2700, 2700)
    open_entry = studio.log.capture("Call with Ana")
    with pytest.raises(NotYetError):
        studio.log.split(open_entry.id)


def test_the_gap_is_filled_or_grown_into(studio: Studio) -> None:
    before = studio.entry("Design", 60, start="8:00")
    after = studio.entry("Mail", 30, start="9:30")
    (gap,) = studio.log.day().gaps
    assert (gap.seconds, gap.after, gap.before) == (1800, before.id, after.id)
    filled = studio.log.fill(gap.start, gap.end, "Coffee with Ana +break")
    assert (filled.seconds, filled.start) == (1800, studio.at("2026-11-23", "9:00"))
    assert studio.log.day().gaps == ()
    studio.log.delete(filled.id)
    grown = studio.log.stretch(after.id)
    assert (grown.start, grown.seconds) == (studio.at("2026-11-23", "9:00"), 3600)
    with pytest.raises(InputError):
        studio.log.stretch(grown.id)


def test_shift_lengthen_and_bulk_edit_over_marked_entries(studio: Studio) -> None:
    ids = [studio.entry("Design", 60, start="8:00").id, studio.entry("Mail", 30, start="9:30", tags=("old",)).id]
    shifted = studio.log.shift(ids, -15)
    assert [one.start for one in shifted] == [studio.at("2026-11-23", "7:45"), studio.at("2026-11-23", "9:15")]
    assert [one.seconds for one in studio.log.lengthen(ids, 5)] == [3900, 2100]
    changed = studio.log.edit_many(ids, add_tags=("acme",), remove_tags=("OLD",), project="Website", liking=2)
    assert [one.tags for one in changed] == [("acme",), ("acme",)]
    assert {(one.project, one.liking) for one in changed} == {("Website", 2)}
    assert studio.services.undo.undo().label == "Change 2 entries"
    assert [row.tags for row in studio.log.desk.rows] == [(), ("old",)]
    with pytest.raises(InputError):
        studio.log.lengthen(ids, -90)
    assert [row.seconds for row in studio.log.desk.rows] == [3900, 2100]


def test_an_open_entry_gets_its_length_later(studio: Studio) -> None:
    entry = studio.log.capture("Call with Ana")
    assert entry.seconds is None
    assert studio.log.day().open == 1
    assert studio.log.give_length(entry.id, 1200).seconds == 1200
    assert studio.log.day().open == 0
    with pytest.raises(InputError):
        studio.log.give_length(entry.id, 0)


def test_a_day_has_its_gaps_and_what_claims_the_same_time(studio: Studio) -> None:
    studio.entry("Design", 60, start="8:00", liking=5)
    lunch = studio.entry("Lunch", 30, start="9:00", tags=("break",))
    admin = studio.entry("Invoices", 60, start="9:15", liking=1, stress=4)
    studio.entry("Mail", 15, start="11:00")
    view = studio.log.day()
    # 10:15 to 11:00 is free; lunch and invoices share 9:15 to 9:30.
    assert [one.seconds for one in view.gaps] == [2700]
    assert [(one.first, one.second, one.seconds) for one in view.overlaps] == [(lunch.id, admin.id, 900)]
    assert [line.overlaps for line in view.lines] == [False, True, True, False]


def test_a_day_with_the_timer_running_is_not_idle(studio: Studio) -> None:
    assert studio.log.day().message == "The day is yours; log what you do as it comes."
    studio.log.start("Design the logo")
    studio.clock.at += timedelta(minutes=20)
    assert (studio.log.day().lines, studio.log.day().message) == ((), "")
    assert "idle day" in studio.log.day(date(2026, 11, 20)).message


def test_odd_entries_are_marked_and_an_idle_day_is_said_kindly(studio: Studio) -> None:
    studio.log.log("Forgotten", start=studio.at("2026-11-20", "9:00"), seconds=90000)
    studio.log.log("Holiday", start=studio.at("2026-12-24", "9:00"), seconds=3600)
    assert [line.odd for line in studio.log.day(date(2026, 11, 20)).lines] == ["longer than a day"]
    assert [line.odd for line in studio.log.day(date(2026, 12, 24)).lines] == ["still to come"]
    assert "idle day" in studio.log.day(date(2026, 11, 19)).message
    assert studio.log.day(date(2026, 11, 22)).message == "A day off."
    assert "still to come" in studio.log.day(date(2026, 11, 30)).message


def test_a_week_is_summed_by_day_and_activity(studio: Studio) -> None:
    studio.entry("Design", 60, day="2026-11-16", project="Acme")
    studio.entry("design", 90, day="2026-11-18", project="Acme", liking=2)
    studio.entry("Lunch", 30, day="2026-11-18", start="12:00", tags=("break",))
    studio.entry("Mail", 30, day="2026-11-22")
    week = studio.log.week(date(2026, 11, 18))
    assert [one.day for one in week.days][::6] == [date(2026, 11, 16), date(2026, 11, 22)]
    assert [one.seconds for one in week.days] == [3600, 0, 7200, 0, 0, 0, 1800]
    assert week.seconds == 12600
    assert week.activities == (("Design", 9000), ("Mail", 1800))
    assert studio.log.week(date(2026, 11, 18), first_day=6).days[0].day == date(2026, 11, 15)


def test_coverage_counts_logged_days_and_the_evening_nudges(studio: Studio) -> None:
    assert studio.log.coverage().sentence == "Log 5 days and Identify can tell you where the time goes."
    for ago in (4, 3, 3):
        studio.entry("Design", ago=ago)
    found = studio.log.coverage()
    assert (found.logged, found.target, found.enough) == (2, 5, False)
    assert found.sentence == "2 of 5 days logged; 3 days to go."
    assert studio.log.nudge() is None
    studio.clock.at = studio.at("2026-11-23", "18:00")
    assert "Nothing is logged today" in (studio.log.nudge() or "")
    studio.entry("Mail")
    assert "Only 1 entry today" in (studio.log.nudge() or "")
    studio.entry("Mail")
    studio.entry("Mail")
    assert studio.log.nudge() is None
    studio.clock.at = studio.at("2026-11-28", "18:00")
    assert studio.log.nudge() is None


def test_known_texts_projects_and_tags_complete_a_line(studio: Studio) -> None:
    for text, project, tags in (("Chase invoices", "Acme", ("admin",)), ("Design logo", "Blue Door", ("design",))):
        studio.entry(text, project=project, tags=tags)
    studio.entry("Chase invoices", project="Acme", tags=("admin", "money"))
    known = studio.log.known()
    assert known.texts == ("Chase invoices", "Design logo")
    assert (known.projects, known.tags) == (("Acme", "Blue Door"), ("admin", "design", "money"))
    assert studio.log.complete("cha") == "Chase invoices"
    assert studio.log.complete("Chase invoices +ad") == "Chase invoices +admin"
    assert studio.log.complete("Design logo @bl") == 'Design logo @"Blue Door"'
    assert studio.log.complete("nothing like it") is None
    studio.entry("Chart review")
    assert studio.log.complete("char") == "Chart review"


def test_own_hours_are_linked_to_an_engagement_with_their_purpose(studio: Studio) -> None:
    desk = studio.services.desk
    engagement = desk.save_one("Engage", desk.new(Engagement, title="Bookkeeping by Ana"))
    entry = studio.entry("Looked over the books", 45)
    with pytest.raises(InputError):
        studio.log.edit(entry.id, engagement=engagement.id, purpose=None)
    linked = studio.log.edit(entry.id, engagement=engagement.id, purpose="review")
    assert (linked.engagement, linked.purpose) == (engagement.id, "review")


def test_entries_count_for_the_task_of_their_activity_or_for_their_own(studio: Studio) -> None:
    first = studio.entry("Sort receipts")
    task = studio.identify.task_from_entry(first.id)
    later = studio.entry("SORT  receipts", start="11:00")
    other = studio.task("Tax return")
    counted = studio.identify.log
    assert [row.text for row in counted.rows(task.id)] == ["Sort receipts", "SORT receipts"]
    studio.log.link_task(later.id, other.id)
    assert [[row.id for row in counted.rows(one.id)] for one in (task, other)] == [[first.id], [later.id]]


def test_clock_times_keep_the_zone_they_were_logged_in(studio: Studio) -> None:
    entry = studio.entry("Call", start="9:00")
    assert entry.start is not None
    assert entry.start.utcoffset() == ZONE.utcoffset(None)
    moved = studio.log.edit_text(entry.id, "start", "8:30")
    assert moved.start is not None
    assert moved.start.isoformat() == "2026-11-23T08:30:00+01:00"


def test_another_process_sees_what_was_logged(studio: Studio) -> None:
    other = studio.again()
    assert list(other.log.desk.rows) == []
    studio.entry("Design")
    changed = other.workspace.refresh()
    assert changed is not None
    assert len(changed) == 1
    assert [row.text for row in other.log.desk.rows] == ["Design"]


def test_the_running_timer_cannot_be_edited(studio: Studio) -> None:
    started = studio.log.start("Design")
    with pytest.raises(NotYetError):
        studio.log.edit(started.id, text="Other")
    with pytest.raises(InputError):
        studio.log.stop(at=studio.clock.now() - timedelta(hours=1))
    assert studio.log.stop(at=studio.clock.now() + timedelta(seconds=0)).text == "Design"


@pytest.mark.parametrize(
    "text",
    [
        "[/",
        "[urgent] fix",
        "[@click=app.quit]x[/]",
        "\x1b]0;title\x07shown",
        "a\u202eb",
        "=1+1",
        "日本語 🧾",
        "x" * 9_000,
    ],
)
def test_any_text_is_kept_as_data(studio: Studio, text: str) -> None:
    entry = studio.log.log(text, seconds=60)
    task = studio.identify.task_from_entry(entry.id)
    assert studio.identify.activities().lines[0].name == entry.text == task.title
    assert not any(ord(sign) < 32 or sign == "\u202e" for sign in entry.text)
    assert studio.again().log.day().lines[0].row.text == entry.text


def test_the_timer_goes_on_while_the_file_is_damaged(studio: Studio) -> None:
    studio.entry("Mail", 30)
    studio.log.day(studio.days_ago(0))
    path = studio.folder / "workspace.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    studio.log.start("Design")
    running = studio.log.running()
    assert running is not None
    assert running.text == "Design"
    assert studio.log.stop().text == "Design"
    assert studio.log.running() is None
    path.write_bytes(whole)
    assert sorted(line.row.text for line in studio.again().log.day(studio.days_ago(0)).lines) == ["Design", "Mail"]
