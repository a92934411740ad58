"""pydantic's errors, told as mistakes in the file: one table, error type → words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from watcher.config.catalogue import OPTIONS, fields_at, holds_secret, tables
from watcher.config.example import sample
from watcher.config.places import Finding, Place, value_at
from watcher.config.suggest import closest, listed
from watcher.config.toml import Raw
from watcher.toml_text import toml_text

Words = Callable[[ErrorDetails], str]
"""What to tell of an error; what was found is told beside it."""


def _limit(name: str, words: str) -> Words:
    return lambda error: f"{words} {_context(error)[name]}"


def _fixed(words: str) -> Words:
    return lambda _: words


def _choice(error: ErrorDetails) -> str:
    expected = str(_context(error)["expected"]).replace("'", "").replace(" or ", ", ")
    found = closest(str(error["input"]), expected.split(", "))
    return f"write one of {expected}" + (f'; did you mean "{found}"?' if found else "")


def _table(error: ErrorDetails) -> str:
    key = ".".join(str(step) for step in error["loc"] if isinstance(step, str))
    return f"write it as a table: [{key}], with one pair of brackets, and its keys below"


def _list(error: ErrorDetails) -> str:
    if isinstance(error["input"], dict):
        return f"there may be several: write [[{error['loc'][-1]}]], with two pairs of brackets"
    return 'write a list in brackets, such as ["a", "b"]'


def _thrown(error: ErrorDetails) -> str:
    return str(_context(error).get("error", error["msg"]))


_WORDS: Mapping[str, Words] = {
    "assertion_error": _thrown,
    "bool_parsing": _fixed("write true or false"),
    "bool_type": _fixed("write true or false"),
    "dict_type": _fixed('write a table in braces, such as { name = "value" }'),
    "float_parsing": _fixed("write a number"),
    "float_type": _fixed("write a number"),
    "greater_than": _limit("gt", "write more than"),
    "greater_than_equal": _limit("ge", "write at least"),
    "int_from_float": _fixed("write a whole number"),
    "int_parsing": _fixed("write a whole number"),
    "int_type": _fixed("write a whole number, without quotes"),
    "less_than": _limit("lt", "write less than"),
    "less_than_equal": _limit("le", "write at most"),
    "literal_error": _choice,
    "model_type": _table,
    "path_type": _fixed("write a path in quotes"),
    "string_too_long": _limit("max_length", "characters: write at most"),
    "string_too_short": _limit("min_length", "characters: write at least"),
    "string_type": _fixed('write text in quotes, such as "text"'),
    "too_long": _limit("max_length", "entries: write at most"),
    "too_short": _limit("min_length", "entries: write at least"),
    "tuple_type": _list,
    "list_type": _list,
    "value_error": _thrown,
}
"""Error types of pydantic 2 (docs.pydantic.dev/latest/errors/validation_errors) → our words.

A type that is not here is one of our own checks, and tells its own words.
"""


_WITHOUT_FOUND = frozenset({"extra_forbidden", "missing", "query", "secret"})
"""Types whose words must do: what was found may be a secret, or is in the words already."""


def translate(error: ValidationError, raw: Raw) -> list[Finding]:
    """Return what pydantic found in the file `raw`, one finding a place, in no order."""
    by_place: dict[Place, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        by_place.setdefault(_as_written(details["loc"], raw), []).append(details)
    return [_finding(place, errors, raw) for place, errors in by_place.items()]


def _finding(place: Place, errors: list[ErrorDetails], raw: Raw) -> Finding:
    """Join the errors of one place: a value that may be of several types has one for each of them."""
    hidden = any(error["type"] in _WITHOUT_FOUND for error in errors)
    words = dict.fromkeys(_tell(error, place, raw) for error in errors)
    return Finding(place, ("" if hidden else _found(place, raw)) + ", or ".join(words))


def _tell(error: ErrorDetails, place: Place, raw: Raw) -> str:
    if error["type"] == "missing":
        return _missing(place, raw)
    if error["type"] == "extra_forbidden":
        return _unknown_key(place, raw)
    return _WORDS.get(error["type"], _own_words)(error)


def _as_written(loc: Place, raw: Raw) -> Place:
    """Leave out what the models have and the file has not."""
    if len(loc) > 2 and loc[0] == "destinations" and loc[2] == OPTIONS:
        loc = (*loc[:2], *loc[3:])
    values = (value_at(loc[:end], raw) for end in range(1, len(loc)))
    depth = next((end for end, value in enumerate(values, 1) if not isinstance(value, dict | list)), len(loc))
    return loc[:depth]


def _missing(place: Place, raw: Raw) -> str:
    *table, key = place
    path = [step for step in table if isinstance(step, str)]
    shown = sample(path, str(key), value_at((*table, "kind"), raw))
    return f"is missing; write {key} = {'…' if shown is None else toml_text(shown)}"


def _unknown_key(place: Place, raw: Raw) -> str:
    key = str(place[-1])
    known = fields_at(place[:-1], raw)
    found = closest(key, known)
    if found:
        return f'there is no such key; did you mean "{found}"?'
    elsewhere = [table.header for table in tables() if key in table.fields]
    if elsewhere:
        return f"there is no such key here; it belongs below {' or '.join(elsewhere)}"
    return f"there is no such key; known here: {listed(known)}"


def _found(place: Place, raw: Raw) -> str:
    """Say what stands there, where that is one value and no secret."""
    field = _field_of(place, raw)
    value = value_at(place, raw)
    if field is None or holds_secret(field) or value is None or isinstance(value, dict | list):
        return ""
    return f"found {toml_text(value)}: "


def _field_of(place: Place, raw: Raw) -> FieldInfo | None:
    """Return the innermost known field that a place is in."""
    for end in range(len(place), 0, -1):
        if field := fields_at(place[: end - 1], raw).get(str(place[end - 1])):
            return field
    return None


def _own_words(error: ErrorDetails) -> str:
    return error["msg"]


def _context(error: ErrorDetails) -> Mapping[str, object]:
    return error.get("ctx", {})
