"""JSON as it arrives: taken out of what guards or wraps it, its failures told in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from watcher.errors import ReadError

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


_GUARD = re.compile(r"\s*(?:\)\]\}',?|while\s*\(1\);|for\s*\(;;\);|throw\s[^\n;]{0,80};)\s*")
"""Put before JSON by sites so that no other page can run it as a script."""
_CALL = re.compile(r"\s*(?:/\*.{0,20}?\*/\s*)?[A-Za-z_$][\w$.]{0,100}\s*\(\s*(?=[\[{])")
_CALL_END = re.compile(r"\)\s*;?\s*$")


def unwrapped(text: str) -> str:
    """Return the JSON in a script that calls a function with it (JSONP), or behind a guard; else the text."""
    if guard := _GUARD.match(text):
        return text[guard.end() :]
    call = _CALL.match(text)
    end = _CALL_END.search(text, max(0, len(text) - 40)) if call else None
    return text[call.end() : end.start()] if call and end else text


def parse(text: str) -> Json:
    """Return the value of `text`, the values of its lines where each is one (NDJSON).

    Raises `ReadError` where it is no JSON, or nested too deeply.
    """
    text = unwrapped(text)
    try:
        return _loaded(text)
    except json.JSONDecodeError as error:
        lines = _lines(text) if error.msg == "Extra data" else None
        if lines is None:
            raise ReadError(f"the JSON is broken at line {error.lineno}: {error.msg}") from None
        return lines
    except RecursionError:
        raise ReadError("the JSON is nested too deeply") from None
    except ValueError:
        raise ReadError("the JSON holds a number that is too long") from None


def _loaded(text: str) -> Json:
    value: Json = json.loads(text)
    return value


def _lines(text: str) -> Json:
    """Return the object on each line; None where a line is something else."""
    try:
        values = [_loaded(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None
    return values if all(isinstance(value, Mapping) for value in values) else None


def text_of(value: Json) -> str:
    """Return a string as it is, a number written out, and anything else as an empty string."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def records(value: Json) -> list[Mapping[str, Json]]:
    """Return the objects in an array; what is no array gives none."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [each for each in value if isinstance(each, Mapping)]


def strings(value: Json) -> list[str]:
    """Return the strings in an array; what is no array gives none."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [each for each in value if isinstance(each, str)]
