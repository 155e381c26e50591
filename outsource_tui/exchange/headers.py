"""Column names of time logs in several languages, and what each column holds."""

import re
from collections.abc import Mapping, Sequence

from outsource_tui.domain.errors import InputError
from outsource_tui.exchange.moments import plain

WHATS = tuple(
    "start start_date start_time end end_date end_time date duration hours minutes seconds "
    "text project client task tags id stress liking skill postponed".split()
)
"""What a column can hold; the words `--map what=Column` takes."""

_KNOWN = {
    "start_date": (
        "start date|startdate|date start|begin date|date from|from date|data de inicio|data inicio|data inicial|"
        "startdatum|anfangsdatum|date de debut|date debut|fecha de inicio|fecha inicio|fecha inicial|data inizio|"
        "data di inizio|begindatum|data rozpoczecia|start day"
    ),
    "start_time": (
        "start time|starttime|time start|begin time|time from|from time|hora de inicio|hora inicio|hora inicial|"
        "startzeit|anfangszeit|beginnzeit|heure de debut|heure debut|ora inizio|ora di inizio|begintijd|"
        "starttijd|time in|clock in|uhrzeit von"
    ),
    "end_date": (
        "end date|enddate|stop date|date end|to date|date to|finish date|data de termino|data termino|"
        "data de fim|data fim|data final|enddatum|date de fin|date fin|fecha de fin|fecha fin|fecha final|"
        "fecha de finalizacion|data fine|data di fine|einddatum|data de conclusao"
    ),
    "end_time": (
        "end time|endtime|stop time|time end|to time|time to|finish time|hora de termino|hora termino|"
        "hora de fim|hora fim|hora final|endzeit|heure de fin|heure fin|hora de fin|hora de finalizacion|"
        "ora fine|ora di fine|eindtijd|time out|clock out|uhrzeit bis|hora de conclusao"
    ),
    "start": (
        "start|when|begin|began|from|started|started at|start at|starts at|start datetime|start date time|"
        "start timestamp|timestamp start|beginn|von|debut|inicio|inizio|de|datetime|timestamp|time started|"
        "checkin|check in|begin time stamp"
    ),
    "end": (
        "end|stop|finish|finished|to|until|ended|ended at|end at|ends at|stopped at|end datetime|end date time|"
        "stop datetime|end timestamp|ende|bis|fin|fim|fine|termino|time ended|checkout|check out"
    ),
    "date": "date|day|datum|data|fecha|jour|dia|giorno|dato|spent on|spent date|work date|entry date|date worked",
    "duration": (
        "duration|dauer|duracao|duree|duracion|durata|duur|duration h|duration hh mm|duration hh mm ss|dauer h|"
        "duracao h|duree h|duracion h|durata h|time|time spent|time h|length|how long|elapsed|elapsed time|"
        "tracked time|time tracked|total time|worked|zeit|tempo|tiempo|temps|tid|czas trwania"
    ),
    "hours": (
        "hours|hour|hrs|stunden|horas|heures|ore|uren|hours decimal|decimal hours|hours worked|duration decimal|"
        "dauer dezimal|dauer dezimalzahl|duracao decimal|duree decimale|duree decimal|duracion decimal|"
        "durata decimale|time decimal|time hours|duration hours|total hours|rounded hours"
    ),
    "minutes": (
        "minutes|mins|min|minuten|minutos|duration min|duration minutes|time minutes|time spent minutes|time min|minuti"
    ),
    "seconds": (
        "seconds|secs|sec|sekunden|segundos|secondes|duration s|duration seconds|duration sec|time spent seconds|"
        "secondi"
    ),
    "text": (
        "description|text|beschreibung|descricao|descripcion|descrizione|omschrijving|opis|notes|note|notas|"
        "notizen|notiz|title|titel|titre|titulo|titolo|summary|comment|comments|kommentar|commentaire|comentario|"
        "entry|time entry|what|subject|betreff|details|memo|name|work|libelle|beskrivelse"
    ),
    "project": (
        "project|projekt|projeto|projecto|projet|proyecto|progetto|projectname|project name|projektname|"
        "nome do projeto|nom du projet"
    ),
    "client": "client|customer|cliente|kunde|klient|klant|client name|customer name|kundenname|company|account",
    "task": (
        "task|activity|aufgabe|tarefa|tarea|tache|attivita|atividade|actividad|activite|aktivitat|tatigkeit|taak|"
        "task name|activity name|type of work|issue"
    ),
    "tags": (
        "tags|tag|labels|label|etiquetas|etiqueta|etiquettes|etiquette|schlagworter|schlagwort|stichworte|"
        "etichette|tag s|marcadores|tagi|categories|category"
    ),
    "stress": "stress",
    "liking": "liking",
    "skill": "skill",
    "postponed": "postponed",
}
_WHAT_OF = {name: what for what, names in _KNOWN.items() for name in names.split("|")}
# Names that hold a known word but mean something else.
_OTHER = re.compile(
    r"\b(id|code|rate|amount|cost|price|billable|currency|email|invoiced?|group|user|number|url|color|rounded|fixed|total|"
    r"status|created|updated|week|month|unit|contract)\b"
)
_SIGNS = re.compile(r"[^\w]+|_+")


def simple_name(column: str) -> str:
    """Return a column's name without case, accents and signs: `Duration (h)` becomes `duration h`."""
    return " ".join(_SIGNS.sub(" ", plain(column[:200])).split())


def guess_mapping(header: Sequence[str]) -> dict[str, str]:
    """Return what columns seem to hold, `{what: column}`; exact names before likeness, the first column wins."""
    names = [(simple_name(column), column) for column in header]
    found: dict[str, str] = {}
    for name, column in names:
        what = _WHAT_OF.get(name)
        if what is not None and what not in found:
            found[what] = column
    taken = set(found.values())
    for name, column in names:
        what = _alike(name)
        if what is not None and what not in found and column not in taken:
            found[what] = column
            taken.add(column)
    return {what: found[what] for what in WHATS if what in found}


def _alike(name: str) -> str | None:
    """Return what a name never seen before most likely holds."""
    if not name or len(name) > 60 or _OTHER.search(name):
        return None
    words = set(name.split())
    starts = bool(words & {"start", "begin", "started", "from", "inicio", "debut", "beginn", "von"})
    ends = bool(words & {"end", "stop", "finish", "ended", "until", "fim", "fin", "ende", "bis", "termino"})
    dated = bool(words & {"date", "day", "datum", "data", "fecha"})
    if starts or ends:
        side = "start" if starts else "end"
        if dated:
            return f"{side}_date"
        return f"{side}_time" if words & {"time", "hora", "heure", "zeit", "uhrzeit"} else side
    for what, stems in (
        ("minutes", ("minut",)),
        ("seconds", ("second", "sekund")),
        ("hours", ("hour", "stunde", "hora", "heure")),
        ("duration", ("durat", "dauer", "dura", "elaps", "spent")),
        ("date", ("date", "datum", "fecha")),
        ("text", ("descr", "beschr", "summary", "notes", "title", "comment")),
        ("project", ("proj", "proy")),
        ("client", ("client", "customer", "kunde")),
        ("tags", ("tags", "label")),
    ):
        if any(word.startswith(stems) for word in words):
            return what
    return None


def checked_mapping(mapping: Mapping[str, str], header: Sequence[str], name: str) -> dict[str, str]:
    """Return the user's `--map` with columns as the header spells them; an unknown word or column is refused.

    What is held may be named by any word that a header could use for it: `day` is the date, `length` the duration.
    """
    found: dict[str, str] = {}
    by_name = {simple_name(column): column for column in header}
    for said, column in mapping.items():
        what = said if said in WHATS else _WHAT_OF.get(simple_name(said), "")
        if not what:
            raise InputError(f"“{said[:60]}” is nothing a column can hold; use one of {', '.join(WHATS)}.", field="map")
        match = column if column in header else by_name.get(simple_name(column))
        if match is None:
            seen = ", ".join(c.strip() for c in header if c.strip())[:300]
            raise InputError(f"{name} has no column “{column[:60]}”; its columns are {seen}.", field="map")
        found[what] = match
    return found


def tells_time(mapping: Mapping[str, str]) -> bool:
    """Tell whether the columns say when something was and how long (or until when)."""
    day = any(what in mapping for what in ("start", "start_date", "date"))
    return day and any(what in mapping for what in ("duration", "hours", "minutes", "seconds", "end", "end_time"))
