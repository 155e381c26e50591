"""Reading a playbook file: TOML becomes frozen values of a given shape, and what does not fit names file and key."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from outsource_tui.domain.errors import OutsourceError

FOLDER = Path(__file__).parent

T = TypeVar("T")


class PlaybookError(OutsourceError):
    """A playbook file is not what it should be; the sentence names file and key."""


@cache
def document(file: str) -> Mapping[str, Any]:
    """Return a playbook file as plain values; raise PlaybookError when it is missing or no TOML."""
    import tomllib

    try:
        with (FOLDER / file).open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError as error:
        raise PlaybookError(f"The playbook file {file} is missing; install the program again.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlaybookError(f"The playbook file {file} cannot be read ({error}); install the program again.") from error


def value_of(value: object, hint: Any, where: str) -> Any:
    """Return `value` as `hint` wants it (text, whole number, truth, tuple, dataclass, or none of them)."""
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise PlaybookError(f"{where} should be a list.")
        item = get_args(hint)[0]
        return tuple(value_of(one, item, f"{where}[{place}]") for place, one in enumerate(value, 1))
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, value, where)
    wanted = tuple(kind for kind in (get_args(hint) or (hint,)) if kind is not type(None))
    if isinstance(value, wanted) and (isinstance(value, bool) == (bool in wanted)):
        return value.strip() if isinstance(value, str) else value
    raise PlaybookError(f"{where} should be {' or '.join(kind.__name__ for kind in wanted)}, not {value!r}.")


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _record(model: type[T], table: object, where: str) -> T:
    """Return a `model` from one TOML table; raise PlaybookError that names file and key when it does not fit."""
    if not isinstance(table, dict):
        raise PlaybookError(f"{where} should be a table.")
    hints = get_type_hints(model)
    known = {field.name: field for field in fields(model)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            raise PlaybookError(f"{where}: “{key}” is not known there; known are {', '.join(known)}.")
    for key, field in known.items():
        if key not in table and _needed(field):
            raise PlaybookError(f"{where}: “{key}” is missing.")
    return model(**{key: value_of(value, hints[key], f"{where}.{key}") for key, value in table.items()})


def _name(table: object, place: int) -> str:
    if isinstance(table, dict):
        for key in ("id", "key", "slug", "name", "term", "word"):
            if isinstance(table.get(key), str):
                return str(table[key])
    return str(place)


def records(file: str, table: str, model: type[T]) -> tuple[T, ...]:
    """Return every `[[table]]` of a playbook file as a `model`; raise PlaybookError naming file and key."""
    found = document(file).get(table)
    if not isinstance(found, list) or not found:
        raise PlaybookError(f"{file}: “{table}” is missing.")
    return tuple(_record(model, one, f"{file}: {table} {_name(one, place)}") for place, one in enumerate(found, 1))


def record(file: str, table: str, model: type[T]) -> T:
    """Return the single `[table]` of a playbook file as a `model`; raise PlaybookError naming file and key."""
    return _record(model, document(file).get(table), f"{file}: {table}")


def one_of(items: Iterable[T], field: str, wanted: str, file: str) -> T:
    """Return the item whose `field` is `wanted`; raise PlaybookError naming the file where there is none."""
    for item in items:
        if getattr(item, field) == wanted:
            return item
    raise PlaybookError(f"{file}: there is no {field} “{wanted}”.")


def table(file: str, table: str, model: type[T]) -> Callable[[], tuple[T, ...]]:
    """Return a function that reads the table at its first call and keeps it."""

    @cache
    def read() -> tuple[T, ...]:
        return records(file, table, model)

    return read
