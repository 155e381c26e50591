"""The person's own settings, in TOML: looks, formats and keys; read, checked, and never rewritten."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.formats import Formats, use
from outsource_tui.domain.text import clean_line

LARGEST = 1_000_000


class Choice(NamedTuple):
    """A setting with its values: the first is the default."""

    key: str
    values: tuple[str, ...]
    help: str


CHOICES = (
    Choice("theme", ("auto", "dark", "light", "contrast"), "the colours"),
    Choice("density", ("normal", "compact"), "how much air rows get"),
    Choice("week_start", ("monday", "sunday", "saturday"), "the first day of a week"),
    Choice("date_format", ("iso", "dmy", "mdy"), "how a date is shown: 2026-11-23, 23.11.2026 or 11/23/2026"),
    Choice("time_format", ("24h", "12h"), "how a time of day is shown"),
    Choice("decimal_mark", (".", ","), "what stands before the cents"),
)
SWITCHES = ("mouse",)
_WEEK_STARTS = {"monday": 0, "saturday": 5, "sunday": 6}


class SettingsError(InputError):
    """A setting that cannot be used: the sentence names file, key, value and choices."""


class PersonSettings(NamedTuple):
    """What belongs to the person, not to the work; the defaults are what an absent file means."""

    theme: str = "auto"
    density: str = "normal"
    week_start: str = "monday"
    date_format: str = "iso"
    time_format: str = "24h"
    decimal_mark: str = "."
    mouse: bool = True
    keys: Mapping[str, tuple[str, ...]] = {}

    @property
    def formats(self) -> Formats:
        """Return how dates, times and figures are to be written."""
        return Formats(self.date_format, self.time_format, self.decimal_mark, _WEEK_STARTS[self.week_start])


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    text = clean_line(text)
    return text if len(text) <= 40 else text[:37] + "..."


def _keys(path: Path, table: object) -> dict[str, tuple[str, ...]]:
    """Read the `[keys]` table: an action's id to one key, or a list of keys; an empty list takes the key away."""
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: keys must be a table, [keys], of an action and its keys.", field="keys")
    found: dict[str, tuple[str, ...]] = {}

    def walk(prefix: str, part: Mapping[str, Any]) -> None:
        for name, value in part.items():
            action = f"{prefix}{name}"
            if isinstance(value, dict):
                # An unquoted task.outsource is a table in TOML; what was meant is plain.
                walk(f"{action}.", value)
            elif isinstance(value, str):
                listed = tuple(key.strip() for key in value.split(",") if key.strip())
                found[action] = (",",) if value == "," else listed
            elif isinstance(value, list) and all(isinstance(key, str) for key in value):
                found[action] = tuple(value)
            else:
                shown = clean_line(action)[:60]
                raise SettingsError(
                    f'{path}: keys."{shown}" is {_shown(value)}; give a key like "o", or a list of keys.', field=action
                )

    walk("", table)
    return found


def parse_settings(text: str, path: Path) -> PersonSettings:
    """Return the settings written in `text`; SettingsError names the file, key, value and choices."""
    # Most people have no such file, and both cost the start of the app milliseconds.
    import tomllib
    from difflib import get_close_matches

    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path}: this is not TOML ({error}); mend that line.", field="") from error
    values: dict[str, Any] = {}
    choices = {choice.key: choice for choice in CHOICES}
    known = (*choices, *SWITCHES, "keys")
    for key, value in document.items():
        if key == "keys":
            values["keys"] = _keys(path, value)
        elif key in choices:
            if value not in choices[key].values or not isinstance(value, str):
                listed = ", ".join(f'"{option}"' for option in choices[key].values)
                raise SettingsError(f"{path}: {key} is {_shown(value)}; choose one of {listed}.", field=key)
            values[key] = value
        elif key in SWITCHES:
            if not isinstance(value, bool):
                raise SettingsError(f"{path}: {key} is {_shown(value)}; choose true or false.", field=key)
            values[key] = value
        else:
            near = get_close_matches(key, known, 1)
            advice = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}."
            raise SettingsError(f'{path}: there is no setting "{clean_line(key)[:40]}"; {advice}', field=key)
    return PersonSettings(**values)


def use_formats(path: str) -> str:
    """Write dates, times and figures as the file asks; return what is wrong with it, or nothing.

    A command has its work to do: a slip in the looks is said beside it and leaves the usual formats.
    """
    try:
        use(load_settings(Path(path)).formats)
    except SettingsError as error:
        use(Formats())
        return str(error)
    return ""


def load_settings(path: Path) -> PersonSettings:
    """Return the settings of the file, or the defaults when there is none; SettingsError when it cannot be used."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        return PersonSettings()
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be read ({error.strerror}).") from error
    if len(raw) > LARGEST:
        raise SettingsError(f"{path}: this is too long for a settings file; keep it under a megabyte.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: this is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    return parse_settings(text, path)
