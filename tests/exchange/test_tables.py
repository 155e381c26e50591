"""Toggl, Clockify, Harvest and tables nobody has seen: every quirk of their cells."""

import pytest

from outsource_tui.domain.errors import InputError
from outsource_tui.exchange import registry
from outsource_tui.exchange.headers import guess_mapping
from outsource_tui.exchange.reading import Options
from outsource_tui.exchange.source import Source
from tests.exchange.helpers import BERLIN, planned, prints, shown

TOGGL = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\r\n"
CLOCKIFY = (
    '"Project","Client","Description","Task","User","Group","Email","Tags","Billable","Start Date","Start Time",'
    '"End Date","End Time","Duration (h)","Duration (decimal)"\n'
)
MINIMAL = "Start date,Client,Project,Description,Duration,Billable\n"


def toggl_row(
    duration: str = "01:00:00", start: str = "2026-03-02", time: str = "09:00:00", end: str = "10:00:00"
) -> str:
    return f"M,m@e,C,P,,Work,No,{start},{time},{start if end else ''},{end},{duration},\r\n"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("01:30:00", 5400),
        ("12:20:00 AM", 1200),
        ("1:05:00 AM", 3900),
        ("12:00:00 PM", 43200),
        ("18:25 min", 1105),
        ("47 sec", 47),
        ("24:00:00", 86400),
        ("100:00:00", 360000),
        ("1:30", 5400),
        ("0:00:01.5", 1.5),
        ("1.5", 5400),
        ('"1,5"', 5400),
        ("1h 30m", 5400),
        ("90 min", 5400),
        ("PT1H30M", 5400),
        ("-0:30:00", -1800),
        ('"1 day, 1:00:00"', 90000),
    ],
)
def test_lengths_of_every_kind(written: str, seconds: float) -> None:
    plan = planned("toggl", TOGGL + toggl_row(written))
    assert shown(plan, "seconds") == [seconds]


def test_the_files_own_length_wins_over_its_clock() -> None:
    plan = planned("toggl", TOGGL + toggl_row("00:45:00"))
    assert plan.seconds == 2700


def test_empty_description_leaves_project_to_stand_for_it() -> None:
    plan = planned("toggl", TOGGL + "M,m@e,C,P,,,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,\r\n")
    assert shown(plan, "text", "project", "client") == [("", "P", "C")]


def test_task_is_the_text_or_a_tag() -> None:
    rows = "M,m@e,C,P,Design,,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,x\r\n"
    rows += "M,m@e,C,P,Design,Menu,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,x\r\n"
    assert shown(planned("toggl", TOGGL + rows), "text", "tags") == [("Design", ["x"]), ("Menu", ["x", "Design"])]


def test_running_row_is_counted_and_left_out() -> None:
    plan = planned("toggl", TOGGL + toggl_row("00:00:00", end=""))
    assert (plan.running, list(plan.documents), plan.rejected) == (1, [], [])


def test_closed_row_of_no_length_is_an_entry() -> None:
    plan = planned("toggl", TOGGL + toggl_row("00:00:00", end="09:00:00"))
    assert (plan.running, shown(plan, "seconds")) == (0, [0])


def test_a_bad_row_is_named_by_its_line_and_the_others_come_in() -> None:
    rows = (
        toggl_row()
        + toggl_row(start="someday")
        + toggl_row(duration="1h75")
        + toggl_row(start="2026-02-30")
        + toggl_row()
    )
    plan = planned("toggl", TOGGL + rows)
    assert len(plan.documents) == 2
    assert [reject.where for reject in plan.rejected] == ["line 3", "line 4", "line 5"]
    assert [reject.reason for reject in plan.rejected] == [
        "“someday” is not a date",
        "“1h75” has 60 minutes or more beside its hours",
        "the date “2026-02-30” does not exist",
    ]


def test_overnight_without_an_end_date() -> None:
    plan = planned("csv", "date,text,start time,end time\n2026-03-02,Server,23:30,00:30\n")
    assert shown(plan, "seconds") == [3600]


def test_quoted_newline_keeps_line_numbers_right() -> None:
    text = (
        TOGGL
        + 'M,m@e,C,P,,"one\r\ntwo\r\nthree",No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,\r\n'
        + toggl_row(start="x")
    )
    plan = planned("toggl", text)
    assert shown(plan, "text") == ["one two three"]
    assert plan.rejected[0].where == "line 5"


def test_a_stray_quote_swallows_nothing() -> None:
    rows = (
        toggl_row()
        + 'M,m@e,C,P,,"never closed,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,\r\n'
        + toggl_row() * 3
    )
    plan = planned("toggl", TOGGL + rows)
    assert len(plan.documents) == 4
    assert [tuple(reject) for reject in plan.rejected] == [("line 3", "a quote is opened here and not closed")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    text = (TOGGL + "M,m@e,Café,P,,Prüfung – “ok”,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,\r\n").replace(
        "\r\n", end
    )
    plan = planned("auto", text.encode(encoding))
    assert plan.format == "toggl"
    assert shown(plan, "text", "client") == [("Prüfung – “ok”", "Café")]


def test_a_broken_byte_does_not_turn_utf8_into_another_encoding() -> None:
    data = (
        (TOGGL + toggl_row().replace("Work", "Prüfung äöü ÄÖÜ ß é è") * 3).encode() + b"\xff\r\n" + toggl_row().encode()
    )
    plan = planned("toggl", data)
    assert shown(plan, "text")[0] == "Prüfung äöü ÄÖÜ ß é è"
    assert len(plan.documents) == 4


def clockify_row(date: str, start: str = "09:00:00 AM", end: str = "10:30:00 AM", tags: str = "") -> str:
    return f'"P","C","D","","M","","m@e","{tags}","Yes","{date}","{start}","{date if end else ""}","{end}","01:30:00","1.50"\n'  # noqa: E501


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (("03/14/2026", "03/05/2026"), ["2026-03-14", "2026-03-05"]),
        (("14/03/2026", "05/03/2026"), ["2026-03-14", "2026-03-05"]),
        (("2026-03-14", "2026-03-05"), ["2026-03-14", "2026-03-05"]),
        (("14.03.2026", "05.03.2026"), ["2026-03-14", "2026-03-05"]),
        (("05.03.2026", "06.03.2026"), ["2026-03-05", "2026-03-06"]),
        (("3/14/26", "3/5/26"), ["2026-03-14", "2026-03-05"]),
        (("05/05/2026", "06/06/2026"), ["2026-05-05", "2026-06-06"]),
    ],
)
def test_order_of_dates_is_decided_once_for_the_file(dates: tuple[str, str], days: list[str]) -> None:
    plan = planned("clockify", CLOCKIFY + "".join(map(clockify_row, dates)))
    assert shown(plan, "day") == days


def test_open_order_of_dates_is_asked() -> None:
    text = CLOCKIFY + clockify_row("03/05/2026") + clockify_row("04/05/2026")
    with pytest.raises(InputError, match="--dates dmy or mdy"):
        planned("clockify", text)
    assert shown(planned("clockify", text, dates="dmy"), "day") == ["2026-05-03", "2026-05-04"]
    assert shown(planned("clockify", text, dates="mdy"), "day") == ["2026-03-05", "2026-04-05"]


def test_contradicting_dates_are_asked_and_then_one_row_is_rejected() -> None:
    text = CLOCKIFY + clockify_row("13/05/2026") + clockify_row("05/13/2026")
    with pytest.raises(InputError, match="--dates"):
        planned("clockify", text)
    plan = planned("clockify", text, dates="dmy")
    assert (shown(plan, "day"), plan.rejected[0].reason) == (["2026-05-13"], "the date “05/13/2026” has no month 13")


@pytest.mark.parametrize(
    ("start", "end", "clock"),
    [
        ("02:00 PM", "03:30 PM", "14:00"),
        ("09:00:00 AM", "10:30:00 AM", "09:00"),
        ("12:15 AM", "01:45 AM", "00:15"),
        ("14:00", "15:30", "14:00"),
        ("14:00:00", "15:30:00", "14:00"),
        ("2:00 p.m.", "3:30 p.m.", "14:00"),
        ("2:00\u202fPM", "3:30\u202fPM", "14:00"),
        ("14:00", "", "14:00"),
    ],
)
def test_clock_times_of_every_kind(start: str, end: str, clock: str) -> None:
    plan = planned("clockify", CLOCKIFY + clockify_row("2026-03-14", start, end))
    assert shown(plan, "start", "seconds") == [(f"2026-03-14T{clock}:00+00:00", 5400)]


def test_two_rows_alike_but_for_tags_and_two_rows_alike_are_each_two_entries() -> None:
    text = CLOCKIFY + clockify_row("2026-03-14", tags="a") + clockify_row("2026-03-14", tags="b") * 2
    plan = planned("clockify", text)
    assert len(prints(plan)) == len(plan.documents) == 3
    again = planned("clockify", text + clockify_row("2026-03-14", tags="b"), prints(plan))
    assert (again.duplicates, len(again.documents)) == (3, 1)


def test_a_row_shorter_than_the_header_and_columns_left_out() -> None:
    plan = planned("clockify", CLOCKIFY + '"P","C","D"\n"P","C","D","","M","","m","","No","2026-03-14","09:00"\n')
    assert (plan.rejected[0].reason, plan.running) == ("it has no date", 1)
    plan = planned("clockify", MINIMAL + "2026-03-14,C,P,D,01:30:00,Yes\n")
    assert shown(plan, "day", "start", "seconds", "text") == [("2026-03-14", None, 5400, "D")]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Projeto;Cliente;Descrição;Tarefa;Usuário;Grupo;E-mail;Etiquetas;Faturável;Data de início;Hora de início;"
            "Data de término;Hora de término;Duração (h);Duração (decimal)",
            "P;C;D;;M;;m;t;Sim;14/03/2026;09:00:00;14/03/2026;10:30:00;01:30:00;1,50",
        ),
        (
            "Projekt;Kunde;Beschreibung;Aufgabe;Benutzer;Gruppe;E-Mail;Schlagwörter;Abrechenbar;Startdatum;Startzeit;Enddatum;"
            "Endzeit;Dauer (h);Dauer (dezimal)",
            "P;C;D;;M;;m;t;Ja;14.03.2026;09:00:00;14.03.2026;10:30:00;01:30:00;1,50",
        ),
        (
            "Projet;Client;Description;Tâche;Utilisateur;Groupe;E-mail;Étiquettes;Facturable;Date de début;Heure de début;"  # noqa: E501
            "Date de fin;Heure de fin;Durée (h);Durée (décimale)",
            "P;C;D;;M;;m;t;Oui;14/03/2026;09:00;14/03/2026;10:30;01:30:00;1,50",
        ),
        (
            "Proyecto;Cliente;Descripción;Tarea;Usuario;Grupo;Correo;Etiquetas;Facturable;Fecha de inicio;Hora de inicio;"  # noqa: E501
            "Fecha de fin;Hora de fin;Duración (h);Duración (decimal)",
            "P;C;D;;M;;m;t;Sí;14/03/2026;09:00;14/03/2026;10:30;01:30:00;1,50",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_headers_in_other_languages(header: str, row: str, encoding: str) -> None:
    plan = planned("auto", f"{header}\r\n{row}\r\n".encode(encoding))
    assert plan.format == "clockify"
    assert shown(plan, "start", "seconds", "text", "project", "client", "tags") == [
        ("2026-03-14T09:00:00+00:00", 5400, "D", "P", "C", ["t"])
    ]


def test_harvest_knows_days_and_no_clock() -> None:
    text = 'Date,Client,Project,Project Code,Task,Notes,Hours\n2026-03-02,C,P,X,Design,,"20,0"\n2026-03-03,C,P,X,Design,Menu,1.0\n'  # noqa: E501
    plan = planned("harvest", text)
    assert shown(plan, "day", "start", "seconds", "text") == [
        ("2026-03-02", None, 72000, "Design"),
        ("2026-03-03", None, 3600, "Menu"),
    ]


def test_guess_is_exposed() -> None:
    assert guess_mapping(["Work date", "Hours spent", "What", "Cust. project", "Rate"]) == {
        "date": "Work date",
        "hours": "Hours spent",
        "text": "What",
        "project": "Cust. project",
    }
    plan = planned("csv", "Day;Minutes;Notes\n2026-03-02;90;Menu\n")
    assert plan.mapping == {"date": "Day", "minutes": "Minutes", "text": "Notes"}
    assert plan.seconds == 5400


def test_columns_mapped_by_hand() -> None:
    text = "a;b;c;d\n2026-03-02;90;Menu;5\n"
    with pytest.raises(InputError, match="--map"):
        planned("csv", "alpha;beta\n2026-03-02;90\n", mapping={"text": "alpha"})
    plan = planned("csv", text, mapping={"date": "a", "minutes": "b", "text": "c", "stress": "d"})
    assert shown(plan, "day", "seconds", "text", "stress") == [("2026-03-02", 5400, "Menu", 5)]


def test_a_mapping_takes_the_words_people_use() -> None:
    plan = planned("csv", "when;how long;c\n2026-03-02;1h30;Taxes\n", mapping={"day": "when", "what": "c"})
    assert (plan.mapping, plan.seconds) == ({"date": "when", "duration": "how long", "text": "c"}, 5400)
    with pytest.raises(InputError, match="“colour” is nothing a column can hold"):
        planned("csv", "Day;Minutes\n2026-03-02;90\n", mapping={"colour": "Day"})


def test_wrong_mapping_is_refused() -> None:
    with pytest.raises(InputError, match=r"no column “Z”; its columns are Day, Minutes"):
        planned("csv", "Day;Minutes\n2026-03-02;90\n", mapping={"text": "Z"})
    with pytest.raises(InputError, match="“colour” is nothing a column can hold"):
        planned("csv", "Day;Minutes\n2026-03-02;90\n", mapping={"colour": "Day"})


@pytest.mark.parametrize(
    ("figures", "seconds", "note"), [("1.5,2", 12600, ""), ("90,30", 7200, "minutes"), ("5400,1800", 7200, "seconds")]
)
def test_bare_lengths_are_hours_until_they_cannot_be(figures: str, seconds: int, note: str) -> None:
    plan = planned("csv", "date,duration\n" + "".join(f"2026-03-02,{figure}\n" for figure in figures.split(",")))
    assert plan.seconds == seconds
    assert [note in said for said in plan.notes] == ([True] if note else [])


def test_daylight_saving_neither_loses_nor_invents_time() -> None:
    text = "date,text,start,end\n2026-03-29,spring,01:30,03:30\n2026-10-25,autumn,01:30,03:30\n2026-10-25,twice,02:50,02:10\n"  # noqa: E501
    plan = planned("csv", text, tz=BERLIN)
    assert shown(plan, "seconds")[:2] == [3600, 10800]
    assert shown(plan, "start")[:2] == ["2026-03-29T01:30:00+01:00", "2026-10-25T01:30:00+02:00"]
    own = planned("toggl", TOGGL + "M,m,C,P,,N,No,2026-10-25,01:30:00,2026-10-25,03:30:00,02:00:00,\r\n", tz=BERLIN)
    assert own.seconds == 7200


def test_times_with_a_zone_are_shown_here() -> None:
    plan = planned(
        "csv", "start,end,text\n2026-03-02T23:30:00Z,2026-03-03T00:30:00Z,x\n1772494200,1772497800,epoch\n", tz=BERLIN
    )
    assert shown(plan, "day", "start", "seconds") == [("2026-03-03", "2026-03-03T00:30:00+01:00", 3600)] * 2


@pytest.mark.parametrize(
    "written",
    [
        "2 Mar 2026",
        "2. März 2026",
        "Mar 2, 2026",
        "Monday, March 2, 2026",
        "2026/03/02",
        "20260302",
        "02-Mar-2026",
        "2 de marzo de 2026",
        "2026年3月2日",
    ],
)
def test_dates_in_words(written: str) -> None:
    assert shown(planned("csv", f'date,minutes\n"{written}",5\n'), "day") == ["2026-03-02"]


def test_header_below_a_title_and_separator_line() -> None:
    plan = planned("csv", "sep=;\nMy hours\n\nDate;Hours;Notes\n2026-03-02;1,5;Menu\n;;\n")
    assert shown(plan, "seconds", "text") == [(5400, "Menu")]
    assert plan.rejected == []


def test_a_cell_of_a_megabyte_is_cut_and_said() -> None:
    plan = planned("toggl", TOGGL + toggl_row().replace("Work", "x" * (1 << 20)))
    assert len(shown(plan, "text")[0]) == 1_000_000
    assert plan.flagged[0].reason == "a text was cut at 1,000,000 characters"


def test_escape_sequences_and_markup_stay_text_without_teeth() -> None:
    plan = planned("toggl", TOGGL + toggl_row().replace("Work", "[/x] \x1b]52;c;QQ\x07 \u202eevil\0"))
    assert shown(plan, "text") == ["[/x] ]52;c;QQ evil"]


def test_range_asked_for_leaves_the_rest_out() -> None:
    from tests.exchange.helpers import day

    text = TOGGL + toggl_row() + toggl_row(start="2026-03-05")
    plan = planned("toggl", text, since=day("2026-03-03"), until=day("2026-03-31"))
    assert shown(plan, "day") == ["2026-03-05"]
    assert plan.notes == ["1 outside the asked range left out"]


def test_progress_ends_at_the_whole_file() -> None:
    told: list[tuple[int, int]] = []
    text = TOGGL + toggl_row() * 5000
    planned("toggl", text, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (len(text), len(text))
    assert len(told) > 2


@pytest.mark.parametrize("name", registry.NAMES)
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x03", b"hello, this is a letter\nand not a log\n", b"%PDF-1.7\n\xff\xfe"]
)
def test_a_file_of_another_kind_is_refused(name: str, content: bytes) -> None:
    for asked in (name, "auto"):
        with pytest.raises(InputError) as caught:
            planned(asked, content)
        assert caught.value.exit_code == 2
        assert str(caught.value).endswith(".")


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="toggl, clockify, timewarrior"):
        registry.read("excel", Source.from_bytes("x", b"x"), Options())


def test_one_formats_file_is_not_anothers() -> None:
    with pytest.raises(InputError, match="is not a Toggl"):
        planned("toggl", CLOCKIFY + clockify_row("2026-03-14"))
    with pytest.raises(InputError, match="is not a Clockify"):
        planned("clockify", TOGGL + toggl_row())
    with pytest.raises(InputError, match="is not a Harvest"):
        planned("harvest", TOGGL + toggl_row())
