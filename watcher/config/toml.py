"""Reads the file as TOML; what is no TOML is told with its line, and never with a value."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from watcher.errors import ConfigError, Mistake

Raw = dict[str, object]
"""The file as TOML gives it, keys in the file's order."""

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

_HINTS = (
    ("Invalid value", 'text needs quotes: key = "value"'),
    ("Expected newline or end of document", "one key to a line; text, times and durations need quotes"),
    ("Expected '=' after a key", 'write key = "value"; a comment starts with #'),
    ("Illegal character '\\n'", "the quote on this line is not closed"),
    ("Unterminated string", "a quote is not closed"),
    ("Invalid statement", "a line is key = value, [table] or # comment"),
    ("Expected ']'", "a table's name ends with ]"),
    ("Expected ']]'", "a [[list]] name ends with two brackets"),
    ("Cannot overwrite a value", "this key is already written above"),
    ("Cannot declare", "this table is already written above; a list of them has two brackets: [[sources]]"),
    ("Unclosed array", "a list ends with ]"),
    ("Unescaped '\\'", "write \\\\ for a backslash, or use 'single quotes'"),
)
"""How tomllib begins its message → what to do. It has no codes, so its texts have to serve."""


def read_toml(path: Path) -> Raw:
    """Read a TOML file. Raises `ConfigError` with one mistake where that cannot be done."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise _refusal(path, "file", "there is none here; `watcher init` writes one") from None
    except IsADirectoryError:
        raise _refusal(path, "file", "this is a folder; name the file in it") from None
    except OSError as error:
        raise _refusal(path, "file", f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _refusal(path, f"line {line}", "is not UTF-8 text; save the file as UTF-8") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), (_syntax_mistake(str(error), text),)) from None


def _refusal(path: Path, place: str, message: str) -> ConfigError:
    return ConfigError(str(path), (Mistake(place, message),))


def _syntax_mistake(message: str, text: str) -> Mistake:
    reason = _POSITION.sub("", message)
    hint = next((f"; {hint}" for start, hint in _HINTS if reason.startswith(start)), "")
    match = _POSITION.search(message)
    lines = text.split("\n")
    number = int(match[1]) if match and match[1] else len(lines)
    column = int(match[2]) if match and match[2] else len(lines[-1]) + 1
    return Mistake(f"line {number}, column {column}", f"{reason} ({_shown(lines[number - 1])}){hint}")


def _shown(line: str) -> str:
    """Show a line without the value in it, which may be a secret."""
    key, equals, _ = line.partition("=")
    return f"{key.strip()} = …".strip() if equals else "in a line without ="
