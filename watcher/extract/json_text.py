"""JSON as it arrives: parsed with the standard library, its failures told in one line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from watcher.errors import ReadError

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def parse(text: str) -> Json:
    """Return the value of `text`. Raises `ReadError` where it is no JSON, or nested too deeply."""
    try:
        value: Json = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"the JSON is broken at line {error.lineno}: {error.msg}") from None
    except RecursionError:
        raise ReadError("the JSON is nested too deeply") from None
    except ValueError:
        raise ReadError("the JSON holds a number that is too long") from None
    return value


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
